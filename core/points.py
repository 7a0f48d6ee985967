"""Tables of points that were learned from annotated articles: sign → log odds, one file of core/reference each."""

from __future__ import annotations

from pathlib import Path

from core.models import DataFault
from core.own_files import read_toml


def read_points(path: Path, maker: str) -> dict[str, float]:
    """The table [points] of a file; maker: the script that makes it. Raises DataFault for a file that is none."""
    try:
        told = read_toml(path)
        return {sign: float(value) for sign, value in told["points"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
        raise DataFault(f"reference/{path.name}: {fault}; {maker} makes it") from fault
