"""Places: found, resolved to one place on the map, and kept apart from words, people and companies."""

from __future__ import annotations

import math

import pytest

from core.places import _one_off, country_name, find_places, world_region


def cities(text: str, language: str) -> list[tuple[str, str]]:
    return [(m.place.name, m.place.country) for m in find_places(text, language) if m.kind == "city"]


# Text, and its towns with their countries, in order.
FOUND = {
    "nl": [
        ("De fabriek in Gent krijgt er een lijn bij.", [("Ghent", "BE")]),
        ("Het bedrijf bouwt in Keulen en bij Luik.", [("Cologne", "DE"), ("Liège", "BE")]),
        ("In Kopenhagen en Lissabon wordt getekend.", [("Copenhagen", "DK"), ("Lisbon", "PT")]),
        ("De vestiging in Den Haag sluit.", [("The Hague", "NL")]),
        ("Er komt een fabriek in het Finse Kotka.", [("Kotka", "FI")]),
        ("De bouw in Durham, in de Amerikaanse staat North Carolina, begint.", [("Durham", "US")]),
        ("In havenstad Rotterdam ligt het erts.", [("Rotterdam", "NL")]),
        ("EINDHOVEN Het bedrijf breidt uit.", [("Eindhoven", "NL")]),
        ("LISSABON, 3 mei – De staat betaalt mee.", [("Lisbon", "PT")]),
        ("De lijnen in Tilburg, Helmond en Born draaien.", [("Tilburg", "NL"), ("Helmond", "NL"), ("Born", "NL")]),
        ("Duitsland betaalt mee aan de fabriek in Heide.", [("Heide", "DE")]),
        ("De cellen komen uit Debrecen in Hongarije.", [("Debrecen", "HU")]),
        ("De fabriek in Almere krijgt cellen uit Dunkerque in Frankrijk.", [("Almere", "NL"), ("Dunkirk", "FR")]),
        ("In Lordstown wordt gebouwd, en in het Roemeense Galaţi.", [("Lordstown", "US"), ("Galați", "RO")]),
        ("Het werk in Vorst ligt stil, zegt de Belgische bond.", [("Brussels", "BE")]),
        ("In het Poolse Biskupice Podgórne werken 9.000 mensen.", [("Biskupice Podgórne", "PL")]),
        ("De lijn in het Slovaakse Košice en het Henegouwse Seneffe draait.", [("Košice", "SK"), ("Seneffe", "BE")]),
        ("In de haven van Antwerpen-Brugge staan laders.", [("Antwerp", "BE")]),
        ("In Lordstown stopt de bouw, bij het Duitse Heide ook.", [("Lordstown", "US"), ("Heide", "DE")]),
        ("In Alphen aan den Rijn komt een batterij.", [("Alphen aan den Rijn", "NL")]),
        ("• **Halmstad** – De hal is halfleeg.", [("Halmstad", "SE")]),
        ("Er kwam een hal in Venlo (4 lijnen), Zwolle en Emmen bij.", [("Venlo", "NL"), ("Zwolle", "NL"), ("Emmen", "NL")]),
        ("In de Eemshaven wordt gebouwd.", [("Eemshaven", "NL")]),
        ("Ebusco sluit de hal in Deurne.", [("Deurne", "NL")]),
        ("De Vlaamse regering wil in Deurne een hal.", [("Deurne", "BE")]),
    ],
    "fi": [
        ("Tehdas nousee Kotkaan.", [("Kotka", "FI")]),
        ("Lahdessa ja Kaustisella rakennetaan.", [("Lahti", "FI"), ("Kaustinen", "FI")]),
        ("Riihimäellä, Varkaudessa ja Uudessakaupungissa on tehdas.",
         [("Riihimäki", "FI"), ("Varkaus", "FI"), ("Uusikaupunki", "FI")]),
        ("Ikaalisissa murskataan akkuja.", [("Ikaalinen", "FI")]),
        ("Hangon satama kasvaa.", [("Hanko", "FI")]),
        ("Laitos on Saksan Kirchardtissa.", [("Kirchardt", "DE")]),
        ("Yhtiö vei tuotannon Yhdysvaltoihin, Durhamiin Pohjois-Carolinaan.", [("Durham", "US")]),
        ("Tehdas sijaitsee Kanadan Ontariossa, St. Thomasissa.", [("St. Thomas", "CA")]),
        ("Mo i Ranan tehdas jäi kesken Norjassa.", [("Mo i Rana", "NO")]),
        ("Tukholmassa ja Göteborgissa neuvotellaan.", [("Stockholm", "SE"), ("Gothenburg", "SE")]),
        ("Kennot tulevat Unkarista, Debrecenistä.", [("Debrecen", "HU")]),
        ("Alavudella, Toholammilla ja Muhoksella louhitaan.",
         [("Alavus", "FI"), ("Toholampi", "FI"), ("Muhos", "FI")]),
        ("Outokummun ja Rovaniemen hankkeet etenevät.", [("Outokumpu", "FI"), ("Rovaniemi", "FI")]),
        ("Närpiössä ja Kristiinankaupungissa selvitetään.", [("Närpiö", "FI"), ("Kristiinankaupunki", "FI")]),
        ("Michiganin Hollandissa laajennetaan, Hollannissa ei.", [("Holland", "US")]),
        ("Tehdas nousee Norjan Skalbergissa, kaivos Nevadan Silver Creekissä.",
         [("Skalberg", "NO"), ("Silver Creek", "US")]),
        ("Saksan Hallessa ja Tšekin Mostissa rakennetaan.", [("Halle (Saale)", "DE"), ("Most", "CZ")]),
        ("Michigan: Marshallissa ei muutoksia.", [("Marshall", "US")]),
        ("Paikaksi on kaavailtu Artern-nimistä kaupunkia Saksassa.", [("Artern", "DE")]),
    ],
    "de": [
        ("Das Werk in Kaiserslautern ruht.", [("Kaiserslautern", "DE")]),
        ("Auch in Bad Leonfelden wird gebaut.", [("Bad Leonfelden", "AT")]),
        ("Im süditalienischen Termoli stehen die Hallen leer.", [("Termoli", "IT")]),
        ("Das Lager in Arnstadt (Thüringen) ist voll.", [("Arnstadt", "DE")]),
        ("Die Anlage in Biberist (SO) läuft.", [("Biberist", "CH")]),
        ("In Alfeld (Niedersachsen) entsteht ein Speicher.", [("Alfeld", "DE")]),
        ("Die Fabrik in Billy-Berclau bei Lens in Frankreich läuft.", [("Billy-Berclau", "FR"), ("Lens", "FR")]),
        ("In Breslau und Posen fehlen Leute.", [("Wrocław", "PL"), ("Poznań", "PL")]),
        ("Am Standort Steyr bleibt alles beim Alten.", [("Steyr", "AT")]),
        ("BREMERHAVEN, 3. März 2024 – Der Hafen wächst.", [("Bremerhaven", "DE")]),
        ("Das Unternehmen aus Frankfurt am Main baut in Frankfurt (Oder).",
         [("Frankfurt", "DE"), ("Frankfurt (Oder)", "DE")]),
        ("In Spring Hill im US-Bundesstaat Tennessee wird gebaut.", [("Spring Hill", "US")]),
        ("Bitterfeld-Wolfen und Guben bekommen Geld.", [("Bitterfeld-Wolfen", "DE"), ("Guben", "DE")]),
        ("In Polen wächst das Werk in Wiszniewicze.", [("Wiszniewicze", "PL")]),
        ("Die Speicher in Hamm und Neurath gingen ans Netz.", [("Hamm", "DE"), ("Neurath", "DE")]),
        ("Der Ort Grünheide bei Berlin wächst.", [("Grünheide", "DE"), ("Berlin", "DE")]),
        ("Im Chempark Dormagen wird gebaut.", [("Dormagen", "DE")]),
        ("3 | Marshall, Michigan. Dort baut Ford.", [("Marshall", "US")]),
        ("In Holland, Michigan, baut LG; in Holland nicht.", [("Holland", "US")]),
        ("In Coweta County (Georgia) liegt das Gelände brach.", [("Coweta County", "US")]),
        ("In Sandviken Kathodenpulver zu kochen, ist teuer.", [("Sandviken", "SE")]),
        ("In Rainbach im Mühlkreis wird gebaut, Rainbach freut sich.",
         [("Rainbach im Mühlkreis", "AT"), ("Rainbach im Mühlkreis", "AT")]),
        ("In Stade und in St. Ingbert wird gebaut.", [("Stade", "DE"), ("St. Ingbert", "DE")]),
        ("Däniken SO (awp) – Für den Speicher liegt die Bewilligung vor.", [("Däniken", "CH")]),
        ("Im aargauischen Laufenburg wird gegraben.", [("Laufenburg", "CH")]),
        ("In Laufenburg wird gegraben, so der Aargau.", [("Laufenburg", "CH")]),
        ("Was läuft\n\nArnstadt: Der Musterschüler\n\nGuben: Der Nachzügler", [("Arnstadt", "DE"), ("Guben", "DE")]),
        ("Der Gemeinderat von Norderwöhrden stimmt zu.", [("Norderwöhrden", "DE")]),
        ("Am Dienstag fiel in Ulm-Seligweiler der Startschuss.", [("Ulm", "DE")]),
    ],
}

