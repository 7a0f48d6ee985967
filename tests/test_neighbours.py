"""What stands beside a plant decides nothing: another works that is its landmark, an epithet, where somebody spoke, a share."""

from __future__ import annotations

import pytest

from core.models import Article
from core.reading import read_one


def told(text: str) -> list[str]:
    """Each project of a text: its town and what is told of it, in millions, GWh or the unit, jobs and the production start."""
    made = []
    for row in read_one(Article("a.txt", text)).rows:
        words = [str(row["city"])]
        words += [f"{i['currency']} {i['amount'] / 1e6:g} m" for i in row["investments"]]
        words += [f"{c['value']:g}{'-' + format(c['max'], 'g') if c['max'] != c['value'] else ''} {c['unit']}" for c in row["capacities"]]
        words += [f"{row['jobs']} jobs"] if row.get("jobs") else []
        words += [row["production_start"]] if row.get("production_start") else []
        made.append(", ".join(words))
    return made


LANDMARKS = [
    (
        "Giga Storage bouwt in Delfzijl een batterijpark van 300 MW. Naast het ziekenhuis steekt Giga 200 miljoen euro in het "
        "project, dat in 2027 klaar is.",
        "Delfzijl, EUR 200 m, 300 MW, 2027",
    ),
    ("Fastned bouwt in Emmen een laadplein. Bij het stadion komen 20 laadpunten voor 3 miljoen euro.", "Emmen, EUR 3 m, 20 charging_points"),
    (
        "Morrow rakentaa Raaheen akkukennotehtaan. Terästehtaan naapuriin sijoitetaan 400 miljoonaa euroa, ja työpaikkoja syntyy "
        "250. Tuotanto alkaa 2028.",
        "Raahe, EUR 400 m, 250 jobs, 2028",
    ),
    (
        "Sibanye baut in Kokkola eine Lithiumraffinerie. Der Betreiber von Goldminen steckt 588 Millionen Euro hinein. 2026 geht es los.",
        "Kokkola, EUR 588 m, 2026",
    ),
    (
        "Cylib baut in Krefeld eine Batterierecyclinganlage. Auf dem Areal der Papierfabrik investiert Cylib 180 Millionen Euro.",
        "Krefeld, EUR 180 m",
    ),
    (
        "LEAG baut in Boxberg einen Batteriespeicher. Am früheren Kohlekraftwerk werden 137 Megawatt installiert.",
        "Boxberg, 137 MW",
    ),
    (
        "RWE baut in Neurath Batteriespeicher. Direkt neben dem Braunkohlekraftwerk sollen 80 Megawatt Leistung und 84 MWh stehen.",
        "Neurath, 80 MW, 0.084 GWh",
    ),
]


@pytest.mark.parametrize(("text", "expected"), LANDMARKS)
def test_another_industrys_works_may_be_a_landmark(text: str, expected: str) -> None:
    assert told(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Rock Tech baut in Guben einen Lithiumkonverter. Das Stahlwerk in Eisenhüttenstadt kostet 900 Millionen Euro, sagte der frühere Minister.",
        "Keliber rakentaa Kokkolaan litiumjalostamon. Raahen alueella SSAB:n terästehdas maksaa 2 miljardia euroa.",
        "Rock Tech baut in Guben einen Lithiumkonverter. Der Ausbau der Autobahn kostet 300 Millionen Euro.",
        "Volkswagen baut in Salzgitter eine Batteriefabrik. Im vergangenen Jahr hat Volkswagen 4 Milliarden Euro Steuern gezahlt.",
    ],
)
def test_and_its_costs_are_its_own(text: str) -> None:
    assert not any("EUR" in line for line in told(text))


