"""Who works with whom: reports → ties between companies, each with its kind, direction, sentence and standing.

A tie is read from the roles of a report: whoever delivers, buys, funds, invests or brings technology is tied to those
who own or run the project, not to each other. Market figures make none, nor does a joint programme (many who are named
in it have nothing to do with each other), nor an end, whose report names receivers and unions too. A company and its
owner are no partners: ``group`` and ``belongs`` say who belongs to whom (reference/owners.csv).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import Any

import pandas as pd

from core.columns import Vocabulary
from core.company_index import aliases
from core.ledger.rule import CORRECTION, FOR_PROJECT
from core.ledger.telling import SITES, fold, owners, owns

# Kind of tie → its meaning, the closest first; of DIRECTED ones ``company`` does it to ``other``.
TIES: Vocabulary = {
    "joint_venture": "own a company or a plant together",
    "project": "take part in one project; the article gives no closer word",
    "agreement": "have agreed to work together, without a site",
    "supplies": "one delivers to the other",
    "technology": "one brings its technology to the other",
    "operates": "one runs a plant for the other",
    "invests": "one puts money into the other or buys it, or a share of it",
    "funds": "one gives a grant or a loan to the other",
}
DIRECTED: dict[str, tuple[str, str]] = {
    "supplies": ("supplies", "buys from"),
    "technology": ("brings technology to", "gets technology from"),
    "operates": ("runs a plant for", "has a plant run by"),
    "invests": ("invests in", "gets money from"),
    "funds": ("funds", "is funded by"),
}
MUTUAL: dict[str, str] = {
    "joint_venture": "owns a company or plant with",
    "project": "is in a project with",
    "agreement": "has an agreement with",
}
SUBJECTS: dict[str, tuple[str, ...]] = {
    "batteries": ("raw_materials", "battery_materials", "cells", "packs", "recycling", "storage", "equipment"),
    "vehicles": ("vehicles", "components"),
    "charging": ("charging",),
}
COLUMNS = (
    "company", "other", "kind", "sure", "project_id", "project", "segment", "deal", "standing", "published",
    "report_id", "article", "url", "language", "quote", "english", "confidence", "named",
)  # fmt: skip

_PRINCIPAL = frozenset({"owner", "operator", "joint_venture"})
_NO_TIES = frozenset({"statistic"})
_LOOSE = frozenset({"programme", "closure"})  # names stand there for many reasons: only closer words count
_DEALS = frozenset({"partnership", "supply", "acquisition"})  # of two companies, such a report tells of their tie
# Below this confidence of a name, and of its row, a tie is not sure.
_DOUBTFUL, _DOUBTFUL_ROW = 0.4, 0.3


@dataclass(frozen=True, slots=True)
class _Said:
    """What a report says of its companies: the sentence that names each, and every sentence of the report."""

    quotes: dict[str, str]
    confidence: dict[str, float]
    sentences: tuple[str, ...]
    by_hand: bool


# --------------------------------------------------------------------------------------------------------- ties


def ties(table: pd.DataFrame, projects: pd.DataFrame) -> pd.DataFrame:
    """One row per pair of companies, kind and report, in the table's order; columns COLUMNS.

    table: reports, as core.columns has them; projects: ``core.selection.current`` of it, for standing and label.
    ``company`` does it to ``other`` where the kind is DIRECTED, else they stand by the alphabet. ``sure``: a sentence
    (``quote``) names both, or the report is on a deal of these two, and the reading is not doubtful; or a person has
    set it. Where no sentence names both, ``quote`` has those that name each, parted by “ … ”.
    ``english``: the report's summary. ``named``: the companies as the article names them (see ``by_group``).
    """
    standing = dict(zip(projects["project_id"], projects["standing"], strict=True))
    labels = dict(zip(projects["project_id"], projects["project"], strict=True))
    names = ("report_id", "project_id", "kind", "deal", "segment", "published", "article", "url", "language",
             "headline", "summary_en", "partners", "roles", "evidence", "confidence")  # fmt: skip
    rows: list[tuple[Any, ...]] = []
    several = table[(table["partners"].map(len) > 1) & ~table["kind"].isin(_NO_TIES)]
    for row in _plain(several[list(names)]):
        said = None
        project = row["project_id"] if isinstance(row["project_id"], str) else row["report_id"]
        for one, other, kind, needs_sentence in _pairs(row):
            if akin(one, other):
                continue
            said = said or _said(row)
            quote = _naming_both(one, other, said)
            if needs_sentence and quote is None:
                continue
            names_sure = min(said.confidence.get(one, 1.0), said.confidence.get(other, 1.0))
            doubtful = names_sure < _DOUBTFUL or row["confidence"] < _DOUBTFUL_ROW or _may_list_one_side(kind, quote, row, said)
            told = quote is not None or (row["kind"] in _DEALS and len(set(row["partners"])) == 2)
            sure = said.by_hand or (told and not doubtful)
            confidence = min(names_sure, row["confidence"]) if row["confidence"] == row["confidence"] else names_sure
            apart = " … ".join(dict.fromkeys(said.quotes[n] for n in (one, other) if said.quotes.get(n)))
            if kind not in DIRECTED and fold(other) < fold(one):
                one, other = other, one
            rows.append((one, other, kind, sure, project, labels.get(project), row["segment"], row["deal"],
                         standing.get(project, "unstated"), row["published"], row["report_id"], row["article"],
                         row["url"], row["language"], quote or apart, row["summary_en"], confidence, (one, other)))  # fmt: skip
    made = pd.DataFrame(rows, columns=list(COLUMNS))
    made["published"] = pd.to_datetime(made["published"]).astype("datetime64[us]")
    return made.astype({"sure": "bool", "confidence": "float64"})


def _plain(found: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Rows as dicts; much faster than pandas' own where columns are Arrow's."""
    columns = [found[name].astype("object").tolist() for name in found]
    names = [str(name) for name in found]
    for values in zip(*columns, strict=True):
        yield dict(zip(names, values, strict=True))


