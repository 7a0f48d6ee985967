"""Adding articles in the browser's pages: files, pasted text, addresses, the watched folder; and what is new since."""

from __future__ import annotations

import io
import os
import sqlite3
import time
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import streamlit as st
from conftest import ROOT
from fpdf import FPDF
from streamlit.testing.v1 import AppTest
from websites import Website

from core.store.folder import data_folder

TEXTS = ROOT / "tests" / "ledger" / "text"
KNOWN = (TEXTS / "a01-de.txt").read_bytes()
NEW = (TEXTS / "a05-fi.txt").read_bytes()
Open = Callable[..., AppTest]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Open:
    """A page of a dashboard whose folder holds one article, as a new session of the browser."""
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a01-de.txt").write_bytes(KNOWN)
    monkeypatch.setenv("GIGALEDGER_ARTICLES", str(tmp_path / "articles"))
    monkeypatch.delenv("GIGALEDGER_TABLE", raising=False)

    def draw(page: str = "add_articles", **query: str) -> AppTest:
        st.cache_resource.clear()
        app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
        for name, value in query.items():
            app.query_params[name] = value
        app.run()
        if page != "overview":
            app.switch_page(f"pages/{page}.py")
            for name, value in query.items():
                app.query_params[name] = value
            app.run()
        return sound(app)

    return draw


def sound(app: AppTest) -> AppTest:
    assert not app.exception and not app.error, [e.value for e in app.error]
    return app


def words(app: AppTest) -> str:
    kinds = (app.title, app.subheader, app.markdown, app.caption, app.info, app.warning, app.success)
    texts = [str(item.value) for kind in kinds for item in kind]
    return "\n".join([*texts, *(str(item.proto.body) for item in app.get("html"))]).replace("\\", "")


def dropped(app: AppTest, *files: tuple[str, bytes]) -> AppTest:
    app.file_uploader[0].set_value([(name, content, "application/octet-stream") for name, content in files])
    return sound(app.run())


