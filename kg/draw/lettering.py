"""How wide words are, and how a label breaks into lines.

Input: text. Output: widths in units of the picture, and lines. The widths are those of the font that pictures carry.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib import resources
from math import sqrt

_WIDE = 1000  # thousandths of the size, of a letter that the font lacks and that fills a square
_NARROW = 560


@cache
def _widths() -> dict[str, tuple[int, int]]:
    lines = resources.files("kg.draw.fonts").joinpath("widths.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {chr(int(code, 16)): (int(regular), int(semibold)) for code, regular, semibold in rows}


def width(text: str, size: float, *, strong: bool = False) -> float:
    """How wide a line of text is at a size; letters that the font lacks are taken as wide.

    >>> width("Vienna", 10) < width("Vienna", 10, strong=True) < 40
    True
    """
    known = _widths()
    total = 0
    for letter in text:
        if letter in known:
            total += known[letter][strong]
        elif not unicodedata.combining(letter):
            total += _WIDE if unicodedata.east_asian_width(letter) in "WF" else _NARROW
    return total * size / 1000


def covered(text: str) -> bool:
    """True where the font has every letter of the text."""
    return _widths().keys() >= set(text)


def clean(text: str) -> str:
    """The text without what is no letter: control and direction characters, and what no XML may hold."""
    kept = (c if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn"} else " " for c in text)
    return " ".join("".join(kept).split())


def wrapped(text: str, size: float, *, strong: bool = False, longest: int = 64, most: int = 3) -> tuple[str, ...]:
    """The text in at most ``most`` lines that are nearly as wide as each other; a longer one is cut.

    >>> wrapped("European Day of Persons with Disabilities", 10)
    ('European Day of Persons', 'with Disabilities')
    """
    short = text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
    words = short.split(" ")
    whole = width(short, size, strong=strong)
    if len(words) == 1 or whole < 9.5 * size:
        return (short,)
    wanted = min(most, max(2, round(sqrt(whole / (4.5 * size)))))

    def broken(limit: float) -> list[str]:
        found = [words[0]]
        for word in words[1:]:
            longer = f"{found[-1]} {word}"
            if width(longer, size, strong=strong) <= limit:
                found[-1] = longer
            else:
                found.append(word)
        return found

    limit = max(whole / wanted, *(width(word, size, strong=strong) for word in words))
    while len(broken(limit)) > wanted:
        limit *= 1.05
    return tuple(broken(limit))
