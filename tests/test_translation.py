"""Translation: engines over real HTTP on loopback, the run, rows and full texts. The cache: tests/test_translation_cache.py."""

from __future__ import annotations

import logging
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

import pytest
from libretranslate_server import Service, in_english, serving

from core.articles import read_file
from core.reading import read_one
from core.translation.auto import Probe, available
from core.translation.beside import beside, texts_of
from core.translation.cache import Cache
from core.translation.engines import CHOICES, Engine, engine
from core.translation.faults import Garbled, NotReady, RateLimited, Rejected, TranslationFault, Unreachable
from core.translation.rows import apply, by_text, requests_of
from core.translation.service import translate_document, translate_rows
from core.translation.translator import Translator, plain

ROOT = Path(__file__).parent.parent
SEED = sorted((ROOT / "seeds").glob("*.txt"))[0]
KEY = "sk-Very-Secret-0123456789"
KEYS = {"LIBRETRANSLATE_API_KEY": KEY, "DEEPL_API_KEY": KEY + ":fx", "MICROSOFT_API_KEY": KEY, "MICROSOFT_REGION": "westeurope"}
PATHS = {"google": "/m", "mymemory": "/get", "libretranslate": "", "deepl": "/v2/", "microsoft": "/microsoft"}


@pytest.fixture
def service() -> Iterator[Service]:
    with serving() as running:
        yield running


def libre(service: Service, seconds: float = 5.0) -> Engine:
    return engine("libretranslate", {"LIBRETRANSLATE_URL": service.url}, seconds=seconds)


def sentences(count: int, first: int = 0) -> list[tuple[str, str]]:
    return [(f"De fabriek nummer {n} kost 2,5 miljard euro.", "nl") for n in range(first, first + count)]


# ------------------------------------------------------------------------------------------------------------ the run


def test_texts_come_back_in_order_each_asked_once_in_batches(service: Service, tmp_path: Path) -> None:
    texts = sentences(60) + sentences(60)
    seen: list[tuple[int, int]] = []
    with Cache(tmp_path / "t.db") as cache:
        run = Translator("libretranslate", libre(service), cache, progress=lambda done, total: seen.append((done, total)))
        made = run.translate(texts)
        assert [m.english for m in made] == [in_english(text) for text, _ in texts]
        assert made[0].engine == "libretranslate" and not made[0].from_cache and made[0].lost == ()
        asked = [text for request in service.asked for text in request.texts]
        assert asked == [text for text, _ in sentences(60)] and len(service.asked) == 3
        assert seen[-1][0] == seen[-1][1] == run.summary.characters == sum(len(t) for t, _ in sentences(60))
        again = Translator("libretranslate", libre(service), cache).translate(texts)
    assert len(service.asked) == 3 and all(m.from_cache for m in again)
    assert [m.english for m in again] == [m.english for m in made]


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        ("500", "fault of its own"), ("cut", "cut the connection"), ("garbage", "other than JSON"), ("html", "other than JSON"),
        ("fewer", "another number"), ("empty", "without a text"), ("echo", "back as they were"), ("slow", "within 0.2 seconds"),
        ("trickle", "within 0.2 seconds"), ("403", "key is wrong"), ("404", "no translation service"), ("moved", "no translation service"),
        ("429 3600", "fewer requests"), ("429", "fewer requests"),
    ],
)  # fmt: skip
def test_a_failing_engine_costs_its_translations_and_little_time(service: Service, tmp_path: Path, how: str, reason: str) -> None:
    service.always = how
    begun = time.monotonic()
    with Cache(tmp_path / "t.db") as cache:
        run = Translator("libretranslate", libre(service, 0.2), cache, patience=0.5)
        made = run.translate(sentences(100))
        assert [m.english for m in made] == [None] * 100
        assert run.summary.failed == 100 and any(reason in told for told in run.summary.sentences()), run.summary
        assert time.monotonic() - begun < 4.0
        assert len(service.asked) < 15
        service.always = "ok"  # nothing of it was kept
        assert Translator("libretranslate", libre(service), cache).translate(sentences(1))[0].english is not None


def test_a_service_that_is_not_there() -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))  # taken, but nobody listens
        gone = engine("libretranslate", {"LIBRETRANSLATE_URL": f"http://127.0.0.1:{held.getsockname()[1]}"})
        run = Translator("libretranslate", gone, patience=2.0)
        assert [m.english for m in run.translate(sentences(3))] == [None] * 3
    assert "cannot be reached" in str(run.summary.reasons)


