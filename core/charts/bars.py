"""Ranked bars: investment, support or capacity by place, company, status, segment or project."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from core.charts.chart import (
    PAGE_LAYOUT,
    WHISKER,
    Chart,
    file_name,
    marker,
    picture_layout,
    wrapped,
)
from core.charts.sums import RESTS_ON, SIGNS_NOTE, hover, later, said, signed_by_group, source, unconverted_note
from core.columns import STANDINGS, STATUSES, label
from core.measures import (
    FIRST_STAGE,
    FULL,
    INVESTMENT,
    NO_STATUS,
    NOT_STATED,
    STORAGE,
    SUPPORT,
    Grouping,
    Joint,
    Measure,
    countable,
    stated_in,
    totals,
)

MOST_BARS = 15
_GROUP, _PROJECT = 22, 31  # letters of a name in a line; a project’s name ends with its town

BY_WORDS: dict[Grouping, str] = {
    "world_region": "world region",
    "country": "country",
    "region": "state or province",
    "city": "town",
    "company": "company",
    "status": "status",
    "segment": "segment",
    "project": "project",
}
_COMPANIES = "Funders are left out, and suppliers, buyers and technology partners where an owner or partner is named."
JOINT_NOTE = f"A joint project counts whole for each of its companies, so these bars do not add up to the total. {_COMPANIES}"
SHARED_NOTE = (
    "A joint project is shared out among its companies in equal parts, as articles rarely say who holds how much; all bars "
    f"together are the total. {_COMPANIES}"
)
_RANGE_NOTE = "The thin line reaches to the upper figure where a range is given."
_SIZE_NOTE = "What the plants hold at full size; it is no part of the capacity for cells and packs."
_STAGE_NOTE = "Outlined bar: first stage. Filled bar: full build-out."
_HOW = (
    "Each bar adds up one value for each project, the longest bar first; its colours and patterns say where these "
    "projects stand. What no article states counts as nothing, not as zero: a short bar may mean little money or little "
    "news. Point at a bar to see its projects; click it to list them below the chart."
)


def investment(
    projects: pd.DataFrame,
    by: Grouping,
    words: str = "",
    reports: pd.DataFrame | None = None,
    joint: Joint = "whole",
    currency: str = "",
) -> Chart:
    """Investment by group, lower figure with a line to the upper one: in EUR bn, or only what is stated in a currency
    (ISO 4217), unconverted. ``words``: the filters as a phrase; ``reports``: the table, for the sentences in the hover."""
    if currency:
        note = f"Only amounts that an article gives in {currency}, unconverted."
        return _ranked([stated_in(currency)], projects, by, words, f"Investment stated in {currency}", [note, _RANGE_NOTE],
                       reports, joint)  # fmt: skip
    notes = [_RANGE_NOTE, *filter(None, [unconverted_note(projects)])]
    return _ranked([INVESTMENT], projects, by, words, "Investment", notes, reports, joint)


def support(
    projects: pd.DataFrame, by: Grouping, words: str = "", reports: pd.DataFrame | None = None, joint: Joint = "whole"
) -> Chart:
    """Public support in EUR bn by group; it is no part of the investment."""
    return _ranked([SUPPORT], projects, by, words, "Public support", ["Not part of the investment."], reports, joint)


def capacity(
    projects: pd.DataFrame, by: Grouping, words: str = "", reports: pd.DataFrame | None = None, joint: Joint = "whole"
) -> Chart:
    """Capacity in GWh a year by group, first stage and full build-out as two bars."""
    return _ranked([FIRST_STAGE, FULL], projects, by, words, "Capacity", [_STAGE_NOTE], reports, joint)


def storage(
    projects: pd.DataFrame, by: Grouping, words: str = "", reports: pd.DataFrame | None = None, joint: Joint = "whole"
) -> Chart:
    """The size of storage plants in GWh by group: what they hold, not what is made in a year."""
    return _ranked([STORAGE], projects, by, words, "Storage plants", [_SIZE_NOTE, _RANGE_NOTE], reports, joint)


def _ranked(
    measures: list[Measure],
    projects: pd.DataFrame,
    by: Grouping,
    words: str,
    subject: str,
    notes: list[str],
    reports: pd.DataFrame | None = None,
    joint: Joint = "whole",
) -> Chart:
    all_of_them = 0
    if by == "project":  # thousands of bars would be made to draw a few
        projects, all_of_them = _largest(measures, projects)
    tidies = [totals(projects, measure, by, joint) for measure in measures]
    groups = _order(tidies, by)
    shown, left_out = _shown(groups)
    title = f"{subject} by {BY_WORDS[by]}" + (f", {words}" if words else "")
    unit = measures[0].unit
    if all_of_them > len(shown):
        notes = [*notes, f"The {len(shown)} largest of {all_of_them:,}; the page “Projects” has all."]
    elif left_out:
        unstated = [group for group in shown if group in NOT_STATED]
        of = f"The {len(shown) - len(unstated)} largest of {len(groups) - len(unstated):,}"
        notes = [*notes, f"{of}{f', and “{unstated[0]}”' if unstated else ''}; the CSV has all."]
    if by == "company":
        notes = [*notes, JOINT_NOTE if joint == "whole" else SHARED_NOTE]
    figures = [signed_by_group(tidy, shown) for tidy in tidies]
    if any(figure[0] in "≥≤~" for told in figures for figure in told.values()):
        notes = [*notes, SIGNS_NOTE]
    view = f"{subject.lower().replace(' ', '-')}-by-{BY_WORDS[by].replace(' ', '-')}"
    base = Chart(
        view=view,
        title=title,
        unit=unit,
        note=" ".join(notes),
        source=source(tidies),
        alt=_alt(title, unit, measures, figures, shown),
        file_name=file_name(f"{view}-shared-out" if joint == "shared" else view, words),
        data=later(measures, tidies, BY_WORDS[by].replace(" ", "_"), places=by in ("world_region", "country", "region")),
        how=_HOW,
        columns=RESTS_ON[measures[0].name],
    )
    if not groups:
        unconverted = unconverted_note(projects) if measures[0] is INVESTMENT else ""
        return base.having(empty=f"No project here states {_an(subject)} that could be counted. {unconverted}".strip())
    figure = _figure(measures, tidies, figures, shown, unit, reports, _PROJECT if by == "project" else _GROUP)
    height = int(figure.layout.height) + 150
    drawn = {standing for tidy in tidies for standing in tidy["standing"]}
    legend = tuple(standing for standing in STANDINGS if standing in drawn)
    layout = picture_layout(figure, base, height)
    return base.having(legend=legend, figure=figure, export_layout=layout)


def _shown(groups: list[str]) -> tuple[list[str], int]:
    """The groups that get a bar, and how many do not; what is not stated keeps its bar, however many are larger."""
    unstated = [group for group in groups if group in NOT_STATED]
    stated = [group for group in groups if group not in NOT_STATED]
    shown = [*stated[: MOST_BARS - len(unstated)], *unstated]
    return [group for group in groups if group in shown], len(groups) - len(shown)


def _largest(measures: list[Measure], projects: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """The projects with the largest upper figures, and how many state any."""
    highs = pd.concat([countable(projects, measure)["high"] for measure in measures]).groupby(level=0).max()
    return projects.loc[highs.sort_values(ascending=False, kind="stable").index[:MOST_BARS]], len(highs)


def _an(subject: str) -> str:
    return {"Investment": "an investment", "Capacity": "a capacity", "Public support": "public support"}.get(
        subject, f"an {subject[0].lower()}{subject[1:]}"
    )


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


def _figure(
    measures: list[Measure],
    tidies: list[pd.DataFrame],
    figures: list[dict[str, str]],
    groups: list[str],
    unit: str,
    reports: pd.DataFrame | None,
    letters: int,
) -> go.Figure:
    """Horizontal bars on a numeric axis, so that lanes, lines and labels sit exactly where they belong. letters: in a line
    of a group's name."""
    lanes = len(measures)
    width = 0.62 if lanes == 1 else 0.36
    place = {group: n for n, group in enumerate(groups)}
    traces: list[dict[str, Any]] = []
    in_legend: set[str] = set()
    reach, number = 0.0, 0  # number: of the measure's first row in the chart's data
    for lane, (measure, tidy, told) in enumerate(zip(measures, tidies, figures, strict=True)):
        offset = 0.0 if lanes == 1 else (lane - 0.5) * 0.42
        rows = tidy[tidy["group"].isin(place)]
        filled = {group: 0.0 for group in groups}
        highs = dict.fromkeys(groups, 0.0)
        sentences = said(reports, measure, rows)
        by_standing: dict[str, list[tuple[int, dict[Any, Any]]]] = {}
        for n, row in zip(rows.index, rows.to_dict("records"), strict=True):
            by_standing.setdefault(row["standing"], []).append((number + int(n), row))
        for standing, words in STANDINGS.items():
            part = by_standing.get(standing, [])
            if not part:
                continue
            traces.append({
                "type": "bar",
                "orientation": "h",
                "x": [row["low"] for _, row in part],
                "base": [filled[row["group"]] for _, row in part],
                "y": [place[row["group"]] + offset for _, row in part],
                "width": width,
                "name": words,
                "legendgroup": standing,
                "showlegend": standing not in in_legend,
                "marker": marker(standing, outline=lanes == 2 and lane == 0),
                "hovertext": [hover(row, row["group"], measure, sentences) for _, row in part],
                "hovertemplate": "%{hovertext}<extra></extra>",
                "customdata": [n for n, _ in part],
            })  # fmt: skip
            in_legend.add(standing)
            for _, row in part:
                filled[row["group"]] += row["low"]
                highs[row["group"]] += row["high"]
        ends = {g: (filled[g], highs[g], place[g] + offset, told[g]) for g in groups if g in told}
        traces += _ends(measure, lanes, ends)
        reach, number = max([reach, *highs.values()]), number + len(tidy)
    room = 1.25 if lanes == 1 else 1.45  # for the figures at the bars' ends, on a phone too
    layout = PAGE_LAYOUT | {
        "barmode": "overlay",
        "bargap": 0.3,
        "height": 70 + len(groups) * (38 if lanes == 1 else 56),
        "xaxis": {"title": {"text": unit}, "range": [0, reach * room or 1], "fixedrange": True, "tickangle": 0, "nticks": 6,
                  "automargin": True, "separatethousands": True},
        "yaxis": {
            "range": [len(groups) - 0.4, -0.6],
            "tickvals": list(range(len(groups))),
            "ticktext": [wrapped(group, letters) for group in groups],
            "showgrid": False,
            "fixedrange": True,
            "zeroline": False,
            "automargin": True,
        },
    }  # fmt: skip
    return go.Figure({"data": traces, "layout": layout})


