"""What a site answers: whether it can be an article, where it leads on to, its body within the limit."""

from __future__ import annotations

import codecs
import re
import time
from email.message import Message
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from urllib.parse import urljoin

from urllib3.response import BaseHTTPResponse

from core.web.guard import Refused

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PASSING = frozenset({500, 502, 503, 504})  # may be over in a moment
_CHUNK = 65_536  # bytes
_DIGITS = 15  # of a size that is still one
_SAVE = "open it in a browser, save it there and add the file"
_STATUS = {
    401: f"The site answers 401: it wants a login. If you have one, {_SAVE}.",
    402: f"The site answers 402: it wants to be paid for this page. If you may read it, {_SAVE}.",
    403: f"The site answers 403 (forbidden): it refuses the page, many sites do so to every program. To have it, {_SAVE}.",
    404: "The site answers 404 (not found): there is no such page, or not any more; look for a misprint in the address.",
    410: "The site answers 410 (gone): the page has been taken away for good.",
    429: "The site answers 429: it was asked too often; try again later.",
    451: "The site answers 451: the page is withheld for legal reasons.",
}
_KINDS = {"image": "a picture", "video": "a video", "audio": "a sound recording", "font": "a typeface", "model": "a 3D model"}
_FIT = frozenset(
    {
        "text/html",
        "text/plain",
        "text/xml",
        "text/markdown",
        "text/x-markdown",
        "application/xhtml+xml",
        "application/xml",
        "application/pdf",
        "application/x-pdf",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        # What servers say of anything that they do not know; the bytes tell more.
        "application/octet-stream",
        "binary/octet-stream",
        "application/force-download",
        "application/x-download",
    }
)
_TYPE = re.compile(r"[\w.+-]{1,60}/[\w.+-]{1,80}", re.A)


class Failed(Refused):
    """The site answered with a status that brings no page."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


def onward(url: str, answer: BaseHTTPResponse) -> str | None:
    """The address that a redirect leads to; None for any other answer. Raises Refused for a redirect to nowhere."""
    if answer.status not in _REDIRECTS:
        return None
    location = answer.headers.get("location", "").strip()
    if not location:
        raise Failed(answer.status, f"The site answers {answer.status}: it sends on to another address, but does not say which.")
    try:  # headers come as Latin-1; sites write UTF-8 into them
        location = location.encode("latin-1").decode("utf-8")
    except UnicodeError:
        pass
    try:
        return urljoin(url, location)
    except ValueError:  # half an IPv6 address
        raise Refused("The site sends on to an address that is none.") from None


def check_status(answer: BaseHTTPResponse) -> None:
    """Raises Failed where the status says that this is no page."""
    status = answer.status
    if 200 <= status < 300:
        return
    if status in _STATUS:
        raise Failed(status, _STATUS[status] if status != 429 else _too_often(answer))
    if status >= 500:
        raise Failed(status, f"The site answers {status} ({_phrase(status)}): it is out of order; try again later.")
    raise Failed(status, f"The site answers {status} ({_phrase(status)}) instead of the page.")


def check_type(content_type: str | None) -> None:
    """Raises Refused for what can be no article: pictures, films, programs, archives."""
    if content_type is None or content_type in _FIT:
        return
    major, _, minor = content_type.partition("/")
    if major not in _KINDS and minor.endswith("+xml"):
        return
    what = _KINDS.get(major, "data")
    raise Refused(f"The address leads to {what} ({content_type}), not to an article.")


def content_type(header: str | None) -> tuple[str | None, str | None]:
    """The type and the character set of a Content-Type header; None for what is missing or makes no sense."""
    if not header:
        return None, None
    message = Message()
    message["content-type"] = header.replace("\r", " ").replace("\n", " ")
    kind = header.partition(";")[0].partition(",")[0].strip().lower()
    charset = message.get_param("charset")
    try:
        name = codecs.lookup(charset.strip("'\" ")).name if isinstance(charset, str) else None
    except (LookupError, ValueError):
        name = None
    return kind if _TYPE.fullmatch(kind) else None, name


def pause(answer: BaseHTTPResponse, otherwise: float) -> float | None:
    """Seconds after which it makes sense to ask again, as the site says or, for faults that pass, ``otherwise``."""
    if answer.status == 429 or answer.status == 503:
        asked = _retry_after(answer)
        if asked is not None:
            return asked
    return otherwise if answer.status in _PASSING else None


def body(answer: BaseHTTPResponse, largest: int) -> bytes:
    """The whole body, unpacked. Raises Refused if that is more than ``largest`` bytes, without reading further."""
    packing = {p.strip() for p in answer.headers.get("content-encoding", "identity").lower().split(",")}
    if packing - {"gzip", "x-gzip", "deflate", "identity", ""}:
        raise Refused("The page came in a compression that was not asked for and is not known.")
    length = answer.headers.get("content-length", "")
    if length.isdecimal() and (len(length) > _DIGITS or int(length) > largest):
        raise Refused(_too_large(largest))
    parts, size = [], 0
    for part in answer.stream(_CHUNK, decode_content=True):
        size += len(part)
        if size > largest:
            raise Refused(_too_large(largest))
        parts.append(part)
    return b"".join(parts)


def _retry_after(answer: BaseHTTPResponse) -> float | None:
    """Seconds that a Retry-After header asks for, given as a number or as a date."""
    header = answer.headers.get("retry-after", "").strip()
    if header.isdecimal():
        return float(header[:_DIGITS])
    try:
        return max(0.0, parsedate_to_datetime(header).timestamp() - time.time())
    except (ValueError, OverflowError):
        return None


def _too_often(answer: BaseHTTPResponse) -> str:
    seconds = _retry_after(answer)
    if seconds is None:
        return _STATUS[429]
    wait = f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.0f} minutes" if seconds < 7200 else "some hours"
    return f"The site answers 429: it was asked too often; it wants to be left alone for {wait}."


def _too_large(largest: int) -> str:
    return f"The page is larger than {largest / 1e6:g} MB, so it was not read."


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase.lower()
    except ValueError:
        return "no status that is known"
