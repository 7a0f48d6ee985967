"""Rows of reports for the ledger's tests, written short."""

from __future__ import annotations

from typing import Any

import pandas as pd

from core.ledger.linking import link
from core.table import frame

Row = dict[str, Any]
TOWNS: dict[str, tuple[str, str, float, float]] = {
    "Vaasa": ("FI", "Ostrobothnia", 63.1, 21.62), "Kokkola": ("FI", "Central Ostrobothnia", 63.84, 23.13),
    "Debrecen": ("HU", "Hajdú-Bihar", 47.53, 21.62), "Komárom": ("HU", "Komárom-Esztergom", 47.74, 18.12),
    "Iváncsa": ("HU", "Fejér", 47.15, 18.82), "Zaragoza": ("ES", "Aragón", 41.66, -0.88),
    "Figueruelas": ("ES", "Aragón", 41.77, -1.17), "Salzgitter": ("DE", "Lower Saxony", 52.15, 10.33),
    "Wolfsburg": ("DE", "Lower Saxony", 52.42, 10.78), "Commerce": ("US", "Georgia", 34.2, -83.46),
    "Cartersville": ("US", "Georgia", 34.17, -84.8), "Atlanta": ("US", "Georgia", 33.75, -84.39),
}  # fmt: skip


def row(report: str, day: str | None, who: str, town: str | None, **more: Any) -> Row:
    """A row; ``who``: companies parted by "+", the first the owner; town: a name of TOWNS, or region/country."""
    place: Row = {}
    if town in TOWNS:
        country, region, north, east = TOWNS[town]
        place = {"city": town, "country": country, "region": region, "latitude": north, "longitude": east,
                 "location_precision": "city"}  # fmt: skip
    elif town:
        country, _, region = town.partition("/")
        place = {"country": country, "region": region or None, "location_precision": "region" if region else "country"}
    partners = [name for name in who.split("+") if name]
    return {"report_id": report, "article": f"{report.split('#')[0]}.txt", "published": day, "kind": "new",
            "segment": "cells", "language": "de", "partners": partners,
            "roles": ["owner", *["partner"] * 9][: len(partners)], **place, **more}  # fmt: skip


def gwh(value: float, **more: Any) -> Row:
    items = [{"value": value, "max": value, "unit": "GWh", "qualifier": "none", "basis": "nameplate"} | more]
    return {"capacities": items, "capacity_gwh": value, "capacity_gwh_max": value}


def euro(amount: float, stated: float | None = None, currency: str = "EUR") -> Row:
    item = {"amount": stated or amount, "max": stated or amount, "currency": currency, "kind": "investment",
            "qualifier": "none", "eur": amount, "eur_max": amount}  # fmt: skip
    return {"investments": [item], "investment_eur": amount, "investment_eur_max": amount}


def said(*sentences: str, column: str = "city") -> list[Row]:
    return [{"column": column, "quote": s, "start": 0, "end": 1, "rule": "test"} for s in sentences]


def groups(rows: list[Row]) -> list[set[str]]:
    found: dict[str, set[str]] = {}
    for r, project in zip(rows, link(rows), strict=True):
        found.setdefault(project, set()).add(r["report_id"])
    return sorted(found.values(), key=sorted)


def table(*rows: Row) -> pd.DataFrame:
    made = list(rows)
    for r, project in zip(made, link(made), strict=True):
        r.setdefault("project_id", project)
    return frame(made)


def only(made: pd.DataFrame) -> pd.Series:
    assert len(made) == 1
    return made.iloc[0]
