"""Adding articles: from files, archives, addresses, feeds and the inbox; what is known is recognised; nothing half-added."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pandas as pd
import pytest
from libretranslate_server import serving
from websites import Answer, Website

from core.adding import Adder, Document, Looked, documents, is_address, pasted, take_inbox, unpacked
from core.library import Library
from core.likeness import SAME, hashes, likeness, sketch
from core.models import Skipped
from core.store.folder import DataFolder
from core.web.fetch import Fetcher

ROOT = Path(__file__).parent.parent
TEXTS = sorted((ROOT / "tests" / "gold" / "text").glob("*.txt"))

GERMAN = """Nordzelle baut Batteriefabrik in Emden

12. März 2024

EMDEN – Der Autohersteller Volkswagen errichtet in Emden eine Fabrik für Batteriezellen. Die Anlage soll jährlich
20 Gigawattstunden liefern und kostet 1,5 Milliarden Euro. Rund 1.200 Menschen sollen dort arbeiten, sagte ein Sprecher
am Dienstag. Die Produktion beginnt nach den Plänen des Konzerns im Jahr 2027.

Die Stadt rechnet mit vielen Zulieferern in der Umgebung. Der Gemeinderat hatte dem Vorhaben im Februar zugestimmt,
nachdem zwei Gutachten zu Lärm und Wasser vorgelegt worden waren. Gegner der Fabrik wollen vor Gericht ziehen.
"""
DUTCH = """Accufabriek voor Delfzijl op losse schroeven

3 april 2024

