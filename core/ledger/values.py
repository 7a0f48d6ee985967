"""What counts in each column of a project, as values that two states of the ledger can be compared by.

Compared is what an analyst follows: status, capacity, money, jobs, starts, place and companies. How two articles name
the kind of plant, the product or the deal is no news of the project.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.columns import label
from core.formats import listing, value_in_words
from core.ledger.claims import said_of
from core.ledger.figures import main_investment
from core.ledger.history import inferred_status
from core.ledger.rule import BY_COLUMN, CORRECTION, Rule
from core.ledger.rulings import Ruling
from core.ledger.telling import owns
from core.ledger.winners import Stand, best, choose

FIGURES = ("capacity_gwh", "capacities", "investment_eur", "support_eur", "jobs", "production_start", "construction_start")
COMPARED: tuple[Rule, ...] = tuple(BY_COLUMN[name] for name in ("status", *FIGURES, "partners", "country"))
_LEVELS = ("city", "region", "country_name")
# By how much figures may differ and still be one: rounding; rounding of “about”; of two currencies or two days' rates.
_ROUNDED, _ABOUT, _RATES = 0.02, 0.1, 0.1

_NAMES = {"capacity_gwh": "capacity", "capacities": "capacity", "investment_eur": "investment", "country": "place",
          "partners": "companies"}  # fmt: skip

Key = tuple[str, str, bool]  # name of the rule; unit where it has several; whether of an expansion


@dataclass(frozen=True, slots=True)
class Value:
    """What counts in one column. ``low``, ``high``: numbers, words, ISO text, names or a place's levels; ``low`` is None
    where a person has cleared it. ``euro``: an amount in EUR beside the one as stated. ``winner``: its report;
    ``ruling``: of a person; ``since``: the day from which silence gives the status."""

    rule: Rule
    low: Any
    high: Any = None
    unit: str | None = None
    qualifier: str | None = None
    euro: tuple[float | None, float | None] | None = None
    item: Any = None
    winner: Stand | None = None
    ruling: Ruling | None = None
    since: str | None = None

    def words(self) -> str:
        """“about EUR 1.7 bn”, “Under construction”, “Heide, Germany”."""
        words = in_words(self.rule.name, self.low, self.high, self.unit, self.qualifier)
        return f"{words} (inferred)" if self.since else words

    def said(self) -> Mapping[str, Any]:
        """The evidence: the sentence, or the note of a correction; empty without."""
        if self.winner is None or self.ruling is not None:
            return {"quote_en": self.ruling.why} if self.ruling else {}
        return evidence(self.winner, self.rule, self.low if self.item is None else self.item)


def name_of(column: str) -> str:
    """A compared column in a sentence: “capacity”, “production start”."""
    return _NAMES.get(column) or label(column).lower()


def in_words(column: str, low: Any, high: Any, unit: str | None, qualifier: str | None) -> str:
    """A value in words; names are listed, a place is told from the town up."""
    if low is None:
        return ""
    if column in ("partners", "country"):
        return listing(list(low)) if column == "partners" else ", ".join(level for level in low if level)
    return value_in_words(column, low, high, None if unit == column else unit, unit, qualifier)


def evidence(s: Stand, rule: Rule, value: Any) -> Mapping[str, Any]:
    """The note of a correction of this column in a report, else the sentence that states the value."""
    notes = [e for e in s.row["evidence"] if e["rule"] == CORRECTION and e["column"] in rule.columns]
    return {"quote_en": notes[-1]["quote_en"]} if notes else said_of(s.row["evidence"], rule, value)


def current(project: Sequence[Stand], today: date | None) -> dict[Key, Value]:
    """The values that count in a project, and those of an expansion of it that does not run yet. ``today``: the day on
    which silence is measured; None: silence counts for nothing."""
    if all(s.row["kind"] == "statistic" for s in project):
        return {}  # what a market is said to have this year and next is no project that moves
    found = {key: value for rule in COMPARED for key, value in _values(project, rule, False)}
    silent = inferred_status(project, today)
    if silent is not None:
        found["status", "", False] = Value(BY_COLUMN["status"], silent.status, since=silent.day)
    phase = expansion(project)
    ready = [s for s in project if phase and s.key > phase[-1].key and _runs(s)]
    if ready:  # what it adds is the site's now
        return found | {("status", "", True): Value(BY_COLUMN["status"], "operating", winner=ready[0])}
    for rule in COMPARED if phase else ():
        if rule.of_phase:
            found |= dict(_values(phase, rule, True))
    return found


def _runs(s: Stand) -> bool:
    return s.row["kind"] == "expansion" and s.row["status"] == "operating" and not s.passing


def expansion(project: Sequence[Stand]) -> list[Stand]:
    """The reports of an expansion that does not run yet; empty where nothing else is told of the project."""
    phase = [s for s in project if s.phase and not s.passing]
    return phase if any(not s.phase and not s.passing for s in project) else []


def _values(project: Sequence[Stand], rule: Rule, phase: bool) -> Iterator[tuple[Key, Value]]:
    choice = best(project, rule) if phase else choose(project, rule)
    if choice.winner is None:
        return
    if rule.name != "capacities" or choice.ruling is not None:
        for value in stated(choice.winner, rule, choice.ruling):
            yield (rule.name, "", phase), value
        return
    # Whoever tells of the megawatts takes nothing back of the tonnes: each unit has its own latest report.
    for unit in dict.fromkeys(i["unit"] for s in project for i in s.values["capacities"]):
        winner = best([s for s in project if any(i["unit"] == unit for i in s.values["capacities"])], rule).winner
        for value in stated(winner, rule) if winner else ():
            if value.unit == unit:
                yield (rule.name, unit, phase), value


def stated(s: Stand, rule: Rule, ruling: Ruling | None = None) -> Iterator[Value]:
    """What a report (or a person) states of one group of columns."""
    low = s.values[rule.name]
    high = s.values[rule.columns[1]] if rule.precise == "figure" else None
    match rule.name:
        case "capacities":
            yield from _capacities(s, rule, ruling)
        case "capacity_gwh":
            gwh = [i for i in s.values["capacities"] if i["unit"] == "GWh" and i["value"] == low]
            first = gwh[0] if gwh else None
            yield Value(rule, high if low is None else low, high, "GWh", _qualifier(gwh), None, first, s, ruling)
        case "investment_eur":
            main = main_investment(s.values["investments"]) or {}
            amount, top, currency = (s.values[c] for c in ("investment_amount", "investment_amount_max", "investment_currency"))
            qualifier = _qualifier([main]) if main else None
            yield Value(rule, amount, top, currency, qualifier, (low, high), main or None, s, ruling)
        case "partners":
            yield Value(rule, list(low) or None, winner=s, ruling=ruling)
        case "country":
            levels = tuple(s.values[level] for level in _LEVELS)
            yield Value(rule, levels if any(levels) else None, winner=s, ruling=ruling)
        case _:
            unit = {"support_eur": "EUR", "jobs": "jobs"}.get(rule.name)
            yield Value(rule, low, high, unit, winner=s, ruling=ruling)


def _capacities(s: Stand, rule: Rule, ruling: Ruling | None) -> Iterator[Value]:
    """One value for each unit: from the first stage to the full build-out."""
    units: dict[str, list[Mapping[str, Any]]] = {}
    for item in s.values["capacities"]:
        if item["value"] is not None and not (item["unit"] == "GWh" and s.values["capacity_gwh"] is not None):
            units.setdefault(item["unit"], []).append(item)
    for unit, items in units.items():
        first = min(items, key=lambda i: i["value"])
        high = max(item["max"] or item["value"] for item in items)
        yield Value(rule, first["value"], high, unit, _qualifier([first]), None, first, s, ruling)


def _qualifier(items: Sequence[Mapping[str, Any]]) -> str | None:
    return items[0]["qualifier"] if items and items[0]["qualifier"] != "none" else None


# -------------------------------------------------------------------------------------------------------- comparing


@dataclass(frozen=True, slots=True)
class Move:
    """How a value moved: ``what`` of core.ledger.changes.CHANGES, both sides (low, high), unit, words and direction."""

    what: str
    before: tuple[Any, Any]
    after: tuple[Any, Any]
    unit: str | None
    words: tuple[str, str]
    direction: str | None = None


def moves(was: Value | None, now: Value | None, known: frozenset[str]) -> Iterator[Move]:
    """What is new in one column; nothing where the same is only told otherwise: rounded, in another currency, less
    exactly, or the first stage alone. ``known``: companies that any report of before names.

    A company that is named no more has left only where an article on the project still names several others, or one has
    bought its part: an article that tells of one partner says nothing of the others.
    """
    was = None if was is None or was.low is None else was
    now = None if now is None or now.low is None else now
    if was is None and now is not None:
        yield Move("first_value", (None, None), (now.low, now.high), now.unit, ("", now.words()))
    elif now is None and was is not None:
        yield Move("withdrawn_value", (was.low, was.high), (None, None), was.unit, (was.words(), ""))
    elif was is not None and now is not None:
        match was.rule.name:
            case "partners":
                yield from _companies(was, now, known)
            case "country":
                yield from _place(was, now)
            case "status":
                if was.low != now.low or (was.since is None) != (now.since is None):
                    yield _move("changed_value", was, now)
            case "construction_start" | "production_start":
                if not (was.low.startswith(now.low) or now.low.startswith(was.low)):
                    yield _move("changed_value", was, now, "later" if now.low > was.low else "earlier")
            case _:
                yield from _figure(was, now)


def _move(what: str, was: Value, now: Value, direction: str | None = None) -> Move:
    return Move(what, (was.low, was.high), (now.low, now.high), now.unit, (was.words(), now.words()), direction)


def _figure(was: Value, now: Value) -> Iterator[Move]:
    slack = _ABOUT if "about" in (was.qualifier, now.qualifier) else _ROUNDED
    if was.unit != now.unit:  # an amount in two currencies
        slack = max(slack, _RATES)
        if was.euro is not None and now.euro is not None and was.euro[0] is not None and now.euro[0] is not None:
            was, now = _in_euro(was), _in_euro(now)
        else:
            yield _move("changed_value", was, now)
            return
    a, b = (was.low, was.low if was.high is None else was.high), (now.low, now.low if now.high is None else now.high)
    if all(_close(x, y, slack) for x, y in zip(a, b, strict=True)):
        return
    if was.rule.name in ("capacity_gwh", "capacities"):
        if b[0] == b[1] and any(_close(b[0], x, slack) for x in a):
            return  # one of the two stages, told alone
        if a[0] == a[1] and any(_close(a[0], x, slack) for x in b):
            yield _move("first_value", was, now)
            return
    ups = {y > x for x, y in zip(a, b, strict=True) if not _close(x, y, slack)}
    narrower = a[0] < a[1] and a[0] <= b[0] and b[1] <= a[1]
    yield _move("changed_value", was, now, None if len(ups) > 1 or narrower else "up" if True in ups else "down")


def _close(a: float, b: float, slack: float) -> bool:
    return abs(a - b) <= slack * max(abs(a), abs(b))


def _in_euro(value: Value) -> Value:
    low, high = value.euro or (None, None)
    return Value(value.rule, low, high, "EUR", value.qualifier)


def _companies(was: Value, now: Value, known: frozenset[str]) -> Iterator[Move]:
    roles = dict(zip(now.low, now.winner.values["roles"] if now.winner else (), strict=False))
    joined = [c for c in now.low if roles.get(c) != "publisher" and not any(_kin(c, k) for k in known)]
    left = [c for c in was.low if not any(_kin(c, other) for other in now.low)]
    others = len(was.low) - len(left)
    by_hand = now.ruling is not None or (now.winner is not None and "partners" in now.winner.fixed)
    bought = now.winner is not None and "acquisition" in (now.winner.row["kind"], now.winner.row["deal"])
    taken_over = bought and any(roles.get(c) in ("owner", "operator", "joint_venture") for c in joined)
    if joined:
        told = [f"{c} ({roles[c].replace('_', ' ')})" if roles.get(c) else c for c in joined]
        yield Move("partner_joined", (None, None), (joined, None), None, ("", listing(told)))
    lists = others > 1 and now.winner is not None and now.winner.key[1] >= -1  # told of it first, not beside others
    if left and (by_hand or taken_over or lists):
        yield Move("partner_left", (left, None), (None, None), None, (listing(left), ""))


def _kin(one: str, other: str) -> bool:
    return one == other or owns(one, other) or owns(other, one)


def _place(was: Value, now: Value) -> Iterator[Move]:
    by_hand = now.ruling is not None or (now.winner is not None and "country" in now.winner.fixed)
    for level, (a, b) in enumerate(zip(reversed(was.low), reversed(now.low), strict=True)):
        if a is None and b is not None:
            yield _move("first_value", was, now)
            return
        if a is not None and b is not None and a != b:
            if level < len(_LEVELS) - 1 or by_hand:  # two towns of one region in one project lie beside each other
                yield _move("changed_value", was, now)
            return
