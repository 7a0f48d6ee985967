"""Where a project stands: every sign that its sentences give speaks with points for and against each state.

Signs are the words of a state, with where they stand ("operating, opening": in the project's first sentence), and what
else is told of the project ("production to come"). Their points are log odds, ``reference/standing.toml``, which
``tests/learn_standing.py`` derives from annotated articles; the state with the most points is the project's.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cache

from core.analysis import Analysis, Part
from core.columns import STATUSES
from core.lexicon import LANGUAGES_DIR
from core.models import DataFault, Fact
from core.project import Project

PATH = LANGUAGES_DIR.parent / "reference" / "standing.toml"
STATES: tuple[str, ...] = tuple(STATUSES)
# The state that a word speaks for by itself; "delayed", "once" and "undone" speak for none.
MEANS = {state: state for state in STATES} | {"planned": "announced", "building": "construction"}
_OPENING = 2  # of a project's sentences
_HEAD = 3  # of an article's
_FAR = 4  # sentences after which a name no longer tells whose a sentence is
_NEAR = 45.0  # cost between a word of a state and the place
_BESIDE = 30.0  # cost between a word of a state and the plant's noun
_YEAR = re.compile(r"(?<![\d.,])20\d\d(?![\d,]|\.\d)")
_DATED = (("production_start", "production"), ("construction_start", "building"))


@cache
def points() -> dict[str, tuple[float, ...]]:
    """The points of each sign for the STATES, in their order."""
    try:
        found = tomllib.loads(PATH.read_text(encoding="utf-8"))
        return {sign: tuple(float(given.get(s, 0.0)) for s in STATES) for sign, given in found.items()}
    except (OSError, ValueError, AttributeError) as fault:
        raise DataFault(f"{PATH}: {fault}") from fault


def standing(analysis: Analysis, project: Project) -> tuple[str, Fact | None]:
    """The state with the most points, and the word that speaks for it most clearly (None: no word does)."""
    words, general = signs(analysis, project)
    table = points()
    total = [0.0] * len(STATES)
    for sign in {*general, *(sign for _, given in words for sign in given)}:
        for at, value in enumerate(table.get(sign, ())):
            total[at] += value
    best = max(range(len(STATES)), key=lambda at: (total[at], -at))
    clearest: tuple[float, Fact] | None = None
    for fact, given in words:
        if MEANS.get(str(fact.value)) != STATES[best]:
            continue
        worth = sum(table[sign][best] for sign in given if sign in table)
        if clearest is None or worth > clearest[0]:
            clearest = (worth, fact)
    return STATES[best], clearest[1] if clearest else None


def signs(analysis: Analysis, project: Project) -> tuple[list[tuple[Fact, list[str]]], set[str]]:
    """The signs of each word of a state, and those of the project as a whole."""
    parts = sorted(project.parts)
    gaps = _gaps(analysis, project, parts)
    told: dict[str, set[int]] = defaultdict(set)
    by_part: dict[int, set[str]] = defaultdict(set)
    facts = [f for f in project.facts if f.column == "status"]
    for fact in facts:
        told[str(fact.value)].add(fact.sentence)
        by_part[fact.sentence].add(str(fact.value))
    last = max(by_part, default=-1)
    owner = next((c.company.name for c in project.all_companies()), None)
    words = []
    for fact in facts:
        value, part = str(fact.value), analysis.parts[fact.sentence]
        rank = bisect_right(parts, fact.sentence) - 1
        site = analysis.nearest(part.cues("site"), fact.start, fact.end)
        asked = {
            "said": True,
            "again": len(told[value]) > 1,
            "often": len(told[value]) > 3,
            "first": rank == 0,
            "opening": rank < _OPENING,
            "heading": part.sentence.heading,
            "named": gaps.get(fact.sentence, _FAR) == 0,
            "near": gaps.get(fact.sentence, _FAR) <= 1,
            "far": gaps.get(fact.sentence, _FAR) >= 3,  # noqa: PLR2004
            "beside": site is not None and site[1] < _BESIDE,
            "alone": len(by_part[fact.sentence]) == 1,
            "last": fact.sentence == last,
            "by the place": _by_place(analysis, project, part, fact),
            "of another": _of_another(analysis, owner, part, fact),
        }
        words.append((fact, [f"{value}, {where}" for where, seen in asked.items() if seen]))
    return words, set(_general(analysis, project, parts, set(told))).union(_elsewhere(analysis, project, owner))


def _elsewhere(analysis: Analysis, project: Project, owner: str | None) -> Iterable[str]:
    """The words of other sentences that name the project's town, or its first company and no town."""
    town = project.place.place.name if project.place is not None and project.place.kind == "city" else None
    for part in analysis.parts:
        if part.index in project.parts or not part.has("status"):
            continue
        towns = [p for p in part.places if p.kind == "city"]
        if town is not None and any(p.place.name == town for p in towns):
            for hit in part.cues("status"):
                nearest = min(towns, key=lambda p: analysis.cost(p.start, p.end, hit.start, hit.end))
                if nearest.place.name == town:
                    yield f"{hit.cue.value}, of the town"
        elif owner is not None and not towns and any(c.company.name == owner for c in part.companies):
            for hit in part.cues("status"):
                yield f"{hit.cue.value}, of the company"


