"""Company names in a text: known ones, inflected, shortened, abbreviated or misspelt, and unknown ones.

``find_companies`` gives every mention with its canonical English name, in the order of the text, without overlaps.
Newspapers and agencies are among them with their kind, so that callers can leave them out; persons, towns, plants'
own names and ordinary nouns are not.
"""

from __future__ import annotations

import re

from core.company_cues import Vocabulary, common_words, given_names, vocabulary
from core.company_discovery import Discovery
from core.company_index import PRESS, Company, CompanyMention, Hit, by_name, index
from core.company_pieces import Piece
from core.inflection import bases
from core.ledger.telling import owners

__all__ = ["PRESS", "Company", "CompanyMention", "companies_and_people", "find_companies", "taken_people"]

_BLANKS = "\t\r\xa0\u2009\u202f"
_IN_BRACKETS = re.compile(r" \(([A-ZÄÖÜ]{2,6})\)")
_NEXT_WORD = re.compile(r"[ -](\w+)")
_LAST_WORD = re.compile(r"(\w+)[ -]$")
_EXPERT = 60  # characters between an institute and the title of who works there
_TITLE, _SMALL = 4, 3  # words up to the title; letters of "von der", "aan de"
_SENTENCE = re.compile(r"[.!?\n]\s")
_WORD = re.compile(r"[\w-]+")
_LOW_CONFIDENCE = 0.3  # a maker that only stands as the brand of a car
_SHORTEST_TYPO = 6
_SHORT_CAPITALS = 3


def find_companies(clean: str, language: str) -> list[CompanyMention]:
    """Mentions in a text whose furniture is blanked (``Document.clean``); offsets are those of the text."""
    return companies_and_people(clean, language)[0]


def taken_people(clean: str, language: str) -> list[tuple[int, int]]:
    """Spans of persons' names that were recognised on the way, in order."""
    return sorted(companies_and_people(clean, language)[1])


def companies_and_people(clean: str, language: str) -> tuple[list[CompanyMention], list[tuple[int, int]]]:
    """The mentions, and the spans of persons' names, in no order."""
    text = clean
    for blank in _BLANKS:
        text = text.replace(blank, " ")
    words = vocabulary(language)
    known = _umbrellas(_known(text, language, words))
    known += _defined(text, known, {m.start for m in known})
    known.sort(key=lambda m: m.start)
    found = Discovery(text, known, words).run()
    full = [m for m in found.mentions if " " in m.company.name]
    mentions = known + _respelt(text, known, found.mentions) + _defined(text, full, {m.start for m in known})
    mentions += _again(text, mentions, found.pieces, found.people, words)
    return _bystanders(text, _without_overlaps(mentions), words), found.people


def _bystanders(text: str, mentions: list[CompanyMention], words: Vocabulary) -> list[CompanyMention]:
    """The mentions; those of bystanders, and of makers whose models are listed, without trust."""
    made: list[CompanyMention] = []
    models = -1  # where the last name in a list of models ends
    for number, mention in enumerate(mentions):
        between = text[models : mention.start].strip() if models >= 0 else None
        listed = between is not None and (between == "," or between in words.conjunctions)
        listed = listed and not _owner_of(mention, mentions[number - 1])  # "die Mutter von Opel, Stellantis, baut"
        if listed or words.of_models(text, mention.start) or number and _brand(text, mentions[number - 1], mention):
            models = mention.end
        else:
            models = -1
        authority = mention.company.kind == "public_funder"
        beside = words.is_bystander(text, mention.start, mention.end, authority) or _employs(text, mention, words)
        made.append(mention._replace(confidence=0.0) if beside or models >= 0 else mention)
    return made


def _owner_of(mention: CompanyMention, other: CompanyMention) -> bool:
    return mention.company.name in owners().get(other.company.name, ())


def _brand(text: str, before: CompanyMention, mention: CompanyMention) -> bool:
    """Whether a company's own brands are listed in brackets behind it: "Stellantis (Opel, Peugeot)"."""
    brand = mention.company.kind == "carmaker" and text[before.end : mention.start] == " ("
    return brand and before.company.name in owners().get(mention.company.name, ())


def _employs(text: str, mention: CompanyMention, words: Vocabulary) -> bool:
    """Whether an institute or an authority is only where somebody works who is asked: "Professor X von der RWTH", "LUT-yliopiston
    professori", "voorzitter X van de Europese Commissie"."""
    if mention.company.kind not in ("research", "public_funder"):
        return False
    if words.inflects:  # "VTT:n tutkija": the institute in the genitive, its subject and the title
        after = _WORD.findall(_SENTENCE.split(text[mention.end : mention.end + _EXPERT])[0])[:_TITLE]
        titles = [i for i, word in enumerate(after) if words.is_title(word)]
        genitives = [text[mention.start : mention.end], *after[: titles[0]]] if titles else [""]
        return all(word.endswith("n") for word in genitives)
    before = _WORD.findall(_SENTENCE.split(text[max(0, mention.start - _EXPERT) : mention.start])[-1])
    titles = [i for i, word in enumerate(before) if words.is_title(word)]
    # Between the title and the institute stand a name and small words, no verb.
    return bool(titles) and all(not w[0].islower() or len(w) <= _SMALL for w in before[titles[-1] + 1 :])


