"""The timeline as it is drawn, and a correction from the form to the page and back, in a real browser."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, TimeoutError, expect

from browser.conftest import TIMEOUT, opener, running, settled
from core.ledger.corrections import load

ARTICLES = {
    "a.txt": "10.01.2023\n\nFreyr baut in Vaasa eine Zellfabrik. Sie kostet 700 Millionen Euro und schafft 40 GWh im Jahr. Ab 2025 wird gefertigt.\n",
    "b.txt": "05.03.2024\n\nFreyr baut in Vaasa eine Zellfabrik für 10 GWh im Jahr. Ab 2028 wird gefertigt.\n",
}


PATIENCE = TIMEOUT / 3


def choose(page: Page, label: str, option: str, then: Locator) -> None:
    """Pick an option as a person does, who looks whether it was taken and picks it again if not.

    The list narrows while it is clicked and a page drawn anew closes it: on a busy machine a click can meet neither.
    """
    field = page.get_by_role("combobox", name=label, exact=True)
    for _ in range(3):
        settled(page)
        with suppress(AssertionError, TimeoutError):
            field.click(timeout=PATIENCE)
            field.fill(option)
            expect(page.get_by_role("option")).to_have_count(1, timeout=PATIENCE)
            page.get_by_role("option", name=option, exact=True).click(timeout=PATIENCE)
            settled(page)
            expect(field).to_have_value(option, timeout=PATIENCE)
            expect(then).to_be_visible(timeout=PATIENCE)
            return
    expect(then).to_be_visible()


# What is written in a chart and reaches beyond its edges.
CUT = """chart => [...chart.querySelectorAll('svg.main-svg text')].filter(text => {
    const own = text.getBoundingClientRect(), whole = chart.getBoundingClientRect();
    return own.width && (own.left < whole.left - 1 || own.right > whole.right + 1);
}).map(text => text.textContent)"""


def test_what_slipped_is_seen_corrected_and_undone(tmp_path: Path, chromium: Browser) -> None:
    folder, data = tmp_path / "articles", tmp_path / "data"
    folder.mkdir()
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    environment = {"GIGALEDGER_ARTICLES": str(folder), "GIGALEDGER_DATA": str(data), "GIGALEDGER_TABLE": "",
                   "GIGALEDGER_TRANSLATE": "off"}  # fmt: skip
    with running(environment, tmp_path) as address, opener(address, chromium, {}) as opened:
        page = opened("timeline?home=Norway", viewport={"width": 390, "height": 1600})
        chart = page.locator(".st-key-chart-timeline")
        expect(chart.get_by_text("3 years later")).to_be_visible()
        expect(chart.locator(".barlayer .point path")).not_to_have_count(0)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        for view, words in (("timeline", "3 years later"), ("start-slips", "3 years later"), ("capacity-slips", "40 → 10")):
            drawn = page.locator(f".st-key-chart-{view} .js-plotly-plot")
            expect(drawn.get_by_text(words)).to_be_visible()
            assert drawn.evaluate(CUT) == [], view
        page.get_by_role("button", name="Its projects").first.click()
        page.locator("[data-testid=stPopoverBody]").get_by_role("link", name=re.compile("Freyr")).click()
        expect(page.get_by_role("heading", name=re.compile("^Freyr")).first).to_be_visible()
        page.get_by_text("Correct something").click()
        expect(page.get_by_role("combobox", name="Column", exact=True)).to_be_visible()
        field = page.get_by_role("textbox", name="Value")
        choose(page, "Column", "Production start", field)
        field.fill("2029")
        field.press("Enter")
        settled(page)
        reason = page.get_by_role("textbox", name="Why (required)")
        reason.fill("By the register.")
        reason.press("Enter")
        page.get_by_role("button", name="Show what will change").click()
        expect(page.get_by_text("production start 2028 → 2029")).to_be_visible()
        page.get_by_role("button", name="Save this correction").click()
        expect(page.get_by_text(re.compile("^Saved in"))).to_be_visible()
        assert [c.value for c in load(data / "corrections.toml")] == ["2029"]
        expect(page.locator("[data-testid=stMetricValue]", has_text="2029")).to_be_visible()
        page.get_by_role("button", name="Undo").click()
        expect(page.get_by_text(re.compile("^Undone"))).to_be_visible()
        expect(page.locator("[data-testid=stMetricValue]", has_text="2028")).to_be_visible()
        assert load(data / "corrections.toml") == []
