"""The whole path: files → articles → documents → facts → reports → rows → table."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core import workers
from core.articles import Input, Sources, iter_inputs
from core.models import Skipped
from core.reading import Outcome, Reading, outcome, read_one, seldom_collected

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Build", "Interrupted", "Reading", "build", "build_table", "read_one"]


@dataclass(frozen=True, slots=True)
class Build:
    """A table, the texts that it rests on (path → text), and what was not read and why.

    notes: sentences on what went wrong in reading and was mended. corrected: corrections by a person that were applied;
    unfit: those that no longer fit anything.
    """

    table: pd.DataFrame
    skipped: tuple[Skipped, ...]
    articles: dict[str, str]
    notes: tuple[str, ...] = ()
    unfit: tuple[str, ...] = ()
    corrected: tuple[str, ...] = ()


class Interrupted(KeyboardInterrupt):
    """Ctrl-C while articles were being read; ``build`` holds those that were read until then."""

    def __init__(self, build: Build) -> None:
        super().__init__()
        self.build = build


def build(
    sources: Sources,
    progress: Callable[[str], None] | None = None,
    processes: int | None = None,
    corrections: str | os.PathLike[str] | None = None,
) -> Build:
    """Read a folder, a file or several, and build the table.

    sources: path or paths. progress: called with the path of each article once it is read. processes: how many read
    at once; None: one for some hundred files, else one for each core. The result is the same for any number. What
    cannot be read is in ``skipped``; nothing is raised for it. corrections: the file of core.ledger.corrections;
    without one, those in the folders, if there are any. Ctrl-C raises Interrupted.
    """
    if processes is not None and processes < 1:
        raise ValueError(f"processes: at least 1, not {processes}")
    from core.ledger import corrections as hand

    files = _corrections(sources, corrections)
    names = {file.name for file in files}
    entries = [entry for file in files for entry in hand.load(file)]  # before all is read, so that a fault shows at once
    rows: list[dict[str, Any]] = []
    skipped: list[Skipped] = []
    texts: dict[str, str] = {}
    notes: list[str] = []

    def made() -> Build:
        from core.ledger.linking import link
        from core.ledger.rulings import lay_down
        from core.table import frame  # pandas takes half a second to load, which reading one article does not need

        kept = hand.apply(_unique(rows), entries)
        for row, project_id in zip(kept.rows, link(kept.rows, kept.merged, kept.apart), strict=True):
            row["project_id"] = project_id
        final, done, unfit = lay_down(kept.rows, kept.for_projects)
        unfit, done = [*kept.unfit, *unfit], [*kept.done, *done]
        return Build(frame(_handed_over(final)), tuple(skipped), texts, tuple(notes), tuple(unfit), tuple(done))

    outcomes = _outcomes(list(iter_inputs(sources)), processes, notes)
    try:
        with seldom_collected():
            for item in outcomes:
                if item.text is None and Path(item.path).name in names:
                    continue
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


def _handed_over(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The rows in order, each taken off the list: with many articles they are most of the memory."""
    rows.reverse()
    while rows:
        yield rows.pop()


def _unique(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """report_ids of articles with one file name in two folders are told apart by the folder."""
    stems: dict[str, str] = {}
    for row in rows:
        stem = row["report_id"].split("#")[0]
        if stems.setdefault(stem, row["article"]) != row["article"]:
            row["report_id"] = f"{row['article'].rsplit('.', 1)[0]}#{row['report_id'].rsplit('#', 1)[1]}"
    return rows


def _corrections(sources: Sources, named: str | os.PathLike[str] | None) -> list[Path]:
    """The files of corrections: the one that is named, else those in the folders that are read."""
    from core.ledger.corrections import NAME

    if named is not None:
        return [Path(named)]
    given = sources if isinstance(sources, (list, tuple)) else [sources]
    beside = [Path(folder) / NAME for folder in given if isinstance(folder, (str, os.PathLike))]
    return [path for path in dict.fromkeys(beside) if path.is_file()]


def build_table(folder: Sources, processes: int | None = None) -> pd.DataFrame:
    """The table of a folder of articles: one row per report, exactly the columns of ``core.columns.COLUMNS``."""
    return build(folder, processes=processes).table
