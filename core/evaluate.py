"""How good the extraction is: the built table against annotated articles, slot by slot and language by language.

An annotation is one JSON file per article (tests/gold/README.md says what is in it). Each slot is a set per article;
precision, recall and F1 are summed over the articles. ``linked`` asks that a number or date stands with the right
project; status, segment and kind are shares of right answers over the projects that were found. What an annotation
marks as optional counts neither for nor against.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Gold = dict[str, Any]
Item = Any
Slots = dict[str, set[Item]]

FACTS = ("capacities", "investments", "jobs", "starts")
SLOTS = ("companies", "countries", "cities", *FACTS)
SHARES = ("relevant", "language", "status", "segment", "kind")
_WEIGHTS = {
    "companies": 2.0,
    "countries": 0.5,
    "cities": 3.0,
    "capacities": 3.0,
    "investments": 3.0,
    "jobs": 2.0,
    "starts": 1.0,
}
_SEGMENT_OF = {
    "mining": "raw_materials",
    **dict.fromkeys(("refining", "cathode", "anode", "precursor"), "battery_materials"),
}
_STATUS_OF = {"considered": "intent", "mou": "intent", "permitted": "pre_construction", "paused": "shelved"}
_KINDS_OF = {
    "plant": {"new"},
    "joint_venture": {"new", "partnership"},
    "partnership": {"partnership", "supply"},
    "funding": {"funding", "new", "expansion", "programme"},
    "supply": {"supply", "partnership"},
}
_LEGAL = frozenset(
    [
        "ag",
        "se",
        "gmbh",
        "co",
        "kg",
        "oy",
        "oyj",
        "ab",
        "nv",
        "bv",
        "inc",
        "ltd",
        "llc",
        "plc",
        "sa",
        "spa",
        "as",
        "asa",
        "corp",
        "corporation",
        "company",
        "group",
        "konzern",
        "holding",
        "limited",
        "n",
        "v",
        "b",
    ]
)
_TOLERANCE = 0.01


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
    facts: list[tuple[float, bool]] = field(default_factory=list)  # confidence and rightness of each predicted fact
    articles: int = 0

    def mean_f1(self, language: str = "all") -> float:
        names = (*SLOTS, "projects", "linked")
        return sum(self.slots[language, s].f1 for s in names) / len(names)


def evaluate(gold_dir: Path, text_dir: Path) -> Scores:
    """Build the table of the texts and score it. Raises GigaledgerError where a folder holds nothing to score."""
    from core.models import GigaledgerError
    from core.pipeline import build
    from core.table import records

    files = sorted(gold_dir.glob("*.json"))
    if not files:
        raise GigaledgerError(f"{gold_dir}: holds no annotation (NAME.json).")
    table = build(text_dir).table
    by_stem: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in records(table):
        by_stem[Path(row["article"]).stem].append(row)
    scores = Scores()
    for path in files:
        score_article(scores, json.loads(path.read_text(encoding="utf-8")), by_stem.get(path.stem, []), path.stem)
    return scores


def score_article(scores: Scores, gold: Gold, rows: list[dict[str, Any]], name: str) -> None:
    """Add one article to the scores."""
    scores.articles += 1
    language = gold["language"]
    asked = gold["projects"]
    wanted = [_gold_slots(p, False) for p in asked]
    spared = [_gold_slots(p, True) for p in asked]
    given = [_row_slots(r) for r in rows]

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
        every, optional, found = (_union(s, slot) for s in (wanted, spared, given))
        counted = {x for x in found if _in(x, every, slot) or not _in(x, optional, slot)}
        count(slot, _hits(every, counted, slot), len(every), len(counted))
        missed = [x for x in every if not _in(x, counted, slot)]
        extra = [x for x in counted if not _in(x, every, slot)]
        if missed or extra:
            scores.misses.append((name, slot, missed, extra))
    pairs = _pair(asked, wanted, given)
    required = [i for i, p in enumerate(asked) if not p.get("optional")]
    count("projects", sum(i in pairs for i in required), len(required), len(rows) - sum(i not in required for i in pairs))
    for i, project in enumerate(asked):
        j = pairs.get(i)
        for slot in FACTS:
            found = given[j][slot] if j is not None else set()
            counted = {x for x in found if _in(x, wanted[i][slot], slot) or not _in(x, spared[i][slot], slot)}
            count("linked", _hits(wanted[i][slot], counted, slot), len(wanted[i][slot]), len(counted))
            if j is not None:
                scores.facts.extend((rows[j]["confidence"] or 0.0, _in(x, wanted[i][slot], slot)) for x in counted)
        if j is None or project.get("optional"):
            continue
        for label, want in (
            ("status", _STATUS_OF.get(project.get("status"), project.get("status"))),
            ("segment", _SEGMENT_OF.get(project.get("product"), project.get("product"))),
        ):
            if want and want != "other":
                share(label, rows[j][label] == want)
        if project.get("kind"):
            kind = project["kind"]
            share("kind", rows[j]["kind"] in _KINDS_OF.get(kind, {kind}) or rows[j]["deal"] == kind)
    for j, slots in enumerate(given):
        if j not in pairs.values():
            for slot in FACTS:
                loose = {x for x in slots[slot] if not _in(x, _union(spared, slot), slot)}
                count("linked", 0, 0, len(loose))
                scores.facts.extend((rows[j]["confidence"] or 0.0, False) for _ in loose)


# ---------------------------------------------------------------- what is compared

_LETTERS = str.maketrans("øłđØŁĐ", "oldOLD", "")


def fold(text: str) -> str:
    """Letters and digits only, without accents and case."""
    text = text.translate(_LETTERS).casefold().replace("æ", "ae")
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[a-z0-9]+", plain))


def _company(name: str) -> str:
    words = fold(name).split()
    return " ".join([w for w in words if w not in _LEGAL] or words)


def _city(name: str) -> str:
    return fold(re.sub(r"\(.*?\)", "", name))


def _float(value: Any) -> float | None:
    if value is None or isinstance(value, str) or value != value:
        return None
    return float(value)


def _money(entries: Iterable[Gold], low: str, high: str) -> set[Item]:
    found: set[Item] = set()
    for entry in entries:
        told = [(entry.get(low), entry.get(high), entry.get("currency"))]
        told += [(a["amount"], a["max"], a["currency"]) for a in entry.get("also") or []]
        if entry.get("eur_basis") == "stated":
            told.append((entry["eur"], entry["eur_max"], "EUR"))
        for a, b, currency in told:
            found |= {(v, currency) for v in (_float(a), _float(b)) if v is not None}
    return found


def _dates(record: Gold) -> set[Item]:
    return {(k, str(record[f"{k}_start"])[:4]) for k in ("construction", "production") if record.get(f"{k}_start")}


def _gold_slots(project: Gold, optional: bool) -> Slots:
    whole = bool(project.get("optional"))

    def takes(entry: Any) -> bool:
        return (whole or (isinstance(entry, dict) and bool(entry.get("optional")))) == optional

    names = list(project.get("companies") or []) if whole == optional else []
    if optional:
        names += project.get("companies_optional") or []
    money = [
        e
        for e in project.get("investments") or []
        if (whole or bool(e.get("optional")) or e.get("kind") == "contract") == optional
    ]
    return {
        "companies": {_company(c) for c in names},
        "countries": {project["country"]} if project.get("country") and whole == optional else set(),
        "cities": {_city(project["city"])} if project.get("city") and whole == optional else set(),
        "capacities": {(float(c["value"]), c["unit"]) for c in project.get("capacities") or [] if takes(c)},
        "investments": _money(money, "low", "high"),
        "jobs": {float(j["value"] if isinstance(j, dict) else j) for j in project.get("jobs") or [] if takes(j)},
        "starts": _dates(project) if whole == optional else set(),
    }


def _row_slots(row: Gold) -> Slots:
    capacities = {(v, c["unit"]) for c in row["capacities"] for v in (_float(c["value"]), _float(c["max"])) if v is not None}
    return {
        "companies": {_company(c) for c in row["partners"]},
        "countries": {row["country"]} if row["country"] else set(),
        "cities": {_city(row["city"])} if row["city"] else set(),
        "capacities": capacities,
        "investments": _money([i for i in row["investments"] if i["kind"] != "contract"], "amount", "max"),
        "jobs": {v for v in (_float(row["jobs"]), _float(row["jobs_max"])) if v is not None},
        "starts": _dates(row),
    }


def _same(a: Item, b: Item, slot: str) -> bool:
    if slot == "companies":
        return bool(a == b or a.startswith(b + " ") or b.startswith(a + " "))
    if isinstance(a, tuple):
        return all(_same(x, y, "") for x, y in zip(a, b, strict=True))
    if isinstance(a, float) and isinstance(b, float):
        return abs(a - b) <= _TOLERANCE * max(abs(a), abs(b), 1e-9)
    return bool(a == b)


def _in(item: Item, pool: set[Item], slot: str) -> bool:
    return any(_same(item, other, slot) for other in pool)


def _hits(gold: set[Item], found: set[Item], slot: str) -> int:
    left = list(found)
    hits = 0
    for item in gold:
        match = next((x for x in left if _same(item, x, slot)), None)
        if match is not None:
            left.remove(match)
            hits += 1
    return hits


def _union(parts: list[Slots], slot: str) -> set[Item]:
    return set().union(*(p[slot] for p in parts))


def _pair(asked: list[Gold], wanted: list[Slots], given: list[Slots]) -> dict[int, int]:
    """Annotated projects to rows one to one, the largest overlap first."""

    def overlap(a: Slots, b: Slots) -> float:
        return sum(w * _hits(a[s], b[s], s) for s, w in _WEIGHTS.items())

    options = sorted(((overlap(w, g), i, j) for i, w in enumerate(wanted) for j, g in enumerate(given)), reverse=True)
    pairs: dict[int, int] = {}
    for value, i, j in options:
        enough = value > 0 and value >= min(2.0, overlap(wanted[i], wanted[i]))
        if enough and i not in pairs and j not in pairs.values():
            pairs[i] = j
    return pairs


# ---------------------------------------------------------------- for a person


def report(scores: Scores, show: str | None = None) -> str:
    """The scores as text: one line per slot, languages side by side; ``show`` lists the misses of one slot."""
    languages = sorted({language for language, _ in scores.shares} - {"all"})
    lines = [
        f"{scores.articles} articles",
        f"{'':12} {'precision':>9} {'recall':>7} {'F1':>6}   " + "  ".join(f"F1 {x}" for x in languages),
    ]
    for slot in (*SLOTS, "projects", "linked"):
        t = scores.slots["all", slot]
        each = "  ".join(f"{scores.slots[x, slot].f1:5.3f}" for x in languages)
        lines.append(
            f"{slot:12} {t.precision:9.3f} {t.recall:7.3f} {t.f1:6.3f}   {each}   ({t.gold} annotated, {t.predicted} found)"
        )
    each = "  ".join(f"{scores.mean_f1(x):5.3f}" for x in languages)
    lines.append(f"{'mean F1':12} {'':9} {'':7} {scores.mean_f1():6.3f}   {each}")
    for name in SHARES:
        right, of = scores.shares["all", name]
        if of:
            lines.append(f"{name:12} {right / of:9.3f} right of {of}")
    sure = [right for confidence, right in scores.facts if confidence >= 0.9]
    if sure:
        lines.append(f"of {len(sure)} numbers and dates in rows of confidence ≥ 0.9, {sum(sure) / len(sure):.3f} are right")
    if show:
        lines += [f"{n}: missed {m} extra {e}" for n, slot, m, e in scores.misses if slot == show]
    return "\n".join(lines)
