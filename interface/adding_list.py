"""The documents that were read and are not added yet: a line for each, a look at one of them, and the button."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from core.formats import count
from core.models import GigaledgerError, Skipped
from interface import preview
from interface.adding import FAULT, Adding, Item
from interface.view import escape

_TABLE = "to-add"


def to_add(adding: Adding) -> None:
    """Draw the list, if there is any."""
    if adding.refused:
        refusals(adding.refused, "could not be read")
    if not adding.items:
        if adding.refused:
            st.button("Clear the list", on_click=adding.clear, key="clear")
        return
    with st.container(border=True, key="to-add-card"):
        st.subheader(f"{count(len(adding.items), 'document')} read, nothing saved yet", anchor=False)
        if len(adding.items) > 1:
            _lines(adding)
        _buttons(adding)
        _one(adding)


def refusals(refused: list[Skipped], what: str) -> None:
    """Each refused file or address with its reason."""
    with st.container(border=True):
        st.markdown(f":material/error: **{count(len(refused), 'document')}** {what}")
        for item in refused[:50]:
            st.markdown(f"- **{escape(item.path)}**: {escape(item.reason)}")
        if len(refused) > 50:
            st.caption(f"and {len(refused) - 50:,} more")


def _lines(adding: Adding) -> None:
    """A table with a tick for each document."""
    table = pd.DataFrame(
        {
            "add": [item.ticked for item in adding.items],
            "title": [preview.title(item.looked) for item in adding.items],
            "rows": [len(item.looked.reading.rows) for item in adding.items],
            "note": [preview.note(item.looked) for item in adding.items],
            "language": [preview.language(item.looked) for item in adding.items],
            "published": [item.looked.reading.document.published for item in adding.items],
            "name": [item.name for item in adding.items],
        }
    )
    key = f"{_TABLE}-{adding.version}"
    st.data_editor(
        table,
        key=key,
        hide_index=True,
        disabled=[name for name in table if name != "add"],
        on_change=partial(_edited, adding, key),
        height=min(38 + 35 * len(table) + 2, 420),
        placeholder="",
        alt=f"{count(len(table), 'document')}, each with a tick",
        column_config={
            "add": st.column_config.CheckboxColumn("Add", width=55),
            "title": st.column_config.TextColumn("Article", width=280),
            "rows": st.column_config.NumberColumn("Rows", width=55, help="Rows that it would give in the table"),
            "note": st.column_config.TextColumn("New or known", width=240),
            "language": "Language",
            "published": st.column_config.DateColumn("Published", format="D MMM YYYY"),
            "name": "File or page",
        },
    )


def _edited(adding: Adding, key: str) -> None:
    for row, change in st.session_state[key]["edited_rows"].items():
        if "add" in change and int(row) < len(adding.items):
            adding.items[int(row)].ticked = bool(change["add"])


def _buttons(adding: Adding) -> None:
    chosen = len(adding.chosen)
    with st.container(horizontal=True, gap="small"):
        st.button(f"Add {count(chosen, 'article')}", type="primary", disabled=not chosen, on_click=partial(_save, adding),
                  key="save", icon=":material/library_add:")  # fmt: skip
        if len(adding.items) > 1:
            st.button("Tick all", on_click=partial(_all, adding, True), key="tick-all")
            st.button("Tick none", on_click=partial(_all, adding, False), key="tick-none")
        st.button("Clear the list", on_click=adding.clear, key="clear")


def _save(adding: Adding) -> None:
    try:
        adding.save()
    except GigaledgerError as fault:
        st.session_state[FAULT] = str(fault)


def _all(adding: Adding, ticked: bool) -> None:
    for item in adding.items:
        item.ticked = ticked
    adding.version += 1


def _one(adding: Adding) -> None:
    """A look at one document."""
    by_number = {item.number: item for item in adding.items}
    number = adding.items[0].number
    if len(by_number) > 1:
        number = st.selectbox("Look at", list(by_number), key="look",
                              format_func=lambda n: preview.title(by_number[n].looked))  # fmt: skip
    item: Item = by_number.get(number, adding.items[0])
    # The tick's own name holds what it shows, so that it follows the table and the buttons.
    key = f"tick-{item.number}-{item.ticked}"
    words = "Add it anyway" if item.looked.known or not item.looked.reading.rows else "Add this article"
    st.checkbox(words, value=item.ticked, key=key, on_change=partial(_ticked, adding, item.number, not item.ticked))
    preview.preview(item.looked)


def _ticked(adding: Adding, number: int, ticked: bool) -> None:
    adding.tick(number, ticked)
    adding.version += 1
