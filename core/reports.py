"""From the facts of one article to its reports: which facts tell of the same project.

The article is read from top to bottom. A place with a plant, a company with a plant, a deal or a market figure opens
a project; a sentence that opens none goes on with the one in focus. Where one sentence names several places, each
fact goes to the place that it stands nearest to.
"""

from __future__ import annotations

from core.analysis import Analysis, Part
from core.anchors import find_anchors, pending_anchor
from core.companies import CompanyMention
from core.deals import find_deal, find_statistic
from core.models import Fact
from core.pieces import pieces
from core.places import PlaceMention
from core.programmes import find_programme
from core.project import FUNDER_KINDS, SOURCE_KINDS, Project, Reader, opens_paragraph, owners

_STRONG_STATUS = ("construction", "operating", "shelved", "cancelled", "closed", "pre_construction")
_LEAD = 4  # sentences in which an article of the field says so
_NEARBY = 3  # sentences of the head in which a larger town may stand for the one near it
_SUBJECT = 40  # ... where it can only be the subject
_EARLY = 75  # characters within which a sentence names the company that it is about
_TOGETHER = 30  # characters between companies that act together
_BESIDE = 12  # characters between a company and its own number, as in "SemperPower (68 MWh)"
_BEHIND = 30.0  # what a fact pays for an anchor that stands behind it rather than before
_MAKERS = frozenset({"cell_maker", "charging", "storage", "recycling"})
_ENERGY = frozenset({"GWh", "MW"})
# Products that no other industry makes; nickel, software and the like do not make an article one of the field's.
_TELLING = frozenset(
    {
        "cells",
        "packs",
        "cathode",
        "anode",
        "precursor",
        "vehicles",
        "trucks",
        "buses",
        "charging",
        "chargers",
        "storage",
        "swapping",
    }
)
_NUMBERS = frozenset({"capacities", "investments", "jobs", "construction_start", "production_start"})


def find_projects(analysis: Analysis, facts: list[Fact]) -> list[Project]:
    """The projects of an article, in the order in which it tells of them; [] for an article about something else."""
    if not relevant(analysis):
        return []
    by_part: dict[int, list[Fact]] = {}
    for fact in facts:
        by_part.setdefault(fact.sentence, []).append(fact)
    reader = Reader(analysis, dict(by_part))
    for part in analysis.parts:
        facts_of = by_part.get(part.index, [])
        for piece in pieces(analysis, part, facts_of):
            reader.facts[part.index] = [f for f in facts_of if piece.holds(f.start)] if piece.part is not part else facts_of
            _read(reader, piece.part)
    reader.facts = by_part
    return _settle(reader)


def relevant(analysis: Analysis) -> bool:
    """True for an article about batteries, electric vehicles or what they are made of."""
    hits = [h for p in analysis.parts for h in p.hits]
    telling = {h.start for h in hits if h.cue.group == "product" and h.cue.value in _TELLING}
    told = telling | {h.start for h in hits if h.cue.group == "topic" and h.cue.value == "industry"}
    own = len(told)
    other = sum(1 for h in hits if h.cue.group == "topic" and h.cue.value == "other")
    known = sum(1 for p in analysis.parts for c in p.companies if c.company.kind in _MAKERS)
    energy = sum(1 for p in analysis.parts for q in p.quantities if q.kind == "capacity" and q.unit in _ENERGY)
    words = own if telling else own - 0.5 * min(energy, own)  # "22 GWh" alone may be any plant's power
    head = any(h.start in told for p in analysis.parts[:_LEAD] for h in p.hits)
    return words + known >= (2 if head or known else 3) and own + known > 1.5 * other


# ---------------------------------------------------------------- one sentence


