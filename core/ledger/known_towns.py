"""How the reports of each town were linked in an earlier build, so that only towns are linked anew of which reports came or
went. What is known depends on nothing but the town's reports and on the names of companies that count as one."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from core.ledger.groups import Groups
from core.ledger.telling import Telling
from core.ledger.towns import Town, town

Project = list[int]  # the marks of its reports, in the order in which they were put together


@dataclass(slots=True)
class KnownTowns:
    """Of each town the projects. A mark is a number that stands for the same report with the same content in every build:
    what its segment (core.store.segments) begins with, and its place there. companies: of ``companies_mark``."""

    begins: dict[str, int] = field(default_factory=dict)  # segment → the mark of its first report
    taken: int = 0  # marks
    companies: str = ""
    towns: list[list[Project]] = field(default_factory=list)

    def marks(self, segment: str, size: int, first: int, count: int) -> range:
        """The marks of some reports of a segment with so many; a new segment begins after all others."""
        begin = self.begins.get(segment)
        if begin is None:
            begin = self.begins[segment] = self.taken
            self.taken += size
        return range(begin + first, begin + first + count)

    def link(self, groups: Groups, told: Sequence[Telling], marks: Sequence[int], companies: str) -> list[Telling]:
        """Put together what is known of the reports that name a town; those whose town is not known as it is now. That is
        forgotten."""
        by_mark = {marks[t.number]: t for t in told}
        many = Counter(map(town, told))
        kept = []
        done: set[Town] = set()
        for projects in self.towns if companies == self.companies else ():
            first = by_mark.get(projects[0][0])
            size = sum(map(len, projects))
            # A mark stands for the same report, so that it names the same town.
            if first is not None and size == many[town(first)] and all(map(by_mark.keys().__ge__, map(set, projects))):
                done.add(town(first))
                kept.append(projects)
                for project in projects:
                    groups.together([by_mark[mark] for mark in project])
        self.companies, self.towns = companies, kept
        return [t for t in told if town(t) not in done]

    def note(self, groups: Groups, told: Iterable[Telling], marks: Sequence[int], companies: str) -> None:
        """What is to be known next time besides: how these reports, each of which names a town, are linked now."""
        towns: dict[Town, list[Telling]] = defaultdict(list)
        for t in told:
            towns[town(t)].append(t)
        if companies != self.companies:
            self.companies, self.towns = companies, []
        self.towns += [
            [[marks[t.number] for t in group.tellings] for group in groups.among(there)]
            for there in towns.values()
            if len({marks[t.number] for t in there} - {-1}) == len(there)  # else one mark stands for two: a file and its copy
        ]


def companies_mark(over: Mapping[str, frozenset[str]]) -> str:
    """A mark of which companies stand above which (core.ledger.telling.above)."""
    lines = "\n".join(f"{company}|{'|'.join(sorted(names))}" for company, names in sorted(over.items()) if names)
    return hashlib.blake2b(lines.encode(), digest_size=8).hexdigest()
