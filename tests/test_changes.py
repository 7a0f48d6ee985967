"""What is new between two states of the ledger."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from ledger_rows import Row, euro, gwh, only, row, table

import core
from core.ledger.changes import CAUSES, CHANGES, COLUMNS, changes, in_words
from core.ledger.linking import link
from core.ledger.rule import CORRECTION
from core.table import frame, read, write


def report(number: int, day: str, who: str = "Freyr", town: str = "Vaasa", **more: object) -> Row:
    return row(f"r{number}#1", day, who, town, project=f"{who.split('+')[0]} cell plant, {town}", **more)


def state(*rows: Row) -> pd.DataFrame:
    return table(*(dict(r) for r in rows))


def told(made: pd.DataFrame) -> list[tuple[str, str]]:
    return [(r.what, r.column if isinstance(r.column, str) else "") for r in made.itertuples()]


PLAN = report(1, "2021-01-01", status="announced", production_start="2025", **gwh(20), **euro(1.7e9))

# ------------------------------------------------------------------------------------- one later report: what it changes


@pytest.mark.parametrize(
    ("more", "what", "column", "before", "after", "direction"),
    [
        ({"status": "shelved"}, "changed_value", "status", "Announced", "Shelved", None),
        (gwh(40), "changed_value", "capacity_gwh", "20 GWh", "40 GWh", "up"),
        (gwh(10, qualifier="about"), "changed_value", "capacity_gwh", "20 GWh", "about 10 GWh", "down"),
        (euro(2.9e9), "changed_value", "investment_eur", "EUR 1.7 bn", "EUR 2.9 bn", "up"),
        (euro(2.4e9, 3.3e12, "KRW"), "changed_value", "investment_eur", "EUR 1.7 bn", "EUR 2.4 bn", "up"),
        ({"production_start": "2027-03"}, "changed_value", "production_start", "2025", "2027-03", "later"),
        ({"production_start": "2024"}, "changed_value", "production_start", "2025", "2024", "earlier"),
        ({"jobs": 1000, "jobs_max": 1200}, "first_value", "jobs", None, "1,000–1,200", None),
        ({"support_eur": 5e7}, "first_value", "support_eur", None, "EUR 50 m", None),
        ({"construction_start": "2022-10"}, "first_value", "construction_start", None, "2022-10", None),
        ({"capacities": [{"value": 3e5, "max": 3e5, "unit": "units"}]}, "first_value", "capacities", None, "300,000 units", None),
        ({"capacity_gwh": 20, "capacity_gwh_max": 40}, "first_value", "capacity_gwh", "20 GWh", "20–40 GWh", None),
    ],
)
def test_a_later_report_changes_one_value(
    more: Row, what: str, column: str, before: str | None, after: str, direction: str | None
) -> None:
    change = only(changes(state(PLAN), state(PLAN, report(2, "2022-05-01", **more))))
    assert (change["what"], change["column"], change["after_words"]) == (what, column, after)
    assert (change["before_words"] if before else None) == before and pd.isna(change["before_words"]) == (before is None)
    assert (change["direction"] if direction else None) == direction and pd.isna(change["direction"]) == (direction is None)
    assert (change["report_id"], change["article"], change["cause"]) == ("r2#1", "r2.txt", "report")
    assert change["published"] == pd.Timestamp("2022-05-01")


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"status": "announced", **gwh(20), **euro(1.7e9), "production_start": "2025"},
        gwh(20.3),  # rounded
        gwh(21, qualifier="about"),
        euro(1.68e9),
        euro(1.75e9, 1.9e9, "USD"),  # what the rate of a day makes of it
        {"production_start": "2025-09"},  # more exactly
        {"partners": ["Freyr Battery"], "roles": ["owner"]},  # another form of the name
    ],
)
def test_what_only_repeats_is_a_report_and_no_change(more: Row) -> None:
    later = report(2, "2022-05-01", headline_en="Freyr plans a plant", **{"partners": ["Freyr"], "roles": ["owner"], **more})
    change = only(changes(state(PLAN), state(PLAN, later)))
    assert (change["what"], change["report_id"]) == ("new_report", "r2#1")
    assert in_words(change) == (
        "Freyr cell plant, Vaasa: another report, no value changed: Freyr plans a plant (German, 1 May 2022)"
    )


def test_one_stage_alone_takes_nothing_back() -> None:
    stages = {"capacity_gwh": 20, "capacity_gwh_max": 40}
    both = report(1, "2021-01-01", **stages)
    assert told(changes(state(both), state(both, report(2, "2022-01-01", **gwh(40))))) == [("new_report", "")]


def test_tonnes_and_megawatts_are_two_values() -> None:
    tonnes, power = ({"capacities": [{"value": v, "max": v, "unit": unit}]} for v, unit in ((10_000, "t"), (30, "MW")))
    was = state(report(1, "2021-01-01", **tonnes))
    now = state(report(1, "2021-01-01", **tonnes), report(2, "2022-01-01", **power))
    change = only(changes(was, now))
    assert (change["what"], change["unit"], change["after"]) == ("first_value", "MW", 30)


def test_an_amount_is_compared_as_stated_not_at_two_days_rates() -> None:
    was = report(1, "2021-01-01", **euro(2.1e9, 2.5e9, "USD"))
    assert told(changes(state(was), state(was, report(2, "2022-01-01", **euro(2.4e9, 2.5e9, "USD"))))) == [("new_report", "")]


def test_several_changes_stand_by_importance() -> None:
    later = report(2, "2024-11-20", status="shelved", production_start="2027", jobs=600, jobs_max=600, **gwh(40))
    fresh = report(3, "2023-01-01", "CATL", "Debrecen", status="construction", **gwh(100))
    market = report(4, "2024-01-01", "", "DE", kind="statistic", partners=[], roles=[])
    made = changes(state(PLAN), state(PLAN, later, fresh, market))
    assert told(made) == [
        ("new_project", ""), ("changed_value", "status"), ("changed_value", "capacity_gwh"),
        ("changed_value", "production_start"), ("first_value", "jobs"), ("new_figure", ""),
    ]  # fmt: skip
    first = made.iloc[0]
    assert first["after_words"] == "status Construction; capacity 100 GWh" and first["country"] == "HU"
    assert in_words(first).startswith("CATL cell plant, Debrecen: new project, status Construction; capacity 100 GWh (German, 1 Jan")


# -------------------------------------------------------------------------------------------------------------- partners


def test_a_partner_joins_and_another_leaves() -> None:
    was = report(1, "2021-01-01", "Freyr+CATL+Siemens")
    now = report(2, "2022-01-01", "Freyr+CATL+BASF")
    made = changes(state(was), state(was, now)).set_index("what")
    assert made.loc["partner_joined", "after"] == ["BASF"] and made.loc["partner_left", "before"] == ["Siemens"]
    assert in_words(made.reset_index().iloc[0]).startswith("Freyr cell plant, Vaasa: joined by BASF (partner)")


def test_an_article_that_names_the_owner_alone_takes_no_partner_away() -> None:
    was = report(1, "2021-01-01", "Freyr+Siemens")
    assert told(changes(state(was), state(was, report(2, "2022-01-01", "Freyr")))) == [("new_report", "")]
    back = [was, report(2, "2022-01-01", "Freyr")]
    assert told(changes(state(*back), state(*back, report(3, "2023-01-01", "Freyr+Siemens")))) == [("new_report", "")]


def test_the_owner_leaves_where_another_buys() -> None:
    was = report(1, "2021-01-01", "Freyr")
    now = report(2, "2022-01-01", "CATL", kind="acquisition")
    same = [r | {"project_id": "p"} for r in (was, now)]
    made = changes(frame([same[0]]), frame([dict(r) for r in same]))
    assert told(made) == [("partner_joined", "partners"), ("partner_left", "partners")]


# ------------------------------------------------------------------------------------------------------------- conflicts


def test_a_conflict_and_its_settlement() -> None:
    one, other = report(1, "2024-12-10", **gwh(52)), report(2, "2024-12-10", **gwh(60))
    later = report(3, "2025-11-26", **gwh(60))
    made = changes(state(one), state(one, other))
    clash = only(made[made["what"] == "new_conflict"])
    assert (clash["before_words"], clash["after_words"]) == ("52 GWh", "60 GWh")
    assert (clash["report_id"], clash["against"]) == ("r2#1", "r1#1")
    assert "articles disagree on capacity, 52 GWh or 60 GWh" in in_words(clash)
    settled = changes(state(one, other), state(one, other, later))
    row = only(settled[settled["what"] == "settled_conflict"])
    assert (row["before_words"], row["after_words"], row["report_id"]) == ("52 GWh or 60 GWh", "60 GWh", "r3#1")
    assert not len(changes(state(one, other, later), state(one, other, later)))


def test_a_conflict_ends_where_one_side_is_removed_or_cleared_and_comes_back() -> None:
    one, other = report(1, "2024-12-10", **gwh(52)), report(2, "2024-12-10", **gwh(60))
    both = state(one, other)
    removed = changes(both, state(one, report(3, "2025-01-05", jobs=5, jobs_max=5)))
    assert only(removed[removed["what"] == "settled_conflict"])["cause"] == "removal"
    note = {"column": "capacity_gwh", "value": "60", "quote": None, "start": None, "end": None, "rule": CORRECTION,
            "quote_en": "Corrected on 2025-01-31: A slip."}  # fmt: skip
    cleared = state(one, other | {"capacity_gwh": None, "capacity_gwh_max": None, "capacities": [], "evidence": [note]})
    row = only(changes(both, cleared).query("what == 'settled_conflict'"))
    assert (row["cause"], row["after_words"], row["published"]) == ("correction", "52 GWh", pd.Timestamp("2025-01-31"))
    assert in_words(row).endswith("no longer in dispute, capacity 52 GWh or 60 GWh: 52 GWh (Corrected on 2025-01-31: A slip)")
    assert told(changes(cleared, both))[-1] == ("new_conflict", "capacity_gwh")


def test_a_third_paper_with_a_known_figure_is_no_new_conflict() -> None:
    one, other = report(1, "2024-12-10", **gwh(52)), report(2, "2024-12-10", **gwh(60))
    third = report(3, "2024-12-12", **gwh(60))
    made = changes(state(one, other), state(one, other, third))
    assert not {"new_conflict", "settled_conflict"} & set(made["what"])


# -------------------------------------------------------------------------------------------------------------- identity


def test_everything_is_new_and_everything_is_gone() -> None:
    full = state(PLAN, report(2, "2022-01-01", "CATL", "Debrecen"))
    empty = full.iloc[:0]
    made = changes(empty, full)
    assert told(made) == [("new_project", "")] * 2 and set(made["project_id"]) == set(full["project_id"])
    gone = changes(full, empty)
    assert set(gone["what"]) == {"gone"} and set(gone["project_id"]) == set(full["project_id"])
    assert in_words(gone.iloc[0]).endswith("gone, its articles were removed or a person dropped it")
    assert len(changes(empty, empty)) == 0 and list(changes(empty, empty).columns) == list(COLUMNS)


def test_an_older_article_that_changes_the_id_is_only_a_report() -> None:
    older = report(9, "2020-06-01", status="announced", production_start="2025", **gwh(20), **euro(1.7e9))
    was, now = state(PLAN), state(PLAN, older)
    assert was["project_id"].iloc[0] != now["project_id"].iloc[0]
    change = only(changes(was, now))
    assert (change["what"], change["report_id"]) == ("new_report", "r9#1")
    assert change["project_id"] == now["project_id"].iloc[0] and change["former"] == list(was["project_id"])


def test_two_projects_turn_out_to_be_one_and_part_again() -> None:
    one, other = report(1, "2021-01-01", "Freyr"), report(2, "2022-01-01", "CATL", status="announced", **gwh(30))
    apart = frame([one | {"project_id": "a"}, other | {"project_id": "b"}])
    both = frame([r | {"project_id": "a"} for r in (one, other, report(3, "2023-01-01", "Freyr+CATL"))])
    merged = changes(apart, both)
    first = only(merged[merged["what"] == "merged"])
    assert first["former"] == ["a", "b"] and first["before_words"] == "Freyr cell plant, Vaasa; CATL cell plant, Vaasa"
    assert first["report_id"] == "r3#1" and "gone" not in set(merged["what"])
    again = changes(frame([r | {"project_id": "a"} for r in (one, other)]), apart)
    split = only(again[again["what"] == "split"])
    assert (split["project_id"], split["former"]) == ("b", ["a"]) and "new_project" not in set(again["what"])
    assert set(again["cause"]) == {"regrouping"}


def test_a_person_merges_two_projects() -> None:
    note = {"column": "project_id", "value": None, "quote": None, "start": None, "end": None, "rule": CORRECTION,
            "quote_en": "Merged on 2025-02-01: Two names of one plant."}  # fmt: skip
    one, other = PLAN | {"project_id": "a"}, report(2, "2022-01-01", "CATL", status="announced") | {"project_id": "b"}
    by_hand = [r | {"project_id": "a", "evidence": [note]} for r in (one, other)]
    made = changes(frame([dict(one), dict(other)]), frame(by_hand))
    assert made["cause"].iloc[0] == "correction" and "new_report" not in set(made["what"])
    assert in_words(made.iloc[0]) == (
        "CATL cell plant, Vaasa: turned out to be one project, before: Freyr cell plant, Vaasa; CATL cell plant, Vaasa "
        "(Merged on 2025-02-01: Two names of one plant)"
    )


def test_a_renamed_file_is_no_news() -> None:
    said = [{"column": "status", "value": "announced", "quote": "Freyr baut.", "start": 0, "end": 5, "rule": "test"}]
    was, now = PLAN | {"evidence": said}, PLAN | {"evidence": said, "report_id": "new-name#1", "article": "new-name.txt"}
    assert len(changes(state(was), state(now))) == 0


def test_a_removed_article_takes_its_value_along() -> None:
    later = report(2, "2022-01-01", jobs=500, jobs_max=500, **gwh(40))
    made = changes(state(PLAN, later), state(PLAN))
    assert told(made) == [("changed_value", "capacity_gwh"), ("withdrawn_value", "jobs")]
    assert set(made["cause"]) == {"removal"} and made["report_id"].isna().tolist() == [False, True]


def test_an_expansion_is_new_beside_its_site_and_then_runs() -> None:
    site = report(1, "2021-01-01", status="operating", **gwh(20))
    more = report(2, "2023-01-01", kind="expansion", status="construction", **gwh(40))
    runs = report(3, "2025-01-01", kind="expansion", status="operating", **gwh(40))
    change = only(changes(state(site), state(site, more)))
    assert change["what"] == "new_expansion" and change["after_words"] == "status Construction; capacity 40 GWh (the site: 20 GWh)"
    made = changes(state(site, more), state(site, more, runs))
    assert told(made) == [("changed_value", "status"), ("changed_value", "capacity_gwh")]
    assert made["expansion"].tolist() == [True, False] and "the expansion’s status Construction → Operating" in in_words(made.iloc[0])


def test_a_mention_in_passing_is_no_report_but_may_be_all_that_is_known() -> None:
    said = [{"column": "city", "quote": "In Debrecen baut CATL.", "start": 0, "end": 1, "rule": "test"}]
    plant = report(1, "2021-01-01", "CATL", "Debrecen", **gwh(100))
    other, named = report(2, "2022-01-01"), row("r2#2", "2022-01-01", "CATL", "Debrecen", evidence=said, **gwh(90))
    assert told(changes(state(plant), state(plant, other, named))) == [("new_project", "")]
    assert told(changes(state(plant).iloc[:0], state(other, named))) == [("new_project", ""), ("new_mention", "")]


# ----------------------------------------------------------------------------------------------- by hand, and by silence


def test_a_correction_in_a_report_has_its_reason_and_its_day() -> None:
    note = {"column": "capacity_gwh", "value": "20", "quote": None, "start": None, "end": None, "rule": CORRECTION,
            "quote_en": "Corrected on 2025-01-31: The 20 GWh are the former plan."}  # fmt: skip
    set_right = PLAN | gwh(15) | {"capacities": [], "evidence": [note]}
    change = only(changes(state(PLAN), state(set_right)))
    assert (change["what"], change["cause"], change["after"]) == ("changed_value", "correction", 15)
    assert change["published"] == pd.Timestamp("2025-01-31")
    cleared = PLAN | {"capacity_gwh": None, "capacity_gwh_max": None, "capacities": [], "evidence": [note]}
    older = report(9, "2020-01-01", **gwh(40))
    again = only(changes(state(older, PLAN), state(older, cleared)))
    assert (again["after"], again["cause"], again["report_id"]) == (40, "correction", "r1#1")
    gone = only(changes(state(PLAN), state(cleared)))
    assert (gone["what"], gone["quote_en"]) == ("withdrawn_value", "Corrected on 2025-01-31: The 20 GWh are the former plan.")
    assert in_words(change) == (
        "Freyr cell plant, Vaasa: capacity 20 GWh → 15 GWh (Corrected on 2025-01-31: The 20 GWh are the former plan)"
    )


def test_silence_counts_only_where_it_is_wanted() -> None:
    news = report(2, "2024-06-01", "CATL", "Debrecen", status="operating")
    was, now = state(PLAN), state(PLAN, news)
    assert told(changes(was, now)) == [("new_project", "")]
    made = changes(was, now, infer=True)
    silent = made.iloc[1]
    assert (silent["cause"], silent["after"], silent["before"]) == ("silence", "shelved", "announced")
    assert in_words(silent).endswith("status Announced → Shelved (inferred) (since 1 Jan 2023, as it is not in the news any more)")
    heard = report(3, "2024-07-01")
    back = changes(now, state(PLAN, news, heard), infer=True)
    assert told(back) == [("changed_value", "status"), ("new_report", "")] and back["cause"].iloc[0] == "silence"
    assert "Shelved (inferred) → Announced (German, 1 Jan 2021)" in in_words(back.iloc[0])


# ----------------------------------------------------------------------------------------------------------- the table


def test_the_order_of_rows_does_not_matter_and_a_file_keeps_all(tmp_path: Path) -> None:
    rows = [PLAN, report(2, "2022-05-01", status="construction", **gwh(40)), report(3, "2022-05-01", "CATL", "Debrecen"),
            report(4, "2022-05-01", **gwh(60)), report(5, "2022-06-01", "CATL", "Debrecen", jobs=5, jobs_max=5)]  # fmt: skip
    was, now = state(*rows[:2]), state(*rows)
    made = changes(was, now)
    pd.testing.assert_frame_equal(made, changes(was.iloc[::-1], now.iloc[::-1]))
    write(now, tmp_path / "now.parquet")
    pd.testing.assert_frame_equal(made, changes(was, read(tmp_path / "now.parquet")))
    assert not len(changes(now, now)) and len(made) == 3
    assert all(in_words(change) == in_words(made.iloc[n]) for n, change in enumerate(made.to_dict("records")))


def test_words_of_the_vocabularies_are_all_there_is() -> None:
    assert list(changes(state(PLAN), state(PLAN))["what"].cat.categories) == list(CHANGES)
    assert list(changes(state(PLAN), state(PLAN))["cause"].cat.categories) == list(CAUSES)


def test_time_grows_no_faster_than_the_ledger() -> None:
    """Four thousand reports of which a tenth is new; the limit is ten times what a laptop needs."""
    import time

    from ledger_many import many

    rows, _ = many(4_000)
    late = sorted(r["published"] for r in rows)[3_600]

    def linked(chosen: list[Row]) -> pd.DataFrame:
        return frame([r | {"project_id": i} for r, i in zip(chosen, link(chosen), strict=True)])

    was, now = linked([r for r in rows if r["published"] < late]), linked(rows)
    start = time.process_time()
    made = changes(was, now)
    assert time.process_time() - start < 8 and len(made) > 100


# --------------------------------------------------------------------------------------- real articles, in three languages

ARTICLES = {
    "plan-de.txt": """Northvolt plant Zellfabrik in Heide

