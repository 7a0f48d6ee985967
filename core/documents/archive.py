"""ZIP archives: their members, read within bounds and called by names that are no paths. Nothing is written anywhere.

A member is never unpacked further than what the archive's list says it holds, and the sum of that has a bound, so that
an archive that unpacks to far more than it holds is stopped before it fills the memory.
"""

from __future__ import annotations

import io
import re
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from core.models import Skipped, UnreadableArticle

MAGIC = b"PK\x03\x04"
_EMPTY = b"PK\x05\x06"
MEMBERS = 1_000
LARGEST = 20_000_000  # bytes of one member
TOTAL = 100_000_000  # bytes of all members
_RATIO = 200  # unpacked to packed; text packs to a fifth
_SMALL = 1_000_000  # bytes: below, the ratio says nothing
_OFFICE = (
    ("xl/workbook.xml", "an Excel workbook"),
    ("ppt/presentation.xml", "a PowerPoint presentation"),
    ("META-INF/container.xml", "an e-book"),
    ("content.xml", "an OpenDocument file"),
    ("META-INF/MANIFEST.MF", "a Java archive"),
)
_DRIVE = re.compile(r"^[A-Za-z]:")
_LONGEST_NAME = 120  # characters of a folder's or file's name
_DEEPEST = 6  # folders of a member's name that are shown
_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError, LookupError)


def recognises(data: bytes) -> bool:
    """Whether the bytes begin as those of a ZIP archive, or of a document that is one."""
    return data.startswith((MAGIC, _EMPTY))


def opens(data: bytes) -> bool:
    """Whether an archive's list of members can be read: it stands at the end, which a file that was cut off lacks."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)):
            return True
    except _FAULTS:
        return False


def holds(data: bytes, member: str) -> bool:
    """Whether an archive lists a member of this name; False for a broken one."""
    return member in _listed(data)


def refusal(data: bytes) -> str | None:
    """What kind of file this is that is made as an archive but no archive of articles; None if it is one."""
    names = _listed(data)
    return next((what for member, what in _OFFICE if member in names), None)


def check(data: bytes, name: str) -> None:
    """Raises UnreadableArticle for an archive that unpacks to more than it may; for documents that are archives."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            reason = _too_much(archive.infolist(), len(data), 5 * MEMBERS)
    except _FAULTS as fault:
        raise UnreadableArticle(name, _broken("file")) from fault
    if reason:
        raise UnreadableArticle(name, reason)


def unpack(data: bytes, name: str) -> Iterator[tuple[str, bytes] | Skipped]:
    """The members of an archive, "<name>/<member>" and bytes, in its order; a Skipped for each that cannot be read.

    Folders, hidden files and what macOS adds are passed over. Raises nothing.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
    except _FAULTS:
        yield Skipped(name, _broken("ZIP archive"))
        return
    with archive:
        reason = _too_much(members, len(data), MEMBERS)
        if reason:
            yield Skipped(name, reason)
            return
        taken: set[str] = set()
        for member in members:
            shown = safe_name(member.filename)
            if member.is_dir() or _hidden(shown):
                continue
            called = unique(f"{name}/{shown}", taken)
            reason = _closed(member)
            if reason is None:
                try:
                    with archive.open(member) as file:
                        content = file.read(min(LARGEST, member.file_size) + 1)
                    yield called, content
                    continue
                except _FAULTS:
                    reason = "This member of the archive is broken or packed in an unknown way."
            yield Skipped(called, reason)


def safe_name(written: str) -> str:
    """A member's name as text to show: no way up or out, no drive, nothing invisible; never used as a path."""
    text = "".join(c for c in written.replace("\\", "/") if unicodedata.category(c)[0] != "C")
    parts = [_DRIVE.sub("", part).strip() for part in text.split("/")]
    kept = [part for part in parts if part.strip(".")]
    return "/".join(_shortened(part) for part in kept[-_DEEPEST:]) or "unnamed"


def unique(name: str, taken: set[str]) -> str:
    """``name``, or with a number before its suffix where it is taken."""
    path, count, wanted = PurePosixPath(name), 1, name
    while wanted in taken:
        count += 1
        wanted = str(path.with_name(f"{path.stem} ({count}){path.suffix}"))
    taken.add(wanted)
    return wanted


def _shortened(part: str) -> str:
    if len(part) <= _LONGEST_NAME:
        return part
    suffix = PurePosixPath(part).suffix
    return part[: _LONGEST_NAME - 10] + (suffix if len(suffix) <= 10 else "")


def _hidden(shown: str) -> bool:
    parts = shown.split("/")
    return "__MACOSX" in parts or any(p.startswith((".", "~$")) for p in parts) or parts[-1].lower() in _SYSTEM


_SYSTEM = ("thumbs.db", "desktop.ini")


def _listed(data: bytes) -> frozenset[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return frozenset(archive.namelist())
    except _FAULTS:
        return frozenset()


def _too_much(members: list[zipfile.ZipInfo], packed: int, most: int) -> str | None:
    """Why an archive is not unpacked at all, from what its list says; reading never goes beyond that."""
    if len(members) > most:
        return f"The archive has {len(members):,} members; the limit is {most:,}. Split it."
    total = sum(member.file_size for member in members)
    if total > _SMALL and total > _RATIO * packed:
        return f"The archive would unpack to {total // max(1, packed):,} times its size, as no articles do; it was not opened."
    if total > TOTAL:
        return f"The archive would unpack to {total / 1e6:,.0f} MB; the limit is {TOTAL // 1_000_000} MB. Split it."
    return None


def _closed(member: zipfile.ZipInfo) -> str | None:
    """Why one member is not read."""
    if member.flag_bits & 0x1:
        return "This member of the archive is encrypted; pack it without a password."
    if stat.S_ISLNK(member.external_attr >> 16):
        return "This member of the archive is a link to another file; links are not followed."
    if member.file_size > LARGEST:
        return f"The file has {member.file_size / 1e6:,.1f} MB; the limit is {LARGEST // 1_000_000} MB."
    return None


def _broken(what: str) -> str:
    return f"The {what} is broken (it may have been cut off); make or fetch it again."
