"""The network of companies as a Plotly figure: the same ties give the same picture every time.

Kinds of tie differ in colour and in their dashes; ties with a direction have an arrow head.
"""

from __future__ import annotations

import math
import textwrap
from collections import defaultdict
from functools import partial
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from core.behind import over_all
from core.charts.chart import (
    PAGE_LAYOUT,
    PROJECT_IDS,
    SEPARATOR,
    Chart,
    file_name,
    picture_layout,
    plain,
    source_line,
    wrapped,
)
from core.charts.placing import NAME_WIDTH, places_of
from core.columns import STANDINGS
from core.edges import foremost, weights
from core.formats import count, day
from core.partnerships import DIRECTED, TIES, said

MOST_NODES = 40
# Kind of tie → colour, dashes and width of its line.
LINES: dict[str, tuple[str, str, float]] = {
    "joint_venture": ("#2B7FB8", "solid", 3.0),
    "project": ("#7C8894", "solid", 1.5),
    "agreement": ("#9A66C8", "dash", 2.0),
    "supplies": ("#B86E00", "solid", 2.0),
    "technology": ("#7A8A1F", "longdashdot", 2.0),
    "operates": ("#B0647A", "longdash", 2.0),
    "invests": ("#1F8F6B", "dashdot", 2.0),
    "funds": ("#C4512D", "dot", 2.5),
}
UNSURE = 1.0  # width of the line of a tie that no one sentence tells
BELONGS = ("#7C8894", "2px,5px", 1.0)
NODE, FOCUS = "#2B7FB8", "#C4512D"
NAMES: dict[str, str] = {
    "joint_venture": "Joint venture or joint owners",
    "project": "In one project, no closer word",
    "agreement": "Agreement to work together",
    "supplies": "Supplies (arrow: to the buyer)",
    "technology": "Brings technology",
    "operates": "Runs a plant for",
    "invests": "Invests in or buys",
    "funds": "Grant or loan",
}
HOW = (
    "A circle is a company, the larger the more projects its ties rest on. A line is a tie that an article tells of; colour "
    "and dashes say what kind, an arrow head who does it to whom. Thin dotted lines lead from a company to its owner and are "
    "no deals. Where companies stand has no meaning: those with ties are drawn together."
)
DATA = ("company", "tie", "other", "projects", "standing", "first_told", "last_told", "quote", "english", "sure",
        "project_names", PROJECT_IDS, "reports", "articles")  # fmt: skip


def network(
    edges: pd.DataFrame, owned: list[tuple[str, str]], words: str = "", focus: str | None = None, steps: int = 1
) -> Chart:
    """edges: of core.partnerships; owned: its ``belongs``; words: the filters as a phrase. focus: draw this company and
    what is at most ``steps`` ties away. ``data``: one row per tie, drawn or not; a line's ``customdata`` is its row, a
    company's the rows of its ties. At most MOST_NODES companies are drawn: those with the most projects."""
    near = _near(edges, focus, steps)
    title = "Who works with whom" if focus is None else f"Who works with {focus}"
    title += f", {words}" if words else ""
    view = "partners-network" if focus is None else f"partners-of-{focus}"
    shown = foremost(near, MOST_NODES, focus)
    left_out = len(weights(near)) - len(shown)
    drawn = near[near["company"].isin(shown) & near["other"].isin(shown)].reset_index(drop=True)
    rest = near.drop(near.index[near["company"].isin(shown) & near["other"].isin(shown)])
    near = pd.concat([drawn, rest], ignore_index=True)
    notes = [f"{count(len(shown), 'company', 'companies')} and {count(len(drawn), 'tie')} drawn."]
    if left_out:
        notes.append(f"Left out: {count(left_out, 'company', 'companies')} with fewer projects; table and CSV have all.")
    if not drawn["sure"].all():
        notes.append("Thin lines: no one sentence names both companies, or the reading is doubtful; read the sentences.")
    dates = [on for name in ("first", "last") for on in (near[name].min(), near[name].max()) if pd.notna(on)]
    base = Chart(
        view="partners-network",
        title=title,
        unit="Ties between companies",
        note=" ".join(notes),
        source=source_line(over_all(near["articles"]), dates, "each tie with its sentence"),
        alt=_alt(title, drawn),
        file_name=file_name(view, words),
        data=partial(_data, near),  # type: ignore[arg-type]  # made when it is asked for
        how=HOW,
    )
    if drawn.empty:
        what = f" with {focus}" if focus else ""
        return base.having(empty=f"No article tells of a tie{what}" + (f", {words}." if words else "."))
    figure = _figure(drawn, shown, [(a, b) for a, b in owned if a in shown and b in shown], focus)
    return base.having(figure=figure, export_layout=_picture(figure, base))


