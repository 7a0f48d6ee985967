"""Figures that share a noun with another one, and dates that no word of starting stands beside: one sentence a case, with
sentences that look like it and tell none."""

from __future__ import annotations

import pytest

from core.analysis import Analysis
from core.facts import capacity, jobs, money, schedule
from core.models import Article
from core.reading import read_one

# What stands before each sentence: the article's day, and what it is about.
HEADS = {
    "de": "Batteriefabrik: Voltaro baut\n\nStand: 15.06.2025\n\nVoltaro ist ein Hersteller von Batteriezellen aus der Stadt und will wachsen.",
    "nl": "Batterijfabriek: Voltaro bouwt\n\n15-06-2025\n\nVoltaro is een maker van batterijen uit de stad en wil groeien.",
    "fi": "Akkutehdas: Voltaro rakentaa\n\n15.6.2025\n\nVoltaro on kaupungin akkuvalmistaja, ja se haluaa kasvaa.",
}  # fmt: skip
CAPACITIES = [
    ("de", "Die Batteriefabrik von Voltaro in Kassel hat eine Kapazität von 50.000 Batteriepacks im "
     "Jahr, ein Ausbau auf 100.000 ist möglich.", (50_000, 100_000)),
    ("de", "Voltaro baut in Kassel eine Zellfabrik: 2 Gigawattstunden zum Anfang, dann 8 "
     "Gigawattstunden, irgendwann 48.", (2, 8, 48)),
    ("de", "In Kassel will Voltaro einen E-Laster bauen: 14.000 Stück im Jahr, später bis zu "
     "27.000.", (14_000, 27_000)),
    ("de", "Das Ladenetz von Voltaro in Kassel zählt 8000 Ladepunkte, bis 2030 peilt das "
     "Unternehmen 20.000 an.", (8_000, 20_000)),
    ("de", "Voltaro fertigt in Kassel heute rund 120 Busse pro Jahr, nach dem Ausbau sollen es 240 "
     "sein.", (120, 240)),
    ("de", "Kann Voltaro in Kassel heute 120 Busse pro Jahr ausliefern, sollen es nach dem Ausbau "
     "240 sein.", (120, 240)),
    ("de", "Im Werk Kassel laufen bei Voltaro ab 2025 Elektroautos vom Band, mehr als 600.000 pro Jahr.", (600_000,)),
    ("de", "Voltaro will in Kassel 30.000 Tonnen Kathodenmaterial im Jahr herstellen, von 2030 an "
     "90.000.", (30_000, 90_000)),
    ("de", "Derzeit schafft die Zellfabrik von Voltaro in Kassel 4 GWh im Jahr, geplant sind 24.", (4, 24)),
    ("de", "Die Zellfabrik von Voltaro in Kassel soll mit 4 GWh beginnen und bis 2030 auf 24 wachsen.", (4, 24)),
    ("de", "Voltaro verdoppelt in Kassel die Kapazität seines Recyclingwerks von 10.000 auf 20.000 "
     "Tonnen im Jahr.", (10_000, 20_000)),
    ("nl", "De recyclingfabriek van Voltaro in Breda verwerkt 12.000 ton batterijen per jaar en wil "
     "in 2030 naar 70.000.", (12_000, 70_000)),
    ("nl", "De batterijfabriek van Voltaro in Breda zit op 4 GWh en wil naar 24.", (4, 24)),
    ("nl", "Voltaro bouwt in Breda een batterijfabriek die 4 gigawattuur per jaar maakt, op termijn 24.", (4, 24)),
    ("nl", "In Breda maakt Voltaro nu 90.000 ton lithium per jaar, in 2028 moet dat 130.000 "
     "zijn.", (90_000, 130_000)),
    ("nl", "Voltaro heeft in Breda nu 200 laadpunten, volgend jaar moeten dat er 500 zijn.", (200, 500)),
    ("nl", "Met de batterijfabriek in Breda mikt Voltaro op 10 gigawattuur, met een mogelijke "
     "uitbreiding naar 40.", (10, 40)),
    ("fi", "Voltaron akkutehdas Porissa tuottaa aluksi 4 gigawattituntia vuodessa, myöhemmin 24.", (4, 24)),
    ("fi", "Voltaro nostaa Porin akkutehtaansa kapasiteetin 4 gigawattitunnista 24:ään.", (4, 24)),
    ("fi", "Voltaron tehdas Porissa kokoaa 20 000 sähköautoa vuodessa, ja vuonna 2028 määrä nousee "
     "70 000:een.", (20_000, 70_000)),
    ("fi", "Voltarolla on Porissa nyt 300 latauspistettä, ja ensi vuonna se rakentaa 400 lisää.", (300, 400)),
    ("fi", "Voltaron latausverkossa Porissa on 1 150 latauspistettä, ja vuoden 2027 loppuun "
     "mennessä se aikoo nostaa määrän 2 000:een.", (1_150, 2_000)),
    ("fi", "Voltaron akkutehdas Porissa tekee nyt 1 GWh vuodessa, kun suunnitelmissa on 43.", (1, 43)),
    ("fi", "Nykyisissä tiloissa Porissa Voltaro pystyy valmistamaan 90 sähköbussia vuodessa, "
     "laajennuksen jälkeen 250.", (90, 250)),
    ("fi", "Voltaron kierrätyslaitos Porissa käsittelee 8 000 tonnia akkuja vuodessa, kun nyt raja "
     "on 4 000.", (4_000, 8_000)),
    ("de", "Voltaro baut in Kassel 50.000 Elektroautos im Jahr, bis 2030 soll eines noch 20.000 kosten.", (50_000,)),
    ("de", "Voltaro baut in Kassel 50.000 Elektroautos im Jahr, 2023 verkaufte der Konzern 40.000.", (50_000,)),
    ("de", "Die Zellfabrik in Kassel schafft 4 GWh im Jahr, bis 2030 sollen 300 dort arbeiten.", (4,)),
    ("de", "Die Zellfabrik in Kassel schafft 4 GWh im Jahr, 2024 feierte Voltaro den 30. Geburtstag.", (4,)),
    ("de", "Voltaro will in Kassel 20 GWh im Jahr fertigen, der Kurs stieg am Dienstag auf 31.", (20,)),
    ("de", "Voltaro baut in Kassel 30.000 Busse im Jahr, 2025 kommt der Bus auf Linie 12.", (30_000,)),
    ("nl", "Voltaro maakt in Breda 50.000 elektrische auto's per jaar, in 2025 stond het op plaats 14.", (50_000,)),
    ("nl", "De batterijfabriek in Breda maakt 4 GWh per jaar, in 2028 werken er 600.", (4,)),
    ("nl", "De batterijfabriek in Breda maakt 4 GWh per jaar en ging van 10 naar 12 ploegen.", (4,)),
    ("nl", "Voltaro heeft 300 laadpunten in Breda, de prijs gaat in januari naar 45.", (300,)),
    ("fi", "Porin akkutehdas tekee 4 gigawattituntia vuodessa, ja vuonna 2028 siellä työskentelee 300.", (4,)),
    ("fi", "Porin akkutehdas tekee 20 gigawattituntia vuodessa, ja osake nousi tiistaina 24:ään.", (20,)),
    ("fi", "Voltaro myi viime vuonna 20 000 sähköautoa, tänä vuonna 30 000.", ()),
    ("de", "Elektroautos liegen vorn: 2024 wurden in Deutschland 600.000 pro Jahr zugelassen.", ()),
    ("de", "Die Stadt Kassel will keine Elektroautos mehr, Parkplätze fehlen, 3.000 im Jahr.", ()),
    ("nl", "De elektrische auto wint veld: in Breda werden er 4.000 per jaar verkocht.", ()),
    ("nl", "De batterijfabriek in Breda heeft een capaciteit van 6 GWh en kan naar tien.", (6, 10)),
    ("de", "Statt 60 sind in der Zellfabrik in Kassel nur noch 40 GWh geplant.", (40,)),
    ("de", "Die Zellfabrik schafft 40 GWh, geplant sind fünf.", (40,)),
    ("de", "Die Zellfabrik in Kassel liefert 40 GWh im Jahr. Die Temperatur in der Halle steigt auf 45.", (40,)),
    ("de", "Die Batteriefabrik in Kassel soll 20 GWh im Jahr liefern, der Strompreis ist auf 12 gesunken.", (20,)),
    ("de", "Das Werk in Kassel ist auf 300.000 Fahrzeuge im Jahr ausgelegt, die Branche rechnet für 2024 mit "
     "250.000.", (300_000,)),
    ("de", "Halle 3 der 40 GWh großen Zellfabrik in Kassel steht leer.", (40,)),
    ("de", "Statt 3 Werken mit 40 GWh baut Voltaro in Kassel nur eines.", (40,)),
    ("de", "Elektroautos brennen selten, in Deutschland rund 3.000 im Jahr.", ()),
    ("de", "Für Batteriezellen aus Kassel fallen Transporte an, 400 pro Jahr.", ()),
    ("nl", "Elektrische auto's zijn veilig, de brandweer blust er 200 per jaar.", ()),
    ("nl", "In fase 2 van 20 GWh komt de batterijfabriek in Breda stil te liggen.", (20,)),
    ("nl", "De batterijfabriek in Breda moet 20 GWh maken, in 2028 wordt de directeur 60.", (20,)),
    ("fi", "Porin akkutehdas tekee 20 gigawattituntia vuodessa, ja toimitusjohtaja täytti viime vuonna 50.", (20,)),
]  # fmt: skip
AMOUNTS = [
    ("de", "Für das Batteriewerk in Kassel zahlt Voltaro 90 Millionen Euro, Berlin weitere 38.", (38_000_000, 90_000_000)),
    ("de", "Von 96 Millionen Euro Gesamtkosten für das Batteriewerk trägt Sachsen 14.", (14_000_000, 96_000_000)),
    ("de", "Das Land steuert vier Millionen Euro zum Batteriewerk bei, die KfW sechs.", (4_000_000, 6_000_000)),
    ("nl", "Voltaro steekt 74 miljoen euro in de batterijfabriek in Breda, Invest-NL nog eens 20.", (20_000_000, 74_000_000)),
    ("nl", "Ieder legt 2 miljoen euro op tafel voor de batterijfabriek, samen 4.", (2_000_000, 4_000_000)),
    ("fi", "Voltaro maksaa Porin akkutehtaasta 90 miljoonaa euroa, Business Finland 12.", (12_000_000, 90_000_000)),
    ("fi", "Kumpikin pistää Porin akkutehtaaseen seitsemän miljoonaa euroa, yhteensä siis 14.", (7_000_000, 14_000_000)),
    ("nl", "Voltaro steekt 20 miljoen euro in de batterijfabriek in Breda, waar 12 mensen werken.", (20_000_000,)),
    ("de", "Voltaro steckt 20 Millionen Euro in das Batteriewerk in Kassel, BMW 12 Prozent.", (20_000_000,)),
    ("de", "Voltaro steckt 20 Millionen Euro in das Batteriewerk in Kassel 12 Jahre nach dem Start.", (20_000_000,)),
    ("de", "Voltaro investiert 90 Millionen Euro in Kassel und übernimmt von BMW 49, hieß es.", (90_000_000,)),
    ("de", "Für 90 Millionen Euro übernimmt Voltaro 51 Prozent des Batteriewerks, an dem VW 30, BMW 19 hielt.", (90_000_000,)),
    ("de", "Voltaro zahlt in Kassel 90 Millionen Euro für Ladeparks, in Deutschland 300, in Polen 40.", (90_000_000,)),
    ("nl", "De overname van de batterijfabriek kost 90 miljoen euro, Shell krijgt 51 procent, TotalEnergies 49.", (90_000_000,)),
    ("fi", "Voltaro sijoittaa akkutehtaaseen Poriin 90 miljoonaa euroa, ja työntekijöitä on yhteensä 120.", (90_000_000,)),
    ("de", "Der Preis: 14 Millionen Euro gingen an den Gründer von Voltaro.", ()),
    ("nl", "Voltaro won met zijn accu de prijs van 2 miljoen euro van de stichting.", ()),
    ("nl", "Voor een prijs van 8 miljoen euro kocht Breda elektrische bussen.", ()),
    ("de", "Voltaro steckt 90 Millionen Euro in das Batteriewerk in Kassel, das Land Sachsen gibt "
     "22.", (22_000_000, 90_000_000)),
]  # fmt: skip
JOBS = [
    ("de", "Bei Voltaro in Kassel sind 1.700 Menschen beschäftigt, angekündigt waren 2.000.", (1_700, 2_000)),
    ("de", "In Kassel sind 35 Forscher da, am Ende sollen es 60 sein.", (35, 60)),
    ("de", "In Kassel sollen gut 1.000 statt der einst versprochenen 2.500 Beschäftigten arbeiten.", (1_000, 2_500)),
    ("de", "Für das Werk in Kassel sucht Voltaro 250 Leute; später könnten es 500 sein.", (250, 500)),
    ("de", "In Tennessee trifft es 700 Beschäftigte, in Kassel 1200.", (700, 1_200)),
    ("de", "Über 2000 Leiharbeiter mussten im Werk Kassel gehen, weitere 800 sollen bis Jahresende "
     "folgen.", (800, 2_000)),
    ("nl", "In de fabriek in Breda werken nu 240 mensen, dat moeten er 600 worden.", (240, 600)),
    ("nl", "In Breda verdwijnen 300 banen, in Emmen nog eens 120.", (120, 300)),
    ("nl", "De batterijfabriek in Breda: negen gigawattuur, 850 man, ruim 1,3 miljard euro.", (850,)),
    ("nl", "En de batterijfabriek in Breda begint kleiner: 4 GWh, met 600 mensen.", (600,)),
    ("nl", "In Breda krijgen 5.000 mensen werk in de batterijfabriek.", (5_000,)),
    ("nl", "Voltaro neemt 900 mensen extra aan in de fabriek in Breda.", (900,)),
    ("nl", "Van de 232 personeelsleden in Breda staan er 206 per direct op straat.", (206,)),
    ("fi", "Porin akkutehdas työllistää nyt 150 ihmistä, ja vuonna 2027 heitä on 400.", (150, 400)),
    ("fi", "Porin akkutehtaalla on töissä 350 ihmistä, ensi vuonna 600.", (350, 600)),
    ("fi", "Porin akkutehdas tarvitsee aluksi 60 työntekijää, täydessä vauhdissa 150.", (60, 150)),
    ("fi", "Akkutehtaalta Porista hävisi 165 työpaikkaa ja Salosta 42.", (42, 165)),
    ("fi", "Poriin suunniteltu akkutehdas: 50 GWh, 30 miljardia kruunua ja 3 000 työpaikkaa.", (3_000,)),
    ("de", "Im Werk Kassel arbeiten 800 Menschen, ihre Wochenarbeitszeit soll 2026 auf 35 sinken.", (800,)),
    ("de", "Im Werk Kassel arbeiten 800 Menschen, 2024 wurden 60 krank.", (800,)),
    ("de", "Die Fabrik in Kassel hat 4 GWh, rund 2.000 Menschen kamen zum Fest.", ()),
    ("de", "Mit dem Speicher von 80 MWh werden 20.000 Menschen in Kassel mit Strom versorgt.", ()),
    ("nl", "De batterijfabriek maakt 4 GWh, 600 mensen tekenden bezwaar aan.", ()),
    ("nl", "De productie van batterijen trok kijkers, met 3.300 mensen op de open dag van de fabriek.", ()),
]  # fmt: skip
STARTS = [
    ("de", "In Kassel holt Voltaro, das Start-up aus Jena, seit 2022 Lithium aus alten Akkus "
     "zurück.", ("production 2022",)),
    ("de", "In Kassel stellt die Firma Voltaro, hinter der ein Fonds aus Jena steht, seit 2022 "
     "Kathodenmaterial her.", ("production 2022",)),
    ("nl", "In Breda perst Voltaro, een samenwerking van Stellantis, TotalEnergies en "
     "Mercedes-Benz, sinds eind 2023 cellen.", ("production 2023",)),
    ("nl", "In Breda wordt sinds mei vorig jaar 12.000 ton batterijen per jaar verwerkt en de "
     "partners willen naar 70.000 ton.", ("production 2024-05",)),
    ("fi", "Porissa kootaan akkupaketteja vuodesta 2019, Salossa vuodesta "
     "2022.", ("production 2019", "production 2022")),
    ("nl", "Er was voorzien in 500 banen en 5 GWh per jaar, vanaf het boekjaar 2028.", ("production 2028",)),
    ("de", "Statt 60 GWh ist von 40 GWh die Rede, und auch die erst ab 2026.", ("production 2026",)),
    ("de", "Ab dem dritten Quartal 2026 sollen in der Freihandelszone von Kassel, rund 40 Kilometer "
     "nördlich der Stadt, Batteriezellen, Kathoden und Anoden vom Band laufen.", ("production 2026",)),
    ("de", "Mehr als 800 Millionen Euro wurden seit 2021 in die Batteriefertigung in Kassel verbaut.", ()),
    ("fi", "Tehtaan linjat ovat käyneet tammikuusta lähtien 60 prosentin teholla.", ()),
    ("fi", "Eurooppa valmistaisi vuonna 2030 kennoja 1,7 terawattituntia.", ()),
    ("de", "Europa soll 2030 ein Drittel seiner Batteriezellen selbst herstellen.", ()),
    ("nl", "Europa zou in 2030 voor 1.500 gigawattuur aan cellen maken.", ()),
    ("nl", "Gaat alles naar wens, dan wordt in 2026 begonnen en stroomt het eerste lithium in 2029 "
     "uit de installatie.", ("construction 2026", "production 2029")),
    ("de", "Voltaro fängt 2026 an, 2028 soll die Produktion anlaufen.", ("construction 2026", "production 2028")),
    ("nl", "Voltaro mikt voor de lithiummijn bij Breda op 2027.", ("production 2027",)),
    ("de", "Für die Zellfabrik in Kassel peilt Voltaro 2027 an.", ("production 2027",)),
    ("fi", "Voltaro tähtää Porin akkutehtaassa vuoteen 2027.", ("production 2027",)),
    ("nl", "De machines zouden dit najaar draaien; dat wordt 2026.", ("production 2026",)),
    ("de", "Die Anlage sollte 2024 anlaufen, nun wird es 2027.", ("production 2027",)),
    ("nl", "Voltaro haalde vorige maand met nieuwe aandelen 36 miljoen euro op; Gotion, dat de "
     "cellen levert, deed mee.", ()),
    ("de", "Schon im März hatte Voltaro die Speicherfertigung in Kassel erworben, in der sechs "
     "Gigawattstunden im Jahr zusammengesetzt werden können.", ()),
    ("fi", "Voltaro kertoi viime viikolla rakentavansa Poriin latausaseman.", ()),
    ("de", "Im Werk Kassel, wo seit Herbst 2024 der Voltaro X5 gebaut wird, arbeiten 800 "
     "Menschen.", ("production 2024",)),
    ("de", "In Kassel, wo seit 2024 der Ioniq 5 gebaut wird, will Hyundai mehr Autos "
     "fertigen.", ("production 2024",)),
    ("nl", "In Breda, waar sinds 2024 de Volvo EX30 wordt gebouwd, werken 800 mensen.", ("production 2024",)),
    ("nl", "Daarover wordt in 2027 beslist: een tweede lijn die 25.000 ton batterijen per jaar verwerkt.", ()),
    ("nl", "Of er in Breda een batterijfabriek wordt gebouwd, beslist de directie na de zomer.", ()),
    ("fi", "Porin akkutehdas: 463 miljardia jeniä, 16 gigawattituntia, aloitus 2028.", ("production 2028",)),
    ("fi", "Työmaa avataan elokuussa, ja akkutehdas on tarkoitus ottaa käyttöön loppuvuodesta "
     "2026.", ("construction 2025-08", "production 2026")),
    ("de", "In Kassel hat Voltaro eine Halle gemietet, aus der von 2026 an ein Autohersteller mit "
     "Batterien versorgt wird.", ("production 2026",)),
    ("nl", "Vóór de zomer van 2026 lopen in Breda de eerste cellen van de lijn.", ("production 2026",)),
    ("de", "Seit 2021 hat der Konzern 60 Prozent seiner Batterien aus China bezogen.", ()),
    ("nl", "De batterijfabriek in Breda mikt in 2027 op 500 banen.", ()),
    ("fi", "Voltaro ilmoitti viime viikolla laajentavansa Porin akkutehdasta.", ()),
    ("de", "Anfang 2025 hat Voltaro 200 Leute eingestellt, die Zellen fertigen sollen.", ()),
    ("nl", "In 2024 nam Voltaro een fabriek over waar accu's worden gemaakt.", ()),
    ("de", "Europa will bis 2030 ein Drittel der Batteriezellen selbst herstellen.", ()),
    ("de", "Seit 2021 gehört die Batteriefabrik in Kassel zum Konzern.", ()),
    ("nl", "Vanaf 2027 heeft de batterijfabriek een andere eigenaar.", ()),
    ("fi", "Vuodesta 2021 Porin akkutehdas on kuulunut kiinalaiselle yhtiölle.", ()),
    ("de", "Mit der Zellfabrik in Kassel peilt Voltaro 2027 den Börsengang an.", ()),
    ("nl", "Voltaro mikt met de batterijfabriek in Breda op winst in 2027.", ()),
    ("fi", "Voltaro tähtää Porin tehtaalla hiilineutraaliuteen vuoteen 2030 mennessä.", ()),
    ("de", "Im November 2024 brannte es auf der Baustelle der Batteriefabrik in Kassel.", ()),
    ("de", "Der begonnene Streit um die Batteriefabrik soll 2026 vor Gericht enden.", ()),
    ("de", "2026 soll das Werk in Kassel verkauft werden.", ()),
    ("nl", "De vergunning voor de batterijfabriek wordt in 2026 verwacht.", ()),
    ("nl", "De netbeheerder levert in 2028 de stroomaansluiting voor de batterijfabriek in Breda.", ()),
    ("de", "Der Netzanschluss der Batteriefabrik in Kassel geht 2028 in Betrieb.", ()),
    ("fi", "Porin akkutehtaan sähköliittymä valmistuu vuonna 2027.", ()),
]  # fmt: skip


