"""The things of the graph that a name may mean, each with a score from 0 to 100.

Input: the catalogue of names, and a Query. Output: Candidates, the best first. A candidate is sure only where it has
the very name and no other thing fits about as well: of namesakes none is sure until a property tells them apart.
"""

from __future__ import annotations

import time
from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from kg.store import Store
from kg.web.limits import RefusedError
from kg.web.pages.catalogue import LONGEST_SEARCH, Catalogue, Thing, searchable
from kg.web.pages.reconcile.properties import PROPERTIES, values
from kg.web.pages.reconcile.reading import Condition, Query

FOUND = 40  # things weighed for a name
RARE = 12  # trigrams of a name that are looked up, the rarest
COMPARED = 20  # values of a property
LEAST = 50.0  # score below which nothing is offered
SURE = 95.0
LEAD = 5.0
SPELLED_OTHERWISE = 0.95  # of its likeness is left to a name that is not the very one
WEIGHT = 0.4  # of a property, beside 1 for the name


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A thing that the name may mean; ``features`` are the scores that make up the score."""

    thing: Thing
    score: float
    sure: bool
    features: tuple[tuple[str, float], ...]


class Matcher:
    """Finds names by their parts of three letters: what is spelled otherwise is found, too."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._names = list(catalogue.names())
        self._lines: dict[str, array[int]] = {}
        self._of_thing: dict[str, list[str]] = {}
        for number, (iri, name) in enumerate(self._names):
            self._of_thing.setdefault(iri, []).append(name)
            for part in _parts(name):
                self._lines.setdefault(part, array("I")).append(number)

    def candidates(self, store: Store, query: Query, names: str, until: float) -> list[Candidate]:
        """The candidates for a query; ``names`` is what stands before the ids of things, ``until`` a monotonic time.

        Raises RefusedError where the time is up.
        """
        asked = searchable(query.name[:LONGEST_SEARCH])
        scored = []
        for thing in self._things(query, asked, names):
            in_time(until)
            features = [
                ("name", 100.0 if thing.iri in {query.name, names + query.name} else self._likeness(thing, asked))
            ]
            features += [(one.property_id, self._fit(store, thing, one, names, until)) for one in query.conditions]
            weight = 1 + WEIGHT * (len(features) - 1)
            score = round(sum(value * (WEIGHT if at else 1) for at, (_, value) in enumerate(features)) / weight, 1)
            if score >= LEAST:
                scored.append((score, thing, tuple(features)))
        scored.sort(key=lambda one: (-one[0], -one[1].facts, one[1].iri))
        lead = scored[0][0] - (scored[1][0] if len(scored) > 1 else 0.0) if scored else 0.0
        return [
            Candidate(thing=thing, score=score, features=features, sure=not at and score >= SURE and lead >= LEAD)
            for at, (score, thing, features) in enumerate(scored[: query.limit])
        ]

    def _things(self, query: Query, asked: str, names: str) -> list[Thing]:
        """The things that may be meant: by their id, by a search, and by parts of their names."""
        things = self._catalogue.things
        found: dict[str, Thing] = {}
        for iri in (query.name, names + query.name):
            if iri in things:
                found[iri] = things[iri]
        kind = next(iter(query.kinds)) if query.kinds and len(query.kinds) == 1 else None
        for hit in self._catalogue.search(query.name, kind=kind, limit=FOUND):
            found[hit.thing.iri] = hit.thing
        for iri in self._near(asked):
            found.setdefault(iri, things[iri])
        return [thing for thing in found.values() if query.kinds is None or thing.kind in query.kinds]

    def _near(self, asked: str) -> Iterator[str]:
        rare = sorted((lines for part in _parts(asked) if (lines := self._lines.get(part))), key=len)[:RARE]
        shared = Counter(number for lines in rare for number in lines)
        for number, _ in shared.most_common(FOUND):
            yield self._names[number][0]

    def _likeness(self, thing: Thing, asked: str) -> float:
        return max((likeness(asked, name) for name in self._of_thing.get(thing.iri, ())), default=0.0)

    def _fit(self, store: Store, thing: Thing, condition: Condition, names: str, until: float) -> float:
        """How well a property of a thing fits what is asked for: the best of all pairs of values."""
        in_time(until)
        property_ = PROPERTIES.get(condition.property_id)
        if property_ is None:
            return 0.0
        found = values(store, self._catalogue.things, thing.iri, property_)
        best = 0.0
        for asked in condition.values:
            for value in found[:COMPARED]:
                if asked in {value.text, value.iri, value.iri.removeprefix(names)}:
                    return 100.0
                if not value.datatype or value.datatype == "string":
                    best = max(best, likeness(searchable(asked[:LONGEST_SEARCH]), searchable(value.text)))
        return best


def in_time(until: float) -> None:
    """Raises RefusedError where a monotonic time is past."""
    if time.monotonic() > until:
        raise RefusedError(503, "the server ran out of time: ask for less at a time")


def likeness(one: str, other: str) -> float:
    """How alike two names are, from 0 to 100; the order of their words counts a little.

    >>> likeness("vienna", "vienna"), likeness("ludwig michael", "michael ludwig")
    (100.0, 95.0)
    """
    if one == other:
        return 100.0 if one else 0.0
    pairs = (one, other), (" ".join(sorted(one.split())), " ".join(sorted(other.split())))
    ratio = max(SequenceMatcher(None, a, b, autojunk=False).ratio() for a, b in pairs)
    return round(100 * ratio * SPELLED_OTHERWISE, 1)


def _parts(name: str) -> set[str]:
    padded = f"  {name} "
    return {padded[at : at + 3] for at in range(len(padded) - 2)}
