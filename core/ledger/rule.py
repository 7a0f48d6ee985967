"""The rule: which of a project's claims counts. One table, here and in the README (``python -m core rule``).

Columns whose values belong together come from one report: a place of one article with the coordinates of another
would be nowhere.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Precise = Literal["figure", "date", "place", "none"]
PRECISION: dict[Precise, str] = {
    "figure": "exact before “up to” and “at least”, these before “about”; one value before a range; more digits",
    "date": "month before year",
    "place": "on any day: a town before a region before a country",
    "none": "",
}
ORDER = (
    "What a person has set for the project beats every article.",
    "An article that tells of the project itself beats a mention in passing, whatever their days.",
    "What tells of the whole site beats what tells of an expansion that does not run yet.",
    "What a project costs beats what is raised for it or paid for its shares; what kind of plant it is, the deals on it.",
    "The latest article that states a value beats earlier ones; undated articles count as earlier than dated ones.",
    "Of one day, the more precise value wins.",
    "Then the one that more independent sources state.",
    "Then what the article tells of first; then the later report_id, so that the answer is always the same.",
)
# The rules that evidence names where a person has set a value: of one report, and of a whole project.
CORRECTION, FOR_PROJECT = "correction", "correction of the project"
STRUCK = (
    "a market figure (`statistic`), where a project has other reports",
    "a figure that is implausible for its kind or against its own article",
    "a figure that an article only recalls: an earlier article has it, and this one gives another beside it",
    "a plan (intent, announced, pre-construction) for what is already being built or runs and was not stopped since",
    "the start of an expansion of a plant that ran before",
    "a value that a person has corrected",
)


@dataclass(frozen=True, slots=True)
class Rule:
    """A group of columns that one report gives. ``of_phase``: an expansion's value stays with the expansion."""

    columns: tuple[str, ...]
    precise: Precise = "none"
    of_phase: bool = False
    name: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", self.columns[0])


PLACE = ("country", "country_name", "world_region", "region", "city", "latitude", "longitude", "location_precision")
MONEY = ("investment_amount", "investment_amount_max", "investment_currency")
RULES: tuple[Rule, ...] = (
    Rule(("project",)),
    Rule(("kind",)),
    Rule(("deal",)),
    Rule(("segment",)),
    Rule(("product",)),
    Rule(("status",), of_phase=True),
    Rule(("partners", "roles")),
    Rule(PLACE, "place"),
    Rule(("capacities",), of_phase=True),
    Rule(("capacity_gwh", "capacity_gwh_max"), "figure", of_phase=True),
    Rule(("investments",), of_phase=True),
    Rule(("investment_eur", "investment_eur_max", *MONEY), "figure", of_phase=True),
    Rule(("support_eur",), of_phase=True),
    Rule(("figures",)),
    Rule(("jobs", "jobs_max"), "figure", of_phase=True),
    Rule(("construction_start",), "date", of_phase=True),
    Rule(("production_start",), "date", of_phase=True),
    Rule(("headline_en",)),
    Rule(("summary_en",)),
)
BY_COLUMN: dict[str, Rule] = {column: rule for rule in RULES for column in rule.columns}


def markdown() -> str:
    """The rule as the README shows it."""
    lines = [f"{number}. {text}" for number, text in enumerate(ORDER, 1)]
    lines += ["", "Never chosen, but kept among the claims: " + "; ".join(STRUCK) + ".", ""]
    lines += ["| columns, from one report | of one day the more precise | stays with an expansion |", "|---|---|---|"]
    for rule in RULES:
        lines.append(f"| {', '.join(rule.columns)} | {PRECISION[rule.precise]} | {'yes' if rule.of_phase else ''} |")
    return "\n".join(lines)
