"""DataFrame -> Plotly chart with its words: title, unit, note, source, alternative text, and the data behind it.

The figure on the page carries no title of its own (the page sets it, so that it wraps on a phone); ``export_layout``
is the layout for pictures: light, with title and source written into it. Colours are explicit and are told apart by
pattern too; each has a contrast of at least 3:1 on the light and on the dark ground.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
import textwrap
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from core.columns import STANDINGS, STATUSES, label
from core.formats import count, day, span
from core.measures import FIRST_STAGE, FULL, INVESTMENT, NO_STATUS, NOT_STATED, SUPPORT, Grouping, Measure, totals

LIGHT, DARK = "#FFFFFF", "#11181E"
COLOURS = {"active": "#2B7FB8", "intent": "#B86E00", "unstated": "#7C8894", "stopped": "#C4512D"}
PATTERNS = {"active": "", "intent": ".", "unstated": "", "stopped": "/"}
WHISKER = "#7C8894"
INK, GRID = "#1B2730", "#DDE3E8"
MOST_BARS = 15

BY_WORDS: dict[Grouping, str] = {
    "world_region": "world region",
    "country": "country",
    "region": "state or province",
    "company": "company",
    "status": "status",
    "segment": "segment",
}
JOINT_NOTE = (
    "A joint project counts whole for each of its companies, so these bars do not add up to the total. "
    "Suppliers, buyers, technology partners and funders are left out where an owner or partner is named."
)
_RANGE_NOTE = "The thin line reaches to the upper figure where a range is given."
_STAGE_NOTE = "Outlined bar: first stage. Filled bar: full build-out."


@dataclass(frozen=True, slots=True)
class Chart:
    """A figure with everything that must be said beside it. ``figure`` is None where there is nothing to draw,
    and ``empty`` says why. ``data`` is flat, one row per group, stage and standing, with its sources. ``legend``:
    the standings that occur, keys of COLOURS and PATTERNS."""

    view: str
    title: str
    unit: str
    note: str
    source: str
    alt: str
    file_name: str
    data: pd.DataFrame
    legend: tuple[str, ...] = ()
    figure: go.Figure | None = None
    empty: str = ""
    export_layout: dict[str, Any] = field(default_factory=dict)


EXPORT_WIDTH = 1200


def investment(projects: pd.DataFrame, by: Grouping, words: str = "") -> Chart:
    """Investment in EUR bn by group, lower figure with a line to the upper one. ``words``: the filters as a phrase."""
    return _ranked([INVESTMENT], projects, by, words, "Investment", [_RANGE_NOTE])


def support(projects: pd.DataFrame, by: Grouping, words: str = "") -> Chart:
    """Public support in EUR bn by group; it is no part of the investment."""
    return _ranked([SUPPORT], projects, by, words, "Public support", ["Not part of the investment."])


def capacity(projects: pd.DataFrame, by: Grouping, words: str = "") -> Chart:
    """Capacity in GWh a year by group, first stage and full build-out as two bars."""
    return _ranked([FIRST_STAGE, FULL], projects, by, words, "Capacity", [_STAGE_NOTE])


def _ranked(
    measures: list[Measure], projects: pd.DataFrame, by: Grouping, words: str, subject: str, notes: list[str]
) -> Chart:
    tidies = [totals(projects, measure, by) for measure in measures]
    groups = _order(tidies, by)
    shown = groups[:MOST_BARS]
    title = f"{subject} by {BY_WORDS[by]}" + (f", {words}" if words else "")
    unit = measures[0].unit
    if len(groups) > len(shown):
        notes = [*notes, f"The {len(shown)} largest of {len(groups)}; the CSV has all."]
    if by == "company":
        notes = [*notes, JOINT_NOTE]
    view = f"{subject.lower().replace(' ', '-')}-by-{BY_WORDS[by].replace(' ', '-')}"
    source = _source(tidies)
    base = Chart(
        view=view,
        title=title,
        unit=unit,
        note=" ".join(notes),
        source=source,
        alt=_alt(title, unit, measures, tidies, shown),
        file_name=file_name(view, words),
        data=_data(measures, tidies, by),
    )
    if not groups:
        return replace(base, empty=f"No project here states {_an(subject)} that could be counted.")
    figure = _figure(measures, tidies, shown, unit)
    height = int(figure.layout.height) + 150
    drawn = {standing for tidy in tidies for standing in tidy["standing"]}
    legend = tuple(standing for standing in STANDINGS if standing in drawn)
    layout = picture_layout(figure, base, height)
    return replace(base, legend=legend, figure=figure, export_layout=layout)


def _an(subject: str) -> str:
    return {"Investment": "an investment", "Capacity": "a capacity"}.get(subject, subject.lower())


def _order(tidies: list[pd.DataFrame], by: Grouping) -> list[str]:
    """Groups by falling upper total over all measures, what is not stated last; statuses along a project's life."""
    both = pd.concat(tidies)
    if both.empty:
        return []
    if by == "status":
        present = set(both["group"])
        return [g for g in [*(label(s) for s in STATUSES), NO_STATUS] if g in present]
    sums = pd.concat([t.groupby("group")["high"].sum() for t in tidies]).groupby(level=0).max()
    ranked = [str(g) for g in sums.sort_index().sort_values(ascending=False, kind="stable").index]
    return sorted(ranked, key=lambda group: group in NOT_STATED)


