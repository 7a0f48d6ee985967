"""A process that keeps translations and says so, for tests that kill it: FILE FIRST BATCHES."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from core.translation.cache import Cache  # noqa: E402

SIZE = 5


def batch(number: int) -> dict[str, str]:
    return {f"zin {number}.{n}": f"sentence {number}.{n} " + "x" * 200 for n in range(SIZE)}


if __name__ == "__main__":
    cache = Cache(sys.argv[1])
    first, count = int(sys.argv[2]), int(sys.argv[3])
    for number in range(first, first + count):
        cache.put("test", "nl", "en", batch(number))
        if cache.notes:
            sys.exit(str(cache.notes))
        print(number, flush=True)
