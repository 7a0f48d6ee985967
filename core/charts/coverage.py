"""What the dashboard has read: articles by month and language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from core.charts.chart import (
    COLOURS,
    PAGE_LAYOUT,
    PROJECT_IDS,
    SEPARATOR,
    WHISKER,
    Chart,
    file_name,
    picture_layout,
    source_line,
)
from core.formats import count, day, language_name

# Told apart by pattern too, the most frequent language first.
_LOOKS = ((COLOURS["active"], ""), (COLOURS["intent"], "/"), (COLOURS["stopped"], "x"), (WHISKER, "."))
_OTHERS = "Other languages"
_UNKNOWN = "Language unknown"
_HEIGHT = 240
_HOW = (
    "Each column is a month, its parts are the languages of the articles. Gaps are months of which no article was read, not "
    "months without news."
)


def coverage(reports: pd.DataFrame, words: str = "") -> Chart:
    """Articles by month of publication and language, from rows of the table. ``words``: the filters as a phrase."""
    tidy, loose = _counted(reports)
    languages = list(tidy.groupby("language")["articles"].sum().sort_values(ascending=False, kind="stable").index)
    title = "Articles by month and language" + (f", {words}" if words else "")
    notes = ["Articles that tell of a project."]
    if loose:
        notes.append(f"Not drawn: {count(loose, 'article')} without a month of publication.")
    named = ", ".join(f"{name} {int(tidy.loc[tidy['language'] == name, 'articles'].sum())}" for name in languages)
    period = " to ".join(dict.fromkeys(day(m, "month") for m in (tidy["month"].min(), tidy["month"].max()))) if len(tidy) else ""
    base = Chart(
        view="coverage",
        title=title,
        unit="articles",
        note=" ".join(notes),
        source=source_line(reports["article"].dropna(), reports["published"].dropna().dt.date, "each article counted once"),
        alt=f"Column chart. {title}, {period}: {named}." if named else f"Empty chart. {title}.",
        file_name=file_name("coverage", words),
        data=_data(tidy),
        how=_HOW,
    )
    if tidy.empty:
        return base.having(empty="No article here says in which month it was published.")
    figure = _figure(tidy, languages)
    return base.having(figure=figure, export_layout=picture_layout(figure, base, _HEIGHT + 220))


def _counted(reports: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """One row per month and language with the number of articles, their paths and projects; and how many articles have no
    month. More languages than there are looks become one."""
    rows = reports[["article", "published", "published_precision", "language", "project_id", "report_id"]].dropna(
        subset=["article"]
    )
    dated = rows[rows["published"].notna() & (rows["published_precision"].astype("string") != "year").fillna(True)]
    loose = rows["article"].nunique() - dated["article"].nunique()
    codes = dated["language"].astype("string")
    most = list(codes.value_counts().index)
    kept = set(most if len(most) <= len(_LOOKS) else most[: len(_LOOKS) - 1])
    spoken = {code: language_name(code) if code in kept else _OTHERS for code in most}
    dated = dated.assign(
        month=dated["published"].dt.to_period("M").dt.to_timestamp(),
        language=[spoken.get(code, _UNKNOWN) for code in codes.astype("object")],
        project=dated["project_id"].astype("string").fillna(dated["report_id"].astype("string")),
    )
    made = dated.groupby(["month", "language"], sort=True).agg(
        articles=("article", "nunique"), paths=("article", _distinct), projects=("project", _distinct)
    )
    return made.reset_index(), int(loose)


def _distinct(values: pd.Series) -> list[str]:
    return sorted(set(values))


def _figure(tidy: pd.DataFrame, languages: Sequence[str]) -> go.Figure:
    figure = go.Figure()
    month = 1000 * 3600 * 24 * 28
    for number, language in enumerate(languages):
        part = tidy[tidy["language"] == language]
        colour, shape = _LOOKS[min(number, len(_LOOKS) - 1)]
        looks: dict[str, Any] = {"color": colour, "line": {"color": colour, "width": 1}}
        if shape:
            looks["pattern"] = {"shape": shape, "fillmode": "replace", "fgcolor": colour, "bgcolor": "rgba(0,0,0,0)",
                                "size": 5, "solidity": 0.4}  # fmt: skip
        figure.add_bar(
            x=[stamp.isoformat() for stamp in part["month"]],
            y=part["articles"].tolist(),
            width=month,
            name=language,
            marker=looks,
            hovertext=[
                f"<b>{day(row['month'], 'month')}</b><br>{count(row['articles'], 'article')} in {language}"
                for row in part.to_dict("records")
            ],
            hovertemplate="%{hovertext}<extra></extra>",
            customdata=[int(row) for row in part.index],
        )
    figure.update_layout(PAGE_LAYOUT, barmode="stack", height=_HEIGHT)
    figure.update_layout(showlegend=True, legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"})
    figure.update_xaxes(type="date", fixedrange=True, showgrid=False, nticks=8, automargin=True)
    top = int(tidy.groupby("month")["articles"].sum().max())
    figure.update_yaxes(title="articles", range=[0, top * 1.1], fixedrange=True, nticks=5, tickformat="d", automargin=True,
                        **({"dtick": 1} if top < 5 else {}))  # fmt: skip
    return figure


def _data(tidy: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "month": tidy["month"].dt.strftime("%Y-%m") if len(tidy) else [],
            "language": tidy["language"],
            "number_of_articles": tidy["articles"],
            PROJECT_IDS: [SEPARATOR.join(ids) for ids in tidy["projects"]],
            "articles": [SEPARATOR.join(paths) for paths in tidy["paths"]],
        }
    )
