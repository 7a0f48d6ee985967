"""From the facts of one article to its reports: which facts tell of the same project.

The article is read from top to bottom, a stretch at a time (core.units). Rules propose where each goes (core.proposals):
a place with a plant, a company with a plant, a deal or a market figure opens a project, another stretch goes on with the
one in focus. core.discourse weighs that proposal against all that else speaks for one project or another, and decides.
"""

from __future__ import annotations

from collections import Counter

from core.analysis import Analysis, Part
from core.anchors import anchor_beside, find_anchors, pending_anchor
from core.companies import CompanyMention
from core.deals import go_on, open_deal, open_statistic
from core.discourse import choose
from core.elsewhere import elsewhere
from core.lexicon import Hit
from core.models import Fact
from core.pieces import pieces
from core.place_regions import lies_in
from core.places import PlaceMention
from core.programmes import find_programme
from core.project import FUNDER_KINDS, SOURCE_KINDS, Choice, Project, Reader, opens_paragraph, owners
from core.proposals import propose
from core.settling import settle
from core.units import NUMBERS, Unit, units

_SHORT = 6  # sentences of a news brief, which names its field once
_LEAD = 4  # sentences in which an article of the field says so
_MAKERS = frozenset({"cell_maker", "charging", "storage", "recycling"})
_NEAR_MAKERS = frozenset({"mining", "materials", "carmaker", "truck_bus"})  # whom other industries make use of, too
_CELL_MAKERS = frozenset({"cell_maker"})
_PLAIN = frozenset({"intent", "pre_construction", "construction", "operating", "shelved", "cancelled", "closed"})
_WORKS = ("plant", "mine", "refinery", "line")
_INDUSTRY = (*_WORKS, "hub", "lab")
_NETWORK = 10  # charging points
_INDUSTRIAL = 4  # points: the least that an article on a project has had
_BUILDS = frozenset({"construction", "building"})  # words of a state
_MADE = frozenset({"vehicles", "units", "GWh"})
_MADE_IN_PASSING = frozenset({"GWh", "t", "units"})
_ENERGY = frozenset({"GWh", "MW"})
# Products that no other industry makes; nickel, software and the like do not make an article one of the field's.
_TELLING = frozenset(
    {
        "cells",
        "packs",
        "cathode",
        "anode",
        "precursor",
        "lithium",
        "lithium_hydroxide",
        "vehicles",
        "trucks",
        "buses",
        "charging",
        "chargers",
        "storage",
        "swapping",
        "drive",
        "battery_plant",
    }
)


def find_projects(analysis: Analysis, facts: list[Fact]) -> list[Project]:
    """The projects of an article, in the order in which it tells of them; [] for an article about something else."""
    by_part: dict[int, list[Fact]] = {}
    for fact in facts:
        by_part.setdefault(fact.sentence, []).append(fact)
    if relevant(analysis) and _tells(analysis, facts):
        read = {part.index for part in analysis.parts} - elsewhere(analysis)
    else:
        read = {part.index for part in analysis.parts if _in_passing(part, by_part.get(part.index, []))}
    reader = Reader(analysis, by_part)
    for part in analysis.parts:
        if part.index not in read:
            continue
        facts_of = by_part.get(part.index, [])
        for piece in pieces(analysis, part, facts_of):
            _read(reader, piece.part, [f for f in facts_of if piece.holds(f.start)])
    return settle(reader)


def _in_passing(part: Part, facts: list[Fact]) -> bool:
    """Whether a sentence of an article on something else tells of a plant of the field: what somebody makes there in a year."""
    made = [f for f in facts if f.column == "capacities" and f.value["unit"] in _MADE_IN_PASSING]
    named = part.companies and any(p.kind == "city" for p in part.places) or part.has("site", *_WORKS)
    return bool(made and named) and any(_of_the_field(h) for h in part.cues("product")) and bool(part.companies)


def _tells(analysis: Analysis, facts: list[Fact]) -> bool:
    """Whether anything is told of a project: a number, a date, a deal, or how far it is, by a plain word or by several."""
    if not _industrial(analysis, facts):
        return False
    if any(f.column in NUMBERS or f.column == "figures" for f in facts) or any(p.has("event") for p in analysis.parts):
        return True
    states = [f.value for f in facts if f.column == "status"]
    return len(states) > 1 or not _PLAIN.isdisjoint(states)