def _read(reader: Reader, part: Part) -> None:
    facts = reader.facts.get(part.index, [])
    reader.sources.extend(c for c in part.companies if c.company.kind in SOURCE_KINDS)
    numbers = [f for f in facts if f.column in _NUMBERS]
    anchors = find_anchors(reader, part, bool(numbers)) or pending_anchor(reader, part, bool(numbers))
    joint = find_programme(reader, part, anchors, facts)
    if joint is not None:
        programme, sums = joint
        programme.touch(part)
        programme.facts.extend(sums)
        programme.hits.extend((part.index, h) for h in part.hits)
        reader.open(programme)
        facts = [f for f in facts if f not in sums]
        numbers = [f for f in facts if f.column in _NUMBERS]
        if not anchors:
            return
    if not anchors:
        before = reader.focus
        deal = find_deal(reader, part, numbers)
        if deal is not None:
            _give(reader, deal, part, facts)
            passing = deal.event == "insolvency" or not opens_paragraph(reader, part)
            if before is not None and (before.what == "site" or deal.event == "insolvency") and passing:
                reader.focus = before  # told in passing: the next sentence goes on with the plant
            return
        statistic = find_statistic(reader, part, facts)
        if statistic is not None:
            _give(reader, statistic, part, facts)
            return
    if anchors:
        reader.pending = None
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


def _give(reader: Reader, project: Project, part: Part, facts: list[Fact], companies: list[CompanyMention] | None = None) -> None:
    """Everything of a sentence goes to one project, which comes into focus (a market figure does not)."""
    project.touch(part)
    project.facts.extend(facts)
    project.hits.extend((part.index, h) for h in part.hits)
    mentions = part.companies if companies is None else companies
    if project.what != "statistic":
        mentions = [m for m in mentions if m.company.kind not in SOURCE_KINDS]
    project.companies.extend(mentions)
    reader.focus = project


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
    near = _told_nearby(reader, part, place)
    if near is not None:
        near.place, near.anchor = place, (place.start, place.end)
        return near
    focus = reader.focus
    vague = focus is not None and (focus.place is None or _lies_in(place, focus.place))
    if focus and focus.what == "site" and vague and _fits(reader, focus, place, names):
        focus.place = place
        focus.anchor = (place.start, place.end)
        return focus
    project = reader.open(Project("site", place=place, anchor=(place.start, place.end)))
    if not names and focus is not None:
        project.inherited.extend(owners(focus))
    return project


def _lies_in(town: PlaceMention, wider: PlaceMention) -> bool:
    """Is a town in the region or country that a project was told of before?"""
    if town.kind != "city" or wider.kind == "city" or town.place.country != wider.place.country:
        return False
    return wider.kind == "country" or town.place.region == wider.place.name


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
    bare = not any(f.column in _NUMBERS for f in project.facts) and len(project.parts) <= 1 and min(project.parts, default=9) <= 1
    return bare and not reader.analysis.parts[min(project.parts)].has("site")


def _share(reader: Reader, part: Part, anchors: list[PlaceMention], facts: list[Fact]) -> None:
    """Several places in one sentence: each fact and company goes to the nearest, an earlier place before a later."""
    analysis = reader.analysis

    def nearest(start: int, end: int) -> int:
        return min(
            range(len(anchors)),
            key=lambda i: (
                analysis.cost(start, end, anchors[i].start, anchors[i].end) + (_BEHIND if anchors[i].start > start else 0.0)
            ),
        )

    companies: dict[int, list[CompanyMention]] = {i: [] for i in range(len(anchors))}
    if len({c.company.name for c in part.companies}) == 1:
        companies = {i: list(part.companies) for i in range(len(anchors))}
    else:
        for mention in part.companies:
            companies[nearest(mention.start, mention.end)].append(mention)
    actors = [c for c in part.companies if c.company.kind not in FUNDER_KINDS | SOURCE_KINDS]
    before = reader.focus
    last = None
    for index, anchor in enumerate(anchors):
        reader.focus = before if index == 0 else last
        project = _site(reader, part, anchor, companies[index] or actors[:1])
        project.touch(part)
        own = companies[index] or ([] if project.all_companies() else actors[:1])
        project.companies.extend(m for m in own if m.company.kind not in SOURCE_KINDS)
        project.facts.extend(f for f in facts if nearest(f.start, f.end) == index)
        project.hits.extend(
            (part.index, h) for h in part.hits if nearest(h.start, h.end) == index or h.cue.group in ("product", "event", "site")
        )
        last = project
    reader.focus = last


