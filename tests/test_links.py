"""A slot is filled by the name that is surest, and by none where none is sure."""

from __future__ import annotations

from kg.facts import links
from kg.linear import Linear
from kg.mentions import annotate
from kg.mentions.units import lines
from kg.model import Article, Document, Entity, Kind
from kg.read import article_of

TEXT = "Bergen met Porto on Monday. The secretary thanked the guests who had come to the harbour."


def read() -> Document:
    article = article_of("case.txt", TEXT.encode())
    assert isinstance(article, Article), article
    return annotate(article)


def chosen(weights: Linear) -> Entity | None:
    document = read()
    about = lines(document)
    at = links.place_of(about, TEXT.index("secretary"))
    assert at is not None
    slot = links.Slot(at, at[1], "secretary")
    return links.chosen(weights, document, links.options(document, about, "C"), slot, about)


def test_options_are_the_names_of_the_wanted_kind() -> None:
    document = read()
    assert [o.entity.name for o in links.options(document, lines(document), "C")] == ["Bergen", "Porto"]


def test_unknown_stays_unknown() -> None:
    assert chosen(Linear({"bias*": -2.0})) is None


def test_surest_name_fills_the_slot() -> None:
    assert chosen(Linear({"bias*": -2.0, "w=porto": 3.0})) == next(
        o.entity for o in links.options(read(), lines(read()), "C") if o.entity.name == "Porto"
    )


def test_name_that_a_rule_would_fill_in_is_an_option() -> None:
    ruled = Entity(kind=Kind.ORGANIZATION, name="Harbour League")
    slot = links.Slot((0, 0), 0, "secretary", ruled)
    assert ruled in [option.entity for option in links.with_ruled([], slot)]
