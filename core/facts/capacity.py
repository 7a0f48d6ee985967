"""Capacities: what a plant makes, stores or recycles in a year, or a store or network holds."""

from __future__ import annotations

import math
from functools import cache
from itertools import pairwise

from core.analysis import Analysis, Part
from core.bare import antecedent, bare_numbers, continues, grows_to, topic
from core.clauses import clause
from core.elsewhere import is_landmark
from core.lexicon import Hit, settings
from core.models import Fact, Rejected
from core.numbers import Number
from core.quantity import Quantity

LARGEST_PLANT_GWH = 10_000.0
_LARGEST = {"GWh": LARGEST_PLANT_GWH, "units": 5e9, "t": 6e6, "vehicles": 2.5e6}  # a year; more of a metal lies in the ground
_COUNTED = ("vehicles", "units")
_NOT_MADE = ("sales", "ore", "period")  # what is told of is no output of a year
_FAR = 70.0
_VEHICLES = ("vehicles", "trucks", "buses")
_PARTS = ("cells", "packs", "batteries", "battery_plant", "components", "drive", "chargers")
_FEWEST = 10
_FEWEST_BARE = 1.1  # "statt bisher 1,8"
_FEW_MADE = 100  # of a product that is not named beside them
_BESIDE = 14.0
_ITS_STORE = 22  # characters between a store's power and what it holds: "80 Megawatt Leistung und 84 MWh"
_BYPRODUCT = 60.0
_LEAST_POINTS = 2  # charging points of a project
_PACE = 10.0
_ORE = 25.0  # cost between the word for ore and its tonnes
_FEW_WORDS = 12  # so small a number in words, in a sentence of its own, counts plants
_STATION = 12.0  # cost between a power and the station that has it
_SHIP = 0.1  # GWh; a ship's battery holds less


def find(analysis: Analysis) -> tuple[list[Fact], list[Rejected]]:
    facts: list[Fact] = []
    rejected: list[Rejected] = []
    stores = _stores(analysis)
    told: dict[int, Quantity] = {}  # the quantities taken, by where they begin
    for part in analysis.parts:
        before = len(facts)
        for quantity in [*(q for q in part.quantities if q.kind == "capacity"), *_counted(analysis, part)]:
            quantity = _named(analysis, part, quantity)
            reason = _against(analysis, part, quantity, stores)
            if reason:
                rejected.append(Rejected("capacities", quantity.start, quantity.end, reason))
                continue
            facts.extend(_facts(analysis, part, quantity))
            told[quantity.start] = quantity
        if part.numbers and told and max(told) >= analysis.parts[max(0, part.index - 1)].sentence.start:
            for quantity in _continued(analysis, part, told):
                facts.extend(_facts(analysis, part, quantity))
        facts[before:] = _staged(sorted(facts[before:], key=lambda f: f.start))
    return facts, rejected


@cache
def _generic(language: str) -> dict[str, tuple[str, ...]]:
    return {unit: tuple(words) for unit, words in settings(language, "units")["generic"].items()}


def counts_anything(analysis: Analysis, start: int, end: int) -> bool:
    """Whether a number's word says nothing of what is counted: "500 Stück"."""
    return analysis.flat[start:end].endswith(_generic(analysis.document.language)["units"])


def _named(analysis: Analysis, part: Part, quantity: Quantity) -> Quantity:
    """The unit of "500 Stück", "28 Punkte": by the product nearest to it, here or in the sentence before."""
    if quantity.unit == "units" and counts_anything(analysis, quantity.start, quantity.end):
        made = analysis.nearest(part.cues("product", *_VEHICLES, *_PARTS), quantity.start, quantity.end)
        if made is None and part.index:
            made = next(((h, 0.0) for h in analysis.parts[part.index - 1].cues("product", *_VEHICLES, *_PARTS)), None)
        cars = any(q.unit == "vehicles" and q.end <= quantity.start for q in part.quantities)
        if cars or made and made[0].cue.value in _VEHICLES:
            return quantity._replace(unit="vehicles")
    if quantity.unit == "charging_points":
        yearly = analysis.nearest(part.cues("capacity", "annual"), quantity.start, quantity.end)
        if yearly and yearly[1] < _BESIDE and part.has("site", "plant"):
            return quantity._replace(unit="units")  # what a maker of chargers makes
    return quantity


