"""Python, ontology and shapes say the same: classes, properties, types of value, counts, enumerations, units.

The dataclasses of ``kg.model`` are compared with what the Turtle files state. A new kind of fact
that is missing in one of them, or differs, fails here.
"""

from __future__ import annotations

import dataclasses
import datetime
import re
import types
import typing
from decimal import Decimal
from enum import EnumType, StrEnum
from pathlib import Path

import pyoxigraph as ox
import pytest
from conftest import an_article, some_facts

import kg.facts
from kg import model
from kg.model import Entity, Fact, Kind, Period, Year
from kg.namespaces import ONTOLOGY, RDF_TYPE, RDFS, SHAPES, VOCABULARIES, XSD, Names, term
from kg.rdf import fact_graph
from kg.resolve import resolve
from kg.vocabulary import ontology_files, shape_files

ROOT = Path(__file__).parents[1]
SH, SKOS, SCHEMA, OWL = (VOCABULARIES[prefix] for prefix in ("sh", "skos", "schema", "owl"))
LEXICON = ROOT / "kg" / "lexicon" / "units.tsv"


class Terms:
    """The triples of some Turtle files, by subject and predicate."""

    def __init__(self, paths: typing.Iterable[Path]) -> None:
        self.triples = [quad.triple for path in paths for quad in ox.parse(path=path)]

    def objects(self, subject: str, predicate: str) -> list[str]:
        return [
            t.object.value if isinstance(t.object, ox.NamedNode | ox.Literal) else str(t.object)
            for t in self.triples
            if str(t.subject) in {subject, f"<{subject}>"} and t.predicate.value == predicate
        ]

    def subjects(self, predicate: str, value: str) -> set[str]:
        return {
            t.subject.value
            for t in self.triples
            if isinstance(t.subject, ox.NamedNode)
            and t.predicate.value == predicate
            and isinstance(t.object, ox.NamedNode | ox.Literal)
            and t.object.value == value
        }

    def items(self, head: str) -> list[str]:
        rest = VOCABULARIES["rdf"] + "rest"
        values = self.objects(head, VOCABULARIES["rdf"] + "first")
        return values + [item for tail in self.objects(head, rest) if values for item in self.items(tail)]


ONTOLOGY_TERMS = Terms(ontology_files())
SHAPE_TERMS = Terms(shape_files())
FACTS = tuple(sorted(Fact.__subclasses__(), key=lambda fact: fact.__name__))
SLOTS = [
    (fact, slot.name) for fact in FACTS for slot in dataclasses.fields(fact) if slot.name not in {"evidence", "rule"}
]
ENUMS = {model.Result, model.HostingStatus, model.TenureStatus, model.Qualifier, model.Modality}


@dataclasses.dataclass(frozen=True)
class Value:
    """What a field holds: its type, and how often, at least and at most (None: any number)."""

    type: object
    least: int
    most: int | None


def value_of(fact: type[Fact], name: str) -> Value:
    hint = typing.get_type_hints(fact, include_extras=True)[name]
    if typing.get_origin(hint) is tuple:
        return Value(typing.get_args(hint)[0], 0, None)
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        inner = next(part for part in typing.get_args(hint) if part is not type(None))
        return Value(inner, 0, 1)
    return Value(hint, 1, 1)


def is_entity(value: Value, name: str) -> bool:
    return value.type is Entity or name == "unit"


def datatypes(value: Value) -> set[str]:
    """The datatypes that a literal of this type may have."""
    if value.type == Year:
        return {"gYear"}
    if value.type is Period:
        return {"gYear", "gYearMonth", "date"}
    if isinstance(value.type, type) and issubclass(value.type, StrEnum):
        return {"string"}
    simple = {bool: "boolean", int: "integer", str: "string", Decimal: "decimal", datetime.date: "date"}
    return {simple[typing.cast("type", value.type)]}


def property_shape(fact: type[Fact], name: str) -> str:
    return f"{SHAPES}{fact.__name__}-{local(name)}"


def local(name: str) -> str:
    return term(name).removeprefix(ONTOLOGY)


def slot_id(value: object) -> str:
    return value.__name__ if isinstance(value, type) else str(value)


