"""What projects are grouped by: places, companies, status, segment, year; how each group is called, and how it is led to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np
import pandas as pd

from core.behind import Numbers
from core.columns import STATUSES, label

UNPLACED = "Place not stated"
NO_COMPANY = "Company not stated"
NO_SEGMENT = "Segment not stated"
NO_STATUS = "Status not stated"
NO_YEAR = "Year not stated"
NO_REGION = "region not stated"
NO_TOWN = "town not stated"
NOT_STATED = frozenset({UNPLACED, NO_COMPANY, NO_SEGMENT, NO_STATUS, NO_YEAR, NO_REGION.capitalize(), NO_TOWN.capitalize()})

Grouping = Literal[
    "world_region", "country", "region", "city", "company", "status", "stage", "segment", "announced", "start", "project"
]
# From a plan to a plant, each project in one stage; what plans were cut by is no project's. Intents are apart: they are no
# part of what was announced.
Stage = Literal["announced", "committed", "built", "unstated", "stopped", "cut", "intent"]
STAGES: dict[Stage, str] = {
    "announced": "Announced, not begun",
    "committed": "Committed: being built",
    "built": "Built: running",
    "unstated": "Status not stated",
    "stopped": "Shelved, cancelled, closed",
    "cut": "Cut from the plans",
    "intent": "Intent only",
}
STAGE_OF: dict[str, Stage] = {
    "intent": "intent",
    "announced": "announced",
    "pre_construction": "announced",
    "construction": "committed",
    "operating": "built",
    "shelved": "stopped",
    "cancelled": "stopped",
    "closed": "stopped",
}
STANDING_STAGES: tuple[Stage, ...] = ("announced", "committed", "built", "unstated")


def _world_region(rows: pd.DataFrame) -> pd.Series:
    return rows["world_region"].astype("string").fillna(UNPLACED)


def _country(rows: pd.DataFrame) -> pd.Series:
    return rows["country_name"].astype("string").fillna(UNPLACED)


def _within(rows: pd.DataFrame, name: str, missing: str) -> pd.Series:
    """A place with its country in brackets; without where all lie in one country."""
    country, values = rows["country_name"].astype("string"), rows[name].astype("string")
    if country.nunique() == 1 and country.notna().all():
        return values.fillna(missing.capitalize())
    told = values + " (" + country.fillna("country not stated") + ")"
    return told.fillna(country + ", " + missing).fillna(UNPLACED)


def _region(rows: pd.DataFrame) -> pd.Series:
    return _within(rows, "region", NO_REGION)


def _city(rows: pd.DataFrame) -> pd.Series:
    """Towns; where a country has two of one name, with their states or provinces."""
    towns = rows[["country_name", "region", "city"]].astype("string")
    known = towns.drop_duplicates().dropna(subset=["city"])
    twins = known[known.duplicated(["country_name", "city"], keep=False)]
    if len(twins):
        twin = pd.MultiIndex.from_frame(towns[["country_name", "city"]]).isin(
            pd.MultiIndex.from_frame(twins[["country_name", "city"]])
        )
        rows = rows.assign(city=towns["city"].where(~twin, towns["city"] + ", " + towns["region"].fillna(NO_REGION)))
    return _within(rows, "city", NO_TOWN)


def _labelled(name: str, missing: str) -> Callable[[pd.DataFrame], pd.Series]:
    return lambda rows: pd.Series([label(v) if isinstance(v, str) else missing for v in rows[name]], index=rows.index)


def _stage(rows: pd.DataFrame) -> pd.Series:
    """By the status; what was only an intent stays one, whatever silence makes of it."""
    told = zip(rows["status"], rows["standing"], strict=True)
    return pd.Series(["intent" if standing == "intent" else STAGE_OF.get(status, "unstated") for status, standing in told],
                     index=rows.index, dtype="object")  # fmt: skip


def _announced(rows: pd.DataFrame) -> pd.Series:
    return pd.Series(rows["first_reported"].dt.year.astype("Int64").astype("string").fillna(NO_YEAR))


def _start(rows: pd.DataFrame) -> pd.Series:
    return rows["production_start"].astype("string").str[:4].fillna(NO_YEAR)


def _project(rows: pd.DataFrame) -> pd.Series:
    """The projects' names; ids tell twins apart."""
    names, ids = rows["project"].astype("string").fillna(rows["project_id"]), rows["project_id"].astype("string")
    return names.where(~names.duplicated(keep=False), names + " [" + ids + "]")


# The columns that a group follows from, and its name from these.
GROUPS: dict[Grouping, tuple[list[str], Callable[[pd.DataFrame], pd.Series]]] = {
    "world_region": (["world_region"], _world_region),
    "country": (["country_name"], _country),
    "region": (["country_name", "region"], _region),
    "city": (["country_name", "region", "city"], _city),
    "status": (["status"], _labelled("status", NO_STATUS)),
    "stage": (["status", "standing"], _stage),
    "segment": (["segment"], _labelled("segment", NO_SEGMENT)),
    "announced": (["first_reported"], _announced),
    "start": (["production_start"], _start),
    "project": (["project", "project_id"], _project),
}


def grouped(rows: pd.DataFrame, by: Grouping) -> tuple[Numbers, list[str]]:
    """Of each row the number of its group, and the groups' names. Names are made of distinct values, not of each row."""
    return grouped_by(rows, *GROUPS[by])


def grouped_by(rows: pd.DataFrame, columns: list[str], named: Callable[[pd.DataFrame], pd.Series]) -> tuple[Numbers, list[str]]:
    """The same by any columns; ``named``: the groups' names from rows with their distinct values."""
    codes = np.zeros(len(rows), dtype="int64")
    for name in columns:
        own, kinds = pd.factorize(rows[name], use_na_sentinel=False)
        codes = pd.factorize(codes * max(len(kinds), 1) + own)[0]
    _, first = np.unique(codes, return_index=True)
    numbers, names = pd.factorize(named(rows[columns].iloc[first].reset_index(drop=True)).astype("object"))
    return numbers[codes], [str(name) for name in names]


ALONG: dict[Grouping, list[str]] = {"status": [*map(label, STATUSES), NO_STATUS], "stage": list(STAGES)}


def address(rows: pd.DataFrame, by: Grouping) -> pd.Series:
    """What leads to each row's world region, country, or state or province: “Finland / Ostrobothnia”; empty where it is
    not stated, or by what is no place or has no places of its own."""
    if by == "world_region":
        found = rows["world_region"].astype("string")
    elif by == "country":
        found = rows["country_name"].astype("string")
    elif by == "region":
        found = rows["country_name"].astype("string") + BELOW + rows["region"].astype("string")
    else:
        found = pd.Series("", index=rows.index, dtype="string")
    return found.fillna("")


BELOW = " / "
ADDRESS = ["world_region", "country_name", "region"]
