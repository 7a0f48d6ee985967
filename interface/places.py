"""Beside the map: the projects without a place, and the places as a list."""

from __future__ import annotations

import html

import pandas as pd
import streamlit as st

from core.charts import Chart, maps
from core.columns import STANDINGS
from core.formats import count, gwh, money
from core.geography import PRECISIONS, PROJECTS, Mapped, mapped, ranked, unplaced
from core.measures import Measure
from core.selection import Filters, Selection
from interface.data import State, load, state
from interface.view import View

MOST_LISTED, MOST_ROWS = 60, 1000
_LIST = (
    ".unplaced { max-height: 560px; overflow-y: auto; margin: 0; padding-left: 1.1rem; font-size: 0.9rem; }"
    " .unplaced li { margin-bottom: 0.5rem; overflow-wrap: anywhere; } .unplaced a { color: inherit; }"
)


def drawn_map(seen: View, measure: Measure, drawn: str, area: str) -> Chart:
    """The map (bubbles or countries), kept for this view of the data."""
    return _drawn(state(), seen.filters, seen.phrase, measure, drawn, area, seen.selection)


@st.cache_resource(max_entries=8, show_spinner=False)
def _drawn(
    key: State, filters: Filters, phrase: str, measure: Measure, drawn: str, area: str, _selection: Selection
) -> Chart:
    found = _mapped(key, filters, measure, _selection)
    return maps.bubbles(found, phrase, load().table, area) if drawn == "bubbles" else maps.shades(found, phrase, area)


@st.cache_resource(max_entries=4, show_spinner=False)
def _mapped(key: State, filters: Filters, measure: Measure, _selection: Selection) -> Mapped:
    return mapped(_selection.projects, measure)


def lists(seen: View, measure: Measure) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The places of the map as a list, and what has no place."""
    return _lists(state(), seen.filters, measure, seen.selection)


@st.cache_resource(max_entries=8, show_spinner=False)
def _lists(key: State, filters: Filters, measure: Measure, _selection: Selection) -> tuple[pd.DataFrame, pd.DataFrame]:
    found = _mapped(key, filters, measure, _selection)
    return ranked(found.sums), unplaced(found)


def without_place(seen: View, away: pd.DataFrame, measure: Measure) -> None:
    """The projects that cannot be on the map, and why, each with a link to its page."""
    with st.container(border=True, key="without-place", height="stretch"):
        st.subheader("Not on the map", anchor=False)
        if away.empty:
            st.caption("Every project here has a place.")
            return
        st.caption(f"{count(len(away), 'project')} without a place; market figures are left out.")
        items = []
        for row in away.head(MOST_LISTED).to_dict("records"):
            name = row["project"] if isinstance(row["project"], str) else row["project_id"]
            said = [] if measure is PROJECTS or pd.isna(row["low"]) else [f"<b>{_figure(row['low'], row['high'], measure)}</b>"]
            said += [html.escape(row["reason"])]
            link = html.escape(seen.link("project", project=row["report_id"]))
            items.append(f'<li><a href="{link}">{html.escape(name)}</a><br>{"; ".join(said)}</li>')
        if len(away) > MOST_LISTED:
            items.append(f"<li>and {len(away) - MOST_LISTED:,} more: choose a filter to see them</li>")
        # The list scrolls in its own box, by keyboard too.
        st.html(
            f"<style>{_LIST}</style>"
            f'<ul class="unplaced" tabindex="0" aria-label="Projects without a place">{"".join(items)}</ul>'
        )


def places_table(places: pd.DataFrame, measure: Measure) -> None:
    """The map in words: the places with their sums by standing."""
    with st.container(border=True, key="places"):
        st.subheader("The same as a list", anchor=False)
        if places.empty:
            st.caption("No place to list.")
            return
        unit = "" if measure is PROJECTS else f" In {measure.unit}; the columns by standing add up to it."
        st.caption(f"{count(len(places), 'place')}, the largest first.{unit}")
        standings = [name for name in STANDINGS if places[name].notna().any()]
        sums = [] if measure is PROJECTS else ["low", "high"] if (places["high"] > places["low"]).any() else ["low"]
        number = st.column_config.NumberColumn
        st.dataframe(
            places.head(MOST_ROWS).assign(precision=places["precision"].map(PRECISIONS)),
            hide_index=True,
            key="ranked-places",
            height=min(38 + 35 * len(places) + 2, 400),
            placeholder="",
            alt=f"Table of {count(len(places), 'place')}",
            column_order=["place", "precision", "projects", *sums, *standings],
            column_config={
                "place": st.column_config.TextColumn("Place", width=300),
                "precision": "How exact",
                "projects": number("Projects", format="localized"),
                "low": number(measure.unit, format="%.4g", help="All standings together, lower figure"),
                "high": number(f"{measure.unit}, upper", format="%.4g", help="The upper figure where a range is given"),
                **{name: number(str(words), format="%.4g") for name, words in STANDINGS.items()},
            },
        )


def _figure(low: float, high: float, measure: Measure) -> str:
    low, high = low * measure.scale, high * measure.scale
    return gwh(low, high) if measure.name == "capacity" else money(low, high)
