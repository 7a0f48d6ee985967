"""What the learning scripts share: annotated articles read up to their facts, and points fitted to right choices."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from core.analysis import Analysis  # noqa: E402
from core.articles import read_file  # noqa: E402
from core.comparison import city_key, gold_slots  # noqa: E402
from core.evaluate import Scores, read_split  # noqa: E402
from core.models import Fact  # noqa: E402
from core.reading import read_one  # noqa: E402

GOLD = ROOT / "tests" / "gold"
RETOLD = ROOT / "tests" / "retold"
LEDGERS = (ROOT / "tests" / "ledger", ROOT / "tests" / "ledger_own")
# What a plant of those sets makes, by the words of its label.
MADE = {"cell plant": "cells", "cathode plant": "battery_materials", "recycling plant": "recycling", "pack plant": "packs"}
_GIVEN = re.compile(r"(?:de|fi|nl|seed)-\d+")  # the articles that show how the press is to be read
LEDGER = "ledger-"  # begins the name of an article of those sets
LEAST = 3  # choices in which a sign must stand
Points = dict[str, float]


@dataclass(slots=True)
class Example:
    """The signs of each choice of one stretch, which choices are right, and how much depends on it."""

    signs: list[list[str]]
    right: list[bool]
    weight: float


@dataclass(slots=True)
class Sample:
    """An annotated article, read up to its facts."""

    name: str
    gold: dict[str, Any]
    analysis: Analysis
    facts: list[Fact]
    slots: list[dict[str, set[Any]]] = field(default_factory=list)


def times(article: str) -> int:
    """How often an article counts. Two sorts of annotators: the retold ones count once, those of the sort that is measured
    twice, and of these the ones that were given to show what is asked for, once more."""
    return 1 if "-told-" in article else 3 if _GIVEN.fullmatch(article) else 2


def samples(*folders: Path) -> list[Sample]:
    """The articles of some folders (GOLD if none is given) that rules may be tuned on."""
    found = []
    for folder in folders or (GOLD,):
        split = read_split(folder / "gold")
        assert split is not None
        for path in sorted((folder / "gold").glob("*.json")):
            if split.fullmatch(path.stem):
                projects = json.loads(path.read_text(encoding="utf-8"))
                found += _sample(path.stem, folder / "text" / f"{path.stem}.txt", projects)
    return found


def ledger_samples() -> list[Sample]:
    """The articles of the sets on the same projects. Only those projects are annotated."""
    found = []
    for folder in LEDGERS:
        told: dict[str, list[dict[str, Any]]] = {}
        towns: dict[str, list[set[str]]] = {}
        for project in json.loads((folder / "gold.json").read_text(encoding="utf-8"))["projects"].values():
            site = project["site"]
            for report in project["reports"]:
                told.setdefault(report["article"], []).append(_as_annotated(project, report))
                towns.setdefault(report["article"], []).append({city_key(c) for c in site.get("also", [])})
        for name, projects in told.items():
            for sample in _sample(f"{LEDGER}{name}", folder / "text" / name, {"id": name, "projects": projects}):
                for slots, also in zip(sample.slots, towns[name], strict=True):
                    slots["cities"] |= also
                found.append(sample)
    return found


def _as_annotated(project: dict[str, Any], report: dict[str, Any]) -> dict[str, Any]:
    """What an article says of a project of a ledger, in the form of the other annotations."""
    capacities = {v for v in (report["capacity_gwh"], report["capacity_gwh_max"]) if v is not None}
    spent = report["investment"]
    amounts = {"low": spent["amount"], "high": spent["max"], "currency": spent["currency"], "kind": "investment"} if spent else None
    return {
        "label": project["label"],
        "kind": "plant",
        "product": next((made for words, made in MADE.items() if words in project["label"]), None),
        "status": report["status"],
        "companies": project["companies"],
        "city": project["site"]["city"],
        "region": None,
        "country": project["site"]["country"],
        "capacities": [{"value": value, "unit": "GWh"} for value in sorted(capacities)],
        "investments": [amounts] if amounts else [],
        "jobs": [report["jobs"]] if report["jobs"] else [],
        "construction_start": None,
        "production_start": report["production_start"],
    }


def _sample(name: str, text: Path, gold: dict[str, Any]) -> list[Sample]:
    reading = read_one(read_file(text))
    if reading.analysis is None:
        return []
    both = [[gold_slots(p, optional) for optional in (False, True)] for p in gold["projects"]]
    return [Sample(name, gold, reading.analysis, reading.facts, [{s: a[s] | b[s] for s in a} for a, b in both])]


def fit(examples: list[Example], strength: float, prior: Points) -> Points:
    """Points that make the right choices likely: log-linear, pulled to ``prior``; by steps along the slope."""
    seen = Counter(s for e in examples for s in {x for found in e.signs for x in found})
    names = sorted(n for n, count in seen.items() if count >= LEAST)
    column = {n: i for i, n in enumerate(names)}
    believed = np.array([prior.get(n, 0.0) for n in names])
    w = believed.copy()
    # Flat: the columns of every choice one behind the other, where each choice begins, where each stretch begins.
    flat = np.array([column[s] for e in examples for found in e.signs for s in found if s in column] or [0])
    sizes = np.array([sum(s in column for s in found) for e in examples for found in e.signs])
    option = np.repeat(np.arange(len(sizes)), sizes)
    stretch = np.repeat(np.arange(len(examples)), [len(e.signs) for e in examples])
    right = np.array([r for e in examples for r in e.right], dtype=float)
    weight = np.array([e.weight for e in examples])[stretch]

    def shares(values: Any) -> Any:
        return values / np.bincount(stretch, values)[stretch]

    moment, scale = np.zeros(len(w)), np.zeros(len(w))
    for step in range(1, 600):
        totals = np.bincount(option, w[flat], len(sizes))
        raised = np.exp(totals - np.maximum.reduceat(totals, np.flatnonzero(np.diff(stretch, prepend=-1)))[stretch])
        change = (shares(raised * right) - shares(raised)) * weight
        slope = np.bincount(flat, change[option], len(w)) - strength * (w - believed)
        moment = 0.9 * moment + 0.1 * slope
        scale = 0.99 * scale + 0.01 * slope * slope
        rate = 0.1 if step < 300 else 0.02
        w += rate * (moment / (1 - 0.9**step)) / (np.sqrt(scale / (1 - 0.99**step)) + 1e-3)
        if step > 50 and np.abs(slope).max() < 0.3:
            break
    return {n: round(float(w[i]), 2) for n, i in column.items() if abs(w[i]) >= 0.02}


def told(title: str, scores: Scores) -> str:
    parts = [f"{s} {scores.slots['all', s].precision:.3f}/{scores.slots['all', s].recall:.3f}/{scores.slots['all', s].f1:.3f}"
             for s in ("projects", "linked", "cities", "companies")]  # fmt: skip
    shares = [f"{s} {scores.share(s):.3f}" for s in ("status", "segment", "kind")]
    return f"{title}: mean {scores.mean_f1():.3f} " + " ".join(parts + shares)


def write(path: Path, script: str, points: Points) -> None:
    """Points as a data file of the program."""
    lines = [f"# Made by tests/{script} (make learn) from the tuned articles of tests/gold; not to be edited by hand.",
             "# Points are log odds.", "", "[points]"]  # fmt: skip
    lines += [f"{json.dumps(name, ensure_ascii=False)} = {value}" for name, value in sorted(points.items())]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{path.relative_to(ROOT)} written: {len(points)} signs")
