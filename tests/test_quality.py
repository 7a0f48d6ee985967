"""The tables behind the page “How good is it”, and what is kept of them on disk."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from core import quality as module
from core import quality_chart
from core.quality import Quality, quality

GOLD = Path(__file__).parent / "gold"


@pytest.fixture
def few(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three annotated articles, one of them to be measured only, and a cache of their own."""
    monkeypatch.setattr(module, "cache_folders", lambda: iter([tmp_path / "cache"]))
    for part, suffix in (("gold", "json"), ("text", "txt")):
        (tmp_path / "few" / part).mkdir(parents=True)
        for name in ("de-01", "de-fresh-04", "nl-01"):
            shutil.copy(GOLD / part / f"{name}.{suffix}", tmp_path / "few" / part)
    shutil.copy(GOLD / "split.toml", tmp_path / "few")
    return tmp_path / "few"


def made(gold: Path) -> Quality:
    found = quality(gold)
    assert found is not None
    return found


def test_groups_are_halves_and_languages(few: Path) -> None:
    found = made(few)
    assert found.groups == {"measured": "Measured", "tuned": "Tuned", "all": "All", "nl": "Dutch", "de": "German"}
    assert found.articles == {"measured": 1, "tuned": 2, "all": 3, "nl": 1, "de": 2}
    assert found.phrase("nl") == "Dutch articles" and found.phrase("tuned") == "tuned articles"
    for table in (found.scores, found.answers, found.confidence):
        assert set(table["of"]) == set(found.groups)
    every = found.of(found.scores, "all").set_index("slot")
    parts = [found.of(found.scores, half).set_index("slot") for half in ("measured", "tuned")]
    assert every.loc["jobs", "annotated"] == sum(part.loc["jobs", "annotated"] for part in parts)
    assert 0 < found.score("all") <= 1
    assert found.of(found.confidence, "all")["facts"].sum() > 10


def test_without_a_split_there_are_no_halves(few: Path) -> None:
    (few / "split.toml").unlink()
    assert list(made(few).groups) == ["all", "nl", "de"]


def test_it_is_kept_until_anything_changes(few: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = made(few)
    kept = list((few.parent / "cache").glob("*"))
    assert len(kept) == 1
    monkeypatch.setattr(module, "evaluate", None)  # not asked again
    again = made(few)
    assert (again.groups, again.articles) == (first.groups, first.articles)
    for one, other in zip((first.scores, first.answers, first.confidence),
                          (again.scores, again.answers, again.confidence), strict=True):  # fmt: skip
        pd.testing.assert_frame_equal(one, other)
    monkeypatch.undo()
    monkeypatch.setattr(module, "cache_folders", lambda: iter([few.parent / "cache"]))
    (few / "floors.toml").write_text("[all]\njobs = 0.5\n")
    assert made(few).of(made(few).scores, "all").set_index("slot").loc["jobs", "floor"] == 0.5
    after = list((few.parent / "cache").glob("*"))
    assert len(after) == 1 and after != kept
    after[0].write_text("{half")
    assert made(few).articles == first.articles


def test_a_folder_that_cannot_be_written_is_no_fault(few: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (few.parent / "file").touch()
    monkeypatch.setattr(module, "cache_folders", lambda: iter([few.parent / "file" / "below"]))
    assert made(few).articles["all"] == 3


def test_without_the_articles_there_is_nothing(tmp_path: Path) -> None:
    assert quality(tmp_path) is None


def test_the_chart_of_confidence(few: Path) -> None:
    found = made(few)
    chart = quality_chart.calibration(found.of(found.confidence, "all"), found.phrase("all"), 3)
    assert chart.figure is not None and chart.title == "Confidence and what is right, all articles"
    assert chart.alt.startswith("Bar chart.") and "% of" in chart.alt and "3 annotated articles" in chart.source
    empty = quality_chart.calibration(found.confidence.head(0), "all articles", 0)
    assert empty.figure is None and empty.empty
