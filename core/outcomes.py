"""What became of one input; and the pause in collecting garbage while many are read. Loads nothing of the reading."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

_OBJECTS = 100_000  # made and not let go until the next search for cycles


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one input: its rows and its text (None where it is no article), and why it gives no row.

    sketch: of its body without page furniture (core.likeness).
    """

    path: str
    text: str | None = None
    rows: list[dict[str, Any]] = field(default_factory=list)
    reason: str | None = None
    sketch: bytes = b""


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Within, Python looks for cycles of dead objects a hundred times less often.

    Reading makes many objects and hardly any cycle; the search takes a tenth of the time where thousands of rows wait.
    """
    before = gc.get_threshold()
    if before[0]:
        gc.set_threshold(max(_OBJECTS, before[0]), *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