def _counted(analysis: Analysis, part: Part) -> list[Quantity]:
    """ "Autoja valmistetaan vuosittain 30 000", "Ladepunkte: 400": a plural, and its number behind it."""
    if not part.numbers or not (part.has("counted") or part.has("capacity", "annual")):
        return []
    told = [(number, topic(analysis, part, number) or _made(analysis, part, number)) for number in bare_numbers(analysis, part)]
    return [_quantity(number, unit, 1.0) for number, unit in told if unit]


def _made(analysis: Analysis, part: Part, number: Number) -> str:
    """The unit of a number that counts the product before it: "E-Antriebe laufen vom Band, mehr als 600.000 im Jahr"."""
    first, last = clause(analysis, part, number)
    if number.high < _FEW_MADE or not any(first <= h.start < last for h in part.cues("capacity", "annual")):
        return ""
    if any(first <= h.start < last for h in (*part.cues("capnot"), *part.cues("money"), *part.cues("jobs", "work", "workforce"))):
        return ""
    begin = clause(analysis, part, number._replace(start=first - 1, end=first))[0] if first > part.sentence.start else first
    made = [h for h in part.cues("product", *_VEHICLES, *_PARTS) if begin <= h.start and h.end <= number.start]
    before = analysis.parts[part.index - 1] if part.index else part
    if not part.has("product") and before.sentence.paragraph == part.sentence.paragraph:
        made = before.cues("product", *_VEHICLES, *_PARTS)
    if not made or any(made[-1].start <= q.start < number.start for q in part.quantities):
        return ""
    told = [h for p in (before, part) for h in (*p.cues("capacity", "word"), *p.cues("start", "production"))]
    if not any(min(begin, made[-1].start) <= h.start < last for h in told):
        return ""  # "E-Autos brennen selten, rund 3.000 im Jahr": nothing is made
    return "vehicles" if made[-1].cue.value in _VEHICLES else "units"


def _continued(analysis: Analysis, part: Part, told: dict[int, Quantity]) -> list[Quantity]:
    """ "20 GWh, im Endausbau 40": bare numbers that share the unit of a capacity told before them."""
    found: list[Quantity] = []
    for number in bare_numbers(analysis, part, _FEWEST_BARE):
        before = antecedent(analysis, part, number, "capacity")
        if before is None or before.start not in told or number.start in told:
            continue
        where = part if before.start >= part.sentence.start else analysis.parts[part.index - 1]
        raw = next((n.low for n in where.numbers if n.core_start == before.core_start), 0.0)
        goes_on = before.start >= part.sentence.start and grows_to(analysis, number, before.end)
        few = number.words and number.high <= _FEW_WORDS and not goes_on
        if few and (number.high < raw or not part.has("stage")):
            continue  # "35 GWh. Daarna moeten er vier van hetzelfde kaliber bij": plants
        if raw and continues(analysis, part, number, before, raw, bool(found)):
            found.append(_quantity(number, before.unit, before.low / raw))
    return found


def _quantity(number: Number, unit: str, scale: float) -> Quantity:
    low, high = round(number.low * scale, 9), round(number.high * scale, 9)
    return Quantity(
        "capacity", number.start, number.end, low, high, unit, number.qualifier, number.change, core_start=number.core_start
    )


def _staged(facts: list[Fact]) -> list[Fact]:
    """ "begint met 2 GWh en kan later naar 8 GWh": before a later stage, the smaller value is the first one."""
    for number, (first, second) in enumerate(pairwise(facts)):
        same = first.value["unit"] == second.value["unit"]
        if same and second.value["basis"] == "target" and first.value["max"] < second.value["value"]:
            facts[number] = first._replace(value={**first.value, "basis": "initial"})
    return facts


