"""Reports that have been found to tell of one project, while projects are still being put together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from operator import attrgetter
from typing import Any

from core.ledger.telling import Telling

# Most reports of a project share these, so that putting together each kind once is much less than putting together all.
_KEY, _SEGMENT, _FIGURES = map(attrgetter, ("key", "segment", "figures"))
_PRINCIPALS, _ABOVE, _NAMED, _LEAD = map(attrgetter, ("principals", "above", "named", "lead"))


class Group:
    """The reports on one project so far, and what they say together (put together when first asked for)."""

    def __init__(self, tellings: list[Telling]) -> None:
        self.tellings = tellings

    @cached_property
    def first(self) -> Telling:
        return min(self.tellings, key=_KEY)

    @cached_property
    def project_id(self) -> str:
        return self.first.project_id

    @cached_property
    def begins(self) -> tuple[str, str] | None:
        """The key of the first report that says where it is on the map and what is made there; None without one."""
        return min((t.key for t in self.tellings if t.at and t.segment not in (None, "other")), default=None)

    @cached_property
    def alike(self) -> frozenset[tuple[Any, ...]]:
        """What its reports that name a town say of what, where and whose it is, each once: the same for most of them."""
        return frozenset([(t.family, t.country, t.region, t.principals, t.named) for t in self.tellings if t.city])

    def prepare(self) -> None:
        """Put together what is asked of every project, while there is time."""
        _ = self.project_id, self.begins, self.alike, self.principals, self.above, self.named, self.segments, self.figures

    @cached_property
    def principals(self) -> frozenset[str]:
        return frozenset().union(*set(map(_PRINCIPALS, self.tellings)))

    @cached_property
    def above(self) -> frozenset[str]:
        return frozenset().union(*set(map(_ABOVE, self.tellings)))

    @cached_property
    def named(self) -> frozenset[str]:
        return frozenset().union(*set(map(_NAMED, self.tellings)))

    @cached_property
    def leads(self) -> frozenset[str]:
        return frozenset().union(*set(map(_LEAD, self.tellings)))

    @cached_property
    def spoken_of(self) -> frozenset[str]:
        """Companies with a hand in it, and those of which its articles tell first."""
        return self.named | self.leads

    @cached_property
    def figures(self) -> frozenset[tuple[str, Any]]:
        return frozenset().union(*map(_FIGURES, self.tellings))

    @cached_property
    def regions(self) -> frozenset[str]:
        return frozenset(t.region for t in self.tellings if t.region)

    @cached_property
    def segments(self) -> frozenset[str | None]:
        return frozenset(map(_SEGMENT, self.tellings))

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

    def __init__(self, tellings: Iterable[Telling] = ()) -> None:
        self.alone(tellings)
        self._waiting: dict[Group, list[Telling]] = {}

    def together(self, tellings: Sequence[Telling]) -> None:
        """Make a group of reports that are in none yet."""
        whole = Group(list(tellings))
        for t in tellings:
            t.group = whole

    def alone(self, tellings: Iterable[Telling]) -> None:
        """Make a group of each of these reports, whatever group they were in: all others of that must be among them."""
        for t in tellings:
            t.group = Group([t])

    def of(self, telling: Telling) -> Group:
        group: Group = telling.group
        return group

    def among(self, tellings: Iterable[Telling]) -> list[Group]:
        """The groups of some reports, each once, in the reports' order."""
        return list(dict.fromkeys([t.group for t in tellings]))

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
