"""The investment page in real Chromium: into a place by a click on its bar, back by the keyboard, and by its link."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from browser.conftest import click_mark
from browser.test_dashboard import Opener, bars


def test_a_click_on_a_bar_leads_one_level_deeper_and_the_keyboard_leads_back(open_page: Opener) -> None:
    page = open_page("investment?places=World+region")
    assert "Northern Europe" in bars(page, "investment-by-world-region")
    place = bars(page, "investment-by-world-region").index("Northern Europe")
    chart = page.locator(".st-key-chart-investment-by-world-region")
    inside = page.get_by_role("heading", name="Investment by country, in Northern Europe")
    click_mark(chart.locator(".xtick text").first, inside, chart.locator(".ytick text").nth(place), right=6)
    expect(page).to_have_url(re.compile(r"place=Northern[+%20]+Europe"))
    assert bars(page, "investment-by-country") == ["Finland"]

    again = open_page(page.url.split("/", 3)[3], fresh=True)
    expect(again.get_by_role("heading", name="Investment by country, in Northern Europe")).to_be_visible()
    back = again.get_by_role("button", name="World", exact=True)
    back.focus()
    again.keyboard.press("Enter")
    expect(again.get_by_role("heading", name="Investment by country", exact=True)).to_be_visible()
    expect(again).not_to_have_url(re.compile("place="))
