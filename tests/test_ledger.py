"""One project, many reports: what is linked and what is not, and which claim counts."""

from __future__ import annotations

import csv
import random
from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from ledger_many import many

import core
from core.ledger import corrections as hand
from core.ledger.linking import kilometres, link
from core.ledger.names import lead, mark
from core.ledger.rule import RULES, markdown
from core.ledger.sources import sources
from core.ledger.telling import owners
from core.measures import INVESTMENT, active_total
from core.models import GigaledgerError
from core.selection import current
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


# ---------------------------------------------------------------------------------------------------------- linking

ONE = {
    "same owner and town": [row("a#1", "2021-01-01", "Freyr", "Vaasa"), row("b#1", "2022-01-01", "Freyr", "Vaasa")],
    "partners in another order": [row("a#1", "2021-01-01", "Stellantis+CATL", "Zaragoza"),
                                  row("b#1", "2022-01-01", "CATL+Stellantis", "Zaragoza")],
    "the town beside it": [row("a#1", "2021-01-01", "CATL", "Zaragoza"), row("b#1", "2022-01-01", "CATL", "Figueruelas")],
    "the next big city, two companies": [row("a#1", "2021-01-01", "Hyundai+SK On", "Atlanta"),
                                         row("b#1", "2022-01-01", "Hyundai+SK On", "Cartersville")],
    "a company that belongs to the other": [row("a#1", "2021-01-01", "PowerCo", "Salzgitter"),
                                            row("b#1", "2022-01-01", "Volkswagen", "Salzgitter")],
    "no company known, but one named": [
        row("a#1", "2021-01-01", "", "Vaasa", evidence=said("Freyrin tehdas nousee Vaasaan.")), row("b#1", "2022-01-01", "Freyr", "Vaasa")],
    "no company known, the same figure": [
        row("a#1", "2021-01-01", "", "Vaasa", **gwh(43)), row("b#1", "2022-01-01", "Freyr", "Vaasa", **gwh(43))],
    "region only, one project there": [row("a#1", "2021-01-01", "Freyr", "FI/Ostrobothnia"),
                                       row("b#1", "2022-01-01", "Freyr", "Vaasa")],
    "country only, one project there": [row("a#1", "2021-01-01", "Freyr", "FI"), row("b#1", "2022-01-01", "Freyr", "Vaasa")],
    "new owner names the old and tells the old figure": [
        row("a#1", "2022-01-01", "Elbzell", "Salzgitter", **gwh(12)),
        row("b#1", "2024-01-01", "Gotion", "Salzgitter", capacities=gwh(10)["capacities"] + gwh(12)["capacities"],
            evidence=said("Elbzellin tehdas saa omistajan.", "Elbzell tavoitteli 12 GWh, Gotion 10 GWh."))],
    "new owner after an insolvency": [
        row("a#1", "2022-01-01", "Elbzell", "Salzgitter", status="closed"),
        row("b#1", "2024-01-01", "Gotion", "Salzgitter", evidence=said("Gotion kauft das Werk von Elbzell.", "Es wächst."))],
    "read as another segment, with the same figure": [
        row("a#1", "2021-01-01", "Freyr", "Vaasa", **gwh(43)), row("b#1", "2022-01-01", "Freyr", "Vaasa", segment="packs", **gwh(43))],
    "expansion of the site": [row("a#1", "2021-01-01", "Umicore", "Kokkola", segment="battery_materials"),
                              row("b#1", "2023-01-01", "Umicore", "Kokkola", segment="battery_materials", kind="expansion")],
}  # fmt: skip


@pytest.mark.parametrize("rows", ONE.values(), ids=ONE)
def test_one_project(rows: list[Row]) -> None:
    assert len(groups(rows)) == 1
    assert len(groups(rows[::-1])) == 1


