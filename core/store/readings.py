"""What was read in each article, kept by its content: a build reads only what it has not read before.

The rows lie in segments on disk (core.store.segments). A cache that cannot be used or is damaged costs time, never a
result.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.articles import Input, ending, read_input
from core.batches import Batch, batch
from core.ledger.known_towns import KnownTowns
from core.models import Article
from core.outcomes import Outcome
from core.pause import uncollected
from core.store.segments import EMPTY, Segments

_SETTLED = 2_000_000_000  # ns: a file that was changed so shortly before it was looked at may change unnoticed
_LARGEST = 100_000_000  # bytes


# Content, name, segment, first row, how many, stem, reason, whether it is an article.
_Entry = tuple[str, str, str | None, int, int, str, str | None, int]


@dataclass(slots=True)
class Known:
    """What is remembered of one input (core.pipeline.Remembered)."""

    batch: Batch
    first: int
    count: int
    article: str
    stem: str
    reason: str | None
    is_article: bool


@dataclass(slots=True)
class _Kept:
    """An input that was read, whose rows are not on disk yet."""

    content: str
    name: str
    stem: str
    count: int
    reason: str | None
    is_article: bool
    sketch: bytes


class Readings:
    """The cache in a folder; ``core.pipeline.build`` asks it for what it knows and tells it what was read."""

    def __init__(self, folder: Path) -> None:
        """folder: is made if need be. Where that or the cache itself fails, nothing is remembered."""
        self._files = Segments(folder)
        self._kept: list[_Kept] = []
        self._contents: dict[str, tuple[str, os.stat_result]] = {}  # path → content and how the file looked then
        self._looked: list[tuple[str, int, int, int, str, int]] = []
        self._just: dict[Input, str | None] = {}

    # ------------------------------------------------------------------------------------------------- what is known

    @uncollected
    def recall(self, inputs: Sequence[Input], unread: Callable[[Sequence[Input]], None] = lambda _: None) -> list[Known | None]:
        """What is known of each input: None where its content was never read by these rules. ``unread`` is called with
        those before what is known of others is loaded."""
        found: list[Known | None] = [None] * len(inputs)
        with self._files.transaction() as db:
            contents = self._contents_of(inputs, db)
            entries: dict[str, list[_Entry]] = {}
            for row in db.execute("select content, name, segment, first, count, stem, reason, is_article from readings"):
                if row[0] in entries:
                    entries[row[0]].append(row)
                else:
                    entries[row[0]] = [row]
            unread([item for item, content in zip(inputs, contents, strict=True) if content not in entries])
            for number, content in enumerate(contents):
                known = entries.get(content) if content else None
                if known:
                    entry = known[0]
                    if len(known) > 1:
                        entry = next((e for e in known if e[1] == inputs[number].name), entry)
                    found[number] = self._known(*entry[1:])
        self._files.read_ahead()
        return found

    def marks(self, inputs: Sequence[Input]) -> dict[str, str]:
        """The mark of each input's content, by name; left out is what cannot be read."""
        with self._files.transaction() as db:
            just = dict(zip(inputs, self._contents_of(inputs, db), strict=True))
            self._note_files(db)
            self._just = just
        return {i.name: self._contents[i.name][0] for i in inputs if i.name in self._contents}

    def _known(
        self, name: str, segment: str | None, first: int, count: int, stem: str, reason: str | None, is_article: int
    ) -> Known | None:
        batch = self._files.segment(segment) if segment is not None and count else EMPTY
        if batch is None:
            return None
        return Known(batch, first, count, name, stem, reason, bool(is_article))

    def _contents_of(self, inputs: Sequence[Input], db: sqlite3.Connection) -> list[str | None]:
        """The content mark of each input; None for what cannot be read. A file that looks as it did is not opened, and
        one that ``marks`` has just looked at not looked at again."""
        just, self._just = self._just, {}
        if just and all(map(just.__contains__, inputs)):
            return [just[item] for item in inputs]
        before = {row[0]: row for row in db.execute("select * from files")}
        contents: list[str | None] = []
        for item in inputs:
            if just and item in just:
                contents.append(just[item])
                continue
            if item.mark is not None:
                contents.append(item.mark)
                continue
            path = os.fspath(item.file)
            if not os.path.isabs(path):
                path = os.path.abspath(path)
            try:
                status = os.stat(path)
                look = path, status.st_size, status.st_mtime_ns, status.st_ctime_ns
                had = before.get(path)
                if had and had[:4] == look and had[5] - max(look[2:]) > _SETTLED:
                    mark: str | None = had[4]
                else:
                    mark = _mark(item)
                    if mark:
                        self._looked.append((*look, mark, time.time_ns()))
            except (OSError, ValueError):
                contents.append(None)
                continue
            if mark:
                mark = _beside(mark, item)
                self._contents[item.name] = mark, status
            contents.append(mark)
        return contents

    def sketches(self) -> list[tuple[str, bytes]]:
        """The name and the sketch (core.likeness) of every article that was read."""
        made: list[tuple[str, bytes]] = []
        with self._files.transaction() as db:
            made += db.execute("select name, sketch from readings where is_article")
        return made

    def unread(self, inputs: Sequence[Input]) -> list[Input]:
        """The inputs whose content no build has read by these rules."""
        marks = self.marks(inputs)
        known: set[str] = set()
        with self._files.transaction() as db:
            known.update(content for content, in db.execute("select distinct content from readings"))
        return [found for found in inputs if marks.get(found.name) not in known]

    def untranslated(self, inputs: Sequence[Input], engine: str) -> list[Input]:
        """The inputs whose whole text an engine was not asked for yet."""
        marks = self.marks(inputs)
        done: set[str] = set()
        with self._files.transaction() as db:
            done.update(c for c, in db.execute("select content from translated where engine = ?", (engine,)))
        return [found for found in inputs if marks.get(found.name) not in done]

    def note_translated(self, inputs: Sequence[Input], engine: str) -> None:
        """The whole texts of these inputs are in the cache of translations."""
        marks = self.marks(inputs)
        with self._files.transaction() as db:
            done = [(marks[found.name], engine) for found in inputs if found.name in marks]
            db.executemany("insert or ignore into translated values (?, ?)", done)

    def texts(self, inputs: Mapping[str, Input]) -> Mapping[str, str]:
        return Texts(inputs)

    # -------------------------------------------------------------------------------------------------- what is new

    def keep(self, found: Input, read: Outcome, stem: str) -> None:
        """An input was read. It is kept if its file looks as it did when its content was marked."""
        content, status = self._contents.get(found.name, ("", None))
        try:
            now = found.path.stat()
        except OSError:
            content = ""
        else:
            if status is None or (now.st_size, now.st_mtime_ns) != (status.st_size, status.st_mtime_ns):
                content = ""
        self._kept.append(
            _Kept(content, found.name, stem, len(read.rows), read.reason, read.text is not None, read.sketch)
        )

    def learn(self, read: Sequence[tuple[Input, Outcome]]) -> None:
        """Inputs that were read outside a build, so that the next one need not read them."""
        self.marks([found for found, _ in read])
        rows = []
        for found, outcome in read:
            stem = os.path.splitext(found.name.rsplit("/", 1)[-1])[0]
            own = [row | {"article": found.name, "report_id": f"{stem}#{n}"} for n, row in enumerate(outcome.rows, 1)]
            self.keep(found, outcome, stem)
            rows += own
        self.hand_over(batch(rows) if rows else EMPTY)

    def hand_over(self, made: Batch) -> None:
        """The rows of all inputs kept since the last time, in their order."""
        kept, self._kept = self._kept, []
        with self._files.transaction() as db:
            name = self._files.put(made, db) if len(made) else None
            first = 0
            for item in kept:
                if item.content:
                    db.execute(
                        "insert or replace into readings values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                        (item.content, item.name, name, first, item.count, item.stem, item.reason, item.is_article,
                         item.sketch),  # fmt: skip
                    )
                first += item.count
            self._note_files(db)

    def known_towns(self) -> KnownTowns:
        return self._files.known_towns()

    def keep_towns(self, known: KnownTowns) -> None:
        self._files.keep_towns(known)

    def close(self) -> None:
        """Write down what is left; make one of many small segments."""
        with self._files.transaction() as db:
            self._note_files(db)
            self._files.merge_small(db)

    def forget(self) -> None:
        """Empty the cache: the next build reads everything."""
        self._files.forget()

    def _note_files(self, db: sqlite3.Connection) -> None:
        looked, self._looked = self._looked, []
        db.executemany("insert or replace into files values (?, ?, ?, ?, ?, ?)", looked)


class Texts(Mapping[str, str]):
    """Path → text of articles, each read when it is asked for; one that has become unreadable counts as missing."""

    def __init__(self, inputs: Mapping[str, Input]) -> None:
        self._inputs = inputs

    @property
    def inputs(self) -> list[Input]:
        return list(self._inputs.values())

    def __getitem__(self, path: str) -> str:
        found = read_input(self._inputs[path])
        if not isinstance(found, Article):
            raise KeyError(path)
        return found.text

    def __iter__(self) -> Iterator[str]:
        return iter(self._inputs)

    def __len__(self) -> int:
        return len(self._inputs)


def _mark(item: Input) -> str | None:
    """A mark of a file's bytes; None for what is no ordinary file or too large to be an article."""
    path = item.path
    if not path.is_file() or path.stat().st_size > _LARGEST:
        return None
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()


def content_mark(content: bytes) -> str:
    """What the mark of a file with these bytes begins with."""
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def _beside(mark: str, item: Input) -> str:
    """The mark with what else the reading follows from: the format that the name's ending tells, which of several
    documents it is, and the address."""
    within = "" if item.member is None else f"#{item.member}"
    return f"{mark}.{ending(item.name)}{within}{item.url or ''}"
