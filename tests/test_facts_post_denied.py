"""Posts that the words around them deny, or give to somebody else."""

from __future__ import annotations

import pytest

from kg.facts import read_facts
from kg.mentions import annotate
from kg.model import Article, Tenure, TenureStatus
from kg.read import article_of


def holders(text: str) -> list[tuple[str, str]]:
    article = article_of("case.txt", text.encode())
    assert isinstance(article, Article)
    return [(f.person.name, f.status.value) for f in read_facts(annotate(article)) if isinstance(f, Tenure)]


@pytest.mark.parametrize(
    "text",
    [
        "Anna Holm, who hopes to become mayor of Bergen, said on Monday that rents are too high.",
        "Anna Holm was nominated for the post of mayor of Bergen.",
        "Anna Holm turned down the post of mayor of Bergen.",
        "Anna Holm could become the first female mayor of Bergen.",
        "Anna Holm denied that she would be mayor of Bergen.",
        "Anna Holm is expected to be named mayor of Bergen.",
        "Anna Holm, wife of the mayor of Bergen, opened the fair.",
        "The mayor of Bergen met Anna Holm on Monday.",
        "Anna Holm is not the mayor of Bergen.",
        "Anna Holm asked the mayor of Bergen to resign.",
        "Anna Holm worked for the mayor of Bergen for ten years.",
        "Anna Holm, whose father was mayor of Bergen, opened the fair.",
    ],
)
def test_who_does_not_hold_the_post(text: str) -> None:
    assert holders(text) == []


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Anna Holm, whose day job is mayor of Bergen, paints.", TenureStatus.CURRENT),
        ("Anna Holm, who hoped for rain, became mayor of Bergen.", TenureStatus.CURRENT),
        ("Anna Holm could not be reached; she has been mayor of Bergen since May.", TenureStatus.CURRENT),
        ("Anna Holm beat Ole Dahl to become mayor of Bergen.", TenureStatus.CURRENT),
        ("Anna Holm will take office as mayor of Bergen in January.", TenureStatus.INCOMING),
    ],
)
def test_who_does(text: str, status: TenureStatus) -> None:
    assert holders(text) == [("Anna Holm", status.value)]


@pytest.mark.parametrize(
    ("text", "role", "of"),
    [
        ("Norwegian Prime Minister Anna Holm opened the fair.", "Prime Minister", "Norway"),
        ("Anna Holm, Norway's minister of transport, visited Bergen.", "minister of transport", "Norway"),
    ],
)
def test_a_minister_is_of_the_country(text: str, role: str, of: str) -> None:
    article = article_of("case.txt", text.encode())
    assert isinstance(article, Article)
    told = [(f.role, f.of.name if f.of else None) for f in read_facts(annotate(article)) if isinstance(f, Tenure)]
    assert told == [(role, of)]


def test_a_party_is_no_person() -> None:
    assert holders("Maria Holm, a Christian Democrat, is mayor of Malmö.") == [("Maria Holm", "current")]
