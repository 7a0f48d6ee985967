"""Articles that are copies of one another: a wire text in several papers is one source.

The table holds no full text, but of each article the sentences that its facts rest on. Two articles of about the same
day are one source where nearly all the four-word runs of these sentences in the one occur in the other too: a claim
that is copied is no second witness, whatever stands around it. A translation is not a copy.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from zlib import crc32

import pandas as pd

SAME = 0.8  # share of the shorter article's runs of words that the other has as well
DAYS = 7
_RUN = 4  # words
_MIX = 1_000_003  # makes one number of a run of words, whatever the machine
_BITS = (1 << 61) - 1
_FEWEST = 8  # runs: shorter evidence shows nothing
_SKETCH = 12  # smallest hashes by which copies find each other, besides whole sentences
_AHEAD = 20  # articles of one block that are compared with each, in the order of their days
_SMALL = 50  # articles: a run of words that more of them have says little


def sources(table: pd.DataFrame) -> dict[str, str]:
    """Article → the first article, by day and name, of those that are the same source."""
    runs, keys, days = _texts(table)
    order = sorted(runs, key=lambda a: (days[a] or date.max, a))
    blocks: dict[int | str, list[str]] = defaultdict(list)
    for article in order:
        if len(runs[article]) >= _FEWEST:
            for key in keys[article]:
                blocks[key].append(article)
    first = {article: article for article in order}

    def root(article: str) -> str:
        while first[article] != article:
            article = first[article]
        return article

    for one, other in _pairs(blocks.values(), days):
        a, b = root(one), root(other)
        if a != b and alike(runs[one], runs[other]) >= SAME:
            early, late = sorted((a, b), key=lambda x: (days[x] or date.max, x))
            first[late] = early
    return {article: root(article) for article in order}


def _pairs(blocks: Iterable[list[str]], days: Mapping[str, date | None]) -> Iterator[tuple[str, str]]:
    """Pairs of articles of one block and of about one day, each once. An article without a day may be of any, but is
    looked for in small blocks only."""
    seen: set[tuple[str, str]] = set()
    for block in blocks:
        for place, one in enumerate(block):
            for other in block[place + 1 : place + 1 + _AHEAD]:
                one_day, other_day = days[one], days[other]
                if one_day and other_day and (other_day - one_day).days > DAYS:
                    break  # later ones are later still
                if (one, other) not in seen:
                    seen.add((one, other))
                    yield one, other
            if days[one] is None and len(block) <= _SMALL:
                yield from ((other, one) for other in block[:place] if days[other] is not None)


def alike(one: frozenset[int], other: frozenset[int]) -> float:
    """Share of the smaller set that the larger one holds as well."""
    least = min(len(one), len(other))
    return len(one & other) / least if least else 0.0


def _texts(table: pd.DataFrame) -> tuple[dict[str, frozenset[int]], dict[str, set[int | str]], dict[str, date | None]]:
    """For each article its runs of words, the keys of its blocks, and its day."""
    quotes: dict[str, dict[str, None]] = defaultdict(dict)
    days: dict[str, date | None] = {}
    articles = table["article"].fillna(table["report_id"])
    for article, published, evidence in zip(articles, table["published"], table["evidence"], strict=True):
        days[article] = None if pd.isna(published) else published.date()
        quotes[article].update(dict.fromkeys(e["quote"] for e in evidence if e["quote"]))
    number = _Numbers().__getitem__
    runs: dict[str, frozenset[int]] = {}
    keys: dict[str, set[int | str]] = {}
    for article in days:
        sentences = [re.findall(r"\w+", quote.casefold()) for quote in quotes[article]]
        found = {run for words in sentences for run in _runs(list(map(number, words)))}
        runs[article] = frozenset(found)
        keys[article] = {" ".join(words) for words in sentences if len(words) >= _RUN} | set(sorted(found)[:_SKETCH])
    return runs, keys, days


class _Numbers(dict[str, int]):
    """Word → a number that is the same on every machine."""

    def __missing__(self, word: str) -> int:
        self[word] = number = crc32(word.encode())
        return number


def _runs(words: list[int]) -> list[int]:
    """A number for each run of words, given by their numbers."""
    return [
        (((a * _MIX + b) * _MIX + c) * _MIX + d) % _BITS
        for a, b, c, d in zip(words, words[1:], words[2:], words[3:], strict=False)
    ]
