"""What was promised and what became of it: the data behind the timeline page and a project's own timeline."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby

import numpy as np
import numpy.typing as npt
import pandas as pd
import streamlit as st

from core.charts import Chart
from core.charts.timeline import MOST_ROWS, ranked, start_changes, timeline
from core.columns import label
from core.formats import day, money, span, told_where
from core.ledger.comparing import change_in_words
from core.ledger.history import history, measured_on
from core.ledger.promises import slips
from core.store.folder import data_folder
from interface.data import State, ledger, load, state
from interface.view import View

NAMES = {"capacity_gwh": "Capacity", "investment_eur": "Investment"}


@dataclass(frozen=True)
class Moved:
    """What was promised (core.ledger.promises) and how far it slipped, of the whole table or of some projects."""

    promised: pd.DataFrame
    slips: pd.DataFrame

    @cached_property
    def changes(self) -> pd.Series:
        """Of the starts of production: core.charts.timeline.start_changes."""
        return start_changes(self.slips)

    @cached_property
    def _numbers(self) -> tuple[pd.Index, tuple[npt.NDArray[np.int64], ...]]:
        """project_ids, and of each row of either frame the number of its project: numbers are compared in no time."""
        ids = pd.Index(self.promised["project_id"].to_numpy("object")).unique()
        return ids, tuple(ids.get_indexer(part["project_id"].to_numpy("object")) for part in (self.promised, self.slips))

    def of(self, ids: Iterable[str]) -> Moved:
        known, numbers = self._numbers
        wanted = np.zeros(len(known) + 1, dtype=bool)
        wanted[known.get_indexer(pd.Index([*ids], dtype="object"))] = True
        wanted[-1] = False  # what is unknown
        parts = zip((self.promised, self.slips), numbers, strict=True)
        return Moved(*(part.take(np.flatnonzero(wanted[own])) for part, own in parts))


def moved() -> Moved:
    """Of the whole table; made once for each state of the data."""
    return _moved(state())


@st.cache_resource(max_entries=2, show_spinner="Comparing what was promised …")
def _moved(key: State) -> Moved:
    from core.kept import kept_promises

    promised = kept_promises(load().table, data_folder().ledgers, key)
    return Moved(*map(_plain, (promised, slips(promised))))


def _plain(made: pd.DataFrame) -> pd.DataFrame:
    """With text as Python has it: rows of it are soon taken."""
    return made.astype({name: "object" for name, kind in made.dtypes.items() if kind == "str"})


def steps(seen: View, ids: Iterable[str]) -> pd.DataFrame:
    """The steps of some projects' status, from all their reports; with what silence means where that counts."""
    return history(ledger(state()).book.reports_of(*ids), measured_on(seen.data.table, None), infer=seen.filters.silence)


def own_timeline(seen: View, project: pd.Series) -> Chart | None:
    """The timeline of one project; None where there are no two dated steps or promises to see."""
    ids = [str(project["project_id"])]
    found = moved().of(ids)
    told = steps(seen, ids)
    starts = found.promised[found.promised["column"] == "production_start"]
    if int(told["published"].notna().sum()) + len(starts) < 2:
        return None
    name = str(project["project"]) if isinstance(project["project"], str) else ids[0]
    return replace(timeline(pd.DataFrame([project]), told, found.promised, found.slips, ids, name), view="own-timeline")


def company_timeline(seen: View, projects: pd.DataFrame, words: str) -> Chart | None:
    """The timeline of a company's projects, the latest announced first; None where nothing is dated. words: whose they
    are, and the filters."""
    ids, whole = ranked(projects, moved().changes, "date", MOST_ROWS)
    if not ids:
        return None
    of_these, told = moved().of(ids), steps(seen, ids)
    return timeline(projects, told, of_these.promised, of_these.slips, ids, words, whole).having(view="company-timeline")


# --------------------------------------------------------------------------------------------------------- tables


# What a slip is called where there is none, by core.ledger.comparing.OUTCOMES and by how often a start was told.
NO_SLIP = {
    "untold": "no start told",
    "first": "told once",
    "same": "unchanged",
    "finer": "not comparable",
    "undated": "day unknown",
    "returned": "as first told",
}
ABOUT_SLIP = (
    "From the first start to the latest. No start told: no article gives one. Told once: there is nothing to compare it with. "
    "Unchanged: a later article gives the same year or month. Not comparable: one article gives the year, another a part of "
    "that year. Day unknown: told only in an article without a day. As first told: moved, and moved back."
)
# How a promise stands to the one before, in the list of every step.
AGAINST = {"first": "first told", "same": "unchanged", "finer": "not comparable (a part of that year)",
           "staged": "not comparable (one stage alone)", "undated": "not comparable (day unknown)"}  # fmt: skip


