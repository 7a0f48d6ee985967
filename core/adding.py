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
from core.likeness import SAME, hashes, likeness
from core.models import Article, Skipped, UnreadableArticle
from core.outcomes import Outcome
from core.reading import Reading, body_sketch, read_one
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


_Sketch = tuple[str, frozenset[int], datetime | None]  # name, numbers, when it was added


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


def pasted(text: str, title: str = "") -> Document:
    """A text that a person pasted; its name is that of its title or its first words."""
    text = text.strip()
    if title.strip() and not text.startswith(title.strip()):
        text = f"{title.strip()}\n\n{text}"
    words = _WORDS.findall(text[:200])[:6]
    return Document("-".join(["pasted", *words]).lower() + ".txt", f"{text}\n".encode(), "pasted")


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
        yield Skipped(shown(address), str(fault))
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
                reason = str(fault)
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
        self._texts: list[_Sketch] | None = None
        self._before: dict[str, Looked] = {}  # by the mark of the bytes

    def look(self, document: Document) -> Looked | Skipped:
        """The document as it was read. A Skipped where it is no article; raises nothing for odd input."""
        try:
            article = articles.from_bytes(document.content, document.name, document.url)
        except UnreadableArticle as fault:
            return Skipped(document.name, fault.reason)
        article = replace(article, path=safe_name(document.name))
        reading = read_one(article)
        sketch = body_sketch(reading.document)
        return Looked(document, article, reading, sketch, self._known(document, article, sketch))

    def noted(self, looked: Looked) -> None:
        """Count a document as known from here on."""
        self._sketches().append((looked.document.name, hashes(looked.sketch), None))

    def save(self, looked: Iterable[Looked]) -> list[Added]:
        """Add them; once this returns they are there for good. Raises StoreFault, and then none is."""
        from core.web.addresses import normalise

        these = list(looked)
        new = [
            New(one.document.content, one.document.name, one.document.origin, url := one.article.url or one.document.url,
                normalise(url) if url else None, one.sketch)
            for one in these
        ]  # fmt: skip
        saved = self._register.add(new) if new else []
        self._library.readings.learn([(_input(added), _outcome(one)) for added, one in zip(saved, these, strict=True)])
        return saved

    def _known(self, document: Document, article: Article, sketch: bytes) -> Known | None:
        from core.web.addresses import normalise

        same = self._register.by_content(document.content)
        if same:
            return Known(same.name, "bytes", added=same.added)
        url = article.url or document.url
        best: Known | None = None
        mine = hashes(sketch)
        for name, theirs, added in self._sketches():
            share = likeness(mine, theirs)
            if share >= SAME and (best is None or share > best.share):
                best = Known(name, "text", share, added)
        if url and (same := self._register.by_address(normalise(url))):
            share = likeness(mine, hashes(same.sketch))
            return Known(same.name, "address", share, same.added)
        return best

    def _sketches(self) -> list[_Sketch]:
        """Of every article that the library has: name, numbers of its sketch, and when it was added."""
        if self._texts is None:
            added = self._register.articles()
            here = {a.name for a in added}
            names = {f.name for f in articles.iter_inputs(self._library.folders) if not isinstance(f, Skipped)}
            found: list[_Sketch] = [(a.name, hashes(a.sketch), a.added) for a in added]
            found += [(n, hashes(s), None) for n, s in self._library.readings.sketches() if n in names and n not in here]
            self._texts = found
        return self._texts


def _input(added: Added) -> articles.Input:
    return articles.Input(added.path, added.name, url=added.url)


def _outcome(looked: Looked) -> Outcome:
    """What a build would have read: it need not do so again."""
    reading = looked.reading
    return Outcome(looked.article.path, looked.article.text, reading.rows, reading.reason, looked.sketch)


@dataclass(slots=True)
class Taken:
    """What became of the files of an inbox: added and known ones are moved to ``inbox/taken``, refused ones stay."""

    added: list[Added] = field(default_factory=list)
    known: list[tuple[str, Known]] = field(default_factory=list)
    refused: list[Skipped] = field(default_factory=list)


def take_inbox(library: Library) -> Taken:
    """Add what lies in the inbox of the data folder. A file that changed within the last seconds waits for the next time:
    it may be half there. A file is moved away only after all that it holds was added for good."""
    taken, inbox = Taken(), library.data.inbox
    library.data.make(inbox)
    adder = Adder(library)
    for path in sorted(p for p in inbox.rglob("*") if p.is_file() and not _left_alone(p.relative_to(inbox))):
        try:
            if time.time() - path.stat().st_mtime < _SETTLED:
                continue
        except OSError:
            continue  # taken by another process
        looked, refused = [], []
        for item in _files(path):
            found = item if isinstance(item, Skipped) else adder.look(item)
            if isinstance(found, Skipped):
                refused.append(found)
            elif found.known:
                taken.known.append((found.document.name, found.known))
            else:
                looked.append(found)
                adder.noted(found)
        taken.added += adder.save(looked)
        taken.refused += refused
        if not refused:
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
