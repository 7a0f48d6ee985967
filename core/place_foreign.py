"""Towns that no list holds, in languages whose endings tell cases: "Norjan Skalandissa", "Nevadan Thacker Passiin".

A country or region in the genitive right before a name in a case of place says that the name is a town of it; at home
the lists are full. The nominative is guessed: foreign names that end in a consonant take an i before their endings.
"""

from __future__ import annotations

from math import nan

from core.gazetteer import Place
from core.place_reading import Text
from core.place_words import is_company_tail, is_given_name

_VOWELS = "aeiouyäö"
_SHORTEST = 3  # letters of such a town
_LONGEST = 3  # words of its name


def foreign_towns(text: Text) -> list[tuple[int, int, Place]]:
    """Start, end and place of each town that only its country or region before it and its ending show."""
    found = []
    for number, region in list(text.named.items()):
        first = number + 1
        if text.at[number].case != "of" or first >= len(text.words) or region.country in text.tongue.home:
            continue
        last = _last(text, first)
        if last is None:
            continue
        head, tail = text.words[first], text.words[last]
        stem = _stem(text, last)
        if stem is None:
            continue
        name = text.clean[head.start : tail.start] + stem
        inside = region.name if region.kind == "region" else None
        found.append((head.start, tail.end, Place(" ".join(name.split()), "city", region.country, inside, nan, nan, 0)))
    return found


def _last(text: Text, first: int) -> int | None:
    """The last word of a name that nothing else explains; None where there is no such name."""
    number = first
    while number < len(text.words) and number - first < _LONGEST:
        word = text.words[number]
        free = word.gap == " " and word.capital and not word.taken and not word.opens and number not in text.cues
        known = number in text.at and text.at[number].best is not None and text.at[number].points > 0
        if not free or known or is_given_name(word.text) or is_company_tail(word.text):
            return None
        after = text.words[number + 1] if number + 1 < len(text.words) else None
        if after is None or after.gap != " " or not after.capital:
            return number
        number += 1
    return None


def _stem(text: Text, number: int) -> str | None:
    """The nominative of a name in a case of place; None for any other word."""
    word, tongue = text.words[number], text.tongue
    written = word.text
    if tongue.vocabulary.listed(written) or not written.isalpha() or len(written) < _SHORTEST + 3:
        return None
    if tongue.case(word.key) == "in" and written[-3] == "s":
        stem = written[:-3]
    elif written[-1] == "n" and written[-2] in _VOWELS and written[-3] in ("h", written[-2]):
        stem = written[:-3] if written[-3] == "h" else written[:-2]
    else:
        return None
    if stem.endswith("i") and stem[-2] not in _VOWELS:
        stem = stem[:-1]
    return stem if len(stem) >= _SHORTEST else None
