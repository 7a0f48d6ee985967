"""When building and production start or started: what the dates of a sentence are the dates of."""

from __future__ import annotations

import re

from core.analysis import Analysis, Part
from core.bare import bare_numbers
from core.clauses import clause
from core.dates import When, calendar_of, find_dates, is_aimed_at, runs_from, runs_since, says_since
from core.lexicon import Cue, Hit
from core.models import Fact, Rejected
from core.running import ands_of, of_money, runs
from core.start_dates import first_of_span, latest, of_beginnings, without_instead, without_missed

_REACH = 110.0
_BESIDE = 20.0
_FAR_REACH = 220.0  # "heute … eingeweiht": the verb closes a long sentence
_STARTS = ("construction", "production", "build", "begin", "startup")
_AND = 25.0
_WAS_TO = re.compile("(was|were) to|would")
_NOUN = "start"  # what a noun of starting means, unlike its verbs
_RIGHT_BESIDE = 16.0
_ENDED = 26.0  # how near a word of ending stands to its date
_CEREMONY = re.compile("inaugurat|opening|opened|foundation|ground-break|spade|ribbon|button|signal|going")
_OPENED = re.compile("inaugurat|opening|opened")
# What a word of starting says that tells of a beginning, not of being at work.
_BEGINS = re.compile(
    f"{_CEREMONY.pattern}|open|start|beg[aiu]n|launch|commission|finish|complet|ready|put |went|goes|grid|line|first"
)
_COUNTED = frozenset({"t", "vehicles", "units"})
_COUNTED_NEAR = 70.0  # cost between a year and how much was made in it
_BEFORE = 2  # characters between a small word and its date
_NOT = 8  # characters between "not" and the date that it denies
_PLANTS = ("plant", "mine", "refinery", "line", "storage")
_CARS = ("vehicles", "trucks", "buses")  # what is built for years on end
_COUNT = 20  # "bis 2030 können es 24 werden": so large a number beside a date counts something
_MODEL = re.compile(r"\b(?=\w*[^\W\d_])(?=\w*\d)\w+\b|\b[A-Z]{1,3}\.\d\b")  # EX30, iX3, ID.4
_NUMBERED = re.compile(r"\b[A-ZÄÖÜ]\w+ \d\b(?= )")  # Ioniq 5
_BUILDING, _WORKS, _BEGUN = "building", "building works", "begun plant"  # what words for building mean
_ENDING = 3  # letters of an inflected word's ending
_FIRST = Cue("start", "production", "the first", "")
_BEGINNINGS = ("begin", "startup")  # of what, a word beside says


def find(analysis: Analysis) -> tuple[list[Fact], list[Rejected]]:
    facts: list[Fact] = []
    rejected: list[Rejected] = []
    for part in analysis.parts:
        if not _starts(analysis, part):
            _go_on(analysis, part, facts)
            facts.extend(_facts(part, _aimed_at(analysis, part)))
            if part.numbers and says_since(analysis, part):
                running = [w for w in find_dates(analysis, part) if runs(analysis, part, w)]
                facts.extend(_facts(part, [(w, "production", 60.0) for w in running]))
            continue
        dates = find_dates(analysis, part)
        if not dates:
            continue
        if part.has("stat", "source") and part.has("stat", "market") and not part.has("site") or _of_a_continent(part):
            continue
        found: list[tuple[When, str, float]] = []
        lost: list[When] = []
        unsaid: list[tuple[When, str, float]] = []  # of those, the ones of which only later ones can say what began
        for when in dates:
            kind, cost, reason = _kind(analysis, part, when)
            if reason:
                lost.append(when)
                if kind:
                    unsaid.append((when, kind, cost))
                rejected.append(Rejected("production_start", when.start, when.end, reason))
            else:
                found.append((when, kind, cost))
        if not found:
            facts.extend(_facts(part, _aimed_at(analysis, part)))
        found = of_beginnings(analysis, part, without_instead(analysis, part, found), unsaid)
        found = without_missed(analysis, part, first_of_span(analysis, found))
        facts.extend(_facts(part, latest(part, found, lost)))
    return facts, rejected


