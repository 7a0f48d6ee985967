"""Pages by their address: real servers on the loopback interface, in order and out of order; feeds; addresses."""

from __future__ import annotations

import gzip
import socket
import ssl
import struct
import threading
import time
import tracemalloc
import zlib
from collections.abc import Callable
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
import trustme
from websites import Answer, Website

from core.web.addresses import normalise, shown
from core.web.fetch import Fetcher, Page
from core.web.guard import Unreachable, is_open

HTML = {"Content-Type": "text/html; charset=ISO-8859-15"}
PAGE: Answer = (200, HTML, "<p>Fabrik für 3 Mrd. €</p>".encode("iso-8859-15"))


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for scheme in ("http", "https", "all", "no"):
        monkeypatch.delenv(f"{scheme}_proxy", raising=False)
        monkeypatch.delenv(f"{scheme.upper()}_PROXY", raising=False)


def fetcher(**options: Any) -> Fetcher:
    """One that may ask the test's servers, in a hurry."""
    hurried = {"connect_timeout": 1.0, "read_timeout": 0.3, "total_timeout": 5.0, "spacing": 0.0, "largest": 1_000_000}
    return Fetcher(**{"allowed_hosts": ["127.0.0.1"], **hurried, **options})


def fetched(url: str, **options: Any) -> Page:
    with fetcher(**options) as web:
        return web.fetch(url)


def refused(url: str, **options: Any) -> str:
    """Why a page cannot be had."""
    with fetcher(**options) as web, pytest.raises(Unreachable) as fault:
        web.fetch(url)
    assert str(fault.value) == f"{fault.value.url}: {fault.value.reason}"
    assert fault.value.reason[0].isupper() and fault.value.reason.endswith(".")
    return fault.value.reason


# ------------------------------------------------------------------------------------------------- what is fetched


def test_a_page_with_all_that_its_site_says_of_it() -> None:
    headers = {**HTML, "ETag": '"7"', "Last-Modified": "Tue, 09 Jan 2024 08:00:00 GMT", "Set-Cookie": "a=b"}
    with Website({"/a?id=3": (200, headers, PAGE[2])}) as site:
        with fetcher() as web:
            page = web.fetch(f"  {site.url('/a?id=3#top')} ")
            web.fetch(site.url("/a?id=3"))
    assert page.data.decode(page.charset or "") == "<p>Fabrik für 3 Mrd. €</p>"
    assert (page.url, page.content_type, page.charset) == (site.url("/a?id=3"), "text/html", "iso8859-15")
    assert (page.etag, page.last_modified) == ('"7"', "Tue, 09 Jan 2024 08:00:00 GMT")
    assert page.asked == site.url("/a?id=3#top")
    for asked in site.asked:
        assert asked.headers["User-Agent"].startswith("Gigaledger/")
        assert not {"Cookie", "Referer", "Authorization"} & set(asked.headers)


@pytest.mark.parametrize("charset", ["utf-8; x", "'utf-8'", "klingon", "utf\x00", ""])
def test_a_charset_that_makes_no_sense_is_left_out(charset: str) -> None:
    with Website({"/": (200, {"Content-Type": f"text/html; charset={charset}"}, b"<p>x</p>")}) as site:
        assert fetched(site.url()).charset in (None, "utf-8")


@pytest.mark.parametrize("packed", [gzip.compress(PAGE[2]), zlib.compress(PAGE[2])], ids=["gzip", "deflate"])
def test_packed_pages_are_unpacked(packed: bytes) -> None:
    kind = "gzip" if packed[:2] == b"\x1f\x8b" else "deflate"
    with Website({"/": (200, {**HTML, "Content-Encoding": kind}, packed)}) as site:
        assert fetched(site.url()).data == PAGE[2]


def test_letters_beyond_ascii_in_the_address() -> None:
    with Website({"/f%C3%BCr%20alle?q=%C3%A4": PAGE}) as site:
        assert fetched(site.url("/für alle?q=ä")).data == PAGE[2]