def _near(edges: pd.DataFrame, focus: str | None, steps: int) -> pd.DataFrame:
    if focus is None:
        return edges
    reached = {focus}
    for _ in range(steps):
        touching = edges[edges["company"].isin(reached) | edges["other"].isin(reached)]
        within = reached
        reached = reached | set(touching["company"]) | set(touching["other"])
    # Of two steps, also the ties among those one step away; of one, only those of the company itself.
    kept = edges["company"].isin(within) | edges["other"].isin(within)
    return edges[kept].reset_index(drop=True)


# -------------------------------------------------------------------------------------------------------- drawing


def _figure(drawn: pd.DataFrame, shown: list[str], owned: list[tuple[str, str]], focus: str | None) -> go.Figure:
    pairs = list(zip(drawn["company"].tolist(), drawn["other"].tolist(), strict=True))
    places = places_of(shown, [*pairs, *owned], focus)
    figure = go.Figure()
    if owned:
        colour, dash, width = BELONGS
        figure.add_scatter(
            x=_broken([(places[a][0], places[b][0]) for a, b in owned]),
            y=_broken([(places[a][1], places[b][1]) for a, b in owned]),
            mode="lines", line={"color": colour, "dash": dash, "width": width}, hoverinfo="skip",
            name="Belongs to (no deal)", legendrank=2000,
        )  # fmt: skip
    order: dict[frozenset[str], int] = defaultdict(int)
    middles: list[tuple[float, float]] = []
    bends: dict[tuple[str, bool], list[list[tuple[float, float]]]] = defaultdict(list)
    for (one, other), *sort in zip(pairs, drawn["kind"].tolist(), drawn["sure"].tolist(), strict=True):
        pair = frozenset((one, other))
        (x0, y0), (x1, y1) = places[one], places[other]
        turn = 1.0 if one < other else -1.0  # so that the kinds of one pair do not lie on each other
        bow = turn * (0, 0.24, -0.24, 0.48, -0.48, 0.7, -0.7, 0.9)[order[pair]]
        order[pair] += 1
        length = math.hypot(x1 - x0, y1 - y0) or 1.0
        middle = ((x0 + x1) / 2 - bow * (y1 - y0) / length, (y0 + y1) / 2 + bow * (x1 - x0) / length)
        middles.append(middle)
        bends[sort[0], bool(sort[1])].append([(x0, y0), middle, (x1, y1)])
    named: set[str] = set()
    for kind, sure in [(kind, sure) for kind in TIES for sure in (True, False)]:
        lines = bends.get((kind, sure))
        if not lines:
            continue
        colour, dash, width = LINES[kind]
        if not sure:
            width = UNSURE
        arrows = kind in DIRECTED
        figure.add_scatter(
            x=_broken([[x for x, _ in line] for line in lines]),
            y=_broken([[y for _, y in line] for line in lines]),
            mode="lines+markers" if arrows else "lines",
            line={"color": colour, "dash": dash, "width": width, "shape": "spline"},
            marker={"symbol": "triangle-up", "angleref": "previous", "size": _broken([[0, 12, 0]] * len(lines), 0),
                    "color": colour, "opacity": 1, "line": {"width": 0}} if arrows else None,
            hoverinfo="skip",
            name=NAMES[kind],
            legendgroup=kind,
            showlegend=kind not in named,
        )
        named.add(kind)
    figure.add_scatter(  # what is pointed at in the middle of a line
        x=[x for x, _ in middles], y=[y for _, y in middles], mode="markers",
        marker={"size": 18, "color": "rgba(0,0,0,0)"}, showlegend=False,
        hovertext=[_hover(row) for row in drawn.to_dict("records")], hovertemplate="%{hovertext}<extra></extra>",
        customdata=list(range(len(drawn))), name="ties",
    )  # fmt: skip
    size = weights(drawn)
    of_company: dict[str, list[dict[Any, Any]]] = defaultdict(list)
    for row in drawn[["company", "other", "kind"]].to_dict("records"):
        of_company[row["company"]].append(row)
        of_company[row["other"]].append(row)
    figure.add_scatter(
        x=[places[name][0] for name in shown], y=[places[name][1] for name in shown], mode="markers+text",
        marker={"size": [14 + 6 * math.sqrt(size[n]) for n in shown],
                "color": [FOCUS if n == focus else NODE for n in shown],
                "symbol": ["diamond" if n == focus else "circle" for n in shown],
                "opacity": 1, "line": {"color": "#FFFFFF", "width": 1.5}},
        text=[wrapped(name, NAME_WIDTH) for name in shown], textposition="bottom center", textfont={"size": 12},
        cliponaxis=False, showlegend=False,
        hovertext=[_node_hover(name, of_company[name], size[name]) for name in shown],
        hovertemplate="%{hovertext}<extra></extra>",
        customdata=[[n for n, pair in enumerate(pairs) if name in pair] for name in shown],
        ids=shown, name="companies",
    )  # fmt: skip
    tall = max(y for _, y in places.values()) - min(y for _, y in places.values())
    figure.update_layout(**PAGE_LAYOUT, height=int(min(max(240, 92 * (tall + 1.2)), 900)), hovermode="closest")
    xs, ys = [x for x, _ in places.values()], [y for _, y in places.values()]
    hidden = {"visible": False, "showgrid": False, "zeroline": False, "fixedrange": True}
    figure.update_xaxes(range=[min(xs) - 0.9, max(xs) + 0.9], **hidden)
    figure.update_yaxes(range=[min(ys) - 0.75, max(ys) + 0.45], **hidden)
    return figure


