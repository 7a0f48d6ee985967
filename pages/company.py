"""One company: its figures, partners, projects, how they went, and the sources. ?company_page=<name> leads here."""

from functools import partial

import streamlit as st

from core.charts import file_name
from core.formats import count, listing
from core.measures import real_projects
from core.partnerships import as_one, family, of
from core.profile import parents, projects_of, subsidiaries
from interface.cards import chart_card
from interface.company import about_sums, cards, projects_table, sources_table, steps_table, where
from interface.links import written_out
from interface.one_page import one_page_button
from interface.partners import company_behind, company_links, edges_of, network_of, partner_list, subject, ties_of, ties_table
from interface.timeline import company_timeline
from interface.view import companies, escape, head, nothing_here, view

LEAD = "Choose a company to see its projects, its partners with the sentences that say so, and its sources."

seen = view()


def choose() -> None:
    st.query_params["company_page"] = st.session_state["company_choice"]


every = companies()
wanted = st.query_params.get("company_page")
chosen = next((name for name in every if wanted and name.casefold() == wanted.strip().casefold()), None)
owner_of = subsidiaries(wanted, every) if wanted else []
if wanted and chosen is None and owner_of:  # an owner that no article names itself
    chosen, every = wanted, [wanted, *every]
st.session_state["company_choice"] = chosen
head(seen, escape(chosen) if chosen else "Company", "" if chosen else LEAD)
st.selectbox("Company", every, index=None, key="company_choice", on_change=choose,
             placeholder=f"Choose one of {count(len(every), 'company', 'companies')}")  # fmt: skip
if wanted and not chosen:
    st.warning(escape(f"No company “{wanted}” is in this data. Choose another above."))
if chosen and not nothing_here(seen):
    owned = family(chosen, every)[1:]
    company_links(parents(chosen), seen, "Belongs to")
    company_links(subsidiaries(chosen, every), seen, "Owns, alone or with others")
    house = [chosen]
    if owned:
        written_out(subsidiaries="true")
    if owned and st.toggle("With its subsidiaries", value=True, key="subsidiaries", bind="query-params",
                           help=f"{listing(owned)} count as {chosen}."):  # fmt: skip
        house = [chosen, *owned]
    projects = projects_of(seen.selection.projects, house)
    reports = seen.selection.reports_on(projects["project_id"])
    if projects.empty:
        st.info(escape(f"{chosen} takes part in no project {seen.phrase or 'here'}; market figures are not counted."))
    else:
        figures = st.container()
        st.subheader("Partners", anchor=False)
        told = as_one(ties_of(seen), chosen) if len(house) > 1 else ties_of(seen)
        told = told[(told["company"] == chosen) | (told["other"] == chosen)]
        about, phrase = subject(told)
        words = ", ".join(part for part in (phrase, seen.phrase) if part)
        sure, rest = (of(about[about["sure"] == known], [chosen]) for known in (True, False))
        if about.empty:
            st.caption("No article here tells of a tie with another company." if told.empty else
                       "No article here tells of a tie about this; choose another subject.")  # fmt: skip
        for title, those in (("Partners: ", sure), ("Read the sentences: ", rest[~rest["partner"].isin(sure["partner"])])):
            if len(those):
                st.markdown(title + f"**{escape(listing(sorted(set(those['partner']), key=str.casefold)))}**")
        left, right = st.columns([3, 2], gap="medium")
        with right:  # the chart first: it is waited for
            if len(about):
                chosen_here = ("company", *house, words)
                made = edges_of(about, seen, *chosen_here)
                chart = network_of(made, seen, chosen_here, words, chosen, owned=False)
                chart_card(chart, partial(company_behind, chart, seen), stretch=False)  # the sentences beside it may be many
        with figures:
            with st.grid(4, min_column_width=190, gap="small"):
                for name, value, below, meaning in cards(projects):
                    st.metric(name, value, delta=below, delta_color="off", delta_arrow="off", help=meaning, border=True,
                              height="stretch")  # fmt: skip
            st.caption(escape(" ".join(part for part in (where(projects), about_sums(projects)) if part)))
            others = ", ".join(filter(None, ("with its subsidiaries" if len(house) > 1 else "", seen.phrase)))
            one_page_button(seen, projects, chosen, others)
        with left:
            partner_list(chosen, sure, rest, seen)
        if len(about):
            with st.expander("Every tie as a table", icon=":material/table:"):
                ties_table(about, seen, file_name(f"partners-of-{chosen}", words))
        st.subheader("Projects", anchor=False)
        projects_table(projects, seen, file_name(f"projects-of-{chosen}", words))
        st.subheader("How they went", anchor=False)
        course = company_timeline(seen, real_projects(projects), ", ".join(filter(None, (listing(house), seen.phrase))))
        if course is not None:
            chart_card(course)
        steps_table(reports, projects, seen)
        st.subheader("Sources", anchor=False)
        sources_table(reports, seen)
