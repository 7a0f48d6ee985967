"""Numbers as the press writes them: digits, words, scales, ranges, hedges.

``find_numbers`` gives every number of a text once; money, capacities and jobs are composed from them. The words are
data: ``[numbers]`` in each language's ``language.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, NamedTuple

from core.lexicon import lower, settings

# Blanks that the press puts between thousands: space, no-break, narrow no-break, thin.
BLANK = "[ \u00a0\u202f\u2009]"
_DIGITS = r"\d{1,3}(?:[.'’\u00a0\u202f\u2009 ]\d{3})+(?!\d)(?:,\d+)?|\d+(?:[.,]\d+)?"
_GROUPED = re.compile(r"\d{1,3}(?:[.'’\u00a0\u202f\u2009 ]\d{3})+(?:,\d+)?")
_PLAIN = re.compile(r"\d+(?:[.,]\d+)?")
_NO_DIGIT = re.compile(r"\D")
_GAP = rf"{BLANK}*(?:[-‐]|\n)?{BLANK}*"
_OF_A_NOUN = 60  # characters in which a noun may stand that an amount is of
_TIMES_A_YEAR = 15  # a number so many times a year's makes no range with it
_ROUND = 50  # what a lower end is a multiple of that looks like a year: "2000 bis 2500 Stellen"


class Number(NamedTuple):
    """A number or a range. ``low`` equals ``high`` for a single number; ``change`` where it tells a before and after.

    ``scaled`` says that a scale word (million, ...) belongs to it, ``words`` that it is spelled out.
    """

    start: int
    end: int
    low: float
    high: float
    qualifier: str | None = None
    scaled: bool = False
    words: bool = False
    change: bool = False
    core_start: int = -1  # where the digits begin, behind a hedge


@dataclass(frozen=True, slots=True)
class _Grammar:
    language: str
    begins: re.Pattern[str]
    token: re.Pattern[str]
    scale: re.Pattern[str]
    scales: dict[str, float]
    lone: frozenset[str]
    atom: re.Pattern[str]
    words: dict[str, float]
    multipliers: dict[str, float]
    vague: re.Pattern[str]
    hedges: tuple[str, ...]  # the last words of the qualifiers
    qualifier: re.Pattern[str]
    qualifiers: dict[str, str]
    amounting: re.Pattern[str] | None
    join: re.Pattern[str]
    between: re.Pattern[str] | None
    between_and: re.Pattern[str] | None
    origin: re.Pattern[str] | None
    grows: re.Pattern[str] | None
    later: re.Pattern[str] | None
    plus: re.Pattern[str]
    case_from: tuple[str, ...]  # endings: "sadasta 150:een"
    case_to: re.Pattern[str] | None


def choice(words: Sequence[str]) -> str:
    """The pattern of one of some words, the longest first."""
    return "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(words, key=len, reverse=True))


def _after(words: list[str], tail: str) -> re.Pattern[str] | None:
    return re.compile(rf"\s*,?\s*\b(?:{choice(words)})\s+{tail}") if words else None


def _origin(words: list[str], now: list[str], hedge: str) -> re.Pattern[str] | None:
    """ "von", "von derzeit rund", "van de huidige", right before a number."""
    between = rf"(?:(?:{choice(now)})\s+)?" if now else ""
    return re.compile(rf"(?<!\w)(?:{choice(words)})\s+{between}{hedge}$") if words else None


def _begins(words: list[str]) -> re.Pattern[str]:
    """Where a number may begin: at a digit, or at the first letters of a word for one, behind no letter, dot or comma.

    The first character comes first in the pattern, so that the search can skip to it; most of a text is skipped.
    """
    firsts = "".join(sorted({re.escape(w[0]) for w in words}))
    seconds = "|".join(sorted({re.escape(w[1:3]) for w in words}))
    return re.compile(rf"[\d{firsts}](?<![\w.,].)(?:(?<=\d)|(?={seconds}))", re.S)


def _amounting(table: dict[str, Any] | None) -> re.Pattern[str] | None:
    """What stands before an amount that a noun is said to come to, up to two names between."""
    if table is None:
        return None
    between = rf"(?:\s+(?:{choice(table['joins'])})\s+[\w&.-]+){{0,2}}"
    return re.compile(rf"(?:{choice(table['nouns'])})(?:e?s|en?)?{between}\s+{re.escape(table['word'])}\s*$")


@cache
def _grammar(language: str) -> _Grammar:
    table = settings(language).get("numbers", {})
    words: dict[str, float] = {k: float(v) for k, v in table["words"].items()}
    multipliers: dict[str, float] = {k: float(v) for k, v in table["multipliers"].items()}
    atoms = choice([*words, *multipliers])
    joiners = choice(table["joiners"])
    glue = rf"(?:{joiners})?" if joiners else ""
    spelled = rf"(?:{atoms})(?:{glue}\s?(?:{choice(list(multipliers))})|{glue}(?:{atoms}))*"
    scales = {k: float(v) for k, v in table["scales"].items()}
    lone = table.get("lone_scales", {}).get("words", [])
    alone = rf"|(?P<lone>{choice(lone)})\b" if lone else ""
    qualifiers = {w: kind for kind, ws in table["qualifiers"].items() for w in ws}
    ranges = table["ranges"]
    hedge = rf"(?:(?:{choice(list(qualifiers))})\s+)?"
    ending = r"(?::[^\W\d_]{1,5}\b)?" if table.get("digit_endings") else ""
    to = choice(ranges["to"])
    return _Grammar(
        language=language,
        begins=_begins([*words, *multipliers, *lone]),
        token=re.compile(rf"(?<![\w.,])(?:(?P<digits>{_DIGITS})(?![\d]){ending}|(?P<words>{spelled})\b{alone})"),
        scale=re.compile(rf"{_GAP}(?P<scale>{choice(list(scales))})(?![\w])"),
        scales=scales,
        lone=frozenset(lone),
        atom=re.compile(rf"({atoms})|(?:{joiners})" if joiners else rf"({atoms})"),
        words=words,
        multipliers=multipliers,
        vague=re.compile(rf"(?<!\w)(?:{choice(table['vague'])})\s+$"),
        hedges=tuple({w.split()[-1] for w in qualifiers}),
        qualifier=re.compile(rf"(?<!\w)(?:{choice(list(qualifiers))})\s*$"),
        qualifiers=qualifiers,
        amounting=_amounting(table.get("amounting")),
        join=re.compile(rf"\s?[–—-]\s?{hedge}|\s+(?:{to})\s+{hedge}"),
        between=re.compile(rf"(?<!\w)(?:{choice(ranges['between'])})\s+$") if ranges["between"] else None,
        between_and=_after(ranges["and"], hedge),
        origin=_origin(ranges["from"], ranges["now"], hedge),
        grows=_after(ranges["grows_to"], hedge),
        later=_after(ranges["later"], hedge),
        plus=re.compile(rf"\s+(?:{choice(table['coordinators'])})\s+{hedge}"),
        case_from=tuple(ranges.get("case_from", ())),
        case_to=re.compile(rf"\S*(?:{'|'.join(ranges['case_to'])})\b|\d[\d ]*\s\w+(?:{'|'.join(ranges['case_to'])})\b")
        if ranges.get("case_to")
        else None,
    )


def _digits(text: str) -> float | None:
    """The value of digits: a dot, an apostrophe or a blank groups thousands, a comma is decimal, and so is a dot
    that does not stand before exactly three digits."""
    if text.isdecimal():
        return float(text)
    if _GROUPED.fullmatch(text):
        whole, _, fraction = text.partition(",")
        return float(_NO_DIGIT.sub("", whole) + ("." + fraction if fraction else ""))
    return float(text.replace(",", ".")) if _PLAIN.fullmatch(text) else None


@lru_cache(maxsize=5_000)
def _spelled(text: str, language: str) -> float | None:
    """The value of number words ("tweehonderdvijftig", "kaksisataa", "anderthalb")."""
    grammar = _grammar(language)
    total = part = last = 0.0
    seen = False
    for match in grammar.atom.finditer(text):
        atom = match.group(1)
        if atom is None:
            continue
        atom = " ".join(atom.split())  # "een\nkwart": a line may break within it
        times = grammar.multipliers.get(atom)
        if times is not None and (last or part or atom not in grammar.words):
            if times >= 1000:
                total += (part + last or 1) * times
                part = last = 0.0
            elif last or not part:
                part += (last or 1) * times
                last = 0.0
            else:
                part *= times
        else:
            if last and grammar.words[atom] < 1:  # "een half"
                last = grammar.words[atom]
            else:
                last += grammar.words[atom]
        seen = True
    return total + part + last if seen else None


def find_numbers(clean: str, language: str) -> list[Number]:
    """Every number of a text, in order; ranges ("2,5 tot 3,1 miljard") are one Number.

    clean: the text; offsets of the result point into it.
    """
    grammar = _grammar(language)
    text = lower(clean)
    singles = _singles(text, grammar)
    return _ranges(text, singles, grammar)


def _singles(text: str, grammar: _Grammar) -> list[Number]:
    found: list[Number] = []
    token = grammar.token.match
    behind = 0  # what is read already
    for begin in grammar.begins.finditer(text):
        match = token(text, begin.start()) if begin.start() >= behind else None
        if match is None:
            continue
        behind = match.end()
        if found and match.start() < found[-1].end:
            continue
        spelled = False
        scaled = False
        end = match.end()
        if match.group("digits") is not None:
            value = _digits(match.group("digits"))
        elif match.group("words") is not None:
            value, spelled = _spelled(match.group("words"), grammar.language), True
        else:
            value, scaled, spelled = grammar.scales[match.group("lone")], True, True
        if value is None:
            continue
        if match.group("digits") is None and grammar.vague.search(text, max(0, match.start() - 16), match.start()):
            continue  # "einige hundert"
        if not scaled:
            scale = grammar.scale.match(text, end)
            if scale:
                value = _clean(value * grammar.scales[scale.group("scale")])
                end, scaled = scale.end(), True
        start = match.start()
        qualifier = None
        before = text[max(0, start - 24) : start].rstrip()
        hedge = grammar.qualifier.search(text, max(0, start - 24), start) if before.endswith(grammar.hedges) else None
        if hedge:
            qualifier = grammar.qualifiers.get(re.sub(r"\s+", " ", hedge.group().strip()))
            if qualifier:
                start = hedge.start()
                if grammar.amounting and grammar.amounting.search(text, max(0, start - _OF_A_NOUN), hedge.end()):
                    qualifier = None  # "ein Kredit der EIB über 155 Millionen"
        found.append(Number(start, end, value, value, qualifier, scaled, spelled, core_start=match.start()))
    return found


def _clean(value: float) -> float:
    """Without the dust of binary fractions: 4.1 times a thousand million is 4,100,000,000."""
    return float(f"{value:.12g}")


def _ranges(text: str, singles: list[Number], grammar: _Grammar) -> list[Number]:
    """Join neighbours that a range word or dash connects; the first takes the second's scale if it has none."""
    result: list[Number] = []
    index = 0
    while index < len(singles):
        first = singles[index]
        if index + 1 < len(singles):
            second = singles[index + 1]
            kind = _connection(text, first, second, grammar)
            low = first.low
            if kind == "sum":
                result.append(first._replace(end=second.end, low=low + second.low, high=low + second.low))
                index += 2
                continue
            if kind and second.scaled and not first.scaled:
                unit = second.high / _unscaled(text, second, grammar)
                # "800 tot 1,2 miljard" would be absurd: the scale passes on only where it keeps the order
                low = _clean(low * unit)
            if kind == "range" and _is_year(text, first) and not _is_year(text, second) and _too_exact(first, second):
                kind = None  # "vanaf 2028 tot 240.000 auto's"
                second = singles[index + 1] = second._replace(qualifier=second.qualifier or "up_to")
            if kind and (kind == "change" or low < second.high) and low > 0:
                change = kind == "change"
                qualifier = first.qualifier if first.qualifier != "up_to" else None
                result.append(
                    first._replace(
                        end=second.end,
                        low=low,
                        high=second.high,
                        scaled=first.scaled or second.scaled,
                        qualifier=None if change else qualifier,
                        change=change,
                        words=first.words and second.words,
                    )
                )
                index += 2
                continue
        result.append(first)
        index += 1
    return result


