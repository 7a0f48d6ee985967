"""Investment by place and by company; public support apart."""

import streamlit as st

from core import charts
from core.charts import BY_WORDS
from interface.cards import chart_card
from interface.links import written_out
from interface.view import head, nothing_here, view

PLACES = ["country", "world_region", "region"]

seen = view()
head(seen, "Investment", "What projects cost or raise, in euro: as the article states it, else at the European Central "
     "Bank's rate of the publication date.")  # fmt: skip
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
        chart_card(charts.investment(projects, by, seen.phrase))
    with right:
        chart_card(charts.investment(projects, "company", seen.phrase))
    left, right = st.columns(2, gap="medium")
    with left:
        chart_card(charts.investment(projects, "segment", seen.phrase))
    with right:
        chart_card(charts.support(projects, by, seen.phrase))
