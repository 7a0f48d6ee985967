"""The network of partners and a company's page in a browser."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from browser.conftest import click_mark

NODES = ".st-key-chart-partners-network .scatterlayer .trace:last-child .points path"


def test_a_click_on_a_company_in_the_network_leads_to_its_page(open_page: Callable[..., Page]) -> None:
    page = open_page("partners?middle=Volkswagen&unsure=true")
    nodes = page.locator(NODES)
    expect(nodes).to_have_count(2)
    link = page.get_by_role("link", name="Open the page of Volkswagen")
    click_mark(nodes.first, link)
    link.click()
    expect(page.get_by_role("heading", name="Volkswagen", exact=True)).to_be_visible()
    expect(page).to_have_url(re.compile(r"/company\?.*company_page=Volkswagen"))


def test_a_company_with_odd_letters_fits_a_phone(open_page: Callable[..., Page]) -> None:
    page = open_page("company?company_page=%40Evil+%26+Sons", viewport={"width": 390, "height": 800})
    expect(page.get_by_role("heading", name="@Evil & Sons", exact=True)).to_be_visible()
    expect(page.get_by_text("No article here tells of a tie")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_on_a_phone_the_network_keeps_the_width_that_its_names_need(open_page: Callable[..., Page]) -> None:
    page = open_page("partners", viewport={"width": 390, "height": 800})
    chart = page.locator(".st-key-chart-partners-network .js-plotly-plot .main-svg").first
    expect(chart).to_be_visible()
    assert chart.evaluate("e => e.getBoundingClientRect().width") > 700
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_doubtful_partners_are_named_and_their_sentences_drawn_when_asked_for(open_page: Callable[..., Page]) -> None:
    page = open_page("company?company_page=Mercedes-Benz")
    chart = page.locator(".js-plotly-plot").first
    chart.wait_for()
    assert "Read the sentences: CATL" in page.get_by_test_id("stMain").inner_text()
    told = page.locator("[class*=st-key-unsure-]").get_by_text(re.compile(r"German, \d+ \w+ \d{4}"))
    assert told.count() == 0
    page.get_by_text("Named for the same project, but not in one sentence").click()
    expect(told.first).to_be_visible()
