"""Which computers may be asked for a page: those of the open internet, and inside the own network only what the user allows.

A page or a redirect can name the router, a database or a cloud machine's own data under any name or spelling
(http://2130706433/, http://127.1/, a name that resolves to 10.0.0.1). So it is not the name that is checked but the
address to which the connection is made, and the connection is made to exactly the address that was checked: a name that
resolves to something else the next moment gains nothing.

Libraries for this: advocate is archived; safehttpx, drawbridge and httpx-secure belong to httpx and asyncio;
microsoft-antissrf (requests) is new. None bounds time and size, which is the larger part of the work.
"""

from __future__ import annotations

import ipaddress
import queue
import socket
import threading
from typing import NamedTuple

from core.models import GigaledgerError
from core.web.addresses import shown

Address = tuple[str, int] | tuple[str, int, int, int] | tuple[int, bytes]  # as typeshed has it

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_UNICAST = ipaddress.IPv6Network("2000::/3")  # all that is given out to the open internet
# Newer than the ipaddress module of some Pythons that run this.
_SPECIAL = (ipaddress.IPv6Network("3fff::/20"), ipaddress.IPv4Network("192.0.0.0/24"), ipaddress.IPv4Network("192.88.99.0/24"))
_INSIDE_ENDINGS = (".localhost", ".local", ".internal", ".intranet", ".lan", ".home", ".corp", ".home.arpa", ".localdomain")

INSIDE = (
    "This is an address inside your own network; pages from there are not fetched unless you allow the host by its name."
)


class Unreachable(GigaledgerError):
    """A page that could not be fetched: ``url`` as it may be shown, ``reason`` a sentence for a person."""

    def __init__(self, url: str, reason: str) -> None:
        self.url = shown(url)
        self.reason = reason
        super().__init__(f"{self.url}: {reason}")


class Refused(Exception):
    """Why a page cannot be had, as a sentence; becomes Unreachable where the address that was asked for is known.

    ``led_to``: the address, as it may be shown, where it happened, if that is not the one that was asked for.
    """

    led_to: str | None = None


class UnknownName(Refused):
    """No address is known for the name."""


class Endpoint(NamedTuple):
    """Where a socket connects to, as ``socket.getaddrinfo`` tells it."""

    family: int
    kind: int
    protocol: int
    address: Address


def is_open(address: str) -> bool:
    """Whether an IP address belongs to the open internet.

    IPv4 addresses within IPv6 ones (mapped, 6to4, NAT64) count as what they wrap; Teredo's and all that is not given out
    (ULA, link-local, site-local, documentation) do not belong to it, nor do carriers' shared addresses (100.64.0.0/10).
    """
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        wrapped = ip.ipv4_mapped or ip.sixtofour
        if ip in _NAT64:
            wrapped = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if wrapped is not None:
            return is_open(str(wrapped))
        if ip not in _UNICAST:
            return False
    if any(ip in net for net in _SPECIAL if net.version == ip.version):
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified or ip.is_loopback or ip.is_link_local)


def is_inside_name(host: str) -> bool:
    """Whether a name belongs to an own network by its form: “localhost”, “printer”, “wiki.corp”. Names with a dot in
    them that resolve to an inside address are found by that alone."""
    name = host.lower().rstrip(".")
    return ("." not in name and ":" not in name) or name.endswith(_INSIDE_ENDINGS)


def endpoints(host: str, port: int, timeout: float, allowed: frozenset[str] = frozenset()) -> list[Endpoint]:
    """Where to connect to for a host, each checked.

    allowed: names and addresses, as written in the address, that need no check. Raises Refused with a sentence where the
    name is not known or nothing that it stands for may be asked, TimeoutError if that takes longer than ``timeout`` seconds.
    """
    found = _resolved(host, port, timeout)
    if plain_host(host) in allowed:
        return found
    fit = [end for end in found if is_open(str(end.address[0]))]
    if not fit:
        raise Refused(INSIDE)
    return fit


def plain_host(host: str) -> str:
    """The host's name as it is compared: small letters, no brackets, no dot at the end."""
    return host.lower().strip("[]").rstrip(".")


def _resolved(host: str, port: int, timeout: float) -> list[Endpoint]:
    """``socket.getaddrinfo`` with an end: the system's own patience with a dead name server is half a minute."""
    answer: queue.SimpleQueue[list[Endpoint] | BaseException] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers = socket.getaddrinfo(plain_host(host), port, type=socket.SOCK_STREAM)
            answer.put([Endpoint(family, kind, protocol, address) for family, kind, protocol, _, address in answers])
        except BaseException as fault:  # handed to the one who waits
            answer.put(fault)

    threading.Thread(target=ask, daemon=True, name="resolve").start()
    try:
        found = answer.get(timeout=max(timeout, 0.001))
    except queue.Empty:
        raise TimeoutError from None
    if isinstance(found, ValueError):  # a part of the name is empty or too long
        raise Refused("This is no possible name of a site; look for a misprint in the address.") from found
    if isinstance(found, socket.gaierror):
        raise UnknownName(_unknown(found)) from found
    if isinstance(found, BaseException):
        raise found
    return found


def _unknown(fault: socket.gaierror) -> str:
    if fault.errno == socket.EAI_AGAIN:
        return "The site's name could not be looked up just now; check the connection to the internet and try again."
    return "There is no site of this name; look for a misprint in the address, and check the connection to the internet."