def _pairs(row: dict[str, Any]) -> Iterator[tuple[str, str, str, bool]]:
    """Company, other company, kind of tie, and whether it counts only where a sentence names both."""
    kind, deal = row["kind"], row["deal"]
    who = list(dict.fromkeys(zip(row["partners"], row["roles"], strict=True)))
    principals = [(name, role) for name, role in who if role in _PRINCIPAL]
    partners = [name for name, role in who if role == "partner"]
    joint = deal == "joint_venture" or any(role == "joint_venture" for _, role in who)
    word = None if kind in _LOOSE else "project" if kind in SITES else "agreement"
    mutual = "joint_venture" if joint else word
    named = frozenset(name for name, _ in who)
    if kind == "funding":
        mutual = "joint_venture" if joint else "project"
    for (one, role), (other, other_role) in combinations(principals, 2):
        if "operator" in (role, other_role) and role != other_role and not joint:
            yield (one, other, "operates", False) if role == "operator" else (other, one, "operates", False)
        elif kind not in ("acquisition", *_LOOSE) or joint:
            yield one, other, "joint_venture", False
    centre = [name for name, _ in principals] or partners
    if kind == "supply" and not principals:
        centre = [name for name, role in who if role == "supplier"] or partners
    for name, role in who:
        for other in centre:
            if other == name:
                continue
            match role:
                case "supplier":
                    yield name, other, "supplies", False
                case "buyer":
                    yield other, name, "supplies", False
                case "technology":
                    yield name, other, "technology", False
                case "investor":
                    yield name, other, "invests", False
                case "funder":
                    yield name, other, "invests" if kind == "acquisition" else "funds", False
    if mutual is None:
        return
    for name in partners:
        for other, _ in principals:
            yield name, other, _owned(name, other, named) or mutual, False
    for one, other in combinations(partners, 2):  # beside an owner only if a sentence joins them
        owned = _owned(one, other, named)
        if owned or joint or not principals:
            yield one, other, owned or mutual, bool(principals)


def _may_list_one_side(kind: str, quote: str | None, row: dict[str, Any], said: _Said) -> bool:
    """Whether the sentence of a supply or a purchase names three: then it may list the buyers only, or the suppliers."""
    if (kind, row["kind"]) not in (("supplies", "supply"), ("invests", "acquisition")):
        return False
    return quote is not None and sum(said.quotes.get(name) == quote for name in row["partners"]) > 2


def _owned(one: str, other: str, named: frozenset[str]) -> str | None:
    """``joint_venture`` where the report names a company that both own."""
    shared = any({one, other} <= owners().get(company, frozenset()) for company in named)
    return "joint_venture" if shared else None


