"""A whole article, sentence by sentence, each beside its English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from core.models import Document
from core.translation.translator import Text, Translated, plain


class Beside(NamedTuple):
    """A sentence of an article: offsets into its text, the words as they stand there, and their English.

    english and engine are None where there is no translation. lost: what the translation lacks; a page says so.
    """

    start: int
    end: int
    original: str
    english: str | None
    engine: str | None
    lost: tuple[str, ...] = ()


def texts_of(document: Document) -> list[Text]:
    """The sentences to be translated, in order, for core.translation.translator."""
    return [(document.clean[s.start : s.end], document.language) for s in document.sentences]


def beside(document: Document, translations: Mapping[Text, Translated]) -> list[Beside]:
    """Every sentence with its English. translations: from core.translation.rows.by_text."""
    found = []
    for sentence in document.sentences:
        made = translations.get((plain(document.clean[sentence.start : sentence.end]), document.language))
        english, engine, gone = (made.english, made.engine, made.lost) if made and made.english else (None, None, ())
        original = document.article.text[sentence.start : sentence.end]
        found.append(Beside(sentence.start, sentence.end, original, english, engine, gone))
    return found
