"""What a report says of the identity of its project: where, whose, what, and figures that recognise it again."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from core.ledger.names import mark, slug
from core.ledger.sentences import Sentences
from core.models import DataFault

Row = Mapping[str, Any]
SITES = frozenset({"new", "expansion", "closure"})
# Companies of these roles have no hand in the site: the cells' buyer also buys elsewhere.
OUTSIDE = frozenset({"supplier", "buyer", "technology", "funder", "publisher"})
# What readers of one sentence may take for the other: "battery plant", "nickel", "cathode material".
FAMILIES = {"packs": "batteries", "cells": "batteries", "storage": "batteries", "raw_materials": "materials",
            "battery_materials": "materials"}  # fmt: skip
# Who owns or runs a site, their owners, and all with a hand in it and theirs.
_Companies = tuple[frozenset[str], frozenset[str], frozenset[str]]
_PRINCIPAL = frozenset({"owner", "operator", "joint_venture"})
_LETTERS = (*zip("øłđØŁĐß", "oldOLDs", strict=True), ("æ", "ae"), ("Æ", "ae"))  # that Unicode does not take apart
_MARKS = re.compile("[\u0300-\u036f]")
# Each ASCII character → its small letter or digit, all others → a blank.
_WORDS = bytes(ord(c.lower()) if c.isalnum() else 32 for c in map(chr, range(128))).ljust(256)
UNDATED = "9999-12-31"
_NOBODY: frozenset[str] = frozenset()


@cache
def owners() -> dict[str, frozenset[str]]:
    """Company → the companies that own it, alone or jointly, and theirs (reference/owners.csv)."""
    path = Path(__file__).parent.parent / "reference" / "owners.csv"
    direct: dict[str, set[str]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            if set(row) != {"company", "owners"} or not row["company"] or not row["owners"]:
                raise DataFault(f"{path.name}, line {number}: company and owners are needed")
            direct[row["company"]] = set(row["owners"].split("|"))
    found: dict[str, frozenset[str]] = {}
    for company in direct:
        above: set[str] = set()
        wave = set(direct[company])
        while wave - above:
            above |= wave
            wave = {owner for name in wave for owner in direct.get(name, ())}
        found[company] = frozenset(above - {company})
    return found


@cache
def fold(name: str) -> str:
    """A name in lower-case letters and digits without accents, its words apart by one space."""
    return _plain(name)


@cache
def _sought(name: str) -> bytes:
    return f" {fold(name)}".encode("ascii")


def _plain(text: str) -> str:
    if not text.isascii():
        for letter, plain in _LETTERS:
            text = text.replace(letter, plain)
        text = _MARKS.sub("", unicodedata.normalize("NFKD", text.casefold()))
    return " ".join(text.encode("ascii", "replace").translate(_WORDS).decode("ascii").split())


class Identity(NamedTuple):
    """What one row says of the identity of its project, by itself: the same for the same row, whatever others say.

    ``slug``: the words of a project_id; ``units``: of its capacities.
    Made once for a row and kept with it (core.store), for it takes longer to make than to link.
    """

    report: str
    article: str
    day: str
    kind: str | None
    deal: str | None
    segment: str | None
    product: str | None
    status: str | None
    country: str | None
    region: str | None
    city: str | None
    at: tuple[float, float] | None
    partners: tuple[str, ...]
    roles: tuple[str, ...]
    figures: frozenset[tuple[str, Any]]
    units: frozenset[str | None]
    brief: bool  # all that the report rests on stands in one sentence
    slug: str


@cache
def _units(told: tuple[str | None, ...]) -> frozenset[str | None]:
    """The units of a row's capacities; thousands of rows share one of a few sets."""
    return frozenset(told)


def identity(row: Row) -> Identity:
    """The identity of a row (a dict with the columns of the table; missing values None)."""
    day, city = row.get("published"), row.get("city")
    precise = row.get("location_precision") == "city" and row.get("latitude") is not None
    return Identity(
        report=row["report_id"],
        article=row.get("article") or row["report_id"].split("#")[0],
        day=str(day)[:10] if day is not None else UNDATED,
        kind=row.get("kind"),
        deal=row.get("deal"),
        segment=row.get("segment"),
        product=row.get("product"),
        status=row.get("status"),
        country=row.get("country"),
        region=fold(row["region"]) if row.get("region") else None,
        city=fold(city) if city else None,
        at=(float(row["latitude"]), float(row["longitude"])) if precise else None,
        partners=tuple(row.get("partners") or ()),
        roles=tuple(row.get("roles") or ()),
        figures=frozenset(_figures(row)),
        units=_units(tuple(item.get("unit") for item in row.get("capacities") or ())),
        brief=len(_quotes(row).keys() - {""}) == 1,
        slug=slug(row),
    )


def sentences(row: Row) -> str:
    """The headline and the quoted sentences of a row, folded, with a blank before them."""
    return f" {_plain(' '.join([row.get('headline') or '', *_quotes(row)]))}"


def _quotes(row: Row) -> dict[str, None]:
    return dict.fromkeys(e["quote"] or "" for e in row.get("evidence") or ())


