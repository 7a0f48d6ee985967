"""The pages, in the order of the menu.

They carry no icons: Streamlit would fetch a page's icon from a font server, to show it in the browser's tab.
"""

from __future__ import annotations

from typing import Any

import streamlit as st

_ENTERED = "entered-through-the-entry-script"


# Heading of the menu → file of pages/ → the page's title; the first page is the one without a path.
_MENU = {
    "": {
        "overview": "Overview",
        "investment": "Investment",
        "capacity": "Capacity",
        "partners": "Partners",
        "company": "Company",
        "map": "Map",
        "timeline": "Timeline",
        "projects": "Projects",
        "project": "Project",
        "add_articles": "Add articles",
    },
    "About the data": {
        "glossary": "Glossary",
        "not_read": "Not read",
        "columns": "Columns",
        "translation": "Translation",
        "quality": "How good is it",
    },
}
HOME = "overview"
TITLES = {name: title for pages in _MENU.values() for name, title in pages.items()}


def navigation() -> Any:
    """Declare the pages; returns the one that the address asks for."""
    return st.navigation(
        {
            heading: [st.Page(f"pages/{name}.py", title=title, default=name == HOME) for name, title in pages.items()]
            for heading, pages in _MENU.items()
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
