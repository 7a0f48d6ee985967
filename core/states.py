"""From the verbs of a plant's life to its state: what a clause says with the verb's form, its modal verb and its time.

"Bouwt een fabriek" tells of building, "wil een fabriek bouwen" of a plan, "zou een fabriek bouwen" of neither. The
languages' ``states.toml`` hold the verbs by form (``[act.build_present]``), the words that decide (``[modal.plan]``,
``[time.later]``, ``[aux.become]``) and the words that tell a state by themselves (``[status.construction]``).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Set
from functools import cache, lru_cache
from itertools import pairwise

from core.lexicon import Cue, Hit, lower, settings

_CLAUSE_END = re.compile(r"[,;:–—()„“”\"»«]")
_DECIMAL = re.compile(r"\d,\d")
_YEAR = re.compile(r"(?<![\d.,])20\d\d(?![\d,]|\.\d)")
# What a verb says when nothing in its clause turns it: by act and form.
_PLAIN = {
    ("build", "present"): "building",
    ("build", "open"): "building",
    ("build", "done"): "building",
    ("build", "past"): "operating",
    ("build", "state"): "construction",
    ("build", "now"): "construction",
    ("run", "present"): "operating",
    ("run", "open"): "operating",
    ("run", "done"): "operating",
    ("run", "past"): "operating",
    ("run", "state"): "operating",
    ("start", "present"): "operating",
    ("start", "open"): "planned",
    ("start", "done"): "operating",
    ("start", "past"): "operating",
}
_OF_VERBS = ("present", "open", "done", "past")
_GOVERNED = ("open", "done", "state")  # forms that a modal verb turns
_DECIDING = frozenset({"modal", "time", "aux", "object"})
_TOLD = ("act", "status")
_JOIN = 34  # characters between a word for "and" and the verb of the clause that it begins
_NONE: frozenset[tuple[str, str]] = frozenset()
_GOODS = frozenset({"vehicles", "trucks", "buses", "cells", "packs"})  # what is "built" without any building


def resolve(hits: list[Hit], text: str, start: int, end: int, year: int | None, language: str) -> list[Hit]:
    """The hits of one sentence with the status that each verb of an act tells in its clause.

    text[start:end] is the sentence; year: of publication, None where unknown. Each verb is followed by a hit of its
    status where it tells one; the words that decide are dropped. Order is kept.
    """
    hits = _without_idioms(_longest(hits), text, end)
    groups = {h.cue.group for h in hits}
    if "act" not in groups and "modal" not in groups:
        return hits if _DECIDING.isdisjoint(groups) else [h for h in hits if h.cue.group not in _DECIDING]
    decimals = {m.start() + 1 for m in _DECIMAL.finditer(text, start, end)}
    bounds = [m.start() for m in _CLAUSE_END.finditer(text, start, end) if m.start() not in decimals]
    bounds = sorted([*bounds, *_joined(hits, text, start, language)])
    clauses: dict[int, set[tuple[str, str]]] = {}
    for hit in hits:
        if hit.cue.group in _DECIDING or hit.cue.group == "site" or hit.cue.value in _GOODS or hit.cue.value == "shelved":
            clauses.setdefault(bisect_right(bounds, hit.start), set()).add((hit.cue.group, hit.cue.value))
    if year is not None:
        for match in _YEAR.finditer(text, start, end):
            if int(match[0]) > year:
                clauses.setdefault(bisect_right(bounds, match.start()), set()).add(("time", "later"))
    resolved = []
    for hit in hits:
        if hit.cue.group in _DECIDING:
            if hit.cue.value == "past":
                resolved.append(_telling(hit, "once"))
            continue
        clause = clauses.get(bisect_right(bounds, hit.start), _NONE)
        if hit.cue.value == "planned" and ("modal", "past") in clause:
            hit = _telling(hit, "once")  # "hätte kommen sollen"
        resolved.append(hit)
        if hit.cue.group != "act":
            continue
        value = _state(hit.cue.value, clause)
        if value is not None:
            resolved.append(_telling(hit, value))
    return resolved


def _begins(hit: Hit) -> bool:
    """Whether a word may be the finite verb of a clause."""
    group, value, pattern = hit.cue.group, hit.cue.value, hit.cue.pattern
    if group == "status":
        return value == "planned" and " " not in pattern
    return group in ("modal", "aux") or group == "act" and value.endswith(("_present", "_past"))


def _joined(hits: list[Hit], text: str, start: int, language: str) -> list[int]:
    """Where behind an "and" a clause of its own begins: a finite verb stands before it, and another soon behind."""
    finite = sorted({h.start for h in hits if _begins(h)})
    found = []
    for before, verb in pairwise([start, *finite]):
        last = next(reversed([*_ands(language).finditer(text, max(before, verb - _JOIN), verb)]), None)
        if last is not None and (before > start or not text[last.end() : verb].strip()):
            found.append(last.start())
    return found


@cache
def _ands(language: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, settings(language)['numbers']['coordinators']))})\s", re.I)


def _telling(hit: Hit, state: str) -> Hit:
    return Hit(hit.start, hit.end, _told(hit.cue, state))


@lru_cache(maxsize=5_000)
def _told(verb: Cue, state: str) -> Cue:
    """The cue of the state that a verb tells."""
    return Cue("status", state, verb.english, verb.pattern)


def _without_idioms(hits: list[Hit], text: str, end: int) -> list[Hit]:
    """Without the phrases that only look like a state, and what stands within them: "gaat het om", "es geht um".

    Of a phrase in two parts ("Vertrag * geschlossen") the second is within it too. text[:end] ends with the sentence.
    """
    idioms = [h for h in hits if h.cue.value == "none"]
    if not idioms:
        return hits
    spans = [(h.start, h.end) for h in idioms]
    for idiom in idioms:
        second = idiom.cue.pattern.partition(" * ")[2].rstrip(".*")
        begin = lower(text[idiom.end : end]).find(lower(second)) if second else -1
        if begin >= 0:
            spans.append((idiom.end + begin, idiom.end + begin + len(second)))
    turned = (*_TOLD, "modal", "event")
    return [h for h in hits if h.cue.group not in turned or not any(s <= h.start and h.end <= e for s, e in spans)]


def _longest(hits: list[Hit]) -> list[Hit]:
    """Without the words of a state that are but part of a longer phrase: "gepland" in "later dan gepland"."""
    kept: list[Hit] = []
    begun = covered = 0
    fullest: dict[tuple[int, int], int] = {}  # "schließt * nicht aus" stands where "schließt" does, and says more
    for hit in hits:
        if hit.cue.group in _TOLD:
            fullest[hit[:2]] = max(fullest.get(hit[:2], 0), len(hit.cue.pattern))
    for hit in hits:
        if hit.cue.group in _TOLD:
            if len(hit.cue.pattern) < fullest[hit[:2]]:
                continue
            if hit.end < covered or (hit.end == covered and hit.start > begun):
                continue
            if hit.end > covered:
                begun, covered = hit.start, hit.end
        kept.append(hit)
    return kept


def _state(act_and_form: str, clause: Set[tuple[str, str]]) -> str | None:
    state = _plain_state(act_and_form, clause)
    if state == "operating" and act_and_form.startswith("start") and ("object", "building") in clause:
        return "construction"  # "begon met de bouw": what began is the building
    return state


def _plain_state(act_and_form: str, clause: Set[tuple[str, str]]) -> str | None:
    act, form = act_and_form.split("_")
    if act == "work":  # anything works or goes on: a plant only where the clause names one
        if not any(group == "site" for group, _ in clause):
            return None
        act = "run"
    if act == "build" and form in _OF_VERBS and any(value in _GOODS for _, value in clause):
        if not any(group == "site" for group, _ in clause):
            act = "run"  # "baut dort Elektroautos"
    passive = ("aux", "become") in clause
    later = ("time", "later") in clause
    if ("modal", "past") in clause and form in _GOVERNED:
        return "once"  # what was once to be
    if form == "past":
        return _PLAIN[act, form]
    if act == "build" and form in ("state", "now") and ("status", "shelved") in clause:
        return "undone"  # "keskeytti rakennustyöt", "die Baustelle ruht"
    if form == "now":
        return _PLAIN[act, form]
    turned = ("modal", "plan") in clause or ("modal", "may") in clause
    turned = turned or ("modal", "can") in clause and act != "run"  # "kann 2500 Tonnen verarbeiten": what it does
    have = ("aux", "have") in clause and not passive
    if form == "state" and have and not later and not turned:
        return _PLAIN[act, form]  # "ist der Spatenstich erfolgt"
    if passive and form == "done" and ("time", "now") in clause:
        return "construction" if act == "build" else "operating"
    if act == "start" and passive and form in ("done", "present") and ("time", "now") not in clause:
        return "planned"  # "wird im Mai eröffnet"
    if turned and form in _GOVERNED or passive and form == "open":
        return "planned"
    if later and (form != "done" or passive):
        return "planned"
    if form == "done" and have:
        return "operating"  # "is gebouwd", "hat eröffnet": it is there
    if act == "build" and (("time", "now") in clause or passive):
        return "construction"
    return _PLAIN[act, form]
