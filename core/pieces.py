"""A sentence that tells of two things, cut in two: "A bouwt in X een fabriek, en B opent in Y een lijn".

A cut falls behind a semicolon, or behind a comma or dash with a joining word, where the words behind it soon name a
company or town that the words before do not, and each piece tells something of its own; and behind a colon that parts a
plant spoken of without its name from the town of another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from core.analysis import Analysis, Part
from core.lexicon import settings
from core.models import Fact

_SOON = 45  # characters behind a cut within which the other company or town is named
_NUMBERS = frozenset({"capacities", "investments", "jobs", "construction_start", "production_start"})


class Piece(NamedTuple):
    """A stretch of a sentence, as a part of its own with the sentence's index."""

    start: int
    end: int
    part: Part

    def holds(self, position: int) -> bool:
        return self.start <= position < self.end


def pieces(analysis: Analysis, part: Part, facts: Iterable[Fact]) -> list[Piece]:
    """The pieces of a sentence in order; one that is the whole where nothing is to be cut."""
    start, end = part.sentence.start, part.sentence.end
    if len(part.companies) + len(part.places) < 2 or part.sentence.heading:
        return [Piece(start, end, part)]
    told = sorted(f.start for f in facts if f.column in _NUMBERS or f.column == "status")
    cuts = [start]
    for cut in _joints(analysis, start, end):
        apart = _before_a_list if analysis.flat[cut - 2] == ":" else _new_name
        if apart(part, cuts[-1], cut) and _tells(told, cuts[-1], cut) and _tells(told, cut, end):
            cuts.append(cut)
    if len(cuts) == 1:
        return [Piece(start, end, part)]
    return [_piece(part, a, b) for a, b in zip(cuts, [*cuts[1:], end], strict=True)]


def _joints(analysis: Analysis, start: int, end: int) -> list[int]:
    return [m.end() for m in _joint(analysis.document.language).finditer(analysis.flat, start, end)]


@cache
def _joint(language: str) -> re.Pattern[str]:
    joined = "|".join(re.escape(w) for w in settings(language).get("joining", []))
    return re.compile(rf"[;:]\s|[,–—]\s(?=(?:{joined})\s)" if joined else r"[;:]\s")


def _new_name(part: Part, before: int, cut: int) -> bool:
    """Do the words behind the cut soon name a company or town that those before it do not?"""
    old = {c.company.name for c in part.companies if before <= c.start < cut}
    old |= {p.place.name for p in part.places if before <= p.start < cut}
    if not old:
        return False
    soon = [c.company.name for c in part.companies if cut <= c.start < cut + _SOON]
    soon += [p.place.name for p in part.places if cut <= p.start < cut + _SOON and p.kind == "city"]
    return bool(soon) and not old & set(soon)


def _before_a_list(part: Part, before: int, cut: int) -> bool:
    """Does a colon part the plant spoken of, without its name, from others: "the plant gets 30 GWh, more than both: in X …"?"""
    if any(before <= c.start < cut for c in part.companies) or any(before <= p.start < cut for p in part.places):
        return False
    site = any(h.cue.group == "site" and before <= h.start < cut for h in part.hits)
    return site and any(cut <= p.start < cut + _SOON and p.kind == "city" for p in part.places)


def _tells(told: list[int], start: int, end: int) -> bool:
    return any(start <= position < end for position in told)


def _piece(part: Part, start: int, end: int) -> Piece:
    def inside(items: list) -> list:  # type: ignore[type-arg]
        return [item for item in items if start <= item.start < end]

    made = Part(
        part.index,
        part.sentence,
        quantities=inside(part.quantities),
        numbers=inside(part.numbers),
        companies=inside(part.companies),
        places=inside(part.places),
    )
    made.keep(inside(part.hits))
    return Piece(start, end, made)
