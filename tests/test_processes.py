"""Several processes read like one: the same table, texts and reasons in the same order; a lost process costs nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from core import workers
from core.__main__ import STOPPED, main
from core.articles import LARGEST
from core.models import GigaledgerError
from core.pipeline import Build, Interrupted, build

ROOT = Path(__file__).parent.parent
TEXTS = sorted((ROOT / "tests" / "gold" / "text").glob("*.txt"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixty articles in two folders, two of one name, and files that are none."""
    made = tmp_path_factory.mktemp("many")
    (made / "sub").mkdir()
    for path in TEXTS[:60]:
        shutil.copy(path, made)
    shutil.copy(TEXTS[0], made / "sub" / TEXTS[1].name)
    (made / "a-empty.txt").touch()
    (made / "k-picture.png").write_bytes(b"\x89PNG")
    with (made / "m-large.txt").open("wb") as file:
        file.truncate(LARGEST + 1)
    (made / "z-few.txt").write_text("Niet veel.", encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def alone(folder: Path) -> Build:
    return build([folder, folder / "gone.txt"], processes=1)


def same(one: Build, other: Build) -> None:
    pd.testing.assert_frame_equal(one.table, other.table)
    assert one.skipped == other.skipped
    assert list(one.articles.items()) == list(other.articles.items())


@pytest.mark.parametrize("processes", [2, 3])
def test_the_result_is_that_of_one_process(folder: Path, alone: Build, processes: int) -> None:
    seen: list[str] = []
    made = build([folder, folder / "gone.txt"], seen.append, processes)
    same(made, alone)
    assert seen == list(alone.articles) and not made.notes
    assert len(alone.articles) == 61 and {"gone.txt", "m-large.txt", "k-picture.png"} < {s.path for s in alone.skipped}


def test_it_works_from_a_thread_and_from_a_script_without_a_guard(folder: Path, alone: Build, tmp_path: Path) -> None:
    made: list[Build] = []
    thread = threading.Thread(target=lambda: made.append(build([folder, folder / "gone.txt"], processes=2)))
    thread.start()
    thread.join()
    same(made[0], alone)
    script = tmp_path / "script.py"
    script.write_text(f"from core import build_table\nprint(len(build_table({str(folder)!r}, processes=2)))")
    done = subprocess.run([sys.executable, str(script)], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)},
                          capture_output=True, text=True, timeout=100)  # fmt: skip
    assert done.stdout.split() == [str(len(alone.table))], done.stderr


def test_a_killed_process_is_reported_and_costs_nothing(
    folder: Path, alone: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[Any] = []
    begin = workers._Worker.__init__
    monkeypatch.setattr(workers._Worker, "__init__", lambda self: (begin(self), started.append(self))[0])
    monkeypatch.setattr(workers, "CHUNK", 5)

    def kill(_path: str) -> None:
        if len(started) == 2:  # once, while both are reading
            started[0]._process.kill()

    made = build([folder, folder / "gone.txt"], kill, 2)
    same(made, alone)
    assert len(made.notes) == 1 and "signal 9" in made.notes[0] and "read again" in made.notes[0]


def with_worker(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Workers that run ``code`` before they serve."""
    head, tail = workers._START.split("from core.workers", 1)
    monkeypatch.setattr(workers, "_START", f"{head}{code}; from core.workers{tail}")


def test_a_file_that_ends_every_process_is_left_out_with_the_reason(
    folder: Path, alone: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = TEXTS[20].name
    with_worker(monkeypatch, "import os; import core.reading as r; o = r.outcome; "
                f"r.outcome = lambda f: os._exit(9) if f.name == {bad!r} else o(f)")  # fmt: skip
    made = build([folder, folder / "gone.txt"], processes=2)
    assert [s.path for s in made.skipped if "ended twice" in s.reason] == [bad]
    assert list(made.articles) == [path for path in alone.articles if path != bad]
    assert len(made.notes) == 2 and "left out" in made.notes[1]


def test_processes_that_end_one_after_the_other_keep_what_was_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_worker(monkeypatch, "import os; import core.reading as r; o = r.outcome; "
                "r.outcome = lambda f: os._exit(9) if f.name > 'de-09' else o(f)")  # fmt: skip
    made = build(folder, processes=2)
    assert "de-08.txt" in made.articles and "fi-05.txt" not in made.articles
    assert any("in a row" in s.reason for s in made.skipped)


def test_processes_that_cannot_start_are_a_sentence(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_worker(monkeypatch, "sys.exit(3)")
    with pytest.raises(GigaledgerError, match="--processes 1"):
        build(folder, processes=2)


def test_a_fault_of_the_program_costs_one_article(
    folder: Path, alone: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    from core import reading

    real = reading.read_one
    bad = TEXTS[3].name

    def faulty(article: Any) -> Any:
        if article.path == bad:
            raise KeyError("oops")
        return real(article)

    monkeypatch.setattr(reading, "read_one", faulty)
    made = build([folder, folder / "gone.txt"], processes=1)
    assert [s.path for s in made.skipped if "KeyError" in s.reason] == [bad]
    assert set(made.table["article"]) == set(alone.table["article"]) - {bad}


@pytest.mark.parametrize("processes", [1, 2])
def test_ctrl_c_keeps_what_was_read(folder: Path, alone: Build, processes: int) -> None:
    seen: list[str] = []

    def stop(path: str) -> None:
        seen.append(path)
        if len(seen) == 10:
            raise KeyboardInterrupt

    with pytest.raises(Interrupted) as stopped:
        build(folder, stop, processes)
    assert list(stopped.value.build.articles) == list(alone.articles)[:10]
    assert set(stopped.value.build.table["article"]) <= set(seen)


def test_the_command_writes_what_was_read_beside_the_table(
    tmp_path: Path, alone: Build, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(*_words: Any, **_more: Any) -> Build:
        raise Interrupted(alone)

    monkeypatch.setattr("core.pipeline.build", stopped)
    (tmp_path / "t.csv").write_text("as it was")
    assert main(["build", "anything", "--out", str(tmp_path / "t.csv")]) == STOPPED
    assert (tmp_path / "t.csv").read_text() == "as it was" and (tmp_path / "t.partial.csv").is_file()
    said = capsys.readouterr()
    assert "Stopped before all was read" in said.err and "t.partial.csv" in said.out


def test_few_files_are_read_by_one_process() -> None:
    assert workers.worth(5) == 1
    assert workers.worth(1_000_000) == len(os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else range(os.cpu_count() or 1))


@pytest.mark.parametrize("word", ["0", "-1", "two"])
def test_a_number_of_processes_that_is_none_is_refused(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as done:
        main(["build", "seeds", "--out", "t.csv", f"--processes={word}"])
    assert done.value.code == 2 and "from 1 on" in capsys.readouterr().err
