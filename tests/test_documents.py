"""Formats of documents: the same facts from each, and every kind of bad file with a reason a person understands."""

from __future__ import annotations

import io
import re
import stat
import struct
import subprocess
import sys
import zipfile
from collections import Counter
from dataclasses import replace
from email.message import EmailMessage
from html import escape, unescape
from pathlib import Path
from typing import Any

import docx
import pytest
from fpdf import FPDF
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from core.articles import LARGEST, articles_in, from_bytes, read_articles, read_file
from core.documents import archive, convert, unpack
from core.documents.html import article as page_article
from core.models import Article, Skipped, UnreadableArticle
from core.pipeline import build
from core.reading import read_one
from core.text import read

ROOT = Path(__file__).parent.parent

# Title, day, day as written in the text, paragraphs. Made up for the tests.
TELLINGS = {
    "nl": (
        "Noordcel bouwt batterijfabriek in Emmen",
        "2024-03-12",
        "12 maart 2024",
        [
            "Batterijmaker Noordcel bouwt in Emmen een fabriek voor batterijcellen. De fabriek krijgt een capaciteit van 12 GWh per jaar.",
            "De investering bedraagt 1,4 miljard euro. Er komen 900 banen, zegt het bedrijf.",
            "De bouw begint in 2025. In 2027 start de productie van de cellen in Emmen.",
        ],
    ),
    "fi": (
        "Kennovolt rakentaa akkutehtaan Vaasaan",
        "2023-05-04",
        "4.5.2023",
        [
            "Kennovolt rakentaa Vaasaan akkukennojen tehtaan. Tehtaan kapasiteetti on 20 gigawattituntia vuodessa.",
            "Investoinnin arvo on 700 miljoonaa euroa. Tehdas työllistää 1000 ihmistä.",
            "Tehtaan rakentaminen alkaa vuonna 2024. Tuotanto käynnistyy Vaasassa vuonna 2026.",
        ],
    ),
    "de": (
        "Zellnord baut Batteriefabrik in Heide",
        "2022-03-17",
        "17. März 2022",
        [
            "Der Hersteller Zellnord baut in Heide eine Fabrik für Batteriezellen. Sie soll im Jahr 60 Gigawattstunden liefern.",
            "Das Unternehmen investiert 4,5 Milliarden Euro. In der Fabrik sollen 3000 Arbeitsplätze entstehen.",
            "Der Bau der Fabrik beginnt 2024. Ab 2026 werden in Heide Batteriezellen produziert.",
        ],
    ),
}


def _txt(title: str, day: str, written: str, paragraphs: list[str]) -> bytes:
    return "\n\n".join([title, written, *paragraphs]).encode()


def _html(title: str, day: str, written: str, paragraphs: list[str]) -> bytes:
    body = "".join(f"<p>{escape(p)}</p>" for p in paragraphs)
    return (
        f'<!doctype html><html><head><meta charset="utf-8"><title>{escape(title)} | De Bode</title><script type="application/ld+json">'
        f'{{"@type": "NewsArticle", "datePublished": "{day}T06:00:00+01:00", "dateModified": "2025-01-01"}}</script></head><body>'
        f"<nav><a>Start</a><a>Sport</a></nav><article><h1>{escape(title)}</h1>{body}</article><footer>© De Bode</footer></body></html>"
    ).encode()


def _pdf(title: str, day: str, written: str, paragraphs: list[str]) -> bytes:
    class Printed(FPDF):
        def header(self) -> None:
            self.set_font("helvetica", size=8)
            self.cell(0, 5, "De Bode")
            self.ln(8)

        def footer(self) -> None:
            self.set_y(-15)
            self.set_font("helvetica", size=8)
            self.cell(0, 10, str(self.page_no()), align="C")

    pdf = Printed()
    pdf.add_page()
    pdf.set_font("helvetica", "B", 18)
    pdf.multi_cell(0, 9, title)
    pdf.ln(4)
    pdf.set_font("helvetica", size=11)
    for text in [written, *paragraphs]:
        pdf.multi_cell(0, 6, text, align="L")
        pdf.ln(3)
    return bytes(pdf.output())


def _docx(title: str, day: str, written: str, paragraphs: list[str]) -> bytes:
    document = docx.Document()
    document.add_heading(title, 0)
    for text in [written, *paragraphs]:
        document.add_paragraph(text)
    return _saved(document)


