"""From a page to its body: what is cut, what stays, which language, which day, which headline, which sentences."""

from __future__ import annotations

import random
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from core.dateline import from_iso, is_date_line, leading_date, published_in
from core.detect import detect, language_name
from core.markup import strip_markup
from core.models import Article, Document
from core.page_words import RULES
from core.sentences import split_sentences
from core.text import read

SEEDS = Path(__file__).parent.parent / "seeds"


@dataclass(frozen=True)
class Page:
    name: str
    language: str
    date: str | None
    text: str
    headline: str | None
    kept: tuple[str, ...]
    headings: tuple[str, ...]


def _plain(line: str) -> str:
    """What of a line is to be read: without tags and Markdown."""
    line = re.sub(r"<[^>]*>", "", line).replace("&amp;", "&").replace("&nbsp;", " ")
    line = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", line)
    return words(re.sub(r"^[•*→-] |^# |\*\*", "", line))


def words(text: str) -> str:
    return re.sub(r" (?=[,.])", "", " ".join(text.split()))


def _pages() -> list[Page]:
    """The pages of ``pages.txt``, as its head tells."""
    found = []
    source = (Path(__file__).parent / "pages.txt").read_text(encoding="utf-8")
    for part in re.split(r"^=== ", source, flags=re.M)[1:]:
        head, _, body = part.partition("\n")
        name, language, date = (piece.strip() for piece in head.split("|"))
        lines = body.rstrip("\n").split("\n")
        marked: dict[str, list[str]] = {"#": [], "+": [], "h": [], "-": []}
        for line in lines:
            if line:
                marked[line[0]].append(_plain(line[1:]))
        found.append(
            Page(
                name,
                language,
                None if date == "None" else date,
                "\n".join(line[1:] for line in lines),
                marked["#"][0] if marked["#"] else None,
                tuple(marked["+"]),
                tuple(marked["h"]),
            )
        )
    return found


def kept_text(document: Document) -> str:
    return words(" ".join(document.clean[s.start : s.end] for s in document.sentences))


@pytest.mark.parametrize("page", _pages(), ids=lambda p: p.name)
def test_page(page: Page) -> None:
    document = read(Article(page.name, page.text))
    kept = kept_text(document)
    wanted = [*page.kept, *page.headings, *([page.headline] if page.headline else [])]
    assert [line for line in wanted if line not in kept] == [], "lost from the body"
    assert Counter(kept.split()) - Counter(" ".join(wanted).split()) == Counter(), "furniture left in the body"
    headings = {words(document.clean[s.start : s.end]) for s in document.sentences if s.heading}
    assert headings == {*page.headings, *([page.headline] if page.headline else [])}
    shown = document.headline and words(document.clean[document.headline.start : document.headline.end])
    assert shown == page.headline
    assert document.language == page.language
    assert (document.published.isoformat() if document.published else None) == page.date


@pytest.mark.parametrize("page", _pages(), ids=lambda p: p.name)
def test_offsets_hold(page: Page) -> None:
    document = read(Article(page.name, page.text))
    assert len(document.clean) == len(page.text)
    ends = [0]
    for sentence in document.sentences:
        assert ends[-1] <= sentence.start < sentence.end
        assert document.clean[sentence.start : sentence.end].strip() == document.clean[sentence.start : sentence.end]
        ends.append(sentence.end)
    for cut in document.cuts:
        assert not document.clean[cut.start : cut.end].strip()
        assert page.text[cut.start : cut.end].strip()
    same = sum(a == b for a, b in zip(document.clean, page.text, strict=True) if not b.isspace() and not a.isspace())
    shown = sum(not c.isspace() for c in document.clean)
    assert shown - same <= page.text.count("&")  # only entities are written otherwise


def test_newlines_are_kept_and_every_cut_has_a_rule() -> None:
    text = "Menü\r\nSuche\r\n\r\nCATL baut in Erfurt ein Werk für 14 GWh. Es kostet 1,8 Milliarden Euro.\r\n\r\nKommentare (3)\r\nHans\r\n"
    document = read(Article("a", text))
    assert [i for i, c in enumerate(document.clean) if c in "\r\n"] == [i for i, c in enumerate(text) if c in "\r\n"]
    assert [(text[c.start : c.end], c.rule) for c in document.cuts] == [
        ("Menü\r\nSuche", "menu"),
        ("Kommentare (3)\r\nHans", "comments"),
    ]
    assert {c.rule for c in document.cuts} <= set(RULES)


