"""The table's columns, each declared once: name, type, unit, meaning, origin, vocabulary.

The command ``columns``, the README's table, the glossary page, the file formats and the checks of ``core.table``
follow from ``COLUMNS``. A vocabulary is a dict from each allowed value to its meaning in English, in the order in
which people read it (``status`` along a project's life).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Vocabulary = dict[str, str]
DType = Literal["string", "category", "datetime", "float", "int", "strings", "dicts"]
FieldType = Literal["string", "float", "int", "text", "dicts"]

KINDS: Vocabulary = {
    "new": "a new plant, site or service",
    "expansion": "more capacity at an existing site",
    "partnership": "companies that agree to work together, without a site of its own",
    "supply": "a contract to deliver or to buy",
    "funding": "a grant, a loan or a financing round",
    "acquisition": "one company buys another, a site or a stake",
    "closure": "a site or a company that shuts down, or insolvency",
    "programme": "an amount or a plan for several projects together; stands once, never on each plant",
    "statistic": "a market figure by an institute; never part of a sum",
}
DEALS: Vocabulary = {
    "joint_venture": "a company owned together",
    "memorandum": "a letter of intent, a memorandum of understanding",
    "supply_agreement": "a contract of delivery",
    "licensing": "use of another company's technology",
    "equity_stake": "a share in a company",
    "acquisition": "a purchase of the whole",
    "grant": "public money that is not paid back",
    "research": "joint research or development",
}
SEGMENTS: Vocabulary = {
    "raw_materials": "mining and refining of lithium, nickel, cobalt, graphite and the like",
    "battery_materials": "cathode and anode material, precursors, electrolyte, separators",
    "components": "parts of cells, packs and electric drives",
    "cells": "battery cells",
    "packs": "battery modules, packs and systems",
    "recycling": "recovery of materials from batteries",
    "equipment": "machines and lines for battery making",
    "vehicles": "electric cars, vans, trucks, buses and their assembly",
    "charging": "charging points, charging networks, battery swapping",
    "storage": "stationary battery storage",
    "software": "digital services, software, data",
    "research": "institutes, pilot lines, research centres",
    "other": "anything else of the industry",
}
STATUSES: Vocabulary = {
    "intent": "being studied, or resting on a memorandum; not counted as a project yet",
    "announced": "decided or made public",
    "pre_construction": "permits, land, financing under way",
    "construction": "being built",
    "operating": "running, at least in part",
    "shelved": "postponed or on hold",
    "cancelled": "given up before it ran",
    "closed": "shut down, mothballed, or insolvent",
}
ROLES: Vocabulary = {
    "owner": "owns the site or the project",
    "operator": "runs the plant or the project",
    "joint_venture": "the joint company itself",
    "partner": "takes part, no closer word given",
    "supplier": "delivers goods or services to it",
    "buyer": "buys what it makes",
    "investor": "puts private money in",
    "funder": "puts public money in, or lends",
    "technology": "brings the technology",
    "publisher": "published the figure (statistics)",
}
QUALIFIERS: Vocabulary = {
    "at_least": "“more than”, “at least”: the figure may be higher",
    "up_to": "“up to”: the figure is the highest, and may not be reached",
    "about": "“about”, “some”: the figure is rounded or estimated",
    "none": "no qualifying word",
}
BASES: Vocabulary = {
    "initial": "the first stage",
    "target": "the full build-out, or a later stage",
    "nameplate": "the plant's capacity, no stage named",
}
INVESTMENT_KINDS: Vocabulary = {
    "investment": "what the project costs",
    "public_support": "grants and other public money; not part of investment_eur",
    "financing": "a financing round or loan",
    "acquisition": "a purchase price",
    "contract": "the value of a contract; not part of investment_eur",
}
EUR_BASES: Vocabulary = {
    "stated": "the article gives the amount in euro itself",
    "converted": "at the European Central Bank's reference rate of rate_date",
}
CAPACITY_UNITS: Vocabulary = {
    "GWh": "gigawatt-hours of cells or packs per year; of a storage plant, its size",
    "MW": "megawatts of power",
    "vehicles": "vehicles per year",
    "t": "tonnes per year",
    "units": "cells, packs or modules per year",
    "charging_points": "charging points",
}
DATE_PRECISIONS: Vocabulary = {"day": "the day is given", "month": "only the month", "year": "only the year"}
LOCATION_PRECISIONS: Vocabulary = {
    "city": "coordinates of the town",
    "region": "coordinates of the state or province",
    "country": "coordinates of the country",
}

# How a status counts in sums: Clean Investment Monitor leaves intents out, and separates what was given up.
Standing = Literal["active", "intent", "stopped", "unstated"]
STANDINGS: dict[Standing, str] = {
    "active": "Active",
    "intent": "Intent only",
    "unstated": "Status not stated",
    "stopped": "Shelved, cancelled, closed",
}
STANDING_OF: dict[str, Standing] = {
    "intent": "intent",
    "announced": "active",
    "pre_construction": "active",
    "construction": "active",
    "operating": "active",
    "shelved": "stopped",
    "cancelled": "stopped",
    "closed": "stopped",
}


@dataclass(frozen=True, slots=True)
class Field:
    """One key of the dicts in a nested column. ``text`` takes any value and keeps it as text (JSON unless a string)."""

    name: str
    dtype: FieldType
    vocabulary: Vocabulary | None = None
    fields: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the table; ``source`` says where its values come from, ``fields`` what its dicts hold."""

    name: str
    dtype: DType
    meaning: str
    source: str
    unit: str = ""
    vocabulary: Vocabulary | None = None
    fields: tuple[Field, ...] = ()

    @property
    def described_dtype(self) -> str:
        """The type in the words of the README: string, category, datetime64, float, Int64, list of …"""
        words = {"datetime": "datetime64", "int": "Int64", "strings": "list of string", "dicts": "list of dict"}
        return words.get(self.dtype, self.dtype)


