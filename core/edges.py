"""Ties -> edges between companies: one per pair and kind, with what lies behind it; and which companies are foremost."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.behind import Behind, Numbers
from core.ledger.telling import fold
from core.partnerships import DIRECTED, TIES

EDGES = (
    "company", "other", "kind", "sure", "projects", "reports", "standing", "first", "last", "quote", "english",
    "language", "project_ids", "labels", "report_ids", "articles", "named",
)  # fmt: skip


def edges(told: pd.DataFrame) -> pd.DataFrame:
    """One row per pair and kind of ``core.partnerships.ties``, most projects first; columns EDGES.

    ``standing``: “active” where one project of it stands, else what the latest is; ``first``, ``last``: days of
    publication, missing without; ``quote`` and its ``english``, ``language``: of the latest sure report. Lists, made when
    they are asked for: ``project_ids``, ``labels``, ``report_ids``, ``articles``, ``named``.
    """
    if told.empty:
        return pd.DataFrame({name: [] for name in EDGES}).astype({"first": "datetime64[us]", "last": "datetime64[us]"})
    told = told.sort_values("published", kind="stable", na_position="first").reset_index(drop=True)
    cell, ends = _cells(told)
    order = np.argsort(cell, kind="stable")  # within an edge the oldest first
    starts = np.concatenate([[0], ends[:-1]])
    behind = np.split(order, ends[:-1])
    at = np.arange(len(told)) + len(told) * told["sure"].to_numpy(dtype="int64")
    best = np.maximum.reduceat(at[order], starts) % len(told)
    days = told["published"].groupby(cell)
    some = told.take(best)
    one, other, directed = (some[name].to_numpy("object") for name in ("company", "other", "kind"))
    turned = [kind not in DIRECTED and fold(b) < fold(a) for a, b, kind in zip(one, other, directed, strict=True)]
    one, other = np.where(turned, other, one), np.where(turned, one, other)
    active = np.maximum.reduceat((told["standing"] == "active").to_numpy(dtype=bool)[order], starts)
    columns = {name: pd.Series(told[name].to_numpy("object"), dtype="object") for name in ("project_id", "report_id", "article")}
    called = pd.Series(list(zip(columns["project_id"], told["project"].to_numpy("object"), strict=True)), dtype="object")
    made = pd.DataFrame(
        {
            "company": one,
            "other": other,
            "kind": some["kind"].to_numpy("object"),
            "sure": some["sure"].to_numpy(dtype=bool),
            "projects": _several(cell, told["project_id"], len(ends)),
            "reports": _several(cell, told["report_id"], len(ends)),
            "standing": np.where(active, "active", some["standing"].to_numpy("object")),
            "first": days.min().to_numpy(),
            "last": days.max().to_numpy(),
            **{name: some[name].to_numpy("object") for name in ("quote", "english", "language")},
            "project_ids": [Behind(columns["project_id"], own, _once) for own in behind],
            "labels": [Behind(called, own, _labels) for own in behind],
            "report_ids": [Behind(columns["report_id"], own, _once) for own in behind],
            "articles": [Behind(columns["article"], own, _once) for own in behind],
            "named": [Behind(told["named"], own, partial(_others, frozenset(pair)))
                      for own, pair in zip(behind, zip(one, other, strict=True), strict=True)],
        },
        columns=list(EDGES),
    )  # fmt: skip
    place = {kind: n for n, kind in enumerate(TIES)}
    made["at"] = made["kind"].map(place)
    made = made.sort_values(["projects", "company", "other", "at"], ascending=[False, True, True, True], kind="stable")
    return made.drop(columns="at").reset_index(drop=True)


def _cells(told: pd.DataFrame) -> tuple[Numbers, Numbers]:
    """Of each tie the number of its edge, and where the edges end once the ties are put in their order. Ties that have no
    direction are the same from both sides."""
    codes, names = pd.factorize(np.concatenate([told[side].to_numpy("object") for side in ("company", "other")]))
    rank = np.unique([fold(name) for name in names], return_inverse=True)[1]
    one, other = codes[: len(told)], codes[len(told) :]
    kind, kinds = pd.factorize(told["kind"].to_numpy("object"))
    turned = ~np.array([name in DIRECTED for name in kinds], dtype=bool)[kind] & (rank[other] < rank[one])
    one, other = np.where(turned, other, one), np.where(turned, one, other)
    found, cell = np.unique((one * len(names) + other) * len(kinds) + kind, return_inverse=True)
    return cell.astype("int64"), np.cumsum(np.bincount(cell, minlength=len(found))).astype("int64")


def _several(cell: Numbers, values: pd.Series, cells: int) -> npt.NDArray[np.int64]:
    """How many different values each cell has."""
    codes, kinds = pd.factorize(values.to_numpy("object"), use_na_sentinel=False)
    return np.bincount(np.unique(cell * len(kinds) + codes) // len(kinds), minlength=cells)


def _once(values: pd.Series) -> list[Any]:
    return list(dict.fromkeys(values))


def _labels(pairs: pd.Series) -> list[str]:
    return [str(label) for label in dict(pairs.tolist()).values() if isinstance(label, str)]


def _others(pair: frozenset[str], named: pd.Series) -> list[str]:
    return sorted({name for names in named for name in names} - pair)


def weights(found: pd.DataFrame) -> dict[str, int]:
    """Company → on how many projects its ties rest; most first, then by the alphabet. found: edges."""
    if found.empty:
        return {}
    codes, names = pd.factorize(np.concatenate([found[side].to_numpy("object") for side in ("company", "other")]))
    projects, sizes = _projects(list(found["project_ids"]))
    who = np.concatenate([np.repeat(codes[: len(found)], sizes), np.repeat(codes[len(found) :], sizes)])
    several = int(projects.max(initial=0)) + 1
    counts = np.bincount(np.unique(who * several + np.tile(projects, 2)) // several, minlength=len(names)).tolist()
    called = [str(name) for name in names]
    return {called[n]: counts[n] for n in sorted(range(len(called)), key=lambda n: (-counts[n], called[n].casefold()))}


def _projects(lists: Sequence[Sequence[str]]) -> tuple[Numbers, Numbers]:
    """The projects of several edges as numbers, one after the other, and how many each edge has; some more than once."""
    columns = {id(one.column): one.column for one in lists if isinstance(one, Behind)}
    if len(columns) == 1 and all(isinstance(one, Behind) for one in lists):
        (column,) = columns.values()
        numbers = [one.numbers for one in lists if isinstance(one, Behind)]
        values = column.to_numpy("object")[np.concatenate(numbers)]
        sizes = [len(own) for own in numbers]
    else:
        values = np.asarray([*chain.from_iterable(lists)], dtype="object")
        sizes = [len(one) for one in lists]
    return pd.factorize(values)[0].astype("int64"), np.asarray(sizes, dtype="int64")


def foremost(found: pd.DataFrame, most: int, focus: str | None = None) -> list[str]:
    """At most so many companies, each with a tie to another of them: the focus and its partners, then those whose ties
    rest on the most projects. found: edges."""
    weight = weights(found)
    names = sorted(weight)
    number = {name: n for n, name in enumerate(names)}
    one, other = (np.array([number[name] for name in found[side]], dtype="int64") for side in ("company", "other"))
    heavy = np.array([weight[name] for name in names], dtype="int64")
    away = (one != number.get(focus or "", -1)) & (other != number.get(focus or "", -1))
    chosen: dict[str, None] = {}
    for at in np.lexsort((other, one, -heavy[one] - heavy[other], away)).tolist():
        pair = names[one[at]], names[other[at]]
        if len(chosen.keys() | set(pair)) <= most:
            chosen.update(dict.fromkeys(pair))
        if len(chosen) == most:
            break
    return sorted(chosen, key=lambda name: (name != focus, -weight[name], name.casefold()))
