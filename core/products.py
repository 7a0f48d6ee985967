"""What a project makes: the products of reference/products.toml, chosen from the words of its sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from core.lexicon import Hit
from core.own_files import read_toml

_OF_GENERIC = 0.35  # share of the generic word's weight that a telling one needs
GENERIC = frozenset({"batteries", "battery_plant"})  # words for cells, packs or both
_FILE = Path(__file__).parent / "reference" / "products.toml"


@dataclass(frozen=True, slots=True)
class Product:
    key: str
    segment: str
    english: str
    rank: int
    units: frozenset[str]  # in which its capacity is told; empty: any but those of others


@cache
def products() -> dict[str, Product]:
    table = read_toml(_FILE)
    return {
        k: Product(k, v["segment"], v["english"], v["rank"], frozenset(v.get("units", ())))
        for k, v in table.items()
    }


def product_of(segment: str) -> Product:
    """What stands for a segment where no word tells more: the first product of the table."""
    return next(p for p in products().values() if p.segment == segment)


def allowed(units: set[str]) -> Callable[[str], bool]:
    """Which products can be measured so: a car plant has no GWh, a cell plant no charging points.

    units: those of a project's capacities. A product without units of its own fits all that no other claims for itself.
    """
    table = products()
    if not units:
        return lambda key: True
    energy = units & {"GWh", "MW"}
    if energy and "vehicles" not in units:
        return lambda key: not table[key].units or bool(table[key].units & energy)
    told = units & {"vehicles", "charging_points"}
    if told:
        return lambda key: bool(table[key].units & told)
    if units == {"t"}:
        return lambda key: not table[key].units
    return lambda key: True


def choose(weighted: Iterable[tuple[Hit, float]]) -> tuple[Product, Hit] | None:
    """The product that carries the most weight; on a tie the one of the higher rank. None without any hit.

    weighted: product hits, each with the weight of its place (near the plant's own noun counts more).
    """
    table = products()
    weight: Counter[str] = Counter()
    first: dict[str, Hit] = {}
    for hit, amount in weighted:
        weight[hit.cue.value] += amount  # type: ignore[assignment]
        first.setdefault(hit.cue.value, hit)
    if not weight:
        return None
    best = _best(weight)
    return table[best], first[best]


def _best(weight: Counter[str]) -> str:
    table = products()
    best = max(weight, key=lambda k: (weight[k] * (1.0 + 0.15 * table[k].rank), table[k].rank, k))
    if best in GENERIC:  # "Batteriewerk" for "Batteriemodule" makes packs
        told = [k for k in ("packs", "cells") if weight[k] >= _OF_GENERIC * weight[best]]
        best = max(told, key=lambda k: weight[k], default=best)
    return best
