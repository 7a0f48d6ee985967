"""Jobs that a project creates, plans, keeps or cuts; not the head count of a whole company.

A number of jobs ("300 banen") speaks for itself. A number of people ("300 Leute", "300 Mitarbeiter") counts where a
word of hiring, keeping or dismissing stands by, or where the clause tells of a plant or a town at which they work.
"""

from __future__ import annotations

import re
from functools import cache

from core.analysis import Analysis, Part
from core.bare import antecedent, bare_numbers, continues, function_words
from core.clauses import clause
from core.elsewhere import is_landmark
from core.lexicon import Hit, lower, settings
from core.models import Fact, Rejected
from core.numbers import Number
from core.quantity import Quantity

_MOST = 100_000
_REACH = 110.0
_NEAR = 40.0  # a verb of hiring in another clause
_WHOLE_COMPANY = 2500  # more people than this, without a word of hiring, are rather a company's
_WHOLE_PLANT = 15_000  # ... where the clause speaks of one plant
_IN_ONE_BREATH = 12  # characters
_HELD = ("MW", "charging_points")  # of what is built, not made
_ENDS = (",", ".", ";", ":", "!", ")", "")
_LARGE = 1000  # so many jobs may be those of an industry
_LEAST = 10  # a number without a noun is no head count below
_PLANTS = ("plant", "mine", "refinery", "line", "lab")
_INDUSTRY = re.compile("industry|nation|countr|world|manufact|cluster|in all of")
_NOW = re.compile("now|today|present")
_LOSS = re.compile(
    "becam|promis|cut|lost|lose|lay|laid|dismiss|sack|leav|left|stay|kept|keep|gone|taken over|"
    "take|redundan|save|secur|out of|home|risk|threat|disappear|victim|must|may|pass|affect|fear|danger|stake"
)
_ALL = re.compile("worldwide|group-wide|around the world|all over the world|in all of Europe")
_BRACKETS = re.compile(r"\([^()]*\)")
_PROFILE = frozenset({"revenue", "profit", "share"})


def find(analysis: Analysis) -> tuple[list[Fact], list[Rejected]]:
    facts: list[Fact] = []
    rejected: list[Rejected] = []
    told: set[int] = set()  # where the numbers taken begin
    more: list[Quantity] = []  # the numbers taken that have no noun
    for part in analysis.parts:
        if not part.numbers:
            continue
        counts = [q for q in part.quantities if q.kind == "jobs"]
        staff = part.cues("jobs", "workforce")
        hired = [] if counts else _hired(analysis, part)
        recent = bool(facts) and facts[-1].sentence == part.index - 1
        if not counts and not staff and not hired and not recent:
            continue
        bare = bare_numbers(analysis, part)
        parts, wholes = _parts(analysis, part, counts, bare)
        again = False
        more = [q for q in more if part.index and q.start >= analysis.parts[part.index - 1].sentence.start]
        for quantity in counts:
            reason = "the whole of which the text gives a part" if quantity in wholes else ""
            reason = reason or _subset(part, quantity, counts) or _against(analysis, part, quantity, quantity.unit)
            if reason:
                rejected.append(Rejected("jobs", quantity.start, quantity.end, reason))
            else:
                facts.append(_fact(part, quantity, "jobs.count"))
                told.add(quantity.start)
        for number in [*bare, *(n for n in hired if n not in bare)]:
            before = antecedent(analysis, part, number, "jobs", more)
            if number in hired:
                rule, unit = "jobs.hired", "staff"
            elif number in parts or _goes_on(part, number, counts):
                rule, unit = "jobs.part", "jobs"
            elif word := _of_staff(analysis, part, number, counts):
                rule, unit = "jobs.workforce", "jobs" if "jobs" in word else "staff"
            elif before and before.start in told and continues(analysis, part, number, before, before.low, again):
                rule, unit, again = "jobs.continued", before.unit, True
            else:
                continue
            reason = "" if rule == "jobs.continued" else _against(analysis, part, number, unit)
            if reason:
                rejected.append(Rejected("jobs", number.start, number.end, reason))
            else:
                facts.append(_fact(part, number, rule))
                told.add(number.start)
                more.append(Quantity("jobs", number.start, number.end, number.low, number.high, unit, None))
    return facts, rejected


