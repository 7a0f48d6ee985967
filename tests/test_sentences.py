"""What is read of single sentences of the press: one case a line in tests/sentences/<language>.txt.

A line is ``slot | expected | text``; expected "-" means that nothing of the slot may be read.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from core.analysis import analyse
from core.facts import find_facts
from core.models import Article, Document, Fact, Sentence
from core.sentences import split_sentences

CASES = Path(__file__).parent / "sentences"
DAY = date(2025, 4, 7)
_COLUMNS = {
    "jobs": ("jobs",),
    "investments": ("investments",),
    "capacities": ("capacities",),
    **dict.fromkeys(("production", "construction", "starts"), ("production_start", "construction_start")),
}


def _cases() -> list[tuple[str, str, str, str]]:
    found = []
    for path in sorted(CASES.glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                slot, expected, text = (x.strip() for x in line.split(" | ", 2))
                found.append((path.stem, slot, expected, text))
    return found


def _expected(slot: str, written: str) -> set[object]:
    if written == "-":
        return set()
    if slot == "jobs":
        return {int(x) for x in written.split(",")}
    if slot == "investments":
        amounts, currency = written.split()
        return {(float(x), currency) for x in amounts.split(",")}
    if slot == "capacities":
        return {(float(x.split()[0]), x.split()[1]) for x in written.split(", ")}
    if slot == "starts":  # "construction 2026, production 2029"
        return {tuple(x.split()) for x in written.split(", ")}
    return {(slot, x) for x in written.split(", ")}


def _values(fact: Fact) -> set[object]:
    value = fact.value
    if fact.column == "jobs":
        return {value["low"], value["high"]}
    if fact.column == "investments":
        return {(x, value["currency"]) for x in (value["amount"], value["max"])}
    if fact.column == "capacities":
        return {(x, value["unit"]) for x in (value["value"], value["max"])}
    return {(fact.column.removesuffix("_start"), value)}


@pytest.mark.parametrize(("language", "slot", "expected", "text"), _cases())
def test_sentence(language: str, slot: str, expected: str, text: str) -> None:
    sentences = tuple(Sentence(a, b, 0) for a, b in split_sentences(text, 0, len(text), language))
    document = Document(Article("a.txt", text), text, language, sentences, None, DAY, "day")
    facts = [f for f in find_facts(analyse(document))[0] if f.column in _COLUMNS[slot]]
    assert set().union(*map(_values, facts)) == _expected(slot, expected)
