"""Where the data folder is, and what lies where in it.

    articles.db       which articles were added, when, from where (core.store.articles)
    articles/         their original bytes, by content
    inbox/            new files here are added at the next build or refresh
    table.parquet     the table of the last build
    translations.db   what was translated (core.translation.cache)
    cache/            what was read in each article (core.store.readings)
    ledgers/          the projects of large tables (core.kept)

GIGALEDGER_DATA names another folder than ``data/`` beside the program.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from core.models import GigaledgerError

ROOT = Path(__file__).resolve().parent.parent.parent


class StoreFault(GigaledgerError):
    """The data folder cannot be used; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class DataFolder:
    """The paths of a data folder. Nothing is made before it is needed."""

    path: Path

    @property
    def register(self) -> Path:
        return self.path / "articles.db"

    @property
    def originals(self) -> Path:
        return self.path / "articles"

    @property
    def inbox(self) -> Path:
        return self.path / "inbox"

    @property
    def table(self) -> Path:
        return self.path / "table.parquet"

    @property
    def translations(self) -> Path:
        return self.path / "translations.db"

    @property
    def ledgers(self) -> Path:
        return self.path / "ledgers"

    @property
    def cache(self) -> Path:
        return self.path / "cache"

    def make(self, folder: Path) -> Path:
        """A folder in it, made if need be. Raises StoreFault where that cannot be."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as fault:
            raise StoreFault(
                f"{folder}: this folder cannot be made ({fault.strerror}). Set GIGALEDGER_DATA to one that can be written."
            ) from fault
        return folder


def data_folder(named: str | os.PathLike[str] | None = None) -> DataFolder:
    """The data folder: the one named, else that of GIGALEDGER_DATA, else ``data/`` beside the program."""
    return DataFolder(Path(named or os.environ.get("GIGALEDGER_DATA") or ROOT / "data").expanduser().absolute())