@pytest.mark.parametrize("fact", FACTS, ids=slot_id)
def test_fact_is_a_class_of_the_ontology(fact: type[Fact]) -> None:
    iri = term(fact.__name__)
    assert OWL + "Class" in ONTOLOGY_TERMS.objects(iri, RDF_TYPE)
    assert ONTOLOGY + "Fact" in ONTOLOGY_TERMS.objects(iri, RDFS + "subClassOf")


@pytest.mark.parametrize("kind", Kind)
def test_kind_of_entity_is_a_class_with_a_shape(kind: Kind) -> None:
    iri = term(kind.value)
    assert ONTOLOGY + "Entity" in ONTOLOGY_TERMS.objects(iri, RDFS + "subClassOf")
    assert [iri] == SHAPE_TERMS.objects(SHAPES + kind.value, SH + "targetClass")


def test_ontology_has_no_other_facts_and_entities() -> None:
    assert {term(fact.__name__) for fact in FACTS} == ONTOLOGY_TERMS.subjects(RDFS + "subClassOf", ONTOLOGY + "Fact")
    assert {term(kind.value) for kind in Kind} == ONTOLOGY_TERMS.subjects(RDFS + "subClassOf", ONTOLOGY + "Entity")


@pytest.mark.parametrize(("fact", "name"), SLOTS, ids=slot_id)
def test_field_is_a_property_of_its_class(fact: type[Fact], name: str) -> None:
    value = value_of(fact, name)
    kind = "ObjectProperty" if is_entity(value, name) else "DatatypeProperty"
    assert [OWL + kind] == ONTOLOGY_TERMS.objects(term(name), RDF_TYPE)
    assert term(fact.__name__) in ONTOLOGY_TERMS.objects(term(name), SCHEMA + "domainIncludes")


@pytest.mark.parametrize(("fact", "name"), SLOTS, ids=slot_id)
def test_ontology_names_the_type_of_a_field(fact: type[Fact], name: str) -> None:
    value = value_of(fact, name)
    ranges = set(ONTOLOGY_TERMS.objects(term(name), SCHEMA + "rangeIncludes"))
    if is_entity(value, name):
        assert ranges
        assert ranges <= {ONTOLOGY + kind for kind in (*Kind, "Entity", "Unit")}
    else:
        assert {XSD + datatype for datatype in datatypes(value)} <= ranges


@pytest.mark.parametrize("fact", FACTS, ids=slot_id)
def test_node_shape_has_the_fields_of_its_class(fact: type[Fact]) -> None:
    shape = SHAPES + fact.__name__
    assert [term(fact.__name__)] == SHAPE_TERMS.objects(shape, SH + "targetClass")
    linked = set(SHAPE_TERMS.objects(shape, SH + "property"))
    assert {SHAPES + f"Fact-{part}" for part in ("evidence", "rule")} <= linked
    paths = {path for part in linked for path in SHAPE_TERMS.objects(part, SH + "path")}
    fields = {term(slot.name) for slot in dataclasses.fields(fact)}
    assert fields == paths - {VOCABULARIES["prov"] + "wasDerivedFrom"}


@pytest.mark.parametrize(("fact", "name"), SLOTS, ids=slot_id)
def test_shape_counts_as_the_field_does(fact: type[Fact], name: str) -> None:
    value, shape = value_of(fact, name), property_shape(fact, name)
    assert [term(name)] == SHAPE_TERMS.objects(shape, SH + "path")
    assert ([str(value.least)] if value.least else []) == SHAPE_TERMS.objects(shape, SH + "minCount")
    assert ([str(value.most)] if value.most else []) == SHAPE_TERMS.objects(shape, SH + "maxCount")


@pytest.mark.parametrize(("fact", "name"), SLOTS, ids=slot_id)
def test_shape_types_as_the_field_does(fact: type[Fact], name: str) -> None:
    value, shape = value_of(fact, name), property_shape(fact, name)
    alternatives = [part for head in SHAPE_TERMS.objects(shape, SH + "or") for part in SHAPE_TERMS.items(head)]
    parts = [shape, *alternatives]
    found = {name: {o for p in parts for o in SHAPE_TERMS.objects(p, SH + name)} for name in ("datatype", "class")}
    if is_entity(value, name):
        ranges = set(ONTOLOGY_TERMS.objects(term(name), SCHEMA + "rangeIncludes"))
        anything = ranges == {ONTOLOGY + "Entity"}
        assert found["class"] <= ranges
        assert anything != bool(found["class"])
        assert not anything or SHAPE_TERMS.objects(shape, SH + "nodeKind") == [SH + "IRI"]
        assert not anything or term(name) in SHAPE_TERMS.objects(SHAPES + "Entity", SH + "targetObjectsOf")
    elif isinstance(value.type, EnumType):
        (listed,) = SHAPE_TERMS.objects(shape, SH + "in")
        assert list(map(str, typing.cast("type[StrEnum]", value.type))) == SHAPE_TERMS.items(listed)
    else:
        interval = {"string"} if (fact, name) == (model.Observation, "as_of") else set()
        assert {XSD + datatype for datatype in datatypes(value) | interval} == found["datatype"]


