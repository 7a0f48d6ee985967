"""One row per claim: what which article says of a project when, in which words, and whether it counts and why."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from core.columns import BY_NAME
from core.ledger.conflicts import contradictions
from core.ledger.corrections import RANGES
from core.ledger.figures import main_investment, same
from core.ledger.rule import CORRECTION, RULES, Rule
from core.ledger.winners import Choice, Stand, choose, stands
from core.pause import uncollected

CLAIMS = (
    "project_id", "project", "column", "value", "max", "unit", "currency", "qualifier", "published", "article",
    "report_id", "language", "quote", "quote_en", "start", "end", "source", "passing", "chosen", "why", "conflict",
)  # fmt: skip
# What is claimed: the label, the English and the bare lists are not; the lists' entries are claims of their own.
_CLAIMED = tuple(r for r in RULES if r.name not in ("project", "headline_en", "summary_en", "figures"))
_SPOKEN = {"country": ("city", "region", "country"), "capacity_gwh": ("capacities",), "investment_eur": ("investments",)}
_SPOKEN |= {"support_eur": ("investments",)}


@uncollected
def claims(table: pd.DataFrame) -> pd.DataFrame:
    """Every claim of the table, project by project, column by column, oldest first.

    Columns: CLAIMS. ``value`` and ``max``: numbers, ISO text, words, or names joined by ``; ``; ``unit`` and
    ``currency`` (``value`` of an investment is in EUR, or as stated where the day has no rate); ``quote`` with
    ``start`` and ``end``, offsets in the article's text; ``source``: the first article of those that are copies of
    each other; ``chosen``: whether it is the current value; ``why``: why, or why not; ``conflict``: the report_ids
    that contradict it at the same time.
    """
    rows: list[tuple[Any, ...]] = []
    for project_id, project in stands(table).items():
        name = project[-1].row["project"]
        for rule in _CLAIMED:
            choice = choose(project, rule)
            against = contradictions(project, rule)
            for s in project:
                if not (s.recalled or rule.name in s.fixed or s.states(rule)):
                    continue
                for claim in (*_claimed(s, rule), *_recalled(s, rule)):
                    claim.setdefault("chosen", choice.winner is s)
                    claim.setdefault("why", choice.why if choice.winner is s else why_not(s, rule, choice))
                    clash = against.get(s.row["report_id"], []) if claim.pop("counts", True) else []
                    claim |= {"project_id": project_id, "project": name, "conflict": clash}
                    rows.append(tuple([claim[column] for column in CLAIMS]))
            if choice.ruling is not None:
                rows.append(_ruled(choice, rule, project_id, name))
    made = pd.DataFrame(rows, columns=list(CLAIMS))
    for column in ("value", "max", "conflict"):
        made[column] = made[column].astype("object")
    made["published"] = pd.to_datetime(made["published"]).astype("datetime64[us]")
    return made.astype({"start": "Int64", "end": "Int64", "passing": "bool", "chosen": "bool"})


def why_not(s: Stand, rule: Rule, choice: Choice) -> str:
    """Why a report's claim is not the current value."""
    if s.passing:
        return "a mention in passing"
    if rule.name in s.struck:
        return s.struck[rule.name]
    winner = choice.winner
    if winner is None:
        return "nothing counts"
    if choice.ruling is not None:
        return f"a person has set it for the project on {choice.ruling.day}"
    if rule.of_phase and s.phase and not winner.phase:
        return "stays with the expansion"
    if rule.name == "investment_eur" and winner.costs and not s.costs:
        return "what is raised or paid for it, not what it costs"
    if rule.precise == "place":
        return f"{winner.row['report_id']} gives the place more precisely or later"
    if winner.day == s.day:
        return f"{winner.row['report_id']} is {choice.why}"
    return f"{winner.row['report_id']} is later"


def _claimed(s: Stand, rule: Rule) -> Iterator[dict[str, Any]]:
    """The claims of one report on one group of columns."""
    if rule.name in s.fixed:
        yield from _by_a_person(s, rule)
        return
    if not s.states(rule):
        return
    value = s.values[rule.name]
    match rule.name:
        case "country":
            place = [s.values[c] for c in ("city", "region", "country_name")]
            yield _claim(s, rule, ", ".join(p for p in place if p) or value)
        case "partners":
            yield _claim(s, rule, "; ".join(value))
        case "capacities":
            for item in value:
                if item["unit"] != "GWh" or s.values["capacity_gwh"] is None:
                    yield _claim(s, rule, item["value"], item["max"], item)
        case "capacity_gwh":
            gwh = [i for i in s.values["capacities"] if i["unit"] == "GWh" and i["value"] is not None]
            first = min(gwh, key=lambda i: i["value"], default=None)
            yield _claim(s, rule, value, s.values["capacity_gwh_max"], first) | {"unit": "GWh"}
        case "investment_eur":
            main = main_investment(s.values["investments"])
            low, high, currency = value, s.values["investment_eur_max"], "EUR"
            if value is None:
                low, high = s.values["investment_amount"], s.values["investment_amount_max"]
                currency = s.values["investment_currency"]
            yield _claim(s, rule, low, high, main) | {"currency": currency, "unit": None}
        case "investments":
            for item in value:
                yield _claim(s, rule, item["amount"], item["max"], item)
        case "jobs":
            yield _claim(s, rule, value, s.values["jobs_max"])
        case _:
            yield _claim(s, rule, value)


