"""A short mark of a table's content: the same table has the same mark, and one changed value gives another."""

from __future__ import annotations

import hashlib
import json
import marshal
import re
from dataclasses import dataclass

import pandas as pd

from core.columns import BY_NAME
from core.table import unpacked

_AT_ONCE = 2_000  # rows; their text is some megabytes


@dataclass(frozen=True, slots=True)
class Version:
    """The mark of a table and how many reports it has. Its text, for links: ``3fa9c1d2-95``."""

    mark: str
    reports: int

    def __str__(self) -> str:
        return f"{self.mark}-{self.reports}"


def version_of(table: pd.DataFrame) -> Version:
    """The version of a table in the columns of core.columns. The 160,000 reports on 100,000 projects take about four
    seconds, so that of a large table is kept (core.kept)."""
    digest = hashlib.blake2s(digest_size=4)
    for name in table.columns:
        digest.update(name.encode())
        if BY_NAME[name].dtype in ("strings", "dicts"):
            for start in range(0, len(table), _AT_ONCE):
                digest.update(_nested(list(unpacked(table[[name]].iloc[start : start + _AT_ONCE])[name])))
        else:
            column = table[name]
            if isinstance(column.dtype, pd.CategoricalDtype):  # the same whatever categories a file has besides
                column = column.astype("string")
            digest.update(pd.util.hash_pandas_object(column, index=False).to_numpy().tobytes())
    return Version(digest.hexdigest(), len(table))


def _nested(values: list[object]) -> bytes:
    try:
        return marshal.dumps(values, 2)  # version 2 writes values only, not which strings are one object
    except ValueError:  # a number of another library
        return json.dumps(values, default=str).encode()


_TEXT = re.compile(r"([0-9a-f]{8})-(\d{1,9})")


def parse(text: str) -> Version | None:
    """The version that a link names; None for anything else."""
    found = _TEXT.fullmatch(text)
    return Version(found[1], int(found[2])) if found else None
