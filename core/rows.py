"""Projects of an article → rows of the table, each value with its evidence."""

from __future__ import annotations

import re
from bisect import bisect_right
from datetime import date
from sys import intern
from typing import Any

from core import english
from core.analysis import Analysis, Part
from core.confidence import fill
from core.currency import rate
from core.facts.capacity import counts_anything
from core.judgement import Judgement, judge
from core.ledger.names import project_id
from core.models import Fact
from core.places import country_name, world_region
from core.project import Project
from core.whereabouts import country_of

Row = dict[str, Any]
_SUFFIX = re.compile(r"\.[^.]*$")
_NO_LETTER = re.compile(r"[^a-z0-9]+")


def rows_of(analysis: Analysis, projects: list[Project]) -> list[Row]:
    """The rows of one article, in the order in which it tells of the projects."""
    if not projects:
        return []
    stem = _SUFFIX.sub("", analysis.document.article.path.rsplit("/", 1)[-1])
    headline = _headline(analysis)
    rows = [_row(analysis, project, f"{stem}#{n}", headline) for n, project in enumerate(projects, 1)]
    fill(analysis, projects, rows)
    return rows


def _row(analysis: Analysis, project: Project, report_id: str, headline: str | None) -> Row:
    document = analysis.document
    judgement = judge(analysis, project)
    if project.place is None:
        project.place = country_of(analysis, project, judgement.kind)
    facts = _distinct(_in_its_unit(analysis, project.facts, judgement))
    told: dict[str, list[Fact]] = {}
    for fact in facts:
        told.setdefault(fact.column, []).append(fact)
    row: Row = {
        "report_id": report_id,
        "article": document.article.path,
        "url": document.url or document.article.url,
        "published": document.published,
        "published_precision": document.published_precision,
        "language": document.language,
        "headline": headline,
        "english_by": "facts",
        "kind": judgement.kind,
        "deal": judgement.deal,
        "segment": judgement.product.segment if judgement.product else None,
        "product": judgement.product.english if judgement.product else None,
        "status": judgement.status,
        "partners": [m.company.name for m in judgement.partners],
        "roles": list(judgement.roles),
        **_place(project),
    }
    row["capacities"] = [_with_quote(analysis, f) for f in told.get("capacities", ())]
    row["investments"] = [_with_quote(analysis, f) for f in told.get("investments", ())]
    for item in row["investments"]:
        item.pop("change", None)
        _euro(item, document.published)
    row["figures"] = [_with_quote(analysis, f) for f in told.get("figures", ())] if judgement.kind == "statistic" else []
    row.update(_sums(row))
    jobs = told.get("jobs")
    if jobs:
        row["jobs"] = min(f.value["low"] for f in jobs)
        row["jobs_max"] = max(f.value["high"] for f in jobs)
    for column in ("construction_start", "production_start"):
        starts = told.get(column)
        row[column] = _surest(starts).value if starts else None
    row["project_id"] = project_id(row)  # as long as no other article tells of it: core.ledger.linking
    row["project"] = english.label(row, judgement)
    row["headline_en"] = english.clause(row, judgement)
    row["summary_en"] = english.summary(row, row["headline_en"])
    row["evidence"] = _evidence(analysis, project, judgement, facts, row)
    return row


def _headline(analysis: Analysis) -> str | None:
    span = analysis.document.headline
    if span is not None:
        return _tidy(analysis.document.clean[span.start : span.end])
    first = analysis.parts[0].sentence if analysis.parts else None
    return _tidy(analysis.document.clean[first.start : first.end]) if first else None


def _tidy(text: str) -> str:
    return " ".join(text.split())


def quote(analysis: Analysis, sentence: int) -> str:
    """A sentence verbatim, as it stands in the file; the same text for all that rests on it."""
    known = analysis.quotes.get(sentence)
    if known is None:
        at = analysis.parts[sentence].sentence
        known = analysis.quotes[sentence] = analysis.document.article.text[at.start : at.end]
    return known


