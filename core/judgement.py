"""What a project is: its status, kind, deal, product and the parts its companies play, from the words told of it."""

from __future__ import annotations

from dataclasses import dataclass

from core.analysis import Analysis
from core.companies import CompanyMention
from core.models import Fact
from core.products import MADE_BY, Product, choose, products
from core.project import FUNDER_KINDS, SOURCE_KINDS, Project

# The end of a project outweighs its course, and its course outweighs a plan; within a rank the earlier word counts.
_ORDER = ("cancelled", "closed", "shelved", "operating", "construction", "pre_construction", "intent", "announced")
_FADE = 0.25
_HEAD = 4  # sentences of the article's head, which say what the whole is about
_OVERRIDDEN_BY_FUTURE = frozenset({"operating", "construction"})
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
    status = _status(analysis, project)
    value = str(status.value) if status else None
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


def _status(analysis: Analysis, project: Project) -> Fact | None:
    best: tuple[float, Fact] | None = None
    for fact in project.facts:
        if fact.column != "status":
            continue
        part = analysis.parts[fact.sentence]
        value = str(fact.value)
        weight = float(len(_ORDER) - _ORDER.index(value))
        # What is said first of a project is said of it; later words may be of its neighbours.
        weight /= 1.0 + _FADE * project.parts.index(fact.sentence) if fact.sentence in project.parts else 2.0
        if value in _OVERRIDDEN_BY_FUTURE and part.has("frame", "future"):
            weight = 0.5
        if value in ("intent", "announced") and fact.confidence < 0.8:
            weight *= 0.6
        if value == "closed" and not (part.has("event", "insolvency", "closure") or part.has("site")):
            weight = 0.4
        if best is None or weight > best[0]:
            best = (weight, fact)
    if best is None:
        return _from_dates(analysis, project)
    weight, fact = best
    if fact.value == "operating" and _still_to_build(analysis, project):
        return Fact("status", "announced", fact.start, fact.end, fact.sentence, "status.future", fact.confidence)
    if weight <= 0.5 and fact.value in _OVERRIDDEN_BY_FUTURE:
        return Fact("status", "announced", fact.start, fact.end, fact.sentence, "status.future", fact.confidence)
    return fact


def _office(analysis: Analysis, project: Project) -> str | None:
    """The English word for an office or warehouse, where the site's word nearest to the place is one; else None."""
    if project.place is None or any(f.column == "capacities" for f in project.facts):
        return None
    start, end = project.place.start, project.place.end
    sites = [h for p in analysis.parts if p.sentence.start <= start < p.sentence.end for h in p.cues("site")]
    nearest = analysis.nearest(sites, start, end)
    return nearest[0].cue.english if nearest and nearest[0].cue.value == "office" else None


def _still_to_build(analysis: Analysis, project: Project) -> bool:
    """True where building starts after the day of the article: "tuottaa" then means what the plant will make."""
    published = analysis.document.published
    if published is None or any(f.column == "production_start" for f in project.facts):
        return False
    for fact in project.facts:
        if fact.column == "construction_start":
            day = published.strftime("%Y-%m")[: len(str(fact.value))]
            if str(fact.value) > day or (str(fact.value) == day and analysis.parts[fact.sentence].has("frame", "future")):
                return True
    return False


def _from_dates(analysis: Analysis, project: Project) -> Fact | None:
    """Without any word of status: what has started runs, what is to start is announced."""
    published = analysis.document.published
    for column, begun in (("production_start", "operating"), ("construction_start", "construction")):
        for fact in project.facts:
            if fact.column != column or published is None:
                continue
            past = str(fact.value)[:7] <= published.strftime("%Y-%m")[: len(str(fact.value))]
            ahead = analysis.parts[fact.sentence].has("frame", "future")
            value = begun if past and not ahead else "announced"
            return Fact("status", value, fact.start, fact.end, fact.sentence, f"status.{column}", 0.6)
    return None


def _product(analysis: Analysis, project: Project) -> tuple[Product | None, tuple[int, int, int] | None]:
    product, span = _named_product(analysis, project)
    if product is not None and product.key == "vehicles" and project.what == "deal":
        makers = {c.company.kind for c in project.all_companies()}
        if "cell_maker" in makers:  # electric cars are what the cells are for
            return products()[MADE_BY["cell_maker"]], None
    return product, span


def _named_product(analysis: Analysis, project: Project) -> tuple[Product | None, tuple[int, int, int] | None]:
    weighted = []
    place: dict[int, int] = {}
    for index, hit in project.hits:
        if hit.cue.group != "product":
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
        weighted.append((hit, weight))
        place.setdefault(hit.start, index)
    chosen = choose(weighted)
    if chosen is None or chosen[0].key == "batteries":
        owner = next((c.company.kind for c in project.all_companies() if c.company.kind not in FUNDER_KINDS), "")
        whole = choose((h, 1.0) for p in analysis.parts[:_HEAD] for h in p.hits if h.cue.group == "product")
        if chosen is not None and owner in MADE_BY and owner != "cell_maker":
            return products()[MADE_BY[owner]], None
        subject = project.what != "deal" or min(project.parts, default=_HEAD) < _HEAD
        if whole is not None and subject and (chosen is None or whole[0].key != "batteries"):
            return whole[0], None  # a plant of the article; a deal told in passing may be about anything
        if chosen is None and owner in MADE_BY:
            return products()[MADE_BY[owner]], None
    if chosen is None:
        return None, None
    product, hit = chosen
    return product, (place[hit.start], hit.start, hit.end)


def _kind(analysis: Analysis, project: Project, status: str | None) -> tuple[str, str | None]:
    events = {h.cue.value for _, h in project.hits if h.cue.group == "event"}
    if project.what == "statistic":
        return "statistic", None
    if project.what == "deal" and project.event:
        return _DEAL_KIND[project.event], _DEAL.get(project.event)
    deal = next((_DEAL[e] for e in ("memorandum", "joint_venture") if e in events), None)
    has_site = any(h.cue.group == "site" and h.cue.value != "project" for _, h in project.hits)
    if deal == "memorandum" and len(project.names()) >= 2:
        return "partnership", deal
    opening = [analysis.parts[i] for i in sorted(project.parts)[:2]]
    capacities = any(f.column == "capacities" for f in project.facts)
    if opening and opening[0].has("event", "acquisition") and len(project.names()) >= 2 and not capacities:
        return "acquisition", "acquisition"
    if status == "closed" and events & {"insolvency", "closure"}:
        return "closure", deal
    if not has_site and "programme" in events and project.place is None:
        return "programme", deal
    if not has_site and events & {"memorandum", "joint_venture", "partnership"} and len(project.names()) >= 2:
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
