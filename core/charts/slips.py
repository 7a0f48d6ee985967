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
from core.charts.chart import named as labelled
from core.charts.timeline import EARLIER, LATER, ROW_MORE
from core.formats import count, number, span, told_where
from core.ledger.comparing import change_in_words

MOST_BARS = 20
MOST_ROWS = 500  # of the CSV: those that moved most
_ROW = 50  # px: a name in two lines, and what became of it
DATA = ("project", "measure", "unit", "first", "first_max", "first_told", "between", "latest", "latest_max", "latest_told",
        "change", "change_in_words", "quote", "quote_en", "reports", "articles", PROJECT_IDS)  # fmt: skip
Told = dict[Any, dict[Any, Any]]
_DOWN, _UP, _EVEN = "#C4512D", "#1E8C6E", "#7C8894"


def start_slips(projects: pd.DataFrame, promised: pd.DataFrame, slips: pd.DataFrame, words: str = "") -> Chart:
    """Months between the first promised start of production and the latest, ranked. promised, slips:
    core.ledger.promises of these projects; words: the filters as a phrase."""
    own, named = _own(projects, slips, "production_start")
    moved = own[own["change"].fillna(0) != 0].sort_values(["change", "project_id"], ascending=[False, True])
    several = own[own["promises"] > 1]
    later, earlier = int((moved["change"] > 0).sum()), int((moved["change"] < 0).sum())
    unknown = int((several["compared"] == "finer").sum())
    note = f"Of {count(len(several), 'project')} whose start was promised more than once, {later} slipped, {earlier} came earlier"
    note += f", {len(several) - later - earlier - unknown} held"
    note += f"; {unknown} cannot be compared, as one article gives a part of the year that another gives." if unknown else "."
    if later > 2:
        middling = moved.loc[moved["change"] > 0, "change"].median()
        note += f" Half of those that slipped did so by {number(middling)} months or more."
    shown = _ends(moved, MOST_BARS)
    if len(shown) < len(moved):
        note += f" Shown: the {len(shown)} that moved most; in the CSV up to {MOST_ROWS}."
    title = "How far the start of production moved" + (f", {words}" if words else "")
    moved = _ends(moved, MOST_ROWS)
    told = _told_of(moved, promised)
    data = _data(moved, told, named, "Start of production", "months")
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
        "later. To the left: earlier. Months are counted where both articles give one, “about” so many where both name a part "
        "of the year (“second half of 2024”); where one gives only the year, whole years are counted, and a year against a "
        "part of that year is no slip. What was promised in between, and by which article, is said where you point at the bar; "
        "click it to open the project.",
        columns=("production_start",),
    )
    if moved.empty:
        if several.empty:
            return replace(base, empty="Nothing to compare here: no start was promised more than once.")
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
                customdata=row,
                hovertext=[_hover(data.iloc[n], _by(s)) for n, (_, s) in zip(row, part, strict=True)],
                hovertemplate="%{hovertext}<extra></extra>",
            )  # fmt: skip
    low, high = min(0.0, shown["change"].min()), max(0.0, shown["change"].max())
    edge = (high - low) * 0.04
    labels = [labelled(named[s["project_id"]], _by(s)) for s in shown.to_dict("records")]
    _layout(figure, labels, [low - (edge if low < 0 else 0), high + (edge if high > 0 else 0)])
    figure.update_xaxes(
        title="months later",
        dtick=next((step for step in (1, 3, 6, 12, 24, 60) if high - low <= 4 * step), 120),
        zeroline=True,
        zerolinecolor="#7C8894",
    )
    signs = [("/", LATER, "Later"), ("", EARLIER, "Earlier")]
    return _finished(replace(base, signs=tuple(s for s, n in zip(signs, (later, earlier), strict=True) if n)), figure)


