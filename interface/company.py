"""The parts of a company's page: its key figures, its projects, how they went, and the articles that tell of it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.formats import count, gwh, listing, money, number
from core.ledger.history import history
from core.profile import Total, countries, jobs, totals
from interface.tables import figures_of, in_words, languages, links, table, web_addresses
from interface.view import View

Card = tuple[str, str, str, str]  # name, value, the line below, its meaning


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


def projects_table(mine: pd.DataFrame, seen: View, file: str) -> None:
    """Its projects, those last told of first, each with a link to its page; and as CSV."""
    rows = mine.sort_values("last_reported", ascending=False, kind="stable", na_position="last")
    shown = figures_of(rows).assign(part=rows["part"], share=rows["share"], last=rows["last_reported"].dt.date)
    shown.insert(0, "open", links(rows["project_id"], seen))
    order = ["open", "project", "part", "country", "city", "segment", "status", "investment", "investment_max", "first_stage",
             "full", "share", "jobs", "production_start", "partners", "last"]  # fmt: skip
    table(shown[order], "company-projects", "project", file=file)


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
            "open": links(steps["project_id"], seen),
            "told_on": steps["published"].dt.date,
            "project": steps["project_id"].map(names),
            "status": in_words(steps["status"]),
            "quote": steps["quote"],
            "english": steps["quote_en"],
        }
    )
    table(shown, "company-steps", "step")


def sources_table(reports: pd.DataFrame, seen: View) -> None:
    """The articles that tell of its projects, latest first."""
    rows = reports.sort_values("published", ascending=False, kind="stable", na_position="last").drop_duplicates("article")
    shown = pd.DataFrame(
        {
            "open": links(rows["report_id"], seen),
            "published": rows["published"].dt.date,
            "language": languages(rows["language"]),
            "headline": rows["headline"],
            "english": rows["headline_en"],
            "article": rows["article"],
            "url": web_addresses(rows["url"]),
        }
    )
    table(shown, "company-sources", "article")