def _industrial(analysis: Analysis, facts: list[Fact]) -> bool:
    """Whether an article tells of the industry: what is produced is counted, or works, makers, deals and what is spent speak
    for it together. Timetables, prices, car tests, other factories and the like name a car, a battery or a maker in passing,
    and little of that."""
    if len(analysis.parts) <= _SHORT:
        return True  # a brief is about what it names
    if any(f.column == "figures" or f.column == "capacities" and not _few_points(f) for f in facts):
        return True
    works = [p for p in analysis.parts if p.has("site", *_INDUSTRY, "storage")]
    own = sum(1 for p in works if p.has("site", *_INDUSTRY) and any(_of_the_field(h) for h in p.hits))
    makers = Counter(
        name for p in analysis.parts for name in {c.company.name for c in p.companies if c.company.kind in _MAKERS | _NEAR_MAKERS}
    )
    made = max(makers.values(), default=0)  # sentences that name the same
    deals = sum(1 for p in analysis.parts if p.has("event"))
    spent = any(f.column == "investments" for f in facts)
    stored = spent and any(p.has("site", "storage") for p in works)  # homes have stores of power too, for less
    # A second sentence says more than the first; a third says nothing new.
    return 2 * min(own, 2) + 2 * min(made, 2) + min(len(works), 2) + min(deals, 2) + spent + stored >= _INDUSTRIAL


def _of_the_field(hit: Hit) -> bool:
    """Whether a word names what no other industry makes, or this one."""
    return hit.cue.group == "product" and hit.cue.value in _TELLING or hit.cue.group == "topic" and hit.cue.value == "industry"


def _few_points(fact: Fact) -> bool:
    """Charging points as a shop, a museum or a motorway station has them."""
    return bool(fact.value["unit"] == "charging_points" and fact.value["value"] < _NETWORK)


def relevant(analysis: Analysis) -> bool:
    """True for an article about batteries, electric vehicles or what they are made of."""
    hits = [h for p in analysis.parts for h in p.hits]
    telling = {h.start for h in hits if h.cue.group == "product" and h.cue.value in _TELLING}
    told = telling | {h.start for h in hits if h.cue.group == "topic" and h.cue.value == "industry"}
    # "akkutehdas", "Zellfabrik": one word that names both a plant and what no other industry makes says it twice.
    plants = {h.start for h in hits if h.cue.group == "site" and h.cue.value == "plant"}
    # "akkukemikaalitehdas": of batteries and of a plant in one word.
    telling |= plants & {h.start for h in hits if h.cue.group == "product" and h.cue.value == "batteries"}
    own = len(told) + len(telling & plants)
    others = {h.start for h in hits if h.cue.group == "topic" and h.cue.value == "other"}
    others |= {h.start for number in elsewhere(analysis) for h in analysis.parts[number].cues("elsewhere", "works")}
    side = {min(h.start for h in p.cues("topic", "side")) for p in analysis.parts if _on_the_side(p)}
    others |= side if others or len(side) > 1 else set()  # one alone is an aside
    known = sum(1 for p in analysis.parts for c in p.companies if c.company.kind in _MAKERS)
    energy = sum(1 for p in analysis.parts for q in p.quantities if q.kind == "capacity" and q.unit in _ENERGY)
    words = own if telling else own - 0.5 * min(energy, own)  # "22 GWh" alone may be any plant's power
    least = _least(analysis, told, telling, energy > 0, known > 0)
    return words + known >= least and own + known > 1.5 * len(others)


def _on_the_side(part: Part) -> bool:
    """Whether a sentence tells of what the field has beside others, metals or water power, and of nothing of the
    field's."""
    return part.has("topic", "side") and not (part.has("topic", "industry") or part.has("product", *_TELLING))


def _least(analysis: Analysis, told: set[int], telling: set[int], energy: bool, known: bool) -> int:
    """How many words of the field make an article one of the field's: the fewer the more its head speaks for it.

    told, telling: where words of the field stand, and those that no other industry has; energy: a capacity in GWh or MW;
    known: a company that makes nothing else.
    """
    lead = analysis.parts[:_LEAD]
    kinds = {c.company.kind for p in lead for c in p.companies}
    starts = {h.start for p in lead for h in p.hits}
    head, near = not told.isdisjoint(starts), not _NEAR_MAKERS.isdisjoint(kinds)
    works = any(p.has("site", *_WORKS) for p in lead)
    made = any(q.kind == "capacity" and q.unit in _MADE for p in analysis.parts for q in p.quantities)
    # A plant of those who make nothing else needs no word of the field, one of the others needs no second.
    makers = _CELL_MAKERS | (_NEAR_MAKERS if not telling.isdisjoint(starts) else frozenset())
    own_plant = (works or energy) and not makers.isdisjoint(kinds)
    brief = head and len(analysis.parts) <= _SHORT
    if own_plant or brief or head and near and telling and (made or works):
        return 1
    return 2 if head or known or near else 3


# ---------------------------------------------------------------- one sentence


