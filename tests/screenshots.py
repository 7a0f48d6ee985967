"""Writes docs/*.png, a picture of every page: ``make screenshots``.

Shown are the seeds and the annotated articles of the tests, many of which are invented, in a fresh folder of data, so that
the same program draws the same pages. The pictures have at most 256 colours, and together at most LIMIT bytes.
"""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import numpy as np  # noqa: E402
from browser.conftest import FLAGS, running, settled  # noqa: E402
from PIL import Image  # noqa: E402
from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402

DOCS = ROOT / "docs"
FOLDERS = ("seeds", "tests/gold/text", "tests/ledger/text", "tests/ledger_own/text")
WIDE, PHONE = 1280, 390  # px
TALLEST = {WIDE: 1700, PHONE: 1500}  # px: what lies below is cut off
LIMIT = 2_500_000  # bytes
RENAME = """folder => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (texts.nextNode()) texts.currentNode.data = texts.currentNode.data.replaceAll(folder, "gigaledger")
}"""
_EXACT = 128  # of a picture's 256 colours
# Name of the picture → path of the page, its width, its theme.
PICTURES: dict[str, tuple[str, int, str]] = {
    "overview": ("", WIDE, "light"),
    "overview-dark": ("", WIDE, "dark"),
    "overview-phone": ("", PHONE, "light"),
    "investment": ("investment", WIDE, "light"),
    "capacity": ("capacity", WIDE, "light"),
    "partners": ("partners", WIDE, "light"),
    "company": ("company?company_page=Volkswagen", WIDE, "light"),
    "map": ("map?area=Europe", WIDE, "light"),
    "map-countries": ("map?drawn=Countries+in+shades", WIDE, "light"),
    "timeline": ("timeline", WIDE, "light"),
    "projects": ("projects", WIDE, "light"),
    "project": ("project?project=b06-nl%231", WIDE, "light"),
    "add_articles": ("add_articles", WIDE, "light"),
    "glossary": ("glossary", WIDE, "light"),
    "not_read": ("not_read", WIDE, "light"),
    "columns": ("columns", WIDE, "light"),
    "translation": ("translation", WIDE, "light"),
    "quality": ("quality", WIDE, "light"),
}


def main() -> int:
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        print("Pictures need Chromium: apt install chromium", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        folder = Path(place)
        for name in FOLDERS:
            shutil.copytree(ROOT / name, folder / "articles" / name.replace("/", "-"))
        environment = {"GIGALEDGER_ARTICLES": str(folder / "articles"), "GIGALEDGER_DATA": str(folder / "data"),
                       "GIGALEDGER_TRANSLATE": "off"}  # fmt: skip
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        with running(environment, folder) as address:
            for name in sys.argv[1:] or PICTURES:
                path, width, theme = PICTURES[name]
                DOCS.mkdir(exist_ok=True)
                content = small(picture(browser, f"{address}/{path}", width, theme, str(folder)))
                (DOCS / f"{name}.png").write_bytes(content)
                print(f"docs/{name}.png: {len(content) // 1000} kB")
        browser.close()
    size = sum(path.stat().st_size for path in DOCS.glob("*.png"))
    print(f"all: {size // 1000} kB")
    return int(size > LIMIT)


def picture(browser: Browser, address: str, width: int, theme: str, folder: str) -> bytes:
    """A page from its top down to its end or the tallest height of that width, as PNG; ``folder``, which has another name
    each time, is called “gigaledger” in it."""
    context = browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce",
                                  color_scheme="dark" if theme == "dark" else "light")  # fmt: skip
    page = context.new_page()
    page.set_default_timeout(180_000)  # the first page reads all articles
    page.goto(address)
    settled(page)
    page.locator("h1").first.wait_for()
    drawn(page)
    height = int(page.get_by_test_id("stMain").evaluate("e => e.scrollHeight"))
    page.set_viewport_size({"width": width, "height": min(max(height, 900), TALLEST[width])})
    drawn(page)
    page.evaluate(RENAME, folder)
    content = page.screenshot(animations="disabled")
    context.close()
    return content


def drawn(page: Page) -> None:
    """Wait until nothing moves: the script has run, every chart is there, and two pictures are the same."""
    settled(page)
    page.wait_for_function("""() => document.querySelectorAll("[data-testid=stPlotlyChart]").length
        <= document.querySelectorAll(".js-plotly-plot .main-svg").length && !document.querySelector("[data-testid=stSkeleton]")""")
    before = b""
    while before != (now := page.screenshot(animations="disabled")):
        before = now
        page.wait_for_timeout(600)


def small(png: bytes) -> bytes:
    """The picture with a palette: a third of the size. The most frequent colours stay as they are, the grounds and words
    that all pictures share; the others are those that cover what is left, also where it is rare."""
    whole = Image.open(io.BytesIO(png)).convert("RGB")
    colours, at, counted = np.unique(np.asarray(whole).reshape(-1, 3), axis=0, return_inverse=True, return_counts=True)
    exact = colours[np.argsort(-counted, kind="stable")[:_EXACT]]
    cover = whole.quantize(256 - _EXACT, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).getpalette() or []
    palette = np.concatenate([exact, np.array(cover, dtype=np.uint8).reshape(-1, 3)])[:256]
    away = ((colours[:, None].astype(int) - palette[None].astype(int)) ** 2).sum(axis=2)
    made = Image.fromarray(away.argmin(axis=1).astype(np.uint8)[at].reshape(whole.height, whole.width), "P")
    made.putpalette(palette.tobytes())
    out = io.BytesIO()
    made.save(out, "PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    raise SystemExit(main())
