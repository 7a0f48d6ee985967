"""What a sentence says of a plant's state: the verb's form, its modal verb and the time decide. One case a line."""

from __future__ import annotations

from datetime import date

import pytest

from core.analysis import Analysis, analyse
from core.facts import find_facts
from core.models import Article, Document, Sentence
from core.pieces import pieces
from core.pipeline import read_one

DAY = date(2025, 3, 1)
# language, sentence, the states that it tells, in order
STATES = [
    ("nl", "Het bedrijf bouwt in Delden een batterijfabriek.", ["building"]),
    ("nl", "De batterijfabriek wordt in Delden gebouwd.", ["construction"]),
    ("nl", "De loods zal in Delden gebouwd worden.", ["announced", "announced"]),
    ("nl", "In Delden zouden ze een batterijfabriek bouwen.", []),
    ("nl", "De batterijfabriek in Delden is gebouwd.", ["operating"]),
    ("nl", "De batterijfabriek in Delden opende vorig jaar.", ["operating"]),
    ("nl", "De fabriek in Delden produceert cellen.", ["operating"]),
    ("nl", "De fabriek in Delden produceert vanaf 2028 cellen.", ["announced"]),
    ("nl", "Van de fabriek in Delden is afgezien.", ["cancelled"]),
    ("nl", "De opening van de fabriek is uitgesteld.", ["delayed"]),
    ("de", "Der Konzern baut in Werl eine Zellfabrik.", ["building"]),
    ("de", "Der Konzern wird in Werl eine Zellfabrik bauen.", ["announced", "announced"]),
    ("de", "In Werl wird gerade eine Zellfabrik gebaut.", ["construction", "announced", "construction"]),
    ("de", "In Werl hätte eine Zellfabrik entstehen sollen.", ["announced"]),
    ("de", "Das Werk in Werl eröffnete im Mai.", ["operating"]),
    ("de", "Das Werk in Werl fertigt Module.", ["operating"]),
    ("de", "Das Werk in Werl fertigt ab 2028 Module.", ["announced"]),
    ("de", "Das Werk in Werl ist Geschichte.", ["cancelled"]),
    ("fi", "Tehdas avattiin Somerolla keväällä.", ["operating"]),
    ("fi", "Yhtiö rakentaa Somerolle akkutehtaan.", ["building"]),
    ("fi", "Yhtiö aikoo rakentaa Somerolle akkutehtaan.", ["announced", "announced"]),
    ("fi", "Yhtiön piti rakentaa Somerolle akkutehdas.", []),
    ("fi", "Someron tehdas toimii kolmessa vuorossa.", ["operating"]),
    ("fi", "Yhteistyö toimii hyvin.", []),
]


def analysis_of(language: str, text: str) -> Analysis:
    document = Document(Article("a.txt", text), text, language, (Sentence(0, len(text), 0),), None, DAY, "day")
    return analyse(document)


@pytest.mark.parametrize(("language", "text", "states"), STATES, ids=lambda v: v if isinstance(v, str) else "")
def test_state(language: str, text: str, states: list[str]) -> None:
    (part,) = analysis_of(language, text).parts
    assert [h.cue.value for h in part.cues("status")] == states


def test_a_sentence_about_two_plants_is_cut_in_two() -> None:
    text = "Northvolt bouwt in Borlänge een fabriek van 40 GWh, en Tesla opende in Austin een lijn van 8 GWh."
    analysis = analysis_of("nl", text)
    facts, _ = find_facts(analysis)
    first, second = pieces(analysis, analysis.parts[0], facts)
    assert [c.company.name for c in first.part.companies] == ["Northvolt"]
    assert [c.company.name for c in second.part.companies] == ["Tesla"]
    assert text[second.start :].startswith("en Tesla")


def test_one_plant_told_with_a_joining_word_is_not_cut() -> None:
    text = "Northvolt bouwt in Borlänge een fabriek van 40 GWh, en die fabriek kost 4 miljard euro."
    analysis = analysis_of("nl", text)
    facts, _ = find_facts(analysis)
    assert len(pieces(analysis, analysis.parts[0], facts)) == 1


PLANTS = [
    # a plant whose building is still to start does not run, whatever its verb says
    (
        "fi",
        "15.3.2024\n\nNordcell rakentaa Someron kaupunkiin akkukennotehtaan. Tehdas tuottaa kennoja 10 gigawattituntia vuodessa. "
        "Rakentaminen alkaa vuonna 2026.",
        "announced",
    ),
    # what is delayed to a day is still to come; what is delayed without one is shelved
    (
        "nl",
        "15 maart 2024\n\nNordcell wil in Delfzijl een batterijcelfabriek neerzetten. De fabriek levert 10 GWh per jaar. "
        "De productie is uitgesteld en begint in 2028.",
        "announced",
    ),
    (
        "de",
        "15. März 2024\n\nNordcell plant in Salzgitter eine Zellfabrik mit 10 GWh im Jahr. "
        "Der Bau wurde auf unbestimmte Zeit ausgesetzt.",
        "shelved",
    ),
]


@pytest.mark.parametrize(("language", "text", "status"), PLANTS)
def test_status_of_a_plant(language: str, text: str, status: str) -> None:
    reading = read_one(Article("a.txt", text))
    assert reading.document.language == language
    assert [row["status"] for row in reading.rows] == [status]


NOT_THE_PLACE = [
    ("de", "Nordcell baut in Salzgitter eine Zellfabrik mit 10 GWh. Berlin hat dem Vorhaben 300 Millionen Euro zugesagt.", "Salzgitter"),
    ("fi", "Nordcellin kennotehdas Gödissä Budapestin kupeessa tuottaa 10 gigawattituntia kennoja vuodessa.", "Göd"),
    ("fi", "Nordcell rakentaa Espoon Otaniemeen kennotehtaan, jonka kapasiteetti on 2 gigawattituntia.", "Espoo"),
]


@pytest.mark.parametrize(("language", "text", "town"), NOT_THE_PLACE)
def test_the_town_of_a_plant(language: str, text: str, town: str) -> None:
    assert [row["city"] for row in read_one(Article("a.txt", text)).rows] == [town]
