"""What the pages Investment and Capacity share: the places to look into, the switches, and the charts."""

from __future__ import annotations

from typing import Literal

import pandas as pd
import streamlit as st

from core import charts
from core.charts import BY_WORDS, Chart
from core.charts.over_time import HEIGHT
from core.levels import WORLD, Spot, deeper, inside, spot
from core.measures import FIRST_STAGE, FULL, INVESTMENT, Grouping, Joint, Measure, currencies, stated_in
from interface.cards import chart_card
from interface.links import written_out
from interface.view import View, escape

Subject = Literal["investment", "capacity"]
PLACE, LEVEL = "place", "places"
_NEXT = "place-wanted"  # set by a click in a chart, after this run's widgets were drawn
_JOINT: dict[Joint, str] = {"whole": "Counted whole", "shared": "Shared out"}
_WHEN: dict[charts.When, str] = {"announced": "Announcement", "start": "Production start"}
_TALLEST = 560  # px of the chart over time, which grows with the bars beside it
_STAGES: dict[str, Measure] = {"Full build-out": FULL, "First stage": FIRST_STAGE}


def amounts(seen: View, subject: Subject) -> None:
    """Draw the body of the page."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        here = _look_into(seen.selection.projects)
        currency = _currency(seen.selection.projects) if subject == "investment" else ""
        stage = "" if subject == "investment" else _switch("Over time and from plan to plant", list(_STAGES), "stage",
                                                           "The bars by place, company and segment show both.")  # fmt: skip
    if here.path:
        _way(here)
    projects = inside(seen.selection.projects, here)
    words = ", ".join(phrase for phrase in (seen.phrase, here.phrase) if phrase)
    measure = _STAGES[stage] if stage else stated_in(currency) if currency else INVESTMENT
    reports = seen.data.table

    def ranked(group: Grouping, joint: Joint = "whole") -> Chart:
        if subject == "investment":
            return charts.investment(projects, group, words, reports, joint, currency)
        return charts.capacity(projects, group, words, reports, joint)

    left, right = st.columns(2, gap="medium")
    with left:
        by = _level(here)
        places = ranked(by)
        chart_card(places, deeper=look_into)
    with right:
        beside = places.figure.layout.height if places.figure else 0
        _over_time(projects, measure, words, reports, min(max(beside, HEIGHT), _TALLEST))
    chart_card(charts.waterfall(projects, measure, words, reports))
    help = "Counted whole: for each of their companies. Shared out: in equal parts, so that all bars add up to the total."
    joint = _switch("By company, joint projects are", list(_JOINT), "joint", help, _JOINT)
    left, right = st.columns(2, gap="medium")
    with left:
        chart_card(ranked("company", joint))
    with right:
        chart_card(ranked("segment"))
    chart_card(ranked("project"))
    if subject == "capacity" and (projects["segment"] == "storage").any():
        left, right = st.columns(2, gap="medium")
        with left:
            chart_card(charts.storage(projects, by, words, reports), deeper=look_into)
        with right:
            chart_card(charts.storage(projects, "project", words, reports))
    if subject == "investment":
        left, right = st.columns(2, gap="medium")
        with left:
            chart_card(charts.support(projects, by, words, reports), deeper=look_into)
        with right:
            chart_card(charts.support(projects, "company", words, reports, joint))


def look_into(address: str) -> None:
    """Go to a place (core.levels) when the page is drawn the next time: for clicks in a chart."""
    st.session_state[_NEXT] = address


def _look_into(projects: pd.DataFrame) -> Spot:
    """The place that is looked into, with a choice of those above it and of those one level deeper."""
    if _NEXT in st.session_state:
        _go(st.session_state.pop(_NEXT))
    wanted = st.session_state[PLACE] if PLACE in st.session_state else st.query_params.get(PLACE)
    here = spot(projects, wanted or "")
    if wanted and not here.path and PLACE not in st.session_state:
        st.warning(escape(f"The address asks for the place “{wanted}”, in which no project here lies. You see all places."))
    options = [step.address for step in [*here.above()[1:], here] if step.address]
    options += deeper(projects, here, here.levels[0]) if len(here.levels) > 1 else []
    if not here.path:
        options += deeper(projects, here, "country")
    if st.session_state.get(PLACE) not in (None, *options):
        st.session_state[PLACE] = None
    chosen = st.selectbox(
        "Look into a place",
        list(dict.fromkeys(options)),
        index=None,
        key=PLACE,
        bind="query-params",
        placeholder=f"{WORLD}: choose a world region or country",
        help="Or click a bar of the chart by place: it leads one level deeper.",
        width=320,
    )
    if (chosen or "") != here.address and spot(projects, chosen or "").address == (chosen or ""):
        st.rerun()  # the browser went back to an address with another place
    if here.path:
        written_out(**{PLACE: here.address})
    return here


def _way(here: Spot) -> None:
    """The places that a place lies in, as buttons that lead back."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="way"):
        for step in here.above():
            st.button(escape(step.name), type="tertiary", on_click=_go, args=(step.address,), key=f"to-{step.name}",
                      help=f"Back to {step.name}")  # fmt: skip
            st.markdown("›")
        st.markdown(f"**{escape(here.name)}**")


def _go(address: str) -> None:
    """Callback: to a place; the bars show what lies right below it."""
    st.session_state[PLACE] = address or None
    st.session_state.pop(LEVEL, None)


def _level(here: Spot) -> Grouping:
    levels = list(here.levels)
    default: Grouping = "country" if "country" in levels else levels[0]
    if len(levels) == 1:
        return default
    if st.session_state.get(LEVEL, default) not in levels:
        st.session_state[LEVEL] = default
    chosen: Grouping = st.segmented_control("Places by", levels, default=default, required=True, key=LEVEL, bind="query-params",
                                            format_func=lambda level: BY_WORDS[level].capitalize())  # fmt: skip
    written_out(**{LEVEL: BY_WORDS[chosen].capitalize()})
    return chosen


def _switch(label, options, key, help=None, words=None):  # type: ignore[no-untyped-def]
    """A choice of one, the first unless the address says otherwise. Written out is what is seen: of a page to which the
    browser went back the address bar may lack it."""
    named = words or {option: option for option in options}
    chosen = st.segmented_control(label, options, default=options[0], required=True, key=key, bind="query-params",
                                  format_func=named.__getitem__, help=help)  # fmt: skip
    written_out(**{key: named[chosen]})
    return chosen


def _currency(projects: pd.DataFrame) -> str:
    found = currencies(projects)
    wanted = st.query_params.get("currency")
    if wanted and wanted not in found and "currency" not in st.session_state:
        st.warning(escape(f"The address asks for amounts in “{wanted}”, which no article here states. You see all, in euro."))
    if st.session_state.get("currency") not in (None, *found):
        st.session_state["currency"] = None
    chosen: str | None = st.selectbox(
        "Amounts stated in",
        found,
        index=None,
        key="currency",
        bind="query-params",
        placeholder="any currency, in euro",
        help="One currency: only projects whose amount an article gives in it, as it stands there, unconverted.",
        width=240,
    )
    return chosen or ""


def _over_time(projects: pd.DataFrame, measure: Measure, words: str, reports: pd.DataFrame, height: int) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        when = _switch("Years of", list(_WHEN), "when", "Announcement: the first article here that tells of the project.", _WHEN)
        cumulated = st.toggle("Cumulated", key="cumulated", bind="query-params")
        written_out(cumulated=str(cumulated).lower())
    chart_card(charts.over_time(projects, measure, when, cumulated, words, reports, height))
