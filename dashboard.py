"""The dashboard's entry: page settings, the filters that all pages share, and the page that is asked for.

    streamlit run dashboard.py
"""

from __future__ import annotations

import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import StopException

from interface import data, english, links, one_page, view
from interface.navigation import enter, navigation

page = navigation()
st.set_page_config(page_title=f"{page.title} · Gigaledger", page_icon=str(data.ROOT / "static" / "icon.png"), layout="wide")
if runtime.exists():
    data.warm()
with view.guarded():
    st.html(data.ROOT / "interface" / "style.css")
first = not view.known()
if first:  # what the address asks for is known once the filters are drawn
    with view.guarded():
        view.sidebar()
        english.setting()
above = links.begin()
asked = view.asked()
enter()
try:
    with view.guarded():
        page.run()
except StopException:  # the page has said all
    pass
# Drawn after the page, whose first chart is waited for.
with view.guarded():
    if not first:
        view.sidebar()
        english.setting()
    if view.asked() != asked:  # another address in the same visit
        st.rerun()
    with above:
        one_page.offered(view.now())
    links.finish(above)
