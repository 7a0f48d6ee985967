"""What of the table's rows is translated, and where the English goes.

A row as extracted has its English from the facts. ``apply`` gives new rows and leaves the given ones as they are, so
that another engine, or none, always starts from the facts' English again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from core.english import listed
from core.translation.translator import Text, Translated, plain

FACTS = "facts"
Row = Mapping[str, Any]


def requests_of(rows: Iterable[Row]) -> list[Text]:
    """The texts to be translated, each once: all headlines, then the sentences that something rests on.

    rows: dicts with headline, language and evidence (dicts with quote), as core.rows makes them.
    """
    rows = [row for row in rows if row.get("language")]
    headlines = ((row["headline"], row["language"]) for row in rows if row.get("headline"))
    quotes = ((e["quote"], row["language"]) for row in rows for e in row.get("evidence") or () if e.get("quote"))
    return list(dict.fromkeys((*headlines, *quotes)))


def by_text(translations: Iterable[Translated]) -> dict[Text, Translated]:
    """Translations by text and language, as ``apply`` and core.translation.beside look them up."""
    return {(t.text, t.language): t for t in translations}


def apply(rows: Sequence[Row], translations: Mapping[Text, Translated]) -> list[dict[str, Any]]:
    """The rows with headline_en, every quote_en and english_by from the translations; new dicts, in order.

    What has no translation keeps the facts' English; so does a sentence that lost something in translation, with a
    note of what. english_by is the engine's name where anything of the row is translated. summary_en stays: it sums up
    facts, and nothing in the article says it in these words.
    """
    plains: dict[str, str] = {}

    def find(text: str | None, language: str | None) -> Translated | None:
        if not text or not language:
            return None
        if text not in plains:
            plains[text] = plain(text)
        found = translations.get((plains[text], language))
        return found if found and found.english and found.engine else None

    return [_applied(row, find) for row in rows]


def _applied(row: Row, find: Any) -> dict[str, Any]:
    made, engine = dict(row), None
    headline = find(row.get("headline"), row.get("language"))
    if headline:
        made["headline_en"] = written(headline, row.get("headline_en"))
        engine = engine or (None if headline.lost else headline.engine)
    evidence = []
    for entry in row.get("evidence") or ():
        found = find(entry.get("quote"), row.get("language"))
        if found:
            entry = {**entry, "quote_en": written(found, entry.get("quote_en"))}
            engine = engine or (None if found.lost else found.engine)
        evidence.append(entry)
    if "evidence" in row:
        made["evidence"] = evidence
    made["english_by"] = engine or FACTS
    return made


def written(found: Translated, facts: str | None) -> str | None:
    """What stands as the English of a text: the translation, or the facts' English with what the translation lost."""
    if not found.lost or not facts:
        return facts if found.lost else found.english
    return f"{facts} (written from the facts: the translation lost {listed(found.lost)})"
