"""Charts in real Chromium: every file that a card gives, opened; the projects behind a bar; a copied link."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pandas as pd
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from browser.conftest import click_mark
from browser.test_dashboard import bars, download
from core.version import version_of

Opener = Callable[..., Page]
TITLE = "Investment by country, in Germany or Finland"
NAME = "gigaledger_investment-by-country_in-germany-or-finland"


def test_a_chart_comes_as_pdf_page_and_bundle_and_its_bars_lead_to_projects(open_page: Opener, tmp_path: Path) -> None:
    page = open_page("investment?country=Finland&country=Germany", color_scheme="dark")
    assert bars(page, "investment-by-country") == ["Germany", "Finland"]

    pdf = download(page, f"Download the chart as PDF: {TITLE}", tmp_path)
    sheet = PdfReader(pdf).pages[0]
    words = sheet.extract_text()
    assert pdf.name == f"{NAME}.pdf" and round(sheet.mediabox.width) == 900 and not sheet.images
    assert TITLE in words and "Source: 4 press articles" in words and "Shelved, cancelled, closed" in words

    bundle = download(page, f"Download the chart as ZIP with its data, quotes, sources and a citation: {TITLE}", tmp_path)
    with zipfile.ZipFile(bundle) as packed:
        suffixes = [name.removeprefix(NAME) for name in packed.namelist()]
        assert suffixes == ["README.txt", ".png", ".svg", ".pdf", ".csv", "_quotes.csv"]
        png = packed.read(f"{NAME}.png")
        assert png[:8] == b"\x89PNG\r\n\x1a\n" and int.from_bytes(png[16:20], "big") == 2400 and len(png) > 20_000
        assert TITLE in packed.read(f"{NAME}.svg").decode()
        readme = packed.read("README.txt").decode()
        quoted = list(csv.DictReader(io.StringIO(packed.read(f"{NAME}_quotes.csv").decode("utf-8-sig"))))
    assert "Country: Germany or Finland" in readme and "investment?country=Finland&country=Germany&silence=false" in readme
    assert {"fi-a#1", "de-a#1"} <= {row["report_id"] for row in quoted}

    # A bar leads to its projects (one by place leads deeper), and a picture made now shows no selection.
    bars(page, "investment-by-segment")
    bar = page.locator(".st-key-card-investment-by-segment").locator(".barlayer .point path").first
    behind = page.locator(".st-key-behind-investment-by-segment")
    click_mark(bar, behind.get_by_text("Behind “", exact=False))
    svg = download(page, f"Download the chart as SVG: {TITLE.replace('country', 'segment')}", tmp_path).read_text(encoding="utf-8")
    assert "opacity: 0.2" not in svg
    behind.get_by_role("link").first.click()
    expect(page).to_have_url(re.compile(r"/project\?(?=.*country=)(?=.*project=)"))

    page.go_back()
    bars(page, "investment-by-country")
    with page.expect_download() as waiting:
        page.locator(".st-key-card-investment-by-country").get_by_role("button", name="HTML").click()
    file = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(file)
    alone = page.context.new_page()
    asked: list[str] = []
    alone.on("request", lambda request: asked.append(request.url))
    alone.goto(file.as_uri())
    expect(alone.locator(".barlayer .point").first).to_be_visible()
    expect(alone.get_by_role("heading", name=TITLE)).to_be_visible()
    assert asked == [file.as_uri()]
    alone.close()


def test_a_company_s_bar_leads_to_its_page_by_click_and_by_keyboard(open_page: Opener) -> None:
    page = open_page("capacity?country=Germany")
    named = bars(page, "capacity-by-company")
    card = page.locator(".st-key-card-capacity-by-company")
    to_page = page.locator(".st-key-behind-capacity-by-company").get_by_role("link", name=f"Open the page of {named[0]}", exact=True)
    click_mark(card.locator(".barlayer .point path").first, to_page)
    to_page.click()
    expect(page.get_by_role("heading", name=named[0], exact=True)).to_be_visible()
    expect(page).to_have_url(re.compile(r"/company\?(?=.*country=Germany)(?=.*company_page=)"))

    page.go_back()
    bars(page, "capacity-by-company")
    card.get_by_role("button", name="Its projects").press("Enter")
    shown = page.locator("[data-testid=stPopoverBody]")
    expect(shown.get_by_text("Open the page of:")).to_be_visible()
    shown.get_by_role("link", name=named[0], exact=True).press("Enter")
    expect(page.get_by_role("heading", name=named[0], exact=True)).to_be_visible()


def test_a_copied_link_has_the_defaults_and_the_version(open_page: Opener, table: pd.DataFrame) -> None:
    page = open_page("capacity?country=Finland", fresh=True, permissions=["clipboard-read", "clipboard-write"])
    bars(page, "capacity-by-country")
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_text("Copied")).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    found = urlsplit(link)
    assert found.path == "/capacity" and dict(parse_qsl(found.query)) == {
        "country": "Finland", "silence": "false", "places": "Country", "stage": "Full build-out",
        "when": "Announcement", "cumulated": "false", "joint": "Counted whole", "data": str(version_of(table)),
    }  # fmt: skip
    again = open_page(link.split("/", 3)[3], fresh=True)
    assert bars(again, "capacity-by-country") == ["Finland"]
    expect(again.get_by_text("since this link was made")).to_have_count(0)
    old = open_page("capacity?country=Finland&data=00000000-3", fresh=True)
    expect(old.get_by_text("since this link was made: 3 reports then")).to_be_visible()