def _ends(measure: Measure, lanes: int, ends: dict[str, tuple[float, float, float, str]]) -> list[dict[str, Any]]:
    """The line from the lower to the upper total, and the figures at the bar's end, as text on every bar."""
    if not ends:
        return []
    word = "" if lanes == 1 else ("first " if measure is FIRST_STAGE else "full ")
    ranges = [end for end in ends.values() if end[1] > end[0] * (1 + 1e-9)]
    quiet = {"type": "scatter", "hoverinfo": "skip", "showlegend": False}
    made: list[dict[str, Any]] = []
    if ranges:
        low, high, y, _ = zip(*ranges, strict=True)
        lengths = [b - a for a, b in zip(low, high, strict=True)]
        made.append({
            **quiet,
            "x": list(low),
            "y": list(y),
            "mode": "markers",
            "marker": {"color": "rgba(0,0,0,0)", "size": 1},
            "error_x": {"type": "data", "symmetric": False, "array": lengths, "arrayminus": [0.0] * len(low), "color": WHISKER,
                        "thickness": 2, "width": 5},
        })  # fmt: skip
    _, high, y, figures = zip(*ends.values(), strict=True)
    text = [f"\u00a0\u00a0{word}{words}" for words in figures]
    made.append({**quiet, "x": list(high), "y": list(y), "mode": "text", "text": text, "textposition": "middle right",
                 "cliponaxis": False})  # fmt: skip
    return made


# ---------------------------------------------------------------------------------------------------------- words


def _alt(title: str, unit: str, measures: list[Measure], figures: list[dict[str, str]], groups: list[str]) -> str:
    def told(group: str) -> str:
        found = []
        for measure, own in zip(measures, figures, strict=True):
            if group in own:
                stage = "" if len(measures) == 1 else ("first " if measure is FIRST_STAGE else "full ")
                found.append(stage + own[group])
        return f"{group} {', '.join(found)}"

    parts = "; ".join(told(group) for group in groups[:8])
    return f"Bar chart. {title}, in {unit}. {parts}." if parts else f"Empty chart. {title}."
