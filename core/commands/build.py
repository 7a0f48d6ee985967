"""build: read articles and write the table."""

from __future__ import annotations

import argparse
import gc
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.formats import count
from core.translation.engines import BUDGET

if TYPE_CHECKING:
    from core.library import Library
    from core.pipeline import Build
    from core.translating import English
    from core.workers import Ahead

STOPPED = 130  # the exit code that shells give for Ctrl-C
_SHOWN = 20  # files that gave no row that are named where no folder was
ENGINES = "auto, off, google, mymemory, libretranslate, deepl, microsoft, argos"


def declare(commands: Any) -> None:
    build = commands.add_parser("build", help="read articles and write the table")
    build.add_argument("sources", nargs="*", type=Path, metavar="FOLDER|FILE",
                       help="default: the folder of articles and all that were added")  # fmt: skip
    build.add_argument("--out", type=Path, metavar="TABLE.(parquet|csv|xlsx|jsonl)",
                       help="needed for sources; default: table.parquet in the data folder")  # fmt: skip
    build.add_argument("--processes", type=processes, metavar="N",
                       help="how many processes read at once (default: one for few files, else one for each core)")  # fmt: skip
    build.add_argument("--corrections", type=Path, metavar="FILE.toml", help="default: corrections.toml in the folder")
    build.add_argument("--from-scratch", action="store_true", help="use nothing of what earlier builds have read")
    translation(build)
    build.set_defaults(run=run)


def translation(command: argparse.ArgumentParser) -> None:
    """The words on translation, which several commands take."""
    command.add_argument("--translate", default=os.environ.get("GIGALEDGER_TRANSLATE") or "auto", metavar="ENGINE",
                         help=f"what puts sentences into English: {ENGINES} (default: auto)")  # fmt: skip
    command.add_argument("--translate-budget", type=processes, metavar="N",
                         help=f"characters that may be sent to the engine (default: {BUDGET:,})")  # fmt: skip


def processes(word: str) -> int:
    if not word.isdigit() or word == "0":
        raise argparse.ArgumentTypeError(f"a number from 1 on, not {word}")
    return int(word)


def run(args: argparse.Namespace) -> int:
    if args.sources and args.out is None:
        print("Name the file for the table: --out TABLE.parquet (or .csv, .xlsx, .jsonl).", file=sys.stderr)
        return 2
    if args.out is not None and not _fit(args.out):
        return 2
    gc.set_threshold(2_000_000)  # a build makes many objects and hardly any cycle
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # asked to end, it ends like with Ctrl-C
    from core.workers import Ahead

    ahead = None if args.from_scratch or args.processes == 1 else Ahead()  # loads its part while this loads the rest
    import pyarrow as pa

    from core.pipeline import Interrupted
    from core.translating import English

    pa.set_memory_pool(pa.system_memory_pool())  # Arrow's own pool takes a tenth of a second to grow to a table's size
    english = English(args.translate, args.translate_budget)
    stopped = False
    try:
        with _bar("Reading", " articles") as bar, _bar("Translating", " characters") as sent:
            if sent is not None:
                english.progress = lambda done, total: _advance(sent, done, total)
            made = _built(args, None if bar is None else lambda _path: bar.update() and None, english, ahead)
    except Interrupted as stop:
        made, stopped = stop.build, True
        print("Stopped before all was read.", file=sys.stderr)
    finally:
        if ahead:
            ahead.stop()
    code = report(args, made, stopped)
    if not stopped:
        _whole_texts(made, english)
    return code


@contextmanager
def _bar(what: str, unit: str) -> Iterator[Any]:
    """A progress bar that shows itself with its first step; None where nobody is looking."""
    if not sys.stderr.isatty():
        yield None
        return
    from tqdm import tqdm

    with tqdm(desc=what, unit=unit, delay=0.2) as bar:
        yield bar


def _advance(bar: Any, done: int, total: int) -> None:
    bar.total = total
    bar.update(done - bar.n)


