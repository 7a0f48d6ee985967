"""The legend of a chart that has signs of its own, as HTML that wraps on a phone."""

from __future__ import annotations

import html

from core.charts import Chart

# Grounds by Plotly's names of patterns; {c}: the colour.
_GROUNDS = {
    "": "{c}",
    "pale": "color-mix(in srgb, {c} 14%, transparent)",
    ".": "radial-gradient({c} 1.4px, transparent 1.6px) 0 0 / 5px 5px",
    "|": "repeating-linear-gradient(90deg, {c} 0 2px, transparent 2px 5px)",
    "-": "repeating-linear-gradient(0deg, {c} 0 2px, transparent 2px 5px)",
    "/": "repeating-linear-gradient(135deg, {c} 0 2px, transparent 2px 5px)",
    "x": "repeating-linear-gradient(45deg, {c} 0 1.5px, transparent 1.5px 5px),"
    "repeating-linear-gradient(135deg, {c} 0 1.5px, transparent 1.5px 5px)",
    "+": "repeating-linear-gradient(0deg, {c} 0 1.5px, transparent 1.5px 5px),"
    "repeating-linear-gradient(90deg, {c} 0 1.5px, transparent 1.5px 5px)",
}


def signs(chart: Chart) -> str:
    """HTML of ``Chart.signs``: each as it is drawn, and what it means."""
    items = []
    for look, colour, words in chart.signs:
        if look in _GROUNDS:
            ground = _GROUNDS[look].format(c=colour)
            box = f"display:inline-block;width:18px;height:14px;border:1.5px solid {colour};background:{ground}"
            mark = f'<span style="{box}"></span>'
        else:
            mark = f'<span style="color:{colour};font-size:1.05rem;line-height:1" aria-hidden="true">{html.escape(look)}</span>'
        items.append(f'<span style="display:inline-flex;align-items:center;gap:6px">{mark}{html.escape(words)}</span>')
    return f'<div style="display:flex;flex-wrap:wrap;gap:4px 16px;font-size:0.875rem">{"".join(items)}</div>'
