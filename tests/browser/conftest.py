"""A running dashboard and a real Chromium that must not talk to anyone else."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
START_SECONDS = 60
TIMEOUT = 30_000  # ms; a busy machine draws slowly
CLICKS = 3  # at a mark, at most
expect.set_options(timeout=TIMEOUT)


@pytest.fixture(scope="session")
def server(sample_environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the dashboard with the sample."""
    with running(sample_environment, tmp_path_factory.mktemp("server")) as address:
        yield address


@contextmanager
def running(environment: dict[str, str], folder: Path, program: Path = ROOT) -> Iterator[str]:
    """The address of a dashboard as ``streamlit run dashboard.py`` starts it. folder: for its log; program: where it is."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = folder / "log.txt"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", str(port)],
            cwd=program,
            env={**os.environ, **environment},
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(f"{address}/_stcore/health", process, log)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)
    assert "Traceback" not in log.read_text(encoding="utf-8", errors="replace"), log.read_text()[-3000:]


def _wait(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"the dashboard did not start: {log.read_text(errors='replace')[-2000:]}")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        pytest.fail("the browser tests need Chromium: apt install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def contexts(chromium: Browser) -> Iterator[dict[str, BrowserContext]]:
    """Browser contexts by their options, kept so that the scripts of the page are loaded once."""
    kept: dict[str, BrowserContext] = {}
    yield kept
    for context in kept.values():
        context.close()


@pytest.fixture
def open_page(server: str, chromium: Browser, contexts: dict[str, BrowserContext]) -> Iterator[Callable[..., Page]]:
    """Opens a path of the dashboard with the sample."""
    with opener(server, chromium, contexts) as opened:
        yield opened


@contextmanager
def opener(server: str, chromium: Browser, contexts: dict[str, BrowserContext]) -> Iterator[Callable[..., Page]]:
    """Opens a path of a dashboard; ``fresh``: in a context that nobody has used. Options are those of a context.

    After the test no request may have gone anywhere but to the dashboard.
    """
    asked: list[str] = []
    pages: list[Page] = []

    def opened(path: str = "", fresh: bool = False, **options: Any) -> Page:
        options.setdefault("viewport", {"width": 1440, "height": 1000})
        name = f"{options}{len(contexts) if fresh else ''}"
        if name not in contexts:
            contexts[name] = chromium.new_context(accept_downloads=True, **options)
        page = contexts[name].new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.set_default_timeout(TIMEOUT)
        pages.append(page)
        page.goto(f"{server}/{path}")
        settled(page)
        return page

    yield opened
    for page in pages:
        page.close()
    outside = {url for url in asked if urlsplit(url).scheme in ("http", "https", "ws", "wss")
               and urlsplit(url).hostname != "127.0.0.1"}  # fmt: skip
    assert asked and not outside


def settled(page: Page) -> None:
    """Wait until the script of the page has run."""
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")


def click_mark(mark: Locator, shown: Locator, level: Locator | None = None, right: float = 0) -> None:
    """Click a chart's mark once it stands still, until what the click leads to is shown.

    mark: clicked in its middle by its place, as the drag layer of the chart lies over it, or ``right`` px right of it and
    at the height of ``level``.
    """
    page = mark.page
    for attempt in range(CLICKS):
        mark.scroll_into_view_if_needed()
        x, y = _still(mark, level or mark)
        page.mouse.move(x + right, y)
        page.mouse.click(x + right, y)
        try:
            return expect(shown).to_be_visible(timeout=TIMEOUT / CLICKS)
        except AssertionError:
            if attempt == CLICKS - 1:
                raise


def _still(across: Locator, level: Locator) -> tuple[float, float]:
    """The middle of two parts of a chart, once charts above, still being drawn, no longer push them away."""
    seen, same = None, 0
    while same < 3:
        across.page.wait_for_timeout(100)
        boxes = across.bounding_box(), level.bounding_box()
        same = same + 1 if all(boxes) and boxes == seen else 0
        seen = boxes
    assert seen and seen[0] and seen[1]
    return seen[0]["x"] + seen[0]["width"] / 2, seen[1]["y"] + seen[1]["height"] / 2
