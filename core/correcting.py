"""What a person may set right, what an entry in the file of corrections would change, and which entries are about what."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from core.columns import BY_NAME, label
from core.formats import gwh, listing, money, number
from core.gazetteer import country_name
from core.ledger import corrections_file
from core.ledger.changes import changes
from core.ledger.changes import in_words as change_in_words
from core.ledger.corrections import Correction, load
from core.ledger.names import mark
from core.ledger.projects import projects
from core.ledger.rule import RULES
from core.ledger.values import COMPARED
from core.library import Library
from core.pipeline import CORRECTIONS

# What follows from other columns, or is many things in one.
_NOT_SET = frozenset({"roles", "country_name", "world_region"})
_FIRST = ("status", "production_start", "construction_start", "capacity_gwh", "capacity_gwh_max", "investment_eur",
          "investment_eur_max", "support_eur", "jobs", "jobs_max", "partners", "city", "region", "country")  # fmt: skip
_ALL = [c for rule in RULES for c in rule.columns if c in BY_NAME and BY_NAME[c].dtype != "dicts" and c not in _NOT_SET]
# The columns that a person may set for a report or a whole project, what is asked for most first.
COLUMNS: tuple[str, ...] = tuple(dict.fromkeys([*_FIRST, *_ALL]))
# Columns whose changes core.ledger.changes does not tell of, and those of which it does.
_BESIDES = ("project", "kind", "deal", "segment", "product")
_TOLD = frozenset({"roles", *(column for rule in COMPARED for column in rule.columns)})
_MILLION = 1e6


@dataclass(frozen=True, slots=True)
class Effect:
    """What an entry would do: the entry as it would be read, a sentence for each change, and why it fits nothing, where
    that is so."""

    correction: Correction
    lines: tuple[str, ...]
    unfit: str | None = None


def effect(library: Library, table: pd.DataFrame, entry: Mapping[str, Any]) -> Effect:
    """What would change if the entry stood in the data folder's file: everything is put together anew with it, and
    nothing is written. table: as it is now. Raises GigaledgerError where the entry or the file is faulty."""
    own = library.data.path / CORRECTIONS
    with tempfile.TemporaryDirectory() as folder:
        trial = Path(folder) / CORRECTIONS
        if own.is_file():
            trial.write_bytes(own.read_bytes())
        made = corrections_file.add(trial, entry)
        files = [path for path in library.corrections() if path != own]
        built = library.build(corrections=[*files, trial])
    unfit = next((line for line in built.unfit if line.startswith(f"{made}: ")), None)
    if unfit is not None:
        return Effect(made, (), unfit.removeprefix(f"{made}: "))
    before, after = _concerned(table, built.table, made)
    also = {made.column} - _TOLD if made.column else set()
    return Effect(made, tuple(_lines(before, after, tuple(dict.fromkeys([*_BESIDES, *sorted(also)])))))


def _concerned(before: pd.DataFrame, after: pd.DataFrame, made: Correction) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The reports of the projects that an entry is about, and of those that they are in with it."""
    was, now = (table["project_id"].fillna(table["report_id"]) for table in (before, after))
    reports = set(before.loc[_about(before["report_id"], was, made), "report_id"])
    size = -1
    while size < len(reports):
        size = len(reports)
        reports |= set(before.loc[was.isin(was[before["report_id"].isin(reports)]), "report_id"])
        reports |= set(after.loc[now.isin(now[after["report_id"].isin(reports)]), "report_id"])
    return before[before["report_id"].isin(reports)], after[after["report_id"].isin(reports)]


def _about(reports: pd.Series, ids: pd.Series, made: Correction) -> pd.Series:
    marks = {name.rpartition("-")[2] for name in made.reports}
    named = reports.isin(made.reports) | ids.isin(made.reports) | ids.str.rpartition("-")[2].isin(marks)
    return named | pd.Series([mark(report) in marks for report in reports], index=reports.index)


def _lines(before: pd.DataFrame, after: pd.DataFrame, also: Sequence[str]) -> list[str]:
    found = [change_in_words({**change, "quote": None}) for change in changes(before, after).to_dict("records")]
    was, now = (projects(table, infer=False).set_index("project_id") for table in (before, after))
    for project_id in now.index.intersection(was.index):
        for column in also:
            old, new = plain(was.at[project_id, column]), plain(now.at[project_id, column])
            if old != new:
                name = was.at[project_id, "project"]
                found.append(f"{name if isinstance(name, str) else project_id}: {label(column).lower()} "
                             f"{value_in_words(column, old)} → {value_in_words(column, new)}")  # fmt: skip
    return list(dict.fromkeys(found))


