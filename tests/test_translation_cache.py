"""The cache of translations: real files, real processes, some of them killed."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from translation_writer import SIZE, batch

from core.translation.cache import Cache

WRITER = Path(__file__).parent / "translation_writer.py"


def writer(path: Path, first: int, count: int) -> subprocess.Popen[str]:
    args = [sys.executable, str(WRITER), str(path), str(first), str(count)]
    return subprocess.Popen(args, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def holds(cache: Cache, number: int) -> bool:
    return cache.get("test", "nl", "en", list(batch(number))) == batch(number)


def sound(path: Path) -> bool:
    with sqlite3.connect(path) as connection:
        return connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_text_is_found_by_its_language_and_engine_only(tmp_path: Path) -> None:
    with Cache(tmp_path / "deep" / "t.db") as cache:
        cache.put("google", "nl", "en", {"De fabriek": "The plant"})
        cache.put("google", "nl", "en", {"De fabriek": "The factory"})
        assert cache.get("google", "nl", "en", ["De fabriek", "anders"]) == {"De fabriek": "The plant"}
        for other in (("deepl", "nl", "en"), ("google", "de", "en"), ("google", "nl", "fr")):
            assert cache.get(*other, ["De fabriek"]) == {}
        assert cache.get("google", "nl", "en", []) == {} and cache.notes == []
    assert (tmp_path / "deep" / "t.db").is_file()


def test_two_thousand_texts_are_looked_up_at_once(tmp_path: Path) -> None:
    texts = {f"De fabriek nummer {n} kost 2,5 miljard euro en komt in Kokomo, in de staat Indiana.": f"The plant {n}" for n in range(2_000)}
    with Cache(tmp_path / "t.db") as cache:
        cache.put("google", "nl", "en", texts)
    with Cache(tmp_path / "t.db") as cache:
        begun = time.perf_counter()
        assert cache.get("google", "nl", "en", list(texts)) == texts
        assert time.perf_counter() - begun < 0.5


def test_two_processes_write_the_same_texts_at_once(tmp_path: Path) -> None:
    path = tmp_path / "t.db"
    both = [writer(path, 0, 60), writer(path, 0, 60), writer(path, 30, 60)]
    for process in both:
        out, fault = process.communicate(timeout=60)
        assert process.returncode == 0 and len(out.split()) == 60, fault
    with Cache(path) as cache:
        assert all(holds(cache, number) for number in range(90)) and cache.notes == []
    assert sound(path)
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT count(*) FROM translations").fetchone() == (90 * SIZE,)


def test_processes_that_begin_together_lay_out_one_file(tmp_path: Path) -> None:
    for turn in range(4):
        path = tmp_path / f"{turn}.db"
        for process in [writer(path, 0, 2) for _ in range(4)]:
            _, fault = process.communicate(timeout=60)
            assert process.returncode == 0, fault
    assert {file.name.split(".")[0] for file in tmp_path.iterdir()} == set("0123")


def test_a_process_killed_at_any_moment_loses_nothing_that_was_kept(tmp_path: Path) -> None:
    path, chance = tmp_path / "t.db", random.Random(7)
    kept: set[int] = set()
    for kill in range(30):
        process = writer(path, 1_000 * kill, 1_000)
        assert process.stdout is not None
        told = ""
        if kill % 3:
            for _ in range(chance.randint(1, 8)):
                told += process.stdout.readline()
            time.sleep(chance.uniform(0.0, 0.004))
        else:  # while the file is laid out, or the log of the one killed before is taken over
            time.sleep(chance.uniform(0.03, 0.09))
        process.kill()
        out, fault = process.communicate(timeout=30)
        assert fault == ""
        kept |= {int(line) for line in (told + out).splitlines(keepends=True) if line.endswith("\n")}
    assert len(kept) > 50
    with Cache(path) as cache:
        assert [number for number in kept if not holds(cache, number)] == []
        for first in range(0, 30_000, 1_000):  # what was killed in the midst is there as a whole or not at all
            last = max((n for n in kept if first <= n < first + 1_000), default=first - 1)
            assert len(cache.get("test", "nl", "en", list(batch(last + 1)))) in (0, SIZE)
        assert cache.notes == []
    assert sound(path)


@pytest.mark.parametrize(
    "content", [b"This is no database.\n" * 300, b"SQLite format 3\x00" + bytes(range(256)) * 40, b"\x00" * 5000], ids=["text", "torn", "zeros"]
)
def test_a_broken_file_is_left_as_it_is_and_another_used(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "t.db"
    path.write_bytes(content)
    for _ in range(2):
        with Cache(path) as cache:
            cache.put("google", "nl", "en", {"De fabriek": "The plant"})
            assert cache.get("google", "nl", "en", ["De fabriek"]) == {"De fabriek": "The plant"}
            assert cache.path.name == "t-2.db" and len(cache.notes) == 1 and "t.db" in cache.notes[0]
    assert path.read_bytes() == content


def test_another_programs_database_is_not_written_to(tmp_path: Path) -> None:
    path = tmp_path / "t.db"
    with sqlite3.connect(path) as theirs:
        theirs.execute("CREATE TABLE translations (key BLOB PRIMARY KEY, english TEXT)")
    later = tmp_path / "later.db"
    with Cache(later):
        pass
    with sqlite3.connect(later) as newer:
        newer.execute("PRAGMA user_version = 2")
    for file in (path, later):
        before = file.read_bytes()
        with Cache(file) as cache:
            cache.put("google", "nl", "en", {"De fabriek": "The plant"})
            assert "another program" in cache.notes[0]
        assert file.read_bytes() == before


def test_damage_that_shows_only_later_moves_on_to_another_file(tmp_path: Path) -> None:
    path = tmp_path / "t.db"
    with Cache(path) as cache:
        for number in range(60):
            cache.put("test", "nl", "en", batch(number))
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        page = connection.execute("PRAGMA page_size").fetchone()[0]
    connection.close()
    content = bytearray(path.read_bytes())
    for at in range(3 * page, len(content), page):  # all pages but the first few
        content[at : at + 200] = b"\xff" * 200
    path.write_bytes(content)
    with Cache(path) as cache:
        found = [number for number in range(60) if holds(cache, number)]
        cache.put("test", "nl", "en", batch(0))
        assert holds(cache, 0) and len(found) < 60
        assert len(cache.notes) == 1 and "damaged" in cache.notes[0]


def test_where_no_file_can_be_made_the_run_goes_on_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    (tmp_path / "folder.db").mkdir()
    for path in (tmp_path / "file" / "t.db", tmp_path / "folder.db"):
        with Cache(path) as cache:
            cache.put("google", "nl", "en", {"De fabriek": "The plant"})
            assert cache.get("google", "nl", "en", ["De fabriek"]) == {}
            assert len(cache.notes) == 1 and "goes on without" in cache.notes[0]


def test_threads_share_a_cache(tmp_path: Path) -> None:
    with Cache(tmp_path / "t.db") as cache, ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: cache.put("test", "nl", "en", batch(number)), range(20)))
        assert all(pool.map(lambda number: holds(cache, number), range(20))) and cache.notes == []
