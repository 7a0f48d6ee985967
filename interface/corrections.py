"""What people set right: on a project's page the form that adds it, and wherever they are shown the entries with “Undo”."""

from __future__ import annotations

import logging
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from core import correcting
from core.columns import BY_NAME, label
from core.company_index import by_name
from core.correcting import COLUMNS, Effect, Standing, in_words, said_now, shown, unit, written
from core.formats import day, told_where
from core.gazetteer import countries
from core.ledger import corrections_file
from core.ledger.corrections import Correction
from core.models import GigaledgerError
from core.pipeline import CORRECTIONS, corrections_beside
from core.store.folder import data_folder
from interface.data import State, articles_folder, library, load, ready_table, refresh, state
from interface.view import View, escape

DOINGS = {
    "set": "Set a value",
    "clear": "Take a value away",
    "merge": "Join with another project",
    "split": "Part reports from this project",
    "drop": "Drop a report",
}
_MEANING = {
    "set": "A value that is wrong or missing. What the article said stays beside it.",
    "clear": "A value that is wrong and nobody knows better. What the article said stays beside it.",
    "merge": "Two names of one plant: their reports become one project.",
    "split": "Reports that tell of another plant: they become a project of their own.",
    "drop": "A report that is no project at all: it is left out of the table.",
}
_WHOLE = "project"
_MADE, _PREVIEW, _FAULT = "fix-made", "fix-preview", "fix-fault"


def own_file() -> Path:
    """The file that the dashboard writes to: in the data folder."""
    return data_folder().path / CORRECTIONS


def closed() -> str:
    """Why nothing can be corrected here, in a sentence; empty where it can."""
    if ready_table():
        return ("A ready table is shown (GIGALEDGER_TABLE), which the dashboard does not change. Correct it where it is built: "
                "the file corrections.toml beside the articles is applied by “build”.")  # fmt: skip
    return load().closed or ""


def entries() -> list[Standing]:
    """Every correction of the files that are applied, with what no longer fits. Raises GigaledgerError."""
    if ready_table():
        return []
    return correcting.standing(own_file(), corrections_beside([articles_folder(), data_folder().path]), load().unfit)


def made() -> None:
    """Say once what was saved or undone: on whatever page it leads to."""
    if words := st.session_state.pop(_MADE, None):
        st.success(escape(words), icon=":material/check:")


def standing_list(found: list[Standing], key: str) -> None:
    """The entries, those that no longer fit marked, each of the data folder's with a button that removes it."""
    for number, one in enumerate(found):
        correction = one.correction
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"{key}-{number}"):
            words = f"**{escape(in_words(correction))}** ({day(correction.day)}): {escape(correction.reason)}"
            if one.unfit is not None:
                words = f":material/warning: No longer fits anything: {escape(one.unfit)}. {words}"
            st.markdown(words)
            if one.own:
                st.button("Undo", key=f"undo-{key}-{number}", icon=":material/undo:", on_click=_undo, args=(correction,),
                          disabled=bool(closed()), help="Takes this entry out of the file")  # fmt: skip
            else:
                st.caption(escape(f"In {one.path}; take it out there."), width="content")


def _undo(correction: Correction) -> None:
    """Callback."""
    try:
        corrections_file.undo(own_file(), correction)
        st.session_state[_MADE] = f"Undone: {in_words(correction)}."
    except GigaledgerError as fault:
        st.session_state[_MADE] = str(fault)
    refresh()


# ---------------------------------------------------------------------------------------------------------- the form


def corrections_block(seen: View, project: pd.Series, reports: pd.DataFrame) -> None:
    """On a project's page: the corrections about it, and the form for another."""
    with st.container(border=True, key="corrections"):
        st.subheader("Corrections by hand", anchor=False)
        made()
        if why := closed():
            st.caption(escape(why))
            return
        found = correcting.about(entries(), reports["report_id"])
        standing_list(found, "fix")
        if not found:
            st.caption("Nothing was corrected here.")
        with st.expander("Correct something", icon=":material/edit:", key="fix-open", on_change="rerun") as form:
            if form.open:
                _form(str(project["project_id"]), seen)


@st.fragment
def _form(project_id: str, seen: View) -> None:
    if _MADE in st.session_state:
        st.rerun()  # saved: the whole page shows it
    if fault := st.session_state.pop(_FAULT, None):
        st.error(escape(fault))
    table, everything = seen.data.table, seen.everything
    project = everything[everything["project_id"] == project_id].iloc[0]
    reports = table[table["project_id"].fillna(table["report_id"]) == project_id]
    called = {
        str(r.report_id): f"{told_where(r.language, r.published, r.published_precision)} ({r.report_id})"
        for r in reports.itertuples()
    }
    do = st.selectbox("What is to be done", list(DOINGS), format_func=DOINGS.__getitem__, key="fix-do")
    st.caption(_MEANING[do])
    keys: dict[str, Any] | None
    if do in ("set", "clear"):
        keys = _value(do, project, reports, called)
    elif do == "merge":
        names = {row.project_id: row.project if pd.notna(row.project) else row.project_id for row in everything.itertuples()}
        others = sorted((i for i in names if i != project_id), key=lambda i: str(names[i]).casefold())
        other = st.selectbox("The other project", others, index=None, format_func=lambda i: str(names[i]), key="fix-other")
        keys = {"reports": [str(reports["report_id"].iloc[0]), other]} if other else None
    elif do == "split":
        chosen = st.multiselect(
            "Reports that tell of another plant", list(called), format_func=called.__getitem__, key="fix-apart"
        )
        keys = {"reports": chosen} if chosen else None
        if len(chosen) == len(called):
            st.caption("All of them: what is left here? Choose fewer.")
            keys = None
    else:
        dropped = st.selectbox("The report", list(called), format_func=called.__getitem__, key="fix-drop")
        keys = {"report": dropped}
    reason = st.text_input("Why (required)", key="fix-reason", max_chars=500, placeholder="Says who, or how it is known",
                           help="Stands on the page beside what the article says, and in the file.")  # fmt: skip
    entry = correcting.entry(do, reason, date.today(), **keys) if keys and reason.strip() else None
    # Its buttons act before the page is drawn anew: a run that starts again would forget that they were pressed.
    st.button("Show what will change", disabled=entry is None, icon=":material/preview:", key="fix-show", on_click=_show,
              args=(entry,), help=None if entry else "Fill in the fields above first, and why")  # fmt: skip
    if entry is None or st.session_state.get(_PREVIEW) != entry:
        return
    _preview(entry)


