"""A text without markup -> its logical lines, with what their shape tells.

Text that was wrapped at a column is joined again; a list's items and short lines stay apart. What a line looks like
(a sentence, a title, a list item, a row of a menu) is told here and nowhere else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

_LINE = re.compile(r"[^\r\n]+")
_ANY_LINE = re.compile(r"[^\r\n\u2028\u2029\x0b\x0c\x85]+")
_RARE_BREAKS = ("\u2028", "\u2029", "\x0b", "\x0c", "\x85")
_BULLET = re.compile(
    r"\s*(?:[•▸►▶»→●▪■◆◇○◦✓✔➤➔➜⇒‣⁃∙★☆>|]+\s*|[·*+]\s+|[–—-]\s+(?=\S)|\(?\d{1,2}[.)]\s+(?![^\W\d_]{3,12}\.?\s+(?:19|20)\d\d\b))(?=\S)"
)
_DASH = re.compile(r"\s*[–—-]\s")
_NUMBERED = re.compile(r"\s*\(?\d{1,2}[.)]\s")
_END = re.compile(r"""[.!?…][\"'”’“»«)\]]*(?:\s*\(?[\[(][\w./ -]{1,12}[)\]])?$|[\"”“»«’'][.]$""")
_INNER_END = re.compile(r"""[^\W\d_]{3}[.!?…][\"'”’“»«)\]]*\s+[\"'“”„«»‘’(]*[A-ZÄÖÅÜ0-9–]|\d[.!?]\s+[A-ZÄÖÅÜ]""")
_RULE = re.compile(r"[\W_]*$")
_ITEM_MARK = re.compile(r"\s*(?:\||›|»|·|•|▪|■|●|//|\s>\s|→|⟩|\t|\s{2,})\s*|\s+[/–—-]\s+")
_ITEM_SIGN = re.compile(r"[|›»·•▪■●/>→⟩\t–—-]|\s\s")  # without one of these a line has one item
_TABLE = re.compile(r"^\s*\|.*\|\s*$|\t.*\t")
_ROW = re.compile(r"\S\s+[|•▪►›]\s+\S")
_NUMBERED_BAR = re.compile(r"\d{1,2} \| ")
_LOWER = re.compile(r"[a-zäöåüßéèà]")


class Shape(Enum):
    RULE = "rule"  # nothing but dashes, dots and the like
    TABLE = "table"
    ITEM = "item"  # begins with a bullet
    PROSE = "prose"  # a sentence or more of running text
    SENTENCE = "sentence"  # short, but it ends as a sentence does
    TITLE = "title"  # words without an end


@dataclass(slots=True)
class Line:
    """A logical line: ``start``/``end`` without the blanks around, ``text`` with line breaks and marks as they stand.

    ``body`` is where its words begin, behind a bullet. ``gap``: an empty line stands before it. ``level``: of a marked
    heading (1–6), 0 if it is none. ``items``: into how many short items bars and arrows part it.
    """

    start: int
    end: int
    text: str
    shape: Shape
    body: int
    gap: bool
    level: int = 0
    items: int = 1
    words: int = 0

    @property
    def row(self) -> bool:
        """Whether bars or dots part this line, as in rows of links."""
        return self.shape is Shape.TITLE and _is_row(self.text)

    @property
    def running(self) -> bool:
        """Whether this is running text of some length."""
        return self.shape is Shape.PROSE

    @property
    def short(self) -> bool:
        """Whether this may be a title, a label or a list's entry."""
        return self.shape in (Shape.TITLE, Shape.ITEM)


def _is_row(text: str) -> bool:
    """Whether bars or dots part the line; most lines have none of these marks at all."""
    if not ("|" in text or "•" in text or "▪" in text or "►" in text or "›" in text):
        return False
    return _ROW.search(text) is not None and not _NUMBERED_BAR.match(text)


def shape_of(text: str, words: int) -> Shape:
    """What a line looks like; ``words`` counts its words."""
    if _RULE.match(text):
        return Shape.RULE
    if ("|" in text or "\t" in text) and _TABLE.search(text) and text.count("|") != 1:
        return Shape.TABLE
    size = len(text)
    if _is_row(text):
        return Shape.TITLE  # a row of links or of headlines; no sentence has bars
    ended = _END.search(text, max(0, size - 20)) is not None
    bullet = _BULLET.match(text)
    if bullet:
        dashed = _DASH.match(text) is not None
        if not (dashed and ended):  # "– Emme ole huolissamme." is speech
            if ended and words >= 12 and (size >= 110 or _INNER_END.search(text)):
                return Shape.PROSE
            return Shape.ITEM
    if ended:
        if words >= 6 and size >= 45 or (words >= 4 and _INNER_END.search(text)):
            return Shape.PROSE
        return Shape.SENTENCE
    if size >= 90 and _INNER_END.search(text) or size >= 220:
        return Shape.PROSE  # a sentence and the beginning of another, or a paragraph that breaks off
    return Shape.TITLE


