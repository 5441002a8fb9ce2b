"""A document as word pieces in windows: what the encoder reads.

Input: a document. Output: the numbers of its pieces, what each is part of, where it stands. A city or a person is one
piece that says only that: the encoder knows no names of either. Windows hold whole lines, as many as fit.

Source of the pieces, kg/lexicon/pieces.txt: the vocabulary of BERT (uncased), which MPNet shares; Apache-2.0.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from kg.mentions import units
from kg.model import Document

SIZE = 200
"""Pieces of a window, its two ends not counted."""

MOST = 300
"""Windows of a document; what stands behind them is left to the classifiers. Some 45,000 words."""

KINDS = "CHOXAELGSNYQ"
"""The kinds of units that a piece may be part of; its index here, from 1, says so to the encoder."""

HIDDEN = {"C": 1, "H": 2}
"""The pieces that stand for a city and for a person."""

START, END, UNKNOWN = 101, 102, 100
_WORD = re.compile(r"[^\W_]+|[^\w\s]|_")
_LONGEST = 40  # letters of a word that is taken apart


@dataclass(frozen=True)
class Pieces:
    """The pieces of a document, in order of the text."""

    numbers: list[int]
    kinds: list[int]
    starts: list[int]  # characters, of the word that each is part of
    ends: list[int]
    windows: list[tuple[int, int]]  # the first piece of each and the one after its last, one behind the other

    def within(self, start: int, end: int) -> tuple[int, int] | None:
        """The first and last piece of a stretch of the text; None where there is none."""
        first, last = bisect_right(self.ends, start), bisect_left(self.starts, end) - 1
        return (first, last) if first <= last else None


def pieces(document: Document) -> Pieces:
    """The pieces of a document."""
    found = Pieces([], [], [], [], [])
    begun = 0
    for line in units.lines(document):
        here = len(found.numbers)
        for unit in line.units:
            _add(found, unit, document.text)
        if len(found.windows) >= MOST:
            break
        while len(found.numbers) - begun > SIZE:
            until = here if here > begun else begun + SIZE
            found.windows.append((begun, until))
            begun = until
    if begun < len(found.numbers) and len(found.windows) < MOST:
        found.windows.append((begun, len(found.numbers)))
    if found.windows:
        for listed in (found.numbers, found.kinds, found.starts, found.ends):
            del listed[found.windows[-1][1] :]
    return found


def _add(found: Pieces, unit: units.Unit, text: str) -> None:
    kind = KINDS.find(unit.kind) + 1
    told: list[tuple[tuple[int, ...], int, int]]
    if unit.kind in HIDDEN:
        told = [((HIDDEN[unit.kind],), unit.start, unit.end)]
    else:
        told = [(numbers_of(m.group()), m.start(), m.end()) for m in _WORD.finditer(text, unit.start, unit.end)]
    for numbers, start, end in told:
        found.numbers.extend(numbers)
        found.kinds.extend([kind] * len(numbers))
        found.starts.extend([start] * len(numbers))
        found.ends.extend([end] * len(numbers))


@lru_cache(maxsize=1 << 15)
def numbers_of(word: str) -> tuple[int, ...]:
    """The numbers of the pieces of a word, each the longest that fits; case and accents do not count."""
    known = vocabulary()
    plain = "".join(c for c in unicodedata.normalize("NFD", word.lower()) if unicodedata.category(c) != "Mn")
    found: list[int] = []
    start = 0
    while start < len(plain) <= _LONGEST:
        ends = range(len(plain), start, -1)
        mark = "##" if start else ""
        end = next((end for end in ends if mark + plain[start:end] in known), None)
        if end is None:
            break
        found.append(known[mark + plain[start:end]])
        start = end
    return tuple(found) if found and start == len(plain) else (UNKNOWN,)


@cache
def vocabulary() -> dict[str, int]:
    """The number of each piece; one that goes on a word begins with "##"."""
    listed = files("kg.lexicon").joinpath("pieces.txt").read_text(encoding="utf-8")
    return {piece: number for number, piece in enumerate(listed.split("\n"))}
