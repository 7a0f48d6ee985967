"""Files, folders, uploads -> articles: finding and reading; what cannot be read is said in a sentence.

``core.documents`` reads the formats. ``Article.text`` of a text file is its decoded text and nothing else: no byte-order
mark, but every newline as it stands there, so that a character offset points into the file for good.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from core import documents
from core.models import Article, Skipped, UnreadableArticle

Sources = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]

LARGEST = 20_000_000  # bytes; a long article has 30,000
_FEWEST_WORDS = 5

_READS = "Gigaledger reads .txt, .md, .html, .pdf, .docx, .eml and .zip files and files without a suffix"
_WORD = re.compile(r"[^\W\d_]{2,}")


NO_ARTICLE = f"The folder holds no article; {_READS}."


class Input(NamedTuple):
    """A file to read, and the name of its article. file: its path; no Path is made of it before one is asked for, which
    takes longer than listing the file. member: which document within it, where it holds several. url: where it was
    fetched, if it was. first: its report_ids begin with its file's name, whatever other files have that name. mark: of
    its content at an earlier time (core.store.readings), where that is meant."""

    file: str | Path
    name: str
    member: int | None = None
    url: str | None = None
    first: bool = False
    mark: str | None = None

    @property
    def path(self) -> Path:
        return Path(self.file)


def iter_articles(sources: Sources) -> Iterator[Article | Skipped]:
    """Every input below a folder, or of the files and folders listed: an Article, or a Skipped that says why not.

    In the order of ``iter_inputs``. Raises nothing.
    """
    for found in iter_inputs(sources):
        yield found if isinstance(found, Skipped) else read_input(found)


def iter_inputs(sources: Sources, opened: bool = True) -> Iterator[Input | Skipped]:
    """Every file below a folder, or of the files and folders listed, not yet read; a Skipped for what is not for reading.

    Folders are walked with all they hold, hidden names left out, in the order of their paths; a file that is named
    itself is taken whatever its name. Names are paths relative to the folder, with forward slashes. opened: whether
    archives and mails give an input for each document in them, or one as a whole. Raises nothing.
    """
    listed = [sources] if isinstance(sources, (str, os.PathLike)) else list(sources)
    taken: set[str] = set()
    for source in map(Path, listed):
        if source.is_dir():
            yield from _folder(source, taken, opened)
        else:
            name = _unique(_printable(source.name), source, taken)
            yield from _within(source, name) if opened else (Input(source, name),)


def read_input(found: Input) -> Article | Skipped:
    """The input's article, or why it is none. Raises nothing."""
    try:
        if found.member is None:
            return from_bytes(content(found.path, found.name), found.name, found.url)
        status = found.path.stat()
        members = _members(found.path, status.st_mtime_ns, status.st_size)
        item = members[found.member] if found.member < len(members) else None
        if item is None or isinstance(item, Skipped):
            return Skipped(found.name, "The archive changed while it was read; try again.")
        return from_bytes(item[1], found.name)
    except OSError as fault:
        return Skipped(found.name, f"The file could not be read: {fault.strerror or fault}.")
    except UnreadableArticle as fault:
        return Skipped(found.name, fault.reason)


def read_articles(sources: Sources) -> tuple[list[Article], list[Skipped]]:
    """The articles below a folder (or of a list of files and folders), and what could not be read with the reason."""
    articles: list[Article] = []
    skipped: list[Skipped] = []
    for found in iter_articles(sources):
        if isinstance(found, Article):
            articles.append(found)
        else:
            skipped.append(found)
    return articles, skipped


def read_file(path: Path, name: str | None = None) -> Article:
    """One file as an article called ``name``; raises UnreadableArticle with a sentence for a person."""
    name = _printable(path.name) if name is None else name
    return from_bytes(content(path, name), name)


def from_bytes(data: bytes, name: str, url: str | None = None) -> Article:
    """Bytes of a file, an upload or an address as one article; raises UnreadableArticle. url: where it was fetched."""
    if len(data) > LARGEST:
        raise UnreadableArticle(name, _too_large(len(data)))
    article = documents.convert(data, name, url)
    _check(article.text, name)
    return article


def documents_in(data: bytes, name: str) -> Iterator[tuple[str, bytes] | Skipped]:
    """The documents in the bytes of one upload, as names and bytes: of a ZIP archive its members, of a mail itself and
    its attachments, else the one document itself.

    Those within are called "<name>/<member>". What cannot be read is a Skipped. Raises nothing.
    """
    if len(data) > LARGEST:
        yield Skipped(name, _too_large(len(data)))
        return
    archive = documents.is_archive(data)
    if not archive:
        yield name, data
    found = False
    for item in documents.unpack(data, name):
        found = True
        if isinstance(item, Skipped):
            yield item
        else:
            reason = _unfit(item[0])
            yield Skipped(item[0], reason) if reason else item
    if archive and not found:
        yield Skipped(name, f"The archive holds no article; {_READS}.")


def articles_in(data: bytes, name: str, url: str | None = None) -> Iterator[Article | Skipped]:
    """All articles in the bytes of one upload, as ``documents_in`` finds them."""
    for item in documents_in(data, name):
        yield item if isinstance(item, Skipped) else _tried(item[1], item[0], url if item[0] == name else None)


def _tried(data: bytes, name: str, url: str | None = None) -> Article | Skipped:
    try:
        return from_bytes(data, name, url)
    except UnreadableArticle as fault:
        return Skipped(name, fault.reason)


def _unfit(name: str) -> str | None:
    """Why a file of this name is no article."""
    suffix = os.path.splitext(name)[1].lower()
    return None if documents.reads(suffix) else _other(suffix)


def _other(suffix: str) -> str:
    return f"A {suffix} file; {_READS}."


