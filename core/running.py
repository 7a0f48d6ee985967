"""What a plant does since or from a year on: then it began to, or begins.

"In Wendeburg zerlegt Duesenfeld seit 2018 Batterien", "ab 2026 kommen Stromspeicher hinzu": no word of starting says so.
"""

from __future__ import annotations

from functools import cache

from core.analysis import Analysis, Part
from core.clauses import clause
from core.dates import When, runs_from, runs_since
from core.lexicon import settings

_BEFORE = 15  # characters between "from" and its date: "vanaf het boekjaar 2028"
_OF_VERBS = ("act", "status", "start", "event", "money", "moneynot", "stat")
_SHORT = 22  # characters that a clause holds beside its date and is none of its own: ", vanaf het boekjaar 2028"
# Words beside "since 2020" that tell of something else than a plant at work.
_NO_RUN = frozenset(
    {
        ("start", "other"),
        ("start", "ended"),
        ("start", "person"),
        ("start", "grid"),
        ("start", "build"),
        ("start", "construction"),
        ("frame", "negation"),
        ("event", "expansion"),
        ("status", "intent"),
        ("money", "public_support"),
    }
    | {("status", s) for s in ("announced", "construction", "building", "shelved", "cancelled", "closed", "delayed")}
)
_NO_RUN_AHEAD = _NO_RUN - {("status", "announced"), ("status", "intent"), ("money", "public_support")}


def runs(analysis: Analysis, part: Part, when: When) -> bool:
    """Whether a date tells since or from when a plant does what it does."""
    ahead = runs_from(analysis, part, when)
    if not ahead and not runs_since(analysis, part, when):
        return False
    first, last = clause(analysis, part, when)
    first, last = _whole(analysis, part, when, first, last), _until_and(analysis, when, last)
    # "Vanaf", right before the date, is also how a price is told.
    near = [h for h in part.hits if first <= h.start < last and not (ahead and 0 <= when.start - h.end <= _BEFORE)]
    no_run = _NO_RUN_AHEAD if ahead else _NO_RUN
    if any((h.cue.group, h.cue.value) in no_run or h.cue.group in ("moneynot", "stat") for h in near):
        return False
    if not ahead and (any(h.cue.group == "modal" for h in near) or of_money(analysis, part, when, not part.has("product"))):
        return False
    if any(h.cue.group == "site" and h.cue.value not in ("office", "project") for h in near):
        return True
    signs = [
        any(h.cue.group == "product" for h in near),
        any(p.kind == "city" for p in part.places),
        any(first <= q.start < last and q.kind == "capacity" for q in part.quantities),
    ]
    return signs[0] or signs[2] if ahead else sum(signs) > 1


def of_money(analysis: Analysis, part: Part, when: When, of_plant: bool) -> bool:
    """Whether a clause tells since when money flows, or how much of a plant is at work: "800 Millionen wurden seit 2021 in
    die Fertigung gesteckt", "ovat käyneet tammikuusta 60 prosentin teholla". of_plant: whether only a plant's name tells
    of a start."""
    first, last = clause(analysis, part, when)
    told = {q.kind for q in part.quantities if first <= q.start < last}
    return "percent" in told or "money" in told and of_plant


def _whole(analysis: Analysis, part: Part, when: When, first: int, last: int) -> int:
    """Where what a date belongs to begins: a clause that holds little but the date, or no verb, goes on with what stands
    before it in the sentence."""
    inside = len(analysis.text[first : when.start].strip()) + len(analysis.text[when.end : last].strip(" .!?"))
    verbs = any(first <= h.start < last and h.cue.group in _OF_VERBS for h in part.hits)
    return part.sentence.start if inside <= _SHORT or not verbs else first


def _until_and(analysis: Analysis, when: When, last: int) -> int:
    """The end of a clause, or where behind the date an "and" begins another."""
    ands = ands_of(analysis.document.language)
    at = when.end
    for word in analysis.flat[when.end : last].split():
        at = analysis.flat.index(word, at)
        if word in ands:
            return at
        at += len(word)
    return last


@cache
def ands_of(language: str) -> frozenset[str]:
    """The words for "and"."""
    return frozenset(settings(language)["numbers"]["coordinators"])
