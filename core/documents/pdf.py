"""PDF files, by pypdf: lines joined to paragraphs, words parted at a line's end joined, running heads left out.

A PDF knows no paragraphs. A line begins one where the gap above it is wider than between the lines of a paragraph,
where the size of the letters changes, or where it is indented after the end of a sentence. Larger letters than most
are headings. The dates in a PDF's data are those of saving or printing: they are no days of publication.
"""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from core.documents.words import words
from core.models import Article, UnreadableArticle

SUFFIXES = (".pdf",)

_PAGES = 200  # an article has a few
_OPERATIONS = 500_000  # what draws the pages, over all of them; a page of text has some thousand
_CONTENT = 4_000_000  # bytes that draw one page
_MAGIC = b"%PDF-"
_LARGER = 1.15  # letters of a heading, in those of the text
_WIDER = 1.3  # the gap above a paragraph, in that between two of its lines
_ENDED = re.compile(r"[.!?…:][\"'”’“»«)\]]*$")
_HYPHEN = re.compile(r"[^\W\d_]{2}[-\u00ad\u2010]$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_PAGE_NUMBER = re.compile(r"\W*\d{1,3}(?:\s*[/|]\s*\d{1,3})?\W*")
_BROKEN = "The PDF is broken and could not be read; open it and save it again, or paste its text."
_LOCKED = "The PDF is protected by a password; save it without one, or paste its text."


@dataclass(slots=True)
class _Line:
    """A line as it is printed: where it begins, in points from the page's lower left corner, and its letters' size."""

    text: str
    x: float
    y: float
    size: float


class _Overdrawn(Exception):
    """More operations than an article needs."""


def recognises(data: bytes, suffix: str) -> bool:
    """Whether this is a PDF: its mark stands at the beginning, or near it in a file that is called so."""
    if data[:64].lstrip().startswith(_MAGIC):
        return True
    before, mark, _ = data[:1024].partition(_MAGIC)
    return suffix in SUFFIXES and bool(mark) and b"<" not in before


def read(data: bytes, name: str, url: str | None = None) -> Article:
    """The running text. Raises UnreadableArticle for what is locked, broken, too long, or pictures of pages only."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, LimitReachedError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its complaints about a file are no use to a person
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableArticle(name, _LOCKED)
        count = len(reader.pages)
        if count > _PAGES:
            reason = f"The PDF has {count:,} pages; the limit is {_PAGES}. Save the pages with the article on their own."
            raise UnreadableArticle(name, reason)
        pages = _pages(reader)
        told = reader.metadata.title if reader.metadata else None
    except UnreadableArticle:
        raise
    except DependencyError:
        raise UnreadableArticle(name, _LOCKED) from None
    except (_Overdrawn, LimitReachedError):
        reason = "The PDF unpacks to far more than an article holds; paste its text."
        raise UnreadableArticle(name, reason) from None
    except Exception as fault:  # whatever a broken file makes the library raise
        raise UnreadableArticle(name, _BROKEN) from fault
    if not any(line.text for page in pages for line in page):
        reason = "The PDF holds no text" + (", only pictures of pages (a scan)" if count else "")
        raise UnreadableArticle(name, f"{reason}; run text recognition (OCR) on it, or paste its text.")
    blocks = _blocks(_without_running_heads(pages))
    title = _title(blocks, str(told) if told else None)
    text = "\n\n".join(f"{'#' * level} {text}" if level else text for level, text in blocks) + "\n"
    return Article(name, text, url, title)


def _pages(reader: Any) -> list[list[_Line]]:
    """The lines of each page in the order in which they are drawn."""
    operations = 0

    def count(*_: Any) -> None:
        nonlocal operations
        operations += 1
        if operations > _OPERATIONS:
            raise _Overdrawn

    pages: list[list[_Line]] = []
    for page in reader.pages:
        content = page.get_contents()
        if content is not None and len(content.get_data()) > _CONTENT:
            raise _Overdrawn
        lines: list[_Line] = [_Line("", 0.0, 0.0, 0.0)]

        def take(text: str, cm: list[float], tm: list[float], _: Any, size: float, lines: list[_Line] = lines) -> None:
            for number, piece in enumerate(text.split("\n")):
                if number:
                    lines.append(_Line("", 0.0, 0.0, 0.0))
                line = lines[-1]
                if piece.strip() and not line.text.strip():
                    line.x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
                    line.y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
                    line.size = round(abs((size or 1.0) * (tm[3] or tm[1] or 1.0) * (cm[3] or cm[1] or 1.0)), 1)
                line.text += piece

        page.extract_text(visitor_text=take, visitor_operand_before=count)
        for line in lines:
            line.text = " ".join(line.text.replace("\0", "").split())
        pages.append([line for line in lines if line.text])
    return pages


def _without_running_heads(pages: list[list[_Line]]) -> list[list[_Line]]:
    """The pages without what stands at the same height at the edge of at least two and half of them, and page numbers."""

    def key(line: _Line) -> tuple[str, int]:
        return re.sub(r"\d+", "0", line.text), round(line.y / 4)

    seen = Counter(k for page in pages for k in {key(line) for line in _edges(page)})
    often = {k for k, times in seen.items() if times >= 2 and times >= len(pages) / 2}
    kept = []
    for page in pages:
        edge = {id(line) for line in _edges(page)}
        drop = {id(line) for line in page if id(line) in edge and (key(line) in often or _PAGE_NUMBER.fullmatch(line.text))}
        kept.append([line for line in page if id(line) not in drop])
    return kept


def _edges(page: list[_Line]) -> list[_Line]:
    """The two uppermost and the two lowest lines."""
    by_height = sorted(page, key=lambda line: -line.y)
    return by_height[:2] + by_height[2:][-2:]


def _blocks(pages: list[list[_Line]]) -> list[tuple[int, str]]:
    """Paragraphs and headings in order: level (0: text) and text."""
    lines = [line for page in pages for line in page]
    ink: Counter[float] = Counter()
    for line in lines:
        ink[line.size] += len(line.text)
    body = ink.most_common(1)[0][0] if ink else 1.0
    width = max((len(line.text) for line in lines if line.size == body), default=0)
    gaps = Counter(  # between lines of which the second goes on with the first
        round(a.y - b.y)
        for a, b in zip(lines, lines[1:], strict=False)
        if a.size == b.size == body and a.y > b.y and len(a.text) > 0.5 * width and not _ENDED.search(a.text)
    )
    usual = min((gap for gap, times in gaps.items() if times >= 0.2 * max(gaps.values())), default=body * 1.2)
    largest = max((line.size for line in lines[:40]), default=body)
    blocks: list[tuple[int, str]] = []
    before: _Line | None = None
    for line in lines:
        larger = line.size >= _LARGER * body and len(line.text) < 200
        level = (1 if line.size == largest else 2) if larger else 0
        if before is not None and not _begins(before, line, usual, width):
            blocks[-1] = (blocks[-1][0], _joined(blocks[-1][1], line.text))
        else:
            blocks.append((level, line.text))
        before = line
    return blocks


def _begins(before: _Line, line: _Line, usual: float, width: int) -> bool:
    """Whether a line begins a paragraph."""
    if abs(line.size - before.size) > 0.08 * before.size:
        return True
    gap = before.y - line.y
    ended = _ENDED.search(before.text) is not None
    if gap < -1 or gap > 12 * line.size:  # the next column or page: a paragraph may run on
        return ended or line.text[0].isupper() and len(before.text) < 0.5 * width
    if gap > _WIDER * usual * max(1.0, line.size / before.size) and gap > 1.5 * line.size:
        return True
    return ended and (line.x > before.x + 0.8 * line.size or len(before.text) < 0.7 * width)


def _joined(first: str, second: str) -> str:
    """Two lines of a paragraph as one; a word parted between them is whole again."""
    if _HYPHEN.search(first):
        word = _FIRST_WORD.match(second)
        if word is None or not word[0][0].islower():
            return first.rstrip("\u00ad") + second  # "Nord-" "Rhein": the hyphen is the word's own
        if word[0].lower() not in words("hyphen", "kept_before"):
            return first[:-1] + second
    return f"{first} {second}"


def _title(blocks: list[tuple[int, str]], told: str | None) -> str | None:
    """The headline: what the file says is its title, if that stands at its beginning; else its largest heading there."""
    wanted = " ".join((told or "").split()).casefold()
    for i, (_, text) in enumerate(blocks[:10]):
        if text.casefold() == wanted:
            blocks[i] = (1, text)
            return text
    return next((text for level, text in blocks[:10] if level == 1), None)
