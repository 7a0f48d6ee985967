"""DataFrame -> Plotly chart with its words: title, unit, note, source, alternative text, and the data behind it."""

from core.charts.bars import BY_WORDS, JOINT_NOTE, MOST_BARS, SHARED_NOTE, capacity, investment, storage, support
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
from core.charts.coverage import coverage
from core.charts.over_time import When, over_time
from core.charts.waterfall import waterfall

__all__ = ["BY_WORDS", "COLOURS", "DARK", "EXPORT_WIDTH", "GRID", "INK", "JOINT_NOTE", "LIGHT", "MOST_BARS", "PAGE_LAYOUT",
           "PATTERNS", "PROJECT_IDS", "SEPARATOR", "SHARED_NOTE", "WHISKER", "Chart", "When", "capacity", "coverage",
           "file_name", "investment", "marker", "over_time", "picture_layout", "plain", "source_line", "storage", "support",
           "waterfall", "wrapped"]  # fmt: skip
