"""What the words mean: those of the dashboard, with what the press says for them, and those of the press with their English.

The dashboard's words come from the declarations of the vocabularies and from reference/glossary.toml; the press's from
the language files. Nothing is written down twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from core.charts.network import NAMES
from core.columns import COLUMNS, STANDING_OF, STANDINGS, Vocabulary, label
from core.findings import KINDS as MARKED
from core.formats import language_name
from core.geography import PRECISIONS
from core.ledger.changes import CAUSES, CHANGES
from core.lexicon import GROUPS, languages, settings
from core.measures import STAGES
from core.models import DataFault
from core.own_files import read_toml
from core.partnerships import TIES
from core.products import products

_FILE = Path(__file__).parent / "reference" / "glossary.toml"
_CUES = ("cues", "states")  # the files of a language that hold words of the field
_NUMBER = "number"  # the group of the words before a figure, which stand with the numbers


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the press. ``language``: code; ``word``: with “…” where letters or words may stand; ``heading``: what it
    is about; ``tells``: the value that it speaks for, in words."""

    language: str
    word: str
    english: str
    heading: str
    tells: str


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the dashboard. ``code``: as the table has it, empty where it stands in none; ``columns``: of the table;
    ``pages``: files of pages/ where it is seen; ``press``: what papers say for it, the telling words first."""

    heading: str
    word: str
    meaning: str
    code: str = ""
    columns: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    press: tuple[Word, ...] = ()

    def said(self, language: str, search: str = "", most: int | None = None) -> list[Word]:
        """The words of one language; those that a search asks for first."""
        own = [word for word in self.press if word.language == language]
        if search:
            own.sort(key=lambda word: not matching(search, (word.word, word.english)))
        return own[:most]


@cache
def _texts() -> dict[str, Any]:
    found = read_toml(_FILE)
    odd = (set(found["press"]) | set(found["left_out"]["groups"])) ^ (set(GROUPS) | {_NUMBER})
    if odd:
        raise DataFault(f"{_FILE.name}: [press] and [left_out] must name every group of cues once; see {', '.join(sorted(odd))}")
    return found


# ------------------------------------------------------------------------------------------- words of the dashboard


@cache
def terms() -> tuple[Term, ...]:
    """The words of the dashboard: general ones first, then each vocabulary in its own order."""
    return (*_general(), *_of_vocabularies())


def parts() -> list[str]:
    """The headings of the terms, in their order."""
    return list(dict.fromkeys(term.heading for term in terms()))


def _general() -> Iterator[Term]:
    for heading, entries in _texts()["terms"].items():
        for word, entry in entries.items():
            if odd := set(entry) - {"means", "seen", "press", "like", "column"}:
                raise DataFault(f"{_FILE.name}: {word}: {', '.join(sorted(odd))} is not known")
            columns = (entry["column"],) if "column" in entry else ()
            yield Term(heading, word, entry["means"], columns=columns, pages=tuple(entry["seen"]),
                       press=_said(word, entry.get("press", ()), entry.get("like", ())))  # fmt: skip


def _of_vocabularies() -> Iterator[Term]:
    texts: dict[str, Any] = _texts()["vocabularies"]
    declared = _vocabularies()
    if odd := set(texts) ^ set(declared):
        raise DataFault(f"{_FILE.name}: [vocabularies] must name every vocabulary once; see {', '.join(sorted(odd))}")
    for name, entry in texts.items():
        meanings, words, columns = declared[name]
        meanings = meanings or entry.get("means", {})
        if odd := set(words) ^ set(meanings):
            raise DataFault(f"{_FILE.name}: [vocabularies.{name}.means] must have every value; see {', '.join(sorted(odd))}")
        for value, word in (words | entry.get("words", {})).items():
            cues = _products_of(value) if entry.get("products") else entry.get("press", {}).get(value, ())
            counted = f" Counts as “{STANDINGS[STANDING_OF[value]]}”." if name == "status" else ""
            meaning = meanings[value][:1].upper() + meanings[value][1:] + "."
            yield Term(entry["heading"], word, meaning + counted, value, columns, tuple(entry["seen"]),
                       _said(word, cues, entry.get("like", {}).get(value, ())))  # fmt: skip


def _vocabularies() -> dict[str, tuple[Vocabulary, dict[str, str], tuple[str, ...]]]:
    """Each vocabulary once: its first column or field (or a name of its own) → meanings, words, all that have it."""
    by_id: dict[int, tuple[str, Vocabulary, list[str]]] = {}
    for column in COLUMNS:
        own = [(column.name, column.vocabulary)] if column.vocabulary else []
        own += [(f"{column.name}.{field.name}", field.vocabulary) for field in column.fields if field.vocabulary]
        for name, vocabulary in own:
            if vocabulary is not None:
                by_id.setdefault(id(vocabulary), (name, vocabulary, []))[2].append(name)
    found = {name: (meanings, {v: label(v) for v in meanings}, tuple(where)) for name, meanings, where in by_id.values()}
    meanings, _, where = found["location_precision"]
    found["location_precision"] = (meanings, PRECISIONS, where)
    return found | {
        "tie": (TIES, NAMES, ()),
        "mark": (MARKED, {value: label(value) for value in MARKED}, ()),
        "change": (CHANGES, {value: label(value) for value in CHANGES}, ()),
        "cause": (CAUSES, {value: label(value) for value in CAUSES}, ()),
        "standing": ({}, {str(value): word for value, word in STANDINGS.items()}, ()),
        "stage": ({}, {str(value): word for value, word in STAGES.items()}, ()),
    }


def _products_of(segment: str) -> list[str]:
    told = {cue for language in languages() for cue in _by_cue(language)}
    return [f"product.{key}" for key, p in products().items() if p.segment == segment and ("product", key) in told]


def _said(term: str, cues: Iterable[str], like: Iterable[str]) -> tuple[Word, ...]:
    """The press's words for cues (“group.value”); first those whose English is like the term."""
    wanted = tuple(like) or tuple(part for part in re.findall(r"\w+", term.lower()) if len(part) > 3)
    found: dict[tuple[str, str], Word] = {}
    for language in languages():
        for cue in cues:
            group, _, value = cue.partition(".")
            words = _by_cue(language).get((group, value))
            if words is None and not any((group, value) in _by_cue(other) for other in languages()):
                raise DataFault(f"{_FILE.name}: {term}: no language file has [{cue}]")
            for word in words or ():
                found.setdefault((language, word.word), word)

    def unlike(word: Word) -> int:
        english = word.english.lower()
        return next((n for n, part in enumerate(wanted) if part in english), len(wanted))

    return tuple(sorted(found.values(), key=unlike))