def split_lines(text: str, headings: list[tuple[int, int, int]], parts: list[int] | None = None) -> list[Line]:
    """The logical lines of a text, in order. headings: start, end and level of marked ones.

    parts: further offsets at which a line is to end (behind a date that shares its line with a title).
    """
    raw = []
    cuts = iter(sorted(parts or ()))
    cut = next(cuts, None)
    pattern = _ANY_LINE if any(mark in text for mark in _RARE_BREAKS) else _LINE
    for match in pattern.finditer(text):
        start, end = match.span()
        while cut is not None and cut <= start:
            cut = next(cuts, None)
        while cut is not None and start < cut < end:
            raw.append((start, cut))
            start = cut
            cut = next(cuts, None)
        raw.append((start, end))
    marked = {_first_ink(text, s, e): level for s, e, level in headings}
    lines: list[Line] = []
    block: list[tuple[int, int, str]] = []
    last_end = 0
    gap = False
    for start, end in raw:
        piece = text[start:end]
        stripped = piece.strip()
        if not stripped:
            continue
        first, last = start, end
        if len(stripped) < end - start:
            start += len(piece) - len(piece.lstrip())
            end = start + len(stripped)
        between = text[last_end:first]
        gap = len(between) > 2 or between in ("\n\n", "\r\r") or last_end == 0
        if gap and block:
            _join(text, block, lines, marked)
            block = []
        block.append((start, end, stripped))
        last_end = last
    if block:
        _join(text, block, lines, marked)
    return lines


def _first_ink(text: str, start: int, end: int) -> int:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip())


def _join(text: str, block: list[tuple[int, int, str]], lines: list[Line], marked: dict[int, int]) -> None:
    """Add the lines of a block (no empty line within) joined where they were wrapped."""
    if len(block) == 1:
        lines.append(_line(text, block[0][0], block[0][1], True, marked))
        return
    width = max(len(b[2]) for b in block)
    even = all(len(b[2]) >= 0.72 * width for b in block[:-1]) and len(block) >= 3 and width >= 50
    gap = True
    start, end, _ = block[0]
    for (_, _, before), (first, finish, after) in zip(block, block[1:], strict=False):
        if first in marked or start in marked or not _wrapped(before, after, width, even):
            lines.append(_line(text, start, end, gap, marked))
            start, gap = first, False
        end = finish
    lines.append(_line(text, start, end, gap, marked))


def _wrapped(before: str, after: str, width: int, even: bool) -> bool:
    """Whether a line break inside a block is only a wrap: the next word would not have fitted, no sentence ends."""
    if len(before) < 40 or width > 160 or _BULLET.match(after) and not after[0].isdigit():
        return False
    word = after.split(None, 1)[0]
    if len(before) + 1 + len(word) <= width - 1:
        return False
    if before[-1] in ",;–-" or after[0].islower():
        return True
    # The break may fall behind a full stop or before a capital: then every line but the last is about as long.
    return even and (before[-1].isalnum() or before[-1] in '."”“»)')


def _line(text: str, start: int, end: int, gap: bool, marked: dict[int, int]) -> Line:
    piece = text[start:end]
    words = piece.count(" ") + 1 if len(piece) > 200 else len(piece.split())
    shape = shape_of(piece, words)
    bullet = _BULLET.match(piece) if shape in (Shape.ITEM, Shape.PROSE) else None
    body = start + bullet.end() if bullet and not (shape is Shape.PROSE and _DASH.match(piece)) else start
    items = 1
    if words < 40 and shape is not Shape.PROSE and _ITEM_SIGN.search(piece):
        found = [i for i in _ITEM_MARK.split(piece) if i and i.strip()]
        if len(found) > 1 and max(map(len, found)) <= 45:
            items = len(found)
    return Line(start, end, piece, shape, body, gap, marked.get(start, 0), items, words)


def is_numbered(line: Line) -> bool:
    """Whether the line is an entry of a numbered list ("1. Vulcan Energie")."""
    return _NUMBERED.match(line.text) is not None


def mostly_capitals(text: str) -> bool:
    """Whether a line is written in capitals."""
    return not _LOWER.search(text) and any(c.isalpha() for c in text)


def sentences_in(text: str) -> int:
    """About how many sentences a line holds; cheap, for shapes only."""
    return 1 + sum(1 for _ in _INNER_END.finditer(text))