def capacity_slips(projects: pd.DataFrame, promised: pd.DataFrame, slips: pd.DataFrame, words: str = "") -> Chart:
    """Capacity at full build-out as promised first and as told now, of the projects where it moved."""
    own, named = _own(projects, slips, "capacity_gwh")
    moved = own[(own["change"].fillna(0) != 0) | (own["moves"] > 0)]  # also what grew and shrank again
    moved = moved.assign(size=moved["change"].abs()).sort_values(["size", "project_id"], ascending=[False, True])
    several = own[own["promises"] > 1]
    shown = moved.head(MOST_BARS)
    up, down = (int((moved["change"] * sign > 0).sum()) for sign in (1, -1))
    back = len(moved) - up - down
    note = f"Of {count(len(several), 'project')} whose capacity was told more than once, {up} grew, {down} shrank, "
    note += f"{back} came back to the first, " if back else ""
    note += f"{len(several) - len(moved)} stayed. A first stage that is told alone is no change."
    if len(moved) > MOST_BARS:
        note += f" Shown: the {MOST_BARS} that moved most; in the CSV up to {MOST_ROWS}."
    title = "Capacity promised first and now" + (f", {words}" if words else "")
    moved = moved.head(MOST_ROWS)
    told = _told_of(moved, promised)
    data = _data(moved, told, named, "Capacity", "GWh a year")
    base = Chart(
        view="capacity-slips",
        title=title,
        unit="GWh a year at full build-out",
        note=note if len(several) else "",
        source=_source(moved, promised),
        alt=_alt("Dot chart", title, [f"{named[s['project_id']]} {_way(s, told)}" for s in shown.to_dict("records")]),
        file_name=file_name("capacity-slips", words),
        data=data,
        how="The large hollow circle is the capacity that was promised first, the triangle the latest one: it points to the "
        "right where the plan grew, to the left where it shrank. A small circle is what was promised in between; the line "
        "leads to the smallest and to the largest of all. Point at a mark for every promise and its article; click it to open "
        "the project.",
        columns=("capacity_gwh",),
    )
    if moved.empty:
        return replace(base, empty="No capacity here was told more than once and moved.")
    figure = go.Figure()
    numbers = {project_id: n for n, project_id in enumerate(moved["project_id"])}
    rows = list(enumerate(shown.to_dict("records")))
    hover = {s["project_id"]: _hover(data.iloc[numbers[s["project_id"]]], _by_gwh(s)) for _, s in rows}
    looks = ((1, _UP, "triangle-right", "Now: more"), (-1, _DOWN, "triangle-left", "Now: less"),
             (0, _EVEN, "diamond", "Now: as first"))  # fmt: skip
    every = {s["project_id"]: [p["max"] for p in _every(s, told)] for _, s in rows}
    for sign, colour, _, _ in looks:
        part = [(y, s) for y, s in rows if _sign(s) == sign]
        if part:
            reach = [(min(every[s["project_id"]]), max(every[s["project_id"]])) for _, s in part]
            figure.add_scatter(x=[x for low, high in reach for x in (low, high, None)],
                               y=[v for y, _ in part for v in (y, y, None)], mode="lines",
                               line={"color": colour, "width": 3}, hoverinfo="skip", showlegend=False)  # fmt: skip
    marks = [([(y, s, s["first_max"]) for y, s in rows], _EVEN, "circle-open", "First promise", 13)]
    between = [(y, s, x) for y, s in rows for x in dict.fromkeys(every[s["project_id"]][1:-1])
               if x not in (s["first_max"], s["latest_max"])]  # fmt: skip
    marks.append((between, _EVEN, "circle", "In between", 9))
    for sign, colour, symbol, name in looks:
        marks.append(([(y, s, s["latest_max"]) for y, s in rows if _sign(s) == sign], colour, symbol, name, 13))
    for points, colour, symbol, name, size in marks:
        if points:
            figure.add_scatter(
                x=[x for _, _, x in points], y=[y for y, _, _ in points], mode="markers", name=name,
                marker={"symbol": symbol, "color": colour, "size": size, "line": {"color": colour, "width": 2}},
                customdata=[numbers[s["project_id"]] for _, s, _ in points],
                hovertext=[hover[s["project_id"]] for _, s, _ in points], hovertemplate="%{hovertext}<extra></extra>",
            )  # fmt: skip
    labels = [labelled(named[s["project_id"]], _way(s, told)) for _, s in rows]
    _layout(figure, labels, [0, max(x for told in every.values() for x in told) * 1.06])
    figure.update_xaxes(title="GWh a year")
    signs = [("○", _EVEN, "First promise"), ("•", _EVEN, "In between"), ("▶", _UP, "Now: more"), ("◀", _DOWN, "Now: less"),
             ("◆", _EVEN, "Now: as first")]  # fmt: skip
    numbers_of = (len(moved), len(between), *(sum(_sign(s) == sign for _, s in rows) for sign in (1, -1, 0)))
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


