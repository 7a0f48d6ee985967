"""Percentages of market reports: "74 Prozent der Investitionen im Ausland"."""

from __future__ import annotations

import re

from core.analysis import Analysis, Part
from core.lexicon import Hit
from core.models import Fact, Rejected
from core.quantity import Quantity

_YEAR = re.compile(r"\b((?:19|20)\d\d)\b")
_BEFORE = 28  # characters before a share within which its years stand
_AFTER = 70  # characters behind a share within which stands what it is of


def find(analysis: Analysis) -> tuple[list[Fact], list[Rejected]]:
    facts: list[Fact] = []
    rejected: list[Rejected] = []
    for part in analysis.parts:
        for position, quantity in enumerate(part.quantities):
            if quantity.kind != "percent":
                continue
            following = part.quantities[position + 1].start if position + 1 < len(part.quantities) else part.sentence.end
            what = _of(analysis, part, quantity, following)
            if not what:
                reason = "a percentage, but of nothing that is known"
                rejected.append(Rejected("figures", quantity.start, quantity.end, reason))
                continue
            for value in dict.fromkeys((quantity.low, quantity.high)):
                for year in _years(analysis, part, quantity):
                    figure = {"value": value, "unit": "percent", "of": what, "year": year}
                    facts.append(Fact("figures", figure, quantity.start, quantity.end, part.index, "figures.share", 0.8))
    return facts, rejected


def _years(analysis: Analysis, part: Part, quantity: Quantity) -> list[int | None]:
    """The years right before a share ("in 2021 en 2022 zelfs 80 procent"); [None] where none stands there."""
    start = max(part.sentence.start, quantity.start - _BEFORE)
    return [int(y) for y in _YEAR.findall(analysis.text[start : quantity.start])] or [None]


def _of(analysis: Analysis, part: Part, quantity: Quantity, following: int) -> str:
    """What the share is of: the measures right behind it, up to the next number; else the nearest of the sentence."""
    measures: list[Hit] = []
    for hit in part.cues("measure"):  # "binnen dan buiten China" is not "buiten China"
        if not measures or hit.start >= measures[-1].end:
            measures.append(hit)
    if not measures:
        return ""
    behind = [h for h in measures if quantity.end <= h.start < min(following, quantity.end + _AFTER)]
    if not behind:
        nearest = analysis.nearest(measures, quantity.start, quantity.end)
        behind = [nearest[0]] if nearest else []
    words = list(dict.fromkeys(h.cue.english for h in behind))
    telling = [w for w in words if not any(w != other and w in other for other in words)]
    return "share of " + " ".join(telling)