_CAPACITY = (
    Field("value", "float"),
    Field("max", "float"),
    Field("unit", "string", CAPACITY_UNITS),
    Field("basis", "string", BASES),
    Field("year", "int"),
    Field("qualifier", "string", QUALIFIERS),
    Field("quote", "string"),
)
_ALSO = (Field("amount", "float"), Field("max", "float"), Field("currency", "string"))
_INVESTMENT = (
    Field("amount", "float"),
    Field("max", "float"),
    Field("currency", "string"),
    Field("kind", "string", INVESTMENT_KINDS),
    Field("qualifier", "string", QUALIFIERS),
    Field("eur", "float"),
    Field("eur_max", "float"),
    Field("eur_basis", "string", EUR_BASES),
    Field("rate_date", "string"),
    Field("also", "dicts", fields=_ALSO),
    Field("quote", "string"),
)
_FIGURE = (
    Field("value", "float"),
    Field("unit", "string"),
    Field("of", "string"),
    Field("year", "int"),
    Field("quote", "string"),
)
_EVIDENCE = (
    Field("column", "string"),
    Field("value", "text"),
    Field("quote", "string"),
    Field("start", "int"),
    Field("end", "int"),
    Field("quote_en", "string"),
    Field("rule", "string"),
    Field("confidence", "float"),
)

_FILE = "the input file"
_HEAD = "the article's own head"
_TEXT = "the article's text"
_FACTS = "written from the facts"
_PLACE = "the place named in the text, looked up in GeoNames"

