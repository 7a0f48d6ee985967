"""A project of one article while it is being put together, and the state of reading that article."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from core.analysis import Analysis, Part
from core.companies import CompanyMention
from core.lexicon import Hit
from core.models import Fact
from core.places import PlaceMention
from core.products import GENERIC, products

FUNDER_KINDS = frozenset({"funder", "bank", "public_funder"})
_OWNER_REACH = 6  # characters between an owner's name and the place, as in "von X in Y"
GRID = "grid"  # who runs a country's power lines: named wherever something is connected, hardly ever takes part
SOURCE_KINDS = frozenset({"analyst", "association", "research"})


@dataclass(slots=True)
class Project:
    """One project of an article while it is being put together. ``what``: site · deal · statistic · programme."""

    what: str
    parts: list[int] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    place: PlaceMention | None = None
    companies: list[CompanyMention] = field(default_factory=list)
    inherited: list[CompanyMention] = field(default_factory=list)
    event: str | None = None
    hits: list[tuple[int, Hit]] = field(default_factory=list)
    anchor: tuple[int, int] | None = None  # of the place or company that opened it
    named: list[int] | None = None  # its sentences that name its place or a company of it, once it is judged
    beside: Project | None = None  # the project that the rules saw in the words that opened it
    # What is asked for again and again while the article is read: of which list and of how many it was taken, and it.
    _names: tuple[list[CompanyMention], int, frozenset[str]] | None = field(default=None, init=False, repr=False)
    _segments: tuple[list[tuple[int, Hit]], int, frozenset[str]] | None = field(default=None, init=False, repr=False)

    def names(self) -> frozenset[str]:
        told = self.companies
        if self._names is None or self._names[0] is not told or self._names[1] != len(told):
            self._names = told, len(told), frozenset([c.company.name for c in told])
        return self._names[2]

    def segments(self) -> frozenset[str]:
        """The parts of the value chain that its words tell of."""
        told = self.hits
        if self._segments is None or self._segments[0] is not told or self._segments[1] != len(told):
            self._segments = told, len(told), segments(h for _, h in told)
        return self._segments[2]

    def all_companies(self) -> list[CompanyMention]:
        """Its companies, each once, most important first: by how early and how often they are named; without those that
        run the grid, where another is named first."""
        seen: dict[str, CompanyMention] = {}
        ordered = [*self.companies, *self.inherited]
        if self.what == "site" and self.place is not None:  # "in der Fabrik von X in Y": X comes first
            at = self.place.start
            ordered.sort(key=lambda c: not 0 <= at - c.end <= _OWNER_REACH)
        for mention in ordered:
            seen.setdefault(mention.company.name, mention)
        found = list(seen.values())
        return found[:1] + [m for m in found[1:] if m.company.kind != GRID]

    def join(self, other: Project) -> None:
        """Take what was told of another: it is the same."""
        self.parts = sorted({*self.parts, *other.parts})
        self.facts = [*self.facts, *other.facts]
        self.hits = [*self.hits, *other.hits]
        self.companies = [*self.companies, *other.companies]

    def touch(self, part: Part) -> None:
        if part.index not in self.parts:
            self.parts.append(part.index)


class Choice(NamedTuple):
    """Where a stretch of text goes: to a project told of before, or (None) to a new one; ``what`` as in Project."""

    project: Project | None
    what: str = "site"
    event: str | None = None


@dataclass(slots=True)
class Reader:
    """The state of reading one article."""

    analysis: Analysis
    facts: dict[int, list[Fact]]
    projects: list[Project] = field(default_factory=list)
    focus: Project | None = None
    sources: list[CompanyMention] = field(default_factory=list)  # institutes named so far

    pending: tuple[int, PlaceMention] | None = None  # paragraph, and the town that its first sentence only names

    def open(self, project: Project) -> Project:
        self.projects.append(project)
        return project


def segments(hits: Iterable[Hit]) -> frozenset[str]:
    """Parts of the value chain that words tell of; those for any battery say nothing."""
    table = products()
    return frozenset([table[h.cue.value].segment for h in hits if h.cue.group == "product" and h.cue.value not in GENERIC])


def opens_paragraph(reader: Reader, part: Part) -> bool:
    if part.index == 0:
        return True
    return reader.analysis.parts[part.index - 1].sentence.paragraph != part.sentence.paragraph


def only_headings(reader: Reader, project: Project) -> bool:
    return all(reader.analysis.parts[i].sentence.heading for i in project.parts)


def owners(project: Project) -> list[CompanyMention]:
    found = [c for c in project.all_companies() if c.company.kind not in FUNDER_KINDS | SOURCE_KINDS]
    return found[:1]