# ----------------------------------------------------------------------------------------------- words of the press


@cache
def press_words() -> tuple[Word, ...]:
    """The words of the press in all languages, by language, heading and the alphabet; without those that only help to
    read a sentence."""
    order = list(_texts()["press"].values())
    found = {w: None for code in languages() for words in _by_cue(code).values() for w in words if w.heading}
    return tuple(sorted(found, key=lambda w: (w.language, order.index(w.heading), w.word.strip("… ").casefold(), w.word)))


@cache
def _by_cue(language: str) -> Mapping[tuple[str, str], tuple[Word, ...]]:
    """(group, value) → the words of one language, in the order of its files."""
    headings: dict[str, str] = _texts()["press"]
    found: dict[tuple[str, str], dict[Word, None]] = {}

    def add(group: str, value: str, pattern: str, english: str) -> None:
        word = Word(language, _shown(pattern), english, headings.get(group, ""), _tells(group, value))
        found.setdefault((group, value), {})[word] = None

    for name in _CUES:
        for group, values in settings(language, name).items():
            for value, patterns in values.items():
                for pattern, english in patterns.items():
                    add(group, value, pattern, english)
    for value, words in settings(language)["numbers"]["qualifiers"].items():
        for word in words:
            add(_NUMBER, value, word, value.replace("_", " "))
    return {cue: tuple(words) for cue, words in found.items()}


def _shown(pattern: str) -> str:
    """A pattern for people: ``*fabriek`` is “…fabriek”, ``legt * aan.`` is “legt … aan”, ``autos:`` is “autos”."""
    return (pattern.removesuffix(".") if " * " in pattern else pattern).replace("*", "…").rstrip(":")


def _tells(group: str, value: str) -> str:
    if group == "act":
        act, _, form = value.rpartition("_")
        return f"{label(act)}, {_FORMS[form]}"
    return label(value)


# Forms of verbs in the language files, for people.
_FORMS = {"present": "now", "open": "to come, or several", "done": "done", "past": "once", "state": "a state", "now": "now"}


# ------------------------------------------------------------------------------------------------ search, downloads


def matching(words: str, texts: Iterable[str]) -> bool:
    """Whether all the words that are typed occur in the texts, whatever their case."""
    whole = " ".join(texts).casefold()
    return all(word in whole for word in words.casefold().split())


def found_terms(search: str) -> list[Term]:
    """The terms in which the words that are typed occur: in their name, their meaning, or what the press says for them;
    first those with them in the name."""
    if not search.strip():
        return list(terms())
    found = []
    for term in terms():
        texts = (term.word, term.code, term.meaning, term.heading, *(w for word in term.press for w in (word.word, word.english)))
        if any(matching(search, (text,)) for text in texts):
            found.append(term)
    return sorted(found, key=lambda term: (term.word.casefold() != search.strip().casefold(), not matching(search, (term.word,))))


def found_words(search: str, spoken: Iterable[str] = ()) -> list[Word]:
    """The words of the press in which what is typed occurs; of these languages only, if any are given."""
    wanted = set(spoken) or set(languages())
    return [w for w in press_words() if w.language in wanted and matching(search, (w.word, w.english, w.tells, w.heading))]


def terms_table(found: Iterable[Term]) -> pd.DataFrame:
    """For a download: one row per term; the press's words of each language in a column of their own."""
    return pd.DataFrame(
        [
            {
                "term": term.word,
                "meaning": term.meaning,
                "part": term.heading,
                "code": term.code,
                "columns": "; ".join(term.columns),
                "pages": "; ".join(term.pages),
            }
            | {language_name(code): "; ".join(f"{w.word} ({w.english})" for w in term.said(code)) for code in languages()}
            for term in found
        ]
    )


def words_table(found: Iterable[Word]) -> pd.DataFrame:
    """One row per word of the press, for the page and for a download."""
    return pd.DataFrame(
        [(language_name(w.language), w.word, w.english, w.heading, w.tells) for w in found],
        columns=["language", "word", "english", "about", "tells"],
    )
