"""Which reports are one project, which are not, and how an id keeps leading to its project."""

from __future__ import annotations

import csv
import random
from array import array
from collections import Counter
from copy import deepcopy
from pathlib import Path

import pytest
from ledger_many import many
from ledger_rows import Row, euro, groups, gwh, row, said, table

import core
from core.ledger.groups import Groups
from core.ledger.known_towns import KnownTowns, companies_mark
from core.ledger.linking import Early, kilometres, link, link_reports
from core.ledger.names import lead, mark
from core.ledger.sentences import Sentences
from core.ledger.telling import Identity, Telling, above, companies, identity, owners, sentences, tellings
from core.ledger.towns import is_site

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
    "a short form of the owner's name": [
        row("a#1", "2021-01-01", "LG Energy Solution", "Debrecen"), row("b#1", "2022-01-01", "LG", "Debrecen")],
    "the joint venture in one paper, its owners in the other": [
        row("a#1", "2021-01-01", "Opel+TotalEnergies", "Salzgitter"), row("b#1", "2022-01-01", "ACC", "Salzgitter")],
    "a new owner makes cells for another use": [
        row("a#1", "2021-01-01", "Elbzell", "Salzgitter", **gwh(30)), row("b#1", "2022-01-01", "Elbzell", "Salzgitter", status="closed"),
        row("c#1", "2023-01-01", "Gotion", "Salzgitter", segment="storage", evidence=said("Gotion rettet Elbzell.", "Ja."), **gwh(30)),
        row("d#1", "2024-01-01", "Elbzell", "Salzgitter", status="cancelled")],
    "read as quite another segment, the same amount": [
        row("a#1", "2021-01-01", "BASF", "Salzgitter", segment="battery_materials", **euro(5e8)),
        row("b#1", "2022-01-01", "BASF", "Salzgitter", segment="vehicles", **euro(5e8))],
    "a landscape that is no state": [
        row("a#1", "2021-01-01", "Freyr", "FI/Bothnia", **gwh(40)), row("b#1", "2022-01-01", "Freyr", "Vaasa", **gwh(40)) | {"region": "East Bothnia"}],
    "the money for a plant, with its capacity": [
        row("a#1", "2021-01-01", "Verkor+Renault", "Salzgitter", **gwh(16)), row("b#1", "2022-01-01", "Verkor+Renault", None, kind="funding", **gwh(16))],
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
    "cars and cells of one company, as many cars": [
        row("a#1", "2021-01-01", "Volkswagen", "Salzgitter", segment="vehicles", capacities=[{"value": 5e5, "max": 5e5, "unit": "vehicles"}]),
        row("b#1", "2022-01-01", "Volkswagen", "Salzgitter", capacities=[{"value": 5e5, "max": 5e5, "unit": "vehicles"}])],
    "owners that have one owner only in common": [
        row("a#1", "2021-01-01", "Opel+Bosch", "Salzgitter"), row("b#1", "2022-01-01", "Peugeot+Siemens", "Salzgitter")],
    "another state of the country": [
        row("a#1", "2021-01-01", "SK On", "US/Kentucky", **gwh(35)), row("b#1", "2022-01-01", "SK On", "Cartersville", **gwh(35))],
    "money for the company": [
        row("a#1", "2021-01-01", "Verkor+Renault", "Salzgitter", **gwh(16)), row("b#1", "2022-01-01", "Verkor+Renault", None, kind="funding", **gwh(50))],
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


def test_what_an_article_mentions_beside_its_plant_is_in_that_town() -> None:
    plants = [row("a#1", "2021-01-01", "CATL", "Debrecen", **gwh(100)), row("b#1", "2021-05-01", "CATL", "Zaragoza", **gwh(50)),
              row("c#1", "2022-01-01", "EVE Energy", "Debrecen", **gwh(28))]  # fmt: skip
    assert {"a#1", "c#2"} in groups([*plants, row("c#2", "2022-01-01", "CATL", None)])
    assert len(groups([*plants, row("c#2", "2022-01-01", "CATL", None, **gwh(7))])) == 4


def test_two_reports_of_one_article_are_not_both_the_plant_without_a_town() -> None:
    told = [
        row("b#1", "2022-01-01", "Freyr", "FI/Ostrobothnia", **gwh(40)),
        row("b#2", "2022-01-01", "Freyr", "FI/Ostrobothnia", **gwh(3)),
    ]
    assert {"a#1", "b#1"} in groups([row("a#1", "2021-01-01", "Freyr", "Vaasa", **gwh(40)), *told])


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


