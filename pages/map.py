"""Where the projects are: bubbles at their places or countries in shades, the places as a list, and what has none."""

import streamlit as st

from core.charts import maps
from core.geography import AREAS, PROJECTS
from core.measures import FIRST_STAGE, FULL, INVESTMENT
from interface.cards import chart_card
from interface.links import written_out
from interface.places import drawn_map, lists, places_table, without_place
from interface.view import head, nothing_here, view

MEASURES = {"capacity": FULL, "first stage": FIRST_STAGE, "investment": INVESTMENT, "projects": PROJECTS}
NAMES = {"capacity": "Capacity", "first stage": "First stage", "investment": "Investment", "projects": "Projects"}
DRAWN = {"bubbles": "Bubbles at the places", "countries": "Countries in shades"}

seen = view()
head(seen, "Map", "Where projects are, as exactly as the articles say it. What has no place on the map is listed beside it.")
if not nothing_here(seen):
    written_out(shown=NAMES["capacity"], drawn=DRAWN["bubbles"], area=maps.FIT)
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        shown = st.segmented_control("Show", list(MEASURES), default="capacity", required=True, format_func=NAMES.__getitem__,
                                     key="shown", bind="query-params",
                                     help="Capacity at full build-out, or of the first stage only; investment without "
                                     "public support; or how many projects.")  # fmt: skip
        drawn = st.segmented_control("Drawn as", list(DRAWN), default="bubbles", required=True, format_func=DRAWN.__getitem__,
                                     key="drawn", bind="query-params")  # fmt: skip
        area = st.selectbox("Area", [maps.FIT, *AREAS], key="area", bind="query-params", width=220,
                            help="The part of the world that the map shows; it does not filter.")  # fmt: skip
    left, right = st.columns([5, 2], gap="medium")
    with left:
        chart_card(drawn_map(seen, MEASURES[shown], drawn, area))
    places, away = lists(seen, MEASURES[shown])
    with right:
        without_place(seen, away, MEASURES[shown])
    places_table(places, MEASURES[shown])
