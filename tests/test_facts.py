"""Facts of single sentences: what is taken, and what looks alike and is not. One case a line."""

from __future__ import annotations

from datetime import date

import pytest

from core.analysis import analyse
from core.facts import find_facts
from core.models import Article, Document, Fact, Sentence
from core.reading import read_one


def facts_of(language: str, text: str, column: str, published: date | None = None) -> list[Fact]:
    precision = "day" if published else None
    document = Document(Article("a.txt", text), text, language, (Sentence(0, len(text), 0),), None, published, precision)
    return [f for f in find_facts(analyse(document))[0] if f.column == column]


MONEY = [
    ("nl", "De fabriek kost bij elkaar een kleine 60 miljoen euro.", 60e6, "EUR", "investment"),
    ("nl", "De overheid kent het bedrijf een subsidie van 110 miljoen euro toe.", 110e6, "EUR", "public_support"),
    ("nl", "De bank verstrekt een lening van 20 miljoen euro voor de fabriek.", 20e6, "EUR", "financing"),
    ("de", "Bund und Land wollten das Werk mit 437 Millionen Euro fördern.", 437e6, "EUR", "public_support"),
    ("de", "Der Hersteller investiert 1,2 Milliarden Euro in die neue Zellfabrik.", 1.2e9, "EUR", "investment"),
    ("de", "Das Start-up hat bei Investoren 60 Millionen Euro eingesammelt.", 60e6, "EUR", "financing"),
    ("fi", "Ensimmäisen vaiheen hintalappu on 774 miljoonaa euroa.", 774e6, "EUR", "investment"),
    ("fi", "Ministeriö on myöntänyt tehtaalle 28,5 miljoonan euron investointituen.", 28.5e6, "EUR", "public_support"),
    ("fi", "Tehdas maksaisi puolisen miljardia euroa.", 0.5e9, "EUR", "investment"),
    ("nl", "Er hangt een prijskaartje aan van 1,2 miljard euro.", 1.2e9, "EUR", "investment"),
    ("nl", "De fabriek krijgt 75 miljoen euro uit het Groeifonds.", 7.5e7, "EUR", "public_support"),
    ("nl", "De Europese Investeringsbank schiet 150 miljoen euro voor.", 1.5e8, "EUR", "financing"),
    ("fi", "Rahaa hankkeeseen uppoaa 1,1 miljardia euroa.", 1.1e9, "EUR", "investment"),
    ("fi", "Kokonaisinvestointi on 774 miljoonaa euroa.", 7.74e8, "EUR", "investment"),
    ("fi", "Euroopan investointipankki lainoittaa jalostamoa 150 miljoonalla eurolla.", 1.5e8, "EUR", "financing"),
    ("de", "Das Projekt schlägt mit 800 Millionen Euro zu Buche.", 8e8, "EUR", "investment"),
    ("de", "Bund und Länder schießen 155 Millionen Euro zu.", 1.55e8, "EUR", "public_support"),
    ("de", "In einer Finanzierungsrunde sammelte die Firma 80 Millionen Euro ein.", 8e7, "EUR", "financing"),
]


CONVERTED = [
    ("de", "Die Fabrik kostet 55 Millionen Dollar, umgerechnet 48 Millionen Euro.", [(55e6, [48e6])]),
    ("nl", "De fabriek kost 55 miljoen dollar, omgerekend zo'n 48 miljoen euro.", [(55e6, [48e6])]),
    ("fi", "Tehdas maksaa 55 miljoonaa dollaria eli noin 48 miljoonaa euroa.", [(55e6, [48e6])]),
    ("de", "Die Fabrik kostet 55 Millionen Dollar oder 480 Millionen Euro.", [(55e6, []), (480e6, [])]),
]


@pytest.mark.parametrize(("language", "text", "told"), CONVERTED)
def test_the_same_amount_in_another_currency(language: str, text: str, told: list[tuple[float, list[float]]]) -> None:
    found = [f.value for f in facts_of(language, text, "investments", date(2024, 5, 17))]
    assert [(v["amount"], [also["amount"] for also in v["also"]]) for v in found] == told


