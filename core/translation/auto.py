"""Does the engine that needs no key answer? Asked beside other work, so that nobody waits for the network."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from threading import Event, Thread

from core.lexicon import languages, settings
from core.translation.engines import KEYLESS, LIMITS, Engine, engine
from core.translation.faults import TranslationFault

_HOST = ("translate.google.com", 443)


def _keyless(seconds: float) -> Engine:
    return engine(KEYLESS, seconds=seconds)


class Probe:
    """Asks the keyless engine for one word, in a thread that nobody has to wait for.

    First only the connection is tried: without a network nothing of the engine is loaded. make: makes the engine from
    a time-out; host: where it is.
    """

    def __init__(
        self, seconds: float = 3.0, make: Callable[[float], Engine] = _keyless, host: tuple[str, int] = _HOST
    ) -> None:
        self._seconds, self._make, self._host = seconds, make, host
        self._found: Engine | None = None
        self._done = Event()
        self._started = False

    def start(self) -> Probe:
        """Begin to ask, once. Gives itself."""
        if not self._started:
            self._started = True
            Thread(target=self._ask, name="translation probe", daemon=True).start()
        return self

    def engine(self, wait: float = 0.0) -> Engine | None:
        """The engine if it has answered, waiting at most so many seconds; else None."""
        self.start()._done.wait(wait)
        return self._found

    def _ask(self) -> None:
        try:
            if not (os.environ.get("HTTPS_PROXY") or os.environ.get("https_proxy")):
                socket.create_connection(self._host, timeout=self._seconds).close()
            asked = self._make(self._seconds)
            source = languages()[0]
            asked.translate([next(iter(settings(source)["months"]))], source)
            self._found = self._make(LIMITS[KEYLESS].seconds or self._seconds)
        except (OSError, TranslationFault):
            pass  # no engine, then; this is what was asked
        finally:
            self._done.set()


def available(timeout: float = 2.0) -> Engine | None:
    """The keyless engine if it answers within so many seconds; else None."""
    return Probe(timeout).engine(timeout)