# -------------------------------------------------------------------------------------------------------- drawing


def _figure(measures: list[Measure], tidies: list[pd.DataFrame], groups: list[str], unit: str) -> go.Figure:
    """Horizontal bars on a numeric axis, so that lanes, lines and labels sit exactly where they belong."""
    lanes = len(measures)
    width = 0.62 if lanes == 1 else 0.36
    place = {group: n for n, group in enumerate(groups)}
    figure = go.Figure()
    in_legend: set[str] = set()
    reach = 0.0
    for lane, (measure, tidy) in enumerate(zip(measures, tidies, strict=True)):
        offset = 0.0 if lanes == 1 else (lane - 0.5) * 0.42
        rows = tidy[tidy["group"].isin(place)]
        filled = {group: 0.0 for group in groups}
        outline = lanes == 2 and lane == 0
        for standing, words in STANDINGS.items():
            part = rows[rows["standing"] == standing]
            if part.empty:
                continue
            figure.add_bar(
                orientation="h",
                x=part["low"].tolist(),
                base=[filled[g] for g in part["group"]],
                y=[place[g] + offset for g in part["group"]],
                width=width,
                name=words,
                legendgroup=standing,
                showlegend=standing not in in_legend,
                marker=_marker(standing, outline),
                hovertext=[_hover(row, measure, words) for row in part.to_dict("records")],
                hovertemplate="%{hovertext}<extra></extra>",
            )
            in_legend.add(standing)
            for group, low in zip(part["group"], part["low"], strict=True):
                filled[group] += low
        highs = rows.groupby("group")["high"].sum().to_dict()
        _ends(figure, measure, lanes, {g: (filled[g], highs[g], place[g] + offset) for g in groups if g in highs})
        reach = max([reach, *highs.values()])
    figure.update_layout(
        template="plotly_white",
        barmode="overlay",
        bargap=0.3,
        height=70 + len(groups) * (38 if lanes == 1 else 56),
        margin={"l": 8, "r": 8, "t": 4, "b": 8},
        # The page shows its own legend, which wraps; pictures have Plotly's.
        showlegend=False,
        dragmode=False,
        # Its camera is pressed by the page's own buttons and need not be seen.
        modebar={name: "rgba(0,0,0,0)" for name in ("bgcolor", "color", "activecolor")},
        hoverlabel={"align": "left"},
    )
    room = 1.25 if lanes == 1 else 1.45  # for the figures at the bars' ends, on a phone too
    end = reach * room or 1
    figure.update_xaxes(title=unit, range=[0, end], fixedrange=True, tickangle=0, nticks=6, automargin=True)
    figure.update_yaxes(
        range=[len(groups) - 0.4, -0.6],
        tickvals=list(range(len(groups))),
        ticktext=[_wrapped(group, 22) for group in groups],
        showgrid=False,
        fixedrange=True,
        zeroline=False,
        automargin=True,
    )
    return figure


