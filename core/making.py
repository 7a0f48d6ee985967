"""Which part of the value chain a project belongs to: its products' words, makers and units speak with points."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from core.columns import SEGMENTS
from core.products import products
from core.project import FUNDER_KINDS, SOURCE_KINDS, Project
from core.signs import Sight, Word, points

CHAIN: tuple[str, ...] = tuple(s for s in SEGMENTS if s != "other")
_SUPPLIERS = frozenset({"mining", "materials", "cell_maker", "recycling"})
_HEAD = 4  # sentences of an article, which say what the whole is about
_SITES = ("mine", "refinery", "hub", "storage", "lab", "line")


def units(project: Project) -> set[str]:
    """The units of its capacities; without vehicles where others than carmakers make something for so many."""
    kinds = {c.company.kind for c in project.all_companies() if c.company.kind not in FUNDER_KINDS | SOURCE_KINDS}
    found = {f.value["unit"] for f in project.facts if f.column == "capacities"}
    return found - {"vehicles"} if kinds and kinds <= _SUPPLIERS else found


def means(key: str) -> str:
    """The segment that a product's word speaks for."""
    return products()[key].segment


def making(sight: Sight, kept: Callable[[str], bool]) -> str | None:
    """The segment with the most points; None where neither words nor companies tell any. kept: products that fit."""
    words, general = signs(sight, kept)
    if not words and not any(sign.startswith(("maker", "in ")) or ", " in sign for sign in general):
        return None
    table = points("making", CHAIN)
    if not words and not any(sign.startswith(("maker", "in ")) for sign in general):
        # Of what it makes only the article's head tells: one of the segments that are told of there.
        total = table.total(general)
        told = {means(key) for key in _in_head(sight, kept)}
        return max(CHAIN, key=lambda segment: (segment in told, total[CHAIN.index(segment)]))
    return CHAIN[table.best({*general, *(sign for given in words for sign in given)})]


def signs(sight: Sight, kept: Callable[[str], bool]) -> tuple[list[list[str]], set[str]]:
    """The signs of each word for a product, and those of the project as a whole."""
    words = [
        Word(h.cue.value, h.start, h.end, index)
        for index, h in sight.project.hits
        if h.cue.group == "product" and kept(h.cue.value)
    ]
    return sight.of_words(words), {*_general(sight, kept), *sight.elsewhere("product")}


def _general(sight: Sight, kept: Callable[[str], bool]) -> Iterator[str]:
    project = sight.project
    yield "any"
    yield f"of a {project.what}"
    kinds = [c.company.kind for c in project.all_companies() if c.company.kind not in FUNDER_KINDS | SOURCE_KINDS]
    if kinds:
        yield f"maker {kinds[0]}"
    yield from (f"maker {kind} too" for kind in kinds[1:])
    yield from (f"in {unit}" for unit in sorted(units(project)))
    yield from (f"{key}, of the head" for key in _in_head(sight, kept))
    for _, hit in project.hits:
        if hit.cue.group == "site" and hit.cue.value in _SITES:
            yield f"a {hit.cue.value}"
        elif hit.cue.group == "event" and hit.cue.value == "programme":
            yield "a programme"


def _in_head(sight: Sight, kept: Callable[[str], bool]) -> set[str]:
    """The products that the article's head names."""
    return {h.cue.value for part in sight.analysis.parts[:_HEAD] for h in part.cues("product") if kept(h.cue.value)}
