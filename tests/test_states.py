"""What a sentence says of a plant's state: the verb's form, its modal verb and the time decide. One case a line."""

from __future__ import annotations

from datetime import date

import pytest

from core.analysis import Analysis, analyse
from core.facts import find_facts
from core.models import Article, Document, Sentence
from core.pieces import pieces
from core.reading import read_one
from core.signs import Sight

DAY = date(2025, 3, 1)
# language, sentence, the states that it tells, in order
STATES = [
    ("nl", "Het bedrijf bouwt in Delden een batterijfabriek.", ["building"]),
    ("nl", "De batterijfabriek wordt in Delden gebouwd.", ["construction"]),
    ("nl", "De loods zal in Delden gebouwd worden.", ["planned", "planned"]),
    ("nl", "In Delden zouden ze een batterijfabriek bouwen.", ["once", "once"]),
    ("nl", "De batterijfabriek in Delden is gebouwd.", ["operating"]),
    ("nl", "De batterijfabriek in Delden opende vorig jaar.", ["operating"]),
    ("nl", "De fabriek in Delden produceert cellen.", ["operating"]),
    ("nl", "De fabriek in Delden produceert vanaf 2028 cellen.", ["planned"]),
    ("nl", "Van de fabriek in Delden is afgezien.", ["cancelled"]),
    ("nl", "De opening van de fabriek is uitgesteld.", ["planned", "delayed"]),
    ("de", "Der Konzern baut in Werl eine Zellfabrik.", ["building"]),
    ("de", "Der Konzern wird in Werl eine Zellfabrik bauen.", ["planned", "planned"]),
    ("de", "In Werl wird gerade eine Zellfabrik gebaut.", ["construction", "construction"]),
    ("de", "In Werl hätte eine Zellfabrik entstehen sollen.", ["once", "once"]),
    ("de", "Das Werk in Werl eröffnete im Mai.", ["operating"]),
    ("de", "Das Werk in Werl wird im Mai eröffnet.", ["planned", "planned"]),
    ("de", "Ob das Werk in Werl gebaut wird, ist noch offen.", ["planned", "planned", "intent"]),
    ("de", "Der Spatenstich in Werl ist für Juni vorgesehen.", ["planned", "planned"]),
    ("de", "Der Konzern schließt ein Werk in Werl nicht aus.", ["intent"]),
    ("de", "Der Konzern stellt in Werl 300 Leute ein.", []),
    ("de", "Der Konzern hatte in Werl eine Zellfabrik geplant.", ["once", "once"]),
    ("de", "Das Werk in Werl fertigt Module.", ["operating"]),
    ("de", "Das Werk in Werl fertigt ab 2028 Module.", ["planned"]),
    ("de", "Das Werk in Werl ist Geschichte.", ["cancelled"]),
    ("fi", "Tehdas avattiin Somerolla keväällä.", ["operating"]),
    ("fi", "Yhtiö rakentaa Somerolle akkutehtaan.", ["building"]),
    ("fi", "Yhtiö aikoo rakentaa Somerolle akkutehtaan.", ["planned", "planned"]),
    ("fi", "Yhtiön piti rakentaa Somerolle akkutehdas.", ["once", "once"]),
    ("fi", "Someron tehdas toimii kolmessa vuorossa.", ["operating", "operating"]),
    ("fi", "Yhteistyö toimii hyvin.", []),
]


def analysis_of(language: str, text: str) -> Analysis:
    document = Document(Article("a.txt", text), text, language, (Sentence(0, len(text), 0),), None, DAY, "day")
    return analyse(document)


@pytest.mark.parametrize(("language", "text", "states"), STATES, ids=lambda v: v if isinstance(v, str) else "")
def test_state(language: str, text: str, states: list[str]) -> None:
    (part,) = analysis_of(language, text).parts
    assert [h.cue.value for h in part.cues("status")] == states