def summary(projects: pd.DataFrame, found: Moved, seen: View) -> pd.DataFrame:
    """One row per project: since when, how much, and what moved, from what was told first over all between to now. found:
    of these projects."""
    of: dict[tuple[str, str], dict] = {(s["project_id"], s["column"]): s for s in found.slips.to_dict("records")}
    told = dict(zip(found.promised.index, found.promised.to_dict("records"), strict=True))
    rows = []
    for p in projects.to_dict("records"):
        start, capacity, cost = (of.get((p["project_id"], c)) for c in ("production_start", "capacity_gwh", "investment_eur"))
        rows.append({
            "open": seen.link("project", project=p["project_id"]), "project": p["project"], "partners": p["partners"],
            "since": p["first_reported"].date() if pd.notna(p["first_reported"]) else None,
            "status": label(p["status"]) if isinstance(p["status"], str) else None,
            "start": _way(start, told), "slip": slip_in_words(start),
            "capacity": _way(capacity, told), "investment": _way(cost, told),
        })  # fmt: skip
    columns = ["open", "project", "since", "status", "slip", "start", "investment", "capacity", "partners"]
    return pd.DataFrame(rows, columns=columns)


def slip_in_words(slip: dict | None) -> str:
    """“2 years later”, or why there is no slip (NO_SLIP): never empty."""
    if slip is None:
        return NO_SLIP["untold"]
    if slip["compared"] == "moved":
        return change_in_words(slip["change"], slip["exact"])
    return NO_SLIP["returned" if slip["moves"] and slip["compared"] == "same" else slip["compared"]]


def _way(slip: dict | None, promised: dict) -> str | None:
    """“2023 → 2026 → 2027”: everything that was told, what is only told again once."""
    if slip is None:
        return None
    told = [promised[label] for label in slip["steps"]]
    foreign = {p["currency"] for p in told} - {None, "EUR"}
    stated = slip["column"] == "investment_eur" and len({p["currency"] for p in told}) == 1 and bool(foreign)
    words = (_as_stated(p) if stated else promise_in_words(p, euro_only=True) for p in told)
    return " → ".join(w for w, _ in groupby(words))


def _as_stated(promise: dict) -> str:
    return money(promise["amount"], promise["amount_max"], promise["currency"])


def promise_in_words(promise: dict, euro_only: bool = False) -> str:
    """“second half of 2024”, “EUR 4.27 bn (USD 5 bn)”, “10–20” (GWh a year)."""
    if isinstance(promise["words"], str):
        return promise["words"]
    if promise["column"] != "investment_eur":
        return span(promise["value"], promise["max"])
    foreign = isinstance(promise["currency"], str) and promise["currency"] != "EUR" and not euro_only
    return money(promise["value"], promise["max"]) + (f" ({_as_stated(promise)})" if foreign else "")


def against_before(promise: dict) -> str:
    """How a promise stands to the one before: “2 years later”, “less”, or why there is nothing to say (AGAINST)."""
    if promise["compared"] in AGAINST:
        return AGAINST[promise["compared"]]
    if promise["column"].endswith("_start"):
        return change_in_words(promise["change"], promise["exact"])
    return "more" if promise["change"] > 0 else "less"


def every_step(told: pd.DataFrame, found: Moved, names: dict[str, str]) -> pd.DataFrame:
    """One row per step and promise: project, day, what, by which article, and its sentence in both languages."""
    rows = []
    begun = set()
    for s in told.to_dict("records"):
        what = "Status of the expansion" if s["phase"] else "Status"
        against = "unchanged" if not s["changed"] else "changed" if (s["project_id"], what) in begun else AGAINST["first"]
        begun.add((s["project_id"], what))
        rows.append(_step(s, names, what, label(s["status"]), against))
    for p in found.promised.to_dict("records"):
        words = promise_in_words(p) + (" GWh" if p["column"] == "capacity_gwh" else "")
        rows.append(_step(p, names, NAMES.get(p["column"], label(p["column"])), words, against_before(p)))
    columns = ["project", "told_on", "what", "said", "moved", "told", "article", "english", "quote"]
    made = pd.DataFrame([{c: row[c] for c in columns} | {"place": row["place"]} for row in rows], columns=[*columns, "place"])
    made = made.sort_values(["place", "told_on"], kind="stable", na_position="first")
    return made[columns].reset_index(drop=True)


def _step(row: dict, names: dict[str, str], what: str, words: str, change: str) -> dict:
    text = {name: row[was] if isinstance(row[was], str) else None
            for name, was in (("article", "article"), ("quote", "quote"), ("english", "quote_en"))}  # fmt: skip
    told = told_where(row["language"], row["published"], row.get("published_precision"))
    if row["basis"] != "stated":
        on = day(row["published"]) if pd.notna(row["published"]) else "undated"
        told = f"{'by hand' if row['basis'] == 'corrected' else 'inferred from silence'}, {on}"
    return {"project": names[row["project_id"]], "place": list(names).index(row["project_id"]),
            "told_on": row["published"].date() if pd.notna(row["published"]) else None, "what": what, "said": words,
            "moved": change, "told": told, **text}  # fmt: skip
