"""The chart of confidence: in each band, the share of facts that is right beside what was stated."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import plotly.graph_objects as go

from core.charts import COLOURS, PAGE_LAYOUT, Chart, file_name, picture_layout
from core.formats import count

_NOTE = (
    "Bar: the share of the band's facts that is right. Line: the mean confidence that was stated for them. "
    "Where the bar reaches the line, confidence says what it means."
)


def calibration(confidence: pd.DataFrame, words: str, articles: int) -> Chart:
    """confidence: the columns from, to, facts, stated, right, placed of core.quality; words: whose facts."""
    title = f"Confidence and what is right, {words}"
    chart = Chart(
        view="confidence",
        title=title,
        unit="% of the facts",
        note=_NOTE,
        source=f"Source: {count(articles, 'annotated article')} of the program's tests.",
        alt=_alt(title, confidence),
        file_name=file_name("confidence", words),
        data=confidence,
    )
    if confidence.empty:
        return replace(chart, empty="No fact of these articles could be judged.")
    rows = list(confidence.iloc[::-1].itertuples(index=False, name=None))
    place = list(range(len(rows)))
    right = [100 * row[4] for row in rows]
    stated = [100 * row[3] for row in rows]
    figure = go.Figure()
    figure.add_bar(
        orientation="h", x=right, y=place, width=0.62, name="right", marker={"color": COLOURS["active"]},
        hovertext=[f"{r:.0f} % of {count(row[2], 'fact')} right, {s:.0f} % stated"
                   for row, r, s in zip(rows, right, stated, strict=True)],
        hovertemplate="%{hovertext}<extra></extra>",
    )  # fmt: skip
    figure.add_scatter(
        x=stated, y=place, mode="markers", name="stated", hoverinfo="skip",
        marker={"symbol": "line-ns", "size": 30, "line": {"width": 4, "color": COLOURS["stopped"]}},
    )  # fmt: skip
    figure.add_scatter(
        x=[max(pair) for pair in zip(right, stated, strict=True)], y=place, mode="text", hoverinfo="skip",
        text=[f"   {r:.0f} % of {row[2]:,}" for row, r in zip(rows, right, strict=True)],
        textposition="middle right", cliponaxis=False, showlegend=False,
    )  # fmt: skip
    figure.update_layout(
        PAGE_LAYOUT,
        bargap=0.3,
        height=70 + 42 * len(rows),
    )
    figure.update_xaxes(title=chart.unit, range=[0, 130], tickvals=[0, 25, 50, 75, 100], fixedrange=True, automargin=True)
    figure.update_yaxes(
        title="confidence", range=[len(rows) - 0.4, -0.6], tickvals=place,
        ticktext=[f"{row[0]:.1f}–{row[1]:.1f}" for row in rows],
        showgrid=False, fixedrange=True, zeroline=False, automargin=True,
    )  # fmt: skip
    layout = picture_layout(figure, chart, int(figure.layout.height) + 150)
    return replace(chart, figure=figure, export_layout=layout)


def _alt(title: str, confidence: pd.DataFrame) -> str:
    said = [
        f"{low:.1f} to {high:.1f}: {100 * right:.0f} % of {facts} right"
        for low, high, facts, _, right, _ in confidence.iloc[::-1].itertuples(index=False, name=None)
    ]
    return f"Bar chart. {title}. {'; '.join(said)}." if said else f"Empty chart. {title}."
