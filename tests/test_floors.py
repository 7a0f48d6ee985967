"""The extraction against annotated articles: no slot of any language falls below its pinned floor.

gold: the articles of the tests; retold: stories that papers brought, in a press's own order. The floors (floors.toml of
each set) only rise, unless articles are added: after an improvement write the new scores there, rounded down.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import pytest

from core.comparison import SLOTS
from core.evaluate import SHARES, Scores, evaluate

SETS = {name: Path(__file__).parent / name for name in ("gold", "retold")}
FLOORS: dict[str, dict[str, dict[str, float]]] = {
    name: tomllib.loads((folder / "floors.toml").read_text(encoding="utf-8")) for name, folder in SETS.items()
}
CASES = [(name, language, slot) for name, of in FLOORS.items() for language, floors in of.items() for slot in floors]


@cache
def scores(name: str) -> Scores:
    return evaluate(SETS[name] / "gold", SETS[name] / "text")


@pytest.mark.parametrize(("name", "language", "slot"), CASES)
def test_floor(name: str, language: str, slot: str) -> None:
    told = scores(name)
    if slot == "mean F1":
        got = told.mean_f1(language)
    elif slot in SHARES:
        right, of = told.shares[language, slot]
        got = right / of
    elif slot.endswith(" precision"):
        got = told.slots[language, slot.removesuffix(" precision")].precision
    else:
        got = told.slots[language, slot].f1
    assert got >= FLOORS[name][language][slot] - 1e-9


@pytest.mark.parametrize("name", SETS)
def test_every_language_and_slot_has_a_floor(name: str) -> None:
    assert set(FLOORS[name]) == {"all", "de", "fi", "nl"}
    for floors in FLOORS[name].values():
        assert {*SLOTS, "projects", "linked", *SHARES, "mean F1"} <= set(floors)


@pytest.mark.parametrize("name", SETS)
def test_every_article_has_its_annotation(name: str) -> None:
    folder = SETS[name]
    assert {p.stem for p in (folder / "text").glob("*.txt")} == {p.stem for p in (folder / "gold").glob("*.json")}