def _saved(document: Any) -> bytes:
    sink = io.BytesIO()
    document.save(sink)
    return sink.getvalue()


def _eml(title: str, day: str, written: str, paragraphs: list[str]) -> bytes:
    mail = EmailMessage()
    mail["Subject"] = title
    mail["From"] = "Redactie <redactie@example.org>"
    mail["Date"] = f"{day[8:]} {('Jan', 'Feb', 'Mar', 'Apr', 'May')[int(day[5:7]) - 1]} {day[:4]} 08:00:00 +0100"
    mail.set_content("\n\n".join(paragraphs))
    mail.add_alternative("".join(f"<p>{escape(p)}</p>" for p in paragraphs), subtype="html")
    return mail.as_bytes()


def _zip(members: dict[str, bytes]) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return sink.getvalue()


FORMATS = {"a.txt": _txt, "a.html": _html, "a.pdf": _pdf, "a.docx": _docx, "a.eml": _eml}


def _rows(article: Article) -> list[dict[str, Any]]:
    """The rows without ids and places in the text."""
    reading = read_one(article)
    assert reading.reason is None, reading.reason
    rows = []
    for row in reading.rows:
        plain = {key: value for key, value in row.items() if key not in ("report_id", "article", "url", "confidence", "evidence")}
        plain["evidence"] = [
            {k: v for k, v in item.items() if k not in ("start", "end", "quote_start", "quote_end", "confidence")} for item in row["evidence"]
        ]
        rows.append(plain)
    return rows


@pytest.mark.parametrize("language", TELLINGS)
def test_every_format_gives_the_same_rows(language: str) -> None:
    telling = TELLINGS[language]
    read_as = {name: from_bytes(make(*telling), name) for name, make in FORMATS.items()}
    [within] = articles_in(_zip({"map/a.txt": _txt(*telling)}), "b.zip")
    assert isinstance(within, Article) and within.path == "b.zip/map/a.txt"
    wanted = _rows(read_as["a.txt"])
    assert len(wanted) == 1 and str(wanted[0]["published"]) == telling[1] and wanted[0]["headline"] == telling[0]
    assert wanted[0]["capacity_gwh"] and wanted[0]["investment_eur"] and wanted[0]["jobs"]
    for article in [*read_as.values(), within]:
        assert _rows(article) == wanted, article.path


def test_a_folder_of_every_format_becomes_one_table(tmp_path: Path) -> None:
    for name, make in FORMATS.items():
        (tmp_path / name).write_bytes(make(*TELLINGS["de"]))
    (tmp_path / "b.zip").write_bytes(_zip({"x/nl.txt": _txt(*TELLINGS["nl"]), "fi.pdf": _pdf(*TELLINGS["fi"]), "t.csv": b"a;b"}))
    one, two = build(tmp_path, processes=1), build(tmp_path, processes=2)
    assert sorted(one.articles) == ["a.docx", "a.eml", "a.html", "a.pdf", "a.txt", "b.zip/fi.pdf", "b.zip/x/nl.txt"]
    assert [s.path for s in one.skipped] == ["b.zip/t.csv"] and one.skipped[0].reason.startswith("A .csv file")
    assert one.table.equals(two.table) and one.articles == two.articles
    assert set(one.table["language"]) == {"nl", "fi", "de"}


def test_same_bytes_give_the_same_article() -> None:
    for name, make in FORMATS.items():
        data = make(*TELLINGS["fi"])
        assert convert(data, name) == convert(data, name)


def test_text_files_load_no_library() -> None:
    program = (
        "import sys; from core.articles import read_articles; assert read_articles('seeds')[0];"
        "print([m for m in ('trafilatura', 'lxml', 'pypdf', 'docx', 'email', 'zipfile') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# --- what a file is -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("made_as", "called"),
    [("a.pdf", "a.txt"), ("a.pdf", "a.html"), ("a.pdf", "a.docx"), ("a.docx", "a.pdf"), ("a.docx", "a"), ("a.docx", "a.zip"),
     ("a.html", "a.pdf"), ("a.html", "a.docx"), ("a.html", "a.eml"), ("a.txt", "a.html"), ("a.txt", "a.pdf"), ("a.txt", "a.log")],
)  # fmt: skip
def test_content_counts_more_than_the_name(made_as: str, called: str) -> None:
    data = FORMATS[made_as](*TELLINGS["de"])
    assert replace(convert(data, called), path="") == replace(convert(data, made_as), path="")


