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
from core.ledger.history import history, measured_on
from core.ledger.promises import promises, slips
from core.ledger.rule import CORRECTION, FOR_PROJECT
from core.table import records
from core.year_parts import start
from interface.passages import value_words
from interface.tables import table
from interface.timeline import against_before, promise_in_words
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


def claims_block(reports: pd.DataFrame, file: str) -> None:
    """Contradictions with both sentences, what slipped, and a table of every claim of a project's reports. file: name of
    the table's CSV."""
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
    _moved(reports)
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
    table(shown, "claims", "claim", {
        "what": st.column_config.TextColumn("What", width=130),
        "value": "Claim",
        "counts": st.column_config.CheckboxColumn("Counts", width=60),
        "why": st.column_config.TextColumn("Why", width="medium"),
    }, 460, file=file)  # fmt: skip


def _value(claim: dict[Hashable, Any], side: str = "") -> str:
    """The value of a claim, or of one side of a conflict, in words; a start as exactly as its sentence tells it."""
    parts = [claim[name + side] for name in ("value", "max", "unit", "currency", "qualifier")]
    if str(claim["column"]).endswith("_start") and isinstance(parts[0], str) and isinstance(claim[f"quote{side}"], str):
        return start(parts[0], claim[f"language{side}"], claim[f"quote{side}"]).words
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


def _moved(reports: pd.DataFrame) -> None:
    """How starts and figures moved: every value that was told of the whole project, with its article and sentence."""
    promised = promises(reports)
    moved = slips(promised)
    moved = moved[moved["moves"] > 0]
    if len(moved):
        st.markdown("##### How the figures moved")
        st.caption("Every value that an article gives for the whole project, in the order of time, and how it stands to the one "
                   "before. The last one counts, unless the table below says otherwise.")  # fmt: skip
    for slip in moved.to_dict("records"):
        st.markdown(f"**{escape(_NAMES.get(slip['column'], label(slip['column'])))}**")
        for promise in promised.loc[slip["steps"]].to_dict("records"):
            unit = " GWh" if promise["column"] == "capacity_gwh" else ""
            told = told_where(promise["language"], promise["published"], promise["published_precision"])
            told = told if promise["basis"] == "stated" else f"by hand, {day(promise['published'])}"
            words = next((w for w in (promise["quote"], promise["quote_en"]) if isinstance(w, str)), "")
            against = against_before(promise)
            st.markdown(f"- **{escape(promise_in_words(promise) + unit)}** ({escape(against)}). {escape(told)}: {escape(words)}")


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
