"""What was promised when: the starts, capacities and amounts that the articles give for a project, and how they slipped.

Of each day the report counts that wins there by the rule; a person's correction of the whole project comes last. Only
what is stated: months where both articles give one, else years; a year against a month of it is no slip, and neither is
the first stage told alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from core.ledger.claims import said_of
from core.ledger.figures import main_investment
from core.ledger.history import each_day, moved_by, same_time, staged
from core.ledger.rule import BY_COLUMN, Rule
from core.ledger.winners import Stand, choose, stands
from core.pause import uncollected

# What is promised; the upper figures go with the lower ones.
PROMISED = ("construction_start", "production_start", "capacity_gwh", "investment_eur")
PROMISES = ("project_id", "column", "published", "published_precision", "report_id", "article", "language", "basis", "value",
            "max", "change", "exact", "quote", "quote_en")  # fmt: skip
SLIPS = ("project_id", "column", "first", "first_max", "first_published", "first_report", "latest", "latest_max",
         "latest_published", "latest_report", "change", "exact", "promises", "moves", "reports", "articles")  # fmt: skip
_UPPER = {"capacity_gwh": "capacity_gwh_max", "investment_eur": "investment_eur_max"}
Row = dict[str, Any]


@uncollected
def promises(table: pd.DataFrame) -> pd.DataFrame:
    """Every promise on the whole site, project by project, column by column, oldest first.

    Columns: PROMISES. ``column``: one of PROMISED. ``value``: ISO text (YYYY or YYYY-MM), or a number with its upper
    figure in ``max`` (GWh a year, EUR). ``change`` against the promise before: months for a start, else the difference
    of the upper figures; missing where nothing moved. ``exact``: whether both starts give a month. ``basis``: stated, or
    corrected (by a person: no report, and ``quote_en`` is the reason).
    """
    rows: list[Row] = []
    for project_id, project in stands(table).items():
        for column in PROMISED:
            rows += [{"project_id": project_id, **told} for told in _told(project, column)]
    made = pd.DataFrame(rows, columns=list(PROMISES))
    made["published"] = pd.to_datetime(made["published"]).astype("datetime64[us]")
    return made.astype({"value": "object", "max": "object", "change": "float64", "exact": "bool"})


def _told(project: Sequence[Stand], column: str) -> Iterator[Row]:
    rule = BY_COLUMN[column]
    if not any(rule.name in s.said or rule.name in s.rulings for s in project):
        return
    before: Stand | None = None
    said = [s for s in project if rule.name in s.said and not s.passing and rule.name not in s.struck]
    for s in said if len(said) == 1 else each_day(project, rule):
        if s.values[column] is None:
            continue
        yield _promise(s, column) | _moved(before, s, column) | _origin(s, rule, column)
        before = s
    ruling = next((s.rulings[rule.name] for s in project if rule.name in s.rulings), None)
    winner = choose(project, rule).winner if ruling else None
    if ruling and winner and winner.values[column] is not None:
        origin = dict.fromkeys(("published_precision", "report_id", "article", "language", "quote"))
        yield _promise(winner, column) | _moved(before, winner, column) | origin | {
            "published": ruling.day, "basis": "corrected", "quote_en": ruling.why}  # fmt: skip


def _promise(s: Stand, column: str) -> Row:
    low, high = s.values[column], s.values.get(_UPPER.get(column, ""))
    return {"column": column, "value": low, "max": low if high is None else high}


def _moved(before: Stand | None, now: Stand, column: str) -> Row:
    if before is None:
        return {"change": None, "exact": False}
    same = column == "capacity_gwh" and staged(before, now)
    return _difference(_promise(before, column), _promise(now, column), same)


def _difference(a: Mapping[str, Any], b: Mapping[str, Any], same: bool) -> Row:
    """``change`` and ``exact`` from one promise to the next; ``same``: the two tell of one and the same."""
    if isinstance(a["value"], str):
        exact = len(a["value"]) == len(b["value"]) == 7
        return {"change": None if same_time(a["value"], b["value"]) else moved_by(a["value"], b["value"]), "exact": exact}
    same = same or (a["value"], a["max"]) == (b["value"], b["max"])
    return {"change": None if same else moved_by(a["max"], b["max"]), "exact": False}


def _origin(s: Stand, rule: Rule, column: str) -> Row:
    item: Any = s.values[column]
    if column == "capacity_gwh":
        gwh = [i for i in s.values["capacities"] if i["unit"] == "GWh" and i["value"] is not None]
        item = max(gwh, key=lambda i: i["max"] or i["value"], default=item)
    elif column == "investment_eur":
        item = main_investment(s.values["investments"]) or item
    said = said_of(s.row["evidence"], rule, item)
    row = s.row
    return {"published": s.day or None, "published_precision": row["published_precision"], "report_id": row["report_id"],
            "article": row["article"], "language": row["language"], "basis": "stated", "quote": said.get("quote"),
            "quote_en": said.get("quote_en")}  # fmt: skip


def slips(promised: pd.DataFrame) -> pd.DataFrame:
    """From ``promises``: one row per project and column with the first promise and the latest.

    Columns: SLIPS. ``change``: months from the first start to the latest (positive: later), else the difference of the
    upper figures; 0 where nothing moved, missing where there is one promise only. ``promises``: how many days have one;
    ``moves``: how often it moved; ``reports``, ``articles``: lists of those behind it.
    """
    made: dict[tuple[str, str], Row] = {}
    wanted = ("project_id", "column", "value", "max", "published", "report_id", "article", "change")
    for project_id, column, value, top, published, report, article, change in zip(*(promised[n] for n in wanted), strict=True):
        slip = made.get((project_id, column))
        if slip is None:
            slip = made[project_id, column] = {
                "project_id": project_id, "column": column, "first": value, "first_max": top, "first_published": published,
                "first_report": report, "promises": 0, "moves": 0, "reports": [], "articles": [],
            }  # fmt: skip
        slip |= {"latest": value, "latest_max": top, "latest_published": published, "latest_report": report}
        slip["promises"] += 1
        slip["moves"] += change == change  # missing is NaN, which equals nothing
        for name, found in (("reports", report), ("articles", article)):
            if isinstance(found, str):
                slip[name].append(found)
    for slip in made.values():
        slip |= {"change": None, "exact": False}
        if slip["promises"] > 1:
            first, latest = ({"value": slip[end], "max": slip[f"{end}_max"]} for end in ("first", "latest"))
            slip |= _difference(first, latest, not slip["moves"])
            slip["change"] = slip["change"] or 0.0
    rows = pd.DataFrame(list(made.values()), columns=list(SLIPS))
    for name in ("first_published", "latest_published"):
        rows[name] = pd.to_datetime(rows[name]).astype("datetime64[us]")
    return rows.astype({"change": "float64", "exact": "bool", "promises": "int64", "moves": "int64"})


def change_in_words(months: float, exact: bool) -> str:
    """“17 months later”, “2 years later”, “1 year earlier”; “as promised” without a change. exact: in months."""
    if not months:
        return "as promised"
    size = abs(int(months)) if exact else abs(round(months / 12))
    return f"{size} {'month' if exact else 'year'}{'' if size == 1 else 's'} {'later' if months > 0 else 'earlier'}"
