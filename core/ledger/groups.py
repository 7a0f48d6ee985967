"""Reports that have been found to tell of one project, while projects are still being put together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from core.ledger.telling import Telling


class Group:
    """The reports on one project so far, and what they say together (put together when first asked for)."""

    def __init__(self, tellings: list[Telling]) -> None:
        self.tellings = tellings

    @cached_property
    def first(self) -> Telling:
        return min(self.tellings, key=lambda t: t.key)

    @cached_property
    def principals(self) -> frozenset[str]:
        return frozenset().union(*(t.principals for t in self.tellings))

    @cached_property
    def above(self) -> frozenset[str]:
        return frozenset().union(*(t.above for t in self.tellings))

    @cached_property
    def named(self) -> frozenset[str]:
        return frozenset().union(*(t.named for t in self.tellings))

    @cached_property
    def leads(self) -> frozenset[str]:
        return frozenset().union(*(t.lead for t in self.tellings))

    @cached_property
    def spoken_of(self) -> frozenset[str]:
        """Companies with a hand in it, and those of which its articles tell first."""
        return self.named | self.leads

    @cached_property
    def figures(self) -> frozenset[tuple[str, Any]]:
        return frozenset().union(*(t.figures for t in self.tellings))

    @cached_property
    def regions(self) -> frozenset[str]:
        return frozenset(t.region for t in self.tellings if t.region)

    @cached_property
    def segments(self) -> frozenset[str | None]:
        return frozenset(t.segment for t in self.tellings)

    @cached_property
    def places(self) -> tuple[tuple[float, float], ...]:
        return tuple(sorted({t.at for t in self.tellings if t.at}))

    @cached_property
    def _by_article(self) -> dict[str, list[Telling]]:
        found: dict[str, list[Telling]] = defaultdict(list)
        for t in self.tellings:
            found[t.article].append(t)
        return found

    @cached_property
    def articles(self) -> frozenset[str]:
        return frozenset(self._by_article)

    def shared(self, article: str) -> Sequence[Telling]:
        """Its reports in one article."""
        return self._by_article.get(article, ())

    def together(self, other: Group) -> frozenset[str]:
        """Companies that both have; in one of them the article may be about the company as a whole."""
        return self.named & (other.named | other.leads) | self.leads & other.named


class Groups:
    """All reports, each in exactly one group; joining is all that can be done to them."""

    def __init__(self, tellings: Iterable[Telling]) -> None:
        self._told = list(tellings)
        for t in self._told:
            t.group = Group([t])
        self._waiting: dict[Group, list[Telling]] = {}

    def begin(self, told: Iterable[Telling], anew: Iterable[Telling]) -> None:
        """From now on these reports are all; some are on their own again, of which the group must be among these whole."""
        self._told = list(told)
        for t in anew:
            t.group = Group([t])

    def of(self, telling: Telling) -> Group:
        group: Group = telling.group
        return group

    def among(self, tellings: Iterable[Telling]) -> list[Group]:
        """The groups of some reports, each once, in the reports' order."""
        return list(dict.fromkeys([t.group for t in tellings]))

    def all(self) -> list[Group]:
        return self.among(self._told)

    def join(self, tellings: Sequence[Telling]) -> None:
        """Make one group of the groups of these reports."""
        parts = self.among(tellings)
        if len(parts) > 1:
            whole = Group([t for part in parts for t in part.tellings])
            for t in whole.tellings:
                t.group = whole

    def later(self, one: Telling, other: Telling) -> None:
        """Join ``other`` to the group of ``one`` at the next ``settle``: a large group is put together once."""
        self._waiting.setdefault(one.group, [one]).append(other)

    def settle(self) -> None:
        for found in self._waiting.values():
            self.join(found)
        self._waiting.clear()