ASIDES = [
    "Umicore bouwt in Hoboken een fabriek voor de recycling van batterijen. De installatie kost 500 miljoen euro en draait vanaf 2027. "
    "Umicore haalt er ook goud en zilver uit oude gsm's.",
    "Umicore bouwt een recyclingfabriek in Hoboken. Uit oude accu's haalt het nikkel, kobalt, koper, goud en zilver. De installatie kost "
    "500 miljoen euro. De fabriek opent in 2027.",
    "Morrow bouwt in Hoboken een batterijfabriek met goedkope waterkracht. De investering bedraagt 500 miljoen euro. In 2027 is de fabriek af.",
]


@pytest.mark.parametrize("text", ASIDES)
def test_other_metals_and_water_power_are_asides(text: str) -> None:
    assert told(text) == ["Hoboken, EUR 500 m, 2027"]


ONE_TOWN = [
    ("VDL bouwt in Emmen een accufabriek. De plannen werden gepresenteerd in Assen. Daar komen 300 banen.", "Emmen, 300 jobs"),
    ("VDL bouwt in Emmen een accufabriek. Het bedrijf is groot geworden in Eindhoven. Hier komen 300 banen.", "Emmen, 300 jobs"),
    ("Freyr rakentaa Vaasaan akkutehtaan. Johtaja puhui Helsingissä. Siellä tuotetaan 40 GWh.", "Vaasa, 40 GWh"),
    ("CATL baut in Debrecen eine Batteriefabrik. Der weltweit größte Hersteller steckt 7,3 Milliarden Euro hinein.", "Debrecen, EUR 7300 m"),
    ("CATL baut in Debrecen eine Batteriefabrik. Der weltweit tätige Konzern investiert 2 Milliarden Euro.", "Debrecen, EUR 2000 m"),
    ("VDL bouwt in Emmen een accufabriek. Met 20 GWh is het een van de grootste wereldwijd.", "Emmen, 20 GWh"),
    ("In Salzgitter ist PowerCo auf Kurs: Die Batteriefabrik mit 20 GWh geht 2025 in Betrieb.", "Salzgitter, 20 GWh, 2025"),
    ("ACC ligt in Emmen op koers met de batterijfabriek van 20 GWh.", "Emmen, 20 GWh"),
    ("Northvolt baut in Heide eine Batteriefabrik. Laut Fraunhofer ISI kostet sie 4,5 Milliarden Euro. 60 GWh sind das Ziel.", "Heide, EUR 4500 m, 60 GWh"),
    ("Die Batteriefabrik von ACC (Kaiserslautern) soll 13 GWh liefern.", "Kaiserslautern, 13 GWh"),
    ("LEAG (Boxberg) baut einen Batteriespeicher mit 50 MWh.", "Boxberg, 0.05 GWh"),
    ("De accufabriek van VDL in Emmen moet in 2027 af.", "Emmen, 2027"),
    ("VDL bouwt in Emmen een accufabriek. De fabriek is volgens de directie eind 2027 af.", "Emmen, 2027"),
    ("VDL bouwt in Emmen een accufabriek. Ondanks de afschrijving kost de fabriek 295 miljoen euro.", "Emmen, EUR 295 m"),
    ("Northvolt baut in Heide eine Batteriefabrik und beziffert die Kosten um die 4,5 Milliarden Euro.", "Heide, EUR 4500 m"),
    (
        "In Noorwegen ging Freyr onderuit. De Zweedse batterijmaker Northvolt steekt 10 miljard kroon in zijn fabriek in Skellefteå.",
        "Skellefteå, SEK 10000 m",
    ),
    ("Freyr rakentaa Vaasaan akkutehtaan. Tehdas tuottaa 2000–12 000 tonnia katodimateriaalia vuodessa.", "Vaasa, 2000-12000 t"),
]


@pytest.mark.parametrize(("text", "expected"), ONE_TOWN)
def test_all_is_told_of_the_one_plant(text: str, expected: str) -> None:
    assert told(text) == [expected]


