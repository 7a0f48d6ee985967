"""One ZIP with all that a chart rests on: picture, data, quotes, and a README of filters, sources, licence and citation."""

from __future__ import annotations

import io
import textwrap
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from core.charts.chart import PROJECT_IDS, SEPARATOR, Chart, without_clicks
from core.columns import label
from core.formats import count, day, value_in_words
from core.ledger.claims import claims
from core.table import safe_csv
from core.version import Version

QUOTES = ("project", "project_id", "fact", "value", "quote", "quote_en", "article", "url", "published", "language",
          "report_id")  # fmt: skip
LICENCE = (
    "The quotes belong to the publishers of the articles; use them as quotations and name the article. The figures are "
    "facts read from them by a program and may be wrong: check a figure against its quote before you rely on it. Town "
    "names and coordinates: GeoNames (geonames.org), CC BY 4.0. Exchange rates: European Central Bank."
)


@dataclass(frozen=True, slots=True)
class Context:
    """What a download says of the view it comes from. ``filters``: each filter with its values in words; ``link``: the
    address of the view, empty where it is not known; ``version``: of the whole table; ``newest``: day of its newest
    article; ``made``: today."""

    filters: tuple[tuple[str, str], ...]
    link: str
    version: Version
    newest: date | None
    made: date

    @property
    def data_of(self) -> str:
        """“version 3fa9c1d2 of the data (95 reports, the newest of 10 Dec 2021)”."""
        newest = f", the newest of {day(self.newest)}" if self.newest else ""
        return f"version {self.version.mark} of the data ({count(self.version.reports, 'report')}{newest})"

    @property
    def stamp(self) -> str:
        """The same as a sentence, with the day on which the download was made."""
        return f"{_started(self.data_of)}; made {day(self.made)}."


def reports_of(chart: Chart) -> list[str]:
    """Ids of the reports behind a chart, each once, in the order of its data."""
    if "reports" not in chart.data.columns:
        return []
    found = (one for cell in chart.data["reports"] if isinstance(cell, str) for one in cell.split(SEPARATOR))
    return list(dict.fromkeys(one for one in found if one))


def projects_of(chart: Chart, rows: Iterable[int]) -> list[str]:
    """Ids of the projects behind rows of a chart's data, given by their numbers; numbers out of range are left out."""
    if PROJECT_IDS not in chart.data.columns:
        return []
    cells = [chart.data[PROJECT_IDS].iloc[n] for n in rows if 0 <= n < len(chart.data)]
    return list(dict.fromkeys(one for cell in cells if isinstance(cell, str) for one in cell.split(SEPARATOR) if one))


def quotes(chart: Chart, reports: pd.DataFrame) -> pd.DataFrame:
    """The sentences behind a chart's figures in the columns of QUOTES, in the order of its data. ``reports``: rows of the
    table, at least the chart's."""
    wanted = {report: n for n, report in enumerate(reports_of(chart))}
    chosen = reports[reports["report_id"].isin(wanted)]
    urls = dict(zip(chosen["report_id"], chosen["url"], strict=True))
    rows: list[dict[str, Any]] = []
    told: set[tuple[str, str]] = set()
    for claim in claims(chosen).sort_values("chosen", ascending=False, kind="stable").to_dict("records"):
        column, report = claim["column"], claim["report_id"]
        if (chart.columns and column not in chart.columns) or (report, column) in told or not isinstance(report, str):
            continue
        if chart.columns:  # one value of each report is drawn: the first is the one that counts
            told.add((report, column))
        low, high = claim["value"], claim["max"]
        low = high if low is None or low != low else low  # a plant of which only the full build-out is known
        named = label(column)
        if column == "capacity_gwh":  # of one figure alone nobody says that it is a stage
            named = "Capacity, first stage to full build-out" if low != high else "Capacity"
        fact = [low, high, *(claim[name] for name in ("unit", "currency", "qualifier"))]
        rows.append(
            {name: claim[name] for name in ("project", "project_id", "quote", "quote_en", "article", "language", "report_id")}
            | {
                "fact": named,
                "value": value_in_words(column, *fact),
                "url": urls[report],
            }
            | {"published": claim["published"].date().isoformat() if pd.notna(claim["published"]) else None}
        )
    rows.sort(key=lambda row: wanted[row["report_id"]])
    return pd.DataFrame(rows, columns=list(QUOTES))


