"""Investment or capacity by year: of the announcement or of the start of production, each year or cumulated."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import pandas as pd
import plotly.graph_objects as go

from core.charts.chart import PAGE_LAYOUT, WHISKER, Chart, file_name, marker, picture_layout
from core.charts.sums import RESTS_ON, SIGNS_NOTE, hover, later, said, signed, source, with_unit
from core.columns import STANDINGS
from core.formats import count, span
from core.measures import NO_YEAR, TIDY, WORDS, Measure, totals

When = Literal["announced", "start"]
WHEN_WORDS: dict[When, str] = {"announced": "year of announcement", "start": "year of production start"}
_NOTES: dict[When, str] = {
    "announced": "Announced in the year of the first article here that tells of the project.",
    "start": "In the year in which production is to start or has started.",
}
_HOW = (
    "Each column adds up the figures that count today of the projects announced (or starting) in that year, not those of "
    "the day when they were announced. Colours and patterns say where these projects stand now: what was given up since "
    "is hatched. Cumulated columns hold all years before as well."
)
HEIGHT = 360
_LONG = 5  # letters of a figure that still fit above a column that has neighbours
_FEWEST_YEARS, _MOST_YEARS = 5, 60  # from the first to the last


def over_time(
    projects: pd.DataFrame,
    measure: Measure,
    when: When = "announced",
    cumulated: bool = False,
    words: str = "",
    reports: pd.DataFrame | None = None,
    height: int = HEIGHT,
) -> Chart:
    """Sums by year as stacked columns, by standing. ``words``: the filters as a phrase; ``reports``: the table, for the
    sentences in the hover; ``height``: px on the page."""
    tidy = totals(projects, measure, when)
    dated, undated = tidy[tidy["group"] != NO_YEAR], tidy[tidy["group"] == NO_YEAR]
    if cumulated:
        dated = _cumulated(dated)
    tidy = pd.concat([dated, undated], ignore_index=True)
    title = f"{measure.title} by {WHEN_WORDS[when]}" + (", cumulated" if cumulated else "") + (f", {words}" if words else "")
    notes = [_NOTES[when]]
    if len(undated):
        many = count(int(undated["projects"].sum()), "project")
        notes.append(f"Not drawn: {many} with {with_unit(signed(undated), measure.unit)}, whose year is not stated.")
    by_year = {int(str(year)): rows for year, rows in dated.groupby("group")}
    if any(signed(rows)[0] in "≥≤~" for rows in by_year.values()):
        notes.append(SIGNS_NOTE)
    view = f"{measure.name}-over-time"
    name = f"{measure.title} by {WHEN_WORDS[when]}" + (" cumulated" if cumulated else "")
    base = Chart(
        view=view,
        title=title,
        unit=measure.unit,
        note=" ".join(notes),
        source=source([dated if len(dated) else tidy]),
        alt=_alt(title, measure, by_year),
        file_name=file_name(name, words),
        data=later([measure], [tidy], "year"),
        how=_HOW,
        columns=RESTS_ON[measure.name],
    )
    if not by_year:
        return base.having(empty=f"No project here states both its {measure.title.lower()} and its {WHEN_WORDS[when]}.")
    figure = _figure(dated, measure, by_year, reports, height)
    legend = tuple(standing for standing in STANDINGS if standing in set(dated["standing"]))
    return base.having(legend=legend, figure=figure, export_layout=picture_layout(figure, base, height + 220))


def _cumulated(dated: pd.DataFrame) -> pd.DataFrame:
    """From each standing's first year to the last year of all, one row per year with all that lies before it."""
    if dated.empty:
        return dated
    last = max(int(year) for year in dated["group"])
    rows: list[dict[str, Any]] = []
    for standing in STANDINGS:
        own = {int(row["group"]): row for row in dated[dated["standing"] == standing].to_dict("records")}
        so_far: dict[str, Any] = {}
        for year in range(min(own), last + 1) if own else ():
            so_far = _added(so_far, own[year]) if year in own else so_far
            rows.append({**so_far, "group": str(year)})
    made = pd.DataFrame(rows, columns=list(TIDY))
    return made.sort_values("group", kind="stable").reset_index(drop=True)


