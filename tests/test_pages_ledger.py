"""What the project's page says of the ledger: steps, conflicts, odd figures, joint totals, corrections by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import streamlit as st
from conftest import ROOT
from ledger_rows import Row, euro, gwh, row, said, table
from streamlit.testing.v1 import AppTest

from core.table import write

Page = Callable[..., AppTest]


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Page:
    """The page of a report's project, in a dashboard of these rows or of a folder."""

    def draw(wanted: str, *rows: Row, folder: Path | None = None, name: str = "project") -> AppTest:
        st.cache_resource.clear()  # files are looked up anew every two seconds only
        monkeypatch.setenv("GIGALEDGER_ARTICLES", str(folder or tmp_path))
        if rows:
            write(table(*rows), tmp_path / "table.parquet")
            monkeypatch.setenv("GIGALEDGER_TABLE", str(tmp_path / "table.parquet"))
        else:
            monkeypatch.delenv("GIGALEDGER_TABLE", raising=False)
        app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
        app.run()
        app.switch_page(f"pages/{name}.py")
        if wanted:
            app.query_params["project"] = wanted
        app.run()
        assert not app.exception and not app.error
        return app

    return draw


def words(app: AppTest) -> str:
    kinds = (app.markdown, app.caption, app.info, app.warning)
    return "\n".join(str(item.value) for kind in kinds for item in kind).replace("\\", "")


def test_each_step_of_the_status_has_its_day_and_sentence(page: Page) -> None:
    app = page(
        "a#1",
        row("a#1", "2021-01-01", "Freyr", "Vaasa", status="announced", evidence=said("Freyr plant in Vaasa.", column="status")),
        row("b#1", "2023-01-01", "Freyr", "Vaasa", status="construction", evidence=said("Es wird gebaut.", column="status")),
    )
    told = words(app)
    assert "Where it stood, step by step" in told
    assert "**1 Jan 2021** Announced: Freyr plant in Vaasa." in told
    assert "**1 Jan 2023** Construction: Es wird gebaut. (German)" in told


def test_contradicting_articles_stand_side_by_side(page: Page) -> None:
    app = page(
        "a#1",
        row("a#1", "2024-12-10", "CATL", "Zaragoza", **gwh(52), evidence=said("52 GWh im Jahr.", column="capacities")),
        row("b#1", "2024-12-10", "CATL", "Zaragoza", **gwh(60), evidence=said("Noin 60 GWh.", column="capacities")),
    )
    told = words(app)
    assert "two articles of the same time disagree" in told and "“52 GWh im Jahr.”" in told and "“Noin 60 GWh.”" in told


def test_an_odd_figure_of_a_single_article_is_flagged_with_its_sentence(page: Page) -> None:
    app = page("a#1", row("a#1", "2024-12-10", "CATL", "Zaragoza", **gwh(600), evidence=said("600 GWh!", column="capacities")))
    assert "Capacity 600 GWh is not counted, implausible: 600 GWh a year is more than any plant makes. “600 GWh!”" in words(app)
    assert not [m for m in app.metric if m.label.startswith("Capacity")]


def test_a_joint_total_leads_to_its_plants_and_back(page: Page) -> None:
    rows = [row("a#1", "2024-01-01", "SK On", "US", kind="programme", project="All plants", **euro(18.5e9)),
            row("a#2", "2024-01-01", "SK On", "Cartersville", status="construction", project="Cartersville plant", **euro(5e9))]  # fmt: skip
    assert "Its plants:" in words(page("a#1", *rows)) and "In a joint total with others:" in words(page("a#2", *rows))


CORRECTIONS = """
[[correction]]
date = 2025-01-31
reason = "By the register."
do = "set"
project = "freyr-vaasa-cells-{mark}"
column = "investment_eur"
value = 8e8

[[correction]]
date = 2025-01-31
reason = "Never heard of."
do = "drop"
report = "never#1"
"""


OF_A_REPORT = """
[[correction]]
date = 2025-01-31
reason = "By the register."
do = "set"
report = "a#1"
column = "{column}"
value = {value}
"""


@pytest.mark.parametrize(
    ("column", "value", "before", "after"),
    [
        ("investment_eur", "8e8", "EUR 700 m", "EUR 800 m"),
        ("capacity_gwh", "12.0", "10 GWh", "12 GWh"),
        ("status", '"construction"', "Announced", "Construction"),
        ("partners", '["Freyr", "CATL"]', "Freyr", "Freyr; CATL"),
        ("production_start", '"2029"', "2027", "2029"),
    ],
)
def test_a_corrected_report_shows_both_values(page: Page, tmp_path: Path, column: str, value: str, before: str, after: str) -> None:
    text = ("Freyr will in Vaasa eine Fabrik für Batteriezellen bauen. Sie kostet 700 Millionen Euro und liefert 10 GWh im Jahr. "
            "Die Produktion soll 2027 beginnen.\n")  # fmt: skip
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (tmp_path / "corrections.toml").write_text(OF_A_REPORT.format(column=column, value=value), encoding="utf-8")
    app = page("a#1", folder=tmp_path)
    assert f"By the register. (the article says {before})" in words(app)
    facts = "".join(str(item.proto.body) for item in app.get("html"))
    assert "as the article says" in facts and "by hand" in facts
    claims = app.dataframe[0].value
    mine = claims[claims["why"].str.contains("register") | claims["why"].str.startswith("the only")]
    mine = mine[mine["what"].isin(["Investment", "Capacity", "Status", "Companies", "Company", "Production start"])]
    assert {before, after} <= set(mine["value"])


