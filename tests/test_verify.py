"""Verifying: a good store is proven, and each kind of damage is reported as what it is, and nothing else is."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from conftest import Command
from hypothesis import given, settings
from hypothesis import strategies as st

import kg
from kg import info, pipeline, seal
from kg.decode import Node, Term, local, text
from kg.derived import DEFAULT
from kg.errors import StoreError
from kg.namespaces import OA, ONTOLOGY, RDF_TYPE, RDFS, SCHEMA, XSD, Names
from kg.store import BUILT_AT, Store
from kg.validate import load_shapes
from kg.verify import CHECKS, Problem, verify

TRAM = "Oslo opens a tram\n\nOSLO, May 6, 2019 - Mayor Ann Lie of Oslo opened a line with 12 stations on Monday.\n"
PRIZE = (
    "Bergen wins the Green Harbour Prize\n\nBERGEN, June 7, 2020 - Bergen, Norway, won the Green Harbour Prize 2020."
    " The Fjord Fair was held in Bergen from 3 to 5 June 2020."
    " Director Eva Dahl of the Fjord Fair welcomed 1,200 guests.\n"
)
HOUSE = """
    @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix kg: <https://w3id.org/citykg/ontology#> .
    <urn:house:Tenure> a sh:NodeShape ; sh:targetClass kg:Tenure ; sh:property <urn:house:Tenure-role> .
    <urn:house:Tenure-role> sh:path kg:role ; sh:pattern "^Director" ; sh:message "Only directors here."@en .
"""
TYPE = ox.NamedNode(RDF_TYPE)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two articles and their store; the mayor is held in quarantine."""
    folder = tmp_path_factory.mktemp("verify")
    (folder / "tram.txt").write_text(TRAM)
    (folder / "prize.txt").write_text(PRIZE)
    (folder / "house.ttl").write_text(HOUSE)
    build(folder, folder / "s")
    return folder


def build(folder: Path, store: Path) -> None:
    shapes = load_shapes([folder / "house.ttl"])
    with Store.create(store) as target:
        states = [o.state for o in pipeline.build(map(str, sorted(folder.glob("*.txt"))), target, shapes=shapes)]
        target.flush()
    assert set(states) <= {"built", "unchanged"}


@pytest.fixture
def damaged(built: Path, tmp_path: Path) -> Damage:
    shutil.copytree(built / "s", tmp_path / "s")
    return Damage(tmp_path / "s")


@pytest.fixture(scope="module")
def quads(built: Path) -> list[ox.Quad]:
    """All that stands in the store, which is proven."""
    with Store.open(built / "s") as store:
        assert not verify(store, load_shapes()).problems
        return Quads(sorted(store.engine, key=str))


class Quads(list[ox.Quad]):
    """Quads that are not printed: hypothesis prints what a test is given."""

    def __repr__(self) -> str:
        return f"{len(self)} quads"


def problems(path: Path) -> tuple[Problem, ...]:
    with Store.open(path) as store:
        return verify(store, load_shapes()).problems


class Damage:
    """A store that is changed behind its back, as a bug, another program or a person would."""

    def __init__(self, path: Path) -> None:
        self.path = path
        seal.lift(path)
        self.engine = ox.Store(str(path))
        self.names = Store(self.engine, Names()).names

    def find(self, name: str, value: str = "", of: str = "") -> ox.Quad:
        """The first quad, in an article's graph or beside, whose property, object and subject hold these words."""
        found: list[ox.Quad] = [
            quad
            for quad in self.engine
            if quad.graph_name != DEFAULT
            and local(quad.predicate) == name
            and value in text(quad.object)
            and of in text(quad.subject)
        ]
        return min(found, key=str)

    def change(self, quad: ox.Quad, value: Term | None) -> Node:
        """Put another value in place of that of a quad, or none, in each graph that has it."""
        for held in list(self.engine.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)):
            self.engine.remove(held)
            if value is not None:
                self.engine.add(ox.Quad(quad.subject, quad.predicate, value, held.graph_name))
        return quad.subject

    def add(
        self, like: ox.Quad, predicate: ox.NamedNode, value: Term, subject: Node | None = None, *, merged: bool = True
    ) -> Node:
        """Add a triple about the subject of a quad, or another, to the graph of that quad and to the default graph."""
        for graph in (like.graph_name, DEFAULT) if merged else (like.graph_name,):
            self.engine.add(ox.Quad(subject or like.subject, predicate, value, graph))
        return subject or like.subject

    def found(self) -> tuple[Problem, ...]:
        self.engine.flush()
        del self.engine
        return problems(self.path)


