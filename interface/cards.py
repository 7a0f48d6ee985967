"""A chart with its words and downloads; the downloads of a table."""

from __future__ import annotations

import html
import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from core.charts import COLOURS, PATTERNS, Chart
from core.columns import STANDINGS
from core.table import safe_csv, to_bytes
from interface.english import engine, table_with_english
from interface.view import escape

_HERE = Path(__file__).parent
_buttons = st.components.v2.component(
    "gigaledger_chart_buttons",
    html='<div class="row"></div>\n',
    css=(_HERE / "chart_buttons.css").read_text(encoding="utf-8"),
    js=(_HERE / "chart_buttons.js").read_text(encoding="utf-8"),
)
# The bar of Plotly stays, unseen: the buttons below the chart press its camera.
_CONFIG = {
    "displaylogo": False,
    "displayModeBar": True,
    "modeBarButtons": [["toImage"]],
    "responsive": True,
    "scrollZoom": False,
    "doubleClick": False,
}
SLOW_XLSX = 20_000
_FORMATS = {
    ".csv": ("CSV", "text/csv"),
    ".xlsx": ("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ".parquet": ("Parquet", "application/vnd.apache.parquet"),
    ".jsonl": ("JSON", "application/x-ndjson"),
}


def chart_card(chart: Chart, deeper: Callable[[str], None] | None = None) -> None:
    """Title, unit, chart, source, and downloads as PNG, SVG and CSV. ``deeper``: called with the place of a bar that is
    clicked, where the chart's data names one; then the page is drawn anew."""
    key = chart.view
    with st.container(border=True, key=f"card-{key}", height="stretch"):
        st.subheader(escape(chart.title), anchor=False)
        if chart.figure is None:
            st.caption(escape(chart.empty))
            return
        st.caption(escape(f"{chart.unit}. {chart.note}"))
        st.html(legend(chart.legend))
        with st.container(key=f"chart-{key}"):
            event: Any = st.plotly_chart(chart.figure, key=f"plot-{key}", config=_CONFIG, alt=chart.alt, theme="streamlit",
                                         on_select="rerun" if deeper else "ignore", selection_mode="points")  # fmt: skip
        if deeper and event.selection.points and "place" in chart.data.columns:
            number = event.selection.points[0].get("customdata")
            place = chart.data["place"].iloc[number] if isinstance(number, int) else ""
            if place:
                deeper(place)
                st.rerun()
        st.caption(escape(chart.source))
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            _buttons(
                key=f"buttons-{key}",
                data={
                    "chart": f"chart-{key}",
                    "filename": chart.file_name,
                    "title": chart.title,
                    "layout": chart.export_layout,
                },
                width="content",
                height="content",
            )
            st.download_button(
                "CSV",
                partial(_logged, safe_csv, chart.data),
                f"{chart.file_name}.csv",
                "text/csv",
                key=f"csv-{key}",
                on_click="ignore",
                help="The chart's data, with the reports and articles behind each row",
            )


def legend(standings: tuple[str, ...]) -> str:
    """HTML of a chart's legend: swatches with the bars' colours and patterns, and what they mean."""
    items = []
    for standing in standings:
        colour = COLOURS[standing]
        ground = {
            "": colour,
            ".": f"radial-gradient({colour} 1.4px, transparent 1.6px) 0 0 / 5px 5px",
            "/": f"repeating-linear-gradient(135deg, {colour} 0 2px, transparent 2px 5px)",
        }[PATTERNS[standing]]
        swatch = f"display:inline-block;width:14px;height:14px;border:1.5px solid {colour};background:{ground};"
        items.append(
            f'<span style="display:inline-flex;align-items:center;gap:6px"><span style="{swatch}"></span>'
            f"{html.escape(STANDINGS[standing])}</span>"
        )
    return f'<div style="display:flex;flex-wrap:wrap;gap:4px 16px;font-size:0.875rem">{"".join(items)}</div>'


def table_downloads(table: pd.DataFrame, name: str) -> None:
    """The table as CSV, Excel, Parquet and JSON lines, all columns, made on the click; with what is translated of it."""
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        for suffix, (label, mime) in _FORMATS.items():
            big = suffix == ".xlsx" and len(table) > SLOW_XLSX
            st.download_button(
                label,
                partial(_logged, _bytes, table, suffix, engine()),
                f"{name}{suffix}",
                mime,
                key=f"table{suffix}",
                on_click="ignore",
                icon=":material/download:",
                disabled=big,
                help="Too many rows for Excel in reasonable time: filter first" if big else None,
            )


def _bytes(table: pd.DataFrame, suffix: str, name: str) -> bytes:
    return to_bytes(table_with_english(table, name), suffix)


def _logged(make, *what) -> bytes:  # type: ignore[no-untyped-def]
    """A download's content; a failure is logged, for the page can only say that it failed."""
    try:
        return make(*what)
    except Exception:
        logging.getLogger("gigaledger").exception("a download failed")
        raise
