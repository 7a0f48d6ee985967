"""The table of reports that pass the filters, and its downloads."""

import pandas as pd
import streamlit as st

from core.charts import file_name
from core.columns import label
from core.formats import count, listing
from core.measures import lean, real_projects
from core.selection import language_name
from interface.cards import table_downloads
from interface.glossary import glossary_link
from interface.view import head, nothing_here, view

AT_ONCE, PAGE = 200, "page"  # rows: the browser gets some ten kilobytes at a time

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
            turned = min(st.pagination(pages, key=PAGE, bind="query-params"), pages)
            first = (turned - 1) * AT_ONCE
            st.caption(f"Rows {first + 1:,} to {min(first + AT_ONCE, total):,} of {total:,}, the latest first. A click on a "
                       "column's name sorts these rows; the downloads have all.")  # fmt: skip
    reports = selection.latest((turned - 1) * AT_ONCE, turned * AT_ONCE)
    shown = reports[["project", "country_name", "city", "product"]].copy()
    shown.insert(0, "open", [seen.link("project", project=report) for report in reports["report_id"]])
    for name in ("segment", "status", "kind"):
        shown[name] = reports[name].map(label, na_action="ignore").astype("string")
    ids = reports["project_id"].fillna(reports["report_id"])
    now = selection.projects.loc[selection.projects["status_basis"] == "inferred", ["project_id", "status"]]
    silent = {p.project_id: f"{label(p.status)} (inferred)" for p in now[now["project_id"].isin(ids)].itertuples()}
    shown["status"] = pd.array([silent.get(i, s) for i, s in zip(ids, shown["status"], strict=True)], dtype="string")
    shown["partners"] = reports["partners"]
    shown["investment"] = reports["investment_eur"] / 1e9
    shown["investment_max"] = reports["investment_eur_max"] / 1e9
    shown["capacity_gwh"], shown["capacity_gwh_max"] = reports["capacity_gwh"], reports["capacity_gwh_max"]
    shown["jobs"], shown["production_start"] = reports["jobs"], reports["production_start"]
    shown["published"] = reports["published"].dt.date
    shown["language"] = reports["language"].map(language_name, na_action="ignore").astype("string")
    shown["article"] = reports["article"]
    number = st.column_config.NumberColumn
    glossary_link()
    st.dataframe(
        shown,
        hide_index=True,
        key="reports",
        height=min(38 + 35 * max(len(shown), 1) + 2, 640),
        placeholder="",
        alt=f"Table of {count(len(shown), 'report')}",
        column_order=["open", "project", "country_name", "status", "investment", "investment_max", "capacity_gwh",
                      "capacity_gwh_max", "partners", "city", "segment", "jobs", "production_start", "published",
                      "language", "kind", "product", "article"],
        column_config={
            "open": st.column_config.LinkColumn("", display_text="Open", help="The project's page", width=60,
                                                pinned=True),
            "project": st.column_config.TextColumn("Project", width=260),
            "partners": st.column_config.ListColumn("Companies", width="medium"),
            "country_name": st.column_config.TextColumn("Country", width=115),
            "city": "Town",
            "segment": "Segment",
            "status": "Status",
            "investment": number("EUR bn", width=70, format="%.3g", help="Investment, lower figure"),
            "investment_max": number("EUR bn, upper", width=110, format="%.3g", help="Investment, upper figure"),
            "capacity_gwh": number("GWh, first stage", format="%.4g"),
            "capacity_gwh_max": number("GWh, full", format="%.4g", help="Capacity at full build-out"),
            "jobs": number("Jobs", format="localized"),
            "production_start": "Production from",
            "published": st.column_config.DateColumn("Published", format="D MMM YYYY"),
            "language": "Language",
            "kind": "Kind",
            "product": "Product",
            "article": "Article",
        },
    )  # fmt: skip
