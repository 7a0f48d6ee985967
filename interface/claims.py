"""What the ledger says of one project, for its page: who carries it, what contradicts, and every claim."""

from __future__ import annotations

import re
from collections.abc import Hashable
from typing import Any

import pandas as pd
import streamlit as st

from core.columns import label
from core.formats import count, day, language_name, listing, told_where, value_in_words
from core.ledger.claims import claims
from core.ledger.conflicts import conflicts
from core.ledger.figures import implausible
from core.ledger.history import history, measured_on, slippage
from core.ledger.rule import CORRECTION, FOR_PROJECT
from core.table import records
from interface.passages import value_words
from interface.view import escape

_NAMES = {"country": "Place", "capacities": "Capacity, other", "capacity_gwh": "Capacity", "investments": "Amounts"}
_FIRST = ("status", "capacity_gwh", "capacities", "investment_eur", "support_eur", "jobs", "construction_start",
          "production_start", "country", "partners", "investments")  # fmt: skip


def attested(project: pd.Series) -> str:
    """“Carried by 3 independent articles; first reported in German on 29 Jan 2021, in Dutch on 14 Jun 2022.”"""
    first = [
        f"in {language_name(code)}" + (f" on {day(pd.Timestamp(on))}" if on else "")
        for code, on in project["first_in"].items()
    ]
    carried = count(int(project["independent_sources"]), "independent article")
    return f"Carried by {carried}; first reported {listing(first)}." if first else f"Carried by {carried}."


def silence(reports: pd.DataFrame, table: pd.DataFrame) -> str:
    """What the silence about a project would mean by now, in words; empty where it was in the news of late."""
    steps = history(reports, as_of=measured_on(table, None))
    inferred = steps[steps["basis"] == "inferred"]
    if inferred.empty:
        return ""
    step = inferred.iloc[-1]
    status = label(step["status"]).lower()
    return f"Not in the news any more: since {day(step['published'])} it would count as {status} (inferred)."


def has_claims_to_show(reports: pd.DataFrame) -> bool:
    """Whether there is more to say of the claims than the report's own figures: several reports, or what does not count."""
    return len(reports) > 1 or bool(implausible(records(reports)[0])) or bool(by_hand(reports))


def claims_block(reports: pd.DataFrame) -> None:
    """Contradictions with both sentences, what slipped, and a table of every claim of a project's reports."""
    told = claims(reports)
    for clash in conflicts(told).to_dict("records"):
        sides = [
            f"{_value(clash, f'_{s}')} ({told_where(clash[f'language_{s}'], clash[f'published_{s}'], 'day')}): "
            f"“{clash[f'quote_{s}'] or 'no sentence'}”"
            for s in "ab"
        ]
        name = _NAMES.get(clash["column"], label(clash["column"]))
        st.warning(escape(f"{name}: two articles of the same time disagree. {sides[0]} — {sides[1]}"))
    for claim in told[told["why"].str.startswith("implausible")].to_dict("records"):
        name = _NAMES.get(claim["column"], label(claim["column"]))
        quote = f" “{claim['quote']}”" if claim["quote"] else ""
        st.warning(escape(f"{name} {_value(claim)} is not counted, {claim['why']}.{quote}"))
    _steps(reports)
    moved = slippage(reports)
    if len(moved):
        st.markdown("##### How the figures moved")
    for column, steps in moved[moved["column"] != "capacity_gwh_max"].groupby("column", sort=False):
        unit = _unit(str(column))
        path = [value_in_words(str(column), v, None, unit, None, None) for v in [steps["before"].iloc[0], *steps["after"]]]
        st.markdown(escape(f"{_NAMES.get(str(column), label(str(column)))}: {' → '.join(path)}"))
    called = {r.report_id: told_where(r.language, r.published, r.published_precision) for r in reports.itertuples()}
    if len(reports) > 1:
        st.markdown("##### What each article claims")
    rank = {column: place for place, column in enumerate(_FIRST)}
    told = told.sort_values("column", key=lambda c: c.map(rank).fillna(len(rank)), kind="stable")
    shown = pd.DataFrame(
        {
            "what": told["column"].map(lambda c: _NAMES.get(c, label(c))),
            "value": [_value(c) for c in told.to_dict("records")],
            "counts": told["chosen"],
            "why": [in_reports_words(why, called) for why in told["why"]],
            "told": [
                told_where(c.language, c.published, "day") if isinstance(c.article, str) else f"by hand, {day(c.published)}"
                for c in told.itertuples()
            ],
            "article": told["article"],
            "quote": told["quote"],
        }
    )
    st.dataframe(
        shown,
        hide_index=True,
        key="claims",
        height=min(38 + 35 * max(len(shown), 1) + 2, 460),
        placeholder="",
        alt=f"Table of {count(len(shown), 'claim')}",
        column_config={
            "what": st.column_config.TextColumn("What", width=130),
            "value": "Claim",
            "counts": st.column_config.CheckboxColumn("Counts", width=60),
            "why": st.column_config.TextColumn("Why", width="medium"),
            "told": "Told",
            "article": "Article",
            "quote": st.column_config.TextColumn("In the original", width="large"),
        },
    )


def _value(claim: dict[Hashable, Any], side: str = "") -> str:
    """The value of a claim, or of one side of a conflict, in words."""
    parts = [claim[name + side] for name in ("value", "max", "unit", "currency", "qualifier")]
    return value_in_words(str(claim["column"]), *parts)


def in_reports_words(why: str, called: dict[str, str]) -> str:
    """Why a claim counts or not, its reports called by language and day: “German, 4 Dec 2025, is later”."""
    for report in sorted(called, key=len, reverse=True):
        why = why.replace(report, f"{called[report]},")
    return why


def _steps(reports: pd.DataFrame) -> None:
    """How the status went: each step with its day and the sentence that says so."""
    steps = history(reports, infer=False)
    if steps["changed"].sum() < 2:
        return
    st.markdown("##### Where it stood, step by step")
    for step in steps[steps["changed"]].to_dict("records"):
        on = day(step["published"]) if pd.notna(step["published"]) else "undated"
        phase = ", the expansion" if step["phase"] else ""
        words = next((w for w in (step["quote"], step["quote_en"], step["article"]) if isinstance(w, str)), "")
        english = ""  # of the words that say it
        if isinstance(step["quote"], str):
            gloss = re.search(r"“[^”]+”", step["quote_en"] or "")
            english = f" ({gloss[0]})" if gloss else ""
            words += f" ({language_name(step['language'])})" if isinstance(step["language"], str) else ""
        st.markdown(f"**{escape(on)}** {escape(label(step['status']) + phase + english)}: {escape(words)}")


def by_hand(reports: pd.DataFrame) -> list[str]:
    """What a person has corrected in a project's reports, in words, beside what the article says."""
    found: dict[str, None] = {}
    for report in reports.itertuples():
        for said in report.evidence:
            if said["rule"] not in (CORRECTION, FOR_PROJECT):
                continue
            what = "The project" if said["rule"] == FOR_PROJECT or said["column"] == "project_id" else str(report.article)
            column = "" if said["column"] == "project_id" else f", {label(said['column']).lower()}"
            told = value_words(said["column"], said["value"]) if said["rule"] == CORRECTION else ""
            before = f" (the article says {told})" if told else ""
            found[f"{what}{column}: {said['quote_en']}{before}"] = None
    return list(found)


def _unit(column: str) -> str | None:
    return "GWh" if column.startswith("capacity_gwh") else None
