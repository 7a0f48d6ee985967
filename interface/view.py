"""The filters in the sidebar and the address, and what they leave: the same on every page."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from core.formats import count, listing
from core.formats import told_where as told_where  # the pages take it from here
from core.models import GigaledgerError
from core.selection import FILTERS, UNSTATED, YEARS, Filters, Ledger, Selection, in_words
from interface.data import Data, State, ledger, load, state
from interface.navigation import through_entry

LABELS = {
    "company": "Company",
    "home": "Home of a company",
    "country": "Country",
    "segment": "Segment",
    "status": "Status",
    "language": "Language of the article",
    "year": "Year of publication",
    "announced_since": "Announced since",
    "announced_until": "Announced until",
}
_HELP = {
    "company": "Any company that takes part.",
    "home": "The country that any company that takes part comes from, whatever the project's own country: “South Korea” "
    "here and “Hungary” below gives what Korean companies do in Hungary.",
    "status": "Where the project stands by the latest article that says so.",
    "year": "Which articles are read: the figures are then those that these articles tell. For projects by the year in "
    "which they were announced, take “Announced since”.",
    "announced_since": "The year of the first article here that tells of the project. Its figures stay those that count "
    "today.",
    "announced_until": "The year of the first article here that tells of the project.",
    "silence": "A plant that does not run yet counts as shelved two years after the last article on it, as cancelled "
    "after four (counted to the newest article). Off: the status that was stated.",
}
SILENCE = "silence"
MOST_COMPANIES, LISTED = 1_000, 300  # a longer list of companies is sent to the browser again and again
_NOTE = "company-note"
UNDERSTOOD = "understood-of-the-address"  # the address in the filters' own words, to be gone to
NOT_HERE = "not-in-this-data"  # what an address asks for that no filter offers


@dataclass(frozen=True, slots=True)
class View:
    """The data, the filters, their words, and the reports and projects that pass."""

    data: Data
    filters: Filters
    words: dict[str, dict[str, str]]
    selection: Selection
    everything: pd.DataFrame

    @property
    def phrase(self) -> str:
        """The filters as a phrase for titles, empty without any."""
        return in_words(self.filters, self.words)

    def query(self, **more: str) -> dict[str, str | list[str]]:
        """Query parameters that lead to this view."""
        named = {n: [self.words[n].get(v, v) for v in getattr(self.filters, n)] for n in self.filters.active()}
        return {**named, **({SILENCE: "true"} if self.filters.silence else {}), **more}

    def link(self, page: str, **more: str) -> str:
        """A relative address of a page with this view's filters."""
        return f"{page}?{urlencode(self.query(**more), doseq=True)}"


@dataclass(frozen=True, slots=True)
class Choices:
    """What each filter offers, in words too; every project; ``listed``: the companies of the list, where there are too
    many for one, and ``companies``: small letters → name."""

    options: dict[str, list[str]]
    words: dict[str, dict[str, str]]
    everything: pd.DataFrame
    listed: list[str] | None
    companies: dict[str, str]


@st.cache_resource(max_entries=4, show_spinner=False)
def _choices(key: State, silence: bool) -> Choices:
    known = ledger(key)
    options = known.options(silence)
    companies = {name.casefold(): name for name in options["company"] if name != UNSTATED}
    listed = _listed(known, options["company"]) if len(companies) > MOST_COMPANIES else None
    return Choices(options, known.wording(silence), known.everything(silence), listed, companies)


def _listed(known: Ledger, options: list[str]) -> list[str]:
    """The companies that most reports tell of, by the alphabet."""
    often = known.reports.most_frequent_companies(LISTED)
    return [name for name in options if name in often or name == UNSTATED]


def companies() -> list[str]:
    """Every company that the table names, by the alphabet."""
    return [name for name in _choices(state(), False).options["company"] if name != UNSTATED]


@st.cache_resource(max_entries=2, show_spinner=False)
def names(key: State) -> dict[str, str]:
    """project_id → name of every project, by the alphabet."""
    everything = ledger(key).everything()
    named = everything["project"].fillna(everything["project_id"])
    return dict(sorted(zip(everything["project_id"], named, strict=True), key=lambda pair: str(pair[1]).casefold()))


@st.cache_resource(max_entries=8, show_spinner=False)  # a selection of 100,000 projects takes some ten megabytes
def _selected(key: State, filters: Filters) -> Selection:
    return ledger(key).select(filters)


