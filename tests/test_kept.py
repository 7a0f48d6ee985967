"""Ledgers of large tables on disk: they say the same as one made anew, and nothing that is damaged is believed."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from core import kept
from core.kept import kept_ledger, kept_promises, kept_version
from core.ledger.book import Book
from core.ledger.promises import promises, slips
from core.selection import Filters, Ledger, ledger
from core.table import read, write
from core.version import version_of

ASKED = (
    Filters(), Filters(year=("2021",)), Filters(language=("fi",)), Filters(country=("FI", "DE"), silence=True),
    Filters(status=("announced",), year=("2021", "2022")), Filters(announced_since=("2022",), language=("nl",)),
)  # fmt: skip


@pytest.fixture(autouse=True)
def every_table_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "LARGE", 1)


def same(one: Ledger, other: Ledger) -> None:
    for filters in ASKED:
        a, b = one.select(filters), other.select(filters)
        pd.testing.assert_frame_equal(a.projects, b.projects)
        assert list(a.reports["report_id"]) == list(b.reports["report_id"])
    assert one.options() == other.options() and one.wording(silence=True) == other.wording(silence=True)


def test_a_kept_ledger_says_what_one_made_anew_says(table: pd.DataFrame, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    made = kept_ledger(table, tmp_path, "a")
    (own,) = (path for path in tmp_path.iterdir() if path.is_dir())
    again = kept_ledger(table, tmp_path, "a")
    same(made, ledger(table))
    same(again, ledger(table))
    assert again.book is not made.book and set(again.book.choices) >= again.book.prepared == made.book.prepared
    assert own.is_dir() and not caplog.records


def test_what_may_come_later_is_run_by_the_caller(table: pd.DataFrame, tmp_path: Path) -> None:
    later: list[Callable[[], None]] = []
    made = kept_ledger(table, tmp_path, "a", later.append)
    assert not list(tmp_path.iterdir())
    thread = threading.Thread(target=later[0])
    thread.start()
    same(made, ledger(table))  # while the choices are prepared
    thread.join()
    same(kept_ledger(table, tmp_path, "a"), ledger(table))


def test_a_program_that_is_stopped_early_has_kept_its_projects(table: pd.DataFrame, tmp_path: Path,
                                                              monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    def stopped(*_: object) -> None:
        raise SystemExit

    with monkeypatch.context() as program:
        program.setattr(Book, "prepare", stopped)
        with pytest.raises(SystemExit):
            kept_ledger(table, tmp_path, "a")
    anew = ledger(table)
    monkeypatch.setattr(kept, "ledger", stopped)  # from here on it is read
    again = kept_ledger(table, tmp_path, "a")
    same(again, anew)
    later: list[Callable[[], None]] = []
    same(kept_ledger(table, tmp_path, "a", later.append), anew)
    assert again.book.prepared and not later  # what was missing has been prepared and kept since


@pytest.mark.parametrize("name", ["leaves.parquet", "choices.npz"])
@pytest.mark.parametrize("broken", [b"", b"no such file", None], ids=["empty", "text", "half"])
def test_a_damaged_ledger_is_made_anew(table: pd.DataFrame, tmp_path: Path, name: str, broken: bytes | None,
                                       caplog: pytest.LogCaptureFixture) -> None:  # fmt: skip
    kept_ledger(table, tmp_path, "a")
    (own,) = (path for path in tmp_path.iterdir() if path.is_dir())
    content = (own / name).read_bytes()
    (own / name).write_bytes(content[: len(content) // 2] if broken is None else broken)
    same(kept_ledger(table, tmp_path, "a"), ledger(table))
    assert "is made anew" in caplog.text
    caplog.clear()
    same(kept_ledger(table, tmp_path, "a"), ledger(table))
    assert not caplog.records  # it is whole again


def test_the_ledger_of_another_table_is_not_believed(table: pd.DataFrame, tmp_path: Path) -> None:
    kept_ledger(table, tmp_path, "a")
    other = table[table["country"] != "FI"].reset_index(drop=True)
    same(kept_ledger(other, tmp_path, "a"), ledger(other))


def test_without_a_folder_it_is_only_slow(table: pd.DataFrame, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_text("in the way")
    with caplog.at_level(logging.WARNING):
        same(kept_ledger(table, tmp_path / "file", "a"), ledger(table))
        assert kept_version(table, tmp_path / "file", "a") == version_of(table)
    assert caplog.text.count("cannot be") >= 2


def test_the_latest_three_are_kept(table: pd.DataFrame, tmp_path: Path) -> None:
    for mark in "abcde":
        kept_ledger(table, tmp_path, mark)
        kept_version(table, tmp_path, mark)
    assert len([path for path in tmp_path.iterdir() if path.is_dir()]) == 3
    assert len([*tmp_path.glob("*.version")]) == 3


def test_the_version_is_kept_beside_it(table: pd.DataFrame, tmp_path: Path) -> None:
    assert kept_version(table, tmp_path, "a") == version_of(table)
    (path,) = tmp_path.iterdir()
    told = path.read_text()
    path.write_text(told.replace(version_of(table).mark, "0" * len(version_of(table).mark)))
    assert kept_version(table, tmp_path, "a").mark != version_of(table).mark  # it is read, not made again
    path.write_bytes(b"\xff\xfe nonsense")
    assert kept_version(table, tmp_path, "a") == version_of(table) and path.read_text() == told


def test_promises_are_kept_beside_it(table: pd.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                     caplog: pytest.LogCaptureFixture) -> None:  # fmt: skip
    wanted = promises(table)
    assert {type(value) for value in wanted["value"]} == {str, float}
    pd.testing.assert_frame_equal(kept_promises(table, tmp_path, "a"), wanted)
    (path,) = tmp_path.iterdir()
    with monkeypatch.context() as program:
        program.setattr(kept, "promises", None)  # they are read, not made again
        again = kept_promises(table, tmp_path, "a")
    pd.testing.assert_frame_equal(again, wanted)
    assert [*map(type, again["max"])] == [*map(type, wanted["max"])]
    pd.testing.assert_frame_equal(slips(again), slips(wanted))
    assert not caplog.records
    path.write_bytes(path.read_bytes()[:1000])
    pd.testing.assert_frame_equal(kept_promises(table, tmp_path, "a"), wanted)
    assert "is made anew" in caplog.text


def test_a_table_that_is_not_unpacked_says_the_same(table: pd.DataFrame, tmp_path: Path) -> None:
    write(table, tmp_path / "table.parquet")
    packed = read(tmp_path / "table.parquet", packed=True)
    assert isinstance(packed["evidence"].dtype, pd.ArrowDtype)
    same(ledger(packed), ledger(read(tmp_path / "table.parquet")))
    assert version_of(packed) == version_of(table)