def _fact(part: Part, number: Quantity | Number, rule: str) -> Fact:
    value = {
        "low": int(number.low),
        "high": int(number.high),
        "qualifier": number.qualifier or "none",
        "change": number.change,
    }
    return Fact("jobs", value, number.start, number.end, part.index, rule, 0.93 if rule == "jobs.count" else 0.88)


# ---------------------------------------------------------------- what speaks against


def _against(analysis: Analysis, part: Part, number: Quantity | Number, unit: str) -> str:
    if number.high > _MOST or number.low < 3 or unit == "work years":
        return "no number of jobs of one project"
    start, end = clause(analysis, part, number)
    others = [h for h in _others(part, unit, start, end) if not _of_another_number(part, h, number)]
    against = analysis.nearest(others, number.start, number.end)
    if unit != "jobs" and _opens_wide(analysis, part, number):
        return "the head count of a company in all"
    act = analysis.nearest(part.cues("jobs", "act", "hire"), number.start, number.end)
    work = analysis.nearest(part.cues("jobs"), number.start, number.end)
    if against and against[1] < _REACH and (work is None or work[1] == 0.0 or against[1] < work[1]):
        return f"not the project's: “{analysis.text[against[0].start : against[0].end]}”"
    works = [h for h in part.cues("elsewhere", "works", "power") if start <= h.start < end]
    if any(not is_landmark(part, h) for h in works) and not any(start <= h.start < end for h in part.cues("product")):
        return "the jobs of a works of another industry"
    if unit == "jobs":
        return _of_an_industry(part, number, start, end)
    if number.low >= _LARGE and any(start <= h.start < end for h in part.cues("moneynot", "revenue")):
        return "the head count of a company, beside its revenue"  # "goed voor 17.000 werknemers en 4,4 miljard euro omzet"
    if act and act[1] <= (_REACH if start <= act[0].start < end or number.low < _WHOLE_COMPANY else _NEAR):
        return ""
    plan = any(start <= h.start < end for h in part.cues("site", *_PLANTS)) and not part.has("jobsnot", "others")
    if _beside_capacity(analysis, part, number) or _with_them(analysis, part, number):
        return ""
    if unit == "people" and (work is None or work[1] > _REACH) and not plan and not _ends(analysis, part):
        return "people, but no word of work"
    return _company_wide(analysis, part, number)


def _opens_wide(analysis: Analysis, part: Part, number: Quantity | Number) -> bool:
    """ "Weltweit zählt X (…) heute 2500 Mitarbeiter": a sentence that begins with the word for all of a company, names no plant
    and no town, and tells of nothing to come."""
    opening = [h for h in part.cues("jobsnot", "company") if _ALL.search(h.cue.english) and h.start - part.sentence.start <= 1]
    if not opening or part.has("site") or part.has("jobs", "hire") or part.has("frame", "future"):
        return False
    between = _BRACKETS.sub("", analysis.text[opening[0].end : number.start])
    return not any(p.kind == "city" for p in part.places) and "," not in between


def _of_another_number(part: Part, hit: Hit, number: Quantity | Number) -> bool:
    """ "Die Stadt mit 17 000 Einwohnern hofft auf 170 Jobs": whether a word is what another number counts."""
    return any(0 <= hit.start - n.end <= 2 and n.end <= number.start for n in part.numbers)


def _others(part: Part, unit: str, start: int, end: int) -> list[Hit]:
    """The words of others than a project's staff; jobs are nobody's else where those stand in another clause."""
    others = part.cues("jobsnot", "company", "others")
    return [h for h in others if start <= h.start < end] if unit == "jobs" else others


def _with_them(analysis: Analysis, part: Part, number: Quantity | Number) -> bool:
    """ "Een kwart miljoen auto's kunnen ze er maken, met 3.300 mensen": whether people are told as those with whom so many
    goods are made."""
    containing = settings(analysis.document.language)["numbers"]["containing"]
    if not analysis.flat[part.sentence.start : number.start].rstrip().endswith(tuple(f" {word}" for word in containing)):
        return False
    sized = any(q.kind == "capacity" and q.unit not in _HELD for q in part.quantities) or part.has("capacity", "annual")
    plant = part.has("product") or part.has("site", *_PLANTS)
    return sized and plant and _ended(analysis, number) and not part.has("jobsnot", "profile", "company")


