"""Make static/topojson/ from the world maps of plotly.js: only the layers that the maps here draw, and their arcs.

    python tests/trim_topojson.py FOLDER    # with world_110m.json and world_50m.json as plotly.js publishes them

plotly.js 4 has them in its npm package, inside dist/plotly-geo-assets.js, as PlotlyGeoAssets.topojson.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

LAYERS = ("coastlines", "countries", "land", "ocean")
TARGET = Path(__file__).resolve().parents[1] / "static" / "topojson"


def trimmed(topology: dict[str, Any]) -> dict[str, Any]:
    """The topology with LAYERS alone; an arc that none of them uses is left out, the others are numbered anew."""
    number: dict[int, int] = {}

    def renumbered(arcs: Any) -> Any:
        if isinstance(arcs, list):
            return [renumbered(arc) for arc in arcs]
        kept = number.setdefault(arcs if arcs >= 0 else ~arcs, len(number))  # ~n: arc n, backwards
        return kept if arcs >= 0 else ~kept

    def drawn(shape: dict[str, Any]) -> dict[str, Any]:
        shape = dict(shape)
        if "arcs" in shape:
            shape["arcs"] = renumbered(shape["arcs"])
        if "geometries" in shape:
            shape["geometries"] = [drawn(part) for part in shape["geometries"]]
        return shape

    objects = {name: drawn(topology["objects"][name]) for name in LAYERS}
    return topology | {"objects": objects, "arcs": [topology["arcs"][n] for n in number]}


if __name__ == "__main__":
    for path in sorted(Path(sys.argv[1]).glob("world_*m.json")):
        made = trimmed(json.loads(path.read_text(encoding="utf-8")))
        (TARGET / path.name).write_text(json.dumps(made, separators=(",", ":")), encoding="utf-8")
