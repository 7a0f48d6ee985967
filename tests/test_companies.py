"""Company names: known, inflected, abbreviated, unknown; and what is none."""

from __future__ import annotations

import csv
import re
import time
from itertools import pairwise
from pathlib import Path

import pytest

from core import company_index
from core.companies import PRESS, find_companies, taken_people
from core.company_cues import common_words, vocabulary
from core.company_index import REFERENCE, aliases
from core.models import Article, DataFault
from core.reading import read_one


def names(text: str, language: str) -> list[str]:
    """Canonical names in order, each once, without press and without brands of cars."""
    sure = [m.company for m in find_companies(text, language) if m.confidence > 0.3]
    return list(dict.fromkeys(company.name for company in sure if company.kind not in PRESS))


KNOWN = [
    ("fi", "Helen rakentaa varaston, kertoo Helen Miettinen.", ["Helen"]),
    ("nl", "Volkswagendochter PowerCo en de Teslafabriek", ["Volkswagen", "PowerCo", "Tesla"]),
    ("de", "HONDA. Die Japaner vertagen ihr Vorhaben.", ["Honda"]),
    ("fi", "Se käynnistyy kesällä, LG:n kanssa sekin.", ["LG Energy Solution"]),
    ("nl", "Nu heeft het Amerikaanse Blackstone de grond.", ["Blackstone"]),
    ("de", "Für die Elektrosparte Ampere setzt Renault auf LFP.", ["Ampere", "Renault"]),
    ("de", "LG Chem liefert Kathoden, LG selbst schweigt.", ["LG Chem"]),
    ("nl", "Autofabrikant Stellantis en Samsung SDI bouwen samen een fabriek.", ["Stellantis", "Samsung SDI"]),
    ("nl", "Tesla's fabriek en Umicores raffinaderij", ["Tesla", "Umicore"]),
    ("nl", "De CATL-fabriek in Debrecen", ["CATL"]),
    ("nl", "De Europese Investeringsbank leent 20 miljoen uit aan Morrow Batteries.", ["EIB", "Morrow"]),
    ("nl", "Shell en ING stappen in.", ["Shell", "ING"]),
    ("nl", "De eigenaar is D’Ieteren.", ["D'Ieteren"]),
    ("nl", "NORTHVOLT VRAAGT UITSTEL AAN", ["Northvolt"]),
    ("de", "Die VW-Tochter PowerCo und der Volkswagen-Konzern", ["Volkswagen", "PowerCo"]),
    ("de", "Teslas Werk und Northvolts Pleite", ["Tesla", "Northvolt"]),
    ("de", "Hinter ACC steht die TotalEnergies-Tochter Saft.", ["ACC", "TotalEnergies", "Saft"]),
    ("de", "Die Northvolt-Pleite trifft das ACC-Werk.", ["Northvolt", "ACC"]),
    ("de", "Die Europäische Investitionsbank und die KfW geben Geld.", ["EIB", "KfW"]),
    ("de", "Ford baut Stellen ab. Auch Kia investiert.", ["Ford", "Kia"]),
    ("de", "Fortum, Eco Stor und auto-schweiz", ["Fortum", "Eco Stor", "auto-schweiz"]),
    ("fi", "Northvoltin ja Freyrin hankkeet, CATL:n tehdas, BASF:iin", ["Northvolt", "Freyr", "CATL", "BASF"]),
    ("fi", "Valmet Automotiven ja Suomen Malmijalostuksen tehdas", ["Valmet Automotive", "Finnish Minerals Group"]),
    ("fi", "Euroopan investointipankin laina Keliberille", ["EIB", "Keliber"]),
    ("fi", "Outokummun, Wärtsilän ja Nesteen johtajat", ["Outokumpu", "Wärtsilä", "Neste"]),
    ("fi", "Autoalan Tiedotuskeskuksen mukaan Audin osuus laski.", ["Autoalan Tiedotuskeskus", "Audi"]),
    ("fi", "Johnson Mattheyltä ja Stora Ensolta", ["Johnson Matthey", "Stora Enso"]),
    ("fi", "Sähköisen liikenteen mukaan latauspisteitä on 22 000.", ["Sähköinen liikenne ry"]),
]

