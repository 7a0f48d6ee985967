"""The dashboard in real Chromium: filters, links, downloads, the project page, dark mode, a phone."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from browser.conftest import settled
from core.table import read

Opener = Callable[..., Page]
SVG = "{http://www.w3.org/2000/svg}"


def choose(page: Page, label: str, option: str) -> None:
    """Pick an option of a filter as a person does, who sees that the page has been drawn."""
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    box = page.get_by_test_id("stMultiSelect").filter(has_text=re.compile(f"^{label}"))
    box.locator("input").click()
    box.locator("input").fill(option)
    page.get_by_role("option", name=option, exact=True).click()
    page.keyboard.press("Escape")


def download(page: Page, name: str, folder: Path, exact: bool = True) -> Path:
    """Press a button that downloads; the file under the name that the page suggests."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=name, exact=exact).first.click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def bars(page: Page, chart: str) -> list[str]:
    """The names along a chart's axis, once it has been drawn to the end."""
    settled(page)
    labels = page.locator(f".st-key-chart-{chart} .ytick text")
    expect(labels.first).to_be_visible()
    seen: list[str] = []
    same = 0
    while same < 4:  # a chart that gives way to another still shows its labels for a moment
        page.wait_for_timeout(250)
        now = labels.all_text_contents()
        same = same + 1 if now and now == seen else 0
        seen = now
    return seen


def test_a_link_to_a_page_works_as_the_very_first_request(open_page: Opener) -> None:
    # Streamlit takes pages/ for its older kind of app until the entry script has run once.
    page = open_page("capacity?country=Finland")
    expect(page.get_by_text("Capacity by country, in Finland")).to_be_visible()
    expect(page.get_by_test_id("stSidebar").get_by_text("Reset filters")).to_be_visible()
    assert bars(page, "capacity-by-country") == ["Finland"]


def test_filters_go_into_the_address_and_a_copied_link_shows_the_same(open_page: Opener) -> None:
    page = open_page()
    expect(page.get_by_role("heading", name="Battery and electric-vehicle projects", exact=True)).to_be_visible()
    choose(page, "Company", "Volkswagen")
    expect(page).to_have_url(re.compile(r"\?company=Volkswagen$"))
    expect(page.get_by_text("Investment from announcement to production, with Volkswagen")).to_be_visible()
    page.get_by_role("link", name="Investment", exact=True).click()
    expect(page).to_have_url(re.compile(r"/investment\?company=Volkswagen$"))
    expect(page.get_by_text("Investment by company, with Volkswagen")).to_be_visible()
    page.get_by_test_id("stSidebar").get_by_role("button", name="Reset filters").click()
    expect(page).to_have_url(re.compile(r"/investment$"))
    expect(page.get_by_text("Investment by company, with Volkswagen")).to_have_count(0)
    choose(page, "Country", "Finland")
    expect(page).to_have_url(re.compile(r"/investment\?country=Finland$"))
    expect(page.get_by_text("Investment by country, in Finland")).to_be_visible()
    page.get_by_text("State or province", exact=True).click()
    expect(page).to_have_url(re.compile("places=State"))
    expect(page.get_by_text("Investment by state or province, in Finland")).to_be_visible()
    shown = bars(page, "investment-by-state-or-province")

    again = open_page(page.url.split("/", 3)[3], fresh=True)
    expect(again.get_by_text("Investment by state or province, in Finland")).to_be_visible()
    assert bars(again, "investment-by-state-or-province") == shown
    expect(again.get_by_role("button", name="Country: Finland")).to_be_visible()


