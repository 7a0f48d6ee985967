"""All of it in one call: what a build lays over its rows, and a page beside an article.

``off`` gives what was extracted. ``auto`` uses the engine that needs no key if it answers at once, and what the cache
has of it in any case. Any other name uses that engine, or says why it cannot. Nothing is printed, nothing raised.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from core.models import Document
from core.translation.auto import Probe, available
from core.translation.beside import Beside, beside, texts_of
from core.translation.cache import Cache
from core.translation.engines import AUTO, BUDGET, KEYLESS, OFF, Engine, engine
from core.translation.faults import NotReady
from core.translation.rows import Row, apply, by_text, requests_of
from core.translation.translator import Progress, Summary, Text, Translated, Translator, plain

CACHE = "translations.db"  # its name in the folder of data


def translate_rows(
    rows: Sequence[Row],
    name: str = AUTO,
    cache: str | os.PathLike[str] | None = None,
    *,
    budget: int = BUDGET,
    progress: Progress | None = None,
    keys: Mapping[str, str] | None = None,
    probe: Probe | None = None,
    most_seconds: float | None = None,
) -> tuple[list[dict[str, Any]], Summary]:
    """The rows with an engine's English, as new dicts, and what became of their texts.

    rows: as extracted, before a person's corrections, which keep the last word. name: one of core.translation.engines'
    CHOICES. cache: the file that keeps translations; None: none. budget: characters that may be sent. progress: called
    with characters done and to do. keys: settings by their names, before the environment. probe: one that was started
    when the build was, for ``auto``. most_seconds: after so many no further batch is sent.
    """
    if name == OFF:
        return [dict(row) for row in rows], Summary(OFF)
    made, summary = _run(requests_of(rows), name, cache, budget, progress, keys, probe, most_seconds)
    return apply(rows, by_text(made)), summary


def translate_document(
    document: Document,
    name: str = AUTO,
    cache: str | os.PathLike[str] | None = None,
    *,
    budget: int = BUDGET,
    progress: Progress | None = None,
    keys: Mapping[str, str] | None = None,
    probe: Probe | None = None,
    most_seconds: float | None = None,
) -> tuple[list[Beside], Summary]:
    """Every sentence of an article beside its English; arguments as of ``translate_rows``."""
    if name == OFF:
        return beside(document, {}), Summary(OFF)
    made, summary = _run(texts_of(document), name, cache, budget, progress, keys, probe, most_seconds)
    return beside(document, by_text(made)), summary


def translate_texts(
    documents: Sequence[Document],
    name: str,
    cache: str | os.PathLike[str],
    *,
    budget: int = BUDGET,
    progress: Progress | None = None,
    keys: Mapping[str, str] | None = None,
) -> tuple[Summary, list[bool]]:
    """Put every sentence of some articles into the cache; arguments as of ``translate_rows``. Also of each article whether
    the engine has answered for all of it."""
    texts = list(dict.fromkeys(text for document in documents for text in texts_of(document)))
    made, summary = _run(texts, name, cache, budget, progress, keys, None, None)
    answered = {(t.text, t.language) for t in made if t.english is not None or t.engine is not None}
    return summary, [all((plain(t), language) in answered for t, language in texts_of(d)) for d in documents]


def _run(
    texts: Sequence[Text],
    name: str,
    cache: str | os.PathLike[str] | None,
    budget: int,
    progress: Progress | None,
    keys: Mapping[str, str] | None,
    probe: Probe | None,
    most_seconds: float | None,
) -> tuple[list[Translated], Summary]:
    made_by, reason = _engine(name, keys, probe)
    name = KEYLESS if name == AUTO else name
    if made_by is None and (cache is None or not Path(cache).exists()):  # offline and for the first time: no file is made
        summary = Summary(name, failed=len(texts), reasons=[reason])
        return [], summary
    kept = Cache(cache) if cache is not None else None
    try:
        translator = Translator(name, made_by, kept, budget, progress, most_seconds=most_seconds)
        if reason:
            translator.summary.because(reason)
        return translator.translate(texts), translator.summary
    finally:
        if kept:
            kept.close()


def _engine(name: str, keys: Mapping[str, str] | None, probe: Probe | None) -> tuple[Engine | None, str]:
    """The engine, or None and why."""
    if name == AUTO:
        found = probe.engine(wait=0.1) if probe else available()
        return found, "" if found else f"No translation engine answered ({KEYLESS}); the English is written from the facts."
    try:
        return engine(name, keys), ""
    except NotReady as fault:
        return None, str(fault)
