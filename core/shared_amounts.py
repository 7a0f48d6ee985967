"""Numbers that share the millions of an amount before them: "Milence zahlt 90 Millionen Euro, Berlin weitere 38"."""

from __future__ import annotations

import re
from functools import cache

from core.analysis import Analysis, Part
from core.bare import bare_numbers
from core.lexicon import settings
from core.models import Fact
from core.numbers import Number, choice

_BARE = 1000  # so large a number is no number of millions
_REACH = 90  # characters from an amount to one that shares its millions
_ENDS = (",", ".", ";", ")", "")  # behind such a one
_STRANGE = ("moneynot", "counted", "capacity")  # words of what is not given or paid
_WORK = ("work", "workforce", "hire")


def shared(analysis: Analysis, part: Part, told: list[Fact]) -> list[Fact]:
    """The amounts of a sentence's numbers that no noun follows, in a list behind who gives them ("Berlin weitere 38") or behind
    a word for a sum ("samen 4"). Where another number, measure or word of other things stands between, the list has ended.

    told: the amounts of the sentence that were taken.
    """
    more: list[Fact] = []
    if not told:
        return more
    strange = [h.start for h in part.hits if h.cue.group in _STRANGE or h.cue.group == "jobs" and h.cue.value in _WORK]
    counted = [q.start for q in part.quantities if q.kind != "money"]
    for number in _alone(analysis, part):
        before = max((f for f in [*told, *more] if f.end <= number.start), key=lambda f: f.end, default=None)
        if before is None or number.start - before.end > _REACH:
            continue
        between = [n.start for n in part.numbers if n.start != number.start]
        if any(before.end <= start < number.end for start in (*strange, *counted, *between)):
            continue
        times = _times(analysis, part, max((f for f in told if f.end <= before.end), key=lambda f: f.end))
        summed = bool(_summed(analysis.document.language).search(analysis.flat, before.end, number.start))
        summed = summed and number.low * times > before.value["amount"]
        lands = [p for p in part.places if p.kind != "demonym" and not p.case and _names(analysis, p.start, p.end, number)]
        givers = [c for c in part.companies if _names(analysis, c.start, c.end, number)]
        if not times or not (summed or givers or lands):
            continue
        public = bool(lands) or any(c.company.kind == "public_funder" for c in givers)
        value = before.value | {
            "amount": round(number.low * times),
            "max": round(number.high * times),
            "kind": "public_support" if public and not summed else before.value["kind"],
            "qualifier": number.qualifier or "none",
            "also": [],
            "change": False,
        }
        more.append(Fact("investments", value, number.start, number.end, part.index, "money.shared", 0.75))
    return more


def _alone(analysis: Analysis, part: Part) -> list[Number]:
    """The numbers of a sentence that nothing but a comma or its end follows, also right behind a company's name ("die KfW
    sechs")."""
    bare = bare_numbers(analysis, part, 2)
    named = [n for n in part.numbers if n not in bare and any(n.start - c.end == 1 for c in part.companies)]
    ended = [n for n in (*bare, *named) if analysis.text[n.end : n.end + 1] in _ENDS]
    return sorted((n for n in ended if not n.scaled and 2 <= n.low and n.high < _BARE), key=lambda n: n.start)


def _times(analysis: Analysis, part: Part, fact: Fact) -> float:
    """What the number of an amount is multiplied by: a million of "90 Millionen Euro"; 0 where no such word stands."""
    raw = next((n for n in part.numbers if fact.start <= n.core_start < fact.end and n.scaled), None)
    words = analysis.flat[raw.core_start : raw.end].split() if raw else []
    return float(settings(analysis.document.language)["numbers"]["scales"].get(words[-1], 0.0)) if words else 0.0


def _names(analysis: Analysis, start: int, end: int, number: Number) -> bool:
    """Whether a name stands before a number, with a verb of giving between ("Sachsen gibt weitere 14"), or without one as an
    item of a list, behind a comma or an "and" and an article at most, or behind such a verb ("trägt Sachsen 14")."""
    if end > number.start:
        return False
    language = analysis.document.language
    gives, others = _giving(language)
    verb, _, between = analysis.flat[end : number.start].strip().partition(" ")
    if verb in gives:
        return not between or between in others
    between = f"{verb} {between}".strip()
    if between and between not in others:
        return False
    return bool(_listed(language).search(analysis.flat, max(0, start - _REACH), start))


@cache
def _listed(language: str) -> re.Pattern[str]:
    """Before a name that is an item of a list, or behind a verb of giving."""
    ands = choice(settings(language)["numbers"]["coordinators"])
    articles = choice([*settings(language, "companies")["articles"], "-"])
    gives = choice(settings(language)["numbers"]["gives"])
    return re.compile(rf"(?:,|\s(?:{ands})|\s(?:{gives}))\s(?:(?:{ands})\s)?(?:(?:{articles})\s)?$")


@cache
def _giving(language: str) -> tuple[frozenset[str], frozenset[str]]:
    """The verbs of giving, and the words for "another"."""
    numbers = settings(language)["numbers"]
    return frozenset(numbers["gives"]), frozenset(numbers["another"])


@cache
def _summed(language: str) -> re.Pattern[str]:
    """Before a number: ", samen"."""
    table = settings(language)["numbers"]
    return re.compile(rf"(?:[,;(–]|\s(?:{choice(table['coordinators'])}))\s?(?:{choice(table['sums'])})\s$")
