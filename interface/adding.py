"""The list of documents that a reader is about to add: read at once, kept for the session, saved all or none.

Reading goes on where it was when the reader clicked elsewhere meanwhile: what is not read yet waits in the session.
"""

from __future__ import annotations

import hashlib
import logging
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import streamlit as st

from core import adding
from core.adding import Adder, Document, Looked
from core.models import Skipped
from core.store.register import Added, safe_name
from interface.data import library, refresh
from interface.view import escape

_SESSION = "adding"
FAULT = "adding-fault"  # in the session: what went wrong in a click, said once
_UNTITLED = "the text"
_MOST = 300_000_000  # bytes of documents that wait to be added
TITLE, TEXT, ADDRESSES = "paste-title", "paste-text", "addresses-text"  # the names of the page's fields


@dataclass(slots=True)
class Item:
    """A document that was read. ticked: whether it is to be added."""

    number: int
    looked: Looked
    ticked: bool

    @property
    def name(self) -> str:
        return self.looked.document.name


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a reader has named and nobody has read yet: a file's bytes, a pasted text or an address."""

    what: str  # file · text · address
    name: str
    content: bytes = b""


@dataclass(slots=True)
class Told:
    """What became of the last thing that was done: added articles, what was known, what was refused, or nothing to do."""

    added: list[Added] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    refused: list[Skipped] = field(default_factory=list)
    removed: list[Added] = field(default_factory=list)
    nothing: str = ""
    shown: bool = False  # whether it was said once


@dataclass(slots=True)
class Adding:
    """The session's list. version: of the ticks, raised where they change otherwise than in the table; round: of the
    field for files, which is empty again once they are taken."""

    items: list[Item] = field(default_factory=list)
    refused: list[Skipped] = field(default_factory=list)
    waiting: deque[Waiting] = field(default_factory=deque)
    total: int = 0
    version: int = 0
    round: int = 0
    told: Told | None = None
    _adder: Adder | None = None
    _marks: set[tuple[str, str]] = field(default_factory=set)
    _numbers: int = 0
    _size: int = 0  # bytes

    def wait(self, what: str, name: str, content: bytes = b"") -> None:
        """Put something in the queue."""
        if not self.waiting:
            self.total = 0
        self.waiting.append(Waiting(what, name, content))
        self.total += 1
        self.told = None

    def take_files(self, files: list[tuple[str, bytes]]) -> None:
        """Put uploads (name and bytes) in the queue."""
        for name, content in files:
            self.wait("file", name, content)
        self.round += 1

    def read(self) -> None:
        """Read what waits, with a bar that says how far it is. One bad document never stops the others."""
        if not self.waiting:
            return
        bar = st.progress(0.0, "Reading …")
        fetcher = None
        count = 0
        while self.waiting:
            source = self.waiting[0]
            if source.what == "address" and fetcher is None:
                fetcher = _fetcher()
            done = self.total - len(self.waiting)
            bar.progress(done / self.total, escape(f"Reading {source.name} ({done + 1} of {self.total}) …"))
            try:
                for found in _documents(source, fetcher):
                    count += 1
                    self._take(found)
                    named = found.path if isinstance(found, Skipped) else found.name
                    bar.progress(done / self.total, escape(f"Reading {named} ({count:,} so far) …"))
            except Exception as fault:
                self.refused.append(_fault(source.name, fault))
            self.waiting.popleft()
        bar.empty()
        self._adder = None  # it holds what is known of every article, which is much

    def _take(self, found: Document | Skipped) -> None:
        if isinstance(found, Document):
            mark = hashlib.sha256(found.content).hexdigest(), found.name
            if mark in self._marks:
                return
            if self._size + len(found.content) > _MOST:
                self.refused.append(Skipped(found.name, "The list is full; add what is in it, or clear it, and come back."))
                return
            self._size += len(found.content)
            self._marks.add(mark)
            looked = self._look(found)
            if isinstance(looked, Skipped):
                self.refused.append(looked)
                return
            self._numbers += 1
            self.items.append(Item(self._numbers, _light(looked), looked.known is None and bool(looked.reading.rows)))
            if looked.known is None:
                self.adder.noted(looked)
        elif found not in self.refused:
            self.refused.append(found)

    def _look(self, document: Document) -> Looked | Skipped:
        try:
            return self.adder.look(document)
        except Exception as fault:
            return _fault(document.name, fault)

    @property
    def adder(self) -> Adder:
        if self._adder is None:
            self._adder = Adder(library())
            for item in self.items:
                if item.looked.known is None:
                    self._adder.noted(item.looked)
        return self._adder

    @property
    def chosen(self) -> list[Item]:
        return [item for item in self.items if item.ticked]

    def tick(self, number: int, ticked: bool) -> None:
        for item in self.items:
            if item.number == number:
                item.ticked = ticked

    def save(self) -> None:
        """Add what is ticked, all or none. Raises StoreFault, and then nothing was added."""
        chosen = self.chosen
        self.told = Told(self.adder.save([item.looked for item in chosen]))
        self.items = [item for item in self.items if not item.ticked]
        self.started_anew()

    def clear(self) -> None:
        """Empty the list; nothing was saved of it."""
        self.items.clear()
        self.refused.clear()
        self.waiting.clear()
        self.told = None
        self.started_anew()

    def started_anew(self) -> None:
        """What is there has changed: what is known is looked up anew, and so is the table."""
        self._adder = None
        self._size = sum(len(item.looked.document.content) for item in self.items)
        self._marks = {(hashlib.sha256(i.looked.document.content).hexdigest(), i.name) for i in self.items}
        self.version += 1
        refresh()


