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
_ISO = re.compile(r"\s*(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?!\d)")
_ISO_PLAIN = re.compile(r"\s*(\d{4})(\d\d)(\d\d)(?!\d)")
_MAY_DATE = re.compile(r"\d{4}|\d[.:/-] ?\d")
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d\d\b")
_SEGMENT = re.compile(r"\s*[|·•]|\s{2,}|\t")
_SIGNATURE = re.compile(
    r"\W{0,3}[^\W\d_]{2,4}(?:\s?[/|]\s?[^\W\d_]{2,4}){0,2}\s?[,/|–-]?\s*\d{1,2}\.\s?(?:\d{1,2}\.|\w+)\s?\d{4}\W*\Z"
)
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
    published: frozenset[str]  # words that say so
    updated: frozenset[str]
    issue: frozenset[str]
    empty: frozenset[str]  # all words that say nothing but when
    noise: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    """One set of patterns for all languages: a date is read before the language is known."""
    months: dict[str, int] = {}
    weekdays: set[str] = set()
    published: set[str] = set()
    updated: set[str] = set()
    issue: set[str] = set()
    endings = {""}
    small: set[str] = set()
    for code in languages():
        table = settings(code)
        dating = table.get("dating", {})
        months |= table.get("months", {})
        months |= dating.get("months", {})
        weekdays.update(dating.get("weekdays", ()))
        for words, key in ((published, "published"), (updated, "updated"), (issue, "issue")):
            words.update(dating.get(key, ()))
        endings.update(dating.get("month_endings", ()))
        small.update(dating.get("small", ()))
    ending = f"(?:{'|'.join(sorted(endings, reverse=True))})"
    names = "|".join(sorted(map(re.escape, months), key=len, reverse=True))
    day_month = (
        r"(?P<iso>(?:19|20)\d\d-\d\d-\d\d)(?!\d)"
        r"|(?<![\d.,])(?P<d>\d{1,2})\s?[./-]\s?(?P<m>\d{1,2})\s?[./-]\s?(?P<y>(?:19|20)\d\d|\d\d)(?!\d|,\d)"
        rf"|(?<![\d.,])(?P<d2>\d{{1,2}})(?:\.|e|ste|de)?\s+(?P<month>{names}){ending}\.?,?\s+(?P<y2>(?:19|20)\d\d)(?!\d)"
        rf"|(?<!\w)(?P<month3>{names}){ending}\.?\s+(?P<y3>(?:19|20)\d\d)(?!\d)"
        r"|(?<![\d.])(?P<m4>0?[1-9]|1[0-2])[/](?P<y4>(?:19|20)\d\d)(?!\d)"
    )
    days = "|".join(sorted(map(re.escape, weekdays), key=len, reverse=True))
    place = r"[A-ZÄÖÅÜÉ][\w.'’/()-]*(?:[ /-]+(?:[A-ZÄÖÅÜÉ(][\w.'’/()-]*|am|an|der|den|im|op|aan|de|sur|ob|bei|i)){0,4}"
    return _Patterns(
        re.compile(day_month, re.I),
        months,
        re.compile(rf"\W*(?:{place}),?\s*(?:,\s*)?(?:(?:{days})\.?,?\s+)?(?:am |den |, )?\Z"),
        frozenset(published),
        frozenset(updated),
        frozenset(issue),
        frozenset({*published, *updated, *weekdays, *small, *(f"{m}{e}" for m in months for e in endings)}),
        re.compile(
            rf"(?<!\w)(?:{days})(?!\w)\.?|\b(?:[01]?\d|2[0-3])[:.h][0-5]\d(?::[0-5]\d)?\b"
            rf"|(?<!\w)(?:{'|'.join(sorted(small))}|u\.)(?!\w)\.?",
            re.I,
        ),
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
    match = _ISO.match(written) or _ISO_PLAIN.match(written)
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
        dateline = _in_opening(opening)
        if dateline is not None:
            return dateline
    return best[1] if best else None


def signed_in(lines: Sequence[str]) -> Published | None:
    """The day behind the initials that sign the end of an article: "– mz/rau, 22.1.2026"."""
    for line in lines:
        if _SIGNATURE.match(line) and not _cued(_words(line)):
            found = [made for _, made in _in_line(line) if made.precision == "day"]
            if found:
                return found[0]
    return None


def is_date_line(text: str) -> bool:
    """Whether a short line only dates the page: a date, clock times, "published", perhaps a name or a place."""
    if not _MAY_DATE.search(text):
        return False
    patterns = _patterns()
    found = patterns.date.search(text)
    words = _words(text)
    rest = [w for w in words if w not in patterns.empty]
    if found is None:  # "Päivitetty 16:42"
        return not rest and len(text) <= 60 and _CLOCK.search(text) is not None and _cued(words)
    if found["month3"] or found["m4"]:  # a month alone dates an issue, and sentences too
        marked = _cued(words) or found["m4"] is not None
        few = 10 if "|" in text or "//" in text or "·" in text else 3
        return marked and len(rest) <= 6 or _parted(text, found) and len(rest) <= few
    if len(rest) <= (6 if _cued(words) else 4):
        return True
    before = text[: found.start()].rstrip()
    touching = not before or before[-1] in _MARKS
    return touching and len(rest) <= 10 and (len(rest) <= 6 or set(_words(text[found.end() :])) <= patterns.empty)


def _words(text: str) -> list[str]:
    """The words of two letters or more, in small letters."""
    return _WORDS.findall(text.lower())


def _cued(words: Sequence[str]) -> bool:
    """Whether "published" or "updated" is among the words."""
    patterns = _patterns()
    return not (patterns.published.isdisjoint(words) and patterns.updated.isdisjoint(words))


def _in_line(line: str) -> list[tuple[int, Published]]:
    """The dates of one short line with their rank: 0 published, 1 unmarked, 2 revised."""
    if len(line) > 200 or not _MAY_DATE.search(line):
        return []
    patterns = _patterns()
    found: list[tuple[int, Published]] = []
    start = 0
    for match in patterns.date.finditer(line):
        made = _from_match(match)
        if made is None:
            continue
        before, after = line[start : match.start()], line[match.end() :]
        start = match.end()
        rank = 1
        words = _words(before)
        if not patterns.updated.isdisjoint(words):
            rank = 2
        elif not patterns.published.isdisjoint(words):
            rank = 0
        if match["m4"]:
            if found or words and words[-1] in patterns.issue:
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
    apart = before.endswith(("  ", "\t"))  # "Von Anna Beispiel, Berlin      3.5.2024"
    before, after = noise.sub("", before).rstrip(), noise.sub("", after).lstrip()
    after = _SEGMENT.split(after, maxsplit=1)[0]
    if before and before[-1] not in _MARKS and not apart:
        if len(before.split()) > 3:  # "Tiedote 14.3.2025", "Pressemitteilung vom …"
            return False
    return not after or after[0] in _MARKS + ".)]" or len(after.split()) <= 4


def _in_opening(paragraph: str) -> Published | None:
    """The date of a dateline: places, a date and a dash, colon or full stop at the very beginning."""
    patterns = _patterns()
    head = paragraph[:120]
    if not _MAY_DATE.search(head):
        return None
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
