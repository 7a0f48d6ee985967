"""Whether two texts are about the same, word for word: a reprint, a page saved twice, a text pasted again.

A sketch keeps the smallest of the hashes of a text's runs of four words (bottom-k sampling): of two texts, the share of
hashes in common among the smallest of both together estimates the share of runs in common, whatever their lengths.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable
from zlib import crc32

SAME = 0.7  # of the runs in common: about one word in ten changed, or a paragraph added or cut
_KEPT = 128  # hashes: the estimate is right to about 0.04
_RUN = 4  # words
_FEWEST = 3  # runs: a shorter text says nothing
_SHARED = 16  # of the smallest hashes: texts that are the same by SAME have some of these in common
_WORD = re.compile(r"[^\W_]+")


def sketch(text: str) -> bytes:
    """The sketch of a text: up to 128 numbers of 32 bits; empty for a text too short to compare."""
    words = _WORD.findall(text.casefold())
    runs = {crc32(" ".join(words[n : n + _RUN]).encode()) for n in range(len(words) - _RUN + 1)}
    return array("I", sorted(runs)[:_KEPT]).tobytes() if len(runs) >= _FEWEST else b""


def hashes(made: bytes) -> frozenset[int]:
    """The numbers of a sketch."""
    return frozenset(array("I", made))


class Sketches:
    """The sketches of many texts by name; ``likest`` finds the one that is most like another, in no time that grows with
    their number."""

    def __init__(self, known: Iterable[tuple[str, bytes]] = ()) -> None:
        self._hashes: dict[str, frozenset[int]] = {}
        self._names: dict[int, list[str]] = {}
        for name, made in known:
            self.add(name, made)

    def add(self, name: str, made: bytes) -> None:
        self._hashes[name] = hashes(made)
        for number in array("I", made)[:_SHARED]:
            self._names.setdefault(number, []).append(name)

    def likest(self, made: bytes) -> tuple[str, float] | None:
        """The text with the largest share of runs in common, if that is SAME at least; of equals the first by name."""
        mine = hashes(made)
        near = {name for number in array("I", made)[:_SHARED] for name in self._names.get(number, ())}
        shares = [(likeness(mine, self._hashes[name]), name) for name in sorted(near)]
        best = max(shares, key=lambda found: found[0], default=None)
        return (best[1], best[0]) if best and best[0] >= SAME else None


def likeness(one: frozenset[int], other: frozenset[int]) -> float:
    """The share of four-word runs that two texts have in common, 0 to 1, by their sketches' numbers."""
    if not one or not other:
        return 0.0
    smallest = set(sorted(one | other)[:_KEPT])
    return len(smallest & one & other) / len(smallest)