def test_what_is_called_text_and_is_text_stays_as_it_is() -> None:
    for made in (_html(*TELLINGS["de"]), _eml(*TELLINGS["de"]), b"%PDX is no PDF, and this is a text on %PDF- marks."):
        assert convert(made, "a.txt").text == made.decode("utf-8")


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"", "a.pdf", "is empty"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "a.pdf", "a PNG picture"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "a.docx", "with a password"),
        (_zip({"xl/workbook.xml": b"<x/>"}), "a.docx", "an Excel workbook"),
        (_zip({"content.xml": b"<x/>"}), "a.odt", "an OpenDocument file"),
        (_zip({"a.txt": b"x"}), "a.txt", "ends in .zip"),
        (_zip({"a.txt": b"x"}), "a.zip", "several files"),
        (_zip({}), "a.zip", "holds no file"),
        (_zip({"word/document.xml": b"<x/>"}), "a.docx", "is broken"),
        (_zip({"word/document.xml": b"<x/>", "word/vbaProject.bin": b"x"}), "a.docx", "macros"),
        (_docx(*TELLINGS["nl"])[:5000], "a.docx", "Word document is broken (it may have been cut off)"),
        (b"Subject: leer\r\nFrom: a@example.org\r\n\r\n\r\n", "a.eml", "no text"),
        (b"<html><body><script>document.write('<p>5 GWh in Heide und noch mehr Text</p>')</script></body></html>", "a.html", "holds no text"),
    ],
)
def test_bad_files_say_why(data: bytes, name: str, says: str) -> None:
    with pytest.raises(UnreadableArticle) as caught:
        from_bytes(data, name)
    assert says in caught.value.reason
    assert caught.value.reason[0].isupper() and caught.value.reason.endswith(".") and "Traceback" not in caught.value.reason


def test_a_hundred_megabytes_are_refused_unread(tmp_path: Path) -> None:
    for name in ("a.pdf", "a.zip", "a.html", "a.eml", "a.docx"):
        with (tmp_path / name).open("wb") as file:
            file.truncate(100_000_000)
    articles, skipped = read_articles(tmp_path)
    assert not articles and len(skipped) == 5
    assert all("100.0 MB; the limit is 20 MB" in item.reason for item in skipped)
    [item] = articles_in(bytes(LARGEST + 1), "a.zip")
    assert isinstance(item, Skipped) and "the limit is 20 MB" in item.reason


# --- HTML ---------------------------------------------------------------------------------------------------------------


def _pages() -> list[tuple[str, str, str, list[str]]]:
    source = (Path(__file__).parent / "html_pages.txt").read_text(encoding="utf-8")
    found = []
    for part in re.split(r"^=== ", source, flags=re.M)[2:]:
        head, _, body = part.partition("\n")
        name, language, day = (piece.strip() for piece in head.split("|"))
        found.append((name, language, day, [line for line in body.split("\n") if line]))
    return found


def _words(lines: list[str], marks: str) -> list[list[str]]:
    return [re.findall(r"\w+", unescape(re.sub(r"<[^>]*>", " ", line[1:]))) for line in lines if line[0] in marks]


@pytest.mark.parametrize(("name", "language", "day", "lines"), _pages(), ids=[p[0] for p in _pages()])
def test_page(name: str, language: str, day: str, lines: list[str]) -> None:
    source = "\n".join(line[1:] for line in lines)
    document = read(page_article(source, name))
    kept = re.findall(r"\w+", " ".join(document.clean[s.start : s.end] for s in document.sentences))
    shown = " ".join(kept)
    wanted = _words(lines, "+h#")
    assert [line for line in wanted if " ".join(line) not in shown] == [], "lost from the body"
    allowed = Counter(word for line in [*wanted, *_words(lines, "?")] for word in line)
    assert Counter(kept) - allowed == Counter(), "furniture left in the body"
    assert document.headline and re.findall(r"\w+", document.clean[document.headline.start : document.headline.end]) == _words(lines, "#")[0]
    headings = {" ".join(re.findall(r"\w+", document.clean[s.start : s.end])) for s in document.sentences if s.heading}
    assert {" ".join(line) for line in _words(lines, "h#")} <= headings
    assert (str(document.published), document.language) == (day, language)


