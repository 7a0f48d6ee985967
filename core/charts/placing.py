"""Where the companies of a network stand: the same ties give the same places.

Each part of the network that hangs together is laid out by itself (springs, from a circle, without chance), and the
parts are set in rows.
"""

from __future__ import annotations

import math
from typing import Any

from core.charts.chart import wrapped

NAME_WIDTH = 16  # letters of a name in one line
_STEPS = 150
_LETTER, _LINE, _CIRCLE = 0.12, 0.18, 0.36  # what a name takes, in units: a letter’s width, a line’s height; and a circle
_PUSHES, _NEAR = 200, 0.01  # rounds of pushing apart; what may lie on another


def places_of(shown: list[str], ties: list[tuple[str, str]], focus: str | None) -> dict[str, tuple[float, float]]:
    """Where each company stands, in units of about one label's height; parts that hang together side by side."""
    import networkx as nx

    graph = nx.Graph()
    graph.add_nodes_from(sorted(shown))
    graph.add_edges_from(sorted(set(ties)))
    parts = [graph.subgraph(sorted(part)) for part in nx.connected_components(graph)]
    parts.sort(key=lambda part: (focus not in part, -len(part), min(part)))
    boxes = [_part(part) for part in parts]
    most = max(max(x for x, _ in box.values()) for box in boxes)
    width = max(most, 1.7 * math.sqrt(sum(_size(box)[0] * _size(box)[1] for box in boxes)))
    placed: dict[str, tuple[float, float]] = {}
    left = top = tallest = 0.0
    for box in boxes:
        wide, tall = _size(box)
        if left and left + wide > width * 1.15:
            left, top, tallest = 0.0, top - tallest, 0.0
        for name, (x, y) in box.items():
            placed[name] = (round(left + x, 3), round(top - tall + y, 3))
        left, tallest = left + wide, max(tallest, tall)
    return placed


def _part(graph: Any) -> dict[str, tuple[float, float]]:
    names = sorted(graph)
    if len(names) == 2:
        return {names[0]: (0.0, 0.35), names[1]: (1.9, 0.35)}
    found = _spread(graph, names)
    xs, ys = [found[n][0] for n in names], [found[n][1] for n in names]
    side = 1.2 * math.sqrt(len(names))

    def scaled(value: float, low: float, high: float, to: float) -> float:
        return float((value - low) / (high - low or 1.0) * to)

    return _apart({n: (scaled(found[n][0], min(xs), max(xs), side * 1.7), scaled(found[n][1], min(ys), max(ys), side))
                   for n in names})  # fmt: skip


def _apart(places: dict[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
    """The places, pushed apart until no company's circle and name lie on those of another, or as far as that goes; the
    lowest at a height of 0.35, the leftmost at 0."""
    import numpy as np

    names = sorted(places)
    lines = [wrapped(name, NAME_WIDTH).split("<br>") for name in names]
    wide = np.array([max(_CIRCLE, _LETTER * max(map(len, of))) for of in lines])
    tall = np.array([_CIRCLE + _LINE * len(of) for of in lines])  # a name stands below its circle
    at = np.array([places[name] for name in names])
    for _ in range(_PUSHES):
        x, y = at[:, :1], at[:, 1:]
        over_x = (wide[:, None] + wide) / 2 - abs(x - x.T)
        over_y = tall[:, None] - (y - y.T)
        above = np.triu(y == y.T, 1) | (y > y.T)
        pairs = np.argwhere(above & (over_x > _NEAR) & (over_y > _NEAR))
        if not len(pairs):
            break
        for upper, lower in pairs:
            if over_x[upper, lower] < over_y[upper, lower]:
                push = over_x[upper, lower] / 2 * (1 if at[upper, 0] > at[lower, 0] else -1)
                at[upper, 0] += push
                at[lower, 0] -= push
            else:
                at[upper, 1] += over_y[upper, lower] / 2
                at[lower, 1] -= over_y[upper, lower] / 2
    at += (0.0, 0.35) - at.min(axis=0)
    return {name: (float(x), float(y)) for name, (x, y) in zip(names, at, strict=True)}


def _spread(graph: Any, names: list[str]) -> dict[str, tuple[float, float]]:
    """Places whose distances are those along the ties, as near as can be (stress majorization, Gansner et al. 2004)."""
    import networkx as nx
    import numpy as np

    hops = dict(nx.all_pairs_shortest_path_length(graph))
    wanted = np.array([[float(hops[a][b]) for b in names] for a in names])
    weight = np.divide(1.0, wanted**2, out=np.zeros_like(wanted), where=wanted > 0)
    pull = np.linalg.pinv(np.diag(weight.sum(axis=1)) - weight)
    angle = 2 * math.pi * np.arange(len(names)) / len(names)
    start = nx.spring_layout(graph, pos=dict(zip(names, np.column_stack([np.cos(angle), np.sin(angle)]), strict=True)), seed=0)
    at = np.array([start[name] for name in names]) * wanted.max()
    for _ in range(_STEPS):
        apart = at[:, None] - at[None, :]
        length = np.sqrt((apart**2).sum(axis=2))
        share = np.divide(weight * wanted, length, out=np.zeros_like(length), where=length > 1e-9)
        at = pull @ (np.diag(share.sum(axis=1)) - share) @ at
    return {name: (float(x), float(y)) for name, (x, y) in zip(names, at, strict=True)}


def _size(box: dict[str, tuple[float, float]]) -> tuple[float, float]:
    return max(x for x, _ in box.values()) + 1.9, max(y for _, y in box.values()) + 0.75
