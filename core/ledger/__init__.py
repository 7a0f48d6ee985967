"""One project, many reports: which reports tell of the same project, what each claims, and what counts now.

names       the id of a project, and how an id once shown keeps leading to it
telling     what a report says of the identity of its project
linking     reports → projects; towns: those of one town, known_towns: how they were linked before; loose: those that
            name no town; deals: those that have no site
sources     articles that are copies of one another
rule        the one table of which claim counts
figures     figures that are implausible or only recall an earlier one
winners     the rule, applied: the report that gives each value
projects    one row per project · claims: one row per claim · history: steps and slippage · conflicts
promises    every start, capacity and amount that was promised, and how they slipped
changes     what is new between two states: succession (which project is which), values (what counts, and when it has
            moved), clashes (which contradictions are open), project_changes (one project)
programmes  joint totals and their plants
corrections what a person sets right · corrections_file: adding and undoing it
"""
