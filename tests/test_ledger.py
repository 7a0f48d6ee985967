"""One project, many reports: which claim counts, and what becomes of the others."""

from __future__ import annotations

import pandas as pd
import pytest
from ledger_rows import Row, euro, gwh, only, row, said, table

import core
from core.ledger.linking import link
from core.ledger.rule import RULES, markdown
from core.ledger.sources import sources
from core.measures import FULL, INVESTMENT, active_total, stages
from core.selection import current

# ---------------------------------------------------------------------------------------------------------- the rule


def chosen(made: pd.DataFrame, column: str) -> pd.Series:
    told = core.claims(made)
    return only(told[(told["column"] == column) & told["chosen"]])


def test_the_latest_value_wins_with_its_currency() -> None:
    made = table(row("a#1", "2021-01-01", "SK On", "Iváncsa", **euro(1.9e9)),
                 row("b#1", "2022-01-01", "SK On", "Iváncsa", **euro(2.4e9, 3.3e12, "KRW")),
                 row("c#1", "2023-01-01", "SK On", "Iváncsa", status="operating"))  # fmt: skip
    project = only(core.projects(made))
    assert (project["investment_amount"], project["investment_currency"]) == (3.3e12, "KRW")
    assert project["status"] == "operating" and project["reports"] == ["a#1", "b#1", "c#1"]
    assert project["first_reported"] == pd.Timestamp("2021-01-01") and project["independent_sources"] == 3


def test_of_one_day_the_more_precise_wins_and_both_are_shown() -> None:
    made = table(row("a#1", "2024-12-10", "CATL", "Zaragoza", **gwh(52)),
                 row("b#1", "2024-12-10", "CATL", "Zaragoza", **gwh(60, qualifier="about")))  # fmt: skip
    assert chosen(made, "capacity_gwh")["why"] == "of the latest day, the most precise"
    clash = only(core.conflicts(core.claims(made)))
    assert {clash["value_a"], clash["value_b"]} == {52.0, 60.0}


def test_of_one_day_more_sources_win() -> None:
    made = table(row("a#1", "2024-01-01", "CATL", "Zaragoza", **gwh(50)), row("b#1", "2024-12-10", "CATL", "Zaragoza", **gwh(50)),
                 row("c#1", "2024-12-10", "CATL", "Zaragoza", **gwh(60)))  # fmt: skip
    assert chosen(made, "capacity_gwh")["report_id"] == "b#1"


def test_a_mention_in_passing_never_wins_and_is_no_source() -> None:
    made = table(row("a#1", "2021-01-01", "SK On", "Iváncsa", **gwh(30)), row("b#1", "2025-01-01", "CATL", "Zaragoza"),
                 row("b#2", "2025-01-01", "SK On", "Iváncsa", **gwh(20), evidence=said("In Iváncsa, 20 GWh.")))  # fmt: skip
    projects = core.projects(made).set_index("city")
    assert projects.loc["Iváncsa", "capacity_gwh"] == 30 and projects.loc["Iváncsa", "independent_sources"] == 1
    told = core.claims(made)
    assert set(told[told["passing"]]["why"]) == {"a mention in passing"}


def test_an_expansion_keeps_its_figures_until_it_runs() -> None:
    first = row("a#1", "2022-01-01", "Umicore", "Kokkola", status="operating", **euro(3e8))
    second = row("b#1", "2023-01-01", "Umicore", "Kokkola", kind="expansion", status="construction", **euro(5e8))
    assert only(core.projects(table(first, second)))["investment_eur"] == 3e8
    runs = row("c#1", "2025-01-01", "Umicore", "Kokkola", kind="expansion", status="operating", **euro(8e8))
    made = table(*(r | {"project_id": None} for r in (first, second, runs)))
    assert link([first, second, runs])[0] == link([first])[0] and len(core.projects(made)) == 3


def test_a_figure_that_is_only_recalled_does_not_count() -> None:
    both = gwh(40)["capacities"] + gwh(15)["capacities"]
    made = table(row("a#1", "2022-01-01", "Freyr", "Vaasa", **gwh(40)),
                 row("b#1", "2023-01-01", "Freyr", "Vaasa", capacities=both, capacity_gwh=15, capacity_gwh_max=40))  # fmt: skip
    project = only(core.projects(made))
    assert (project["capacity_gwh"], project["capacity_gwh_max"]) == (15, 15)
    told = core.claims(made)
    assert "recalls the earlier figure" in set(told["why"])


def test_a_first_stage_beside_the_full_build_out_is_not_recalled() -> None:
    stages = gwh(20, basis="initial")["capacities"] + gwh(40, basis="target")["capacities"]
    made = table(row("a#1", "2022-01-01", "Freyr", "Vaasa", **gwh(20)),
                 row("b#1", "2023-01-01", "Freyr", "Vaasa", capacities=stages, capacity_gwh=20, capacity_gwh_max=40))  # fmt: skip
    project = only(core.projects(made))
    assert (project["capacity_gwh"], project["capacity_gwh_max"]) == (20, 40)


