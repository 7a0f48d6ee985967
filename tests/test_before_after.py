"""Before and after, each with its unit: one quantity. Language, text, kind, what was, what will be."""

from __future__ import annotations

import pytest

from core.quantities import find_quantities

CHANGES = [
    ("de", "Die Baukosten klettern von 340 Millionen Euro auf rund 415 Millionen Euro.", "money", 340e6, 415e6),
    ("de", "Die Leistung wird von derzeit 6 GWh auf bis zu 24 GWh erhöht.", "capacity", 6, 24),
    ("nl", "De kosten lopen op van 1,1 miljard euro naar 1,4 miljard euro.", "money", 1.1e9, 1.4e9),
    ("nl", "Het personeelsbestand groeit van 80 werknemers naar 190 werknemers.", "jobs", 80, 190),
    ("fi", "Kustannusarvio on noussut 95 miljoonasta eurosta 130 miljoonaan euroon.", "money", 95e6, 130e6),
    ("fi", "Hintalappu paisui 1,8 miljardista 2,3 miljardiin euroon.", "money", 1.8e9, 2.3e9),
    ("fi", "Vuosikapasiteetti kasvaa 6 gigawattitunnista 15 gigawattituntiin.", "capacity", 6, 15),
    ("fi", "Kapasiteetti nousee 6 gigawattitunnista 15:een.", "capacity", 6, 15),
    ("fi", "Kapasiteetti nostetaan 6 GWh:sta 15 GWh:iin vuodessa.", "capacity", 6, 15),
    ("fi", "Tuotanto laskee 40 000 tonnista 25 000 tonniin.", "capacity", 40_000, 25_000),
    ("fi", "Väkimäärä kasvaa 60 työntekijästä 140 työntekijään.", "jobs", 60, 140),
]
INSTEAD = [
    ("de", "Die Fabrik kostet statt der geplanten 340 Millionen Euro jetzt 415 Millionen Euro.", 415e6),
    ("de", "Statt wie ursprünglich geplant 340 Millionen Euro steckt der Konzern 200 Millionen Euro in den Bau.", 200e6),
    ("nl", "In plaats van 1,1 miljard euro trekt het bedrijf 800 miljoen euro uit.", 800e6),
    ("fi", "Tehdas maksaa 95 miljoonan euron sijaan 130 miljoonaa euroa.", 130e6),
]
BOTH = [
    ("de", "Der Bund gibt 340 Millionen Euro, das Land 60 Millionen Euro.", [340e6, 60e6]),
    ("de", "Statt der Halle für 40 Millionen Euro wird ein Büro gebaut. Das Werk kostet 60 Millionen Euro.", [40e6, 60e6]),
    ("de", "Statt 60 GWh sind nun 30 GWh geplant.", [60, 30]),  # every claim of a capacity is kept
    ("de", "Statt Ungarn bekommt Ulm 500 Millionen Euro, und Köln erhält 200 Millionen Euro.", [500e6, 200e6]),
    ("nl", "In plaats van uitstel komt er 500 miljoen euro, waarvan 200 miljoen euro subsidie.", [500e6, 200e6]),
    ("nl", "De capaciteit stijgt van 2 GWh tot 40 GWh.", [2, 40]),
    ("de", "Der erste Abschnitt kostet 40 Millionen Euro – 60 Millionen Euro kommen hinzu.", [40e6, 60e6]),
    ("fi", "Yhtiö sai 10 gigawattitunnista 2:een asiakkaaseen sopimuksen.", [10]),
    ("nl", "Van 20 miljoen euro subsidie gaat 5 miljoen euro naar het dorp.", [20e6, 5e6]),
    ("fi", "Yhtiö sai 20 miljoonaa euroa valtiosta ja 30 miljoonaa euroa kunnalta.", [20e6, 30e6]),
    ("fi", "Tehdas sai 20 miljoonasta eurosta kuittauksen, ja rakennus maksaa 30 miljoonaa euroa.", [20e6, 30e6]),
]


RANGES = [
    ("nl", "De bouw vergt €2 miljard tot €3 miljard.", 2e9, 3e9),
    ("de", "Das Werk kostet zwischen 200 Millionen Euro und 300 Millionen Euro.", 200e6, 300e6),
    ("de", "Geplant sind 12 GWh bis 18 GWh.", 12, 18),
    ("fi", "Hinta on 200 miljoonaa euroa – 300 miljoonaa euroa.", 200e6, 300e6),
]


@pytest.mark.parametrize(("language", "text", "low", "high"), RANGES)
def test_a_range_whose_ends_both_have_a_unit(language: str, text: str, low: float, high: float) -> None:
    (found,) = find_quantities(text, language)
    assert (found.low, found.high, found.change) == (low, high, False)


@pytest.mark.parametrize(("language", "text", "kind", "was", "will"), CHANGES)
def test_what_was_and_what_will_be(language: str, text: str, kind: str, was: float, will: float) -> None:
    (found,) = find_quantities(text, language)
    assert (found.kind, found.low, found.high, found.change) == (kind, was, will, True)
    assert text[found.start].isdigit() and str(int(will))[0] in text[found.core_start + 1 : found.end]


@pytest.mark.parametrize(("language", "text", "amount"), INSTEAD)
def test_an_amount_instead_of_another(language: str, text: str, amount: float) -> None:
    (found,) = find_quantities(text, language)
    assert (found.low, found.high, found.change) == (amount, amount, False)


@pytest.mark.parametrize(("language", "text", "values"), BOTH)
def test_two_that_are_two(language: str, text: str, values: list[float]) -> None:
    assert [q.low for q in find_quantities(text, language)] == values