@pytest.mark.parametrize("how", ["429", "429 0", "429 1", "500", "cut"])
def test_one_fault_is_waited_for_and_mended(service: Service, how: str) -> None:
    service.next = [how]
    begun = time.monotonic()
    run = Translator("libretranslate", libre(service))
    assert [m.english for m in run.translate(sentences(2))] == [in_english(t) for t, _ in sentences(2)]
    assert len(service.asked) == 2 and run.summary.failed == 0
    assert time.monotonic() - begun >= (1.0 if how == "429 1" else 0.19 if how != "429 0" else 0)


def test_a_server_that_takes_few_texts_gets_few(service: Service) -> None:
    service.takes = 4
    run = Translator("libretranslate", libre(service))
    assert all(m.english for m in run.translate(sentences(40)))
    assert max(len(request.texts) for request in service.asked[4:]) <= 4
    assert run.summary.failed == 0 and run.summary.reasons == []


def test_one_text_that_breaks_the_server_costs_only_itself(service: Service) -> None:
    service.poison = "nummer 3 "
    made = Translator("libretranslate", libre(service)).translate(sentences(8))
    assert [n for n, m in enumerate(made) if m.english is None] == [3]


def test_the_engine_is_dropped_after_failures_in_a_row_and_what_came_before_stays(service: Service) -> None:
    service.next = ["ok"]
    service.always = "500"
    made = Translator("libretranslate", libre(service)).translate(sentences(200))
    assert [m.english is not None for m in made] == [True] * 25 + [False] * 175
    assert len(service.asked) == 1 + 3 * 2


def test_the_budget_ends_a_run_and_the_next_goes_on_there(service: Service, tmp_path: Path) -> None:
    texts = sentences(50)
    size = len(texts[0][0])
    with Cache(tmp_path / "t.db") as cache:
        run = Translator("libretranslate", libre(service), cache, budget=20 * size + 5)
        first = run.translate(texts)
        sent = sum(len(t) for request in service.asked for t in request.texts)
        assert sent == run.summary.characters <= 20 * size + 5 < sent + size
        done = sum(m.english is not None for m in first)
        assert run.summary.over_budget == 50 - done > 0 and [m.english is None for m in first] == [False] * done + [True] * (50 - done)
        assert run.translate(sentences(1, 900))[0].english is None  # one budget for the whole run
        second = Translator("libretranslate", libre(service), cache).translate(texts)
    assert all(m.english for m in second) and sum(m.from_cache for m in second) == done


def test_time_may_end_a_run_too(service: Service) -> None:
    run = Translator("libretranslate", libre(service), most_seconds=0.0)
    assert run.translate(sentences(5))[0].english is None and not service.asked
    assert "time for translating" in str(run.summary.reasons)


def test_what_has_no_letter_and_what_is_too_long_is_not_sent(service: Service) -> None:
    made = Translator("libretranslate", libre(service)).translate([("2025 – 45 %", "nl"), ("De fabriek " * 400, "nl"), ("", "nl")])
    assert [m.english for m in made] == ["2025 – 45 %", None, None] and not service.asked


def test_a_sentence_is_sent_without_markup() -> None:
    assert plain("De <b>fabriek</b>\n kost <a href='x'>2&nbsp;miljard</a>.<br>") == "De fabriek kost 2 miljard ."
    assert plain("Een **nieuwe** [fabriek](https://example.org/a) in A & B") == "Een nieuwe fabriek in A & B"
    assert plain("a < b en c > d") == "a < b en c > d"


# -------------------------------------------------------------------------------------------------------- the engines


def made_engine(name: str, service: Service, seconds: float = 2.0) -> Engine:
    keys = {**KEYS, "LIBRETRANSLATE_URL": service.url}
    return engine(name, keys, seconds, service.url + PATHS[name])


@pytest.mark.parametrize("name", list(PATHS))
def test_every_engine_speaks_to_its_service(service: Service, name: str) -> None:
    texts = sentences(3)
    run = Translator(name, made_engine(name, service))
    service.translate = lambda text: "\n".join(map(in_english, text.split("\n")))
    assert [m.english for m in run.translate(texts)] == [in_english(t) for t, _ in texts], run.summary
    assert len(service.asked) == (3 if name == "mymemory" else 1)
    sent = service.asked[0]
    assert KEY not in sent.path
    if name in ("deepl", "microsoft", "libretranslate"):
        assert KEY in str(sent.headers) + sent.body
    if name == "mymemory":
        assert "langpair=nl-NL%7Cen-GB" in sent.path


def test_google_joining_lines_is_noticed(service: Service) -> None:
    service.translate = lambda text: in_english(text.replace("\n", " "))
    made = Translator("google", made_engine("google", service)).translate(sentences(3))
    assert [m.english for m in made] == [in_english(t) for t, _ in sentences(3)]


