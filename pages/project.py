"""One project: its figures, and for each the sentence in the original beside the English. ?project=<id> leads here."""

from typing import Any

import pandas as pd
import streamlit as st

from core.charts import file_name
from core.charts.maps import locator
from core.formats import count
from core.ledger.names import lead
from core.table import records, unpacked
from interface.beside import whole_article
from interface.cards import chart_card
from interface.claims import attested, by_hand, claims_block, has_claims_to_show, silence
from interface.corrections import corrections_block, made
from interface.data import ledger, state, text_of
from interface.english import laid_over
from interface.figures import about, companies, figures, place
from interface.finding import findable
from interface.partners import company_links
from interface.passages import facts_table
from interface.timeline import own_timeline
from interface.view import escape, names, told_where, view

LEAD = "Choose a project to see its figures, each with the sentence that it rests on, in the original and in English."

seen = view()
table, everything = seen.data.table, seen.everything


def choose() -> None:
    st.query_params["project"] = st.session_state["project_choice"]


wanted = st.query_params.get("project")
chosen = lead(table, wanted) if wanted else None  # also an id of an earlier build, or of a report
called = names(state())
left = set(seen.selection.projects["project_id"]) if len(seen.selection.projects) < len(everything) else set()
ids = [i for i in called if i in left] if left else list(called)
if not chosen:
    made()
    st.title("Project", anchor=False)
    st.caption(LEAD)
ids = findable(ids, called)
if chosen and chosen not in ids:
    ids = [chosen, *ids]  # a link leads to its project whatever the filters say
st.session_state["project_choice"] = chosen
st.selectbox(
    "Project",
    ids,
    index=None,
    format_func=lambda i: called[i],
    key="project_choice",
    on_change=choose,
    placeholder=f"Choose one of {count(len(ids), 'project')}",
)
if wanted and not chosen:
    st.warning(escape(f"No project “{wanted}” is in this data. Choose another above."))


def numbered(titles: list[str]) -> list[str]:
    """Titles that tell twins apart: “Finnish, 28 Nov 2024”, “Finnish, 28 Nov 2024 (2)”."""
    seen_before = [titles[:n].count(title) for n, title in enumerate(titles)]
    return [f"{t} ({n + 1})" if n else t for t, n in zip(titles, seen_before, strict=True)]


def fullest(reports: pd.DataFrame) -> int:
    """The place of the report that tells most kinds of fact; of several the first."""
    told = [len({item["column"] for item in evidence}) for evidence in reports["evidence"]]
    return told.index(max(told))


def report_block(report: pd.Series, shown: dict[str, Any]) -> None:
    """One article's telling: its figures traced to its sentences, and the whole text. shown: with what is translated."""
    language = report["language"] if isinstance(report["language"], str) else ""
    text = text_of(str(report["article"]))
    source = [report["article"], told_where(language or None, report["published"], report["published_precision"])]
    if pd.notna(report["confidence"]):
        source.append(f"confidence {report['confidence']:.0%}")
    if pd.notna(report["headline"]):
        st.markdown(f"**{escape(report['headline'])}**")
    if isinstance(shown["headline_en"], str) and shown["english_by"] not in (None, "facts"):
        st.markdown(escape(shown["headline_en"]))
    st.caption(escape(" · ".join(str(part) for part in source)))
    if pd.notna(report["summary_en"]):
        st.markdown(escape(report["summary_en"]))
    if report["evidence"]:
        st.html(facts_table(shown["evidence"], text, language))
    else:
        st.caption("The article gives no fact with a sentence of its own.")
    with st.expander("The whole article, its sentences marked", icon=":material/article:", key=f"article-{report['report_id']}"):
        if text:
            whole_article(str(report["article"]), text, shown["evidence"], language, str(report["report_id"]))
        else:
            st.caption("The article's text is not in the folder.")
    if isinstance(report["url"], str) and report["url"].startswith(("https://", "http://")):
        st.link_button("Open the article on the web", report["url"], icon=":material/open_in_new:")


if chosen:
    project = everything[everything["project_id"] == chosen].iloc[0]
    reports = unpacked(ledger(state()).book.reports_of(chosen))
    reports = reports.sort_values("published", ascending=False, kind="stable", na_position="last")
    st.title(escape(called[chosen]), anchor=False)
    known = about(project)
    known += ["inferred from silence"] if str(project["status_basis"]) == "inferred" else []
    st.markdown(escape(" · ".join([*known, place(project)] if place(project) else known)))
    if project["partners"]:
        st.markdown(escape(companies(project)))
        company_links(project["partners"], seen)
    stated = figures(project)
    if stated:
        with st.grid(len(stated) if len(stated) <= 4 else (len(stated) + 1) // 2, min_column_width=190, gap="small"):
            for name, value in stated:
                st.metric(name, value, border=True, height="stretch")
    below = " Each figure is the one that counts by the rule; see every claim below." if len(reports) > 1 else ""
    st.caption(escape(attested(project) + below))
    for title, others in (("Its plants", project["plants"]), ("In a joint total with others", project["programmes"])):
        if others:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.caption(f"{title}:", width="content")
                for other in others:
                    st.page_link("pages/project.py", label=escape(called[other]), query_params=seen.query(project=other))
    for text in by_hand(reports):
        st.info(escape(text), icon=":material/edit:")
    if not seen.filters.silence and (quiet := silence(reports, table)):
        st.caption(escape(quiet))
    charts = [chart for chart in (own_timeline(seen, project), locator(project)) if chart and chart.figure]
    for column, chart in zip(st.columns([3, 2][: len(charts)], gap="medium") if charts else [], charts, strict=True):
        with column:
            chart_card(chart)
    with st.container(border=True, key="facts"):
        st.subheader("Every figure and its sentence", anchor=False)
        translated = laid_over(records(reports))
        if len(reports) == 1:
            report_block(reports.iloc[0], translated[0])
        else:
            titles = numbered([told_where(r.language, r.published, r.published_precision) for r in reports.itertuples()])
            # An article that names the project in passing may be the latest: the one that tells most is open first.
            tabs = st.tabs(titles, default=titles[fullest(reports)])
            for tab, (_, report), shown in zip(tabs, reports.iterrows(), translated, strict=True):
                with tab:
                    report_block(report, shown)
    if has_claims_to_show(reports):
        with st.container(border=True, key="every-claim"):
            st.subheader("Every claim, and which one counts", anchor=False)
            claims_block(reports, file_name("claims", called[chosen]))
    corrections_block(seen, project, reports)
