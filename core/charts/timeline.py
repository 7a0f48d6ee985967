"""The timeline: a row for each project, its statuses as bars along time, below them the starts that were promised.

Statuses are told apart by colour and by pattern, the first promise and the latest by shape: hollow diamond, and a filled
triangle that points to the right where the start slipped, to the left where it came earlier.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import plotly.graph_objects as go

from core.charts.chart import PAGE_LAYOUT, PROJECT_IDS, Chart, file_name, named, named_rows, picture_layout, plain, source_line
from core.columns import STATUSES, label
from core.formats import count, day, told_where
from core.ledger.comparing import change_in_words

MOST_ROWS = 40
ROW_MORE = 14  # px by which a row is higher in a picture, where letters are larger
ROW = 50  # px: a name in two lines, and how far its start moved
# Colour and pattern of each status; each colour has a contrast of 3:1 on both grounds.
STATUS_LOOKS: dict[str, tuple[str, str]] = {
    "intent": ("#B86E00", "."),
    "announced": ("#2B7FB8", "pale"),
    "pre_construction": ("#2B7FB8", "|"),
    "construction": ("#2B7FB8", "/"),
    "operating": ("#1E8C6E", ""),
    "shelved": ("#8A63B0", "-"),
    "cancelled": ("#C4512D", "x"),
    "closed": ("#7C8894", "+"),
}
LATER, EARLIER, KEPT, ONCE = "#C4512D", "#1E8C6E", "#2B7FB8", "#7C8894"
DATA = ("project", "what", "value", "from", "until", "told", "basis", "quote", "quote_en", "reports", "articles", PROJECT_IDS)
HOW = (
    "One row for each project. The bars above say where it stood, from the day on which an article says so until the next "
    "one does; the last bar ends with the last article. Below them, the hollow diamond is the start of production that was "
    "promised first, the triangle the latest: it points to the right where the start was put off, to the left where it "
    "came earlier; a filled diamond is a start that was not moved, a grey one a start that was told once only; a small "
    "circle is one that was promised in between, or in an article without a day. A start of which only the year or a part "
    "of it is told stands in the middle of that. Point at anything for the sentence that says so; click it to open the "
    "project."
)
_NOTE = "Bars: status by the articles. Diamonds and triangles: promised start of production, first and latest."
Row = dict[str, Any]


def timeline(
    projects: pd.DataFrame,
    steps: pd.DataFrame,
    promised: pd.DataFrame,
    slips: pd.DataFrame,
    order: Sequence[str],
    words: str = "",
    whole: int | None = None,
) -> Chart:
    """The timeline of some projects. steps: core.ledger.history.history of their reports; promised, slips:
    core.ledger.promises; order: their project_ids from top to bottom (``ranked``), of which MOST_ROWS are shown;
    words: the filters as a phrase; whole: how many could be shown, where ``order`` has only the first."""
    known = projects.loc[projects["project_id"].isin(order), ["project_id", "project", "last_reported"]].set_index("project_id")
    shown = [*islice((i for i in order if i in known.index), MOST_ROWS)]
    rows = _rows(known.loc[shown], steps, promised)
    title = "From announcement to start" + (f", {words}" if words else "")
    whole = len(order) if whole is None else whole
    notes = [_NOTE, *([f"{len(shown)} of {count(whole, 'project')}; filter to see the others."] if whole > len(shown) else [])]
    data = pd.DataFrame([{name: row[name] for name in DATA} for row in rows], columns=list(DATA))
    of_start = slips[(slips["column"] == "production_start") & slips["project_id"].isin(shown)]
    base = Chart(
        view="timeline",
        title=title,
        unit="Years",
        note=" ".join(notes),
        source=source_line(
            [r["articles"] for r in rows if r["articles"]], [r["day"] for r in rows if r["day"]], "each step by its own article"
        ),
        alt=_alt(title, known, shown, of_start),
        file_name=file_name("timeline", words),
        data=data,
        how=HOW,
        columns=("status", "production_start"),
    )
    drawn = [r for r in rows if r["x"] is not None]
    if not drawn:
        return replace(base, empty="No project here has a dated step or a promised start.")
    names = [str(known.at[i, "project"]) if isinstance(known.at[i, "project"], str) else i for i in shown]
    figure = draw(rows, shown, names, of_start)
    height = int(figure.layout.height) + ROW_MORE * len(shown) + 170
    drawn_as = {r["status"] for r in drawn} | {"start" for r in drawn if r["status"] is None} | {r["lane"] for r in drawn}
    return replace(base, figure=figure, export_layout=picture_layout(figure, base, height), signs=_signs(drawn_as, of_start))


def start_changes(slips: pd.DataFrame) -> pd.Series:
    """project_id → months by which its start of production moved, missing where it was promised once only. slips:
    core.ledger.promises. Of very many it is made once: to look into it is soon done."""
    of_start = slips[slips["column"] == "production_start"].drop_duplicates("project_id")
    return pd.Series(of_start["change"].to_numpy("float64"), pd.Index(of_start["project_id"].to_numpy("object")))


def ranked(projects: pd.DataFrame, changes: pd.Series, by: str, most: int | None = None) -> tuple[list[str], int]:
    """project_ids of those with a dated report or a promised start, all or the first ``most``, and how many these are: by
    ``slip``, those that were put off longest first, then those that came earlier, then those of which most is told; by
    ``date``, the latest announced first. changes: ``start_changes`` of these projects or of more."""
    ids = projects["project_id"].to_numpy("object")
    at = changes.index.get_indexer(pd.Index(ids))
    (told,) = np.nonzero(projects["first_reported"].notna().to_numpy() | (at >= 0))
    keys: list[npt.NDArray[Any]]
    if by == "date":
        keys = [_falling(projects["first_reported"])]
    else:
        change = changes.fillna(0.0).to_numpy("float64")
        slip = np.where(at >= 0, change[at], 0.0) if len(change) else np.zeros(len(ids))
        keys = [slip == 0, -slip, -projects["independent_sources"].to_numpy("int64"), _falling(projects["last_reported"])]
    keys = [key[told] for key in keys]
    order = np.lexsort(keys[::-1])
    if most is not None and most < len(order):  # and those that are no less than the last of these: their ids decide
        last = order[most - 1]
        even = np.logical_and.reduce([key[order] == key[last] for key in keys])
        order = order[: max(most, int(np.flatnonzero(even)[-1]) + 1)]
    found = sorted(range(len(order)), key=lambda n: (*(key[order[n]] for key in keys), ids[told[order[n]]]))
    return [str(ids[told[order[n]]]) for n in found[:most]], len(told)


def _falling(days: pd.Series) -> npt.NDArray[np.int64]:
    """Days as numbers that rise from the latest to the earliest, and then to what is missing."""
    whole = days.to_numpy("datetime64[us]")
    return np.where(np.isnat(whole), np.iinfo("int64").max, -whole.astype("int64"))


# ---------------------------------------------------------------------------------------------------------- rows


def _rows(known: pd.DataFrame, steps: pd.DataFrame, promised: pd.DataFrame) -> list[Row]:
    """One row per bar and marker: what stands in the CSV, and how it is drawn (``x``: where, None for what is undated)."""
    rows: list[Row] = []
    steps_of, starts_of = _of_each(steps), _of_each(promised[promised["column"] == "production_start"])
    for project_id, called, last in known[["project", "last_reported"]].itertuples():
        name = called if isinstance(called, str) else str(project_id)
        of_site = [s for s in steps_of.get(project_id, []) if not s["phase"]]
        for part in (of_site, [s for s in steps_of.get(project_id, []) if s["phase"]]):
            rows += [row | {"project": name, PROJECT_IDS: str(project_id)} for row in _bars(part, last)]
        told = starts_of.get(project_id, [])
        rows += [row | {"project": name, PROJECT_IDS: str(project_id)} for row in _markers(told)]
    return rows


def _of_each(told: pd.DataFrame) -> dict[Any, list[dict[Any, Any]]]:
    """project_id → its rows, in their order."""
    found: dict[Any, list[dict[Any, Any]]] = {}
    for row in told.to_dict("records"):
        found.setdefault(row["project_id"], []).append(row)
    return found


def _bars(steps: list[dict[Any, Any]], last: Any) -> list[Row]:
    """The changes of a status; each lasts until the next, the last one until the last article."""
    changed = [s for s in steps if s["changed"]]
    rows = []
    for place, step in enumerate(changed):
        start = _day(step["published"])
        following = [d for s in changed[place + 1 :] if (d := _day(s["published"]))]
        end = following[0] if following else max(filter(None, (start, _day(last))), default=None)
        what = "status of an expansion" if step["phase"] else "status"
        rows.append(_told(step, what, label(step["status"]), start) | {
            "from": start.isoformat() if start else "", "until": end.isoformat() if start and end else "",
            "x": start, "end": end, "status": step["status"], "lane": "phase" if step["phase"] else "status",
        })  # fmt: skip
    return rows


def _markers(told: list[dict[Any, Any]]) -> list[Row]:
    """The promises; first and latest are those of dated articles: of an undated one nobody knows when it was made."""
    dated = [place for place, promise in enumerate(told) if promise["compared"] != "undated"] or [*range(len(told))]
    rows = []
    for place, promise in enumerate(told):
        lane = "latest" if place == dated[-1] else "first" if place == dated[0] else "between"
        at = middle(promise["value"], *promise["months"])
        rows.append(_told(promise, "promised start of production", promise["words"], _day(promise["published"])) | {
            "from": promise["value"], "until": "", "x": at, "end": None, "lane": lane, "status": None,
        })  # fmt: skip
    return rows


def _told(step: Mapping[Any, Any], what: str, value: str, on: date | None) -> Row:
    told = told_where(step["language"], step["published"], step.get("published_precision"))
    if step["basis"] != "stated":
        told = f"{'by hand' if step['basis'] == 'corrected' else 'inferred from silence'}, {day(on) if on else 'undated'}"
    text = {name: step[name] if isinstance(step[name], str) else "" for name in ("quote", "quote_en", "report_id", "article")}
    return {"what": what, "value": value, "told": told, "basis": step["basis"], "quote": text["quote"],
            "quote_en": text["quote_en"], "reports": text["report_id"], "articles": text["article"],
            "day": on if text["article"] else None}  # fmt: skip


def _day(value: Any) -> date | None:
    return None if value is None or pd.isna(value) else pd.Timestamp(value).date()


def middle(start: str, first: int = 1, last: int = 12) -> date:
    """The middle of a start (YYYY or YYYY-MM) that lies from one month to another: that of July to December is 1 October."""
    first, last = (int(start[5:7]),) * 2 if len(start) == 7 else (first, last)
    return date(int(start[:4]), (first + last + 1) // 2, 15 if (first + last) % 2 == 0 else 1)


# ------------------------------------------------------------------------------------------------------- drawing


def draw(rows: list[Row], shown: Sequence[str], names: Sequence[str], of_start: pd.DataFrame, row_height: int = ROW) -> go.Figure:
    """The figure: rows of ``_rows``, the projects from top to bottom with their names, and their slips."""
    place = {project_id: number for number, project_id in enumerate(shown)}
    times = [t for r in rows if r["x"] is not None for t in (r["x"], r["end"]) if t]
    first, last = min(times), max(times)
    least = max(timedelta(days=20), (last - first) / 90)  # a bar of a day must be seen and hit
    figure = go.Figure()
    for status in STATUSES:
        _status(figure, status, [(n, r) for n, r in enumerate(rows) if r["status"] == status and r["x"]], place, least)
    starts = [(n, r) for n, r in enumerate(rows) if r["lane"] in ("first", "between", "latest")]
    slipped = _starts(figure, starts, place, of_start)
    room = (last - first) / 25 + timedelta(days=20)
    height = 70 + max(len(shown), 1) * row_height
    figure.update_layout(**PAGE_LAYOUT, barmode="overlay", height=height, hovermode="closest")
    figure.update_xaxes(
        type="date",
        range=[(first - room).isoformat(), (last + least + room).isoformat()],
        fixedrange=True,
        tickangle=0,
        showgrid=True,
        **_ticks((last + room - first).days / 365),
    )
    labels = [named(name, slipped.get(project_id, "")) for project_id, name in zip(shown, names, strict=True)]
    named_rows(figure, labels, (len(shown) - 0.45, -0.6), 29)
    return figure


def _ticks(years: float) -> dict[str, Any]:
    """Five years or months at most, so that they stand side by side on a phone."""
    if years < 1.6:
        return {"tickformat": "%b %Y", "dtick": "M6", "tick0": "2000-01-01"}
    step = next(step for step in (1, 2, 3, 5, 10, 20, 50, 100) if years / step <= 5 or step == 100)
    return {"tickformat": "%Y", "dtick": f"M{12 * step}", "tick0": "2000-01-01"}


def _status(figure: go.Figure, status: str, found: list[tuple[int, Row]], place: Mapping[str, int], least: timedelta) -> None:
    if not found:
        return
    spans = [max((r["end"] or r["x"]) - r["x"], least) for _, r in found]
    figure.add_bar(
        orientation="h",
        base=[r["x"].isoformat() for _, r in found],
        x=[s.total_seconds() * 1000 for s in spans],
        y=[place[r[PROJECT_IDS]] - (0.36 if r["lane"] == "phase" else 0.14) for _, r in found],
        width=[0.12 if r["lane"] == "phase" else 0.3 for _, r in found],
        name=label(status),
        marker=_look(status),
        customdata=[n for n, _ in found],
        hovertext=[_hover(r, "The expansion: " if r["lane"] == "phase" else "") for _, r in found],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _look(status: str) -> dict[str, Any]:
    colour, pattern = STATUS_LOOKS[status]
    look: dict[str, Any] = {"color": colour, "line": {"color": colour, "width": 1.5}}
    if pattern == "pale":
        look["color"] = "rgba({},{},{},0.14)".format(*(int(colour[i : i + 2], 16) for i in (1, 3, 5)))
    elif pattern:
        look["pattern"] = {"shape": pattern, "fillmode": "replace", "fgcolor": colour, "bgcolor": "rgba(0,0,0,0)", "size": 6,
                           "solidity": 0.35}  # fmt: skip
    return look


# Symbol, colour and words of the latest promise, by what became of it: later, earlier, held, or told once only.
_LATEST = {
    "later": ("triangle-right", LATER, "Latest promise: later"),
    "earlier": ("triangle-left", EARLIER, "Latest promise: earlier"),
    "held": ("diamond", KEPT, "Promised again, no move told"),
    "once": ("diamond", ONCE, "Promised once"),
}


def _starts(figure: go.Figure, found: list[tuple[int, Row]], place: Mapping[str, int], of_start: pd.DataFrame) -> dict[str, str]:
    """The slip as a line from the first promise to the latest, and the markers; gives project_id → how far it slipped."""
    slip: dict[str, tuple[Any, bool]] = {s["project_id"]: (s["change"], s["exact"]) for s in of_start.to_dict("records")}
    ends: dict[str, list[Row]] = {}
    for _, row in found:
        if row["lane"] != "between":
            ends.setdefault(row[PROJECT_IDS], []).append(row)
    became = {i: _became(slip.get(i, (None, False))[0]) for i in ends}
    for sign, colour in (("later", LATER), ("earlier", EARLIER)):
        lines = [told for i, told in ends.items() if became[i] == sign]
        if lines:
            figure.add_scatter(
                x=[x for told in lines for x in (told[0]["x"].isoformat(), told[-1]["x"].isoformat(), None)],
                y=[y for told in lines for y in (*[place[told[0][PROJECT_IDS]] + 0.24] * 2, None)],
                mode="lines",
                line={"color": colour, "width": 2},
                hoverinfo="skip",
                showlegend=False,
            )
    for lane, look in (
        ("first", ("diamond-open", ONCE, "First promise")),
        ("between", ("circle-open", ONCE, "Promise in between")),
    ):
        _markers_of(figure, [f for f in found if f[1]["lane"] == lane], look, place, 7 if lane == "between" else 12)
    latest = [f for f in found if f[1]["lane"] == "latest"]
    for name, look in _LATEST.items():
        _markers_of(figure, [f for f in latest if became[f[1][PROJECT_IDS]] == name], look, place, 12)
    moved = [i for i in ends if became[i] in ("later", "earlier")]
    return {i: change_in_words(*slip[i]) for i in moved}


def _markers_of(
    figure: go.Figure, own: list[tuple[int, Row]], look: tuple[str, str, str], place: Mapping[str, int], size: int
) -> None:
    symbol, colour, words = look
    if not own:
        return
    figure.add_scatter(
        x=[r["x"].isoformat() for _, r in own],
        y=[place[r[PROJECT_IDS]] + 0.24 for _, r in own],
        mode="markers",
        marker={"symbol": symbol, "color": colour, "size": size, "line": {"color": colour, "width": 2}},
        name=words,
        customdata=[n for n, _ in own],
        hovertext=[_hover(r, f"{words}: ") for _, r in own],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _became(change: Any) -> str:
    if change is None or pd.isna(change):
        return "once"
    return "held" if not change else "later" if change > 0 else "earlier"


def _signs(drawn: set[str | None], of_start: pd.DataFrame) -> tuple[tuple[str, str, str], ...]:
    """What occurs: statuses along a project's life, then the promises."""
    found = [(pattern, colour, label(status)) for status, (colour, pattern) in STATUS_LOOKS.items() if status in drawn]
    if "start" in drawn:
        became = {_became(change) for change in of_start["change"]}
        found += [("◇", ONCE, "First promised start")] if became - {"once"} else []
        found += [("○", ONCE, "Promised in between, or on a day unknown")] if "between" in drawn else []
        shapes = {"later": ("▶", LATER), "earlier": ("◀", EARLIER), "held": ("◆", KEPT), "once": ("◆", ONCE)}
        found += [(*shapes[name], words) for name, (_, _, words) in _LATEST.items() if name in became]
    return tuple(found)