@pytest.mark.parametrize("how", ["warning", "status"])
def test_mymemory_telling_of_a_fault_in_place_of_a_translation(service: Service, tmp_path: Path, how: str) -> None:
    service.always = how
    with Cache(tmp_path / "t.db") as cache:
        assert Translator("mymemory", made_engine("mymemory", service), cache).translate(sentences(3))[0].english is None
        assert len(service.asked) == 1
        assert Translator("mymemory", None, cache).translate(sentences(3))[0].english is None


@pytest.mark.parametrize(
    ("how", "fault"),
    [("ok", None), ("429 7", RateLimited), ("500", Unreachable), ("403", Rejected), ("garbage", Garbled), ("cut", Unreachable),
     ("html", Garbled), ("slow", Unreachable), ("moved", Rejected), ("400", Garbled), ("fewer", Garbled)],
)  # fmt: skip
@pytest.mark.parametrize("name", ["libretranslate", "deepl", "microsoft"])
def test_a_key_shows_nowhere(
    service: Service, tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str], name: str,
    how: str, fault: type[TranslationFault] | None,
) -> None:  # fmt: skip
    caplog.set_level(logging.DEBUG)
    service.always = how
    made = made_engine(name, service, 0.15)
    told = [repr(made), str(made)]
    caught: BaseException | None = None
    try:
        made.translate(["De fabriek kost 2,5 miljard euro."], "nl")
    except TranslationFault as raised:
        caught = raised
    assert type(caught) is (fault or type(None))
    if isinstance(caught, RateLimited):
        assert caught.after == 7.0
    while caught is not None:
        told += [str(caught), repr(caught), repr(caught.__dict__)]
        caught = caught.__cause__ or caught.__context__
    with Cache(tmp_path / "t.db") as cache:
        run = Translator(name, made, cache, patience=0.1)
        run.translate(sentences(2))
        told += [repr(run.summary), *run.summary.sentences(), caplog.text, *capfd.readouterr()]
        told += [file.read_bytes().decode("latin-1") for file in tmp_path.iterdir()]
    assert service.asked and not [text for text in told if KEY in text]


def test_a_missing_key_or_package_is_said_and_asks_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DEEPL_API_KEY", "MICROSOFT_API_KEY", "LIBRETRANSLATE_URL"):
        monkeypatch.delenv(name, raising=False)
    for name, word in [("deepl", "DEEPL_API_KEY"), ("microsoft", "MICROSOFT_API_KEY"), ("libretranslate", "LIBRETRANSLATE_URL"), ("bing", "google")]:
        with pytest.raises(NotReady, match=word):
            engine(name)
    for address in ("localhost:5000", "ftp://a", "http://[::1", "http://"):
        with pytest.raises(NotReady, match="no web address"):
            engine("libretranslate", {"LIBRETRANSLATE_URL": address})
    monkeypatch.setenv("DEEPL_API_KEY", KEY)
    assert engine("deepl").limits.name == "deepl"
    assert set(CHOICES) == {"auto", "google", "mymemory", "libretranslate", "deepl", "microsoft", "argos", "off"}


@pytest.mark.skipif("argostranslate" in sys.modules, reason="Argos is loaded")
def test_argos_says_how_it_is_installed() -> None:
    from importlib.util import find_spec

    if find_spec("argostranslate"):
        pytest.skip("Argos is installed")
    with pytest.raises(NotReady, match=r"pip install -r requirements-argos\.txt"):
        engine("argos")


def test_others_who_use_deep_translator_are_left_alone(service: Service) -> None:
    import deep_translator.google
    import requests

    made_engine("google", service).translate(["De fabriek"], "nl")
    assert isinstance(deep_translator.google.requests.get(service.url + "/m?q=a"), requests.Response)


# --------------------------------------------------------------------------------------------------------------- auto


def keyless(service: Service, port: int | None = None) -> Probe:
    return Probe(0.5, lambda seconds: engine("google", None, seconds, service.url + "/m"), ("127.0.0.1", port or service.port))


def test_the_keyless_engine_is_used_where_it_answers(service: Service) -> None:
    found = keyless(service).start().engine(wait=5.0)
    assert found is not None and found.limits.name == "google"
    service.always = "html"
    assert keyless(service).engine(wait=5.0) is None


def test_nobody_waits_for_an_engine_that_does_not_answer(service: Service) -> None:
    service.always = "slow"
    begun = time.monotonic()
    probe = keyless(service).start()
    assert probe.engine(wait=0.05) is None
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        assert keyless(service, held.getsockname()[1]).engine(wait=2.0) is None
    available(timeout=0.05)  # with a network it may answer; it must not take longer
    assert time.monotonic() - begun < 1.0


