"""HTML -> text whose offsets are the file's, and what the page's head tells of it.

A tag is read where it stands by a scanner of our own, not by ``html.parser``: that one says line and column of a tag
but not of the text that follows an entity, and it takes ten times as long. Every character of a tag becomes a blank;
the first character of one that ends a block becomes a newline, so that blocks are lines in what comes out.
"""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import tomli

from core.models import Cut, DataFault
from core.own_files import read_toml

_DATA = Path(__file__).parent / "languages" / "html.toml"

_PAGE = re.compile(r"<(?:!doctype\s+html|html|body|head)\b", re.I)
# A tag with quoted values that may hold ">", and the plain form for pages whose quotes do not close.
_TAG = re.compile(r"""<(/?)([a-zA-Z][\w:-]*)((?:[^<>"']++|"[^"]*+"|'[^']*+'|["'])*+)>""")
_PLAIN_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*)([^<>]*+)>")
_ATTRIBUTE = re.compile(r"""([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))""")
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]\w{1,30});?")
_UNSEEN = "\u00ad\u200b\u2060\ufeff"  # where a word may be broken
_CODED = re.compile(rf"{ENTITY.pattern}|[{_UNSEEN}]")
_WORD_WITH_ENTITIES = re.compile(rf"[^\s&{_UNSEEN}]*(?:(?:{_CODED.pattern})[^\s&{_UNSEEN}]*)+")
_BLANKS = ("\xa0", "\u2009", "\u202f", "\n")
_NEWLINE = re.compile(r"[\r\n]")
NOT_NEWLINE = re.compile(r"[^\r\n]")
_CLASS_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+")


@dataclass(slots=True)
class Page:
    """``clean``: the text without markup, same length. ``headings``: start → level of marked headings. ``moved``: the
    place of a character in ``clean`` → where it begins and ends in the text, if not there (``decode_entities``).

    ``url``, ``published`` (as written) and ``title`` are what an HTML page says of itself in its head.
    """

    clean: str
    moved: dict[int, tuple[int, int]] = field(default_factory=dict)
    cuts: list[Cut] = field(default_factory=list)
    headings: list[tuple[int, int, int]] = field(default_factory=list)  # start, end, level 1–6
    html: bool = False
    url: str | None = None
    published: str | None = None
    title: str | None = None


@dataclass(slots=True)
class _Open:
    """An element that has begun: its name, where its tag and its content begin, and what it has been seen to hold."""

    name: str
    start: int
    inner: int
    rule: str | None = None
    holds_title: bool = False


@dataclass(frozen=True, slots=True)
class _Template:
    """How pages are built: kinds of elements, the words of classes (word → rule), and the keys of dates."""

    void: frozenset[str]
    raw: frozenset[str]
    block: frozenset[str]
    dropped: frozenset[str]
    dates: frozenset[str]
    articles: frozenset[str]
    classes: dict[str, str]


@cache
def _template() -> _Template:
    """The tables of ``languages/html.toml``; raises DataFault."""
    try:
        table: dict[str, Any] = read_toml(_DATA)
        lists = {key: frozenset(table["elements"][key]) for key in ("void", "raw", "block", "dropped")}
        classes = {word: rule for rule, words in table["classes"].items() for word in words}
        told = table["told"]
        return _Template(**lists, dates=frozenset(told["dates"]), articles=frozenset(told["articles"]), classes=classes)
    except (tomli.TOMLDecodeError, KeyError) as fault:
        raise DataFault(f"languages/{_DATA.name}: {fault}") from fault