def _said(row: dict[str, Any]) -> _Said:
    quotes: dict[str, str] = {}
    confidence: dict[str, float] = {}
    sentences: dict[str, None] = {}
    by_hand = False
    for item in row["evidence"]:
        if item["quote"]:
            sentences[item["quote"]] = None
        if item["column"] == "partners":
            by_hand = by_hand or item["rule"] in (CORRECTION, FOR_PROJECT)
            if item["quote"] and isinstance(item["value"], str):
                quotes.setdefault(item["value"], item["quote"])
                if item.get("confidence") is not None:
                    confidence[item["value"]] = max(item["confidence"], confidence.get(item["value"], 0.0))
    if isinstance(row["headline"], str) and row["report_id"].endswith("#1"):  # it tells of the article's first report
        sentences.setdefault(row["headline"])
    return _Said(quotes, confidence, tuple(sentences), by_hand)


def _naming_both(one: str, other: str, said: _Said) -> str | None:
    """The first sentence of the report that names both: what names each, first; None without."""
    first, second = said.quotes.get(one), said.quotes.get(other)
    if first is not None and first == second:
        return first
    if second is not None and _names(second, one):
        return second
    if first is not None and _names(first, other):
        return first
    return next((s for s in said.sentences if _names(s, one) and _names(s, other)), None)


def _names(sentence: str, company: str) -> bool:
    words = f" {fold(sentence)}"
    return any(name in words for name in _written(company))


@cache
def _known() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for alias in aliases():
        found[alias.company.name].append(alias.text)
    return found


@cache
def _written(company: str) -> tuple[str, ...]:
    """How a company is written, folded, from the beginning of a word on."""
    found = (fold(name) for name in (company, *_known().get(company, ())))
    return tuple(dict.fromkeys(f" {name}" for name in found if name))


# -------------------------------------------------------------------------------------------------------- owners


@cache
def group(company: str) -> str:
    """The company at the head of its group: the one that owns it in the end; itself where nobody does, or several."""
    above = owners().get(company, frozenset())
    heads = [name for name in above if not owners().get(name)]
    return heads[0] if len(heads) == 1 else company


def akin(one: str, other: str) -> bool:
    """Whether two are no partners but of one house: the one owns the other, alone or jointly, or one owns both."""
    return one == other or owns(one, other) or owns(other, one) or group(one) == group(other)


def family(company: str, companies: Iterable[str]) -> list[str]:
    """Those of the companies that belong to one as a whole, itself first."""
    return [company, *sorted(c for c in set(companies) if c != company and _within(c, company))]


def _within(company: str, owner: str) -> bool:
    """Whether a company belongs to an owner and to nobody else besides the owner's own owners."""
    above = owners().get(company, frozenset())
    return owner in above and group(company) == group(owner)


def belongs(companies: Sequence[str]) -> list[tuple[str, str]]:
    """(company, owner) for those of the companies that own one another, nearest owner only."""
    present = set(companies)
    found = []
    for company in sorted(present):
        above = owners().get(company, frozenset()) & present
        far = {o for name in above for o in owners().get(name, ())}
        found += [(company, owner) for owner in sorted(above - far)]
    return found


def by_group(told: pd.DataFrame) -> pd.DataFrame:
    """The ties with every company counted as its group; ``named`` keeps who is named in the article."""
    made = told.assign(company=told["company"].map(group), other=told["other"].map(group))
    return made[made["company"] != made["other"]].reset_index(drop=True)


def as_one(told: pd.DataFrame, company: str) -> pd.DataFrame:
    """The ties with the companies that belong to one counted as that one; all others under their own names."""
    house = {name: company for name in family(company, [*told["company"], *told["other"]])}
    made = told.assign(**{side: [house.get(name, name) for name in told[side]] for side in ("company", "other")})
    return made[made["company"] != made["other"]].reset_index(drop=True)


def about(told: pd.DataFrame, subject: str | None) -> pd.DataFrame:
    """The ties on one of SUBJECTS, by the segment of their project; all without."""
    return told if subject is None else told[told["segment"].isin(SUBJECTS[subject])]


def of(told: pd.DataFrame, companies: Iterable[str]) -> pd.DataFrame:
    """The ties of some companies with others, each seen from theirs: with ``own``, ``partner`` and ``said``, the words
    of the tie (“supplies”, “buys from”, “is in a project with”)."""
    wanted = set(companies)
    made = told[told["company"].isin(wanted) ^ told["other"].isin(wanted)]
    first = made["company"].isin(wanted)
    return made.assign(
        own=made["company"].where(first, made["other"]),
        partner=made["other"].where(first, made["company"]),
        said=[said(kind, doing) for kind, doing in zip(made["kind"], first, strict=True)],
    )


def said(kind: str, doing: bool) -> str:
    """The words of a tie from one side: ``doing``: of the company that does it, else of the other."""
    return MUTUAL[kind] if kind in MUTUAL else DIRECTED[kind][0 if doing else 1]
