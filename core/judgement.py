"""What a project is: its status, kind, deal, product and the parts its companies play, from the words told of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from core.analysis import Analysis, Part
from core.companies import CompanyMention
from core.models import Fact
from core.products import MADE_BY, Product, allowed, choose, products
from core.project import FUNDER_KINDS, SOURCE_KINDS, Project, owners
from core.standing import standing

_DISTANT = 0.25  # how much less a product's word counts for each sentence since the project was named
_FAR = 4  # sentences after which a name no longer tells whose a sentence is
_HEAD = 4  # sentences of the article's head, which say what the whole is about
_DEAL_KIND = {
    "acquisition": "acquisition",
    "funding": "funding",
    "supply": "supply",
    "memorandum": "partnership",
    "joint_venture": "partnership",
    "partnership": "partnership",
    "insolvency": "closure",
}
_DEAL = {
    "acquisition": "acquisition",
    "supply": "supply_agreement",
    "memorandum": "memorandum",
    "joint_venture": "joint_venture",
}


@dataclass(frozen=True, slots=True)
class Judgement:
    """Values for the table's columns, each with the fact or hit that it rests on (None: inferred from the whole)."""

    kind: str
    deal: str | None
    status: str | None
    status_fact: Fact | None
    product: Product | None
    product_span: tuple[int, int, int] | None  # sentence, start, end
    partners: tuple[CompanyMention, ...]
    roles: tuple[str, ...]
    office: str | None = None  # "headquarters", where the place is no plant but an office or a warehouse
    insolvent: bool = False


def judge(analysis: Analysis, project: Project) -> Judgement:
    """The judgement of one project of an article."""
    value, status = _status(analysis, project)
    product, span = _product(analysis, project)
    office = _office(analysis, project)
    if office is not None:
        product, span = products()["other"], None
    kind, deal = _kind(analysis, project, value)
    if kind == "statistic":
        status, value = None, None
    elif deal == "memorandum" and value in (None, "announced", "pre_construction"):
        value = "intent"
    elif kind == "funding" or (kind in ("acquisition", "supply", "partnership") and value not in ("intent", "cancelled")):
        value = "announced"
    elif kind == "closure" and value in (None, "operating", "announced", "construction"):
        value = "closed"
    partners = tuple(project.all_companies())
    if office is not None and project.place is not None:
        partners = partners[:1]  # whose office it is; the others of the sentence have none there
        kind, deal = "new", None
    insolvent = any(h.cue.value == "insolvency" for _, h in project.hits if h.cue.group == "event")
    return Judgement(kind, deal, value, status, product, span, partners, _roles(kind, partners), office, insolvent)


def _status(analysis: Analysis, project: Project) -> tuple[str | None, Fact | None]:
    """Where a project stands, and the word or date of it that says so; None where nothing is said of any plant."""
    state, fact = standing(analysis, project)
    if fact is not None:
        return state, fact if fact.value == state else replace(fact, value=state, rule="status.future")
    dated = next((f for f in project.facts if f.column in ("production_start", "construction_start")), None)
    if dated is not None:
        return state, Fact("status", state, dated.start, dated.end, dated.sentence, f"status.{dated.column}", 0.6)
    site = next(((i, h) for i, h in project.hits if h.cue.group == "site"), None)
    if site is not None:
        return state, Fact("status", state, site[1].start, site[1].end, site[0], "status.inferred", 0.5)
    if project.what == "deal" or any(f.column in ("capacities", "investments", "jobs") for f in project.facts):
        return state, None
    return None, None


def _gap(analysis: Analysis, project: Project, sentence: int) -> int:
    """Sentences since the project's place or a company of it was named last, at most _FAR."""
    names = project.names()
    told = [i for i in sorted(project.parts) if i <= sentence and _names_it(analysis.parts[i], project, names)]
    return min(sentence - told[-1], _FAR) if told else _FAR


def _names_it(part: Part, project: Project, names: set[str]) -> bool:
    place = project.place.place.name if project.place is not None else None
    return any(p.place.name == place for p in part.places) or any(c.company.name in names for c in part.companies)


def _office(analysis: Analysis, project: Project) -> str | None:
    """The English word for an office or warehouse, where the site's word nearest to the place is one; else None."""
    if project.place is None or any(f.column == "capacities" for f in project.facts):
        return None
    start, end = project.place.start, project.place.end
    sites = [h for p in analysis.parts if p.sentence.start <= start < p.sentence.end for h in p.cues("site")]
    nearest = analysis.nearest(sites, start, end)
    return nearest[0].cue.english if nearest and nearest[0].cue.value == "office" else None


def _product(analysis: Analysis, project: Project) -> tuple[Product | None, tuple[int, int, int] | None]:
    product, span = _named_product(analysis, project)
    if product is not None and product.key == "vehicles" and project.what == "deal":
        makers = {c.company.kind for c in project.all_companies()}
        if "cell_maker" in makers:  # electric cars are what the cells are for
            return products()[MADE_BY["cell_maker"]], None
    return product, span