def _stores(analysis: Analysis) -> bool:
    """True where the article is about stores of power: only there a power in MW is a capacity."""
    for part in analysis.parts:
        batteries = part.cues("product", "batteries", "storage")
        if any(h.cue.value == "storage" for h in batteries):
            return True
        if {"MW", "GWh"} <= {q.unit for q in part.quantities}:
            return True
        for quantity in part.quantities:  # "90 megawatin akku", "eine Batterie mit 50 MW"
            beside = analysis.nearest(batteries, quantity.start, quantity.end) if quantity.unit == "MW" else None
            if beside and beside[1] < _BESIDE:
                return True
    return False


def _against(analysis: Analysis, part: Part, quantity: Quantity, stores: bool) -> str:
    nearest = analysis.nearest(part.cues("capnot"), quantity.start, quantity.end)
    annual = analysis.nearest(part.cues("capacity"), quantity.start, quantity.end)
    near = nearest is not None and nearest[0].end <= quantity.start and nearest[1] < 30
    if near and nearest and nearest[0].cue.value == "enough" and quantity.unit != "GWh":
        return f"an illustration, not a capacity: “{analysis.text[nearest[0].start : nearest[0].end]}”"
    if quantity.unit == "vehicles" and nearest and nearest[0].cue.value == "enough":
        return "how many cars it would be enough for"
    if quantity.unit in ("vehicles", "t", "units", "charging_points") and nearest and nearest[0].cue.value in _NOT_MADE:
        ore = nearest[0].cue.value == "ore" and nearest[1] < _ORE and not _of_a_product(analysis, part, nearest[0], quantity)
        if annual is None or nearest[1] <= annual[1] or ore:
            return f"{nearest[0].cue.value}: “{analysis.text[nearest[0].start : nearest[0].end]}”"
    if quantity.unit == "t" and any(quantity.start <= h.start < quantity.end for h in part.cues("capnot", "weight")):
        return "the weight of a thing"
    if quantity.unit == "GWh" and quantity.high < _SHIP and not part.has("capacity", "annual") and _of_a_ship(analysis, part):
        return "the battery of a ship"
    if quantity.unit == "charging_points":
        said = [h for h in part.cues("capnot", "average") if h.end <= quantity.start]
        average = analysis.nearest(said, quantity.start, quantity.end)
        if average and average[1] < _PACE:
            return f"an average of several sites: “{analysis.text[average[0].start : average[0].end]}”"
    points = _generic(analysis.document.language)["charging_points"]
    if quantity.unit == "charging_points" and analysis.flat[quantity.start : quantity.end].split()[-1] in points:
        beside = analysis.parts[max(0, part.index - 1) : part.index + 1]
        if not any(p.has("product", "charging") for p in beside):
            return "points, but not of charging"
    if quantity.unit == "charging_points" and _of_sites(analysis, part, quantity):
        return "sites, of which the text tells how many points they have"
    if quantity.unit == "charging_points" and quantity.high < _LEAST_POINTS:
        return "one charging point alone"  # "een laadpaal op 250 meter"
    pace = analysis.nearest(part.cues("capnot", "pace"), quantity.start, quantity.end)
    if quantity.unit in (*_COUNTED, "charging_points", "t") and pace and pace[1] < _PACE:
        return f"a pace, not a yearly capacity: “{analysis.text[pace[0].start : pace[0].end]}”"
    if quantity.unit in _COUNTED and annual is None:
        return "a number of things without a word of yearly output"
    if quantity.unit in _COUNTED and quantity.high < _FEWEST:
        return "too few for the output of a year"
    if quantity.unit == "t":
        money_before = analysis.text[max(0, quantity.start - 4) : quantity.start]
        if money_before.rstrip().endswith(("$", "€")):
            return "a price by the tonne"
        if annual is None and not (quantity.change or part.has("site") or part.has("product") or _goes_on(analysis, part)):
            return "a weight without a plant or a product"
        if quantity.high < 20:
            return "too little for a plant"
        waste = analysis.nearest(part.cues("capnot", "waste"), quantity.start, quantity.end)
        if waste and waste[1] < _BYPRODUCT:
            return f"waste or a by-product: “{analysis.text[waste[0].start : waste[0].end]}”"
    if quantity.unit == "MW" and not stores:
        return "a power, but no store of power is spoken of"
    if quantity.unit == "MW" and _of_a_station(analysis, part, quantity):
        return "the power of a power station, beside a store"
    if quantity.high > _LARGEST.get(quantity.unit, math.inf):
        return "more than all plants of the world make"
    return ""