def _aimed_at(analysis: Analysis, part: Part) -> list[tuple[When, str, float]]:
    """ "Voltaro mikt voor de mijn op 2027", "peilt 2027 an": a year to come that is itself aimed at for a plant is that of its
    production; not a profit or a sale in that year."""
    published = analysis.document.published
    if published is None or not part.has("start", "aim") or not part.has("site", *_PLANTS) or part.quantities:
        return []
    if part.has("start", "other"):
        return []
    aims = {clause(analysis, part, h) for h in part.cues("start", "aim")}
    ahead = [w for w in find_dates(analysis, part) if clause(analysis, part, w) in aims]
    if len(ahead) != 1 or int(ahead[0].value[:4]) <= published.year or not is_aimed_at(analysis, ahead[0]):
        return []
    denied = any(0 <= ahead[0].start - h.end <= _NOT for h in part.cues("frame", "negation"))
    counts = any(n.high >= _COUNT and n.low < 1950 for n in part.numbers)  # "mikt op 2027 en 500 banen"
    return [] if denied or counts else [(ahead[0], "production", 60.0)]


def _of_a_continent(part: Part) -> bool:
    """ "Europa soll 2030 ein Drittel seiner Zellen selbst herstellen": a goal of many plants."""
    return part.has("frame", "continent") and not part.companies and not part.has("site") and not part.places


def _facts(part: Part, found: list[tuple[When, str, float]]) -> list[Fact]:
    return [
        Fact(
            f"{kind}_start",
            when.value,
            when.start,
            when.end,
            part.index,
            f"{when.rule}+start.{kind}",
            0.9 if cost < 40 else 0.8,
        )
        for when, kind, cost in found
    ]


def _go_on(analysis: Analysis, part: Part, facts: list[Fact]) -> None:
    """ "De productie zou in 2024 beginnen. Nu wordt gemikt op 2026": a new year for the start in the sentence before."""
    if not facts or facts[-1].sentence != part.index - 1 or not part.has("start", "delay", "now"):
        return
    before = analysis.parts[part.index - 1]
    if before.has("status", "operating"):
        return  # it has started
    told = [f for f in facts if f.sentence == before.index and f.column.endswith("_start")]
    dates = find_dates(analysis, part)
    if len(told) != 1 or len(dates) != 1 or before.sentence.paragraph != part.sentence.paragraph:
        return
    old, when = told[0], dates[0]
    if when.value[:4] > old.value[:4]:
        facts.remove(old)
        facts.append(Fact(old.column, when.value, when.start, when.end, part.index, f"{when.rule}+start.moved", 0.8))


def _cost(analysis: Analysis, hit: Hit, when: When) -> float:
    """How far a word lies from a date; an "and" between them parts two statements."""
    low, high = (hit.end, when.start) if hit.end <= when.start else (when.end, hit.start)
    ands = sum(1 for w in analysis.flat[low:high].split() if w in ands_of(analysis.document.language)) if low < high else 0
    return analysis.cost(when.start, when.end, hit.start, hit.end) + _AND * ands


def _nearest(analysis: Analysis, hits: list[Hit], when: When) -> tuple[Hit, float] | None:
    return min(((h, _cost(analysis, h, when)) for h in hits), key=lambda f: f[1], default=None)


def _starts(analysis: Analysis, part: Part) -> list[Hit]:
    """The words of starting, and what comes first of what is made; "Start-up" is none."""
    told = [h for h in part.cues("start", *_STARTS) if analysis.text[h.end : h.end + 1] != "-"]
    sites = {h.start for h in part.cues("site")}
    # "Die begonnene Fabrik", not "der begonnene Streit".
    told = [h for h in told if h.cue.english != _BEGUN or h.end + 1 in sites]
    return sorted([*told, *_firsts(analysis, part)], key=lambda h: h.start)


def _in_compound(hit: Hit) -> bool:
    """Whether a word is longer than what is made: "Batteriehersteller", "akkupalo"."""
    return hit.end - hit.start > len(hit.cue.pattern.strip("*")) + _ENDING and hit.cue.pattern.endswith("*")


def _firsts(analysis: Analysis, part: Part) -> list[Hit]:
    """ "Das erste Pulver", "de eerste lijn": as words for the start of production. Not "die erste Batteriefabrik"."""
    first = calendar_of(analysis.document.language).first
    plants = [h for h in part.cues("site") if h.cue.value != "line"]
    goods = [*part.cues("product"), *part.cues("site", "line")]
    goods = [h for h in goods if not any(p.start < h.end and h.start < p.end for p in plants) and not _in_compound(h)]
    begins = {h.start: h for h in goods if first.search(analysis.flat, max(part.sentence.start, h.start - 34), h.start)}
    return [Hit(h.start, h.end, _FIRST) for h in begins.values()]