def sidebar() -> None:
    """Draw the filters; each is bound to the address by its name. The entry script calls this on every page."""
    first = not known()  # later the filters say what is asked for
    with st.sidebar:
        st.subheader("Filters", anchor=False)
        above = st.container()
        # Drawn first, shown last: whether silence counts decides which statuses there are.
        silence = st.toggle("Count silence as a stop", key=SILENCE, bind="query-params", help=_HELP[SILENCE])
        choices = _choices(state(), silence)
        if first:
            _read_address(choices)
        for name in FILTERS:
            options = choices.options[name]
            if name in YEARS:
                above.selectbox(LABELS[name], options, index=None, key=name, bind="query-params",
                                placeholder="Any year", help=_HELP.get(name))  # fmt: skip
                continue
            chosen = st.session_state.get(name) or []
            if name == "company" and choices.listed is not None:
                with above:
                    _company(choices, choices.listed)
                continue
            if any(value not in options for value in chosen):  # a status that only silence gave
                st.session_state[name] = [value for value in chosen if value in options]
            above.multiselect(
                LABELS[name],
                options,
                format_func=choices.words[name].__getitem__,
                key=name,
                bind="query-params",
                placeholder="All",
                help=_HELP.get(name),
            )
        st.button("Reset filters", icon=":material/restart_alt:", on_click=reset, key="reset", width="stretch",
                  disabled=not (_filters().active() or silence))  # fmt: skip


def _read_address(choices: Choices) -> None:
    """Understand codes ("FI") and other spellings ("hungary") in the address, of which the filters know the words only; and
    remember what the data does not have: a filter drops it without a word, and all of the data would pass for the part
    that was asked for."""
    unknown = []
    query = {name: st.query_params.get_all(name) for name in st.query_params}
    understood = False
    for name in FILTERS:
        asked = [value for value in query.get(name, ()) if value]
        if not asked or (name == "company" and choices.listed is not None):  # its field says so itself
            continue
        words = {value: choices.words[name].get(value, value) for value in choices.options[name]}
        exact = set(words.values())
        loose = {spelling.casefold(): word for value, word in words.items() for spelling in (value, word)}
        query[name] = [value if value in exact else loose.get(value.strip().casefold(), value) for value in asked]
        understood = understood or query[name] != asked
        unknown += [f"{LABELS[name].lower()} “{value}”" for value in query[name] if value not in exact]
    if unknown:
        st.session_state[NOT_HERE] = listing(unknown)
    if understood:
        st.session_state[UNDERSTOOD] = urlencode(query, doseq=True)


def _company(choices: Choices, listed: list[str]) -> None:
    """The filter of companies where there are more than a list can hold: the well-known are listed, others are typed."""
    chosen = [name for name in st.session_state.get("company") or [] if name in choices.words["company"]]
    st.multiselect(
        LABELS["company"],
        list(dict.fromkeys([*listed, *chosen])),
        format_func=lambda name: choices.words["company"].get(name, name),
        key="company",
        bind="query-params",
        placeholder="All",
        accept_new_options=True,
        on_change=_resolve,
        args=(choices.companies,),
        help=f"{_HELP['company']} The {LISTED} most often told of are listed; type any other name and press Enter.",
    )
    unknown = [name for name in st.session_state["company"] or [] if name not in choices.words["company"]]
    note = st.session_state.pop(_NOTE, None) or (f"No company is called {listing(unknown, 'or')}." if unknown else None)
    if note:
        st.caption(escape(note))


def _resolve(companies: dict[str, str]) -> None:
    """Callback: put the companies' names in the place of what was typed."""
    found: dict[str, None] = {}
    for typed in st.session_state["company"]:
        small = typed.casefold().strip()
        fitting = [companies[small]] if small in companies else [name for key, name in companies.items() if small in key]
        if typed == UNSTATED or len(fitting) == 1:
            found[UNSTATED if typed == UNSTATED else fitting[0]] = None
        elif fitting:
            some = ", ".join(sorted(fitting, key=len)[:5])
            st.session_state[_NOTE] = f"“{typed}” fits {count(len(fitting), 'company', 'companies')}: {some} … Type one in full."
        else:
            st.session_state[_NOTE] = f"No company is called “{typed}”."
    st.session_state["company"] = list(found)


def reset() -> None:
    """Callback: clear every filter."""
    for name in FILTERS:
        st.session_state[name] = None if name in YEARS else []
    st.session_state[SILENCE] = False