def _marker(standing: str, outline: bool) -> dict[str, Any]:
    colour = COLOURS[standing]
    marker: dict[str, Any] = {"color": colour, "line": {"color": colour, "width": 1.5}}
    if PATTERNS[standing]:
        marker["pattern"] = {
            "shape": PATTERNS[standing],
            "fillmode": "replace",
            "fgcolor": colour,
            "bgcolor": "rgba(0,0,0,0)",
            "size": 6,
            "solidity": 0.35,
        }
    elif outline:
        marker["color"] = "rgba({},{},{},0.12)".format(*(int(colour[i : i + 2], 16) for i in (1, 3, 5)))
    return marker


def _ends(figure: go.Figure, measure: Measure, lanes: int, ends: dict[str, tuple[float, float, float]]) -> None:
    """The line from the lower to the upper total, and the figures at the bar's end, as text on every bar."""
    if not ends:
        return
    word = "" if lanes == 1 else ("first " if measure is FIRST_STAGE else "full ")
    ranges = [end for end in ends.values() if end[1] > end[0] * (1 + 1e-9)]
    if ranges:
        low, high, y = zip(*ranges, strict=True)
        figure.add_scatter(
            x=low,
            y=y,
            mode="markers",
            marker={"color": "rgba(0,0,0,0)", "size": 1},
            error_x={
                "type": "data",
                "symmetric": False,
                "array": [b - a for a, b in zip(low, high, strict=True)],
                "arrayminus": [0.0] * len(low),
                "color": WHISKER,
                "thickness": 2,
                "width": 5,
            },
            hoverinfo="skip",
            showlegend=False,
        )
    low, high, y = zip(*ends.values(), strict=True)
    figure.add_scatter(
        x=high,
        y=y,
        mode="text",
        text=[f"  {word}{span(a, b)}" for a, b in zip(low, high, strict=True)],
        textposition="middle right",
        cliponaxis=False,
        hoverinfo="skip",
        showlegend=False,
    )


def _hover(row: dict[Any, Any], measure: Measure, standing: str) -> str:
    names = [html.escape(textwrap.shorten(str(name), 60, placeholder="…"), quote=False) for name in row["labels"]]
    more = [f"and {len(names) - 5} more"] if len(names) > 5 else []
    lines = [
        f"<b>{html.escape(row['group'], quote=False)}</b>",
        f"{measure.title}: {span(row['low'], row['high'])} {measure.unit}",
        f"{standing} · {count(row['projects'], 'project')}",
        *names[:5],
        *more,
    ]
    return "<br>".join(lines)


def _wrapped(text: str, width: int) -> str:
    lines = textwrap.wrap(text, width, max_lines=2, placeholder="…") or [text]
    return "<br>".join(html.escape(line, quote=False) for line in lines)


