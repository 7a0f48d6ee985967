"""One request at a time: to the computer that was checked, within its time, by the user's proxy where there is one.

urllib3 does the talking; what it lacks is added here: connections to checked addresses only (``core.web.guard``), and an
end for the whole page. urllib3's own time-outs begin anew with every byte, so a site that sends one byte a second would
be waited for all day; here the connection is cut from outside when the time is over, whatever it is busy with.

Proxies are taken from the environment and the system's settings, as every program on such a machine must. Then it is the
proxy that connects, so the check is weaker: an address that is written as a number, or a name that resolves here, is
checked before anything is sent; a name that only the proxy knows is left to the proxy. Hosts that the user allows, which
are inside the own network, are asked directly.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Timer
from typing import Any, cast

import certifi
import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import (
    DecodeError,
    HTTPError,
    LocationValueError,
    ProtocolError,
    ProxyError,
    ReadTimeoutError,
    SSLError,
)
from urllib3.response import BaseHTTPResponse
from urllib3.util import Url

from core.web.guard import INSIDE, Endpoint, Refused, UnknownName, endpoints, is_inside_name, plain_host

PORTS = {"http": 80, "https": 443}


class Deadline:
    """The time that one page may take, in seconds, without the pauses made out of politeness."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds
        self._cuts: list[tuple[Timer, socket.socket]] = []

    @property
    def left(self) -> float:
        return self._end - time.monotonic()

    @property
    def passed(self) -> bool:
        return self.left <= 0

    @contextmanager
    def held(self) -> Iterator[None]:
        """What happens meanwhile does not count."""
        begun = time.monotonic()
        try:
            yield
        finally:
            self._end += time.monotonic() - begun

    def pause(self, seconds: float) -> None:
        with self.held():
            time.sleep(max(0.0, seconds))

    def watch(self, sock: socket.socket) -> None:
        """Cut this connection when the time is over, until ``release``."""
        twin = sock.dup()  # TLS takes the socket over under another object; the connection is the same
        timer = Timer(max(0.0, self.left), _cut, [twin])
        timer.daemon = True
        timer.start()
        self._cuts.append((timer, twin))

    def release(self) -> None:
        for timer, twin in self._cuts:
            timer.cancel()
            timer.join()  # else it could cut what has got the number of this socket since
            twin.close()
        self._cuts.clear()


def _cut(sock: socket.socket) -> None:
    try:
        sock.shutdown(socket.SHUT_RDWR)
    except OSError:  # closed by the other side just now
        pass


