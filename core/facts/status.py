"""How far a project is: each word of status is a fact of its sentence; core.reports chooses among them."""

from __future__ import annotations

from core.analysis import Analysis, Part
from core.lexicon import Hit
from core.models import Fact, Rejected

_NEGATION_REACH = 22.0
# With a "not" these tell of what does not or not yet stand.
_COMING = frozenset({"announced", "planned", "construction", "building", "operating", "pre_construction"})


def find(analysis: Analysis) -> tuple[list[Fact], list[Rejected]]:
    facts: list[Fact] = []
    for part in analysis.parts:
        hits = part.cues("status")
        negations = part.cues("frame", "negation") if hits else []
        for hit in hits:
            value, rule = hit.cue.value, "status.word"
            if " * " not in hit.cue.pattern and _negated(analysis, hit, negations):
                if value not in _COMING:
                    continue  # nothing certain
                value, rule = "undone", "status.negated"
            facts.append(Fact("status", value, hit.start, hit.end, part.index, rule, _trust(part)))
    return facts, []


def _negated(analysis: Analysis, hit: Hit, negations: list[Hit]) -> bool:
    return any(
        not (hit.start <= n.start and n.end <= hit.end) and analysis.cost(n.start, n.end, hit.start, hit.end) <= _NEGATION_REACH
        for n in negations
    )


def _trust(part: Part) -> float:
    return 0.85 if part.has("site") or part.sentence.heading else 0.7
