"""The table of what passes the filters, project by project or report by report, and its downloads."""

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
from interface.view import View, head, nothing_here, view

AT_ONCE, PAGE, ROWS = MOST_ROWS, "page", "rows"
KINDS = {"project": "A project", "report": "A report"}
FIRST = ["open", "project", "country", "status", "investment", "full", "partners", "city", "segment", "investment_max",
         "first_stage", "jobs", "production_start"]  # fmt: skip


def turned(total: int) -> tuple[int, int]:
    """The rows of the page that is open, from and to; with the way to the others where there are more."""
    pages = -(-total // AT_ONCE)
    if pages < 2:
        return 0, total
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        written_out(**{PAGE: "1"})
        first = (min(st.pagination(pages, key=PAGE, bind="query-params"), pages) - 1) * AT_ONCE
        last = min(first + AT_ONCE, total)
        st.caption(f"Rows {first + 1:,} to {last:,} of {total:,}, the latest first. A click on a column's name sorts these "
                   "rows; the downloads have all.")  # fmt: skip
    return first, last


def of_projects(seen: View) -> None:
    """One row for each project, with the values that count, those last told of first."""
    projects = seen.selection.projects
    first, last = turned(len(projects))
    order = projects["last_reported"].to_numpy("datetime64[us]").argsort(kind="stable")  # what is undated lies at the end
    dated = int(projects["last_reported"].notna().sum())
    rows = projects.iloc[[*order[:dated][::-1], *order[dated:]][first:last]]
    shown = figures_of(rows).assign(last=rows["last_reported"].dt.date, since=rows["first_reported"].dt.date,
                                    sources=rows["independent_sources"], kind=in_words(rows["kind"]))  # fmt: skip
    quiet = rows["status_basis"].astype("object").eq("inferred").to_numpy()
    said = [f"{status} (inferred)" if q else status for q, status in zip(quiet, shown["status"], strict=True)]
    shown["status"] = pd.array(said, dtype="string")
    shown.insert(0, "open", links(rows["project_id"], seen))
    articles = st.column_config.NumberColumn("Articles", help="Independent ones: copies count once")
    table(shown, "projects", "project", {"sources": articles}, 640, [*FIRST, "since", "last", "sources", "kind"])


def of_reports(seen: View) -> None:
    """One row for each report: a project as one article tells it, the latest first."""
    selection = seen.selection
    reports = selection.latest(*turned(len(selection.numbers)))
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
    table(shown, "reports", "report", tallest=640, order=[*FIRST, "published", "language", "kind", "product", "article"])


seen = view()
head(seen, "Projects", "A project is what all its articles tell together, with the value that counts; a report is what one "
     "article tells of it. The downloads have the reports, with every column.")  # fmt: skip
if not nothing_here(seen):
    projects, real = len(seen.selection.projects), len(real_projects(lean(seen.selection.projects)))
    on = [count(real, "project")] if real else []
    on += [count(projects - real, "market figure")] if projects > real else []
    total = len(seen.selection.numbers)
    st.markdown(f"**{count(total, 'report')}** on {listing(on)}")
    written_out(**{ROWS: KINDS["project"]})
    table_downloads(seen.selection.latest, total, file_name("projects", seen.phrase))
    kind = st.segmented_control("A row is", list(KINDS), default="project", required=True, format_func=KINDS.__getitem__,
                                key=ROWS, bind="query-params")  # fmt: skip
    glossary_link()
    if kind == "project":
        of_projects(seen)
    else:
        of_reports(seen)
