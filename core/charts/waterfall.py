"""From announcement to production: what was announced, is being built, runs, and was given up, as steps to one total."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from core.charts.chart import PAGE_LAYOUT, WHISKER, Chart, file_name, marker, picture_layout, wrapped
from core.charts.sums import RESTS_ON, SIGNS_NOTE, data, hover, said, signed, source, with_unit
from core.measures import CUT, STAGES, STANDING_STAGES, Measure, Stage, stages

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


@dataclass(frozen=True, slots=True)
class _Step:
    """A bar of the waterfall: from ``base`` over ``low``; ``rows``: of the totals behind it; a sum has no stage."""

    name: str
    base: float
    rows: pd.DataFrame
    stage: Stage | None = None

    @property
    def low(self) -> float:
        return float(self.rows["low"].sum())

    @property
    def high(self) -> float:
        return float(self.rows["high"].sum())


def waterfall(projects: pd.DataFrame, measure: Measure, words: str = "", reports: pd.DataFrame | None = None) -> Chart:
    """The stages of core.measures.STAGES as steps, with the two sums. ``words``: the filters as a phrase; ``reports``:
    the table, for the sentences in the hover."""
    tidy = stages(projects, measure)
    steps = _steps(tidy)
    title = f"{measure.title} from announcement to production" + (f", {words}" if words else "")
    notes = [outcome(tidy, measure), DEFINITION, _CUT_NOTE if "cut" in set(tidy["group"]) else ""]
    if any(signed(step.rows)[0] in "≥≤~" for step in steps if len(step.rows)):
        notes.append(SIGNS_NOTE)
    named = tidy.assign(group=[STAGES[stage] for stage in tidy["group"]])
    view = f"{measure.name}-stages"
    figures = "; ".join(f"{step.name} {signed(step.rows) if len(step.rows) else 'none'}" for step in steps)
    base = Chart(
        view=view,
        title=title,
        unit=measure.unit,
        note=" ".join(note for note in notes if note),
        source=source([tidy]),
        alt=f"Waterfall chart. {title}, in {measure.unit}. {figures}." if len(tidy) else f"Empty chart. {title}.",
        file_name=file_name(f"{measure.title} from announcement to production", words),
        data=data([measure], [named], "stage"),
        how=_HOW,
        columns=RESTS_ON[measure.name],
    )
    if tidy.empty:
        return replace(base, empty=f"No project here states its {measure.title.lower()}.")
    figure = _figure(steps, tidy, measure, reports)
    return replace(base, figure=figure, export_layout=picture_layout(figure, base, int(figure.layout.height) + 190))


def outcome(tidy: pd.DataFrame, measure: Measure) -> str:
    """“Of 120 GWh a year announced, 80 still stand (67 %): 30 run, 20 are being built, 30 are not begun; 30 were shelved,
    cancelled or closed; 10 were cut from the plans.” Empty where nothing was announced. ``tidy``: of core.measures.stages."""
    rows = {str(stage): part for stage, part in tidy.groupby("group") if stage != "intent"}
    if not rows:
        return ""

    def told(*stages: Stage) -> str:
        found = [rows[stage] for stage in stages if stage in rows]
        return signed(pd.concat(found)) if found else ""

    announced, stands = pd.concat(rows.values()), told(*STANDING_STAGES)
    low = sum(float(rows[stage]["low"].sum()) for stage in STANDING_STAGES if stage in rows)
    whole = float(announced["low"].sum())
    share = f" ({low / whole:.0%})".replace("%", " %") if stands and whole > 0 else ""
    verbs: dict[Stage, str] = {"built": "run", "committed": "are being built", "announced": "are not begun",
                               "unstated": "are of unknown status"}  # fmt: skip
    parts = [f"{told(stage)} {verb}" for stage, verb in verbs.items() if stage in rows]
    left = f"{stands} still stand{share}: {', '.join(parts)}" if stands else "nothing still stands"
    lost = told("stopped")
    gone = f"; {lost} were shelved, cancelled or closed" if lost else ""
    gone += f"; {told('cut')} were cut from the plans" if "cut" in rows else ""
    return f"Of {with_unit(signed(announced), measure.unit)} announced, {left}{gone}."


def _steps(tidy: pd.DataFrame) -> list[_Step]:
    rows = {stage: tidy[tidy["group"] == stage] for stage in STAGES}
    steps: list[_Step] = []
    top = 0.0

    def step(stage: Stage, base: float) -> float:
        steps.append(_Step(STAGES[stage], base, rows[stage], stage))
        return base + steps[-1].low

    for stage in STANDING_STAGES:
        if len(rows[stage]) or stage != "unstated":
            top = step(stage, top)
    standing = [rows[stage] for stage in STANDING_STAGES]
    steps.append(_Step(STANDS, 0.0, pd.concat(standing)))
    top = step("stopped", top)
    if len(rows["cut"]):
        step("cut", top)
    steps.append(_Step(ALL, 0.0, pd.concat([*standing, rows["stopped"], rows["cut"]])))
    if len(rows["intent"]):
        step("intent", 0.0)
    return steps


def _figure(steps: list[_Step], tidy: pd.DataFrame, measure: Measure, reports: pd.DataFrame | None) -> go.Figure:
    figure = go.Figure()
    sentences = said(reports, measure, tidy)
    of_cuts = said(reports, CUT, tidy[tidy["group"] == "cut"])
    for place, step in enumerate(steps):
        parts: list[tuple[float, str, Any]]  # how long, what stands beside it, rows of the data
        if step.stage:
            own = of_cuts if step.stage == "cut" else sentences
            parts = [(row["low"], hover(row, step.name, measure, own), int(number))
                     for number, row in zip(step.rows.index, step.rows.to_dict("records"), strict=True)]  # fmt: skip
        else:
            told = f"<b>{step.name}</b><br>{measure.title}: {with_unit(signed(step.rows), measure.unit)}"
            parts = [(step.low, told, [int(number) for number in step.rows.index])] if len(step.rows) else []
        at = step.base
        for low, told, numbers in parts:
            figure.add_bar(
                orientation="h",
                x=[low],
                base=[at],
                y=[place],
                width=0.62,
                marker=_marker(step.stage),
                hovertext=[told],
                hovertemplate="%{hovertext}<extra></extra>",
                customdata=[numbers],
                showlegend=False,
            )
            at += low
    _joints(figure, steps)
    ends = [max(step.base + step.low, step.high if step.stage in (None, "intent") else 0.0) for step in steps]
    figure.add_scatter(
        x=ends,
        y=list(range(len(steps))),
        mode="text",
        text=[f"\u00a0\u00a0{signed(step.rows) if len(step.rows) else 'none'}" for step in steps],
        textposition="middle right",
        cliponaxis=False,
        hoverinfo="skip",
        showlegend=False,
    )
    figure.update_layout(PAGE_LAYOUT, barmode="overlay", height=70 + len(steps) * _ROW)
    figure.update_xaxes(title=measure.unit, range=[0, max(ends) * 1.3 or 1], fixedrange=True, tickangle=0, nticks=6,
                        separatethousands=True, automargin=True)  # fmt: skip
    figure.update_yaxes(
        range=[len(steps) - 0.4, -0.6],
        tickvals=list(range(len(steps))),
        ticktext=[f"<b>{wrapped(s.name, 22)}</b>" if s.stage is None else wrapped(s.name, 22) for s in steps],
        showgrid=False,
        fixedrange=True,
        zeroline=False,
        automargin=True,
    )
    return figure


def _joints(figure: go.Figure, steps: list[_Step]) -> None:
    """Thin lines from one step's end to the next one's start, and from the lower to the upper figure of the sums."""
    x: list[float | None] = []
    y: list[float | None] = []
    for place, (step, after) in enumerate(zip(steps, steps[1:], strict=False)):
        if after.stage == "intent":
            continue
        end = step.base + step.low
        x += [end, end, None]
        y += [place + 0.31, place + 1 - 0.31, None]
    figure.add_scatter(x=x, y=y, mode="lines", line={"color": WHISKER, "width": 1, "dash": "dot"}, hoverinfo="skip",
                       showlegend=False)  # fmt: skip
    sums = [(place, step) for place, step in enumerate(steps) if step.stage in (None, "intent") and step.high > step.low]
    if sums:
        figure.add_scatter(
            x=[step.low for _, step in sums],
            y=[place for place, _ in sums],
            mode="markers",
            marker={"color": "rgba(0,0,0,0)", "size": 1},
            error_x={"type": "data", "symmetric": False, "array": [step.high - step.low for _, step in sums],
                     "arrayminus": [0.0] * len(sums), "color": WHISKER, "thickness": 2, "width": 5},
            hoverinfo="skip",
            showlegend=False,
        )  # fmt: skip


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