Heide, 15. März 2022. Northvolt will in Heide in Schleswig-Holstein eine Batteriezellfabrik bauen. Das Werk soll 30 GWh im \
Jahr fertigen und 4,5 Milliarden Euro kosten. Die Produktion soll Ende 2025 beginnen.
""",
    "again-de.txt": """Northvolt baut in Heide

Heide, 2. April 2022. Northvolt will in Heide in Schleswig-Holstein eine Batteriezellfabrik bauen. Das Werk soll 30 GWh im \
Jahr fertigen und 4,5 Milliarden Euro kosten.
""",
    "doubled-nl.txt": """Batterijfabriek in Heide wordt groter

12 mei 2023 – Northvolt bouwt in Heide, in Sleeswijk-Holstein, een batterijcelfabriek van 60 GWh per jaar. Er komen 3000 banen.
""",
    "delayed-fi.txt": """Northvolt lykkää tehdasta Saksassa

14.2.2024 – Northvolt lykkää akkukennotehdastaan Saksan Heidessä. Tuotannon on määrä alkaa vuonna 2027, kun aiemmin puhuttiin \
vuodesta 2025.
""",
    "stopped-de.txt": """Northvolt stoppt Werk in Heide

Heide, 20. November 2024. Northvolt legt den Bau der Batteriezellfabrik in Heide auf Eis. Das Projekt in Schleswig-Holstein \
ruht bis auf Weiteres.
""",
}
Built = Callable[..., pd.DataFrame]


@pytest.fixture
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    def made(*names: str, corrections: str = "") -> pd.DataFrame:
        folder = tmp_path_factory.mktemp("articles")
        for name in names:
            (folder / name).write_text(ARTICLES[name], encoding="utf-8")
        if corrections:
            (folder / "corrections.toml").write_text(corrections, encoding="utf-8")
        return core.build(folder).table

    return made


def test_the_story_of_a_plant_in_three_languages(built: Built) -> None:
    names = list(ARTICLES)
    states = [built(*names[:n]) for n in range(1, len(names) + 1)]
    story = [[in_words(c) for c in changes(a, b).to_dict("records")]
             for a, b in zip([states[0].iloc[:0], *states], states, strict=False)]  # fmt: skip
    site = "Northvolt battery cell plant, Heide: "
    assert story[0][0].startswith(site + "new project, status Announced; capacity 30 GWh; investment EUR 4.5 bn; production start 2025")
    assert [s.partition(" (")[0] for s in story[1]] == [
        site + "another report, no value changed: Northvolt plans a battery cell plant in Heide, Germany"
    ]
    assert [s.partition(" (")[0].removeprefix(site) for s in story[2]] == [
        "status Announced → Construction", "capacity 30 GWh → 60 GWh", "jobs now known: 3,000",
        "construction start now known: 2023-05",
    ]  # fmt: skip
    assert story[2][2].endswith("(Dutch, 12 May 2023): “Er komen 3000 banen.”")
    assert story[3][0] == site + "status Construction → Shelved (Finnish, 14 Feb 2024): “Northvolt lykkää tehdasta Saksassa”"
    assert story[3][1].startswith(site + "production start 2025 → 2027 (Finnish, 14 Feb 2024): “Tuotannon on määrä alkaa vuonna 2027")
    assert story[4] == [
        site + "another report, no value changed: Northvolt has put on hold a battery cell plant in Heide, Germany "
        "(German, 20 Nov 2024): “Northvolt stoppt Werk in Heide”"
    ]


def test_a_person_sets_a_project_right_and_drops_a_report(built: Built) -> None:
    names = ("plan-de.txt", "stopped-de.txt")
    was = built(*names)
    ruled = built(*names, corrections="""
