"""One row per project: the value of each column that counts by the rule, and how well the project is attested."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from core.columns import BY_NAME, NAMES, STANDING_OF
from core.ledger.history import inferred_status, measured_on
from core.ledger.programmes import with_plants
from core.ledger.rule import BY_COLUMN, MONEY, RULES, Rule
from core.ledger.sources import sources
from core.ledger.winners import Stand, choose, highest, qualifiers, settle, stand, upper
from core.pause import uncollected
from core.table import records

# Groups that are charted say where their value comes from: <name>_report, <name>_article, <name>_published; and how it is
# qualified (QUALIFIERS): <name>_qualifier, of the upper figure <name>_qualifier_max.
ORIGIN = {"capacity_gwh": "capacity", "investment_eur": "investment", "support_eur": "support"}
# The highest capacity that was ever stated, with its origin: what a plan was before it was cut.
HIGHEST, HIGHEST_GWH = "highest", "capacity_gwh_highest"
_ORIGINS = (*ORIGIN.values(), HIGHEST)
_CAPACITY = BY_COLUMN["capacity_gwh"]
_PARTS = ("report", "article", "qualifier", "qualifier_max")
_OF_REPORT = tuple(n for n in NAMES if n != "project_id" and not any(n in rule.columns for rule in RULES))


# What the reports themselves say, one column of the table for each; the reports' other columns are the latest one's.
_BY_RULE = tuple(column for rule in RULES for column in rule.columns)
_EMPTY: dict[str, Any] = {
    column: [] if column in BY_NAME and BY_NAME[column].dtype in ("strings", "dicts") else None for column in _BY_RULE
}
_STANDS = ("status_basis", "standing")
_OF_ORIGINS = tuple(f"{origin}_{part}" for origin in _ORIGINS for part in _PARTS)
_LISTS = ("reports", "articles", "languages", "first_in")
_DAYS = ("first_reported", "last_reported", *(f"{o}_published" for o in _ORIGINS))
_AT_ONCE = 4_000  # reports that are held as Python has them, which takes much room
Part = tuple[str, Sequence[int]]


def projects(table: pd.DataFrame, as_of: date | str | None = None, infer: bool = True) -> pd.DataFrame:
    """The projects of the table, in the order in which the table first tells of them.

    Columns: every column of the table with its current value (those that describe a report, as ``article``, are the
    latest report's); ``investment_amount``, ``investment_amount_max``, ``investment_currency`` as the winning article
    gives them; ``status_basis`` (stated · inferred), ``standing`` (core.columns); ``reports``, ``articles``,
    ``languages`` (lists, oldest first); ``independent_sources`` (int); ``first_reported``, ``last_reported``
    (datetime); ``first_in`` (language → day as ISO text); for charted values their origin and qualifier (ORIGIN), and the
    highest capacity ever stated with its own (HIGHEST); what links a programme and its plants (core.ledger.programmes).

    ``infer``: whether silence counts; ``as_of``: the day on which it is measured: see core.ledger.history.
    """
    made = tell(table, members(table), measured_on(table, as_of) if infer else None)
    return with_plants(with_silence(made) if infer else made.drop(columns="silent")).drop(columns="companies")


def members(table: pd.DataFrame) -> list[Part]:
    """project_id → the numbers of its rows, in the order in which the table first tells of the projects; reports
    without a project_id stand alone under their report_id."""
    codes, ids = pd.factorize(table["project_id"].fillna(table["report_id"]))
    order = codes.argsort(kind="stable")
    ends = np.cumsum(np.bincount(codes, minlength=len(ids)))
    return [(str(i), own.tolist()) for i, own in zip(ids, np.split(order, ends[:-1]), strict=True)] if len(ids) else []


@uncollected
def tell(table: pd.DataFrame, parts: Sequence[Part], today: date | None) -> pd.DataFrame:
    """One row for each part: the project as it stands by these of its reports alone (numbers of rows of the table).

    Columns as ``projects``, without what links programmes and plants; ``silent``: the status that silence gives by
    ``today``, missing where it gives none; ``companies``: all that its reports name.
    """
    witnesses = _witnesses(table, parts)
    found: dict[str, list[Any]] = {name: [] for name in (*_BY_RULE, *_STANDS, *_LISTS, *_DAYS, *_OF_ORIGINS, HIGHEST_GWH)}
    found |= {name: [] for name in ("independent_sources", "silent", "companies")}
    latest: list[int] = []
    for batch in _batches(parts):
        wanted = sorted({n for _, own in batch for n in own})
        rows = dict(zip(wanted, records(_taken(table, wanted)), strict=True))
        numbers = {id(row): n for n, row in rows.items()}
        for _, own in batch:
            project = [stand(rows[n], witnesses.get(rows[n]["article"] or rows[n]["report_id"], "")) for n in own]
            settle(project)
            for name, value in _project(project, today).items():
                found[name].append(value)
            latest.append(numbers[id(next(s for s in reversed(project) if not s.passing).row)])
    made: dict[str, pd.Series] = {name: _like(table[name], found[name]) for name in NAMES if name in _EMPTY}
    made |= {name: table[name].take(latest).reset_index(drop=True) for name in _OF_REPORT}
    made["project_id"] = pd.Series([project_id for project_id, _ in parts], dtype=table["project_id"].dtype)
    made = {name: made[name] for name in NAMES}
    for name in MONEY:
        made[name] = pd.Series(found[name], dtype="string" if name.endswith("currency") else "float64")
    made |= {name: pd.Series(found[name], dtype="string") for name in _STANDS}
    made |= {name: pd.Series(found[name], dtype="object") for name in _LISTS}
    made["independent_sources"] = pd.Series(found["independent_sources"], dtype="int64")
    for name in _DAYS:
        made[name] = pd.to_datetime(pd.Series(found[name], dtype="object")).astype("datetime64[us]")
    made[HIGHEST_GWH] = pd.Series(found[HIGHEST_GWH], dtype="float64")
    made |= {name: pd.Series(found[name], dtype="string") for name in (*_OF_ORIGINS, "silent")}
    made["companies"] = pd.Series(found["companies"], dtype="object")
    return pd.DataFrame(made)


def _witnesses(table: pd.DataFrame, parts: Sequence[Part]) -> dict[str, str]:
    """Article → its source, of the articles that share a project with others: who stands alone needs no comparison."""
    shared = sorted({n for _, own in parts if len(own) > 1 for n in own})
    return sources(_taken(table, shared)) if shared else {}


def _taken(table: pd.DataFrame, wanted: Sequence[int]) -> pd.DataFrame:
    """The rows of these numbers (ascending); packed columns are filtered in a small part of the time of taking."""
    near = table.iloc[wanted[0] : wanted[-1] + 1]
    mask = np.zeros(len(near), dtype=bool)
    mask[np.asarray(wanted) - wanted[0]] = True
    return near[mask]


def _batches(parts: Sequence[Part]) -> Iterator[Sequence[Part]]:
    start = reports = 0
    for end, (_, own) in enumerate(parts, 1):
        reports += len(own)
        if reports >= _AT_ONCE or end == len(parts):
            yield parts[start:end]
            start, reports = end, 0


def with_silence(told: pd.DataFrame) -> pd.DataFrame:
    """The projects of ``tell`` as silence has them: its status in the place of the one that was stated."""
    silent = told["silent"]
    here = silent.notna()
    # What was only an intent never counted among what was announced: silence does not make it announced and stopped.
    counted = here & (told["standing"] != "intent")
    status = [said if said is not None else stated for said, stated in zip(_plain(silent), _plain(told["status"]), strict=True)]
    return told.assign(
        status=_like(told["status"], status),
        status_basis=told["status_basis"].mask(here, "inferred"),
        standing=told["standing"].mask(counted, silent.map(STANDING_OF, na_action="ignore").astype("string")),
    ).drop(columns="silent")


def _plain(column: pd.Series) -> list[Any]:
    return [None if pd.isna(value) else value for value in column]


def _like(column: pd.Series, values: list[Any]) -> pd.Series:
    """Values with the type of a column of the table."""
    if column.dtype.kind == "M":
        return pd.to_datetime(pd.Series(values, dtype="object")).astype(column.dtype)
    if isinstance(column.dtype, pd.CategoricalDtype):
        kinds = column.dtype.categories
        if new := sorted({v for v in values if v is not None}.difference(kinds)):  # of a person: no article has it
            return pd.Series(pd.Categorical(values, categories=kinds.append(pd.Index(new, dtype=kinds.dtype))))
    return pd.Series(values, dtype=column.dtype)


def _project(project: list[Stand], today: date | None) -> dict[str, Any]:
    telling = [s for s in project if not s.passing]
    row = dict(_EMPTY)
    for rule in RULES:
        winner = _winner(project, rule)
        if winner is not None:
            for column in rule.columns:
                row[column] = winner.values.get(column)
        if rule.name in ORIGIN:
            row |= _origin(ORIGIN[rule.name], winner, rule)
    most = highest(project, _CAPACITY)
    row[HIGHEST_GWH] = upper(most, _CAPACITY) if most else None
    row |= _origin(HIGHEST, most, _CAPACITY)
    row["status_basis"] = "stated" if row["status"] else None
    row["standing"] = STANDING_OF.get(row["status"] or "", "unstated")
    silent = inferred_status(project, today) if today else None
    row["silent"] = silent.status if silent else None
    counted = [s for s in telling if s.row["kind"] != "statistic"] or telling
    row["reports"] = list(dict.fromkeys(s.row["report_id"] for s in counted))
    row["articles"] = list(dict.fromkeys(s.row["article"] for s in counted if s.row["article"]))
    row["first_in"] = {}
    for s in counted:
        if s.row["language"]:
            row["first_in"].setdefault(s.row["language"], s.day or None)
    row["languages"] = list(row["first_in"])
    row["independent_sources"] = len({s.source for s in counted})
    days = [s.day for s in counted if s.day]
    row["first_reported"], row["last_reported"] = (days[0], days[-1]) if days else (None, None)
    row["companies"] = frozenset(company for s in project for company in s.row["partners"])
    return row


def _winner(project: list[Stand], rule: Rule) -> Stand | None:
    """The report that counts, as ``choose`` has it; a report that stands alone is soon found."""
    if len(project) > 1 or project[0].rulings:
        return choose(project, rule).winner
    (only,) = project
    return only if rule.name in only.said and rule.name not in only.struck else None


def _origin(name: str, s: Stand | None, rule: Rule) -> dict[str, Any]:
    """Where a charted value comes from, and how it is qualified."""
    parts = {"report": "report_id", "article": "article", "published": "published"}
    found: dict[str, Any] = {f"{name}_{part}": s.row[column] if s else None for part, column in parts.items()}
    words = qualifiers(s, rule) if s else (None, None)
    return found | {f"{name}_qualifier": words[0], f"{name}_qualifier_max": words[1]}
