"""Bytes -> text: UTF-8, UTF-16, UTF-32, the charset that a page declares, Windows-1252; what is no text says so."""

from __future__ import annotations

import codecs
import re

from core.models import UnreadableArticle

_MAGIC = (
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\xd0\xcf\x11\xe0", "an Office document of the old kind, or one with a password"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3", "a database"),
    (b"PAR1", "a Parquet table"),
)
_BOMS = (  # UTF-32 before UTF-16: the one's mark begins like the other's
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""<(?:meta|\?xml)\b[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,20})""", re.I)
_UTF8_PAIR = re.compile(rb"[\xc3\xc4\xc5][\x80-\xbf]|\xe2[\x80-\xbf]{2}")
_HIGH = re.compile(rb"[\x80-\xff]+")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f\ufffd]")


def decode(data: bytes, name: str) -> str:
    """Bytes -> text without byte-order mark: UTF-8, UTF-16 or -32, else the charset a page declares, else cp1252.

    Raises UnreadableArticle for what is empty, binary, or no text in any of them.
    """
    if not data:
        raise UnreadableArticle(name, "The file is empty.")
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _plausible(data[len(mark) :].decode(encoding, errors="replace"), name)
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise UnreadableArticle(name, f"This is {what}, not text; save the article as text, HTML, PDF or .docx.")
    if b"\0" in data:
        wide = _utf16_without_mark(data)
        if wide is None:
            raise UnreadableArticle(name, "This is a binary file, not text; save the article as text, HTML, PDF or .docx.")
        return _plausible(data.decode(wide, errors="replace"), name)
    try:
        return _plausible(data.decode("utf-8"), name)
    except UnicodeDecodeError:
        return _plausible(_one_byte(data), name)


def declares_charset(data: bytes) -> bool:
    """Whether a page's bytes say themselves how they are to be decoded: a byte-order mark, a declaration, clean UTF-8."""
    if any(data.startswith(mark) for mark, _ in _BOMS) or _DECLARED.search(data[:4096]):
        return True
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _one_byte(data: bytes) -> str:
    """Text that is not clean UTF-8: UTF-8 with a few broken bytes, the declared charset, or cp1252."""
    high = sum(len(m.group()) for m in _HIGH.finditer(data))
    paired = sum(len(m.group()) for m in _UTF8_PAIR.finditer(data))
    if paired >= 0.75 * high:  # cp1252 text never pairs its high bytes this way
        return data.decode("utf-8", errors="replace")
    declared = _DECLARED.search(data[:4096])
    if declared:
        try:
            encoding = codecs.lookup(declared.group(1).decode("ascii")).name
            # The web reads Latin-1 as cp1252; UTF-8 has just failed.
            if encoding not in ("iso8859-1", "ascii") and not encoding.startswith("utf"):
                return data.decode(encoding, errors="replace")
        except LookupError:
            pass
    return data.decode("cp1252", errors="replace")


def _utf16_without_mark(data: bytes) -> str | None:
    """utf-16-le or -be where the zero bytes stand as in western text of that coding, else None."""
    sample = data[:4096]
    half = len(sample) // 2
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if half and odd > 0.7 * half and even < 0.05 * half:
        return "utf-16-le"
    if half and even > 0.7 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def _plausible(text: str, name: str) -> str:
    """The text, if it looks like writing; raises UnreadableArticle for bytes that only happen to decode."""
    sample = text[:20_000]
    bad = sum(1 for _ in _CONTROL.finditer(sample))
    if bad > 2 + 0.01 * len(sample):
        raise UnreadableArticle(name, "The bytes are no text in UTF-8, UTF-16 or Windows-1252; save it as UTF-8 text.")
    return text
