"""Laws of compiled shapes, over random shapes and triples: what they report is what pyshacl reports."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shacl_reference import FAILURE, expected, found, turtle

NODES = [f"ex:n{number}" for number in range(3)] + ["_:b0"]
PROPERTIES = ["ex:p", "ex:q", "ex:r"]
CLASSES = ["ex:A", "ex:B", "ex:C"]
VALUES = [
    *('"a"', '"b"@en', '"c"@en', '"d"@de-AT', '""', '"A long string\\n with a quote \\""', '"a"^^ex:own', '"5"'),
    *(
        "1",
        "2",
        "5.0",
        "5.00",
        '"05"^^xsd:integer',
        '"-0"^^xsd:integer',
        "1e0",
        '"NaN"^^xsd:double',
        '"INF"^^xsd:double',
    ),
    *('"x"^^xsd:integer', '"300"^^xsd:byte', '"maybe"^^xsd:boolean', "true", '"1"^^xsd:boolean', '"7"^^xsd:byte'),
    *('"2020-01-31"^^xsd:date', '"2020-02-01"^^xsd:date', '"2020-02-30"^^xsd:date', '"2020-02-01Z"^^xsd:date'),
    *('"2020-01-01T00:00:00"^^xsd:dateTime', '"2020-01-01T00:00:00Z"^^xsd:dateTime', '"2020"^^xsd:gYear'),
]
LIMITS = [
    "1",
    "5.0",
    '"b"',
    '"2020-02-01"^^xsd:date',
    '"2020-01-01T00:00:00Z"^^xsd:dateTime',
    '"2019"^^xsd:gYear',
    "1e0",
]
DATATYPES = ["xsd:string", "xsd:integer", "xsd:decimal", "xsd:double", "xsd:boolean", "xsd:date", "xsd:gYear"]
DATATYPES += ["rdf:langString", "ex:own", "xsd:byte", "xsd:dateTime"]

ILL_TYPED = [text for text in VALUES if text.startswith(('"NaN', '"x"^^', '"300"', '"maybe"', '"2020-02-30"'))]

value = st.sampled_from(VALUES + NODES)
named = st.sampled_from([text for text in VALUES + NODES if text not in ILL_TYPED and text[0] != "_"])
triple = st.one_of(
    st.tuples(st.sampled_from(NODES), st.sampled_from(PROPERTIES), value),
    st.tuples(st.sampled_from(NODES), st.just("a"), st.sampled_from(CLASSES)),
    st.tuples(st.sampled_from(CLASSES), st.just("rdfs:subClassOf"), st.sampled_from(CLASSES)),
)
data = st.lists(triple, max_size=25).map(lambda triples: "".join(f"{s} {p} {o} .\n" for s, p, o in triples))


def of(*options: str) -> st.SearchStrategy[str]:
    return st.sampled_from(options)


def listed(items: st.SearchStrategy[str], least: int = 1) -> st.SearchStrategy[str]:
    return st.lists(items, min_size=least, max_size=3).map(lambda chosen: f"( {' '.join(chosen)} )")


def called(name: str, argument: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return argument.map(lambda text: f"{name} {text}")


path = st.recursive(
    of(*PROPERTIES),
    lambda inner: st.one_of(
        called("sh:inversePath", inner).map("[ {} ]".format),
        called("sh:zeroOrMorePath", inner).map("[ {} ]".format),
        called("sh:oneOrMorePath", inner).map("[ {} ]".format),
        called("sh:zeroOrOnePath", inner).map("[ {} ]".format),
        called("sh:alternativePath", listed(inner, 2)).map("[ {} ]".format),
        listed(inner, 2),
    ),
    max_leaves=3,
)
anywhere = [
    called("sh:class", of(*CLASSES)),
    called("sh:datatype", of(*DATATYPES)),
    called("sh:nodeKind", of("sh:IRI", "sh:BlankNode", "sh:Literal", "sh:BlankNodeOrIRI", "sh:IRIOrLiteral")),
    called("sh:minInclusive", of(*LIMITS)),
    called("sh:minExclusive", of(*LIMITS)),
    called("sh:maxInclusive", of(*LIMITS)),
    called("sh:maxExclusive", of(*LIMITS)),
    called("sh:minLength", of("0", "1", "3")),
    called("sh:maxLength", of("0", "1", "3")),
    called("sh:pattern", of('"a"', '"^[A-Z]"', '"n[0-2]$"')),
    of('sh:pattern "^A" ; sh:flags "i"', 'sh:pattern "^ with" ; sh:flags "m"', 'sh:flags "i"'),
    called("sh:languageIn", listed(of('"en"', '"de"', '"*"'))),
    called("sh:equals", of(*PROPERTIES)),
    called("sh:disjoint", of(*PROPERTIES)),
    called("sh:hasValue", named),
    called("sh:in", listed(named)),
    of("sh:closed true", "sh:closed false", "sh:closed true ; sh:ignoredProperties ( rdf:type ex:p )"),
    of("sh:deactivated true", "sh:severity sh:Warning", 'sh:message "It is wrong."'),
]
on_paths = [
    called("sh:minCount", of("0", "1", "2")),
    called("sh:maxCount", of("0", "1", "2")),
    of("sh:uniqueLang true", "sh:uniqueLang false"),
    called("sh:lessThan", of(*PROPERTIES)),
    called("sh:lessThanOrEquals", of(*PROPERTIES)),
]


def parts(components: list[st.SearchStrategy[str]]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.one_of(components), min_size=1, max_size=3)


def block(lines: list[str]) -> str:
    """A shape in brackets; of two values for one parameter the first stays, as SHACL allows most of them once only."""
    once: dict[str, str] = {}
    for line in lines:
        once.setdefault(line.split()[0], line)
    return f"[ {' ; '.join(once.values())} ]"


def shapes_of(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    nested = [
        called("sh:not", inner),
        called("sh:and", listed(inner)),
        called("sh:or", listed(inner)),
        called("sh:xone", listed(inner)),
        called("sh:node", inner.filter(lambda shape: "[ sh:path" not in shape[:9])),
        called("sh:property", inner.filter(lambda shape: "[ sh:path" in shape[:9])),
    ]
    counted = st.tuples(inner, of("sh:qualifiedMinCount 1", "sh:qualifiedMaxCount 1", "sh:qualifiedMinCount 0"))
    qualified = counted.map(lambda pair: f"sh:qualifiedValueShape {pair[0]} ; {pair[1]}")
    disjoint = qualified.map(lambda text: f"{text} ; sh:qualifiedValueShapesDisjoint true")
    property_shape = st.tuples(called("sh:path", path), parts([*anywhere, *on_paths, *nested, qualified, disjoint]))
    return st.one_of(
        parts([*anywhere, *nested]).map(block), property_shape.map(lambda shape: block([shape[0], *shape[1]]))
    )


shape = st.recursive(
    st.one_of(
        parts(anywhere).map(block),
        st.tuples(called("sh:path", path), parts([*anywhere, *on_paths])).map(lambda s: block([s[0], *s[1]])),
    ),
    shapes_of,
    max_leaves=4,
)
target = st.one_of(
    called("sh:targetNode", named),
    called("sh:targetClass", of(*CLASSES)),
    called("sh:targetSubjectsOf", of(*PROPERTIES)),
    called("sh:targetObjectsOf", of(*PROPERTIES)),
)
rooted = st.tuples(shape, st.lists(target, min_size=1, max_size=2)).map(
    lambda pair: f"{pair[0][1:-1]} ; {' ; '.join(pair[1])} ."
)
shapes_graph = st.lists(rooted, min_size=1, max_size=3).map(
    lambda roots: "\n".join(f"ex:shape{number} {root}" for number, root in enumerate(roots))
)


@given(shapes_graph, data)
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_shapes_report_what_pyshacl_reports(shapes: str, triples: str) -> None:
    """Law: for all shapes and triples, the results are pyshacl's. Where it refuses the whole graph, for a value that
    does not matter to a verdict, there may be results all the same.
    """
    reference = expected(turtle(triples), turtle(shapes))
    assert reference == FAILURE or found(turtle(triples), turtle(shapes)) == reference
