"""English beside the original on the pages: asked of a service on loopback only when the reader says so, then kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from conftest import ROOT
from libretranslate_server import Service, serving
from streamlit.testing.v1 import AppTest

from core import build_table
from core.store.folder import data_folder
from core.table import records
from interface.english import laid_over, table_with_english

Open = Callable[..., AppTest]
DUTCH = "Umicore bouwt een nieuwe batterijfabriek\n\nNorthvolt bouwt in Heide een nieuwe batterijfabriek. De fabriek kost 4,5 miljard euro. De zon schijnt daar vaak.\n"


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    with serving() as running:
        monkeypatch.setenv("LIBRETRANSLATE_URL", running.url)
        yield running


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Open:
    """A page of a dashboard of one article, as a new session with the engine in its address."""
    (tmp_path / "a.txt").write_text(DUTCH, encoding="utf-8")
    monkeypatch.setenv("GIGALEDGER_ARTICLES", str(tmp_path))
    monkeypatch.delenv("GIGALEDGER_TABLE", raising=False)

    def draw(page: str, engine: str = "LibreTranslate", **secrets: str) -> AppTest:
        st.cache_resource.clear()
        app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
        for name, value in secrets.items():
            app.secrets[name] = value
        query = {"project": "a#1", "translation": engine}
        for name, value in query.items():
            app.query_params[name] = value
        app.run()
        app.switch_page(f"pages/{page}.py")
        for name, value in query.items():
            app.query_params[name] = value
        return sound(app.run())

    return draw


def sound(app: AppTest) -> AppTest:
    assert not app.exception and not app.error, [e.value for e in app.error]
    return app


def words(app: AppTest) -> str:
    kinds = (app.markdown, app.caption, app.info, app.warning)
    texts = [str(item.value) for kind in kinds for item in kind]
    return "\n".join([*texts, *(str(item.proto.body) for item in app.get("html"))]).replace("\\", "")


def test_nothing_is_sent_before_the_reader_asks_and_then_it_is_kept(opened: Open, service: Service) -> None:
    app = opened("project")
    told = words(app)
    assert "sent to your own server (127.0.0.1)" in told and "not translated" in told and "written from the facts" in told
    assert not service.asked and not data_folder().translations.exists()
    app.button(key="translate-a#1").click().run()
    told = words(sound(app))
    assert "the plant costs" not in DUTCH and "the plant costs 4.5 billion euros." in told
    assert "translated by libretranslate" in told and "not translated" not in told
    before = len(service.asked)
    again = opened("project")
    assert "the plant costs 4.5 billion euros." in words(again) and len(service.asked) == before
    assert "translate-a#1" not in [button.key for button in again.button]


def test_what_cannot_be_translated_is_said(opened: Open, service: Service) -> None:
    service.always = "403"
    app = opened("project")
    app.button(key="translate-a#1").click().run()
    told = words(sound(app))
    assert "could not be translated" in told and "libretranslate" in told and "written from the facts" in told


def test_a_missing_key_is_said_and_the_button_rests(opened: Open) -> None:
    app = opened("project", "DeepL")
    assert "DEEPL_API_KEY" in words(app) and app.button(key="translate-a#1").disabled


def test_a_key_of_the_secrets_is_used_and_kept_nowhere(opened: Open) -> None:
    app = opened("project", "DeepL", DEEPL_API_KEY="k3y-of-mine")
    assert not app.button(key="translate-a#1").disabled and "DeepL (deepl.com)" in words(app)
    assert "k3y-of-mine" not in words(app) and "k3y-of-mine" not in repr(app.session_state.to_dict())


def test_all_that_the_table_rests_on_within_a_budget(opened: Open, service: Service) -> None:
    app = opened("translation")
    assert not service.asked and "not translated yet" in words(app)
    app.button(key="translate-everything").click().run()
    assert "translated by libretranslate" in words(sound(app)) and service.asked
    assert "0 texts not translated yet" in words(app)


def test_off_shows_the_english_of_the_facts(opened: Open) -> None:
    app = opened("translation", "Off")
    assert "Translation is off" in words(app) and "nothing leaves this computer" in words(app)
    assert 'class="article"' in words(opened("project", "Off"))


def test_the_download_has_the_english_that_is_there(opened: Open, service: Service, tmp_path: Path) -> None:
    opened("project").button(key="translate-a#1").click().run()
    table = table_with_english(build_table(tmp_path), "libretranslate")
    assert set(table["english_by"]) == {"libretranslate"}
    assert any("the plant costs 4.5 billion euros." == e["quote_en"] for e in table["evidence"].iloc[0])
    assert set(build_table(tmp_path)["english_by"]) == {"facts"}


def test_a_translation_that_lost_a_number_stays_with_the_facts(opened: Open, service: Service, tmp_path: Path) -> None:
    service.always = "drop"
    opened("project").button(key="translate-a#1").click().run()
    rows = laid_over(records(build_table(tmp_path)), "libretranslate")
    amount = next(e for e in rows[0]["evidence"] if e["column"] == "investments")
    assert "lost" in amount["quote_en"] and amount["english_by"] == "facts"
