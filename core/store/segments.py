"""The cache's files: rows of what was read, in segments, and the SQLite file that says which rows are whose.

A segment is an Arrow file that is mapped into memory, not loaded, and beside it what the linking of reports asks of each
row. The database's entries come after the segment is there, so that a build that is killed loses what it had read last and
nothing else. How the reports of each town were linked stands in a file of its own. A change of the rules
(core.store.version) empties it all. Where the files cannot be used or are damaged, that is logged once, and the database is
an empty one in memory from then on.
"""

from __future__ import annotations

import logging
import marshal
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from mmap import ACCESS_READ, mmap
from pathlib import Path
from threading import Thread
from typing import TypeVar
from uuid import uuid4
from zlib import crc32

import pyarrow as pa

from core.arrow import PLAIN_SCHEMA
from core.batches import Batch, joined
from core.ledger.known_towns import KnownTowns
from core.ledger.sentences import Sentences
from core.ledger.telling import Identity
from core.store.version import rules_version

EMPTY = joined([])
_SEGMENTS = 24  # small ones beyond this are made one
_SMALL = 2_000  # rows
_MARK = 4  # bytes that a file begins with: the CRC-32 of the others
_KINDS = ("arrow", "said", "sentences")
_TOWNS = "linked"  # the file of what is known of the towns
_BUSY = 10.0  # seconds to wait for another process that writes
_SCHEMA = """
    create table if not exists rules (version text not null);
    create table if not exists segments (number integer primary key, name text not null, rows integer not null);
    create table if not exists readings (
        content text not null, name text not null, segment text, first integer not null, count integer not null,
        stem text not null, reason text, is_article integer not null, sketch blob not null, primary key (content, name)
    ) without rowid;
    create table if not exists files (
        path text primary key, size integer not null, modified integer not null, changed integer not null,
        content text not null, looked integer not null
    ) without rowid;
    create table if not exists translated (
        content text not null, engine text not null, primary key (content, engine)
    ) without rowid;
"""
Content = TypeVar("Content", bytes, mmap)
_log = logging.getLogger("gigaledger")


