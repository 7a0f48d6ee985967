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
from core.comparison import gold_slots  # noqa: E402
from core.evaluate import Scores, read_split  # noqa: E402
from core.models import Fact  # noqa: E402
from core.reading import read_one  # noqa: E402

GOLD = ROOT / "tests" / "gold"
RETOLD = ROOT / "tests" / "retold"
_GIVEN = re.compile(r"(?:de|fi|nl|seed)-\d+")  # the articles that show how the press is to be read
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


def samples() -> list[Sample]:
    """The articles that rules may be tuned on."""
    split = read_split(GOLD / "gold")
    assert split is not None
    found = []
    for path in sorted((GOLD / "gold").glob("*.json")):
        if not split.fullmatch(path.stem):
            continue
        reading = read_one(read_file(GOLD / "text" / f"{path.stem}.txt"))
        if reading.analysis is None:
            continue
        gold = json.loads(path.read_text(encoding="utf-8"))
        both = [[gold_slots(p, optional) for optional in (False, True)] for p in gold["projects"]]
        slots = [{s: a[s] | b[s] for s in a} for a, b in both]
        found.append(Sample(path.stem, gold, reading.analysis, reading.facts, slots))
    return found


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
