"""How far promises moved: starts in months, capacities in GWh a year, each project against its own first promise."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from core.charts.chart import (
    PAGE_LAYOUT,
    PROJECT_IDS,
    SEPARATOR,
    Chart,
    file_name,
    named_rows,
    picture_layout,
    plain,
    source_line,
)
from core.charts.timeline import EARLIER, LATER
from core.formats import count, number, span, told_where
from core.ledger.promises import change_in_words

MOST_BARS = 20
MOST_ROWS = 500  # of the CSV: those that moved most
_ROW = 36
DATA = ("project", "measure", "unit", "first", "first_max", "first_told", "latest", "latest_max", "latest_told", "change",
        "quote", "quote_en", "reports", "articles", PROJECT_IDS)  # fmt: skip
_DOWN, _UP = "#C4512D", "#1E8C6E"


def start_slips(projects: pd.DataFrame, promised: pd.DataFrame, slips: pd.DataFrame, words: str = "") -> Chart:
    """Months between the first promised start of production and the latest, ranked. promised, slips:
    core.ledger.promises of these projects; words: the filters as a phrase."""
    own, named = _own(projects, slips, "production_start")
    moved = own[own["change"].fillna(0) != 0].sort_values(["change", "project_id"], ascending=[False, True])
    several = own[own["promises"] > 1]
    later, earlier = int((moved["change"] > 0).sum()), int((moved["change"] < 0).sum())
    note = f"Of {count(len(several), 'project')} whose start was promised more than once, {later} slipped, {earlier} came earlier"
    note += f", {len(several) - later - earlier} held."
    if later:
        middling = moved.loc[moved["change"] > 0, "change"].median()
        note += f" Half of those that slipped did so by {number(middling)} months or more."
    shown = _ends(moved, MOST_BARS)
    if len(shown) < len(moved):
        note += f" Shown: the {len(shown)} that moved most; in the CSV up to {MOST_ROWS}."
    title = "How far the start of production moved" + (f", {words}" if words else "")
    moved = _ends(moved, MOST_ROWS)
    data = _data(moved, promised, named, "Start of production", "months")
    base = Chart(
        view="start-slips",
        title=title,
        unit="Months, from the first promise to the latest",
        note=note if len(several) else "",
        source=_source(moved, promised),
        alt=_alt("Bar chart", title, [f"{named[s['project_id']]} {_by(s)}" for s in shown.to_dict("records")]),
        file_name=file_name("start-slips", words),
        data=data,
        how="Each bar compares the start that was promised first with the one that the latest article gives. To the right: "
        "later. To the left: earlier. Where an article gives only the year, whole years are counted, and a year against a "
        "month of that year is no slip. Point at a bar for both promises; click it to open the project.",
        columns=("production_start",),
    )
    if moved.empty:
        if several.empty:
            return replace(base, empty="Nothing to compare here: no start was promised more than once.")
        # “Early 2024” and “in the second half of 2024” are both 2024: a move within a year may not show.
        found = f"No move shows here: {count(len(several), 'start')}, promised more than once, kept the year or month"
        return replace(base, empty=f"{found}. Where an article gives only the year, a move within it does not show.")
    figure = go.Figure()
    numbers = {project_id: n for n, project_id in enumerate(moved["project_id"])}
    for sign, colour, pattern, name in ((1, LATER, "/", "Later"), (-1, EARLIER, "", "Earlier")):
        part = [(y, s) for y, s in enumerate(shown.to_dict("records")) if s["change"] * sign > 0]
        if part:
            marker: dict[str, Any] = {"color": colour, "line": {"color": colour, "width": 1.5}}
            if pattern:
                marker["pattern"] = {"shape": pattern, "fillmode": "replace", "fgcolor": colour, "bgcolor": "rgba(0,0,0,0)",
                                     "size": 6, "solidity": 0.35}  # fmt: skip
            row = [numbers[s["project_id"]] for _, s in part]
            figure.add_bar(
                orientation="h", x=[s["change"] for _, s in part], y=[y for y, _ in part], width=0.6, name=name, marker=marker,
                text=[_by(s) for _, s in part], textposition="outside", cliponaxis=False, customdata=row,
                hovertext=[_hover(data.iloc[n], _by(s)) for n, (_, s) in zip(row, part, strict=True)],
                hovertemplate="%{hovertext}<extra></extra>",
            )  # fmt: skip
    low, high = min(0.0, shown["change"].min()), max(0.0, shown["change"].max())
    room = (high - low) * 0.6
    _layout(figure, [named[i] for i in shown["project_id"]], [low - (room if low < 0 else 0), high + (room if high > 0 else 0)])
    figure.update_xaxes(
        title="months later",
        dtick=12 if high - low <= 48 else 24 if high - low <= 120 else 60,
        zeroline=True,
        zerolinecolor="#7C8894",
    )
    signs = [("/", LATER, "Later"), ("", EARLIER, "Earlier")]
    return _finished(replace(base, signs=tuple(s for s, n in zip(signs, (later, earlier), strict=True) if n)), figure)


def capacity_slips(projects: pd.DataFrame, promised: pd.DataFrame, slips: pd.DataFrame, words: str = "") -> Chart:
    """Capacity at full build-out as promised first and as told now, of the projects where it moved."""
    own, named = _own(projects, slips, "capacity_gwh")
    moved = own[own["change"].fillna(0) != 0]
    moved = moved.assign(size=moved["change"].abs()).sort_values(["size", "project_id"], ascending=[False, True])
    several = own[own["promises"] > 1]
    shown = moved.head(MOST_BARS)
    up = int((moved["change"] > 0).sum())
    note = f"Of {count(len(several), 'project')} whose capacity was told more than once, {up} grew, {len(moved) - up} shrank, "
    note += f"{len(several) - len(moved)} stayed. A first stage that is told alone is no change."
    if len(moved) > MOST_BARS:
        note += f" Shown: the {MOST_BARS} that moved most; in the CSV up to {MOST_ROWS}."
    title = "Capacity promised first and now" + (f", {words}" if words else "")
    moved = moved.head(MOST_ROWS)
    data = _data(moved, promised, named, "Capacity", "GWh a year")
    base = Chart(
        view="capacity-slips",
        title=title,
        unit="GWh a year at full build-out",
        note=note if len(several) else "",
        source=_source(moved, promised),
        alt=_alt("Dot chart", title, [f"{named[s['project_id']]} {_way(s)}" for s in shown.to_dict("records")]),
        file_name=file_name("capacity-slips", words),
        data=data,
        how="The hollow circle is the capacity that was promised first, the triangle the latest one: it points to the right "
        "where the plan grew, to the left where it shrank. Point at a row for both promises; click it to open the project.",
        columns=("capacity_gwh",),
    )
    if moved.empty:
        return replace(base, empty="No capacity here was told more than once and moved.")
    figure = go.Figure()
    numbers = {project_id: n for n, project_id in enumerate(moved["project_id"])}
    rows = list(enumerate(shown.to_dict("records")))
    hover = {s["project_id"]: _hover(data.iloc[numbers[s["project_id"]]], f"{s['change']:+.4g} GWh") for _, s in rows}
    looks = ((1, _UP, "triangle-right", "Now: more"), (-1, _DOWN, "triangle-left", "Now: less"))
    for sign, colour, _, _ in looks:
        part = [(y, s) for y, s in rows if s["change"] * sign > 0]
        if part:
            figure.add_scatter(x=[x for _, s in part for x in (s["first_max"], s["latest_max"], None)],
                               y=[v for y, _ in part for v in (y, y, None)], mode="lines",
                               line={"color": colour, "width": 3}, hoverinfo="skip", showlegend=False)  # fmt: skip
    marks = [(rows, "first_max", "#7C8894", "circle-open", "First promise")]
    for sign, colour, symbol, name in looks:
        marks.append(([(y, s) for y, s in rows if s["change"] * sign > 0], "latest_max", colour, symbol, name))
    for part, column, colour, symbol, name in marks:
        if part:
            figure.add_scatter(
                x=[s[column] for _, s in part], y=[y for y, _ in part], mode="markers", name=name,
                marker={"symbol": symbol, "color": colour, "size": 13, "line": {"color": colour, "width": 2}},
                customdata=[numbers[s["project_id"]] for _, s in part], hovertext=[hover[s["project_id"]] for _, s in part],
                hovertemplate="%{hovertext}<extra></extra>",
            )  # fmt: skip
    ends = [max(s["first_max"], s["latest_max"]) for _, s in rows]
    figure.add_scatter(x=ends, y=[y for y, _ in rows], mode="text", textposition="middle right", cliponaxis=False,
                       text=[f"\u2003{_way(s)}" for _, s in rows],
                       hoverinfo="skip", showlegend=False)  # fmt: skip
    _layout(figure, [named[i] for i in shown["project_id"]], [0, max(ends) * 1.45])
    figure.update_xaxes(title="GWh a year")
    signs = [("○", "#7C8894", "First promise"), ("▶", _UP, "Now: more"), ("◀", _DOWN, "Now: less")]
    numbers_of = (len(moved), *((moved["change"] * sign > 0).sum() for sign in (1, -1)))
    return _finished(replace(base, signs=tuple(s for s, n in zip(signs, numbers_of, strict=True) if n)), figure)


# --------------------------------------------------------------------------------------------------------- parts


def _own(projects: pd.DataFrame, slips: pd.DataFrame, column: str) -> tuple[pd.DataFrame, dict[str, str]]:
    """The slips of these projects in one column, market figures left out, and the projects' names."""
    own = slips[slips["column"] == column]
    asked = pd.Index(own["project_id"].to_numpy("object"))
    ids = projects["project_id"].to_numpy("object")
    told = (asked.get_indexer(ids) >= 0) & (projects["kind"] != "statistic").to_numpy()  # of very many few have moved
    named = dict(zip(ids[told], projects["project"].to_numpy("object")[told], strict=True))
    names = {i: name if isinstance(name, str) else i for i, name in named.items()}
    return own[pd.Index(ids[told]).get_indexer(asked) >= 0], names


