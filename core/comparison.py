"""Rows against annotations: what counts as the same company, place, amount or date, and which row tells of which project.

An annotation is one JSON file per article (tests/gold/README.md says what is in it). A slot's entries are a set:
names folded to their letters, (value, unit) of capacities, (amount, currency), (construction or production, year).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

Gold = dict[str, Any]
Item = Any
Slots = dict[str, set[Item]]

FACTS = ("capacities", "investments", "jobs", "starts")
SLOTS = ("companies", "countries", "cities", *FACTS)
_WEIGHTS = {
    "companies": 2.0,
    "countries": 0.5,
    "cities": 3.0,
    "capacities": 3.0,
    "investments": 3.0,
    "jobs": 2.0,
    "starts": 1.0,
}
SEGMENT_OF = {
    "mining": "raw_materials",
    **dict.fromkeys(("refining", "cathode", "anode", "precursor"), "battery_materials"),
}
STATUS_OF = {"considered": "intent", "mou": "intent", "permitted": "pre_construction", "paused": "shelved"}
KINDS_OF = {
    "plant": {"new"},
    "joint_venture": {"new", "partnership"},
    "partnership": {"partnership", "supply"},
    "funding": {"funding", "new", "expansion", "programme"},
    "supply": {"supply", "partnership"},
}
_LEGAL = frozenset(
    "ag se gmbh co kg oy oyj ab nv bv inc ltd llc plc sa spa as asa corp corporation company group konzern holding limited "
    "n v b".split()
)
_TOLERANCE = 0.01
_LETTERS = str.maketrans("øłđØŁĐ", "oldOLD", "")



def fold(text: str) -> str:
    """Letters and digits only, without accents and case."""
    text = text.translate(_LETTERS).casefold().replace("æ", "ae")
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[a-z0-9]+", plain))


def company_key(name: str) -> str:
    words = fold(name).split()
    return " ".join([w for w in words if w not in _LEGAL] or words)


def city_key(name: str) -> str:
    return fold(re.sub(r"\(.*?\)", "", name))


def number(value: Any) -> float | None:
    if value is None or isinstance(value, str) or value != value:
        return None
    return float(value)


def amounts(entries: Iterable[Gold], low: str, high: str) -> set[Item]:
    found: set[Item] = set()
    for entry in entries:
        told = [(entry.get(low), entry.get(high), entry.get("currency"))]
        told += [(a["amount"], a["max"], a["currency"]) for a in entry.get("also") or []]
        if entry.get("eur_basis") == "stated":
            told.append((entry["eur"], entry["eur_max"], "EUR"))
        for a, b, currency in told:
            found |= {(v, currency) for v in (number(a), number(b)) if v is not None}
    return found


def starts(record: Gold) -> set[Item]:
    return {(k, str(record[f"{k}_start"])[:4]) for k in ("construction", "production") if record.get(f"{k}_start")}


def gold_slots(project: Gold, optional: bool) -> Slots:
    """What is annotated of a project; optional: only what counts neither for nor against, else all but that."""
    whole = bool(project.get("optional"))

    def takes(entry: Any) -> bool:
        return (whole or (isinstance(entry, dict) and bool(entry.get("optional")))) == optional

    names = list(project.get("companies") or []) if whole == optional else []
    if optional:
        names += project.get("companies_optional") or []
    money = [
        e
        for e in project.get("investments") or []
        if (whole or bool(e.get("optional")) or e.get("kind") == "contract") == optional
    ]
    return {
        "companies": {company_key(c) for c in names},
        "countries": {project["country"]} if project.get("country") and whole == optional else set(),
        "cities": {city_key(project["city"])} if project.get("city") and whole == optional else set(),
        "capacities": {(float(c["value"]), c["unit"]) for c in project.get("capacities") or [] if takes(c)},
        "investments": amounts(money, "low", "high"),
        "jobs": {float(j["value"] if isinstance(j, dict) else j) for j in project.get("jobs") or [] if takes(j)},
        "starts": starts(project) if whole == optional else set(),
    }


def row_slots(row: Gold) -> Slots:
    """What a row of the table says."""
    capacities = {(v, c["unit"]) for c in row["capacities"] for v in (number(c["value"]), number(c["max"])) if v is not None}
    return {
        "companies": {company_key(c) for c in row["partners"]},
        "countries": {row["country"]} if row["country"] else set(),
        "cities": {city_key(row["city"])} if row["city"] else set(),
        "capacities": capacities,
        "investments": amounts([i for i in row["investments"] if i["kind"] != "contract"], "amount", "max"),
        "jobs": {v for v in (number(row.get("jobs")), number(row.get("jobs_max"))) if v is not None},
        "starts": starts(row),
    }


def _same(a: Item, b: Item, slot: str) -> bool:
    if slot == "companies":
        return bool(a == b or a.startswith(b + " ") or b.startswith(a + " "))
    if isinstance(a, tuple):
        return all(_same(x, y, "") for x, y in zip(a, b, strict=True))
    if isinstance(a, float) and isinstance(b, float):
        return abs(a - b) <= _TOLERANCE * max(abs(a), abs(b), 1e-9)
    return bool(a == b)


def among(item: Item, pool: set[Item], slot: str) -> bool:
    return any(_same(item, other, slot) for other in pool)


def count_hits(gold: set[Item], found: set[Item], slot: str) -> int:
    """How many of the annotated entries are found, each by another: by its equal if there is one, in a fixed order."""
    equal = gold & found
    left = sorted(found - equal, key=str)
    hits = len(equal)
    for item in sorted(gold - equal, key=str):
        match = next((x for x in left if _same(item, x, slot)), None)
        if match is not None:
            left.remove(match)
            hits += 1
    return hits


def union(parts: list[Slots], slot: str) -> set[Item]:
    return set().union(*(p[slot] for p in parts))


def pair(asked: list[Gold], wanted: list[Slots], given: list[Slots]) -> dict[int, int]:
    """Annotated projects to rows one to one, the largest overlap first."""

    def overlap(a: Slots, b: Slots) -> float:
        return sum(w * count_hits(a[s], b[s], s) for s, w in _WEIGHTS.items())

    options = sorted(((overlap(w, g), i, j) for i, w in enumerate(wanted) for j, g in enumerate(given)), reverse=True)
    pairs: dict[int, int] = {}
    for value, i, j in options:
        enough = value > 0 and value >= min(2.0, overlap(wanted[i], wanted[i]))
        if enough and i not in pairs and j not in pairs.values():
            pairs[i] = j
    return pairs
