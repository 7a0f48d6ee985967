"""Feeds (RSS 0.9 to 2.0, Atom) -> their entries.

feedparser reads them, from bytes that ``core.web.fetch`` brought: it never fetches anything itself. It is given neither
the document type (feedparser lets entities grow until expat stops them, which is 70 MB from 700 bytes) nor what it would
take minutes for: very large feeds, and elements within elements without end.
"""

from __future__ import annotations

import codecs
import html
import io
import re
from dataclasses import dataclass
from datetime import date
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from core.web.fetch import Page
from core.web.guard import Unreachable

_HEAD = 65_536  # bytes in which a feed shows what it is
_ROOTS = frozenset({b"rss", b"feed", b"rdf"})
_ELEMENT = re.compile(rb"<(?:[\w-]+:)?([A-Za-z][\w-]*)")  # not “<?xml” or “<!DOCTYPE”
_BEFORE = b"\xef\xbb\xbf\xff\xfe \t\r\n"  # byte-order marks and blanks
_DECLARATION = re.compile(rb"<\?xml\s[^<>]*\?>")
_CDATA = re.compile(rb"<!\[CDATA\[")
_OPEN_OR_CLOSE = re.compile(rb"<(/?)[A-Za-z][^<>]*?(/?)>")
_LARGEST = 2_000_000  # bytes; a feed made to be slow takes feedparser some ten seconds at this size
_DEEPEST = 200  # elements within each other; feeds have about ten
_TAG = re.compile(r"<[^<>]*>")
_WORD = re.compile(r"[^\W\d_]{2,}")
_ISO = re.compile(r"\s*(\d{4})-(\d\d)-(\d\d)")
_FEWEST_WORDS = 120  # of a text in the feed itself that is the article rather than its first lines


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed.

    url: of the article, http or https; None where the feed gives none. title, summary: plain text, maybe empty.
    published: the day as the publisher's clock had it. content: HTML of the whole article, where the feed itself holds a
    text long enough to be one; it can serve where ``url`` is missing or cannot be fetched.
    """

    url: str | None
    title: str
    published: date | None
    summary: str
    content: str | None = None


def feed_entries(page: Page) -> list[Entry] | None:
    """The entries of a feed in its order, each address once; None if the page is no feed (a page that announces one is none).

    Broken XML is read as far as it goes. Raises Unreachable if nothing can be read of what is a feed.
    """
    data, charset = page.data, page.charset
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        data, charset = data.decode("utf-16", errors="replace").encode("utf-8", errors="replace"), "utf-8"
    body = _from_root(data)
    if body is None:
        return None
    if len(body) > _LARGEST:
        raise Unreachable(page.asked, f"This feed is larger than {_LARGEST / 1e6:g} MB, so it was not read.")
    if _too_deep(body):
        raise Unreachable(page.asked, _BROKEN)
    import feedparser

    kind = page.content_type or "application/xml"
    headers = {"content-location": page.url, "content-type": f"{kind}; charset={charset}" if charset else kind}
    try:
        feed = feedparser.parse(io.BytesIO(body), response_headers=headers)
    except (ValueError, LookupError, AssertionError, RecursionError) as fault:  # what its reader of broken XML falls over
        raise Unreachable(page.asked, _BROKEN) from fault
    if not feed.get("version"):
        return None
    if feed.get("bozo") and not feed.entries:
        raise Unreachable(page.asked, _BROKEN)
    found: dict[str | int, Entry] = {}
    for number, raw in enumerate(feed.entries):
        entry = _entry(raw, page.url, feed.version)
        found.setdefault(entry.url or number, entry)
    return list(found.values())


_BROKEN = "This is a feed, but it is broken, and no entry could be read of it; name the articles by their own addresses."


def _from_root(data: bytes) -> bytes | None:
    """A feed from its first element on, after its XML declaration; None where the first element is no feed's."""
    data = data.lstrip(_BEFORE)
    head = _without_comments(data[:_HEAD])
    root = _ELEMENT.search(head) if head.startswith(b"<") else None
    if root is None or root[1].lower() not in _ROOTS:
        return None
    declared = _DECLARATION.match(head)
    return (declared[0] if declared else b"") + head[root.start() :] + data[_HEAD:]


def _without_comments(head: bytes) -> bytes:
    first, *others = head.split(b"<!--")
    return (first + b"".join(other.partition(b"-->")[2] for other in others)).lstrip(_BEFORE)


def _too_deep(body: bytes) -> bool:
    first, *others = _CDATA.split(body)
    depth = 0
    for part in (first, *(other.partition(b"]]>")[2] for other in others)):
        for tag in _OPEN_OR_CLOSE.finditer(part):
            depth += 0 if tag[2] else -1 if tag[1] else 1
            if depth > _DEEPEST:
                return True
    return False


def _entry(raw: Any, base: str, version: str) -> Entry:
    texts = [part.get("value") or "" for part in raw.get("content", ())]
    if raw.get("summary"):
        texts.append(raw["summary"])
    longest = max(texts, key=len, default="")
    return Entry(
        url=_link(raw, base),
        title=_plain(raw.get("title") or ""),
        published=_day(raw, version),
        summary=_plain(raw.get("summary") or ""),
        content=longest if len(_WORD.findall(_TAG.sub(" ", longest))) >= _FEWEST_WORDS else None,
    )


def _link(raw: Any, base: str) -> str | None:
    """The entry's address, absolute; None if there is none that leads to a page. An id is no address, even if it looks so."""
    try:
        url = urljoin(base, (raw.get("link") or "").strip())
        parts = urlsplit(url)
    except ValueError:  # half an IPv6 address
        return None
    return url if raw.get("link") and parts.scheme in ("http", "https") and parts.netloc else None


def _day(raw: Any, version: str) -> date | None:
    """The day of publication. RSS 1.0 knows one date only, which feedparser calls that of the last change."""
    key = "published" if raw.get("published") or not version.startswith("rss") else "updated"
    # Not feedparser's own reading, which is in UTC: shortly after midnight that is the day before.
    text = raw.get(key) or ""
    iso = _ISO.match(text)
    try:
        return date(int(iso[1]), int(iso[2]), int(iso[3])) if iso else parsedate_to_datetime(text).date()
    except (ValueError, OverflowError):
        parsed = raw.get(f"{key}_parsed")
        return date(*parsed[:3]) if parsed else None


def _plain(text: str) -> str:
    """Text without tags and entities, in one line."""
    return " ".join(html.unescape(_TAG.sub(" ", text)).split())