@pytest.mark.parametrize("kind", ["application/pdf", "application/rss+xml", "text/plain", "application/xhtml+xml", "nonsense", None])
def test_what_can_be_an_article_or_a_feed(kind: str | None) -> None:
    with Website({"/": (200, {"Content-Type": kind} if kind else {}, b"%PDF-1.7")}) as site:
        assert fetched(site.url()).data == b"%PDF-1.7"


# ------------------------------------------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((401, {}, b"x"), "login"),
        ((403, {}, b"x"), "save it there and add the file"),
        ((404, {}, b"x"), "404 (not found)"),
        ((410, {}, b"x"), "410 (gone)"),
        ((418, {}, b"x"), "418"),
        ((304, {}, b""), "304 (not modified)"),
        ((799, {}, b"x"), "799"),
        ((429, {}, b"x"), "try again later"),
        ((429, {"Retry-After": "1800"}, b"x"), "30 minutes"),
        ((429, {"Retry-After": "soon"}, b"x"), "try again later"),
        ((500, {}, b"x"), "500 (internal server error)"),
        ((200, HTML, b""), "empty"),
        ((200, HTML, b" \n"), "empty"),
        ((204, {}, b""), "empty"),
        ((200, {"Content-Type": "image/jpeg"}, b"\xff\xd8\xff"), "a picture (image/jpeg)"),
        ((200, {"Content-Type": "image/svg+xml"}, b"<svg/>"), "a picture"),
        ((200, {"Content-Type": "Video/MP4"}, b"x"), "a video"),
        ((200, {"Content-Type": "application/zip"}, b"PK"), "data (application/zip)"),
        ((200, {**HTML, "Content-Encoding": "br"}, b"x"), "compression that was not asked for"),
        ((200, {**HTML, "Content-Encoding": "gzip"}, b"this is not gzip"), "broken compression"),
        ((200, {**HTML, "Content-Length": "9" * 30}, b"x"), "larger than 1 MB"),
        ((200, {**HTML, "Content-Length": "2000000"}, b"x"), "larger than 1 MB"),
        ((200, {**HTML, "Content-Length": "900"}, b"half a page"), "cut before"),
        ((302, {}, b""), "does not say which"),
    ],
    ids=lambda v: v if isinstance(v, str) else None,
)  # fmt: skip
def test_answers_that_bring_no_page(answer: Answer, words: str) -> None:
    with Website({"/": answer}) as site:
        assert words in refused(site.url())


def test_a_picture_is_not_even_loaded() -> None:
    with Website({"/": (200, {"Content-Type": "image/png", "Content-Length": "900000"}, b"")}) as site:
        assert "picture" in refused(site.url())


def _bomb(packed: bytes) -> Callable[[BaseHTTPRequestHandler], Answer]:
    return lambda _: (200, {**HTML, "Content-Encoding": "gzip"}, packed)


def test_a_gzip_bomb_is_defused() -> None:
    packed = gzip.compress(bytes(100_000_000), 1)
    assert len(packed) < 1_000_000
    with Website({"/": _bomb(packed)}) as site:
        tracemalloc.start()
        try:
            assert "larger than 1 MB" in refused(site.url())
            assert tracemalloc.get_traced_memory()[1] < 10_000_000
        finally:
            tracemalloc.stop()


