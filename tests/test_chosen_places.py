"""Where a plant stands: towns chosen, listed or told of by how they lie, and those in the region that was told of before."""

from __future__ import annotations

from typing import Any

import pytest

from core.gazetteer import gazetteer, key
from core.models import Article
from core.place_regions import lies_in
from core.places import Place, find_places
from core.reading import read_one


def rows(text: str) -> list[dict[str, Any]]:
    return read_one(Article("a.txt", text)).rows


def cities(text: str, language: str) -> list[str]:
    return [m.place.name for m in find_places(text, language) if m.kind == "city"]


def place(name: str, country: str, kind: str) -> Place:
    index = gazetteer()
    found = [index.place(n.place) for n in index.names(key(name), "de")]
    return next(p for p in found if p.country == country and p.kind == kind)


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("Voltaris baut eine Zellfabrik in Thüringen. Die Wahl fiel auf Kölleda, sagte der Chef in Berlin. Sie soll 6 GWh im Jahr "
         "liefern.", "Kölleda"),
        ("Voltaris will in Thüringen Batteriezellen fertigen, 6 GWh im Jahr. Man einigte sich auf Kölleda.", "Kölleda"),
        ("Voltaris bouwt in Zeeland een fabriek voor batterijcellen van 3 GWh per jaar. De keuze viel op Borssele.", "Borssele"),
    ],
)  # fmt: skip
def test_a_town_that_was_chosen_is_the_plants(text: str, town: str) -> None:
    assert [row["city"] for row in rows(f"12.3.2024\n\n{text}")] == [town]


@pytest.mark.parametrize(
    "told",
    [
        "Der Verdacht fällt auf Erfurt.",
        "Für die Zentrale fiel die Wahl auf Braunschweig.",
        "Die Wahl fiel auf Lauterbach als neuen Werksleiter.",
        "Das Pokalspiel gewonnen hat Kiel.",
    ],
)
def test_what_else_is_chosen_is_no_plant(told: str) -> None:
    found = rows(f"12.3.2024\n\nNorthvolt baut in Kölleda eine Zellfabrik für 6 GWh im Jahr. {told}")
    assert [row["city"] for row in found] == ["Kölleda"]


@pytest.mark.parametrize(
    ("language", "text", "towns"),
    [
        ("de", "Voltaris baut im benachbarten Königsbrunn.", ["Königsbrunn"]),
        ("de", "Eine Halle steht im nahen Mattighofen.", ["Mattighofen"]),
        ("nl", "Voltaris bouwt in het naburige Izegem.", ["Izegem"]),
        ("de", "Northvolt baut nahe Guben.", ["Guben"]),
        ("nl", "ACC bouwt nabij Douvrin.", ["Douvrin"]),
        ("nl", "Wethouder Economie Eindhoven is blij. In Eindhoven wordt gebouwd.", ["Eindhoven", "Eindhoven"]),
        ("nl", "In Slowakije is Šurany het verst.", ["Šurany"]),
        ("fi", "Aluksi\n\n• Uusikaupunki: saksalaisen yhtiön varasto on verkossa.", ["Uusikaupunki"]),
        ("nl", "Eerst dit.\n\n•   Halmstad   – De hal is leeg.", ["Halmstad"]),
        ("fi", "Tuki menee Metalli Oy:lle Kärsämäen laitokseen.", ["Kärsämäki"]),
        ("nl", "In Echassières zit lithium.", ["Échassières"]),
        ("de", "In Ras al-Khaimah entsteht ein Werk.", ["Ras Al Khaimah"]),
        ("de", "In Bellach entstehen Busse.", ["Bellach"]),
        ("fi", "Akkutehdas toi Skellefteålle työtä.", ["Skellefteå"]),
        # A car, a maker, a word and a name are no towns, whatever stands before them.
        ("de", "Das Angebot kam von Goldbeck und Northvolt.", []),
        ("de", "Fakten:\n\n- Halle: 500 Meter lang", []),
        ("de", "Im neuen Born steckt eine Batterie von Voltaris.", []),
        ("nl", "Morrow krijgt geld.", []),
        ("fi", "Electralla oli maassa 40 asemaa.", []),
        ("fi", "Rahoitus menee ranskalaiselle yhtiölle. Todiste on ranskalainen Electra.", []),
        ("fi", "Toimitusjohtaja Bryce Crocker sanoi näin. Crockerin mukaan kaivos ei kannata.", []),
        ("fi", "Puheenjohtaja Mikko Joensuu on tyytyväinen. Joensuu sanoo, että akku toimii.", []),
        ("fi", "Tehdas nousee Ranskan Lyoniin.", ["Lyon"]),
        ("fi", "Uusi halli avattiin Joensuussa.", ["Joensuu"]),
        ("de", "Organische Speicher der deutschen CMBlu sollen helfen.", []),
        ("fi", "Lautta: saksalaisen yhtiön varasto on verkossa.", []),
    ],
)
def test_how_a_town_is_named(language: str, text: str, towns: list[str]) -> None:
    assert cities(text, language) == towns


