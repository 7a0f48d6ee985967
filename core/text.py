"""Article -> document: markup and page furniture blanked, the language, the date, the headline, the sentences.

The way of a text: markup is blanked (``markup``), what is left is parted into lines (``lines``), the lines that are
furniture are found (``furniture``), the language is told by the rest (``detect``), the date by the head
(``dateline``), and the rest is parted into sentences (``sentences``).
"""

from __future__ import annotations

import re

from core.dateline import Published, from_iso, leading_date, published_in, signed_in
from core.detect import detect, language_name
from core.furniture import Reading, read_page
from core.html_page import Page
from core.lexicon import lower
from core.lines import Line, Shape, is_numbered, mostly_capitals, split_lines
from core.markup import strip_markup
from core.models import Article, Cut, Document, Sentence, Span
from core.sentences import split_sentences

_BREAKS = re.compile(r"([^\S ]+)")  # white space that is no blank: it stays where the rest is blanked
_FIELD = re.compile(r"[^:]{2,40}:\s+\S")
_YEAR = re.compile(r"(?:[^\W\d_]{3,10}\.?\s+)?(?:19|20)\d\d\s*[–—:-]")
_CROSSHEAD = 110  # characters at most
_HEAD = 30  # lines among which the title stands


def read(article: Article) -> Document:
    """Find the body of an article. Never raises for odd text; a text without a body gives no sentences."""
    page = strip_markup(article.text)
    after_date, dated = leading_date(page.clean)
    lines = split_lines(page.clean, page.headings, [after_date] if dated else None)
    if dated and lines and lines[0].end <= after_date:
        first, lines = lines[0], lines[1:]
        page.cuts.append(Cut(first.start, first.end, "date"))
        page.clean = _blank(page.clean, [(first.start, first.end)])
        if lines:
            lines[0].gap = True
    found = read_page(lower(page.clean), lines, _titled(lines, article.title))
    body = [line for line, rule in zip(lines, found.rules, strict=True) if rule is None]
    language = detect([line.text for line in body if line.running] or [line.text for line in body])
    published = dated or _of_page(article, page) or _published(lines, found)
    cuts = page.cuts + _cuts(lines, found.rules)
    clean = _blank(page.clean, [(cut.start, cut.end) for cut in cuts])
    headline = _headline(page, lines, found)
    return Document(
        article=article,
        clean=clean,
        moved=page.moved,
        language=language,
        sentences=_sentences(page, lines, found, language),
        headline=headline,
        published=published.day if published else None,
        published_precision=published.precision if published else None,
        url=article.url or page.url,
        cuts=tuple(sorted(cuts, key=lambda cut: (cut.start, cut.end))),
    )


def _titled(lines: list[Line], title: str | None) -> int | None:
    """Index of the line of the head that is the title which the document itself gives; it is marked as its heading."""
    wanted = " ".join((title or "").split()).casefold()
    for i, line in enumerate(lines[:_HEAD]):
        if wanted and " ".join(line.text.split()).casefold() == wanted:
            for before in lines[:i]:
                before.level += before.level == 1  # the name of the site
            line.level = 1
            return i
    return None


def _of_page(article: Article, page: Page) -> Published | None:
    """The day that the document gives outside its running text, which is made to be read by machines."""
    if article.published:
        return Published(article.published, article.published_precision or "day")
    return from_iso(page.published) if page.published else None


def _published(lines: list[Line], found: Reading) -> Published | None:
    """The date in the head: its short lines, and the dateline of the first paragraphs."""
    stamps = [lines[i].text for i in found.stamps if i != found.headline or len(lines[i].text) <= 40]
    kept = (i for i, rule in enumerate(found.rules) if rule is None and i != found.headline)
    opening = next((lines[i].text for i in kept if lines[i].running), None)
    return published_in(stamps, opening) or signed_in([line.text for line in lines[-6:]])


def _headline(page: Page, lines: list[Line], found: Reading) -> Span | None:
    if found.headline is None:
        return None
    line = lines[found.headline]
    return Span(line.body, _end(page, line.end))


def _cuts(lines: list[Line], rules: list[str | None]) -> list[Cut]:
    """One cut for each run of lines under the same rule."""
    cuts: list[Cut] = []
    previous: str | None = None
    for line, rule in zip(lines, rules, strict=True):
        if rule is not None:
            if rule == previous and cuts:
                cuts[-1] = Cut(cuts[-1].start, line.end, rule)
            else:
                cuts.append(Cut(line.start, line.end, rule))
        previous = rule
    return cuts


def _sentences(page: Page, lines: list[Line], found: Reading, language: str) -> tuple[Sentence, ...]:
    """The sentences of the lines that are kept; each line is a paragraph."""
    sentences: list[Sentence] = []
    kept = [i for i, rule in enumerate(found.rules) if rule is None]
    for paragraph, i in enumerate(kept):
        line = lines[i]
        following = lines[kept[paragraph + 1]] if paragraph + 1 < len(kept) else None
        heading = i == found.headline or _is_heading(line, following, i < found.first)
        if heading:
            sentences.append(Sentence(line.body, _end(page, line.end), paragraph, True))
        else:
            for start, end in split_sentences(page.clean, line.body, line.end, language):
                sentences.append(Sentence(start, _end(page, end), paragraph))
    return tuple(sentences)


def _end(page: Page, end: int) -> int:
    """Where a stretch of the clean text ends in the article's."""
    return page.moved.get(end - 1, (end, end))[1]


def _is_heading(line: Line, following: Line | None, in_head: bool) -> bool:
    """Whether a line that is kept is a deck or a crosshead."""
    if line.level:
        return True
    if line.shape is Shape.ITEM:
        return is_numbered(line) and following is not None and following.running and len(line.text) <= _CROSSHEAD
    if line.shape is not Shape.TITLE:
        return line.shape is Shape.SENTENCE and mostly_capitals(line.text)
    if in_head:
        return True
    if _YEAR.match(line.text):
        return False  # an entry of a chronicle
    if len(line.text) > _CROSSHEAD or line.text[-1] in ":,;" and following is not None and not following.running:
        return mostly_capitals(line.text)
    if following is None or _FIELD.match(line.text[:60]):
        return False
    return following.running or mostly_capitals(line.text)


def _blank(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with the spans replaced by blanks; newlines stay."""
    pieces = []
    position = 0
    for start, end in sorted(spans):
        if end > position:
            start = max(start, position)
            pieces.append(text[position:start])
            parts = _BREAKS.split(text[start:end])
            pieces += [part if number % 2 else " " * len(part) for number, part in enumerate(parts)]
            position = end
    pieces.append(text[position:])
    return "".join(pieces)


__all__ = ["language_name", "read"]