def _in_its_unit(analysis: Analysis, facts: list[Fact], judgement: Judgement) -> list[Fact]:
    """Pieces that a plant for vehicles makes ("43 000 kappaletta") are vehicles; its packs and motors are none."""
    if judgement.product is None or judgement.product.segment != "vehicles":
        return facts
    return [
        f._replace(value={**f.value, "unit": "vehicles"})
        if f.column == "capacities" and f.value["unit"] == "units" and counts_anything(analysis, f.start, f.end)
        else f
        for f in facts
    ]


def _distinct(facts: list[Fact]) -> list[Fact]:
    """Each value once: the headline and the text say the same. The more exact of two equals is kept."""
    kept: dict[Any, Fact] = {}
    for fact in sorted(facts, key=lambda f: (f.sentence, f.start)):
        key = fact.column, _key(fact)
        twin = kept.get(key)
        if twin is None or fact.column == "investments" and len(fact.value["also"]) > len(twin.value["also"]):
            kept[key] = fact
    return list(kept.values())


def _key(fact: Fact) -> Any:
    if fact.column == "investments":
        return fact.value["amount"], fact.value["max"], fact.value["currency"]
    if fact.column == "capacities":
        return fact.value["value"], fact.value["max"], fact.value["unit"]
    if fact.column == "jobs":
        return fact.value["low"], fact.value["high"]
    if fact.column == "figures":
        return fact.value["value"], fact.value["of"], fact.value["year"]
    return fact.value


def _with_quote(analysis: Analysis, fact: Fact) -> dict[str, Any]:
    return {**fact.value, "quote": quote(analysis, fact.sentence)}


def _surest(starts: list[Fact]) -> Fact:
    """The start that counts; a later sentence corrects an earlier one only where it is surer."""
    return min(starts, key=lambda f: (-f.confidence, f.sentence))


def _place(project: Project) -> Row:
    mention = project.place
    if mention is None:
        return {
            "city": None,
            "region": None,
            "country": None,
            "country_name": None,
            "world_region": None,
            "latitude": None,
            "longitude": None,
            "location_precision": None,
        }
    place = mention.place
    known = place.latitude == place.latitude
    return {
        "city": place.name if place.kind == "city" else None,
        "region": place.name if place.kind == "region" else place.region,
        "country": place.country,
        "country_name": country_name(place.country),
        "world_region": world_region(place.country),
        "latitude": place.latitude if known else None,
        "longitude": place.longitude if known else None,
        "location_precision": place.kind if known else None,
    }


def _euro(item: dict[str, Any], published: date | None) -> None:
    """Fill eur, eur_max, eur_basis and rate_date: as the article states it, else at the day's reference rate."""
    item.update({"eur": None, "eur_max": None, "eur_basis": None, "rate_date": None})
    if item["currency"] == "EUR":
        item.update({"eur": item["amount"], "eur_max": item["max"], "eur_basis": "stated"})
        return
    stated = next((a for a in item["also"] if a["currency"] == "EUR"), None)
    if stated:
        item.update({"eur": stated["amount"], "eur_max": stated["max"], "eur_basis": "stated"})
        return
    found = rate(item["currency"], published) if published else None
    if found:
        factor, day = found
        item.update(
            {
                "eur": round(item["amount"] * factor, 2),
                "eur_max": round(item["max"] * factor, 2),
                "eur_basis": "converted",
                "rate_date": day.isoformat(),
            }
        )


def _sums(row: Row) -> Row:
    """The single values that charts need, from the lists; missing where the lists give none."""
    result: Row = {
        "capacity_gwh": None,
        "capacity_gwh_max": None,
        "investment_eur": None,
        "investment_eur_max": None,
        "support_eur": None,
    }
    if row["kind"] != "statistic" and row["segment"] in ("cells", "packs", "storage", None):
        gwh = [c for c in row["capacities"] if c["unit"] == "GWh"]
        if gwh:
            result["capacity_gwh"] = min(c["value"] for c in gwh)
            result["capacity_gwh_max"] = max(c["max"] for c in gwh)
    own = [i for i in row["investments"] if i["kind"] in ("investment", "financing", "acquisition") and i["eur"] is not None]
    cost = [i for i in own if i["kind"] == "investment"] or own
    if cost:
        main = max(cost, key=lambda i: i["eur_max"])  # parts of a total are not added to it
        result["investment_eur"], result["investment_eur_max"] = main["eur"], main["eur_max"]
    support = [i for i in row["investments"] if i["kind"] == "public_support" and i["eur"] is not None]
    if support:
        result["support_eur"] = max(i["eur_max"] for i in support)
    return result


