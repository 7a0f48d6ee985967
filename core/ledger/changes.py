"""What is new between two states of the ledger: projects, values, partners, conflicts, and reports that add nothing.

Both states are tables made by the same rules, the earlier one of the articles (and corrections) that were there by then.
So what differs comes from articles or from a person, never from another version of the program.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import pandas as pd

from core.columns import Vocabulary
from core.formats import day, told_where
from core.ledger.history import measured_on
from core.ledger.project_changes import ProjectChanges, about
from core.ledger.succession import succession
from core.ledger.values import COMPARED, FIGURES, name_of
from core.ledger.winners import stands
from core.pause import uncollected
from core.table import records

CHANGES: Vocabulary = {  # in the order of importance
    "new_project": "a plant, site, deal or programme that was not known",
    "new_expansion": "a known project is to grow: the expansion is told of for the first time",
    "changed_value": "another value counts now",
    "first_value": "a value counts now where none was known, or the other stage of a capacity is known now",
    "new_conflict": "two articles of the same time contradict each other, and no later one has settled it",
    "settled_conflict": "what two articles disagreed on is settled by a later one, by a person, or as one was removed",
    "partner_joined": "companies that no report on the project has named before",
    "partner_left": "companies that are named no more where others are, or that a person has taken out",
    "withdrawn_value": "no value counts any more: a person has cleared it, or its article is gone",
    "merged": "projects that have turned out to be one",
    "split": "reports of a known project that have turned out to tell of another one",
    "gone": "a project without reports: its articles were removed, or a person has dropped it",
    "new_mention": "a project that was not known and is only named in passing, in articles on others",
    "new_figure": "a market figure that was not known",
    "new_report": "another report on a known project, which changes no value",
}
CAUSES: Vocabulary = {
    "report": "a report that was not known",
    "correction": "a person has corrected something, or has taken a correction back",
    "removal": "a report is no longer there",
    "regrouping": "reports belong to other projects than before: some were merged or split",
    "reassessment": "known reports count otherwise: an article was changed, an older or a fuller one has come in",
    "silence": "nothing has been heard of the project for years",
}
COLUMNS = (
    "what", "cause", "project_id", "project", "kind", "segment", "status", "country", "country_name", "region", "city",
    "partners", "column", "expansion", "before", "before_max", "after", "after_max", "unit", "before_words", "after_words",
    "direction", "report_id", "article", "url", "language", "published", "published_precision", "quote", "quote_en",
    "against", "former",
)  # fmt: skip
_OBJECTS = frozenset({"before", "before_max", "after", "after_max"})
_RANKS = {what: rank for rank, what in enumerate(CHANGES)}
_COLUMN_RANKS = {rule.name: rank for rank, rule in enumerate(COMPARED)}

Row = dict[str, Any]


@uncollected
def changes(before: pd.DataFrame, after: pd.DataFrame, infer: bool = False) -> pd.DataFrame:
    """One row per change between two tables, the most important first; the order of the tables' rows does not matter.

    before, after: tables as core.table.frame gives them. infer: whether silence gives a status (core.ledger.history),
    measured on the newest article of each table.

    Columns (COLUMNS): ``what`` (CHANGES), ``cause`` (CAUSES; missing where it does not apply); the project by its id of
    today (of before, where it is gone) with its label, kind, segment, status, place and partners (list) as they count
    now; ``column`` (of the table, by the name of its rule; place: country) and ``expansion`` (bool: of an expansion that
    does not run yet); ``before``, ``before_max``, ``after``, ``after_max``: numbers, ISO text, vocabulary, or lists of
    names, with ``unit`` (GWh, t, …, jobs, a currency) and in words; ``direction`` (up · down · later · earlier); the
    report whose value counts now, with its sentence and that in English (of a person's correction only ``quote_en``,
    the reason, and its day); ``against``: the report that it contradicts; ``former``: list of ids of before. In a
    conflict before and after are its two sides, the later report's in ``after``. Raises nothing.
    """
    # Silence may end what no article tells of any more; else a project whose reports are the same is the same.
    some = None if infer else _differing(before, after)
    was, now = ({}, {}) if some is not None and not some else (stands(before, some), stands(after, some))
    days = (measured_on(before, None), measured_on(after, None)) if infer else (None, None)
    kin = succession(was, now)
    rows: list[Row] = []
    for project_id in sorted(now):
        rows += ProjectChanges(project_id, was, now, kin, days).changes()
    for project_id in sorted(kin.gone):
        told = about(project_id, was[project_id], days[0])
        words = told["project"] if isinstance(told["project"], str) else project_id
        rows.append(told | {"what": "gone", "cause": "removal", "before_words": words, "former": [project_id]})
    rows.sort(key=_importance)
    made = pd.DataFrame({name: _column(name, [row.get(name) for row in rows]) for name in COLUMNS}, columns=list(COLUMNS))
    return made


def _differing(before: pd.DataFrame, after: pd.DataFrame) -> set[str]:
    """project_ids of the projects whose reports are not the same in both tables."""
    was, now = _reports(before), _reports(after)
    return {project_id for project_id in was.keys() | now.keys() if was.get(project_id) != now.get(project_id)}


def _reports(table: pd.DataFrame) -> dict[str, dict[str, Row]]:
    found: dict[str, dict[str, Row]] = defaultdict(dict)
    for row in records(table):
        found[row["project_id"] or row["report_id"]][row["report_id"]] = row
    return found


def _column(name: str, values: list[Any]) -> pd.Series:
    match name:
        case "published":
            return pd.to_datetime(pd.Series(values, dtype="object")).astype("datetime64[us]")
        case "expansion":
            return pd.Series([bool(value) for value in values], dtype="bool")
        case "what" | "cause":
            return pd.Series(pd.Categorical(values, categories=list(CHANGES if name == "what" else CAUSES)))
        case "partners" | "former":
            return pd.Series([list(value or ()) for value in values], dtype="object")
        case _:
            return pd.Series(values, dtype="object" if name in _OBJECTS else "string")


def _importance(row: Row) -> tuple[Any, ...]:
    """New projects, then what became of the status, then figures, then the rest; of one kind the latest first."""
    what, column = row["what"], row.get("column")
    rank = float(_RANKS[what])
    if what == "new_project" and row["kind"] == "programme":
        rank += 0.25
    if what in ("changed_value", "first_value"):
        rank += 0.5 * (column in FIGURES) + 2 * (column == "country")
    if what == "first_value" and column == "status":
        rank = _RANKS["changed_value"]
    on = row.get("published") or ""
    latest = tuple(-int(part) for part in on.split("-")) if on else (0,)
    place = _COLUMN_RANKS.get(column or "", 99)
    return rank, latest, row["project"] or "", row["project_id"], place, str(row.get("expansion")), _last(row)


def _last(row: Row) -> tuple[str, ...]:
    return tuple(str(row.get(name) or "") for name in ("unit", "report_id", "against", "after_words", "before_words"))


# ------------------------------------------------------------------------------------------------------------ words

_LONGEST = 240  # characters of a quoted sentence


def in_words(change: Mapping[Any, Any]) -> str:
    """One change as an English sentence: “Northvolt cell plant, Heide: status Announced → Shelved (German, 20 Nov
    2024): “…””. change: a row of ``changes``, as a dict or Series."""
    said: dict[str, Any] = {
        name: value if isinstance(value, (list, tuple)) or not pd.isna(value) else None for name, value in change.items()
    }
    sentence = f"{said['project'] or said['project_id']}: {_clause(said)}"
    if said["cause"] == "correction" and said["quote_en"]:
        return f"{sentence} ({str(said['quote_en']).rstrip('.')})"
    if said["report_id"]:
        sentence += f" ({told_where(said['language'], said['published'], said['published_precision'])})"
    elif said["cause"] == "silence":
        sentence += f" (since {day(said['published'])}, as it is not in the news any more)"
    elif said["cause"] == "correction":
        sentence += " (by hand)"
    if said["quote"]:
        quote = " ".join(str(said["quote"]).split())
        sentence += f": “{quote if len(quote) <= _LONGEST else quote[: _LONGEST - 1].rstrip() + '…'}”"
    return sentence


def _clause(said: Mapping[str, Any]) -> str:
    """What has changed, without where and when it was told."""
    before, after, former = said["before_words"], said["after_words"], said["before_words"]
    name = name_of(said["column"]) if said["column"] else ""
    name = f"the expansion’s {name}" if said["expansion"] and name else name
    match said["what"]:
        case "new_project":
            return f"new project, {after}" if after else "new project"
        case "new_expansion":
            return f"new expansion, {after}" if after else "new expansion"
        case "new_mention":
            return f"new, but only named in passing, {after}" if after else "new, but only named in passing"
        case "new_figure":
            return f"new market figure, {after}" if after else "new market figure"
        case "changed_value":
            return f"{name} {before} → {after}"
        case "first_value":
            return f"{name} {before} → {after}, first told now" if before else f"{name} now known: {after}"
        case "withdrawn_value":
            return f"{name} no longer known, was {before}"
        case "new_conflict":
            return f"articles disagree on {name}, {before} or {after}"
        case "settled_conflict":
            return f"no longer in dispute, {name} {before}" + (f": {after}" if after else "")
        case "partner_joined":
            return f"joined by {after}"
        case "partner_left":
            return f"no longer named, {before}"
        case "merged":
            return f"turned out to be one project, before: {former}"
        case "split":
            return f"turned out to be a project of its own, before part of {former}"
        case "gone":
            return "gone, its articles were removed or a person dropped it"
        case _:
            return "another report, no value changed" + (f": {after}" if after else "")