# language, sentence, a state that its words tell: the ways in which the press puts it
TELLING = [
    ("de", "Der Konzern spielt mit dem Gedanken, nach Werl zu gehen.", "intent"),
    ("de", "Werl käme für ein Werk infrage, die Gespräche laufen.", "intent"),
    ("de", "Der Konzern setzt in Werl auf Pläne, die am Reißbrett liegen.", "planned"),
    ("de", "Der Gemeinderat stimmte dem Bau in Werl zu.", "pre_construction"),
    ("de", "In Werl darf gebaut werden.", "pre_construction"),
    ("de", "Für das Werk in Werl ragt ein Stahlskelett in den Himmel.", "construction"),
    ("de", "In Werl ziehen nun die Maschinen ein.", "construction"),
    ("de", "In Werl läuft der Probebetrieb.", "construction"),
    ("de", "In Werl wird seit März gebaut.", "construction"),
    ("de", "Das Werk in Werl läuft auf vollen Touren.", "operating"),
    ("de", "Das Werk in Werl hat im Mai den Betrieb aufgenommen.", "operating"),
    ("de", "Der Konzern lässt die Arbeiten in Werl ruhen.", "shelved"),
    ("de", "In Werl wird derzeit nicht gearbeitet.", "shelved"),
    ("de", "Die Pläne für Werl verschwanden in der Schublade.", "cancelled"),
    ("de", "Die Gespräche mit Werl verliefen im Sand.", "cancelled"),
    ("de", "In Werl ist das Werk nie in Betrieb gegangen.", "cancelled"),
    ("de", "Der Konzern stellt die Produktion in Werl ein.", "closed"),
    ("de", "In Werl gehen die Lichter aus.", "closed"),
    ("de", "Der Konzern denkt über eine Zellfabrik in Werl nach.", "intent"),
    ("de", "Das Unternehmen trägt sich mit dem Gedanken, in Werl zu bauen.", "intent"),
    ("de", "In Werl ist eine Zellfabrik angedacht.", "intent"),
    ("de", "Die Wahl fiel auf Werl: Dort fiel auf dem Gelände die Entscheidung.", "announced"),
    ("de", "Die Behörde will, dass der Baubescheid für Werl noch im Mai kommt.", "pre_construction"),
    ("de", "In Werl ist der Spatenstich erfolgt.", "construction"),
    ("de", "In Werl soll 2027 der Spatenstich folgen.", "planned"),
    ("de", "Im Werk Werl werden seit Mai Module gefertigt.", "operating"),
    ("de", "Der Konzern stellte die Pläne für Werl zurück.", "shelved"),
    ("de", "Der Konzern stellt in Werl ein neues Modell vor.", "announced"),
    ("de", "Aus dem Werk in Werl wird nichts.", "cancelled"),
    ("de", "Der Konzern gibt das Werk in Werl auf.", "cancelled"),
    ("de", "Der Konzern legt das Werk in Werl still.", "closed"),
    ("de", "Die Anlage in Werl kann 500 Tonnen verarbeiten.", "operating"),
    ("nl", "Het bedrijf speelt met het idee om in Delden te bouwen.", "intent"),
    ("nl", "De keuze viel op Delden.", "announced"),
    ("nl", "De fabriek in Delden is nog in aanbouw en opent in 2028.", "construction"),
    ("nl", "In Delden wordt sinds mei 500 ton verwerkt.", "operating"),
    ("nl", "Het bedrijf zet de plannen voor Delden in de wacht.", "shelved"),
    ("nl", "De fabriek in Delden loopt vertraging op.", "delayed"),
    ("nl", "Het bedrijf laat de fabriek in Delden vallen.", "cancelled"),
    ("nl", "Het bedrijf gooit in Delden de handdoek in de ring.", "cancelled"),
    ("nl", "De maker uit Delden viel in mei om.", "closed"),
    ("nl", "De beslissing over Delden valt pas in het najaar.", "intent"),
    ("nl", "De groep sluit een fabriek in Delden niet uit.", "intent"),
    ("nl", "De plannen voor Delden bestaan, maar de fabriek bestaat slechts op papier.", "intent"),
    ("nl", "Het bedrijf werkt in Delden aan een fabriek.", "planned"),
    ("nl", "Het bedrijf gooit er in Delden 2.000 euro tegenaan.", "announced"),
    ("nl", "In Delden streek een batterijmaker neer.", "announced"),
    ("nl", "De gemeenteraad stemde in met de komst naar Delden.", "pre_construction"),
    ("nl", "In Delden gaat de schop in de grond.", "construction"),
    ("nl", "Sinds mei wordt er in Delden gebouwd aan een lijn.", "construction"),
    ("nl", "De bouw van de fabriek in Delden is in volle gang.", "construction"),
    ("nl", "In Delden haalt het bedrijf 90.000 ton erts per jaar boven.", "operating"),
    ("nl", "Het bedrijf bouwt in Delden al sinds 2017 bussen.", "operating"),
    ("nl", "In Delden stelde het bedrijf een lijn in bedrijf.", "operating"),
    ("nl", "Langs de snelweg bij Delden staan sinds juni dertig laadpunten.", "operating"),
    ("nl", "Het bedrijf is gestopt met de bouw van de fabriek in Delden.", "shelved"),
    ("nl", "Het bedrijf schuift de fabriek in Delden voor zich uit.", "delayed"),
    ("nl", "De gesprekken over Delden sprongen af.", "cancelled"),
    ("nl", "Van een fabriek in Delden is geen sprake meer.", "cancelled"),
    ("nl", "Delden houdt er volgend jaar mee op.", "closed"),
    ("nl", "De laatste bus rolde in Delden van de band.", "closed"),
    ("fi", "Yhtiö kartoittaa tehtaan paikkaa Somerolta.", "intent"),
    ("fi", "Tehdas päätettiin rakentaa Somerolle.", "announced"),
    ("fi", "Somerolla rakennettava tehdas valmistuu 2028.", "construction"),
    ("fi", "Someron tehtaan rakentaminen kevään jälkeen etenee.", "construction"),
    ("fi", "Tehdas käynnistyy Somerolla.", "planned"),
    ("fi", "Someron tehdas pantiin jäihin.", "shelved"),
    ("fi", "Someron hanke jäi haaveeksi.", "cancelled"),
    ("fi", "Yhtiö vetäydyttyään jätti Someron.", "cancelled"),
    ("fi", "Someron tehdas ajettiin alas.", "closed"),
    ("fi", "Someron tehtaan kannattavuutta selvitetään parhaillaan.", "intent"),
    ("fi", "Neuvottelut ovat käynnissä tehtaasta Somerolle.", "intent"),
    ("fi", "Someron akkutehtaasta ei ole tehty päätöstä.", "intent"),
    ("fi", "Tehtaan paikaksi vahvistui Somero.", "announced"),
    ("fi", "Yhtiö on tehnyt investointipäätöksen Someron tehtaasta.", "announced"),
    ("fi", "Somerolle aiotaan rakentaa akkutehdas.", "planned"),
    ("fi", "Avi antoi luvan Someron tehtaalle.", "pre_construction"),
    ("fi", "Tehtaan ensimmäinen kuokanisku iskettiin Somerolla.", "construction"),
    ("fi", "Someron tehtaan laajennuksen rakentaminen on nyt täydellä teholla käynnissä.", "construction"),
    ("fi", "Louhintatyöt Someron tehtaan tontilla ovat alkaneet.", "construction"),
    ("fi", "Someron tehtaan tuotantoa ajetaan ylös.", "operating"),
    ("fi", "Someron tehtaassa tehdään akkuja.", "operating"),
    ("fi", "Laitoksessa on tuotettu sulfaattia Somerolla keväästä.", "operating"),
    ("fi", "Someron hanke on laitettu hyllylle.", "shelved"),
    ("fi", "Someron tehtaan käynnistys lykkääntyy.", "delayed"),
    ("fi", "Yhtiö ilmoitti, ettei tehdasta rakenneta Somerolle.", "cancelled"),
    ("fi", "Someron hankkeesta luovuttiin.", "cancelled"),
    ("fi", "Someron tehtaan toiminta loppuu vuodenvaihteessa.", "closed"),
]


