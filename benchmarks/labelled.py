"""The labelled articles of benchmarks/training as documents, and how names and evidence are compared with them."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.likeness import alike, folded
from kg.mentions import annotate
from kg.model import Article, Document
from kg.read import article_of

Fact = dict[str, Any]
"""A label as the gold files have it."""

TRAINING = Path(__file__).parent / "training"
PUBLISHED, VOICES = TRAINING.with_name("as_published"), TRAINING.with_name("other_voices")
GROUPS = (
    ((TRAINING, ("",)),),
    ((PUBLISHED, ("u",)), (VOICES, ("s",))),
    ((VOICES, ("w",)),),
    ((VOICES, ("x",)),),
    ((VOICES, ("y",)),),
)
"""What the encoder is trained on, oldest first: folders, and how the names of the articles in them begin."""


@dataclass(frozen=True)
class Labelled:
    """An article with its labels; ``aliases`` are names that mean the same, folded."""

    name: str
    document: Document
    facts: tuple[Fact, ...]
    borderline: tuple[tuple[int, int], ...]  # spans that count neither way
    aliases: dict[str, set[str]]

    def of(self, kind: str) -> list[Fact]:
        """The labelled facts of one kind."""
        return [f for f in self.facts if f["type"] == kind]

    def same(self, label: str | None, *names: str | None) -> bool:
        """True where one of the names means what the label says."""
        return bool(label) and any(n and alike(label, n, self.aliases) for n in names)

    def spans(self, evidence: str) -> list[tuple[int, int]]:
        """Where the evidence stands, white space folded."""
        return areas(self.document.text, evidence)


def areas(text: str, evidence: str) -> list[tuple[int, int]]:
    strict = r"\s+".join(re.escape(w) for w in evidence.split())
    found = [m.span() for m in re.finditer(strict, text)]
    if not found:
        loose = r"\s*".join(re.escape(w) for w in re.findall(r"\w+|[^\w\s]", evidence))
        found = [m.span() for m in re.finditer(loose, text)]
    return found


def read_all(folder: Path = TRAINING, beginnings: tuple[str, ...] = ("",)) -> Iterator[Labelled]:
    """The labelled articles of a folder, in order of their names."""
    for path in sorted((folder / "articles").iterdir()):
        if not path.stem.startswith(beginnings):
            continue
        gold = json.loads((folder / "gold" / f"{path.stem}.json").read_text(encoding="utf-8"))
        article = article_of(path.as_posix(), path.read_bytes())
        if not isinstance(article, Article):
            continue
        yield Labelled(
            name=path.stem,
            document=annotate(article),
            facts=tuple(gold["facts"]),
            borderline=tuple(a for b in gold["borderline"] for a in areas(article.text, b)),
            aliases=aliases_of(gold.get("aliases", {})),
        )


def read_others() -> Iterator[Labelled]:
    """The articles by other writers, of all groups but the first."""
    return (article for group in GROUPS[1:] for folder in group for article in read_all(*folder))


def read_groups() -> list[list[Labelled]]:
    """The articles that the encoder is trained on, by group."""
    return [[article for folder in group for article in read_all(*folder)] for group in GROUPS]


def aliases_of(groups: dict[str, list[str]]) -> dict[str, set[str]]:
    aliases: dict[str, set[str]] = defaultdict(set)
    for name, others in groups.items():
        group = {folded(x) for x in [name, *others]}
        for x in group:
            aliases[x] |= group
    return aliases
