"""When an article was published, from the lines of its own head and from what an HTML page says of itself.

A date counts only where it stands by itself: alone, at the beginning of a dateline, behind "published" or between the
bars of a status line. A date that a sentence or a headline speaks of is no date of publication.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from core.lexicon import languages, settings

_EARLIEST, _LATEST = 1990, 2100
_MARKS = "|/·•–—-,(▪›>:;[&"
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d\d\b")
_WORDS = re.compile(r"[^\W\d_]{2,}")
_LEAD = re.compile(r"\s*date:?[ \t]+(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?:T[\d:.+Z-]*)?(?:[ \t]+|(?=[\r\n])|$)", re.I)


@dataclass(frozen=True, slots=True)
class Published:
    """A day of publication, and how much of it is known: day, month or year (the rest is set to 1)."""

    day: date
    precision: str


@dataclass(frozen=True, slots=True)
class _Patterns:
    date: re.Pattern[str]
    months: dict[str, int]
    dateline: re.Pattern[str]
    published: re.Pattern[str]
    updated: re.Pattern[str]
    noise: re.Pattern[str]
    issue: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    """One set of patterns for all languages: a date is read before the language is known."""
    months: dict[str, int] = {}
    weekdays: set[str] = set()
    published: set[str] = set()
    updated: set[str] = set()
    issue: set[str] = set()
    ending = ""
    for code in languages():
        table = settings(code)
        dating = table.get("dating", {})
        months |= table.get("months", {})
        months |= dating.get("months", {})
        weekdays.update(dating.get("weekdays", ()))
        published.update(dating.get("published", ()))
        updated.update(dating.get("updated", ()))
        issue.update(dating.get("issue", ()))
        if table.get("inflects_months"):
            ending = r"(?:ta|n|ssa|lla)?"
    names = "|".join(sorted(map(re.escape, months), key=len, reverse=True))
    day_month = (
        r"(?P<iso>(?:19|20)\d\d-\d\d-\d\d)(?!\d)"
        r"|(?<![\d.,])(?P<d>\d{1,2})\s?[./-]\s?(?P<m>\d{1,2})\s?[./-]\s?(?P<y>(?:19|20)\d\d|\d\d)(?!\d|,\d)"
        rf"|(?<![\d.,])(?P<d2>\d{{1,2}})(?:\.|e|ste|de)?\s+(?P<month>{names}){ending}\.?,?\s+(?P<y2>(?:19|20)\d\d)(?!\d)"
        rf"|(?<!\w)(?P<month3>{names}){ending}\.?\s+(?P<y3>(?:19|20)\d\d)(?!\d)"
        r"|(?<![\d.])(?P<m4>0?[1-9]|1[0-2])[/](?P<y4>(?:19|20)\d\d)(?!\d)"
    )
    words = "|".join(sorted(map(re.escape, weekdays), key=len, reverse=True))
    place = r"[A-ZÄÖÅÜÉ][\w.'’/()-]*(?:[ /-]+(?:[A-ZÄÖÅÜÉ(][\w.'’/()-]*|am|an|der|den|im|op|aan|de|sur|ob|bei|i)){0,4}"
    return _Patterns(
        re.compile(day_month, re.I),
        months,
        re.compile(rf"\W*(?:{place}),?\s*(?:,\s*)?(?:(?:{words})\.?,?\s+)?(?:am |den |, )?\Z"),
        re.compile("|".join(rf"(?<!\w){re.escape(p)}" for p in sorted(published, key=len, reverse=True)), re.I),
        re.compile("|".join(rf"(?<!\w){re.escape(p)}" for p in sorted(updated, key=len, reverse=True)), re.I),
        re.compile(
            rf"(?<!\w)(?:{words})(?!\w)\.?|\b(?:[01]?\d|2[0-3])[:.h][0-5]\d(?::[0-5]\d)?\b"
            r"|(?<!\w)(?:uhr|uur|klo|kello|om|um|am|den|op|vom|van|u\.|cet|cest)(?!\w)\.?",
            re.I,
        ),
        re.compile("|".join(rf"(?<!\w){re.escape(p)}\s*$" for p in sorted(issue, key=len, reverse=True)), re.I),
    )


def leading_date(text: str) -> tuple[int, Published | None]:
    """The date line that a collector wrote above the text (" date 2021-12 …"): where it ends, and the date."""
    match = _LEAD.match(text)
    if match is None:
        return 0, None
    year, month, day = match.groups()
    return match.end(), _make(year, month, day)


def from_iso(written: str) -> Published | None:
    """The date of a page's own data: "2024-05-03T08:00:00+02:00", "2024-05"; other ways of writing as in a line."""
    match = re.match(r"\s*(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?!\d)", written)
    if match is None:
        match = re.match(r"\s*(\d{4})(\d\d)(\d\d)(?!\d)", written)
    return _make(*match.groups()) if match else published_in([written])


def published_in(lines: Sequence[str], opening: str | None = None) -> Published | None:
    """The day of publication told by the head of a page.

    lines: the short lines of the head, in order. opening: the first paragraph, which may begin with a dateline
    ("BERLIN, 3. Mai 2024 – …"). A date marked as published wins over an unmarked one, that over one of a revision.
    """
    best: tuple[int, Published] | None = None
    for line in lines:
        for rank, found in _in_line(line):
            if best is None or rank < best[0]:
                best = (rank, found)
    if opening is not None and (best is None or best[0] > 1):
        found = _in_opening(opening)
        if found is not None and (best is None or best[0] > 2):
            return found
    return best[1] if best else None


