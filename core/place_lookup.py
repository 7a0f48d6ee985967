"""What one word may mean as a place, whatever stands around it; for ``core.place_reading``.

Words come again and again, so what is found is kept for the words met last.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import log10
from typing import NamedTuple

from core.gazetteer import PART, SHORT, Name, Place, gazetteer, key
from core.place_words import Cue, PlaceWords, is_given_name, place_words

_MOST_KEPT = 12_000
_LARGE = 100_000  # inhabitants: a town that is meant where it stands before a hyphen
_TWIN = 50_000  # ... of the second of two towns with a hyphen between, whose name is a word too
_QUARTERED = 2_000  # ... where what stands behind the hyphen can only be a quarter or another town
_OF_TOWN = 12  # a region of more than so many times the people of the town that bears its name is meant by it


@dataclass(frozen=True, slots=True)
class Reading:
    """One place that a name may mean, what its ending says, and how good the name is.

    weight: how likely the place is, by its size, its name and its country; worded: where a word like "provincie"
    stands beside it.
    """

    place: Place
    quality: int
    case: str
    base: str
    inflected: bool
    weight: float
    worded: float


class _Form(NamedTuple):
    """A reading before it is weighed."""

    place: Place
    quality: int
    case: str
    base: str
    inflected: bool


class Known(NamedTuple):
    """What a word tells by itself."""

    key: str
    capital: bool
    telling: bool  # it may be a place, begin the name of one, or speak of one
    given: bool  # it is a first name
    leads: bool  # a name of several words begins with it
    cue: Cue | None
    readings: tuple[Reading, ...]
    best: Reading | None  # a country or region that its name means beyond doubt
    size: int  # how many of its letters the readings are of
    doubtful: bool  # mostly an ordinary word: something around it has to say that it is a place
    origin: tuple[Name, ...]  # the towns that it may be an adjective of


@cache
def lookup(language: str) -> Callable[[str], Known]:
    """The function that looks up a word of a language as it is written."""
    tongue = place_words(language)

    @lru_cache(maxsize=_MOST_KEPT)
    def known(word: str) -> Known:
        return _look_up(word, tongue)

    return known


def _look_up(word: str, tongue: PlaceWords) -> Known:
    low, capital = key(word), word[0].isupper()
    low = word if low == word else low  # one object for both: thousands are kept
    cue = None
    if capital or not tongue.capital_nations:
        cue = tongue.cue(low) if len(low) > 3 else None
        if cue is None and "-" in low and capital:
            cue = _prefix(word, low, tongue)
    origin = tongue.origin(low) if len(low) > 4 and (capital or tongue.inflects) else ()
    if not capital:
        return Known(low, False, cue is not None, is_given_name(word), False, cue, (), None, len(word), False, origin)
    forms = [_Form(p, q, f.case, f.base, f.base != low) for f in tongue.forms(low) for p, q in _places(f.names)]
    if low in tongue.region_noun:  # "der Freistaat": a noun of regions names none, though one of them is called so
        forms = [f for f in forms if f.place.kind != "region"]
    size = len(word)
    if not forms and "-" in low:
        forms, size = _head(word, low, tongue)
    readings = _weighed([f for f in forms if _spelled(word, f)], tongue)
    rank = min(tongue.rank(r.base) for r in readings) if readings else 0
    leads = gazetteer().leads(low)
    return Known(
        low, True, bool(leads or readings or cue), is_given_name(word), leads, cue, readings, settled(readings, rank),
        size, rank > 1, origin,
    )  # fmt: skip


def named(name: str, case: str, inflected: bool, tongue: PlaceWords) -> tuple[Reading, ...]:
    """The readings of a name as ``key`` writes it; case and inflected as the ending that was cut off it says."""
    places = _places(gazetteer().names(name, tongue.language))
    return _weighed([_Form(place, quality, case, name, inflected) for place, quality in places], tongue)


def _places(names: Sequence[Name]) -> list[tuple[Place, int]]:
    index = gazetteer()
    return [(index.place(n.place), n.quality) for n in names]


def _weighed(forms: list[_Form], tongue: PlaceWords) -> tuple[Reading, ...]:
    """The readings of one name, each with its weights."""
    return tuple(Reading(*form, *_weights(form.place, form.quality, forms, tongue)) for form in forms)


def _weights(place: Place, quality: int, forms: list[_Form], tongue: PlaceWords) -> tuple[float, float]:
    points = {4: 0.0, SHORT: -0.3}.get(quality, -2.5)
    if place.country in tongue.home:
        points += 1.0 - 0.4 * tongue.home.index(place.country)
    if place.kind == "country":
        return points + 6.5, points + 6.5
    size = log10(place.population + 10)
    if place.kind == "city":
        return points + size, points + size
    points += min(size, 6.0) - 0.7
    towns = (f.place for f in forms if f.place.kind == "city" and f.quality > PART)
    twin = max((p.population for p in towns if p.region == place.name), default=0)
    if not twin:
        return points, points + 3.0
    # A town of the region's name is meant, unless few of the region live there: "Québec" is the province.
    return points + (-4.0 if twin * _OF_TOWN > place.population else 1.0), points + 3.0


def _prefix(word: str, low: str, tongue: PlaceWords) -> Cue | None:
    """The country before a hyphen: "US-Hersteller", "China-Geschäft"."""
    head = word[: low.index("-")]
    for form in tongue.forms(key(head)):
        for name in form.names:
            place = gazetteer().place(name.place)
            if place.kind == "country" and (len(head) > 3 or head.isupper()):
                return Cue("demonym", place)
    return None


def _spelled(written: str, form: _Form) -> bool:
    """Abbreviations count only in capitals, and of them only countries and regions."""
    if form.place.kind != "city":
        return len(form.base) > 3 or written[: len(form.base)].isupper()
    return not (written.isupper() and len(written) <= 4)


def _head(word: str, low: str, tongue: PlaceWords) -> tuple[list[_Form], int]:
    """A town before a hyphen: "Frankfurt-Höchst" and "Vlissingen-Oost" are in it; "Tesla-Werk", "Bremen-Fan" nowhere."""
    size = low.index("-")
    head, tail = word[:size], word[size + 1 :]
    name = key(head)
    if tongue.inflects and tail.startswith(tongue.noun_after):  # "Örebron-tehtaassa"
        forms = [f for f in tongue.forms(name) if f.case == "of"]
        return [_Form(place, quality, "in", f.base, True) for f in forms for place, quality in _places(f.names)], size
    if tongue.called and tail.startswith(tongue.called):  # "Artern-nimistä"
        return [_Form(p, q, "of", f.base, False) for f in tongue.forms(name)[:1] for p, q in _places(f.names)], size
    quarter = tongue.quarter(key(tail))
    towns = [p for p, _ in _places(gazetteer().names(key(tail), tongue.language)) if p.kind == "city"]
    large = any(p.country in tongue.home and p.population > _TWIN for p in towns)  # "Antwerpen-Brugge"
    heads = [p for p, _ in _places(gazetteer().names(name, tongue.language)) if p.kind == "city" and p.population > _LARGE]
    within = any(p.country == h.country for p in towns for h in heads)  # "Stuttgart-Feuerbach"
    if not tail[:1].isupper() or (_is_noun(tail, head, tongue) and not (quarter or large or within)):
        return [], len(word)
    twin = bool(towns)
    least = _QUARTERED if quarter or twin else _LARGE
    case = tongue.case(low)
    found = [
        _Form(place, quality, case, name, False) for place, quality in _places(gazetteer().names(name, tongue.language))
        if quality > SHORT and place.kind == "city" and place.population > least
    ]
    return found, size


def _is_noun(tail: str, head: str, tongue: PlaceWords) -> bool:
    """Is what stands behind a town's hyphen a noun? Where nouns are capitalised, few compounds with a town end a list."""
    known = tongue.vocabulary.listed if tongue.vocabulary.nouns_capitalised and not tongue.rank(key(head)) else None
    return known(tail) if known else tongue.vocabulary.ordinary(tail)


def settled(readings: Sequence[Reading], rank: int) -> Reading | None:
    """The country or region whose name no other place of weight shares; a region only where no name goes on."""
    countries = [r for r in readings if r.place.kind == "country"]
    regions = [r for r in readings if r.place.kind == "region" and r.quality > SHORT]
    if countries and not any(r.place.name == countries[0].place.name for r in regions):
        return countries[0]
    if len(regions) == 1 and rank == 0 and regions[0].place.population > 200_000 and all(
        r.place.population < 60_000 or r.quality <= PART for r in readings if r.place.kind == "city"
    ):
        return regions[0]
    return None
