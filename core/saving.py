"""Writing files: a file is there whole or not at all, and the Parquet file of a table needs no pandas."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from core.arrow import TableFault, parquet

if TYPE_CHECKING:
    import pyarrow as pa

SUFFIXES = (".parquet", ".csv", ".xlsx", ".jsonl")


def suffix_of(path: Path) -> str:
    """The suffix of a table's file; raises TableFault for another."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise TableFault(f"{path}: a table is a file that ends in {', '.join(SUFFIXES)}; build writes it.")
    return suffix


def check_folder(target: Path) -> None:
    """Raises TableFault where the folder of a file to be written is not there."""
    if not target.parent.is_dir():
        raise TableFault(f"{target}: there is no folder {target.parent}; make it first.")


def save(target: Path, content: bytes) -> None:
    """Write a file, in the place of one that is there only once all is written. Raises TableFault where its folder is
    missing or closed."""
    check_folder(target)
    half = target.with_name(f".{target.name}.{uuid4().hex[:8]}")
    try:
        if target.is_symlink() or target.exists() and not target.is_file():  # a pipe or /dev/stdout
            target.write_bytes(content)
            return
        half.write_bytes(content)
        if target.exists():
            shutil.copymode(target, half)
        os.replace(half, target)
    except OSError as fault:
        raise TableFault(f"{target}: this file cannot be written ({fault.strerror}).") from fault
    finally:
        half.unlink(missing_ok=True)


def write(table: pa.Table, path: str | os.PathLike[str]) -> None:
    """Write a finished Arrow table in the format of the path's suffix; the same table gives the same bytes."""
    target = Path(path)
    if suffix_of(target) == ".parquet":
        save(target, parquet(table))
        return
    from core.table import from_arrow, to_bytes

    save(target, to_bytes(from_arrow(table), suffix_of(target)))
