"""The English of an engine laid over the reports of a build, where there is one that answers.

The table is complete without: its English is written from the facts. A build asks the engine only for what it has not
asked before, and stops when its budget or, for an engine that nobody chose, a few seconds are used up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from core.arrow import PLAIN_SCHEMA, checked
from core.batches import Batch
from core.translation.engines import BUDGET

if TYPE_CHECKING:
    from core.articles import Input
    from core.store.readings import Readings
    from core.translation.translator import Progress, Summary

_AT_ONCE = 20  # articles whose sentences are sent together
_READ = ["headline", "headline_en", "language", "evidence", "english_by"]
_WRITTEN = ["headline_en", "evidence", "english_by"]
_UNASKED = 5.0  # seconds that ``auto`` may take: nobody has asked to wait for it


@dataclass(slots=True)
class English:
    """engine: one of core.translation.engines.CHOICES. budget: characters that may be sent in one run; None: the usual.
    cache: the file of translations; None: that of the data folder. keys: settings by name, before the environment's.
    progress: called with characters done and to do. ``summary``: what became of it, after ``lay``."""

    engine: str = "auto"
    budget: int | None = None
    cache: Path | None = None
    keys: Mapping[str, str] | None = None
    progress: Progress | None = None
    summary: Summary | None = None
    _probe: object = field(default=None, repr=False)

    def begin(self) -> None:
        """Ask whether the engine that needs no key answers, while other work goes on. Raises GigaledgerError for a name
        that is no engine's, and where an engine lacks its key."""
        from core.translation.engines import AUTO, OFF, engine

        if self.engine == AUTO:
            from core.translation.auto import Probe

            self._probe = Probe().start()
        elif self.engine != OFF:
            engine(self.engine, self.keys)  # says what is missing before any work is done

    def lay(self, reports: Batch) -> Batch:
        """The reports with what is translated of them; as they are where nothing is."""
        from core.translation.engines import AUTO, OFF

        if self.engine == OFF or not len(reports):
            return reports
        from core.store.folder import data_folder
        from core.translation.auto import Probe

        cache = self.cache or data_folder().translations
        probe = self._probe if isinstance(self._probe, Probe) else None
        if self.engine == AUTO and not cache.exists() and not (probe and probe.engine(wait=0.1)):
            return reports  # nobody answered, and nothing was ever translated: what translates need not be loaded
        from core.translation.service import translate_rows

        cache.parent.mkdir(parents=True, exist_ok=True)
        rows, self.summary = translate_rows(
            reports.table.select(_READ).to_pylist(),
            self.engine,
            cache,
            budget=self.budget or BUDGET,
            progress=self.progress,
            keys=self.keys,
            probe=probe,
            most_seconds=_UNASKED if self.engine == AUTO else None,
        )
        if not self.summary.translated and not self.summary.cached:
            return reports
        table = reports.table
        values = checked([{name: row[name] for name in _WRITTEN} for row in rows])
        for name in _WRITTEN:
            kind = PLAIN_SCHEMA.field(name)
            table = table.set_column(table.schema.get_field_index(name), kind, pa.array(values[name], kind.type))
        return Batch(table, reports.said, reports.sentences)



    def whole(self, inputs: Sequence[Input], readings: Readings) -> Summary | None:
        """Have every sentence of the articles translated into the cache, where pages find them beside the original; with
        what ``lay`` has left of the budget. Only for an engine that was chosen: it takes as long as it takes. None where
        nothing was to be done."""
        from core.articles import read_input
        from core.models import Article
        from core.store.folder import data_folder
        from core.text import read
        from core.translation.engines import AUTO, OFF
        from core.translation.service import translate_texts
        from core.translation.translator import Summary

        if self.engine in (AUTO, OFF):
            return None
        left = (self.budget or BUDGET) - (self.summary.characters if self.summary else 0)
        whole = Summary(self.engine)
        waiting = readings.untranslated(inputs, self.engine)
        for start in range(0, len(waiting), _AT_ONCE):
            some = waiting[start : start + _AT_ONCE]
            found = [(one, article) for one in some if isinstance(article := read_input(one), Article)]
            told, complete = translate_texts(
                [read(article) for _, article in found],
                self.engine,
                self.cache or data_folder().translations,
                budget=left - whole.characters,
                progress=self.progress,
                keys=self.keys,
            )
            whole.add(told)
            readings.note_translated([one for (one, _), done in zip(found, complete, strict=True) if done], self.engine)
            if told.over_budget or not all(complete):
                break  # the next run goes on here
        return whole if waiting else None
