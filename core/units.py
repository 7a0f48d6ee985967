"""What of a sentence belongs together: its pieces, and where one names several places, what stands nearest to each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from core.analysis import Analysis, Part
from core.companies import CompanyMention
from core.models import Fact
from core.places import PlaceMention
from core.project import FUNDER_KINDS, SOURCE_KINDS

NUMBERS = frozenset({"capacities", "investments", "jobs", "construction_start", "production_start"})
_BEHIND = 30.0  # what a fact pays for an anchor that stands behind it rather than before
_SHARED = frozenset({"product", "event", "site"})  # words that tell of every place of their sentence


@dataclass(slots=True)
class Unit:
    """A stretch of one sentence that tells of one project: its words, facts and the place where it stands, if any.

    lent: companies of the sentence that stand nearer to another of its places; they count where nobody else is named.
    """

    part: Part
    facts: list[Fact]
    anchor: PlaceMention | None = None
    lent: Sequence[CompanyMention] = ()
    numbers: list[Fact] = field(init=False)  # those of the facts

    def __post_init__(self) -> None:
        self.numbers = [f for f in self.facts if f.column in NUMBERS]

    @property
    def actors(self) -> list[CompanyMention]:
        """Its companies that may own or run something."""
        return [c for c in self.part.companies if c.company.kind not in FUNDER_KINDS | SOURCE_KINDS]


def units(analysis: Analysis, part: Part, anchors: list[PlaceMention], facts: list[Fact]) -> list[Unit]:
    """The units of a piece, in order: one for each of its places, an earlier place before a later; else the whole."""
    if len(anchors) < 2:
        return [Unit(part, facts, anchors[0] if anchors else None)]

    told = _in_turn(anchors, [f.start for f in facts if f.column in NUMBERS])
    if len(part.companies) == len(anchors):
        told |= _in_turn(anchors, [c.start for c in part.companies])

    def nearest(start: int, end: int) -> int:
        return told[start] if start in told else min(
            range(len(anchors)),
            key=lambda i: (
                analysis.cost(start, end, anchors[i].start, anchors[i].end) + (_BEHIND if anchors[i].start > start else 0.0)
            ),
        )

    alone = len({c.company.name for c in part.companies}) == 1
    actors = [c for c in part.companies if c.company.kind not in FUNDER_KINDS | SOURCE_KINDS]
    states = [h for h in part.hits if h.cue.group in ("status", "act")]
    # "In A und in B ruht die Arbeit"; of offices that close no plant is told.
    one = len({h.start for h in states}) == 1 and not part.has("site", "office")
    found = []
    for index, anchor in enumerate(anchors):
        companies = [c for c in part.companies if alone or nearest(c.start, c.end) == index]
        own = Part(
            part.index,
            part.sentence,
            quantities=[q for q in part.quantities if nearest(q.start, q.end) == index],
            numbers=[n for n in part.numbers if nearest(n.start, n.end) == index],
            companies=companies,
            places=[p for p in part.places if nearest(p.start, p.end) == index],
        )
        own.keep([h for h in part.hits if h.cue.group in _SHARED or one and h in states or nearest(h.start, h.end) == index])
        held = [f for f in facts if nearest(f.start, f.end) == index]
        found.append(Unit(own, held, anchor, () if companies else actors[:1]))
    return found


def _in_turn(anchors: list[PlaceMention], starts: list[int]) -> dict[int, int]:
    """The anchor of each number or company, by where it begins, in a sentence that tells of its places in turn: "in A
    seit 2019, in B seit 2022", "5 GWh in A und 6 GWh in B", "Northvolt in A, ACC in B". Empty where it does not."""
    after = {start: sum(a.start < start for a in anchors) - 1 for start in starts}
    places = set(range(len(anchors)))
    if set(after.values()) == places:
        return after
    before = {start: at + 1 for start, at in after.items()}
    return before if set(before.values()) == places else {}
