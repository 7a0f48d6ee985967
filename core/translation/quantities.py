"""The numbers and units of an English sentence, as a set of what it may mean.

Looser than reading: "2.5 to 3.1 billion" holds 2.5, 2.5 billion, 3.1 and 3.1 billion. That is what a check needs, which
asks whether a number of the original is there; a number that is not among all of these is lost. The notation is
strict, though: "1.400" in English is not fourteen hundred.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

from core.lexicon import lower, settings

_BLANK = "\u00a0\u202f\u2009 "
_TOKEN = re.compile(rf"\d{{1,3}}(?:[,{_BLANK}'’]\d{{3}})+(?![\d])(?:\.\d+)?|\d+(?:[.,]\d+)*|[^\W\d_]+")
_CLOCK = re.compile(r"(?<!\d)(\d{1,2})[:.](\d{2})(?!\d)")
_AFTERNOON = re.compile(r"(?<!\d)(\d{1,2})(?:[:.](\d{2}))?\s?p\.?\s?m\b")
_NEAR = 24  # characters between the ends of a range
_AND_A_HALF = re.compile(r"\b(\w+)\s+[^\W\d_]+\s+and\s+a\s+half\b")
_LINKS = frozenset(["a", "an", "and", "of"])  # may stand within a number in words
_LETTERS = frozenset(["k", "m", "b"])  # scales of one letter count only right behind the digits


@cache
def _english() -> dict[str, dict[str, Any]]:
    return settings("en", "translation")


class _Found(NamedTuple):
    start: int
    end: int
    bare: float  # without its scale
    value: float


def values(text: str) -> frozenset[float]:
    """Every number that the English text may mean."""
    low = lower(text)
    found = _numbers(low)
    held: set[float] = {v for f in found for v in (f.bare, f.value)}
    for first, second in zip(found, found[1:], strict=False):
        gap = low[first.end : second.start]
        if len(gap) > _NEAR or ". " in gap:
            continue
        if second.bare and second.value != second.bare and first.value == first.bare:
            held.add(_clean(first.bare * second.value / second.bare))  # "2.5 to 3.1 billion"
        if first.value > second.value >= 1000:
            held.add(first.value + second.value)  # "a billion and 200 million"
    also = _english()["also"]
    held |= {float(also[word]) for word in re.findall(r"[^\W\d_]+", low) if word in also}
    held |= {float(m[1]) % 100 for m in re.finditer(r"\b(\d{4})['’]?s\b", low)}  # "the 1990s"
    for match in _AND_A_HALF.finditer(low):  # "a year and a half", "two years and a half"
        held |= {v + 0.5 for v in ((1.0,) if match[1] in _LINKS else (f.value for f in _numbers(match[1])))}
    for clock in _CLOCK.finditer(low):
        held |= {_clean(int(clock[1]) + hours + int(clock[2]) / 100) for hours in (0, 12)}
    for clock in _AFTERNOON.finditer(low):
        held |= {_clean(int(clock[1]) + hours + int(clock[2] or 0) / 100) for hours in (0, 12)}
    return frozenset(held)


def lacks_unit(text: str, unit: str) -> bool:
    """Is the unit one that English can be searched for, and is it not there?

    unit: a sign of core/reference/units.toml, an ISO 4217 code, or "percent".
    """
    words = _english()["units"].get(unit)
    return words is not None and not says(text, words)


def says(text: str, words: Iterable[str]) -> bool:
    """Does the text hold one of the words (``*``: with any ending)?"""
    return _pattern(tuple(words)).search(lower(text)) is not None


def country_words(code: str) -> tuple[str, ...]:
    """What English also calls a country (ISO 3166-1 alpha-2), with the asterisks of ``says``."""
    return tuple(_english()["countries"].get(code, ()))


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    ends = (re.escape(w.rstrip("*")) + ("" if w.endswith("*") else r"(?![^\W\d_])") for w in words)
    return re.compile(rf"(?<![^\W\d_])(?:{'|'.join(ends)})") if words else re.compile(r"(?!)")


def _clean(value: float) -> float:
    return float(f"{value:.12g}")


def _digits(text: str) -> list[float]:
    """What digits may mean; a comma or blank groups thousands, a dot is decimal unless there are several."""
    if re.fullmatch(rf"\d{{1,3}}(?:[,{_BLANK}'’]\d{{3}})+(?:\.\d+)?", text):
        return [float(re.sub(rf"[,{_BLANK}'’]", "", text))]
    if re.fullmatch(r"\d+(?:\.\d+)?", text):
        return [float(text)]
    if re.fullmatch(r"\d{1,3}(?:\.\d{3}){2,}", text):
        return [float(text.replace(".", ""))]
    if re.fullmatch(r"\d+,\d+", text):  # left as the original had it: no thousands, so it can only be a fraction
        return [float(text.replace(",", "."))]
    return [float(part) for part in re.findall(r"\d+", text)]


def _numbers(low: str) -> list[_Found]:
    """Numbers in order: digits with their scale, and spelled ones ("two hundred and fifty thousand")."""
    tokens = list(_TOKEN.finditer(low))
    found: list[_Found] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token[0][0].isdigit():
            read = _digits(token[0])
            value, behind = _scaled(low, tokens, at, read[-1])
            found += [_Found(token.start(), token.end(), v, v) for v in read[:-1]]
            found.append(_Found(token.start(), tokens[behind - 1].end(), read[-1], value))
        else:
            bare, value, behind = _spelled(low, tokens, at)
            if behind > at:
                found.append(_Found(token.start(), tokens[behind - 1].end(), bare, value))
        at = max(behind, at + 1)
    return found


def _scaled(low: str, tokens: list[re.Match[str]], at: int, value: float) -> tuple[float, int]:
    """The number with the scales behind it ("2.5bn", "3 hundred thousand"), and the token after them."""
    table, behind = _english(), at + 1
    while behind < len(tokens):
        word, gap = tokens[behind][0], low[tokens[behind - 1].end() : tokens[behind].start()]
        times = table["scales"].get(word) or table["times"].get(word)
        if times is None or gap.strip("- " + _BLANK) or word in _LETTERS and gap:
            break
        value, behind = _clean(value * float(times)), behind + 1
    return value, behind


def _spelled(low: str, tokens: list[re.Match[str]], at: int) -> tuple[float, float, int]:
    """A number in words from this token on: without its last scale, with it, and the token behind; none: ``at``."""
    table = _english()
    words, parts, times, scales = table["words"], table["parts"], table["times"], table["scales"]
    total = current = bare = 0.0
    last = at  # the token behind the last word of the number
    for here in range(at, len(tokens)):
        word = tokens[here][0]
        if here > at and low[tokens[here - 1].end() : tokens[here].start()].strip("- " + _BLANK):
            break
        if word in _LINKS:
            if here - last > 1:
                break
            continue
        if word in words and (not current or current % 100 >= 20 and words[word] < 10 or current % 100 == 0):
            current += float(words[word])
        elif word in parts:
            whole = float(parts[word])
            current = current * whole if current and word.endswith("s") else current + whole
        elif word in times:
            current = (current or 1.0) * float(times[word])
        elif word in scales and len(word) > 2 and not word.endswith("s"):
            bare = total + (current or 1.0)
            total, current = _clean(total + (current or 1.0) * float(scales[word])), 0.0
        else:
            break
        last = here + 1
    return (bare or total + current), total + current, last
