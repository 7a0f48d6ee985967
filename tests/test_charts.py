"""Sums behind the charts, and the charts as functions of a DataFrame."""

from __future__ import annotations

import re
from collections.abc import Callable

import pandas as pd
import plotly.graph_objects as go
import pytest

from core import charts
from core.columns import STANDINGS
from core.measures import FIRST_STAGE, FULL, INVESTMENT, SUPPORT, active_total, real_projects, totals
from core.selection import Filters, current, select
from core.table import frame


@pytest.fixture(scope="module")
def projects(table: pd.DataFrame) -> pd.DataFrame:
    return current(table)


def by_group(tidy: pd.DataFrame, column: str = "low") -> dict[str, float]:
    return {str(k): round(float(v), 6) for k, v in tidy.groupby("group")[column].sum().items()}


def test_investment_by_country_counts_each_project_once_and_no_market_figure(projects: pd.DataFrame) -> None:
    assert by_group(totals(projects, INVESTMENT, "country")) == {
        "United States": 2.3, "Finland": 1.94, "Germany": 4.5, "Hungary": 7.34, "Place not stated": 20.0,
    }  # fmt: skip
    assert by_group(totals(projects, INVESTMENT, "country"), "high")["United States"] == 2.9


def test_public_support_is_apart(projects: pd.DataFrame) -> None:
    assert by_group(totals(projects, SUPPORT, "country")) == {"Germany": 0.9}


def test_first_stage_and_full_build_out_are_apart(projects: pd.DataFrame) -> None:
    first = by_group(totals(projects, FIRST_STAGE, "country"))
    full = by_group(totals(projects, FULL, "country"))
    assert first == {"United States": 23, "Finland": 18, "Germany": 52, "Hungary": 40}
    # Salo states one capacity only; the programme only a full build-out.
    assert full == {"United States": 33, "Finland": 18, "Germany": 62, "Hungary": 100, "Place not stated": 170}


def test_a_joint_project_counts_whole_for_each_partner_but_not_for_its_buyer(projects: pd.DataFrame) -> None:
    found = by_group(totals(projects, INVESTMENT, "company"))
    assert found["Stellantis"] == found["Samsung SDI"] == 2.3
    assert "Mercedes-Benz" not in found and "Rhodium Group" not in found


def test_a_lone_buyer_still_counts() -> None:
    rows = [{"report_id": "a#1", "partners": ["Ford"], "roles": ["buyer"], "investment_eur": 1e9}]
    assert by_group(totals(current(frame(rows)), INVESTMENT, "company")) == {"Ford": 1.0}


def test_standing_is_told_apart(projects: pd.DataFrame) -> None:
    finland = totals(projects, INVESTMENT, "country").query("group == 'Finland'").set_index("standing")["low"]
    assert finland.round(6).to_dict() == {"active": 0.24, "intent": 1.2, "stopped": 0.5}


def test_a_state_or_province_names_its_country(projects: pd.DataFrame) -> None:
    groups = set(totals(projects, INVESTMENT, "region")["group"])
    assert "Indiana (United States)" in groups and "Place not stated" in groups


def test_totals_leave_out_intents_and_what_was_given_up(projects: pd.DataFrame) -> None:
    invested = active_total(projects, INVESTMENT)
    assert (round(invested.low / 1e9, 2), round(invested.high / 1e9, 2)) == (29.88, 30.48)
    assert active_total(projects, FULL).low == 33 + 100 + 170 + 3
    assert len(real_projects(projects)) == len(projects) - 1


def test_every_sum_names_its_sources(projects: pd.DataFrame) -> None:
    germany = totals(projects, FIRST_STAGE, "country").query("group == 'Germany'").iloc[0]
    assert germany["reports"] == ["nl-b#1", "nl-d#1"] and germany["articles"] == ["nl-b.txt", "nl-d.txt"]


CHARTS: list[tuple[Callable[..., charts.Chart], str]] = [
    (charts.investment, "country"),
    (charts.investment, "company"),
    (charts.investment, "status"),
    (charts.capacity, "world_region"),
    (charts.capacity, "region"),
    (charts.capacity, "company"),
    (charts.support, "country"),
]


@pytest.mark.parametrize(("draw", "by"), CHARTS, ids=lambda v: getattr(v, "__name__", v))
def test_every_chart_says_what_is_seen(projects: pd.DataFrame, draw: Callable[..., charts.Chart], by: str) -> None:
    chart = draw(projects, by, "in Finland")
    assert chart.title.endswith(", in Finland") and chart.unit in ("EUR bn", "GWh a year")
    assert re.match(r"Source: \d+ press articles?, published .*\d{4}", chart.source)
    assert chart.alt.startswith("Bar chart.") and chart.unit in chart.alt
    assert re.fullmatch(r"gigaledger_[a-z-]+_in-finland", chart.file_name)
    assert {"measure", "unit", "low", "high", "reports", "articles"} <= set(chart.data.columns)
    assert isinstance(chart.figure, go.Figure) and chart.legend
    title = chart.export_layout["title"]["text"]
    assert "in Finland" in title and "Source:" in chart.export_layout["annotations"][0]["text"]


@pytest.mark.parametrize(("draw", "by"), CHARTS, ids=lambda v: getattr(v, "__name__", v))
def test_bars_have_colours_and_patterns_of_their_own(
    projects: pd.DataFrame, draw: Callable[..., charts.Chart], by: str
) -> None:
    figure = draw(projects, by).figure
    assert figure is not None
    bars = [trace for trace in figure.data if trace.type == "bar"]
    assert bars and all(bar.marker.color for bar in bars)
    stopped = [bar for bar in bars if bar.name == STANDINGS["stopped"]]
    assert all(bar.marker.pattern.shape == "/" for bar in stopped)


