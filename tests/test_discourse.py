"""Which project a stretch of text tells of, and where it stands: short articles with more than one project."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from core import anchor_signs, discourse
from core.models import Article, DataFault
from core.reading import read_one

# name, article, and for each project found: town, companies among others, GWh or tonnes, euro
ARTICLES: list[tuple[str, str, list[tuple[str | None, set[str], set[float], set[float]]]]] = [
    (
        "each company of two towns keeps its own figures",
        "14 mei 2025\n\nTwee fabrieken voor batterijcellen in Hongarije\n\nCATL bouwt in Debrecen een fabriek voor batterijcellen "
        "van 100 GWh. De investering bedraagt 7,3 miljard euro.\n\nIn Göd breidt Samsung SDI zijn fabriek voor batterijcellen "
        "uit tot 60 GWh. Daarmee is 1,5 miljard euro gemoeid.",
        [("Debrecen", {"CATL"}, {100.0}, {7.3e9}), ("Göd", {"Samsung SDI"}, {60.0}, {1.5e9})],
    ),
    (
        "a figure of the market is none of the plant",
        "14. Mai 2025\n\nNorthvolt baut Zellfabrik in Heide\n\nNorthvolt errichtet in Heide eine Batteriezellfabrik für "
        "4,5 Milliarden Euro. Sie soll 60 GWh im Jahr schaffen.\n\nWeltweit lag die Kapazität für Batteriezellen laut "
        "Benchmark Mineral Intelligence zuletzt bei 3.100 GWh.",
        [("Heide", {"Northvolt"}, {60.0}, {4.5e9})],
    ),
    (
        "another kind of plant in the same town is a project of its own",
        "14.5.2025\n\nVaasaan suunnitellaan kahta tehdasta\n\nFreyr suunnittelee Vaasaan akkukennotehdasta. Sen kapasiteetti "
        "olisi 20 gigawattituntia.\n\nUmicore suunnittelee Vaasaan katodimateriaalitehdasta. Sen vuosituotanto olisi "
        "30 000 tonnia.",
        [("Vaasa", {"Freyr"}, {20.0}, set()), ("Vaasa", {"Umicore"}, {30000.0}, set())],
    ),
    (
        "there is the town of the sentence before",
        "14. Mai 2025\n\nSpeicher für den Norden\n\nEco Stor baut in Guben einen Batteriespeicher mit 238 MWh. Noch größer wird es in "
        "Altmünster, einem Ort am Traunsee. Dort entstehen 714 MWh.",
        [("Guben", {"Eco Stor"}, {0.238}, set()), ("Altmünster", set(), {0.714}, set())],
    ),
    (
        "what an institute says of the plants of a continent is none of the plant's",
        "14 mei 2025\n\nMorrow bouwt fabriek\n\nMorrow bouwt in Arendal een batterijfabriek van 1 GWh. Volgens Benchmark Mineral "
        "Intelligence is vorig jaar wereldwijd voor 312 GWh aan batterijfabrieken geschrapt.",
        [("Arendal", {"Morrow"}, {1.0}, set())],
    ),
]


@pytest.mark.parametrize(("text", "expected"), [a[1:] for a in ARTICLES], ids=[a[0] for a in ARTICLES])
def test_projects_of_one_article(text: str, expected: list[tuple[str | None, set[str], set[float], set[float]]]) -> None:
    rows = read_one(Article("a.txt", text)).rows
    for town, companies, capacities, amounts in expected:
        (row,) = [r for r in rows if r["city"] == town and companies <= set(r["partners"])]
        assert {c["value"] for c in row["capacities"]} == capacities
        assert {i["amount"] for i in row["investments"]} == amounts


def test_without_points_the_rules_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    text = ARTICLES[0][1]
    for name in ("points", "_crossed"):
        monkeypatch.setattr(discourse, name, dict)
    assert {r["city"] for r in read_one(Article("a.txt", text)).rows} == {"Debrecen", "Göd"}


@pytest.mark.parametrize("module", [discourse, anchor_signs])
@pytest.mark.parametrize("fault", ["", "[nonsense]\na = 1.0", "[points]\na = 'b'", "x"])
def test_a_table_of_points_that_is_none_is_refused(
    module: object, fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "points.toml"
    path.write_text(fault, encoding="utf-8")
    monkeypatch.setattr(module, "PATH", path)
    read: Callable[[], object] = module.points.__wrapped__  # type: ignore[attr-defined]
    with pytest.raises(DataFault, match=r"points\.toml"):
        read()
