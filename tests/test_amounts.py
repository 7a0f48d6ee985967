"""Sums by town, year, stage and shared-out company; signs, currencies and places; and the charts drawn from them."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from core import charts
from core.columns import STATUSES
from core.levels import Spot, deeper, inside, spot
from core.measures import (
    FIRST_STAGE,
    FULL,
    INVESTMENT,
    NO_YEAR,
    STAGE_OF,
    STORAGE,
    SUPPORT,
    Measure,
    active_total,
    countable,
    currencies,
    mark,
    newcomers,
    stages,
    stated_in,
    totals,
)
from core.quotes import quotes
from core.selection import Filters, current, in_words, options, select, wording
from core.table import frame

MEASURES = [INVESTMENT, SUPPORT, FIRST_STAGE, FULL]


@pytest.fixture(scope="module")
def projects(table: pd.DataFrame) -> pd.DataFrame:
    return current(table)


def by_group(tidy: pd.DataFrame, column: str = "low") -> dict[str, float]:
    return {str(k): round(float(v), 6) for k, v in tidy.groupby("group")[column].sum().items()}


def plant(report: str, **values: object) -> dict[str, object]:
    return {"report_id": report, "article": f"{report.split('#')[0]}.txt", "kind": "new", "project": f"Plant {report}",
            "project_id": report.split("#")[0], "published": "2020-01-01", **values}  # fmt: skip


def gwh(value: float, qualifier: str = "none", top: float | None = None) -> dict[str, object]:
    high = value if top is None else top
    return {"capacities": [{"value": value, "max": high, "unit": "GWh", "qualifier": qualifier}], "capacity_gwh": value,
            "capacity_gwh_max": high}  # fmt: skip


# ------------------------------------------------------------------------------------------------------------- sums


@pytest.mark.parametrize("measure", MEASURES, ids=lambda m: m.title)
@pytest.mark.parametrize("column", ["low", "high"])
def test_joint_projects_shared_out_add_up_to_the_total(projects: pd.DataFrame, measure: Measure, column: str) -> None:
    total = countable(projects, measure)[column].sum()
    assert totals(projects, measure, "company", "shared")[column].sum() == pytest.approx(total)
    assert totals(projects, measure, "company", "whole")[column].sum() > total or measure is SUPPORT


def test_a_joint_project_is_shared_out_in_equal_parts(projects: pd.DataFrame) -> None:
    found = by_group(totals(projects, INVESTMENT, "company", "shared"))
    assert found["Stellantis"] == found["Samsung SDI"] == 1.15 and found["CATL"] == 7.34


@pytest.mark.parametrize("measure", MEASURES, ids=lambda m: m.title)
@pytest.mark.parametrize("by", ["city", "region", "country", "world_region", "stage", "announced", "start", "segment", "project"])
def test_no_euro_and_no_gwh_stands_twice_or_is_lost(projects: pd.DataFrame, measure: Measure, by: str) -> None:
    tidy = totals(projects, measure, by)  # type: ignore[arg-type]
    assert tidy["high"].sum() == pytest.approx(countable(projects, measure)["high"].sum())
    assert tidy["projects"].sum() == len(countable(projects, measure))


def test_every_status_has_a_stage_and_what_stands_is_the_key_figure(projects: pd.DataFrame) -> None:
    assert set(STAGE_OF) == set(STATUSES)
    found = by_group(stages(projects, INVESTMENT))
    assert found == {"announced": 22.3, "committed": 7.34, "built": 0.24, "stopped": 5.0, "intent": 1.2}
    standing = sum(found[stage] for stage in ("announced", "committed", "built"))
    assert standing == pytest.approx(active_total(projects, INVESTMENT).low / 1e9)


def test_a_programme_of_which_the_plants_tell_is_no_more_than_its_rest_in_the_stages() -> None:
    rows = [
        plant("p#1", article="a.txt", kind="programme", partners=["Volt"], roles=["owner"], status="announced",
              investment_eur=5e9, investment_eur_max=5e9),
        plant("q#2", article="a.txt", partners=["Volt"], roles=["owner"], country="FI", country_name="Finland", city="Vaasa",
              location_precision="city", status="operating", investment_eur=2e9, investment_eur_max=2e9),
    ]  # fmt: skip
    assert by_group(stages(current(frame(rows)), INVESTMENT)) == {"announced": 3.0, "built": 2.0}


def test_what_plans_were_cut_by_was_announced_and_no_longer_stands() -> None:
    rows = [
        plant("a#1", project_id="p", status="announced", published="2021-01-01", **gwh(40, "up_to")),
        plant("b#1", project_id="p", status="construction", published="2023-01-01", **gwh(15)),
        plant("c#1", project_id="grown", status="operating", published="2021-01-01", **gwh(5)),
        plant("d#1", project_id="grown", status="operating", published="2023-01-01", **gwh(8)),
        plant("e#1", project_id="same", status="announced", published="2023-01-01", **gwh(3)),
    ]
    projects = current(frame(rows))
    assert by_group(stages(projects, FULL)) == {"announced": 3, "committed": 15, "built": 8, "cut": 25}
    assert "cut" not in by_group(stages(projects, FIRST_STAGE))
    cut = stages(projects, FULL).query("group == 'cut'").iloc[0]
    assert cut["reports"] == ["a#1"] and cut["up_to"] == 25 and cut["ids"] == ["p"]
    made = charts.waterfall(projects, FULL)
    note = made.note
    assert note.startswith("Of ≤ 51 GWh a year announced, 26 still stand (51 %): 8 run, 15 are being built, 3 are not begun; ")
    assert "≤ 25 were cut from the plans" in note and "Cut from the plans: by how much" in made.how


def test_what_storage_plants_hold_is_not_added_to_what_is_made_in_a_year() -> None:
    projects = current(frame([
        plant("a#1", segment="cells", country="DE", country_name="Germany", **gwh(20)),
        plant("b#1", segment="storage", country="DE", country_name="Germany", **gwh(0.4)),
    ]))  # fmt: skip
    assert by_group(totals(projects, FULL, "country")) == {"Germany": 20} == by_group(totals(projects, FIRST_STAGE, "country"))
    assert by_group(totals(projects, STORAGE, "country")) == {"Germany": 0.4}
    made = charts.storage(projects, "project")
    assert made.unit == "GWh" and made.title == "Storage plants by project" and made.figure is not None
    assert charts.capacity(projects, "country").figure is not None and "20" in charts.capacity(projects, "country").alt


def test_a_funder_is_no_company_of_the_project_even_where_nobody_else_is_named() -> None:
    projects = current(frame([
        plant("a#1", partners=["European Commission"], roles=["funder"], support_eur=5e8),
        plant("b#1", partners=["Umicore", "EIB"], roles=["owner", "funder"], support_eur=1e8),
        plant("c#1", partners=["Tesla"], roles=["buyer"], support_eur=2e8),
    ]))  # fmt: skip
    assert by_group(totals(projects, SUPPORT, "company")) == {"Company not stated": 0.5, "Umicore": 0.1, "Tesla": 0.2}


def test_a_share_that_is_not_nothing_is_not_told_as_nothing() -> None:
    rows = [
        plant("a#1", project_id="p", status="announced", published="2021-01-01", **gwh(0.1)),
        plant("b#1", project_id="q", status="cancelled", published="2021-01-01", **gwh(40)),
    ]
    assert "0.1 still stand (under 1 %)" in charts.waterfall(current(frame(rows)), FULL).note
    rows[0]["status"], rows[1]["status"] = "cancelled", "announced"
    assert "40 still stand (over 99 %)" in charts.waterfall(current(frame(rows)), FULL).note


def test_the_rest_of_a_joint_total_is_a_range_from_low_to_high() -> None:
    """Its plants cost 4 to 6 of 10: the rest is 4 to 6, not 6 to 4."""
    own = {"partners": ["Volt"], "roles": ["owner"], "article": "a.txt"}
    place = {"country": "FI", "country_name": "Finland", "city": "Vaasa", "location_precision": "city"}

    def cost(low: float, high: float) -> dict[str, object]:
        said = {"amount": low * 1e9, "max": high * 1e9, "currency": "EUR", "eur": low * 1e9, "eur_max": high * 1e9, "kind": "investment"}
        return {"investments": [said], "investment_eur": low * 1e9, "investment_eur_max": high * 1e9}

    rows = [
        plant("a#1", **cost(10, 10)) | own | {"project_id": "p", "kind": "programme"},
        plant("a#2", **cost(4, 6)) | own | place | {"project_id": "q"},
    ]
    projects = current(frame(rows))
    assert list(projects["investment_eur_elsewhere"]) == [4e9, 0] and list(projects["investment_eur_max_elsewhere"]) == [6e9, 0]
    for by in ("project", "country", "announced", "company"):
        made = totals(projects, INVESTMENT, by)
        assert (made["low"] <= made["high"]).all(), by
    assert sorted(zip(*(totals(projects, INVESTMENT, "project")[name] for name in ("low", "high")), strict=True)) == [(4, 6), (4, 6)]


def test_of_a_joint_total_nothing_is_cut_twice() -> None:
    """What a plant of the total lost is in the total's rest again."""
    place = {"country": "FI", "country_name": "Finland", "city": "Vaasa", "location_precision": "city",
             "partners": ["Volt"], "roles": ["owner"]}  # fmt: skip
    rows = [
        plant("a#1", project_id="p", article="a.txt", kind="programme", partners=["Volt"], roles=["owner"], **gwh(100)),
        plant("a#2", project_id="q", article="a.txt", **place, **gwh(40)),
        plant("b#1", project_id="q", article="b.txt", **place | {"published": "2022-01-01"}, **gwh(15)),
    ]
    found = by_group(stages(current(frame(rows)), FULL))
    assert sum(found.values()) == 100 and "cut" not in found


