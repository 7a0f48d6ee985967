"""Is a town that a sentence names where a project stands? The rules' answer weighed against other signs.

The points are data, reference/anchors.toml; tests/learn_anchors.py derives them from the annotated articles that rules
may be tuned on.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from core.analysis import Analysis, Part
from core.lexicon import Hit
from core.places import Place, PlaceMention, is_capital
from core.points import read_points
from core.project import Reader

PATH = Path(__file__).parent / "reference" / "anchors.toml"
_LEAD = 3
_REACH = ((0, "in it"), (12, "beside"), (30, "near"), (80, "far"))  # cost between a town and another word
_BUILT = ("plant", "mine", "refinery", "line", "storage", "hub", "lab", "project")
_LABEL = ":–—-|•("


@cache
def points() -> dict[str, float]:
    """The points of each sign; a sign that is not listed gives none. Raises DataFault for a file that is none."""
    return read_points(PATH, "tests/learn_anchors.py")


def stands_here(reader: Reader, part: Part, town: PlaceMention, accepted: bool, cities: int) -> bool:
    """accepted: what the rules say; cities: how many towns the sentence names."""
    table = points()
    return sum([table.get(sign, 0.0) for sign in signs(reader, part, town, accepted, cities)]) > 0.0


def signs(reader: Reader, part: Part, town: PlaceMention, accepted: bool, cities: int) -> Iterator[str]:
    """The signs for and against a town, by name."""
    analysis = reader.analysis
    answer = "accepted" if accepted else "refused"
    yield answer
    case = town.case or "bare"
    yield f"case {case}"
    yield f"{answer}, case {case}"
    yield f"found by {town.rule}"
    yield f"confidence {int(town.confidence * 10)}"
    yield "one town" if cities == 1 else "two towns" if cities == 2 else "many towns"
    if part.sentence.heading:
        yield "heading"
        yield f"{answer}, heading"
    if part.index < _LEAD:
        yield "lead"
    if is_capital(town.place):
        yield "capital"
    yield from _shape(analysis, part, town)
    for name, hits in (
        ("built", part.cues("site", *_BUILT)),
        ("office", part.cues("site", "office")),
        ("place", part.cues("site", "place")),
        ("statement", part.cues("frame", "statement")),
        ("near", part.cues("frame", "near", "near_behind")),
        ("status", [*part.cues("status"), *part.cues("act")]),
        ("event", part.cues("event")),
        ("product", part.cues("product")),
    ):
        yield from _distance(analysis, name, hits, town)
    yield from _distance(analysis, "company", part.companies, town)  # type: ignore[arg-type]
    yield from _distance(analysis, "quantity", part.quantities, town)  # type: ignore[arg-type]
    yield from _told(reader, town)


def _shape(analysis: Analysis, part: Part, town: PlaceMention) -> Iterator[str]:
    text = analysis.text
    before, after = text[max(0, town.start - 2) : town.start], text[town.end : town.end + 2].strip()
    where = "lead" if part.index < _LEAD else "later"
    if town.start - part.sentence.start <= 1:
        yield "first word"
        if after[:1] in _LABEL and after:
            yield f"label, {where}"
        if part.sentence.end - town.end <= 2:
            yield f"alone, {where}"
    if "(" in before:
        yield "in brackets"
    if after.startswith("("):
        yield "before brackets"
    if text[town.start : town.end].isupper():
        yield f"capitals, {where}"
    if "/" in before or after.startswith("/"):
        yield "beside a stroke"
    if any(p.end <= town.start and town.start - p.end <= 3 and p.kind == "city" for p in part.places):
        yield "behind a town"
    if any(p.kind in ("demonym", "origin") and 0 < town.start - p.end <= 2 for p in part.places):
        yield "behind a nationality"
    if any(p.kind in ("region", "country") and 0 <= town.start - p.end <= 2 for p in part.places):
        yield "behind a region"
    if any(p.kind in ("region", "country") and 0 <= p.start - town.end <= 3 for p in part.places):
        yield "before a region"


def _distance(analysis: Analysis, name: str, hits: list[Hit], town: PlaceMention) -> Iterator[str]:
    nearest = analysis.nearest(hits, town.start, town.end)
    if nearest is None:
        yield f"no {name}"
    else:
        yield f"{name} " + next((word for most, word in _REACH if nearest[1] <= most), "away")


def _told(reader: Reader, town: PlaceMention) -> Iterator[str]:
    def same(a: Place, b: Place) -> bool:
        return a.name == b.name and a.country == b.country

    places = [p.place for p in reader.projects if p.place is not None]
    if any(same(p.place, town.place) for p in places):
        yield "told of before"
    elif any(p.kind == "city" for p in places):
        yield "another told of before"
    else:
        yield "the first town"
    named = sum(1 for p in reader.analysis.parts for x in p.places if same(x.place, town.place))
    yield "named once" if named == 1 else "named twice" if named == 2 else "named often"
