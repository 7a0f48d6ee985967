"""What each row of a frame says for each filter, as numbers: a filter is then a look into a small table of truth values."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.company_index import by_name

UNSTATED = "not stated"
Kept = npt.NDArray[np.bool_]


class Values:
    """The values of a frame's filters. ``length``: its rows; of a frame of projects ``project``: the number of each
    row's project, in the order of the first row of each, and ``inferred``: whether silence gave its status."""

    def __init__(self, frame: pd.DataFrame, of_projects: bool = False) -> None:
        self.length = len(frame)
        self._codes: dict[str, tuple[npt.NDArray[np.int64], list[str]]] = {}
        for name in ("country", "segment", "status", "language"):
            column = frame[name]
            if not isinstance(column.dtype, pd.CategoricalDtype):
                column = column.astype("category")
            self._codes[name] = column.cat.codes.to_numpy().astype("int64"), [str(kind) for kind in column.cat.categories]
        of_year, years = pd.factorize(frame["published"].dt.year)
        self._codes["year"] = of_year.astype("int64"), [str(int(year)) for year in years]
        lists = frame["partners"]
        sizes = np.fromiter(map(len, lists), dtype="int64", count=self.length)
        codes, companies = pd.factorize(np.asarray([*chain.from_iterable(lists)], dtype="object"))
        order = codes.argsort(kind="stable")
        self._without = sizes == 0
        rows = np.repeat(np.arange(self.length), sizes)
        self._rows_by_company = rows[order]
        self._ends = np.cumsum(np.bincount(codes, minlength=len(companies)))
        self._companies = {str(company): number for number, company in enumerate(companies)}
        known = by_name()
        homes = [known[name].home if name in known else None for name in self._companies]
        self._homes: dict[str, Kept] = {}  # home country → rows with a company from there
        for home in sorted({home for home in homes if home}):
            from_there = np.array([of_company == home for of_company in homes], dtype=bool)
            kept = self._homes[home] = np.zeros(self.length, dtype=bool)
            kept[rows[from_there[codes]]] = True
        if of_projects:
            self.project, _ = pd.factorize(frame["project_id"])
            self.inferred = (frame["status_basis"] == "inferred").to_numpy(dtype=bool, na_value=False)

    def passing(self, name: str, wanted: Sequence[str], silent: bool = False) -> Kept:
        """Rows whose value is among those wanted (UNSTATED: those without one); ``silent``: also those without one."""
        open_passes = silent or UNSTATED in wanted
        if name == "home":
            told = np.logical_or.reduce([*self._homes.values(), np.zeros(self.length, dtype=bool)])
            kept = ~told if open_passes else np.zeros(self.length, dtype=bool)
            for home in wanted:
                kept |= self._homes.get(home, False)
            return kept
        if name == "company":
            kept = self._without.copy() if open_passes else np.zeros(self.length, dtype=bool)
            for number in (self._companies[company] for company in wanted if company in self._companies):
                start = self._ends[number - 1] if number else 0
                kept[self._rows_by_company[start : self._ends[number]]] = True
            return kept
        codes, kinds = self._codes[name]
        passes = np.array([kind in wanted for kind in kinds] + [open_passes], dtype=bool)  # the last for missing
        return passes[codes]

    def occurring(self, name: str) -> list[str]:
        """The values that occur, in no order; UNSTATED where a row has none."""
        if name == "company":
            return [*self._companies, *([UNSTATED] if self._without.any() else [])]
        if name == "home":
            return [*self._homes, *([UNSTATED] if self.passing(name, (UNSTATED,)).any() else [])]
        codes, kinds = self._codes[name]
        return [UNSTATED if code < 0 else kinds[code] for code in np.unique(codes).tolist()]

    def most_frequent_companies(self, most: int) -> set[str]:
        """The companies of most rows; of two that are as frequent, the one that comes first in the frame."""
        sizes = np.diff(self._ends, prepend=0)
        names = list(self._companies)
        return {names[number] for number in np.argsort(-sizes, kind="stable")[:most].tolist()}
