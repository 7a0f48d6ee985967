"""A matrix as a table of HTML, which a screen reader reads cell by cell with its row and column."""

from __future__ import annotations

import html

from core.charts import Chart


def spoken(chart: Chart) -> str:
    """The figure's matrix as HTML, with a caption and the heads of its rows and columns."""
    assert chart.figure is not None
    heat, axes = chart.figure.data[0], chart.figure.layout
    cell = "padding:2px 8px;text-align:right;border-bottom:1px solid rgba(128,128,128,0.35)"
    heads = "".join(f'<th scope="col" style="{cell}">{name}</th>' for name in axes.xaxis.ticktext)
    lines = []
    for name, values in zip(axes.yaxis.ticktext, heat.z, strict=True):
        cells = "".join(f'<td style="{cell}">{"" if v is None or v != v else int(v)}</td>' for v in values)
        lines.append(f'<tr><th scope="row" style="{cell};text-align:left;white-space:nowrap">{name}</th>{cells}</tr>')
    return (
        '<div style="overflow-x:auto" tabindex="0" role="region" aria-label="Matrix as a table">'
        f'<table style="border-collapse:collapse;font-size:0.875rem"><caption style="text-align:left">'
        f"{html.escape(chart.title)}. {html.escape(chart.unit)}.</caption>"
        f'<thead><tr><th scope="col" style="{cell};text-align:left">Company</th>{heads}</tr></thead>'
        f"<tbody>{''.join(lines)}</tbody></table></div>"
    )
