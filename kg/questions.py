"""The competency questions: what people ask of the graph, in words and in SPARQL.

Input: the ``.rq`` files of the ontology, whose first line is the question and whose second its subject. Output: values.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.vocabulary import question_files

SUBJECTS = ("Awards", "Events", "People", "Figures", "Cities", "Words and sources", "How the graph is made")
_SUBJECT = "# Subject: "


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question in words and in SPARQL; ``path`` is its file, the answer over the sample stands beside it."""

    name: str
    subject: str
    words: str
    sparql: str
    path: Path

    @property
    def answer(self) -> list[list[str]]:
        """The answer over the sample graph: the columns, then the rows."""
        with self.path.with_suffix(".csv").open(encoding="utf-8", newline="") as file:
            return list(csv.reader(file))


@cache
def questions() -> tuple[Question, ...]:
    """All questions, by subject, then by name."""
    found = (_question(path) for path in question_files())
    return tuple(sorted(found, key=lambda one: (SUBJECTS.index(one.subject), one.name)))


def _question(path: Path) -> Question:
    sparql = path.read_text(encoding="utf-8").strip()
    words, subject, *_ = sparql.split("\n")
    return Question(
        name=path.stem,
        subject=subject.removeprefix(_SUBJECT),
        words=words.removeprefix("# "),
        sparql=sparql,
        path=path,
    )
