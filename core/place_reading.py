"""What a text says around its capitalised words: the candidates for places, and the points for and against each.

Used by ``core.places`` only. The weights stand in ``Weights``; a candidate needs ``Weights.enough`` to be a place.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import log10

from core.gazetteer import PART, SHORT, Place, gazetteer, key
from core.place_words import Cue, PlaceWords, is_company_tail, is_given_name

_WORD = re.compile(r"(?:'s-)?[^\W\d_](?:[\w'’]|[-‑–:](?=[^\W_])|\.(?=[^\W\d_]\.))*")
_BREAK = re.compile(r"(?<=[^\W\d_][\w%)][.!?…:])[\"”“»«')\]*]*\s+(?=[\W_]*[A-ZÀ-ÖØ-Þ0-9])|\n\s*")
_OPENS = re.compile(r"\n|[.!?…][\"”“»«')\]*]*\s+\W*$|^\W*$")
_DATELINE = re.compile(r"(?:,? (?:den )?\d{1,2}\.? ?[^\W\d_]|[.,]? [–—] |\. (?=[A-ZÄÖÜ„«]))")
_LONGEST = 45  # letters of the longest name looked for


class Weights:
    """Points for and against a candidate."""

    enough = 2.4
    size = ((100_000, 2.2), (30_000, 1.6), (10_000, 1.1), (2_000, 0.7), (1, 0.4), (0, 0.2))
    home = 0.9
    country_here = 1.5  # its country is spoken of in the sentence
    country = 0.9  # ... elsewhere in the article
    foreign = ((1_000_000, 0.0), (30_000, -0.4), (0, -0.9))  # a town abroad of whose country the article does not speak
    ambiguous = -0.9  # ... and of that name there are others elsewhere
    several_words = 1.0
    name_language = 0.9  # where only names are capitalised: a town at home in the midst of a sentence
    noun_language = -1.0  # where nouns are capitalised: a small town that has the name of a frequent word
    other_spelling = -1.6
    word = (0.0, -1.8, -4.0)  # by PlaceWords.rank
    opens = -0.4  # first of its sentence: capitalised whatever it is
    article = -2.0  # "the X" is no town
    case = {"in": 1.7, "from": 1.2, "of": 0.5, "": 0.0}
    ending = {"in": 1.9, "from": 1.3, "of": 0.9, "": 0.0}
    strict = 0.5  # more, after a preposition that has hardly another sense
    beside = 3.0  # its own region or country stands right beside it
    near = 1.2
    listed = 1.6
    noun = 1.6
    bracket = 1.6
    bracket_of_company = 1.4
    dateline = 2.2
    again = 1.5
    person = -6.0
    run = -2.6  # part of a longer name
    tail = -6.0


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
        """The article speaks of a country at this position. source: the name that says so, which proves nothing of itself."""
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
        words.append(Word(start, end, match[0], keys[start:end], match[0][0].isupper(), opens or not words, gap, inside))
        last = end
    text = Text(clean, keys, tongue, words, [m.end() for m in _BREAK.finditer(clean)])
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
            candidate.case = candidate.case or _marked(text, candidate, candidate.best)[0]
            text.named[candidate.last] = candidate.best.place
            text.note(candidate.start, candidate.best.place.country, 2.0 if candidate.best.place.kind == "country" else 1.2)
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
        if final.taken or not final.capital or "\n\n" in text.clean[word.start : end] or (rest and not tongue.ending(rest)):
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
    if not readings:
        return None
    return _settled(text, Candidate(number, number, word.start, end, readings))


def _spelled(written: str, reading: Reading) -> bool:
    """Abbreviations count only in capitals, and of them only countries and regions."""
    if reading.place.kind != "city":
        return len(reading.base) > 3 or written[: len(reading.base)].isupper()
    return not (written.isupper() and len(written) <= 4)


def _head(text: Text, word: Word) -> tuple[list[Reading], int]:
    """A large town before a hyphen: "Frankfurt-Höchst" is in Frankfurt; "Tesla-Werk" and "Bremen-Fan" are nowhere."""
    size = word.key.index("-")
    head, tail = word.text[:size], word.text[size + 1 :]
    if not tail[:1].isupper() or text.tongue.vocabulary.ordinary(tail):
        return [], word.end
    index = gazetteer()
    found = [
        Reading(place, n.quality, text.tongue.case(word.key), key(head), False)
        for n in index.names(key(head), text.tongue.language)
        if n.quality > SHORT and (place := index.place(n.place)).kind == "city" and place.population > 150_000
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


def choose(text: Text, candidate: Candidate) -> None:
    """The most likely place of a candidate, in the light of the countries noted so far."""
    beside = beside_of(text, candidate.first, candidate.last, candidate.end)
    candidate.best = max(candidate.readings, key=lambda r: _likelihood(text, candidate, r, beside))


def _likelihood(text: Text, candidate: Candidate, reading: Reading, beside: list[Place]) -> float:
    place = reading.place
    points = log10(place.population + 10)
    if place.kind == "region":
        points = min(points, 6.0) - 0.7
        twin = max((r.place.population for r in candidate.readings
                    if r.place.kind == "city" and r.place.region == place.name and r.quality > PART), default=0)
        points -= 4.0 if twin * 20 > place.population and not _region_word(text, candidate) else 0.0
        points += 3.0 if _region_word(text, candidate) else 0.0
    elif place.kind == "country":
        points = 6.5
    points += {4: 0.0, SHORT: -0.3}.get(reading.quality, -2.5)
    if place.country in text.tongue.home:
        points += 1.0 - 0.2 * text.tongue.home.index(place.country)
    here, article = text.told(candidate.start, place.country, reading.base)
    points += 1.2 * min(here, 2.0) + 0.5 * min(article, 3.0)
    if beside:
        points += 6.0 if _within(place, beside) else -3.0
    return points


def _within(place: Place, others: list[Place]) -> bool:
    """Does a place lie in the regions and countries that stand beside it?"""
    regions = [o for o in others if o.kind == "region" and o.name != place.name]
    if any(o.country == place.country and (o.name == place.region or place.kind != "city") for o in regions):
        return True
    known = [o for o in regions if o.country == place.country]
    return bool(known) or (not regions and any(o.country == place.country and o != place for o in others))


def _region_word(text: Text, candidate: Candidate) -> bool:
    """Does a word like "provincie" stand before it, or one like "osavaltio" after it?"""
    words, tongue = text.words, text.tongue
    before = words[candidate.first - 1] if candidate.first else None
    after = words[candidate.last + 1] if candidate.last + 1 < len(words) else None
    return bool(
        (before and before.gap is not None and words[candidate.first].gap == " " and before.key.endswith(tongue.region_noun))
        or (after and after.gap == " " and after.key.startswith(tongue.region_after) and tongue.region_after)
    )


def beside_of(text: Text, first: int, last: int, end: int) -> list[Place]:
    """The countries and regions right beside a name: "X, in de Canadese provincie Ontario", "Saksan X", "X (Bayern)"."""
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
        elif not tongue.links(words[number].key):
            break
        elif "(" in words[number].gap and number == last + 1:
            break
        number += 1
    bracket = re.match(r" (\([A-Z]{2}\))", text.clean[end : end + 6])
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


def weigh(text: Text, candidate: Candidate, again: bool) -> None:
    """Give a candidate its points and its case. again: the same name is accepted elsewhere in the text."""
    reading = candidate.best
    if reading is None:
        return
    place, tongue, word = reading.place, text.tongue, text.words[candidate.first]
    case, points = _marked(text, candidate, reading)
    size = place.population if reading.quality > PART else place.population // 10
    points += next(w for least, w in Weights.size if size >= least)
    points += Weights.other_spelling if reading.quality <= PART else 0.0
    if " " not in reading.base:
        points += Weights.word[tongue.rank(reading.base)]
    here, article = text.told(candidate.start, place.country, reading.base)
    if place.country in tongue.home:
        points += Weights.home
    elif here:
        points += Weights.country_here
    elif article:
        points += Weights.country
    elif place.kind == "city":
        points += next(w for least, w in Weights.foreign if place.population >= least)
        if any(r.place.country != place.country and r.place.population * 10 > place.population for r in candidate.readings):
            points += Weights.ambiguous
    if " " in reading.base or "-" in reading.base:
        points += Weights.several_words
    elif not tongue.vocabulary.nouns_capitalised:
        if place.country in tongue.home and not word.opens and reading.quality > PART and not tongue.rank(reading.base):
            points += Weights.name_language
    elif place.population < 150_000 and tongue.vocabulary.ordinary(reading.base):
        points += Weights.noun_language
    points += Weights.opens if word.opens else 0.0
    beside = beside_of(text, candidate.first, candidate.last, candidate.end)
    if beside:
        points += Weights.beside if _within(place, beside) else -1.0
    points += _against(text, candidate, reading)
    candidate.rule = "name"
    if again:
        points += Weights.again
        candidate.rule = "again"
    candidate.points, candidate.case = points, case
    if case:
        candidate.rule = f"case.{case}"
    if beside and _within(place, beside):
        candidate.rule = "beside"


def _marked(text: Text, candidate: Candidate, reading: Reading) -> tuple[str, float]:
    """What marks a name as a place: case and points."""
    words, tongue, word = text.words, text.tongue, text.words[candidate.first]
    if reading.inflected and tongue.inflects:
        after = words[candidate.last + 1] if candidate.last + 1 < len(words) else None
        noun = after is not None and after.gap == " " and bool(tongue.noun_after) and after.key.startswith(tongue.noun_after)
        return reading.case, Weights.ending[reading.case] + (1.0 if noun and reading.case == "of" else 0.0)
    case, points = "", 0.0
    number = candidate.first - 1
    steps = 0
    while number >= 0 and steps < 3 and words[number + 1].gap == " " and (
        number in text.cues or _place_noun(text, words[number]) or (steps and tongue.links(words[number].key)
                                                                 and tongue.preposition(words[number].key) is None)
    ):
        number, steps = number - 1, steps + 1
    before = words[number] if number >= 0 and words[number + 1].gap == " " else None
    preposition = tongue.preposition(before.key, contracted=steps > 0 or not place_is_town(reading)) if before else None
    if preposition is not None and before is not None:
        case = preposition
        points = Weights.case[case] + (Weights.strict if before.key in tongue.strict else 0.0)
    elif before is not None and tongue.vocabulary.stop(before.key) and place_is_town(reading):
        points += Weights.article
    previous = text.at.get(candidate.first - 1)
    joiner = candidate.first >= 2 and words[candidate.first - 1].key in tongue.joiners
    if previous is None and joiner:
        previous = text.at.get(candidate.first - 2)
    if previous is not None and previous.points >= Weights.enough and previous.best and (
        (joiner and words[candidate.first - 1].gap == " ") or word.gap in (", ", "/", " / ")
    ):
        if not case and previous.best.place.kind == reading.place.kind:
            case, points = previous.case, points + Weights.listed
    if candidate.first and word.gap == " " and _place_noun(text, words[candidate.first - 1]):
        points += Weights.noun
    elif tongue.far(text.keys[max(0, word.start - 30) : word.start].rstrip()):
        points, case = points + Weights.near, case or "of"
    if text.clean[word.start - 1 : word.start] in ("(", "/") and text.clean[candidate.end : candidate.end + 1] in (")", "/"):
        points += Weights.bracket
        if candidate.first and words[candidate.first - 1].taken or is_company_tail(words[candidate.first - 1].text):
            points += Weights.bracket_of_company
    if word.opens and _DATELINE.match(text.clean, candidate.end) and (
        "\n" in word.gap or candidate.first == 0 or text.clean[word.start : candidate.end].isupper()
    ):
        points += Weights.dateline
    return case, points


def place_is_town(reading: Reading) -> bool:
    return reading.place.kind == "city"


def _place_noun(text: Text, word: Word) -> bool:
    """A noun after which a town's name stands: "Standort", "havenstad"."""
    if text.tongue.vocabulary.nouns_capitalised and not word.capital:
        return False
    return word.key.endswith(text.tongue.noun)


