"""make learn: derive core/reference/standing.toml from the annotated articles that rules were tuned on.

A log-linear model: each sign of core.standing gives points to each state, and the chance of a state goes with the power
of its sum. The examples are few, so the points are held together: what a word's place is worth (in the heading, beside
the plant's noun) is first learned for all states alike, then for one, each pulled towards what is believed beforehand,
the rest towards nothing. What is printed first is the share of right answers on articles that took no part in their own
model (FOLDS parts of the tuned half, by article); the measured half takes no part at all.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from core.articles import read_file  # noqa: E402
from core.comparison import STATUS_OF, gold_slots, pair, row_slots  # noqa: E402
from core.evaluate import read_split  # noqa: E402
from core.reading import read_one  # noqa: E402
from core.standing import MEANS, PATH, STATES, signs  # noqa: E402

GOLD = ROOT / "tests" / "gold"
FOLDS = 10
STEPS = 300
# How strongly points are held to what is believed: those of a place for all states, of a word's place for its own
# state, of a word that is said for each state, of its places for each state, of a sign of the whole project.
HOLD = {"place": 8.0, "own": 20.0, "said": 16.0, "elsewhere": 80.0, "general": 10.0, "any": 4.0}
BELIEVED_PLACE = {"said": 1.0, "again": 0.4, "first": 0.4, "opening": 0.4, "heading": 0.2, "named": 0.3, "near": 0.2,
                  "far": -0.3, "beside": 0.3, "last": 0.2,
                  "by the place": 0.3, "of another": -0.3, "of the town": 0.5,
                  "of the company": 0.2}  # fmt: skip
BELIEVED = {"cancelled": 1.0, "closed": 0.8, "shelved": 0.8, "construction": 0.8, "operating": 0.4, "building": 0.3,
            "planned": -0.4, "intent": 0.4, "pre_construction": 0.3}  # fmt: skip
BELIEVED_OTHER = {("delayed, said", "shelved"): 0.7, ("delayed, said", "announced"): 0.5, ("once, said", "cancelled"): 0.5}
GENERAL = {("production to come", "operating"): -1.0, ("production past", "operating"): 1.0,
           ("building to come", "construction"): -1.0, ("building past", "construction"): 0.7}  # fmt: skip
Vector = np.ndarray[tuple[int], np.dtype[np.float64]]
Column = tuple[str, str, str]  # block, sign, state ("" for all)


@dataclass(frozen=True)
class Example:
    article: str
    signs: frozenset[str]
    state: int


def examples(folders: list[Path]) -> Iterator[Example]:
    for folder in folders:
        split = read_split(folder / "gold")
        for path in sorted((folder / "gold").glob("*.json")):
            if split is not None and not split.fullmatch(path.stem) or split is None and path.stem[-1] not in "13579":
                continue
            reading = read_one(read_file(folder / "text" / f"{path.stem}.txt"))
            if reading.analysis is None or not reading.rows:
                continue
            asked = json.loads(path.read_text(encoding="utf-8"))["projects"]
            pairs = pair(asked, [gold_slots(p, False) for p in asked], [row_slots(r) for r in reading.rows])
            for number, row in pairs.items():
                state = STATUS_OF.get(asked[number]["status"], asked[number]["status"])
                if state is None or asked[number].get("optional"):
                    continue
                words, general = signs(reading.analysis, reading.projects[row])
                given = frozenset(general | {sign for _, of_word in words for sign in of_word})
                yield Example(path.stem, given, STATES.index(state))


def columns_of(sign: str, state: str) -> Iterator[Column]:
    word, _, where = sign.partition(", ")
    if where in BELIEVED_PLACE or where in ("often", "alone", "by the place", "of another", "of the town", "of the company"):
        if MEANS.get(word) == state:
            yield "place", where, ""
            yield "own", sign, ""
        yield ("said" if where == "said" else "elsewhere"), sign, state
    else:
        yield ("any" if sign == "any" else "general"), sign, state


def believed(column: Column) -> float:
    block, sign, state = column
    word, _, where = sign.partition(", ")
    if block == "place":
        return BELIEVED_PLACE.get(sign, 0.0)
    if block == "own":
        return BELIEVED.get(word, 0.0) if where == "said" else 0.0
    return (BELIEVED_OTHER | GENERAL).get((sign, state), 0.0)


def fit(found: list[Example], hold: dict[str, float] = HOLD) -> dict[Column, float]:
    names: dict[Column, int] = {}
    entries = [
        (i * len(STATES) + s, names.setdefault(column, len(names)))
        for i, example in enumerate(found)
        for s, state in enumerate(STATES)
        for sign in sorted(example.signs)
        for column in columns_of(sign, state)
    ]
    row, column = (np.array(side) for side in zip(*entries, strict=True))
    size = len(found) * len(STATES), len(names)

    def times(weights: Vector) -> Vector:
        return np.bincount(row, weights[column], size[0])

    def back(weights: Vector) -> Vector:
        return np.bincount(column, weights[row], size[1])

    right = np.zeros(size[0])
    right[[i * len(STATES) + e.state for i, e in enumerate(found)]] = 1.0
    centre = np.array([believed(c) for c in names])
    strength = np.array([hold[c[0]] for c in names])
    # The curvature is at most half that of the signs' products, whose largest value the power method finds.
    v = np.ones(size[1])
    for _ in range(20):
        v = back(times(v))
        v /= np.linalg.norm(v)
    step = 1.0 / (0.5 * float(v @ back(times(v))) + float(strength.max()))
    points = ahead = centre.copy()
    for t in range(STEPS):
        z = times(ahead).reshape(len(found), -1)
        p = np.exp(z - z.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        slope = back(p.reshape(-1) - right) + strength * (ahead - centre)
        new = ahead - step * slope
        ahead = new + t / (t + 3) * (new - points)
        points = new
    return {c: float(points[k]) for c, k in names.items()}


def answer(points: dict[Column, float], given: frozenset[str]) -> int:
    total = [sum(points.get(c, believed(c)) for sign in given for c in columns_of(sign, state)) for state in STATES]
    return int(np.argmax(total))


def crossed(found: list[Example], hold: dict[str, float] = HOLD) -> list[int]:
    """For each example the answer of a model of other articles."""
    articles = sorted({e.article for e in found})
    fold = {article: i % FOLDS for i, article in enumerate(articles)}
    answers = [0] * len(found)
    for part in range(FOLDS):
        points = fit([e for e in found if fold[e.article] != part], hold)
        for i, e in enumerate(found):
            if fold[e.article] == part:
                answers[i] = answer(points, e.signs)
    return answers


def main() -> None:
    found = list(examples([GOLD, *map(Path, sys.argv[1:])]))
    answers = crossed(found)
    right = sum(a == e.state for a, e in zip(answers, found, strict=True))
    print(f"{len(found)} projects; right on articles that took no part: {right / len(found):.3f}")
    for language in ("de", "fi", "nl"):
        mine = [a == e.state for a, e in zip(answers, found, strict=True) if e.article.startswith(language)]
        print(f"  {language} {np.mean(mine):.3f} of {len(mine)}")
    points = fit(found)
    every = sorted({sign for e in found for sign in e.signs} | {f"{w}, {p}" for w in MEANS for p in BELIEVED_PLACE})
    lines = ["# Made by tests/learn_standing.py (make learn) from the tuned half of tests/gold; not to be edited by hand.",
             "# Points are log odds: read core/standing.py."]  # fmt: skip
    for sign in every:
        given = {s: round(sum(points.get(c, believed(c)) for c in columns_of(sign, s)), 2) for s in STATES}
        told = ", ".join(f"{s} = {v}" for s, v in given.items() if v)
        if told:
            lines.append(f"{json.dumps(sign)} = {{ {told} }}")
    PATH.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{PATH.relative_to(ROOT)}: {len(lines) - 2} signs")


if __name__ == "__main__":
    main()
