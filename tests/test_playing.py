"""Who buys what a plant makes, and who supplies it, as sentences say it in each language."""

from __future__ import annotations

import pytest

from core.models import Article
from core.reading import read_one

HEAD = {
    "nl": "Umicore bouwt in Nysa een fabriek voor kathodemateriaal van 20 GWh per jaar. De investering bedraagt 800 miljoen euro. ",
    "de": "CATL baut in Arnstadt eine Batteriefabrik mit 14 GWh im Jahr. Das Werk kostet 1,8 Milliarden Euro. ",
    "fi": "SK On rakentaa Iváncsaan akkutehtaan, jonka kapasiteetti on 30 GWh vuodessa. Tehdas maksaa 1,5 miljardia euroa. ",
}


def roles(language: str, sentence: str) -> dict[str, str]:
    reading = read_one(Article("a.txt", f"{HEAD[language]}{sentence}\n"))
    row = reading.rows[0]
    return dict(zip(row["partners"], row["roles"], strict=True))


@pytest.mark.parametrize(
    ("language", "sentence", "role", "names"),
    [
        ("fi", "Kennot menevät Volkswagenille, Fordille ja Hyundaille.", "buyer", ["Volkswagen", "Ford", "Hyundai"]),
        ("fi", "Tehtaan suurin asiakas on BMW.", "buyer", ["BMW"]),
        ("nl", "De fabriek levert aan BMW en Volkswagen.", "buyer", ["BMW", "Volkswagen"]),
        ("nl", "Eerste klant van de fabriek is Mercedes-Benz.", "buyer", ["Mercedes-Benz"]),
        ("de", "Das Werk liefert Zellen an BMW.", "buyer", ["BMW"]),
        ("de", "Erster Abnehmer ist Volkswagen.", "buyer", ["Volkswagen"]),
        ("de", "Die Anlagen werden von Manz geliefert.", "supplier", ["Manz"]),
    ],
)
def test_buyers_and_suppliers(language: str, sentence: str, role: str, names: list[str]) -> None:
    found = roles(language, sentence)
    assert [found.get(name) for name in names] == [role] * len(names)


@pytest.mark.parametrize(
    ("language", "sentence", "name"),
    [
        ("nl", "Toeleverancier VDL bouwt mee aan de fabriek.", "VDL"),
        ("de", "Gebaut wird das Werk gemeinsam mit Volkswagen.", "Volkswagen"),
        ("de", "Erster Abnehmer ist Volkswagen. Volkswagen hält auch 20 Prozent an der Fabrik.", "Volkswagen"),
        ("fi", "Tehtaan toinen omistaja on Volkswagen.", "Volkswagen"),
    ],
)
def test_who_has_a_hand_in_the_plant_is_no_buyer(language: str, sentence: str, name: str) -> None:
    assert roles(language, sentence).get(name) not in ("buyer", "supplier")


def test_a_list_of_customers_has_no_supplier_in_it() -> None:
    """Nobody of whom the sentence says that he buys is made the supplier, only because he stands first."""
    head = "SK On baut in Iváncsa eine Batteriefabrik mit 30 GWh im Jahr. Die Aktie legte um drei Prozent zu.\n\n"
    told = "Zu den Abnehmern der Koreaner zählen Volkswagen, Ford und Hyundai.\n"
    rows = read_one(Article("a.txt", head + told)).rows
    roles = {name: role for row in rows for name, role in zip(row["partners"], row["roles"], strict=True)}
    assert [roles[name] for name in ("Volkswagen", "Ford", "Hyundai")] == ["buyer"] * 3
    assert "supplier" not in roles.values()
