"""Logistic regression over named features, for yes or no and for one of many, and the files its weights are kept in.

Full batches and L-BFGS from zero weights: no chance in it, the same examples give the same weights.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from labelled import Labelled
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from kg.facts import links
from kg.facts.award_success import LOUD
from kg.linear import Linear
from kg.mentions.lexicon_words import words
from kg.mentions.units import cue_words
from kg.model import BlockKind, TenureStatus

LEARNED = Path(__file__).resolve().parents[1] / "kg" / "lexicon" / "learned"
FOLDS = 5
LEAST_WEIGHT = 0.04
LOUDNESS = 2.0  # the size of a feature that begins with LOUD: its weight is penalised less


_WORDS = re.compile(r"[^\W\d_]{3,}")
_TAGS = frozenset(kind.value for enum in (BlockKind, TenureStatus) for kind in enum) | {"pro"}
_CUES = frozenset(w for name in ("award_cues", "event_cues") for cue in cue_words(name) for w in cue.split("-"))
_POSTS = frozenset(w for post in words("roles") for w in re.findall(r"\w+", post.lower()))
_KNOWN = words("common_words") | links.TIMES | _TAGS | _CUES | _POSTS


def is_general(feature: str) -> bool:
    """True where a feature has no word that only names something: what is learned holds of no one city or award."""
    _, _, told = feature.partition("=")
    return all(word in _KNOWN or f"{word}s" in _KNOWN for word in _WORDS.findall(told) if word.islower())


class Model:
    """A trained classifier over named features."""

    def __init__(self, rows: list[list[str]], labels: list[str], *, strength: float, least: int = 3) -> None:
        counts = Counter(f for row in rows for f in set(row))
        self.index = {
            f: i
            for i, f in enumerate(sorted(f for f, n in counts.items() if n >= least and f != "bias*" and is_general(f)))
        }
        self.size = np.array([LOUDNESS if f.startswith(LOUD) else 1.0 for f in self.index])
        solver = LogisticRegression(C=strength, max_iter=150, tol=1e-3)
        self.fitted = solver.fit(self._matrix(rows), np.array(labels))
        self.classes = [str(c) for c in self.fitted.classes_]

    def _matrix(self, rows: list[list[str]]) -> csr_matrix:
        columns = [[self.index[f] for f in set(row) if f in self.index] for row in rows]
        ends = np.cumsum([0, *(len(c) for c in columns)])
        flat = np.array([c for row in columns for c in row], dtype=np.int64)
        return csr_matrix((self.size[flat], flat, ends), shape=(len(rows), len(self.index)))

    def probabilities(self, rows: list[list[str]]) -> np.ndarray:
        """The probability of each class, a row each; columns in order of ``classes``."""
        return self.fitted.predict_proba(self._matrix(rows))

    def save(self, name: str) -> None:
        """The weights as a file, three digits each; the second class in order of the alphabet is the yes."""
        LEARNED.mkdir(exist_ok=True)
        lines = [f"bias*\t{self.fitted.intercept_[0]:.3g}"]
        for feature, i in self.index.items():
            weight = self.fitted.coef_[0, i] * self.size[i]
            if abs(weight) >= LEAST_WEIGHT:
                lines.append(f"{feature}\t{weight:.3g}")
        (LEARNED / f"{name}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(f"  {name}: {len(lines):,} features kept of {len(self.index):,}")


class Examples:
    """Rows of features with their labels, "yes" or "no", and the articles they are from."""

    def __init__(self, strength: float) -> None:
        self.strength = strength  # the inverse of the penalty on large weights
        self.rows: list[list[str]] = []
        self.labels: list[str] = []
        self.owners: list[str] = []
        self.places: list[list[list[Place]]] = []

    def add(self, row: list[str], yes: bool, article: Labelled, *candidates: Place) -> None:
        """One more example, told of these stretches of the text."""
        self.rows.append(row)
        self.labels.append("yes" if yes else "no")
        self.owners.append(article.name)
        self.places.append([[place] for place in candidates])

    def asked(self, sure: np.ndarray) -> list[Asked]:
        """What the encoder is asked, with how sure a classifier is that has not seen the article."""
        rows = zip(self.owners, self.labels, sure, self.places, strict=True)
        return [Asked(owner, [float(share)], [label == "yes"], places) for owner, label, share, places in rows]

    def out_of_fold(self) -> np.ndarray:
        """How sure a yes is for each example, by models trained on other articles."""
        order = {a: n % FOLDS for n, a in enumerate(sorted(set(self.owners), key=lambda a: (hash_of(a), a)))}
        fold = np.array([order[a] for a in self.owners])
        result = np.zeros(len(self.labels))
        for k in range(FOLDS):
            inside, outside = np.where(fold != k)[0], np.where(fold == k)[0]
            model = Model([self.rows[i] for i in inside], [self.labels[i] for i in inside], strength=self.strength)
            result[outside] = model.probabilities([self.rows[i] for i in outside])[:, 1]
        return result


class Choice:
    """Which of some options is meant: a conditional logit, whose weights say what tells one option from the others."""

    def __init__(self, queries: list[Query], *, penalty: float, least: int = 3) -> None:
        counts = Counter(f for query in queries for row in query.rows for f in set(row))
        kept = sorted(f for f, n in counts.items() if n >= least and is_general(f))
        self.index = {f: i for i, f in enumerate(kept)}
        rows = [row for query in queries for row in query.rows]
        columns = [[self.index[f] for f in set(row) if f in self.index] for row in rows]
        ends = np.cumsum([0, *(len(c) for c in columns)])
        flat = np.array([c for row in columns for c in row], dtype=np.int64)
        told = csr_matrix((np.ones(len(flat)), flat, ends), shape=(len(rows), len(self.index)))
        across = told.T.tocsr()
        right = np.array([yes for query in queries for yes in query.right])
        starts = np.cumsum([0, *(len(query.rows) for query in queries[:-1])])
        whose = np.repeat(np.arange(len(queries)), [len(query.rows) for query in queries])

        def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
            totals = told @ weights
            parts = np.exp(totals - np.maximum.reduceat(totals, starts)[whose])
            hits = np.where(right, parts, 0.0)
            whole, hit = np.add.reduceat(parts, starts), np.add.reduceat(hits, starts)
            value = (np.log(whole) - np.log(hit)).sum() + penalty * (weights @ weights) / 2
            return value, across @ (parts / whole[whose] - hits / hit[whose]) + penalty * weights

        zero = np.zeros(len(self.index))
        found = minimize(loss, zero, jac=True, method="L-BFGS-B", options={"maxiter": 150, "ftol": 1e-6})
        self.weights = found.x

    def linear(self) -> Linear:
        """The classifier."""
        return Linear({feature: self.weights[i] for feature, i in self.index.items()})

    def save(self, name: str) -> None:
        """The weights as a file, three digits each."""
        LEARNED.mkdir(exist_ok=True)
        kept = [(f, w) for f, i in self.index.items() if abs(w := self.weights[i]) >= LEAST_WEIGHT]
        lines = "".join(f"{feature}\t{weight:.3g}\n" for feature, weight in kept)
        (LEARNED / f"{name}.tsv").write_text(lines, encoding="utf-8")
        print(f"  {name}: {len(kept):,} features kept of {len(self.index):,}")


Place = tuple[int, int]
"""The first character of a stretch of the text and the one after its last."""


@dataclass(frozen=True)
class Query:
    """Options of which some are right, in an article; the last is that nothing is said.

    ``places``: where the question arises, then where each option is named.
    """

    article: str
    rows: list[list[str]]
    right: list[bool]
    places: list[list[Place]]


@dataclass(frozen=True)
class Asked:
    """A question to the encoder: how sure a classifier is, of each option where there are some, and what is right."""

    article: str
    shares: list[float]
    right: list[bool]
    places: list[list[Place]]


def tell_choice(slot: str, queries: list[Query], *, penalty: float) -> list[Asked]:
    """Print how often the slot is filled right by classifiers trained on other articles; what the encoder is asked."""
    order = {a: n % FOLDS for n, a in enumerate(sorted({q.article for q in queries}, key=lambda a: (hash_of(a), a)))}
    picked: list[tuple[float, bool, bool, bool]] = []  # how sure, right, empty, empty by the label
    asked = []
    for k in range(FOLDS):
        weights = Choice([q for q in queries if order[q.article] != k], penalty=penalty).linear()
        for query in queries:
            if order[query.article] == k:
                shares = weights.shares(query.rows)
                sure = max(shares)
                top = shares.index(sure)
                picked.append((sure, query.right[top], top == len(query.rows) - 1, query.right[-1]))
                asked.append(Asked(query.article, shares, query.right, query.places))
    filled = sum(not empty for *_, empty in picked)
    for least in (0.0, 0.3, 0.4, 0.5):
        told = [(right, wanted) for sure, right, empty, wanted in picked if not empty and sure >= least]
        print(
            f"  {slot} > {least}: {sum(right for right, _ in told)} of {filled} right; "
            f"{sum(wanted for _, wanted in told)} filled where the text says nothing"
        )
    return asked


def tell(title: str, examples: Examples, score: np.ndarray) -> None:
    """Print precision, recall and F1 at some thresholds."""
    positive = np.array(examples.labels) == "yes"
    for least in (0.3, 0.4, 0.5, 0.6):
        chosen = score > least
        hits = (chosen & positive).sum()
        p, r = hits / max(1, chosen.sum()), hits / max(1, positive.sum())
        print(f"  {title} > {least}: P {p:.3f} R {r:.3f} F1 {2 * p * r / max(1e-9, p + r):.3f}")


def hash_of(name: str) -> int:
    """A fixed number for a name, to mix articles of one set over the folds."""
    value = 7
    for c in name:
        value = (value * 131 + ord(c)) % 1_000_003
    return value