def _by_company(reader: Reader, part: Part, numbers: bool) -> Project | None:
    """A sentence that begins with a company that the project in focus does not know: another project, or a new one."""
    actors = [c for c in part.companies if c.company.kind not in FUNDER_KINDS | SOURCE_KINDS]
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
            return project
    opening = opens_paragraph(reader, part)
    early = first.start - part.sentence.start < _EARLY
    facts = [f for f in reader.facts.get(part.index, []) if f.column in ("capacities", "investments")]
    own_number = any(0 <= f.start - first.end < _BESIDE or 0 <= first.start - f.end < _BESIDE for f in facts)
    if part.sentence.heading and part.index > 1:
        return reader.open(Project("site", anchor=(first.start, first.end)))
    tells = part.has("site", "plant", "mine", "refinery", "line", "storage", "hub") or part.has("status", *_STRONG_STATUS)
    measures = any(f.column == "capacities" for f in facts) and any(f.column == "capacities" for f in focus.facts)
    other = part.has("frame", "contrast") or (subject and (measures or first.origin is not None and bool(facts)))
    spent = not tells and not part.has("site") and not any(f.column == "capacities" for f in facts)
    if spent and focus.place is not None and not any(f.column == "investments" for f in focus.facts):
        return None  # what the owners of the plant in focus have paid for it
    if early and (tells or numbers) and (opening or part.has("site") or own_number or other):
        return reader.open(Project("site", anchor=(first.start, first.end)))
    return None


# ---------------------------------------------------------------- at the end


def _settle(reader: Reader) -> list[Project]:
    """Drop what is no project, join what is one."""
    kept: list[Project] = []
    for project in reader.projects:
        if project.what == "site" and project.place is None and _absorb(reader, project):
            continue
        if project.what == "deal" and _agreement_for(reader, project):
            continue
        if _market_figure(reader, project):
            project.what = "statistic"
            project.inherited.append(reader.sources[-1])
        if _substance(reader, project):
            if project.place is None:
                told = project.what == "statistic"
                project.place = _one_country(reader, project) if told else _country_of_numbers(reader, project)
            kept.append(project)
    return kept


def _market_figure(reader: Reader, project: Project) -> bool:
    """Capacities of nobody, nowhere, in an article that quotes an institute, are the market's."""
    built = any(h.cue.group == "site" for _, h in project.hits)
    if project.what != "site" or not reader.sources or project.all_companies() or built:
        return False
    nowhere = project.place is None or project.place.kind == "country"
    return nowhere and any(f.column == "capacities" for f in project.facts)


def _one_country(reader: Reader, project: Project) -> PlaceMention | None:
    """The country of a market figure, where its sentences and the headline name one country only."""
    parts = {0, *project.parts}
    named = [p for i in sorted(parts) for p in reader.analysis.parts[i].places]
    if len({p.place.country for p in named}) != 1:
        return None
    return next((p for p in named if p.kind == "country"), None)


def _country_of_numbers(reader: Reader, project: Project) -> PlaceMention | None:
    """The one country in which the numbers of a project without a town are said to lie."""
    parts = {f.sentence for f in project.facts if f.column in ("capacities", "jobs")}
    named = [p for i in sorted(parts) for p in reader.analysis.parts[i].places if p.case == "in"]
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


def _agreement_for(reader: Reader, deal: Project) -> bool:
    """A memorandum told in the head between sentences of a plant of the same company is how that plant is agreed."""
    if deal.event not in ("memorandum", "joint_venture") or any(f.column in _NUMBERS for f in deal.facts):
        return False
    if not deal.parts or max(deal.parts) > 2:
        return False
    for site in reader.projects:
        if site.what == "site" and site.place is not None and site.place.kind == "city" and site.names() & deal.names():
            if site.parts and min(site.parts) <= max(deal.parts) + 1:
                site.parts = sorted({*site.parts, *deal.parts})
                site.facts = [*deal.facts, *site.facts]
                site.hits = [*deal.hits, *site.hits]
                site.companies = [*site.companies, *deal.companies]
                return True
    return False


def _substance(reader: Reader, project: Project) -> bool:
    """A project says something: a number, or a company or product together with a place or a deal."""
    groups = {h.cue.group for _, h in project.hits}
    if project.what in ("statistic", "programme"):
        return True
    if any(f.column in _NUMBERS for f in project.facts):
        return bool(project.place or project.all_companies() or "site" in groups)
    if project.what == "deal":
        return bool(project.companies)
    if project.place is not None:
        joint = any(h.cue.value == "joint_venture" for _, h in project.hits)  # "das Gemeinschaftsunternehmen in Göteborg"
        return bool(project.all_companies() or "product" in groups) and (joint or bool(groups & {"site", "status"}))
    return bool(project.companies) and "site" in groups and "product" in groups
