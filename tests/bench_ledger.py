"""make bench, the ledger's part: seconds for 1,000, 10,000 and 100,000 reports, and how fast they grow.

The exponent of growth is log10 of the seconds for ten times as many reports: 1 is linear, 2 is all pairs.
"""

from __future__ import annotations

import gc
import math
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parent.parent
for place in (ROOT, ROOT / "tests"):
    sys.path.insert(0, str(place))

SIZES = (1_000, 10_000, 100_000)


def seconds(reports: int) -> dict[str, float]:
    """CPU seconds of each step, and how good the links are on the generated reports."""
    from ledger_many import many

    from core.ledger.changes import changes
    from core.ledger.claims import claims
    from core.ledger.linking import link
    from core.ledger.projects import projects
    from core.table import frame

    rows, truth = many(reports)
    gc.collect()
    spent: dict[str, float] = {}
    t = time.process_time()
    ids = link(rows)
    spent["link"] = time.process_time() - t
    for row, project_id in zip(rows, ids, strict=True):
        row["project_id"] = project_id
    table = frame(rows)
    gc.collect()
    t = time.process_time()
    projects(table)
    spent["projects"] = time.process_time() - t
    t = time.process_time()
    claims(table)
    spent["claims"] = time.process_time() - t
    known = table[table["published"] < table["published"].quantile(0.9)]
    t = time.process_time()
    changes(known, table)
    spent["changes"] = time.process_time() - t
    right = _pairs(Counter(zip(ids, truth, strict=True)))
    spent["precision"], spent["recall"] = right / _pairs(Counter(ids)), right / _pairs(Counter(truth))
    return spent


def _pairs(counts: Counter[object]) -> int:
    return sum(n * (n - 1) // 2 for n in counts.values())


def main() -> None:
    measured = {size: seconds(size) for size in SIZES}
    for step in ("link", "projects", "claims", "changes"):
        taken = [measured[size][step] for size in SIZES]
        growth = [math.log10(b / a) for a, b in zip(taken, taken[1:], strict=False)]
        shown = ", ".join(f"{size:,}: {s:.2f} s" for size, s in zip(SIZES, taken, strict=True))
        print(f"ledger, {step:9} {shown}; exponent {' and '.join(f'{g:.2f}' for g in growth)}")
    for size in SIZES:
        print(f"ledger, {size:,} reports: pairs precision {measured[size]['precision']:.3f}, recall {measured[size]['recall']:.3f}")


if __name__ == "__main__":
    main()