def _by_place(analysis: Analysis, project: Project, part: Part, fact: Fact) -> bool:
    """Stands the word near the project's place, without a pause between?"""
    if project.place is None:
        return False
    name = project.place.place.name
    return any(p.place.name == name and analysis.cost(p.start, p.end, fact.start, fact.end) < _NEAR for p in part.places)


def _of_another(analysis: Analysis, owner: str | None, part: Part, fact: Fact) -> bool:
    """Stands the word nearer to another company than to the project's first?"""
    if owner is None or len(part.companies) == 0:
        return False
    nearest = min(part.companies, key=lambda c: analysis.cost(c.start, c.end, fact.start, fact.end))
    return nearest.company.name != owner


def _gaps(analysis: Analysis, project: Project, parts: list[int]) -> dict[int, int]:
    """For each sentence of a project the sentences since its place or a company of it was named last, at most _FAR."""
    names = project.names()
    place = project.place.place.name if project.place is not None else None
    gaps, named = {}, None
    for index in parts:
        part = analysis.parts[index]
        if any(p.place.name == place for p in part.places) or any(c.company.name in names for c in part.companies):
            named = index
        gaps[index] = _FAR if named is None else min(index - named, _FAR)
    return gaps


def _general(analysis: Analysis, project: Project, parts: list[int], told: set[str]) -> Iterable[str]:
    yield "any"
    yield f"of a {project.what}"
    if not told:
        yield "no word of a state"
    if not told & MEANS.keys():
        yield "no plain word of a state"
    published = analysis.document.published
    for column, what in _DATED:
        for fact in project.facts:
            if fact.column == column:
                yield f"{what} {_when(str(fact.value), published)}"
    yield "in the head" if min(parts, default=_HEAD) < _HEAD else "told later"
    if len(parts) == 1:
        yield "told in one sentence"
    opening = [analysis.parts[i] for i in parts[:_OPENING]]
    for hit in (h for p in opening for h in p.cues("event")):
        yield f"{hit.cue.value}, opening"
    groups: set[str] = set()
    for _, hit in project.hits:
        group = hit.cue.group
        groups.add(group)
        if group == "event":
            yield f"{hit.cue.value}, event"
        elif group == "site" and hit.cue.value in ("mine", "hub", "storage", "lab", "line", "project"):
            yield f"a {hit.cue.value}"
        elif group == "frame" and hit.cue.value in ("past_plan", "owns", "negation"):
            yield hit.cue.value
    columns = {f.column for f in project.facts}
    yield from (f"with {c}" for c in ("capacities", "jobs", "investments") if c in columns)
    if "site" not in groups:
        yield "no word for a site"
    if published is not None:
        yield from _years(analysis, opening, published)


def _when(day: str, published: date | None) -> str:
    if published is None:
        return "dated"
    today = published.strftime("%Y-%m")[: len(day)]
    return "to come" if day > today else "this year" if day == today and len(today) == 4 else "past"  # noqa: PLR2004


def _years(analysis: Analysis, opening: list[Part], published: date) -> Iterable[str]:
    for part in opening:
        for match in _YEAR.finditer(analysis.text, part.sentence.start, part.sentence.end):
            year = int(match[0])
            yield "a year past" if year < published.year else "a year to come" if year > published.year else "this year"