def _of_company(analysis: Analysis, part: Part, when: When, first: int, last: int) -> bool:
    """ "Toen het bedrijf in 2012 van start ging": what began in a clause is the company, and not lately."""
    published = analysis.document.published
    if published is None or int(when.value[:4]) >= published.year - 1:
        return False
    inside = [h for h in part.hits if first <= h.start < last]
    return any(h.cue.group == "start" and h.cue.value == "company" for h in inside) and not any(
        h.cue.group in ("site", "product") or h.cue.value == "production" for h in inside
    )


def _of_something_else(part: Part, first: int, last: int, bought: bool) -> bool:
    """Whether a clause without a word of starting tells of a purchase or, unless only that is asked for, of
    money or people."""
    told = {q.kind for q in part.quantities if first <= q.start < last}
    purchase = any(first <= h.start < last for h in part.cues("event", "acquisition"))
    ended = any(first <= h.start < last for h in part.cues("status", "closed", "cancelled"))  # "vor vier Jahren aufgegeben"
    return purchase or ended and not bought or not bought and not told.isdisjoint(("money", "jobs"))


def _kind(analysis: Analysis, part: Part, when: When) -> tuple[str, float, str]:
    """What a date is the start of, how far its word stands, and why it is none."""
    cues = _starts(analysis, part)
    first, last = clause(analysis, part, when)
    inside = [h for h in cues if first <= h.start < last]
    if any(first <= h.start < last for h in part.cues("start", "grid")):
        return "", 0.0, "of the grid, a road or a siding, not of the plant"
    nearest = _nearest(analysis, inside, when) or _nearest(analysis, cues, when)
    alone = runs_from(analysis, part, when) and len(find_dates(analysis, part)) == 1
    reach = _FAR_REACH if when.lone_month or alone else _REACH
    if nearest is None or nearest[1] > reach or not inside and runs(analysis, part, when):
        if runs(analysis, part, when):
            return "production", 60.0, ""
        return "", 0.0, "a date, but not of a start"
    if any(analysis.text[h.end : when.start] in (" ", " (") for h in part.cues("moneynot", "revenue")):
        return "", 0.0, "the year of a figure"  # "liikevaihdolla (2020)"
    other = _nearest(analysis, part.cues("start", "other"), when)
    if other and (other[1] < nearest[1] or other[0].start == nearest[0].start or not inside and first <= other[0].start < last):
        return "", 0.0, f"the date of something else: “{analysis.text[other[0].start : other[0].end]}”"
    if nearest[0].cue.value in _BEGINNINGS and _of_company(analysis, part, when, first, last):
        return "", 0.0, "when the company began"
    of_plant = any(h.start == nearest[0].start for h in part.cues("site"))  # "die Fertigung": what was bought, not that it began
    if (not inside or of_plant) and _of_something_else(part, first, last, bought=of_plant):
        return "", 0.0, "the date of something else"
    told = (*part.cues("frame", "statement"), *part.cues("start", "other"))
    if when.lone_month and any(0 <= when.start - h.end <= _BEFORE for h in told):
        return "", 0.0, "the day of the news, not of a start"  # "kertoi viime viikolla rakentavansa"
    if runs_since(analysis, part, when) and any(first <= h.start < last for h in part.cues("status", "shelved", "cancelled")):
        return "", 0.0, "since when something rests"  # "staan sinds juni stil"
    if runs_since(analysis, part, when) and of_money(analysis, part, when, of_plant):
        return "", 0.0, "since when money flows, or a part is at work"
    ends = [h for h in part.cues("start", "ended") if first <= h.start < last and not when.start <= h.start < when.end]
    made = [h for h in inside if h.cue.value == "production"]
    of_it = any(0 <= m.start - h.end <= _RIGHT_BESIDE for m in made for h in ends)
    if of_it or any(_cost(analysis, h, when) < _ENDED for h in ends):  # "lopetti kennojen valmistuksen Tübingenissä kesällä"
        return "", 0.0, "the end of something, or a share of it"
    if when.lone_month and not part.has("status", "operating", "construction") and not _CEREMONY.search(nearest[0].cue.english):
        return "", 0.0, "the day of the news, not of a start"
    limits = part.cues("frame", "limit")
    if any(0 <= when.start - h.end <= _NOT for h in part.cues("frame", "negation")) and not any(
        0 <= when.start - h.end <= _NOT for h in limits
    ):
        return "", 0.0, "not then"  # "begint niet in 2025 maar twee jaar later"
    before = analysis.nearest([h for h in limits if h.end <= when.start or 0 <= h.start - when.end <= 2], when.start, when.end)
    aims = any(h.cue.value == "target" for h in part.cues("stage")) or any(
        q.kind == "jobs" and first <= q.start < last or q.kind == "capacity" and (q.change or 0 <= when.start - q.end <= _COUNT)
        for q in part.quantities  # "48 GWh tegen 2030"
    )
    aims = aims or any(first <= n.start < last and n.high >= _COUNT and n.low < 1950 for n in bare_numbers(analysis, part))
    opened = first <= nearest[0].start < last and _OPENED.search(nearest[0].cue.english)
    if before and before[1] <= 3 and aims and not opened:
        return "", 0.0, "when the full size or staff is reached"
    hit, cost = nearest
    if _overtaken(analysis, part, when, hit):
        return "", 0.0, "when it was once to start, and did not"
    if _a_years_output(analysis, part, when, hit, first, last):
        return "", 0.0, "what was made in a year, not a start"
    kind = hit.cue.value
    verb = kind == "construction" and any(h.start == hit.start and h.cue.value == "build" for h in cues)
    cars = verb and (_of_cars(analysis, part) or _of_a_model(analysis, part, hit))
    if cars and not any(first <= h.start < last for h in part.cues("site")):
        kind = "build"  # "2027 sollen dort Vans gebaut werden": cars are built too, and no plant is named
    if kind == "build":
        return _built(analysis, part, hit), cost, ""
    if kind == "production" and _of_building(analysis, part, when, hit, first, last):
        return "construction", cost, ""
    noun = any(h.start == hit.start and h.cue.english == _NOUN for h in inside)
    if kind == "begin" and noun and cost <= _RIGHT_BESIDE:
        if not any(first <= h.start < last and h.cue.value == "construction" for h in inside):
            return "production", cost, ""  # "ein Werk für 90 GWh, Start 2027"
    if kind in _BEGINNINGS:  # "alkaa", "startet"
        others = [h for h in cues if h.cue.value not in _BEGINNINGS]
        others = [h for h in others if not _dated(analysis, part, h, when)]
        near = [h for h in others if first <= h.start < last] or others
        what = analysis.nearest(near, hit.start, hit.end)
        if what is not None and what[1] <= (_BESIDE if kind == "startup" else _REACH):
            kind = what[0].cue.value
            if kind == "build" and what[0] not in inside:
                return "production", cost, ""  # "eine Anlage zu bauen, die 2027 starten soll": the plant, not the building
            return (_built(analysis, part, what[0]) if kind == "build" else kind), cost, ""
        plants = [h for h in part.cues("site", "plant", "mine", "refinery") if not (first <= h.start and h.end <= hit.start)]
        if kind == "begin" and (hit not in inside or plants):  # of "tehdas aloittaa 2028" it is
            return kind if hit in inside else "", cost, "a start, but of building or of production is not said"
        published = analysis.document.published
        if kind == "begin" and published and int(when.value[:4]) < published.year and not _made_in(part, first, last):
            return "", 0.0, "a start, but of what is not said"  # "Linkker aloitti vuonna 2014": the company
        kind = "begin" if kind == "begin" else "production"
    return kind, cost, ""


