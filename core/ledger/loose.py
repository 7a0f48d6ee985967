"""Reports of a plant that name no town, or one that no map knows: each to the one project that fits, or to none.

A report that names the region or the country belongs to the only project of its owner and segment there. Where
several fit, the one with two companies in common or a figure told again takes it, if it alone has most of that.
A report without a country needs two companies or a figure, one with a town that no map knows needs both; one without
figures may belong to what its owner has in the very town that its article is about. A landscape that is no
state ("in der Pfalz") is looked for in the whole country. Nothing is guessed: else it stands alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any

from core.ledger.groups import Group, Groups
from core.ledger.telling import SITES, Telling

_TOO_MANY = 32  # projects of one owner and segment in one place: a report without a town says nothing there
_HOPELESS = 256  # the same before anything of the report is looked at

Block = tuple[Any, ...]
_KEY = attrgetter("key")


def link_loose(groups: Groups, told: Iterable[Telling], placed: Sequence[Telling]) -> None:
    """Join reports of plants that name no town on the map to projects with them (placed: all reports that name a town); those
    that fit none, among themselves."""
    loose = sorted((t for t in told if t.principals), key=_KEY)
    # Only what will be asked for is put into the index.
    asked = [_asked(t) for t in loose]
    index: dict[Block, dict[int, Group]] = {block: {} for blocks in asked for block in blocks}
    index |= {block: {} for t in loose for block in _wider(t)}
    wanted = {block[:2] for block in index}
    seen: dict[Any, list[dict[int, Group]]] = {}
    for group in groups.among(placed):
        for alike in group.alike:
            blocks = seen.get(alike)
            if blocks is None:
                family, country, region, principals, named = alike
                companies = [c for c in (*(principals | named), None) if (family, c) in wanted]
                blocks = seen[alike] = [index[b] for c in companies for b in _blocks(family, country, region, c) if b in index]
            for block in blocks:
                block[id(group)] = group
    nowhere = {t.article for t in loose if not t.country}
    about = {t.article: t for t in placed if t.article in nowhere and t.report.endswith("#1")}
    # All choices are made before anything is joined: no report's choice depends on another's.
    deals = {id(t) for t in loose if t.kind not in SITES}
    pairs = zip(loose, asked, strict=True)
    choices = _one_each([(t, *_choice(t, blocks[:-1], index, about.get(t.article))) for t, blocks in pairs])
    left: dict[Block, list[Telling]] = defaultdict(list)
    for t, fit, several in choices:
        if fit is not None:
            groups.later(fit.tellings[0], t)
        elif not several and t.country and not t.city and id(t) not in deals:
            for company in t.principals:
                left[t.country, t.region, t.segment, company].append(t)
    groups.settle()
    for found in left.values():
        groups.join(found)


def _one_each(choices: list[tuple[Telling, Group | None, bool]]) -> list[tuple[Telling, Group | None, bool]]:
    """Where two reports of one article that cannot be the same plant chose one project, the better fit has it."""
    taken: dict[tuple[str, int], Telling] = {}
    for t, fit, _ in sorted(choices, key=lambda c: (-_evidence(c[0], c[1]) if c[1] else 0, c[0].key)):
        if fit is not None and (t.article, id(fit)) not in taken:
            taken[t.article, id(fit)] = t
    kept = []
    for t, fit, several in choices:
        better = taken[t.article, id(fit)] if fit is not None else t
        other = better is not t and _two_plants(t, better)
        kept.append((t, None if other else fit, several or other))
    return kept


def _blocks(family: str | None, country: str | None, region: str | None, company: str | None) -> list[Block]:
    """Where a report with a town may be looked for by a company of its own (None: by whatever company)."""
    there = (family, company, country, region)
    return [there] if company is None else [(family, company), (family, company, country), there]


def _asked(t: Telling) -> list[Block]:
    """Where the projects are looked for that a report without a town may belong to."""
    place = tuple(p for p in (t.country, t.region if t.country else None) if p)
    return [*((t.family, c, *place) for c in t.principals | t.above), (t.family, None, t.country, t.region)]


def _wider(t: Telling) -> list[Block]:
    """Where they are looked for if nothing is known in the region: it may be a landscape."""
    return [(t.family, c, t.country) for c in t.principals | t.above] if t.country and t.region and not t.city else []


def _choice(
    t: Telling, asked: list[Block], index: dict[Block, dict[int, Group]], about: Telling | None
) -> tuple[Group | None, bool]:
    """The one project that fits, if any; and whether several do. asked: where its owners' projects are; about: what its
    article tells of first."""
    if sum(len(index[block]) for block in asked) > _HOPELESS:
        return None, True
    fitting = {k: g for block in asked for k, g in index[block].items() if t.segment in g.segments or t.figures & g.figures}
    if t.city:  # a town that no map knows may be another name of one that is known
        fitting = {k: g for k, g in fitting.items() if g.places and t.segment in g.segments}
    fitting = {k: g for k, g in fitting.items() if not any(_two_plants(t, other) for other in g.shared(t.article))}
    if not fitting:
        return (_spoken_of(t, index) or _in_landscape(t, index) if t.kind in SITES else None), False
    if len(fitting) > _TOO_MANY:
        return None, True
    if t.kind not in SITES:  # a deal: only where it tells the plant's capacity again
        fitting = {k: g for k, g in fitting.items() if _capacities(t) & g.figures}
        if not fitting:
            return None, False
    owned = [g for g in fitting.values() if t.principals & (g.principals | g.above) or t.above & g.principals]
    only = len(owned) == len(fitting) == 1 and t.kind in SITES
    if only and t.country and not t.city and not _other_partners(t, owned[0]):
        return owned[0], False
    if about is not None and not t.country and not t.figures:
        there = [g for g in owned if any(o.city == about.city and o.country == about.country for o in g.tellings)]
        if len(there) == 1 and t.segment in there[0].segments:
            return there[0], False
    ranked = sorted(((_evidence(t, g), g.first.key, g) for g in fitting.values()), key=lambda x: x[:2], reverse=True)
    best = ranked[0]
    alone = len(ranked) == 1 or best[0] > ranked[1][0]
    enough = 4 if t.city else 3 if t.kind not in SITES else 2
    return (best[2], False) if alone and best[0] >= enough else (None, True)


def _capacities(t: Telling) -> set[tuple[str, Any]]:
    return {figure for figure in t.figures if figure[0] in t.said.units}


def _spoken_of(t: Telling, index: dict[Block, dict[int, Group]]) -> Group | None:
    """The one project of the region and segment whose owner the report's own sentences name, though the report was
    not taken to be the owner's: where it is one sentence only, or tells a figure of that project again."""
    there = index.get((t.family, None, t.country, t.region), {}) if t.country and t.region else {}
    if len(there) > _TOO_MANY:
        return None
    named = [g for g in there.values() if t.segment in g.segments and any(t.says(c) for c in g.principals)]
    if len(named) == 1 and (t.said.brief or t.figures & named[0].figures) and t.article not in named[0].articles:
        return named[0]
    return None


