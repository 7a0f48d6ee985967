"""Projects -> sums per place, company, status or segment: the small tables behind the charts.

Every function takes the frame of ``core.selection.current`` and gives one row per group and standing (active, intent
only, not stated, stopped). Market figures (kind ``statistic``) never enter a sum. Each row names its sources.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from core.columns import STANDINGS, STATUSES, label
from core.ledger.programmes import ELSEWHERE

UNPLACED = "Place not stated"
NO_COMPANY = "Company not stated"
NO_SEGMENT = "Segment not stated"
NO_STATUS = "Status not stated"
NOT_STATED = frozenset({UNPLACED, NO_COMPANY, NO_SEGMENT, NO_STATUS})

Grouping = Literal["world_region", "country", "region", "company", "status", "segment"]


@dataclass(frozen=True, slots=True)
class Measure:
    """A quantity that can be added up: its columns, unit, and how many of the columns' units make one of its own.

    ``name`` is the ORIGIN of core.ledger.projects that tells where a value comes from.
    """

    name: str
    title: str
    unit: str
    low: str
    high: str
    scale: float = 1.0


INVESTMENT = Measure("investment", "Investment", "EUR bn", "investment_eur", "investment_eur_max", 1e9)
SUPPORT = Measure("support", "Public support", "EUR bn", "support_eur", "support_eur", 1e9)
FIRST_STAGE = Measure("capacity", "Capacity, first stage", "GWh a year", "capacity_gwh", "capacity_gwh")
FULL = Measure("capacity", "Capacity, full build-out", "GWh a year", "capacity_gwh_max", "capacity_gwh_max")

TIDY = ("group", "standing", "low", "high", "projects", "labels", "ids", "reports", "articles", "dates")


def countable(projects: pd.DataFrame, measure: Measure) -> pd.DataFrame:
    """The projects that state the measure, with ``low`` and ``high`` in its unit; market figures left out.

    A missing upper figure is the lower one. Full build-out falls back on the only capacity given; a plant of which
    only the full build-out is known has no first stage. Of a programme's joint total only what its plants do not
    state themselves (core.ledger.programmes).
    """
    rows = projects[projects["kind"] != "statistic"]
    low, high = rows[measure.low], rows[measure.high]
    if measure is FULL:
        low = high = high.fillna(rows["capacity_gwh"])
    told = rows[measure.low + ELSEWHERE], rows[measure.high + ELSEWHERE]
    low, high = low - told[0], high.fillna(low) - told[1]
    rest = low.notna() & ((told[0] == 0) | (high > 0))
    return rows.assign(low=low / measure.scale, high=high / measure.scale)[rest]


def _place(name: str) -> Callable[[pd.DataFrame], pd.Series]:
    def groups(rows: pd.DataFrame) -> pd.Series:
        country = rows["country_name"].astype("string")
        values = rows[name].astype("string")
        if name == "region":
            values = values + " (" + country.fillna("country not stated") + ")"
            values = values.fillna(country + ", region not stated")
        return pd.Series(values.fillna(UNPLACED))

    return groups


def _labelled(name: str, missing: str) -> Callable[[pd.DataFrame], pd.Series]:
    return lambda rows: pd.Series([label(v) if isinstance(v, str) else missing for v in rows[name]], index=rows.index)


_GROUPS: dict[Grouping, Callable[[pd.DataFrame], pd.Series]] = {
    "world_region": _place("world_region"),
    "country": _place("country_name"),
    "region": _place("region"),
    "status": _labelled("status", NO_STATUS),
    "segment": _labelled("segment", NO_SEGMENT),
}


def totals(projects: pd.DataFrame, measure: Measure, by: Grouping) -> pd.DataFrame:
    """Sums in the columns of TIDY, by falling upper total of the group.

    ``low``/``high``: sums in the measure's unit; ``projects``: how many; ``labels``, ``ids``, ``reports``,
    ``articles``, ``dates``: lists of their names, ids, of the reports that the values come from, their articles' paths and
    dates.
    By company a joint project counts whole for each of its companies, so these rows do not add up to the total;
    companies with a role of OUTSIDE count only where no other is named.
    """
    rows = countable(projects, measure)
    if by == "company":
        companies = [_companies(p, r) for p, r in zip(rows["partners"], rows["roles"], strict=True)]
        rows = rows.assign(group=pd.Series(companies, index=rows.index, dtype="object")).explode("group")
    else:
        rows = rows.assign(group=_GROUPS[by](rows))
    if rows.empty:
        return pd.DataFrame({name: [] for name in TIDY})
    made = (
        rows.groupby(["group", "standing"], sort=False)
        .agg(
            low=("low", "sum"),
            high=("high", "sum"),
            projects=("project_id", "nunique"),
            labels=("project", lambda values: [v for v in values if isinstance(v, str)]),
            ids=("project_id", list),
            reports=(f"{measure.name}_report", list),
            articles=(f"{measure.name}_article", _distinct),
            dates=(f"{measure.name}_published", lambda values: sorted(set(values.dropna()))),
        )
        .reset_index()
    )
    made["rank"] = made.groupby("group")["high"].transform("sum")
    made["order"] = made["standing"].map({name: n for n, name in enumerate(STANDINGS)})
    if by == "status":
        life = {label(status): -n for n, status in enumerate(STATUSES)} | {NO_STATUS: -len(STATUSES)}
        made["rank"] = made["group"].map(life)
    made = made.sort_values(["rank", "group", "order"], ascending=[False, True, True])
    return made[list(TIDY)].reset_index(drop=True)


# Roles that do not make a project a company's own: whoever buys the cells does not build the plant.
OUTSIDE = frozenset({"supplier", "buyer", "technology", "funder", "publisher"})


def _companies(partners: list[str], roles: list[str]) -> list[str]:
    return [p for p, role in zip(partners, roles, strict=True) if role not in OUTSIDE] or list(partners) or [NO_COMPANY]


def _distinct(values: Iterable[str]) -> list[str]:
    return sorted({value for value in values if isinstance(value, str)})


@dataclass(frozen=True, slots=True)
class Sum:
    """A total over projects: lower and upper figure in full units (EUR, GWh), and how many projects state it."""

    low: float
    high: float
    projects: int


def active_total(projects: pd.DataFrame, measure: Measure) -> Sum:
    """The total over projects that stand: neither intents nor shelved, cancelled or closed ones."""
    rows = countable(projects, measure)
    rows = rows[rows["standing"].isin(["active", "unstated"])]
    return Sum(float(rows["low"].sum() * measure.scale), float(rows["high"].sum() * measure.scale), len(rows))


def real_projects(projects: pd.DataFrame) -> pd.DataFrame:
    """Projects, without market figures."""
    return projects[projects["kind"] != "statistic"]
