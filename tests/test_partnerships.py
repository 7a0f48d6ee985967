"""Ties between companies, what a company has, and the charts of both."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from core.charts.chart import wrapped
from core.charts.matrix import kinds, matrix
from core.charts.network import LINES, MOST_NODES, NAMES, network
from core.charts.placing import NAME_WIDTH, places_of
from core.edges import edges, foremost
from core.partnerships import (
    DIRECTED,
    TIES,
    about,
    akin,
    as_one,
    belongs,
    by_group,
    family,
    group,
    of,
    said,
    ties,
)
from core.profile import countries, jobs, parents, projects_of, share, subsidiaries, totals
from core.selection import current
from core.table import frame


def report(number: int, companies: dict[str, str], sentence: str | None = "", **values: Any) -> dict[str, Any]:
    """A row; sentence: names every company (None: each stands in its own sentence)."""
    quotes = {name: sentence or f"{' und '.join(companies)} bauen." for name in companies}
    if sentence is None:
        quotes = {name: f"Satz {n}." for n, name in enumerate(companies)}
    evidence = [{"column": "partners", "value": name, "quote": quotes[name], "quote_en": "", "rule": "company.known name",
                 "confidence": 0.9} for name in companies]  # fmt: skip
    base = {"report_id": f"r{number}#2", "project_id": f"p{number}", "project": f"Plant {number}", "article": f"r{number}.txt",
            "language": "de", "kind": "new", "segment": "cells", "status": "announced", "confidence": 0.8,
            "published": f"2024-01-{number:02}", "published_precision": "day",
            "partners": list(companies), "roles": list(companies.values()), "evidence": evidence}  # fmt: skip
    return base | values


def told(*rows: dict[str, Any]) -> pd.DataFrame:
    table = frame(list(rows))
    return ties(table, current(table))


def short(found: pd.DataFrame) -> list[tuple[str, str, str]]:
    return [(row["company"], row["kind"], row["other"]) for row in found.to_dict("records")]


@pytest.mark.parametrize(
    ("companies", "values", "wanted"),
    [
        ({"CATL": "owner", "BMW": "buyer", "Umicore": "supplier"}, {},
         [("CATL", "supplies", "BMW"), ("Umicore", "supplies", "CATL")]),
        ({"CATL": "owner", "EIB": "funder", "KfW": "funder"}, {}, [("EIB", "funds", "CATL"), ("KfW", "funds", "CATL")]),
        ({"CATL": "owner", "BMW": "investor", "24M": "technology"}, {},
         [("BMW", "invests", "CATL"), ("24M", "technology", "CATL")]),
        ({"CATL": "owner", "BMW": "partner", "Ford": "partner"}, {},
         [("BMW", "project", "CATL"), ("CATL", "project", "Ford")]),
        ({"CATL": "owner", "BMW": "owner"}, {}, [("BMW", "joint_venture", "CATL")]),
        ({"CATL": "owner", "Valmet Automotive": "operator"}, {}, [("Valmet Automotive", "operates", "CATL")]),
        ({"CATL": "owner", "BMW": "partner"}, {"deal": "joint_venture"}, [("BMW", "joint_venture", "CATL")]),
        ({"CATL": "owner", "BMW": "partner"}, {"kind": "partnership", "deal": "memorandum"}, [("BMW", "agreement", "CATL")]),
        ({"CATL": "supplier", "BMW": "buyer"}, {"kind": "supply"}, [("CATL", "supplies", "BMW")]),
        ({"BMW": "investor", "CATL": "owner"}, {"kind": "acquisition"}, [("BMW", "invests", "CATL")]),
        ({"BMW": "partner", "CATL": "partner"}, {}, [("BMW", "project", "CATL")]),
        # None of these are partners.
        ({"CATL": "owner", "BMW": "owner"}, {"kind": "statistic"}, []),
        ({"CATL": "owner", "Rhodium Group": "publisher"}, {}, []),
        ({"CATL": "owner", "BMW": "partner"}, {"kind": "programme"}, []),
        ({"Northvolt": "owner", "IF Metall": "partner"}, {"kind": "closure", "status": "closed"}, []),
        ({"PowerCo": "owner", "Volkswagen": "partner"}, {}, []),
        ({"PowerCo": "owner", "Audi": "partner"}, {}, []),
        ({"LG": "owner", "LG Energy Solution": "partner"}, {}, []),
        ({"Ultium Cells": "joint_venture", "General Motors": "owner", "LG Energy Solution": "owner"}, {},
         [("General Motors", "joint_venture", "LG Energy Solution")]),
    ],
)  # fmt: skip
def test_ties_follow_the_roles(companies: dict[str, str], values: dict[str, Any], wanted: list[tuple[str, str, str]]) -> None:
    assert short(told(report(1, companies, **values))) == wanted


def test_a_programme_ties_who_pays_to_who_gets() -> None:
    found = told(report(1, {"CATL": "owner", "BMW": "partner", "EIB": "funder"}, kind="programme"))
    assert short(found) == [("EIB", "funds", "CATL")]


def test_a_tie_is_sure_where_one_sentence_names_both() -> None:
    both, apart = {"Freyr": "owner", "Finnish Minerals Group": "partner"}, {"CATL": "owner", "BMW": "partner"}
    found = told(report(1, both, "Freyr und Suomen Malmijalostus planen."), report(2, apart, None))
    assert found["sure"].tolist() == [True, False]
    assert found["quote"].tolist() == ["Freyr und Suomen Malmijalostus planen.", "Satz 1. … Satz 0."]


def test_a_doubtful_reading_is_not_sure() -> None:
    companies = {"CATL": "owner", "BMW": "partner"}
    weak = report(2, companies)
    weak["evidence"] = [item | {"confidence": 0.2} for item in weak["evidence"]]
    by_hand = report(3, companies, None)
    by_hand["evidence"] = [item | {"rule": "correction"} for item in by_hand["evidence"]]
    listed = {"Volkswagen": "supplier", "Ford": "buyer", "Hyundai": "buyer"}  # a sentence that may list buyers only
    found = told(report(1, companies, confidence=0.2), weak, by_hand, report(4, listed, kind="supply"))
    assert found["sure"].tolist() == [False, False, True, False, False]


def test_partners_of_a_joint_venture_are_tied_only_if_a_sentence_joins_them() -> None:
    companies = {"Ionway": "owner", "Umicore": "partner", "PowerCo": "partner"}
    joined = told(report(1, companies, deal="joint_venture"))
    assert ("PowerCo", "joint_venture", "Umicore") in short(joined)
    assert ("PowerCo", "joint_venture", "Umicore") not in short(told(report(1, companies, None, deal="joint_venture")))


def test_who_belongs_to_whom() -> None:
    assert group("PowerCo") == group("MAN") == "Volkswagen" and group("Ultium Cells") == "Ultium Cells"
    assert akin("PowerCo", "Audi") and akin("Ultium Cells", "General Motors") and not akin("Volkswagen", "CATL")
    assert family("Volkswagen", ["PowerCo", "CATL", "MAN"]) == ["Volkswagen", "MAN", "PowerCo"]
    assert "Ultium Cells" not in family("General Motors", ["Ultium Cells"])
    assert belongs(["MAN", "Traton", "Volkswagen", "CATL"]) == [("MAN", "Traton"), ("Traton", "Volkswagen")]
    assert parents("MAN") == ["Traton", "Volkswagen"] and subsidiaries("Porsche", ["Cellforce", "CATL"]) == ["Cellforce"]


@pytest.fixture
def found() -> pd.DataFrame:
    return told(
        report(1, {"Umicore": "owner", "PowerCo": "partner"}, segment="battery_materials"),
        report(2, {"Umicore": "owner", "Volkswagen": "partner"}, status="cancelled"),
        report(3, {"Volkswagen": "owner", "Xpeng": "partner"}, kind="partnership", segment="charging"),
        report(4, {"CATL": "supplier", "Volkswagen": "buyer"}, kind="supply"),
        report(5, {"Ford": "owner", "SK On": "partner"}),
    )


def test_a_company_with_those_that_belong_to_it(found: pd.DataFrame) -> None:
    mine = of(as_one(found, "Volkswagen"), ["Volkswagen"])
    assert list(zip(mine["partner"], mine["said"], strict=True)) == [
        ("Umicore", "is in a project with"), ("Umicore", "is in a project with"), ("Xpeng", "has an agreement with"),
        ("CATL", "buys from")]  # fmt: skip
    assert mine["named"].iloc[0] == ("PowerCo", "Umicore")
    assert set(about(mine, "batteries")["partner"]) == {"Umicore", "CATL"}
    assert set(by_group(found)["other"]) & {"SK Innovation"} and "PowerCo" not in set(by_group(found)["company"])


def test_edges_gather_the_reports_of_a_pair(found: pd.DataFrame) -> None:
    first = edges(as_one(found, "Volkswagen")).iloc[0]
    assert (first["company"], first["other"], first["projects"]) == ("Umicore", "Volkswagen", 2)
    assert first["standing"] == "active"  # one of the two still stands
    assert str(first["first"])[:10] == "2024-01-01" and str(first["last"])[:10] == "2024-01-02"
    assert first["quote"] == "Umicore und Volkswagen bauen."


def test_the_network_is_the_same_every_time_and_says_what_it_leaves_out(found: pd.DataFrame) -> None:
    made = edges(found)
    chart, again = network(made, belongs(["PowerCo", "Volkswagen"])), network(made.iloc[::-1], belongs(["PowerCo", "Volkswagen"]))
    assert chart.figure is not None and again.figure is not None
    here, there = chart.figure.data[-1], again.figure.data[-1]
    assert dict(zip(here.ids, zip(here.x, here.y, strict=True), strict=True)) == dict(
        zip(there.ids, zip(there.x, there.y, strict=True), strict=True))  # fmt: skip
    assert "CATL supplies Volkswagen" in chart.alt and "Source: 5 press articles" in chart.source
    assert [trace.name for trace in chart.figure.data][0] == "Belongs to (no deal)"
    ford = next(n for n, name in enumerate(here.ids) if name == "Ford")
    assert chart.data.iloc[here.customdata[ford][0]]["project_ids"] == "p5"
    many = [report(n % 27 + 1, {"CATL": "owner", f"Maker {n}": "partner"}, report_id=f"m{n}#1", project_id=f"m{n}") for n in range(60)]
    crowd = network(edges(told(*many)), [])
    assert crowd.figure is not None and len(crowd.figure.data[-1].ids) == MOST_NODES
    assert "Left out: 21 companies" in crowd.note and len(crowd.data) == 60


def test_no_name_of_the_network_lies_on_another() -> None:
    ties = [("Hub", f"Rather Long Name {n:02}") for n in range(30)] + [(f"Rather Long Name {n:02}", f"End {n:02}") for n in range(9)]
    places = places_of(sorted({name for tie in ties for name in tie}), ties, None)
    boxes = [(x, y, 0.1 * max(map(len, wrapped(name, NAME_WIDTH).split("<br>")))) for name, (x, y) in places.items()]
    for n, (x, y, wide) in enumerate(boxes):
        for other_x, other_y, other_wide in boxes[n + 1 :]:
            assert abs(x - other_x) >= (wide + other_wide) / 2 - 0.1 or abs(y - other_y) >= 0.3, (x, y, other_x, other_y)


def test_the_network_around_one_company(found: pd.DataFrame) -> None:
    made = edges(found)
    near, far = network(made, [], focus="Xpeng"), network(made, [], focus="Xpeng", steps=2)
    assert near.figure is not None and set(near.figure.data[-1].ids) == {"Xpeng", "Volkswagen"}
    assert far.figure is not None and set(far.figure.data[-1].ids) == {"Xpeng", "Volkswagen", "Umicore", "CATL"}
    assert near.file_name == "gigaledger_partners-of-xpeng"
    assert network(made, [], focus="Nobody").figure is None and "with Nobody" in network(made, [], focus="Nobody").empty


def test_names_from_articles_cannot_be_tags(found: pd.DataFrame) -> None:
    evil = told(report(1, {"<b>A</b> & Co": "owner", "B": "partner"}, "<script>x</script>"))
    for chart in (network(edges(evil), []), matrix(edges(evil))):
        assert chart.figure is not None
        seen = str([[trace.text, trace.hovertext] for trace in chart.figure.data]) + str(chart.figure.layout)
        assert "<script" not in seen and "<b>A</b>" not in seen and "&lt;b&gt;A" in seen


def test_matrices_count_projects_both_ways(found: pd.DataFrame) -> None:
    made = edges(as_one(found, "Volkswagen"))
    chart = matrix(made)
    names = list(chart.figure.layout.yaxis.ticktext)
    z = chart.figure.data[0].z
    assert z[names.index("Umicore")][names.index("Volkswagen")] == z[names.index("Volkswagen")][names.index("Umicore")] == 2
    assert z[names.index("Ford")][names.index("Volkswagen")] is None
    by_kind = kinds(made)
    columns = list(by_kind.figure.layout.xaxis.ticktext)
    row = list(by_kind.figure.layout.yaxis.ticktext).index("Volkswagen")
    assert by_kind.figure.data[0].z[row][columns.index("buys from")] == 1
    assert matrix(made.iloc[:0]).figure is None


def test_every_kind_has_a_name_a_line_and_words() -> None:
    assert set(LINES) == set(NAMES) == set(TIES)
    assert len({look[:2] for look in LINES.values()}) == len(LINES)
    assert all(said(kind, True) and said(kind, False) for kind in TIES)
    assert all(said(kind, True) != said(kind, False) for kind in DIRECTED)


@pytest.mark.parametrize("colour", [colour for colour, _, _ in LINES.values()])
@pytest.mark.parametrize("ground", ["#FFFFFF", "#11181E"])
def test_lines_are_seen_on_both_grounds(colour: str, ground: str) -> None:
    def luminance(value: str) -> float:
        parts = [int(value[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    light, dark = sorted((luminance(colour), luminance(ground)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 3


def test_foremost_leaves_nobody_alone(found: pd.DataFrame) -> None:
    made = edges(found)
    assert set(foremost(made, 2)) == {"Umicore", "Volkswagen"} and foremost(made, 3, "CATL")[0] == "CATL"


def test_what_a_company_has() -> None:
    rows = [
        report(1, {"Volkswagen": "owner", "Northvolt": "partner"}, investment_eur=4e9, investment_eur_max=4e9, jobs=100,
               country="DE", country_name="Germany"),
        report(2, {"PowerCo": "owner"}, investment_eur=2e9, capacity_gwh=20, capacity_gwh_max=40),
        report(3, {"CATL": "owner", "Volkswagen": "buyer"}, investment_eur=9e9, jobs=5000),
        report(4, {"PowerCo": "owner"}, investment_eur=7e9, status="cancelled"),
        report(5, {"Volkswagen": "owner"}, kind="statistic", investment_eur=99e9),
    ]  # fmt: skip
    mine = projects_of(current(frame(rows)), ["Volkswagen", "PowerCo"])
    assert mine["part"].tolist() == ["owner", "owner", "buyer", "owner"]
    assert mine["share"].fillna(0).tolist() == [0.5, 1.0, 0.0, 1.0]
    sums = totals(mine)
    assert (sums["investment"].low, sums["investment"].share_low, sums["investment"].projects) == (6e9, 4e9, 2)
    assert sums["full"].high == 40 and jobs(mine) == (100, 1) and countries(mine) == [("Germany", 1)]
    assert share(["Volkswagen", "PowerCo"], ["Volkswagen", "PowerCo"]) == 1.0 and share(["CATL"], ["Volkswagen"]) is None
