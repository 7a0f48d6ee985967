"""The words around places in one language: nationalities, prepositions, cases, adjectives of towns.

From ``languages/<code>/places.toml``, the nationalities of ``companies.toml``, the frequent words of ``words.txt`` and
``reference/places_words.csv`` (names that are words: 1 = also a word, 2 = mostly a word).

``places_words.csv`` was made from the word frequencies of wordfreq 3.1 (CC BY-SA 4.0): a name is in it if it is more
frequent in German, Finnish, Dutch or English than a town of its size is in newspapers (0.55 times the decimal
logarithm of the inhabitants plus 0.9, on the Zipf scale; 1.1 more in the town's own country); towns of the speakers of
German and Dutch that are words too ("Halle", "Putten") were added by hand.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from core.company_cues import Vocabulary, common_words, given_names, vocabulary
from core.gazetteer import MOST_KEPT, REFERENCE, Name, Place, country_name, gazetteer, key
from core.inflection import bases
from core.lexicon import settings
from core.models import DataFault
from core.own_files import read_toml

_KEYS = frozenset({
    "home", "in", "strict", "from", "of", "and", "far", "noun", "region_noun", "region_after", "direction_adjectives",
    "endings", "origin", "countries", "people", "cities", "regions", "adjectives",
})
_OPTIONAL = frozenset({
    "noun_after", "cases", "stems", "contracted", "called", "island", "articled", "gets", "seat", "continents", "chosen",
    "near_adjectives", "letters", "outer", "governs",
})
_ADJECTIVE_ENDS = ("", "e", "en", "er", "es", "em", "se", "ers", "r", "n", "s", "in", "innen")
_FINNIC = re.compile(r"(.+?)(?:lai|läi)(?:nen|s\w*)")


@dataclass(frozen=True, slots=True)
class Cue:
    """What a word tells of a country or region without naming it. kind: demonym · adjective · origin."""

    kind: str
    place: Place


@dataclass(frozen=True, slots=True)
class Form:
    """A reading of an inflected name: places, and what the ending says (in · from · of · "")."""

    names: tuple[Name, ...]
    case: str
    base: str


class PlaceWords:
    """The words of one language; every reading of a word is kept once made."""

    def __init__(self, language: str) -> None:
        table = settings(language, "places")
        unknown, missing = set(table) - _KEYS - _OPTIONAL, _KEYS - set(table)
        if unknown or missing:
            where = f"languages/{language}/places.toml"
            raise DataFault(f"{where}: unknown keys {sorted(unknown)}, missing {sorted(missing)}")
        self.language = language
        self.home: tuple[str, ...] = tuple(table["home"])
        self.strict = frozenset(table["strict"])
        self.joiners = frozenset(table["and"])
        self._prepositions = {word: case for case in ("of", "in", "from") for word in table[case]}
        self._contracted: dict[str, str] = table.get("contracted", {})
        self._far = tuple(table["far"])
        self._chosen = tuple(table.get("chosen", ()))
        self._near_adjectives = tuple(table.get("near_adjectives", ()))
        self._letters = frozenset(table.get("letters", ()))
        self.outer = tuple(table.get("outer", ()))
        self.noun = tuple(table["noun"])
        self.region_noun = tuple(table["region_noun"])
        self.noun_after = tuple(table.get("noun_after", ()))
        self.called = tuple(table.get("called", ()))
        self.articled = frozenset(table.get("articled", ()))
        self.gets = frozenset(table.get("gets", ()))
        self._island = frozenset(table.get("island", ()))
        self.region_after = tuple(table["region_after"])
        self._endings: tuple[str, ...] = tuple(table["endings"])
        self._cases: list[tuple[str, str]] = sorted(
            ((ending, case) for case, endings in table.get("cases", {}).items() for ending in endings),
            key=lambda pair: -len(pair[0]),
        )
        self.vocabulary: Vocabulary = vocabulary(language)
        self.inflects = bool(self._cases)
        self.capital_nations = not self.inflects and not self.vocabulary.nouns_capitalised
        self._words = _ranks().get(language, {})
        self._nations: dict[str, str] = settings(language, "companies").get("demonym", {})
        self._people = {w: country_place(c) for c, beginnings in table["people"].items() for w in beginnings}
        # The beginnings of what a word is held against: most words begin with none of them.
        self._nation_starts = frozenset(nation[:2] for nation in self._nations)
        index = gazetteer()
        self._regions = {
            word: index.place(target_place(target, "region").place) for word, target in table["adjectives"].items()
        }
        self._cue_starts = frozenset(word[:4] for word in (*self._regions, *self._people))
        directions = "|".join(re.escape(d) for d in table["direction_adjectives"])
        self._directions = frozenset(table["direction_adjectives"])
        self._direction = re.compile(rf"(?:{directions})-?(?=\w{{4}})")
        continents = "|".join(re.escape(name) for name in table.get("continents", ()))
        self._continental = re.compile(rf"(?:{directions})-?(?:{continents})") if continents else None
        self._origins: dict[str, tuple[Name, ...]] = {}
        self._irregular = {
            key(word): (target_place(target, "city"),) for word, target in table["origin"].get("words", {}).items()
        }
        self._origin_endings = [
            (
                ending.split("*")[0],
                re.compile(re.escape(ending).replace(r"\*", r"\w*") + r"\Z"),
                [rule.split(">") for rule in rules],
            )
            for ending, rules in table["origin"]["endings"].items()
        ]
        self._stems = {
            stem: country_number(country) for country, stems in table.get("stems", {}).items() for stem in stems
        }
        self.links: Callable[[str], bool] = lru_cache(maxsize=MOST_KEPT)(self._links)
        self.case: Callable[[str], str] = lru_cache(maxsize=MOST_KEPT)(self._case)
        self._forms: dict[str, tuple[Form, ...]] = {}
        self._cues: dict[str, Cue | None] = {}

    def _links(self, word: str) -> bool:
        """May a word stand between a town and its region: a preposition, an article, "provincie"?"""
        known = word in self._prepositions or word in self._contracted or self.vocabulary.stop(word)
        return known or word in self._island or word.endswith(self.region_noun)

    def rank(self, name: str) -> int:
        """0: a name only; 1: also an ordinary word or a person's name; 2: mostly that."""
        return self._words.get(name, 0)

    def preposition(self, word: str, contracted: bool = False) -> str | None:
        """What a word before a place says (in · from · of); None for any other word.

        contracted: also one that holds an article ("im"), which stands before regions and "im norwegischen Arendal".
        """
        return self._prepositions.get(word) or (self._contracted.get(word) if contracted else None)

    def particle(self, word: str) -> bool:
        """A small word inside foreign names ("do", "del"), that is none of this language."""
        return word in _particles() and word not in self._prepositions and not self.vocabulary.stop(word)

    def quarter(self, word: str) -> bool:
        """Is it a word for a part of a town: "Noord" in "Antwerpen-Noord"?"""
        return f"{word}-" in self._directions or word in self._directions

    def far(self, before: str) -> bool:
        """Does a text end in words that say that something lies near the place that follows?"""
        return before.endswith(self._far)

    def chosen(self, before: str) -> bool:
        """Does a text end in words that say that the place that follows was chosen: "die Wahl fiel auf"?"""
        return bool(self._chosen) and before.endswith(self._chosen)

    def tells_where(self, adjective: str) -> bool:
        """Does an adjective say how a place lies or looks: "benachbarten"?"""
        return adjective.startswith(self._near_adjectives) and self.preposition(adjective) is None

    def foreign(self, name: str) -> bool:
        """Has a name a letter that the language does not write?"""
        return not name.isascii() and any(not c.isascii() and c.isalpha() and c not in self._letters for c in name)

    def _case(self, word: str) -> str:
        """What the ending of an inflected word says: in · from · of, "" for none."""
        for ending, case in self._cases:
            if word.endswith(ending):
                return case
        return ""

    def ending(self, rest: str) -> bool:
        """May these letters follow a name that itself does not change?"""
        if not self.inflects:
            return rest in self._endings
        return bool(rest) and rest in _strippable(self.language)

    def forms(self, word: str) -> tuple[Form, ...]:
        """The readings of one word (as ``key`` writes it) as a place's name, the word itself first.

        "Nordfrankreich" and "Etelä-Ruotsi" read as the country.
        """
        known = self._forms.get(word)
        if known is None:
            _bound(self._forms)
            known = self._forms[word] = tuple(self._read(word))
        return known

    def _read(self, word: str) -> list[Form]:
        if self._continental and self._continental.match(word):
            return []  # "Nordamerika" is more than one country
        index = gazetteer()
        found = []
        candidates = bases(word, self.language) if self.inflects else (word, *self._cut(word))
        for base in candidates:
            names = tuple(index.names(base, self.language)) if len(base) > 1 else ()
            if base != word:
                # Inflected forms of other spellings are chance hits; so are short bases with long endings.
                names = tuple(n for n in names if n.quality > 1 and len(base) >= 3)
            if names:
                found.append(Form(names, "" if base == word else self.case(word), base))
        bare = self._direction.sub("", word) if not found else word
        if bare != word:
            for form in self.forms(bare):
                names = tuple(n for n in form.names if index.place(n.place).kind == "country")
                if names:
                    found.append(Form(names, form.case, word))
        for stem, country in self._stems.items():
            if word.startswith(stem) and not self.cue(word):
                found.insert(0, Form((country,), self.case(word), stem))
        return found

    def _cut(self, word: str) -> list[str]:
        return [word[: -len(e)] for e in self._endings if word.endswith(e) and len(word) - len(e) > 2]

    def cue(self, word: str) -> Cue | None:
        """The country of a nationality, the region of an adjective; None for any other word. word: lower case."""
        if word not in self._cues:
            _bound(self._cues)
            self._cues[word] = self._find_cue(word)
        return self._cues[word]

    def _find_cue(self, word: str) -> Cue | None:
        if self._continental and self._continental.match(word):
            return None
        bare = self._direction.sub("", word)
        for part in dict.fromkeys((word, bare, word.rsplit("-", 1)[-1])):
            for beginnings, kind in ((self._regions, "adjective"), (self._people, "demonym")):
                for size in range(len(part), 3, -1) if part[:4] in self._cue_starts else ():
                    place = beginnings.get(part[:size])
                    if place is not None and (self.inflects or part[size:] in _ADJECTIVE_ENDS):
                        return Cue(kind, place)
            country = self._nation(part)
            if country:
                return Cue("demonym", country_place(country))
        return None

    def _nation(self, word: str) -> str | None:
        if self.inflects:
            match = _FINNIC.fullmatch(word)
            return self._nations.get(match[1].replace("-", "")) if match else None
        for end in _ADJECTIVE_ENDS if word[:2] in self._nation_starts else ():
            if word.endswith(end):
                country = self._nations.get(word[: len(word) - len(end)])
                if country:
                    return country
        return None

    def origin(self, word: str) -> tuple[Name, ...]:
        """The towns that an adjective may come from ("linzer", "lahtelaisyhtiön"). word: as ``key`` writes it."""
        known = self._irregular.get(word) or self._origins.get(word)
        if known is None:
            _bound(self._origins)
            known = self._origins[word] = self._find_origin(word)
        return known

    def _find_origin(self, word: str) -> tuple[Name, ...]:
        found: list[Name] = []
        for written, ending, rules in self._origin_endings:
            match = ending.search(word) if written in word else None
            stem = word[: match.start()] if match else ""
            for cut, put in rules if len(stem) > 2 else ():
                if stem.endswith(cut):
                    found += gazetteer().names(stem[: len(stem) - len(cut)] + put, self.language)
        return tuple(n for n in found if n.quality > 2)


