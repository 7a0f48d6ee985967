"""Kinds of facts. The folder is the registry: every module here with a ``find`` reads one kind from an Analysis."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from functools import cache

from core.analysis import Analysis
from core.elsewhere import elsewhere
from core.models import Fact, Rejected

_OTHERS = "told of another industry's works"

Finder = Callable[[Analysis], tuple[list[Fact], list[Rejected]]]


@cache
def finders() -> tuple[Finder, ...]:
    """The ``find`` functions of the modules of this folder, by the modules' names."""
    names = sorted(m.name for m in pkgutil.iter_modules(__path__))
    return tuple(importlib.import_module(f"core.facts.{name}").find for name in names)


def find_facts(analysis: Analysis) -> tuple[list[Fact], list[Rejected]]:
    """Every fact of a document, in order of place, and what was not taken."""
    facts: list[Fact] = []
    rejected: list[Rejected] = []
    others = elsewhere(analysis)
    for find in finders():
        found, refused = find(analysis)
        facts.extend(f for f in found if f.sentence not in others)
        rejected.extend(refused)
        rejected.extend(Rejected(f.column, f.start, f.end, _OTHERS) for f in found if f.sentence in others)
    facts.sort(key=lambda f: (f.sentence, f.start, f.end, f.column))
    rejected.sort(key=lambda r: (r.start, r.end))
    return facts, rejected
