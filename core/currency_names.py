"""Which country's money a currency's name means: dollars, crowns and pesos are those of several countries.

By the adjective before the name, or by the countries that the text names.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from core.lexicon import lower
from core.own_files import read_toml

_REFERENCE = Path(__file__).parent / "reference" / "units.toml"
_BESIDE = 120  # characters between an amount and a place whose money it is counted in


@cache
def reference() -> dict[str, Any]:
    """The signs of units and currencies that every language shares."""
    return read_toml(_REFERENCE)


def shared() -> dict[str, Any]:
    """Name of a currency that several countries have → their ISO alpha-2 → its ISO 4217; ``default``: what the name alone
    means."""
    found: dict[str, Any] = reference()["shared"]
    return found


class SharedCurrencies:
    """Settles crowns, pesos, dollars and the like by the countries that the text names.

    countries: offset and ISO alpha-2 of each place of the text, in order, and whether a word for a country's people or
    things stands there ("Swedish"), which tells more of a company than of where the money is spent; sentences: offsets
    where they begin.
    """

    def __init__(self, countries: Sequence[tuple[int, str, bool]], sentences: Sequence[int] = ()) -> None:
        self._countries = countries
        self._sentences = sentences

    def _known(self, name: str) -> list[tuple[int, str, bool]]:
        table = shared().get(name, {})
        return [(at, str(table[code]), people) for at, code, people in self._countries if code in table]

    def at(self, name: str, offset: int) -> str | None:
        """The currency of the place named last before an offset in its sentence, else next behind in it, else last before
        it, else of the people, else of what is named next behind."""
        known = self._known(name)
        number = bisect_right(self._sentences, offset)
        first = self._sentences[number - 1] if number else 0
        last = self._sentences[number] if number < len(self._sentences) else offset + 1 if not number else float("inf")
        own = [(at > offset, abs(at - offset), code) for at, code, people in known if not people and first <= at < last]
        if own:
            return min(own)[2]
        earlier = [(people, code) for at, code, people in known if at <= offset]
        of_places = [code for people, code in earlier if not people]
        found = of_places[-1:] or [code for _, code in earlier[-1:]] or [code for _, code, _ in known[:1]]
        return found[0] if found else None

    def beside(self, name: str, offset: int) -> set[str]:
        """The currencies of the countries named near an offset."""
        return {code for at, code, _ in self._known(name) if abs(at - offset) < _BESIDE}


def currency_of_word(
    name: str, adjective: str | None, lands: Mapping[str, str], countries: SharedCurrencies | None, offset: int
) -> str | None:
    """ISO 4217 of a currency word; shared names by the adjective, else the default, else the article's country. lands: the
    country of each adjective."""
    if name.isupper():
        return name
    of = lands.get(lower(adjective)) if adjective else None
    if of:
        code: str | None = shared().get(name, {}).get(of)
        return code
    if name in shared()["default"]:
        return str(shared()["default"][name])
    return countries.at(name, offset) if countries else None