def _in_landscape(t: Telling, index: dict[Block, dict[int, Group]]) -> Group | None:
    """The one project of its owner in the country that a report of a landscape tells of: their regions' names have a
    word in common and a figure is told again, or two figures are."""
    there = {k: g for block in _wider(t) for k, g in index[block].items() if not g.shared(t.article)}
    if len(there) > _TOO_MANY:
        return None
    words = set((t.region or "").split())
    fitting = [
        g for g in there.values()
        if t.segment in g.segments and len(t.figures & g.figures) + any(words & set(r.split()) for r in g.regions) >= 2
        and t.figures & g.figures
    ]  # fmt: skip
    return fitting[0] if len(fitting) == 1 else None


def _two_plants(one: Telling, other: Telling) -> bool:
    """Of two reports in one article: not the same project told twice, unless companies agree and one has no figures."""
    return bool(one.figures and other.figures) or not one.principals & other.named | other.principals & one.named


def _other_partners(t: Telling, group: Group) -> bool:
    """Whether both name a second company, and not the same: Hyundai with SK On is not Hyundai with LG."""
    return bool(t.named - t.above - group.named and group.named - group.above - t.named) and _evidence(t, group) < 2


def _evidence(t: Telling, group: Group) -> int:
    """Companies in common, each counted once with its owners, and two for a figure told again."""
    together = t.named & group.spoken_of - t.above
    return len(together) + 2 * bool(t.figures & group.figures)
