"""What a person sets right, in one plain file: applied to the rows at every build, undone by removing the lines.

``corrections.toml`` in the folder of the articles (or the file that ``build --corrections`` names):

    [[correction]]
    date = 2025-01-31
    reason = "The 40 GWh are the former plan."
    do = "set"                   # set · clear · drop · merge · split
    report = "freyr-2023#1"      # set, clear, drop: a report_id; what this article says is wrong
    # project = "freyr-…-k3v9q2ma"  # set, clear, instead of report: whatever any article says, now or later
    column = "capacity_gwh_max"  # set, clear
    value = 15                   # set
    was = 40                     # set, clear; optional: what the report said when the correction was written

    [[correction]]
    date = 2025-02-01
    reason = "Two names of one plant."
    do = "merge"                 # split: the reports become a project of their own
    reports = ["freyr-2023#1", "giga-vaasa-cells-k3v9q2ma"]  # report_ids or project_ids

A value that is set keeps what the article said beside it, in the report's evidence; so do reports that were merged or
split. What no longer fits anything is reported and changes nothing.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import tomli

from core.columns import BY_NAME
from core.gazetteer import country_name, world_region
from core.ledger.names import mark
from core.ledger.rule import BY_COLUMN, CORRECTION
from core.models import GigaledgerError

# What each kind needs, and what it may have besides.
_KEYS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "set": (frozenset({"column", "value"}), frozenset({"was", "report", "project"})),
    "clear": (frozenset({"column"}), frozenset({"was", "report", "project"})),
    "drop": (frozenset({"report"}), frozenset()),
    "merge": (frozenset({"reports"}), frozenset()),
    "split": (frozenset({"reports"}), frozenset()),
}
# Columns of a lower figure → of its upper one.
RANGES = {"capacity_gwh": "capacity_gwh_max", "investment_eur": "investment_eur_max", "jobs": "jobs_max"}
_ALWAYS = frozenset({"date", "reason", "do"})
_FIXED = frozenset({"report_id", "project_id", "article", "evidence", "confidence", "roles", "english_by", "published"})
_START = re.compile(r"\d{4}(-(0[1-9]|1[0-2]))?")
_TYPES: dict[str, tuple[type, ...]] = {"string": (str,), "category": (str,), "float": (int, float), "int": (int,),
                                       "strings": (list,), "dicts": (list,)}  # fmt: skip

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Correction:
    """One entry of the file, checked; ``number`` counts from 1."""

    number: int
    day: date
    reason: str
    do: str
    reports: tuple[str, ...]
    column: str | None = None
    value: Any = None
    was: Any = None
    of_project: bool = False

    def __str__(self) -> str:
        about = f"{self.do} {', '.join(self.reports)}" + (f" {self.column}" if self.column else "")
        return f"correction {self.number} ({self.day}: {about})"


@dataclass(slots=True)
class Applied:
    """Rows with values set and reports dropped; what is to be merged and split; what is to be set for projects, once
    they are known (core.ledger.rulings); what was done; and what no longer fits."""

    rows: list[Row]
    merged: list[list[str]] = field(default_factory=list)
    apart: list[list[str]] = field(default_factory=list)
    for_projects: list[Correction] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    unfit: list[str] = field(default_factory=list)


def load(path: Path) -> list[Correction]:
    """The corrections of a file. Raises GigaledgerError that names the entry and the key that is wrong."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as fault:
        raise GigaledgerError(f"{path}: there is no such file") from fault
    except (OSError, UnicodeDecodeError) as fault:
        raise GigaledgerError(f"{path}: cannot be read as TOML: {fault}") from fault
    return parsed(text, path)


def parsed(text: str, path: Path) -> list[Correction]:
    """The corrections in the text of a file; ``path`` only names it in what is raised, as ``load`` does."""
    try:
        data = tomli.loads(text)
    except tomli.TOMLDecodeError as fault:
        raise GigaledgerError(f"{path}: cannot be read as TOML: {fault}") from fault
    if unknown := set(data) - {"correction"}:
        raise GigaledgerError(f"{path}: only [[correction]] is known here, not {', '.join(sorted(unknown))}")
    return [_checked(path, number, entry) for number, entry in enumerate(data.get("correction", []), 1)]


