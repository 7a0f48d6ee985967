"""One document before it is added: what it is, which rows it would give, its text with the facts marked, what was cut."""

from __future__ import annotations

import html
import re
from typing import Any

import pandas as pd
import streamlit as st

from core.adding import Looked
from core.columns import label
from core.findings import marks, not_taken
from core.formats import count, language_name, told_where
from core.reading import Reading, read_one
from core.table import frame
from interface.figures import about, companies, figures, place
from interface.marks import marked_text
from interface.view import escape

_SHORT = 160  # characters


def title(looked: Looked) -> str:
    """The document's title: the article's own, else the headline of its first row, else its name."""
    if looked.article.title:
        return looked.article.title
    document = looked.reading.document
    if document.headline:
        return _flat(document.clean[document.headline.start : document.headline.end])
    rows = looked.reading.rows
    return str(rows[0].get("headline") or looked.document.name) if rows else looked.document.name


def language(looked: Looked) -> str:
    return language_name(looked.reading.document.language)


def note(looked: Looked) -> str:
    """One line on a document: whether it is known, or why it gives no row."""
    if looked.known:
        return f"Known already: {looked.known}"
    if looked.reading.reason:
        return f"Gives no row: {looked.reading.reason}"
    return "New"


def preview(looked: Looked) -> None:
    """Draw the document as it was read."""
    reading, text = read_one(looked.article), looked.article.text
    document = reading.document
    st.markdown(f"**{escape(title(looked))}**")
    told = told_where(document.language, document.published, document.published_precision)
    st.caption(escape(f"{looked.document.name} · {told}"))
    if looked.known:
        st.warning(escape(f"Known already: {looked.known}. It is not ticked; add it anyway if it is another article."))
    if reading.reason:
        st.info(escape(f"It gives no row: {reading.reason}."))
    if reading.rows:
        st.markdown(f"###### {escape(count(len(reading.rows), 'row'))} in the table")
        st.html(_rows(frame(reading.rows)))
    evidence = [entry for row in reading.rows for entry in row["evidence"]]
    if evidence:
        st.markdown("###### The text, with what was found in it")
        st.html(marked_text(text, marks(evidence), document.cuts, document.language))
    else:
        with st.expander("The text as it was read", icon=":material/article:"):
            st.html(marked_text(text, [], document.cuts, document.language))
    _left(reading)


def _rows(table: pd.DataFrame) -> str:
    """HTML: each row of the table in a few lines."""
    parts = []
    for row in table.to_dict("records"):
        name = row["project"] if isinstance(row["project"], str) else "Project without a name"
        lines = [
            " · ".join([*about(row), place(row)] if place(row) else about(row)),
            companies(row),
            " · ".join(f"{what}: {value}" for what, value in figures(row)),
        ]
        told = "".join(f"<div>{html.escape(line)}</div>" for line in lines if line)
        parts.append(f"<li><strong>{html.escape(name)}</strong>{told}</li>")
    return (
        "<style>.gr ul{margin:0;padding-left:1.2rem}.gr li{margin-bottom:.5rem;overflow-wrap:anywhere}</style>"
        f'<div class="gr"><ul>{"".join(parts)}</ul></div>'
    )


def _left(reading: Reading) -> None:
    """What was cut, and what looked like a fact and was not taken; both folded up."""
    text = reading.document.article.text
    cuts = [c for c in reading.document.cuts if text[c.start : c.end].strip()]
    if cuts:
        with st.expander(f"Left out as page furniture ({len(cuts)})", icon=":material/content_cut:"):
            st.html(_list([(label(c.rule), text[c.start : c.end]) for c in cuts]))
    refused = not_taken(reading)
    if refused:
        with st.expander(f"Looked like a fact and was not taken ({len(refused)})", icon=":material/help:"):
            st.html(_list([(f"{label(r.column)}: {r.reason}", text[r.start : r.end]) for r in refused]))


def _list(entries: list[tuple[str, Any]]) -> str:
    items = "".join(
        f"<li><q>{html.escape(_flat(words))}</q><br><small>{html.escape(why)}</small></li>" for why, words in entries
    )
    return f"<style>.gr li{{margin-bottom:.4rem;overflow-wrap:anywhere}}</style><div class='gr'><ul>{items}</ul></div>"


def _flat(words: str) -> str:
    flat = re.sub(r"\s+", " ", words).strip()
    return flat if len(flat) <= _SHORT else f"{flat[: _SHORT - 1]}…"