def _against(text: Text, candidate: Candidate, reading: Reading) -> float:
    """What speaks for a person, a company or a longer name."""
    words, tongue = text.words, text.tongue
    word = words[candidate.first]
    vocabulary = tongue.vocabulary
    before = words[candidate.first - 1] if candidate.first and word.gap == " " else None
    after = words[candidate.last + 1] if candidate.last + 1 < len(words) else None
    after = after if after is not None and after.gap == " " else None
    points = 0.0
    if reading.base in text.surnames and not (reading.inflected and reading.case == "in"):
        return Weights.person
    if before is not None:
        if is_given_name(before.text) or vocabulary.is_title(before.key):
            return Weights.person
        earlier = words[candidate.first - 2] if candidate.first > 1 and before.gap == " " else None
        if earlier and earlier.capital and not earlier.opens and tongue.particle(before.key):
            points += Weights.run
        if earlier and is_given_name(earlier.text) and tongue.preposition(before.key) == "of":
            return Weights.person
        known = candidate.first - 1 in text.cues or candidate.first - 1 in text.at or _place_noun(text, before)
        if before.capital and not before.opens and not known and not before.taken and not (tongue.inflects and before.key.endswith("n")):
            points += 0.0 if vocabulary.nouns_capitalised and vocabulary.ordinary(before.text) else Weights.run
    if after is not None and after.capital:
        if is_company_tail(after.text):
            return Weights.tail
        if is_given_name(word.text) and candidate.first == candidate.last and not reading.inflected:
            return Weights.person
        known = candidate.last + 1 in text.cues or candidate.last + 1 in text.at or after.taken
        if not known and not (reading.inflected and tongue.inflects):
            if not vocabulary.nouns_capitalised:
                points += Weights.run
            elif not vocabulary.ordinary(after.text):
                points += Weights.run / 2
    elif is_given_name(word.text) and place_is_town(reading) and candidate.first == candidate.last:
        points -= 1.5
    return points
