"""Capacity by place, company, segment and year, first stage and full build-out apart."""

from interface.amounts import amounts
from interface.view import head, nothing_here, view

seen = view()
head(seen, "Capacity", "Gigawatt-hours a year of cells and packs, first stage and full build-out apart. Storage plants "
     "are in no sum of these: their size stands below.")  # fmt: skip
if not nothing_here(seen):
    amounts(seen, "capacity")
