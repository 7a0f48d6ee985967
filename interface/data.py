"""The data behind every page, loaded once per state of its files.

GIGALEDGER_ARTICLES: folder of articles (default: seeds/ beside dashboard.py). GIGALEDGER_DATA: the data folder, with the
articles that were added. GIGALEDGER_TABLE: a table that ``python -m core build`` wrote; it is shown as it is, and the
library gives the texts.
"""

from __future__ import annotations

import gc
import hashlib
import logging
import os
import socket
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from core.models import GigaledgerError, Skipped
from core.store.folder import ROOT as ROOT  # noqa: PLC0414  the entry script takes it from here
from core.store.folder import DataFolder, StoreFault, data_folder

if TYPE_CHECKING:
    from core.library import Library
    from core.quality import Quality
    from core.selection import Ledger
    from core.store.register import Register

State = str
_building = threading.Lock()  # two readers who open the dashboard at once wait for one build


@dataclass(frozen=True, slots=True)
class Data:
    """The table, the texts (path -> text, read when asked for), and the corrections by a person that no longer fit and
    those that were applied. closed: why nothing can be added, where that is so."""

    table: pd.DataFrame
    articles: Mapping[str, str]
    skipped: tuple[Skipped, ...] | None = None
    unfit: tuple[str, ...] = ()
    corrected: tuple[str, ...] = ()
    closed: str | None = None


def articles_folder() -> Path:
    """The folder whose articles are shown, besides those that were added."""
    return Path(os.environ.get("GIGALEDGER_ARTICLES") or ROOT / "seeds")


def ready_table() -> str | None:
    """The path of the ready table that is shown instead of reading the articles, if there is one."""
    return os.environ.get("GIGALEDGER_TABLE") or None


def library() -> Library:
    """The library of the folder and the data folder, made anew: it belongs to one thread. Raises StoreFault."""
    from core.library import Library

    folder = articles_folder()
    return Library([folder] if folder.is_dir() else [], data_folder())


def register() -> Register:
    """The register of added articles. Raises StoreFault."""
    from core.store.register import Register

    return Register(data_folder())


def text_of(path: str) -> str:
    """The text of an article, empty where it is not there; the last ones are kept, for a file may take long to read."""
    return _text(path, state())


@st.cache_resource(max_entries=64, show_spinner=False)
def _text(path: str, state: State) -> str:
    return load().articles.get(path, "")


def load() -> Data:
    """The table and the articles' texts. Raises GigaledgerError with a line for the reader."""
    folder, table = articles_folder(), ready_table()
    if not folder.is_dir() and not table:
        raise GigaledgerError(f"There is no folder {folder}. Set GIGALEDGER_ARTICLES to the folder of your articles.")
    return _load(str(folder), table, str(data_folder().path), state())


def state() -> State:
    """A mark of the files behind ``load``: the same as long as the data is."""
    return _state(articles_folder(), ready_table(), data_folder().path)


def refresh() -> None:
    """Look at the files now, not within two seconds: something was added or removed."""
    _state.clear()


@st.cache_resource(ttl=2, show_spinner=False)
def _state(folder: Path, table: str | None, data: Path) -> State:
    """A mark of the names, sizes and times of the files, and of which articles were added; looked up anew every two
    seconds at most."""
    found: list[object] = [_looks(path) for path in [*sorted(folder.rglob("*")), *([Path(table)] if table else [])]]
    register = DataFolder(data).register
    found.append(_looks(data / "corrections.toml"))
    found.append(_added(data, (_looks(register), _looks(register.with_name(f"{register.name}-wal")))))
    return hashlib.blake2s(repr(found).encode()).hexdigest()


def _looks(path: Path) -> tuple[str, int, int] | None:
    try:
        about = path.stat()
    except OSError:
        return None  # never there, or vanished between listing and looking
    return str(path), about.st_size, about.st_mtime_ns


@st.cache_resource(max_entries=4, show_spinner=False)
def _added(data: Path, looks: object) -> object:
    """A mark of the articles that were added. The register is opened only where its file looks otherwise: visits are
    noted in it too, and change nothing here."""
    from core.store.register import Register

    folder = DataFolder(data)
    if not folder.register.exists():
        return ()
    try:
        added = [(one.name, one.sha256, one.added.isoformat()) for one in Register(folder).articles()]
    except StoreFault:
        return "closed"
    return hashlib.blake2s(repr(added).encode()).hexdigest() if added else ()


@st.cache_resource(max_entries=2, show_spinner="Reading the articles …")
def _load(folder: str, table: str | None, data: str, state: State) -> Data:
    with _building:
        try:
            return _shown(library(), table)
        except StoreFault as fault:  # a folder that cannot be written: all can be read, nothing added
            logging.getLogger("gigaledger").warning("%s", fault)
            return _without_store(folder, table, str(fault))


def _shown(whole: Library, table: str | None) -> Data:
    if table:
        from core.articles import Input
        from core.store.readings import Texts
        from core.table import read

        inputs = {found.name: found for found in whole.inputs() if isinstance(found, Input)}
        return Data(read(table, packed=True), Texts(inputs))
    made = whole.build()  # without an engine: its English is laid over what is on the page (interface.english)
    for note in made.notes:
        logging.getLogger("gigaledger").warning(note)
    return Data(made.table, made.articles, made.skipped, made.unfit, made.corrected)


def _without_store(folder: str, table: str | None, why: str) -> Data:
    if table:
        from core.table import read

        return Data(read(table, packed=True), {}, closed=why)
    from core.pipeline import build

    made = build(folder)
    return Data(made.table, made.articles, made.skipped, made.unfit, made.corrected, why)


@st.cache_resource(max_entries=2, show_spinner="Putting the projects together …")
def ledger(key: State) -> Ledger:
    """The projects of the table, ready to be filtered. That of a large table is kept in the data folder."""
    from core.kept import kept_ledger

    table = load().table
    with _building:
        return kept_ledger(table, data_folder().ledgers, key, _later)


def _later(work: Callable[[], None]) -> None:
    threading.Thread(target=work, name="ledger", daemon=True).start()


def not_read() -> tuple[Skipped, ...]:
    """What gave no row and why; beside a ready table the articles are read for it."""
    skipped = load().skipped
    return skipped if skipped is not None else _not_read(str(articles_folder()), state())


@st.cache_resource(max_entries=2, show_spinner="Reading the articles …")
def _not_read(folder: str, state: State) -> tuple[Skipped, ...]:
    from core.articles import read_articles

    return tuple(read_articles(folder)[1]) if Path(folder).is_dir() else ()


@st.cache_resource(show_spinner="Scoring the annotated articles …")
def measured() -> Quality | None:
    """How good the program is that runs, computed once; None where the annotated articles are not installed."""
    from core.quality import quality  # loads the whole extraction

    return quality()


@st.cache_resource(show_spinner=False)
def warm() -> None:
    """Once per process: take two delays of some ten milliseconds out of every click.

    The server's sockets wait for delayed acknowledgements unless told otherwise (TCP_NODELAY; later connections
    inherit it from the listening socket), and the collection of garbage after each run walks all loaded libraries
    unless they are set aside (gc.freeze).
    """
    for item in gc.get_objects():
        if not isinstance(item, socket.socket):
            continue
        try:
            if item.fileno() >= 0 and item.type == socket.SOCK_STREAM and item.family in (
                socket.AF_INET,
                socket.AF_INET6,
            ):
                item.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except OSError:
            continue
    gc.collect()
    gc.freeze()
