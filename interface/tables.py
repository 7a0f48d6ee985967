"""Tables of projects, reports, claims and ties: one look of each column, wherever it stands.

A page makes a frame whose columns bear the names of COLUMNS, or others that it describes itself; links, widths, formats
of numbers and days, and what a heading means are the same on all pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from core.columns import label
from core.formats import count, language_name
from core.table import flat, safe_csv
from interface.view import View

MOST_ROWS = 200  # the browser gets some hundred kilobytes
_ROW, _HEAD = 35, 40  # px
_text, _number, _day = st.column_config.TextColumn, st.column_config.NumberColumn, st.column_config.DateColumn
DAY = "D MMM YYYY"
COLUMNS: dict[str, Any] = {
    "open": st.column_config.LinkColumn("", display_text="Open", help="The project's page", width=60, pinned=True),
    "project": _text("Project", width=260),
    "part": _text("Its part", help="Its roles in the project, as the articles have them"),
    "country": _text("Country", width=115),
    "city": "Town",
    "segment": "Segment",
    "status": _text("Status", width=95),
    "kind": "Kind",
    "product": "Product",
    "investment": _number("EUR bn", width=70, format="%.3g", help="Investment of the whole project, lower figure"),
    "investment_max": _number("EUR bn, upper", width=110, format="%.3g", help="Investment, upper figure"),
    "first_stage": _number("GWh, first stage", format="%.4g", help="Capacity of the first stage"),
    "full": _number("GWh, full", format="%.4g", help="Capacity at full build-out"),
    "share": _number("Share", format="percent", help="Equal parts among those who own or run it; empty: it does neither"),
    "jobs": _number("Jobs", format="localized"),
    "production_start": _text("Production from", help="Planned or done"),
    "partners": st.column_config.ListColumn("Companies", width="medium"),
    "published": _day("Published", format=DAY),
    "told_on": _day("Told on", format=DAY),
    "since": _day("Reported since", format=DAY, width=105),
    "last": _day("Last told of", format=DAY),
    "language": "Language",
    "told": _text("Told", help="In which language, and when"),
    "article": "Article",
    "headline": _text("Headline", width="large"),
    "quote": _text("In the original", width="large"),
    "english": _text("In English", width="medium"),
    "url": st.column_config.LinkColumn("On the web", display_text="Open"),
}


def table(shown: pd.DataFrame, key: str, noun: str, own: Mapping[str, Any] | None = None, tallest: int = 420,
          order: Iterable[str] | None = None, file: str = "") -> None:  # fmt: skip
    """Draw a table. own: columns that no other table has, or has otherwise; noun: what a row is; order: which columns, if
    not all; file: name of its CSV, which has every column but the links, and all rows."""
    if file:
        _csv_button(shown, key, file)
    if len(shown) > MOST_ROWS:
        more = "the CSV has all" if file else "filters leave fewer"
        st.caption(f"The first {MOST_ROWS} of {count(len(shown), noun)}; {more}.")
    drawn, looks = shown.head(MOST_ROWS), {**COLUMNS, **(own or {})}
    st.dataframe(
        drawn,
        hide_index=True,
        key=key,
        height=min(_HEAD + _ROW * max(len(drawn), 1), tallest),
        placeholder="",
        alt=f"Table of {count(len(drawn), noun)}",
        column_order=None if order is None else list(order),
        column_config={name: looks[name] for name in shown.columns if name in looks},
    )


def _csv_button(shown: pd.DataFrame, key: str, file: str) -> None:
    rows = shown.drop(columns="open", errors="ignore")
    st.download_button("CSV", partial(_csv, rows), f"{file}.csv", "text/csv", key=f"csv-{key}", on_click="ignore",
                       icon=":material/download:", help="This table, with every row")  # fmt: skip


def _csv(rows: pd.DataFrame) -> bytes:
    return safe_csv(flat(rows))


def figures_of(rows: pd.DataFrame) -> pd.DataFrame:
    """What tables of projects and of reports have alike, under the names of COLUMNS. rows: of the table or the projects."""
    return pd.DataFrame(
        {
            "project": rows["project"],
            "country": rows["country_name"],
            "city": rows["city"],
            "segment": in_words(rows["segment"]),
            "status": in_words(rows["status"]),
            "investment": rows["investment_eur"] / 1e9,
            "investment_max": rows["investment_eur_max"] / 1e9,
            "first_stage": rows["capacity_gwh"],
            "full": rows["capacity_gwh_max"],
            "jobs": rows["jobs"],
            "production_start": rows["production_start"],
            "partners": rows["partners"],
        }
    )


def links(ids: Iterable[str], seen: View) -> list[str]:
    """Addresses of projects' pages, for the column ``open``. ids: of projects or reports."""
    return [seen.link("project", project=one) for one in ids]


def in_words(values: pd.Series) -> pd.Series:
    """Words of a vocabulary as a reader has them."""
    return values.map(label, na_action="ignore").astype("string")


def languages(values: pd.Series) -> pd.Series:
    """English names of languages."""
    return values.map(language_name, na_action="ignore").astype("string")


def web_addresses(values: pd.Series) -> list[str | None]:
    """Addresses that may be clicked: those of the web, and no others."""
    return [url if isinstance(url, str) and url.startswith(("https://", "http://")) else None for url in values]
