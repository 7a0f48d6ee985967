"""Texts into English: from the cache, else by an engine, in batches, within a budget, and never at the network's mercy.

Whatever the network does, ``translate`` ends and gives what there is. A run loses at most ``patience`` seconds to
waiting and to requests that failed, and after ``MOST_FAILURES`` failures in a row it goes on without the engine.
Every batch is in the cache before the next one is asked for.
"""

from __future__ import annotations

import html
import re
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from core.markup import strip_markup
from core.translation.cache import Cache
from core.translation.checks import lost
from core.translation.engines import BUDGET, TARGET, Engine
from core.translation.faults import Garbled, RateLimited, Rejected, TranslationFault, Unreachable, Unsupported
from core.translation.patience import Patience, within

MOST_FAILURES = 3
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--.*?-->", re.S)
_MARKS = re.compile(r"[<&*_`#\[]|://")
_ECHO = 5  # words from which on an answer equal to the text is no translation, but a name may be

Text = tuple[str, str]  # the text and its language, ISO 639-1
Progress = Callable[[int, int], None]


class Translated(NamedTuple):
    """A text and its English, None where there is none; ``engine`` None too where none has answered. lost: what the
    English lacks."""

    text: str
    language: str
    english: str | None
    engine: str | None = None
    from_cache: bool = False
    lost: tuple[str, ...] = ()


