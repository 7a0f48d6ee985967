"""What a person sets for a whole project: it beats every article until the entry is removed.

It stands as a note in the evidence of the project's first report, so that a table that is written and read again still
has it; ``rulings`` reads the notes of a row.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.ledger.corrections import Correction, following, note
from core.ledger.names import Names
from core.ledger.rule import BY_COLUMN, FOR_PROJECT

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a person has set in one group of columns: ``values`` by column (None: cleared), ISO day, and why in words."""

    values: dict[str, Any]
    day: str
    why: str


def lay_down(rows: Sequence[Row], corrections: Sequence[Correction]) -> tuple[list[Row], list[str], list[str]]:
    """The rows, which have their project_id, with the notes; what was applied, and what no longer fits."""
    made = [dict(row) for row in rows]
    applied: list[str] = []
    unfit: list[str] = []
    names = Names([row["project_id"] for row in made], made)
    for correction in corrections:
        project_id = names.lead(correction.reports[0])
        own = [row for row in made if row["project_id"] == project_id]
        if project_id is None or not own:
            unfit.append(f"{correction}: there is no {correction.reports[0]}")
            continue
        first = min(own, key=lambda row: (row.get("published") or "9999", row["report_id"]))
        value = None if correction.value is None else json.dumps(correction.value, ensure_ascii=False)
        remark = note(correction, correction.column or "", value, rule=FOR_PROJECT)
        first["evidence"] = [*(first.get("evidence") or ()), remark]
        applied.append(f"{correction}: {correction.reason}")
    return made, applied, unfit


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
