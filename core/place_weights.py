"""Points for and against a candidate's being a place, and the choice among places of one name; for ``core.places``.

A candidate needs ``Weights.enough``. The weights were set on articles of the development corpus.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.company_index import names_company
from core.gazetteer import PART, Place, key
from core.place_lookup import Reading
from core.place_reading import Around, Candidate, Text, Word, beside_of
from core.place_words import PlaceWords, is_company_tail, is_given_name

_LONG_NAME = 6
_KNOWN_TOWN = 50_000  # inhabitants of a town at home that everybody takes for one, whatever list its name stands in
_HOME_TOWN = 20_000  # ... that may open a sentence
_ITS_REGION = 1.2  # for a place whose region the article names, among places of one name
_LONGEST_BRACKET = 60  # characters
_DATELINE = re.compile(
    r"(?:,? (?:den )?\d{1,2}\.? ?[^\W\d_]|[.,:]?\*{0,2} {1,4}[–—] |\*{0,2}[.:]\*{0,2} (?=[A-ZÄÖÜ„«])"
    r"|(?: [A-Z]{2})? \([a-zA-Z/]{2,10}\)[.:]? [-–—] | ?/ ?[A-ZÄÖÜ][^\s/]* *(?:\([a-zA-Z/]{2,10}\) *)?[-–—] )"
)
_ITEM = re.compile(r"(?:^|\n)\W*[•●▪‣·*–—-]\W*$")  # before the first word of an item of a list
_LABEL = re.compile(r"\*{0,2}:\*{0,2} ")


class Weights:
    """Points for and against a candidate."""

    enough = 2.4
    size = ((500_000, 2.6), (100_000, 2.2), (30_000, 1.6), (10_000, 1.1), (2_000, 0.7), (1, 0.4), (0, 0.2))
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
    word_amid = -0.9  # of rank 1, where only names are capitalised and none but a name would be here
    opens = -0.4  # first of its sentence: capitalised whatever it is
    article = -2.0  # "the X" is no town
    case = {"in": 1.7, "from": 1.2, "of": 0.5, "": 0.0}
    ending = {"in": 1.9, "from": 1.3, "of": 0.9, "": 0.0}
    strict = 0.5  # more, after a preposition that has hardly another sense
    unmistakable = 0.5  # ... before a name that one country only has and that is no word
    rare = 0.5  # a long name that only one country has and no list of words
    outer = -2.5  # a town abroad with a company's name, in a case that towns abroad hardly take: "Electralla oli 40 asemaa"
    foreign_letters = 0.4  # a name with letters that the language does not write
    chosen = 1.7  # "die Wahl fiel auf Guben"
    beside = 3.0  # its own region or country stands right beside it
    own_region = 1.2  # ... more where it is a region
    near = 1.2
    listed = 1.6
    noun = 1.6
    bracket = 1.6
    bracket_of_company = 1.4
    behind_company = 1.2  # "BASF Schwarzheide"
    dateline = 2.2
    gets = 0.9  # "Guben bekommt ein Werk"
    again = 1.5
    person = -6.0
    first_name = -1.5  # "Marshall", without its own state right behind it
    run = -2.6  # part of a longer name
    tail = -6.0


def case_of(text: Text, candidate: Candidate, reading: Reading) -> str:
    """What the words before a name or its ending say: in · from · of, "" for nothing."""
    return reading.case or _marked(text, candidate, reading)[0]


def choose(text: Text, candidate: Candidate) -> None:
    """The most likely place of a candidate, in the light of the countries noted so far."""
    readings = candidate.readings
    if len(readings) == 1:
        candidate.best = readings[0]
        return
    beside, worded = _beside(text, candidate), _region_word(text, candidate)
    candidate.best = max(readings, key=lambda r: _likelihood(text, candidate, r, beside, worded))


def _beside(text: Text, candidate: Candidate) -> list[Place]:
    """The regions and countries beside a candidate, looked for once."""
    beside = candidate.beside
    if beside is None:
        beside = candidate.beside = beside_of(text, candidate.first, candidate.last, candidate.end)
    return beside


def _likelihood(text: Text, candidate: Candidate, reading: Reading, beside: list[Place], worded: bool) -> float:
    points = reading.worded if worded else reading.weight
    country = reading.place.country
    if country in text.countries:
        here, article = text.told(candidate.sentence, country, reading.base)
        points += 1.2 * min(here, 2.0) + 0.5 * min(article, 3.0)
    if beside:
        points += (-3.0, 2.0, 6.0)[_within(reading.place, beside)]
    elif reading.place.region and any(
        p.kind == "region" and p.name == reading.place.region and p.country == country for p in text.named.values()
    ):
        points += _ITS_REGION
    return points


def _within(place: Place, others: list[Place]) -> int:
    """2: a place lies in a region or country that stands beside it; 1: in the country of the region; 0: elsewhere."""
    if place.kind == "country" and any(o.country == place.country for o in others):
        return 2
    regions = [o for o in others if o.kind == "region" and o.country == place.country and o.name != place.name]
    if any(o.name == place.region for o in regions):
        return 2
    if regions:
        return 1
    return 2 if any(o.country == place.country and o != place for o in others) else 0


def _region_word(text: Text, candidate: Candidate) -> bool:
    """Does a word like "provincie" stand before it, or one like "osavaltio" after it?"""
    words, tongue = text.words, text.tongue
    before = words[candidate.first - 1] if candidate.first else None
    after = words[candidate.last + 1] if candidate.last + 1 < len(words) else None
    return bool(
        (before and words[candidate.first].gap == " " and before.key.endswith(tongue.region_noun))
        or (after and after.gap == " " and after.key.startswith(tongue.region_after) and tongue.region_after)
    )


def weigh(text: Text, candidate: Candidate, again: bool) -> None:
    """Give a candidate its points and its case. again: the same name is accepted elsewhere in the text."""
    reading = candidate.best
    if reading is None:
        return
    place, tongue, word = reading.place, text.tongue, text.words[candidate.first]
    case, points = _marked(text, candidate, reading)
    beside = _beside(text, candidate)
    large = place.country in tongue.home and place.kind == "city" and not tongue.rank(reading.base)
    rare = _unmistakable(candidate, tongue)
    whole = reading.quality > PART or _of_double_town(reading) or (rare and (case == "in" or bool(beside)))
    points += _by_size(place.population if whole else place.population // 10, Weights.size)
    points += 0.0 if whole else Weights.other_spelling
    rare = rare and whole
    points += Weights.rare if rare else 0.0
    points += Weights.foreign_letters if whole and tongue.foreign(reading.base) else 0.0
    if " " not in reading.base:
        rank = tongue.rank(reading.base)
        amid = rank == 1 and not (word.opens or tongue.vocabulary.nouns_capitalised)
        points += Weights.word_amid if amid else Weights.word[rank]
    if place.country in tongue.home:
        points += Weights.home
    elif any(told := text.told(candidate.sentence, place.country, reading.base)):
        points += Weights.country_here if told[0] else Weights.country
    elif place.kind == "city":
        points += 0.0 if rare and case else _by_size(place.population, Weights.foreign)
        abroad = [r.place.population for r in candidate.readings if r.place.country != place.country]
        if any(people * 10 > place.population for people in abroad):
            points += Weights.ambiguous
    if tongue.outer and reading.inflected and place.kind == "city" and place.country not in tongue.home:
        points += Weights.outer if word.key.endswith(tongue.outer) and names_company(reading.base) else 0.0
    if " " in reading.base or "-" in reading.base:
        points += Weights.several_words
    elif not tongue.vocabulary.nouns_capitalised:
        sure = not word.opens or (place.population >= 2_000 and not tongue.vocabulary.listed(word.text))
        if place.country in tongue.home and sure and reading.quality > PART and not tongue.rank(reading.base):
            points += Weights.name_language
    elif place.population < (_KNOWN_TOWN if large else 150_000) and tongue.vocabulary.listed(reading.base):
        points += Weights.noun_language
    points += Weights.opens if word.opens and not (large and place.population >= _HOME_TOWN) else 0.0
    within = _within(place, beside) if beside else 0
    if beside:
        points += Weights.beside if within else -1.0
        points += Weights.own_region if any(o.name == place.region != place.name for o in beside) else 0.0
    points += _around(text, candidate, reading).against
    candidate.rule = "name"
    if again:
        points += Weights.again
        candidate.rule = "again"
    candidate.points, candidate.case = points, case
    if case:
        candidate.rule = f"case.{case}"
    if within:
        candidate.rule = "beside"
    if _around(text, candidate, reading).chosen:
        candidate.rule = "chosen"


def _of_double_town(reading: Reading) -> bool:
    """Is it one half of a town's double name: "Bitterfeld" of Bitterfeld-Wolfen?"""
    halves = key(reading.place.name).split("-")
    return reading.place.kind == "city" and len(halves) == 2 and reading.base in halves and len(reading.base) >= _LONG_NAME


