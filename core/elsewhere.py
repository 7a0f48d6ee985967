"""Sentences that tell of another industry's works: a steelworks, a dairy, a pumped-storage station beside the battery plant.

Their costs, jobs and output are nobody's of the field, and no project begins with them.
"""

from __future__ import annotations

from core.analysis import Analysis, Part
from core.lexicon import Hit

_WORKS = ("plant", "mine", "refinery", "line", "hub", "lab")


def elsewhere(analysis: Analysis) -> frozenset[int]:
    """The numbers of the sentences that are about such works only, and of those right behind that name nothing else."""
    found: set[int] = set()
    for part in analysis.parts:
        if part.has("elsewhere", "works") and not _of_the_field(part):
            found.add(part.index)
        elif part.index - 1 in found and _goes_on(part, analysis.parts[part.index - 1]):
            found.add(part.index)
    return frozenset(found)


def _of_the_field(part: Part) -> bool:
    """Whether a sentence names a product of the field, a plant beside that of another industry ("auf dem Gelände des
    Stahlwerks soll die Fabrik …"), or only the ground of one ("op de site van de gesloopte zinkfabriek")."""
    if part.has("elsewhere", "ground"):
        return True
    works = part.cues("elsewhere", "works")
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
