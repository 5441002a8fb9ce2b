"""Word lists of kg/lexicon, read once.

Input: the name of a text file there. Output: its words; comments and blank lines are left out.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def lines(name: str) -> tuple[str, ...]:
    """The entries of ``kg/lexicon/<name>.txt``, one a line, in the order of the file."""
    text = (files("kg") / "lexicon" / f"{name}.txt").read_text(encoding="utf-8")
    return tuple(entry for line in text.splitlines() if (entry := line.partition("#")[0].strip()))


@cache
def words(name: str) -> frozenset[str]:
    """The entries of a list as a set, without the mark ``*`` of conditions."""
    return frozenset(entry.rstrip("*") for entry in lines(name))


@cache
def needing_company(name: str) -> frozenset[str]:
    """The entries marked ``*``: they name something only together with another word."""
    return frozenset(entry.rstrip("*") for entry in lines(name) if entry.endswith("*"))
