"""Key figures, what became of what was announced, the latest reports, and what was read."""

import pandas as pd
import streamlit as st

from core import charts
from core.formats import count, day, gwh, listing, money
from core.measures import FIRST_STAGE, FULL, INVESTMENT, active_total, lean, newcomers, real_projects
from core.selection import language_name
from core.table import records
from interface.cards import chart_card
from interface.english import laid_over
from interface.news import news
from interface.view import escape, head, nothing_here, told_where, view

LATEST = 8
# On a phone a headline goes on in the next line; Streamlit would cut it.
WRAPPED = "<style>.st-key-latest [data-testid=stPageLink] :is(span, div, p) { white-space: normal; }</style>"
STANDS = "Projects that stand: no mere intents, nothing shelved, cancelled or closed."


def key_figures(projects: pd.DataFrame) -> None:
    """What stands, and what twelve months have added."""
    projects = lean(projects)
    real = real_projects(projects)
    new, since = newcomers(real)
    period = "in 12 months" if since is not None else ""
    explained = f" Below: what projects add that were first told of since {day(since)}." if since is not None else ""
    stopped = int((real["standing"] == "stopped").sum())
    cards = [
        ("Projects", f"{len(real):,}", f"+{len(new):,} {period}" if len(new) else "none new" if period else "",
         f"{count(real['country'].nunique(), 'country', 'countries')}, {stopped:,} stopped (shelved, cancelled or closed). "
         f"Plants, sites, deals and programmes; market figures are not counted.{explained}"),
    ]  # fmt: skip
    for measure, words, meaning in (
        (INVESTMENT, money, f"{STANDS} Without public support."),
        (FIRST_STAGE, gwh, f"A year. Cells and packs; storage plants are apart, on the page Capacity. {STANDS}"),
        (FULL, gwh, f"A year. The same at full build-out. {STANDS}"),
    ):
        total, added = active_total(projects, measure), active_total(new, measure)
        cards.append((
            measure.title,
            words(total.low, total.high) if total.projects else "not stated",
            f"+{words(added.low)} {period}" if added.projects else "nothing new" if period else "",
            f"From {count(total.projects, 'project')}. {meaning}{explained}",
        ))  # fmt: skip
    with st.grid(4, min_column_width=190, gap="small"):
        for name, value, below, meaning in cards:
            st.metric(name, value, delta=below, delta_color="off", delta_arrow="off", help=meaning, border=True,
                      height="stretch")  # fmt: skip


seen = view()
head(seen, "Battery and electric-vehicle projects")
if not nothing_here(seen):
    projects = seen.selection.projects
    figures = st.container()
    new_here = st.container()
    left, right = st.columns(2, gap="medium")
    # The charts first: they are waited for.
    with left:
        chart_card(charts.waterfall(projects, INVESTMENT, seen.phrase, seen.data.table))
    with right:
        chart_card(charts.waterfall(projects, FULL, seen.phrase, seen.data.table))
    with figures:
        key_figures(projects)
    with new_here:
        news(seen)

    with st.container(border=True, key="latest"):
        st.subheader("Latest reports", anchor=False)
        st.html(WRAPPED)
        newest = seen.selection.latest(0, LATEST)
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

    reports = seen.selection.only("article", "published", "published_precision", "language", "project_id", "report_id")
    chart_card(charts.coverage(reports, seen.phrase))
    spoken = [language_name(code) for code in sorted(reports["language"].dropna().unique())]
    st.caption(
        f"Coverage: {count(len(reports), 'report')} from {count(reports['article'].nunique(), 'article')} in {listing(spoken)}."
    )
