"""Ties between companies as a reader sees them: taken from the data once, and listed with their sentences."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from core.behind import Numbers
from core.charts import Chart
from core.charts.network import LINES, NAMES, network
from core.columns import STANDINGS, label
from core.edges import edges, weights
from core.formats import count, listing, told_where
from core.partnerships import SUBJECTS, TIES, about, belongs, ties
from core.selection import Filters
from core.table import records, safe_csv
from interface.data import State, load, state
from interface.english import laid_over
from interface.links import written_out
from interface.tables import MOST_ROWS, in_words, links, table
from interface.view import View, escape

SUBJECT, UNSURE = "about", "unsure"
ALL = "everything"
# Dashes of Plotly's lines, as lengths of line and gap.
_DASHES = {"solid": (36,), "dash": (9, 5), "dot": (3, 3), "dashdot": (9, 4, 3, 4), "longdash": (14, 5),
           "longdashdot": (14, 4, 3, 4)}  # fmt: skip
_STANDS = {"active": "stands", "intent": "intent only", "unstated": "status not stated", "stopped": "stopped"}
MOST_TIES = MOST_ROWS  # in the table
_SHOWN = 6  # partners with their sentences at once: a browser draws these before the chart beside them
_MORE = 20  # when asked for; the table has all


@st.cache_resource(max_entries=4, show_spinner="Reading who works with whom …")
def _ties(key: State, silence: bool, _projects: pd.DataFrame) -> tuple[pd.DataFrame, Numbers, Numbers]:
    """The ties of the whole table, of each the number of its report_id, and of each row of the table the same."""
    table = load().table
    found = ties(table, _projects)
    text = [name for name, kind in found.dtypes.items() if kind == "str"]
    found = found.astype(dict.fromkeys(text, "object"))  # rows of text as Python has it are soon taken
    of_row, ids = pd.factorize(table["report_id"].to_numpy("object"))
    return found, pd.Index(ids).get_indexer(found["report_id"]).astype("int64"), of_row.astype("int64")


@st.cache_resource(max_entries=8, show_spinner=False)
def _passing(key: State, filters: Filters, _seen: View) -> pd.DataFrame:
    found, report, of_row = _ties(key, filters.silence, _seen.everything)
    kept = np.zeros(int(of_row.max(initial=0)) + 1, dtype=bool)
    kept[of_row[_seen.selection.numbers]] = True
    return found if kept.all() else found[kept[report]]


def ties_of(seen: View) -> pd.DataFrame:
    """The ties of the reports that pass the filters."""
    return _passing(state(), seen.filters, seen)


@st.cache_resource(max_entries=32, show_spinner=False)
def _edges(key: State, filters: Filters, chosen: tuple[str, ...], _told: pd.DataFrame) -> pd.DataFrame:
    return edges(_told)


def edges_of(found: pd.DataFrame, seen: View, *chosen: str) -> pd.DataFrame:
    """core.partnerships.edges, kept by the filters and what else was chosen on the page."""
    return _edges(state(), seen.filters, chosen, found)


@st.cache_resource(max_entries=16, show_spinner=False)
def _network(key: State, filters: Filters, chosen: tuple[str, ...], words: str, focus: str | None, steps: int, owned: bool,
             _edges: pd.DataFrame) -> Chart:  # fmt: skip
    return network(_edges, belongs(list(weights(_edges))) if owned else [], words, focus, steps)


def network_of(found: pd.DataFrame, seen: View, chosen: Sequence[str], words: str, focus: str | None, steps: int = 1,
               owned: bool = True) -> Chart:  # fmt: skip
    """The network of the edges that ``edges_of`` gave for what was chosen; ``owned``: with who belongs to whom."""
    return _network(state(), seen.filters, tuple(chosen), words, focus, steps, owned, found)


def subject(found: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Ask what the ties are to be about; the ties that are, and the choice as a phrase."""
    written_out(**{SUBJECT: ALL.capitalize()})
    chosen = st.segmented_control(
        "About",
        [ALL, *SUBJECTS],
        default=ALL,
        required=True,
        format_func=str.capitalize,
        key=SUBJECT,
        bind="query-params",
        help="Batteries: raw and battery materials, cells, packs, recycling, storage and equipment.",
    )
    return (found, "") if chosen == ALL else (about(found, chosen), f"about {chosen}")


