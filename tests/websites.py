"""Real web servers on the loopback interface, well-behaved and not, for the tests of core/web."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

Headers = dict[str, str]
Answer = tuple[int, Headers, bytes]
Route = Answer | Callable[[BaseHTTPRequestHandler], Answer | None]


class Asked(NamedTuple):
    """A request as it came in: seconds on the monotonic clock, the path with its query, the headers."""

    at: float
    path: str
    headers: Headers


class Website:
    """A server that answers by its routes: a status, headers and a body, or a function that writes what it likes."""

    def __init__(self, routes: Mapping[str, Route], tls: ssl.SSLContext | None = None) -> None:
        self.asked: list[Asked] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site.asked.append(Asked(time.monotonic(), self.path, dict(self.headers)))
                route = routes.get(self.path) or routes.get("*", (404, {}, b"nothing here"))
                self.close_connection = True
                try:
                    answer = route(self) if callable(route) else route
                    if answer is not None:
                        self.answer(*answer)
                except OSError:  # the other side has had enough
                    pass

            def do_CONNECT(self) -> None:
                self.do_GET()

            def answer(self, status: int, headers: Headers, body: bytes) -> None:
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: object) -> None:  # a handshake that failed, as the test wanted
                pass

            def finish_request(self, request: object, address: object) -> None:
                if tls is not None:
                    request = tls.wrap_socket(request, server_side=True)  # type: ignore[arg-type]
                super().finish_request(request, address)  # type: ignore[arg-type]

        self._server = Server(("127.0.0.1", 0), Handler)
        self.port = self._server.server_port
        self._scheme = "https" if tls else "http"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"{self._scheme}://{host}:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked]

    def __enter__(self) -> Website:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