PAGE = '<!doctype html><html><head><meta charset="{0}"><title>Werk in Köln</title></head><body><h1>Werk in Köln</h1><p>Zellwerk baut für 3 Milliarden € in Köln ein Werk.</p></body></html>'


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "iso-8859-15"])
def test_codings_of_pages(coding: str) -> None:
    article = convert(PAGE.format(coding).encode(coding), "a.html")
    assert article.text == "# Werk in Köln\n\nZellwerk baut für 3 Milliarden € in Köln ein Werk.\n"


def test_words_are_not_parted_by_entities_marks_and_tags() -> None:
    source = "<html><body><h1>F&uuml;r Br&#252;ssel</h1><p><span class='cap'>D</span>ie Batterie&shy;fabrik w&auml;chst, das Zell<wbr>werk auch; 6&nbsp;GWh &lt; 7.</p></body></html>"
    assert page_article(source, "a").text == "# Für Brüssel\n\nDie Batteriefabrik wächst, das Zellwerk auch; 6 GWh < 7.\n"


def test_scripts_and_styles_are_no_text() -> None:
    text = page_article(
        "<html><head><style>p{content:'11 GWh'}</style></head><body><h1>Werk in Kiel</h1><script>var a='<p>22 GWh</p>'</script>"
        "<p onclick=\"alert('33 GWh')\">In Kiel entsteht ein Werk für Zellen.</p><noscript>44 GWh</noscript><template><p>55 GWh</p></template>"
        "<iframe srcdoc='<p>66 GWh</p>'></iframe></body></html>", "a").text  # fmt: skip
    assert text == "# Werk in Kiel\n\nIn Kiel entsteht ein Werk für Zellen.\n"


def test_page_says_where_it_stands_and_who_wrote_it() -> None:
    source = (
        '<html><head><title>Werk in Kiel | Bote</title><link rel="canonical" href="https://{}"/><meta name="author" content="Eva Maria Holm">'
        "</head><body><h1>Werk in Kiel</h1><p>Eva Maria Holm</p><p>In Kiel entsteht ein Werk für Zellen.</p></body></html>"
    )
    fetched = "https://www.bote.example/a?utm_source=x"
    own = page_article(source.format("bote.example/a"), "a", fetched)
    assert (own.url, own.author, own.title) == ("https://bote.example/a", "Eva Maria Holm", "Werk in Kiel")
    assert "Eva Maria Holm" not in own.text
    for elsewhere in ("other.example/a", "www.bote.example/"):
        assert page_article(source.format(elsewhere), "a", fetched).url == fetched
    assert page_article(source.format("other.example/a"), "a").url == "https://other.example/a"


def test_a_page_that_has_its_text_only_in_its_data() -> None:
    body = "Zellwerk baut in Kiel ein Werk für Batteriezellen. Es kostet 3 Milliarden Euro und bringt 2000 Stellen. " * 3
    source = f'<html><head><script type="application/ld+json">{{"@context":"https://schema.org","@type":"NewsArticle","headline":"Werk in Kiel","articleBody":"{body}"}}</script></head><body><div id="root"></div></body></html>'
    article = page_article(source, "a")
    assert article.title == "Werk in Kiel" and "Es kostet 3 Milliarden Euro" in article.text


@pytest.mark.timeout(30)
@pytest.mark.parametrize("body", ["<div>" * 50_000 + "Ein Werk in Kiel wird gebaut.", "<p>" + "&amp;" * 50_000, "<b>a" * 30_000, "<!--" * 20_000 + "x", "<h1>" * 20_000 + "Werk"])
def test_hostile_pages_end(body: str) -> None:
    try:
        convert(f"<html><body>{body}".encode(), "a.html")
    except UnreadableArticle as fault:
        assert fault.reason.endswith(".")


# --- PDF ----------------------------------------------------------------------------------------------------------------


