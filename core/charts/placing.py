"""Where the companies of a network stand: the same ties give the same places.

Each part of the network that hangs together is laid out by itself (springs, from a circle, without chance), and the
parts are set in rows.
"""

from __future__ import annotations

import math
from typing import Any

_STEPS = 150


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

    return {n: (scaled(found[n][0], min(xs), max(xs), side * 1.7), scaled(found[n][1], min(ys), max(ys), side) + 0.35)
            for n in names}  # fmt: skip


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
