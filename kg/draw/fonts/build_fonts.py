"""Make the two fonts that pictures are measured and turned into PNG with: run by hand when those of the pages change.

Input: the variable fonts in kg/web/static/fonts (Source Sans 3, OFL 1.1). Output: regular.ttf and semibold.ttf, each
Latin and Latin extended in one static font under a name of its own; and widths.tsv, what each letter takes. Needs
fonttools and brotli. The same input gives the same bytes.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

HERE = Path(__file__).parent
WEB = HERE.parents[1] / "web" / "static" / "fonts"
PARTS = ("latin", "latin-ext")
WEIGHTS = {"regular": 400, "semibold": 600}
FAMILY = "CityKG Sans"
DROPPED = (
    "GSUB",
    "GDEF",
    "STAT",
    "fvar",
    "gvar",
    "avar",
    "HVAR",
    "MVAR",
    "gasp",
    "prep",
    "fpgm",
    "cvt ",
    "DSIG",
    "meta",
)


def static(part: str, weight: int, path: Path) -> None:
    """Write one part of the alphabet in one weight."""
    font = TTFont(WEB / f"source-sans-3-{part}-wght-normal.woff2", recalcTimestamp=False)
    font.flavor = None
    instantiateVariableFont(font, {"wght": weight}, inplace=True)
    for table in DROPPED:
        if table in font:
            del font[table]
    font.save(path)


def merged(name: str, weight: int) -> TTFont:
    """Both parts as one font, named as ours."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{part}.ttf" for part in PARTS]
        for part, path in zip(PARTS, paths, strict=True):
            static(part, weight, path)
        font = Merger().merge([str(path) for path in paths])
        released = TTFont(paths[0])["head"].created
    font["head"].created = font["head"].modified = released
    font.recalcTimestamp = False
    font["OS/2"].usWeightClass = weight
    style = name.capitalize()
    licence = (
        "Made from a font © 2023 Adobe (http://www.adobe.com/), which reserves its name. SIL Open Font License 1.1."
    )
    texts = {0: licence, 1: FAMILY, 2: style, 4: f"{FAMILY} {style}", 6: f"CityKGSans-{style}", 13: licence}
    font["name"].names = []
    for number, value in texts.items():
        font["name"].setName(value, number, 3, 1, 0x409)
    return font


def main() -> None:
    """Write the fonts and the widths."""
    widths: dict[int, list[int]] = {}
    for name, weight in WEIGHTS.items():
        font = merged(name, weight)
        font.save(HERE / f"{name}.ttf")
        scale = 1000 / font["head"].unitsPerEm
        for code, glyph in font.getBestCmap().items():
            widths.setdefault(code, []).append(round(font["hmtx"][glyph][0] * scale))
    lines = ["# code point, width in thousandths of the size: regular, semibold; from the fonts beside this file"]
    lines += [f"{code:04X}\t{regular}\t{semibold}" for code, (regular, semibold) in sorted(widths.items())]
    (HERE / "widths.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