def test_pdf_of_several_pages() -> None:
    title, _, _, paragraphs = TELLINGS["de"]
    data = _pdf(title, "", "17. März 2022", [*paragraphs, "Die Arbeits-\nplätze, die Batterie-\nund Zellfabrik und Nordrhein-\nWestfalen."] * 12)
    assert len(PdfReader(io.BytesIO(data)).pages) > 1
    text = convert(data, "a.pdf").text
    assert text.startswith(f"# {title}\n\n17. März 2022\n\n{paragraphs[0]}\n\n{paragraphs[1]}\n\n")
    assert text.count("Die Arbeitsplätze, die Batterie- und Zellfabrik und Nordrhein-Westfalen.") == 12
    assert "De Bode" not in text and not re.search(r"^\W*\d+\W*$", text, re.M), "running heads and page numbers"
    assert Counter(re.findall(r"\w+", text))["Batteriezellen"] == 24


def _changed(change: Any, data: bytes | None = None) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(data or _pdf(*TELLINGS["de"])))
    change(writer)
    sink = io.BytesIO()
    writer.write(sink)
    return sink.getvalue()


def _picture_only() -> bytes:
    pdf = FPDF()
    pdf.add_page()
    pdf.rect(10, 10, 100, 100, style="F")
    return bytes(pdf.output())


def _many_pages() -> bytes:
    writer = PdfWriter()
    for _ in range(3_000):
        writer.add_blank_page(100, 100)
    sink = io.BytesIO()
    writer.write(sink)
    return sink.getvalue()


def _overdrawn() -> bytes:
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("helvetica", size=8)
    pdf.cell(0, 5, "Text")
    pdf._out(" 0 g" * 2_000_000)  # packs to a few kilobytes
    return bytes(pdf.output())


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: _changed(lambda w: w.encrypt("geheim", algorithm="RC4-128")), "password"),
        (lambda: _pdf(*TELLINGS["de"])[:900], "broken"),
        (lambda: b"%PDF-1.7\n" + b"\xff\x00garbage" * 500, "broken"),
        (_picture_only, "pictures of pages"),
        (_many_pages, "3,000 pages; the limit is 200"),
        (_overdrawn, "far more than an article"),
    ],
    ids=["encrypted", "truncated", "garbage", "scanned", "pages", "bomb"],
)
def test_pdf_that_cannot_be_read(make: Any, says: str) -> None:
    with pytest.raises(UnreadableArticle) as caught:
        from_bytes(make(), "a.pdf")
    assert says in caught.value.reason


def test_pdf_with_an_action_is_read_and_the_action_is_not(tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    plain = _pdf(*TELLINGS["de"])
    script = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject(f"this.saveAs('{mark}'); app.alert('99 GWh')")}
    active = _changed(lambda w: w.root_object.update({NameObject("/OpenAction"): DictionaryObject(script)}), plain)
    assert b"JavaScript" in active
    assert convert(active, "a.pdf").text == convert(plain, "a.pdf").text
    assert not mark.exists()


def test_days_of_printing_are_no_days_of_publication() -> None:
    data = _changed(lambda w: w.add_metadata({"/CreationDate": "D:20010203040506", "/Title": "Microsoft Word - entwurf3.doc"}))
    article = convert(data, "a.pdf")
    assert (article.published, article.title) == (None, TELLINGS["de"][0])


# --- Word ---------------------------------------------------------------------------------------------------------------


def test_word_document_with_headings_tables_and_tracked_changes() -> None:
    document = docx.Document()
    document.add_paragraph("Werk in Kiel", style="Title")
    document.add_paragraph("In Kiel entsteht ein Werk.")
    document.add_heading("Die Zahlen", 2)
    table = document.add_table(2, 2)
    for cell, text in zip([c for row in table.rows for c in row.cells], ["Kapazität", "40 GWh", "Stellen", "2000"], strict=True):
        cell.text = text
    document.sections[0].header.paragraphs[0].text = "Vertraulich"
    paragraph = document.add_paragraph("Es kostet ")
    for tag, text in (("del", "7"), ("ins", "3")):
        change = docx.oxml.parse_xml(
            f'<w:{tag} xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:r><w:{"delText" if tag == "del" else "t"}>{text}'
            f'</w:{"delText" if tag == "del" else "t"}></w:r></w:{tag}>'
        )
        paragraph._p.append(change)
    paragraph.add_run(" Milliarden Euro.")
    article = convert(_saved(document), "a.docx")
    assert article.text == "# Werk in Kiel\n\nIn Kiel entsteht ein Werk.\n\n## Die Zahlen\n\nKapazität\n\n40 GWh\n\nStellen\n\n2000\n\nEs kostet 3 Milliarden Euro.\n"
    assert (article.title, article.published) == ("Werk in Kiel", None)