def _beside_capacity(analysis: Analysis, part: Part, number: Quantity | Number) -> bool:
    """ "4 GWh, met 600 mensen": whether people are told in one breath with what a plant makes, as an item of a list."""
    made = [q for q in part.quantities if q.kind == "capacity" and q.unit not in _HELD]
    words = settings(analysis.document.language)["numbers"]
    joins = {"", *words["containing"], *words["coordinators"]}
    for one in made:
        gap = analysis.flat[one.end : number.start] if one.end <= number.start else analysis.flat[number.end : one.start]
        if len(gap) <= _IN_ONE_BREATH and gap.strip(" ,–") in joins and (_ended(analysis, number) or one.start >= number.end):
            return not part.has("product", "storage")
    return False


def _ended(analysis: Analysis, number: Quantity | Number) -> bool:
    """Whether no more is said of those who are counted: their clause ends."""
    return analysis.text[number.end : number.end + 1] in _ENDS


def _of_an_industry(part: Part, number: Quantity | Number, start: int, end: int) -> str:
    """Why thousands of jobs are those of an industry, a country or a group; "" where they may be a project's."""
    if number.low < _LARGE or _local(part, part.sentence.start, part.sentence.end):
        return ""
    wide = [h for h in part.cues("jobsnot", "profile") if start <= h.start < end]
    if any(start <= h.start < end for h in part.cues("jobs", "act")):  # "4000 Jobs verspricht das Unternehmen"
        wide = [h for h in wide if _INDUSTRY.search(h.cue.english)]
    land = [p for p in part.places if p.kind in ("country", "region") and p.case == "in" and start <= p.start < end]
    return "the jobs of an industry, a country or a group" if wide or land else ""


def _company_wide(analysis: Analysis, part: Part, number: Quantity | Number) -> str:
    """Why a head count is that of a whole company; "" where the text says that it is a plant's."""
    if part.has("moneynot", *_PROFILE):
        return "the head count of a company, beside its revenue"
    start, end = clause(analysis, part, number)
    near = [h for h in part.cues("jobsnot", "profile") if start <= h.start < end]
    named = [c for c in part.companies if start <= c.start < end]
    plants = part.cues("site", "plant", "mine")
    sized = any(q.kind == "capacity" for q in part.quantities)
    at_plant = any(start <= h.start < end or sized for h in plants) and not near
    if number.low > (_WHOLE_PLANT if at_plant else _WHOLE_COMPANY):
        return "a head count of thousands that nothing says to be the project's"
    if _local(part, start, end) or _ends(analysis, part) or _staged(part, start, end):
        return ""
    if near or named:
        return "the head count of a company: no plant or town in the clause"
    if _local(part, part.sentence.start, part.sentence.end):
        return ""
    if part.cues("jobsnot", "profile") or part.companies:
        return "the head count of a company: no plant or town in the sentence"
    before = analysis.parts[part.index - 1] if part.index else None
    near_by = before is not None and before.sentence.paragraph == part.sentence.paragraph
    if before is not None and near_by and _local(before, before.sentence.start, before.sentence.end):
        return ""
    return "" if part.has("jobs", "work", "workforce") else "a head count, but nothing says of what"


def _staged(part: Part, start: int, end: int) -> bool:
    """Whether a clause tells of a start and a full size: of a plan, not of a company as it is."""
    told = [h.cue for h in part.cues("stage") if start <= h.start < end]
    return any(cue.value == "target" or not _NOW.search(cue.english) for cue in told)


def _ends(analysis: Analysis, part: Part) -> bool:
    """Whether a sentence, or one beside it in its paragraph, tells that the company is insolvent or shut: all its jobs go."""
    beside = analysis.parts[max(0, part.index - 2) : part.index + 2]
    return any(p.has("event", "insolvency", "closure") for p in beside if p.sentence.paragraph == part.sentence.paragraph)


def _local(part: Part, start: int, end: int) -> bool:
    """Whether a stretch tells of a plant, or of a town or region in which something stands."""
    if any(start <= h.start < end and h.cue.value != "office" for h in part.cues("site")):
        return True
    if any(start <= h.start < end for h in part.cues("frame", "here")):
        return True
    return any(start <= p.start < end and p.kind in ("city", "region") and p.case != "from" for p in part.places)


def _subset(part: Part, number: Quantity, counts: list[Quantity]) -> str:
    """ "400 mensen, onder wie 60 ingenieurs": the part of a number that was given before."""
    earlier = any(q.end <= number.start and q.low > number.high for q in counts)
    named = any(0 <= number.start - h.end <= 8 for h in part.cues("jobsnot", "subset"))
    return "a part of the number before it" if earlier and named else ""


