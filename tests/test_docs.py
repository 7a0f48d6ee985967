"""The README is true: its commands run, its table is the one declared, the files that it names exist."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import duckdb
import pandas
import pytest

from core import build_table
from core.table import write

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "command"), [("columns", ["columns", "--markdown"]), ("rule", ["rule"])])
def test_tables_are_the_declared_ones(name: str, command: list[str]) -> None:
    printed = subprocess.run([sys.executable, "-m", "core", *command], cwd=ROOT, capture_output=True, text=True)
    inside = README.split(f"<!-- {name} -->")[1].split(f"<!-- /{name} -->")[0]
    assert inside.strip() == printed.stdout.strip()


COMMANDS = re.findall(r"^python -m core ([^#\n]+)", README, re.M)


def test_there_are_commands() -> None:
    assert len(COMMANDS) >= 4


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the table that the first command makes and the others use."""
    folder = tmp_path_factory.mktemp("made")
    write(build_table(ROOT / "seeds"), folder / "table.parquet")
    return folder


@pytest.mark.parametrize("command", COMMANDS)
def test_command_runs(command: str, made: Path) -> None:
    written = ("table.parquet", "projects.csv", "claims.csv")
    words = [str(made / w) if w in written else w for w in shlex.split(command)]
    done = subprocess.run([sys.executable, "-m", "core", *words], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("target", re.findall(r"^make (\w+)", README, re.M))
def test_make_targets_exist(target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)


@pytest.mark.parametrize("path", sorted(set(re.findall(r"\b(?:core|tests|seeds|pages)/[\w./]*\w", README))))
def test_named_files_exist(path: str) -> None:
    assert (ROOT / path).exists()


def test_every_page_has_a_picture_that_the_readme_leads_to() -> None:
    pictures = set(re.findall(r"\(docs/([\w-]+)\.png\)", README))
    there = {path.stem: path.stat().st_size for path in (ROOT / "docs").glob("*.png")}
    assert pictures == set(there) and sum(there.values()) < 2_500_000
    assert {path.stem for path in (ROOT / "pages").glob("*.py")} | {"overview-dark", "overview-phone"} <= pictures


def test_the_one_liners_read_the_table(made: Path) -> None:
    lines = re.findall(r"^(?:pandas|duckdb)\..+$", README, re.M)
    assert len(lines) == 2
    scope: dict[str, object] = {"pandas": pandas, "duckdb": duckdb}
    for line in lines:
        found = eval(line.replace("data/table.parquet", str(made / "table.parquet")), scope)
        assert len(found) > 0 and "project" in found.columns
