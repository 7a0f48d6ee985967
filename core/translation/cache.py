"""What was translated once, on disk: by text, language, target and engine. Nothing is translated twice.

SQLite, in the mode in which one process writes while others read (WAL). ``put`` returns when the texts are on the
disk; a process killed at any moment loses nothing that was put, and two processes may use the file at once. Written
with synchronous=FULL: a batch comes over the network every second or so, beside which the wait for the disk is
nothing, and what was paid for should outlive a power cut too.

A file that is no cache of this program (damaged, another program's, a later version's) is left as it is; the cache
then is the next one beside it, ``translations-2.db``. So two processes that find the same damage do the same thing,
and nothing is ever renamed under another's hands. Where no file can be used, a run goes on without.
"""

from __future__ import annotations

import hashlib
import os
import random
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import TypeVar

# What stands in a file's head: whose it is, of which version; and whether it has tables.
_OURS = (0x47494741, 1, True)
_EMPTY = (0, 0, False)
_BUSY = 10.0  # seconds to wait for another process's write
_AT_ONCE = 500  # keys in one question
_MOST_FILES = 9
_T = TypeVar("_T")


class _Foreign(Exception):
    """The file is a database, but not of this program's cache."""


def key_of(engine: str, source: str, target: str, text: str) -> bytes:
    """The key of a translation: 32 bytes."""
    return hashlib.sha256("\0".join((engine, source, target, text)).encode("utf-8", "surrogatepass")).digest()


class Cache:
    """The translations in one file. Nothing here raises: what goes wrong is told in ``notes``."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        """path: the file; it and its folder are made where they are missing."""
        self.notes: list[str] = []
        self._first = Path(path)
        self._number = 1
        self._lock = Lock()  # a page's threads share one connection
        self._open: sqlite3.Connection | None = None
        self._step()

    @property
    def path(self) -> Path:
        """The file in use."""
        if self._number == 1:
            return self._first
        return self._first.with_name(f"{self._first.stem}-{self._number}{self._first.suffix}")

    def get(self, engine: str, source: str, target: str, texts: Sequence[str]) -> dict[str, str]:
        """Text → English, of those texts that the engine has translated before."""
        keys = {key_of(engine, source, target, text): text for text in texts}

        def ask(connection: sqlite3.Connection) -> dict[str, str]:
            found: dict[str, str] = {}
            wanted = list(keys)
            for at in range(0, len(wanted), _AT_ONCE):
                some = wanted[at : at + _AT_ONCE]
                marks = ",".join("?" * len(some))
                rows = connection.execute(f"SELECT key, english FROM translations WHERE key IN ({marks})", some)
                found |= {keys[key]: english for key, english in rows if isinstance(english, str)}
            return found

        return self._try(ask) or {}

    def put(self, engine: str, source: str, target: str, english: Mapping[str, str]) -> None:
        """Keep translations (text → English); on the disk when this returns. What was kept first stays."""
        rows = [(key_of(engine, source, target, text), made) for text, made in english.items()]

        def keep(connection: sqlite3.Connection) -> None:
            with _transaction(connection, "IMMEDIATE"):
                connection.executemany("INSERT OR IGNORE INTO translations VALUES (?, ?)", rows)

        self._try(keep)

    def close(self) -> None:
        with self._lock:
            self._shut()

    def __enter__(self) -> Cache:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _try(self, act: Callable[[sqlite3.Connection], _T]) -> _T | None:
        """Do it, in the next file where this one turns out to be damaged."""
        with self._lock:
            while self._open is not None:
                try:
                    return _patiently(act, self._open)
                except sqlite3.OperationalError as fault:  # full, locked for too long, read-only: another file is no better
                    self._without(fault)
                except sqlite3.DatabaseError:
                    self._shut()
                    self._aside("is damaged")
                    self._step()
            return None

    def _step(self) -> None:
        """Open the file in use, or the next one that can be."""
        while self._number <= _MOST_FILES:
            try:
                self._first.parent.mkdir(parents=True, exist_ok=True)
                self._open = _connect(self.path)
                return
            except _Foreign:
                self._aside("belongs to another program, or to a later version of this one")
            except (sqlite3.OperationalError, OSError) as fault:
                self._without(fault)
                return
            except sqlite3.DatabaseError:
                self._aside("is damaged, or no cache at all")
        self.notes.append("Translations are not kept: too many files beside the cache are damaged.")

    def _aside(self, why: str) -> None:
        former, self._number = self.path, self._number + 1
        self.notes.append(
            f"{former} {why}; it was left as it is, and translations are kept in {self.path.name} instead. "
            f"Delete it to be rid of this message."
        )

    def _without(self, fault: Exception) -> None:
        self._shut()
        self.notes.append(f"{self.path}: translations cannot be kept there ({fault}); this run goes on without.")

    def _shut(self) -> None:
        if self._open is not None:
            try:
                self._open.close()
            except sqlite3.Error:
                pass  # a damaged file does not close cleanly; there is nothing left to save
            self._open = None


@contextmanager
def _transaction(connection: sqlite3.Connection, kind: str) -> Iterator[None]:
    """kind: IMMEDIATE takes the right to write at once, so that waiting for another process works; DEFERRED reads."""
    connection.execute(f"BEGIN {kind}")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _connect(path: Path) -> sqlite3.Connection:
    """Open and, where it is empty, lay out the file. Raises _Foreign, sqlite3.Error, OSError."""
    connection = sqlite3.connect(path, timeout=_BUSY, isolation_level=None, check_same_thread=False)
    try:
        if _patiently(_head, connection) == _EMPTY:
            _patiently(_lay_out, connection)
        if _patiently(_head, connection) != _OURS:
            raise _Foreign()
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("SELECT english FROM translations WHERE key = x''").fetchall()
        return connection
    except BaseException:
        connection.close()
        raise


def _patiently(act: Callable[[sqlite3.Connection], _T], connection: sqlite3.Connection) -> _T:
    """Do it again while another process has the file: SQLite itself does not wait for a change of the file's mode."""
    until = time.monotonic() + _BUSY
    while True:
        try:
            return act(connection)
        except sqlite3.OperationalError as fault:
            if fault.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) or time.monotonic() > until:
                raise
        time.sleep(random.uniform(0.002, 0.02))


def _lay_out(connection: sqlite3.Connection) -> None:
    """Make a cache of an empty file; head and table at once, so that a kill leaves all of it or nothing."""
    connection.execute("PRAGMA journal_mode = WAL")
    with _transaction(connection, "IMMEDIATE"):
        if _read_head(connection) == _EMPTY:  # else another process was here between
            connection.execute("CREATE TABLE translations (key BLOB PRIMARY KEY, english TEXT NOT NULL) WITHOUT ROWID")
            connection.execute(f"PRAGMA application_id = {_OURS[0]}")
            connection.execute(f"PRAGMA user_version = {_OURS[1]}")


def _head(connection: sqlite3.Connection) -> tuple[int, int, bool]:
    """Whose file it is, of which version, and whether anything is in it: all as of one moment."""
    with _transaction(connection, "DEFERRED"):
        return _read_head(connection)


def _read_head(connection: sqlite3.Connection) -> tuple[int, int, bool]:
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    whose, version = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version"))
    return int(whose), int(version), bool(tables)