@pytest.mark.parametrize("enum", sorted(ENUMS, key=slot_id), ids=slot_id)
def test_enumeration_is_a_scheme_of_the_ontology(enum: type[StrEnum]) -> None:
    concepts = ONTOLOGY_TERMS.subjects(SKOS + "inScheme", term(enum.__name__))
    notations = {notation for concept in concepts for notation in ONTOLOGY_TERMS.objects(concept, SKOS + "notation")}
    assert {member.value for member in enum} == notations


def test_class_of_a_fact_is_listed_in_its_shape() -> None:
    (head,) = SHAPE_TERMS.objects(SHAPES + "FactClass", SH + "in")
    assert {term(fact.__name__) for fact in FACTS} == set(SHAPE_TERMS.items(head))


def test_every_unit_that_is_read_is_a_unit_of_the_ontology() -> None:
    lines = [line.split("\t") for line in LEXICON.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    symbols = {symbol for _, symbol, *_ in lines}
    named = {symbol: ONTOLOGY_TERMS.objects(Names().unit(symbol), ONTOLOGY + "name") for symbol in symbols}
    assert {symbol: [symbol] for symbol in symbols} == named


@pytest.mark.parametrize("stem", sorted(finder.__module__.rsplit(".", 1)[1] for finder in kg.facts.ALL))
def test_fact_has_its_four_files(stem: str) -> None:
    files = ("kg/facts/{}.py", "ontology/{}.ttl", "shapes/{}.ttl", "tests/facts/{}.yaml")
    assert [path.format(stem) for path in files if not (ROOT / path.format(stem)).is_file()] == []


@pytest.mark.parametrize("fact", FACTS, ids=slot_id)
def test_fact_is_declared_and_shaped_under_one_stem(fact: type[Fact]) -> None:
    declared = [p.stem for p in ontology_files() if Terms([p]).objects(term(fact.__name__), RDF_TYPE)]
    shaped = [p.stem for p in shape_files() if Terms([p]).objects(SHAPES + fact.__name__, RDF_TYPE)]
    assert declared == shaped
    assert declared[0] in {finder.__module__.rsplit(".", 1)[1] for finder in kg.facts.ALL}


def test_graph_uses_only_declared_terms() -> None:
    article = an_article()
    recurrence = model.Recurrence(
        evidence=(model.Span(start=0, end=4),),
        rule="EVENT-01",
        series=Entity(kind=Kind.EVENT_SERIES, name="Fjord Fair"),
        since=1998,
        month=5,
        frequency="annual",
    )
    facts = resolve(article, (*some_facts(), recurrence))
    triples = fact_graph(article, facts, Names(), extractor="test").triples
    used = {t.predicate.value for t in triples} | {
        t.object.value for t in triples if t.predicate.value == RDF_TYPE and isinstance(t.object, ox.NamedNode)
    }
    assert set() == {iri for iri in used if iri.startswith(ONTOLOGY) and not ONTOLOGY_TERMS.objects(iri, RDF_TYPE)}


def test_every_test_that_the_threat_model_names_is_there() -> None:
    told = (ROOT / "THREAT_MODEL.md").read_text(encoding="utf-8")
    named = re.findall(r"`(test_\w+\.py)((?: -k \w+)?)`", told)
    assert len(named) > 15
    for file, chosen in named:
        tests = re.findall(r"^def (test_\w+)", (ROOT / "tests" / file).read_text(encoding="utf-8"), re.MULTILINE)
        assert any(chosen.removeprefix(" -k ") in name for name in tests), f"{file}{chosen}"
