"""The dates of a sentence, as years and months: "im Herbst 2026", "ensi vuonna", "in het tweede kwartaal", "sinds mei".

Those that count from the day of publication need that day; one that counts from another date ("im Jahr darauf") needs
that date in the same sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

import ahocorasick_rs

from core.analysis import Analysis, Part
from core.clauses import clause
from core.lexicon import settings

_NEWS = 4  # a month without a year that lies less than so many months back is not one to come


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
    vague: re.Pattern[str]  # "muutama" before "vuosi sitten"
    following: re.Pattern[str]  # "im Jahr darauf": the year behind the one told before
    since: re.Pattern[str]  # "seit Ende" before a date
    onward: re.Pattern[str]  # "ab Anfang" before a date
    on: re.Pattern[str]  # a date that says "since" by its own ending: "helmikuusta"
    behind: re.Pattern[str]  # "lähtien" behind a date
    around: tuple[tuple[str, str], ...]  # "von" and "an" on both sides of a date
    going_on: tuple[str, ...]  # all words of these
    first: re.Pattern[str]  # "die ersten" before what is made
    aimed: tuple[tuple[str, ...], tuple[str, ...]]  # the words before and behind a year that is aimed at
    automaton: ahocorasick_rs.AhoCorasick  # the beginnings of all these words: most sentences have few of them
    told: list[frozenset[str]]  # by the beginning's number: which kinds of date it may belong to


def _any_of(words: list[str]) -> str:
    """One of the words, as a pattern; of none it fits nothing."""
    return f"(?:{_words(words)})" if words else r"(?!)"


def _words(words: list[str]) -> str:
    return "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(words, key=len, reverse=True))


@cache
def calendar_of(language: str) -> _Calendar:
    months: dict[str, int] = settings(language)["months"]
    table = settings(language, "dates")
    names = _words(list(months))
    endings = r"\w{0,4}" if settings(language).get("inflects_months") else ""
    numbers = {k: float(v) for k, v in settings(language)["numbers"]["words"].items() if v >= 1}
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
    count = rf"(\d|{_words(list(numbers))})"
    spans = "|".join(
        rf"(?P<{way}>{'|'.join(count.join(re.escape(p) for p in span.split('{n}')) for span in table['spans'][way])})"
        for way in ("ahead", "back")
    )
    between = rf"(?:(?:{_words(table['since']['between'])})\s+)?" if table["since"]["between"] else ""
    no_year = rf"(?!\s+{between}(?:19|20)\d\d)"
    before = {word: kind for kind, words in table["season"].items() for word in words}
    since = table["since"]
    return _Calendar(
        months=months,
        month_year=re.compile(rf"\b({names}){endings}\.?\s+{between}((?:19|20)\d\d)\b"),
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
        vague=re.compile(rf"\b(?:{_words(settings(language)['numbers']['vague'])})\s+$"),
        following=re.compile(rf"\b(?:{_words(table['since']['following'])})\b(?!\s+(?:{_words(table['since']['than'])})\b)"),
        since=re.compile(rf"\b{_any_of(since['running'])}\s+(?:[^\W\d_]+\s+){{0,3}}$"),
        onward=re.compile(rf"\b{_any_of(since['onward'])}\s+(?:[^\W\d_]+\s+){{0,2}}$"),
        on=re.compile(rf"\w*{_any_of(since['endings'])}\b"),
        behind=re.compile(rf"\s+{_any_of(since['behind'])}\b"),
        around=tuple((f" {before} ", f" {behind}") for before, behind in since["around"]),
        going_on=tuple(
            [word for kind in ("running", "onward", "endings", "behind") for word in since[kind]]
            + [before for before, _ in since["around"]]
        ),
        first=re.compile(rf"\b{_any_of(table['since']['first'])}\s+$"),
        aimed=(tuple(table["since"]["aimed_before"]), tuple(table["since"]["aimed_behind"])),
        automaton=ahocorasick_rs.AhoCorasick(list(beginnings), implementation=ahocorasick_rs.Implementation.ContiguousNFA),
        told=[frozenset(kinds) for kinds in beginnings.values()],
    )


def _month(published: date, shift: int) -> str:
    index = published.year * 12 + published.month - 1 + shift
    return f"{index // 12}-{index % 12 + 1:02d}"


_HEAD = 3  # sentences of an article in which a dateline may stand
_DAY = re.compile(r", \d{1,2}\.? $")
_DASH = re.compile(r"(?: \([^()]{2,20}\))? [–—-] ")


def find_dates(analysis: Analysis, part: Part) -> list[When]:
    """The dates of a sentence as YYYY or YYYY-MM, in order; a list that nobody may change."""
    if part.dates is None:
        part.dates = _dates(analysis, part)
    return part.dates


def _dates(analysis: Analysis, part: Part) -> list[When]:
    document = analysis.document
    calendar = calendar_of(document.language)
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
        day = part.index < _HEAD and _DAY.search(text, max(start, match.start() - 6), match.start())
        if day and _DASH.match(text, match.end()):
            taken.append(match.span())  # "LÜNEN, 7. Oktober 2025 – ": when the article was written
            continue
        take(match, f"{match.group(2)}-{calendar.months[match.group(1)]:02d}", "date.month")
    for match in calendar.year.finditer(text, start, end) if "year" in kinds else ():
        if 1950 <= int(match.group(1)) <= 2060:
            take(match, match.group(1), "date.year")
    for match in calendar.following.finditer(text, start, end):
        earlier = [w for w in found if w.end <= match.start()] or _before(analysis, part)
        if earlier:
            take(match, str(int(max(earlier, key=lambda w: w.start).value[:4]) + 1), "date.following")
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
            if calendar.vague.search(text, max(start, match.start() - 16), match.start()):
                continue
            if key in calendar.years:
                take(match, str(published.year + calendar.years[key]), "date.relative")
            elif full:
                take(match, _month(published, calendar.shifts[key]), "date.relative", calendar.shifts[key] <= 0)
        for match in calendar.season.finditer(text, start, end) if "season" in kinds else ():
            if full or calendar.before.get(match.group(1) or "") == "this_year":
                near = any(0 <= w.start - match.end() <= 12 and "," not in text[match.end() : w.start] for w in found)
                beside = near or any(0 <= match.start() - w.end <= 2 for w in found)
                if not beside:  # "in het najaar van volgend jaar", "vuoden 2027 toisella neljänneksellä"
                    take(match, str(_season(analysis, part, match, calendar, published)), "date.season")
        if full and "month" in kinds:
            for match in calendar.month.finditer(text, start, end):
                number = calendar.months[match.group(1)]
                relative = [w for w in found if w.rule == "date.relative"]  # "in mei van volgend jaar", "vorig jaar mei"
                other = next((w for w in relative if 0 <= w.start - match.end() <= 8 or match.start() - w.end == 1), None)
                if other and not other.lone_month:
                    if len(other.value) == len("2025"):
                        a, b = min(match.start(), other.start), max(match.end(), other.end)
                        found.remove(other)
                        found.append(When(a, b, f"{other.value}-{number:02d}", other.rule))
                    continue
                take(match, _nearest_month(analysis, part, match.start(), number, published), "date.lone_month")
    return sorted(found, key=lambda w: w.start)


def _before(analysis: Analysis, part: Part) -> list[When]:
    """The dates of the sentence before, in the same paragraph."""
    if not part.index or analysis.parts[part.index - 1].sentence.paragraph != part.sentence.paragraph:
        return []
    return find_dates(analysis, analysis.parts[part.index - 1])


def says_since(analysis: Analysis, part: Part) -> bool:
    """Whether a sentence holds a word for "since" or "from … on"; far cheaper than its dates."""
    words = calendar_of(analysis.document.language).going_on
    return any(analysis.flat.find(w, part.sentence.start, part.sentence.end) >= 0 for w in words)


def runs_since(analysis: Analysis, part: Part, when: When) -> bool:
    """Whether the words right before a date say "since", or its own ending or a word right behind it does."""
    calendar = calendar_of(analysis.document.language)
    if calendar.since.search(analysis.flat, max(part.sentence.start, when.start - 30), when.start):
        return True
    return bool(calendar.behind.match(analysis.flat, when.end) or calendar.on.match(analysis.flat, when.start))


def runs_from(analysis: Analysis, part: Part, when: When) -> bool:
    """Whether the words right before a date not past say "from … on"."""
    published = analysis.document.published
    if published is not None and when.value[:4] < str(published.year):
        return False
    calendar = calendar_of(analysis.document.language)
    if calendar.onward.search(analysis.flat, max(part.sentence.start, when.start - 30), when.start):
        return True
    text = analysis.flat
    return any(text.endswith(a, 0, when.start) and _word_at(text, when.end, b) for a, b in calendar.around)


def _word_at(text: str, start: int, word: str) -> bool:
    """Whether a word stands from a place on, and ends there."""
    return text.startswith(word, start) and not text[start + len(word) : start + len(word) + 1].isalpha()


def is_aimed_at(analysis: Analysis, when: When) -> bool:
    """Whether the word before or behind a date says that it is itself what is aimed at: "op 2027", "2027 an"."""
    before, behind = calendar_of(analysis.document.language).aimed
    text = analysis.flat
    return any(text.endswith(f" {w} ", 0, when.start) for w in before) or any(_word_at(text, when.end, f" {w}") for w in behind)


def _looks(analysis: Analysis, part: Part, at: int) -> str:
    """Whether a clause, else its sentence, looks ahead or back from the day of publication: by the nearest verb."""
    first, last = clause(analysis, part, When(at, at + 1, "", ""))
    verbs = part.cues("start", "ahead", "past")
    inside = [h for h in verbs if first <= h.start < last]
    nearest = min(inside or verbs, key=lambda h: abs(h.start - at), default=None)
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
    if kind == "last":
        return year - (last >= published.month)  # "last summer" in July is not this one
    if kind == "next":
        return year + (first < published.month)  # "next autumn" in November is not this one
    looks = _looks(analysis, part, match.start())
    if looks == "ahead":
        return year + (last < published.month)
    return year - (looks == "past" and first > published.month)


def _nearest_month(analysis: Analysis, part: Part, at: int, number: int, published: date) -> str:
    """A month without a year: the next one in a sentence that looks ahead, the last one in one that looks back."""
    since = calendar_of(analysis.document.language).past.search(analysis.flat, max(0, at - 24), at)
    looks = "past" if since else _looks(analysis, part, at)
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