def test_towns_of_one_name_are_told_apart() -> None:
    here = {"country": "DE", "country_name": "Germany", "world_region": "Western Europe", "investment_eur": 1e9}
    rows = [
        plant("a#1", city="Neustadt", region="Hesse", **here),
        plant("b#1", city="Neustadt", region="Saxony", **here),
        plant("c#1", city="Heide", region="Schleswig-Holstein", **here),
        plant("d#1", **here),
    ]
    one = totals(current(frame(rows)), INVESTMENT, "city")
    assert set(one["group"]) == {"Neustadt, Hesse", "Neustadt, Saxony", "Heide", "Town not stated"}
    abroad = plant("e#1", city="Vaasa", country="FI", country_name="Finland", investment_eur=1e9)
    both = totals(current(frame([*rows, abroad])), INVESTMENT, "city")
    assert {"Heide (Germany)", "Vaasa (Finland)", "Germany, town not stated"} <= set(both["group"])


@pytest.mark.parametrize(
    ("amounts", "sign"),
    [((0, 0, 0), ""), ((9, 0, 0), ""), ((10, 0, 0), "≥ "), ((0, 50, 0), "≤ "), ((0, 0, 100), "~ "), ((20, 20, 0), "~ "),
     ((20, 5, 0), "≥ "), ((0, 20, 20), "~ ")],
)  # fmt: skip
def test_the_sign_before_a_sum(amounts: tuple[float, float, float], sign: str) -> None:
    assert mark(100, dict(zip(("at_least", "up_to", "about"), amounts, strict=True))) == sign