def test_work_that_moves_is_no_way() -> None:
    moved = told("Volkswagen will die E-Auto-Fertigung von Emden nach Zwickau verlegen. 200 Arbeitsplätze entstehen.")
    assert "Zwickau, 200 jobs" in moved
    moved = told("BMW verlegt die Montage der Elektroautos von Leipzig nach Debrecen. Zugleich werden dort 400 Millionen Euro investiert.")
    assert moved == ["Debrecen, EUR 400 m"]


def test_lists_by_towns_keep_them() -> None:
    text = "Salzgitter - PowerCo baut eine Zellfabrik mit 20 GWh.\nKaiserslautern - ACC baut eine Zellfabrik mit 13 GWh."
    assert told(text) == ["Salzgitter, 20 GWh", "Kaiserslautern, 13 GWh"]
    text = "Valmet Automotive (Salo), joka rakentaa 2 GWh:n akkutehtaan, ja Freyr (Vaasa), joka rakentaa 40 GWh:n akkutehtaan, kasvavat."
    assert told(text) == ["Salo, 2 GWh", "Vaasa, 40 GWh"]


FAR_BY_TIME = [
    ("Verkor heeft in Bourbourg, op een halfuur van De Panne, zijn gigafabriek van 2 miljard euro ingehuldigd.", "Bourbourg, EUR 2000 m"),
    ("Nissan breidt in Sunderland, een kwartier van Durham, de accufabriek uit voor 900 miljoen euro.", "Sunderland, EUR 900 m"),
    ("BASF baut in Schwarzheide, eine halbe Stunde von Cottbus entfernt, eine Batteriefabrik für 500 Millionen Euro.", "Schwarzheide, EUR 500 m"),
    ("BASF baut in Schwarzheide, vierzig Minuten von Dresden, eine Batteriefabrik für 500 Millionen Euro.", "Schwarzheide, EUR 500 m"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), FAR_BY_TIME)
def test_a_town_some_minutes_away_is_no_place_of_it(text: str, expected: str) -> None:
    assert told(text) == [expected]


MOVED = [
    (
        "Designwerk baut in Winterthur elektrische Lastwagen. Gefertigt wird in einer neuen Halle, in die 2020 auch die Ingenieure "
        "umgezogen sind.",
        "2020",
    ),
    ("VDL bouwt in Roeselare elektrische bussen. De productie draait in een hal waarheen de kantoren in 2021 zijn verhuisd.", "2021"),
]


@pytest.mark.parametrize(("text", "year"), MOVED)
def test_a_move_has_its_own_date(text: str, year: str) -> None:
    assert not any(year in line for line in told(text))


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Volvo Cars bouwt in Gent elektrische auto's. In de fabriek worden per jaar 150.000 accu's in elkaar gezet.", "units"),
        ("Volvo Cars baut in Gent Elektroautos. Die Fabrik montiert pro Jahr 150.000 Batterien.", "units"),
        ("Volvo Cars bouwt in Gent elektrische auto's. De fabriek maakt 150.000 stuks per jaar.", "vehicles"),
        ("Valmet Automotive valmistaa Uudessakaupungissa sähköautoja. Tehdas tekee vuodessa 150 000 kappaletta.", "vehicles"),
    ],
)
def test_pieces_of_a_car_plant_are_cars_but_its_packs_are_not(text: str, unit: str) -> None:
    units = {c["unit"] for row in read_one(Article("a.txt", text)).rows for c in row["capacities"]}
    assert units == {unit}


@pytest.mark.parametrize(
    ("text", "nobody"),
    [
        ("Het ministerie van IenW steunt de batterijfabriek van 500 miljoen euro die Northvolt in Breda bouwt.", "IenW"),
        ("De actiegroep Ne Damo Jadar is tegen de lithiummijn van 500 miljoen euro die Rio Tinto bij Loznica bouwt.", "Ne Damo Jadar"),
        ("Bondskanselier Scholz opende de batterijfabriek van 500 miljoen euro die Northvolt in Breda bouwde.", "Scholz"),
        ("Liittokansleri Scholz avasi 500 miljoonan euron akkutehtaan, jonka Northvolt rakensi Vaasaan.", "Scholz"),
    ],
)
def test_bodies_of_the_state_groups_and_persons_have_no_hand_in_it(text: str, nobody: str) -> None:
    partners = {p for row in read_one(Article("a.txt", text)).rows for p in row["partners"]}
    assert partners and nobody not in partners