def _checked(path: Path, number: int, entry: Mapping[str, Any]) -> Correction:
    def fault(text: str) -> GigaledgerError:
        return GigaledgerError(f"{path}: correction {number}: {text}")

    do = entry.get("do")
    if do not in _KEYS:
        raise fault(f"do must be one of {', '.join(_KEYS)}")
    needed, allowed = _KEYS[do]
    if missing := (needed | _ALWAYS) - set(entry):
        raise fault(f"{', '.join(sorted(missing))} is missing")
    if unknown := set(entry) - needed - allowed - _ALWAYS:
        raise fault(f"{do} knows no {', '.join(sorted(unknown))}")
    if not isinstance(entry["date"], date) or not isinstance(entry["reason"], str) or not entry["reason"].strip():
        raise fault("date must be a day such as 2025-01-31, reason a sentence")
    column = entry.get("column")
    if column is not None and (column not in BY_NAME or column in _FIXED):
        raise fault(f"{column} is no column that can be corrected")
    one = [name for name in ("report", "project") if name in entry]
    if do in ("set", "clear") and len(one) != 1:
        raise fault("report or project is missing" if not one else "either report or project, not both")
    if "project" in entry and (column not in BY_COLUMN or "was" in entry):
        raise fault(f"{column} is no value of a project" if column not in BY_COLUMN else "was goes with report only")
    reports = entry.get("reports", [entry.get(one[0]) if one else entry.get("report")])
    if not isinstance(reports, list) or not all(isinstance(r, str) for r in reports):
        raise fault("a report is named by its report_id, reports by a list of them")
    if do == "merge" and len(reports) < 2:
        raise fault("merge needs two reports or more")
    value = entry.get("value")
    allowed_values = BY_NAME[column].vocabulary if column else None
    if do == "set" and allowed_values is not None and value not in allowed_values:
        raise fault(f"{value!r} is not one of {', '.join(allowed_values)}")
    if do == "set" and column and (isinstance(value, bool) or not isinstance(value, _TYPES[BY_NAME[column].dtype])):
        raise fault(f"{value!r} is no value of {column} ({BY_NAME[column].described_dtype})")
    if do == "set" and column and (wrong := _impossible(column, value)):
        raise fault(f"{value!r} is no value of {column}: {wrong}")
    reason = entry["reason"].strip()
    return Correction(number, entry["date"], reason, do, tuple(reports), column, value, entry.get("was"), "project" in entry)


def _impossible(column: str, value: Any) -> str | None:
    """Why a value of the right type cannot be one of its column, in words."""
    match column:
        case "construction_start" | "production_start" if not _START.fullmatch(value):
            return "write YYYY or YYYY-MM"
        case "country" if country_name(value) is None:
            return "write the country's two letters, such as FI"
        case "latitude" | "longitude" if not abs(value) <= (90 if column == "latitude" else 180):
            return "it is in degrees"
        case "partners" if not value or not all(isinstance(name, str) and name.strip() for name in value):
            return "write a list of names; clear takes all away"
    if BY_NAME[column].dtype in ("float", "int") and column not in ("latitude", "longitude") and not 0 <= value < math.inf:
        return "it is a number from 0 up"
    if isinstance(value, str) and not value.strip():
        return "it says nothing; clear takes the value away"
    return None


def named(reports: Sequence[str], corrections: Sequence[Correction]) -> list[int]:
    """The numbers of the reports that corrections of single reports are about, in order."""
    wanted = {r for c in corrections if not c.of_project for r in c.reports}
    marks = {r.rsplit("-", 1)[-1] for r in wanted}
    return [n for n, report in enumerate(reports) if report in wanted or mark(report) in marks] if wanted else []


