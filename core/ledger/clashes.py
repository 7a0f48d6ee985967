"""Contradictions of a project and whether they are settled: two claims of one time, of which no later one decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.formats import listing
from core.ledger.conflicts import contradictions
from core.ledger.rule import BY_COLUMN, Rule
from core.ledger.values import COMPARED, stated
from core.ledger.winners import Stand


@dataclass(frozen=True, slots=True)
class Clash:
    """Two claims of one time that contradict each other, the earlier first; ``phase``: on an expansion; ``settled``: a later
    article follows, or a person has spoken."""

    column: str
    phase: bool
    one: Stand
    other: Stand
    settled: bool

    def words(self) -> tuple[str, str]:
        rule = BY_COLUMN[self.column]
        first, second = ((v.words() for v in stated(s, rule)) for s in (self.one, self.other))
        return listing(list(first)), listing(list(second))


def clashes(project: Sequence[Stand]) -> list[Clash]:
    """The contradictions of a project, each pair once, oldest first."""
    found = []
    by_report = {s.row["report_id"]: s for s in project}
    for rule in COMPARED:
        against = contradictions(project, rule)
        by_hand = any(rule.name in s.rulings for s in project)
        last: dict[bool, str] = {}  # day of the latest article on the site, and on its expansion; they stand in order
        if against:
            last = {s.phase: s.day for s in project if _counts(s, rule)}
        for s in project if against else ():
            for report in against.get(s.row["report_id"], ()):
                other = by_report[report]
                if s.key < other.key:
                    found.append(Clash(rule.name, s.phase, s, other, by_hand or other.day < last[s.phase]))
    return found


def _counts(s: Stand, rule: Rule) -> bool:
    return s.states(rule) and not s.passing and rule.name not in s.struck
