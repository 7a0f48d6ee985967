"""From announcement to start: the statuses of the projects along time, what was promised, and what slipped."""

from functools import partial

import streamlit as st

from core.charts import file_name
from core.charts.slips import capacity_slips, start_slips
from core.charts.timeline import MOST_ROWS, ranked, timeline
from core.formats import count
from core.measures import real_projects
from core.table import safe_csv
from interface.cards import chart_card
from interface.glossary import glossary_link
from interface.links import written_out
from interface.timeline import every_step, moved, steps, summary
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
    st.caption("An arrow leads from what was promised first to what counts as told last. The projects of the first chart, in "
               "its order.")  # fmt: skip
    table = summary(of_shown, of_these, seen)
    st.dataframe(
        table,
        hide_index=True,
        key="slips",
        height=min(38 + 35 * max(len(table), 1) + 2, 500),
        placeholder="",
        alt=f"Table of {count(len(table), 'project')}: since when, how much, what moved",
        column_config={
            "open": st.column_config.LinkColumn("", display_text="Open", help="The project's page", width=55, pinned=True),
            "project": st.column_config.TextColumn("Project", width=270),
            "since": st.column_config.DateColumn("Reported since", format="D MMM YYYY", width=105),
            "status": st.column_config.TextColumn("Status", width=95),
            "investment": st.column_config.TextColumn("Investment", help="First told → latest", width=150),
            "capacity": st.column_config.TextColumn("GWh a year", help="First promised → latest", width=90),
            "start": st.column_config.TextColumn("Production from", help="First promised → latest", width=115),
            "slip": st.column_config.TextColumn("Slip", width=95),
            "partners": st.column_config.ListColumn("Companies", width="medium"),
        },
    )
    glossary_link()
    st.subheader("Every step", anchor=False)
    names = {
        i: str(name) for i, name in zip(of_shown["project_id"], of_shown["project"].fillna(of_shown["project_id"]), strict=True)
    }
    every = every_step(told, of_these, names)
    st.download_button("CSV", partial(safe_csv, every), f"{file_name('steps', seen.phrase)}.csv", "text/csv", key="csv-steps",
                       on_click="ignore", icon=":material/download:")  # fmt: skip
    st.dataframe(
        every,
        hide_index=True,
        key="steps",
        height=min(38 + 35 * max(len(every), 1) + 2, 560),
        placeholder="",
        alt=f"Table of {count(len(every), 'step')}",
        column_config={
            "project": st.column_config.TextColumn("Project", width=240, pinned=True),
            "day": st.column_config.DateColumn("Day", format="D MMM YYYY"),
            "what": "What",
            "said": "Said",
            "moved": st.column_config.TextColumn("Against before", help="Compared with the promise before"),
            "told": "Told",
            "article": "Article",
            "quote_en": st.column_config.TextColumn("In English", width="medium"),
            "quote": st.column_config.TextColumn("In the original", width="large"),
        },
    )