def apply(rows: Sequence[Row], corrections: Sequence[Correction]) -> Applied:
    """The rows as corrected; the rows given are not changed."""
    result = Applied([dict(row) for row in rows])
    for correction in corrections:
        if correction.of_project:
            result.for_projects.append(correction)
            continue
        by_report = {row["report_id"]: row for row in result.rows}
        marks = {mark(report): report for report in by_report}
        found = [r if r in by_report else marks.get(r.rsplit("-", 1)[-1]) for r in correction.reports]
        known = [r for r in found if r is not None]
        if len(known) < len(found):
            lost = [r for r, hit in zip(correction.reports, found, strict=True) if hit is None]
            result.unfit.append(f"{correction}: there is no {' and no '.join(lost)}")
            continue
        match correction.do:
            case "drop":
                result.rows.remove(by_report[known[0]])
                for together in (*result.merged, *result.apart):
                    together[:] = [report for report in together if report != known[0]]
            case "merge" | "split" as do:
                (result.merged if do == "merge" else result.apart).append(known)
                for report in known:
                    _remark(by_report[report], note(correction, "project_id", None))
            case _:
                if wrong := _set(by_report[known[0]], correction):
                    result.unfit.append(f"{correction}: {wrong}")
                    continue
        result.done.append(f"{correction}: {correction.reason}")
    result.merged = [together for together in result.merged if len(together) > 1]
    result.apart = [together for together in result.apart if together]
    return result


def note(correction: Correction, column: str, value: Any, rule: str = CORRECTION) -> dict[str, Any]:
    """The entry of a row's evidence that tells of a correction; ``value``: what the article said."""
    did = {"merge": "Merged", "split": "Split off"}.get(correction.do, "Corrected")
    return {"column": column, "value": value, "quote": None, "start": None, "end": None,
            "quote_en": f"{did} on {correction.day}: {correction.reason}", "rule": rule}  # fmt: skip


def _remark(row: Row, remark: dict[str, Any]) -> None:
    row["evidence"] = [*(row.get("evidence") or ()), remark]


def _set(row: Row, correction: Correction) -> str | None:
    """Set or clear one value; the reason why not, where it does not fit."""
    column = correction.column or ""
    said = row.get(column)
    words = "nothing" if said in (None, []) else repr(said)
    if correction.was is not None and said != correction.was:
        return f"the report says {words} now, not {correction.was!r}"
    if said == correction.value or correction.do == "clear" and said in (None, []):
        return f"the report says {words} by itself now"
    empty: Any = [] if BY_NAME[column].dtype in ("strings", "dicts") else None
    row[column] = correction.value if correction.do == "set" else empty
    before = None if said in (None, []) else said if isinstance(said, str) else json.dumps(said, ensure_ascii=False, default=str)
    _remark(row, note(correction, column, before))
    row |= following(row, {column: row[column]}, {column: said})
    return None


def following(told: Mapping[str, Any], changed: Mapping[str, Any], said: Mapping[str, Any]) -> Row:
    """What follows from changed values for the columns beside them: the upper figure where there was one figure only or
    a smaller one, the roles of other partners, the coordinates of another place. ``said``: the values before."""
    found: Row = {}
    for low, high in RANGES.items():
        if low in changed and high not in changed:
            new, top = changed[low], told.get(high)
            if top in (None, said.get(low)) or (new is not None and top < new):
                found[high] = new  # one figure, not a range
        elif changed.get(high) is not None and low not in changed and (told.get(low) or 0) > changed[high]:
            found[low] = changed[high]
    if "partners" in changed:
        known = dict(zip(said.get("partners") or (), told.get("roles") or (), strict=False))
        names = changed["partners"] or []
        found["roles"] = [known.get(name, "partner" if place else "owner") for place, name in enumerate(names)]
    if "country" in changed:
        code = changed["country"]
        found |= {"country_name": country_name(code) if code else None, "world_region": world_region(code) if code else None,
                  "region": None, "city": None}  # fmt: skip
    if "country" in changed or "city" in changed:
        found |= {"latitude": None, "longitude": None, "location_precision": "city" if changed.get("city") else None}
    return {column: value for column, value in found.items() if column not in changed}