TWO = {
    "two companies in one town": [row("a#1", "2021-01-01", "CATL", "Debrecen"), row("b#1", "2022-01-01", "EVE Energy", "Debrecen")],
    "two plants in one country": [row("a#1", "2021-01-01", "SK On", "Komárom"), row("b#1", "2022-01-01", "SK On", "Iváncsa")],
    "two plants in one state": [row("a#1", "2021-01-01", "SK On", "Commerce"), row("b#1", "2022-01-01", "SK On", "Cartersville")],
    "two products in one town": [row("a#1", "2021-01-01", "Freyr+Finnish Minerals Group", "Vaasa"),
                                 row("b#1", "2022-01-01", "Johnson Matthey+Finnish Minerals Group", "Vaasa", segment="battery_materials")],
    "head office and plant": [row("a#1", "2021-01-01", "Volkswagen", "Wolfsburg"), row("b#1", "2022-01-01", "Volkswagen", "Salzgitter")],
    "a neighbour that is mentioned": [
        row("a#1", "2021-01-01", "CATL", "Debrecen", **gwh(100)),
        row("b#1", "2022-01-01", "EVE Energy+CATL", "Debrecen", **gwh(28))],
    "a customer of both": [row("a#1", "2021-01-01", "CATL+BMW", "Debrecen"), row("b#1", "2022-01-01", "EVE Energy+BMW", "Debrecen")],
    "cells and packs of one company": [
        row("a#1", "2021-01-01", "CATL", "Debrecen", **gwh(100)), row("b#1", "2022-01-01", "CATL", "Debrecen", segment="packs", **gwh(5))],
    "head office and warehouse in the next town": [
        row("a#1", "2021-01-01", "CATL", "Zaragoza", segment="other", product="headquarters"),
        row("b#1", "2022-01-01", "CATL", "Figueruelas", segment="other", product="distribution centre")],
    "one owner, another partner, no town": [
        row("a#1", "2021-01-01", "Hyundai+SK On", "Cartersville"), row("b#1", "2022-01-01", "Hyundai+LG Energy Solution", "US/Georgia")],
    "two contracts of one mine": [
        row("a#1", "2021-01-01", "Terrafame+Finnish Minerals Group+Renault", None, kind="supply"),
        row("b#1", "2022-01-01", "Terrafame+Finnish Minerals Group+Johnson Matthey", None, kind="supply")],
    "no company known": [row("a#1", "2021-01-01", "", "Vaasa"), row("b#1", "2022-01-01", "Freyr", "Vaasa")],
    "a market figure": [row("a#1", "2021-01-01", "CATL", "HU"), row("b#1", "2021-01-01", "CATL", "HU", kind="statistic")],
}  # fmt: skip


@pytest.mark.parametrize("rows", TWO.values(), ids=TWO)
def test_two_projects(rows: list[Row]) -> None:
    assert len(groups(rows)) == 2


def test_a_report_without_a_town_is_not_guessed() -> None:
    plants = [row("a#1", "2021-01-01", "SK On+Ford", "Commerce", **gwh(20)),
              row("b#1", "2021-05-01", "SK On+Hyundai", "Cartersville", **gwh(35))]  # fmt: skip
    assert len(groups([*plants, row("c#1", "2022-01-01", "SK On", "US/Georgia")])) == 3
    assert {"b#1", "c#1"} in groups([*plants, row("c#1", "2022-01-01", "SK On+Hyundai", "US/Georgia")])
    assert {"b#1", "c#1"} in groups([*plants, row("c#1", "2022-01-01", "SK On", "US/Georgia", **gwh(35))])


def test_an_article_that_tells_of_both_towns_as_two_plants() -> None:
    rows = [row("a#1", "2021-01-01", "CATL", "Zaragoza", **gwh(30)), row("a#2", "2021-01-01", "CATL", "Figueruelas", **gwh(50))]
    assert len(groups(rows)) == 2


def test_no_chain_of_towns_becomes_one_project() -> None:
    rows = [row(f"a{n}#1", "2021-01-01", "CATL", "Zaragoza") | {"city": f"Town {n}", "latitude": 41.0 + n / 5} for n in range(6)]
    assert max(len(g) for g in groups(rows)) == 2


def test_the_order_of_files_does_not_matter() -> None:
    rows = [r for case in [*ONE.values(), *TWO.values()] for r in case]
    rows = [r | {"report_id": f"x{n}#1", "article": f"x{n}.txt"} for n, r in enumerate(rows)]
    expected = dict(zip((r["report_id"] for r in rows), link(rows), strict=True))
    for seed in range(5):
        shuffled = random.Random(seed).sample(rows, len(rows))
        assert dict(zip((r["report_id"] for r in shuffled), link(shuffled), strict=True)) == expected