def _ends(moved: pd.DataFrame, number: int) -> pd.DataFrame:
    """Those that moved most, so many of them, in the order of ``moved``."""
    most = moved["change"].abs().sort_values(ascending=False, kind="stable").index[:number]
    return moved[moved.index.isin(most)]


def _data(moved: pd.DataFrame, promised: pd.DataFrame, named: Mapping[str, str], measure: str, unit: str) -> pd.DataFrame:
    told = promised[promised["project_id"].isin(moved["project_id"]) & promised["column"].isin(moved["column"])]
    of_report = {(p["project_id"], p["column"], p["report_id"]): p for p in told.to_dict("records")}
    rows = []
    for s in moved.to_dict("records"):
        first, latest = (of_report.get((s["project_id"], s["column"], s[f"{end}_report"]), {}) for end in ("first", "latest"))
        rows.append({
            "project": named[s["project_id"]], "measure": measure, "unit": unit, "first": s["first"], "first_max": s["first_max"],
            "first_told": _where(first), "latest": s["latest"], "latest_max": s["latest_max"], "latest_told": _where(latest),
            "change": float(f"{s['change']:.6g}"), "quote": _text(latest, "quote"), "quote_en": _text(latest, "quote_en"),
            "reports": SEPARATOR.join(s["reports"]), "articles": SEPARATOR.join(s["articles"]), PROJECT_IDS: s["project_id"],
        })  # fmt: skip
    return pd.DataFrame(rows, columns=list(DATA))


