"""make bench: a build after ten articles came to ten thousand, against one that reads all, through the command."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
for place in (ROOT, ROOT / "tests"):
    sys.path.insert(0, str(place))

import bench  # noqa: E402

ARTICLES = 10_000
NEW = 10
TIMES = 5


def seconds(environment: dict[str, str]) -> tuple[float, str]:
    """Wall seconds of the command, and its last line."""
    # Python keeps its bytecode unless told not to, as some machines for tests are.
    own = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    started = time.perf_counter()
    done = subprocess.run([sys.executable, "-m", "core", "build", "--translate", "off"], cwd=ROOT, check=True,
                          capture_output=True, text=True, env={**own, **environment})  # fmt: skip
    return time.perf_counter() - started, done.stdout.strip().splitlines()[-1]


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder, data = Path(name, "articles"), Path(name, "data")
        folder.mkdir()
        texts = sorted((ROOT / "tests" / "gold" / "text").glob("*.txt"))
        for number in range(ARTICLES):
            text = texts[number % len(texts)].read_text(encoding="utf-8")
            (folder / f"{number:05d}.txt").write_text(bench.varied(text, number), encoding="utf-8")
        environment = {"GIGALEDGER_ARTICLES": str(folder), "GIGALEDGER_DATA": str(data),
                       "PYTHONPYCACHEPREFIX": str(Path(name, "bytecode"))}  # fmt: skip
        first, said = seconds(environment)
        print(f"{said}\nfrom nothing: {first:.1f} s")
        times = []
        for again in range(TIMES):
            for number in range(NEW):
                place = (again * NEW + number) * 97 % len(texts)
                text = bench.varied(texts[place].read_text(encoding="utf-8"), ARTICLES * (again + 1) + number)
                (folder / f"{place:05d}-new-{again}-{number}.txt").write_text(text, encoding="utf-8")
            took, said = seconds(environment)
            assert f"({NEW} of them new)" in said, said
            times.append(took)
        empty, _ = seconds(environment)
        print(f"{NEW} more, {TIMES} times: {', '.join(f'{t:.2f}' for t in times)} s; median {statistics.median(times):.2f} s, "
              f"{statistics.median(times) / first:.3f} of from nothing; nothing new: {empty:.2f} s")  # fmt: skip


if __name__ == "__main__":
    main()
