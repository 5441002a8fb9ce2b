"""Which tables there are and what stands in their columns, and the metadata that says so to others.

Input: the classes of ``kg.model``. Output: tables, and a document of the Metadata Vocabulary for Tabular Data
(https://www.w3.org/TR/tabular-metadata/). A class is a table, a field a column, as it is a property in the ontology.
"""

from __future__ import annotations

import datetime
import typing
from collections.abc import Iterator
from dataclasses import dataclass, fields
from decimal import Decimal
from enum import StrEnum

from kg.model import (
    AwardConferral,
    Entity,
    Fact,
    Hosting,
    Location,
    Observation,
    Period,
    Recurrence,
    Tenure,
    Year,
)
from kg.namespaces import OA, ONTOLOGY, RDF_TYPE, RDFS, SCHEMA, term

METADATA = "csv-metadata.json"  # where a reader of a table looks for it (Model for Tabular Data, 5.4)
PERIOD = r"\d{4}(-\d\d(-\d\d)?)?|\d{4}-\d\d-\d\d/\d{4}-\d\d-\d\d"
Json = dict[str, typing.Any]  # a JSON object


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column: its name, the property that it tells, and what its cells hold."""

    name: str
    iri: str  # the property
    datatype: str | tuple[str, str] = "string"  # with a pattern, where there is one
    required: bool = False
    about: str = ""  # the column whose thing the cell speaks of; empty: the key of the table
    refers: str = ""  # the table whose key the cell holds
    separator: str = ""  # between several values
    key: bool = False  # the cell is what the row is about, or its evidence
    many: bool = False  # a row for each value
    is_label: bool = False  # the name of the thing in the column before, not told again as a triple
    is_kind: bool = False  # the last part of a class
    virtual: str = ""  # the column stands in no file: each row says this

    @property
    def of_evidence(self) -> bool:
        """True where the cell speaks of the passage that was read."""
        return self.about == "evidence" or self.name == "evidence"


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table: its name, what a row is, its columns, and those that tell one row from another."""

    name: str
    title: str
    columns: tuple[Column, ...]
    keys: tuple[str, ...]


ARTICLES = Table(
    name="articles",
    title="The articles that were read",
    keys=("article",),
    columns=(
        Column(name="article", iri="", datatype="anyURI", required=True, key=True),
        Column(name="source", iri=ONTOLOGY + "source", required=True),
        Column(name="headline", iri=SCHEMA + "headline"),
        Column(name="published", iri=SCHEMA + "datePublished", datatype="date"),
        Column(name="publisher", iri=SCHEMA + "publisher"),
        Column(name="url", iri=SCHEMA + "url", datatype="anyURI"),
        Column(name="language", iri=SCHEMA + "inLanguage"),
        Column(name="sha256", iri=ONTOLOGY + "sha256", datatype=("string", "[0-9a-f]{64}")),
        Column(name="type", iri=RDF_TYPE, virtual=ONTOLOGY + "Article"),
    ),
)
THINGS = Table(
    name="things",
    title="The things that the facts are about, and the units",
    keys=("thing",),
    columns=(
        Column(name="thing", iri="", datatype="anyURI", required=True, key=True),
        Column(name="kind", iri=RDF_TYPE, required=True, is_kind=True),
        Column(name="label", iri=RDFS + "label", required=True),
        Column(name="sameAs", iri=SCHEMA + "sameAs", datatype="anyURI", separator=" "),
    ),
)
TITLES: dict[type[Fact], tuple[str, str]] = {
    AwardConferral: ("awards", "Who was given, or considered for, which award, title or rank"),
    Hosting: ("events", "Which event was held, or is to be held, where and when; a row for each host city"),
    Recurrence: ("series", "Which event comes again and again; a row for each host city"),
    Tenure: ("roles", "Who holds, held or will hold which post, and of what"),
    Observation: ("metrics", "Which figure an article gives, about what, as of when"),
    Location: ("places", "Which city lies in which country, state or region"),
}


