"""Joint totals: what several plants cost or make together, told as one figure, belongs to none of them alone.

"Drei Werke für zusammen 7 Milliarden Euro": the amount stands on a programme of the companies. A sentence tells of one
where it counts plants, or adds up ("samen", "yhteensä") the plants that the sentences before named; or where it tells what a
company spends until some year, after what its plant costs.
"""

from __future__ import annotations

import re
from functools import cache

from core.analysis import Part
from core.lexicon import settings
from core.models import Fact
from core.places import PlaceMention
from core.project import FUNDER_KINDS, SOURCE_KINDS, Project, Reader, owners

_MOST = 20  # plants of one programme
_BESIDE = 25  # characters between their number and their noun: "drie nieuwe fabrieken"
_BEFORE = 2  # sentences before a sum in which its plants are named
_BESIDE_SUM = 8  # characters between "worldwide" and what it is said of
_YEAR = re.compile(r"\s{0,2}(?:\w+\s)?20\d\d\b")
_YEAR_BEFORE = re.compile(r"20\d\d\s{1,2}$")
_SUMMED = frozenset({"capacities", "investments", "jobs"})
_PLANTS = ("plant", "mine", "refinery", "line", "storage", "hub", "project")


Found = tuple[Project, list[Fact]]


def find_programme(reader: Reader, part: Part, anchors: list[PlaceMention], facts: list[Fact]) -> Found | None:
    """The programme that a sentence tells of and the facts that are its; None where each figure is one plant's."""
    sums = [f for f in facts if f.column in _SUMMED]
    if not any(f.column in ("capacities", "investments") for f in sums):
        return None
    if part.has("stat", "source") or any(c.company.kind in SOURCE_KINDS for c in part.companies):
        return None  # a market's figure
    if _budget(reader, part, anchors, sums) or _everywhere(reader, part, anchors, sums):
        actors = [c for c in part.companies if c.company.kind not in FUNDER_KINDS | SOURCE_KINDS]
        return Project("programme", companies=list(actors or owners(reader.focus)) if reader.focus else actors), sums
    counted = _counted(reader, part)
    added = part.has("frame", "joint_total")
    named = _named_before(reader, part) if len(anchors) < 2 else len(anchors)
    if not (counted >= 2 and (added or len(anchors) != 1)) and not (added and named >= 2 and not anchors):
        return None
    if len(anchors) >= 2 and (not counted or len({f.column for f in sums}) != len(sums)):
        return None  # as many figures as plants: one for each
    actors = [c for c in part.companies if c.company.kind not in FUNDER_KINDS | SOURCE_KINDS]
    if not actors and reader.focus is not None:
        actors = owners(reader.focus)
    actors = actors or part.companies
    programme = Project("programme", companies=list(actors), place=_country(part))
    return programme, sums


def _budget(reader: Reader, part: Part, anchors: list[PlaceMention], sums: list[Fact]) -> bool:
    """What a company spends until some year, whatever for: told of after what its plant costs, in a sentence that names neither
    the plant nor a place."""
    focus = reader.focus
    if focus is None or focus.what != "site" or anchors or part.sentence.heading or part.has("site"):
        return False
    if part.has("frame", "here") or part.has("event", "expansion"):
        return False
    known = {f.value["amount"] for f in focus.facts if f.column == "investments"}
    if any(f.column == "investments" and f.value["amount"] in known for f in sums):
        return False  # the plant's own, told again
    if not all(map(_spent, sums)) or not any(map(_spent, focus.facts)) or any(p.case == "in" for p in part.places):
        return False
    return part.has("frame", "horizon") or any(_until(reader, h.start, h.end) for h in part.cues("frame", "limit"))


def _everywhere(reader: Reader, part: Part, anchors: list[PlaceMention], sums: list[Fact]) -> bool:
    """What a company makes or spends in all its plants: "Wereldwijd wil LG in 2025 450 GWh maken", told of after one of them."""
    focus = reader.focus
    if focus is None or focus.what != "site" or focus.place is None or anchors or part.sentence.heading:
        return False
    if not part.has("frame", "everywhere") or part.has("frame", "here") or any(p.case == "in" for p in part.places):
        return False
    first, words = part.sentence.start, part.cues("frame", "everywhere")
    whole = any(_of_all(reader.analysis.flat, first, h.start, h.end, sums) for h in words)
    return whole and (not any(h.cue.value in _PLANTS for h in part.cues("site")) or part.has("frame", "joint_total"))


def _of_all(text: str, first: int, start: int, end: int, sums: list[Fact]) -> bool:
    """Whether "worldwide" is said of a sum, not of a company or a record ("der weltweit größte Hersteller"): right before the
    sum, several words, or what the sentence opens with."""
    beside = any(0 <= f.start - end <= _BESIDE_SUM for f in sums)
    return beside or " " in text[start:end].strip() or start - first <= 1


def _spent(fact: Fact) -> bool:
    return fact.column == "investments" and fact.value["kind"] == "investment"


def _until(reader: Reader, start: int, end: int) -> bool:
    text = reader.analysis.text
    return _YEAR.match(text, end) is not None or _YEAR_BEFORE.search(text, max(0, start - 6), start) is not None


def _counted(reader: Reader, part: Part) -> int:
    """How many plants the sentence counts: "sechs Vorhaben"; 0 where it counts none."""
    for number in part.numbers:
        if any(q.start < number.end and number.start < q.end for q in part.quantities):
            continue
        if number.low != number.high or not 2 <= number.low <= _MOST or number.low != int(number.low):
            continue
        for hit in part.cues("site", *_PLANTS):
            between = reader.analysis.flat[number.end : hit.start].split() if 0 < hit.start - number.end <= _BESIDE else None
            if between is not None and not any(word.startswith(_spans(reader.analysis.document.language)) for word in between):
                return int(number.low)
    return 0


@cache
def _spans(language: str) -> tuple[str, ...]:
    return tuple(settings(language)["numbers"]["spans"])


def _named_before(reader: Reader, part: Part) -> int:
    """How many plants at different places the sentences just before told of."""
    near = [p for p in reader.projects if p.what == "site" and p.place is not None and p.parts]
    return len({p.place.place.name for p in near if p.place and max(p.parts) >= part.index - _BEFORE})


def _country(part: Part) -> PlaceMention | None:
    countries = {p.place.country: p for p in part.places if p.kind == "country" and p.case == "in"}
    return next(iter(countries.values())) if len(countries) == 1 else None
