"""Adding articles: files, folders, archives, pasted text, addresses and feeds, looked at before they are saved.

``documents`` turns what a person names into documents, one after the other, what cannot be one said as a Skipped.
``Adder.look`` reads one and says whether it is known already; ``Adder.save`` puts several into the register, all or none.
Nothing is written before that.
"""

from __future__ import annotations

import html
import os
import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from core import articles
from core.decoding import declares_charset
from core.formats import day
from core.library import Library
from core.likeness import Sketches, hashes, likeness
from core.models import Article, Skipped, UnreadableArticle
from core.outcomes import Outcome
from core.reading import Reading, body_sketch, read_one
from core.store.readings import content_mark
from core.store.register import Added, New, safe_name

if TYPE_CHECKING:
    from core.web.feeds import Entry
    from core.web.fetch import Fetcher, Page

_ADDRESS = re.compile(r"(?i)[a-z][a-z0-9+.-]*://|www\.")
_WORDS = re.compile(r"\w+")
_SUFFIX_OF = {"application/pdf": ".pdf", "text/plain": ".txt",
              "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx"}  # fmt: skip
TAKEN = "taken"  # the folder within the inbox for what was added
_SETTLED = 2.0  # seconds without a change after which a file of the inbox counts as whole
_ENTRIES = 100  # of a feed that are fetched at once, the newest first


@dataclass(frozen=True, slots=True)
class Document:
    """One document that may be added: its bytes, the name it came with, where from, and its address if it has one."""

    name: str
    content: bytes
    origin: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """An article that is there already. by: bytes · address · text; share: of the text in common, 0 to 1; added: when,
    where it was added rather than found in a folder."""

    name: str
    by: str
    share: float = 1.0
    added: datetime | None = None

    def __str__(self) -> str:
        when = f", added on {day(self.added)}" if self.added else ""
        if self.by == "bytes":
            return f"the same file as {self.name}{when}"
        if self.by == "text":
            return f"{self.share:.0%} of its text is that of {self.name}{when}"
        return f"from the same address as {self.name}{when}; {self.share:.0%} of the text is the same"


@dataclass(frozen=True, slots=True)
class Looked:
    """A document as it was read: the article, what was found in it, and whether it is known."""

    document: Document
    article: Article
    reading: Reading
    sketch: bytes
    known: Known | None


def is_address(word: str) -> bool:
    """Whether a word is an address of the web, or meant as one."""
    return bool(_ADDRESS.match(word.strip()))


def documents(sources: Iterable[str | os.PathLike[str]], fetcher: Fetcher | None = None) -> Iterator[Document | Skipped]:
    """The documents behind files, folders and addresses. fetcher: for addresses; without one they are refused.

    A feed gives the articles behind its entries. Raises nothing: what fails is a Skipped with the reason.
    """
    for source in sources:
        if isinstance(source, str) and is_address(source):
            yield from _fetched(_with_scheme(source.strip()), fetcher)
        else:
            yield from _files(Path(source))


def _with_scheme(address: str) -> str:
    return address if "://" in address else f"https://{address}"


def _files(source: Path) -> Iterator[Document | Skipped]:
    for found in articles.iter_inputs(source, opened=False):
        if isinstance(found, Skipped):
            yield found
            continue
        try:
            content = articles.content(found.path, found.name)
        except UnreadableArticle as fault:
            yield Skipped(found.name, fault.reason)
            continue
        yield from unpacked(content, found.name, str(found.path))


def unpacked(content: bytes, name: str, origin: str) -> Iterator[Document | Skipped]:
    """The documents in the bytes of one file or upload."""
    for item in articles.documents_in(content, name):
        yield item if isinstance(item, Skipped) else Document(item[0], item[1], f"{origin}{item[0].removeprefix(name)}")


def piped(content: bytes) -> Document:
    """A text that came through standard input, as it came."""
    return Document(f"{_first_words(content.decode(errors='replace'))}.txt", content, "standard input")


def _first_words(text: str) -> str:
    return "-".join(["pasted", *_WORDS.findall(text[:200])[:6]]).lower()


