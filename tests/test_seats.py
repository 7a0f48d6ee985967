"""Places that are told of and are no project's: seats, courts, datelines, continents; and countries that are one's."""

from __future__ import annotations

import pytest

from core.models import Article
from core.places import find_places
from core.reading import read_one

SEATS = [
    ("de", "Der Vertrag, gestern in Bonn unterzeichnet, sieht eine Zellfabrik in Guben vor.", {"Bonn"}, {"Guben"}),
    ("de", "Gestern wurde der Vertrag für die Fabrik in Guben unterzeichnet.", set(), {"Guben"}),
    ("de", "Auf dem Weg zwischen Erfurt und Ulm lädt man in Guben.", {"Ulm"}, {"Erfurt", "Guben"}),
    ("nl", "De overeenkomst werd in Breda ondertekend; de batterijfabriek komt in Emmen.", {"Breda"}, {"Emmen"}),
    ("fi", "Sopimus akkutehtaasta Kokkolaan oli Turussa allekirjoitettu.", {"Turku"}, {"Kokkola"}),
    ("de", "Der Hersteller Nordzell mit Sitz in Ulm baut in Guben ein Batteriewerk.", {"Ulm"}, {"Guben"}),
    ("de", "Die 2019 in Jena gegründete Firma Nordzell baut in Guben ein Batteriewerk.", {"Jena"}, {"Guben"}),
    ("de", "Das Amtsgericht Erfurt hat für das Batteriewerk in Guben einen Verwalter bestellt.", {"Erfurt"}, {"Guben"}),
    ("de", "Am Hauptsitz in Ulm entsteht eine Linie für Zellen.", set(), {"Ulm"}),
    ("nl", "Het in Breda gevestigde bedrijf Noordcel bouwt in Emmen een batterijfabriek.", {"Breda"}, {"Emmen"}),
    ("nl", "Noordcel, met hoofdkantoor in Tilburg, bouwt in Emmen een batterijfabriek.", {"Tilburg"}, {"Emmen"}),
    ("nl", "De rechtbank in Zwolle sprak het faillissement van de batterijfabriek in Emmen uit.", {"Zwolle"}, {"Emmen"}),
    ("nl", "De in Breda gevestigde fabriek krijgt een lijn voor batterijen.", set(), {"Breda"}),
    ("fi", "Turussa perustettu yhtiö rakentaa akkutehtaan Kokkolaan.", {"Turku"}, {"Kokkola"}),
    ("fi", "Oulun hallinto-oikeus kumosi akkutehtaan luvan Kokkolassa.", {"Oulu"}, {"Kokkola"}),
    ("fi", "Turussa toimiva akkutehdas laajenee.", set(), {"Turku"}),
    ("nl", "De fabriek wordt gevestigd in Emmen.", set(), {"Emmen"}),
    ("nl", "De fabriek wordt opgericht in Gent.", set(), {"Ghent"}),
    ("fi", "Yhtiön pääkonttori on Espoossa ja Vaasassa on tehdas.", {"Espoo"}, {"Vaasa"}),
    ("de", "In Frankfurt fiel die Aktie um drei Prozent, in Guben steht das Batteriewerk.", {"Frankfurt"}, {"Guben"}),
    ("de", "Die Aktie des Herstellers, der ein Werk in Guben baut, fiel.", set(), {"Guben"}),
    ("nl", "Op de beurs van Amsterdam steeg het bedrijf, de fabriek staat in Emmen.", {"Amsterdam"}, {"Emmen"}),
    ("de", "Das sagte er vor Investoren in London; das Batteriewerk kommt nach Guben.", {"London"}, {"Guben"}),
    ("nl", "Op een congres in Utrecht ging het over de batterijfabriek in Emmen.", {"Utrecht"}, {"Emmen"}),
    ("fi", "Oulun messuilla esiteltiin Kokkolan akkutehdas.", {"Oulu"}, {"Kokkola"}),
    ("nl", "Galp trok de stekker uit Breda in Setúbal. Breda zou 1 miljard euro kosten.", {"Breda"}, {"Setúbal"}),
    ("de", "Der E-Lkw fährt von Ulm nach Wien und lädt in Guben.", {"Ulm", "Vienna"}, {"Guben"}),
    ("nl", "Het schip pendelt met twee accu's van Breda naar Moerdijk.", {"Breda", "Moerdijk"}, set()),
    ("de", "Das Werk zieht von Ulm nach Guben um.", set(), {"Ulm", "Guben"}),
    ("de", "An der Bahnlinie nach Jena liegt das Werk in Guben.", {"Jena"}, {"Guben"}),
]


