"""The country of a project whose town the article does not tell: the one that the article is about.

A maker's nationality is no place ("der chinesische Hersteller"). A plant lies where nearly everything else that the
article names lies, unless its own sentences name another country. A deal or a market figure has a country only where
its companies are at home in the one that the article is about, or, of a round of money, where the article says from
where the company is.
"""

from __future__ import annotations

from collections import Counter

from core.analysis import Analysis
from core.companies import CompanyMention
from core.company_cues import vocabulary
from core.place_words import country_place
from core.places import PlaceMention
from core.project import FUNDER_KINDS, Project

_SITES = frozenset({"new", "expansion", "closure"})
_OF_ONE = frozenset({"funding", "acquisition", "statistic"})  # the first company says where it belongs
_AT_ITS_SEAT = _SITES | {"funding", "acquisition"}
_OF_ALL = frozenset({"supply", "partnership"})
_SHARE = 0.6  # of the article's places: so many lie in the country that it is about
_FEWEST = 3  # places of that country
_BEFORE, _BEHIND = 25, 6  # characters between a company and the word for where it comes from
_CONFIDENCE = 0.6


def country_of(analysis: Analysis, project: Project, kind: str) -> PlaceMention | None:
    """The mention that tells the country of a project without a place, as one of that country; None where none does."""
    companies = project.all_companies()
    here = {p.place.country for i in project.parts for p in analysis.parts[i].places if _tells(p)}
    seat = _seat(analysis, [c for c in companies if c.company.kind not in FUNDER_KINDS][:1]) if kind in _AT_ITS_SEAT else None
    # A plant of "der chinesische Hersteller" lies anywhere, one of "die Sonneberger Firma" there, if nothing names another land.
    if seat is not None and (kind == "funding" or seat.kind == "city" and here <= {seat.place.country}):
        return seat
    country = _main(analysis)
    if country is None:
        return None
    if kind in _SITES:
        fits = here <= {country}
    elif kind in _OF_ONE | _OF_ALL:
        asked = companies if kind in _OF_ALL else companies[:1]
        fits = all(c.company.home == country for c in asked) if asked else kind == "statistic"
    else:
        fits = False
    return _first(analysis, country) if fits else None


def _seat(analysis: Analysis, companies: list[CompanyMention]) -> PlaceMention | None:
    """Where a company comes from: "das schwedische Unternehmen X", "het Eindhovense X", "X aus Dresden"."""
    names = {c.company.name for c in companies}
    for part in analysis.parts:
        for company in part.companies if names else ():
            if company.company.name not in names:
                continue
            for place in part.places:
                before = place.kind in ("demonym", "origin") and 0 < company.start - place.end <= _BEFORE
                behind = place.case == "from" and 0 < place.start - company.end <= _BEHIND
                if before or behind:
                    at_home = place.place.kind == "city" and (behind or _of_it(analysis, place, company))
                    return place._replace(kind="city", rule="seat", confidence=_CONFIDENCE) if at_home else _as_country(place)
    return None


def _of_it(analysis: Analysis, place: PlaceMention, company: CompanyMention) -> bool:
    """Whether an adjective of a town is the company's: nothing but words for companies stand between, and the name ends there;
    not "der Stuttgarter Customcells-Kunde", "der Berliner Geldgeber hilft X"."""
    words = analysis.text[place.end : company.start].split()
    told = vocabulary(analysis.document.language)
    return analysis.text[company.end : company.end + 1] != "-" and all(told.is_role(word) for word in words)


def _tells(mention: PlaceMention) -> bool:
    return mention.kind != "demonym"


def _main(analysis: Analysis) -> str | None:
    """The country in which most of the places lie that an article names; None where it tells of several."""
    named = Counter(p.place.country for part in analysis.parts for p in part.places if _tells(p))
    if not named:
        return None
    country, times = named.most_common(1)[0]
    return country if times >= _FEWEST and times >= _SHARE * named.total() else None


def _first(analysis: Analysis, country: str) -> PlaceMention | None:
    """The first mention of a country, by its name if there is one."""
    found = [p for part in analysis.parts for p in part.places if p.place.country == country and _tells(p)]
    return _as_country(min(found, key=lambda p: p.kind != "country")) if found else None


def _as_country(mention: PlaceMention) -> PlaceMention:
    """A mention taken for the country in which its place lies."""
    country = country_place(mention.place.country)
    return mention._replace(place=country, kind="country", rule="article", confidence=_CONFIDENCE)
