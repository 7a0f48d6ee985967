"""Claims of the same time that contradict each other: both are kept, both are shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

from core.ledger.figures import main_investment
from core.ledger.rule import Rule
from core.ledger.winners import Stand

DAYS = 31  # claims no further apart are of the same time
STATUS_DAYS = 3  # a status may move on within a month
_DISPUTED = ("status", "capacity_gwh", "capacities", "investment_eur", "support_eur", "jobs", "construction_start",
             "production_start")  # fmt: skip
# How far a figure reaches below and above itself, by its qualifier: rounding, and what the word leaves open.
_REACH = {"about": (0.1, 0.1), "at_least": (0.02, 1.0), "up_to": (1.0, 0.02)}
_EXACT = (0.02, 0.02)

# Papers call one day's news a plan or a start of building: these do not contradict each other.
_COMING = dict.fromkeys(("intent", "announced", "pre_construction", "construction"), "coming")

Range = tuple[float, float]


def contradictions(project: Sequence[Stand], rule: Rule) -> dict[str, list[str]]:
    """report_id → report_ids of other sources that contradict it at the same time, for one group of columns."""
    found: dict[str, list[str]] = defaultdict(list)
    if rule.name not in _DISPUTED:
        return found
    reach = STATUS_DAYS if rule.name == "status" else DAYS
    stated = [s for s in project if s.day and not s.passing and rule.name not in s.struck and s.states(rule)]
    for place, one in enumerate(stated):
        for other in stated[place + 1 :]:
            if (date.fromisoformat(other.day) - date.fromisoformat(one.day)).days > reach:
                break
            if one.source != other.source and one.phase == other.phase and differ(one, other, rule):
                found[one.row["report_id"]].append(other.row["report_id"])
                found[other.row["report_id"]].append(one.row["report_id"])
    return found


def differ(one: Stand, other: Stand, rule: Rule) -> bool:
    """Whether two reports cannot both be right."""
    a, b = one.values[rule.name], other.values[rule.name]
    match rule.name:
        case "status":
            return bool(_COMING.get(a, a) != _COMING.get(b, b))
        case "construction_start" | "production_start":
            return not (a.startswith(b) or b.startswith(a))
        case "capacities":
            units = {i["unit"] for i in a} & {i["unit"] for i in b} - {"GWh"}
            return any(_clear(_ranges(a, u), _ranges(b, u)) for u in units)
        case "capacity_gwh" if (first := _first_stage(one)) and (second := _first_stage(other)):
            return _clear(first, second)
        case _:
            return _clear([_range(one, rule)], [_range(other, rule)])


def _range(s: Stand, rule: Rule) -> Range | None:
    low, high = s.values[rule.columns[0]], s.values[rule.columns[1] if len(rule.columns) > 1 else rule.columns[0]]
    item: Any = None
    if rule.name == "investment_eur":
        item = main_investment(s.values["investments"])
    elif rule.name == "capacity_gwh":
        item = next((i for i in s.values["capacities"] if i["unit"] == "GWh" and i["value"] == low), None)
    return _reach(low, high, item["qualifier"] if item else None)


def _first_stage(s: Stand) -> list[Range | None]:
    return _ranges([i for i in s.values["capacities"] if i["basis"] == "initial"], "GWh")


def _ranges(items: Sequence[dict[str, Any]], unit: str) -> list[Range | None]:
    return [_reach(i["value"], i["max"], i["qualifier"]) for i in items if i["unit"] == unit]


def _reach(low: float | None, high: float | None, qualifier: str | None) -> Range | None:
    if low is None and high is None:
        return None
    low, high = (high if low is None else low), (low if high is None else high)
    assert low is not None and high is not None
    below, above = _REACH.get(qualifier or "", _EXACT)
    return low * (1 - below), high * (1 + above)


def _clear(a: Sequence[Range | None], b: Sequence[Range | None]) -> bool:
    """Whether no range of the one touches a range of the other."""
    known = [(x, y) for x in a for y in b if x and y]
    return bool(known) and all(x[1] < y[0] or y[1] < x[0] for x, y in known)


def conflicts(claims: pd.DataFrame) -> pd.DataFrame:
    """From ``core.claims``: one row per pair of contradicting claims, with both values, articles and quotes.

    Columns: project_id, project, column, and for each side value, max, unit, currency, qualifier, published, article,
    report_id, language, quote, chosen, with ``_a`` and ``_b`` at the end; a is the earlier one.
    """
    sides = ("value", "max", "unit", "currency", "qualifier", "published", "article", "report_id", "language", "quote", "chosen")
    rows = []
    disputed = claims[claims["conflict"].map(bool)]
    by_claim: dict[tuple[str, str, str], list[dict[str, Any]]] = defaultdict(list)
    for values in disputed.itertuples(index=False):
        claim = dict(zip(disputed.columns, values, strict=True))
        by_claim[claim["project_id"], claim["column"], claim["report_id"]].append(claim)
    for (project_id, column, report_id), own in by_claim.items():
        for other_id in own[0]["conflict"]:
            others = by_claim.get((project_id, column, other_id), [])
            if others and (own[0]["published"], report_id) < (others[0]["published"], other_id):
                pair = {f"{side}_{mark}": claim[side] for mark, claim in (("a", own[0]), ("b", others[0])) for side in sides}
                rows.append({"project_id": project_id, "project": own[0]["project"], "column": column, **pair})
    columns = ["project_id", "project", "column", *(f"{side}_{mark}" for mark in "ab" for side in sides)]
    return pd.DataFrame(rows, columns=columns)
