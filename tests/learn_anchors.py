"""make learn: derive core/reference/anchors.toml from the annotated articles that rules may be tuned on.

Every town that an article names is the place of one of its projects, or none (core.anchor_signs); the annotation says
which. A logistic regression, pulled to the rules' answer.

    python tests/learn_anchors.py [--folds K]    with K: only say what the points are worth, K-fold by article
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable

from learning import Example, Points, Sample, fit, samples, told, write

from core import anchor_signs, anchors, reports
from core.analysis import Part
from core.comparison import among, city_key, union
from core.evaluate import Scores, score_article
from core.places import PlaceMention
from core.project import Project, Reader
from core.rows import rows_of

ROUNDS = 2
STRENGTH = 8.0
PRIOR = {"accepted": 2.0, "refused": -2.0}


def reading(sample: Sample, points: Points) -> tuple[list[Project], list[Example]]:
    examples: list[Example] = []
    right = union(sample.slots, "cities")

    def stands_here(reader: Reader, part: Part, town: PlaceMention, accepted: bool, cities: int) -> bool:
        found = list(anchor_signs.signs(reader, part, town, accepted, cities))
        is_right = among(city_key(town.place.name), right, "cities")
        examples.append(Example([found, []], [is_right, not is_right], 1.0))
        return sum(points.get(s, 0.0) for s in found) > 0.0

    plain = anchors.stands_here
    anchors.stands_here = stands_here  # type: ignore[assignment]
    try:
        return reports.find_projects(sample.analysis, sample.facts), examples
    finally:
        anchors.stands_here = plain


def learn(found: list[Sample], strength: float) -> Points:
    points, gathered = dict(PRIOR), list[Example]()
    for _ in range(ROUNDS):
        for sample in found:
            gathered += reading(sample, points)[1]
        points = fit(gathered, strength, PRIOR)
    return points


def worth(found: Iterable[Sample], points: Callable[[Sample], Points]) -> Scores:
    scores = Scores()
    for sample in found:
        score_article(scores, sample.gold, rows_of(sample.analysis, reading(sample, points(sample))[0]), sample.name)
    return scores


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folds", type=int)
    parser.add_argument("--strength", type=float, default=STRENGTH)
    args = parser.parse_args()
    found = samples()
    print(told("rules alone", worth(found, lambda _: PRIOR)))
    if args.folds:
        by_fold: dict[str, Points] = {}
        for fold in range(args.folds):
            held = {s.name for i, s in enumerate(found) if i % args.folds == fold}
            by_fold.update(dict.fromkeys(held, learn([s for s in found if s.name not in held], args.strength)))
        print(told(f"{args.folds} folds, not fitted on", worth(found, lambda s: by_fold[s.name])))
        return
    points = learn(found, args.strength)
    print(told("fitted on", worth(found, lambda _: points)))
    write(anchor_signs.PATH, "learn_anchors.py", points)


if __name__ == "__main__":
    main()
