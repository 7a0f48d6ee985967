"""From an inflected name to the forms that may stand in a list of names.

The rules are data (``[inflection]`` in a language's ``language.toml``): ``strip`` lists endings that are cut,
``replace`` maps an ending to what stands in its place in the base form, ``weak`` maps a weak consonant grade to its
strong one (tried in the last syllable of a form that already lost an ending).
"""

from __future__ import annotations

from functools import cache, lru_cache

from core.lexicon import settings

_SHORTEST = 2  # a base form has at least so many letters


@cache
def _rules(
    language: str,
) -> tuple[tuple[str, ...], tuple[tuple[str, tuple[str, ...]], ...], tuple[tuple[str, str], ...]]:
    table = settings(language).get("inflection", {})
    strip = tuple(sorted(table.get("strip", ()), key=len, reverse=True))
    replace = tuple(sorted(((k, tuple(v)) for k, v in table.get("replace", {}).items()), key=lambda kv: -len(kv[0])))
    weak = tuple((k, v) for k, strong in table.get("weak", {}).items() for v in strong)
    return strip, replace, weak


@cache
def _ending_in(
    last: str, language: str
) -> tuple[tuple[str, ...], tuple[tuple[str, tuple[str, ...]], ...], tuple[tuple[str, str], ...]]:
    """The rules for words of one last letter: a word is held against a few endings instead of all."""
    strip, replace, weak = _rules(language)
    return (
        tuple(e for e in strip if e.endswith(last) or not e),
        tuple(r for r in replace if r[0].endswith(last) or not r[0]),
        weak,
    )


def _vowel(letter: str) -> bool:
    return letter.casefold() in "aeiouyäöåéüáíóúø"


@lru_cache(maxsize=100_000)
def bases(word: str, language: str) -> tuple[str, ...]:
    """The word itself and every base form that the language's endings allow, the most likely first.

    ``bases("Harjavallassa", "fi")`` holds "Harjavalta"; ``bases("Teslas", "de")`` holds "Tesla". Case of letters is
    kept. Candidates are only candidates: the caller looks them up.
    """
    found: dict[str, None] = {word: None}
    lowered = word.casefold() if len(word.casefold()) == len(word) else word
    strip, replace, weak = _ending_in(lowered[-1:], language)
    for ending in strip:
        if lowered.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            stem = word[: -len(ending)]
            found[stem] = None
            if _vowel(stem[-1]):
                for soft, strong in weak:  # the last consonants of the stem, before its final vowel
                    body = stem.rstrip("aeiouyäöAEIOUYÄÖ")
                    tail = stem[len(body) :]
                    if tail and body.endswith(soft) and len(body) > len(soft):
                        found[body[: len(body) - len(soft)] + strong + tail] = None
    for ending, values in replace:
        if lowered.endswith(ending) and len(word) - len(ending) >= 1:
            for value in values:
                found[word[: -len(ending)] + value] = None
    return tuple(found)
