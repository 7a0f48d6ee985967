"""Which reports and projects a reader sees: filters, and the one value per project that is charted.

A project is filtered by its current values; the reports listed are those of the projects that pass, except reports
that say otherwise themselves (a report of 2021 that says "announced" is not listed under "cancelled").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.columns import label
from core.filtering import UNSTATED, Values
from core.formats import language_name, listing
from core.gazetteer import country_name
from core.ledger.book import LEFT_OUT, Book, frame_of, write_book
from core.ledger.projects import projects


@dataclass(frozen=True, slots=True)
class Filters:
    """Values to keep, by filter; an empty tuple keeps all. UNSTATED keeps what the articles leave open.

    company: names; home: codes of the countries that the companies come from; country, language: codes; status, segment:
    vocabulary; year: of publication, as text.
    announced_since, announced_until: a year, as text, or none: of the first article of all that tells of the project.
    silence: whether a project counts as shelved or cancelled once nothing has been heard of it (core.ledger.history).
    """

    company: tuple[str, ...] = ()
    home: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    segment: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    announced_since: tuple[str, ...] = ()
    announced_until: tuple[str, ...] = ()
    silence: bool = False

    def active(self) -> list[str]:
        """Names of the filters that are set, in the order of their declaration."""
        return [name for name in FILTERS if getattr(self, name)]

    def without(self, name: str) -> Filters:
        none: dict[str, Any] = {name: ()}
        return replace(self, **none)


FILTERS: tuple[str, ...] = tuple(field.name for field in fields(Filters) if field.name != "silence")
# What a report says of itself; the others are values of the project.
OF_REPORTS = ("language", "year")
# Of one value, and of the project alone: which of its reports are listed does not depend on them.
YEARS = ("announced_since", "announced_until")
_FIRST_YEAR = 2010  # “since 2019” is a fair question of articles that begin in 2021


@dataclass(frozen=True, slots=True)
class Selection:
    """What passes the filters: one row per project, without what is asked of few projects only (core.ledger.book.LEFT_OUT),
    and the rows of the table, by their ``numbers``."""

    projects: pd.DataFrame
    numbers: npt.NDArray[np.int64]
    _table: pd.DataFrame
    _slim: pd.DataFrame

    @property
    def reports(self) -> pd.DataFrame:
        """The reports with all columns. Of very many it takes its time: the other ways to some of it are quicker."""
        return self._of(self._table)

    @property
    def told(self) -> pd.DataFrame:
        """The reports without LEFT_OUT."""
        return self._of(self._slim)

    def only(self, *columns: str) -> pd.DataFrame:
        """Some columns of the reports."""
        return self._of(self._table[list(columns)])

    def reports_on(self, projects: pd.Series) -> pd.DataFrame:
        """The reports on some projects (project_ids), with all columns."""
        ids = self._table["project_id"].fillna(self._table["report_id"]).take(self.numbers)
        return self._table.take(self.numbers[ids.isin(projects).to_numpy(dtype=bool)])

    def latest(self, start: int = 0, end: int | None = None) -> pd.DataFrame:
        """The reports with all columns, the latest first, undated ones last; or a stretch of them."""
        days = self._table["published"].take(self.numbers).to_numpy("datetime64[D]")
        order = np.argsort(np.where(np.isnat(days), 0, -days.astype("int64") - 10**6), kind="stable")
        return self._table.take(self.numbers[order[start:end]])

    def _of(self, table: pd.DataFrame) -> pd.DataFrame:
        if len(self.numbers) == len(table):
            return table
        kept = np.zeros(len(table), dtype=bool)
        kept[self.numbers] = True
        return table[kept]


def current(table: pd.DataFrame, silence: bool = False, as_of: date | None = None) -> pd.DataFrame:
    """One row per project with the values that count: ``core.projects``, as the articles state it; with ``silence``,
    what nothing has been heard of by ``as_of`` (else the newest article's day) counts as shelved or cancelled."""
    return projects(table, as_of, infer=silence)


@dataclass(slots=True)
class Ledger:
    """A table ready to be filtered again and again: what each filter asks is looked up, not computed."""

    book: Book
    reports: Values = field(init=False)
    _slim: pd.DataFrame = field(init=False)
    _leaves: dict[bool, tuple[pd.DataFrame, Values]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.reports = Values(self.book.table)
        self._slim = self.book.table.drop(columns=list(LEFT_OUT))

    def leaves(self, silence: bool) -> tuple[pd.DataFrame, Values]:
        """Every project, and what is told anew of some, with their values (core.ledger.book)."""
        known = self._leaves.get(silence)
        if known is None or len(known[0]) < len(self.book.leaves):
            frame = frame_of(self.book.leaves, silence)
            known = self._leaves[silence] = frame, Values(frame, of_projects=True)
        return known

    def everything(self, silence: bool = False) -> pd.DataFrame:
        """One row per project, nothing filtered."""
        return self.leaves(silence)[0].iloc[: len(self.book.parts)]

    def single_choices(self) -> Iterator[npt.NDArray[np.bool_]]:
        """The reports of each year, and of each language."""
        for name in OF_REPORTS:
            for value in self.reports.occurring(name):
                yield self.reports.passing(name, (value,))

    def select(self, filters: Filters) -> Selection:
        """What passes the filters. Silence is measured on the newest article of the whole table."""
        of_projects = [name for name in FILTERS if name not in (*OF_REPORTS, *YEARS)]
        told = self._passing(self.reports, filters, OF_REPORTS)
        leaves = self.book.chosen(told)
        frame, values = self.leaves(filters.silence)
        wanted = [name for name in filters.active() if name not in OF_REPORTS]
        if not wanted and told.all():
            found = frame.iloc[: len(leaves)]
        else:
            kept = self._passing(values, filters, of_projects) & self._announced(values, filters)
            leaves = leaves[kept[leaves]]
            found = frame.take(leaves).reset_index(drop=True)
        if not wanted and not filters.silence:
            return Selection(found, np.flatnonzero(told), self.book.table, self._slim)
        here = np.zeros(len(self.book.parts), dtype=bool)
        here[values.project[leaves]] = True
        own = self._passing(self.reports, filters, of_projects, silent=True)
        if filters.silence and filters.status:  # of these no report says the status
            quiet = np.zeros(len(self.book.parts), dtype=bool)
            quiet[values.project[leaves[values.inferred[leaves]]]] = True
            others = self._passing(self.reports, replace(filters, status=()), of_projects, silent=True)
            own |= quiet[self.book.project_of] & others
        return Selection(found, np.flatnonzero(told & here[self.book.project_of] & own), self.book.table, self._slim)

    @staticmethod
    def _passing(values: Values, filters: Filters, names: Any, silent: bool = False) -> npt.NDArray[np.bool_]:
        """Rows that pass the named filters; ``silent``: rows that say nothing pass too."""
        kept = np.ones(values.length, dtype=bool)
        for name in names:
            if wanted := getattr(filters, name):
                kept &= values.passing(name, wanted, silent)
        return kept

    def _announced(self, values: Values, filters: Filters) -> npt.NDArray[np.bool_]:
        """Projects first told of within the years, whichever articles are left out; what is undated passes neither."""
        first = self.book.leaves["first_reported"].iloc[: len(self.book.parts)].dt.year.to_numpy("float64", na_value=np.nan)
        kept = np.ones(len(first), dtype=bool)
        for since in filters.announced_since:
            kept &= first >= int(since)
        for until in filters.announced_until:
            kept &= first <= int(until)
        return kept[values.project]

    def undated(self, filters: Filters) -> int:
        """How many projects are left out for no article says when it tells of them: only where filters ask for years."""
        if not any(getattr(filters, name) for name in YEARS):
            return 0
        others = filters
        for name in YEARS:
            others = others.without(name)
        return int(self.select(others).projects["first_reported"].isna().sum())

    def emptied_by(self, filters: Filters) -> list[tuple[str, int]]:
        """For a selection without projects: the filters whose removal alone brings some back, and how many.

        Most helpful first; empty where no single filter is to blame.
        """
        found = [(name, len(self.select(filters.without(name)).projects)) for name in filters.active()]
        return sorted(((n, k) for n, k in found if k), key=lambda pair: -pair[1])

    def options(self, silence: bool = False) -> dict[str, list[str]]:
        """For each filter the values that occur: companies by the alphabet, status and segment in the vocabulary's
        order, years latest first; UNSTATED last where a report leaves it open. With ``silence`` also what no report
        states."""
        found: dict[str, list[str]] = {}
        for name in FILTERS:
            if name in YEARS:
                values = self._years()
            else:
                values = set(self.reports.occurring(name))
            if name == "status":
                values |= set(self.everything(silence)["status"].dropna().unique())
            named = sorted(values - {UNSTATED}, key=lambda v: (v.casefold(), v), reverse=name in ("year", *YEARS))
            if name in ("status", "segment"):
                named = [value for value in self.book.table[name].cat.categories if value in values]
            found[name] = named + ([UNSTATED] if UNSTATED in values else [])
        return found

    def _years(self) -> set[str]:
        years = [int(year) for year in self.reports.occurring("year") if year != UNSTATED]
        return {str(year) for year in range(min(_FIRST_YEAR, *years), max(years) + 1)} if years else set()

    def wording(self, silence: bool = False) -> dict[str, dict[str, str]]:
        """For each filter its values in words: {"country": {"FI": "Finland"}, "status": {"intent": "Intent"}, …}."""
        pairs = self.book.table[["country", "country_name"]].drop_duplicates().astype("string").dropna()
        pairs = pairs.drop_duplicates("country")
        countries = dict(zip(pairs["country"], pairs["country_name"], strict=True))
        words: dict[str, dict[str, str]] = {}
        for name, values in self.options(silence).items():
            match name:
                case "country":
                    words[name] = {value: countries.get(value, value) for value in values}
                case "home":
                    words[name] = {value: country_name(value) or value for value in values}
                case "language":
                    words[name] = {value: language_name(value) for value in values}
                case "status" | "segment":
                    words[name] = {value: label(value) for value in values}
                case _:
                    words[name] = {value: value for value in values}
            if UNSTATED in words[name]:
                words[name][UNSTATED] = {"year": "Undated", "home": "Not known"}.get(name, "Not stated")
        return words


def ledger(table: pd.DataFrame) -> Ledger:
    """The ledger of a table."""
    return Ledger(write_book(table))


def select(table: pd.DataFrame, filters: Filters) -> Selection:
    """What passes the filters, where a table is asked once."""
    return ledger(table).select(filters)


def options(table: pd.DataFrame, silence: bool = False) -> dict[str, list[str]]:
    """As ``Ledger.options``, where a table is asked once."""
    return ledger(table).options(silence)


def wording(table: pd.DataFrame, silence: bool = False) -> dict[str, dict[str, str]]:
    """As ``Ledger.wording``, where a table is asked once."""
    return ledger(table).wording(silence)


_PHRASES = {
    "company": "with {}",
    "home": "with a company from {}",
    "country": "in {}",
    "segment": "{}",
    "status": "status {}",
    "language": "as told in {}",
    "year": "reported {}",
    "announced_since": "announced since {}",
    "announced_until": "announced until {}",
}


def in_words(filters: Filters, words: dict[str, dict[str, str]]) -> str:
    """The filters as a phrase for titles: “in Finland or Germany, cells, status announced”; empty without any."""
    parts = []
    for name in filters.active():
        values = [words.get(name, {}).get(value, value) for value in getattr(filters, name)]
        if name in ("segment", "status"):
            values = [value.lower() for value in values]
        parts.append(_PHRASES[name].format(listing(values, "or")))
    if filters.silence:
        parts.append("silence counted as a stop")
    return ", ".join(parts)
