"""DataFrame -> Plotly chart with its words: title, unit, note, source, alternative text, and the data behind it."""

from core.charts.bars import BY_WORDS, JOINT_NOTE, MOST_BARS, capacity, investment, support
from core.charts.chart import (
    COLOURS,
    DARK,
    EXPORT_WIDTH,
    GRID,
    INK,
    LIGHT,
    PAGE_LAYOUT,
    PATTERNS,
    PROJECT_IDS,
    SEPARATOR,
    WHISKER,
    Chart,
    file_name,
    marker,
    picture_layout,
    plain,
    source_line,
    wrapped,
)

__all__ = ["BY_WORDS", "COLOURS", "DARK", "EXPORT_WIDTH", "GRID", "INK", "JOINT_NOTE", "LIGHT", "MOST_BARS", "PAGE_LAYOUT",
           "PATTERNS", "PROJECT_IDS", "SEPARATOR", "WHISKER", "Chart", "capacity", "file_name", "investment", "marker",
           "picture_layout", "plain", "source_line", "support", "wrapped"]  # fmt: skip
