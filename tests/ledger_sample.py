"""Rows as a faultless extraction would read them from the annotated set, so that the ledger is measured by itself."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from core.ledger.telling import fold

Row = dict[str, Any]
LEDGER = Path(__file__).parent / "ledger"
OWN = Path(__file__).parent / "ledger_own"
COLUMNS = ("capacities", "investments", "production_start", "jobs")
SEGMENTS = {"cell plant": "cells", "pack plant": "packs", "cathode": "battery_materials", "recycling": "recycling",
            "research": "research"}  # fmt: skip
# As the articles write them → the town, latitude, longitude.
TOWNS = {
    "Iváncsa": ("Iváncsa", 47.15, 18.82), "Dunaújváros": ("Dunaújváros", 46.98, 18.94),
    "Bitterfeld": ("Bitterfeld-Wolfen", 51.62, 12.32), "Göteborg": ("Gothenburg", 57.71, 11.97),
    "Vaasa": ("Vaasa", 63.10, 21.62), "Cartersville": ("Cartersville", 34.17, -84.80), "Nysa": ("Nysa", 50.47, 17.33),
    "Neisse": ("Nysa", 50.47, 17.33), "Seraing": ("Seraing", 50.58, 5.50), "Magdeburg": ("Magdeburg", 52.13, 11.63),
    "Maagdenburg": ("Magdeburg", 52.13, 11.63), "Figueruelas": ("Figueruelas", 41.77, -1.17),
    "Zaragoza": ("Zaragoza", 41.66, -0.88), "Debrecen": ("Debrecen", 47.53, 21.62), "Debrezin": ("Debrecen", 47.53, 21.62),
    "Kobierzyce": ("Kobierzyce", 50.97, 16.93), "Wrocław": ("Wrocław", 51.10, 17.03), "Breslau": ("Wrocław", 51.10, 17.03),
    "Duinkerke": ("Dunkirk", 51.03, 2.38), "Dünkirchen": ("Dunkirk", 51.03, 2.38), "Dunkerque": ("Dunkirk", 51.03, 2.38),
    "Heusweiler": ("Heusweiler", 49.34, 6.93), "Überherrn": ("Überherrn", 49.25, 6.70),
    "Kaiserslautern": ("Kaiserslautern", 49.44, 7.77), "Termoli": ("Termoli", 42.0, 14.99), "Blyth": ("Blyth", 55.13, -1.51),
    "Schwarzheide": ("Schwarzheide", 51.48, 13.85), "Ludwigshafen": ("Ludwigshafen am Rhein", 49.48, 8.44),
}  # fmt: skip
PUBLIC = {"Finnish Minerals Group"}


def rows_from(gold: dict[str, Any], folder: Path = LEDGER) -> list[Row]:
    """One row per annotated report: place and companies where its text names them, its values as annotated."""
    found: list[Row] = []
    for project in gold["projects"].values():
        for report in project["reports"]:
            found.append(_row(project, report, folder))
            if "joint_total" in report:
                found.append(_joint(project, report))
    numbers: dict[str, int] = {}
    # What is only mentioned comes last in its article.
    for row in sorted(found, key=lambda r: r["_passing"]):
        numbers[row["article"]] = numbers.get(row["article"], 0) + 1
        row["report_id"] = f"{row['article'].removesuffix('.txt')}#{numbers[row['article']]}"
    for row in found:
        del row["_passing"]
    return found


def _row(project: dict[str, Any], report: dict[str, Any], folder: Path) -> Row:
    text = (folder / "text" / report["article"]).read_text(encoding="utf-8")
    said, site = f" {fold(text)}", project["site"]
    named = [c for c in project["companies"] if f" {fold(c)}" in said]
    # The owner of the day is named first; who only takes part, last.
    named.sort(key=lambda c: (c in PUBLIC, said.index(f" {fold(c)}")))
    ways = {fold(way) for way in (site["city"], *site.get("also", []))}
    town = next((TOWNS[w] for w in TOWNS if f" {fold(w)[:6]}" in said and ways & {fold(w), fold(TOWNS[w][0])}), None)
    place: Row = {"location_precision": "region"}
    if town:
        place = {"city": town[0], "latitude": town[1], "longitude": town[2], "location_precision": "city"}
    sentences = [s.strip() for s in re.split(r"(?<=[.!?])\s+|\n+", text) if len(s.split()) > 5]
    numbers = [s for s in sentences if re.search(r"\d", s)]
    quotes = numbers[:1] if report.get("passing") else numbers
    money = report["investment"]
    low, high = report["capacity_gwh"], report["capacity_gwh_max"]
    stages = {low: "initial", high: "target"} if low != high else {low: report.get("basis", "nameplate")}
    capacities = [{"value": v, "max": v, "unit": "GWh", "basis": basis, "qualifier": _about(text, v)}
                  for v, basis in stages.items() if v]  # fmt: skip
    if other := report["other_capacity"]:
        capacities.append({"value": other["value"], "max": other["value"], "unit": other["unit"]})
    segment = next(v for k, v in SEGMENTS.items() if k in project["label"])
    kind = "closure" if report["status"] == "closed" else "expansion" if report.get("expansion") else "new"
    return {
        "article": report["article"], "published": report["published"], "language": report["article"][4:6],
        "kind": kind, "segment": segment, "status": report["status"],
        "country": site["country"], "region": site.get("also", [site["city"]])[-1], **place,
        "partners": named, "roles": ["partner" if c in PUBLIC else "owner" for c in named],
        "capacities": capacities, "capacity_gwh": report["capacity_gwh"], "capacity_gwh_max": report["capacity_gwh_max"],
        "investments": [money | {"kind": "investment", "qualifier": _about(text, money["amount"] / 1e9)}] if money else [],
        "production_start": report["production_start"], "jobs": report["jobs"],
        "evidence": [{"column": c, "quote": q, "rule": "test"} for q in quotes for c in COLUMNS],
        "_passing": bool(report.get("passing")),
    }  # fmt: skip


def _joint(project: dict[str, Any], report: dict[str, Any]) -> Row:
    total = report["joint_total"]
    return {
        "article": report["article"], "published": report["published"], "kind": "programme", "segment": "cells",
        "status": report["status"], "country": project["site"]["country"], "partners": project["companies"][-1:],
        "roles": ["owner"], "capacity_gwh_max": total["capacity_gwh"], "language": report["article"][4:6],
        "investments": [total["investment"] | {"kind": "investment"}], "investment_eur": total["investment"]["amount"],
        "_passing": True,
    }  # fmt: skip


def _about(text: str, value: float) -> str:
    """Whether the text gives a figure as a round one."""
    number = f"{value:g}".replace(".", ",")
    spelled = {"4": "(?:4|neljä)"}.get(number, re.escape(number))
    return "about" if re.search(rf"\b(?:noin|ongeveer|rund|zo'n) {spelled}\b", text) else "none"
