"""Percentages of market reports: "74 Prozent der Investitionen im Ausland"."""

from __future__ import annotations

from core.analysis import Analysis, Part
from core.models import Fact, Rejected


def find(analysis: Analysis) -> tuple[list[Fact], list[Rejected]]:
    facts: list[Fact] = []
    rejected: list[Rejected] = []
    for part in analysis.parts:
        for quantity in part.quantities:
            if quantity.kind != "percent":
                continue
            what = _of(analysis, part, quantity.start, quantity.end)
            if not what:
                rejected.append(Rejected("figures", quantity.start, quantity.end, "a percentage of nothing that is known"))
                continue
            value = {"value": quantity.low, "unit": "percent", "of": what, "year": None}
            facts.append(Fact("figures", value, quantity.start, quantity.end, part.index, "figures.share", 0.8))
            if quantity.high != quantity.low:
                top = {**value, "value": quantity.high}
                facts.append(Fact("figures", top, quantity.start, quantity.end, part.index, "figures.share", 0.8))
    return facts, rejected


def _of(analysis: Analysis, part: Part, start: int, end: int) -> str:
    """What the share is of, from the glosses of the words right behind the number, else of the sentence."""
    hits = [h for h in part.hits if h.cue.group in ("measure", "product", "stat") and h.start >= end]
    measures = sorted((h for h in part.hits if h.cue.group == "measure"), key=lambda h: analysis.cost(start, end, h.start, h.end))
    if not measures:
        return ""
    close = [h for h in hits if h.start - end < 60]
    words: list[str] = []
    for hit in close or measures[:1]:
        if hit.cue.group != "stat" and hit.cue.english not in words:
            words.append(hit.cue.english)
    return "share of " + ", ".join(words) if words else ""
