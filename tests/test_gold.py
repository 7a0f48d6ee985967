"""What is said of the annotated articles' scores: their halves, their report, and how sure the program is of what it finds."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.comparison import SLOTS
from core.confidence import PATH, SIGNS, SLOT_OF, chance, table
from core.evaluate import MEASURED, TUNED, Scores, evaluate, read_split, report
from core.models import DataFault
from core.reliability import SURE, bands, sure

GOLD = Path(__file__).parent / "gold"


@pytest.fixture(scope="module")
def scores() -> Scores:
    return evaluate(GOLD / "gold", GOLD / "text")


def test_the_halves_are_told_apart(scores: Scores) -> None:
    split = read_split(GOLD / "gold")
    assert split is not None
    for name, tuned in [("de-01", True), ("fi-own-12", True), ("seed-2", True), ("nl-fresh-16", False), ("de-fresh-01", False)]:
        assert bool(split.fullmatch(name)) == tuned
    assert {half: part.articles for half, part in scores.halves.items()} == {TUNED: 314, MEASURED: 72}
    assert sum(part.slots["all", "jobs"].gold for part in scores.halves.values()) == scores.slots["all", "jobs"].gold
    assert "314 tuned, 72 measured" in report(scores)


def test_a_split_that_is_none_is_refused(tmp_path: Path) -> None:
    assert read_split(tmp_path) is None
    (tmp_path / "split.toml").write_text("tuned = '('")
    with pytest.raises(DataFault, match="split.toml"):
        read_split(tmp_path)


# Confidence. Where a change of rules breaks one of these: make calibrate, and read what it prints.


def test_what_is_called_sure_is_right(scores: Scores) -> None:
    found, every = sure(scores.halves[MEASURED].facts)
    assert found is not None and found.right >= 0.95
    assert found.facts >= 0.25 * every


def test_the_surer_the_oftener_right(scores: Scores) -> None:
    made = [b for b in bands(scores.halves[MEASURED].facts) if b.low >= 0.5]  # below, facts are few
    assert [b.right for b in made] == sorted(b.right for b in made)
    assert all(b.right > b.confidence - 0.05 for b in made)


def test_a_row_is_not_surer_than_its_facts_stand_rightly(scores: Scores) -> None:
    facts = [j for j in scores.halves[MEASURED].facts if j.slot in SLOTS and j.row_confidence is not None]
    stated = sum(j.row_confidence or 0.0 for j in facts) / len(facts)
    assert abs(stated - sum(j.placed for j in facts) / len(facts)) < 0.08


def test_points_do_not_turn_round() -> None:
    for slot in {*SLOT_OF.values()}:
        assert all(points * SIGNS[sign] >= 0 for sign, points in table()[slot].items() if sign in SIGNS)
        assert chance(slot, ["no company in the row"]) <= chance(slot, []) < 1
    assert SURE <= chance("capacities", ["capacity.GWh", "said again"])


@pytest.mark.parametrize("fault", ["[nonsense]\nbase = 1.0", "[jobs]\nbase = 1.0\n'no such sign' = 1.0", "[jobs]\n", "x"])
def test_a_table_of_points_that_is_none_is_refused(fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / PATH.name).write_text(fault)
    monkeypatch.setattr("core.confidence.PATH", tmp_path / PATH.name)
    with pytest.raises(DataFault, match="confidence.toml"):
        table.__wrapped__()
