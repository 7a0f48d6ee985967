"""Maps: bubbles at the places of projects, countries in shades, and where one project is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from core.behind import ends, over_all
from core.charts.chart import COLOURS, PROJECT_IDS, SEPARATOR, WHISKER, Chart, file_name, picture_layout, plain, source_line
from core.charts.ground import BORDERS, LARGEST, UNDIMMED, across, drawn, drawn_on, fill, marks, round_sizes
from core.charts.place_hovers import hovers
from core.columns import STANDINGS
from core.formats import count, listing, span
from core.geography import (
    AREAS,
    PRECISIONS,
    PROJECTS,
    WHOLE,
    WORLD,
    Box,
    Mapped,
    alpha3,
    around,
    fitting,
    inside,
    place_name,
    placed,
    sums,
)
from core.ledger.rule import BY_COLUMN
from core.measures import FIRST_STAGE, FULL, INVESTMENT, Measure

MOST_BUBBLES = 300
FIT = "What is shown"
_VIEWS = {FULL.title: "capacity", FIRST_STAGE.title: "first-stage", INVESTMENT.title: "investment", PROJECTS.title: "projects"}
_LABELS = 12  # countries whose figure is written on the map
# From nearly the ground to a good half of the colour: more is stronger on a light and on a dark ground, and the figures
# written on it can be read on both.
_STRENGTHS = (0.12, 0.6)
_APART = 0.08, 0.07  # of the map's width and height: figures nearer than that would cover each other
_HOW = (
    "Each mark is a place and adds up one value for each of its projects. Its area shows how much, its outline how exact "
    "the place is: a circle is a town, a diamond a state or province, a square a country of which no town is named; the "
    "last two stand in the middle of their ground, not where anything is built. Projects of one place that stand "
    "differently are marks on top of each other, the largest below. Point at a mark to see its projects; click it to list "
    "them below. Zoom with the buttons in the map's corner or choose an area; drag the map to move it."
)
_HOW_SHADES = (
    "The stronger the colour of a country, the more its projects add up to. Intents and what was shelved, cancelled or "
    "closed are not in the shade, but in the text that appears when you point at a country, and in the list. A country "
    "without a shade has nothing that counts, which may mean little activity or little news."
)


def bubbles(found: Mapped, words: str = "", reports: pd.DataFrame | None = None, area: str = FIT) -> Chart:
    """A measure at each place, a bubble for each standing. ``words``: the filters as a phrase; ``reports``: rows of the
    table, for the quotes; ``area``: a key of AREAS, or FIT."""
    measure, made = found.measure, found.sums
    base = _base("map", "place", measure, words, area, made)
    if made.empty:
        return base.having(empty=_nothing(found))
    shown = made[made["place"].isin(made["place"].drop_duplicates().head(MOST_BUBBLES))]
    box = AREAS[area] if area in AREAS else fitting(shown["latitude"], shown["longitude"])
    notes = [] if measure is PROJECTS else ["A bubble's area is the lower figure where a range is given."]
    if len(shown) < len(made):
        notes.append(f"The {MOST_BUBBLES} largest places of {made['place'].nunique():,}; the list and the CSV have all.")
    notes += _outside(box, shown)
    largest = float(shown["low"].max())
    widest = LARGEST if measure is not PROJECTS else min(LARGEST, 15 * largest**0.5)
    texts, numbers = hovers(shown, found.rows, measure, reports), _numbers(made)
    order = shown.sort_values("low", ascending=False, kind="stable")
    keys = list(zip(order["place"], order["precision"], strict=True))
    across_px = [across(value, largest, widest) for value in order["low"]]
    marked: dict[str, Any] = {
        "type": "scattergeo",
        "lon": order["longitude"].tolist(),
        "lat": order["latitude"].tolist(),
        "mode": "markers",
        "marker": marks(order["precision"].tolist(), order["standing"].tolist(), across_px),
        "customdata": [numbers[key] for key in keys],
        "hovertext": [texts[key] for key in keys],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "showlegend": False,
        **UNDIMMED,
    }
    sizes = [(value, across(value, largest, widest)) for value in round_sizes(largest, measure is PROJECTS)]
    figure = drawn_on([marked], box, box is not None, set(shown["standing"]), set(shown["precision"]), sizes, measure.unit)
    return _finished(base, figure, notes)


def shades(found: Mapped, words: str = "", area: str = FIT) -> Chart:
    """A measure by country as the strength of a colour: what stands, neither intents nor what was given up."""
    measure = found.measure
    rows = placed(found.stated, "country")
    made = sums(rows, "country")
    base = _base("map-countries", "country", measure, words, area, made)
    made = made.assign(code=pd.Series([alpha3(c) for c in made["country"]], index=made.index, dtype="object"))
    stands = made[made["standing"].isin(["active", "unstated"])]
    groups = stands.groupby(["place", "precision", "code"], sort=False, dropna=False)
    counted = groups.agg(low=("low", "sum"), latitude=("latitude", "first"), longitude=("longitude", "first")).reset_index()
    counted = counted[counted["low"] > 0].sort_values("low", ascending=False, kind="stable")
    there = counted[counted["code"].isin(drawn())]
    if there.empty:
        nothing = "Only intents or stopped projects here: see the bubbles, or the list."
        return base.having(empty=_nothing(found) if made.empty else nothing)
    notes = ["Shaded by the projects that stand, the lower figure where a range is given."]
    missing = counted.loc[~counted["code"].isin(drawn()), "place"].tolist()
    if missing:
        notes.append(f"Too small for a shape, or without one: {listing(missing)}.")
    only = sorted(set(made["place"]) - set(counted["place"]))
    if only:
        others = [f"{len(only) - 6} more"] if len(only) > 6 else []
        notes.append(f"Only intents or stopped projects: {listing(only[:6] + others)}.")
    texts, numbers = hovers(made, rows.assign(location_precision=WHOLE), measure), _numbers(made)
    keys = list(zip(there["place"], there["precision"], strict=True))
    top = float(there["low"].max())
    shaded: dict[str, Any] = {
        "type": "choropleth",
        "locations": there["code"].tolist(),
        "z": there["low"].tolist(),
        "zmin": 0,
        "zmax": top,
        "colorscale": [[n, fill(COLOURS["active"], strength)] for n, strength in enumerate(_STRENGTHS)],
        "marker": {"line": {"color": COLOURS["active"], "width": 0.9}},
        "colorbar": {"orientation": "h", "title": {"text": measure.unit, "side": "top"}, "thickness": 12, "len": 0.6,
                  "x": 0.0, "xanchor": "left", "y": 0.0, "yanchor": "bottom", "nticks": 5, "tickangle": 0, "outlinewidth": 0},
        "customdata": [numbers[key] for key in keys],
        "hovertext": [texts[key] for key in keys],
        "hovertemplate": "%{hovertext}<extra></extra>",
        **UNDIMMED,
    }  # fmt: skip
    box = AREAS[area] if area in AREAS else fitting(found.rows["latitude"], found.rows["longitude"])
    named = _apart(there, box or AREAS[WORLD])
    marked: dict[str, Any] = {
        "type": "scattergeo",
        "locations": named["code"].tolist(),
        "mode": "text",
        "text": [span(v) for v in named["low"]],
        "textfont": {"size": 12},
        "unselected": {"textfont": {"color": WHISKER}},
        "hoverinfo": "skip",
        "showlegend": False,
    }
    return _finished(base, drawn_on([shaded, marked], box, True, (), (), below=70), notes)


def locator(project: Mapping[str, Any] | pd.Series) -> Chart:
    """Where one project is: a mark on a map of its surroundings. project: a row of ``core.selection.current``."""
    precision = project["location_precision"] if isinstance(project["location_precision"], str) else "city"
    place = place_name(project["city"], project["region"], project["country_name"])
    standing = str(project["standing"])
    there = pd.notna(project["latitude"]) and pd.notna(project["longitude"])
    mark = {"city": "the town", "region": "the middle of the state or province: no town is named",
            "country": "the middle of the country: no town is named"}[precision]  # fmt: skip
    name = str(project["project"]) if isinstance(project["project"], str) else str(project["project_id"])
    dates = [d for d in (project["first_reported"], project["last_reported"]) if pd.notna(d)]
    data = pd.DataFrame(
        [{"project": name, "place": place, "precision": PRECISIONS[precision], "latitude": project["latitude"],
          "longitude": project["longitude"], "project_id": project["project_id"],
          "reports": SEPARATOR.join(project["reports"]), "articles": SEPARATOR.join(project["articles"])}]
    )  # fmt: skip
    base = Chart(
        view="locator",
        title=f"Where it is: {place}" if place else "Where it is",
        unit=PRECISIONS[precision],
        note=f"The mark is {mark}. {BORDERS}" if there else "",
        source=source_line(project["articles"], dates),
        alt=f"Map. {name}: {place}; the mark is {mark}." if there else f"No map. {name}: no place is known.",
        file_name=file_name("locator", name),
        data=data,
        columns=("country",),
        how="The mark shows the place that the articles name. Zoom with the buttons in the corner, drag to move the map.",
    )
    if not there:
        why = f"The coordinates of {place} are not known." if place else "The articles name no place."
        return base.having(empty=why)
    latitude, longitude = float(project["latitude"]), float(project["longitude"])
    least = {"city": 9.0, "region": 13.0, "country": 22.0}[precision]
    marked: dict[str, Any] = {
        "type": "scattergeo",
        "lon": [longitude],
        "lat": [latitude],
        "mode": "markers",
        "marker": marks([precision], [standing], 16),
        "hovertext": [f"<b>{plain(name)}</b><br>{plain(place)}<br>{STANDINGS.get(standing, standing)}"],  # type: ignore[call-overload]
        "hovertemplate": "%{hovertext}<extra></extra>",
        "showlegend": False,
        **UNDIMMED,
    }
    figure = drawn_on([marked], around(longitude, longitude, latitude, latitude, least), True, (), (), height=280)
    return base.having(figure=figure, export_layout=picture_layout(figure, base, 640))


# ---------------------------------------------------------------------------------------------------------- parts


def _base(kind: str, by: str, measure: Measure, words: str, area: str, made: pd.DataFrame) -> Chart:
    view = f"{kind}-{_VIEWS[measure.title]}"
    part = f", map of {area}" if area in AREAS and area != WORLD else ""
    title = f"{measure.title}{',' if ',' in measure.title else ''} by {by}{part}" + (f", {words}" if words else "")
    return Chart(
        view=view,
        title=title,
        unit=measure.unit.capitalize() if measure is PROJECTS else measure.unit,
        note="",
        source=source_line(over_all(made["articles"]), ends(those for name in ("dates", "until") for those in made[name])),
        alt=_alt(title, measure, made),
        file_name=file_name(f"{view}-{area}" if part else view, words),
        data=partial(_data, made, measure),  # type: ignore[arg-type]  # made when it is asked for
        how=_HOW if by == "place" else _HOW_SHADES,
        columns=(BY_COLUMN[measure.low].name,) if measure.low else (),
    )


def _finished(base: Chart, figure: go.Figure, notes: Sequence[str]) -> Chart:
    chart = base.having(figure=figure, note=" ".join([*notes, BORDERS]))
    return chart.having(export_layout=picture_layout(figure, chart, 860))


def _nothing(found: Mapped) -> str:
    if found.stated.empty:
        subject = {"investment": "an investment", "capacity": "a capacity"}.get(found.measure.name, "anything")
        return f"No project here states {subject} that could be counted."
    return f"{count(len(found.stated), 'project')} could be counted, but of none a place is known: see the list."


def _apart(there: pd.DataFrame, box: Box) -> pd.DataFrame:
    """The largest countries whose figures can be written on the map without covering each other; judged by where their
    largest projects are."""
    west, east, south, north = box
    wide, high = _APART[0] * (east - west), _APART[1] * (north - south)
    taken: list[tuple[float, float]] = []
    kept = []
    for x, y in zip(there["longitude"], there["latitude"], strict=True):
        free = x == x and all(abs(x - a) > wide or abs(y - b) > high for a, b in taken)
        kept.append(free and len(taken) < _LABELS)
        if kept[-1]:
            taken.append((x, y))
    return there[kept]


def _outside(box: Box | None, shown: pd.DataFrame) -> list[str]:
    if box is None or box == AREAS[WORLD]:
        return []
    places = shown.drop_duplicates(["place", "precision"])
    away = sum(not inside(box, a, b) for a, b in zip(places["latitude"], places["longitude"], strict=True))
    return [f"{count(away, 'place')} {'lies' if away == 1 else 'lie'} outside this area."] if away else []


def _numbers(made: pd.DataFrame) -> dict[tuple[str, str], list[int]]:
    """(place, precision) → its rows in the chart's data: any of its marks leads to all of its projects."""
    found: dict[tuple[str, str], list[int]] = {}
    for number, key in enumerate(zip(made["place"], made["precision"], strict=True)):
        found.setdefault(key, []).append(number)
    return found


