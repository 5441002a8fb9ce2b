"""The documentation is whole: each page is made, nothing public is missing from it, and no link leads nowhere."""

from __future__ import annotations

import importlib
import inspect
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pyoxigraph as ox
import pytest
from conftest import ROOT

import kg
from docs.generate import commands, library, links, markup, ontology, shapes, site, tables
from kg.decode import local
from kg.model import Kind
from kg.namespaces import BASE, ONTOLOGY, RDF_TYPE, SHAPES, VOCABULARIES, Names
from kg.questions import questions
from kg.tables import COLUMNS
from kg.vocabulary import ontology_shapes_file, shape_files

PAGES = {name: make() for name, make in site.MADE.items()}
COMMANDS = commands.commands()
SHAPE_TRIPLES = [quad.triple for path in (*shape_files(), ontology_shapes_file()) for quad in ox.parse(path=path)]
MESSAGES = {str(t.object.value) for t in SHAPE_TRIPLES if t.predicate.value == VOCABULARIES["sh"] + "message"
            if isinstance(t.object, ox.Literal)}  # fmt: skip


@pytest.mark.parametrize("name", COMMANDS)
def test_command_and_each_option_are_documented(name: str) -> None:
    page = PAGES["commands.md"]
    assert f"kg {name} {{ #{name} }}" in page
    assert COMMANDS[name].help
    assert COMMANDS[name].rich_help_panel
    assert [usage for usage, told in commands.parameters(name, COMMANDS[name]) if not told] == []
    options = [option for parameter in COMMANDS[name].params for option in parameter.opts if option.startswith("--")]
    section = page.split(f"{{ #{name} }}")[1].split("\n### ")[0]
    assert [option for option in options if option not in section] == []


def test_every_message_of_a_shape_is_explained() -> None:
    page = " ".join(PAGES["shapes.md"].split())
    assert [message for message in MESSAGES if markup.escaped(message) not in page] == []


def test_every_message_says_how_to_mend_it() -> None:
    told = [shape for group in shapes.files().values() for shape in group if shape.message]
    assert len(told) >= len(MESSAGES)
    assert [shape.name for shape in told if not shapes.mending(shape)] == []


def test_no_constraint_is_left_out_of_the_reference() -> None:
    named = {
        t.subject for t in SHAPE_TRIPLES if isinstance(t.subject, ox.NamedNode) and t.subject.value.startswith(SHAPES)
    }
    used = {local(t.predicate) for t in SHAPE_TRIPLES if t.subject in named and t.predicate.value != RDF_TYPE}
    shown = {*shapes.CONSTRAINTS, *shapes.TARGETS}
    assert used - shown == {"path", "property", "message", "description", "severity", "select", "qualifiedValueShape"}


def test_every_term_of_the_ontology_is_in_its_reference() -> None:
    kinds = [iri for types in ontology.KINDS.values() for iri in types]
    names = [local(node) for node in ontology.terms(*kinds)]
    assert [name for name in names if f"### kg:{name} {{" not in PAGES["ontology.md"]] == []
    assert len(names) > 60


def test_every_question_is_shown_with_its_query() -> None:
    page = PAGES["questions.md"]
    assert [one.name for one in questions() if f"{{ #{one.name} }}" not in page] == []
    assert page.count("```sparql") == len(questions())


def test_every_column_of_the_tables_is_explained() -> None:
    assert {column for columns in COLUMNS.values() for column in columns} == set(tables.MEANING)


@pytest.mark.parametrize("name", library.MODULES)
def test_public_functions_of_a_module_are_in_the_reference(name: str) -> None:
    found = dict(library.members(importlib.import_module(name)))
    assert found
    assert [member for member, value in found.items() if not inspect.getdoc(value)] == []
    assert [member for member in found if f"{{ #{name}.{member} }}" not in PAGES["python.md"]] == []


def test_what_kg_gives_out_is_in_the_reference() -> None:
    assert [name for name in kg.__all__ if f"[`kg.{name}`]" not in PAGES["python.md"]] == []


