"""The words of each language, from ``languages/<code>/*.toml``, checked on loading.

A language is a folder. ``language.toml`` says how it writes (numbers, months, endings); every other file holds cues:

    [group.value]
    "pattern" = "English gloss"

A pattern is matched without regard to case. A plain word matches that word only; ``word*`` also its endings and
compounds that begin with it, ``*word`` compounds that end with it, ``*word*`` both. A blank matches any white space.
``first * second`` is a separable verb or the like: the second word follows the first within its sentence, and with a
full stop behind it (``gibt * auf.``) ends its clause, as the verb's part does and the like preposition does not.
The groups are declared in ``GROUPS``; unknown ones are refused with the file and the key.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, partial
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

import ahocorasick_rs
import tomli

from core.models import DataFault
from core.own_files import read_toml

LANGUAGES_DIR = Path(__file__).parent / "languages"


class Cue(NamedTuple):  # there are tens of thousands: a tuple is made in a fifth of the time of a frozen dataclass
    """A word or phrase of the field: ``group`` and ``value`` say what it tells, ``english`` glosses it."""

    group: str
    value: str
    english: str
    pattern: str


class Hit(NamedTuple):  # a text has many: a tuple is made in half the time of a frozen dataclass
    """A cue in a text; ``start`` and ``end`` span the whole word or words that it stands in."""

    start: int
    end: int
    cue: Cue


@cache
def languages() -> tuple[str, ...]:
    """ISO 639-1 codes of the languages that articles are read in: the folders that exist."""
    return tuple(sorted(p.name for p in LANGUAGES_DIR.iterdir() if (p / "language.toml").is_file()))


@cache
def settings(language: str, name: str = "language") -> dict[str, Any]:
    """The tables of ``languages/<language>/<name>.toml``, as written; {} where there is no such file."""
    path = LANGUAGES_DIR / language / f"{name}.toml"
    if not path.is_file():
        return {}
    try:
        return read_toml(path)
    except tomli.TOMLDecodeError as fault:
        raise DataFault(f"{path.name} of {language}: {fault}") from fault


def lower(text: str) -> str:
    """Lower case without a change of length (İ and the like stay), so that offsets hold."""
    low = text.lower()
    if low == text:
        return text  # one object for both where words are kept
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


# White space but the blank itself, which most are, and but the break between paragraphs, which no phrase runs over.
_SPACE = re.compile(r"[^\S \n]|\n(?!\n)")
_word_end = re.compile(r"[^\W_]*").match
_START, _END = itemgetter(0), itemgetter(1)
_hit, _cue = partial(tuple.__new__, Hit), partial(tuple.__new__, Cue)  # without the detour over __new__ in Python

_REACH = 130  # characters within which the second part of a separable verb follows
_letters = re.compile(r"\w*").match
_apart = re.compile(r"(?s:.)\b").match  # after one character, a word begins or ends


class _Second:
    """The second part of a separable verb: whether it follows in the clause. Found as text, for there are hundreds of
    them and most are never met: as patterns they would take longer to compile than some hundred articles to read."""

    __slots__ = ("_clause", "_closing", "_open", "_text")

    def __init__(self, text: str, open_end: bool, closing: re.Pattern[str] | None, clause: re.Pattern[str]) -> None:
        """text: lower-case; open_end: letters may follow it; closing: what must stand behind it; clause: as far as it may."""
        self._text, self._open, self._closing, self._clause = text, open_end, closing, clause

    def follows(self, text: str, position: int) -> bool:
        second, reach = self._text, self._clause.match(text, position).end()  # type: ignore[union-attr]
        begin = text.find(second, position, reach + len(second))
        while begin >= 0:
            end = begin + len(second)
            if begin == 0 or _apart(text, begin - 1):
                if self._open:
                    end = _letters(text, end).end()  # type: ignore[union-attr]
                if _apart(text, end - 1) and (self._closing is None or self._closing.match(text, end)):
                    return True
            begin = text.find(second, begin + 1, reach + len(second))
        return False


# Whether it may stand behind letters, or before some; what follows it in the clause; the cue.
_Entry = tuple[bool, bool, _Second | None, Cue]


class Scanner:
    """All cues of one language in one automaton; ``scan`` gives every hit of a text."""

    def __init__(
        self,
        cues: list[tuple[str, Cue]],
        joining: Sequence[str] = (),
        doubtful: Mapping[str, Mapping[str, Any]] | None = None,
        dotted: Sequence[str] = (),
    ) -> None:
        """cues: pattern (with its asterisks) and cue; joining: words that begin a clause; doubtful: words that count
        only behind or before some words; dotted: abbreviations, whose dot ends no clause."""
        joined = "".join(rf"|{re.escape(word)}\b" for word in joining)
        closing = re.compile(rf"\s*(?:[^\w\s]|$|\n{joined})")
        behind = "".join(rf"|(?<=\b{re.escape(word)})\." for word in dotted if len(word) > 1)
        clause = re.compile(rf"(?:[^.!?;\n]|\.(?=\d){behind}){{0,{_REACH}}}")
        by_literal: dict[str, list[_Entry]] = {}
        seconds: dict[str, _Second] = {}
        for pattern, cue in cues:
            first, apart, second = pattern.partition(" * ")
            follows = None
            if apart and second.rstrip(".*"):
                follows = seconds.get(second)
                if follows is None:
                    ending = closing if second[-1] == "." else None
                    follows = seconds[second] = _Second(lower(second.rstrip(".*")), second[-1] == "*", ending, clause)
            head, tail = first[:1] == "*", first[-1:] == "*"
            literal = lower(first.strip("*") if head or tail else first)
            if literal in by_literal:
                by_literal[literal].append((head, tail, follows, cue))
            else:
                by_literal[literal] = [(head, tail, follows, cue)]
        beside = {
            word: (re.compile(rf"(?:{told['behind']})\s$"), frozenset(told["not_behind"]), frozenset(told["before"]))
            for word, told in (doubtful or {}).items()
        }
        self._entries = [  # by the literal's number: whether any may stand behind letters, or before some; beside what; the cues
            (entries[0][0], entries[0][1], beside.get(literal), entries)
            if len(entries) == 1
            else (any(e[0] for e in entries), any(e[1] for e in entries), beside.get(literal), entries)
            for literal, entries in by_literal.items()
        ]
        self._automaton = (
            ahocorasick_rs.AhoCorasick(list(by_literal), implementation=ahocorasick_rs.Implementation.ContiguousNFA)
            if by_literal
            else None
        )

    def scan(self, lowered: str) -> list[Hit]:
        """Hits in a text made by ``flatten``, in order of start."""
        if self._automaton is None:
            return []
        hits: list[Hit] = []
        other = False
        entries = self._entries
        lowered += " "  # so that every literal has a character behind it
        for number, start, end in self._automaton.find_matches_as_indexes(lowered, overlapping=True):
            any_head, any_tail, beside, cues = entries[number]
            open_left = start == 0 or not lowered[start - 1].isalnum()
            if not (open_left or any_head):
                continue
            open_right = not lowered[end].isalnum()
            if not (open_right or any_tail):
                continue
            if beside is not None and open_left and open_right and not _stands_beside(lowered, start, end, *beside):
                continue
            for head, tail, follows, cue in cues:
                if (open_left or head) and (open_right or tail):
                    if follows is not None and not follows.follows(lowered, end):
                        continue
                    begin, finish = start, end
                    if not open_left:
                        while begin > 0 and lowered[begin - 1].isalnum():
                            begin -= 1
                    if not open_right:
                        finish = _word_end(lowered, end).end()  # type: ignore[union-attr]
                    hits.append(_hit((begin, finish, cue)))
                    other = other or cue.group == _OTHER
        if other:
            hits = _without_other_words(hits)
        hits.sort(key=_END, reverse=True)
        hits.sort(key=_START)
        return hits


def _stands_beside(
    lowered: str, start: int, end: int, behind: re.Pattern[str], not_behind: frozenset[str], before: frozenset[str]
) -> bool:
    """Whether the word before is one of ``behind`` and none of ``not_behind``, or is joined to it; or the phrase ends, or
    goes on with one of ``before``."""
    if lowered[max(0, start - 1) : start] == "-" or lowered[end] != " ":
        return True
    last = lowered[max(0, start - 30) : start].rsplit(None, 1)[-1:]
    if last and last[0] in not_behind:
        return False
    if behind.search(lowered, max(0, start - 30), start):
        return True
    following = lowered[end : end + 20].split(None, 1)
    return not following or following[0] in before


def _without_other_words(hits: list[Hit]) -> list[Hit]:
    """Without the words that only contain a cue's letters: "Netzwerk" is no "*werk". A pattern that says more than the
    other word's own ("netzwerkspeicher*") stays, as does one without an asterisk."""
    others = [h for h in hits if h.cue.group == _OTHER]

    def kept(hit: Hit) -> bool:
        pattern = hit.cue.pattern
        if hit.cue.group == _OTHER:
            return False
        if "*" not in pattern or " " in pattern:
            return True
        return not any(
            o.start <= hit.start
            and hit.end <= o.end
            and ("*" not in o.cue.pattern or len(pattern.strip("*")) < len(o.cue.pattern.strip("*")))
            for o in others
        )

    return [h for h in hits if kept(h)]


