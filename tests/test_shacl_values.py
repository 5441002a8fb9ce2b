"""Compiled components judge odd and hostile values as pyshacl does, one by one and two by two."""

from __future__ import annotations

from itertools import product

import pytest
from shacl_reference import FAILURE, expected, found, turtle

from kg.shacl import Plan

NUMBERS = ["0", "1", "2", "-1", "5.0", "5.00", "1e0", '"01"^^xsd:integer', '"+1"^^xsd:integer', '"-0"^^xsd:integer']
NUMBERS += ['"1."^^xsd:decimal', '".5"^^xsd:decimal', '"0.1000000000000000055"^^xsd:decimal', "0.1", '"1"^^xsd:long']
NUMBERS += ['"123456789012345678901234567890"^^xsd:integer', '"0.1"^^xsd:float', '"INF"^^xsd:double', '"7"^^xsd:byte']
NUMBERS += ['"\u0663"^^xsd:integer', '" 1 "^^xsd:integer', '"1_000"^^xsd:integer']
TIMES = ['"2020-02-01"^^xsd:date', '"2020-02-29"^^xsd:date', '"2020-02-01Z"^^xsd:date', '"2020-02-01+05:00"^^xsd:date']
TIMES += ['"0001-01-01"^^xsd:date', '"-0044-03-15"^^xsd:date', '"12020-01-01"^^xsd:date', '"2020"^^xsd:gYear']
TIMES += ['"2020-02"^^xsd:gYearMonth', '"2020-01-01T00:00:00"^^xsd:dateTime', '"2020-01-01T00:00:00Z"^^xsd:dateTime']
TIMES += [
    '"2019-12-31T23:00:00-05:00"^^xsd:dateTime',
    '"12:00:00"^^xsd:time',
    '"P1D"^^xsd:duration',
    '"P1Y"^^xsd:duration',
]
STRINGS = [
    '""',
    '"a"',
    '"A"',
    '"a"@en',
    '"a"@en-GB',
    '"a"@de',
    '"5"',
    '"2020-02-01"',
    '"a\\"b\\\\\\n\\tc"',
    '"\U0001f600"',
]
STRINGS += ['"\\"^^<http://www.w3.org/2001/XMLSchema#date>"', '"e\u0301"', '"x"^^ex:own', '"http://a"^^xsd:anyURI']
STRINGS += ['" a  b "^^xsd:token', '"a\\nb"^^xsd:normalizedString', '"<b>"^^rdf:XMLLiteral', '"0f"^^xsd:hexBinary']
ILL_TYPED = [
    '"x"^^xsd:integer',
    '"x"^^xsd:decimal',
    '"2020-02-30"^^xsd:date',
    '"2020-13-01"^^xsd:date',
    '"300"^^xsd:byte',
]
ILL_TYPED += ['"-1"^^xsd:nonNegativeInteger', '"x"^^xsd:dateTime', '"NaN"^^xsd:double', '"NaN"^^xsd:decimal']
ILL_TYPED += ['"maybe"^^xsd:boolean', '"TRUE"^^xsd:boolean', '""^^xsd:date', '"sNaN"^^xsd:decimal']
OTHERS = ["true", "false", '"1"^^xsd:boolean', "ex:a", "<urn:A>", "_:b"]
VALUES = NUMBERS + TIMES + STRINGS + ILL_TYPED + OTHERS
LIMITS = ["1", "5.0", "1e0", '"7"^^xsd:byte', '"a"', '"a"@en', '"2020-02-01"^^xsd:date', '"2020"^^xsd:gYear', "ex:a"]
LIMITS += ['"2020-01-01T00:00:00Z"^^xsd:dateTime', '"2020-01-01T00:00:00"^^xsd:dateTime', '"P1D"^^xsd:duration']
TYPES = (
    "string integer decimal double float boolean date dateTime time gYear byte nonNegativeInteger anyURI token".split()
)
COMPONENTS = [
    *(
        f"sh:{name} {limit}"
        for name in ("minInclusive", "minExclusive", "maxInclusive", "maxExclusive")
        for limit in LIMITS
    ),
    *(f"sh:datatype xsd:{name}" for name in TYPES),
    *(
        f"sh:datatype {name}"
        for name in ("rdf:langString", "ex:own", "rdfs:Literal", "rdfs:Datatype", "rdf:XMLLiteral")
    ),
    *(f"sh:nodeKind sh:{name}" for name in ("IRI", "BlankNode", "Literal", "BlankNodeOrIRI", "IRIOrLiteral")),
    *(f"sh:{name} {length}" for name in ("minLength", "maxLength") for length in (0, 1, 5)),
    *(f'sh:pattern "{text}"' for text in ("^a", "b", r"^\\S*$", r"\\n", r"^\\d+$", "^.$", "")),
    *(f'sh:pattern "{text}" ; sh:flags "{flags}"' for text, flags in (("^a", "i"), ("^\\\\tc", "m"), ("A.B", "is"))),
    *(f"sh:languageIn ( {tags} )" for tags in ('"en"', '"EN" "de"', '"en-GB"', '"*"')),
    *(f"sh:hasValue {value}" for value in ('"a"', "1", "true", '"a"@en', "5.0", '"01"^^xsd:integer', "ex:a")),
    'sh:in ( "a" 1 true "x"^^ex:own "2020-02-01"^^xsd:date ex:a )',
    *("sh:class ex:A", "sh:class ex:A, ex:B", "sh:uniqueLang true", "sh:closed true"),
    *("sh:minCount 1", "sh:maxCount 1", "sh:maxCount 0"),
    *(f"sh:equals ex:{name}" for name in "pq"),
    *(f"sh:disjoint ex:{name}" for name in "pq"),
]
DATA = turtle("\n".join(f"ex:n{number} ex:p {value} ." for number, value in enumerate(VALUES)) + "ex:a a ex:A .")
PROPERTY_ONLY = ("sh:minCount", "sh:maxCount", "sh:uniqueLang")


