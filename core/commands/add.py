"""add, remove: take articles into the data folder, and out of the table."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from core.commands import build
from core.formats import count

if TYPE_CHECKING:
    from core.adding import Adder, Document, Looked
    from core.library import Library
    from core.models import Skipped

_AT_ONCE = 50  # articles that are saved together: what was said to be added is safe, the rest can be added again


def declare(commands: Any) -> None:
    add = commands.add_parser("add", help="add files, folders, archives, web addresses or feeds, and build the table")
    add.add_argument("sources", nargs="*", metavar="FILE|FOLDER|URL", help="“-” reads a text from standard input")
    add.add_argument("--inbox", action="store_true", help="add what lies in the inbox of the data folder")
    add.add_argument("--anyway", action="store_true", help="also what is there already, unless it is the very same file")
    add.add_argument("--look", action="store_true", help="only say what would be added, and what is found in it")
    add.add_argument("--no-build", action="store_true", help="leave the table as it is; the next build takes them in")
    add.add_argument("--allow-host", action="append", default=[], metavar="HOST",
                     help="a host inside the own network that may be asked (also GIGALEDGER_ALLOW_HOSTS)")  # fmt: skip
    build.translation(add)
    add.set_defaults(run=run)
    remove = commands.add_parser("remove", help="take added articles out of the table; their files stay")
    remove.add_argument("names", nargs="+", metavar="NAME", help="as the table calls the article")
    remove.set_defaults(run=_remove)


def run(args: argparse.Namespace) -> int:
    from core.adding import Adder, take_inbox
    from core.library import Library
    from core.store.folder import StoreFault

    if not args.sources and not args.inbox:
        print("Name a file, a folder or an address to add, or --inbox.", file=sys.stderr)
        return 2
    library = Library()
    added = refused = known = 0
    if args.inbox and args.look:
        args.sources = [*args.sources, str(library.data.inbox)]
    elif args.inbox:
        taken = take_inbox(library)
        for one in taken.added:
            print(f"added: {one.name}")
        for name, why in taken.known:
            print(f"known: {name}: {why}")
        for item in taken.refused:
            print(f"not added: {item.path}: {item.reason}", file=sys.stderr)
        added, known, refused = len(taken.added), len(taken.known), len(taken.refused)
    adder = Adder(library)
    waiting: list[Looked] = []
    try:
        for item in _looked(adder, _documents(args)):
            if hasattr(item, "reason"):
                print(f"not added: {item.path}: {item.reason}", file=sys.stderr)
                refused += 1
            elif item.known and (not args.anyway or item.known.by == "bytes"):
                print(f"known: {item.document.name}: {item.known}")
                known += 1
            elif args.look:
                print(_seen(item))
            else:
                waiting.append(item)
                adder.noted(item)
                if len(waiting) >= _AT_ONCE:
                    added += _save(adder, waiting)
        added += _save(adder, waiting)
    except StoreFault as fault:
        print(f"{count(added, 'article')} added before this, {len(waiting)} not: {fault}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        added += _save(adder, waiting)  # what was looked at need not be fetched again
        print(f"Stopped; {count(added, 'article')} added.", file=sys.stderr)
        return build.STOPPED
    if args.look:
        return 1 if refused else 0
    print(f"{count(added, 'article')} added, {known} known already, {refused} refused.")
    if not added or args.no_build:
        return 0 if added or not refused else 1
    # All is known: nothing is left to read.
    args.out, args.corrections, args.processes, args.from_scratch, args.sources = None, None, 1, False, []
    return build.run(args)


def _looked(adder: Adder, found: Iterable[Document | Skipped]) -> Iterator[Any]:
    from core.models import Skipped

    for item in found:
        yield item if isinstance(item, Skipped) else adder.look(item)


def _documents(args: argparse.Namespace) -> Iterator[Document | Skipped]:
    from core.adding import documents, is_address, piped

    fetcher = None
    if any(is_address(word) for word in args.sources):
        from core.web.fetch import Fetcher, allowed_hosts

        fetcher = Fetcher(allowed_hosts=[*args.allow_host, *allowed_hosts()])
    for word in args.sources:
        if word == "-":
            yield piped(sys.stdin.buffer.read())
        else:
            yield from documents([word], fetcher)


def _save(adder: Adder, waiting: list[Looked]) -> int:
    """Save what waits and say so: a line is printed only once its article is safe."""
    saved = adder.save(waiting)
    for looked, one in zip(waiting, saved, strict=True):
        print(f"added: {one.name}{_found(looked)}", flush=True)
    waiting.clear()
    return len(saved)


def _found(looked: Looked) -> str:
    rows = looked.reading.rows
    if not rows:
        return f" (no row: {looked.reading.reason})"
    return f" ({count(len(rows), 'report')}: {'; '.join(str(row['project']) for row in rows)})"


def _seen(looked: Looked) -> str:
    return f"new: {looked.document.name}{_found(looked)}"


def _remove(args: argparse.Namespace) -> int:
    from core.library import Library

    library: Library = Library()
    own = library.added()
    missing = [name for name in args.names if name not in own or not library.register.remove(own[name])]
    for name in missing:
        again = next((table for table, register in own.items() if register == name), None)
        beside = f"; the added one is called {again}, for the folder has a file of that name" if again else ""
        print(f"{name}: no added article has this name in the table{beside}.", file=sys.stderr)
    print(f"{count(len(args.names) - len(missing), 'article')} removed; the next build leaves them out.")
    return 1 if missing else 0
