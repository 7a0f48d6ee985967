"""Numbers with their units: money, capacities, jobs, percentages.

Here stands only what a number is, not whose it is nor whether it counts: facts/ decides that.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from core.before_after import joined
from core.currency_names import SharedCurrencies, currency_of_word, reference, shared
from core.lexicon import lower, settings
from core.numbers import BLANK, Number, find_numbers
from core.quantity import Quantity

_SPACES = r"\s+"


@dataclass(frozen=True, slots=True)
class _Units:
    behind: re.Pattern[str]
    first: re.Pattern[str]  # the beginnings of units: a look at the words behind a number spares most of them `behind`
    by_word: dict[str, tuple[str, float, str]]
    starred: tuple[tuple[str, tuple[str, float, str]], ...]
    compounds: tuple[tuple[str, tuple[str, float, str]], ...]
    before: re.Pattern[str]
    sign_ends: frozenset[str]
    instead: re.Pattern[str]  # "statt" before the first of two numbers
    between_instead: frozenset[str]  # what may stand between these two
    coordinated: re.Pattern[str]
    signs: dict[str, str]
    currency_of: dict[str, str]
    function: frozenset[str]
    vague: frozenset[str]
    fillers: dict[str, list[str]]
    powers: tuple[str, ...]


@cache
def signs_of() -> tuple[tuple[str, float, str], ...]:
    """The signs of capacity that every language shares: sign, times, unit ("MWh", 0.001, "GWh")."""
    return tuple((sign, float(times), unit) for sign, (times, unit) in reference()["capacity"].items())


@cache
def _units(language: str) -> _Units:
    common = reference()
    own = settings(language, "units")
    table: dict[str, tuple[str, float, str]] = {}
    signs: dict[str, tuple[str, float, str]] = {}
    for sign, (times, unit) in common["capacity"].items():
        signs[sign] = ("capacity", float(times), unit)
    for sign, code in common["currency"].items():
        signs[sign] = ("money", 1.0, code)
    for sign, code in common["millions"].items():
        signs[sign] = ("money", 1e6, code)
    for word, (times, unit) in own["capacity"].items():
        table[word] = ("capacity", float(times), unit)
    for word, code in own["currency"].items():
        table[word] = ("money", 1.0, code)
    for word, unit in own["jobs"].items():
        table[word] = ("jobs", 1.0, unit)
    for word, unit in own["percent"].items():
        table[word] = ("percent", 1.0, unit)
    words = sorted(table, key=len, reverse=True)
    patterns = [_pattern(w) for w in words if not w.startswith("*")]
    firsts = [re.escape(s) for s in signs] + [p.split(_SPACES)[0] for p in patterns]
    firsts += [re.escape(w) for w in own.get("currency_of", {})]
    tails = [re.escape(w[1:]).replace(r"\ ", r"\s+") for w in words if w.startswith("*")]
    if tails:
        patterns.append(rf"[\w-]*(?:{'|'.join(tails)})")
        firsts += [rf"[\w-]*{t.split(_SPACES)[0]}" for t in tails]
    marks = [re.escape(s) for s in sorted(signs, key=len, reverse=True)]
    adjectives = "|".join(re.escape(w) for w in sorted(own.get("currency_of", {}), key=len, reverse=True))
    behind = re.compile(
        rf"(?:{BLANK}|\n|-|‐)*"
        rf"(?:(?P<sign>{'|'.join(marks)})(?!\w|/(?!\d)|{BLANK}?CO2)"
        rf"|(?i:(?P<fill>(?:[^\W\d_][\w'’-]*\s+){{0,2}}?)(?:(?P<of>{adjectives})\s+)?(?P<unit>{'|'.join(patterns)}))(?![\w]))"
    )
    currency_signs = {s: c for s, (k, times, c) in signs.items() if k == "money" and times == 1.0}
    return _Units(
        behind=behind,
        first=re.compile("|".join(firsts), re.I),
        by_word={**{w: v for w, v in table.items() if "*" not in w}, **signs},
        starred=tuple((w[:-1], table[w]) for w in words if w.endswith("*")),  # the longest first: "megawattitunni*"
        compounds=tuple((w[1:], table[w]) for w in words if w.startswith("*")),
        before=re.compile(rf"(?:{'|'.join(re.escape(s) for s in sorted(currency_signs, key=len, reverse=True))}){BLANK}?$"),
        sign_ends=frozenset(s[-1] for s in currency_signs),
        coordinated=_coordination(settings(language)["numbers"]),
        instead=re.compile(rf"(?i:\b(?:{_any_of(settings(language)['numbers']['ranges'].get('instead', ()))}))\s+$"),
        between_instead=_between_instead(settings(language)),
        signs=currency_signs,
        currency_of=own.get("currency_of", {}),
        function=frozenset(settings(language)["function"]["words"]),
        vague=frozenset(settings(language)["numbers"]["vague"]),
        fillers=own.get("fillers", {}),
        powers=tuple(own["measures"]["power"]),
    )


def _coordination(numbers: dict[str, Any]) -> re.Pattern[str]:
    """ "170 in A und in B" before the number that has the unit, "nicht 300.000, sondern", "1.000 statt der einst geplanten"."""
    ands, buts = ("|".join(map(re.escape, numbers[key])) for key in ("coordinators", "contrasts"))
    over = _any_of(numbers["ranges"].get("instead", ()))
    few = rf"{over}\s+(?:[^\W\d_A-ZÄÖÜ]+\s+){{0,3}}$"  # no noun, where those are capitalised
    return re.compile(rf"\s+(?:{ands})\s+(?:[^\W\d_]+\s+){{0,4}}$|,?\s+(?:{buts})\s+$|,?\s+{few}")


def _between_instead(tongue: dict[str, Any]) -> frozenset[str]:
    """Words between a number that was to be and the one that is: "statt 20 künftig rund 40 GWh"."""
    ranges, hedges = tongue["numbers"]["ranges"], tongue["numbers"]["qualifiers"].values()
    told = [*ranges.get("instead_filled", ()), *ranges["now"], *ranges["then"], *(w for words in hedges for w in words)]
    return frozenset(word for words in (*tongue["function"]["words"], *told) for word in words.split())


def _any_of(words: Collection[str]) -> str:
    """One of the words, as a pattern; of none it fits nothing."""
    return rf"(?:{'|'.join(map(re.escape, words))})" if words else r"(?!)"


def _pattern(word: str) -> str:
    """A unit as a regular expression; `*` behind stands for an ending."""
    return re.escape(word.rstrip("*")).replace(r"\ ", r"\s+") + (r"\w*" if word.endswith("*") else "")


def _lookup(word: str, units: _Units) -> tuple[str, float, str] | None:
    if word in units.by_word:
        return units.by_word[word]
    key = re.sub(r"\s+", " ", lower(word))
    if key in units.by_word:
        return units.by_word[key]
    found = next((v for stem, v in units.starred if key.startswith(stem)), None)
    return found or next((v for tail, v in units.compounds if key.endswith(tail)), None)


_OFTEN = 3  # amounts of one currency that make it the article's
_SHARED = 45  # characters between two numbers that share a unit
_CONVERTED = 40  # characters within a sentence between an amount and the same in another currency


_SIGNS_OF_POWER = frozenset({"W", "kW", "MW"})  # the power of a thing that is counted
_MOST_FILLERS = {"money": 0, "capacity": 1, "jobs": 2, "percent": 0}
_NEXT_WORD = re.compile(r"\s*([^\W\d_][\w-]*)?")


def find_quantities(
    clean: str,
    language: str,
    countries: SharedCurrencies | None = None,
    numbers: Sequence[Number] | None = None,
    spent: Collection[int] = (),
    places: Sequence[int] = (),
) -> list[Quantity]:
    """Numbers with units, in order. countries settles "kronor" and the like, where no adjective does.

    spent: offsets of the words of money and of plants, which tell that millions before them are money: "4 Millionen
    bezahlt", "70 miljoonan tehdas". places: offsets of places, in order, for "in A arbeiten 700, in B 300 Menschen".

    A crown, peso or the like whose country nobody names is left out: its currency would be a guess.
    """
    units = _units(language)
    found: list[Quantity] = []
    unitless: list[Number] = []
    every = find_numbers(clean, language) if numbers is None else numbers
    plain: dict[int, str] = {}
    for position, number in enumerate(every):
        quantity = _with_unit(clean, number, units, countries, language, plain)
        if quantity and position + 1 < len(every) and every[position + 1].start < quantity.end:
            continue  # "een twintigtal banen"
        if quantity:
            if quantity.kind in ("jobs", "capacity") and position and not _ends(found, every[position - 1]):
                twin = _coordinated(clean, every[position - 1], quantity, units, places)
                if twin:
                    found.append(twin)
            found.append(quantity)
        elif number.scaled and number.high >= 1e6 and _bare(clean, number, units, spent):
            unitless.append(number)
    if plain:
        found = _as_named(clean, found, plain, countries)
    for number in unitless:  # "leent 20 miljoen uit": the currency is that of the amount before, else behind
        money = [q for q in found if q.kind == "money" and "(" not in clean[max(0, q.start - 12) : q.start]]
        earlier = [q.unit for q in money if q.start < number.start]
        often = max(earlier, key=earlier.count, default="EUR")
        unit = earlier[-1] if earlier else money[0].unit if money else "EUR"
        if earlier.count(unit) == 1 and earlier.count(often) >= _OFTEN:  # a fine in forints among prices in euro
            unit = often
        if unit:
            found.append(
                Quantity(
                    "money",
                    number.start,
                    number.end,
                    number.low,
                    number.high,
                    unit,
                    number.qualifier,
                    number.change,
                    implied=True,
                    core_start=number.core_start,
                )
            )
    return joined(clean, sorted(found, key=lambda q: q.start), every, language)


def _as_named(
    clean: str, found: list[Quantity], plain: Mapping[int, str], countries: SharedCurrencies | None
) -> list[Quantity]:
    """Plain dollars are those named last with their country: in the same paragraph, or where the country is named too.

    plain: the currency's shared name by the offset of each amount that stands without a country."""
    last: dict[str, Quantity] = {}
    names = {code: name for name in shared()["default"] for code in shared()[name].values()}
    made = []
    for quantity in found:
        name = plain.get(quantity.start) if quantity.kind == "money" else None
        told = last.get(name) if name is not None else None
        if name is None and quantity.kind == "money" and quantity.unit in names:
            last[names[quantity.unit]] = quantity
        elif name is not None and told is not None:
            near = countries.beside(name, quantity.start) if countries else set()
            between = clean[told.end : quantity.start]
            other = len(between) < _CONVERTED and "." not in between  # "2,7 Milliarden kanadische Dollar (2 Milliarden Dollar)"
            if not other and (near == {told.unit} or not near and "\n" not in between):
                quantity = quantity._replace(unit=told.unit)
        made.append(quantity)
    return made


