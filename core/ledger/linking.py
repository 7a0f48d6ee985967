"""Reports → projects: which reports tell of the same one. Prefers to miss a link over making a wrong one.

1. One town, one segment: reports with a company in common that owns or runs the site are one project. A company that
   one of them only mentions does not join them, unless both name each other's, or a figure is told again, or a
   takeover explains it (change of owner).
2. Neighbouring towns ("Figueruelas bei Saragossa"): the same, or two companies in common, within NEAR km; within AROUND km
   and one region where two companies are the same.
3. Reports without a town (core.ledger.loose), also of deals that tell a plant's capacity: to the one project that
   fits, or to none.
4. Deals, programmes, market figures (core.ledger.deals): by companies and amounts.

Every step compares only within a block of place, company and segment, never all pairs. The result does not depend on
the order of the rows.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from operator import itemgetter
from typing import Any, NamedTuple

from core.ledger.deals import link_deals
from core.ledger.groups import Group, Groups
from core.ledger.known_towns import KnownTowns, companies_mark
from core.ledger.loose import link_loose
from core.ledger.sentences import Sentences
from core.ledger.telling import Identity, Telling, above, companies, identity, in_order, leading, sentences, tellings, tellings_of
from core.ledger.towns import is_site, link_towns, town
from core.pause import uncollected

NEAR = 30.0  # km
AROUND = 100.0
_CELL = 1.0  # degrees of latitude and longitude: a block's size; AROUND km fit into the neighbouring ones
_KM = 111.0  # of a degree of latitude


def link(
    rows: Sequence[Mapping[str, Any]],
    merged: Iterable[Sequence[str]] = (),
    apart: Iterable[Sequence[str]] = (),
) -> list[str]:
    """The project_id of each row. ``merged``: report_ids of rows that a person says are one project; ``apart``:
    report_ids of rows that a person says are a project of their own."""
    return link_reports([identity(row) for row in rows], Sentences.of(map(sentences, rows)), merged, apart)


@uncollected
def link_reports(
    said: Sequence[Identity],
    quoted: Sentences,
    merged: Iterable[Sequence[str]] = (),
    apart: Iterable[Sequence[str]] = (),
    early: Early | None = None,
    noted: tuple[KnownTowns, Sequence[int]] | None = None,
) -> list[str]:
    """The same from the identities of the rows and what they quote. early: most of them, linked before; without it the
    result is the same. noted: where to note how the towns were linked, and the marks of the reports there."""
    merged, apart = list(merged), list(apart)
    own = {report for reports in apart for report in reports}
    known = early.whole(said, quoted, own) if early else None
    told, groups, about, anew = known or _all(said, quoted)
    by_report = {t.report: t for t in told} if merged or own else {}
    for reports in apart:
        groups.join([by_report[report] for report in reports])
    if own:
        about, anew = about.without(own), [t for t in anew if t.report not in own]
    link_towns(groups, anew)
    if noted:
        known_towns, marks = noted
        known_towns.note(groups, about.towns, marks, companies_mark(above(companies(said))))
    link_neighbours(groups, groups.among(about.towns))
    link_loose(groups, about.loose, about.towns)
    link_deals(groups, [t for t in about.deals if len(groups.of(t).tellings) == 1])
    for reports in merged:
        groups.join([by_report[report] for report in reports])
    found = [""] * len(told)
    for t in told:
        found[t.number] = t.group.project_id
    return found


class _About(NamedTuple):
    """Reports by what they tell of: a site in a town, a site without one, or something else."""

    towns: list[Telling]
    nowhere: list[Telling]
    deals: list[Telling]

    @classmethod
    def of(cls, told: Iterable[Telling]) -> _About:
        found = cls([], [], [])
        for t in told:
            (found.deals if not is_site(t) else found.towns if t.city else found.nowhere).append(t)
        return found

    @property
    def loose(self) -> list[Telling]:
        """Reports of plants that name no town on the map."""
        return [*(t for t in self.towns if not t.at), *self.nowhere, *(t for t in self.deals if t.of_plant)]

    def without(self, gone: Container[str]) -> _About:
        """Without the reports of these names."""
        return _About(*([t for t in part if t.report not in gone] for part in self))

    def and_of(self, more: Iterable[Telling]) -> _About:
        return _About(*([*part, *new] for part, new in zip(self, _About.of(more), strict=True)))


# All reports, their groups, what they tell of, and those in towns of which nothing is linked yet.
_Begun = tuple[Sequence[Telling], Groups, _About, list[Telling]]


def _all(said: Sequence[Identity], quoted: Sentences) -> _Begun:
    told = tellings(said, quoted, above(companies(said)))
    about = _About.of(told)
    return told, Groups(told), about, about.towns


class Early:
    """Reports whose towns are linked while others are still being read. To be used once."""

    @uncollected
    def __init__(self, said: Sequence[Identity], quoted: Sentences, known: KnownTowns, marks: Sequence[int]) -> None:
        """known: is used and brought up to date; marks: of each report, as it is known there."""
        self._companies = companies(said)
        self._above = above(self._companies)
        self._told = tellings(said, quoted, self._above)
        self._rows = [id(t.said) for t in self._told]
        self._about = _About.of(self._told)
        self._groups = Groups()
        mark = companies_mark(self._above)
        left = known.link(self._groups, self._about.towns, marks, mark)
        self._groups.alone([*left, *self._about.nowhere, *self._about.deals])
        link_towns(self._groups, left)
        known.note(self._groups, left, marks, mark)
        for group in self._groups.among(self._about.towns):
            group.prepare()

    def whole(self, said: Sequence[Identity], quoted: Sentences, own: Container[str]) -> _Begun | None:
        """All reports, linked where they name a town; None where the others change what is known of the companies. own:
        reports that are to be linked to nothing."""
        places = dict(zip(map(id, said), range(len(said)), strict=True))
        if len(places) < len(said):
            return None
        numbers = list(map(places.pop, self._rows, repeat(None)))  # a file and its copy had the same rows
        new_places = places.values()
        # Corrected, or of another name now.
        gone = [t for t, n in zip(self._told, numbers, strict=True) if n is None] if None in numbers else []
        named = companies(said) if gone else self._companies | companies([said[number] for number in new_places])
        over = self._above if named == self._companies else above(named)
        if any(over.get(company, names) != names for company, names in self._above.items()):
            return None
        told: list[Telling] = []
        for t, number in zip(self._told, numbers, strict=True):
            if number is not None:
                t.number, t.sentences = number, quoted
                told.append(t)
        new = tellings_of(said, new_places, quoted, over)
        told += new
        about = (self._about.without({t.report for t in gone}) if gone else self._about).and_of(new)
        articles = {t.article for t in (*gone, *new)}
        changed = leading([t for t in told if t.article in articles])
        left = {town(t) for t in (*gone, *new, *changed)}
        if own:
            left |= {town(t) for t in told if t.report in own}
        again = [t for t in told if (t.country, t.city) in left]
        self._groups.alone(again)
        return told, self._groups, about, sorted((t for t in again if t.city and is_site(t)), key=in_order)


# ----------------------------------------------------------------------------------------------- neighbouring towns


def link_neighbours(groups: Groups, there: Iterable[Group]) -> None:
    """Join projects of the same owner, or of two companies, and segment in neighbouring towns, the nearest first. there:
    those of which reports name a town."""
    held: dict[tuple[Any, ...], list[Group]] = defaultdict(list)
    for _, group in sorted(((g.begins, g) for g in there if g.begins), key=itemgetter(0)):
        first = group.tellings[0]
        for company in group.named | group.above:
            held[first.country, first.segment, company].append(group)
    pairs: dict[tuple[int, int], tuple[float, str, str, Telling, Telling]] = {}
    for found in held.values():
        for a, b in _beside(found):
            if abs(a.places[0][0] - b.places[0][0]) > AROUND / _KM:
                continue
            distance = _apart(a, b)
            if distance <= AROUND:
                pairs[id(a), id(b)] = (distance, a.first.report, b.first.report, a.tellings[0], b.tellings[0])
    for _, _, _, one, other in sorted(pairs.values(), key=lambda p: p[:3]):
        a, b = groups.of(one), groups.of(other)
        if a is not b and _same_site(a, b):
            groups.join([*a.tellings, *b.tellings])


def _beside(found: list[Group]) -> Iterator[tuple[Group, Group]]:
    """Pairs of groups with a town in the same or a neighbouring cell, the earlier told first."""
    if len(found) < 2:
        return
    cells: dict[tuple[int, int], dict[int, Group]] = defaultdict(dict)
    for group in found:
        for at in group.places:
            cells[_cell(at)][id(group)] = group
    for (y, x), here in list(cells.items()):
        around = [g for dy in (-1, 0, 1) for dx in (-1, 0, 1) for g in cells.get((y + dy, x + dx), {}).values()]
        yield from ((a, b) for a in here.values() for b in around if a.first.key < b.first.key)


def _cell(at: tuple[float, float]) -> tuple[int, int]:
    wide = _CELL / max(0.2, math.cos(math.radians(min(80.0, abs(round(at[0]))))))
    return math.floor(at[0] / _CELL), math.floor(at[1] / wide)


def _apart(a: Group, b: Group) -> float:
    """The longest way between their towns, in km: no chain of towns becomes one project."""
    return max(kilometres(p, q) for p in a.places for q in b.places)


def _same_site(a: Group, b: Group) -> bool:
    together = a.together(b) - a.above - b.above
    owned = a.principals & (b.principals | b.above) or a.above & b.principals
    each_other = a.principals & b.named and b.principals & a.named  # the press calls now one, now the other the owner
    if not owned and not (each_other and len(together) >= 2 and not a.articles & b.articles):
        return False
    if any(x.figures and y.figures and not x.figures & y.figures for x in a.tellings for y in b.shared(x.article)):
        return False  # one article tells of both, each with figures of its own: two plants
    distance = _apart(a, b)
    if distance <= NEAR:
        return True
    return distance <= AROUND and len(together) >= 2 and bool(a.regions & b.regions) and not a.articles & b.articles


def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance of two points (degrees)."""
    y1, x1, y2, x2 = map(math.radians, (*a, *b))
    h = math.sin((y2 - y1) / 2) ** 2 + math.cos(y1) * math.cos(y2) * math.sin((x2 - x1) / 2) ** 2
    return 12742.0 * math.asin(min(1.0, math.sqrt(h)))
