"""Ledgers of large tables on disk, so that the dashboard opens in seconds the next time.

A ledger follows from the table and the program's rules alone; its folder is named after both. What is damaged or cannot
be written costs time, never a result.
"""

from __future__ import annotations

import hashlib
import json
import logging
import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4
from zipfile import BadZipFile

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from core.ledger.book import Book, project_numbers
from core.ledger.projects import members
from core.ledger.promises import promises
from core.pause import uncollected
from core.selection import Ledger, ledger
from core.store.version import rules_version
from core.version import Version, parse, version_of

LARGE = 10_000  # reports: the ledger of fewer is made in the time of a second
_MOST = 3  # ledgers of one folder
_PROMISES = ".promises.parquet"
_EITHER = ("value", "max")  # of a promise: text or a number
_LISTS = ("partners", "roles", "reports", "articles", "languages", "plants", "programmes", "companies")
_making = threading.Lock()
_log = logging.getLogger("gigaledger")


def kept_ledger(table: pd.DataFrame, folder: Path, mark: str, run: Callable[[Callable[[], None]], None] | None = None) -> Ledger:
    """The ledger of a table; of a large one from the folder or, made anew in half a minute for 100,000 projects, put
    there before its choices of reports are prepared, and again with them. ``mark``: the same for the same table only;
    ``run``: runs what may come later, as a thread does; at once without."""
    if len(table) < LARGE:
        return ledger(table)
    own = _folder(folder, mark)
    read = False
    try:
        made = Ledger(_read(table, own))
        read = True
    except FileNotFoundError:
        made = ledger(table)
    except (OSError, EOFError, ValueError, KeyError, BadZipFile, pa.ArrowException) as fault:
        _log.warning("%s cannot be read and is made anew (%s)", own, fault)
        made = ledger(table)
    if read and _prepared(made) and _promises_of(own).exists():
        return made

    def finish() -> None:
        try:
            if not read:  # at once: whoever stops the program soon finds the projects put together the next time
                _write(made.book, own)
            kept_promises(table, folder, mark)  # the pages of time, of a company and of a project wait for them
            made.book.prepare(made.single_choices())
            _write(made.book, own)
            _tidy(folder, own)
        except OSError as fault:
            _log.warning("The ledger cannot be kept in %s and is made anew the next time (%s)", folder, fault)
            made.book.prepare(made.single_choices())

    (run or (lambda work: work()))(finish)
    return made


def _prepared(made: Ledger) -> bool:
    """Whether a ledger has all its choices: the program may have been stopped before."""
    marks = {np.packbits(kept).tobytes() for kept in made.single_choices() if not kept.all()}
    return marks <= made.book.prepared


def kept_version(table: pd.DataFrame, folder: Path, mark: str) -> Version:
    """The version of a table; of a large one it stands beside its ledger, if that is kept."""
    path = _folder(folder, mark).with_suffix(".version")
    if len(table) < LARGE:
        return version_of(table)
    try:
        known = parse(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        known = None
    if known is not None and known.reports == len(table):
        return known
    made = version_of(table)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(str(made), encoding="utf-8")
    except OSError as fault:
        _log.warning("%s cannot be written (%s)", path, fault)
    return made


def kept_promises(table: pd.DataFrame, folder: Path, mark: str) -> pd.DataFrame:
    """core.ledger.promises.promises of a table; of a large one, of which they take half a minute, they stand beside its
    ledger once they were made."""
    path = _promises_of(_folder(folder, mark))
    if len(table) < LARGE:
        return promises(table)
    with _making:  # one thread makes them, the others wait and read
        found = _read_promises(path)
        return found if found is not None else _make_promises(table, folder, path)


def _read_promises(path: Path) -> pd.DataFrame | None:
    try:
        found: pd.DataFrame = pq.read_table(path).to_pandas()
        return found.assign(**{name: pd.Series([*map(json.loads, found[name])], dtype="object") for name in _EITHER})
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException) as fault:
        _log.warning("%s cannot be read and is made anew (%s)", path, fault)
        return None


