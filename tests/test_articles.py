"""Files, folders and bytes -> articles; what cannot be read says why in a sentence."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from core.articles import LARGEST, from_bytes, from_text, iter_articles, read_articles, read_file
from core.decoding import decode
from core.models import Article, Skipped, UnreadableArticle

TEXT = "Größe der Fabrik: 14 GWh – für „Österreich“ & Köln, 3 Mrd. €.\r\nZweite Zeile.\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode("utf-8"),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-32"),
        TEXT.encode("cp1252"),
    ],
    ids=["utf-8", "utf-8-bom", "utf-16-bom", "utf-16-le", "utf-16-be", "utf-16-be-bom", "utf-32", "cp1252"],
)
def test_decoding_keeps_every_character_and_newline(data: bytes) -> None:
    assert decode(data, "a.txt") == TEXT


def test_text_broken_off_within_a_letter_stays_utf8() -> None:
    data = "Fabrik in Österreich für 3 Mrd. €, Größe 14 GWh, später größer".encode()
    assert decode(data + b"\xc3", "a.txt").startswith("Fabrik in Österreich für 3 Mrd. €")


def test_declared_charset_of_a_page() -> None:
    data = '<html><head><meta charset="iso-8859-15"></head><p>3 Milliarden € für Köln</p></html>'.encode("iso-8859-15")
    assert "3 Milliarden € für Köln" in decode(data, "a.html")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf", "only blanks"),
        (b"  \r\n\t\n ", "only blanks"),
        (b"%PDF-1.7 ...", "The PDF is broken"),
        (b"PK\x03\x04rest", "a ZIP archive"),
        (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
        (bytes(range(256)) * 20, "binary file"),
        (b"abc\x00\x00\x00def\x00" * 50, "binary file"),
        (bytes(b for b in range(1, 256)) * 20, "no text"),
        (b"Kurz.", "holds one word"),
        (b"2024 12 3", "holds no word"),
        (b"Nur drei Worte", "holds 3 words"),
    ],
)
def test_what_is_no_article_says_why(data: bytes, says: str) -> None:
    with pytest.raises(UnreadableArticle) as caught:
        from_bytes(data, "a.txt")
    assert says in caught.value.reason
    assert caught.value.reason[0].isupper() and caught.value.reason.endswith(".")


def test_html_is_read_not_refused() -> None:
    assert from_bytes(b"<html><body><p>CATL baut ein Werk in Erfurt.</p></body></html>", "a.txt").text.startswith(
        "<html>"
    )


def test_pasted_text_keeps_its_address() -> None:
    article = from_text("CATL baut ein Werk in Erfurt.", "pasted", "https://example.org/a")
    assert (article.path, article.url) == ("pasted", "https://example.org/a")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sub" / "deep").mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    for name in ("b.txt", "a.html", "sub/c.md", "sub/deep/d", "UPPER.TXT", ".hidden.txt", ".git/config", "~$lock.txt"):
        (tmp_path / name).write_text("CATL baut ein Werk in Erfurt.\n", encoding="utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "table.csv").write_text("a;b", encoding="utf-8")
    (tmp_path / "scan.pdf").write_bytes(b"%PDF-1.4")
    return tmp_path


def test_folder_in_order_with_its_reasons(folder: Path) -> None:
    articles, skipped = read_articles(folder)
    assert [a.path for a in articles] == ["UPPER.TXT", "a.html", "b.txt", "sub/c.md", "sub/deep/d"]
    assert {s.path: s.reason.split(";")[0] for s in skipped} == {
        "empty.txt": "The file is empty.",
        "scan.pdf": "The PDF is broken and could not be read",
        "table.csv": "A .csv file",
    }
    found = [f.path for f in iter_articles(folder)]
    assert found == sorted(found)
    assert read_articles(str(folder)) == (articles, skipped)


def test_file_named_itself_is_read_whatever_its_name(folder: Path) -> None:
    (folder / "story.log").write_text("CATL baut ein Werk in Erfurt.", encoding="utf-8")
    articles, skipped = read_articles([folder / "story.log", folder / ".hidden.txt", folder / "gone.txt"])
    assert [a.path for a in articles] == ["story.log", ".hidden.txt"]
    assert skipped == [Skipped("gone.txt", "There is no such file (any more).")]


def test_same_names_of_two_folders_stay_apart(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text("CATL baut ein Werk in Erfurt.", encoding="utf-8")
    articles, _ = read_articles([tmp_path / "one", tmp_path / "two"])
    assert [a.path for a in articles] == ["a.txt", "two/a.txt"]


def test_folder_with_none(tmp_path: Path) -> None:
    articles, skipped = read_articles(tmp_path)
    assert not articles
    assert len(skipped) == 1 and "holds no article" in skipped[0].reason


def test_too_large_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(UnreadableArticle) as caught:
        read_file(path)
    assert "50.0 MB" in caught.value.reason and f"{LARGEST // 1_000_000} MB" in caught.value.reason


def test_file_that_vanishes_while_the_folder_is_read(folder: Path) -> None:
    found = iter_articles(folder)
    first = next(found)
    assert isinstance(first, Article) and first.path == "UPPER.TXT"
    (folder / "b.txt").unlink()
    rest = {f.path: f for f in found}
    gone = rest["b.txt"]
    assert isinstance(gone, Skipped) and "no such file" in gone.reason
    assert isinstance(rest["sub/c.md"], Article)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on this system")
def test_pipe_and_dead_link_do_not_block(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "link.txt").symlink_to(tmp_path / "nowhere.txt")
    _, skipped = read_articles(tmp_path)
    assert {s.path: s.reason.split(" ")[0:3] for s in skipped} == {
        "link.txt": ["The", "link", "points"],
        "pipe.txt": ["This", "is", "no"],
    }


def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("CATL baut ein Werk in Erfurt.", encoding="utf-8")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    _, skipped = read_articles(tmp_path)
    assert len(skipped) == 1 and skipped[0].reason.startswith("No permission")


def test_name_that_is_no_text(tmp_path: Path) -> None:
    try:
        with open(os.fsencode(tmp_path) + b"/\xff.txt", "wb") as file:
            file.write(b"CATL baut ein Werk in Erfurt.")
    except OSError:
        pytest.skip("this file system takes only names that are text")
    articles, _ = read_articles(tmp_path)
    assert [a.path for a in articles] == ["\ufffd.txt"]