def test_good_store_is_proven(built: Path) -> None:
    with Store.open(built / "s") as store:
        proof = verify(store, load_shapes())
        counted = info.count(store)
    assert proof.problems == ()
    assert proof.checked["articles"] == 2
    assert proof.checked["facts"] == sum(n for name, n in counted.items() if name.startswith("facts: ")) >= 4
    assert proof.checked["quotes"] == counted["evidence"]
    assert proof.checked["facts in quarantine"] == 1
    assert proof.checked["triples"] == counted["triples asserted"]
    assert proof.render("text").endswith("all proven\n")


def test_sample_is_proven(sample: kg.KnowledgeGraph) -> None:
    assert verify(sample.store, load_shapes()).problems == ()


def test_empty_store_is_proven() -> None:
    assert verify(Store.in_memory(), load_shapes()).problems == ()


def test_store_is_proven_after_an_article_was_taken_back(built: Path, tmp_path: Path) -> None:
    shutil.copytree(built / "s", tmp_path / "s")
    with Store.create(tmp_path / "s") as store:
        assert pipeline.retract(str(built / "tram.txt"), store)
    assert problems(tmp_path / "s") == ()


def test_store_is_proven_where_two_files_hold_one_article(built: Path, tmp_path: Path) -> None:
    for name in ("one.txt", "two.txt"):
        shutil.copy(built / "tram.txt", tmp_path / name)
    shutil.copy(built / "house.ttl", tmp_path)
    with Store.create(tmp_path / "s") as store:
        list(pipeline.build([str(tmp_path / "one.txt"), str(tmp_path / "two.txt")], store, shapes=load_shapes()))
        assert verify(store, load_shapes()).problems == ()


# -- one damage, one problem ------------------------------------------------------------------------


def quote_of_another_place(d: Damage) -> Node:
    """A quote that stands in the text at its place, but under the IRI of another place."""
    quad = d.find("exact", "Bergen")
    start = next(d.engine.quads_for_pattern(quad.subject, ox.NamedNode(OA + "start"), None, DEFAULT))
    d.change(start, ox.Literal(str(int(text(start.object)) + 1), datatype=ox.NamedNode(XSD + "integer")))
    return d.change(quad, ox.Literal(text(quad.object)[1:]))


def integer(number: int) -> ox.Literal:
    return ox.Literal(str(number), datatype=ox.NamedNode(XSD + "integer"))


def only(d: Damage, graph: ox.NamedNode | ox.DefaultGraph, quad: ox.Quad, value: ox.Literal | None) -> Node:
    """Change a value in one graph alone."""
    d.engine.remove(ox.Quad(quad.subject, quad.predicate, quad.object, graph))
    if value:
        d.engine.add(ox.Quad(quad.subject, quad.predicate, value, graph))
    return quad.subject


def stray(d: Damage, name: str, predicate: str) -> Node:
    node = ox.NamedNode(d.names.article("0123456789abcdef"))
    d.engine.add(ox.Quad(node, ox.NamedNode(predicate), ox.Literal("x"), ox.NamedNode(d.names.graph(name))))
    return node


def stray_graph(d: Damage) -> Node:
    graph = ox.NamedNode("urn:graph:other")
    d.engine.add(ox.Quad(graph, TYPE, graph, graph))
    return graph


STRANGER = ox.NamedNode("https://w3id.org/citykg/id/city/atlantis")
LABEL = ox.NamedNode(RDFS + "label")

