"""Gigaledger: press articles on the battery and electric-vehicle industry → one English table.

build_table(folder) -> pandas.DataFrame    the table
build(folder) -> Build                     the table, the articles' texts, and what was not read
read_one(article) -> Reading               one article with every fact and what was rejected
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.pipeline import Build, Reading, build, build_table, read_one

__all__ = ["Build", "Reading", "build", "build_table", "read_one"]


def __getattr__(name: str) -> Any:
    # Loaded on first use: `python -m core columns` must not wait for pandas and the gazetteer.
    if name in __all__:
        from importlib import import_module

        return getattr(import_module("core.pipeline"), name)
    raise AttributeError(f"module 'core' has no attribute {name!r}")
