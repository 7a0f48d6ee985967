"""One row per project: the value of each column that counts by the rule, and how well the project is attested."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from core.columns import BY_NAME, NAMES, STANDING_OF
from core.ledger.history import inferred_status, measured_on
from core.ledger.programmes import with_plants
from core.ledger.rule import MONEY, RULES
from core.ledger.winners import Stand, choose, qualifiers, stands
from core.pause import uncollected

# Groups that are charted say where their value comes from: <name>_report, <name>_article, <name>_published; and how it is
# qualified (QUALIFIERS): <name>_qualifier, of the upper figure <name>_qualifier_max.
ORIGIN = {"capacity_gwh": "capacity", "investment_eur": "investment", "support_eur": "support"}
_OF_REPORT = tuple(n for n in NAMES if n != "project_id" and not any(n in rule.columns for rule in RULES))


@uncollected
def projects(table: pd.DataFrame, as_of: date | str | None = None, infer: bool = True) -> pd.DataFrame:
    """The projects of the table, in the order in which the table first tells of them.

    Columns: every column of the table with its current value (those that describe a report, as ``article``, are the
    latest report's); ``investment_amount``, ``investment_amount_max``, ``investment_currency`` as the winning article
    gives them; ``status_basis`` (stated · inferred), ``standing`` (core.columns); ``reports``, ``articles``,
    ``languages`` (lists, oldest first); ``independent_sources`` (int); ``first_reported``, ``last_reported``
    (datetime); ``first_in`` (language → day as ISO text); for charted values their origin and qualifier (ORIGIN); what links a
    programme and its plants (core.ledger.programmes).

    ``infer``: whether silence counts; ``as_of``: the day on which it is measured: see core.ledger.history.
    """
    today = measured_on(table, as_of) if infer else None
    found = stands(table)
    ids = table["project_id"].fillna(table["report_id"])
    rows = [_project(project_id, found[project_id], today) for project_id in dict.fromkeys(ids)]
    made = pd.DataFrame({name: _like(table[name], [row[name] for row in rows]) for name in NAMES}, columns=list(NAMES))
    for name in MONEY:
        made[name] = pd.Series([r[name] for r in rows], dtype="string" if name.endswith("currency") else "float64")
    for name in ("status_basis", "standing"):
        made[name] = pd.Series([r[name] for r in rows], dtype="string")
    for name in ("reports", "articles", "languages", "first_in"):
        made[name] = pd.Series([r[name] for r in rows], dtype="object")
    made["independent_sources"] = pd.Series([r["independent_sources"] for r in rows], dtype="int64")
    for name in ("first_reported", "last_reported", *(f"{origin}_published" for origin in ORIGIN.values())):
        made[name] = pd.to_datetime(pd.Series([r[name] for r in rows], dtype="object")).astype("datetime64[us]")
    for origin in ORIGIN.values():
        for part in ("report", "article", "qualifier", "qualifier_max"):
            made[f"{origin}_{part}"] = pd.Series([r[f"{origin}_{part}"] for r in rows], dtype="string")
    named = {i: frozenset(c for s in project for c in s.row["partners"] or ()) for i, project in found.items()}
    return with_plants(made, named)


def _like(column: pd.Series, values: list[Any]) -> pd.Series:
    """Values with the type of a column of the table."""
    if column.dtype.kind == "M":
        return pd.to_datetime(pd.Series(values, dtype="object")).astype(column.dtype)
    if isinstance(column.dtype, pd.CategoricalDtype):
        kinds = column.dtype.categories
        if new := sorted({v for v in values if v is not None}.difference(kinds)):  # of a person: no article has it
            return pd.Series(pd.Categorical(values, categories=kinds.append(pd.Index(new, dtype=kinds.dtype))))
    return pd.Series(values, dtype=column.dtype)


def _project(project_id: str, project: list[Stand], today: date | None) -> dict[str, Any]:
    telling = [s for s in project if not s.passing]
    row: dict[str, Any] = {name: telling[-1].row[name] for name in _OF_REPORT}
    row["project_id"] = project_id
    for rule in RULES:
        winner = choose(project, rule).winner
        for column in rule.columns:
            empty: list[Any] | None = [] if column in BY_NAME and BY_NAME[column].dtype in ("strings", "dicts") else None
            row[column] = winner.values.get(column) if winner else empty
        if rule.name in ORIGIN:
            for part, column in (("report", "report_id"), ("article", "article"), ("published", "published")):
                row[f"{ORIGIN[rule.name]}_{part}"] = winner.row[column] if winner else None
            words = qualifiers(winner, rule) if winner else (None, None)
            row[f"{ORIGIN[rule.name]}_qualifier"], row[f"{ORIGIN[rule.name]}_qualifier_max"] = words
    row["status_basis"] = "stated" if row["status"] else None
    silent = inferred_status(project, today)
    if silent is not None:
        row["status"], row["status_basis"] = silent.status, "inferred"
    row["standing"] = STANDING_OF.get(row["status"] or "", "unstated")
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
    return row