def test_word_bomb_is_refused_before_it_is_opened() -> None:
    members = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w>" + b" " * 30_000_000}
    with pytest.raises(UnreadableArticle) as caught:
        convert(_zip(members), "a.docx")
    assert "times its size" in caught.value.reason


# --- mail ---------------------------------------------------------------------------------------------------------------


def test_mail_and_its_attachments() -> None:
    mail = EmailMessage()
    mail["Subject"] = "Persbericht: Noordcel bouwt in Emmen"
    mail["From"] = "Noordcel <pers@example.org>"
    mail["Date"] = "Tue, 12 Mar 2024 23:30:00 +0100"
    mail.set_content("Noordcel bouwt in Emmen een fabriek voor cellen.\n\n-- \nPersdienst, telefoon 0591 12345\n")
    mail.add_attachment(_pdf(*TELLINGS["nl"]), maintype="application", subtype="pdf", filename="../../pers.pdf")
    mail.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="logo.png")
    mail.add_attachment(b"PK", maintype="application", subtype="vnd.ms-excel", filename="tabel.xlsx")
    body, attached, table = articles_in(mail.as_bytes(), "mail.eml")
    assert isinstance(body, Article) and isinstance(attached, Article) and isinstance(table, Skipped)
    assert body.text == "Persbericht: Noordcel bouwt in Emmen\n\nNoordcel bouwt in Emmen een fabriek voor cellen.\n"
    assert (body.title, str(body.published), body.author) == ("Persbericht: Noordcel bouwt in Emmen", "2024-03-12", "Noordcel")
    assert attached.path == "mail.eml/pers.pdf" and attached.title == TELLINGS["nl"][0]
    assert table.path == "mail.eml/tabel.xlsx" and table.reason.startswith("A .xlsx file")


def test_mail_that_passes_an_article_on_does_not_date_it() -> None:
    mail = EmailMessage()
    mail["Subject"] = "Fwd: AW: Werk in Kiel"
    mail["Date"] = "Tue, 12 Mar 2024 23:30:00 +0100"
    mail.set_content("<html><body><h1>Werk in Kiel</h1><p>In Kiel entsteht ein Werk für Zellen.</p></body></html>", subtype="html")
    article = convert(mail.as_bytes(), "a.eml")
    assert (article.title, article.published) == ("Werk in Kiel", None)
    assert article.text == "# Werk in Kiel\n\nIn Kiel entsteht ein Werk für Zellen.\n"


@pytest.mark.parametrize("head", [b"Date: gestern\r\n", b"Date: 99 Foo 0000\r\n", b"From: =?utf-8?b?!!!?=\r\n", b"Content-Type: text/plain; charset=nope\r\n", b"Content-Transfer-Encoding: base64\r\n"])
def test_mail_with_a_broken_head(head: bytes) -> None:
    try:
        article = convert(head + b"Subject: Werk in Kiel\r\n\r\nIn Kiel entsteht ein Werk.\r\n", "a.eml")
        assert article.published is None and article.text.startswith("Werk in Kiel")
    except UnreadableArticle as fault:
        assert fault.reason.endswith(".")


# --- ZIP ----------------------------------------------------------------------------------------------------------------

WORDS = b"CATL baut ein Werk in Erfurt."
TRICKS = {
    "../../x.txt": "x.txt",
    "/etc/passwd.txt": "etc/passwd.txt",
    "C:\\Windows\\a.txt": "Windows/a.txt",
    "..\\..\\b.txt": "b.txt",
    "c\x1b[31m\u202etxt.exe.txt": "c[31mtxt.exe.txt",
    "d/./e//f.txt": "d/e/f.txt",
    "x" * 300 + ".txt": "x" * 110 + ".txt",
}


def test_names_of_members_are_no_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "deep" / "in").mkdir(parents=True)
    path = tmp_path / "deep" / "in" / "a.zip"
    path.write_bytes(_zip(dict.fromkeys(TRICKS, WORDS)))
    monkeypatch.chdir(path.parent)
    before = sorted(tmp_path.rglob("*"))
    articles, skipped = read_articles(path.parent)
    assert [a.path for a in articles] == [f"a.zip/{name}" for name in TRICKS.values()] and not skipped
    assert sorted(tmp_path.rglob("*")) == before