# ---------------------------------------------------------------------------------------------------------- entries


def entry(do: str, reason: str, on: date, **keys: Any) -> dict[str, Any]:
    """An entry for the file; keys without a value are left out."""
    return {"date": on, "reason": reason.strip(), "do": do} | {key: value for key, value in keys.items() if value is not None}


def said_now(row: Mapping[Any, Any], column: str) -> Any:
    """What a report says in a column, for ``was``: missing where it says nothing, or where a person has corrected it, whose
    entry may be undone."""
    value = plain(row[column])
    corrected = any(e["column"] == column and e["rule"] == "correction" for e in row["evidence"])
    return None if corrected or value == [] else value


def plain(value: Any) -> Any:
    """A value of a table as TOML takes it; None where it is missing."""
    if isinstance(value, list):
        return [str(one) for one in value]
    if pd.isna(value):
        return None
    if isinstance(value, str):
        return str(value)
    return int(value) if float(value).is_integer() else float(value)


def unit(column: str) -> str:
    """The unit in which a person writes a figure: amounts of money in millions of euro."""
    return "EUR million" if "_eur" in column else BY_NAME[column].unit


def shown(column: str, value: Any) -> Any:
    """A figure in the unit in which a person writes it."""
    return value / _MILLION if value is not None and "_eur" in column else value


def written(column: str, value: Any) -> Any:
    """What a person wrote, as the table has it: whole euros, whole numbers without a point, text without blanks around it."""
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, list):
        return [name.strip() for name in value if name.strip()] or None
    if value is None:
        return None
    value = round(value * _MILLION) if "_eur" in column else value
    return int(value) if float(value).is_integer() else float(value)


# ------------------------------------------------------------------------------------------------------------ words


def value_in_words(column: str, value: Any) -> str:
    """A value as a reader wants it: “EUR 450 m”, “15 GWh”, “Pre-construction”."""
    value = value if isinstance(value, (list, str)) or not pd.isna(value) else None
    if value in (None, []):
        return "nothing"
    if isinstance(value, list):
        return listing([str(name) for name in value])
    if isinstance(value, str):
        if column == "country":
            return country_name(value) or value
        return label(value) if BY_NAME[column].vocabulary else value
    if "_eur" in column:
        return money(float(value))
    return gwh(float(value)) if column.startswith("capacity_gwh") else number(float(value), 9)


def in_words(correction: Correction) -> str:
    """“Capacity, first stage of de-b#1: 15 GWh” or “a#1 and b#1 are one project”."""
    named = listing(list(correction.reports))
    column = label(correction.column) if correction.column else ""
    where = "the whole project" if correction.of_project else named
    match correction.do:
        case "set":
            return f"{column} of {where}: {value_in_words(correction.column or '', correction.value)}"
        case "clear":
            return f"{column} of {where} cleared"
        case "drop":
            return f"{named} dropped"
        case "merge":
            return f"{named} are one project"
        case _:
            return f"{named} {'stands' if len(correction.reports) == 1 else 'stand'} apart as a project"


# ------------------------------------------------------------------------------------------------------- which apply


@dataclass(frozen=True, slots=True)
class Standing:
    """An entry of a file: whether it can be undone here (it stands in the data folder's file), and why it fits nothing any
    more, where that is so."""

    correction: Correction
    path: Path
    own: bool
    unfit: str | None


def standing(own: Path, files: Sequence[Path], unfit: Iterable[str]) -> list[Standing]:
    """Every entry of the files, those of the data folder (``own``) last. unfit: what the build said no longer fits.
    Raises GigaledgerError where a file is faulty."""
    told = list(unfit)
    found = []
    for path in sorted(files, key=lambda p: p == own):
        for correction in load(path):
            line = next((t for t in told if t.startswith(f"{correction}: ")), None)
            found.append(Standing(correction, path, path == own, line and line.removeprefix(f"{correction}: ")))
    return found


def about(found: Iterable[Standing], reports: Iterable[str]) -> list[Standing]:
    """Those that name a project by its reports, or by an id that it has or had."""
    named = set(reports)
    marks = {mark(report) for report in named}
    return [s for s in found if any(n in named or n.rpartition("-")[2] in marks for n in s.correction.reports)]

