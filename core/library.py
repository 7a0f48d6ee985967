"""The library: articles in folders together with those that were added, what was read in them, and their table.

A build reads only what no build has read before, and gives the same table as one that reads everything. What the table
was at an earlier moment is told by today's rules: from the articles that were there by then.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from core.articles import NO_ARTICLE, Input, iter_inputs
from core.models import Skipped
from core.pipeline import CORRECTIONS, Build, build_inputs, corrections_beside
from core.store.folder import ROOT, DataFolder, data_folder
from core.store.readings import Readings
from core.store.register import Register

if TYPE_CHECKING:
    from core.translating import English
    from core.workers import Ahead

SEEDS = ROOT / "seeds"  # read where no other folder is named
ADDED = "added"  # the folder that an added article seems to be in where a file has its name


class Library:
    """folders: files and folders whose articles belong to it, besides those that were added to the data folder."""

    def __init__(self, folders: Sequence[str | os.PathLike[str]] | None = None, data: DataFolder | None = None) -> None:
        self.folders = [Path(f) for f in folders] if folders is not None else [articles_folder()]
        self.data = data or data_folder()
        self.register = Register(self.data)
        self.readings = Readings(self.data.cache)

    def inputs(self, at: datetime | None = None) -> list[Input | Skipped]:
        """Every input, in the order of the table; with ``at``, those that were there at that moment (UTC): a file of a
        folder that is gone or has changed since is known by what was read in it then."""
        found: list[Input | Skipped] = list(iter_inputs(self.folders)) if self.folders else []
        files = [f for f in found if isinstance(f, Input)]
        marks = self.readings.marks(files)
        self.register.note_seen(marks)
        if at is not None:
            then = self.register.seen_at(at)
            same = {f.name: f for f in files if then.get(f.name) == marks.get(f.name)}
            gone = self.data.path / "gone"  # no such folder: of these only what is remembered counts
            found = [same.get(name) or Input(gone / name, name, mark=mark) for name, mark in sorted(then.items())]
        taken = {f.name if isinstance(f, Input) else f.path for f in found}
        for added in self.register.articles(at):
            name = f"{ADDED}/{added.name}" if added.name in taken else added.name
            found.append(Input(added.path, name, url=added.url, first=True))
        if any(isinstance(f, Input) for f in found):  # who only adds articles need not be told that the folder is empty
            found = [f for f in found if isinstance(f, Input) or f.reason != NO_ARTICLE]
        return found

    def added(self) -> dict[str, str]:
        """The names of the added articles in the table → in the register."""
        own = {added.path: added.name for added in self.register.articles()}
        return {f.name: own[f.path] for f in self.inputs() if isinstance(f, Input) and f.path in own}

    def corrections(self) -> list[Path]:
        """The files of corrections in the folders and in the data folder."""
        return corrections_beside([*self.folders, self.data.path])

    def build(
        self,
        progress: Callable[[str], None] | None = None,
        processes: int | None = None,
        corrections: Path | Sequence[Path] | None = None,
        at: datetime | None = None,
        english: English | None = None,
        ahead: Ahead | None = None,
    ) -> Build:
        """The table of all articles; with ``at``, as it would have been at that moment. As ``core.pipeline.build``;
        corrections: the file of a person's corrections, or several, instead of ``corrections()``."""
        files = self.corrections() if corrections is None else [corrections] if isinstance(corrections, Path) else corrections
        self.register.tidy()
        try:
            until = at.astimezone().date() if at else None
            return build_inputs(self.inputs(at), progress, processes, files, until, self.readings, english, ahead)
        finally:
            self.readings.close()


def articles_folder() -> Path:
    """The folder of articles: that of GIGALEDGER_ARTICLES, else ``seeds/``."""
    return Path(os.environ.get("GIGALEDGER_ARTICLES") or SEEDS)


__all__ = ["CORRECTIONS", "Library", "articles_folder"]
