"""Investment by place, company, segment and year; public support apart."""

from interface.amounts import amounts
from interface.view import head, nothing_here, view

seen = view()
head(seen, "Investment", "What projects cost or raise, in euro: as the article states it, else at the European Central "
     "Bank's rate of the publication date. Public support is apart.")  # fmt: skip
if not nothing_here(seen):
    amounts(seen, "investment")
