"""The words of ``languages/documents.toml``."""

from __future__ import annotations

from functools import cache

import tomli

from core.lexicon import LANGUAGES_DIR
from core.models import DataFault
from core.own_files import read_toml

_FILE = "documents.toml"


@cache
def words(table: str, key: str) -> frozenset[str]:
    """A list of the file, in small letters; raises DataFault."""
    try:
        found = read_toml(LANGUAGES_DIR / _FILE)[table][key]
        return frozenset(word.lower() for word in found)
    except (tomli.TOMLDecodeError, KeyError, AttributeError) as fault:
        raise DataFault(f"languages/{_FILE}: [{table}] {key}: {fault}") from fault
