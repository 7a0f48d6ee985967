"""Corrections on a project's page: what may be set, what it would change, saved, shown beside the article, undone; and the
timeline's page."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from conftest import ROOT
from ledger_rows import row, table
from streamlit.testing.v1 import AppTest

from core.ledger.corrections import load
from core.store.folder import data_folder
from core.table import write

ARTICLES = {
    "a.txt": "10.01.2023\n\nFreyr baut in Vaasa eine Zellfabrik. Sie kostet 700 Millionen Euro. Ab 2025 wird gefertigt.\n",
    "b.txt": "20.02.2024\n\nNorthvolt baut in Heide eine Zellfabrik. Ab 2026 wird gefertigt.\n",
}
Draw = Callable[..., AppTest]


@pytest.fixture
def draw(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Draw:
    """A page of a dashboard of the two articles, or of another folder or table."""
    monkeypatch.setenv("GIGALEDGER_ARTICLES", str(tmp_path))
    monkeypatch.delenv("GIGALEDGER_TABLE", raising=False)
    for name, text in ARTICLES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")

    def drawn(page: str = "project", **query: Any) -> AppTest:
        st.cache_resource.clear()
        app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
        for moment in ("before", "after"):  # the filters are drawn with the first run
            for name, value in query.items():
                app.query_params[name] = value
            app.run()
            if moment == "before":
                app.switch_page(f"pages/{page}.py")
        assert not app.exception
        return app

    return drawn


def words(app: AppTest) -> str:
    kinds = (app.title, app.subheader, app.markdown, app.caption, app.info, app.warning, app.error, app.success)
    return "\n".join(str(item.value) for kind in kinds for item in kind).replace("\\", "")


def opened(app: AppTest) -> AppTest:
    """The page with its form open."""
    app.session_state["fix-open"] = True
    app.run()
    assert not app.exception
    return app


def own() -> Path:
    return data_folder().path / "corrections.toml"


def test_a_correction_is_tried_saved_shown_and_undone(draw: Draw) -> None:
    app = opened(draw(project="a#1"))
    app.selectbox(key="fix-column").select("production_start").run()
    assert "Now: 2025." in words(app) and app.button(key="fix-show").disabled
    app.text_input(key="fix-value-production_start-project").input("2027-05").run()
    assert app.button(key="fix-show").disabled  # a reason is required
    app.text_input(key="fix-reason").input("By the register.").run()
    app.button(key="fix-show").click().run()
    assert "production start 2025 → 2027-05 (Corrected on" in words(app) and not own().exists()
    app.button(key="fix-save").click().run()
    (entry,) = load(own())
    assert (entry.do, entry.column, entry.value, entry.reason, entry.of_project) == (
        "set", "production_start", "2027-05", "By the register.", True)  # fmt: skip
    app.run()
    assert not app.exception
    shown = words(app)
    assert {m.label: m.value for m in app.metric}["Production start"] == "2027-05"
    assert "The project, production start: Corrected on" in shown and "Production start of the whole project: 2027-05" in shown
    assert {"2025", "2027-05"} <= set(app.dataframe[0].value["value"])  # beside what the article said
    app.button(key="undo-fix-0").click().run()
    assert load(own()) == [] and "Undone: Production start of the whole project" in words(app)
    assert {m.label: m.value for m in app.metric}["Production start"] == "2025"


def test_what_a_report_says_is_kept_with_the_entry(draw: Draw) -> None:
    app = opened(draw(project="a#1"))
    app.selectbox(key="fix-column").select("investment_eur").run()
    app.selectbox(key="fix-where").select("a#1").run()
    field = app.number_input(key="fix-value-investment_eur-a#1")
    assert field.value == 700.0 and "EUR million" in field.label
    field.set_value(750.5).run()
    app.text_input(key="fix-reason").input("A slip of the pen.").run()
    app.button(key="fix-show").click().run()
    assert "EUR 700 m → EUR 750" in words(app)
    app.button(key="fix-save").click().run()
    (entry,) = load(own())
    assert (entry.reports, entry.value, entry.was) == (("a#1",), 750_500_000, 700_000_000)


def test_each_column_has_a_widget_of_its_kind(draw: Draw) -> None:
    app = opened(draw(project="a#1"))
    for column, widget, options in (("status", "selectbox", 8), ("country", "selectbox", 200), ("partners", "multiselect", 3000),
                                    ("jobs", "number_input", 0), ("latitude", "number_input", 0), ("product", "text_input", 0)):  # fmt: skip
        app.selectbox(key="fix-column").select(column).run()
        field = getattr(app, widget)(key=f"fix-value-{column}-project")
        assert not options or len(field.options) >= options


def test_projects_are_joined_and_parted_again(draw: Draw) -> None:
    app = opened(draw(project="a#1"))
    app.selectbox(key="fix-do").select("merge").run()
    app.selectbox(key="fix-other").select(project_in("Heide")).run()
    app.text_input(key="fix-reason").input("One plant.").run()
    app.button(key="fix-show").click().run()
    assert "turned out to be one project" in words(app)
    app.button(key="fix-save").click().run()
    app.run()
    assert [tab.label for tab in app.tabs] == ["German, 20 Feb 2024", "German, 10 Jan 2023"]
    app.button(key="undo-fix-0").click().run()
    assert not app.tabs and load(own()) == []


def project_in(town: str) -> str:
    from interface.data import load as loaded

    made = loaded().table
    return str(made.loc[made["city"] == town, "project_id"].iloc[0])


def test_what_would_change_nothing_cannot_be_saved(draw: Draw) -> None:
    app = opened(draw(project="a#1"))
    app.selectbox(key="fix-column").select("production_start").run()
    app.text_input(key="fix-value-production_start-project").input("soon").run()
    app.text_input(key="fix-reason").input("x").run()
    app.button(key="fix-show").click().run()
    assert "This cannot be added: 'soon' is no value of production_start: write YYYY or YYYY-MM." in words(app)
    assert not [b for b in app.button if b.key == "fix-save"] and not own().exists()


def test_a_broken_file_is_said_in_a_sentence(draw: Draw) -> None:
    own().parent.mkdir(parents=True, exist_ok=True)
    own().write_text("[[correction", encoding="utf-8")
    app = draw(project="a#1")
    assert "corrections.toml: cannot be read as TOML" in words(app) and "Traceback" not in words(app)


def test_entries_that_no_longer_fit_are_said_and_can_be_undone(draw: Draw, tmp_path: Path) -> None:
    own().parent.mkdir(parents=True, exist_ok=True)
    gone = '[[correction]]\ndate = 2025-01-01\nreason = "x"\ndo = "clear"\nreport = "{}"\ncolumn = "jobs"\n'
    own().write_text(gone.format("gone#1") + gone.format("a#1"), encoding="utf-8")
    (tmp_path / "corrections.toml").write_text('[[correction]]\ndate = 2025-01-01\nreason = "y"\ndo = "drop"\nreport = "b#1"\n')
    app = draw("not_read")
    told = words(app)
    assert "No longer fits anything: there is no gone#1" in told and "b#1 dropped" in told and f"In {tmp_path}/corrections.toml" in told
    assert "No longer fits anything: the report says nothing by itself now" in words(draw(project="a#1"))
    app.button(key="undo-all-1").click().run()
    assert [c.reports for c in load(own())] == [("a#1",)]


def test_a_ready_table_is_not_corrected_and_says_why(draw: Draw, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    write(table(row("a#1", "2021-01-01", "Freyr", "Vaasa")), tmp_path / "t.parquet")
    monkeypatch.setenv("GIGALEDGER_TABLE", str(tmp_path / "t.parquet"))
    app = draw(project="a#1")
    assert "A ready table is shown (GIGALEDGER_TABLE)" in words(app) and not [s for s in app.selectbox if s.key == "fix-do"]


# -------------------------------------------------------------------------------------------------------- timeline


def test_the_timeline_answers_since_when_how_much_and_what_slipped(draw: Draw, tmp_path: Path) -> None:
    (tmp_path / "c.txt").write_text("05.03.2024\n\nFreyr baut in Vaasa eine Zellfabrik. Ab 2028 wird gefertigt.\n", encoding="utf-8")
    app = draw("timeline", home="Norway", country="Finland")
    summary = app.dataframe[0].value
    assert list(summary["start"]) == ["2025 → 2028"] and list(summary["slip"]) == ["3 years later"]
    assert list(summary["investment"]) == ["EUR 700 m"] and str(summary["since"].iloc[0])[:10] == "2023-01-10"
    every = app.dataframe[1].value
    assert {"2025", "2028", "EUR 700 m"} <= set(every["said"]) and "3 years later" in set(every["moved"].dropna())
    assert {"Ab 2028 wird gefertigt."} <= set(every["quote"].dropna())
    chart = json.loads(app.get("plotly_chart")[0].proto.spec)
    assert "with a company from Norway, in Finland" in words(app) and len(chart["layout"]["yaxis"]["ticktext"]) == 1


def test_the_order_of_the_timeline_is_in_the_address(draw: Draw) -> None:
    app = draw("timeline", order="date")
    chart = json.loads(app.get("plotly_chart")[0].proto.spec)
    assert "Heide" in chart["layout"]["yaxis"]["ticktext"][0].replace("<br>", " ")


def test_a_project_has_its_own_timeline(draw: Draw) -> None:
    assert "From announcement to start, Freyr" in words(draw(project="a#1"))
