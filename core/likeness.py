"""Whether two texts are about the same, word for word: a reprint, a page saved twice, a text pasted again.

A sketch keeps the smallest of the hashes of a text's runs of four words (bottom-k sampling): of two texts, the share of
hashes in common among the smallest of both together estimates the share of runs in common, whatever their lengths.
"""

from __future__ import annotations

import re
from array import array
from zlib import crc32

SAME = 0.7  # of the runs in common: about one word in ten changed, or a paragraph added or cut
_KEPT = 128  # hashes: the estimate is right to about 0.04
_RUN = 4  # words
_FEWEST = 12  # runs: a shorter text says too little
_WORD = re.compile(r"[^\W_]+")


def sketch(text: str) -> bytes:
    """The sketch of a text: up to 128 numbers of 32 bits; empty for a text too short to compare."""
    words = _WORD.findall(text.casefold())
    runs = {crc32(" ".join(words[n : n + _RUN]).encode()) for n in range(len(words) - _RUN + 1)}
    return array("I", sorted(runs)[:_KEPT]).tobytes() if len(runs) >= _FEWEST else b""


def hashes(made: bytes) -> frozenset[int]:
    """The numbers of a sketch."""
    return frozenset(array("I", made))


def likeness(one: frozenset[int], other: frozenset[int]) -> float:
    """The share of four-word runs that two texts have in common, 0 to 1, by their sketches' numbers."""
    if not one or not other:
        return 0.0
    smallest = set(sorted(one | other)[:_KEPT])
    return len(smallest & one & other) / len(smallest)