DAMAGES: dict[str, tuple[str, str, Callable[[Damage], Node]]] = {
    # what was done: the check that finds it, words of the report, the deed, which gives the node
    "text changed": (
        "article",
        "the SHA-256 of its text is",
        lambda d: d.change(d.find("articleBody", "Ann Lie"), ox.Literal(TRAM.replace("12", "13"))),
    ),
    "text lost": ("article", "the store has no text of it", lambda d: d.change(d.find("articleBody"), None)),
    "text twice": (
        "article",
        "the store has 2 texts of it",
        lambda d: d.add(q := d.find("articleBody"), q.predicate, ox.Literal("y"), merged=False),
    ),
    "digest of the text changed": (
        "article",
        "the SHA-256 of its text is",
        lambda d: d.change(d.find("textSha256"), ox.Literal("0" * 64)),
    ),
    "digest of the text lost": ("article", "it has no textSha256", lambda d: d.change(d.find("textSha256"), None)),
    "length changed": ("article", "characters, not 7", lambda d: d.change(d.find("length"), integer(7))),
    "digest of the bytes changed": (
        "article",
        "its id is not the head of its sha256",
        lambda d: d.change(d.find("sha256"), ox.Literal("f" * 64)),
    ),
    "extractor lost": ("article", "it has no extractor", lambda d: d.change(d.find("extractor"), None)),
    "type of an article lost": (
        "article",
        "its graph does not describe it",
        lambda d: d.change(d.find("type", "#Article"), None),
    ),
    "quote changed": ("quote", "but from", lambda d: d.change(d.find("exact"), ox.Literal("Nobody said so"))),
    "quote lost": ("quote", "it has no exact", lambda d: d.change(d.find("exact"), None)),
    "start behind the end": ("quote", "is no span of a text", lambda d: d.change(d.find("start"), integer(999))),
    "start before the text": ("quote", "from -1 to", lambda d: d.change(d.find("start"), integer(-1))),
    "end behind the text": ("quote", "is no span of a text", lambda d: d.change(d.find("end"), integer(9999))),
    "end is no number": ("quote", "'soon'", lambda d: d.change(d.find("end"), ox.Literal("soon"))),
    "quote of another article": (
        "quote",
        "as its article",
        lambda d: d.change(d.find("hasSource"), ox.NamedNode(d.names.article("0123456789abcdef"))),
    ),
    "quote under another IRI": ("quote", "the IRI of its span is", quote_of_another_place),
    "evidence lost": ("fact", "it has no evidence", lambda d: d.change(d.find("evidence"), None)),
    "evidence twice": (
        "fact",
        "it has 2 values of evidence",
        lambda d: d.add(q := d.find("evidence"), q.predicate, d.find("exact", "Eva").subject),
    ),
    "rule lost": ("fact", "it has no rule", lambda d: d.change(d.find("rule"), None)),
    "year changed": ("fact", "what it says gives the IRI", lambda d: d.change(d.find("year"), year(2019))),
    "recipient changed": (
        "fact",
        "what it says gives the IRI",
        lambda d: d.change(d.find("recipient"), d.find("type", "#Place").subject),
    ),
    "class changed": (
        "fact",
        "it has no city",
        lambda d: d.change(d.find("type", "AwardConferral"), ox.NamedNode(ONTOLOGY + "Location")),
    ),
    "class unknown": (
        "fact",
        "it is of no class of facts but Rumour",
        lambda d: d.change(d.find("type", "AwardConferral"), ox.NamedNode(ONTOLOGY + "Rumour")),
    ),
    "year as a string": (
        "graph",
        "no fact of the article gives it",
        lambda d: d.change(d.find("year"), ox.Literal("2020")),
    ),
    "link added": (
        "graph",
        "won https://w3id.org/citykg/id/city/atlantis: no fact of the article gives it",
        lambda d: d.add(q := d.find("won"), q.predicate, STRANGER),
    ),
    "link lost": ("graph", "won", lambda d: d.change(d.find("won"), None)),
    "entity without a fact": (
        "graph",
        "no fact of the article gives it",
        lambda d: d.add(d.find("won"), TYPE, ox.NamedNode(ONTOLOGY + "Place"), STRANGER),
    ),
    "held statement garbled": ("quarantine", "", lambda d: d.change(d.find("statement"), ox.Literal("<a> <b"))),
    "held statement changed": (
        "quarantine",
        "what its statement says gives the IRI",
        lambda d: d.change(q := d.find("statement"), ox.Literal(text(q.object).replace("ayor", "inister"))),
    ),
    "held sentence changed": (
        "quarantine",
        "'Nobody said so' does not stand in its article",
        lambda d: d.change(d.find("sentence"), ox.Literal("Nobody said so")),
    ),
    "held fact of no article": (
        "quarantine",
        "holds no text of",
        lambda d: d.change(d.find("heldFrom"), ox.NamedNode(d.names.article("0123456789abcdef"))),
    ),
    "held fact of another class": (
        "quarantine",
        "its statement is a Tenure, not a Hosting",
        lambda d: d.change(d.find("heldClass"), ox.NamedNode(ONTOLOGY + "Hosting")),
    ),
    "held fact without its type": (
        "quarantine",
        "it has no type",
        lambda d: d.change(d.find("type", "HeldFact"), None),
    ),
    "text of no article": (
        "stray",
        "graph/text, without an article",
        lambda d: stray(d, "text", SCHEMA + "articleBody"),
    ),
    "ledger of no article": ("stray", "graph/ledger, without", lambda d: stray(d, "ledger", ONTOLOGY + "builtBy")),
    "graph of no article": ("stray", "it is the graph of no article", stray_graph),
    "label changed": (
        "label",
        '"Oslo" should be its label',
        lambda d: d.change(label(d, "Oslo"), ox.Literal("Kristiania")),
    ),
    "label changed in its graph alone": (
        "label",
        '"Oslo" should be its label',
        lambda d: only(d, ox.NamedNode(d.names.graph("derived")), label(d, "Oslo"), ox.Literal("Kristiania")),
    ),
    "label lost": ("label", '"Oslo" should be its label', lambda d: d.change(label(d, "Oslo"), None)),
    "second label": (
        "label",
        '"Kristiania" stands as its label, but is not its best name',
        lambda d: d.add(q := label(d, "Oslo"), q.predicate, ox.Literal("Kristiania")),
    ),
    "default graph lacks a triple": (
        "merge",
        'role "Director": queries do not see it',
        lambda d: only(d, DEFAULT, d.find("role", "Director"), None),
    ),
    "default graph has a triple more": (
        "merge",
        "no article says it",
        lambda d: only(d, DEFAULT, ox.Quad(STRANGER, LABEL, ox.Literal("")), ox.Literal("Atlantis")),
    ),
    "a name that stands for another": (
        "identity",
        "isReplacedBy",
        lambda d: d.add(
            ox.Quad(STRANGER, LABEL, ox.Literal(""), ox.NamedNode(d.names.graph("identity"))),
            ox.NamedNode("http://purl.org/dc/terms/isReplacedBy"),
            ox.NamedNode(d.names.base + "id/city/atlantis"),
            merged=False,
        ),
    ),
    "a mark lost": ("index", "mark", lambda d: d.change(d.find("mark", "Award"), None)),
    "language that is none": (
        "shape",
        "kgs:Article-inLanguage",
        lambda d: d.change(d.find("inLanguage"), ox.Literal("English")),
    ),
}


