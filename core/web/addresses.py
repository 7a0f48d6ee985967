"""Web addresses: one spelling for each, by which the same article is recognised, and what of one may be shown.

``normalise`` is made for comparing, not for fetching: it takes for one what the sites take for one, and nothing else.
Libraries for this (courlan, url-normalize, w3lib) either leave tracking parameters or take ``id``- and ``source``-like
ones for tracking, by which two articles become one; parsing and quoting here is the standard library's.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from core.own_files import read_toml

_FILE = Path(__file__).parent.parent / "reference" / "addresses.toml"
_PORTS = {"http": 80, "https": 443}
_SLASHES = re.compile(r"/{2,}")
_NUMBER = re.compile(r"\d{1,12}")
_HOST = re.compile(r"\[[^\]]*\](?::\d*)?|[^:]*(?::\d*)?|[a-z]+:", re.I)  # “mailto:” too
_LONGEST_SHOWN = 200  # characters
_HIDDEN = "…"


def normalise(url: str) -> str:
    """The address by which an article is recognised: “https://example.com/a?id=3” for “HTTP://www.Example.com:80/a/?id=3&utm_x=y#z”.

    Taken for one: http and https, with and without “www.”, capitals in the host's name, the default port, a slash at the
    end, “index.html”, the order of parameters, quoted and plain characters, tracking parameters, session numbers, AMP
    variants, anchors within the page (not those that name a page of their own: “#!/…”). What is no web address comes
    back as it is, without blanks around it. Raises nothing.
    """
    given = url.strip()
    try:
        parts = urlsplit(given)
        port = parts.port
        host = (parts.hostname or "").rstrip(".")
    except ValueError:  # an impossible port, half an IPv6 address
        return given
    if parts.scheme not in _PORTS or not host:
        return given
    at = _ascii(host).removeprefix("www.")
    if ":" in at:
        at = f"[{at}]"
    if port and port not in _PORTS.values():
        at = f"{at}:{port}"
    query = _query(parts.query)
    anchor = f"#{parts.fragment}" if parts.fragment.startswith(("!", "/")) else ""
    return f"https://{at}{_path(parts.path)}{query}{anchor}"


def shown(url: str) -> str:
    """The address for a message: no user name or password, of the parameters' values only plain numbers; at most 200
    characters. Raises nothing."""
    given = "".join(c if c.isprintable() else " " for c in url.strip())
    scheme, mark, rest = given.partition("://") if "://" in given else ("", "", given)
    before, asks, query = rest.partition("#")[0].partition("?")
    host, slash, path = before.partition("/")
    host = host.rpartition("@")[2]
    if not _HOST.fullmatch(host):  # a password with a slash or question mark in it
        return f"{scheme}{mark}{_HIDDEN}"
    fields = [_shown_field(*field.partition("=")) for field in query.split("&")] if asks else []
    text = f"{scheme}{mark}{host}{slash}{path}{asks}{'&'.join(fields)}"
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + _HIDDEN


def _shown_field(name: str, mark: str, value: str) -> str:
    if not mark:  # a value without a name: what it means cannot be told
        return name if _NUMBER.fullmatch(name) else _HIDDEN
    secret = any(word in name.lower() for word in _data()["secret"]["words"])
    return f"{name}={value if _NUMBER.fullmatch(value) and not secret else _HIDDEN}"


def _ascii(host: str) -> str:
    """A name with letters beyond ASCII as the network writes it (“xn--…”)."""
    try:
        return host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return host.lower()


def _path(path: str) -> str:
    data = _data()
    steps = [_step(step) for step in _SLASHES.sub("/", path).split("/")]
    while steps and steps[-1] in ("", *data["paths"]["indexes"]):
        steps.pop()
    made = "/".join(steps)
    for ending in data["amp"]["endings"]:
        made = made.removesuffix(ending)
    return made or "/"


def _step(step: str) -> str:
    """One part of a path, without the session number that a server wrote into it."""
    plain, mark, parameter = step.partition(";")
    if mark and parameter.partition("=")[0].lower() not in _data()["paths"]["sessions"]:
        plain = step
    return quote(unquote(plain, errors="surrogateescape"), safe="!$&'()*+,;=:@", errors="surrogateescape")


def _query(query: str) -> str:
    kept = sorted((name, value) for name, value in parse_qsl(query, keep_blank_values=True) if not _idle(name, value))
    return f"?{urlencode(kept)}" if kept else ""


def _idle(name: str, value: str) -> bool:
    """Whether a parameter says nothing about which article it is."""
    data, low = _data(), name.lower()
    if low in data["tracking"]["names"] or low.startswith(tuple(data["tracking"]["prefixes"])):
        return True
    return low in data["amp"]["parameters"] or f"{low}={value.lower()}" in data["amp"]["parameters"]


@cache
def _data() -> dict[str, Any]:
    return read_toml(_FILE)
