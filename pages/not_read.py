"""What gave no row, and why: files that could not be read, articles that tell of no project."""

import pandas as pd
import streamlit as st

from core.formats import count
from interface.data import not_read
from interface.view import escape, view


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
for done in seen.data.corrected:
    st.info(escape(f"Corrected by hand: {done}"), icon=":material/edit:")
for unfit in seen.data.unfit:
    st.warning(escape(f"No longer fits anything: {unfit}."))