def pasted(text: str, title: str = "") -> Document:
    """A text that a person pasted; its name is that of its title or its first words."""
    text = text.strip()
    if title.strip() and not text.startswith(title.strip()):
        text = f"{title.strip()}\n\n{text}"
    return Document(f"{_first_words(text)}.txt", f"{text}\n".encode(errors="replace"), "pasted")


def _fetched(address: str, fetcher: Fetcher | None) -> Iterator[Document | Skipped]:
    from core.web.addresses import shown
    from core.web.feeds import feed_entries
    from core.web.guard import Unreachable

    if fetcher is None:
        yield Skipped(shown(address), "Addresses are not fetched here.")
        return
    try:
        page = fetcher.fetch(address)
        entries = feed_entries(page)
    except Unreachable as fault:
        yield Skipped(shown(address), fault.reason)
        return
    if entries is None:
        yield _page(page)
        return
    if not entries:
        yield Skipped(shown(address), "The feed has no entry.")
    for entry in entries[:_ENTRIES]:
        reason = "The entry has no address, and its text is too short to be an article."
        if entry.url:
            try:
                yield _page(fetcher.fetch(entry.url, by_itself=True))
                continue
            except Unreachable as fault:
                reason = fault.reason
        if entry.content:
            yield Document(f"{safe_name(entry.title)}.html", _as_page(entry), shown(address), entry.url)
        else:
            yield Skipped(shown(entry.url) if entry.url else entry.title or shown(address), reason)
    if len(entries) > _ENTRIES:
        yield Skipped(shown(address), f"The feed has {len(entries)} entries; only the first {_ENTRIES} were fetched.")


def _page(page: Page) -> Document:
    """A page as a document called after its address."""
    parts = urlsplit(page.url)
    last = parts.path.rstrip("/").rsplit("/", 1)[-1]
    stem = last.rsplit(".", 1)[0] or "index"
    suffix = _SUFFIX_OF.get(page.content_type or "", ".html")
    content = page.data
    if suffix == ".html" and page.charset and not declares_charset(content):
        # The site's answer names the charset and the page does not: it is lost once the answer is gone.
        content = b"\xef\xbb\xbf" + content.decode(page.charset, errors="replace").encode()
    return Document(f"{parts.hostname}-{stem}{suffix}", content, page.asked, page.url)


def _as_page(entry: Entry) -> bytes:
    """An entry that holds its whole article, as a page of its own."""
    title = html.escape(entry.title)
    told = f'<meta property="article:published_time" content="{entry.published}">' if entry.published else ""
    head = f'<meta charset="utf-8"><title>{title}</title>{told}'
    return f"<html><head>{head}</head><body><h1>{title}</h1>{entry.content}</body></html>".encode()