def test_offline_the_cache_of_the_keyless_engine_is_used(service: Service, tmp_path: Path) -> None:
    rows = read_one(read_file(SEED)).rows
    made, summary = translate_rows(rows, "auto", tmp_path / "t.db", probe=keyless(service).start() if keyless(service).engine(5.0) else None)
    with serving() as gone:
        gone.always = "500"
        offline, told = translate_rows(rows, "auto", tmp_path / "t.db", probe=keyless(gone))
        assert offline == made and made[0]["english_by"] == "google"
        assert told.translated == 0 and told.cached == summary.translated > 0 and "No translation engine answered" in str(told.reasons)
        bare, told = translate_rows(rows, "auto", tmp_path / "none.db", probe=keyless(gone))
        assert bare == rows and told.failed and not (tmp_path / "none.db").exists()


def test_nothing_heavy_is_loaded_before_an_engine_is_asked() -> None:
    code = (
        "import sys; from core.translation.service import translate_rows; from core.translation.auto import Probe\n"
        "Probe(0.1, host=('127.0.0.1', 9)).engine(0.5); translate_rows([], 'off')\n"
        "sys.exit(str({'requests', 'deep_translator', 'tenacity', 'bs4', 'pandas', 'argostranslate'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.stderr.strip() == "set()"


# ------------------------------------------------------------------------------------------------------ rows and texts


def test_rows_get_the_engines_english_and_stay_as_they_were(service: Service, tmp_path: Path) -> None:
    rows = read_one(read_file(SEED)).rows
    before = deepcopy(rows)
    made, summary = translate_rows(rows, "libretranslate", tmp_path / "t.db", keys={"LIBRETRANSLATE_URL": service.url})
    assert rows == before and summary.translated == len(requests_of(rows))
    row, facts = made[0], rows[0]
    assert row["english_by"] == "libretranslate" and row["headline_en"] == in_english(plain(facts["headline"]))
    assert row["summary_en"] == facts["summary_en"]
    for entry, was in zip(row["evidence"], facts["evidence"], strict=True):
        assert entry["quote_en"] == in_english(plain(was["quote"])) != was["quote_en"]
        assert {**entry, "quote_en": was["quote_en"]} == was
    assert translate_rows(rows, "off", tmp_path / "t.db")[0] == before


def test_a_sentence_that_lost_something_keeps_the_facts_english_and_says_so(service: Service, tmp_path: Path) -> None:
    rows = read_one(read_file(SEED)).rows
    service.always = "drop"
    made, summary = translate_rows(rows, "libretranslate", tmp_path / "t.db", keys={"LIBRETRANSLATE_URL": service.url})
    by_column = {e["column"]: e["quote_en"] for e in made[0]["evidence"]}
    assert by_column["jobs"] == "Jobs: 1,400. (written from the facts: the translation lost 1,400)"
    assert by_column["construction_start"].endswith("the translation lost 2025)")
    assert made[0]["headline_en"] == in_english(plain(rows[0]["headline"])) and summary.marked >= 3  # no number in it
    everything = Translator("libretranslate", None, Cache(tmp_path / "t.db")).translate(requests_of(rows))
    only_lost = by_text(t for t in everything if t.lost)
    assert {row["english_by"] for row in apply(rows, only_lost)} == {"facts"}


def test_an_engine_that_cannot_be_used_leaves_the_facts_english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DEEPL_API_KEY", raising=False)
    rows = read_one(read_file(SEED)).rows
    made, summary = translate_rows(rows, "deepl", tmp_path / "t.db")
    assert made == rows and "DEEPL_API_KEY" in " ".join(summary.sentences()) and not (tmp_path / "t.db").exists()


def test_every_sentence_of_an_article_stands_beside_its_english(service: Service, tmp_path: Path) -> None:
    document = read_one(read_file(SEED)).document
    made, summary = translate_document(document, "libretranslate", tmp_path / "t.db", keys={"LIBRETRANSLATE_URL": service.url})
    assert len(made) == len(document.sentences) and summary.failed == 0
    for sentence, pair in zip(document.sentences, made, strict=True):
        assert document.article.text[pair.start : pair.end] == pair.original and (pair.start, pair.end) == sentence[:2]
        assert pair.english == in_english(plain(pair.original)) and pair.engine == "libretranslate"
    assert {e for _, _, _, e, _, _ in beside(document, {})} == {None}
    asked = len(service.asked)
    translate_rows(read_one(read_file(SEED)).rows, "libretranslate", tmp_path / "t.db", keys={"LIBRETRANSLATE_URL": service.url})
    assert len(service.asked) == asked and texts_of(document)  # the rows' sentences are the text's: translated once