def unsure(found: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Ask whether ties that no one sentence tells are to be seen; the ties that are, and the choice as a phrase."""
    more = int((~found["sure"]).sum())
    written_out(**{UNSURE: "false"})
    shown = st.toggle(
        f"Also what no one sentence says ({more:,})",
        key=UNSURE,
        bind="query-params",
        help="Off: only ties of which one sentence names both companies. On: also companies that a report names for one "
        "project in separate sentences, and doubtful readings: read the sentences before you use them.",
    )
    return (found, "with what no one sentence says") if shown else (found[found["sure"]], "")


def company_behind(chart: Chart, seen: View, points: list[dict[str, Any]]) -> None:
    """A link to the page of each company that was clicked in a network."""
    assert chart.figure is not None
    for point in points:
        ids = chart.figure.data[point["curve_number"]].ids
        if ids is not None:
            company_link(str(ids[point["point_index"]]), seen, f"Open the page of {ids[point['point_index']]}")


def legend(kinds: list[str]) -> str:
    """HTML of what the lines of a network mean, with their colours and dashes."""
    items = []
    for kind in kinds:
        colour, dash, width = LINES[kind]
        stops, at = [], 0
        for place, length in enumerate(_DASHES[dash]):
            stops.append(f"{'transparent' if place % 2 else colour} {at}px {at + length}px")
            at += length
        drawn = f"repeating-linear-gradient(90deg,{','.join(stops)})"
        line = f"display:inline-block;width:36px;height:{max(width, 2):g}px;background:{drawn}"
        item = "display:inline-flex;align-items:center;gap:6px"
        items.append(f'<span style="{item}" title="{TIES[kind]}"><span style="{line}"></span>{NAMES[kind]}</span>')
    return f'<div style="display:flex;flex-wrap:wrap;gap:4px 16px;font-size:0.875rem">{"".join(items)}</div>'


def partner_list(company: str, sure: pd.DataFrame, doubtful: pd.DataFrame, seen: View) -> None:
    """The partners of a company, each with the words of the tie, its sentences and projects. Drawn when asked for: those of
    whom less is told, and the doubtful ones. Both frames: of partnerships.of."""
    names = _by_projects(sure)
    _partners(sure, names[:_SHOWN], seen, "sure")
    more = len(names) - _SHOWN
    if more > 0:
        with st.expander(count(more, "more partner"), key=f"more sure:{company}", on_change="rerun") as rest:
            if rest.open:
                _partners(sure, names[_SHOWN:], seen, "sure")
    names = _by_projects(doubtful)
    if names:
        title = f"Named for the same project, but not in one sentence: {count(len(names), 'company', 'companies')}"
        with st.expander(title, key=f"more unsure:{company}", on_change="rerun") as rest:
            if rest.open:
                st.caption("The article names both, in separate sentences, or the reading is doubtful: read the sentences.")
                _partners(doubtful, names, seen, "unsure")


def _by_projects(found: pd.DataFrame) -> list[str]:
    """The partners, those with most projects first."""
    order = found.groupby("partner")["project_id"].nunique().sort_index(key=lambda names: names.str.casefold())
    return [str(name) for name in order.sort_values(ascending=False, kind="stable").index]


def _partners(found: pd.DataFrame, names: list[str], seen: View, key: str) -> None:
    shown = found[found["partner"].isin(names[:_MORE])]
    translated = _english(shown, seen)
    for name in names[:_MORE]:
        mine = shown[shown["partner"] == name].sort_values("published", ascending=False, kind="stable", na_position="last")
        with st.container(key=f"{key}-{name}", gap="xsmall"):
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                company_link(name, seen)
                st.markdown(escape(_words(mine)), width="content")
            told = mine.drop_duplicates("quote").head(3).to_dict("records")
            st.caption("\n\n".join(escape(_told(row, translated)) for row in told))
            with st.container(horizontal=True, gap="small"):
                for row in mine.drop_duplicates("project_id").head(4).to_dict("records"):
                    project_link(row, seen)
    if len(names) > _MORE:
        st.caption(f"{len(names) - _MORE} more in the table below.")


def _told(row: dict[Any, Any], translated: dict[str, str]) -> str:
    """“Quote” (Dutch, 3 May 2024) — its English."""
    told = told_where(row["language"], row["published"], "day")
    english = translated.get(row["report_id"]) or row["english"]
    quote = f"“{row['quote']}” ({told})" if row["quote"] else told
    return quote + (f" — {english}" if isinstance(english, str) else "")


def _words(mine: pd.DataFrame) -> str:
    """“Volkswagen buys from it (through PowerCo): cells, stands” of one partner, for each kind of tie once. Who does what to
    whom is named: “supplies” alone beside a partner's name would be read the other way round."""
    found = []
    for (said, segment, standing), rows in mine.groupby(["said", "segment", "standing"], sort=False, dropna=False):
        own = {name for row in rows.to_dict("records") for name in row["named"]} - {*rows["partner"]}
        through = own - {*rows["own"]}
        words = f"{listing(list(dict.fromkeys(rows['own'])))} {said} it"
        words += f" (through {listing(sorted(through))})" if through else ""
        about_it = [label(segment).lower()] if isinstance(segment, str) else []
        found.append(f"{words}: {', '.join([*about_it, _STANDS[standing]])}")
    return "; ".join(found)


def _english(found: pd.DataFrame, seen: View) -> dict[str, str]:
    """report_id → its summary, translated where an engine has done so before."""
    table = seen.data.table
    rows = table[table["report_id"].isin(found["report_id"].head(200))]
    return {row["report_id"]: row["summary_en"] for row in laid_over(records(rows)) if row["summary_en"]}


def company_link(name: str, seen: View, words: str | None = None) -> None:
    st.page_link("pages/company.py", label=f"**{escape(words or name)}**", query_params=seen.query(company_page=name))


def company_links(names: Sequence[str], seen: View, title: str = "Company pages") -> None:
    """A line of links to companies' pages; nothing without any."""
    if len(names):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.caption(f"{title}:", width="content")
            for name in dict.fromkeys(names):
                company_link(name, seen)


def project_link(row: dict[Any, Any], seen: View) -> None:
    name = row["project"] if isinstance(row["project"], str) else row["project_id"]
    st.page_link("pages/project.py", label=escape(name), query_params=seen.query(project=row["report_id"]))


def ties_table(found: pd.DataFrame, seen: View, name: str) -> None:
    """Every tie with its sentence and links, and the same as CSV; of very many the first. found: of ``ties``."""
    rows = found.sort_values(["sure", "published"], ascending=[False, False], kind="stable", na_position="last")
    some = rows.head(MOST_TIES)
    shown = _ties_shown(some)
    shown.insert(0, "open", links(some["report_id"], seen))
    if len(some) < len(rows):
        st.caption(f"The first {len(some)} of {count(len(rows), 'tie')}: those that one sentence tells, the latest first. "
                   "The CSV has all; filters leave fewer.")  # fmt: skip
    st.download_button("CSV", partial(_ties_csv, rows), f"{name}.csv", "text/csv", key=f"csv-{name}", on_click="ignore",
                       icon=":material/download:")  # fmt: skip
    table(shown, "ties", "tie", {
        "company": "Company",
        "tie": st.column_config.TextColumn("Tie", help="; ".join(f"{NAMES[k].split(' (')[0]}: {v}" for k, v in TIES.items())),
        "other": "With",
        "standing": "Stands",
        "basis": "Rests on",
    })  # fmt: skip


def _ties_shown(rows: pd.DataFrame) -> pd.DataFrame:
    said_so = {True: "one sentence names both", False: "separate sentences, or doubtful"}
    return pd.DataFrame(
        {
            "company": rows["company"],
            "tie": [NAMES[kind].split(" (")[0] for kind in rows["kind"]],
            "other": rows["other"],
            "project": rows["project"],
            "segment": in_words(rows["segment"]),
            "standing": rows["standing"].map(STANDINGS),
            "told_on": rows["published"].dt.date,
            "basis": rows["sure"].map(said_so),
            "quote": rows["quote"],
            "english": rows["english"],
            "article": rows["article"],
        }
    )


def _ties_csv(rows: pd.DataFrame) -> bytes:
    return safe_csv(_ties_shown(rows).assign(report=rows["report_id"], url=rows["url"]))
