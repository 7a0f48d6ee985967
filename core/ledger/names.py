"""The id of a project, and how an id once shown keeps leading to it.

An id is words for people and a mark, as in ``freyr-vaasa-cells-k3v9q2ma``. The words come from the project's first
report; the mark is made of that report's report_id alone. So nothing has to be remembered between builds: when an
older article comes in, the project takes the id of its new first report, and when two projects turn out to be one,
the earlier id stays; the former ids are still the marks of reports in the project, and ``lead`` follows them. Where a
file was renamed, its mark is gone, and the words lead on.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

_SAID = ["report_id", "partners", "city", "region", "country_name", "kind", "segment"]
_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"  # of base 32, small
_OTHER = re.compile(r"[^a-z0-9]+")
_MARK = re.compile(r"[a-z2-7]{8}")


def mark(report_id: str) -> str:
    """Eight letters and digits that stand for a report: 40 bits of its report_id."""
    number = int.from_bytes(hashlib.blake2s(report_id.encode(), digest_size=5).digest(), "big")
    return "".join([_LETTERS[number >> shift & 31] for shift in range(35, -1, -5)])


def slug(row: Mapping[str, Any]) -> str:
    """Words from the main company, the place and the segment, the same in every language."""
    partners = list(row.get("partners") or ())
    who = partners[0] if partners else ""
    where = row.get("city") or row.get("region") or row.get("country_name") or ""
    kind = row.get("kind")
    extra = kind if kind in ("acquisition", "funding", "supply", "partnership", "statistic", "programme") else ""
    second = partners[1] if extra and len(partners) > 1 else ""
    words = "-".join(w for w in (who, second, where, row.get("segment") or "", extra) if w)
    if not words.isascii():
        flat = unicodedata.normalize("NFKD", words.replace("ß", "ss").replace("ø", "o").replace("ł", "l").replace("æ", "ae"))
        words = flat.encode("ascii", "ignore").decode()
    return _OTHER.sub("-", words.lower()).strip("-") or "unnamed"


def project_id(row: Mapping[str, Any]) -> str:
    """The id that a project has where this row is its first report."""
    return f"{slug(row)}-{mark(row['report_id'])}"


class Names:
    """The ids of a table's projects: ``lead`` finds today's id behind one of today or of an earlier build."""

    def __init__(self, ids: Sequence[str], reports: Sequence[str], slug_of: Callable[[int], str]) -> None:
        """ids: the project_id of each row; reports: its report_id; slug_of: the slug of a row by its number."""
        self._ids = list(ids)
        self._slug_of = slug_of
        self._known = set(self._ids)
        self._reports = dict(zip(reports, self._ids, strict=True))

    def lead(self, wanted: str) -> str | None:
        """The project_id behind a project_id or a report_id; None if unknown.

        An id whose report is there no more under its name (its file was renamed) leads to the one project whose reports
        give the same words.
        """
        if wanted in self._known:
            return wanted
        if wanted in self._reports:
            return self._reports[wanted]
        words, _, last = wanted.rpartition("-")
        if not _MARK.fullmatch(last):
            words = wanted  # ids had no mark once
        elif last in self._marks:
            return self._marks[last]
        same = self._words.get(words, ())
        return next(iter(same)) if len(same) == 1 else None

    # Made when first asked for: a build asks for few names and mostly for those of today.

    @cached_property
    def _marks(self) -> dict[str, str]:
        """Mark of each report → its project."""
        return {mark(report): found for report, found in reversed(self._reports.items())}

    @cached_property
    def _words(self) -> dict[str, set[str]]:
        """The words of an id → the projects whose id or reports give them."""
        same: dict[str, set[str]] = defaultdict(set)
        for found in self._known:
            same[found.rpartition("-")[0]].add(found)
        for number, found in enumerate(self._ids):
            same[self._slug_of(number)].add(found)
        return same


def lead(table: pd.DataFrame, wanted: str) -> str | None:
    """The project_id behind a project_id of today or of an earlier build, or behind a report_id; None if unknown."""
    ids = table["project_id"].fillna(table["report_id"])
    if (ids == wanted).any():
        return wanted
    hit = ids[table["report_id"] == wanted]
    if not hit.empty:
        return str(hit.iloc[0])
    said = table[_SAID].astype("object")
    rows = [dict(zip(_SAID, values, strict=True)) for values in said.where(said.notna(), None).itertuples(index=False)]
    return Names([str(i) for i in ids], [row["report_id"] for row in rows], lambda number: slug(rows[number])).lead(wanted)
