"""The signs of what a project is: its words, each with where it stands, and the points that signs speak with.

"operating, first" is a word for running plants in the project's first sentence, "de:einst" a word of the press.
core.standing, core.making and core.dealing turn signs into a state, a segment and a kind by adding up points (log odds);
the points are data in ``reference/``, derived from annotated articles by ``tests/learn.py``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from core.analysis import Analysis, Part
from core.lexicon import LANGUAGES_DIR
from core.models import DataFault
from core.own_files import read_toml
from core.project import Project

# Where a word may stand; PLACES_ELSEWHERE: in a sentence that is not the project's.
PLACES = ("said", "again", "often", "first", "opening", "heading", "named", "near", "far", "beside", "within", "alone", "last",
          "by the place", "of another", "abroad")  # fmt: skip
PLACES_ELSEWHERE = ("of the town", "of the company")
REFERENCE = LANGUAGES_DIR.parent / "reference"
OPENING = 2  # of a project's sentences
_FAR = 4  # sentences after which a name no longer tells whose a sentence is
_NEAR = 45.0  # cost between a word and the place
_BESIDE = 30.0  # cost between a word and the plant's noun
_OFTEN = 3  # sentences
_WORD = re.compile(r"[^\W\d]\w*")


class Word(NamedTuple):
    """A word that tells something: ``key`` says what."""

    key: str
    start: int
    end: int
    sentence: int


class Points:
    """The points of each sign for each of the answers, in their order."""

    def __init__(self, path: Path, answers: tuple[str, ...]) -> None:
        self.answers = answers
        try:
            found = read_toml(path)
            # In hundredths: whole numbers add up to the same sum in whatever order.
            self._table = {
                sign: tuple((answers.index(a), round(100 * value)) for a, value in given.items()) for sign, given in found.items()
            }
        except (OSError, ValueError, TypeError, AttributeError) as fault:
            raise DataFault(f"reference/{path.name}: {fault}; tests/learn.py makes it") from fault

    def total(self, signs: Iterable[str]) -> list[int]:
        total = [0] * len(self.answers)
        table = self._table
        for sign in signs:
            if sign in table:
                for at, value in table[sign]:
                    total[at] += value
        return total

    def best(self, signs: Iterable[str]) -> int:
        """The place of the answer with the most points; on a tie the one that is listed first."""
        total = self.total(signs)
        return total.index(max(total))


@cache
def points(name: str, answers: tuple[str, ...]) -> Points:
    return Points(REFERENCE / f"{name}.toml", answers)


class Sight:
    """A project seen in its article: which of its sentences name it, and whose its words are."""

    def __init__(self, analysis: Analysis, project: Project) -> None:
        self.analysis, self.project = analysis, project
        self.parts = sorted(project.parts)
        self.place = project.place.place.name if project.place is not None else None
        self.owner = next((c.company.name for c in project.all_companies()), None)
        self.gaps = self._gaps()

    def _gaps(self) -> dict[int, int]:
        """For each sentence those since its place or a company of it was named last, at most _FAR."""
        names = self.project.names()
        gaps, named = {}, None
        for index in self.parts:
            part = self.analysis.parts[index]
            if any(p.place.name == self.place for p in part.places) or any(c.company.name in names for c in part.companies):
                named = index
            gaps[index] = _FAR if named is None else min(index - named, _FAR)
        return gaps

    def opening(self) -> list[Part]:
        return [self.analysis.parts[i] for i in self.parts[:OPENING]]

    def of_words(self, words: list[Word]) -> list[list[str]]:
        """The signs of each word."""
        told: dict[str, set[int]] = defaultdict(set)
        by_part: dict[int, set[str]] = defaultdict(set)
        for word in words:
            told[word.key].add(word.sentence)
            by_part[word.sentence].add(word.key)
        last = max(by_part, default=-1)
        return [self._of_word(word, told[word.key], by_part[word.sentence], last) for word in words]

    def _of_word(self, word: Word, told: set[int], neighbours: set[str], last: int) -> list[str]:
        key, start, end, sentence = word
        part = self.analysis.parts[sentence]
        rank = bisect_right(self.parts, sentence) - 1
        gap = self.gaps.get(sentence, _FAR)
        site = self.analysis.nearest(part.cues("site"), start, end)
        asked = {
            "said": True,
            "again": len(told) > 1,
            "often": len(told) > _OFTEN,
            "first": rank == 0,
            "opening": rank < OPENING,
            "heading": part.sentence.heading,
            "named": gap == 0,
            "near": gap <= 1,
            "far": gap >= _FAR - 1,
            "beside": site is not None and site[1] < _BESIDE,
            "within": site is not None and site[1] == 0.0,
            "alone": len(neighbours) == 1,
            "last": sentence == last,
            "by the place": self._by_place(part, word),
            "of another": self._of_another(part, word),
            "abroad": self._abroad(part),
        }
        return [f"{key}, {where}" for where, seen in asked.items() if seen]

    def _by_place(self, part: Part, word: Word) -> bool:
        """Stands the word near the project's place, without a pause between?"""
        return self.place is not None and any(
            p.place.name == self.place and self.analysis.cost(p.start, p.end, word.start, word.end) < _NEAR for p in part.places
        )

    def _of_another(self, part: Part, word: Word) -> bool:
        """Stands the word nearer to another company than to the project's first?"""
        if self.owner is None or not part.companies:
            return False
        nearest = min(part.companies, key=lambda c: self.analysis.cost(c.start, c.end, word.start, word.end))
        return nearest.company.name != self.owner

    def _abroad(self, part: Part) -> bool:
        """Does the sentence name another country, and the project's not?"""
        place = self.project.place
        if place is None or not part.places:
            return False
        lands = {p.place.country for p in part.places if p.kind in ("country", "city", "region") and p.case != "from"}
        return bool(lands) and place.place.country not in lands

    def words(self) -> Iterator[str]:
        """The words of its sentences but names, each after its language ("de:einst"): those of which points were learned
        speak. What became of a company or a town elsewhere says nothing of this project."""
        language, text = self.analysis.document.language, self.analysis.flat
        for index in self.parts:
            part = self.analysis.parts[index]
            begin = part.sentence.start
            names = [(c.start, c.end) for c in part.companies] + [(p.start, p.end) for p in part.places]
            for start, end in sorted(names):
                yield from (f"{language}:{word}" for word in _WORD.findall(text, begin, start))
                begin = max(begin, end)
            yield from (f"{language}:{word}" for word in _WORD.findall(text, begin, part.sentence.end))

    def elsewhere(self, group: str) -> Iterator[str]:
        """The words of other sentences that name the project's town, or its first company and no town."""
        place = self.project.place
        town = self.place if place is not None and place.kind == "city" else None
        for part in self.analysis.parts:
            if part.index in self.project.parts or not part.has(group):
                continue
            towns = [p for p in part.places if p.kind == "city"]
            if town is not None and any(p.place.name == town for p in towns):
                for hit in part.cues(group):
                    nearest = min(towns, key=lambda p: self.analysis.cost(p.start, p.end, hit.start, hit.end))
                    if nearest.place.name == town:
                        yield f"{hit.cue.value}, of the town"
            elif self.owner is not None and not towns and any(c.company.name == self.owner for c in part.companies):
                for hit in part.cues(group):
                    yield f"{hit.cue.value}, of the company"