def _of_class(fact: type[Fact]) -> Table:
    name, title = TITLES[fact]
    columns = (
        Column(name="fact", iri="", datatype="anyURI", required=True, key=True),
        *(column for slot in fields(fact) if slot.name != "evidence" for column in _of_field(fact, slot.name)),
        Column(name="evidence", iri=ONTOLOGY + "evidence", datatype="anyURI", required=True, key=True),
        Column(name="article", iri=OA + "hasSource", datatype="anyURI", required=True, about="evidence",
               refers="articles"),
        Column(name="start", iri=OA + "start", datatype="integer", about="evidence"),
        Column(name="end", iri=OA + "end", datatype="integer", about="evidence"),
        Column(name="quote", iri=OA + "exact", about="evidence"),
        Column(name="type", iri=RDF_TYPE, virtual=term(fact.__name__)),
    )  # fmt: skip
    several = tuple(column.name for column in columns if column.many)
    return Table(name=name, title=title, columns=columns, keys=("fact", *several))


def _of_field(fact: type[Fact], field: str) -> Iterator[Column]:
    iri = term(field)
    name = iri.removeprefix(ONTOLOGY)
    hint = typing.get_type_hints(fact, include_extras=True)[field]
    parts = [part for part in (hint, *typing.get_args(hint)) if part not in {type(None), Ellipsis}]
    if Entity in parts or field == "unit":
        many = typing.get_origin(hint) is tuple
        yield Column(name=name, iri=iri, datatype="anyURI", refers="things", many=many, required=hint is Entity)
        yield Column(name=f"{name}Label", iri=iri, is_label=True)
        return
    yield Column(name=name, iri=iri, datatype=_datatype(parts), required=len(parts) == 1)


def _datatype(parts: list[object]) -> str | tuple[str, str]:
    for kind in parts:
        if isinstance(kind, type) and issubclass(kind, StrEnum):
            return "string", "|".join(value.value for value in kind)
    if Period in parts:
        return "string", PERIOD
    if Year in parts:
        return "gYear"
    named = {bool: "boolean", int: "integer", Decimal: "decimal", datetime.date: "date"}
    return next((named[kind] for kind in parts if isinstance(kind, type) and kind in named), "string")


FACTS = {fact: _of_class(fact) for fact in TITLES}


def metadata() -> Json:
    """The description of all tables."""
    tables = (ARTICLES, THINGS, *FACTS.values())
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": "CityKG: what news tells of cities",
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\r\n"], "header": True},
        "tables": [_described(table) for table in tables],
    }


def _described(table: Table) -> Json:
    keys = {other.name: other.keys[0] for other in (ARTICLES, THINGS)}
    return {
        "url": f"{table.name}.csv",
        "dc:title": table.title,
        "tableSchema": {
            "aboutUrl": f"{{+{table.keys[0]}}}",
            "columns": [_column(column) for column in table.columns],
            "primaryKey": list(table.keys),
            "foreignKeys": [
                {
                    "columnReference": column.name,
                    "reference": {"resource": f"{column.refers}.csv", "columnReference": keys[column.refers]},
                }
                for column in table.columns
                if column.refers and column.required  # some validators take an empty cell for a broken reference
            ],
        },
    }


def _column(column: Column) -> Json:
    if column.virtual:
        return {"name": column.name, "virtual": True, "propertyUrl": column.iri, "valueUrl": column.virtual}
    told: Json = {"name": column.name, "titles": column.name}
    if isinstance(column.datatype, tuple):
        told["datatype"] = {"base": column.datatype[0], "format": column.datatype[1]}
    else:
        told["datatype"] = column.datatype
    if column.required:
        told["required"] = True
    if column.separator:
        told["separator"] = column.separator
    if column.about:
        told["aboutUrl"] = f"{{+{column.about}}}"
    if column.is_label or not column.iri:
        told["suppressOutput"] = True
    else:
        told["propertyUrl"] = column.iri
    if column.is_kind:
        told["valueUrl"] = f"{ONTOLOGY}{{{column.name}}}"
    elif column.datatype == "anyURI" and column.iri and column.name != "url":
        told["valueUrl"] = f"{{+{column.name}}}"
    return told
