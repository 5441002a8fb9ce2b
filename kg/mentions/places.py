from collections.abc import Iterator

from kg.model import Document, Mention


def find(document: Document) -> Iterator[Mention]:
    yield from ()


def date_and_place(document: Document) -> Document:
    return document


def settle(document: Document) -> Document:
    return document
