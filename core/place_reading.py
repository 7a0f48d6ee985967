"""The capitalised words of a text that may be places, and the countries it speaks of; for ``core.places``."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from itertools import accumulate, compress
from typing import NamedTuple

from core.gazetteer import Place, gazetteer, key
from core.place_lookup import Known, Reading, lookup, named, settled
from core.place_words import Cue, PlaceWords

# Parts a text into what stands between words and words, in turns; the loop over the letters is inside the repetition,
# because a class with a plus is many times as fast as an alternative a letter.
_LETTERS = r"[^\W\d_](?:[\w'’]+|[-‑–:](?=[^\W_])|\.(?=[^\W\d_]\.))*"
_WORD = re.compile(rf"({_LETTERS})")
_WORD_OR_S = re.compile(rf"((?:'s-)?{_LETTERS})")  # 's-Hertogenbosch; slower, and only few texts have one
_OPENS = re.compile(r"\n|[.!?…][\"”“»«')\]*]*\s+\W*$|^\W*$")
_CODE = re.compile(r" (\([A-Z]{2}\))")
_LONGEST = 45  # letters of the longest name looked for


class Word(NamedTuple):
    start: int
    end: int
    text: str
    gap: str  # what stands between the word before and this one
    opens: bool
    taken: bool
    known: Known
    key: str
    capital: bool


# A tuple made without the detour over Word.__new__, which is written in Python.
_word = partial(tuple.__new__, Word)


@dataclass(slots=True)
class Around:
    """What stands around a candidate, seen for one of its readings: case and points by what governs it, and the rest.

    previous: the name before it in a list, which it follows in its case; near: the case where it lies near the place;
    chosen: the text says that the place was chosen.
    """

    reading: Reading
    case: str = ""
    points: float = 0.0
    previous: Candidate | None = None
    marks: list[float] = field(default_factory=list)
    near: str = ""
    chosen: bool = False
    against: float = 0.0


@dataclass(slots=True)
class Candidate:
    first: int  # numbers of its words
    last: int
    start: int
    end: int
    readings: Sequence[Reading]
    sentence: int
    best: Reading | None = None
    points: float = 0.0
    case: str = ""
    rule: str = "name"
    beside: list[Place] | None = None  # the regions and countries beside it, once looked for
    around: Around | None = None  # of the reading looked at last


@dataclass(slots=True)
class Text:
    """A text with its words, cues and candidates, and the countries that it speaks of."""

    clean: str
    keys: str
    tongue: PlaceWords
    words: list[Word]
    capitals: list[int]  # numbers of the words with a capital
    telling: list[int]  # numbers of the words that may be a place or speak of one
    breaks: list[int]
    cues: dict[int, Cue] = field(default_factory=dict)  # by number of the word
    candidates: list[Candidate] = field(default_factory=list)
    at: dict[int, Candidate] = field(default_factory=dict)  # by number of each word
    named: dict[int, Place] = field(default_factory=dict)  # countries and regions, by number of the last word
    countries: dict[str, float] = field(default_factory=dict)
    surnames: set[str] = field(default_factory=set)  # words after a first name, without endings
    here: dict[int, dict[str, float]] = field(default_factory=dict)
    # What a name has noted itself, by the name, the sentence (-1: the article) and the country.
    own: dict[tuple[str, int, str], float] = field(default_factory=dict)

    def sentence(self, position: int) -> int:
        return bisect_right(self.breaks, position)

    def note(self, position: int, country: str, weight: float, source: str = "") -> None:
        """The article speaks of a country here. source: the name that says so; it proves nothing of itself."""
        self.countries[country] = self.countries.get(country, 0.0) + weight
        sentence = self.sentence(position)
        here = self.here.setdefault(sentence, {})
        here[country] = here.get(country, 0.0) + weight
        if source:
            for owner in ((source, -1, country), (source, sentence, country)):
                self.own[owner] = self.own.get(owner, 0.0) + weight

    def spoken(self, position: int) -> dict[str, float]:
        """The countries of the sentence at a position, with their weights."""
        return self.here.get(self.sentence(position), {})

    def told(self, sentence: int, country: str, source: str) -> tuple[float, float]:
        """How much a sentence and the article speak of a country, apart from what a name itself has noted."""
        whole = self.countries.get(country, 0.0)
        if not whole:
            return 0.0, 0.0
        whole -= self.own.get((source, -1, country), 0.0)
        here = 0.0
        spoken = self.here.get(sentence)
        if spoken is not None:
            here = spoken.get(country, 0.0) - self.own.get((source, sentence, country), 0.0)
        return (here if here > 0.01 else 0.0), (whole if whole > 0.01 else 0.0)


@lru_cache(maxsize=10_000)
def _between(gap: str) -> tuple[str, bool]:
    """What stands between two words, blanked markup as one blank; and whether a sentence may begin behind it."""
    if gap and not gap.strip(" "):
        gap = " "
    return gap, gap != " " and bool(_OPENS.search(gap))


def read(clean: str, tongue: PlaceWords, taken: Sequence[tuple[int, int]]) -> Text:
    """The words of a text. taken: stretches that are no places."""
    parts = (_WORD_OR_S if "'s-" in clean else _WORD).split(clean)
    ends = list(accumulate(map(len, parts)))
    written, starts, finishes = parts[1::2], ends[:-1:2], ends[1::2]
    known = list(map(lookup(tongue.language), written))
    between = list(map(_between, parts[:-1:2]))
    opens = [opening for _, opening in between]
    if opens:
        opens[0] = True
    inside = [False] * len(written)
    for start, end in taken:
        for number in range(bisect_right(finishes, start), bisect_left(starts, end)):
            inside[number] = True
    keys, capital = [k[0] for k in known], [k[1] for k in known]
    words: list[Word] = list(
        map(_word, zip(starts, finishes, written, [gap for gap, _ in between], opens, inside, known, keys, capital, strict=True))
    )
    capitals = list(compress(range(len(words)), capital))
    telling = list(compress(range(len(words)), [k[2] for k in known]))
    text = Text(clean, key(clean), tongue, words, capitals, telling, list(compress(starts, opens)))
    for number in capitals:
        second = words[number + 1] if number + 1 < len(words) else None
        if second is None or not second.capital or second.gap != " " or second.taken or words[number].taken:
            continue
        if known[number].given or _titled(text, number):
            # "Mikko Joensuun" is of one Joensuu; in "Mikko Joensuussa" somebody speaks in the town.
            text.surnames.update({second.key, *(r.base for r in second.known.readings if r.case not in ("in", "from"))})
    return text


def _titled(text: Text, number: int) -> bool:
    """Does a title stand before two names that are no place: "toimitusjohtaja Bryce Crocker"? Where nouns have no endings it
    may be "Chef Werk Kamenz" as well."""
    if not text.tongue.inflects:
        return False
    title, first = text.words[number - 1] if number else None, text.words[number]
    return title is not None and first.gap == " " and not first.known.readings and text.tongue.vocabulary.is_title(title.key)


def mark(text: Text) -> None:
    """Find cues and candidates, and settle the countries."""
    done = 0
    for number in text.telling:
        word = text.words[number]
        known = word.known
        if number < done or word.taken:
            continue
        candidate = _candidate(text, number) if word.capital else None
        if candidate is not None:
            text.candidates.append(candidate)
            for covered in range(candidate.first, candidate.last + 1):
                text.at[covered] = candidate
            number = candidate.last
            done = number + 1
        if known.cue is not None and (candidate is None or candidate.best is None):
            text.cues[number] = known.cue
            text.note(word.start, known.cue.place.country, 1.0)
        if candidate is not None and candidate.best is not None:
            place = candidate.best.place
            text.named[candidate.last] = place
            text.note(candidate.start, place.country, 2.0 if place.kind == "country" else 1.2)


def _candidate(text: Text, number: int) -> Candidate | None:
    """The longest name that begins at a word; ``best`` is set where it is a country's beyond doubt."""
    word = text.words[number]
    known = word.known
    if known.leads:
        longer = _of_several_words(text, number)
        if longer is not None:
            return longer
    if not known.readings or (known.doubtful and _bare(text, number)):
        return None
    start = word.start
    found = Candidate(number, number, start, start + known.size, known.readings, text.sentence(start))
    return _settle(text, found, known.best)


