"""The parts that companies play in a plant besides owning it: who buys what it makes, and who supplies it.

"Kennot menevät Volkswagenille", "levert aan BMW", "für den Kunden Audi": only where every sentence of the project that
names the company says so; a company that is named otherwise too may have a hand in the plant.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from core.analysis import Analysis, Part
from core.clauses import clause
from core.companies import CompanyMention
from core.lexicon import lower, settings
from core.models import DataFault
from core.project import Project

_NOUN_REACH = 45  # characters between a word like "Kunde" and the name
_LIST = re.compile(r"\s*(?:,|/|&|\b\w{1,5}\b)?\s*")  # what stands between the names of a list: a comma, "en", "sowie"
_KEYS = frozenset({"before", "clause", "noun", "ending"})


class _Words(NamedTuple):
    role: str
    before: re.Pattern[str] | None
    clause: re.Pattern[str]
    noun: re.Pattern[str]
    ending: tuple[str, ...]


@cache
def _words(language: str) -> tuple[_Words, ...]:
    """The words of ``languages/<language>/roles.toml``; none where there is no such file. Raises DataFault."""
    found = []
    for role, table in settings(language, "roles").items():
        if unknown := set(table) - _KEYS:
            raise DataFault(f"languages/{language}/roles.toml: [{role}] has {sorted(unknown)}; known: {sorted(_KEYS)}")
        before = _any(table["before"], r"\b(?:", r")\s+$") if table.get("before") else None
        found.append(
            _Words(role, before, _any(table["clause"], r"\b(?:", ")"), _any(table["noun"], r"\b(?:", r")\b"),
                   tuple(table.get("ending", ())))
        )  # fmt: skip
    return tuple(found)


def _any(words: list[str], head: str, tail: str) -> re.Pattern[str]:
    return re.compile(head + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + tail)


def playing(analysis: Analysis, project: Project, name: str) -> str | None:
    """The role in which a project's sentences name a company, the same in all of them: "buyer", "supplier" or None."""
    told: set[str | None] = set()
    for index in project.parts:
        part = analysis.parts[index]
        told |= {_role(analysis, part, m) for m in part.companies if m.company.name == name}
        if None in told or len(told) > 1:
            return None
    return told.pop() if told else None


def _role(analysis: Analysis, part: Part, mention: CompanyMention) -> str | None:
    begin, end = clause(analysis, part, mention)
    begin = _list_begins(analysis, part, mention, begin)
    text = lower(analysis.text[begin:end])
    head, name = text[: mention.start - begin], text[mention.start - begin : mention.end - begin]
    first = head[: _first_of_list(analysis, part, mention) - begin]
    for words in _words(analysis.document.language):
        marked = bool(words.before and words.before.search(first)) or bool(words.ending and name.endswith(words.ending))
        if marked and words.clause.search(text):
            return words.role
        for noun in words.noun.finditer(first):
            own = not first[: noun.start()].strip() and not first[noun.end() :].strip()  # "Zulieferer X baut": what X is
            if len(first) - noun.end() <= _NOUN_REACH and not own:
                return words.role
    return None


def _first_of_list(analysis: Analysis, part: Part, mention: CompanyMention) -> int:
    """Where the list begins in which a company stands: "aan Volkswagen, Ford en Hyundai"."""
    start = mention.start
    for other in reversed([c for c in part.companies if c.end <= mention.start]):
        if not _LIST.fullmatch(analysis.text, other.end, start):
            break
        start = other.start
    return start


def _list_begins(analysis: Analysis, part: Part, mention: CompanyMention, begin: int) -> int:
    """The beginning of the clause that the first of the list stands in: its commas part no clauses."""
    first = _first_of_list(analysis, part, mention)
    return begin if first >= begin else clause(analysis, part, next(c for c in part.companies if c.start == first))[0]