def test_the_qualifier_is_that_of_the_value_that_counts() -> None:
    rows = [
        plant("a#1", project_id="p", **gwh(10, "about")),
        plant("b#1", project_id="p", published="2021-01-01", **gwh(12, "up_to")),
        plant("c#1", project_id="q", published="2021-01-01", capacity_gwh=5, capacity_gwh_max=20, capacities=[
            {"value": 5, "max": 5, "unit": "GWh", "basis": "initial", "qualifier": "none"},
            {"value": 20, "max": 20, "unit": "GWh", "basis": "target", "qualifier": "at_least"},
            {"value": 9, "max": 9, "unit": "MW", "qualifier": "about"}]),
    ]  # fmt: skip
    found = current(frame(rows)).set_index("project_id")
    assert found.loc["p", "capacity_qualifier"] == found.loc["p", "capacity_qualifier_max"] == "up_to"
    assert pd.isna(found.loc["q", "capacity_qualifier"]) and found.loc["q", "capacity_qualifier_max"] == "at_least"
    assert pd.isna(found.loc["q", "investment_qualifier"])


def test_a_range_and_its_sign_stand_at_the_bars_end(projects: pd.DataFrame) -> None:
    chart = charts.investment(projects, "country")
    assert chart.figure is not None and "≥ at least" in chart.note
    ends = [text for trace in chart.figure.data if trace.type == "scatter" and trace.mode == "text" for text in trace.text]
    assert "\u00a0\u00a0≥ 2.3–2.9" in ends and "\u00a0\u00a07.34" in ends
    row = chart.data[chart.data["country"] == "United States"].iloc[0]
    assert row["of_which_at_least"] == 2.9 and "United States ≥ 2.3–2.9" in chart.alt


