"""Projects as a list of links with what is known of each: what a bar, a bubble or a line stands for."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from core.formats import count
from interface.figures import about, figures, place
from interface.view import View, escape

MOST = 30  # links at once; the table has all


def projects_list(ids: Sequence[str], title: str, seen: View) -> None:
    """The projects by their ids, the largest first as given; a link to each one's page keeps the filters."""
    st.markdown(f"**{escape(title)}**: {count(len(ids), 'project')}")
    wanted = list(ids)[:MOST]
    known = seen.selection.projects.set_index("project_id")
    for one in wanted:
        if one not in known.index:
            continue
        row = known.loc[one].to_dict()
        name = row["project"] if pd.notna(row["project"]) else one
        st.page_link("pages/project.py", label=escape(str(name)), query_params=seen.query(project=one))
        facts = [place(row), *about(row)[2:], *(f"{title.lower()} {value}" for title, value in figures(row)[:3])]
        st.caption(escape(" · ".join(fact for fact in facts if fact)))
    if len(ids) > MOST:
        st.caption(f"And {count(len(ids) - MOST, 'more project')}: the page “Projects” lists all, the CSV names them.")
