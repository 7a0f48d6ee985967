"""A table with very many projects for measuring: the annotated articles' reports, told again of other companies, other
places, other days and other amounts, so that words, sentences, ranges and gaps are distributed as in the press."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

Row = dict[str, Any]
ROOT = Path(__file__).parent.parent
_TEXTS = ("tests/gold/text", "tests/ledger/text", "tests/ledger_own/text", "seeds")
_FIRST, _LAST = date(2014, 1, 1), date(2026, 10, 31)
_MONEY = ("investment_eur", "investment_eur_max", "support_eur")
_CAPACITY = ("capacity_gwh", "capacity_gwh_max")
_PLACE = ("city", "region", "country", "country_name", "world_region", "latitude", "longitude", "location_precision")


def write_table(path: Path, projects: int, seed: int = 6) -> None:
    """A table of about so many projects (never fewer) as a Parquet file that ``build`` could have written."""
    import pyarrow as pa

    from core.arrow import finished, parquet, plain

    parts, batch = [], []
    for row in many(projects, seed):
        batch.append(row)
        if len(batch) == 20_000:
            parts.append(plain(batch))
            batch = []
    parts.append(plain(batch))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(parquet(finished(pa.concat_tables(parts))))


def many(projects: int, seed: int = 6) -> Iterator[Row]:
    """Rows on so many projects or some more. The same numbers give the same rows."""
    chance = random.Random(seed)
    base = _told()
    of_base = len({row["project_id"] for row in base})
    with (ROOT / "core" / "reference" / "companies.csv").open(encoding="utf-8") as file:
        companies = [row["name"] for row in csv.DictReader(file)]
    places = [{name: row[name] for name in _PLACE} for row in base if row["city"]]
    for copy in range(-(-projects // of_base)):
        other = dict(zip(companies, _shuffled(companies, chance), strict=True))
        moves: dict[str, Row] = {}
        for row in base:
            made = _again(row, copy, chance, other)
            project = made["project_id"]
            if project not in moves:
                moves[project] = {"days": chance.randrange((_LAST - _FIRST).days), "factor": chance.choice((0.4, 0.6, 1, 1, 1.5, 2.5)),
                                  "place": chance.choice(places), "first": made["published"]}  # fmt: skip
            yield _moved(made, moves[project])


def _told() -> list[Row]:
    from core import build
    from core.table import records

    return records(build([ROOT / place for place in _TEXTS]).table)


def _shuffled(companies: list[str], chance: random.Random) -> list[str]:
    """Each company's stand-in: the well-known stay well known, or all would be told of as often as each other."""
    made = list(companies)
    for start in range(0, len(made), 40):
        part = made[start : start + 40]
        chance.shuffle(part)
        made[start : start + 40] = part
    return made


def _again(row: Row, copy: int, chance: random.Random, other: dict[str, str]) -> Row:
    """The report under other names. Its sentences are no copies of those it was made from."""
    mark = f"{copy:03d}"
    return row | {
        "report_id": f"{mark}/{row['report_id']}", "article": f"{mark}/{row['article']}",
        "project_id": f"{row['project_id']}-{mark}", "partners": [other.get(name, f"{name} {mark[1:]}") for name in row["partners"]],
        "evidence": [e | {"quote": _reworded(e["quote"], mark)} for e in row["evidence"]],
        "confidence": round(chance.uniform(0.5, 0.95), 3),
    }  # fmt: skip


def _reworded(quote: str | None, mark: str) -> str | None:
    words = quote.split(" ") if quote else []
    return " ".join(f"{word}{mark}" if n % 3 == 1 and word.isalpha() else word for n, word in enumerate(words)) or None


def _moved(row: Row, move: Row) -> Row:
    """Elsewhere, at another time, of another size; what belongs to one project moves together."""
    if row["city"] and move["place"]:
        row |= move["place"]
    if row["published"] and move["first"]:
        apart = datetime.fromisoformat(row["published"]).date() - datetime.fromisoformat(move["first"]).date()
        row["published"] = min(_FIRST + timedelta(days=move["days"]) + apart, _LAST).isoformat()
    for name in (*_MONEY, *_CAPACITY):
        if row[name] is not None:
            row[name] = round(row[name] * move["factor"], 3)
    return row | {
        "capacities": [_scaled(item, move["factor"], "value", "max") if item["unit"] == "GWh" else item for item in row["capacities"]],
        "investments": [_scaled(item, move["factor"], "amount", "max", "eur", "eur_max") for item in row["investments"]],
    }


def _scaled(item: Row, factor: float, *names: str) -> Row:
    return item | {name: round(item[name] * factor, 3) for name in names if item[name] is not None}
