"""The register of added articles: their original bytes, their names, and where they came from.

An article counts as added once its row is committed, and its file has been on disk before that: whatever kills the
process, what was acknowledged is there whole, and what was not is not there at all. Files are named by their content,
never by a name from outside. Several processes may add at once.
"""

from __future__ import annotations

import hashlib
import os
import re
import sqlite3
import time
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from uuid import uuid4

from core.store.folder import DataFolder, StoreFault

_BUSY = 30.0  # seconds to wait for another process that writes
_ORPHANS = 3600.0  # seconds after which a half-written file of a killed process is removed
_LONGEST = 80  # characters of a name
_SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")
_UNFIT = re.compile(r"[^\w.,()+-]+")
_SCHEMA = """
    create table if not exists articles (
        number integer primary key autoincrement, sha256 text not null unique, name text not null unique,
        stem text not null unique, suffix text not null, size integer not null, url text, address text,
        origin text not null, added text not null, sketch blob not null, removed text
    );
    create index if not exists addresses on articles (address);
    create table if not exists earlier (number integer not null, added text not null, removed text not null);
    create table if not exists seen (
        name text not null, content text not null, first text not null, gone text, primary key (name, content)
    ) without rowid;
    create table if not exists visits (at text not null);
"""


@dataclass(frozen=True, slots=True)
class New:
    """An article to be added: its bytes, the name that it came with, where from, its URL and that normalised, and the
    sketch of its body (core.likeness)."""

    content: bytes
    name: str
    origin: str
    url: str | None = None
    address: str | None = None
    sketch: bytes = b""


@dataclass(frozen=True, slots=True)
class Added:
    """One added article. name: of the article in the table; origin: the file, address or paste it came from;
    added, removed: UTC; path: its original bytes; address: its URL normalised."""

    number: int
    sha256: str
    name: str
    size: int
    url: str | None
    address: str | None
    origin: str
    added: datetime
    removed: datetime | None
    sketch: bytes
    path: Path


