"""How good the ledger is: projects, current values, timelines, sources and claims against an annotated set.

The set is a file gold.json and a folder of texts (tests/ledger/README.md says what is in it). ``score`` takes any
table, so that the ledger can be measured on what the extraction reads and, apart from its mistakes, on right readings.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any

import pandas as pd

from core.ledger.claims import claims
from core.ledger.history import history
from core.ledger.projects import projects
from core.ledger.sources import sources
from core.ledger.telling import fold
from core.models import GigaledgerError
from core.table import records

Gold = dict[str, Any]
CELLS = ("status", "capacity_gwh", "capacity_gwh_max", "investment", "production_start")
_TOLERANCE = 0.01


@dataclass(slots=True)
class LedgerScores:
    """Shares as [right, asked] by name; what was wrong, in words."""

    shares: dict[str, list[int]] = field(default_factory=dict)
    pairs: tuple[int, int, int] = (0, 0, 0)  # right, predicted, annotated
    misses: list[str] = field(default_factory=list)

    def count(self, name: str, right: bool, miss: str = "") -> None:
        share = self.shares.setdefault(name, [0, 0])
        share[0] += right
        share[1] += 1
        if not right and miss:
            self.misses.append(f"{name}: {miss}")

    @property
    def precision(self) -> float:
        return self.pairs[0] / self.pairs[1] if self.pairs[1] else 0.0

    @property
    def recall(self) -> float:
        return self.pairs[0] / self.pairs[2] if self.pairs[2] else 0.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def share(self, name: str) -> float:
        right, asked = self.shares.get(name, [0, 0])
        return right / asked if asked else 0.0

    def figures(self) -> dict[str, float]:
        """Everything that a floor can be set for."""
        pairs = {"pairs precision": self.precision, "pairs recall": self.recall, "pairs F1": self.f1}
        return pairs | {name: self.share(name) for name in self.shares}


def evaluate(gold_file: Path, texts: Path) -> LedgerScores:
    """Build the table of the texts and score it. Raises GigaledgerError where there is nothing to score."""
    from core.pipeline import build

    return score(read_gold(gold_file), build(texts).table)


def read_gold(gold_file: Path) -> Gold:
    try:
        gold: Gold = json.loads(gold_file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as fault:
        raise GigaledgerError(f"{gold_file}: cannot be read as an annotated set: {fault}") from fault
    return gold


def score(gold: Gold, table: pd.DataFrame) -> LedgerScores:
    """Score a table that holds reports on the annotated articles."""
    scores = LedgerScores()
    found = _matched(gold, records(table))
    ids = {key: row["project_id"] for key, row in found.items()}
    for name, project in gold["projects"].items():
        for report in project["reports"]:
            scores.count("reports found", (name, report["article"]) in ids, f"{name} {report['article']}")
    _pairs(scores, gold, ids)
    of_project = {}
    for name in gold["projects"]:
        own = Counter(i for (project, _), i in ids.items() if project == name)
        of_project[name] = own.most_common(1)[0][0] if own else None
    for a, b in gold["must_not_merge"]:
        clash = {i for (p, _), i in ids.items() if p == a} & {i for (p, _), i in ids.items() if p == b}
        scores.count("kept apart", not clash, f"{a} and {b} are one")
    first = sources(table)
    for group in gold["wire_copies"]:
        one = {first.get(article, article) for article in group}
        scores.count("wire copies", len(one) == 1, " ".join(group))
    copied = {article for group in gold["wire_copies"] for article in group}
    for article in sorted(first):
        if article not in copied:
            scores.count("own sources", first[article] == article, article)
    rows: dict[str, dict[Any, Any]] = {row["project_id"]: row for row in projects(table, infer=False).to_dict("records")}
    told = claims(table)
    steps = history(table, infer=False)
    for name, project in gold["projects"].items():
        _current(scores, name, project, rows.get(of_project[name] or ""))
        _told(scores, name, project, told, steps, ids, first)
    for a, b in gold.get("notes", {}).get("same_day_conflict", []):
        sides = {(c["article"], other.split("#")[0]) for c in told.to_dict("records") for other in c["conflict"]}
        right = (a, Path(b).stem) in sides
        scores.count("conflicts", right, f"{a} and {b}")
    return scores


# ------------------------------------------------------------------------------------------- which report is which


def _matched(gold: Gold, rows: list[dict[str, Any]]) -> dict[tuple[str, str], dict[str, Any]]:
    """(project, article) → the row of the article that tells of it, each row once, the best fit first."""
    by_article: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        by_article.setdefault(row["article"], []).append(row)
    options = []
    for name, project in gold["projects"].items():
        for report in project["reports"]:
            for number, row in enumerate(by_article.get(report["article"], [])):
                fit = _fit(project, report, row)
                if fit >= 2:
                    options.append((-fit, report["article"], number, name, row))
    found: dict[tuple[str, str], dict[str, Any]] = {}
    used: set[str] = set()
    for _, article, _, name, row in sorted(options, key=lambda o: o[:4]):
        if (name, article) not in found and row["report_id"] not in used:
            found[name, article] = row
            used.add(row["report_id"])
    return found


def _fit(project: Gold, report: Gold, row: dict[str, Any]) -> float:
    """How well a row fits an annotated report: its place, its companies, its figures."""
    site = project["site"]
    places = {fold(p) for p in [site["city"], *site.get("also", [])]}
    fit = 0.0
    if row["city"] and fold(row["city"]) in places:
        fit += 3
    elif row["region"] and fold(row["region"]) in places and not row["city"]:
        fit += 2
    if row["country"] and row["country"] != site["country"]:
        return 0.0
    wanted = {fold(c) for c in project["companies"]}
    fit += min(2, sum(any(w in fold(p) or fold(p) in w for w in wanted) for p in row["partners"]))
    fit += sum(_cell(report, row, cell) is True for cell in CELLS if cell != "status")
    other = report.get("other_capacity")
    fit += bool(other and any(c["unit"] == other["unit"] and c["value"] == other["value"] for c in row["capacities"]))
    return fit


def _pairs(scores: LedgerScores, gold: Gold, ids: dict[tuple[str, str], str]) -> None:
    every = [(name, r["article"]) for name, project in gold["projects"].items() for r in project["reports"]]
    right = predicted = annotated = 0
    for a, b in combinations(every, 2):
        same = a[0] == b[0]
        joined = a in ids and b in ids and ids[a] == ids[b]
        annotated += same
        predicted += joined
        right += same and joined
        if same != joined:
            scores.misses.append(f"pair {'missed' if same else 'wrong'}: {' '.join(a)} – {' '.join(b)}")
    scores.pairs = right, predicted, annotated


# ------------------------------------------------------------------------------------------------- values and steps


def _current(scores: LedgerScores, name: str, project: Gold, row: dict[Any, Any] | None) -> None:
    want = project["current"]
    report = {**want, "investment": None}
    if want.get("investment_amount") is not None:
        report["investment"] = {"amount": want["investment_amount"], "currency": want["investment_currency"]}
    got: dict[str, Any] | None = {k: None if _missing(v) else v for k, v in row.items()} if row else None
    for cell in CELLS:
        right = _cell(report, got, cell, current=True) if got else (None if report.get(cell) is None else False)
        if right is not None:
            shown = got and got.get("investment_amount" if cell == "investment" else cell)
            for share in ("current values", f"current {cell}"):
                scores.count(share, right, f"{name} {cell}: {report.get(cell)}, not {shown}" if " v" in share else "")
    other = want.get("other_capacity")
    if other:
        values = [(c["value"], c["unit"]) for c in (got["capacities"] if got else [])]
        scores.count("current other capacity", (other["value"], other["unit"]) in values, f"{name}: {other}, not {values}")
    count = got["independent_sources"] if got else 0
    scores.count("independent sources", count == project["independent_sources"],
                 f"{name}: {project['independent_sources']}, not {count}")  # fmt: skip


def _told(
    scores: LedgerScores, name: str, project: Gold, told: pd.DataFrame, steps: pd.DataFrame,
    ids: dict[tuple[str, str], str], first: dict[str, str],
) -> None:  # fmt: skip
    for report in project["reports"]:
        article = report["article"]
        project_id = ids.get((name, article))
        if report["status"]:
            copies = {other for other, source in first.items() if source == first.get(article)}
            mine = steps[(steps["project_id"] == project_id) & steps["article"].isin(copies)]
            scores.count("steps", report["status"] in set(mine["status"]),
                         f"{name} {article}: {report['status']}, not {' '.join(mine['status']) or 'told'}")  # fmt: skip
        own = told[(told["project_id"] == project_id) & (told["article"] == article)]
        for cell in ("status", "capacity_gwh", "investment", "production_start", "jobs"):
            if report.get(cell) is not None:
                right = any(_claim(report[cell], claim, cell) for claim in own.to_dict("records"))
                scores.count("claims", right, f"{name} {article} {cell} {report[cell]}")


def _claim(want: Any, claim: dict[Any, Any], cell: str) -> bool:
    quoted = claim["quote"] is not None and not _missing(claim["quote"])
    match cell:
        case "investment":
            named = claim["column"] == "investments" and claim["currency"] == want["currency"]
            return named and quoted and _near(claim["value"], want["amount"])
        case "capacity_gwh":
            return claim["unit"] == "GWh" and quoted and _near(claim["value"], want)
        case "production_start":
            return claim["column"] == cell and quoted and _starts(str(want), str(claim["value"]))
        case "jobs":
            return claim["column"] == cell and quoted and _near(claim["value"], want)
        case _:
            return bool(claim["column"] == cell and claim["value"] == want)


def _cell(want: Gold, row: dict[str, Any], cell: str, current: bool = False) -> bool | None:
    """Whether a row has the annotated value; None where the annotation is silent. Capacities in GWh of materials stand
    in the list only, as the columns are for cells, packs and storage."""
    value = want.get(cell)
    if value is None:
        return None
    if cell == "investment":
        if current:
            return row["investment_currency"] == value["currency"] and _near(row["investment_amount"], value["amount"])
        return any(i["currency"] == value["currency"] and _near(i["amount"], value["amount"]) for i in row["investments"])
    if cell.startswith("capacity"):
        ends = (row["capacity_gwh"], row["capacity_gwh_max"])
        gwh = [c for c in row["capacities"] if c["unit"] == "GWh"]
        if ends == (None, None) and gwh:
            ends = min(c["value"] for c in gwh), max(c["max"] for c in gwh)
        got = ends[0] if cell == "capacity_gwh" else ends[1] if ends[1] is not None else ends[0]
        return _near(got, value)
    if cell == "production_start":
        return _starts(str(value), str(row[cell] or ""))
    return bool(row[cell] == value)


def _starts(want: str, got: str) -> bool:
    """A month and its year both count."""
    return bool(got) and (got.startswith(want) or want.startswith(got))


def _near(got: Any, want: float) -> bool:
    return isinstance(got, (int, float)) and abs(got - want) <= _TOLERANCE * max(abs(got), abs(want))


def _missing(value: Any) -> bool:
    return bool(value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and value != value))


def report(scores: LedgerScores, show: bool = False) -> str:
    """The scores as text, each share with its count; ``show`` lists what was wrong."""
    right, predicted, annotated = scores.pairs
    lines = [
        f"pairs of reports on one project: precision {scores.precision:.3f}, recall {scores.recall:.3f}, "
        f"F1 {scores.f1:.3f} ({right} right of {predicted} found and {annotated} annotated)"
    ]
    lines += [f"{name:24} {right / asked:6.3f}  ({right} of {asked})" for name, (right, asked) in scores.shares.items()]
    return "\n".join(lines + (sorted(scores.misses) if show else []))
