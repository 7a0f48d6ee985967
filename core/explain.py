"""What was found in one article, for a person: facts with words, offsets and rule; cuts; what was not taken."""

from __future__ import annotations

import re
from collections import Counter

from core.findings import not_taken
from core.lexicon import settings
from core.reading import Reading

_BOLD, _DIM, _PLAIN = "\033[1m", "\033[2m", "\033[0m"
_SHORT = 110


def explain(reading: Reading, colour: bool = False) -> str:
    """The text of ``python -m core explain``. colour: mark headings with terminal codes."""
    document = reading.document
    bold, dim, plain = (_BOLD, _DIM, _PLAIN) if colour else ("", "", "")
    text = document.article.text

    def words(start: int, end: int) -> str:
        flat = re.sub(r"\s+", " ", text[start:end]).strip()
        return flat if len(flat) <= _SHORT else flat[: _SHORT - 1] + "…"

    name = settings(document.language).get("name", document.language)
    published = document.published.isoformat() if document.published else "not given"
    lines = [f"{bold}{document.article.path}{plain}", f"language {name} · published {published}"]
    if document.published_precision in ("month", "year"):
        lines[-1] += f" (precise to the {document.published_precision})"
    if reading.reason:
        lines.append(f"No row: {reading.reason}.")
    for row in reading.rows:
        lines += ["", f"{bold}{row['report_id']}  {row['project']}{plain}", f"  {row['summary_en']}"]
        for item in row["evidence"]:
            value = item["value"]
            if isinstance(value, dict):
                value = ", ".join(f"{k}={v}" for k, v in value.items() if v not in (None, [], "none"))
            sure = "" if item["confidence"] is None else f", {item['confidence']:.0%} sure"
            lines.append(f"  {item['column']:18} {value}")
            lines.append(
                f"  {'':18} {dim}“{words(item['start'], item['end'])}” at {item['start']}–{item['end']}, "
                f"rule {item['rule']}{sure}{plain}"
            )
            lines.append(f"  {'':18} {dim}in: {words(*_sentence(reading, item['start']))}{plain}")
    refused = not_taken(reading)
    if refused:
        lines += ["", f"{bold}Looks like a fact and was not taken{plain}"]
        for item in refused:
            lines.append(f"  {item.column:18} “{words(item.start, item.end)}” at {item.start}–{item.end}: {item.reason}")
    if document.cuts:
        lines += ["", f"{bold}Cut as page furniture{plain}"]
        for cut in document.cuts:
            lines.append(f"  {cut.start:6}–{cut.end:<6} {cut.rule:24} {words(cut.start, cut.end)}")
        counts = Counter(cut.rule for cut in document.cuts)
        lines.append("  " + ", ".join(f"{rule} {n}" for rule, n in sorted(counts.items())))
    return "\n".join(lines)


def _sentence(reading: Reading, offset: int) -> tuple[int, int]:
    for sentence in reading.document.sentences:
        if sentence.start <= offset < sentence.end:
            return sentence.start, sentence.end
    return offset, offset
