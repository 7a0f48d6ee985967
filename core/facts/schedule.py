"""When building and production start or started. Dates that count from the day of publication need that day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

import ahocorasick_rs

from core.analysis import Analysis, Part
from core.lexicon import Hit, settings
from core.models import Fact, Rejected

_REACH = 110.0
_BESIDE = 20.0
_FAR_REACH = 150.0  # "heute … eingeweiht": the verb closes a long sentence
_STARTS = ("construction", "production", "build", "begin", "startup")
_CLAUSE = re.compile(r"[;:()–—]|,(?!\d)")
_NEWS = 4  # a month without a year that lies less than so many months back is not one to come
_AND = 25.0
_MODEL = re.compile(r"\b(?=\w*[^\W\d_])(?=\w*\d)\w+\b")  # EX30, iX3


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
    spans: re.Pattern[str]
    numbers: dict[str, float]
    season: re.Pattern[str]
    seasons: dict[str, tuple[int, int]]
    before: dict[str, str]  # a word before a season → next · last · this_year · next_year
    automaton: ahocorasick_rs.AhoCorasick  # the beginnings of all these words: most sentences have few of them
    told: list[frozenset[str]]  # by the beginning's number: which kinds of date it may belong to


def _words(words: list[str]) -> str:
    return "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(words, key=len, reverse=True))


@cache
def _calendar(language: str) -> _Calendar:
    months: dict[str, int] = settings(language)["months"]
    table = settings(language, "dates")
    names = _words(list(months))
    endings = r"\w{0,4}" if settings(language).get("inflects_months") else ""
    numbers = {k: float(v) for k, v in settings(language)["numbers"]["words"].items() if v >= 1}
    count = rf"(\d|{_words(list(numbers))})"
    spans = "|".join(
        rf"(?P<{way}>{'|'.join(count.join(re.escape(p) for p in span.split('{n}')) for span in table['spans'][way])})"
        for way in ("ahead", "back")
    )
    no_year = r"(?!\s+(?:des\s+jahres\s+|van\s+)?(?:19|20)\d\d)"
    before = {word: kind for kind, words in table["season"].items() for word in words}
    beginnings: dict[str, set[str]] = {}
    for kind, words in (
        ("month", months),
        ("year", ("19", "20")),
        ("relative", [*table["relative_years"], *table["relative_months"]]),
        ("season", table["seasons"]),
        ("spans", [max(span.split("{n}"), key=len).strip() for way in ("ahead", "back") for span in table["spans"][way]]),
    ):
        for word in words:
            beginnings.setdefault(word.split()[0], set()).add(kind)
    return _Calendar(
        months=months,
        month_year=re.compile(rf"\b({names}){endings}\.?\s+(?:des\s+jahres\s+|van\s+)?((?:19|20)\d\d)\b"),
        month=re.compile(rf"\b({names}){endings}\b(?!\.?\s+\d{{4}})"),
        year=re.compile(r"(?<![\w.,–-])((?:19|20)\d\d)(?![\w]|[.,]\d|-[^\W\d]|\s?[–-]\s?\d)"),
        relative=re.compile(rf"\b({_words([*table['relative_years'], *table['relative_months']])})\b{no_year}"),
        years={k: int(v) for k, v in table["relative_years"].items()},
        shifts={k: int(v) for k, v in table["relative_months"].items()},
        past=re.compile(rf"\b(?:{_words(table['since']['past'])})\s+(?:\w+\s+)?$"),
        spans=re.compile(rf"\b(?:{spans})\b"),
        numbers=numbers,
        season=re.compile(rf"\b(?:({_words(list(before))})\s+)?({_words(list(table['seasons']))})\b{no_year}"),
        seasons={k: (int(a), int(b)) for k, (a, b) in table["seasons"].items()},
        before=before,
        automaton=ahocorasick_rs.AhoCorasick(list(beginnings), implementation=ahocorasick_rs.Implementation.ContiguousNFA),
        told=[frozenset(kinds) for kinds in beginnings.values()],
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

    def take(match: re.Match[str], value: str, rule: str, lone_month: bool = False) -> None:
        a, b = match.span()
        if all(b <= s or a >= e for s, e in taken):
            taken.append((a, b))
            found.append(When(a, b, value, rule, lone_month))

    hits = calendar.automaton.find_matches_as_indexes(text[start:end], overlapping=True)
    kinds = {kind for number, _, _ in hits for kind in calendar.told[number]}
    for match in calendar.month_year.finditer(text, start, end) if "month" in kinds else ():
        take(match, f"{match.group(2)}-{calendar.months[match.group(1)]:02d}", "date.month")
    for match in calendar.year.finditer(text, start, end) if "year" in kinds else ():
        if 1950 <= int(match.group(1)) <= 2060:
            take(match, match.group(1), "date.year")
    if published:
        full = document.published_precision in ("day", "month")
        for match in calendar.spans.finditer(text, start, end) if "spans" in kinds else ():
            word = next(g for g in match.groups() if g and g not in (match["ahead"], match["back"]))
            count = calendar.numbers.get(word) or float(word)
            sign = 1 if match["ahead"] else -1
            if count == int(count):
                take(match, str(published.year + sign * int(count)), "date.relative")
            elif full:
                take(match, _month(published, sign * round(12 * count))[:4], "date.relative")
        for match in calendar.relative.finditer(text, start, end) if "relative" in kinds else ():
            key = re.sub(r"\s+", " ", match.group(1))
            if key in calendar.years:
                take(match, str(published.year + calendar.years[key]), "date.relative")
            elif full:
                take(match, _month(published, calendar.shifts[key]), "date.relative", calendar.shifts[key] <= 0)
        for match in calendar.season.finditer(text, start, end) if "season" in kinds else ():
            if full or calendar.before.get(match.group(1) or "") == "this_year":
                if not any(0 <= w.start - match.end() <= 12 for w in found):  # "in het najaar van volgend jaar"
                    take(match, str(_season(analysis, part, match, calendar, published)), "date.season")
        if full and "month" in kinds:
            for match in calendar.month.finditer(text, start, end):
                number = calendar.months[match.group(1)]
                other = next((w for w in found if 0 <= w.start - match.end() <= 8 and w.rule == "date.relative"), None)
                if other and not other.lone_month:  # "in mei van volgend jaar"
                    continue
                take(match, _nearest_month(analysis, part, match.start(), number, published), "date.lone_month")
    return sorted(found, key=lambda w: w.start)


def _looks(part: Part, at: int) -> str:
    """Whether a sentence looks ahead or back from the day of publication: by the nearest verb that says so."""
    nearest = min(part.cues("start", "ahead", "past"), key=lambda h: abs(h.start - at), default=None)
    return nearest.cue.value if nearest else ""


def _season(analysis: Analysis, part: Part, match: re.Match[str], calendar: _Calendar, published: date) -> int:
    """The year of a season that stands without one."""
    kind = calendar.before.get(match.group(1) or "", "")
    first, last = calendar.seasons[match.group(2)]
    year = published.year
    if kind == "next_year":
        return year + 1
    if kind == "this_year":
        return year
    looks = {"next": "ahead", "last": "past"}.get(kind) or _looks(part, match.start())
    if looks == "ahead":
        return year + (last < published.month)
    return year - (looks == "past" and first > published.month)


def _nearest_month(analysis: Analysis, part: Part, at: int, number: int, published: date) -> str:
    """A month without a year: the next one in a sentence that looks ahead, the last one in one that looks back."""
    since = _calendar(analysis.document.language).past.search(analysis.flat, max(0, at - 24), at)
    looks = "past" if since else _looks(part, at)
    year = published.year
    if looks == "ahead":
        year += number < published.month
    elif looks == "past":
        year -= number > published.month
    elif (published.month - number) % 12 < _NEWS:
        year -= number > published.month
    else:
        year += number < published.month
    return f"{year}-{number:02d}"


# ---------------------------------------------------------------- what a date is the date of


def find(analysis: Analysis) -> tuple[list[Fact], list[Rejected]]:
    facts: list[Fact] = []
    rejected: list[Rejected] = []
    for part in analysis.parts:
        if not part.has("start", *_STARTS):
            _go_on(analysis, part, facts)
            continue
        dates = find_dates(analysis, part)
        if not dates:
            continue
        if part.has("stat", "source") and part.has("stat", "market") and not part.has("site"):
            continue
        found: list[tuple[When, str, float]] = []
        lost: list[When] = []
        for when in dates:
            kind, cost, reason = _kind(analysis, part, when)
            if reason:
                lost.append(when)
                rejected.append(Rejected("production_start", when.start, when.end, reason))
            else:
                found.append((when, kind, cost))
        facts.extend(_facts(part, _latest(part, found, lost)))
    return facts, rejected


def _facts(part: Part, found: list[tuple[When, str, float]]) -> list[Fact]:
    return [
        Fact(
            f"{kind}_start",
            when.value,
            when.start,
            when.end,
            part.index,
            f"{when.rule}+start.{kind}",
            0.9 if cost < 40 else 0.8,
        )
        for when, kind, cost in found
    ]


def _go_on(analysis: Analysis, part: Part, facts: list[Fact]) -> None:
    """ "De productie zou in 2024 beginnen. Nu wordt gemikt op 2026": a new year for the start in the sentence before."""
    if not facts or facts[-1].sentence != part.index - 1 or not part.has("start", "delay", "now"):
        return
    before = analysis.parts[part.index - 1]
    told = [f for f in facts if f.sentence == before.index and f.column.endswith("_start")]
    dates = find_dates(analysis, part)
    if len(told) != 1 or len(dates) != 1 or before.sentence.paragraph != part.sentence.paragraph:
        return
    old, when = told[0], dates[0]
    if when.value[:4] > old.value[:4]:
        facts.remove(old)
        facts.append(Fact(old.column, when.value, when.start, when.end, part.index, f"{when.rule}+start.moved", 0.8))


def _latest(part: Part, found: list[tuple[When, str, float]], lost: list[When]) -> list[tuple[When, str, float]]:
    """ "statt 2025 erst 2027", "vuodesta 2025 vuoteen 2027": of a start put off, the last date counts."""
    if not part.has("start", "delay") or len({kind for _, kind, _ in found}) != 1:
        return found
    years = [(w, found[0][1], found[0][2]) for w in lost if w.rule == "date.year"]
    last = max([*found, *years], key=lambda f: f[0].value)
    return [last]


def _cost(analysis: Analysis, hit: Hit, when: When) -> float:
    """How far a word lies from a date; an "and" between them parts two statements."""
    low, high = (hit.end, when.start) if hit.end <= when.start else (when.end, hit.start)
    ands = sum(1 for w in analysis.flat[low:high].split() if w in _ands(analysis.document.language)) if low < high else 0
    return analysis.cost(when.start, when.end, hit.start, hit.end) + _AND * ands


@cache
def _ands(language: str) -> frozenset[str]:
    return frozenset(settings(language)["numbers"]["coordinators"])


def _nearest(analysis: Analysis, hits: list[Hit], when: When) -> tuple[Hit, float] | None:
    return min(((h, _cost(analysis, h, when)) for h in hits), key=lambda f: f[1], default=None)


def _starts(analysis: Analysis, part: Part) -> list[Hit]:
    """The words of starting; "Start-up" is none."""
    return [h for h in part.cues("start", *_STARTS) if analysis.text[h.end : h.end + 1] != "-"]


def _clause(analysis: Analysis, part: Part, when: When) -> tuple[int, int]:
    start, end = part.sentence.start, part.sentence.end
    for mark in _CLAUSE.finditer(analysis.text, start, end):
        if mark.end() <= when.start:
            start = mark.end()
        elif mark.start() >= when.end:
            return start, mark.start()
    return start, end


def _kind(analysis: Analysis, part: Part, when: When) -> tuple[str, float, str]:
    """What a date is the start of, how far its word stands, and why it is none."""
    cues = _starts(analysis, part)
    first, last = _clause(analysis, part, when)
    inside = [h for h in cues if first <= h.start < last]
    nearest = _nearest(analysis, inside, when) or _nearest(analysis, cues, when)
    reach = _FAR_REACH if when.lone_month else _REACH
    if nearest is None or nearest[1] > reach:
        return "", 0.0, "a date, but not of a start"
    other = _nearest(analysis, part.cues("start", "other"), when)
    if other and (other[1] < nearest[1] or other[0].start == nearest[0].start or not inside and first <= other[0].start < last):
        return "", 0.0, f"the date of something else: “{analysis.text[other[0].start : other[0].end]}”"
    if when.lone_month and not part.has("status", "operating", "construction"):
        return "", 0.0, "the day of the news, not of a start"
    before = analysis.nearest([h for h in part.cues("frame", "limit") if h.end <= when.start], when.start, when.end)
    aims = any(h.cue.value == "target" for h in part.cues("stage")) or any(
        q.kind == "jobs" or q.kind == "capacity" and q.change for q in part.quantities
    )
    if before and before[1] <= 3 and aims:
        return "", 0.0, "when the full size or staff is reached"
    hit, cost = nearest
    if _a_years_output(analysis, part, when, hit):
        return "", 0.0, "what was made in a year, not a start"
    kind = hit.cue.value
    if kind == "build":
        return _built(analysis, part, hit), cost, ""
    if kind in ("begin", "startup"):  # "alkaa", "startet": of what, a word beside it says
        others = [h for h in cues if h.cue.value not in ("begin", "startup")]
        near = [h for h in others if first <= h.start < last] or others
        what = analysis.nearest(near, hit.start, hit.end)
        if what is not None and what[1] <= (_BESIDE if kind == "startup" else _REACH):
            kind = what[0].cue.value
            return (_built(analysis, part, what[0]) if kind == "build" else kind), cost, ""
        if kind == "begin" and (hit not in inside or part.has("site", "plant", "mine", "refinery")):
            return "", 0.0, "a start, but of building or of production is not said"
        kind = "production"
    return kind, cost, ""


def _a_years_output(analysis: Analysis, part: Part, when: When, hit: Hit) -> bool:
    """ "2024 wurden 50.000 Fahrzeuge gebaut": a past year, a verb of making, and how much was made."""
    published = analysis.document.published
    if published is None or when.value[:4] >= str(published.year) or not part.has("start", "past"):
        return False
    calendar = _calendar(analysis.document.language)
    if calendar.past.search(analysis.flat, max(0, when.start - 24), when.start):
        return False  # "sinds 2022"
    making = any(h.start == hit.start for h in part.cues("capacity")) or hit.cue.value == "build"
    return making and any(q.kind == "capacity" for q in part.quantities)


def _built(analysis: Analysis, part: Part, hit: Hit) -> str:
    """ "Zellen bauen" is production, "ein Werk bauen" construction: the nearer of product and plant decides."""
    if _MODEL.search(analysis.text, max(part.sentence.start, hit.start - int(_BESIDE)), hit.start):
        return "production"
    site = analysis.nearest(part.cues("site"), hit.start, hit.end)
    plants = [(h.start, h.end) for h in part.cues("site")]
    goods = [h for h in part.cues("product") if not any(s <= h.start and h.end <= e for s, e in plants)]
    product = analysis.nearest(goods, hit.start, hit.end)
    return "production" if product and product[1] <= _BESIDE and (site is None or product[1] < site[1]) else "construction"


