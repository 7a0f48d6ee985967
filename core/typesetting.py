"""Pages as PDF: real text that can be searched and read aloud, vectors, links; set by Typst, which needs no browser.

Everything is on this computer: the fonts are those of the package font-roboto, so that a page looks the same everywhere
and holds every letter of European names.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from core.models import GigaledgerError

POINTS = 0.75  # a CSS pixel


class NotSet(GigaledgerError):
    """A page that could not be set."""


@cache
def _fonts() -> str:
    from font_roboto import font_files

    return str(Path(font_files["Roboto"]).parent)


def typeset(template: str, **inputs: str) -> bytes:
    """The PDF of a Typst document; it finds the inputs in ``sys.inputs``, where no text is taken for markup.

    Raises NotSet with a sentence for a person.
    """
    try:
        import typst
    except ImportError as fault:
        raise NotSet("PDF needs the package typst: pip install -r requirements.txt") from fault
    try:
        made: object = typst.compile(template.encode(), font_paths=[_fonts()], ignore_system_fonts=True, sys_inputs=inputs)  # type: ignore[misc]
    except typst.TypstError as fault:
        raise NotSet(f"the PDF could not be made: {fault}") from fault
    if not isinstance(made, bytes):
        raise NotSet("the PDF could not be made: nothing came of it")
    return made


_PICTURE = """
#set document(title: sys.inputs.title)
#set page(width: float(sys.inputs.width) * 1pt, height: auto, margin: 0pt)
#image(bytes(sys.inputs.svg), format: "svg", width: 100%, alt: sys.inputs.alt)
"""
_FAMILY = re.compile(r"font-family: [^;\"]*;")


def picture_pdf(svg: str, title: str, alt: str, width: float) -> bytes:
    """One page that is the picture, as vectors and text. svg: as the browser draws it; width: in CSS pixels.

    ``alt`` is read aloud for the picture. Raises NotSet.
    """
    drawn = _FAMILY.sub("font-family: Roboto;", svg).replace("<text ", '<text xml:space="preserve" ')
    return typeset(_PICTURE, svg=drawn, title=title, alt=alt, width=str(width * POINTS))
