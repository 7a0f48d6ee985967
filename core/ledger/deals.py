"""Reports without a site: deals, programmes, market figures. They are one where companies, kind and subject agree."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import Any

from core.ledger.groups import Groups
from core.ledger.telling import Telling, owns

_MOST = 6  # companies of a deal that are looked at, most important first


def link_deals(groups: Groups, tellings: list[Telling]) -> None:
    """Join reports of one kind and segment with two companies in common, or one company and one figure."""
    blocks: dict[tuple[Any, ...], list[Telling]] = defaultdict(list)
    for t in sorted(tellings, key=lambda t: t.key):
        companies = sorted(t.said.partners[:_MOST])
        about = (t.kind, t.segment, t.country, t.city)
        for one, other in combinations(companies, 2):
            if not owns(one, other) and not owns(other, one):  # else they count once
                blocks[(*about, one, other)].append(t)
        for company in companies:
            for figure in t.figures:
                blocks[(*about, company, *figure)].append(t)
    for found in blocks.values():
        # Two deals of one article are two.
        if len({t.article for t in found}) == len(found):
            groups.join(found)
