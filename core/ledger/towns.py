"""Reports of one town: which of them tell of the same project. Towns do not look at each other here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Set
from itertools import combinations
from typing import Any

from core.ledger.groups import Group, Groups
from core.ledger.telling import SITES, Telling, owns

_MANY = 40  # projects of one segment in one town: beyond, a company's name in passing says nothing
_TAKEOVERS = frozenset({"acquisition", "equity_stake"})
_NO_SITES = frozenset({"programme", "statistic", "supply"})

Town = tuple[str | None, str | None]  # country and name


def town(t: Telling) -> Town:
    return t.country, t.city


def is_site(t: Telling) -> bool:
    """Whether it tells of a plant or another site."""
    return bool((t.kind in SITES or t.city) and t.kind not in _NO_SITES)


def link_towns(groups: Groups, tellings: list[Telling]) -> None:
    """Join what one town's reports of one segment say of the same owners."""
    blocks: dict[tuple[str | None, str | None, str | None], list[Telling]] = defaultdict(list)
    for t in tellings:
        blocks[t.country, t.city, t.line].append(t)
    for block in blocks.values():
        block.sort(key=lambda t: t.key)
        _by_owner(groups, block)
        _by_partners(groups, block)
        _by_mention(groups, block)
        _without_owner(groups, block)
    _without_segment(groups, blocks)
    _in_another_segment(groups, [t for block in blocks.values() for t in block])


def _by_owner(groups: Groups, block: list[Telling]) -> None:
    """A company that owns or runs the site in both; or runs it in one and owns the other's owner."""
    by_company: dict[str, list[Telling]] = defaultdict(list)
    for t in block:
        for company in t.principals:
            by_company[company].append(t)
    for t in block:
        for company in t.above:
            if company in by_company:
                by_company[company].append(t)
    for found in by_company.values():
        groups.join(found)


def _by_partners(groups: Groups, block: list[Telling]) -> None:
    """Sisters of one owner that also have a partner in common: a plant is called its owner's in one paper, that of the
    joint venture in another."""
    there = groups.among(block)
    if not 2 <= len(there) <= _MANY:
        return
    for a, b in combinations(there, 2):
        both = (a.named | a.leads) & (b.named | b.leads)
        apart = _independent(both)
        if apart >= 2 and both & (a.principals | a.above) & (b.principals | b.above) and not a.articles & b.articles:
            groups.join([*a.tellings, *b.tellings])


def _independent(companies: frozenset[str]) -> int:
    """How many of some companies are no daughter and no longer name of another of them."""
    return sum(not any(owns(other, company) for other in companies) for company in companies)


def _by_mention(groups: Groups, block: list[Telling], figure: bool = False) -> None:
    """Change of owner, or the same owners in another order: see ``_continues``. ``figure``: one must be told again."""
    while True:
        there = groups.among(block)
        if not 2 <= len(there) <= _MANY:
            return
        holders: dict[str, list[Group]] = defaultdict(list)
        for group in there:
            for company in group.principals:
                holders[company].append(group)
        for company, held in sorted(holders.items()):
            for group in there:
                if group not in held and _names(group, company):
                    again = [h for h in held if not figure or h.figures & group.figures]
                    earlier = next((h for h in again if _continues(h, group, company)), None)
                    if earlier is not None:
                        groups.join([*earlier.tellings, *group.tellings])
                        break
            else:
                continue
            break
        else:
            return


def _names(group: Group, company: str) -> bool:
    return company in group.named or any(t.says(company) for t in group.tellings)


def _continues(holder: Group, other: Group, company: str) -> bool:
    """Whether ``other``, which names ``company``, tells of the site that ``holder`` says is the company's.

    Never where one article tells of both. Companies that each name the other's build together. Else a figure must be
    told again, or a takeover or an insolvency must lie between; and a company that is only mentioned must have
    nothing told of it after the new owner appears, unless it had given up before.
    """
    if holder.articles & other.articles:
        return False
    if company in other.named and other.principals & (holder.named | holder.leads):
        return True
    taken = any(t.kind == "acquisition" or t.deal in _TAKEOVERS for t in other.tellings) or any(
        t.said.status in ("closed", "cancelled") for t in holder.tellings
    )
    if company in other.named:
        return taken or bool(holder.figures & other.figures)
    again, begins = bool(holder.figures & other.figures), min(t.day for t in other.tellings)
    if max(t.day for t in holder.tellings) <= begins:
        return taken or again
    return again and any(t.said.status in ("closed", "cancelled") and t.day <= begins for t in holder.tellings)


