"""English from the facts: the project's label, the headline, a summary, and what each quoted sentence says.

No translation: every word here follows from a fact or from a gloss of the language files.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from core.judgement import Judgement

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_HEDGE = {"at_least": "at least ", "up_to": "up to ", "about": "about ", "none": ""}
_VERB = {  # of one, of several
    "intent": ("is considering", "are considering"),
    "announced": ("plans", "plan"),
    "pre_construction": ("is preparing to build", "are preparing to build"),
    "construction": ("is building", "are building"),
    "operating": ("runs", "run"),
    "shelved": ("has put on hold", "have put on hold"),
    "cancelled": ("has dropped", "have dropped"),
    "closed": ("is closing", "are closing"),
    None: ("is named with", "are named with"),
}
_PASSIVE = {
    "intent": "is being considered",
    "announced": "is planned",
    "pre_construction": "is being prepared",
    "construction": "is under construction",
    "operating": "is in operation",
    "shelved": "has been put on hold",
    "cancelled": "has been dropped",
    "closed": "is closing",
    None: "is named",
}
_SITE = {  # segment: noun of the thing at a place
    "raw_materials": "mine",
    "battery_materials": "plant",
    "components": "plant",
    "cells": "plant",
    "packs": "plant",
    "recycling": "plant",
    "equipment": "plant",
    "vehicles": "plant",
    "charging": "network",
    "storage": "site",
    "software": "project",
    "research": "centre",
    "other": "site",
    None: "site",
}
_UNIT = {
    "GWh": "GWh",
    "MW": "MW",
    "t": "t",
    "vehicles": "vehicles",
    "units": "units",
    "charging_points": "charging points",
}
_PER_YEAR = ("t", "vehicles", "units")
_KIND_NOUN = {
    "acquisition": "takeover",
    "funding": "funding",
    "supply": "supply deal",
    "partnership": "partnership",
    "statistic": "market figures",
    "programme": "programme",
    "closure": "closure",
}


def listed(names: Iterable[str], most: int = 4) -> str:
    """ "A", "A and B", "A, B and C"; beyond ``most`` the rest is counted."""
    items = list(names)
    if len(items) > most:
        items = [*items[:most], f"{len(items) - most} more"]
    if len(items) <= 1:
        return "".join(items)
    return ", ".join(items[:-1]) + " and " + items[-1]


def number(value: float) -> str:
    """A number in English notation without needless digits: 1,400 · 0.4 · 13."""
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.6g}"


def money(low: float, high: float, currency: str) -> str:
    """ "USD 2.5–3.1 bn", "EUR 437 m"."""
    top = max(low, high)
    scale, word = (1e9, " bn") if top >= 1e9 else (1e6, " m") if top >= 1e6 else (1.0, "")
    if top >= 1e12:
        scale, word = 1e12, " trn"
    if low == high:
        return f"{currency} {number(low / scale)}{word}"
    if low >= scale or scale == 1.0:
        return f"{currency} {number(low / scale)}–{number(high / scale)}{word}"
    return f"{money(low, low, currency)} to {money(high, high, currency)}"


def when(value: str) -> str:
    """ "2025", "2025-10" → "2025", "October 2025"."""
    year, _, month = value.partition("-")
    return f"{_MONTHS[int(month) - 1]} {year}" if month else year


def capacity(item: Mapping[str, Any], segment: str | None) -> str:
    """ "at least 13–40 GWh a year"."""
    low, high, unit = item["value"], item["max"], item["unit"]
    value = number(low) if low == high else f"{number(low)}–{number(high)}"
    yearly = unit in _PER_YEAR or (unit == "GWh" and segment != "storage")
    return f"{_HEDGE[item['qualifier'] or 'none']}{value} {_UNIT[unit]}{' a year' if yearly else ''}"


def investment(item: Mapping[str, Any]) -> str:
    """ "at least USD 2.5–3.1 bn", "EUR 350 m of public support"."""
    text = _HEDGE[item["qualifier"] or "none"] + money(item["amount"], item["max"], item["currency"])
    tail = {
        "public_support": " of public support",
        "financing": " of financing",
        "acquisition": " purchase price",
        "contract": " contract value",
    }.get(item["kind"], "")
    return text + tail


def figure(item: Mapping[str, Any]) -> str:
    """"74 % of investment abroad (2024)"."""
    year = f" ({item['year']})" if item.get("year") else ""
    return f"{number(item['value'])} % {item['of'].removeprefix('share ')}{year}"


def place(row: Mapping[str, Any]) -> str:
    """ "Kokomo, Indiana", "Vaasa, Finland", "Finland"; "" where the article names no place."""
    if row.get("city"):
        detail = row.get("region") if row.get("country") in ("US", "CA", "CN", "IN", "AU", "MX", "BR") else None
        return f"{row['city']}, {detail or row.get('country_name')}" if detail or row.get("country_name") else row["city"]
    return row.get("region") or row.get("country_name") or ""


def noun(row: Mapping[str, Any], judgement: Judgement) -> str:
    """ "battery cell plant", "cathode material plant", "battery storage site"."""
    segment = row.get("segment")
    if judgement.office:
        return judgement.office
    product = judgement.product.english if judgement.product else "battery"
    if segment == "raw_materials":
        return "mine"
    if segment == "vehicles":
        return f"{product} plant"
    if segment == "charging":
        return "charging network" if judgement.product and judgement.product.key == "charging" else f"{product} project"
    if segment == "storage":
        return "battery storage site"
    site = _SITE.get(segment, "site")
    return f"{product} {site}" if segment not in (None, "other") else site


def label(row: Mapping[str, Any], judgement: Judgement) -> str:
    """Short name of the project: "Stellantis–Samsung SDI battery cell plant, Kokomo"."""
    names = list(row["partners"])
    who = "–".join(names[:2])
    where = row.get("city") or row.get("region") or row.get("country_name") or ""
    kind = row["kind"]
    what = _KIND_NOUN.get(kind) if kind not in ("closure",) else f"{noun(row, judgement)} closure"
    if kind in ("acquisition", "funding", "supply", "partnership", "programme", "statistic"):
        product = judgement.product.english if judgement.product and judgement.product.key != "other" else ""
        what = f"{product} {what}".strip() if product else what
    else:
        if kind == "closure" and judgement.insolvent and not where:
            what = "insolvency"
        what = what if kind == "closure" else noun(row, judgement)
        if kind == "expansion":
            what = f"{what} expansion"
    text = f"{who} {what}".strip()
    text = text[0].upper() + text[1:]
    return f"{text}, {where}" if where else text


def _article(phrase: str) -> str:
    return ("an " if phrase[0] in "aeiou" else "a ") + phrase


_UNCOUNTED = ("material", "recycling", "storage", "software", "research", "swapping", "equipment", "chemicals", "ore",
              "hydroxide", "sulphate", "lithium", "nickel", "cobalt", "graphite", "foil", "electronics")  # fmt: skip


def _about(judgement: Judgement) -> str:
    """" on battery cells"; "" where the text names no product."""
    if judgement.product is None or judgement.product.key == "other":
        return ""
    english = judgement.product.english
    uncounted = english.endswith(_UNCOUNTED)
    return f" on {english if uncounted else english[:-1] + 'ies' if english.endswith('y') else english + 's'}"


def clause(row: Mapping[str, Any], judgement: Judgement) -> str:
    """The main clause: who does what where."""
    names = [n for n, r in zip(row["partners"], row["roles"], strict=True) if r not in ("funder", "publisher", "buyer")]
    publishers = [n for n, r in zip(row["partners"], row["roles"], strict=True) if r == "publisher"]
    where = place(row)
    located = f" in {where}" if where else ""
    several = len(names) > 1
    kind, status = row["kind"], row.get("status")
    if kind == "statistic":
        what = judgement.product.english if judgement.product else "battery"
        about = f" on {listed(names)}" if names else ""
        return f"{listed(publishers) or 'The article'} gives {what} market figures{about}{located}"
    if kind == "acquisition" and len(names) >= 2:
        return f"{names[0]} takes over or buys into {listed(names[1:])}{located}"
    if kind == "funding":
        return f"{listed(names) or 'A project'} raise{'' if several else 's'} money{located}"
    if kind == "supply":
        buyers = [n for n, r in zip(row["partners"], row["roles"], strict=True) if r == "buyer"]
        to = f" to {listed(buyers)}" if buyers else ""
        product = judgement.product.english if judgement.product else "battery"
        return f"{listed(names) or 'A supplier'} supplies {product}s{to}{located}".replace("materials", "material")
    if kind == "partnership":
        form = {"memorandum": "signed a memorandum", "joint_venture": "form a joint venture"}.get(
            row.get("deal") or "", "cooperate"
        )
        form = f"have {form}" if form.startswith("signed") else form
        return f"{listed(names) or 'Companies'} {form}{_about(judgement)}{located}"
    if kind == "closure" and judgement.insolvent and not where:
        return f"{listed(names)} {'are' if several else 'is'} insolvent"
    thing = noun(row, judgement)
    if judgement.office:
        return f"{listed(names) or 'A company'} {'have' if several else 'has'} {_article(thing)}{located}"
    if kind == "expansion":
        thing = f"larger {thing}"
    if not names:
        return f"{_article(thing).capitalize()} {_PASSIVE[status]}{located}"
    return f"{listed(names)} {_VERB[status][several]} {_article(thing)}{located}"


def summary(row: Mapping[str, Any], main_clause: str) -> str:
    """One sentence with everything that the table holds of the report; main_clause: what ``clause`` says."""
    details: list[str] = []
    caps = row["capacities"]
    segment = row.get("segment")
    for item in caps:
        text = capacity(item, segment)
        if len(caps) > 1 and item["basis"] == "initial":
            text += " at first"
        elif len(caps) > 1 and item["basis"] == "target":
            text += " later"
        details.append(text)
    details.extend(investment(i) for i in row["investments"])
    if row.get("jobs") is not None:
        low, high = row["jobs"], row.get("jobs_max")
        details.append((number(low) if high in (None, low) else f"{number(low)}–{number(high)}") + " jobs")
    if row.get("construction_start"):
        details.append(f"construction from {when(row['construction_start'])}")
    if row.get("production_start"):
        details.append(f"production from {when(row['production_start'])}")
    details.extend(figure(f) for f in row["figures"])
    return main_clause + (": " + "; ".join(details) if details else "") + "."


def said(column: str, value: Any, segment: str | None) -> str:
    """What a quoted sentence says of one column, in English."""
    if column == "capacities":
        return f"Capacity: {capacity(value, segment)}."
    if column == "investments":
        extra = "".join(f" ({money(a['amount'], a['max'], a['currency'])})" for a in value.get("also") or [])
        return f"Amount: {investment(value)}{extra}."
    if column == "jobs":
        hedge = _HEDGE[value["qualifier"]]
        both = number(value["low"]) if value["low"] == value["high"] else f"{number(value['low'])}–{number(value['high'])}"
        return f"Jobs: {hedge}{both}."
    if column in ("construction_start", "production_start"):
        return f"{'Construction' if column.startswith('c') else 'Production'} start: {when(str(value))}."
    if column == "figures":
        return f"{figure(value)}."
    return f"{column.replace('_', ' ').capitalize()}: {value}."
