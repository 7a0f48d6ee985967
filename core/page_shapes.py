"""What a line of a page is by itself: a menu, a date line, a byline, a form, a copyright line.

Where the line stands, and what follows from it for its neighbours, is judged in ``furniture``.
"""

from __future__ import annotations

import re

from core.dateline import is_date_line
from core.lines import Line, Shape
from core.page_words import NAME, RULES, Cue, Reach, menu_words, reply_words

_SPLIT_ITEMS = re.compile(r"\s*(?:\||›|»|·|•|▪|■|●|//|>|→|⟩|\t|\s{2,})\s*|\s+[/–—-]\s+")
_PAGE_NUMBER = re.compile(r"\s\d{1,3}$")
_DIGIT = re.compile(r"\d")
_NAME_PARTS = re.compile(r"\s*[,/|•·]\s*|\s+[–—-]\s+")
_FORM = re.compile(r"_{4,}|\.{8,}\s*\[|\[\s*(?:[A-ZÄÖ]\w+[ -]?){1,3}\]\s*$|☐|◻")
_BRACKETED = re.compile(r"\[[^\[\]]{3,300}\]$")
_CLOCK = re.compile(r"\b(?:[01]?\d|2[0-3])[:.][0-5]\d\b")
_TIMED = re.compile(r"\W*(?:\d{1,2}[:.]\d{2}|\d{1,2}[./-]\d{1,2}\.?)\s+\S")
_DATED = re.compile(r"\W*(?:[^\W\d_]{3,10}\.?\s+)?(?:19|20)\d\d\b|\W*Q[1-4]\b")
_LETTERS = re.compile(r"[^\W\d_]+")
_ARROW = re.compile(r"\s*[▸►▶»→➤➔➜⇒‣☞⯈]")
_SIGNED = re.compile(r"[“”\"»«]\s*[–—-]\s+[A-ZÄÖ][\w.]+")
_COPYRIGHT = re.compile(r"(?:©|\(c\)\s|copyright\b)", re.I)


def label(line: Line, cue: Cue | None, near_head: bool, in_head: bool) -> str | None:
    """The rule of a line that is furniture by itself; None if it is not.

    in_head: it stands above the first paragraph; near_head: there or a few lines below, where dates may stand.
    """
    if cue is not None and RULES[cue.rule] is Reach.LINE and not (cue.rule == "menu" and line.running):
        if cue.rule != "cookies" or cue.whole or line.shape is not Shape.TITLE or not line.level:
            return cue.rule
    if line.shape is Shape.RULE:
        return "separator"
    if line.shape is Shape.TABLE:
        return "table"
    if line.shape is Shape.PROSE:
        return None
    text = line.text
    if len(text) <= 200 and _COPYRIGHT.match(text):
        return "notice"
    if _FORM.search(text) and line.words <= 12:
        return "form"
    if _BRACKETED.match(text):
        return "photo"
    if line.level and line.items < 3:
        return None
    if near_head and is_stamp(line):  # further down it is an entry of a chronicle
        return "stamp"
    if line.shape is Shape.TITLE and _is_menu_of_words(line):
        return "menu"
    if line.items > 1:
        menu = _menu(line, in_head)
        if menu:
            return menu
    return None


def is_stamp(line: Line) -> bool:
    """A line that only dates the page."""
    if line.words > 20 or len(line.text) > 130 or line.shape is Shape.ITEM or ends_open(line):
        return False
    return _DIGIT.search(line.text) is not None and is_date_line(line.text)


def is_byline(line: Line) -> bool:
    """A line of names only: "Jan de Boer", "Tom De Smet, Belga"."""
    if line.shape is not Shape.TITLE or line.words > 6 or _DIGIT.search(line.text):
        return False
    parts = [p.strip() for p in _NAME_PARTS.split(line.text)]
    return NAME.match(parts[0]) is not None and all(NAME.match(p) or p[:1].isupper() and " " not in p for p in parts)


def _is_menu_of_words(line: Line) -> bool:
    """Whether a line is a menu whose entries have only blanks between them: "Startseite Sport Magazin"."""
    parts = [p for p in line.text.split() if p[0].isalpha()]
    if not 3 <= len(parts) <= 12 or not all(p[0].isupper() for p in parts):
        return False
    known = menu_words()
    return sum(p.lower().strip(",.:") in known for p in parts) >= max(2, (len(parts) + 1) // 2)


def _menu(line: Line, in_head: bool) -> str | None:
    """Whether a row of items is a menu or a path of links ("Home › Nieuws › Energie")."""
    items = [p.strip(" \t[]()*-–—:»›>#+").lower() for p in _SPLIT_ITEMS.split(line.text)]
    items = [p for p in items if p]
    if len(items) < 2:
        return None
    known = menu_words()
    hits = sum(1 for p in items if p in known or any(w in known for w in p.split("-") if len(w) > 3))
    lengths = [len(p.split()) for p in items]
    short = max(lengths) <= 4 and sum(lengths) <= 2.6 * len(items)
    digits = sum(1 for p in items if _DIGIT.search(p) is not None)
    if hits and hits >= 0.3 * len(items) and short:
        return "menu"
    if in_head and len(items) >= 3 and all(_PAGE_NUMBER.search(p) for p in items):
        return "menu"  # a table of contents
    if len(items) >= 3 and short and digits <= 0.34 * len(items) and (in_head or hits or len(items) >= 4):
        return "menu"
    return None


def ends_open(line: Line) -> bool:
    """Whether a line ends in a colon: it opens a list."""
    return line.text.rstrip("* ").endswith(":")


def is_dated(line: Line) -> bool:
    """Whether a line begins with a year or a quarter, as an entry of a chronicle does."""
    return _DATED.match(line.text) is not None


def is_timed(line: Line) -> bool:
    """Whether a line begins with a clock time or a day, as an entry of a news list does."""
    return _TIMED.match(line.text) is not None


def is_arrow(line: Line) -> bool:
    """Whether a line begins with an arrow, as a link does."""
    return _ARROW.match(line.text) is not None


def is_of_comment(line: Line) -> bool:
    """Whether a line is a reader's name or answer, has a clock time, or ends a signed quotation."""
    if len(line.text) < 90:
        words = _LETTERS.findall(line.text.lower())
        if _CLOCK.search(line.text) or not reply_words().isdisjoint(words):
            return True
    return _SIGNED.search(line.text) is not None or line.words <= 2 and line.shape is Shape.TITLE


def is_offer(line: Line) -> bool:
    """Whether a line behind the word "advertisement" is the advertisement itself, and no crosshead of the article."""
    return line.shape is Shape.TITLE and not line.level and _DIGIT.search(line.text) is not None