# Text without any town: words, people, companies, products.
NONE = {
    "nl": [
        "Zo kan het niet verder, zegt Jan van Essen.",
        "Volgens Paul Broos is de markt moe.",
        "De Born is een elektrische auto.",
        "Best een goed idee, vinden de buren.",
        "Het bedrijf Spring Power levert de cellen.",
        "De SUV en de EV zijn duur, zegt de CEO.",
        "Carlos Tavares vertrekt. Tavares kreeg 36 miljoen.",
        "Er is Horn noch Bel te horen.",
        "Veel bedrijven hebben in Excel gerekend.",
        "De Maas, de Best en de Goes van morgen.",
        "Bij Toyota en bij Solvay is het stil.",
    ],
    "fi": [
        "Sanoo kaupunginjohtaja Tomas Häyry.",
        "Salon mukaan hinta nousee, kertoo Petri Salo.",
        "Suuri osa akuista tulee muualta.",
        "Tesla ja Ford rakentavat lisää.",
        "Koko Suomi hyötyy.",
        "Aika näyttää, sanoo Anna Lahti.",
        "Kun EU maksaa, kaikki hyötyvät.",
        "Saksan Baerbockin mukaan Suomen Pankissa odotetaan.",
        "Ruotsin Demokraateille ja Saksan Kristillisdemokraateille se sopii.",
        "Toyotan ja Fordin tehtaat seisovat.",
    ],
    "de": [
        "Der Bau der Halle liegt auf Eis.",
        "Das Werk ist in Betrieb und in der Lage, mehr zu liefern.",
        "Die Löhne sind bis Juni gesichert.",
        "Hinter dem Projekt steht ein Konzern.",
        "Weil die Kosten steigen, ist Ende Mai Schluss.",
        "Die Anlage kostet 60 Mio. Franken.",
        "Geschäftsführer Jonas Reinli und Peter Essen unterschrieben.",
        "Dabei geht es um Auto und Batterie, nicht um Höhe und Wert.",
        "Das Essen war gut, die Regel klar.",
        "In Summe bleibt der Vorteil in Händen der Partner.",
        "Mit Energie, Strom und Gas wird im Norden Geld verdient.",
        "Ford baut den Capri, VW den Golf.",
        "Young Soo Kwon, CEO von LG, ist zufrieden.",
        "In Batteriewechselstationen und Zellfabriken fehlt Personal.",
        "Im Winter und im Herbst steht die Anlage still.",
        "Offen ist, ob auch in Übersee gefertigt wird.",
        "Fazit: Die Lage bleibt schwierig. Ausblick: Es wird teuer.",
    ],
}


