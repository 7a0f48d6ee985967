"""From the facts of one article to its reports: which facts tell of the same project.

The article is read from top to bottom. A place with a plant, a company with a plant, a deal or a market figure opens
a project; a sentence that opens none goes on with the one in focus. Where one sentence names several places, each
fact goes to the place that it stands nearest to.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from core.analysis import Analysis, Part
from core.companies import CompanyMention
from core.lexicon import Hit
from core.models import Fact
from core.places import PlaceMention

FUNDER_KINDS = frozenset({"funder", "bank", "public_funder"})
SOURCE_KINDS = frozenset({"analyst", "association", "research"})
_STRONG_STATUS = ("construction", "operating", "shelved", "cancelled", "closed", "pre_construction")
_BEHIND = 30.0  # what a fact pays for an anchor that stands behind it rather than before
# Products that no other industry makes; nickel, software and the like do not make an article one of the field's.
_TELLING = frozenset({"cells", "packs", "cathode", "anode", "precursor", "vehicles", "trucks", "buses", "charging",
                      "chargers", "storage", "swapping"})
_NUMBERS = frozenset({"capacities", "investments", "jobs", "construction_start", "production_start"})


@dataclass(slots=True)
class Project:
    """One project of an article while it is being put together. ``what``: site · deal · statistic · programme."""

    what: str
    parts: list[int] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    place: PlaceMention | None = None
    companies: list[CompanyMention] = field(default_factory=list)
    inherited: list[CompanyMention] = field(default_factory=list)
    event: str | None = None
    hits: list[tuple[int, Hit]] = field(default_factory=list)
    anchor: tuple[int, int] | None = None  # of the place or company that opened it

    def names(self) -> set[str]:
        return {c.company.name for c in self.companies}

    def all_companies(self) -> list[CompanyMention]:
        """Its companies, each once, most important first: by how early and how often they are named."""
        seen: dict[str, CompanyMention] = {}
        for mention in [*self.companies, *self.inherited]:
            seen.setdefault(mention.company.name, mention)
        return list(seen.values())

    def touch(self, part: Part) -> None:
        if part.index not in self.parts:
            self.parts.append(part.index)


@dataclass(slots=True)
class Reader:
    """The state of reading one article."""

    analysis: Analysis
    facts: dict[int, list[Fact]]
    projects: list[Project] = field(default_factory=list)
    focus: Project | None = None
    sources: list[CompanyMention] = field(default_factory=list)  # institutes named so far

    def open(self, project: Project) -> Project:
        self.projects.append(project)
        return project


def find_projects(analysis: Analysis, facts: list[Fact]) -> list[Project]:
    """The projects of an article, in the order in which it tells of them; [] for an article about something else."""
    if not relevant(analysis):
        return []
    by_part: dict[int, list[Fact]] = {}
    for fact in facts:
        by_part.setdefault(fact.sentence, []).append(fact)
    reader = Reader(analysis, by_part)
    for part in analysis.parts:
        _read(reader, part)
    return _settle(reader)


def relevant(analysis: Analysis) -> bool:
    """True for an article about batteries, electric vehicles or what they are made of."""
    own = len({
        h.start for p in analysis.parts for h in p.hits
        if (h.cue.group == "topic" and h.cue.value == "industry") or (h.cue.group == "product" and h.cue.value in _TELLING)
    })
    other = sum(1 for p in analysis.parts for h in p.hits if h.cue.group == "topic" and h.cue.value == "other")
    makers = {"cell_maker", "charging", "storage", "recycling"}
    known = sum(1 for p in analysis.parts for c in p.companies if c.company.kind in makers)
    return own + known >= 2 and own + known > 1.5 * other


# ---------------------------------------------------------------- one sentence

def _read(reader: Reader, part: Part) -> None:
    facts = reader.facts.get(part.index, [])
    reader.sources.extend(c for c in part.companies if c.company.kind in SOURCE_KINDS)
    numbers = [f for f in facts if f.column in _NUMBERS]
    anchors = _anchors(reader, part, bool(numbers))
    if not anchors:
        before = reader.focus
        deal = _deal(reader, part, numbers)
        if deal is not None:
            _give(reader, deal, part, facts)
            if before is not None and before.what == "site" and not _opens_paragraph(reader, part):
                reader.focus = before  # told in passing: the next sentence goes on with the plant
            return
        statistic = _statistic(reader, part, facts)
        if statistic is not None:
            _give(reader, statistic, part, facts)
            return
    if len(anchors) == 1:
        project = _site(reader, part, anchors[0], part.companies)
        _give(reader, project, part, facts)
        return
    if anchors:
        _share(reader, part, anchors, facts)
        return
    opened = _by_company(reader, part, bool(numbers))
    if opened is not None:
        reader.focus = opened
    if reader.focus is None:
        if not (part.companies or part.has("site") or numbers):
            return
        reader.focus = reader.open(Project("site"))
    _give(reader, reader.focus, part, facts)


def _give(reader: Reader, project: Project, part: Part, facts: list[Fact],
          companies: list[CompanyMention] | None = None) -> None:
    """Everything of a sentence goes to one project, which comes into focus (a market figure does not)."""
    project.touch(part)
    project.facts.extend(facts)
    project.hits.extend((part.index, h) for h in part.hits)
    mentions = part.companies if companies is None else companies
    if project.what != "statistic":
        mentions = [m for m in mentions if m.company.kind not in SOURCE_KINDS]
    project.companies.extend(mentions)
    reader.focus = project


def _anchors(reader: Reader, part: Part, numbers: bool) -> list[PlaceMention]:
    """The places of a sentence at which something of the industry stands."""
    busy = (
        part.has("site") or numbers or bool(part.companies) or part.has("event")
        or part.has("status", *_STRONG_STATUS)
    )
    if not busy:
        return []
    cities = [p for p in part.places if p.kind == "city" and p.case != "from"]
    near = part.cues("frame", "near")
    kept: list[PlaceMention] = []
    for city in cities:
        if any(0 <= city.start - h.end <= 3 for h in near):
            others = [c for c in cities if c.end <= city.start and city.start - c.end < 45]
            if others or any(h.end <= city.start and city.start - h.end <= 3 and len(h.cue.pattern) > 4 for h in near):
                continue
        if kept and kept[-1].place.name == city.place.name:
            continue
        if kept and city.start - kept[-1].end <= 3 and "(" in reader.analysis.text[kept[-1].end : city.start]:
            continue
        if city.case == "" and not _stands_at(reader.analysis, part, city):
            continue
        kept.append(city)
    if kept:
        return _distinct(kept)
    regions = [p for p in part.places if p.kind == "region" and p.case in ("in", "of", "")]
    if regions and (part.has("site") or numbers):
        focus = reader.focus
        if focus and focus.place and focus.place.place.country == regions[0].place.country and (
            focus.place.kind == "city"
        ):
            return []
        return regions[:1]
    return []


def _stands_at(analysis: Analysis, part: Part, city: PlaceMention) -> bool:
    """A town without "in": a site's word or a company right beside it, or a heading."""
    if part.sentence.heading:
        return True
    site = analysis.nearest(part.cues("site"), city.start, city.end)
    return site is not None and site[1] <= 40


