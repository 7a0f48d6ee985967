"""Amounts of money: what a project costs, raises or is given; not revenue, prices, fines and the like."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from core.analysis import Analysis, Part
from core.clauses import clause
from core.currency import rate
from core.dates import find_dates
from core.lexicon import Hit, settings
from core.models import Fact, Rejected
from core.numbers import choice
from core.quantity import Quantity
from core.shared_amounts import shared

_IN_ONE_BREATH = 10  # characters
SMALLEST = 150_000.0  # below, an amount is a price, a wage or a fee, never a plant
_SMALL_BARE = 1e6  # less, where no word says what it is for, is hardly a project's
_SMALL_COINS = frozenset({"IDR", "KRW", "VND", "HUF", "JPY"})
_NEAR = 90.0  # a cue farther away than this cost does not speak for an amount without other support
_BACK = 3  # sentences
_OF_THE_YEAR = frozenset({"revenue", "profit"})  # what a company earns, beside what it spends
_WRITTEN_OFF = frozenset({"writedown", "fine", "debt"})
_OF_A_THING = 1e6  # euro and the like; less is what one lorry costs, where no plant is named
_PRICE = re.compile("(a |the )?(price|costs?)")
_ASKED = re.compile("(the )?prices?( of)?")  # "De prijs: 14 miljoen euro": of a plant
_FROM = "from"
_PLANTS_COST = 2e6  # euro and the like
_VEHICLES = ("vehicles", "trucks", "buses")
_OFF = 1.5  # times that two amounts said to be the same may differ: rates change, and the press rounds
_WORD = 12  # characters in which the word before an amount stands
_VAGUE = 12.0  # how much farther than a word of investment a more telling word may stand


def _gap(analysis: Analysis, first: Quantity, second: Quantity) -> str:
    return analysis.text[first.end : second.start]


def _same_in_other_currency(analysis: Analysis, first: Quantity, second: Quantity) -> bool:
    """ "2,5 miljard dollar (2,3 miljard euro)": an amount in brackets or after a comma right behind another, or after a word
    that says that it is the same ("umgerechnet")."""
    gap = _gap(analysis, first, second)
    if second.unit == first.unit or first.low == second.low or any(c in gap for c in ".!?"):
        return False
    if _converted(analysis.document.language).fullmatch(gap):
        return _worth_the_same(analysis, first, second)
    if len(gap) > 24:
        return False
    close = analysis.text[second.end : second.end + 24]
    in_brackets = "(" in gap and ")" in close.split("(")[0]
    outer = "(" not in gap and gap.strip(" ") in ("", ",", "–", "-", "/", "=")
    return in_brackets or outer


def _worth_the_same(analysis: Analysis, first: Quantity, second: Quantity) -> bool:
    """Whether two amounts are about as much in euro on the day of the article; True where no rate is known."""
    day = analysis.document.published or date.max  # the last rate there is
    rates = rate(first.unit, day), rate(second.unit, day)
    if rates[0] is None or rates[1] is None or not second.low:
        return True
    return 1 / _OFF <= first.low * rates[0][0] / (second.low * rates[1][0]) <= _OFF


@cache
def _converted(language: str) -> re.Pattern[str]:
    """What stands between an amount and the same in another currency: ", umgerechnet rund"."""
    table = settings(language)["numbers"]
    hedges = choice([word for words in table["qualifiers"].values() for word in words])
    return re.compile(rf",?\s(?:{choice(table['converted'])})\s(?:(?:{hedges})\s)?", re.IGNORECASE)


_RANGE_GAP = 40


def _continues(analysis: Analysis, part: Part, low: Quantity, last: Quantity, high: Quantity) -> bool:
    """ "2,5 miljard dollar (…), uitlopend tot 3,1 miljard dollar": a higher amount of the same currency as its top."""
    between = analysis.text[last.end : high.core_start]
    return (
        low.unit == high.unit
        and low.low == low.high
        and high.low > low.high
        and len(between) <= _RANGE_GAP
        and not any(c in between for c in ".!?;")
        and high.qualifier == "up_to"
        and any(h.start >= last.end and h.end <= high.core_start + 1 for h in part.cues("stage", "target"))
    )


def find(analysis: Analysis) -> tuple[list[Fact], list[Rejected]]:
    facts: list[Fact] = []
    rejected: list[Rejected] = []
    for part in analysis.parts:
        money = [q for q in part.quantities if q.kind == "money"]
        index = 0
        while index < len(money):
            main = money[index]
            group = [main]
            while index + 1 < len(money) and _same_in_other_currency(analysis, group[0], money[index + 1]):
                index += 1
                group.append(money[index])
            tops: list[Quantity] = []
            if index + 1 < len(money) and _continues(analysis, part, main, group[-1], money[index + 1]):
                index += 1
                tops.append(money[index])
                while index + 1 < len(money) and _same_in_other_currency(analysis, tops[0], money[index + 1]):
                    index += 1
                    tops.append(money[index])
            index += 1
            fact, reason = _judge(analysis, part, group, tops, bool(facts))
            if fact:
                facts.append(fact)
            else:
                rejected.append(Rejected("investments", main.start, main.end, reason))
        facts.extend(shared(analysis, part, [f for f in facts if f.sentence == part.index]))
    return facts, rejected


def _purpose(analysis: Analysis, part: Part, start: int, end: int) -> tuple[Hit, float] | None:
    """The nearest word of what the money is; a word of support, credit or purchase says more than "invest". One beyond a
    semicolon says nothing where money of its own stands there."""
    first, last = analysis.flat.rfind(";", part.sentence.start, start), analysis.flat.find(";", end, part.sentence.end)
    money = [q for q in part.quantities if q.kind == "money"]
    after, before = last >= 0 and any(q.start > last for q in money), first >= 0 and any(q.end <= first for q in money)
    words = [h for h in part.cues("money") if not (after and h.start > last or before and h.end <= first)]
    found = [(h, analysis.cost(start, end, h.start, h.end)) for h in words]
    return min(found, key=lambda f: f[1] + (_VAGUE if f[0].cue.value == "investment" else 0.0), default=None)


def _about(analysis: Analysis, part: Part) -> bool:
    """Whether the sentences right before, in the same paragraph, are about a project or about what one costs without
    saying how much, and none speaks of other money."""
    if part.has("moneynot") or part.has("stat"):
        return False
    for before in reversed(analysis.parts[max(0, part.index - _BACK) : part.index]):
        if before.sentence.paragraph != part.sentence.paragraph or before.has("moneynot"):
            return False
        asked = before.has("money", "investment") and not any(q.kind == "money" for q in before.quantities)
        if asked or _backed(before):
            return True
    return False


def _spends(part: Part) -> bool:
    """Whether a sentence without a word of other money names a plant, or a company that may be given money."""
    return not part.has("moneynot") and not part.has("stat") and (part.has("site") or bool(part.companies))


def _backed(part: Part) -> bool:
    """Whether a sentence speaks of a plant, a product of the field, or its capacity or jobs."""
    if part.has("site") or part.has("product") or part.has("topic", "industry"):
        return True
    return any(q.kind in ("capacity", "jobs") for q in part.quantities)


def _carries_out(analysis: Analysis, hit: Hit, amount: Quantity) -> bool:
    """ "setzt das Vorhaben für 300 Millionen um": a verb of two parts that has revenue where nothing is bought for the sum."""
    before = analysis.flat[max(0, amount.start - _WORD) : amount.start].split()[-1:]
    return " * " in hit.cue.pattern and bool(before) and before[0] in settings(analysis.document.language).get("price_after", ())


def _of_a_site(analysis: Analysis, part: Part) -> bool:
    """Whether a sentence speaks of a plant or a town, or one beside it of what costs as little as a lorry: chargers, a store."""
    if part.has("site") or any(p.kind == "city" for p in part.places):
        return True
    beside = analysis.parts[max(0, part.index - 1) : part.index + 2]
    return any(p.has("product", "charging", "chargers", "storage") for p in beside)


def _of_its_clause(analysis: Analysis, part: Part, amount: Quantity, against: Hit, speaks: Hit) -> bool:
    """Whether an amount stands behind a word of revenue or profit, and the word of what it is for only in a later clause:
    "der Umsatz stieg auf 117 Millionen, doch die Kosten …"."""
    start, end = clause(analysis, part, amount)
    plant = any(speaks.end <= h.start < amount.start for h in part.cues("site"))  # "ondanks de afschrijving kost de fabriek"
    costs = speaks.cue.english.startswith("cost") and not plant
    if against.cue.value in _WRITTEN_OFF and start <= against.start < end and costs:
        return True  # "de afschrijving kost Porsche 295 miljoen euro"
    if against.cue.value not in _OF_THE_YEAR or not against.end <= amount.start <= amount.end <= speaks.start:
        return False
    return start <= against.start < end and not start <= speaks.start < end


def _given(analysis: Analysis, part: Part, amount: Quantity) -> bool:
    """Whether before an amount its clause names public funders only: "Business Finland antaa siihen 45 miljoonaa"."""
    start, _ = clause(analysis, part, amount)
    givers = [c for c in part.companies if start <= c.start < amount.start]
    return bool(givers) and all(c.company.kind == "public_funder" for c in givers)


def _of_a_date(analysis: Analysis, part: Part, hit: Hit) -> bool:
    """ "die vanaf 2029 12.000 ton moet opleveren": whether a word for "from" tells from when, not from which price on."""
    if hit.cue.value != "price" or hit.cue.english != _FROM:
        return False
    return any(0 <= when.start - hit.end <= _WORD for when in find_dates(analysis, part))


def _dear(amount: Quantity) -> bool:
    """Whether an amount is beyond what a car, a tonne or another thing costs."""
    return amount.low >= _PLANTS_COST * (1000.0 if amount.unit in _SMALL_COINS else 1.0)


def _of_a_sale(analysis: Analysis, part: Part) -> bool:
    """Whether a price may be that of a plant or a firm: one is bought, or a plant named, here or right before, and no vehicle."""
    near = [p for p in analysis.parts[max(0, part.index - 1) : part.index + 1] if p.sentence.paragraph == part.sentence.paragraph]
    bought = any(p.has("event", "acquisition") or p.has("site") for p in near)
    return bought and not part.has("product", *_VEHICLES) and not part.has("stat")


def _in_one_breath(part: Part, amount: Quantity, end: int) -> bool:
    """ "1,5 miljard, 1.700 jobs": whether an amount is told beside jobs or what a plant makes, in a list of its figures."""
    others = [q for q in part.quantities if q.kind in ("capacity", "jobs")]
    return any(max(q.start - end, amount.start - q.end) <= _IN_ONE_BREATH for q in others)


def _judge(
    analysis: Analysis, part: Part, group: list[Quantity], tops: list[Quantity], again: bool
) -> tuple[Fact | None, str]:
    main, end = group[0], (tops or group)[-1].end
    if max(main.high, tops[0].high if tops else 0.0) < SMALLEST:
        return None, "too small for a project: a price, wage or fee"
    others = [h for h in part.cues("moneynot") if not _carries_out(analysis, h, main) and not _of_a_date(analysis, part, h)]
    priced = _dear(main) and _of_a_sale(analysis, part)
    asked = [h for h in others if h.cue.value == "price" and _ASKED.fullmatch(h.cue.english)] if priced else []
    others = [h for h in others if h not in asked]
    against = analysis.nearest(others, main.start, end)
    # A cue behind "per" binds to its own number only: it speaks against an amount right before it.
    speaks = _purpose(analysis, part, main.start, end)
    nearer = against is not None and (speaks is None or against[1] < speaks[1] * 1.05)
    if against and (nearer or (speaks is not None and _of_its_clause(analysis, part, main, against[0], speaks[0]))):
        return None, f"{against[0].cue.value}: “{analysis.text[against[0].start : against[0].end]}”"
    if speaks is None or speaks[1] > _NEAR:
        least = _SMALL_BARE * (1000.0 if main.unit in _SMALL_COINS else 1.0)
        beside = _in_one_breath(part, main, end)
        lacks = main.implied and not (again and _spends(part)) and not beside and not asked
        if lacks or main.high < least or not (_backed(part) or _about(analysis, part) or beside or asked):
            return None, "nothing in the sentence says what the amount is for"
        kind, confidence, rule = "public_support" if _given(analysis, part, main) else "investment", 0.75, "money.bare"
        if asked and any(p.has("event", "acquisition") for p in analysis.parts[max(0, part.index - 1) : part.index + 1]):
            kind = "acquisition"
    else:
        kind, confidence, rule = speaks[0].cue.value, 0.93, f"money.{speaks[0].cue.value}"
        begin, last = clause(analysis, part, main)
        if kind == "investment" and not begin <= speaks[0].start < last and _given(analysis, part, main):
            kind, confidence, rule = "public_support", 0.8, "money.given"  # "…, aus dem Fonds der EU kommen 31 Millionen"
        if main.high < _OF_A_THING and _PRICE.fullmatch(speaks[0].cue.english) and not _of_a_site(analysis, part):
            return None, "the price of a vehicle or another thing"
    if main.implied:
        confidence -= 0.08
    also = []
    for extra in group[1:]:
        top = next((t for t in tops[1:] if t.unit == extra.unit), None)
        also.append({"amount": extra.low, "max": top.high if top else extra.high, "currency": extra.unit})
    value = {
        "amount": main.high if main.change else main.low,  # what rose from 210 to 260 costs 260
        "max": tops[0].high if tops else main.high,
        "currency": main.unit,
        "kind": kind,
        "qualifier": main.qualifier or "none",
        "also": also,
        "change": main.change,
    }
    return Fact("investments", value, main.start, end, part.index, rule, confidence), ""