@pytest.mark.parametrize(
    ("values", "column"),
    [
        (gwh(600), "capacity_gwh"),
        (gwh(40) | euro(4.5e6), "investment_eur"),
        ({"segment": "vehicles", "capacities": [{"value": 1e9, "max": 1e9, "unit": "vehicles"}]}, "capacities"),
        ({"production_start": "2925"}, "production_start"),
        ({"jobs": 900_000, "jobs_max": 900_000}, "jobs"),
        ({"investments": euro(3e9)["investments"] + euro(3e6)["investments"], "investment_eur": 3e9}, "investment_eur"),
    ],
)
def test_an_implausible_figure_is_kept_and_not_charted(values: Row, column: str) -> None:
    made = table(row("a#1", "2024-01-01", "CATL", "Debrecen", **values))
    project = only(core.projects(made))
    assert project[column] == [] if column == "capacities" else pd.isna(project[column])
    told = core.claims(made)
    claim = told[told["column"] == column].iloc[0]
    assert claim["why"].startswith("implausible: ") and not claim["chosen"]


def test_what_it_costs_beats_what_is_raised_or_paid_for_it() -> None:
    raised = euro(2e9) | {"investments": [euro(2e9)["investments"][0] | {"kind": "financing"}]}
    made = table(
        row("a#1", "2022-01-01", "Verkor", "Vaasa", **euro(1.6e9)), row("b#1", "2023-01-01", "Verkor", "Vaasa", **raised)
    )
    assert only(core.projects(made))["investment_eur"] == 1.6e9
    told = core.claims(made).set_index(["column", "report_id"])
    assert told.loc[("investment_eur", "b#1"), "why"].startswith("what is raised")
    assert only(core.projects(table(row("b#1", "2023-01-01", "Verkor", "Vaasa", **raised))))["investment_eur"] == 2e9


def test_a_plan_is_no_news_of_a_plant_that_runs() -> None:
    steps = [("a", "2021", "announced"), ("b", "2022", "operating"), ("c", "2023", "announced")]
    made = table(*(row(f"{a}#1", f"{year}-01-01", "Freyr", "Vaasa", status=status) for a, year, status in steps))
    assert only(core.projects(made))["status"] == "operating" and list(core.history(made)["status"]) == ["announced", "operating"]
    told = core.claims(made).set_index(["column", "report_id"])
    assert told.loc[("status", "c#1"), "why"] == "a step back: b#1 says operating"
    stopped = [*steps[:2], ("c", "2023", "closed"), ("d", "2024", "announced")]
    made = table(*(row(f"{a}#1", f"{year}-01-01", "Freyr", "Vaasa", status=status) for a, year, status in stopped))
    assert only(core.projects(made))["status"] == "announced"


def test_a_small_first_stage_does_not_cut_the_plan() -> None:
    both = gwh(4)["capacities"] + gwh(48)["capacities"]
    made = table(row("a#1", "2023-01-01", "ProLogium", "Vaasa", **gwh(48)),
                 row("b#1", "2025-01-01", "ProLogium", "Vaasa", capacities=both, capacity_gwh=4, capacity_gwh_max=48))  # fmt: skip
    project = only(core.projects(made))
    assert (project["capacity_gwh"], project["capacity_gwh_max"]) == (4, 48)


def test_first_stages_are_held_against_each_other() -> None:
    stages = gwh(4, basis="initial")["capacities"] + gwh(48, basis="target")["capacities"]
    made = table(row("a#1", "2025-01-01", "ProLogium", "Vaasa", capacities=stages, capacity_gwh=4, capacity_gwh_max=48),
                 row("b#1", "2025-01-01", "ProLogium", "Vaasa", **gwh(6, basis="initial")))  # fmt: skip
    assert only(core.conflicts(core.claims(made)))["value_b"] == 6


def test_the_day_of_closing_is_no_start() -> None:
    made = table(row("a#1", "2022-01-01", "Freyr", "Vaasa", production_start="2024-03"),
                 row("b#1", "2024-11-01", "Freyr", "Vaasa", kind="closure", status="closed", production_start="2025-01"))  # fmt: skip
    assert only(core.projects(made))["production_start"] == "2024-03"


def test_the_rule_covers_every_column_once() -> None:
    columns = [column for rule in RULES for column in rule.columns]
    assert len(columns) == len(set(columns)) and all(column in markdown() for column in columns)


# ---------------------------------------------------------------------------------------------------- time, sources


@pytest.mark.parametrize(
    ("as_of", "infer", "status", "basis"),
    [
        ("2022-12-31", True, "announced", "stated"), ("2023-01-01", True, "shelved", "inferred"),
        ("2025-01-01", True, "cancelled", "inferred"), ("2025-01-01", False, "announced", "stated"),
        (None, True, "announced", "stated"),
    ],
)  # fmt: skip
def test_silence(as_of: str | None, infer: bool, status: str, basis: str) -> None:
    made = table(row("a#1", "2021-01-01", "Freyr", "Vaasa", status="announced"))
    project = only(core.projects(made, as_of=as_of, infer=infer))
    assert (project["status"], project["status_basis"]) == (status, basis)
    steps = core.history(made, as_of=as_of, infer=infer)
    assert steps["status"].iloc[-1] == status and steps["basis"].iloc[-1] == basis


