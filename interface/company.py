"""The parts of a company's page: its key figures, its projects, how they went, and the articles that tell of it."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from core.columns import label
from core.formats import count, gwh, language_name, listing, money, number
from core.ledger.history import history
from core.profile import Total, countries, jobs, totals
from interface.view import View

Card = tuple[str, str, str, str]  # name, value, the line below, its meaning
MOST_ROWS = 200  # of a table: the browser gets some hundred kilobytes


def cards(mine: pd.DataFrame) -> list[Card]:
    """The key figures of a company. mine: of core.profile.projects_of."""
    sums = totals(mine)
    stopped = int((mine["standing"] == "stopped").sum())
    where = countries(mine)
    found = [("Projects", f"{len(mine):,}", f"{count(len(where), 'country', 'countries')}, {stopped:,} stopped",
              "Plants, sites, deals and programmes in which it takes part, whatever its role. Stopped: shelved, cancelled or "
              "closed.")]  # fmt: skip
    own = "Only projects that stand and that it owns or runs. "
    parts = ("Joint projects count whole here; its share is an equal part for each of those who own or run the project, for "
             "articles seldom say who holds how much.")  # fmt: skip
    for name, key, words in (("Investment", "investment", money), ("Capacity, full build-out", "full", gwh)):
        sum_of = sums[key]
        below = f"from {count(sum_of.projects, 'project')}"
        if sum_of.joint:
            below = f"its share {words(sum_of.share_low, sum_of.share_high)}"
        found.append((name, words(sum_of.low, sum_of.high) if sum_of.projects else "not stated", below, own + parts))
    people, told = jobs(mine)
    found.append(("Jobs", number(people, 9) if told else "not stated", f"from {count(told, 'project')}",
                  own + "Counted whole."))  # fmt: skip
    return found


def about_sums(mine: pd.DataFrame) -> str:
    """What the sums count, in a sentence; empty where nothing is joint."""
    joint = sum(1 for sum_of in totals(mine).values() if _joint(sum_of))
    return "Joint projects count whole; “its share” parts them equally among those who own or run them." if joint else ""


def _joint(sum_of: Total) -> bool:
    return sum_of.joint > 0


def where(mine: pd.DataFrame) -> str:
    """“Works in Germany (3 projects), Hungary (1) and Poland (1).”"""
    found = countries(mine)
    unplaced = int(mine["country_name"].isna().sum())
    said = [f"{name} ({count(n, 'project') if place == 0 else n})" for place, (name, n) in enumerate(found)]
    said += [f"no place stated ({unplaced})"] if unplaced else []
    return f"Where: {listing(said)}." if said else ""


def projects_table(mine: pd.DataFrame, seen: View) -> None:
    """Its projects, those last told of first, each with a link to its page."""
    rows = mine.sort_values("last_reported", ascending=False, kind="stable", na_position="last")
    shown = pd.DataFrame(
        {
            "open": [seen.link("project", project=i) for i in rows["project_id"]],
            "project": rows["project"],
            "part": rows["part"],
            "country": rows["country_name"],
            "city": rows["city"],
            "segment": rows["segment"].map(label, na_action="ignore").astype("string"),
            "status": rows["status"].map(label, na_action="ignore").astype("string"),
            "investment": rows["investment_eur"] / 1e9,
            "investment_max": rows["investment_eur_max"] / 1e9,
            "first": rows["capacity_gwh"],
            "full": rows["capacity_gwh_max"],
            "share": rows["share"],
            "jobs": rows["jobs"],
            "production_start": rows["production_start"],
            "partners": rows["partners"],
            "last": rows["last_reported"].dt.date,
        }
    )
    amount = st.column_config.NumberColumn
    _table(shown, "company-projects", "project", {
        "open": _open(),
        "project": st.column_config.TextColumn("Project", width=260),
        "part": st.column_config.TextColumn("Its part", help="Its roles in the project, as the articles have them"),
        "country": "Country", "city": "Town", "segment": "Segment", "status": "Status",
        "investment": amount("EUR bn", format="%.3g", help="Investment of the whole project, lower figure"),
        "investment_max": amount("EUR bn, upper", format="%.3g"),
        "first": amount("GWh, first stage", format="%.4g"),
        "full": amount("GWh, full", format="%.4g", help="Capacity at full build-out"),
        "share": amount("Share", format="percent", help="Equal parts among those who own or run it; empty: it does neither"),
        "jobs": amount("Jobs", format="localized"),
        "production_start": "Production from",
        "partners": st.column_config.ListColumn("Companies", width="medium"),
        "last": st.column_config.DateColumn("Last told of", format="D MMM YYYY"),
    })  # fmt: skip


def steps_table(reports: pd.DataFrame, mine: pd.DataFrame, seen: View) -> None:
    """What each article says of where its projects stand, latest first, with the sentence."""
    names = dict(zip(mine["project_id"], mine["project"], strict=True))
    steps = history(reports, infer=False)
    steps = steps[steps["changed"]].sort_values("published", ascending=False, kind="stable", na_position="last")
    if steps.empty:
        st.caption("No article says where its projects stand.")
        return
    shown = pd.DataFrame(
        {
            "open": [seen.link("project", project=i) for i in steps["project_id"]],
            "on": steps["published"].dt.date,
            "project": steps["project_id"].map(names),
            "status": steps["status"].map(label),
            "quote": steps["quote"],
            "english": steps["quote_en"],
        }
    )
    _table(shown, "company-steps", "step", {
        "open": _open(),
        "on": st.column_config.DateColumn("Told", format="D MMM YYYY"),
        "project": st.column_config.TextColumn("Project", width=260),
        "status": "Status",
        "quote": st.column_config.TextColumn("In the original", width="large"),
        "english": st.column_config.TextColumn("In English", width="medium"),
    })  # fmt: skip


def sources_table(reports: pd.DataFrame, seen: View) -> None:
    """The articles that tell of its projects, latest first."""
    rows = reports.sort_values("published", ascending=False, kind="stable", na_position="last").drop_duplicates("article")
    shown = pd.DataFrame(
        {
            "open": [seen.link("project", project=i) for i in rows["report_id"]],
            "published": rows["published"].dt.date,
            "language": rows["language"].map(language_name, na_action="ignore").astype("string"),
            "headline": rows["headline"],
            "english": rows["headline_en"],
            "article": rows["article"],
            "url": [url if isinstance(url, str) and url.startswith(("https://", "http://")) else None for url in rows["url"]],
        }
    )
    _table(shown, "company-sources", "article", {
        "open": _open(),
        "published": st.column_config.DateColumn("Published", format="D MMM YYYY"),
        "language": "Language",
        "headline": st.column_config.TextColumn("Headline", width="large"),
        "english": st.column_config.TextColumn("In English", width="large"),
        "article": "Article",
        "url": st.column_config.LinkColumn("On the web", display_text="Open"),
    })  # fmt: skip


def _open() -> Any:
    return st.column_config.LinkColumn("", display_text="Open", help="The project's page", width=60, pinned=True)


def _table(shown: pd.DataFrame, key: str, noun: str, columns: dict[str, Any]) -> None:
    if len(shown) > MOST_ROWS:
        st.caption(f"The latest {MOST_ROWS} of {count(len(shown), noun)}; filters leave fewer.")
        shown = shown.head(MOST_ROWS)
    st.dataframe(shown, hide_index=True, key=key, height=min(38 + 35 * max(len(shown), 1) + 2, 420), placeholder="",
                 alt=f"Table of {count(len(shown), noun)}", column_config=columns)  # fmt: skip