def _distinct(places: list[PlaceMention]) -> list[PlaceMention]:
    seen: dict[tuple[str, str], PlaceMention] = {}
    for place in places:
        seen.setdefault((place.place.name, place.place.country), place)
    return list(seen.values())


def _site(reader: Reader, part: Part, place: PlaceMention, companies: list[CompanyMention]) -> Project:
    """The project at a place: one known there already, or a new one."""
    names = {c.company.name for c in companies if c.company.kind not in FUNDER_KINDS | SOURCE_KINDS}
    for project in reversed(reader.projects):
        if project.place is None or project.what != "site":
            continue
        if (project.place.place.name, project.place.place.country) != (place.place.name, place.place.country):
            continue
        known = project.names() | {c.company.name for c in project.inherited}
        if not names or not known or names & known:
            return project
    focus = reader.focus
    if focus and focus.what == "site" and focus.place is None and _fits(reader, focus, place, names):
        focus.place = place
        focus.anchor = (place.start, place.end)
        return focus
    project = reader.open(Project("site", place=place, anchor=(place.start, place.end)))
    if not names and focus is not None:
        project.inherited.extend(_owners(focus))
    return project


def _fits(reader: Reader, project: Project, place: PlaceMention, names: set[str]) -> bool:
    """A project that was told of without a place (in the headline, the lead) takes the first place named."""
    known = project.names()
    return not known or not names or bool(known & names)


def _owners(project: Project) -> list[CompanyMention]:
    found = [c for c in project.all_companies() if c.company.kind not in FUNDER_KINDS | SOURCE_KINDS]
    return found[:1]