def drop(name: str) -> None:
    """Callback: clear one filter."""
    st.session_state[name] = False if name == SILENCE else None if name in YEARS else []


def known() -> bool:
    """Whether the filters have been drawn in this visit."""
    return SILENCE in st.session_state


def asked() -> dict[str, object]:
    """What the filters' widgets hold."""
    return {name: st.session_state.get(name) or None for name in (*FILTERS, SILENCE)}


def _filters() -> Filters:
    # In the options' order, not that of clicking: one view has one title and one file name.
    silence = bool(st.session_state.get(SILENCE))
    options = _choices(state(), silence).options
    found = {name: st.session_state.get(name) or () for name in FILTERS}
    chosen = {name: {value} if isinstance(value, str) else set(value) for name, value in found.items()}
    kept = {name: tuple(v for v in options[name] if v in chosen[name]) for name in FILTERS if chosen[name]}
    return Filters(**kept, silence=silence)


def view() -> View:
    """What the reader sees now. Every page calls this first."""
    through_entry()
    return now()


def now() -> View:
    """The same for what is drawn beside the page, or after a click in a part of it."""
    filters = _filters()
    choices = _choices(state(), filters.silence)
    return View(load(), filters, choices.words, _selected(state(), filters), choices.everything)


def head(seen: View, title: str, lead: str = "") -> None:
    """The page's title and the line of active filters, each with a button that removes it."""
    st.title(title, anchor=False)
    if lead:
        st.caption(lead)
    # In a place of its own, empty or not: else all that stands below moves by one when the first filter is set, and the
    # browser takes the page apart and draws the old charts once more in their new places before it draws the new ones.
    with st.container():
        _active(seen)


def _active(seen: View) -> None:
    active = seen.filters.active()
    shown, total = len(seen.selection.projects), len(seen.everything)
    if not active and not seen.filters.silence:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="active-filters"):
        st.markdown(f"Showing **{shown:,}** of {total:,} projects and market figures")
        for name in active:
            values = [seen.words[name].get(v, v) for v in getattr(seen.filters, name)]
            text = f"{LABELS[name].split(' of ')[0]}: {listing(values[:2], 'or')}"
            if len(values) > 2:
                text += f" +{len(values) - 2}"
            st.button(escape(text), icon=":material/close:", key=f"drop-{name}", on_click=drop, args=(name,),
                      help="Remove this filter")  # fmt: skip
        if seen.filters.silence:
            st.button("Silence counts as a stop", icon=":material/close:", key=f"drop-{SILENCE}", on_click=drop,
                      args=(SILENCE,), help="Show what was stated")  # fmt: skip
        st.button("Reset", type="tertiary", key="reset-line", on_click=reset)
    undated = ledger(state()).undated(seen.filters)
    if undated:
        st.caption(f"Left out: {count(undated, 'project')} of which no dated article tells.")


def nothing_here(seen: View) -> bool:
    """Where no project passes: say which filter emptied the page and offer the way back. True if so."""
    if len(seen.selection.projects):
        return False
    if seen.data.table.empty:
        st.info("No article of the folder tells of a project yet. The page “Not read” says why.")
        return True
    with st.container(border=True, key="empty"):
        st.subheader("Nothing passes these filters", anchor=False)
        st.markdown(escape(f"No project is left {seen.phrase}."))
        ways = ledger(state()).emptied_by(seen.filters)
        for name, found in ways:
            values = listing([seen.words[name].get(v, v) for v in getattr(seen.filters, name)], "or")
            st.button(escape(f"Drop {LABELS[name].lower()} “{values}”: {count(found, 'project')}"), on_click=drop,
                      args=(name,), key=f"without-{name}")  # fmt: skip
        if not ways:
            st.markdown("No single filter is to blame: only several together leave nothing.")
        st.button("Reset filters", type="primary", on_click=reset, key="reset-empty")
    return True


_SPECIAL = str.maketrans({c: f"\\{c}" for c in r"\`*_{}[]()<>#+-!|~$:"})


def escape(text: str) -> str:
    """Text from articles for Markdown: nothing in it is taken for formatting, a link or a picture."""
    return text.translate(_SPECIAL)


@contextmanager
def guarded() -> Iterator[None]:
    """No Python error reaches the reader: a sentence instead, the error in the server's log."""
    try:
        yield
    except GigaledgerError as fault:
        st.error(escape(str(fault)))
    except Exception:
        logging.getLogger("gigaledger").exception("a page failed")
        st.error("This page could not be drawn. The server's log says why; the other pages work.")
