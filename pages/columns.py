"""The table's columns, from their declaration."""

import pandas as pd
import streamlit as st

from core.columns import COLUMNS
from interface.glossary import glossary_link
from interface.navigation import through_entry

through_entry()
st.title("Columns", anchor=False)
st.caption("What each column of the table means. Missing means that the article does not "
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
glossary_link(label="What the words in these columns mean: glossary")
