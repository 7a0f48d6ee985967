"""What charts of sums have in common: the hover, the source, the data for CSV, the signs for “at least” and “up to”."""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import Any

import pandas as pd

from core.behind import Behind, ends, over_all
from core.charts.chart import PROJECT_IDS, SEPARATOR, plain, source_line
from core.columns import STANDINGS
from core.formats import count, money, span
from core.measures import WORDS, Measure, mark
from core.quotes import quotes

SIGNS_NOTE = "≥ at least, ≤ up to, ~ about: said of a tenth of the figure or more."
# The columns of core.claims that a measure rests on, by its name.
RESTS_ON = {"investment": ("investment_eur",), "support": ("support_eur",), "capacity": ("capacity_gwh",)}
_NAMED, _WIDE, _QUOTE = 5, 60, 150  # projects named in a hover; characters in its lines; of a quote


def signed(rows: pd.DataFrame | Sequence[Mapping[Any, Any]]) -> str:
    """The sum of rows of core.measures.totals with the sign of what qualifies it: “≥ 2.3–2.9”."""
    if isinstance(rows, pd.DataFrame):
        rows = rows[["low", "high", *WORDS]].to_dict("records")
    low, high = (float(sum(row[name] for row in rows)) for name in ("low", "high"))
    return mark(high, {word: float(sum(row[word] for row in rows)) for word in WORDS}) + span(low, high)


def signed_by_group(tidy: pd.DataFrame, groups: Collection[str]) -> dict[str, str]:
    """The same for each of these groups that has a sum."""
    rows = tidy[tidy["group"].isin(groups)]
    sums = rows.groupby("group", sort=False)[["low", "high", *WORDS]].sum()
    return {
        str(group): mark(high, dict(zip(WORDS, words, strict=True))) + span(low, high)
        for group, low, high, *words in sums.itertuples()
    }


def unconverted_note(projects: pd.DataFrame) -> str:
    """Which amounts no chart in euro has: “Not in it, as no rate of their day is known: USD 5.6 bn, SEK 30 bn (3 projects).”
    Empty where there are none, or where the projects come without their amounts (core.measures.lean)."""
    if "investment_amount" not in projects:
        return ""
    missing = (projects["investment_amount"].notna() & projects["investment_eur"].isna()).to_numpy(dtype=bool)
    rows = projects[missing]
    rows = rows[(rows["kind"] != "statistic").to_numpy(dtype=bool, na_value=True)]
    ids = set(rows["project_id"])
    rows = rows[[ids.isdisjoint(above or ()) for above in rows["programmes"]]]  # a plant's part of a joint total named too
    if rows.empty:
        return ""
    top = rows["investment_amount_max"].fillna(rows["investment_amount"])
    sums = rows.assign(top=top).groupby(rows["investment_currency"].astype("string"))[["investment_amount", "top"]].sum()
    amounts = [money(low, high, str(currency)) for currency, low, high in sums.sort_index().itertuples()]
    return f"Not in it, as no rate of their day is known: {', '.join(amounts)} ({count(len(rows), 'project')})."


def with_unit(figure: str, unit: str) -> str:
    """“EUR 5 bn” and “5 GWh a year”."""
    currency, _, scale = unit.partition(" ")
    return f"{currency} {figure} {scale}" if currency.isupper() and len(currency) == 3 else f"{figure} {unit}"


def said(reports: pd.DataFrame | None, measure: Measure, tidy: pd.DataFrame) -> Mapping[str, tuple[str, str]]:
    """report_id → sentence in English and in the original, for the largest project of each row; none without the table's
    ``reports``."""
    return {} if reports is None or tidy.empty else quotes(reports, measure, set(tidy["largest_report"].dropna()))


def hover(row: Mapping[Any, Any], name: str, measure: Measure, sentences: Mapping[str, tuple[str, str]]) -> str:
    """What stands beside a bar under the pointer: the sum, how many projects, the largest with its sentence, the next."""
    labels = row["labels"]
    names = [str(label) for label in (labels.head(_NAMED) if isinstance(labels, Behind) else labels[:_NAMED])]
    figure = mark(row["high"], {word: row[word] for word in WORDS}) + span(row["low"], row["high"])
    lines = [
        f"<b>{plain(name)}</b>",
        f"{measure.title}: {with_unit(figure, measure.unit)}",
        f"{STANDINGS[row['standing']]} · {count(row['projects'], 'project')}",
    ]
    quote = sentences.get(row["largest_report"])
    more = row["projects"]
    if names and quote:
        english, original = (textwrap.shorten(text, _QUOTE, placeholder="…") for text in quote)
        # Only the article's own words stand between quotation marks: the English may be written from the facts.
        told = [english, *([f"“{original}”"] if original else [])]
        lines += [plain(_short(names[0])), *(f"<i>{plain(line)}</i>" for text in told for line in textwrap.wrap(text, _WIDE))]
        names, more = names[1:], more - 1
    lines += [plain(_short(name)) for name in names[: _NAMED - 1]]
    more -= len(names[: _NAMED - 1])  # those that no article names are among them
    if more > 0:
        lines.append(f"and {more:,} more")
    return "<br>".join(lines)


def _short(name: str) -> str:
    return textwrap.shorten(name, _WIDE, placeholder="…")


def source(tidies: Sequence[pd.DataFrame]) -> str:
    lists = [those for tidy in tidies for those in tidy["articles"]]
    return source_line(over_all(lists), ends(those for tidy in tidies for those in tidy["dates"]))


def later(measures: Sequence[Measure], tidies: Sequence[pd.DataFrame], name: str, places: bool = False) -> Any:
    """What makes the same as ``data`` when it is asked for."""
    return partial(data, measures, tidies, name, places)


def data(measures: Sequence[Measure], tidies: Sequence[pd.DataFrame], name: str, places: bool = False) -> pd.DataFrame:
    """One row per group, measure and standing, in the order of the tidies; ``name``: of the first column. ``places``:
    with a column ``place``, the address that leads one level deeper (core.levels)."""
    rows: list[dict[str, Any]] = []
    for measure, tidy in zip(measures, tidies, strict=True):
        for row in tidy.to_dict("records"):
            rows.append(
                {
                    name: row["group"],
                    "measure": measure.title,
                    "unit": measure.unit,
                    "standing": STANDINGS[row["standing"]],
                    "low": _rounded(row["low"]),
                    "high": _rounded(row["high"]),
                    **{f"of_which_{word}": _rounded(row[word]) for word in WORDS},
                    "projects": row["projects"],
                    "project_names": SEPARATOR.join(row["labels"]),
                    PROJECT_IDS: SEPARATOR.join(row["ids"]),
                    "reports": SEPARATOR.join(row["reports"]),
                    "articles": SEPARATOR.join(row["articles"]),
                    "place": row["place"],
                }
            )
    columns = [name, "measure", "unit", "standing", "low", "high", *(f"of_which_{word}" for word in WORDS), "projects",
               "project_names", PROJECT_IDS, "reports", "articles", "place"]  # fmt: skip
    return pd.DataFrame(rows, columns=columns if places else columns[:-1])


def _rounded(value: float) -> float:
    return float(f"{value:.6g}")