class Register:
    """The added articles of a data folder. Raises StoreFault where the folder cannot be used."""

    def __init__(self, data: DataFolder) -> None:
        self._data = data
        self.read_only = data.register.exists() and not _writable(data)
        if self.read_only:
            return
        if not data.path.exists():
            data.make(data.path)
        with self._database() as db:
            db.execute("pragma journal_mode = wal")
            for statement in _SCHEMA.split(";"):
                db.execute(statement)

    # --------------------------------------------------------------------------------------------------------- adding

    def add(self, new: Sequence[New]) -> list[Added]:
        """Add articles, all or none; once this returns, no crash loses them.

        Bytes that are there already give the article that has them; one that was removed comes back.
        """
        self._check_writable()
        marks = [hashlib.sha256(one.content).hexdigest() for one in new]
        self._keep({mark: one for mark, one in zip(marks, new, strict=True)})
        now = datetime.now(UTC).isoformat(timespec="microseconds")
        with self._database() as db:
            db.execute("begin immediate")
            for mark, one in zip(marks, new, strict=True):
                if db.execute("select 1 from articles where sha256 = ?", (mark,)).fetchone():
                    again = " from articles where sha256 = ? and removed is not null"
                    db.execute(f"insert into earlier select number, added, removed{again}", (mark,))
                    again = "update articles set added = ?, removed = null where sha256 = ? and removed is not null"
                    db.execute(again, (now, mark))
                    continue
                stem, suffix = _free(safe_name(one.name), db)
                db.execute(
                    "insert into articles (sha256, name, stem, suffix, size, url, address, origin, added, sketch)"
                    " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (mark, stem + suffix, stem.casefold(), _suffix(one.name), len(one.content), one.url, one.address,
                     one.origin, now, one.sketch),
                )  # fmt: skip
            found = [db.execute(f"select {_COLUMNS} from articles where sha256 = ?", (m,)).fetchone() for m in marks]
        return [self._added(row) for row in found]

    def remove(self, name: str) -> bool:
        """Take an article out of the table; its bytes stay, and adding them again brings it back. False if unknown."""
        self._check_writable()
        with self._database() as db:
            now = datetime.now(UTC).isoformat(timespec="microseconds")
            done = db.execute("update articles set removed = ? where name = ? and removed is null", (now, name))
        return done.rowcount > 0

    def _keep(self, new: dict[str, New]) -> None:
        """Put bytes on disk under their own marks, each whole or not at all."""
        folders, made = set(), []
        for mark, one in new.items():
            target = self._path(mark, _suffix(one.name))
            if target.exists() and target.stat().st_size == len(one.content):
                continue
            folders.add(self._data.make(target.parent))
            half = self._data.originals / f"{uuid4().hex}.half"
            try:
                with half.open("wb") as file:
                    file.write(one.content)
                    file.flush()
                    os.fsync(file.fileno())
                os.replace(half, target)
                made.append(target)
            except OSError as fault:
                for path in (half, *made):  # nobody knows of them
                    path.unlink(missing_ok=True)
                reason = f"{target}: this file cannot be written ({fault.strerror}). Nothing was added."
                raise StoreFault(reason) from fault
        for folder in (*folders, self._data.originals) if folders else ():
            _sync(folder)

    def tidy(self) -> int:
        """Remove what killed processes left half written; how many files."""
        gone = 0
        for half in self._data.originals.glob("*.half"):
            try:
                if time.time() - half.stat().st_mtime > _ORPHANS:
                    half.unlink()
                    gone += 1
            except OSError:
                continue
        return gone

    # -------------------------------------------------------------------------------------------------------- asking

    def articles(self, at: datetime | None = None) -> list[Added]:
        """The articles that count, or that counted at a moment, in the order of their names."""
        with self._database() as db:
            found = [self._added(row) for row in db.execute(f"select {_COLUMNS} from articles order by name")]
            spans = [
                (number, datetime.fromisoformat(added), datetime.fromisoformat(removed))
                for number, added, removed in (db.execute("select * from earlier") if at else ())
            ]
        if at is None:
            return [a for a in found if a.removed is None]
        before = {number for number, added, removed in spans if added <= at < removed}
        return [a for a in found if a.added <= at and (a.removed is None or a.removed > at) or a.number in before]

    def by_content(self, content: bytes) -> Added | None:
        """The article that has these bytes and counts."""
        with self._database() as db:
            row = db.execute(
                f"select {_COLUMNS} from articles where sha256 = ? and removed is null",
                (hashlib.sha256(content).hexdigest(),),
            ).fetchone()
        found = self._added(row) if row else None
        return found if found and found.path.exists() else None  # one whose bytes are lost can be added again

    def was_removed(self, content: bytes) -> bool:
        """Whether an article with these bytes was added once and taken out since."""
        mark = hashlib.sha256(content).hexdigest()
        with self._database() as db:
            return bool(db.execute("select 1 from articles where sha256 = ? and removed is not null", (mark,)).fetchone())

    def by_address(self, address: str) -> Added | None:
        """The latest article that came from an address (normalised) and counts."""
        with self._database() as db:
            row = db.execute(
                f"select {_COLUMNS} from articles where address = ? and removed is null order by number desc", (address,)
            ).fetchone()
        return self._added(row) if row else None

    # ------------------------------------------------------------------------- what was in the folders, and who looked

    def note_seen(self, found: dict[str, str]) -> None:
        """Files of folders by name → a mark of their content: note what is there for the first time, and what is gone."""
        if self.read_only:
            return
        now = datetime.now(UTC).isoformat(timespec="microseconds")
        with self._database() as db:
            here = set(found.items())
            there = set(db.execute("select name, content from seen where gone is null"))
            come = here - there
            left = set(db.execute("select name, content from seen where gone is not null")) if come else set()
            # A file that was renamed has been there as long as its content has.
            first: dict[str, str] = {}
            if not {content for _, content in there}.isdisjoint(content for _, content in come):
                first.update(db.execute("select content, min(first) from seen where gone is null group by content"))
            new = [(name, content, first.get(content, now)) for name, content in come - left]
            gone = [(now, *pair) for pair in there - here]
            db.executemany("insert into seen (name, content, first) values (?, ?, ?)", new)
            db.executemany("update seen set gone = null where name = ? and content = ?", come & left)
            db.executemany("update seen set gone = ? where name = ? and content = ?", gone)

    def seen_at(self, at: datetime) -> dict[str, str]:
        """What was in the folders at a moment: name → mark of its content; a file that was renamed by its present name."""
        moment = at.astimezone(UTC).isoformat(timespec="microseconds")
        with self._database() as db:
            here = "select name, content, gone from seen where first <= ? and (gone is null or gone > ?) order by first"
            found = db.execute(here, (moment, moment)).fetchall()
        now = {content for _, content, gone in found if gone is None}
        return {name: content for name, content, gone in found if gone is None or content not in now}

    def visit(self, apart: float = 1800.0) -> datetime | None:
        """Note a visit to the dashboard; returns when the one before began, UTC. Visits less than ``apart`` seconds from
        each other are one."""
        if self.read_only:
            return None
        with self._database() as db:
            db.execute("begin immediate")
            times = [datetime.fromisoformat(t) for t, in db.execute("select at from visits order by at desc limit 2")]
            now = datetime.now(UTC)
            if times and (now - times[0]).total_seconds() < apart:
                db.execute("update visits set at = ? where at = ?", (now.isoformat(), times[0].isoformat()))
                return times[1] if len(times) > 1 else None
            db.execute("insert into visits values (?)", (now.isoformat(),))
            return times[0] if times else None

    # --------------------------------------------------------------------------------------------------------- inside

    def _path(self, sha256: str, suffix: str) -> Path:
        return self._data.originals / sha256[:2] / f"{sha256}{suffix}"

    def _added(self, row: tuple[int, str, str, str, int, str | None, str | None, str, str, str | None, bytes]) -> Added:
        number, sha256, name, suffix, size, url, address, origin, added, removed, sketch = row
        return Added(
            number, sha256, name, size, url, address, origin, datetime.fromisoformat(added),
            datetime.fromisoformat(removed) if removed else None, sketch, self._path(sha256, suffix),
        )  # fmt: skip

    def _check_writable(self) -> None:
        if self.read_only:
            raise StoreFault(
                f"{self._data.path}: this folder cannot be written, so nothing can be added or removed. Change its "
                "permissions, or set GIGALEDGER_DATA to another."
            )

    @contextmanager
    def _database(self) -> Iterator[sqlite3.Connection]:
        try:
            address = f"{self._data.register.absolute().as_uri()}?mode={'ro&immutable=1' if self.read_only else 'rwc'}"
            with closing(sqlite3.connect(address, timeout=_BUSY, uri=True)) as db:
                db.execute("pragma synchronous = full")  # what is acknowledged outlives a power cut
                with db:
                    yield db
        except sqlite3.Error as fault:
            raise StoreFault(f"{self._data.register}: the register of added articles cannot be used ({fault}).") from fault


