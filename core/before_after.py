"""Two quantities that are one: what was and what will be ("von 210 Millionen Euro auf 260 Millionen Euro", "10
gigawattitunnista 20 gigawattituntiin"), or the ends of a range ("€3 miljard tot €5 miljard"); and of two amounts of money
the second, where it is instead of the first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from core.lexicon import settings
from core.numbers import Number, choice
from core.quantity import Quantity

_INSTEAD = 60  # characters between what was planned and what is to be
_ENDED = re.compile(r"[.!?;:\n]")
_DASH = re.compile(r"\s?[–-]\s?")
_CLOSED = re.compile(r"\s*(?:[.,;:)]|$)")
_COLON = re.compile(r":[^\W\d_]{1,5}\b")  # "GWh:sta"


@dataclass(frozen=True, slots=True)
class _Words:
    """Patterns of one language; None where it has no such words."""

    origin: re.Pattern[str] | None  # right before the first: "von derzeit rund"
    grows: re.Pattern[str] | None  # all that is between: "auf bis zu"
    to: re.Pattern[str]  # all that is between the ends of a range: "bis zu"
    between: re.Pattern[str] | None  # right before the first: "zwischen"
    between_and: re.Pattern[str] | None  # all that is between then: "und"
    instead: re.Pattern[str] | None  # before the first: "statt der geplanten"
    instead_behind: re.Pattern[str] | None  # right behind the first: "sijaan"
    parts: re.Pattern[str]  # words with which another amount is added or a part is told: "davon"
    case_from: tuple[str, ...]  # ending of the first's last word: "eurosta"
    case_to: tuple[str, ...]  # ... and of the second's: "euroon"


@cache
def _words(language: str) -> _Words:
    table = settings(language).get("numbers", {})
    ranges = table["ranges"]
    hedge = rf"(?:(?:{choice([w for ws in table['qualifiers'].values() for w in ws])})\s+)?"
    now = rf"(?:(?:{choice(ranges['now'])})\s+)?" if ranges["now"] else ""

    def made(key: str, pattern: str) -> re.Pattern[str] | None:
        words = ranges.get(key)
        return re.compile(pattern.format(choice(words))) if words else None

    few = rf"(?:(?:{choice(ranges.get('instead_filled', ['-']))})\s+){{{{0,4}}}}"
    return _Words(
        origin=made("from", rf"(?<!\w)(?:{{}})\s+{now}{hedge}$") if ranges["grows_to"] else None,
        grows=made("grows_to_unit" if "grows_to_unit" in ranges else "grows_to", rf"\s+(?:{{}})\s+{hedge}"),
        to=re.compile(rf"\s+(?:{choice(ranges['to'])})\s+{hedge}"),
        between=made("between", r"(?i:(?<!\w)(?:{}))\s+$"),
        between_and=made("and", rf"\s+(?:{{}})\s+{hedge}"),
        instead=made("instead", rf"(?i:(?<!\w)(?:{{}}))\s+{few}$"),
        instead_behind=made("instead_behind", r"\s+(?:{})\b"),
        parts=re.compile(rf"\b(?:{choice([*table['coordinators'], *ranges['parts']])})\b"),
        case_from=tuple(ranges.get("case_from", ())),
        case_to=tuple(ranges.get("case_to", ())),
    )


def joined(clean: str, found: Sequence[Quantity], numbers: Sequence[Number], language: str) -> list[Quantity]:
    """The quantities with those of before and after made one: ``change``, low what was, high what will be."""
    words = _words(language)
    made: list[Quantity] = []
    for quantity in found:
        before = made[-1] if made else None
        if before is not None and _alike(before, quantity):
            if _changes(clean, before, quantity, words):
                made[-1] = quantity._replace(
                    start=before.start, low=before.low, change=True, core_start=before.core_start, qualifier=None
                )
                continue
            if before.low < quantity.low and _range(clean, before, quantity, words):
                made[-1] = quantity._replace(
                    start=before.start, low=before.low, core_start=before.core_start, qualifier=before.qualifier
                )
                continue
            if quantity.kind == "money" and _replaced(clean, before, quantity, words):
                made.pop()  # a plan's capacity is told of as such; two amounts would be taken for two investments
        made.append(quantity)
    return [_to_number(clean, q, numbers, words) for q in made] if words.case_to else made


def _alike(one: Quantity, other: Quantity) -> bool:
    """Whether both are plain values of the same thing, the second larger or smaller."""
    same = one.unit == other.unit or one.kind == "jobs"
    plain = one.low == one.high and other.low == other.high and not one.change and not other.change
    return one.kind == other.kind and one.kind != "percent" and same and plain and one.low != other.low


def _changes(clean: str, one: Quantity, other: Quantity, words: _Words) -> bool:
    begin = other.core_start if other.core_start >= 0 else other.start
    end = _with_ending(clean, one.end)
    gap = clean[end:begin]
    if words.origin and words.grows and words.grows.fullmatch(gap):
        return bool(words.origin.search(clean, max(0, one.start - 40), one.start))
    behind = _with_ending(clean, other.end)
    return gap.isspace() and _ends(clean, end, words.case_from) and _ends(clean, behind, words.case_to)


def _range(clean: str, one: Quantity, other: Quantity, words: _Words) -> bool:
    """Whether the two are the ends of a range, each with the unit."""
    if words.origin and words.origin.search(clean, max(0, one.start - 40), one.start):
        return False  # "stijgt van 8 GWh tot 24 GWh"
    gap = clean[one.end : other.start]
    if _DASH.fullmatch(gap):
        return _CLOSED.match(clean, other.end) is not None  # else the dash may part two statements
    if words.to.fullmatch(gap) or words.to.fullmatch(clean, one.end, max(other.start, other.core_start)):
        return True  # of "2 GWh bis 4 GWh" the word between was taken for a hedge
    if words.between is None or words.between_and is None or not words.between_and.fullmatch(gap):
        return False
    return bool(words.between.search(clean, max(0, one.start - 20), one.start))


def _with_ending(clean: str, end: int) -> int:
    """Where a unit's sign ends with the case that a colon joins to it."""
    ending = _COLON.match(clean, end)
    return ending.end() if ending else end


