"""Gigaledger: press articles on the battery and electric-vehicle industry → one English table.

build_table(folder) -> pandas.DataFrame    the table
build(folder) -> Build                     the table, the articles' texts, and what was not read
read_one(article) -> Reading               one article with every fact and what was rejected
projects(table) -> pandas.DataFrame        one row per project, with the values that count
claims(table) -> pandas.DataFrame          one row per claim: who said what when, and whether it counts
history(table), slippage(table)            the steps of each project, and how its figures moved
conflicts(claims) -> pandas.DataFrame      claims of the same time that contradict each other
changes(before, after)                     what is new between two tables
lead(table, project_id) -> str | None      today's project_id behind one of today or of an earlier build
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.ledger.changes import changes
    from core.ledger.claims import claims
    from core.ledger.conflicts import conflicts
    from core.ledger.history import history, slippage
    from core.ledger.names import lead
    from core.ledger.projects import projects
    from core.pipeline import Build, build, build_table
    from core.reading import Reading, read_one

_HOME = {
    **dict.fromkeys(("Build", "build", "build_table"), "core.pipeline"),
    **dict.fromkeys(("Reading", "read_one"), "core.reading"),
    **dict.fromkeys(("history", "slippage"), "core.ledger.history"),
    "changes": "core.ledger.changes",
    "claims": "core.ledger.claims",
    "conflicts": "core.ledger.conflicts",
    "lead": "core.ledger.names",
    "projects": "core.ledger.projects",
}
__all__ = [
    "Build",
    "Reading",
    "build",
    "build_table",
    "changes",
    "claims",
    "conflicts",
    "history",
    "lead",
    "projects",
    "read_one",
    "slippage",
]


def __getattr__(name: str) -> Any:
    # Loaded on first use: `python -m core columns` must not wait for pandas and the gazetteer.
    if name in _HOME:
        from importlib import import_module

        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'core' has no attribute {name!r}")
