from __future__ import annotations
from collections.abc import Iterator
from kg.model import Document, Tenure


def find(document: Document) -> Iterator[Tenure]:
    yield from ()