def _endless(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    while True:
        handler.wfile.write(b"8000\r\n" + b"x" * 0x8000 + b"\r\n")


def test_a_body_without_end() -> None:
    with Website({"/": _endless}) as site:
        assert "larger than 1 MB" in refused(site.url())


def _silent(_: BaseHTTPRequestHandler) -> None:
    time.sleep(0.6)


def test_a_site_that_says_nothing() -> None:
    with Website({"/": _silent}) as site:
        assert "sent nothing for 0.3 s" in refused(site.url())


def _trickling(start: bytes) -> Callable[[BaseHTTPRequestHandler], None]:
    def write(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(start)
        for _ in range(40):
            handler.wfile.write(b"x")
            time.sleep(0.05)

    return write


@pytest.mark.parametrize(
    "start",
    [b"HTTP/1.1 200 OK\r\nX-A: ", b"HTTP/1.0 200 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 40\r\n\r\n"],
    ids=["headers", "body without a length", "body"],
)
def test_drop_by_drop_ends_with_the_time_for_the_page(start: bytes) -> None:
    with Website({"/": _trickling(start)}) as site:
        begun = time.monotonic()
        assert "longer than 0.4 s" in refused(site.url(), total_timeout=0.4)
        assert time.monotonic() - begun < 0.9


def test_a_handshake_without_end() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        begun = time.monotonic()
        reason = refused(f"https://127.0.0.1:{server.getsockname()[1]}/", total_timeout=0.3, read_timeout=5, connect_timeout=5)
        assert "longer than 0.3 s" in reason
        assert time.monotonic() - begun < 4  # the other limits are 5


def _reset(handler: BaseHTTPRequestHandler) -> None:
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()


def _hung_up(handler: BaseHTTPRequestHandler) -> None:
    handler.connection.shutdown(socket.SHUT_RDWR)


def _cut_chunk(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n50\r\nhalf")


def _no_http(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"SSH-2.0-OpenSSH_9.6\r\n")


def _no_headers_end(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX: " + b"a" * 100_000)


@pytest.mark.parametrize(
    ("route", "words"),
    [(_reset, "closed the connection"), (_hung_up, "closed the connection"), (_cut_chunk, "cut before"),
     (_no_http, "does not speak HTTP"), (_no_headers_end, "does not speak HTTP")],
)  # fmt: skip
def test_connections_that_break(route: Callable[[BaseHTTPRequestHandler], None], words: str) -> None:
    with Website({"/": route}) as site:
        assert words in refused(site.url())


def test_nobody_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert "takes no connections" in refused(f"http://127.0.0.1:{port}/")


# ------------------------------------------------------------------------------------------------------- redirects


def test_a_chain_of_redirects() -> None:
    routes = {
        "/1": (301, {"Location": "/2"}, b""),
        "/2": (302, {"Location": "//127.0.0.1:{port}/3"}, b""),
        "/3": (307, {"Location": "4?q=\xc3\xa4#part"}, b""),
        "/4?q=%C3%A4": PAGE,
    }
    with Website(routes) as site:
        routes["/2"] = (302, {"Location": f"//127.0.0.1:{site.port}/3"}, b"")
        page = fetched(site.url("/1"))
    assert (page.asked, page.url, page.data) == (site.url("/1"), site.url("/4?q=%C3%A4"), PAGE[2])


def test_redirects_without_end() -> None:
    routes: dict[str, Any] = {f"/{n}": (302, {"Location": f"/{n + 1}"}, b"") for n in range(9)}
    routes |= {"/a": (302, {"Location": "/b"}, b""), "/b": (302, {"Location": "/a"}, b"")}
    with Website(routes) as site:
        assert "in a circle" in refused(site.url("/a"))
        assert site.paths == ["/a", "/b"]
        assert "more than 3 times" in refused(site.url("/0"), max_redirects=3)
        assert site.paths[2:] == ["/0", "/1", "/2", "/3"]


@pytest.mark.parametrize(
    ("location", "words"),
    [
        ("http://localhost:{port}/secret", "inside your own network"),
        ("http://[::1]:{port}/secret", "inside your own network"),
        ("http://169.254.169.254/latest/meta-data/", "inside your own network"),
        ("file:///etc/passwd", "not file:"),
        ("ftp://127.0.0.1/x", "not ftp:"),
        ("javascript:alert(1)", "Only addresses that begin with http"),
        ("http://me:pw@127.0.0.1:{port}/secret", "user name or password"),
        ("http://[::1", "an address that is none"),
    ],
)
def test_a_site_cannot_send_us_elsewhere(location: str, words: str) -> None:
    routes: dict[str, Any] = {"/secret": PAGE}
    with Website(routes) as site:
        routes["/"] = (302, {"Location": location.format(port=site.port)}, b"")
        reason = refused(site.url())
        assert words in reason and "pw" not in reason
        assert site.paths == ["/"]


# ------------------------------------------------------------------------------------------- inside the own network


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "LOCALHOST.", "2130706433", "0x7f.1", "0x7f000001", "0177.0.0.1", "127.1", "0", "0.0.0.0", "[::1]", "[::]",
     "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "127。0。0。1", "①②⑦.0.0.1"],
)  # fmt: skip
def test_no_spelling_leads_into_the_own_network(host: str) -> None:
    with Website({"/": PAGE}) as site:
        reason = refused(site.url(host=host), allowed_hosts=[])
        assert "inside your own network" in reason or "no possible" in reason
        assert not site.asked


@pytest.mark.parametrize(
    "address",
    "127.0.0.1 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 100.100.100.200 0.0.0.0 224.0.0.1 240.0.0.1 255.255.255.255 198.18.0.1 "
    "192.0.2.1 192.0.0.8 ::1 :: fe80::1 fe80::1%1 fc00::1 fd00:ec2::254 fec0::1 ff02::1 2001:db8::1 3fff::1 ::ffff:10.0.0.1 2002:7f00:1:: 2002:a00:1:: "
    "64:ff9b::7f00:1 64:ff9b::a00:1 64:ff9b:1::1 2001:0:1::1 ::127.0.0.1 5f00::1".split(),
)
def test_addresses_that_are_not_the_open_internet(address: str) -> None:
    assert not is_open(address)


@pytest.mark.parametrize("address", "8.8.8.8 100.128.0.1 172.32.0.1 2a00:1450:4001::1 ::ffff:8.8.8.8 64:ff9b::808:808 2002:808:808::".split())
def test_addresses_of_the_open_internet(address: str) -> None:
    assert is_open(address)


def _resolver(monkeypatch: pytest.MonkeyPatch, port: int, *answers: list[str]) -> list[str]:
    """Names resolve to the first of the answers, then to the next; what was looked up is listed."""
    looked_up: list[str] = []

    def resolve(host: str, *_: Any, **__: Any) -> list[Any]:
        looked_up.append(host)
        found = answers[min(len(looked_up), len(answers)) - 1]
        if not found:
            raise socket.gaierror(socket.EAI_NONAME, "not known")
        kinds = [(socket.AF_INET6, (a, port, 0, 0)) if ":" in a else (socket.AF_INET, (a, port)) for a in found]
        return [(family, socket.SOCK_STREAM, 6, "", where) for family, where in kinds]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return looked_up


UNROUTED = "2000::1"  # of the open internet by its form, given to nobody


@pytest.mark.parametrize("answers", [([UNROUTED], ["127.0.0.1"]), (["127.0.0.1", UNROUTED],)], ids=["rebinding", "both at once"])
def test_the_connection_goes_to_the_address_that_was_checked(monkeypatch: pytest.MonkeyPatch, answers: tuple[list[str], ...]) -> None:
    with Website({"/": PAGE}) as site:
        looked_up = _resolver(monkeypatch, site.port, *answers)
        reason = refused(site.url(host="news.example"), connect_timeout=0.2)
        assert "cannot be reached" in reason or "did not answer" in reason
        assert looked_up == ["news.example"]
        assert not site.asked


def test_a_name_that_resolves_to_an_inside_address(monkeypatch: pytest.MonkeyPatch) -> None:
    with Website({"/": PAGE}) as site:
        _resolver(monkeypatch, site.port, ["127.0.0.1", "10.0.0.1"])
        assert "inside your own network" in refused(site.url(host="news.example"))
        assert fetched(site.url(host="News.Example."), allowed_hosts=["news.example"]).data == PAGE[2]


def test_a_name_that_nobody_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "no possible" in refused(f"http://{'a' * 64}.example/a")
    _resolver(monkeypatch, 80, [])
    assert "no site of this name" in refused("http://nieuws.example/a")


def test_a_name_server_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    done = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: done.wait(5))
    assert "could not be looked up in time" in refused("http://news.example/", connect_timeout=0.1)
    done.set()


# --------------------------------------------------------------------------------------------------------- addresses


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("file:///etc/passwd", "not file:"),
        ("ftp://example.com/a", "not ftp:"),
        ("gopher://example.com/", "not gopher:"),
        ("data:text/html,x", "begin with http"),
        ("www.example.com/a", "begin with http"),
        ("", "no address"),
        ("http://", "names no site"),
        ("http:///a", "names no site"),
        ("http://exa mple.com/", "no possible address"),
        ("http://example.com:99999/", "no possible address"),
        ("http://example.com:0/", "Port 0"),
        ("http://example.com:25/", "Port 25"),
        ("http://127.0.0.1:6\r\nX: y/", "no address"),
        ("http://[::1", "no possible address"),
        ("http://" + "a" * 5000, "no address"),
        ("http://me:geheim@example.com/", "user name or password"),
        ("http://me@example.com/", "user name or password"),
    ],
)
def test_addresses_that_are_not_asked(url: str, words: str) -> None:
    reason = refused(url)
    assert words in reason and "geheim" not in reason


