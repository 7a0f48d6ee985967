"""What several tests share: the sample table, and the environment in which the dashboard shows it."""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd
import pytest

ROOT = Path(__file__).resolve().parent.parent
for place in (ROOT, ROOT / "tests"):
    if str(place) not in sys.path:
        sys.path.insert(0, str(place))

import sample  # noqa: E402

from core.table import frame, write  # noqa: E402


@pytest.fixture(scope="session")
def table() -> pd.DataFrame:
    """The sample's table."""
    return frame(sample.rows())


@pytest.fixture(scope="session")
def sample_environment(tmp_path_factory: pytest.TempPathFactory, table: pd.DataFrame) -> dict[str, str]:
    """Environment variables that make the dashboard show the sample."""
    folder = tmp_path_factory.mktemp("sample")
    sample.write_articles(folder / "articles")
    write(table, folder / "table.parquet")
    return {"GIGALEDGER_ARTICLES": str(folder / "articles"), "GIGALEDGER_TABLE": str(folder / "table.parquet"),
            "GIGALEDGER_DATA": str(folder / "data"), "GIGALEDGER_TRANSLATE": "off"}  # fmt: skip


@pytest.fixture(autouse=True)
def _own_data_folder(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No test touches the data folder of the checkout, and none asks a translation engine by itself."""
    monkeypatch.setenv("GIGALEDGER_DATA", str(tmp_path_factory.mktemp("data")))
    monkeypatch.setenv("GIGALEDGER_TRANSLATE", "off")
