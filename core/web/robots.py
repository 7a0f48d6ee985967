"""What a site's robots.txt (RFC 9309) asks of programs.

It is asked for what the program fetches by itself, such as the entries of a feed. A page that a person names is fetched
as a browser would: robots.txt speaks to those who wander. Protego reads it, as Python's own reader knows no wildcards,
which newspapers use.
"""

from __future__ import annotations

from dataclasses import dataclass

from protego import Protego

AGENT = "Gigaledger"
LARGEST = 512_000  # bytes; RFC 9309 wants at least 500 KiB read
_LONGEST_DELAY = 30.0  # seconds; what asks for more means search engines

FORBIDDEN = (
    "The site's robots.txt asks programs to leave this page alone; if you want this one article, add it by its own address."
)
SHUT = "The site's robots.txt could not be read just now, so its pages are left alone; try again later."


@dataclass(frozen=True, slots=True)
class Rules:
    """What one site asks: ``refusal`` says why a page must be left alone, ``delay`` is in seconds between requests."""

    robots: Protego | None = None
    shut: bool = False

    def refusal(self, url: str) -> str | None:
        if self.shut:
            return SHUT
        return None if self.robots is None or self.robots.can_fetch(url, AGENT) else FORBIDDEN

    @property
    def delay(self) -> float:
        asked = self.robots.crawl_delay(AGENT) if self.robots is not None else None
        return min(asked or 0.0, _LONGEST_DELAY)


def rules(status: int | None, data: bytes = b"") -> Rules:
    """The rules of an answer for robots.txt: all is open where there is none (4xx), nothing where the site is out of
    order (5xx, 429, or no answer: status None)."""
    if status is not None and 200 <= status < 300:
        return Rules(Protego.parse(data[:LARGEST].decode("utf-8-sig", errors="replace")))
    return Rules(shut=status is None or status == 429 or status >= 500)
