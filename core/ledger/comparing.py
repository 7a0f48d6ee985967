"""Whether two statements of a start or a capacity can be compared, and by how much they differ.

A comparison is one of OUTCOMES. Only what is told is compared: months where both sides give one, parts of a year where both
give one, else years. A year against a part of it says nothing, and neither does a first stage against the whole.
"""

from __future__ import annotations

from typing import NamedTuple

from core.ledger.rule import CORRECTION
from core.ledger.winners import Stand
from core.year_parts import Start, start

# How a statement stands to the one before.
OUTCOMES = {
    "first": "the first that is told",
    "same": "says the same again",
    "moved": "says something else",
    "finer": "one side gives the year, the other a part of it",
    "staged": "one side gives the first stage or the full build-out alone",
    "undated": "told in an article without a day, so nobody knows which came first",
}


class Difference(NamedTuple):
    """How a statement stands to another. ``change``: months for starts (positive: later), else the difference in the
    column's unit; None where nothing moved. ``exact``: whether both starts give a month."""

    outcome: str
    change: float | None = None
    exact: bool = False


def start_of(s: Stand, column: str) -> Start:
    """What a report says of a start (a column of YYYY or YYYY-MM that is not None), with the part of the year."""
    value = str(s.values[column])
    said = next((e for e in s.row["evidence"] if e["column"] == column and e["value"] == value), None)
    return start(value, s.row["language"], said["quote"] if said else None)


def compared(before: Start, after: Start) -> Difference:
    """From one start to another."""
    exact = len(before.value) == len(after.value) == 7
    whole = [len(one.value) == 4 and (one.first, one.last) == (1, 12) for one in (before, after)]
    years = int(after.value[:4]) - int(before.value[:4])
    if any(whole):
        if years:
            return Difference("moved", 12.0 * years)
        return Difference("same" if all(whole) else "finer")
    if before == after:
        return Difference("same", exact=exact)
    if 12 * years + after.first <= before.last and before.first <= 12 * years + after.last:
        return Difference("finer")
    months = 12 * years + (after.first + after.last - before.first - before.last) / 2
    return Difference("moved", float(round(months)) or (1.0 if months > 0 else -1.0), exact)


def as_stated(s: Stand) -> tuple[float | None, float | None, str | None]:
    """What a project costs as a report states it: lower and upper figure and currency; in EUR where a person has set it."""
    if s.row["report_id"] == CORRECTION or s.values["investment_amount"] is None:
        return s.values["investment_eur"], s.values["investment_eur_max"], "EUR"
    return s.values["investment_amount"], s.values["investment_amount_max"], s.values["investment_currency"]


def spent(before: Stand, after: Stand) -> Difference:
    """From one investment to another, in EUR; of one currency by the amounts as stated, as exchange rates move no plan."""
    (a, most, one), (b, top, other) = as_stated(before), as_stated(after)
    if one != other:
        (a, most), (b, top) = ([s.values[name] for name in ("investment_eur", "investment_eur_max")] for s in (before, after))
    most, top = a if most is None else most, b if top is None else top
    if a is None or b is None or most is None or top is None or (a, most) == (b, top):
        return Difference("same")
    euro = after.values["investment_eur_max"] or after.values["investment_eur"] or 0.0
    return Difference("moved", (top - most) * float(euro) / top if top else None)


def staged(one: Stand, other: Stand) -> bool:
    """Whether one report gives one capacity, and the other the same as its first stage or its full build-out."""
    (a, b), (c, d) = ((s.values["capacity_gwh"], s.values["capacity_gwh_max"]) for s in (one, other))
    return (a == b and c != d and a in (c, d)) or (c == d and a != b and c in (a, b))


def change_in_words(months: float, exact: bool) -> str:
    """“17 months later”, “2 years later”, “about 8 months later”, “about 2.5 years later” (from part to part of a year);
    “as promised” without a change. exact: both sides give a month."""
    if not months:
        return "as promised"
    size, about, unit = float(abs(round(months))), "", "month"
    if not exact:
        about = "" if size % 12 == 0 else "about "
        if size % 12 == 0 or size >= 24:
            size, unit = round(size / 6) / 2, "year"
    return f"{about}{size:g} {unit}{'' if size == 1 else 's'} {'later' if months > 0 else 'earlier'}"
