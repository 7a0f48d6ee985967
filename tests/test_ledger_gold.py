"""The ledger against its annotated sets: no figure falls below its pinned floor. The floors only rise."""

from __future__ import annotations

import tomllib

import pytest
from ledger_sample import LEDGER, OWN, rows_from

from core.evaluate_ledger import LedgerScores, evaluate, read_gold, report, score
from core.ledger.linking import link
from core.table import frame

SETS = {"ledger": LEDGER, "own": OWN}
FLOORS: dict[tuple[str, str], dict[str, float]] = {
    (name, which): floors
    for name, folder in SETS.items()
    for which, floors in tomllib.loads((folder / "floors.toml").read_text(encoding="utf-8")).items()
}


@pytest.fixture(scope="module")
def scores() -> dict[tuple[str, str], LedgerScores]:
    found = {}
    for name, folder in SETS.items():
        gold = read_gold(folder / "gold.json")
        rows = rows_from(gold, folder)
        for row, project_id in zip(rows, link(rows), strict=True):
            row["project_id"] = project_id
        found[name, "read"] = evaluate(folder / "gold.json", folder / "text")
        found[name, "told"] = score(gold, frame(rows))
    return found


@pytest.mark.parametrize(("which", "name"), [(which, name) for which, floors in FLOORS.items() for name in floors])
def test_floor(scores: dict[tuple[str, str], LedgerScores], which: tuple[str, str], name: str) -> None:
    assert scores[which].figures()[name] >= FLOORS[which][name], report(scores[which], show=True)


def test_the_report_says_what_was_wrong(scores: dict[tuple[str, str], LedgerScores]) -> None:
    read = scores["ledger", "read"]
    assert "pairs of reports on one project: precision 1.000" in report(read)
    assert len(report(read, show=True).splitlines()) > len(report(read).splitlines())
