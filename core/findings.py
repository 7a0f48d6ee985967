"""What was found in one article, ready to be shown in its text: marks by kind, what was not taken, what was cut."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from core.columns import Vocabulary
from core.models import Rejected
from core.reading import Reading

KINDS: Vocabulary = {  # in the order in which they go before others on the same words
    "amount": "an amount of money: investment, public support, price",
    "capacity": "a capacity or another figure",
    "jobs": "a number of jobs",
    "date": "start of construction or production",
    "company": "a company",
    "place": "where it stands",
    "status": "where the project stands: plan, construction, operation, stop",
    "subject": "what it is: product, kind of project or deal",
}
_KIND_OF = {
    "investments": "amount", "support_eur": "amount", "capacities": "capacity", "figures": "capacity", "jobs": "jobs",
    "construction_start": "date", "production_start": "date", "partners": "company", "city": "place", "region": "place",
    "country": "place", "status": "status", "product": "subject", "segment": "subject", "kind": "subject", "deal": "subject",
}  # fmt: skip
_RANK = {kind: rank for rank, kind in enumerate(KINDS)}
NO_PROJECT = "belongs to no project of the article"


class Mark(NamedTuple):
    """Words of the text that gave facts of one kind: (column, value) pairs, each once."""

    start: int
    end: int
    kind: str
    facts: tuple[tuple[str, Any], ...]


def marks(evidence: Iterable[dict[str, Any]]) -> list[Mark]:
    """The words that the facts of rows stand on, in order of place; no two overlap.

    evidence: entries of the column of that name. Where kinds share words, the first of KINDS has them.
    """
    found: dict[tuple[int, int], dict[str, dict[str, tuple[str, Any]]]] = {}
    for entry in evidence:
        kind, start, end = _KIND_OF.get(entry["column"]), entry["start"], entry["end"]
        if kind is not None and start is not None and end is not None and start < end:
            fact = entry["column"], entry["value"]
            found.setdefault((start, end), {}).setdefault(kind, {}).setdefault(repr(fact), fact)
    made = []
    for (start, end), kinds in found.items():
        kind = min(kinds, key=_RANK.__getitem__)
        made.append(Mark(start, end, kind, tuple(kinds[kind].values())))
    kept: list[Mark] = []
    for mark in sorted(made, key=lambda m: (_RANK[m.kind], m.start - m.end)):
        if all(mark.end <= other.start or other.end <= mark.start for other in kept):
            kept.append(mark)
    return sorted(kept)


def not_taken(reading: Reading) -> list[Rejected]:
    """What looks like a fact and is in no row, with the reason, in order of place."""
    used = {id(fact) for project in reading.projects for fact in project.facts}
    loose = [
        Rejected(fact.column, fact.start, fact.end, NO_PROJECT)
        for fact in reading.facts
        if id(fact) not in used and fact.column != "status"
    ]
    return sorted([*reading.rejected, *loose], key=lambda item: (item.start, item.end))