class Adder:
    """Reads documents before they are added, and adds them. What was looked at counts as known for what comes after."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._register = library.register
        self._known: _Known | None = None

    def look(self, document: Document) -> Looked | Skipped:
        """The document as it was read. A Skipped where it is no article; raises nothing for odd input."""
        try:
            article = articles.from_bytes(document.content, document.name, document.url)
        except UnreadableArticle as fault:
            return Skipped(document.name, fault.reason)
        article = replace(article, path=safe_name(document.name))
        reading = read_one(article)
        sketch = body_sketch(reading.document)
        known = self._there().find(document.content, _address(article.url or document.url), sketch)
        return Looked(document, article, reading, sketch, known)

    def noted(self, looked: Looked) -> None:
        """Count a document as known from here on."""
        one = looked.document
        self._there().note(one.name, one.content, _address(looked.article.url or one.url), looked.sketch)

    def save(self, looked: Iterable[Looked]) -> list[Added]:
        """Add them; once this returns they are there for good. Raises StoreFault, and then none is."""
        these = list(looked)
        new = [
            New(one.document.content, one.document.name, one.document.origin, url := one.article.url or one.document.url,
                _address(url), one.sketch)
            for one in these
        ]  # fmt: skip
        saved = self._register.add(new) if new else []
        for added, one in zip(saved, these, strict=True):
            self._there().note(added.name, one.document.content, added.address, one.sketch)
        self._library.readings.learn([(_input(added), _outcome(one)) for added, one in zip(saved, these, strict=True)])
        return saved

    def _there(self) -> _Known:
        if self._known is None:
            self._known = _Known(self._library)
        return self._known


class _Known:
    """Every article that a library has, and those noted since: by bytes, by address, by text."""

    def __init__(self, library: Library) -> None:
        self._register = library.register
        files = [f for f in library.inputs() if isinstance(f, articles.Input)]
        if library.readings.unread(files):
            library.build()  # what lies in the folders and was never read is known after that
        marks = library.readings.marks(files)
        sketches = dict(library.readings.sketches())
        added = self._register.articles()
        self._when = {one.name: one.added for one in added}
        self._marks = {marks[f.name].partition(".")[0]: f.name for f in files if f.name in marks and f.member is None}
        self._addresses: dict[str, tuple[str, bytes]] = {}
        self._texts = Sketches()
        for one in added:
            self._texts.add(one.name, one.sketch)
            if one.address:
                self._addresses[one.address] = one.name, one.sketch
        for found in files:
            if not found.first and found.name in sketches:
                self._texts.add(found.name, sketches[found.name])

    def find(self, content: bytes, address: str | None, sketch: bytes) -> Known | None:
        same = self._register.by_content(content)
        if same:
            return Known(same.name, "bytes", added=same.added)
        name = self._marks.get(content_mark(content))
        if name:
            return Known(name, "bytes")
        if address in self._addresses:
            name, theirs = self._addresses[address]
            return Known(name, "address", likeness(hashes(sketch), hashes(theirs)), self._when.get(name))
        like = self._texts.likest(sketch)
        return Known(like[0], "text", like[1], self._when.get(like[0])) if like else None

    def note(self, name: str, content: bytes, address: str | None, sketch: bytes) -> None:
        self._marks[content_mark(content)] = name
        self._texts.add(name, sketch)
        if address:
            self._addresses[address] = name, sketch


def _address(url: str | None) -> str | None:
    from core.web.addresses import normalise

    return normalise(url) if url else None


def _input(added: Added) -> articles.Input:
    return articles.Input(added.path, added.name, url=added.url)


def _outcome(looked: Looked) -> Outcome:
    """What a build would have read: it need not do so again."""
    reading = looked.reading
    return Outcome(looked.article.path, looked.article.text, reading.rows, reading.reason, looked.sketch)


@dataclass(slots=True)
class Taken:
    """What became of the files of an inbox. Moved to ``inbox/taken`` is all of which something could be read; a file that
    could not be read at all stays."""

    added: list[Added] = field(default_factory=list)
    known: list[tuple[str, Known]] = field(default_factory=list)
    refused: list[Skipped] = field(default_factory=list)


def take_inbox(library: Library) -> Taken:
    """Add what lies in the inbox of the data folder. A file that changed within the last seconds waits for the next time:
    it may be half there. A file is moved away only after all that it holds was added for good."""
    taken, inbox = Taken(), library.data.inbox
    library.data.make(inbox)
    adder = Adder(library)
    for path in sorted(p for p in inbox.rglob("*") if not p.is_dir() and not _left_alone(p.relative_to(inbox))):
        try:
            if time.time() - path.lstat().st_mtime < _SETTLED:
                continue
        except OSError:
            continue  # taken by another process
        looked, read = [], False
        for item in _files(path):
            found = item if isinstance(item, Skipped) else adder.look(item)
            read = read or not isinstance(found, Skipped)
            if isinstance(found, Skipped):
                taken.refused.append(found)
            elif found.known:
                taken.known.append((found.document.name, found.known))
            else:
                looked.append(found)
                adder.noted(found)
        taken.added += adder.save(looked)
        if read:
            _put_away(path, inbox)
    return taken


def _left_alone(inside: Path) -> bool:
    return inside.parts[0] == TAKEN or any(part.startswith((".", "~$")) for part in inside.parts)


def _put_away(path: Path, inbox: Path) -> None:
    """Move a file that was taken out of the way, under a name that is free there."""
    target = inbox / TAKEN / path.relative_to(inbox)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        number = 1
        while target.exists():
            number += 1
            target = target.with_name(f"{path.stem}-{number}{path.suffix}")
        os.replace(path, target)
    except OSError:
        pass  # it is known by its bytes the next time
