"""The capitalised stretches of a text outside the names that are known: where companies that are in no list may stand."""

from __future__ import annotations

import re
from dataclasses import dataclass

from core.company_cues import Vocabulary

UPPER = "A-Z" + "".join(chr(c) for c in range(0xC0, 0x250) if chr(c).isupper())
_CAP = rf"[{UPPER}]\w*(?:[-’'&+.][{UPPER}\w]+)*(?::[a-zäö]+)?"
# The letter comes first and what may not stand before it is looked at then: so the search can skip to the next capital.
_FIRST = rf"[{UPPER}](?<![\w@/.-].)"
_NAME = re.compile(rf"{_FIRST}{_CAP.removeprefix(f'[{UPPER}]')}(?: (?:& |\+ )?{_CAP}){{0,5}}", re.S)
_TOKEN = re.compile(r"[^ ]+")


@dataclass(slots=True)
class Piece:
    """A stretch of capitalised words outside the known names; ``words`` with their offsets."""

    words: list[tuple[int, int, str]]
    first: bool  # the sentence begins with it
    left: bool = True  # nothing of the run was cut off before it

    @property
    def start(self) -> int:
        return self.words[0][0]

    @property
    def end(self) -> int:
        return self.words[-1][1]


def pieces(text: str, taken: list[tuple[int, int]], vocabulary: Vocabulary) -> list[Piece]:
    """The capitalised stretches of the text, without those that ``taken`` (sorted spans) covers."""
    found: list[Piece] = []
    at, nouns, size = 0, vocabulary.nouns_capitalised, len(taken)
    for match in _NAME.finditer(text):
        run = match[0]
        single = " " not in run
        plain = vocabulary.ordinary(run) if single else vocabulary.plain(run)
        if plain and single and "-" in run and nouns:
            head, tail = run.rsplit("-", 1)
            plain = tail.lower() not in vocabulary.hyphen_company or vocabulary.ordinary(head)  # "Eneris-Gruppe"
        if plain and nouns:
            continue
        start, end = match.span()
        while at < size and taken[at][1] <= start:
            at += 1
        clear = at == size or taken[at][0] >= end
        if not clear and taken[at][0] <= start and taken[at][1] >= end:
            continue
        first = vocabulary.opens_sentence(text, start)
        if plain and first and single:
            continue
        if clear and single:
            found.append(Piece([(start, end, run)], first))
            continue
        near = [] if clear else [span for span in taken[at : at + 6] if span[0] < end]
        found += _split(run, start, first, near, vocabulary)
    return found


def _split(run: str, start: int, first: bool, near: list[tuple[int, int]], vocabulary: Vocabulary) -> list[Piece]:
    """A stretch without its words in ``near``; a noun joined to a known name stays ("Capchem-Rivale")."""
    found: list[Piece] = []
    words: list[tuple[int, int, str]] = []
    left = True
    for token in _TOKEN.finditer(run):
        begin, finish = start + token.start(), start + token.end()
        covered = any(span[0] < finish and begin < span[1] for span in near)
        if covered and not ("-" in token[0] and vocabulary.is_role(token[0].rsplit("-", 1)[-1])):
            if words:
                found.append(Piece(words, first, left))
            words, left, first = [], False, False
            continue
        words.append((begin, finish, token[0]))
    if words:
        found.append(Piece(words, first, left))
    return found
