"""What was promised when, how far it slipped, and the charts of it."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pandas as pd
import pytest
from ledger_rows import Row, gwh, row
from ledger_rows import table as made_of

import core
from core.charts import DARK, LIGHT
from core.charts.slips import capacity_slips, start_slips
from core.charts.timeline import MOST_ROWS, STATUS_LOOKS, middle, ranked, start_changes, timeline
from core.columns import STATUSES
from core.ledger.comparing import change_in_words
from core.ledger.history import history
from core.ledger.promises import promises, slips
from core.ledger.rule import FOR_PROJECT
from core.selection import Filters, current, in_words, options, select, wording


def start(value: str, quote: str = "Ab dann wird gefertigt.") -> Row:
    said = {"column": "production_start", "value": value, "quote": quote, "start": 0, "end": 1, "rule": "test",
            "quote_en": f"Production start: {value}."}  # fmt: skip
    return {"production_start": value, "evidence": [said]}


def starts(*values: str) -> pd.DataFrame:
    """The slips of one plant whose start was told in this way, year by year."""
    rows = [row(f"r{n}#1", f"20{20 + n}-03-01", "Freyr", "Vaasa", **start(value)) for n, value in enumerate(values)]
    return slips(promises(made_of(*rows)))


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (("2023", "2025"), "2 years later"), (("2023-01", "2024-06"), "17 months later"), (("2023-01", "2023-02"), "1 month later"),
        (("2025", "2025-03"), "as promised"), (("2025-03", "2025"), "as promised"), (("2025", "2025"), "as promised"),
        (("2026-11", "2025"), "1 year earlier"), (("2024", "2026", "2024"), "as promised"), (("2023", "2024", "2027-05"), "4 years later"),
        (("2024-06", "2024-02"), "4 months earlier"),
    ],
)  # fmt: skip
def test_a_slip_is_as_exact_as_both_promises(told: tuple[str, ...], words: str) -> None:
    found = starts(*told)
    assert len(found) == 1 and change_in_words(found["change"].iloc[0], found["exact"].iloc[0]) == words
    assert (found["first"].iloc[0], found["latest"].iloc[0], found["promises"].iloc[0]) == (told[0], told[-1], len(told))


def test_what_is_told_once_has_no_slip() -> None:
    assert starts("2025")["change"].isna().all()


def test_a_first_stage_told_alone_is_no_change_of_capacity() -> None:
    both = {"capacities": [{"value": v, "max": v, "unit": "GWh", "qualifier": "none", "basis": b} for v, b in ((8.0, "initial"), (32.0, "target"))],
            "capacity_gwh": 8.0, "capacity_gwh_max": 32.0}  # fmt: skip
    rows = [row("a#1", "2021-01-01", "Freyr", "Vaasa", **gwh(8)), row("b#1", "2022-01-01", "Freyr", "Vaasa", **both)]
    found = slips(promises(made_of(*rows)))
    assert list(found["column"]) == ["capacity_gwh"] and list(found["change"]) == [0.0] and list(found["moves"]) == [0]
    rows.append(row("c#1", "2023-01-01", "Freyr", "Vaasa", **gwh(20)))
    found = slips(promises(made_of(*rows)))
    assert (found["first_max"].iloc[0], found["latest_max"].iloc[0], found["change"].iloc[0]) == (8.0, 20.0, 12.0)


def test_every_promise_names_its_article_and_sentence() -> None:
    told = promises(made_of(row("a#1", "2021-05-01", "Freyr", "Vaasa", **start("2025", "Ab 2025 wird gefertigt."), **gwh(8))))
    first = told[told["column"] == "production_start"].iloc[0]
    assert (first["quote"], first["quote_en"], first["article"], first["basis"]) == (
        "Ab 2025 wird gefertigt.", "Production start: 2025.", "a.txt", "stated")  # fmt: skip
    assert set(told["column"]) == {"production_start", "capacity_gwh"}


def test_what_a_person_has_set_for_the_project_comes_last() -> None:
    remark = {"column": "production_start", "value": json.dumps("2029"), "quote": None, "start": None, "end": None, "rule": FOR_PROJECT,
              "quote_en": "Corrected on 2025-01-31: By the register."}  # fmt: skip
    rows = [row("a#1", "2021-05-01", "Freyr", "Vaasa", **start("2025"))]
    rows[0]["evidence"] = [*rows[0]["evidence"], remark]
    told = promises(made_of(*rows))
    assert list(told["value"]) == ["2025", "2029"] and list(told["basis"]) == ["stated", "corrected"]
    assert slips(told)["change"].iloc[0] == 48 and told["quote_en"].iloc[1].endswith("By the register.")


def test_a_table_without_promises_is_no_fault() -> None:
    for rows in ([], [row("a#1", None, "", None)]):
        told = promises(made_of(*rows))
        assert told.empty and slips(told).empty


def said(language: str, value: str, quote: str) -> Row:
    return {"language": language, **start(value, quote)}


@pytest.mark.parametrize(
    ("first", "then", "outcome", "words"),
    [
        (("de", "2025", "Ende 2025 geht es los."), ("nl", "2026", "De start volgt begin 2026."), "moved", "about 4 months later"),
        (("de", "2025", "Im ersten Halbjahr 2025 geht es los."), ("fi", "2025", "Tuotanto alkaa vuoden 2025 lopulla."), "moved", "about 7 months later"),
        (("de", "2025", "Ende 2025 geht es los."), ("nl", "2025", "In de tweede helft van 2025."), "finer", "as promised"),
        (("de", "2025", "Ab 2025."), ("nl", "2025", "In de tweede helft van 2025."), "finer", "as promised"),
        (("de", "2025", "Anfang 2025."), ("nl", "2025-11", "In november 2025."), "moved", "about 8 months later"),
        (("de", "2024", "Ende 2024."), ("nl", "2026", "Eind 2026."), "moved", "2 years later"),
        (("de", "2024", "Ende 2024."), ("nl", "2026", "In 2026."), "moved", "2 years later"),
        (("de", "2022", "Anfang 2022."), ("nl", "2024-08", "In augustus 2024."), "moved", "about 2.5 years later"),
        (("de", "2025", "Ab 2025."), ("nl", "2025", "Vanaf 2025."), "same", "as promised"),
    ],
)  # fmt: skip
def test_parts_of_a_year_are_compared_where_both_are_told(first: Any, then: Any, outcome: str, words: str) -> None:
    told = promises(made_of(row("a#1", "2023-03-01", "Freyr", "Vaasa", **said(*first)), row("b#1", "2024-03-01", "Freyr", "Vaasa", **said(*then))))
    found = slips(told).iloc[0]
    assert (list(told["compared"]), found["compared"]) == (["first", outcome], outcome)
    assert change_in_words(found["change"], found["exact"]) == words


def test_what_is_undated_is_compared_with_nothing() -> None:
    rows = [row("a#1", None, "Freyr", "Vaasa", **start("2023"), **gwh(40)), row("b#1", "2022-01-01", "Freyr", "Vaasa", **start("2025")),
            row("c#1", "2023-01-01", "Freyr", "Vaasa", **start("2026"))]  # fmt: skip
    told = promises(made_of(*rows))
    starts_of = told[told["column"] == "production_start"]
    assert list(starts_of["compared"]) == ["undated", "first", "moved"] and list(slips(starts_of.reset_index(drop=True))["first"]) == ["2025"]
    assert set(slips(told)["compared"]) == {"moved", "undated"}
    assert list(core.slippage(made_of(*rows))["before"]) == ["2025"]


def test_every_capacity_between_the_first_and_the_latest_is_told() -> None:
    rows = [row(f"r{n}#1", f"20{21 + n}-03-01", "Freyr", "Vaasa", project="Vaasa plant", **gwh(value)) for n, value in enumerate((20, 40, 40, 15))]
    chart = capacity_slips(current(made_of(*rows), False), told := promises(made_of(*rows)), slips(told))
    assert list(chart.figure.layout.yaxis.ticktext) == ["Vaasa plant<br><b>20 → 40 → 15</b>"]
    between = next(trace for trace in chart.figure.data if trace.name == "In between")
    assert list(between.x) == [40.0] and "Then: 40 (German, 1 Mar 2022)" in between.hovertext[0]
    assert chart.data["between"].iloc[0].startswith("40 (German, 1 Mar 2022)") and "20 → 40 → 15" in chart.alt
    line = next(trace for trace in chart.figure.data if trace.mode == "lines")
    assert list(line.x)[:2] == [15.0, 40.0]


def test_a_capacity_that_came_back_to_the_first_has_moved() -> None:
    rows = [row(f"r{n}#1", f"20{21 + n}-03-01", "Freyr", "Vaasa", **gwh(value)) for n, value in enumerate((20, 40, 20))]
    chart = capacity_slips(current(made_of(*rows), False), told := promises(made_of(*rows)), slips(told))
    assert "1 came back to the first" in chart.note and "20 → 40 → 20" in chart.figure.layout.yaxis.ticktext[0]


def test_an_exchange_rate_moves_no_plan() -> None:
    def cost(amount: float, euro: float, currency: str = "USD") -> Row:
        item = {"amount": amount, "max": amount, "currency": currency, "kind": "investment", "eur": euro, "eur_max": euro, "qualifier": "none"}
        return {"investments": [item], "investment_eur": euro, "investment_eur_max": euro}

    rows = [row("a#1", "2023-01-01", "Freyr", "Vaasa", **cost(5e9, 4.5e9)), row("b#1", "2025-01-01", "Freyr", "Vaasa", **cost(5e9, 4.2e9))]
    assert list(promises(made_of(*rows))["compared"]) == ["first", "same"] and core.slippage(made_of(*rows)).empty
    assert list(slips(promises(made_of(*rows)))["change"]) == [0.0]
    rows[1] |= cost(6e9, 4.2e9)  # more dollars, fewer euros
    moved = promises(made_of(*rows)).iloc[1]
    assert moved["compared"] == "moved" and round(moved["change"] / 1e6) == 700
    rows[1] |= cost(4.2e9, 4.2e9, "EUR")
    assert round(promises(made_of(*rows))["change"].iloc[1] / 1e6) == -300


def test_the_start_of_an_expansion_is_no_slip_of_a_plant_that_runs() -> None:
    rows = [row("a#1", "2020-01-01", "Freyr", "Vaasa", status="announced", **start("2022")),
            row("b#1", "2022-06-01", "Freyr", "Vaasa", status="operating", **start("2022-06")),
            row("c#1", "2025-06-01", "Freyr", "Vaasa", status="operating", kind="expansion", **start("2025-06"))]  # fmt: skip
    made = made_of(*rows)
    assert list(promises(made)["value"]) == ["2022", "2022-06"] and current(made, False)["production_start"].iloc[0] == "2022-06"
    why = core.claims(made).query("column == 'production_start' and value == '2025-06'")["why"].iloc[0]
    assert why == "the start of an expansion: b#1 says that it ran before"
    rows[2]["kind"] = "new"  # not called an expansion, and one source only says that the plant ran: it may be misread
    assert list(promises(made_of(*rows))["value"]) == ["2022", "2022-06", "2025-06"]
    rows.insert(2, row("m#1", "2024-03-01", "Freyr", "Vaasa", **start("2022", "Das Werk läuft seit 2022.")))
    assert list(promises(made_of(*rows))["value"]) == ["2022", "2022-06", "2022"]
    rows.insert(3, row("n#1", "2024-09-01", "Freyr", "Vaasa", status="closed"))
    assert list(promises(made_of(*rows))["value"]) == ["2022", "2022-06", "2022", "2025-06"]  # it starts again


# ----------------------------------------------------------------------------------------------------------- charts


def drawn(rows: list[Row], by: str = "slip", words: str = "", infer: bool = False) -> Any:
    made = made_of(*rows)
    told = promises(made)
    projects = current(made, infer)
    found = slips(told)
    return timeline(projects, history(made, infer=infer), told, found, ranked(projects, start_changes(found), by)[0], words), projects, told, found


PLANTS = [
    row("a#1", "2021-01-01", "Freyr", "Vaasa", status="announced", project="Vaasa plant", **start("2024"), **gwh(40)),
    row("b#1", "2023-01-01", "Freyr", "Vaasa", status="shelved", project="Vaasa plant", **start("2027", "<b>Erst</b> 2027."), **gwh(15)),
    row("c#1", "2022-06-01", "CATL", "Debrecen", status="construction", project="Debrecen plant", **start("2026-03")),
    row("d#1", "2023-06-01", "CATL", "Debrecen", status="operating", project="Debrecen plant", **start("2025-12")),
    row("e#1", "2024-06-01", "SK On", "Komárom", status="announced", project="Komárom plant", **start("2028")),
    row("f#1", None, "Seat", "Zaragoza", status="intent", project="Undated"),
]


def test_the_timeline_has_a_row_for_each_project_and_a_mark_for_each_step_and_promise() -> None:
    chart, *_ = drawn(PLANTS, words="cells")
    labels = ["Vaasa plant<br><b>3 years later</b>", "Debrecen plant<br><b>3 months earlier</b>", "Komárom plant"]
    assert list(chart.figure.layout.yaxis.ticktext) == labels
    traces = {t.name: t for t in chart.figure.data if t.name}
    assert {"Announced", "Shelved", "Construction", "Operating", "First promise", "Latest promise: later", "Latest promise: earlier",
            "Promised once"} == set(traces)  # fmt: skip
    assert list(traces["Latest promise: later"].x) == ["2027-07-01"] and traces["Latest promise: later"].marker.symbol == "triangle-right"
    assert traces["First promise"].marker.symbol == "diamond-open" and traces["Latest promise: earlier"].marker.symbol == "triangle-left"
    hover = traces["Latest promise: later"].hovertext[0]
    assert "Production start: 2027." in hover and "&lt;b&gt;Erst" in hover and "German, 1 Jan 2023" in hover
    for trace in traces.values():
        assert all(chart.data.iloc[n]["project_ids"] for n in trace.customdata)
    assert chart.title == "From announcement to start, cells" and chart.file_name == "gigaledger_timeline_cells"
    assert "Vaasa plant: start 2024, now 2027, 3 years later" in chart.alt
    assert {s[2] for s in chart.signs} >= {"Announced", "Latest promise: later", "First promised start"}


def test_a_promise_without_a_day_is_neither_the_first_nor_the_latest() -> None:
    rows = [row("a#1", None, "Freyr", "Vaasa", **start("2028")), row("b#1", "2022-01-01", "Freyr", "Vaasa", **start("2025")),
            row("c#1", "2023-01-01", "Freyr", "Vaasa", **start("2027"))]  # fmt: skip
    chart = drawn(rows)[0]
    marks = {t.name: [str(x)[:4] for x in t.x] for t in chart.figure.data if t.mode == "markers"}
    assert marks == {"First promise": ["2025"], "Promise in between": ["2028"], "Latest promise: later": ["2027"]}
    assert "Promised in between, or on a day unknown" in [words for _, _, words in chart.signs]


def test_the_timeline_is_ordered_by_slip_or_by_date() -> None:
    by_date, projects, _, found = drawn(PLANTS, "date")
    assert [label.split("<br>")[0] for label in by_date.figure.layout.yaxis.ticktext] == ["Komárom plant", "Debrecen plant", "Vaasa plant"]
    assert ranked(projects, start_changes(found), "slip")[1] == 3  # what has neither day nor promise has no place in time


def test_the_timeline_shows_forty_and_says_so() -> None:
    rows = [row(f"r{n}#1", f"2024-01-{n % 28 + 1:02}", f"Company {n}", f"FI/Region {n}", status="announced") for n in range(MOST_ROWS + 5)]
    chart, *_ = drawn(rows)
    assert len(chart.figure.layout.yaxis.tickvals) == MOST_ROWS and "40 of 45 projects" in chart.note


def test_an_expansion_is_a_thin_bar_above_the_site() -> None:
    rows = [row("a#1", "2021-01-01", "Freyr", "Vaasa", status="operating"), row("b#1", "2022-01-01", "Freyr", "Vaasa", kind="expansion", status="announced")]
    chart, *_ = drawn(rows)
    bars = {t.name: t for t in chart.figure.data if t.type == "bar"}
    assert bars["Announced"].width[0] < bars["Operating"].width[0] and "The expansion: Announced" in bars["Announced"].hovertext[0]


def test_silence_is_drawn_as_inferred_where_it_counts() -> None:
    rows = [row("a#1", "2020-01-01", "Freyr", "Vaasa", status="announced"), row("z#1", "2023-01-01", "CATL", "Debrecen", status="announced")]
    chart, *_ = drawn(rows, infer=True)
    shelved = chart.data[chart.data["value"] == "Shelved"].iloc[0]
    assert shelved["told"] == "inferred from silence, 1 Jan 2022" and shelved["reports"] == ""
    assert "Shelved" not in set(drawn(rows)[0].data["value"])


def test_slips_are_ranked_with_what_held() -> None:
    _, projects, told, found = drawn(PLANTS)
    chart = start_slips(projects, told, found, "cells")
    bars = {t.name: list(t.x) for t in chart.figure.data if t.type == "bar"}
    assert bars == {"Later": [36.0], "Earlier": [-3.0]}
    assert chart.note.startswith("Of 2 projects whose start was promised more than once, 1 slipped, 1 came earlier, 0 held.")
    assert list(chart.data["change"]) == [36.0, -3.0] and chart.data["first_told"].iloc[0] == "German, 1 Jan 2021"
    capacity = capacity_slips(projects, told, found)
    assert list(capacity.data["change"]) == [-25.0] and "0 grew, 1 shrank" in capacity.note
    assert list(capacity.figure.layout.yaxis.ticktext) == ["Vaasa plant<br><b>40 → 15</b>"]


def test_where_nothing_moved_the_charts_say_so() -> None:
    _, projects, told, found = drawn(PLANTS[4:])
    assert start_slips(projects, told, found).empty == "Nothing to compare here: no start was promised more than once."
    assert capacity_slips(projects, told, found).figure is None
    empty = timeline(projects[:0], history(made_of(), infer=False), told, found, [])
    assert empty.figure is None and empty.empty


def test_what_a_year_cannot_show_is_not_called_held() -> None:
    """“Early 2024” and “second half of 2024” are both read as 2024."""
    days = {"a#1": "2021-01-01", "b#1": "2022-06-01"}
    rows = [row(report, day, "Freyr", "Vaasa", status="announced", **start("2024")) for report, day in days.items()]
    _, projects, told, found = drawn(rows)
    said = start_slips(projects, told, found).empty
    assert said.startswith("No move shows here: 1 start, promised more than once, kept the year or month.")
    assert said.endswith("a move within it does not show.")


def test_pictures_are_drawn_in_explicit_colours() -> None:
    chart, projects, told, found = drawn(PLANTS)
    for one in (chart, start_slips(projects, told, found), capacity_slips(projects, told, found)):
        assert one.export_layout["paper_bgcolor"] == LIGHT and one.export_layout["title"]["text"]
        for trace in one.figure.data:
            look = trace.marker.color if trace.marker and trace.marker.color else trace.line.color
            assert look is not None and not str(look).startswith("#0000")


def test_a_picture_leaves_room_for_a_legend_of_three_lines() -> None:
    """The names of a timeline's signs take more lines than those of two standings; the title stands above them all."""
    _, projects, told, found = drawn(PLANTS)
    few = start_slips(projects, told, found).export_layout
    rows = [row(f"a{n}#1", f"2021-0{n}-01", "Freyr", "Vaasa", status=s, **start(str(2024 + n % 3))) for n, s in enumerate(STATUSES, 1)]
    many = drawn(rows)[0]
    assert sum(trace.showlegend is not False for trace in many.figure.data) > 10
    assert many.export_layout["margin"]["t"] == few["margin"]["t"] + 20


