"""The ledger against its annotated set: no figure falls below its pinned floor. The floors only rise."""

from __future__ import annotations

import tomllib

import pytest
from ledger_sample import LEDGER, rows_from

from core.evaluate_ledger import LedgerScores, evaluate, read_gold, report, score
from core.ledger.linking import link
from core.table import frame

FLOORS: dict[str, dict[str, float]] = tomllib.loads((LEDGER / "floors.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def scores() -> dict[str, LedgerScores]:
    gold = read_gold(LEDGER / "gold.json")
    rows = rows_from(gold)
    for row, project_id in zip(rows, link(rows), strict=True):
        row["project_id"] = project_id
    return {"read": evaluate(LEDGER / "gold.json", LEDGER / "text"), "told": score(gold, frame(rows))}


@pytest.mark.parametrize(("which", "name"), [(w, name) for w, floors in FLOORS.items() for name in floors])
def test_floor(scores: dict[str, LedgerScores], which: str, name: str) -> None:
    assert scores[which].figures()[name] >= FLOORS[which][name], report(scores[which], show=True)


def test_the_report_says_what_was_wrong(scores: dict[str, LedgerScores]) -> None:
    assert "pairs of reports on one project: precision 1.000" in report(scores["read"])
    assert len(report(scores["read"], show=True).splitlines()) > len(report(scores["read"]).splitlines())
