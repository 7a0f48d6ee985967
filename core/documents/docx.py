"""Word documents, by python-docx: the paragraphs of the body and of its tables, with the headings that are marked.

Deleted text of tracked changes, comments, headers and footers are no part of the article. A document's own dates are
those of its file or its template: they are no days of publication.
"""

from __future__ import annotations

import io
import re
from typing import Any

from core.documents import archive
from core.models import Article, UnreadableArticle

SUFFIXES = (".docx",)

_BODY = "word/document.xml"
_MARKS = (_BODY.encode(), b"[Content_Types].xml")  # names of members stand as they are before each
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LEFT_OUT = {f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}delText", _FALLBACK}
_HEADING = re.compile(r"heading ([1-6])$", re.I)


def recognises(data: bytes, suffix: str) -> bool:
    """Whether this is a Word document: an archive with a body of Word's, or what is left of one that was cut off."""
    if not data.startswith(archive.MAGIC):
        return False
    return archive.holds(data, _BODY) or not archive.opens(data) and any(mark in data for mark in _MARKS)


def read(data: bytes, name: str, url: str | None = None) -> Article:
    """The running text. Raises UnreadableArticle for what is broken, has macros, or unpacks to too much."""
    if not archive.opens(data):
        raise UnreadableArticle(name, "The Word document is broken (it may have been cut off); make or fetch it again.")
    archive.check(data, name)
    if archive.holds(data, "word/vbaProject.bin"):
        raise UnreadableArticle(name, "A Word document with macros; save it as .docx without them, or paste its text.")
    import docx

    try:
        document = docx.Document(io.BytesIO(data))
        lines = [(_level(p), _text(p)) for p in document.element.body.iter(f"{_W}p") if not _within_left_out(p)]
        styles = {style.style_id: style.name or "" for style in document.styles}
        told, author = document.core_properties.title, document.core_properties.author
    except Exception as fault:  # whatever a broken file makes the libraries raise
        reason = "The Word document is broken and could not be read; open it and save it again, or paste its text."
        raise UnreadableArticle(name, reason) from fault
    blocks = [(_rank(styles.get(style, style)), text) for style, text in lines if text]
    wanted = " ".join((told or "").split()).casefold()
    at = next((i for i, (_, text) in enumerate(blocks[:10]) if wanted and text.casefold() == wanted), None)
    if at is None:
        at = next((i for i, (level, _) in enumerate(blocks[:10]) if level == 1), None)
    if at is not None:
        blocks[at] = (1, blocks[at][1])
    text = "\n\n".join(f"{'#' * level} {text}" if level else text for level, text in blocks) + "\n"
    generated = not author or author.lower() == "python-docx"
    return Article(name, text, url, blocks[at][1] if at is not None else None, author=None if generated else author)


def _level(paragraph: Any) -> str:
    """The id of a paragraph's style."""
    found = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return found.get(f"{_W}val", "") if found is not None else ""


def _rank(style: str) -> int:
    """The level of a heading by the name of its style, which Word stores in English in every country; 0 for text."""
    match = _HEADING.match(style)
    return int(match[1]) if match else 1 if style.lower() == "title" else 0


def _text(paragraph: Any) -> str:
    """The words of a paragraph on one line, with those that were added by tracked changes and in fields."""
    pieces: list[str] = []

    def walk(element: Any) -> None:
        for child in element:
            if child.tag in _LEFT_OUT or child.tag == f"{_W}p":  # a text box has paragraphs of its own
                continue
            if child.tag == f"{_W}t":
                pieces.append(child.text or "")
            elif child.tag in (f"{_W}tab", f"{_W}br", f"{_W}cr"):
                pieces.append(" ")
            elif child.tag == f"{_W}noBreakHyphen":
                pieces.append("-")
            elif child.tag not in (f"{_W}pPr", f"{_W}rPr"):
                walk(child)

    walk(paragraph)
    return " ".join("".join(pieces).split())


def _within_left_out(paragraph: Any) -> bool:
    return any(above.tag in _LEFT_OUT for above in paragraph.iterancestors())
