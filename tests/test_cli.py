"""The command line as a user calls it: a process, its files, its words, its exit code."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from core.columns import COLUMNS
from core.table import frame, read, write

ROOT = Path(__file__).parent.parent
SEED = next((ROOT / "seeds").glob("000*"))


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "core", *words], cwd=ROOT, capture_output=True, text=True, timeout=120)


def test_build_jsonl(tmp_path: Path) -> None:
    out = tmp_path / "table.jsonl"
    done = run("build", "seeds", "--out", str(out))
    assert done.returncode == 0, done.stderr
    assert "5 articles read" in done.stdout
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert rows and all(list(r) == [c.name for c in COLUMNS] for r in rows)
    first = next(r for r in rows if r["article"].startswith("000"))
    assert first["published"] is None and first["capacities"][0]["unit"] == "GWh"
    dated = next(r for r in rows if r["article"].startswith("002"))
    assert dated["published"].startswith("2025-08-19")


@pytest.mark.parametrize("suffix", [".parquet", ".csv", ".xlsx", ".jsonl"])
def test_every_format_reads_back_equal(tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"table{suffix}"
    assert run("build", str(SEED), "--out", str(out)).returncode == 0
    reference = tmp_path / "again.parquet"
    assert run("build", str(SEED), "--out", str(reference)).returncode == 0
    pd.testing.assert_frame_equal(read(out), read(reference))


def test_nothing_readable(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    done = run("build", str(tmp_path), "--out", str(tmp_path / "t.csv"))
    assert done.returncode == 1
    assert "empty.txt" in done.stderr and not (tmp_path / "t.csv").exists()


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    done = run("build", str(tmp_path / "nowhere"), "--out", str(tmp_path / "t.csv"))
    assert done.returncode == 1 and "nowhere" in done.stderr and "Traceback" not in done.stderr


def test_an_unknown_suffix_is_refused(tmp_path: Path) -> None:
    done = run("build", "seeds", "--out", str(tmp_path / "t.docx"))
    assert done.returncode == 2 and ".parquet" in done.stderr


@pytest.mark.parametrize("words", [("build", "seeds"), ("projects", "{table}"), ("claims", "{table}")])
def test_a_missing_folder_for_the_result_is_said(tmp_path: Path, words: tuple[str, ...]) -> None:
    table = tmp_path / "table.parquet"
    write(frame([]), table)
    done = run(*(word.format(table=table) for word in words), "--out", str(tmp_path / "none" / "t.csv"))
    assert done.returncode == 1 and "there is no folder" in done.stderr and "Traceback" not in done.stderr


def test_a_result_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "t.csv").mkdir()
    done = run("build", str(SEED), "--out", str(tmp_path / "t.csv"))
    assert done.returncode == 1 and "cannot be written" in done.stderr and "Traceback" not in done.stderr


def test_an_article_is_no_table(tmp_path: Path) -> None:
    done = run("projects", str(SEED), "--out", str(tmp_path / "p.csv"))
    assert done.returncode == 1 and "a table is a file that ends in .parquet" in done.stderr


def test_bad_input_loses_nothing(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_bytes(SEED.read_bytes())
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "swedish.txt").write_text(
        "Regeringen vill att fler bilar ska köras på el och satsar nya pengar på laddning i hela landet. "
        "Det är viktigt att alla kan ladda sin bil, säger ministern som också vill bygga fler fabriker. " * 4,
        encoding="utf-8",
    )
    (tmp_path / "weather.txt").write_text(
        "Het weer blijft de komende dagen zacht en wisselvallig. Vrijdag valt er in het hele land regen en het wordt "
        "een graad of tien. In het weekend klaart het op en dan schijnt de zon weer volop, zegt de weerman. " * 3,
        encoding="utf-8",
    )
    (tmp_path / "big.txt").write_bytes(b"De fabriek kost veel geld. " * 2_000_000)
    out = tmp_path / "t.jsonl"
    done = run("build", str(tmp_path), "--out", str(out))
    assert done.returncode == 0, done.stderr
    for name, words in [
        ("binary", ""),
        ("empty", "empty"),
        ("swedish", "Swedish"),
        ("weather", "no project"),
        ("big", "MB"),
    ]:
        line = next((x for x in done.stderr.splitlines() if f"{name}.txt" in x), "")
        assert line and words in line, f"{name}: {line!r}"
    assert "Traceback" not in done.stderr
    assert {json.loads(x)["article"] for x in out.read_text(encoding="utf-8").splitlines()} == {"good.txt"}


def test_explain_shows_words_offsets_rules_and_cuts() -> None:
    done = run("explain", str(SEED.relative_to(ROOT)))
    assert done.returncode == 0, done.stderr
    for words in ("Kokomo", "33 GWh", "rule", "Cut as page furniture"):
        assert words in done.stdout


def test_columns() -> None:
    done = run("columns")
    assert done.returncode == 0
    assert all(c.name in done.stdout for c in COLUMNS)


def test_projects_and_claims_as_csv(tmp_path: Path) -> None:
    table, out = str(tmp_path / "t.parquet"), tmp_path / "out.csv"
    assert run("build", "seeds", "--out", table).returncode == 0
    for command, column in (("projects", "independent_sources"), ("claims", "why")):
        done = run(command, table, "--out", str(out))
        made = pd.read_csv(out)
        assert column in made.columns and len(made) and f"{len(made):,} {command} written" in done.stdout
    assert run("claims", table, "--out", "out.parquet").returncode == 2
    assert run("claims", "none.parquet", "--out", str(out)).returncode == 1