def _of_cars(analysis: Analysis, part: Part) -> bool:
    """Whether a sentence speaks of cars, or names nothing behind one that does: "Es soll ab 2025 in Thailand gebaut werden"."""
    if part.has("product", *_CARS) or not part.index:
        return part.has("product", *_CARS)
    before = analysis.parts[part.index - 1]
    bare = not part.has("product") and not part.has("site") and before.sentence.paragraph == part.sentence.paragraph
    return bare and before.has("product", *_CARS) and not before.has("site")


def _of_building(analysis: Analysis, part: Part, when: When, hit: Hit, first: int, last: int) -> bool:
    """ "Työmaa avataan elokuussa", "der Bau der Fabrik ist eröffnet", "de betonmolens draaien sinds mei": whether what opens or
    is at work is the building."""
    building = [h for h in part.cues("start", "construction") if first <= h.start < last]
    if runs_since(analysis, part, when) and any(h.end <= hit.start and h.cue.english == _WORKS for h in building):
        return True
    beside = any(max(h.start - hit.end, hit.start - h.end) <= _BEFORE or h.cue.english == _BUILDING for h in building)
    return beside and _OPENED.search(hit.cue.english) is not None


def _dated(analysis: Analysis, part: Part, other: Hit, when: When) -> bool:
    """ "ryhtyä rakentamaan 2024 ja käynnistää 2028", "Voltaro fängt 2026 an, 2028 soll die Produktion anlaufen": whether
    another date stands nearer to a word."""
    own = _cost(analysis, other, when)
    return any(_cost(analysis, other, w) < own for w in find_dates(analysis, part) if w.start != when.start)


