"""Clauses: the stretches of a sentence between commas, semicolons, colons, brackets and dashes."""

from __future__ import annotations

import re
from typing import Protocol

from core.analysis import Analysis, Part

_MARK = re.compile(r"[;:()–—]|,(?!\d)")


class Stretch(Protocol):
    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


def clause(analysis: Analysis, part: Part, stretch: Stretch) -> tuple[int, int]:
    """The clause that a number, a date or the like stands in, as offsets."""
    start, end = part.sentence.start, part.sentence.end
    for mark in _MARK.finditer(analysis.text, start, end):
        if mark.end() <= stretch.start:
            start = mark.end()
        elif mark.start() >= stretch.end:
            return start, mark.start()
    return start, end