def test_counting_silence_goes_into_the_address_and_the_charts(open_page: Opener) -> None:
    page = open_page()
    outcome = page.locator(".st-key-card-investment-stages").get_by_text(re.compile("^EUR bn. Of EUR"))
    expect(outcome).to_be_visible()
    stated = outcome.inner_text()
    page.get_by_test_id("stSidebar").get_by_text("Count silence as a stop").click()
    expect(page).to_have_url(re.compile(r"\?silence=true$"))
    expect(page.get_by_text("Investment from announcement to production, silence counted as a stop")).to_be_visible()
    settled(page)  # until then the old words may stand beside the new ones
    expect(outcome).not_to_have_text(stated)
    page.get_by_role("link", name="Projects", exact=True).click()
    expect(page).to_have_url(re.compile(r"/projects\?silence=true$"))
    again = open_page(page.url.split("/", 3)[3], fresh=True)
    expect(again.get_by_role("button", name="Silence counts as a stop")).to_be_visible()


def test_a_chart_downloads_as_png_svg_and_csv(open_page: Opener, tmp_path: Path) -> None:
    page = open_page("investment?country=Finland&country=Germany", color_scheme="dark")
    bars(page, "investment-by-country")
    card = ".st-key-card-investment-by-country"
    title = "Investment by country, in Germany or Finland"
    png = download(page, f"Download the chart as PNG: {title}", tmp_path)
    assert png.name == "gigaledger_investment-by-country_in-germany-or-finland.png"
    data = png.read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n" and int.from_bytes(data[16:20], "big") == 2400 and len(data) > 20_000

    svg = download(page, f"Download the chart as SVG: {title}", tmp_path)
    tree = ET.parse(svg).getroot()
    words = " ".join("".join(node.itertext()) for node in tree.iter(f"{SVG}text"))
    assert tree.get("width") == "1200" and title in words and "Source: 4 press articles" in words
    assert "Germany" in words and "4.5" in words and "Shelved, cancelled, closed" in words
    colours = {node.get("style") or "" for node in tree.iter(f"{SVG}path")}
    assert any("43, 127, 184" in style or "#2b7fb8" in style.lower() for style in colours)
    assert "rgb(255, 255, 255)" in svg.read_text(encoding="utf-8")  # a light picture from the dark page
    # The page's own layout is back.
    expect(page.locator(f"{card} .gtitle")).to_have_count(0)

    with page.expect_download() as waiting:
        page.locator(card).get_by_role("button", name="CSV").click()
    rows = list(csv.DictReader(io.StringIO(Path(waiting.value.path()).read_text(encoding="utf-8-sig"))))
    assert {row["country"] for row in rows} == {"Germany", "Finland"}
    assert {row["standing"]: row["low"] for row in rows if row["country"] == "Finland"} == {
        "Active": "0.24", "Intent only": "1.2", "Shelved, cancelled, closed": "0.5",
    }  # fmt: skip
    assert all(row["articles"] and row["reports"] for row in rows)


def test_the_filtered_table_downloads_in_four_formats(open_page: Opener, tmp_path: Path) -> None:
    page = open_page("projects?country=Finland&segment=Cells&segment=Packs")
    expect(page.get_by_text("2 reports")).to_be_visible()
    wanted = ["fi-a#1", "fi-d#1"]
    made = {name: download(page, name, tmp_path, exact=False) for name in ("CSV", "Excel", "Parquet", "JSON")}
    assert {path.name for path in made.values()} == {
        f"gigaledger_projects_in-finland-cells-or-packs{suffix}" for suffix in (".csv", ".xlsx", ".parquet", ".jsonl")
    }
    for path in made.values():
        assert sorted(read(path)["report_id"]) == wanted
    plain = pd.read_csv(made["CSV"])
    assert set(plain["country"]) == {"FI"} and set(plain["segment"]) == {"cells", "packs"}
    sheet = openpyxl.load_workbook(made["Excel"])["reports"]
    assert sheet.max_row == 3 and sheet.freeze_panes == "B2"
    assert [json.loads(line)["country"] for line in made["JSON"].read_text("utf-8").splitlines()] == ["FI", "FI"]


