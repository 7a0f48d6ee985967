"""The engine on the device: Argos Translate, an optional extra (requirements-argos.txt).

Its models are downloaded by its own command, once; after that it needs no network.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any

from core.translation.engines import TARGET, Limits
from core.translation.faults import Garbled, NotReady, Unsupported


class Argos:
    """Argos Translate with the models that are installed. Raises NotReady where the package is missing."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._models: dict[str, Any] = {}
        if find_spec("argostranslate") is None:
            raise NotReady(
                "argos is not installed: `pip install -r requirements-argos.txt`, then `argospm install translate-XX_en` "
                "for each language XX."
            )

    def translate(self, texts: Sequence[str], source: str) -> list[str]:
        """As core.translation.engines.Engine has it."""
        fault = None
        made: list[str] = []
        try:
            model = self._model(source)
            made = [" ".join(str(model.translate(text)).split()) for text in texts]
        except Unsupported:
            raise
        except Exception as other:  # whatever its models and their libraries raise costs these texts, not the run
            fault = Garbled(f"argos could not translate ({type(other).__name__}: {other}).")
        if fault is not None:
            raise fault
        if not all(made):
            raise Garbled("argos answered without a text.")
        return made

    def _model(self, source: str) -> Any:
        if source not in self._models:
            from argostranslate import translate

            known = {language.code: language for language in translate.get_installed_languages()}
            both = source in known and TARGET in known
            self._models[source] = known[source].get_translation(known[TARGET]) if both else None
        if self._models[source] is None:
            raise Unsupported(f"argos has no model for this language; `argospm install translate-{source}_en` downloads it.")
        return self._models[source]
