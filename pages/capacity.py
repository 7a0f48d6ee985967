"""Capacity by place, company, segment and year, first stage and full build-out apart."""

from interface.amounts import amounts
from interface.view import head, nothing_here, view

seen = view()
head(seen, "Capacity", "Gigawatt-hours a year of cells and packs; of storage plants, their size. First stage and full "
     "build-out are shown apart.")  # fmt: skip
if not nothing_here(seen):
    amounts(seen, "capacity")