def test_a_formula_in_an_article_does_not_reach_the_spreadsheet(open_page: Opener, tmp_path: Path) -> None:
    page = open_page("projects?status=Closed")
    path = download(page, "CSV", tmp_path, exact=False)
    assert "'=HYPERLINK" in path.read_text(encoding="utf-8-sig")


def test_a_project_shows_each_figure_in_its_sentence(open_page: Opener) -> None:
    page = open_page("project?project=nl-a%231")
    expect(page.get_by_role("heading", name="Stellantis–Samsung SDI cell plant, Kokomo", exact=True)).to_be_visible()
    expect(page.locator("mark", has_text="23 GWh").first).to_be_visible()
    expect(page.locator("td[lang=nl]").first).to_contain_text("De joint venture investeert meer dan")
    expect(page.locator("td[lang=en]").first).to_contain_text("At least USD 2.5–3.1 bn is invested.")
    page.get_by_text("The whole article, its sentences marked").click()
    expect(page.locator(".article mark")).to_have_count(4)


def test_the_overview_leads_to_a_report_and_keeps_the_filters(open_page: Opener) -> None:
    page = open_page("?language=German")
    # By its address: another report of the same project has a link of the same name.
    link = page.get_by_role("link", name="Northvolt cell plant, Heide in the news").and_(page.locator("[href*='de-b%231']"))
    link.first.click()
    expect(page).to_have_url(re.compile(r"/project\?(?=.*language=German)(?=.*project=de-b%231)"))
    expect(page.get_by_role("heading", name="Northvolt cell plant, Heide", exact=True)).to_be_visible()


def test_text_from_articles_runs_nowhere(open_page: Opener) -> None:
    page = open_page("project?project=de-a%231")
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.get_by_role("tab", name="German, 15 Mar 2022").click()
    whole = page.get_by_text("The whole article, its sentences marked")
    whole.last.click()
    expect(page.get_by_text("<script>alert(1)</script> & Co.")).to_be_visible()
    assert not dialogs


def test_an_empty_view_says_why_and_leads_back(open_page: Opener) -> None:
    page = open_page("capacity?country=Finland&status=Closed")
    expect(page.get_by_text("Nothing passes these filters")).to_be_visible()
    page.get_by_role("button", name="Drop status “Closed”: 4 projects").click()
    expect(page).to_have_url(re.compile(r"/capacity\?country=Finland$"))
    assert bars(page, "capacity-by-country") == ["Finland"]


def test_light_and_dark_follow_the_system(open_page: Opener) -> None:
    grounds = []
    for scheme in ("light", "dark"):
        page = open_page("projects", color_scheme=scheme)
        grounds.append(page.get_by_test_id("stApp").evaluate("e => getComputedStyle(e).backgroundColor"))
    assert grounds == ["rgb(255, 255, 255)", "rgb(17, 24, 30)"]


def test_a_phone_sees_everything_without_scrolling_sideways(open_page: Opener) -> None:
    for path in ("", "capacity", "projects", "project?project=nl-a%231", "quality"):
        page = open_page(path, viewport={"width": 390, "height": 844})
        expect(page.get_by_role("heading").first).to_be_visible()
        main = page.get_by_test_id("stMain")
        assert main.evaluate("e => e.scrollWidth - e.clientWidth") <= 1, path
        for headline in page.locator(".st-key-latest [data-testid=stPageLink] span").all():
            assert headline.evaluate("e => e.scrollWidth - e.clientWidth") <= 1, headline.inner_text()


def test_how_good_it_is_shows_a_group_by_its_link_and_downloads(open_page: Opener, tmp_path: Path) -> None:
    page = open_page("quality")
    expect(page.get_by_role("heading", name="How good is it", exact=True)).to_be_visible()
    expect(page.get_by_text("Confidence and what is right, measured articles")).to_be_visible()
    page.get_by_text("Dutch", exact=True).first.click()
    expect(page).to_have_url(re.compile(r"/quality\?group=Dutch$"))
    again = open_page("quality?group=Dutch", fresh=True)
    expect(again.get_by_text("Confidence and what is right, Dutch articles")).to_be_visible()
    assert bars(again, "confidence")[0] == "0.9–1.0"
    with again.expect_download() as waiting:
        again.locator(".st-key-card-scores").get_by_role("button", name="CSV").click()
    assert waiting.value.suggested_filename == "gigaledger_scores.csv"
    scores = pd.read_csv(waiting.value.path(), encoding="utf-8-sig")
    assert {"measured", "tuned", "all", "nl", "fi", "de"} == set(scores["of"]) and "jobs" in set(scores["slot"])


