"""Translation of headlines, sentences and full texts into English by an engine, as an addition to what needs none.

The English of a row is written from its facts (core.english), always and without a network. An engine's English is laid
over it afterwards: ``core.translation.service`` is what a build or a page calls. Nothing here is needed for reading
articles, and nothing here fails because of the network.

    faults       what can go wrong with an engine
    engines      which engines there are, with their limits; makes one from its name
    web, deep    the engines of deep-translator, with time-outs and without keys in addresses
    argos        the engine on the device
    auto         does the engine that needs no key answer?
    cache        what was translated once, on disk
    quantities   the numbers and units of an English sentence
    checks       what a translation lost
    translator   cache, batches, retries, budget
    rows, beside what is to be translated in rows and documents, and where the English goes
    service      all of it in one call
"""

