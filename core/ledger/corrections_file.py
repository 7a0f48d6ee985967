"""Writing the file of corrections: an entry more, or one less; comments and the entries of others stay as they are.

The file is there whole at any moment: the new text is checked as ``core.ledger.corrections`` reads it, written beside the
file and put in its place. A lock beside it lets one writer after the other in; it falls when its writer dies.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from core.ledger.corrections import Correction, parsed
from core.models import GigaledgerError
from core.saving import save

PATIENCE = 10.0  # seconds to wait for another writer
_HEADER = re.compile(r"[ \t]*\[\[[ \t]*(correction|\"correction\"|'correction')[ \t]*\]\][ \t]*(#.*)?\r?\n?")
_ORDER = ("date", "reason", "do", "report", "project", "reports", "column", "value", "was")
_FIRST = "# What people have set right by hand; core/ledger/corrections.py shows the format.\n"


def listed(path: Path) -> list[Correction]:
    """The corrections of the file, none where there is no file. Raises GigaledgerError as ``corrections.load``."""
    return parsed(_text(path), path)


def add(path: Path, entry: Mapping[str, Any]) -> Correction:
    """Append an entry with the keys of core.ledger.corrections and return it as read; the file and its folder are made if
    need be. Raises GigaledgerError, and changes nothing, where the entry or the file is faulty or cannot be written."""
    with _alone(path):
        text = _text(path)
        before = parsed(text, path)
        made = _appended(text, entry)
        try:
            after = parsed(made, path)
        except GigaledgerError as fault:
            raise GigaledgerError(_without_place(str(fault), path)) from fault
        if after[:-1] != before or len(after) != len(before) + 1:
            raise GigaledgerError(f"{path}: nothing can be added to this file as it is written; add the entry by hand.")
        _put(path, made)
        return after[-1]


def undo(path: Path, correction: Correction) -> None:
    """Take an entry out of the file. Raises GigaledgerError, and changes nothing, where it is not there any more."""
    with _alone(path):
        text = _text(path)
        before = parsed(text, path)
        place = next((n for n, found in enumerate(before) if found == correction), None)
        if place is None:  # others have added or removed entries before it
            same = replace(correction, number=0)
            place = next((n for n, found in enumerate(before) if replace(found, number=0) == same), None)
        if place is None:
            raise GigaledgerError(f"{path}: this correction is not in the file any more; somebody else may have removed it.")
        left = [replace(found, number=0) for n, found in enumerate(before) if n != place]
        made = _cut(text, place)
        if [replace(found, number=0) for found in parsed(made, path)] != left:
            raise GigaledgerError(f"{path}: this entry cannot be removed as the file is written; remove it by hand.")
        _put(path, made)


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as fault:
        raise GigaledgerError(f"{path}: cannot be read as TOML: {fault}") from fault


def _appended(text: str, entry: Mapping[str, Any]) -> str:
    import tomlkit
    from tomlkit.items import Array

    ordered = {key: entry[key] for key in _ORDER if key in entry} | dict(entry)
    document = tomlkit.parse(text)
    if isinstance(document.get("correction"), Array):  # correction = [{…}, {…}]
        table = tomlkit.inline_table()
        table.update(ordered)
        document["correction"].append(table)
        return tomlkit.dumps(document)
    one = tomlkit.table()
    one.update(ordered)
    tables = tomlkit.aot()
    tables.append(one)
    added = tomlkit.document()
    added.append("correction", tables)
    end = "\r\n" if "\r\n" in text else "\n"
    before = text or _FIRST
    gap = "" if before.endswith("\n") else end
    return before + gap + end + tomlkit.dumps(added).strip().replace("\n", end) + end


def _cut(text: str, place: int) -> str:
    """The text without its entry number ``place`` (from 0): from its header to its last key. Comments before and after it
    stay: they may belong to others."""
    import tomlkit
    from tomlkit.items import Array

    document = tomlkit.parse(text)
    if isinstance(document.get("correction"), Array):
        del document["correction"][place]
        return tomlkit.dumps(document)
    lines = text.splitlines(keepends=True)
    heads = [n for n, line in enumerate(lines) if _HEADER.fullmatch(line)]
    if place >= len(heads):
        return text
    start = heads[place]
    stop = heads[place + 1] if place + 1 < len(heads) else len(lines)
    while stop > start + 1 and (not lines[stop - 1].strip() or lines[stop - 1].lstrip().startswith("#")):
        stop -= 1
    while stop < len(lines) and not lines[stop].strip() and start and not lines[start - 1].strip():
        stop += 1  # one empty line is enough
    return "".join(lines[:start] + lines[stop:])


def _put(path: Path, text: str) -> None:
    target = path.resolve()  # of a link, the file that it leads to
    for left in target.parent.glob(f".{target.name}.????????"):
        left.unlink(missing_ok=True)  # by a writer that died; no other writes now
    save(target, text.encode("utf-8"))


def _without_place(words: str, path: Path) -> str:
    """What is wrong with an entry that is not in the file yet, without the file's name and the entry's number."""
    told = re.sub(r"^correction \d+: ", "", words.removeprefix(f"{path}: "))
    return f"This cannot be added: {told}."


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    from filelock import FileLock, Timeout

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(path.with_name(f".{path.name}.lock"), timeout=PATIENCE, poll_interval=0.01)
        lock.acquire()
    except Timeout as fault:
        raise GigaledgerError(f"{path}: somebody else is writing this file. Try again in a moment.") from fault
    except OSError as fault:
        why = fault.strerror or fault
        raise GigaledgerError(f"{path}: corrections cannot be written here ({why}).") from fault
    try:
        yield
    finally:
        lock.release()
