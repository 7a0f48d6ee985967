"""Rows → a checked Arrow table, and the Parquet file: all that a build needs, without pandas, which takes long to load.

Two forms: ``plain`` tables hold categories as text, so that tables of some articles can be put together; ``finished``
ones hold them as Arrow dictionaries and say of each column what type pandas has for it. Both have the declared columns
in their order; missing is null, in nested columns the empty list.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from importlib.metadata import version
from itertools import accumulate
from typing import Any

import pyarrow as pa
from pyarrow._compute import SetLookupOptions, call_function  # pyarrow.compute first draws up the help of 280 functions
from pyarrow.json import ParseOptions, ReadOptions, read_json

from core.cells import MAKERS, PLAIN
from core.columns import COLUMNS, NAMES, Column, Field
from core.models import GigaledgerError

Row = Mapping[str, Any]
_LARGEST_DICTIONARY = 256 << 20  # bytes


class TableFault(GigaledgerError):
    """A row does not fit the table's declaration, or a file is no such table; says which and why."""


def checked(rows: Iterable[Row]) -> dict[str, list[Any]]:
    """Column → its values, in the rows' order, each held against its declaration.

    rows: a row that nobody else holds is let go once its values are taken. Dates may be ``date`` or ISO text, numbers
    int or float. Raises TableFault for an unknown column or key, a value outside its vocabulary, a value of the wrong
    type, and for roles that do not match partners in number.
    """
    rows = list(rows)
    known = set(NAMES)
    for row in rows:
        if not known.issuperset(row):
            raise TableFault(f"{_name(row)}: no such column: {', '.join(sorted(set(row) - known))}")
    names = [_name(row) for row in rows]
    given = {name: [row.get(name) for row in rows] for name in NAMES}
    rows.clear()
    data = {column.name: _values(column, given.pop(column.name), names) for column in COLUMNS}
    for name, partners, roles in zip(names, data["partners"], data["roles"], strict=True):
        if len(partners) != len(roles):
            raise TableFault(f"{name}: {len(partners)} partners but {len(roles)} roles")
    return data


def _values(column: Column, given: list[Any], names: list[str]) -> list[Any]:
    """The checked values of a column. Most are missing or of the right type: those need no closer look.

    names: of the rows, for what does not fit.
    """
    name, make, plain = column.name, MAKERS[column.dtype], PLAIN.get(column.dtype)
    allowed = column.vocabulary
    values: list[Any] = []
    for value, row in zip(given, names, strict=True):
        if type(value) is plain and value and (allowed is None or value in allowed) or value is None and plain:
            values.append(value)
            continue
        try:
            values.append(make(value, column))
        except (TypeError, ValueError) as fault:
            raise TableFault(f"{row}: {name}: {fault}") from fault
    return values


def _name(row: Row) -> str:
    return str(row.get("report_id") or row.get("article") or "a row")


def plain(rows: Iterable[Row]) -> pa.Table:
    """The plain table of some rows; raises TableFault as ``checked`` does."""
    data = checked(rows)
    if not data[NAMES[0]]:
        return EMPTY
    # Through JSON: Arrow makes its arrays of that in a fraction of the time that Python's objects take, and without
    # loading pandas, which pyarrow.array does to see whether what it is given is a Series.
    lines = "\n".join([_encode(dict(zip(NAMES, values, strict=True))) for values in zip(*data.values(), strict=True)])
    content = lines.encode()
    return read_json(
        pa.py_buffer(content),
        read_options=ReadOptions(use_threads=False, block_size=len(content) + 1),
        parse_options=ParseOptions(explicit_schema=PLAIN_SCHEMA, unexpected_field_behavior="error"),
        memory_pool=pa.system_memory_pool(),  # Arrow's own keeps what it let go, some 15 MB for a few thousand reports
    )


def texts(values: Sequence[str]) -> pa.StringArray:
    """Some texts as an Arrow array, without loading pandas."""
    parts = [value.encode() for value in values]
    offsets = array("i", accumulate(map(len, parts), initial=0))
    return pa.StringArray.from_buffers(len(parts), pa.py_buffer(offsets.tobytes()), pa.py_buffer(b"".join(parts)))


