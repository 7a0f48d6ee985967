"""Towns that only say where a company has its seat or was founded, or a court sits: "mit Sitz in Hamburg", "het in Hengelo
opgerichte bedrijf", "Amtsgericht Kiel". They are no project's place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple, Protocol

from core.gazetteer import Place
from core.lexicon import settings
from core.place_reading import Text

# What an article begins with, up to the dash: "Kluisbergen / Waregem - In Ruien", "EINDHOVEN (ANP) –", "LONDON/HAMBURG, 8.
# Oktober 2025 (dk). Wer"; of two towns or with an agency also up to a full stop, in capitals up to the sentence.
DATELINE = re.compile(
    r"(?:^|(?<=\n))[ \t]*(?:[a-z]+ [\d-]{7,10} )?"
    r"([^\W\d_a-zà-ÿ][\w.'-]*(?:(?: ?[/ ] ?| (?:de|del|la|am|an der|a\.d\.|aan den|upon|of) )[^\W\d_a-zà-ÿ][\w.'-]*){0,5}?)"
    r"(,? \d{1,2}\.? [^\W\d_]{3,9}(?: \d{4})?)?( \([a-zA-Z/ -]{2,20}\))?(?P<end> ?[-–—] |\.? (?=[^\W\d_a-zà-ÿ(]))"
)
_WITH = 12  # characters between two towns of which one says where the other lies
_BEFORE = 60  # characters before a town in which the words for a seat may begin
_DATELINES = 2  # towns in datelines: the article's own, with two at most
_HERE = 300  # characters behind a dateline in which "here" means its town
_BRACKET = 24  # characters in which a bracket around a town closes
_WAY = 45  # characters around a way in which a word says that somebody travels
_MARKET = 30  # characters between a town and a word of shares
_OF_A_PLANT = 3  # words before a town of which one may be a plant that stands there
_COMPANY = 3  # words behind the participle of which one must be a company


class Town(Protocol):
    """A town that a text names, as core.places finds it."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def case(self) -> str | None: ...
    @property
    def place(self) -> Place: ...


class _Words(NamedTuple):
    before: re.Pattern[str] | None  # up to the town: "mit Sitz in", and the adjectives behind it
    behind: re.Pattern[str] | None  # from the town on: "ansässige"
    court: re.Pattern[str] | None  # up to the town: "Amtsgericht"
    court_behind: re.Pattern[str] | None  # from the town on: "hallinto-oikeus"
    told: re.Pattern[str] | None  # from the town on: "unterschrieben", "bekendgemaakt"
    span: re.Pattern[str] | None  # up to the town: "zwischen Paris und"
    here: re.Pattern[str] | None  # behind a dateline: its town
    way: re.Pattern[str] | None  # before the first and between both: "von |… nach "
    travels: re.Pattern[str] | None
    market: re.Pattern[str] | None  # beside the town where shares are traded: "Aktie"


@cache
def _words(language: str) -> _Words:
    table = settings(language, "places").get("seat", {})

    def listed(key: str) -> str:
        return "|".join(map(re.escape, sorted(table.get(key, ()), key=len, reverse=True)))

    def made(key: str, pattern: str) -> re.Pattern[str] | None:
        return re.compile(pattern.format(listed(key))) if table.get(key) else None

    apposed = rf"|,\s(?:{listed('apposed')})" if table.get("apposed") else ""
    links, stakes = listed("links") or "(?!)", listed("stake") or "(?!)"
    return _Words(
        made("before", rf"(?:(?<!\w)(?:{{}}){apposed})((?:\s[^\W\d_][\w-]*){{{{0,2}}}})\s$"),
        made("behind", r"\s(?:\(\w{{2,20}}\)\s)?(?:{})\s"),
        made("court", rf"(?<!\w)(?:\w+-)?(?:{{}})(?:\s(?:{links}))?\s$"),
        made("court_behind", r"\s(?:{})"),
        made("told", r"\s(?:{})(?!\w)"),
        _span(language),
        made("here", r"(?<!\w)(?:{})(?!\w)"),
        re.compile(rf"(?:{listed('way_from')}) \|[^,.]{{0,16}} (?:{listed('way_to')}) ") if table.get("way_from") else None,
        made("travels", r"(?<!\w)(?:{})"),
        made("market", rf"(?<!\w)(?:{{}})(?!\w)(?!\s(?:{stakes})\s)"),
    )


def _span(language: str) -> re.Pattern[str] | None:
    """The second end of a way or a stretch: what lies "zwischen Paris und Lyon" lies in neither."""
    ranges = settings(language)["numbers"]["ranges"]
    between, ands = ("|".join(map(re.escape, ranges[key])) for key in ("between", "and"))
    return re.compile(rf"(?<!\w)(?:{between})\s(?:[^\W\d_][\w-]*\s){{1,3}}(?:{ands})\s$") if between and ands else None


def origins(text: Text, towns: Sequence[Town]) -> set[int]:
    """Where those of a text's towns begin that are no project's place: of datelines, of companies' and courts' seats."""
    seats = {t.start for t in towns if is_seat(text, t.start, t.end, text.tongue.language)}
    bracketed = {t.start for t in towns if _bracketed(text, t.start, t.end)}
    if any(t.case == "in" and t.start not in bracketed | seats for t in towns):  # else they are all there is
        seats |= bracketed
    return seats | _of_datelines(text, towns) | _names_of_plants(text, towns) | _ways(text, towns)


def _with(gap: str) -> bool:
    return len(gap) < _WITH and "." not in gap