def _of_several_words(text: Text, number: int) -> Candidate | None:
    """The longest name of several words that begins at a word."""
    word, tongue, index = text.words[number], text.tongue, gazetteer()
    for name in reversed(index.prefixes(text.keys[word.start : word.start + _LONGEST])):
        end = word.start + len(name)
        if end <= word.end:
            break
        last = number
        while last + 1 < len(text.words) and text.words[last + 1].start < end:
            last += 1
        final = text.words[last]
        rest = text.keys[end : final.end]
        apart = "\n\n" in text.clean[word.start : end]
        named_by = final.capital or any(part[:1].isupper() for part in final.text.split("-")[1:])  # "Ras al-Khaimah"
        if final.taken or not named_by or apart or (rest and not tongue.ending(rest)):
            continue
        readings = named(name, tongue.case(final.key) if rest else "", bool(rest), tongue)
        if readings:
            found = Candidate(number, last, word.start, final.end, readings, text.sentence(word.start))
            return _settle(text, found, settled(readings, tongue.rank(readings[0].base)))
    return None


def _bare(text: Text, number: int) -> bool:
    """Does nothing around a word say that it may be a place? Spares weighing most nouns."""
    word, before = text.words[number], text.words[number - 1] if number else None
    governed = before is not None and word.gap == " " and (
        text.tongue.preposition(before.key, contracted=True) is not None or number - 1 in text.cues
        or before.key.endswith(text.tongue.noun) or (text.tongue.inflects and number - 1 in text.named)
    )
    region = text.clean[word.end : word.end + 2] == ", " and text.clean[word.end + 2 : word.end + 3].isupper()
    follows = region or text.clean[word.end : word.end + 2] == " ("  # "Marshall, Michigan", "Halle (Saale)"
    return not governed and not follows and not word.gap.endswith(("(", ", ", "/"))


