"""The things of a store that are to be found outside, and what the articles say that tells namesakes apart.

Input: a Store. Output: a Known: each entity with all its names, and who holds which post where, what lies in what,
who gives what to whom, what is held where and when.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import pyoxigraph as ox

from kg.conflicts import Told, all_told
from kg.derived import LABEL
from kg.model import AwardConferral, Entity, Hosting, Kind, Location, Result, Tenure
from kg.namespaces import Names, folded
from kg.rdf import ALIAS, NAME
from kg.resolve import entities
from kg.store import Store

LINKED = (
    Kind.CITY, Kind.PLACE, Kind.ORGANIZATION, Kind.PERSON, Kind.AWARD, Kind.EVENT_SERIES, Kind.EVENT, Kind.METRIC,
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Subject:
    """An entity of a store, under the identifier of the merged graph."""

    iri: str
    kind: Kind
    key: str
    name: str  # its label
    names: tuple[str, ...]  # all that articles call it, sorted

    @property
    def geonames_id(self) -> str | None:
        """The id that the gazetteer gave to a city."""
        number = self.key[2:]
        return number if self.kind is Kind.CITY and self.key.startswith("gn") and number.isdecimal() else None

    @property
    def folded_names(self) -> frozenset[str]:
        """Its names without case and accents."""
        return frozenset(map(folded, self.names))


@dataclass(frozen=True, kw_only=True)
class Known:
    """What a store says, by the IRIs of the entities."""

    names: Names
    told: tuple[Told, ...]
    subjects: dict[str, Subject]
    tenures: dict[str, list[Tenure]] = field(default_factory=dict)  # by person, and by what the post is of
    years: dict[str, set[int]] = field(default_factory=dict)  # of the articles about a person
    places: dict[str, set[str]] = field(default_factory=dict)  # a city, and what it is said to lie in
    cities: dict[str, set[str]] = field(default_factory=dict)  # a place, and the cities in it; an event, and its hosts
    editions: dict[str, set[int]] = field(default_factory=dict)  # an event, and its years
    givers: dict[str, set[str]] = field(default_factory=dict)  # an award, and who gives it
    winners: dict[str, set[str]] = field(default_factory=dict)  # an award, and who won it

    def iri(self, entity: Entity) -> str:
        """The identifier of an entity of a fact."""
        return self.names.entity(entity)

    def of_kind(self, *kinds: Kind) -> list[Subject]:
        """The subjects of some kinds, by IRI."""
        return [subject for _, subject in sorted(self.subjects.items()) if subject.kind in kinds]


def known(store: Store) -> Known:
    """All that a store says of things outside of it."""
    told = tuple(all_told(store))
    found = Known(names=store.names, told=told, subjects={})
    for one in told:
        for _, entity in entities(one.telling.fact):
            iri = found.iri(entity)
            if entity.kind in LINKED and iri not in found.subjects:
                found.subjects[iri] = _subject(store, iri, entity)
        _note(found, one)
    return found


def _subject(store: Store, iri: str, entity: Entity) -> Subject:
    node = ox.NamedNode(iri)
    names = {entity.name, *store.values(node, NAME), *store.values(node, ALIAS)}
    label = min(store.values(node, LABEL), default=entity.name)
    return Subject(iri=iri, kind=entity.kind, key=entity.key, name=label, names=tuple(sorted(filter(None, names))))


def _note(found: Known, one: Told) -> None:
    iri = found.iri
    match one.telling.fact:
        case Tenure() as fact:
            for of in filter(None, (fact.person, fact.of)):
                found.tenures.setdefault(iri(of), []).append(fact)
            if one.telling.published:
                found.years.setdefault(iri(fact.person), set()).add(one.telling.published.year)
        case Location() as fact:
            found.places.setdefault(iri(fact.city), set()).add(iri(fact.place))
            found.cities.setdefault(iri(fact.place), set()).add(iri(fact.city))
        case Hosting() as fact:
            found.cities.setdefault(iri(fact.event), set()).update(map(iri, fact.city))
            found.editions.setdefault(iri(fact.event), set()).update(_years(fact))
        case AwardConferral() as fact:
            if fact.conferred_by:
                found.givers.setdefault(iri(fact.award), set()).add(iri(fact.conferred_by))
            if fact.result is Result.WINNER:
                found.winners.setdefault(iri(fact.award), set()).add(iri(fact.recipient))


def _years(fact: Hosting) -> Iterable[int]:
    if fact.start_date:
        return {fact.start_date.year}
    return {fact.year} if fact.year else set()
