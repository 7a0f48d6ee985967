"""Addresses -> pages, politely and within limits; what could not be fetched is said in a sentence.

Pages are asked for under the program's own name, with a pause between two requests to one host. No cookie is kept, no
script is run and no site is told where its reader came from. Only http and https, only hosts outside the own network
(``core.web.guard``), only ports that web sites use, and no address with a user name and password in it, which would end
up in the table.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Self

from urllib3.exceptions import LocationValueError
from urllib3.response import BaseHTTPResponse
from urllib3.util import Url, parse_url

from core.articles import LARGEST
from core.web import answers
from core.web.addresses import shown
from core.web.connection import PORTS, Connector, Deadline
from core.web.guard import INSIDE, Refused, Unreachable, plain_host
from core.web.robots import AGENT, Rules, rules
from core.web.robots import LARGEST as LARGEST_ROBOTS

_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,"
    "application/xml;q=0.9,text/plain;q=0.9,application/pdf;q=0.8,*/*;q=0.1",
    "Accept-Encoding": "gzip, deflate",
    "User-Agent": f"{AGENT}/1.0",
}
_LONGEST_ADDRESS = 4000  # characters
_LONGEST_PAUSE = 10.0  # seconds that are waited once if a site asks for it
_LOWEST_PORT = 1024  # below it, every port but the web's belongs to another service: mail, file shares, printers


def allowed_hosts() -> list[str]:
    """The hosts inside the own network that GIGALEDGER_ALLOW_HOSTS names, apart by commas."""
    return [host.strip() for host in os.environ.get("GIGALEDGER_ALLOW_HOSTS", "").split(",") if host.strip()]


@dataclass(frozen=True, slots=True)
class Page:
    """What came from an address.

    url: where it was found in the end; asked: where it was looked for. data: the body, unpacked, never empty.
    content_type: “text/html”, in small letters; charset: a name that Python knows, where the site's answer names one.
    etag, last_modified: as the site gave them.
    """

    url: str
    asked: str
    data: bytes
    content_type: str | None = None
    charset: str | None = None
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class _Asking:
    """How a page is asked for."""

    deadline: Deadline
    heeding: bool = False  # robots.txt
    largest: int = LARGEST
    article: bool = True  # what is no article is refused


class Fetcher:
    """Fetches pages one after the other; not for several threads at once. As a context manager it ends with
    the ``with``; what it holds until then is what it knows of the hosts, never a connection.

    connect_timeout, read_timeout: seconds for connecting, and for each wait for something from the site.
    total_timeout: seconds for a page with all its redirects, without the pauses made out of politeness.
    largest: bytes of a page, unpacked. spacing: seconds between the end of one request and the next to the same host.
    allowed_hosts: names or addresses inside the own network that may be asked, as they stand in the address.
    """

    def __init__(
        self,
        *,
        connect_timeout: float = 10.0,
        read_timeout: float = 10.0,
        total_timeout: float = 30.0,
        largest: int = LARGEST,
        spacing: float = 1.0,
        max_redirects: int = 8,
        allowed_hosts: Iterable[str] = (),
    ) -> None:
        self._allowed = frozenset(plain_host(host) for host in allowed_hosts)
        self._connector = Connector(connect_timeout, read_timeout, self._allowed)
        self._total_timeout = total_timeout
        self._largest = largest
        self._spacing = spacing
        self._max_redirects = max_redirects
        self._free: dict[str, float] = {}  # host -> when the next request to it may begin
        self._rules: dict[tuple[str, str, int], Rules] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._free.clear()
        self._rules.clear()

    def fetch(self, url: str, *, by_itself: bool = False) -> Page:
        """The page at an address.

        by_itself: the program found the address, no person named it (an entry of a feed); then robots.txt is heeded.
        Raises Unreachable, whose reason is a sentence for a person.
        """
        try:
            found, answer, data = self._follow(url, _Asking(Deadline(self._total_timeout), by_itself, self._largest))
        except Refused as why:
            led = f"The address leads on to {why.led_to}. " if why.led_to else ""
            raise Unreachable(url, f"{led}{why}") from why
        header = answer.headers.get
        kind, charset = answers.content_type(header("content-type"))
        return Page(found, url.strip(), data, kind, charset, header("etag"), header("last-modified"))

    def _follow(self, url: str, asking: _Asking) -> tuple[str, BaseHTTPResponse, bytes]:
        """The last address of a chain of redirects, its answer and its body. Raises Refused."""
        address, seen = url, set[str]()
        while True:
            try:
                target = self._target(address)
                if target.url in seen:
                    raise Refused("The site sends round in a circle; open the page in a browser and save it there.")
                if len(seen) > self._max_redirects:
                    raise Refused(f"The site sends on from page to page, more than {self._max_redirects} times.")
                if asking.heeding:
                    self._heed(target, asking.deadline)
                with self._answer(target, asking.deadline) as answer:
                    onward = answers.onward(target.url, answer)
                    if onward is None:
                        return target.url, answer, self._body(answer, asking)
            except Refused as why:
                if seen and why.led_to is None:
                    why.led_to = shown(address)
                raise
            seen.add(target.url)
            address = onward

    def _target(self, address: str) -> Url:
        """The address taken apart as the connection will see it. Raises Refused for one that is not to be asked."""
        given = address.strip()
        if not given or len(given) > _LONGEST_ADDRESS or not given.isprintable():
            raise Refused("This is no address of a web page.")
        try:
            url = parse_url(given)
            if url.host is not None and url.scheme in PORTS and not url.path:
                url = url._replace(path="/")
        except LocationValueError:
            raise Refused("This is no possible address of a page; look for a misprint in it.") from None
        if url.scheme not in PORTS:
            what = f", not {url.scheme}:" if url.scheme and "://" in given else ""
            raise Refused(f"Only addresses that begin with http:// or https:// can be added{what}.")
        if not url.host:
            raise Refused("The address names no site.")
        if url.auth is not None:
            raise Refused("The address holds a user name or password; write it without them.")
        port = url.port if url.port is not None else PORTS[url.scheme]
        if port not in PORTS.values() and port < _LOWEST_PORT and plain_host(url.host) not in self._allowed:
            raise Refused(f"Port {port} belongs to another service than web pages; look for a misprint in the address.")
        return url._replace(fragment=None)

    @contextmanager
    def _answer(self, target: Url, deadline: Deadline) -> Iterator[BaseHTTPResponse]:
        """The site's answer after the pause that it is due; asked a second time where a fault may pass."""
        host = plain_host(target.host or "")
        for last in (False, True):
            deadline.pause(self._free.get(host, 0.0) - time.monotonic())
            try:
                with self._connector.get(target, _HEADERS, deadline) as answer:
                    wait = None if last else answers.pause(answer, otherwise=2 * self._spacing)
                    if wait is None or wait > _LONGEST_PAUSE:
                        yield answer
                        return
            finally:
                self._free[host] = time.monotonic() + self._delay(target)
            deadline.pause(wait)

    def _body(self, answer: BaseHTTPResponse, asking: _Asking) -> bytes:
        answers.check_status(answer)
        if not asking.article:
            return answers.body(answer, asking.largest)
        answers.check_type(answers.content_type(answer.headers.get("content-type"))[0])
        data = answers.body(answer, asking.largest)
        if not data.strip():
            raise Refused("The site answers with an empty page.")
        return data

    def _heed(self, target: Url, deadline: Deadline) -> None:
        """Raises Refused if the site's robots.txt asks programs to leave this page alone."""
        site = _site(target)
        if site not in self._rules:
            with deadline.held():
                self._rules[site] = self._asked_rules(target)
        refusal = self._rules[site].refusal(target.url)
        if refusal:
            raise Refused(refusal)

    def _asked_rules(self, target: Url) -> Rules:
        asking = _Asking(Deadline(self._total_timeout), largest=LARGEST_ROBOTS, article=False)
        address = target._replace(path="/robots.txt", query=None).url
        try:
            return rules(200, self._follow(address, asking)[2])
        except answers.Failed as failed:
            return rules(failed.status)
        except Refused as refused:
            if str(refused) == INSIDE and refused.led_to is None:
                raise  # that is the reason, not the rules that could not be asked for
            return rules(None)

    def _delay(self, target: Url) -> float:
        """Seconds between two requests to a host."""
        asked = self._rules.get(_site(target))
        return max(self._spacing, asked.delay if asked else 0.0)


def _site(url: Url) -> tuple[str, str, int]:
    scheme = url.scheme or ""
    return scheme, plain_host(url.host or ""), url.port or PORTS[scheme]