# ------------------------------------------------------------------------------------------------------- currencies


def test_only_what_is_stated_in_a_currency_unconverted(projects: pd.DataFrame) -> None:
    assert currencies(projects)[0] == "EUR" and "USD" in currencies(projects)
    tidy = totals(projects, stated_in("USD"), "country")
    assert by_group(tidy) == {"United States": 2.5} and tidy["high"].sum() == 3.1
    chart = charts.investment(projects, "country", currency="USD")
    assert chart.title == "Investment stated in USD by country" and chart.unit == "USD bn" and "unconverted" in chart.note
    none = charts.investment(projects, "country", currency="JPY")
    assert none.figure is None and none.empty == "No project here states an investment stated in JPY that could be counted."


def test_of_a_joint_total_in_another_currency_the_same_part_counts() -> None:
    usd = {"investments": [{"amount": 10e9, "currency": "USD", "kind": "investment", "eur": 8e9, "eur_max": 8e9}]}
    rows = [
        plant("p#1", article="a.txt", kind="programme", partners=["Volt"], roles=["owner"], investment_eur=8e9,
              investment_eur_max=8e9, **usd),
        plant("q#2", article="a.txt", partners=["Volt"], roles=["owner"], country="FI", country_name="Finland", city="Vaasa",
              location_precision="city", investment_eur=2e9, investment_eur_max=2e9),
    ]  # fmt: skip
    assert by_group(totals(current(frame(rows)), stated_in("USD"), "segment")) == {"Segment not stated": 7.5}


# ----------------------------------------------------------------------------------------------------------- places


def test_the_way_into_a_place_and_back(projects: pd.DataFrame) -> None:
    assert deeper(projects, Spot(), "world_region") == ["Eastern Asia", "Eastern Europe", "Northern America",
                                                        "Northern Europe", "Western Europe"]  # fmt: skip
    finland = spot(projects, "Finland")
    assert finland.path == ("Northern Europe", "Finland") and finland.phrase == "in Finland"
    assert [s.address for s in finland.above()] == ["", "Northern Europe"] and finland.levels == ("region", "city")
    town = spot(projects, "Finland / Ostrobothnia")
    assert town.phrase == "in Ostrobothnia, Finland" and town.levels == ("city",)
    assert [s.address for s in town.above()] == ["", "Northern Europe", "Finland"]
    assert list(inside(projects, town)["city"]) == ["Vaasa"] and len(inside(projects, finland)) == 4
    assert deeper(projects, finland, "region")[0] == "Finland / Kainuu"
    for unknown in ("", "Atlantis", "Finland / Atlantis", " / "):
        assert spot(projects, unknown) == Spot() and len(inside(projects, Spot())) == len(projects)