UNKNOWN = [
    ("nl", "Moeder Paccar neemt het Helmondse Battrovia over.", ["Paccar", "Battrovia"]),
    ("fi", "Espoolainen akkuohjelmistotalo Kennora on kerännyt 5 miljoonaa.", ["Kennora"]),
    ("fi", "Kotkassa takkuaa: Akkukemia Finland Oy ilmoitti siirtävänsä aloitusta.", ["Akkukemia Finland"]),
    ("fi", "Kotkassa Latauskenno Nordic Oy siirtää aloitusta vuodella.", ["Latauskenno Nordic"]),
    ("fi", "Sunnuntaina Metallix Finland Oy kertoi hankkeesta.", ["Metallix Finland"]),
    ("nl", "Er is ook kritiek. Accuhergebruik Nederland BV ziet er niets in.", ["Accuhergebruik Nederland"]),
    ("nl", "Relithon, een spin-off van de UHasselt, doet het rustig aan.", ["Relithon", "Hasselt University"]),
    ("nl", "Geld is er voor Sodarax. Sodarax richt zich op de binnenvaart.", ["Sodarax"]),
    ("de", "Das teilte die Betreiberin Ahrenstrom Speicher AG mit.", ["Ahrenstrom Speicher"]),
    ("de", "Der Chef des Bauherrn Relithora kam zum Spatenstich.", ["Relithora"]),
    ("de", "Die Firma namens Zellovo plant eine Halle.", ["Zellovo"]),
    ("fi", "Hankeyhtiö Arktikenno hakee lupaa.", ["Arktikenno"]),
    ("nl", "Het Zweedse Voltarix bouwt een fabriek.", ["Voltarix"]),
    ("nl", "Batterijfabrikant Zelloria gaat failliet.", ["Zelloria"]),
    ("nl", "De Belgische materialengroep Catharix investeert.", ["Catharix"]),
    ("nl", "Nyrox, de joint venture van Umicore en Volkswagen, bouwt verder.", ["Nyrox", "Umicore", "Volkswagen"]),
    ("nl", "Zelloria Energy haalt 20 miljoen op.", ["Zelloria Energy"]),
    ("nl", "Volgens de ceo van Zelloria is het geld er.", ["Zelloria"]),
    ("nl", "Chemiebedrijf Bonderal tekende een contract.", ["Bonderal"]),
    ("de", "Der Batteriehersteller Zellorix hat Insolvenz angemeldet.", ["Zellorix"]),
    ("de", "Die Zellorix AG weihte heute eine Anlage ein.", ["Zellorix"]),
    ("de", "Die Zellorix-Gruppe aus Laakirchen wächst.", ["Zellorix"]),
    ("de", "Das Linzer Unternehmen Ampriva liefert Module.", ["Ampriva"]),
    ("de", "Der US-Landmaschinenkonzern Fieldomax übernimmt die Firma.", ["Fieldomax"]),
    ("de", "Geld von Investoren wie dem Helvar, Abrion Capital und Porsche.", ["Helvar", "Abrion Capital", "Porsche"]),
    ("de", "In Guben will Felsenwald Lithium bauen.", ["Felsenwald Lithium"]),
    ("de", "Capchem-Rivale Huarolong produziert Elektrolyt.", ["Huarolong"]),
    ("de", "Das Joint Venture Eurozelon wird 800 Millionen Dollar ausgeben.", ["Eurozelon"]),
    ("fi", "Akkuyhtiö Zellorin tehdas nousee Poriin.", ["Zellor"]),
    ("fi", "Kiinalaisen Hansin Graphiten kanssa tehtiin sopimus.", ["Hansin Graphite"]),
    ("fi", "Norjalainen Batterix siirtyy Georgiaan.", ["Batterix"]),
    ("fi", "Nivalalainen Murskax kierrättää akkuja.", ["Murskax"]),
    ("fi", "Norjalaisyhtiö Batterix lähtee.", ["Batterix"]),
]