def test_every_page_is_in_the_navigation_once() -> None:
    settings = tomllib.loads((ROOT / "docs" / "zensical.toml").read_text(encoding="utf-8"))
    listed = re.findall(r"'([\w-]+\.md)'", str(settings["project"]["nav"]))
    written = [path.name for path in (ROOT / "docs").glob("*.md")]
    assert sorted([*written, *PAGES]) == sorted(listed)


def test_example_of_the_way_is_in_the_sample() -> None:
    """The Turtle of the page that follows one sentence is what the export holds."""
    page = (ROOT / "docs" / "way.md").read_text(encoding="utf-8")
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in Names().prefixes().items())
    shown = {t for body in re.findall(r"```turtle\n(.*?)```", page, re.DOTALL) for t in triples(prefixes + body)}
    assert shown
    assert shown - {quad.triple for quad in ox.parse(path=ROOT / "exports" / "sample.nt")} == set()


def test_redirects_of_w3id_keep_each_identifier() -> None:
    """Each kind of identifier goes to the same path of one server; the folder is what is registered."""
    names, folder = Names(), ROOT / "docs" / "w3id" / BASE.removeprefix("https://w3id.org/").strip("/")
    rules = re.findall(
        r"^RewriteRule (\S+) (\S+) \[R=(30[23]),L\]$", (folder / ".htaccess").read_text("utf-8"), re.MULTILINE
    )
    iris = [
        *(names.thing(kind, "key") for kind in Kind),
        *(names.unit("km"), names.fact("a"), names.article("0" * 16), names.evidence("0" * 16, 1, 2)),
        *(names.graph("identity"), names.identification("a"), ONTOLOGY.strip("#"), SHAPES.strip("#")),
        *(BASE + path for path in ("", "void", "void.ttl", "dump/citykg.nq", "ontology.ttl")),
    ]

    def target(path: str) -> str:
        for pattern, to, _ in rules:
            found = re.search(pattern, path)
            if found:
                return str(to.replace("$1", found[1] if found.groups() else ""))
        return "404"

    assert {iri: f"https://kg.example.org/{iri.removeprefix(BASE)}" for iri in iris} == {
        iri: target(iri.removeprefix(BASE)) for iri in iris
    }
    assert "## Contact" in (folder / "README.md").read_text("utf-8")
    assert target("ontology/0.1.0") == "https://kg.example.org/ontology"
    assert target("wp-login.php") == "404"


def triples(turtle: str) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE)]


def test_site_builds_without_faults_and_asks_no_other_host(tmp_path: Path) -> None:
    pytest.importorskip("zensical", reason="zensical is not installed: pip install 'citykg[docs]'")
    command = [sys.executable, "-m", "docs.generate", str(tmp_path / "docs")]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    built = tmp_path / "docs" / "site"
    assert {path.with_suffix(".html").name for path in (tmp_path / "docs" / "source").glob("*.md")} <= {
        path.name for path in built.glob("*.html")
    }
    assert (built / "search.json").stat().st_size > 100_000


def test_broken_links_and_foreign_hosts_are_found(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        '<p id="here"><a href="#here">.</a><a href="#gone">.</a><a href="b.html">.</a><a href="c.html">.</a>'
        '<a href="https://example.org/">.</a><img src="https://cdn.example/x.png">'
        '<script src="//cdn.example/x.js"></script>'
    )
    (tmp_path / "b.html").write_text("<p>.")
    (tmp_path / "s.css").write_text(
        '@import "https://fonts.example/f.css"; p { background: url(data:image/png;base64,x) }'
    )
    assert list(links.faults(tmp_path)) == [
        "a.html: fetches https://cdn.example/x.png",
        "a.html: fetches //cdn.example/x.js",
        "a.html: #gone leads to no anchor",
        "a.html: c.html leads to no file",
        "s.css: fetches https://fonts.example/f.css",
    ]
