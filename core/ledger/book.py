"""All projects of a table as all their reports have them, and as those of one year or of one language have them.

Whoever filters by year or language wants each project as the reports of that year or language tell of it. Most projects
keep all their reports then, or none; the others are told anew from those that are left. A book keeps the projects, and
what was told anew, as rows of one frame, its leaves: so that a choice of reports is a list of numbers of leaves, and is
known before it is asked for (``prepare``).
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.columns import COLUMNS
from core.ledger.history import measured_on
from core.ledger.programmes import ELSEWHERE, MEASURES, with_plants
from core.ledger.projects import Part, members, tell, with_silence

Numbers = npt.NDArray[np.int64]
Kept = npt.NDArray[np.bool_]  # one value for each row of the table
# What is asked of a report or of few projects, and takes most of the room; the table has it.
LEFT_OUT = (*(column.name for column in COLUMNS if column.dtype == "dicts"), "url", "headline", "headline_en", "summary_en")
_PLANTS = ("plants", "programmes", *(measure + ELSEWHERE for measure in MEASURES))
_REMEMBERED = 32  # choices besides the prepared ones


@dataclass(slots=True)
class Book:
    """``leaves``: as ``core.projects`` without LEFT_OUT, with ``silent`` (the status that silence gives) and
    ``companies`` (all that the reports name); the first are the projects as all their reports have them.

    ``parts``: of each project its id and the numbers of its rows in the table; ``known``: which reports (numbers) → the
    leaves of which they are told, by what belongs to the project; ``choices``: mark of a choice of reports → its leaves.
    """

    table: pd.DataFrame
    leaves: pd.DataFrame
    parts: list[Part]
    project_of: Numbers  # of each row of the table the number of its project
    known: dict[bytes, int] = field(default_factory=dict)
    choices: dict[bytes, Numbers] = field(default_factory=dict)
    prepared: set[bytes] = field(default_factory=set)
    lock: threading.RLock = field(default_factory=threading.RLock)  # what is prepared may be asked for meanwhile
    _rows: dict[str, Sequence[int]] | None = None

    def reports_of(self, *project_ids: str) -> pd.DataFrame:
        """The reports on some projects, in the order of the table; none for an unknown one."""
        if self._rows is None:
            self._rows = dict(self.parts)
        return self.table.take(sorted(n for project_id in set(project_ids) for n in self._rows.get(project_id, ())))

    def chosen(self, kept: Kept) -> Numbers:
        """The leaves that these reports make, in the order in which the table first tells of their projects."""
        if kept.all():
            return np.arange(len(self.parts))
        mark = np.packbits(kept).tobytes()
        with self.lock:
            if mark not in self.choices:
                self.add({mark: kept})
                asked = [other for other in self.choices if other not in self.prepared]
                for other in asked[: len(asked) - _REMEMBERED]:
                    del self.choices[other]
            return self.choices[mark]

    def prepare(self, choices: Iterable[Kept]) -> None:
        """Tell what these choices of reports make, one after the other, so that nobody waits for it later."""
        for kept in choices:
            mark = np.packbits(kept).tobytes()
            with self.lock:
                if not kept.all() and mark not in self.choices:
                    self.add({mark: kept})
                self.prepared.add(mark)

    def add(self, choices: Mapping[bytes, Kept]) -> None:
        """Write the leaves of some choices that are not there yet."""
        sizes = np.bincount(self.project_of, minlength=len(self.parts))
        wanted: dict[bytes, Part] = {}
        found: dict[bytes, tuple[Numbers, dict[int, bytes]]] = {}
        for mark, kept in choices.items():
            left = np.bincount(self.project_of[kept], minlength=len(self.parts))
            cut = np.flatnonzero((left > 0) & (left < sizes))
            keys = {}
            for number in cut.tolist():
                project_id, own = self.parts[number]
                rows = [n for n in own if kept[n]]
                keys[number] = key = np.asarray(rows, dtype="int64").tobytes()
                if key not in self.known:
                    wanted[key] = project_id, rows
            numbers, first = np.unique(self.project_of[kept], return_index=True)
            found[mark] = numbers[np.argsort(first)], keys
        if wanted:
            new = tell(self.table, list(wanted.values()), measured_on(self.table, None))
            self.known |= {key: len(self.leaves) + n for n, key in enumerate(wanted)}
            self._append(with_plants(new))
        for mark, (numbers, keys) in found.items():
            leaf = np.arange(len(self.parts))
            for number, key in keys.items():
                leaf[number] = self.known[key]
            self.choices[mark] = self._with_plants(leaf[numbers])

    def _with_plants(self, leaves: Numbers) -> Numbers:
        """These leaves; new ones in the place of those whose programme or plants are others among these projects."""
        asked = ["project_id", "kind", "country", "city", "region", "companies", "articles", "last_reported", *MEASURES]
        now = with_plants(self.leaves[asked].take(leaves).reset_index(drop=True))
        before = self.leaves[list(_PLANTS)].take(leaves)
        other = np.zeros(len(leaves), dtype=bool)
        for name in _PLANTS:
            other |= now[name].to_numpy() != before[name].to_numpy()
        (changed,) = np.flatnonzero(other)[None]
        if len(changed):
            new = self.leaves.take(leaves[changed]).reset_index(drop=True)
            for name in _PLANTS:
                new[name] = now[name].take(changed).reset_index(drop=True)
            leaves = leaves.copy()
            leaves[changed] = np.arange(len(self.leaves), len(self.leaves) + len(new))
            self._append(new)
        return leaves

    def _append(self, new: pd.DataFrame) -> None:
        same = new[list(self.leaves.columns)].astype(dict(self.leaves.dtypes))  # a choice may hold fewer categories
        self.leaves = pd.concat([self.leaves, same], ignore_index=True)


def write_book(table: pd.DataFrame) -> Book:
    """The book of a table, with every project and nothing prepared."""
    parts = members(table)
    told = tell(table, parts, measured_on(table, None)).drop(columns=list(LEFT_OUT))
    return Book(table, with_plants(told), parts, project_numbers(table))


def project_numbers(table: pd.DataFrame) -> Numbers:
    """Of each row the number of its project in ``core.ledger.projects.members``."""
    codes, _ = pd.factorize(table["project_id"].fillna(table["report_id"]))
    return codes.astype("int64")


def frame_of(leaves: pd.DataFrame, silence: bool) -> pd.DataFrame:
    """Leaves as the articles state them, or with the status that silence gives; without what only a book needs."""
    made = with_silence(leaves) if silence else leaves.drop(columns="silent")
    return made.drop(columns="companies")
