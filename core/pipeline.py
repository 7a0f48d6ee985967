"""The whole path: files → articles → documents → facts → reports → rows → table."""

from __future__ import annotations

import os
from array import array
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from zlib import compress, decompress

from core import workers
from core.articles import Input, Sources, iter_inputs
from core.models import Skipped
from core.outcomes import Outcome, seldom_collected
from core.pause import uncollected

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from core.batches import Batch, Collector
    from core.ledger.known_towns import KnownTowns
    from core.ledger.linking import Early
    from core.translating import English
    from core.translation.translator import Summary

CORRECTIONS = "corrections.toml"  # beside the articles: what a person sets right (core.ledger.corrections)
__all__ = ["Build", "Interrupted", "Memory", "build", "build_inputs", "build_table"]


@dataclass(frozen=True)
class Build:
    """A table, the texts that it rests on (path → text), and what was not read and why.

    arrow: the finished table (core.arrow); ``table`` is its DataFrame, made when first asked for. notes: sentences on
    what went wrong in reading and was mended. corrected: corrections by a person that were applied; unfit: those that
    no longer fit anything. fresh: how many articles were read, not remembered.
    """

    arrow: pa.Table
    skipped: tuple[Skipped, ...]
    articles: Mapping[str, str]
    notes: tuple[str, ...] = ()
    unfit: tuple[str, ...] = ()
    corrected: tuple[str, ...] = ()
    fresh: int = 0
    translation: Summary | None = None

    @cached_property
    def table(self) -> pd.DataFrame:
        from core.table import from_arrow  # pandas takes half a second to load, which writing Parquet does not need

        return from_arrow(self.arrow)


class Interrupted(KeyboardInterrupt):
    """Ctrl-C while articles were being read; ``build`` holds those that were read until then."""

    def __init__(self, build: Build) -> None:
        super().__init__()
        self.build = build


class Remembered(Protocol):
    """What an earlier build has read in a file: ``batch`` holds its rows, ``count`` of them from ``first`` on."""

    @property
    def batch(self) -> Batch: ...
    @property
    def first(self) -> int: ...
    @property
    def count(self) -> int: ...
    @property
    def article(self) -> str: ...
    @property
    def stem(self) -> str: ...
    @property
    def reason(self) -> str | None: ...
    @property
    def is_article(self) -> bool: ...


class Memory(Protocol):
    """What a build asks of a cache (core.store.readings): it may forget anything, and never changes the result."""

    def recall(
        self, inputs: Sequence[Input], unread: Callable[[Sequence[Input]], None]
    ) -> Sequence[Remembered | None]:
        """What is known of each input. ``unread`` is called once, with those of which nothing is, as soon as it is
        known which they are; of others it may turn out later."""

    def keep(self, found: Input, read: Outcome, stem: str) -> None:
        """An input was read; its rows are in the next batch that is handed over."""

    def hand_over(self, made: Batch) -> None:
        """The rows of all inputs kept since the last time, in their order."""

    def texts(self, inputs: Mapping[str, Input]) -> Mapping[str, str]:
        """Path → text, read when asked for."""

    def known_towns(self) -> KnownTowns:
        """How towns were linked before."""

    def keep_towns(self, known: KnownTowns) -> None:
        """For the next build."""


def build(
    sources: Sources,
    progress: Callable[[str], None] | None = None,
    processes: int | None = None,
    corrections: str | os.PathLike[str] | None = None,
    memory: Memory | None = None,
    english: English | None = None,
    ahead: workers.Ahead | None = None,
) -> Build:
    """Read a folder, a file or several, and build the table.

    sources: path or paths. progress: called with the path of each article once it is read. processes: how many read
    at once; None: one for some hundred files, else one for each core. The result is the same for any number. What
    cannot be read is in ``skipped``; nothing is raised for it. corrections: the file of core.ledger.corrections;
    without one, those in the folders, if there are any. memory: what remembers articles that were read before; the
    result is the same with and without. english: what lays an engine's English over that of the facts; None: nothing.
    ahead: a process that reads few files, started before. Ctrl-C raises Interrupted.
    """
    given = [sources] if isinstance(sources, (str, os.PathLike)) else list(sources)
    by_hand = [Path(corrections)] if corrections is not None else corrections_beside(given)
    return build_inputs(list(iter_inputs(given)), progress, processes, by_hand, None, memory, english, ahead)


