"""The key figures of a project or a report, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from core.columns import label
from core.formats import gwh, listing, money, number


def figures(row: Mapping[Any, Any]) -> list[tuple[str, str]]:
    """Name and value of each figure; what no article states is left out. row: of the table or of the projects."""
    found = []
    if pd.notna(row["investment_eur"]):
        found.append(("Investment", money(row["investment_eur"], row["investment_eur_max"])))
    elif pd.notna(row.get("investment_amount")):  # without a rate of its day
        amount, most = row["investment_amount"], row["investment_amount_max"]
        found.append(("Investment", money(amount, most, row["investment_currency"])))
    if pd.notna(row["support_eur"]):
        found.append(("Public support", money(row["support_eur"])))
    first, full = row["capacity_gwh"], row["capacity_gwh_max"]
    if pd.notna(first):
        found.append(("Capacity, first stage" if pd.notna(full) and full != first else "Capacity", gwh(first)))
    if pd.notna(full) and full != first:
        found.append(("Capacity, full build-out", gwh(full)))
    if pd.notna(row["jobs"]):
        low, high = int(row["jobs"]), row["jobs_max"]
        top = f"–{number(int(high), 9)}" if pd.notna(high) and int(high) != low else ""
        found.append(("Jobs", number(low, 9) + top))
    for name in ("construction_start", "production_start"):
        if pd.notna(row[name]):
            found.append((label(name), row[name]))
    return found


def place(row: Mapping[Any, Any]) -> str:
    """“Kokomo, Indiana, United States”; empty where the article names no place."""
    return ", ".join(row[name] for name in ("city", "region", "country_name") if isinstance(row[name], str))


def companies(row: Mapping[Any, Any]) -> str:
    """“Stellantis (owner) and Samsung SDI (partner)”; empty without any."""
    named = zip(row["partners"], row["roles"], strict=True)
    return listing([f"{partner} ({role.replace('_', ' ')})" for partner, role in named])


def about(row: Mapping[Any, Any]) -> list[str]:
    """Kind, segment and status, as far as they are known."""
    return [label(row[name]) for name in ("kind", "segment", "status") if isinstance(row[name], str)]
