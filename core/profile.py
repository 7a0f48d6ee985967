"""What one company has: its projects, its share of them, what they come to, where they are, and which articles tell it.

A joint project counts whole, and shared out in equal parts among those who own or run it: what each really holds the
articles seldom say. What belongs to a company has its parts for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.ledger.telling import owners
from core.measures import FIRST_STAGE, FULL, INVESTMENT, OUTSIDE, Measure, countable, real_projects

_STANDS = ("active", "unstated")


@dataclass(frozen=True, slots=True)
class Total:
    """A sum over a company's projects that stand, in full units: whole (low, high) and its share of it (low, high);
    ``projects``: how many state it; ``joint``: how many of them are shared."""

    low: float
    high: float
    share_low: float
    share_high: float
    projects: int
    joint: int


def projects_of(projects: pd.DataFrame, house: Sequence[str]) -> pd.DataFrame:
    """The projects in which a company takes part, market figures left out, with ``part`` (its roles in words, joined)
    and ``share`` (0 to 1; missing where it neither owns nor runs it). house: the company, then those that belong to it."""
    rows = real_projects(projects)
    wanted = set(house)
    rows = rows[np.array([not wanted.isdisjoint(partners) for partners in rows["partners"]], dtype=bool)]
    pairs = [list(zip(partners, roles, strict=True)) for partners, roles in zip(rows["partners"], rows["roles"], strict=True)]
    parts = [", ".join(dict.fromkeys(role.replace("_", " ") for name, role in who if name in wanted)) for who in pairs]
    shares = [share([name for name, role in who if role not in OUTSIDE], house) for who in pairs]
    return rows.assign(part=parts, share=pd.Series(shares, index=rows.index, dtype="float64"))


def share(carriers: Iterable[str], house: Sequence[str]) -> float | None:
    """The part of a house's companies in a project, each of those who own or run it having the same (as in the charts
    by company, core.measures); None where it is none of them."""
    named = set(carriers)
    mine = named.intersection(house)
    return len(mine) / len(named) if mine else None


def total(mine: pd.DataFrame, measure: Measure) -> Total:
    """The sum of a measure over projects of ``projects_of`` that stand and that the company owns or runs."""
    rows = countable(mine, measure)
    rows = rows[rows["standing"].isin(_STANDS) & rows["share"].notna()]
    low, high = rows["low"] * measure.scale, rows["high"] * measure.scale
    shared = (low * rows["share"]).sum(), (high * rows["share"]).sum()
    joint = int((rows["share"] < 1).sum())
    return Total(float(low.sum()), float(high.sum()), float(shared[0]), float(shared[1]), len(rows), joint)


def totals(mine: pd.DataFrame) -> dict[str, Total]:
    """Investment, first stage and full build-out."""
    return {"investment": total(mine, INVESTMENT), "first": total(mine, FIRST_STAGE), "full": total(mine, FULL)}


def jobs(mine: pd.DataFrame) -> tuple[int, int]:
    """Jobs at the projects that stand and that the company owns or runs, counted whole; and how many state them."""
    rows = mine[mine["standing"].isin(_STANDS) & mine["share"].notna() & mine["jobs"].notna()]
    return int(rows["jobs"].sum()), len(rows)


def countries(mine: pd.DataFrame) -> list[tuple[str, int]]:
    """Country → number of projects there, most first."""
    counted = mine["country_name"].astype("string").dropna().value_counts()
    return sorted(((str(name), int(n)) for name, n in counted.items()), key=lambda pair: (-pair[1], pair[0]))


def subsidiaries(company: str, names: Iterable[str]) -> list[str]:
    """Those of the names that a company owns, alone or with others."""
    return sorted(name for name in set(names) if company in owners().get(name, ()))


def parents(company: str) -> list[str]:
    """The companies that own one, alone or jointly, the nearest first."""
    above = owners().get(company, frozenset())
    return sorted(above, key=lambda name: (-len(owners().get(name, frozenset()) & above), name))
