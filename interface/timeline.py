"""What was promised and what became of it: the data behind the timeline page and a project's own timeline."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd
import streamlit as st

from core.charts import Chart
from core.charts.timeline import MOST_ROWS, ranked, start_changes, timeline
from core.columns import label
from core.formats import day, money, span, told_where, value_in_words
from core.ledger.history import history, measured_on
from core.ledger.promises import change_in_words, slips
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


def summary(projects: pd.DataFrame, found: Moved, seen: View) -> pd.DataFrame:
    """One row per project: since when, how much, and what moved, each as first promised and now."""
    of: dict[tuple[str, str], dict] = {(s["project_id"], s["column"]): s for s in found.slips.to_dict("records")}
    rows = []
    for p in projects.to_dict("records"):
        start, capacity, cost = (of.get((p["project_id"], c)) for c in ("production_start", "capacity_gwh", "investment_eur"))
        rows.append({
            "open": seen.link("project", project=p["project_id"]), "project": p["project"], "partners": p["partners"],
            "since": p["first_reported"].date() if pd.notna(p["first_reported"]) else None,
            "status": label(p["status"]) if isinstance(p["status"], str) else None,
            "start": _way(start, lambda low, high: str(low)),
            "slip": change_in_words(start["change"], start["exact"]) if start and start["moves"] else None,
            "capacity": _way(capacity, span), "investment": _way(cost, money),
        })  # fmt: skip
    columns = ["open", "project", "since", "status", "investment", "capacity", "start", "slip", "partners"]
    return pd.DataFrame(rows, columns=columns)


def _way(slip: dict | None, words) -> str | None:  # type: ignore[no-untyped-def]
    """“2023 → 2027”, or what was told once."""
    if slip is None:
        return None
    first, now = words(slip["first"], slip["first_max"]), words(slip["latest"], slip["latest_max"])
    return f"{first} → {now}" if slip["moves"] and first != now else now


def every_step(told: pd.DataFrame, found: Moved, names: dict[str, str]) -> pd.DataFrame:
    """One row per step and promise: project, day, what, by which article, and its sentence in both languages."""
    rows = []
    for s in told.to_dict("records"):
        rows.append(_step(s, names, "Status" + (" of the expansion" if s["phase"] else ""), label(s["status"]), None))
    for p in found.promised.to_dict("records"):
        unit, currency = ("GWh", None) if p["column"] == "capacity_gwh" else (None, "EUR")
        words = value_in_words(p["column"], p["value"], p["max"], unit, currency, None)
        change = None
        if pd.notna(p["change"]):
            change = (
                change_in_words(p["change"], p["exact"])
                if p["column"].endswith("_start")
                else "more"
                if p["change"] > 0
                else "less"
            )
        rows.append(_step(p, names, NAMES.get(p["column"], label(p["column"])), words, change))
    columns = ["project", "day", "what", "said", "moved", "told", "article", "quote_en", "quote"]
    made = pd.DataFrame([{c: row[c] for c in columns} | {"place": row["place"]} for row in rows], columns=[*columns, "place"])
    made = made.sort_values(["place", "day"], kind="stable", na_position="first")
    return made[columns].reset_index(drop=True)


def _step(row: dict, names: dict[str, str], what: str, words: str, change: str | None) -> dict:
    text = {name: row[name] if isinstance(row[name], str) else None for name in ("article", "quote", "quote_en")}
    told = told_where(row["language"], row["published"], row.get("published_precision"))
    if row["basis"] != "stated":
        on = day(row["published"]) if pd.notna(row["published"]) else "undated"
        told = f"{'by hand' if row['basis'] == 'corrected' else 'inferred from silence'}, {on}"
    return {"project": names[row["project_id"]], "place": list(names).index(row["project_id"]),
            "day": row["published"], "what": what, "said": words, "moved": change, "told": told, **text}  # fmt: skip
