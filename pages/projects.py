"""The table of reports that pass the filters, and its downloads."""

import pandas as pd
import streamlit as st

from core.charts import file_name
from core.columns import label
from core.formats import count, listing
from core.measures import lean, real_projects
from interface.cards import table_downloads
from interface.glossary import glossary_link
from interface.links import written_out
from interface.tables import MOST_ROWS, figures_of, in_words, languages, links, table
from interface.view import head, nothing_here, view

AT_ONCE, PAGE = MOST_ROWS, "page"

seen = view()
head(seen, "Projects", "One row is one project as one article tells it. The downloads have every column.")
if not nothing_here(seen):
    selection = seen.selection
    projects, real = len(selection.projects), len(real_projects(lean(selection.projects)))
    on = [count(real, "project")] if real else []
    on += [count(projects - real, "market figure")] if projects > real else []
    total = len(selection.numbers)
    st.markdown(f"**{count(total, 'report')}** on {listing(on)}")
    table_downloads(selection.latest, total, file_name("projects", seen.phrase))
    pages = -(-total // AT_ONCE)
    turned = 1
    if pages > 1:
        with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
            written_out(**{PAGE: "1"})
            turned = min(st.pagination(pages, key=PAGE, bind="query-params"), pages)
            first = (turned - 1) * AT_ONCE
            st.caption(f"Rows {first + 1:,} to {min(first + AT_ONCE, total):,} of {total:,}, the latest first. A click on a "
                       "column's name sorts these rows; the downloads have all.")  # fmt: skip
    reports = selection.latest((turned - 1) * AT_ONCE, turned * AT_ONCE)
    shown = figures_of(reports).assign(
        product=reports["product"],
        kind=in_words(reports["kind"]),
        published=reports["published"].dt.date,
        language=languages(reports["language"]),
        article=reports["article"],
    )
    shown.insert(0, "open", links(reports["report_id"], seen))
    ids = reports["project_id"].fillna(reports["report_id"])
    now = selection.projects.loc[selection.projects["status_basis"] == "inferred", ["project_id", "status"]]
    silent = {p.project_id: f"{label(p.status)} (inferred)" for p in now[now["project_id"].isin(ids)].itertuples()}
    shown["status"] = pd.array([silent.get(i, s) for i, s in zip(ids, shown["status"], strict=True)], dtype="string")
    glossary_link()
    table(shown, "reports", "report", tallest=640,
          order=["open", "project", "country", "status", "investment", "investment_max", "first_stage", "full",
                 "partners", "city", "segment", "jobs", "production_start", "published", "language", "kind", "product",
                 "article"])  # fmt: skip