@pytest.mark.parametrize(
    "url",
    [
        "https://me:geheim@x.nl/a", "https://me:ge/heim@x.nl/", "https://me:ge?heim@x.nl/", "https://me:ge#heim@x.nl/", "me:geheim@x.nl",
        "https://x.nl/a?key=geheim", "https://x.nl/a?id=7&access_token=4711geheim", "https://x.nl/?geheim", "https://x.nl/a#token=geheim",
        "https://x.nl/a?pass=geheim;b",
    ],
)  # fmt: skip
def test_no_password_in_a_message(url: str) -> None:
    assert "heim" not in shown(url)


def test_what_tells_articles_apart_stays_in_a_message() -> None:
    assert shown("https://x.nl/@me/a-b?id=123&q=z&pin=1234") == "https://x.nl/@me/a-b?id=123&q=…&pin=…"
    assert shown("https://[::1]:80/a\nb") == "https://[::1]:80/a b"
    assert len(shown("https://x.nl/" + "a" * 9999)) == 200


SAME = [
    ["https://example.com/a?id=3", "HTTP://www.Example.com:80/a/?utm_source=x&id=3&fbclid=y#top", "https://example.com:443//a?id=3&UTM_Medium=z",
     "http://example.com./a?id=3&amp=1", "https://example.com/a/amp/?id=3&outputType=AMP"],
    ["https://example.com/a?id=4", "https://example.com/a?id=4&"],
    ["https://example.com/a"], ["https://example.com/A"], ["https://example.com/a?id=3&page=2", "https://example.com/a?page=2&id=3"],
    ["https://example.com/a?cid=7"], ["https://example.com/a?source=7"],
    ["https://example.com/", "https://example.com", "http://example.com/index.html"],
    ["https://example.com/#!/a/7"], ["https://example.com/#!/a/8"],
    ["https://example.com/f%c3%bcr", "https://example.com/für", "https://example.com/f%C3%BCr"],
    ["https://xn--bcher-kva.example/a", "https://Bücher.example/a"],
    ["https://example.com:8443/a"], ["https://m.example.com/a"], ["https://example.com/b;jsessionid=1", "https://example.com/b;jsessionid=2"],
    ["https://example.com/a,b;c=1"], ["https://example.com/camp"], ["https://[2a00::1]/a", "http://[2a00::1]:80/a/"],
    ["no address"], ["http://[::1"], ["http://example.com:99999/"], ["https://example.com/lamp"], [""],
]  # fmt: skip