@pytest.mark.parametrize(("language", "text", "state"), TELLING, ids=lambda v: v if isinstance(v, str) else "")
def test_a_way_of_telling(language: str, text: str, state: str) -> None:
    (part,) = analysis_of(language, text).parts
    assert state in [h.cue.value for h in part.cues("status")]


# language, sentence, a state that it does not tell though the words look like it
NOT_TELLING = [
    ("de", "Der Konzern stellt in Werl ein neues Modell vor.", "closed"),  # "ein" is no part of the verb
    ("de", "Der Konzern gibt auf dem Gelände in Werl Auskunft.", "cancelled"),
    ("de", "In Werl hätte das Werk 2024 öffnen sollen.", "planned"),
    ("nl", "De opening komt later dan gepland.", "announced"),
    ("nl", "Het gaat om een fabriek van 30 GWh in Delden.", "planned"),
    ("nl", "De cellen voor Delden komen uit China.", "planned"),
    ("nl", "De fabriek in Delden levert 500 banen op.", "operating"),
    ("nl", "Het bedrijf kocht grond in Delden om er cellen te maken.", "operating"),
    ("nl", "Het bedrijf trekt 300 miljoen uit voor een fabriek in Delden.", "cancelled"),
    ("nl", "De fabriek staat dicht bij Delden.", "closed"),
    ("fi", "Yhtiö luovutti Someron akuston asiakkaalle.", "cancelled"),
    ("fi", "Yhtiö teki investointipäätöksen Someron tehtaasta.", "operating"),
    ("fi", "Someron tehdas avasi ovensa.", "closed"),
    ("fi", "Yva-menettely on käynnissä Somerolla.", "operating"),
    ("fi", "Yhtiö on valmis maksamaan Someron tehtaasta.", "operating"),
    ("fi", "Tehtaassa valmistettaisiin Somerolla akkuja.", "operating"),
]


