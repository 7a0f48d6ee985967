"""Sentences that tell of another industry's works: a steelworks, a dairy, a pumped-storage station beside the battery plant.

Their costs, jobs and output are nobody's of the field, and no project begins with them.
"""

from __future__ import annotations

from core.analysis import Analysis, Part
from core.lexicon import Hit

_GROUND = 16  # characters between the words for their ground and such works: "naast de vroegere"
_WORKS = ("plant", "mine", "refinery", "line", "hub", "lab")


def elsewhere(analysis: Analysis) -> frozenset[int]:
    """The numbers of the sentences that are about such works only, and of those right behind that name nothing else."""
    found: set[int] = set()
    for part in analysis.parts:
        works = part.cues("elsewhere", "works")
        if works and not _of_the_field(part, works) and any(not is_landmark(part, w) for w in works):
            found.add(part.index)
    behind = {part.index for part in analysis.parts if part.index - 1 in found and _goes_on(part, analysis.parts[part.index - 1])}
    return frozenset(found | behind)


def is_landmark(part: Part, works: Hit) -> bool:
    """Whether such works only say where something stands, or whose it is: "op de site van de gesloopte zinkfabriek", "naast
    het ziekenhuis", "terästehtaan naapuriin"."""
    if any(0 <= works.start - h.end <= _GROUND for h in part.cues("elsewhere", "ground")):
        return True
    return any(0 <= h.start - works.end <= 1 for h in part.cues("elsewhere", "around"))


def _of_the_field(part: Part, works: list[Hit]) -> bool:
    """Whether a sentence names a product of the field, or a plant beside that of another industry ("auf dem Gelände des
    Stahlwerks soll die Fabrik …")."""
    own = [h for h in (*part.cues("product"), *part.cues("topic", "industry")) if not _within(h, works)]
    if any(not any(q.start <= h.start < q.end for q in part.quantities) for h in own):  # "GWh" may be any station's
        return True
    return any(not _within(h, works) for h in part.cues("site", *_WORKS))


def _within(hit: Hit, works: list[Hit]) -> bool:
    """Whether a word is one that names another industry's works, or a part of one ("-werk")."""
    return any(w.start < hit.end and hit.start < w.end for w in works)


def _goes_on(part: Part, before: Part) -> bool:
    """ "Eine halbe Milliarde hat es gekostet.": a sentence that names nothing of its own."""
    named = any(part.has(group) for group in ("product", "site", "jobs")) or part.has("topic", "industry")
    return not (named or part.companies or part.places) and part.sentence.paragraph == before.sentence.paragraph
