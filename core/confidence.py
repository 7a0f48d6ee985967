"""How sure a fact is: a base for its slot, and points for each sign that speaks for or against it.

The numbers are data, ``reference/confidence.toml``; ``tests/calibrate.py`` derives them from annotated articles. A
fact's confidence is the chance that the article says it of one of its projects. A row's confidence is the chance that
what stands in it is right and belongs to this project: the mean of its facts, times the chance that a right fact stands
in the right row. core.reliability holds both against annotations.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import compress
from typing import Any

from core.analysis import Analysis, Part
from core.lexicon import LANGUAGES_DIR
from core.models import DataFault
from core.own_files import read_toml
from core.project import FUNDER_KINDS, GRID, Project

Row = dict[str, Any]
PATH = LANGUAGES_DIR.parent / "reference" / "confidence.toml"
WORDS = ("status", "segment", "kind")  # slots that are one word of a vocabulary
ROW = "row"  # the name of the table for whole rows
# The table's columns whose facts are judged, and the slot of the evaluation that judges them.
SLOT_OF: dict[str, str] = {
    "partners": "companies",
    "country": "countries",
    "city": "cities",
    "capacities": "capacities",
    "investments": "investments",
    "jobs": "jobs",
    "construction_start": "starts",
    "production_start": "starts",
    "status": "status",
    "segment": "segment",
    "kind": "kind",
}
# What is judged like another column: it rests on the same words.
_LIKE = {"region": "country", "product": "segment", "deal": "kind"}
_SLOT = SLOT_OF | {column: SLOT_OF[like] for column, like in _LIKE.items()}
_NUMBERS = frozenset({"capacities", "investments", "jobs", "construction_start", "production_start"})
_KIND = {"capacities": "capacity", "investments": "money", "jobs": "jobs"}  # of the quantities, by slot
_COUNTED = ("capacities", "investments", "jobs", "starts")
_HEAD = 3  # the last of the sentences that open an article
_AGAINST = ("capnot", "jobsnot", "stat")
_SURE_NAME, _SURE_PLACE = 0.85, 0.9
_BYSTANDERS = FUNDER_KINDS | {"utility", GRID, "electronics", "unknown"}
_LEAST, _MOST = 0.02, 0.99
# The signs and which way they point: for what is known beforehand, the calibration only learns how far.
ROW_SIGNS = (
    "no product in the row",
    "no company in the row",
    "no place in the row",
    "no number in the row",
    "told in one sentence",
    "of a deal or a market",
)
SIGNS: dict[str, int] = {
    **dict.fromkeys(ROW_SIGNS, -1),
    "several of its kind in the row": -1,
    "a word against it": -1,
    "a word for a site": 1,
    "beside the row's company and town": 1,
    "opens the article": 1,
    "said again": 1,
    "about": -1,
    "to the month": 1,
    "not first": -1,
    "a doubtful name": -1,
    "on no list": -1,
    "hardly ever a partner": -1,
    "named again": 1,
    "named again in the row": 1,
    "a doubtful place": -1,
    "its country named too": 1,
    "where the text says in": 1,
    "beside another town": -1,
}


@cache
def table() -> dict[str, dict[str, float]]:
    """The numbers: slot → base and points by sign; "unseen" → how much more often new articles go wrong."""
    try:
        found: dict[str, dict[str, float]] = read_toml(PATH)
    except (OSError, ValueError) as fault:
        raise DataFault(f"{PATH}: {fault}") from fault
    for name, points in found.items():
        if name == "unseen":
            wrong = set(points) ^ {"facts", "words", "rows"}
        elif name in {ROW, *SLOT_OF.values()}:
            # A rule's name has a dot; every other key is a sign that this program can see.
            wrong = {k for k in points if "." not in k and k not in SIGNS} ^ {"base"}
        else:
            raise DataFault(f"{PATH}: [{name}] is no slot")
        if wrong or not all(isinstance(v, float) for v in points.values()):
            raise DataFault(f"{PATH}: [{name}]: {', '.join(sorted(wrong)) or 'a value that is no decimal number'}")
    return found


def fill(analysis: Analysis, projects: list[Project], rows: list[Row]) -> None:
    """Give every row and every entry of its evidence its ``confidence``, rounded to hundredths."""
    article = Article(analysis)
    for project, row in zip(projects, rows, strict=True):
        general = row_signs(project, row)
        facts = []
        for item in row["evidence"]:
            slot = _SLOT.get(item["column"])
            item["confidence"] = chance(slot, [*general, *article.signs(slot, project, row, item)]) if slot else None
            if slot and slot not in WORDS:
                facts.append(item["confidence"])
        mean = sum(facts) / len(facts) if facts else 0.5
        row["confidence"] = round(mean * chance(ROW, general), 2)


def chance(slot: str, signs: Iterable[str]) -> float:
    """The confidence of what has these signs."""
    return _chance(slot, tuple(signs))


@lru_cache(maxsize=20_000)
def _chance(slot: str, signs: tuple[str, ...]) -> float:
    points = table().get(slot)
    if points is None:
        return 0.5
    told = 0.0
    for sign in signs:
        if sign in points:
            told += points[sign]
    kind = "rows" if slot == ROW else "words" if slot in WORDS else "facts"
    wrong = table()["unseen"][kind] / (1.0 + math.exp(points["base"] + told))
    return round(min(_MOST, max(_LEAST, 1.0 - wrong)), 2)


def row_signs(project: Project, row: Row) -> list[str]:
    """The signs of a whole row."""
    asked = (
        row["segment"] is None,
        not row["partners"],
        row["country"] is None,
        all(item["column"] not in _NUMBERS for item in row["evidence"]),
        len(project.parts) <= 1,
        project.what != "site",
    )
    return list(compress(ROW_SIGNS, asked))


class _Sentence:
    """What the facts of one sentence share."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self.companies = {c.company.name for c in part.companies}
        self.towns = {p.place.name for p in part.places if p.kind == "city"}
        self.against = any(map(part.has, _AGAINST))
        self.site = part.has("site")


