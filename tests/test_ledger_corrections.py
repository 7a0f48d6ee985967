"""What a person sets right: applied, shown beside what the article said, reported where it fits nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from ledger_rows import Row, euro, gwh, only, row, table

import core
from core.ledger import corrections as hand
from core.ledger.linking import link
from core.ledger.names import slug
from core.ledger.rulings import LaidDown, lay_down
from core.measures import FULL, totals
from core.models import GigaledgerError
from core.selection import current
from core.table import frame

TOML = """
[[correction]]
date = 2025-01-31
reason = "The 40 GWh are the former plan."
do = "set"
report = "b#1"
column = "capacity_gwh"
value = 15
was = 40

[[correction]]
date = 2025-01-31
reason = "No such plant."
do = "drop"
report = "c#1"

[[correction]]
date = 2025-01-31
reason = "Gone by now."
do = "clear"
report = "never#1"
column = "jobs"

[[correction]]
date = 2025-01-31
reason = "Read rightly by now."
do = "clear"
report = "a#1"
column = "jobs"
"""


def test_corrections(tmp_path: Path) -> None:
    file = tmp_path / "corrections.toml"
    file.write_text(TOML, encoding="utf-8")
    rows = [row("a#1", "2022-01-01", "Freyr", "Vaasa", **gwh(30)), row("b#1", "2023-01-01", "Freyr", "Vaasa", **gwh(40)),
            row("c#1", "2023-01-01", "Freyr", "Kokkola")]  # fmt: skip
    applied = hand.apply(rows, hand.load(file))
    assert [r["report_id"] for r in applied.rows] == ["a#1", "b#1"] and rows[1]["capacity_gwh"] == 40
    assert len(applied.unfit) == 2 and "never#1" in applied.unfit[0] and "by itself" in applied.unfit[1]
    made = table(*applied.rows)
    assert only(core.projects(made))["capacity_gwh"] == 15
    told = core.claims(made)
    of_b = told[(told["report_id"] == "b#1") & (told["column"] == "capacity_gwh")]
    assert list(of_b["value"]) == [15.0, 40.0] and list(of_b["max"]) == [15.0, 40.0] and list(of_b["chosen"]) == [True, False]
    assert of_b["why"].iloc[1] == "Corrected on 2025-01-31: The 40 GWh are the former plan."


def test_projects_are_merged_and_split_by_hand() -> None:
    rows = [row("a#1", "2022-01-01", "Freyr", "Vaasa"), row("b#1", "2023-01-01", "CATL", "Debrecen"),
            row("c#1", "2023-01-01", "CATL", "Debrecen")]  # fmt: skip
    ids = link(rows)
    entry = {"number": 1, "day": pd.Timestamp("2025-01-31").date(), "reason": "One."}
    merge = hand.apply(rows, [hand.Correction(do="merge", reports=("a#1", ids[1]), **entry)])
    assert len(set(link(merge.rows, merge.merged, merge.apart))) == 1
    split = hand.apply(rows, [hand.Correction(do="split", reports=("c#1",), **entry)])
    assert len(set(link(split.rows, split.merged, split.apart))) == 3


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("x = 1", "only [[correction]]"), ('[[correction]]\ndo = "guess"', "do must be one of"),
        ('[[correction]]\ndo = "drop"\ndate = 2025-01-01\nreason = "x"', "report is missing"),
        ('[[correction]]\ndo = "drop"\ndate = 2025-01-01\nreason = "x"\nreport = "a#1"\nvalue = 1', "knows no value"),
        ('[[correction]]\ndo = "clear"\ndate = 2025-01-01\nreason = "x"\nreport = "a#1"\ncolumn = "colour"', "no column"),
        ('[[correction]]\ndo = "set"\ndate = 2025-01-01\nreason = "x"\nreport = "a#1"\ncolumn = "status"\nvalue = "gone"', "not one of"),
        ('[[correction]]\ndo = "set"\ndate = 2025-01-01\nreason = "x"\nreport = "a#1"\ncolumn = "capacity_gwh"\nvalue = "many"', "no value of"),
        ('[[correction]]\ndo = "set"\ndate = 2025-01-01\nreason = "x"\ncolumn = "jobs"\nvalue = 3', "report or project is missing"),
        ("[[", "cannot be read as TOML"),
    ],
)  # fmt: skip
def test_a_faulty_file_says_what_is_wrong(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "c.toml").write_text(text, encoding="utf-8")
    with pytest.raises(GigaledgerError, match="c.toml.*") as fault:
        hand.load(tmp_path / "c.toml")
    assert says in str(fault.value)


def test_a_build_takes_the_corrections_in_the_folder(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Freyr baut in Vaasa eine Zellfabrik. Sie kostet 700 Millionen Euro.\n", encoding="utf-8")
    (tmp_path / "corrections.toml").write_text(
        '[[correction]]\ndate = 2025-01-01\nreason = "x"\ndo = "drop"\nreport = "b#1"\n', encoding="utf-8"
    )
    built = core.build(tmp_path)
    assert len(built.unfit) == 1 and "there is no b#1" in built.unfit[0] and not built.skipped


RULING = '[[correction]]\ndate = 2025-01-31\nreason = "By the register."\ndo = "{do}"\nproject = "{project}"\ncolumn = "{column}"\n'


def ruled(tmp_path: Path, rows: list[Row], do: str, column: str, value: str = "") -> tuple[pd.DataFrame, list[str]]:
    """The rows as one table, with one correction of the project of the first."""
    text = RULING.format(do=do, project=link(rows)[0], column=column) + (f"value = {value}\n" if value else "")
    (tmp_path / "c.toml").write_text(text, encoding="utf-8")
    kept = hand.apply(rows, hand.load(tmp_path / "c.toml"))
    linked = [r | {"project_id": i} for r, i in zip(kept.rows, link(kept.rows), strict=True)]
    laid = laid_down(linked, kept.for_projects)
    for number, remark in laid.notes:
        linked[number] = linked[number] | {"evidence": [*(linked[number].get("evidence") or ()), remark]}
    return frame(linked), laid.unfit


def laid_down(rows: list[Row], corrections: list[hand.Correction]) -> LaidDown:
    days = [str(row.get("published") or "9999-12-31") for row in rows]
    reports = [row["report_id"] for row in rows]
    return lay_down([row["project_id"] for row in rows], reports, days, lambda number: slug(rows[number]), corrections)


@pytest.mark.parametrize(
    ("column", "value", "pair"),
    [
        ("capacity_gwh", 20.0, (20, 30)),  # a first stage below the full build-out
        ("capacity_gwh", 35.0, (35, 35)),
        ("capacity_gwh_max", 40.0, (15, 40)),
        ("capacity_gwh_max", 10.0, (10, 10)),
        ("investment_eur", 8e8, (8e8, 8e8)),  # one figure, not a range
        ("investment_eur", None, (None, None)),
    ],
)
def test_the_upper_figure_goes_with_the_lower(column: str, value: float | None, pair: tuple[float | None, ...]) -> None:
    told = row("a#1", "2022-01-01", "Freyr", "Vaasa", **gwh(15) | {"capacity_gwh_max": 30.0} | euro(7e8))
    do = "clear" if value is None else "set"
    entry = hand.Correction(1, date(2025, 1, 31), "By the register.", do, ("a#1",), column, value)
    found = hand.apply([told], [entry]).rows[0]
    low = column.removesuffix("_max")
    assert (found[low], found[f"{low}_max"]) == pair


def test_what_is_set_for_a_project_beats_every_article(tmp_path: Path) -> None:
    rows = [row("a#1", "2022-01-01", "Freyr", "Vaasa", status="announced", **gwh(30) | euro(1e9, 3e9, "SEK")),
            row("b#1", "2026-01-01", "Freyr", "Vaasa", status="construction", **gwh(40))]  # fmt: skip
    made, unfit = ruled(tmp_path, rows, "set", "capacity_gwh", "15")
    project = only(core.projects(made))
    assert not unfit and (project["capacity_gwh"], project["capacity_gwh_max"]) == (15, 15)
    assert project["reports"] == ["a#1", "b#1"] and project["independent_sources"] == 2
    told = core.claims(made)
    told = told[told["column"] == "capacity_gwh"]
    assert list(told["value"]) == [30.0, 40.0, 15] and list(told["chosen"]) == [False, False, True]
    assert told["why"].iloc[2] == "Corrected on 2025-01-31: By the register."
    assert totals(current(made), FULL, "country")["reports"].iloc[0] == ["correction"]

    made, _ = ruled(tmp_path, rows, "set", "investment_eur", "2e9")
    project = only(core.projects(made))
    assert (project["investment_amount"], project["investment_currency"]) == (2e9, "EUR")
    made, _ = ruled(tmp_path, rows, "clear", "investment_eur")
    project = only(core.projects(made))
    assert pd.isna(project["investment_eur"]) and pd.isna(project["investment_currency"])
    assert core.claims(made)["chosen"].sum() and only(core.projects(frame(rows)).head(1))["investment_eur"] == 1e9


def test_a_status_that_is_set_is_a_step_and_silence_says_nothing(tmp_path: Path) -> None:
    rows = [row("a#1", "2018-01-01", "Freyr", "Vaasa", status="announced")]
    made, _ = ruled(tmp_path, rows, "set", "status", '"construction"')
    project = only(core.projects(made, as_of="2026-01-01"))
    assert (project["status"], project["status_basis"]) == ("construction", "stated")
    steps = core.history(made, as_of="2026-01-01")
    assert list(steps["basis"]) == ["stated", "corrected"] and steps["quote_en"].iloc[1].endswith("By the register.")


def test_the_country_and_the_partners_take_along_what_follows(tmp_path: Path) -> None:
    rows = [row("a#1", "2018-01-01", "Freyr+CATL", "Vaasa")]
    made, _ = ruled(tmp_path, rows, "set", "country", '"SE"')
    project = only(core.projects(made))
    assert (project["country"], project["country_name"], project["world_region"]) == ("SE", "Sweden", "Northern Europe")
    assert pd.isna(project["city"]) and pd.isna(project["latitude"])
    made, _ = ruled(tmp_path, rows, "set", "partners", '["Northvolt", "CATL"]')
    project = only(core.projects(made))
    assert (project["partners"], project["roles"]) == (["Northvolt", "CATL"], ["owner", "partner"])


def test_a_correction_of_a_project_that_is_gone_is_reported(tmp_path: Path) -> None:
    made, unfit = ruled(tmp_path, [row("a#1", "2018-01-01", "Freyr", "Vaasa")], "clear", "jobs")
    assert not unfit
    (tmp_path / "c.toml").write_text(RULING.format(do="clear", project="never-x-cells-aaaaaaaa", column="jobs"), encoding="utf-8")
    lost = hand.apply([], hand.load(tmp_path / "c.toml"))
    assert "there is no never-x" in laid_down([], lost.for_projects).unfit[0]


def test_what_is_dropped_is_not_merged_any_more() -> None:
    rows = [row("a#1", "2022-01-01", "Freyr", "Vaasa"), row("b#1", "2023-01-01", "CATL", "Debrecen")]
    entry = {"day": pd.Timestamp("2025-01-31").date(), "reason": "One."}
    merge = hand.Correction(1, do="merge", reports=("a#1", "b#1"), **entry)
    applied = hand.apply(rows, [merge, hand.Correction(2, do="drop", reports=("b#1",), **entry)])
    assert applied.merged == [] and len(link(applied.rows, applied.merged, applied.apart)) == 1
    assert len(applied.done) == 2
    note = applied.rows[0]["evidence"][-1]
    assert (note["column"], note["quote_en"]) == ("project_id", "Merged on 2025-01-31: One.")


def test_a_faulty_file_is_said_before_anything_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Freyr baut in Vaasa eine Zellfabrik.\n", encoding="utf-8")
    (tmp_path / "corrections.toml").write_text("[[", encoding="utf-8")
    read: list[str] = []
    with pytest.raises(GigaledgerError, match="cannot be read as TOML"):
        core.build(tmp_path, read.append)
    with pytest.raises(GigaledgerError, match="none.toml"):
        core.build(tmp_path, read.append, corrections=tmp_path / "none.toml")
    assert read == []


def test_corrections_of_every_folder_are_taken(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.txt").write_text("Freyr baut in Vaasa eine Zellfabrik für 7 GWh im Jahr.\n", encoding="utf-8")
        text = f'[[correction]]\ndate = 2025-01-01\nreason = "x"\ndo = "drop"\nreport = "{name}#1"\n'
        (tmp_path / name / "corrections.toml").write_text(text, encoding="utf-8")
    built = core.build([tmp_path / "one", tmp_path / "two"])
    assert len(built.corrected) == 2 and built.table.empty and not built.unfit and not built.skipped
