"""Towns, regions and countries in a text, each resolved to one place on the map within the article.

Every capitalised word or group of words that the gazetteer knows is a candidate. What stands around it (a preposition,
a case ending, a region behind it, a list, a word like "stad") speaks for a place, a first name or a company's word
against; names that are also words need more. Homonyms go to the country that the article speaks of nearby, then to the
language's home, then to the largest. The weights stand in ``Weights``; a candidate needs ``Weights.enough``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import log10

from core.gazetteer import OTHER, Name, Place, country_name, gazetteer, key, world_region
from core.place_words import Cue, Form, PlaceWords, is_company_tail, is_given_name, place_words

__all__ = ["Place", "PlaceMention", "country_name", "find_places", "world_region"]

_WORD = re.compile(r"(?:'s-)?[^\W\d_](?:[\w'’]|[-‑–](?=[^\W_])|\.(?=[^\W\d_]\.))*")
_BREAK = re.compile(r"(?<=[^\W\d_]{2}[.!?:…])[\"”“»«')\]*]*\s+(?=[\"„“«»'–\-*]*\s?[A-ZÀ-ÖØ-Þ])|\n\s*")
_LONGEST = 45  # letters of the longest name looked for
_MARKS = "\"'“”„‘’«»*_[("


class Weights:
    """What speaks for and against a candidate, in points; ``enough`` is needed."""

    enough = 2.4
    size = ((100_000, 2.2), (30_000, 1.6), (10_000, 1.1), (2_000, 0.7), (1, 0.4), (0, 0.2))
    home = 0.9
    sentence_country = 1.6
    article_country = 1.0
    other_spelling = -1.6
    word = (0.0, -1.8, -4.0)  # by rank of PlaceWords.rank
    opens_sentence = -0.4
    case = {"in": 1.7, "from": 1.2, "of": 0.5, "": 0.0}
    strict = 0.6  # more, after "in"
    inflected = {"in": 1.5, "from": 1.2, "of": 0.7, "": 0.0}
    beside = 3.0  # region or country right beside it
    listed = 1.6
    noun = 1.6
    bracket = 0.9
    dateline = 2.2
    again = 1.6
    person = -6.0
    name_run = -2.6
    tail = -6.0


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place in the text. ``start``, ``end``: character offsets of its name, with its ending.

    kind: city · region · country; demonym: a word for a country's people or things; origin: an adjective of a town or
    region ("Linzer"), which says where something comes from, not where it stands.
    case: "in" where the text says that something is, goes or lies there, "from", "of" (genitive), "" otherwise.
    confidence: 0–1, from the points of evidence. The place of a city that no list holds has NaN coordinates.
    """

    start: int
    end: int
    place: Place
    kind: str
    case: str
    rule: str
    confidence: float


@dataclass(slots=True)
class _Word:
    start: int
    end: int
    text: str
    key: str
    capital: bool
    opens: bool  # first of its sentence
    gap: str  # what stands between the word before and this one


@dataclass(slots=True)
class _Candidate:
    first: int  # numbers of its words
    last: int
    start: int
    end: int
    base: str
    case: str
    names: tuple[Name, ...]
    inflected: bool
    place: Place | None = None
    points: float = 0.0
    rule: str = "name"
    quality: int = 4
    joined: bool = False  # part of a hyphenated word


@dataclass(slots=True)
class _Reader:
    text: str
    words: list[_Word]
    tongue: PlaceWords
    taken: list[bool]
    breaks: list[int]
    candidates: list[_Candidate] = field(default_factory=list)
    cues: list[tuple[int, int, Cue]] = field(default_factory=list)  # start, end
    countries: dict[str, float] = field(default_factory=dict)
    by_sentence: dict[int, dict[str, float]] = field(default_factory=dict)
    named: list[tuple[int, int, Place]] = field(default_factory=list)  # countries and regions, settled

    def sentence(self, position: int) -> int:
        return bisect_right(self.breaks, position)

    def note(self, position: int, country: str, weight: float) -> None:
        """Take note that the article speaks of a country here."""
        self.countries[country] = self.countries.get(country, 0.0) + weight
        here = self.by_sentence.setdefault(self.sentence(position), {})
        here[country] = here.get(country, 0.0) + weight


def find_places(clean: str, language: str, taken: Sequence[tuple[int, int]] = ()) -> list[PlaceMention]:
    """The places of a text, in order of start, never overlapping.

    clean: an article's text with furniture blanked. taken: stretches known as names of companies or people; a place
    in one of them is dropped. Raises GigaledgerError if the index of places can neither be read nor made.
    """
    reader = _read(clean, language, taken)
    _cues(reader)
    _collect(reader)
    _settle_countries(reader)
    _resolve(reader)
    accepted = _accept(reader)
    mentions = [_mention(reader, c) for c in accepted]
    mentions += _origins(reader, mentions)
    return sorted(_without_overlap(mentions), key=lambda m: m.start)
