"""Amounts, dates, languages and values in English words for people: “EUR 2.5–3.1 bn”, “23 GWh”, “10 Dec 2021”."""

from __future__ import annotations

import json
import math
from datetime import date
from functools import cache
from typing import Any

from core.columns import label

_STEPS = ((1e9, "bn"), (1e6, "m"), (1e3, "k"))


def number(value: float, digits: int = 3) -> str:
    """A number with thousands separators and about ``digits`` significant digits, no trailing zeros: “1,400”, “2.5”."""
    if value == 0:
        return "0"
    places = max(0, digits - 1 - math.floor(math.log10(abs(value))))
    text = f"{value:,.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def span(low: float, high: float | None = None) -> str:
    """“23”, or “23–33” where the upper figure differs.

    The lower figure first: of what is left of a joint total once its plants are taken off, the two may have changed places.
    """
    top = low if high is None or math.isnan(high) else high
    first, second = number(min(low, top)), number(max(low, top))
    return first if first == second else f"{first}–{second}"


def money(low: float, high: float | None = None, currency: str = "EUR") -> str:
    """An amount in full units: “EUR 2.5–3.1 bn”, “EUR 4.5 m”."""
    top = low if high is None or math.isnan(high) else high
    step, word = next(((s, w) for s, w in _STEPS if abs(top) >= s), (1.0, ""))
    return f"{currency} {span(low / step, top / step)} {word}".rstrip()


def gwh(low: float, high: float | None = None) -> str:
    """“23–33 GWh”."""
    return f"{span(low, high)} GWh"


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(value: date, precision: str | None = "day") -> str:
    """“10 Dec 2021”, “Dec 2021” or “2021”, as exact as the date is known."""
    if precision == "year":
        return str(value.year)
    month = f"{_MONTHS[value.month - 1]} {value.year}"
    return month if precision == "month" else f"{value.day} {month}"


def count(n: int, noun: str, plural: str | None = None) -> str:
    """“1 project”, “12 projects”."""
    return f"{n:,} {noun if n == 1 else plural or noun + 's'}"


def listing(words: list[str], last: str = "and") -> str:
    """“Finland”, “Finland and Germany”, “Finland, Germany and Hungary”."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}" if words else ""


@cache
def language_name(code: str) -> str:
    """English name of an ISO 639-1 code; the code itself where it is unknown."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(code).get_language_name("en") or code
    except (ValueError, UnknownLocaleError):
        return code


def told_where(language: Any, published: Any, precision: Any) -> str:
    """“Dutch, 10 Dec 2021”, with what is missing (None, NA, NaT) said."""
    told = language_name(language) if isinstance(language, str) else "language unknown"
    if not isinstance(published, date) or published != published:  # NaT is a date that equals nothing
        return f"{told}, undated"
    return f"{told}, {day(published, precision if isinstance(precision, str) else 'day')}"


_QUALIFIED = {"about": "about ", "at_least": "at least ", "up_to": "up to "}
_VOCABULARY = ("status", "kind", "deal", "segment")
_MONEY = ("investment_eur", "support_eur", "investments")


def value_in_words(column: str, low: Any, high: Any, unit: Any, currency: Any, qualifier: Any) -> str:
    """A claim's value as a reader wants it: “EUR 1.7 bn”, “about 60 GWh”, “Under construction”."""
    if column in _MONEY and isinstance(low, (int, float)):
        words = money(low, high, currency if isinstance(currency, str) else "EUR")
    elif unit == "GWh" and isinstance(low, (int, float)):
        words = gwh(low, high)
    elif isinstance(low, (int, float)):
        words = number(low, 9) + (f"–{number(high, 9)}" if high not in (None, low) else "")
        words += f" {unit.replace('_', ' ')}" if isinstance(unit, str) else ""
    elif low is None:
        words = "cleared"
    elif isinstance(low, list):
        words = json.dumps(low, ensure_ascii=False, default=str)
    else:
        words = label(low) if column in _VOCABULARY else str(low)
    return _QUALIFIED.get(str(qualifier), "") + words