def _without_owner(groups: Groups, block: list[Telling]) -> None:
    """Reports of which no company is known: to the one project in town whose owner their sentences name, or of which
    they tell a figure. A plant of the same kind in the same town is not enough: plans come and go."""
    nameless = [t for t in block if not t.principals]
    there = groups.among([t for t in block if t.principals]) if nameless else []
    by_figure: dict[tuple[str, Any], list[Telling]] = defaultdict(list)
    for t in nameless:
        fitting = [g for g in there[:_MANY] if t.figures & g.figures or any(t.says(company) for company in g.principals)]
        if len(fitting) == 1:
            groups.later(fitting[0].tellings[0], t)
        elif not fitting:
            for figure in t.figures:
                by_figure[figure].append(t)
    groups.settle()
    for found in by_figure.values():
        groups.join(found)


def _without_segment(groups: Groups, blocks: Mapping[tuple[str | None, str | None, str | None], list[Telling]]) -> None:
    """Reports that leave the segment open belong to the one project of their owner in town, if there is one only."""
    in_town: dict[tuple[str | None, str | None], list[Telling]] = defaultdict(list)
    for (country, city, segment), block in blocks.items():
        if segment is not None:
            in_town[country, city] += block
    for (country, city, segment), block in blocks.items():
        if segment is None:
            there = groups.among(in_town[country, city])
            for t in block:
                fitting = [g for g in there if g.principals & t.principals]
                if len(fitting) == 1:
                    groups.later(fitting[0].tellings[0], t)
    groups.settle()


def _in_another_segment(groups: Groups, tellings: list[Telling]) -> None:
    """Segments that are easily taken for one another: in one town one project where the owner and a figure agree, or a
    new owner tells a figure again. Of quite different segments, an amount of money or two figures must agree."""
    towns: dict[tuple[str | None, str | None], list[Telling]] = defaultdict(list)
    for t in tellings:
        towns[t.country, t.city].append(t)
    families: list[list[Telling]] = []
    for there in towns.values():
        if _several(there):
            by_family: dict[str | None, list[Telling]] = defaultdict(list)
            by_company: dict[str, list[Telling]] = defaultdict(list)
            for t in there:
                by_family[t.family].append(t)
                for company in t.principals:
                    by_company[company].append(t)
            mixed = {family for family, told in by_family.items() if _several(told)}
            families += [told for family, told in by_family.items() if family in mixed]
            for _, told in sorted(by_company.items()):
                if _several(told):
                    _by_figures(groups, told, mixed)
    for told in families:
        _by_mention(groups, sorted(told, key=lambda t: t.key), figure=True)


def _several(told: list[Telling]) -> bool:
    return len({t.segment for t in told}) > 1


def _by_figures(groups: Groups, told: list[Telling], mixed: Container[str | None]) -> None:
    """Join what one company's reports in one town tell of different segments, where figures agree. mixed: the families
    of which there are several segments in town."""
    first: dict[tuple[str, Any], Group] = {}
    again: set[tuple[str, Any]] = set()  # figures that several projects have: most are told of one only
    for t in told:
        for figure in t.figures:
            if first.setdefault(figure, t.group) is not t.group:
                again.add(figure)
    blocks: dict[tuple[Any, ...], list[Telling]] = defaultdict(list)
    for t in told if again else ():
        figures = t.figures & again
        for block in _telling_figures(figures):
            blocks[block].append(t)
        for figure in figures if t.family in mixed else ():
            blocks[t.family, *figure].append(t)
    for _, found in sorted(blocks.items(), key=lambda item: repr(item[0])):
        parts = groups.among(found)
        articles = [article for part in parts for article in part.articles]
        if len(parts) > 1 and len(articles) == len(set(articles)):  # no article tells of both
            groups.join(found)


def _telling_figures(figures: Set[tuple[str, Any]]) -> Iterator[tuple[Any, ...]]:
    """What by itself tells a site from another of its owner's in town: an amount of money, or two figures together."""
    amounts = [f for f in figures if len(f[0]) == 3 and f[0].isupper()]  # ISO 4217
    yield from amounts
    yield from combinations(sorted((f for f in figures if f not in amounts), key=str), 2)
