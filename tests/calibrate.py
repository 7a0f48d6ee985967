"""make calibrate: derive core/reference/confidence.toml from the annotated articles that rules were tuned on.

For every slot a logistic regression: a base, points for each rule and for each sign of core.confidence. It is kept
modest in three ways, for the examples are few. Every point is pulled towards what is believed beforehand (nothing for
a rule, half a point in its direction for a sign; LAMBDA says how strongly); a sign never counts against its direction;
and PSEUDO examples of no particular kind are added, of which WRONG are wrong. What is then left of wrong facts is
multiplied by UNSEEN, for rules make fewer mistakes in the articles that they were made from. The measured half takes
no part, save for these three factors: run the script after changes of rules, look at the ratios that it prints, and set
UNSEEN where they have moved far.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from core.articles import read_file  # noqa: E402
from core.confidence import PATH, ROW, ROW_SIGNS, SIGNS, WORDS, Article, row_signs  # noqa: E402
from core.evaluate import read_split  # noqa: E402
from core.reading import read_one  # noqa: E402
from core.reliability import judge  # noqa: E402

GOLD = ROOT / "tests" / "gold"
LAMBDA = 3.0
PRIOR = 0.5
PSEUDO, WRONG = 10.0, 0.3
UNSEEN = {"facts": 2.1, "words": 2.4, "rows": 1.4}  # a little more than is seen
Example = tuple[str, list[str], bool]  # slot, signs, right


def examples(tuned: bool) -> Iterator[Example]:
    """Every judged fact of one half with its signs; for ROW whether one that is right stands in its project's row."""
    split = read_split(GOLD / "gold")
    assert split is not None
    for path in sorted((GOLD / "gold").glob("*.json")):
        if bool(split.fullmatch(path.stem)) != tuned:
            continue
        reading = read_one(read_file(GOLD / "text" / f"{path.stem}.txt"))
        if reading.analysis is None:
            continue
        article = Article(reading.analysis)
        for fact in judge(json.loads(path.read_text(encoding="utf-8")), reading.rows):
            project, row = reading.projects[fact.row], reading.rows[fact.row]
            general = row_signs(project, row)
            yield fact.slot, [*general, *article.signs(fact.slot, project, row, row["evidence"][fact.item])], fact.right
            if fact.slot not in WORDS and fact.right:
                yield ROW, general, fact.placed


def fit(found: list[tuple[list[str], bool]], at_least: tuple[str, ...]) -> dict[str, float]:
    """The base and the points of one slot. at_least: signs that get points even if no example shows them."""
    names = sorted({sign for signs, _ in found for sign in signs} | set(at_least), key=lambda n: (n in SIGNS, n))
    direction = np.array([0.0] + [SIGNS.get(n, 0) for n in names])
    columns = {n: i for i, n in enumerate(names, 1)}
    x = np.zeros((len(found) + 2, len(names) + 1))
    x[:, 0] = 1.0
    for line, (signs, _) in enumerate(found):
        x[line, [columns[s] for s in signs]] = 1.0
    x[-2:] = x[:-2].mean(axis=0)
    y = np.array([float(right) for _, right in found] + [1.0, 0.0])
    weight = np.array([1.0] * len(found) + [PSEUDO * (1 - WRONG), PSEUDO * WRONG])
    believed = PRIOR * direction
    strength = np.array([0.01] + [LAMBDA] * len(names))
    points = believed.copy()
    free = np.full(len(points), True)
    while True:
        for _ in range(100):
            p = 1.0 / (1.0 + np.exp(-x @ points))
            slope = x.T @ ((y - p) * weight) - strength * (points - believed)
            curve = (x * (weight * p * (1 - p))[:, None]).T @ x + np.diag(strength)
            step = np.linalg.solve(curve[np.ix_(free, free)], slope[free])
            points[free] += np.clip(step, -1.0, 1.0)
            if np.abs(step).max() < 1e-8:
                break
        wrong_way = free & (direction * points < 0)
        if not wrong_way.any():
            break
        points[wrong_way] = 0.0
        free &= ~wrong_way
    return {"base": round(float(points[0]), 2)} | {n: round(float(points[i]), 2) for n, i in columns.items()}


def main() -> None:
    halves = {tuned: list(examples(tuned)) for tuned in (True, False)}
    slots = sorted({slot for slot, _, _ in halves[True]}, key=lambda s: (s == ROW, s))
    lines = ["# Made by tests/calibrate.py (make calibrate) from the tuned half of tests/gold; not to be edited by hand.",
             "# Points are log odds: read core/confidence.py.", "", "[unseen]"]  # fmt: skip
    lines += [f"{name} = {factor}" for name, factor in UNSEEN.items()]
    for slot in slots:
        at_least = ROW_SIGNS if slot == ROW else (*ROW_SIGNS, "a word against it")
        points = fit([(signs, right) for s, signs, right in halves[True] if s == slot], at_least)
        lines += ["", f"[{slot}]"]
        lines += [f"{name if name == 'base' else json.dumps(name, ensure_ascii=False)} = {value}" for name, value in points.items()
                  if value or name == "base"]  # fmt: skip
    PATH.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{PATH.relative_to(ROOT)} written from {len(halves[True])} examples")
    for name, chosen in (("facts", [s for s in slots if s not in (*WORDS, ROW)]), ("words", WORDS), ("rows", [ROW])):
        wrong = {t: np.mean([not right for slot, _, right in half if slot in chosen]) for t, half in halves.items()}
        print(f"wrong {name}: tuned {wrong[True]:.3f}, measured {wrong[False]:.3f}, "
              f"{wrong[False] / wrong[True]:.1f} times as many; UNSEEN is {UNSEEN[name]}")  # fmt: skip


if __name__ == "__main__":
    main()
