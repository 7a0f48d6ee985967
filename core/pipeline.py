"""The whole path: files → articles → documents → facts → reports → rows → table."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from core.analysis import Analysis, analyse
from core.articles import iter_articles
from core.facts import find_facts
from core.ledger import corrections as hand
from core.ledger.linking import link
from core.lexicon import languages
from core.models import Article, Document, Fact, Rejected, Skipped
from core.project import Project
from core.reports import find_projects
from core.rows import rows_of
from core.table import frame
from core.text import language_name, read

Sources = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]


@dataclass(frozen=True, slots=True)
class Build:
    """A table, the texts that it rests on (path → text), what was not read and why, and the corrections that no
    longer fit anything."""

    table: pd.DataFrame
    skipped: tuple[Skipped, ...]
    articles: dict[str, str]
    unfit: tuple[str, ...] = ()


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


def build(
    sources: Sources, progress: Callable[[str], None] | None = None, corrections: str | os.PathLike[str] | None = None
) -> Build:
    """Read a folder, a file or several, and build the table.

    sources: path or paths. progress: called with the path of each article once it is read. What cannot be read is
    in ``skipped``; nothing is raised for it. corrections: the file of core.ledger.corrections; without one, the one in
    the folder, if there is any.
    """
    file = _corrections(sources, corrections)
    rows: list[dict[str, Any]] = []
    skipped: list[Skipped] = []
    texts: dict[str, str] = {}
    for item in iter_articles(sources):
        if isinstance(item, Skipped):
            if not (file and item.path == hand.NAME):
                skipped.append(item)
            continue
        reading = read_one(item)
        texts[item.path] = item.text
        if reading.reason:
            skipped.append(Skipped(item.path, reading.reason))
        rows.extend(reading.rows)
        if progress:
            progress(item.path)
    kept = hand.apply(_unique(rows), hand.load(file) if file else [])
    for row, project_id in zip(kept.rows, link(kept.rows, kept.merged, kept.apart), strict=True):
        row["project_id"] = project_id
    return Build(frame(kept.rows), tuple(skipped), texts, tuple(kept.unfit))


def _unique(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """report_ids of articles with one file name in two folders are told apart by the folder."""
    stems: dict[str, str] = {}
    for row in rows:
        stem = row["report_id"].split("#")[0]
        if stems.setdefault(stem, row["article"]) != row["article"]:
            row["report_id"] = f"{row['article'].rsplit('.', 1)[0]}#{row['report_id'].rsplit('#', 1)[1]}"
    return rows


def _corrections(sources: Sources, named: str | os.PathLike[str] | None) -> Path | None:
    if named is not None:
        return Path(named)
    folder = sources[0] if isinstance(sources, (list, tuple)) and len(sources) == 1 else sources
    beside = Path(folder) / hand.NAME if isinstance(folder, (str, os.PathLike)) else None
    return beside if beside and beside.is_file() else None


def build_table(folder: Sources) -> pd.DataFrame:
    """The table of a folder of articles: one row per report, exactly the columns of ``core.columns.COLUMNS``."""
    return build(folder).table
