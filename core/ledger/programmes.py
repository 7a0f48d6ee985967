"""Joint totals: a programme's amounts, the plants that they are for, and what of them is counted with the plants.

A programme ("EUR 7 bn for three plants") knows the plants that the same articles tell of. Where a plant has a figure
of its own, from whatever article, a sum counts it there, and of the programme only the rest. Where two programmes are
for the same plants, or one is for a part of the other's, only the larger or the later one counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import pandas as pd

from core.ledger.telling import owns

MEASURES = ("capacity_gwh", "capacity_gwh_max", "investment_eur", "investment_eur_max", "support_eur")
ELSEWHERE = "_elsewhere"


Named = Mapping[str, frozenset[str]]


def plants(projects: pd.DataFrame, named: Named) -> dict[str, list[str]]:
    """From ``core.projects``: project_id of each programme → project_ids of its plants. ``named``: project_id → all
    companies that its reports name.

    A plant is a project with a place that an article of the programme tells of, with a company of the programme (or
    its owner or daughter) if that names any, and in its country if it has one.
    """
    told: dict[str, list[int]] = defaultdict(list)
    columns = ["project_id", "kind", "country", "city", "region", "partners", "articles"]
    rows = [dict(zip(columns, values, strict=True)) for values in projects[columns].astype("object").itertuples(index=False)]
    for number, row in enumerate(rows):
        for article in row["articles"]:
            told[article].append(number)
    found: dict[str, list[str]] = {}
    for row in rows:
        if row["kind"] == "programme":
            others = dict.fromkeys(number for article in row["articles"] for number in told[article])
            found[row["project_id"]] = [str(rows[n]["project_id"]) for n in others if _belongs(rows[n], row, named)]
    return found


def _belongs(plant: dict[str, object], programme: dict[str, object], named: Named) -> bool:
    if plant["kind"] in ("programme", "statistic") or not (isinstance(plant["city"], str) or isinstance(plant["region"], str)):
        return False
    if isinstance(programme["country"], str) and plant["country"] != programme["country"]:
        return False
    ours, theirs = (named[str(project["project_id"])] for project in (programme, plant))
    return not ours or any(a == b or owns(a, b) or owns(b, a) for a in ours for b in theirs)


def _covered(of: Mapping[str, list[str]], projects: pd.DataFrame, measure: str) -> set[str]:
    """The programmes that state a measure and whose plants are all among those of another that states it too."""
    last = projects["last_reported"].dt.strftime("%Y-%m-%d").fillna("")
    stated = {
        i: (len(of[i]), day, i)
        for i, day, value in zip(projects["project_id"], last, projects[measure], strict=True)
        if of.get(i) and pd.notna(value)
    }
    over: dict[str, list[str]] = defaultdict(list)
    for programme in stated:
        for plant in of[programme]:
            over[plant].append(programme)
    return {
        one
        for one in stated
        if any(stated[other] > stated[one] and set(of[one]) <= set(of[other]) for other in over[of[one][0]] if other != one)
    }


def with_plants(projects: pd.DataFrame, named: Named) -> pd.DataFrame:
    """The projects with ``plants`` (list: of a programme), ``programmes`` (list: of a plant), and for each measure
    ``<measure>_elsewhere``: how much of a programme's figure is counted with its plants (0 for all others)."""
    of = plants(projects, named)
    over: dict[str, list[str]] = defaultdict(list)
    for programme, own in of.items():
        for plant in own:
            over[plant].append(programme)
    ids = projects["project_id"]
    made = projects.assign(
        plants=pd.Series([of.get(i, []) for i in ids], index=projects.index, dtype="object"),
        programmes=pd.Series([over.get(i, []) for i in ids], index=projects.index, dtype="object"),
    )
    for measure in MEASURES:
        value = dict(zip(ids, projects[measure].fillna(0.0), strict=True))
        covered = _covered(of, projects, measure)
        sums = [value[i] if i in covered else min(value[i], sum(value[plant] for plant in of.get(i, ()))) for i in ids]
        made[measure + ELSEWHERE] = pd.Series(sums, index=projects.index, dtype="float64")
    return made