def is_date_line(text: str) -> bool:
    """Whether a short line only dates the page: a date, clock times, "published", perhaps a name or a place."""
    patterns = _patterns()
    found = patterns.date.search(text)
    if found is None:  # "Päivitetty 16:42"
        rest = patterns.noise.sub(" ", patterns.updated.sub(" ", patterns.published.sub(" ", text)))
        return len(text) <= 60 and rest != text and not _WORDS.search(rest) and _CLOCK.search(text) is not None
    rest = patterns.date.sub(" ", text)
    cued = bool(patterns.published.search(rest) or patterns.updated.search(rest))
    rest = patterns.noise.sub(" ", patterns.updated.sub(" ", patterns.published.sub(" ", rest)))
    words = _WORDS.findall(rest)
    if found["month3"] or found["m4"]:  # a month alone dates an issue, and sentences too
        return (cued or bool(found["m4"])) and len(words) <= 6 or _parted(text, found) and len(words) <= 10
    if len(words) <= (6 if cued else 4):
        return True
    before, after = text[: found.start()].rstrip(), patterns.date.sub(" ", text[found.end() :])
    touching = not before or before[-1] in _MARKS
    after = patterns.noise.sub(" ", patterns.updated.sub(" ", patterns.published.sub(" ", after)))
    return touching and len(words) <= 10 and (len(words) <= 6 or not _WORDS.search(after))


def _in_line(line: str) -> list[tuple[int, Published]]:
    """The dates of one short line with their rank: 0 published, 1 unmarked, 2 revised."""
    if len(line) > 200:
        return []
    patterns = _patterns()
    found = []
    start = 0
    for match in patterns.date.finditer(line):
        made = _from_match(match)
        if made is None:
            continue
        before, after = line[start : match.start()], line[match.end() :]
        start = match.end()
        rank = 1
        if patterns.updated.search(before):
            rank = 2
        elif patterns.published.search(before):
            rank = 0
        if match["m4"]:
            if patterns.issue.search(before) or found:
                continue
        elif made.precision != "day" and rank == 1 and not _parted(line, match):
            continue
        if rank == 1 and not _alone(line[: match.start()], after):
            continue
        if match["y"] and len(match["y"]) == 2 and rank == 1 and not _bare(line[: match.start()], after):
            continue
        found.append((rank, made))
    return found


def _parted(line: str, match: re.Match[str]) -> bool:
    """Whether a month stands by itself or in a part of its own: "Heft 5 // Mai 2022"."""
    before, after = line[: match.start()].rstrip(), line[match.end() :].lstrip()
    return (not before or before[-1] in _MARKS) and (not after or after[0] in "|/·•–—-),▪›>:")


def _bare(before: str, after: str) -> bool:
    noise = _patterns().noise
    return not re.search(r"\w", noise.sub("", before) + noise.sub("", after))


def _alone(before: str, after: str) -> bool:
    """Whether a date is no part of a phrase: nothing, a mark or a weekday before it, and no phrase running on."""
    noise = _patterns().noise
    before, after = noise.sub("", before).rstrip(), noise.sub("", after).lstrip()
    if before and before[-1] not in _MARKS and not before.endswith("  "):
        if len(before.split()) > 3:  # "Tiedote 14.3.2025", "Pressemitteilung vom …"
            return False
    return not after or after[0] in _MARKS + ".)]" or len(after.split()) <= 4


def _in_opening(paragraph: str) -> Published | None:
    """The date of a dateline: places, a date and a dash, colon or full stop at the very beginning."""
    patterns = _patterns()
    head = paragraph[:120]
    match = patterns.date.search(head)
    if match is None:
        return None
    made = _from_match(match)
    if made is None or made.precision != "day":
        return None
    before, after = head[: match.start()], head[match.end() :]
    if before.strip(" (") and not patterns.dateline.match(before):
        return None
    if not re.match(r"\s*(?:\([^()]{1,40}\)|/[\w/-]{2,20}/?)?\s*(?:[–—:.)]|-{1,2}\s|\+\+\+|//|\|)", after):
        return None
    return made


def _from_match(match: re.Match[str]) -> Published | None:
    if match["iso"]:
        return _make(*match["iso"].split("-"))
    months = _patterns().months
    if match["d"]:
        year = match["y"]
        if len(year) == 2:
            year = ("19" if year >= "90" else "20") + year
        return _make(year, match["m"], match["d"])
    if match["d2"]:
        return _make(match["y2"], str(months[match["month"].lower()]), match["d2"])
    if match["month3"]:
        return _make(match["y3"], str(months[match["month3"].lower()]), None)
    return _make(match["y4"], match["m4"], None)


def _make(year: str, month: str | None = None, day: str | None = None) -> Published | None:
    """A plausible date; None for a 31st of February or a year before the industry."""
    if not _EARLIEST <= int(year) <= _LATEST:
        return None
    precision = "day" if day else "month" if month else "year"
    try:
        return Published(date(int(year), int(month or 1), int(day or 1)), precision)
    except ValueError:
        return None