NOT_COMPANIES = [
    ("nl", "Zij liepen over de Gentse Vrijdagmarkt naar huis."),
    ("de", "Der Konzern drosselt in Ungarn und gibt in der Türkei Gas."),
    ("de", "„Jede Tonne Nickel kostet Wald“, sagt ein Bauer."),
    ("de", "An deutschen Straßen stehen 132.000 Säulen."),
    ("fi", "Lupa tulee elokuussa, sanoo projektikehittäjä Anni Määttälä."),
    ("fi", "Logiikkana toimii vaasalaisyhtiön GEMS-ohjelmisto."),
    ("fi", "Ensin katsotaan, sanoo yhtiön Suomen-toimintojen vetäjä."),
    ("nl", "In het Finse Oriveskyla staat een fabriek."),
    ("nl", "De fabriek, PlantTwo, moet tien keer zo groot worden."),
    ("nl", "De gemeente Boticas en de provincie Ontario betalen mee."),
    ("nl", "'Het is klaar', zegt Carlos Tavarones, die 31 jaar bij de band stond."),
    ("nl", "De Franse president Emmanuel Macron opende de fabriek."),
    ("nl", "De Inflation Reduction Act (IRA) en de Net-Zero Industry Act helpen."),
    ("nl", "Storm over Nederland, en de Partij van de Arbeid zwijgt."),
    ("de", "Der Saft ist aus, das Bild am Stern hängt schief, der Damen gefällt es."),
    ("de", "Die Batteriezellfabrik braucht Lithiumhydroxid, Kathodenmaterial und Fachkräfte."),
    ("de", "Im schwäbischen Kirchenfelden entstehen 300 Arbeitsplätze."),
    ("de", "Geschäftsführer Jonas Reinlinger und Wirtschaftsminister Habelmann kamen."),
    ("de", "Das Landgericht Itzehoe, die SPD und das Wirtschaftsministerium prüfen."),
    ("de", "Eine Wallbox kostet 800 Euro, die Linde im Hof nichts."),
    ("de", "Die Grundsteinlegung in Bollingstedt, Förderstedt und Schuby folgt."),
    ("fi", "Kuka maksaa? Neste valuu, virta katkesi ja elo jatkuu."),
    ("fi", "– Siihen pyrimme, sanoo kaupunginjohtaja Tomas Häyrylä."),
    ("fi", "Haminassa, Kotkassa ja Harjavallassa odotetaan."),
    ("fi", "Vuonna 2024 EU:n akkuasetus ja IRA-tuki muuttivat kaiken."),
    ("fi", "Katso lisää: www.tesla.com tai info@northvolt.example"),
]


@pytest.mark.parametrize(("language", "text", "expected"), KNOWN)
def test_known_names(language: str, text: str, expected: list[str]) -> None:
    assert names(text, language) == expected


@pytest.mark.parametrize(("language", "text", "expected"), UNKNOWN)
def test_unknown_names(language: str, text: str, expected: list[str]) -> None:
    assert names(text, language) == expected


@pytest.mark.parametrize(("language", "text"), NOT_COMPANIES)
def test_other_names_are_no_companies(language: str, text: str) -> None:
    assert names(text, language) == []


BYSTANDERS = [
    ("de", "Wo einst Opel-Getriebe entstanden, fertigt Akasol jetzt Batterien.", ["Akasol"]),
    ("nl", "Waar vroeger Opel zat, maakt LeydenJar batterijen.", ["LeydenJar"]),
    ("de", "Im früheren Opel-Werk fertigt Akasol jetzt Batterien.", ["Akasol"]),
    ("de", "Neben dem BMW-Werk baut CATL eine Halle.", ["CATL"]),
    ("de", "Zur Forschung befragt, winkt Professor Vogt von der RWTH Aachen ab; CATL schweigt.", ["CATL"]),
    ("nl", "In de voormalige Opel-fabriek maakt LeydenJar batterijen.", ["LeydenJar"]),
    ("nl", "De cellen gaan in modellen van Peugeot, Opel en Fiat, zegt CATL.", ["CATL"]),
    ("fi", "Entiseen Nokian tehtaaseen muuttaa Valmet Automotive.", ["Valmet Automotive"]),
    ("fi", "BYD on suurin Teslan jälkeen.", ["BYD"]),
    ("fi", "Jyväskylän yliopiston professori epäilee, mutta Terrafame uskoo.", ["Terrafame"]),
]


@pytest.mark.parametrize(("language", "text", "expected"), BYSTANDERS)
def test_bystanders_are_not_trusted(language: str, text: str, expected: list[str]) -> None:
    assert names(text, language) == expected


