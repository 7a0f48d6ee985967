"""Each page alone under Streamlit's AppTest, and the HTML of the evidence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import sample
from conftest import ROOT
from streamlit.testing.v1 import AppTest

from core.evaluate import read_split
from core.table import frame, write
from interface.passages import fact_name, facts_table, marked_article, marked_quote, value_words
from interface.view import escape

PAGES = sorted(page.stem for page in (ROOT / "pages").glob("*.py"))


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch, sample_environment: dict[str, str]) -> AppTest:
    for name, value in sample_environment.items():
        monkeypatch.setenv(name, value)
    return AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)


def at_page(app: AppTest, page: str, **query: Any) -> AppTest:
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    if page != "overview":
        app.switch_page(f"pages/{page}.py")
        for name, value in query.items():
            app.query_params[name] = value
        app.run()
    assert not app.exception
    return app


def words(app: AppTest) -> str:
    """Everything that the page says."""
    kinds = (app.title, app.subheader, app.markdown, app.caption, app.info, app.warning, app.error)
    return "\n".join(str(item.value) for kind in kinds for item in kind)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_draws(app: AppTest, page: str) -> None:
    at_page(app, page)
    assert not app.error and len(app.multiselect) == 7


@pytest.mark.parametrize("page", ["overview", "investment", "capacity", "map", "partners", "projects"])
def test_every_page_says_what_emptied_it(app: AppTest, page: str) -> None:
    at_page(app, page, country="Finland", status="Closed")
    assert "Nothing passes these filters" in words(app)
    labels = [button.label for button in app.button]
    assert "Drop status “Closed”\\: 4 projects" in labels and "Drop country “Finland”\\: 1 project" in labels
    app.button(key="reset-empty").click().run()
    assert not app.exception and "Nothing passes" not in words(app)


def test_key_figures_of_the_overview(app: AppTest) -> None:
    at_page(app, "overview")
    figures = {metric.label: metric.value for metric in app.metric}
    assert figures == {"Projects": "11", "Investment": "EUR 29.9–30.5 bn", "Capacity, first stage": "66 GWh",
                       "Capacity, full build-out": "306 GWh"}  # fmt: skip


def test_filters_come_from_the_address_and_reach_the_charts(app: AppTest) -> None:
    at_page(app, "investment", country="Finland")
    assert app.multiselect(key="country").value == ["FI"]
    assert "Investment by country, in Finland" in words(app)
    chart = json.loads(app.get("plotly_chart")[0].proto.spec)
    assert chart["layout"]["yaxis"]["ticktext"] == ["Finland"]


def test_an_unknown_filter_in_the_address_is_ignored(app: AppTest) -> None:
    at_page(app, "overview", country="Atlantis", nonsense="1")
    assert app.multiselect(key="country").value == []


def test_an_active_filter_can_be_removed(app: AppTest) -> None:
    at_page(app, "projects", country="Finland", segment="Cells", rows="A report")
    assert len(app.dataframe[0].value) == 1
    app.button(key="drop-segment").click().run()
    assert len(app.dataframe[0].value) == 4
    app.button(key="reset-line").click().run()
    assert len(app.dataframe[0].value) == 14


def test_the_table_has_each_project_once_with_what_counts_the_last_told_of_first(app: AppTest) -> None:
    at_page(app, "projects", company="Northvolt")
    shown = app.dataframe[0].value
    heide = shown[shown["project"] == "Northvolt cell plant, Heide"]
    assert len(heide) == 1 and heide["sources"].iloc[0] == 3 and heide["open"].iloc[0].startswith("project?company=Northvolt&project=")
    assert list(shown["last"].dropna()) == sorted(shown["last"].dropna(), reverse=True)


def test_the_table_shows_the_filtered_reports_latest_first(app: AppTest) -> None:
    at_page(app, "projects", country="Finland", rows="A report")
    shown = app.dataframe[0].value
    assert [name.split()[0] for name in shown["project"]] == ["BASF", "Cell", "Valmet", "Terrafame"]
    assert shown["open"].iloc[0] == "project?country=Finland&project=fi-b%231"


@pytest.mark.parametrize("wanted", ["nl-a#1", "stellantis–samsung-sdi-cell-plant,-kokomo"])
def test_a_project_has_its_own_link(app: AppTest, wanted: str) -> None:
    at_page(app, "project", project=wanted)
    assert app.title[0].value.startswith("Stellantis–Samsung SDI cell plant")
    assert {metric.label: metric.value for metric in app.metric} == {
        "Investment": "EUR 2.3–2.9 bn", "Capacity, first stage": "23 GWh", "Capacity, full build-out": "33 GWh",
        "Jobs": "1,400", "Construction start": "2025",
    }  # fmt: skip
    assert "<mark>23 GWh</mark>" in app.html[0].value


def test_a_project_told_by_several_articles_shows_each(app: AppTest) -> None:
    at_page(app, "project", project="de-a#1")
    assert [tab.label for tab in app.tabs] == ["German, 20 Nov 2024", "Dutch, 1 May 2023", "German, 15 Mar 2022"]


def test_a_project_told_by_several_articles_shows_every_claim(app: AppTest) -> None:
    at_page(app, "project", project="de-a#1")
    claims = app.dataframe[0].value
    capacity = claims[claims["what"] == "Capacity"]
    assert list(capacity["value"]) == ["60 GWh", "50–60 GWh"] and list(capacity["counts"]) == [False, True]
    assert "Carried by 3 independent articles; first reported in German on 15 Mar 2022" in words(app).replace("\\", "")


def test_silence_is_said_and_not_taken_for_a_statement(app: AppTest) -> None:
    at_page(app, "project", project="de-f#1")
    assert "since 10 Dec 2023 it would count as shelved" in words(app)
    assert "Construction" in words(app)


def test_silence_counts_on_the_page_of_a_project(app: AppTest) -> None:
    at_page(app, "project", project="de-f#1", silence="true")
    assert "Shelved · inferred from silence" in words(app) and "it would count as" not in words(app)


def test_silence_counts_in_the_list(app: AppTest) -> None:
    at_page(app, "projects", silence="true", status="Shelved")
    shown = app.dataframe[0].value
    assert "Shelved (inferred)" in set(shown["status"]) and app.toggle(key="silence").value
    assert all("silence=true" in link for link in shown["open"])
    app.button(key="drop-silence").click().run()
    assert not app.exception and not app.toggle(key="silence").value
    assert len(app.dataframe[0].value) < len(shown) and "Shelved (inferred)" not in set(app.dataframe[0].value["status"])


def test_silence_moves_a_project_to_another_bar(app: AppTest) -> None:
    at_page(app, "overview")
    stated = {m.label: (m.value, m.delta) for m in app.metric}
    app.toggle(key="silence").set_value(True).run()
    assert not app.exception and "Investment from announcement to production, silence counted as a stop" in words(app)
    assert {m.label: (m.value, m.delta) for m in app.metric} != stated
    app.button(key="reset").click().run()
    assert {m.label: (m.value, m.delta) for m in app.metric} == stated


def test_a_status_that_only_silence_gives_goes_with_it(app: AppTest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    rows = [{"report_id": f"{a}#1", "article": f"{a}.txt", "published": day, "status": "announced", "kind": "new", "city": "Vaasa"}
            for a, day in (("a", "2020-01-01"), ("b", "2023-01-01"))]  # fmt: skip
    write(frame(rows), tmp_path / "table.parquet")
    monkeypatch.setenv("GIGALEDGER_TABLE", str(tmp_path / "table.parquet"))
    at_page(app, "overview", silence="true", status="Shelved")
    assert app.multiselect(key="status").value == ["shelved"]
    app.button(key="drop-silence").click().run()
    assert not app.exception and not app.error and app.multiselect(key="status").value == []


def test_a_link_leads_to_its_project_whatever_the_filters_say(app: AppTest) -> None:
    at_page(app, "project", project="nl-a#1", country="Finland")
    assert app.title[0].value.startswith("Stellantis")


def test_a_project_that_is_not_there_is_said(app: AppTest) -> None:
    at_page(app, "project", project="nothing#9")
    assert "No project “nothing\\#9”" in words(app)


def test_no_link_runs_code(app: AppTest) -> None:
    at_page(app, "project", project="nl-d#1")
    assert not app.get("link_button")
    at_page(app, "project", project="de-a#1")
    assert len(app.get("link_button")) == 1


def test_what_was_not_read_is_listed_with_the_reason(app: AppTest) -> None:
    at_page(app, "not_read")
    shown = app.dataframe[0].value
    assert list(shown["file"]) == ["empty.txt"] and shown["reason"].str.len().min() > 5


def test_a_missing_folder_is_a_sentence_not_an_error(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GIGALEDGER_TABLE")
    monkeypatch.setenv("GIGALEDGER_ARTICLES", "/nowhere/at/all")
    app.run()
    assert not app.exception and "There is no folder" in app.error[0].value


def test_without_a_table_the_articles_themselves_are_read(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GIGALEDGER_TABLE")
    at_page(app, "not_read")
    assert not app.error and "empty.txt" in list(app.dataframe[0].value["file"])


def test_a_table_that_is_none_is_a_sentence_too(
    app: AppTest, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("odd") / "odd.parquet"
    path.write_bytes(b"odd")
    monkeypatch.setenv("GIGALEDGER_TABLE", str(path))
    app.run()
    assert not app.exception and "not a table of this program" in app.error[0].value


def test_an_empty_table_says_where_to_look(
    app: AppTest, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("none") / "none.parquet"
    write(frame([]), path)
    monkeypatch.setenv("GIGALEDGER_TABLE", str(path))
    assert "Not read" in words(at_page(app, "overview"))
    for page in PAGES[1:]:
        at_page(app, page)
        assert not app.error


def annotated(name: str, tuned: bool | None = None) -> int:
    """How many annotated articles there are of a language (a glob of names), of one half if asked for."""
    split = read_split(ROOT / "tests" / "gold" / "gold")
    assert split is not None
    stems = [p.stem for p in (ROOT / "tests" / "gold" / "gold").glob(f"{name}.json")]
    return sum(tuned is None or bool(split.fullmatch(s)) == tuned for s in stems)


def test_how_good_it_is_is_told_by_group_of_articles(app: AppTest) -> None:
    at_page(app, "quality")
    seen = {metric.label: metric.value for metric in app.metric}
    assert seen["Articles"] == str(annotated("*", tuned=False)) and seen["Mean F1"].endswith("%")
    assert list(app.dataframe[0].value["slot"])[:3] == ["companies", "countries", "cities"]
    assert "floor" not in app.dataframe[0].value and len(app.get("plotly_chart")) == 1
    assert app.get("download_button")


def test_how_good_it_is_in_one_language_stands_beside_its_floors(app: AppTest) -> None:
    at_page(app, "quality", group="Finnish")
    assert {metric.label: metric.value for metric in app.metric}["Articles"] == str(annotated("fi-*") + 1)  # and a seed
    assert app.dataframe[0].value["floor"].notna().all()


def test_how_good_it_is_is_not_known_without_the_annotated_articles(
    app: AppTest, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    from interface.data import measured

    monkeypatch.setattr("core.quality.GOLD", tmp_path_factory.mktemp("none"))
    measured.clear()
    try:
        at_page(app, "quality")
        assert "installed without its tests" in words(app) and not app.metric
        assert "core evaluate GOLD_DIR TEXT_DIR" in app.code[0].value
    finally:
        measured.clear()


# ------------------------------------------------------------------------------------------------ evidence as HTML


def evidence(table: pd.DataFrame, report: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = table.set_index("report_id").loc[report, "evidence"]
    return found


def test_the_exact_words_are_marked_in_their_sentence(table: pd.DataFrame) -> None:
    items = evidence(table, "nl-a#1")
    assert marked_quote(items[1], sample.DUTCH) == (
        "De fabriek in Kokomo krijgt aanvankelijk een jaarproductie van 23 GWh, later <mark>33 GWh</mark>."
    )


def test_offsets_that_do_not_fit_the_text_mark_nothing(table: pd.DataFrame) -> None:
    item = evidence(table, "nl-a#1")[0]
    for text in ("", "another text", "x" * 10 + sample.DUTCH):
        assert "<mark>" not in marked_quote(item, text) or item["quote"][:5] in text
    assert marked_quote(item | {"start": None}, sample.DUTCH) == item["quote"]


def test_the_article_is_whole_and_its_text_escaped(table: pd.DataFrame) -> None:
    page = marked_article(sample.GERMAN, evidence(table, "de-a#1"), "de")
    assert "<mark>60 GWh</mark>" in page and 'lang="de"' in page
    assert "<script>" not in page and "&lt;script&gt;alert(1)&lt;/script&gt; &amp; Co." in page


def test_facts_on_the_same_words_stand_together_and_once(table: pd.DataFrame) -> None:
    items = evidence(table, "fi-a#1")
    made = facts_table([*items, *items, {**items[0], "column": "product", "value": "cells"}], sample.FINNISH, "fi")
    assert made.count("<tr>") == len(items) + 1 and made.count(">Product<") == 1 and made.count(">Capacity<") == 1


def test_how_sure_a_fact_is_stands_with_its_rule(table: pd.DataFrame) -> None:
    items = [dict(item, confidence=0.934) for item in evidence(table, "fi-a#1")]
    assert "93% sure, by the rule test.capacities" in facts_table(items, sample.FINNISH, "fi")
    assert "sure" not in facts_table(evidence(table, "fi-a#1"), sample.FINNISH, "fi")


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("capacities", '{"value": 23, "unit": "GWh", "basis": "initial"}', "23 GWh, first stage"),
        ("capacities", '{"value": 13, "max": 40, "unit": "GWh", "qualifier": "about"}', "about 13–40 GWh"),
        ("capacities", '{"value": 250000, "max": 250000, "unit": "vehicles"}', "250,000 vehicles"),
        ("capacities", '{"value": 20000, "unit": "charging_points", "qualifier": "up_to"}',
         "up to 20,000 charging points"),
        ("investments", '{"amount": 2.5e9, "max": 3.1e9, "currency": "USD", "qualifier": "at_least"}',
         "at least USD 2.5–3.1 bn"),
        ("figures", '{"value": 74, "unit": "percent", "of": "share"}', "74 %"),
        ("jobs", '{"low": 1400, "high": 1400, "qualifier": "none"}', "1,400"),
        ("jobs", '{"low": 2500, "high": 3000, "qualifier": "up_to"}', "up to 2,500–3,000"),
        ("jobs", "1400", "1,400"), ("construction_start", "2025", "2025"), ("production_start", "2026-03", "2026-03"),
        ("status", "pre_construction", "Pre-construction"), ("partners", "CATL", "CATL"),
        ("investment_eur", "2300000000", "EUR 2.3 bn"), ("jobs", None, ""),
        ("partners", '["CATL", "Svolt"]', "CATL; Svolt"), ("country", "FI", "Finland"),
    ],
)  # fmt: skip
def test_values_in_words(column: str, value: str | None, expected: str) -> None:
    assert value_words(column, value) == expected


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("investments", '{"amount": 9e7, "currency": "EUR", "kind": "public_support"}', "Public support"),
        ("investments", '{"amount": 9e7, "currency": "EUR", "kind": "investment"}', "Investment"),
        ("investments", None, "Investment"), ("partners", "CATL", "Company"),
    ],
)  # fmt: skip
def test_an_amount_is_called_by_its_kind(column: str, value: str | None, expected: str) -> None:
    assert fact_name(column, value) == expected


def test_markdown_from_articles_is_plain_text() -> None:
    assert escape("*a* [b](c) $x$ ![i](u) :red[x]") == r"\*a\* \[b\]\(c\) \$x\$ \!\[i\]\(u\) \:red\[x\]"