def _by(slip: Mapping[Any, Any]) -> str:
    return change_in_words(slip["change"], slip["exact"])


def _way(slip: Mapping[Any, Any]) -> str:
    return f"{number(slip['first_max'])} → {number(slip['latest_max'])}"


def _where(promise: Mapping[Any, Any]) -> str:
    if not promise:
        return "by hand"
    return told_where(promise["language"], promise["published"], promise["published_precision"])


def _text(promise: Mapping[Any, Any], name: str) -> str:
    value = promise.get(name)
    return value if isinstance(value, str) else ""


def _hover(row: pd.Series, change: str) -> str:
    def told(low: Any, high: Any) -> str:
        return str(low) if isinstance(low, str) else span(low, high)

    lines = [f"<b>{plain(textwrap.shorten(row['project'], 70, placeholder='…'))}</b>", change]
    lines.append(f"First: {told(row['first'], row['first_max'])} ({plain(row['first_told'])})")
    lines.append(f"Now: {told(row['latest'], row['latest_max'])} ({plain(row['latest_told'])})")
    for text in (row["quote_en"], f"“{row['quote']}”" if row["quote"] else ""):
        lines += [plain(line) for line in textwrap.wrap(text, 68, max_lines=3, placeholder=" …")]
    return "<br>".join(lines)


def _layout(figure: go.Figure, names: list[str], reach: list[float]) -> None:
    figure.update_layout(**PAGE_LAYOUT, barmode="overlay", height=80 + _ROW * len(names), hovermode="closest")
    figure.update_xaxes(range=reach, fixedrange=True, tickangle=0)
    named_rows(figure, names, (len(names) - 0.4, -0.6), 28, 59)


def _finished(base: Chart, figure: go.Figure) -> Chart:
    return replace(base, figure=figure, export_layout=picture_layout(figure, base, int(figure.layout.height) + 170))


def _source(moved: pd.DataFrame, promised: pd.DataFrame) -> str:
    told = promised[promised["project_id"].isin(moved["project_id"]) & promised["column"].isin(moved["column"].unique())]
    dates = [stamp.date() for stamp in told["published"].dropna()]
    return source_line([a for those in moved["articles"] for a in those], dates, "each promise by its own article")


def _alt(kind: str, title: str, parts: list[str]) -> str:
    return f"{kind}. {title}. {'; '.join(parts[:10])}." if parts else f"Empty chart. {title}."