def _settle(text: Text, candidate: Candidate, best: Reading | None) -> Candidate:
    """Settle a candidate that means one country or region beyond doubt; best: that reading."""
    if best is not None and best.place.kind == "country" and len(candidate.readings) > 1 and _of_region(text, candidate):
        return candidate
    if best is not None and (best.place.kind == "country" or _beside_nothing(text, candidate)):
        candidate.best, candidate.case = best, best.case
        candidate.points = 9.0 if best.place.kind == "country" else 4.0
    return candidate


def _of_region(text: Text, candidate: Candidate) -> bool:
    """Is a country's name here a town's, whose region stands beside it: "Holland, Michigan", "Michiganin Holland"?"""
    regions = {(r.place.country, r.place.region) for r in candidate.readings if r.place.kind == "city"}
    before = text.named.get(candidate.first - 1)
    if before is not None and text.tongue.inflects and before.kind == "region":
        return (before.country, before.name) in regions
    after = text.words[candidate.last + 1] if candidate.last + 1 < len(text.words) else None
    if after is None or after.gap not in (", ", " ("):
        return False
    return any(r.place.kind == "region" and (r.place.country, r.place.name) in regions for r in after.known.readings)


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
            # Where endings tell cases, "ranskalainen X" is a company or a person, and a town "Ranskan X".
            if not (tongue.inflects and text.cues[before].kind == "demonym"):
                found.append(text.cues[before].place)
        elif before in text.named and (tongue.inflects or words[first].gap == ", ") and not (found and words[first].gap == ", "):
            if text.at[before].case in ("of", "in"):
                found.append(text.named[before])
    elif before in text.named and words[first].gap == ": ":  # "NORJA: Skalandissa"
        found.append(text.named[before])
    return found
