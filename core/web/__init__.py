"""Articles from the web: pages by their address, and feeds (RSS, Atom).

    addresses   one spelling for each address, by which the same article is recognised; what of it may be shown
    guard       which computers may be asked: none inside the own network
    connection  one request, within its time, to exactly the computer that was checked
    robots      what a site's robots.txt asks of programs
    fetch       address → page, politely; what could not be fetched is said in a sentence
    feeds       page → the entries of a feed

Nothing here is imported until a page is asked for: reading files does not pay for it.
"""
