"""changes: what is new in the table since a day."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from core.formats import count


def declare(commands: Any) -> None:
    changes = commands.add_parser("changes", help="say what articles that came since a day have changed")
    changes.add_argument("--since", required=True, type=_moment, metavar="DATE", help="2026-11-20, or with a time of day")
    changes.add_argument("--out", type=Path, metavar="FILE.csv", help="also write them as a table")
    changes.add_argument("--infer", action="store_true", help="silence about a plant counts as a stop")
    changes.set_defaults(run=run)


def _moment(word: str) -> datetime:
    try:
        moment = datetime.fromisoformat(word)
        return (moment if moment.tzinfo else moment.astimezone()).astimezone(UTC)
    except (ValueError, OverflowError):
        raise argparse.ArgumentTypeError(f"a day such as 2026-11-20, not {word!r}") from None


def run(args: argparse.Namespace) -> int:
    from core.ledger.changes import changes, in_words
    from core.library import Library
    from core.saving import check_folder
    from core.table import flat, safe_csv, save

    if args.out is not None:
        if args.out.suffix != ".csv":
            print(f"{args.out}: changes are written as .csv; name a file that ends so.", file=sys.stderr)
            return 2
        check_folder(args.out)
    library = Library()
    after = library.build()
    before = library.build(at=args.since)
    found = changes(before.table, after.table, infer=args.infer)
    for change in found.to_dict("records"):
        print(in_words(change))
    if args.out is not None:
        save(args.out, safe_csv(flat(found)))
    then, now = (count(len(made.articles), "article") for made in (before, after))
    print(f"{count(len(found), 'change')} since {args.since.astimezone():%Y-%m-%d %H:%M}: {then} then, {now} now.",
          file=sys.stderr)  # fmt: skip
    return 0
