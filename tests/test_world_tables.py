"""The tables of kg/world are whole, and the documentation says what they say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.comparison.quantities import dimension_of
from kg.model import Fact
from kg.world import evidence, linking
from kg.world.tables import Property, classes, properties, units

DOCUMENT = (Path(__file__).parents[1] / "docs" / "world.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("one", properties(), ids=lambda one: f"{one.fact}-{one.id}")
def test_a_property_has_a_fact_a_reason_and_a_line_in_the_documentation(one: Property) -> None:
    assert one.fact in {fact.__name__ for fact in Fact.__subclasses__()}
    assert re.fullmatch(r"P[1-9]\d*", one.id)
    assert len(one.reason) > 10
    kinds = ", ".join(sorted(kind.value for kind in one.kinds))
    assert f"| {one.fact} | {', '.join(one.words)} | {kinds} | [{one.id}](" in DOCUMENT


def test_no_two_properties_fit_the_same() -> None:
    claims = [(p.fact, word, kind) for p in properties() for word in p.words for kind in p.kinds]
    assert len(claims) == len(set(claims))


def test_units_are_symbols_of_the_public_table() -> None:
    known = {unit for unit in units().values() if unit}
    assert {unit for unit in known if dimension_of(unit) == unit} <= {"%", "year"}
    assert units()["Q199"] == ""


def test_every_kind_that_is_matched_by_name_has_classes() -> None:
    assert {kind for kind, _ in linking.STAGES} <= classes().keys()


@pytest.mark.parametrize(
    "weight", ["NAME", "ALONE", "POST", "HOLDER", "NATIONALITY", "INSIDE", "GIVER", "VENUE", "TIME"]
)
def test_the_documentation_has_the_weights(weight: str) -> None:
    assert f"| {getattr(evidence, weight)} " in DOCUMENT
    assert f"**{linking.ENOUGH}**" in DOCUMENT
    assert f"**{linking.LEAD}**" in DOCUMENT