class Segments:
    """The files of the cache in a folder. ``usable``: False once they have failed."""

    def __init__(self, folder: Path) -> None:
        """folder: is made if need be. Where that or the cache itself fails, nothing is remembered."""
        self._folder = folder
        self._loaded: dict[str, Batch] = {}
        self.usable = True
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if (folder / "readings.db").exists() and not _sound(folder / "readings.db"):
                self._forget_all()
        except OSError as fault:
            self._give_up(fault)
        else:
            self._prepare()

    # ----------------------------------------------------------------------------------------------------- segments

    def segment(self, name: str) -> Batch | None:
        """The batch of a segment; None where its files are gone or damaged."""
        if name not in self._loaded:
            try:
                said = list(map(Identity._make, marshal.loads(memoryview(self._read(name, "said"))[_MARK:])))
                sentences = Sentences.unpacked(_whole(self._mapped(name, "sentences")), _MARK)
                table = pa.ipc.open_file(pa.memory_map(str(self._path(name, "arrow")))).read_all()
                if not table.num_rows == len(said) == len(sentences) or table.schema != PLAIN_SCHEMA:
                    raise ValueError("damaged")
            except (OSError, ValueError, TypeError, EOFError, pa.ArrowException):
                self._loaded[name] = EMPTY
                return None
            self._loaded[name] = Batch(table, said, sentences, name)
        found = self._loaded[name]
        return None if found is EMPTY else found

    def known_towns(self) -> KnownTowns:
        """What the last build has noted of the towns; nothing where that is missing or damaged."""
        try:
            version, *known = marshal.loads(memoryview(self._read(_TOWNS, "towns"))[_MARK:])
            if version == rules_version():
                return KnownTowns(*known)
        except (OSError, ValueError, TypeError, EOFError):
            pass
        return KnownTowns()

    def keep_towns(self, known: KnownTowns) -> None:
        """Note what the next build should know of the towns; a fault costs it time only."""
        packed = marshal.dumps((rules_version(), known.begins, known.taken, known.companies, known.towns))
        half = self._path(f"{_TOWNS}-{uuid4().hex}", "towns")
        try:
            half.write_bytes(crc32(packed).to_bytes(_MARK, "big") + packed)
            os.replace(half, self._path(_TOWNS, "towns"))
        except OSError as fault:
            _log.warning("what is known of the towns could not be kept in %s: %s", self._folder, fault)

    def read_ahead(self) -> None:
        """Read the mapped tables once, beside other work."""
        Thread(target=_touch, args=([batch.table for batch in self._loaded.values()],), daemon=True).start()

    def put(self, made: Batch, db: sqlite3.Connection) -> str:
        """Put a batch into a segment of its own; its name, which the batch has from now on. A name is never used again:
        another process may have the file mapped."""
        name = uuid4().hex
        same: dict[object, object] = {}  # what many rows say is written once: smaller, and loaded in half the time
        said = marshal.dumps([tuple([same.setdefault(value, value) for value in one]) for one in made.said])
        for kind, packed in (("said", said), ("sentences", made.sentences.packed())):
            self._path(name, kind).write_bytes(crc32(packed).to_bytes(_MARK, "big") + packed)
        with pa.OSFile(str(self._path(name, "arrow")), "wb") as file, pa.ipc.new_file(file, PLAIN_SCHEMA) as out:
            out.write_table(made.table)
        db.execute("insert into segments (name, rows) values (?, ?)", (name, len(made)))
        made.segment = name
        return name

    def _read(self, name: str, kind: str) -> bytes:
        """What ``put`` has written into a file, behind its mark; raises ValueError where it is damaged."""
        return _whole(self._path(name, kind).read_bytes())

    def _mapped(self, name: str, kind: str) -> mmap:
        with self._path(name, kind).open("rb") as file:
            return mmap(file.fileno(), 0, access=ACCESS_READ)

    def _path(self, name: str, kind: str) -> Path:
        return self._folder / f"{name}.{kind}"

    def merge_small(self, db: sqlite3.Connection) -> None:
        """Make one of many small segments."""
        small = [n for n, in db.execute("select name from segments where rows < ? order by number", (_SMALL,))]
        if len(small) > _SEGMENTS:
            self._merge(small, db)

    def _merge(self, names: list[str], db: sqlite3.Connection) -> None:
        cuts: list[Batch] = []
        first, moved = 0, []
        for name in names:
            batch = self.segment(name)
            if batch is not None:
                rows = db.execute("select content, name, first, count from readings where segment = ?", (name,))
                for content, article, start, count in rows.fetchall():
                    cuts.append(batch.cut(start, count))
                    moved.append((first, content, article))
                    first += count
        whole = joined(cuts)
        made = self.put(whole, db)
        db.executemany(f"update readings set segment = '{made}', first = ? where content = ? and name = ?", moved)
        for name in names:
            db.execute("delete from readings where segment = ?", (name,))  # of a damaged one
            db.execute("delete from segments where name = ?", (name,))
        db.commit()
        for name in names:
            for kind in _KINDS:
                try:
                    self._path(name, kind).unlink(missing_ok=True)
                except OSError:
                    pass  # another process has it open, where the system does not allow that

    # ------------------------------------------------------------------------------------------------- the database

    def _prepare(self) -> None:
        with self.transaction() as db:
            db.execute("pragma journal_mode = wal")
            known = db.execute("select 1 from sqlite_master where name = 'rules'").fetchone()
            version = db.execute("select version from rules").fetchone() if known else None
            if version != (rules_version(),):
                db.execute("begin immediate")
                for table in ("rules", "segments", "readings", "files", "translated"):
                    db.execute(f"drop table if exists {table}")
                for statement in _SCHEMA.split(";"):
                    db.execute(statement)
                db.execute("insert into rules values (?)", (rules_version(),))
                self._forget_segments()

    def forget(self) -> None:
        """Empty the cache: the next build reads everything."""
        with self.transaction() as db:
            for table in ("segments", "readings", "files"):
                db.execute(f"delete from {table}")
        self._loaded.clear()
        self._forget_segments()

    def _forget_segments(self) -> None:
        for kind in (*_KINDS, "towns"):
            for path in self._folder.glob(f"*.{kind}"):
                path.unlink(missing_ok=True)

    def _forget_all(self) -> None:
        for ending in ("", "-wal", "-shm"):
            Path(f"{self._folder / 'readings.db'}{ending}").unlink(missing_ok=True)
        self._forget_segments()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """A transaction. A fault of the cache in it is logged and ends the cache's use: the build goes on without."""
        db = self._connect()
        try:
            with db:
                yield db
        except (sqlite3.Error, OSError, pa.ArrowException) as fault:
            self._give_up(fault)
        finally:
            db.close()

    def _connect(self) -> sqlite3.Connection:
        if self.usable:
            try:
                db = sqlite3.connect(self._folder / "readings.db", timeout=_BUSY)
                db.execute("pragma synchronous = normal")
                return db
            except sqlite3.Error as fault:
                self._give_up(fault)
        return sqlite3.connect(":memory:")  # in which nothing is found

    def _give_up(self, fault: Exception) -> None:
        if self.usable:
            _log.warning("the cache in %s is not used: %s", self._folder, fault)
        self.usable = False


def _whole(content: Content) -> Content:
    """What was read or mapped, if it is what was written; raises ValueError where it is damaged."""
    if crc32(memoryview(content)[_MARK:]) != int.from_bytes(content[:_MARK], "big"):
        raise ValueError("damaged")
    return content


def _touch(tables: Sequence[pa.Table]) -> None:
    """Read mapped tables once, beside other work: their pages are there when they are written out."""
    for table in tables:
        for column in table.columns:
            for chunk in column.chunks:
                for buffer in filter(None, chunk.buffers()):
                    crc32(buffer)


def _sound(path: Path) -> bool:
    """Whether a file is an SQLite database that can be read."""
    try:
        db = sqlite3.connect(path, timeout=_BUSY)
        try:
            return bool(db.execute("pragma quick_check(1)").fetchone() == ("ok",))
        finally:
            db.close()
    except sqlite3.OperationalError:
        return True  # another process is at it
    except sqlite3.DatabaseError:
        return False