def _unmistakable(candidate: Candidate, tongue: PlaceWords) -> bool:
    """Is it a long name that is no word and no first name, and that one country only has?"""
    base = candidate.best.base if candidate.best else ""
    countries = {r.place.country for r in candidate.readings}
    return len(base) >= _LONG_NAME and len(countries) == 1 and not tongue.rank(base) and not tongue.vocabulary.listed(base)
def _by_size(people: int, table: Sequence[tuple[int, float]]) -> float:
    """The weight of so many inhabitants; table: the fewest of each class with its weight, the largest first."""
    for least, weight in table:
        if people >= least:
            return weight
    return 0.0


def _marked(text: Text, candidate: Candidate, reading: Reading) -> tuple[str, float]:
    """What marks a name as a place: case and points."""
    around = _around(text, candidate, reading)
    case, points, previous = around.case, around.points, around.previous
    if previous is not None and not case and previous.points >= Weights.enough and previous.best:
        if previous.best.place.kind == reading.place.kind:
            case, points = previous.case, points + Weights.listed
    for mark in around.marks:
        points += mark
    return case or around.near, points


def _around(text: Text, candidate: Candidate, reading: Reading) -> Around:
    """What stands around a candidate; kept, because it is weighed more than once."""
    known = candidate.around
    if known is None or known.reading is not reading:
        known = candidate.around = _look_around(text, candidate, reading)
        known.against = _against(text, candidate, reading)
    return known