# --- the seeds -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seed", "language", "published", "absent"),
    [
        ("000", "nl", None, ["HELLA", "Genesis", "Electra", "Clarios", "2026"]),
        ("001", "fi", None, ["eväste", "Google", "LUE"]),
        ("002", "nl", "2025-08-19", ["Tesla", "Volkswagen", "Ford", "Audi", "Leapmotor", "Lemkes"]),
        ("003", "de", None, ["93592633", "https"]),
        ("004", "de", "2021-12-01", ["date 2021"]),
    ],
)
def test_seed(seed: str, language: str, published: str | None, absent: list[str]) -> None:
    path = next(SEEDS.glob(f"{seed}_*.txt"))
    document = read(Article(path.name, path.read_bytes().decode("utf-8")))
    assert document.language == language
    assert (document.published.isoformat() if document.published else None) == published
    kept = kept_text(document)
    assert [word for word in absent if word in kept] == []


# --- dates -----------------------------------------------------------------------------------------------------------

LINES = [
    ("Stand: 4.6.2024, 17:45 Uhr   Audio: 2 Min.   Teilen | Drucken", "2024-06-04 day"),
    ("26 januari 2023, 14:05 • Aangepast 27 januari 2023, 08:31", "2023-01-26 day"),
    ("Aangepast 27 januari 2023 • Gepubliceerd 26 januari 2023", "2023-01-26 day"),
    ("Päivitetty 21.5.2025 · julkaistu 20.5.2025", "2025-05-20 day"),
    ("Toimitus 20.5.2025 klo 9.40 · Päivitetty 11.02", "2025-05-20 day"),
    ("Tiedote 14.3.2025", "2025-03-14 day"),
    ("Julkaistu 3.2.2022", "2022-02-03 day"),
    ("10.11.2023", "2023-11-10 day"),
    ("STT–Satakunta | 10.11.2023", "2023-11-10 day"),
    ("27. maaliskuuta 2025", "2025-03-27 day"),
    ("ma 5.5.2025", "2025-05-05 day"),
    ("Biberist, 24. September 2024", "2024-09-24 day"),
    ("Von Dietmar Muster, 21. September 2023", "2023-09-21 day"),
    ("Heft 5   //   Mai 2022", "2022-05-01 month"),
    ("Jänner 2023", "2023-01-01 month"),
    ("Energie & Netze | Montag, 7. April 2025 | Newsletter bestellen", "2025-04-07 day"),
    ("04.07.23, 15:30 Uhr", "2023-07-04 day"),
    ("Gepubliceerd op 5 mei 2023", "2023-05-05 day"),
    ("di 12 mrt 2024 - 11:32", "2024-03-12 day"),
    ("21-11-2022 | Redactie", "2022-11-21 day"),
    ("28/02/2025", "2025-02-28 day"),
    ("2024-05-03", "2024-05-03 day"),
    ("Tehdaslehti 11/2024", "2024-11-01 month"),
    ("Heft 5/2022", None),  # the fifth issue
    ("LISSABON, 18 januari", None),
    ("31.2.2024", None),
    ("12.03.1890", None),
    ("Ab 1. Januar 2026 gilt die neue Quote für Batterierohstoffe", None),
    ("BMW startet die Fertigung in Debrecen am 28. Oktober 2025", None),
    ("Fabriek in Born moet op 5 mei 2026 opengaan voor het publiek", None),
    ("Zellfertigung ab Mai 2026 geplant", None),
]


@pytest.mark.parametrize(("line", "expected"), LINES)
def test_date_of_a_line(line: str, expected: str | None) -> None:
    found = published_in([line])
    assert (f"{found.day} {found.precision}" if found else None) == expected


