"""What the stages hand to each other: articles, documents, mentions, facts, reports.

What an article has many of is a NamedTuple, which is made in a third of the time of a frozen dataclass.

All offsets are character offsets into ``Article.text``, which no stage changes: the decoded text of a text file, the
running text of a web page, PDF, Word document or mail.

    GigaledgerError            anything a person can mend; its text says how
    └── UnreadableArticle      one file could not be read; the others go on
    └── DataFault              a data file of the program is wrong: names file and key
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple


class GigaledgerError(Exception):
    """A fault that a person can mend; the text says what to do."""


class UnreadableArticle(GigaledgerError):
    """One input could not be read as an article; ``reason`` is a sentence for a person."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class DataFault(GigaledgerError):
    """A data file of the program itself is wrong."""


@dataclass(frozen=True, slots=True)
class Article:
    """One article as it was given: its path relative to the folder, and its whole text.

    ``title``, ``published`` with its precision (day · month · year) and ``author`` are what the format or the page says
    of itself outside the running text; None where it does not, or not surely.
    """

    path: str
    text: str
    url: str | None = None
    title: str | None = None
    published: date | None = None
    published_precision: str | None = None
    author: str | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """An input that gave no article, or an article that gave no row, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Span:
    start: int
    end: int


class Cut(NamedTuple):
    """A stretch of the text that is page furniture, and the rule that says so."""

    start: int
    end: int
    rule: str


class Sentence(NamedTuple):
    """A sentence of the body; ``heading`` for headlines and crossheads, ``paragraph`` counts from 0."""

    start: int
    end: int
    paragraph: int
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """An article with its body found.

    ``clean`` has the same length as ``article.text``: markup, link targets and page furniture are blanked with
    spaces, entities are decoded and padded, so that an offset into one is an offset into the other. ``moved``: where
    that does not hold, within words with entities: the place of a character in ``clean`` → where it begins and ends in
    the text (``whole``). The ends of sentences and of the headline are those in the text.
    """

    article: Article
    clean: str
    language: str
    sentences: tuple[Sentence, ...]
    headline: Span | None = None
    published: date | None = None
    published_precision: str | None = None  # day · month · year
    url: str | None = None
    cuts: tuple[Cut, ...] = ()
    moved: Mapping[int, tuple[int, int]] = field(default_factory=dict)

    def whole(self, start: int, end: int) -> tuple[int, int]:
        """A stretch of ``clean`` as it stands in the article's text."""
        if not self.moved or end <= start:
            return start, end
        return self.moved.get(start, (start, start))[0], self.moved.get(end - 1, (end, end))[1]


class Fact(NamedTuple):
    """One thing that the article says: where it stands, and which rule read it.

    ``column`` is a column of the table, ``value`` what goes into it (for nested columns one entry, a dict).
    """

    column: str
    value: Any
    start: int
    end: int
    sentence: int
    rule: str
    confidence: float = 0.9


class Rejected(NamedTuple):
    """What looks like a fact and was not taken, with the reason."""

    column: str
    start: int
    end: int
    reason: str
