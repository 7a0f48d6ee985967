"""How sure a fact is: a base for its slot, and points for each sign that speaks for or against it.

The numbers are data, ``reference/confidence.toml``; ``tests/calibrate.py`` derives them from annotated articles. A
fact's confidence is the chance that the article says it of one of its projects. A row's confidence is the chance that
what stands in it is right and belongs to this project: the mean of its facts, times the chance that a right fact stands
in the right row. core.reliability holds both against annotations.
"""

from __future__ import annotations

import math
import tomllib
from collections import Counter
from functools import cache
from typing import Any

from core.analysis import Analysis, Part
from core.companies import CompanyMention
from core.lexicon import LANGUAGES_DIR
from core.models import DataFault
from core.project import FUNDER_KINDS, Project

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
_HEAD = 3  # the last of the sentences that open an article
_AGAINST = ("capnot", "jobsnot", "stat")
_SURE_NAME, _SURE_PLACE = 0.85, 0.9
_BYSTANDERS = FUNDER_KINDS | {"utility", "electronics", "unknown"}
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
        found: dict[str, dict[str, float]] = tomllib.loads(PATH.read_text(encoding="utf-8"))
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
            slot = SLOT_OF.get(_LIKE.get(item["column"], item["column"]))
            item["confidence"] = chance(slot, [*general, *article.signs(slot, project, row, item)]) if slot else None
            if slot and slot not in WORDS:
                facts.append(item["confidence"])
        mean = sum(facts) / len(facts) if facts else 0.5
        row["confidence"] = round(mean * chance(ROW, general), 2)


def chance(slot: str, signs: list[str]) -> float:
    """The confidence of what has these signs."""
    points = table().get(slot)
    if points is None:
        return 0.5
    total = points["base"] + sum(points.get(sign, 0.0) for sign in signs)
    kind = "rows" if slot == ROW else "words" if slot in WORDS else "facts"
    wrong = table()["unseen"][kind] / (1.0 + math.exp(total))
    return round(min(_MOST, max(_LEAST, 1.0 - wrong)), 2)


def row_signs(project: Project, row: Row) -> list[str]:
    """The signs of a whole row."""
    columns = {item["column"] for item in row["evidence"]}
    numbers = columns & {"capacities", "investments", "jobs", "construction_start", "production_start"}
    asked = {
        "no product in the row": row["segment"] is None,
        "no company in the row": not row["partners"],
        "no place in the row": row["country"] is None,
        "no number in the row": not numbers,
        "told in one sentence": len(project.parts) <= 1,
        "of a deal or a market": project.what != "site",
    }
    return [sign for sign, seen in asked.items() if seen]


class Article:
    """What the signs of an article's facts are seen by, counted once."""

    def __init__(self, analysis: Analysis) -> None:
        self._parts = analysis.parts
        self._companies = Counter(c.company.name for p in analysis.parts for c in p.companies)
        self._places = Counter(p.place.name for part in analysis.parts for p in part.places if p.kind == "city")
        self._named = Counter({(p.place.country, p.place.name) for part in analysis.parts for p in part.places})
        self._countries = Counter(country for country, _ in self._named)
        self._numbers = Counter((q.kind, q.low) for part in analysis.parts for q in part.quantities)

    def signs(self, slot: str, project: Project, row: Row, item: Row) -> list[str]:
        """The signs of one entry of a row's evidence, its rule among them."""
        part = next((p for p in self._parts if p.sentence.start <= item["start"] < p.sentence.end), None)
        if part is None:
            return [item["rule"]]
        towns = {p.place.name for p in part.places if p.kind == "city"}
        own = project.place.place.name if project.place else None
        asked = {
            item["rule"]: True,
            "a word against it": any(part.has(group) for group in _AGAINST),
            "a word for a site": part.has("site"),
            "beside the row's company and town": own in towns and any(c.company.name in row["partners"] for c in part.companies),
            "opens the article": part.index <= _HEAD,
            "several of its kind in the row": sum(i["column"] == item["column"] for i in row["evidence"]) > 2
            and slot in ("capacities", "investments", "jobs", "starts"),
        }
        if slot == "companies":
            asked |= self._company(project, row, item, part)
        elif slot in ("cities", "countries"):
            asked |= self._place(project, towns)
        elif slot == "starts":
            asked["to the month"] = len(str(item["value"])) > 4
        elif slot in ("capacities", "investments", "jobs"):
            value = item["value"]
            low = value.get("value", value.get("amount", value.get("low")))
            kind = {"capacities": "capacity", "investments": "money", "jobs": "jobs"}[slot]
            asked |= {"said again": self._numbers[kind, low] > 1, "about": value["qualifier"] == "about"}
        return [sign for sign, seen in asked.items() if seen]

    def _company(self, project: Project, row: Row, item: Row, part: Part) -> dict[str, bool]:
        name = item["value"]
        found = [c for c in part.companies if c.start == item["start"]]
        mention: CompanyMention | None = found[0] if found else None
        return {
            "not first": bool(row["partners"]) and row["partners"][0] != name,
            "a doubtful name": mention is not None and mention.confidence < _SURE_NAME,
            "on no list": mention is not None and not mention.company.known,
            "hardly ever a partner": mention is not None and mention.company.kind in _BYSTANDERS,
            "named again": self._companies[name] > 1,
            "named again in the row": sum(c.company.name == name for c in project.companies) > 1,
        }

    def _place(self, project: Project, towns: set[str]) -> dict[str, bool]:
        mention = project.place
        if mention is None:
            return {}
        place = mention.place
        named = self._countries[place.country] - ((place.country, place.name) in self._named)
        return {
            "a doubtful place": mention.confidence < _SURE_PLACE,
            "on no list": mention.rule == "unknown",
            "named again": self._places[place.name] > 1,
            "its country named too": named > 0,
            "where the text says in": mention.case == "in",
            "beside another town": bool(towns - {place.name}),
        }
