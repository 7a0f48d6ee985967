"""Evidence -> HTML: sentences of the article with the exact words marked. Everything from articles is escaped."""

from __future__ import annotations

import html
import json
from itertools import pairwise
from typing import Any

from core.columns import label
from core.formats import gwh, listing, money, number
from core.gazetteer import country_name
from core.ledger.rule import CORRECTION, FOR_PROJECT
from core.year_parts import start as start_told

Evidence = dict[str, Any]

# The marks read on both grounds: dark ink on amber, whatever the theme.
STYLE = """<style>
.gl mark { background: #FFD666; color: #1B2730; border-radius: 2px; padding: 0 2px; }
.gl .sentence { background: rgba(255, 214, 102, 0.22); border-radius: 2px; }
.gl .article { white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.6; max-width: 46rem; }
.gl table { border-collapse: collapse; width: 100%; table-layout: fixed; }
.gl th { text-align: left; font-weight: 600; font-size: 0.85rem; padding: 0.4rem 0.6rem; }
.gl td { vertical-align: top; padding: 0.55rem 0.6rem; overflow-wrap: anywhere; line-height: 1.45; }
.gl tr { border-top: 1px solid rgba(124, 136, 148, 0.35); }
.gl thead tr { border-top: 0; }
.gl col.fact { width: 24%; } .gl col.en { width: 33%; }
.gl .name { font-size: 0.85rem; opacity: 0.8; display: block; }
.gl .value { font-weight: 600; display: block; }
.gl .value + .name { margin-top: 0.45rem; }
.gl .rule { font-size: 0.78rem; opacity: 0.75; display: block; }
@media (max-width: 640px) {
  .gl thead { display: none; } .gl table, .gl tbody, .gl tr, .gl td { display: block; width: auto; }
  .gl td { padding: 0.2rem 0; } .gl tr { padding: 0.6rem 0; }
}
</style>"""