class Connector:
    """Sends GET requests; keeps no connection, no cookie and no credentials.

    connect_timeout, read_timeout: seconds, for connecting and for each wait for something from the site.
    allowed: hosts inside the own network that may be asked.
    """

    def __init__(self, connect_timeout: float, read_timeout: float, allowed: frozenset[str]) -> None:
        self._connect_timeout = connect_timeout
        self._read_timeout = read_timeout
        self._allowed = allowed
        self._deadline = Deadline(0)
        self._trusted: ssl.SSLContext | None = None

    @contextmanager
    def get(self, url: Url, headers: dict[str, str], deadline: Deadline) -> Iterator[BaseHTTPResponse]:
        """The answer, its body not yet read and not yet unpacked; closed afterwards.

        Raises Refused with a sentence for a person for whatever goes wrong here or while the body is read.
        """
        self._deadline = deadline
        try:
            if deadline.passed:
                raise TimeoutError
            # A manager for each request: a connection that is kept may be closed by the site in the very moment in which
            # it is used again, and would be beyond the deadline.
            with self._manager(url) as manager:
                headers = {**headers, "Connection": "close"}
                answer = manager.request("GET", url.url, headers=headers, redirect=False, retries=False, preload_content=False)
                try:
                    yield answer
                    if deadline.passed:  # a body without a declared length looks complete when it was cut
                        raise TimeoutError
                finally:
                    answer.close()
        except (HTTPError, OSError, http.client.HTTPException, Refused) as fault:
            if deadline.passed:  # whatever it looks like: headers that were cut look like an empty page
                raise Refused(f"The page took longer than {deadline.seconds:g} s, so it was given up.") from fault
            if isinstance(fault, Refused):
                raise
            raise Refused(sentence(fault, self._read_timeout)) from fault
        finally:
            deadline.release()

    def _manager(self, url: Url) -> urllib3.PoolManager:
        host, port = url.host or "", url.port or PORTS[url.scheme or "http"]
        options: dict[str, Any] = {"timeout": urllib3.Timeout(connect=self._connect_timeout, read=self._read_timeout)}
        if url.scheme == "https":
            self._trusted = options["ssl_context"] = self._trusted or _trust()
        proxy = None if plain_host(host) in self._allowed else _proxy(url)
        if proxy is None:
            manager = urllib3.PoolManager(**options)
            manager.pool_classes_by_scheme = _pools(self._checked_socket)
            return manager
        if is_inside_name(host):
            raise Refused(INSIDE)
        try:
            endpoints(host, port, min(self._connect_timeout, self._deadline.left))
        except (UnknownName, TimeoutError):
            pass  # behind a proxy, names outside are often known to the proxy only
        auth = urllib3.make_headers(proxy_basic_auth=proxy.auth) if proxy.auth else None
        manager = urllib3.ProxyManager(proxy._replace(auth=None).url, proxy_headers=auth, **options)
        manager.pool_classes_by_scheme = _pools(self._proxy_socket)
        return manager

    def _checked_socket(self, host: str, port: int) -> socket.socket:
        return self._connected(self._found(host, port, self._allowed), "The site")

    def _proxy_socket(self, host: str, port: int) -> socket.socket:
        return self._connected(self._found(host, port, frozenset([plain_host(host)])), "The proxy of your network")

    def _found(self, host: str, port: int, allowed: frozenset[str]) -> list[Endpoint]:
        try:
            return endpoints(host, port, min(self._connect_timeout, self._deadline.left), allowed)
        except TimeoutError:
            if self._deadline.passed:
                raise
            raise Refused(
                "The site's name could not be looked up in time; check the connection to the internet and try again."
            ) from None

    def _connected(self, found: list[Endpoint], who: str) -> socket.socket:
        """A socket to the first of the addresses that answers."""
        failed: OSError = OSError()
        for end in found:
            sock = socket.socket(end.family, end.kind, end.protocol)
            try:
                sock.settimeout(max(0.001, min(self._connect_timeout, self._deadline.left)))
                sock.connect(end.address)
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._deadline.watch(sock)
            except OSError as fault:
                sock.close()
                failed = fault
            else:
                return sock
        if self._deadline.passed:
            raise TimeoutError from failed
        if isinstance(failed, TimeoutError):
            raise Refused(f"{who} did not answer within {self._connect_timeout:g} s; try again later.") from failed
        if isinstance(failed, ConnectionRefusedError):
            raise Refused(f"{who} takes no connections at this address.") from failed
        raise Refused(f"{who} cannot be reached; check the connection to the internet.") from failed


def sentence(fault: BaseException, waited: float) -> str:
    """What a fault of the network means, for a person; never anything of the address."""
    inner = fault.args[-1] if fault.args and isinstance(fault.args[-1], BaseException) else fault
    if isinstance(fault, ReadTimeoutError):
        return f"The site sent nothing for {waited:g} s; try again later."
    if isinstance(fault, ProxyError):
        return "The proxy of your network does not let this page through."
    if isinstance(inner, ssl.SSLCertVerificationError):
        why = inner.verify_message.rstrip(".") or "it could not be checked"
        return f"The site cannot prove that it is what it says: its certificate is not valid ({why})."
    if isinstance(fault, (SSLError, ssl.SSLError)):
        return "No secure connection to the site could be made; its https does not work."
    if isinstance(fault, DecodeError):
        return "The page came in a broken compression."
    if isinstance(fault, LocationValueError):
        return "This is no possible address of a page; look for a misprint in it."
    if isinstance(inner, (http.client.RemoteDisconnected, ConnectionError)):
        return "The site closed the connection without a whole answer."
    if isinstance(inner, http.client.HTTPException) and not isinstance(inner, http.client.IncompleteRead):
        return "What answers at this address does not speak HTTP as a web site does."
    if isinstance(fault, ProtocolError):
        return "The connection was cut before the page was complete."
    return f"The page could not be fetched ({type(fault).__name__})."


def _trust() -> ssl.SSLContext:
    """The certificates that the system trusts (SSL_CERT_FILE adds others), and Mozilla's where the system has none."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


def _proxy(url: Url) -> Url | None:
    """The proxy that the environment or the system names for this address."""
    if urllib.request.proxy_bypass(url.host or ""):
        return None
    named = urllib.request.getproxies().get(url.scheme or "")
    if not named:
        return None
    proxy = urllib3.util.parse_url(named if "://" in named else f"http://{named}")
    if proxy.scheme not in PORTS:
        raise Refused("Your system names a proxy that is neither http nor https (SOCKS, say); such ones cannot be used.")
    return proxy


def _pools(connect: Callable[[str, int], socket.socket]) -> dict[str, type[HTTPConnectionPool]]:
    """urllib3's kinds of connections, with sockets made by ``connect(host, port)``; names and certificates stay theirs."""

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return connect(self.host, self.port)

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return connect(self.host, self.port)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = cast(Any, Plain)

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = cast(Any, Secure)

    return {"http": PlainPool, "https": SecurePool}
