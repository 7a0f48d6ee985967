"""Which engines there are, what each takes, and how one is made from its name. Loads none of them before it is asked."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol
from urllib.parse import urlsplit

from core.translation.faults import NotReady

TARGET = "en"


class Engine(Protocol):
    """Turns texts of one language into English."""

    @property
    def limits(self) -> Limits:
        """What it takes at once."""

    def translate(self, texts: Sequence[str], source: str) -> list[str]:
        """One English text for each text. texts: each on one line, within the limits; source: ISO 639-1.

        Raises the faults of core.translation.faults, and nothing else.
        """


@dataclass(frozen=True, slots=True)
class Limits:
    """What an engine takes. characters, texts: at most, in one request; pause: seconds between two requests;
    seconds: within which a request is answered or given up, None where no network is asked; keys: the settings that
    it needs, optional: those that it also knows.
    """

    name: str
    about: str
    characters: int
    texts: int
    pause: float = 0.0
    seconds: float | None = 20.0
    keys: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()


# Google: 5,000 characters, but they stand in the address, where one letter may take six. MyMemory: 500 with its marks.
# LibreTranslate: what its owner allows; few, since a small machine takes seconds. DeepL: 50 texts, 128 KiB. Microsoft:
# 1,000 texts, 50,000 characters. Where a server takes less, the batches shrink.
LIMITS: dict[str, Limits] = {
    limits.name: limits
    for limits in (
        Limits("google", "Google Translate, without a key", 2_500, 40, pause=0.25),
        Limits("mymemory", "MyMemory, without a key: some 5,000 characters a day", 499, 1, pause=0.25),
        Limits("libretranslate", "a LibreTranslate server of your own", 2_500, 25, seconds=30.0,
               keys=("LIBRETRANSLATE_URL",), optional=("LIBRETRANSLATE_API_KEY",)),
        Limits("deepl", "DeepL", 25_000, 50, keys=("DEEPL_API_KEY",)),
        Limits("microsoft", "Microsoft Translator", 25_000, 100, keys=("MICROSOFT_API_KEY",), optional=("MICROSOFT_REGION",)),
        Limits("argos", "Argos Translate, on this machine", 2_500, 10, seconds=None),
    )
}  # fmt: skip
KEYLESS = "google"  # what `auto` stands for, where it answers
AUTO, OFF = "auto", "off"
BUDGET = 200_000  # characters that one run may send, where nobody says another number
CHOICES: tuple[str, ...] = (AUTO, *LIMITS, OFF)


def settings_for(name: str, keys: Mapping[str, str] | None = None) -> dict[str, str]:
    """The settings of an engine by their names. keys: a page's secrets; the environment stands in for what they lack.

    Raises NotReady for an unknown engine, and where a setting that the engine needs is missing.
    """
    limits = LIMITS.get(name)
    if limits is None:
        raise NotReady(f"There is no translation engine {name!r}; choose from {', '.join(CHOICES)}.")
    found = {key: str((keys or {}).get(key) or os.environ.get(key) or "").strip() for key in limits.keys + limits.optional}
    missing = [key for key in limits.keys if not found[key]]
    if missing:
        raise NotReady(f"{name} needs {' and '.join(missing)}; set it in the environment, or in the dashboard's secrets.")
    return {key: value for key, value in found.items() if value}


def engine(name: str, keys: Mapping[str, str] | None = None, seconds: float | None = None, url: str | None = None) -> Engine:
    """The engine of that name. seconds: other than its usual time-out; url: other than its usual address.

    Asks no network. Raises NotReady with a sentence for a person.
    """
    found = settings_for(name, keys)
    limits = LIMITS[name]
    if name == "argos":
        from core.translation.argos import Argos

        return Argos(limits)
    url = url or found.get("LIBRETRANSLATE_URL")
    if url is not None:
        _check(url, name)
    from core.translation.deep import Deep

    return Deep(replace(limits, seconds=seconds or limits.seconds), found, url)


def _check(url: str, name: str) -> None:
    """Raises NotReady for what is no web address; the address is not told, since a password may stand in it."""
    try:
        parts = urlsplit(url)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        sound = False
    if not sound:
        raise NotReady(f"The address of {name} is no web address; it looks like http://localhost:5000.")
