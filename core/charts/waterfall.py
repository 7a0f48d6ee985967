"""From announcement to production: what was announced, is being built, runs, and was given up, as steps to one total."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from core.charts.chart import PAGE_LAYOUT, WHISKER, Chart, file_name, marker, picture_layout, together, wrapped
from core.charts.sums import RESTS_ON, SIGNS_NOTE, hover, later, said, signed, source, unconverted_note, with_unit
from core.measures import CUT, INVESTMENT, STAGES, STANDING_STAGES, Measure, Stage, stages

STANDS, ALL = "Still standing", "All that was announced"
_CUT_NOTE = "Cut from the plans: by how much larger a project once was, by the highest figure ever told of it."
DEFINITION = (
    "Announced: decided or made public, also while permits, land and financing are under way. Committed: under construction. "
    "Built: running, at least in part. Intents (studies, memoranda) are apart and in no sum. Each project is in one step, "
    "with the figure that counts today; of a programme only what its plants do not state themselves."
)
_HOW = (
    "Read from the top: the blue steps follow each other from plans to running plants and make “Still standing”. What was "
    "shelved, cancelled or closed, and what was cut from the plans, is added to it and makes “All that was announced”. The "
    "grey bars are these two sums."
)
_STANDING_OF_STAGE = {"stopped": "stopped", "intent": "intent", "unstated": "unstated"}
_ROW = 44  # px
Row = dict[Any, Any]


@dataclass(frozen=True, slots=True)
class _Step:
    """A bar of the waterfall: from ``base`` over ``low``; ``rows``: of the totals behind it; a sum has no stage."""

    name: str
    base: float
    rows: dict[int, Row]  # by their numbers
    stage: Stage | None = None
    low: float = field(init=False)
    high: float = field(init=False)
    figure: str = field(init=False)  # with the sign of what qualifies it; empty without any

    def __post_init__(self) -> None:
        rows = list(self.rows.values())
        object.__setattr__(self, "low", float(sum(row["low"] for row in rows)))
        object.__setattr__(self, "high", float(sum(row["high"] for row in rows)))
        object.__setattr__(self, "figure", signed(rows) if rows else "")


def waterfall(projects: pd.DataFrame, measure: Measure, words: str = "", reports: pd.DataFrame | None = None) -> Chart:
    """The stages of core.measures.STAGES as steps, with the two sums. ``words``: the filters as a phrase; ``reports``:
    the table, for the sentences in the hover."""
    tidy = stages(projects, measure)
    steps = _steps(_by_stage(tidy))
    title = f"{measure.title} from announcement to production" + (f", {words}" if words else "")
    unconverted = unconverted_note(projects) if measure is INVESTMENT else ""
    notes = [outcome(tidy, measure), unconverted]
    if any(step.figure[0] in "≥≤~" for step in steps if step.figure):
        notes.append(SIGNS_NOTE)
    named = tidy.assign(group=[STAGES[stage] for stage in tidy["group"]])
    view = f"{measure.name}-stages"
    figures = "; ".join(f"{step.name} {step.figure or 'none'}" for step in steps)
    base = Chart(
        view=view,
        title=title,
        unit=measure.unit,
        note=" ".join(note for note in notes if note),
        source=source([tidy]),
        alt=f"Waterfall chart. {title}, in {measure.unit}. {figures}." if len(tidy) else f"Empty chart. {title}.",
        file_name=file_name(f"{measure.title} from announcement to production", words),
        data=later([measure], [named], "stage"),
        how=" ".join(filter(None, (_HOW, DEFINITION, _CUT_NOTE if "cut" in set(tidy["group"]) else ""))),
        columns=RESTS_ON[measure.name],
    )
    if tidy.empty:
        return base.having(empty=f"No project here states its {measure.title.lower()}"
                                 + (f" so that it could be counted. {unconverted}" if unconverted else "."))  # fmt: skip
    figure = _figure(steps, tidy, measure, reports)
    return base.having(figure=figure, export_layout=picture_layout(figure, base, int(figure.layout.height) + 190))


def outcome(tidy: pd.DataFrame, measure: Measure) -> str:
    """“Of 120 GWh a year announced, 80 still stand (67 %): 30 run, 20 are being built, 30 are not begun; 30 were shelved,
    cancelled or closed; 10 were cut from the plans.” Empty where nothing was announced. ``tidy``: of core.measures.stages."""
    rows: dict[Stage, list[Row]] = {stage: list(found.values()) for stage, found in _by_stage(tidy).items()
                                    if found and stage != "intent"}  # fmt: skip
    if not rows:
        return ""

    def told(*stages: Stage) -> str:
        found = [row for stage in stages for row in rows.get(stage, ())]
        return signed(found) if found else ""

    announced, stands = [row for found in rows.values() for row in found], told(*STANDING_STAGES)
    low = float(sum(row["low"] for stage in STANDING_STAGES for row in rows.get(stage, ())))
    whole = float(sum(row["low"] for row in announced))
    share = f" ({_percent(low / whole)})" if stands and whole > 0 else ""
    verbs: dict[Stage, str] = {"built": "run", "committed": "are being built", "announced": "are not begun",
                               "unstated": "are of unknown status"}  # fmt: skip
    parts = [f"{told(stage)} {verb}" for stage, verb in verbs.items() if stage in rows]
    left = f"{stands} still stand{share}: {', '.join(parts)}" if stands else "nothing still stands"
    lost = told("stopped")
    gone = f"; {lost} were shelved, cancelled or closed" if lost else ""
    gone += f"; {told('cut')} were cut from the plans" if "cut" in rows else ""
    return f"Of {with_unit(signed(announced), measure.unit)} announced, {left}{gone}."


def _percent(share: float) -> str:
    """“67 %”; what is not nothing is not “0 %”, and what is not all of it not “100 %”."""
    if 0 < share < 0.005:
        return "under 1 %"
    return "over 99 %" if 0.995 <= share < 1 else f"{share * 100:.0f} %"


def _by_stage(tidy: pd.DataFrame) -> dict[Stage, dict[int, Row]]:
    """Stage → its rows by their numbers."""
    found: dict[Stage, dict[int, Row]] = {stage: {} for stage in STAGES}
    for number, row in enumerate(tidy.to_dict("records")):
        found[row["group"]][number] = row
    return found


def _steps(rows: dict[Stage, dict[int, Row]]) -> list[_Step]:
    steps: list[_Step] = []
    top = 0.0

    def step(stage: Stage, base: float) -> float:
        steps.append(_Step(STAGES[stage], base, rows[stage], stage))
        return base + steps[-1].low

    for stage in STANDING_STAGES:
        if rows[stage] or stage != "unstated":
            top = step(stage, top)
    standing = {number: row for stage in STANDING_STAGES for number, row in rows[stage].items()}
    steps.append(_Step(STANDS, 0.0, standing))
    top = step("stopped", top)
    if rows["cut"]:
        step("cut", top)
    steps.append(_Step(ALL, 0.0, standing | rows["stopped"] | rows["cut"]))
    if rows["intent"]:
        step("intent", 0.0)
    return steps


def _figure(steps: list[_Step], tidy: pd.DataFrame, measure: Measure, reports: pd.DataFrame | None) -> go.Figure:
    """All bars in one trace: every trace costs the browser some milliseconds each time a filter changes."""
    sentences = said(reports, measure, tidy)
    of_cuts = said(reports, CUT, tidy[tidy["group"] == "cut"])
    bars: dict[str, list[Any]] = {name: [] for name in ("x", "base", "y", "hovertext", "customdata")}
    looks: list[dict[str, Any]] = []
    parts: list[tuple[float, str, Any]]  # how long, what stands beside it, rows of the data
    for place, step in enumerate(steps):
        if step.stage:
            own = of_cuts if step.stage == "cut" else sentences
            parts = [(row["low"], hover(row, step.name, measure, own), number) for number, row in step.rows.items()]
        else:
            told = f"<b>{step.name}</b><br>{measure.title}: {with_unit(step.figure, measure.unit)}"
            parts = [(step.low, told, list(step.rows))] if step.rows else []
        at = step.base
        for low, told, numbers in parts:
            for name, value in zip(bars, (low, at, place, told, numbers), strict=True):
                bars[name].append(value)
            looks.append(_marker(step.stage))
            at += low
    trace = {"type": "bar", "orientation": "h", "width": 0.62, "marker": together(looks), "showlegend": False,
             "hovertemplate": "%{hovertext}<extra></extra>", **bars}  # fmt: skip
    ends = [max(step.base + step.low, step.high if step.stage in (None, "intent") else 0.0) for step in steps]
    figures = {
        "type": "scatter", "mode": "text", "x": ends, "y": list(range(len(steps))), "textposition": "middle right",
        "text": [f"\u00a0\u00a0{step.figure or 'none'}" for step in steps],
        "cliponaxis": False, "hoverinfo": "skip", "showlegend": False,
    }  # fmt: skip
    layout = PAGE_LAYOUT | {
        "barmode": "overlay",
        "height": 70 + len(steps) * _ROW,
        "xaxis": {"title": {"text": measure.unit}, "range": [0, max(ends) * 1.3 or 1], "fixedrange": True, "tickangle": 0,
                  "nticks": 6, "automargin": True, "separatethousands": True},
        "yaxis": {
            "range": [len(steps) - 0.4, -0.6],
            "tickvals": list(range(len(steps))),
            "ticktext": [f"<b>{wrapped(s.name, 22)}</b>" if s.stage is None else wrapped(s.name, 22) for s in steps],
            "showgrid": False,
            "fixedrange": True,
            "zeroline": False,
            "automargin": True,
        },
    }  # fmt: skip
    return go.Figure({"data": [trace, *_joints(steps), figures], "layout": layout})


def _joints(steps: list[_Step]) -> list[dict[str, Any]]:
    """Thin lines from one step's end to the next one's start, and from the lower to the upper figure of the sums."""
    x: list[float | None] = []
    y: list[float | None] = []
    for place, (step, after) in enumerate(zip(steps, steps[1:], strict=False)):
        if after.stage == "intent":
            continue
        end = step.base + step.low
        x += [end, end, None]
        y += [place + 0.31, place + 1 - 0.31, None]
    quiet = {"type": "scatter", "hoverinfo": "skip", "showlegend": False}
    made = [{**quiet, "x": x, "y": y, "mode": "lines", "line": {"color": WHISKER, "width": 1, "dash": "dot"}}]
    sums = [(place, step) for place, step in enumerate(steps) if step.stage in (None, "intent") and step.high > step.low]
    if sums:
        made.append({
            **quiet,
            "x": [step.low for _, step in sums],
            "y": [place for place, _ in sums],
            "mode": "markers",
            "marker": {"color": "rgba(0,0,0,0)", "size": 1},
            "error_x": {"type": "data", "symmetric": False, "array": [step.high - step.low for _, step in sums],
                        "arrayminus": [0.0] * len(sums), "color": WHISKER, "thickness": 2, "width": 5},
        })  # fmt: skip
    return made


def _marker(stage: Stage | None) -> dict[str, Any]:
    if stage is None:
        return {"color": WHISKER, "line": {"color": WHISKER, "width": 1.5}}
    if stage == "cut":
        pattern = {"shape": "-", "fillmode": "replace", "fgcolor": WHISKER, "bgcolor": "rgba(0,0,0,0)", "size": 6}
        return {"color": WHISKER, "line": {"color": WHISKER, "width": 1.5}, "pattern": {**pattern, "solidity": 0.4}}
    made = marker(_STANDING_OF_STAGE.get(stage, "active"), outline=stage == "announced")
    if stage == "committed":
        colour = made["color"]
        made["pattern"] = {"shape": "x", "fillmode": "replace", "fgcolor": colour, "bgcolor": "rgba(0,0,0,0)", "size": 7,
                           "solidity": 0.4}  # fmt: skip
    return made
