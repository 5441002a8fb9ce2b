"""The words that the reading of figures goes by, and tokens with a part of speech.

Input: kg/lexicon/metric_words.tsv; a text and two offsets. Output: groups of words, patterns of them,
tokens. Word lists and plural endings stand in for a tagger: what is in no list counts as a noun.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple


@cache
def _groups() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in files("kg.lexicon").joinpath("metric_words.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            group, forms = line.split("\t")
            found[group] = (*found.get(group, ()), *forms.split(","))
    return found


def words(group: str) -> frozenset[str]:
    """The forms of a group."""
    return frozenset(_groups()[group])


def either(*groups: str) -> str:
    """A pattern, without a group of its own, for the forms of the groups, longest first."""
    forms = sorted({form for group in groups for form in _groups()[group]}, key=lambda f: (-len(f), f))
    return "|".join(re.escape(form).replace(r"\ ", " ") for form in forms)


_TAGS = (
    ("determiner", "D"), ("preposition", "P"), ("conjunction", "C"), ("relative", "R"), ("auxiliary", "X"),
    ("adverb", "A"), ("verb", "V"),
)  # fmt: skip
_TAG_OF: dict[str, str] = {}
for _group, _tag in _TAGS:
    for _form in _groups()[_group]:
        _TAG_OF.setdefault(_form, _tag)
_PLURALS, _SINGULARS = words("irregular_plural"), words("singular_s")
_TOKEN = re.compile(r"\w[\w’'&/.+-]*\w|\w|[^\w\s]|\t")
_NUMBER_AND_LETTERS = re.compile(r"\d+[A-Za-z-][A-Za-z-]*$")


_COMPOUNDS = words("compound")
_OPENS_OBJECT = frozenset("DN#")


class Token(NamedTuple):
    """A word or mark; ``tag`` is D, P, C, R, V, X (auxiliary), A, # (number), N (the rest) or the mark."""

    start: int
    end: int
    text: str
    tag: str


@lru_cache(maxsize=1 << 14)
def tag_of(word: str) -> str:
    """The part of speech of a word, by lists and endings."""
    if not word[0].isalnum():
        return word
    if tag := _TAG_OF.get(word.lower()):
        return tag
    if word[0].isdigit() and not _NUMBER_AND_LETTERS.match(word):
        return "#"
    return "A" if word.endswith("ly") and len(word) > 4 and word.islower() else "N"


def tokens(text: str, start: int, end: int) -> Iterator[Token]:
    """Words and marks between two offsets."""
    before = ""
    for m in _TOKEN.finditer(text, start, end):
        word, tag = m.group(), tag_of(m.group())
        if tag == "V" and before and _ends_compound(text, before, m):
            tag = "N"
        yield Token(m.start(), m.end(), word, tag)
        before = word


def _ends_compound(text: str, before: str, m: re.Match[str]) -> bool:
    """True of a noun that looks like a verb: "water use fell", "a total of"; not of "residents use trams"."""
    if m.group() != "use":
        return f"{before.lower()} {m.group()}" in _COMPOUNDS
    follows = _TOKEN.match(text, m.end() + 1) or _TOKEN.match(text, m.end())
    has_object = follows is not None and tag_of(follows.group()) in _OPENS_OBJECT
    return tag_of(before) == "N" and not plural(before) and not has_object


def plural(word: str) -> bool:
    """True where the word has the form of a plural noun, or is one of the irregular ones."""
    low = word.lower()
    if low.rsplit("-", 1)[-1] in _PLURALS:
        return True
    ending = low.endswith("s") and not low.endswith(("ss", "us", "'s", "’s", "sis"))
    return len(low) > 3 and ending and low not in _SINGULARS and not word.isupper()
