"""What kind of report a project is: a new plant, a larger one, a deal, an end, by the words of its first sentences.

Points learned like those of core.standing were no better here on articles that took no part, so that rules decide.
"""

from __future__ import annotations

from core.project import owners
from core.signs import Sight

# The kind of a deal by its event.
MEANS = {
    "acquisition": "acquisition",
    "funding": "funding",
    "supply": "supply",
    "memorandum": "partnership",
    "joint_venture": "partnership",
    "partnership": "partnership",
    "insolvency": "closure",
}
_HEAD = 4  # sentences of a project in which a memorandum tells how it is agreed


def dealing(sight: Sight, state: str | None) -> str:
    """The kind of a project. state: where it stands."""
    project = sight.project
    if project.what in ("statistic", "programme"):
        return project.what
    if project.what == "deal" and project.event:
        return MEANS[project.event]
    opening = sight.opening()
    said = {h.cue.value for p in opening for h in p.cues("event")}
    early = said | {h.cue.value for i in sight.parts[len(opening) : _HEAD] for h in sight.analysis.parts[i].cues("event")}
    several = len(project.names()) > 1
    if "memorandum" in early and several:
        return "partnership"
    capacities = any(f.column == "capacities" for f in project.facts)
    if opening and opening[0].has("event", "acquisition") and several:
        bought_here = len({c.company.name for c in opening[0].companies}) > 1 and opening[0].has("site")
        if not capacities or state == "closed" or bought_here:
            return "acquisition"
    if state == "closed":
        return "closure"
    has_site = any(h.cue.group == "site" and h.cue.value != "project" for _, h in project.hits)
    if not has_site and project.place is None and any(h.cue.value == "programme" for _, h in project.hits):
        return "programme"
    given = any(f.column == "investments" and f.value["kind"] in ("public_support", "financing") for f in project.facts)
    if given and not has_site and not capacities and not owners(project):
        return "programme"  # money that a state gives to nobody by name
    town = project.place is not None and project.place.kind == "city"
    if not has_site and not town and several and said & {"memorandum", "joint_venture", "partnership"}:
        return "partnership"
    return "expansion" if "expansion" in said and state not in ("cancelled", "closed") else "new"
