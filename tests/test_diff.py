"""Comparing graphs: what came, went and changed, why, in every format, from both sides alike."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import random
import shutil
import typing
from pathlib import Path

import pyoxigraph as ox
import pytest
from conftest import Command, an_article, some_facts
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import export
from kg.diff import FORMATS, IDENTITY, View, diff, read
from kg.differences import Difference
from kg.errors import InputError, StoreError
from kg.model import AwardConferral, Entity, Fact, Hosting, Kind, Observation, Result, Tenure, TenureStatus
from kg.rdf import fact_graph
from kg.resolve import resolve
from kg.store import Store

TRAM = "Oslo opens a tram\n\nOSLO, May 6, 2019 - Mayor Ann Lie of Oslo opened a line with 12 stations on Monday.\n"
PRIZE = (
    "Bergen wins a prize\n\nBERGEN, June 7, 2020 - Bergen, Norway, won the Green Harbour Prize in 2020."
    " Ghent, Belgium, won the Green Harbour Prize in 2019.\n"
)
GONE = "Turku in Finland\n\nTURKU, May 6, 2018 - Turku, Finland, has 190,000 inhabitants.\n"
NEW = "Porto in Portugal\n\nPORTO, May 6, 2021 - Porto, Portugal, won the Blue River Award in 2021.\n"
BEFORE = {"tram.txt": TRAM, "prize.txt": PRIZE, "gone.txt": GONE}
AFTER = {"tram.txt": TRAM.replace("12 stations", "14 stations"), "prize.txt": PRIZE, "new.txt": NEW}
SUFFIXES = {form: suffix for suffix, form in export.SUFFIXES.items()}


def build(command: Command, folder: Path, files: dict[str, str], *options: str | Path) -> Path:
    """A store built in its folder, so that both have sources of the same names."""
    (folder / "news").mkdir(parents=True)
    for name, text in files.items():
        (folder / "news" / name).write_text(text)
    command("build", "news", "--store", folder / "s", *options, cwd=folder)
    return folder / "s"


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory, command: Command) -> Path:
    return build(command, tmp_path_factory.mktemp("old"), BEFORE)


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory, command: Command) -> Path:
    return build(command, tmp_path_factory.mktemp("new"), AFTER)


def told(difference: Difference) -> dict[str, typing.Any]:
    found: dict[str, typing.Any] = json.loads(difference.render("json"))
    return found


def exported(store: Path, folder: Path, form: str) -> Path:
    path = folder / f"x{SUFFIXES[form]}"
    with Store.open(store) as opened:
        path.write_bytes(export.export(opened, form))
    return path


# -- stores and exports -----------------------------------------------------------------------------


@pytest.mark.parametrize("form", export.FORMATS)
def test_store_and_its_export_do_not_differ(old: Path, form: str, tmp_path: Path) -> None:
    found = diff(read(old), read(exported(old, tmp_path, form)))
    assert found.empty
    assert found.totals[0] == found.totals[1]
    assert found.totals[0]["facts"] >= 6


def test_store_that_holds_facts_in_quarantine_does_not_differ_from_its_exports(
    command: Command, tmp_path: Path
) -> None:
    store = build(command, tmp_path, BEFORE, "--shapes", house(tmp_path))
    assert b"Only chiefs" in command("quarantine", "--store", store, "-f", "csv").stdout
    for form in export.FORMATS:
        assert diff(read(store), read(exported(store, tmp_path, form))).empty


@pytest.mark.parametrize("form", export.FORMATS)
def test_exports_differ_as_their_stores_do(old: Path, new: Path, form: str, tmp_path: Path) -> None:
    expected = told(diff(read(old), read(new)))
    found = told(diff(read(exported(old, tmp_path, form)), read(new)))
    for record in (expected, found):
        del record["before"]["name"]
    assert expected == found
    assert expected["same"] is False


def test_what_came_went_and_changed_is_told_with_its_article(old: Path, new: Path) -> None:
    record = told(diff(read(old), read(new)))
    articles = {article["sources"][0]: article for article in record["articles"]}
    assert {name: article["state"] for name, article in articles.items()} == {
        "news/gone.txt": "went",
        "news/new.txt": "came",
        "news/tram.txt": "replaced",
    }
    assert {name: article["why"] for name, article in articles.items()} == {
        "news/gone.txt": "the article went",
        "news/new.txt": "the article came",
        "news/tram.txt": "its source holds another text",
    }
    assert {fact["state"] for fact in articles["news/gone.txt"]["facts"]} == {"went"}
    assert {fact["state"] for fact in articles["news/new.txt"]["facts"]} == {"came"}
    (stations,) = articles["news/tram.txt"]["facts"]  # the mayor is the same in both texts
    assert (stations["state"], stations["class"]) == ("changed", "Observation")
    assert {"slot": "value", "before": ["12"], "after": ["14"]} in stations["changes"]
    assert stations["values"]["metric"] == ["stations"]
    (award,) = (fact for fact in articles["news/new.txt"]["facts"] if fact["class"] == "AwardConferral")
    assert award["values"]["recipient"] == ["Porto"]
    assert award["values"]["quote"][0].startswith("Porto")
    entities = {(entity["state"], entity["after"] or entity["before"]) for entity in record["entities"]}
    assert {("went", "Turku"), ("came", "Porto")} <= entities
    assert record["counts"]["articles"] == {"came": 1, "replaced": 1, "went": 1}


def test_facts_of_an_article_read_by_another_extractor_say_so(old: Path, tmp_path: Path) -> None:
    path = exported(old, tmp_path, "nquads")
    later = tmp_path / "later.nq"
    later.write_text(path.read_text().replace("citykg 0.1.0", "citykg 0.2.0").replace(' "Mayor"', ' "Lord Mayor"'))
    articles = told(diff(read(path), read(later)))["articles"]
    assert len(articles) == len(BEFORE)
    (tram,) = (article for article in articles if article["facts"])
    assert tram["state"] == "kept"
    assert tram["why"].startswith("read by citykg 0.2.0")
    assert "before by citykg 0.1.0" in tram["why"]
    assert {fact["state"] for fact in tram["facts"]} == {"came", "went"}  # another role is another fact


def house(folder: Path) -> Path:
    shapes = folder / "house.ttl"
    shapes.write_text("""
        @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix kg: <https://w3id.org/citykg/ontology#> .
        <urn:house:Tenure> a sh:NodeShape ; sh:targetClass kg:Tenure ; sh:property <urn:house:Tenure-role> .
        <urn:house:Tenure-role> sh:path kg:role ; sh:pattern "^chief" ; sh:message "Only chiefs here."@en .
    """)
    return shapes


def test_same_text_built_with_other_shapes_says_so(old: Path, command: Command, tmp_path: Path) -> None:
    other = build(command, tmp_path, BEFORE, "--shapes", house(tmp_path))
    (tram,) = told(diff(read(old), read(other)))["articles"]
    assert (tram["state"], tram["sources"]) == ("kept", ["news/tram.txt"])
    assert tram["why"].startswith("built by ")
    assert "shapes" in tram["why"]
    assert [(fact["state"], fact["values"]["person"]) for fact in tram["facts"]] == [("went", ["Ann Lie"])]


def test_copy_under_another_name_is_another_source_of_the_same_article(
    old: Path, command: Command, tmp_path: Path
) -> None:
    other = build(command, tmp_path, {**BEFORE, "tram-again.txt": TRAM})
    record = told(diff(read(old), read(other)))
    (tram,) = record["articles"]
    assert tram["changes"] == [
        {"slot": "source", "before": ["news/tram.txt"], "after": ["news/tram-again.txt", "news/tram.txt"]}
    ]
    assert tram["facts"] == []


# -- facts ------------------------------------------------------------------------------------------


def view(*facts: Fact, source: str = "a.txt", sha: str = "", name: str = "x") -> View:
    return View(name, triples(*facts, source=source, sha=sha))


def triples(*facts: Fact, source: str = "a.txt", sha: str = "") -> set[ox.Triple]:
    article = an_article(source=source)
    article = dataclasses.replace(article, sha256=sha or article.sha256)
    store = Store.in_memory()
    graph = fact_graph(article, resolve(article, facts), store.names, extractor="test")
    store.put(graph.graph, graph.quads, graph.article)
    return set(store.merged())


F = typing.TypeVar("F", bound=Fact)


def first(kind: type[F]) -> F:
    return next(fact for fact in some_facts() if isinstance(fact, kind))


AWARD, TENURE, FIGURE, HOSTING = first(AwardConferral), first(Tenure), first(Observation), first(Hosting)


@pytest.mark.parametrize(
    ("one", "two", "changes"),
    [
        (AWARD, dataclasses.replace(AWARD, year=2018), {"year": (["2019"], ["2018"])}),
        (AWARD, dataclasses.replace(AWARD, year=None), {"year": (["2019"], [])}),
        (AWARD, dataclasses.replace(AWARD, rule="AWARD-99"), {"rule": (["AWARD-07"], ["AWARD-99"])}),
        (
            AWARD,
            dataclasses.replace(AWARD, result=Result.FINALIST),
            {"result": (["winner"], ["finalist"])},
        ),
        (TENURE, dataclasses.replace(TENURE, status=TenureStatus.FORMER), {"status": (["current"], ["former"])}),
        (FIGURE, dataclasses.replace(FIGURE, change=True), {"change": (["false"], ["true"])}),
        (
            dataclasses.replace(HOSTING, start_date=None, end_date=None, year=2019),
            dataclasses.replace(HOSTING, start_date=None, end_date=None, year=2020),
            {
                "event": (["Fjord Fair (fjord-fair-2019)"], ["Fjord Fair (fjord-fair-2020)"]),
                "year": (["2019"], ["2020"]),
            },
        ),
    ],
)
@pytest.mark.parametrize("sha", ["", "f" * 64])
def test_other_values_of_the_same_thing_are_a_change(
    one: Fact, two: Fact, changes: dict[str, tuple[list[str], list[str]]], sha: str
) -> None:
    """Whether the article is the same or another text of its source."""
    (article,) = told(diff(view(one), view(two, sha=sha)))["articles"]
    (fact,) = article["facts"]
    assert fact["state"] == "changed"
    assert {change["slot"]: (change["before"], change["after"]) for change in fact["changes"]} == changes
    assert article["state"] == ("replaced" if sha else "kept")


def test_another_recipient_is_another_fact() -> None:
    bergen = dataclasses.replace(AWARD, recipient=Entity(kind=Kind.CITY, name="Bergen"))
    (article,) = diff(view(AWARD), view(bergen)).articles
    assert sorted(fact.state for fact in article.facts) == ["came", "went"]


def test_same_facts_in_another_text_of_a_source_are_no_change() -> None:
    found = diff(view(*some_facts()), view(*some_facts(), sha="f" * 64))
    assert [article.state for article in found.articles] == ["replaced"]
    assert found.articles[0].facts == ()


def test_same_text_of_another_source_is_another_article() -> None:
    found = diff(view(AWARD), view(AWARD, source="b.txt", sha="f" * 64))
    assert [(article.state, article.sources) for article in found.articles] == [
        ("went", ("a.txt",)),
        ("came", ("b.txt",)),
    ]


def test_the_most_alike_of_several_are_paired() -> None:
    years = [dataclasses.replace(AWARD, year=year, rank=year - 2000) for year in (2011, 2012, 2013)]
    later = [dataclasses.replace(years[0], rank=9), dataclasses.replace(years[2], rank=8)]
    (article,) = diff(view(*years), view(*later)).articles
    changed = {fact.changes[0].before: fact.changes[0].after for fact in article.facts if fact.state == "changed"}
    assert changed == {("11",): ("9",), ("13",): ("8",)}
    (went,) = (fact for fact in article.facts if fact.state == "went")
    assert dict(went.values)["year"] == ("2012",)


def test_label_of_an_entity_that_changed_is_told() -> None:
    loud = dataclasses.replace(AWARD, recipient=dataclasses.replace(AWARD.recipient, name="OSLO"))
    found = diff(view(loud), view(AWARD))
    assert [(one.state, one.before, one.after) for one in found.entities] == [("renamed", "OSLO", "Oslo")]
    assert "~ OSLO → Oslo" in found.render("text")
    assert not any(article.facts for article in found.articles)


def test_every_class_of_fact_has_an_identity_of_its_own_fields() -> None:
    fields = {fact.__name__: {slot.name for slot in dataclasses.fields(fact)} for fact in Fact.__subclasses__()}
    assert fields.keys() == IDENTITY.keys()
    assert all(set(slots) <= fields[name] for name, slots in IDENTITY.items())


# -- laws -------------------------------------------------------------------------------------------

OSLO, PRIZE_OF = AWARD.recipient, AWARD.award
CITIES = [OSLO, *(Entity(kind=Kind.CITY, name=name) for name in ("Bergen", "bergen", "Ghent"))]
YEARS = st.sampled_from([None, 2018, 2019])
FACTS = st.one_of(
    st.builds(
        lambda recipient, year, result, rule: dataclasses.replace(
            AWARD, recipient=recipient, year=year, result=result, rule=rule
        ),
        st.sampled_from(CITIES),
        YEARS,
        st.sampled_from(Result),
        st.sampled_from(["AWARD-01", "AWARD-02"]),
    ),
    st.builds(
        lambda cities, year: dataclasses.replace(
            HOSTING, city=tuple(cities), year=year, start_date=None, end_date=None
        ),
        st.lists(st.sampled_from(CITIES), max_size=2, unique=True),
        YEARS,
    ),
    st.builds(
        lambda role, status: dataclasses.replace(TENURE, role=role, status=status),
        st.sampled_from(["mayor", "Mayor", "clerk"]),
        st.sampled_from(TenureStatus),
    ),
    st.sampled_from(some_facts()),
)
ARTICLES = st.dictionaries(
    st.sampled_from(["a.txt", "b.txt", "c.txt"]),
    st.tuples(st.sampled_from("0123"), st.lists(FACTS, max_size=4)),
    max_size=3,
)


def graph(articles: dict[str, tuple[str, list[Fact]]]) -> list[ox.Triple]:
    """What a store of these articles asserts; each has a source, a text of that source, and facts."""
    store = Store.in_memory()
    for source, (text, facts) in articles.items():
        article = dataclasses.replace(an_article(source=source), sha256=f"{source[0]}{text}" * 32)
        made = fact_graph(article, resolve(article, facts), store.names, extractor=f"test {len(facts)}")
        store.put(made.graph, made.quads, made.article)
    return sorted(store.merged(), key=str)


def mirrored(record: typing.Any) -> typing.Any:
    """The same difference seen from the other side; in no order."""
    turned = {"came": "went", "went": "came", "before": "after", "after": "before"}
    if isinstance(record, dict):
        told = {turned.get(key, key): mirrored(value) for key, value in record.items() if key != "why"}
        return {**told, "state": turned.get(record["state"], record["state"])} if "state" in record else told
    return (
        sorted(map(mirrored, record), key=lambda one: json.dumps(one, sort_keys=True))
        if isinstance(record, list)
        else record
    )


@settings(max_examples=100, deadline=None)
@given(ARTICLES, st.randoms())
def test_graph_does_not_differ_from_itself_in_any_order(
    articles: dict[str, tuple[str, list[Fact]]], chance: random.Random
) -> None:
    told = graph(articles)
    found = diff(View("x", told), View("y", chance.sample(told, len(told))))
    assert found.empty
    assert found.counts == {"articles": {}, "facts": {}, "entities": {}, "other triples": {"came": 0, "went": 0}}


@settings(max_examples=200, deadline=None)
@given(ARTICLES, ARTICLES)
def test_other_way_round_says_the_same_of_the_other_side(
    one: dict[str, tuple[str, list[Fact]]], two: dict[str, tuple[str, list[Fact]]]
) -> None:
    first, second = View("x", graph(one)), View("y", graph(two))
    there, back = told(diff(first, second)), told(diff(second, first))
    assert mirrored(there) == mirrored(mirrored(back))
    assert [a["sources"] for a in there["articles"]] == [a["sources"] for a in back["articles"]]


@settings(max_examples=100, deadline=None)
@given(ARTICLES, ARTICLES)
def test_facts_are_all_accounted_for(
    one: dict[str, tuple[str, list[Fact]]], two: dict[str, tuple[str, list[Fact]]]
) -> None:
    """Law: those before, less those that went, and those that came are those after."""
    found = diff(View("x", graph(one)), View("y", graph(two)))
    states = [fact.state for article in found.articles for fact in article.facts]
    before, after = (total["facts"] for total in found.totals)
    assert before - states.count("went") + states.count("came") == after


@settings(max_examples=100, deadline=None)
@given(ARTICLES, st.integers(0, 999))
def test_no_triple_is_missed(articles: dict[str, tuple[str, list[Fact]]], at: int) -> None:
    """Law: nothing differs only where the same is asserted."""
    told = graph(articles)
    if told:
        less = [triple for triple in told if triple != told[at % len(told)]]
        assert not diff(View("x", told), View("y", less)).empty


# -- what cannot be read ----------------------------------------------------------------------------

DOCTYPE = (
    '<?xml version="1.0"?>\n<!DOCTYPE rdf:RDF [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>\n'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"></rdf:RDF>'
)


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("bomb.rdf", DOCTYPE.encode(), "it holds a DOCTYPE"),
        ("bomb16.rdf", DOCTYPE.encode("utf-16"), "cannot read"),
        ("broken.ttl", b"<a> <b", "cannot read"),
        ("broken.nq", b"\xff\xfe", "cannot read"),
        ("broken.jsonld", b'{"@context": ', "cannot read"),
        ("remote.jsonld", b'{"@context": "https://example.org/c.jsonld", "a": 1}', "cannot read"),
        ("deep.jsonld", b"[" * 100_000, "cannot read"),
        ("star.ttl", b"<a:a> <a:b> <<( <a:a> <a:b> <a:c> )>> .", "triple terms"),
        ("blank.ttl", b"[] a <https://example.org/x> .", "it holds blank nodes"),
        ("missing.trig", None, "No such file"),
    ],
)
def test_file_that_cannot_be_read_is_told(name: str, content: bytes | None, why: str, tmp_path: Path) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(StoreError, match=why) as caught:
        read(path)
    assert str(path) in str(caught.value)


def test_damaged_store_is_told_as_damage(old: Path, tmp_path: Path) -> None:
    said = []
    for name in sorted(path.name for path in old.glob("*.sst")):
        shutil.copytree(old, tmp_path / name)
        content = bytearray((tmp_path / name / name).read_bytes())
        content[len(content) // 4] ^= 0xFF
        (tmp_path / name / name).write_bytes(content)
        with contextlib.suppress(StoreError):
            assert diff(read(tmp_path / name), read(old)).empty  # a table that is not asked
            continue
        with pytest.raises(StoreError, match="it is damaged; build it again") as caught:
            read(tmp_path / name)
        said.append(str(caught.value))
    assert any(words.startswith("cannot read the store") for words in said)  # it could be opened, then read


@pytest.mark.parametrize("article", [ox.Literal("nowhere"), ox.NamedNode("urn:x:unknown"), None])
def test_fact_whose_article_is_not_described_is_compared(article: ox.Literal | ox.NamedNode | None) -> None:
    told = triples(*some_facts())
    for triple in list(told):
        if triple.predicate.value.endswith("hasSource"):
            told.remove(triple)
            told |= {ox.Triple(triple.subject, triple.predicate, article)} if article else set()
    damaged = View("y", told)
    assert diff(damaged, damaged).empty
    found = diff(view(*some_facts()), damaged)
    assert sum(fact.state == "came" for one in found.articles for fact in one.facts) == len(some_facts())
    assert found.render("text")


def test_ending_that_says_no_format_is_wrong_usage(tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(b"")
    with pytest.raises(InputError, match=r"name the folder of a store or a file with \.ttl, "):
        read(tmp_path / "x.pdf")


def test_each_format_of_an_export_is_read() -> None:
    assert {suffix: export.FORMATS[form] for suffix, form in export.SUFFIXES.items()} == FORMATS


# -- the command ------------------------------------------------------------------------------------


def test_command_tells_people_and_programs_and_exits_by_the_result(
    command: Command, old: Path, new: Path, tmp_path: Path
) -> None:
    same = command("diff", old, exported(old, tmp_path, "turtle"))
    assert same.stdout.endswith(b"no difference\n")
    shown = command("diff", old, new, code=1).stdout.decode()
    assert "replaced news/tram.txt: its source holds another text" in shown
    assert "value: 12 → 14" in shown
    assert "articles 1 came, 1 replaced, 1 went" in shown
    assert json.loads(command("diff", old, new, "--json", code=1).stdout) == told(diff(read(old), read(new)))
    assert "Example: kg diff" in command("diff", "--help").stdout.decode()


def test_command_exits_with_2_or_3_where_it_cannot_compare(command: Command, old: Path, tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(b"")
    (tmp_path / "bomb.rdf").write_text(DOCTYPE)
    command("diff", old, code=2)
    assert "name the folder of a store" in command("diff", old, tmp_path / "x.pdf", code=2).stderr
    assert "there is none" in command("diff", old, tmp_path / "nowhere", code=3).stderr
    assert "DOCTYPE" in command("diff", old, tmp_path / "bomb.rdf", code=3).stderr


def test_command_prints_nothing_that_drives_a_terminal(command: Command, tmp_path: Path) -> None:
    evil = build(command, tmp_path / "evil", {"a.txt": TRAM.replace("Ann Lie", "Ann \x1b[2JLie \u202eevil")})
    good = build(command, tmp_path / "good", {"a.txt": TRAM})
    shown = command("diff", good, evil, code=1).stdout.decode()
    assert "\x1b" not in shown
    assert "\u202e" not in shown