def _added(before: dict[str, Any], row: dict[Any, Any]) -> dict[str, Any]:
    if not before:
        return dict(row)
    made = {name: before[name] + row[name] for name in ("low", "high", *WORDS, "projects", "labels", "ids", "reports")}
    made |= {name: sorted({*before[name], *row[name]}) for name in ("articles", "dates")}
    return {**row, **made}


def _figure(
    dated: pd.DataFrame, measure: Measure, by_year: dict[int, pd.DataFrame], reports: pd.DataFrame | None, height: int
) -> go.Figure:
    figure = go.Figure()
    sentences = said(reports, measure, dated)
    filled = dict.fromkeys(by_year, 0.0)
    for standing, words in STANDINGS.items():
        part = dated[dated["standing"] == standing]
        if part.empty:
            continue
        years = [int(year) for year in part["group"]]
        figure.add_bar(
            x=years,
            y=part["low"].tolist(),
            base=[filled[year] for year in years],
            width=0.7,
            name=words,
            marker=marker(standing),
            hovertext=[hover(row, row["group"], measure, sentences) for row in part.to_dict("records")],
            hovertemplate="%{hovertext}<extra></extra>",
            customdata=[int(row) for row in part.index],
        )
        for year, low in zip(years, part["low"], strict=True):
            filled[year] += low
    upright = _ends(figure, by_year, filled)
    years = list(by_year)
    first, last = max(min(years), max(years) - _MOST_YEARS), max(years)
    spare = max(0, _FEWEST_YEARS - 1 - (last - first)) / 2  # a lone column is no wall
    figure.update_layout(PAGE_LAYOUT, barmode="overlay", height=height)
    reach = [first - 0.6 - spare, last + 0.6 + spare]
    ticks = {"tickvals": list(range(first, last + 1))} if last - first < 12 else {"nticks": 10}
    figure.update_xaxes(range=reach, tickformat="d", fixedrange=True, showgrid=False, automargin=True,
                        autotickangles=[0, 45, 90], **ticks)  # fmt: skip
    top = max(float(rows["high"].sum()) for rows in by_year.values())
    figure.update_yaxes(title=measure.unit, range=[0, top * (1.32 if upright else 1.15) or 1], fixedrange=True, nticks=6,
                        separatethousands=True, automargin=True)  # fmt: skip
    return figure


def _ends(figure: go.Figure, by_year: dict[int, pd.DataFrame], filled: dict[int, float]) -> bool:
    """The line from the lower to the upper total, and the figure above each column: upright where it would touch the next.
    True if so."""
    figures = [signed(rows) for rows in by_year.values()]
    upright = len(figures) > _FEWEST_YEARS and max(map(len, figures)) > _LONG
    highs = {year: float(rows["high"].sum()) for year, rows in by_year.items()}
    ranges = [year for year in by_year if highs[year] > filled[year] * (1 + 1e-9)]
    if ranges:
        figure.add_scatter(
            x=ranges,
            y=[filled[year] for year in ranges],
            mode="markers",
            marker={"color": "rgba(0,0,0,0)", "size": 1},
            error_y={"type": "data", "symmetric": False, "array": [highs[year] - filled[year] for year in ranges],
                     "arrayminus": [0.0] * len(ranges), "color": WHISKER, "thickness": 2, "width": 5},
            hoverinfo="skip",
            showlegend=False,
        )  # fmt: skip
    figure.add_bar(
        x=list(by_year),
        y=[highs[year] for year in by_year],
        width=0.95,
        marker={"color": "rgba(0,0,0,0)", "line": {"width": 0}},
        text=figures,
        textposition="outside",
        textangle=-90 if upright else 0,
        constraintext="none",
        cliponaxis=False,
        hoverinfo="skip",
        showlegend=False,
    )
    return upright


def _alt(title: str, measure: Measure, by_year: dict[int, pd.DataFrame]) -> str:
    def told(rows: Sequence[pd.DataFrame] | pd.DataFrame) -> str:
        parts = {STANDINGS[row["standing"]].lower(): span(row["low"], row["high"]) for row in rows.to_dict("records")}  # type: ignore[union-attr]
        return f"{signed(rows)} ({', '.join(f'{k} {v}' for k, v in parts.items())})"  # type: ignore[arg-type]

    parts = "; ".join(f"{year} {told(rows)}" for year, rows in list(by_year.items())[-12:])
    return f"Column chart. {title}, in {measure.unit}. {parts}." if parts else f"Empty chart. {title}."
