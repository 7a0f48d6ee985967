"""A number with its unit, as core.quantities finds it."""

from __future__ import annotations

from typing import NamedTuple


class Quantity(NamedTuple):
    """A number with its unit.

    kind: money · capacity · jobs · percent. unit: an ISO 4217 code, a capacity's unit, "jobs"/"staff"/"people", "percent".
    low and high in that unit; ``change`` where low is today's and high tomorrow's value; ``implied`` where the text
    leaves the currency out ("20 miljoen").
    """

    kind: str
    start: int
    end: int
    low: float
    high: float
    unit: str
    qualifier: str | None
    change: bool = False
    implied: bool = False
    core_start: int = -1