def _preview(entry: dict[str, Any]) -> None:
    try:
        found = _effect(state(), repr(sorted(entry.items())), entry)
    except GigaledgerError as fault:
        st.error(escape(str(fault)))
        return
    with st.container(border=True, key="fix-effect"):
        st.markdown(f"**{escape(in_words(found.correction))}**")
        if found.unfit is not None:
            st.warning(escape(f"This would change nothing: {found.unfit}."))
            return
        for line in found.lines:
            st.markdown(f"- {escape(line)}")
        if not found.lines:
            st.caption("No value that counts changes: by the rule another report's value counts. It will stand beside what the "
                       "article says, and count where that report does.")  # fmt: skip
        st.button("Save this correction", type="primary", icon=":material/save:", key="fix-save", on_click=_save,
                  args=(entry, found.correction))  # fmt: skip


def _show(entry: dict[str, Any] | None) -> None:
    """Callback."""
    st.session_state[_PREVIEW] = entry


def _save(entry: dict[str, Any], correction: Correction) -> None:
    """Callback."""
    try:
        corrections_file.add(own_file(), entry)
    except GigaledgerError as fault:
        st.session_state[_FAULT] = str(fault)
        return
    for name in [n for n in st.session_state if str(n).startswith("fix-")]:
        del st.session_state[name]
    st.session_state[_MADE] = f"Saved in {own_file()}: {in_words(correction)}."
    logging.getLogger("gigaledger").info("corrected: %s", in_words(correction))
    refresh()


@st.cache_resource(max_entries=16, show_spinner="Trying it out …")
def _effect(key: State, words: str, _entry: dict[str, Any]) -> Effect:
    return correcting.effect(library(), load().table, _entry)


def _value(do: str, project: pd.Series, reports: pd.DataFrame, called: dict[str, str]) -> dict[str, Any] | None:
    """The column, for which reports, and the value; None while something is missing."""
    column = st.selectbox("Column", COLUMNS, format_func=_named, key="fix-column")
    where = st.selectbox(
        "For",
        [_WHOLE, *called],
        format_func=lambda i: (
            "the whole project, whatever any article says" if i == _WHOLE else f"what this article says: {called[i]}"
        ),
        key="fix-where",
    )
    row = project if where == _WHOLE else reports[reports["report_id"] == where].iloc[0]
    now = correcting.plain(row[column])
    st.caption(escape(f"Now: {correcting.value_in_words(column, now)}."))
    target: dict[str, Any] = {"project": str(project["project_id"])} if where == _WHOLE else {"report": where}
    if where != _WHOLE and not isinstance(now, list):
        target["was"] = said_now(row, column)
    if do == "clear":
        return {"column": column, **target} if now not in (None, []) else None
    value = written(column, _widget(column, now, f"fix-value-{column}-{where}"))
    unchanged = (None, now, written(column, shown(column, now)))
    return {"column": column, "value": value, **target} if value not in unchanged else None


def _named(column: str) -> str:
    return f"{label(column)} ({unit(column)})" if unit(column) else label(column)


def _widget(column: str, now: Any, key: str) -> Any:
    """The widget for a column: its vocabulary, countries, companies, a figure, or a line of text."""
    told = BY_NAME[column]
    if told.vocabulary:
        words = told.vocabulary
        options = list(words)
        return st.selectbox("Value", options, index=options.index(now) if now in words else None, key=key,
                            format_func=lambda v: f"{label(v)}: {words[v]}")  # fmt: skip
    if column == "country":
        names = countries()
        codes = list(names)
        return st.selectbox("Value", codes, index=codes.index(now) if now in names else None, key=key,
                            format_func=names.__getitem__)  # fmt: skip
    if told.dtype == "strings":
        return st.multiselect("Value", sorted({*by_name(), *(now or [])}, key=str.casefold), default=now or [], key=key,
                              accept_new_options=True, help="The most important first; other names can be typed in")  # fmt: skip
    if told.dtype == "int":
        return st.number_input(f"Value ({unit(column)})", min_value=0, step=1, value=now, key=key)
    if told.dtype == "float":
        low = None if column in ("latitude", "longitude") else 0.0
        value = None if now is None else float(shown(column, now))
        return st.number_input(f"Value ({unit(column)})", min_value=low, value=value, key=key, format="%.6g",
                               step=None if low is None else 1.0)  # fmt: skip
    if column.endswith("_start"):
        return st.text_input("Value", value=now or "", key=key, placeholder="2027 or 2027-05", max_chars=7,
                             help="The year, or year and month: 2027 or 2027-05")  # fmt: skip
    return st.text_input("Value", value=now or "", key=key, max_chars=2000)