def _known(text: str, language: str, words: Vocabulary) -> list[CompanyMention]:
    hits = index(language).find(text.replace("\n", " "))
    if not hits:
        return []
    sure = [h for h in hits if not h.needs_context]
    companies = {h.company.name for h in sure}
    edges = {h.start for h in sure} | {h.end for h in sure}
    often: dict[str, int] = {}
    for hit in hits:
        often[hit.alias] = often.get(hit.alias, 0) + 1
    kept = [h for h in hits if not h.needs_context or _backed(h, text, words, companies, edges)]
    seen = {h.alias for h in kept if h.needs_context}
    kept += [h for h in hits if h.needs_context and h.alias in seen and h not in kept and often[h.alias] > 1]
    kept.sort(key=lambda h: (h.start, -h.end, -len(h.alias)))
    mentions: list[CompanyMention] = []
    last = -1
    for hit in kept:
        if hit.start >= last and not _part_of_other_name(hit, text, words):
            mentions.append(_mention(hit, text, words))
            last = hit.end
    return mentions


def _mention(hit: Hit, text: str, words: Vocabulary) -> CompanyMention:
    before = words.before(text, hit.start)
    origin = before.origin if before.kind in ("role", "nation") else None
    if before.kind == "" and words.nouns_capitalised:
        origin = words.origin_of(text[max(0, hit.start - 30) : hit.start].rsplit("\n", 1)[-1].split()[-1:])
    rule, confidence = ("known name in context", 0.85) if hit.needs_context else ("known name", 0.95)
    of_car = hit.company.kind == "carmaker" and text[hit.end : hit.end + 1] == " "
    if of_car and common_words().model.match(text, hit.end + 1):
        rule, confidence = "brand of a model", _LOW_CONFIDENCE
    return CompanyMention(hit.start, hit.end, hit.company, rule, confidence, origin)


def _part_of_other_name(hit: Hit, text: str, words: Vocabulary) -> bool:
    """Is the hit a person's surname ("Henry Ford") or given name ("Helena Väliaho" is nobody of Helen), or a word inside a
    hyphenated name?"""
    if " " in hit.alias:
        return False
    after = text[hit.end : hit.end + 2]
    if text[hit.start : hit.end] in given_names() and after[:1] == " " and after[1:].isupper():
        return True
    match = _LAST_WORD.search(text, max(0, hit.start - 25), hit.start)
    return match is not None and match[1] in given_names() and not words.also_word(match[1])


def _backed(hit: Hit, text: str, words: Vocabulary, companies: set[str], edges: set[int]) -> bool:
    """Does the text show that a doubtful alias means the company?"""
    if hit.company.name in companies or any(name.startswith(hit.alias + " ") for name in companies):
        return True
    after = text[hit.end : hit.end + 40]
    match = _NEXT_WORD.match(after)
    follow = match[1] if match else ""
    if after.startswith("-"):
        return follow.lower() in words.hyphen or words.is_role(follow)
    if after.startswith(" ") and follow in common_words().legal:
        return True
    left = text[max(0, hit.start - 25) : hit.start]
    capital_left = _LAST_WORD.search(left)
    if capital_left is not None and words.nouns_capitalised and words.is_role(capital_left[1]):
        return True
    before = words.before(text, hit.start)
    if before.kind == "role" or (hit.alias.isupper() and text[hit.start + len(hit.alias) :][:1] == ":" and words.inflects):
        return True  # "LG:n kanssa": a name in a case
    if before.kind in ("person", "plant"):
        return False
    longer = capital_left is not None and capital_left[1][0].isupper() and not words.ordinary(capital_left[1])
    if longer and before.kind != "nation":
        return False  # the last word of a longer name ("Abrion Capital")
    for word in words.conjunctions:
        if left.endswith(f" {word} ") and hit.start - len(word) - 2 in edges:
            return True
        if after.startswith(f" {word} ") and hit.end + len(word) + 2 in edges:
            return True
    if left.endswith(", ") and hit.start - 2 in edges and after.startswith(", ") and hit.end + 2 in edges:
        return True
    if words.ordinary(hit.alias) or (hit.alias.isupper() and len(hit.alias) <= _SHORT_CAPITALS) or hit.alias.islower():
        noun = words.ordinary(hit.alias) if words.nouns_capitalised else words.listed(hit.alias)
        return before.kind == "nation" and not noun
    if before.kind == "nation" or follow in words.acts:
        return True
    first = words.opens_sentence(text, hit.start)
    beside_capital = bool(after[1:2].isupper() and after.startswith(" ")) or bool(
        capital_left and capital_left[1][0].isupper() and not first
        and not words.opens_sentence(text, hit.start - len(left) + capital_left.start())
    )  # fmt: skip
    return not beside_capital or (words.nouns_capitalised and " " not in hit.alias and len(hit.alias) > 4)