def _alt(title: str, measure: Measure, made: pd.DataFrame) -> str:
    if made.empty:
        return f"Empty map. {title}."
    largest = made.groupby(["place", "precision"], sort=False)[["low", "high"]].sum().head(8)
    parts = [f"{place} {span(low, high)}" for (place, _), low, high in largest.itertuples()]
    more = made["place"].nunique() - len(parts)
    return f"Map. {title}, in {measure.unit}. {'; '.join(parts)}" + (f"; and {count(more, 'more place')}." if more > 0 else ".")


def _data(made: pd.DataFrame, measure: Measure) -> pd.DataFrame:
    def joined(lists: Iterable[Sequence[str]]) -> list[str]:
        return [SEPARATOR.join(those) for those in lists]

    where = {"place": made["place"]}
    if not (made["precision"] == WHOLE).any():
        where |= {"precision": made["precision"].map(PRECISIONS), "country": made["country_name"]}
        where |= {"latitude": made["latitude"], "longitude": made["longitude"]}
    return pd.DataFrame(
        where
        | {
            "measure": measure.title,
            "unit": measure.unit,
            "standing": made["standing"].map(STANDINGS),
            "low": [float(f"{value:.6g}") for value in made["low"]],
            "high": [float(f"{value:.6g}") for value in made["high"]],
            "projects": made["projects"],
            "project_names": joined(made["labels"]),
            PROJECT_IDS: joined(made["ids"]),
            "reports": joined(made["reports"]),
            "articles": joined(made["articles"]),
        }
    )