def press(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click()
    return sound(app.run())


def submit(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click()
    return sound(app.run())


def links(app: AppTest) -> list[str]:
    return [item.proto.label.replace("\\", "") for item in app.get("page_link")]


def printed(text: str) -> bytes:
    page = FPDF()
    page.add_page()
    page.set_font("helvetica", size=11)
    page.multi_cell(0, 6, text)
    return bytes(page.output())


def test_a_text_is_looked_at_and_then_added(opened: Open) -> None:
    app = dropped(opened(), ("../../etc/a05 fi.txt", NEW))
    told = words(app)
    assert "1 document read, nothing saved yet" in told and "a05-fi.txt" in told and ".." not in told.split("Data folder")[0]
    assert '<mark class="company"' in told and '<mark class="place"' in told and "Finnish" in told
    assert not (data_folder().originals).exists()
    app = press(app, "save")
    assert "1 article added" in words(app) and any(label.endswith("(new)") for label in links(app))
    assert list(app.dataframe[0].value["name"]) == ["a05-fi.txt"]
    app.switch_page("pages/projects.py").run()
    app.segmented_control(key="rows").set_value("report").run()
    assert "a05-fi.txt" in set(sound(app).dataframe[0].value["article"])


def test_bad_members_do_not_stop_the_others(opened: Open) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("inner.txt", NEW)
        archive.writestr("broken.pdf", b"%PDF-1.4 and nothing after it")
        archive.writestr("../../evil.png", b"\x89PNG\r\n\x1a\n")
    pdf = printed("Northvolt bouwt een batterijfabriek in Heide\n\nNorthvolt bouwt in Heide een fabriek voor batterijcellen van 60 GWh "
                  "per jaar. De fabriek kost 4,5 miljard euro.")  # fmt: skip
    big = b"x" * 20_500_000
    app = dropped(opened(), ("all.zip", held.getvalue()), ("printed.pdf", pdf), ("again.txt", KNOWN), ("big.txt", big))
    told = words(app)
    assert "4 documents" not in told and "3 documents** could not be read" in told
    assert "all.zip/broken.pdf" in told and "all.zip/" in told and "big.txt**: The file has 20.5 MB; the limit is 20 MB" in told
    assert "3 documents read, nothing saved yet" in told
    assert [b.label for b in app.button if b.key == "save"] == ["Add 2 articles"]  # what is known is not ticked
    app = press(app, "save")
    assert sorted(app.dataframe[-1].value["name"]) == ["inner.txt", "printed.pdf"]


def test_a_known_article_is_recognised_and_can_be_added_anyway(opened: Open) -> None:
    app = dropped(opened(), ("other-name.txt", KNOWN + b"\nTot slot nog dit.\n"))
    assert "Known already: " in words(app) and "of its text is that of a01-de.txt" in words(app)
    assert app.button(key="save").disabled
    next(box for box in app.checkbox if box.label == "Add it anyway").check()
    app = press(sound(app.run()), "save")
    assert "1 article added" in words(app)
    app = dropped(app, ("third.txt", KNOWN + b"\nTot slot nog dit.\n"))
    assert "the same file as other-name.txt, added on" in words(app)


def test_a_pasted_text_is_an_article(opened: Open) -> None:
    app = opened()
    app.text_area(key="paste-text").input(NEW.decode())
    app = press(submit(app, "Look at it"), "save")
    assert "1 article added" in words(app) and list(app.dataframe[0].value["origin"]) == ["pasted text"]


def test_addresses_are_fetched_and_faults_said(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    page = f"<html><head><title>x</title></head><body><article><p>{NEW.decode()}</p></article></body></html>".encode()
    with Website({"/news/tehdas": (200, {"Content-Type": "text/html; charset=utf-8"}, page)}) as site:
        app = opened()
        app.text_area(key="addresses-text").input(f"{site.url('/news/tehdas')}\n/etc/passwd\n")
        app = submit(app, "Fetch")
        assert "an address inside your own network" in words(app) and not site.asked
        assert "/etc/passwd**: This is no web address" in words(app)
        app = press(app, "clear")
        monkeypatch.setenv("GIGALEDGER_ALLOW_HOSTS", "127.0.0.1")
        app.text_area(key="addresses-text").input(f"{site.url('/news/tehdas')}\n{site.url('/gone')}")
        app = submit(app, "Fetch")
    assert "1 document read" in words(app) and "404" in words(app)
    assert "1 article added" in words(press(app, "save"))


def test_an_added_article_is_removed_and_put_back(opened: Open) -> None:
    app = press(dropped(opened(), ("a05-fi.txt", NEW)), "save")
    app.multiselect(key="to-remove").select("a05-fi.txt")
    app = submit(app, "Remove from the table")
    assert "Removed from the table: a05-fi.txt" in words(app) and "None yet" in words(app)
    app = press(app, "put-back")
    assert list(app.dataframe[0].value["name"]) == ["a05-fi.txt"]


def test_new_files_of_the_watched_folder_appear_after_refresh(opened: Open) -> None:
    app = opened()
    inbox = data_folder().inbox
    inbox.mkdir(parents=True)
    past = time.time() - 60
    for name, content in (("a05-fi.txt", NEW), ("empty.txt", b" ")):
        (inbox / name).write_bytes(content)
        os.utime(inbox / name, (past, past))
    app = press(app, "refresh")
    told = words(app)
    assert "1 article added" in told and "stayed in the folder" in told and "empty.txt" in told and "1 file waiting" in told
    assert (inbox / "taken" / "a05-fi.txt").exists() and (inbox / "empty.txt").exists()
    app.toggle(key="watch").set_value(True).run()
    assert "Last look at" in words(sound(app))


def test_a_ready_table_stays_as_it_is(opened: Open, sample_environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIGALEDGER_TABLE", sample_environment["GIGALEDGER_TABLE"])
    app = press(dropped(opened(), ("a05-fi.txt", NEW)), "save")
    assert "it will not change" in words(app) and "The table shown here is a ready one" in words(app)


def test_a_data_folder_that_cannot_be_used_is_said(opened: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    monkeypatch.setenv("GIGALEDGER_DATA", str(tmp_path / "file" / "data"))
    assert next(m for m in opened("overview").metric if m.label == "Projects").value != "0"
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60).run()
    app.switch_page("pages/add_articles.py").run()
    assert not app.exception and "Nothing can be added" in app.error[0].value


# -------------------------------------------------------------------------------------------- new since the last visit


def long_ago(hours: float) -> None:
    """As if all that has happened until now had happened some hours earlier."""
    moment = (datetime.now(UTC) - timedelta(hours=hours)).isoformat(timespec="microseconds")
    with sqlite3.connect(data_folder().register) as db:
        db.execute("update visits set at = ?", (moment,))
        db.execute("update seen set first = ?", (moment,))
        db.execute("update articles set added = ?", (moment,))


def test_what_is_new_since_the_last_visit(opened: Open) -> None:
    app = opened("overview")
    assert "This is your first visit" in words(app)
    long_ago(3)
    app = opened("overview")
    assert "New since your last visit on" in words(app) and "Nothing new." in words(app)
    app.switch_page("pages/add_articles.py").run()
    press(dropped(app, ("a05-fi.txt", NEW)), "save")
    app.switch_page("pages/overview.py").run()
    told = words(sound(app))
    assert "new project" in told and any("new project" in label for label in links(app))


def test_what_is_new_since_a_day_of_the_address(opened: Open) -> None:
    opened("overview")
    yesterday = (datetime.now() - timedelta(days=1)).date()
    app = opened("overview", since=yesterday.isoformat())
    assert f"New since {yesterday.day} " in words(app) and "new project" in words(app)
    app = opened("overview", since=yesterday.isoformat(), country="Finland")
    assert "new project" not in "\n".join(links(app)) or "Finland" in words(app)
