"""Numbers are read with unit, scale and qualifier, and what only looks like a number is left alone."""

from __future__ import annotations

import datetime
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kg.mentions import quantities
from kg.model import (
    Article,
    Block,
    BlockKind,
    DateMention,
    Document,
    Period,
    Qualifier,
    QuantityMention,
    Sentence,
    Span,
)


def document(text: str, *mentions: DateMention) -> Document:
    span = Span(start=0, end=len(text))
    block = Block(kind=BlockKind.PARAGRAPH, span=span)
    article = Article(
        source="x.txt", title="", text=text, published=None, language="en", sha256="0" * 64, blocks=(block,)
    )
    return Document(article=article, sentences=(Sentence(span=span, block=block),), mentions=mentions)


def read(text: str, *mentions: DateMention) -> list[QuantityMention]:
    return list(quantities.find(document(text, *mentions)))


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("it has 31,400 5G outdoor base stations", "31400", None),
        ("a network of 81.5 km", "81.5", "km"),
        ("a 42-km line was dug", "42", "km"),
        ("a mean of 9.4° Celsius", "9.4", "°C"),
        ("a mean of 51° Fahrenheit", "51", "°F"),
        ("a capacity of 160 kilo litres", "160", "m3"),
        ("a capacity of 160 kilos", "160", "kg"),
        ("worth €2.5 billion so far", "2500000000", "EUR"),
        ("some $19 billion is missing", "19000000000", "$"),
        ("it cost US$60m to build", "60000000", "USD"),
        ("it cost 3.5 million euros to build", "3500000", "EUR"),
        ("output came to 1.77 trillion yuan", "1770000000000", "CNY"),
        ("a budget of Rs 7 arba 46 crore 83 lakh", "7468300000", "Rs"),
        ("a budget of N451,528,914,805 in all", "451528914805", "NGN"),
        ("a debt of R13m was paid", "13000000", "ZAR"),
        ("it holds 1,50,000 people", "150000", None),
        ("it counts 38 250 seats", "38250", None),
        ("it counts 1.234.567 seats", "1234567", None),
        ("there are 90.000 lamps", "90000", None),
        ("a fall of -4,7% was seen", "-4.7", "%"),
        ("a rise of 12 per cent was seen", "12", "%"),
        ("one percentage point less", "1", "percentage points"),
        ("a reading of 92.2 µg/m3 there", "92.2", "µg/m3"),
        ("a hall of 106,800 square meters", "106800", "m2"),
        ("carried 46m passengers last year", "46000000", None),
        ("a wall 12 m tall", "12", "m"),
        ("it grew to half a million people", "500000", None),
        ("forty-two schools were closed", "42", None),
        ("two hundred and fifty buses", "250", None),
        ("two dozen buses", "24", None),
        ("two thousand five hundred buses", "2500", None),
        ("half of the citizens walk", "50", "%"),
        ("two thirds of the citizens walk", "66.7", "%"),
        ("one in five residents walks", "20", "%"),
        ("it cost 3 trillion won in all", "3000000000000", "KRW"),
        ("a minus of 5% for the year", "-5", "%"),
    ],
)
def test_number_is_read_with_its_unit(text: str, value: str, unit: str | None) -> None:
    assert [(Decimal(value), unit)] == [(q.value, q.unit) for q in read(text)]


@pytest.mark.parametrize(
    "text",
    [
        "the 5G network and the 4K screen",
        "leaders of the G20 spoke of COVID-19",
        "the 3rd edition opened",
        "it won 46-44 at home",
        "it ranks No. 48 in the world",
        "doors open at 12:30 or 6 p.m. daily",
        "a man aged 45 was seen",
        "a 45-year-old man was seen",
        "it made the top 10 again",
        "Line 3 opened",
        "in 2019 it opened",
        "half an hour later",
        "the first half of the year",
        "he is one of them",
        "the R44 and the N7",
        "COP15 began",
        "it is three times the size",
    ],
)
def test_look_alike_is_no_quantity(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("more than 500 came", Qualifier.MORE_THAN),
        ("upwards of 500 came", Qualifier.MORE_THAN),
        ("no fewer than 500 came", Qualifier.MORE_THAN),
        ("500+ guests came", Qualifier.MORE_THAN),
        ("some 500 came", Qualifier.ABOUT),
        ("roughly $500 was paid", Qualifier.ABOUT),
        ("500 or so came", Qualifier.ABOUT),
        ("just under 500 came", Qualifier.NEARLY),
        ("close to 500 came", Qualifier.NEARLY),
        ("as many as 500 came", Qualifier.UP_TO),
        ("the number fell below 500 again", Qualifier.LESS_THAN),
        ("it slipped to under 500", Qualifier.LESS_THAN),
        ("pipes below 500 houses froze", None),
        ("exactly 500 came", None),
    ],
)
def test_qualifier_is_read(text: str, qualifier: Qualifier | None) -> None:
    assert [qualifier] == [q.qualifier for q in read(text)]


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("between 50 and 60 per cent", "50", "60", "%"),
        ("50 to 60 per cent", "50", "60", "%"),
        ("2-3 million euros", "2000000", "3000000", "EUR"),
        ("10-12 trains", "10", "12", None),
    ],
)
def test_range_is_one_quantity(text: str, low: str, high: str, unit: str | None) -> None:
    assert [(Decimal(low), Decimal(high), unit)] == [(q.value, q.value_max, q.unit) for q in read(text)]


