"""Projects -> sums per place, company, status, segment or year: the small tables behind the charts.

Every function takes the frame of ``core.selection.current`` and gives one row per group and standing (active, intent
only, not stated, stopped). Market figures (kind ``statistic``) never enter a sum. Each row names its sources.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal

import pandas as pd

from core.columns import STANDINGS, STATUSES, label
from core.ledger.programmes import ELSEWHERE

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
# How a joint project counts by company: whole for each, or in equal parts that add up to the total.
Joint = Literal["whole", "shared"]

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


@dataclass(frozen=True, slots=True)
class Measure:
    """A quantity that can be added up: its columns, unit, and how many of the columns' units make one of its own.

    ``name`` is the ORIGIN of core.ledger.projects that tells where a value comes from; ``qualifier`` the column with
    the word that qualifies the upper figure; ``currency``: only amounts that an article states in it, unconverted.
    """

    name: str
    title: str
    unit: str
    low: str
    high: str
    scale: float = 1.0
    qualifier: str = ""
    currency: str = ""


INVESTMENT = Measure("investment", "Investment", "EUR bn", "investment_eur", "investment_eur_max", 1e9,
                     "investment_qualifier_max")  # fmt: skip
SUPPORT = Measure("support", "Public support", "EUR bn", "support_eur", "support_eur", 1e9, "support_qualifier")
FIRST_STAGE = Measure("capacity", "Capacity, first stage", "GWh a year", "capacity_gwh", "capacity_gwh", 1.0,
                      "capacity_qualifier")  # fmt: skip
FULL = Measure("capacity", "Capacity, full build-out", "GWh a year", "capacity_gwh_max", "capacity_gwh_max", 1.0,
               "capacity_qualifier_max")  # fmt: skip
# By how much plans were cut: the highest capacity ever stated less what counts today.
CUT = Measure("highest", "Capacity cut from the plans", "GWh a year", "capacity_gwh_highest", "capacity_gwh_highest", 1.0,
              "highest_qualifier_max")  # fmt: skip
_ROUNDING = 0.02  # of a figure: less is no cut


def stated_in(currency: str) -> Measure:
    """Investment as the articles state it in one currency (ISO 4217), unconverted, in billions of it."""
    return replace(INVESTMENT, title=f"Investment stated in {currency}", unit=f"{currency} bn", low="investment_amount",
                   high="investment_amount_max", currency=currency)  # fmt: skip


def currencies(projects: pd.DataFrame) -> list[str]:
    """The currencies in which investments are stated, the most frequent first."""
    return [str(currency) for currency in projects["investment_currency"].dropna().value_counts().index]


WORDS = ("at_least", "up_to", "about")  # of core.columns.QUALIFIERS
TIDY = (
    "group", "standing", "low", "high", *WORDS, "projects", "place", "labels", "ids", "reports", "articles", "dates",
    "largest", "largest_report",
)  # fmt: skip


def countable(projects: pd.DataFrame, measure: Measure) -> pd.DataFrame:
    """The projects that state the measure, with ``low`` and ``high`` in its unit; market figures left out.

    A missing upper figure is the lower one. Full build-out falls back on the only capacity given; a plant of which
    only the full build-out is known has no first stage. Of a programme's joint total only what its plants do not
    state themselves (core.ledger.programmes); in another currency the same part of it.
    """
    rows = projects[projects["kind"] != "statistic"]
    if measure.currency:
        rows = rows[(rows["investment_currency"] == measure.currency).fillna(False).astype(bool)]
        parts = [(1 - rows[n + ELSEWHERE] / rows[n]).fillna(1.0) for n in (INVESTMENT.low, INVESTMENT.high)]
        low = rows[measure.low] * parts[0] / measure.scale
        high = rows[measure.high].fillna(rows[measure.low]) * parts[1] / measure.scale
        return rows.assign(low=low, high=high)[low.notna() & (high > 0)]
    if measure is CUT:
        # What a plant of a joint total lost is in the rest of the total again.
        rows = rows[(rows["kind"] != "programme") & (rows["programmes"].map(len) == 0)]
        less = rows[measure.high] - rows[FULL.high].fillna(rows[FIRST_STAGE.high])
        return rows.assign(low=less, high=less)[less > rows[measure.high] * _ROUNDING]
    low, high = rows[measure.low], rows[measure.high]
    if measure is FULL:
        low = high = high.fillna(rows["capacity_gwh"])
    told = rows[measure.low + ELSEWHERE], rows[measure.high + ELSEWHERE]
    low, high = low - told[0], high.fillna(low) - told[1]
    rest = low.notna() & ((told[0] == 0) | (high > 0))
    return rows.assign(low=low / measure.scale, high=high / measure.scale)[rest]


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
    return pd.Series([STAGE_OF.get(v, "unstated") for v in rows["status"]], index=rows.index, dtype="object")


def _announced(rows: pd.DataFrame) -> pd.Series:
    return pd.Series(rows["first_reported"].dt.year.astype("Int64").astype("string").fillna(NO_YEAR))


def _start(rows: pd.DataFrame) -> pd.Series:
    return rows["production_start"].astype("string").str[:4].fillna(NO_YEAR)


def _project(rows: pd.DataFrame) -> pd.Series:
    """The projects' names; ids tell twins apart."""
    names, ids = rows["project"].astype("string").fillna(rows["project_id"]), rows["project_id"].astype("string")
    return names.where(~names.duplicated(keep=False), names + " [" + ids + "]")