def _fit(out: Path) -> bool:
    from core.saving import SUFFIXES, check_folder

    if out.suffix not in SUFFIXES:
        print(f"{out}: the table is written as {', '.join(SUFFIXES)}; name a file that ends so.", file=sys.stderr)
        return False
    check_folder(out)  # before the work, not after it
    return True


def _built(args: argparse.Namespace, progress: Any, english: English, ahead: Ahead | None) -> Build:
    from core.pipeline import build

    if args.from_scratch and args.sources:
        return build(args.sources, progress, args.processes, args.corrections, english=english)
    from core.library import Library
    from core.store.folder import data_folder
    from core.store.readings import Readings

    if args.sources:
        readings = Readings(data_folder().cache)
        try:
            return build(args.sources, progress, args.processes, args.corrections, readings, english, ahead)
        finally:
            readings.close()
    library = Library()
    if args.from_scratch:
        library.readings.forget()
    _take_inbox(library)
    return library.build(progress, args.processes, args.corrections, english=english, ahead=ahead)


def _take_inbox(library: Library) -> None:
    """Add what lies in the inbox and say so."""
    if not library.data.inbox.is_dir():
        return
    from core.adding import take_inbox

    taken = take_inbox(library)
    for one in taken.added:
        print(f"added from the inbox: {one.name}", file=sys.stderr)
    for name, known in taken.known:
        print(f"known, from the inbox: {name}: {known}", file=sys.stderr)
    for item in taken.refused:
        print(f"not added from the inbox: {item.path}: {item.reason}", file=sys.stderr)


def _whole_texts(made: Build, english: English) -> None:
    """Have the articles' whole texts translated too, where an engine was chosen, and say what became of it."""
    from core.store.folder import data_folder
    from core.store.readings import Readings, Texts

    if english.engine in ("auto", "off") or english.summary is None or english.summary.over_budget:
        return
    if isinstance(made.articles, Texts):
        with _bar("Translating whole texts", " characters") as sent:
            english.progress = None if sent is None else lambda done, total: _advance(sent, done, total)
            told = english.whole(made.articles.inputs, Readings(data_folder().cache))
        for sentence in told.sentences(whole=True) if told else ():
            print(f"Whole texts: {sentence}", file=sys.stderr)


def report(args: argparse.Namespace, made: Build, stopped: bool = False) -> int:
    """Write the table and say what became of the build; the exit code."""
    for note in made.notes:
        print(note, file=sys.stderr)
    for done in made.corrected:
        print(f"applied: {done}", file=sys.stderr)
    for unfit in made.unfit:
        print(f"no longer fits: {unfit}", file=sys.stderr)
    shown = made.skipped if args.sources else made.skipped[:_SHOWN]  # who builds every day has seen them
    for item in shown:
        print(f"not read: {item.path}: {item.reason}", file=sys.stderr)
    if len(shown) < len(made.skipped):
        print(f"not read: {len(made.skipped) - len(shown):,} more; the dashboard's page “Not read” has all.", file=sys.stderr)
    for sentence in made.translation.sentences() if made.translation else ():
        print(sentence, file=sys.stderr)
    read = len(made.articles)
    if not read:
        print("Nothing could be read as an article; no table was written.", file=sys.stderr)
        return STOPPED if stopped else 1
    out = args.out
    if out is None:
        from core.store.folder import data_folder

        out = data_folder().table
    if stopped:
        out = out.with_name(f"{out.stem}.partial{out.suffix}")
    from core.saving import write

    write(made.arrow, out)
    projects = len(made.arrow.column("project_id").unique())
    print(
        f"{count(read, 'article')} read{_fresh(made, read)}, {count(made.arrow.num_rows, 'report')} on "
        f"{count(projects, 'project')} written to {out}; {len(made.skipped)} gave no row."
    )
    return STOPPED if stopped else 0


def _fresh(made: Build, read: int) -> str:
    return f" ({made.fresh:,} of them new)" if made.fresh < read else ""
