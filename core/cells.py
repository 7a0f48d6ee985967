"""One value of the table, held against what its column declares: its type and its vocabulary.

A value that does not fit raises TypeError or ValueError with the reason; ``core.table`` says where it stands.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from core.columns import Column, Field, Vocabulary

_encode = json.JSONEncoder(ensure_ascii=False, default=str).encode


def _missing(value: Any) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value)) or _missing_in_pandas(value)


def _missing_in_pandas(value: Any) -> bool:
    """Whether it is NA or NaT: where pandas has not been loaded, nothing is."""
    pandas = sys.modules.get("pandas")
    return pandas is not None and (value is pandas.NA or value is pandas.NaT)


def _string(value: Any, column: Column | Field) -> str | None:
    if _missing(value) or value == "":
        return None
    if not isinstance(value, str):
        raise TypeError(f"text expected, not {value!r}")
    if column.vocabulary is not None and value not in column.vocabulary:
        raise ValueError(f"{value!r} is not one of {', '.join(column.vocabulary)}")
    return value


def _float(value: Any, column: Column | Field) -> float | None:
    if type(value) is float and math.isfinite(value):
        return value
    if _missing(value) or value == "":
        return None
    if isinstance(value, bool) or not hasattr(value, "__float__"):
        raise TypeError(f"number expected, not {value!r}")
    number = float(value)
    if math.isinf(number):
        raise ValueError("infinite")
    return number


def _int(value: Any, column: Column | Field) -> int | None:
    number = _float(value, column)
    if number is None:
        return None
    if number != int(number):
        raise ValueError(f"whole number expected, not {value!r}")
    return int(number)


def _datetime(value: Any, column: Column | Field) -> datetime | None:
    if _missing(value) or value == "":
        return None
    if isinstance(value, str):
        return datetime.fromisoformat(value)
    if isinstance(value, datetime):
        return datetime.fromisoformat(value.isoformat())
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    raise TypeError(f"date expected, not {value!r}")


def _text(value: Any, column: Column | Field) -> str | None:
    if _missing(value) or isinstance(value, str):
        return value or None if isinstance(value, str) else None
    if isinstance(value, float) and value == int(value):
        value = int(value)
    return _encode(value)


def _strings(value: Any, column: Column) -> list[str]:
    found = [_string(item, column) for item in ([] if _missing_list(value) else value)]
    if None in found:
        raise ValueError("an empty entry")
    return [item for item in found if item is not None]


def _dicts(value: Any, column: Column | Field) -> list[dict[str, Any]]:
    if _missing_list(value):
        return []
    plan = _plan(column.fields)
    return [_dict(item, plan) for item in value]


# Of a nested column each field's name, plain type, vocabulary and maker: looked up once, not for each of many dicts.
_Plan = list[tuple[str, type | None, Vocabulary | None, Callable[[Any, Field], Any], Field]]
_plans: dict[int, tuple[tuple[Field, ...], _Plan]] = {}  # by the identity of the fields, which are kept alive beside it


def _plan(fields: tuple[Field, ...]) -> _Plan:
    known = _plans.get(id(fields))
    if known is None:
        made: _Plan = [(f.name, _PLAIN_FIELDS.get(f.dtype), f.vocabulary, _FIELD_MAKERS[f.dtype], f) for f in fields]
        known = _plans[id(fields)] = (fields, made)
    return known[1]


def _missing_list(value: Any) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value)) or _missing_in_pandas(value)


def _dict(item: Mapping[str, Any], plan: _Plan) -> dict[str, Any]:
    if type(item) is not dict and not isinstance(item, Mapping):
        raise TypeError(f"a dict expected, not {item!r}")
    if type(item) is dict and len(item) == len(plan):
        for (name, plain, allowed, _, _), (key, value) in zip(plan, item.items(), strict=True):
            if key != name:
                break
            if value is None and plain is not None:
                continue
            if type(value) is float and plain is float:
                if math.isfinite(value):
                    continue
                break
            if type(value) is not plain or not value or allowed is not None and value not in allowed:
                break
        else:
            return item  # as declared, in order: most are, and a copy of each would cost time and memory
    made: dict[str, Any] = {}
    get = item.get
    for name, plain, allowed, make, field in plan:
        value = get(name)
        kept = type(value) is plain and value and plain is not float and (allowed is None or value in allowed)
        if kept or value is None and plain:
            made[name] = value
            continue
        try:
            made[name] = make(value, field)
        except (TypeError, ValueError) as fault:
            raise ValueError(f"{name}: {fault}") from fault
    if not made.keys() >= item.keys():
        raise ValueError(f"no such key: {', '.join(sorted(set(item) - set(made)))}")
    return made


# The types whose values stand in the table as they are, if they are not empty. Not float: it may be NaN or infinite.
PLAIN: dict[str, type] = {"string": str, "category": str, "text": str, "int": int}
_PLAIN_FIELDS: dict[str, type] = {**PLAIN, "float": float}
MAKERS: dict[str, Callable[[Any, Column], Any]] = {
    "string": _string,
    "category": _string,
    "datetime": _datetime,
    "float": _float,
    "int": _int,
    "strings": _strings,
    "dicts": _dicts,
}
_FIELD_MAKERS: dict[str, Callable[[Any, Field], Any]] = {
    "string": _string,
    "float": _float,
    "int": _int,
    "text": _text,
    "dicts": _dicts,
}