def _light(looked: Looked) -> Looked:
    """Without what was worked out on the way to the rows, which takes the most memory; a look at it reads it again."""
    return replace(looked, reading=replace(looked.reading, analysis=None, facts=[], rejected=[], projects=[]))


def _fault(name: str, fault: Exception) -> Skipped:
    """A fault of the program costs one document, not the others."""
    logging.getLogger("gigaledger").error("%s could not be looked at", name, exc_info=fault)
    return Skipped(name, f"A fault of the program stopped its reading ({type(fault).__name__}); please report it.")


def adding_now() -> Adding:
    """The list of this session."""
    if _SESSION not in st.session_state:
        st.session_state[_SESSION] = Adding()
    found: Adding = st.session_state[_SESSION]
    return found


def paste_text(adding: Adding) -> None:
    """Callback: the pasted text waits to be read."""
    text, heading = str(st.session_state[TEXT]), str(st.session_state[TITLE]).strip()
    if text.strip():
        adding.wait("text", heading or _UNTITLED, text.encode("utf-8", "replace"))
    else:
        adding.told = Told(nothing="Paste the text of an article first.")


def name_addresses(adding: Adding) -> None:
    """Callback: the addresses wait to be fetched, each once."""
    lines = dict.fromkeys(line.strip() for line in str(st.session_state[ADDRESSES]).splitlines() if line.strip())
    for line in lines:
        adding.wait("address", line)
    if not lines:
        adding.told = Told(nothing="Write an address first.")


def _documents(source: Waiting, fetcher: object) -> Iterator[Document | Skipped]:
    if source.what == "address":
        yield from _addressed(source.name, fetcher)
    elif source.what == "text":
        yield adding.pasted(source.content.decode(), "" if source.name == _UNTITLED else source.name)
    else:
        name = safe_name(source.name)  # what an upload is called is only ever shown
        yield from adding.unpacked(source.content, name, f"upload:{name}")


def _addressed(line: str, fetcher: object) -> Iterator[Document | Skipped]:
    """What lies behind one line of the field for addresses. What is none is said, and never taken for a path."""
    address = line
    if not adding.is_address(line) and "." in line.split("/")[0] and " " not in line:
        address = f"https://{line}"
    if not adding.is_address(address):
        yield Skipped(line[:100], "This is no web address; one looks like https://www.example.com/article.")
        return
    if address.lower().startswith("www."):
        address = f"https://{address}"
    yield from adding.documents([address], fetcher)  # type: ignore[arg-type]


def _fetcher() -> object:
    from core.web.fetch import Fetcher, allowed_hosts

    return Fetcher(allowed_hosts=allowed_hosts())
