"""One A4 page on a company or a country as PDF: key figures, its projects, and the sentences that they rest on."""

from __future__ import annotations

import io
import json
import textwrap
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from core.columns import label
from core.formats import count, day, gwh, language_name, money
from core.ledger.claims import claims
from core.measures import FIRST_STAGE, FULL, INVESTMENT, active_total, real_projects
from core.table import records
from core.typesetting import typeset

MOST = 18  # rows that an A4 page can hold beside their quotes at all
_TEMPLATE = Path(__file__).with_suffix(".typ")
_COLUMNS = ("Project", "Where", "Status", "Capacity, first → full", "Investment", "Starts", "")
# Whose sentences stand for a project, in this order.
_QUOTED = ("investment_eur", "capacity_gwh", "status", "production_start", "investments", "capacities")
Row = dict[Any, Any]


def one_pager(projects: pd.DataFrame, reports: pd.DataFrame, subject: str, words: str = "", made: str = "") -> bytes:
    """The page. projects: those of the subject, as ``core.selection.current`` has them, or of a company as
    ``core.profile.projects_of`` has them: its sums are then of what it owns or runs; reports: rows of the table on them;
    subject: the company's or country's name; words: other filters as a phrase; made: which data, and when.

    What does not fit is counted on the page: the largest projects stand on it, each with a sentence, as many as one
    page holds. Raises core.typesetting.NotSet.
    """
    rows = _ranked(real_projects(projects))
    own = reports["project_id"].fillna(reports["report_id"]).isin(projects["project_id"])
    said = _sentences(reports[own])
    head = _head(projects, subject, words, made)

    def page(most: int, each: int) -> bytes:
        return typeset(_TEMPLATE.read_text(encoding="utf-8"), data=json.dumps({**head, **_listed(rows, most, each, said)}))

    most = min(len(rows), MOST)
    for each in (3, 2, 1):  # sentences of each project
        made_page = page(most, each)
        if _pages(made_page) == 1:
            return made_page
    least, found = 0, page(0, 0)
    while least < most:  # the largest number of projects that fits, by halves
        middle = (least + most + 1) // 2
        made_page = page(middle, 1)
        if _pages(made_page) == 1:
            least, found = middle, made_page
        else:
            most = middle - 1
    return found


def _pages(pdf: bytes) -> int:
    from pypdf import PdfReader

    return len(PdfReader(io.BytesIO(pdf)).pages)


def _ranked(projects: pd.DataFrame) -> list[Row]:
    """The largest first, by investment, then by capacity; what is given up behind what stands, what has no figure last."""
    order = projects.assign(
        _stopped=projects["standing"] == "stopped",
        _money=projects["investment_eur_max"].fillna(projects["investment_eur"]).fillna(0),
        _size=projects["capacity_gwh_max"].fillna(projects["capacity_gwh"]).fillna(0),
    )
    order["_bare"] = (order["_money"] == 0) & (order["_size"] == 0)
    by = ["_bare", "_stopped", "_money", "_size", "project_id"]
    return order.sort_values(by, ascending=[True, True, False, False, True]).to_dict("records")


def _head(projects: pd.DataFrame, subject: str, words: str, made: str) -> Row:
    real = real_projects(projects)
    own = projects[projects["share"].notna()] if "share" in projects else projects  # a buyer builds nothing by that
    articles = {article for those in projects["articles"] for article in those}
    dates = projects["last_reported"].dropna()
    until = f", the latest of {day(dates.max(), 'month')}" if len(dates) else ""
    figures = []
    for measure, name in ((INVESTMENT, "Investment"), (FIRST_STAGE, "Capacity, first stage"), (FULL, "Capacity, full build-out")):
        total = active_total(own, measure)
        value = (money if measure is INVESTMENT else gwh)(total.low, total.high) if total.projects else "not stated"
        of = f"from {count(total.projects, 'project')} that stand" + (", owned or run" if own is not projects else "")
        note = f"{'' if measure is INVESTMENT else 'a year, '}{of}"
        figures.append({"name": name, "value": value, "note": note if total.projects else ""})
    stopped = int((real["standing"] == "stopped").sum())
    first = {"name": "Projects", "value": f"{len(real):,}", "note": f"{stopped:,} shelved, cancelled or closed"}
    about = f"Battery and electric-vehicle projects{f', {words}' if words else ''}. "
    about += f"From {count(len(articles), 'press article')}{until}."
    footer = (
        "Read from press articles by Gigaledger, which may err: check a figure against its sentence. One value for each "
        f"project; what no article states is missing, not zero. {made}"
    )
    return {"title": subject, "about": about, "figures": [first, *figures], "columns": _COLUMNS, "footer": footer.strip()}


