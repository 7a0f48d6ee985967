"""Which project of an earlier state of the ledger is which of a later one, and which report is which.

A project's id changes when an older article comes in, and two projects may turn out to be one: an id of before is
looked up in the later state as ``core.ledger.names.lead`` does, so that whoever follows a link and whoever reads the
changes are led to the same project.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.ledger.names import Names, slug
from core.ledger.winners import Stand

State = Mapping[str, Sequence[Stand]]  # project_id → its reports, as core.ledger.winners.stands gives them


@dataclass(frozen=True, slots=True)
class Succession:
    """``former``: today's project_id → the ids of before that lead to it. ``parted``: today's project_id that no id of
    before leads to → the projects of before that its known reports were in. ``gone``: ids of before that lead nowhere.
    ``same``: report_id of before → of today, also where a file was renamed. ``home``: report_id of today → its project;
    ``origin``: report_id of today, known before → its project of before."""

    former: dict[str, list[str]]
    parted: dict[str, list[str]]
    gone: list[str]
    same: dict[str, str]
    home: dict[str, str]
    origin: dict[str, str]


def succession(was: State, now: State) -> Succession:
    """How the projects of one state go on in the next. Raises nothing."""
    home = {s.row["report_id"]: project_id for project_id, project in now.items() for s in project}
    same = _reports(was, now, home)
    origin = {same[s.row["report_id"]]: i for i, project in was.items() for s in project if s.row["report_id"] in same}
    every = [(project_id, s.row) for project_id, project in now.items() for s in project]
    ids, rows = [project_id for project_id, _ in every], [row for _, row in every]
    names = Names(ids, [row["report_id"] for row in rows], lambda number: slug(rows[number]))
    former: dict[str, list[str]] = defaultdict(list)
    lost: list[str] = []
    for project_id, project in was.items():
        kept = [same[s.row["report_id"]] for s in project if s.row["report_id"] in same]
        found = names.lead(project_id) if kept else None
        if kept and found not in (places := [home[report] for report in kept]):
            found = places[0]  # the id's words alone fit another project
        if found is None:
            lost.append(project_id)
        else:
            former[found].append(project_id)
    parted: dict[str, list[str]] = {}
    for project_id, project in now.items():
        before = dict.fromkeys(origin[s.row["report_id"]] for s in project if s.row["report_id"] in origin)
        if project_id not in former and before:
            parted[project_id] = list(before)
    gone = []
    for project_id in lost:  # all its articles were replaced by others of the same words: an article in a new wording
        found = names.lead(project_id)
        if found is None or found in former or found in parted:
            gone.append(project_id)
        else:
            former[found].append(project_id)
    return Succession(dict(former), parted, gone, same, home, origin)


def _reports(was: State, now: State, home: Mapping[str, str]) -> dict[str, str]:
    """report_id of before → of today: by its name, or by its words where its file was renamed."""
    told = [s.row for project in was.values() for s in project]
    same = {row["report_id"]: row["report_id"] for row in told if row["report_id"] in home}
    renamed: dict[tuple[Any, ...], list[str]] = defaultdict(list)
    missing = [row for row in told if row["report_id"] not in home]
    if missing:
        for project in now.values():
            for s in project:
                if s.row["report_id"] not in same:
                    renamed[_words(s.row)].append(s.row["report_id"])
    for row in missing:
        if row["evidence"] and (left := renamed.get(_words(row))):
            same[row["report_id"]] = left.pop(0)
    return same


def _words(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """What a report keeps when its file gets another name: the number in its article, its day and its sentences."""
    said = tuple((e["column"], e["quote"], e["start"]) for e in row["evidence"])
    return row["report_id"].rpartition("#")[2], row["published"], row["headline"], said