# ---------------------------------------------------------------- numbers without a noun


@cache
def _words(language: str) -> tuple[re.Pattern[str] | None, tuple[str, ...]]:
    table = settings(language)
    of = table["numbers"]["part_of"]
    part_of = re.compile(rf"(?<!\w)(?:{'|'.join(of)})\s+(?:[^\W\d_]+\s+){{0,2}}$", re.I) if of else None
    return part_of, tuple(table["numbers"]["whole_endings"])


def _hired(analysis: Analysis, part: Part) -> list[Number]:
    """ "Saloon palkataan 150 akunrakentajaa": whom a verb of hiring or dismissing counts needs no noun that is known."""
    verbs = part.cues("jobs", "hire")
    if not verbs:
        return []
    function = function_words(analysis.document.language)
    found = []
    for number in part.numbers:
        if number.high < _LEAST or number.scaled or 1950 <= number.low <= 2060:
            continue
        if any(q.start <= number.core_start < q.end for q in part.quantities):
            continue
        start, end = clause(analysis, part, number)
        near = analysis.nearest([h for h in verbs if start <= h.start < end], number.start, number.end)
        before = analysis.text[part.sentence.start : number.start].split()
        if near is None or near[1] > _NEAR or before and lower(before[-1]) in function and number.qualifier is None:
            continue
        if sum(1 for n in part.numbers if start <= n.start < end) == 1:
            found.append(number)
    return found


def _parts(analysis: Analysis, part: Part, counts: list[Quantity], bare: list[Number]) -> tuple[list[Number], list[Quantity]]:
    """ "120 van de 400 banen", "von 700 Beschäftigten müssen 120 gehen": the parts, and the wholes that they are of."""
    part_of, endings = _words(analysis.document.language)
    # Else as in "van de 17.000 banen zijn er 2.300 voor hoogopgeleiden".
    loss = any(_LOSS.search(h.cue.english) for h in part.cues("jobs", "act", "hire"))
    parts: list[Number] = []
    wholes: list[Quantity] = []
    for whole in counts:
        before = part_of.search(analysis.text, max(part.sentence.start, whole.start - 40), whole.start) if part_of else None
        words = analysis.flat[whole.start : whole.end]
        if before is None and not (endings and words.endswith(endings)):
            continue
        smaller = [q for q in counts if q.start >= whole.end and q.high < whole.low and q.start - whole.end < 60]
        staged = before is not None and any(before.start() <= h.start < whole.start for h in part.cues("stage"))
        if staged:  # "de eerste 100 van uiteindelijk 240 medewerkers"
            continue
        if before is not None and loss and smaller and not any(smaller[0].start == w.start for w in wholes):
            wholes.append(whole)
        for number in part.numbers:
            if number.high >= whole.low or number.high < 3 or number.change:
                continue
            gap = analysis.text[number.end : whole.start]
            direct = before is not None and number.end <= before.start() and not gap[: before.start() - number.end].strip()
            later = loss and number in bare and number.start >= whole.end and number.start - whole.end < 60
            if direct or later:
                parts.append(number)
                wholes.append(whole)
    return parts, wholes


def _goes_on(part: Part, number: Number, counts: list[Quantity]) -> bool:
    """ "40 Arbeitsplätze sind entstanden, weitere 30 sollen dazukommen": a number right before its verb, after another."""
    return any(q.end <= number.start for q in counts) and any(
        number.end <= h.start <= number.end + 8 for h in part.cues("jobs", "act")
    )


def _of_staff(analysis: Analysis, part: Part, number: Number, counts: list[Quantity]) -> str:
    """ "Die Belegschaft soll von 110 auf 160 wachsen", "henkilökuntaa on 280": a number that a word of staff counts.

    Gives what the word means; "" where there is none.
    """
    staff = analysis.nearest([h for h in part.cues("jobs", "workforce") if h.end <= number.start], number.start, number.end)
    if staff is None or staff[1] > 60 or any(staff[0].end <= q.start < number.start for q in counts):
        return ""
    between = [n for n in part.numbers if staff[0].end <= n.start < number.start]
    return staff[0].cue.english if not between and (number.change or staff[1] < 45) else ""