def test_members_of_one_name_stay_apart() -> None:
    with pytest.warns(UserWarning):
        sink = io.BytesIO()
        with zipfile.ZipFile(sink, "w") as made:
            for name in ("a.txt", "a.txt", "../a.txt"):
                made.writestr(name, WORDS)
    assert [item.path for item in articles_in(sink.getvalue(), "z.zip")] == ["z.zip/a.txt", "z.zip/a (2).txt", "z.zip/a (3).txt"]


def test_hidden_members_and_folders_are_passed_over() -> None:
    data = _zip({"__MACOSX/._a.txt": b"x", ".git/config": b"x", "d/": b"", "d/.DS_Store": b"x", "d/Thumbs.db": b"x"})
    assert [(s.path, s.reason.split(";")[0]) for s in articles_in(data, "z.zip")] == [("z.zip", "The archive holds no article")]  # type: ignore[union-attr]


def test_links_and_encrypted_members_are_said() -> None:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as made:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        made.writestr(link, "/etc/passwd")
        made.writestr("locked.txt", WORDS)
        made.writestr("open.txt", WORDS)
    data = bytearray(sink.getvalue())
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):  # the flag of encryption, in both heads of the second member
        at = data.find(magic, data.find(magic) + 4)
        data[at + offset] |= 1
    found = {item.path: getattr(item, "reason", "") for item in articles_in(bytes(data), "z.zip")}
    assert "not followed" in found["z.zip/link.txt"] and "encrypted" in found["z.zip/locked.txt"] and found["z.zip/open.txt"] == ""


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: _zip({"a.txt": bytes(50_000_000)}), "times its size"),
        (lambda: _zip({f"{n}.txt": b"" for n in range(archive.MEMBERS + 1)}), "1,001 members; the limit is 1,000"),
        (lambda: _zip({"a.txt": WORDS})[:-10], "is broken"),
        (lambda: b"PK\x03\x04" + b"\0" * 100, "is broken"),
    ],
    ids=["ratio", "members", "cut off", "no list"],
)
def test_archives_that_are_not_opened(make: Any, says: str, tmp_path: Path) -> None:
    data = make()
    [item] = articles_in(data, "z.zip")
    assert isinstance(item, Skipped) and says in item.reason
    (tmp_path / "z.zip").write_bytes(data)
    assert read_articles(tmp_path) == ([], [item])


def test_an_archive_that_lies_about_its_size_is_not_unpacked_further() -> None:
    data = bytearray(_zip({"a.txt": bytes(30_000_000)}))
    for magic, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", data, data.find(magic) + offset, 100)
    [item] = unpack(bytes(data), "z.zip")
    assert isinstance(item, Skipped) and "broken" in item.reason or len(item[1]) <= 100  # type: ignore[index]


def test_archives_within_archives() -> None:
    inner = _zip({"a.txt": WORDS, "deeper.zip": _zip({"b.txt": WORDS})})
    mail = _eml(*TELLINGS["de"])
    found = list(articles_in(_zip({"in.zip": inner, "m.eml": mail}), "z.zip"))
    assert [item.path for item in found] == ["z.zip/in.zip/a.txt", "z.zip/in.zip/deeper.zip", "z.zip/m.eml"]
    assert isinstance(found[1], Skipped) and "archive in an archive in an archive" in found[1].reason


def test_bombs_within_archives_share_one_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "TOTAL", 1_000_000)
    big = bytes(range(256)) * 1_000
    one = _zip({f"{n}.txt": big for n in range(3)})
    *_, last = unpack(_zip({"a.zip": one, "b.zip": one}), "z.zip")
    assert isinstance(last, Skipped) and "unpack to more than" in last.reason


def test_an_archive_named_itself_and_two_of_one_name(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "z.zip").write_bytes(_zip({"a.txt": WORDS}))
    articles, _ = read_articles([tmp_path / "one" / "z.zip", tmp_path / "two" / "z.zip"])
    assert [a.path for a in articles] == ["z.zip/a.txt", "two/z.zip/a.txt"]
    with pytest.raises(UnreadableArticle, match="several files"):
        read_file(tmp_path / "one" / "z.zip")