def _ruled(choice: Choice, rule: Rule, project_id: str, name: Any) -> tuple[Any, ...]:
    """The claim of a person on a whole project; its value is None where nothing is to count."""
    assert choice.winner is not None and choice.ruling is not None
    claim = dict.fromkeys(CLAIMS) | _held(choice.winner.values, rule) | {
        "project_id": project_id, "project": name, "column": rule.name, "published": choice.ruling.day,
        "quote_en": choice.why, "passing": False, "chosen": True, "why": choice.why, "conflict": [],
    }  # fmt: skip
    return tuple(claim.values())


def _held(values: Mapping[str, Any], rule: Rule) -> dict[str, Any]:
    """What a claim has of values that a person has set: value, max, unit, currency."""
    value = values[rule.name]
    if rule.name == "partners" and value:
        value = "; ".join(value)
    elif rule.name == "country":
        value = ", ".join(v for c in ("city", "region", "country_name") if (v := values[c])) or value
    high = values[RANGES[rule.name]] if rule.name in RANGES else None
    return {
        "value": value, "max": value if high is None else high, "unit": "GWh" if rule.name == "capacity_gwh" else None,
        "currency": "EUR" if rule.name in ("investment_eur", "support_eur") else None, "qualifier": None,
    }  # fmt: skip


def _said_before(said: Mapping[str, Any]) -> Any:
    """What the article said, of the note of a correction: a number, or words."""
    match BY_NAME[said["column"]].dtype:
        case "float" | "int":
            return json.loads(said["value"])
        case "strings":
            return "; ".join(json.loads(said["value"]))
        case _:
            return said["value"]


def _by_a_person(s: Stand, rule: Rule) -> Iterator[dict[str, Any]]:
    """A corrected value beside what the article said."""
    for said in s.row["evidence"]:
        if said["column"] in rule.columns and said["rule"] == CORRECTION:
            words = {"quote": None, "quote_en": said["quote_en"], "start": None, "end": None}
            now = _held(s.values, rule)
            yield _claim(s, rule, said["quote_en"]) | now | words
            if said["value"] is not None:
                units = {"unit": now["unit"], "currency": now["currency"]}
                old = _claim(s, rule, _said_before(said)) | units
                yield old | {"chosen": False, "counts": False, "why": said["quote_en"] or "corrected"}


def _recalled(s: Stand, rule: Rule) -> Iterator[dict[str, Any]]:
    for column, value, why in s.recalled:
        if column == "capacities" and value["unit"] == "GWh" and s.values["capacity_gwh"] is not None:
            column = "capacity_gwh"
        elif column == "investments" and value["kind"] == "investment":
            column = "investment_eur"
        if column == rule.name and isinstance(value, Mapping):
            low = value.get("value", value.get("amount"))
            yield _claim(s, rule, low, value["max"], value) | {"chosen": False, "counts": False, "why": why}
        elif column == rule.name:
            yield _claim(s, rule, value) | {"chosen": False, "counts": False, "why": why}


def _claim(s: Stand, rule: Rule, value: Any, most: Any = None, item: Mapping[str, Any] | None = None) -> dict[str, Any]:
    said = said_of(s.row["evidence"], rule, value if item is None else item)
    item = item or {}
    return {
        "column": rule.name, "value": value, "max": value if most is None else most, "unit": item.get("unit"),
        "currency": item.get("currency"), "qualifier": item.get("qualifier"), "published": s.day or None,
        "article": s.row["article"], "report_id": s.row["report_id"], "language": s.row["language"],
        "quote": said.get("quote") or item.get("quote"), "quote_en": said.get("quote_en"), "start": said.get("start"),
        "end": said.get("end"), "source": s.source, "passing": s.passing,
    }  # fmt: skip


def said_of(evidence: Sequence[Mapping[str, Any]], rule: Rule, value: Any) -> Mapping[str, Any]:
    """The evidence of a claim: of its column, the entry with its value first."""
    columns = _SPOKEN.get(rule.name, rule.columns)
    own = [e for column in columns for e in evidence if e["column"] == column]
    return next((e for e in own if same(value, e["value"])), own[0] if own else {})
