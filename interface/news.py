"""“New since your last visit”: what changed in the ledger between an earlier moment and now, on the overview."""

from __future__ import annotations

import logging
from datetime import date, datetime, time

import pandas as pd
import streamlit as st

from core.formats import count, day, listing
from core.models import GigaledgerError
from core.store.folder import StoreFault, data_folder
from interface.data import State, articles_folder, library, load, ready_table, register, state
from interface.view import View, escape

SINCE = "since"
_SESSION = "last-visit"
_MOST = 6  # lines shown at once; the rest is folded up
_FOLDED = 60
_COUNTED = {  # what is counted in the card's first line, and its words
    "new_project": ("new project", "new projects"),
    "new_expansion": ("new expansion", "new expansions"),
    "changed_value": ("changed value", "changed values"),
    "first_value": ("value known for the first time", "values known for the first time"),
    "new_conflict": ("new conflict", "new conflicts"),
}
# Long lines go on in the next line; Streamlit would cut a link.
_WRAPPED = "<style>.st-key-news [data-testid=stPageLink] :is(span, div, p) { white-space: normal; }</style>"


def last_visit() -> datetime | None:
    """When the visit before this one began (UTC); noted once per session of the browser. None for the first."""
    if _SESSION not in st.session_state:
        try:
            st.session_state[_SESSION] = register().visit()
        except StoreFault as fault:
            logging.getLogger("gigaledger").warning("%s", fault)
            st.session_state[_SESSION] = None
    found: datetime | None = st.session_state[_SESSION]
    return found


def news(seen: View) -> None:
    """Draw the card; nothing where a ready table is shown, whose past is not known."""
    if ready_table() or seen.data.closed:
        return
    visited = last_visit()
    with st.container(border=True, key="news"):
        head, choice = st.columns([3, 1], vertical_alignment="bottom")
        with choice:
            chosen: date | None = st.date_input("Since", None, max_value="today", key=SINCE, bind="query-params",
                                                format="DD/MM/YYYY", help="Empty: since your last visit.")  # fmt: skip
        moment = datetime.combine(chosen, time.min).astimezone() if chosen else visited
        with head:
            st.subheader(_title(moment, bool(chosen)), anchor=False)
        if moment is None:
            st.caption("This is your first visit. The next time, what is new since then stands here: new projects, changed "
                       "values, new conflicts. Or choose a day.")  # fmt: skip
            return
        try:
            found = _changes(str(articles_folder()), str(data_folder().path), state(), moment.isoformat(), seen.filters.silence)
        except GigaledgerError as fault:
            st.caption(escape(str(fault)))
            return
        _lines(_passing(found, seen), seen)


def _title(moment: datetime | None, chosen: bool) -> str:
    if moment is None:
        return "New since your last visit"
    on = day(moment.astimezone().date())
    return f"New since {on}" if chosen else f"New since your last visit on {on}"


@st.cache_resource(max_entries=16, show_spinner="Comparing with what was known then …")
def _changes(folder: str, data: str, key: State, moment: str, silence: bool) -> pd.DataFrame:
    """The changes since a moment with their sentences (column ``words``); computed once for a state of the data."""
    from core.ledger.changes import changes, in_words

    before = library().build(at=datetime.fromisoformat(moment))
    found = changes(before.table, load().table, infer=silence)
    # Without the quotation, which the project's page has in both languages.
    return found.assign(words=[in_words({**change, "quote": None}) for change in found.to_dict("records")])


def _passing(found: pd.DataFrame, seen: View) -> pd.DataFrame:
    """Those of projects that pass the filters."""
    if not seen.filters.active():
        return found
    return found[found["project_id"].isin(set(seen.selection.projects["project_id"]))]


def _lines(found: pd.DataFrame, seen: View) -> None:
    """How many of each kind, and the most important in a line each."""
    where = f" {seen.phrase}" if seen.filters.active() else ""
    if found.empty:
        st.caption(escape(f"Nothing new{where}."))
        return
    numbers = found["what"].value_counts()
    told = [count(int(numbers[what]), one, many) for what, (one, many) in _COUNTED.items() if numbers.get(what)]
    rest = int(sum(n for what, n in numbers.items() if what not in _COUNTED))
    told += [f"{count(rest, 'smaller change')}"] if rest else []
    st.markdown(escape(f"{listing(told)}{where}."))
    st.html(_WRAPPED)
    rows = found.to_dict("records")
    for row in rows[:_MOST]:
        _line(row, seen)
    if len(rows) > _MOST:
        with st.expander(f"{len(rows) - _MOST:,} more"):
            for row in rows[_MOST:_FOLDED]:
                _line(row, seen)
            if len(rows) > _FOLDED:
                st.caption(f"and {len(rows) - _FOLDED:,} smaller ones")


def _line(row: dict[str, object], seen: View) -> None:
    words = escape(str(row["words"]))
    if row["what"] == "gone":
        st.markdown(words)
    else:
        st.page_link("pages/project.py", label=words, query_params=seen.query(project=str(row["project_id"])))
