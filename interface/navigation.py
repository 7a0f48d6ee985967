"""The pages, in the order of the menu.

They carry no icons: Streamlit would fetch a page's icon from a font server, to show it in the browser's tab.
"""

from __future__ import annotations

from typing import Any

import streamlit as st

_ENTERED = "entered-through-the-entry-script"


def navigation() -> Any:
    """Declare the pages; returns the one that the address asks for."""
    return st.navigation(
        {
            "": [
                st.Page("pages/overview.py", title="Overview", default=True),
                st.Page("pages/investment.py", title="Investment"),
                st.Page("pages/capacity.py", title="Capacity"),
                st.Page("pages/partners.py", title="Partners"),
                st.Page("pages/company.py", title="Company"),
                st.Page("pages/map.py", title="Map"),
                st.Page("pages/timeline.py", title="Timeline"),
                st.Page("pages/projects.py", title="Projects"),
                st.Page("pages/project.py", title="Project"),
                st.Page("pages/add_articles.py", title="Add articles"),
            ],
            "About the data": [
                st.Page("pages/not_read.py", title="Not read"),
                st.Page("pages/columns.py", title="Columns"),
                st.Page("pages/translation.py", title="Translation"),
                st.Page("pages/quality.py", title="How good is it"),
            ],
        },
        expanded=True,
    )


def enter() -> None:
    """Called by the entry script before it runs a page."""
    st.session_state[_ENTERED] = True


def through_entry() -> None:
    """Called by every page first: if it runs without the entry script, start again through it.

    Streamlit takes a folder ``pages/`` for its older kind of app until st.navigation has run once in the process; a
    link to a page that is the very first request would show the page bare, without filters.
    """
    if not st.session_state.pop(_ENTERED, False):
        navigation()
        st.rerun()