def content(path: Path, name: str) -> bytes:
    """The bytes of a file; raises UnreadableArticle with a sentence that calls it ``name``. What is too large for an
    article is not read at all."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):  # a pipe would wait for ever
            raise UnreadableArticle(name, "This is no ordinary file (a folder, pipe or device); name a text file.")
        if status.st_size > LARGEST:
            raise UnreadableArticle(name, _too_large(status.st_size))
        with path.open("rb") as file:
            # Not LARGEST at once: memory for so much would be set aside for every file. It may have grown since.
            data = file.read(status.st_size + 1)
            if len(data) > status.st_size:
                data += file.read(LARGEST)
    except FileNotFoundError:
        gone = os.path.lexists(path)
        reason = "The link points to a file that is not there." if gone else "There is no such file (any more)."
        raise UnreadableArticle(name, reason) from None
    except PermissionError:
        raise UnreadableArticle(name, "No permission to read this file; change that and try again.") from None
    except (OSError, ValueError) as fault:
        what = getattr(fault, "strerror", None) or str(fault)
        raise UnreadableArticle(name, f"The file could not be read: {what}.") from fault
    return data


def from_text(text: str, name: str, url: str | None = None) -> Article:
    """A text as an article; raises UnreadableArticle if it holds too little to be one."""
    _check(text, name)
    return Article(name, text, url)


def _check(text: str, name: str) -> None:
    """Raises UnreadableArticle for a text that holds too little to be an article."""
    words = 0
    for words, _ in enumerate(_WORD.finditer(text), start=1):
        if words == _FEWEST_WORDS:
            return
    if not text.strip():
        raise UnreadableArticle(name, "The file holds only blanks and empty lines.")
    held = "no word" if words == 0 else "one word" if words == 1 else f"{words} words"
    raise UnreadableArticle(name, f"Too little text for an article: it holds {held}.")


def _too_large(size: int) -> str:
    return f"The file has {size / 1e6:,.1f} MB; the limit is {LARGEST // 1_000_000} MB. Split it into its articles."


def _within(path: Path, name: str) -> Iterator[Input | Skipped]:
    """The file as an input, or those of the documents within it; an archive is opened to see what it holds."""
    if path.suffix.lower() not in documents.CONTAINERS:
        yield Input(path, name)
        return
    try:
        content(path, name)
        status = path.stat()
        members = _members(path, status.st_mtime_ns, status.st_size)
    except (OSError, UnreadableArticle):
        yield Input(path, name)  # reading it says what is wrong
        return
    archive = path.suffix.lower() in documents.ARCHIVES
    if not archive or not members:
        yield Input(path, name)
    own = _printable(path.name)
    for number, item in enumerate(members):
        called = name + (item.path if isinstance(item, Skipped) else item[0]).removeprefix(own)
        if isinstance(item, Skipped):
            yield Skipped(called, item.reason)
        else:
            reason = _unfit(called)
            yield Skipped(called, reason) if reason else Input(path, called, number)


@lru_cache(maxsize=1)
def _members(path: Path, changed: int, size: int) -> tuple[tuple[str, bytes] | Skipped, ...]:
    """What a file holds. One is kept, for its members are read one after the other. changed, size: of the file."""
    name = _printable(path.name)
    return tuple(documents.unpack(content(path, name), name))


def _folder(folder: Path, taken: set[str], opened: bool) -> Iterator[Input | Skipped]:
    """The folder's files in the order of their relative paths."""
    files: list[tuple[str, str]] = []  # paths as text: making a Path of each takes longer than listing them
    closed: list[Skipped] = []

    def refused(fault: OSError) -> None:
        where = Path(fault.filename or folder)
        name = _printable(where.relative_to(folder).as_posix() if where != folder else folder.name)
        closed.append(Skipped(name, f"The folder could not be opened: {fault.strerror or fault}."))

    for place, inside, names in os.walk(folder, onerror=refused):
        inside[:] = [n for n in inside if not _hidden(n)]
        within = Path(place).relative_to(folder).as_posix()
        before = "" if within == "." else f"{within}/"
        for file_name in names:
            if not _hidden(file_name):
                files.append((_printable(before + file_name), os.path.join(place, file_name)))
    yield from closed
    found = False
    for relative, path in sorted(files):
        name = _unique(relative, path, taken)
        suffix = ending(relative)
        if not documents.reads(suffix):
            yield Skipped(name, _other(suffix))
            continue
        found = True
        if opened and suffix in documents.CONTAINERS:
            yield from _within(Path(path), name)
        else:
            yield Input(path, name)
    if not found and not closed:
        yield Skipped(_printable(folder.name or str(folder)), NO_ARTICLE)


def ending(name: str) -> str:
    """The suffix of a file's name with forward slashes, in small letters; as os.path.splitext has it, in less time."""
    dot = name.rfind(".")
    return name[dot:].lower() if dot > name.rfind("/") + 1 else ""


def _unique(name: str, path: str | Path, taken: set[str]) -> str:
    """``name``, or with the name of its folder where another input has that name already."""
    wanted, count = name, 1
    while wanted in taken:
        prefix = Path(path).absolute().parts[-2 - name.count("/")] if count == 1 else f"({count})"
        wanted = f"{_printable(prefix)}/{name}"
        count += 1
    taken.add(wanted)
    return wanted


def _hidden(name: str) -> bool:
    return name.startswith((".", "~$", "__MACOSX")) or name.lower() in ("thumbs.db", "desktop.ini")


def _printable(name: str) -> str:
    """A file's name as text that every table can hold (names may be any bytes)."""
    return name if name.isascii() else os.fsencode(name).decode("utf-8", errors="replace")
