"""A document with everything marked that the facts are made of: cues, quantities, companies, places.

Each is found once, for the whole text; a sentence holds what lies inside it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol, TypeVar

from core.companies import CompanyMention, find_companies
from core.currency_names import SharedCurrencies
from core.gazetteer import gazetteer, key
from core.inflection import bases
from core.lexicon import Hit, flatten, scanner
from core.models import Document, Sentence
from core.numbers import Number, find_numbers
from core.places import PlaceMention, find_places
from core.quantities import find_quantities
from core.quantity import Quantity
from core.states import resolve

if TYPE_CHECKING:
    from core.dates import When

NOT_ACTORS = frozenset({"newspaper", "news_agency", "union", "campaigner"})
_LENDERS = frozenset({"funder", "bank", "analyst"})
_VILLAGE = 50_000  # inhabitants
_OF_A_TOWN = frozenset({"utility", "truck_bus"})  # "Verkehrsbetriebe Zürich" run buses in Zurich
_GUESSES = frozenset({"acts", "list"})  # rules by which the rest of a town's name may be taken for a company
LEAST_TRUST = 0.55  # names less sure than this are no partners: a maker named as a car's brand, a lone guess
_SPENT = frozenset({"money", "site"})  # words that follow a sum of money, never a number of things
_PAUSE = re.compile("[,;:()–—]")
_NO_HITS: list[Hit] = []


@dataclass(slots=True)
class Part:
    """One sentence of the body with what was found in it, each list in order of start."""

    index: int
    sentence: Sentence
    hits: list[Hit] = field(default_factory=list)
    quantities: list[Quantity] = field(default_factory=list)
    numbers: list[Number] = field(default_factory=list)
    companies: list[CompanyMention] = field(default_factory=list)
    places: list[PlaceMention] = field(default_factory=list)
    dates: list[When] | None = None  # once they were looked for: core.dates.find_dates
    _groups: dict[str, list[Hit]] = field(default_factory=dict, repr=False)  # the hits by their cues' groups

    def keep(self, hits: list[Hit]) -> None:
        """Take these hits, in order of start, for the sentence's."""
        self.hits = hits
        groups = self._groups = {}
        for hit in hits:
            group = hit.cue.group
            if group in groups:
                groups[group].append(hit)
            else:
                groups[group] = [hit]

    def cues(self, group: str, *values: str) -> list[Hit]:
        """The hits of a group, of the given values only if any are given; a list that nobody may change."""
        hits = self._groups.get(group, _NO_HITS)
        return [h for h in hits if h.cue.value in values] if values and hits else hits

    def has(self, group: str, *values: str) -> bool:
        if group not in self._groups:
            return False
        if not values:
            return True
        for hit in self._groups[group]:
            if hit.cue.value in values:
                return True
        return False


@dataclass(slots=True)
class Analysis:
    document: Document
    flat: str
    parts: list[Part]
    quotes: dict[int, str] = field(default_factory=dict, repr=False)  # sentences as they stand in the file, once cited

    @property
    def text(self) -> str:
        return self.document.clean

    def cost(self, a_start: int, a_end: int, b_start: int, b_end: int) -> float:
        """How far two stretches of one sentence lie apart: characters, and more for each comma or bracket between."""
        if a_start < b_end and b_start < a_end:
            return 0.0
        low, high = (a_end, b_start) if a_end <= b_start else (b_end, a_start)
        return high - low + 18.0 * len(_PAUSE.findall(self.document.clean, low, high))

    def nearest(self, hits: Iterable[Hit], start: int, end: int) -> tuple[Hit, float] | None:
        """The hit that lies nearest to a stretch, and its cost; None where there is none."""
        best: tuple[Hit, float] | None = None
        for hit in hits:
            if best is not None and best[1] <= max(hit.start - end, start - hit.end):
                continue  # it is farther off whatever stands between
            cost = self.cost(start, end, hit.start, hit.end)
            if best is None or cost < best[1]:
                best = (hit, cost)
        return best