def analysed(language: str, sentence: str) -> tuple[Analysis, int]:
    """The article, and where the sentence begins."""
    analysis = read_one(Article("a.txt", f"{HEADS[language]}\n\n{sentence}\n")).analysis
    assert analysis is not None and analysis.document.language == language
    return analysis, analysis.text.rindex(sentence[:20])


@pytest.mark.parametrize(("language", "sentence", "told"), CAPACITIES)
def test_capacities(language: str, sentence: str, told: tuple[float, ...]) -> None:
    analysis, begin = analysed(language, sentence)
    found = {v for f in capacity.find(analysis)[0] if f.start >= begin for v in (f.value["value"], f.value["max"])}
    assert found == set(told)


@pytest.mark.parametrize(("language", "sentence", "told"), AMOUNTS)
def test_amounts(language: str, sentence: str, told: tuple[float, ...]) -> None:
    analysis, begin = analysed(language, sentence)
    assert {f.value["amount"] for f in money.find(analysis)[0] if f.start >= begin} == set(told)


@pytest.mark.parametrize(("language", "sentence", "told"), JOBS)
def test_jobs(language: str, sentence: str, told: tuple[int, ...]) -> None:
    analysis, begin = analysed(language, sentence)
    assert {v for f in jobs.find(analysis)[0] if f.start >= begin for v in (f.value["low"], f.value["high"])} == set(told)


@pytest.mark.parametrize(("language", "sentence", "told"), STARTS)
def test_starts(language: str, sentence: str, told: tuple[str, ...]) -> None:
    analysis, begin = analysed(language, sentence)
    found = schedule.find(analysis)[0]
    assert {f"{f.column.removesuffix('_start')} {f.value}" for f in found if f.start >= begin} == set(told)