@dataclass(slots=True)
class Summary:
    """What became of a run's texts, by their number; each counts once. reasons: why some have no English."""

    engine: str
    translated: int = 0
    cached: int = 0
    over_budget: int = 0
    failed: int = 0
    marked: int = 0
    characters: int = 0
    reasons: list[str] = field(default_factory=list)

    def because(self, reason: str) -> None:
        if reason not in self.reasons:
            self.reasons.append(reason)

    def add(self, other: Summary) -> None:
        """Count what became of another run's texts too."""
        for name in ("translated", "cached", "over_budget", "failed", "marked", "characters"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for reason in other.reasons:
            self.because(reason)

    def sentences(self, whole: bool = False) -> list[str]:
        """The same for a person, one sentence each. whole: of whole articles, which have no English from facts."""
        told = []
        if self.translated or self.cached:
            told.append(
                f"Translated by {self.engine}: {_texts(self.translated)} ({self.characters:,} characters), "
                f"{self.cached:,} more from the cache."
            )
        if self.marked:
            kept = "the page says so" if whole else "their facts' English stays"
            told.append(f"{_texts(self.marked)} lost a name, number or unit in translation; {kept}.")
        if self.over_budget:
            told.append(f"The budget was used up: {_texts(self.over_budget)} not translated; the next run goes on there.")
        if self.failed:
            instead = "" if whole else "; their English is written from the facts"
            told.append(f"{_texts(self.failed)} not translated{instead}.")
        return told + self.reasons


def _texts(count: int) -> str:
    return f"{count:,} text" + ("" if count == 1 else "s")


def plain(text: str) -> str:
    """A quoted sentence as an engine gets it: without markup, on one line. The same for the same words anywhere."""
    if _MARKS.search(text):
        text = html.unescape(_TAG.sub(" ", strip_markup(text).clean))
    return " ".join(text.split())


def _is_echo(text: str, english: str) -> bool:
    """Whether an engine gave a text back that is too long to be the same in English."""
    return text == english and len(text.split()) >= _ECHO


class Translator:
    """One run: a budget, a summary, an engine that may drop out."""

    def __init__(
        self,
        name: str,
        engine: Engine | None,
        cache: Cache | None = None,
        budget: int = BUDGET,
        progress: Progress | None = None,
        patience: float = 60.0,
        most_seconds: float | None = None,
    ) -> None:
        """name: of the engine, under which the cache has its texts; engine: None for what the cache has only.

        budget: characters that may be sent. progress: called with characters done and to do. patience: seconds that
        the run may lose to waiting and to failed requests. most_seconds: after so many no further batch is sent.
        """
        self.summary = Summary(name)
        self._name, self._engine, self._cache = name, engine, cache
        self._left, self._progress = budget, progress
        self._patience = Patience(patience)
        self._until = None if most_seconds is None else time.monotonic() + most_seconds
        self._most = engine.limits.texts if engine else 0
        self._failures = 0
        self._asked = 0.0  # when the last request ended
        self._unserved: set[str] = set()  # languages that the engine has no English for
        self._known: dict[Text, Translated] = {}

    def translate(self, texts: Iterable[Text]) -> list[Translated]:
        """The English of each text, in order. Never raises for the network, the engine or the cache.

        texts: (text, language); the budget goes to the first ones. May be called again; a text is sent once at most.
        """
        wanted = [(plain(text), language) for text, language in texts]
        new = [text for text in dict.fromkeys(wanted) if text not in self._known]
        rest = self._from_cache(new)
        try:
            self._from_engine(rest)
        finally:
            for note in self._cache.notes if self._cache else ():
                self.summary.because(note)
        for text in rest:
            self._known.setdefault(text, Translated(*text, None))
        return [self._known[text] for text in wanted]

    # ------------------------------------------------------------------------------------------------ from the cache

    def _from_cache(self, texts: Sequence[Text]) -> list[Text]:
        """Take what is there; gives what is not."""
        by_language: dict[str, list[str]] = {}
        for text, language in texts:
            if any(c.isalpha() for c in text):
                by_language.setdefault(language, []).append(text)
            else:  # nothing in it that could be translated
                self._known[text, language] = Translated(text, language, text or None, None)
        for language, some in by_language.items():
            found = self._cache.get(self._name, language, TARGET, some) if self._cache else {}
            for text, english in found.items():
                self._keep(text, language, english, from_cache=True)
        return [text for text in texts if text not in self._known]

    def _keep(self, text: str, language: str, english: str, from_cache: bool = False) -> None:
        if _is_echo(text, english):  # no English; it is in the cache all the same, not to be sent again
            self._known[text, language] = Translated(text, language, None, self._name)
            self.summary.failed += 1
            self.summary.because(f"{self._name} gave some texts back as they were.")
            return
        gone = lost(text, english, language)
        self._known[text, language] = Translated(text, language, english, self._name, from_cache, gone)
        self.summary.cached += from_cache
        self.summary.translated += not from_cache
        self.summary.marked += bool(gone)

    # ---------------------------------------------------------------------------------------------- from the engine

    def _from_engine(self, texts: Sequence[Text]) -> None:
        batches = self._batches(texts)
        done, total = 0, sum(len(text) for batch, _ in batches for text in batch)
        while batches:
            batch, language = batches.popleft()
            if self._engine is None or language in self._unserved:
                self.summary.failed += len(batch)
                continue
            if len(batch) > self._most:  # it has shrunk since
                batches.appendleft((batch[self._most :], language))
                batch = batch[: self._most]
            if self._until is not None and time.monotonic() > self._until:
                self.summary.because("The time for translating was used up; the next run goes on there.")
                self._engine = None
                batches.appendleft((batch, language))
                continue
            fault = self._send(batch, language)
            if isinstance(fault, (Garbled, Unreachable)) and len(batch) > 1 and self._engine is not None:
                half = len(batch) // 2
                halves = [(batch[:half], language), (batch[half:], language)]
                if isinstance(fault, Garbled):  # too much at once for this engine
                    self._most = max(1, half)
                    batches.extendleft(reversed(halves))
                else:  # one text may be what the server stumbles over: the others first
                    batches.extend(halves)
                continue
            self.summary.failed += len(batch) if fault else 0
            done += sum(map(len, batch))
            if self._progress:
                self._progress(done, total)

    def _batches(self, texts: Sequence[Text]) -> deque[tuple[list[str], str]]:
        """Texts of one language together, within the engine's limits and the budget."""
        batches: deque[tuple[list[str], str]] = deque()
        open_ones: dict[str, list[str]] = {}
        size: dict[str, int] = {}
        most = self._engine.limits.characters if self._engine else 0
        over = False
        for text, language in texts:
            if self._engine is None:
                self.summary.failed += 1
                continue
            if len(text) > most:
                self.summary.failed += 1
                self.summary.because(f"{self._name} takes at most {most:,} characters at once; a longer text was left out.")
                continue
            over = over or len(text) > self._left
            if over:
                self.summary.over_budget += 1
                continue
            self._left -= len(text)
            batch = open_ones.get(language)
            if batch is None or len(batch) >= self._most or size[language] + len(text) + 1 > most:
                batch = open_ones[language] = []
                size[language] = 0
                batches.append((batch, language))
            batch.append(text)
            size[language] += len(text) + 1
        return batches

    def _send(self, batch: list[str], language: str) -> TranslationFault | None:
        """Ask for one batch and keep what comes; gives the fault where nothing does, and drops the engine if need be."""
        assert self._engine is not None
        try:
            made = self._ask(batch, language)
        except TranslationFault as fault:
            self._failures += not (isinstance(fault, Garbled) and len(batch) > 1)
            if isinstance(fault, Unsupported):
                self._unserved.add(language)
            elif isinstance(fault, (Rejected, RateLimited)) or self._failures >= MOST_FAILURES or self._patience.gone:
                self._engine = None
            if not isinstance(fault, Garbled) or len(batch) == 1:
                self.summary.because(str(fault))
            return fault
        self._failures = 0
        self.summary.characters += sum(map(len, batch))
        english = dict(zip(batch, made, strict=True))
        echoes = sum(_is_echo(text, made) for text, made in english.items())
        if self._cache and 2 * echoes <= len(english):  # else it does not translate at all today
            self._cache.put(self._name, language, TARGET, english)
        for text, made_of_it in english.items():
            self._keep(text, language, made_of_it)
        return None

    def _ask(self, batch: list[str], language: str) -> list[str]:
        """One batch with its repetitions. Raises TranslationFault."""
        engine = self._engine
        assert engine is not None
        limits = engine.limits

        def once() -> list[str]:
            time.sleep(max(0.0, self._asked + limits.pause - time.monotonic()))
            begun = time.monotonic()
            try:
                return within(limits.seconds, limits.name, lambda: engine.translate(batch, language))
            except TranslationFault:
                self._patience.spend(time.monotonic() - begun)
                raise
            finally:
                self._asked = time.monotonic()

        made: Any = self._patience.retrying()(once)
        return list(made)