def picture_layout(figure: go.Figure, chart: Chart, height: int) -> dict[str, Any]:
    """The layout of a downloaded picture: white ground, title and source in it, as plain JSON."""
    title = textwrap.wrap(chart.title, 84) or [chart.title]
    words = [line for part in (chart.note, chart.source) for line in textwrap.wrap(part, 150)]
    layout: dict[str, Any] = json.loads(figure.to_json())["layout"]
    layout.pop("template", None)
    axis = {"gridcolor": GRID, "linecolor": GRID, "zerolinecolor": "#9AA7B1", "tickfont": {"color": INK, "size": 15}}
    layout["xaxis"] = layout["xaxis"] | axis | {"showgrid": True, "title": {"text": chart.unit, "font": {"size": 15}}}
    layout["yaxis"] = layout["yaxis"] | axis
    layout |= {
        "paper_bgcolor": LIGHT,
        "plot_bgcolor": LIGHT,
        "font": {"family": "Arial, Helvetica, sans-serif", "color": INK, "size": 15},
        "title": {
            "text": "<b>" + "<br>".join(html.escape(line, quote=False) for line in title) + "</b>",
            "font": {"size": 22, "color": INK},
            "x": 0.02,
            "xanchor": "left",
            "y": 1,
            "yref": "container",
            "yanchor": "top",
            "pad": {"t": 24},
        },
        "margin": {"l": 24, "r": 24, "t": 74 + 28 * len(title), "b": 76 + 17 * len(words)},
        "annotations": [
            {
                "text": "<br>".join(html.escape(line, quote=False) for line in words),
                "align": "right",
                "font": {"size": 12, "color": "#4B5963"},
                "showarrow": False,
                "x": 1,
                "xanchor": "right",
                "xref": "paper",
                "y": 0,
                "yanchor": "top",
                "yref": "paper",
                "yshift": -62,
            }
        ],
        "width": EXPORT_WIDTH,
        "height": height,
        "autosize": False,
    }
    layout["showlegend"] = True
    layout["legend"] = {
        "orientation": "h",
        "x": 0,
        "xanchor": "left",
        "y": 1.0,
        "yanchor": "bottom",
        "font": {"color": INK, "size": 14},
        "bgcolor": "rgba(0,0,0,0)",
    }
    return layout


# ---------------------------------------------------------------------------------------------------------- words


def _source(tidies: list[pd.DataFrame]) -> str:
    rows = pd.concat(tidies)
    articles = {article for those in rows["articles"] for article in those}
    dates = sorted({stamp for those in rows["dates"] for stamp in those})
    if not articles:
        return "Source: no article."
    when = ", undated"
    if dates:
        first, last = day(dates[0], "month"), day(dates[-1], "month")
        when = f", published {first}" + (f" to {last}" if last != first else "")
    return f"Source: {count(len(articles), 'press article')}{when}; read by Gigaledger; one value per project."


def _alt(title: str, unit: str, measures: list[Measure], tidies: list[pd.DataFrame], groups: list[str]) -> str:
    def figures(group: str) -> str:
        found = []
        for measure, tidy in zip(measures, tidies, strict=True):
            rows = tidy[tidy["group"] == group]
            if len(rows):
                stage = "" if len(measures) == 1 else ("first " if measure is FIRST_STAGE else "full ")
                found.append(stage + span(rows["low"].sum(), rows["high"].sum()))
        return f"{group} {', '.join(found)}"

    parts = "; ".join(figures(group) for group in groups[:8])
    return f"Bar chart. {title}, in {unit}. {parts}." if parts else f"Empty chart. {title}."


def _data(measures: list[Measure], tidies: list[pd.DataFrame], by: Grouping) -> pd.DataFrame:
    name = BY_WORDS[by].replace(" ", "_")
    rows: list[dict[str, Any]] = []
    for measure, tidy in zip(measures, tidies, strict=True):
        for row in tidy.to_dict("records"):
            rows.append(
                {
                    name: row["group"],
                    "measure": measure.title,
                    "unit": measure.unit,
                    "standing": STANDINGS[row["standing"]],
                    "low": float(f"{row['low']:.6g}"),
                    "high": float(f"{row['high']:.6g}"),
                    "projects": row["projects"],
                    "project_names": "; ".join(row["labels"]),
                    "reports": "; ".join(row["reports"]),
                    "articles": "; ".join(row["articles"]),
                }
            )
    columns = [name, "measure", "unit", "standing", "low", "high", "projects", "project_names", "reports", "articles"]
    return pd.DataFrame(rows, columns=columns)


def file_name(view: str, words: str = "") -> str:
    """``gigaledger_<view>_<filters>`` from letters, digits, - and _ only; long filters are cut and told apart."""
    filters = _slug(words)
    if len(filters) > 60:
        mark = hashlib.blake2s(filters.encode(), digest_size=3).hexdigest()
        filters = f"{filters[:60].rstrip('-')}-{mark}"
    return "_".join(part for part in ("gigaledger", _slug(view), filters) if part)


_FOLD = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "å": "a", "é": "e", "è": "e", "ø": "o", "–": "-"})


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower().translate(_FOLD)).strip("-")
