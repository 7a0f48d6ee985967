"""Formats of documents. The folder is the registry: every module here with ``recognises`` and ``read`` reads one.

A format is told by what a file holds, its name counts second; but what is called text and is text stays what it is.
ZIP archives and mails hold documents of their own, which ``unpack`` hands out. Libraries for a format are loaded when
the first file of it is read.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache
from pathlib import PurePosixPath
from types import ModuleType

from core.documents import plain
from core.models import Article, Skipped, UnreadableArticle

ARCHIVES = (".zip",)
CONTAINERS = (*ARCHIVES, ".eml")  # what may hold further documents
_NESTED = 2  # archives within an archive that are opened
_PACKED = b"PK"
_MARKED = (b"%PDF-", b"PK\x03\x04", b"PK\x05\x06")


@cache
def _formats() -> tuple[ModuleType, ...]:
    """The modules of this folder that read a format, by their names; text, which anything may be, is none of them."""
    names = sorted(m.name for m in pkgutil.iter_modules(__path__))
    modules = [importlib.import_module(f"core.documents.{name}") for name in names]
    return tuple(m for m in modules if hasattr(m, "SUFFIXES") and m is not plain)


def suffixes() -> tuple[str, ...]:
    """The endings of file names that are read, with the dot; "" for none."""
    return (*plain.SUFFIXES, *(suffix for m in _formats() for suffix in m.SUFFIXES), *ARCHIVES)


def reads(suffix: str) -> bool:
    """Whether files of this ending are read; for text without loading what reads the other formats."""
    return suffix in plain.SUFFIXES or suffix in suffixes()


def convert(data: bytes, name: str, url: str | None = None) -> Article:
    """One document's bytes as an article. name: its file name, shown to people. url: where it was fetched.

    Raises UnreadableArticle with a sentence for a person. Writes nothing, executes nothing, and depends on nothing but
    the bytes, the name and the url.
    """
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in plain.SUFFIXES and not data[:64].lstrip().startswith(_MARKED):
        return plain.read(data, name, url)
    for module in _formats():
        if (suffix not in plain.SUFFIXES or module.SUFFIXES[0] in _BINARY) and module.recognises(data, suffix):
            article: Article = module.read(data, name, url)
            return article
    if data.startswith(_PACKED):
        from core.documents import archive

        what = archive.refusal(data)
        if what:
            raise UnreadableArticle(name, f"This is {what}, which is not read; save the article as PDF, .docx or text.")
        if archive.recognises(data):
            if suffix not in ARCHIVES:
                reason = "This is a ZIP archive; give it a name that ends in .zip, so that the files in it are read."
            elif any(True for _ in unpack(data, name)):
                reason = "An archive of several files is no single article; unpack it and name one of them."
            else:
                reason = "The archive holds no file."
            raise UnreadableArticle(name, reason)
    return plain.read(data, name, url)


_BINARY = (".pdf", ".docx")  # formats that nobody reads as text, whatever the file is called


def is_archive(data: bytes) -> bool:
    """Whether the bytes are a ZIP archive of files, and no Office document."""
    if not data.startswith(_PACKED):
        return False
    from core.documents import archive, docx

    return archive.recognises(data) and not docx.recognises(data, "") and archive.refusal(data) is None


def unpack(data: bytes, name: str) -> Iterator[tuple[str, bytes] | Skipped]:
    """The documents within a ZIP archive or a mail: "<name>/<member>" and bytes; a Skipped for what cannot be read.

    Archives and mails within are opened too, one level deep. Names are safe to show and never paths. All members
    together have at most ``archive.TOTAL`` bytes and number ``archive.MEMBERS``. Nothing for another format. Raises
    nothing.
    """
    from core.documents import archive

    room, count = archive.TOTAL, 0
    for item in _members(data, name, 1):
        count += 1
        if not isinstance(item, Skipped):
            room -= len(item[1])
        if room < 0 or count > archive.MEMBERS:
            what = f"{archive.TOTAL // 1_000_000} MB" if room < 0 else f"{archive.MEMBERS:,} members"
            yield Skipped(name, f"The archives in it unpack to more than {what}; what comes after was not read. Split it.")
            return
        yield item


def _members(data: bytes, name: str, depth: int) -> Iterator[tuple[str, bytes] | Skipped]:
    from core.documents import archive, eml

    packed = is_archive(data)
    if not packed and not eml.recognises(data, PurePosixPath(name).suffix.lower()):
        return
    for item in archive.unpack(data, name) if packed else eml.unpack(data, name):
        if isinstance(item, Skipped):
            yield item
            continue
        called, content = item
        inner = is_archive(content)
        if inner and depth >= _NESTED:
            yield Skipped(called, "An archive in an archive in an archive; unpack it and pack its files again.")
            continue
        if not inner:
            yield item
        if depth < _NESTED:
            yield from _members(content, called, depth + 1)