def _bound(kept: dict[str, Any]) -> None:
    """Forget the answers kept if they are too many."""
    if len(kept) > MOST_KEPT:
        kept.clear()


@cache
def place_words(language: str) -> PlaceWords:
    """The words of a language. Raises DataFault where its file has unknown or missing keys."""
    return PlaceWords(language)


@cache
def country_number(alpha2: str) -> Name:
    """A country as a reading of its English name. Raises DataFault for an unknown code."""
    index = gazetteer()
    for name in index.names(key(country_name(alpha2) or ""), ""):
        place = index.place(name.place)
        if place.kind == "country" and place.country == alpha2:
            return name
    raise DataFault(f"reference/regions.csv: {alpha2!r} is no country")


def country_place(alpha2: str) -> Place:
    """A country as a place."""
    return gazetteer().place(country_number(alpha2).place)


def target_place(target: str, kind: str) -> Name:
    """The place that a data file names as "English name, country"."""
    name, country = target.rsplit(", ", 1)
    index = gazetteer()
    fitting = [
        n for n in index.names(key(name), "")
        if (p := index.place(n.place)).kind == kind and p.country == country and p.name == name
    ]
    if not fitting:
        raise DataFault(f"places.toml: no {kind} {target!r} is known")
    return max(fitting, key=lambda n: index.place(n.place).population)


