"""A chart with its words, what is behind it, and its downloads; the downloads of a table."""

from __future__ import annotations

import base64
import html
import logging
from collections.abc import Callable
from functools import partial
from itertools import count as counter
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from core.bundle import bundle, projects_of, quotes, reports_of
from core.charts import COLOURS, EXPORT_WIDTH, PATTERNS, Chart
from core.charts.page import html_page
from core.columns import STANDINGS
from core.formats import listing
from core.models import GigaledgerError
from core.table import safe_csv, to_bytes
from core.typesetting import NotSet, picture_pdf
from interface.behind import projects_list
from interface.data import ROOT
from interface.downloads import logged
from interface.english import engine, table_with_english
from interface.glossary import glossary_link
from interface.links import context, stamp
from interface.partners import company_link, company_links
from interface.signs import signs
from interface.view import companies, escape, now

_HERE = Path(__file__).parent
_buttons = st.components.v2.component(
    "gigaledger_chart_buttons",
    html='<div class="row"></div><div class="said" role="status"></div>\n',
    css=(_HERE / "chart_buttons.css").read_text(encoding="utf-8"),
    js=(_HERE / "chart_buttons.js").read_text(encoding="utf-8"),
)
# The bar of Plotly stays, its camera unseen (style.css): the buttons below the chart press it.
_CONFIG = {
    "displaylogo": False,
    "displayModeBar": True,
    "modeBarButtons": [["toImage"]],
    "responsive": True,
    "scrollZoom": False,
    "doubleClick": False,
}
# A map's shapes come from this server (static/topojson), never from Plotly's; its zoom buttons are seen.
_MAP = {
    "topojsonURL": "app/static/topojson/",
    "modeBarButtons": [["zoomInGeo", "zoomOutGeo", "resetGeo"], ["toImage"]],
}
_SHAPES = ROOT / "static" / "topojson"
_MIME = {"pdf": "application/pdf", "zip": "application/zip"}
_numbers = counter(1)
SLOW_XLSX = 20_000
MOST_PAGES = 20  # links to companies' pages at once
_FORMATS = {
    ".csv": ("CSV", "text/csv"),
    ".xlsx": ("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ".parquet": ("Parquet", "application/vnd.apache.parquet"),
    ".jsonl": ("JSON", "application/x-ndjson"),
}


Clicked = Callable[[list[dict[str, Any]]], None]
Deeper = Callable[[str], None]


def chart_card(chart: Chart, clicked: Clicked | None = None, deeper: Deeper | None = None, stretch: bool = True) -> None:
    """Title, unit, chart, source; how to read it; downloads as PNG, SVG, PDF, HTML, CSV, and as ZIP with the quotes.

    A click on a mark lists the projects behind it. ``clicked``: draws something else for the points that are clicked.
    ``deeper``: is called with the place of the mark, where the column ``place`` of the chart's data has one, and the page
    is drawn anew. ``stretch``: as tall as what stands beside it.
    """
    with st.container(border=True, key=f"card-{chart.view}", height="stretch" if stretch else "content"):
        st.subheader(escape(chart.title), anchor=False)
        if chart.figure is None:
            st.caption(escape(chart.empty))
            return
        _drawn(chart, clicked, deeper)


@st.fragment
def _drawn(chart: Chart, clicked: Clicked | None, deeper: Deeper | None) -> None:
    """The card below its title: a click in it draws this card anew, not the page."""
    key = chart.view
    led = chart.led
    on_map = "geo" in chart.export_layout
    st.caption(escape(". ".join(filter(None, [chart.unit, chart.note]))))
    if chart.legend and not on_map:
        st.html(legend(chart.legend))
    if chart.signs:
        st.html(signs(chart))
    with st.container(key=f"chart-{key}"):
        event: Any = st.plotly_chart(
            chart.figure,
            key=f"plot-{key}",
            config=_CONFIG | _MAP if on_map else _CONFIG,
            alt=chart.alt,
            theme="streamlit",
            on_select="rerun" if led or clicked or deeper else "ignore",
            selection_mode="points",
        )
    points = event.selection.points if led or clicked or deeper else []
    if deeper and points and (place := _place(chart, points[0])):
        deeper(place)
        st.rerun()
    st.caption(escape(chart.source))
    if clicked:
        clicked(points)
    elif led:
        _behind(chart, points)
    with st.container(horizontal=True, gap="small", vertical_alignment="top", key=f"below-{key}"):
        _buttons(
            key=f"buttons-{key}",
            data={
                "chart": f"chart-{key}",
                "filename": chart.file_name,
                "title": chart.title,
                "layout": chart.export_layout,
                "file": st.session_state.pop(f"file-{key}", None),
            },
            width="content",
            height="content",
            on_wanted_change=partial(_make, chart),
        )
        for label, make, mime, help in (
            ("HTML", partial(_page, chart), "text/html", "The chart to point at, in one file that needs no network"),
            ("CSV", partial(_csv, chart), "text/csv", "The chart's data, with the reports and articles behind each row"),
        ):
            st.download_button(
                label,
                partial(logged, make),
                f"{chart.file_name}.{label.lower()}",
                mime,
                key=f"{label.lower()}-{key}",
                on_click="ignore",
                help=help,
            )
        if chart.how:
            with st.popover("How to read this", key=f"how-{key}"):
                st.markdown(escape(chart.how))
                glossary_link()
        if led:
            _listed(chart)


def _place(chart: Chart, point: dict[str, Any]) -> str:
    row = next(iter(_rows(point)), -1)
    return str(chart.data["place"].iloc[row] or "") if "place" in chart.data.columns and 0 <= row < len(chart.data) else ""


def _rows(point: dict[str, Any]) -> list[int]:
    """Rows of the chart's data that a mark stands for."""
    data = point.get("customdata")
    return [n for n in (data if isinstance(data, list) else [data]) if isinstance(n, int)]


def _behind(chart: Chart, points: list[dict[str, Any]]) -> None:
    """The projects behind the marks that are selected."""
    if not points:
        return
    rows = [n for point in points for n in _rows(point) if n < len(chart.data)]
    ids = projects_of(chart, rows)
    if ids:
        groups = list(dict.fromkeys(str(chart.data.iloc[n, 0]) for n in rows))
        with st.container(border=True, key=f"behind-{chart.view}"):
            _their_pages(chart, groups)
            projects_list(ids, f"Behind “{listing(groups)}”", now())


def _their_pages(chart: Chart, groups: list[str]) -> None:
    """In a chart by company links to the companies' own pages."""
    if chart.data.columns[0] != "company":
        return
    known = set(companies())
    named = [name for name in groups if name in known][:MOST_PAGES]
    if len(named) == 1:
        company_link(named[0], now(), f"Open the page of {named[0]}")
    else:
        company_links(named, now(), "Open the page of")


def _listed(chart: Chart) -> None:
    """The same without pointing at a bar: for the keyboard, a screen reader, a finger."""
    key = chart.view
    with st.popover("Its projects", key=f"projects-{key}", on_change="rerun") as shown:
        if not shown.open:
            return
        groups = [str(group) for group in dict.fromkeys(chart.data.iloc[:, 0])]
        name = str(chart.data.columns[0]).replace("_", " ")
        chosen = st.selectbox(name.capitalize(), groups, index=None, placeholder="All", key=f"group-{key}")
        rows = [n for n, group in enumerate(chart.data.iloc[:, 0]) if chosen in (None, str(group))]
        _their_pages(chart, groups if chosen is None else [chosen])
        projects_list(projects_of(chart, rows), chosen or "All", now())


def _csv(chart: Chart) -> bytes:
    return safe_csv(chart.data)


def _page(chart: Chart) -> bytes:
    """The chart as HTML; a map brings its shapes along."""
    shapes = {f"{geo.get('scope', 'world')}_{geo.get('resolution', 110)}m" for name, geo in chart.export_layout.items()
              if name.startswith("geo")}  # fmt: skip
    files = {name: _SHAPES / f"{name}.json" for name in sorted(shapes)}
    there = ",".join(f"{name}:{path.read_text(encoding='utf-8')}" for name, path in files.items() if path.exists())
    return html_page(chart, (stamp(),), f"window.PlotlyGeoAssets={{topojson:{{{there}}}}}" if there else "")


def _make(chart: Chart) -> None:
    """Callback of the buttons PDF and ZIP: the file from the pictures that the browser has made, left for the buttons to
    hand out."""
    key = chart.view
    wanted = st.session_state[f"buttons-{key}"].get("wanted")
    if not wanted:
        return
    file: dict[str, Any] = {"id": next(_numbers)}
    try:
        content = _file(chart, wanted)
        suffix = wanted["format"]
        file |= {"name": f"{chart.file_name}.{suffix}", "mime": _MIME[suffix], "content": base64.b64encode(content).decode()}
    except GigaledgerError as fault:
        file["fault"] = str(fault)
    except Exception:
        logging.getLogger("gigaledger").exception("a download failed")
        file["fault"] = "The file could not be made. The server's log says why."
    st.session_state[f"file-{key}"] = file


def _file(chart: Chart, wanted: dict[str, str]) -> bytes:
    svg = base64.b64decode(wanted["svg"]).decode()
    if wanted["format"] == "pdf":
        return picture_pdf(svg, chart.title, chart.alt, EXPORT_WIDTH)
    pictures = {"png": base64.b64decode(wanted["png"]), "svg": svg.encode()}
    try:
        pictures["pdf"] = picture_pdf(svg, chart.title, chart.alt, EXPORT_WIDTH)
    except NotSet as fault:  # the picture is there all the same
        logging.getLogger("gigaledger").warning("%s", fault)
    seen = now()
    reports = seen.data.table[seen.data.table["report_id"].isin(reports_of(chart))]
    said = quotes(chart, table_with_english(reports, engine()))
    return bundle(chart, pictures, said, context(seen, wanted["address"]))


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


def table_downloads(table: Callable[[], pd.DataFrame], rows: int, name: str) -> None:
    """The table as CSV, Excel, Parquet and JSON lines, all columns, made on the click; with what is translated of it.
    rows: how many it has."""
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        for suffix, (label, mime) in _FORMATS.items():
            big = suffix == ".xlsx" and rows > SLOW_XLSX
            st.download_button(
                label,
                partial(logged, _bytes, table, suffix, engine()),
                f"{name}{suffix}",
                mime,
                key=f"table{suffix}",
                on_click="ignore",
                icon=":material/download:",
                disabled=big,
                help="Too many rows for Excel in reasonable time: filter first" if big else None,
            )


def _bytes(table: Callable[[], pd.DataFrame], suffix: str, name: str) -> bytes:
    return to_bytes(table_with_english(table(), name), suffix)