def _evidence(analysis: Analysis, project: Project, judgement: Judgement, facts: list[Fact], row: Row) -> list[Row]:
    """For every filled fact the exact words and the sentence that they stand in."""
    found: list[Row] = []

    def add(column: str, value: Any, sentence: int, start: int, end: int, quote_en: str, rule: str) -> None:
        said = quote(analysis, sentence)
        start, end = analysis.document.whole(start, end)
        found.append(
            {"column": column, "value": value, "quote": said, "start": start, "end": end, "quote_en": quote_en, "rule": rule}
        )

    segment = row["segment"]
    if judgement.status and judgement.status_fact is not None:
        fact = judgement.status_fact
        gloss = _gloss(analysis, fact)
        says = f"(“{gloss}”)" if gloss else "(inferred from the sentence)"
        add(
            "status",
            judgement.status,
            fact.sentence,
            fact.start,
            fact.end,
            f"Status: {judgement.status.replace('_', ' ')} {says}.",
            fact.rule,
        )
    if judgement.product and judgement.product_span:
        said = f"Product: {judgement.product.english}."
        add("product", judgement.product.english, *judgement.product_span, said, "product.words")
        add("segment", judgement.product.segment, *judgement.product_span, said, "product.words")
    for mention, role in zip(judgement.partners, judgement.roles, strict=True):
        sentence = _sentence_at(analysis, mention.start)
        if sentence is not None:
            add(
                "partners",
                mention.company.name,
                sentence,
                mention.start,
                mention.end,
                f"{mention.company.name} is named as {role.replace('_', ' ')}.",
                intern(f"company.{mention.rule}"),
            )
    if project.place is not None:
        sentence = _sentence_at(analysis, project.place.start)
        if sentence is not None:
            said, rule = f"Place: {english.place(row)}.", f"place.{project.place.rule}"
            for column in ("city", "region", "country"):
                if row[column] is not None:
                    add(
                        column,
                        row[column],
                        sentence,
                        project.place.start,
                        project.place.end,
                        said,
                        rule,
                    )
    for fact in facts:
        if fact.column in ("capacities", "investments", "jobs", "construction_start", "production_start") or (
            fact.column == "figures" and row["figures"]
        ):
            shown = {k: v for k, v in fact.value.items() if k != "change"} if isinstance(fact.value, dict) else fact.value
            add(
                fact.column,
                shown,
                fact.sentence,
                fact.start,
                fact.end,
                english.said(fact.column, fact.value, segment),
                fact.rule,
            )
    kind = next((h for h in ((i, h) for i, h in project.hits if h.cue.group == "event")), None)
    if kind is not None:
        index, hit = kind
        add("kind", row["kind"], index, hit.start, hit.end, f"Kind: {row['kind']} (“{hit.cue.english}”).", "kind.event")
        if row["deal"]:
            add("deal", row["deal"], index, hit.start, hit.end, f"Deal: {row['deal'].replace('_', ' ')}.", "deal.event")
    return found


def _gloss(analysis: Analysis, fact: Fact) -> str:
    for hit in analysis.parts[fact.sentence].cues("status"):
        if hit.start == fact.start and hit.end == fact.end:
            return hit.cue.english
    return ""


def _sentence_at(analysis: Analysis, offset: int) -> int | None:
    at = bisect_right(analysis.parts, offset, key=_start) - 1
    return at if at >= 0 and offset < analysis.parts[at].sentence.end else None


def _start(part: Part) -> int:
    return part.sentence.start
