"""Projects that are no plants: takeovers, funding rounds, memoranda, supply contracts, and figures of a market."""

from __future__ import annotations

from core.analysis import Part
from core.clauses import clause
from core.companies import CompanyMention
from core.models import Fact
from core.places import PlaceMention
from core.project import SOURCE_KINDS, Choice, Project, Reader, only_headings, owners
from core.units import Unit

DEALS = ("acquisition", "funding", "memorandum", "joint_venture", "supply", "partnership")
AGREEMENTS = ("memorandum", "joint_venture", "partnership")  # from the most to the least telling
_BESIDE = 40.0  # how near a company must stand to the word of its insolvency


def propose_deal(reader: Reader, unit: Unit) -> Choice | None:
    """A deal of its own: a takeover, a funding round, a memorandum, a supply contract without a plant of its own."""
    part, focus = unit.part, reader.focus
    if insolvent(reader, part) is not None:
        return Choice(None, "deal", "insolvency")
    event = _event(reader, part, unit.numbers)
    if event is None:
        return None
    names = _names(part)
    if event in AGREEMENTS and len(names) == 1 and focus is not None:
        names += [c.company.name for c in owners(focus) if c.company.name not in names]
        if len(names) < 2:
            return None
    known = _known_deal(reader, event, set(names), unit.numbers)
    if known is not None:
        return Choice(known, "deal", event)
    if event == "partnership" and each(part):
        return Choice(None, "deal", event)
    if focus is not None and _told_before(reader, focus, set(names)):
        return Choice(focus, "deal", event)
    return Choice(None, "deal", event)


def open_deal(reader: Reader, unit: Unit, event: str | None) -> Project:
    """A new deal with the companies of its sentence."""
    part, focus = unit.part, reader.focus
    failed = insolvent(reader, part) if event == "insolvency" else None
    if failed is not None:
        part.companies[:] = [failed]
    if event == "partnership" and each(part):
        return _spokes(reader, part)
    start = part.companies[0] if part.companies else None
    project = reader.open(Project("deal", event=event, anchor=(start.start, start.end) if start else None))
    if event in AGREEMENTS and len(_names(part)) == 1 and focus is not None:
        project.companies.extend(owners(focus))
    return project


def go_on(project: Project, event: str | None) -> None:
    """A deal told of before is told of again, perhaps as what it more exactly is; a project turns out to be a deal."""
    if event is None:
        return
    if project.what == "site":
        project.what, project.event = "deal", event
    elif project.event in AGREEMENTS and event in AGREEMENTS:
        project.event = min(event, project.event, key=AGREEMENTS.index)


def _names(part: Part) -> list[str]:
    return list(dict.fromkeys(c.company.name for c in part.companies))


def _event(reader: Reader, part: Part, numbers: list[Fact]) -> str | None:
    """Which deal a sentence tells of; None where it goes on about a plant."""
    values = {h.cue.value for h in part.cues("event", *DEALS)}
    names, focus = _names(part), reader.focus
    here = part.has("frame", "here")
    money = [f for f in numbers if f.column == "investments"]
    financing = any(f.value["kind"] in ("financing", "acquisition") for f in money)
    if not names:
        return None
    if "acquisition" in values and len(names) >= 2 and not (focus and focus.event == "acquisition"):
        return "acquisition"
    if "funding" in values and money and financing and not here:
        return "funding"
    if "supply" in values and len(names) >= 2 and not money and not here:
        return "supply"
    agreed = [e for e in AGREEMENTS if e in values]
    if not agreed or part.has("site", "plant", "mine", "refinery"):
        return None
    if here and focus is not None and focus.place is not None:
        return None  # "…, ein Joint Venture von …, will dort …": who owns the plant
    if len(names) == 1 and agreed[0] == "partnership":
        return None
    return agreed[0]


def _known_deal(reader: Reader, event: str, names: set[str], numbers: list[Fact]) -> Project | None:
    """The deal that was told of before: of the same companies, or of the same amount."""
    amounts = {f.value["amount"] for f in numbers if f.column == "investments"}
    for project in reversed(reader.projects):
        if project.what != "deal" or not names & project.names():
            continue
        related = event in AGREEMENTS and project.event in AGREEMENTS
        if project.event != event and not related:
            continue
        told = {f.value["amount"] for f in project.facts if f.column == "investments"}
        if names <= project.names() or told & amounts or only_headings(reader, project):
            return project
    return None


def _told_before(reader: Reader, focus: Project, names: set[str]) -> bool:
    """True where the headline or lead told of the same deal, before it was clear that it is one."""
    return (
        focus.what == "site"
        and focus.place is None
        and len(focus.parts) <= 1
        and (not focus.companies or bool(focus.names() & names))
        and not any(f.column in ("capacities", "jobs") for f in focus.facts)
    )


def each(part: Part) -> bool:
    """Two companies before the word "as well as", one behind it."""
    words = part.cues("frame", "each")
    if not words:
        return False
    before = {c.company.name for c in part.companies if c.end <= words[0].start}
    return len(before) >= 2 and any(c.start >= words[0].end for c in part.companies)


def _spokes(reader: Reader, part: Part) -> Project:
    """"A arbeitet mit B sowie C zusammen": A has a partnership with each; the sentence goes to the first."""
    word = part.cues("frame", "each")[0]
    before = [c for c in part.companies if c.end <= word.start]
    others = before[-1:] + [c for c in part.companies if c.start >= word.end]
    hub = before[-2]
    opened = []
    for other in others:
        project = reader.open(Project("deal", event="partnership", anchor=(other.start, other.end)))
        project.companies.extend([hub, other])
        project.touch(part)
        opened.append(project)
    part.companies[:] = [hub, others[0]]
    return opened[0]