def _ends(found: list[Quantity], number: Number) -> bool:
    return bool(found) and found[-1].core_start == number.core_start


def _coordinated(
    clean: str, number: Number, quantity: Quantity, units: _Units, places: Sequence[int]
) -> Quantity | None:
    """ "in A mit 170 und in B mit 60 Beschäftigten": a number that shares the unit of the one behind "and", or behind
    another place: "in A 170, in B 60 Beschäftigte"."""
    gap = clean[number.end : quantity.start]
    if number.words or _is_year(number, clean) or len(gap) > _SHARED:
        return None
    in_turn = gap.startswith(",") and "." not in gap and any(
        number.end <= place < quantity.start for place in places
    ) and any(place < number.start and number.start - place < _SHARED for place in places)
    over = units.instead.search(clean, max(0, number.start - _SHARED), number.start)
    stead = over is not None and units.between_instead.issuperset(lower(gap).split())
    if not in_turn and not stead and not units.coordinated.match(gap):
        return None
    scale = 1.0
    match = units.behind.search(clean, quantity.core_start, quantity.end)
    entry = _lookup(match.group("sign") or match.group("unit"), units) if match else None
    if entry:
        scale = entry[1]
    return Quantity(
        quantity.kind,
        number.start,
        number.end,
        round(number.low * scale, 9),
        round(number.high * scale, 9),
        quantity.unit,
        number.qualifier,
        number.change,
        core_start=number.core_start,
    )


