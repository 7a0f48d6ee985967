"""Page furniture in plain text: which lines of a page are no part of its article.

Words say what a line is (``page_words``), shape and place say how far it reaches: a menu stands before the first
paragraph, a teaser is a title in a list, an article goes on in paragraphs that name what it has named before. Where
both readings are possible, a list is cut and a paragraph is kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from core.lines import Line, Shape, sentences_in
from core.page_shapes import ends_open, is_arrow, is_byline, is_dated, is_of_comment, is_offer, is_timed, label
from core.page_words import RULES, Cue, Reach, about_words, line_cues

_NAVIGATION = ("menu", "newsletter", "paywall", "notice")  # rules of rows that stand above a headline
_TAIL_RULES = ("related", "latest", "comments", "contact", "share", "tags", "cookies")
_UNDATED = ("latest", "related", "comments", "cookies", "advert")  # dates in these are not the article's
_DIGIT = re.compile(r"\d")
_CAPITAL = re.compile(r"\b[A-ZÄÖÅÜ][\w-]{3,}")


@dataclass(slots=True)
class Reading:
    """What was found of a page: for each line the rule that cuts it (None: body), and the lines of its head.

    ``headline``: index of the article's own headline; ``first``: of the first running text; ``decks``: lines between
    the two that are kept. ``stamps``: lines of the head where the date of publication may stand.
    """

    rules: list[str | None]
    headline: int | None = None
    first: int = 0
    stamps: list[int] = field(default_factory=list)


def read_page(lowered: str, lines: Sequence[Line], title: int | None = None) -> Reading:
    """Find the furniture. lowered: the page's text in small letters, same length; title: index of a line known as such."""
    cues = [None if i == title else cue for i, cue in enumerate(line_cues(lowered, lines))]
    page = _Page(lines, cues, lowered)
    page.head()
    page.body()
    page.tail()
    return Reading(page.rules, page.headline, page.first, page.stamps)


