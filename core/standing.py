"""Where a project stands: the words of a state and what else is told of the project speak with points for each state."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import combinations

from core.columns import STATUSES
from core.models import Fact
from core.signs import Sight, Word, points

STATES: tuple[str, ...] = tuple(STATUSES)
# The state that a word speaks for by itself; "delayed", "once" and "undone" speak for none.
MEANS = {state: state for state in STATES} | {"planned": "announced", "building": "construction"}
_SHOWS = {"delayed": "shelved", "undone": "shelved"}  # the state that such a word shows where others have decided for it
_HEAD = 3  # sentences of an article
_SITES = ("mine", "hub", "storage", "lab", "line", "project")
_AHEAD = ("within the year", "next year", "years ahead", "years ahead", "far ahead")  # by the years between
_YEAR = re.compile(r"(?<![\d.,])20\d\d(?![\d,]|\.\d)")
_DATED = (("production_start", "production"), ("construction_start", "building"))


def standing(sight: Sight) -> tuple[str, Fact | None]:
    """The state with the most points, and the word that speaks for it most clearly (None: no word does)."""
    table = points("standing", STATES)
    words, general = signs(sight)
    best = table.best({*general, *(sign for _, given in words for sign in given)})
    clearest: tuple[int, Fact] | None = None
    for fact, given in words:
        if (MEANS | _SHOWS).get(str(fact.value)) == STATES[best]:
            worth = table.total(given)[best]
            if clearest is None or worth > clearest[0]:
                clearest = (worth, fact)
    return STATES[best], clearest[1] if clearest else None


def signs(sight: Sight) -> tuple[list[tuple[Fact, list[str]]], set[str]]:
    """The signs of each word of a state, and those of the project as a whole."""
    facts = [f for f in sight.project.facts if f.column == "status"]
    words = [Word(str(f.value), f.start, f.end, f.sentence) for f in facts]
    general = {*_general(sight, {w.key for w in words}), *sight.elsewhere("status")}
    return list(zip(facts, sight.of_words(words), strict=True)), general


def _general(sight: Sight, told: set[str]) -> Iterator[str]:
    project = sight.project
    yield "any"
    yield f"of a {project.what}"
    if not told:
        yield "no word of a state"
    if not told & MEANS.keys():
        yield "no plain word of a state"
    yield from (f"{a} and {b}" for a, b in combinations(sorted(told), 2))
    head = min(sight.parts, default=_HEAD) < _HEAD
    yield from (f"{a} in the head" if head else f"{a} later" for a in told)
    yield from (f"{a} only" for a in told if len(told) == 1)
    published = sight.analysis.document.published
    for column, what in _DATED:
        for fact in project.facts:
            if fact.column == column:
                yield from (f"{what} {when}" for when in _when(str(fact.value), published))
    yield "in the head" if min(sight.parts, default=_HEAD) < _HEAD else "told later"
    if len(sight.parts) == 1:
        yield "told in one sentence"
    for hit in (h for p in sight.opening() for h in p.cues("event")):
        yield f"{hit.cue.value}, opening"
    groups: set[str] = set()
    for _, hit in project.hits:
        group = hit.cue.group
        groups.add(group)
        if group == "event":
            yield f"{hit.cue.value}, event"
        elif group == "site" and hit.cue.value in _SITES:
            yield f"a {hit.cue.value}"
        elif group == "frame" and hit.cue.value in ("past_plan", "owns", "negation"):
            yield hit.cue.value
    columns = {f.column for f in project.facts}
    yield from (f"with {c}" for c in ("capacities", "jobs", "investments") if c in columns)
    if "site" not in groups:
        yield "no word for a site"
    if published is not None:
        yield from _years(sight, published)
    yield from sight.words()


def _when(day: str, published: date | None) -> Iterator[str]:
    if published is None:
        yield "dated"
        return
    today = published.strftime("%Y-%m")[: len(day)]
    yield "to come" if day > today else "this year" if day == today and len(today) == len("2025") else "past"
    if day > today:
        yield _AHEAD[min(int(day[:4]) - published.year, len(_AHEAD) - 1)]
    elif int(day[:4]) < published.year:
        yield "years ago" if int(day[:4]) < published.year - 1 else "last year"


def _years(sight: Sight, published: date) -> Iterator[str]:
    for part in sight.opening():
        for match in _YEAR.finditer(sight.analysis.text, part.sentence.start, part.sentence.end):
            year = int(match[0])
            yield "a year past" if year < published.year else "a year to come" if year > published.year else "this year"
