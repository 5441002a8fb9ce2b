"""Each rule finds what it must in the sentences of tests/facts, and leaves the look-alikes alone.

A case of tests/facts/<stem>.yaml:

    - text: the words; blank lines part blocks
      published: 2020-11-19        # optional
      rule: AWARD-08               # the construction or pitfall of the catalogue
      find: [{recipient: X, …}]    # rows of the public table, only the columns that matter; [] = a look-alike
      why: only for look-alikes: what tempts
      open: true                   # not read right yet; benchmarks/cases.py --update sets and takes these marks
"""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.facts import read_facts
from kg.mentions import annotate
from kg.model import Article
from kg.read import article_of
from kg.resolve import resolve
from kg.tables import COLUMNS, rows

TABLES = {"award": "awards", "city": "places", "event": "events", "metric": "metrics", "person": "roles"}
HERE = Path(__file__).parent / "facts"
CASES: list[tuple[str, dict[str, Any]]] = [
    (path.stem, case)
    for path in sorted(HERE.glob("*.yaml"))
    for case in yaml.safe_load(path.read_text(encoding="utf-8")) or ()
]
NOT_YET = pytest.mark.xfail(reason="not read right yet", strict=False)
CATALOGUE = {"AWARD": 76, "CITY": 64, "EVENT": 72, "METRIC": 84, "PERSON": 70}
"""How many constructions of each kind the catalogue has."""

PITFALLS = (*range(1, 29),)
"""Those that a sentence can show: P29 and P30 are about processes and languages."""


def found_rows(text: str, published: datetime.date | None, table: str) -> list[dict[str, str]]:
    from dataclasses import replace

    article = article_of("case.txt", text.encode())
    assert isinstance(article, Article), article
    article = replace(article, published=published or article.published)
    facts = resolve(article, read_facts(annotate(article)))
    return [row for fact in facts for name, row in rows(article, fact) if name == table]


def differences(stem: str, case: dict[str, Any]) -> str:
    """What is missing, and what is there that should not be; empty where all is right."""
    left = found_rows(case["text"], case.get("published"), TABLES[stem])
    wanted = [{k: str(v) for k, v in row.items()} for row in case["find"]]
    assert set().union(*wanted, set()) <= set(COLUMNS[TABLES[stem]])
    for row in wanted:
        match = next((f for f in left if all(f[k] == v for k, v in row.items())), None)
        if match is None:
            return f"not found: {row}\nfound: {left}"
        left.remove(match)
    return f"found too much: {left}" if left else ""


def is_right(stem: str, case: dict[str, Any]) -> bool:
    """True where just the rows of the case are found."""
    return not differences(stem, case)


@pytest.mark.parametrize(
    ("stem", "case"),
    [
        pytest.param(
            stem,
            case,
            id=f"{stem}: {' '.join(case['text'].split())[:70]}",
            marks=[NOT_YET] if case.get("open") else [],
        )
        for stem, case in CASES
    ],
)
def test_rule_finds_and_ignores(stem: str, case: dict[str, Any]) -> None:
    assert not differences(stem, case)


def test_every_construction_and_pitfall_of_the_catalogue_has_a_case() -> None:
    told = {case.get("rule") for _, case in CASES}
    wanted = {f"{kind}-{n:02}" for kind, count in CATALOGUE.items() for n in range(1, count + 1)}
    assert not (wanted | {f"P{n}" for n in PITFALLS}) - told


def test_superscripts_are_no_numbers() -> None:
    text = "Oslo won the Green City Award in 2020.\n\n² of 5² cities\n\n1 | Oslo | ³\n² | Bergen | 7\n"
    article = article_of("case.txt", text.encode())
    assert isinstance(article, Article)
    assert read_facts(annotate(article))
