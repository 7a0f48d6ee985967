"""One project: its figures, and for each the sentence in the original beside the English. ?project=<id> leads here."""

import pandas as pd
import streamlit as st

from core.columns import label
from core.formats import count, gwh, listing, money, number
from core.ledger.names import lead
from interface.claims import attested, by_hand, claims_block, has_claims_to_show, silence
from interface.passages import facts_table, marked_article
from interface.view import escape, told_where, view

LEAD = "Choose a project to see its figures, each with the sentence that it rests on, in the original and in English."

seen = view()
table, everything = seen.data.table, seen.everything


def choose() -> None:
    st.query_params["project"] = st.session_state["project_choice"]


wanted = st.query_params.get("project")
chosen = lead(table, wanted) if wanted else None  # also an id of an earlier build, or of a report
listed = seen.selection.projects if len(seen.selection.projects) else everything
names = {row.project_id: row.project if pd.notna(row.project) else row.project_id for row in everything.itertuples()}
ids = sorted(listed["project_id"], key=lambda i: str(names[i]).casefold())
if chosen and chosen not in ids:
    ids = [chosen, *ids]  # a link leads to its project whatever the filters say
st.session_state["project_choice"] = chosen
if not chosen:
    st.title("Project", anchor=False)
    st.caption(LEAD)
st.selectbox(
    "Project",
    ids,
    index=None,
    format_func=lambda i: str(names[i]),
    key="project_choice",
    on_change=choose,
    placeholder=f"Choose one of {count(len(ids), 'project')}",
)
if wanted and not chosen:
    st.warning(escape(f"No project “{wanted}” is in this data. Choose another above."))


def figures(project: pd.Series) -> list[tuple[str, str]]:
    """The project's key figures in words; what no article states is left out."""
    found = []
    if pd.notna(project["investment_eur"]):
        found.append(("Investment", money(project["investment_eur"], project["investment_eur_max"])))
    if pd.notna(project["support_eur"]):
        found.append(("Public support", money(project["support_eur"])))
    first, full = project["capacity_gwh"], project["capacity_gwh_max"]
    if pd.notna(first):
        found.append(("Capacity, first stage" if pd.notna(full) and full != first else "Capacity", gwh(first)))
    if pd.notna(full) and full != first:
        found.append(("Capacity, full build-out", gwh(full)))
    if pd.notna(project["jobs"]):
        low, high = int(project["jobs"]), project["jobs_max"]
        top = f"–{number(int(high), 9)}" if pd.notna(high) and int(high) != low else ""
        found.append(("Jobs", number(low, 9) + top))
    for name in ("construction_start", "production_start"):
        if pd.notna(project[name]):
            found.append((label(name), project[name]))
    return found


def numbered(titles: list[str]) -> list[str]:
    """Titles that tell twins apart: “Finnish, 28 Nov 2024”, “Finnish, 28 Nov 2024 (2)”."""
    seen_before = [titles[:n].count(title) for n, title in enumerate(titles)]
    return [f"{t} ({n + 1})" if n else t for t, n in zip(titles, seen_before, strict=True)]


def report_block(report: pd.Series) -> None:
    """One article's telling: its figures traced to its sentences, and the whole text."""
    language = report["language"] if isinstance(report["language"], str) else ""
    text = seen.data.articles.get(str(report["article"]), "")
    about = [report["article"], told_where(language or None, report["published"], report["published_precision"])]
    if pd.notna(report["confidence"]):
        about.append(f"confidence {report['confidence']:.0%}")
    if pd.notna(report["headline"]):
        st.markdown(f"**{escape(report['headline'])}**")
    st.caption(escape(" · ".join(str(part) for part in about)))
    if pd.notna(report["summary_en"]):
        st.markdown(escape(report["summary_en"]))
    if report["evidence"]:
        st.html(facts_table(report["evidence"], text, language))
    else:
        st.caption("The article gives no fact with a sentence of its own.")
    with st.expander("The whole article, its sentences marked", icon=":material/article:"):
        if text:
            st.html(marked_article(text, report["evidence"], language))
        else:
            st.caption("The article's text is not in the folder.")
    if isinstance(report["url"], str) and report["url"].startswith(("https://", "http://")):
        st.link_button("Open the article on the web", report["url"], icon=":material/open_in_new:")


if chosen:
    project = everything[everything["project_id"] == chosen].iloc[0]
    reports = table[table["project_id"].fillna(table["report_id"]) == chosen]
    reports = reports.sort_values("published", ascending=False, kind="stable", na_position="last")
    st.title(escape(str(names[chosen])), anchor=False)
    place = [p for p in (project["city"], project["region"], project["country_name"]) if isinstance(p, str)]
    about = [label(project[n]) for n in ("kind", "segment", "status") if isinstance(project[n], str)]
    about += ["inferred from silence"] if str(project["status_basis"]) == "inferred" else []
    st.markdown(escape(" · ".join([*about, ", ".join(place)] if place else about)))
    if project["partners"]:
        roles = [f"{p} ({r.replace('_', ' ')})" for p, r in zip(project["partners"], project["roles"], strict=True)]
        st.markdown(escape(listing(roles)))
    shown = figures(project)
    if shown:
        with st.grid(len(shown) if len(shown) <= 4 else (len(shown) + 1) // 2, min_column_width=190, gap="small"):
            for name, value in shown:
                st.metric(name, value, border=True, height="stretch")
    below = " Each figure is the one that counts by the rule; see every claim below." if len(reports) > 1 else ""
    st.caption(escape(attested(project) + below))
    for title, others in (("Its plants", project["plants"]), ("In a joint total with others", project["programmes"])):
        if others:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.caption(f"{title}:", width="content")
                for other in others:
                    st.page_link("pages/project.py", label=escape(str(names[other])), query_params=seen.query(project=other))
    for text in by_hand(reports):
        st.info(escape(text), icon=":material/edit:")
    if not seen.filters.silence and (quiet := silence(reports, table)):
        st.caption(escape(quiet))
    with st.container(border=True, key="facts"):
        st.subheader("Every figure and its sentence", anchor=False)
        if len(reports) == 1:
            report_block(reports.iloc[0])
        else:
            titles = numbered([told_where(r.language, r.published, r.published_precision) for r in reports.itertuples()])
            for tab, (_, report) in zip(st.tabs(titles), reports.iterrows(), strict=True):
                with tab:
                    report_block(report)
    if has_claims_to_show(reports):
        with st.container(border=True, key="every-claim"):
            st.subheader("Every claim, and which one counts", anchor=False)
            claims_block(reports)
