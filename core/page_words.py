"""The words of page furniture, from ``languages/<code>/furniture.toml``: which line of a page says what it is.

All languages are looked for at once: furniture is cut before the language is known, and pages mix them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any

import ahocorasick_rs
import tomli

from core.lexicon import LANGUAGES_DIR
from core.lines import Line, Shape, sentences_in
from core.models import DataFault
from core.own_files import read_toml


class Reach(Enum):
    """How far a piece of furniture reaches that a line announces."""

    LINE = "this line"
    BLOCK = "this line and the list or the teasers below it"
    TAIL = "the rest of the page, unless the article plainly goes on"
    KEEP = "nothing: the list below it belongs to the article"


RULES: dict[str, Reach] = {
    "menu": Reach.LINE,
    "byline": Reach.LINE,
    "share": Reach.LINE,
    "audio": Reach.LINE,
    "photo": Reach.LINE,
    "newsletter": Reach.LINE,
    "advert": Reach.LINE,
    "paywall": Reach.LINE,
    "notice": Reach.LINE,
    "tags": Reach.LINE,
    "related": Reach.BLOCK,
    "latest": Reach.TAIL,
    "comments": Reach.TAIL,
    "contact": Reach.TAIL,
    "cookies": Reach.LINE,
    "facts": Reach.KEEP,
    "source": Reach.KEEP,
}
_ABOUT = "about"
_KEYS = ("line", "start", "within", "credit", "weak", "end", "reply")
# Where a line has several, the first of these is what it is.
_ORDER = {rule: i for i, rule in enumerate(("cookies", "comments", "contact", "latest", "related", *RULES))}
_LONGEST_START = 260  # characters of a line that begins with a cue
_LONGEST_WITHIN = 230
# A person, or two: "Jan de Boer", "Anna Virtanen ja Olli Mäki".
NAME = re.compile(
    r"(?:[A-ZÄÖÅÜÉ][\w.'’-]*)(?:\s+(?:van|de|den|der|het|te|ten|ter|von|vom|zu|zur|af|el|la|und|en|ja|&|[A-ZÄÖÅÜÉ][\w.'’-]*))"
    r"{1,6}$"
)
_PREPOSITION = re.compile(r"[a-zäö]{2,3}\s+")
_AFTER_NAME = re.compile(r"\s*[,|·•/(–—]\s*|\s{2,}|\s+(?=\d)")
_LONGEST_PROMPT = 130
_LONGEST_CREDIT = 60
_CREDIT = re.compile(r"[.!?…)(\[|–/©”\"·•,]\s*\Z")
_LOOSE = re.compile(r"[\W\d_]*$")
_PLUS_COUNT = re.compile(r"[\W\d_]*(?:\([^()]{0,40}\))?[\W\d_]*$")


@dataclass(frozen=True, slots=True)
class Cue:
    """What a line says it is: the rule, where its words end in the text, and whether they are the whole line."""

    rule: str
    end: int
    whole: bool


@dataclass(slots=True)
class _Words:
    automaton: ahocorasick_rs.AhoCorasick
    entries: list[list[tuple[str, str, bool]]]  # by pattern: rule, key, whether the word may go on
    menu: frozenset[str]
    replies: frozenset[str]
    about: tuple[tuple[str, ...], tuple[str, ...]]  # what begins and what ends the heading of a profile


@cache
def _words() -> _Words:
    by_literal: dict[str, list[tuple[str, str, bool]]] = {}
    menu: set[str] = set()
    replies: set[str] = set()
    about: tuple[list[str], list[str]] = ([], [])
    for path in sorted(LANGUAGES_DIR.glob("*/furniture.toml")):
        where = f"languages/{path.parent.name}/{path.name}"
        try:
            tables: dict[str, Any] = read_toml(path)
        except tomli.TOMLDecodeError as fault:
            raise DataFault(f"{where}: {fault}") from fault
        for rule, table in tables.items():
            if rule not in RULES and rule != _ABOUT:
                raise DataFault(f"{where}: [{rule}] is no rule; known: {', '.join([*RULES, _ABOUT])}")
            for key, phrases in table.items():
                if key not in _KEYS or not all(isinstance(p, str) and p.strip("* ") for p in phrases):
                    raise DataFault(f"{where}: [{rule}] {key}: lists of phrases called {', '.join(_KEYS)} belong here")
                if key == "reply":
                    replies.update(phrases)
                    continue
                if rule == _ABOUT:
                    about[key == "end"].extend(phrases)
                    continue
                for phrase in phrases:
                    by_literal.setdefault(phrase.rstrip("*").lower(), []).append((rule, key, phrase.endswith("*")))
                if rule in ("menu", "share") and key == "line" or rule in ("latest", "newsletter"):
                    menu.update(p.lower() for p in phrases)
    automaton = ahocorasick_rs.AhoCorasick(list(by_literal), implementation=ahocorasick_rs.Implementation.ContiguousNFA)
    return _Words(
        automaton, list(by_literal.values()), frozenset(menu), frozenset(replies), (tuple(about[0]), tuple(about[1]))
    )


def menu_words() -> frozenset[str]:
    """What stands in menus, in small letters."""
    return _words().menu


def reply_words() -> frozenset[str]:
    """What stands beside readers' comments ("antwoord", "schrieb"), in small letters."""
    return _words().replies