def strip_html(text: str) -> Page:
    page = Page("", html=True)
    template = _template()
    whole = _PAGE.search(text, 0, 5_000) is not None
    pieces: list[str] = []
    opened: list[_Open] = []
    articles: list[tuple[int, int, bool]] = []
    dropped: list[tuple[int, int, str]] = []
    position, size, pattern = 0, len(text), _TAG
    raw_missing: set[str] = set()

    def words(upto: int) -> None:
        piece = text[position:upto]
        if whole:
            piece = _NEWLINE.sub(" ", piece)
        pieces.append(decode_entities(piece, position, page.moved))

    while True:
        start = text.find("<", position)
        if start < 0:
            break
        if text.startswith("<!--", start):
            end = text.find("-->", start + 4)
            end = end + 3 if end >= 0 else size
            words(start)
            pieces.append(_blank(text[start:end], "", whole))
            position = end
            continue
        if text.startswith(("<!", "<?"), start):
            end = text.find(">", start) + 1
            if end == 0:
                break
            words(start)
            pieces.append(_blank(text[start:end], "", whole))
            position = end
            continue
        match = pattern.match(text, start)
        if match is None and pattern is _TAG:
            match = _PLAIN_TAG.match(text, start)
            if match is not None and ('"' in match[3] or "'" in match[3]):
                pattern = _PLAIN_TAG  # a quote that never closes: read no further than the next ">" from here on
        if match is None:
            words(start + 1)
            position = start + 1
            continue
        words(start)
        closing, name, end = match[1], match[2].lower(), match.end()
        if name in template.raw and not closing and not match[3].endswith("/") and name not in raw_missing:
            close = re.compile(rf"</{name}\s*>", re.I).search(text, end)
            if close is None:
                raw_missing.add(name)
            else:
                inside = text[end : close.start()]
                if name == "title" and page.title is None:
                    page.title = " ".join(html.unescape(inside).split()) or None
                elif name == "script" and "ld+json" in match[3]:
                    _linked_data(page, inside)
                end = close.end()
        elif closing:
            _close(name, end, opened, articles, dropped, page)
        elif name not in template.void and not match[3].endswith("/"):
            rule = f"html_{name}" if name in template.dropped else _rule_of(match[3])
            opened.append(_Open(name, start, end, rule))
        if not closing and name in ("meta", "link", "time"):
            _told(page, name, match[3], inside_article=bool(opened))
        pieces.append(_blank(text[start:end], name if name in template.block else "", whole))
        position = end
    words(size)
    page.clean = "".join(pieces)
    _keep_article(page, articles, dropped)
    return page


def _close(
    name: str,
    end: int,
    opened: list[_Open],
    articles: list[tuple[int, int, bool]],
    dropped: list[tuple[int, int, str]],
    page: Page,
) -> None:
    """Take the element that a closing tag ends from the open ones, and note what it was."""
    for index in range(len(opened) - 1, max(-1, len(opened) - 40), -1):
        if opened[index].name == name:
            break
    else:
        return
    element = opened[index]
    if any(o.name in ("nav", "aside", "footer") for o in opened[index + 1 :]):
        return  # a stray closing tag inside a menu closes nothing outside it
    inner = opened[index + 1 :]
    del opened[index:]
    holds_title = element.holds_title or any(o.holds_title for o in inner) or name == "h1"
    if len(name) == 2 and name[0] == "h" and name[1].isdigit():
        page.headings.append((element.inner, end, int(name[1])))
    if name in ("article", "main"):
        articles.append((element.start, end, holds_title))
    elif element.rule == "html_header" and any(o.name in ("article", "main") for o in opened):
        pass  # the head of the article itself
    elif element.rule and not holds_title:
        dropped.append((element.start, end, element.rule))
    if opened and (holds_title or name == "article"):
        opened[-1].holds_title = True


def _keep_article(page: Page, articles: list[tuple[int, int, bool]], dropped: list[tuple[int, int, str]]) -> None:
    """Blank the dropped elements, and what stands outside the page's own article where it marks one."""
    clean = page.clean
    total = len(clean) - clean.count(" ") - clean.count("\n")
    for start, end, rule in sorted(dropped):
        piece = clean[start:end]
        ink = len(piece) - piece.count(" ") - piece.count("\n")
        # A wrapper of everything, by its tag (a form round the page) or its class ("with-sidebar"), is no furniture.
        if ink and (ink <= 0.5 * total or rule in ("html_nav", "html_footer")):
            _cut(page, start, end, rule)
    clean = page.clean
    best: tuple[int, int] | None = None
    weight = 0
    for start, end, titled in articles:
        ink = sum(map(len, clean[start:end].split())) * (3 if titled else 1)
        if ink > weight:
            best, weight = (start, end), ink
    if best is None or weight < 200:
        return
    # The heading may stand before the article: keep the last <h1> in front of it.
    start = max((h[0] for h in page.headings if h[2] == 1 and h[0] < best[0]), default=best[0])
    if any(best[0] <= h[0] < best[1] for h in page.headings if h[2] == 1):
        start = best[0]
    for first, last in ((0, start), (best[1], len(clean))):
        if page.clean[first:last].strip():
            _cut(page, first, last, "html_outside_article")


