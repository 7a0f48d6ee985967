"""The headlines and sentences of many reports, folded: kept as bytes, and made text where one is asked for.

They are by far the largest part of what is known of a report, and hardly any is ever looked at.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate
from mmap import mmap
from typing import NamedTuple


class _Part(NamedTuple):
    packed: bytes | mmap
    begin: int  # of the texts in ``packed``
    ends: array[int]  # of each text from there, before them a 0
    first: int  # of the texts that are meant
    number: int  # how many are meant


class Sentences:
    """One text (ASCII) for each report, in the reports' order."""

    __slots__ = ("_begins", "_parts")

    def __init__(self, parts: Sequence[_Part] = ()) -> None:
        self._parts = [part for part in parts if part.number]
        self._begins = list(accumulate((part.number for part in self._parts), initial=0))

    @classmethod
    def of(cls, texts: Iterable[str]) -> Sentences:
        packed = [text.encode("ascii") for text in texts]
        ends = array("I", accumulate(map(len, packed), initial=0))
        return cls([_Part(b"".join(packed), 0, ends, 0, len(packed))])

    @classmethod
    def joined(cls, several: Iterable[Sentences]) -> Sentences:
        return cls([part for one in several for part in one._parts])

    def cut(self, first: int, count: int) -> Sentences:
        """Those of ``count`` reports from ``first`` on."""
        parts = []
        for begin, part in zip(self._begins, self._parts, strict=False):
            low, high = max(first, begin), min(first + count, begin + part.number)
            if low < high:
                parts.append(part._replace(first=part.first + low - begin, number=high - low))
        return Sentences(parts)

    def __len__(self) -> int:
        return self._begins[-1]

    def __getitem__(self, number: int) -> str:
        part, start, end = self._where(number)
        return str(part.packed[start:end], "ascii")

    def has(self, number: int, words: bytes) -> bool:
        """Whether some words (ASCII) stand in a report's text."""
        part, start, end = self._where(number)
        return part.packed.find(words, start, end) >= 0

    def _where(self, number: int) -> tuple[_Part, int, int]:
        """Where a report's text stands."""
        which = bisect_right(self._begins, number) - 1
        part = self._parts[which]
        place = part.first + number - self._begins[which]
        return part, part.begin + part.ends[place], part.begin + part.ends[place + 1]

    def packed(self) -> bytes:
        """All as bytes, for ``unpacked``: how many, where each ends, and the texts."""
        texts = [self[number] for number in range(len(self))]
        whole = Sentences.of(texts)._parts
        ends, packed = (whole[0].ends, whole[0].packed) if whole else (array("I", [0]), b"")
        return len(texts).to_bytes(4, "big") + ends.tobytes() + packed

    @classmethod
    def unpacked(cls, content: bytes | mmap, start: int = 0) -> Sentences:
        """What ``packed`` has made, from a place of some bytes on, which are not copied: they are many. Raises ValueError for
        anything else."""
        count = int.from_bytes(content[start : start + 4], "big")
        ends = array("I")
        begin = start + 4 + ends.itemsize * (count + 1)
        ends.frombytes(content[start + 4 : begin])
        if len(ends) != count + 1 or ends[0] or ends[-1] != len(content) - begin:
            raise ValueError("damaged")
        return cls([_Part(content, begin, ends, 0, count)])