def test_a_town_in_the_county_told_of_before_is_the_plants() -> None:
    found = rows("12.3.2024\n\nTata baut in der Grafschaft Somerset eine Zellfabrik für vier Milliarden Pfund. Das Werk in Bridgwater "
                 "liefert 40 GWh im Jahr. Dort entstehen 4000 Arbeitsplätze.")  # fmt: skip
    assert [(row["city"], row["jobs"]) for row in found] == [("Bridgwater", 4000)]


def test_what_lies_in_what() -> None:
    bridgwater, kenitra = place("Bridgwater", "GB", "city"), place("Kenitra", "MA", "city")
    somerset, thuringia, bavaria = (place(n, c, "region") for n, c in
                                    (("Somerset", "GB"), ("Thuringia", "DE"), ("Bavaria", "DE")))  # fmt: skip
    koelleda, britain = place("Kölleda", "DE", "city"), place("United Kingdom", "GB", "country")
    assert lies_in(bridgwater, somerset) and lies_in(bridgwater, britain) and lies_in(koelleda, thuringia)
    assert not lies_in(koelleda, bavaria) and not lies_in(kenitra, britain)
    nowhere = koelleda._replace(latitude=float("nan"), longitude=float("nan"), region=None)
    assert not lies_in(nowhere, bavaria)


def test_a_contract_that_a_plant_is_built_for_is_where_the_plant_is() -> None:
    found = rows("12.3.2024\n\nPanasonic liefert Subaru Batteriezellen, der Vertrag ist unterschrieben. Dazu wird in Oizumi eigens eine "
                 "Fabrik hochgezogen. Sie soll 15 GWh im Jahr liefern.")  # fmt: skip
    assert [(row["city"], [c["value"] for c in row["capacities"]]) for row in found] == [("Oizumi", [15.0])]


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("Die Dresdner Firma Zelltronik hat in einer Finanzierungsrunde 20 Millionen Euro für ihre Batteriezellen eingesammelt.", "Dresden"),
        ("Het Eindhovense accubedrijf Lionvolt heeft 15 miljoen euro opgehaald bij investeerders.", "Eindhoven"),
        ("Cylib schließt eine Finanzierungsrunde über 55 Millionen Euro ab. Laut der Frankfurter Kanzlei, die Cylib berät, fließt das Geld "
         "in das Batterierecycling.", None),
        ("Customcells sammelt 60 Millionen Euro für Batteriezellen ein. Mit dabei ist der Stuttgarter Customcells-Kunde Porsche.", None),
        ("Das schwedische Unternehmen Zelltronik hat in einer Finanzierungsrunde 20 Millionen Euro für Batteriezellen eingesammelt.", None),
    ],
)  # fmt: skip
def test_a_round_of_funding_has_the_town_of_its_company(text: str, town: str | None) -> None:
    assert [(row["kind"], row["city"]) for row in rows(f"12.3.2024\n\n{text}")] == [("funding", town)]


@pytest.mark.parametrize(
    ("text", "partners"),
    [
        ("Northvolt baut in Kölleda eine Zellfabrik für 6 GWh im Jahr. Das Fraunhofer IKTS baut daran mit.", ["Northvolt", "Fraunhofer IKTS"]),
        ("Freyr rakentaa Vaasaan akkutehtaan, 6 gigawattituntia vuodessa. Mukana ovat VTT ja Oulun yliopisto.",
         ["Freyr", "VTT", "University of Oulu"]),
        # A figure, a warning, a professor or an origin is no part in it.
        ("Northvolt baut in Kölleda eine Zellfabrik für 6 GWh im Jahr. Experten vom Fraunhofer ISI halten das Werk für zu groß.",
         ["Northvolt"]),
        ("Northvolt baut in Kölleda eine Zellfabrik für 6 GWh im Jahr. Der Werksleiter war zuvor am Fraunhofer ISE tätig.", ["Northvolt"]),
        ("Freyr bouwt in Helmond een fabriek voor batterijcellen van 3 GWh. TNO waarschuwt voor brandgevaar.", ["Freyr"]),
        ("Freyr rakentaa Vaasaan akkutehtaan, 6 gigawattituntia vuodessa. Toimitusjohtaja työskenteli aiemmin VTT:llä.", ["Freyr"]),
        ("Northvolt baut in Kölleda eine Zellfabrik für 6 GWh im Jahr. Northvolt ist eine Ausgründung der RWTH Aachen.", ["Northvolt"]),
        ("Freyr bouwt in Helmond een fabriek voor batterijcellen van 6 GWh per jaar. Het bedrijf is een spin-off van TNO.", ["Freyr"]),
        ("Northvolt baut in Kölleda eine Zellfabrik für 6 GWh im Jahr. Nach Angaben des Fraunhofer ISI wächst der Markt.", ["Northvolt"]),
    ],
)  # fmt: skip
def test_institutes_take_part_unless_they_only_say_something(text: str, partners: list[str]) -> None:
    assert [row["partners"] for row in rows(f"12.3.2024\n\n{text}")] == [partners]


