"""One article, from its text to its rows; and one file, from its path to what the table needs of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from core.analysis import Analysis, analyse
from core.articles import Input, read_input
from core.facts import find_facts
from core.lexicon import languages
from core.likeness import sketch
from core.models import Article, Document, Fact, GigaledgerError, Rejected, Sentence, Skipped
from core.outcomes import Outcome
from core.project import Project
from core.reports import find_projects
from core.rows import rows_of
from core.text import language_name, read


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


def prepare() -> None:
    """Load what reading needs, before there is anything to read: words, names and places of every language."""
    text = "Berlin 2 GWh, 2 000 000 EUR, 2025."
    for language in languages():
        document = Document(Article("", text), text, language, (Sentence(0, len(text), 0),))
        analysis = analyse(document)
        rows_of(analysis, find_projects(analysis, find_facts(analysis)[0]))
    read(Article("", text))


def body_sketch(document: Document) -> bytes:
    """The sketch of an article's sentences."""
    return sketch(" ".join([document.clean[s.start : s.end] for s in document.sentences]))
