"""Many reports on many projects, as press reading brings them: few projects told often, most once or twice; towns and
companies that recur; reports without a town; other partners first; copies of wire texts; changes of owner."""

from __future__ import annotations

import csv
import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

Row = dict[str, Any]
ROOT = Path(__file__).parent.parent
SEGMENTS = ("cells", "cells", "packs", "battery_materials", "recycling", "vehicles", "raw_materials", "storage")
STATUSES = ("intent", "announced", "announced", "construction", "operating", "shelved")
COUNTRIES = ("DE", "FR", "HU", "PL", "FI", "SE", "ES", "IT", "US", "CN", "CA", "NL", "BE", "GB", "CZ", "NO")


def many(reports: int, seed: int = 4) -> tuple[list[Row], list[int]]:
    """Rows, and for each the number of its project. The same number gives the same rows."""
    chance = random.Random(seed)
    with (ROOT / "core" / "reference" / "companies.csv").open(encoding="utf-8") as file:
        companies = [row["name"] for row in csv.DictReader(file)]
    chance.shuffle(companies)
    # The industry grows with the number of reports: towns and companies do too.
    companies = companies[: max(100, min(len(companies), reports // 8))]
    companies += [f"Maker {n}" for n in range(reports // 25)]
    towns = [_town(chance, n) for n in range(max(60, reports // 8))]
    rows: list[Row] = []
    truth: list[int] = []
    number = 0
    while len(rows) < reports:
        number += 1
        town = towns[int(len(towns) * chance.random() ** 1.5)]
        owners = [companies[int(len(companies) * chance.random() ** 2)] for _ in range(chance.choice((1, 1, 2, 3)))]
        segment, size = chance.choice(SEGMENTS), chance.choice((4, 8, 10, 16, 20, 30, 40, 60))
        day = date(2018, 1, 1) + timedelta(days=chance.randrange(2000))
        for told in range(min(200, 1 + int(chance.paretovariate(1.2)))):
            day += timedelta(days=chance.randrange(1, 250) if chance.random() < 0.95 else 0)
            if chance.random() < 0.02:
                owners = [companies[int(len(companies) * chance.random() ** 2)], *owners[:2]]
            if chance.random() < 0.2:
                size = chance.choice((4, 8, 10, 16, 20, 30, 40, 60))
            names = list(dict.fromkeys(chance.sample(owners, len(owners)) if chance.random() < 0.3 else owners))
            rows.append(_row(chance, len(rows), day, names, town, segment, size, told))
            truth.append(number)
            if chance.random() < 0.05:
                copy = dict(rows[-1]) | {"report_id": f"r{len(rows):06d}#1", "article": f"r{len(rows):06d}.txt"}
                rows.append(copy)
                truth.append(number)
    order = chance.sample(range(reports), reports)
    return [rows[i] for i in order], [truth[i] for i in order]


def _town(chance: random.Random, number: int) -> Row:
    country = chance.choice(COUNTRIES)
    return {
        "city": f"Town {number}", "country": country, "region": f"{country} region {chance.randrange(20)}",
        "latitude": round(chance.uniform(36, 68), 3), "longitude": round(chance.uniform(-10, 40), 3),
        "location_precision": "city",
    }  # fmt: skip


def _row(
    chance: random.Random, number: int, day: date, owners: list[str], town: Row, segment: str, size: float, told: int
) -> Row:
    place = dict(town)
    if (vague := chance.random()) < 0.12:
        place |= {"city": None, "latitude": None, "longitude": None, "location_precision": "region"}
        if vague < 0.04:
            place |= {"region": None, "location_precision": "country"}
    money = size * 8e7
    words = [chance.choice(("Werk", "Linie", "Halle", "Hafen", "Bau", "Zellen", "Strom", "Land")) for _ in range(24)]
    quotes = [f"{owners[0]} baut in {town['city']} {' '.join(words[:12])} {number}.", f"{size} GWh {' '.join(words[12:])} {number}."]
    return {
        "report_id": f"r{number:06d}#1", "article": f"r{number:06d}.txt", "published": day.isoformat(), "language": "de",
        "kind": "expansion" if told and chance.random() < 0.1 else "new", "segment": segment,
        "status": STATUSES[min(told, 5)], "partners": owners, "roles": ["owner", *["partner"] * (len(owners) - 1)], **place,
        "capacities": [{"value": size, "max": size, "unit": "GWh", "basis": "nameplate", "qualifier": "none"}],
        "capacity_gwh": size, "capacity_gwh_max": size,
        "investments": [{"amount": money, "max": money, "currency": "EUR", "kind": "investment", "qualifier": "none",
                         "eur": money, "eur_max": money}],
        "investment_eur": money, "investment_eur_max": money, "production_start": str(day.year + 3),
        "evidence": [{"column": c, "quote": q, "start": 1, "end": 9, "rule": "test", "value": None}
                     for c, q in (("city", quotes[0]), ("status", quotes[0]), ("capacities", quotes[1]))],
    }  # fmt: skip
