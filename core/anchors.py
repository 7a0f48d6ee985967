"""The places of a sentence at which something of the industry stands: what opens a project, or goes on with one.

A town named in passing is none: near which something lies, from which somebody comes, a capital that stands for its
government, a quarter's town beside it.
"""

from __future__ import annotations

import re

from core.analysis import Analysis, Part
from core.anchor_signs import stands_here
from core.lexicon import settings
from core.place_regions import lies_in
from core.places import PlaceMention, is_capital
from core.project import Reader, opens_paragraph

_STRONG_STATUS = ("construction", "operating", "shelved", "cancelled", "closed", "pre_construction")
_SURE_PLACE = 0.75
_BESIDE = 12  # characters between a company and its own number, as in "SemperPower (68 MWh)"
_CLAUSE = 36  # cost between a town and the word that says that it is where something was said
_HEAD = 2  # sentences in which a town alone may be the dateline
_BUILT = ("plant", "mine", "refinery", "line", "storage", "hub")
_ABROAD = 60.0  # cost between a country and the plant that stands there
_NEXT = re.compile(r" (\w+) ")  # the word behind a name, with no bracket, stroke or stop before it
_LABEL = 60  # characters of a sentence that only names a place


def find_anchors(reader: Reader, part: Part, numbers: bool) -> list[PlaceMention]:
    """The places of a sentence at which something of the industry stands: towns, or where there is none a region."""
    cities = [p for p in part.places if p.kind == "city" and not _acts(reader.analysis, part, p)]
    accepted = _accepted(reader, part, cities) if cities and _of_the_field(part, numbers) else []
    kept = [
        c for c in cities if _chosen(reader, part, c) or stands_here(reader, part, c, any(c is a for a in accepted), len(cities))
    ]
    if kept:
        return _distinct(kept)
    regions = [p for p in part.places if p.kind == "region" and p.case in ("in", "of", "")]
    if regions and (part.has("site") or numbers) and _of_the_field(part, numbers):
        focus = reader.focus
        if focus and focus.place and focus.place.place.country == regions[0].place.country and (focus.place.kind == "city"):
            return []
        return _given_to(reader, part, regions[0]) or regions[:1]
    return _abroad(reader, part) if _of_the_field(part, numbers) else []


def _chosen(reader: Reader, part: Part, city: PlaceMention) -> bool:
    """A town that was chosen is that of the plant told of, whose town was not told: "Die Wahl fiel auf Guben"."""
    focus = reader.focus
    if city.rule != "chosen" or focus is None or focus.what != "site" or part.has("frame", "negation", "past_plan", "contrast"):
        return False
    return focus.place is None or lies_in(city.place, focus.place.place)


def _acts(analysis: Analysis, part: Part, city: PlaceMention) -> bool:
    """A capital that opens its sentence and does what governments do: "Prag gibt grünes Licht"; not "Berlin bekommt ein Werk"."""
    if city.start - part.sentence.start > 1 or city.case or not is_capital(city.place):
        return False
    verb = _NEXT.match(analysis.text, city.end)
    return verb is not None and verb[1] in settings(analysis.document.language, "places").get("governs", ())


def _given_to(reader: Reader, part: Part, region: PlaceMention) -> list[PlaceMention]:
    """The one town of a region that was told of, where the region gives money: "das Land Sachsen hat 52 Millionen zugesagt",
    after a word on a plant elsewhere."""
    if not part.has("money", "public_support") or part.has("frame", "another"):
        return []
    told = [p.place for p in reader.projects if p.what == "site" and p.place is not None and p.place.kind == "city"]
    towns = _distinct([p for p in told if (p.place.region, p.place.country) == (region.place.name, region.place.country)])
    return towns if len(towns) == 1 else []


