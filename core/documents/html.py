"""Web pages: the running text with its headings marked as in Markdown, and what the page's head says of it.

The body is found by ``core.html_page``, which keeps a lead outside <article>, tables, lists and short pages that
trafilatura leaves out; trafilatura gives title, author and address, and the body where the page has it only in its
data. The day comes from the page's own statement of publication (schema.org, <meta>, <time>), never from one of
revision and never from a guess. Scripts are text that is thrown away.
"""

from __future__ import annotations

import html
import logging
import re
from typing import Any
from urllib.parse import urlsplit

from core.dateline import from_iso
from core.decoding import decode
from core.html_page import ENTITY, Page, strip_html
from core.models import Article, UnreadableArticle

SUFFIXES = (".html", ".htm", ".xhtml")

_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.I)
_TAG = re.compile(rb"</?(?:p|div|h[1-6]|br|article|section|span|a|ul|li|table|meta)\b[^<>]*>", re.I)
_WITHIN = re.compile(r"&shy;|&#173;|&#xAD;|&ZeroWidthSpace;|[\u00ad\u200b\u2060\ufeff]|</?wbr\s*/?>", re.I)
_INSIDE_WORD = re.compile(r"(?<=[^\W\d_])</?(?:b|strong|i|em|u|span|font|mark|a)\b[^<>]*>(?=[a-zß-ÿ])")
_MARKUP = "<>&\"'"
_WORD = re.compile(r"[^\W\d_]{2,}")
_HEAD = 30  # lines among which the title stands
_FEW = 40  # words: with fewer the page's own data may hold more
_LARGEST_DATA = 2_000_000  # characters of a page that are searched for title and author
_LONGEST_TITLE = 300

Lines = list[tuple[int, str]]  # the level of a heading (0: none) and the words of each line


def recognises(data: bytes, suffix: str) -> bool:
    """Whether this is a page: by its first tags, or by its name where it has tags at all."""
    head = data[:8_000].replace(b"\0", b"")  # UTF-16 is ASCII with zero bytes between
    return _PAGE.search(head) is not None or suffix in SUFFIXES and len(_TAG.findall(data[:200_000].replace(b"\0", b""))) > 1


def read(data: bytes, name: str, url: str | None = None) -> Article:
    """The page as an article. url: where it was fetched. Raises UnreadableArticle for a page without text."""
    return article(decode(data, name), name, url)


def article(source: str, name: str, url: str | None = None) -> Article:
    """As ``read``, from decoded HTML."""
    page, lines = _lines(source)
    data = _data(source)
    words = sum(len(_WORD.findall(text)) for _, text in lines)
    if words < _FEW:
        other = _from_data(source)
        if len(_WORD.findall(other)) > 2 * words:
            lines = [(0, line) for line in map(str.strip, other.split("\n")) if line]
    if not lines:
        raise UnreadableArticle(name, "The page holds no text (scripts may build it, or it asks for a login); paste the text.")
    author = _one_line(data.author)
    title = _mark_title(lines, _one_line(data.title), page.title)
    lines = [line for line in lines if not (author and _key(line[1]) == _key(author))]
    published = from_iso(page.published) if page.published else None
    return Article(
        name,
        "\n\n".join(f"{'#' * level} {text}" if level else text for level, text in lines) + "\n",
        _address(url, page.url or data.url),
        title,
        published.day if published else None,
        published.precision if published else None,
        author,
    )


def _lines(source: str) -> tuple[Page, Lines]:
    """What the page says of itself, and its lines without markup and without what its elements mark as furniture."""
    source = _WITHIN.sub("", source)
    source = _INSIDE_WORD.sub("", source)  # an initial letter in an element of its own
    if "&" in source:
        source = ENTITY.sub(_character, source)
    page = strip_html(source)
    headings = sorted(page.headings)
    lines: Lines = []
    open_heading, at = -1, 0
    position = 0
    for piece in page.clean.split("\n"):
        start, position = position, position + len(piece) + 1
        text = " ".join(piece.split())
        if not text:
            continue
        first = start + len(piece) - len(piece.lstrip())
        while at < len(headings) and headings[at][1] <= first:
            at += 1
        within = at if at < len(headings) and headings[at][0] <= first else -1
        if within >= 0 and within == open_heading:
            lines[-1] = (lines[-1][0], f"{lines[-1][1]} {text}")  # a line break inside a heading
        else:
            lines.append((headings[within][2] if within >= 0 else 0, text))
        open_heading = within
    return page, lines


def _character(entity: re.Match[str]) -> str:
    """The character for an entity, unless it is one of markup."""
    char = html.unescape(entity[0])
    return entity[0] if char in _MARKUP or not char.isprintable() and char != "\xa0" else char


def _data(source: str) -> Any:
    """What trafilatura finds out of a page: title, author, url (None where nothing); its date is not asked for."""
    from trafilatura.metadata import Document, extract_metadata

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # its complaints about pages are no use to a person
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    # A fixed last day: the answer must not depend on the day of the reading.
    dates = {"original_date": True, "extensive_search": False, "max_date": "2100-01-01"}
    try:
        return extract_metadata(source[:_LARGEST_DATA], date_config=dates, extensive=False)
    except Exception:  # whatever a broken page makes it raise: the body is read all the same
        return Document()


def _from_data(source: str) -> str:
    """The text that trafilatura finds, which looks into a page's data too."""
    import trafilatura

    try:
        return trafilatura.extract(source[:_LARGEST_DATA], include_comments=False, include_tables=True, deduplicate=False) or ""
    except Exception:  # as above
        return ""


def _mark_title(lines: Lines, told: str | None, written: str | None) -> str | None:
    """Find the page's title among its lines, or put it above them; its line becomes the heading of the first level.

    told: the title by the page's data. written: its <title>, which may name the site too.
    """
    keys = [_key(text) for _, text in lines[:_HEAD]]
    whole = [_key(title) for title in (told, written) if title]
    first_text = next((i for i, (level, text) in enumerate(lines) if not level and len(_WORD.findall(text)) >= 8), len(lines))
    named = [i for i, key in enumerate(keys) if key and key in whole]
    begun = [i for i, key in enumerate(keys) if lines[i][0] and key.count(" ") and any(t.startswith(key) for t in whole)]
    headings = [i for level in range(1, 7) for i, line in enumerate(lines[:_HEAD]) if line[0] == level]
    headings = [i for i in headings if lines[i][0] == 1 or i < first_text]
    for i in [*named, *begun, *headings]:
        lines[i] = (1, lines[i][1])
        return lines[i][1]
    title = told or written
    if title:
        lines.insert(0, (1, title))
    return title


def _key(text: str) -> str:
    """A title's words, so that quotes, dashes and case make no difference."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def _one_line(text: str | None) -> str | None:
    return " ".join(text.split())[:_LONGEST_TITLE] or None if text else None


def _address(fetched: str | None, told: str | None) -> str | None:
    """The page's own address. What a page says of itself counts on its own site only, and not for its front page."""
    if not told or not told.startswith(("http://", "https://")):
        return fetched
    if fetched is None:
        return told
    try:
        mine, other = urlsplit(fetched), urlsplit(told)
    except ValueError:
        return fetched
    same = _site(mine.hostname) == _site(other.hostname) and (other.path.strip("/") or other.query)
    return told if same else fetched


def _site(host: str | None) -> str:
    """The host without "www." or "m."."""
    return re.sub(r"^(?:www|m|amp|mobile)\.", "", host or "")