def test_owners_are_known_companies() -> None:
    reference = Path(core.__file__).parent / "reference"
    known = {r["name"] for r in csv.DictReader((reference / "companies.csv").open(encoding="utf-8"))}
    assert known >= {name for company, above in owners().items() for name in (company, *above)}


def test_many_reports_are_linked_as_they_should_be() -> None:
    rows, truth = many(3000)
    ids = link(rows)
    pairs = [sum(n * (n - 1) // 2 for n in Counter(x).values()) for x in (zip(ids, truth, strict=True), ids, truth)]
    assert pairs[0] / pairs[1] > 0.99 and pairs[0] / pairs[2] > 0.95


def test_distance() -> None:
    assert kilometres((52.52, 13.4), (48.14, 11.58)) == pytest.approx(504, abs=2)


# --------------------------------------------------------------------------------------------------------------- ids


def test_later_articles_keep_the_id() -> None:
    first = row("a#1", "2021-01-01", "Freyr", "Vaasa")
    assert link([first]) == link([first, row("b#1", "2022-01-01", "Freyr", "Vaasa")])[:1]


def test_an_id_once_shown_leads_to_its_project() -> None:
    late, early = row("b#1", "2022-01-01", "Freyr", "Vaasa"), row("a#1", "2021-01-01", "Freyr", "Vaasa")
    shown = link([late])[0]
    grown = table(late, early)
    assert shown != grown["project_id"].iloc[0] and lead(grown, shown) == grown["project_id"].iloc[0]
    assert core.lead(grown, "b#1") == grown["project_id"].iloc[0]
    assert lead(grown, "freyr-vaasa-cells") == grown["project_id"].iloc[0]  # as ids were before they had a mark
    assert lead(grown, "freyr-vaasa") is None and lead(grown, f"x-{mark('never#1')}") is None


def test_every_id_shown_on_the_way_leads_to_the_project_of_its_report() -> None:
    rows, _ = many(400)
    whole = table(*(dict(r) for r in rows))
    final = dict(zip(whole["report_id"], whole["project_id"], strict=True))
    for part in (rows[::7], rows[1::5], rows[:100], rows[:300]):
        for r, shown in zip(part, link(part), strict=True):
            assert lead(whole, shown) == final[r["report_id"]]


def test_both_ids_lead_to_a_merged_project() -> None:
    plants = [row("a#1", "2021-01-01", "Elbzell", "Salzgitter", **gwh(12)), row("b#1", "2023-01-01", "Gotion", "Salzgitter")]
    apart = link(plants)
    bridge = row("c#1", "2024-01-01", "Gotion+Elbzell", "Salzgitter", **gwh(12))
    merged = table(*(dict(r) for r in plants), bridge)
    assert len(set(apart)) == 2 and merged["project_id"].nunique() == 1
    assert {lead(merged, old) for old in apart} == set(merged["project_id"])


# ---------------------------------------------------------------------------------------------------------- the rule


def only(made: pd.DataFrame) -> pd.Series:
    assert len(made) == 1
    return made.iloc[0]


def chosen(made: pd.DataFrame, column: str) -> pd.Series:
    told = core.claims(made)
    return only(told[(told["column"] == column) & told["chosen"]])


def test_the_latest_value_wins_with_its_currency() -> None:
    made = table(row("a#1", "2021-01-01", "SK On", "Iváncsa", **euro(1.9e9)),
                 row("b#1", "2022-01-01", "SK On", "Iváncsa", **euro(2.4e9, 3.3e12, "KRW")),
                 row("c#1", "2023-01-01", "SK On", "Iváncsa", status="operating"))  # fmt: skip
    project = only(core.projects(made))
    assert (project["investment_amount"], project["investment_currency"]) == (3.3e12, "KRW")
    assert project["status"] == "operating" and project["reports"] == ["a#1", "b#1", "c#1"]
    assert project["first_reported"] == pd.Timestamp("2021-01-01") and project["independent_sources"] == 3


def test_of_one_day_the_more_precise_wins_and_both_are_shown() -> None:
    made = table(row("a#1", "2024-12-10", "CATL", "Zaragoza", **gwh(52)),
                 row("b#1", "2024-12-10", "CATL", "Zaragoza", **gwh(60, qualifier="about")))  # fmt: skip
    assert chosen(made, "capacity_gwh")["why"] == "of the latest day, the most precise"
    clash = only(core.conflicts(core.claims(made)))
    assert {clash["value_a"], clash["value_b"]} == {52.0, 60.0}


def test_of_one_day_more_sources_win() -> None:
    made = table(row("a#1", "2024-01-01", "CATL", "Zaragoza", **gwh(50)), row("b#1", "2024-12-10", "CATL", "Zaragoza", **gwh(50)),
                 row("c#1", "2024-12-10", "CATL", "Zaragoza", **gwh(60)))  # fmt: skip
    assert chosen(made, "capacity_gwh")["report_id"] == "b#1"


def test_a_mention_in_passing_never_wins_and_is_no_source() -> None:
    made = table(row("a#1", "2021-01-01", "SK On", "Iváncsa", **gwh(30)), row("b#1", "2025-01-01", "CATL", "Zaragoza"),
                 row("b#2", "2025-01-01", "SK On", "Iváncsa", **gwh(20), evidence=said("In Iváncsa, 20 GWh.")))  # fmt: skip
    projects = core.projects(made).set_index("city")
    assert projects.loc["Iváncsa", "capacity_gwh"] == 30 and projects.loc["Iváncsa", "independent_sources"] == 1
    told = core.claims(made)
    assert set(told[told["passing"]]["why"]) == {"a mention in passing"}


def test_an_expansion_keeps_its_figures_until_it_runs() -> None:
    first = row("a#1", "2022-01-01", "Umicore", "Kokkola", status="operating", **euro(3e8))
    second = row("b#1", "2023-01-01", "Umicore", "Kokkola", kind="expansion", status="construction", **euro(5e8))
    assert only(core.projects(table(first, second)))["investment_eur"] == 3e8
    runs = row("c#1", "2025-01-01", "Umicore", "Kokkola", kind="expansion", status="operating", **euro(8e8))
    made = table(*(r | {"project_id": None} for r in (first, second, runs)))
    assert link([first, second, runs])[0] == link([first])[0] and len(core.projects(made)) == 3


def test_a_figure_that_is_only_recalled_does_not_count() -> None:
    both = gwh(40)["capacities"] + gwh(15)["capacities"]
    made = table(row("a#1", "2022-01-01", "Freyr", "Vaasa", **gwh(40)),
                 row("b#1", "2023-01-01", "Freyr", "Vaasa", capacities=both, capacity_gwh=15, capacity_gwh_max=40))  # fmt: skip
    project = only(core.projects(made))
    assert (project["capacity_gwh"], project["capacity_gwh_max"]) == (15, 15)
    told = core.claims(made)
    assert "recalls the earlier figure" in set(told["why"])


def test_a_first_stage_beside_the_full_build_out_is_not_recalled() -> None:
    stages = gwh(20, basis="initial")["capacities"] + gwh(40, basis="target")["capacities"]
    made = table(row("a#1", "2022-01-01", "Freyr", "Vaasa", **gwh(20)),
                 row("b#1", "2023-01-01", "Freyr", "Vaasa", capacities=stages, capacity_gwh=20, capacity_gwh_max=40))  # fmt: skip
    project = only(core.projects(made))
    assert (project["capacity_gwh"], project["capacity_gwh_max"]) == (20, 40)


@pytest.mark.parametrize(
    ("values", "column"),
    [
        (gwh(600), "capacity_gwh"),
        (gwh(40) | euro(4.5e6), "investment_eur"),
        ({"segment": "vehicles", "capacities": [{"value": 1e9, "max": 1e9, "unit": "vehicles"}]}, "capacities"),
        ({"production_start": "2925"}, "production_start"),
        ({"jobs": 900_000, "jobs_max": 900_000}, "jobs"),
        ({"investments": euro(3e9)["investments"] + euro(3e6)["investments"], "investment_eur": 3e9}, "investment_eur"),
    ],
)
def test_an_implausible_figure_is_kept_and_not_charted(values: Row, column: str) -> None:
    made = table(row("a#1", "2024-01-01", "CATL", "Debrecen", **values))
    project = only(core.projects(made))
    assert project[column] == [] if column == "capacities" else pd.isna(project[column])
    told = core.claims(made)
    claim = told[told["column"] == column].iloc[0]
    assert claim["why"].startswith("implausible: ") and not claim["chosen"]


def test_the_rule_covers_every_column_once() -> None:
    columns = [column for rule in RULES for column in rule.columns]
    assert len(columns) == len(set(columns)) and all(column in markdown() for column in columns)


# ---------------------------------------------------------------------------------------------------- time, sources


@pytest.mark.parametrize(
    ("as_of", "infer", "status", "basis"),
    [
        ("2022-12-31", True, "announced", "stated"), ("2023-01-01", True, "shelved", "inferred"),
        ("2025-01-01", True, "cancelled", "inferred"), ("2025-01-01", False, "announced", "stated"),
        (None, True, "announced", "stated"),
    ],
)  # fmt: skip
def test_silence(as_of: str | None, infer: bool, status: str, basis: str) -> None:
    made = table(row("a#1", "2021-01-01", "Freyr", "Vaasa", status="announced"))
    project = only(core.projects(made, as_of=as_of, infer=infer))
    assert (project["status"], project["status_basis"]) == (status, basis)
    steps = core.history(made, as_of=as_of, infer=infer)
    assert steps["status"].iloc[-1] == status and steps["basis"].iloc[-1] == basis


def test_a_plant_that_runs_is_not_shelved_by_silence() -> None:
    made = table(row("a#1", "2011-01-01", "Freyr", "Vaasa", status="operating"))
    assert only(core.projects(made, as_of="2025-01-01"))["status"] == "operating"


def test_steps_and_slippage() -> None:
    made = table(row("a#1", "2021-01-01", "EV Metals", "Vaasa", status="announced", production_start="2024-06", **gwh(10)),
                 row("b#1", "2022-01-01", "EV Metals", "Vaasa", status="announced", production_start="2024"),
                 row("c#1", "2023-01-01", "EV Metals", "Vaasa", status="construction", production_start="2026-01", **gwh(8)))  # fmt: skip
    steps = core.history(made)
    assert list(steps["status"]) == ["announced", "announced", "construction"]
    assert list(steps["changed"]) == [True, False, True]
    moved = core.slippage(made)
    assert list(moved["column"]) == ["production_start", "capacity_gwh", "capacity_gwh_max"]
    assert list(moved["change"]) == [24.0, -2.0, -2.0]


WIRE = "De fabriek zal vanaf volgend jaar 15.000 ton batterijen per jaar verwerken in plaats van 10.000 ton."


def test_a_wire_copy_is_no_second_source() -> None:
    evidence = said(WIRE, "Er werken straks 130 mensen in drie ploegen, zegt de directeur van het bedrijf.")
    made = table(row("a#1", "2023-10-05", "Umicore", "Debrecen", evidence=evidence),
                 row("b#1", "2023-10-06", "Umicore", "Debrecen", evidence=evidence[:1]),
                 row("c#1", "2023-10-06", "Umicore", "Debrecen", evidence=said("Umicore baut in Debrecen. " + WIRE[:30], "Ab 2025.")),
                 row("d#1", "2024-10-06", "Umicore", "Debrecen", evidence=evidence, language="nl"))  # fmt: skip
    assert sources(made) == {"a.txt": "a.txt", "b.txt": "a.txt", "c.txt": "c.txt", "d.txt": "d.txt"}
    project = only(core.projects(made))
    assert project["independent_sources"] == 3 and project["first_in"] == {"de": "2023-10-05", "nl": "2024-10-06"}


def test_a_joint_total_is_counted_once() -> None:
    made = table(row("a#1", "2024-01-01", "SK On", "US", kind="programme", status="construction", **euro(18.5e9)),
                 row("a#2", "2024-01-01", "SK On", "Cartersville", status="construction"),
                 row("b#1", "2022-01-01", "SK On", "Cartersville", status="construction", **euro(5e9)),
                 row("c#1", "2022-01-01", "SK On", "Komárom", status="construction", **euro(1e9)))  # fmt: skip
    projects = current(made).set_index("kind")
    programme = projects.loc["programme"]
    assert len(programme["plants"]) == 1 and programme["investment_eur"] == 18.5e9
    assert active_total(current(made), INVESTMENT).high == 18.5e9 + 1e9


# ------------------------------------------------------------------------------------------------------ corrections

TOML = """
[[correction]]
date = 2025-01-31
reason = "The 40 GWh are the former plan."
do = "set"
report = "b#1"
column = "capacity_gwh"
value = 15
was = 40

[[correction]]
date = 2025-01-31
reason = "No such plant."
do = "drop"
report = "c#1"

[[correction]]
date = 2025-01-31
reason = "Gone by now."
do = "clear"
report = "never#1"
column = "jobs"

[[correction]]
date = 2025-01-31
reason = "Read rightly by now."
do = "clear"
report = "a#1"
column = "jobs"
"""


def test_corrections(tmp_path: Path) -> None:
    file = tmp_path / "corrections.toml"
    file.write_text(TOML, encoding="utf-8")
    rows = [row("a#1", "2022-01-01", "Freyr", "Vaasa", **gwh(30)), row("b#1", "2023-01-01", "Freyr", "Vaasa", **gwh(40)),
            row("c#1", "2023-01-01", "Freyr", "Kokkola")]  # fmt: skip
    applied = hand.apply(rows, hand.load(file))
    assert [r["report_id"] for r in applied.rows] == ["a#1", "b#1"] and rows[1]["capacity_gwh"] == 40
    assert len(applied.unfit) == 2 and "never#1" in applied.unfit[0] and "by itself" in applied.unfit[1]
    made = table(*applied.rows)
    assert only(core.projects(made))["capacity_gwh"] == 15
    told = core.claims(made)
    of_b = told[(told["report_id"] == "b#1") & (told["column"] == "capacity_gwh")]
    assert list(of_b["value"]) == [15.0, "40"] and list(of_b["chosen"]) == [True, False]
    assert of_b["why"].iloc[1] == "Corrected on 2025-01-31: The 40 GWh are the former plan."


def test_projects_are_merged_and_split_by_hand() -> None:
    rows = [row("a#1", "2022-01-01", "Freyr", "Vaasa"), row("b#1", "2023-01-01", "CATL", "Debrecen"),
            row("c#1", "2023-01-01", "CATL", "Debrecen")]  # fmt: skip
    ids = link(rows)
    entry = {"number": 1, "day": pd.Timestamp("2025-01-31").date(), "reason": "One."}
    merge = hand.apply(rows, [hand.Correction(do="merge", reports=("a#1", ids[1]), **entry)])
    assert len(set(link(merge.rows, merge.merged, merge.apart))) == 1
    split = hand.apply(rows, [hand.Correction(do="split", reports=("c#1",), **entry)])
    assert len(set(link(split.rows, split.merged, split.apart))) == 3


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("x = 1", "only [[correction]]"), ('[[correction]]\ndo = "guess"', "do must be one of"),
        ('[[correction]]\ndo = "drop"\ndate = 2025-01-01\nreason = "x"', "report is missing"),
        ('[[correction]]\ndo = "drop"\ndate = 2025-01-01\nreason = "x"\nreport = "a#1"\nvalue = 1', "knows no value"),
        ('[[correction]]\ndo = "clear"\ndate = 2025-01-01\nreason = "x"\nreport = "a#1"\ncolumn = "colour"', "no column"),
        ('[[correction]]\ndo = "set"\ndate = 2025-01-01\nreason = "x"\nreport = "a#1"\ncolumn = "status"\nvalue = "gone"', "not one of"),
        ("[[", "cannot be read as TOML"),
    ],
)  # fmt: skip
def test_a_faulty_file_says_what_is_wrong(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "c.toml").write_text(text, encoding="utf-8")
    with pytest.raises(GigaledgerError, match="c.toml.*") as fault:
        hand.load(tmp_path / "c.toml")
    assert says in str(fault.value)


def test_a_build_takes_the_corrections_in_the_folder(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Freyr baut in Vaasa eine Zellfabrik. Sie kostet 700 Millionen Euro.\n", encoding="utf-8")
    (tmp_path / "corrections.toml").write_text(
        '[[correction]]\ndate = 2025-01-01\nreason = "x"\ndo = "drop"\nreport = "b#1"\n', encoding="utf-8"
    )
    built = core.build(tmp_path)
    assert len(built.unfit) == 1 and "there is no b#1" in built.unfit[0] and not built.skipped
