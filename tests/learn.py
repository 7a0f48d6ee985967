"""make learn: derive standing, making and dealing.toml of core/reference from the annotated articles to tune on.

A log-linear model each: every sign gives points to each answer, and the chance of an answer goes with the power of its
sum. The examples are few, so the points are held together: what a word's place is worth (in the heading, beside the
plant's noun) is learned for all words alike, then for each word, pulled towards what is believed beforehand; all the
rest is pulled towards nothing. What is printed is the share of right answers on articles that took no part in their own
model (FOLDS parts of the tuned half, by article); the measured half takes no part at all.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from drilled import lay_out
from learning import GOLD, LEDGERS, MADE, RETOLD, times

from core import dealing, making, standing
from core.articles import read_file
from core.comparison import KINDS_OF, SEGMENT_OF, STATUS_OF, city_key, gold_slots, pair, row_slots
from core.evaluate import read_split
from core.products import allowed, products
from core.reading import read_one
from core.signs import PLACES, PLACES_ELSEWHERE, REFERENCE, Sight

FOLDS = 10
SEEDS_AGAIN = 3  # the articles that the program was made for have to be right
STEPS = 300
LEAST = 0.03  # points below are left out
STAND_IN = 10  # articles in which a word of the press must stand for its points to be learned
# How strongly points are held to what is believed: those of a place for all words, of a word's place for its own
# answer, of a word that is said for each answer, of its places for each answer, of a sign of the whole project, of a
# word of the press.
HOLD = {"place": 8.0, "own": 20.0, "said": 16.0, "elsewhere": 80.0, "general": 10.0, "any": 4.0, "words": 40.0}
BELIEVED_PLACE = {"said": 1.0, "again": 0.4, "first": 0.4, "opening": 0.4, "heading": 0.2, "named": 0.3, "near": 0.2,
                  "far": -0.3, "beside": 0.3, "last": 0.2, "by the place": 0.3, "of another": -0.3, "abroad": -0.3, "of the town": 0.5,
                  "of the company": 0.2}  # fmt: skip
_PRESS = re.compile("[a-z]{2}:")  # begins a sign that is a word of the press, after its language
Vector = np.ndarray[tuple[int], np.dtype[np.float64]]
Column = tuple[str, str, str]  # block, sign, answer ("" for all)


@dataclass(frozen=True)
class Example:
    article: str
    signs: frozenset[str]
    answer: int
    right: frozenset[int]  # the answers that count as right


@dataclass(frozen=True)
class Task:
    """What is learned: a table's name, its answers, what a word speaks for, and what is believed beforehand."""

    name: str
    answers: tuple[str, ...]
    means: Callable[[str], str | None]
    said: dict[str, float]  # by word, added to what its being said is worth
    believed: dict[tuple[str, str], float]  # by sign and answer
    held: float = 1.0  # times HOLD, but for words of the press, of which there are many

    def columns_of(self, sign: str, answer: str) -> Iterator[Column]:
        word, _, where = sign.partition(", ")
        if where in PLACES or where in PLACES_ELSEWHERE:
            if self.means(word) == answer:
                yield "place", where, ""
                yield "own", sign, ""
            yield ("said" if where == "said" else "elsewhere"), sign, answer
        else:
            yield ("any" if sign == "any" else "words" if _PRESS.match(sign) else "general"), sign, answer

    def belief(self, column: Column) -> float:
        block, sign, answer = column
        word, _, where = sign.partition(", ")
        if block == "place":
            return BELIEVED_PLACE.get(sign, 0.0)
        if block == "own":
            return self.said.get(word, 0.0) if where == "said" else 0.0
        return self.believed.get((sign, answer), 0.0)