def _abroad(reader: Reader, part: Part) -> list[PlaceMention]:
    """The country in which a plant stands that another country's plant is told of before: "in der Türkei läuft das zweite Werk
    an". Without such a plant a country is no anchor; the project gets it in the end."""
    focus = reader.focus
    if focus is None or focus.what != "site" or focus.place is None:
        return []
    named = {p.place.country for p in part.places if p.kind != "demonym"}
    countries = [p for p in part.places if p.kind == "country" and p.case == "in"]
    if len(countries) != 1 or named != {countries[0].place.country} or focus.place.place.country in named:
        return []
    site = reader.analysis.nearest(part.cues("site", *_BUILT), countries[0].start, countries[0].end)
    return countries if site is not None and site[1] <= _ABROAD else []


def _of_the_field(part: Part, numbers: bool) -> bool:
    """Does a sentence tell of anything that may stand somewhere?"""
    told = part.has("event") or part.has("act") or part.has("status", *_STRONG_STATUS)
    if not (told or part.has("site") or numbers or part.companies):
        return False
    sites = {h.cue.value for h in part.cues("site")}
    # Somebody travels to a headquarters; nothing is built there.
    return not (sites == {"office"} and not numbers and not part.has("frame", "owns"))


def _accepted(reader: Reader, part: Part, cities: list[PlaceMention]) -> list[PlaceMention]:
    """The towns of a sentence that the rules take for places of projects."""
    cities = [p for p in cities if p.case != "from" or _bought_there(reader.analysis, part, p)]
    genitives = [p.end for p in part.places if p.case == "of"]
    behind = [h for h in part.cues("frame", "near_behind") if any(0 <= h.start - end <= 3 for end in genitives)]
    near = [h for h in part.cues("frame", "near") if not any(h.start == b.start for b in behind)]
    kept: list[PlaceMention] = []
    for city in cities:
        if any(0 <= city.start - h.end <= 3 for h in near):
            others = [c for c in cities if c.end <= city.start and city.start - c.end < 45]
            if others or any(h.end <= city.start and city.start - h.end <= 3 and len(h.cue.pattern) > 4 for h in near):
                continue
        if kept and (kept[-1].place.name == city.place.name or _part_of(reader.analysis, kept[-1], city)):
            continue
        if _speaks(reader, part, city) or _said_there(reader.analysis, part, city):
            continue
        if len(cities) > 1 and any(0 <= h.start - city.end <= 3 for h in behind):
            continue
        if kept and city.start - kept[-1].end <= 3 and "(" in reader.analysis.text[kept[-1].end : city.start]:
            continue
        if city.case == "" and not _stands_at(reader.analysis, part, city):
            continue
        kept.append(city)
    return kept


def _bought_there(analysis: Analysis, part: Part, city: PlaceMention) -> bool:
    """"Osti tehtaan Gdańskista": where endings tell cases, a plant is bought or looked for from where it stands."""
    if not settings(analysis.document.language, "places").get("cases"):
        return False
    return any(0 <= city.start - h.end <= _BESIDE for h in part.cues("site"))


def _part_of(analysis: Analysis, town: PlaceMention, quarter: PlaceMention) -> bool:
    """"Espoon Otaniemi", where endings tell cases a town right before another: the second is a quarter of the first."""
    cases = settings(analysis.document.language, "places").get("cases")
    return bool(cases) and town.place.country == quarter.place.country and analysis.text[town.end : quarter.start] == " "


def _said_there(analysis: Analysis, part: Part, city: PlaceMention) -> bool:
    """"Teilte das Unternehmen in Brüssel mit", "beim Amtsgericht Leipzig": where something is said, not where it stands."""
    said = analysis.nearest(part.cues("frame", "statement"), city.start, city.end)
    if said is None or said[1] > _CLAUSE:
        return False
    site = analysis.nearest(part.cues("site"), city.start, city.end)
    return site is None or site[1] > said[1]


def _speaks(reader: Reader, part: Part, city: PlaceMention) -> bool:
    """A capital that stands for its government: "Madrid hat dem Vorhaben 357 Millionen zugesagt"."""
    focus = reader.focus
    built = part.has("site", *_BUILT)
    if not is_capital(city.place) or built or focus is None or focus.place is None:
        return False
    return focus.place.place.country == city.place.country and focus.place.place.name != city.place.name


