"""What the words mean: those of the dashboard, with what papers say for them; and all words of the press."""

from functools import partial

import streamlit as st

from core.formats import count, language_name, listing
from core.glossary import found_terms, found_words, parts, terms_table, words_table
from core.lexicon import languages
from core.table import safe_csv
from interface.downloads import logged
from interface.glossary import entries
from interface.navigation import through_entry
from interface.view import escape

PARTS = {"dashboard": "Words of this dashboard", "press": "Words of the press"}
EVERYTHING = "Everything"
FIRST = "Figures and units"  # what is asked for most
MOST = 300  # words of the press at once

through_entry()
st.title("Glossary", anchor=False)
spoken = {code: language_name(code) for code in languages()}
st.caption(f"What the words, units and signs here mean, and by which words {listing(list(spoken.values()))} papers say it. "
           "“…”: other letters or words may stand there.")  # fmt: skip
with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
    part = st.segmented_control("Which words", list(PARTS), default="dashboard", required=True, format_func=PARTS.__getitem__,
                                key="words", bind="query-params")  # fmt: skip
    typed = str(st.text_input("Search", key="search", bind="query-params", width=320,
                              placeholder="A word, in English or a paper's language") or "")  # fmt: skip
    chosen, about = list(spoken), EVERYTHING
    if part == "dashboard":
        headings = [*parts(), EVERYTHING]
        about = st.selectbox("About", headings, index=headings.index(FIRST), key="about", bind="query-params", width=320,
                             disabled=bool(typed), help="A search looks through everything.")  # fmt: skip
    if part == "press":
        chosen = st.pills("Language", list(spoken), selection_mode="multi", wrap=True, key="spoken", bind="query-params",
                          format_func=spoken.__getitem__, help="None chosen: all.") or chosen  # fmt: skip

terms, words = found_terms(typed), found_words(typed, chosen)
if not typed and about != EVERYTHING:
    terms = [term for term in terms if term.heading == about]
other = {"dashboard": count(len(words), "word") + " of the press", "press": count(len(terms), "word") + " of this dashboard"}
if not (terms if part == "dashboard" else words):
    there = f" {other[part]} would fit." if (words if part == "dashboard" else terms) else ""
    st.info(escape(f"Nothing here has “{typed}” in it.{there} Or shorten what you typed."))
else:
    made, name = (terms_table(terms), "glossary") if part == "dashboard" else (words_table(words), "glossary-press")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{count(len(made), 'word')}**")
        st.download_button("CSV", partial(logged, partial(safe_csv, made)), f"gigaledger_{name}.csv", "text/csv",
                           key="csv-glossary", on_click="ignore", icon=":material/download:",
                           help="All that is found, with every word of the press")  # fmt: skip
    if part == "dashboard":
        for heading in dict.fromkeys(term.heading for term in terms):
            st.subheader(escape(heading), anchor=False)
            st.html(entries((term for term in terms if term.heading == heading), typed))
    else:
        if len(words) > MOST:
            st.caption(f"The first {MOST} are shown: type a part of a word to find others. The CSV has all.")
        st.dataframe(
            words_table(words[:MOST]),
            hide_index=True,
            key="press-words",
            height=min(38 + 35 * min(len(words), MOST) + 2, 640),
            alt=f"Table of {count(min(len(words), MOST), 'word')} of the press with their English",
            column_config={
                "language": "Language",
                "word": st.column_config.TextColumn("Word", width="medium"),
                "english": st.column_config.TextColumn("English", width="medium"),
                "about": "About",
                "tells": "Tells of",
            },
        )