@pytest.mark.parametrize(
    ("language", "text", "expected"), [(lang, t, e) for lang, cases in FOUND.items() for t, e in cases]
)
def test_towns(language: str, text: str, expected: list[tuple[str, str]]) -> None:
    assert cities(text, language) == expected


@pytest.mark.parametrize(("language", "text"), [(lang, t) for lang, texts in NONE.items() for t in texts])
def test_no_town(language: str, text: str) -> None:
    assert cities(text, language) == []


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("nl", "In de VS, het VK en Tsjechië.", [("US", "in"), ("GB", ""), ("CZ", "")]),
        ("nl", "Fabrieken in Zuid-Korea en de VAE.", [("KR", "in"), ("AE", "")]),
        ("fi", "Yhdysvalloissa, Etelä-Koreassa ja Alankomaissa.", [("US", "in"), ("KR", "in"), ("NL", "in")]),
        ("fi", "Ruotsista Norjaan ja Suomen kautta.", [("SE", "from"), ("NO", "in"), ("FI", "of")]),
        ("de", "In den USA und in Großbritannien.", [("US", "in"), ("GB", "in")]),
        ("de", "Polens Exporte gehen nach Nordfrankreich.", [("PL", ""), ("FR", "in")]),
        ("de", "Das geht uns alle an.", []),
    ],
)
def test_countries(language: str, text: str, expected: list[tuple[str, str]]) -> None:
    found = [(m.place.country, m.case) for m in find_places(text, language) if m.kind == "country"]
    assert found == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("nl", "In Vlaanderen en Nedersaksen.", [("Flanders", "BE"), ("Lower Saxony", "DE")]),
        ("nl", "De fabriek in Noord-Carolina.", [("North Carolina", "US")]),
        ("fi", "Pohjois-Carolinassa ja Ala-Saksissa.", [("North Carolina", "US"), ("Lower Saxony", "DE")]),
        ("fi", "Böömissä ja Satakunnassa.", [("Bohemia", "CZ"), ("Satakunta", "FI")]),
        ("fi", "Yhdysvaltain Georgiassa rakennetaan.", [("Georgia", "US")]),
        ("de", "In Bayern, Thüringen und der Lausitz.", [("Bavaria", "DE"), ("Thuringia", "DE"), ("Lusatia", "DE")]),
        ("de", "Im US-Bundesstaat Indiana.", [("Indiana", "US")]),
    ],
)
def test_regions(language: str, text: str, expected: list[tuple[str, str]]) -> None:
    found = [(m.place.name, m.place.country) for m in find_places(text, language) if m.kind == "region"]
    assert found == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("nl", "het Canadese bedrijf en de Zuid-Koreaanse groep", [("demonym", "Canada"), ("demonym", "South Korea")]),
        ("nl", "het Leidse bedrijf en de Vlaamse regering", [("origin", "Flanders"), ("origin", "Leiden")]),
        ("fi", "kiinalainen CATL ja eteläkorealaisen yhtiön", [("demonym", "China"), ("demonym", "South Korea")]),
        ("fi", "ruotsalaisyhtiö ja nivalalainen tehdas", [("demonym", "Sweden"), ("origin", "Nivala")]),
        ("fi", "Lahtelaisyhtiön osake nousi", [("origin", "Lahti")]),
        ("de", "der chinesische US-Konzern", [("demonym", "China"), ("demonym", "United States")]),
        ("de", "Die Koreaner und die Kanadier", [("demonym", "Canada"), ("demonym", "South Korea")]),
        ("de", "das Linzer Unternehmen und der Düsseldorfer Konzern", [("origin", "Düsseldorf"), ("origin", "Linz")]),
        ("de", "der bayerischen Firma", [("origin", "Bavaria")]),
        ("de", "Hinter dem Arbeiter steht der Hersteller", []),
    ],
)
def test_cues(language: str, text: str, expected: list[tuple[str, str]]) -> None:
    found = [(m.kind, m.place.name) for m in find_places(text, language)]
    assert sorted(found) == sorted(expected)