def test_charts_speak_to_those_who_do_not_see_them(open_page: Opener) -> None:
    page = open_page("investment?country=Finland")
    bars(page, "investment-by-country")
    chart = page.locator(".st-key-chart-investment-by-country [aria-label], .st-key-chart-investment-by-country [alt]")
    spoken = chart.evaluate_all("nodes => nodes.map(n => n.getAttribute('aria-label') || n.getAttribute('alt'))")
    assert any("Bar chart. Investment by country, in Finland, in EUR bn. Finland 1.94." in text for text in spoken)


def test_an_address_written_by_hand_shows_what_it_asks_for_and_can_be_copied(open_page: Opener) -> None:
    page = open_page("investment?country=FI&segment=cells&announced_since=2019&announced_until=2025")
    expect(page).to_have_url(re.compile(r"/investment\?country=Finland&segment=Cells&announced_since=2019&announced_until=2025$"))
    title = "Investment by country, in Finland, cells, announced since 2019, announced until 2025"
    expect(page.get_by_text(title)).to_be_visible()
    expect(page.get_by_test_id("stAlert")).to_have_count(0)


def test_a_link_copied_after_going_back_shows_what_is_seen(open_page: Opener) -> None:
    """Streamlit takes the switches of a page out of the address when another page is chosen, and Back leads there."""
    page = open_page("capacity?place=Germany")
    seen = page.get_by_text("Capacity by company, in Germany")
    expect(seen).to_be_visible()
    settled(page)
    page.get_by_role("link", name="Timeline", exact=True).click()
    expect(page.get_by_role("heading", name="Timeline", exact=True)).to_be_visible()
    settled(page)
    page.go_back()
    expect(page.get_by_role("heading", name="Capacity", exact=True)).to_be_visible()
    settled(page)
    looked_into = seen.is_visible()
    page.get_by_role("button", name="Copy link").click()
    copied = page.locator(".st-key-copy-link input").input_value()
    assert looked_into == ("place=Germany" in copied), copied
    again = open_page(copied.split("/", 3)[3], fresh=True)
    expect(again.get_by_text("Capacity by company" + (", in Germany" if looked_into else ""), exact=True)).to_be_visible()


def test_every_filter_is_taken_from_the_address(open_page: Opener) -> None:
    every = ("company=Volkswagen&home=South+Korea&country=Germany&segment=Cells&status=Announced&language=German&year=2024"
             "&announced_since=2019&announced_until=2025")  # fmt: skip
    page = open_page(f"projects?{every}&silence=true")
    active = page.locator(".st-key-active-filters")
    for words in ("Company: Volkswagen", "Home: South Korea", "Country: Germany", "Segment: Cells", "Status: Announced",
                  "Language: German", "Year: 2024", "Announced since: 2019", "Announced until: 2025",
                  "Silence counts as a stop"):  # fmt: skip
        expect(active.get_by_role("button", name=words)).to_be_visible()


def test_one_page_on_a_country_is_a_pdf_of_one_page(open_page: Opener, tmp_path: Path) -> None:
    page = open_page("projects?country=Germany")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="One page on Germany (PDF)").click()
    saved = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(saved)
    assert saved.name == "gigaledger_one-page-germany.pdf"
    (only,) = PdfReader(saved).pages
    words = only.extract_text()
    assert "Germany" in words and "Its projects" in words and "What the articles say" in words