@pytest.mark.parametrize(
    ("opening", "expected"),
    [
        ("ITZEHOE/TÜBINGEN, 29. April 2025 (ku) – Der Hersteller hat Insolvenz angemeldet.", "2025-04-29"),
        ("Heide, 17.03.2022 (dpa) - Der Hersteller baut eine Fabrik.", "2022-03-17"),
        ("Frankfurt am Main, 3. Mai 2023: Der Hersteller baut eine Fabrik.", "2023-05-03"),
        ("Helsinki 14.3.2025. Yhtiö rakentaa tehtaan.", "2025-03-14"),
        ("LISSABON, 18 januari – In de heuvels hangen de spandoeken nog.", None),
        ("Am 12. März 2024 hat der Hersteller die Fabrik eröffnet.", None),
        ("Der Hersteller hat am 12. März 2024 – nach langem Streit – die Fabrik eröffnet.", None),
        ("Berlin, 12. März 2024 war der Tag, an dem alles endete.", None),
    ],
)
def test_dateline_of_the_first_paragraph(opening: str, expected: str | None) -> None:
    found = published_in([], opening)
    assert (found.day.isoformat() if found else None) == expected


@pytest.mark.parametrize(
    ("text", "end", "day"),
    [
        (" date 2021-12 LG baut", 14, "2021-12-01"),
        (" date 2025-08-19 Ga naar", 17, "2025-08-19"),
        ("date: 2024-02-30 Text", 17, None),
        ("Update 2024-02-03 Text", 0, None),
        ("datering 2024", 0, None),
    ],
)
def test_leading_date(text: str, end: int, day: str | None) -> None:
    at, found = leading_date(text)
    assert (at, found.day.isoformat() if found else None) == (end, day)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2024-06-18T07:30:00+02:00", "2024-06-18 day"),
        ("20240618", "2024-06-18 day"),
        ("2024-06", "2024-06-01 month"),
        ("2024", "2024-01-01 year"),
        ("18.06.2024", "2024-06-18 day"),
        ("yesterday", None),
    ],
)
def test_date_of_page_data(written: str, expected: str | None) -> None:
    found = from_iso(written)
    assert (f"{found.day} {found.precision}" if found else None) == expected


def test_title_with_a_date_is_no_date_line() -> None:
    assert is_date_line("Publiziert am 26.02.2023, 05.30 Uhr  Aktualisiert am 27.02.2023, 08.10 Uhr")
    assert is_date_line("Päivitetty 16:42")
    assert not is_date_line("Vor dem 1. Mai 2026 will Kvolt in Überherrn das neue Werk eröffnen")
    assert not is_date_line("Juli 2024 – Directie kondigt herstructurering aan")


def test_date_in_the_body_or_in_a_list_is_not_taken() -> None:
    text = (
        "Laatste nieuws\n10 februari 2026\nHELLA wil weer toonaangevend worden\n\nAccufabriek voor Born\n\n"
        "De accufabriek in Born gaat open. Op 5 mei 2025 begint de bouw, zegt het bedrijf.\n\n12 januari 2026\n"
    )
    document = read(Article("a", text))
    assert document.published is None
    assert document.headline and text[document.headline.start : document.headline.end] == "Accufabriek voor Born"


# --- sentences -------------------------------------------------------------------------------------------------------

SENTENCES = [
    ("de", "Das Werk kostet 2 Mrd. Euro. Am 4. Juni beginnt der Bau.", 2),
    ("de", "Es kostet 3 Mrd. Das Geld kommt vom Bund.", 2),
    ("de", "Gebaut wird z.B. in Heide, Salzgitter bzw. Emden. Dr. K. Maier freut sich.", 2),
    ("de", "Das ist im 3. Quartal fertig. Der 2. Bauabschnitt folgt.", 2),
    ("de", "Die Kapazität steigt auf 40. Danach ist Schluss.", 2),
    ("de", "2030 ist es so weit. 2035 auch. 40 GWh sind geplant.", 3),
    ("de", "„Wir bauen!“, sagt der Chef. „Das Werk kommt.“ Die Region freut sich.", 3),
    ("de", "Der Kredit kommt von ING. Das Haus zahlt 12.5 Mio. Franken.", 2),
    ("de", "Rund 12'000 Tonnen schafft das Werk. So viel wie nie.", 2),
    ("nl", "De fabriek kost ca. 3 mld. euro. Dat zegt prof. dr. J. de Boer.", 2),
    ("nl", "Het gaat om o.a. Umicore, Bekaert e.a. bedrijven uit St. Niklaas.", 1),
    ("nl", "‘Klaar?’ vraagt hij. ,,Nee.” Dan gaat hij.", 3),
    ("nl", "Kosten: $4,5 miljard. Ford legde dat vast.", 2),
    ("fi", "Tehdas tuottaa n. 300 tonnia, esim. Valmet Automotivelle. Hinta on 30 milj. euroa.", 2),
    ("fi", "Työt alkavat klo 9.40 ja 20.5.2025 on avajaiset. Väkeä on mm. Kotkasta.", 2),
    ("fi", "Se siirtyi Ontarioon, St. Thomasiin, missä tehdas on. – Hyvä näin, hän sanoo.", 2),
    ("fi", "Omistajat ovat A. Virtanen ja Oy Akku Ab. Kauppa tehtiin eilen.", 2),
    ("sv", "Fabriken kostar pengar. Den är stor.", 2),
]