def _with_unit(
    clean: str, number: Number, units: _Units, countries: SharedCurrencies | None, language: str, plain: dict[int, str]
) -> Quantity | None:
    """plain: takes the shared name of a currency that stands without a country."""
    start, end = number.start, number.end
    before = _sign_before(clean, number.core_start, units)
    if before is None and number.start < number.core_start:  # "€ ruim 40 mln" does not occur; "ruim € 40 mln" does
        before = _sign_before(clean, number.start, units)
    if before:
        code = units.signs[before.group().strip()]
        start = min(start, before.start())
        behind = units.behind.match(clean, end)
        if behind and behind.group("sign") in units.signs:
            end = behind.end()
        return Quantity(
            "money",
            start,
            end,
            number.low,
            number.high,
            code,
            number.qualifier,
            number.change,
            core_start=number.core_start,
        )
    match = units.behind.match(clean, end) if _may_follow(clean, end, language) else None
    if match is None:
        return None
    word = match.group("sign") or match.group("unit")
    entry = _lookup(word, units)
    if entry is None:
        return None
    kind, times, unit = entry
    fill = (match.group("fill") or "").split()
    if len(fill) > _MOST_FILLERS[kind] + (unit == "charging_points"):
        return None
    stops = units.function.difference(units.fillers.get(kind, ())) | units.vague
    if any(lower(f) in stops or not (f[0].islower() or kind == "jobs") for f in fill):
        return None
    if any(lower(f).startswith(units.powers) or f in _SIGNS_OF_POWER for f in fill):
        return None  # "150 kilowatin pikalatauspistettä"
    if kind == "money":
        code = currency_of_word(unit, match.group("of"), units.currency_of, countries, start) or ""
        if not code:
            return None
        if not match.group("of") and unit in shared()["default"]:
            plain[start] = unit
        unit = code
    elif match.group("of"):
        return None
    if kind == "capacity" and unit in ("vehicles", "units", "charging_points") and _is_year(number, clean):
        return None  # "ab 2025 Batterien"
    if kind == "capacity" and unit == "units" and clean[end : end + 1] == "-" and clean[number.core_start : end].isdigit():
        return None  # "4680-Zellen": a format
    if kind == "jobs" and _is_year(number, clean) and number.low % 100:
        return None
    if number.words and not number.scaled and number.high < 5 and (kind == "money" or kind == "jobs" and unit != "jobs"):
        return None  # "twee mensen", "een euro": figures of speech, never a project's
    return Quantity(
        kind,
        start,
        match.end(),
        round(number.low * times, 9),
        round(number.high * times, 9),
        unit,
        number.qualifier,
        number.change,
        core_start=number.core_start,
    )