def facts_table(evidence: list[Evidence], text: str, language: str) -> str:
    """A table: the fact, its English, and its sentence in the original with the exact words marked."""
    tag = html.escape(language or "und", quote=True)
    rows = []
    for group in _same_words(evidence):
        facts = [
            f'<span class="name">{_e(fact_name(item["column"], item["value"]))}{_BEFORE.get(item["rule"], "")}</span>'
            f'<span class="value">{_e(_value(item, language))}</span>'
            for item in group
        ]
        english, rules = (dict.fromkeys(item[key] for item in group if item[key]) for key in ("quote_en", "rule"))
        chances = [item["confidence"] for item in group if item.get("confidence") is not None]
        sure = [f"{min(chances):.0%} sure"] if chances else []
        rows.append(
            f'<tr><td>{"".join(facts)}</td><td lang="en">{_e(" ".join(english))}{_by(group[0])}</td>'
            f'<td lang="{tag}">{marked_quote(group[0], text)}'
            f'<span class="rule" lang="en">{_e(_origin(list(rules), sure))}</span></td></tr>'
        )
    return (
        f'{STYLE}<div class="gl"><table><colgroup><col class="fact"><col class="en"><col></colgroup>'
        "<thead><tr><th>Fact</th><th>In English</th><th>In the original</th></tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def _value(item: Evidence, language: str) -> str:
    """The value in words; a start as exactly as its sentence tells it."""
    if item["column"].endswith("_start") and item["value"] and item["rule"] not in (CORRECTION, FOR_PROJECT):
        return start_told(item["value"], language, item["quote"]).words
    return value_words(item["column"], item["value"])


def _by(item: Evidence) -> str:
    """Whose English it is, in small print, where that is known."""
    by = item.get("english_by")
    if not by or not item["quote_en"] or item["rule"] in (CORRECTION, FOR_PROJECT):
        return ""
    return f'<span class="rule">{_e(said_by(by))}</span>'


def said_by(name: str | None) -> str:
    """“translated by google” or “written from the facts”."""
    return f"translated by {name}" if name and name != "facts" else "written from the facts"


# What the article said stands in the note of a correction.
_BEFORE = {CORRECTION: ", as the article says"}


def _origin(rules: list[str], sure: list[str]) -> str:
    """“96% sure, by the rule money.investment”."""
    if set(rules) & {CORRECTION, FOR_PROJECT}:
        return "by hand"
    found = f"by the rule{'s' if len(rules) > 1 else ''} {listing(rules)}" if rules else ""
    return ", ".join(filter(None, [*sure, found]))


def fact_name(column: str, value: str | None) -> str:
    """What a fact is, in words; an amount by its kind: investment, public support, contract …"""
    if column == "investments" and value:
        try:
            return label(json.loads(value).get("kind") or column)
        except (ValueError, AttributeError):
            return label(column)
    return label(column)


def _same_words(evidence: list[Evidence]) -> list[list[Evidence]]:
    """Facts as a reader wants them: numbers first; those that stand on the same words together, each once."""
    order = ["investments", "support_eur", "capacities", "figures", "jobs", "construction_start", "production_start"]
    together: dict[tuple[str | None, int | None, int | None], list[Evidence]] = {}
    for item in sorted(evidence, key=lambda e: order.index(e["column"]) if e["column"] in order else len(order)):
        group = together.setdefault((item["quote"], item["start"], item["end"]), [])
        if not any(item["column"] == one["column"] and item["value"] == one["value"] for one in group):
            group.append(item)
    return list(together.values())


def marked_quote(item: Evidence, text: str) -> str:
    """The sentence as HTML with the exact words marked; unmarked where the offsets do not fit the text at hand."""
    quote = item["quote"] or ""
    at = _place(item, text)
    if at is None or item["start"] is None or item["end"] is None:
        return _e(quote)
    start, end = item["start"] - at, item["end"] - at
    if not 0 <= start < end <= len(quote):
        return _e(quote)
    return f"{_e(quote[:start])}<mark>{_e(quote[start:end])}</mark>{_e(quote[end:])}"


def _place(item: Evidence, text: str) -> int | None:
    """Where the sentence stands in the text: the occurrence that holds the exact words."""
    quote, start = item["quote"], item["start"]
    if not quote or start is None:
        return None
    at = text.rfind(quote, max(0, start - len(quote)), start + len(quote))
    return at if at >= 0 and at <= start else None


def marked_article(text: str, evidence: list[Evidence], language: str) -> str:
    """The whole text with every sentence that gave a fact shaded and its exact words marked."""
    shaded = [(at, at + len(e["quote"])) for e in evidence if (at := _place(e, text)) is not None]
    exact = [(e["start"], e["end"]) for e in evidence if _place(e, text) is not None and e["end"] is not None]
    inner, outer = _merged(exact, len(text)), _merged(shaded, len(text))
    bounds = sorted({0, len(text), *(p for pair in inner + outer for p in pair)})
    parts = []
    for start, end in pairwise(bounds):
        piece = _e(text[start:end])
        if _inside(start, inner):
            piece = f"<mark>{piece}</mark>"
        if _inside(start, outer):
            piece = f'<span class="sentence">{piece}</span>'
        parts.append(piece)
    tag = html.escape(language or "und", quote=True)
    return f'{STYLE}<div class="gl"><div class="article" lang="{tag}">{"".join(parts)}</div></div>'


def _merged(pairs: list[tuple[int, int]], size: int) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted((max(0, a), min(size, b)) for a, b in pairs):
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _inside(at: int, pairs: list[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in pairs)


def _e(text: str) -> str:
    return html.escape(text, quote=True)


def value_words(column: str, value: str | None) -> str:
    """An evidence's value in words: amounts with currency, capacities with unit, vocabulary without underscores."""
    if value is None:
        return ""
    try:
        plain = json.loads(value)
    except ValueError:
        if column == "country":
            return country_name(value) or value
        return label(value) if column in ("kind", "deal", "segment", "status") else value
    if isinstance(plain, dict):
        return _dict_words(plain)
    if isinstance(plain, list):
        return "; ".join(_dict_words(item) if isinstance(item, dict) else str(item) for item in plain)
    if isinstance(plain, (int, float)) and not isinstance(plain, bool):
        if column.endswith("_eur") or column.endswith("_eur_max"):
            return money(plain)
        if column.startswith("capacity_gwh"):
            return gwh(plain)
        return number(plain, 12) if not column.endswith("_start") else str(plain)
    return str(value)


def _dict_words(fact: dict[str, Any]) -> str:
    low = next((fact[key] for key in ("amount", "value", "low") if key in fact), None)
    high = fact.get("max", fact.get("high"))
    if not isinstance(low, (int, float)):
        return ", ".join(f"{label(k)} {v}" for k, v in fact.items() if v not in (None, "", []))
    qualifier = {"at_least": "at least ", "up_to": "up to ", "about": "about "}.get(str(fact.get("qualifier")), "")
    if fact.get("currency"):
        return qualifier + money(low, high, str(fact["currency"]))
    unit = str(fact.get("unit") or "").replace("percent", "%").replace("_", " ")
    basis = {"initial": ", first stage", "target": ", full build-out"}.get(str(fact.get("basis")), "")
    figure = number(low, 12) if high in (None, low) else f"{number(low, 12)}–{number(high, 12)}"
    return f"{qualifier}{figure} {unit}".rstrip() + basis