@pytest.mark.parametrize(("language", "text", "amount", "currency", "kind"), MONEY)
def test_money(language: str, text: str, amount: float, currency: str, kind: str) -> None:
    (fact,) = facts_of(language, text, "investments")
    assert (fact.value["amount"], fact.value["currency"], fact.value["kind"]) == (amount, currency, kind)


NO_MONEY = [
    ("de", "Der Zellhersteller setzte im Vorjahr rund 900 Mio. Euro um und baut ein Werk."),
    ("nl", "De omzet van de batterijfabriek steeg vorig jaar naar 85 miljoen euro, maar de investeringen drukken."),
    ("fi", "Sähkörekka maksaa asiakkaalle edelleen 420 000 euroa, ja akkuja on vähän."),
    ("nl", "De omzet van de fabriek zakte tot 198 miljoen euro."),
    ("nl", "Het bedrijf schrijft 1,6 miljard euro af op de batterijtak."),
    ("nl", "De prijs zakte tot rond de 10.000 dollar per ton."),
    ("nl", "Een laadpas kost 25 euro."),
    ("nl", "De toezichthouder legde een boete van 12 miljoen euro op."),
    ("de", "Der Konzern machte zuletzt 1,2 Milliarden Euro Umsatz."),
    ("de", "Lilium habe 25 Millionen Euro an Rechnungen nicht mehr bezahlt."),
    ("de", "Die Aktie kostet 362 Euro."),
    ("de", "Der Recycler setzte im vergangenen Jahr 62 Millionen Euro um."),
    ("de", "Der Verlust wuchs auf 300 Millionen Euro."),
    ("fi", "Yhtiön liikevaihto oli viime vuonna 8,8 miljardia euroa."),
    ("fi", "Yhtiön markkina-arvo on noin 12 miljoonaa puntaa."),
    ("fi", "Litiumin hinta on laskenut 10 dollariin kilolta."),
    ("nl", "Tesla had vorig jaar 7,1 miljard dollar nettowinst."),
    ("nl", "De waarde van de accumarkt stijgt naar 400 miljard dollar."),
    ("nl", "De schade door de brand bedraagt 6 miljoen euro."),
    ("fi", "Kaupungin budjetti on 400 miljoonaa euroa."),
    ("fi", "Kassassa on enää 30 miljoonaa euroa."),
    ("de", "Unter dem Strich stand ein Fehlbetrag von 64 Millionen Euro."),
    ("de", "Das Startup schuldet seinen Lieferanten 12 Millionen Euro."),
    ("de", "An der Börse ist die Firma nur noch 300 Millionen Euro wert."),
]


@pytest.mark.parametrize(("language", "text"), NO_MONEY)
def test_no_money(language: str, text: str) -> None:
    assert facts_of(language, text, "investments") == []


def test_two_currencies_are_one_amount() -> None:
    text = "Met de fabriek is 2,76 miljard Canadese dollar gemoeid (1,85 miljard euro)."
    (fact,) = facts_of("nl", text, "investments")
    assert fact.value["currency"] == "CAD"
    assert fact.value["also"] == [{"amount": 1.85e9, "max": 1.85e9, "currency": "EUR"}]


def test_a_rising_amount_is_a_range() -> None:
    text = (
        "Zij investeren meer dan 2,5 miljard dollar (2,3 miljard euro), uitlopend tot 3,1 miljard dollar "
        "(2,9 miljard euro) in de fabriek."
    )
    (fact,) = facts_of("nl", text, "investments")
    assert (fact.value["amount"], fact.value["max"], fact.value["qualifier"]) == (2.5e9, 3.1e9, "at_least")
    assert fact.value["also"] == [{"amount": 2.3e9, "max": 2.9e9, "currency": "EUR"}]


