"""For everybody, measured in a real browser: contrast in both themes, names of controls, words for charts, the keyboard,
a phone's width."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.conftest import TIMEOUT, settled

AUDIT = (Path(__file__).parent / "accessibility.js").read_text(encoding="utf-8")
HEIGHT, TALL = 4600, 11_000  # px, wide and as narrow as a phone: a ground is known only of what lies within the window
GROUND = {"light": "rgb(255, 255, 255)", "dark": "rgb(17, 24, 30)"}
PAGES = ["", "investment?country=Finland&country=Germany", "capacity?country=Finland", "capacity?country=Finland&status=Closed", "partners",
         "company?company_page=Volkswagen", "map", "map?drawn=Countries+in+shades", "timeline", "projects", "project?project=de-a%231",
         "add_articles", "glossary", "glossary?words=Words+of+the+press", "not_read", "columns", "translation", "quality"]  # fmt: skip
CONTROLS = {"button", "link", "textbox", "searchbox", "combobox", "checkbox", "switch", "radio", "tab", "slider", "spinbutton",
            "listbox", "img", "image", "menuitem", "option"}  # fmt: skip


@pytest.fixture(scope="module")
def page(server: str, chromium: Browser) -> Iterator[Page]:
    """One window for all pages."""
    opened = chromium.new_context(viewport={"width": 1280, "height": HEIGHT}, base_url=server).new_page()
    opened.set_default_timeout(TIMEOUT)
    yield opened
    opened.context.close()


def go(page: Page, path: str, theme: str) -> None:
    page.goto("about:blank")
    page.set_viewport_size({"width": 1280, "height": HEIGHT})
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    page.goto(f"/{path}")
    expect(page.locator("h1").first).to_be_visible()
    settled(page)
    expect(page.get_by_test_id("stApp")).to_have_css("background-color", GROUND[theme])


def audit(page: Page, least: int = 20) -> list[dict[str, Any]]:
    """The faults that stay: a chart takes a theme's colours a moment after the page does. least: texts to be found."""
    end = time.monotonic() + 40  # a busy machine takes its time
    while True:
        found = page.evaluate(AUDIT)
        charts = page.locator("[class*=st-key-chart-]").count()  # their places, which are there before they are
        done = found["texts"] >= least and found["charts"] >= charts
        if (done and not found["faults"]) or time.monotonic() > end:
            assert done, found
            faults: list[dict[str, Any]] = found["faults"]
            return faults
        page.wait_for_timeout(150)


