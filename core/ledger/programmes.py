"""Joint totals: a programme's amounts, the plants that they are for, and what of them is counted with the plants.

A programme ("EUR 7 bn for three plants") knows the plants that the same articles tell of. Where a plant has a figure
of its own, from whatever article, a sum counts it there, and of the programme only the rest. Where two programmes are
for the same plants, or one is for a part of the other's, only the larger or the later one counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from core.ledger.telling import owns

MEASURES = ("capacity_gwh", "capacity_gwh_max", "investment_eur", "investment_eur_max", "support_eur")
ELSEWHERE = "_elsewhere"


_ASKED = ("project_id", "kind", "country", "city", "region", "companies", "articles")
Row = Mapping[str, Any]


def plants(projects: pd.DataFrame) -> dict[str, list[str]]:
    """project_id of each programme → project_ids of its plants. projects: as ``core.ledger.projects.tell`` has them.

    A plant is a project with a place that an article of the programme tells of, with a company of the programme (or
    its owner or daughter) if that names any, and in its country if it has one.
    """
    programmes = np.flatnonzero((projects["kind"] == "programme").to_numpy(dtype=bool, na_value=False))
    if not len(programmes):
        return {}
    articles_of: list[list[str]] = list(projects["articles"])
    of_programmes = {article for number in programmes.tolist() for article in articles_of[number]}
    told: dict[str, list[int]] = defaultdict(list)
    for number, articles in enumerate(articles_of):
        for article in articles:
            if article in of_programmes:
                told[article].append(number)
    asked = sorted({number for numbers in told.values() for number in numbers} | set(programmes.tolist()))
    some = projects[list(_ASKED)].iloc[asked].astype("object")
    rows: dict[int, Row] = {
        number: dict(zip(_ASKED, values, strict=True))
        for number, values in zip(asked, some.itertuples(index=False), strict=True)
    }
    found: dict[str, list[str]] = {}
    for row in (rows[int(number)] for number in programmes):
        others = dict.fromkeys(number for article in row["articles"] for number in told[article])
        found[str(row["project_id"])] = [str(rows[n]["project_id"]) for n in others if _belongs(rows[n], row)]
    return found


def _belongs(plant: Row, programme: Row) -> bool:
    if plant["kind"] in ("programme", "statistic") or not (isinstance(plant["city"], str) or isinstance(plant["region"], str)):
        return False
    if isinstance(programme["country"], str) and plant["country"] != programme["country"]:
        return False
    ours, theirs = programme["companies"], plant["companies"]
    return not ours or any(a == b or owns(a, b) or owns(b, a) for a in ours for b in theirs)


def _covered(of: Mapping[str, list[str]], days: Mapping[str, str], value: Mapping[str, float]) -> set[str]:
    """The programmes that state a measure and whose plants are all among those of another that states it too.

    ``days``: when each programme was last told of, as ISO text; ``value``: what each project states, without the others.
    """
    stated = {i: (len(of[i]), days[i], i) for i in of if of[i] and i in value}
    over: dict[str, list[str]] = defaultdict(list)
    for programme in stated:
        for plant in of[programme]:
            over[plant].append(programme)
    return {
        one
        for one in stated
        if any(stated[other] > stated[one] and set(of[one]) <= set(of[other]) for other in over[of[one][0]] if other != one)
    }


def with_plants(projects: pd.DataFrame) -> pd.DataFrame:
    """The projects with ``plants`` (list: of a programme), ``programmes`` (list: of a plant), and for each measure
    ``<measure>_elsewhere``: how much of a programme's figure is counted with its plants (0 for all others)."""
    of = plants(projects)
    over: dict[str, list[str]] = defaultdict(list)
    for programme, own in of.items():
        for plant in own:
            over[plant].append(programme)
    place = {i: n for n, i in enumerate(projects["project_id"])} if of else {}
    made = projects.copy()
    for name, lists in (("plants", of), ("programmes", over)):
        cells = np.empty(len(projects), dtype="object")
        cells[:] = [[] for _ in range(len(projects))]
        for i, others in lists.items():
            cells[place[i]] = others
        made[name] = pd.Series(cells, index=projects.index, dtype="object")
    last = projects["last_reported"].to_numpy("datetime64[D]").astype(str)
    days = {i: "" if last[place[i]] == "NaT" else str(last[place[i]]) for i in of}
    for measure in MEASURES:
        figures = projects[measure].to_numpy("float64", na_value=np.nan)
        value = {i: float(figures[place[i]]) for i in {*of, *over} if not np.isnan(figures[place[i]])}
        covered = _covered(of, days, value)
        sums = np.zeros(len(projects))
        for i, own in of.items():
            if i in value:
                sums[place[i]] = value[i] if i in covered else min(value[i], sum(value.get(plant, 0.0) for plant in own))
        made[measure + ELSEWHERE] = pd.Series(sums, index=projects.index)
    return made
