"""Joint totals stand on a programme, not on one of its plants."""

from __future__ import annotations

import pytest

from core import projects
from core.models import Article
from core.pipeline import build
from core.reading import read_one

JOINT = [
    (
        "nl",
        "12 maart 2025\n\nNorthvolt wil batterijfabrieken in Delfzijl, Emmen en Terneuzen. Samen kosten de drie fabrieken "
        "7 miljard euro. De fabriek in Emmen krijgt een capaciteit van 20 GWh.",
        7e9,
    ),
    (
        "de",
        "12. März 2025\n\nNorthvolt plant Zellfabriken in Heide, Emden und Guben. Die drei Werke kosten zusammen "
        "7 Milliarden Euro. Das Werk in Emden soll 20 GWh im Jahr schaffen.",
        7e9,
    ),
    (
        "fi",
        "12.3.2025\n\nNorthvolt suunnittelee akkukennotehtaita Vaasaan, Kotkaan ja Haminaan. Kolme tehdasta maksaa yhteensä "
        "7 miljardia euroa. Kotkan tehtaan kapasiteetti on 20 gigawattituntia.",
        7e9,
    ),
]


@pytest.mark.parametrize(("language", "text", "amount"), JOINT)
def test_a_joint_total_stands_on_the_programme(language: str, text: str, amount: float) -> None:
    rows = read_one(Article("a.txt", text)).rows
    (programme,) = [row for row in rows if row["kind"] == "programme"]
    assert [i["amount"] for i in programme["investments"]] == [amount]
    assert programme["partners"] == ["Northvolt"]
    assert not [i for row in rows if row is not programme for i in row["investments"]]


def test_a_programme_knows_its_plants(tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "a.txt").write_text(JOINT[1][1], encoding="utf-8")
    made = projects(build(tmp_path).table)
    (programme,) = made[made["kind"] == "programme"].to_dict("records")
    towns = set(made[made["project_id"].isin(programme["plants"])]["city"])
    assert towns == {"Heide", "Emden", "Guben"}


def test_one_plant_with_several_figures_is_no_programme() -> None:
    text = "12 maart 2025\n\nIn Vlissingen zet Lion Storage 372 batterijen neer, samen goed voor 364 MW en 1.457 MWh aan batterijopslag."
    assert [row["kind"] for row in read_one(Article("a.txt", text)).rows] == ["new"]


def test_a_measure_of_the_plant_is_no_count_of_plants() -> None:
    text = "12. März 2025\n\nNorthvolt baut in Heide eine Zellfabrik. Das 12-GWh-Projekt kostet insgesamt 2 Milliarden Euro."
    assert "programme" not in [row["kind"] for row in read_one(Article("a.txt", text)).rows]


BUDGETS = [
    "12 maart 2025\n\nNorthvolt bouwt in Emmen een batterijfabriek van 20 GWh. De bouw kost 900 miljoen euro. Tot 2032 steekt het concern "
    "6 miljard euro in elektrisch rijden.",
    "12. März 2025\n\nNorthvolt baut in Heide eine Zellfabrik für 20 GWh. Der Bau kostet 900 Millionen Euro. Bis 2032 gibt der Konzern "
    "6 Milliarden Euro für die Elektromobilität aus.",
]


@pytest.mark.parametrize("text", BUDGETS)
def test_what_a_company_spends_until_a_year_is_not_its_plant_s(text: str) -> None:
    rows = read_one(Article("a.txt", text)).rows
    assert [(row["kind"], [i["amount"] for i in row["investments"]]) for row in rows] == [("new", [9e8]), ("programme", [6e9])]


def test_what_goes_into_the_plant_until_a_year_is_the_plant_s() -> None:
    text = ("12. März 2025\n\nNorthvolt baut in Heide eine Zellfabrik für 20 GWh. Der Bau kostet 900 Millionen Euro. "
            "Bis 2032 sollen dort weitere 600 Millionen Euro investiert werden.")  # fmt: skip
    assert [row["kind"] for row in read_one(Article("a.txt", text)).rows] == ["new"]
