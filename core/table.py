"""Rows -> the checked DataFrame, and its files: parquet, csv, xlsx, jsonl.

``frame`` builds exactly the declared columns, in order, each with its type; every value is held against its
vocabulary. Missing is NA, NaT, NaN or an empty list. Nested dicts get every declared key, missing ones None.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Mapping
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from core.arrow import SCHEMA, TableFault, categories, checked, parquet
from core.columns import BY_NAME, COLUMNS, NAMES, Column, Field
from core.saving import SUFFIXES, check_folder, save, suffix_of

__all__ = ["SUFFIXES", "TableFault", "check_folder", "flat", "frame", "from_arrow", "read", "records", "safe_csv",
           "save", "unpacked", "write"]  # fmt: skip
Row = Mapping[str, Any]


# ---------------------------------------------------------------------------------------------- rows -> DataFrame


def frame(rows: Iterable[Row]) -> pd.DataFrame:
    """The table from dicts of column -> value; absent columns are missing.

    Raises TableFault as ``core.arrow.checked`` does.
    """
    data = checked(rows)
    made = {column.name: _series(column, data.pop(column.name)) for column in COLUMNS}
    return pd.DataFrame(made, columns=list(NAMES))


def _series(column: Column, values: list[Any]) -> pd.Series:
    match column.dtype:
        case "string":
            return pd.Series(values, dtype="string")
        case "datetime":
            return pd.Series(pd.to_datetime(pd.Series(values, dtype="object")), dtype="datetime64[us]")
        case "float":
            return pd.Series(values, dtype="float64")
        case "int":
            return pd.Series(values, dtype="Int64")
        case "category":
            kinds = categories(column, values)
            # Arrow gives no categories back as objects, some as str; so that a plain read_parquet is equal too.
            return pd.Series(pd.Categorical(values, categories=pd.Index(kinds, dtype="str" if kinds else "object")))
        case _:
            return pd.Series(values, dtype="object")


# ------------------------------------------------------------------------------------------------ DataFrame -> rows


def records(df: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as plain Python: None for missing, ``YYYY-MM-DD`` for dates, lists and dicts as they are."""
    plain: dict[str, list[Any]] = {}
    for name in NAMES:
        series, dtype = df[name], BY_NAME[name].dtype
        if dtype == "datetime":
            days = series.to_numpy("datetime64[D]").astype(str).tolist()
            plain[name] = [day if there else None for day, there in zip(days, series.notna(), strict=True)]
        elif dtype == "int":
            plain[name] = [int(v) if there else None for v, there in zip(series.tolist(), series.notna(), strict=True)]
        elif dtype in ("strings", "dicts"):
            plain[name] = _cells(series, BY_NAME[name])
        else:
            plain[name] = [v if there else None for v, there in zip(series.tolist(), series.notna(), strict=True)]
    return [dict(zip(NAMES, values, strict=True)) for values in zip(*plain.values(), strict=True)]


# ------------------------------------------------------------------------------------------------------------ files

def write(df: pd.DataFrame, path: str | os.PathLike[str]) -> None:
    """Write the table in the format of the path's suffix; the same table gives the same bytes."""
    target = Path(path)
    save(target, to_bytes(df, suffix_of(target)))


def read(path: str | os.PathLike[str], packed: bool = False) -> pd.DataFrame:
    """Read a table that ``write`` wrote; ``packed``: see ``from_arrow``. Raises TableFault where the file is no such table."""
    source = Path(path)
    suffix = suffix_of(source)
    try:
        data = source.read_bytes()
        if suffix == ".parquet":
            table = pq.read_table(pa.BufferReader(data))
            if table.schema.equals(SCHEMA):  # as build writes it: nothing in it needs to be looked at again
                return from_arrow(table, packed)
        rows = _READERS[suffix](data)
    except FileNotFoundError as fault:
        raise TableFault(f"{source}: there is no such file") from fault
    except (OSError, ValueError, KeyError, pa.ArrowException) as fault:
        raise TableFault(f"{source}: not a table of this program ({fault})") from fault
    return frame(rows)