def insolvent(reader: Reader, part: Part) -> CompanyMention | None:
    """A company that went bankrupt, told in passing beside a story about others."""
    focus = reader.focus
    for hit in part.cues("event", "insolvency"):
        for mention in part.companies:
            near = reader.analysis.cost(hit.start, hit.end, mention.start, mention.end) <= _BESIDE
            if near and focus is not None and focus.companies and mention.company.name not in focus.names():
                return mention
    return None


# ---------------------------------------------------------------- figures of a market


_PLANTS = ("plant", "mine", "refinery", "line")
_COUNTED = 25  # characters between a number and the plants that it counts


def propose_statistic(reader: Reader, unit: Unit) -> Choice | None:
    """A figure of a market: a source and the market are named, and no plant."""
    part, focus = unit.part, reader.focus
    if _by_source(reader, unit):
        return Choice(None, "statistic")
    measured = _measured(unit)
    if not measured or part.has("site", *_PLANTS):
        return None
    if of_a_country(reader, unit):
        return Choice(None, "statistic")
    source = _sources(part)
    market = part.has("stat", "market")
    told = source or (part.has("stat", "source") and market) or _beside(reader, part)
    going_on = _going_on(reader, unit)
    shares_only = all(f.column == "figures" for f in measured)
    quoted = bool(reader.sources) and shares_only and (focus is None or focus.place is None)
    if not (told and market or going_on or quoted):
        return None
    own = [c for c in part.companies if c.company.kind not in SOURCE_KINDS]
    if shares_only and not own:  # shares that one institute gives are one report
        for known in reversed(reader.projects):
            if known.what == "statistic" and (not source or {c.company.name for c in source} & sources_of(known)):
                return Choice(known, "statistic")
    if going_on and not own and not source and not any(f.column == "capacities" for f in measured):
        return Choice(focus, "statistic")
    return Choice(None, "statistic")


def _by_source(reader: Reader, unit: Unit) -> bool:
    """ "Nach einer Zählung von Transport & Environment waren 22 Werke im Gespräch, die auf 730 GWh kommen sollten": what an
    institute says of a market, where neither a town nor a maker nor the one plant in focus is named."""
    part = unit.part
    told = [f for f in unit.facts if f.column in ("capacities", "investments")]
    source = _sources(part)
    if not told or not source or len(source) < len(part.companies) or any(p.kind == "city" for p in part.places):
        return False
    # "39 000 davon mit mehr als 22 Kilowatt": behind the number such a word tells of a part of it, not of the plant.
    if any(h.start < told[0].start for h in part.cues("frame", "here")) or source[0].start > told[0].start:
        return False
    # "Laut Fraunhofer kostet sie …": what the plant in focus costs; what a market makes or wastes is told in tonnes and GWh.
    located = reader.focus is not None and reader.focus.what == "site" and reader.focus.place is not None
    focused = located and all(f.column == "investments" for f in told)
    counted = any(n.low >= 2 and 0 < h.start - n.end < _COUNTED for n in part.numbers for h in part.cues("site", *_PLANTS))
    return counted or part.has("stat", "market") or part.has("frame", "everywhere") or not (part.has("site") or focused)


def of_a_country(reader: Reader, unit: Unit) -> PlaceMention | None:
    """ "Unkari tuottaa 250 GWh": the country that is the subject of a capacity's clause, where no company, plant or town
    is named."""
    part, text = unit.part, reader.analysis.text
    if part.has("site", *_PLANTS) or any(p.kind == "city" for p in part.places):
        return None
    for fact in unit.facts:
        if fact.column == "capacities":
            begin, end = clause(reader.analysis, part, fact)
            first = next((p for p in part.places if begin <= p.start < end), None)
            subject = first is not None and first.kind == "country" and not first.case and first.end < fact.start
            if first is not None and subject and len(text[begin : first.start].split()) <= 1:
                return None if any(begin <= c.start < end for c in part.companies) else first
    return None


def open_statistic(reader: Reader, unit: Unit) -> Project:
    """A new figure of a market, of the institute that is named in it or near it."""
    project = Project("statistic", place=of_a_country(reader, unit))
    source = _sources(unit.part)
    if not source and _going_on(reader, unit) and reader.focus is not None:
        project.inherited.extend(c for c in reader.focus.all_companies() if c.company.kind in SOURCE_KINDS)
    elif not source:
        project.inherited.extend((_beside(reader, unit.part) or reader.sources)[-1:])
    return reader.open(project)


def _measured(unit: Unit) -> list[Fact]:
    return [f for f in unit.facts if f.column in ("capacities", "figures")]


def _sources(part: Part) -> list[CompanyMention]:
    return [c for c in part.companies if c.company.kind in SOURCE_KINDS]


def _beside(reader: Reader, part: Part) -> list[CompanyMention]:
    near = reader.analysis.parts[max(0, part.index - 1) : part.index + 2]
    return [c for p in near for c in p.companies if c.company.kind in SOURCE_KINDS]


def _going_on(reader: Reader, unit: Unit) -> bool:
    """Does a sentence go on with the market figures that were in focus?"""
    if reader.focus is None or reader.focus.what != "statistic":
        return False
    figures = any(f.column == "figures" for f in unit.facts)
    return unit.part.has("stat", "market") or figures or bool(unit.part.companies)


def sources_of(project: Project) -> set[str]:
    return {c.company.name for c in project.all_companies() if c.company.kind in SOURCE_KINDS}
