"""How far a project is: each word of status is a fact of its sentence; core.reports chooses among them."""

from __future__ import annotations

from core.analysis import Analysis, Part
from core.lexicon import Hit
from core.models import Fact, Rejected

_NEGATION_REACH = 22.0
# What a sentence with a "not" near the word turns out to say; None: nothing certain.
_NEGATED = {
    "announced": None,
    "construction": None,
    "building": None,
    "operating": None,
    "pre_construction": None,
    "intent": None,
    "shelved": None,
    "delayed": None,
    "cancelled": None,
    "closed": None,
}


def find(analysis: Analysis) -> tuple[list[Fact], list[Rejected]]:
    facts: list[Fact] = []
    for part in analysis.parts:
        hits = part.cues("status")
        negations = part.cues("frame", "negation") if hits else []
        for hit in hits:
            value: str | None = hit.cue.value
            rule = "status.word"
            if " * " not in hit.cue.pattern and _negated(analysis, hit, negations):
                value, rule = _NEGATED[hit.cue.value], "status.negated"
            if value is not None:
                facts.append(Fact("status", value, hit.start, hit.end, part.index, rule, _trust(part)))
    return facts, []


def _negated(analysis: Analysis, hit: Hit, negations: list[Hit]) -> bool:
    return any(
        not (hit.start <= n.start and n.end <= hit.end) and analysis.cost(n.start, n.end, hit.start, hit.end) <= _NEGATION_REACH
        for n in negations
    )


def _trust(part: Part) -> float:
    return 0.85 if part.has("site") or part.sentence.heading else 0.7