def to_bytes(df: pd.DataFrame, suffix: str) -> bytes:
    """The file's content for one of SUFFIXES."""
    if list(df.columns) != list(NAMES):
        raise TableFault("the table has not exactly the declared columns")
    return _WRITERS[suffix](df)


def from_arrow(table: pa.Table, packed: bool = False) -> pd.DataFrame:
    """The DataFrame of a finished Arrow table (core.arrow), equal to that of ``frame`` from the same rows.

    ``packed``: columns of dicts stay Arrow's (each cell is made a list of dicts when it is asked for), which takes a small
    part of the time and memory; the values are the same, the type of the column is another.
    """
    made: dict[str, pd.Series] = {}
    for column in COLUMNS:
        array = table.column(column.name)
        match column.dtype:
            case "dicts" if packed:
                made[column.name] = pd.Series(pd.arrays.ArrowExtensionArray(_in_one(array)))
            case "strings" | "dicts":
                made[column.name] = pd.Series(_lists(array, column), dtype="object")
            case "category":
                values = array.combine_chunks()
                found = values.dictionary.to_pylist()  # a file without rows has none, whatever the vocabulary
                kinds = categories(column, found)
                place = np.array([kinds.index(kind) for kind in found] + [-1], dtype="int64")  # the last for missing
                codes = place[values.indices.fill_null(-1).to_numpy(zero_copy_only=False)]
                named = pd.Index(kinds, dtype="str" if kinds else "object")
                made[column.name] = pd.Series(pd.Categorical.from_codes(codes, categories=named))
            case "datetime":
                made[column.name] = array.to_pandas().astype("datetime64[us]")
            case "int":
                made[column.name] = pd.Series(array.to_pylist(), dtype="Int64")
            case "float":
                made[column.name] = array.to_pandas().astype("float64")
            case _:
                made[column.name] = pd.Series(array.combine_chunks().to_pandas(), dtype="string")
    return pd.DataFrame(made, columns=list(NAMES))


def _in_one(array: pa.ChunkedArray) -> pa.ChunkedArray:
    """The array in one piece, if its text fits into one: to take some rows of several pieces, Arrow copies all of them."""
    try:
        return pa.chunked_array([array.combine_chunks()], array.type)
    except pa.ArrowInvalid:
        return array


def unpacked(df: pd.DataFrame) -> pd.DataFrame:
    """Rows of the table with lists of dicts in the place of packed columns."""
    there = [name for name in df.columns if isinstance(df[name].dtype, pd.ArrowDtype)]
    return df.assign(**{name: pd.Series(_cells(df[name], BY_NAME[name]), df.index, dtype="object") for name in there})


def _cells(series: pd.Series, column: Column) -> list[list[Any]]:
    """The lists of a nested column, packed or not."""
    if isinstance(series.dtype, pd.ArrowDtype):
        return _lists(pa.chunked_array(series.array.__arrow_array__()), column)
    return list(series)


def _lists(array: pa.ChunkedArray, column: Column) -> list[list[Any]]:
    """Lists of text or dicts as Python has them."""
    return [items for chunk in array.chunks for items in _unpacked(chunk, column.fields)]


def _unpacked(array: pa.ListArray, fields: tuple[Field, ...]) -> list[list[Any]]:
    """The lists of an Arrow array. Field by field, which takes a fraction of the time of Arrow's to_pylist."""
    inner = array.flatten()
    if fields:
        names = [field.name for field in fields]
        parts = [inner.field(name) for name in names]
        values = [_unpacked(p, f.fields) if f.fields else _scalars(p, f) for f, p in zip(fields, parts, strict=True)]
        items: list[Any] = [dict(zip(names, row, strict=True)) for row in zip(*values, strict=True)]
    else:
        items = inner.to_pylist()
    ends = accumulate(array.value_lengths().fill_null(0).to_pylist())
    start, made = 0, []
    for end in ends:
        made.append(items[start:end])
        start = end
    return made


def _scalars(array: pa.Array, field: Field) -> list[Any]:
    """The values of a field, None for missing."""
    if field.dtype == "int":
        return list(array.to_pylist())
    values = array.to_numpy(zero_copy_only=False).tolist()
    return [None if value != value else value for value in values] if field.dtype == "float" else list(values)


