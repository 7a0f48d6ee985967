"""Which project a stretch of text tells of: the rules' proposal weighed against what else speaks for one or another.

Every project told of so far, and a new one of each kind, is a choice. Signs of the text and of the project (the same
town, a company that the project does not know, a second price, a paragraph begun, the word of a market ...) give each
choice points; the one with most is taken. The points are data, reference/discourse.toml; tests/learn_discourse.py
derives them from the annotated articles that rules may be tuned on.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from core.analysis import Part
from core.deals import AGREEMENTS, DEALS, of_a_country
from core.points import read_points
from core.project import FUNDER_KINDS, SOURCE_KINDS, Choice, Project, Reader, only_headings, opens_paragraph, segments
from core.units import Unit

PATH = Path(__file__).parent / "reference" / "discourse.toml"
_MOST = 12  # projects of an article, the latest, that a stretch is weighed against
_GAPS = ((0, "0"), (1, "1"), (2, "2"), (4, "4"), (8, "8"))  # sentences since a project was told of
_SUBJECT = 75  # characters within which a sentence names the company that it is about
_LEAD = 3
_ADJECTIVE = 20  # characters between "second" and the noun that it belongs to
_WORKS = ("plant", "mine", "refinery")
_ENERGY = frozenset({"GWh", "MW"})
_COUNTED = frozenset({"capacities", "investments", "jobs"})  # what is counted of a market; when something begins is not


@cache
def points() -> dict[str, float]:
    """The points of each sign; a sign that is not listed gives none. Raises DataFault for a file that is none."""
    return read_points(PATH, "tests/learn_discourse.py")


@cache
def _crossed() -> dict[str, dict[str, float]]:
    """The points of the stretch's own signs: where it may go → sign → points."""
    found: dict[str, dict[str, float]] = {}
    for sign, value in points().items():
        said, cross, where = sign.rpartition(" > ")
        if cross:
            found.setdefault(where, {})[said] = value
    return found


def choose(reader: Reader, unit: Unit, proposal: Choice) -> Choice:
    """The choice with most points; of equals the rules' proposal, then the project told of last."""
    if not telling(reader, unit) or proposal.what == "statistic" and of_a_country(reader, unit):
        return proposal
    table = points()
    best, most = proposal, float("-inf")
    given = Signs(reader, unit, proposal)
    shared: dict[str, float] = {}  # points of the stretch's own signs, by where it may go: the same for several choices
    for choice in choices(reader, unit, proposal):
        where = given.where(choice)
        if where not in shared:
            crossed = _crossed().get(where, {})
            shared[where] = sum([table.get(where, 0.0), *[crossed.get(sign, 0.0) for sign in given.said]])
        total = shared[where] + sum([table.get(sign, 0.0) for sign in given.own(choice, where)])
        if total > most:
            best, most = choice, total
    return best


def telling(reader: Reader, unit: Unit) -> bool:
    """Does a stretch itself say which project it tells of? One without figures and names goes on with what was told."""
    part = unit.part
    named = unit.anchor is not None or part.companies or any(p.kind == "city" for p in part.places)
    plant = part.has("site") and bool(segments(part.cues("product")))
    return bool(reader.projects) and bool(named or unit.numbers or plant)


def choices(reader: Reader, unit: Unit, proposal: Choice) -> Iterator[Choice]:
    """The rules' proposal first, then every other choice that makes sense for the stretch."""
    yield proposal
    for project in reversed(reader.projects[-_MOST:]):
        if project is not proposal.project and not _elsewhere(project, unit):
            yield Choice(project)
    new = proposal.what if proposal.project is None else None
    if new != "site" and _identity(unit):
        yield Choice(None)
    if new != "deal" and unit.anchor is None and unit.part.companies:
        event = next((h.cue.value for h in unit.part.cues("event", *DEALS)), None)
        if event is not None:
            yield Choice(None, "deal", event)
    if new != "statistic" and _of_a_market(reader, unit):
        yield Choice(None, "statistic")
    if unit.anchor is None and unit.numbers and unit.part.has("event", "programme"):
        yield Choice(None, "programme")


def _of_a_market(reader: Reader, unit: Unit) -> bool:
    """Can a stretch tell what a market or a country makes, needs or has?"""
    part = unit.part
    if unit.anchor is not None and unit.anchor.kind != "country" or not any(f.column in _COUNTED for f in unit.facts):
        return False
    return part.has("stat", "market") or bool(reader.sources) or bool(part.places) and not part.has("site")


def _identity(unit: Unit) -> bool:
    """Can a stretch begin a site of its own: does it say where, whose, or what kind of plant it is?"""
    plant = unit.part.has("site")
    return unit.anchor is not None or bool(unit.actors and (unit.numbers or plant)) or bool(plant and segments(unit.part.hits))