COLUMNS: tuple[Column, ...] = (
    Column("report_id", "string", "the report: <article's file stem>#<number>, stable from run to run", _FILE),
    Column("project_id", "string", "shared by every report on the same project, in whatever language", "derived"),
    Column("project", "string", "short English label of the project", _FACTS),
    Column("article", "string", "path of the article, relative to the folder", _FILE),
    Column("url", "string", "web address of the article, where known", _HEAD),
    Column("published", "datetime", "day of publication; missing where the article does not give it", _HEAD),
    Column("published_precision", "category", "how exact the date is", _HEAD, vocabulary=DATE_PRECISIONS),
    Column("language", "category", "language of the article, ISO 639-1", "detected from the text"),
    Column("headline", "string", "the article's own headline, in its language", _HEAD),
    Column("headline_en", "string", "headline in English", _FACTS),
    Column("summary_en", "string", "summary in English", _FACTS),
    Column("english_by", "category", "what wrote the English: facts (built in) or a translation engine", "derived"),
    Column("kind", "category", "what kind of report it is", _TEXT, vocabulary=KINDS),
    Column("deal", "category", "form of the agreement", _TEXT, vocabulary=DEALS),
    Column("segment", "category", "part of the value chain", _TEXT, vocabulary=SEGMENTS),
    Column("product", "string", "the product, finer than the segment, in English", _TEXT),
    Column("status", "category", "where the project stands", _TEXT, vocabulary=STATUSES),
    Column("partners", "strings", "canonical English company names, most important first", _TEXT),
    Column("roles", "strings", "role of each partner, same length as partners", _TEXT, vocabulary=ROLES),
    Column("city", "string", "town, English name where one exists", _PLACE),
    Column("region", "string", "state or province, English name where one exists", _PLACE),
    Column("country", "category", "country, ISO 3166-1 alpha-2", _PLACE),
    Column("country_name", "category", "country's English name", _PLACE),
    Column("world_region", "category", "UN M49 sub-region", _PLACE),
    Column("latitude", "float", "latitude", _PLACE, unit="degrees, WGS 84"),
    Column("longitude", "float", "longitude", _PLACE, unit="degrees, WGS 84"),
    Column("location_precision", "category", "what the coordinates stand for", _PLACE, vocabulary=LOCATION_PRECISIONS),
    Column("capacities", "dicts", "every capacity that the article gives for the project", _TEXT, fields=_CAPACITY),
    Column("capacity_gwh", "float", "capacity of the first stage: cells, packs, storage", _TEXT, unit="GWh a year"),
    Column("capacity_gwh_max", "float", "capacity at full build-out", _TEXT, unit="GWh a year"),
    Column("investments", "dicts", "every amount of money of the project", _TEXT, fields=_INVESTMENT),
    Column("investment_eur", "float", "what the project costs or raises, the lower figure", _TEXT, unit="EUR"),
    Column("investment_eur_max", "float", "the upper figure; the same where there is one only", _TEXT, unit="EUR"),
    Column("support_eur", "float", "public support", _TEXT, unit="EUR"),
    Column("figures", "dicts", "what a market report says in other measures", _TEXT, fields=_FIGURE),
    Column("jobs", "int", "jobs created, planned, kept or (closure) cut, the lower figure", _TEXT, unit="jobs"),
    Column("jobs_max", "int", "the upper figure", _TEXT, unit="jobs"),
    Column("construction_start", "string", "start of construction, planned or done: YYYY or YYYY-MM", _TEXT),
    Column("production_start", "string", "start of production, planned or done: YYYY or YYYY-MM", _TEXT),
    Column("evidence", "dicts", "for every filled fact its sentence and place in the text", _TEXT, fields=_EVIDENCE),
    Column("confidence", "float", "how sure the row's facts are right and its own, 0 to 1", "calibrated on annotated articles"),
)
NAMES: tuple[str, ...] = tuple(column.name for column in COLUMNS)
BY_NAME: dict[str, Column] = {column.name: column for column in COLUMNS}

_WORDING = {
    "pre_construction": "Pre-construction",
    "capacity_gwh": "Capacity, first stage",
    "capacity_gwh_max": "Capacity, full build-out",
    "investment_eur": "Investment",
    "investment_eur_max": "Investment, upper figure",
    "investments": "Investment",
    "capacities": "Capacity",
    "support_eur": "Public support",
    "jobs_max": "Jobs, upper figure",
    "partners": "Company",
    "figures": "Market figure",
    "country_name": "Country",
}


def label(value: str) -> str:
    """A column's or a vocabulary's name in words for a person: ``pre_construction`` → “Pre-construction”."""
    return _WORDING.get(value) or value.replace("_", " ").capitalize()
