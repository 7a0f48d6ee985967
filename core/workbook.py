"""Flat rows <-> an Excel workbook with real types: dates, numbers, text; never a formula.

Excel holds at most 32,767 characters in a cell: a longer text stands in parts on the sheet ``long text``, and the
cell says so; ``read_workbook`` puts it together again.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from core.columns import COLUMNS, NAMES
from core.models import GigaledgerError

CELL_LIMIT = 32_767
ROW_LIMIT = 1_048_575
_LONG = "long text"
_POINTER = f"see the sheet “{_LONG}”"
_WIDTHS = {"string": 24, "category": 16, "datetime": 12, "float": 14, "int": 10, "strings": 30, "dicts": 30}
# How numbers look; their values stay as they are. By unit, else by type.
_FORMATS = {"EUR": "#,##0", "jobs": "#,##0", "GWh a year": "#,##0.###", "degrees, WGS 84": "0.0000"}
# A fixed day of creation: the same table gives the same bytes.
_CREATED = datetime(2000, 1, 1)
_CONTROL = re.compile(r"_x(00[01][0-9A-F])_")


class TooManyRows(GigaledgerError):
    """More rows than a sheet holds."""


def write_workbook(rows: list[dict[str, Any]]) -> bytes:
    """Rows of plain values (text, number, ISO date, None) by column name; raises TooManyRows."""
    import xlsxwriter

    if len(rows) > ROW_LIMIT:
        raise TooManyRows(f"{len(rows)} rows do not fit a sheet of {ROW_LIMIT}: write parquet, csv or jsonl")
    sink = io.BytesIO()
    book = xlsxwriter.Workbook(
        sink, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.set_properties({"title": "Gigaledger", "created": _CREATED})
    head = book.add_format({"bold": True, "bg_color": "#E8EEF2", "bottom": 1})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    kinds = {look: book.add_format({"num_format": look}) for look in {*_FORMATS.values(), "0.00"}}
    looks = {column.name: kinds[_FORMATS.get(column.unit, "0.00")] for column in COLUMNS if column.dtype in ("float", "int")}
    sheet = book.add_worksheet("reports")
    long: list[tuple[str, str, int, str]] = []
    for x, column in enumerate(COLUMNS):
        sheet.set_column(x, x, _WIDTHS[column.dtype])
        sheet.write_string(0, x, column.name, head)
        unit = f" ({column.unit})" if column.unit else ""
        sheet.write_comment(0, x, f"{column.meaning}{unit}\n{column.described_dtype}", {"x_scale": 2, "author": "Gigaledger"})
    for y, row in enumerate(rows, start=1):
        for x, column in enumerate(COLUMNS):
            value = row[column.name]
            if value is None:
                continue
            if column.dtype == "datetime":
                sheet.write_datetime(y, x, date.fromisoformat(value), day)
            elif column.dtype in ("float", "int"):
                sheet.write_number(y, x, value, looks[column.name])
            elif len(value) > CELL_LIMIT:
                sheet.write_string(y, x, _POINTER)
                parts = [value[i : i + CELL_LIMIT] for i in range(0, len(value), CELL_LIMIT)]
                long += [(row["report_id"], column.name, n, part) for n, part in enumerate(parts, start=1)]
            else:
                sheet.write_string(y, x, value)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(rows), 1), len(COLUMNS) - 1)
    notes = book.add_worksheet("columns")
    for x, word in enumerate(("column", "type", "unit", "meaning", "comes from")):
        notes.write_string(0, x, word, head)
    for y, column in enumerate(COLUMNS, start=1):
        cells = (column.name, column.described_dtype, column.unit, column.meaning, column.source)
        for x, word in enumerate(cells):
            notes.write_string(y, x, word)
    notes.set_column(0, 2, 18)
    notes.set_column(3, 4, 70)
    notes.freeze_panes(1, 0)
    if long:
        extra = book.add_worksheet(_LONG)
        for x, word in enumerate(("report_id", "column", "part", "text")):
            extra.write_string(0, x, word, head)
        for y, (report, name, part, text) in enumerate(long, start=1):
            extra.write_string(y, 0, report)
            extra.write_string(y, 1, name)
            extra.write_number(y, 2, part)
            extra.write_string(y, 3, text)
        extra.freeze_panes(1, 0)
    book.close()
    return sink.getvalue()


def _plain(value: Any) -> Any:
    """Text with Excel's escapes of control characters (``_x000D_``) undone, which openpyxl leaves in place."""
    return _CONTROL.sub(lambda m: chr(int(m[1], 16)), value) if isinstance(value, str) else value


def read_workbook(data: bytes) -> list[Mapping[str, Any]]:
    """The rows of a workbook that ``write_workbook`` wrote; needs openpyxl. Raises ValueError for any other."""
    try:
        import openpyxl
    except ImportError as fault:
        raise GigaledgerError("reading xlsx needs openpyxl: pip install openpyxl") from fault
    import zipfile

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    except zipfile.BadZipFile as fault:
        raise ValueError("no workbook") from fault
    sheets: dict[str, list[tuple[Any, ...]]] = {s.title: list(s.iter_rows(values_only=True)) for s in book.worksheets}
    reports = sheets.get("reports") or []
    if not reports or not set(reports[0]) <= set(NAMES):
        raise ValueError("no sheet “reports” with the table's columns")
    long: dict[tuple[Any, Any], str] = {}
    for report, name, _, text in sheets.get(_LONG, [])[1:]:
        long[report, name] = long.get((report, name), "") + _plain(text)
    rows: list[Mapping[str, Any]] = []
    for values in reports[1:]:
        row = {name: _plain(value) for name, value in zip(reports[0], values, strict=False)}
        rows.append({n: long.get((row["report_id"], n), v) if v == _POINTER else v for n, v in row.items()})
    return rows
