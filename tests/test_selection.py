"""Filters, the value that counts for a project, and the words for both."""

from __future__ import annotations

import pandas as pd
import pytest

from core.formats import count, day, gwh, listing, money, number, span
from core.selection import UNSTATED, Filters, current, in_words, ledger, select
from core.table import frame


def ids(rows: pd.DataFrame) -> list[str]:
    return sorted(rows["report_id"] if "report_id" in rows else rows["project_id"])


def test_the_latest_report_that_states_a_value_wins(table: pd.DataFrame) -> None:
    heide = current(table).set_index("project").loc["Northvolt cell plant, Heide"]
    assert heide["status"] == "shelved"  # 2024; the report of 2023 is silent
    assert heide["capacity_gwh"] == 50 and heide["capacity_report"] == "nl-b#1"  # 2023, not 2022
    assert heide["investment_eur"] == 4.5e9 and heide["investment_article"] == "de-a.txt"
    assert heide["reports"] == ["de-a#1", "nl-b#1", "de-b#1"] and heide["languages"] == ["de", "nl"]
    assert heide["standing"] == "stopped"


def test_values_that_belong_together_come_from_one_report() -> None:
    rows = [
        {"report_id": "a#1", "project_id": "p", "published": "2020-01-01", "capacity_gwh": 10, "capacity_gwh_max": 20,
         "country": "FI", "country_name": "Finland", "city": "Vaasa"},
        {"report_id": "b#1", "project_id": "p", "published": "2021-01-01", "capacity_gwh": 5, "country": "SE",
         "country_name": "Sweden"},
    ]  # fmt: skip
    project = current(frame(rows)).iloc[0]
    assert project["capacity_gwh"] == 5 and pd.isna(project["capacity_gwh_max"])
    assert project["country"] == "SE" and pd.isna(project["city"])


def test_an_undated_report_loses_to_a_dated_one() -> None:
    rows = [{"report_id": "a#1", "project_id": "p", "published": "2020-01-01", "status": "announced"},
            {"report_id": "b#1", "project_id": "p", "status": "cancelled"}]  # fmt: skip
    assert current(frame(rows)).iloc[0]["status"] == "announced"


def test_a_market_figure_gives_a_plant_nothing() -> None:
    rows = [{"report_id": "a#1", "project_id": "p", "published": "2020-01-01", "kind": "new", "capacity_gwh": 5},
            {"report_id": "b#1", "project_id": "p", "published": "2022-01-01", "kind": "statistic",
             "capacity_gwh": 500}]  # fmt: skip
    projects = current(frame(rows))
    assert len(projects) == 1 and projects.iloc[0]["capacity_gwh"] == 5 and projects.iloc[0]["kind"] == "new"


def test_reports_without_a_project_id_stand_alone() -> None:
    assert len(current(frame([{"report_id": "a#1"}, {"report_id": "b#1"}]))) == 2
    assert len(current(frame([]))) == 0


CASES: list[tuple[Filters, list[str]]] = [
    (Filters(company=("Stellantis",)), ["nl-a#1"]),
    (Filters(company=("Stellantis", "BASF")), ["fi-b#1", "nl-a#1"]),
    (Filters(country=("US",)), ["de-f#1", "nl-a#1"]),
    (Filters(country=("HU",), segment=("cells",)), ["de-c#1"]),
    (Filters(country=("HU",), segment=("packs",)), []),
    (Filters(country=(UNSTATED,)), ["de-d#1"]),
    (Filters(country=("DE",), segment=("cells",)), ["de-a#1", "de-b#1", "nl-b#1"]),
    (Filters(status=("shelved",)), ["de-b#1", "nl-b#1"]),  # not the report that still says announced
    (Filters(status=("announced",)), ["de-d#1", "nl-a#1"]),  # not the project that is shelved by now
    (Filters(year=("2022",)), ["de-a#1", "de-c#1"]),
    (Filters(year=("2022",), status=("announced",)), ["de-a#1"]),  # as the reports of that year have it
    (Filters(year=(UNSTATED,)), ["de-e#1", "nl-a#1"]),
    (Filters(language=("fi",)), ["fi-a#1", "fi-b#1", "fi-c#1", "fi-d#1"]),
]


def test_silence_counts_where_it_is_asked_for() -> None:
    rows = [{"report_id": "a#1", "project_id": "p", "published": "2020-01-01", "status": "announced", "kind": "new", "city": "Vaasa"},
            {"report_id": "b#1", "project_id": "q", "published": "2023-01-01", "status": "announced", "kind": "new", "city": "Kokkola"},
            {"report_id": "c#1", "project_id": "q", "published": "2020-06-01", "status": "announced", "kind": "new", "city": "Kokkola"}]  # fmt: skip
    table = frame(rows)
    assert ids(select(table, Filters(status=("shelved",))).reports) == []
    seen = select(table, Filters(status=("shelved",), silence=True))
    assert ids(seen.reports) == ["a#1"] and list(seen.projects["standing"]) == ["stopped"]
    # As the reports of 2020 have it, by the newest article of all.
    assert len(select(table, Filters(year=("2020",), silence=True, status=("shelved",))).projects) == 2
    assert "shelved" in ledger(table).options(silence=True)["status"] and "shelved" not in ledger(table).options()["status"]


