"""Jobs that a project creates, plans, keeps or cuts; not the head count of a whole company."""

from __future__ import annotations

from core.analysis import Analysis, Part
from core.models import Fact, Rejected
from core.numbers import Number
from core.quantities import Quantity

_MOST = 100_000
_REACH = 110.0
_WHOLE_COMPANY = 2500


def find(analysis: Analysis) -> tuple[list[Fact], list[Rejected]]:
    facts: list[Fact] = []
    rejected: list[Rejected] = []
    for part in analysis.parts:
        for quantity in part.quantities:
            if quantity.kind != "jobs":
                continue
            reason = _against(analysis, part, quantity)
            if reason:
                rejected.append(Rejected("jobs", quantity.start, quantity.end, reason))
            else:
                facts.append(_fact(part, quantity, "jobs.count"))
        facts.extend(_workforce(analysis, part))
    return facts, rejected


def _fact(part: Part, number: Quantity | Number, rule: str) -> Fact:
    value = {
        "low": int(number.low),
        "high": int(number.high),
        "qualifier": number.qualifier or "none",
        "change": number.change,
    }
    return Fact("jobs", value, number.start, number.end, part.index, rule, 0.93)


def _against(analysis: Analysis, part: Part, quantity: Quantity) -> str:
    if quantity.high > _MOST or quantity.low < 3 or quantity.unit == "work years":
        return "no number of jobs of one project"
    against = analysis.nearest(part.cues("jobsnot"), quantity.start, quantity.end)
    speaks = analysis.nearest(part.cues("jobs"), quantity.start, quantity.end)
    if against and against[1] < _REACH and (speaks is None or speaks[1] == 0.0 or against[1] < speaks[1]):
        return f"not the project's: “{analysis.text[against[0].start : against[0].end]}”"
    if quantity.unit == "people" and (speaks is None or speaks[1] > _REACH):
        return "people, but no word of work"
    local = part.has("site") or any(p.kind == "city" for p in part.places)
    if quantity.unit == "people" and quantity.low >= _WHOLE_COMPANY and not local:
        return "as many as a whole company has, and no plant is spoken of"
    return ""


def _workforce(analysis: Analysis, part: Part) -> list[Fact]:
    """ "Die Belegschaft soll von 110 auf 160 wachsen": a change of a staff, without a unit."""
    found = []
    for number in part.numbers:
        if any(q.start <= number.core_start < q.end for q in part.quantities) or number.words or number.low < 3:
            continue
        alone = analysis.text[number.end : number.end + 1] in ".,;" and not 1990 <= number.low <= 2060
        staff = analysis.nearest(part.cues("jobs", "workforce"), number.start, number.end)
        if staff and staff[1] < 60 and (number.change or (alone and staff[1] < 30 and staff[0].end <= number.start)):
            found.append(_fact(part, number, "jobs.workforce"))
    return found