_COLUMNS = "number, sha256, name, suffix, size, url, address, origin, added, removed, sketch"


def _writable(data: DataFolder) -> bool:
    beside = [data.register.with_name(f"{data.register.name}{ending}") for ending in ("", "-wal", "-shm")]
    return os.access(data.path, os.W_OK) and all(os.access(path, os.W_OK) for path in beside if path.exists())


def safe_name(name: str) -> str:
    """A name from outside as one that may stand in a table and a report_id: its last part, without control characters,
    quotes or blanks, and not too long. Never empty."""
    last = PurePosixPath(name.replace("\\", "/")).name
    stem, suffix = last.removesuffix(Path(last).suffix), _suffix(last)
    clean = _UNFIT.sub("-", unicodedata.normalize("NFC", stem)).strip("-._ ")
    return f"{clean[:_LONGEST].rstrip('-._ ') or 'article'}{suffix}"


def _suffix(name: str) -> str:
    suffix = Path(name).suffix.lower()
    return suffix if _SUFFIX.fullmatch(suffix) else ""


def _free(name: str, db: sqlite3.Connection) -> tuple[str, str]:
    """Stem and suffix of the name, with a number where another article has it. Names that differ in their suffix only
    would give the same report_ids, so they count as one."""
    suffix = Path(name).suffix
    stem = name.removesuffix(suffix)
    number, free = 1, stem
    while db.execute("select 1 from articles where stem = ?", (free.casefold(),)).fetchone():
        number += 1
        free = f"{stem}-{number}"
    return free, suffix


def _sync(folder: Path) -> None:
    """Have the folder's list of files on disk too, where the system knows that."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        pass
    finally:
        os.close(handle)
