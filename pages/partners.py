"""Who works with whom: a network, matrices, and a table of every tie with its sentence."""

from functools import partial

import streamlit as st

from core.charts import file_name
from core.charts.matrix import kinds, matrix
from core.charts.network import MOST_NODES, NAMES
from core.edges import weights
from core.formats import listing
from core.partnerships import TIES, as_one
from interface.cards import chart_card
from interface.matrix import spoken
from interface.partners import company_behind, company_link, edges_of, legend, network_of, subject, ties_of, ties_table, unsure
from interface.view import head, nothing_here, view

VIEWS = {"network": "Network", "matrix": "Matrix", "kinds": "By kind of tie"}

seen = view()
head(seen, "Partners", "Who builds, supplies, buys, invests and funds with whom. Each tie is what an article says of a project "
     "or a deal; a company and its owner are no partners.")  # fmt: skip
if not nothing_here(seen):
    found = ties_of(seen)
    told = set(found["kind"])
    names = sorted({*found["company"], *found["other"]}, key=str.casefold)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        shown = st.segmented_control("Show as", list(VIEWS), default="network", required=True, format_func=VIEWS.__getitem__,
                                     key="show", bind="query-params")  # fmt: skip
        focus = st.selectbox("Company in the middle", names, index=None, placeholder="All companies", key="middle",
                             bind="query-params", width=280)  # fmt: skip
        steps = 1
        if focus:
            steps = st.segmented_control("Reaching", [1, 2], default=1, required=True, key="steps", bind="query-params",
                                         format_func={1: "Its partners", 2: "And theirs"}.__getitem__)  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        found, about = subject(found)
        present = [kind for kind in TIES if kind in told]
        wanted = st.pills("Only these kinds of tie", present, selection_mode="multi", wrap=True, key="kinds", bind="query-params",
                          format_func=lambda kind: NAMES[kind].split(" (")[0])  # fmt: skip
        found, doubtful = unsure(found[found["kind"].isin(wanted)] if wanted else found)
    kind_words = [NAMES[kind].split(" (")[0].lower() for kind in TIES if kind in wanted]
    words = ", ".join(part for part in (about, listing(kind_words, "or"), doubtful, seen.phrase) if part)
    drawn = as_one(found, focus) if focus else found
    if focus:
        st.caption("Ties of companies that belong to it count as its own.")
    made = edges_of(drawn, seen, "partners", focus or "", words)
    if shown != "network" and focus:
        made = made[(made["company"] == focus) | (made["other"] == focus)]
    if shown == "network":
        chart = network_of(made, seen, ("partners", focus or "", words), words, focus, steps)
        if chart.figure is not None:
            st.html(legend([kind for kind in TIES if kind in set(made["kind"])]))
    else:
        chart = (matrix if shown == "matrix" else kinds)(made, words)
    chart_card(chart, partial(company_behind, chart, seen) if shown == "network" else None)
    if shown != "network" and chart.figure is not None:
        with st.expander("The same as a table that can be read aloud", icon=":material/table:"):
            st.html(spoken(chart))
    if len(made):
        st.markdown("##### Open a company's page")
        with st.container(horizontal=True, gap="small", key="companies"):
            drawn_names = chart.figure.data[-1].ids if shown == "network" and chart.figure is not None else list(weights(made))
            for name in list(drawn_names)[:MOST_NODES]:
                company_link(name, seen)
        st.subheader("Every tie and its sentence", anchor=False)
        if focus:
            drawn = drawn[(drawn["company"] == focus) | (drawn["other"] == focus)]
        ties_table(drawn, seen, file_name("partners-ties" + (f"-{focus}" if focus else ""), words))
