"""A translation service on loopback for the tests: LibreTranslate's JSON, and what the other engines' services speak.

It translates word by word from a small dictionary, numbers into English notation. Told so, it misbehaves.
"""

from __future__ import annotations

import html
import json
import re
import socket
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from urllib.parse import parse_qs, urlsplit

WORDS = {
    "de": "the", "fabriek": "plant", "bouwt": "builds", "een": "a", "nieuwe": "new", "miljard": "billion", "miljoen": "million",
    "euro": "euros", "kost": "costs", "banen": "jobs", "er": "there", "komen": "come", "batterijfabriek": "battery plant",
    "zin": "sentence", "nummer": "number", "tehdas": "plant", "uusi": "new", "werk": "plant", "das": "the", "en": "and",
}  # fmt: skip


def in_english(text: str) -> str:
    """Word by word; "2,5" becomes "2.5", "3.000" becomes "3,000"."""
    text = re.sub(r"\d[\d.,]*\d", lambda m: m[0].translate(str.maketrans(".,", ",.")), text)
    return re.sub(r"[^\W\d_]+", lambda m: WORDS.get(m[0].lower(), m[0]), text)


@dataclass
class Asked:
    """One request as it came in."""

    path: str
    headers: dict[str, str]
    body: str
    texts: list[str]


@dataclass
class Service:
    """The running service. ``next``: how the next requests are answered, one each; then ``always``.

    takes: texts that one request may hold; poison: a word on which the service breaks down.
    """

    url: str
    always: str = "ok"
    next: list[str] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    takes: int = 1_000
    poison: str = ""
    translate: Callable[[str], str] = in_english
    closing: Event = field(default_factory=Event)

    @property
    def port(self) -> int:
        return int(self.url.rsplit(":", 1)[1])


@contextmanager
def serving() -> Iterator[Service]:
    """A service on a free port of loopback, until the end of the block."""

    class Handler(_Handler):
        service: Service

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    Handler.service = service = Service(f"http://127.0.0.1:{server.server_address[1]}")
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        service.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    service: Service
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else every answer takes 40 ms

    def log_message(self, *_: object) -> None:
        """Tests read ``asked``."""

    def do_GET(self) -> None:
        self._serve("")

    def do_POST(self) -> None:
        self._serve(self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode())

    def _serve(self, body: str) -> None:
        service, path = self.service, urlsplit(self.path).path
        given = json.loads(body) if body else {k: v[0] for k, v in parse_qs(urlsplit(self.path).query).items()}
        texts = [item["text"] for item in given] if isinstance(given, list) else given.get("q", given.get("text", []))
        texts = [texts] if isinstance(texts, str) else texts
        service.asked.append(Asked(self.path, dict(self.headers), body, texts))
        how = service.next.pop(0) if service.next else service.always
        if how == "ok" and len(texts) > service.takes:
            return self._send(400, json.dumps({"error": "Invalid request: exceeds text limit"}))
        if how == "ok" and service.poison and any(service.poison in text for text in texts):
            return self._send(500, json.dumps({"error": "Cannot translate text"}))
        if how.isdecimal():
            return self._send(int(how), json.dumps({"error": "no"}))
        if how.startswith("429 "):
            return self._send(429, json.dumps({"error": "Slowdown"}), **{"Retry-After": how[4:]})
        if how == "slow":
            service.closing.wait(20)
            return None
        if how == "cut":  # half an answer, then the connection is reset
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n{\"translatedText\": [")
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.close_connection = True
            return None
        if how == "trickle":  # a byte now and then, for ever
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n")
            while not service.closing.wait(0.05):
                try:
                    self.wfile.write(b" ")
                except OSError:
                    return None
            return None
        if how == "garbage":
            return self._send(200, "\x00\x1b[[[[{{{\ufffd" * 50)
        if how == "html":
            return self._send(200, "<!doctype html><title>Welcome</title><p>Please log in to the hotel's network.")
        if how == "moved":
            return self._send(302, "", Location=f"{service.url}/elsewhere")
        made = texts if how == "echo" else [service.translate(text) for text in texts]
        made = [re.sub(r"\d+(?:[.,]\d+)*", "some", text) for text in made] if how == "drop" else made
        made = made[:-1] if how == "fewer" else [""] * len(made) if how == "empty" else made
        return self._send(200, _ANSWERS[path](made, how))

    def _send(self, status: int, body: str, **headers: str) -> None:
        content = body.encode()
        self.send_response(status)
        for name, value in {"Content-Length": str(len(content)), "Content-Type": "application/json; charset=utf-8", **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)


def _google(made: list[str], how: str) -> str:
    return f'<html><body><div class="result-container">{html.escape("".join(made))}</div></body></html>'


def _mymemory(made: list[str], how: str) -> str:
    if how == "warning":
        text = "MYMEMORY WARNING: YOU USED ALL AVAILABLE FREE TRANSLATIONS FOR TODAY."
        return json.dumps({"responseData": {"translatedText": text}, "responseStatus": 200, "matches": []})
    if how == "status":
        return json.dumps({"responseData": {"translatedText": "INVALID LANGUAGE PAIR"}, "responseStatus": "403", "matches": []})
    return json.dumps({"responseData": {"translatedText": html.escape(made[0])}, "responseStatus": 200, "matches": []})


_ANSWERS: dict[str, Callable[[list[str], str], str]] = {
    "/translate": lambda made, how: json.dumps({"translatedText": made}),
    "/m": _google,
    "/get": _mymemory,
    "/v2/translate": lambda made, how: json.dumps({"translations": [{"detected_source_language": "NL", "text": t} for t in made]}),
    "/microsoft": lambda made, how: json.dumps([{"translations": [{"text": t, "to": "en"}]} for t in made]),
}
