"""What the graph says of a thing, property by property: to tell namesakes apart, and to fill columns of a table.

Input: a Store, the IRI of a thing and the id of a property. Output: Values, sorted; only indexes are read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kg.decode import text
from kg.derived import DEFAULT
from kg.model import Kind
from kg.namespaces import GEONAMES, ONTOLOGY, SCHEMA, folded
from kg.store import Store
from kg.web.pages.catalogue import Thing

MOST = 100  # values of a property
PEOPLE = frozenset("population inhabitant inhabitants resident residents".split())


@dataclass(frozen=True, kw_only=True)
class Property:
    """A property by its id; ``path`` leads from a thing to its values, a step that begins with ^ goes backwards."""

    id: str
    name: str
    kinds: frozenset[Kind]
    path: tuple[str, ...]
    values: Kind | None = None  # the kind of its values, where they are all of one

    def steps(self) -> Iterator[tuple[bool, ox.NamedNode]]:
        """The steps as pairs: whether it goes backwards, and the predicate."""
        for step in self.path:
            name = step.removeprefix("^")
            yield step != name, ox.NamedNode(SCHEMA + name[2:] if name.startswith("s:") else ONTOLOGY + name)


def _of(*kinds: Kind) -> frozenset[Kind]:
    return frozenset(kinds or Kind)


_EVENTS = _of(Kind.EVENT)
PROPERTIES = {
    one.id: one
    for one in (
        Property(id="containedInPlace", name="lies in", kinds=_of(Kind.CITY), path=("s:containedInPlace",),
                 values=Kind.PLACE),
        Property(id="geonames", name="GeoNames id", kinds=_of(Kind.CITY), path=("s:sameAs",)),
        Property(id="population", name="population, newest figure", kinds=_of(Kind.CITY, Kind.PLACE), path=("^about",)),
        Property(id="holder", name="who holds or held a post", kinds=_of(Kind.CITY, Kind.PLACE, Kind.ORGANIZATION),
                 path=("^of", "person"), values=Kind.PERSON),
        Property(id="won", name="award won", kinds=_of(), path=("won",), values=Kind.AWARD),
        Property(id="affiliation", name="has or had a post in", kinds=_of(Kind.PERSON), path=("s:affiliation",)),
        Property(id="role", name="post", kinds=_of(Kind.PERSON), path=("^person", "role")),
        Property(id="location", name="held in", kinds=_EVENTS, path=("s:location",), values=Kind.CITY),
        Property(id="startDate", name="begins", kinds=_EVENTS, path=("^event", "startDate")),
        Property(id="endDate", name="ends", kinds=_EVENTS, path=("^event", "endDate")),
        Property(id="year", name="year", kinds=_EVENTS, path=("^event", "year")),
        Property(id="series", name="one of", kinds=_EVENTS, path=("series",), values=Kind.EVENT_SERIES),
        Property(id="conferredBy", name="conferred by", kinds=_of(Kind.AWARD), path=("^award", "conferredBy")),
        Property(id="winner", name="winner", kinds=_of(Kind.AWARD), path=("^won",)),
        Property(id="name", name="name", kinds=_of(), path=("name",)),
        Property(id="alias", name="short form", kinds=_of(), path=("alias",)),
    )
}  # fmt: skip


@dataclass(frozen=True, kw_only=True, order=True)
class Value:
    """A value: its text, and the IRI of the thing where it is one."""

    text: str
    iri: str = ""
    datatype: str = ""  # the last part of its IRI: decimal, date, …

    def as_json(self, names: str) -> dict[str, object]:
        """The value as a cell; ``names`` is what stands before the ids of things."""
        if self.iri:
            return {"id": self.iri.removeprefix(names), "name": self.text}
        if self.datatype == "date":
            return {"date": f"{self.text}T00:00:00Z"}
        if self.datatype in {"decimal", "integer", "gYear"}:
            number = float(self.text)
            return {"int": int(number)} if number.is_integer() else {"float": number}
        return {"str": self.text}


def values(store: Store, things: Mapping[str, Thing], iri: str, property_: Property) -> list[Value]:
    """The values of a property of a thing, sorted, the first ``MOST``."""
    if property_.id == "population":
        return _population(store, things, ox.NamedNode(iri))
    found: set[object] = {ox.NamedNode(iri)}
    for backwards, predicate in property_.steps():
        nodes = [node for node in found if isinstance(node, ox.NamedNode)]
        found = {value for node in nodes for value in _next(store, node, predicate, backwards=backwards)}
    return sorted({value for term in found if (value := _value(term, things, property_))})[:MOST]


def _next(store: Store, node: ox.NamedNode, predicate: ox.NamedNode, *, backwards: bool) -> Iterator[object]:
    if backwards:
        return (quad.subject for quad in store.engine.quads_for_pattern(None, predicate, node, DEFAULT))
    return (quad.object for quad in store.engine.quads_for_pattern(node, predicate, None, DEFAULT))


def _value(term: object, things: Mapping[str, Thing], property_: Property) -> Value | None:
    if isinstance(term, ox.Literal):
        return Value(text=term.value, datatype=term.datatype.value.rsplit("#", 1)[-1])
    plain = text(term)
    if property_.id == "geonames":
        return Value(text=plain.removeprefix(GEONAMES).rstrip("/"))
    thing = things.get(plain)
    return Value(text=thing.label, iri=plain) if thing else None


def _population(store: Store, things: Mapping[str, Thing], node: ox.NamedNode) -> list[Value]:
    """The figure for the population with the latest time."""
    figures: list[tuple[str, Value]] = []
    for about in store.engine.quads_for_pattern(None, ox.NamedNode(ONTOLOGY + "about"), node, DEFAULT):
        own = store.engine.quads_for_pattern(about.subject, None, None, DEFAULT)
        told = {quad.predicate.value.removeprefix(ONTOLOGY): text(quad.object) for quad in own}
        measure = things.get(told.get("metric", ""))
        if measure and set(folded(measure.label).split()) <= PEOPLE and told.get("change") != "true":
            figures.append((told.get("asOf", ""), Value(text=told["value"], datatype="decimal")))
    return [max(figures)[1]] if figures else []
