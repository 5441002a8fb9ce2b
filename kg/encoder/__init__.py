"""A small pretrained encoder, trained further on labelled news: a second opinion on what the classifiers are unsure of.

Input: a document, a question ("award_recipient"), how sure a classifier is, and where in the text the candidates stand.
Output: how sure both together are. Where the weights (kg/lexicon/learned/encoder.npz, made by
benchmarks/train_encoder.py) are missing, that is what the classifier said.

The encoder reads a window of the text only when something in it is in doubt.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

from kg.encoder.heads import Heads, distances
from kg.encoder.pieces import END, START, pieces
from kg.encoder.transformer import Transformer

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kg.model import Document

    Floats = NDArray[np.float32]

Place = tuple[int, int]
"""The first character of a stretch of the text and the one after its last."""

DOUBT = 0.02
"""A classifier that is surer than this of a yes or a no is not asked about again."""

NEAREST = 3
"""So many of the places where an option is named are looked at."""


class Encoder:
    """The network with its questions."""

    def __init__(self) -> None:
        path = files("kg.lexicon").joinpath("learned").joinpath("encoder.npz")
        with path.open("rb") as file, np.load(file) as weights:  # each is read when it is asked for
            self.read = Transformer(weights)  # a vector for each piece of a window
            self.heads = Heads(weights)


class _Seen:
    """What is seen of some candidates: a row of ``vectors`` each."""

    def __init__(self) -> None:
        self.rows: dict[Place, int] = {}
        self.vectors: Floats = np.empty((0, 0), dtype=np.float32)

    def add(self, spans: Sequence[Place], vectors: Floats) -> None:
        """Candidates that were not seen before."""
        self.vectors = np.concatenate((self.vectors, vectors)) if self.rows else vectors
        self.rows |= zip(spans, range(len(self.rows), len(self.vectors)), strict=True)


class Encoding:
    """A document as vectors; each window is read when it is first asked for."""

    def __init__(self, document: Document, encoder: Encoder) -> None:
        self.document, self.pieces, self._encoder = document, pieces(document), encoder
        self._starts = [start for start, _ in self.pieces.windows]
        self._windows: dict[int, Floats] = {}
        self._spans: dict[Place, Place | None] = {}
        self._sides: dict[tuple[str, str], _Seen] = {}

    def sure(self, question: str, shares: Sequence[float], places: Sequence[Place]) -> list[float]:
        """How sure both are of each candidate."""
        result, asked = list(shares), self._doubtful(shares, places)
        if asked and question in self._encoder.heads:
            told = self._encoder.heads.one(question, self._vectors([span for _, span in asked]))
            for (n, _), odds in zip(asked, told, strict=True):
                result[n] = self._encoder.heads.joined(question, shares[n], float(odds))
        return result

    def pairs(self, question: str, shares: Sequence[float], pairs: Sequence[tuple[Place, Place]]) -> list[float]:
        """How sure both are of each pair of candidates."""
        result = list(shares)
        left, right = (self._doubtful(shares, [pair[side] for pair in pairs]) for side in (0, 1))
        behind = dict(right)
        both = [(n, span, behind[n]) for n, span in left if n in behind]
        if both and question in self._encoder.heads:
            told = self._two(question, [one for _, one, _ in both], [other for _, _, other in both])
            for (n, *_), odds in zip(both, told, strict=True):
                result[n] = self._encoder.heads.joined(question, shares[n], float(odds))
        return result

    def choice(
        self, question: str, shares: list[float], place: Place, options: Sequence[Sequence[Place]]
    ) -> list[float]:
        """How sure both are of each option, ``options``: where each is named; the last share is that of none."""
        at = self._span(place)
        if at is None or max(shares) > 1 - DOUBT or question not in self._encoder.heads:
            return shares
        none = float(self._encoder.heads.one(question, self._vectors([at]))[0])
        told = [none] * len(options)  # of what is nowhere named
        numbers, others = [], []
        for n, places in enumerate(options):
            spans = [span for place in places if (span := self._span(place))]
            if len(spans) > NEAREST:
                spans = sorted(spans, key=lambda span: abs(span[0] - at[0]))[:NEAREST]
            numbers += [n] * len(spans)
            others += spans
        if others:
            seen: dict[int, float] = {}
            for n, odds in zip(numbers, self._two(question, [at], others).tolist(), strict=True):
                seen[n] = max(seen.get(n, -math.inf), odds)
            for n, odds in seen.items():
                told[n] = odds
        return self._encoder.heads.joined_choice(question, shares, [*told, none])

    def _span(self, place: Place) -> Place | None:
        """The first and last piece of a stretch of the text; None where there is none."""
        if place not in self._spans:
            self._spans[place] = self.pieces.within(*place)
        return self._spans[place]

    def _doubtful(self, shares: Sequence[float], places: Sequence[Place]) -> list[tuple[int, Place]]:
        """The candidates that the classifier is unsure of, by their pieces."""
        return [
            (n, span)
            for n, (share, place) in enumerate(zip(shares, places, strict=True))
            if DOUBT <= share <= 1 - DOUBT and (span := self._span(place))
        ]

    def _two(self, question: str, left: Sequence[Place], right: Sequence[Place]) -> Floats:
        """What is told of pairs of candidates: of one with each of the others, where only one is on the left."""
        apart = np.array([first for first, _ in right]) - np.array([first for first, _ in left])
        seen, other = self._side(question, "left", left), self._side(question, "right", right)
        return self._encoder.heads.two(question, seen, other, distances(apart))

    def _side(self, question: str, part: str, spans: Sequence[Place]) -> Floats:
        """What is seen of each on one side of its pairs; each is looked at once."""
        known = self._sides.setdefault((question, part), _Seen())
        new = [span for span in dict.fromkeys(spans) if span not in known.rows]
        if new:
            known.add(new, self._encoder.heads.side(question, part, self._vectors(new)))
        return known.vectors[[known.rows[span] for span in spans]]

    def _vectors(self, spans: Sequence[Place]) -> Floats:
        """The vectors of the first and of the last of some pieces, side by side."""
        return np.array([np.concatenate((self._at(first), self._at(last))) for first, last in spans])

    def _at(self, piece: int) -> Floats:
        number = bisect_right(self._starts, piece) - 1
        start, end = self.pieces.windows[number]
        rows = self._windows.get(number)
        if rows is None:
            numbers = [START, *self.pieces.numbers[start:end], END]
            rows = self._windows[number] = self._encoder.read(numbers, [0, *self.pieces.kinds[start:end], 0])
        vector: Floats = rows[1 + piece - start]
        return vector


_used = True
_last: list[Encoding] = []


@cache
def installed() -> Encoder | None:
    """The encoder; None where its weights are missing."""
    return Encoder() if is_installed() else None


def _encoding(document: Document) -> Encoding | None:
    """The encoding of a document, that of the last one kept; None where there is no encoder."""
    encoder = installed() if _used else None
    if encoder is None:
        return None
    if not _last or _last[0].document is not document:
        _last[:] = [Encoding(document, encoder)]
    return _last[0]


def use(wanted: bool) -> None:
    """Read on with the encoder in this process, or without it: twice as fast, and less is found."""
    global _used  # noqa: PLW0603 - what is the same for all documents that a process reads
    _used = wanted


@contextmanager
def using(wanted: bool) -> Iterator[None]:
    """The same for what is read inside."""
    before = _used
    use(wanted)
    try:
        yield
    finally:
        use(before)


def is_installed() -> bool:
    """True where the weights are there."""
    return files("kg.lexicon").joinpath("learned").joinpath("encoder.npz").is_file()


def answers(question: str) -> bool:
    """True where there is an encoder that was taught the question."""
    encoder = installed() if _used else None
    return encoder is not None and question in encoder.heads


def sure(document: Document, question: str, shares: Sequence[float], places: Sequence[Place]) -> Sequence[float]:
    """How sure classifier and encoder are of each candidate; ``shares``: how sure the classifier is, from 0 to 1."""
    encoding = _encoding(document)
    return shares if encoding is None else encoding.sure(question, shares, places)


def pairs(
    document: Document, question: str, shares: Sequence[float], places: Sequence[tuple[Place, Place]]
) -> Sequence[float]:
    """How sure both are of each pair of candidates."""
    encoding = _encoding(document)
    return shares if encoding is None else encoding.pairs(question, shares, places)


def choice(
    document: Document, question: str, shares: list[float], place: Place, options: Sequence[Sequence[Place]]
) -> tuple[int, float]:
    """Which option both are surest of, and how sure; ``options``: where each is named, the last share is of none."""
    both = of_each(document, question, shares, place, options)
    top = max(range(len(both)), key=both.__getitem__)
    return top, both[top]


def of_each(
    document: Document, question: str, shares: list[float], place: Place, options: Sequence[Sequence[Place]]
) -> list[float]:
    """The same for all options: how sure both are of each, that of none at the end."""
    encoding = _encoding(document)
    return shares if encoding is None else encoding.choice(question, shares, place, options)