FOUNDED = [
    "24 mei 2025\n\nFastned bouwt in Amsterdam een laadplein met 20 laadpunten. Toen het bedrijf in 2012 van start ging, waren er weinig.",
    "24. Mai 2025\n\nFastned baut in Köln einen Ladepark mit 20 Ladepunkten. Als das Unternehmen 2012 an den Start ging, gab es wenige.",
    "24.5.2025\n\nVirta rakentaa Vantaalle latauskentän, jossa on 20 latauspistettä. Kun yhtiö aloitti vuonna 2012, autoja ei juuri ollut.",
]
BEGINNING = [
    ("24 mei 2025\n\nNorthvolt bouwt in Breda een batterijfabriek van 20 GWh. Het bedrijf begint in 2028 met de productie.", "2028"),
    ("24. Mai 2025\n\nNorthvolt baut in Heide eine Batteriefabrik mit 20 GWh. Das Unternehmen will 2028 mit der Produktion beginnen.", "2028"),
    ("24.5.2025\n\nNorthvolt rakentaa Vaasaan 20 GWh:n akkutehtaan. Yhtiö aloittaa tuotannon vuonna 2028.", "2028"),
]


@pytest.mark.parametrize("text", FOUNDED)
def test_when_a_company_began_is_no_start_of_its_plant(text: str) -> None:
    assert told(text) and not any("2012" in line for line in told(text))


@pytest.mark.parametrize(("text", "year"), BEGINNING)
def test_but_what_it_begins_with_is(text: str, year: str) -> None:
    assert [line.endswith(year) for line in told(text)] == [True]


@pytest.mark.parametrize(
    "text",
    [
        "Umicore baut in Schwedt ein Kathodenwerk. Investiert werden sollen rund 410 Millionen Euro; Land und Bund steuern 95 Millionen Euro bei.",
        "Umicore bouwt in Zwolle een batterijfabriek. Er wordt 410 miljoen euro geïnvesteerd; de provincie legt 95 miljoen bij.",
        "Umicore rakentaa Kemiin akkutehtaan. Tehtaaseen sijoitetaan 410 miljoonaa euroa; valtiontukea tulee 95 miljoonaa euroa.",
    ],
)
def test_support_behind_a_semicolon_takes_only_its_own_amount(text: str) -> None:
    kinds = {i["amount"] / 1e6: i["kind"] for row in read_one(Article("a.txt", text)).rows for i in row["investments"]}
    assert kinds == {410: "investment", 95: "public_support"}


FUNDED = [
    (
        "Umicore haalt 500 miljoen euro op\n\n"
        "Umicore heeft in een financieringsronde 500 miljoen euro opgehaald voor zijn batterijfabriek in Zwolle.",
        "Zwolle",
    ),
    (
        "Verkor sammelt zwei Milliarden ein\n\nDas Start-up Verkor hat sich zwei Milliarden Euro von Investoren gesichert. "
        "Den Rest leiht die Europäische Investitionsbank für die Batteriefabrik in Dünkirchen.",
        "Dunkirk",
    ),
    (
        "Umicore haalt 500 miljoen euro op\n\n"
        "Umicore heeft in een financieringsronde 500 miljoen euro opgehaald voor batterijcellen. Dat maakte Umicore in Zwolle bekend.",
        None,
    ),
]


@pytest.mark.parametrize(("text", "town"), FUNDED)
def test_money_raised_for_a_plant_is_money_for_its_town(text: str, town: str | None) -> None:
    assert {row["city"] for row in read_one(Article("a.txt", text)).rows} == {town}