def test_reports_that_are_linked_early_are_linked_as_with_the_others() -> None:
    """Day by day some reports come, some are corrected and some are gone; what is known of the towns is kept between."""
    rows, _ = many(1500)
    chance = random.Random(7)
    said, quoted = [identity(r) for r in rows], [sentences(r) for r in rows]
    known, anew = KnownTowns(), []
    for day in range(6):
        here = [n for n in range(len(rows)) if chance.random() < 0.99]
        marks = array("q", (known.marks("segment", len(rows), n, 1)[0] for n in here))
        left = len(_to_be_linked(said, here, known, marks)) / len(here)
        early = Early([said[n] for n in here], Sentences.of(quoted[n] for n in here), known, marks)
        now = [n for n in range(len(rows)) if n in set(here) and chance.random() < 0.99 or chance.random() < 0.1]
        if day == 3:  # in another order, as after files were renamed
            chance.shuffle(now)
        changed = [said[n]._replace(partners=("CATL",), roles=("owner",)) if chance.random() < 0.01 else said[n] for n in now]
        reports = [s.report for s in changed]
        apart = [[chance.choice(reports)], chance.sample(reports, 2)] if day % 2 else []
        merged = [chance.sample(reports, 3)] if day > 2 else []
        text = Sentences.of(quoted[n] for n in now)
        assert link_reports(changed, text, merged, apart, early) == link_reports(changed, text, merged, apart)
        anew.append(left)
    assert anew[0] > 0.5 and max(anew[1:]) < 0.5 * anew[0]


def _to_be_linked(said: list[Identity], here: list[int], known: KnownTowns, marks: array[int]) -> list[Telling]:
    some = [said[n] for n in here]
    over = above(companies(some))
    told = [t for t in tellings(some, Sentences(), over) if t.city and is_site(t)]
    return deepcopy(known).link(Groups(), told, marks, companies_mark(over))


def test_what_is_known_of_towns_is_not_used_where_other_companies_count_as_one() -> None:
    rows = [row("a#1", "2021-01-01", "LG Energy Solution", "Vaasa"), row("b#1", "2022-01-01", "LG", "Vaasa")]
    more = [row("c#1", "2022-01-01", "LG Energy", "Oulu")]
    said, text = [identity(r) for r in rows + more], Sentences.of(map(sentences, rows + more))
    early = Early(said[:2], text.cut(0, 2), KnownTowns(), range(2))
    assert link_reports(said, text, early=early) == link_reports(said, text)


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


def test_an_id_leads_on_when_its_file_is_renamed() -> None:
    plants = [row("a#1", "2021-01-01", "Freyr", "Vaasa"), row("b#1", "2022-01-01", "CATL", "Debrecen")]
    shown = link(plants)
    renamed = table(row("2021/freyr#1", "2021-01-01", "Freyr", "Vaasa"), plants[1])
    assert lead(renamed, shown[0]) == renamed["project_id"].iloc[0] != shown[0]
    assert lead(renamed, shown[1]) == shown[1] and lead(renamed, "freyr-kokkola-cells-aaaaaaaa") is None
    # Two projects of the same words: nothing is guessed.
    twins = table(row("x#1", "2021-01-01", "CATL", "HU"), row("y#1", "2022-01-01", "CATL", "HU", kind="programme") | {"kind": "new"})
    twins["project_id"] = ["catl-cells-bbbbbbbb", "catl-cells-cccccccc"]
    assert lead(twins, "catl-cells-dddddddd") is None


def test_both_ids_lead_to_a_merged_project() -> None:
    plants = [row("a#1", "2021-01-01", "Elbzell", "Salzgitter", **gwh(12)), row("b#1", "2023-01-01", "Gotion", "Salzgitter")]
    apart = link(plants)
    bridge = row("c#1", "2024-01-01", "Gotion+Elbzell", "Salzgitter", **gwh(12))
    merged = table(*(dict(r) for r in plants), bridge)
    assert len(set(apart)) == 2 and merged["project_id"].nunique() == 1
    assert {lead(merged, old) for old in apart} == set(merged["project_id"])