@pytest.mark.parametrize("component", COMPONENTS)
def test_component_and_its_negation_find_what_pyshacl_finds(component: str) -> None:
    """The negation shows that a check fails exactly where pyshacl reports something, not only that it holds rarely."""
    shapes = turtle(f"""
        ex:holds sh:targetSubjectsOf ex:p ; sh:property [ sh:path ex:p ; {component} ] .
        ex:fails sh:targetSubjectsOf ex:p ; sh:not [ sh:path ex:p ; {component} ] .
    """)
    plan = Plan(shapes)
    reference = expected(DATA, shapes)
    assert found(DATA, plan) == reference
    assert plan.unknown == [] or reference == FAILURE


@pytest.mark.parametrize("component", [each for each in COMPONENTS if not each.startswith(PROPERTY_ONLY)])
def test_component_of_a_node_shape_finds_what_pyshacl_finds(component: str) -> None:
    shapes = turtle(f"ex:s a sh:NodeShape ; sh:targetObjectsOf ex:p ; {component} .")
    assert found(DATA, shapes) == expected(DATA, shapes)


PAIRS = [*NUMBERS[:8], *TIMES[:4], *TIMES[7:12], *STRINGS[:7], *ILL_TYPED[:3], *ILL_TYPED[7:9], *OTHERS]


@pytest.mark.parametrize("relation", ["lessThan", "lessThanOrEquals", "equals", "disjoint"])
def test_pair_of_values_is_compared_as_pyshacl_does(relation: str) -> None:
    shapes = turtle(f"""
        ex:holds sh:targetSubjectsOf ex:p ; sh:property [ sh:path ex:p ; sh:{relation} ex:q ] .
        ex:fails sh:targetSubjectsOf ex:p ; sh:not [ sh:path ex:p ; sh:{relation} ex:q ] .
    """)
    plan = Plan(shapes)
    differing = {}
    for pair in list(product(PAIRS, PAIRS))[::2]:
        data = turtle(f"ex:n ex:p {pair[0]} ; ex:q {pair[1]} .")
        reference, ours = expected(data, shapes), found(data, plan)
        if reference != ours:
            differing[pair] = (reference, ours)
    assert differing == {}
    assert plan.unknown == []
