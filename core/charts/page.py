"""A chart as one HTML file that works without a network: Plotly's script stands in it, and so do the chart's data."""

from __future__ import annotations

import html
from collections.abc import Iterable

import plotly.graph_objects as go

from core.charts.chart import PROJECT_IDS, Chart, without_clicks
from core.table import flat

_STYLE = """
body { font: 16px/1.5 system-ui, "Segoe UI", Roboto, Arial, sans-serif; color: #1B2730; background: #FFFFFF;
       max-width: 75rem; margin: 0 auto; padding: 1.5rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 0.25rem; }
p { margin: 0.5rem 0; max-width: 60rem; }
.small { color: #4B5963; font-size: 0.875rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: 0.8125rem; }
th, td { text-align: left; vertical-align: top; padding: 0.25rem 0.75rem 0.25rem 0; border-bottom: 1px solid #DDE3E8; }
summary { cursor: pointer; }
"""
_CONFIG = {"displaylogo": False, "responsive": True, "scrollZoom": False, "modeBarButtons": [["toImage"]]}
_OF_IDS = ("reports", "articles", PROJECT_IDS)  # for machines: they stand in the CSV


def html_page(chart: Chart, about: Iterable[str] = (), scripts: str = "") -> bytes:
    """The page; ``about``: lines below it, as on the version of the data; ``scripts``: JavaScript that the chart needs
    besides Plotly's own, as the shapes of a map.

    Raises ValueError for a chart without a figure.
    """
    if chart.figure is None:
        raise ValueError(chart.empty)
    figure = go.Figure(chart.figure)
    figure.update_layout(showlegend=bool(chart.legend) or figure.layout.showlegend, autosize=True, paper_bgcolor="#FFFFFF",
                         legend={"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom"})  # fmt: skip
    if figure.layout.showlegend:
        figure.update_layout(margin={"t": 48}, height=(figure.layout.height or 450) + 44)
    drawn = figure.to_html(full_html=False, include_plotlyjs=True, config=_CONFIG, default_width="100%")
    rows = flat(chart.data.drop(columns=[name for name in _OF_IDS if name in chart.data.columns]))
    table = rows.to_html(index=False, border=0, na_rep="", justify="left")
    notes = [f"{chart.unit}. {chart.note}", *([without_clicks(chart.how)] if chart.how else [])]
    parts = [
        "<!doctype html>",
        f'<html lang="en"><head><meta charset="utf-8"><title>{html.escape(chart.title)}</title>',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<style>{_STYLE}</style>",
        f"<script>{scripts}</script>" if scripts else "",
        f"</head><body><main><h1>{html.escape(chart.title)}</h1>",
        *(f"<p>{html.escape(note)}</p>" for note in notes),
        f'<div role="img" aria-label="{html.escape(chart.alt)}">{drawn}</div>',
        f'<p class="small">{html.escape(chart.source)}</p>',
        *(f'<p class="small">{html.escape(line)}</p>' for line in about),
        f'<details><summary>The chart’s data</summary><div class="wide">{table}</div></details>',
        "</main></body></html>",
    ]
    return "\n".join(part for part in parts if part).encode()