def _data(moved: pd.DataFrame, told: Told, named: Mapping[str, str], measure: str, unit: str) -> pd.DataFrame:
    rows = []
    for s in moved.to_dict("records"):
        first, *between, latest = _every(s, told)
        words = _by(s) if measure.startswith("Start") else _by_gwh(s)
        rows.append({
            "project": named[s["project_id"]], "measure": measure, "unit": unit, "first": _told(first),
            "first_max": s["first_max"] if unit != "months" else None, "first_told": _where(first),
            "between": SEPARATOR.join(f"{_told(p, True)} ({_where(p)})" for p in between), "latest": _told(latest),
            "latest_max": s["latest_max"] if unit != "months" else None, "latest_told": _where(latest),
            "change": float(f"{s['change']:.6g}"), "change_in_words": words, "quote": _text(latest, "quote"),
            "quote_en": _text(latest, "quote_en"), "reports": SEPARATOR.join(s["reports"]),
            "articles": SEPARATOR.join(s["articles"]), PROJECT_IDS: s["project_id"],
        })  # fmt: skip
    return pd.DataFrame(rows, columns=list(DATA))


def _told_of(moved: pd.DataFrame, promised: pd.DataFrame) -> Told:
    """Every promise behind some slips, by its label: one look-up for all of them, as a table may have very many."""
    rows = promised.loc[[label for steps in moved["steps"] for label in steps]]
    return dict(zip(rows.index, rows.to_dict("records"), strict=True))


def _every(slip: Mapping[Any, Any], told: Told) -> list[dict[Any, Any]]:
    """Every promise behind a slip, the first one first."""
    return [told[label] for label in slip["steps"]]


def _told(promise: Mapping[Any, Any], whole: bool = False) -> Any:
    """A promise as it is told; ``whole``: with its upper figure."""
    if isinstance(promise["words"], str):
        return promise["words"]
    return span(promise["value"], promise["max"]) if whole else promise["value"]


def _sign(slip: Mapping[Any, Any]) -> int:
    return int(slip["change"] > 0) - int(slip["change"] < 0)


def _by(slip: Mapping[Any, Any]) -> str:
    return change_in_words(slip["change"], slip["exact"])


def _by_gwh(slip: Mapping[Any, Any]) -> str:
    size = f"{abs(slip['change']):.4g} GWh"
    return f"{size} more" if slip["change"] > 0 else f"{size} less" if slip["change"] < 0 else "as first told"


def _way(slip: Mapping[Any, Any], told: Told) -> str:
    """“20 → 40 → 15”: every capacity at full build-out that was promised, one that is only told again once."""
    found = [number(p["max"]) for p in _every(slip, told) if p["compared"] in ("first", "moved")]
    return " → ".join(found)


def _where(promise: Mapping[Any, Any]) -> str:
    if promise["basis"] != "stated":
        return "by hand"
    return told_where(promise["language"], promise["published"], promise["published_precision"])


def _text(promise: Mapping[Any, Any], name: str) -> str:
    value = promise.get(name)
    return value if isinstance(value, str) else ""


def _hover(row: pd.Series, change: str) -> str:
    def told(low: Any, high: Any) -> str:
        return low if isinstance(low, str) else span(low, high)

    lines = [f"<b>{plain(textwrap.shorten(row['project'], 70, placeholder='…'))}</b>", change]
    lines.append(f"First: {told(row['first'], row['first_max'])} ({plain(row['first_told'])})")
    lines += [f"Then: {plain(told)}" for told in row["between"].split(SEPARATOR) if told]
    lines.append(f"Now: {told(row['latest'], row['latest_max'])} ({plain(row['latest_told'])})")
    for text in (row["quote_en"], f"“{row['quote']}”" if row["quote"] else ""):
        lines += [plain(line) for line in textwrap.wrap(text, 68, max_lines=3, placeholder=" …")]
    return "<br>".join(lines)


def _layout(figure: go.Figure, labels: list[str], reach: list[float]) -> None:
    figure.update_layout(**PAGE_LAYOUT, barmode="overlay", height=80 + _ROW * len(labels), hovermode="closest")
    figure.update_xaxes(range=reach, fixedrange=True, tickangle=0)
    named_rows(figure, labels, (len(labels) - 0.4, -0.6), 59)


def _finished(base: Chart, figure: go.Figure) -> Chart:
    height = int(figure.layout.height) + ROW_MORE * len(figure.layout.yaxis.ticktext) + 170
    return replace(base, figure=figure, export_layout=picture_layout(figure, base, height))


def _source(moved: pd.DataFrame, promised: pd.DataFrame) -> str:
    told = promised[promised["project_id"].isin(moved["project_id"]) & promised["column"].isin(moved["column"].unique())]
    dates = [stamp.date() for stamp in told["published"].dropna()]
    return source_line([a for those in moved["articles"] for a in those], dates, "each promise by its own article")


def _alt(kind: str, title: str, parts: list[str]) -> str:
    return f"{kind}. {title}. {'; '.join(parts[:10])}." if parts else f"Empty chart. {title}."
