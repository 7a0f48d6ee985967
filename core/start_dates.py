"""Of the dates that a sentence tells of starts: which are starts still, and of what.

One stands instead of another, one was missed, one is the last of a delay or the first of a span; and what begins before the
production is the building.
"""

from __future__ import annotations

from core.analysis import Analysis, Part
from core.clauses import clause
from core.dates import When
from core.lexicon import settings

_INSTEAD = 5  # ... and "in plaats van in 2026"
_STEAD = 14  # characters from "instead of" to the date that is no more
Start = tuple[When, str, float]  # when, of what ("construction" · "production" · "begin": not said), and how far its word stands


def of_beginnings(analysis: Analysis, part: Part, found: list[Start], unsaid: list[Start]) -> list[Start]:
    """ "2026 wird begonnen, 2029 fließt das erste Lithium": what begins before the production is the building."""
    full = {clause(analysis, part, h) for h in part.cues("stage", "target")}
    produced = [w.value[:4] for w, kind, _ in found if kind == "production" and clause(analysis, part, w) not in full]
    kept = []
    for when, kind, cost in sorted([*found, *unsaid], key=lambda f: f[0].start):
        if kind == "begin" and any(when.value[:4] < year for year in produced):
            kept.append((when, "construction", cost))
        elif (when, kind, cost) in found:
            kept.append((when, "production" if kind == "begin" else kind, cost))
    return kept


def without_missed(analysis: Analysis, part: Part, found: list[Start]) -> list[Start]:
    """ "Die Anlage sollte 2024 anlaufen, nun wird es 2027": a date that was once to be, before one that is."""
    once = {clause(analysis, part, h) for h in part.cues("status", "once")}
    missed = [f for f in found if clause(analysis, part, f[0]) in once]
    kept = [f for f in found if f not in missed]
    return [f for f in found if f in kept or not any(f[1] == k[1] and f[0].value < k[0].value for k in kept)]


def without_instead(analysis: Analysis, part: Part, found: list[Start]) -> list[Start]:
    """ "Statt 2024 sollen die Bänder erst Ende 2025 anlaufen": a date that another takes the place of is no more."""
    words = [h for h in part.cues("start", "delay") if h.cue.english.startswith("instead")]
    behind = "instead_behind" in settings(analysis.document.language)["numbers"]["ranges"]  # "vuoden 2025 sijaan"
    over = [f for f in found if any(0 <= (h.start - f[0].end if behind else f[0].start - h.end) <= _INSTEAD for h in words)]
    kinds = {f: "production" if f[1] == "begin" else f[1] for f in found}
    return [f for f in found if f not in over or not any(kinds[g] == kinds[f] and g not in over for g in found)]


def first_of_span(analysis: Analysis, found: list[Start]) -> list[Start]:
    """ "Tussen 2024 en 2026 moeten de lijnen gaan lopen": the first is the start."""
    words = settings(analysis.document.language)["numbers"]["ranges"]
    between, ands = set(words["between"]), set(words["and"])
    kept: list[Start] = []
    for item in found:
        last = kept[-1][0] if kept else None
        joined = last is not None and analysis.flat[last.end : item[0].start].strip() in ands
        if last is not None and joined and analysis.flat[: last.start].rpartition(" ")[0].rpartition(" ")[2] in between:
            continue
        kept.append(item)
    return kept


def latest(part: Part, found: list[Start], lost: list[When]) -> list[Start]:
    """ "statt 2025 erst 2027", "vuodesta 2025 vuoteen 2027": of a start put off, the last date counts."""
    delays = [
        h
        for h in part.cues("start", "delay")
        if not h.cue.english.startswith("instead")
        or any(-2 <= w.start - h.end <= _STEAD for w in [*lost, *(f[0] for f in found)])
    ]
    if not delays or len({kind for _, kind, _ in found}) != 1:
        return found
    years = [(w, found[0][1], found[0][2]) for w in lost if w.rule == "date.year"]
    last = max([*found, *years], key=lambda f: f[0].value)
    return [last]
