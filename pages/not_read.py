"""What gave no row, and why: files that could not be read, articles that tell of no project."""

import pandas as pd
import streamlit as st

from core.formats import count
from interface.corrections import entries, made, standing_list
from interface.data import not_read
from interface.view import view


def _sentence(reason: str) -> str:
    return f"{reason[:1].upper()}{reason[1:].removesuffix('.')}."


seen = view()
skipped = not_read()
st.title("Not read", anchor=False)
read = seen.data.table["article"].nunique()
st.caption(f"{count(read, 'article')} gave at least one row; {count(len(skipped), 'file')} gave none. Filters do not "
           "change this page.")  # fmt: skip
if skipped:
    st.dataframe(
        pd.DataFrame({"file": [s.path for s in skipped], "reason": [_sentence(s.reason) for s in skipped]}),
        hide_index=True,
        key="skipped",
        alt="Files that gave no row, with the reason",
        column_config={
            "file": st.column_config.TextColumn("File", width="medium"),
            "reason": st.column_config.TextColumn("Why", width="large"),
        },
    )
else:
    st.info("Every file of the folder was read and gave at least one row.", icon=":material/check:")
made()
found = entries()
if found:
    st.subheader("Corrected by hand", anchor=False)
    st.caption("A project's page adds corrections; here are all of them.")
    standing_list(found, "all")
