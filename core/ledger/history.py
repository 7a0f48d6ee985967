"""How a project went: dated steps of its status, what silence means, and how its figures slipped.

Silence: as Global Energy Monitor does, a project that is not running yet and of which nothing has been heard for two
years counts as shelved, after four as cancelled. Such a status is inferred, never stated, and can be switched off.
Silence is measured on the day of the newest article unless another day is given (``as_of``), not today: so the same
articles give the same table on every day, and a collection that ends in 2023 does not read as if all had stopped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from core.ledger.comparing import compared, spent, staged, start_of
from core.ledger.rule import BY_COLUMN, Rule
from core.ledger.telling import SITES
from core.ledger.winners import Stand, best, stands
from core.pause import uncollected

SHELVED_AFTER, CANCELLED_AFTER = 2, 4  # years
_UNFINISHED = frozenset({"intent", "announced", "pre_construction", "construction", "shelved"})
_SLIPPING = ("production_start", "capacity_gwh", "capacity_gwh_max", "investment_eur")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a status. ``day``: ISO text, empty without; ``changed``: other than the step before; ``phase``: of
    an expansion that does not run yet, not of the whole site."""

    day: str
    status: str
    basis: str  # stated · inferred · corrected
    changed: bool
    phase: bool = False
    report: Stand | None = None
    why: str | None = None  # of a correction


def timeline(project: Sequence[Stand]) -> list[Step]:
    """What each source says of the status, oldest first; once for copies."""
    steps: list[Step] = []
    last: dict[bool, str] = {}
    for s in _each_source(project, BY_COLUMN["status"]):
        status = s.values["status"]
        steps.append(Step(s.day, status, "stated", last.get(s.phase) != status, s.phase, s))
        last[s.phase] = status
    for s in project:
        if ruling := s.rulings.get("status"):
            status = ruling.values["status"]
            steps.append(Step(ruling.day, status, "corrected", last.get(False) != status, False, None, ruling.why))
    return [step for step in steps if step.status]


def _each_source(project: Sequence[Stand], rule: Rule) -> list[Stand]:
    """Of each source and day the report that wins there, in order of time."""
    parts: dict[tuple[str, str, bool], list[Stand]] = {}
    for s in project:
        if s.states(rule) and not s.passing and rule.name not in s.struck:
            parts.setdefault((s.day, s.source, s.phase), []).append(s)
    return [winner for part in parts.values() if (winner := best(part, rule).winner)]


def inferred_status(project: Sequence[Stand], today: date | None) -> Step | None:
    """The step that silence makes by ``today``; None where the project runs, has ended, was in the news of late, or
    is no plant (a deal or a grant is not shelved by silence)."""
    every = timeline(project)
    steps = [step for step in every if not step.phase] or every
    days = [s.day for s in project if s.day and not s.passing and s.row["kind"] != "statistic"]
    plant = any(s.row["kind"] in SITES or s.row["city"] for s in project)
    if any("status" in s.rulings for s in project):
        return None  # a person knows better than silence
    if today is None or not days or not plant or not steps or steps[-1].status not in _UNFINISHED:
        return None
    for years, status in ((CANCELLED_AFTER, "cancelled"), (SHELVED_AFTER, "shelved")):
        due = _later(date.fromisoformat(days[-1]), years)
        if today >= due and steps[-1].status != status:
            return Step(due.isoformat(), status, "inferred", True)
    return None


def measured_on(table: pd.DataFrame, as_of: date | str | None) -> date | None:
    """The day on which silence is measured; None where nothing is dated."""
    day = table["published"].max() if as_of is None else pd.Timestamp(as_of)
    return None if pd.isna(day) else day.date()


def _later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return date(day.year + years, 3, 1)


@uncollected
def history(table: pd.DataFrame, as_of: date | str | None = None, infer: bool = True) -> pd.DataFrame:
    """The steps of every project's status, oldest first.

    Columns: project_id, published (datetime), status, basis (stated · inferred · corrected), changed, phase, report_id,
    article, language, quote, quote_en. What is inferred or corrected has a day and no report. ``as_of``, ``infer``: as
    in core.ledger.projects.
    """
    today = measured_on(table, as_of) if infer else None
    rows = []
    for project_id, project in stands(table).items():
        steps = timeline(project)
        silent = inferred_status(project, today)
        for step in [*steps, *([silent] if silent else [])]:
            rows.append({"project_id": project_id, "published": step.day or None, "status": step.status,
                         "basis": step.basis, "changed": step.changed, "phase": step.phase, **_origin(step)})  # fmt: skip
    columns = ["project_id", "published", "status", "basis", "changed", "phase",
               "report_id", "article", "language", "quote", "quote_en"]  # fmt: skip
    made = pd.DataFrame(rows, columns=columns)
    return made.assign(published=pd.to_datetime(made["published"]).astype("datetime64[us]"))


def _origin(step: Step) -> dict[str, Any]:
    if step.report is None:
        return dict.fromkeys(("report_id", "article", "language", "quote")) | {"quote_en": step.why}
    row = step.report.row
    said: dict[str, Any] = next((e for e in row["evidence"] if e["column"] == "status"), {})
    return {"report_id": row["report_id"], "article": row["article"], "language": row["language"],
            "quote": said.get("quote"), "quote_en": said.get("quote_en")}  # fmt: skip


@uncollected
def slippage(table: pd.DataFrame) -> pd.DataFrame:
    """How start, capacity and investment moved from claim to claim of the whole site: project_id, column, published,
    report_id, before, after, change. ``change``: months for a start, else the difference in the column's unit."""
    rows = []
    for project_id, project in stands(table).items():
        for column in _SLIPPING:
            earlier: Stand | None = None
            for s in each_day(project, BY_COLUMN[column]):
                after = s.values.get(column)
                if after is None:
                    continue
                change = _moved(earlier, s, column) if earlier is not None else None
                if earlier is not None and change is not None:
                    rows.append({"project_id": project_id, "column": column, "published": s.day or None,
                                 "report_id": s.row["report_id"], "before": earlier.values[column], "after": after,
                                 "change": change})  # fmt: skip
                earlier = s
    columns = ["project_id", "column", "published", "report_id", "before", "after", "change"]
    made = pd.DataFrame(rows, columns=columns)
    return made.assign(published=pd.to_datetime(made["published"]).astype("datetime64[us]"))


def _moved(before: Stand, after: Stand, column: str) -> float | None:
    """By how much a column moved from one report to another; None where it did not, or cannot be compared."""
    if not (before.day and after.day):
        return None
    if column.endswith("_start"):
        return compared(start_of(before, column), start_of(after, column)).change
    if column == "investment_eur":
        return spent(before, after).change
    if before.values[column] == after.values[column] or column.startswith("capacity") and staged(before, after):
        return None
    return float(after.values[column]) - float(before.values[column])


def each_day(project: Sequence[Stand], rule: Rule) -> list[Stand]:
    """Of each day the report that wins there: what two papers say on one day is a conflict, no slip."""
    days: dict[str, list[Stand]] = {}
    every = _each_source(project, rule)
    for s in [s for s in every if not s.phase] or every:
        days.setdefault(s.day, []).append(s)
    return [winner for part in days.values() if (winner := best(part, rule).winner)]