TAKING_PART = [
    ("de", "Die Genehmigung der Northvolt-Fabrik liegt vor.", ["Northvolt"]),
    ("de", "Neben der BASF ist auch Porsche beteiligt.", ["BASF", "Porsche"]),
    ("de", "Elring-Klinger baut an, teilt BMW mit.", ["ElringKlinger", "BMW"]),
    ("nl", "Naast de Volkswagen Groep investeert ook Umicore.", ["Volkswagen", "Umicore"]),
    ("nl", "Investeerder Meridon Infra bouwt een park.", ["Meridon Infra"]),
    ("nl", "TNO bouwt een proeflijn, zegt directeur Jansen.", ["TNO"]),
    ("fi", "Maailman ykkösen CATLin tehdas nousee, BASF edelleen rakentaa.", ["CATL", "BASF"]),
    ("fi", "VTT rakentaa akkulinjan, kertoo toimitusjohtaja Antti Vasara.", ["VTT"]),
]


@pytest.mark.parametrize(("language", "text", "expected"), TAKING_PART)
def test_those_who_take_part_are_trusted(language: str, text: str, expected: list[str]) -> None:
    assert names(text, language) == expected


def test_who_runs_the_grid_takes_part_only_where_it_comes_first() -> None:
    def partners(text: str) -> list[str]:
        (row,) = read_one(Article("a.txt", f"Akkuvarasto Lappeenrantaan\n\n{text} Varasto valmistuu ensi vuonna.")).rows
        return list(row["partners"])

    assert partners("Neoen rakentaa Lappeenrantaan akkuvaraston, joka liitetään Fingridin verkkoon.") == ["Neoen"]
    assert partners("Fingrid rakentaa Lappeenrantaan akkuvaraston.") == ["Fingrid"]
    assert partners("Fingrid ja Neoen rakentavat Lappeenrantaan akkuvaraston.") == ["Fingrid", "Neoen"]


NONE = [
    ("de", "Die Batterie namens Natrix ist neu."),
    ("de", "Es fehlt an 7.000 Tonnen Nickel und Kobalt."),
    ("de", "Der Speicher fasst 20 Megawattstunden Energie."),
    ("nl", "De trucks van de typen XQ Electric en XR Electric komen later."),
    ("nl", "Investeerder Gerbrand Holtkamp legt geld in."),
    ("fi", "Ympäristöjärjestö Puhdas Joki valittaa luvasta."),
]


@pytest.mark.parametrize(("language", "text"), NONE)
def test_goods_materials_persons_and_bodies_are_no_companies(language: str, text: str) -> None:
    assert names(text, language) == []


def test_what_follows_a_known_name_up_to_the_legal_form_is_part_of_it() -> None:
    assert names("Die Customcells Itzehoe GmbH ist insolvent.", "de") == ["Customcells"]


