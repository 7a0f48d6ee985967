"""The engines of deep-translator: Google, MyMemory, LibreTranslate, DeepL, Microsoft.

deep-translator has their addresses, language codes and answers. It asks for one text at a time, though; where a
service takes a list, ``translate_batch`` sends one here, with the key in a header or in the body, not in the address.
Google takes no list: its texts go as lines and come back as lines.
"""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from typing import Any, cast

import deep_translator.google
import deep_translator.mymemory
from deep_translator import DeeplTranslator, GoogleTranslator, LibreTranslator, MicrosoftTranslator, MyMemoryTranslator
from deep_translator.constants import BASE_URLS
from deep_translator.exceptions import LanguageNotSupportedException

from core.lexicon import settings
from core.translation.engines import TARGET, Limits
from core.translation.faults import Garbled, Rejected, TranslationFault, Unsupported
from core.translation.web import Answer, Link, Requests, refused

deep_translator.google.requests = Requests()
deep_translator.mymemory.requests = Requests()

_ENGLISH = "EN-GB"  # DeepL wants to know which


class Deep:
    """An engine of deep-translator. The settings, with the key, show in no text that this makes."""

    def __init__(self, limits: Limits, found: Mapping[str, str], url: str | None = None) -> None:
        """found: the settings by name; url: another address than the engine's own."""
        seconds = limits.seconds or 20.0
        self.limits = limits
        self._found = found
        check = _mymemory_fault if limits.name == "mymemory" else None
        moved = {BASE_URLS["MYMEMORY"]: BASE_URLS["MYMEMORY"].replace("http:", "https:")}
        if url:
            moved |= {BASE_URLS["GOOGLE_TRANSLATE"]: url, BASE_URLS["MYMEMORY"]: url}
        self._url = url
        self._link = Link(limits.name, seconds, follow=not limits.keys, check=check, moved=moved)
        self._made: dict[str, Any] = {}

    def __repr__(self) -> str:
        return f"Deep({self.limits.name!r})"

    def translate(self, texts: Sequence[str], source: str) -> list[str]:
        """As core.translation.engines.Engine has it."""
        name = self.limits.name
        fault: TranslationFault | None = None
        made: Any = None
        try:
            with self._link.open():
                if source not in self._made:
                    self._made[source] = self._translator(source)
                made = self._made[source].translate_batch(list(texts))
        except TranslationFault:
            raise
        except LanguageNotSupportedException:
            fault = Unsupported(f"{name} does not translate from this language ({source}).")
        except Exception as other:  # deep-translator takes answers apart unchecked; its exceptions hold texts and keys
            fault = Garbled(f"{name} answered something that is no translation ({type(other).__name__}).")
        if fault is not None:
            raise fault
        if not isinstance(made, list) or len(made) != len(texts):
            raise Garbled(f"{name} answered with another number of texts than it was asked for.")
        if not all(isinstance(english, str) and english.strip() for english in made):
            raise Garbled(f"{name} answered without a text.")
        return [" ".join(cast(str, english).split()) for english in made]

    def _translator(self, source: str) -> Any:
        name, found = self.limits.name, self._found
        made: Any
        if name == "google":
            return _Google(source=source, target=TARGET)
        if name == "mymemory":
            return _MyMemory(source=settings(source).get("name", source).lower(), target="english")
        if name == "libretranslate":
            # Its list of languages is years old: the server knows best which ones it has.
            made = _Libre(source="auto", target=TARGET, api_key=found.get("LIBRETRANSLATE_API_KEY") or " ", custom_url=self._url)
            made.source = source
        elif name == "deepl":
            key = found["DEEPL_API_KEY"]
            made = _DeepL(source=source, target=TARGET, api_key=key, use_free_api=key.endswith(":fx"))
        else:
            key, region = found["MICROSOFT_API_KEY"], found.get("MICROSOFT_REGION")
            made = _Microsoft(source=source, target=TARGET, api_key=key, region=region)
        made.link, made.url = self._link, self._url
        return made


class _Google(GoogleTranslator):  # type: ignore[misc]
    def translate_batch(self, batch: list[str], **_: Any) -> list[str]:
        made = self.translate("\n".join(batch))
        return cast("list[str]", made.split("\n") if len(batch) > 1 else [made])


class _MyMemory(MyMemoryTranslator):  # type: ignore[misc]
    def translate_batch(self, batch: list[str], **_: Any) -> list[str]:
        return [html.unescape(self.translate(text)) for text in batch]


class _Libre(LibreTranslator):  # type: ignore[misc]
    link: Link
    url: str

    def translate_batch(self, batch: list[str], **_: Any) -> Any:
        asked = {"q": batch, "source": self._source, "target": self._target, "format": "text"}
        if self.api_key.strip():
            asked["api_key"] = self.api_key
        return self.link.ask("POST", self.url.rstrip("/") + "/translate", json=asked).json()["translatedText"]


class _DeepL(DeeplTranslator):  # type: ignore[misc]
    link: Link
    url: str | None

    def translate_batch(self, batch: list[str], **_: Any) -> list[str]:
        asked = {"text": batch, "source_lang": self._source.upper(), "target_lang": _ENGLISH, "split_sentences": "0"}
        head = {"Authorization": f"DeepL-Auth-Key {self.api_key}"}
        answer = self.link.ask("POST", (self.url or self._base_url) + "translate", json=asked, headers=head)
        return [made["text"] for made in answer.json()["translations"]]


class _Microsoft(MicrosoftTranslator):  # type: ignore[misc]
    link: Link
    url: str | None

    def _get_supported_languages(self) -> dict[str, str]:
        """deep-translator asks the network for these on every start; the service refuses what it does not know."""
        return {code: code for code in (TARGET, *_read())}

    def translate_batch(self, batch: list[str], **_: Any) -> list[str]:
        answer = self.link.ask(
            "POST",
            self.url or self._base_url,
            params={"from": self._source, "to": self._target},
            json=[{"text": text} for text in batch],
            headers=self.headers,
        )
        return [made["translations"][0]["text"] for made in answer.json()]


def _read() -> tuple[str, ...]:
    from core.lexicon import languages

    return languages()


def _mymemory_fault(answer: Answer) -> None:
    """MyMemory tells of faults within an answer that looks like any other, some of them in place of the translation."""
    told = answer.json()
    if not isinstance(told, dict) or not isinstance(told.get("responseData"), dict):
        raise Garbled("mymemory answered something that is no translation.")
    said = str(told["responseData"].get("translatedText") or "")
    if said.upper().startswith("MYMEMORY WARNING"):
        raise Rejected("mymemory has given all its free translations of the day.")
    status = str(told.get("responseStatus") or "200")
    fault = refused("mymemory", int(status) if status.isdecimal() else 400)
    if fault is not None:
        raise fault