_SEPARATORS = " \u00a0\u202f\u2009\n"
_WORDS_BEHIND = re.compile(rf"(?:{BLANK}|\n|-|‐)*(\S+)(?:\s+(\S+)(?:\s+(\S+)(?:\s+(\S+))?)?)?")
_FILLER = re.compile(r"[^\W\d_][\w'’-]*")
_STOPS, _GOES_ON, _MAY_BEGIN = 0, 1, 2


def _sign_before(clean: str, position: int, units: _Units) -> re.Match[str] | None:
    """The currency's sign right before a position."""
    near = max(0, position - 5)
    if clean[near:position].rstrip(_SEPARATORS)[-1:] not in units.sign_ends:
        return None
    return units.before.search(clean, near, position)


def _may_follow(clean: str, end: int, language: str) -> bool:
    """Whether one of the next words may begin a unit: a cheap look that most numbers of a text do not pass."""
    words = _WORDS_BEHIND.match(clean, end)
    for word in words.groups() if words else ():
        told = _STOPS if word is None else _told(word, language)
        if told != _GOES_ON:
            return told == _MAY_BEGIN
    return False


@lru_cache(maxsize=20_000)
def _told(word: str, language: str) -> int:
    """Whether a word, as it stands between blanks, may begin a unit, or may stand before one."""
    if _units(language).first.match(word):
        return _MAY_BEGIN
    return _GOES_ON if _FILLER.fullmatch(word) else _STOPS


def _is_year(number: Number, clean: str) -> bool:
    return 1990 <= number.low == number.high <= 2060 and clean[number.core_start : number.end].strip().isdigit()


def _bare(clean: str, number: Number, units: _Units, spent: Collection[int]) -> bool:
    """True where no noun of a thing follows a number of millions: what is counted can only be money. Not where the mere
    word for a scale is joined to one ("Miljardi-investointi"): that is a size, no amount."""
    joined_to = clean[number.end : number.end + 1] == "-" and clean[number.end + 1 : number.end + 2].isalpha()
    if joined_to and number.words and number.high in (1e6, 1e9):
        return False
    follows = _NEXT_WORD.match(clean, number.end)
    word = follows.group(1) if follows else None
    return follows is None or word is None or lower(word) in units.function or follows.start(1) in spent
