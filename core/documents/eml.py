"""Mails: the subject as the title, the day of sending as that of publication, and the text; attachments on their own.

A mail that passes on or answers another dates the passing on: its day is not taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any

from core.documents import archive, html
from core.documents.words import words
from core.models import Article, Skipped, UnreadableArticle

SUFFIXES = (".eml",)

_HEADERS = re.compile(
    rb"\A(?:From [^\r\n]*\r?\n)?(?:(?:[A-Za-z][A-Za-z0-9-]*:[^\r\n]*|[ \t]+[^\r\n]*)(?:\r?\n|\Z)){3}", re.I
)
_MAIL = re.compile(rb"^(?:Message-ID|MIME-Version|Received|Return-Path|Delivered-To):", re.I | re.M)
_FROM = re.compile(rb"^From:", re.I | re.M)
_PREFIX = re.compile(r"\s*([^\W\d_]{2,7})\s*(?:\[\d+\])?\s*:\s*")
_WORD = re.compile(r"[^\W\d_]{2,}")
_SIGNATURE = re.compile(r"\n-- \n.*\Z", re.S)
_EARLIEST = 1990
_BROKEN = "The mail is broken and could not be read; save it again, or paste its text."
_IGNORED = ("application/pkcs7-signature", "application/pgp-signature", "text/calendar", "text/vcard", "text/x-vcard")


def recognises(data: bytes, suffix: str) -> bool:
    """Whether this is a mail: by its name, or by a head that only mails have."""
    if suffix in SUFFIXES:
        return not data.startswith((b"%PDF", archive.MAGIC, b"<"))
    head = data[:20_000].replace(b"\r\n", b"\n").split(b"\n\n", 1)[0]
    return bool(_HEADERS.match(data[:4_000]) and _MAIL.search(head) and _FROM.search(head))


def read(data: bytes, name: str, url: str | None = None) -> Article:
    """The mail's text as an article. Raises UnreadableArticle for one that is broken or has no text."""
    mail = _parsed(data, name)
    try:
        body = _body(mail, name)
        subject, passed_on = _subject(str(mail["subject"] or ""))
        sent = None if passed_on else _sent(mail)
        author = str(mail["from"].addresses[0].display_name) if mail["from"] and mail["from"].addresses else None
    except UnreadableArticle:
        raise
    except Exception as fault:  # headers may be broken in any way
        raise UnreadableArticle(name, _BROKEN) from fault
    text = body.text.strip()
    if not text:
        raise UnreadableArticle(name, "The mail holds no text of its own.")
    title = subject or body.title
    first = text.split("\n", 1)[0].lstrip("# ").strip()
    if title and first.casefold() != title.casefold():
        text = f"{title}\n\n{text}"
    day = sent.date() if sent else None
    return Article(name, text + "\n", url or body.url, title, day, "day" if day else None, author or None)


def unpack(data: bytes, name: str) -> Iterator[tuple[str, bytes] | Skipped]:
    """The attachments, "<name>/<file name>" and bytes. Pictures in the text and signatures are passed over."""
    try:
        parts = list(_parsed(data, name).iter_attachments())
    except Exception:  # ``read`` says what is wrong with the mail
        return
    taken: set[str] = set()
    for number, part in enumerate(parts[: archive.MEMBERS], start=1):
        kind = part.get_content_type()
        if kind in _IGNORED or part.get_content_maintype() == "image" or not part.get_filename() and kind.startswith("text/"):
            continue
        try:
            ending = ".eml" if kind == "message/rfc822" else ""
            shown = archive.safe_name(part.get_filename() or f"attachment {number}{ending}")
        except Exception:  # a name in a broken coding
            shown = f"attachment {number}"
        called = archive.unique(f"{name}/{shown}", taken)
        try:
            content: Any = part.get_content()
            if isinstance(content, EmailMessage):
                content = content.as_bytes()
            yield called, part.get_payload(decode=True) if isinstance(content, str) else content  # type: ignore[misc]
        except Exception:  # a broken coding or charset
            yield Skipped(called, "This attachment is broken.")


def _parsed(data: bytes, name: str) -> EmailMessage:
    from email import message_from_bytes, policy

    try:
        return message_from_bytes(data.lstrip(b"\r\n"), policy=policy.default)
    except Exception as fault:
        raise UnreadableArticle(name, _BROKEN) from fault


def _body(mail: EmailMessage, name: str) -> Article:
    """The mail's text as an article: plain, or from HTML where that says much more."""
    plain = mail.get_body(("plain",))
    page = mail.get_body(("html",))
    text = _content(plain).replace("\r\n", "\n") if plain is not None else ""
    text = _SIGNATURE.sub("\n", text)
    source = _content(page) if page is not None else ""
    if source.strip():
        try:
            made = html.article(source, name)
        except UnreadableArticle:
            return Article(name, text)
        if len(_WORD.findall(text)) < 0.6 * len(_WORD.findall(made.text)):
            return made
    return Article(name, text)


def _content(part: Any) -> str:
    """The text of a part; one whose charset is unknown or wrong is read as far as it goes."""
    try:
        content = part.get_content()
    except (LookupError, ValueError):
        content = (part.get_payload(decode=True) or b"").decode("utf-8", errors="replace")
    return content if isinstance(content, str) else ""


def _subject(written: str) -> tuple[str, bool]:
    """The subject without what mail programs put before it, and whether they did."""
    subject, passed_on = " ".join(written.split()), False
    while (match := _PREFIX.match(subject)) and match[1].lower() in words("mail", "passed_on"):
        subject, passed_on = subject[match.end() :], True
    return subject, passed_on


def _sent(mail: EmailMessage) -> datetime | None:
    """When the mail was sent, by the clock of its sender; None where that is no plausible day."""
    date = mail["date"]
    sent: datetime | None = date.datetime if date is not None else None
    if sent is None:
        return None
    aware = sent if sent.tzinfo else sent.replace(tzinfo=UTC)
    return aware if aware.year >= _EARLIEST else None
