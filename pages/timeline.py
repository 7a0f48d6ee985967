"""From announcement to start: the statuses of the projects along time, what was promised, and what slipped."""

import streamlit as st

from core.charts import file_name
from core.charts.slips import capacity_slips, start_slips
from core.charts.timeline import MOST_ROWS, ranked, timeline
from core.measures import real_projects
from interface.cards import chart_card
from interface.glossary import glossary_link
from interface.links import written_out
from interface.tables import DAY, table
from interface.timeline import ABOUT_SLIP, every_step, moved, steps, summary
from interface.view import head, nothing_here, view

ORDERS = {"slip": "What slipped first", "date": "Latest announced first"}

NEEDED = ["project_id", "project", "kind", "status", "partners", "first_reported", "last_reported", "independent_sources"]

seen = view()
head(seen, "Timeline", "From announcement to start: where each project stood, which start and capacity was promised when, and "
     "how that moved. Only what articles state.")  # fmt: skip
if not nothing_here(seen):
    projects = real_projects(seen.selection.projects[NEEDED])  # of very many, rows of few columns are soon taken
    written_out(order=ORDERS["slip"])
    order = st.segmented_control("Order", list(ORDERS), default="slip", required=True, format_func=ORDERS.__getitem__,
                                 key="order", bind="query-params")  # fmt: skip
    shown, whole = ranked(projects, moved().changes, order, MOST_ROWS)
    told = steps(seen, shown)
    of_these = moved().of(shown)
    of_shown = projects[projects["project_id"].isin(shown)].set_index("project_id", drop=False).loc[shown]
    chart_card(timeline(of_shown, told, of_these.promised, of_these.slips, shown, seen.phrase, whole))
    found = moved().of(projects["project_id"])  # of all of them: after the first chart, which is waited for
    left, right = st.columns(2, gap="medium")
    with left:
        chart_card(start_slips(projects, found.promised, found.slips, seen.phrase))
    with right:
        chart_card(capacity_slips(projects, found.promised, found.slips, seen.phrase))
    st.subheader("Since when, for how much, and what moved", anchor=False)
    st.caption("Arrows lead from what was promised first, over all that was promised in between, to what is told last. The "
               "projects of the first chart, in its order.")  # fmt: skip
    text = st.column_config.TextColumn
    table(summary(of_shown, of_these, seen), "slips", "project", {
        "project": text("Project", width=220),
        "since": st.column_config.DateColumn("Reported since", format=DAY, width=95),
        "slip": text("Slip", help=ABOUT_SLIP, width=120),
        "start": text("Production from", help="Every start that was promised, first → latest", width=200),
        "investment": text("Investment", help="Every amount that was told, first → latest", width=190),
        "capacity": text("GWh a year", help="Every capacity that was promised, first → latest", width=110),
    }, 500, file=file_name("slips", seen.phrase))  # fmt: skip
    st.caption(f"Slip: {ABOUT_SLIP[0].lower()}{ABOUT_SLIP[1:]}")
    glossary_link()
    st.subheader("Every step", anchor=False)
    names = {
        i: str(name) for i, name in zip(of_shown["project_id"], of_shown["project"].fillna(of_shown["project_id"]), strict=True)
    }
    every = every_step(told, of_these, names)
    table(every, "steps", "step", {
        "project": text("Project", width=240, pinned=True),
        "what": "What",
        "said": "Said",
        "moved": text("Against before", help="Compared with what was told before", width="medium"),
    }, 560, file=file_name("steps", seen.phrase))  # fmt: skip
