"""What the dashboard has read: articles by month and language."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
import plotly.graph_objects as go

from core.behind import Behind, distinct
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
    days = [] if reports["published"].isna().all() else [reports["published"].min(), reports["published"].max()]
    base = Chart(
        view="coverage",
        title=title,
        unit="articles",
        note=" ".join(notes),
        source=source_line(reports["article"].dropna().unique(), days, "each article counted once"),
        alt=f"Column chart. {title}, {period}: {named}." if named else f"Empty chart. {title}.",
        file_name=file_name("coverage", words),
        data=partial(_data, tidy),  # type: ignore[arg-type]  # made when it is asked for
        how=_HOW,
    )
    if tidy.empty:
        return base.having(empty="No article here says in which month it was published.")
    figure = _figure(tidy, languages)
    return base.having(figure=figure, export_layout=picture_layout(figure, base, _HEIGHT + 220))


def _counted(reports: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """One row per month and language with the number of articles, their paths and projects; and how many articles have no
    month. More languages than there are looks become one."""
    there = reports["article"].notna().to_numpy()
    exact = (reports["published_precision"].astype("string") != "year").fillna(True).to_numpy(dtype=bool)
    numbers = np.flatnonzero(there & reports["published"].notna().to_numpy() & exact)
    articles, _ = pd.factorize(reports["article"])
    loose = len(np.unique(articles[there])) - len(np.unique(articles[numbers]))
    languages, codes = pd.factorize(reports["language"].take(numbers).astype("object"))
    names = _names(languages, [str(code) for code in codes])
    month, months = pd.factorize(reports["published"].take(numbers).to_numpy("datetime64[M]"), sort=True)
    cells, cell = np.unique(np.stack([month, names.codes[languages]]), axis=1, return_inverse=True)
    counted = np.unique(np.stack([cell, articles[numbers]]), axis=1)[0]
    order = np.argsort(cell, kind="stable")
    behind = np.split(numbers[order], np.cumsum(np.bincount(cell, minlength=cells.shape[1]))[:-1]) if len(numbers) else []
    ids = reports["project_id"].fillna(reports["report_id"])
    made = pd.DataFrame(
        {
            "month": pd.to_datetime(months[cells[0]]) if len(numbers) else pd.to_datetime([]),
            "language": [names.words[n] for n in cells[1]],
            "articles": np.bincount(counted, minlength=cells.shape[1]) if len(numbers) else [],
            "paths": [Behind(reports["article"], own, distinct) for own in behind],
            "projects": [Behind(ids, own, distinct) for own in behind],
        }
    )
    return made.sort_values(["month", "language"], kind="stable").reset_index(drop=True), loose


class _Names(NamedTuple):
    """``codes``: of each language (the last for none) the number of its word in ``words``."""

    codes: npt.NDArray[np.int64]
    words: list[str]


def _names(languages: npt.NDArray[np.int64], codes: list[str]) -> _Names:
    often = np.argsort(-np.bincount(languages[languages >= 0], minlength=len(codes)), kind="stable").tolist()
    kept = set(often if len(often) <= len(_LOOKS) else often[: len(_LOOKS) - 1])
    told = [language_name(code) if n in kept else _OTHERS for n, code in enumerate(codes)] + [_UNKNOWN]
    words = list(dict.fromkeys(told))
    return _Names(np.array([words.index(word) for word in told], dtype="int64"), words)


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
