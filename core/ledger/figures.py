"""Figures that do not count: implausible ones, and those by which an article recalls what was planned before.

Both are kept among the claims with the reason. The limits are generous: the largest plants that exist or are planned
pass them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]
PLANT_GWH = 300.0  # a year; the largest cell plants aim at about 200
PLANT_UNITS = {"vehicles": 3e6, "t": 5e6, "units": 1e10, "charging_points": 5e6, "MW": 20_000.0}
PROJECT_EUR = 100e9
PLANT_JOBS = 60_000
EUR_PER_GWH = (2e6, 2e9)  # of a cell plant; about 50 to 150 million are usual
PILOT_GWH = 1.0  # a pilot line costs more for each GWh
YEARS = (40, 30)  # before and after the publication
_THOUSAND = 1000.0
_STAGE = 4.0  # times the first stage: more is rarely the plan before a cut
_JOINT = frozenset({"programme", "statistic"})


def implausible(row: Row) -> dict[str, str]:
    """Column → why its value cannot be charted. Joint plans and market figures have no plant's limits."""
    found: dict[str, str] = {}
    low, high, euro = row.get("capacity_gwh"), row.get("capacity_gwh_max"), row.get("investment_eur")
    gwh = high if high is not None else low
    if row.get("kind") in _JOINT:
        return found
    if gwh is not None and gwh > PLANT_GWH:
        found["capacity_gwh"] = f"{gwh:g} GWh a year is more than any plant makes"
    for item in row.get("capacities") or ():
        limit = PLANT_UNITS.get(item["unit"] or "")
        if limit and (item["max"] or item["value"] or 0) > limit:
            found["capacities"] = f"{item['max'] or item['value']:,.0f} {item['unit']} a year is more than any plant makes"
    if euro is not None and euro > PROJECT_EUR:
        found["investment_eur"] = f"EUR {euro / 1e9:,.0f} bn is more than any project costs"
    elif euro is not None and gwh and "capacity_gwh" not in found and gwh >= PILOT_GWH:
        if euro / gwh < EUR_PER_GWH[0]:
            found["investment_eur"] = f"EUR {euro / 1e6:,.1f} m is too little for {gwh:g} GWh a year"
        elif euro / gwh > EUR_PER_GWH[1]:
            found["investment_eur"] = f"EUR {euro / 1e9:,.1f} bn is too much for {gwh:g} GWh a year"
    if "investment_eur" not in found and (slip := _thousandfold(row.get("investments") or ())):
        found["investment_eur"] = slip
    if row.get("jobs") is not None and row["jobs"] > PLANT_JOBS:
        found["jobs"] = f"{row['jobs']:,} jobs are more than any plant gives"
    published = row.get("published")
    if published is not None:
        year = int(str(published)[:4])
        for column in ("construction_start", "production_start"):
            start = row.get(column)
            if start and not year - YEARS[0] <= int(start[:4]) <= year + YEARS[1]:
                found[column] = f"{start} is too far from the article's year {year}"
            elif start and row.get("kind") == "closure" and str(published)[: len(start)] < start <= f"{year + 1}-12":
                found[column] = f"{start} is when the plant closes"  # who takes it over starts later
    return found


def _thousandfold(investments: Iterable[Mapping[str, Any]]) -> str | None:
    """The same amount in millions and in billions within one article: one of them is a slip, and who knows which."""
    amounts = sorted((i["amount"], i["currency"]) for i in investments if i["amount"] and i["kind"] == "investment")
    for small, currency in amounts:
        for large, other in amounts:
            if currency == other and abs(large / small - _THOUSAND) < 0.001 * _THOUSAND:
                return f"the article says {currency} {small:,.0f} and {large:,.0f}, a thousand times as much"
    return None


def main_investment(investments: Iterable[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The amount that stands for a report: what the project costs, else raises; the largest, as parts are not added."""
    own = [i for i in investments if i["kind"] in ("investment", "financing", "acquisition") and i["amount"] is not None]
    cost = [i for i in own if i["kind"] == "investment"] or own
    return max(cost, key=lambda i: (i["eur_max"] or i["eur"] or 0.0, i["max"] or i["amount"]), default=None)


class Memory:
    """What earlier articles said of one project, by which a recalled figure is told from a new one."""

    def __init__(self) -> None:
        self._known: dict[str, set[Any]] = {}

    def learn(self, row: Row) -> None:
        for item in row.get("capacities") or ():
            self._add(f"capacity {item['unit']}", item["value"], item["max"])
        for item in row.get("investments") or ():
            self._add(f"money {item['currency']}", item["amount"], item["max"])
        self._add("production_start", (row.get("production_start") or "")[:4] or None)
        self._add("construction_start", (row.get("construction_start") or "")[:4] or None)

    def _add(self, key: str, *values: Any) -> None:
        self._known.setdefault(key, set()).update(v for v in values if v is not None)

    def _all(self, key: str, *values: Any) -> bool:
        known = self._known.get(key, set())
        return all(v in known for v in values if v is not None)

    def capacities(self, items: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        """The capacities that are only recalled: known from earlier, and a new one of the unit stands beside them.

        A first stage that is given together with the full build-out is no recollection; nor is a plan of more than
        four times what is new: that much is rarely cut, but often built first.
        """
        found = []
        for item in items:
            key = f"capacity {item['unit']}"
            beside = [i for i in items if i["unit"] == item["unit"] and not self._all(key, i["value"], i["max"])]
            staged = item["basis"] == "initial" and any(i["basis"] == "target" for i in beside)
            if beside and item["value"] and all(i["value"] and i["value"] * _STAGE < item["value"] for i in beside):
                staged = True
            if beside and not staged and self._all(key, item["value"], item["max"]):
                found.append(item)
        return found

    def investments(self, items: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        """The amounts that are only recalled; a new one of the same order must stand beside them."""
        found = []
        for item in items:
            if item["kind"] != "investment" or not item["amount"]:
                continue
            beside = [
                i
                for i in items
                if i["kind"] == "investment"
                and i["currency"] == item["currency"]
                and not self._all(f"money {i['currency']}", i["amount"], i["max"])
                and i["amount"]
                and 0.1 < i["amount"] / item["amount"] < 10
            ]
            if beside and self._all(f"money {item['currency']}", item["amount"], item["max"]):
                found.append(item)
        return found

    def start(self, column: str, row: Row) -> str | None:
        """The start that the article really gives, where the row has one that is only recalled; else None."""
        value = row.get(column)
        if not value or not self._all(column, value[:4]):
            return None
        told = [e["value"] for e in row.get("evidence") or () if e["column"] == column and e["value"]]
        later = [t for t in told if t[:4] > value[:4] and not self._all(column, t[:4])]
        return min(later, default=None)


def same(value: Any, text: str | None) -> bool:
    """Whether evidence (its value as text) is about this value; dicts are compared by what both have."""
    if text is None:
        return False
    if not isinstance(value, Mapping):
        return str(value) == text or _number(text) == value
    try:
        told = json.loads(text)
    except ValueError:
        return False
    keys = ("value", "amount", "max", "unit", "currency")
    return isinstance(told, dict) and all(value.get(k) == told[k] for k in keys if k in told)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
