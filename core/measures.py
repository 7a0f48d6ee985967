"""Projects -> sums per place, company, status, segment or year: the small tables behind the charts.

Every function takes the frame of ``core.selection.current`` and gives one row per group and standing (active, intent
only, not stated, stopped). Market figures (kind ``statistic``) never enter a sum. Each row names its sources.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.behind import Behind, Make, Numbers, distinct, stated
from core.columns import STANDINGS
from core.groupings import ADDRESS, ALONG, GROUPS, NO_COMPANY, grouped
from core.groupings import BELOW as BELOW
from core.groupings import NO_STATUS as NO_STATUS
from core.groupings import NO_YEAR as NO_YEAR
from core.groupings import NOT_STATED as NOT_STATED
from core.groupings import STAGE_OF as STAGE_OF
from core.groupings import STAGES as STAGES
from core.groupings import STANDING_STAGES as STANDING_STAGES
from core.groupings import Grouping as Grouping
from core.groupings import Stage as Stage
from core.groupings import address as address
from core.ledger.programmes import ELSEWHERE, MEASURES

Figures = npt.NDArray[np.float64]
# How a joint project counts by company: whole for each, or in equal parts that add up to the total.
Joint = Literal["whole", "shared"]


@dataclass(frozen=True, slots=True)
class Measure:
    """A quantity that can be added up: its columns, unit, and how many of the columns' units make one of its own.

    ``name`` is the ORIGIN of core.ledger.projects that tells where a value comes from; ``qualifier`` the column with
    the word that qualifies the upper figure; ``currency``: only amounts that an article states in it, unconverted;
    ``storage``: of capacities, the size of storage plants instead of what plants for cells and packs make in a year, two
    things that do not add up.
    """

    name: str
    title: str
    unit: str
    low: str
    high: str
    scale: float = 1.0
    qualifier: str = ""
    currency: str = ""
    storage: bool = False


INVESTMENT = Measure("investment", "Investment", "EUR bn", "investment_eur", "investment_eur_max", 1e9,
                     "investment_qualifier_max")  # fmt: skip
SUPPORT = Measure("support", "Public support", "EUR bn", "support_eur", "support_eur", 1e9, "support_qualifier")
FIRST_STAGE = Measure("capacity", "Capacity, first stage", "GWh a year", "capacity_gwh", "capacity_gwh", 1.0,
                      "capacity_qualifier")  # fmt: skip
FULL = Measure("capacity", "Capacity, full build-out", "GWh a year", "capacity_gwh_max", "capacity_gwh_max", 1.0,
               "capacity_qualifier_max")  # fmt: skip
STORAGE = Measure("capacity", "Size of storage plants", "GWh", "capacity_gwh_max", "capacity_gwh_max", 1.0,
                  "capacity_qualifier_max", storage=True)  # fmt: skip
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
BEHIND = ("labels", "ids", "reports", "articles", "dates")
TIDY = ("group", "standing", "low", "high", *WORDS, "projects", "place", *BEHIND, "largest", "largest_report")


def countable(projects: pd.DataFrame, measure: Measure) -> pd.DataFrame:
    """The projects that state the measure, with ``low`` and ``high`` in its unit; market figures left out.

    A missing upper figure is the lower one. Full build-out falls back on the only capacity given; a plant of which
    only the full build-out is known has no first stage. Of a programme's joint total only what its plants do not
    state themselves (core.ledger.programmes); in another currency the same part of it.
    """
    numbers, low, high = counted(projects, measure)
    return projects.take(numbers).assign(low=low, high=high)


def counted(projects: pd.DataFrame, measure: Measure) -> tuple[Numbers, Figures, Figures]:
    """Of the countable projects the numbers of their rows, their lower and upper figures."""

    def column(name: str) -> Figures:
        return projects[name].to_numpy("float64", na_value=np.nan)

    kept = (projects["kind"] != "statistic").to_numpy(dtype=bool, na_value=True, copy=True)
    if measure.low.startswith("capacity_gwh"):
        kept &= (projects["segment"] == "storage").to_numpy(dtype=bool, na_value=False) == measure.storage
    if measure.currency:
        kept &= (projects["investment_currency"] == measure.currency).to_numpy(dtype=bool, na_value=False)
        with np.errstate(divide="ignore", invalid="ignore"):
            parts = [np.nan_to_num(1 - column(n + ELSEWHERE) / column(n), nan=1.0) for n in (INVESTMENT.low, INVESTMENT.high)]
        low, high = column(measure.low), column(measure.high)
        low, high = low * parts[0], np.where(np.isnan(high), column(measure.low), high) * parts[1]
        kept &= ~np.isnan(low) & (high > 0)
    elif measure is CUT:
        most, now = column(measure.high), column(FULL.high)
        low = high = most - np.where(np.isnan(now), column(FIRST_STAGE.high), now)
        with np.errstate(invalid="ignore"):
            kept &= low > most * _ROUNDING
        # What a plant of a joint total lost is in the rest of the total again.
        kept[kept] = [
            kind != "programme" and not above
            for kind, above in projects[["kind", "programmes"]].astype("object")[kept].itertuples(index=False)
        ]
    else:
        low, high = column(measure.low), column(measure.high)
        if measure.low == FULL.low:
            low = high = np.where(np.isnan(high), column("capacity_gwh"), high)
        told = column(measure.low + ELSEWHERE), column(measure.high + ELSEWHERE)
        low, high = low - told[0], np.where(np.isnan(high), low, high) - told[1]
        kept &= ~np.isnan(low) & ((told[0] == 0) | (high > 0))
    numbers = np.flatnonzero(kept)
    return numbers, low[numbers] / measure.scale, high[numbers] / measure.scale


def totals(projects: pd.DataFrame, measure: Measure, by: Grouping, joint: Joint = "whole") -> pd.DataFrame:
    """Sums in the columns of TIDY, by falling upper total of the group.

    ``low``/``high``: sums in the measure's unit; ``at_least``, ``up_to``, ``about``: the part of ``high`` that is
    qualified so; ``projects``: how many; ``place``: what leads to the place (core.levels), empty elsewhere; ``labels``,
    ``ids``, ``reports``, ``articles``, ``dates``: lists of their names, ids, of the reports that the values come from,
    their articles' paths and dates; ``largest``, ``largest_report``: the name of the largest project and its report.
    By company a joint project counts whole for each of its companies, so these rows do not add up to the total, or,
    ``shared``, in equal parts, and they do; companies with a role of OUTSIDE count only where no other is named,
    funders and publishers never.
    """
    chosen, low, high = counted(projects, measure)
    if not len(chosen):
        return pd.DataFrame({name: [] for name in TIDY})
    numbers = chosen  # one for each project, or for each company of a project
    if by == "company":
        groups, names, numbers, shares = _by_company(projects, chosen)
        parts = shares if joint == "shared" else np.ones(len(shares))
        sizes = np.bincount(numbers, minlength=len(chosen))
        low, high, numbers = np.repeat(low, sizes) / parts, np.repeat(high, sizes) / parts, chosen[numbers]
    else:
        groups, names = grouped(projects[GROUPS[by][0]].take(chosen), by)
    order = np.argsort(-high, kind="stable")
    numbers, groups, low, high = numbers[order], groups[order], low[order], high[order]
    standing, standings = pd.factorize(projects["standing"].take(numbers))
    keys, cells = np.unique(groups * len(standings) + standing, return_inverse=True)
    sums = pd.DataFrame({"low": low, "high": high}).groupby(cells).sum()  # carries the rounding: 0.3805 stays 0.3805
    if by != "stage":  # the rest of a joint total is smaller, the larger its plants; in stages both meet in one sum
        sums = pd.DataFrame({"low": sums.min(axis=1), "high": sums.max(axis=1)})
    words = projects[measure.qualifier].take(numbers)
    qualified = {word: (words == word).to_numpy(dtype=bool, na_value=False) for word in WORDS}
    by_cell = np.argsort(cells, kind="stable")
    ends = np.cumsum(np.bincount(cells, minlength=len(keys)))
    behind = [numbers[some] for some in np.split(by_cell, ends[:-1])]
    first = [own[0] for own in behind]

    def listed(name: str, make: Make) -> list[Behind]:
        column = projects[name]
        return [Behind(column, own, make) for own in behind]

    made = pd.DataFrame(
        {
            "group": [names[key // len(standings)] for key in keys],
            "standing": [str(standings[key % len(standings)]) for key in keys],
            "low": sums["low"].to_numpy(),
            "high": sums["high"].to_numpy(),
            **{word: np.bincount(cells, np.where(of_word, high, 0.0), len(keys)) for word, of_word in qualified.items()},
            "projects": [len(own) for own in behind],
            "place": list(address(projects[ADDRESS].take(first), by)),
            "labels": listed("project", stated),
            "ids": listed("project_id", stated),
            "reports": listed(f"{measure.name}_report", stated),
            "articles": listed(f"{measure.name}_article", distinct),
            "dates": listed(f"{measure.name}_published", distinct),
            "largest": list(projects["project"].take(first)),
            "largest_report": list(projects[f"{measure.name}_report"].take(first)),
        }
    )
    return made.take(_ranked(made, by)).reset_index(drop=True)


def _ranked(made: pd.DataFrame, by: Grouping) -> list[int]:
    """The order of the rows: groups by falling upper total, or along a project's life, or by year."""
    groups, highs = made["group"].tolist(), made["high"].tolist()
    sums: dict[str, float] = {}
    for group, high in zip(groups, highs, strict=True):
        sums[group] = sums.get(group, 0.0) + high
    if by in ALONG:
        rank = {name: float(n) for n, name in enumerate(ALONG[by])}
    elif by in ("announced", "start"):
        rank = {group: float(group) if group != NO_YEAR else 9999.0 for group in sums}
    else:
        rank = {group: -round(high, 9) for group, high in sums.items()}  # sums of the same parts are the same
    order = {name: n for n, name in enumerate(STANDINGS)}
    keys = [(rank[group], group, order[standing]) for group, standing in zip(groups, made["standing"], strict=True)]
    return sorted(range(len(keys)), key=keys.__getitem__)


