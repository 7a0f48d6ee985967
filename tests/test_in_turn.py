"""Several plants told in turn, each with its own numbers and companies; and what numbers mean without a unit of their own."""

from __future__ import annotations

import pytest

from core.articles import Article
from core.reading import read_one

Told = dict[str, tuple[list[str], list[float], int | None, str | None]]


def told(text: str) -> Told:
    """Companies, capacities, jobs and start of each town."""
    rows = read_one(Article("a.txt", f"date 2024-05-14\n\n{text}\n")).rows
    return {
        r["city"]: (r["partners"], [c["value"] for c in r["capacities"]], r.get("jobs"), r.get("production_start")) for r in rows
    }


@pytest.mark.parametrize(
    ("text", "capacities"),
    [
        ("Batteriewerke\n\nGeplant sind Zellfabriken mit 20 GWh in Salzgitter, 40 GWh in Sagunto und 60 GWh in St. Thomas.",
         {"Salzgitter": 20, "Sagunto": 40, "St. Thomas": 60}),
        ("Batteriewerke\n\nIn Salzgitter entsteht eine Zellfabrik mit 20 GWh, in Sagunto eine mit 40 GWh.",
         {"Salzgitter": 20, "Sagunto": 40}),
        ("Batterijfabrieken\n\nGepland zijn batterijfabrieken met 20 GWh in Salzgitter en 40 GWh in Sagunto.",
         {"Salzgitter": 20, "Sagunto": 40}),
    ],
)  # fmt: skip
def test_each_place_has_its_own_number(text: str, capacities: dict[str, float]) -> None:
    assert {town: row[1] for town, row in told(text).items()} == {town: [float(v)] for town, v in capacities.items()}


def test_each_place_has_its_own_company() -> None:
    rows = told("Zellfabriken\n\nSVolt errichtet seine Zellfabrik in Überherrn, Farasis in Bitterfeld. Beide sind 2025 fertig.")
    assert rows["Überherrn"][0] == ["SVOLT"] and rows["Bitterfeld-Wolfen"][0] == ["Farasis"]


@pytest.mark.parametrize(
    ("text", "jobs"),
    [
        ("Celfabrieken\n\nACC bouwt in Douvrin een celfabriek van 13 GWh, Verkor in Duinkerke een van 16 GWh. In Duinkerke komen "
         "er 1.200 banen bij, in Douvrin 2.000.", {"Douvrin": 2000, "Dunkirk": 1200}),
        ("Zellwerke\n\nACC baut in Kaiserslautern ein Zellwerk mit 13 GWh, Northvolt in Heide eines mit 60 GWh. In "
         "Kaiserslautern entstehen 2.000, in Heide 3.000 Stellen.", {"Kaiserslautern": 2000, "Heide": 3000}),
    ],
)  # fmt: skip
def test_a_number_shares_the_unit_of_the_one_before_or_behind(text: str, jobs: dict[str, int]) -> None:
    assert {town: row[2] for town, row in told(text).items()} == jobs


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("Zellwerk Kamenz\n\nIm Zellwerk in Kamenz kommen ab 2026 neue Stromspeicher hinzu.", "2026"),
        ("Batterij in Vlissingen\n\nGIGA bouwt een batterij van 300 MW in Vlissingen. Vanaf 2027 steunt de accu "
         "het net.", "2027"),
        ("Zellwerk Kamenz\n\nDas Zellwerk in Kamenz war ab 2018 ein Zulieferer ohne Batterien.", None),
    ],
)  # fmt: skip
def test_what_goes_on_from_a_year_begins_then(text: str, start: str | None) -> None:
    (row,) = told(text).values()
    assert row[3] == start


@pytest.mark.parametrize("written", ["SVolt", "SVoltin", "INOBat", "ElevenES"])
def test_a_company_is_known_by_other_capitals_inside(written: str) -> None:
    names = {"SVolt": "SVOLT", "SVoltin": "SVOLT", "INOBat": "InoBat", "ElevenES": "ElevenEs"}
    reading = read_one(Article("a.txt", f"Akkutehdas\n\n{written} rakentaa Vaasaan akkutehtaan. Tehdas maksaa 20 miljoonaa euroa.\n"))
    assert reading.analysis is not None
    assert {c.company.name for p in reading.analysis.parts for c in p.companies} == {names[written]}


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("Zellwerk Kamenz\n\nDas Zellwerk in Kamenz kostet 20 Millionen Euro, der Bund hat 4 Millionen investiert.", [2e7, 4e6]),
        ("Akkutehdas\n\nVaasan akkutehdas maksaa 20 miljoonaa euroa. Kotkaan nousee 70 miljoonan tehdas.", [2e7, 7e7]),
        ("Zellwerk Kamenz\n\nDas Zellwerk in Kamenz hat 4 Millionen verkaufte Zellen hergestellt.", []),
    ],
)
def test_millions_before_a_word_of_money_are_money(text: str, amounts: list[float]) -> None:
    rows = read_one(Article("a.txt", f"date 2024-05-14\n\n{text}\n")).rows
    assert [i["amount"] for r in rows for i in r["investments"]] == amounts


@pytest.mark.parametrize(
    "text",
    [
        "SK On baut in Iváncsa eine Batteriefabrik. Das Werk wird mit 30 GWh größer als die alte Fabrik: In Komárom fertigt SK On Zellen für 7,5 GWh.",
        "SK On bouwt in Iváncsa een batterijfabriek. De fabriek wordt met 30 GWh groter dan de oude: in Komárom maakt SK On cellen voor 7,5 GWh.",
        "SK On rakentaa akkutehtaan Iváncsaan. Tehdas on 30 GWh:n kapasiteetillaan vanhaa suurempi: Komáromissa SK On valmistaa kennoja 7,5 GWh.",
    ],
)  # fmt: skip
def test_a_colon_parts_the_plant_spoken_of_from_another_town(text: str) -> None:
    assert {town: row[1] for town, row in told(text).items()} == {"Iváncsa": [30.0], "Komárom": [7.5]}
