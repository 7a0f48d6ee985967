"""Adding to and undoing in the file of corrections: nothing of others is lost, whoever dies or writes at the same time."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

from core.ledger import corrections_file as file
from core.ledger.corrections import load
from core.models import GigaledgerError

BY_HAND = """# Anna keeps this file.
[[correction]]
date = 2025-01-31   # the day of the call
reason = '''
[[correction]] is no header here.
'''
do = "set"
report = "b#1"
column = "capacity_gwh"
value = 15

# What the company wrote us:
[[correction]]
date = 2025-02-01
reason = "No such plant."
do = "drop"
report = "c#1"
# end of the file"""


def entry(**more: Any) -> dict[str, Any]:
    return {"date": date(2025, 3, 1), "reason": "By the register.", "do": "set", "project": "a-b-abcdefgh",
            "column": "production_start", "value": "2027-05"} | more  # fmt: skip


def test_the_first_entry_makes_the_file(tmp_path: Path) -> None:
    path = tmp_path / "data" / "corrections.toml"
    assert file.listed(path) == []
    made = file.add(path, entry())
    assert load(path) == [made] and (made.number, made.column, made.value, made.of_project) == (1, "production_start", "2027-05", True)


@pytest.mark.parametrize("value", [15, 1.5e9, 'said "so"\\', ["SK On", "Volkswagen"], "ä – 电池"])
def test_every_kind_of_value_comes_back(tmp_path: Path, value: Any) -> None:
    column = {int: "jobs", float: "investment_eur", str: "product", list: "partners"}[type(value)]
    made = file.add(tmp_path / "c.toml", entry(column=column, value=value, reason='He said:\n"""no"""\\'))
    assert load(tmp_path / "c.toml")[0].value == value and made.reason == 'He said:\n"""no"""\\'


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_others_wrote_stays_letter_for_letter(tmp_path: Path, end: str) -> None:
    path = tmp_path / "c.toml"
    path.write_bytes(BY_HAND.replace("\n", end).encode())
    before = path.read_bytes()
    added = file.add(path, entry())
    assert path.read_bytes().startswith(before) and [c.number for c in load(path)] == [1, 2, 3]
    file.undo(path, added)
    assert path.read_bytes().startswith(before) and not path.read_bytes()[len(before) :].strip()


def test_undoing_takes_one_entry_and_no_comment_of_others(tmp_path: Path) -> None:
    path = tmp_path / "c.toml"
    path.write_text(BY_HAND, encoding="utf-8")
    first, second = load(path)
    file.undo(path, first)
    assert "# Anna keeps this file." in path.read_text() and "# What the company wrote us:" in path.read_text()
    file.undo(path, second)  # its number has changed meanwhile
    assert load(path) == [] and "# end of the file" in path.read_text()
    with pytest.raises(GigaledgerError, match="not in the file any more"):
        file.undo(path, second)


def test_entries_in_one_list_are_added_to_and_undone(tmp_path: Path) -> None:
    path = tmp_path / "c.toml"
    path.write_text('correction = [{date = 2025-01-01, reason = "x", do = "drop", report = "a#1"}]  # short\n', encoding="utf-8")
    made = file.add(path, entry())
    assert len(load(path)) == 2 and "# short" in path.read_text()
    file.undo(path, load(path)[0])
    assert [c.value for c in load(path)] == [made.value]


@pytest.mark.parametrize(
    ("more", "says"),
    [({"value": "soon"}, "YYYY or YYYY-MM"), ({"value": "2027-13"}, "YYYY or YYYY-MM"), ({"reason": "  "}, "a sentence"),
     ({"column": "status", "value": "gone"}, "not one of"), ({"column": "country", "value": "XX"}, "two letters"),
     ({"column": "jobs", "value": -3}, "from 0 up"), ({"column": "investment_eur", "value": float("inf")}, "from 0 up"),
     ({"column": "partners", "value": []}, "list of names"), ({"report": "a#1"}, "not both"), ({"column": "city", "value": ""}, "says nothing"),
     ({"column": "latitude", "value": float("nan")}, "degrees")],
)  # fmt: skip
def test_a_faulty_entry_is_refused_in_a_sentence_and_changes_nothing(tmp_path: Path, more: dict[str, Any], says: str) -> None:
    path = tmp_path / "c.toml"
    path.write_text(BY_HAND, encoding="utf-8")
    with pytest.raises(GigaledgerError, match="This cannot be added") as fault:
        file.add(path, entry(**more))
    assert says in str(fault.value) and path.read_text(encoding="utf-8") == BY_HAND


@pytest.mark.parametrize("content", [b"[[correction", b"x = 1\n", "ü".encode("utf-16")])
def test_a_broken_file_is_said_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "c.toml"
    path.write_bytes(content)
    with pytest.raises(GigaledgerError, match="c.toml"):
        file.add(path, entry())
    assert path.read_bytes() == content


def test_a_closed_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(GigaledgerError, match="cannot be written here"):
        file.add(tmp_path / "file" / "c.toml", entry())


def test_rights_and_links_stay(tmp_path: Path) -> None:
    real, link = tmp_path / "real.toml", tmp_path / "c.toml"
    real.write_text(BY_HAND, encoding="utf-8")
    real.chmod(0o600)
    link.symlink_to(real)
    file.add(link, entry())
    assert link.is_symlink() and len(load(real)) == 3 and stat.S_IMODE(real.stat().st_mode) == 0o600


KILLED = """
import os, signal, sys
from pathlib import Path
from core.ledger import corrections_file as file
from tests.test_corrections_file import entry
os.replace = lambda *two: os.kill(os.getpid(), signal.SIGKILL)  # dead between writing and replacing
file.add(Path(sys.argv[1]), entry(reason="Never."))
"""


def test_a_writer_that_dies_between_writing_and_replacing_leaves_the_file_and_the_lock(tmp_path: Path) -> None:
    path = tmp_path / "c.toml"
    path.write_text(BY_HAND, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"}
    died = subprocess.run([sys.executable, "-c", KILLED, str(path)], cwd=ROOT, env=environment, capture_output=True)
    assert died.returncode == -9 and path.read_text(encoding="utf-8") == BY_HAND
    assert len(list(tmp_path.glob(".c.toml.????????"))) == 1  # the half
    file.add(path, entry())
    assert len(load(path)) == 3 and not list(tmp_path.glob(".c.toml.????????"))


WRITER = """
import sys
from pathlib import Path
from core.ledger import corrections_file as file
from tests.test_corrections_file import entry
for number in range(5):
    made = file.add(Path(sys.argv[1]), entry(reason=f"{sys.argv[2]} {number}"))
    if number == 4:
        file.undo(Path(sys.argv[1]), made)
"""


def test_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "c.toml"
    path.write_text(BY_HAND, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"}
    others = [subprocess.Popen([sys.executable, "-c", WRITER, str(path), f"process {n}"], cwd=ROOT, env=environment) for n in range(2)]
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda n: file.add(path, entry(reason=f"thread {n}")), range(8)))
    assert [other.wait(timeout=60) for other in others] == [0, 0]
    reasons = [c.reason for c in load(path)]
    expected = {f"thread {n}" for n in range(8)} | {f"process {p} {n}" for p in range(2) for n in range(4)}
    assert set(reasons[2:]) == expected and len(reasons) == 2 + len(expected)
