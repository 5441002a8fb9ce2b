"""What each stage makes of two sample articles, kept as text, so that a change shows where it began.

Refresh with ``pytest tests/test_golden.py --update-golden`` and read the diff.
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT

from kg.facts import read_facts
from kg.mentions import annotate
from kg.model import Article, Span
from kg.namespaces import Names
from kg.rdf import fact_graph
from kg.read import read
from kg.resolve import resolve

GOLDEN = ROOT / "tests" / "golden"
CHOSEN = ["green-capital-2024.txt", "access-city-award.html"]


def shown(value: object, text: str) -> str:
    match value:
        case Span():
            return f"[{value.start}:{value.end}] {value.of(text)!r}"
        case _ if dataclasses.is_dataclass(value) and not isinstance(value, type):
            inner = ", ".join(
                f"{slot.name}={shown(getattr(value, slot.name), text)}"
                for slot in dataclasses.fields(value)
                if getattr(value, slot.name) not in (None, (), "")
            )
            return f"{type(value).__name__}({inner})"
        case tuple():
            return "(" + ", ".join(shown(item, text) for item in value) + ")"
        case _:
            return str(value)


def stages(name: str) -> Iterator[tuple[str, list[str]]]:
    here = Path.cwd()
    os.chdir(ROOT)
    try:
        (article,) = read([f"examples/articles/{name}"])
    finally:
        os.chdir(here)
    assert isinstance(article, Article)
    yield (
        "1-article",
        [f"title {article.title}", f"published {article.published}", f"language {article.language}", article.text],
    )
    document = annotate(article)
    yield "2-sentences", [f"{s.block.kind.value:10} {shown(s.span, article.text)}" for s in document.sentences]
    yield "3-mentions", [shown(mention, article.text) for mention in document.mentions]
    facts = read_facts(document)
    yield "4-facts", [shown(fact, article.text) for fact in facts]
    resolved = resolve(article, facts)
    yield "5-resolved", [shown(fact, article.text) for fact in resolved]
    yield "6-graph", [f"{triple} ." for triple in fact_graph(article, resolved, Names(), extractor="golden").triples]


@pytest.mark.parametrize("name", CHOSEN)
def test_each_stage_makes_what_it_made_before(name: str, request: pytest.FixtureRequest) -> None:
    update = request.config.getoption("--update-golden")
    for stage, lines in stages(name):
        path = GOLDEN / Path(name).stem / f"{stage}.txt"
        content = "\n".join(lines) + "\n"
        if update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
        assert path.read_text(encoding="utf-8").splitlines() == content.splitlines(), (
            f"first difference at stage {stage}"
        )