def test_one_article_has_one_address_and_two_have_two() -> None:
    made = [{normalise(url) for url in urls} for urls in SAME[1:]]
    assert all(len(addresses) == 1 for addresses in made)
    assert len(set.union(*made)) == len(made)
    # With marks of AMP the same article as without.
    assert {normalise(url) for url in SAME[0]} == {"https://example.com/a?id=3"}


@pytest.mark.parametrize("url", [url for urls in SAME for url in urls])
def test_an_address_of_recognition_stays_what_it_is(url: str) -> None:
    assert normalise(normalise(url)) == normalise(url)


# -------------------------------------------------------------------------------------------------------- politeness


def test_pauses_between_two_requests_to_one_host_only() -> None:
    with Website({"/": PAGE}) as site, fetcher(spacing=0.3, allowed_hosts=["127.0.0.1", "localhost"]) as web:
        begun = time.monotonic()
        web.fetch(site.url())
        web.fetch(site.url(host="localhost"))
        assert time.monotonic() - begun < 0.25
        web.fetch(site.url())
    assert site.asked[2].at - site.asked[0].at >= 0.3


def test_the_pause_does_not_count_as_the_pages_time() -> None:
    with Website({"/": (301, {"Location": "/b"}, b""), "/b": PAGE}) as site:
        assert fetched(site.url(), spacing=0.4, total_timeout=0.3).data == PAGE[2]


