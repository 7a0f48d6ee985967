"""The companies that are known by name: ``reference/companies.csv``, and where they stand in a text.

One automaton per language holds every name and alias. A hit counts on word boundaries, in its own letter case or in
capitals, with the endings that the language gives to names and before a hyphen ("VW-Konzern"). Aliases that are
ordinary words or other things' names too are marked ``needs_context``; core.companies decides about those.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

import ahocorasick_rs

from core.inflection import bases
from core.lexicon import settings
from core.models import DataFault

REFERENCE = Path(__file__).parent / "reference"
PRESS = frozenset({"newspaper", "news_agency"})
KINDS = PRESS | {
    "cell_maker", "carmaker", "truck_bus", "materials", "mining", "recycling", "equipment", "charging", "storage",
    "utility", "grid", "components", "electronics", "startup", "funder", "bank", "research", "analyst", "association",
    "union", "campaigner",
    "public_funder", "unknown",
}  # fmt: skip
_SHORTEST_CAPITALS = 5  # shorter names in capitals are too often something else
_LONGEST_ENDING = 9  # letters
_SHORTEST_MIXED = 5
_SHORTEST_SPOKEN = 4  # letters of a name in capitals that the press also writes as a word: "Basf"
_MIXED = re.compile(r"(?<![\w@/#\\.-])[^\W\d_a-zà-ÿ](?=\w*[a-zà-ÿ])\w*[A-ZÀ-Þ]\w*")  # SVolt, NIOn: capitals inside a word
_SECOND = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])")
_HYPHEN = re.compile(r"(?<![\w@/#\\.-])[A-ZÄÖÜ]\w+-[A-ZÄÖÜ]\w+(?![\w-])")  # "Elring-Klinger" for ElringKlinger
_QUOTES = "'’"
_INSIDE_ADDRESS = "@/_#\\"


@dataclass(frozen=True, slots=True)
class Company:
    """A company or body: its canonical English name, its home as ISO 3166-1 alpha-2, and whether the list has it."""

    name: str
    kind: str
    home: str | None
    known: bool


class CompanyMention(NamedTuple):
    """A company in a text; ``origin`` is ISO alpha-2 where the words before the name give a nationality."""

    start: int
    end: int
    company: Company
    rule: str
    confidence: float
    origin: str | None


class Hit(NamedTuple):
    """A known name in a text; ``end`` takes in the name's ending, ``stem_end`` does not."""

    start: int
    end: int
    stem_end: int
    alias: str
    company: Company
    needs_context: bool


@dataclass(frozen=True, slots=True)
class Alias:
    text: str
    company: Company
    needs_context: bool


@cache
def aliases() -> tuple[Alias, ...]:
    """Every name and alias of the list; a fault in the file is told with its line."""
    found: dict[str, Alias] = {}
    path = REFERENCE / "companies.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            where = f"{path.name}, line {number}"
            if row["kind"] not in KINDS:
                raise DataFault(f"{where}: unknown kind {row['kind']!r}; known: {', '.join(sorted(KINDS))}")
            company = Company(row["name"], row["kind"], row["home"] or None, True)
            doubtful = set(filter(None, row["context"].split("|")))
            names = [row["name"], *filter(None, row["aliases"].split("|"))]
            if doubtful - set(names):
                raise DataFault(f"{where}: context names {doubtful - set(names)}, which are no aliases of the row")
            if any(len(name) < 2 for name in names):
                raise DataFault(f"{where}: a name of one letter is no name")
            for name in names:
                if name in found and found[name].company != company:
                    raise DataFault(f"{where}: {name!r} already stands for {found[name].company.name}")
                found[name] = Alias(name, company, name in doubtful)
    return tuple(found.values())


@cache
def by_name() -> dict[str, Company]:
    """The companies of the list by their canonical names."""
    return {alias.company.name: alias.company for alias in aliases()}


@cache
def doubtful() -> dict[str, Company]:
    """The names of the list that count only where something else speaks for them, and whose they are."""
    return {alias.text: alias.company for alias in aliases() if alias.needs_context}


@cache
def _small() -> frozenset[str]:
    return frozenset(alias.text.lower() for alias in aliases())


def names_company(name: str) -> bool:
    """Whether a name in small letters is one of the list's."""
    return name in _small()


def _stem(name: str) -> str:
    """What stays of a name in every inflected form: the beginning that the automaton looks for."""
    if name.endswith("nen"):
        return name[:-3]
    if name[-1] in "siaeäouyö" and name[-1].islower():
        name = name[:-1]
        if len(name) > 1 and (name[-2:] in ("kk", "pp", "tt") or name[-2:] in ("mp", "nt", "nk", "lt", "rt")):
            return name[:-1]
    return name


@cache
def _written() -> list[tuple[Alias, dict[str, bool]]]:
    """Every name with the ways in which it is written, in order: whether in capitals that are not its own."""
    found = []
    for alias in aliases():
        text = alias.text
        keys = {text: False}
        if text[0].islower():
            keys[text[0].upper() + text[1:]] = False
        upper = text.upper()
        if upper == text:
            if len(text) >= _SHORTEST_SPOKEN and text.isalpha():
                keys.setdefault(text.capitalize(), True)
        elif len(text) >= _SHORTEST_CAPITALS and not alias.needs_context:
            keys.setdefault(upper, True)
        found.append((alias, keys))
    return found


