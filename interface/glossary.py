"""The glossary's entries as HTML, and the links that lead to it."""

from __future__ import annotations

import html
from collections.abc import Iterable
from urllib.parse import quote

import streamlit as st

from core.formats import language_name
from core.glossary import Term
from core.lexicon import languages
from interface.navigation import HOME, TITLES

SHOWN = 5  # words of each language beside a term
STYLE = (
    "<style>.glossary{margin:0} .glossary dt{font-weight:600;margin-top:.9rem} .glossary dd{margin:0}"
    " .glossary code{font-size:.85em}"
    " .glossary .said{font-size:.875rem;margin-top:.15rem} .glossary i{font-style:normal;font-weight:600}</style>"
)


def glossary_link(search: str = "", label: str = "What the words mean: glossary") -> None:
    """A link to the glossary, to one of its terms where ``search`` names it."""
    st.page_link("pages/glossary.py", label=label, icon=":material/menu_book:",
                 query_params={"search": search} if search else None)  # fmt: skip


def entries(found: Iterable[Term], search: str = "") -> str:
    """Terms as an HTML list of definitions: the meaning, what papers say, where it is seen."""
    return f'{STYLE}<dl class="glossary">{"".join(_entry(term, search) for term in found)}</dl>'


def _entry(term: Term, search: str) -> str:
    code = f" <code>{_e(term.code)}</code>" if term.code and term.columns else ""
    said = [line for language in languages() if (line := _said(term, language, search))]
    lines = [f'<dd class="said">{line}</dd>' for line in said]
    pages = ", ".join(f'<a href="{_address(name)}" target="_self">{_e(TITLES[name])}</a>' for name in term.pages)
    columns = f"; in the table: {_e(', '.join(term.columns))}" if term.columns else ""
    lines.append(f'<dd class="said"><i>Seen on</i> {pages}{columns}</dd>')
    return f"<dt>{_e(term.word)}{code}</dt><dd>{_e(term.meaning)}</dd>{''.join(lines)}"


def _said(term: Term, language: str, search: str) -> str:
    """“Dutch: eerste fase (first phase), …”, each word marked as of its language for who hears it."""
    words = term.said(language, search)
    if not words:
        return ""
    shown = "; ".join(f'<span lang="{language}">{_e(w.word)}</span> ({_e(w.english)})' for w in words[:SHOWN])
    more = f"; and {len(words) - SHOWN:,} more" if len(words) > SHOWN else ""
    return f"<i>{language_name(language)}</i> {shown}{more}"


def _address(name: str) -> str:
    return "./" if name == HOME else quote(name)


def _e(text: str) -> str:
    return html.escape(text, quote=True)