class Telling:
    """One report, as far as it says which project it is about.

    ``principals``: who owns or runs it; ``above``: their owners; ``named``: all companies with a hand in it, and
    their owners; ``lead``: the companies of the article's first report. ``figures``: (unit, value) pairs by which a
    site is recognised. ``day``: ISO, UNDATED without. ``number``: the place of its report.
    ``key``: order of telling: by day, then by name, whatever the order of the files. ``family``: the segment, or the
    family of segments that are easily taken for one another. ``group``: the core.ledger.groups.Group that it is in.
    ``sentences``: those of all reports, by number.
    """

    __slots__ = ("report", "article", "day", "kind", "deal", "segment", "country", "region", "city", "at", "principals",
                 "above", "named", "figures", "said", "sentences", "lead", "number", "group", "key", "family")  # fmt: skip

    lead: frozenset[str]
    group: Any

    def __init__(self, said: Identity, companies: _Companies, sentences: Sentences, number: int) -> None:
        # Taken apart at once: one attribute after the other takes three times as long, and there are many reports.
        (self.report, self.article, self.day, self.kind, self.deal, self.segment, _, _, self.country, self.region,
         self.city, self.at, _, _, self.figures, *_) = said  # fmt: skip
        self.principals, self.above, self.named = companies
        self.said = said
        self.sentences = sentences
        self.lead = _NOBODY
        self.number = number
        self.key = self.day, self.report
        self.family = FAMILIES.get(self.segment or "", self.segment)

    @property
    def line(self) -> str | None:
        """What is made there, for one town: the segment; where that is “other”, the product beside it."""
        return f"other: {self.said.product}" if self.segment == "other" else self.segment

    @property
    def of_plant(self) -> bool:
        """Whether a deal without a place tells of a plant, for it gives a capacity."""
        return not self.city and self.kind in ("funding", "partnership", "acquisition") and bool(self.said.units)

    @property
    def project_id(self) -> str:
        """The id that a project has where this is its first report."""
        return f"{self.said.slug}-{mark(self.report)}"

    def says(self, company: str) -> bool:
        """Whether the headline or a sentence of its evidence names a company, with an ending or without."""
        return self.sentences.has(self.number, _sought(company))


def tellings(said: Sequence[Identity], sentences: Sentences, over: Mapping[str, frozenset[str]]) -> list[Telling]:
    """The tellings of some reports, ``in_order``. over: of ``above``. ``number``: the place of its report."""
    made = tellings_of(said, range(len(said)), sentences, over)
    leading(made)
    return made


def tellings_of(
    said: Sequence[Identity], numbers: Collection[int], sentences: Sentences, over: Mapping[str, frozenset[str]]
) -> list[Telling]:
    """The tellings of the reports at these places of ``said``, ``in_order``; not noted: who leads their articles.

    What is compared with each other is made together, so that it lies together in memory: with many reports, that is
    what the time goes by.
    """
    seen: dict[tuple[tuple[str, ...], tuple[str, ...]], _Companies] = {}
    places = {number: _place(said[number]) for number in numbers}
    made: list[Telling] = []
    for number in sorted(places, key=places.__getitem__):
        one = said[number]
        who = one.partners, one.roles
        companies = seen.get(who)
        if companies is None:
            companies = seen[who] = _companies(*who, over)
        made.append(Telling(one, companies, sentences, number))
    return made


def in_order(t: Telling) -> tuple[str, int]:
    """What tellings are sorted by: place and segment, then the order of the reports."""
    return _place(t), t.number


def _place(one: Identity | Telling) -> str:
    return f"{one.country} {one.city} {one.segment}"


def leading(told: Sequence[Telling]) -> list[Telling]:
    """Note of each the companies of its article's first report; those of which others were noted before."""
    lead = {t.article: t.principals | t.named for t in told if t.report.endswith("#1")}
    changed = []
    for t in told:
        now = lead.get(t.article, _NOBODY)
        if t.lead != now:
            changed.append(t)
            t.lead = now
    return changed


def companies(said: Iterable[Identity]) -> set[str]:
    """The companies of all rows."""
    return set(chain.from_iterable({one.partners for one in said}))


def above(companies: Set[str]) -> dict[str, frozenset[str]]:
    """Company → its owners, and those of the companies whose name its own begins with: “LG” beside “LG Energy Solution”
    is its short form or its owner, whichever the press means."""
    found: dict[str, frozenset[str]] = {}
    for company in companies:
        names = {company, *owners().get(company, ())}
        for name in list(names):
            words = name.split()
            names.update(short for n in range(1, len(words)) if (short := " ".join(words[:n])) in companies)
        found[company] = frozenset(names - {company})
    return found


def owns(one: str, other: str) -> bool:
    """Whether one company owns the other, or its name is a short form of the other's."""
    return one in owners().get(other, ()) or other.startswith(f"{one} ")


def _companies(partners: tuple[str, ...], roles: tuple[str, ...], over: Mapping[str, frozenset[str]]) -> _Companies:
    inside = [(p, r) for p, r in zip(partners, roles, strict=True) if r not in OUTSIDE]
    principals = frozenset([p for p, r in inside if r in _PRINCIPAL] or [p for p, _ in inside[:1]])
    above = frozenset(owner for p in principals for owner in over[p])
    named = {p for p, _ in inside} | {owner for p, _ in inside for owner in over[p]}
    return principals, above - principals, frozenset(named)


def _figures(row: Row) -> Iterable[tuple[str, Any]]:
    """Figures that hardly two sites share: amounts, capacities, heads, a start to the month."""
    for item in row.get("capacities") or ():
        for value in {item.get("value"), item.get("max")} - {None}:
            yield item.get("unit") or "", round(float(value), 3)
    for item in row.get("investments") or ():
        if item.get("kind") != "public_support" and item.get("amount") is not None:
            yield item.get("currency") or "", round(float(item["amount"]), 0)
    if row.get("jobs") is not None:
        yield "jobs", int(row["jobs"])
    start = row.get("production_start")
    if start and len(start) == 7:
        yield "start", start
