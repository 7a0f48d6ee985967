"""What lies behind a sum: names, ids and sources of its projects, looked up only when they are asked for.

A chart draws some bars over thousands of projects; which these are is asked by a download or a click.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, overload

import numpy as np
import numpy.typing as npt
import pandas as pd

Numbers = npt.NDArray[np.int64]
Make = Callable[[pd.Series], list[Any]]


class Behind(Sequence[Any]):
    """A list made of some rows of a column. ``make``: the list of these rows' values."""

    __slots__ = ("_found", "_make", "column", "numbers")

    def __init__(self, column: pd.Series, numbers: Numbers, make: Make) -> None:
        self.column, self.numbers, self._make = column, numbers, make
        self._found: list[Any] | None = None

    @property
    def rows(self) -> pd.Series:
        """The values as the column has them."""
        return self.column.iloc[self.numbers]

    def head(self, most: int) -> list[Any]:
        """The first of the values that are not missing."""
        values = self.column.array
        found = (values[number] for number in self.numbers.tolist())
        return [*islice((value for value in found if value is not None and value is not pd.NA), most)]

    def _made(self) -> list[Any]:
        if self._found is None:
            self._found = self._make(self.rows)
        return self._found

    def __len__(self) -> int:
        return len(self._made())

    def __iter__(self) -> Iterator[Any]:
        return iter(self._made())

    @overload
    def __getitem__(self, at: int) -> Any: ...
    @overload
    def __getitem__(self, at: slice) -> list[Any]: ...
    def __getitem__(self, at: int | slice) -> Any:
        return self._made()[at]

    def __add__(self, other: Sequence[Any]) -> list[Any]:
        return [*self, *other]

    def __radd__(self, other: Sequence[Any]) -> list[Any]:
        return [*other, *self]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, (list, Behind)) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return repr(self._made())


def over_all(lists: Iterable[Sequence[Any]]) -> list[Any]:
    """Each value of several lists once; not in order. Of a column of lists what these hold."""
    found: list[Any] = []
    for part in _parts(lists):
        values = part.dropna() if isinstance(part, pd.Series) else part
        if len(values) and isinstance(next(iter(values)), list):
            found += {value for those in values for value in those}
        else:
            found += [*(values.unique() if isinstance(values, pd.Series) else set(values))]
    return found


def ends(lists: Iterable[Sequence[Any]]) -> list[Any]:
    """The least and the greatest value of several lists; empty where they hold none."""
    found = []
    for part in _parts(lists):
        values = part if isinstance(part, pd.Series) else pd.Series(list(part))
        if values.notna().any():
            found += [values.min(), values.max()]
    return [min(found), max(found)] if found else []


def _parts(lists: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any] | pd.Series]:
    """Several lists as few: one for each column."""
    by_column: dict[int, list[Behind]] = {}
    for one in lists:
        if isinstance(one, Behind):
            by_column.setdefault(id(one.column), []).append(one)
        else:
            yield one
    for several in by_column.values():
        yield several[0].column.iloc[np.concatenate([one.numbers for one in several])]


def stated(values: pd.Series) -> list[Any]:
    """Each value that is not missing."""
    return list(values.dropna())


def distinct(values: pd.Series) -> list[Any]:
    """Each value once, in order."""
    return sorted(values.dropna().unique())