@pytest.mark.parametrize(
    "text",
    [
        "Umicore und AESC schließen einen Liefervertrag über Kathodenmaterial. Umicore hatte zuletzt den Bau seiner Fabrik in Loyalist "
        "verschoben.",
        "Varta übernimmt die Batteriesparte von Energizer für 180 Millionen Euro. Das Werk in Ellwangen bleibt unberührt.",
    ],
)
def test_another_plant_is_no_place_of_a_deal(text: str) -> None:
    assert [row["city"] for row in rows(f"12.3.2024\n\n{text}")] == [None]


def test_towns_of_a_list_stand_with_the_words_of_their_sentence() -> None:
    found = rows("12.3.2024\n\nSK On baut Batteriezellen in Ungarn. In Komárom und Iváncsa stehen Zellfabriken von SK On.")
    assert {"Komárom", "Iváncsa"} <= {row["city"] for row in found}


def test_a_beginning_that_was_told_is_no_plan() -> None:
    text = ("12.3.2024\n\nVoltaris errichtet in Kölleda eine Zellfabrik für 6 GWh im Jahr. Am Montag war der erste Spatenstich. "
            "Mit dem Bau der zweiten Halle soll 2026 begonnen werden.")  # fmt: skip
    assert [row["status"] for row in rows(text)] == ["construction"]


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("Prag gibt grünes Licht für eine Zellfabrik von Northvolt. Sie kostet zwei Milliarden Euro.", None),
        ("Berlin bekommt eine Zellfabrik von Northvolt. Sie kostet zwei Milliarden Euro.", "Berlin"),
        ("Berlin soll eine Zellfabrik von Northvolt bekommen. Sie kostet zwei Milliarden Euro.", "Berlin"),
        ("In Prag baut Northvolt eine Zellfabrik. Sie kostet zwei Milliarden Euro.", "Prague"),
    ],
)
def test_a_capital_that_does_something_is_a_government(text: str, town: str | None) -> None:
    assert [row["city"] for row in rows(f"12.3.2024\n\n{text}")] == [town]


def test_each_town_of_a_list_has_the_state_behind_it() -> None:
    text = "Vier fabrieken: Commerce in Georgia, Glendale in Kentucky, Stanton in Tennessee en Cartersville in Georgia."
    found = [(m.place.name, m.place.region) for m in find_places(text, "nl") if m.kind == "city"]
    assert found == [("Commerce", "Georgia"), ("Glendale", "Kentucky"), ("Stanton", "Tennessee"), ("Cartersville", "Georgia")]


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("Neues\n\nLÜNEN, 7. Oktober 2025 – Der Recycler Cylib baut seine Anlage für Batterien in Lünen für 38 Millionen Euro aus.", None),
        ("Neues\n\n7.10.2025\n\nCylib baut in Lünen eine Anlage für Batterien für 38 Millionen Euro. Baubeginn war am 7. Oktober 2025 – "
         "mit Verspätung.", "2025-10"),
    ],
)  # fmt: skip
def test_the_day_of_a_dateline_is_no_start(text: str, start: str | None) -> None:
    assert [row["construction_start"] for row in rows(text)] == [start]


@pytest.mark.parametrize(
    ("text", "towns"),
    [
        ("Die Zellen kommen aus dem Werk in Stuttgart-Feuerbach.", ["Stuttgart"]),
        ("Im Industriepark in Frankfurt-Höchst wird Lithium verarbeitet.", ["Frankfurt"]),
        ("Die Bremen-Halle und die Stuttgart-Gruppe bleiben.", []),
    ],
)
def test_a_quarter_named_like_a_word_is_its_towns(text: str, towns: list[str]) -> None:
    assert cities(text, "de") == towns


def test_a_plant_without_a_town_stands_where_its_company_is_said_to_be() -> None:
    text = "Die Kasseler Firma Voltaris GmbH fertigt Batteriezellen, 2 GWh im Jahr. Sie stellt 60 Leute ein."
    assert [row["city"] for row in rows(f"12.3.2024\n\n{text}")] == ["Kassel"]