@pytest.mark.parametrize("by", ["world_region", "country", "region"])
def test_a_bar_by_place_leads_to_its_place(projects: pd.DataFrame, by: str) -> None:
    chart = charts.investment(projects, by)  # type: ignore[arg-type]
    assert chart.figure is not None
    for bar in (trace for trace in chart.figure.data if trace.type == "bar"):
        for number, low in zip(bar.customdata, bar.x, strict=True):
            row = chart.data.iloc[number]
            assert row["low"] == pytest.approx(low)
            here = inside(projects, spot(projects, row["place"]))
            if row["place"]:
                assert set(row["project_ids"].split("; ")) <= set(here["project_id"])
            else:
                assert "not stated" in row.iloc[0]
    assert "place" not in charts.investment(projects, "city").data


# ----------------------------------------------------------------------------------------------------------- charts


def test_over_time_by_year_and_cumulated(projects: pd.DataFrame) -> None:
    chart = charts.over_time(projects, INVESTMENT, "announced", words="in Finland")
    assert chart.title == "Investment by year of announcement, in Finland" and chart.figure is not None
    years = chart.data[chart.data["year"] != NO_YEAR].groupby("year")["low"].sum().round(6).to_dict()
    assert years == {"2021": 20.24, "2022": 11.84, "2024": 1.7}
    assert "Not drawn: 1 project with EUR ≥ 2.3–2.9 bn" in chart.note
    whole = charts.over_time(projects, INVESTMENT, "announced", cumulated=True)
    last = whole.data[whole.data["year"] == "2024"]
    assert last["low"].sum() == pytest.approx(sum(years.values())) and "cumulated" in whole.title
    assert set(whole.data.query("year == '2023'")["low"].round(6)) == {27.58, 4.5}  # nothing new, all that was before
    for figure in (chart.figure, whole.figure):
        assert figure is not None
        data = chart.data if figure is chart.figure else whole.data
        for bar in (t for t in figure.data if t.customdata is not None):
            assert [data.iloc[n]["low"] for n in bar.customdata] == pytest.approx(list(bar.y))


def test_over_time_by_start_of_production(projects: pd.DataFrame) -> None:
    chart = charts.over_time(projects, FULL, "start")
    assert set(chart.data["year"]) == {"2026", NO_YEAR} and "Not drawn: 6 projects" in chart.note
    assert charts.over_time(projects.head(0), FULL, "start").empty.startswith("No project here states both its capacity")
    undated = current(frame([plant("a#1", **gwh(3))]))
    assert charts.over_time(undated, FULL, "start", cumulated=True).figure is None


def test_the_waterfall_steps_follow_each_other(projects: pd.DataFrame) -> None:
    chart = charts.waterfall(projects, INVESTMENT, "in Europe")
    assert chart.figure is not None and chart.title == "Investment from announcement to production, in Europe"
    bars = [trace for trace in chart.figure.data if trace.type == "bar"]
    names = [re.sub(r"<.*?>", " ", name).strip() for name in chart.figure.layout.yaxis.ticktext]
    (bars,) = bars
    steps = {names[y]: (round(base, 6), round(x, 6)) for y, base, x in zip(bars.y, bars.base, bars.x, strict=True)}
    assert steps == {
        "Announced, not begun": (0, 22.3), "Committed: being built": (22.3, 7.34), "Built: running": (29.64, 0.24),
        "Still standing": (0, 29.88), "Shelved, cancelled, closed": (29.88, 5), "All that was announced": (0, 34.88),
        "Intent only": (0, 1.2),
    }  # fmt: skip
    assert chart.note.startswith("Of EUR 34.9–35.5 bn announced, 29.9–30.5 still stand (86 %)")
    sums = dict(zip((names[y] for y in bars.y), bars.customdata, strict=True))
    assert set(chart.data.iloc[list(sums["Still standing"])]["stage"]) == {
        "Announced, not begun", "Committed: being built", "Built: running"}  # fmt: skip
    assert charts.waterfall(projects.head(0), FULL).empty == "No project here states its capacity, full build-out."