def _first(answer: Answer) -> Callable[[BaseHTTPRequestHandler], Answer]:
    """This answer the first time, then the page."""
    answers = iter([answer])
    return lambda _: next(answers, PAGE)


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_fault_that_passes(status: int) -> None:
    with Website({"/": _first((status, {}, b""))}) as site:
        assert fetched(site.url()).data == PAGE[2]
        assert len(site.asked) == 2


@pytest.mark.parametrize("after", ["0", formatdate(0, usegmt=True)])
def test_a_site_that_was_asked_too_often_is_waited_for_once(after: str) -> None:
    with Website({"/": _first((429, {"Retry-After": after}, b"")), "/b": (429, {"Retry-After": after}, b"")}) as site:
        assert fetched(site.url()).data == PAGE[2]
        assert "asked too often" in refused(site.url("/b"))
        assert len(site.asked) == 4


def test_the_wait_that_a_site_asks_for_is_kept() -> None:
    with Website({"/": _first((503, {"Retry-After": "1"}, b""))}) as site:
        assert fetched(site.url(), total_timeout=0.5).data == PAGE[2]
    assert site.asked[1].at - site.asked[0].at >= 1.0


ROBOTS = b"User-agent: *\nDisallow: /geheim\nDisallow: /*?print\n\nUser-agent: Gigaledger\nDisallow: /nicht$\nCrawl-delay: 0.2\n"


def test_robots_txt_is_heeded_for_what_the_program_found_itself() -> None:
    routes: dict[str, Any] = {"/robots.txt": (200, {"Content-Type": "text/plain"}, ROBOTS), "/on": (302, {"Location": "/nicht"}, b""), "*": PAGE}
    with Website(routes) as site, fetcher() as web:
        for path in ("/nicht", "/on"):
            with pytest.raises(Unreachable, match="robots.txt asks programs to leave"):
                web.fetch(site.url(path), by_itself=True)
        web.fetch(site.url("/nicht-doch"), by_itself=True)
        web.fetch(site.url("/nicht"))
        assert site.paths == ["/robots.txt", "/on", "/nicht-doch", "/nicht"]
        assert site.asked[3].at - site.asked[2].at >= 0.2


@pytest.mark.parametrize(
    ("answer", "reads"),
    [((404, {}, b""), True), ((403, {}, b""), True), ((200, {}, b""), True), ((200, HTML, b"<html>no such page</html>"), True),
     ((200, {"Content-Type": "image/png"}, b"\x89PNG\xff"), True), ((500, {}, b""), False), ((429, {}, b""), False),
     ((301, {"Location": "http://localhost/robots.txt"}, b""), False)],
)  # fmt: skip
def test_sites_without_a_robots_txt_that_can_be_read(answer: Answer, reads: bool) -> None:
    with Website({"/robots.txt": answer, "*": PAGE}) as site, fetcher() as web:
        if reads:
            assert web.fetch(site.url("/a"), by_itself=True).data == PAGE[2]
        else:
            with pytest.raises(Unreachable, match="robots.txt could not be read"):
                web.fetch(site.url("/a"), by_itself=True)


