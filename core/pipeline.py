"""The whole path: files → articles → documents → facts → reports → rows → table."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core import workers
from core.articles import Input, Sources, iter_inputs
from core.models import Skipped
from core.reading import Outcome, Reading, outcome, read_one

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Build", "Interrupted", "Reading", "build", "build_table", "read_one"]


@dataclass(frozen=True, slots=True)
class Build:
    """A table, the texts that it rests on (path → text), and what was not read and why.

    notes: sentences on what went wrong in reading and was mended.
    """

    table: pd.DataFrame
    skipped: tuple[Skipped, ...]
    articles: dict[str, str]
    notes: tuple[str, ...] = ()


class Interrupted(KeyboardInterrupt):
    """Ctrl-C while articles were being read; ``build`` holds those that were read until then."""

    def __init__(self, build: Build) -> None:
        super().__init__()
        self.build = build


def build(sources: Sources, progress: Callable[[str], None] | None = None, processes: int | None = None) -> Build:
    """Read a folder, a file or several, and build the table.

    sources: path or paths. progress: called with the path of each article once it is read. processes: how many read
    at once; None: one for some hundred files, else one for each core. The result is the same for any number. What
    cannot be read is in ``skipped``; nothing is raised for it. Ctrl-C raises Interrupted.
    """
    if processes is not None and processes < 1:
        raise ValueError(f"processes: at least 1, not {processes}")
    rows: list[dict[str, Any]] = []
    skipped: list[Skipped] = []
    texts: dict[str, str] = {}
    notes: list[str] = []

    def made() -> Build:
        from core.table import frame  # pandas takes half a second to load, which reading one article does not need

        return Build(frame(_unique(rows)), tuple(skipped), texts, tuple(notes))

    outcomes = _outcomes(list(iter_inputs(sources)), processes, notes)
    try:
        for item in outcomes:
            if item.reason:
                skipped.append(Skipped(item.path, item.reason))
            rows.extend(item.rows)
            if item.text is not None:
                texts[item.path] = item.text
                if progress:
                    progress(item.path)
    except KeyboardInterrupt:
        outcomes.close()
        raise Interrupted(made()) from None
    return made()


def _outcomes(found: list[Input | Skipped], processes: int | None, notes: list[str]) -> Generator[Outcome, None, None]:
    files = [f for f in found if isinstance(f, Input)]
    many = processes or workers.worth(len(files))
    if min(many, len(files)) < 2:
        yield from map(outcome, found)
        return
    read = workers.read_all(files, min(many, len(files)), notes)
    try:
        for item in found:
            yield outcome(item) if isinstance(item, Skipped) else next(read)
    finally:
        read.close()


def _unique(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """report_ids of articles with one file name in two folders are told apart by the folder."""
    stems: dict[str, str] = {}
    for row in rows:
        stem = row["report_id"].split("#")[0]
        if stems.setdefault(stem, row["article"]) != row["article"]:
            row["report_id"] = f"{row['article'].rsplit('.', 1)[0]}#{row['report_id'].rsplit('#', 1)[1]}"
    return rows


def build_table(folder: Sources, processes: int | None = None) -> pd.DataFrame:
    """The table of a folder of articles: one row per report, exactly the columns of ``core.columns.COLUMNS``."""
    return build(folder, processes=processes).table