def about_words() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What begins, and what ends, the heading of a company's profile ("Über …", "… lyhyesti")."""
    return _words().about


def line_cues(lowered: str, lines: Sequence[Line]) -> list[Cue | None]:
    """For each line what it says it is, None for most. lowered: the text, by ``lexicon.lower``."""
    words = _words()
    cues: list[Cue | None] = [None] * len(lines)
    starts = [line.start for line in lines]
    firsts: dict[int, int] = {}
    weak: dict[tuple[int, str], int] = {}
    size = len(lowered)
    for index, start, end in words.automaton.find_matches_as_indexes(lowered, overlapping=True):
        if start and lowered[start - 1].isalnum():
            continue
        at = bisect_right(starts, start) - 1
        if at < 0:
            continue
        line = lines[at]
        if end > line.end:
            continue
        closed = end == size or not lowered[end].isalnum() or not lowered[end - 1].isalnum()
        length = line.end - line.start
        first = firsts.get(at)
        if first is None:
            first = line.start
            while first < line.end and not lowered[first].isalpha() and lowered[first] not in "©⚑":
                first += 1
            firsts[at] = first
        for rule, key, open_end in words.entries[index]:
            if not (closed or open_end):
                continue
            whole = False
            if key == "line":
                whole = start == first and _whole(lowered, end, line.end, rule)
                fits = whole or rule == "related" and start == first and lowered[end : end + 1] == ":"
            elif key == "start":
                fits = start == first and _may_start(rule, line, length, lowered, end)
            elif key == "within":
                fits = rule == "cookies" or length <= _LONGEST_PROMPT
                if not fits and length <= _LONGEST_WITHIN:  # a paragraph by its length: one word does not tell
                    count = weak[at, rule] = weak.get((at, rule), 0) + 1
                    fits = line.shape is not Shape.PROSE or count >= 2
            elif key == "credit":
                fits = start > first and line.end - end <= _LONGEST_CREDIT
                fits = fits and _CREDIT.search(lowered, first, start) is not None
                fits = fits and (rule != "byline" or _names_follow(line, end))
            else:
                count = weak[at, rule] = weak.get((at, rule), 0) + 1
                fits = count >= 2 and line.shape is not Shape.TITLE
                if rule == "cookies" and fits and count < 3 and line.shape is Shape.PROSE:
                    fits = False
            if fits:
                known = cues[at]
                if known is None or (whole, -_ORDER[rule]) > (known.whole, -_ORDER[known.rule]):
                    cues[at] = Cue(rule, end, whole)
    return cues


def _whole(lowered: str, end: int, line_end: int, rule: str) -> bool:
    """Whether only digits, brackets and marks follow: "3 reacties", "Kommentare (12)"."""
    rest = lowered[end:line_end]
    return not rest or (_PLUS_COUNT if rule == "comments" else _LOOSE).match(rest) is not None


def _may_start(rule: str, line: Line, length: int, lowered: str, end: int) -> bool:
    """Whether a line may be furniture because of its first words: running text only where a colon follows them."""
    if length > _LONGEST_START:
        return False
    if rule == "byline":
        return _names_follow(line, end)
    if rule == "related" and line.shape is Shape.PROSE and length > 160 and sentences_in(line.text) > 1:
        return False
    if lowered[end - 1] == ":" or lowered[end : end + 1] == ":" or line.shape is not Shape.PROSE:
        return True
    return rule not in ("menu", "tags") and (rule not in ("share", "newsletter", "audio") or length <= _LONGEST_PROMPT)


def _names_follow(line: Line, end: int) -> bool:
    """Whether nothing but a name, a place or a function follows the first words of a byline."""
    if line.shape is not Shape.TITLE:
        return False
    rest = _AFTER_NAME.split(line.text[end - line.start :].strip(" :"))[0].strip()
    rest = _PREPOSITION.sub("", rest)
    return not rest or rest[:1].isupper() and " " not in rest or NAME.match(rest) is not None
