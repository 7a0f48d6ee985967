"""The row above every page: a link to this view to copy, and a word where the data has changed since a link was made; and
for the keyboard the way past menu and filters.

The address bar holds what differs from the defaults. A copied link writes the defaults out too, so that it shows the
same when a default changes one day, and names the version of the data.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import pandas as pd
import streamlit as st

from core.bundle import Context
from core.formats import count, listing
from core.kept import kept_version
from core.store.folder import data_folder
from core.version import Version, parse
from interface.data import State, load, state
from interface.view import LABELS, NOT_HERE, SILENCE, UNDERSTOOD, View, escape

DATA = "data"  # the query parameter of the version
_DEFAULTS = "defaults-of-this-page"
_HERE = Path(__file__).parent
_button = st.components.v2.component(
    "gigaledger_copy_link",
    html='<div class="row"><span class="said" role="status"></span>'
    '<input hidden readonly aria-label="The link to this view"><button type="button">Copy link</button></div>\n',
    css=(_HERE / "copy_link.css").read_text(encoding="utf-8"),
    js=(_HERE / "copy_link.js").read_text(encoding="utf-8"),
)

_skip = st.components.v2.component(
    "gigaledger_skip_link",
    html="<span hidden></span>\n",
    js=(_HERE / "skip_link.js").read_text(encoding="utf-8"),
)

_go = st.components.v2.component(
    "gigaledger_go",
    html="<span hidden></span>\n",
    js=(_HERE / "go.js").read_text(encoding="utf-8"),
)


def written_out(**defaults: str) -> None:
    """Called by a page for its own switches: name in the address → word that the address would show for the default."""
    st.session_state.setdefault(_DEFAULTS, {}).update(defaults)


def defaults() -> dict[str, str]:
    """What a copied link says besides the address bar."""
    return {SILENCE: "false", **st.session_state.get(_DEFAULTS, {})}


def begin() -> Any:
    """Called by the entry script before the page: the place of the row, filled by ``finish``."""
    st.session_state[_DEFAULTS] = {}
    changed = parse(st.query_params.get(DATA, ""))
    if changed is not None:
        _changed(changed, version())
    if UNDERSTOOD in st.session_state:  # the browser alone can write what the filters take from an address into it
        _go(key="go", data={"query": st.session_state.pop(UNDERSTOOD)}, width="content", height="content")
    if NOT_HERE in st.session_state:
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key="not-here"):
            st.warning(escape(f"The address asks for {st.session_state[NOT_HERE]}, which this data does not have. What you see "
                              "is not filtered by it."))  # fmt: skip
            st.button("Close", key="not-here-seen", on_click=_close, type="tertiary")
    return st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center", gap="small", key="above")


def finish(row: Any) -> None:
    """Called by the entry script after the page: draw the row."""
    with row:
        data = {"defaults": defaults(), "version": str(version())}
        _skip(key="skip-link", width="content", height="content")
        _button(key="copy-link", data=data, width="content", height="content")


def _changed(was: Version, now: Version) -> None:
    """Say so where the address names another version of the data than that of now."""
    if was.mark == now.mark:
        return
    reports = (f"{count(was.reports, 'report')} then, {now.reports:,} now" if was.reports != now.reports
               else f"{count(now.reports, 'report')}, as then")  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="changed"):
        st.info(f"The data has changed since this link was made: {reports}. You see the data of now; figures may differ.",
                icon=":material/history:")  # fmt: skip
        st.button("Close", key="link-seen", on_click=_forget, type="tertiary")


def _close() -> None:
    del st.session_state[NOT_HERE]


def _forget() -> None:
    del st.query_params[DATA]


def version() -> Version:
    """The version of the table that is shown."""
    return _version(state())


@st.cache_resource(max_entries=4, show_spinner=False)
def _version(key: State) -> Version:
    return kept_version(load().table, data_folder().ledgers, key)


def complete(address: str) -> str:
    """An address with the defaults written out and the version of the data, as the button copies it."""
    parts = urlsplit(address)
    query = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != DATA]
    there = {name for name, _ in query}
    query += [(name, value) for name, value in defaults().items() if name not in there]
    query.append((DATA, str(version())))
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(query), ""))


def context(seen: View, address: str = "") -> Context:
    """What a download says of this view. address: that of the browser, where it is known."""
    filters = [(LABELS[name], listing([seen.words[name].get(v, v) for v in getattr(seen.filters, name)], "or"))
               for name in seen.filters.active()]  # fmt: skip
    if seen.filters.silence:
        filters.append(("Silence", "counts as a stop after two years"))
    link = complete(address) if address.startswith(("http://", "https://")) else ""
    return Context(tuple(filters), link, version(), _newest(), date.today())


def _newest() -> date | None:
    """The day of the newest article."""
    found = load().table["published"].max()
    return None if pd.isna(found) else found.date()


def stamp() -> str:
    """“Version 3fa9c1d2 of the data (95 reports, the newest of 10 Dec 2021); made 5 Nov 2026.” Needs no session: a
    download asks for it when it is made."""
    return Context((), "", version(), _newest(), date.today()).stamp
