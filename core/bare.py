"""Numbers that no noun follows, and where what they count stands instead: in the words before them.

"20 GWh, im Endausbau 40", "600 banen; dat moeten er 900 worden", "Latauspisteitä on nyt 22 000": the unit is that of
the number before, or a plural that the sentence begins with. A date, an ordinal and the number of a model are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from core.analysis import Analysis, Part
from core.clauses import clause
from core.dates import find_dates
from core.lexicon import lower, settings
from core.numbers import Number
from core.quantity import Quantity

_LEAST = 10  # a number without a noun counts nothing below
_STOPS = ".,;:?!()–“”’'\""
_WORD = re.compile(r"\s*([^\W\d_][\w'’-]*)?")
_LIST = re.compile(r"\s*[,:–(]\s*$")
_COUNTING = ("capacity", "jobs", "money")  # what a bare number behind may go on with
_WORDS = re.compile(r"[^\W\d_][\w-]*")
_TIMES = 50.0  # how many times as large as the number before it an elliptic one may be
_TOPIC = 60  # characters from a plural that is counted to its number
_SHARED = 34  # characters between two numbers of a list
_REACH = 70  # characters from a number to what it is to become
_RANKED = 60  # characters between a place's number and the next place's: "Duitsland met 400 GWh, gevolgd door Hongarije (215)"
_PRICED = 14  # characters between a number and a word of money
_NEAR = 14  # characters between a number and the word of a plan that it is told with
_YEAR = 4  # digits
_OTHERS = {"capacity": ("jobs", "capnot", "moneynot"), "jobs": ("capacity", "capnot", "moneynot")}
_DOING = ("act",)  # of the cues of jobs: what is done to any number


@cache
def function_words(language: str) -> frozenset[str]:
    return frozenset(settings(language)["function"]["words"])


@cache
def _stand_ins(language: str) -> tuple[frozenset[str], frozenset[str]]:
    """Words that stand for what was counted before ("es", "er", "niitä"), and the words for "and"."""
    numbers = settings(language)["numbers"]
    return frozenset(numbers["stand_ins"]), frozenset(numbers["coordinators"])


def bare_numbers(analysis: Analysis, part: Part, least: float = _LEAST) -> list[Number]:
    """The numbers of a sentence that no noun follows, neither years nor parts of a name."""
    function = function_words(analysis.document.language)
    verbs = {h.start for h in part.cues("jobs")}
    found = []
    for number in part.numbers:
        if number.high < least or any(q.start <= number.core_start < q.end for q in part.quantities):
            continue
        # "Bis 2030" is a year too; "bis zu 2000" is hardly ever said without what is counted
        year = 1950 <= number.low <= 2060 and not number.change and number.qualifier in (None, "up_to")
        if year and (number.words or analysis.text[number.core_start : number.end].isdigit()):
            continue  # "2.000" is none
        behind = analysis.text[number.end : min(number.end + 2, part.sentence.end)].strip()
        follows = _WORD.match(analysis.text, number.end, part.sentence.end)  # the next line of a list is another sentence
        word = follows.group(1) if follows else None
        if follows is None or word is None:
            if behind and (behind[0] not in _STOPS or behind[0] == "." and behind[1:].isdigit()):
                continue
            if behind == "." and number.end + 1 < part.sentence.end and not number.words:
                continue  # "am 12. März"
        elif word[0].isupper() or not (number.change or lower(word) in function or follows.start(1) in verbs):
            if word[0].isupper() or not _no_noun(analysis, follows.end(1)):
                continue
        before = analysis.text[part.sentence.start : number.start].split()
        told = any(0 <= number.start - h.end <= 1 for h in (*part.cues("stage"), *part.cues("jobs", "workforce")))
        told = told or any(number.start - p.end == 1 for p in part.places)  # "in Douvrin 2.000"
        if len(before) > 1 and not told and number.qualifier is None and not (before[-1][0].islower() or before[-1][-1] in ",:;"):
            if not _of_a_noun(analysis, before, word):
                continue  # "Model 300", "Lightyear 40"
        found.append(number)
    return found


def _of_a_noun(analysis: Analysis, before: list[str], word: str | None) -> bool:
    """Where nouns are capitalised: whether the word before a number is one behind its article, and a small word follows:
    "nach dem Ausbau 240 sein", "peilt der Konzern 20.000 an"."""
    if word is None or not settings(analysis.document.language).get("capitalises_nouns"):
        return False
    return before[-2].islower() and lower(before[-2]) in function_words(analysis.document.language)


def _no_noun(analysis: Analysis, end: int) -> bool:
    """Where nouns are capitalised: that none follows the small word that ends here, so that the number stands alone."""
    if not settings(analysis.document.language).get("capitalises_nouns"):
        return False
    follows = _WORD.match(analysis.text, end)
    return follows is None or follows.group(1) is None or follows.group(1)[0].islower()


def topic(analysis: Analysis, part: Part, number: Number) -> str:
    """The unit of a plural that stands before a number of its own ("Ladepunkte: 400"); "" where there is none."""
    told = [h for h in part.cues("counted") if h.end <= number.start and number.start - h.end <= _TOPIC]
    if not told:
        return ""
    between = [n for n in part.numbers if told[-1].end <= n.start < number.start and not 1950 <= n.low <= 2060]
    return "" if between else told[-1].cue.value


def continues(analysis: Analysis, part: Part, number: Number, before: Quantity, low: float, again: bool) -> bool:
    """Whether a bare number goes on counting what the number before it counts.

    low: the number before, in the unit that it is written in. again: that one was bare too.
    """
    if any(0 <= h.start - number.end <= 2 for h in (*part.cues("money"), *part.cues("moneynot"))):
        return False  # "soll eines noch 20.000 kosten"
    if not low / _TIMES <= number.high <= low * _TIMES or number.scaled and number.high < low:
        return False
    words, ands = _stand_ins(analysis.document.language)
    first, last = clause(analysis, part, number)
    begin = before.start if before.start >= part.sentence.start else first
    stage = any(min(begin, first) <= h.start < last for h in part.cues("stage"))
    stage = stage or any(0 <= h.start - number.end <= 2 for h in part.cues("capacity", "annual"))
    inside = part.sentence.start <= before.start
    if stage or inside and any(first <= h.start < number.start for h in part.cues("frame", "limit")):
        return True
    if words.intersection(analysis.flat[first:last].split()):
        return True
    gap = analysis.text[before.end : number.start] if inside else ""
    if inside and _becomes(analysis, part, number, before, (max(first, before.end), last)):
        return True
    level = ("city",) if before.kind == "jobs" else ("city", "region", "country")  # "in heel Nederland 1.510" is the company
    ranked = len(gap) <= _RANKED and any(0 <= number.start - p.end <= 6 and p.kind in level for p in part.places)
    if not inside and not part.quantities and grows_to(analysis, number, first):
        near = part.sentence.start - before.end <= 2 * _REACH
        told = any(first <= h.start < last for h in (*part.cues("event", "expansion"), *part.cues("stage", "capacity")))
        larger = before.kind == "capacity" or number.low > before.high
        strange = _of_others(part, before, first, last) or _of_another_thing(analysis, part, first, last)
        return near and told and larger and not strange
    if not inside or len(gap) > _SHARED and not ranked:
        return False
    between = any(before.end <= p.start < number.start for p in part.places)
    in_turn = "," in gap and any(p.end <= before.start for p in part.places)
    if between and (again or in_turn or not ands.isdisjoint(gap.split())):
        return True  # "in Ungarn 215, in Frankreich 160"
    if any(before.end <= h.start < number.start for h in (*part.cues("start", "delay"), *part.cues("frame", "past_plan"))):
        return True  # "1.700 banen in plaats van 2.500"
    placed = _stands_in(number, [*(p.start for p in part.places), *(h.start for h in part.cues("site"))])
    return placed and bool(_LIST.search(gap)) or again and not ands.isdisjoint(gap.split())


def _becomes(analysis: Analysis, part: Part, number: Number, before: Quantity, span: tuple[int, int]) -> bool:
    """Whether a number is told as what another, before it in its sentence, is to become or was: with a year ("bis 2030
    peilt man 20.000 an"), as a plan ("geplant sind 24"), as growth ("Ausbau auf 40", "24:ään") or as that by which it
    grows ("400 lisää").

    span: what of its clause stands behind the number before.
    """
    begin, end = span
    if number.start - before.end > _REACH:
        return False
    if _of_others(part, before, begin, end) or _of_another_thing(analysis, part, begin, end):
        return False
    grows = {h.start for h in part.cues("event", "expansion")}
    if any(max(h.start - number.end, number.start - h.end) <= _PRICED and h.start not in grows for h in part.cues("money")):
        return False
    if _by_a_year(analysis, part, number, (begin, end), before.kind == "capacity"):
        return True
    for hit in part.cues("status", "planned", "announced"):
        if begin <= hit.start < end and max(hit.start - number.end, number.start - hit.end) <= _NEAR:
            return True
    ranges = settings(analysis.document.language)["numbers"]["ranges"]
    if analysis.flat[before.end : number.start].strip() in ranges.get("instead_behind", ()):
        return True  # "35 gigawattitunnin sijasta 20"
    behind = analysis.flat[number.end : end].split(maxsplit=1)[:1]
    told = behind and behind[0].strip(_STOPS) in (*ranges["added"], *ranges.get("instead_behind", ()))
    return bool(told) or (before.kind == "capacity" or number.low > before.high) and grows_to(analysis, number, begin)


def _by_a_year(analysis: Analysis, part: Part, number: Number, span: tuple[int, int], stated: bool) -> bool:
    """Whether a number is told as that of a year to come: right behind it and with no more ("von 2030 an 90.000"), or, where
    it may be stated in full, beside a word of what is to be ("bis 2030 peilt man 20.000 an")."""
    begin, end = span
    published = analysis.document.published
    since = published.year if published else 0
    dates = [w for w in find_dates(analysis, part) if begin <= w.start < end and len(w.value) == _YEAR and int(w.value) >= since]
    function = function_words(analysis.document.language)
    if any(w.end <= number.start and function.issuperset(analysis.flat[w.end : number.start].split()) for w in dates):
        return analysis.text[number.end : number.end + 1] in _STOPS
    told = (*part.cues("status", "planned", "announced", "intent"), *part.cues("frame", "future"), *part.cues("modal"))
    planned = any(begin <= h.start < end for h in told) and not any(begin <= h.start < end for h in part.cues("start", "person"))
    return bool(dates) and stated and planned


def _of_another_thing(analysis: Analysis, part: Part, begin: int, end: int) -> bool:
    """Where nouns are capitalised: whether a stretch names a thing that no cue, company, place or date is: "die Temperatur
    steigt auf 45"."""
    if not settings(analysis.document.language).get("capitalises_nouns"):
        return False
    known = [(h.start, h.end) for h in part.hits] + [(n.start, n.end) for n in part.numbers]
    known += [(c.start, c.end) for c in part.companies] + [(p.start, p.end) for p in part.places]
    known += [(w.start, w.end) for w in find_dates(analysis, part)]
    for word in _WORDS.finditer(analysis.text, begin, end):
        first = word.start() == part.sentence.start
        if word.group()[0].isupper() and not first and not any(a <= word.start() < b for a, b in known):
            return True
    return False


def _of_others(part: Part, before: Quantity, begin: int, end: int) -> bool:
    """Whether a stretch tells of something that no number like the one before counts: of people, of sales, of a price."""
    others = [h for h in part.hits if begin <= h.start < end and h.cue.group in _OTHERS[before.kind]]
    return any(h.cue.value not in _DOING for h in others)


def grows_to(analysis: Analysis, number: Number, begin: int) -> bool:
    """Whether a number is told as what something grows to: "auf 40", "24:ään". begin: of its clause."""
    ranges = settings(analysis.document.language)["numbers"]["ranges"]
    ahead = analysis.flat[begin : number.start].split()[-1:]
    if ahead and ahead[0] in ranges["grows_to"]:
        return True
    ended = ":" in analysis.text[number.core_start : number.end]
    return ended and analysis.flat.endswith(tuple(ranges.get("case_to", ())), 0, number.end)


def _stands_in(number: Number, starts: Iterable[int]) -> bool:
    """ "1000 banen: zeshonderd in de mijn": a place or a plant right behind a number."""
    return any(0 <= start - number.end <= 16 for start in starts)


def antecedent(analysis: Analysis, part: Part, number: Number, kind: str, more: Iterable[Quantity] = ()) -> Quantity | None:
    """The capacity or number of jobs told last before a number, here or in the sentence before; None if not of a kind.

    more: bare numbers that were read as such here or in the sentence before.
    """
    told = [q for q in (*part.quantities, *more) if q.kind in _COUNTING and q.end <= number.start]
    told.sort(key=lambda q: q.start)
    if not told and part.index:
        earlier = analysis.parts[part.index - 1]
        if earlier.sentence.paragraph == part.sentence.paragraph and not _of_people(analysis, part, number, kind):
            told = [q for q in (*earlier.quantities, *more) if q.kind in ("capacity", "jobs")]
            told.sort(key=lambda q: q.start)
    return told[-1] if told and told[-1].kind == kind else None


def _of_people(analysis: Analysis, part: Part, number: Number, kind: str) -> bool:
    """ "minder haast met mensen: 70 om te beginnen": whether people are named before a number, which may count them."""
    people = settings(analysis.document.language, "units")["jobs"]
    return kind == "capacity" and any(word in people for word in _WORDS.findall(analysis.flat, part.sentence.start, number.start))