def _read(reader: Reader, part: Part, facts: list[Fact]) -> None:
    reader.sources.extend(c for c in part.companies if c.company.kind in SOURCE_KINDS)
    numbers = any(f.column in NUMBERS for f in facts)
    anchors = find_anchors(reader, part, numbers) or pending_anchor(reader, part, numbers) or anchor_beside(reader, part, numbers)
    joint = find_programme(reader, part, anchors, facts)
    if joint is not None:
        programme, sums = joint
        programme.touch(part)
        programme.facts.extend(sums)
        programme.hits.extend((part.index, h) for h in part.hits)
        reader.open(programme)
        facts = [f for f in facts if f not in sums]
        if not anchors:
            return
    if anchors:
        reader.pending = None
    for unit in units(reader.analysis, part, anchors, facts):
        proposal = propose(reader, unit)
        if proposal is not None:
            _give(reader, unit, choose(reader, unit, proposal), proposal)


def _give(reader: Reader, unit: Unit, choice: Choice, proposal: Choice) -> None:
    """Everything of a stretch goes to one project, which comes into focus."""
    before, part = reader.focus, unit.part
    project = choice.project or _open(reader, unit, choice)
    if choice.project is None and proposal.project is not None:
        project.beside = proposal.project
    if choice.what == "deal":
        go_on(project, choice.event)
    if unit.anchor is not None and _locates(project, unit) and _placed(project, unit.anchor, choice is proposal):
        project.place, project.anchor = unit.anchor, (unit.anchor.start, unit.anchor.end)
    project.touch(part)
    project.facts.extend(unit.facts)
    project.hits.extend((part.index, h) for h in part.hits)
    mentions = part.companies or ([] if project.all_companies() else list(unit.lent))
    if project.what != "statistic":
        mentions = [m for m in mentions if m.company.kind not in SOURCE_KINDS or _takes_part(part, m)]
    project.companies.extend(mentions)
    reader.focus = project
    if choice.what == "deal" and before is not None:
        passing = choice.event == "insolvency" or not opens_paragraph(reader, part)
        if passing and (before.what == "site" or choice.event == "insolvency"):
            reader.focus = before  # told in passing: the next sentence goes on with the plant


def _takes_part(part: Part, institute: CompanyMention) -> bool:
    """Has an institute a hand in what its sentence tells: it gives no figure there, and nobody only comes from it?"""
    return institute.company.kind == "research" and not (part.has("stat") or part.has("frame", "offshoot", "statement"))


def _open(reader: Reader, unit: Unit, choice: Choice) -> Project:
    if choice.what == "deal":
        return open_deal(reader, unit, choice.event)
    if choice.what == "statistic":
        return open_statistic(reader, unit)
    if unit.anchor is not None:
        project = Project("site", place=unit.anchor, anchor=(unit.anchor.start, unit.anchor.end))
        if not (unit.actors or unit.lent) and reader.focus is not None:
            project.inherited.extend(_named_before(reader, unit.part) or owners(reader.focus))
        return reader.open(project)
    first = next(iter(unit.actors), None)
    return reader.open(Project(choice.what, anchor=(first.start, first.end) if first and reader.projects else None))


def _named_before(reader: Reader, part: Part) -> list[CompanyMention]:
    """The one company that the sentence before names, in the same paragraph: it is spoken of, whoever was before."""
    if not part.index:
        return []
    before = reader.analysis.parts[part.index - 1]
    actors = [c for c in before.companies if c.company.kind not in FUNDER_KINDS | SOURCE_KINDS]
    alone = len({c.company.name for c in actors}) == 1 and before.sentence.paragraph == part.sentence.paragraph
    return actors[:1] if alone else []


def _locates(project: Project, unit: Unit) -> bool:
    """Does the place of a stretch say where a project is: of a deal ("zwei Milliarden für seine Fabrik in Dünkirchen") where
    it tells of a plant there?"""
    if project.what != "deal" or unit.anchor is None:
        return project.what == "site"
    if project.place is not None or unit.anchor.kind != "city" or not unit.part.has("site", "plant", "mine", "refinery"):
        return False
    # Of another deal only a plant that is built for it: other plants of the companies are told of beside.
    states = {f.value for f in unit.facts if f.column == "status"}
    return project.event == "funding" or bool(states & _BUILDS) and states <= _BUILDS | {"planned", "announced"}


def _placed(project: Project, place: PlaceMention, proposed: bool) -> bool:
    """Does a place make a project's place more exact: it had none, or a wider one, or by the rules a larger town near by?"""
    if project.place is None or lies_in(place.place, project.place.place):
        return True
    return proposed and project.place.place.name != place.place.name