[[correction]]
date = 2025-01-31
reason = "Lyten goes on with it."
do = "set"
project = "plan-de#1"
column = "status"
value = "construction"
""")
    change = only(changes(was, ruled))
    assert (change["before"], change["after"], change["cause"]) == ("shelved", "construction", "correction")
    assert pd.isna(change["report_id"]) and change["published"] == pd.Timestamp("2025-01-31")
    assert in_words(change).endswith("status Shelved → Construction (Corrected on 2025-01-31: Lyten goes on with it)")
    assert only(changes(ruled, was))["cause"] == "correction"  # the lines were removed
    dropped = built(*names, corrections="""
[[correction]]
date = 2025-01-31
reason = "An April joke."
do = "drop"
report = "stopped-de#1"
""")
    change = only(changes(was, dropped))
    assert (change["before"], change["after"], change["cause"]) == ("shelved", "announced", "removal")
    assert change["former"] == [] and change["report_id"] == "plan-de#1"


def test_an_older_article_comes_in_later(built: Built) -> None:
    was, now = built("again-de.txt"), built("again-de.txt", "plan-de.txt")
    made = changes(was, now)
    assert was["project_id"].iloc[0] not in set(now["project_id"])
    assert told(made) == [("first_value", "production_start")]  # which only the older one states
    assert made["former"].iloc[0] == list(was["project_id"])