@pytest.mark.parametrize(
    ("language", "text", "name", "case"),
    [
        ("nl", "De fabriek in Gent draait.", "Ghent", "in"),
        ("nl", "Het bedrijf uit Gent groeit.", "Ghent", "from"),
        ("nl", "Er komt een fabriek in het Duitse Kassel.", "Kassel", "in"),
        ("fi", "Vaasassa rakennetaan.", "Vaasa", "in"),
        ("fi", "Vaasasta lähdettiin.", "Vaasa", "from"),
        ("fi", "Vaasan tehdas seisoo.", "Vaasa", "of"),
        ("de", "Das Werk bei Tübingen steht.", "Tübingen", "in"),
        ("de", "Die Firma aus Tübingen wächst.", "Tübingen", "from"),
        ("de", "Im norwegischen Arendal wird gebaut.", "Arendal", "in"),
        ("de", "In Erfurt und Magdeburg wird verteilt.", "Magdeburg", "in"),
    ],
)
def test_case(language: str, text: str, name: str, case: str) -> None:
    assert [m.case for m in find_places(text, language) if m.place.name == name] == [case]


@pytest.mark.parametrize(
    ("language", "text", "region"),
    [
        ("nl", "De fabriek in Durham, North Carolina.", "North Carolina"),
        ("nl", "De Britse overheid steunt de fabriek in Durham.", "England"),
        ("de", "In Spring Hill im US-Bundesstaat Tennessee.", "Tennessee"),
        ("de", "In Spring Hill im US-Bundesstaat Florida.", "Florida"),
        ("de", "Das Werk in Alfeld (Niedersachsen).", "Lower Saxony"),
        ("fi", "Tehdas nousee Kanadan Ontarioon, Londoniin.", "Ontario"),
    ],
)
def test_homonyms(language: str, text: str, region: str) -> None:
    assert [m.place.region for m in find_places(text, language) if m.kind == "city"] == [region]


