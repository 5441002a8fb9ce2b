"""CSVW: tables that a csv reader and their own metadata give back as the facts of the graph."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import csvw
import pyoxigraph as ox
import pytest
from conftest import Command

import kg
from kg import export
from kg.errors import ExportError
from kg.export.columns import FACTS
from kg.namespaces import ONTOLOGY, PROV, RDF_TYPE, XSD
from kg.query import TABLES
from kg.store import Store

Row = dict[str, str]
IRI_OF_TYPE = {"gYear": "gYear", "date": "date", "decimal": "decimal", "integer": "integer", "boolean": "boolean"}


@pytest.fixture(scope="module")
def folder(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("csvw") / "tables"
    with Store.open(sample_store) as store:
        export.save(store, "csvw", path)
    return path


@pytest.fixture(scope="module")
def metadata(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "csv-metadata.json").read_bytes())
    return found


def rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def triples(folder: Path, metadata: dict[str, Any]) -> set[ox.Triple]:
    """What the tables say, by the metadata alone: the minimal mode of https://www.w3.org/TR/csv2rdf/."""
    found: set[ox.Triple] = set()
    for table in metadata["tables"]:
        schema = table["tableSchema"]
        for row in rows(folder / table["url"]):
            for column in schema["columns"]:
                if column.get("suppressOutput"):
                    continue
                cell = row.get(column["name"], "")
                if not cell and not column.get("virtual"):
                    continue
                subject = ox.NamedNode(_filled(column.get("aboutUrl", schema["aboutUrl"]), row))
                for value in cell.split(column["separator"]) if "separator" in column else [cell]:
                    thing = _value(column, {**row, column["name"]: value}, value)
                    found.add(ox.Triple(subject, ox.NamedNode(column["propertyUrl"]), thing))
    return found


def _filled(template: str, row: Row) -> str:
    return re.sub(r"\{\+?(\w+)\}", lambda match: row[match[1]], template)


def _value(column: dict[str, Any], row: Row, cell: str) -> ox.NamedNode | ox.Literal:
    if "valueUrl" in column:
        return ox.NamedNode(_filled(column["valueUrl"], row))
    datatype = column["datatype"] if isinstance(column["datatype"], str) else column["datatype"]["base"]
    return ox.Literal(cell, datatype=ox.NamedNode(XSD + datatype))


def test_tables_say_again_what_the_graph_says_of_each_fact(
    folder: Path, metadata: dict[str, Any], sample_store: Path
) -> None:
    """Both ways: nothing but what is asserted, and of each fact all but its further quotes and what follows from it."""
    with Store.open(sample_store) as store:
        stored = set(store.merged())
    said = triples(folder, metadata)
    periods = {ONTOLOGY + "asOf", ONTOLOGY + "startDate", ONTOLOGY + "endDate"}
    assert {_untyped(triple) for triple in said} <= {_untyped(triple) for triple in stored}
    assert {t for t in said if t.predicate.value not in periods} <= stored
    facts = {t.subject for t in stored if str(t.subject).startswith(f"<{store.names.base}fact/")}
    expected = {_untyped(t) for t in stored if t.subject in facts and t.predicate.value != PROV + "wasDerivedFrom"}
    assert expected == {_untyped(triple) for triple in said if triple.subject in facts}


def _untyped(triple: ox.Triple) -> tuple[str, str, str]:
    return str(triple.subject), triple.predicate.value, str(getattr(triple.object, "value", triple.object))


def test_tables_have_the_rows_of_the_queries(folder: Path, sample: kg.KnowledgeGraph) -> None:
    for name in TABLES:
        expected = sorted(row["fact"] for row in sample.table(name))
        assert expected == sorted(row["fact"] for row in rows(folder / f"{name}.csv"))


def test_labels_stand_beside_their_things(folder: Path) -> None:
    labels = {row["thing"]: row["label"] for row in rows(folder / "things.csv")}
    for row in rows(folder / "awards.csv"):
        assert labels[row["recipient"]] == row["recipientLabel"]
        assert labels.get(row["conferredBy"], "") == row["conferredByLabel"]


