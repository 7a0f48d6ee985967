"""The table: its declaration, its checks, and its files."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from core.columns import COLUMNS, NAMES, STANDING_OF, STATUSES
from core.table import SUFFIXES, TableFault, escape, frame, read, records, safe_csv, to_bytes, unescape, write


def test_columns_are_declared_once_and_in_words() -> None:
    assert len(set(NAMES)) == len(NAMES)
    assert all(column.meaning and column.source for column in COLUMNS)
    assert set(STANDING_OF) == set(STATUSES)


def test_frame_has_exactly_the_declared_columns_and_types(table: pd.DataFrame) -> None:
    assert tuple(table.columns) == NAMES
    assert str(table["report_id"].dtype) == "string"
    assert str(table["jobs"].dtype) == "Int64"
    assert str(table["published"].dtype) == "datetime64[us]"
    assert list(table["status"].cat.categories) == list(STATUSES)


def test_what_is_not_said_is_missing_never_zero() -> None:
    row = frame([{"report_id": "a#1"}]).iloc[0]
    assert row["partners"] == [] and row["capacities"] == [] and row["evidence"] == []
    assert all(pd.isna(row[n]) for n in NAMES if n not in ("report_id",) and not isinstance(row[n], list))


def test_nested_dicts_get_every_key_and_values_become_text() -> None:
    evidence = [
        {"column": "capacities", "value": {"value": 23.5}, "start": 1, "end": 2},
        {"column": "jobs", "value": 1400.0},
        {"column": "status", "value": "intent"},
    ]
    df = frame([{"report_id": "a#1", "capacities": [{"value": 23, "unit": "GWh"}], "evidence": evidence}])
    assert df.loc[0, "capacities"] == [
        {"value": 23.0, "max": None, "unit": "GWh", "basis": None, "year": None, "qualifier": None, "quote": None}
    ]
    assert [e["value"] for e in df.loc[0, "evidence"]] == ['{"value": 23.5}', "1400", "intent"]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"nonsense": 1}, "no such column: nonsense"),
        ({"status": "planned"}, "status: 'planned' is not one of intent"),
        ({"roles": ["boss"], "partners": ["A"]}, "roles: 'boss'"),
        ({"partners": ["A", "B"], "roles": ["owner"]}, "2 partners but 1 roles"),
        ({"partners": [None], "roles": ["owner"]}, "partners: an empty entry"),
        ({"investment_eur": "5"}, "investment_eur: number expected"),
        ({"investment_eur": float("inf")}, "investment_eur: infinite"),
        ({"jobs": 1.5}, "jobs: whole number expected"),
        ({"jobs": True}, "jobs: number expected"),
        ({"published": "soon"}, "published:"),
        ({"city": 5}, "city: text expected"),
        ({"capacities": [{"unit": "furlongs"}]}, "capacities: unit: 'furlongs'"),
        ({"capacities": [{"size": 3}]}, "capacities: no such key: size"),
        ({"investments": [{"also": [{"amount": "x"}]}]}, "investments: also: amount: number expected"),
    ],
)
def test_a_row_that_does_not_fit_is_named(row: dict[str, Any], words: str) -> None:
    with pytest.raises(TableFault) as fault:
        frame([{"report_id": "x#7", **row}])
    assert "x#7" in str(fault.value) and words in str(fault.value)


HARD = [
    {"report_id": "a#1", "headline": "\tTab, '=und\rWagen\n\"Zitat\"", "project": "=1+1", "city": "-Dorf",
     "summary_en": "_x0041_ ''+1", "country_name": "Côte d'Ivoire", "product": "'quoted", "language": "de",
     "evidence": [{"column": "jobs", "value": 3, "quote": "ä" * 70_000, "start": 0, "end": 1}],
     "longitude": -86.13, "published": "2021-12-01", "partners": ["A, B", 'C "D"'], "roles": ["owner", "buyer"]},
    {"report_id": "a#2"},
]  # fmt: skip


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("rows", ["sample", "hard", "none"])
def test_files_read_back_equal_and_are_the_same_bytes(
    tmp_path: Path, table: pd.DataFrame, suffix: str, rows: str
) -> None:
    made = {"sample": table, "hard": frame(HARD), "none": frame([])}[rows]
    path = tmp_path / f"table{suffix}"
    write(made, path)
    pd.testing.assert_frame_equal(read(path), made)
    first = path.read_bytes()
    write(made, path)
    assert path.read_bytes() == first


def test_parquet_reads_back_equal_with_plain_pandas(tmp_path: Path, table: pd.DataFrame) -> None:
    write(table, tmp_path / "table.parquet")
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "table.parquet"), table)


def test_jsonl_is_one_plain_row_per_line(table: pd.DataFrame) -> None:
    lines = to_bytes(table, ".jsonl").decode("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    assert len(rows) == len(table) and list(rows[0]) == list(NAMES)
    assert rows[1]["published"] == "2024-03-05" and rows[0]["published"] is None
    assert rows[0]["capacities"][0]["value"] == 23 and rows[0]["status"] == "announced"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "\nx", "  =x", "'=x", "''@x"])
def test_formulas_are_escaped_and_come_back(text: str) -> None:
    assert escape(text) == f"'{text}" and unescape(escape(text)) == text


@pytest.mark.parametrize("text", ["", "plain", "a=b", "'quoted", "– dash", "5-10"])
def test_other_text_is_left_alone(text: str) -> None:
    assert escape(text) == text and unescape(text) == text


def test_csv_escapes_text_but_not_negative_numbers() -> None:
    lines = safe_csv(pd.DataFrame({"name": ["=cmd()"], "longitude": [-86.1]})).decode("utf-8-sig").splitlines()
    assert lines == ["name,longitude", "'=cmd(),-86.1"]


def test_xlsx_has_real_types_a_frozen_header_and_no_formula(table: pd.DataFrame) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(to_bytes(table, ".xlsx")))["reports"]
    head = [cell.value for cell in sheet[1]]
    assert head == list(NAMES) and sheet.freeze_panes == "B2"
    finnish = dict(zip(head, sheet[3], strict=True))
    assert finnish["published"].is_date and finnish["investment_eur"].value == 1.2e9
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    project = [row[head.index("project")] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert any(value.startswith("=HYPERLINK") for value in project)


@pytest.mark.parametrize("name", ["table.txt", "table", "table.xls"])
def test_other_formats_are_refused_with_the_ones_there_are(tmp_path: Path, table: pd.DataFrame, name: str) -> None:
    with pytest.raises(TableFault, match=r"\.parquet"):
        write(table, tmp_path / name)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_file_that_is_no_table_is_named(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"odd{suffix}"
    with pytest.raises(TableFault, match="there is no such file"):
        read(path)
    path.write_bytes(b"\x00\x01 no table")
    with pytest.raises(TableFault, match="not a table"):
        read(path)


def test_records_are_plain_python(table: pd.DataFrame) -> None:
    json.dumps(records(table), allow_nan=False)
