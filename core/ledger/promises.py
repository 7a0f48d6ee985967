"""What was promised when: the starts, capacities and amounts that the articles give for a project, and how they slipped.

Of each day the report counts that wins there by the rule; a person's correction of the whole project comes last. What
can be compared with what: core.ledger.comparing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from core.ledger.claims import said_of
from core.ledger.comparing import Difference, as_stated, compared, spent, staged, start_of
from core.ledger.figures import main_investment
from core.ledger.history import each_day
from core.ledger.rule import BY_COLUMN, Rule
from core.ledger.winners import Stand, choose, stands
from core.pause import uncollected
from core.year_parts import Start

# What is promised; the upper figures go with the lower ones.
PROMISED = ("construction_start", "production_start", "capacity_gwh", "investment_eur")
PROMISES = ("project_id", "column", "published", "published_precision", "report_id", "article", "language", "basis", "value",
            "max", "words", "months", "amount", "amount_max", "currency", "compared", "change", "exact", "quote",
            "quote_en")  # fmt: skip
SLIPS = ("project_id", "column", "first", "first_max", "first_published", "first_report", "latest", "latest_max",
         "latest_published", "latest_report", "compared", "change", "exact", "promises", "moves", "steps", "reports",
         "articles")  # fmt: skip
_UPPER = {"capacity_gwh": "capacity_gwh_max", "investment_eur": "investment_eur_max"}
Row = dict[str, Any]


@uncollected
def promises(table: pd.DataFrame) -> pd.DataFrame:
    """Every promise on the whole site, project by project, column by column, oldest first.

    Columns: PROMISES. ``column``: one of PROMISED. ``value``: ISO text (YYYY or YYYY-MM), or a number with its upper
    figure in ``max`` (GWh a year, EUR). ``words``, ``months``: of a start, as exactly as its sentence tells it (“second
    half of 2024”, (7, 12)). ``amount``, ``amount_max``, ``currency``: of an investment, as stated. ``compared``: with the
    promise before, one of core.ledger.comparing.OUTCOMES. ``change`` against it: months for a start, else the difference
    of the upper figures; missing where nothing moved. ``exact``: whether both starts give a month. ``basis``: stated, or
    corrected (by a person: no report, and ``quote_en`` is the reason).
    """
    rows: list[Row] = []
    for project_id, project in stands(table).items():
        for column in PROMISED:
            rows += [{"project_id": project_id, **told} for told in _told(project, column)]
    made = pd.DataFrame(rows, columns=list(PROMISES))
    made["published"] = pd.to_datetime(made["published"]).astype("datetime64[us]")
    return made.astype({"value": "object", "max": "object", "currency": "str", "change": "float64", "exact": "bool"})


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
        before = s if s.day else None
    ruling = next((s.rulings[rule.name] for s in project if rule.name in s.rulings), None)
    winner = choose(project, rule).winner if ruling else None
    if ruling and winner and winner.values[column] is not None:
        origin = dict.fromkeys(("published_precision", "report_id", "article", "language", "quote"))
        yield _promise(winner, column) | _moved(before, winner, column) | origin | {
            "published": ruling.day, "basis": "corrected", "quote_en": ruling.why}  # fmt: skip


def _promise(s: Stand, column: str) -> Row:
    low, high = s.values[column], s.values.get(_UPPER.get(column, ""))
    made = {"column": column, "value": low, "max": low if high is None else high, "words": None, "months": None,
            "amount": None, "amount_max": None, "currency": None}  # fmt: skip
    if column.endswith("_start"):
        told = start_of(s, column)
        made |= {"words": told.words, "months": (told.first, told.last)}
    elif column == "investment_eur":
        made |= dict(zip(("amount", "amount_max", "currency"), as_stated(s), strict=True))
    return made


def _moved(before: Stand | None, now: Stand, column: str) -> Row:
    found = Difference("first") if now.day else Difference("undated")
    if before is not None and now.day and column == "investment_eur":
        found = spent(before, now)
    elif before is not None and now.day:
        same = column == "capacity_gwh" and staged(before, now)
        found = _difference(_promise(before, column), _promise(now, column), same)
    return {"compared": found.outcome, "change": found.change, "exact": found.exact}


def _difference(a: Mapping[str, Any], b: Mapping[str, Any], one_stage: bool) -> Difference:
    """From one promise to another; ``one_stage``: one of the two tells a stage alone."""
    if isinstance(a["value"], str):
        return compared(Start(a["value"], *a["months"]), Start(b["value"], *b["months"]))
    if (a["value"], a["max"]) == (b["value"], b["max"]):
        return Difference("same")
    if one_stage:
        return Difference("staged")
    return Difference("moved", float(b["max"]) - float(a["max"]))


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

    Columns: SLIPS. ``compared``: the latest with the first, one of core.ledger.comparing.OUTCOMES; “first” where there is
    one promise only. ``change``: months from the first start to the latest (positive: later), else the difference of the
    upper figures (of an investment the sum of the steps); 0 where nothing moved, missing where there is one promise only.
    ``promises``: how many days have one; ``moves``: how often it moved; ``steps``: its rows' labels in ``promised``;
    ``reports``, ``articles``: lists of those behind it. A promise of an article without a day counts only where no other
    has one.
    """
    made: dict[tuple[str, str], Row] = {}
    wanted = ("project_id", "column", "value", "max", "months", "published", "report_id", "article", "compared", "change")
    for number, row in zip(promised.index, zip(*(promised[n] for n in wanted), strict=True), strict=True):
        project_id, column, value, top, months, published, report, article, outcome, change = row
        slip = made.get((project_id, column))
        if slip is None or slip["compared"] == "undated":
            slip = made[project_id, column] = {
                "project_id": project_id, "column": column, "first": value, "first_max": top, "first_published": published,
                "first_report": report, "first_months": months, "promises": 0, "moves": 0, "staged": 0, "sum": 0.0,
                "steps": [], "reports": [], "articles": [],
            }  # fmt: skip
        slip |= {"latest": value, "latest_max": top, "latest_published": published, "latest_report": report,
                 "latest_months": months, "compared": outcome}  # fmt: skip
        slip["promises"] += 1
        slip["moves"] += outcome == "moved"
        slip["sum"] += change if change == change and change is not None else 0.0
        slip["staged"] += outcome == "staged"
        slip["steps"].append(number)
        for name, found in (("reports", report), ("articles", article)):
            if isinstance(found, str):
                slip[name].append(found)
    for slip in made.values():
        slip |= {"change": None, "exact": False}
        if slip["promises"] > 1:
            first, latest = ({"value": slip[end], "max": slip[f"{end}_max"], "months": slip[f"{end}_months"]}
                             for end in ("first", "latest"))  # fmt: skip
            found = _difference(first, latest, not slip["moves"] and slip["staged"] > 0)
            if slip["column"] == "investment_eur":  # of one currency the euro may have moved, and the plan not
                found = Difference("moved" if slip["moves"] else "same", slip["sum"])
            slip |= {"compared": found.outcome, "change": found.change or 0.0, "exact": found.exact}
    rows = pd.DataFrame(list(made.values()), columns=list(SLIPS))
    for name in ("first_published", "latest_published"):
        rows[name] = pd.to_datetime(rows[name]).astype("datetime64[us]")
    return rows.astype({"change": "float64", "exact": "bool", "promises": "int64", "moves": "int64"})
