"""What is made of a chart to take along: its page, its PDF, and the ZIP with quotes and README."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import date

import pandas as pd
import pytest
from conftest import ROOT
from pypdf import PdfReader

from core import charts
from core.bundle import QUOTES, Context, bundle, projects_of, quotes, reports_of
from core.charts import bars, maps, timeline
from core.charts.chart import without_clicks
from core.charts.page import html_page
from core.selection import current
from core.table import frame
from core.typesetting import NotSet, picture_pdf, typeset
from core.version import version_of

PNG = ROOT / "static" / "icon.png"
SVG = """<svg xmlns="http://www.w3.org/2000/svg" width="400" height="200" viewBox="0 0 400 200">
<defs><pattern id="p" width="8" height="8" patternUnits="userSpaceOnUse"><path d="M0,8L8,0" stroke="#C4512D"/></pattern></defs>
<rect width="300" height="40" fill="url(#p)"/>
<text x="10" y="90" style="font-family: Arial, sans-serif; font-size: 15px;">Győr  Łódź 4.5–7 EUR bn</text></svg>"""


@pytest.fixture(scope="module")
def projects(table: pd.DataFrame) -> pd.DataFrame:
    return current(table)


@pytest.fixture(scope="module")
def context(table: pd.DataFrame) -> Context:
    return Context((("Country", "Finland or Germany"),), "http://localhost:8501/investment?country=Finland",
                   version_of(table), date(2024, 11, 28), date(2026, 11, 5))  # fmt: skip


def test_the_quotes_of_a_chart_are_those_of_its_own_figures(table: pd.DataFrame, projects: pd.DataFrame) -> None:
    chart = charts.support(projects, "country")
    said = quotes(chart, table)
    assert list(said.columns) == list(QUOTES) and list(said["report_id"]) == reports_of(chart) == ["de-a#1"]
    row = said.iloc[0]
    assert row["fact"] == "Public support" and row["value"] == "EUR 900 m" and row["article"] == "de-a.txt"
    capacity = quotes(charts.capacity(projects, "country"), table)
    assert set(capacity["report_id"]) == set(reports_of(charts.capacity(projects, "country")))
    assert set(capacity["fact"]) == {"Capacity", "Capacity, first stage to full build-out"}
    assert capacity.set_index("report_id").loc["de-d#1", "value"] == "170 GWh"  # no first stage is known of it
    told = capacity.set_index("report_id").loc["nl-a#1"]
    assert "23 GWh" in told["quote"] and told["quote_en"] and told["value"] == "23–33 GWh"


def test_rows_of_the_data_lead_to_their_projects(projects: pd.DataFrame) -> None:
    chart = charts.capacity(projects, "country")
    assert chart.figure is not None
    for trace in (trace for trace in chart.figure.data if trace.type == "bar"):
        for number in trace.customdata:
            row = chart.data.iloc[number]
            ids = projects_of(chart, [number])
            assert len(ids) == row["projects"] and trace.name == row["standing"]
            named = projects.set_index("project_id").loc[ids, "country_name"].astype("string").fillna("Place not stated")
            assert set(named) == {row["country"]}
    assert projects_of(chart, [10_000, -1]) == []


def test_the_zip_holds_picture_data_quotes_and_a_readme(table: pd.DataFrame, projects: pd.DataFrame, context: Context) -> None:
    chart = charts.investment(projects, "country", "in Finland or Germany")
    made = bundle(chart, {"png": PNG.read_bytes(), "svg": SVG.encode()}, quotes(chart, table), context)
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        assert packed.testzip() is None
        name = "gigaledger_investment-by-country_in-finland-or-germany"
        assert packed.namelist() == ["README.txt", f"{name}.png", f"{name}.svg", f"{name}.csv", f"{name}_quotes.csv"]
        files = {file: packed.read(file) for file in packed.namelist()}
    words = files["README.txt"].decode()
    for said in ("Country: Finland or Germany", "Please cite as", "made 5 Nov 2026", "the newest of 28 Nov 2024", "Licence",
                 chart.title, context.version.mark, context.link):  # fmt: skip
        assert said in words
    listed = [line for line in words.splitlines() if re.match(r"\S+\.txt, (\d{4}-|undated)", line)]
    assert {line.split(",")[0] for line in listed} == {a for cell in chart.data["articles"] for a in cell.split("; ")}
    assert f"Sources ({len(listed)} articles)" in words
    assert files[f"{name}.png"] == PNG.read_bytes()
    rows = list(csv.DictReader(io.StringIO(files[f"{name}_quotes.csv"].decode("utf-8-sig"))))
    assert {row["report_id"] for row in rows} == set(reports_of(chart)) and all(row["value"] for row in rows)
    with pytest.raises(ValueError, match="needs the chart's picture"):
        bundle(chart, {}, quotes(chart, table), context)


def test_a_formula_in_an_article_stays_text_in_the_quotes() -> None:
    rows = [{"report_id": "a#1", "article": "a.txt", "project": "=1+1", "investment_eur": 1e9, "country": "FI",
             "country_name": "Finland", "investments": [{"amount": 1e9, "max": 1e9, "currency": "EUR", "kind": "investment"}],
             "evidence": [{"column": "investments", "value": '{"amount": 1e9}', "quote": "=HYPERLINK(1)", "quote_en": "x"}]}]  # fmt: skip
    table = frame(rows)
    chart = charts.investment(current(table), "country")
    context = Context((), "", version_of(table), None, date(2026, 11, 5))
    made = bundle(chart, {"png": b"x"}, quotes(chart, table), context)
    packed = zipfile.ZipFile(io.BytesIO(made))
    assert b"'=HYPERLINK(1)" in packed.read(f"{chart.file_name}_quotes.csv")
    assert "none: the whole table" in packed.read("README.txt").decode()


def test_a_chart_as_a_page_needs_no_network(projects: pd.DataFrame) -> None:
    chart = charts.capacity(projects, "company", "in Finland")
    words = html_page(chart, ("Version 1234.",), "window.x=1").decode()
    outside = re.findall(r"<(?:script|link|img|iframe)[^>]*(?:src|href)\s*=", words.split("<body>")[0])
    assert not outside and "Plotly.newPlot" in words and "window.x=1" in words and "Version 1234." in words
    assert f"<h1>{chart.title}</h1>" in words and chart.source in words and without_clicks(chart.how) in words
    assert "click" in chart.how and "click it" not in words
    body = words[words.rindex("Plotly.newPlot") :]
    assert "<b>bold" not in body.split("</script>")[0]  # a name from an article
    tables = pd.read_html(io.StringIO(words))
    assert len(tables[0]) == len(chart.data) and "reports" not in tables[0].columns
    with pytest.raises(ValueError, match="No project here"):
        html_page(charts.capacity(current(frame([])), "country"))


def test_a_picture_becomes_a_pdf_with_text_and_vectors() -> None:
    made = picture_pdf(SVG, "A *title*", "Bar chart. Győr 4.5.", 400)
    reader = PdfReader(io.BytesIO(made))
    page = reader.pages[0]
    assert len(reader.pages) == 1 and (round(page.mediabox.width), round(page.mediabox.height)) == (300, 150)
    assert "Győr" in page.extract_text() and "4.5–7 EUR bn" in page.extract_text()
    assert not page.images and reader.metadata is not None and reader.metadata.title == "A *title*"
    with pytest.raises(NotSet, match="could not be made"):
        picture_pdf("no picture", "x", "x", 400)
    with pytest.raises(NotSet):
        typeset("#undefined-thing")


@pytest.mark.parametrize("how", [bars._HOW, maps._HOW, timeline.HOW], ids=["bars", "map", "timeline"])
def test_a_saved_file_speaks_of_no_click(how: str) -> None:
    assert "click" in how and "click" not in without_clicks(how) and without_clicks(how).endswith(".")
