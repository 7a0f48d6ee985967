"""Companies that are in no list: capitalised names that the words around them, or their own form, show to be companies.

Evidence, strongest first: a legal form ("X AG"), a noun before the name ("Batteriehersteller X"), a hyphen and a noun
("X-Gruppe"), a nationality ("het Zweedse X"), an apposition ("X, ein Joint Venture"), a last word of the trade
("X Lithium"), a place in a list beside companies ("A, X und B"), and, for a name that the article repeats, a verb by
which companies act ("X investiert"): one such verb makes a guess, two are trusted. Persons, towns, plants and ordinary
words are refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from core.company_cues import Before, Vocabulary, common_words, given_names
from core.company_index import Company, CompanyMention, doubtful
from core.company_pieces import UPPER, Piece, pieces
from core.inflection import bases

_GENITIVE = re.compile(r"['’]s?$")
_AFTER = re.compile(r" ?[\"“”»«'’)]{0,2} ?(\w+)")
_OF_A_SERIES = re.compile(r"[A-Z]{1,3}\.\d")  # the car ID.3
_CAMEL = re.compile(rf"[{UPPER}]\w*[a-z][{UPPER}]\w*")
_LONGEST_NAME = 5
_SURE = frozenset({"legal form", "role", "hyphen", "nationality", "apposition", "owner", "institution"})
CONFIDENCE = {
    "legal form": 0.85, "role": 0.8, "hyphen": 0.75, "nationality": 0.75, "apposition": 0.75, "owner": 0.7,
    "institution": 0.7, "trade word": 0.7, "list": 0.6, "acts": 0.5,
}  # fmt: skip
_ACTS_AGAIN = 0.6  # of a name that acts twice


@dataclass(slots=True)
class Candidate:
    """A possible company: where it stands and what speaks for and against it."""

    name: str
    rule: str = ""
    origin: str | None = None
    refused: bool = False
    places: int = 0
    acts: int = 0
    inside: int = 0
    body: bool = False  # no company, but a union, a federation or the like
    spans: list[tuple[int, int]] = field(default_factory=list)

    @property
    def trust(self) -> float:
        again = self.rule == "acts" and (self.acts > 1 and len(self.spans) > 1 or _of_the_trade(self.name))
        goods = any(c.isdigit() for c in self.name)  # "De EX90 krijgt": a car
        return _ACTS_AGAIN if again and not goods else CONFIDENCE[self.rule]


@lru_cache(maxsize=5_000)
def _of_the_trade(name: str) -> bool:
    """Whether a name is made like those of the field are: "Kemvolt", "Twincell", "Battrix"."""
    words = common_words()
    return any(part.endswith(words.trade_tails) or part.startswith(words.trade_heads) for part in name.lower().split())


@dataclass(slots=True)
class Found:
    mentions: list[CompanyMention]
    people: list[tuple[int, int]]
    pieces: list[Piece]


@lru_cache(maxsize=20_000)
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
        self._surfaces: set[str] = set()

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
        before: Before | None = vocabulary.before(self._text, piece.start) if piece.left else None
        rule, origin, noun = "", None, before.word if before else ""
        for at in range(len(words) - 2, -1, -1):  # titles and nouns of role that a language capitalises
            word = words[at][2]
            if vocabulary.is_title(word):
                return self._person(words[at + 1 :])
            can_be_role = vocabulary.nouns_capitalised or (at == 0 and piece.first)
            if can_be_role and vocabulary.is_role(word):
                left = self._text[max(0, words[at][0] - 40) : words[at][1]].rsplit("\n", 1)[-1].split()
                self._joined(words[at], piece)
                rule, origin, words, before, noun = "role", vocabulary.origin_of(left), words[at + 1 :], None, word
                break
            if vocabulary.nouns_capitalised and vocabulary.names_a_thing(word):
                return self._refuse(words[at + 1 :])
            if vocabulary.nation(word) is not None:
                words = words[at + 1 :]
                before = vocabulary.before(self._text, words[0][0])
                break
            if vocabulary.in_local_case(word):
                words, before = words[at + 1 :], None  # of a name only the last word is inflected
                break
        person = len(words) >= 2 and words[0][2] in given_names() and words[-1][2] not in self._common.legal
        company = rule != "" or (before is not None and before.kind in ("role", "owner"))
        if len(words) == 2 and noun and vocabulary.is_either(noun) and words[0][2] in given_names():
            return self._person(words)  # "investeerder Arnoud Aalbersberg"
        if person and not (company and (len(words) > 2 or self._base(words[-1][2]) in self._common.tails)):
            return self._person(words)  # "projektikehittäjä Anni Määttä"
        peelable = rule == "" and (piece.first or vocabulary.nouns_capitalised)
        while peelable and len(words) > 1 and self._peels(words, piece.first):
            words, before = words[1:], None
            if len(words) > 1 and words[0][2] in given_names() and words[-1][2] not in self._common.legal:
                return self._person(words)  # "Yrittäjä Mikko Leppälahti"
        legal = next((i for i, w in enumerate(words) if i and _surface(w[2]) in self._common.legal), None)
        if legal is not None:
            if not piece.left:
                return None  # "Customcells Itzehoe GmbH": the rest of a known name
            rule, words = "legal form", words[:legal]
        elif vocabulary.nouns_capitalised:
            while len(words) > 1 and vocabulary.ordinary(words[-1][2]) and words[-1][2] not in self._common.tails:
                words = words[:-1]
        if not words or len(words) > _LONGEST_NAME:
            return None
        if before is not None and rule in ("", "legal form"):
            if before.kind == "owner" and rule == "":
                rule = "owner"
            if before.kind == "person" and rule == "":
                return self._person(words) if len(words) <= 3 else None
            if before.kind == "plant" and rule == "":
                return self._refuse(words)
            origin = origin or before.origin
            if rule == "" and before.kind in ("role", "nation"):
                rule = "role" if before.kind == "role" else "nationality"
        place = before is not None and before.kind == "place"
        acted = before is not None and before.kind == "act"
        local = vocabulary.in_local_case
        if before is not None and before.kind == "role" and local(words[-1][2], True) and not local(before.word, True):
            rule, place = ("" if rule == "role" else rule), True  # "operaattori Suomessa": of a name, both are in one case
        body = rule == "role" and vocabulary.is_body(noun)
        return self._weigh(words, rule, origin, place, acted, piece, body)

    def _joined(self, word: tuple[int, int, str], piece: Piece) -> None:
        """The name that is joined to a noun of role: "Capchem" of "Capchem-Rivale"."""
        head = word[2].rsplit("-", 1)[0]
        first = piece.first and word is piece.words[0] and not self._vocabulary.nouns_capitalised
        if "-" in word[2] and len(head) > 3 and not first and not self._vocabulary.ordinary(head):
            self._weigh([(word[0], word[0] + len(head), head)], "hyphen", None, False, False, piece)

    def _peels(self, words: list[tuple[int, int, str]], first: bool) -> bool:
        """Is the first word an ordinary one that no name of the trade ("Kreisel Electric") begins with?"""
        word = words[0][2]
        if self._vocabulary.begins_no_name(word):
            return True
        if not self._vocabulary.ordinary(word):
            return False
        rest = words[1:2] if self._vocabulary.nouns_capitalised else words[1:]
        if any(_surface(w[2]) in self._common.legal for w in rest) and not self._vocabulary.listed(word):
            return False  # "Elbzell AG", "Akkukemia Finland Oy": before the legal form stands the name, however it ends
        whole = not first or (len(words) > 2 and not (self._vocabulary.inflects or self._vocabulary.listed(word)))
        of_trade = self._base(words[-1][2]) in self._common.tails and whole
        institution = self._vocabulary.is_institution(words[0][2]) or self._vocabulary.is_institution(words[-1][2])
        return not (of_trade or institution) or word in self._common.generic_first

    def _weigh(
        self,
        words: list[tuple[int, int, str]],
        rule: str,
        origin: str | None,
        place: bool,
        acted: bool,
        piece: Piece,
        body: bool = False,
    ) -> None:
        vocabulary = self._vocabulary
        last = words[-1][2]
        if "-" in last and rule in ("", "nationality"):
            head, tail = last.rsplit("-", 1)
            if len(head) > 2 and tail.lower() in vocabulary.hyphen_company and not vocabulary.ordinary(head):
                rule = "hyphen"
                words = [*words[:-1], (words[-1][0], words[-1][0] + len(head), head)]
        start, end = words[0][0], words[-1][1]
        name = self._name(words, rule)
        if rule == "":
            rule = self._form(words, name, end, piece)
        if self._cannot_be(words, name, rule):
            return
        candidate = self._candidates.setdefault(name, Candidate(name))
        candidate.spans.append((start, end))
        if rule and (not candidate.rule or CONFIDENCE[rule] > CONFIDENCE[candidate.rule]):
            candidate.rule = rule
        candidate.origin = candidate.origin or origin
        candidate.body = candidate.body or body
        candidate.acts += acted
        candidate.inside += not piece.first
        candidate.places += place or (last.endswith(vocabulary.local_cases) and rule == "")
        match = _AFTER.match(self._text, end)
        if match:
            follow = match[1]
            inflected = last != name.rsplit(" ", 1)[-1]
            if inflected and follow in vocabulary.has_company and candidate.rule in ("", "trade word"):
                candidate.rule = "owner"
            # "Op de parking Ketenis heeft Milence": who acts stands behind the verb.
            behind = not (vocabulary.nouns_capitalised or piece.first) and self._text[match.end() + 1 : match.end() + 2].isupper()
            candidate.acts += (follow in vocabulary.acts and not behind) or (inflected and follow in vocabulary.has)
            if follow in vocabulary.person_after and rule == "" and len(words) == 2:
                self._people.append((start, end))
                candidate.refused = True

    def _form(self, words: list[tuple[int, int, str]], name: str, end: int, piece: Piece) -> str:
        """The rule by which a name's own words, or the apposition after it, make it a company; "" for none."""
        vocabulary, common = self._vocabulary, self._common
        if vocabulary.apposition.match(self._text, end):
            return "apposition"
        if len(words) < 2:
            return ""
        head, last = words[0][2], name.rsplit(" ", 1)[-1]
        if vocabulary.is_institution(last) or (vocabulary.is_institution(head) and len(words) == 2):
            return "institution"
        if last not in common.tails or head in common.generic_first or not piece.left:
            return ""  # what follows a known name ("Opel Astra Electric") is its product
        if common.model.match(name) or vocabulary.names_goods(self._text, words[0][0]):
            return ""  # "Mégane E-Tech Electric", "van de typen XD Electric"
        of_town = vocabulary.nouns_capitalised and head.endswith("er") and vocabulary.listed(last)
        sentence_word = len(words) == 2 and piece.first and words[0] == piece.words[0] and vocabulary.listed(head)
        return "" if of_town or sentence_word else "trade word"

    def _cannot_be(self, words: list[tuple[int, int, str]], name: str, rule: str) -> bool:
        """Ordinary words, abbreviations of other things, letters and plants' names."""
        vocabulary, single, last = self._vocabulary, len(words) == 1, words[-1][2]
        if (len(name) < 3 and rule != "legal form") or name.upper() in self._common.abbreviations or _OF_A_SERIES.fullmatch(name):
            return True
        if single and name in self._common.materials and rule != "legal form":
            return True
        if vocabulary.is_title(last) or vocabulary.nation(name) is not None:
            return True
        joined = last.rsplit("-", 1)[1] if "-" in last else ""
        if joined[:1].islower() and joined not in vocabulary.hyphen_company and vocabulary.ordinary(joined):
            return True  # "GEMS-ohjelmisto", "Vaasan-tehdas"
        if vocabulary.is_role(last) and not vocabulary.is_institution(last):
            return True
        if single and self._common.plant_shape.fullmatch(name) and rule not in ("legal form", "role"):
            return True
        if len(words) > 2 and all(w[2].isupper() for w in words):
            return True  # a line in capitals
        if not any(c.islower() for c in name) and len(name) > 8:
            return True
        if rule == "trade word" and vocabulary.nouns_capitalised:
            return all(vocabulary.listed(w[2]) for w in words)  # "gibt in der Türkei Gas"
        if rule in ("trade word", "institution", "legal form"):
            return False
        if single:
            if not vocabulary.listed(name):
                doubtful = rule in ("", "nationality", "owner", "list") and vocabulary.nouns_capitalised
                return doubtful and vocabulary.ordinary(name)
            return rule != "role" or vocabulary.nouns_capitalised
        if rule in ("", "list"):
            return all(vocabulary.ordinary(w[2]) for w in words)
        return vocabulary.nouns_capitalised and all(vocabulary.listed(w[2]) for w in words)

    def _base(self, word: str) -> str:
        """The nominative that the article itself or the words of the trade show; else the word as it stands."""
        surface = _surface(word)
        if ":" in word or surface in self._common.tails:
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
            base = self._guess(last, words[0][0], rule)
        return " ".join([*(w[2] for w in words[:-1]), base])

    def _guess(self, word: str, start: int, rule: str) -> str:
        """The nominative of a Finnish form that stands alone in its article; unsure forms stay."""
        for ending in self._vocabulary.local_cases:
            if word.endswith(ending) and len(word) - len(ending) > 2:
                stem = word[: -len(ending)]
                return stem[:-1] if stem.endswith("i") and stem[-2] not in "aeiouyäö" else stem
        left = self._text[max(0, start - 30) : start].split()
        agreeing = bool(left) and self._vocabulary.nation(left[-1]) is not None and left[-1].endswith(("sen", "ksen"))
        match = _AFTER.match(self._text, start + len(word))
        if agreeing or rule == "role" or (match is not None and match[1] in self._vocabulary.has):
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
        if candidate.rule and (candidate.rule in _SURE or not candidate.places):
            return True
        if candidate.places or (self._vocabulary.ordinary(candidate.name) and not candidate.inside):
            return False
        shape = bool(_CAMEL.fullmatch(candidate.name)) or (candidate.name.isupper() and len(candidate.name) > 2)
        if candidate.acts and len(candidate.spans) + shape >= 2:
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
        lead = "|".join(re.escape(a) for a in vocabulary.articles) or "(?!)"
        right_joint = re.compile(rf"(, |,? (?:{both}) )(?:(?:{lead}) (?:\w+ )?|\w+n )?")
        for start, end, candidate in open_ones:
            left = left_joint.search(self._text, max(0, start - 8), start)
            right = right_joint.match(self._text, end)
            by_left = left is not None and left.start() in ends
            by_right = right is not None and (right.end() in starts or right.end(1) in starts)
            by_word = (by_left and left is not None and left[0] != ", ") or (
                by_right and right is not None and right[1] != ", "
            )
            if " " in candidate.name:  # two words beside a company's "and" may be a person
                by_word = False
            if by_word or (by_left and by_right) or ((by_left or by_right) and candidate.acts):
                candidate.rule = candidate.rule or "list"
                ends[end] = starts[start] = "new"

    def _accepted(self) -> list[CompanyMention]:
        mentions = []
        good = [c for c in self._candidates.values() if self._good(c)]
        names = [*(c.name.split() for c in good), *(m.company.name.split() for m in self._known)]
        longer = {word for name in names if len(name) > 1 for word in name}
        for candidate in good:
            if candidate.rule == "acts" and candidate.name in longer:
                continue  # "Cells" of "Arctic Cells", "Lumaris" beside "Lumaris Energie"
            company = Company(candidate.name, "association" if candidate.body else "unknown", candidate.origin, False)
            if candidate.rule == "acts" and candidate.trust >= _ACTS_AGAIN:  # a name on the list that may be a word or another's
                company = doubtful().get(candidate.name, company)
            trust = 0.0 if candidate.body else candidate.trust  # a body has no hand in anything
            for start, end in candidate.spans:
                mentions.append(CompanyMention(start, end, company, candidate.rule, trust, candidate.origin))
        return mentions
