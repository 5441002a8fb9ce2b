from collections.abc import Iterable

from kg.model import Article, Fact


def resolve(article: Article, facts: Iterable[Fact]) -> tuple[Fact, ...]:
    return tuple(facts)
