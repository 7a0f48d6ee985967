"""An article's text with the facts marked by kind: by colour, by the line beneath and by a small word after it."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable
from typing import Any

from core.findings import KINDS, Mark
from core.models import Cut
from interface.passages import fact_name, value_words

# Ground, and the line beneath. Ink is dark on every ground, in both themes.
_LOOKS = {
    "amount": ("#FFD666", "solid"),
    "capacity": ("#A8DDB5", "double"),
    "jobs": ("#F7B6C8", "dashed"),
    "date": ("#D9C8F0", "dotted"),
    "company": ("#AECFEB", "solid"),
    "place": ("#FFC9A3", "dashed"),
    "status": ("#C9E265", "double"),
    "subject": ("#DDE2E6", "dotted"),
}
STYLE = (
    "<style>.gm mark{color:#1B2730;border-radius:2px;padding:0 2px;border-bottom:3px solid #1B2730}"
    ".gm mark::after{content:attr(data-kind);font-size:.68em;font-weight:600;margin-left:.3em;vertical-align:.1em;"
    "text-transform:uppercase;letter-spacing:.03em;opacity:.8}"
    ".gm .text{white-space:pre-wrap;overflow-wrap:anywhere;line-height:1.75;max-width:46rem}"
    ".gm .cut{opacity:.55;font-size:.9em}"
    ".gm .legend{display:flex;flex-wrap:wrap;gap:.35rem .9rem;font-size:.85rem;margin-bottom:.6rem}"
    + "".join(
        f".gm mark.{kind}{{background:{ground};border-bottom-style:{line}}}" for kind, (ground, line) in _LOOKS.items()
    )
    + "</style>"
)


def legend(kinds: Iterable[str]) -> str:
    """HTML: each kind that occurs as it is marked, and what it means."""
    seen = set(kinds)
    items = [
        f'<span><mark class="{kind}" data-kind="{kind}">&nbsp;</mark> {html.escape(meaning)}</span>'
        for kind, meaning in KINDS.items()
        if kind in seen
    ]
    return f'<div class="legend">{"".join(items)}</div>'


def marked_text(text: str, marks: list[Mark], cuts: Iterable[Cut], language: str) -> str:
    """HTML of the text with its facts marked; what was cut as page furniture is left out, with “[…]” in its place."""
    parts, at = [], 0
    gaps = _gaps(cuts)
    stretches = [*((m.start, m.end, m) for m in marks), *((start, end, None) for start, end in gaps)]
    for start, end, mark in sorted(stretches, key=lambda s: s[:2]):
        if start < at:
            continue
        parts.append(html.escape(text[at:start]))
        if mark is None:
            parts.append('<span class="cut">[…]</span>' if text[start:end].strip() else text[start:end])
        else:
            parts.append(marked(text[start:end], mark))
        at = end
    parts.append(html.escape(text[at:]))
    body = "".join(parts).strip()
    tag = html.escape(language or "und", quote=True)
    return f'{STYLE}<div class="gm">{legend(m.kind for m in marks)}<div class="text" lang="{tag}">{body}</div></div>'


def marked(words: str, mark: Mark) -> str:
    """HTML of a fact's words; what was read in them stands in the tooltip."""
    told = "; ".join(dict.fromkeys(f"{fact_name(c, as_text(v))}: {value_words(c, as_text(v))}" for c, v in mark.facts))
    return (
        f'<mark class="{mark.kind}" data-kind="{mark.kind}" title="{html.escape(told, quote=True)}">{html.escape(words)}</mark>'
    )


def as_text(value: Any) -> str | None:
    """A value as the evidence of a table holds it."""
    return value if value is None or isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def _gaps(cuts: Iterable[Cut]) -> list[tuple[int, int]]:
    """The cut stretches, those that touch or overlap made one."""
    merged: list[tuple[int, int]] = []
    for cut in sorted(cuts):
        if merged and cut.start <= merged[-1][1] + 2:
            merged[-1] = merged[-1][0], max(merged[-1][1], cut.end)
        else:
            merged.append((cut.start, cut.end))
    return merged
