"""Capacity by place and by company, first stage and full build-out apart."""

import streamlit as st

from core import charts
from core.charts import BY_WORDS
from interface.cards import chart_card
from interface.links import written_out
from interface.view import head, nothing_here, view

PLACES = ["country", "world_region", "region"]

seen = view()
head(seen, "Capacity", "Gigawatt-hours a year of cells and packs; of storage plants, their size. First stage and full "
     "build-out are shown apart.")  # fmt: skip
if not nothing_here(seen):
    projects = seen.selection.projects
    by = st.segmented_control(
        "Places by",
        PLACES,
        default=PLACES[0],
        required=True,
        format_func=lambda level: BY_WORDS[level].capitalize(),
        key="places",
        bind="query-params",
    )
    written_out(places=BY_WORDS["country"].capitalize())
    left, right = st.columns(2, gap="medium")
    with left:
        chart_card(charts.capacity(projects, by, seen.phrase))
    with right:
        chart_card(charts.capacity(projects, "company", seen.phrase))
    chart_card(charts.capacity(projects, "segment", seen.phrase))
