"""What happens after adding: what was said of it, the articles that were added, and the watched folder."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pandas as pd
import streamlit as st

from core.adding import TAKEN, take_inbox
from core.formats import count
from core.models import GigaledgerError
from core.store.folder import data_folder
from core.store.register import Added, New
from interface.adding import FAULT, Adding, Told
from interface.adding_list import refusals
from interface.data import library, load, ready_table, register
from interface.view import View, escape

EVERY = 30.0  # seconds between two looks into the watched folder
_MOST = 12  # projects that are named at once
_REMOVE = "to-remove"


def outcome(adding: Adding, seen: View) -> None:
    """What became of the last click, with links to the projects."""
    fault = st.session_state.pop(FAULT, None)
    if fault:
        st.error(escape(fault))
    told = adding.told
    if told is None:
        return
    if told.added:
        words = _told_added(told.added)
        st.success(words, icon=":material/check:")
        if not told.shown:  # the list, and with it the button, may be far below
            st.toast(words, icon=":material/check:")
            told.shown = True
        _projects(told.added, seen)
    for line in told.known:
        st.info(escape(line), icon=":material/content_copy:")
    if told.refused:
        refusals(told.refused, "stayed in the folder, as they could not be read")
    if told.removed:
        names = ", ".join(one.name for one in told.removed)
        st.success(escape(f"Removed from the table: {names}. The files are kept; they can be put back."))
        st.button("Put back", on_click=_put_back, args=(adding, told.removed), key="put-back", icon=":material/undo:")
    if told.nothing:
        st.info(escape(told.nothing))


def _told_added(added: list[Added]) -> str:
    if ready_table():
        return escape(f"{count(len(added), 'article')} added. The table shown here is a ready one and stays as it is; a build "
                      "takes them in.")  # fmt: skip
    table = load().table
    mine = table[table["article"].isin(_names(added))]
    projects = mine["project_id"].fillna(mine["report_id"]).nunique()
    found = f"{count(len(mine), 'row')} on {count(projects, 'project')}" if len(mine) else "no row"
    return escape(f"{count(len(added), 'article')} added: {found} in the table.")


def _names(added: list[Added]) -> set[str]:
    """What the table calls added articles: by their names, or below “added/” where a file of the folder has the name."""
    from core.library import ADDED

    articles = load().articles
    return {f"{ADDED}/{one.name}" if f"{ADDED}/{one.name}" in articles else one.name for one in added}


def _projects(added: list[Added], seen: View) -> None:
    """Links to the projects that the added articles tell of, the new ones said to be new."""
    if ready_table():
        return
    table = load().table
    ids = table["project_id"].fillna(table["report_id"])
    mine = table["article"].isin(_names(added))
    told = table[mine].assign(id=ids[mine]).drop_duplicates("id")
    known = set(ids[~mine])
    for row in told.head(_MOST).to_dict("records"):
        name = row["project"] if isinstance(row["project"], str) else row["id"]
        words = name if row["id"] in known else f"{name} (new)"
        st.page_link("pages/project.py", label=escape(words), query_params=seen.query(project=row["id"]))
    if len(told) > _MOST:
        st.caption(f"and {count(len(told) - _MOST, 'more project')}: the page “Projects” has all of them.")


# --------------------------------------------------------------------------------------------------- added articles


def added_articles(adding: Adding) -> None:
    """The list of added articles, and the way to take some out."""
    articles = sorted(register().articles(), key=lambda one: one.added, reverse=True)
    st.subheader("Added articles", anchor=False)
    if not articles:
        st.caption("None yet. What you add above is listed here and can be removed again.")
        return
    st.caption(f"{count(len(articles), 'article')}, the latest first. A removed article leaves the table; its file is kept.")
    st.dataframe(
        pd.DataFrame(
            {
                "name": [one.name for one in articles],
                "added": [one.added.astimezone().replace(tzinfo=None) for one in articles],
                "origin": [_origin(one) for one in articles],
            }
        ),
        hide_index=True,
        key="added",
        height=min(38 + 35 * len(articles) + 2, 320),
        alt=f"{count(len(articles), 'added article')}",
        column_config={
            "name": st.column_config.TextColumn("Article", width="medium"),
            "added": st.column_config.DatetimeColumn("Added", format="D MMM YYYY, HH:mm"),
            "origin": st.column_config.TextColumn("From", width="large"),
        },
    )
    with st.form("remove", border=False):
        st.multiselect("Remove", [one.name for one in articles], placeholder="Choose articles", key=_REMOVE)
        st.form_submit_button("Remove from the table", icon=":material/delete:", on_click=_remove, args=(adding, articles))


def _origin(one: Added) -> str:
    if one.url and one.url.startswith(("http://", "https://")):
        from core.web.addresses import shown

        return shown(one.url)
    what, _, name = one.origin.partition(":")
    return {"upload": f"file {name}", "pasted": "pasted text"}.get(what, one.origin)


def _remove(adding: Adding, articles: list[Added]) -> None:
    """Callback: take the chosen articles out of the table."""
    chosen = [one for one in articles if one.name in st.session_state[_REMOVE]]
    if not chosen:
        adding.told = Told(nothing="Choose the articles that are to be removed.")
        return
    try:
        known = register()
        adding.told = Told(removed=[one for one in chosen if known.remove(one.name)])
    except GigaledgerError as fault:
        st.session_state[FAULT] = str(fault)
    adding.started_anew()


def _put_back(adding: Adding, removed: list[Added]) -> None:
    """Callback: take removed articles in again."""
    try:
        new = [New(one.path.read_bytes(), one.name, one.origin, one.url, one.address, one.sketch) for one in removed]
        adding.told = Told(register().add(new))
    except (OSError, GigaledgerError) as fault:
        st.session_state[FAULT] = f"This could not be put back: {fault}"
    adding.started_anew()


# --------------------------------------------------------------------------------------------------- watched folder


def watched_folder(adding: Adding) -> None:
    """The inbox: its path, what lies in it, a button, and a timer that is off at first."""
    folder = data_folder().inbox
    st.subheader("Watched folder", anchor=False)
    st.caption("Put articles into this folder, by hand or by a program of yours. They are added when you press “Refresh”; what "
               "was added is moved to “taken” within it, what cannot be read stays, with the reason.")  # fmt: skip
    st.code(str(folder), language=None)
    there = len(_lying(folder))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button("Refresh", icon=":material/refresh:", key="refresh", on_click=_take, args=(adding,))
        st.toggle(f"Look every {EVERY:.0f} seconds", key="watch", help="As long as this page is open.")
        st.caption(f"{count(there, 'file')} waiting" if there else "No file is waiting")
    if st.session_state["watch"]:
        _watch(adding)


@st.fragment(run_every=EVERY)
def _watch(adding: Adding) -> None:
    st.caption(f"Last look at {datetime.now():%H:%M:%S}")
    if _lying(data_folder().inbox) and _take(adding, quiet=True):
        st.rerun()


def _take(adding: Adding, quiet: bool = False) -> bool:
    """Add what lies in the watched folder; whether anything was added. quiet: say nothing where nothing was."""
    try:
        taken = take_inbox(library())
    except GigaledgerError as fault:
        st.session_state[FAULT] = str(fault)
        return True
    if quiet and not taken.added:
        return False
    known = [f"{name}: known already, {why}" for name, why in taken.known]
    adding.told = Told(taken.added, known, taken.refused)
    if not (taken.added or known or taken.refused):
        waits = " A file that was changed just now is taken a few seconds later." if _lying(data_folder().inbox) else ""
        adding.told.nothing = f"There is nothing new in the watched folder.{waits}"
    if taken.added:
        adding.started_anew()
    return True


def _lying(folder: Path) -> list[Path]:
    """The files that wait in the folder."""
    if not folder.is_dir():
        return []
    inside = ((path, path.relative_to(folder).parts) for path in folder.rglob("*"))
    return [path for path, parts in inside if parts[0] != TAKEN and not parts[-1].startswith((".", "~$")) and path.is_file()]
