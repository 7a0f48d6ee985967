"""The dashboard's entry: page settings, the filters that all pages share, and the page that is asked for.

    streamlit run dashboard.py
"""

from __future__ import annotations

import streamlit as st
from streamlit import runtime

from interface import data, english, links, one_page, view
from interface.navigation import enter, navigation

page = navigation()
st.set_page_config(page_title=f"{page.title} · Gigaledger", page_icon=str(data.ROOT / "static" / "icon.png"), layout="wide")
if runtime.exists():
    data.warm()
with view.guarded():
    st.html(data.ROOT / "interface" / "style.css")
    view.sidebar()
    english.setting()
    above = links.begin()
    enter()
    page.run()
    with above:
        one_page.offered(view.now())
    links.finish(above)