def _listed(rows: list[Row], most: int, each: int, said: dict[str, list[Row]]) -> Row:
    """The first projects with up to ``each`` sentences of each, and a line on those that are left out."""
    quotes: list[Row] = []
    listed = []
    for row in rows[:most]:
        own = said.get(row["project_id"], [])[:each]
        numbers = [str(len(quotes) + n) for n in range(1, len(own) + 1)]
        quotes += [{**quote, "number": number} for quote, number in zip(own, numbers, strict=True)]
        listed.append({"cells": _cells(row), "source": ", ".join(numbers)})
    left = len(rows) - most
    title = "Its projects" if not left else f"Its {count(most, 'largest project', 'largest projects')}"
    more = f"And {count(left, 'more project')}, in the dashboard." if left and most else ""
    return {"projects": listed, "quotes": quotes, "projects_title": title, "more": more}


def _cells(row: Row) -> list[str]:
    first, full = row["capacity_gwh"], row["capacity_gwh_max"]
    size: str = gwh(first if pd.notna(first) else full) if pd.notna(first) or pd.notna(full) else ""
    if pd.notna(first) and pd.notna(full) and full != first:
        size = f"{gwh(first).removesuffix(' GWh')} → {gwh(full)}"
    part: str = row.get("part", "") if pd.isna(row.get("share", 1.0)) else ""  # "buyer": no project of its own
    status = label(row["status"]) if isinstance(row["status"], str) else ""
    place = [row[name] for name in ("city", "country_name") if isinstance(row[name], str)]
    cost: str = money(row["investment_eur"], row["investment_eur_max"]) if pd.notna(row["investment_eur"]) else ""
    return [
        textwrap.shorten(str(row["project"]) if pd.notna(row["project"]) else row["project_id"], 70, placeholder="…")
        + (f" (as {part})" if part else ""),
        ", ".join(place),
        f"{status} (inferred)" if str(row["status_basis"]) == "inferred" else status,
        size,
        cost,
        row["production_start"] if isinstance(row["production_start"], str) else "",
    ]


def _sentences(reports: pd.DataFrame) -> dict[str, list[Row]]:
    """For each project the sentences behind its values that count, each once, in the order of _QUOTED."""
    told = {row["report_id"]: row for row in records(reports)}
    found: dict[str, list[tuple[int, Row]]] = {}
    made = claims(reports)
    for claim in made[made["chosen"] & made["column"].isin(_QUOTED)].to_dict("records"):
        source = told.get(claim["report_id"])
        if source and isinstance(claim["quote"], str):
            own = found.setdefault(claim["project_id"], [])
            own.append((_QUOTED.index(claim["column"]), _said(claim, source)))
    kept: dict[str, list[Row]] = {}
    for project, own in found.items():
        own.sort(key=lambda pair: pair[0])
        by_words: dict[str, Row] = {}
        for _, quote in own:
            first = by_words.setdefault(quote["quote"], quote)
            if quote["english"] not in first["english"]:  # one sentence, two facts
                first["english"] += f" {quote['english']}"
        kept[project] = list(by_words.values())
    return kept


def _said(claim: Row, source: Row) -> Row:
    language, url, published = source["language"], source["url"], source["published"]
    dated = day(date.fromisoformat(published), source["published_precision"] or "day") if published else "undated"
    spoken = language_name(language) if language else "language unknown"
    web = url if isinstance(url, str) and url.startswith(("https://", "http://")) else ""
    return {
        "quote": textwrap.shorten(claim["quote"], 260, placeholder=" …"),
        "english": textwrap.shorten(str(claim["quote_en"] or ""), 260, placeholder=" …"),
        "language": language or "en",
        "where": ", ".join([str(source["article"]), dated, spoken]),
        "url": web,
    }
