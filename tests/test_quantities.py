"""Numbers with units, one case a line."""

from __future__ import annotations

import pytest

from core.currency_names import SharedCurrencies
from core.quantities import find_quantities

CASES = [
    ("nl", "2,76 miljard Canadese dollar", "money", 2.76e9, "CAD"),
    ("nl", "ruim € 40 mln", "money", 40e6, "EUR"),
    ("nl", "$4,5 miljard", "money", 4.5e9, "USD"),
    ("nl", "16 miljoen pond", "money", 16e6, "GBP"),
    ("nl", "1,2 miljard Zweedse kroon", "money", 1.2e9, "SEK"),
    ("nl", "900 miljard won", "money", 9e11, "KRW"),
    ("nl", "23 gigawatuur", "capacity", 23, "GWh"),
    ("nl", "35 gigawattuur", "capacity", 35, "GWh"),
    ("nl", "100 MWh", "capacity", 0.1, "GWh"),
    ("nl", "120 kt nikkel", "capacity", 120_000, "t"),
    ("nl", "1400 nieuwe banen", "jobs", 1400, "jobs"),
    ("nl", "zeshonderd vaste jobs", "jobs", 600, "jobs"),
    ("nl", "9.000 laadpunten", "capacity", 9000, "charging_points"),
    ("de", "60 Mio. Franken", "money", 60e6, "CHF"),
    ("de", "437 Millionen Euro", "money", 437e6, "EUR"),
    ("de", "40 Gigawattstunden", "capacity", 40, "GWh"),
    ("de", "103,5 Megawatt", "capacity", 103.5, "MW"),
    ("de", "226 GW", "capacity", 226_000, "MW"),
    ("de", "20.000 Ladesäulen", "capacity", 20_000, "charging_points"),
    ("de", "3000 neue Jobs", "jobs", 3000, "jobs"),
    ("de", "600.000 Elektromotoren", "capacity", 600_000, "units"),
    ("de", "54 Milliarden Forint", "money", 54e9, "HUF"),
    ("de", "3 Milliarden Złoty", "money", 3e9, "PLN"),
    ("fi", "kolme miljardia Kanadan dollaria", "money", 3e9, "CAD"),
    ("fi", "28,5 miljoonan euron", "money", 28.5e6, "EUR"),
    ("fi", "29 gigawattituntia", "capacity", 29, "GWh"),
    ("fi", "60 000 tonnia", "capacity", 60_000, "t"),
    ("fi", "noin 270 ihmiselle", "jobs", 270, "people"),
    ("fi", "4 000 latauspistettä", "capacity", 4000, "charging_points"),
    ("fi", "34 prosenttiin", "percent", 34, "percent"),
]


@pytest.mark.parametrize(("language", "text", "kind", "value", "unit"), CASES)
def test_quantity(language: str, text: str, kind: str, value: float, unit: str) -> None:
    found = find_quantities(text, language)
    assert [(q.kind, q.high, q.unit) for q in found] == [(kind, value, unit)]


NOTHING = [
    ("nl", "een batterij van 114 kWh"),
    ("nl", "maakt sinds juli 2024 batterijcellen"),
    ("nl", "400 kW"),
    ("de", "ab Ende 2025 Batteriezellen"),
    ("de", "1,54 Milliarden Quadratmeter"),
    ("fi", "runsaan kolmen miljardin kruunun"),  # whose crowns, nothing says
    ("de", "500 Milliarden Rupien"),  # India's, Indonesia's or Pakistan's
    ("fi", "110 kilovoltin sähkölinja"),
]


@pytest.mark.parametrize(("language", "text"), NOTHING)
def test_no_quantity(language: str, text: str) -> None:
    assert find_quantities(text, language) == []


def test_crowns_follow_the_country_named() -> None:
    found = find_quantities("Norjassa lainaa on kolmen miljardin kruunun verran", "fi", SharedCurrencies([(0, "NO", False)]))
    assert [(q.low, q.unit) for q in found] == [(3e9, "NOK")]


def test_millions_without_a_currency_take_the_one_before() -> None:
    found = find_quantities("De fabriek kost 60 miljoen euro; de bank leent 20 miljoen uit.", "nl")
    assert [(q.low, q.unit, q.implied) for q in found] == [(60e6, "EUR", False), (20e6, "EUR", True)]


def test_a_plain_dollar_is_the_one_that_was_named_but_for_its_conversion() -> None:
    def units(text: str) -> list[str]:
        return [q.unit for q in find_quantities(text, "nl") if q.kind == "money"]

    assert units("De fabriek kost 7 miljard Canadese dollar. Ottawa legt daar nog eens 500 miljoen dollar bij.") == ["CAD", "CAD"]
    assert units("De fabriek kost 13 miljard Canadese dollar (9,6 miljard dollar).") == ["CAD", "USD"]
    assert units("De fabriek kost 13 miljard Canadese dollar, omgerekend 9,6 miljard dollar.") == ["CAD", "USD"]
    assert units("De fabriek kost 2 miljard dollar.\n\nElders kost het 7 miljard Canadese dollar.") == ["USD", "CAD"]


def test_one_amount_in_another_currency_does_not_lend_it_to_the_others() -> None:
    text = "Se maksaa 7 miljardia euroa, BMW:n tehdas 2 miljardia euroa, kolmas 1 miljardia euroa. Sakot ovat 26 miljoonaa forinttia. "
    found = [q.unit for q in find_quantities(text + "Neljäs tehdas maksaa 3 miljardia ja valmistuu.", "fi") if q.kind == "money"]
    assert found == ["EUR", "EUR", "EUR", "HUF", "EUR"]
