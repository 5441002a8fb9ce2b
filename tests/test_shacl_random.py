"""Laws of compiled shapes, over random shapes and triples: what they report is what pyshacl reports."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings
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

NAMED = [text for text in VALUES + NODES if text not in ILL_TYPED and text[0] != "_"]
KINDS = ["sh:IRI", "sh:BlankNode", "sh:Literal", "sh:BlankNodeOrIRI", "sh:IRIOrLiteral"]
OTHERS = ["sh:closed true", "sh:closed false", "sh:closed true ; sh:ignoredProperties ( rdf:type ex:p )"]
OTHERS += ["sh:deactivated true", "sh:severity sh:Warning", 'sh:message "It is wrong."', 'sh:flags "i"']
ANYWHERE: dict[str, Sequence[str]] = {
    "sh:class": CLASSES,
    "sh:datatype": DATATYPES,
    "sh:nodeKind": KINDS,
    **dict.fromkeys(("sh:minInclusive", "sh:minExclusive", "sh:maxInclusive", "sh:maxExclusive"), LIMITS),
    **dict.fromkeys(("sh:minLength", "sh:maxLength"), ("0", "1", "3")),
    "sh:pattern": ('"a"', '"^[A-Z]"', '"n[0-2]$"', '"^A" ; sh:flags "i"', '"^ with" ; sh:flags "m"'),
    "sh:languageIn": ('( "en" )', '( "de" "en" )', '( "*" )'),
    **dict.fromkeys(("sh:equals", "sh:disjoint"), PROPERTIES),
    "sh:hasValue": NAMED,
    "sh:in": [f"( {one} {two} )" for one, two in zip(NAMED, reversed(NAMED), strict=True)],
}
ON_PATHS: dict[str, Sequence[str]] = {
    **dict.fromkeys(("sh:minCount", "sh:maxCount"), ("0", "1", "2")),
    "sh:uniqueLang": ("true", "false"),
    **dict.fromkeys(("sh:lessThan", "sh:lessThanOrEquals"), PROPERTIES),
}
TARGETS: dict[str, Sequence[str]] = {
    "sh:targetNode": NAMED,
    "sh:targetClass": CLASSES,
    **dict.fromkeys(("sh:targetSubjectsOf", "sh:targetObjectsOf"), PROPERTIES),
}
COUNTS = ["sh:qualifiedMinCount 1", "sh:qualifiedMaxCount 1", "sh:qualifiedMinCount 0"]


def one(draw: st.DrawFn, options: Sequence[str]) -> str:
    return draw(st.sampled_from(options))


def parameter(draw: st.DrawFn, of: dict[str, Sequence[str]]) -> str:
    name = one(draw, sorted(of))
    return f"{name} {one(draw, of[name])}"


def path(draw: st.DrawFn, depth: int) -> str:
    kinds = ["inversePath", "zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath", "alternativePath", "sequence"]
    kind = one(draw, ["predicate", *kinds] if depth else ["predicate"])
    if kind == "predicate":
        return one(draw, PROPERTIES)
    if kind in {"sequence", "alternativePath"}:
        steps = f"( {path(draw, depth - 1)} {path(draw, depth - 1)} )"
        return steps if kind == "sequence" else f"[ sh:{kind} {steps} ]"
    return f"[ sh:{kind} {path(draw, depth - 1)} ]"


def shape(draw: st.DrawFn, depth: int, kind: str) -> str:
    """The inside of a shape; of two values for one parameter the first stays, as SHACL allows most of them once.

    Paths of inner shapes are short: how pyshacl words a shape nested deeper depends on which it worded before.
    """
    own = [component(draw, depth, kind) for _ in range(draw(st.integers(1, 3)))]
    lines = [f"sh:path {path(draw, max(depth, 1))}", *own] if kind == "property" else own
    once: dict[str, str] = {}
    for line in lines:
        once.setdefault(line.split()[0], line)
    return " ; ".join(once.values())


def component(draw: st.DrawFn, depth: int, kind: str) -> str:
    logical = ["sh:not", "sh:and", "sh:or", "sh:xone", "sh:node", "sh:property", "sh:qualifiedValueShape"]
    name = one(draw, ["own", "own", *(logical if depth else [])])
    if name == "own":
        of = ANYWHERE | (ON_PATHS if kind == "property" else {})
        return one(draw, OTHERS) if draw(st.integers(0, 9)) == 0 else parameter(draw, of)

    def inner(inner_kind: str) -> str:
        return f"[ {shape(draw, depth - 1, inner_kind)} ]"

    either = ("node", "property")
    if name in {"sh:and", "sh:or", "sh:xone"}:
        return f"{name} ( {inner(one(draw, either))} {inner(one(draw, either))} )"
    if name == "sh:qualifiedValueShape":
        disjoint = " ; sh:qualifiedValueShapesDisjoint true" if draw(st.booleans()) else ""
        counted = (
            f"[ {shape(draw, 0, 'property')} ; {name} {inner(one(draw, either))} ; {one(draw, COUNTS)}{disjoint} ]"
        )
        return f"sh:property {counted}"
    return f"{name} {inner({'sh:node': 'node', 'sh:property': 'property'}.get(name) or one(draw, either))}"


@st.composite
def shapes_graphs(draw: st.DrawFn) -> str:
    roots = []
    for number in range(draw(st.integers(1, 2))):
        kind = one(draw, ("node", "property"))
        targets = " ; ".join(parameter(draw, TARGETS) for _ in range(draw(st.integers(1, 2))))
        roots.append(f"ex:shape{number} a sh:{kind.title()}Shape ; {shape(draw, 2, kind)} ; {targets} .")
    return "\n".join(roots)


@st.composite
def data_graphs(draw: st.DrawFn) -> str:
    lines = [
        f"{one(draw, NODES)} {one(draw, PROPERTIES)} {one(draw, VALUES + NODES)} ."
        for _ in range(draw(st.integers(0, 20)))
    ]
    lines += [f"{one(draw, NODES)} a {one(draw, CLASSES)} ." for _ in range(draw(st.integers(0, 4)))]
    lines += [f"{one(draw, CLASSES)} rdfs:subClassOf {one(draw, CLASSES)} ." for _ in range(draw(st.integers(0, 3)))]
    return "\n".join(lines)


@settings(max_examples=120, deadline=None)
@given(shapes_graphs(), data_graphs())
def test_any_shapes_report_what_pyshacl_reports(shapes: str, triples: str) -> None:
    """Law: for all shapes and triples, the results are pyshacl's. Where it refuses the whole graph, for a value that
    does not matter to a verdict, there may be results all the same.
    """
    reference = expected(turtle(triples), turtle(shapes))
    assert reference == FAILURE or found(turtle(triples), turtle(shapes)) == reference
