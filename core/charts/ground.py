"""The ground of a map: which part of the world, drawn with which shapes; its marks and the legend below it.

Plotly takes the shapes from static/topojson (``topojsonURL`` of its configuration); nothing is fetched from elsewhere.
The legend is part of the figure, so that a saved picture has it: a mark's outline says how exact the place is, its
colour and filling where the projects stand, its area how much.
"""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import plotly.graph_objects as go

from core.charts.chart import COLOURS, PAGE_LAYOUT, WHISKER
from core.columns import STANDINGS
from core.formats import number
from core.geography import AREAS, PRECISIONS, WORLD, Box

SHAPES = Path(__file__).resolve().parents[2] / "static" / "topojson"
BORDERS = "Borders: Natural Earth (public domain), adapted; no opinion on their status."
LAND, BORDER, COAST = "rgba(124,136,148,0.13)", "rgba(124,136,148,0.55)", "rgba(124,136,148,0.9)"
OUTLINES = {"city": "circle", "region": "diamond", "country": "square"}
FILLINGS = {"active": "", "intent": "-open-dot", "unstated": "-open", "stopped": "-x-open"}
LARGEST, SMALLEST = 40.0, 7.0  # px across
_LINE = 24  # px of a line of the legend
HEIGHT, FLAT = 410, 360  # px of the map itself; of the whole world, which is wide


def geo(box: Box | None, fine: bool = True) -> dict[str, Any]:
    """Plotly's ``geo``: equal areas, so that no country looks larger than it is. box: None for the whole world;
    fine: shapes of 1:50m, which have the small countries, instead of 1:110m."""
    west, east, south, north = box or AREAS[WORLD]
    whole = box is None or box == AREAS[WORLD]
    turned = {} if whole else {"rotation": {"lon": (west + east) / 2, "lat": (south + north) / 2}}
    return {
        "projection": {"type": "equal earth" if whole else "azimuthal equal area", **turned},
        "lonaxis": {"range": [west, east]},
        "lataxis": {"range": [south, north]},
        "resolution": 50 if fine else 110,
        "bgcolor": "rgba(0,0,0,0)",
        "showframe": False,
        "showland": True,
        "landcolor": LAND,
        "showcountries": True,
        "countrycolor": BORDER,
        "countrywidth": 0.7,
        "showcoastlines": True,
        "coastlinecolor": COAST,
        "coastlinewidth": 0.7,
        "showlakes": False,
        "showocean": False,
    }


def symbol(precision: str, standing: str) -> str:
    return OUTLINES[precision] + FILLINGS[standing]


def fill(colour: str, alpha: float) -> str:
    return "rgba({},{},{},{})".format(*(int(colour[i : i + 2], 16) for i in (1, 3, 5)), alpha)


def marks(precisions: Sequence[str], standings: Sequence[str], sizes: Sequence[float] | float) -> dict[str, Any]:
    """Plotly's marker for marks of these kinds; sizes: px across."""
    return {
        "symbol": [symbol(p, s) for p, s in zip(precisions, standings, strict=True)],
        "color": [COLOURS[s] if FILLINGS[s] else fill(COLOURS[s], 0.6) for s in standings],
        "size": sizes,
        "opacity": 1,
        "line": {"color": [COLOURS[s] for s in standings], "width": 1.8},
    }


def across(value: float, largest: float, widest: float = LARGEST) -> float:
    """Px across of the mark of a value, whose area grows with the value; never too small to be seen."""
    return max(SMALLEST, widest * math.sqrt(max(value, 0.0) / largest)) if largest > 0 else SMALLEST


def round_sizes(largest: float, whole: bool = False) -> list[float]:
    """Up to three round values for the legend of sizes: “5, 20, 100” for a largest of 130; whole: whole numbers only."""
    if largest <= 0:
        return []
    if whole:
        return sorted({1.0, float(math.ceil(largest / 2)), largest})
    power = 10 ** math.floor(math.log10(largest))
    top = next(step * power for step in (5, 2, 1) if step * power <= largest * (1 + 1e-9))
    return [value for value in (top / 20, top / 5, top) if across(value, largest) > SMALLEST]