def _look_around(text: Text, candidate: Candidate, reading: Reading) -> Around:
    words, tongue, word = text.words, text.tongue, text.words[candidate.first]
    if reading.inflected and tongue.inflects:
        after = words[candidate.last + 1] if candidate.last + 1 < len(words) else None
        noun = after is not None and after.gap == " " and any(stem in after.key for stem in tongue.noun_after)
        return Around(reading, reading.case, Weights.ending[reading.case] + (1.0 if noun and reading.case == "of" else 0.0))
    around = Around(reading)
    bare = _is_town(reading) and reading.base not in tongue.articled
    before, preposition = leading(text, candidate.first, bare)
    if preposition is not None and before is not None:
        around.case = preposition
        around.points = Weights.case[preposition]
        if before.key in tongue.strict:
            around.points += Weights.strict
            countries = {r.place.country for r in candidate.readings if r.quality > PART}
            vocabulary = tongue.vocabulary
            is_word = vocabulary.ordinary if vocabulary.nouns_capitalised else vocabulary.listed
            plain = reading.quality > PART and not tongue.rank(reading.base) and not is_word(reading.base)
            if plain and len(countries) == 1:
                around.points += Weights.unmistakable
    elif before is not None and tongue.vocabulary.stop(before.key) and bare:
        around.points += 0.0 if " " in reading.base else Weights.article  # "den Salar de Atacama"
    previous = text.at.get(candidate.first - 1)
    joiner = candidate.first >= 2 and words[candidate.first - 1].key in tongue.joiners
    if previous is None and joiner:
        previous = text.at.get(candidate.first - 2)
    if (joiner and words[candidate.first - 1].gap == " ") or word.gap in (", ", "/", " / "):
        around.previous = previous
    elif word.gap.endswith("), "):
        around.previous = _before_bracket(text, word.start)
    if candidate.first and word.gap == " " and _place_noun(text, words[candidate.first - 1]):
        around.marks.append(Weights.noun)
    elif candidate.first and word.gap == " " and words[candidate.first - 1].taken and _is_town(reading):
        around.marks.append(Weights.behind_company)
    elif tongue.chosen(before_it := text.keys[max(0, word.start - 30) : word.start].rstrip()):
        around.marks.append(Weights.chosen)
        around.near, around.chosen = "of", True
    elif tongue.far(before_it):
        around.marks.append(Weights.near)
        around.near = "of"
    brackets = text.clean[word.start - 1 : word.start] + text.clean[candidate.end : candidate.end + 1]
    if brackets in ("()", "(/", "/)"):
        around.marks.append(Weights.bracket)
        before = words[candidate.first - 1] if candidate.first else None
        if before and (before.taken or is_company_tail(before.text)):
            around.marks.append(Weights.bracket_of_company)
    beside = (candidate.first - 1, candidate.last + 1) if tongue.gets and _is_town(reading) else ()
    if any(0 <= i < len(words) and words[i].key in tongue.gets for i in beside):
        around.marks.append(Weights.gets)
    if _dateline(text, candidate):
        around.marks.append(Weights.dateline)
        if not around.case and text.clean[candidate.end : candidate.end + 3].lstrip("*")[:1] == ":":
            around.near = around.near or "in"  # the paragraph tells what happens there
    return around


