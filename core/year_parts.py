"""The part of a year that a sentence names: “in der zweiten Jahreshälfte 2024”, which the table has as 2024.

The words stand in the languages' dates.toml (seasons, year_parts, beside_year), their English in reference/year_parts.toml.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from core.lexicon import languages, lower, settings
from core.own_files import read_toml

_ENGLISH = Path(__file__).parent / "reference" / "year_parts.toml"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Start(NamedTuple):
    """A start as exactly as it is told. ``value``: YYYY or YYYY-MM; ``first``, ``last``: its months, 1 to 12."""

    value: str
    first: int = 1
    last: int = 12

    @property
    def words(self) -> str:
        """“second half of 2024”, or the value where the sentence says no more."""
        if len(self.value) > 4 or (self.first, self.last) == (1, 12):
            return self.value
        months = f"{_MONTHS[self.first - 1]} to {_MONTHS[self.last - 1]}" if self.first != self.last else _MONTHS[self.first - 1]
        return _english().get((self.first, self.last), f"{months} {{year}}").format(year=self.value)


def start(value: str, language: str | None, quote: str | None) -> Start:
    """A start with what its sentence says of the part of the year. Where that is not plain, the whole year.

    language: ISO 639-1, as the table has it.
    """
    if len(value) == 7:
        return Start(value, int(value[5:]), int(value[5:]))
    months = _told(value, language, quote) if quote and language in languages() else None
    return Start(value, *months) if months else Start(value)


class _Parts(NamedTuple):
    before: re.Pattern[str]  # a part, and its year if one follows
    behind: re.Pattern[str]  # a year, and its part
    months: dict[str, tuple[int, int]]
    lone: frozenset[str]  # words that tell a part without a year beside them: “im Herbst”, but not “am Ende”
    outside: re.Pattern[str]  # “vor dem Sommer”


@lru_cache(100_000)  # a table is read again with each change of it
def _told(year: str, language: str | None, quote: str) -> tuple[int, int] | None:
    """The months of the one part of this year that a sentence names; None where it names none, or several."""
    before, behind, months, lone, outside = _parts(str(language))
    quote = lower(quote)
    own, alone = set(), set()
    matches = [*behind.finditer(quote)]
    taken = [match.span() for match in matches]
    matches += [m for m in before.finditer(quote) if not any(a <= m.start("part") < b for a, b in taken)]
    for match in matches:
        word = re.sub(r"\s+", " ", match["part"])
        if match["year"] == year:
            own.add(months[word])
        elif match["year"] and not match["year"].isdigit():
            alone.add(months[word])
        elif not match["year"] and word in lone and not outside.search(quote[max(0, match.start() - 14) : match.end() + 12]):
            alone.add(months[word])
    if re.search(rf"(?<!\d){year}(?!\d)", quote):
        return own.pop() if len(own) == 1 else None
    return alone.pop() if len(alone) == 1 else None  # “im Herbst”, “im dritten Quartal dieses Jahres”


@cache
def _parts(language: str) -> _Parts:
    """The patterns and words of a language."""
    table = settings(language, "dates")
    months = {word: (int(a), int(b)) for word, (a, b) in {**table["seasons"], **table["year_parts"]}.items()}
    joints, one = _either(table["beside_year"]["joints"]), _either(months)
    year = rf"(?P<year>(?:19|20)\d\d|{_either(table['relative_years'])})\b"
    before = rf"\b(?P<part>{one})\b(?:\s+(?:(?:{joints})\s+)?{year})?"
    behind = rf"\b{year}\s+(?P<part>{one})\b(?!\s+(?:19|20)\d\d)"
    outside = rf"\b(?:{_either(table['beside_year']['outside'])})\b"
    return _Parts(re.compile(before), re.compile(behind), months, frozenset(table["seasons"]), re.compile(outside))


def _either(words: Iterable[str]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))


@cache
def _english() -> dict[tuple[int, int], str]:
    table = read_toml(_ENGLISH)["english"]
    return {(first, last): words for words, (first, last) in table.items()}
