"""Numbers as the press writes them, one case a line: language, text, low, high, qualifier, change."""

from __future__ import annotations

import pytest

from core.numbers import find_numbers

M, BN = 1e6, 1e9
CASES = [
    ("nl", "anderhalf miljard euro", 1.5 * BN, 1.5 * BN, None),
    ("nl", "2,5 tot 3,1 miljard dollar", 2.5 * BN, 3.1 * BN, None),
    ("nl", "ruim duizend banen", 1000, 1000, "at_least"),
    ("nl", "vijftienhonderd beloofde banen", 1500, 1500, None),
    ("nl", "tweehonderdvijftig mensen", 250, 250, None),
    ("nl", "zesentwintig kandidaten", 26, 26, None),
    ("nl", "een kleine 60 miljoen", 60 * M, 60 * M, "about"),
    ("nl", "een half miljoen", 0.5 * M, 0.5 * M, None),
    ("nl", "een\nkwart", 0.25, 0.25, None),
    ("nl", "zo'n 190.000 ton", 190_000, 190_000, "about"),
    ("nl", "$4,5 miljard", 4.5 * BN, 4.5 * BN, None),
    ("nl", "tussen 500 en 700 miljoen", 500 * M, 700 * M, None),
    ("nl", "800 miljoen tot 1,2 miljard", 800 * M, 1.2 * BN, None),
    ("nl", "2.5 miljard", 2.5 * BN, 2.5 * BN, None),
    ("nl", "4,1 miljard", 4_100_000_000, 4_100_000_000, None),
    ("nl", "11 biljoen won", 11e12, 11e12, None),
    ("de", "zwei bis drei Milliarden", 2 * BN, 3 * BN, None),
    ("de", "rund 4,5 Mrd. Euro", 4.5 * BN, 4.5 * BN, "about"),
    ("de", "70 bis 80 Mio. Euro", 70 * M, 80 * M, None),
    ("de", "12'000 Tonnen", 12_000, 12_000, None),
    ("de", "12’000 Tonnen", 12_000, 12_000, None),
    ("de", "bis zu 2.000 Arbeitsplätze", 2000, 2000, "up_to"),
    ("de", "anderthalb Milliarden", 1.5 * BN, 1.5 * BN, None),
    ("de", "zweieinhalb Milliarden", 2.5 * BN, 2.5 * BN, None),
    ("de", "halbe Milliarde", 0.5 * BN, 0.5 * BN, None),
    ("de", "zweihundertfünfzig Leute", 250, 250, None),
    ("de", "fünfundzwanzig Leute", 25, 25, None),
    ("de", "zwischen 500 und 700 Millionen", 500 * M, 700 * M, None),
    ("de", "mehr als 1.400", 1400, 1400, "at_least"),
    ("de", "kostet über 70 Millionen Euro", 70 * M, 70 * M, "at_least"),
    ("de", "ein Bescheid über 70 Millionen Euro", 70 * M, 70 * M, None),
    ("de", "das Darlehen der Förderbank über 70 Millionen Euro", 70 * M, 70 * M, None),
    ("de", "den Rahmenvertrag mit dem Hersteller über 8 GWh", 8, 8, None),
    ("de", "der Kredit der Bank liegt über 70 Millionen Euro", 70 * M, 70 * M, "at_least"),
    ("de", "eine Zusage von über 70 Millionen Euro", 70 * M, 70 * M, "at_least"),
    ("fi", "puolitoista miljardia", 1.5 * BN, 1.5 * BN, None),
    ("fi", "puolentoista miljardin kruunun", 1.5 * BN, 1.5 * BN, None),
    ("fi", "2,5–4 miljardia euroa", 2.5 * BN, 4 * BN, None),
    ("fi", "600–650 miljoonaa euroa", 600 * M, 650 * M, None),
    ("fi", "60 000 tonnia", 60_000, 60_000, None),
    ("fi", "60\u00a0000 tonnia", 60_000, 60_000, None),
    ("fi", "pari sataa", 200, 200, None),
    ("fi", "parikymmentä yritystä", 20, 20, None),
    ("fi", "nelisenkymmentä työpaikkaa", 40, 40, None),
    ("fi", "kaksisataaviisikymmentä", 250, 250, None),
    ("fi", "yli tuhat ihmistä", 1000, 1000, "at_least"),
    ("fi", "miljardin euron tehdas", BN, BN, None),
    ("fi", "puolisen miljardia euroa", 0.5 * BN, 0.5 * BN, None),
    ("fi", "runsaan kolmen miljardin kruunun", 3 * BN, 3 * BN, "at_least"),
]


@pytest.mark.parametrize(("language", "text", "low", "high", "qualifier"), CASES)
def test_number(language: str, text: str, low: float, high: float, qualifier: str | None) -> None:
    found = find_numbers(text, language)[-1]
    assert (found.low, found.high, found.qualifier, found.change) == (low, high, qualifier, False)


CHANGES = [
    ("nl", "van 4 naar 7,3 miljard", 4 * BN, 7.3 * BN),
    ("nl", "van 23 naar 18 procent", 23, 18),
    ("de", "Von heute 13 auf 40 GWh", 13, 40),
    ("de", "von derzeit 110 auf 160", 110, 160),
    ("fi", "aluksi 20 000 ja myöhemmin jopa 60 000 tonnia", 20_000, 60_000),
]


@pytest.mark.parametrize(("language", "text", "low", "high"), CHANGES)
def test_change(language: str, text: str, low: float, high: float) -> None:
    found = find_numbers(text, language)[-1]
    assert (found.low, found.high, found.change) == (low, high, True)


NOTHING = [
    ("fi", "satoja miljoonia"),
    ("nl", "tientallen miljoenen euro's aan steun"),
    ("de", "Hunderte Millionen"),
    ("de", "eine Milliardeninvestition in EX30"),
    ("nl", "langs de E17"),
]


@pytest.mark.parametrize(("language", "text"), NOTHING)
def test_no_number_above_one(language: str, text: str) -> None:
    assert [n for n in find_numbers(text, language) if n.high > 1] == []


def test_offsets_point_at_the_words() -> None:
    text = "De fabriek kost ruim 2,5 miljard euro."
    found = find_numbers(text, "nl")[-1]
    assert text[found.start : found.end] == "ruim 2,5 miljard"
    assert text[found.core_start : found.end] == "2,5 miljard"


@pytest.mark.parametrize(
    ("language", "text", "numbers"),
    [
        ("de", "ab Sommer 2027 bis zu 25.000 Tonnen", [(2027, 2027), (25_000, 25_000)]),
        ("nl", "vanaf 2026 tot 2.500 banen", [(2026, 2026), (2_500, 2_500)]),
        ("de", "2000 bis 2500 Stellen", [(2_000, 2_500)]),
        ("de", "2.025 bis 2.600 Stellen", [(2_025, 2_600)]),
        ("de", "von 2027 bis 2030", [(2_027, 2_030)]),
    ],
)
def test_a_year_is_no_lower_end(language: str, text: str, numbers: list[tuple[float, float]]) -> None:
    assert [(n.low, n.high) for n in find_numbers(text, language)] == numbers
