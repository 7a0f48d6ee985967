"""Who translates, what leaves the computer, and translating all that the table rests on within a budget."""

import streamlit as st

from core.formats import count
from core.table import records
from core.translation.engines import LIMITS, OFF
from interface import english
from interface.view import escape, view

AT_ONCE = 5_000  # reports: what is not translated of them is looked up in a second

seen = view()
st.title("Translation", anchor=False)
st.caption("Every figure stands beside its sentence, in the original and in English. Without an engine the English is written "
           "from the facts that were found; an engine translates the sentences themselves. Choose it in the sidebar, under "
           "“Translation”.")  # fmt: skip
st.markdown(english.where_to())
names = ", ".join(f"`{name}`" for limits in LIMITS.values() for name in limits.keys + limits.optional)
st.markdown(f"Keys and addresses are read from the environment or from Streamlit’s secrets ({names}); they are never stored and "
            "never shown.")  # fmt: skip
fault = english.missing()
if fault:
    st.warning(escape(fault))

with st.container(border=True, key="translate-all"):
    st.subheader("Translate what the table rests on", anchor=False)
    if english.chosen() == OFF:
        st.info("Translation is off. Choose an engine in the sidebar first.")
    elif len(seen.selection.numbers) > AT_ONCE:
        st.info(f"Filters leave {len(seen.selection.numbers):,} reports. Narrow them down to at most {AT_ONCE:,}: that is "
                "what can be translated at a time.")  # fmt: skip
    else:
        rows = records(seen.selection.reports)
        texts, characters = english.waiting(rows)
        scope = f"of the {count(len(rows), 'report')} {seen.phrase}" if seen.phrase else f"of all {count(len(rows), 'report')}"
        st.markdown(escape(f"Headlines and sentences {scope}: {count(texts, 'text')} not translated yet, {characters:,} "
                           "characters. Filters narrow this down."))  # fmt: skip
        budget = st.number_input("Budget: at most so many characters are sent", 1_000, 5_000_000, 100_000, 10_000, key="budget")
        st.button("Translate", type="primary", disabled=not texts or bool(fault), key="translate-everything",
                  on_click=english.ask, args=("everything",))  # fmt: skip
        if english.asked("everything"):
            bar = st.progress(0.0, "Translating …")
            told = english.translate_all(rows, int(budget), english.shown_on(bar))
            bar.empty()
            st.session_state["translate-all-told"] = told
            st.rerun()
        for line in st.session_state.pop("translate-all-told", []):
            st.info(escape(line))