def _by_company(projects: pd.DataFrame, chosen: Numbers) -> tuple[Numbers, list[str], Numbers, Figures]:
    """Of each company of a project the number of its group, the place of the project among the chosen, and the number of
    the project's companies; and the groups' names."""
    some = projects[["partners", "roles"]].take(chosen)
    companies = [_companies(p, r) for p, r in zip(some["partners"], some["roles"], strict=True)]
    sizes = np.fromiter(map(len, companies), dtype="int64", count=len(companies))
    groups, names = pd.factorize(np.asarray([*chain.from_iterable(companies)], dtype="object"))
    return (
        groups.astype("int64"),
        [str(name) for name in names],
        np.repeat(np.arange(len(chosen)), sizes),
        np.repeat(sizes, sizes).astype("float64"),
    )


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
        lists = {name: [one for some in rows[name] for one in some] for name in BEHIND}
        merged.append({**rows.iloc[0], **sums, **lists, "group": "cut", "standing": standing})
    return pd.concat([found, pd.DataFrame(merged, columns=list(TIDY))], ignore_index=True)


# Roles that do not make a project a company's own: whoever buys the cells does not build the plant.
OUTSIDE = frozenset({"supplier", "buyer", "technology", "funder", "publisher"})
_NEVER = frozenset({"funder", "publisher"})  # whoever gives the money or the figure has no plant, even if nobody else is named