def _hover(row: Row, before: str = "") -> str:
    value = row["value"] if row["lane"] in ("status", "phase") else f"start of production {row['value']}"
    lines = [f"<b>{plain(textwrap.shorten(row['project'], 70, placeholder='…'))}</b>", f"{before}{plain(value)}"]
    if row["lane"] in ("status", "phase"):
        lines[-1] += f" since {day(row['x'])}"
    lines.append(plain(row["told"]))
    for text, left, right in ((row["quote_en"], "", ""), (row["quote"], "“", "”")):
        if text:
            wrap = textwrap.wrap(f"{left}{text}{right}", 68, max_lines=4, placeholder=f" …{right}")
            lines += [plain(line) for line in wrap]
    return "<br>".join(lines)


def _alt(title: str, known: pd.DataFrame, shown: Sequence[str], of_start: pd.DataFrame) -> str:
    if not shown:
        return f"Empty chart. {title}."
    slip = {s["project_id"]: s for s in of_start.to_dict("records")}
    parts = []
    for project_id in shown[:8]:
        words = str(known.at[project_id, "project"])
        if s := slip.get(project_id):
            now = f", now {s['latest']}, {change_in_words(s['change'], s['exact'])}" if s["moves"] else ""
            words += f": start {s['first']}{now}"
        parts.append(words)
    more = f"; and {len(shown) - 8} more" if len(shown) > 8 else ""
    return f"Timeline with a row for each of {count(len(shown), 'project')}. {title}. {'; '.join(parts)}{more}."
