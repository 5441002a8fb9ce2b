"""A fact as a record says how far its rule can be trusted."""

from __future__ import annotations

import pytest
from conftest import an_article, some_facts

from kg.records import confidence, fact_record


def test_rule_that_nobody_has_seen_gets_the_usual_confidence() -> None:
    assert confidence("AWARD-999") == pytest.approx(0.85)


def test_rule_that_is_nearly_always_right_gets_more() -> None:
    assert confidence("PERSON-01") > 0.95


def test_rule_that_is_often_wrong_gets_less() -> None:
    assert confidence("CITY-04") < 0.8


def test_each_record_has_rule_confidence_and_quotes() -> None:
    article = an_article()
    for record in (fact_record(article, fact) for fact in some_facts()):
        assert {"class", "rule", "confidence", "evidence"} <= set(record)
        assert 0 < float(str(record["confidence"])) < 1