def nameless(page: Page) -> list[str]:
    """Controls and pictures without a name, as Chromium tells them to a screen reader."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    controls = [node for node in nodes if not node["ignored"] and node.get("role", {}).get("value") in CONTROLS]
    assert len(controls) >= 15
    by_id = {node["nodeId"]: node for node in nodes}

    def named(node: dict[str, Any] | None) -> bool:
        """Whether it has a name, or is a part of what has one: a chart's inside, a button's icon."""
        if node is None or node["role"]["value"] == "RootWebArea":
            return False
        inner = node["role"]["value"] in {"image", "img", "generic", "none"}
        return bool(str(node.get("name", {}).get("value", "")).strip()) or (inner and named(by_id.get(node.get("parentId", ""))))

    found = []
    for node in controls:
        if not named(node):
            there = session.send("DOM.getOuterHTML", {"backendNodeId": node["backendDOMNodeId"]})
            found.append(f"{node['role']['value']}: {there['outerHTML'][:200]}")
    session.detach()
    return found


WIDE = """() => {
  const main = document.querySelector("[data-testid=stMain]")
  if (Math.max(main.scrollWidth - main.clientWidth, document.documentElement.scrollWidth - innerWidth) <= 1) return []
  return [...main.querySelectorAll("*")].filter((e) => e.getBoundingClientRect().right > innerWidth + 1)
    .map((e) => `${e.tagName} ${e.className} ${e.textContent.slice(0, 40)}`).slice(0, 5)
}"""


@pytest.mark.parametrize("path", PAGES)
def test_everybody_can_read_and_use_the_page(page: Page, path: str) -> None:
    go(page, path, "light")
    assert audit(page) == []
    assert page.evaluate("document.documentElement.lang") == "en" and page.title().endswith(" · Gigaledger")
    assert page.locator("h1").count() == 1
    assert max(page.get_by_test_id(part).evaluate("e => e.scrollHeight") for part in ("stMain", "stSidebarContent")) <= HEIGHT
    assert nameless(page) == []
    page.set_viewport_size({"width": 390, "height": TALL})  # a phone's width, then the dark theme: a chart follows each
    for _ in range(80):  # ... a moment later
        if not page.evaluate(WIDE):
            break
        page.wait_for_timeout(250)
    assert page.evaluate(WIDE) == []
    page.emulate_media(color_scheme="dark")
    expect(page.get_by_test_id("stApp")).to_have_css("background-color", GROUND["dark"])
    assert audit(page, 4) == []
    assert page.get_by_test_id("stMain").evaluate("e => e.scrollHeight") <= TALL


def test_the_measure_sees_what_is_wrong(page: Page) -> None:
    go(page, "partners", "light")
    assert audit(page) == []
    page.evaluate("""() => {
      const [title] = document.querySelectorAll("h1 span, h1")
      title.style.color = "#8A949C"
      const [chart] = document.querySelectorAll("[data-testid=stPlotlyChart]")
      chart.removeAttribute("aria-label")
      chart.querySelectorAll(".textpoint text")[0].style.setProperty("stroke", "#444", "important")
      chart.querySelectorAll(".scatterlayer .point").forEach((mark) => { mark.style.cssText += "; fill: #DDE; stroke: none" })
      const button = document.querySelector("[data-testid=stButtonGroup] button")
      button.innerHTML = "<svg></svg>"
      document.querySelector("[data-testid=stMain] h1").parentElement.style.width = "3000px"
    }""")
    found = {fault["what"]: fault for fault in page.evaluate(AUDIT)["faults"]}
    assert set(found) == {"text", "mark", "no alternative"}
    assert any("segmented_control" in control for control in nameless(page))
    page.set_viewport_size({"width": 390, "height": TALL})
    assert page.evaluate(WIDE)


def test_what_opens_can_be_read_too(page: Page) -> None:
    go(page, "capacity?country=Finland&country=Germany&silence=true", "dark")
    page.get_by_role("button", name="How to read this").first.click()
    expect(page.get_by_role("link", name="What the words mean: glossary").first).to_be_visible()
    page.get_by_test_id("stTooltipIcon").last.hover()
    expect(page.get_by_role("tooltip")).to_be_visible()
    assert audit(page) == []
    page.keyboard.press("Escape")
    page.get_by_test_id("stMultiSelect").first.locator("input").click()
    expect(page.get_by_role("option").first).to_be_visible()
    assert audit(page) == []


# What shows where the focus is: every edge, ground and outline of an element and of those around it.
LOOK = """
  const parent = (e) => e.parentElement ?? e.getRootNode().host ?? null
  const look = (e) => {
    const seen = []
    for (let n = 0; e && n < 5; n++, e = parent(e)) {
      for (const pseudo of [null, "::before", "::after"]) {
        const s = getComputedStyle(e, pseudo)
        seen.push([s.outlineStyle === "none" ? "" : s.outline, s.boxShadow, s.borderColor, s.backgroundColor, s.textDecoration].join("|"))
      }
    }
    return seen.join("#")
  }
  const deep = () => { let e = document.activeElement; while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement; return e }
"""
REMEMBER = f"""() => {{ {LOOK}
  const all = (root) => [...root.querySelectorAll("*")].flatMap((e) => [e, ...(e.shadowRoot ? all(e.shadowRoot) : [])])
  window.before = new WeakMap(all(document).filter((e) => e.tabIndex >= 0).map((e) => [e, look(e)]))
  window.faded = document.createElement("style")
  window.faded.textContent = "* {{ transition: none !important; }}"
  document.head.append(window.faded)
}}"""
FOCUSED = f"""() => {{ {LOOK}
  const e = deep()
  const box = e.getBoundingClientRect()
  return {{
    name: e.getAttribute("aria-label") || e.labels?.[0]?.textContent || e.textContent.trim() || e.tagName,
    inMain: !!document.querySelector("[data-testid=stMain]").contains(e.getRootNode().host ?? e),
    told: !window.before.has(e) || window.before.get(e) !== look(e),
    seen: box.width > 0 && box.height > 0, tag: e.outerHTML.slice(0, 160),
  }}
}}"""


def test_the_keyboard_reaches_everything_and_shows_where_it_is(page: Page) -> None:
    go(page, "investment?country=Finland", "light")
    expect(page.get_by_role("button", name="Download the chart as PNG: Investment by country")).to_be_visible()
    expect(page.locator("#gigaledger-skip")).to_be_attached()
    page.evaluate(REMEMBER)
    stops: list[dict[str, Any]] = []
    while len(stops) < 90 and not (stops and stops[-1]["name"].startswith("Download the chart as PNG")):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(FOCUSED))
    names = [stop["name"] for stop in stops]
    assert names[0] == "Skip to the page"
    assert [name for name in ("Overview", "Company", "Country", "Segment", "Status") if name not in names] == []
    assert names[-1] == "Download the chart as PNG: Investment by country, in Finland"
    assert [stop for stop in stops if not stop["told"]] == []
    page.locator("#gigaledger-skip").press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)["inMain"]
    assert names.index("Copy link") > 20  # what the skip saves
