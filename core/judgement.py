"""What a project is: its status, kind, deal, product and the parts its companies play, from the words told of it."""

from __future__ import annotations

from dataclasses import dataclass

from core.analysis import Analysis
from core.companies import CompanyMention
from core.dealing import MEANS, dealing
from core.making import making, units
from core.models import Fact
from core.playing import playing
from core.products import GENERIC, Product, allowed, choose, product_of, products
from core.project import FUNDER_KINDS, SOURCE_KINDS, Project
from core.signs import Sight
from core.standing import standing

_DISTANT = 0.25  # how much less a product's word counts for each sentence since the project was named
_HEAD = 4  # sentences of the article's head, which say what the whole is about
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
    sight = Sight(analysis, project)
    value, status = _status(sight)
    product, span = _product(sight)
    office = _office(analysis, project)
    if office is not None:
        product, span = products()["other"], None
    kind = dealing(sight, value)
    deal = _deal(sight, kind)
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
    roles = _roles(kind, partners)
    if kind in ("new", "expansion") and len(partners) > 1:
        roles = (roles[0], *(r if r == "funder" else playing(analysis, project, m.company.name) or r
                             for m, r in zip(partners[1:], roles[1:], strict=True)))  # fmt: skip
    elif kind == "supply":
        roles = tuple(r if r == "funder" else playing(analysis, project, m.company.name) or r
                      for m, r in zip(partners, roles, strict=True))  # fmt: skip
    return Judgement(kind, deal, value, status, product, span, partners, roles, office, insolvent)


def _status(sight: Sight) -> tuple[str | None, Fact | None]:
    """Where a project stands, and the word or date of it that says so; None where nothing is said of any plant."""
    state, fact = standing(sight)
    project = sight.project
    if state in ("operating", "construction") and _still_to_build(sight):
        state = "announced"
    if fact is not None:
        return state, fact if fact.value == state else fact._replace(value=state, rule="status.future")
    dated = next((f for f in project.facts if f.column in ("production_start", "construction_start")), None)
    if dated is not None:
        return state, Fact("status", state, dated.start, dated.end, dated.sentence, f"status.{dated.column}", 0.6)
    site = next(((i, h) for i, h in project.hits if h.cue.group == "site"), None)
    if site is not None:
        return state, Fact("status", state, site[1].start, site[1].end, site[0], "status.inferred", 0.5)
    if project.what == "deal" or any(f.column in ("capacities", "investments", "jobs") for f in project.facts):
        return state, None
    return None, None


def _still_to_build(sight: Sight) -> bool:
    """True where building starts after the day of the article, and no word says that it began: "tuottaa" then means what the
    plant will make."""
    published = sight.analysis.document.published
    if published is None or any(f.column == "status" and f.value == "construction" for f in sight.project.facts):
        return False
    ahead = []
    for fact in sight.project.facts:
        if fact.column == "construction_start":
            day = published.strftime("%Y-%m")[: len(str(fact.value))]
            future = sight.analysis.parts[fact.sentence].has("frame", "future")
            ahead.append(str(fact.value) > day or (str(fact.value) == day and future))
    return any(ahead)


def _office(analysis: Analysis, project: Project) -> str | None:
    """The English word for an office or warehouse, where the site's word nearest to the place is one; else None."""
    if project.place is None or any(f.column == "capacities" for f in project.facts):
        return None
    start, end = project.place.start, project.place.end
    sites = [h for p in analysis.parts if p.sentence.start <= start < p.sentence.end for h in p.cues("site")]
    nearest = analysis.nearest(sites, start, end)
    return nearest[0].cue.english if nearest and nearest[0].cue.value == "office" else None


def _product(sight: Sight) -> tuple[Product | None, tuple[int, int, int] | None]:
    """The product that the words of the project's segment tell with most weight, and its place in the text."""
    analysis, project = sight.analysis, sight.project
    kept = allowed(units(project))
    segment = making(sight, kept)
    if segment is None:
        return None, None
    weighted = []
    place: dict[int, int] = {}
    for index, hit in project.hits:
        if hit.cue.group != "product" or not kept(hit.cue.value) or products()[hit.cue.value].segment != segment:
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
        weighted.append((hit, weight / (1.0 + _DISTANT * sight.gaps.get(index, 0))))
        place.setdefault(hit.start, index)
    chosen = choose(weighted)
    if chosen is None or chosen[0].key == "batteries":
        told = _told_otherwise(analysis, segment)
        if told is not None and (chosen is None or told.key not in GENERIC):
            return told, None
    if chosen is None:
        return product_of(segment), None
    product, hit = chosen
    return product, (place[hit.start], hit.start, hit.end)


def _told_otherwise(analysis: Analysis, segment: str) -> Product | None:
    """The product of a segment that the article's head tells of, where the project's own words tell none."""
    head = [h for p in analysis.parts[:_HEAD] for h in p.hits if h.cue.group == "product"]
    whole = choose((h, 1.0) for h in head if products()[h.cue.value].segment == segment)
    return whole[0] if whole is not None else None


def _deal(sight: Sight, kind: str) -> str | None:
    """The form of the agreement that a project rests on; None where its words tell none."""
    project = sight.project
    if kind in ("statistic", "programme"):
        return None
    if project.what == "deal" and project.event and MEANS[project.event] == kind:
        return _DEAL.get(project.event)
    if kind == "acquisition":
        return "acquisition"
    if kind == "supply":
        return "supply_agreement"
    events = {h.cue.value for _, h in project.hits if h.cue.group == "event"}
    early = {h.cue.value for i in sight.parts[:_HEAD] for h in sight.analysis.parts[i].cues("event")}
    return next((_DEAL[e] for e in ("memorandum", "joint_venture") if e in (early if e == "memorandum" else events)), None)


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
