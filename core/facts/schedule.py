"""When building and production start or started. Dates that count from the day of publication need that day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from core.analysis import Analysis, Part
from core.lexicon import settings
from core.models import Fact, Rejected

_REACH = 75.0
_BESIDE = 20.0
_FAR_REACH = 150.0  # "heute … eingeweiht": the verb closes a long sentence


@dataclass(frozen=True, slots=True)
class When:
    start: int
    end: int
    value: str  # YYYY or YYYY-MM
    rule: str
    lone_month: bool = False


@dataclass(frozen=True, slots=True)
class _Calendar:
    months: dict[str, int]
    month_year: re.Pattern[str]
    month: re.Pattern[str]
    year: re.Pattern[str]
    relative: re.Pattern[str]
    years: dict[str, int]
    shifts: dict[str, int]
    past: re.Pattern[str]


def _words(words: list[str]) -> str:
    return "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(words, key=len, reverse=True))


@cache
def _calendar(language: str) -> _Calendar:
    months: dict[str, int] = settings(language)["months"]
    table = settings(language, "dates")
    names = _words(list(months))
    endings = r"\w{0,4}" if settings(language).get("inflects_months") else ""
    return _Calendar(
        months=months,
        month_year=re.compile(rf"\b({names}){endings}\.?\s+(?:des\s+Jahres\s+)?((?:19|20)\d\d)\b"),
        month=re.compile(rf"\b({names}){endings}\b(?!\.?\s+\d{{4}})"),
        year=re.compile(r"(?<![\w.,–-])((?:19|20)\d\d)(?![\w]|[.,]\d|\s?[–-]\s?\d)"),
        relative=re.compile(rf"\b({_words([*table['relative_years'], *table['relative_months']])})\b"),
        years={k: int(v) for k, v in table["relative_years"].items()},
        shifts={k: int(v) for k, v in table["relative_months"].items()},
        past=re.compile(rf"\b(?:{_words(table['since']['past'])})\s+(?:\w+\s+)?$"),
    )


def _month(published: date, shift: int) -> str:
    index = published.year * 12 + published.month - 1 + shift
    return f"{index // 12}-{index % 12 + 1:02d}"


def find_dates(analysis: Analysis, part: Part) -> list[When]:
    """The dates of a sentence as YYYY or YYYY-MM, in order."""
    document = analysis.document
    calendar = _calendar(document.language)
    published = document.published
    start, end = part.sentence.start, part.sentence.end
    text = analysis.flat
    taken: list[tuple[int, int]] = [(q.start, q.end) for q in part.quantities]
    found: list[When] = []

    def free(a: int, b: int) -> bool:
        return all(b <= s or a >= e for s, e in taken)

    for match in calendar.month_year.finditer(text, start, end):
        if free(*match.span()):
            taken.append(match.span())
            found.append(When(*match.span(), f"{match.group(2)}-{calendar.months[match.group(1)]:02d}", "date.month"))
    for match in calendar.year.finditer(text, start, end):
        if free(*match.span()) and 1950 <= int(match.group(1)) <= 2060:
            taken.append(match.span())
            found.append(When(*match.span(), match.group(1), "date.year"))
    if published:
        full = document.published_precision in ("day", "month")
        for match in calendar.relative.finditer(text, start, end):
            key = re.sub(r"\s+", " ", match.group(1))
            if not free(*match.span()):
                continue
            if key in calendar.years:
                taken.append(match.span())
                found.append(When(*match.span(), str(published.year + calendar.years[key]), "date.relative"))
            elif full:
                taken.append(match.span())
                found.append(When(*match.span(), _month(published, calendar.shifts[key]), "date.relative", True))
        if full:
            for match in calendar.month.finditer(text, start, end):
                if free(*match.span()):
                    number = calendar.months[match.group(1)]
                    value = _nearest_month(analysis, part, match.start(), number, published)
                    taken.append(match.span())
                    found.append(When(*match.span(), value, "date.lone_month"))
    return sorted(found, key=lambda w: w.start)


def _nearest_month(analysis: Analysis, part: Part, at: int, number: int, published: date) -> str:
    """A month without a year: the next one in a sentence that looks ahead, else the last one."""
    past = _calendar(analysis.document.language).past.search(analysis.flat, max(0, at - 24), at)
    ahead = part.has("frame", "future") and not past
    year = published.year
    if ahead:
        year += number < published.month
    else:
        year -= number > published.month
    return f"{year}-{number:02d}"


def find(analysis: Analysis) -> tuple[list[Fact], list[Rejected]]:
    facts: list[Fact] = []
    rejected: list[Rejected] = []
    for part in analysis.parts:
        cues = part.cues("start")
        dates = find_dates(analysis, part)
        if not dates:
            continue
        if part.has("stat", "source") and part.has("stat", "market") and not part.has("site"):
            continue
        for when in dates:
            nearest = analysis.nearest(cues, when.start, when.end)
            reach = _FAR_REACH if when.lone_month else _REACH
            if nearest is None or nearest[1] > reach:
                rejected.append(Rejected("production_start", when.start, when.end, "a date, but not of a start"))
                continue
            if when.lone_month and not part.has("status", "operating", "construction"):
                rejected.append(Rejected("production_start", when.start, when.end, "the day of the news, not of a start"))
                continue
            before = analysis.nearest([h for h in part.cues("frame", "limit") if h.end <= when.start], when.start, when.end)
            aims = any(h.cue.value == "target" for h in part.cues("stage")) or any(
                q.kind == "capacity" and q.change for q in part.quantities
            )
            if before and before[1] <= 3 and aims:
                rejected.append(Rejected("production_start", when.start, when.end, "when the full size is reached"))
                continue
            kind = nearest[0].cue.value
            if kind in ("begin", "startup"):  # "alkaa", "startet": of what, a word beside it says
                others = [h for h in cues if h.cue.value not in ("begin", "startup")]
                what = analysis.nearest(others, nearest[0].start, nearest[0].end)
                if what is not None and what[1] <= (_BESIDE if kind == "startup" else _REACH):
                    kind = what[0].cue.value
                elif kind == "begin" and part.has("site", "plant", "mine", "refinery"):
                    reason = "a start, but of building or of production is not said"
                    rejected.append(Rejected("production_start", when.start, when.end, reason))
                    continue
                else:
                    kind = "production"
            confidence = 0.9 if nearest[1] < 40 else 0.8
            facts.append(
                Fact(
                    f"{kind}_start",
                    when.value,
                    when.start,
                    when.end,
                    part.index,
                    f"{when.rule}+start.{kind}",
                    confidence,
                )
            )
    return facts, rejected