@pytest.mark.parametrize(("language", "text", "count"), SENTENCES)
def test_sentences(language: str, text: str, count: int) -> None:
    spans = split_sentences(text, 0, len(text), language)
    assert [text[a:b] for a, b in spans] and len(spans) == count, [text[a:b] for a, b in spans]
    assert "".join(text[a:b] for a, b in spans).replace(" ", "") == text.replace(" ", "")


def test_wrapped_lines_are_one_sentence_and_list_items_are_not() -> None:
    text = (
        "Die Firma Zellwerk baut in der Nähe von Salzgitter ein Werk für\nBatteriezellen, das im Jahr 40 Gigawattstunden "
        "liefern soll und\nrund 2500 Menschen Arbeit gibt.\n\nDie Etappen sind:\n- Rohbau bis Mai\n- Anlagen bis Herbst\n"
    )
    document = read(Article("a", text))
    shown = [words(document.clean[s.start : s.end]) for s in document.sentences]
    assert shown[0].startswith("Die Firma") and shown[0].endswith("Arbeit gibt.")
    assert shown[1:] == ["Die Etappen sind:", "Rohbau bis Mai", "Anlagen bis Herbst"]


# --- languages -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("nl", "CATL bouwt fabriek in Debrecen."),
        ("de", "Northvolt ist pleite."),
        ("fi", "Fortum avaa tehtaan Harjavaltaan."),
        ("no", "Den norske batteriprodusenten skal bygge en ny fabrikk i Mo i Rana. Selskapet sier at den gir arbeid."),
        (
            "it",
            "La fabbrica di batterie sarà costruita a Termoli. L'azienda prevede di investire due miliardi di euro.",
        ),
        ("und", ""),
        ("und", "12 34 ..."),
    ],
)
def test_language(code: str, text: str) -> None:
    assert detect([text]) == code


def test_luxembourgish_is_not_called_german() -> None:
    text = (
        "Eng nei Batteriefabrik soll zu Déifferdeng gebaut ginn. De Minister huet gesot, datt de Projet vill Sue kascht. "
        "Déi nei Fabrik ass fir d'Regioun wichteg, awer vill Awunner hunn nach Froen zum Verkéier, an si wëllen och "
        "wëssen, wéi vill Waasser gebraucht gëtt an ob de Bau am Fréijoer wierklech ufänkt."
    )
    assert detect([text]) not in ("de", "nl")


def test_english_quotations_do_not_change_the_language() -> None:
    quoted = "“We are proud of this decision and we will build the plant soon,” the chief executive said."
    body = (
        "Das Werk soll 2026 eröffnet werden und 40 Gigawattstunden im Jahr liefern. Das Unternehmen hat dafür zwei "
        "Milliarden Euro eingeplant. Die Region freut sich, denn mit dem Werk kommen 3000 Stellen in den Norden."
    )
    assert detect([quoted, body, body]) == "de"


def test_same_answer_every_time() -> None:
    text = ["Fabrik factory fabriek tehdas usine fabbrica CATL Northvolt Tesla"]
    random.seed(1)
    state = random.getstate()
    assert len({detect(text) for _ in range(5)}) == 1
    assert random.getstate() == state


def test_language_names_are_english() -> None:
    assert language_name("sv") == "Swedish"
    assert "could not be told" in language_name("und")