def test_by_company_says_that_the_bars_do_not_add_up(projects: pd.DataFrame) -> None:
    assert "do not add up" in charts.investment(projects, "company").note
    assert "do not add up" not in charts.investment(projects, "country").note


def test_the_range_reaches_to_the_upper_figure(projects: pd.DataFrame) -> None:
    figure = charts.investment(projects, "country").figure
    assert figure is not None
    lines = [trace for trace in figure.data if trace.type == "scatter" and trace.error_x.array is not None]
    assert [round(v, 6) for v in lines[0].error_x.array] == [0.6] and lines[0].x == (2.3,)


def test_many_companies_are_cut_and_the_data_is_not() -> None:
    rows = [{"report_id": f"a#{n}", "partners": [f"Company {n}"], "roles": ["owner"], "investment_eur": n * 1e8}
            for n in range(1, 40)]  # fmt: skip
    chart = charts.investment(current(frame(rows)), "company")
    assert chart.figure is not None and len(chart.figure.layout.yaxis.tickvals) == charts.MOST_BARS
    assert chart.figure.layout.yaxis.ticktext[0] == "Company 39" and len(chart.data) == 39
    assert f"The {charts.MOST_BARS} largest of 39" in chart.note


def test_nothing_to_draw_is_said_not_raised(table: pd.DataFrame) -> None:
    empty = select(table, Filters(segment=("charging",))).projects
    for draw in (charts.investment, charts.capacity, charts.support):
        chart = draw(empty, "company")
        assert chart.figure is None and chart.empty.startswith("No project here states")
    assert charts.capacity(current(frame([])), "country").figure is None


def test_text_from_articles_is_not_taken_for_markup(projects: pd.DataFrame) -> None:
    figure = charts.capacity(projects, "company").figure
    assert figure is not None
    words = figure.to_json()
    assert "<b>bold</b>" not in words and "&lt;b&gt;bold" in words


@pytest.mark.parametrize(
    ("view", "words", "name"),
    [
        ("Investment by country", "", "gigaledger_investment-by-country"),
        ("projects", "in Österreich, cells", "gigaledger_projects_in-oesterreich-cells"),
        ("x", "../../etc/passwd\n<b>", "gigaledger_x_etc-passwd-b"),
    ],
)
def test_file_names_hold_only_safe_characters(view: str, words: str, name: str) -> None:
    assert charts.file_name(view, words) == name


def test_long_filters_give_short_names_that_differ() -> None:
    one, two = (charts.file_name("x", "in " + " or ".join(["Finland"] * 30 + [end])) for end in ("A", "B"))
    assert one != two and max(len(one), len(two)) < 90


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("ground", [charts.LIGHT, charts.DARK])
@pytest.mark.parametrize("colour", [*charts.COLOURS.values(), charts.WHISKER])
def test_colours_stand_out_on_both_grounds(colour: str, ground: str) -> None:
    low, high = sorted((luminance(colour), luminance(ground)))
    assert (high + 0.05) / (low + 0.05) >= 3


def plants(number: int) -> pd.DataFrame:
    """Plants of falling cost in as many countries; the last, the second largest, in none."""
    rows = [
        {"report_id": f"a{n}#1", "project_id": f"p{n}", "article": f"a{n}.txt", "kind": "new", "status": "announced",
         "project": f"Stellantis–Contemporary battery cell plant, Town {n}", "country": f"X{n}", "country_name": f"Land {n:02}",
         "investment_eur": 1e9 * (number - n + 1)}
        for n in range(number)
    ]  # fmt: skip
    rows.append(rows[1] | {"report_id": "b#1", "project_id": "q", "country": None, "country_name": None})
    return frame(rows)


def test_what_has_no_place_keeps_its_bar_however_many_countries_there_are() -> None:
    chart = charts.investment(current(plants(20)), "country")
    assert list(chart.figure.layout.yaxis.ticktext)[-1] == "Place not stated"
    assert len(chart.figure.layout.yaxis.ticktext) == charts.MOST_BARS
    assert "The 14 largest of 20, and “Place not stated”; the CSV has all." in chart.note


def test_the_bar_of_a_plant_names_its_town() -> None:
    chart = charts.investment(current(plants(3)), "project")
    assert all("Town" in label for label in chart.figure.layout.yaxis.ticktext)


def test_amounts_without_a_rate_are_named() -> None:
    told = frame(
        [
            {"report_id": f"a{n}#1", "project_id": f"p{n}", "article": f"a{n}.txt", "kind": "new", "status": "announced",
             "investments": [{"amount": n * 1e9, "max": n * 1e9, "currency": "USD", "kind": "investment", "qualifier": "none"}]}
            for n in (1, 4)
        ]
    )  # fmt: skip
    missing = "Not in it, as no rate of their day is known: USD 5 bn (2 projects)."
    projects = current(told)
    for chart in (charts.investment(projects, "country"), charts.waterfall(projects, INVESTMENT)):
        assert chart.figure is None and chart.empty is not None and missing in chart.empty
    both = current(pd.concat([told, plants(2)], ignore_index=True))
    assert missing in charts.investment(both, "country").note and missing in charts.waterfall(both, INVESTMENT).note
    assert charts.investment(projects, "country", currency="USD").figure is not None
    assert missing not in charts.investment(both, "country", currency="USD").note
