"""What can be done with one input by itself, in any process and on any machine: read it, extract, judge.

Input: a Raw. Output: a Reading (the article and its facts, admitted or held), or a Skipped. What needs to know
the other articles is left to ``pipeline``.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib import metadata
from typing import TYPE_CHECKING

from kg import encoder
from kg.admission import Admitted, Corrections, admit
from kg.facts import read_facts
from kg.mentions import annotate, people
from kg.model import Article, Document, Fact, Skipped
from kg.namespaces import Names
from kg.read import Raw, parse
from kg.resolve import resolve, with_aliases
from kg.validate import Shapes

if TYPE_CHECKING:
    from kg.llm import LanguageModel

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Reading:
    """An article and what became of its facts, judged by the article alone."""

    article: Article
    admitted: Admitted
    note: str = ""  # what a model left out, or why it gave nothing
    by_model: bool = False  # a model was asked, and answered


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Reads inputs one by one. Without a model it can be sent to another process."""

    names: Names
    shapes: Shapes
    corrections: Corrections = field(default_factory=Corrections)
    model: LanguageModel | None = None
    fast: bool = False  # without the encoder

    def __call__(self, raw: Raw) -> Reading | Skipped:
        """The article in an input with its facts; a Skipped where there is none, or where a rule fails on it."""
        article = parse(raw)
        if isinstance(article, Skipped):
            return article
        try:
            document = annotate(article)
            read = self.model.read(document) if self.model else None
            with encoder.using(not self.fast):
                facts = facts_of(document, read.facts if read else ())
        except MemoryError:
            raise
        except Exception as error:  # one article that trips a rule must not cost the others
            log.exception("extract failed source=%s", article.source)
            return Skipped(source=article.source, reason=f"a rule failed on it: {type(error).__name__}: {error}")
        by_model = self.model is not None and read is not None and read.answered
        return Reading(
            article=article,
            admitted=self.admit(article, facts, extractor=extractor(self.model if by_model else None, fast=self.fast)),
            note=read.note if read else "",
            by_model=by_model,
        )

    def admit(self, article: Article, facts: Iterable[Fact], *, extractor: str) -> Admitted:
        """The facts of an article that pass their shapes, and those that do not."""
        return admit(article, facts, self.names, self.shapes, extractor=extractor, corrections=self.corrections)


def facts_of(document: Document, read_by_model: tuple[Fact, ...] = ()) -> tuple[Fact, ...]:
    """The facts of an article by rules, with those that a model read beside them, their entities identified."""
    return with_aliases(document, resolve(document.article, (*read_facts(document), *read_by_model)))


def extractor(model: LanguageModel | None = None, *, fast: bool = False) -> str:
    """Program and models that read the facts: part of the provenance of every article."""
    return f"{_program(fast)}, and {model.rule}" if model else _program(fast)


@cache
def _program(fast: bool) -> str:
    names = next((f"{name} {found}" for name in people.MODELS if (found := version(name))), "rules alone")
    without = ", without the encoder" if fast or not encoder.is_installed() else ""
    return f"citykg {version('citykg') or 'unknown'}, people by {names}{without}"


def version(package: str) -> str | None:
    """The version of an installed package; None where it is not installed."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None
