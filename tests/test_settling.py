"""What of an article is one plant after all, and what kind its report is, in sentences of the press."""

from __future__ import annotations

from typing import Any

import pytest

from core.models import Article
from core.reading import read_one


def rows(text: str) -> list[dict[str, Any]]:
    return read_one(Article("a.txt", text)).rows


def test_a_plant_of_nobody_and_nowhere_is_the_one_told_of() -> None:
    """However a stretch is parted from the plant that was told of: what names nobody and no place goes back to it."""
    text = (
        "14.5.2025\n\nTerrafame toimittaa nikkelisulfaattia\n\nTerrafamen akkukemikaalitehdas käynnistyi Sotkamossa vuonna 2021. "
        "Se maksoi 240 miljoonaa euroa. Täydellä teholla tehdas tuottaa 170 000 tonnia nikkelisulfaattia vuodessa.\n"
    )
    (row,) = [r for r in rows(text) if r["city"]]
    assert row["city"] == "Sotkamo"
    assert [c["value"] for c in row["capacities"]] == [170000.0]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("14. Mai 2025\n\nSaft baut in Nersac eine Fabrik für Batteriezellen um. Die Kapazität steigt von 3 auf 5 GWh im Jahr.\n", "expansion"),
        ("14 mei 2025\n\nUmicore gaat in Nysa de kathodefabriek uitbreiden van 20.000 naar 45.000 ton per jaar.\n", "expansion"),
        ("14.5.2025\n\nNornickel kasvattaa Harjavallan nikkelijalostamoaan. Kapasiteetti nousee 65 000 tonnista 80 000 tonniin vuodessa.\n", "expansion"),
        # What a new plant makes at first and later is no growth of one that stands.
        ("14 mei 2025\n\nBYD bouwt in Szeged een autofabriek van eerst 150.000, later 300.000 auto's per jaar.\n", "new"),
        ("14.5.2025\n\nFreyr rakentaa Vaasaan akkukennotehtaan, jonka kapasiteetti on aluksi 10 ja myöhemmin 30 GWh vuodessa.\n", "new"),
    ],
)  # fmt: skip
def test_from_a_to_b_is_growth_and_steps_are_none(text: str, kind: str) -> None:
    assert rows(text)[0]["kind"] == kind


def test_one_word_of_a_state_holds_for_every_town_of_a_list() -> None:
    text = (
        "14 mei 2025\n\nACC legt de bouw stil\n\nACC wilde in Europa drie batterijfabrieken bouwen. Het werk is gestaakt in Kaiserslautern "
        "en in Termoli.\n"
    )
    assert {"Kaiserslautern", "Termoli"} <= {r["city"] for r in rows(text)}


def test_offices_that_close_are_no_plants() -> None:
    text = (
        "14 mei 2025\n\nMorrow snijdt in kosten\n\nMorrow opende in Arendal een batterijfabriek van 1 GWh. Kantoren in Oslo en in "
        "Kjeller gaan dicht.\n"
    )
    assert {"Oslo", "Kjeller"}.isdisjoint({r["city"] for r in rows(text)})


def test_a_town_abroad_is_no_place_of_a_plant() -> None:
    text = (
        "14 mei 2025\n\nFreyr schrapt fabriek in de Amerikaanse staat Georgia\n\nFreyr zou in Mo i Rana een celfabriek van 29 GWh "
        "bouwen.\n"
    )
    (row,) = [r for r in rows(text) if r["city"] == "Mo i Rana"]
    assert [c["value"] for c in row["capacities"]] == [29.0]


def test_when_somebody_begins_is_no_figure_of_a_market() -> None:
    text = (
        "14. Mai 2025\n\nZinnwald Lithium (Altenberg)\n\nUnter dem Erzgebirge, nahe der tschechischen Grenze, will die britische Firma von "
        "2030 an Erz abbauen. Die Rede ist von 15.000 Tonnen Lithiumhydroxid im Jahr.\n"
    )
    assert "statistic" not in {r["kind"] for r in rows(text)}


def test_a_part_of_what_an_institute_counts_is_no_plant() -> None:
    text = (
        "14. Mai 2025\n\nSo steht es um die Ladepunkte\n\nIn Deutschland waren zum 1. April laut Bundesnetzagentur 163.000 Ladepunkte "
        "gemeldet, knapp 39.000 davon mit mehr als 22 Kilowatt.\n"
    )
    (row,) = rows(text)
    assert {c["value"] for c in row["capacities"]} == {163000.0, 39000.0}
    assert row["kind"] == "statistic"
