"""A company or a country on one page, as PDF."""

from __future__ import annotations

from functools import partial
from importlib.util import find_spec

import pandas as pd
import streamlit as st

from core.charts import file_name
from core.measures import real_projects
from core.profile import projects_of
from core.selection import UNSTATED, in_words
from interface.downloads import logged
from interface.english import engine, table_with_english
from interface.links import stamp
from interface.view import View, escape


def offered(seen: View) -> None:
    """The button where the filters leave a single company, else a single country."""
    for name in ("company", "country"):
        chosen = getattr(seen.filters, name)
        if len(chosen) == 1 and chosen[0] != UNSTATED:
            subject = seen.words[name].get(chosen[0], chosen[0])
            others = in_words(seen.filters.without(name), seen.words)
            projects = seen.selection.projects
            own = projects_of(projects, chosen) if name == "company" else projects
            one_page_button(seen, own, subject, others, key="one-page")
            return


def one_page_button(seen: View, projects: pd.DataFrame, subject: str, words: str = "", key: str = "one-page-of") -> None:
    """A button that saves the page. projects: those of the subject; words: other filters as a phrase."""
    if real_projects(projects).empty:
        return
    without = find_spec("typst") is None
    st.download_button(
        f"One page on {escape(subject)} (PDF)",
        partial(logged, _page, projects, seen.data.table, subject, words, engine()),
        f"{file_name(f'one-page {subject}', words)}.pdf",
        "application/pdf",
        key=key,
        on_click="ignore",
        icon=":material/picture_as_pdf:",
        disabled=without,
        help="PDF needs the package typst, which is not installed" if without
        else "Key figures, projects and the sentences behind them on one A4 page",
    )  # fmt: skip


def _page(projects: pd.DataFrame, table: pd.DataFrame, subject: str, words: str, name: str) -> bytes:
    from core.one_pager import one_pager

    own = table["project_id"].fillna(table["report_id"]).isin(projects["project_id"])
    return one_pager(projects, table_with_english(table[own], name), subject, words, stamp())