def readme(chart: Chart, said: pd.DataFrame, context: Context, files: Mapping[str, str]) -> str:
    """The README as text. said: the quotes; files: name → what it is."""
    sources = said.drop_duplicates("article")
    named = [_article(row) for row in sources.sort_values(["published", "article"], na_position="last").to_dict("records")]
    filters = [f"{name}: {values}" for name, values in context.filters] or ["none: the whole table"]
    parts = [
        ("", [chart.title, "=" * min(len(chart.title), 80)]),
        ("", [f"{chart.unit}. {chart.note}", without_clicks(chart.how), chart.source]),
        ("Files", [f"{name}: {what}" for name, what in files.items()]),
        ("Filters", filters),
        ("Data", [_started(context.data_of) + ".", f"The view: {context.link}" if context.link else ""]),
        (f"Sources ({count(len(named), 'article')})", named or ["none that the chart's figures name"]),
        ("Licence", [LICENCE]),
        ("Please cite as", [citation(chart, context)]),
    ]  # fmt: skip
    text = []
    for head, lines in parts:
        text += [head, "-" * len(head)] if head else []
        text += [one for line in lines if line for one in _wrapped(line)]
        text.append("")
    return "\n".join(text)


def citation(chart: Chart, context: Context) -> str:
    """How to name the chart: title, data, its date, and the day it was made."""
    where = f" {context.link}" if context.link else ""
    return f"Gigaledger. “{chart.title}”. {context.stamp}{where}"


def _started(words: str) -> str:
    return words[:1].upper() + words[1:]


def _wrapped(line: str) -> list[str]:
    """A line in parts of at most 100 characters; words such as addresses stay whole."""
    return textwrap.wrap(line, 100, break_long_words=False, break_on_hyphens=False) or [line]


def _article(row: Mapping[Any, Any]) -> str:
    dated = row["published"] if isinstance(row["published"], str) else "undated"
    return ", ".join(part for part in (row["article"], dated, row["url"]) if isinstance(part, str))


_NAMED = {"png": "the picture", "svg": "the picture as vectors", "pdf": "the picture as vectors, for print"}


def bundle(chart: Chart, pictures: Mapping[str, bytes], said: pd.DataFrame, context: Context) -> bytes:
    """The ZIP. pictures: content by suffix (png, svg, pdf), at least one; said: the quotes.

    Raises ValueError without a picture, for it is what the ZIP is about.
    """
    if not pictures:
        raise ValueError("a bundle needs the chart's picture")
    name = chart.file_name
    files = {f"{name}.{suffix}": (_NAMED[suffix], content) for suffix, content in pictures.items()}
    files[f"{name}.csv"] = ("the chart's data, one row per mark, with the reports and articles behind it",
                            safe_csv(chart.data))  # fmt: skip
    if len(said):
        files[f"{name}_quotes.csv"] = ("the sentence behind each figure, in the original and in English, with article, "
                                       "address and date", safe_csv(said))  # fmt: skip
    words = readme(chart, said, context, {file: what for file, (what, _) in files.items()})
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as packed:
        for file, content in {"README.txt": words.encode(), **{file: c for file, (_, c) in files.items()}}.items():
            about = zipfile.ZipInfo(file, (context.made.year, context.made.month, context.made.day, 0, 0, 0))
            about.compress_type = zipfile.ZIP_DEFLATED
            about.external_attr = 0o644 << 16
            packed.writestr(about, content)
    return sink.getvalue()