def analyse(document: Document) -> Analysis:
    """Mark a document's body. document: as ``core.text.read`` gives it, in a language that has a folder."""
    clean, language = document.clean, document.language
    flat = flatten(clean)
    hits = scanner(language, "cues", "states").scan(flat)
    companies = find_companies(clean, language)
    taken = [c for c in companies if not _may_be_town(c, language, clean[c.start : c.end])]
    places = find_places(clean, language, [_without_town(c, clean, language) for c in taken])
    companies, places = _settle(companies, taken, places)
    companies = _without_words(companies, places, hits)
    numbers = find_numbers(clean, language)
    countries = [(p.start, p.place.country, p.kind == "demonym") for p in places]
    spent = {h.start for h in hits if h.cue.group in _SPENT}
    currencies = SharedCurrencies(countries, [s.start for s in document.sentences])
    quantities = find_quantities(clean, language, currencies, numbers, spent, [p.start for p in places])
    parts = [Part(i, s, [], [], [], [], []) for i, s in enumerate(document.sentences)]
    starts, ends = [s.start for s in document.sentences], [s.end for s in document.sentences]
    _distribute(starts, ends, hits, [part.hits for part in parts])
    year = document.published.year if document.published else None
    for part in parts:
        part.keep(resolve(part.hits, clean, part.sentence.start, part.sentence.end, year, language))
    _distribute(starts, ends, quantities, [part.quantities for part in parts])
    _distribute(starts, ends, numbers, [part.numbers for part in parts])
    actors = [c for c in companies if c.company.kind not in NOT_ACTORS and c.confidence >= LEAST_TRUST]
    _distribute(starts, ends, actors, [part.companies for part in parts])
    _distribute(starts, ends, places, [part.places for part in parts])
    return Analysis(document, flat, parts)


def _may_be_town(mention: CompanyMention, language: str, written: str) -> bool:
    """True for a company's name that is a town's too: Salzgitter, or a guess behind "het Spaanse".

    written: the name as the text has it; of a doubtful alias ("Lordstown") it counts too.
    """
    name = mention.company.name
    if not mention.company.known:
        return mention.rule in _GUESSES or _names_town(bases(name, language), language)
    doubtful = mention.rule == "known name in context"
    return _names_town((name, *bases(written, language)) if doubtful else (name,), language)


@lru_cache(maxsize=10_000)
def _names_town(forms: tuple[str, ...], language: str) -> bool:
    towns = gazetteer()
    return any(towns.place(n.place).kind == "city" for form in forms for n in towns.names(key(form), language))


def _without_town(mention: CompanyMention, clean: str, language: str) -> tuple[int, int]:
    """The stretch of a company's name without the town of its plant, or that it serves: "Audi" of "Audi Brussels"."""
    words = clean[mention.start : mention.end].split()
    own = words[-1] in mention.company.name and mention.company.kind not in _OF_A_TOWN
    if len(words) > 1 and not own and _names_town(bases(words[-1], language), language):
        return mention.start, mention.end - len(words[-1])
    return mention.start, mention.end


def _settle(
    companies: list[CompanyMention], taken: list[CompanyMention], places: list[PlaceMention]
) -> tuple[list[CompanyMention], list[PlaceMention]]:
    """Of a company and a town in the same words one stays: the town where the text says "in", or the company is a guess."""
    doubtful = [c for c in companies if c not in taken]
    for mention in doubtful:
        town = next((p for p in places if p.start < mention.end and mention.start < p.end and p.kind == "city"), None)
        if town is None:
            continue
        longer = town.start < mention.start and mention.end <= town.end  # "Spring Hillin" is not Hilti's
        # "rond het Australische Macquarie": of a lender and a village of its name the lender is meant
        lender = mention.company.known and mention.company.kind in _LENDERS and town.place.population < _VILLAGE
        if (town.case in ("in", "from") and not lender) or not mention.company.known or longer:
            companies = [c for c in companies if c is not mention]
        else:
            places = [p for p in places if p is not town]
    return companies, places


def _without_words(companies: list[CompanyMention], places: list[PlaceMention], hits: list[Hit]) -> list[CompanyMention]:
    """The companies without those only guessed to be any where the text names a country, or says a word of the field:
    "Etelä-Korean kaksikko", "ein Memorandum mit …"."""
    if all(c.company.known or c.rule not in _GUESSES for c in companies):
        return companies
    words = {(h.start, h.end) for h in hits} | {(p.start, p.end) for p in places if p.kind != "city"}
    return [c for c in companies if c.company.known or c.rule not in _GUESSES or (c.start, c.end) not in words]


class _Placed(Protocol):
    @property
    def start(self) -> int: ...


_Item = TypeVar("_Item", bound=_Placed)


def _distribute(starts: list[int], ends: list[int], items: Iterable[_Item], parts: Sequence[list[_Item]]) -> None:
    """Put each item into the list of the sentence that it starts in; what stands outside the body is dropped.

    starts, ends: of the sentences, in order; parts: the list of each. Items that follow each other mostly share one.
    """
    first, last = 0, 0
    for item in items:
        position = item.start
        if not first <= position < last:
            number = bisect_right(starts, position) - 1
            if number < 0 or position >= ends[number]:
                continue
            first, last, here = starts[number], ends[number], parts[number]
        here.append(item)