def year(number: int) -> ox.Literal:
    return ox.Literal(str(number), datatype=ox.NamedNode(XSD + "gYear"))


def label(d: Damage, name: str) -> ox.Quad:
    return d.find("label", name, "/city/")


@pytest.mark.parametrize("what", DAMAGES)
def test_damage_is_reported_and_nothing_else_is(damaged: Damage, what: str) -> None:
    check, words, do = DAMAGES[what]
    node = do(damaged)
    found = damaged.found()
    assert len(found) == 1, found
    (problem,) = found
    assert (problem.check, problem.node) == (check, text(node))
    assert words in problem.says
    assert "SOURCE" not in CHECKS[check][1] or problem.source or what == "held fact of no article"


def test_each_check_has_a_damage_that_it_finds() -> None:
    assert set(CHECKS) == {check for check, _, _ in DAMAGES.values()}


def test_two_damages_are_two_problems(damaged: Damage) -> None:
    quote = damaged.change(damaged.find("exact"), ox.Literal("Nobody said so"))
    city = damaged.change(label(damaged, "Oslo"), ox.Literal("Kristiania"))
    assert [(p.check, p.node) for p in damaged.found()] == [("quote", text(quote)), ("label", text(city))]


@pytest.mark.parametrize("what", [what for what, (check, _, _) in DAMAGES.items() if "retract" in CHECKS[check][1]])
def test_doing_what_the_report_says_heals_the_store(built: Path, damaged: Damage, what: str) -> None:
    DAMAGES[what][2](damaged)
    (problem,) = damaged.found()
    if not problem.source:  # it names no article to take back
        return
    with Store.create(damaged.path) as store:
        assert pipeline.retract(problem.source, store)
    build(built, damaged.path)
    assert problems(damaged.path) == ()
    with Store.open(damaged.path) as healed, Store.open(built / "s") as good:
        assert timeless(healed) == timeless(good)


