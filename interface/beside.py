"""A whole article in two columns: each sentence in the original, its facts marked, beside its English."""

from __future__ import annotations

import html
from typing import Any

import streamlit as st

from core.findings import marks
from core.formats import count, listing
from core.translation.beside import Beside
from core.translation.engines import OFF
from interface import english
from interface.passages import STYLE, marked_article, said_by
from interface.view import escape

_STYLE = """<style>
.gl .beside { display: grid; grid-template-columns: 1fr 1fr; gap: 0 1.4rem; line-height: 1.55; }
.gl .beside > div { border-top: 1px solid rgba(124, 136, 148, 0.35); padding: 0.4rem 0; overflow-wrap: anywhere; }
.gl .beside .column { border-top: 0; font-weight: 600; font-size: 0.85rem; }
.gl .beside .none { opacity: 0.65; font-style: italic; }
@media (max-width: 640px) {
  .gl .beside { grid-template-columns: 1fr; } .gl .beside .column { display: none; }
  .gl .beside > div.en { border-top: 0; padding-top: 0; padding-left: 0.8rem; }
}
</style>"""


def whole_article(path: str, text: str, evidence: list[dict[str, Any]], language: str, key: str) -> None:
    """The article as one column where translation is off, else original and English, and the button that asks for it."""
    if english.chosen() == OFF:
        st.html(marked_article(text, evidence, language))
        return
    found, missing = english.sentences(path, text)
    session = f"translated-{key}"
    if missing:
        _button(path, text, missing, key, session)
    for line in st.session_state.pop(session, []):
        st.info(escape(line))
    st.html(two_columns(text, evidence, found, language))


def _button(path: str, text: str, missing: int, key: str, session: str) -> None:
    fault = english.missing()
    st.caption(escape(fault) if fault else english.where_to())
    st.button("Translate this article", key=f"translate-{key}", icon=":material/translate:", disabled=bool(fault),
              help=f"{count(missing, 'sentence')} without a translation", on_click=english.ask, args=(key,))  # fmt: skip
    if english.asked(key):
        bar = st.progress(0.0, "Translating …")
        st.session_state[session] = english.translate(path, text, english.shown_on(bar))
        bar.empty()
        st.rerun()  # the table of facts above shows it too


def two_columns(text: str, evidence: list[dict[str, Any]], sentences: list[Beside], language: str) -> str:
    """HTML: every sentence beside its English; page furniture is left out."""
    exact = marks(evidence)
    facts: dict[int, dict[str, None]] = {}
    for entry in evidence:
        if entry["start"] is not None and entry.get("english_by", english.FACTS) == english.FACTS and entry["quote_en"]:
            facts.setdefault(entry["start"], {})[entry["quote_en"]] = None
    tag = html.escape(language or "und", quote=True)
    rows = ['<div class="column">Original</div><div class="column">English</div>']
    for one in sentences:
        parts, at = [], one.start
        for mark in exact:
            if one.start <= mark.start and mark.end <= one.end and mark.start >= at:
                parts += [html.escape(text[at : mark.start]), f"<mark>{html.escape(text[mark.start : mark.end])}</mark>"]
                at = mark.end
        parts.append(html.escape(text[at : one.end]))
        told = list(dict.fromkeys(w for start, words in facts.items() if one.start <= start < one.end for w in words))
        rows.append(f'<div lang="{tag}">{"".join(parts)}</div><div lang="en" class="en">{_english(one, told)}</div>')
    return f'{STYLE}{_STYLE}<div class="gl"><div class="beside">{"".join(rows)}</div></div>'


def _english(one: Beside, told: list[str]) -> str:
    if one.english:
        lost = f"The translation lost {listing(list(one.lost))}." if one.lost else ""
        by = f"{said_by(one.engine)}." if one.engine else ""
        return f'{html.escape(one.english)}<span class="rule">{html.escape(" ".join(filter(None, [by, lost])))}</span>'
    if told:
        return f'{html.escape(" ".join(told))}<span class="rule">{html.escape(said_by(None))}.</span>'
    return '<span class="none">not translated</span>'
