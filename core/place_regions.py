"""Where a town is that the text puts elsewhere than any list has a town of its name."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from functools import cache
from math import cos, hypot, inf, nan, radians

from core.gazetteer import REFERENCE, Place
from core.place_reading import Candidate, Text, beside_of

# Names only, and small words, in brackets: no sentence of its own as in "Kassel (China liefert)".
_NAMES = re.compile(r" \((?:[\w.]{1,3}|[^\W\d_a-zäöåß][\w.'’-]*)(?:,? (?:[\w.]{1,3}|[^\W\d_a-zäöåß][\w.'’-]*))*\)")
_OVERLAP = 1.0  # degrees from a landscape's middle within which its towns lie


def lies_in(town: Place, wider: Place) -> bool:
    """Is a town in a region or country? A landscape or county holds the towns near its middle."""
    if town.kind != "city" or wider.kind == "city" or town.country != wider.country:
        return False
    if wider.kind == "country" or town.region == wider.name:
        return True
    return wider.name not in _regions_of_towns(wider.country) and _degrees(town, wider) < _OVERLAP


def where_told(text: Text, candidate: Candidate) -> Place:
    """The place of a candidate that was chosen, in the country or region that the text gives it.

    "St. Thomas (Kalifornien, USA)" is none of the towns of that name in other countries: it is on no map.
    """
    assert candidate.best is not None
    place = candidate.best.place
    if place.kind == "city" and _NAMES.match(text.clean, candidate.end):
        told = beside_of(text, candidate.first, candidate.last, candidate.end)
        countries = {p.country for p in told}
        if len(countries) == 1 and place.country not in countries:
            region = next((p.name for p in told if p.kind == "region"), None)
            return Place(place.name, "city", countries.pop(), region, nan, nan, 0)
    return _in_region(place, candidate.beside or [])


def _in_region(place: Place, beside: Sequence[Place]) -> Place:
    """The town in the region that the text puts beside it: no list has the Glendale of "Glendale (Kentucky)".

    The Bridgwater of "Bridgwater in Somerset" is the listed one, though its region there is England: a landscape or a
    county overlaps with the regions that towns are listed by.
    """
    regions = [p for p in beside if p.kind == "region" and p.country == place.country]
    if place.kind != "city" or len(regions) != 1 or place.region in (None, regions[0].name):
        return place
    if regions[0].name not in _regions_of_towns(place.country) and _degrees(place, regions[0]) < _OVERLAP:
        return place
    return Place(place.name, "city", place.country, regions[0].name, nan, nan, 0)


@cache
def _regions_of_towns(country: str) -> frozenset[str]:
    """The names of a country's regions that towns are listed by (its first level)."""
    with (REFERENCE / "places_regions.csv").open(encoding="utf-8", newline="") as file:
        return frozenset(row["name"] for row in csv.DictReader(file) if row["country"] == country)


def _degrees(one: Place, other: Place) -> float:
    """How far two places lie apart, in degrees of latitude; infinite where it is not known."""
    wide = cos(radians(one.latitude))
    apart = hypot(one.latitude - other.latitude, (one.longitude - other.longitude) * wide)
    return apart if apart == apart else inf