@pytest.mark.parametrize(("filters", "reports"), CASES, ids=lambda v: str(v)[:60])
def test_filters_keep_the_reports_of_the_projects_that_pass(table: pd.DataFrame, filters: Filters, reports: list[str]) -> None:
    known = ledger(table)
    seen = known.select(filters)
    assert ids(seen.reports) == reports
    told = table[table["report_id"].isin(known.select(Filters(language=filters.language, year=filters.year)).told["report_id"])]
    anew = current(told).set_index("project_id").loc[seen.projects["project_id"]].reset_index()  # of these reports alone
    columns = [name for name in seen.projects.columns if not isinstance(anew[name].dtype, pd.CategoricalDtype)]
    pd.testing.assert_frame_equal(anew[columns], seen.projects[columns])
    known.book.prepare(known.single_choices())
    pd.testing.assert_frame_equal(known.select(filters).projects, seen.projects)
    assert set(seen.projects["project_id"]) == set(seen.reports["project_id"])


def test_no_filter_keeps_everything(table: pd.DataFrame) -> None:
    assert len(select(table, Filters()).reports) == len(table)


def test_options_are_what_occurs_in_the_order_of_life(table: pd.DataFrame) -> None:
    found = ledger(table).options()
    assert found["status"] == ["intent", "announced", "construction", "operating", "shelved", "cancelled", "closed",
                               UNSTATED]  # fmt: skip
    assert found["year"][0] == "2025" and found["year"][-1] == UNSTATED
    assert found["company"][0] == "@Evil & Sons" and UNSTATED not in found["company"]


def test_filters_in_words(table: pd.DataFrame) -> None:
    filters = Filters(country=("FI", "DE"), segment=("cells",), status=("construction",), year=("2021",))
    assert in_words(filters, ledger(table).wording()) == "in Finland or Germany, cells, status construction, reported 2021"
    assert in_words(Filters(language=("nl",)), ledger(table).wording()) == "as told in Dutch"
    assert in_words(Filters(), ledger(table).wording()) == ""


def test_which_filter_emptied_the_view(table: pd.DataFrame) -> None:
    assert ledger(table).emptied_by(Filters(country=("FI",), status=("closed",))) == [("status", 4), ("country", 1)]
    none = Filters(country=("HU",), company=("BASF",), segment=("charging",))
    assert ledger(table).emptied_by(none) == []


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (money(2.5e9, 3.1e9), "EUR 2.5–3.1 bn"), (money(4.5e6), "EUR 4.5 m"), (money(2.3e9, 2.3e9), "EUR 2.3 bn"),
        (money(900e6, 1.2e9), "EUR 0.9–1.2 bn"), (money(12, currency="USD"), "USD 12"), (gwh(23, 33), "23–33 GWh"),
        (money(1e9, float("nan")), "EUR 1 bn"), (gwh(0.5), "0.5 GWh"), (number(1400, 9), "1,400"), (number(0), "0"),
        (number(1234567, 9), "1,234,567"), (number(100), "100"), (number(7.344), "7.34"), (span(5, 5.001), "5"),
        (count(1, "project"), "1 project"), (count(1200, "country", "countries"), "1,200 countries"),
        (listing(["a"]), "a"), (listing(["a", "b", "c"], "or"), "a, b or c"), (listing([]), ""),
        (day(pd.Timestamp("2021-12-01"), "month"), "Dec 2021"), (day(pd.Timestamp("2021-12-09")), "9 Dec 2021"),
        (day(pd.Timestamp("2021-01-01"), "year"), "2021"),
    ],
)  # fmt: skip
def test_amounts_in_words(made: str, words: str) -> None:
    assert made == words


def test_projects_of_undated_articles_that_a_year_leaves_out_are_counted() -> None:
    rows = [{"report_id": "a#1", "project_id": "p", "published": "2020-01-01", "status": "announced", "kind": "new", "country": "FI"},
            {"report_id": "b#1", "project_id": "q", "status": "announced", "kind": "new", "country": "FI"},
            {"report_id": "c#1", "project_id": "r", "status": "announced", "kind": "new", "country": "SE"}]  # fmt: skip
    kept = ledger(frame(rows))
    assert kept.undated(Filters(announced_since=("2019",))) == 2
    assert kept.undated(Filters(announced_since=("2019",), country=("FI",))) == 1
    assert kept.undated(Filters(country=("FI",))) == 0
