"""The translation engine that the reader has chosen, and its English laid over what a page shows.

The table is loaded with the English written from the facts. A page lays over its few rows what the engine has translated
before (core.translation.cache), which asks nobody. Sentences leave the machine only when the reader presses a button
that says where they go: a page must open as fast without a network as with one, and nobody is to find out afterwards
that the articles were sent somewhere. So ``auto`` translates nothing by itself either.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlsplit

import pandas as pd
import streamlit as st

from core.formats import count
from core.ledger.rule import CORRECTION, FOR_PROJECT
from core.models import Article, GigaledgerError
from core.store.folder import data_folder
from core.table import records
from core.text import read
from core.translation.beside import Beside
from core.translation.engines import AUTO, CHOICES, KEYLESS, LIMITS, OFF, settings_for
from core.translation.service import translate_document, translate_rows
from core.translation.translator import Summary
from interface.view import escape

FACTS = "facts"
_ASKED = "translation-asked-for"
KEY, URL = "translation", "libretranslate-url"
MOST_SECONDS = 120.0  # that one click may take
_NAMES = {AUTO: "Automatic", "google": "Google", "mymemory": "MyMemory", "libretranslate": "LibreTranslate", "deepl": "DeepL",
          "microsoft": "Microsoft", "argos": "Argos", OFF: "Off"}  # fmt: skip
_SENT_TO = {
    "google": "Google (translate.google.com)",
    "mymemory": "MyMemory (mymemory.translated.net)",
    "deepl": "DeepL (deepl.com)",
    "microsoft": "Microsoft (cognitive.microsofttranslator.com)",
}
Row = dict[str, Any]


def setting() -> None:
    """The choice of an engine in the sidebar, on every page; the address keeps it."""
    default = os.environ.get("GIGALEDGER_TRANSLATE", AUTO)
    label = "Translation"
    with st.sidebar.expander(label, icon=":material/translate:"):
        st.selectbox(
            "Who translates",
            CHOICES,
            index=CHOICES.index(default) if default in CHOICES else 0,
            format_func=lambda name: _NAMES.get(name, name),
            key=KEY,
            bind="query-params",
            help="Automatic: Google, which needs no key. MyMemory: no key, little a day. LibreTranslate: a server of your "
            "own. DeepL and Microsoft need a key. Argos: on this computer, if it is installed. Off: English from the facts only.",
        )
        if chosen() == "libretranslate":
            # Not bound to the address: a link must not decide where somebody's articles are sent.
            st.text_input("Address of your server", key=URL, placeholder="http://localhost:5000",
                          help="Kept for this visit only. LIBRETRANSLATE_URL in the environment sets it for good.")  # fmt: skip
        st.caption(where_to())
        fault = missing()
        if fault:
            st.caption(f":material/warning: {escape(fault)}")


def chosen() -> str:
    """The engine that the reader has chosen: one of CHOICES."""
    name = st.session_state.get(KEY) or os.environ.get("GIGALEDGER_TRANSLATE", AUTO)
    return name if name in CHOICES else AUTO


def engine() -> str:
    """The same, with the engine that ``auto`` stands for."""
    return KEYLESS if chosen() == AUTO else chosen()


def keys() -> dict[str, str]:
    """Settings of the engines from Streamlit's secrets and the server's address of this visit; the environment stands in
    for the rest. Looked up for each use, never kept."""
    wanted = {key for limits in LIMITS.values() for key in limits.keys + limits.optional}
    try:
        found = {key: str(st.secrets[key]) for key in wanted if key in st.secrets}
    except FileNotFoundError:  # no secrets.toml, which is how most run it
        found = {}
    own = str(st.session_state.get(URL) or "").strip()
    return {**found, **({"LIBRETRANSLATE_URL": own} if own else {})}


def missing() -> str | None:
    """Why the engine cannot be used as things stand, for a person; None if it can be asked."""
    name = engine()
    if name == OFF:
        return None
    try:
        settings_for(name, keys())
        if name == "argos":
            from core.translation.engines import engine as make

            make(name)
    except GigaledgerError as fault:
        return str(fault)
    return None


def where_to() -> str:
    """What leaves the machine and where it goes, in plain words."""
    name = engine()
    if name == OFF:
        return "Nothing is translated and nothing leaves this computer. The English is written from the facts."
    if name == "argos":
        return "Translated on this computer; nothing leaves it."
    target = _SENT_TO.get(name) or f"your own server{_host()}"
    return (f"When you press “Translate”, sentences of your articles are sent to {target}. Otherwise nothing leaves this "
            "computer; what was translated once is kept here and shown.")  # fmt: skip


def _host() -> str:
    """The server's name in brackets, without what else may stand in its address."""
    url = keys().get("LIBRETRANSLATE_URL") or os.environ.get("LIBRETRANSLATE_URL", "")
    try:
        host = urlsplit(url).hostname
    except ValueError:
        host = None
    return f" ({escape(host)})" if host else ""


# ---------------------------------------------------------------------------------------------------- what a page shows


