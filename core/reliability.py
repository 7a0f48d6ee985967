"""Is confidence true? Each fact of the table against the annotation: its confidence beside whether it is right.

A fact is right where the annotation has it for one of the article's projects: the same question as the precision of
its slot. ``placed`` asks more: that it stands in the row of the right project. What an annotation marks as optional,
and what is not annotated (product, region, deal, shares of a market), is not judged.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from core.comparison import (
    KINDS_OF,
    SEGMENT_OF,
    STATUS_OF,
    Gold,
    Item,
    Slots,
    among,
    amounts,
    city_key,
    company_key,
    gold_slots,
    pair,
    row_slots,
    union,
)
from core.confidence import SLOT_OF, WORDS

SURE = 0.9  # from here on a fact is promised to be right
BANDS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 1.0)


@dataclass(frozen=True, slots=True)
class Judged:
    """One entry of a row's evidence. row: its number within the article; item: the entry's number within the row."""

    language: str
    slot: str
    row: int
    item: int
    confidence: float | None
    row_confidence: float | None
    right: bool
    placed: bool


@dataclass(frozen=True, slots=True)
class Band:
    """The facts with a confidence from ``low`` to below ``high``: how many, the share that is right and well placed."""

    low: float
    high: float
    facts: int
    confidence: float
    right: float
    placed: float


def judge(gold: Gold, rows: list[dict[str, Any]]) -> list[Judged]:
    """Every fact of an article's rows that the annotation can judge."""
    asked = gold["projects"]
    wanted, spared = ([gold_slots(p, optional) for p in asked] for optional in (False, True))
    told_of = {j: i for i, j in pair(asked, wanted, [row_slots(r) for r in rows]).items()}
    found = []
    for number, row in enumerate(rows):
        project = told_of.get(number)
        for index, item in enumerate(row["evidence"]):
            slot = SLOT_OF.get(item["column"])
            if slot is None:
                continue
            if slot in WORDS:
                verdict = _word(slot, row, asked[project] if project is not None else None)
            else:
                verdict = _entry(slot, row, item, project, wanted, spared)
            if verdict:
                stated = item.get("confidence"), row.get("confidence")
                found.append(Judged(gold["language"], slot, number, index, *stated, *verdict))
    return found


def _word(slot: str, row: dict[str, Any], project: Gold | None) -> tuple[bool, bool] | None:
    """Status, segment and kind are asked of the projects that were found."""
    if project is None or project.get("optional"):
        return None
    if slot == "kind":
        kind = str(project.get("kind") or "")
        right = row["kind"] in KINDS_OF.get(kind, {kind}) or row["deal"] == kind
        return (right, right) if kind else None
    asked = str(project.get("status" if slot == "status" else "product") or "")
    want = (STATUS_OF if slot == "status" else SEGMENT_OF).get(asked, asked)
    return (row[slot] == want, row[slot] == want) if want and want != "other" else None


def _entry(
    slot: str, row: dict[str, Any], item: dict[str, Any], project: int | None, wanted: list[Slots], spared: list[Slots]
) -> tuple[bool, bool] | None:
    said = _said(slot, row, item)
    anywhere = union(wanted, slot)
    here = wanted[project][slot] if project is not None else set()
    optional = union(spared, slot)
    counted = {x for x in said if among(x, anywhere, slot) or not among(x, optional, slot)}
    if not counted:
        return None
    return all(among(x, anywhere, slot) for x in counted), all(among(x, here, slot) for x in counted)


def _said(slot: str, row: dict[str, Any], item: dict[str, Any]) -> set[Item]:
    """A fact as entries of its slot; none for what the slot leaves out."""
    value = item["value"]
    if isinstance(value, str) and value.startswith("{"):
        value = json.loads(value)
    match slot:
        case "companies":
            return {company_key(value)}
        case "cities":
            return {city_key(value)}
        case "countries":
            return {value}
        case "capacities":
            return {(float(v), value["unit"]) for v in (value["value"], value["max"]) if v is not None}
        case "investments":
            return set() if value["kind"] == "contract" else amounts([value], "amount", "max")
        case "jobs":
            return {float(value["low"]), float(value["high"])} if isinstance(value, dict) else {float(value)}
        case _:  # of several dates of a start the row has one
            column = item["column"]
            return {(column.removesuffix("_start"), str(value)[:4])} if row.get(column) == value else set()


def bands(judged: Iterable[Judged], edges: tuple[float, ...] = BANDS) -> list[Band]:
    """The facts by confidence, the surest band last; only bands that hold any."""
    facts = [(j.confidence, j) for j in judged if j.confidence is not None]
    made = []
    for low, high in zip(edges, edges[1:], strict=False):
        inside = [(c, j) for c, j in facts if low <= c < high or c == high == edges[-1]]
        if inside:
            n = len(inside)
            made.append(
                Band(
                    low,
                    high,
                    n,
                    sum(c for c, _ in inside) / n,
                    sum(j.right for _, j in inside) / n,
                    sum(j.placed for _, j in inside) / n,
                )
            )
    return made


def sure(judged: Iterable[Judged]) -> tuple[Band | None, int]:
    """The facts of confidence SURE and more as one band (None without any), and how many facts there are in all."""
    every = [j for j in judged if j.confidence is not None]
    found = bands(every, (SURE, 1.0))
    return (found[0] if found else None), len(every)