def drawn_on(
    traces: Sequence[dict[str, Any]],
    box: Box | None,
    fine: bool,
    standings: Collection[str],
    precisions: Collection[str],
    sizes: Sequence[tuple[float, float]] = (),
    unit: str = "",
    below: int = 0,
    **layout: Any,
) -> go.Figure:
    """The figure of some traces: with the ground under them and the legend below: the kinds that occur, and marks of
    (value, px). below: px for a scale under the map; layout: what else."""
    shown = [(STANDINGS[s], "city", s) for s in STANDINGS if s in standings]
    exact = [p for p in PRECISIONS if p in precisions]
    places = [(f"{OUTLINES[p].capitalize()}: {PRECISIONS[p].lower()}", p, "unstated") for p in exact]
    rows: list[float] = []
    entries: list[tuple[float, int, str, str, str, float]] = []  # x, row, words, precision, standing, px

    def line(those: Sequence[tuple[str, str, str]], columns: Sequence[float], height: float) -> None:
        for start in range(0, len(those), len(columns)):
            rows.append(height)
            for x, (words, precision, standing) in zip(columns, those[start:], strict=False):
                entries.append((x, len(rows) - 1, words, precision, standing, 12.0))

    line(shown, (0.0, 5.0), 1)
    line(places, (0.0, 5.0), 1)
    if sizes:
        tallest = max(px for _, px in sizes)
        rows.append(max(1.0, (tallest + 6) / _LINE))
        for n, (value, px) in enumerate(sizes):
            words = f"{number(value)} {unit}" if n == len(sizes) - 1 else number(value)
            entries.append((0.6 + n * 2.4, len(rows) - 1, words, "city", "unstated", px))
    depth = sum(rows)
    tops = [depth - sum(rows[:n]) - rows[n] / 2 for n in range(len(rows))]
    px = depth * _LINE
    height = FLAT if box in (None, AREAS[WORLD]) else HEIGHT
    share = px / (height + px)
    whole = round(height + px + 12) + below
    made = PAGE_LAYOUT | {
        "dragmode": "pan",
        "modebar": {"orientation": "h"} | _MODEBAR,
        "height": whole,
        "geo": geo(box, fine) | {"domain": {"x": [0, 1], "y": [below / whole if below else share, 1]}},
        "clickmode": "event+select",
        "xaxis": {"visible": False, "fixedrange": True, "range": [-0.3, 12], "domain": [0, 1], "showgrid": False},
        "yaxis": {"visible": False, "fixedrange": True, "range": [0, depth], "domain": [0, share], "showgrid": False},
    }
    legend: list[dict[str, Any]] = []
    if entries:
        legend.append({
            "type": "scatter",
            "x": [entry[0] for entry in entries],
            "y": [tops[entry[1]] for entry in entries],
            "mode": "markers",
            "marker": marks([e[3] for e in entries], [e[4] for e in entries], [e[5] for e in entries]),
            "hoverinfo": "skip",
            "showlegend": False,
            "cliponaxis": False,
            **UNDIMMED,
        })  # fmt: skip
        made["annotations"] = [  # not the marks' own text: a click on the map would dim that
            {"x": x, "y": tops[row], "xref": "x", "yref": "y", "text": words, "showarrow": False, "xanchor": "left",
             "yanchor": "middle", "xshift": px / 2 + 4, "font": {"size": 12}}
            for x, row, words, _, _, px in entries
        ]  # fmt: skip
    return go.Figure({"data": [*traces, *legend], "layout": made | layout})


_MODEBAR = {"bgcolor": "rgba(0,0,0,0)", "color": WHISKER, "activecolor": COLOURS["active"]}
# A click chooses a mark; the others stay as they are.
UNDIMMED: dict[str, Any] = {"selected": {"marker": {"opacity": 1}}, "unselected": {"marker": {"opacity": 1}}}


@cache
def drawn() -> frozenset[str]:
    """ISO 3166-1 alpha-3 of the countries that have a shape of their own on the fine map."""
    with (SHAPES / "world_50m.json").open(encoding="utf-8") as file:
        shapes = json.load(file)["objects"]["countries"]["geometries"]
    return frozenset(shape["id"] for shape in shapes if "id" in shape)