STANDING = Task(
    "standing", standing.STATES, standing.MEANS.get,
    {"cancelled": 1.0, "closed": 0.8, "shelved": 0.8, "construction": 0.8, "operating": 0.4, "building": 0.3,
     "planned": -0.4, "intent": 0.4, "pre_construction": 0.3},
    {("delayed, said", "shelved"): 0.7, ("delayed, said", "announced"): 0.5, ("once, said", "cancelled"): 0.5,
     ("production to come", "operating"): -1.0, ("production past", "operating"): 1.0,
     ("building to come", "construction"): -1.0, ("building past", "construction"): 0.7},
)  # fmt: skip
MAKING = Task(
    "making", making.CHAIN, lambda key: making.means(key) if key in products() else None,
    {"batteries": -0.7, "battery_plant": -0.3, "lithium": -0.5, "nickel": -0.3, "cobalt": -0.3, "software": -0.3},
    {("maker carmaker", "vehicles"): 1.0, ("maker truck_bus", "vehicles"): 1.0, ("maker cell_maker", "cells"): 1.2,
     ("maker charging", "charging"): 1.5, ("maker recycling", "recycling"): 1.5, ("maker storage", "storage"): 1.2,
     ("maker mining", "raw_materials"): 1.0, ("maker materials", "battery_materials"): 1.2,
     ("maker equipment", "equipment"): 0.7, ("maker components", "components"): 0.8, ("maker research", "research"): 0.8,
     ("in vehicles", "vehicles"): 2.0, ("in charging_points", "charging"): 3.0, ("in MW", "storage"): 1.5,
     ("in GWh", "cells"): 1.0, ("a mine", "raw_materials"): 0.5, ("a refinery", "battery_materials"): 0.5,
     ("a hub", "charging"): 0.7, ("a storage", "storage"): 0.7, ("a lab", "research"): 0.5}
    | {(f"{p.key}, of the head", p.segment): 0.4 for p in products().values()}
    | {("batteries, said", "packs"): 0.15, ("battery_plant, said", "packs"): 0.3},
    held=0.3,
)  # fmt: skip
DEALING = Task(
    "dealing", dealing.ANSWERS, dealing.MEANS.get,
    {"expansion": 0.3, "supply": -0.5, "partnership": -0.5, "funding": -0.3, "joint_venture": -0.3, "closure": 0.2,
     "programme": -0.3},
    {("of a site", "new"): 3.0, ("of a statistic", "statistic"): 8.0, ("of a programme", "programme"): 7.0,
     ("no plant", "new"): -0.5, ("in a city", "new"): 0.5, ("stands closed", "closure"): 2.5}
    | {(f"told as {event}", kind): 5.0 for event, kind in dealing.MEANS.items()}
    | {(f"by rule {kind}", kind): 1.5 for kind in dealing.ANSWERS},
    held=0.2,
)  # fmt: skip
TASKS = {task.name: task for task in (STANDING, MAKING, DEALING)}


def examples(folders: list[Path]) -> dict[str, list[Example]]:
    """For each task those projects of the tuned articles that were found and are annotated for it."""
    found: dict[str, list[Example]] = {name: [] for name in TASKS}
    for path in sorted(p for folder in folders for p in (folder / "gold").glob("*.json")):
        split = read_split(path.parent)
        if split is None or not split.fullmatch(path.stem):
            continue
        reading = read_one(read_file(path.parent.parent / "text" / f"{path.stem}.txt"))
        if reading.analysis is None or not reading.rows:
            continue
        asked = json.loads(path.read_text(encoding="utf-8"))["projects"]
        pairs = pair(asked, [gold_slots(p, False) for p in asked], [row_slots(r) for r in reading.rows])
        for number, row in pairs.items():
            gold, project = asked[number], reading.projects[row]
            if gold.get("optional"):
                continue
            sight = Sight(reading.analysis, project)

            def add(task: Task, value: str | None, right: set[str], given: set[str], stem: str = path.stem) -> None:
                if value in task.answers:
                    chosen = frozenset(task.answers.index(r) for r in right if r in task.answers)
                    found[task.name].append(Example(stem, frozenset(given), task.answers.index(value), chosen))

            state = STATUS_OF.get(gold["status"], gold["status"])
            facts, general = standing.signs(sight)
            add(STANDING, state, {str(state)}, general.union(*(given for _, given in facts)))
            kept = allowed(making.units(project))
            segment = SEGMENT_OF.get(gold["product"], gold["product"])
            words, general = making.signs(sight, kept)
            add(MAKING, segment, {segment}, general.union(*words))
            kind = gold["kind"]
            label = "new" if kind in ("plant", "joint_venture") else kind
            words, general = dealing.signs(sight, standing.standing(sight)[0])
            add(DEALING, label, KINDS_OF.get(kind, {kind}), general.union(*words))
    return found


def ledger_examples() -> dict[str, list[Example]]:
    """Where the projects of the sets of articles on the same projects stand, as each article tells it, and what they make."""
    found: dict[str, list[Example]] = {"standing": [], "making": []}
    for folder in LEDGERS:
        told: dict[str, list[tuple[dict[str, Any], dict[str, Any]]]] = {}
        for project in json.loads((folder / "gold.json").read_text(encoding="utf-8"))["projects"].values():
            for report in project["reports"]:
                told.setdefault(report["article"], []).append((project, report))
        for name, reports in told.items():
            reading = read_one(read_file(folder / "text" / name))
            for project, report in reports if reading.analysis else ():
                at = {city_key(c) for c in (project["site"]["city"], *project["site"].get("also", []))}
                rows = [i for i, row in enumerate(reading.rows) if row["city"] and city_key(row["city"]) in at]
                if len(rows) > 1:
                    rows = [i for i in rows if _tells_amount(reading.rows[i], report["investment"])]
                if len(rows) != 1 or reading.analysis is None:
                    continue
                sight = Sight(reading.analysis, reading.projects[rows[0]])
                facts, general = standing.signs(sight)
                of_state = general.union(*(given for _, given in facts))
                kept = allowed(making.units(sight.project))
                words, general = making.signs(sight, kept)
                made = next((segment for words, segment in MADE.items() if words in project["label"]), None)
                own = [(MAKING, made, general.union(*words))]
                if folder == LEDGERS[0]:
                    own.append((STANDING, report["status"], of_state))
                for task, answer, given in own:
                    if answer in task.answers:
                        number = task.answers.index(answer)
                        found[task.name].append(Example(f"{name[4:6]}-{name}", frozenset(given), number, frozenset({number})))
    return found


