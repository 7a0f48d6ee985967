"""Adds articles to a register in processes that are killed at any moment, and holds the register against what they said.

    python killed_adder.py FOLDER TIMES

Each process says of every article, by one line in a pipe, that it was added. Prints how many processes were killed, how
many articles they had said to have added, and how many were cut off between two lines; exits with 1 at the first loss.
"""

from __future__ import annotations

import hashlib
import os
import random
import signal
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from core.store.folder import DataFolder  # noqa: E402
from core.store.register import New, Register  # noqa: E402

MOST = 6  # articles that a process may say to have added before it is killed
LONGEST = 0.01  # seconds that it lives after that: it is met at every step of the next addition


def content(run: int, number: int) -> bytes:
    """Some thousand bytes that no other article has, so that a half-written file would show."""
    return (f"{run} {number} " * 400).encode()


def add_for_ever(folder: Path, run: int, pipe: int) -> None:
    register = Register(DataFolder(folder))
    number = 0
    while True:
        new = [New(content(run, number + n), f"article-{n}.txt", "test") for n in range(random.choice((1, 3)))]
        added = register.add(new)
        os.write(pipe, "".join(f"{one.sha256}\n" for one in added).encode())
        number += len(new)


def main(folder: Path, times: int) -> int:
    random.seed(7)
    said: set[str] = set()
    for run in range(times):
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            os.close(reading)
            try:
                add_for_ever(folder, run, writing)
            finally:
                os._exit(1)
        os.close(writing)
        with os.fdopen(reading) as lines:
            now = [lines.readline() for _ in range(random.randrange(MOST))]
            time.sleep(random.uniform(0, LONGEST))
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            now += lines.readlines()
        said.update(line.strip() for line in now if len(line.strip()) == 64)
        held = {one.sha256: one for one in Register(DataFolder(folder)).articles()}
        if lost := said - held.keys():
            print(f"run {run}: {len(lost)} articles that were said to be added are gone")
            return 1
        for one in held.values():
            if one.path.stat().st_size != one.size:
                print(f"run {run}: {one.name} is not whole")
                return 1
    for one in held.values():
        if hashlib.sha256(one.path.read_bytes()).hexdigest() != one.sha256:
            print(f"{one.name} holds other bytes")
            return 1
    half = len(list((folder / "articles").glob("*.half")))
    print(f"{times} killed, {len(said)} said, {len(held)} held, {half} files left half written")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2])))