def test_from_and_to_are_two_quantities() -> None:
    assert [Decimal(5), Decimal(8)] == [q.value for q in read("it rose from 5 to 8 trains")]


def test_neighbouring_number_words_are_not_added() -> None:
    assert [Decimal(5), Decimal(6)] == [q.value for q in read("with five and six halls")]


def test_percentage_and_value_are_no_range() -> None:
    assert [(Decimal(9), "%"), (Decimal(31000000), None)] == [
        (q.value, q.unit) for q in read("it rose by 9 per cent to 31 million")
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Number of pupils 34 197,062", []),  # two columns, and nobody says whose each is
        ("it will spend €8.6 and €5.4 million on roads", [(8600000, "EUR"), (5400000, "EUR")]),
        ("it took €8.6, €5.4 and €3.2 million", [(8600000, "EUR"), (5400000, "EUR"), (3200000, "EUR")]),
        ("it took €8,600 and €5.4 million", [(8600, "EUR"), (5400000, "EUR")]),
        ("it rose by €2.6 million to €12.3 million", [(2600000, "EUR"), (12300000, "EUR")]),
        ("it drew 21.450 attendees", [(21450, None)]),
        ("Sh75 million will go to lighting", [(75000000, "shillings")]),
    ],
)
def test_numbers_side_by_side(text: str, told: list[tuple[int, str | None]]) -> None:
    assert [(int(q.value), q.unit) for q in read(text)] == told


@pytest.mark.parametrize("words", ["fewer than", "less than"])
def test_fewer_than_is_a_qualifier(words: str) -> None:
    assert [q.qualifier for q in read(f"it built {words} 100 homes")] == [Qualifier.LESS_THAN]


def test_number_inside_a_date_is_no_quantity() -> None:
    day = datetime.date(2020, 11, 17)
    date = DateMention(span=Span(start=3, end=14), period=Period(start=day, end=day))
    assert read("on 17 November there was rain", date) == []


def test_span_covers_qualifier_currency_and_unit() -> None:
    text = "it paid more than $4.5 million for it"
    assert [q.span.of(text) for q in read(text)] == ["more than $4.5 million"]


@given(st.text(alphabet="0123456789,.-–+ $€%mk()to and", max_size=120))
@example("0€ 0")
def test_spans_are_ordered_and_apart(text: str) -> None:
    """Whatever the text, quantities lie inside it, in order, and never overlap."""
    found = read(text)
    assert all(0 <= q.span.start < q.span.end <= len(text) for q in found)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("it had 3.412 million guests", [("3412000", None)]),
        ("it had 3.412 mln passengers", [("3412000", None)]),
        ("an increase of 12 year-on-year", [("12", None)]),
        ("up 14 month-on-month in all", [("14", None)]),
        ("the tax rose last year, by 3 % to 61.5 %", [("3", "%"), ("61.5", "%")]),
        ("it increased about $412,000 to $31.2 million", [("412000", "$"), ("31200000", "$")]),
        ("1.4 million and 1.9 million cubic metres", [("1400000", "m3"), ("1900000", "m3")]),
        ("1.4 million and 12 per cent of it", [("1400000", None), ("12", "%")]),
        ("a 12 year term", [("12", "year")]),
    ],
)
def test_numbers_side_by_side_have_the_value_and_unit_that_is_theirs(
    text: str, found: list[tuple[str, str | None]]
) -> None:
    assert [(q.value, q.unit) for q in read(text)] == [(Decimal(value), unit) for value, unit in found]


@pytest.mark.parametrize("text", ["it will grow by 3 % to 5 %", "a fine of $200 to $4,000", "it rose 3 to 4 per cent"])
def test_how_much_something_moves_may_be_a_range(text: str) -> None:
    (quantity,) = read(text)
    assert quantity.value_max is not None
