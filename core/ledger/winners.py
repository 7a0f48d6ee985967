"""The rule of core.ledger.rule, applied: for each project and group of columns the report whose value counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from core.ledger.figures import Memory, implausible, main_investment
from core.ledger.rule import BY_COLUMN, CORRECTION, FOR_PROJECT, RULES, Rule
from core.ledger.rulings import Ruling, rulings, settled
from core.ledger.sources import sources
from core.ledger.telling import SITES
from core.table import records

_QUALIFIED = {"none": 3, None: 3, "at_least": 2, "up_to": 2, "about": 1}
_PLANNED, _BEGUN = frozenset({"intent", "announced", "pre_construction"}), frozenset({"construction", "operating"})
_STOPPED = frozenset({"shelved", "cancelled", "closed"})
_PLACES = {"city": 3, "region": 2, "country": 1}


@dataclass(slots=True)
class Stand:
    """One report as the ledger takes it. ``fixed``: names of the rules in which a person has set something; ``values``:
    its columns, without what does not count; ``said``: names of the rules of which it states something; ``struck``: name
    of a rule → why nothing of it counts; ``recalled``: values that are only recalled, as (column, value, the reason)."""

    row: dict[str, Any]
    source: str
    passing: bool
    phase: bool
    fixed: frozenset[str]
    values: dict[str, Any] = field(default_factory=dict)
    said: frozenset[str] = frozenset()
    struck: dict[str, str] = field(default_factory=dict)
    recalled: list[tuple[str, Any, str]] = field(default_factory=list)
    rulings: dict[str, Ruling] = field(default_factory=dict)  # what a person has set for the project: name of a rule →
    costs: bool = True  # its amount is what the project costs, not what is raised or paid for it

    # ``day``: ISO text, empty without. ``key``: order of winning where nothing else decides: the day, then how early in
    # its article it is told.
    day: str = field(init=False)
    key: tuple[str, int, str] = field(init=False)

    def __post_init__(self) -> None:
        name, _, number = self.row["report_id"].rpartition("#")
        self.day = self.row["published"] or ""
        self.key = self.day, -int(number) if name and number.isdigit() else 0, self.row["report_id"]

    def states(self, rule: Rule) -> bool:
        return rule.name in self.said


@dataclass(frozen=True, slots=True)
class Choice:
    """The report that wins a group of columns, and why in words; no report where none states it."""

    winner: Stand | None
    why: str
    ruling: Ruling | None = None  # of a person: the winner is no report then


def stands(table: pd.DataFrame, only: Collection[str] | None = None) -> dict[str, list[Stand]]:
    """project_id → its reports, oldest first; reports without a project_id stand alone under their report_id.

    only: project_ids of the projects that are wanted.
    """
    one_source = sources(table)
    found: dict[str, list[Stand]] = defaultdict(list)
    if only is not None:
        table = table[table["project_id"].fillna(table["report_id"]).isin(only)]
    # A project's reports are made one after the other, so that they lie together in memory.
    codes, _ = pd.factorize(table["project_id"].fillna(table["report_id"]))
    for row in records(table.iloc[codes.argsort(kind="stable")]):
        found[row["project_id"] or row["report_id"]].append(stand(row, one_source[row["article"] or row["report_id"]]))
    for project in found.values():
        settle(project)
    return found


def stand(row: dict[str, Any], source: str) -> Stand:
    """A report before ``settle`` has looked at it among the others of its project."""
    phase = row["kind"] == "expansion" and row["status"] != "operating"
    fixed = corrected(row)
    made = Stand(row, source, not fixed and is_passing(row), phase, fixed)
    made.rulings = rulings(row)
    return made


def is_passing(row: dict[str, Any]) -> bool:
    """A mention in passing: not the article's first subject, and all that it says of a plant, but perhaps where it stands, in
    one sentence ("next door")."""
    if str(row["report_id"]).endswith("#1") or row["kind"] not in SITES:
        return False
    told = [e for e in row["evidence"] if e["rule"] not in (CORRECTION, FOR_PROJECT)]
    return len({e["quote"] for e in told if e["column"] not in _PLACES} or {e["quote"] for e in told}) == 1


def corrected(row: dict[str, Any]) -> frozenset[str]:
    """The groups of columns (names of their rules) in which a person has set or cleared something in this row."""
    fixed = [e["column"] for e in row["evidence"] if e["rule"] == CORRECTION]
    return frozenset(BY_COLUMN[column].name for column in fixed if column in BY_COLUMN)


def settle(project: list[Stand]) -> None:
    """Put a project's reports in order, oldest first, and fill values, struck and recalled. A project known only in
    passing, or only by expansions, has no better."""
    project.sort(key=lambda s: s.key)
    telling = [s for s in project if s.row["kind"] != "statistic"]
    if all(s.passing for s in project):
        for s in project:
            s.passing = False
    memory, article = Memory(), ""
    waiting: list[Stand] = []
    for s in project:
        if s.row["article"] != article:
            for earlier in waiting:
                memory.learn(earlier.row)
            waiting, article = [], s.row["article"]
        if not s.passing:
            waiting.append(s)
        s.values = dict(s.row)
        _recall(s, memory)
        money = main_investment(s.values["investments"])
        if s.values["investment_eur"] is not None and (not money or "investment_eur" in s.fixed):
            money = {"amount": s.values["investment_eur"], "max": s.values["investment_eur_max"], "currency": "EUR"}
        elif "investment_eur" in s.fixed:
            money = None
        s.costs = money is None or money.get("kind", "investment") == "investment"
        s.values["investment_amount"] = money["amount"] if money else None
        s.values["investment_amount_max"] = money["max"] if money else None
        s.values["investment_currency"] = money["currency"] if money else None
        for column, why in implausible(s.values).items():
            if BY_COLUMN[column].name not in s.fixed:
                s.struck[BY_COLUMN[column].name] = f"implausible: {why}"
        if s.row["kind"] == "statistic" and telling:
            s.struck = dict.fromkeys((rule.name for rule in BY_COLUMN.values()), "a market figure")
        s.said = frozenset(rule.name for rule in RULES if any(s.values[c] not in (None, []) for c in rule.columns))
    _stepped_back(project)


def _stepped_back(project: list[Stand]) -> None:
    """A plan is no news of a plant that is being built or runs, and an intent none of what was announced: the article tells
    of something else there."""
    reached, planned = {True: "", False: ""}, {True: "", False: ""}
    ran: list[Stand] = []  # who said that the plant runs, since it last stood still
    for s in project:
        status = s.values["status"]
        if ran and not s.phase:
            _started_again(s, ran)
        if s.day and not (s.passing or s.phase or "status" in s.struck):
            if status in _STOPPED:
                ran = []
            elif status == "operating" or _has_begun(s):
                ran.append(s)
        if status is None or not s.day or s.passing or "status" in s.struck:
            continue
        said = f"{s.row['report_id']} says {status}"
        before = reached[s.phase] if status in _PLANNED else ""
        if (status == "intent" and planned[s.phase] or before) and "status" not in s.fixed:
            s.struck["status"] = f"a step back: {before or planned[s.phase]}"
        else:
            reached[s.phase] = said if status in _BEGUN else ""
            planned[s.phase] = "" if status in _STOPPED else planned[s.phase] or ("" if status == "intent" else said)


def _started_again(s: Stand, ran: list[Stand]) -> None:
    """Strike a start after the day by which the plant ran: it is that of an expansion. One report that says so is enough for
    a report of an expansion; for others two sources must, as one may be misread."""
    sources = {r.source for r in ran if r.source != s.source}
    if len(sources) < (1 if s.row["kind"] == "expansion" else 2):
        return
    for column in ("construction_start", "production_start"):
        start = s.values[column]
        if start is not None and start > ran[0].day[: len(start)] and column not in s.fixed:
            s.struck[column] = f"the start of an expansion: {ran[0].row['report_id']} says that it ran before"


def _has_begun(s: Stand) -> bool:
    """Whether a report tells of a start of production that lies behind it."""
    start = s.values["production_start"]
    return start is not None and start < s.day[: len(start)]


def _recall(s: Stand, memory: Memory) -> None:
    """Take out of the values what the article only recalls."""
    fixed = s.fixed
    old = [] if {"capacities", "capacity_gwh"} & fixed else memory.capacities(s.values["capacities"])
    if old:
        kept = [item for item in s.values["capacities"] if item not in old]
        s.recalled += [("capacities", item, "recalls the earlier figure") for item in old]
        s.values["capacities"] = kept
        gwh = [item for item in kept if item["unit"] == "GWh"]
        if s.values["capacity_gwh"] is not None and gwh:
            s.values["capacity_gwh"] = min(item["value"] for item in gwh)
            s.values["capacity_gwh_max"] = max(item["max"] or item["value"] for item in gwh)
    spent = [] if {"investments", "investment_eur"} & fixed else memory.investments(s.values["investments"])
    if spent:
        kept = [item for item in s.values["investments"] if item not in spent]
        s.recalled += [("investments", item, "recalls the earlier figure") for item in spent]
        s.values["investments"] = kept
        main = main_investment(kept)
        if main is not None:
            s.values["investment_eur"], s.values["investment_eur_max"] = main["eur"], main["eur_max"]
    for column in ("construction_start", "production_start"):
        start = None if column in fixed else memory.start(column, s.row)
        if start is not None:
            s.recalled.append((column, s.row[column], "recalls the earlier date"))
            s.values[column] = start


# --------------------------------------------------------------------------------------------------------- choosing


def choose(project: Sequence[Stand], rule: Rule) -> Choice:
    """The report whose values of these columns count, or what a person has set for the project."""
    found = best(project, rule)
    for s in project:
        if s.rulings and rule.name in s.rulings:
            return _ruled(s.rulings[rule.name], rule, found.winner or s)
    return found


def _ruled(ruling: Ruling, rule: Rule, told: Stand) -> Choice:
    row = told.row | {"report_id": CORRECTION, "article": None, "published": ruling.day, "language": None}
    by_hand = Stand(row, "", False, False, frozenset())
    by_hand.values = told.values | settled(ruling, rule.columns, told.values if told.states(rule) else {})
    return Choice(by_hand, ruling.why, ruling)


def best(project: Sequence[Stand], rule: Rule) -> Choice:
    """The report whose values of these columns count by what the articles say."""
    stated = [s for s in project if s.states(rule) and rule.name not in s.struck and not s.passing]
    if not stated:
        return Choice(None, "")
    whole = [s for s in stated if not (rule.of_phase and s.phase)]
    pool = whole or stated
    if rule.name == "kind":
        pool = [s for s in pool if s.row["kind"] in SITES] or pool
    if rule.name == "investment_eur":
        pool = [s for s in pool if s.costs] or pool
    if len(pool) == 1:
        only = "states it" if len(stated) == 1 else "tells of the whole site" if len(whole) == 1 else "says what it costs"
        return Choice(pool[0], f"the only report that {only}")
    if rule.precise == "place":
        country = max(pool, key=lambda s: s.key).values["country"]
        here = [s for s in pool if s.values["country"] == country]
        best = max(here, key=lambda s: (_PLACES.get(s.values["location_precision"], 0), bool(s.values["city"]), *s.key))
        return Choice(best, "the most precise place, of the latest report that gives it")
    last = max(s.day for s in pool)
    pool = [s for s in pool if s.day == last]
    if len(pool) == 1:
        return Choice(pool[0], "the latest report that states it")
    exact = {id(s): precision(s, rule) for s in pool}
    best_exact = max(exact.values())
    close = [s for s in pool if exact[id(s)] == best_exact]
    if len(close) == 1:
        return Choice(close[0], "of the latest day, the most precise")
    carriers: dict[str, set[str]] = defaultdict(set)
    for s in project:
        if not s.passing:
            carriers[_value(s, rule)].add(s.source)
    support = {id(s): len(carriers[_value(s, rule)]) for s in close}
    most = max(support.values())
    carried = [s for s in close if support[id(s)] == most]
    why = (
        "of the latest day, the one with most independent sources" if len(carried) < len(close) else "the first of the latest day"
    )
    return Choice(max(carried, key=lambda s: s.key), why)


def _value(s: Stand, rule: Rule) -> Any:
    return str([s.values.get(column) for column in rule.columns])


def precision(s: Stand, rule: Rule) -> tuple[float, ...]:
    """How exact a report states a group of columns; compare as they are, more is more exact."""
    if rule.precise == "date":
        return (float(len(s.values[rule.name] or "")),)
    if rule.precise != "figure":
        return ()
    items = _stated(s, rule)
    if rule.name == "investment_eur":
        low, high = s.values["investment_amount"], s.values["investment_amount_max"]
    else:
        low, high = (s.values[column] for column in rule.columns)
    exact = min((_QUALIFIED[i.get("qualifier")] for i in items), default=3)
    one = high is None or low is None or high == low
    return float(exact), float(one), float(max(_digits(low), _digits(high)))


def highest(project: Sequence[Stand], rule: Rule) -> Stand | None:
    """The report with the highest figure that was ever stated of the whole project, the first of them; None without any.
    For groups of a lower and an upper figure."""
    stated = [s for s in project if s.states(rule) and rule.name not in s.struck and not s.passing]
    return max((s for s in stated if not s.phase and s.row["kind"] != "statistic"), key=lambda s: upper(s, rule), default=None)


def upper(s: Stand, rule: Rule) -> float:
    """The upper figure of a group of a lower and an upper one, or the only one."""
    return max(float(s.values[column] or 0.0) for column in rule.columns[:2])


def qualifiers(s: Stand, rule: Rule) -> tuple[str | None, str | None]:
    """The word that qualifies the lower and the upper figure of a charted group (core.columns.QUALIFIERS); None where
    the article gives it plainly, or a person has set it."""
    figures = [s.values[rule.columns[0]], s.values[rule.columns[1 if rule.precise == "figure" else 0]]]
    if rule.name == "investment_eur":
        figures = [s.values["investment_amount"], s.values["investment_amount_max"]]
    found: list[str | None] = []
    for figure in figures:
        own = [i for i in _stated(s, rule) if figure is not None and figure in (i[k] for k in _AMOUNTS if k in i)]
        word = own[0].get("qualifier") if own else None
        found.append(None if word == "none" else word)
    return found[0], found[1]


_AMOUNTS = ("value", "amount", "max", "eur_max")


def _stated(s: Stand, rule: Rule) -> list[Mapping[str, Any]]:
    """What the report's figures of a charted group rest on, in the nested columns."""
    match rule.name:
        case "capacity_gwh":
            return [i for i in s.values["capacities"] if i["unit"] == "GWh"]
        case "investment_eur":
            main = main_investment(s.values["investments"])
            return [main] if main else []
        case "support_eur":
            return [i for i in s.values["investments"] if i["kind"] == "public_support"]
        case _:
            return []


def _digits(value: float | None) -> int:
    """Significant digits of a number, without the noughts at its end."""
    return len(f"{value:.6e}".split("e")[0].rstrip("0").replace(".", "").strip("-")) if value else 0