def _stands_at(analysis: Analysis, part: Part, city: PlaceMention) -> bool:
    """A town without "in": a site's word or a company right beside it, or a heading."""
    if part.sentence.heading:
        return not analysis.text[city.start : city.end].isupper() or part.has("site") or bool(part.companies)
    if any(p.kind in ("demonym", "origin") and 0 < city.start - p.end <= 2 for p in part.places):
        return True  # "im slowakischen Nové Mesto", "het Spaanse Sagunto"
    if any(q.kind == "capacity" for q in part.quantities) and city.confidence >= _SURE_PLACE:
        return True
    if city.rule == "beside" and part.has("site", *_BUILT):
        return True  # "vier fabrieken: Commerce in Georgia, Glendale in Kentucky"
    site = analysis.nearest(part.cues("site"), city.start, city.end)
    return site is not None and site[1] <= 40


def _distinct(places: list[PlaceMention]) -> list[PlaceMention]:
    seen: dict[tuple[str, str], PlaceMention] = {}
    for place in places:
        seen.setdefault((place.place.name, place.place.country), place)
    return list(seen.values())


def pending_anchor(reader: Reader, part: Part, numbers: bool) -> list[PlaceMention]:
    """"In Gent schijnt wel de zon. Volvo pompt er 200 miljoen in": the town of the sentence that opens the paragraph."""
    here = part.sentence.paragraph
    held = reader.pending is not None and reader.pending[0] == here
    if opens_paragraph(reader, part) and not held:
        label = part.sentence.end - part.sentence.start <= _LABEL  # "4 | Spring Hill, Tennessee."
        # A capital alone is where the correspondent sits; a smaller town may well be what the paper reports from.
        label = label and not (part.index <= _HEAD and any(is_capital(p.place) for p in part.places))
        opening = [p for p in part.places if p.kind == "city" and (p.case == "in" or label and p.confidence >= _SURE_PLACE)]
        near = part.cues("frame", "near")  # "in Sagunt bei Valencia": of the two the first
        opening = [p for p in opening if p is opening[0] or not any(0 <= p.start - h.end <= 3 for h in near)]
        # A heading names the town of the paragraph under it.
        paragraph = here + (part.sentence.heading and part.index > 0)
        reader.pending = (paragraph, opening[0]) if len(opening) == 1 else None
        return []
    there = _there(reader, part) if numbers else None
    if there is not None:
        return [there]
    if reader.pending is None or not held:
        return []
    if not (numbers or part.has("site") or part.companies):
        return []
    place = reader.pending[1]
    reader.pending = None
    return [place]


def _there(reader: Reader, part: Part) -> PlaceMention | None:
    """ "Noch größer wird es in Förderstedt, einem Ortsteil von Staßfurt. Dort entstehen 300 MW": the town of the sentence before,
    of which nothing was told yet."""
    if not part.index or any(p.kind == "city" for p in part.places):
        return None
    before = reader.analysis.parts[part.index - 1]
    words = [h for h in part.cues("frame", "here") if h.cue.english in ("there", "here")]
    opens = any(h.start - part.sentence.start <= 1 for h in words)
    towns = [p for p in before.places if p.kind == "city" and p.case == "in"]
    if not opens or not towns or before.sentence.paragraph != part.sentence.paragraph:
        return None
    if not (before.has("site", *_BUILT) or before.has("product") or before.has("frame", "another")):
        return None  # somebody spoke there, or has an office or a customer
    told = {(p.place.place.name, p.place.place.country) for p in reader.projects if p.place is not None}
    return towns[0] if (towns[0].place.name, towns[0].place.country) not in told else None


def anchor_beside(reader: Reader, part: Part, numbers: bool) -> list[PlaceMention]:
    """"Ein paar hundert Meter weiter baut EcoPro", "op hetzelfde terrein": the town of the project told of just before."""
    focus = reader.focus
    if focus is None or focus.place is None or focus.place.kind != "city" or not part.has("frame", "beside"):
        return []
    return [focus.place] if _of_the_field(part, numbers) else []
