"""One article, from its text to its rows; and one file, from its path to what the table needs of it."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from core.analysis import Analysis, analyse
from core.articles import Input, read_input
from core.facts import find_facts
from core.lexicon import languages
from core.likeness import sketch
from core.models import Article, Document, Fact, GigaledgerError, Rejected, Skipped
from core.project import Project
from core.reports import find_projects
from core.rows import rows_of
from core.text import language_name, read

_OBJECTS = 100_000  # made and not let go until the next search for cycles


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything found in one article, for ``explain``."""

    document: Document
    analysis: Analysis | None
    facts: list[Fact] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    projects: list[Project] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)
    reason: str | None = None  # why the article gives no row


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one input: its rows and its text (None where it is no article), and why it gives no row.

    sketch: of its body without page furniture (core.likeness).
    """

    path: str
    text: str | None = None
    rows: list[dict[str, Any]] = field(default_factory=list)
    reason: str | None = None
    sketch: bytes = b""


def read_one(article: Article) -> Reading:
    """Read one article. Never raises for odd text: what gives no row says why."""
    document = read(article)
    if document.language not in languages():
        return Reading(document, None, reason=f"written in {language_name(document.language)}, which is not read yet")
    if not document.sentences:
        return Reading(document, None, reason="no running text was found in it, only page furniture")
    analysis = analyse(document)
    facts, rejected = find_facts(analysis)
    projects = find_projects(analysis, facts)
    rows = rows_of(analysis, projects)
    reason = None if rows else "tells of no project of the battery and electric-vehicle industry"
    return Reading(document, analysis, facts, rejected, projects, rows, reason)


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Within, Python looks for cycles of dead objects a hundred times less often.

    Reading makes many objects and hardly any cycle; the search takes a tenth of the time where thousands of rows wait.
    """
    before = gc.get_threshold()
    if before[0]:
        gc.set_threshold(max(_OBJECTS, before[0]), *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def outcome(found: Input | Skipped) -> Outcome:
    """Read one input. A fault of the program costs the one article, not the others; a fault in its data is raised."""
    item = found if isinstance(found, Skipped) else read_input(found)
    if isinstance(item, Skipped):
        return Outcome(item.path, reason=item.reason)
    try:
        reading = read_one(item)
    except GigaledgerError:
        raise
    except Exception as fault:
        reason = f"A fault of the program stopped its reading ({type(fault).__name__}: {fault}); please report it."
        return Outcome(item.path, item.text, reason=reason)
    return Outcome(item.path, item.text, reading.rows, reading.reason, body_sketch(reading.document))


def body_sketch(document: Document) -> bytes:
    """The sketch of an article's sentences."""
    return sketch(" ".join([document.clean[s.start : s.end] for s in document.sentences]))
