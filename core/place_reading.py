"""The capitalised words of a text that may be places, and the countries it speaks of; for ``core.places``."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from core.gazetteer import PART, SHORT, Place, gazetteer, key
from core.place_words import Cue, PlaceWords, is_given_name

_WORD = re.compile(r"(?:'s-)?[^\W\d_](?:[\w'’]|[-‑–:](?=[^\W_])|\.(?=[^\W\d_]\.))*")
_OPENS = re.compile(r"\n|[.!?…][\"”“»«')\]*]*\s+\W*$|^\W*$")
_LARGE_HEAD = 150_000  # inhabitants of a town that a quarter's name follows behind a hyphen
_QUARTERED = 2_000  # ... where the word behind the hyphen can only be a quarter or another town
_CODE = re.compile(r" (\([A-Z]{2}\))")
_LONGEST = 45  # letters of the longest name looked for


@dataclass(slots=True)
class Word:
    start: int
    end: int
    text: str
    key: str
    capital: bool
    opens: bool
    gap: str  # what stands between the word before and this one
    taken: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """One place that a candidate may mean, what its ending says, and how good the name is."""

    place: Place
    quality: int
    case: str
    base: str
    inflected: bool


@dataclass(slots=True)
class Candidate:
    first: int  # numbers of its words
    last: int
    start: int
    end: int
    readings: list[Reading]
    best: Reading | None = None
    points: float = 0.0
    case: str = ""
    rule: str = "name"
    beside: list[Place] | None = None  # the regions and countries beside it, once looked for


@dataclass(slots=True)
class Text:
    """A text with its words, cues and candidates, and the countries that it speaks of."""

    clean: str
    keys: str
    tongue: PlaceWords
    words: list[Word]
    breaks: list[int]
    cues: dict[int, Cue] = field(default_factory=dict)  # by number of the word
    candidates: list[Candidate] = field(default_factory=list)
    at: dict[int, Candidate] = field(default_factory=dict)  # by number of each word
    named: dict[int, Place] = field(default_factory=dict)  # countries and regions, by number of the last word
    countries: dict[str, float] = field(default_factory=dict)
    surnames: set[str] = field(default_factory=set)  # words after a first name, without endings
    here: dict[int, dict[str, float]] = field(default_factory=dict)
    own: dict[tuple[str, str], float] = field(default_factory=dict)  # what a name has noted itself

    def sentence(self, position: int) -> int:
        return bisect_right(self.breaks, position)

    def note(self, position: int, country: str, weight: float, source: str = "") -> None:
        """The article speaks of a country here. source: the name that says so; it proves nothing of itself."""
        self.countries[country] = self.countries.get(country, 0.0) + weight
        here = self.here.setdefault(self.sentence(position), {})
        here[country] = here.get(country, 0.0) + weight
        if source:
            for owner in (source, f"{source} {self.sentence(position)}"):
                self.own[owner, country] = self.own.get((owner, country), 0.0) + weight

    def spoken(self, position: int) -> dict[str, float]:
        """The countries of the sentence at a position, with their weights."""
        return self.here.get(self.sentence(position), {})

    def told(self, position: int, country: str, source: str) -> tuple[float, float]:
        """How much the sentence and the article speak of a country, apart from what a name itself has noted."""
        whole = self.countries.get(country, 0.0)
        if not whole:
            return 0.0, 0.0
        whole -= self.own.get((source, country), 0.0)
        sentence = self.sentence(position)
        here = self.here.get(sentence, {}).get(country, 0.0) - self.own.get((f"{source} {sentence}", country), 0.0)
        return (here if here > 0.01 else 0.0), (whole if whole > 0.01 else 0.0)


def read(clean: str, tongue: PlaceWords, taken: Sequence[tuple[int, int]]) -> Text:
    """The words of a text. taken: stretches that are no places."""
    keys = key(clean)
    spans = sorted(taken)
    words: list[Word] = []
    last, span = 0, 0
    for match in _WORD.finditer(clean):
        start, end = match.span()
        while span < len(spans) and spans[span][1] <= start:
            span += 1
        inside = span < len(spans) and spans[span][0] < end
        gap = clean[last:start]
        if gap and not gap.strip(" "):
            gap = " "  # markup that is blanked out leaves several
        opens = gap != " " and bool(_OPENS.search(gap))
        word = match[0]
        words.append(Word(start, end, word, keys[start:end], word[0].isupper(), opens or not words, gap, inside))
        last = end
    text = Text(clean, keys, tongue, words, [w.start for w in words if w.opens])
    for first, second in pairwise(words):
        if first.capital and second.capital and second.gap == " " and is_given_name(first.text) and not second.taken:
            text.surnames.add(second.key)
    return text


def mark(text: Text) -> None:
    """Find cues and candidates, and settle the countries."""
    tongue = text.tongue
    number = 0
    while number < len(text.words):
        word = text.words[number]
        candidate = _candidate(text, number) if word.capital and not word.taken else None
        if candidate is not None:
            text.candidates.append(candidate)
            for covered in range(candidate.first, candidate.last + 1):
                text.at[covered] = candidate
            number = candidate.last
        if not word.taken and (candidate is None or candidate.best is None):
            cue = tongue.cue(word.key) if len(word.key) > 3 else None
            if cue is None and "-" in word.key and word.capital:
                cue = _prefix(word, tongue)
            if cue is not None and (word.capital or not tongue.capital_nations):
                text.cues[number] = cue
                text.note(word.start, cue.place.country, 1.0)
        if candidate is not None and candidate.best is not None:
            place = candidate.best.place
            text.named[candidate.last] = place
            text.note(candidate.start, place.country, 2.0 if place.kind == "country" else 1.2)
        number += 1


def _prefix(word: Word, tongue: PlaceWords) -> Cue | None:
    """The country before a hyphen: "US-Hersteller", "China-Geschäft"."""
    head = word.text[: word.key.index("-")]
    for form in tongue.forms(key(head)):
        for name in form.names:
            place = gazetteer().place(name.place)
            if place.kind == "country" and (len(head) > 3 or head.isupper()):
                return Cue("demonym", place)
    return None


def _candidate(text: Text, number: int) -> Candidate | None:
    """The longest name that begins at a word; ``best`` is set where it is a country's beyond doubt."""
    word, tongue, index = text.words[number], text.tongue, gazetteer()
    starts = index.prefixes(text.keys[word.start : word.start + _LONGEST]) if index.leads(word.key) else []
    for name in reversed(starts):
        end = word.start + len(name)
        if end <= word.end:
            break
        last = number
        while last + 1 < len(text.words) and text.words[last + 1].start < end:
            last += 1
        final = text.words[last]
        rest = text.keys[end : final.end]
        apart = "\n\n" in text.clean[word.start : end]
        if final.taken or not final.capital or apart or (rest and not tongue.ending(rest)):
            continue
        case = tongue.case(final.key) if rest else ""
        readings = [
            Reading(index.place(n.place), n.quality, case, name, bool(rest)) for n in index.names(name, tongue.language)
        ]
        if readings:
            return _settled(text, Candidate(number, last, word.start, final.end, readings))
    readings = [
        Reading(index.place(n.place), n.quality, form.case, form.base, form.base != word.key)
        for form in tongue.forms(word.key)
        for n in form.names
    ]
    end = word.end
    if not readings and "-" in word.key:
        readings, end = _head(text, word)
    readings = [r for r in readings if _spelled(word.text, r)]
    if not readings or (tongue.rank(readings[0].base) > 1 and _bare(text, number)):
        return None
    return _settled(text, Candidate(number, number, word.start, end, readings))


