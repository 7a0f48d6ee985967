"""What is shown of one article before it is added: marks by kind that do not overlap, and what was not taken."""

from __future__ import annotations

from core.articles import from_text
from core.findings import KINDS, NO_PROJECT, marks, not_taken
from core.models import Cut
from core.reading import read_one
from interface.marks import marked_text

DUTCH = (
    "Northvolt bouwt in Skellefteå een fabriek voor batterijcellen van 60 GWh per jaar. De fabriek kost 4,5 miljard euro en levert "
    "3.000 banen op. De productie begint in 2026.\n\nDeel dit artikel op Facebook\n"
)


def test_every_kind_of_fact_is_marked_once_and_none_overlaps() -> None:
    reading = read_one(from_text(DUTCH, "a.txt"))
    found = marks([entry for row in reading.rows for entry in row["evidence"]] * 2)
    assert {m.kind for m in found} >= {"company", "place", "capacity", "amount", "jobs", "date", "status"} and len(KINDS) == 8
    assert all(one.end <= other.start for one, other in zip(found, found[1:], strict=False))
    words = {m.kind: DUTCH[m.start : m.end] for m in found}
    assert words["company"] == "Northvolt" and words["place"] == "Skellefteå" and "4,5 miljard euro" in words["amount"]
    assert all(len(m.facts) == len({repr(f) for f in m.facts}) for m in found)


def test_what_belongs_to_no_row_is_told_with_the_reason() -> None:
    text = "De gemeente geeft 300 miljoen euro uit aan scholen. Er komen 200 banen bij in het ziekenhuis.\n"
    reading = read_one(from_text(text, "a.txt"))
    refused = not_taken(reading)
    assert not reading.rows and refused and all(r.reason for r in refused)
    assert [r.start for r in refused] == sorted(r.start for r in refused)
    assert NO_PROJECT in {r.reason for r in refused} or reading.rejected


def test_the_marked_text_is_escaped_and_leaves_out_what_was_cut() -> None:
    page = marked_text("<b>5 GWh</b> rest menu", marks([{"column": "capacities", "value": {"value": 5.0, "max": 5.0, "unit": "GWh"},
                       "start": 3, "end": 8}]), [Cut(17, 22, "menu")], "nl")  # fmt: skip
    assert '&lt;b&gt;<mark class="capacity" data-kind="capacity" title="Capacity: 5 GWh">5 GWh</mark>&lt;/b&gt; rest' in page
    assert "menu" not in page and "[…]" in page
