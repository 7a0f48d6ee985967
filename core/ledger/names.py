"""The id of a project, and how an id once shown keeps leading to it.

An id is words for people and a mark, as in ``freyr-vaasa-cells-k3v9q2ma``. The words come from the project's first
report; the mark is made of that report's report_id alone. So nothing has to be remembered between builds: when an
older article comes in, the project takes the id of its new first report, and when two projects turn out to be one,
the earlier id stays; the former ids are still the marks of reports in the project, and ``lead`` follows them.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

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


def aliases(table: pd.DataFrame) -> dict[str, str]:
    """Every mark that leads to a project → its project_id."""
    ids = table["project_id"].fillna(table["report_id"])
    return {mark(report): found for report, found in zip(table["report_id"], ids, strict=True)}


def lead(table: pd.DataFrame, wanted: str) -> str | None:
    """The project_id behind a project_id of today or of an earlier build, or behind a report_id; None if unknown."""
    ids = table["project_id"].fillna(table["report_id"])
    if (ids == wanted).any():
        return wanted
    hit = ids[table["report_id"] == wanted]
    if not hit.empty:
        return str(hit.iloc[0])
    last = wanted.rsplit("-", 1)[-1]
    if _MARK.fullmatch(last) and (found := aliases(table).get(last)):
        return found
    words = {i for i in set(ids) if i.rsplit("-", 1)[0] == wanted}  # ids had no mark once
    return words.pop() if len(words) == 1 else None