DELFZIJL – Het Zweedse bedrijf Northvolt zet de plannen voor een batterijfabriek in Delfzijl in de ijskast. Het ging om
een investering van 800 miljoen euro en 600 banen. De fabriek had vanaf 2026 jaarlijks 12 gigawattuur moeten leveren.
"""


def page(text: str, canonical: str = "") -> Answer:
    title, day, *paragraphs = text.strip().split("\n\n")
    link = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    body = "".join(f"<p>{p}</p>" for p in paragraphs)
    html = (
        f'<html><head><meta charset="utf-8"><title>{title}</title>{link}</head><body><nav><a href="/">Start</a></nav>'
        f"<article><h1>{title}</h1><p>{day}</p>{body}</article><footer>Impressum</footer></body></html>"
    )
    return 200, {"Content-Type": "text/html"}, html.encode()


@pytest.fixture
def library(tmp_path: Path) -> Library:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "delfzijl.txt").write_text(DUTCH, encoding="utf-8")
    return Library([folder], DataFolder(tmp_path / "data"))


@pytest.fixture
def adder(library: Library) -> Adder:
    library.build(processes=1)
    return Adder(library)


def looked(adder: Adder, found: Iterable[Document | Skipped]) -> list[Looked | Skipped]:
    return [item if isinstance(item, Skipped) else adder.look(item) for item in found]


def one(adder: Adder, document: Document) -> Looked:
    found = adder.look(document)
    assert isinstance(found, Looked)
    return found


def zipped(members: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return made.getvalue()


# --------------------------------------------------------------------------------------------------------- looking


def test_a_document_is_read_before_it_is_saved(adder: Adder, library: Library) -> None:
    found = one(adder, Document("emden.txt", GERMAN.encode(), "upload"))
    (row,) = found.reading.rows
    assert (row["city"], row["capacity_gwh"], row["jobs"]) == ("Emden", 20, 1200)
    assert found.reading.document.language == "de" and found.known is None
    assert library.register.articles() == []  # looking writes nothing
    (saved,) = adder.save([found])
    assert saved.name == "emden.txt" and saved.path.read_bytes() == GERMAN.encode()
    made = library.build(processes=1)
    assert "Emden" in set(made.table["city"]) and made.fresh == 0  # it was read when it was looked at
    library.readings.forget()
    pd.testing.assert_frame_equal(library.build(processes=1).table, made.table)


def test_an_archive_gives_its_members_and_what_is_wrong_with_them(adder: Adder, tmp_path: Path) -> None:
    content = zipped({"../../emden.txt": GERMAN.encode(), "leer.txt": b"", "bild.png": b"\x89PNG", "C:\\kurz.txt": b"Zu kurz."})
    found = looked(adder, unpacked(content, "press.zip", "upload"))
    good = [item for item in found if isinstance(item, Looked)]
    bad = {item.path.rsplit("/", 1)[-1]: item.reason for item in found if isinstance(item, Skipped)}
    assert [item.document.name.rsplit("/", 1)[-1] for item in good] == ["emden.txt"]
    assert set(bad) == {"leer.txt", "bild.png", "kurz.txt"} and all(reason.endswith(".") for reason in bad.values())
    (saved,) = adder.save(good)
    inside = tmp_path / "data"
    assert saved.path.is_relative_to(inside) and saved.name == "emden.txt"
    outside = [p for p in tmp_path.rglob("*emden*")]
    assert outside == []  # the name is in the register only


def test_nothing_is_added_where_one_cannot_be(adder: Adder, library: Library, tmp_path: Path) -> None:
    found = one(adder, Document("emden.txt", GERMAN.encode(), ""))
    (tmp_path / "data" / "articles").write_text("in the way")
    with pytest.raises(Exception, match="articles"):
        adder.save([found])
    assert library.register.articles() == []


def test_pasted_text_is_called_by_its_first_words() -> None:
    document = pasted("Volkswagen baut in Emden eine Fabrik.\nMehr dazu.", title="Neue Fabrik")
    assert document.name == "pasted-neue-fabrik-volkswagen-baut-in-emden.txt"
    assert document.content.decode().startswith("Neue Fabrik\n\nVolkswagen")
    assert pasted("Volkswagen baut", "Volkswagen").content == b"Volkswagen baut\n"


@pytest.mark.parametrize(
    ("word", "address"),
    [("https://example.org/a", True), ("HTTP://EXAMPLE.ORG", True), ("www.example.org", True), ("ftp://example.org", True),
     ("article.txt", False), ("./http/a.txt", False), ("C:\\a.txt", False), ("folder/www.txt", False)],
)  # fmt: skip
def test_what_is_an_address(word: str, address: bool) -> None:
    assert is_address(word) is address


# ----------------------------------------------------------------------------------------------------- known before


def test_what_lies_in_the_folder_is_known_before_any_build(library: Library) -> None:
    adder = Adder(library)
    same = one(adder, Document("x.txt", DUTCH.encode(), ""))
    assert same.known and same.known.by == "bytes" and str(same.known) == "the same file as delfzijl.txt"
    near = one(adder, Document("x.txt", DUTCH.replace("600 banen", "700 banen").encode(), ""))
    assert near.known and near.known.by == "text" and near.known.name == "delfzijl.txt"


def test_the_same_bytes_are_known(adder: Adder) -> None:
    adder.save([one(adder, Document("emden.txt", GERMAN.encode(), ""))])
    again = one(adder, Document("other-name.txt", GERMAN.encode(), ""))
    assert again.known and again.known.by == "bytes" and again.known.name == "emden.txt"
    assert str(again.known).startswith("the same file as emden.txt, added on ")


def test_nearly_the_same_text_is_known_also_where_it_lies_in_the_folder(adder: Adder) -> None:
    changed = GERMAN.replace("Rund 1.200 Menschen", "Etwa 1.250 Leute").replace("am Dienstag", "gestern")
    first = one(adder, Document("emden.txt", GERMAN.encode(), ""))
    adder.noted(first)  # looked at before in the same go, not saved yet
    again = one(adder, Document("reprint.html", page(changed)[2], ""))
    assert again.known and again.known.by == "text" and again.known.name == "emden.txt" and again.known.share >= SAME
    short = "Freyr baut in Vaasa eine Zellfabrik für 700 Millionen Euro."
    adder.noted(one(adder, Document("short.txt", short.encode(), "")))
    assert one(adder, Document("b.txt", f"{short}\n".encode(), "")).known
    copy = one(adder, Document("copy.txt", ("Menu | Abonneren | Inloggen\n\n" + DUTCH).encode(), ""))
    assert copy.known and copy.known.name == "delfzijl.txt" and copy.known.added is None


def test_another_article_on_the_same_project_is_not_known(adder: Adder) -> None:
    adder.noted(one(adder, Document("emden.txt", GERMAN.encode(), "")))
    other = GERMAN.split("\n\n")[2].replace("20 Gigawattstunden", "30 Gigawattstunden") + (
        "\n\nDie Erweiterung war lange umstritten. Nun haben sich Land und Konzern auf einen Zeitplan verständigt, der auch "
        "den Bau einer Umgehungsstraße vorsieht; die Bauarbeiten sollen im Sommer beginnen und drei Jahre dauern.\n"
    )
    assert one(adder, Document("later.txt", other.encode(), "")).known is None
    assert all(one(adder, Document(p.name, p.read_bytes(), "")).known is None for p in TEXTS[:20])


def test_likeness_is_the_share_of_runs_in_common() -> None:
    words = [f"wort{n}" for n in range(400)]
    whole = hashes(sketch(" ".join(words)))
    assert likeness(whole, whole) == 1.0 and likeness(whole, hashes(sketch(" ".join(reversed(words))))) == 0.0
    half = hashes(sketch(" ".join(words[:200])))
    assert abs(likeness(whole, half) - 0.5) < 0.12
    assert sketch("zu kurz für einen") == b"" and likeness(hashes(b""), hashes(b"")) == 0.0


# ---------------------------------------------------------------------------------------------------- addresses, feeds


def fetcher() -> Fetcher:
    return Fetcher(spacing=0.0, allowed_hosts=["127.0.0.1"])


def test_a_page_is_added_with_its_address(adder: Adder) -> None:
    with Website({"/emden": page(GERMAN), "/emden?utm_source=x": page(GERMAN)}) as site:
        (found,) = looked(adder, documents([site.url("/emden")], fetcher()))
        assert isinstance(found, Looked) and found.reading.rows[0]["url"] == site.url("/emden")
        (saved,) = adder.save([found])
        assert saved.url == site.url("/emden") and saved.name.endswith("-emden.html")
        changed = page(DUTCH.replace("800 miljoen", "900 miljoen"))
        with_tracking = Document("b.html", changed[2], "", site.url("/emden?utm_source=x"))
        again = one(adder, with_tracking)
        assert again.known and again.known.by == "address" and again.known.share < 0.2


def test_the_charset_of_the_answer_is_kept(adder: Adder) -> None:
    html = "<html><head><title>Größe</title></head><body><p>" + GERMAN.split("\n\n")[2].replace("–", "-") + " Größe, Übermaß.</p></body></html>"
    with Website({"/": (200, {"Content-Type": "text/html; charset=iso-8859-15"}, html.encode("iso-8859-15"))}) as site:
        (found,) = looked(adder, documents([site.url("/")], fetcher()))
        assert isinstance(found, Looked) and "Größe, Übermaß" in found.article.text
        (saved,) = adder.save([found])
        assert "Größe, Übermaß".encode() in saved.path.read_bytes()


def test_a_feed_gives_its_articles(adder: Adder) -> None:
    feed = (
        '<rss version="2.0"><channel><title>x</title><item><title>Emden</title><link>/emden</link></item>'
        "<item><title>Weg</title><link>/gone</link></item>"
        f"<item><title>Hier &lt;ganz&gt;</title><description>{'Die Fabrik von Volkswagen in Emden kostet mehr. ' * 30}</description>"
        "<pubDate>Fri, 05 Jan 2024 10:00:00 +0100</pubDate></item><item><title>Nichts</title></item></channel></rss>"
    )
    routes = {"/feed.xml": (200, {"Content-Type": "application/rss+xml"}, feed.encode()), "/emden": page(GERMAN)}
    with Website(routes) as site:
        found = looked(adder, documents([site.url("/feed.xml")], fetcher()))
    names = [item.reading.document.published.isoformat() for item in found if isinstance(item, Looked) and item.reading.document.published]
    assert names == ["2024-03-12", "2024-01-05"]
    refused = [item.reason for item in found if isinstance(item, Skipped)]
    assert len(refused) == 2 and "404" in refused[0] and "no address" in refused[1]


def test_addresses_that_are_refused(adder: Adder) -> None:
    with Website({"/": page(GERMAN)}) as site:
        inside, scheme, bare, off = (
            looked(adder, documents([word], how))[0]
            for word, how in [(site.url("/"), Fetcher()), ("file:///etc/passwd", Fetcher()), ("www.", Fetcher()), (site.url("/"), None)]
        )
        assert site.asked == []
    for item, words in ((inside, "own network"), (scheme, "http"), (bare, ""), (off, "not fetched")):
        assert isinstance(item, Skipped) and words in item.reason


# ------------------------------------------------------------------------------------------------------------ the inbox


def put(library: Library, name: str, content: bytes, age: float = 60.0) -> Path:
    path = library.data.inbox / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (time.time() - age,) * 2)
    return path


def test_the_inbox_is_emptied_of_what_was_added(library: Library) -> None:
    good = put(library, "press/emden.txt", GERMAN.encode())
    known = put(library, "again.txt", GERMAN.encode())
    bad = put(library, "bad.pdf", b"%PDF-1.7 broken")
    mixed = put(library, "mixed.zip", zipped({"a.txt": TEXTS[3].read_bytes(), "b.txt": b""}))
    young = put(library, "young.txt", DUTCH.encode(), age=0.0)
    hidden = put(library, ".part.txt", DUTCH.encode())
    pipe, dead = library.data.inbox / "pipe.txt", library.data.inbox / "dead.txt"
    os.mkfifo(pipe)
    dead.symlink_to(library.data.inbox / "gone.txt")
    for path in (pipe, dead):
        os.utime(path, (time.time() - 60.0,) * 2, follow_symlinks=False)
    taken = take_inbox(library)
    assert [one.name for one in taken.added] == ["again.txt", "a.txt"]
    assert [(name, known.by) for name, known in taken.known] == [("emden.txt", "bytes")]
    reasons = {item.path.rsplit("/", 1)[-1]: item.reason for item in taken.refused}
    assert reasons.keys() == {"bad.pdf", "b.txt", "pipe.txt", "dead.txt"}
    assert "no ordinary file" in reasons["pipe.txt"] and "points to a file that is not there" in reasons["dead.txt"]
    assert not good.exists() and not known.exists()
    assert bad.exists() and not mixed.exists() and young.exists() and hidden.exists()
    assert (library.data.inbox / "taken" / "press" / "emden.txt").read_bytes() == GERMAN.encode()
    again = take_inbox(library)
    assert not again.added and [item.path.rsplit("/", 1)[-1] for item in again.refused] == ["bad.pdf", "dead.txt", "pipe.txt"]
    library.register.remove("a.txt")
    assert not take_inbox(library).added


def test_an_inbox_file_of_a_name_that_was_taken_before(library: Library) -> None:
    put(library, "emden.txt", GERMAN.encode())
    take_inbox(library)
    put(library, "emden.txt", TEXTS[4].read_bytes())
    take_inbox(library)
    assert {p.name for p in (library.data.inbox / "taken").iterdir()} == {"emden.txt", "emden-2.txt"}
    assert {a.name for a in library.register.articles()} == {"emden.txt", "emden-2.txt"}


# ------------------------------------------------------------------------------------------------------ the command line


def run(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
    text = more.pop("stdin", None)
    return subprocess.run([sys.executable, "-m", "core", *words], cwd=ROOT, capture_output=True, text=True, timeout=120,
                          env={**os.environ, **more}, input=text)  # fmt: skip


def test_add_build_changes_and_remove(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "delfzijl.txt").write_text(DUTCH, encoding="utf-8")
    places = {"GIGALEDGER_ARTICLES": str(folder), "GIGALEDGER_DATA": str(tmp_path / "data")}
    assert run("build", **places).returncode == 0
    time.sleep(1.1)
    moment = time.strftime("%Y-%m-%dT%H:%M:%S")
    (tmp_path / "emden.txt").write_text(GERMAN, encoding="utf-8")
    looked_at = run("add", "--look", str(tmp_path / "emden.txt"), **places)
    assert "new: emden.txt (1 report: Volkswagen" in looked_at.stdout and looked_at.returncode == 0
    done = run("add", str(tmp_path / "emden.txt"), str(tmp_path / "nowhere.txt"), "-", stdin=DUTCH, **places)
    assert done.returncode == 0, done.stderr
    assert "added: emden.txt (1 report" in done.stdout and "known: pasted-" in done.stdout
    assert "nowhere.txt: There is no such file" in done.stderr and "1 article added, 1 known already, 1 refused." in done.stdout
    table = pd.read_parquet(tmp_path / "data" / "table.parquet")
    assert set(table["city"]) == {"Emden", "Delfzijl"}
    news = run("changes", "--since", moment, "--out", str(tmp_path / "changes.csv"), **places)
    assert news.returncode == 0, news.stderr
    assert "Emden: new project" in news.stdout and "Delfzijl" not in news.stdout and "1 article then, 2 articles now" in news.stderr
    assert "Emden" in (tmp_path / "changes.csv").read_text(encoding="utf-8-sig")
    assert "1 article removed" in run("remove", "emden.txt", **places).stdout
    assert run("remove", "emden.txt", **places).returncode == 1
    assert run("build", **places).returncode == 0
    assert set(pd.read_parquet(tmp_path / "data" / "table.parquet")["city"]) == {"Delfzijl"}


def test_bytes_that_are_no_text_come_through_standard_input(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "core", "add", "-"], cwd=ROOT, input=GERMAN.replace("–", "-").encode("latin-1"),
                          capture_output=True, env={**os.environ, "GIGALEDGER_ARTICLES": str(tmp_path)}, timeout=100)  # fmt: skip
    assert done.returncode == 0 and b"added: pasted-nordzelle" in done.stdout, done.stderr
    done = subprocess.run([sys.executable, "-m", "core", "add", "-"], cwd=ROOT, input=b"\x00\xff" * 99, capture_output=True, timeout=100)
    assert done.returncode == 1 and b"Traceback" not in done.stderr and b"not added" in done.stderr


def test_wrong_words_are_said(tmp_path: Path) -> None:
    assert run("changes", "--since", "0001-01-01").returncode == 2
    assert run("add").returncode == 2 and run("changes", "--since", "soon").returncode == 2
    assert run("build", "seeds").returncode == 2
    done = run("build", "seeds", "--out", str(tmp_path / "t.parquet"), "--translate", "babelfish")
    assert done.returncode == 1 and "babelfish" in done.stderr and "Traceback" not in done.stderr
    done = run("build", "seeds", "--out", str(tmp_path / "t.parquet"), "--translate", "deepl", DEEPL_API_KEY="")
    assert done.returncode == 1 and "DEEPL_API_KEY" in done.stderr


def test_a_file_of_100_megabytes_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "large.txt").open("wb") as file:
        file.truncate(100_000_000)
    done = run("add", str(tmp_path / "large.txt"))
    assert done.returncode == 1 and "100.0 MB" in done.stderr and "0 articles added" in done.stdout


def test_an_engine_puts_it_into_english_once(tmp_path: Path) -> None:
    (tmp_path / "delfzijl.txt").write_text(DUTCH, encoding="utf-8")
    (tmp_path / "none").mkdir()
    with serving() as service:
        places = {"GIGALEDGER_ARTICLES": str(tmp_path / "none"), "GIGALEDGER_DATA": str(tmp_path / "data"),
                  "LIBRETRANSLATE_URL": service.url, "GIGALEDGER_TRANSLATE": "libretranslate"}  # fmt: skip
        done = run("add", str(tmp_path / "delfzijl.txt"), **places)
        assert done.returncode == 0, done.stderr
        assert "Translated by libretranslate" in done.stderr and "Whole texts: Translated by libretranslate" in done.stderr
        row = pd.read_parquet(tmp_path / "data" / "table.parquet").iloc[0]
        assert row["english_by"] == "libretranslate"
        quotes = {e["column"]: e["quote_en"] for e in row["evidence"]}
        assert "800 million euros" in quotes["investments"] and "600 jobs" in quotes["jobs"]
        sent = [text for asked in service.asked for text in asked.texts]
        assert len(sent) == len(set(sent)) and any("DELFZIJL" in text for text in sent)
        again = run("build", **places)
        assert again.returncode == 0, again.stderr
        assert [text for asked in service.asked for text in asked.texts] == sent  # nothing is sent twice
        more = tmp_path / "emden.txt"
        more.write_text(GERMAN, encoding="utf-8")
        service.next = ["ok", "cut", "cut", "cut", "cut", "cut", "cut"]  # the rows get through, the whole text does not
        assert run("add", str(more), **places).returncode == 0
        service.next, asked = [], len(service.asked)
        healed = run("build", **places)
        assert "Whole texts: Translated" in healed.stderr and len(service.asked) > asked, healed.stderr
        assert run("build", **places).stderr.count("Whole texts") == 0
    off = run("build", **{**places, "GIGALEDGER_TRANSLATE": "off"})
    assert off.returncode == 0
    assert pd.read_parquet(tmp_path / "data" / "table.parquet").iloc[0]["english_by"] == "facts"
    gone = run("build", **places)  # the service is not there any more; what it said is
    assert gone.returncode == 0, gone.stderr
    assert pd.read_parquet(tmp_path / "data" / "table.parquet").iloc[0]["english_by"] == "libretranslate"