def _bare(text: Text, number: int) -> bool:
    """Does nothing around a word say that it may be a place? Spares weighing most nouns."""
    word, before = text.words[number], text.words[number - 1] if number else None
    governed = before is not None and word.gap == " " and (
        text.tongue.preposition(before.key, contracted=True) is not None or number - 1 in text.cues
        or before.key.endswith(text.tongue.noun)
    )
    region = text.clean[word.end : word.end + 2] == ", " and text.clean[word.end + 2 : word.end + 3].isupper()
    follows = region or text.clean[word.end : word.end + 2] == " ("  # "Marshall, Michigan", "Halle (Saale)"
    return not governed and not follows and not word.gap.endswith(("(", ", ", "/"))


def _spelled(written: str, reading: Reading) -> bool:
    """Abbreviations count only in capitals, and of them only countries and regions."""
    if reading.place.kind != "city":
        return len(reading.base) > 3 or written[: len(reading.base)].isupper()
    return not (written.isupper() and len(written) <= 4)


def _head(text: Text, word: Word) -> tuple[list[Reading], int]:
    """A large town before a hyphen: "Frankfurt-Höchst" is in Frankfurt; "Tesla-Werk" and "Bremen-Fan" are nowhere."""
    size = word.key.index("-")
    head, tail = word.text[:size], word.text[size + 1 :]
    index = gazetteer()
    if text.tongue.inflects and tail.startswith(text.tongue.noun_after):  # "Örebron-tehtaassa"
        forms = [f for f in text.tongue.forms(key(head)) if f.case == "of"]
        return [
            Reading(index.place(n.place), n.quality, "in", form.base, True) for form in forms for n in form.names
        ], word.start + len(head)
    quarter = text.tongue.quarter(key(tail))  # "Vlissingen-Oost"
    twin = any(index.place(n.place).kind == "city" for n in index.names(key(tail), text.tongue.language))
    if not tail[:1].isupper() or (text.tongue.vocabulary.ordinary(tail) and not quarter):
        return [], word.end
    least = _QUARTERED if quarter or twin else _LARGE_HEAD
    found = [
        Reading(place, n.quality, text.tongue.case(word.key), key(head), False)
        for n in index.names(key(head), text.tongue.language)
        if n.quality > SHORT and (place := index.place(n.place)).kind == "city" and place.population > least
    ]
    return found, word.start + len(head)


