"""Feeds: in order, relative, broken, and made to do harm."""

from __future__ import annotations

import time
import tracemalloc
from datetime import date
from pathlib import Path

import feedparser  # noqa: F401  # not to be measured as what a feed takes
import pytest
from websites import Website

from core.web.feeds import Entry, feed_entries
from core.web.fetch import Fetcher, Page
from core.web.guard import Unreachable

LONG = "<p>" + "Die Fabrik in Köln wird größer gebaut. " * 30 + "</p>"


def page(text: str | bytes, url: str = "https://news.example/feeds/all.xml", charset: str | None = None) -> Page:
    data = text.encode() if isinstance(text, str) else text
    return Page(url, url, data, "application/xml", charset)


def entries(text: str | bytes, charset: str | None = None) -> list[Entry]:
    found = feed_entries(page(text, charset=charset))
    assert found is not None
    return found


def rss(items: str, head: str = "") -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>{head}<rss version="2.0"><channel><title>Nieuws</title>{items}</channel></rss>'


def test_rss() -> None:
    found = entries(rss(
        "<item><title>Fabriek &amp; accu's</title><link>https://news.example/1</link><pubDate>Fri, 05 Jan 2024 00:30:00 +0200</pubDate>"
        "<description>Kort.</description></item>"
        "<item><title><![CDATA[<b>Köln</b> &amp; mehr]]></title><link><![CDATA[https://news.example/2?a=1&b=2]]></link>"
        "<description><![CDATA[<p>Erste Zeile<br>zweite</p>]]></description></item>"
    ))  # fmt: skip
    assert found == [
        # The day by the publisher's clock; in UTC it would still be the day before.
        Entry("https://news.example/1", "Fabriek & accu's", date(2024, 1, 5), "Kort."),
        Entry("https://news.example/2?a=1&b=2", "Köln & mehr", None, "Erste Zeile zweite"),
    ]


def test_atom_with_relative_links() -> None:
    found = entries(
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://news.example/fi/"><title>x</title>'
        '<entry><title>Tehdas</title><link rel="alternate" href="a/1"/><id>tag:1</id><published>2023-12-31T23:30:00-05:00</published>'
        '<updated>2024-02-01T00:00:00Z</updated><summary type="html">&lt;i&gt;Lyhyt&lt;/i&gt;</summary></entry>'
        '<entry xml:base="/nl/"><title>Fabriek</title><link href="?id=2"/><id>https://news.example/id/2</id><updated>2024-02-01T00:00:00Z</updated></entry></feed>'
    )
    assert found == [
        Entry("https://news.example/fi/a/1", "Tehdas", date(2023, 12, 31), "Lyhyt"),
        Entry("https://news.example/nl/?id=2", "Fabriek", None, ""),  # changed is not published
    ]


def test_links_relative_to_the_feed_itself() -> None:
    assert entries(rss("<item><title>a</title><link>../a/1</link></item>"))[0].url == "https://news.example/a/1"


def test_rss_1_has_one_date_only() -> None:
    found = entries(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        '<item rdf:about="https://news.example/1"><title>a</title><link>https://news.example/1</link><dc:date>2024-03-02</dc:date></item></rdf:RDF>'
    )
    assert found == [Entry("https://news.example/1", "a", date(2024, 3, 2), "")]


@pytest.mark.parametrize("link", ["", "<link/>", "<link>javascript:alert(1)</link>", "<link>file:///etc/passwd</link>", "<link>http://[::1</link>",
                                  '<guid isPermaLink="false">4711</guid>'])  # fmt: skip
def test_an_entry_without_a_link_keeps_its_text(link: str) -> None:
    body = f"<description><![CDATA[{LONG}]]></description>"
    found = entries(rss(f"<item><title>a</title>{link}{body}</item><item><title>b</title>{link}<description>Kurz.</description></item>"))
    assert [(entry.url, entry.title) for entry in found] == [(None, "a"), (None, "b")]
    assert found[0].content and found[0].content.count("Köln") == 30
    assert found[1].content is None


def test_a_permanent_guid_is_the_link_and_the_whole_text_is_kept() -> None:
    found = entries(
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><item><guid>https://news.example/7</guid>'
        f"<description>Kort.</description><content:encoded><![CDATA[{LONG}<script>x()</script>]]></content:encoded></item></channel></rss>"
    )
    assert (found[0].url, found[0].summary) == ("https://news.example/7", "Kort.")
    assert found[0].content and "Köln" in found[0].content and "x()" not in found[0].content


def test_an_address_comes_once() -> None:
    twice = "<item><title>a</title><link>https://news.example/1</link></item>" * 2
    assert len(entries(rss(twice))) == 1


def test_the_charset_of_the_answer() -> None:
    text = rss("<item><title>Größe in Köln</title><link>https://news.example/1</link></item>").replace(' encoding="UTF-8"', "")
    assert entries(text.encode("iso-8859-15"), charset="iso8859-15")[0].title == "Größe in Köln"
    assert entries(text.encode("utf-16"))[0].title == "Größe in Köln"