def test_names_in_capitals_are_also_written_as_words() -> None:
    assert names("Saksalaisen kemianyhtiön Basfin tehdas odottaa. Basf hakee lupaa.", "fi") == ["BASF"]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("nl", "Het Zweedse Northvolt stopt.", "SE"),
        ("nl", "Het Zuid-Koreaanse onderzoeksbureau SNE Research telt.", "KR"),
        ("nl", "Northvolt stopt.", None),
        ("de", "Der norwegische Entwickler Eco Stor baut.", "NO"),
        ("de", "Ein Auftrag an den US-Hersteller Raytheon", "US"),
        ("de", "mit dem chinesischen Batterie-Riesen CATL", "CN"),
        ("fi", "eteläafrikkalainen Sibanye-Stillwater", "ZA"),
        ("fi", "brittiläisen Johnson Mattheyn tehdas", "GB"),
        ("fi", "Nivalalainen Akkuser", None),
    ],
)
def test_origin_is_the_nationality_before_the_name(language: str, text: str, expected: str | None) -> None:
    assert [m.origin for m in find_companies(text, language)] == [expected]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("nl", "Savannah Resources bouwt een mijn. Wie grond aan Savannah verkocht, zwijgt.", "Savannah Resources"),
        ("nl", "LG Energy Solution bouwt. De vraag is of LG zelf meedoet.", "LG Energy Solution"),
        ("nl", "Fastned bouwt laders. Winst maakt Fasned niet.", "Fastned"),
        ("nl", "Zelloria Energy bouwt. Dat Zelloria geld heeft, is zeker.", "Zelloria Energy"),
        ("de", "CATL (Contemporary Amperex Technology) liefert.", "CATL"),
        ("de", "Volkswagen (VW) plant, VW hofft.", "Volkswagen"),
        ("de", "Die Solvarix Materials (SVX) plant. Später will SVX wachsen.", "Solvarix Materials"),
        ("fi", "Freyr perui hankkeen. Freyerillä on yhä tontti, norjalaisyhtiö Freyer sanoi.", "Freyr"),
    ],
)
def test_every_form_is_the_same_company(language: str, text: str, expected: str) -> None:
    mentions = find_companies(text, language)
    assert len(mentions) >= 2
    assert {m.company.name for m in mentions} == {expected}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Voltaris baut in Emden eine Fabrik für Batteriezellen mit 20 GWh. Voltaris investiert 900 Millionen Euro.", ["Voltaris"]),
        ("In Terneuzen bouwt Kelvora een batterijfabriek van 12 GWh. Kelvora wil er in 2027 mee beginnen.", ["Kelvora"]),
        ("Norrvolt rakentaa Kokkolaan akkutehtaan, jonka teho on 8 GWh. Norrvolt palkkaa tehtaalle 250 ihmistä.", ["Norrvolt"]),
        # One verb is a guess; so is a name that the article does not repeat.
        ("Kelvora baut in Emden eine Fabrik für Batteriezellen mit 20 GWh. Die Rede ist von Kelvora.", []),
        # ... unless the name is made like those of the field.
        ("Voltaris baut in Emden eine Fabrik für Batteriezellen mit 20 GWh. Die Rede ist von Voltaris.", ["Voltaris"]),
        ("Kelvora bouwt in Terneuzen een batterijfabriek van 12 GWh.", []),
        # The last word of a longer name is no company beside it.
        ("Tornioon akkutehtaan rakentaa Polar Cells Oy. Polar Cells aikoo palkata 300 ihmistä. Polar Cells investoi.", ["Polar Cells"]),
        ("In Emden baut Voltaris Energie GmbH eine Batteriefabrik. Voltaris investiert, Voltaris will 300 Leute.", ["Voltaris Energie"]),
        # A town, a car and a person act too.
        ("Emden baut eine Batteriefabrik mit 20 GWh. Emden investiert 900 Millionen Euro.", []),
        ("De QX70 krijgt een batterij uit de fabriek in Gent. De QX70 gaat in 2027 van de band.", []),
        ("Joris Vermaas bouwt in Terneuzen een batterijfabriek van 12 GWh. Vermaas investeert zelf, Vermaas wil groeien.", []),
        ("Yrittäjä Mikko Salovirta rakentaa Keuruulle akkutehtaan. Salovirta aikoo investoida, Salovirta palkkaa.", []),
        ("Unternehmer Jonas Trebing baut in Emden eine Batteriefabrik mit 2 GWh. Trebing investiert, Trebing will wachsen.", []),
    ],
)  # fmt: skip
def test_a_name_that_acts_twice_has_a_part_in_the_project(text: str, expected: list[str]) -> None:
    rows = read_one(Article("a.txt", f"12.3.2024\n\n{text}")).rows
    assert rows and [p for r in rows for p in r["partners"]] == expected


def test_press_is_found_and_marked() -> None:
    text = "Das berichtet das Handelsblatt, wie dpa und Reuters melden. „Gmünder Tagespost“ schreibt über Northvolt."
    kinds = {m.company.name: m.company.kind for m in find_companies(text, "de")}
    assert kinds == {
        "Handelsblatt": "newspaper",
        "dpa": "news_agency",
        "Reuters": "news_agency",
        "Gmünder Tagespost": "newspaper",
        "Northvolt": "cell_maker",
    }


def test_brand_of_a_model_is_unsure() -> None:
    mentions = find_companies("Ein Opel Astra Electric kostet 38.000 Euro. Opel baut in Rüsselsheim.", "de")
    assert [(m.company.name, m.confidence < 0.5) for m in mentions] == [("Opel", True), ("Opel", False)]