def _share(reader: Reader, part: Part, anchors: list[PlaceMention], facts: list[Fact]) -> None:
    """Several places in one sentence: each fact and company goes to the nearest, an earlier place before a later."""
    analysis = reader.analysis

    def nearest(start: int, end: int) -> int:
        return min(
            range(len(anchors)),
            key=lambda i: analysis.cost(start, end, anchors[i].start, anchors[i].end)
            + (_BEHIND if anchors[i].start > start else 0.0),
        )

    companies: dict[int, list[CompanyMention]] = {i: [] for i in range(len(anchors))}
    if len({c.company.name for c in part.companies}) == 1:
        companies = {i: list(part.companies) for i in range(len(anchors))}
    else:
        for mention in part.companies:
            companies[nearest(mention.start, mention.end)].append(mention)
    before = reader.focus
    last = None
    for index, anchor in enumerate(anchors):
        reader.focus = before if index == 0 else last
        project = _site(reader, part, anchor, companies[index])
        project.touch(part)
        project.companies.extend(m for m in companies[index] if m.company.kind not in SOURCE_KINDS)
        project.facts.extend(f for f in facts if nearest(f.start, f.end) == index)
        project.hits.extend((part.index, h) for h in part.hits if nearest(h.start, h.end) == index or
                            h.cue.group in ("product", "event"))
        last = project
    reader.focus = last


def _by_company(reader: Reader, part: Part, numbers: bool) -> Project | None:
    """A sentence that begins with a company that the project in focus does not know: another project, or a new one."""
    actors = [c for c in part.companies if c.company.kind not in FUNDER_KINDS | SOURCE_KINDS]
    if not actors or part.has("frame", "here"):
        return None
    focus = reader.focus
    first = actors[0]
    if focus is None or not focus.companies:
        return None
    known = focus.names() | {c.company.name for c in focus.inherited}
    if any(c.company.name in known for c in actors):
        return None
    for project in reversed(reader.projects):
        if project.what == "site" and first.company.name in project.names():
            return project
    opening = _opens_paragraph(reader, part)
    early = first.start - part.sentence.start < 60
    if part.sentence.heading and part.index > 1:
        return reader.open(Project("site", anchor=(first.start, first.end)))
    tells = part.has("site", "plant", "mine", "refinery", "line", "storage", "hub") or part.has("status", *_STRONG_STATUS)
    if early and (tells or numbers) and (opening or part.has("site")):
        return reader.open(Project("site", anchor=(first.start, first.end)))
    return None


def _opens_paragraph(reader: Reader, part: Part) -> bool:
    if part.index == 0:
        return True
    return reader.analysis.parts[part.index - 1].sentence.paragraph != part.sentence.paragraph


def _only_headings(reader: Reader, project: Project) -> bool:
    return all(reader.analysis.parts[i].sentence.heading for i in project.parts)


# ---------------------------------------------------------------- deals and market figures

_DEALS = ("acquisition", "funding", "memorandum", "joint_venture", "supply", "partnership")


def _deal(reader: Reader, part: Part, numbers: list[Fact]) -> Project | None:
    """A deal of its own: a takeover, a funding round, a memorandum, a supply contract without a plant of its own."""
    events = part.cues("event", *_DEALS)
    if not events:
        return None
    names = list(dict.fromkeys(c.company.name for c in part.companies))
    focus = reader.focus
    here = part.has("frame", "here")
    values = {h.cue.value for h in events}
    money = [f for f in numbers if f.column == "investments"]
    financing = any(f.value["kind"] in ("financing", "acquisition") for f in money)
    event: str | None = None
    if "acquisition" in values and len(names) >= 2 and not (focus and focus.event == "acquisition"):
        event = "acquisition"
    elif "funding" in values and money and names and financing and not here:
        event = "funding"
    elif "supply" in values and len(names) >= 2 and not money and not here:
        event = "supply"
    elif values & {"memorandum", "joint_venture", "partnership"} and len(names) >= 2 and not part.has("site", "plant", "mine", "refinery"):
        event = next(e for e in ("memorandum", "joint_venture", "partnership") if e in values)
    if event is None:
        return None
    amounts = {f.value["amount"] for f in money}
    for project in reversed(reader.projects):
        if project.what == "deal" and project.event == event and set(names) & project.names():
            told = {f.value["amount"] for f in project.facts if f.column == "investments"}
            if set(names) <= project.names() or told & amounts or _only_headings(reader, project):
                return project
    if focus is not None and focus.what == "site" and not focus.place and len(focus.parts) <= 1 and (
        not focus.companies or focus.names() & set(names)
    ) and not any(f.column in ("capacities", "jobs") for f in focus.facts):
        focus.what, focus.event = "deal", event  # the headline told of the same deal
        return focus
    return reader.open(Project("deal", event=event, anchor=(part.companies[0].start, part.companies[0].end)))