_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, default=datetime.isoformat).encode


def categories(column: Column, values: Iterable[Any]) -> list[str]:
    """A category's values in order: those of its vocabulary; of an open one, those that occur, sorted, so that the same
    rows give the same type."""
    return list(column.vocabulary) if column.vocabulary else sorted({v for v in values if v is not None})


def finished(table: pa.Table) -> pa.Table:
    """The finished table of a plain one."""
    arrays = []
    for column in COLUMNS:
        values = table.column(column.name)
        if column.dtype == "category":
            kinds = texts(categories(column, call_function("unique", [values]).to_pylist()))
            numbers = call_function("index_in", [values.combine_chunks()], SetLookupOptions(kinds))
            values = pa.DictionaryArray.from_arrays(numbers, kinds)
        arrays.append(values)
    return pa.Table.from_arrays(arrays, schema=SCHEMA).replace_schema_metadata(_for_pandas())


def parquet(table: pa.Table) -> bytes:
    """The Parquet file of a finished table; the same table gives the same bytes."""
    import pyarrow.parquet as pq  # 10 MB that reading does without

    sink = pa.BufferOutputStream()
    flat = [column.name for column in COLUMNS if column.dtype not in ("strings", "dicts")]
    # Quotes stand in many rows: a dictionary of any size makes the file smaller, and sooner written.
    pq.write_table(table.replace_schema_metadata(_for_pandas()), sink, compression="zstd", write_statistics=flat,
                   dictionary_pagesize_limit=_LARGEST_DICTIONARY)  # fmt: skip
    return bytes(sink.getvalue())


# An explicit schema, so that empty lists and keys that are always missing keep their types.


def _field(field: Field) -> pa.Field:
    kinds = {"string": pa.string(), "text": pa.string(), "float": pa.float64(), "int": pa.int64()}
    return pa.field(field.name, _structs(field.fields) if field.dtype == "dicts" else kinds[field.dtype])


def _structs(fields: tuple[Field, ...]) -> pa.DataType:
    return pa.list_(pa.struct([_field(field) for field in fields]))


def _schema(category: pa.DataType) -> pa.Schema:
    kinds: dict[str, pa.DataType] = {
        "string": pa.string(),
        "category": category,
        "datetime": pa.timestamp("us"),
        "float": pa.float64(),
        "int": pa.int64(),
        "strings": pa.list_(pa.string()),
    }
    return pa.schema([(c.name, _structs(c.fields) if c.dtype == "dicts" else kinds[c.dtype]) for c in COLUMNS])


SCHEMA = _schema(pa.dictionary(pa.int32(), pa.string()))  # of the finished table and of the file
PLAIN_SCHEMA = _schema(pa.string())
EMPTY = pa.Table.from_batches([], schema=PLAIN_SCHEMA)  # empty_table() would load pandas


def _for_pandas() -> dict[bytes, bytes]:
    """What pandas reads from an Arrow table to give each column its type again."""
    types = {
        "string": ("unicode", "string"),
        "category": ("categorical", "int32"),
        "datetime": ("datetime", "datetime64[us]"),
        "float": ("float64", "float64"),
        "int": ("int64", "Int64"),
        "strings": ("list[unicode]", "object"),
        "dicts": ("list[object]", "object"),
    }
    about = [
        {"name": c.name, "field_name": c.name, "pandas_type": types[c.dtype][0], "numpy_type": types[c.dtype][1],
         "metadata": {"ordered": False} if c.dtype == "category" else None}
        for c in COLUMNS
    ]  # fmt: skip
    made = {"index_columns": [], "column_indexes": [], "columns": about, "attributes": {},
            "creator": {"library": "gigaledger", "version": "1"}, "pandas_version": version("pandas")}  # fmt: skip
    return {b"pandas": json.dumps(made).encode()}