def _settled(text: Text, candidate: Candidate) -> Candidate:
    """Settle a country or region whose name no other place of weight shares."""
    rank = text.tongue.rank(candidate.readings[0].base)
    countries = [r for r in candidate.readings if r.place.kind == "country"]
    regions = [r for r in candidate.readings if r.place.kind == "region" and r.quality > SHORT]
    if countries and not any(r.place.name == countries[0].place.name for r in regions):
        candidate.best, candidate.points = countries[0], 9.0
        candidate.case = countries[0].case
    elif len(regions) == 1 and rank == 0 and all(
        r.place.population < 60_000 or r.quality <= PART for r in candidate.readings if r.place.kind == "city"
    ) and regions[0].place.population > 200_000 and _beside_nothing(text, candidate):
        candidate.best, candidate.points = regions[0], 4.0
        candidate.case = regions[0].case
    return candidate


def _beside_nothing(text: Text, candidate: Candidate) -> bool:
    """Is it no part of a longer name?"""
    after = text.words[candidate.last + 1] if candidate.last + 1 < len(text.words) else None
    return not (after and after.gap == " " and after.capital and not text.tongue.vocabulary.nouns_capitalised
                and not candidate.readings[0].inflected)


def beside_of(text: Text, first: int, last: int, end: int) -> list[Place]:
    """The countries and regions right beside a name: "X, in de provincie Ontario", "Saksan X", "X (Bayern)"."""
    words, tongue = text.words, text.tongue
    found: list[Place] = []
    number = last + 1
    while number < len(words) and number - last < 8 and words[number].gap.strip(" ,(") == "":
        if number in text.cues:
            found.append(text.cues[number].place)
        elif (other := text.at.get(number)) is not None:
            place = text.named.get(other.last)
            if place is not None and other.first > last:
                found.append(place)
            break
        elif not tongue.links(words[number].key) or ("(" in words[number].gap and number == last + 1):
            break
        number += 1
    bracket = _CODE.match(text.clean, end)
    if bracket:
        index = gazetteer()
        found += [index.place(n.place) for n in index.names(key(bracket[1]), tongue.language)]
    before = first - 1
    if before >= 0 and words[first].gap in (" ", ", "):
        if before in text.cues and words[first].gap == " ":
            found.append(text.cues[before].place)
        elif before in text.named and (tongue.inflects or words[first].gap == ", "):
            if text.at[before].case in ("of", "in"):
                found.append(text.named[before])
    return found
