"""The rows of many articles, put together in the articles' order while they are being read.

Rows become Arrow some thousand at a time, which takes a fraction of the memory of dicts. What was read in an earlier
build comes as stretches of such tables and is not touched.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pyarrow as pa

from core.arrow import EMPTY, plain, texts
from core.ledger.known_towns import KnownTowns
from core.ledger.sentences import Sentences
from core.ledger.telling import Identity, identity, sentences

MANY = 2_000  # rows of a batch that is handed over
_AT_ONCE = 200  # rows that are made Arrow at once: more need more memory, fewer more time

Row = dict[str, Any]


@dataclass(slots=True)
class Batch:
    """A plain table, and of each of its rows what says which project it is of: its identity and what it quotes.
    segment: the name under which it lies on disk, if it does (core.store.segments)."""

    table: pa.Table
    said: list[Identity]
    sentences: Sentences
    segment: str = ""

    def __len__(self) -> int:
        return len(self.said)

    def cut(self, first: int, count: int) -> Batch:
        return Batch(self.table.slice(first, count), self.said[first : first + count], self.sentences.cut(first, count))

    def renamed(self, article: str, stem: str) -> Batch:
        """The rows of one article as those of an article of another name, whose report_ids begin with ``stem``."""
        said = [s._replace(article=article, report=f"{stem}#{s.report.rpartition('#')[2]}") for s in self.said]
        table = self.table
        for name, values in (("report_id", [s.report for s in said]), ("article", [article] * len(said))):
            table = table.set_column(table.schema.get_field_index(name), table.schema.field(name), texts(values))
        return Batch(table, said, self.sentences)


def batch(rows: list[Row]) -> Batch:
    """The batch of some rows; raises TableFault for one that does not fit the table. The list is emptied."""
    said, quoted = [identity(row) for row in rows], Sentences.of(map(sentences, rows))
    return Batch(plain(_handed_over(rows)), said, quoted)


def _handed_over(rows: list[Row]) -> list[Row]:
    taken = rows[:]
    rows.clear()
    return taken


def joined(batches: Sequence[Batch]) -> Batch:
    """Some batches as one, in order."""
    if not batches:
        return Batch(EMPTY, [], Sentences())
    quoted = Sentences.joined(b.sentences for b in batches)
    return Batch(pa.concat_tables([b.table for b in batches]), [s for b in batches for s in b.said], quoted)


@dataclass(slots=True)
class Stretch:
    """Rows that stand together in a batch; ``of`` is None until the batch is made."""

    of: Batch | None
    first: int
    count: int
    article: str = ""
    stem: str = ""  # not empty: to be renamed


@dataclass(slots=True)
class Collector:
    """Takes the rows of one article after the other; ``done`` gives them all as one batch."""

    _stretches: list[Stretch] = field(default_factory=list)
    _rows: list[Row] = field(default_factory=list)  # not Arrow yet
    _made: list[Batch] = field(default_factory=list)  # Arrow already, not handed over yet
    _waiting: list[Stretch] = field(default_factory=list)  # of these two
    _count: int = 0  # of their rows

    def add(self, rows: list[Row]) -> None:
        """The rows of an article that was read just now."""
        stretch = Stretch(None, self._count, len(rows))
        self._rows += rows
        self._count += len(rows)
        self._waiting.append(stretch)
        self._stretches.append(stretch)
        if len(self._rows) >= _AT_ONCE:
            self._made.append(batch(self._rows))

    @property
    def waiting(self) -> int:
        """How many rows have come since the last ``settle``, which should be called from MANY on."""
        return self._count

    def reuse(self, known: Batch, first: int, count: int, article: str = "", stem: str = "") -> None:
        """The rows of an article that was read before. article and stem: its name now, if it is another."""
        self._stretches.append(Stretch(known, first, count, article, stem))

    def settle(self) -> Batch | None:
        """The rows that have come since the last time, as one batch; None if nothing has."""
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return None
        parts, self._made, self._count = self._made, [], 0
        if self._rows or not parts:
            parts.append(batch(self._rows))
        made = parts[0] if len(parts) == 1 else joined(parts)
        for stretch in waiting:
            stretch.of = made
        return made

    def marks(self, known: KnownTowns) -> array[int] | None:
        """The mark of every row in what is known of towns; None where rows lie in no segment."""
        marks = array("q")
        for stretch in self._stretches:
            if stretch.count:
                if stretch.of is None or not stretch.of.segment:
                    return None
                own = known.marks(stretch.of.segment, len(stretch.of), stretch.first, stretch.count)
                marks.extend([-1] * len(own) if stretch.stem else own)  # of another name now: not what lies there
        return marks

    def done(self) -> Batch:
        self.settle()
        whole: list[Stretch] = []
        for stretch in self._stretches:
            last = whole[-1] if whole else None
            follows = last and last.of is stretch.of and last.first + last.count == stretch.first
            if last and follows and not stretch.stem and not last.stem:
                last.count += stretch.count  # cutting a table takes the longer the more columns it has
            elif stretch.count:
                whole.append(replace(stretch))
        cuts = []
        for stretch in whole:
            assert stretch.of is not None
            cut = stretch.of.cut(stretch.first, stretch.count)
            cuts.append(cut.renamed(stretch.article, stretch.stem) if stretch.stem else cut)
        return joined(cuts)
