"""What the five articles as given must yield: values, not wording."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from core import build
from core.columns import COLUMNS
from core.pipeline import Build

SEEDS = Path(__file__).parent.parent / "seeds"


@pytest.fixture(scope="module")
def built() -> Build:
    return build(SEEDS)


def rows(built: Build, number: str) -> pd.DataFrame:
    return built.table[built.table["article"].str.startswith(number)]


def one(frame: pd.DataFrame, **wanted: Any) -> pd.Series:
    for column, value in wanted.items():
        if column == "partner":
            frame = frame[frame["partners"].map(lambda p, v=value: v in p)]
        else:
            frame = frame[frame[column] == value]
    assert len(frame) == 1, f"{len(frame)} rows with {wanted}"
    return frame.iloc[0]


def test_columns_are_exactly_the_contract(built: Build) -> None:
    assert list(built.table.columns) == [c.name for c in COLUMNS]


def test_000_kokomo(built: Build) -> None:
    row = one(rows(built, "000"))
    assert row["partners"][:2] == ["Stellantis", "Samsung SDI"]
    assert (row["deal"], row["segment"], row["status"]) == ("joint_venture", "cells", "announced")
    assert (row["city"], row["region"], row["country"]) == ("Kokomo", "Indiana", "US")
    assert (row["capacity_gwh"], row["capacity_gwh_max"]) == (23, 33)
    (money,) = row["investments"]
    assert (money["amount"], money["max"], money["currency"], money["qualifier"]) == (2.5e9, 3.1e9, "USD", "at_least")
    assert (money["eur"], money["eur_max"], money["eur_basis"]) == (2.3e9, 2.9e9, "stated")
    assert row["jobs"] == 1400
    assert row["construction_start"] == "2025"
    assert pd.isna(row["published"])
    assert not {"HELLA", "Genesis", "Electra", "Clarios", "Varta"} & set(row["partners"])
    assert row["language"] == "nl"


def test_001_vaasa(built: Build) -> None:
    found = rows(built, "001")
    row = one(found, city="Vaasa")
    assert (row["country"], row["segment"], row["status"]) == ("FI", "cells", "intent")
    assert row["capacities"] == [] and row["investments"] == []
    assert set(found["city"].dropna()) <= {"Vaasa", "Kokkola"}
    assert not any("Google" in p for p in found["partners"])


def test_002_rhodium(built: Build) -> None:
    found = rows(built, "002")
    assert set(found["kind"]) == {"statistic"}
    assert set(found["published"]) == {pd.Timestamp("2025-08-19")}
    assert all("Rhodium Group" in p for p in found["partners"])
    figures = {f["value"] for cell in found["figures"] for f in cell}
    assert {74, 69, 80, 15} <= figures
    named = {name for p in found["partners"] for name in p}
    assert not named & {"Tesla", "Volkswagen", "Ford", "Audi", "Leapmotor", "Stellantis"}


def test_003_volkswagen(built: Build) -> None:
    found = rows(built, "003")
    catl = found[found["partners"].map(lambda p: {"Volkswagen", "CATL"} <= set(p)) & (found["deal"] == "memorandum")]
    assert len(catl) == 1 and catl.iloc[0]["status"] == "intent" and catl.iloc[0]["segment"] == "cells"
    for city in ("Arnstadt", "Erfurt", "Magdeburg"):
        row = one(found, city=city)
        assert row["country"] == "DE" and "CATL" in row["partners"]
    assert one(found, city="Arnstadt")["region"] == "Thuringia"
    xpeng = one(found, partner="Xpeng")
    assert [(c["value"], c["unit"]) for c in xpeng["capacities"]] == [(20_000, "charging_points")]
    assert xpeng["country"] == "CN"
    rivian = found[found["partners"].map(lambda p: "Rivian" in p) & (found["deal"] == "joint_venture")]
    assert len(rivian) == 1 and "Volkswagen" in rivian.iloc[0]["partners"]


def test_004_spring_hill(built: Build) -> None:
    found = rows(built, "004")
    assert set(found["published"]) == {pd.Timestamp("2021-12-01")} and set(found["published_precision"]) == {"month"}
    memo = one(found, deal="memorandum")
    assert memo["partners"][:2] == ["LG Energy Solution", "Siemens"] and memo["status"] == "intent"
    plant = one(found, city="Spring Hill")
    assert (plant["region"], plant["country"], plant["production_start"]) == ("Tennessee", "US", "2023")
    assert {"Ultium Cells", "General Motors", "LG Energy Solution"} <= set(plant["partners"])
    assert plant["segment"] == "cells"
    assert "Seoul" not in set(found["city"].dropna())


def test_every_offset_points_into_the_file(built: Build) -> None:
    for row in built.table.itertuples():
        text = built.articles[row.article]
        assert row.evidence, row.report_id
        for item in row.evidence:
            assert 0 <= item["start"] < item["end"] <= len(text)
            assert item["quote"] in text
            assert text[item["start"] : item["end"]] in item["quote"]
            assert item["quote_en"].strip()


def test_the_same_from_run_to_run(built: Build) -> None:
    pd.testing.assert_frame_equal(build(SEEDS).table, built.table)
