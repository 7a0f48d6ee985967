"""The cache of what was read, the register of added articles, and the library of both: nothing changes the table,
nothing that was acknowledged is lost, whatever is killed or damaged."""

from __future__ import annotations

import marshal
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zlib import crc32

import pandas as pd
import pytest

from core.articles import Input
from core.library import Library
from core.outcomes import Outcome
from core.pipeline import Build, build
from core.saving import write
from core.store import segments as store
from core.store.folder import DataFolder, StoreFault
from core.store.readings import Readings
from core.store.register import New, Register, safe_name
from core.store.version import rules_version

ROOT = Path(__file__).parent.parent
TEXTS = sorted((ROOT / "tests" / "gold" / "text").glob("*.txt"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Twelve articles, two of one file name in two folders, and files that are none."""
    made = tmp_path / "articles"
    (made / "sub").mkdir(parents=True)
    for path in TEXTS[:12]:
        shutil.copy(path, made)
    shutil.copy(TEXTS[20], made / "sub" / TEXTS[3].name)
    (made / "few.txt").write_text("Niet veel.", encoding="utf-8")
    (made / "picture.png").write_bytes(b"\x89PNG")
    return made


def remembered(folder: Path, cache: Path, processes: int | None = 1) -> Build:
    readings = Readings(cache)
    try:
        return build(folder, processes=processes, memory=readings)
    finally:
        readings.close()


def same(one: Build, other: Build) -> None:
    pd.testing.assert_frame_equal(one.table, other.table)
    assert one.arrow.equals(other.arrow)
    assert one.skipped == other.skipped
    assert list(one.articles.items()) == list(other.articles.items())


# ------------------------------------------------------------------------------------------------ what was read before


def test_a_second_build_reads_nothing_and_gives_the_same(folder: Path, tmp_path: Path) -> None:
    first = remembered(folder, tmp_path / "cache")
    again = remembered(folder, tmp_path / "cache")
    assert (first.fresh, again.fresh) == (14, 0)
    same(first, build(folder, processes=1))
    same(again, first)


def test_only_what_is_new_is_read_wherever_it_stands(folder: Path, tmp_path: Path) -> None:
    remembered(folder, tmp_path / "cache")
    shutil.copy(TEXTS[30], folder / "0-first.txt")
    shutil.copy(TEXTS[31], folder / f"{TEXTS[5].stem}-b.txt")
    made = remembered(folder, tmp_path / "cache")
    assert made.fresh == 2
    same(made, build(folder, processes=1))


@pytest.mark.parametrize("damage", ["none", "cut", "other rules", "gone"])
def test_towns_are_linked_as_if_nothing_was_known_of_them(folder: Path, tmp_path: Path, damage: str) -> None:
    """Articles come one after the other; what is known of the towns is used, or damaged."""
    cache = tmp_path / "cache"
    remembered(folder, cache)
    assert Readings(cache).known_towns().towns
    for number, text in enumerate(TEXTS[30:34]):
        shutil.copy(text, folder / f"{number}-{text.name}")
        made = remembered(folder, cache)
        assert made.fresh == 1
        same(made, build(folder, processes=1))
        known = cache / "linked.towns"
        content = known.read_bytes()
        if damage == "cut":
            known.write_bytes(content[:-7])
        elif damage == "other rules":
            packed = marshal.dumps(("0", *marshal.loads(content[4:])[1:]))
            known.write_bytes(crc32(packed).to_bytes(4, "big") + packed)
        elif damage == "gone":
            known.unlink()
        assert bool(Readings(cache).known_towns().towns) == (damage == "none")


def test_a_file_and_its_copy_are_not_taken_for_two_reports(tmp_path: Path) -> None:
    """The copy goes as another article of the town has come: there are as many reports as before, and others."""
    folder, cache = tmp_path / "articles", tmp_path / "cache"
    folder.mkdir()

    def write_one(name: str, town: str, day: int) -> None:
        text = f"{day}.3.2024\n\nACME baut in {town} eine Fabrik für Batteriezellen mit 20 GWh. ACME will dort 300 Menschen einstellen."
        (folder / name).write_text(text, encoding="utf-8")

    def built() -> Build:
        made = remembered(folder, cache)
        same(made, build(folder, processes=1))
        return made

    write_one("a.txt", "Ulm", 1)
    built()
    shutil.copy(folder / "a.txt", folder / "copy.txt")
    write_one("n.txt", "Ulm", 2)
    built()
    (folder / "copy.txt").unlink()
    write_one("x.txt", "Bonn", 3)
    assert built().table["project_id"].nunique() == 2


def test_a_changed_a_renamed_and_a_vanished_file(folder: Path, tmp_path: Path) -> None:
    remembered(folder, tmp_path / "cache")
    changed = folder / TEXTS[1].name
    before = changed.stat()
    text = changed.read_bytes()
    at = text.index(b"e")
    changed.write_bytes(text[:at] + b"a" + text[at + 1 :])  # as long as it was
    os.utime(changed, ns=(before.st_atime_ns, before.st_mtime_ns))  # and as old, as a sloppy copy makes it
    (folder / TEXTS[2].name).rename(folder / "renamed.txt")
    (folder / TEXTS[4].name).unlink()
    made = remembered(folder, tmp_path / "cache")
    assert made.fresh == 1  # the renamed one has its rows under another name
    same(made, build(folder, processes=1))


def test_two_files_of_one_name_change_each_others_report_ids(folder: Path, tmp_path: Path) -> None:
    remembered(folder, tmp_path / "cache")
    (folder / "a-folder").mkdir()
    shutil.copy(TEXTS[40], folder / "a-folder" / TEXTS[6].name)  # comes before the one that had the name alone
    shutil.copy(TEXTS[7], folder / "twin.txt")  # the same bytes twice
    made = remembered(folder, tmp_path / "cache")
    assert made.fresh == 1
    same(made, build(folder, processes=1))


def test_the_address_and_the_ending_are_part_of_what_is_remembered(tmp_path: Path) -> None:
    text = TEXTS[0].read_text(encoding="utf-8")
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    readings = Readings(tmp_path / "cache")
    plain, fetched = Input(path, "a.txt"), Input(path, "a.txt", url="https://example.org/a")
    named = Input(path, "a.html")
    assert len({readings.marks([item])["a.txt" if item is not named else "a.html"] for item in (plain, fetched, named)}) == 3


@pytest.mark.parametrize("damage", ["arrow", "said", "sentences", "gone", "database", "foreign", "half"])
def test_a_damaged_cache_costs_time_only(folder: Path, tmp_path: Path, damage: str) -> None:
    cache = tmp_path / "cache"
    first = remembered(folder, cache)
    arrow, said = next(cache.glob("*.arrow")), next(cache.glob("*.said"))
    match damage:
        case "arrow":
            arrow.write_bytes(arrow.read_bytes()[:1000])
        case "said":
            said.write_bytes(said.read_bytes()[:-5] + b"xxxxx")
        case "sentences":
            path = next(cache.glob("*.sentences"))
            path.write_bytes(path.read_bytes()[:-5])
        case "gone":
            arrow.unlink()
        case "database":
            (cache / "readings.db").write_bytes(b"no database " * 500)
        case "foreign":
            (cache / "readings.db").unlink()
            sqlite3.connect(cache / "readings.db").execute("create table readings (x)")
        case _:
            data = bytearray((cache / "readings.db").read_bytes())
            data[4096:8192] = os.urandom(4096)
            (cache / "readings.db").write_bytes(data)
    again = remembered(folder, cache)
    same(again, first)
    assert again.fresh >= 13  # an article without rows needs no segment
    healed = remembered(folder, cache)
    same(healed, first)
    assert healed.fresh == 0


def test_a_cache_that_cannot_be_written_is_done_without(folder: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_text("in the way")
    made = remembered(folder, tmp_path / "file" / "cache")
    assert made.fresh == 14 and "is not used" in caplog.text
    same(made, build(folder, processes=1))


def test_other_rules_read_everything_anew(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    remembered(folder, tmp_path / "cache")
    monkeypatch.setattr(store, "rules_version", lambda: "other rules")
    assert remembered(folder, tmp_path / "cache").fresh == 14
    assert remembered(folder, tmp_path / "cache").fresh == 0
    assert len(list((tmp_path / "cache").glob("*.arrow"))) == 1  # what the former rules have read is gone


def test_the_rules_version_follows_words_and_libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    from core.store import version

    assert len(rules_version()) == 16 and rules_version() == rules_version.__wrapped__()
    monkeypatch.setattr(version, "version", lambda name: "0.0" if name == "babel" else "1.0")
    assert rules_version.__wrapped__() != rules_version()


def test_many_small_segments_become_one(tmp_path: Path) -> None:
    folder, cache = tmp_path / "articles", tmp_path / "cache"
    folder.mkdir()
    for path in TEXTS[:30]:
        shutil.copy(path, folder)
        made = remembered(folder, cache)
    assert len(list(cache.glob("*.arrow"))) < 10
    same(made, build(folder, processes=1))
    assert remembered(folder, cache).fresh == 0


def test_a_file_that_changes_while_it_is_read_is_not_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    shutil.copy(TEXTS[0], path)
    readings = Readings(tmp_path / "cache")
    found = Input(path, "a.txt")
    assert readings.recall([found]) == [None]
    path.write_bytes(TEXTS[1].read_bytes())
    readings.keep(found, Outcome("a.txt", "text", [], "a reason"), "")
    from core.batches import Batch, joined

    empty: Batch = joined([])
    readings.hand_over(empty)
    assert readings.recall([found]) == [None]


BUILDER = """
import sys
sys.path.insert(0, {root!r})
from core.pipeline import build
from core.store.readings import Readings
from pathlib import Path
import core.pipeline, core.batches
core.batches.MANY = 5  # many small segments, so that a kill meets every step
readings = Readings(Path({cache!r}))
print("begun", flush=True)
build({folder!r}, processes=1, memory=readings)
readings.close()
"""


def test_builds_that_are_killed_leave_a_sound_cache(tmp_path: Path) -> None:
    folder, cache = tmp_path / "articles", tmp_path / "cache"
    folder.mkdir()
    for path in TEXTS[:40]:
        shutil.copy(path, folder)
    script = BUILDER.format(root=str(ROOT), cache=str(cache), folder=str(folder))
    random.seed(5)
    for run in range(1, 5):
        process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE)
        assert process.stdout
        assert process.stdout.readline() == b"begun\n"
        while len(list(cache.glob("*.arrow"))) < run:  # it has handed something over
            time.sleep(0.01)
        time.sleep(random.uniform(0.0, 0.3))
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
    made = remembered(folder, cache)
    assert made.fresh < 40  # what was handed over before the kill counts
    same(made, build(folder, processes=1))


def test_two_builds_at_once(folder: Path, tmp_path: Path) -> None:
    script = BUILDER.format(root=str(ROOT), cache=str(tmp_path / "cache"), folder=str(folder))
    processes = [subprocess.Popen([sys.executable, "-c", script], stderr=subprocess.PIPE) for _ in range(2)]
    for process in processes:
        _, errors = process.communicate(timeout=100)
        assert process.returncode == 0 and not errors, errors.decode()
    made = remembered(folder, tmp_path / "cache")
    assert made.fresh == 0
    same(made, build(folder, processes=1))


# --------------------------------------------------------------------------------------------------- what was added


@pytest.fixture
def register(tmp_path: Path) -> Register:
    return Register(DataFolder(tmp_path / "data"))


def test_what_is_added_keeps_its_bytes(register: Register, tmp_path: Path) -> None:
    content = b"\xff\x00 any bytes"
    (one,) = register.add([New(content, "a b.TXT", "upload", url="https://example.org", address="example.org")])
    assert one.path.read_bytes() == content and one.name == "a-b.txt" and one.url == "https://example.org"
    assert one.path.is_relative_to(tmp_path / "data" / "articles")
    assert register.by_content(content) == one and register.by_address("example.org") == one
    assert register.articles() == [one]


def test_the_same_bytes_are_one_article(register: Register) -> None:
    first, second = register.add([New(b"x", "a.txt", "1"), New(b"x", "b.txt", "2")])
    assert first == second and len(register.articles()) == 1


def test_names_do_not_clash_whatever_their_ending(register: Register) -> None:
    names = [one.name for one in register.add([New(bytes([n]), name, "") for n, name in
                                               enumerate(["a.txt", "a.html", "A.txt", "a-2.pdf", "a.txt"])])]  # fmt: skip
    assert names == ["a.txt", "a-2.html", "A-3.txt", "a-2-2.pdf", "a-4.txt"]


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("C:\\x\\Bericht März.pdf", "Bericht-März.pdf"),
        ("a\x00b\n.txt", "a-b.txt"),
        ("/", "article"),
        ("..", "article"),
        (".txt", "txt"),
        ("x" * 300 + ".html", "x" * 80 + ".html"),
        ("con<>|?*\".docx", "con.docx"),
        ("akku.exe/../../x", "x"),
        ("name.%2e%2e", "name"),
    ],
)
def test_names_from_outside_are_made_safe(given: str, safe: str) -> None:
    assert safe_name(given) == safe


def test_removed_articles_come_back_with_their_name(register: Register) -> None:
    (one,) = register.add([New(b"x", "a.txt", "")])
    between = datetime.now(UTC)
    assert register.remove("a.txt") and not register.remove("a.txt") and not register.remove("b.txt")
    assert register.articles() == [] and register.by_content(b"x") is None
    assert [a.name for a in register.articles(at=between)] == ["a.txt"]
    assert one.path.exists()
    (again,) = register.add([New(b"x", "other.txt", "")])
    assert again.name == "a.txt" and again.added > one.added


def test_a_folder_that_cannot_be_used_is_said(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    with pytest.raises(StoreFault, match="data"):
        Register(DataFolder(tmp_path / "data"))
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "articles.db").write_bytes(b"no database " * 100)
    with pytest.raises(StoreFault, match="articles.db"):
        Register(DataFolder(tmp_path / "other"))


def test_an_addition_that_fails_adds_nothing(register: Register, tmp_path: Path) -> None:
    (tmp_path / "data" / "articles").mkdir()
    (tmp_path / "data" / "articles" / "2d").write_text("in the way")  # sha256 of b"x" begins so
    with pytest.raises(StoreFault):
        register.add([New(b"y", "y.txt", ""), New(b"x", "x.txt", "")])
    assert register.articles() == []


def test_processes_that_are_killed_lose_nothing_they_said(tmp_path: Path) -> None:
    """Two hundred processes, killed at any moment: what they had said to have added is there, whole."""
    done = subprocess.run([sys.executable, str(ROOT / "tests" / "killed_adder.py"), str(tmp_path / "data"), "200"],
                          capture_output=True, text=True, timeout=200)  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    said, held = (int(done.stdout.split(word)[0].split()[-1]) for word in (" said", " held"))
    assert held >= said > 100, done.stdout


def test_half_written_files_are_swept_away_in_time(register: Register, tmp_path: Path) -> None:
    register.add([New(b"x", "a.txt", "")])
    old, young = (tmp_path / "data" / "articles" / f"{name}.half" for name in ("old", "young"))
    for path in (old, young):
        path.write_bytes(b"half")
    os.utime(old, (0, 0))
    assert register.tidy() == 1 and young.exists() and not old.exists()


ADDER = """
import sys
sys.path.insert(0, {root!r})
from pathlib import Path
from core.store.folder import DataFolder
from core.store.register import New, Register
register = Register(DataFolder(Path({data!r})))
for n in range(40):
    register.add([New(f"{{n % 30}} of {{n}} {{sys.argv[1] if n % 2 else ''}}".encode(), "a.txt", sys.argv[1])])
"""


def test_several_processes_add_at_once(tmp_path: Path) -> None:
    from core.store.folder import DataFolder

    script = ADDER.format(root=str(ROOT), data=str(tmp_path / "data"))
    processes = [subprocess.Popen([sys.executable, "-c", script, str(n)]) for n in range(3)]
    assert [process.wait(timeout=100) for process in processes] == [0, 0, 0]
    held = Register(DataFolder(tmp_path / "data")).articles()
    assert len(held) == 20 + 3 * 20 and len({one.name for one in held}) == len(held)


def test_visits_that_follow_each_other_are_one(register: Register) -> None:
    assert register.visit() is None and register.visit() is None  # the first one goes on
    assert register.visit(apart=0.0) is not None
    last = register.visit(apart=0.0)
    assert last is not None and (datetime.now(UTC) - last).total_seconds() < 5


# ------------------------------------------------------------------------------------------------------- the library


@pytest.fixture
def library(folder: Path, tmp_path: Path) -> Iterator[Library]:
    yield Library([folder], DataFolder(tmp_path / "data"))


def test_added_articles_stand_beside_those_of_the_folder(library: Library, folder: Path, tmp_path: Path) -> None:
    before = library.build(processes=1)
    (one,) = library.register.add([New(TEXTS[50].read_bytes(), TEXTS[50].name, "test")])
    (twin,) = library.register.add([New(TEXTS[51].read_bytes(), TEXTS[0].name, "test")])  # a name that the folder has
    after = library.build(processes=1)
    assert after.fresh == 2 and {one.name, f"added/{twin.name}"} <= set(after.articles)
    scratch = Library([folder], DataFolder(tmp_path / "data"))
    scratch.readings.forget()
    same(scratch.build(processes=1), after)
    library.register.remove(one.name)
    library.register.remove(twin.name)
    same(library.build(processes=1), before)


def test_the_table_of_an_earlier_moment(library: Library, folder: Path) -> None:
    before = library.build(processes=1)
    moment = datetime.now(UTC)
    library.register.add([New(TEXTS[50].read_bytes(), TEXTS[50].name, "test")])
    shutil.copy(TEXTS[52], folder / "later.txt")
    after = library.build(processes=1)
    assert len(after.articles) == len(before.articles) + 2
    then = library.build(processes=1, at=moment)
    pd.testing.assert_frame_equal(then.table, before.table)
    assert then.fresh == 0
    assert len(library.build(at=datetime(2000, 1, 1, tzinfo=UTC)).table) == 0


def test_report_ids_are_unique_whatever_the_files_are_called(library: Library, folder: Path, tmp_path: Path) -> None:
    for name in ("same.txt", "same.md", "same", "sub/same.txt", "sub/same.md"):
        shutil.copy(TEXTS[60 + len(name)], folder / name)
    library.register.add([New(TEXTS[80].read_bytes(), "same.txt", "test"), New(TEXTS[81].read_bytes(), "same.html", "test")])
    table = library.build(processes=1).table
    assert table["report_id"].is_unique and len(table.groupby("article")) >= 7
    entry = '[[correction]]\ndate = 2025-01-01\nreason = "x"\ndo = "drop"\nreport = "same#1"\n'
    (tmp_path / "data" / "corrections.toml").write_text(entry, encoding="utf-8")
    dropped = library.build(processes=1).table
    assert len(dropped) == len(table) - 1 and set(table["report_id"]) - set(dropped["report_id"]) == {"same#1"}


def test_an_added_article_keeps_its_report_ids_when_the_folder_gets_its_name(library: Library, folder: Path) -> None:
    library.register.add([New(TEXTS[50].read_bytes(), "heide.txt", "test")])
    before = library.build(processes=1).table
    mine = before[before["article"] == "heide.txt"]["report_id"].tolist()
    assert mine and mine[0] == "heide#1"
    shutil.copy(TEXTS[51], folder / "heide.txt")
    after = library.build(processes=1).table
    assert after[after["article"] == "added/heide.txt"]["report_id"].tolist() == mine
    assert not set(after[after["article"] == "heide.txt"]["report_id"]) & set(mine)
    assert library.added() == {"added/heide.txt": "heide.txt"}


def test_what_changed_since_follows_files_that_are_renamed_changed_and_gone(library: Library, folder: Path) -> None:
    before = library.build(processes=1).table
    moment = datetime.now(UTC)
    time.sleep(0.01)
    (folder / TEXTS[1].name).rename(folder / "another-name.txt")
    (folder / TEXTS[2].name).write_bytes(TEXTS[2].read_bytes() + b"\n\n")
    (folder / TEXTS[3].name).unlink()
    library.build(processes=1)
    then = library.build(processes=1, at=moment).table
    names = {TEXTS[1].name: "another-name.txt"}
    assert set(then["article"]) == set(before["article"].map(lambda name: names.get(name, name)))
    assert len(then) == len(before)


def test_corrections_count_from_their_day(library: Library, tmp_path: Path) -> None:
    report = library.build(processes=1).table["report_id"].iloc[0]
    entry = f'[[correction]]\ndate = 2099-01-01\nreason = "x"\ndo = "drop"\nreport = "{report}"\n'
    (tmp_path / "data" / "corrections.toml").write_text(entry, encoding="utf-8")
    assert report not in set(library.build(processes=1).table["report_id"])
    assert report in set(library.build(processes=1, at=datetime.now(UTC)).table["report_id"])


def test_an_article_that_was_removed_and_added_again_was_there_before(register: Register) -> None:
    register.add([New(b"x", "a.txt", "")])
    there = datetime.now(UTC)
    register.remove("a.txt")
    away = datetime.now(UTC)
    register.add([New(b"x", "a.txt", "")])
    assert [len(register.articles(at)) for at in (there, away, datetime.now(UTC))] == [1, 0, 1]
    assert not register.was_removed(b"x")


def test_lost_bytes_can_be_added_again(register: Register) -> None:
    (one,) = register.add([New(b"x", "a.txt", "")])
    one.path.unlink()
    assert register.by_content(b"x") is None
    (again,) = register.add([New(b"x", "a.txt", "")])
    assert again.path.read_bytes() == b"x" and len(register.articles()) == 1


def test_a_folder_that_can_only_be_read_still_shows_what_was_added(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    library.register.add([New(TEXTS[50].read_bytes(), "heide.txt", "test")])
    whole = library.build(processes=1).table
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    closed = Library(library.folders, library.data)
    assert closed.register.read_only
    pd.testing.assert_frame_equal(closed.build(processes=1).table, whole)
    with pytest.raises(StoreFault, match="cannot be written"):
        closed.register.add([New(b"y", "y.txt", "")])
    with pytest.raises(StoreFault, match="cannot be written"):
        closed.register.remove("heide.txt")
    assert closed.register.visit() is None


def test_corrections_stand_in_the_folder_or_in_the_data(library: Library, folder: Path, tmp_path: Path) -> None:
    made = library.build(processes=1)
    report = made.table["report_id"].iloc[0]
    entry = f'[[correction]]\ndate = 2025-01-01\nreason = "x"\ndo = "drop"\nreport = "{report}"\n'
    (tmp_path / "data" / "corrections.toml").write_text(entry, encoding="utf-8")
    corrected = library.build(processes=1)
    assert corrected.fresh == 0 and report not in set(corrected.table["report_id"])
    (tmp_path / "data" / "corrections.toml").rename(folder / "corrections.toml")
    same(library.build(processes=1), corrected)


def test_the_table_is_saved_where_others_find_it(library: Library, tmp_path: Path) -> None:
    made = library.build(processes=1)
    write(made.arrow, library.data.table)
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "data" / "table.parquet")[["report_id"]], made.table[["report_id"]])


def test_who_only_adds_articles_need_not_hear_of_an_empty_folder(tmp_path: Path) -> None:
    from core.adding import Adder, documents

    (tmp_path / "empty").mkdir()
    library = Library([tmp_path / "empty"], DataFolder(tmp_path / "data"))
    assert ["holds no article" in item.reason for item in library.build().skipped] == [True]
    adder = Adder(library)
    adder.save([adder.look(item) for item in documents([str(TEXTS[0])])])
    assert library.build().skipped == () and len(library.build().articles) == 1