def _goes_on(analysis: Analysis, part: Part) -> bool:
    """ "… en de verwerking verdubbelen, tot 20.000 ton": whether a weight is told as a stage of what the sentence before
    tells of."""
    before = analysis.parts[part.index - 1] if part.index else part
    told = before.has("site") or before.has("product") or any(q.unit == "t" for q in before.quantities)
    return part.has("stage") and told and before.sentence.paragraph == part.sentence.paragraph


def _of_a_station(analysis: Analysis, part: Part, quantity: Quantity) -> bool:
    """ "12 megawatin aurinkopuistoon 2 MW:n akun": whether a power station is named nearer to a power than a store is."""
    stations = [h for h in part.cues("elsewhere", "power") if not is_landmark(part, h)]
    station = analysis.nearest(stations, quantity.start, quantity.end)
    if station is None or any(q.unit == "GWh" and 0 <= q.start - quantity.end < _ITS_STORE for q in part.quantities):
        return False  # "(103,5 MW/238 MWh)"
    store = analysis.nearest([*part.cues("product"), *part.cues("site", "storage")], quantity.start, quantity.end)
    return station[1] < _STATION and (store is None or station[1] < store[1])


def _of_sites(analysis: Analysis, part: Part, quantity: Quantity) -> bool:
    """ "385 Ladeparks mit 1.526 Ladesäulen": whether a larger number of points stands right behind."""
    behind = next((q for q in part.quantities if q.start >= quantity.end), None)
    if behind is None or behind.unit != quantity.unit or behind.low < quantity.high:
        return False
    containing = settings(analysis.document.language)["numbers"]["containing"]
    return analysis.flat[quantity.end : behind.start].strip() in containing


def _of_a_product(analysis: Analysis, part: Part, ore: Hit, quantity: Quantity) -> bool:
    """ "20.000 Tonnen Lithium" of an ore, "verarbeitet Erz und stellt 30.000 Tonnen her": what is made of it, not the ore."""
    between = analysis.flat[ore.end : quantity.start].split()
    ands = settings(analysis.document.language)["numbers"]["coordinators"]
    return any(word in ands for word in between) or any(0 <= h.start - quantity.end <= 2 for h in part.cues("product"))


def _of_a_ship(analysis: Analysis, part: Part) -> bool:
    """Whether a sentence speaks of a ship, or of what is a ship's ("Ihre Batterie …") behind one that does; and of no plant
    and no town, where the battery may stand on land."""
    if part.has("site") or any(p.kind == "city" for p in part.places):
        return False
    if part.has("capnot", "vessel"):
        return True
    before = analysis.parts[part.index - 1] if part.index else part
    first = analysis.flat[part.sentence.start : part.sentence.end].split(maxsplit=1)[:1]
    its = settings(analysis.document.language).get("its", ())
    return before.has("capnot", "vessel") and before.sentence.paragraph == part.sentence.paragraph and first[0] in its


def _facts(analysis: Analysis, part: Part, quantity: Quantity) -> list[Fact]:
    stage = analysis.nearest(part.cues("stage"), quantity.start, quantity.end)
    basis = stage[0].cue.value if stage and stage[1] < _FAR else None
    qualifier = quantity.qualifier or "none"

    def fact(low: float, high: float, what: str, hedge: str) -> Fact:
        value = {"value": low, "max": high, "unit": quantity.unit, "basis": what, "year": None, "qualifier": hedge}
        return Fact("capacities", value, quantity.start, quantity.end, part.index, f"capacity.{quantity.unit}", 0.93)

    if quantity.change:
        falls = quantity.high < quantity.low  # "sinkt von 24.000 auf 16.000 Tonnen": what was is no first stage
        return [
            fact(quantity.low, quantity.low, "nameplate" if falls else "initial", "none"),
            fact(quantity.high, quantity.high, "target", qualifier),
        ]
    return [fact(quantity.low, quantity.high, basis or "nameplate", qualifier)]