@cache
def _ranks() -> dict[str, dict[str, int]]:
    """By language, the names that are words there."""
    with (REFERENCE / "places_words.csv").open(encoding="utf-8", newline="") as file:
        _, *codes = next(rows := csv.reader(file))
        found: dict[str, dict[str, int]] = {code: {} for code in codes}
        for word, *ranks in rows:
            for code, rank in zip(codes, ranks, strict=True):
                if rank != "0":
                    found[code][word] = int(rank)
    return found


@cache
def _names() -> dict[str, Any]:
    return read_toml(REFERENCE / "places.toml")


@cache
def _particles() -> frozenset[str]:
    return frozenset(_names()["particles"])


@cache
def _english() -> frozenset[tuple[str, str]]:
    return frozenset((name, key.rsplit(", ", 1)[1]) for key, name in _names()["english"].items())


def has_english_form(place: Place) -> bool:
    """Is a town's name an English one that no official name goes beside: "Frankfurt"?"""
    return (place.name, place.country) in _english()


@cache
def _strippable(language: str) -> frozenset[str]:
    return frozenset(settings(language).get("inflection", {}).get("strip", ()))


def is_given_name(word: str) -> bool:
    return word in given_names()


def is_company_tail(word: str) -> bool:
    words = common_words()
    return word in words.tails or word in words.legal
