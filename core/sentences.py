"""Lines -> sentences, with their offsets. What ends no sentence stands in each language's ``[sentences]`` table."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from core.lexicon import settings

_QUOTES = r"""(?:(?:,,|[„“”‘‚«»"'(\[])\s?)*"""
_BREAK = re.compile(rf"""([.!?…]+)([\"'”’“»«)\]]*)(\s+)(?={_QUOTES}(?:[–—-]\s)?{_QUOTES}([^\W_]\w*))""")
_OPENERS = "(„“\"«»'‘‚/["
_DOTTED = re.compile(r"(?:[^\W\d_]{1,3}\.)+[^\W\d_]{1,3}$")
_DASH = re.compile(r"\s*[–—]\s")


@dataclass(frozen=True, slots=True)
class _Rules:
    abbreviations: frozenset[str]
    closing: frozenset[str]
    starters: frozenset[str]
    ordinal_before: frozenset[str]
    ordinal_after: frozenset[str]
    months: frozenset[str]


@cache
def _rules(language: str) -> _Rules:
    """A language's rules; for one that is not read, none but what holds everywhere."""
    table = settings(language).get("sentences", {})

    def words(key: str) -> frozenset[str]:
        return frozenset(w.lower() for w in table.get(key, ()))

    months = settings(language).get("months", {})
    return _Rules(
        words("abbreviations"),
        words("closing"),
        words("starters"),
        words("ordinal_before"),
        words("ordinal_after"),
        frozenset(months) | frozenset(settings(language).get("dating", {}).get("months", {})),
    )


def split_sentences(text: str, start: int, end: int, language: str) -> list[tuple[int, int]]:
    """The sentences of ``text[start:end]``, one paragraph, as start and end offsets into ``text``."""
    rules = _rules(language)
    found = []
    begin = start
    for match in _BREAK.finditer(text, start, end):
        if _ends(text, begin, match, rules):
            found.append((begin, match.end(2)))
            begin = match.end(3)
    if begin < end:
        found.append((begin, end))
    return found


def _ends(text: str, begin: int, match: re.Match[str], rules: _Rules) -> bool:
    """Whether a sentence ends at these marks."""
    marks, closers, _, following = match.groups()
    capital = following[0].isupper()
    dot = match.start()
    if capital and marks == "." and text[dot - 5 : dot].isalpha():
        return True  # the common case: abbreviations of five letters and more are none
    dashed = _DASH.match(text, match.end(2)) is not None
    if marks != ".":
        # „Wir warten!“, sagt sie – and: "Klaar?" vraagt hij.
        return capital or following[0].isdigit() or (dashed and not closers)
    pieces = text[max(begin, dot - 30) : dot].split()
    written = pieces[-1].lstrip(_OPENERS) if pieces else ""
    if not written:
        return capital
    word = written.lower()
    if not capital and not following[0].isdigit():
        # "Oyj. eBike": only behind a closed quotation could a sentence begin small
        return dashed and capital
    if closers:
        return True
    following = following.lower()
    if word.isdigit():
        if dot - len(word) <= begin:
            return False  # the number of a list's entry
        if len(word) <= 2:
            if following in rules.months or following in rules.ordinal_after:
                return False
            previous = pieces[-2].lower() if len(pieces) > 1 else ""
            return previous not in rules.ordinal_before or following in rules.starters
        return True
    if len(word) > 1 and written.isalpha() and written.isupper():
        return True  # "… bij ING. Het": a short name, no abbreviation
    if word in rules.closing or word.rpartition("-")[2] in rules.closing:
        return following in rules.starters
    if word in rules.abbreviations or _DOTTED.match(word):
        return False
    if len(word) == 1 and written.isupper():
        return following in rules.starters  # an initial, or the end of "Vitamin C."
    return True
