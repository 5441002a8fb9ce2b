"""From SVG to PNG.

Input: what ``picture`` wrote. Output: PNG bytes. The letters come from the fonts beside this package; only where
a name has letters that these lack are the fonts of the machine asked.
"""

from __future__ import annotations

import contextlib
import re
from importlib import resources

from kg.draw.lettering import covered
from kg.errors import KgError

FONTS = ("regular.ttf", "semibold.ttf")
DENSITY = 2.0  # pixels for a unit of the picture: sharp in print at 15 cm, and on dense screens


def png(svg: str, *, density: float = DENSITY) -> bytes:
    """The picture in pixels. Raises KgError where the library for it is not installed."""
    try:
        import resvg_py  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise KgError(
            "cannot write a PNG: resvg-py is not installed; pip install 'citykg[draw]', or write .svg"
        ) from error
    letters = set("".join(re.findall(r">([^<]*)</text>", svg)))
    with contextlib.ExitStack() as stack:
        folder = resources.files("kg.draw.fonts")
        files = [str(stack.enter_context(resources.as_file(folder.joinpath(name)))) for name in FONTS]
        return bytes(
            resvg_py.svg_to_bytes(
                svg_string=svg, zoom=density, font_files=files, skip_system_fonts=covered("".join(letters))
            )
        )