@cache
def _letters() -> tuple[dict[str, Alias], dict[str, Alias]]:
    """The names of one word in small letters; and those that have a second capital, in small letters as those write them
    who part them there ("elring-klinger")."""
    plain = [a for a in aliases() if a.text.isalnum()]
    return (
        {a.text.lower(): a for a in plain if len(a.text) >= _SHORTEST_MIXED and not a.needs_context},
        {_SECOND.sub("-", a.text).lower(): a for a in plain if not a.text[1:].islower() and _SECOND.search(a.text)},
    )


class _Names:
    """All known names as text that is looked for, and what stays of each in every inflected form."""

    def __init__(self) -> None:
        self.by_key: dict[str, list[tuple[Alias, bool]]] = {}  # the text → the names; whether it is one in capitals
        for alias, written in _written():
            keys = dict(written)
            if len(alias.text.rsplit(" ", 1)[-1]) > 4:
                keys.setdefault(_stem(alias.text), False)
            for key, capitals in keys.items():
                self.by_key.setdefault(key, []).append((alias, capitals))
        self.by_letters, self.by_parts = _letters()
        self.keys = list(self.by_key)
        self.automaton = ahocorasick_rs.AhoCorasick(
            self.keys, implementation=ahocorasick_rs.Implementation.ContiguousNFA
        )


_names = cache(_Names)


class Index:
    """All known names as one language writes them."""

    def __init__(self, language: str) -> None:
        self._language = language
        endings = settings(language, "companies").get("endings")
        self._endings: frozenset[str] | None = None if endings is None else frozenset(endings)
        names = _names()  # languages without stems pass those over: loading names of their own takes longer
        self._by_key, self._by_letters, self._keys = names.by_key, names.by_letters, names.keys
        self._automaton, self._by_parts = names.automaton, names.by_parts

    def find(self, text: str) -> list[Hit]:
        """Hits in a text whose white space is single blanks; they may overlap."""
        hits: list[Hit] = []
        size = len(text)
        for number, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            if start:
                before = text[start - 1]
                if before.isalnum() or before in _INSIDE_ADDRESS:
                    continue
                if before == "." and start > 1 and text[start - 2].isalnum():
                    continue
            finish = end
            while finish < size and text[finish].isalnum():
                finish += 1
            if finish - end > _LONGEST_ENDING:
                continue
            key = self._keys[number]
            for alias, capitals in self._by_key[key]:
                stop = self._word_end(text, start, end, finish, key, alias.text, capitals)
                if stop:
                    spoken = capitals and text[start + 1].islower() and alias.text.isupper()
                    hits.append(Hit(start, stop, min(stop, start + len(alias.text)), alias.text, alias.company,
                                    alias.needs_context or spoken))  # fmt: skip
        return hits + self._in_other_capitals(text)

    def _in_other_capitals(self, text: str) -> list[Hit]:
        """ "SVolt" for SVOLT, "ElevenES" for ElevenEs: a name that newspapers write with other capitals inside."""
        hits = []
        for match in _MIXED.finditer(text):
            for base in bases(match[0], self._language):
                alias = self._by_letters.get(base.lower())
                if alias is not None and not match[0].startswith(alias.text):
                    stem_end = match.start() + len(alias.text)
                    hits.append(Hit(match.start(), match.end(), stem_end, alias.text, alias.company, False))
                    break
        for match in _HYPHEN.finditer(text):
            alias = self._by_parts.get(match[0].lower())
            if alias is not None:
                hits.append(Hit(match.start(), match.end(), match.end(), alias.text, alias.company, True))
        return hits

    def _word_end(self, text: str, start: int, end: int, finish: int, key: str, alias: str, capitals: bool) -> int:
        """Where the name with its ending stops; 0 if the letters after the hit are no ending of this name."""
        exact = key == alias or len(key) == len(alias)
        if finish == end and exact:
            return self._after_apostrophe(text, end)
        tail = text[end:finish]
        if self._endings is not None:
            return finish if exact and (tail.lower() if capitals else tail) in self._endings else 0
        if not exact and finish == end:
            return 0
        last = alias.rsplit(" ", 1)[-1]
        word = text[start:finish].rsplit(" ", 1)[-1]
        if capitals:
            return finish if last.lower() in bases(word.lower(), self._language) else 0
        return finish if last in bases(word, self._language) else 0

    def _after_apostrophe(self, text: str, end: int) -> int:
        """The end of a whole name with what may follow it: "'s", or a Finnish ending after a colon; 0 in an address."""
        following = text[end : end + 3]
        if following[:1] in tuple(_QUOTES) and following[1:2] == "s" and not following[2:].isalnum():
            return end + 2
        if following[:1] == ":" and following[1:2].islower():
            stop = end + 1
            while stop < len(text) and text[stop].isalpha():
                stop += 1
            return stop
        return 0 if following[:1] == "." and following[1:2].islower() else end


@cache
def index(language: str) -> Index:
    return Index(language)
