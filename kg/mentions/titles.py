"""The words of posts, honorifics and speech, as regular expressions.

Input: kg/lexicon/roles.txt. Output: one alternation a section, and character classes for
names. People are found beside these words, and posts are read from them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

_LETTERS = [*range(0x41, 0x250), *range(0x1E00, 0x1F00)]
UPPER = "".join(c for c in map(chr, _LETTERS) if c.isupper())
"""The capital letters of Latin script, for a character class."""


@cache
def words(section: str) -> tuple[str, ...]:
    """The entries of one section of the lexicon, in order; plurals are not among them."""
    return tuple(singular for singular, _ in _entries()[section])


@cache
def plurals(section: str) -> dict[str, str]:
    """Plural to singular for one section."""
    return {plural: singular for singular, plural in _entries()[section]}


@cache
def short_forms() -> dict[str, str]:
    """The short forms before a name, and the head noun that each stands for."""
    return dict(_entries()["abbreviation"])


def is_honorific(word: str) -> bool:
    """True of "Dr", "Cllr." and the like, in any case."""
    return word.lower().rstrip(".") in {*words("honorific"), *short_forms()}


@cache
def _entries() -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    section = ""
    for line in files("kg").joinpath("lexicon/roles.txt").read_text(encoding="utf-8").splitlines():
        entry = line.strip()
        if entry.startswith("["):
            section = entry.strip("[]")
            found.setdefault(section, [])
        elif entry and not entry.startswith("#"):
            singular, _, plural = entry.partition("|")
            found[section].append((singular, plural or singular + "s"))
    return found


def alternation(entries: Iterable[str]) -> str:
    """A regular expression for any of the entries, the longest first; blanks match any white space.

    Entries are grouped by their first character, and again by their second: at most places of a text a few
    comparisons tell that none of them begins there.
    """
    return _grouped(sorted(set(entries), key=lambda entry: (-len(entry), entry)), 2)


def _grouped(entries: Iterable[str], depth: int) -> str:
    if not depth:
        return f"(?:{'|'.join(map(_escaped, entries))})"
    groups: dict[str, list[str]] = {}
    for entry in entries:
        groups.setdefault(entry[:1], []).append(entry[1:])
    return f"(?:{'|'.join(_escaped(first) + _grouped(rest, depth - 1) for first, rest in sorted(groups.items()))})"


def _escaped(text: str) -> str:
    return re.escape(text).replace(r"\ ", r"[ \t\xa0]+")
