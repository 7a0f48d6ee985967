"""The mark of a table: the same for the same content in whatever file, another for any other."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
import sample

from core.table import frame, read, write
from core.version import Version, parse, version_of


@pytest.mark.parametrize("suffix", [".parquet", ".jsonl", ".csv", ".xlsx"])
def test_a_file_keeps_the_version(table: pd.DataFrame, tmp_path: Path, suffix: str) -> None:
    write(table, tmp_path / f"t{suffix}")
    assert version_of(read(tmp_path / f"t{suffix}")) == version_of(table)


@pytest.mark.parametrize(
    ("column", "value"),
    [("status", "closed"), ("investment_eur", 1.0), ("partners", ["A"]), ("project", "x"), ("jobs", 7), ("published", "2020-01-01"),
     ("evidence", [{"column": "status", "quote": "other words"}])],
)  # fmt: skip
def test_one_changed_value_gives_another_version(table: pd.DataFrame, column: str, value: object) -> None:
    rows = [dict(row) for row in sample.rows()]
    rows[3] |= {column: value} | ({"roles": ["owner"]} if column == "partners" else {})
    changed = version_of(frame(rows))
    assert changed.mark != version_of(table).mark and changed.reports == len(table)
    assert version_of(table.iloc[:-1]) != version_of(table) != version_of(table.iloc[::-1].reset_index(drop=True))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("0123abcd-95", Version("0123abcd", 95)),
        ("", None),
        ("x", None),
        ("0123abcd-", None),
        ("0123ABCD-1", None),
        ("0123abcd-1 ", None),
    ],
)
def test_a_link_names_a_version_or_nothing(text: str, found: Version | None) -> None:
    assert parse(text) == found
    assert found is None or str(found) == text
