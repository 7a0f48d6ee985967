"""A person's corrections of a batch of reports: only the rows that they name are taken out of it and put back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from core.batches import Batch, batch, joined
from core.ledger.corrections import Correction, apply, named
from core.ledger.rulings import lay_down

Row = dict[str, Any]


@dataclass(slots=True)
class Corrected:
    """The reports as corrected; the report_ids of those that are one project, and of those that are one apart; what is
    to be set for projects, once they are known; what was done, and what no longer fits."""

    reports: Batch
    merged: list[list[str]] = field(default_factory=list)
    apart: list[list[str]] = field(default_factory=list)
    for_projects: list[Correction] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    unfit: list[str] = field(default_factory=list)


def correct(reports: Batch, corrections: Sequence[Correction]) -> Corrected:
    """What is said of single reports, applied."""
    numbers = named([said.report for said in reports.said], corrections)
    applied = apply(_rows(reports, numbers), corrections)
    changed = {row["report_id"]: row for row in applied.rows}
    made = _with(reports, {n: changed.get(reports.said[n].report) for n in numbers})
    return Corrected(made, applied.merged, applied.apart, applied.for_projects, applied.done, applied.unfit)


def rule(found: Corrected, ids: Sequence[str]) -> Batch:
    """What is said of whole projects, noted in the evidence of their first reports. ids: the project_id of each report.
    The corrections' fate goes into ``done`` and ``unfit``."""
    if not found.for_projects:
        return found.reports
    said = found.reports.said
    laid = lay_down(ids, [s.report for s in said], [s.day for s in said], lambda n: said[n].slug, found.for_projects)
    found.done += laid.done
    found.unfit += laid.unfit
    numbers = sorted({number for number, _ in laid.notes})
    rows = dict(zip(numbers, _rows(found.reports, numbers), strict=True))
    for number, remark in laid.notes:
        rows[number]["evidence"] = [*(rows[number].get("evidence") or ()), remark]
    return _with(found.reports, dict(rows))


def _rows(reports: Batch, numbers: Sequence[int]) -> list[Row]:
    """Some rows as dicts, days as ISO text."""
    rows: list[Row] = [reports.table.slice(number, 1).to_pylist()[0] for number in numbers]
    for row in rows:
        if row["published"] is not None:
            row["published"] = row["published"].date().isoformat()
    return rows


def _with(reports: Batch, changed: dict[int, Row | None]) -> Batch:
    """The reports with those at some places changed, or left out (None)."""
    cuts, start = [], 0
    for number, row in sorted(changed.items()):
        cuts.append(reports.cut(start, number - start))
        if row is not None:
            cuts.append(batch([row]))
        start = number + 1
    return joined([*cuts, reports.cut(start, len(reports) - start)]) if cuts else reports
