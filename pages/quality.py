"""How good the extraction is: its scores on annotated articles, and whether its confidence is true."""

from functools import partial

import pandas as pd
import streamlit as st

from core import quality_chart
from core.formats import count
from core.reliability import SURE
from core.table import safe_csv
from interface.cards import chart_card
from interface.data import measured
from interface.links import written_out
from interface.navigation import through_entry


def share(name: str, meaning: str = "") -> object:
    return st.column_config.NumberColumn(name, format="percent", help=meaning or None, width="small")


def csv(name: str, table: pd.DataFrame) -> None:
    st.download_button("CSV", partial(safe_csv, table), f"gigaledger_{name}.csv", "text/csv", key=f"csv-{name}",
                       on_click="ignore", icon=":material/download:", help="All groups of articles")  # fmt: skip


through_entry()
st.title("How good is it", anchor=False)
found = measured()
if found is None:
    st.info("The annotated articles are not here: they are in the folder tests/gold of the program's sources, and this copy "
            "was installed without its tests. With articles of your own, annotated in the same way, run:")  # fmt: skip
else:
    first = next(iter(found.groups))
    halves = ""
    if "measured" in found.articles:
        halves = (f" Rules and confidence were tuned on {found.articles['tuned']} of them; the other "
                  f"{found.articles['measured']} were only measured. Stories that papers brought are harder: "
                  "README tells what those scored at their first reading.")  # fmt: skip
    st.caption(f"What this program finds in {count(found.articles['all'], 'annotated article')} of its tests, against what "
               f"a person found in them.{halves} Filters do not change this page.")  # fmt: skip
    written_out(group=found.groups[first])
    group = st.segmented_control("Articles", list(found.groups), default=first, required=True, key="group",
                                 format_func=found.groups.__getitem__, bind="query-params")  # fmt: skip
    scores, answers, bands = (found.of(t, group).dropna(axis="columns", how="all")
                              for t in (found.scores, found.answers, found.confidence))  # fmt: skip
    sure = bands[bands["from"] >= SURE]
    cards = [
        ("Articles", f"{found.articles[group]}", "How many annotated articles are in this group."),
        ("Mean F1", f"{found.score(group):.0%}", "Of every ten, how many are found and right, over all slots."),
        ("Capacities right", f"{found.score(group, 'capacities', 'precision'):.0%}",
         "The share of the capacities found that the article really states."),
        ("Amounts right", f"{found.score(group, 'investments', 'precision'):.0%}",
         "The share of the amounts found that the article really states for a project."),
        ("Sure and right", f"{sure['right'].iloc[0]:.0%}" if len(sure) else "none",
         f"The share of the facts with a confidence of {SURE} or more that the article really states of a project."),
    ]  # fmt: skip
    with st.grid(len(cards), min_column_width=140, gap="small"):
        for name, value, meaning in cards:
            st.metric(name, value, help=meaning, border=True, height="stretch")

    with st.container(border=True, key="card-scores"):
        st.subheader("What is found, slot by slot", anchor=False)
        st.caption("Precision: of what the program says, the share that is right. Recall: of what the article says, the "
                   "share that the program finds. F1 is between the two, and low if either is. The floors are those below "
                   "which the program's tests fail; they are pinned for all articles and for each language.")  # fmt: skip
        st.dataframe(
            scores, hide_index=True, key="scores", placeholder="", height="content", alt="Precision, recall and F1 of each slot",
            column_config={
                "slot": st.column_config.TextColumn("Slot", pinned=True),
                "meaning": st.column_config.TextColumn("Meaning", width=325),
                "precision": share("Precision"),
                "recall": share("Recall"),
                "f1": share("F1"),
                "annotated": st.column_config.NumberColumn("Annotated", help="By a person", width=70),
                "found": st.column_config.NumberColumn("Found", help="By the program", width=70),
                "floor": share("Floor of F1"),
                "precision_floor": share("Floor of precision"),
            },
        )  # fmt: skip
        csv("scores", found.scores)
    with st.container(border=True, key="card-answers"):
        st.subheader("What is answered, question by question", anchor=False)
        st.dataframe(
            answers, hide_index=True, key="answers", height="content", alt="Share of right answers to each question",
            column_config={
                "question": st.column_config.TextColumn("Question", pinned=True),
                "meaning": st.column_config.TextColumn("Meaning", width=325),
                "right": share("Right"),
                "asked": st.column_config.NumberColumn("Asked", width="small"),
                "floor": share("Floor"),
            },
        )  # fmt: skip
        csv("answers", found.answers)

    chart_card(quality_chart.calibration(bands, found.phrase(group), found.articles[group]))
    with st.container(border=True, key="card-bands"):
        st.subheader("Confidence, band by band", anchor=False)
        st.caption("Every fact carries the chance that the article says it of one of its projects. It is learnt from the "
                   "articles that were tuned on; only the others can say whether it is true.")  # fmt: skip
        st.dataframe(
            bands.iloc[::-1], hide_index=True, key="bands", height="content", alt="Facts by band of confidence",
            column_config={
                "from": st.column_config.NumberColumn("From", format="%.1f", width="small"),
                "to": st.column_config.NumberColumn("To", format="%.1f", width="small"),
                "facts": st.column_config.NumberColumn("Facts", width="small"),
                "stated": share("Stated", "The mean confidence of the band's facts"),
                "right": share("Right", "The share that the article says of one of its projects"),
                "placed": share("In the right row", "The share that is right and stands in its own project's row"),
            },
        )  # fmt: skip
        csv("confidence-bands", found.confidence)
    st.subheader("On articles of your own", anchor=False)
    st.markdown("Annotate them as the file tests/gold/README.md says, one JSON file for each text, and run:")
st.code("python -m core evaluate GOLD_DIR TEXT_DIR", language=None)