def _ends(clean: str, end: int, endings: tuple[str, ...]) -> bool:
    return bool(endings) and clean.endswith(endings, max(0, end - 8), end)


def _replaced(clean: str, one: Quantity, other: Quantity, words: _Words) -> bool:
    gap = clean[one.end : other.start]
    if len(gap) > _INSTEAD or _ENDED.search(gap) or words.parts.search(gap):
        return False
    if words.instead and words.instead.search(clean, max(0, one.start - 50), one.start):
        return True
    return bool(words.instead_behind and words.instead_behind.match(gap))


def _to_number(clean: str, quantity: Quantity, numbers: Sequence[Number], words: _Words) -> Quantity:
    """ "10 gigawattitunnista 20:een": what will be stands without a unit."""
    if quantity.low != quantity.high or quantity.change or not _ends(clean, quantity.end, words.case_from):
        return quantity
    after = next((n for n in numbers if n.start > quantity.end), None)
    if after is None or not clean[quantity.end : after.start].isspace() or after.low != after.high:
        return quantity
    if ":" not in clean[after.core_start : after.end] or not _ends(clean, after.end, words.case_to):
        return quantity
    if _counts(clean, after.end, words.case_to):
        return quantity  # "2:een asiakkaaseen": a number of something else
    scale = quantity.low / next((n.low for n in numbers if n.core_start == quantity.core_start and n.low), quantity.low)
    return quantity._replace(end=after.end, high=round(after.high * scale, 9), change=True, qualifier=None)


def _counts(clean: str, end: int, endings: tuple[str, ...]) -> bool:
    """Whether the word behind a number stands in the same case."""
    word = re.match(r"\s+([^\W\d_]+)", clean[end : end + 40])
    return word is not None and word[1].endswith(endings)
