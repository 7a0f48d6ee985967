"""Key figures, where the projects stand, and the latest reports."""

import streamlit as st

from core import charts
from core.formats import count, day, gwh, listing, money
from core.measures import FIRST_STAGE, FULL, INVESTMENT, active_total, real_projects
from core.selection import language_name
from core.table import records
from interface.cards import chart_card
from interface.english import laid_over
from interface.news import news
from interface.view import escape, head, nothing_here, told_where, view

LATEST = 8
# On a phone a headline goes on in the next line; Streamlit would cut it.
WRAPPED = "<style>.st-key-latest [data-testid=stPageLink] :is(span, div, p) { white-space: normal; }</style>"

seen = view()
head(seen, "Battery and electric-vehicle projects")
if not nothing_here(seen):
    projects, reports = seen.selection.projects, seen.selection.reports
    real = real_projects(projects)
    invested, first, full = (active_total(projects, m) for m in (INVESTMENT, FIRST_STAGE, FULL))
    stopped = int((real["standing"] == "stopped").sum())
    cards = [
        ("Projects", f"{len(real):,}",
         f"{count(real['country'].nunique(), 'country', 'countries')}, {stopped:,} stopped",
         "Plants, sites, deals and programmes; market figures are not counted. Stopped: shelved, cancelled or closed."),
        ("Investment", money(invested.low, invested.high) if invested.projects else "not stated",
         f"from {count(invested.projects, 'project')}",
         "Projects that stand: no mere intents, nothing shelved, cancelled or closed. Without public support."),
        ("Capacity, first stage", gwh(first.low, first.high) if first.projects else "not stated",
         f"a year, from {count(first.projects, 'project')}", "Cells, packs and storage of projects that stand."),
        ("Capacity, full build-out", gwh(full.low, full.high) if full.projects else "not stated",
         f"a year, from {count(full.projects, 'project')}", "The same at full build-out."),
    ]  # fmt: skip
    with st.grid(4, min_column_width=190, gap="small"):
        for name, value, below, meaning in cards:
            st.metric(name, value, delta=below, delta_color="off", delta_arrow="off", help=meaning, border=True,
                      height="stretch")  # fmt: skip

    news(seen)
    left, right = st.columns(2, gap="medium")
    with left:
        chart_card(charts.investment(projects, "status", seen.phrase))
    with right:
        chart_card(charts.capacity(projects, "status", seen.phrase))

    with st.container(border=True, key="latest"):
        st.subheader("Latest reports", anchor=False)
        st.html(WRAPPED)
        newest = reports.sort_values("published", ascending=False, kind="stable", na_position="last").head(LATEST)
        translated = {row["report_id"]: row["headline_en"] for row in laid_over(records(newest))}
        for row in newest.to_dict("records"):
            row["headline_en"] = translated[row["report_id"]]
            named = [row[n] for n in ("headline_en", "project", "report_id") if isinstance(row[n], str)]
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.page_link(
                    "pages/project.py",
                    label=escape(named[0]),
                    query_params=seen.query(project=row["report_id"]),
                )
                st.caption(told_where(row["language"], row["published"], row["published_precision"]))

    dated = reports["published"].dropna()
    spoken = [language_name(code) for code in sorted(set(reports["language"].dropna()))]
    months = list(dict.fromkeys(day(on, "month") for on in (dated.min(), dated.max()))) if len(dated) else []
    period = f", published {' to '.join(months)}" if months else ""
    st.caption(
        f"Coverage: {count(len(reports), 'report')} from {count(reports['article'].nunique(), 'article')} in "
        f"{listing(spoken)}{period}."
    )