def _elsewhere(project: Project, unit: Unit) -> bool:
    """Does a project stand in another town or country than the stretch, or the stretch tell of a plant in another country?"""
    anchor, place = unit.anchor, project.place
    if anchor is None or place is None:
        return False
    abroad = place.place.country != anchor.place.country
    if anchor.kind == "city":
        return place.place.name != anchor.place.name if place.kind == "city" else abroad
    return place.kind == "city" and abroad and unit.part.has("site", *_WORKS)


class Signs:
    """The signs of one stretch of text, and of each choice for it."""

    def __init__(self, reader: Reader, unit: Unit, proposal: Choice) -> None:
        self.reader, self.unit, self.proposal = reader, unit, proposal
        part = unit.part
        self.opens = opens_paragraph(reader, part)
        self.actors = unit.actors
        above = (p.index for p in reversed(reader.analysis.parts[1 : part.index]) if p.sentence.heading)
        self.heading = next(above, None)  # the crosshead that the stretch stands under
        first = self.actors[0] if self.actors else None
        self.subject = first.company.name if first and first.start - part.sentence.start < _SUBJECT else None
        self.names = {c.company.name for c in self.actors}
        self.institutes = {c.company.name for c in part.companies if c.company.kind in SOURCE_KINDS}
        self.plant = part.has("site", *_WORKS)
        self.segments = segments(part.cues("product"))
        self.values = {f.column: _value(f.value) for f in unit.facts}
        self.units = {f.value["unit"] for f in unit.facts if f.column == "capacities"}
        self.towns = {p.place.name for p in part.places if p.kind == "city"}
        self.lands = {p.place.country for p in part.places if p.case in ("in", "of")}
        self.said = tuple(self._said())

    def _said(self) -> Iterator[str]:
        """What the stretch itself is like; crossed with where it may go."""
        part = self.unit.part
        if part.sentence.heading:
            yield "heading"
        yield "opens" if self.opens else "inside"
        if part.index < _LEAD:
            yield "lead"
        for group, values in (
            ("site", ("plant", "line", "mine", "refinery", "storage", "hub", "lab", "project", "office", "place")),
            ("stat", ("market", "source")),
            ("frame", ("here", "contrast", "comparison", "joint_total", "past_plan", "owns", "each", "future")),
            ("event", ("acquisition", "funding", "supply", "insolvency", "closure", "expansion", "programme")),
        ):
            present = {h.cue.value for h in part.cues(group)}
            if present:
                yield from [value for value in values if value in present]
        if part.has("event", *AGREEMENTS):
            yield "agreement"
        if part.has("status") or part.has("act"):
            yield "status"
        if self.unit.anchor is not None and _further(part):
            yield "further, placed"
        if self.institutes:
            yield "institute"
        if any(c.company.kind in FUNDER_KINDS for c in part.companies):
            yield "funder"
        yield from self.values
        if not self.values:
            yield "no facts"
        if not self.names:
            yield "nobody"
        if self.unit.anchor is not None:
            yield "anchor"
            if self.plant:
                yield "anchor of a plant"
        elif self.towns:
            yield "town"
        elif self.lands:
            yield "land"

    def of(self, choice: Choice) -> Iterator[str]:
        """The signs of a choice, by name."""
        where = self.where(choice)
        yield from self.crossed(where)
        yield from self.own(choice, where)

    def where(self, choice: Choice) -> str:
        """What kind of choice it is: "new deal", "focus site" ..."""
        project = choice.project
        if project is None:
            return f"new {choice.what}"
        if project is self.reader.focus:
            return f"focus {project.what}"
        return f"first {project.what}" if project is self.reader.projects[0] else f"other {project.what}"

    def crossed(self, where: str) -> Iterator[str]:
        """The signs of the stretch, each with where it may go."""
        yield where
        for sign in self.said:
            yield f"{sign} > {where}"

    def own(self, choice: Choice, where: str) -> list[str]:
        """The signs that only this choice has."""
        found = ["proposed", f"proposed {where}"] if choice is self.proposal else []
        project = choice.project
        if project is None:
            found += self._new()
        else:
            for signs in (self._known, self._place, self._company, self._facts, self._product):
                found += signs(project)
        return found

    def _new(self) -> Iterator[str]:
        told = self.reader.projects
        yield f"of {min(len(told), 6)}"
        made = {s for p in told for s in p.segments()}
        if self.segments and made:
            product = f"{'plant of a' if self.plant else 'a'} product {'known' if self.segments & made else 'unknown'}"
            yield f"new: {product}"
            yield f"new: {product}, {'opens' if self.opens else 'inside'}"
        known = {n for p in told for n in p.names()}
        if self.subject is not None:
            yield "new: subject known" if self.subject in known else "new: subject unknown"
        if self.names and not self.names & known:
            yield "new: nobody known"
        elif self.names - known:
            yield "new: somebody unknown"
            if self.plant:
                yield "new: plant, somebody unknown"
        anchor = self.unit.anchor
        if anchor is not None:
            at = any(p.place is not None and p.place.place == anchor.place for p in told)
            yield "new: town known" if at else "new: town unknown"
            if any(p.what == "site" and p.place is None for p in told):
                yield "new: a site without a town"

    def _known(self, project: Project) -> Iterator[str]:
        reader, part = self.reader, self.unit.part
        last = max(project.parts, default=0)
        gap = part.index - last
        yield "gap " + next((name for most, name in _GAPS if gap <= most), "far")
        same = reader.analysis.parts[last].sentence.paragraph == part.sentence.paragraph
        yield "same paragraph" if same else "other paragraph"
        if self.heading is not None and self.heading in project.parts:
            yield "under its heading"
        elif self.heading is not None:
            yield "under another heading"
        if only_headings(reader, project):
            yield "in headings only"
            yield f"in headings only > {'anchor' if self.unit.anchor is not None else 'no anchor'}"
        if len(reader.projects) == 1:
            yield "the only one"
        if project is reader.projects[0]:
            yield "the first"
            yield "the first, in its paragraph" if same else "the first, in another paragraph"
        if len(project.parts) * 2 > part.index:
            yield "the main one"

    def _product(self, project: Project) -> Iterator[str]:
        made = project.segments()
        if self.segments and made:
            product = "shared" if self.segments & made else "other"
            yield f"product {product}"
            if self.plant:
                yield f"plant of a product {product}"

    def _place(self, project: Project) -> Iterator[str]:
        anchor, place = self.unit.anchor, project.place
        if anchor is not None:
            if place is None:
                yield f"anchor, {project.what} without a place"
            elif place.place == anchor.place:
                yield "anchor same"
            elif place.kind != "city":
                yield "anchor inside" if place.place.country == anchor.place.country else "anchor in another country"
            else:
                yield "anchor other"
        elif place is not None:
            if place.place.name in self.towns:
                yield "town named"
            elif self.towns:
                yield "town other"
            if self.lands:
                yield "country named" if place.place.country in self.lands else "country other"

    def _company(self, project: Project) -> Iterator[str]:
        own = project.names()
        inherited = {c.company.name for c in project.inherited}
        if self.subject is not None:
            if self.subject in own:
                yield "subject its own"
            elif self.subject in inherited:
                yield "subject inherited"
            elif not own:
                yield "subject, nobody so far"
            else:
                elsewhere = any(self.subject in p.names() for p in self.reader.projects if p is not project)
                yield "subject of another" if elsewhere else "subject new"
        if self.names and own:
            yield "companies shared" if self.names & own else "companies other"
            if self.plant and self.names & own and self.names - own - inherited:
                yield "plant, companies shared and new"
            anchor, place = self.unit.anchor, project.place
            if anchor is not None and place is not None and place.place == anchor.place and anchor.kind == "city":
                both = "shared" if self.names & own else "other"
                yield f"same town, companies {both}"
                if self.opens:
                    yield f"same town, companies {both}, opens"
        if self.institutes:
            yield f"institute {'its own' if self.institutes & (own | inherited) else 'new'} > {project.what}"

    def _facts(self, project: Project) -> Iterator[str]:
        for column, value in self.values.items():
            told = {_value(f.value) for f in project.facts if f.column == column}
            if column == "status":
                continue
            yield f"{column} first" if not told else f"{column} again" if value in told else f"{column} second"
        if self.units:
            before = {f.value["unit"] for f in project.facts if f.column == "capacities"}
            if before and not self.units & before:
                both = self.units <= _ENERGY and before <= _ENERGY
                yield "another unit of energy" if both else "another unit"


def _further(part: Part) -> bool:
    """ "Ein zweites Batteriewerk", "een vergelijkbare fabriek": one more plant than was told of."""
    works = [h.start for h in part.cues("site", "plant", "mine", "refinery", "line")]
    return any(0 <= start - h.end <= _ADJECTIVE for h in part.cues("frame", "further") for start in works)


def _value(value: object) -> object:
    """What is compared of a fact's value."""
    if isinstance(value, dict):
        first = next((value[k] for k in ("amount", "value", "low") if k in value), None)
        return first, value.get("unit") or value.get("currency")
    return value
