"""From a page to its body: what is cut, what stays, which language, which day, which headline, which sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from core.dateline import published_in
from core.detect import detect, language_name
from core.models import Article, Document
from core.sentences import split_sentences
from core.text import read


@dataclass(frozen=True)
class Page:
    name: str
    language: str
    date: str | None
    text: str
    headline: str | None
    kept: tuple[str, ...]
    headings: tuple[str, ...]
    cut: tuple[str, ...]


def _plain(line: str) -> str:
    """What of a line is to be read: without tags and Markdown."""
    line = re.sub(r"<[^>]*>", "", line).replace("&amp;", "&").replace("&nbsp;", " ")
    line = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", line)
    return re.sub(r"^[•*-] |^# |\*\*", "", line).strip()


def pages() -> list[Page]:
    found = []
    source = (Path(__file__).parent / "pages.txt").read_text(encoding="utf-8")
    for part in re.split(r"^=== ", source, flags=re.M)[1:]:
        head, _, body = part.partition("\n")
        name, language, date = (piece.strip() for piece in head.split("|"))
        lines = body.rstrip("\n").split("\n")
        marked: dict[str, list[str]] = {"#": [], "+": [], "h": [], "-": []}
        for line in lines:
            if line:
                marked[line[0]].append(_plain(line[1:]))
        text = "\n".join(line[1:] for line in lines)
        headline = marked["#"][0] if marked["#"] else None
        date_or_none = None if date == "None" else date
        found.append(
            Page(name, language, date_or_none, text, headline, tuple(marked["+"]), tuple(marked["h"]), tuple(marked["-"]))
        )
    return found


def words(text: str) -> str:
    return re.sub(r" (?=[,.])", "", " ".join(text.split()))


def kept_text(document: Document) -> str:
    return words(" ".join(document.clean[s.start : s.end] for s in document.sentences))


PAGES = pages()


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_page(page: Page) -> None:
    document = read(Article(page.name, page.text))
    kept = kept_text(document)
    lost = [line for line in (*page.kept, *page.headings) if words(line) not in kept]
    assert not lost, f"lost from the body: {lost}"
    assert len(kept) == len(words(" ".join(l for l in _in_order(page))))
    shown = document.headline and words(document.clean[document.headline.start : document.headline.end])
    assert shown == page.headline
    assert document.language == page.language
    assert (document.published.isoformat() if document.published else None) == page.date
