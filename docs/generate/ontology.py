"""The reference of the ontology, from its Turtle files.

Input: ``ontology/*.ttl``. Output: a page with each class, property, value and unit under its local name.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pyoxigraph as ox

from docs.generate.markup import anchor, code, escaped, front, heading, table
from kg.decode import Described, local, text
from kg.namespaces import ONTOLOGY, RDF_TYPE, RDFS, SCHEMA, VOCABULARIES, Names
from kg.vocabulary import ontology_files

SKOS, OWL = VOCABULARIES["skos"], VOCABULARIES["owl"]
NAMES = Names()
KINDS = {
    "Classes": (OWL + "Class",),
    "Properties": (OWL + "ObjectProperty", OWL + "DatatypeProperty"),
    "Values": (SKOS + "ConceptScheme",),
}
RELATIONS = {
    RDFS + "subClassOf": "Kind of",
    RDFS + "subPropertyOf": "Sort of",
    SCHEMA + "domainIncludes": "Of",
    SCHEMA + "rangeIncludes": "Value",
    RDFS + "seeAlso": "See",
    SKOS + "exactMatch": "The same as",
    SKOS + "closeMatch": "Close to",
    SKOS + "relatedMatch": "Related to",
}


@cache
def described() -> Described:
    """The triples of the ontology."""
    return Described(quad.triple for path in ontology_files() for quad in ox.parse(path=path))


def terms(*kinds: str) -> list[ox.NamedNode]:
    """The terms of the ontology that are of one of some types, by name."""
    return sorted(
        (
            node
            for node in described().nodes
            if isinstance(node, ox.NamedNode)
            and node.value.startswith(ONTOLOGY)
            and set(kinds) & set(of(node, RDF_TYPE))
        ),
        key=lambda node: local(node).lower(),
    )


def of(node: ox.NamedNode, predicate: str) -> list[str]:
    """The values of a property, as text."""
    return [text(value) for value in described().values(node, ox.NamedNode(predicate))]


def link(iri: str) -> str:
    """A term as code, with a link where this page or the web has it."""
    short = code(NAMES.shortened(iri))
    if iri.startswith(ONTOLOGY):
        return f"[{short}](ontology.md#{anchor(iri.removeprefix(ONTOLOGY))})"
    return f"[{short}]({iri})" if iri.startswith("https://schema.org/") else short


def page() -> str:
    """The page."""
    head = front("Ontology", "Every class, property and value of the graph, with its definition.")
    intro = (
        f"Prefix {code('kg:')} stands for {code(ONTOLOGY)}. The files are in `ontology/`, aligned with schema.org, "
        "PROV-O, QUDT, SOSA and Web Annotation. What a fact must be like to enter the graph stands in the "
        "[shapes](shapes.md).\n\n"
    )
    parts = (
        heading(2, kind, kind.lower()) + "\n" + "".join(map(_term, terms(*types))) for kind, types in KINDS.items()
    )
    return head + intro + "".join(parts) + _units()


def _term(node: ox.NamedNode) -> str:
    name = local(node)
    lines = [heading(3, f"kg:{name}", anchor(name)), "", *map(escaped, of(node, SKOS + "definition")), ""]
    related = [(words, " ".join(map(link, of(node, iri)))) for iri, words in RELATIONS.items()]
    rows = [(words, links) for words, links in related if links]
    if rows:
        lines.append("".join(f"{words}\n:   {links}\n\n" for words, links in rows))
    values = list(_values(node))
    if values:
        lines.append(table(("value", "meaning"), values))
    return "\n".join(lines) + "\n"


def _values(scheme: ox.NamedNode) -> Iterator[tuple[str, str]]:
    for concept in terms(SKOS + "Concept"):
        if scheme.value in of(concept, SKOS + "inScheme"):
            label = next(iter(of(concept, RDFS + "label")), local(concept))
            yield code(label), " ".join(map(escaped, of(concept, SKOS + "definition")))


def _units() -> str:
    units = ((node, of(node, ONTOLOGY + "name")) for node in described().nodes if isinstance(node, ox.NamedNode))
    rows = [
        (
            " ".join(map(code, names)),
            " ".join(map(escaped, of(node, RDFS + "label"))),
            code(NAMES.shortened(node.value)),
        )
        for node, names in units
        if names
    ]
    return heading(2, "Units", "units") + "\n" + table(("symbol", "unit", "term"), sorted(rows))