def laid_over(rows: Sequence[Row], name: str | None = None) -> list[Row]:
    """Rows of the table with the engine's English as far as it is there already; asks nobody. name: of the engine, where
    there is no session to ask (a download).

    Every entry of the evidence then says in ``english_by`` whose English it is. A row that the table has from an engine
    stays as it is, and so does what a person has corrected.
    """
    fresh = [row for row in rows if row.get("english_by") in (None, FACTS)]
    cache = data_folder().translations
    made = fresh
    name = name or engine()
    if fresh and name != OFF and cache.exists():
        made, _ = translate_rows([_said(row) for row in fresh], name, cache, budget=0)
    found = {id(before): _marked(before, after) for before, after in zip(fresh, made, strict=True)}
    return [found.get(id(row)) or _marked(row, row) for row in rows]


def _said(row: Row) -> Row:
    """The row without what a person has set: those words are no sentences of the article."""
    return {**row, "evidence": [{**e, "quote": None} if e["rule"] in (CORRECTION, FOR_PROJECT) else e for e in row["evidence"]]}


def _marked(before: Row, after: Row) -> Row:
    by = after.get("english_by") or FACTS
    whole = before.get("english_by") not in (None, FACTS)
    evidence = []
    for had, entry in zip(before["evidence"], after["evidence"], strict=True):
        made, facts = str(entry["quote_en"]), str(had["quote_en"])
        kept = made.startswith(f"{facts} (written from the facts") or (not whole and made == facts)
        translated = not kept and entry["rule"] not in (CORRECTION, FOR_PROJECT)
        evidence.append({**entry, "quote": had["quote"], "english_by": by if translated else FACTS})
    return {**after, "evidence": evidence}


def table_with_english(table: pd.DataFrame, name: str) -> pd.DataFrame:
    """A table of reports with an engine's English as far as it is there, for a download."""
    from core.table import frame

    if name == OFF or not data_folder().translations.exists():
        return table
    return frame([{**row, "evidence": [_plain(e) for e in row["evidence"]]} for row in laid_over(records(table), name)])


def _plain(entry: Row) -> Row:
    return {key: value for key, value in entry.items() if key != "english_by"}


def sentences(path: str, text: str) -> tuple[list[Beside], int]:
    """Every sentence of an article beside the English that is there, and how many have none yet. Asks nobody."""
    document = read(Article(path, text))
    cache = data_folder().translations
    name = engine() if cache.exists() else OFF
    found, _ = translate_document(document, name, cache, budget=0)
    return found, sum(one.english is None for one in found)


def ask(what: str) -> None:
    """Callback of a button: the next run of the page is to translate this."""
    st.session_state[_ASKED] = what


def asked(what: str) -> bool:
    """Whether the reader has just asked for this; once."""
    return st.session_state.get(_ASKED) == what and bool(st.session_state.pop(_ASKED))


def translate(path: str, text: str, progress: Callable[[int, int], None]) -> list[str]:
    """Translate what is missing of an article, and keep it; what became of it, one sentence each."""
    document = read(Article(path, text))
    _, summary = translate_document(document, chosen(), _cache(), progress=progress, keys=keys(), most_seconds=MOST_SECONDS)
    return told(summary)


def translate_all(rows: Sequence[Row], budget: int, progress: Callable[[int, int], None]) -> list[str]:
    """Translate headlines and evidence of rows within a budget of characters, and keep it."""
    _, summary = translate_rows([_said(row) for row in rows], chosen(), _cache(), budget=budget, progress=progress, keys=keys(),
                                most_seconds=None)  # fmt: skip
    return told(summary)


def waiting(rows: Sequence[Row]) -> tuple[int, int]:
    """How many texts of rows have no translation yet, and how many characters these are. Asks nobody."""
    from core.translation.cache import Cache
    from core.translation.engines import TARGET
    from core.translation.rows import requests_of
    from core.translation.translator import plain

    wanted: dict[str, list[str]] = {}
    for text, language in requests_of([_said(row) for row in rows]):
        wanted.setdefault(language, []).append(plain(text))
    path = data_folder().translations
    if path.exists():
        with Cache(path) as cache:
            for language, texts in wanted.items():
                had = cache.get(engine(), language, TARGET, texts)
                wanted[language] = [text for text in texts if text not in had]
    left = [text for texts in wanted.values() for text in texts]
    return len(left), sum(map(len, left))


def _cache() -> str:
    folder = data_folder()
    folder.make(folder.path)
    return str(folder.translations)


def told(summary: Summary) -> list[str]:
    """What became of a run, for a person: how many sentences have English now, and why others have none."""
    lines = []
    if summary.translated:
        lines.append(f"{count(summary.translated, 'sentence')} translated by {summary.engine}.")
    elif summary.cached and not summary.failed and not summary.over_budget:
        lines.append("Everything was translated before.")
    if summary.over_budget:
        lines.append(f"The budget was used up: {count(summary.over_budget, 'sentence')} left for the next time.")
    if summary.failed:
        lines.append(f"{count(summary.failed, 'sentence')} could not be translated.")
    if summary.marked:
        lines.append(f"In {count(summary.marked, 'sentence')} a name, number or unit was lost; that is said beside it.")
    return lines + [reason for reason in summary.reasons if reason not in lines]


def shown_on(bar: Any) -> Callable[[int, int], None]:
    """What shows the progress of a translation on a bar of st.progress."""

    def show(done: int, total: int) -> None:
        bar.progress(done / total if total else 1.0, f"Translating: {done:,} of {total:,} characters …")

    return show
