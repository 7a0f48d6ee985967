"""A small table made by hand, and the articles behind it: the pages' tests do not depend on what extraction finds.

Fifteen reports on twelve projects: joint projects, ranges, each standing, a programme, a market figure, a project
told three times, missing dates and places, and text that must not run as a formula, as HTML or as Markdown.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

Row = dict[str, Any]

DUTCH = """Stellantis en Samsung SDI bouwen batterijfabriek

De fabriek in Kokomo krijgt aanvankelijk een jaarproductie van 23 GWh, later 33 GWh.

De joint venture investeert meer dan 2,5 miljard dollar (2,3 miljard euro), uitlopend tot 3,1 miljard dollar \
(2,9 miljard euro). Er komen 1400 banen.

Laatste nieuws
Iets anders
"""
FINNISH = """Vaasan akkutehdas etenee

Vaasaan suunnitellaan akkutehdasta, jonka hinta on 1,2 miljardia euroa. Tehdas tuottaisi 15 GWh vuodessa.
"""
GERMAN = """Northvolt baut in Heide

Northvolt will in Heide 60 GWh im Jahr fertigen und 4,5 Milliarden Euro investieren. <script>alert(1)</script> & Co.
"""
GERMAN_LATER = """Northvolt stoppt Heide

Das Werk in Heide mit 60 GWh wird auf Eis gelegt.
"""
TEXTS = {"nl-a.txt": DUTCH, "fi-a.txt": FINNISH, "de-a.txt": GERMAN, "de-b.txt": GERMAN_LATER}
PLAIN = "Een kort bericht zonder cijfers.\n"


def _evidence(text: str, column: str, value: Any, words: str, english: str) -> Row:
    """Evidence for words that occur in a text: the paragraph's sentence that holds them."""
    start = text.index(words)
    left = max(text.rfind(". ", 0, start) + 1, text.rfind("\n", 0, start) + 1)
    stops = [i for i in (text.find(". ", start + len(words)), text.find(".\n", start + len(words))) if i >= 0]
    right = min(stops) + 1 if stops else len(text)
    while text[left] == " ":
        left += 1
    return {"column": column, "value": value, "quote": text[left:right], "start": start, "end": start + len(words),
            "quote_en": english, "rule": f"test.{column}"}  # fmt: skip


def _row(report: str, project: str, **values: Any) -> Row:
    defaults: Row = {
        "project_id": project.lower().replace(" ", "-"),
        "project": project,
        "article": f"{report.split('#')[0]}.txt",
        "language": report[:2],
        "headline_en": f"{project} in the news",
        "summary_en": f"About {project}.",
        "english_by": "facts",
        "kind": "new",
        "confidence": 0.9,
    }
    return {"report_id": report, **defaults, **values}


_WHERE = {
    "Kokomo": (40.49, -86.13), "Vaasa": (63.1, 21.62), "Heide": (54.2, 9.09), "Debrecen": (47.53, 21.62), "DE": (51.03, 9.8),
    "Harjavalta": (61.31, 22.14), "Sotkamo": (64.13, 28.39), "Salo": (60.38, 23.13), "Spring Hill": (35.75, -86.93),
}  # fmt: skip


def _place(country: str, name: str, world: str, city: str | None = None, region: str | None = None) -> Row:
    latitude, longitude = _WHERE[city or country]
    return {"country": country, "country_name": name, "world_region": world, "city": city, "region": region,
            "latitude": latitude, "longitude": longitude, "location_precision": "city" if city else "country"}  # fmt: skip


def _on(day: str) -> Row:
    return {"published": day, "published_precision": "day"}


_US = ("US", "United States", "Northern America")
_DE = ("DE", "Germany", "Western Europe")
_FI = ("FI", "Finland", "Northern Europe")
_HU = ("HU", "Hungary", "Eastern Europe")