def test_each_status_is_told_apart_in_both_themes() -> None:
    assert list(STATUS_LOOKS) == list(STATUSES) and len(set(STATUS_LOOKS.values())) == len(STATUSES)
    assert len({pattern for colour, pattern in STATUS_LOOKS.values()}) == len(STATUSES)
    for colour, _ in STATUS_LOOKS.values():
        assert min(contrast(colour, LIGHT), contrast(colour, DARK)) >= 3


def contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_middle_of_what_is_told() -> None:
    assert (middle("2025"), middle("2025-02")) == (date(2025, 7, 1), date(2025, 2, 15))


# ------------------------------------------------------------------------------------------------- filter by home


def test_projects_are_filtered_by_the_home_of_their_companies(table: pd.DataFrame) -> None:
    found = select(table, Filters(home=("KR",), country=("US",)))
    assert set(found.projects["city"]) == {"Kokomo", "Spring Hill"}  # Samsung SDI, LG Energy Solution
    words = wording(table)
    assert words["home"]["KR"] == "South Korea" and in_words(Filters(home=("KR",)), words) == "with a company from South Korea"
    unknown = select(table, Filters(home=("not stated",))).projects
    assert "@Evil & Sons" in {p for those in unknown["partners"] for p in those} and "KR" in options(table)["home"]
