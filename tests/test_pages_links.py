"""Links and downloads of the pages under AppTest: what a link names, what a changed table says, what the cards offer."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest
from conftest import ROOT
from streamlit.testing.v1 import AppTest

from core.version import version_of


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch, sample_environment: dict[str, str]) -> AppTest:
    for name, value in sample_environment.items():
        monkeypatch.setenv(name, value)
    return AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)


def opened(app: AppTest, page: str = "investment", **query: Any) -> AppTest:
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    app.switch_page(f"pages/{page}.py")
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception and not app.error
    return app


def changed(app: AppTest) -> list[str]:
    return [str(note.value) for note in app.info if "since this link was made" in str(note.value)]


def test_a_link_of_this_data_says_nothing_and_one_of_other_data_says_so(app: AppTest, table: pd.DataFrame) -> None:
    now = version_of(table)
    assert not changed(opened(app, data=str(now)))
    assert changed(opened(app, data=f"00000000-{now.reports - 3}")) == [
        f"The data has changed since this link was made: {now.reports - 3} reports then, {now.reports} now. "
        "You see the data of now; figures may differ."
    ]
    app.button(key="link-seen").click().run()
    assert not changed(app) and "data" not in app.query_params
    assert not changed(opened(app, data="<script>"))


@pytest.mark.parametrize(
    ("query", "label"),
    [
        ({"country": "Finland"}, "One page on Finland (PDF)"),
        ({"company": "Volkswagen", "country": "Finland"}, None),  # nothing passes
        ({"company": "Volkswagen"}, "One page on Volkswagen (PDF)"),
        ({"country": ["Finland", "Germany"]}, None),
        ({}, None),
    ],
    ids=str,
)
def test_one_page_is_offered_for_a_single_company_or_country(app: AppTest, query: dict[str, Any], label: str | None) -> None:
    opened(app, "projects", **query)
    offered = [button.proto.label for button in app.get("download_button") if "(PDF)" in button.proto.label]
    assert offered == ([label] if label else [])


def test_a_company_s_page_offers_its_one_page(app: AppTest) -> None:
    opened(app, "company", company_page="Volkswagen")
    offered = [button.proto for button in app.get("download_button") if "(PDF)" in button.proto.label]
    assert [button.label for button in offered] == ["One page on Volkswagen (PDF)"]


def test_every_card_offers_its_files_how_to_read_it_and_its_projects(app: AppTest) -> None:
    opened(app, country="Finland")
    labels = [button.proto.label for button in app.get("download_button")]
    cards = len(app.get("plotly_chart"))
    assert cards >= 3 and labels.count("CSV") == labels.count("HTML") == cards
    how = ("Each bar adds up", "Each column adds up", "Read from the top")
    assert sum(str(text.value).startswith(how) for text in app.markdown) == cards
    assert all(json.loads(chart.proto.spec)["data"][0]["customdata"] for chart in app.get("plotly_chart"))


@pytest.mark.parametrize(
    ("page", "query", "expected"),
    [
        ("map", {}, {"shown": "Capacity", "drawn": "Bubbles at the places", "area": "What is shown"}),
        ("partners", {}, {"show": "Network", "about": "Everything", "unsure": "false"}),
        ("partners", {"middle": "Volkswagen"}, {"show": "Network", "steps": "Its partners"}),
        ("company", {"company_page": "Volkswagen"}, {"about": "Everything", "subsidiaries": "true"}),
        ("timeline", {}, {"order": "What slipped first"}),
        ("glossary", {}, {"words": "Words of this dashboard", "about": "Figures and units"}),
        ("investment", {}, {"places": "Country", "when": "Announcement", "joint": "Counted whole", "cumulated": "false"}),
    ],
    ids=str,
)
def test_a_link_writes_every_switch_of_its_page_out(
    app: AppTest, page: str, query: dict[str, Any], expected: dict[str, str]
) -> None:
    opened(app, page, **query)
    written = dict(app.session_state["defaults-of-this-page"])
    assert expected.items() <= written.items()


def test_a_filter_that_the_data_does_not_have_is_said(app: AppTest) -> None:
    opened(app, country=["Finland", "Nowhere [1]"], announced_since="1899")
    notes = [str(note.value).replace("\\", "") for note in app.warning]
    assert notes == ["The address asks for country “Nowhere [1]” and announced since “1899”, which this data does not have. "
                     "What you see is not filtered by it."]  # fmt: skip
    assert app.session_state["country"] == ["FI"]
    app.button(key="not-here-seen").click().run()
    assert not app.warning and not app.exception


def test_filters_that_the_data_has_are_not_remarked_on(app: AppTest) -> None:
    opened(app, country="Finland", home="South Korea", status="Shelved", language="Finnish", segment="Cells")
    assert not app.warning