@pytest.mark.parametrize(("language", "text", "seats", "towns"), SEATS)
def test_a_seat_is_no_project_s_place(language: str, text: str, seats: set[str], towns: set[str]) -> None:
    found = find_places(text, language)
    assert {m.place.name for m in found if m.kind == "origin"} == seats
    assert {m.place.name for m in found if m.kind == "city"} == towns


DATELINES = [
    ("nl", "Meppel / Assen - In Emmen komt een batterijfabriek.", {"Emmen"}),
    ("nl", "ASSEN (ANP) - In Emmen komt een batterijfabriek.", {"Emmen"}),
    ("nl", "Emmen - Northvolt bouwt hier een batterijfabriek. De accu's gaan naar een autofabriek in Born.", {"Emmen", "Born"}),
    ("nl", "Emmen - Northvolt bouwt een batterijfabriek. De accu's gaan naar Born. Emmen is blij.", {"Emmen", "Born"}),
    ("nl", "Emmen - Northvolt bouwt een batterijfabriek. De accu's gaan naar een autofabriek in Born.", {"Born"}),
    ("de", "Köln/Wien, 3. März 2025 (ab). Ein Batteriewerk für Guben: Der Bau beginnt.", {"Guben"}),
    ("de", "Cottbus. Das Batteriewerk in Guben kommt.", {"Cottbus", "Guben"}),
    ("fi", "OULU. Kokkolaan nousee akkutehdas.", {"Kokkola"}),
    ("de", "Gigafactory Salzgitter - PowerCo startet. Packs entstehen in Wolfsburg.", {"Salzgitter", "Wolfsburg"}),
    ("de", "Cottbus - In Guben entsteht ein Batteriewerk.", {"Guben"}),
    ("de", "Cottbus - Hier entsteht ein Batteriewerk.", {"Cottbus"}),
    (
        "nl",
        "Assen – een hal. \nEmmen – een loods. \nMeppel – een lijn. \nIn Breda gebeurt niets.",
        {"Assen", "Emmen", "Meppel", "Breda"},
    ),
]


@pytest.mark.parametrize(("language", "text", "towns"), DATELINES)
def test_a_dateline_is_where_the_paper_reports_from(language: str, text: str, towns: set[str]) -> None:
    assert {m.place.name for m in find_places(text, language) if m.kind == "city"} == towns


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Die südamerikanische Nachfrage wächst, auch in Südamerika selbst."),
        ("nl", "In Noord-Amerika groeit de vraag, vooral bij Noord-Amerikaanse kopers."),
        ("fi", "Pohjois-Amerikassa kysyntä kasvaa, ja eteläamerikkalaiset ostavat."),
    ],
)
def test_a_continent_is_no_country(language: str, text: str) -> None:
    assert find_places(text, language) == []


COUNTRIES = [
    ("de", "Der Hersteller Northvolt baut für 50 Millionen Euro in Polen eine Batteriefabrik.", ["PL"]),
    ("nl", "Northvolt bouwt in Portugal een batterijfabriek van 50 miljoen euro.", ["PT"]),
    (
        "de",
        "Northvolt baut in Guben ein Batteriewerk für 2 GWh. Ein zweites Batteriewerk mit 10 GWh entsteht in der Türkei.",
        ["DE", "TR"],
    ),
]


@pytest.mark.parametrize(("language", "text", "countries"), COUNTRIES)
def test_a_plant_without_a_town_lies_in_the_country_that_its_sentence_names(
    language: str, text: str, countries: list[str]
) -> None:
    assert [row["country"] for row in read_one(Article("a.txt", f"12.03.2025\n\n{text}")).rows] == countries