CAPACITY = [
    ("nl", "De fabriek is goed voor 35 gigawattuur per jaar.", [(35, "GWh", "nameplate")]),
    ("nl", "De mijn moet zo'n 190.000 ton lithiumconcentraat per jaar leveren.", [(190_000, "t", "nameplate")]),
    ("de", "Von heute 13 auf 40 GWh soll die Kapazität steigen.", [(13, "GWh", "initial"), (40, "GWh", "target")]),
    ("de", "In der Endausbaustufe sollen es 40 Gigawattstunden im Jahr sein.", [(40, "GWh", "target")]),
    (
        "de",
        "Der Batteriespeicher hat 103,5 Megawatt und 238 MWh.",
        [(103.5, "MW", "nameplate"), (0.238, "GWh", "nameplate")],
    ),
    (
        "fi",
        "Kapasiteetti olisi aluksi 20 000 ja myöhemmin jopa 60 000 tonnia vuodessa.",
        [(20_000, "t", "initial"), (60_000, "t", "target")],
    ),
    ("fi", "Jalostamo tuottaa 15 000 tonnia litiumhydroksidia vuodessa.", [(15_000, "t", "nameplate")]),
]


@pytest.mark.parametrize(("language", "text", "expected"), CAPACITY)
def test_capacity(language: str, text: str, expected: list[tuple[float, str, str]]) -> None:
    found = facts_of(language, text, "capacities")
    assert [(f.value["value"], f.value["unit"], f.value["basis"]) for f in found] == expected


def test_before_a_later_stage_stands_the_first() -> None:
    text = "De fabriek begint met 2 GWh per jaar en kan later doorgroeien naar 8 GWh."
    found = facts_of("nl", text, "capacities")
    assert [(f.value["value"], f.value["basis"]) for f in found] == [(2, "initial"), (8, "target")]


NO_CAPACITY = [
    ("fi", "Akkuvalmistajan 40 tonnin nosturi siirtää kontin paikoilleen."),
    ("de", "Für das Akkulager hebt ein 300-Tonnen-Kran die Container."),
    ("nl", "De haven, waar ook een kathodefabriek staat, verwerkt jaarlijks 120 miljoen ton goederen."),
    ("de", "Die neue Fähre fährt elektrisch. Ihre Batterie fasst 6 MWh."),
    ("fi", "Kaivoksesta tulisi malmia vuosittain 3 miljoonaa tonnia."),
    ("nl", "Ionity bouwt laadpleinen met gemiddeld acht laadpalen."),
    ("nl", "Dat is genoeg voor 150.000 auto's per jaar."),
    ("nl", "Het merk verkocht vorig jaar 25.000 auto's."),
    ("nl", "De auto heeft een batterij van 82 kWh."),
    ("de", "Das reicht für 300.000 Fahrzeuge im Jahr."),
    ("de", "Der Hersteller hat 40.000 Autos ausgeliefert."),
    ("fi", "Se riittää noin 750 000 sähköauton akkuihin."),
    ("fi", "Päästöt vähenevät 20 000 tonnia hiilidioksidia vuodessa."),
]


@pytest.mark.parametrize(("language", "text"), NO_CAPACITY)
def test_no_capacity(language: str, text: str) -> None:
    assert facts_of(language, text, "capacities") == []


