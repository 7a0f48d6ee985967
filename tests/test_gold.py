"""The extraction against the annotated articles: no slot of any language falls below its pinned floor.

The floors (gold/floors.toml) only rise: after an improvement write the new scores there, rounded down.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from core.evaluate import SHARES, SLOTS, Scores, evaluate

GOLD = Path(__file__).parent / "gold"
FLOORS: dict[str, dict[str, float]] = tomllib.loads((GOLD / "floors.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def scores() -> Scores:
    return evaluate(GOLD / "gold", GOLD / "text")


@pytest.mark.parametrize(("language", "slot"), [(x, s) for x, floors in FLOORS.items() for s in floors])
def test_floor(scores: Scores, language: str, slot: str) -> None:
    if slot == "mean F1":
        got = scores.mean_f1(language)
    elif slot in SHARES:
        right, of = scores.shares[language, slot]
        got = right / of
    elif slot.endswith(" precision"):
        got = scores.slots[language, slot.removesuffix(" precision")].precision
    else:
        got = scores.slots[language, slot].f1
    assert got >= FLOORS[language][slot]


def test_every_language_and_slot_has_a_floor() -> None:
    assert set(FLOORS) == {"all", "de", "fi", "nl"}
    for floors in FLOORS.values():
        assert {*SLOTS, "projects", "linked", *SHARES, "mean F1"} <= set(floors)


def test_every_article_has_its_annotation() -> None:
    assert {p.stem for p in (GOLD / "text").glob("*.txt")} == {p.stem for p in (GOLD / "gold").glob("*.json")}
