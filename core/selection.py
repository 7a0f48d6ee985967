"""Which reports and projects a reader sees: filters, and the one value per project that is charted.

A project is filtered by its current values; the reports listed are those of the projects that pass, except reports
that say otherwise themselves (a report of 2021 that says "announced" is not listed under "cancelled").
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

import pandas as pd

from core.columns import label
from core.company_index import by_name
from core.formats import language_name, listing
from core.gazetteer import country_name
from core.ledger.history import measured_on
from core.ledger.projects import projects

UNSTATED = "not stated"


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
    """What passes the filters: rows of the table, and one row per project (see ``current``)."""

    reports: pd.DataFrame
    projects: pd.DataFrame


def current(table: pd.DataFrame, silence: bool = False, as_of: date | None = None) -> pd.DataFrame:
    """One row per project with the values that count: ``core.projects``, as the articles state it; with ``silence``,
    what nothing has been heard of by ``as_of`` (else the newest article's day) counts as shelved or cancelled."""
    return projects(table, as_of, infer=silence)


def select(table: pd.DataFrame, filters: Filters, everything: pd.DataFrame | None = None) -> Selection:
    """What passes the filters. ``everything``: ``current(table, filters.silence)``, which spares the work where no
    report is left out. Silence is measured on the newest article of the whole table."""
    told = table[_passes(table, filters, OF_REPORTS)]
    if everything is None or len(told) < len(table):
        found = current(told, filters.silence, measured_on(table, None) if filters.silence else None)
    else:
        found = everything
    of_projects = [f for f in FILTERS if f not in (*OF_REPORTS, *YEARS)]
    if filters.announced_since or filters.announced_until:
        found = found[_announced(table, found, filters, everything)].reset_index(drop=True)
    found = found[_passes(found, filters, of_projects)].reset_index(drop=True)
    ids = told["project_id"].fillna(told["report_id"])
    own = _passes(told, filters, of_projects, silent=True)
    silent = set(found.loc[found["status_basis"] == "inferred", "project_id"])  # no report says its status
    own |= ids.isin(silent) & _passes(told, replace(filters, status=()), of_projects, silent=True)
    return Selection(told[ids.isin(found["project_id"]) & own], found)


def _announced(table: pd.DataFrame, found: pd.DataFrame, filters: Filters, everything: pd.DataFrame | None) -> pd.Series:
    """Projects first told of within the years, whichever articles are left out; what is undated passes neither."""
    whole = found if everything is found else current(table) if everything is None else everything
    first = whole.set_index("project_id")["first_reported"].dt.year
    years = pd.Series(found["project_id"].map(first).to_numpy(dtype="float64"), index=found.index)
    kept = years.notna()
    for since in filters.announced_since:
        kept &= years >= int(since)
    for until in filters.announced_until:
        kept &= years <= int(until)
    return kept


def _passes(rows: pd.DataFrame, filters: Filters, names: Iterable[str], silent: bool = False) -> pd.Series:
    """Rows that pass the named filters; ``silent``: rows that say nothing pass too."""
    kept = pd.Series(True, index=rows.index)
    for name in names:
        wanted = set(getattr(filters, name))
        if not wanted:
            continue
        if name in ("company", "home"):
            open_passes = silent or UNSTATED in wanted
            told = rows["partners"] if name == "company" else homes(rows)
            found = [not wanted.isdisjoint(those) if those else open_passes for those in told]
            kept &= pd.Series(found, index=rows.index, dtype="bool")
        else:
            values = _values(rows, name)
            kept &= (values.isin(wanted) | (silent & (values == UNSTATED))).astype(bool)
    return kept


def homes(rows: pd.DataFrame) -> list[list[str]]:
    """For each row the home countries of its companies, as far as the list of companies knows them."""
    known = {name: company.home for name, company in by_name().items() if company.home}
    return [[known[name] for name in those if name in known] for those in rows["partners"]]


def _values(rows: pd.DataFrame, name: str) -> pd.Series:
    values = rows["published"].dt.year.astype("Int64") if name in ("year", *YEARS) else rows[name]
    return pd.Series(values.astype("string").fillna(UNSTATED))


def options(table: pd.DataFrame, everything: pd.DataFrame | None = None) -> dict[str, list[str]]:
    """For each filter the values that occur: companies by the alphabet, status and segment in the vocabulary's order,
    years latest first; UNSTATED last where a report leaves it open. ``everything``: projects, whose status may be none
    that a report states."""
    found: dict[str, list[str]] = {}
    for name in FILTERS:
        if name == "company":
            values = {company for partners in table["partners"] for company in partners}
            values |= {UNSTATED} if (table["partners"].map(len) == 0).any() else set()
        elif name == "home":
            told = homes(table)
            values = {home for those in told for home in those} | ({UNSTATED} if not all(told) else set())
        elif name in YEARS:
            years = [int(year) for year in set(_values(table, name)) - {UNSTATED}]
            values = {str(year) for year in range(min(_FIRST_YEAR, *years), max(years) + 1)} if years else set()
        else:
            values = set(_values(table, name))
        if name == "status" and everything is not None:
            values |= set(everything["status"].dropna())
        named = sorted(values - {UNSTATED}, key=str.casefold, reverse=name in ("year", *YEARS))
        if name in ("status", "segment"):
            named = [value for value in table[name].cat.categories if value in values]
        found[name] = named + ([UNSTATED] if UNSTATED in values else [])
    return found


def wording(table: pd.DataFrame, everything: pd.DataFrame | None = None) -> dict[str, dict[str, str]]:
    """For each filter its values in words: {"country": {"FI": "Finland"}, "status": {"intent": "Intent"}, …}."""
    pairs = table[["country", "country_name"]].astype("string").dropna().drop_duplicates("country")
    countries = dict(zip(pairs["country"], pairs["country_name"], strict=True))
    words: dict[str, dict[str, str]] = {}
    for name, values in options(table, everything).items():
        match name:
            case "home":
                words[name] = {value: country_name(value) or value for value in values}
            case "country":
                words[name] = {value: countries.get(value, value) for value in values}
            case "language":
                words[name] = {value: language_name(value) for value in values}
            case "status" | "segment":
                words[name] = {value: label(value) for value in values}
            case _:
                words[name] = {value: value for value in values}
        if UNSTATED in words[name]:
            words[name][UNSTATED] = {"year": "Undated", "home": "Not known"}.get(name, "Not stated")
    return words


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


def emptied_by(table: pd.DataFrame, filters: Filters) -> list[tuple[str, int]]:
    """For a selection without projects: the filters whose removal alone brings some back, and how many.

    Most helpful first; empty where no single filter is to blame.
    """
    found = [(name, len(select(table, filters.without(name)).projects)) for name in filters.active()]
    return sorted(((n, k) for n, k in found if k), key=lambda pair: -pair[1])
