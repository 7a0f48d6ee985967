"""The command line: build · add · remove · changes · projects · claims · explain · columns · rule · evaluate ·
evaluate-ledger."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from core.commands import add, build, changes
from core.commands.build import STOPPED
from core.models import GigaledgerError


def _explain(args: argparse.Namespace) -> int:
    from core.articles import read_file
    from core.explain import explain
    from core.reading import read_one

    print(explain(read_one(read_file(args.file)), colour=sys.stdout.isatty()))
    return 0


def _columns(args: argparse.Namespace) -> int:
    from core.columns import COLUMNS

    if args.markdown:
        print("| column | type | meaning |\n|---|---|---|")
        for column in COLUMNS:
            unit = f" ({column.unit})" if column.unit else ""
            words = ": " + " · ".join(column.vocabulary) if column.vocabulary else ""
            print(f"| {column.name} | {column.described_dtype} | {column.meaning}{unit}{words} |")
        return 0
    for column in COLUMNS:
        unit = f" [{column.unit}]" if column.unit else ""
        print(f"{column.name:24} {column.described_dtype:16} {column.meaning}{unit}")
        if column.vocabulary:
            print(f"{'':41} {' · '.join(column.vocabulary)}")
    return 0


def _evaluate(args: argparse.Namespace) -> int:
    from core.evaluate import evaluate, report

    scores = evaluate(args.gold, args.texts)
    print(report(scores, show=args.show))
    return 0


def _evaluate_ledger(args: argparse.Namespace) -> int:
    from core.evaluate_ledger import evaluate, report

    print(report(evaluate(args.gold, args.texts), show=args.show))
    return 0


def _ledger(args: argparse.Namespace) -> int:
    from core.ledger.claims import claims
    from core.ledger.projects import projects
    from core.table import flat, read, safe_csv, save

    if args.out.suffix != ".csv":
        print(f"{args.out}: {args.command} are written as .csv; name a file that ends so.", file=sys.stderr)
        return 2
    table = read(args.table)
    made = claims(table) if args.command == "claims" else projects(table, infer=not args.stated)
    save(args.out, safe_csv(flat(made)))
    print(f"{len(made):,} {args.command} written to {args.out}.")
    return 0


def _rule(args: argparse.Namespace) -> int:
    from core.ledger.rule import markdown

    print(markdown())
    return 0


def main(argv: list[str] | None = None) -> int:
    """Run one command; exit code 0 if it did what was asked, 1 if nothing could be read, 2 for wrong words,
    130 if it was stopped."""
    parser = argparse.ArgumentParser(
        prog="python -m core",
        description="Press articles on batteries and electric vehicles (Dutch, Finnish, German) → one English table.",
    )
    commands = parser.add_subparsers(dest="command", required=True)
    for module in (build, add, changes):
        module.declare(commands)
    explain = commands.add_parser("explain", help="show what was found in one article, where and by which rule")
    explain.add_argument("file", type=Path)
    explain.set_defaults(run=_explain)
    columns = commands.add_parser("columns", help="list the table's columns")
    columns.add_argument("--markdown", action="store_true", help="as the README's table")
    columns.set_defaults(run=_columns)
    evaluate = commands.add_parser("evaluate", help="score the extraction against annotated articles")
    evaluate.add_argument("gold", type=Path, metavar="GOLD_DIR")
    evaluate.add_argument("texts", type=Path, metavar="TEXT_DIR")
    evaluate.add_argument("--show", metavar="SLOT", help="list what was missed and what was extra for one slot")
    evaluate.set_defaults(run=_evaluate)
    ledger = commands.add_parser("evaluate-ledger", help="score the ledger against an annotated set")
    ledger.add_argument("gold", type=Path, metavar="GOLD.json")
    ledger.add_argument("texts", type=Path, metavar="TEXT_DIR")
    ledger.add_argument("--show", action="store_true", help="list what was wrong")
    ledger.set_defaults(run=_evaluate_ledger)
    for name, about in (("projects", "one row per project: what counts now"), ("claims", "one row per claim: who said what")):
        made = commands.add_parser(name, help=f"from a table that build wrote, {about}")
        made.add_argument("table", type=Path, metavar="TABLE")
        made.add_argument("--out", required=True, type=Path, metavar="FILE.csv")
        if name == "projects":
            made.add_argument("--stated", action="store_true", help="silence does not count as shelved or cancelled")
        made.set_defaults(run=_ledger)
    rule = commands.add_parser("rule", help="print the rule that chooses a project's values")
    rule.set_defaults(run=_rule)
    args = parser.parse_args(argv)
    try:
        return int(args.run(args))
    except GigaledgerError as fault:
        print(fault, file=sys.stderr)
        return 1
    except BrokenPipeError:
        return 0
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return STOPPED


if __name__ == "__main__":
    code = main()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        pass  # nobody listens any more
    os._exit(code)  # all is written; taking down a large table object by object would take a quarter of a second