# --- markup ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("Het Duitse [BASF](https://example.org/a_(b)) stapt uit.", "Het Duitse BASF stapt uit."),
        ("**Kokkolassa** avattiin *tänään* __uusi__ tehdas.", "Kokkolassa avattiin tänään uusi tehdas."),
        ("Preis: 5 * 3 * 2 und a_b_c bleiben.", "Preis: 5 * 3 * 2 und a_b_c bleiben."),
        ("![Foto 12 GWh](x.jpg) Tekst.", "Tekst."),
        ("Mehr unter https://example.org/2,4-mrd-euro und dann.", "Mehr unter und dann."),
        ("Norcell &amp; Zn. &ndash; 5&nbsp;GWh", "Norcell & Zn. – 5 GWh"),
        ("R&D kostet Geld & Zeit", "R&D kostet Geld & Zeit"),
        ("x < 5 GWh und y > 3 GWh", "x < 5 GWh und y > 3 GWh"),
        ("<p>Eins</p><p>Zwei</p>", "Eins Zwei"),
        ("<p title='a > b'>Eins</p><p>Zwei</p>", "Eins Zwei"),
        ("<p>Eins<!-- 5 GWh --></p><script>x = '<p>5 GWh</p>';</script><p>Zwei</p>", "Eins Zwei"),
        ("<p>Eins</p><nav><ul><li>Menü</li></ul></nav><p>Zwei", "Eins Zwei"),
        ('<p>Eins</p><p class="x>Zwei</p><p>Drei</p>', "Eins Zwei Drei"),
    ],
)
def test_markup(source: str, shown: str) -> None:
    page = strip_markup(source)
    assert len(page.clean) == len(source)
    assert words(page.clean) == words(shown)


def test_page_data_of_linked_data() -> None:
    source = (
        '<html><head><script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "datePublished": '
        '"2023-05-04T08:00", "url": "https://example.org/a"}]}</script><script type="application/ld+json">{kaputt'
        "</script></head><body><article><h1>Werk in Kiel</h1><p>In Kiel entsteht ein Werk. Es kostet viel.</p>"
        "</article></body></html>"
    )
    document = read(Article("a.html", source))
    assert (str(document.published), document.url) == ("2023-05-04", "https://example.org/a")
    assert document.headline and source[document.headline.start : document.headline.end] == "Werk in Kiel"


def test_odd_text_never_raises() -> None:
    alphabet = ["<p>", "</p>", "<", ">", "&", "&amp;", "[", "](", ")", "*", "**", "_", "#", "|", "\n", "\r\n", " ", "“", "–",
                "Lees ook", "Kommentare", "Menü", "date 2024-02", "5 GWh.", "Tehdas", "1.", "©", "\t", "\u2028", "<nav>", "İ"]  # fmt: skip
    chance = random.Random(7)
    for _ in range(400):
        text = "".join(chance.choice(alphabet) for _ in range(chance.randrange(60)))
        document = read(Article("a", text))
        assert len(document.clean) == len(text)


@pytest.mark.parametrize("text", ["<" * 20_000, '<a "' * 20_000, "[" * 20_000, "*a" * 20_000, "&" * 20_000, "a\n" * 20_000,
                                  "<p " * 20_000, "<!--" * 10_000, "<script>" * 5_000, "<div><nav>" * 5_000, "| " * 20_000,
                                  "<p>" + "x</nav>" * 5_000, "a. " * 20_000, "1.1.2024 " * 5_000, "((((" * 9_000])  # fmt: skip
@pytest.mark.timeout(20)
def test_hostile_text_takes_no_for_ever(text: str) -> None:
    assert len(read(Article("a", text)).clean) == len(text)


def test_words_with_entities_and_soft_hyphens_stay_in_one_piece() -> None:
    text = "Ein Akku&shy;werk f&uuml;r 2,5&nbsp;GWh ent\u00adsteht in M&uuml;nchen. B&ouml;hm &amp; S&ouml;hne in Galaț&#538;i baut es."
    document = read(Article("a.txt", text))
    assert len(document.clean) == len(text)
    assert " ".join(document.clean.split()) == "Ein Akkuwerk für 2,5 GWh entsteht in München. Böhm & Söhne in GalațȚi baut es."
    for words, written in (("Akkuwerk", "Akku&shy;werk"), ("entsteht", "ent\u00adsteht"), ("München", "M&uuml;nchen"),
                           ("hne", "hne"), ("Böhm", "B&ouml;hm")):  # fmt: skip
        start = document.clean.index(words)
        assert text[slice(*document.whole(start, start + len(words)))] == written
    first, second = document.sentences
    assert text[first.start : first.end].endswith("M&uuml;nchen.") and text[second.start : second.end].endswith("baut es.")
