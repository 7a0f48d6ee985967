"""What can go wrong with an engine, by what is to be done about it. No text here ever holds a key or an address.

    TranslationFault
    ├── NotReady       no such engine, no key, no package: the person has to do something first
    ├── RateLimited    too many requests: wait and ask again
    ├── Unreachable    no answer, a cut connection, a fault of the server: ask again, then give up
    ├── Rejected       a wrong key, a used-up quota, no service at the address: asking again is of no use
    ├── Unsupported    the engine has no English for this language
    └── Garbled        an answer that is no translation of these texts
"""

from __future__ import annotations

from core.models import GigaledgerError


class TranslationFault(GigaledgerError):
    """An engine gave no translation; the text says why, for a person."""


class NotReady(TranslationFault):
    """The engine cannot be used as things stand; the text says what to do."""


class RateLimited(TranslationFault):
    """The engine wants to be asked more slowly. ``after``: seconds that it asks to wait, None if it does not say."""

    def __init__(self, reason: str, after: float | None = None) -> None:
        super().__init__(reason)
        self.after = after


class Unreachable(TranslationFault):
    """The engine did not answer, or with a fault of its own."""


class Rejected(TranslationFault):
    """The engine refuses to work for us; it must not be asked again in this run."""


class Unsupported(TranslationFault):
    """The engine does not translate from this language."""


class Garbled(TranslationFault):
    """The answer is not one English text for each text, or the engine does not take this request."""