def test_people_are_told_apart() -> None:
    text = "„Das ist gut“, sagt Geschäftsführer Jonas Reinlinger. Carlos Tavares schweigt. Henry Ford baute Autos."
    assert find_companies(text, "de") == []
    assert [text[a:b] for a, b in taken_people(text, "de")][:2] == ["Jonas Reinlinger", "Carlos Tavares"]


def test_offsets_point_at_the_words_and_do_not_overlap() -> None:
    text = "Fortum\xa0Battery Recyclingin laitos ja Fortumin\nliiketoimintajohtaja, Stena\nRecycling ja BASF:iin"
    mentions = find_companies(text, "fi")
    assert [text[m.start : m.end] for m in mentions] == [
        "Fortum\xa0Battery Recyclingin",
        "Fortumin",
        "Stena\nRecycling",
        "BASF:iin",
    ]
    assert all(a.end <= b.start for a, b in pairwise(mentions))


@pytest.mark.parametrize("text", ["", " ", "\n\n", "123 456,7 %", "ÄÖÜ", "(", "A", "–"])
def test_texts_without_names(text: str) -> None:
    assert [find_companies(text, language) for language in ("de", "fi", "nl")] == [[], [], []]


def test_list_is_sound() -> None:
    with (REFERENCE / "companies.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) >= 700
    assert len({row["name"] for row in rows}) == len(rows)
    assert all(re.fullmatch("[A-Z]{2}", row["home"]) for row in rows)
    assert len(aliases()) > len(rows)


def test_every_name_of_the_list_is_found_in_its_own_text() -> None:
    """Each sure name, alone in a sentence, is found whole in every language."""
    for language in ("de", "fi", "nl"):
        for alias in aliases():
            if not alias.needs_context:
                mentions = find_companies(f"x {alias.text} x", language)
                found = [m.company for m in mentions]
                assert found == [alias.company], (language, alias.text)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("Volta,,castle,NL,", "unknown kind"),
        ("Volta,V,startup,NL,", "one letter"),
        ("Volta,Volt,startup,NL,Ampere", "no aliases"),
        ("Volta,Volt,startup,NL,\nAmpere,Volt,startup,FR,", "already stands"),
    ],
)
def test_faults_in_the_list_are_told_with_their_line(
    row: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "companies.csv").write_text(f"name,aliases,kind,home,context\n{row}\n", encoding="utf-8")
    monkeypatch.setattr(company_index, "REFERENCE", tmp_path)
    with pytest.raises(DataFault, match=message) as fault:
        aliases.__wrapped__()
    assert "companies.csv, line " in str(fault.value)


def test_vocabularies_load_and_words_of_the_trade_are_disjoint() -> None:
    for language in ("de", "fi", "nl"):
        assert len(vocabulary(language).words) > 20_000
    assert not common_words().tails & common_words().abbreviations


def test_fast_enough_for_large_folders() -> None:
    text = "Der Batteriehersteller Northvolt baut in Heide. Das Land hat der Firma Geld zugesagt. " * 20
    find_companies(text, "de")
    started = time.process_time()
    for _ in range(20):
        find_companies(text, "de")
    assert (time.process_time() - started) / 20 < 0.02  # ten times what it takes, for slow machines


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        ("nl", "Autoconcern Stellantis (Opel, Peugeot, Fiat) bouwt een batterijfabriek.", {"Stellantis"}),
        ("nl", "Vulcan Energy levert aan het moederbedrijf van Peugeot, Opel en Fiat lithium.", {"Vulcan Energy"}),
        ("de", "Stellantis und Opel bauen eine Zellfabrik.", {"Stellantis", "Opel"}),
        ("de", "Northvolt schloss mit der polnischen Quantex-Gruppe einen Vertrag über Batterien.", {"Northvolt", "Quantex"}),
        ("de", "Am Lithium wird gespart, sagt CATL.", {"CATL"}),
        ("de", "Hilfe kommt aus China: Mit Sichuan Calciner Technology wurde ein Vertrag über das Werk geschlossen.", {"Sichuan Calciner Technology"}),
        ("fi", "Helena Väliaho avasi Oulun akkutehtaan.", set()),
    ],
)  # fmt: skip
def test_brands_small_words_and_given_names_are_no_partners(language: str, text: str, names: set[str]) -> None:
    assert {m.company.name for m in find_companies(text, language) if m.confidence > 0.5} == names