def _tells_amount(row: dict[str, Any], asked: dict[str, Any] | None) -> bool:
    return asked is not None and any(told["amount"] == asked["amount"] for told in row["investments"])


def often(found: list[Example]) -> list[Example]:
    """The examples without the words of the press that stand in few articles."""
    told: dict[str, set[str]] = {}
    for example in found:
        for sign in filter(_PRESS.match, example.signs):
            told.setdefault(sign, set()).add(example.article)
    few = {sign for sign, articles in told.items() if len(articles) < STAND_IN}
    return [replace(example, signs=example.signs - few) for example in found]


def fit(task: Task, found: list[Example], hold: dict[str, float] = HOLD) -> dict[Column, float]:
    names: dict[Column, int] = {}
    entries = [
        (i * len(task.answers) + s, names.setdefault(column, len(names)))
        for i, example in enumerate(found)
        for s, answer in enumerate(task.answers)
        for sign in sorted(example.signs)
        for column in task.columns_of(sign, answer)
    ]
    row, column = (np.array(side) for side in zip(*entries, strict=True))
    size = len(found) * len(task.answers), len(names)

    def times(weights: Vector) -> Vector:
        return np.bincount(row, weights[column], size[0])

    def back(weights: Vector) -> Vector:
        return np.bincount(column, weights[row], size[1])

    right = np.zeros(size[0])
    right[[i * len(task.answers) + e.answer for i, e in enumerate(found)]] = 1.0
    centre = np.array([task.belief(c) for c in names])
    strength = np.array([hold[c[0]] * (task.held if c[0] != "words" else 1.0) for c in names])
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


def answer(task: Task, points: dict[Column, float], given: frozenset[str]) -> int:
    total = [sum(points.get(c, task.belief(c)) for sign in given for c in task.columns_of(sign, a)) for a in task.answers]
    return int(np.argmax(total))


def crossed(task: Task, found: list[Example], hold: dict[str, float] = HOLD, more: list[Example] | None = None) -> list[bool]:
    """For each example whether a model of other articles, and of more examples, is right about it."""
    articles = sorted({e.article for e in found})
    fold = {article: i % FOLDS for i, article in enumerate(articles)}
    right = [False] * len(found)
    for part in range(FOLDS):
        points = fit(task, [*(e for e in found if fold[e.article] != part), *(more or ())], hold)
        for i, e in enumerate(found):
            if fold[e.article] == part:
                right[i] = answer(task, points, e.signs) in e.right
    return right


def write(task: Task, found: list[Example]) -> None:
    points = fit(task, found)
    lines = ["# Made by tests/learn.py (make learn) from the articles of tests to tune on; not to be edited by hand.",
             "# Points are log odds: read core/signs.py."]  # fmt: skip
    for sign in sorted({sign for e in found for sign in e.signs}):
        given = {a: round(sum(points.get(c, task.belief(c)) for c in task.columns_of(sign, a)), 2) for a in task.answers}
        told = ", ".join(f"{a} = {v}" for a, v in given.items() if abs(v) >= LEAST)
        if told:
            lines.append(f"{json.dumps(sign)} = {{ {told} }}")
    (REFERENCE / f"{task.name}.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    every = examples([GOLD, RETOLD])
    for name, more in ledger_examples().items():
        every[name] += more
    every["making"] += [e for e in every["making"] if e.article.startswith("seed-")] * SEEDS_AGAIN
    with tempfile.TemporaryDirectory() as folder:
        drills = examples([lay_out(Path(folder) / "drills")])
    for name in sys.argv[1:] or TASKS:
        # Short articles tell what words mean; of what is bought, joined or supplied they tell otherwise than long ones.
        task, drilled = TASKS[name], drills[name] if name != "dealing" else []
        both = often(every[name] + drilled)
        found, drilled = both[: len(every[name])], both[len(every[name]) :]
        right = crossed(task, found, more=drilled)
        each = [[r for r, e in zip(right, found, strict=True) if e.article.startswith(x)] for x in ("de", "fi", "nl")]
        print(f"{name}: right on articles that took no part {np.mean(right):.3f} of {len(found)}, "
              f"de {np.mean(each[0]):.3f}, fi {np.mean(each[1]):.3f}, nl {np.mean(each[2]):.3f}")  # fmt: skip
        again = [e for e in [*found, *drilled] for _ in range(times(e.article) - 1)]
        write(task, found + drilled + again)


if __name__ == "__main__":
    main()
