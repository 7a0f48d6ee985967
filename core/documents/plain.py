"""Text files, Markdown among them: the decoded text of the file and nothing else, so that offsets point into the file."""

from __future__ import annotations

from core.decoding import decode
from core.models import Article

SUFFIXES = ("", ".txt", ".text", ".md", ".markdown")


def recognises(data: bytes, suffix: str) -> bool:
    """Whether this is called text; what it holds, ``decode`` finds out."""
    return suffix in SUFFIXES


def read(data: bytes, name: str, url: str | None = None) -> Article:
    """The text as it stands. Raises UnreadableArticle for what is empty, binary or no text in any known coding."""
    return Article(name, decode(data, name), url)
