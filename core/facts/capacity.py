"""Capacities: what a plant makes, stores or recycles in a year, or a store or network holds."""

from __future__ import annotations

from itertools import pairwise

from core.analysis import Analysis, Part
from core.models import Fact, Rejected
from core.quantities import Quantity

LARGEST_PLANT_GWH = 10_000.0
_COUNTED = ("vehicles", "units")
_FAR = 70.0


def find(analysis: Analysis) -> tuple[list[Fact], list[Rejected]]:
    facts: list[Fact] = []
    rejected: list[Rejected] = []
    stores = _stores(analysis)
    for part in analysis.parts:
        before = len(facts)
        for quantity in part.quantities:
            if quantity.kind != "capacity":
                continue
            reason = _against(analysis, part, quantity, stores)
            if reason:
                rejected.append(Rejected("capacities", quantity.start, quantity.end, reason))
                continue
            facts.extend(_facts(analysis, part, quantity))
        facts[before:] = _staged(facts[before:])
    return facts, rejected


def _staged(facts: list[Fact]) -> list[Fact]:
    """"begint met 2 GWh en kan later naar 8 GWh": before a later stage, the smaller value is the first one."""
    for number, (first, second) in enumerate(pairwise(facts)):
        same = first.value["unit"] == second.value["unit"]
        if same and second.value["basis"] == "target" and first.value["max"] < second.value["value"]:
            facts[number] = first._replace(value={**first.value, "basis": "initial"})
    return facts


def _stores(analysis: Analysis) -> bool:
    """True where the article is about stores of power: only there a power in MW is a capacity."""
    hits = [h for p in analysis.parts for h in p.hits if h.cue.group == "product" and h.cue.value == "storage"]
    return bool(hits)


def _against(analysis: Analysis, part: Part, quantity: Quantity, stores: bool) -> str:
    nearest = analysis.nearest(part.cues("capnot"), quantity.start, quantity.end)
    annual = analysis.nearest(part.cues("capacity"), quantity.start, quantity.end)
    if nearest and nearest[0].cue.value == "enough" and nearest[0].end <= quantity.start and nearest[1] < 30:
        return f"an illustration, not a capacity: “{analysis.text[nearest[0].start : nearest[0].end]}”"
    if quantity.unit == "vehicles" and nearest and nearest[0].cue.value == "enough":
        return "how many cars it would be enough for"
    if quantity.unit in ("vehicles", "t", "units") and nearest and nearest[0].cue.value in ("sales", "ore"):
        if annual is None or nearest[1] <= annual[1] or nearest[0].cue.value == "ore" and nearest[1] < 8:
            return f"{nearest[0].cue.value}: “{analysis.text[nearest[0].start : nearest[0].end]}”"
    if quantity.unit in _COUNTED and annual is None:
        return "a number of things without a word of yearly output"
    if quantity.unit == "t":
        money_before = analysis.text[max(0, quantity.start - 4) : quantity.start]
        if money_before.rstrip().endswith(("$", "€")):
            return "a price by the tonne"
        if annual is None and not (part.has("site") or part.has("product")):
            return "a weight without a plant or a product"
        if quantity.high < 20:
            return "too little for a plant"
    if quantity.unit == "MW" and not stores:
        return "a power, but no store of power is spoken of"
    if quantity.unit == "GWh" and quantity.high > LARGEST_PLANT_GWH:
        return "more than all plants of the world make"
    return ""


def _facts(analysis: Analysis, part: Part, quantity: Quantity) -> list[Fact]:
    stage = analysis.nearest(part.cues("stage"), quantity.start, quantity.end)
    basis = stage[0].cue.value if stage and stage[1] < _FAR else None
    qualifier = quantity.qualifier or "none"

    def fact(low: float, high: float, what: str, hedge: str) -> Fact:
        value = {"value": low, "max": high, "unit": quantity.unit, "basis": what, "year": None, "qualifier": hedge}
        return Fact("capacities", value, quantity.start, quantity.end, part.index, f"capacity.{quantity.unit}", 0.93)

    if quantity.change:
        return [
            fact(quantity.low, quantity.low, "initial", "none"),
            fact(quantity.high, quantity.high, "target", qualifier),
        ]
    return [fact(quantity.low, quantity.high, basis or "nameplate", qualifier)]