def test_corrections_by_hand_are_shown_and_undone(page: Page, tmp_path: Path) -> None:
    from core import build

    text = "Freyr baut in Vaasa eine Fabrik für Batteriezellen. Sie kostet 700 Millionen Euro.\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    project_id = build(tmp_path).table["project_id"].iloc[0]
    corrections = CORRECTIONS.format(mark="").replace("freyr-vaasa-cells-", project_id)
    (tmp_path / "corrections.toml").write_text(corrections, encoding="utf-8")
    app = page(project_id, folder=tmp_path)
    assert "Corrected on 2025-01-31: By the register." in words(app)
    assert {m.label: m.value for m in app.metric}["Investment"] == "EUR 800 m"
    claims = app.dataframe[0].value
    mine = claims[claims["what"] == "Investment"]
    assert list(mine["value"]) == ["EUR 700 m", "EUR 800 m"] and list(mine["counts"]) == [False, True]
    assert list(mine["told"])[1] == "by hand, 31 Jan 2025"
    listed = words(page("", folder=tmp_path, name="not_read"))
    assert "By the register." in listed and "No longer fits anything" in listed and "no never#1" in listed
    (tmp_path / "corrections.toml").unlink()
    app = page(project_id, folder=tmp_path)
    assert {m.label: m.value for m in app.metric}["Investment"] == "EUR 700 m" and "By the register" not in words(app)


def start(value: str, quote: str) -> Row:
    return {"production_start": value, "evidence": [said(quote, column="production_start")[0] | {"value": value}]}


def test_the_cell_of_a_slip_is_never_empty(page: Page) -> None:
    rows = [
        row("a#1", "2021-01-01", "Freyr", "Vaasa", **start("2024", "Ende 2024.")), row("b#1", "2022-01-01", "Freyr", "Vaasa", **start("2026", "2026.")),
        row("c#1", "2021-01-01", "CATL", "Debrecen", **start("2025", "Ab 2025.")), row("d#1", "2022-01-01", "CATL", "Debrecen", **start("2025", "2025.")),
        row("e#1", "2021-01-01", "SK On", "Iváncsa", **start("2025", "Ab 2025.")), row("f#1", "2022-01-01", "SK On", "Iváncsa", **start("2025", "Ende 2025.")),
        row("g#1", "2021-01-01", "Gotion", "Salzgitter", **start("2027", "Ab 2027.")), row("h#1", "2021-01-01", "Umicore", "Nysa", status="announced"),
        row("i#1", None, "Northvolt", "Heide", **start("2027", "Ab 2027.")),
    ]  # fmt: skip
    app = page("", *rows, name="timeline")
    slips, steps = (table.value for table in app.dataframe)
    found = {companies[0]: slip for companies, slip in zip(slips["partners"], slips["slip"], strict=True)}
    assert found == {"Freyr": "2 years later", "CATL": "unchanged", "SK On": "not comparable", "Gotion": "told once",
                     "Umicore": "no start told", "Northvolt": "day unknown"}  # fmt: skip
    ways = {companies[0]: way for companies, way in zip(slips["partners"], slips["start"], strict=True)}
    assert ways["Freyr"] == "late 2024 → 2026" and ways["SK On"] == "2025 → late 2025" and ways["CATL"] == "2025"
    assert all(f"{word[0].upper()}{word[1:]}:" in words(app) for word in set(found.values()) if "later" not in word)
    assert steps["moved"].notna().all() and "not comparable (a part of that year)" in set(steps["moved"])


def test_every_figure_that_was_told_stands_with_its_article(page: Page) -> None:
    rows = [row(f"r{n}#1", f"20{21 + n}-03-01", "Freyr", "Vaasa", **gwh(value)) | {"evidence": said(f"Es sind {value} GWh.", column="capacities")}
            for n, value in enumerate((20, 40, 15))]  # fmt: skip
    told = words(page("r0#1", *rows))
    assert "**20 GWh** (first told). German, 1 Mar 2021: Es sind 20 GWh." in told
    assert "**40 GWh** (more). German, 1 Mar 2022: Es sind 40 GWh." in told and "**15 GWh** (less). German, 1 Mar 2023" in told
