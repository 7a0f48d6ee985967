"""Projects that are no plants: takeovers, funding rounds, memoranda, supply contracts, and figures of a market."""

from __future__ import annotations

from core.analysis import Part
from core.models import Fact
from core.project import SOURCE_KINDS, Project, Reader, only_headings

_DEALS = ("acquisition", "funding", "memorandum", "joint_venture", "supply", "partnership")


def find_deal(reader: Reader, part: Part, numbers: list[Fact]) -> Project | None:
    """A deal of its own: a takeover, a funding round, a memorandum, a supply contract without a plant of its own."""
    events = part.cues("event", *_DEALS)
    if not events:
        return None
    names = list(dict.fromkeys(c.company.name for c in part.companies))
    focus = reader.focus
    here = part.has("frame", "here")
    values = {h.cue.value for h in events}
    money = [f for f in numbers if f.column == "investments"]
    financing = any(f.value["kind"] in ("financing", "acquisition") for f in money)
    event: str | None = None
    if "acquisition" in values and len(names) >= 2 and not (focus and focus.event == "acquisition"):
        event = "acquisition"
    elif "funding" in values and money and names and financing and not here:
        event = "funding"
    elif "supply" in values and len(names) >= 2 and not money and not here:
        event = "supply"
    elif (
        values & {"memorandum", "joint_venture", "partnership"}
        and len(names) >= 2
        and not part.has("site", "plant", "mine", "refinery")
    ):
        event = next(e for e in ("memorandum", "joint_venture", "partnership") if e in values)
    if event is None:
        return None
    amounts = {f.value["amount"] for f in money}
    for project in reversed(reader.projects):
        if project.what == "deal" and project.event == event and set(names) & project.names():
            told = {f.value["amount"] for f in project.facts if f.column == "investments"}
            if set(names) <= project.names() or told & amounts or only_headings(reader, project):
                return project
    if (
        focus is not None
        and focus.what == "site"
        and not focus.place
        and len(focus.parts) <= 1
        and (not focus.companies or focus.names() & set(names))
        and not any(f.column in ("capacities", "jobs") for f in focus.facts)
    ):
        focus.what, focus.event = "deal", event  # the headline told of the same deal
        return focus
    return reader.open(Project("deal", event=event, anchor=(part.companies[0].start, part.companies[0].end)))


def find_statistic(reader: Reader, part: Part, facts: list[Fact]) -> Project | None:
    """A figure of a market: a source and the market are named, and no plant."""
    measured = [f for f in facts if f.column in ("capacities", "figures")]
    if not measured or part.has("site", "plant", "mine", "refinery", "line"):
        return None
    focus = reader.focus
    source = [c for c in part.companies if c.company.kind in SOURCE_KINDS]
    market = part.has("stat", "market")
    beside = [
        c
        for p in reader.analysis.parts[max(0, part.index - 1) : part.index + 2]
        for c in p.companies
        if c.company.kind in SOURCE_KINDS
    ]
    told = source or (part.has("stat", "source") and market) or beside
    going_on = (
        focus is not None
        and focus.what == "statistic"
        and (market or any(f.column == "figures" for f in measured) or bool(part.companies))
    )
    shares_only = all(f.column == "figures" for f in measured)
    quoted = bool(reader.sources) and shares_only and (focus is None or focus.place is None)
    if not (told and market or going_on or quoted):
        return None
    own = [c for c in part.companies if c.company.kind not in SOURCE_KINDS]
    if shares_only and not own:  # shares that one institute gives are one report
        for known in reversed(reader.projects):
            if known.what == "statistic" and (not source or {c.company.name for c in source} & sources_of(known)):
                return known
    project = Project("statistic")
    if not source and not going_on and (beside or reader.sources):
        project.inherited.append((beside or reader.sources)[-1])
    if going_on and focus is not None:
        if not own and not source and not any(f.column == "capacities" for f in measured):
            return focus
        if not source:
            project.inherited.extend(c for c in focus.all_companies() if c.company.kind in SOURCE_KINDS)
    return reader.open(project)


def sources_of(project: Project) -> set[str]:
    return {c.company.name for c in project.all_companies() if c.company.kind in SOURCE_KINDS}