_OTHER = "none"  # the group of words that look like cues and are none
_FORMS = ("present", "open", "done", "past", "state", "now")  # of verbs, for core.states
# The groups of cues and the values that they may take; None: any.
GROUPS: dict[str, frozenset[str] | None] = {
    "site": frozenset({"plant", "mine", "refinery", "line", "storage", "hub", "office", "lab", "project", "place"}),
    "product": None,
    "status": frozenset(
        "intent announced planned once undone pre_construction building construction operating".split()
        + "shelved delayed cancelled closed".split()
        + ["none"]  # what only looks like a word of a state: "gaat het om"
    ),
    "act": frozenset(f"{act}_{form}" for act in ("build", "run", "work", "start") for form in _FORMS),
    "modal": frozenset({"plan", "past", "may", "can"}),
    "time": frozenset({"later", "now"}),
    "aux": frozenset({"become", "have"}),
    "object": frozenset({"building"}),
    "event": frozenset(
        {
            "insolvency",
            "closure",
            "acquisition",
            "funding",
            "supply",
            "memorandum",
            "joint_venture",
            "partnership",
            "expansion",
            "programme",
        }
    ),
    "money": frozenset({"investment", "public_support", "financing", "acquisition", "contract"}),
    "moneynot": None,
    "jobs": frozenset({"act", "hire", "work", "workforce"}),
    "jobsnot": frozenset({"company", "others", "profile", "subset"}),
    "elsewhere": frozenset({"works", "power", "ground", "around"}),
    "capacity": frozenset({"annual", "word"}),
    "counted": frozenset({"vehicles", "units", "charging_points"}),
    "capnot": None,
    "stage": frozenset({"initial", "target"}),
    "start": frozenset(
        "construction production build begin startup delay now ahead past other ended person company aim grid".split()
    ),
    "stat": frozenset({"source", "market"}),
    "frame": frozenset(
        "past_plan negation comparison joint_total continent everywhere another here near near_behind beside future limit".split()
        + "horizon owns each contrast statement further offshoot".split()
    ),
    "measure": None,
    "topic": frozenset({"industry", "other", "side"}),
    _OTHER: frozenset({"word"}),
}