@pytest.mark.parametrize(("language", "text", "state"), NOT_TELLING, ids=lambda v: v if isinstance(v, str) else "")
def test_what_only_looks_like_a_state(language: str, text: str, state: str) -> None:
    (part,) = analysis_of(language, text).parts
    assert state not in [h.cue.value for h in part.cues("status")]


def test_a_phrase_does_not_run_over_a_paragraph() -> None:
    text = "Der Konzern zieht die Türkei vor\n\nEr fährt sein Werk in Werl hoch."
    assert all(h.cue.english != "is putting up" for part in analysis_of("de", text).parts for h in part.hits)


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
    (
        "de",
        "Nordcell baut in Salzgitter eine Zellfabrik mit 10 GWh. Berlin hat dem Vorhaben 300 Millionen Euro zugesagt.",
        "Salzgitter",
    ),
    ("fi", "Nordcellin kennotehdas Gödissä Budapestin kupeessa tuottaa 10 gigawattituntia kennoja vuodessa.", "Göd"),
    ("fi", "Nordcell rakentaa Espoon Otaniemeen kennotehtaan, jonka kapasiteetti on 2 gigawattituntia.", "Espoo"),
]


@pytest.mark.parametrize(("language", "text", "town"), NOT_THE_PLACE)
def test_the_town_of_a_plant(language: str, text: str, town: str) -> None:
    assert [row["city"] for row in read_one(Article("a.txt", text)).rows] == [town]


def test_names_speak_for_no_state() -> None:
    """What became of a company or a town elsewhere says nothing of a project."""
    text = "Northvolt bouwt in Salzgitter een batterijfabriek.\n\nTesla opent er in 2027 ook een hal.\n"
    reading = read_one(Article("a.txt", text))
    assert reading.analysis is not None
    words = {word for project in reading.projects for word in Sight(reading.analysis, project).words()}
    assert {"nl:bouwt", "nl:een"} <= words
    assert not words & {"nl:northvolt", "nl:salzgitter", "nl:tesla", "nl:2027"}
