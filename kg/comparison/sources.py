"""Which of many tellings to go by, and which of them are copies of one text.

Input: tellings. Output: groups of copies; the newest; the one that most sources agree with. All are the
same for any order of the input.
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields

from kg.comparison.telling import Comparison, Relation, Telling
from kg.model import Entity, Fact, Observation, Tenure
from kg.namespaces import folded

_SHINGLE = 3  # words
_SHORTEST = 8  # words beside those of its names that a quote must have to show that it was copied
_ALIKE = 0.75  # the share of the shorter quote's shingles that the other one has

_AGREE = {Relation.SAME: 2, Relation.COPY: 2, Relation.ROUNDING: 1}


def _shingles(telling: Telling) -> frozenset[tuple[str, ...]]:
    """All runs of three words of the quote; none where it has hardly more than names, which all writers share."""
    words = folded(telling.quote).split()
    names = _names(telling.fact)
    if sum(word not in names for word in words) < _SHORTEST:
        return frozenset()
    return frozenset(tuple(words[at : at + _SHINGLE]) for at in range(len(words) - _SHINGLE + 1))


def _names(fact: Fact) -> frozenset[str]:
    """The words of the names and the post that a fact is about."""
    values = (getattr(fact, field.name) for field in fields(fact))
    singles = (single for value in values for single in (value if isinstance(value, tuple) else (value,)))
    names = [single.name for single in singles if isinstance(single, Entity)]
    if isinstance(fact, Tenure):
        names.append(fact.role)
    return frozenset(word for name in names for word in folded(name).split())


def _alike(common: int, one: int, other: int) -> bool:
    return common > 0 and common >= _ALIKE * min(one, other)


def copied(one: Telling, other: Telling) -> bool:
    """True where two articles have a quote in nearly the same words, long enough not to be chance."""
    if one.article == other.article:
        return False
    here, there = _shingles(one), _shingles(other)
    return _alike(len(here & there), len(here), len(there))


def copies(tellings: Iterable[Telling]) -> tuple[tuple[Telling, ...], ...]:
    """The tellings by source: those of one article and those of copies of one text stand together."""
    told = sorted(set(tellings), key=_rank)
    leader = list(range(len(told)))

    def find(at: int) -> int:
        while leader[at] != at:
            at = leader[at]
        return at

    articles: dict[str, int] = {}
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    shingles = [_shingles(telling) for telling in told]
    for at, telling in enumerate(told):
        leader[at] = find(articles.setdefault(telling.article, at))
        common = Counter(before for shingle in shingles[at] for before in places[shingle])
        for before, number in common.items():
            if _alike(number, len(shingles[at]), len(shingles[before])):
                first, second = sorted((find(at), find(before)))
                leader[second] = first
        for shingle in shingles[at]:
            places[shingle].append(at)
    groups: dict[int, list[Telling]] = defaultdict(list)
    for at, telling in enumerate(told):
        groups[find(at)].append(telling)
    return tuple(map(tuple, groups.values()))


def _rank(telling: Telling) -> tuple[bool, datetime.date, datetime.date, str, str, str]:
    """The order of tellings: by publication, undated ones first; of one day, by the time that a figure is for."""
    fact = telling.fact
    as_of = fact.as_of.end if isinstance(fact, Observation) and fact.as_of else datetime.date.min
    published = telling.published or datetime.date.min
    return telling.published is not None, published, as_of, telling.article, repr(fact), telling.quote


def newest(tellings: Iterable[Telling]) -> Telling:
    """The telling that was published last; one without a date only where all are without."""
    return max(_some(tellings), key=_rank)


def agreeing(tellings: Iterable[Telling], compare: Callable[[Telling, Telling], Comparison | None]) -> Telling:
    """The telling that most sources agree with, then the one that most say exactly so, then the newest."""
    told = _some(tellings)
    source = {telling: at for at, group in enumerate(copies(told)) for telling in group}

    def support(telling: Telling) -> tuple[int, int]:
        agreed: dict[int, int] = {}
        for other in told:
            found = compare(telling, other)
            weight = _AGREE.get(found.relation, 0) if found else 0
            agreed[source[other]] = max(weight, agreed.get(source[other], 0))
        return sum(weight > 0 for weight in agreed.values()), sum(weight > 1 for weight in agreed.values())

    return max(told, key=lambda telling: (support(telling), _rank(telling)))


def _some(tellings: Iterable[Telling]) -> Sequence[Telling]:
    told = tuple(tellings)
    if not told:
        raise ValueError("choosing among tellings: there are none; give at least one")
    return told