JOBS = [
    ("de", "Im Werk sind 1500 Menschen beschäftigt, bis 2030 könnte die Fertigung wachsen.", 1500),
    ("nl", "Er waren zeshonderd vaste jobs beloofd.", 600),
    ("nl", "Volgens de directie levert de fabriek ruim honderd banen op.", 100),
    ("de", "Etwa 500 Arbeitsplätze entstehen.", 500),
    ("de", "Die Fabrik beschäftigt fünfzig Leute.", 50),
    ("fi", "Tehdas toisi kaupunkiin 1 500 työpaikkaa.", 1500),
    ("fi", "Keliber työllistää tuotannon käynnistyttyä noin 300 henkilöä.", 300),
    ("nl", "De gigafabriek levert zo'n 1.600 mensen een baan op.", 1600),
    ("nl", "De accumaker schrapt 120 van de 400 banen in Helmond.", 120),
    ("nl", "Van de 340 medewerkers in Helmond mogen er 260 blijven.", 260),
    ("nl", "Het aantal arbeidsplaatsen in de batterijfabriek groeit naar 110.", 110),
    ("nl", "Voor het einde van het jaar wil de fabriek zestig operators aanwerven.", 60),
    ("nl", "De fabriek zal driehonderd voltijdse krachten nodig hebben.", 300),
    ("nl", "Een jaar geleden had de fabriek in Eindhoven nog 220 mensen op de loonlijst.", 220),
    ("nl", "Op volle kracht zullen er driehonderd mensen de kost verdienen.", 300),
    ("fi", "Saloon palkataan 150 uutta akunrakentajaa.", 150),
    ("fi", "Tehtaalla on henkilökuntaa yhteensä 280.", 280),
    ("fi", "Lomautusuhka koskee 80:tä Vaasan tehtaan työntekijää.", 80),
    ("fi", "Tehdas antaisi leivän viidellesadalle ihmiselle.", 500),
    ("fi", "Työpaikkoja tehtaalle tulisi noin 600.", 600),
    ("fi", "Yhtiö rekrytoi tehtaalle 45 operaattoria ja kunnossapitäjää.", 45),
    ("fi", "Konkurssi vie työn 120 ihmiseltä.", 120),
    ("fi", "Uusia työpaikkoja syntyy satakunta.", 100),
    ("de", "Gesucht werden 70 Fachkräfte für die Zellfertigung.", 70),
    ("de", "Von den 700 Stellen in Ellwangen sollen 350 gestrichen werden.", 350),
    ("de", "280 der 400 Mitarbeiter haben ihre Kündigung schon bekommen.", 280),
    ("de", "Dort sind schon jetzt 30 Ingenieure tätig.", 30),
    ("de", "Aus den 3000 versprochenen Jobs sind nur 600 geworden.", 600),
    ("de", "Der Standort Kamenz kommt derzeit auf 450 Beschäftigte.", 450),
    ("de", "Die Zellfabrik gibt später einmal 1.400 Menschen Arbeit.", 1400),
]


@pytest.mark.parametrize(("language", "text", "number"), JOBS)
def test_jobs(language: str, text: str, number: int) -> None:
    (fact,) = facts_of(language, text, "jobs")
    assert fact.value["low"] == number


NO_JOBS = [
    ("de", "Weltweit kommt der Batteriekonzern (inklusive der Tochter in China) auf 3200 Beschäftigte."),
    ("nl", "In het dorp wonen nog 180 mensen."),
    ("nl", "De groep telt wereldwijd 72.000 werknemers."),
    ("de", "Die Miba beschäftigt weltweit 7.700 Leute."),
    ("de", "Eine Bürgerinitiative hat 14.000 Unterschriften gesammelt."),
    ("fi", "Konsernin palveluksessa on 72 000 ihmistä."),
    ("nl", "Het moederbedrijf, met 12.000 man personeel en een omzet van 3 miljard euro, is beursgenoteerd."),
    ("nl", "VDL, waar 14.000 mensen werken, wil er niets over kwijt."),
    ("nl", "De autosector in Europa verloor vorig jaar 54.000 banen."),
    ("nl", "Vijftig bewoners tekenden bezwaar aan."),
    ("fi", "Se on valtion omistuksessa ja työllistää 850 ihmistä."),
    ("fi", "Yhtiöllä on 3 200 työntekijää 25 maassa."),
    ("fi", "Räjähdyksessä loukkaantui 12 työntekijää."),
    ("fi", "Tilaisuuteen saapui 250 ihmistä."),
    ("de", "Das Unternehmen mit Sitz in Wien hat 4.200 Mitarbeiter und macht 1,1 Milliarden Euro Umsatz."),
    ("de", "Zum Tag der offenen Tür kamen 5.000 Menschen ins Werk."),
    ("de", "Die deutsche Autoindustrie hat 2024 19.000 Arbeitsplätze verloren."),
    ("de", "Acht Arbeiter wurden bei der Explosion verletzt."),
]


@pytest.mark.parametrize(("language", "text"), NO_JOBS)
def test_no_jobs(language: str, text: str) -> None:
    assert facts_of(language, text, "jobs") == []


