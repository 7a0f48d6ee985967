"""The table's columns and vocabularies, from their declaration."""

import pandas as pd
import streamlit as st

from core.columns import COLUMNS, STANDING_OF, STANDINGS, label
from interface.navigation import through_entry

through_entry()
st.title("Columns", anchor=False)
st.caption("What each column of the table means, and the words it may hold. Missing means that the article does not "
           "say it.")  # fmt: skip
st.dataframe(
    pd.DataFrame(
        {
            "column": [c.name for c in COLUMNS],
            "meaning": [c.meaning for c in COLUMNS],
            "unit": [c.unit for c in COLUMNS],
            "type": [c.described_dtype for c in COLUMNS],
            "source": [c.source for c in COLUMNS],
        }
    ),
    hide_index=True,
    key="columns",
    height=600,
    alt="The table's columns",
    column_config={
        "column": st.column_config.TextColumn("Column", width="medium", pinned=True),
        "meaning": st.column_config.TextColumn("Meaning", width="large"),
        "unit": "Unit",
        "type": "Type",
        "source": "Comes from",
    },
)
st.subheader("Words", anchor=False)
for column in COLUMNS:
    lists = [(column.name, column.vocabulary)] if column.vocabulary else []
    lists += [(f"{column.name}: {field.name}", field.vocabulary) for field in column.fields if field.vocabulary]
    for name, vocabulary in lists:
        with st.expander(name):
            for value, meaning in vocabulary.items():
                counted = f" Counts as “{STANDINGS[STANDING_OF[value]]}”." if column.name == "status" else ""
                st.markdown(f"**{label(value)}** (`{value}`): {meaning}.{counted}")