def _named_product(analysis: Analysis, project: Project) -> tuple[Product | None, tuple[int, int, int] | None]:
    measured = {f.value["unit"] for f in project.facts if f.column == "capacities"}
    kept = allowed(measured)
    weighted = []
    place: dict[int, int] = {}
    for index, hit in project.hits:
        if hit.cue.group != "product" or not kept(hit.cue.value):
            continue
        part = analysis.parts[index]
        weight = 1.0
        site = analysis.nearest(part.cues("site"), hit.start, hit.end)
        if site is not None:
            weight += 3.0 if site[1] == 0.0 else 1.5 if site[1] < 25 else 0.5
        if part.sentence.heading:
            weight += 1.0
        if index == min(project.parts, default=-1):
            weight += 0.5
        weighted.append((hit, weight / (1.0 + _DISTANT * _gap(analysis, project, index))))
        place.setdefault(hit.start, index)
    chosen = choose(weighted)
    if chosen is None or chosen[0].key == "batteries":
        told = _told_otherwise(analysis, project, chosen is not None, kept)
        if told is not None:
            return told, None
    if chosen is None:
        return None, None
    product, hit = chosen
    return product, (place[hit.start], hit.start, hit.end)


def _told_otherwise(analysis: Analysis, project: Project, batteries: bool, kept: Callable[[str], bool]) -> Product | None:
    """The product of a project whose own words only say "plant" or "battery": by its maker, its unit, the article's head."""
    owner = next((c.company.kind for c in project.all_companies() if c.company.kind not in FUNDER_KINDS), "")
    made = MADE_BY.get(owner)
    made = made if made is not None and kept(made) else None
    if batteries and made is not None and owner != "cell_maker":
        return products()[made]
    head = [h for p in analysis.parts[:_HEAD] for h in p.hits if h.cue.group == "product" and kept(h.cue.value)]
    whole = choose((h, 1.0) for h in head)
    subject = project.what != "deal" or min(project.parts, default=_HEAD) < _HEAD
    if whole is not None and subject and (not batteries or whole[0].key != "batteries"):
        return whole[0]  # a plant of the article; a deal told in passing may be about anything
    if batteries:
        return None
    if made is not None:
        return products()[made]
    units = {f.value["unit"] for f in project.facts if f.column == "capacities"}
    usual = [v.key for v in products().values() if units & v.usual_units]
    return products()[usual[0]] if usual else None


def _kind(analysis: Analysis, project: Project, status: str | None) -> tuple[str, str | None]:
    events = {h.cue.value for _, h in project.hits if h.cue.group == "event"}
    if project.what in ("statistic", "programme"):
        return project.what, None
    if project.what == "deal" and project.event:
        return _DEAL_KIND[project.event], _DEAL.get(project.event)
    opening = [analysis.parts[i] for i in sorted(project.parts)[:2]]
    said = {h.cue.value for p in opening for h in p.cues("event")}
    early = said | {h.cue.value for i in sorted(project.parts)[2:_HEAD] for h in analysis.parts[i].cues("event", "memorandum")}
    deal = next((_DEAL[e] for e in ("memorandum", "joint_venture") if e in (early if e == "memorandum" else events)), None)
    has_site = any(h.cue.group == "site" and h.cue.value != "project" for _, h in project.hits)
    if deal == "memorandum" and len(project.names()) >= 2:
        return "partnership", deal
    capacities = any(f.column == "capacities" for f in project.facts)
    taken_over = opening and opening[0].has("event", "acquisition") and len(project.names()) >= 2
    bought_here = opening and len({c.company.name for c in opening[0].companies}) >= 2 and opening[0].has("site")
    if taken_over and (not capacities or status == "closed" or bought_here):
        return "acquisition", "acquisition"
    if status == "closed":
        return "closure", deal
    if not has_site and "programme" in events and project.place is None:
        return "programme", deal
    given = any(f.column == "investments" and f.value["kind"] in ("public_support", "financing") for f in project.facts)
    if given and not has_site and not capacities and not owners(project):
        return "programme", deal  # money that a state gives to nobody by name
    agreed = said & {"memorandum", "joint_venture", "partnership"}
    town = project.place is not None and project.place.kind == "city"
    if not has_site and agreed and not town and len(project.names()) >= 2:
        return "partnership", deal
    if "expansion" in events and status not in ("cancelled", "closed"):
        if any(p.has("event", "expansion") for p in opening):
            return "expansion", deal
    return "new", deal


def _roles(kind: str, partners: tuple[CompanyMention, ...]) -> tuple[str, ...]:
    roles = []
    for index, mention in enumerate(partners):
        if mention.company.kind in SOURCE_KINDS and kind == "statistic":
            roles.append("publisher")
        elif mention.company.kind in FUNDER_KINDS:
            roles.append("funder")
        elif kind == "supply":
            roles.append("supplier" if index == 0 else "buyer")
        elif kind == "acquisition":
            roles.append("investor" if index == 0 else "owner")
        else:
            roles.append("owner" if index == 0 else "partner")
    return tuple(roles)
