"""Adding articles in real Chromium: dropped, looked at, added, found again as new, removed; on a phone and in the dark."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from browser.conftest import ROOT, opener, running, settled

TEXTS = ROOT / "tests" / "ledger" / "text"
Opener = Callable[..., Page]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a dashboard whose folder holds one article and to which articles can be added."""
    folder = tmp_path_factory.mktemp("library")
    (folder / "articles").mkdir()
    (folder / "articles" / "a01-de.txt").write_bytes((TEXTS / "a01-de.txt").read_bytes())
    environment = {"GIGALEDGER_ARTICLES": str(folder / "articles"), "GIGALEDGER_DATA": str(folder / "data"),
                   "GIGALEDGER_TRANSLATE": "off", "GIGALEDGER_TABLE": ""}  # fmt: skip
    with running(environment, folder) as address:
        yield address


@pytest.fixture
def open_library(library: str, chromium: Browser, contexts: dict[str, BrowserContext]) -> Iterator[Opener]:
    with opener(library, chromium, contexts) as opened:
        yield opened


def test_dropped_articles_are_looked_at_added_found_as_new_and_removed(open_library: Opener, tmp_path: Path) -> None:
    page = open_library("add_articles")
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4 and nothing after it")
    files = [TEXTS / "a02-de.txt", TEXTS / "a01-de.txt", tmp_path / "broken.pdf"]
    page.locator("input[type=file]").set_input_files(files)
    expect(page.get_by_text("2 documents read, nothing saved yet")).to_be_visible()
    expect(page.get_by_text("broken.pdf: The PDF is broken")).to_be_visible()
    company = page.locator("mark.company").first
    expect(company).to_be_visible()  # by its colour, a line and a word
    assert company.evaluate("e => getComputedStyle(e, '::after').content") == '"company"'
    page.get_by_role("button", name="Add 1 article").click()
    expect(page.get_by_text("1 article added").first).to_be_visible()
    settled(page)
    page.get_by_role("link", name=re.compile(r"\(new\)")).first.click()
    expect(page).to_have_url(re.compile("/project.project="))
    expect(page.locator("td[lang=de]").first).to_be_visible()

    since = (date.today() - timedelta(days=1)).isoformat()
    page = open_library(f"?since={since}")
    expect(page.get_by_text(re.compile(r"^New since \d+ \w+ \d{4}$"))).to_be_visible()
    expect(page.locator(".st-key-news").get_by_role("link").first).to_contain_text("new project")

    page = open_library("add_articles")
    page.get_by_test_id("stMultiSelect").filter(has_text="Remove").locator("input").click()
    page.get_by_role("option", name="a02-de.txt", exact=True).click()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Remove from the table").click()
    expect(page.get_by_text("Removed from the table: a02-de.txt")).to_be_visible()


def test_a_phone_in_the_dark_adds_articles_too(open_library: Opener) -> None:
    page = open_library("add_articles", viewport={"width": 390, "height": 844}, color_scheme="dark")
    page.locator("input[type=file]").set_input_files([TEXTS / "a05-fi.txt", TEXTS / "a04-fi.txt"])
    expect(page.get_by_text("2 documents read, nothing saved yet")).to_be_visible()
    assert page.get_by_test_id("stMain").evaluate("e => e.scrollWidth - e.clientWidth") <= 1
    mark = page.locator(".gm mark.place").first
    expect(mark).to_be_visible()
    assert mark.evaluate("e => getComputedStyle(e).color") == "rgb(27, 39, 48)"  # dark ink on its own light ground
    page.get_by_role("button", name="Clear the list").click()
    expect(page.get_by_text("nothing saved yet")).to_have_count(0)