def timeless(store: Store) -> set[ox.Quad]:
    """All that is stored, but for when it was built."""
    return {quad for quad in store.engine if quad.predicate != BUILT_AT}


UNPROVEN = {"source", "headline", "datePublished", "publisher", "url", "builtBy", "builtAt", "finding"}
UNPROVEN |= {"repair", "waitsFor", "shapes", "shapesDigest"}


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 9999), st.integers(0, 9999), st.booleans())
def test_no_triple_is_lost_or_changed_unseen(quads: list[ox.Quad], at: int, other: int, lost: bool) -> None:
    """Law: take any triple out, or put another value in its place, wherever it stands: the store is not proven."""
    proven = [quad for quad in quads if local(quad.predicate) not in UNPROVEN]
    quad = proven[at % len(proven)]
    others = sorted({q.object for q in quads if q.predicate == quad.predicate} - {quad.object}, key=str)
    lost = lost or not others or local(quad.predicate) == "rule"  # a fact does not tell which rule found it
    value = None if lost else others[other % len(others)]
    store = Store.in_memory()
    store.engine.extend(quads)
    for held in list(store.engine.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)):
        store.engine.remove(held)
        if value is not None:
            store.engine.add(ox.Quad(held.subject, held.predicate, value, held.graph_name))
    assert verify(store, load_shapes()).problems, (quad, value)


# -- the files of the store -------------------------------------------------------------------------


def test_each_damaged_file_of_a_store_is_told_as_damage(built: Path, tmp_path: Path) -> None:
    tables = sorted(path.name for path in (built / "s").glob("*.sst"))
    assert len(tables) >= 10
    for name in tables:
        folder = tmp_path / name
        shutil.copytree(built / "s", folder)
        content = bytearray((folder / name).read_bytes())
        content[len(content) // 4] ^= 0xFF
        (folder / name).write_bytes(content)
        with pytest.raises(StoreError, match="it is damaged; build it again into a new folder"):
            problems(folder)


# -- the command ------------------------------------------------------------------------------------


def test_command_says_what_was_checked(command: Command, built: Path) -> None:
    done = command("verify", "--store", built / "s")
    assert done.stdout.startswith(b"checked 2 articles, ")
    assert done.stdout.endswith(b"\n\nall proven\n")
    told = json.loads(command("verify", "--store", built / "s", "--json").stdout)
    assert told["proven"] is True
    assert told["problems"] == []
    assert "Example: kg verify" in command("verify", "--help").stdout.decode()


def test_command_says_what_is_wrong_what_it_means_and_what_to_do(command: Command, damaged: Damage) -> None:
    damaged.change(damaged.find("exact", "Bergen"), ox.Literal("\x1b[2JNobody said so"))
    (problem,) = damaged.found()
    done = command("verify", "--store", damaged.path, code=1)
    shown = done.stdout.decode()
    assert "quote: a quote does not stand in the text of its article" in shown
    assert "kg retract SOURCE" in shown
    assert problem.source in shown
    assert "\x1b" not in shown
    assert shown.endswith("not proven: 1 wrong\n")
    (told,) = json.loads(command("verify", "--store", damaged.path, "--json", code=1).stdout)["problems"]
    assert {"check", "source", "node", "says", "means", "next"} == set(told)
    assert told["node"] == problem.node


def test_command_exits_with_3_where_there_is_no_store_or_a_damaged_one(
    command: Command, built: Path, tmp_path: Path
) -> None:
    assert "there is none" in command("verify", "--store", tmp_path / "none", code=3).stderr
    shutil.copytree(built / "s", tmp_path / "s")
    largest = max((tmp_path / "s").glob("*.sst"), key=lambda path: path.stat().st_size)
    content = bytearray(largest.read_bytes())
    content[len(content) // 4] ^= 0xFF
    largest.write_bytes(content)
    assert "it is damaged" in command("verify", "--store", tmp_path / "s", code=3).stderr