def test_an_intent_of_which_nothing_is_heard_does_not_become_one_of_the_announced() -> None:
    made = table(row("a#1", "2021-01-01", "Freyr", "Vaasa", status="intent", **gwh(40)))
    projects = core.projects(made, as_of="2025-01-01")
    project = only(projects)
    assert (project["status"], project["status_basis"], project["standing"]) == ("cancelled", "inferred", "intent")
    assert list(stages(projects, FULL)["group"]) == ["intent"]


def test_a_plant_that_runs_is_not_shelved_by_silence() -> None:
    made = table(row("a#1", "2011-01-01", "Freyr", "Vaasa", status="operating"))
    assert only(core.projects(made, as_of="2025-01-01"))["status"] == "operating"


def test_steps_and_slippage() -> None:
    made = table(row("a#1", "2021-01-01", "EV Metals", "Vaasa", status="announced", production_start="2024-06", **gwh(10)),
                 row("b#1", "2022-01-01", "EV Metals", "Vaasa", status="announced", production_start="2024"),
                 row("c#1", "2023-01-01", "EV Metals", "Vaasa", status="construction", production_start="2026-01", **gwh(8)))  # fmt: skip
    steps = core.history(made)
    assert list(steps["status"]) == ["announced", "announced", "construction"]
    assert list(steps["changed"]) == [True, False, True]
    moved = core.slippage(made)
    assert list(moved["column"]) == ["production_start", "capacity_gwh", "capacity_gwh_max"]
    assert list(moved["change"]) == [24.0, -2.0, -2.0]


WIRE = "De fabriek zal vanaf volgend jaar 15.000 ton batterijen per jaar verwerken in plaats van 10.000 ton."


def test_a_wire_copy_is_no_second_source() -> None:
    evidence = said(WIRE, "Er werken straks 130 mensen in drie ploegen, zegt de directeur van het bedrijf.")
    made = table(row("a#1", "2023-10-05", "Umicore", "Debrecen", evidence=evidence),
                 row("b#1", "2023-10-06", "Umicore", "Debrecen", evidence=evidence[:1]),
                 row("c#1", "2023-10-06", "Umicore", "Debrecen", evidence=said("Umicore baut in Debrecen. " + WIRE[:30], "Ab 2025.")),
                 row("d#1", "2024-10-06", "Umicore", "Debrecen", evidence=evidence, language="nl"))  # fmt: skip
    assert sources(made) == {"a.txt": "a.txt", "b.txt": "a.txt", "c.txt": "c.txt", "d.txt": "d.txt"}
    project = only(core.projects(made))
    assert project["independent_sources"] == 3 and project["first_in"] == {"de": "2023-10-05", "nl": "2024-10-06"}


def test_a_joint_total_is_counted_once() -> None:
    made = table(row("a#1", "2024-01-01", "SK On", "US", kind="programme", status="construction", **euro(18.5e9)),
                 row("a#2", "2024-01-01", "SK On", "Cartersville", status="construction"),
                 row("b#1", "2022-01-01", "SK On", "Cartersville", status="construction", **euro(5e9)),
                 row("c#1", "2022-01-01", "SK On", "Komárom", status="construction", **euro(1e9)))  # fmt: skip
    projects = current(made).set_index("kind")
    programme = projects.loc["programme"]
    assert len(programme["plants"]) == 1 and programme["investment_eur"] == 18.5e9
    assert active_total(current(made), INVESTMENT).high == 18.5e9 + 1e9


def test_a_first_stage_of_the_same_plan_is_no_slip() -> None:
    stages = gwh(4, basis="initial")["capacities"] + gwh(48, basis="target")["capacities"]
    made = table(row("a#1", "2022-01-01", "Freyr", "Vaasa", **gwh(48)),
                 row("b#1", "2023-01-01", "Freyr", "Vaasa", capacities=stages, capacity_gwh=4, capacity_gwh_max=48))  # fmt: skip
    assert core.slippage(made).empty


def test_a_programme_knows_plants_whose_owners_changed_and_overlaps_count_once() -> None:
    made = table(
        row("a#1", "2020-01-01", "Opel", None, kind="programme", **euro(5e9)), row("a#2", "2020-01-01", "Opel+TotalEnergies", "Salzgitter"),
        row("b#1", "2024-01-01", "ACC", None, kind="programme", **euro(7e9)), row("b#2", "2024-01-01", "ACC", "Salzgitter"),
        row("b#3", "2024-01-01", "ACC", "Komárom"),
    )  # fmt: skip
    projects = current(made)
    programmes = projects[projects["kind"] == "programme"].set_index("investment_eur")
    assert len(programmes.loc[5e9, "plants"]) == 1 and len(programmes.loc[7e9, "plants"]) == 2
    assert active_total(projects, INVESTMENT).high == 7e9