def _ways(text: Text, towns: Sequence[Town]) -> set[int]:
    """Where the ends of a way stand: "pendelt van Alphen naar Moerdijk"; work that moves from one town to another is no way."""
    words = _words(text.tongue.language)
    found: set[int] = set()
    if words.way is None or words.travels is None:
        return found
    for a, b in pairwise(towns):
        if words.way.fullmatch(text.keys[max(0, a.start - 4) : a.start] + "|" + text.keys[a.end : b.start]):
            first, last = max(0, a.start - _WAY), b.end + _WAY
            said = (words.travels.search(text.keys, first, a.start), words.travels.search(text.keys, b.end, last))
            if any(m and text.sentence(m.start()) == text.sentence(a.start) for m in said):
                found |= {a.start, b.start}
    return found


def _names_of_plants(text: Text, towns: Sequence[Town]) -> set[int]:
    """Where a town's name is a project's own: "trok de stekker uit Aurora in Setúbal", and wherever it stands so again."""
    between = settings(text.tongue.language, "places").get("seat", {}).get("project_in", ())
    # "in X bei Y in Z": Y only says where X lies.
    inside = {b.place for a, b in pairwise(towns) if a.case == "in" and _with(text.keys[a.end : b.start])}
    beside = [(a, b) for a, b in pairwise(towns) if b.case == "in" and text.keys[a.end : b.start].strip() in between]
    named = {a.place for a, b in beside if a.case in ("", "from") and a.place not in inside and a.place != b.place}
    return {t.start for t in towns if t.case != "in" and t.place in named}


def _of_datelines(text: Text, towns: Sequence[Town]) -> set[int]:
    """Where the towns stand that an article begins with and that it never names again, though it names others, or whose
    sentence tells of another: there the paper reports from. Many such lines are a list by towns."""
    found: set[int] = set()
    here = _words(text.tongue.language).here
    lines = list(DATELINE.finditer(text.clean))
    heads = {t.start for line in lines for t in towns if line.start(1) <= t.start < line.end(1)}
    for line in lines:
        inside = [t for t in towns if line.start(1) <= t.start < line.end(1)]
        rest = "".join(c for i, c in enumerate(line[1], line.start(1)) if not any(t.start <= i < t.end for t in inside))
        if not inside or rest.strip(" /") or not _dated(line):
            continue  # a headline
        sentence = text.sentence(line.end())
        if any(t.case == "in" and t.start >= line.end() and text.sentence(t.start) == sentence for t in towns):
            found |= {t.start for t in inside}
        if not (here and here.search(text.keys, line.end(), line.end() + _HERE)):
            elsewhere = {t.place for t in towns if t.start not in heads}
            found |= {t.start for t in inside if elsewhere and t.place not in elsewhere}
    return found if len(found) <= _DATELINES else set()


def _dated(line: re.Match[str]) -> bool:
    """Whether a match of DATELINE is one: with a dash, a date, an agency or a second town, or in capitals."""
    places, day, agency = line.groups()[:3]
    return "-" in line["end"] or bool({*line["end"]} & {*"–—"}) or bool(day or agency) or "/" in places or places.isupper()


def is_seat(text: Text, start: int, end: int, language: str) -> bool:
    """Whether the town at text.keys[start:end] is told as the seat of a company or a court, as where something was said or
    signed, or as the end of a way, not as a project's place."""
    words = _words(language)
    told = words.before.search(text.keys, max(0, start - _BEFORE), start) if words.before else None
    if told is not None and not (set(told[1].split()) & set(text.tongue.vocabulary.conjunctions)):
        return True
    if words.court and words.court.search(text.keys, max(0, start - _BEFORE), start):
        return True
    if words.court_behind and words.court_behind.match(text.keys, end):
        return True
    if words.told and words.told.match(text.keys, end):
        before = text.keys[max(0, start - _BEFORE) : start].split()[-_OF_A_PLANT:]
        return not any(text.tongue.vocabulary.names_a_thing(word) for word in before)  # "für das Werk in Heide unterzeichnet"
    if _traded(text, start, end, words.market):
        return True
    if words.span and words.span.search(text.keys, max(0, start - _BEFORE), start):
        return True
    found = words.behind.match(text.keys, end) if words.behind else None
    if found is None:
        return False
    following = [w for w in text.words if w.start >= found.end()][:_COMPANY]
    return any(w.taken or text.tongue.vocabulary.is_role(w.text) for w in following)


def _bracketed(text: Text, start: int, end: int) -> bool:
    """ "Eco Stor (Kirchheim bei München) hat …": a town in brackets right behind a company, in running text; a line that
    ends so is the heading of a plant."""
    if text.clean[max(0, start - 2) : start] != " (":
        return False
    before = [w for w in text.words if w.end <= start - 2][-1:]
    closes = text.clean.find(")", end, end + _BRACKET) + 1
    behind = text.clean[closes : closes + 2] if closes else ""
    runs_on = behind[:1] in {" ", ","} and "\n" not in behind
    earlier = text.keys[max(0, start - _BEFORE) : before[0].start if before else start].split()[-_OF_A_PLANT:]
    of_a_plant = any(text.tongue.vocabulary.names_a_thing(word) for word in earlier)  # "die Fabrik von ACC (Kaiserslautern)"
    return runs_on and bool(before) and before[0].taken and before[0].end == start - 2 and not of_a_plant


def _traded(text: Text, start: int, end: int, market: re.Pattern[str] | None) -> bool:
    """ "In Frankfurt war die Aktie kaum noch fünf Cent wert": a town beside a word of shares, of the same sentence."""
    first = max(0, start - _MARKET)
    behind = market.search(text.keys, end, end + _MARKET) if market else None
    before = market.search(text.keys, first, start) if market else None
    said = [m for m in (before, behind) if m and text.sentence(m.start()) == text.sentence(start)]
    near = text.keys[first:start].split()[-_OF_A_PLANT:]
    return bool(said) and not any(text.tongue.vocabulary.names_a_thing(word) for word in near)
