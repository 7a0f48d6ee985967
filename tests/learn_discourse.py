"""make learn: derive core/reference/discourse.toml from the annotated articles that rules may be tuned on.

Which project a stretch of text tells of is a choice among those told of so far and new ones (core.discourse). The
annotation shows which are right: those whose project has the stretch's figures, town, companies and product. A
log-linear model is fitted to that, again and again, each time on the choices that come up when the articles are read
with the points found before, so that it also learns to go on from its own mistakes. Points are pulled towards zero,
and that of the rules' proposal towards PRIOR: without examples the rules stand.

    python tests/learn_discourse.py [--folds K]    with K: only say what the points are worth, K-fold by article
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from learning import GOLD, LEDGER, RETOLD, Example, Points, Sample, fit, ledger_samples, samples, times, told, write

from core import discourse, reports
from core.comparison import SEGMENT_OF, among, city_key, company_key
from core.evaluate import Scores, score_article
from core.models import Fact
from core.project import Choice, Project, Reader, segments
from core.rows import rows_of
from core.units import Unit

ROUNDS = 3
PARTS = 5
STRENGTH = 16.0  # how strongly points are pulled to what is believed beforehand
OF_LEDGERS, OF_SEEDS = 3.0, 6.0  # how often their articles count: the program was made for the latter
PRIOR = {"proposed": 2.0}
OTHER_PRODUCT = 1.5  # what a plant of another product takes from how much of a stretch a project holds
DEALS = frozenset({"acquisition", "funding", "supply", "partnership", "joint_venture"})


# ---------------------------------------------------------------- what is right


def entries(fact: Fact) -> list[tuple[str, Any]]:
    """A fact as the annotations have it: (slot, entry)."""
    v = fact.value
    if fact.column == "capacities":
        return [("capacities", (float(x), v["unit"])) for x in (v["value"], v["max"]) if x is not None]
    if fact.column == "investments":
        return [("investments", (float(x), v["currency"])) for x in (v["amount"], v["max"]) if x is not None]
    if fact.column == "jobs":
        return [("jobs", float(x)) for x in (v["low"], v["high"])]
    if fact.column in ("construction_start", "production_start"):
        return [("starts", (fact.column.removesuffix("_start"), str(v)[:4]))]
    return []


def fit_of(sample: Sample, unit: Unit, project: int) -> float:
    """How much of a stretch an annotated project holds."""
    slots, label = sample.slots[project], sample.gold["projects"][project]
    value = 0.0
    for fact in unit.facts:
        value += 3.0 * any(among(entry, slots[slot], slot) for slot, entry in entries(fact))
    towns = {city_key(p.place.name) for p in unit.part.places if p.kind == "city"}
    if any(among(t, slots["cities"], "cities") for t in towns):
        value += 3.0
    names = {company_key(c.company.name) for c in unit.part.companies}
    value += min(3.0, 1.5 * sum(among(n, slots["companies"], "companies") for n in names))
    segment = SEGMENT_OF.get(label.get("product"), label.get("product"))
    made = segments(unit.part.hits)
    if segment in made and (value or unit.part.has("site")):
        value += 0.6
    elif made and segment not in (None, "other") and unit.part.has("site", "plant", "mine", "refinery"):
        value = max(0.0, value - OTHER_PRODUCT)
    return value


def weight(sample: Sample) -> float:
    if sample.name.startswith(LEDGER):
        return OF_LEDGERS
    return OF_SEEDS if sample.name.startswith("seed-") else float(times(sample.name))


def opens_as(kind: str, town: bool) -> tuple[str, ...]:
    if kind == "statistic":
        return ("statistic",)
    if kind == "programme":
        return ("programme", "site")
    return ("deal", "site") if kind in DEALS and not town else ("site",)


class Teacher:
    """Reads articles with given points, and notes for each stretch which choices would have been right."""

    def __init__(self, sample: Sample, points: Points) -> None:
        self.sample, self.points = sample, points
        self.examples: list[Example] = []
        self.held: dict[int, Counter[int]] = defaultdict(Counter)  # project told of -> what annotated ones hold of it

    def choose(self, reader: Reader, unit: Unit, proposal: Choice) -> Choice:
        self.open_fits = fits = [fit_of(self.sample, unit, i) for i in range(len(self.sample.slots))]
        most = max(fits, default=0.0)
        if not discourse.telling(reader, unit):
            return proposal
        signs = discourse.Signs(reader, unit, proposal)
        options = list(discourse.choices(reader, unit, proposal))
        lists = [list(signs.of(o)) for o in options]
        if most > 0.0:
            best = {i for i, value in enumerate(fits) if value >= most - 0.1}
            right = self._right(options, best)
            if any(right) and not all(right):
                self.examples.append(Example(lists, right, min(most, 6.0) / 3.0 * weight(self.sample)))
        chosen = options[0]
        if self.points:
            totals = [sum(self.points.get(s, 0.0) for s in found) for found in lists]
            chosen = options[max(range(len(options)), key=lambda i: (totals[i], -i))]
        return chosen

    def _right(self, options: list[Choice], best: set[int]) -> list[bool]:
        known = [o.project is not None and bool(self._tells_of(o.project) & best) for o in options]
        if any(known):  # of several that tell of it, the one that is of its sort
            sorts = {what for i in best for what in self._sorts(i)[:1]}
            fit = [k and o.project is not None and o.project.what in sorts for k, o in zip(known, options, strict=True)]
            return fit if any(fit) else known
        fresh: list[bool] = []
        for rank in range(2):
            fresh = [
                o.project is None
                and any(o.what in self._sorts(i)[: rank + 1] for i in best)
                for o in options
            ]
            if any(fresh):
                return fresh
        return [o.project is None for o in options]

    def _sorts(self, number: int) -> tuple[str, ...]:
        asked = self.sample.gold["projects"][number]
        return opens_as(asked["kind"], bool(asked.get("city")))

    def _tells_of(self, project: Project) -> set[int]:
        held = self.held.get(id(project))
        if not held:
            return set()
        top = max(held.values())
        return {i for i, value in held.items() if value >= top}

    def note(self, project: Project) -> None:
        for i, value in enumerate(self.open_fits):
            if value:
                self.held[id(project)][i] += value  # type: ignore[assignment]


def reading(sample: Sample, points: Points) -> tuple[list[Project], list[Example]]:
    teacher = Teacher(sample, points)
    plain_choose, plain_give = reports.choose, reports._give

    def give(reader: Reader, unit: Unit, choice: Choice, proposal: Choice) -> None:
        before = len(reader.projects)
        plain_give(reader, unit, choice, proposal)
        project = choice.project or (reader.projects[before] if len(reader.projects) > before else reader.focus)
        if project is not None:
            teacher.note(project)

    reports.choose, reports._give = teacher.choose, give  # type: ignore[assignment]
    try:
        found = reports.find_projects(sample.analysis, sample.facts)
    finally:
        reports.choose, reports._give = plain_choose, plain_give
    return found, teacher.examples


# ---------------------------------------------------------------- learning


def learn(found: list[Sample], strength: float = STRENGTH, rounds: int = ROUNDS) -> Points:
    """The mean of the points that are learned without one part of the articles each: steadier than learned at once."""
    sums: Counter[str] = Counter()
    for part in range(PARTS):
        points: Points = {}
        gathered: list[Example] = []
        for _ in range(rounds):
            for number, sample in enumerate(found):
                if number % PARTS != part:
                    gathered += reading(sample, points)[1]
            points = fit(gathered, strength, PRIOR)
        sums.update(points)  # type: ignore[arg-type]
    return {sign: round(value / PARTS, 2) for sign, value in sums.items() if abs(value / PARTS) >= 0.02}


def worth(found: Iterable[Sample], points: Callable[[Sample], Points]) -> Scores:
    scores = Scores()
    for sample in found:
        projects, _ = reading(sample, points(sample))
        score_article(scores, sample.gold, rows_of(sample.analysis, projects), sample.name)
    return scores


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folds", type=int)
    parser.add_argument("--strength", type=float, default=STRENGTH)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    args = parser.parse_args()
    found = samples(GOLD, RETOLD)
    ledgers = ledger_samples()
    print(told("rules alone", worth(found, lambda _: {})))
    if args.folds:
        by_fold: dict[str, Points] = {}
        for fold in range(args.folds):
            held = {s.name for i, s in enumerate(found) if i % args.folds == fold}
            points = learn([*(s for s in found if s.name not in held), *ledgers], args.strength, args.rounds)
            by_fold.update(dict.fromkeys(held, points))
        print(told(f"{args.folds} folds, not fitted on", worth(found, lambda s: by_fold[s.name])))
        return
    points = learn([*found, *ledgers], args.strength, args.rounds)
    print(told("fitted on", worth(found, lambda _: points)))
    write(discourse.PATH, "learn_discourse.py", points)


if __name__ == "__main__":
    main()
