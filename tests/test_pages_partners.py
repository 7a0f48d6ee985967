"""The pages of partners and of a company under Streamlit's AppTest."""

from __future__ import annotations

import json

import pytest
from conftest import ROOT
from streamlit.testing.v1 import AppTest
from test_pages import at_page, words


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch, sample_environment: dict[str, str]) -> AppTest:
    for name, value in sample_environment.items():
        monkeypatch.setenv(name, value)
    return AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)


def drawn(app: AppTest) -> list[str]:
    return sorted(json.loads(app.get("plotly_chart")[0].proto.spec)["data"][-1]["ids"])


def test_the_network_shows_what_a_sentence_says_and_more_on_request(app: AppTest) -> None:
    at_page(app, "partners")
    assert drawn(app) == ["Samsung SDI", "Stellantis", "Volkswagen", "Xpeng"]
    app.toggle(key="unsure").set_value(True).run()
    assert not app.exception and {"CATL", "Mercedes-Benz", "General Motors"} <= set(drawn(app))
    assert "with what no one sentence says" in words(app)
    table = app.dataframe[0].value
    cells = table[table["company"] == "CATL"].iloc[0]
    assert (cells["tie"], cells["other"], cells["standing"]) == ("Supplies", "Mercedes-Benz", "Active")


def test_filters_of_the_page_stand_in_the_address_and_the_title(app: AppTest) -> None:
    at_page(app, "partners", middle="Volkswagen", about="Charging", country="China")
    assert drawn(app) == ["Volkswagen", "Xpeng"]
    assert "Who works with Volkswagen, about charging, in China" in words(app)


def test_a_matrix_has_a_table_that_can_be_read_aloud(app: AppTest) -> None:
    at_page(app, "partners", show="Matrix")
    table = next(item.value for item in app.html if "<table" in item.value)
    assert '<th scope="row"' in table and "<caption" in table and ">1</td>" in table


def test_a_company_has_its_own_link(app: AppTest) -> None:
    at_page(app, "company", company_page="volkswagen")
    figures = {metric.label: (metric.value, metric.delta) for metric in app.metric}
    assert figures["Projects"] == ("2", "1 country, 0 stopped")
    assert figures["Investment"] == ("EUR 20 bn", "from 1 project")
    assert figures["Capacity, full build-out"] == ("170 GWh", "from 1 project")
    said = words(app)
    assert "Volkswagen has an agreement with it\\: charging" in said and "**Xpeng**" in said and "is in a project" not in said
    assert len(app.dataframe) == 4  # ties, projects, steps, sources
    assert "From announcement to start, Volkswagen and PowerCo" in [one.value for one in app.subheader]


def test_a_company_of_a_stopped_project_and_one_with_odd_letters(app: AppTest) -> None:
    at_page(app, "company", company_page="@Evil & Sons")
    assert app.title[0].value == "@Evil & Sons" and {m.label: m.value for m in app.metric}["Projects"] == "1"
    assert "No article here tells of a tie" in words(app)


def test_an_unknown_company_is_told(app: AppTest) -> None:
    at_page(app, "company", company_page="Nobody")
    assert "No company “Nobody” is in this data" in app.warning[0].value


def test_filters_that_leave_a_company_nothing_are_named(app: AppTest) -> None:
    at_page(app, "company", company_page="Stellantis", country="Finland")
    assert "Stellantis takes part in no project in Finland" in app.info[0].value
