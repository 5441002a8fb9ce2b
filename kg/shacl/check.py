"""What a compiled component is: a Check, and the two ways in which it is left to pyshacl."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from kg.shacl.index import Index

Component = Any  # pyshacl's; it has no types
# Of a focus node and its value nodes: whether pyshacl would report nothing, neither more nor less often.
Check = Callable[[Index, str, Collection[str]], bool]


class NotCompiledError(Exception):
    """Something in a shape that only pyshacl can judge, of whatever triples."""


class OnlyPyshaclKnowsError(Exception):
    """A value that only pyshacl can judge; it may refuse to."""


def each_value(passes: Callable[[Index, str], bool]) -> Check:
    """Holds where each value node passes."""

    def check(index: Index, _: str, values: Collection[str]) -> bool:
        for value in values:  # noqa: SIM110 - a loop takes half the time of all()
            if not passes(index, value):
                return False
        return True

    return check