@cache
def scanner(language: str, *names: str) -> Scanner:
    """The cues of the named files of one language (all ``[group.value]`` tables in them)."""
    cues: list[tuple[str, Cue]] = []
    for name in names:
        where = f"languages/{language}/{name}.toml"
        for group, values in settings(language, name).items():
            if group not in GROUPS:
                raise DataFault(f"{where}: [{group}] is not a group of cues; known: {', '.join(sorted(GROUPS))}")
            for value, patterns in values.items():
                allowed = GROUPS[group]
                if not isinstance(patterns, dict):
                    raise DataFault(f"{where}: [{group}] {value} stands outside a [{group}.value] table")
                if allowed is not None and value not in allowed:
                    raise DataFault(f"{where}: [{group}.{value}]: value must be one of {', '.join(sorted(allowed))}")
                for pattern, english in patterns.items():
                    if not isinstance(english, str) or not pattern.strip("* "):
                        raise DataFault(f"{where}: [{group}.{value}] {pattern!r} needs an English gloss")
                    cues.append((pattern, _cue((group, value, english, pattern))))
    told = settings(language)
    rules = told.get("sentences", {})
    dotted = [*rules.get("abbreviations", ()), *rules.get("closing", ())]
    return Scanner(cues, told.get("joining", ()), told.get("doubtful"), dotted)


def flatten(text: str) -> str:
    """The text as ``Scanner.scan`` wants it: lowered, white space within a paragraph as blanks; same length."""
    return lower(_SPACE.sub(" ", text))
