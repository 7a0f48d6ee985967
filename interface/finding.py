"""Choosing among more projects than a list can hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from core.formats import count

MOST = 200  # projects in a list: a longer one is sent to the browser again and again


def findable(ids: Sequence[str], called: Mapping[str, str]) -> list[str]:
    """The projects that a list offers: all, or where they are too many those whose name has the words that are typed."""
    if len(ids) <= MOST:
        return list(ids)
    typed = st.text_input("Find a project", key="find", bind="query-params", placeholder="Part of its name: company, town …")
    words = str(typed or "").casefold().split()
    found = [i for i in ids if all(word in called[i].casefold() for word in words)]
    if len(found) > MOST:
        st.caption(f"Below: the first {MOST} of {count(len(found), 'project')}. Type more of the name, or set a filter.")
    return found[:MOST]