def _before_bracket(text: Text, start: int) -> Candidate | None:
    """The name that a bracket stands behind: Venlo in "in Venlo (4 laadpunten), Heudebouw"."""
    opening = text.clean.rfind(" (", max(0, start - _LONGEST_BRACKET), start)
    return next((c for c in text.candidates if c.end == opening), None)


def leading(text: Text, first: int, town: bool) -> tuple[Word | None, str | None]:
    """The word that governs a name, and what it says if it is a preposition (in · from · of).

    Between them may stand adjectives of nationality and nouns of place ("in het Finse stadje X"), before anything but
    a town also an article ("in den USA").
    """
    words, tongue = text.words, text.tongue
    number, steps = first - 1, 0
    while number >= 0 and steps < 3 and words[number + 1].gap == " ":
        word = words[number]
        plain = tongue.links(word.key) and tongue.preposition(word.key, contracted=True) is None
        skipped = plain and (steps or not town) or not word.capital and not steps and tongue.tells_where(word.key)
        if not (number in text.cues or _place_noun(text, word) or skipped):
            break
        number, steps = number - 1, steps + 1
    if number < 0 or words[number + 1].gap != " ":
        return None, None
    return words[number], tongue.preposition(words[number].key, contracted=steps > 0 or not town)


def _dateline(text: Text, candidate: Candidate) -> bool:
    """Does a line begin with the town and the date or a dash: "LISSABON, 18 januari –", "EINDHOVEN Het bedrijf"?"""
    word = text.words[candidate.first]
    if not word.opens:
        return False
    begins = "\n" in word.gap or candidate.first == 0
    capitals = text.clean[word.start : candidate.end].isupper()
    if _DATELINE.match(text.clean, candidate.end):
        return begins or capitals
    label = _ITEM.search(word.gap) and _LABEL.match(text.clean, candidate.end)
    nouns = text.tongue.vocabulary.nouns_capitalised
    if label and not text.tongue.rank(word.key) and not (nouns and text.tongue.vocabulary.listed(word.text)):
        return True  # "• Kajaani: saksalaisen yhtiön hanke"
    after = text.words[candidate.last + 1] if candidate.last + 1 < len(text.words) else None
    return begins and capitals and after is not None and after.gap == " " and not after.text.isupper()


def _is_town(reading: Reading) -> bool:
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
        number = candidate.first - 1
        known = number in text.cues or number in text.at or before.taken or before.opens or _place_noun(text, before)
        # Where endings tell cases, a word with one is no first part of a name: "Metalli Oy:lle Kokkolan tehtaasta".
        ended = tongue.inflects and (before.key.endswith("n") or ":" in before.key or vocabulary.in_local_case(before.key))
        if before.capital and not known and not ended:
            points += 0.0 if vocabulary.nouns_capitalised and vocabulary.ordinary(before.text) else Weights.run
    if after is not None and after.capital:
        if is_company_tail(after.text):
            return Weights.tail
        if is_given_name(word.text) and candidate.first == candidate.last and not (reading.inflected and reading.case == "in"):
            return Weights.person  # "Elon Musk" is nobody of Elko
        known = candidate.last + 1 in text.cues or candidate.last + 1 in text.at or after.taken
        if not known and not (reading.inflected and tongue.inflects) and not _dateline(text, candidate):
            if not vocabulary.nouns_capitalised:
                points += Weights.run
            elif not vocabulary.ordinary(after.text):
                points += Weights.run / 2
    elif is_given_name(word.text) and _is_town(reading) and candidate.first == candidate.last:
        points += 0.0 if _within(reading.place, _beside(text, candidate)) == 2 else Weights.first_name
    return points
