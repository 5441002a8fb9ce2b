"""spaCy's named entity recognizer, run for many sentences at once: the same people in a seventh of the time.

Input: sentences. Output: the spans of each that its model takes for people. The model, its weights, its tokens and
their features are spaCy's; what is done here is its arithmetic, in another order. spaCy decides token by token, though
outside an entity a decision depends on nothing decided before. So all tokens are decided at once as if outside, then
all entities that may begin are followed at once, and one walk over them leaves those that are reached. The tokens of
what stands between blanks, and what a word gives before its neighbours count, are kept from article to article.

Source: the layers and transitions as spaCy 3.8 has them (``spacy.ml.tb_framework``, ``ner.pyx``), which the tests
compare with.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple, Self

import numpy as np
from spacy.attrs import IS_SPACE, LENGTH, NORM, ORTH, PREFIX, SHAPE, SPACY, SUFFIX
from spacy.tokenizer import Tokenizer
from threadpoolctl import ThreadpoolController

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.language import Language

    Floats = NDArray[np.float32]

LABEL = "PERSON"
PAD = 4  # rows of zeros around a sentence, as spaCy has them: as many as there are convolutions
KEPT = 40_000  # words and chunks; some 400 bytes each
_CHUNK = re.compile(r"\S+|(?<!\S)\s+|[^\S ]\s*")  # spaCy takes one blank behind a word for granted
_RULES = ("prefix_search", "suffix_search", "infix_finditer", "token_match", "url_match")
_NEVER = np.float32(-1e9)


class _Chunk(NamedTuple):
    """What spaCy's tokenizer makes of characters between blanks, whatever stands around them."""

    words: list[int]  # the number of each token's word
    spans: list[tuple[int, int]]  # its first character, and the one after its last


@dataclass(frozen=True)
class _Maxout:
    """An affine layer of which each value is the largest of ``pieces``, then a layer normalisation."""

    weights: Floats  # (inputs, pieces * outputs)
    bias: Floats
    gain: Floats
    shift: Floats

    @classmethod
    def of(cls, layer: Any) -> Self:
        maxout = next(each for each in layer.walk() if each.name == "maxout")
        norm = next(each for each in layer.walk() if each.name == "layernorm")
        weights = maxout.get_param("W")  # (outputs, pieces, inputs)
        rows = weights.transpose(1, 0, 2).reshape(-1, weights.shape[2])
        bias = maxout.get_param("b").T.reshape(-1)
        return cls(np.ascontiguousarray(rows.T), bias, norm.get_param("G"), norm.get_param("b"))

    def __call__(self, rows: Floats) -> Floats:
        """(n, inputs) to (n, outputs)."""
        return self.activate(rows @ self.weights)

    def activate(self, affine: Floats) -> Floats:
        """(n, pieces * outputs), without bias, to (n, outputs)."""
        affine += self.bias
        width = len(self.gain)
        best = affine[:, :width]
        for start in range(width, affine.shape[1], width):
            best = np.maximum(best, affine[:, start : start + width])
        best -= best.mean(axis=1, keepdims=True)
        best *= 1 / np.sqrt((best * best).mean(axis=1, keepdims=True) + np.float32(1e-8))
        best *= self.gain
        best += self.shift
        return best


def recognizer(language: Language) -> Callable[[list[str]], list[list[tuple[int, int]]]]:
    """What finds the people of sentences: of each, their first character and the one after the last."""
    try:
        return Recognizer(language)
    except (KeyError, StopIteration, ValueError):  # built otherwise: spaCy runs it
        return partial(piped, language)


def piped(language: Language, sentences: list[str]) -> list[list[tuple[int, int]]]:
    """The people of each sentence, as spaCy itself finds them."""
    with language.memory_zone():
        return [
            [(entity.start_char, entity.end_char) for entity in doc.ents if entity.label_ == LABEL]
            for doc in language.pipe(sentences)
        ]


