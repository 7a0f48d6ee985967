"""The words around a name: what tells a company from a person, a town or an ordinary noun.

The words are ``languages/<code>/companies.toml``, the frequent words of the language ``languages/<code>/words.txt``,
what holds in every language ``reference/company_words.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from core.company_index import REFERENCE
from core.lexicon import LANGUAGES_DIR, settings
from core.models import DataFault
from core.own_files import read_toml

_KEYS = frozenset({
    "nouns_capitalised", "endings", "role", "role_plural", "such_as", "conjunctions", "articles", "hyphen",
    "hyphen_company", "apposition", "institution", "ordinary_ends", "locative", "plant", "acts", "owner", "has",
    "has_company", "person_before", "person_after", "demonym", "prefix", "also_words", "local_cases", "body", "named",
    "either", "kinds_of_goods",
    "former", "beside", "models_of", "permitted_by", "behind_others", "neuter", "rival",
})  # fmt: skip
_OPTIONAL = frozenset({
    "behind_others", "beside", "permitted_by", "endings", "has", "has_company", "prefix", "also_words", "local_cases",
    "neuter", "rival",
})
_MOST_KEPT = 12_000  # words of which answers are kept
_STEM = 3  # letters before a case ending
_REACH = 70  # characters looked at before a name
_OPENING = " \"„“”»«'‘*[_("
_ADJECTIVE_ENDS = ("", "e", "er", "es", "en", "em", "s")
_FINNIC = re.compile(r"(\w+?)l[aä]i(?:nen|s\w{1,5})$")
_WORD_REST = re.compile(r"-?[\w-]*")
_SENTENCE_END = ".!?:;|•»▸►→#>\n"


@dataclass(frozen=True, slots=True)
class Before:
    """What stands before a name. kind: role · nation · owner · act · person · place · plant · "" (nothing telling).

    word: the noun of role, in lower case."""

    kind: str
    origin: str | None = None
    word: str = ""


_NOTHING, _PERSON, _PLACE, _PLANT = Before(""), Before("person"), Before("place"), Before("plant")
_OWNER, _ACT = Before("owner"), Before("act")


@dataclass(frozen=True, slots=True)
class LastWord:
    """What one word tells of a name after it. kind: that of ``alone``, or role · nation · phrase, which need a look."""

    kind: str
    nation: str | None
    plant: bool
    alone: Before


@dataclass(frozen=True, slots=True)
class CommonWords:
    """Of ``reference/company_words.toml``."""

    legal: frozenset[str]
    tails: frozenset[str]
    generic_first: frozenset[str]
    abbreviations: frozenset[str]
    materials: frozenset[str]
    name_tails: frozenset[str]
    trade_tails: tuple[str, ...]
    trade_heads: tuple[str, ...]
    plant_shape: re.Pattern[str]
    model: re.Pattern[str]
    flagship: dict[str, str]


@cache
def common_words() -> CommonWords:
    table = read_toml(REFERENCE / "company_words.toml")
    return CommonWords(
        frozenset(table["legal"]),
        frozenset(table["tails"]),
        frozenset(table["generic_first"]),
        frozenset(table["abbreviations"]),
        frozenset(table["materials"]),
        frozenset(table["name_tails"]),
        tuple(table["trade_tails"]),
        tuple(table["trade_heads"]),
        re.compile(table["plant_shape"]),
        re.compile(table["model"], re.VERBOSE),
        table["flagship"],
    )


@cache
def given_names() -> frozenset[str]:
    return frozenset((REFERENCE / "given_names.txt").read_text(encoding="utf-8").split())


def _choice(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True))) or "(?!)"


def _right_before(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?i:{_choice(words)})\s$")


class Vocabulary:
    """The cues of one language."""

    def __init__(self, language: str) -> None:
        table = settings(language, "companies")
        unknown, missing = set(table) - _KEYS, _KEYS - _OPTIONAL - set(table)
        if unknown or missing:
            raise DataFault(
                f"languages/{language}/companies.toml: unknown keys {sorted(unknown)}, missing {sorted(missing)}"
            )
        self.language = language
        self.nouns_capitalised = bool(table["nouns_capitalised"])
        self.inflects = "endings" not in table
        self.local_cases = tuple(table.get("local_cases", ()))
        more = ("",) if self.inflects else ("", "s", "n", "en", "es")
        self._role = tuple(r + m for r in table["role"] for m in more) + tuple(table["role_plural"])
        plural = "|".join(re.escape(p) for p in table["role_plural"])
        such = "|".join(re.escape(s) for s in sorted(table["such_as"], key=len, reverse=True))
        self._such_as = re.compile(rf"(?:{plural}),? (?:{such})$")
        self._role_phrases = tuple(r for r in self._role if " " in r)
        self._plant = tuple(table["plant"])
        self._locative = frozenset(table["locative"])
        self._person = frozenset(table["person_before"])
        self._demonym: dict[str, str] = table["demonym"]
        self._prefix: dict[str, str] = table.get("prefix", {})
        self.articles = frozenset(table["articles"])
        self._neuter = frozenset(table.get("neuter", ()))  # the article that companies' names take
        self._small = self.articles | frozenset(settings(language)["function"]["words"])
        self._institution = tuple(table["institution"])
        self._body = tuple(table["body"])
        self._named = frozenset(table["named"])
        self._either = tuple(table["either"])
        self._rival = re.compile(rf"-(?i:{_choice(table.get('rival', ()))})\b")
        self._former, self._beside, self._models_of, self._permitted_by = (
            _right_before(table.get(key, ())) for key in ("former", "beside", "models_of", "permitted_by")
        )
        self._behind_others = re.compile(rf"\s(?i:{_choice(table.get('behind_others', ()))})\b")
        goods, ands = ("|".join(map(re.escape, words)) for words in (table["kinds_of_goods"], table["conjunctions"]))
        self._goods = re.compile(rf"(?i:\b(?:{goods})) (?:[^\W\d_][\w-]*(?: [^\W\d_][\w-]*)?(?:, | (?:{ands}) )){{0,2}}$")
        self.conjunctions = frozenset(table["conjunctions"])
        self.hyphen_company = frozenset(table["hyphen_company"])
        self.hyphen = frozenset(table["hyphen"]) | self.hyphen_company
        self.ordinary_ends = tuple(table["ordinary_ends"])
        self.acts = frozenset(table["acts"])
        self.has_company = frozenset(table.get("has_company", ()))
        self.has = frozenset(table.get("has", ())) | self.has_company
        self._also_words = frozenset(table.get("also_words", ()))
        self._owner = tuple(table["owner"])
        phrases = [*self._owner, *table["such_as"], *self._role_phrases]
        self._phrase_ends = frozenset(phrase.rsplit(" ", 1)[-1] for phrase in phrases)
        self.person_after = frozenset(table["person_after"])
        self.apposition = re.compile(r", " + table["apposition"])
        path = LANGUAGES_DIR / language / "words.txt"
        self.words = frozenset(path.read_text(encoding="utf-8").split())
        # Is it a frequent word of the language, or a compound that ends in one? The same words come again and again.
        self.ordinary: Callable[[str], bool] = lru_cache(maxsize=_MOST_KEPT)(self._ordinary)
        self._last_word: Callable[[str], LastWord] = lru_cache(maxsize=_MOST_KEPT)(self._read_last)

    def listed(self, word: str) -> bool:
        """Is it one of the frequent words themselves, or joined to one by a hyphen?"""
        low = word.lower()
        return low in self.words or ("-" in low and low.rsplit("-", 1)[1] in self.words and self.nouns_capitalised)

    def also_word(self, name: str) -> bool:
        """Is a first name a word of the language that opens a sentence as well: "Anders Toyota: …"?"""
        return name.lower() in self._also_words

    def plain(self, run: str) -> bool:
        """Can no word of a stretch be a company's name, whatever stands around it?"""
        if " " not in run:
            return self.ordinary(run)
        words = run.split(" ")
        if words[-1] in common_words().tails:
            return False
        known = self.words
        return all([word.lower() in known for word in words])

    def is_institution(self, word: str) -> bool:
        """A noun that is itself a part of a body's name: "Kantonalbank", "Stadtwerke"."""
        return word.lower().endswith(self._institution)

    def is_body(self, word: str) -> bool:
        """A noun for a union, a federation or another body that is no company: "vakbond", "Umweltverband"."""
        return word.lower().endswith(self._body)

    def is_bystander(self, text: str, start: int, end: int, authority: bool) -> bool:
        """Whether a company is named only to say what a site was, beside what it lies or behind whom another comes: "im früheren
        Ford-Werk", "naast de Renaultfabriek", "Teslan jälkeen", "Varta-Rivale"; or an authority, to say who permits."""
        begin = max(0, start - _REACH)
        if self._former.search(text, begin, start) or self._behind_others.match(text, end) or self._rival.match(text, end):
            return True
        if authority and self._permitted_by.search(text, begin, start):
            return True
        rest = _WORD_REST.match(text, end)
        works = rest is not None and bool(rest[0]) and self.names_a_thing(rest[0])
        return works and self._beside.search(text, begin, start) is not None

    def of_models(self, text: str, start: int) -> bool:
        """Whether words for models or brands stand right before a company: "modellen van Peugeot"."""
        return self._models_of.search(text, max(0, start - _REACH), start) is not None

    def names_goods(self, text: str, start: int) -> bool:
        """Whether a word for a model or a type stands right before a name, or one "and" earlier: "de typen X en Y"."""
        return bool(self._goods.search(text, max(0, start - _REACH), start))

    def is_either(self, word: str) -> bool:
        """A noun of role that companies and persons may have: "investeerder"."""
        return word.lower().endswith(self._either)

    def names_a_thing(self, word: str) -> bool:
        """A noun after which a plant's, a town's or a project's own name stands."""
        return self._last_word(word.lower()).plant

    def stop(self, word: str) -> bool:
        return word.lower() in self.articles

    def in_local_case(self, word: str, into: bool = False) -> bool:
        """Does the ending of a word say where: "Suomessa"? Of "Volta" too little would be left. into: or whereto: "Heideen"."""
        ends = next((e for e in self.local_cases if word.endswith(e)), "")
        if into and self.local_cases and word[-1:] == "n" and word[-3:-2] == word[-2:-1]:
            return True
        return bool(ends) and len(word) - len(ends) >= _STEM

    def begins_no_name(self, word: str) -> bool:
        """Is it a small word that opens a sentence: "Der", "Mit"?"""
        return word.lower() in self._small

    def is_role(self, word: str) -> bool:
        return self._last_word(word.lower()).kind == "role"

    def is_title(self, word: str) -> bool:
        return self._last_word(word.lower()).kind == "person"

    def nation(self, word: str) -> str | None:
        """ISO code of a nationality adjective, "" for a town's or Europe's, None for any other word."""
        return self._last_word(word.lower()).nation

    def origin_of(self, words: list[str]) -> str | None:
        """The nationality in the last three words or in the prefix of the last ("US-Hersteller")."""
        if words and "-" in words[-1]:
            origin = self._prefix.get(words[-1].split("-", 1)[0])
            if origin:
                return origin
        for word in reversed(words[-3:]):
            origin = self.nation(word)
            if origin:
                return origin
        return None

    def before(self, text: str, start: int) -> Before:
        """What stands directly before ``start``."""
        segment = text[max(0, start - _REACH) : start]
        stripped = segment.rstrip(_OPENING)
        gap = len(segment) - len(stripped)
        if not stripped or gap == 0 or gap > 3 or "\n" in segment[-gap:]:
            return _NOTHING
        last = stripped[stripped.rfind(" ") + 1 :]
        if "\n" in last:
            last = last[last.rfind("\n") + 1 :]
        if last[-1:] in ",:":
            return _PLANT if last[-1:] == "," and self._last_word(last[:-1].lower()).plant else _NOTHING
        if not last[-1:].isalnum():
            return _NOTHING
        telling = self._last_word(last.strip(_OPENING).lower())
        if telling.kind == "":
            return _NOTHING
        return self._with_context(telling, stripped.rsplit("\n", 1)[-1])

    def _with_context(self, telling: LastWord, line: str) -> Before:
        """What the last word tells, seen with the words before it."""
        if telling.kind == "phrase":
            lowered = line.lower()
            if lowered.endswith(self._role_phrases):
                return Before("role", self.origin_of(line.split()))
            if lowered.endswith(self._owner):
                return _OWNER
            if self._such_as.search(lowered):
                return Before("role")
            return telling.alone
        if telling.kind == "role":
            words = line.split()
            last = words[-1].strip(_OPENING).lower()
            if last in self._named:  # "ein Unternehmen namens X", but "eine Batterie namens X"
                words.pop()
                last = words[-1].strip(_OPENING).lower() if words else ""
                if last in self._named or not self.is_role(last):
                    return _NOTHING
            return Before("role", self.origin_of(words), last)
        if telling.kind == "nation":
            words = line.split()
            nearby = {w.lower() for w in words[-3:-1]}
            place = bool(nearby & self._locative) and not self.inflects
            of_a_town = not telling.nation and not self.inflects
            if of_a_town and words[-2:-1] and words[-2].lower() not in self._neuter:
                return _NOTHING  # "het Helmondse Battrix", not "de Gentse Vrijdagmarkt"
            return Before("place" if place else "nation", telling.nation or None)
        return telling.alone

    def _read_last(self, low: str) -> LastWord:
        """What a lower-case word tells when it is the last before a name."""
        nation = self._nation(low)
        plant = low.endswith(self._plant)
        if low in self._person or ("-" in low and low.rsplit("-", 1)[1] in self._person):
            return LastWord("person", nation, plant, _PERSON)
        if low.endswith(self._role):
            return LastWord("role", nation, plant, _NOTHING)
        alone = _NOTHING
        if low in self._locative:
            alone = _PLACE
        elif plant:
            alone = _PLANT
        elif low in self.acts:
            alone = _ACT
        if low in self._phrase_ends:
            return LastWord("phrase", nation, plant, alone)
        if nation is not None:
            return LastWord("nation", nation, plant, _NOTHING)
        return LastWord(alone.kind, nation, plant, alone)

    def _nation(self, low: str) -> str | None:
        if self.inflects:
            match = _FINNIC.fullmatch(low)
            return None if match is None else self._demonym.get(match[1], "")
        for candidate in (low, low.rsplit("-", 1)[-1]):
            for end in _ADJECTIVE_ENDS:
                if candidate.endswith(end):
                    origin = self._demonym.get(candidate[: len(candidate) - len(end)] if end else candidate)
                    if origin is not None:
                        return origin
        return "" if self._neuter and self._of_a_town(low) else None

    def _of_a_town(self, low: str) -> bool:
        """Whether a word is an adjective of a town ("Helmondse")."""
        from core.place_words import place_words  # which asks this module for its words

        return bool(place_words(self.language).origin(low))

    def opens_sentence(self, text: str, start: int) -> bool:
        """Would the word be capitalised here whatever it is?"""
        before = text[max(0, start - 6) : start]
        if before[-1:] == " " and before[-2:-1].isalnum():
            return False
        stripped = before.rstrip(" \"„“”'‘*[_(–—-\u2022")
        return not stripped or stripped[-1] in _SENTENCE_END or "\n" in before[len(stripped) :]

    def _ordinary(self, word: str) -> bool:
        low, known = word.lower(), self.words
        if low in known:
            return True
        if self.nouns_capitalised and (low.replace("ss", "ß") in known or low.replace("ß", "ss") in known):
            return True
        if "-" in low:
            last = low.rsplit("-", 1)[1]
            return len(last) > 3 and self.ordinary(last)
        if low.endswith(self.ordinary_ends):
            return True
        shortest = 4 if self.nouns_capitalised else 5
        english = common_words().name_tails
        return any(low[i:] in known and low[i:] not in english for i in range(3, len(low) - shortest + 1))


@cache
def vocabulary(language: str) -> Vocabulary:
    return Vocabulary(language)
