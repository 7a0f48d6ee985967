"""The extraction against stories that papers brought, retold: what the press tells of, in a press's own order.

The floors (retold/floors.toml) only rise, unless articles are added.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from floors import scored

from core.comparison import SLOTS
from core.evaluate import SHARES, Scores, evaluate

RETOLD = Path(__file__).parent / "retold"
FLOORS: dict[str, dict[str, float]] = tomllib.loads((RETOLD / "floors.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def scores() -> Scores:
    return evaluate(RETOLD / "gold", RETOLD / "text")


@pytest.mark.parametrize(("language", "slot"), [(x, s) for x, floors in FLOORS.items() for s in floors])
def test_floor(scores: Scores, language: str, slot: str) -> None:
    assert scored(scores, language, slot) >= FLOORS[language][slot] - 1e-9


def test_every_language_and_slot_has_a_floor() -> None:
    assert set(FLOORS) == {"all", "de", "fi", "nl"}
    for floors in FLOORS.values():
        assert {*SLOTS, "projects", "linked", *SHARES, "mean F1"} <= set(floors)


def test_every_article_has_its_annotation() -> None:
    assert {p.stem for p in (RETOLD / "text").glob("*.txt")} == {p.stem for p in (RETOLD / "gold").glob("*.json")}
