"""make bench: articles per second and peak memory over the test corpus varied to 2,000 articles, one process;
the stages apart; the command with one and with two processes; and the seconds from `make run` to the first page."""

from __future__ import annotations

import random
import re
import resource
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
ARTICLES = 2000
_SENTENCE = re.compile(r"[^.!?\n]{20,}")
_LONG_WORD = re.compile(r"(?<=\b[a-zäöüß])[a-zäöüß]{3,}(?=[a-zäöüß]\b)")  # without its first and last letter


def varied(text: str, number: int) -> str:
    """The text with a letter changed in one long word of each sentence; the same for the same number.

    New articles hold words that nobody has met, about one in twenty as here, and hardly any sentence twice: so what a
    program remembers of words helps as much as it does there, and what it remembered of sentences would hardly help.
    """
    dice = random.Random(number)

    def change(match: re.Match[str]) -> str:
        sentence = match[0]
        words = [word.span() for word in _LONG_WORD.finditer(sentence)]
        if not words:
            return sentence
        at = dice.randrange(*dice.choice(words))
        return sentence[:at] + dice.choice("aeiou") + sentence[at + 1 :]

    return _SENTENCE.sub(change, text)


def corpus(folder: Path) -> list[Path]:
    """The test articles, and varied copies of them under new names until there are ARTICLES of them."""
    sources = sorted((ROOT / "tests" / "gold" / "text").glob("*.txt")) + sorted((ROOT / "seeds").glob("*.txt"))
    made = []
    for number in range(ARTICLES):
        source = sources[number % len(sources)]
        text = source.read_text(encoding="utf-8")
        made.append(folder / f"{number:05d}-{source.name}")
        made[-1].write_text(varied(text, number) if number >= len(sources) else text, encoding="utf-8")
    return made


def stages(paths: list[Path]) -> None:
    """CPU seconds of each stage, over the same articles."""
    from core.analysis import analyse
    from core.articles import read_file
    from core.facts import find_facts
    from core.lexicon import languages
    from core.reports import find_projects
    from core.rows import rows_of
    from core.table import frame
    from core.text import read

    spent: dict[str, float] = {}

    def clock(name: str, started: float) -> float:
        now = time.process_time()
        spent[name] = spent.get(name, 0.0) + now - started
        return now

    rows = []
    for path in paths:
        t = time.process_time()
        article = read_file(path)
        t = clock("decode", t)
        document = read(article)
        t = clock("body, language, sentences", t)
        if document.language not in languages():
            continue
        analysis = analyse(document)
        t = clock("cues, names, quantities", t)
        facts, _ = find_facts(analysis)
        t = clock("facts", t)
        projects = find_projects(analysis, facts)
        t = clock("reports", t)
        rows.extend(rows_of(analysis, projects))
        clock("rows and English", t)
    t = time.process_time()
    frame(rows)
    clock("table", t)
    for name, seconds in spent.items():
        print(f"  {name:28} {1000 * seconds / len(paths):6.3f} ms an article")


def command(folder: Path, processes: int) -> float:
    """Wall seconds of the command over the folder, from the start of the interpreter to the written table."""
    with tempfile.TemporaryDirectory() as name:
        words = ["build", str(folder), "--out", str(Path(name, "table.parquet")), "--processes", str(processes), "--from-scratch"]
        started = time.perf_counter()
        subprocess.run([sys.executable, "-m", "core", *words], cwd=ROOT, check=True, capture_output=True)
        return time.perf_counter() - started


def first_page() -> float:
    """Seconds from starting the dashboard to a first answer with the page."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    started = time.perf_counter()
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "dashboard.py"), "--server.port", str(port)]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while time.perf_counter() - started < 60:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=1) as answer:
                    if answer.status == 200:
                        return time.perf_counter() - started
            except OSError:
                time.sleep(0.05)
        raise SystemExit("the dashboard did not answer within 60 s")
    finally:
        server.terminate()
        server.wait(10)


def main() -> None:
    from core import build

    with tempfile.TemporaryDirectory() as name:
        paths = corpus(Path(name))
        build(paths[:60], processes=1)  # load data and compile patterns once
        started = time.process_time()
        result = build(Path(name), processes=1)
        seconds = time.process_time() - started
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{len(result.articles)} articles, {len(result.table)} rows: "
            f"{len(result.articles) / seconds:.0f} articles per second and core, peak memory {peak:.0f} MB"
        )
        stages(paths[:500])
        one, two = command(Path(name), 1), command(Path(name), 2)
        print(f"the command: {one:.1f} s with one process, {two:.1f} s with two, a ratio of {two / one:.2f}")
    print(f"dashboard answers after {first_page():.1f} s")


if __name__ == "__main__":
    main()