def test_reader_of_others_finds_them_valid(folder: Path) -> None:
    """The csvw package: structure, datatypes, required cells, primary and foreign keys."""
    read = csvw.CSVW(str(folder / "csv-metadata.json"), validate=True)
    assert read.is_valid
    counted = {table.url.string: sum(1 for _ in table) for table in read.tables}
    assert {path.name: len(rows(path)) for path in folder.glob("*.csv")} == counted
    (metrics,) = (table for table in read.tables if table.url.string == "metrics.csv")
    plain = {row["fact"]: row["value"] for row in rows(folder / "metrics.csv")}
    assert {str(row["fact"].unsplit()): f"{row['value']}" for row in metrics} == plain


def test_a_broken_reference_is_found(folder: Path, tmp_path: Path) -> None:
    """The check above can fail."""
    for path in folder.iterdir():
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if "/id/award/access-city-award," not in line or path.name != "things.csv"]
        (tmp_path / path.name).write_text("".join(kept), encoding="utf-8", newline="")
    tables = csvw.TableGroup.from_file(tmp_path / "csv-metadata.json")
    with pytest.raises(ValueError, match="access-city-award"):
        tables.check_referential_integrity()


def test_lines_are_those_of_rfc_4180(folder: Path) -> None:
    for path in folder.glob("*.csv"):
        content = path.read_bytes()
        assert content.endswith(b"\r\n")
        assert not content.startswith(b"\xef\xbb\xbf")
        width = {len(row) for row in csv.reader(io.StringIO(content.decode(), newline=""), strict=True)}
        assert len(width) == 1


def test_each_kind_of_fact_has_a_table(metadata: dict[str, Any]) -> None:
    from kg.model import Fact

    assert set(Fact.__subclasses__()) == set(FACTS)
    assert {f"{table.name}.csv" for table in FACTS.values()} <= {table["url"] for table in metadata["tables"]}
    types = {
        column["propertyUrl"]
        for table in metadata["tables"]
        for column in table["tableSchema"]["columns"]
        if column.get("virtual")
    }
    assert {RDF_TYPE} == types


def test_zip_holds_the_folder_and_is_the_same_each_time(folder: Path, sample: kg.KnowledgeGraph) -> None:
    content = sample.export("csvw")
    assert content == sample.export("csvw")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
            name: archive.read(name) for name in archive.namelist()
        }


def test_folder_of_tables_is_replaced_as_a_whole(sample: kg.KnowledgeGraph, tmp_path: Path) -> None:
    target = tmp_path / "tables"
    target.mkdir()
    (target / "awards.csv").write_text("old")
    export.save(sample.store, "csvw", target)
    assert rows(target / "awards.csv")
    assert [target] == list(tmp_path.iterdir())


def test_folder_with_other_files_is_left_alone(sample: kg.KnowledgeGraph, tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("mine")
    with pytest.raises(ExportError, match=r"thesis\.tex"):
        export.save(sample.store, "csvw", tmp_path)
    with pytest.raises(ExportError, match="it is a file"):
        export.save(sample.store, "csvw", tmp_path / "thesis.tex")
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.tex"]


def test_command_writes_a_folder_or_a_zip_file(sample_store: Path, command: Command, tmp_path: Path) -> None:
    done = command("export", "--store", sample_store, "-f", "csvw", "-o", tmp_path / "tables")
    assert "wrote" in done.stderr
    assert rows(tmp_path / "tables" / "roles.csv")
    command("export", "--store", sample_store, "-o", tmp_path / "tables.zip")
    assert zipfile.is_zipfile(tmp_path / "tables.zip")
    assert (tmp_path / "tables.zip").read_bytes() == command("export", "--store", sample_store, "-f", "csvw").stdout
    assert "thesis" in command("export", "--store", sample_store, "-f", "csvw", "-o", _full(tmp_path), code=2).stderr


def _full(folder: Path) -> Path:
    (folder / "full").mkdir()
    (folder / "full" / "thesis.tex").write_text("mine")
    return folder / "full"
