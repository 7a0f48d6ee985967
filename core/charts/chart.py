"""What every chart is made of: its words, colours and patterns, the name of its files, and the layout of its pictures.

The figure on the page carries no title of its own (the page sets it, so that it wraps on a phone); ``export_layout``
is the layout for pictures: light, with title, note and source written into it. Colours are explicit and are told apart
by pattern too; each has a contrast of at least 3:1 on the light and on the dark ground.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
import textwrap
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import plotly.io as pio

from core.formats import count, day

LIGHT, DARK = "#FFFFFF", "#11181E"
COLOURS = {"active": "#2B7FB8", "intent": "#B86E00", "unstated": "#7C8894", "stopped": "#C4512D"}
PATTERNS = {"active": "", "intent": ".", "unstated": "", "stopped": "/"}
WHISKER = "#7C8894"
INK, GRID = "#1B2730", "#DDE3E8"
EXPORT_WIDTH = 1200
_LEGEND_WIDTH, _LEGEND_LINE = 920, 20  # px of a picture's legend: beside names of rows, and of a line
# The column of ``Chart.data`` with the ids of the projects behind a row, parted by SEPARATOR.
PROJECT_IDS, SEPARATOR = "project_ids", "; "
# Plotly's own white template without what no figure here has: it is copied for every figure and sent with it.
_AXIS = {"automargin": True, "gridcolor": "#EBF0F8", "linecolor": "#EBF0F8", "ticks": "", "title": {"standoff": 15},
         "zerolinecolor": "#EBF0F8", "zerolinewidth": 2}  # fmt: skip
pio.templates["gigaledger"] = go.layout.Template(
    layout={
        "paper_bgcolor": "white", "plot_bgcolor": "white", "font": {"color": "#2A3F5F"}, "hovermode": "closest",
        "colorway": list(COLOURS.values()), "hoverlabel": {"align": "left"}, "title": {"x": 0.05}, "xaxis": _AXIS, "yaxis": _AXIS,
        "geo": {"bgcolor": "white", "lakecolor": "white", "landcolor": "white", "showlakes": True, "showland": True,
                "subunitcolor": "#C8D4E3"},
    }
)  # fmt: skip
_TAG = re.compile(r"<[^>]+>")
_LETTER = 5.6  # px that a letter of an axis label takes on the page, about
# For figure.update_layout: what every figure on a page has in common. The page shows the legend, which wraps there;
# pictures have Plotly's. The camera of the bar is pressed by the page's own buttons and need not be seen.
PAGE_LAYOUT: dict[str, Any] = {
    "template": "gigaledger",
    "margin": {"l": 8, "r": 8, "t": 4, "b": 8},
    "showlegend": False,
    "dragmode": False,
    "modebar": {name: "rgba(0,0,0,0)" for name in ("bgcolor", "color", "activecolor")},
    "hoverlabel": {"align": "left"},
}


@dataclass(frozen=True, slots=True)
class Chart:
    """A figure with everything that must be said beside it. ``figure`` is None where there is nothing to draw,
    and ``empty`` says why.

    ``data`` is flat, one row per mark or part of one, with its sources: ``reports`` and ``articles``, and PROJECT_IDS,
    each joined by SEPARATOR. A mark of the figure whose ``customdata`` is a row's number in ``data`` (or a list of
    such) leads to that row's projects when it is clicked. ``legend``: the standings that occur, keys of COLOURS and
    PATTERNS; ``signs``: of a chart with signs of its own, (pattern or character, colour, meaning) of each. ``how``: how
    to read it, a few plain sentences. ``columns``: those of core.claims that its figures rest on, whose sentences go into
    a download with quotes; without any, those of every claim of its reports.
    """

    view: str
    title: str
    unit: str
    note: str
    source: str
    alt: str
    file_name: str
    data: pd.DataFrame
    legend: tuple[str, ...] = ()
    signs: tuple[tuple[str, str, str], ...] = ()
    figure: go.Figure | None = None
    empty: str = ""
    export_layout: dict[str, Any] = field(default_factory=dict)
    how: str = ""
    columns: tuple[str, ...] = ()
    _later: Callable[[], pd.DataFrame] | None = field(default=None, init=False, repr=False, compare=False)

    # ``data`` may be given as a function that makes it: nobody asks for it before a download or a click, and with
    # thousands of projects behind the bars making it takes longer than drawing them.

    def __post_init__(self) -> None:
        if callable(self.data):
            object.__setattr__(self, "_later", self.data)
            object.__delattr__(self, "data")

    def __getattr__(self, name: str) -> Any:  # asked only for what is not there
        if name != "data" or self._later is None:
            raise AttributeError(name)
        object.__setattr__(self, "data", self._later())
        return self.data

    @property
    def led(self) -> bool:
        """Whether its marks lead to projects."""
        return self._later is not None or PROJECT_IDS in self.data.columns

    def having(self, **changes: Any) -> Chart:
        """The same with other fields; ``dataclasses.replace`` would make the data."""
        known = {one.name: self._later if one.name == "data" and self._later else getattr(self, one.name)
                 for one in fields(self) if one.init}  # fmt: skip
        return Chart(**{**known, **changes})


def without_clicks(how: str) -> str:
    """How to read a chart, without what a click leads to: a saved file has no page below the chart."""
    return re.sub(r"; click it to [^.]*\.", ".", how)


def picture_layout(figure: go.Figure, chart: Chart, height: int) -> dict[str, Any]:
    """The layout of a downloaded picture, as plain JSON: white ground, title, note and source in it, whatever the figure
    has (axes, several of them, a map, none). ``height``: px of the whole picture."""
    title = textwrap.wrap(chart.title, 84) or [chart.title]
    words = [line for part in (chart.note, chart.source) for line in textwrap.wrap(part, 150)]
    layout: dict[str, Any] = json.loads(figure.to_json())["layout"]
    layout.pop("template", None)
    axis = {"gridcolor": GRID, "linecolor": GRID, "zerolinecolor": "#9AA7B1"}
    for name in [name for name in layout if re.fullmatch(r"[xy]axis\d*", name)]:
        layout[name] = layout[name] | axis | {"tickfont": {"color": INK, "size": 15}}
        if name.startswith("x"):
            layout[name].setdefault("showgrid", True)
        if "title" in layout[name]:
            layout[name]["title"] |= {"font": {"size": 15, "color": INK}}
    foot = 62 if any(name.startswith("xaxis") for name in layout) else 14
    over = _LEGEND_LINE * max(0, _legend_lines(figure) - 2)  # the title leaves room for two lines
    layout |= {
        "paper_bgcolor": LIGHT,
        "plot_bgcolor": LIGHT,
        "font": {"family": "Arial, Helvetica, sans-serif", "color": INK, "size": 15},
        "title": {
            "text": "<b>" + "<br>".join(plain(line) for line in title) + "</b>",
            "font": {"size": 22, "color": INK},
            "x": 0.02,
            "xanchor": "left",
            "y": 1,
            "yref": "container",
            "yanchor": "top",
            "pad": {"t": 24},
        },
        "margin": {"l": 24, "r": 24, "t": 74 + 28 * len(title) + over, "b": foot + 14 + 17 * len(words)},
        "annotations": [
            *layout.get("annotations", []),
            {
                "text": "<br>".join(plain(line) for line in words),
                "align": "right",
                "font": {"size": 12, "color": "#4B5963"},
                "showarrow": False,
                "x": 1,
                "xanchor": "right",
                "xref": "paper",
                "y": 0,
                "yanchor": "top",
                "yref": "paper",
                "yshift": -foot,
            },
        ],
        "width": EXPORT_WIDTH,
        "height": height + over,
        "autosize": False,
    }
    layout["showlegend"] = True
    layout["legend"] = {
        "orientation": "h",
        "x": 0,
        "xanchor": "left",
        "y": 1.0,
        "yanchor": "bottom",
        "font": {"color": INK, "size": 14},
        "bgcolor": "rgba(0,0,0,0)",
    }
    return layout


def _legend_lines(figure: go.Figure) -> int:
    """How many lines a picture's legend takes: Plotly sets its names in columns as wide as the longest, within the plot."""
    named = [str(trace.name) for trace in figure.data if trace.name and trace.showlegend is not False]
    if not named:
        return 0
    in_line = max(1, _LEGEND_WIDTH // (45 + 7 * max(map(len, named))))
    return -(-len(named) // in_line)


def source_line(articles: Iterable[str], dates: Iterable[date], told: str = "one value per project") -> str:
    """“Source: 12 press articles, published Dec 2021 to Mar 2024; read by Gigaledger; one value per project.”"""
    found, stamps = set(articles), sorted(set(dates))
    if not found:
        return "Source: no article."
    when = ", undated"
    if stamps:
        first, last = day(stamps[0], "month"), day(stamps[-1], "month")
        when = f", published {first}" + (f" to {last}" if last != first else "")
    return f"Source: {count(len(found), 'press article')}{when}; read by Gigaledger; {told}."


def marker(standing: str, outline: bool = False) -> dict[str, Any]:
    """Plotly's marker of a bar for one standing: its colour and pattern; ``outline``: pale with an edge."""
    colour = COLOURS[standing]
    marker: dict[str, Any] = {"color": colour, "line": {"color": colour, "width": 1.5}}
    if PATTERNS[standing]:
        marker["pattern"] = {
            "shape": PATTERNS[standing],
            "fillmode": "replace",
            "fgcolor": colour,
            "bgcolor": "rgba(0,0,0,0)",
            "size": 6,
            "solidity": 0.35,
        }
    elif outline:
        marker["color"] = "rgba({},{},{},0.12)".format(*(int(colour[i : i + 2], 16) for i in (1, 3, 5)))
    return marker


def together(markers: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The markers of several bars as one of a trace that holds them all."""

    def each(*path: str, default: Any = None) -> list[Any]:
        found = []
        for one in markers:
            value: Any = one
            for name in path:
                value = value.get(name, {}) if isinstance(value, dict) else {}
            found.append(default if value == {} else value)
        return found

    return {
        "color": each("color"),
        "line": {"color": each("line", "color"), "width": each("line", "width", default=0)},
        "pattern": {
            "shape": each("pattern", "shape", default=""),
            "fgcolor": each("pattern", "fgcolor", default="rgba(0,0,0,0)"),
            "bgcolor": each("pattern", "bgcolor", default="rgba(0,0,0,0)"),
            "size": each("pattern", "size", default=6),
            "solidity": each("pattern", "solidity", default=0.35),
            "fillmode": "replace",
        },
    }


def plain(text: str) -> str:
    """Text from articles for a figure: nothing in it is taken for a tag."""
    return html.escape(text, quote=False)


def wrapped(text: str, width: int) -> str:
    """Text for a label, in at most two lines."""
    lines = textwrap.wrap(text, width, max_lines=2, placeholder="…") or [text]
    return "<br>".join(plain(line) for line in lines)


def named(name: str, words: str = "", width: int = 30) -> str:
    """The label of a row: its name in at most two lines, and below it in bold what became of it. Beside the marks such words
    would be cut on a phone, where a share of the axis is narrow; for labels of an axis Plotly makes room."""
    return wrapped(name, width) + (f"<br><b>{plain(words)}</b>" if words else "")


def named_rows(figure: go.Figure, labels: Sequence[str], ends: tuple[float, float], below: int) -> None:
    """Rows from top to bottom, numbered from 0, with their labels (of ``named``) beside them and room for them and for what
    stands ``below`` (px). Plotly draws a chart anew for each margin that its labels turn out to need, and measures them all
    to hide what stands out: of forty rows that takes longer than the chart itself."""
    longest = max((len(_TAG.sub("", line)) for label in labels for line in label.split("<br>")), default=0)
    figure.update_layout(margin={"l": round(_LETTER * longest) + 12, "b": below})
    figure.update_xaxes(automargin=False)
    figure.update_yaxes(range=ends, tickvals=list(range(len(labels))), ticktext=list(labels), ticklabeloverflow="allow",
                        showgrid=False, fixedrange=True, zeroline=False, automargin=True)  # fmt: skip


def file_name(view: str, words: str = "") -> str:
    """``gigaledger_<view>_<filters>`` from letters, digits, - and _ only; long filters are cut and told apart."""
    filters = _slug(words)
    if len(filters) > 60:
        mark = hashlib.blake2s(filters.encode(), digest_size=3).hexdigest()
        filters = f"{filters[:60].rstrip('-')}-{mark}"
    return "_".join(part for part in ("gigaledger", _slug(view), filters) if part)


_FOLD = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "å": "a", "é": "e", "è": "e", "ø": "o", "–": "-"})


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower().translate(_FOLD)).strip("-")