def test_country_named_elsewhere_in_the_article_decides() -> None:
    text = "Canada betaalt mee. Ottawa is tevreden.\n\nDe fabriek in London krijgt cellen, zegt de Canadese regering."
    assert ("London", "CA") in cities(text, "nl")


def test_typo_of_a_town_of_the_same_article() -> None:
    text = "Een fabriek in Kokoma, in de staat Indiana. In Kokomo komen 1400 banen bij."
    mentions = [m for m in find_places(text, "nl") if m.kind == "city"]
    assert [(m.place.name, text[m.start : m.end]) for m in mentions] == [("Kokomo", "Kokoma"), ("Kokomo", "Kokomo")]
    assert mentions[0].rule == "typo"


def test_no_typo_without_the_right_form() -> None:
    assert cities("Een fabriek in Kokoma.", "nl") == []


def test_taken_stretches_hold_no_place() -> None:
    text = "Bank of Helsinki lainaa rahaa Helsingissä."
    start = text.index("Bank")
    found = [text[m.start : m.end] for m in find_places(text, "fi", [(start, start + len("Bank of Helsinki"))])]
    assert found == ["Helsingissä"]


def test_unlisted_town_has_no_coordinates() -> None:
    (mention,) = [m for m in find_places("In Polen wächst das Werk in Wiszniewicze.", "de") if m.kind == "city"]
    assert mention.rule == "unknown" and mention.confidence <= 0.5
    assert math.isnan(mention.place.latitude) and math.isnan(mention.place.longitude)


def test_coordinates_and_region() -> None:
    (mention,) = [m for m in find_places("Das Werk in Kaiserslautern ruht.", "de") if m.kind == "city"]
    assert (mention.place.latitude, mention.place.longitude) == pytest.approx((49.44, 7.77), abs=0.05)
    assert mention.place.region == "Rhineland-Palatinate"
    assert mention.place.population > 90_000


@pytest.mark.parametrize("language", ["nl", "fi", "de"])
def test_nothing_in_nothing(language: str) -> None:
    assert find_places("", language) == []
    assert find_places("   \n\n  –  ", language) == []


def test_offsets_and_order() -> None:
    text = "Ab nach „Köln“ – und von Köln nach Linz."
    mentions = find_places(text, "de")
    assert all(text[m.start : m.end] in ("Köln", "Linz") for m in mentions)
    assert mentions == sorted(mentions, key=lambda m: m.start)


