"""Requests to a translation service: with a time-out, a limit of size, and faults that say what to do.

deep-translator calls ``requests`` without a time-out, drops the server's ``Retry-After`` and puts addresses with the
texts (DeepL and LibreTranslate: with the key) into its exceptions. ``Requests`` stands in for that module in
deep-translator's own modules. It only acts within ``Link.open``; whoever else uses deep-translator in this process
still gets the real one.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import requests

from core.translation.faults import Garbled, RateLimited, Rejected, TranslationFault, Unreachable

_MOST_BYTES = 8_000_000  # a batch's translation has some ten thousand
_PIECE = 1024
_LONGEST_WAIT = 86_400.0
_current: ContextVar[Link | None] = ContextVar("link", default=None)


@dataclass(frozen=True, slots=True)
class Answer:
    """A response, with what deep-translator reads of one."""

    engine: str
    status_code: int
    body: bytes
    encoding: str

    @property
    def text(self) -> str:
        return self.body.decode(self.encoding, "replace")

    def json(self) -> Any:
        """Raises Garbled where the body is no JSON."""
        made, fault = None, None
        try:
            made = json.loads(self.body)
        except (ValueError, RecursionError):
            fault = Garbled(f"{self.engine} answered something other than JSON.")
        if fault is not None:
            raise fault
        return made

    def close(self) -> None:
        """Nothing is open any more; deep-translator calls this."""


@dataclass(slots=True)
class Link:
    """How one engine's service is asked. seconds: for the whole answer. follow: whether redirections are followed;
    an engine with a key does not, lest the key goes elsewhere. check: looks at an answer for faults told in its body.
    """

    engine: str
    seconds: float
    follow: bool = True
    check: Callable[[Answer], None] | None = None
    moved: Mapping[str, str] = field(default_factory=dict)  # deep-translator's address → the one to use instead
    session: requests.Session = field(default_factory=requests.Session)

    @contextmanager
    def open(self) -> Iterator[None]:
        """Within, deep-translator's requests go through this link."""
        token = _current.set(self)
        try:
            yield
        finally:
            _current.reset(token)

    def ask(self, method: str, url: str, **how: Any) -> Answer:
        """One request. how: params, json, headers. Raises RateLimited, Unreachable, Rejected, Garbled."""
        url = self.moved.get(url, url)
        how.pop("proxies", None)  # those of the environment hold
        answer, after, fault = None, None, None
        try:
            with self.session.request(
                method, url, timeout=self.seconds, stream=True, allow_redirects=self.follow, **how
            ) as response:
                body = self._body(response)
                answer = Answer(self.engine, response.status_code, body, response.encoding or "utf-8")
                after = _seconds(response.headers.get("Retry-After"))
        except requests.Timeout:
            fault = Unreachable(f"{self.engine} did not answer within {self.seconds:g} seconds.")
        except (requests.RequestException, OSError, ValueError) as other:
            fault = Unreachable(f"{self.engine} cannot be reached, or cut the connection ({type(other).__name__}).")
        if answer is None:  # raised out here: requests' own exception, with the address in it, is no context of ours
            self.session = requests.Session()
            raise fault or Unreachable(f"{self.engine} did not answer.")
        refusal = refused(self.engine, answer.status_code, after)
        if self.check is not None and (refusal is None or isinstance(refusal, Garbled)):
            self.check(answer)
        if refusal is not None:
            raise refusal
        return answer

    def _body(self, response: requests.Response) -> bytes:
        """The whole body. The time-out of requests holds for each piece only: a server that trickles is asked in a
        thread that is left behind (core.translation.patience.within), which ends here.
        """
        until = time.monotonic() + self.seconds
        pieces, size = [], 0
        for piece in response.iter_content(_PIECE):
            pieces.append(piece)
            size += len(piece)
            if size > _MOST_BYTES:
                raise ValueError("an answer of this size is no translation")
            if time.monotonic() > until:
                raise requests.Timeout()
        return b"".join(pieces)


class Requests:
    """What deep-translator's modules find under the name ``requests``."""

    exceptions = requests.exceptions

    def get(self, url: str, **how: Any) -> Answer | requests.Response:
        link = _current.get()
        return link.ask("GET", url, **how) if link else requests.get(url, **how)

    def post(self, url: str, **how: Any) -> Answer | requests.Response:
        link = _current.get()
        return link.ask("POST", url, **how) if link else requests.post(url, **how)


def refused(engine: str, status: int, after: float | None = None) -> TranslationFault | None:
    """The fault that an HTTP status tells of; None where it tells of none. after: seconds of Retry-After."""
    if 200 <= status < 300:
        return None
    if status == 429 or status == 503 and after is not None:
        return RateLimited(f"{engine} wants fewer requests (HTTP {status}).", after)
    if status >= 500 or status == 408:
        return Unreachable(f"{engine} has a fault of its own (HTTP {status}).")
    if status in (401, 402, 403, 456):
        return Rejected(f"{engine} refuses to translate (HTTP {status}): the key is wrong, or its quota is used up.")
    if status in (404, 405, 410) or 300 <= status < 400:
        return Rejected(f"{engine}: there is no translation service at its address (HTTP {status}).")
    return Garbled(f"{engine} does not take the request (HTTP {status}).")


def _seconds(header: str | None) -> float | None:
    """Retry-After: seconds or a date; None where it says neither."""
    if not header:
        return None
    if header.strip().isdecimal():
        return min(float(header), _LONGEST_WAIT)
    try:
        when = parsedate_to_datetime(header)
    except ValueError:
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return min(max(0.0, (when - datetime.now(UTC)).total_seconds()), _LONGEST_WAIT)
