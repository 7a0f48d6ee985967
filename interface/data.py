"""The data behind every page, loaded once per state of its files.

GIGALEDGER_ARTICLES: folder of articles (default: seeds/ beside dashboard.py).
GIGALEDGER_TABLE: a table that ``python -m core build`` wrote; it is shown as it is, and the folder gives the texts.
"""

from __future__ import annotations

import gc
import hashlib
import logging
import os
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from core.articles import read_articles
from core.models import GigaledgerError, Skipped
from core.table import read

if TYPE_CHECKING:
    from core.quality import Quality

ROOT = Path(__file__).resolve().parent.parent
State = str


@dataclass(frozen=True, slots=True)
class Data:
    """The table, what was not read, the texts (path -> text), and the corrections by a person that no longer fit and
    those that were applied."""

    table: pd.DataFrame
    skipped: tuple[Skipped, ...]
    articles: dict[str, str]
    unfit: tuple[str, ...] = ()
    corrected: tuple[str, ...] = ()


def load() -> Data:
    """The table, the articles' texts and what was not read. Raises GigaledgerError with a line for the reader."""
    folder = Path(os.environ.get("GIGALEDGER_ARTICLES") or ROOT / "seeds")
    table = os.environ.get("GIGALEDGER_TABLE")
    if not folder.is_dir() and not table:
        raise GigaledgerError(f"There is no folder {folder}. Set GIGALEDGER_ARTICLES to the folder of your articles.")
    return _load(str(folder), table, _state(folder, table))


def state() -> State:
    """A mark of the files behind ``load``: the same as long as the data is."""
    folder = Path(os.environ.get("GIGALEDGER_ARTICLES") or ROOT / "seeds")
    return _state(folder, os.environ.get("GIGALEDGER_TABLE"))


@st.cache_resource(ttl=2, show_spinner=False)
def _state(folder: Path, table: str | None) -> State:
    """A mark of the names, sizes and times of the files; looked up anew every two seconds at most."""
    found = []
    for path in [*sorted(folder.rglob("*")), *([Path(table)] if table else [])]:
        try:
            about = path.stat()
        except OSError:
            continue  # vanished between listing and looking
        found.append((str(path), about.st_size, about.st_mtime_ns))
    return hashlib.blake2s(repr(found).encode()).hexdigest()


@st.cache_resource(max_entries=2, show_spinner="Reading the articles …")
def _load(folder: str, table: str | None, state: State) -> Data:
    if not table:
        from core.pipeline import build  # loads the whole extraction: not needed to show a ready table

        made = build(folder)
        for note in made.notes:
            logging.getLogger("gigaledger").warning(note)
        return Data(made.table, made.skipped, made.articles, made.unfit, made.corrected)
    articles, skipped = read_articles(folder) if Path(folder).is_dir() else ([], [])
    return Data(read(table), tuple(skipped), {article.path: article.text for article in articles})


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
