"""The English sentence behind a charted value, for the hover of charts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
import pandas as pd

from core.ledger.figures import main_investment, same
from core.measures import CUT, FULL, STORAGE, SUPPORT, Measure

Row = Mapping[Any, Any]


def quotes(reports: pd.DataFrame, measure: Measure, wanted: Collection[str]) -> dict[str, tuple[str, str]]:
    """report_id → the sentence that states the report's value of a measure, in English and as the article has it; without
    those that have none.

    ``reports``: rows of the table; ``wanted``: report_ids.
    """
    columns = ["report_id", "capacities", "investments", "evidence", "capacity_gwh", "capacity_gwh_max", "support_eur"]
    numbers = np.flatnonzero(reports["report_id"].isin(list(wanted))).tolist()
    cells = {name: reports[name].array for name in columns}  # of packed columns a few cells are unpacked, not all
    rows = [{name: cell[number] for name, cell in cells.items()} for number in numbers]
    column = "investments" if measure.name in ("investment", "support") else "capacities"
    found: dict[str, tuple[str, str]] = {}
    for row in rows:
        item = _item(row, measure)
        said = [e for e in row["evidence"] if item and e["column"] == column and same(item, e["value"])]
        if said and said[0]["quote_en"]:
            found[str(row["report_id"])] = str(said[0]["quote_en"]), str(said[0]["quote"] or "")
    return found


def _item(row: Row, measure: Measure) -> Any:
    """The entry of the nested column that the value comes from; None where a person has set it."""
    if measure.name == "investment":
        return main_investment(row["investments"])
    if measure is SUPPORT:
        own = [i for i in row["investments"] if i["kind"] == "public_support" and i["eur_max"] == row["support_eur"]]
    else:
        full = measure in (FULL, STORAGE, CUT) and pd.notna(row["capacity_gwh_max"])
        wanted = row["capacity_gwh_max"] if full else row["capacity_gwh"]
        gwh = [i for i in row["capacities"] if i["unit"] == "GWh"]
        own = [i for i in gwh if wanted == ((i["max"] or i["value"]) if full else i["value"])]
    return own[0] if own else None
