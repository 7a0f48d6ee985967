"""Which reports and projects a reader sees: filters, and the one value per project that is charted.

A project is filtered by its current values; the reports listed are those of the projects that pass, except reports
that say otherwise themselves (a report of 2021 that says "announced" is not listed under "cancelled").
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace

import pandas as pd

from core.columns import STANDING_OF, label
from core.formats import listing

UNSTATED = "not stated"


@dataclass(frozen=True, slots=True)
class Filters:
    """Values to keep, by filter; an empty tuple keeps all. UNSTATED keeps what the articles leave open.

    company: names; country, language: codes; status, segment: vocabulary; year: of publication, as text.
    """

    company: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    segment: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    year: tuple[str, ...] = ()

    def active(self) -> list[str]:
        """Names of the filters that are set, in the order of their declaration."""
        return [name for name in FILTERS if getattr(self, name)]

    def without(self, name: str) -> Filters:
        return replace(self, **{name: ()})


FILTERS: tuple[str, ...] = tuple(field.name for field in fields(Filters))
# What a report says of itself; the others are values of the project.
OF_REPORTS = ("language", "year")

# Columns whose values belong together come from one report: a place of one article with the coordinates of another
# would be nowhere.
TOGETHER: tuple[tuple[str, ...], ...] = (
    ("project",),
    ("headline_en",),
    ("summary_en",),
    ("kind",),
    ("deal",),
    ("segment",),
    ("product",),
    ("status",),
    ("partners", "roles"),
    ("country", "country_name", "world_region", "region", "city", "latitude", "longitude", "location_precision"),
    ("capacities",),
    ("capacity_gwh", "capacity_gwh_max"),
    ("investments",),
    ("investment_eur", "investment_eur_max"),
    ("support_eur",),
    ("figures",),
    ("jobs", "jobs_max"),
    ("construction_start",),
    ("production_start",),
)
# The groups that are charted remember where their value comes from: <name>_report, <name>_article, <name>_published.
ORIGIN = {"capacity_gwh": "capacity", "investment_eur": "investment", "support_eur": "support"}


@dataclass(frozen=True, slots=True)
class Selection:
    """What passes the filters: rows of the table, and one row per project (see ``current``)."""

    reports: pd.DataFrame
    projects: pd.DataFrame


def current(table: pd.DataFrame) -> pd.DataFrame:
    """One row per project with the value that counts; this is the only place that decides which one.

    The rule: for each group of TOGETHER the latest published report that states it wins; a report without a date
    counts as older than any dated one, and of two of one day the later in the table wins. Market figures
    (``statistic``) give nothing to a project that has other reports.

    Returned beside the table's project columns: ``last_reported`` (datetime), ``reports``, ``articles``,
    ``languages`` (lists, oldest first), ``standing`` (core.columns), and where each charted value comes from (ORIGIN).
    """
    ids = table["project_id"].fillna(table["report_id"])
    statistic = (table["kind"] == "statistic").to_numpy()
    mixed = ids.isin(set(ids[~statistic])).to_numpy()
    keep = ~(statistic & mixed)
    order = table.assign(project_id=ids)[keep].sort_values("published", kind="stable", na_position="first")
    grouped = order.groupby("project_id", sort=False)
    made = pd.DataFrame(index=pd.Index(order["project_id"].unique(), name="project_id"))
    for names in TOGETHER:
        stated = pd.Series(False, index=order.index)
        for name in names:
            stated |= _stated(order[name])
        winners = order[stated].drop_duplicates("project_id", keep="last").set_index("project_id")
        for name in names:
            found = winners[name].reindex(made.index)
            if order[name].dtype == "object":
                found = found.map(lambda value: value if isinstance(value, list) else [])
            made[name] = found
        if names[0] in ORIGIN:
            for part, column in (("report", "report_id"), ("article", "article"), ("published", "published")):
                made[f"{ORIGIN[names[0]]}_{part}"] = winners[column].reindex(made.index)
    made["last_reported"] = grouped["published"].max()
    for name, column in (("reports", "report_id"), ("articles", "article"), ("languages", "language")):
        lists: dict[str, dict[str, None]] = {key: {} for key in made.index}  # dicts: distinct, in order
        for key, value in zip(order["project_id"], order[column].astype("object"), strict=True):
            if isinstance(value, str):
                lists[key][value] = None
        made[name] = pd.Series([list(values) for values in lists.values()], index=made.index, dtype="object")
    made["standing"] = [STANDING_OF.get(s, "unstated") if isinstance(s, str) else "unstated" for s in made["status"]]
    # Back to the table's own order, which does not depend on dates.
    first = pd.Index(ids[keep].unique())
    return made.reindex(first).rename_axis("project_id").reset_index()


def _stated(column: pd.Series) -> pd.Series:
    return column.map(len) > 0 if column.dtype == "object" else column.notna()


def select(table: pd.DataFrame, filters: Filters, everything: pd.DataFrame | None = None) -> Selection:
    """What passes the filters. ``everything``: ``current(table)``, which spares the work where no report is left out."""
    told = table[_passes(table, filters, OF_REPORTS)]
    projects = current(told) if everything is None or len(told) < len(table) else everything
    projects = projects[_passes(projects, filters, [f for f in FILTERS if f not in OF_REPORTS])].reset_index(drop=True)
    ids = told["project_id"].fillna(told["report_id"])
    own = _passes(told, filters, [f for f in FILTERS if f not in OF_REPORTS], silent=True)
    return Selection(told[ids.isin(projects["project_id"]) & own], projects)


def _passes(rows: pd.DataFrame, filters: Filters, names: Iterable[str], silent: bool = False) -> pd.Series:
    """Rows that pass the named filters; ``silent``: rows that say nothing pass too."""
    kept = pd.Series(True, index=rows.index)
    for name in names:
        wanted = set(getattr(filters, name))
        if not wanted:
            continue
        if name == "company":
            open_passes = silent or UNSTATED in wanted
            found = [not wanted.isdisjoint(those) if those else open_passes for those in rows["partners"]]
            kept &= pd.Series(found, index=rows.index, dtype="bool")
        else:
            values = _values(rows, name)
            kept &= (values.isin(wanted) | (silent & (values == UNSTATED))).astype(bool)
    return kept


def _values(rows: pd.DataFrame, name: str) -> pd.Series:
    values = rows["published"].dt.year.astype("Int64") if name == "year" else rows[name]
    return pd.Series(values.astype("string").fillna(UNSTATED))


def options(table: pd.DataFrame) -> dict[str, list[str]]:
    """For each filter the values that occur: companies by the alphabet, status and segment in the vocabulary's order,
    years latest first; UNSTATED last where a report leaves it open."""
    found: dict[str, list[str]] = {}
    for name in FILTERS:
        if name == "company":
            values = {company for partners in table["partners"] for company in partners}
            values |= {UNSTATED} if (table["partners"].map(len) == 0).any() else set()
        else:
            values = set(_values(table, name))
        named = sorted(values - {UNSTATED}, key=str.casefold, reverse=name == "year")
        if name in ("status", "segment"):
            named = [value for value in table[name].cat.categories if value in values]
        found[name] = named + ([UNSTATED] if UNSTATED in values else [])
    return found


def wording(table: pd.DataFrame) -> dict[str, dict[str, str]]:
    """For each filter its values in words: {"country": {"FI": "Finland"}, "status": {"intent": "Intent"}, …}."""
    pairs = table[["country", "country_name"]].astype("string").dropna().drop_duplicates("country")
    countries = dict(zip(pairs["country"], pairs["country_name"], strict=True))
    words: dict[str, dict[str, str]] = {}
    for name, values in options(table).items():
        match name:
            case "country":
                words[name] = {value: countries.get(value, value) for value in values}
            case "language":
                words[name] = {value: language_name(value) for value in values}
            case "status" | "segment":
                words[name] = {value: label(value) for value in values}
            case _:
                words[name] = {value: value for value in values}
        if UNSTATED in words[name]:
            words[name][UNSTATED] = "Undated" if name == "year" else "Not stated"
    return words


def language_name(code: str) -> str:
    """English name of an ISO 639-1 code; the code itself where it is unknown."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(code).get_language_name("en") or code
    except (ValueError, UnknownLocaleError):
        return code


_PHRASES = {
    "company": "with {}",
    "country": "in {}",
    "segment": "{}",
    "status": "status {}",
    "language": "as told in {}",
    "year": "reported {}",
}


def in_words(filters: Filters, words: dict[str, dict[str, str]]) -> str:
    """The filters as a phrase for titles: “in Finland or Germany, cells, status announced”; empty without any."""
    parts = []
    for name in filters.active():
        values = [words.get(name, {}).get(value, value) for value in getattr(filters, name)]
        if name in ("segment", "status"):
            values = [value.lower() for value in values]
        parts.append(_PHRASES[name].format(listing(values, "or")))
    return ", ".join(parts)


def emptied_by(table: pd.DataFrame, filters: Filters) -> list[tuple[str, int]]:
    """For a selection without projects: the filters whose removal alone brings some back, and how many.

    Most helpful first; empty where no single filter is to blame.
    """
    found = [(name, len(select(table, filters.without(name)).projects)) for name in filters.active()]
    return sorted(((n, k) for n, k in found if k), key=lambda pair: -pair[1])