def _parquet(df: pd.DataFrame) -> bytes:
    return parquet(pa.Table.from_pandas(df, schema=SCHEMA, preserve_index=False))


def _from_parquet(data: bytes) -> list[Row]:
    rows: list[Row] = pq.read_table(pa.BufferReader(data)).to_pylist()
    return rows


def _jsonl(df: pd.DataFrame) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in records(df)).encode("utf-8")


def _from_jsonl(data: bytes) -> list[Row]:
    rows = [json.loads(line) for line in data.decode("utf-8-sig").split("\n") if line.strip()]
    if not all(isinstance(row, dict) for row in rows):
        raise ValueError("a line is no JSON object")
    return rows


# csv and xlsx: nested columns as JSON text

_FORMULA = re.compile(r"'*\s*[=+\-@\t\r\n]")
_ESCAPED = re.compile(r"'+\s*[=+\-@\t\r\n]")


def escape(text: str) -> str:
    """Text that a spreadsheet would run as a formula gets an apostrophe in front; ``unescape`` takes it off."""
    return f"'{text}" if _FORMULA.match(text) else text


def unescape(text: str) -> str:
    """The text before ``escape``."""
    return text[1:] if _ESCAPED.match(text) else text


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    """A row with its nested columns as JSON text, empty ones missing."""
    flat = dict(row)
    for name, value in row.items():
        if isinstance(value, list):
            flat[name] = json.dumps(value, ensure_ascii=False) if value else None
    return flat


def _nested(row: Mapping[str, Any]) -> Row:
    return {
        name: json.loads(value) if isinstance(value, str) and BY_NAME[name].dtype in ("strings", "dicts") else value
        for name, value in row.items()
        if not (value is None or value == "")
    }


def flat(df: pd.DataFrame) -> pd.DataFrame:
    """A DataFrame whose lists and dicts are text: names parted by “; ”, anything else as JSON."""
    made = df.copy()
    for name in df.columns[[kind == "object" or isinstance(kind, pd.ArrowDtype) for kind in df.dtypes]]:
        made[name] = [_text(value) if isinstance(value, (list, dict)) else value for value in df[name]]
    return made


def _text(value: list[Any] | dict[str, Any]) -> str | None:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "; ".join(value) or None
    return json.dumps(value, ensure_ascii=False, default=str)


def safe_csv(df: pd.DataFrame) -> bytes:
    """Any flat DataFrame as CSV for spreadsheets: UTF-8 with a byte order mark (Excel needs it), text escaped."""
    out = df.copy()
    for name in out.columns:
        values = out[name].astype("object")
        out[name] = [None if pd.isna(v) else escape(v) if isinstance(v, str) else v for v in values]
    return str(out.to_csv(index=False, lineterminator="\r\n")).encode("utf-8-sig")


def _csv(df: pd.DataFrame) -> bytes:
    return safe_csv(pd.DataFrame([_flat(row) for row in records(df)], columns=list(NAMES), dtype="object"))


def _from_csv(data: bytes) -> list[Row]:
    import csv
    import io

    csv.field_size_limit(2**31 - 1)
    rows = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    if rows.fieldnames is None or not set(rows.fieldnames) <= set(NAMES):
        raise ValueError("its first line does not name the table's columns")
    return [_nested({name: _typed(name, value) for name, value in row.items()}) for row in rows]


def _typed(name: str, value: str) -> Any:
    if not value:
        return None
    return float(value) if BY_NAME[name].dtype in ("float", "int") else unescape(value)


def _xlsx(df: pd.DataFrame) -> bytes:
    from core.workbook import write_workbook

    return write_workbook([_flat(row) for row in records(df)])


def _from_xlsx(data: bytes) -> list[Row]:
    from core.workbook import read_workbook

    return [_nested(row) for row in read_workbook(data)]


_WRITERS: dict[str, Callable[[pd.DataFrame], bytes]] = {
    ".parquet": _parquet,
    ".csv": _csv,
    ".xlsx": _xlsx,
    ".jsonl": _jsonl,
}
_READERS: dict[str, Callable[[bytes], list[Row]]] = {
    ".parquet": _from_parquet,
    ".csv": _from_csv,
    ".xlsx": _from_xlsx,
    ".jsonl": _from_jsonl,
}