class _Page:
    """The lines of one page while they are judged: head, then body from top to bottom, then what trails."""

    def __init__(self, lines: Sequence[Line], cues: list[Cue | None], lowered: str) -> None:
        self.lines = lines
        self.cues = cues
        self.lowered = lowered
        self.rules: list[str | None] = [None] * len(lines)
        self.headline: int | None = None
        self.stamps: list[int] = []
        self.first = self._first_paragraph()
        self._menu_end = -1  # the last line of a menu that has one entry a line
        self._names: set[str] | None = None
        self._names_upto = 0

    # --- head --------------------------------------------------------------------------------------------------------

    def _first_paragraph(self) -> int:
        """Index of the first running text that no cue marks; of the first sentence if there is none; else the end."""
        for wanted in ((Shape.PROSE,), (Shape.SENTENCE,)):
            for i, line in enumerate(self.lines):
                if line.shape not in wanted or line.level or self._is_furniture(i) or self._is_question_title(i):
                    continue
                return i
        return len(self.lines)

    def _is_question_title(self, i: int) -> bool:
        """A headline may end in a question or exclamation mark; it stands alone above longer text."""
        line = self.lines[i]
        if line.text.rstrip("\"'”’»*")[-1:] not in "?!" or len(line.text) > 130 or sentences_in(line.text) > 2:
            return False
        sentences = (k for k in range(i) if self.lines[k].shape in (Shape.PROSE, Shape.SENTENCE))
        if any(not self._is_furniture(k) for k in sentences):
            return False
        return any(later.running and len(later.text) > len(line.text) for later in self.lines[i + 1 : i + 5])

    def _label(self, i: int) -> str | None:
        return label(self.lines[i], self.cues[i], i < self.first + 4, i < self.first)

    def _is_furniture(self, i: int) -> bool:
        cue = self.cues[i]
        return cue is not None and RULES[cue.rule] is not Reach.KEEP

    def head(self) -> None:
        """Cut what stands above the article: menus, consent, tickers, sections, bylines; find the headline."""
        first = self.first
        lines = self.lines
        head = range(first)
        ticker = False
        for i in head:
            line, cue = lines[i], self.cues[i]
            rule = self._label(i)
            if ticker and not line.gap and cue is None and line.shape is not Shape.PROSE:
                self.rules[i] = "latest"
                continue
            ticker = False
            if cue is not None and RULES[cue.rule] in (Reach.BLOCK, Reach.TAIL):
                rule = cue.rule
                if cue.whole and self._titles_follow(i, first):
                    ticker = True
            if rule is not None:
                self.rules[i] = rule
        self._cut_lists(first)
        self._cut_consent(first)
        kept = [i for i in head if self.rules[i] is None]
        self._find_headline(kept)
        for i in kept:
            line = lines[i]
            if i == self.headline:
                continue
            if self.headline is not None and i < self.headline:
                self.rules[i] = "section"
            elif is_byline(line):
                self.rules[i] = "byline"
            elif line.words <= 2 and line.shape is Shape.TITLE and not _DIGIT.search(line.text):
                self.rules[i] = "section"
        # Bylines and dates may stand below a deck that is a sentence of its own.
        below = range(first + 1, min(first + 6, len(lines)))
        later = [k for k in below if lines[k].running and not self._is_furniture(k)]
        for i in range(first + 1, min(first + 4, max(later, default=0))):
            if self.rules[i] is None and lines[i].shape is Shape.TITLE and self._label(i) in ("byline", "stamp"):
                self.rules[i] = self._label(i)
        dated = ("byline", "stamp")
        self.stamps = [i for i in head if self.rules[i] not in _UNDATED]
        self.stamps += [i for i in range(first, min(first + 4, len(lines))) if self.rules[i] in dated]

    def _titles_follow(self, i: int, first: int) -> bool:
        """Whether a list of titles hangs on this heading of the head, so that it is no mere link."""
        following = self.lines[i + 1 : min(i + 3, first)]
        return bool(following) and all(not f.gap and f.words >= 2 for f in following[:1])

    def _cut_lists(self, first: int) -> None:
        """Cut rows of single words above the article: a menu with one entry a line."""
        lines = self.lines
        run: list[int] = []
        for i in range(first + 1):
            line = lines[i] if i < first else None
            label_like = line is not None and line.words <= 4 and line.short
            if label_like and not (run and lines[i].gap) and not _DIGIT.search(lines[i].text):
                run.append(i)
                continue
            if len(run) >= 4:
                for k in run:
                    self.rules[k] = "menu"
                self._menu_end = run[-1]
            run = [i] if label_like else []

    def _cut_consent(self, first: int) -> None:
        """Cut what stands between two lines of a consent box."""
        boxed = [i for i in range(first) if self.rules[i] == "cookies"]
        for a, b in zip(boxed, boxed[1:], strict=False):
            if 1 < b - a <= 5:
                for i in range(a + 1, b):
                    self.rules[i] = self.rules[i] or "cookies"

    def _find_headline(self, kept: list[int]) -> None:
        """The article's own headline among the lines of the head that are left."""
        lines = self.lines
        marked = [i for i in kept if lines[i].level]
        if marked:
            self.headline = min(marked, key=lambda i: (lines[i].level, i))
            return
        titles = [i for i in kept if lines[i].shape is not Shape.ITEM and not ends_open(lines[i])]
        # What stands above the last menu is the site's name, not a headline, if a title follows the menu.
        menus = [i for i in range(self.first) if self.rules[i] in _NAVIGATION and lines[i].items >= 2]
        last = max([self._menu_end, *menus])
        below = [i for i in titles if last >= 0 and i > last and lines[i].words >= 3]
        candidates = below or titles
        long = [i for i in candidates if lines[i].words >= 4]
        if long:
            self.headline = long[0]
        elif candidates:
            named = [i for i in candidates if lines[i].words >= 2 or len(lines[i].text) >= 8]
            self.headline = (named or candidates)[0]

    # --- body --------------------------------------------------------------------------------------------------------

    def body(self) -> None:
        """Cut, from the first paragraph on, what lines announce, each as far as it reaches."""
        i, count = self.first, len(self.lines)
        while i < count:
            if self.rules[i] is not None:
                i += 1
                continue
            cue = self.cues[i]
            if cue is not None and RULES[cue.rule] is Reach.BLOCK:
                i = self._cut(i, self._block_end(i), cue.rule)
            elif cue is not None and RULES[cue.rule] is Reach.TAIL:
                i = self._cut(i, self._tail_end(i, cue), cue.rule)
            elif self._begins_profile(i):
                i = self._cut(i, count, "profile")
            elif cue is not None and cue.rule == "cookies":
                whole = self.lines[i].shape is Shape.TITLE
                i = self._cut(i, self._tail_end(i, cue) if whole else i + 1, "cookies")
            elif cue is not None and cue.rule == "advert" and cue.whole and any(map(is_offer, self.lines[i + 1 : i + 2])):
                i = self._cut(i, i + 2, "advert")
            else:
                rule = self._label(i)
                if rule == "stamp" and i > self.first + 3:
                    rule = None  # a chronicle's entry
                line = self.lines[i]
                if rule is None and line.row:
                    rule = "row"
                if rule is None and line.short and is_arrow(line) and not self._in_list(i):
                    rule = "link"
                self.rules[i] = rule
                i += 1

    def _in_list(self, i: int) -> bool:
        """Whether a line before this one, kept, opens a list or is an entry of it."""
        before = self.lines[i - 1] if i and self.rules[i - 1] is None else None
        return before is not None and (ends_open(before) or before.shape is Shape.ITEM and i - 1 > self.first)

    def _cut(self, start: int, end: int, rule: str) -> int:
        for i in range(start, end):
            if self.rules[i] is None:
                self.rules[i] = rule
        return end

    def _block_end(self, i: int) -> int:
        """Where the list or the teasers end that the heading at ``i`` opens."""
        lines, count = self.lines, len(self.lines)
        cue = self.cues[i]
        inline = cue is not None and not cue.whole and lines[i].end - cue.end > 8
        j = i + 1
        while j < count:
            line = lines[j]
            if self.cues[j] is not None and self._is_furniture(j):
                return j
            if inline and (line.gap or line.shape is not Shape.ITEM):
                return j
            if line.shape in (Shape.ITEM, Shape.RULE, Shape.TABLE):
                j += 1
            elif line.shape is Shape.TITLE or line.shape is Shape.SENTENCE:
                if line.level and j > i + 1 and self._article_follows(j + 1):
                    return j
                if line.gap and j > i + 1 and self._article_follows(j + 1) and not self._teasers_from(j):
                    return j  # a crosshead
                j += 1
            elif self._is_teaser(j, i):
                j += 1
            else:
                return j
        return count

    def _is_teaser(self, j: int, heading: int) -> bool:
        """Whether the running text at ``j``, below a heading of teasers, is the summary of another story."""
        line = self.lines[j]
        if line.body > line.start:
            return True  # a bullet
        size, sentences = len(line.text), sentences_in(line.text)
        if size > 260 or sentences > 2:
            return False
        before = self.lines[j - 1]
        after = self.lines[j + 1] if j + 1 < len(self.lines) else None
        if before.short and j - 1 > heading and not line.gap:
            return True  # a title with its summary
        if line.text[-1:] in "?!" and size <= 120:
            return True
        if before.short and j - 1 > heading and sentences == 1:
            if after is None or after.short and not self._article_follows(j + 2):
                return not self._names_known(j, 1)
        return False

    def _teasers_from(self, j: int) -> bool:
        """Whether titles and short summaries take turns from ``j`` on: teasers, not crossheads."""
        turns = 0
        lines = self.lines
        while j + 1 < len(lines) and lines[j].short and lines[j + 1].running:
            if len(lines[j + 1].text) > 220 or sentences_in(lines[j + 1].text) > 2:
                return False
            turns += 1
            j += 2
        return turns >= 2

    def _article_follows(self, j: int) -> bool:
        """Whether a paragraph of the article stands at ``j``: running text of some length, naming what it named."""
        if j >= len(self.lines):
            return False
        line = self.lines[j]
        if not line.running or line.body > line.start or self._is_furniture(j):
            return False
        size, sentences = len(line.text), sentences_in(line.text)
        return sentences >= 2 and size >= 130 or size >= 160 or self._names_known(j, 2)

    def _tail_end(self, i: int, cue: Cue) -> int:
        """Where the tail that ``i`` opens ends: at the end, unless the article goes on after it."""
        lines, count = self.lines, len(self.lines)
        before = sum(len(lines[k].text) for k in range(self.first, i) if lines[k].running and self.rules[k] is None)
        after = sum(len(lines[k].text) for k in range(i + 1, count) if lines[k].running)
        if cue.rule == "contact" and before >= after:
            return count
        for j in range(i + 1, count):
            line = lines[j]
            if not line.running or line.body > line.start or self._is_furniture(j):
                continue
            if cue.rule == "comments" and (j > i + 2 or any(map(is_of_comment, lines[i + 1 : i + 7]))):
                break
            if lines[j - 1].short and not line.gap and j - 1 > i:
                continue  # a title with its summary
            size = len(line.text)
            if sentences_in(line.text) >= 2 and size >= 150 and self._names_known(j, 2):
                if after >= 0.25 * before or self._names_known(j, 3):
                    start = j
                    # its crosshead goes with it
                    if lines[j - 1].shape is Shape.TITLE and lines[j - 1].gap and j - 1 > i:
                        start = j - 1
                    return start
        return count

    def _begins_profile(self, i: int) -> bool:
        """Whether a company's description begins here: "Über Librec: …", "Tietoa Fortumista", at the end of a page."""
        line = self.lines[i]
        starts, ends = about_words()
        low = self.lowered[line.start : line.end]
        word, _, rest = low.partition(" ")
        name = ""
        if word in starts and rest:
            name = line.text[len(word) + 1 :]
        elif any(low.rstrip(" :").endswith(" " + e) for e in ends):
            name = line.text
        if not name or not name[0].isupper():
            return False
        head, colon, told = name.partition(":")
        if len(head.split()) > 6 or not colon and line.shape is not Shape.TITLE:
            return False
        following = told.strip() or (self.lines[i + 1].text if i + 1 < len(self.lines) else "")
        stem = head.split()[0].strip(",.’'")
        stem = stem[: max(4, len(stem) * 3 // 5)]
        if not following or colon and not told.strip() and not self._article_like(i + 1):
            return False
        if told.strip() or stem.lower() in following[:160].lower():
            paragraphs = sum(line.running for line in self.lines[i + 1 :])
            before = sum(line.running for line in self.lines[self.first : i])
            return before >= 2 and paragraphs <= 3 and paragraphs <= before
        return False

    def _article_like(self, i: int) -> bool:
        return i < len(self.lines) and self.lines[i].running

    # --- tail --------------------------------------------------------------------------------------------------------

    def tail(self) -> None:
        """Cut the short lines that trail the last paragraph, where nothing says that they are the article's."""
        lines, rules = self.lines, self.rules
        last = max((k for k in range(self.first, len(lines)) if rules[k] is None and lines[k].running), default=None)
        if last is None:
            return
        while last + 1 < len(lines) and rules[last + 1] is None and lines[last + 1].shape is Shape.SENTENCE:
            last += 1
        trailing = [k for k in range(last + 1, len(lines)) if rules[k] is None]
        if not trailing or self._belongs(last, trailing):
            return
        cut_between = any(self.rules[k] in _TAIL_RULES for k in range(last + 1, trailing[-1]))
        for k in trailing:
            line = lines[k]
            if self.cues[k] is not None:  # of the kind that is kept: a source, facts
                continue
            if cut_between or len(trailing) >= 2 or line.words <= 5 or not self._names_known(k, 2):
                rules[k] = "trailing"

    def _belongs(self, last: int, trailing: list[int]) -> bool:
        """Whether the short lines at the end are a list of the article: after a colon, under "facts", a chronicle."""
        lines = self.lines
        if trailing[0] > last + 1 and any(self.rules[k] not in ("separator",) for k in range(last + 1, trailing[0])):
            return False
        opener = lines[trailing[0]]
        cue = self.cues[trailing[0]]
        if lines[last].text.endswith(":") or ends_open(opener) or cue is not None and cue.rule == "facts":
            return True
        dated = sum(1 for k in trailing if is_dated(lines[k]))
        if dated >= 0.6 * len(trailing) and dated >= 2:
            return True
        items = [k for k in trailing if lines[k].shape is Shape.ITEM and not is_timed(lines[k])]
        if len(items) >= 2 and len(items) >= len(trailing) - 1 and not is_arrow(lines[items[0]]):
            return sum(self._names_known(k, 1) for k in items) >= 0.6 * len(items)
        return False

    def _names_known(self, j: int, least: int) -> bool:
        """Whether a line names so many of the names that the article has used above."""
        if self._names is None:
            self._names = set()
        stop = min(j, len(self.lines))
        for k in range(self._names_upto, stop):
            if self.rules[k] is None and (k == self.headline or k >= self.first):
                self._names.update(w[:6] for w in _CAPITAL.findall(self.lines[k].text))
        self._names_upto = max(self._names_upto, stop)
        found = {w[:6] for w in _CAPITAL.findall(self.lines[j].text)}
        return len(found & self._names) >= least