def test_same_text_same_places() -> None:
    text = "In Halle, Hamm und Lens wird gebaut; Frankreich zahlt."
    assert find_places(text, "de") == find_places(text, "de")


@pytest.mark.parametrize(
    ("code", "name", "region"),
    [
        ("DE", "Germany", "Western Europe"),
        ("FI", "Finland", "Northern Europe"),
        ("PL", "Poland", "Eastern Europe"),
        ("US", "United States", "Northern America"),
        ("KR", "South Korea", "Eastern Asia"),
        ("CL", "Chile", "Latin America and the Caribbean"),
        ("XX", None, None),
    ],
)
def test_country_facts(code: str, name: str | None, region: str | None) -> None:
    assert (country_name(code), world_region(code)) == (name, region)


def test_inflected_forms_of_a_town_are_no_typos() -> None:
    text = "Kaustisella louhitaan. Malmi tulee Kaustisen ja Kruunupyyn rajalta."
    assert {m.rule for m in find_places(text, "fi") if m.kind == "city"}.isdisjoint({"typo", "unknown"})


@pytest.mark.parametrize(("pair", "expected"), [
    (("kokoma", "kokomo"), True),
    (("kaiserlautern", "kaiserslautern"), True),
    (("emdne", "emden"), True),
    (("emden", "emden"), False),
    (("minden", "emden"), False),
    (("halle", "hallen"), True),
])
def test_one_off(pair: tuple[str, str], expected: bool) -> None:
    assert _one_off(*pair) is expected


def test_rare_spelling_of_a_town_of_the_same_article() -> None:
    text = "Die Fabrik in Kaiserslautern ruht. Neben dem Opel-Werk Kaiserlautern stehen Kräne."
    assert cities(text, "de") == [("Kaiserslautern", "DE")] * 2


@pytest.mark.parametrize(
    ("text", "language", "region"),
    [
        ("Bij Bridgwater, in het graafschap Somerset, verrijst de fabriek.", "nl", "England"),
        ("Im oberschlesischen Dąbrowa Górnicza läuft das Werk.", "de", "Silesia"),
        ("Ford krijgt de fabriek in Glendale, Kentucky.", "nl", "Kentucky"),
    ],
)
def test_a_town_in_a_landscape_or_a_county_is_the_listed_one(text: str, language: str, region: str) -> None:
    (mention,) = [m for m in find_places(text, language) if m.kind == "city"]
    assert mention.place.region == region and not math.isnan(mention.place.latitude)


def test_a_town_of_another_region_than_the_listed_one_has_no_coordinates() -> None:
    (mention,) = [m for m in find_places("Die Fabrik in Youngstown (Kentucky) wird gebaut.", "de") if m.kind == "city"]
    assert mention.place.region == "Kentucky" and math.isnan(mention.place.latitude)


@pytest.mark.parametrize(
    ("text", "language", "country", "known"),
    [
        ("Gebaut wird in Valencia (Spanien) und in St. Thomas (Kalifornien, USA).", "de", "US", False),
        ("De fabriek komt in Breda (Polen) te staan.", "nl", "PL", False),
        ("Akkutehdas nousee Kasseliin (Tanska) ensi vuonna.", "fi", "DK", False),
        # The listed town lies there, or the brackets say something else.
        ("Das Werk steht in Frankfurt (Oder) seit Jahren.", "de", "DE", True),
        ("De fabriek komt in Halle (België) te staan.", "nl", "BE", True),
        ("Das Werk in Kassel (China liefert die Maschinen) wird größer.", "de", "DE", True),
    ],
)
def test_a_town_that_the_text_puts_into_another_country_is_on_no_map(text: str, language: str, country: str, known: bool) -> None:
    mention = [m for m in find_places(text, language) if m.kind == "city"][-1]
    assert mention.place.country == country and math.isnan(mention.place.latitude) is not known


def test_a_noun_of_regions_names_none() -> None:
    text = "In Kamenz entsteht eine Zellfabrik, der Freistaat schießt neun Millionen Euro zu."
    assert [p.place.name for p in find_places(text, "de")] == ["Kamenz"]
