"""How good the extraction is, as tables for a person: scores and confidence on the annotated articles of the tests.

They are computed by the program that runs and kept on disk under a mark of its sources, its data and the articles.
"""

from __future__ import annotations

import hashlib
import io
import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import tomli

from core.comparison import SLOTS
from core.evaluate import MEASURED, SHARES, TUNED, Scores, evaluate
from core.own_files import cache_folders
from core.reliability import Judged, bands
from core.text import language_name

GOLD = Path(__file__).resolve().parent.parent / "tests" / "gold"
_CODE = Path(__file__).resolve().parent
_MEAN = "mean F1"
EVERY = "all"
MEANINGS = {
    "companies": "Who takes part: owners, partners, suppliers, funders",
    "countries": "The country of each project",
    "cities": "The town of each project",
    "capacities": "Every capacity of a project, value and unit",
    "investments": "Every amount of money of a project, with its currency",
    "jobs": "Jobs that a project creates, keeps or cuts",
    "starts": "The year in which building or production starts",
    "projects": "The article's projects, each found as one row",
    "linked": "Numbers and dates that stand with the right project",
    _MEAN: "The mean of the slots above",
    "relevant": "Whether the article tells of such a project at all",
    "language": "The article's language",
    "status": "Where the project stands, of the projects found",
    "segment": "The part of the value chain, of the projects found",
    "kind": "What kind of report it is, of the projects found",
}


@dataclass(frozen=True, slots=True)
class Quality:
    """Tables for a person; each has a column ``of``: a key of ``groups``.

    groups: key → words for a group of articles, the one to show first at the head. articles: how many are in each.
    scores: slot, meaning, precision, recall, f1, annotated, found, floor, precision_floor. answers: question, meaning,
    right, asked, floor. confidence: from, to, facts, stated, right, placed.
    """

    groups: dict[str, str]
    articles: dict[str, int]
    scores: pd.DataFrame
    answers: pd.DataFrame
    confidence: pd.DataFrame

    def of(self, table: pd.DataFrame, group: str) -> pd.DataFrame:
        return table[table["of"] == group].drop(columns="of").reset_index(drop=True)

    def phrase(self, group: str) -> str:
        """“measured articles”, “Dutch articles”."""
        label = self.groups[group]
        return f"{label.lower() if group in (EVERY, TUNED, MEASURED) else label} articles"

    def score(self, group: str, slot: str = _MEAN, column: str = "f1") -> float:
        scores = self.of(self.scores, group).set_index("slot")
        return float(scores.loc[slot, column])  # type: ignore[arg-type]


def quality(gold: Path | None = None) -> Quality | None:
    """The scores of the program that runs, from disk where they were computed before; None without the articles."""
    gold = gold or GOLD
    if not any((gold / "gold").glob("*.json")):
        return None
    mark = _mark(gold)
    for folder in cache_folders():
        kept = folder / f"quality-{mark}.json"
        try:
            return _from_json(kept.read_text(encoding="utf-8"))
        except (OSError, ValueError, KeyError, TypeError):
            continue  # not there, or not whole
    made = _measure(gold)
    for folder in cache_folders():
        try:
            _keep(made, folder / f"quality-{mark}.json")
            break
        except OSError:
            continue  # not writable: the next one
    return made


def _mark(gold: Path) -> str:
    digest = hashlib.blake2b(digest_size=8)
    for root in (_CODE, gold):
        for path in sorted(p for p in root.rglob("*") if p.is_file() and "__pycache__" not in p.parts):
            digest.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _measure(gold: Path) -> Quality:
    scores = evaluate(gold / "gold", gold / "text")
    path = gold / "floors.toml"
    floors: dict[str, dict[str, float]] = tomli.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    groups = {}
    parts: dict[str, tuple[Scores, str, list[Judged]]] = {}
    if scores.halves:
        groups = {MEASURED: "Measured", TUNED: "Tuned"}
        parts = {half: (part, EVERY, part.facts) for half, part in scores.halves.items()}
    groups[EVERY] = "All"
    parts[EVERY] = scores, EVERY, scores.facts
    for code in sorted({language for language, _ in scores.shares} - {EVERY}, key=language_name):
        groups[code] = language_name(code)
        parts[code] = scores, code, [fact for fact in scores.facts if fact.language == code]
    slots, answers, confidence, articles = [], [], [], {}
    for group in groups:
        part, language, facts = parts[group]
        pinned = floors.get(group, {})
        articles[group] = part.shares[language, "relevant"][1]
        for slot in (*SLOTS, "projects", "linked"):
            tally = part.slots[language, slot]
            slots.append(_line(group, slot, pinned) | {
                "precision": tally.precision, "recall": tally.recall, "f1": tally.f1, "annotated": tally.gold,
                "found": tally.predicted, "precision_floor": pinned.get(f"{slot} precision"),
            })  # fmt: skip
        slots.append(_line(group, _MEAN, pinned) | {"f1": part.mean_f1(language)})
        for name in SHARES:
            asked = part.shares[language, name][1]
            if asked:
                answers.append(_line(group, name, pinned) | {"right": part.share(name, language), "asked": asked})
        for band in bands(facts):
            confidence.append({
                "of": group, "from": band.low, "to": band.high, "facts": band.facts, "stated": band.confidence,
                "right": band.right, "placed": band.placed,
            })  # fmt: skip
    return _tables(groups, articles, slots, answers, confidence)


def _line(group: str, slot: str, pinned: dict[str, float]) -> dict[str, Any]:
    return {"of": group, "slot": slot, "meaning": MEANINGS[slot], "floor": pinned.get(slot)}


def _tables(
    groups: dict[str, str], articles: dict[str, int], slots: list[Any], answers: list[Any], confidence: list[Any]
) -> Quality:
    columns = ["of", "slot", "meaning", "precision", "recall", "f1", "annotated", "found", "floor", "precision_floor"]
    scores = pd.DataFrame(slots, columns=columns)
    # Missing where a line has none of it: None would make whole columns objects.
    scores = scores.astype({name: "Float64" for name in columns[3:]} | {"annotated": "Int64", "found": "Int64"})
    asked = pd.DataFrame(answers, columns=["of", "slot", "meaning", "right", "asked", "floor"]).astype({"floor": "Float64"})
    sure = pd.DataFrame(confidence, columns=["of", "from", "to", "facts", "stated", "right", "placed"])
    return Quality(groups, articles, scores.round(3), asked.round(3).rename(columns={"slot": "question"}), sure.round(3))


def _keep(made: Quality, path: Path) -> None:
    """Write the file in one go, and take away those of earlier states."""
    tables = (made.scores, made.answers.rename(columns={"question": "slot"}), made.confidence)
    data = [made.groups, made.articles, *(json.loads(table.to_json(orient="records", double_precision=15)) for table in tables)]
    path.parent.mkdir(parents=True, exist_ok=True)
    earlier = [p for p in path.parent.glob("quality-*.json") if p != path]
    with tempfile.NamedTemporaryFile("w", dir=path.parent, prefix="making-", encoding="utf-8", delete=False) as file:
        json.dump(data, file)
    Path(file.name).replace(path)
    for old in earlier:
        old.unlink(missing_ok=True)


def _from_json(text: str) -> Quality:
    return _tables(*json.load(io.StringIO(text)))
