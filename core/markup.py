"""Markup blanked without a change of length: HTML and Markdown -> text whose offsets are the file's."""

from __future__ import annotations

import re

from core.html_page import NOT_NEWLINE, Page, decode_entities, strip_html

_TAGS = (
    "p|div|h[1-6]|br|hr|html|head|body|article|section|main|span|a|ul|ol|li|table|tr|td|th|b|i|u|em|strong|small|sup|sub"
    "|img|figure|figcaption|blockquote|time|nav|header|footer|aside|script|style|meta|link|title|form|button|font|center"
    "|dl|dt|dd|pre|q|cite|iframe|video|audio|svg"
)
_HTML = re.compile(rf"</?(?:{_TAGS})(?:\s[^<>]*)?/?>|<!--|<!doctype", re.I)
_LINK = re.compile(r"(!?)\[([^\[\]\n]*)\]\(\s*<?([^()\s]*(?:\([^()\s]*\)[^()\s]*)?)>?(?:\s+\"[^\"\n]*\")?\s*\)")
_REFERENCE = re.compile(r"^\s{0,3}\[[^\]\n]{1,80}\]:\s+\S+.*$", re.M)
_ADDRESS = re.compile(r"<?\b(?:https?://|www\.)[^\s<>()\[\]\"“”„»«]*(?:\([^\s()]*\)[^\s<>()\"]*)*>?", re.I)
_MD_HEADING = re.compile(r"^( {0,3}#{1,6}[ \t]+)([^\n]*?)([ \t]*#*[ \t]*\r?)$", re.M)
_QUOTED = re.compile(r"^[ \t]{0,3}(?:>[ \t]?)+(?=[\w\"“„»«'‘–-])", re.M)
_STRONG = re.compile(r"(\*\*\*|\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_EMPHASIS = re.compile(r"(?<![\w*\\])([*_])(?=[^\s*_])([^*_\n]+?)(?<=\S)\1(?![\w*])")
_CODE = re.compile(r"`")
_BOLD_LINE = re.compile(r"^[ \t]*(?:\*\*|__)([^\n*_]{3,160})(?:\*\*|__)[ \t]*\r?$", re.M)


def strip_markup(text: str) -> Page:
    """Blank the markup of a text: HTML where it has tags, Markdown else. Never fails; unclosed tags are left alone."""
    tagged = "<" in text and len(_HTML.findall(text, 0, 50_000)) > 1
    page = strip_html(text) if tagged else Page(text)
    if not page.html:
        page.clean = decode_entities(page.clean, 0, page.moved)
    _strip_markdown(page)
    return page


def _strip_markdown(page: Page) -> None:
    text = page.clean
    if "](" in text:
        text = _LINK.sub(_label, text)
    if "]:" in text:
        text = _REFERENCE.sub(_blanked, text)
    if "://" in text or "www." in text or "WWW." in text:
        text = _ADDRESS.sub(_blanked, text)
    if "**" in text or "__" in text:
        page.headings += [(m.start(1), m.end(1), 3) for m in _BOLD_LINE.finditer(text)]
        text = _STRONG.sub(lambda m: " " * len(m[1]) + m[2] + " " * len(m[1]), text)
    if "*" in text or "_" in text:
        text = _EMPHASIS.sub(lambda m: f" {m[2]} ", text)
    if "#" in text:
        for m in _MD_HEADING.finditer(text):
            page.headings.append((m.start(2), m.end(2), m[1].count("#")))
        text = _MD_HEADING.sub(lambda m: " " * len(m[1]) + m[2] + NOT_NEWLINE.sub(" ", m[3]), text)
    if ">" in text:
        text = _QUOTED.sub(_blanked, text)
    if "`" in text:
        text = _CODE.sub(" ", text)
    page.clean = text


def _label(link: re.Match[str]) -> str:
    """A link's label with the rest blanked; nothing of a picture."""
    if link[1]:
        return NOT_NEWLINE.sub(" ", link[0])
    return " " + link[2] + " " * (len(link[0]) - 1 - len(link[2]))


def _blanked(match: re.Match[str]) -> str:
    return NOT_NEWLINE.sub(" ", match[0])