def build_inputs(
    found: Sequence[Input | Skipped],
    progress: Callable[[str], None] | None = None,
    processes: int | None = None,
    corrections: Sequence[Path] = (),
    until: date | None = None,
    memory: Memory | None = None,
    english: English | None = None,
    ahead: workers.Ahead | None = None,
) -> Build:
    """The same from inputs in the order of the table, and the files of corrections; until: the last day of corrections
    that count."""
    if processes is not None and processes < 1:
        raise ValueError(f"processes: at least 1, not {processes}")
    # Before all is read, so that a fault shows at once.
    entries = [entry for entry in _entries(corrections) if until is None or entry.day <= until]
    if english:
        english.begin()
    work = _Work(progress, memory, english, {file.name for file in corrections}, ahead)
    try:
        with seldom_collected():
            work.read(found, processes)
    except KeyboardInterrupt:
        raise Interrupted(work.made(entries)) from None
    return work.made(entries)


class _Texts(Mapping[str, str]):
    """Path → text, held in a fifth of the memory that Python takes for it."""

    def __init__(self) -> None:
        self._packed: dict[str, bytes] = {}

    def put(self, path: str, text: str) -> None:
        self._packed[path] = compress(text.encode("utf-8", "surrogatepass"), 1)

    def __getitem__(self, path: str) -> str:
        return decompress(self._packed[path]).decode("utf-8", "surrogatepass")

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)


class _Work:
    """What a build has so far."""

    def __init__(
        self,
        progress: Callable[[str], None] | None,
        memory: Memory | None,
        english: English | None,
        corrections: set[str],
        ahead: workers.Ahead | None,
    ) -> None:
        from core.batches import MANY, Collector

        self._many = MANY
        self._ahead = ahead
        self._progress, self._memory, self._english, self._corrections = progress, memory, english, corrections
        self._rows: Collector = Collector()
        self._stems: dict[str, str] = {}
        self._skipped: list[Skipped] = []
        self._texts = _Texts()
        self._inputs: dict[str, Input] = {}
        self._notes: list[str] = []
        self._fresh = 0
        self._early: Early | None = None

    def read(self, found: Sequence[Input | Skipped], processes: int | None) -> None:
        inputs = [f for f in found if isinstance(f, Input)]
        self._stems.update((_stem_of(f.name), f.name) for f in inputs if f.first)
        begun: list[Iterator[Outcome]] = []
        early: set[Input] = set()

        def begin(unread: Sequence[Input]) -> None:
            """Others begin to read while what is known is loaded and taken."""
            early.update(unread)
            begun.append(_outcomes(unread, processes, self._notes, self._ahead))

        try:
            recalled: Sequence[Remembered | None] = [None] * len(inputs)
            if self._memory:
                recalled = self._memory.recall(inputs, begin)
            if not begun:
                begin(inputs)
            late = [f for f, had in zip(inputs, recalled, strict=True) if had is None and f not in early]
            begun.append(_read_here(late))
            if self._memory and len(early) + len(late) < len(inputs) and early:
                self._link_early(recalled, self._memory)
            known = iter(recalled)
            for item in found:
                if isinstance(item, Skipped):
                    self._take(item, Outcome(item.path, reason=item.reason))
                elif (had := next(known)) is not None:
                    self._take_known(item, had)
                else:
                    self._take(item, next(begun[item not in early]))
        finally:
            for outcomes in begun:
                if isinstance(outcomes, Generator):
                    outcomes.close()
            self._settle()

    def _link_early(self, recalled: Sequence[Remembered | None], memory: Memory) -> None:
        """Link what is known while others read what is not."""
        from core.batches import Collector
        from core.ledger.linking import Early

        rows, marks, towns = Collector(), array("q"), memory.known_towns()
        for had in recalled:
            if had is not None and had.count:
                rows.reuse(had.batch, had.first, had.count)
                marks.extend(towns.marks(had.batch.segment, len(had.batch), had.first, had.count))
        known = rows.done()
        self._early = Early(known.said, known.sentences, towns, marks)
        memory.keep_towns(towns)
        import pyarrow.parquet  # noqa: F401 - what writing the table needs, while others still read

    def _take(self, found: Input | Skipped, item: Outcome) -> None:
        if item.text is None and Path(item.path).name in self._corrections:
            return
        stem = self._stem(item.path) if item.rows else ""
        for number, row in enumerate(item.rows, 1):
            row["report_id"] = f"{stem}#{number}"
        self._rows.add(item.rows)
        if isinstance(found, Input):
            self._fresh += 1
            self._inputs[item.path] = found
            if self._memory:
                self._memory.keep(found, item, stem)
        if item.text is not None and not self._memory:
            self._texts.put(item.path, item.text)
        self._told(item.path, item.reason, item.text is not None)
        if self._rows.waiting >= self._many:
            self._settle()

    def _take_known(self, found: Input, had: Remembered) -> None:
        if not had.is_article and Path(found.name).name in self._corrections:
            return
        stem = self._stem(found.name) if had.count else ""
        other = (had.article, had.stem) != (found.name, stem) and bool(had.count)
        self._rows.reuse(had.batch, had.first, had.count, found.name, stem if other else "")
        self._inputs[found.name] = found
        self._told(found.name, had.reason, had.is_article)

    def _told(self, path: str, reason: str | None, is_article: bool) -> None:
        if reason:
            self._skipped.append(Skipped(path, reason))
        if not is_article:
            self._inputs.pop(path, None)
        elif self._progress:
            self._progress(path)

    def _stem(self, path: str) -> str:
        """What the report_ids of an article begin with: its file's name, with its folder or its suffix too where another
        article has that. No two articles have the same."""
        short = _stem_of(path)
        if self._stems.setdefault(short, path) == path:
            return short
        wanted = chain((path.rsplit(".", 1)[0], path), (f"{path}-{n}" for n in count(2)))
        return next(stem for stem in wanted if self._stems.setdefault(stem, path) == path)

    def _settle(self) -> None:
        made = self._rows.settle()
        if made is not None and self._memory:
            self._memory.hand_over(made)

    def _to_note(self) -> tuple[KnownTowns, Sequence[int]] | None:
        """Where to note how the towns are linked, if that was not done early."""
        if not self._memory or self._early or not self._fresh:
            return None
        from core.ledger.known_towns import KnownTowns

        towns = KnownTowns()
        marks = self._rows.marks(towns)
        return None if marks is None else (towns, marks)

    @uncollected
    def made(self, entries: Sequence[Any]) -> Build:
        from core.arrow import finished, texts
        from core.ledger.linking import link_reports

        reports, done, unfit = self._rows.done(), [], []
        if self._english:  # before a person's corrections, which have the last word
            reports = self._english.lay(reports)
        if entries:
            from core import by_hand

            found = by_hand.correct(reports, entries)
            ids = link_reports(found.reports.said, found.reports.sentences, found.merged, found.apart, self._early)
            reports, done, unfit = by_hand.rule(found, ids), found.done, found.unfit
        else:
            noted = self._to_note()
            ids = link_reports(reports.said, reports.sentences, early=self._early, noted=noted)
            if noted and self._memory:
                self._memory.keep_towns(noted[0])
        place = reports.table.schema.get_field_index("project_id")
        table = reports.table.set_column(place, reports.table.schema.field(place), texts(ids))
        read = self._memory.texts(self._inputs) if self._memory else self._texts
        return Build(
            arrow=finished(table),
            skipped=tuple(self._skipped),
            articles=read,
            notes=tuple(self._notes),
            unfit=tuple(unfit),
            corrected=tuple(done),
            fresh=self._fresh,
            translation=self._english.summary if self._english else None,
        )


