"""The drills: short articles of one to six sentences that put one thing differently each time, with their annotation.

``drills/LANGUAGE.jsonl`` holds one a line: ``id``, ``published``, ``text`` and ``projects`` as in ``gold/``, where a key
that is left out says nothing. They were written before the words that read them, and corrected where the text had it
otherwise; so they show that what was learned stays, not how new articles are read.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

DRILLS = Path(__file__).resolve().parent / "drills"
_PROJECT: dict[str, Any] = {
    "label": "", "kind": "plant", "product": None, "status": None, "companies": [], "city": None, "region": None,
    "country": None, "capacities": [], "investments": [], "jobs": [], "construction_start": None, "production_start": None,
}  # fmt: skip


def lay_out(folder: Path, languages: str = "*") -> Path:
    """Write the drills as ``gold/`` has its articles: text/ID.txt and gold/ID.json; returns the folder."""
    for name in ("text", "gold"):
        (folder / name).mkdir(parents=True)
    for path in sorted(DRILLS.glob(f"{languages}.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            drill = json.loads(line)
            name, day = drill["id"], drill.get("published")
            head = f"date {day}\n\n" if day else ""
            (folder / "text" / f"{name}.txt").write_text(f"{head}{drill['text']}\n", encoding="utf-8")
            annotation = {
                "id": name,
                "language": path.stem,
                "published": day,
                "relevant": bool(drill["projects"]),
                "projects": [_PROJECT | project for project in drill["projects"]],
                "distractors": {},
            }
            (folder / "gold" / f"{name}.json").write_text(json.dumps(annotation), encoding="utf-8")
    (folder / "gold" / "split.toml").write_text("tuned = '.*'\n", encoding="utf-8")
    return folder
