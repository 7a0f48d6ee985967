"""What kind of report a project is: words of deals, of growth and of an end speak with points for each kind."""

from __future__ import annotations

from collections.abc import Iterator

from core.columns import KINDS
from core.project import FUNDER_KINDS, SOURCE_KINDS, owners
from core.signs import Sight, Word, points

ANSWERS: tuple[str, ...] = tuple(KINDS)
# The kind that a word of an event speaks for.
MEANS = {
    "acquisition": "acquisition",
    "funding": "funding",
    "supply": "supply",
    "memorandum": "partnership",
    "joint_venture": "partnership",
    "partnership": "partnership",
    "insolvency": "closure",
    "closure": "closure",
    "expansion": "expansion",
    "programme": "programme",
}
_OF_PLANTS = frozenset({"new", "expansion"})
_COUNTED = frozenset({"capacities", "investments", "jobs", "figures"})
_HEAD = 3  # sentences of an article
_MANY = 3  # companies


def dealing(sight: Sight, state: str | None) -> str:
    """The kind with the most points. state: where the project stands."""
    words, general = signs(sight, state)
    project = sight.project
    total = points("dealing", ANSWERS).total({*general, *(sign for given in words for sign in given)})
    if project.what != "statistic" and not any(f.column in _COUNTED for f in project.facts):
        total[ANSWERS.index("statistic")] = min(total)  # without a number there is no figure of a market
    kind = ANSWERS[total.index(max(total))]
    if kind in _OF_PLANTS and project.what == "deal" and project.event is not None and project.place is None:
        return MEANS[project.event]  # companies that agree on something build nothing by that
    return kind


def signs(sight: Sight, state: str | None) -> tuple[list[list[str]], set[str]]:
    words = [Word(h.cue.value, h.start, h.end, index) for index, h in sight.project.hits if h.cue.group == "event"]
    return sight.of_words(words), {*_general(sight, state), *sight.elsewhere("event")}


def _general(sight: Sight, state: str | None) -> Iterator[str]:
    project = sight.project
    yield "any"
    yield f"of a {project.what}"
    if project.event is not None:
        yield f"told as {project.event}"
    yield f"stands {state}"
    yield "in the head" if min(sight.parts, default=_HEAD) < _HEAD else "told later"
    names = len(project.names())
    yield "of one" if names == 1 else "of nobody" if not names else "of two" if names < _MANY else "of many"
    if not owners(project):
        yield "of no maker"
    kinds = {c.company.kind for c in project.all_companies()}
    if kinds & FUNDER_KINDS:
        yield "with a funder"
    if kinds & SOURCE_KINDS:
        yield "with an institute"
    yield f"in a {project.place.kind}" if project.place is not None else "nowhere"
    sites = {h.cue.value for _, h in project.hits if h.cue.group == "site"}
    yield from (f"a {site}" for site in sites)
    if not sites - {"project", "place"}:
        yield "no plant"
    yield from (f"makes {segment}" for segment in project.segments())
    opening = {h.cue.value for p in sight.opening() for h in p.cues("site")}
    if opening - {"project", "place"}:
        yield "a plant, opening"
    for fact in project.facts:
        if fact.column == "investments":
            yield f"with {fact.value['kind']}"
        elif fact.column in ("capacities", "jobs", "production_start", "construction_start", "figures"):
            yield f"with {fact.column}"
    yield from _grows(sight)
    yield f"by rule {_by_rule(sight, state)}"
    for _, hit in project.hits:
        if hit.cue.group == "stat" or (hit.cue.group == "frame" and hit.cue.value in ("joint_total", "here", "past_plan")):
            yield f"{hit.cue.value} named"


def _grows(sight: Sight) -> Iterator[str]:
    """Whether its capacity or its jobs are told as what they were and what they will be ("von 13 auf 40 GWh"), or its
    capacity as that of the first step and of the last ("erst 20, später 40 GWh")."""
    bases: dict[int, set[str]] = {}
    for fact in sight.project.facts:
        if fact.column == "capacities":
            bases.setdefault(fact.start, set()).add(fact.value["basis"])
        elif fact.column == "jobs" and fact.value["change"]:
            yield "grows"
    for fact in sight.project.facts:
        if fact.column == "capacities" and {"initial", "target"} <= bases[fact.start]:
            later = sight.analysis.parts[fact.sentence].cues("stage", "target")
            yield "in steps" if any(fact.start < h.start < fact.end for h in later) else "grows"


def _by_rule(sight: Sight, state: str | None) -> str:
    """The kind by the plainest rules; a sign among others."""
    project = sight.project
    if project.what in ("statistic", "programme"):
        return project.what
    if project.what == "deal" and project.event:
        return MEANS[project.event]
    opening = sight.opening()
    said = {h.cue.value for p in opening for h in p.cues("event")}
    early = said | {h.cue.value for i in sight.parts[len(opening) : _HEAD + 1] for h in sight.analysis.parts[i].cues("event")}
    several = len(project.names()) > 1
    if "memorandum" in early and several:
        return "partnership"
    capacities = any(f.column == "capacities" for f in project.facts)
    if opening and opening[0].has("event", "acquisition") and several:
        bought_here = len({c.company.name for c in opening[0].companies}) > 1 and opening[0].has("site")
        if not capacities or state == "closed" or bought_here:
            return "acquisition"
    if state == "closed":
        return "closure"
    has_site = any(h.cue.group == "site" and h.cue.value != "project" for _, h in project.hits)
    if not has_site and project.place is None and any(h.cue.value == "programme" for _, h in project.hits):
        return "programme"
    given = any(f.column == "investments" and f.value["kind"] in ("public_support", "financing") for f in project.facts)
    if given and not has_site and not capacities and not owners(project):
        return "programme"  # money that a state gives to nobody by name
    town = project.place is not None and project.place.kind == "city"
    if not has_site and not town and several and said & {"memorandum", "joint_venture", "partnership"}:
        return "partnership"
    return "expansion" if "expansion" in said and state not in ("cancelled", "closed") else "new"