def _stem_of(path: str) -> str:
    return path.rsplit("/", 1)[-1].rsplit(".", 1)[0]


def _outcomes(
    files: Sequence[Input], processes: int | None, notes: list[str], ahead: workers.Ahead | None
) -> Iterator[Outcome]:
    """The outcome of each file; others have begun to read them when it returns."""
    many = min(processes or workers.worth(len(files)), len(files))
    if many > 1:
        return workers.read_all(files, many, notes)
    if ahead and files:
        ahead.begin(files)
        return ahead.read(files)
    return _read_here(files)


def _read_here(files: Sequence[Input]) -> Iterator[Outcome]:
    if files:
        from core.reading import outcome

        yield from map(outcome, files)


def _entries(files: Sequence[Path]) -> list[Any]:
    if not files:
        return []
    from core.ledger import corrections as hand

    return [entry for file in files for entry in hand.load(file)]


def corrections_beside(sources: Sequence[str | os.PathLike[str]]) -> list[Path]:
    """The files of corrections in the folders that are read."""
    beside = [Path(folder) / CORRECTIONS for folder in sources]
    return [path for path in dict.fromkeys(beside) if path.is_file()]


def build_table(folder: Sources, processes: int | None = None) -> pd.DataFrame:
    """The table of a folder of articles: one row per report, exactly the columns of ``core.columns.COLUMNS``."""
    return build(folder, processes=processes).table