def _companies(partners: list[str], roles: list[str]) -> list[str]:
    inside = [p for p, role in zip(partners, roles, strict=True) if role not in OUTSIDE]
    return inside or [p for p, role in zip(partners, roles, strict=True) if role not in _NEVER] or [NO_COMPANY]


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
    numbers, low, high = counted(projects, measure)
    stands = projects["standing"].take(numbers).isin(["active", "unstated"]).to_numpy(dtype=bool)
    return Sum(float(low[stands].sum() * measure.scale), float(high[stands].sum() * measure.scale), int(stands.sum()))


def newcomers(projects: pd.DataFrame, months: int = 12) -> tuple[pd.DataFrame, pd.Timestamp | None]:
    """The projects first told of in the months before the newest article, and the day on which these begin (None where
    nothing is dated): measured on the articles, not on today, so the same data says the same on every day."""
    newest = projects["last_reported"].max()
    if pd.isna(newest):
        return projects.head(0), None
    since = newest - pd.DateOffset(months=months)
    return projects[projects["first_reported"] > since], since


def lean(projects: pd.DataFrame) -> pd.DataFrame:
    """Only the columns that totals and counts need: to choose among very many projects is then quick."""
    return projects[list(_SUMMED)]


_SUMMED = (
    "project_id", "kind", "segment", "standing", "country", "programmes", "first_reported", "last_reported",
    *dict.fromkeys(name for m in (INVESTMENT, SUPPORT, FIRST_STAGE, FULL, CUT) for name in (m.low, m.high)),
    *(name + ELSEWHERE for name in MEASURES),
)  # fmt: skip


def real_projects(projects: pd.DataFrame) -> pd.DataFrame:
    """Projects, without market figures."""
    return projects[projects["kind"] != "statistic"]