def _cut(page: Page, start: int, end: int, rule: str) -> None:
    page.clean = page.clean[:start] + NOT_NEWLINE.sub(" ", page.clean[start:end]) + page.clean[end:]
    page.cuts.append(Cut(start, end, rule))


def _rule_of(attributes: str) -> str | None:
    """The rule for an element by the words of its class, id and role; None for most."""
    if "class" not in attributes and "id" not in attributes and "role" not in attributes:
        return None
    known = _template().classes
    for match in _ATTRIBUTE.finditer(attributes):
        name = match[1].lower()
        if name in ("class", "id", "role", "data-component", "aria-label", "hidden"):
            for value in (match[2] or match[3] or match[4] or "").split():
                for word in (value.replace("-", "").replace("_", ""), *_CLASS_WORD.findall(value)):
                    rule = known.get(word.lower())
                    if rule is not None:
                        return rule
    return None


def _told(page: Page, name: str, attributes: str, inside_article: bool) -> None:
    """What a <meta>, <link> or <time> tells of the page."""
    values = {m[1].lower(): html.unescape(m[2] or m[3] or m[4] or "") for m in _ATTRIBUTE.finditer(attributes)}
    if name == "link":
        if values.get("rel", "").lower() == "canonical" and values.get("href", "").startswith("http"):
            page.url = values["href"]
    elif name == "meta":
        key = (values.get("property") or values.get("name") or values.get("itemprop") or "").lower()
        content = values.get("content", "").strip()
        if key in _template().dates and content:
            if page.published is None or key == "article:published_time":
                page.published = content
        elif key == "og:url" and page.url is None and content.startswith("http"):
            page.url = content
        elif key == "og:title" and content:
            page.title = content
    elif page.published is None and inside_article and values.get("datetime"):
        if values.get("itemprop", "").lower() != "datemodified" and "updat" not in attributes.lower():
            page.published = values["datetime"]


def _linked_data(page: Page, script: str) -> None:
    """Date and address from a page's schema.org block; a block that is no JSON says nothing."""
    try:
        data = json.loads(script)
    except (ValueError, RecursionError):
        return
    todo = data if isinstance(data, list) else data.get("@graph", [data]) if isinstance(data, dict) else []
    for item in todo if isinstance(todo, list) else [todo]:
        if not isinstance(item, dict):
            continue
        kinds = item.get("@type")
        if any(k in _template().articles for k in (kinds if isinstance(kinds, list) else [kinds])):
            published, url = item.get("datePublished"), item.get("url")
            if isinstance(published, str) and page.published is None:
                page.published = published
            if isinstance(url, str) and url.startswith("http") and page.url is None:
                page.url = url


def _blank(tag: str, block: str, whole: bool) -> str:
    """Blanks as long as the tag; a newline first for a block, two for a paragraph where there is room."""
    if block:
        return ("\n" if block in ("br", "td", "th", "li") or len(tag) < 2 else "\n\n").ljust(len(tag))
    return " " * len(tag) if whole else NOT_NEWLINE.sub(" ", tag)


def decode_entities(text: str, offset: int, moved: dict[int, tuple[int, int]]) -> str:
    """The text with the characters that entities stand for, and without soft hyphens, of the same length: a word stays in
    one piece, and blanks fill up behind it. offset: of the text in the page; moved: gets the places of what stands
    elsewhere now."""

    def word(match: re.Match[str]) -> str:
        made: list[str] = []
        at = match.start() + offset
        written, position = match[0], 0
        for entity in (*_CODED.finditer(written), None):
            for index in range(position, entity.start() if entity else len(written)):
                if len(made) != index:
                    moved[at + len(made)] = at + index, at + index + 1
                made.append(written[index])
            if entity is None:
                break
            char, position = html.unescape(entity[0]), entity.end()
            if char in _BLANKS:  # what follows is a word of its own, and stays where it is
                made += [" "] * (position - len(made))
            elif char in _UNSEEN:
                pass
            elif char == entity[0] or len(char) != 1 or not char.isprintable():
                for index in range(entity.start(), position):
                    if len(made) != index:
                        moved[at + len(made)] = at + index, at + index + 1
                    made.append(written[index])
            else:
                moved[at + len(made)] = at + entity.start(), at + position
                made.append(char)
        return "".join(made).ljust(len(written))

    return _WORD_WITH_ENTITIES.sub(word, text) if _CODED.search(text) else text
