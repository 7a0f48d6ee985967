"""What a translation lost: names, numbers and units of the original that its English does not hold.

The original is read with what reads articles: core.numbers, core.quantities, core.companies, core.places. The English
is searched for what was read, in any of its notations: "2,5 miljard" may be "2.5 billion", "2,500 million" or "two and
a half billion". Names may stand as the table has them or as the original has them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from math import isclose

from core.companies import CompanyMention, companies_and_people
from core.company_index import PRESS, aliases
from core.english import number as written
from core.inflection import bases
from core.lexicon import languages
from core.numbers import Number, find_numbers
from core.places import PlaceMention, country_name, find_places
from core.quantities import find_quantities, signs_of
from core.quantity import Quantity
from core.translation.quantities import country_words, lacks_unit, says, values

# Public bodies and associations have names that are translated, each engine in its own way.
_TRANSLATED = PRESS | {"public_funder", "funder", "association", "union", "campaigner", "research", "analyst"}
_SURE = 0.7  # confidence of a name that is asked for
_BEGINNING = 4  # letters of a country's name that its adjectives share: "Germ-an"
_DATE = re.compile(r"(?<![\d.,])\d{1,2}([./-])\d{1,2}(?:\1(\d{4}|\d{2})?)?(?![\d,])")
_OTHER = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=20_000)
def lost(original: str, english: str, language: str) -> tuple[str, ...]:
    """What the original holds and the English does not, in the order of the original, as a person writes it.

    language: ISO 639-1, of the original; of one that is not read nothing is known, and nothing counts as lost.
    """
    if language not in languages():
        return ()
    companies, people = companies_and_people(original, language)
    taken = [*((m.start, m.end) for m in companies), *people]
    companies = [m for m in companies if m.confidence >= _SURE]
    places = [m for m in find_places(original, language, sorted(taken)) if m.confidence >= _SURE]
    numbers = find_numbers(original, language)
    gone = [
        *_numbers_lost(original, english, numbers),
        *_units_lost(original, english, language, numbers),
        *((m.start, m.company.name) for m in companies if _is_gone(_company_names(original, m, language), english, m)),
        *((m.start, m.place.name) for m in places if _place_is_gone(original, english, m, language)),
    ]
    return tuple(dict.fromkeys(name for _, name in sorted(gone)))


# ---------------------------------------------------------------------------------------------------------- numbers


def _numbers_lost(original: str, english: str, numbers: Sequence[Number]) -> Iterable[tuple[int, str]]:
    if not numbers:
        return
    held = values(english)
    dates = list(_DATE.finditer(original))
    for number in numbers:
        date = next((d for d in dates if d.start() < number.end and number.core_start < d.end()), None)
        if date is not None and not number.scaled and (date[2] or original[date.end() - 1] == date[1]):
            continue  # "2.10.2025" is no number; its year is asked for below
        if number.words and not number.scaled and number.high <= 1:
            continue  # "een", "ein", "half": an article, or "six months"
        for value in dict.fromkeys((number.low, number.high)):
            if not any(isclose(value, other, rel_tol=1e-6, abs_tol=1e-9) for other in held):
                yield number.core_start, said(value)
    for date in dates:
        if date[2] and len(date[2]) == 4 and float(date[2]) not in held:
            yield date.start(), date[2]


def said(value: float) -> str:
    """A number as English writes it: "2.5 billion", "3,000", "45"."""
    for scale, word in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if value >= scale:
            return f"{written(value / scale)} {word}"
    return str(int(value)) if 1900 <= value <= 2100 and value == int(value) else written(value)


def _units_lost(original: str, english: str, language: str, numbers: Sequence[Number]) -> Iterable[tuple[int, str]]:
    at = {n.core_start: n for n in numbers}
    for quantity in find_quantities(original, language, numbers=numbers):
        if quantity.implied or quantity.kind == "jobs":
            continue
        unit = _unit_of(quantity, at.get(quantity.core_start))
        if lacks_unit(english, unit):
            yield quantity.end, unit


def _unit_of(quantity: Quantity, number: Number | None) -> str:
    """The unit that the original writes: of "500 MWh", which is read as 0.5 GWh, it is MWh."""
    if quantity.kind != "capacity" or number is None or not number.high:
        return quantity.unit
    times = quantity.high / number.high
    return next((sign for sign, t, unit in signs_of() if unit == quantity.unit and isclose(t, times)), quantity.unit)


# ------------------------------------------------------------------------------------------------------------ names


def _is_gone(names: Iterable[str], english: str, mention: CompanyMention) -> bool:
    if mention.company.kind in _TRANSLATED:
        return False
    if not mention.company.known:  # a name that was only recognised by what stands around it: one word of it is enough
        names = [*names, *(word for word in mention.company.name.split() if len(word) >= _BEGINNING)]
    return not _holds(english, names)


def _company_names(original: str, mention: CompanyMention, language: str) -> list[str]:
    return [mention.company.name, *_aliases().get(mention.company.name, ()), *_as_written(original, mention, language)]


def _place_is_gone(original: str, english: str, mention: PlaceMention, language: str) -> bool:
    place = mention.place
    if mention.kind not in ("city", "region", "country"):
        return False  # "Linzer", "Duits": adjectives that English forms in its own way
    names = [place.name, *_as_written(original, mention, language)]
    if mention.kind == "country":
        names.append(fold(country_name(place.country) or place.name)[:_BEGINNING])
        if says(english, country_words(place.country)):
            return False
    return not _holds(english, names)


def _as_written(original: str, mention: CompanyMention | PlaceMention, language: str) -> list[str]:
    """The name as it stands in the original, and without the endings of its case."""
    words = original[mention.start : mention.end]
    return [form for part in {words, words.split(":")[0]} for form in bases(part, language)]


@cache
def _aliases() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for alias in aliases():
        found.setdefault(alias.company.name, []).append(alias.text)
    return found


def _holds(english: str, names: Iterable[str]) -> bool:
    """Does one of the names begin a word of the English?"""
    text = f" {fold(english)}"
    return any(f" {name}" in text for name in map(fold, names) if name)


@lru_cache(maxsize=50_000)
def fold(text: str) -> str:
    """Small letters without their marks, and single blanks for whatever else stands between them."""
    plain = unicodedata.normalize("NFKD", text.replace("ß", "ss").replace("ø", "o").replace("Ø", "O"))
    return _OTHER.sub(" ", "".join(c for c in plain if not unicodedata.combining(c)).casefold()).strip()
