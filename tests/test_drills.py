"""The drills are read as they were when their words were learned: no measure falls below its floor."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from drilled import DRILLS, lay_out

from core.evaluate import Scores, evaluate

FLOORS: dict[str, dict[str, float]] = tomllib.loads((DRILLS / "floors.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def scores(tmp_path_factory: pytest.TempPathFactory) -> Scores:
    folder = lay_out(tmp_path_factory.mktemp("drills") / "all")
    return evaluate(folder / "gold", folder / "text")


@pytest.mark.parametrize(("language", "slot"), [(x, s) for x, floors in FLOORS.items() for s in floors])
def test_floor(scores: Scores, language: str, slot: str) -> None:
    if slot == "status":
        right, of = scores.shares[language, slot]
        assert right / of >= FLOORS[language][slot]
    elif slot.endswith(" precision"):
        assert scores.slots[language, slot.removesuffix(" precision")].precision >= FLOORS[language][slot]
    else:
        assert scores.slots[language, slot].f1 >= FLOORS[language][slot]


def test_every_drill_has_a_name_of_its_own() -> None:
    names = [json.loads(line)["id"] for path in DRILLS.glob("*.jsonl") for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(names) == len(set(names)) > 900


def test_floors_are_of_every_language() -> None:
    assert set(FLOORS) == {Path(p).stem for p in DRILLS.glob("*.jsonl")}
