"""From triples to an index of them, and to a graph of rdflib that reads it.

Input: triples, or bytes of N-Triples. Output: an Index, which answers what shapes ask in one look-up, and its
``graph``: the same triples as pyshacl and rdflib's SPARQL see them. A term of rdflib is made only where one of them
comes upon it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache

import pyoxigraph as ox
from rdflib import Graph
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.plugins.stores.memory import Memory
from rdflib.query import Result
from rdflib.term import Identifier, Node

from kg.namespaces import RDF_TYPE, VOCABULARIES
from kg.shacl import terms

TYPE = f"<{RDF_TYPE}>"
SUBCLASS = f"<{VOCABULARIES['rdfs']}subClassOf>"
NOTHING: tuple[str, ...] = ()
Triple = tuple[Node, Node, Node]


class Index:
    """Triples by predicate, subject and value; all are texts (see ``terms``)."""

    def __init__(self, triples: bytes | Iterable[ox.Triple]) -> None:
        """Reads the triples, or N-Triples. Raises SyntaxError or ValueError where they cannot be read."""
        self.valueless: set[str] = set()  # literals that are ill-typed, or NaN
        self.ill_typed: set[str] = set()
        self._objects: dict[str, dict[str, list[str]]] = {}
        self._subjects: dict[str, dict[str, list[str]]] = {}
        self._instances: dict[str, frozenset[str]] = {}
        self._nodes: dict[str, Identifier] = {}
        self._read(_parsed(triples) if isinstance(triples, bytes) else triples)

    def _read(self, triples: Iterable[ox.Triple]) -> None:
        spelled: dict[str, str] = {}
        objects = self._objects
        for subject, predicate, value in triples:
            written = str(value)
            if written not in spelled:
                spelled[written] = self._spelled(written, value)
            objects.setdefault(str(predicate), {}).setdefault(str(subject), []).append(spelled[written])
        for values in objects.values():
            values.update({subject: list(dict.fromkeys(some)) for subject, some in values.items() if len(some) > 1})

    def _spelled(self, written: str, value: object) -> str:
        if isinstance(value, ox.Triple) or (isinstance(value, ox.Literal) and value.direction):
            raise ValueError(f"{written} is of RDF 1.2, which shapes cannot judge; leave it out")
        if not terms.is_respelled(written):
            return written
        literal = terms.node(written)
        respelled = terms.term(literal)
        if isinstance(literal, terms.NoValue):
            self.valueless.add(respelled)
            if literal.ill_typed:
                self.ill_typed.add(respelled)
        self._nodes.setdefault(respelled, literal)
        return respelled

    def values(self, subject: str, predicate: str) -> list[str] | tuple[str, ...]:
        """What the subject has for the predicate, each value once."""
        return self.by_subject(predicate).get(subject, NOTHING)

    def by_subject(self, predicate: str) -> Mapping[str, list[str]]:
        """The values for the predicate, by subject."""
        return self._objects.get(predicate, {})

    def by_value(self, predicate: str) -> Mapping[str, list[str]]:
        """The subjects for the predicate, by value."""
        if predicate not in self._subjects:
            turned: dict[str, list[str]] = {}
            for subject, values in self.by_subject(predicate).items():
                for value in values:
                    turned.setdefault(value, []).append(subject)
            self._subjects[predicate] = turned
        return self._subjects[predicate]

    def predicates(self, subject: str) -> Iterator[str]:
        """The predicates that the subject has values for."""
        return (predicate for predicate, values in self._objects.items() if subject in values)

    def instances(self, of: str) -> frozenset[str]:
        """The SHACL instances of a class: of itself, and of what the triples call its subclasses."""
        if of not in self._instances:
            classes, found = [of], {of}
            while classes:
                below = set(self.by_value(SUBCLASS).get(classes.pop(), NOTHING)) - found
                found |= below
                classes += below
            typed = self.by_value(TYPE)
            self._instances[of] = frozenset(subject for each in found for subject in typed.get(each, NOTHING))
        return self._instances[of]

    @cached_property
    def size(self) -> int:
        """How many triples there are."""
        return sum(len(values) for predicate in self._objects.values() for values in predicate.values())

    def node(self, term: str) -> Identifier:
        """The term of rdflib."""
        known = self._nodes.get(term)
        if known is None:
            known = self._nodes[term] = terms.node(term)
        return known

    def triples(self, subject: str | None, predicate: str | None, value: str | None) -> Iterator[tuple[str, str, str]]:
        """The triples that have these terms; None stands for any."""
        for each in self._objects if predicate is None else (predicate,):
            if subject is not None:
                values = self.values(subject, each)
                yield from ((subject, each, some) for some in values if value is None or some == value)
            elif value is not None:
                yield from ((some, each, value) for some in self.by_value(each).get(value, NOTHING))
            else:
                yield from ((some, each, it) for some, values in self.by_subject(each).items() for it in values)

    @cached_property
    def graph(self) -> Graph:
        """The same triples for pyshacl and rdflib; nothing is copied."""
        return _View(_Store(self))


def _parsed(ntriples: bytes) -> Iterator[ox.Triple]:
    return (quad.triple for quad in ox.parse(ntriples, format=ox.RdfFormat.N_TRIPLES))


class _Store(Memory):
    """rdflib's side of an Index: it is read, never written."""

    def __init__(self, index: Index) -> None:
        super().__init__()
        self.index = index
        self.view: Graph | None = None

    def triples(  # type: ignore[override]  # the context is the one graph there is
        self,
        triple_pattern: tuple[Node | None, Node | None, Node | None],
        context: object = None,  # noqa: ARG002
    ) -> Iterator[tuple[Triple, Iterator[object]]]:
        node = self.index.node
        wanted = (None if part is None else terms.term(part) for part in triple_pattern)
        for subject, predicate, value in self.index.triples(*wanted):
            yield (node(subject), node(predicate), node(value)), iter((self.view,))

    def __len__(self, context: object = None) -> int:
        return self.index.size


class _View(Graph):
    """A graph that parses each query once: pyshacl gives the same text again for every focus node."""

    def __init__(self, store: _Store) -> None:
        super().__init__(store, bind_namespaces="none")
        store.view = self  # rdflib wants to know in which graph a triple is

    def query(self, query_object: str | Query, *args: object, **kwargs: object) -> Result:
        parsed = _query(query_object) if isinstance(query_object, str) else query_object
        return super().query(parsed, *args, **kwargs)  # type: ignore[arg-type]  # handed through


@lru_cache(maxsize=64)
def _query(text: str) -> Query:
    return prepareQuery(text)