def _statistic(reader: Reader, part: Part, facts: list[Fact]) -> Project | None:
    """A figure of a market: a source and the market are named, and no plant."""
    measured = [f for f in facts if f.column in ("capacities", "figures")]
    if not measured or part.has("site", "plant", "mine", "refinery", "line"):
        return None
    focus = reader.focus
    source = [c for c in part.companies if c.company.kind in SOURCE_KINDS]
    market = part.has("stat", "market")
    beside = [c for p in reader.analysis.parts[max(0, part.index - 1) : part.index + 2] for c in p.companies
              if c.company.kind in SOURCE_KINDS]
    told = source or (part.has("stat", "source") and market) or beside
    going_on = focus is not None and focus.what == "statistic" and (market or any(f.column == "figures" for f in measured)
                                                                    or bool(part.companies))
    shares_only = all(f.column == "figures" for f in measured)
    quoted = bool(reader.sources) and shares_only and (focus is None or focus.place is None)
    if not (told and market or going_on or quoted):
        return None
    own = [c for c in part.companies if c.company.kind not in SOURCE_KINDS]
    if shares_only and not own:  # shares that one institute gives are one report
        for known in reversed(reader.projects):
            if known.what == "statistic" and (not source or {c.company.name for c in source} & _sources(known)):
                return known
    project = Project("statistic")
    if not source and not going_on and (beside or reader.sources):
        project.inherited.append((beside or reader.sources)[-1])
    if going_on and focus is not None:
        if not own and not source and not any(f.column == "capacities" for f in measured):
            return focus
        if not source:
            project.inherited.extend(c for c in focus.all_companies() if c.company.kind in SOURCE_KINDS)
    return reader.open(project)


def _sources(project: Project) -> set[str]:
    return {c.company.name for c in project.all_companies() if c.company.kind in SOURCE_KINDS}


# ---------------------------------------------------------------- at the end

def _settle(reader: Reader) -> list[Project]:
    """Drop what is no project, join what is one."""
    kept: list[Project] = []
    for project in reader.projects:
        if project.what == "site" and project.place is None and _absorb(reader, project):
            continue
        if _substance(reader, project):
            if project.what == "statistic" and project.place is None:
                project.place = _one_country(reader, project)
            kept.append(project)
    return kept


def _one_country(reader: Reader, project: Project) -> PlaceMention | None:
    """The country of a market figure, where its sentences and the headline name one country only."""
    parts = {0, *project.parts}
    named = [p for i in sorted(parts) for p in reader.analysis.parts[i].places]
    if len({p.place.country for p in named}) != 1:
        return None
    return next((p for p in named if p.kind == "country"), None)


def _absorb(reader: Reader, project: Project) -> bool:
    """A project without a place, of the same companies as one with a place, and told in the head, is that one."""
    if not project.parts:
        return True
    head = min(project.parts) <= 2
    for other in reader.projects:
        if other is project or other.what != "site" or other.place is None:
            continue
        shared = project.names() & (other.names() | {c.company.name for c in other.inherited})
        if head and (shared or not project.companies) and other.parts and min(other.parts) >= min(project.parts):
            other.parts = sorted({*other.parts, *project.parts})
            other.facts = [*project.facts, *other.facts]
            other.hits = [*project.hits, *other.hits]
            other.companies = [*project.companies, *other.companies]
            return True
        if head:
            break
    return False


def _substance(reader: Reader, project: Project) -> bool:
    """A project says something: a number, or a company or product together with a place or a deal."""
    groups = {h.cue.group for _, h in project.hits}
    if project.what == "statistic":
        return True
    if any(f.column in _NUMBERS for f in project.facts):
        return bool(project.place or project.all_companies() or "site" in groups)
    if project.what == "deal":
        return bool(project.companies)
    if project.place is not None:
        return bool(project.all_companies() or "product" in groups) and ("site" in groups or "status" in groups)
    return bool(project.companies) and "site" in groups and "product" in groups
