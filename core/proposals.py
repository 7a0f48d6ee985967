"""Where a stretch of text most likely goes, by rule: on with a project told of before, or to one of its own.

core.discourse weighs this against everything else that speaks for one project or another.
"""

from __future__ import annotations

from core.analysis import Part
from core.deals import of_a_country, propose_deal, propose_statistic
from core.place_regions import lies_in
from core.places import PlaceMention
from core.project import Choice, Project, Reader, opens_paragraph
from core.units import NUMBERS, Unit

_STRONG_STATUS = ("construction", "operating", "shelved", "cancelled", "closed", "pre_construction")
_NEARBY = 3  # sentences of the head in which a larger town may stand for the one near it
_SUBJECT = 40  # ... where it can only be the subject
_EARLY = 75  # characters within which a sentence names the company that it is about
_TOGETHER = 30  # characters between companies that act together
_LISTED = 3  # towns in one sentence
_BESIDE = 12  # characters between a company and its own number, as in "SemperPower (68 MWh)"


def propose(reader: Reader, unit: Unit) -> Choice | None:
    """The choice that the rules make; None for a stretch that tells of nothing."""
    if unit.anchor is not None and not of_a_country(reader, unit):
        return Choice(_site(reader, unit, unit.anchor))
    found = propose_deal(reader, unit) or propose_statistic(reader, unit) or _by_company(reader, unit)
    if found is not None:
        return found
    if reader.focus is not None:
        return Choice(reader.focus)
    part = unit.part
    return Choice(None) if part.companies or part.has("site") or unit.numbers else None


def _site(reader: Reader, unit: Unit, place: PlaceMention) -> Project | None:
    """The project at a place that is known there already, or was told of without a place; None for a new one."""
    names = {c.company.name for c in (unit.actors or unit.lent)}
    for project in reversed(reader.projects):
        if project.place is None or project.what != "site":
            continue
        if (project.place.place.name, project.place.place.country) != (place.place.name, place.place.country):
            continue
        known = project.names() | {c.company.name for c in project.inherited}
        if not names or not known or names & known or _only_listed(reader, project):
            return project
    near = _told_nearby(reader, unit.part, place)
    if near is not None:
        return near
    focus = reader.focus
    vague = focus is not None and (focus.place is None or lies_in(place.place, focus.place.place))
    if focus and focus.what == "site" and vague and _fits(reader, focus, place, names):
        return focus
    return None


def _only_listed(reader: Reader, project: Project) -> bool:
    """Is a town so far one of a list, of whose plant nothing was told: "Commerce, Glendale, Stanton und Cartersville"?"""
    if len(project.parts) != 1 or any(f.column in NUMBERS for f in project.facts):
        return False
    part = reader.analysis.parts[project.parts[0]]
    return len({p.place.name for p in part.places if p.kind == "city"}) >= _LISTED


def _told_nearby(reader: Reader, part: Part, place: PlaceMention) -> Project | None:
    """The project that the head put in a larger town near by: "Saragossa" before "Figueruelas bei Saragossa"."""
    near, behind = part.cues("frame", "near"), part.cues("frame", "near_behind")
    others = {
        p.place.name
        for p in part.places
        if p.kind == "city" and p.place.name != place.place.name
        if any(0 <= p.start - h.end <= 3 for h in near) or any(0 <= h.start - p.end <= 3 for h in behind)
    }
    for project in reader.projects:
        if project.what == "site" and project.place is not None and project.place.place.name in others:
            if project.parts and part.index - max(project.parts) <= 1 and max(project.parts) <= _NEARBY:
                return project
    return None


def _fits(reader: Reader, project: Project, place: PlaceMention, names: set[str]) -> bool:
    """A project that was told of without a place (in the headline, the lead) takes the first place named."""
    known = project.names()
    if not known or not names or known & names:
        return True
    bare = not any(f.column in NUMBERS for f in project.facts) and len(project.parts) <= 1 and min(project.parts, default=9) <= 1
    return bare and not reader.analysis.parts[min(project.parts)].has("site")


def _by_company(reader: Reader, unit: Unit) -> Choice | None:
    """A sentence that begins with a company that the project in focus does not know: another project, or a new one."""
    part, actors, numbers = unit.part, unit.actors, bool(unit.numbers)
    if not actors:
        return None
    focus = reader.focus
    first = actors[0]
    subject = first.start - part.sentence.start < _SUBJECT
    if any(h.start < first.start or not (subject and part.has("site")) for h in part.cues("frame", "here")):
        return None
    if focus is None or not focus.companies:
        return None
    known = focus.names() | {c.company.name for c in focus.inherited}
    if first.company.name in known or any(c.company.name in known for c in actors if c.start - first.end < _TOGETHER):
        return None
    for project in reversed(reader.projects):
        if project.what == "site" and first.company.name in project.names():
            return Choice(project)
    opening = opens_paragraph(reader, part)
    early = first.start - part.sentence.start < _EARLY
    facts = [f for f in unit.facts if f.column in ("capacities", "investments")]
    own_number = any(0 <= f.start - first.end < _BESIDE or 0 <= first.start - f.end < _BESIDE for f in facts)
    if part.sentence.heading and part.index > 1:
        return Choice(None)
    tells = part.has("site", "plant", "mine", "refinery", "line", "storage", "hub") or part.has("status", *_STRONG_STATUS)
    measures = any(f.column == "capacities" for f in facts) and any(f.column == "capacities" for f in focus.facts)
    other = part.has("frame", "contrast") or (subject and (measures or first.origin is not None and bool(facts)))
    spent = not tells and not part.has("site") and not any(f.column == "capacities" for f in facts)
    if spent and focus.place is not None and not any(f.column == "investments" for f in focus.facts):
        return None  # what the owners of the plant in focus have paid for it
    if early and (tells or numbers) and (opening or part.has("site") or own_number or other):
        return Choice(None)
    return None
