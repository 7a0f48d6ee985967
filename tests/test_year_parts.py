"""The part of a year that a sentence names beside the year which the table has."""

from __future__ import annotations

import pytest

from core.lexicon import languages, settings
from core.year_parts import start


@pytest.mark.parametrize(
    ("language", "value", "quote", "words"),
    [
        ("de", "2024", "Anfang 2024 soll die Serienfertigung anlaufen.", "early 2024"),
        ("de", "2025", "Im vierten Quartal des Jahres 2025 wird geliefert.", "fourth quarter of 2025"),
        ("de", "2026", "Produziert werden soll im Herbst 2026, gebaut ab Anfang 2025.", "autumn 2026"),
        ("de", "2021", "Baubeginn ist im dritten Quartal dieses Jahres, Anfang 2024 beginnt die Produktion.", "third quarter of 2021"),
        ("nl", "2024", "De productie begint in de tweede helft van 2024.", "second half of 2024"),
        ("nl", "2024", "De proeflijn moet eind dit jaar draaien.", "late 2024"),
        ("fi", "2025", "Tuotannon on määrä alkaa vuoden 2025 jälkipuoliskolla.", "second half of 2025"),
        ("fi", "2026", "Laitos otetaan käyttöön loppuvuodesta 2026.", "late 2026"),
        ("fi", "2023", "Se käynnistyi keväällä.", "spring 2023"),
        ("fi", "2025-06", "Se käynnistyy kesäkuussa 2025.", "2025-06"),
    ],
)  # fmt: skip
def test_the_part_that_is_named(language: str, value: str, quote: str, words: str) -> None:
    assert start(value, language, quote).words == words


@pytest.mark.parametrize(
    ("language", "value", "quote"),
    [
        ("nl", "2023", "De bouw moet volgend jaar beginnen, vanaf 2025 rollen de cellen van de band."),  # “begin” in a verb
        ("de", "2025", "Am Ende soll 2025 produziert werden."),
        ("de", "2025", "Ob Anfang 2025 oder Ende 2025, ist offen."),  # two parts of one year
        ("de", "2026", "Der Bau beginnt Ende 2025, die Fertigung 2026."),
        ("nl", "2025", "Voor de zomer valt het besluit."),
        ("de", "2025", None),
        ("en", "2025", "In late 2025."),
        (None, "2025", "Ende 2025."),
    ],
)
def test_what_is_not_plain_stays_the_year(language: str | None, value: str, quote: str | None) -> None:
    assert start(value, language, quote) == (value, 1, 12)


@pytest.mark.parametrize("language", languages())
def test_the_words_of_each_language_name_months(language: str) -> None:
    table = settings(language, "dates")
    for first, last in table["year_parts"].values():
        assert 1 <= first <= last <= 12
    assert table["beside_year"]["joints"] and table["beside_year"]["outside"]