def _make_promises(table: pd.DataFrame, folder: Path, path: Path) -> pd.DataFrame:
    made = promises(table)
    half = path.with_name(f".{path.name}.{uuid4().hex[:8]}")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        told = made.assign(**{name: pd.Series([*map(json.dumps, made[name])], dtype="str") for name in _EITHER})
        pq.write_table(pa.Table.from_pandas(told, preserve_index=False), half, compression="zstd")
        half.replace(path)
    except OSError as fault:
        _log.warning("%s cannot be written (%s)", path, fault)
        half.unlink(missing_ok=True)
    return made


def _promises_of(own: Path) -> Path:
    return own.with_suffix(_PROMISES)


def _folder(folder: Path, mark: str) -> Path:
    return folder / hashlib.blake2s(f"{mark} {rules_version()}".encode(), digest_size=12).hexdigest()


def _write(book: Book, own: Path) -> None:
    half = own.with_name(f".{own.name}.{uuid4().hex[:8]}")
    half.mkdir(parents=True)
    with book.lock:  # somebody may ask it meanwhile
        choices = {key: book.choices[key] for key in book.prepared if key in book.choices}
        told, known = book.leaves, dict(book.known)
    try:
        leaves = told.assign(companies=told["companies"].map(sorted), first_in=[json.dumps(days) for days in told["first_in"]])
        fields = pa.Table.from_pandas(leaves.drop(columns=list(_LISTS)), preserve_index=False)
        for name in _LISTS:
            fields = fields.append_column(name, pa.array(list(leaves[name]), pa.list_(pa.string())))
        pq.write_table(fields.select(list(leaves.columns)), half / "leaves.parquet", compression="zstd")
        rows = [np.frombuffer(key, dtype="int64") for key in known]
        arrays: dict[str, Any] = {
            "rows": np.concatenate([np.zeros(0, dtype="int64"), *rows]),
            "sizes": np.asarray([len(own) for own in rows], dtype="int64"),
            "leaves": np.asarray(list(known.values()), dtype="int64"),
            **{f"mark{n}": np.frombuffer(key, dtype="uint8") for n, key in enumerate(choices)},
            **{f"choice{n}": leaves.astype("int32") for n, leaves in enumerate(choices.values())},
        }
        np.savez(half / "choices.npz", **arrays)
        shutil.rmtree(own, ignore_errors=True)  # what was damaged
        half.replace(own)
    finally:
        shutil.rmtree(half, ignore_errors=True)


@uncollected
def _read(table: pd.DataFrame, own: Path) -> Book:
    found = pq.read_table(own / "leaves.parquet")
    plain = [name for name in found.column_names if name not in _LISTS]
    leaves = found.select(plain).to_pandas()
    for name in _LISTS:
        leaves[name] = pd.Series(_lists(found.column(name)), dtype="object")
    leaves = leaves[found.column_names]
    leaves["companies"] = leaves["companies"].map(frozenset)
    leaves["first_in"] = pd.Series([json.loads(days) for days in leaves["first_in"]], dtype="object")
    with np.load(own / "choices.npz") as arrays:
        kept = {name: arrays[name] for name in arrays.files}
    ends = np.cumsum(kept["sizes"])
    known = {
        kept["rows"][end - size : end].tobytes(): leaf
        for size, end, leaf in zip(kept["sizes"].tolist(), ends.tolist(), kept["leaves"].tolist(), strict=True)
    }
    count = sum(name.startswith("mark") for name in kept)
    choices = {kept[f"mark{n}"].tobytes(): kept[f"choice{n}"].astype("int64") for n in range(count)}
    parts = members(table)
    if list(leaves["project_id"].iloc[: len(parts)]) != [project_id for project_id, _ in parts]:
        raise ValueError("it is the ledger of another table")
    return Book(table, leaves, parts, project_numbers(table), known, choices, set(choices))


def _lists(column: pa.ChunkedArray) -> list[list[str]]:
    array = column.combine_chunks()
    values, ends = array.flatten().to_pylist(), np.cumsum(array.value_lengths().to_numpy()).tolist()
    return [values[start:end] for start, end in zip([0, *ends], ends, strict=False)]


def _tidy(folder: Path, own: Path) -> None:
    """Keep the latest ledgers and throw the others away."""
    others = [path for path in folder.iterdir() if path.is_dir() and path != own]
    for path in sorted(others, key=lambda path: path.stat().st_mtime, reverse=True)[_MOST - 1 :]:
        shutil.rmtree(path, ignore_errors=True)
        for beside in (".version", _PROMISES):
            path.with_suffix(beside).unlink(missing_ok=True)
