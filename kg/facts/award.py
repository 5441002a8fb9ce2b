from collections.abc import Iterator

from kg.model import Document, Fact


def find(document: Document) -> Iterator[Fact]:
    yield from ()
