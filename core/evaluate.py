"""How good the extraction is: the built table against annotated articles, slot by slot and language by language.

An annotation is one JSON file per article (tests/gold/README.md says what is in it). Each slot is a set per article;
precision, recall and F1 are summed over the articles. ``linked`` asks that a number or date stands with the right
project; status, segment and kind are shares of right answers over the projects that were found. What an annotation
marks as optional counts neither for nor against.

Where a file ``split.toml`` stands beside the annotations or one folder above, the articles that rules were tuned on and
those that were only measured are scored apart too: what counts for articles to come is the latter.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tomli

from core.comparison import (
    FACTS,
    KINDS_OF,
    SEGMENT_OF,
    SLOTS,
    STATUS_OF,
    Gold,
    Item,
    among,
    count_hits,
    gold_slots,
    pair,
    row_slots,
    union,
)
from core.models import DataFault, GigaledgerError
from core.reliability import SURE, Judged, bands, judge, sure

SHARES = ("relevant", "language", "status", "segment", "kind")


@dataclass(slots=True)
class Tally:
    """Hits, annotated and predicted entries of a slot."""

    hits: int = 0
    gold: int = 0
    predicted: int = 0

    @property
    def precision(self) -> float:
        return self.hits / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        return self.hits / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(slots=True)
class Scores:
    """Tallies by (language, slot), shares by (language, name) as [right, asked]; language "all" sums them."""

    slots: dict[tuple[str, str], Tally] = field(default_factory=lambda: defaultdict(Tally))
    shares: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    misses: list[tuple[str, str, list[Item], list[Item]]] = field(default_factory=list)
    facts: list[Judged] = field(default_factory=list)
    articles: int = 0
    halves: dict[str, Scores] = field(default_factory=dict)  # of TUNED and MEASURED, where the articles are split

    def mean_f1(self, language: str = "all") -> float:
        names = (*SLOTS, "projects", "linked")
        return sum(self.slots[language, s].f1 for s in names) / len(names)

    def share(self, name: str, language: str = "all") -> float:
        right, of = self.shares[language, name]
        return right / of if of else 0.0


TUNED, MEASURED = "tuned", "measured"


def read_split(gold_dir: Path) -> re.Pattern[str] | None:
    """The pattern of the names of the articles that rules were tuned on; None where nothing says so."""
    path = next((p for p in (gold_dir / "split.toml", gold_dir.parent / "split.toml") if p.is_file()), None)
    if path is None:
        return None
    try:
        found = tomli.loads(path.read_text(encoding="utf-8"))
        if set(found) != {TUNED}:
            raise ValueError(f"it holds the one key “{TUNED}”")
        return re.compile(found[TUNED])
    except (ValueError, TypeError, re.error) as fault:
        raise DataFault(f"{path}: {fault}") from fault


def evaluate(gold_dir: Path, text_dir: Path) -> Scores:
    """Build the table of the texts and score it. Raises GigaledgerError where a folder holds nothing to score."""
    from core.pipeline import build
    from core.table import records

    files = sorted(gold_dir.glob("*.json"))
    if not files:
        raise GigaledgerError(f"{gold_dir}: holds no annotation (NAME.json).")
    split = read_split(gold_dir)
    table = build(text_dir).table
    by_stem: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in records(table):
        by_stem[Path(row["article"]).stem].append(row)
    scores = Scores(halves={TUNED: Scores(), MEASURED: Scores()} if split else {})
    for path in files:
        gold, rows = json.loads(path.read_text(encoding="utf-8")), by_stem.get(path.stem, [])
        score_article(scores, gold, rows, path.stem)
        if split:
            half = TUNED if split.fullmatch(path.stem) else MEASURED
            score_article(scores.halves[half], gold, rows, path.stem)
    return scores


def score_article(scores: Scores, gold: Gold, rows: list[dict[str, Any]], name: str) -> None:
    """Add one article to the scores."""
    scores.articles += 1
    scores.facts += judge(gold, rows)
    language = gold["language"]
    asked = gold["projects"]
    wanted = [gold_slots(p, False) for p in asked]
    spared = [gold_slots(p, True) for p in asked]
    given = [row_slots(r) for r in rows]

    def share(label: str, right: bool) -> None:
        for key in (language, "all"):
            scores.shares[key, label][0] += right
            scores.shares[key, label][1] += 1

    def count(slot: str, hits: int, in_gold: int, predicted: int) -> None:
        for key in (language, "all"):
            tally = scores.slots[key, slot]
            tally.hits += hits
            tally.gold += in_gold
            tally.predicted += predicted

    share("relevant", bool(gold["relevant"]) == bool(rows))
    if rows:
        share("language", rows[0]["language"] == language)
    for slot in SLOTS:
        every, optional, found = (union(s, slot) for s in (wanted, spared, given))
        counted = {x for x in found if among(x, every, slot) or not among(x, optional, slot)}
        count(slot, count_hits(every, counted, slot), len(every), len(counted))
        missed = [x for x in every if not among(x, counted, slot)]
        extra = [x for x in counted if not among(x, every, slot)]
        if missed or extra:
            scores.misses.append((name, slot, missed, extra))
    pairs = pair(asked, wanted, given)
    required = [i for i, p in enumerate(asked) if not p.get("optional")]
    count("projects", sum(i in pairs for i in required), len(required), len(rows) - sum(i not in required for i in pairs))
    for i, project in enumerate(asked):
        j = pairs.get(i)
        for slot in FACTS:
            found = given[j][slot] if j is not None else set()
            counted = {x for x in found if among(x, wanted[i][slot], slot) or not among(x, spared[i][slot], slot)}
            count("linked", count_hits(wanted[i][slot], counted, slot), len(wanted[i][slot]), len(counted))
        if j is None or project.get("optional"):
            continue
        for label, want in (
            ("status", STATUS_OF.get(project.get("status"), project.get("status"))),
            ("segment", SEGMENT_OF.get(project.get("product"), project.get("product"))),
        ):
            if want and want != "other":
                share(label, rows[j][label] == want)
        if project.get("kind"):
            kind = project["kind"]
            share("kind", rows[j]["kind"] in KINDS_OF.get(kind, {kind}) or rows[j]["deal"] == kind)
    for j, slots in enumerate(given):
        if j not in pairs.values():
            for slot in FACTS:
                loose = {x for x in slots[slot] if not among(x, union(spared, slot), slot)}
                count("linked", 0, 0, len(loose))


# ---------------------------------------------------------------- for a person


def report(scores: Scores, show: str | None = None) -> str:
    """The scores as text: one line per slot, languages and halves side by side; ``show`` lists the misses of one slot."""
    languages = sorted({language for language, _ in scores.shares} - {"all"})
    sides = [(x, scores, x) for x in languages] + [(h, part, "all") for h, part in scores.halves.items() if part.articles]
    lines = [
        f"{scores.articles} articles" + "".join(f", {part.articles} {half}" for half, part in scores.halves.items()),
        f"{'':12} {'precision':>9} {'recall':>7} {'F1':>6}   " + "  ".join(f"F1 {name}" for name, _, _ in sides),
    ]

    def beside(values: list[float]) -> str:
        return "  ".join(f"{v:{len(name) + 3}.3f}" for v, (name, _, _) in zip(values, sides, strict=True))

    for slot in (*SLOTS, "projects", "linked"):
        t = scores.slots["all", slot]
        each = beside([part.slots[key, slot].f1 for _, part, key in sides])
        lines.append(
            f"{slot:12} {t.precision:9.3f} {t.recall:7.3f} {t.f1:6.3f}   {each}   ({t.gold} annotated, {t.predicted} found)"
        )
    each = beside([part.mean_f1(key) for _, part, key in sides])
    lines.append(f"{'mean F1':12} {'':9} {'':7} {scores.mean_f1():6.3f}   {each}")
    for name in SHARES:
        right, of = scores.shares["all", name]
        if of:
            each = beside([part.share(name, key) for _, part, key in sides])
            lines.append(f"{name:12} {right / of:9.3f} {'right of':>14}   {each}   ({of} asked)")
    for half, part in scores.halves.items() or [("", scores)]:
        lines += _confidence(part.facts, half)
    if show:
        lines += [f"{n}: missed {m} extra {e}" for n, slot, m, e in scores.misses if slot == show]
    return "\n".join(lines)


def _confidence(facts: list[Judged], half: str) -> list[str]:
    told, every = sure(facts)
    title = f"confidence{', articles ' + half if half else ''}"
    lines = ["", f"{title:28} {'facts':>6} {'stated':>7} {'right':>6} {'in the right row':>17}"]
    lines += [
        f"  {f'from {b.low:.1f} to {b.high:.1f}':26} {b.facts:6} {b.confidence:7.2f} {b.right:6.3f} {b.placed:17.3f}"
        for b in bands(facts)
    ]
    if told:
        lines.append(f"  {told.facts} of {every} facts have {SURE} or more: {told.right:.3f} of them are right")
    else:
        lines.append(f"  none of {every} facts has {SURE} or more")
    return lines
