"""The pages Investment and Capacity and the overview: places to look into, switches, figures, in AppTest."""

from __future__ import annotations

import json
from typing import Any

import pytest
from conftest import ROOT
from streamlit.testing.v1 import AppTest
from test_pages import at_page, words


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch, sample_environment: dict[str, str]) -> AppTest:
    for name, value in sample_environment.items():
        monkeypatch.setenv(name, value)
    return AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)


def first_chart(app: AppTest) -> Any:
    return json.loads(app.get("plotly_chart")[0].proto.spec)


def titles(app: AppTest) -> list[str]:
    return [str(item.value).replace("\\", "") for item in app.subheader]


def test_a_place_in_the_address_is_looked_into_and_left_again(app: AppTest) -> None:
    at_page(app, "capacity", place="Finland")
    assert "Capacity by state or province, in Finland" in titles(app)
    assert set(first_chart(app)["layout"]["yaxis"]["ticktext"]) == {"Ostrobothnia", "Southwest Finland"}
    assert "Finland / Ostrobothnia" in app.selectbox(key="place").options
    app.selectbox(key="place").select("Finland / Ostrobothnia").run()
    assert not app.exception and "Capacity by town, in Ostrobothnia, Finland" in titles(app)
    app.button(key="to-Northern Europe").click().run()
    assert not app.exception and "Capacity by country, in Northern Europe" in titles(app)
    app.button(key="to-World").click().run()
    assert not app.exception and "Capacity by country" in titles(app) and app.selectbox(key="place").value is None


def test_a_click_in_a_chart_leads_deeper_when_the_page_is_drawn_again(app: AppTest) -> None:
    at_page(app, "investment", places="World region")
    assert "Investment by world region" in titles(app)
    app.session_state["place-wanted"] = "Northern Europe"  # what interface.amounts.look_into leaves
    app.run()
    assert not app.exception and "Investment by country, in Northern Europe" in titles(app)
    assert first_chart(app)["layout"]["yaxis"]["ticktext"] == ["Finland"]


def test_an_unknown_place_is_the_world(app: AppTest) -> None:
    at_page(app, "investment", place="Atlantis / Nowhere", places="Nonsense", currency="XXX")
    assert "Investment by country" in titles(app) and not app.error


def test_a_place_or_currency_that_the_data_does_not_have_is_said(app: AppTest) -> None:
    app.query_params["place"], app.query_params["currency"] = "Atlantis", "XXX"
    app.switch_page("pages/investment.py")
    app.query_params["place"], app.query_params["currency"] = "Atlantis", "XXX"
    app.run()
    said = [str(warning.value) for warning in app.warning]
    assert len(said) == 2 and "“Atlantis”" in said[0] and "“XXX”" in said[1]
    app.run()
    assert not app.warning  # once: the address no longer asks for it


def test_a_filter_that_leaves_a_place_empty_leads_to_the_world(app: AppTest) -> None:
    at_page(app, "investment", place="Finland", country="Germany")
    assert "Investment by country, in Germany" in titles(app) and not app.error


def test_switches_come_from_the_address_and_stand_in_the_titles(app: AppTest) -> None:
    at_page(app, "investment", joint="Shared out", when="Production start", cumulated="true", currency="USD")
    found = titles(app)
    assert "Investment stated in USD by year of production start, cumulated" in found
    assert "Investment stated in USD by company" in found and "in equal parts" in words(app)
    app.session_state["currency"] = None
    app.run()
    assert not app.exception and "Investment by company" in titles(app)


def test_first_stage_or_full_build_out_over_time(app: AppTest) -> None:
    at_page(app, "capacity")
    assert "Capacity, full build-out by year of announcement" in titles(app)
    app.session_state["stage"] = "First stage"
    app.run()
    assert "Capacity, first stage from announcement to production" in titles(app)


@pytest.mark.parametrize("page", ["overview", "investment", "capacity"])
def test_since_a_year_is_asked_for_once_and_removed_again(app: AppTest, page: str) -> None:
    at_page(app, page, country="Finland", announced_since="2024")
    assert app.selectbox(key="announced_since").value == "2024"
    assert any("in Finland, announced since 2024" in title for title in titles(app))
    app.button(key="drop-announced_since").click().run()
    assert not app.exception and app.selectbox(key="announced_since").value is None
    at_page(app, page, country="Finland", announced_since="2019")
    app.button(key="reset-line").click().run()
    assert not app.exception and app.selectbox(key="announced_since").value is None


def test_what_emptied_a_page_may_be_the_year(app: AppTest) -> None:
    at_page(app, "capacity", country="Hungary", announced_since="2025")
    assert "Nothing passes these filters" in words(app)
    app.button(key="without-announced_since").click().run()
    assert not app.exception and "Capacity by country, in Hungary" in titles(app)


def test_the_overview_says_how_much_of_it_still_stands_and_what_is_new(app: AppTest) -> None:
    at_page(app, "overview")
    assert "Of EUR 34.9–35.5 bn announced, 29.9–30.5 still stand (86 %)" in words(app).replace("\\", "")
    assert {metric.label: metric.delta for metric in app.metric} == {
        "Projects": "+3 in 12 months", "Investment": "nothing new", "Capacity, first stage": "nothing new",
        "Capacity, full build-out": "nothing new"}  # fmt: skip
    assert "Articles by month and language" in titles(app)
