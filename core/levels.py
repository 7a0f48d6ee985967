"""From world region to town: where a reader is, what lies one level deeper, and the address that leads there."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from core.measures import BELOW, Grouping, address

LEVELS: tuple[Grouping, ...] = ("world_region", "country", "region", "city")
WORLD = "World"


@dataclass(frozen=True, slots=True)
class Spot:
    """A place to look into. ``address``: “Northern Europe”, “Finland”, “Finland / Ostrobothnia”, empty for the world;
    ``path``: the names from the world region down."""

    address: str = ""
    path: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.path[-1] if self.path else WORLD

    @property
    def phrase(self) -> str:
        """For titles: “in Ostrobothnia, Finland”; empty for the world."""
        return f"in {', '.join(reversed(self.path[1:] or self.path))}" if self.path else ""

    @property
    def levels(self) -> tuple[Grouping, ...]:
        """The levels below it, the nearest first."""
        return LEVELS[len(self.path) :]

    def above(self) -> list[Spot]:
        """The spots that it lies in, the world first."""
        steps = [Spot()]
        for depth in range(1, len(self.path)):
            steps.append(Spot(self.path[0] if depth == 1 else BELOW.join(self.path[1:depth]), self.path[:depth]))
        return steps


def spot(projects: pd.DataFrame, wanted: str) -> Spot:
    """The place with an address; the world where no project lies in one of that name."""
    level: Grouping
    for level in ("country", "region", "world_region"):
        here = projects[address(projects, level) == wanted] if wanted else projects.head(0)
        if len(here):
            columns = ["world_region", "country_name", "region"][: LEVELS.index(level) + 1]
            names = here[columns].astype("string").bfill().iloc[0].fillna(WORLD)
            return Spot(wanted, tuple(str(name) for name in names))
    return Spot()


def inside(projects: pd.DataFrame, here: Spot) -> pd.DataFrame:
    """The projects that lie in a place."""
    for column, name in zip(("world_region", "country_name", "region"), here.path, strict=False):
        if name != WORLD:
            projects = projects[(projects[column].astype("string") == name).fillna(False).astype(bool)]
    return projects


def deeper(projects: pd.DataFrame, here: Spot, level: Grouping) -> list[str]:
    """The addresses of the places of a level that projects in a place lie in, by the alphabet; none for towns."""
    return sorted(set(address(inside(projects, here), level)) - {""}, key=str.casefold)