def _broken(lines: Any, gap: Any = None) -> list[Any]:
    """The points of several lines in one list, a gap after each."""
    return [point for line in lines for point in (*line, gap)]


def _hover(row: dict[Any, Any]) -> str:
    lines = [f"<b>{plain(row['company'])} {said(row['kind'], True)} {plain(row['other'])}</b>"]
    lines.append(f"{STANDINGS[row['standing']]} · {count(row['projects'], 'project')} · {told(row)}")
    lines += [plain(textwrap.shorten(name, 70, placeholder="…")) for name in row["labels"][:3]]
    if row["quote"]:
        short = textwrap.shorten(row["quote"], 260, placeholder="…")
        lines += [f"<i>{plain(line)}</i>" for line in textwrap.wrap(f"“{short}”", 70)]
    if isinstance(row["english"], str):
        lines += [plain(line) for line in textwrap.wrap(textwrap.shorten(row["english"], 200, placeholder="…"), 70)]
    return "<br>".join(lines)


def _node_hover(name: str, mine: list[dict[Any, Any]], projects: int) -> str:
    lines = [f"<b>{plain(name)}</b>", f"{count(len(mine), 'tie')}, {count(projects, 'project')}"]
    for row in mine[:6]:
        doing = row["company"] == name
        lines.append(f"{said(row['kind'], doing)} {plain(row['other'] if doing else row['company'])}")
    return "<br>".join([*lines, *([f"and {len(mine) - 6} more"] if len(mine) > 6 else [])])


def told(row: dict[Any, Any]) -> str:
    """“told Dec 2021 to Mar 2024”; “undated” without a day."""
    days = [day(row[name], "month") for name in ("first", "last") if pd.notna(row[name])]
    return f"told {' to '.join(dict.fromkeys(days))}" if days else "undated"


def _picture(figure: go.Figure, chart: Chart) -> dict[str, Any]:
    layout = picture_layout(figure, chart, max(int(figure.layout.height) + 260, 700))
    for axis in ("xaxis", "yaxis"):
        layout[axis] |= {"showgrid": False, "visible": False}
    return layout


# ---------------------------------------------------------------------------------------------------------- words


def _alt(title: str, drawn: pd.DataFrame) -> str:
    parts = [f"{row['company']} {said(row['kind'], True)} {row['other']}" for row in drawn.head(10).to_dict("records")]
    more = f"; and {len(drawn) - 10} more, all in the table below" if len(drawn) > 10 else ""
    return f"Network of companies. {title}. {'; '.join(parts)}{more}." if parts else f"Empty network. {title}."


def _data(edges: pd.DataFrame) -> pd.DataFrame:
    rows = [
        (
            row["company"], said(row["kind"], True), row["other"], row["projects"], STANDINGS[row["standing"]],
            _iso(row["first"]), _iso(row["last"]), row["quote"], row["english"], bool(row["sure"]),
            SEPARATOR.join(row["labels"]), SEPARATOR.join(row["project_ids"]), SEPARATOR.join(row["report_ids"]),
            SEPARATOR.join(row["articles"]),
        )
        for row in edges.to_dict("records")
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(DATA))


def _iso(on: Any) -> str | None:
    return None if pd.isna(on) else str(on)[:10]
