"""The words around places in one language: nationalities, prepositions, cases, adjectives of towns.

From ``languages/<code>/places.toml``, the nationalities of ``companies.toml``, the frequent words of ``words.txt`` and
``reference/places_words.csv`` (names that are words: 1 = also a word, 2 = mostly a word).

``places_words.csv`` was made from the word frequencies of wordfreq 3.1 (CC BY-SA 4.0): a name is in it if it is more
frequent in German, Finnish, Dutch or English than a town of its size is in newspapers (0.55 times the decimal
logarithm of the inhabitants plus 0.9, on the Zipf scale; 1.1 more in the town's own country).
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from core.company_cues import Vocabulary, common_words, given_names, vocabulary
from core.gazetteer import REFERENCE, Name, Place, gazetteer, key
from core.inflection import bases
from core.lexicon import settings
from core.models import DataFault

_KEYS = frozenset(
    "home in strict from of and far noun region_noun region_after direction_adjectives endings origin countries people "
    "cities regions adjectives".split()
)
_OPTIONAL = frozenset("noun_after cases stems".split())
_ADJECTIVE = r"(?:e|en|er|es|em|se|ers|r|n|s)?"
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
            raise DataFault(f"languages/{language}/places.toml: unknown keys {sorted(unknown)}, missing {sorted(missing)}")
        self.language = language
        self.home: tuple[str, ...] = tuple(table["home"])
        self.strict = frozenset(table["strict"])
        self.joiners = frozenset(table["and"])
        self._prepositions = {word: case for case in ("of", "in", "from") for word in table[case]}
        self._far = tuple(table["far"])
        self.noun = tuple(table["noun"])
        self.region_noun = tuple(table["region_noun"])
        self.noun_after = tuple(table.get("noun_after", ()))
        self.region_after = tuple(table["region_after"])
        self._endings: tuple[str, ...] = tuple(table["endings"])
        self._cases = sorted(
            ((ending, case) for case, endings in table.get("cases", {}).items() for ending in endings),
            key=lambda pair: -len(pair[0]),
        )
        self.vocabulary: Vocabulary = vocabulary(language)
        self.inflects = bool(self._cases)
        self._words = _listed(language)
        self._nations = _nations(language, table)
        directions = "|".join(re.escape(d) for d in table["direction_adjectives"])
        self._direction = re.compile(rf"(?:{directions})-?(?=\w{{4}})")
        self._origins = {key(word): target for word, target in table["origin"]["words"].items()}
        self._origin_endings = [
            (re.compile(re.escape(ending).replace(r"\*", r"\w*") + r"\Z"), [rule.split(">") for rule in rules])
            for ending, rules in table["origin"]["endings"].items()
        ]
        self._stems = {stem: country for country, stems in table.get("stems", {}).items() for stem in stems}
        self._forms: dict[str, tuple[Form, ...]] = {}
        self._cues: dict[str, Cue | None] = {}

    def rank(self, name: str) -> int:
        """0: a name only; 1: also an ordinary word or a person's name; 2: mostly that."""
        return self._words.get(name, 0)

    def preposition(self, word: str) -> str | None:
        """What a word before a place says (in · from · of); None for any other word."""
        return self._prepositions.get(word)

    def far(self, before: str) -> bool:
        """Does a text end in words that say that something lies near the place that follows?"""
        return before.endswith(self._far)

    def case(self, word: str) -> str:
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
        """The readings of one word (as ``key`` writes it) as a place's name, the word itself first."""
        known = self._forms.get(word)
        if known is None:
            known = self._forms[word] = tuple(self._read(word))
        return known

    def _read(self, word: str) -> list[Form]:
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
        for stem, country in self._stems.items():
            if word.startswith(stem) and not self.cue(word):
                names = tuple(n for n in index.names(key(_country(country, self.language)), self.language))
                found.insert(0, Form(names, self.case(word), stem))
        return found

    def _cut(self, word: str) -> list[str]:
        return [word[: -len(e)] for e in self._endings if word.endswith(e) and len(word) - len(e) > 2]

    def cue(self, word: str) -> Cue | None:
        """The country of a nationality, the region or town of an adjective; None for any other word. word: lower case."""
        if word not in self._cues:
            self._cues[word] = self._find_cue(word)
        return self._cues[word]

    def _find_cue(self, word: str) -> Cue | None:
        for part in dict.fromkeys((word, self._direction.sub("", word), word.rsplit("-", 1)[-1])):
            match = self._nations.fullmatch(part)
            if match:
                target = self._targets[match.lastgroup or ""]
                return Cue("adjective" if target.kind == "region" else "demonym", target)
        return None