class Article:
    """What the signs of an article's facts are seen by, counted once."""

    def __init__(self, analysis: Analysis) -> None:
        self._parts = analysis.parts
        self._starts = [part.sentence.start for part in analysis.parts]
        self._companies: dict[str, int] = {}
        self._places: dict[str, int] = {}
        self._named: dict[str, set[str]] = {}  # the names of places, by country
        self._numbers: dict[tuple[str, float], int] = {}
        self._sentences: dict[int, _Sentence] = {}
        for part in analysis.parts:
            for mention in part.companies:
                name = mention.company.name
                self._companies[name] = self._companies.get(name, 0) + 1
            for town in part.places:
                name = town.place.name
                self._named.setdefault(town.place.country, set()).add(name)
                if town.kind == "city":
                    self._places[name] = self._places.get(name, 0) + 1
            for quantity in part.quantities:
                value = (quantity.kind, quantity.low)
                self._numbers[value] = self._numbers.get(value, 0) + 1

    def _sentence(self, position: int) -> _Sentence | None:
        at = bisect_right(self._starts, position) - 1
        known = self._sentences.get(at)
        if known is None:
            if at < 0:
                return None
            known = self._sentences[at] = _Sentence(self._parts[at])
        return known if position < known.part.sentence.end else None

    def signs(self, slot: str, project: Project, row: Row, item: Row) -> list[str]:
        """The signs of one entry of a row's evidence, its rule among them."""
        signs = [item["rule"]]
        sentence = self._sentence(item["start"])
        if sentence is None:
            return signs
        if sentence.against:
            signs.append("a word against it")
        if sentence.site:
            signs.append("a word for a site")
        if project.place and project.place.place.name in sentence.towns and not sentence.companies.isdisjoint(row["partners"]):
            signs.append("beside the row's company and town")
        if sentence.part.index <= _HEAD:
            signs.append("opens the article")
        if slot in _COUNTED:
            column = item["column"]
            if [i["column"] for i in row["evidence"]].count(column) > 2:
                signs.append("several of its kind in the row")
        if slot == "companies":
            signs += self._company(project, row, item, sentence.part)
        elif slot in ("cities", "countries"):
            signs += self._place(project, sentence.towns)
        elif slot == "starts":
            if len(str(item["value"])) > 4:
                signs.append("to the month")
        elif slot in _KIND:
            value = item["value"]
            low = value.get("value", value.get("amount", value.get("low")))
            if self._numbers.get((_KIND[slot], low), 0) > 1:
                signs.append("said again")
            if value["qualifier"] == "about":
                signs.append("about")
        return signs

    def _company(self, project: Project, row: Row, item: Row, part: Part) -> Iterator[str]:
        name, start = item["value"], item["start"]
        if row["partners"] and row["partners"][0] != name:
            yield "not first"
        mention = next((c for c in part.companies if c.start == start), None)
        if mention is not None:
            if mention.confidence < _SURE_NAME:
                yield "a doubtful name"
            if not mention.company.known:
                yield "on no list"
            if mention.company.kind in _BYSTANDERS:
                yield "hardly ever a partner"
        if self._companies.get(name, 0) > 1:
            yield "named again"
        if [c.company.name for c in project.companies].count(name) > 1:
            yield "named again in the row"

    def _place(self, project: Project, towns: set[str]) -> Iterator[str]:
        mention = project.place
        if mention is None:
            return
        place = mention.place
        if mention.confidence < _SURE_PLACE:
            yield "a doubtful place"
        if mention.rule == "unknown":
            yield "on no list"
        if self._places.get(place.name, 0) > 1:
            yield "named again"
        if self._named.get(place.country, set()) - {place.name}:
            yield "its country named too"
        if mention.case == "in":
            yield "where the text says in"
        if towns - {place.name}:
            yield "beside another town"