# -------------------------------------------------------------------------------------------------- TLS and proxies


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


def _tls(authority: trustme.CA, *names: str, **options: Any) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names, **options).configure_cert(context)
    return context


def _trusted(authority: trustme.CA, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))


def test_a_certificate_is_held_against_the_name(authority: trustme.CA, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with Website({"/": PAGE}, _tls(authority, "news.example")) as site:
        _resolver(monkeypatch, site.port, ["127.0.0.1"])
        names = ["news.example", "other.example"]
        assert "cannot prove" in refused(site.url(host="news.example"), allowed_hosts=names)
        _trusted(authority, monkeypatch, tmp_path)
        assert fetched(site.url(host="news.example"), allowed_hosts=names).data == PAGE[2]
        assert "cannot prove" in refused(site.url(host="other.example"), allowed_hosts=names)
    assert len(site.asked) == 1


def test_a_certificate_that_has_expired(authority: trustme.CA, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from datetime import UTC, datetime, timedelta

    _trusted(authority, monkeypatch, tmp_path)
    yesterday = datetime.now(UTC) - timedelta(days=1)
    with Website({"/": PAGE}, _tls(authority, "127.0.0.1", not_before=yesterday - timedelta(days=9), not_after=yesterday)) as site:
        assert "expired" in refused(site.url())
    assert not site.asked


def test_https_where_only_http_is_spoken() -> None:
    with Website({"/": PAGE}) as site:
        assert "its https does not work" in refused(site.url().replace("http:", "https:"))


def test_a_proxy_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    with Website({"http://news.example/a": PAGE, "http://cut.example/": _hung_up}) as proxy:
        monkeypatch.setenv("http_proxy", f"http://me:geheim@127.0.0.1:{proxy.port}")
        real = socket.getaddrinfo
        known = {"inside.example": "10.0.0.1"}

        def resolve(host: str, *args: Any, **options: Any) -> Any:
            if host.endswith(".example") and host not in known:
                raise socket.gaierror(socket.EAI_NONAME, "not known")
            return real(known.get(host, host), *args, **options)

        monkeypatch.setattr(socket, "getaddrinfo", resolve)
        for host in ("127.1", "2130706433", "localhost", "printer", "wiki.internal", "inside.example", "[::1]"):
            assert "inside your own network" in refused(f"http://{host}/", allowed_hosts=[])
        assert not proxy.asked
        assert fetched("http://news.example/a").data == PAGE[2]
        assert proxy.asked[0].headers["proxy-authorization"].startswith("Basic ")
        assert "geheim" not in refused("http://cut.example/")
        # A host that the user allows is asked directly.
        with Website({"/": PAGE}) as site:
            assert fetched(site.url()).data == PAGE[2]
        assert len(proxy.asked) == 2
        monkeypatch.setenv("http_proxy", "socks5://127.0.0.1:1080")
        assert "SOCKS" in refused("http://news.example/a")


def test_https_through_a_proxy(authority: trustme.CA, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _trusted(authority, monkeypatch, tmp_path)
    with Website({"/a": PAGE}, _tls(authority, "news.example")) as site:

        def tunnel(handler: BaseHTTPRequestHandler) -> None:
            with socket.create_connection(("127.0.0.1", site.port)) as far:
                handler.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
                back = threading.Thread(target=_pour, args=(far, handler.connection))
                back.start()
                _pour(handler.connection, far)
                back.join()

        with Website({f"news.example:{site.port}": tunnel}) as proxy:
            monkeypatch.setenv("https_proxy", f"127.0.0.1:{proxy.port}")
            assert fetched(f"https://news.example:{site.port}/a", connect_timeout=0.5).data == PAGE[2]
            assert "does not let" in refused("https://no.example/", connect_timeout=0.5)


def _pour(source: socket.socket, sink: socket.socket) -> None:
    try:
        while data := source.recv(65_536):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        pass