class Recognizer:
    """Finds people as a spaCy pipeline with a transition-based ``ner`` of its own layers does."""

    def __init__(self, language: Language) -> None:
        """Raises KeyError, StopIteration or ValueError where the model is built otherwise than is known here."""
        self._language = language
        ner = language.get_pipe("ner")
        model: Any = ner.model  # type: ignore[attr-defined]
        layers = model.get_ref("tok2vec")
        embed = next(each for each in layers.walk() if each.has_ref("embed")).get_ref("embed")
        encode = next(each for each in layers.walk() if each.has_ref("encode")).get_ref("encode")
        features = next(each for each in embed.walk() if each.name == "extract_features")
        if features.attrs["columns"] != ["NORM", "PREFIX", "SUFFIX", "SHAPE"] or model.attrs["unseen_classes"]:
            raise ValueError("other features")
        hashed, mixed = (each for each in embed.layers if each.name.startswith("with_array"))
        self._hashed, self._mixed = hashed.layers[0], _Maxout.of(mixed)
        self._convolutions = [_Maxout.of(each) for each in encode.layers[0].layers]
        if len(self._convolutions) != PAD or encode.attrs["pad"] != PAD:
            raise ValueError("other convolutions")
        self._transitions = _Transitions(layers.layers[-1], model, list(ner.move_names))  # type: ignore[attr-defined]
        self._joined = _joined(language.tokenizer)
        self._threads = ThreadpoolController()
        self._zone = ExitStack()
        self._chunks: dict[str, _Chunk] = {}
        self._numbers: dict[tuple[int, int], int] = {}
        self._rows: Floats
        self._spaces: NDArray[np.bool_]
        self._forget()

    def __call__(self, sentences: list[str]) -> list[list[tuple[int, int]]]:
        """The people of each sentence: first character, character after the last."""
        if len(self._chunks) + len(self._numbers) > KEPT:
            self._forget()
        with self._threads.limit(limits=1):  # the arrays are small; a second thread would only wait
            read = self._chunks_of(sentences)
            found = self._people([[word for _, chunk in chunks for word in chunk.words] for chunks in read])
        return [_spans(chunks, people) if people else [] for chunks, people in zip(read, found, strict=True)]

    def _people(self, sentences: list[list[int]]) -> list[list[tuple[int, int]]]:
        """The tokens of the people of each sentence, which is given by its words: the first, the one after the last."""
        at: list[int] = [0] * PAD
        firsts = []
        for sentence in sentences:
            firsts.append(len(at))
            at += sentence
            at += [0] * PAD
        words = np.array(at)
        last = np.zeros(len(words), dtype=bool)
        last[[first + len(words_in) - 1 for first, words_in in zip(firsts, sentences, strict=True) if words_in]] = True
        people: list[list[tuple[int, int]]] = [[] for _ in sentences]
        number = 0
        for start, end in self._transitions.entities(self._vectors(words), words == 0, self._spaces[words], last):
            while number + 1 < len(firsts) and start >= firsts[number + 1]:
                number += 1
            people[number].append((start - firsts[number], end - firsts[number]))
        return people

    # -- vectors -----------------------------------------------------------------------------------

    def _vectors(self, words: NDArray[np.intp]) -> Floats:
        """(tokens, width): each token with four neighbours on each side."""
        vectors = self._rows[words]
        count, width = vectors.shape
        for convolution in self._convolutions:
            windows = np.zeros((count, 3, width), dtype=np.float32)
            windows[1:, 0], windows[:, 1], windows[:-1, 2] = vectors[:-1], vectors, vectors[1:]
            vectors = vectors + convolution(windows.reshape(count, 3 * width))
        return vectors

    # -- tokens and their words --------------------------------------------------------------------

    def _chunks_of(self, sentences: list[str]) -> list[list[tuple[int, _Chunk]]]:
        """The chunks of each sentence, with their first characters."""
        read = [[(match.start(), match.group()) for match in _CHUNK.finditer(sentence)] for sentence in sentences]
        self._learn({text: None for chunks in read for _, text in chunks})
        known = [[(start, self._chunks[text]) for start, text in chunks] for chunks in read]
        for number, (sentence, chunks) in enumerate(zip(sentences, read, strict=True)):
            if any(self._may_join(one, other) for (_, one), (_, other) in pairwise(chunks)):
                self._learn([sentence])
                known[number] = [(0, self._chunks[sentence])]
        return known

    def _may_join(self, one: str, other: str) -> bool:
        """True where spaCy may look at what ends one chunk and begins the next together, as at ``:`` and ``)``."""
        pairs = self._joined.get((one[-1], other[0]), ())
        return any(one.endswith(end) and other.startswith(start) for end, start in pairs)

    def _learn(self, texts: Iterable[str]) -> None:
        """Keep the tokens of new chunks, and the vectors of new words."""
        docs = {text: self._language.make_doc(text) for text in texts if text not in self._chunks}
        features: list[list[int]] = []
        for text, doc in docs.items():
            words, spans, end = [], [], 0
            told: Any = doc.to_array([ORTH, NORM, PREFIX, SUFFIX, SHAPE, IS_SPACE, LENGTH, SPACY])
            for orth, *of_word, length, blank in told.tolist():
                key = orth, of_word[0]  # one word may stand for two norms: "'s"
                if key not in self._numbers:
                    self._numbers[key] = len(self._numbers) + 1
                    features.append(of_word)
                words.append(self._numbers[key])
                spans.append((end, end + length))
                end += length + blank
            self._chunks[text] = _Chunk(words, spans)
        if features:
            self._learn_words(np.array(features, dtype=np.uint64))

    def _learn_words(self, features: NDArray[np.uint64]) -> None:
        """Keep the vectors of new words; one at a time, so that no word depends on which others are new with it."""
        end = len(self._numbers) + 1
        while end > len(self._rows):
            self._rows = np.concatenate([self._rows, np.zeros_like(self._rows)])
            self._spaces = np.concatenate([self._spaces, np.zeros_like(self._spaces)])
        affine = np.stack([row @ self._mixed.weights for row in self._hashed.predict(features[:, :4])])
        self._rows[end - len(features) : end] = self._mixed.activate(affine)
        self._spaces[end - len(features) : end] = features[:, 4] != 0

    def _forget(self) -> None:
        """Drop all words, here and in spaCy's vocabulary: a long run stays small."""
        self._zone.close()
        self._zone.enter_context(self._language.memory_zone())
        self._chunks.clear()
        self._numbers.clear()
        self._rows = np.zeros((1024, len(self._mixed.gain)), dtype=np.float32)  # the first is padding
        self._spaces = np.zeros(1024, dtype=bool)


