"""At the end of an article: what is no project is dropped, and what is told of one plant is joined."""

from __future__ import annotations

from core.deals import go_on
from core.lexicon import Hit
from core.places import PlaceMention
from core.project import Project, Reader
from core.units import NUMBERS

_DEALS = ("acquisition", "supply", "funding")
_SITES = ("plant", "mine", "refinery", "line", "hub", "lab", "storage")
_BESIDE_PLANT = 60.0  # cost between a plant's noun and its country


def settle(reader: Reader) -> list[Project]:
    """Drop what is no project, join what is one."""
    kept: list[Project] = []
    for project in reader.projects:
        if project.what == "site" and project.place is None and _absorb(reader, project):
            continue
        if project.what == "deal" and _agreement_for(reader, project):
            continue
        if project.beside is not None and _split_off(project, kept):
            project.beside.join(project)
            continue
        if _market_figure(reader, project):
            project.what = "statistic"
            project.inherited.append(reader.sources[-1])
        go_on(project, _only_a_deal(reader, project))
        if _substance(reader, project):
            if not any(f.column == "status" for f in project.facts):  # of two towns in one list the first has its words
                project.facts.extend(f for i in project.parts for f in reader.facts.get(i, ()) if f.column == "status")
            if project.place is None:
                told = project.what == "statistic"
                project.place = _one_country(reader, project) if told else _country_told(reader, project)
            kept.append(project)
        elif project.beside is not None and any(p is project.beside for p in kept):
            project.beside.join(project)  # too little for a project of its own
    return kept


def _split_off(project: Project, kept: list[Project]) -> bool:
    """A plant of nobody else and nowhere, parted from the one that was told of, is that one after all; unless it is told
    to make, cost or begin otherwise."""
    other = project.beside
    if other is None or project.what != "site" or other.what != "site" or not any(p is other for p in kept):
        return False
    if project.place is not None or not project.names() <= other.names():
        return False
    for column in NUMBERS:
        told, before = ([f.value for f in p.facts if f.column == column] for p in (project, other))
        if told and before and not any(value in before for value in told):
            return False
    return True


def _only_a_deal(reader: Reader, project: Project) -> str | None:
    """The deal of a project without any plant, place or number: a sentence of it has the word for one and two companies."""
    told = any(f.column in NUMBERS for f in project.facts) or any(h.cue.group == "site" for _, h in project.hits)
    if project.what != "site" or project.place is not None or told:
        return None
    for index in project.parts:
        part = reader.analysis.parts[index]
        deals = part.cues("event", *_DEALS)
        if deals and len({c.company.name for c in part.companies}) > 1:
            return deals[0].cue.value
    return None


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


def _country_told(reader: Reader, project: Project) -> PlaceMention | None:
    """The one country in which the numbers of a project without a town are said to lie; else the one that its first
    sentences on a plant name: "baut in Polen eine Batteriefabrik"."""
    numbers = {f.sentence for f in project.facts if f.column in ("capacities", "jobs")}
    for parts in (numbers, {min(project.parts)} if project.what == "site" and project.parts else set()):
        named = [p for i in sorted(parts) for p in reader.analysis.parts[i].places if p.case == "in" and p.kind != "origin"]
        if len({p.place.country for p in named}) == 1:
            found = next((p for p in named if p.kind == "country"), None)
            return found if found is None or parts is numbers or _beside_plant(reader, min(project.parts), found) else None
    return None


def _beside_plant(reader: Reader, index: int, country: PlaceMention) -> bool:
    site = reader.analysis.nearest(reader.analysis.parts[index].cues("site", *_SITES), country.start, country.end)
    return site is not None and site[1] <= _BESIDE_PLANT


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
    if deal.event not in ("memorandum", "joint_venture") or any(f.column in NUMBERS for f in deal.facts):
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


def _of_list(reader: Reader, index: int) -> list[Hit]:
    """The words of a sentence that names several towns."""
    part = reader.analysis.parts[index]
    return part.hits if len({p.place.name for p in part.places if p.kind == "city"}) > 1 else []


def _substance(reader: Reader, project: Project) -> bool:
    """A project says something: a number, or a company or product together with a place or a deal."""
    groups = {h.cue.group for _, h in project.hits}
    if len(project.parts) == 1 and not groups & {"site", "status"}:  # a town of a list: what is said of all of them
        groups |= {h.cue.group for h in _of_list(reader, project.parts[0])}
    if project.what in ("statistic", "programme"):
        return True
    if any(f.column in NUMBERS for f in project.facts):
        return bool(project.place or project.all_companies() or "site" in groups)
    if project.what == "deal":
        return bool(project.companies)
    if project.place is not None:
        joint = any(h.cue.value == "joint_venture" for _, h in project.hits)  # "das Gemeinschaftsunternehmen in Göteborg"
        return bool(project.all_companies() or "product" in groups) and (joint or bool(groups & {"site", "status"}))
    return bool(project.companies) and "site" in groups and "product" in groups
