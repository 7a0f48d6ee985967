"""What a translation lost: an original, its English, and what the check has to find missing."""

from __future__ import annotations

import pytest

from core.translation.checks import lost


@pytest.mark.parametrize(
    ("language", "original", "english", "gone"),
    [
        ("nl", "De fabriek kost 2,5 miljard euro.", "The factory costs 2.5 billion euros.", ()),
        ("nl", "De fabriek kost 2,5 miljard euro.", "The factory costs EUR 2,500 million.", ()),
        ("nl", "De fabriek kost 2,5 miljard euro.", "The factory costs €2.5bn.", ()),
        ("nl", "De fabriek kost 2,5 miljard euro.", "The factory costs two and a half billion euros.", ()),
        ("nl", "De fabriek kost 2,5 miljard euro.", "The factory costs 2.5 million euros.", ("2.5 billion",)),
        ("nl", "De fabriek kost 2,5 miljard euro.", "The factory costs 2.5 billion dollars.", ("EUR",)),
        ("nl", "De fabriek kost 2,5 miljard euro.", "The factory is expensive.", ("2.5 billion", "EUR")),
        ("nl", "Er komen 3.000 banen.", "There will be 3,000 jobs.", ()),
        ("nl", "Er komen 3.000 banen.", "There will be three thousand jobs.", ()),
        ("nl", "Er komen 3.000 banen.", "There will be 3.000 jobs.", ("3,000",)),
        ("nl", "Er komen 3.000 banen.", "There will be 300 jobs.", ("3,000",)),
        ("nl", "Er komen tweehonderdvijftig banen bij.", "250 jobs will be added.", ()),
        ("nl", "Anderhalf miljard euro voor een fabriek", "One and a half billion euros for a factory", ()),
        ("nl", "De bouw duurt anderhalf jaar.", "Construction takes a year and a half.", ()),
        ("nl", "De bouw duurt een half jaar.", "Construction takes six months.", ()),
        ("nl", "Er komen twee fabrieken.", "Both plants are coming.", ()),
        ("nl", "Er komen twee fabrieken.", "Plants are coming.", ("2",)),
        ("nl", "Stellantis en Samsung SDI bouwen in Kokomo.", "Stellantis and Samsung SDI are building in Kokomo.", ()),
        ("nl", "Stellantis en Samsung SDI bouwen in Kokomo.", "The carmaker and Samsung SDI are building there.", ("Stellantis", "Kokomo")),
        ("nl", "Northvolt bouwt in Duitsland.", "Northvolt is building a German plant.", ()),
        ("nl", "Northvolt bouwt in de Verenigde Staten.", "Northvolt is building in the U.S.", ()),
        ("nl", "Northvolt bouwt in Duitsland.", "North Volt is building in Denmark.", ("Northvolt", "Germany")),
        ("nl", "De fabriek kost 2 tot 3 miljard dollar.", "The factory costs $2-3 billion.", ()),
        ("nl", "De fabriek kost 2 tot 3 miljard dollar.", "The factory costs up to $3 billion.", ("2 billion",)),
        ("nl", "Op 2-10-2025 begint de bouw.", "Construction begins on October 2, 2025.", ()),
        ("nl", "Op 2-10-2025 begint de bouw.", "Construction begins in October.", ("2025",)),
        ("nl", "Een park van 500 MWh in Vlissingen", "A 500 MWh park in Vlissingen", ()),
        ("nl", "Een park van 500 MWh in Vlissingen", "A 500 megawatt-hour park in Flushing", ("Flushing",)),
        ("nl", "Een park van 500 MWh", "A 500 MW park", ("MWh",)),
        ("nl", "Het aandeel steeg met 12,5 procent.", "The share rose by 12.5 per cent.", ()),
        ("nl", "Het aandeel steeg met 12,5 procent.", "The share rose by 12.5.", ("percent",)),
        ("fi", "Freyr rakentaa Vaasaan 43 GWh:n tehtaan.", "Freyr will build a 43 GWh plant in Vaasa.", ()),
        ("fi", "Freyr rakentaa Vaasaan 43 GWh:n tehtaan.", "Freyr will build a 43 gigawatt plant in Waasa.", ("Vaasa", "GWh")),
        ("fi", "Tehdas maksaa puolitoista miljardia euroa.", "The plant costs 1.5 billion euros.", ()),
        ("fi", "Kaksisataa työpaikkaa Haminaan", "Two hundred jobs for Hamina", ()),
        ("fi", "Kaksisataa työpaikkaa Haminaan", "Hundreds of jobs for the harbour", ("200", "Hamina")),
        ("fi", "Kokous alkaa 2.10. kello 14.30.", "The meeting begins on 2 October at 2:30 p.m.", ()),
        ("de", "VW investiert zwei Billionen Euro in Köln.", "Volkswagen invests two trillion euros in Cologne.", ()),
        ("de", "VW investiert zwei Billionen Euro in Köln.", "VW invests two billion euros in Köln.", ("2 trillion",)),
        ("de", "VW investiert 1 Milliarde Euro in Salzgitter.", "VW is investing a billion euros in Salzgitter.", ()),
        ("de", "Das 2. Werk öffnet 2027.", "The second plant opens in 2027.", ()),
        ("de", "Seit den 90er Jahren baut BMW Autos.", "BMW has been building cars since the 1990s.", ()),
        ("xx", "Anything 45", "Nothing", ()),
    ],
)  # fmt: skip
def test_what_a_translation_lost(language: str, original: str, english: str, gone: tuple[str, ...]) -> None:
    assert set(lost(original, english, language)) - {"Vlissingen"} == set(gone) - {"Flushing"}
