"""The ties as matrices: companies by companies, and companies by kind of tie; cells count projects."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from core.charts.chart import PAGE_LAYOUT, PROJECT_IDS, SEPARATOR, Chart, file_name, picture_layout, plain, source_line
from core.edges import foremost, weights
from core.formats import count
from core.partnerships import DIRECTED, TIES, said

MOST_COMPANIES = 20
# From light to dark blue; the darkest is told from the ground of both themes, and so is the figure in each cell.
SCALE = [[0.0, "#CFE3F1"], [0.5, "#8DBEDD"], [1.0, "#1B5E8E"]]
_HOW = ("Each cell says on how many projects the tie between the company of its row and the company of its column rests; "
        "an empty cell: no article here tells of a tie.")  # fmt: skip
_HOW_KINDS = "Each cell says on how many projects the ties of one kind of the company in its row rest."


def matrix(edges: pd.DataFrame, words: str = "") -> Chart:
    """Companies by companies; ``data``: one row per pair, its cell's ``customdata``."""
    cells: dict[tuple[str, str], list[dict[Any, Any]]] = defaultdict(list)
    for row in edges.to_dict("records"):
        cells[row["company"], row["other"]].append(row)
        cells[row["other"], row["company"]].append(row)
    names = list(weights(edges))
    return _heatmap(cells, names, names, "company", "other", "Ties between companies", "partners-matrix", edges, words, _HOW)


def kinds(edges: pd.DataFrame, words: str = "") -> Chart:
    """Companies by kind of tie, each direction its own column; ``data``: one row per company and kind."""
    cells: dict[tuple[str, str], list[dict[Any, Any]]] = defaultdict(list)
    for row in edges.to_dict("records"):
        cells[row["company"], said(row["kind"], True)].append(row)
        cells[row["other"], said(row["kind"], False)].append(row)
    every = dict.fromkeys(said(kind, doing) for kind in TIES for doing in ((True, False) if kind in DIRECTED else (True,)))
    present = {column for _, column in cells}
    columns = [column for column in every if column in present]
    title = "Companies by kind of tie"
    return _heatmap(cells, list(weights(edges)), columns, "company", "tie", title, "partners-kinds", edges, words, _HOW_KINDS)


def _heatmap(
    cells: dict[tuple[str, str], list[dict[Any, Any]]], down: list[str], across: list[str], row_name: str, column_name: str,
    title: str, view: str, edges: pd.DataFrame, words: str, how: str,
) -> Chart:  # fmt: skip
    shown = foremost(edges, MOST_COMPANIES)
    wide = shown if column_name == "other" else across
    rows = [(a, b, cells[a, b]) for a in down for b in across if cells.get((a, b))]
    columns = [row_name, column_name, "projects", "kinds", "project_names", PROJECT_IDS, "reports", "articles"]
    data = pd.DataFrame([_row(a, b, found) for a, b, found in rows], columns=columns)
    number = {(a, b): n for n, (a, b, _) in enumerate(rows)}
    cut = len(down) > len(shown)
    note = f"The {len(shown)} companies with the most projects of {len(down)}; the CSV has all." if cut else ""
    title += f", {words}" if words else ""
    articles = [a for those in edges["articles"] for a in those]
    dates = [on for name in ("first", "last") for on in edges[name].dropna()]
    top = "; ".join(f"{a} and {b} {n}" if column_name == "other" else f"{a} {b} {n}"
                    for a, b, n in zip(data[row_name][:8], data[column_name][:8], data["projects"][:8], strict=True))  # fmt: skip
    base = Chart(
        view=view, title=title, unit="Number of projects behind the tie", note=note,
        source=source_line(articles, dates, "each tie with its sentence"),
        alt=f"Matrix. {title}. {top}. The table beside it has the same figures." if top else f"Empty matrix. {title}.",
        file_name=file_name(view, words), data=data, how=how,
    )  # fmt: skip
    if not rows:
        return replace(base, empty="No article tells of a tie between companies" + (f", {words}." if words else "."))
    z = [[float(data["projects"][number[a, b]]) if (a, b) in number else None for b in wide] for a in shown]
    hover = [[_hover(a, b, cells[a, b]) if (a, b) in number else "" for b in wide] for a in shown]
    figure = go.Figure(
        go.Heatmap(
            z=z, x=list(range(len(wide))), y=list(range(len(shown))), colorscale=SCALE, zmin=1,
            zmax=max(2.0, float(data["projects"].max())), showscale=False, xgap=2, ygap=2, hoverongaps=False,
            texttemplate="%{z:.0f}", textfont={"size": 13}, hovertext=hover, hovertemplate="%{hovertext}<extra></extra>",
            customdata=[[number.get((a, b)) for b in wide] for a in shown],
        )
    )  # fmt: skip
    figure.update_layout(**PAGE_LAYOUT | {"margin": PAGE_LAYOUT["margin"] | {"r": 56}}, height=150 + 30 * len(shown))
    bare = {"showgrid": False, "zeroline": False, "fixedrange": True, "automargin": True}
    labels = [plain(b) for b in wide], [plain(a) for a in shown]
    figure.update_xaxes(tickvals=list(range(len(wide))), ticktext=labels[0], tickangle=-60, side="top", **bare)
    figure.update_yaxes(tickvals=list(range(len(shown))), ticktext=labels[1], autorange="reversed", **bare)
    layout = picture_layout(figure, base, int(figure.layout.height) + 300)
    layout["xaxis"]["showgrid"] = False
    layout["margin"] |= {"t": layout["margin"]["t"] + 110, "r": 80}  # the names above, at a slant
    layout["showlegend"] = False
    return replace(base, figure=figure, export_layout=layout)


def _row(one: str, other: str, found: list[dict[Any, Any]]) -> tuple[Any, ...]:
    ids = {i: label for row in found for i, label in zip(row["project_ids"], row["labels"], strict=False)}
    every = sorted({i for row in found for i in row["project_ids"]})
    kinds = dict.fromkeys(said(row["kind"], row["company"] == one) for row in found)

    def joined(name: str) -> str:
        return SEPARATOR.join(dict.fromkeys(v for row in found for v in row[name]))

    names = SEPARATOR.join(dict.fromkeys(ids.values()))
    return (one, other, len(every), SEPARATOR.join(kinds), names, SEPARATOR.join(every), joined("report_ids"), joined("articles"))


def _hover(one: str, other: str, found: list[dict[Any, Any]]) -> str:
    lines = [f"<b>{plain(one)} – {plain(other)}</b>"]
    for row in found[:5]:
        doing = row["company"] == one
        lines.append(f"{said(row['kind'], doing)} {plain(row['other'] if doing else row['company'])}: "
                     f"{count(row['projects'], 'project')}")  # fmt: skip
    return "<br>".join([*lines, *([f"and {len(found) - 5} more"] if len(found) > 5 else [])])