def _is_year(text: str, number: Number) -> bool:
    return 1950 <= number.low <= 2060 and not number.scaled and text[number.core_start : number.end].isdigit()


def _too_exact(year: Number, other: Number) -> bool:
    """Is what may be a year no lower end of a range: no round number, or far below the other?"""
    return year.low % _ROUND != 0 or other.high > _TIMES_A_YEAR * year.high


def _unscaled(text: str, number: Number, grammar: _Grammar) -> float:
    match = grammar.token.match(text, number.core_start)
    if match is None:
        return number.high
    if match.group("digits") is not None:
        return _digits(match.group("digits")) or number.high
    if match.group("words") is not None:
        return _spelled(match.group("words"), grammar.language) or number.high
    return 1.0


def _connection(text: str, first: Number, second: Number, grammar: _Grammar) -> str | None:
    """How two neighbouring numbers belong together: "range", "change", "sum" or None."""
    gap_end = second.core_start
    if gap_end - first.end > 40:
        return None
    if first.scaled and second.scaled and first.low >= 1e9 > second.high >= 1e6:  # "een miljard en 200 miljoen euro"
        plus = grammar.plus.match(text, first.end, gap_end)
        if plus and plus.end() == gap_end:
            return "sum"
    joined = grammar.later.match(text, first.end, gap_end) if grammar.later else None
    if joined and joined.end() == gap_end:
        return "change"
    if grammar.origin and grammar.grows and grammar.origin.search(text, max(0, first.core_start - 40), first.core_start):
        grown = grammar.grows.match(text, first.end, gap_end)
        if grown and grown.end() == gap_end:
            return "change"
    if grammar.between and grammar.between_and and grammar.between.search(text, max(0, first.start - 14), first.start):
        both = grammar.between_and.match(text, first.end, gap_end)
        if both and both.end() == gap_end:
            return "range"
    if grammar.case_to and text[first.end : second.start].isspace() and text[: first.end].endswith(grammar.case_from):
        return "change" if grammar.case_to.match(text, second.core_start) else None
    join = grammar.join.match(text, first.end, gap_end)
    if join and join.end() == gap_end:
        return "range"
    return None
