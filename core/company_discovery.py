"""Companies that are in no list: capitalised names that the words around them, or their own form, show to be companies.

Evidence, strongest first: a legal form ("X AG"), a noun before the name ("Batteriehersteller X"), a hyphen and a noun
("X-Gruppe"), a nationality ("het Zweedse X"), an apposition ("X, ein Joint Venture"), a last word of the trade
("X Lithium"), a place in a list beside companies ("A, X und B"), and, for a name that the article repeats, a verb by
which companies act ("X investiert"). Persons, towns, plants and ordinary words are refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from core.company_cues import Vocabulary, common_words, given_names
from core.company_index import Company, CompanyMention
from core.inflection import bases

_UPPER = "A-Z" + "".join(chr(c) for c in range(0xC0, 0x250) if chr(c).isupper())
_CAP = rf"[{_UPPER}]\w*(?:[-’'&+.][{_UPPER}\w]+)*(?::[a-zäö]+)?"
_NAME = re.compile(rf"(?<![\w@/.-]){_CAP}(?: (?:& |\+ )?{_CAP}){{0,5}}")
_TOKEN = re.compile(r"[^ ]+")
_GENITIVE = re.compile(r"['’]s?$")
_AFTER = re.compile(r" ?[\"“”»«'’)]{0,2} ?(\w+)")
_CAMEL = re.compile(rf"[{_UPPER}]\w*[a-z][{_UPPER}]\w*")
_LOCAL_CASES = ("ssa", "ssä", "sta", "stä", "lla", "llä", "lta", "ltä", "lle")
_LONGEST_NAME = 5
CONFIDENCE = {
    "legal form": 0.85, "role": 0.8, "hyphen": 0.75, "nationality": 0.75, "apposition": 0.75, "trade word": 0.7,
    "list": 0.65, "acts": 0.55,
}  # fmt: skip


@dataclass(slots=True)
class Piece:
    """A stretch of capitalised words outside the known names; ``words`` with their offsets."""

    words: list[tuple[int, int, str]]
    first: bool  # the sentence begins with it
    left: bool = True  # nothing of the run was cut off before it

    @property
    def start(self) -> int:
        return self.words[0][0]

    @property
    def end(self) -> int:
        return self.words[-1][1]


@dataclass(slots=True)
class Candidate:
    """A possible company: where it stands and what speaks for and against it."""

    name: str
    rule: str = ""
    origin: str | None = None
    refused: bool = False
    places: int = 0
    acts: int = 0
    spans: list[tuple[int, int]] = field(default_factory=list)


@dataclass(slots=True)
class Found:
    mentions: list[CompanyMention]
    people: list[tuple[int, int]]
    pieces: list[Piece]


def pieces(text: str, taken: list[tuple[int, int]], vocabulary: Vocabulary) -> list[Piece]:
    """The capitalised stretches of the text, without those that ``taken`` (sorted spans) covers."""
    found: list[Piece] = []
    at = 0
    for match in _NAME.finditer(text):
        start, end = match.span()
        run = match[0]
        plain = vocabulary.all_ordinary(run)
        if plain and vocabulary.nouns_capitalised:
            continue
        while at < len(taken) and taken[at][1] <= start:
            at += 1
        first = vocabulary.opens_sentence(text, start)
        if plain and first and " " not in run:
            continue
        words: list[tuple[int, int, str]] = []
        left = True
        near = [span for span in taken[at : at + 6] if span[0] < end]
        for token in _TOKEN.finditer(run):
            begin, finish = start + token.start(), start + token.end()
            covered = any(span[0] < finish and begin < span[1] for span in near)
            tail = token[0].rsplit("-", 1)[-1]
            if covered and not ("-" in token[0] and vocabulary.is_role(tail)):
                if words:
                    found.append(Piece(words, first, left))
                words, left, first = [], False, False
                continue
            words.append((begin, finish, token[0]))
        if words:
            found.append(Piece(words, first, left))
    return found


def _surface(word: str) -> str:
    return _GENITIVE.sub("", word.split(":", 1)[0]).rstrip(".,") if word[-1:] not in "." or len(word) > 4 else word


class Discovery:
    """One article's unknown names; ``run`` gives the companies and people among them."""

    def __init__(self, text: str, known: list[CompanyMention], vocabulary: Vocabulary) -> None:
        self._text = text
        self._known = known
        self._vocabulary = vocabulary
        self._common = common_words()
        self._candidates: dict[str, Candidate] = {}
        self._people: list[tuple[int, int]] = []
        self._surnames: set[str] = set()
        self._loose: list[tuple[str, list[tuple[int, int, str]], Piece]] = []

    def run(self) -> Found:
        taken = [(m.start, m.end) for m in self._known]
        parts = pieces(self._text, taken, self._vocabulary)
        self._surfaces = {_surface(w[2]) for p in parts for w in p.words}
        for piece in parts:
            self._read(piece)
        self._extend_lists()
        mentions = self._accepted()
        return Found(mentions, self._people, parts)

    def _read(self, piece: Piece) -> None:
        """Sort one stretch: person, company with its evidence, or a loose name for the later passes."""
        vocabulary, words = self._vocabulary, piece.words
        before = vocabulary.before(self._text, piece.start) if piece.left else None
        rule, origin = "", None
        for at in range(len(words) - 1, -1, -1):  # titles and nouns of role that a language capitalises
            word = words[at][2]
            if at + 1 < len(words) and vocabulary.is_title(word):
                return self._person(words[at + 1 :])
            if at + 1 < len(words) and vocabulary.is_role(word) and vocabulary.nouns_capitalised:
                left = self._text[max(0, words[at][0] - 40) : words[at][1]].rsplit("\n", 1)[-1].split()
                rule, origin, words = "role", vocabulary.origin_of(left), words[at + 1 :]
                before = None
                break
            if at + 1 < len(words) and vocabulary.nation(word) is not None:
                words = words[at + 1 :]
                before = vocabulary.before(self._text, words[0][0])
                break
        if len(words) >= 2 and words[0][2] in given_names() and words[-1][2] not in self._common.legal:
            return self._person(words)
        while len(words) > 1 and (piece.first or vocabulary.nouns_capitalised) and rule == "" and self._peels(words):
            words, before = words[1:], None
        legal = next((i for i, w in enumerate(words) if i and _surface(w[2]) in self._common.legal), None)
        if legal is not None:
            rule, words = "legal form", words[:legal]
        elif vocabulary.nouns_capitalised:
            while len(words) > 1 and vocabulary.ordinary(words[-1][2]) and words[-1][2] not in self._common.tails:
                words = words[:-1]
        if not words or len(words) > _LONGEST_NAME:
            return None
        if before is not None and rule in ("", "legal form"):
            if before.kind == "person" and rule == "":
                return self._person(words) if len(words) <= 3 else None
            if before.kind == "plant" and rule == "":
                return self._refuse(words)
            origin = origin or before.origin
            if rule == "" and before.kind in ("role", "nation"):
                rule = "role" if before.kind == "role" else "nationality"
        place = before is not None and before.kind == "place"
        return self._weigh(words, rule, origin, place, piece)

    def _peels(self, words: list[tuple[int, int, str]]) -> bool:
        return self._vocabulary.ordinary(words[0][2]) and not (
            len(words) == 2 and self._base(words[1][2]) in self._common.tails and not self._vocabulary.nouns_capitalised
        )

    def _weigh(
        self, words: list[tuple[int, int, str]], rule: str, origin: str | None, place: bool, piece: Piece
    ) -> None:
        vocabulary, common = self._vocabulary, self._common
        last = words[-1][2]
        if "-" in last and rule == "":
            head, tail = last.rsplit("-", 1)
            if len(head) > 2 and tail.lower() in vocabulary.hyphen_company and not vocabulary.ordinary(head):
                rule = "hyphen"
                words = [*words[:-1], (words[-1][0], words[-1][0] + len(head), head)]
        start, end = words[0][0], words[-1][1]
        name = self._name(words, rule)
        if self._cannot_be(words, name, rule):
            return
        if rule == "" and vocabulary.apposition.match(self._text, end):
            rule = "apposition"
        if rule == "" and len(words) > 1 and name.rsplit(" ", 1)[-1] in common.tails:
            head = words[0][2]
            of_town = vocabulary.nouns_capitalised and head.endswith("er") and vocabulary.ordinary(words[-1][2])
            if head not in common.generic_first and not vocabulary.ordinary(head) and not of_town:
                rule = "trade word"
        candidate = self._candidates.setdefault(name, Candidate(name))
        candidate.spans.append((start, end))
        if rule and (not candidate.rule or CONFIDENCE[rule] > CONFIDENCE[candidate.rule]):
            candidate.rule = rule
        candidate.origin = candidate.origin or origin
        candidate.places += place or (vocabulary.inflects and last.endswith(_LOCAL_CASES) and rule == "")
        match = _AFTER.match(self._text, end)
        if match:
            follow = match[1]
            inflected = last != name.rsplit(" ", 1)[-1]
            candidate.acts += follow in vocabulary.acts or (inflected and follow in vocabulary.has)
            if follow in vocabulary.person_after and rule == "" and len(words) == 2:
                self._people.append((start, end))
                candidate.refused = True

    def _cannot_be(self, words: list[tuple[int, int, str]], name: str, rule: str) -> bool:
        """Ordinary words, abbreviations of other things, letters and plants' names."""
        vocabulary, single = self._vocabulary, len(words) == 1
        if (len(name) < 3 and rule != "legal form") or name.upper() in self._common.abbreviations:
            return True
        if vocabulary.is_role(words[-1][2]) or vocabulary.is_title(words[-1][2]) or vocabulary.nation(name) is not None:
            return True
        if single and self._common.plant_shape.fullmatch(name) and rule not in ("legal form", "role"):
            return True
        if len(words) > 2 and all(w[2].isupper() for w in words):
            return True  # a line in capitals
        if not any(c.islower() for c in name) and len(name) > 8:
            return True
        if single and vocabulary.ordinary(name):
            allowed = ("legal form", "hyphen") if vocabulary.nouns_capitalised else ("legal form", "role")
            return rule not in allowed or (rule == "hyphen" and name.lower() in vocabulary.words)
        if not single and rule in ("", "trade word", "list") and all(vocabulary.ordinary(w[2]) for w in words):
            return True
        return not single and vocabulary.nouns_capitalised and rule != "legal form" and vocabulary.ordinary(words[0][2])

    def _base(self, word: str) -> str:
        """The nominative that the article itself or the words of the trade show; else the word as it stands."""
        surface = _surface(word)
        if ":" in word:
            return surface
        found = bases(surface, self._vocabulary.language)
        for candidate in found[1:]:
            if candidate in self._common.tails or (candidate in self._surfaces and len(candidate) > 2):
                return candidate
        return surface

    def _name(self, words: list[tuple[int, int, str]], rule: str) -> str:
        last = words[-1][2]
        base = self._base(last)
        if base == last and self._vocabulary.inflects:
            base = self._guess(last, words[0][0])
        return " ".join([*(w[2] for w in words[:-1]), base])

    def _guess(self, word: str, start: int) -> str:
        """The nominative of a Finnish form that stands alone in its article; unsure forms stay."""
        for ending in _LOCAL_CASES:
            if word.endswith(ending) and len(word) - len(ending) > 2:
                stem = word[: -len(ending)]
                return stem[:-1] if stem.endswith("i") and stem[-2] not in "aeiouyäö" else stem
        left = self._text[max(0, start - 30) : start].split()
        agreeing = bool(left) and self._vocabulary.nation(left[-1]) is not None and left[-1].endswith(("sen", "ksen"))
        match = _AFTER.match(self._text, start + len(word))
        if agreeing or (match is not None and match[1] in self._vocabulary.has):
            if word.endswith("in") and len(word) > 4 and word[-3] not in "aeiouyäö":
                return word[:-2]
            if word.endswith("n") and len(word) > 3 and word[-2] in "aeiouyäö":
                return word[:-1]
        return word

    def _person(self, words: list[tuple[int, int, str]]) -> None:
        self._people.append((words[0][0], words[-1][1]))
        self._surnames.add(self._base(words[-1][2]))

    def _refuse(self, words: list[tuple[int, int, str]]) -> None:
        name = self._name(words, "")
        self._candidates.setdefault(name, Candidate(name)).refused = True

    def _good(self, candidate: Candidate) -> bool:
        if (candidate.refused and candidate.rule != "legal form") or candidate.name in self._surnames:
            return False
        if candidate.rule in ("legal form", "role", "hyphen", "nationality", "apposition"):
            return True
        if candidate.places:
            return False
        if candidate.rule:
            return True
        shape = bool(_CAMEL.fullmatch(candidate.name))
        if candidate.acts and len(candidate.spans) + shape >= 2 and not self._vocabulary.ordinary(candidate.name):
            candidate.rule = "acts"
            return True
        return False

    def _extend_lists(self) -> None:
        """A name joined by "und" to a company, or between a comma and such a name, is a company too."""
        vocabulary = self._vocabulary
        ends: dict[int, str] = {m.end: "known" for m in self._known}
        starts: dict[int, str] = {m.start: "known" for m in self._known}
        open_ones: list[tuple[int, int, Candidate]] = []
        for candidate in self._candidates.values():
            good = self._good(candidate)
            for start, end in candidate.spans:
                if good:
                    starts[start] = ends[end] = "new"
                elif not (candidate.refused or candidate.places or candidate.name in self._surnames):
                    open_ones.append((start, end, candidate))
        if not open_ones:
            return
        both = "|".join(re.escape(c) for c in vocabulary.conjunctions)
        left_joint = re.compile(rf"(?:,|\)?,? (?:{both})) $")
        right_joint = re.compile(rf"(, |,? (?:{both}) )")
        for start, end, candidate in open_ones:
            left = left_joint.search(self._text, max(0, start - 8), start)
            right = right_joint.match(self._text, end)
            by_left = left is not None and left.start() in ends
            by_right = right is not None and right.end() in starts
            by_word = (by_left and left is not None and left[0] != ", ") or (
                by_right and right is not None and right[1] != ", "
            )
            if by_word or (by_left and by_right):
                candidate.rule = candidate.rule or "list"
                ends[end] = starts[start] = "new"

    def _accepted(self) -> list[CompanyMention]:
        mentions = []
        for candidate in self._candidates.values():
            if not self._good(candidate):
                continue
            company = Company(candidate.name, "unknown", candidate.origin, False)
            for start, end in candidate.spans:
                mentions.append(
                    CompanyMention(start, end, company, candidate.rule, CONFIDENCE[candidate.rule], candidate.origin)
                )
        return mentions
