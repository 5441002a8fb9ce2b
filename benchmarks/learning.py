"""Logistic regression over named features, and the files its weights are kept in.

Full batches and L-BFGS from zero weights: no chance in it, the same examples give the same weights.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
from labelled import Labelled
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from kg.facts.award_success import LOUD

LEARNED = Path(__file__).resolve().parents[1] / "kg" / "lexicon" / "learned"
FOLDS = 5
LEAST_WEIGHT = 0.02
LOUDNESS = 2.0  # the size of a feature that begins with LOUD: its weight is penalised less


class Model:
    """A trained classifier over named features."""

    def __init__(self, rows: list[list[str]], labels: list[str], *, strength: float, least: int = 3) -> None:
        counts = Counter(f for row in rows for f in set(row))
        self.index = {f: i for i, f in enumerate(sorted(f for f, n in counts.items() if n >= least and f != "bias*"))}
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

    def add(self, row: list[str], yes: bool, article: Labelled) -> None:
        """One more example."""
        self.rows.append(row)
        self.labels.append("yes" if yes else "no")
        self.owners.append(article.name)

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


Query = tuple[str, int, bool]
"""Article, number of the fact, and whether the label fills the slot."""


def tell(title: str, examples: Examples, score: np.ndarray) -> None:
    """Print precision, recall and F1 at some thresholds."""
    positive = np.array(examples.labels) == "yes"
    for least in (0.3, 0.4, 0.5, 0.6):
        chosen = score > least
        hits = (chosen & positive).sum()
        p, r = hits / max(1, chosen.sum()), hits / max(1, positive.sum())
        print(f"  {title} > {least}: P {p:.3f} R {r:.3f} F1 {2 * p * r / max(1e-9, p + r):.3f}")


def tell_links(slot: str, examples: Examples, queries: list[Query]) -> None:
    """Print how often a slot is filled right, of all that the labels fill."""
    sure = examples.out_of_fold()
    groups: dict[Query, list[int]] = {}
    for i, query in enumerate(queries):
        groups.setdefault(query, []).append(i)
    best = {query: max(members, key=lambda i: sure[i]) for query, members in groups.items()}
    filled = sum(query[2] for query in groups)
    for least in (0.1, 0.2, 0.3, 0.45):
        right = sum(q[2] and examples.labels[i] == "yes" and sure[i] > least for q, i in best.items())
        false = sum(not q[2] and sure[i] > least for q, i in best.items())
        print(f"  {slot} > {least}: {right} of {filled} right; {false} filled where the text says nothing")


def hash_of(name: str) -> int:
    """A fixed number for a name, to mix articles of one set over the folds."""
    value = 7
    for c in name:
        value = (value * 131 + ord(c)) % 1_000_003
    return value