def rows() -> list[Row]:
    """Rows for ``core.table.frame``."""
    return [
        _row("nl-a#1", "Stellantis–Samsung SDI cell plant, Kokomo", **_place(*_US, "Kokomo", "Indiana"),
             partners=["Stellantis", "Samsung SDI"], roles=["partner", "partner"], deal="joint_venture",
             segment="cells", status="announced", headline="Stellantis en Samsung SDI bouwen batterijfabriek",
             capacities=[{"value": 23, "unit": "GWh", "basis": "initial"}, {"value": 33, "unit": "GWh",
                         "basis": "target"}], capacity_gwh=23, capacity_gwh_max=33,
             investments=[{"amount": 2.5e9, "max": 3.1e9, "currency": "USD", "kind": "investment",
                           "qualifier": "at_least", "eur": 2.3e9, "eur_max": 2.9e9, "eur_basis": "stated",
                           "also": [{"amount": 2.3e9, "max": 2.9e9, "currency": "EUR"}]}],
             investment_eur=2.3e9, investment_eur_max=2.9e9, jobs=1400, jobs_max=1400, construction_start="2025",
             evidence=[
                 _evidence(DUTCH, "capacities", {"value": 23, "unit": "GWh", "basis": "initial"}, "23 GWh",
                           "23 GWh a year at first."),
                 _evidence(DUTCH, "capacities", {"value": 33, "unit": "GWh", "basis": "target"}, "33 GWh",
                           "Later 33 GWh a year."),
                 _evidence(DUTCH, "investments", {"amount": 2.5e9, "max": 3.1e9, "currency": "USD",
                           "qualifier": "at_least"}, "2,5 miljard dollar", "At least USD 2.5–3.1 bn is invested."),
                 _evidence(DUTCH, "jobs", 1400, "1400 banen", "1,400 jobs."),
             ]),
        _row("fi-a#1", "Cell plant, Vaasa", **_place(*_FI, "Vaasa", "Ostrobothnia"), **_on("2024-03-05"),
             partners=["Freyr"], roles=["owner"], segment="cells", status="intent", headline="Vaasan akkutehdas etenee",
             capacity_gwh=15, capacity_gwh_max=15, investment_eur=1.2e9, investment_eur_max=1.2e9,
             evidence=[_evidence(FINNISH, "capacities", {"value": 15, "unit": "GWh"}, "15 GWh", "15 GWh a year."),
                       _evidence(FINNISH, "investments", {"amount": 1.2e9, "currency": "EUR"},
                                 "1,2 miljardia euroa", "The plant costs EUR 1.2 bn.")]),
        _row("de-a#1", "Northvolt cell plant, Heide", **_place(*_DE, "Heide", "Schleswig-Holstein"),
             **_on("2022-03-15"), partners=["Northvolt"], roles=["owner"], segment="cells", status="announced",
             headline="Northvolt baut in Heide", capacity_gwh=60, capacity_gwh_max=60, investment_eur=4.5e9,
             investment_eur_max=4.5e9, support_eur=0.9e9, production_start="2026", url="https://example.org/heide",
             evidence=[_evidence(GERMAN, "capacities", {"value": 60, "unit": "GWh"}, "60 GWh", "60 GWh a year."),
                       _evidence(GERMAN, "investments", {"amount": 4.5e9, "currency": "EUR"},
                                 "4,5 Milliarden Euro", "EUR 4.5 bn is invested.")]),
        _row("de-b#1", "Northvolt cell plant, Heide", **_place(*_DE, "Heide", "Schleswig-Holstein"),
             **_on("2024-11-20"), partners=["Northvolt"], roles=["owner"], segment="cells", status="shelved",
             headline="Northvolt stoppt Heide",
             evidence=[_evidence(GERMAN_LATER, "status", "shelved", "auf Eis gelegt", "Status: shelved.")]),
        _row("nl-b#1", "Northvolt cell plant, Heide", **_on("2023-05-01"), partners=["Northvolt"], roles=["owner"],
             capacity_gwh=50, capacity_gwh_max=60),
        _row("de-c#1", "CATL cell plant, Debrecen", **_place(*_HU, "Debrecen", "Hajdú-Bihar"), **_on("2022-08-12"),
             partners=["CATL", "Mercedes-Benz"], roles=["owner", "buyer"], segment="cells", status="construction",
             capacity_gwh=40, capacity_gwh_max=100, investment_eur=7.34e9, investment_eur_max=7.34e9, jobs=9000),
        _row("fi-b#1", "BASF cathode material plant, Harjavalta", **_place(*_FI, "Harjavalta", "Satakunta"),
             **_on("2024-06-01"), partners=["BASF"], roles=["owner"], segment="battery_materials", status="cancelled",
             investment_eur=0.5e9),
        _row("fi-c#1", "Terrafame battery chemicals, Sotkamo", **_place(*_FI, "Sotkamo", "Kainuu"),
             **_on("2021-06-21"), partners=["Terrafame"], roles=["owner"], segment="battery_materials",
             status="operating", investment_eur=0.24e9),
        _row("nl-c#1", "Chinese EV makers' investment abroad", **_on("2025-08-19"), kind="statistic",
             partners=["Rhodium Group"], roles=["publisher"], segment="cells", investment_eur=100e9,
             country="CN", country_name="China", world_region="Eastern Asia", capacity_gwh=900, capacity_gwh_max=900,
             figures=[{"value": 74, "unit": "percent", "of": "share of batteries", "year": 2024}]),
        _row("de-d#1", "Volkswagen cell programme, Europe", **_on("2021-12"), kind="programme",
             partners=["Volkswagen", "PowerCo"], roles=["owner", "operator"], segment="cells", status="announced",
             investment_eur=20e9, investment_eur_max=20e9, capacity_gwh_max=170) | {"published": "2021-12-01",
             "published_precision": "month"},
        _row("de-e#1", "Volkswagen–Xpeng charging points", kind="partnership", partners=["Volkswagen", "Xpeng"],
             roles=["partner", "partner"], segment="charging", country="CN", country_name="China",
             world_region="Eastern Asia"),
        _row("nl-d#1", "=HYPERLINK(\"http://example.org\") *plant* $x$ <b>bold</b>", **_place(*_DE),
             **_on("2025-01-10"), partners=["@Evil & Sons"], roles=["owner"], segment="packs", status="closed",
             capacity_gwh=2, capacity_gwh_max=2, url="javascript:alert(1)"),
        _row("fi-d#1", "Valmet Automotive pack plant, Salo", **_place(*_FI, "Salo", "Southwest Finland"),
             **_on("2021-09-09"), partners=["Valmet Automotive"], roles=["owner"], segment="packs", status="operating",
             capacity_gwh=3, capacity_gwh_max=None),
        _row("de-f#1", "Ultium Cells cell plant, Spring Hill", **_place(*_US, "Spring Hill", "Tennessee"),
             **_on("2021-12-10"), partners=["Ultium Cells", "General Motors", "LG Energy Solution"],
             roles=["joint_venture", "owner", "owner"], segment="cells", status="construction",
             production_start="2023"),
    ]  # fmt: skip


def write_articles(folder: Path) -> None:
    """The texts of the sample and an article without a project, as files."""
    folder.mkdir(parents=True, exist_ok=True)
    for row in rows():
        (folder / row["article"]).write_text(TEXTS.get(row["article"], PLAIN), encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
