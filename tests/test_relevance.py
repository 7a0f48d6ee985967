"""Articles that name a battery or a cell and are about something else give no project; a word of that in others does no harm."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.articles import read_file
from core.lexicon import flatten, scanner
from core.models import Article
from core.reading import read_one

ROOT = Path(__file__).parent.parent


def kinds(text: str) -> list[str]:
    return [row["kind"] for row in read_one(Article("a.txt", f"date 2024-05-14\n\n{text}\n")).rows]


@pytest.mark.parametrize(
    "text",
    [
        "Brand in Tiefgarage\n\nIn Kassel ist ein Elektroauto in Brand geraten. Die Feuerwehr war mit 60 Kräften im Einsatz. Der Akku des Wagens "
        "entzündete sich immer wieder, der Schaden liegt bei 400.000 Euro. Die Polizei ermittelt.",
        "Neue Haubitzen\n\nDie Bundeswehr bestellt 54 Radhaubitzen für 1,2 Milliarden Euro. Jede Batterie umfasst sechs Geschütze. Gebaut werden sie "
        "in Kassel, dort entstehen 200 Arbeitsplätze.",
        "Zentrum für Zelltherapie\n\nDie Uniklinik Würzburg errichtet für 62 Millionen Euro ein Labor gegen Krebs. Die Zellen der Patienten werden "
        "dort aufbereitet, 180 Menschen sollen arbeiten. Baubeginn ist im Herbst.",
        "Mehr Lohn für Metaller\n\nDie Industrie in Ried zahlt 4,8 Prozent mehr Lohn. 6.000 Menschen sind betroffen.\n\nKleinanzeigen: Verkaufe VW "
        "ID.3, 58-kWh-Akku, Bj. 2021\nLeserbrief der Woche: „Kein Batteriewerk auf unseren Feldern!“",
        "Getest: de nieuwe gezinsauto\n\nOnder de vloer ligt een accupakket van 87 kWh. De testauto haalde 478 kilometer. Snelladen gaat met 150 kW, "
        "op een paal in Hazeldonk. De bagageruimte meet 545 liter. Private lease begint bij 499 euro.",
        "Gigafactory voor elektrolysers\n\nIn Seraing opent een gigafactory voor elektrolysers. De renovatie kostte 120 miljoen euro, er werken 200 "
        "mensen. Waterstof is de toekomst. De cellen komen uit Aspach.",
        "Kelkkailijat eksyivät\n\nKolme miestä eksyi Suomussalmella. Puhelimen akku loppui. Rajavartiosto ja helikopteri etsivät heitä. "
        "Litiumioniakku menettää kylmässä puolet tehostaan. Etsintä maksoi 15 000 euroa.",
        "Sähköauto paloi\n\nPelastuslaitos sammutti auton Espoossa. Akku syttyi uudelleen kahdesti. Vahingot ovat 300 000 euroa, poliisi tutkii.",
    ],
    ids=["fire", "arms", "medicine", "advertisement", "car test", "hydrogen", "search", "fire in Finnish"],
)  # fmt: skip
def test_what_only_names_a_battery_gives_no_project(text: str) -> None:
    assert kinds(text) == []


@pytest.mark.parametrize("path", sorted((ROOT / "tests" / "off_topic").glob("*.txt")), ids=lambda p: p.stem)
def test_whole_articles_on_other_things_give_no_project(path: Path) -> None:
    """Timetables, budgets, car tests, thefts, elections …: each names cars, batteries or makers, with places and numbers."""
    article = read_file(path)
    assert [row["project"] for row in read_one(article).rows] == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Umicore en ACC tekenen\n\nUmicore gaat kathodemateriaal leveren aan ACC. Het contract van de twee bedrijven loopt tot 2030.", "supply"),
        ("Northvolt failliet\n\nNorthvolt heeft in Stockholm het faillissement aangevraagd. De accumaker vond geen geldschieters.", "closure"),
        ("Lyten kauft Northvolt\n\nDer Zellhersteller Lyten übernimmt Northvolt. Die Batterien des Konzerns sollen bleiben.", "acquisition"),
        ("Savannah opent mijn\n\nSavannah wil in Boticas lithium winnen. De mijn bij het dorp moet in 2027 open. Boeren vrezen voor hun water.",
         "new"),
    ],
)  # fmt: skip
def test_deals_and_bare_mines_are_of_the_field(text: str, kind: str) -> None:
    assert kind in kinds(text)


@pytest.mark.parametrize(
    ("text", "mine"),
    [
        ("De mijn bij Boticas gaat open.", True), ("Een nieuwe mijn in Portugal.", True), ("De Barroso-mijn.", True),
        ("Talga's mijn komt er.", True), ("De lithium mijn openen.", True), ("Mijn zwager rijdt elektrisch.", False),
        ("De auto waarmee mijn zwager reed.", False), ("Van mijn vrouw.", False), ("Tot mijn verbazing.", False),
        ("Alle mijn collega's.", False), ("Onze mijn investering.", False),
    ],
)  # fmt: skip
def test_a_mine_and_what_is_mine(text: str, mine: bool) -> None:
    assert any(hit.cue.group == "site" for hit in scanner("nl", "cues").scan(flatten(text))) is mine


@pytest.mark.parametrize(
    "text",
    [
        "Batteriefabrik in Salzgitter\n\nPowerCo baut in Salzgitter eine Batteriefabrik mit 40 GWh. Die Feuerwehr bekommt dort eine eigene Wache. "
        "Auch Wasserstoff wird am Standort gebraucht. Die Zellen gehen an VW.",
        "Accufabriek in Heerlen\n\nBrandweer en politie oefenden bij de accufabriek die VDL in Heerlen bouwt. Er werken straks 300 mensen aan "
        "batterijcellen.",
        "Akkutehdas Vaasaan\n\nFreyr rakentaa Vaasaan akkutehtaan. Elektrolyyttiä toimittaa Guangzhou Tinci. Poliisi vartioi tonttia.",
        "PowerCo in Salzgitter\n\nPowerCo baut in Salzgitter eine Fabrik mit 40 GWh. Die Zellen sind vor Feuchtigkeit geschützt. Geschützte Räume "
        "entstehen im Herbst.",
        "Ladepark in Ulm\n\nAutofahrer laden bald in Ulm: EnBW baut dort einen Ladepark mit 20 Ladepunkten. Autofahrer zahlen 59 Cent.",
        "Kupferfolie in Wörgl\n\nUmicore baut in Nysa ein Werk für Kathodenmaterial. Die Elektrolyse der Kupferfolie kommt aus Wörgl.",
        "Varta baut aus\n\nVarta baut in Ellwangen eine Batteriefabrik für Zellen, die in Handys, Laptops und Hörgeräten stecken. 200 Menschen "
        "sollen dort arbeiten.",
        "Akkukemikaalitehdas Sotkamossa\n\nTerrafamen akkukemikaalitehtaan koeajot alkavat Sotkamossa. Koeajot kestävät syksyyn. Tehdas tekee "
        "nikkelisulfaattia 170 000 tonnia vuodessa.",
    ],
)  # fmt: skip
def test_such_a_word_does_no_harm_in_an_article_of_the_field(text: str) -> None:
    assert {"new", "expansion"} & set(kinds(text))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Batteriepark in Guben\n\nIn Guben entsteht ein Batteriespeicher mit 50 MW. Zum Vergleich: Das Pumpspeicherwerk in Goldisthal bringt "
         "1060 MW. Rund 600 Millionen Euro hat es gekostet.", "1060"),
        ("Accufabriek in Heerlen\n\nVDL bouwt in Heerlen een accufabriek voor 200 miljoen euro. In Genk komt intussen een datacenter van 900 miljoen "
         "euro.", "900"),
        ("Akkutehdas Vaasaan\n\nFreyr rakentaa Vaasaan akkutehtaan 300 miljoonalla eurolla. Kemin biotuotetehdas maksoi 2 020 miljoonaa euroa ja "
         "työllistää 450 ihmistä.", "2 020"),
    ],
)  # fmt: skip
def test_works_of_other_industries_give_neither_project_nor_number(text: str, told: str) -> None:
    reading = read_one(Article("a.txt", f"date 2024-05-14\n\n{text}\n"))
    assert len(reading.rows) == 1
    assert any(told in reading.document.clean[r.start : r.end] for r in reading.rejected)


@pytest.mark.parametrize(
    "text",
    [
        "Accufabriek in Rotem\n\nGiga bouwt een batterijpark op de site van de gesloopte zinkfabriek. Het krijgt 700 MW en kost 500 miljoen euro.",
        "Batteriewerk in Guben\n\nAuf dem Gelände des Stahlwerks in Guben soll die Fabrik für 300 Millionen Euro entstehen. Dort baut man Zellen.",
    ],
)  # fmt: skip
def test_their_ground_may_be_that_of_a_plant(text: str) -> None:
    assert [row["investments"][0]["amount"] for row in read_one(Article("a.txt", text)).rows if row["investments"]]


def test_a_sentence_on_a_plant_counts_in_an_article_on_something_else() -> None:
    other = "Die Sitzung dauerte lange. Der Haushalt wurde beschlossen. Gestritten wurde über Gebühren. Die Kläranlage kostet 9 Millionen Euro. " * 2
    told = "Am Rand ging es um Northvolt: Die Firma will in Guben jährlich 4 GWh an Batteriezellen fertigen."
    rows = read_one(Article("a.txt", f"Sitzung des Rats\n\n{other}\n\n{told}\n\n{other}")).rows
    assert [(row["city"], row["capacity_gwh"], row["investments"]) for row in rows] == [("Guben", 4.0, [])]