@pytest.mark.parametrize(
    "text",
    [
        rss("<item><title>a & b</title><link>https://news.example/1</link></item>"),
        rss("<item><title>a</title><link>https://news.example/1</link></item><item><title>b").replace("</channel></rss>", ""),
        rss("<item><title>a\x0b</title><link>https://news.example/1</link></item>"),
        rss("<item><title>a&nbsp;b</title><link>https://news.example/1</link></item>"),
        "\n\n" + rss("<item><title>a</title><link>https://news.example/1</link></item>"),
        "<!-- <html> -->" + rss("<item><title>a</title><link>https://news.example/1</link></item>").partition("?>")[2],
    ],
    ids=["ampersand", "cut off", "control character", "entity of HTML", "blank lines first", "comment first"],
)
def test_broken_feeds_are_read_as_far_as_they_go(text: str) -> None:
    assert entries(text)[0].url == "https://news.example/1"


def test_a_feed_of_which_nothing_can_be_read() -> None:
    with pytest.raises(Unreachable, match="broken") as fault:
        entries('<?xml version="1.0"?><rss version="2.0"><channel><it')
    assert fault.value.url == "https://news.example/feeds/all.xml"


def test_a_feed_without_entries() -> None:
    assert entries(rss("")) == []


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE html><html><head><link rel="alternate" type="application/rss+xml" href="/feed"></head><p>x</p></html>',
        "<html><pre><rss version='2.0'><channel><item><link>https://news.example/1</link></item></channel></rss></pre></html>",
        "In the text stands <em>feed</em> and “rss”.",
        '<?xml version="1.0"?><urlset><url><loc>https://news.example/1</loc></url></urlset>',
        '<?xml version="1.0"?><data><feed>hay</feed></data>',
        b"%PDF-1.7 <rss",
        b"\x00\xff\xfe",
    ],
    ids=["page that announces a feed", "page that shows a feed", "text", "site map", "other XML", "PDF", "bytes"],
)
def test_what_is_no_feed(text: str | bytes) -> None:
    assert feed_entries(page(text)) is None


def test_entities_neither_grow_nor_name_a_file(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("geheim")
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    for entity in (f'<!ENTITY l0 "lol">{laughs}', f'<!ENTITY l11 SYSTEM "{(tmp_path / "secret.txt").as_uri()}">'):
        head = f"<!DOCTYPE rss [{entity}]>"
        tracemalloc.start()
        begun = time.monotonic()
        try:
            found = entries(rss("<item><title>a &l11;</title><link>https://news.example/1</link><description>&l11;</description></item>", head))
            assert tracemalloc.get_traced_memory()[1] < 5_000_000
        finally:
            tracemalloc.stop()
        assert time.monotonic() - begun < 2
        assert len(found[0].title) < 50 and "geheim" not in found[0].title + found[0].summary


@pytest.mark.parametrize(
    ("inner", "words"), [("<a>" * 200_000, "broken"), ("<item><title>a</title></item>" * 200_000, "larger than 2 MB")], ids=["deep", "large"]
)
def test_feeds_that_would_be_read_for_ever(inner: str, words: str) -> None:
    with pytest.raises(Unreachable, match=words):
        entries(rss(f"<item><title>a</title><link>https://news.example/1</link></item>{inner}"))


def test_html_in_a_feed_may_leave_its_tags_open() -> None:
    text = "<![CDATA[" + "<p>Kurz.<br><img src='a.png'>" * 300 + "]]>"
    assert entries(rss(f"<item><link>https://news.example/1</link><description>{text}</description></item>"))[0].url


def test_comments_without_end() -> None:
    assert feed_entries(page("<!--" * 16_000 + rss(""))) is None


def test_nothing_is_fetched_by_reading_a_feed() -> None:
    with Website({}) as site:
        head = f'<!DOCTYPE rss SYSTEM "{site.url("/dtd")}" [<!ENTITY e SYSTEM "{site.url("/entity")}"><!ENTITY % p SYSTEM "{site.url("/p")}"> %p;]>'
        sheet = f'<?xml-stylesheet href="{site.url("/xsl")}"?>'
        entries(rss(f'<item><title>&e;</title><link>{site.url("/1")}</link><enclosure url="{site.url("/2")}"/></item>', sheet + head))
        assert feed_entries(page(site.url("/feed"))) is None  # an address in place of a feed
        assert not site.asked


def test_a_feed_and_its_articles_by_one_fetcher() -> None:
    feed = rss("<item><link>/1</link></item><item><link>/2</link></item>").encode()
    routes = {"/feed": (200, {"Content-Type": "text/xml"}, feed), "/1": (200, {}, b"eins"), "/2": (200, {}, b"zwei")}
    with Website(routes) as site, Fetcher(allowed_hosts=["127.0.0.1"], spacing=0) as web:
        found = feed_entries(web.fetch(site.url("/feed")))
        assert found is not None
        assert [web.fetch(entry.url or "", by_itself=True).data for entry in found] == [b"eins", b"zwei"]
        assert site.paths == ["/feed", "/robots.txt", "/1", "/2"]
