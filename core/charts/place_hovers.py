"""What appears when a reader points at a place on a map: its sums, its projects and the sentence behind the largest."""

from __future__ import annotations

import textwrap
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from core.charts.chart import plain
from core.columns import STANDINGS, label
from core.formats import count, gwh, language_name, listing, money, span
from core.geography import PRECISIONS, PROJECTS, WHOLE
from core.ledger.claims import said_of
from core.ledger.rule import BY_COLUMN
from core.measures import Measure

_NAMED, _QUOTE, _WIDTH = 5, 150, 60  # projects; characters of a quote, of a line
_MANY, _FEW = 100, 2  # of more places than that so many projects: all the texts go to the browser with the map
Row = Mapping[Any, Any]
Key = tuple[str, str]  # place, precision


def hovers(
    made: pd.DataFrame, rows: pd.DataFrame, measure: Measure, reports: pd.DataFrame | None = None
) -> dict[Key, str]:
    """(place, precision) → its text, for each place of ``made``, the ``core.geography.sums`` of ``rows``. ``reports``:
    rows of the table, for the quotes."""
    sums: dict[Key, list[str]] = defaultdict(list)
    counts: dict[Key, int] = defaultdict(int)
    for row in made.to_dict("records"):
        key = row["place"], row["precision"]
        figure = "" if measure is PROJECTS else f"{span(row['low'], row['high'])} {measure.unit}, "
        sums[key].append(f"{STANDINGS[row['standing']]}: {figure}{count(row['projects'], 'project')}")
        counts[key] += row["projects"]
    named = _NAMED if len(counts) <= _MANY else _FEW
    first: dict[Key, list[int]] = defaultdict(list)
    for place, precision, own in zip(made["place"], made["precision"], made["ids"], strict=True):
        first[place, precision] += own.numbers[:named].tolist()
    values = dict.fromkeys(name for name in (measure.low, measure.high) if name)
    columns = ["project", "project_id", "low", "high", "status", "partners", "value_report", *values]
    few = rows[columns].iloc[[number for own in first.values() for number in own]].to_dict("records")
    taken = iter(few)
    groups: dict[Key, list[Row]] = {}
    for key, own in first.items():  # those of several standings: the largest of all
        pairs = sorted(((number, next(taken)) for number in own), key=lambda pair: (-pair[1]["high"], pair[0]))
        groups[key] = [row for _, row in pairs[:named]]
    told = _told(reports, {group[0]["value_report"] for group in groups.values()})
    return {key: "<br>".join(_lines(key, sums[key], group, counts[key], measure, told)) for key, group in groups.items()}


def _told(reports: pd.DataFrame | None, wanted: set[Any]) -> dict[str, tuple[list[Row], Any]]:
    """report_id → its evidence and language."""
    if reports is None:
        return {}
    cells = [reports[name].array for name in ("report_id", "evidence", "language")]  # a few cells are unpacked, not all
    numbers = np.flatnonzero(reports["report_id"].isin(list(wanted))).tolist()
    return {report: (evidence, language) for report, evidence, language in (tuple(c[n] for c in cells) for n in numbers)}


def _lines(
    key: Key, sums: list[str], group: list[Row], whole: int, measure: Measure, told: Mapping[str, tuple[list[Row], Any]]
) -> list[str]:
    place, exact = key
    head = f"<b>{plain(place)}</b>" + ("" if exact in ("city", WHOLE) else f" ({PRECISIONS[exact].lower()})")
    more = [f"and {whole - len(group):,} more"] if whole > len(group) else []
    return [head, *sums, *(_project(row, measure) for row in group), *more, *_quote(group[0], measure, told)]


def _project(row: Row, measure: Measure) -> str:
    """“• Northvolt cell plant, Heide: 60 GWh; shelved; Northvolt”."""
    name = row["project"] if isinstance(row["project"], str) else row["project_id"]
    said = []
    if measure is not PROJECTS:
        low, high = row["low"] * measure.scale, row["high"] * measure.scale
        said.append(gwh(low, high) if measure.name == "capacity" else money(low, high))
    said.append(label(row["status"]).lower() if isinstance(row["status"], str) else "status not stated")
    if row["partners"]:
        said.append(listing([*row["partners"][:2], *(["others"] if len(row["partners"]) > 2 else [])]))
    return f"• {plain(_shortened(str(name), _WIDTH))}: {plain('; '.join(said))}"


def _quote(row: Row, measure: Measure, told: Mapping[str, tuple[list[Row], Any]]) -> list[str]:
    """The sentence behind the largest project's figure, with its English; nothing where there is none."""
    report = row["value_report"]
    evidence, language = told.get(report, ([], None)) if isinstance(report, str) else ([], None)
    if measure is PROJECTS:
        said: Row = next(iter(evidence), {})
    else:
        value: Any = row[measure.high] if pd.notna(row[measure.high]) else row[measure.low]
        said = said_of(evidence, BY_COLUMN[measure.low], value)
    lines = []
    if isinstance(english := said.get("quote_en"), str):
        lines += _folded(english)
    if isinstance(quote := said.get("quote"), str):
        spoken = f" ({language_name(language)})" if isinstance(language, str) else ""
        lines += _folded(f"“{_shortened(quote, _QUOTE)}”{spoken}")
    return [f"<i>{line}</i>" for line in lines]


def _folded(text: str) -> list[str]:
    return [plain(line) for line in textwrap.wrap(_shortened(text, _QUOTE + 20), _WIDTH)]


def _shortened(text: str, width: int) -> str:
    """As textwrap.shorten, which looks at every word of what needs no shortening."""
    whole = " ".join(text.split())
    return whole if len(whole) <= width else textwrap.shorten(whole[: 2 * width], width, placeholder="…")