DAY = date(2025, 4, 7)
STARTS = [
    ("de", "Statt 2025 sollen die Bänder im Werk erst 2027 anlaufen.", "production_start", "2027"),
    ("nl", "Tussen 2026 en 2028 gaan in de fabriek de nieuwe lijnen draaien.", "production_start", "2026"),
    ("nl", "De bouwstart staat gepland voor 2025.", "construction_start", "2025"),
    ("nl", "Volgend jaar begint de productie.", "production_start", "2026"),
    ("de", "Die Produktion soll 2026 beginnen.", "production_start", "2026"),
    ("de", "Der Konzern will eine Anlage bauen, die im Sommer 2027 anfangen soll.", "production_start", "2027"),
    ("nl", "De nieuwe EX40 wordt vanaf 2026 in Born gebouwd.", "production_start", "2026"),
    ("de", "Der Spatenstich war im August 2023.", "construction_start", "2023-08"),
    ("de", "Ende nächsten Jahres soll die Produktion starten.", "production_start", "2026"),
    ("fi", "Tuotannon on määrä alkaa vuonna 2027.", "production_start", "2027"),
    ("fi", "Tuotanto alkaa ensi vuonna.", "production_start", "2026"),
    ("nl", "In het najaar van 2026 moeten de eerste cellen van de lijn komen.", "production_start", "2026"),
    ("nl", "Vanaf 2028 zullen hier batterijen worden gemaakt.", "production_start", "2028"),
    ("nl", "De fabriek zou in 2025 al draaien, maar dat wordt nu 2027.", "production_start", "2027"),
    ("nl", "Binnen drie jaar moet de fabriek op volle toeren draaien.", "production_start", "2028"),
    ("nl", "In mei zet de minister de eerste schop in de grond.", "construction_start", "2025-05"),
    ("nl", "Komende maand begint de bouw van het batterijpark.", "construction_start", "2025-05"),
    ("fi", "Tuotannon aloitus lykkääntyi vuodesta 2025 vuoteen 2027.", "production_start", "2027"),
    ("fi", "Laitos otetaan käyttöön kolmen vuoden päästä.", "production_start", "2028"),
    ("fi", "Salon tehdas avattiin syksyllä 2021.", "production_start", "2021"),
    ("fi", "Laitos on toiminut vuodesta 2022 lähtien.", "production_start", "2022"),
    ("de", "Statt 2025 wird die Fabrik nun erst 2027 eröffnet.", "production_start", "2027"),
    ("de", "In zwei Jahren soll hier die erste Zelle vom Band laufen.", "production_start", "2027"),
    ("de", "Ab 2028 will der Hersteller hier Zellen bauen.", "production_start", "2028"),
    ("de", "Der Bau soll Anfang 2026 beginnen, 2028 könnten die ersten Akkus produziert werden.", "production_start", "2028"),
    ("de", "Im Herbst 2024 rollten die Bagger an, dort begannen die Bauarbeiten.", "construction_start", "2024"),
]


@pytest.mark.parametrize(("language", "text", "column", "value"), STARTS)
def test_start(language: str, text: str, column: str, value: str) -> None:
    assert [f.value for f in facts_of(language, text, column, DAY)] == [value]


def test_relative_dates_need_the_day_of_publication() -> None:
    assert facts_of("fi", "Tuotanto alkaa ensi vuonna.", "production_start") == []


NO_STARTS = [
    ("de", "Eigentlich hätte die Fabrik schon im März 2023 anlaufen sollen."),
    ("nl", "De fabriek had in 2022 al moeten draaien."),
    ("fi", "Alun perin tehtaan piti käynnistyä vuonna 2021."),
    ("fi", "Kolmen miljoonan euron liikevaihdolla (2019) toiminut yhtiö avaa akkutehtaan."),
    ("nl", "Toen het bedrijf in 2012 van start ging, was er nog niets."),
    ("fi", "Yhtiö aloitti vuonna 2014."),
    ("fi", "Tuotantoketjun päästöjä leikataan vuoteen 2030 mennessä."),
    ("nl", "In 2025 lopen er voor het laatst auto's van de band."),
    ("nl", "Het bedrijf werd in 2017 opgericht door twee oud-studenten."),
    ("nl", "De vergunning werd in maart 2024 verleend."),
    ("fi", "Yhtiö listautui pörssiin vuonna 2021."),
    ("fi", "Lupa on voimassa vuoteen 2035."),
    ("de", "Die Firma wurde 2006 gegründet."),
    ("de", "2021 wurde das Start-up aus der Universität ausgegründet."),
    ("de", "Der Fördertopf läuft 2026 aus."),
    ("de", "2024 wurden dort 12 Gigawattstunden gefertigt."),
]


