"""The country of a project without a town: that of the article or of the company, never a maker's nationality."""

from __future__ import annotations

import pytest

from core.models import Article
from core.reading import read_one

# Text, the company, and the country of its project.
TOLD = [
    (
        "12. März 2025\n\nCATL baut in Debrecen ein Zellwerk für Batterien, das zweite in Ungarn. In Debrecen, Göd und "
        "Szeged fehlen schon heute Leute. Das Werk kostet 7 Milliarden Euro.\n\nAuch EVE Energy will dann ein Zellwerk "
        "für eine Milliarde Euro errichten.",
        "EVE Energy", "HU",
    ),
    (
        "12 maart 2025\n\nDe Zweedse start-up Zelloria haalt 40 miljoen euro op in een financieringsronde. Met het geld wil "
        "Zelloria batterijen en batterijcellen ontwikkelen.",
        "Zelloria", "SE",
    ),
    (
        "12.3.2025\n\nSaksalainen Zellovo Batteries keräsi 25 miljoonan euron rahoituskierroksen akkujen ja akkukennojen "
        "kehitykseen. Rahoituskierroksen veti KfW.",
        "Zellovo Batteries", "DE",
    ),
    (
        "12. März 2025\n\nDer chinesische Batteriehersteller CATL will ein Zellwerk für Batterien bauen. Es kostet eine "
        "Milliarde Euro. Wo es stehen wird, ist offen.",
        "CATL", None,
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "company", "country"), TOLD)
def test_country_without_a_town(text: str, company: str, country: str | None) -> None:
    rows = [row for row in read_one(Article("a.txt", text)).rows if company in row["partners"] and not row["city"]]
    assert {row["country"] for row in rows} == {country}


def test_the_country_stands_on_words_of_the_article() -> None:
    (row,) = [r for r in read_one(Article("a.txt", TOLD[1][0])).rows if r["country"]]
    assert row["location_precision"] == "country"
    assert [e["rule"] for e in row["evidence"] if e["column"] == "country"] == ["place.article"]
