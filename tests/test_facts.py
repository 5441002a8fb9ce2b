"""Each rule finds what it must in the sentences of tests/facts, and leaves the look-alikes alone.

A case of tests/facts/<stem>.yaml:

    - text: the words; blank lines part blocks
      published: 2020-11-19        # optional
      rule: AWARD-08               # the construction of the catalogue, for the reader
      find: [{recipient: X, …}]    # rows of the public table, only the columns that matter; [] = a look-alike
      why: only for look-alikes: what tempts
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
CASES = [
    pytest.param(path.stem, case, id=f"{path.stem}: {' '.join(case['text'].split())[:70]}")
    for path in sorted(HERE.glob("*.yaml"))
    for case in yaml.safe_load(path.read_text(encoding="utf-8")) or ()
]


def found_rows(text: str, published: datetime.date | None, table: str) -> list[dict[str, str]]:
    from dataclasses import replace

    article = article_of("case.txt", text.encode())
    assert isinstance(article, Article), article
    article = replace(article, published=published or article.published)
    facts = resolve(article, read_facts(annotate(article)))
    return [row for fact in facts for name, row in rows(article, fact) if name == table]


@pytest.mark.parametrize(("stem", "case"), CASES)
def test_rule_finds_and_ignores(stem: str, case: dict[str, Any]) -> None:
    found = found_rows(case["text"], case.get("published"), TABLES[stem])
    wanted = [{k: str(v) for k, v in row.items()} for row in case["find"]]
    assert set().union(*wanted, set()) <= set(COLUMNS[TABLES[stem]])
    left = list(found)
    for row in wanted:
        match = next((f for f in left if all(f[k] == v for k, v in row.items())), None)
        assert match, f"not found: {row}\nfound: {left}"
        left.remove(match)
    assert not left, f"found too much: {left}"