def _umbrellas(mentions: list[CompanyMention]) -> list[CompanyMention]:
    """A group's bare name ("LG") means the one company of the group that the article names, or the group's maker of
    cells ("LG Energy Solution") where it names none.
    """
    flagships = common_words().flagship
    bare = {m.company for m in mentions if m.rule == "known name in context" and " " not in m.company.name}
    for group in bare:
        longer = {m.company for m in mentions if m.company.name.startswith(group.name + " ")}
        company = longer.pop() if len(longer) == 1 else by_name().get(flagships.get(group.name, "")) if not longer else None
        if company is not None:
            mentions = [m._replace(company=company, rule="short form") if m.company == group else m for m in mentions]
    return mentions


def _defined(text: str, mentions: list[CompanyMention], taken: set[int]) -> list[CompanyMention]:
    """Abbreviations that the article itself gives in brackets after a company's full name; not where ``taken``."""
    found: list[CompanyMention] = []
    for mention in mentions:
        match = _IN_BRACKETS.match(text, mention.end)
        if match is None or match.start(1) in taken or match[1] in common_words().abbreviations:
            continue
        if match[1][0] != text[mention.start].upper():
            continue
        for again in re.finditer(rf"(?<![\w-]){match[1]}(?!\w)", text):
            if again.start() not in taken:
                found.append(CompanyMention(again.start(), again.end(), mention.company, "abbreviation", 0.85, None))
                taken.add(again.start())
    return found


def _respelt(text: str, known: list[CompanyMention], new: list[CompanyMention]) -> list[CompanyMention]:
    """Names found by the words around them that are a known company's of the article but for one letter."""
    single = {text[m.start : m.end]: m for m in known} | {m.company.name: m for m in known}
    near = [(name, m) for name, m in single.items() if " " not in name and len(name) >= _SHORTEST_TYPO - 1]
    result = []
    for mention in new:
        match = next((m for name, m in near if _one_apart(mention.company.name, name)), None)
        if match is not None:
            mention = mention._replace(company=match.company, rule="misspelt", confidence=0.7)
        result.append(mention)
    return result


def _again(
    text: str, mentions: list[CompanyMention], parts: list[Piece], people: list[tuple[int, int]], words: Vocabulary
) -> list[CompanyMention]:
    """Later mentions by the first word of a full name, and names misspelt by one letter."""
    taken = {m.start for m in mentions}
    persons = {start for start, _ in people}
    shorts: dict[str, CompanyMention] = {}
    single: dict[str, CompanyMention] = {}
    for mention in mentions:
        if mention.company.kind in PRESS:
            continue
        first = text[mention.start : mention.end].split(None, 1)[0]
        if " " in text[mention.start : mention.end].strip():
            telling = first not in common_words().generic_first and len(first) > 2 and words.nation(first) is None
            if telling and not first.endswith(("sche", "schen")):
                shorts.setdefault(first, mention)
        elif len(first) >= _SHORTEST_TYPO:
            single.setdefault(first, mention)
    if not shorts and not single:
        return []
    found: list[CompanyMention] = []
    for part in parts:
        if len(part.words) != 1 and not (part.first and len(part.words) == 2):
            continue
        start, end, word = part.words[-1]
        if start in taken or start in persons:
            continue
        forms = bases(word.split(":", 1)[0], words.language)
        match = next((shorts[f] for f in forms if f in shorts), None)
        if match is not None and not (words.ordinary(forms[0]) and (part.first or words.nouns_capitalised)):
            found.append(CompanyMention(start, end, match.company, "short form", 0.8, None))
        elif match is None and len(word) >= _SHORTEST_TYPO - 1 and not words.ordinary(word):
            near = next((m for name, m in single.items() if _one_apart(word, name)), None)
            if near is not None:
                found.append(CompanyMention(start, end, near.company, "misspelt", 0.7, None))
    return found


def _one_apart(word: str, name: str) -> bool:
    """Do the words differ by one letter that is missing, added, changed or swapped, with the same first letter?"""
    if word[0] != name[0] or abs(len(word) - len(name)) > 1 or word == name:
        return False
    at = next((i for i, (a, b) in enumerate(zip(word, name, strict=False)) if a != b), min(len(word), len(name)))
    if len(word) != len(name):
        longer, shorter = (word, name) if len(word) > len(name) else (name, word)
        return longer[at + 1 :] == shorter[at:] and at + 1 < len(longer)
    swapped = word[at : at + 2] == name[at : at + 2][::-1] and word[at + 2 :] == name[at + 2 :]
    return swapped or (word[at + 1 :] == name[at + 1 :] and at + 1 < len(word))


def _without_overlaps(mentions: list[CompanyMention]) -> list[CompanyMention]:
    mentions.sort(key=lambda m: (m.start, -m.end, -m.confidence))
    kept: list[CompanyMention] = []
    for mention in mentions:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept
