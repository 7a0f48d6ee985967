"""What a person sets for a whole project: it beats every article until the entry is removed.

It stands as a note in the evidence of the project's first report, so that a table that is written and read again still
has it; ``rulings`` reads the notes of a row.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.ledger.corrections import Correction, following, note
from core.ledger.names import Names
from core.ledger.rule import BY_COLUMN, FOR_PROJECT


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a person has set in one group of columns: ``values`` by column (None: cleared), ISO day, and why in words."""

    values: dict[str, Any]
    day: str
    why: str


@dataclass(frozen=True, slots=True)
class LaidDown:
    """The notes by the number of the row that gets them, in order; what was applied, and what no longer fits."""

    notes: list[tuple[int, dict[str, Any]]]
    done: list[str]
    unfit: list[str]


def lay_down(
    ids: Sequence[str],
    reports: Sequence[str],
    days: Sequence[str],
    slug_of: Callable[[int], str],
    corrections: Sequence[Correction],
) -> LaidDown:
    """Where the notes of corrections of whole projects belong. ids, reports, days (ISO): of the rows; slug_of: by
    their numbers."""
    result = LaidDown([], [], [])
    names = Names(ids, reports, slug_of)
    for correction in corrections:
        project_id = names.lead(correction.reports[0])
        own = [number for number, found in enumerate(ids) if found == project_id]
        if project_id is None or not own:
            result.unfit.append(f"{correction}: there is no {correction.reports[0]}")
            continue
        value = None if correction.value is None else json.dumps(correction.value, ensure_ascii=False)
        remark = note(correction, correction.column or "", value, rule=FOR_PROJECT)
        result.notes.append((min(own, key=lambda number: (days[number], reports[number])), remark))
        result.done.append(f"{correction}: {correction.reason}")
    return result


def rulings(row: Mapping[str, Any]) -> dict[str, Ruling]:
    """Name of a group of columns → what a person has set there; the last entry for a column holds."""
    found: dict[str, Ruling] = {}
    for said in row.get("evidence") or ():
        if said["rule"] == FOR_PROJECT and said["column"] in BY_COLUMN:
            name = BY_COLUMN[said["column"]].name
            value = json.loads(said["value"]) if said["value"] is not None else None
            before = found[name].values if name in found else {}
            words = said["quote_en"] or ""
            found[name] = Ruling(before | {said["column"]: value}, words.removeprefix("Corrected on ")[:10], words)
    return found


def settled(ruling: Ruling, columns: Sequence[str], told: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a group of columns: what was set, beside what the articles' choice (``told``) has in the others."""
    changed, first = ruling.values, columns[0]
    if first in changed and changed[first] is None:
        return {column: [] if isinstance(told.get(column), list) else None for column in columns} | changed
    values = {column: told.get(column) for column in columns} | changed | following(told, changed, told)
    if first == "investment_eur":
        values |= {"investment_amount": values[first], "investment_amount_max": values["investment_eur_max"],
                   "investment_currency": "EUR"}  # fmt: skip
    return values