@pytest.mark.parametrize(("language", "text"), NO_STARTS)
def test_a_year_of_something_else_is_no_start(language: str, text: str) -> None:
    found = [f for c in ("construction_start", "production_start") for f in facts_of(language, text, c, DAY)]
    assert found == []


def test_a_later_sentence_moves_a_start() -> None:
    first, second = "De productie zou in 2024 beginnen.", " Nu wordt er gemikt op 2026."
    document = Document(
        Article("a.txt", first + second),
        first + second,
        "nl",
        (Sentence(0, len(first), 0), Sentence(len(first) + 1, len(first + second), 0)),
    )
    found = [f.value for f in find_facts(analyse(document))[0] if f.column == "production_start"]
    assert found == ["2026"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fi", "Tehdas nousee Kotkaan ja maksaa 770 miljoonaa euroa.\n\nUnkari tuottaa akkuja jo 100 GWh vuodessa."),
        ("nl", "De batterijfabriek in Lommel kost 410 miljoen euro.\n\nHongarije maakt al 100 GWh aan batterijen per jaar."),
        ("de", "Die Batteriefabrik in Guben kostet 410 Millionen Euro.\n\nUngarn stellt schon 100 GWh Batterien im Jahr her."),
    ],
)
def test_what_a_country_makes_is_a_market_figure_of_that_country(language: str, text: str) -> None:
    rows = read_one(Article("a.txt", f"Akku batterij Batterie.\n\n{text}\n")).rows
    told = [(r["kind"], r["country"], r["city"]) for r in rows if any(c["value"] == 100 for c in r["capacities"])]
    assert told == [("statistic", "HU", None)]


def test_a_plant_of_which_nothing_is_told_makes_what_the_head_names() -> None:
    text = ("Kemin prekursoritehdas sai luvan\n\nUusi tehdas tuottaisi Kemissä 45 000 tonnia prekursoria vuodessa.\n\nRaahessa "
            "koelaitos on ollut toiminnassa vuodesta 2025. Siellä työskentelee 18 ihmistä.")  # fmt: skip
    rows = read_one(Article("a.txt", f"date 2026-01-15\n\n{text}\n")).rows
    assert {r["city"]: r["segment"] for r in rows} == {"Kemi": "battery_materials", "Raahe": "battery_materials"}


def test_a_project_that_is_given_up_is_not_handed_over() -> None:
    text = "Tornion akkutehdas\n\nVuonna 2022 julkistetusta Tornion akkutehtaan hankkeesta luovuttiin. Hinta oli 300 miljoonaa euroa."
    (row,) = read_one(Article("a.txt", f"date 2026-01-15\n\n{text}\n")).rows
    assert row["production_start"] is None and row["status"] == "cancelled"


@pytest.mark.parametrize(
    "text",
    [
        "CATL baut in Arnstadt eine Batteriefabrik. Die Investition ist von 210 auf 260 Millionen Euro gestiegen.",
        "CATL bouwt in Arnstadt een batterijfabriek. De investering is gestegen van 210 naar 260 miljoen euro.",
        "CATL rakentaa akkutehtaan Arnstadtiin. Tehtaan hinta-arvio on noussut 210 miljoonasta 260 miljoonaan euroon.",
        "CATL baut in Arnstadt eine Batteriefabrik. Die Investition ist von 310 auf 260 Millionen Euro gesunken.",
    ],
)
def test_what_rose_or_fell_costs_what_it_came_to(text: str) -> None:
    """Not a range from the old figure to the new one."""
    (row,) = read_one(Article("a.txt", f"{text}\n")).rows
    assert [(i["amount"], i["max"]) for i in row["investments"]] == [(260e6, 260e6)]
