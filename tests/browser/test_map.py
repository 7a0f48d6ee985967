"""The map in real Chromium: shapes without a request to anyone else, a click, saved pictures that hold the map."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from browser.conftest import settled

Opener = Callable[..., Page]
SVG = "{http://www.w3.org/2000/svg}"
MAP = ".st-key-chart-map-investment"


def saved(page: Page, name: str, folder: Path) -> Path:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=name).first.click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def test_a_map_is_drawn_from_this_server_and_saved_with_its_shapes(open_page: Opener, tmp_path: Path) -> None:
    page = open_page("map?shown=Investment&country=Finland", color_scheme="dark")
    land = page.locator(f"{MAP} .layer.land path")
    expect(land.first).to_have_attribute("d", re.compile(r"^M[\s\S]{1000}"))  # open_page sees that nobody else was asked
    expect(page.locator(f"{MAP} .scattergeo .point")).to_have_count(3)
    svg = saved(page, "Download the chart as SVG: Investment by place, in Finland", tmp_path)
    tree = ET.parse(svg).getroot()
    words = " ".join("".join(node.itertext()) for node in tree.iter(f"{SVG}text"))
    assert "Investment by place, in Finland" in words and "Circle: town" in words and "Natural Earth" in words
    assert max(len(node.get("d") or "") for node in tree.iter(f"{SVG}path")) > 1000
    whole = saved(page, "HTML", tmp_path).read_text(encoding="utf-8")
    assert "window.PlotlyGeoAssets={topojson:{world_50m:" in whole  # a page of its own needs no server
    assert svg.name == "gigaledger_map-investment_in-finland.svg"
    png = saved(page, "Download the chart as PNG: Investment by place, in Finland", tmp_path).read_bytes()
    assert png[:8] == b"\x89PNG\r\n\x1a\n" and int.from_bytes(png[16:20], "big") == 2400 and len(png) > 60_000


def test_the_map_is_moved_by_keyboard_and_the_address_follows(open_page: Opener) -> None:
    page = open_page("map?drawn=Countries+in+shades&shown=Investment", color_scheme="dark")
    shades = page.locator(".st-key-chart-map-countries-investment path.choroplethlocation")
    expect(shades).to_have_count(3)
    before = shades.first.get_attribute("d")
    page.get_by_role("button", name="Zoom in", exact=True).focus()
    page.keyboard.press("Enter")
    expect(shades.first).not_to_have_attribute("d", before or "")
    page.get_by_role("combobox", name=re.compile("Area")).focus()
    page.keyboard.press("ArrowDown")
    page.get_by_role("option", name="Europe", exact=True).click()
    settled(page)
    expect(page).to_have_url(re.compile(r"area=Europe"))