def _joined(tokenizer: Tokenizer) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """Tokens that stand side by side in what spaCy has rules of its own for, by their last and first characters."""
    alone = Tokenizer(tokenizer.vocab, rules=None, **{name: getattr(tokenizer, name) for name in _RULES})
    joined: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for special in tokenizer.rules or ():
        for one, other in pairwise(token.text for token in alone(special)):
            joined.setdefault((one[-1], other[0]), []).append((one, other))
    return joined


def _spans(chunks: list[tuple[int, _Chunk]], people: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The characters of people, of whom the tokens are given."""
    tokens = [(start + first, start + end) for start, chunk in chunks for first, end in chunk.spans]
    return [(tokens[start][0], tokens[end - 1][1]) for start, end in people]


class _Transitions:
    """The decisions of the transition system: begin, go on, end, alone or outside, for each label."""

    def __init__(self, reduce: Any, model: Any, moves: list[str]) -> None:
        lower, upper = model.get_ref("lower"), model.get_ref("upper")
        weights = lower.get_param("W")  # (parts of a state, outputs, pieces, inputs)
        self._parts, self._width, pieces, inputs = weights.shape
        scores, bias = upper.get_param("W"), upper.get_param("b")
        if (self._parts, pieces) != (3, 2) or len(scores) != len(moves) + 1 or moves[-1] != "O":
            raise ValueError("other states")
        moves = [*moves[:-1], "U-", "O"]  # a move of spaCy's that is never valid where nothing was marked before
        rows = weights.transpose(0, 2, 1, 3).reshape(-1, inputs)
        self._weights = np.ascontiguousarray((rows @ reduce.get_param("W")).T)
        self._bias = rows @ reduce.get_param("b")
        self._hidden_bias = lower.get_param("b").T.reshape(-1)
        self._absent = lower.get_param("pad")[0].transpose(0, 2, 1).reshape(self._parts, -1)
        outside = [n for n, move in enumerate(moves) if move[0] in "BU" and move != "U-"] + [moves.index("O")]
        self._outside, self._outside_bias = np.ascontiguousarray(scores[outside].T), bias[outside]
        self._begins = np.array([moves[n][0] == "B" for n in outside])
        self._out = len(outside) - 1
        labels = [moves[n][2:] for n in outside]
        inside, ends = ([moves.index(f"{move}-{label}") if label else 0 for label in labels] for move in "IL")
        self._goes_on, self._goes_on_bias = scores[inside] - scores[ends], bias[inside] - bias[ends]
        self._is_person = np.array([label == LABEL for label in labels])

    def entities(
        self, vectors: Floats, padding: NDArray[np.bool_], spaces: NDArray[np.bool_], last: NDArray[np.bool_]
    ) -> list[tuple[int, int]]:
        """The people among tokens: the first token, and the one after the last."""
        parts = (vectors @ self._weights + self._bias).reshape(len(vectors), self._parts, -1)
        scores = self._hidden(parts[:, 0] + (self._absent[1] + self._absent[2])) @ self._outside + self._outside_bias
        scores[np.ix_(last, self._begins)] = _NEVER
        scores[np.ix_(spaces, np.arange(self._out))] = _NEVER
        moves = scores.argmax(axis=1)
        moves[padding] = self._out
        ends = np.arange(1, len(moves) + 1)
        starts = np.flatnonzero(self._begins[moves])
        at = starts + 1
        while len(starts):
            hidden = self._hidden(parts[at, 0] + parts[starts, 1] + parts[at - 1, 2])
            move = moves[starts]
            more = ((hidden * self._goes_on[move]).sum(axis=1) + self._goes_on_bias[move] >= 0) & ~last[at]
            ends[starts] = at + 1
            starts, at = starts[more], at[more] + 1
        found, done = [], 0
        for start in np.flatnonzero(moves != self._out).tolist():
            if start >= done:
                done = int(ends[start])
                if self._is_person[moves[start]]:
                    found.append((start, done))
        return found

    def _hidden(self, affine: Floats) -> Floats:
        affine = affine + self._hidden_bias
        return np.maximum(affine[:, : self._width], affine[:, self._width :])