def test_the_hover_tells_the_sentence_of_the_largest_project(table: pd.DataFrame, projects: pd.DataFrame) -> None:
    told = {measure.title: quotes(table, measure, ["nl-a#1", "fi-b#1"]) for measure in (INVESTMENT, FULL, FIRST_STAGE)}
    english = {title: said["nl-a#1"][0] for title, said in told.items()}
    assert list(english.values()) == ["At least USD 2.5–3.1 bn is invested.", "Later 33 GWh a year.", "23 GWh a year at first."]
    assert "fi-b#1" not in told[INVESTMENT.title]
    own = {e["quote"] for those in table["evidence"] for e in those}
    american = projects[projects["country"] == "US"]
    for chart in (charts.investment(projects, "country", reports=table), charts.waterfall(american, INVESTMENT, "", table)):
        assert chart.figure is not None
        hovers = [text for trace in chart.figure.data if trace.type == "bar" for text in trace.hovertext or ()]
        quoted = [" ".join(re.sub("<.*?>", " ", said).split()).rstrip("…") for text in hovers for said in re.findall("“(.+?)”", text)]
        assert quoted and all(any(said in " ".join(one.split()) for one in own) for said in quoted)  # the article's words only


def test_coverage_counts_each_article_once(table: pd.DataFrame) -> None:
    chart = charts.coverage(table)
    assert chart.figure is not None and chart.data["number_of_articles"].sum() == table.dropna(subset=["published"])["article"].nunique()
    assert "Not drawn: 2 articles without a month of publication." in chart.note
    assert set(chart.data["language"]) == {"Dutch", "Finnish", "German"}
    looks = {(trace.marker.color, trace.marker.pattern.shape) for trace in chart.figure.data}
    assert len(looks) == 3
    assert charts.coverage(table.head(0)).figure is None
    rows = [plant(f"{n}#1", language=code) for n, code in enumerate(["nl", "fi", "de", "sv", "pl", None])]
    many = charts.coverage(frame(rows))
    assert set(many.data["language"]) >= {"Other languages", "Language unknown"}


def test_the_largest_projects_are_drawn_and_counted() -> None:
    rows = [plant(f"p{n}#1", project="Twin" if n < 2 else f"Plant {n}", investment_eur=(n + 1) * 1e8) for n in range(40)]
    chart = charts.investment(current(frame(rows)), "project")
    assert chart.figure is not None and f"The {charts.MOST_BARS} largest of 40" in chart.note
    assert chart.figure.layout.yaxis.ticktext[0] == "Plant 39" and len(chart.data) == charts.MOST_BARS
    twins = totals(current(frame(rows)).head(2), INVESTMENT, "project")
    assert set(twins["group"]) == {"Twin [p0]", "Twin [p1]"}


# ---------------------------------------------------------------------------------------------------------- filters


def test_projects_by_the_year_of_their_announcement(table: pd.DataFrame) -> None:
    since = select(table, Filters(announced_since=("2022",)))
    assert since.projects["first_reported"].dt.year.min() == 2022
    assert "de-a#1" in set(since.reports["report_id"]) and "fi-c#1" not in set(since.reports["report_id"])
    until = select(table, Filters(announced_until=("2021",), country=("FI",))).projects
    assert set(until["project"]) == {"Terrafame battery chemicals, Sotkamo", "Valmet Automotive pack plant, Salo"}
    # Of the articles of 2024 only; yet Heide was announced in 2022.
    late = Filters(announced_since=("2024",), year=("2024",))
    assert "Northvolt cell plant, Heide" not in set(select(table, late).projects["project"])


def test_years_may_be_asked_for_before_the_first_article(table: pd.DataFrame) -> None:
    years = options(table)["announced_since"]
    assert years[0] == "2025" and "2015" in years and "Undated" not in wording(table)["announced_since"].values()
    assert in_words(Filters(country=("FI",), announced_since=("2019",)), wording(table)) == "in Finland, announced since 2019"
    assert options(frame([]))["announced_since"] == []


def test_newcomers_are_measured_on_the_newest_article(projects: pd.DataFrame) -> None:
    new, since = newcomers(projects)
    assert since == pd.Timestamp("2024-08-19") and set(new["project_id"]) >= {"chinese-ev-makers'-investment-abroad"}
    assert newcomers(projects.head(0))[1] is None
