"""The tellings of a post as one fact.

Input: tenures as rules, classifiers and the encoder have read them. Output: one tenure for each person and post, in its
fuller words, with all the evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kg.model import Tenure, TenureStatus

_WEIGHTY = frozenset("deputy vice acting interim assistant co-chair first second senior associate honorary".split())


def merged(tenures: list[Tenure]) -> Iterator[Tenure]:
    """One tenure for each person and post, with all the evidence."""
    merged: list[Tenure] = []
    for tenure in tenures:
        index = next((i for i, other in enumerate(merged) if same(other, tenure)), None)
        if index is None:
            merged.append(tenure)
        else:
            merged[index] = _joined(merged[index], tenure)
    yield from merged


def _joined(one: Tenure, other: Tenure) -> Tenure:
    """Two tellings of a tenure as one: the fuller words, all the evidence."""
    fuller = one if len(one.role) >= len(other.role) else other
    return replace(
        fuller,
        of=one.of or other.of,
        start_date=one.start_date or other.start_date,
        end_date=one.end_date or other.end_date,
        evidence=tuple(dict.fromkeys((*one.evidence, *other.evidence))),
    )


def same(one: Tenure, other: Tenure) -> bool:
    """True where both tell of one person in one post."""
    if one.person.name != other.person.name:
        return False
    words, others = (frozenset(re.findall(r"[\w-]+", t.role.lower().replace("-", " "))) for t in (one, other))
    if not (words <= others or others <= words) or (words ^ others) & _WEIGHTY:
        return False
    again = any(a.overlaps(b) for a in one.evidence for b in other.evidence) and one.role == other.role
    if "mayor" in words & others and one.status is other.status is TenureStatus.CURRENT:
        return True  # of one city at a time
    return one.of is None or other.of is None or again or _alike(one.of.name, other.of.name)


def _alike(one: str, other: str) -> bool:
    return one in other or other in one