def _made(part: Part) -> bool:
    """Whether a sentence names what is made."""
    return part.has("product") or any(q.kind == "capacity" for q in part.quantities)


def _made_in(part: Part, first: int, last: int) -> bool:
    """Whether a clause names what is made, or a project."""
    hits = [h for h in part.hits if h.cue.group in ("product", "site") and first <= h.start < last]
    return bool(hits) or any(q.kind == "capacity" and first <= q.start < last for q in part.quantities)


def _overtaken(analysis: Analysis, part: Part, when: When, hit: Hit) -> bool:
    """ "Eigentlich hätte die Stufe schon im Dezember anlaufen sollen": a day that went by, of a plan told as past."""
    published = analysis.document.published
    if published is None or when.value >= published.strftime("%Y-%m")[: len(when.value)]:
        return False
    first, last = clause(analysis, part, when)
    # Without a word such as "originally", or "had … moeten", it may have been kept.
    told = [h for h in (*part.cues("frame", "past_plan"), *part.cues("start", "delay")) if first <= h.start < last]
    missed = [h for h in told if not _WAS_TO.fullmatch(h.cue.english)]
    return bool(missed) and any(h.start == hit.start and h.cue.value == "once" for h in part.cues("status"))


def _a_years_output(analysis: Analysis, part: Part, when: When, hit: Hit, first: int, last: int) -> bool:
    """ "2024 wurden 50.000 Fahrzeuge gebaut": a past year, a verb of making, and how much was made, in one clause."""
    published = analysis.document.published
    if published is None or when.value[:4] >= str(published.year) or not part.has("start", "past"):
        return False
    calendar = calendar_of(analysis.document.language)
    if runs_since(analysis, part, when) or calendar.past.search(analysis.flat, max(0, when.start - 24), when.start):
        return False  # "sinds 2022"
    counts = [q for q in part.quantities if q.kind == "capacity" and q.unit in _COUNTED]
    beside = any(analysis.cost(q.start, q.end, when.start, when.end) < _COUNTED_NEAR for q in counts)
    if beside and not _BEGINS.search(hit.cue.english):
        return True  # "in 2024 kwam de mijn uit op 38.200 ton"
    making = any(h.start == hit.start for h in part.cues("capacity")) or hit.cue.value == "build"
    return making and any(q.kind == "capacity" and first <= q.start < last for q in part.quantities)


def _of_a_model(analysis: Analysis, part: Part, hit: Hit) -> bool:
    """Whether a car's model stands right before a word of building: "seit 2024 der Ioniq 5 gebaut wird"."""
    begin = max(part.sentence.start, hit.start - int(_BESIDE))
    if _MODEL.search(analysis.text, begin, hit.start):
        return True
    numbered = _NUMBERED.search(analysis.text, begin, hit.start)
    of_plant = (*part.cues("site"), *part.cues("stage"))
    return numbered is not None and not any(h.start < numbered.end() and numbered.start() < h.end for h in of_plant)


def _built(analysis: Analysis, part: Part, hit: Hit) -> str:
    """ "Zellen bauen" is production, "ein Werk bauen" construction: the nearer of product and plant decides."""
    if _of_a_model(analysis, part, hit):
        return "production"
    site = analysis.nearest(part.cues("site"), hit.start, hit.end)
    if site is None and _MODEL.search(analysis.text, part.sentence.start, hit.start):
        return "production"  # "De XC40 Recharge wordt vanaf het najaar in Gent gebouwd"
    if (
        site is None
        and (hit.cue.english == "builds" or part.has("product", *_CARS))
        and _made(part)
        and any(runs_since(analysis, part, when) for when in find_dates(analysis, part))
    ):
        return "production"  # "Bussen bouwt BYD hier al sinds 2017"
    plants = [(h.start, h.end) for h in part.cues("site")]
    goods = [h for h in part.cues("product") if not any(s <= h.start and h.end <= e for s, e in plants)]
    product = analysis.nearest(goods, hit.start, hit.end)
    return "production" if product and product[1] <= _BESIDE and (site is None or product[1] < site[1]) else "construction"