_GROUPS: dict[Grouping, Callable[[pd.DataFrame], pd.Series]] = {
    "world_region": _world_region,
    "country": _country,
    "region": _region,
    "city": _city,
    "status": _labelled("status", NO_STATUS),
    "stage": _stage,
    "segment": _labelled("segment", NO_SEGMENT),
    "announced": _announced,
    "start": _start,
    "project": _project,
}


def totals(projects: pd.DataFrame, measure: Measure, by: Grouping, joint: Joint = "whole") -> pd.DataFrame:
    """Sums in the columns of TIDY, by falling upper total of the group.

    ``low``/``high``: sums in the measure's unit; ``at_least``, ``up_to``, ``about``: the part of ``high`` that is
    qualified so; ``projects``: how many; ``place``: what leads to the place (core.levels), empty elsewhere; ``labels``,
    ``ids``, ``reports``, ``articles``, ``dates``: lists of their names, ids, of the reports that the values come from,
    their articles' paths and dates; ``largest``, ``largest_report``: the name of the largest project and its report.
    By company a joint project counts whole for each of its companies, so these rows do not add up to the total, or,
    ``shared``, in equal parts, and they do; companies with a role of OUTSIDE count only where no other is named.
    """
    rows = countable(projects, measure)
    if by == "company":
        companies = [_companies(p, r) for p, r in zip(rows["partners"], rows["roles"], strict=True)]
        if joint == "shared":
            parts = pd.Series([len(those) for those in companies], index=rows.index, dtype="float64")
            rows = rows.assign(low=rows["low"] / parts, high=rows["high"] / parts)
        rows = rows.assign(group=pd.Series(companies, index=rows.index, dtype="object")).explode("group")
    else:
        rows = rows.assign(group=_GROUPS[by](rows))
    if rows.empty:
        return pd.DataFrame({name: [] for name in TIDY})
    rows = rows.assign(place=address(rows, by), **{w: rows["high"].where(rows[measure.qualifier] == w, 0.0) for w in WORDS})
    rows = rows.sort_values("high", ascending=False, kind="stable")
    made = (
        rows.groupby(["group", "standing"], sort=False)
        .agg(
            low=("low", "sum"),
            high=("high", "sum"),
            **{word: (word, "sum") for word in WORDS},
            projects=("project_id", "nunique"),
            place=("place", "first"),
            labels=("project", lambda values: [v for v in values if isinstance(v, str)]),
            ids=("project_id", list),
            reports=(f"{measure.name}_report", list),
            articles=(f"{measure.name}_article", _distinct),
            dates=(f"{measure.name}_published", lambda values: sorted(set(values.dropna()))),
            largest=("project", "first"),
            largest_report=(f"{measure.name}_report", "first"),
        )
        .reset_index()
    )
    made["rank"] = made.groupby("group")["high"].transform("sum")
    made["order"] = made["standing"].map({name: n for n, name in enumerate(STANDINGS)})
    if by in _ALONG:
        made["rank"] = -made["group"].map({name: n for n, name in enumerate(_ALONG[by])}).astype(float)
    elif by in ("announced", "start"):
        made["rank"] = [-int(group) if group != NO_YEAR else -9999 for group in made["group"]]
    made = made.sort_values(["rank", "group", "order"], ascending=[False, True, True])
    return made[list(TIDY)].reset_index(drop=True)


def stages(projects: pd.DataFrame, measure: Measure) -> pd.DataFrame:
    """Sums in the columns of TIDY by STAGES, which add up to all that was announced, but for ``intent``. Of the full
    build-out with ``cut``: by how much projects were larger at their highest; a row for each standing of theirs."""
    found = totals(projects, measure, "stage")
    if measure is not FULL:
        return found
    cut = totals(projects[projects["standing"] != "intent"], CUT, "stage")
    if cut.empty:
        return found
    merged = []  # one row per standing: stages of one standing would be told apart by nothing
    for standing, rows in cut.sort_values("high", ascending=False, kind="stable").groupby("standing", sort=False):
        sums: dict[str, Any] = {name: rows[name].sum() for name in ("low", "high", *WORDS, "projects")}
        lists = {name: [one for some in rows[name] for one in some] for name in ("labels", "ids", "reports", "articles", "dates")}
        merged.append({**rows.iloc[0], **sums, **lists, "group": "cut", "standing": standing})
    return pd.concat([found, pd.DataFrame(merged, columns=list(TIDY))], ignore_index=True)


_ALONG: dict[Grouping, list[str]] = {"status": [*map(label, STATUSES), NO_STATUS], "stage": list(STAGES)}


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


# Roles that do not make a project a company's own: whoever buys the cells does not build the plant.
OUTSIDE = frozenset({"supplier", "buyer", "technology", "funder", "publisher"})


def _companies(partners: list[str], roles: list[str]) -> list[str]:
    return [p for p, role in zip(partners, roles, strict=True) if role not in OUTSIDE] or list(partners) or [NO_COMPANY]


def _distinct(values: Iterable[str]) -> list[str]:
    return sorted({value for value in values if isinstance(value, str)})


def mark(high: float, amounts: dict[str, float]) -> str:
    """The sign before a sum of which a tenth or more is qualified: ≥ at least, ≤ up to, ~ about, or several of these.

    “At least 5” and exact figures make a sum that is at least so much; of “at least” and “up to” nothing is known.
    """
    kinds = {word for word in WORDS if high > 0 and amounts[word] >= _A_TENTH * high}
    return {frozenset({"at_least"}): "≥ ", frozenset({"up_to"}): "≤ ", frozenset(): ""}.get(frozenset(kinds), "~ ")


_A_TENTH = 0.1


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


def newcomers(projects: pd.DataFrame, months: int = 12) -> tuple[pd.DataFrame, pd.Timestamp | None]:
    """The projects first told of in the months before the newest article, and the day on which these begin (None where
    nothing is dated): measured on the articles, not on today, so the same data says the same on every day."""
    newest = projects["last_reported"].max()
    if pd.isna(newest):
        return projects.head(0), None
    since = newest - pd.DateOffset(months=months)
    return projects[projects["first_reported"] > since], since


def real_projects(projects: pd.DataFrame) -> pd.DataFrame:
    """Projects, without market figures."""
    return projects[projects["kind"] != "statistic"]
