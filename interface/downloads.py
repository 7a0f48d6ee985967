"""What the downloads of a page have in common: their content is made on the click, and a failure is logged."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any


def logged(make: Callable[..., bytes], *what: Any) -> bytes:
    """A download's content; a failure is logged, for the page can only say that it failed."""
    try:
        return make(*what)
    except Exception:
        logging.getLogger("gigaledger").exception("a download failed")
        raise
