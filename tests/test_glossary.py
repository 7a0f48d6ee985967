"""The glossary: every word of the tables, charts and language files, with what it means, where it is seen, what papers say."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

from core import glossary
from core.columns import COLUMNS, KINDS, ROLES, SEGMENTS, STANDINGS, STATUSES, Vocabulary
from core.geography import PRECISIONS
from core.glossary import found_terms, found_words, matching, press_words, terms, terms_table
from core.lexicon import languages
from core.measures import STAGES
from core.models import DataFault
from core.partnerships import TIES
from interface.glossary import entries
from interface.navigation import TITLES

ROOT = Path(__file__).parent.parent


def vocabularies() -> dict[str, Vocabulary]:
    """Every constant of core that is declared as a Vocabulary, by module and name."""
    found = {}
    for path in sorted((ROOT / "core").rglob("*.py")):
        names = re.findall(r"^(\w+): Vocabulary = ", path.read_text(encoding="utf-8"), re.M)
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        found |= {f"{module}.{name}": getattr(importlib.import_module(module), name) for name in names}
    return found


def test_every_word_of_a_vocabulary_is_explained() -> None:
    found = vocabularies()
    assert {"core.columns.STATUSES", "core.columns.SEGMENTS", "core.columns.ROLES", "core.partnerships.TIES"} <= set(found)
    explained = {(term.code, term.meaning[1:].split(".")[0]) for term in terms() if term.code}
    for name, vocabulary in found.items():
        missing = [v for v, meaning in vocabulary.items() if (v, meaning[1:].split(".")[0]) not in explained]
        assert not missing, f"{name}: {missing}"
    for column in COLUMNS:
        for where, vocabulary in [
            (column.name, column.vocabulary),
            *((f"{column.name}.{f.name}", f.vocabulary) for f in column.fields),
        ]:
            assert set(vocabulary or ()) <= {term.code for term in terms() if where in term.columns}, where
    words = {term.word for term in terms()}
    assert {*STANDINGS.values(), *STAGES.values(), *PRECISIONS.values()} <= words
    by_heading = {heading: [t.code for t in terms() if t.heading == heading] for heading in {t.heading for t in terms()}}
    assert list(STATUSES) in by_heading.values() and list(SEGMENTS) in by_heading.values() and list(TIES) in by_heading.values()
    assert list(KINDS) in by_heading.values() and list(ROLES) in by_heading.values()


def test_every_term_has_a_meaning_and_a_page_that_exists() -> None:
    assert len(terms()) > 120
    for term in terms():
        assert len(term.meaning) > 8 and not term.meaning[0].islower() and term.meaning.endswith("."), term
        assert term.pages and all((ROOT / "pages" / f"{page}.py").is_file() and page in TITLES for page in term.pages), term
    assert len({(t.heading, t.word) for t in terms()}) == len(terms())
    assert {path.stem for path in (ROOT / "pages").glob("*.py")} == set(TITLES)
    closed = next(t for t in terms() if t.columns == ("status",) and t.code == "closed")
    assert closed.meaning == "Shut down, mothballed, or insolvent. Counts as “Shelved, cancelled, closed”."


@pytest.mark.parametrize(
    "word",
    [
        "First stage",
        "Full build-out",
        "Announced",
        "Cancelled",
        "Cells",
        "Up to",
        "Investment (capex)",
        "Public support (grants, state aid)",
        "Joint project",
        "Joint venture or joint owners",
        "GWh a year",
    ],
)
def test_papers_of_every_language_say_it(word: str) -> None:
    term = next(t for t in terms() if t.word == word)
    for language in languages():
        said = term.said(language)
        assert len(said) >= 4 and all(w.language == language and w.word and w.english for w in said)


def test_the_telling_words_come_first() -> None:
    by_word = {t.word: t for t in terms()}
    assert by_word["First stage"].said("nl")[1].word == "eerste fase"
    assert by_word["Full build-out"].said("de")[0].word == "endausbau…"
    assert by_word["Public support (grants, state aid)"].said("fi")[0].english == "support"
    assert [w.word for w in by_word["Up to"].said("de", most=2)] == ["bis zu", "maximal"]
    assert by_word["Full build-out"].said("nl", "tweede")[0].word == "tweede fase"  # what was searched for is shown


def test_the_press_s_words_have_their_english() -> None:
    for language in languages():
        words = [w for w in press_words() if w.language == language]
        assert len(words) > 3000 and all(w.english and w.word.strip("… ") and w.heading for w in words)
        assert not any("*" in w.word for w in words)
    assert any(" … " in w.word for w in press_words() if w.language == "de")  # a separable verb


def test_a_word_is_found_by_its_name_its_meaning_or_the_press() -> None:
    assert found_terms("first stage")[0].word == "First stage"
    assert "Full build-out" in {t.word for t in found_terms("endausbau")}
    assert found_terms("jaarcapaciteit") and not found_terms("zzzz") and len(found_terms(" ")) == len(terms())
    assert [w.word for w in found_words("endausbau", ["de"])] and not found_words("endausbau", ["nl"])
    assert matching("FABRIEK plant", ("…fabriek", "plant")) and not matching("fabriek mill", ("…fabriek", "plant"))


def test_the_table_has_a_column_for_each_language() -> None:
    table = terms_table(terms())
    row = table[table["term"] == "First stage"].iloc[0]
    assert {"Dutch", "Finnish", "German"} < set(table.columns) and "eerste fase (first phase)" in row["Dutch"]
    assert row["columns"] == "capacity_gwh" and "capacity" in row["pages"].split("; ")


def test_entries_mark_the_language_of_their_words_and_lead_to_the_pages() -> None:
    page = entries(found_terms("First stage")[:1])
    assert '<span lang="nl">eerste fase</span> (first phase)' in page and '<a href="./" target="_self">Overview</a>' in page


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('press = ["stage.initial"]\nlike', 'press = ["stage.first"]\nlike', "no language file has [stage.first]"),
        ("[vocabularies.kind]", "[vocabularies.sort]", "every vocabulary once"),
        ('built = "running, at least in part"\n', "", "must have every value; see built"),
        ('stat = "Market reports"', "", "every group of cues once; see stat"),
    ],
)  # fmt: skip
def test_a_fault_in_the_file_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, said: str) -> None:
    text = glossary._FILE.read_text("utf-8")
    assert old in text
    path = tmp_path / "glossary.toml"
    path.write_text(text.replace(old, new), "utf-8")
    caches = (glossary._texts, glossary.terms, glossary.press_words, glossary._by_cue)
    monkeypatch.setattr(glossary, "_FILE", path)
    for cached in caches:
        cached.cache_clear()
    try:
        with pytest.raises(DataFault, match="glossary.toml") as fault:
            terms()
        assert said in str(fault.value)
    finally:
        for cached in caches:
            cached.cache_clear()
