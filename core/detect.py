"""Which language an article is written in: a fast detector for the clear cases, langdetect for the rest.

The fast one (eldc) reads only the beginning of what it is given, so it votes over samples of the body; it does not
know Afrikaans or Luxembourgish and calls them Dutch and German. So its word alone is taken only where the language's
own small words are there too (``[detection]`` in its ``language.toml``). langdetect judges among the languages read
and their neighbours: with fewer profiles it would call every Swedish text Dutch, German or Finnish.
"""

from __future__ import annotations

import os
import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import eldc
import langdetect
from langdetect.detector_factory import DetectorFactory
from langdetect.lang_detect_exception import LangDetectException

from core.lexicon import languages, settings

UNKNOWN = "und"  # ISO 639: undetermined
_NEIGHBOURS = ("en", "sv", "da", "no", "et", "fr", "af")
_SAMPLE = 500  # characters; eldc reads 1,000 bytes
_SAMPLES = 3
_ENOUGH = 0.06  # share of words that are a language's own small words in a clear case
_SOME = 0.035  # … and at the very least in a longer text
_FEW_WORDS = 45


@dataclass(frozen=True, slots=True)
class _Identity:
    words: frozenset[str]
    foreign: frozenset[str]


@cache
def _identity(language: str) -> _Identity:
    table = settings(language).get("detection", {})
    return _Identity(frozenset(table.get("words", ())), frozenset(table.get("foreign", ())))


def detect(paragraphs: Sequence[str]) -> str:
    """ISO 639-1 code of the language of an article's body, "und" where nothing can be said.

    paragraphs: its running text, without furniture. The same text always gets the same answer.
    """
    body = " ".join(p for p in paragraphs if p)
    if not any(c.isalpha() for c in body):
        return UNKNOWN
    votes: dict[str, int] = {}
    for sample in _samples(body):
        vote = eldc.detect(sample)
        if vote:
            votes[vote] = votes.get(vote, 0) + 1
    total = sum(votes.values())
    best = max(sorted(votes), key=lambda v: votes[v]) if votes else ""
    words = body[:1_200].lower().split()
    if best and best not in languages():
        if votes[best] == total and len(words) > 12:
            return best
        return _judge(body, words)
    if best and votes[best] == total and _share(best, words) >= _ENOUGH and not _foreign(best, words):
        return best
    return _judge(body, words)


def _samples(body: str) -> list[str]:
    """Stretches of the body, from its beginning to its end."""
    if len(body) <= _SAMPLE:
        return [body]
    count = min(_SAMPLES, len(body) // _SAMPLE + 1)
    step = (len(body) - _SAMPLE) // (count - 1)
    return [body[i * step : i * step + _SAMPLE] for i in range(count)]


def _share(language: str, words: Sequence[str]) -> float:
    own = _identity(language).words
    return sum(map(own.__contains__, words)) / len(words) if words else 0.0


def _foreign(language: str, words: Sequence[str]) -> bool:
    """Whether a neighbour's small words are as frequent as the language's own."""
    identity = _identity(language)
    strange = sum(map(identity.foreign.__contains__, words))
    return strange >= 2 and strange > 0.2 * sum(map(identity.words.__contains__, words))


def _judge(body: str, words: Sequence[str]) -> str:
    """langdetect's word, checked against the language's small words where the text is long enough to hold some."""
    sample = body if len(body) <= 3_000 else body[:2_000] + " " + body[-1_000:]
    detector = _factory().create()
    detector.seed = 0
    detector.append(sample)
    state = random.getstate()  # langdetect seeds the module's generator
    try:
        found = detector.detect()
    except LangDetectException:
        return UNKNOWN
    finally:
        random.setstate(state)
    if found in languages():
        if len(words) >= _FEW_WORDS and (_share(found, words) < _SOME or _foreign(found, words)):
            return UNKNOWN
        return str(found)
    return str(found) if found != "unknown" else UNKNOWN


@cache
def _factory() -> DetectorFactory:
    """langdetect with the profiles of the languages read and their neighbours."""
    folder = os.path.join(os.path.dirname(langdetect.__file__), "profiles")
    profiles = []
    for code in sorted({*languages(), *_NEIGHBOURS}):
        with open(os.path.join(folder, code), encoding="utf-8") as file:
            profiles.append(file.read())
    factory = DetectorFactory()
    factory.load_json_profile(profiles)
    factory.seed = 0
    return factory


@cache
def language_name(code: str) -> str:
    """English name of a language code: "Swedish"; for "und" "a language that could not be told"."""
    if code == UNKNOWN:
        return "a language that could not be told"
    from babel import Locale  # slow to load, and needed only to refuse

    return str(Locale("en").languages.get(code, f"a language called {code}"))


eldc.init()
