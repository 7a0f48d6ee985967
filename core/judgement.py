"""What a project is: its status, kind, deal, product and the parts its companies play, from the words told of it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass

from core.analysis import Analysis, Part
from core.companies import CompanyMention
from core.models import Fact
from core.products import MADE_BY, Product, allowed, choose, products
from core.project import FUNDER_KINDS, SOURCE_KINDS, Project, owners

# The end of a project outweighs its course, and its course outweighs a plan. These and the weights of `_standing` were
# set on the tuned half of the gold articles.
_WEIGHT = {
    "cancelled": 3.5,
    "closed": 3.0,
    "shelved": 3.0,
    "delayed": 2.0,
    "construction": 2.5,
    "building": 2.0,
    "operating": 2.2,
    "pre_construction": 1.8,
    "intent": 1.8,
    "announced": 1.2,
}
_AGAIN = 0.45  # what a second sentence of the same state adds
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
    """The state that the project's words tell with most weight; what several sentences say adds up."""
    weights: dict[str, float] = {}
    best: dict[str, tuple[float, Fact]] = {}
    for fact in project.facts:
        if fact.column != "status":
            continue
        value = str(fact.value)
        if value == "delayed":
            value = "announced" if _dated_ahead(analysis, project) else "shelved"
        if value == "building":  # "baut" stands for the news of a plan as well as for work on the site
            value = "announced" if _planned(analysis, project) else "construction"
        if value in ("operating", "construction") and _still_to_build(analysis, project):
            value = "announced"
        weight = _WEIGHT[str(fact.value)] + _standing(analysis, project, fact)
        if value == "closed" and not _of_a_plant(analysis, fact):
            weight -= 2.0
        before = weights.get(value)
        again = 0.0 if before is None else _AGAIN * max(0.0, min(before, weight, 1.0))
        weights[value] = weight if before is None else max(before, weight) + again
        if value not in best or weight > best[value][0]:
            best[value] = (weight, fact)
    if not weights:
        return _from_dates(analysis, project)
    value = max(weights, key=lambda v: (weights[v], v))
    fact = best[value][1]
    if value == fact.value:
        return fact
    rule = "status.delayed" if fact.value == "delayed" else "status.future"
    return Fact("status", value, fact.start, fact.end, fact.sentence, rule, fact.confidence)


def _standing(analysis: Analysis, project: Project, fact: Fact) -> float:
    """How surely a word of status is said of this project: near its head and its names, not of neighbours."""
    parts = sorted(project.parts)
    position = parts.index(fact.sentence) if fact.sentence in parts else len(parts)
    part = analysis.parts[fact.sentence]
    names = project.names()
    standing = -0.4 * min(position, 5) - 0.3 * _gap(analysis, project, fact.sentence)
    if parts and part.sentence.paragraph == analysis.parts[parts[0]].sentence.paragraph:
        standing += 0.7
    if any(c.company.name in names for c in part.companies):
        standing += 0.3
    site = analysis.nearest(part.cues("site"), fact.start, fact.end)
    if site is not None and site[1] < 30:
        standing += 0.3
    return standing + 0.2 * part.sentence.heading


def _gap(analysis: Analysis, project: Project, sentence: int) -> int:
    """Sentences since the project's place or a company of it was named last, at most _FAR."""
    if project.named is None:
        names = project.names()
        project.named = [i for i in sorted(project.parts) if _names_it(analysis.parts[i], project, names)]
    told = bisect_right(project.named, sentence)
    return min(sentence - project.named[told - 1], _FAR) if told else _FAR


def _names_it(part: Part, project: Project, names: frozenset[str]) -> bool:
    place = project.place.place.name if project.place is not None else None
    return any(p.place.name == place for p in part.places) or any(c.company.name in names for c in part.companies)


def _of_a_plant(analysis: Analysis, fact: Fact) -> bool:
    part = analysis.parts[fact.sentence]
    return part.has("event", "insolvency", "closure") or part.has("site")


def _planned(analysis: Analysis, project: Project) -> bool:
    """True where an article's own news is the plan: other words of the project speak of one, or production is to come."""
    if min(project.parts, default=_HEAD) > 2:
        return False
    plan = any(f.column == "status" and f.value in ("announced", "intent", "pre_construction") for f in project.facts)
    return plan or _dated_ahead(analysis, project)


def _dated_ahead(analysis: Analysis, project: Project) -> bool:
    """True where production is dated after the article: what is delayed has a new day."""
    published = analysis.document.published
    return published is not None and any(
        f.column == "production_start" and str(f.value) > published.strftime("%Y-%m")[: len(str(f.value))] for f in project.facts
    )


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
    if published is None:
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
