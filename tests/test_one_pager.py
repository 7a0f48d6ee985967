"""A company or a country on one page, opened as a reader of PDF opens it."""

from __future__ import annotations

import io
import re
from typing import Any

import pandas as pd
import pytest
from pypdf import PdfReader
from pypdf.generic import IndirectObject

from core.one_pager import MOST, one_pager
from core.profile import projects_of
from core.selection import Filters, current, select
from core.table import frame


def opened(pdf: bytes) -> tuple[str, list[str]]:
    """The words of a PDF that has one page, and the addresses that it links to."""
    reader = PdfReader(io.BytesIO(pdf))
    assert len(reader.pages) == 1
    page = reader.pages[0]
    notes: list[Any] = [n.get_object() if isinstance(n, IndirectObject) else n for n in page.get("/Annots", [])]
    return re.sub(r"\s+", " ", page.extract_text()), [note["/A"]["/URI"] for note in notes if "/A" in note]


@pytest.mark.parametrize(
    ("filters", "subject", "wanted"),
    [
        (Filters(country=("US",)), "United States", ["EUR 2.3–2.9 bn", "23 → 33 GWh", "Kokomo", "23 GWh", "Its projects"]),
        (Filters(company=("Volkswagen",)), "Volkswagen", ["Volkswagen–Xpeng charging points", "EUR 20 bn", "170 GWh", "Announced"]),
    ],
    ids=["country", "company"],
)
def test_a_page_has_figures_projects_and_quotes(table: pd.DataFrame, filters: Filters, subject: str, wanted: list[str]) -> None:
    projects = select(table, filters).projects
    words, _ = opened(one_pager(projects, table, subject, "status announced", "Version 12ab of the data."))
    for said in (subject, "status announced", "Version 12ab of the data.", "Capacity, full build-out", *wanted):
        assert said in words
    said = {e["quote"] for those in table["evidence"] for e in those}
    quoted = re.findall(r"“(.+?)”", words)
    assert bool(quoted) == (subject == "United States") and set(quoted) <= said


def many(number: int, **more: Any) -> pd.DataFrame:
    long = "Der Konzern will hier bis zum Ende des Jahrzehnts eine Milliarde Euro ausgeben und viele Menschen einstellen. "
    return frame(
        [
            {
                "report_id": f"a{n}#1", "project_id": f"p{n}", "article": f"a{n}.txt", "project": f"Plant {n} in Győr", "kind": "new",
                "url": f"https://example.org/{n}", "status": "announced", "investment_eur": n * 1e8, "investment_eur_max": n * 1e8,
                "language": "de", "country": "HU", "country_name": "Hungary",
                "investments": [{"amount": n * 1e8, "max": n * 1e8, "currency": "EUR", "kind": "investment"}],
                "evidence": [{"column": "investments", "value": f'{{"amount": {n * 1e8}}}', "quote": f"Nr. {n}: {long * 3}",
                              "quote_en": f"Amount: EUR {n / 10} bn."}],
            }
            | more
            for n in range(1, number + 1)
        ]
    )  # fmt: skip


def test_what_does_not_fit_is_counted_and_the_largest_stay() -> None:
    table = many(40)
    words, links = opened(one_pager(current(table), table, "Hungary"))
    shown = len(re.findall(r"Plant \d+ in Győr", words))
    assert 5 < shown < MOST and f"And {40 - shown} more projects" in words and f"Its {shown} largest projects" in words
    assert "Plant 40 in Győr" in words and "Plant 1 in" not in words
    assert links == [f"https://example.org/{n}" for n in range(40, 40 - shown, -1)]


def test_a_large_project_that_was_given_up_stands_before_those_without_any_figure() -> None:
    table = many(40)
    bare = table["report_id"] != "a7#1"
    table.loc[bare, ["investment_eur", "investment_eur_max"]] = None
    table.loc[~bare, "status"] = "cancelled"
    words, _ = opened(one_pager(current(table), table, "Hungary"))
    assert "Plant 7 in Győr" in words and words.index("Plant 7 in Győr") < words.index("Plant 1 in Győr")


def test_text_of_articles_is_no_markup_and_no_other_address_is_linked() -> None:
    table = many(1, project="#panic() *x* $y$ @z", url="javascript:alert(1)")
    words, links = opened(one_pager(current(table), table, "= A #head"))
    assert "#panic() *x* $y$ @z" in words and "= A #head" in words and links == []


def test_a_subject_without_projects_still_gives_a_page() -> None:
    empty = frame([])
    words, _ = opened(one_pager(current(empty), empty, "Atlantis"))
    assert "Atlantis" in words and "not stated" in words


def test_the_page_of_a_company_counts_what_it_owns_or_runs() -> None:
    """Who only buys what a plant makes has no plant by that: it is listed, and said to be the buyer's."""
    table = many(2, partners=["SK On", "Volkswagen"], roles=["owner", "buyer"])
    table.at[1, "roles"] = ["partner", "owner"]
    mine = projects_of(current(table), ["Volkswagen"])
    words, _ = opened(one_pager(mine, table, "Volkswagen"))
    assert "EUR 200 m" in words and "from 1 project that stand, owned or run" in words and "EUR 300 m" not in words
    assert "Plant 1 in Győr (as buyer)" in words and "Plant 2 in Győr (as" not in words
    everyone, _ = opened(one_pager(current(table), table, "Hungary"))
    assert "EUR 300 m" in everyone
