"""The program's own TOML files, and the folders for what is kept from run to run.

Reading all of them takes a tenth of a second, as long as reading several articles: what was read in a file is kept, under a
mark of the file's content, in a form that Python loads ten times as fast. What cannot be kept or loaded costs time only.
"""

from __future__ import annotations

import marshal
import os
import tempfile
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path
from typing import Any
from uuid import uuid4

import platformdirs
import tomli

_FORMAT = f"1.{marshal.version}"


def cache_folders() -> Iterable[Path]:
    """Folders for what is kept from run to run, in order of preference."""
    chosen = os.environ.get("GIGALEDGER_CACHE")
    if chosen:
        yield Path(chosen)
    yield Path(platformdirs.user_cache_dir("gigaledger"))
    yield Path(tempfile.gettempdir()) / f"gigaledger-{os.getuid() if hasattr(os, 'getuid') else 'cache'}"


def read_toml(path: Path) -> dict[str, Any]:
    """The tables of a file of the program's own. Raises OSError, or tomli.TOMLDecodeError for what is no TOML."""
    content = path.read_bytes()
    name = f"{path.parent.name}-{path.stem}-{blake2b(content, digest_size=8).hexdigest()}.{_FORMAT}"
    for folder in cache_folders():
        try:
            kept = marshal.loads((folder / "words" / name).read_bytes())
        except (OSError, ValueError, TypeError, EOFError):
            continue  # not there, or not whole
        if isinstance(kept, dict):
            return kept
    made = tomli.loads(content.decode("utf-8"))
    for folder in cache_folders():
        try:
            _keep(marshal.dumps(made), folder / "words" / name)
            break
        except (OSError, ValueError):
            continue  # not writable: the next one; or a date is in it
    return made


def _keep(packed: bytes, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    half = target.with_name(f".{target.name}-{uuid4().hex}")
    try:
        half.write_bytes(packed)
        half.replace(target)
    finally:
        half.unlink(missing_ok=True)
