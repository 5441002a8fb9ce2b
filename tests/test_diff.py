"""Comparing two graphs: what came, went and changed, and because of which article."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Command
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import export, pipeline
from kg.diff import Difference, View, diff, read
from kg.errors import InputError, StoreError
from kg.model import Article
from kg.read import article_of
from kg.store import Store
from kg.validate import load_shapes

SHAPES = load_shapes(())
PRIZE = "Bergen, Norway, won the Green Harbour Prize 2020. Mayor Ann Lie of Bergen was glad."
NEWER = "Bergen, Norway, won the Green Harbour Prize 2021. Mayor Ann Lie of Bergen was glad."
TRAM = "Mayor Bo Ek of Oslo opened a tram line with 12 stations. Oslo won the Green Harbour Prize 2019."
TEXTS = [PRIZE, NEWER, TRAM, "Nothing is told here of any town."]


def store_of(folder: Path, name: str, **texts: str) -> Path:
    for stem, text in texts.items():
        (folder / f"{stem}.txt").write_text(text, encoding="utf-8")
    with Store.create(folder / name) as store:
        for outcome in pipeline.build([str(folder / f"{stem}.txt") for stem in texts], store, shapes=SHAPES):
            assert outcome.state == "built"
    return folder / name


def told(found: Difference) -> list[tuple[str, list[tuple[str, str]]]]:
    return [(article.state, [(fact.state, fact.kind) for fact in article.facts]) for article in found.articles]


def test_an_article_that_came_brings_its_facts(tmp_path: Path) -> None:
    one = store_of(tmp_path, "one", a=PRIZE)
    two = store_of(tmp_path, "two", a=PRIZE, b=TRAM)
    found = diff(read(one), read(two))
    ((state, facts),) = told(found)
    assert state == "came"
    assert {fact for fact, _ in facts} == {"came"}
    assert found.articles[0].sources == (str(tmp_path / "b.txt"),)
    ((back, gone),) = told(diff(read(two), read(one)))
    assert back == "went"
    assert len(gone) == len(facts)


def test_a_corrected_article_changes_the_slot_that_it_corrects(tmp_path: Path) -> None:
    one = store_of(tmp_path, "one", a=PRIZE)
    two = store_of(tmp_path, "two", a=NEWER)
    found = diff(read(one), read(two))
    (article,) = found.articles
    assert article.state == "replaced"
    changed = {fact.kind: fact for fact in article.facts if fact.state == "changed"}
    years = next(change for change in changed["AwardConferral"].changes if change.slot == "year")
    assert (years.before, years.after) == (("2020",), ("2021",))
    assert "its source holds another text" in article.why


@pytest.mark.parametrize("format", export.FORMATS)
def test_a_store_is_its_own_export(format: str, tmp_path: Path, sample_store: Path) -> None:
    ending = next(suffix for suffix, name in export.SUFFIXES.items() if name == format)
    with Store.open(sample_store) as store:
        (tmp_path / f"x{ending}").write_bytes(export.export(store, format))
    assert diff(read(sample_store), read(tmp_path / f"x{ending}")).empty


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.sampled_from(TEXTS), max_size=2, unique=True), st.lists(st.sampled_from(TEXTS), max_size=2, unique=True)
)
def test_mirrored(one: list[str], other: list[str]) -> None:
    views = []
    for texts in (one, other):
        store = Store.in_memory()
        for n, text in enumerate(texts):
            article = article_of(f"{n}.txt", text.encode())
            assert isinstance(article, Article)
            facts = pipeline.extract(article)
            pipeline.store_facts(article, facts, store, SHAPES, extractor="t", built_by="t")
        views.append(View("x", store.merged()))
    assert diff(views[0], views[0]).empty
    there, back = diff(views[0], views[1]), diff(views[1], views[0])
    assert there.empty == back.empty == (views[0].triples == views[1].triples)
    swap = {"came": "went", "went": "came"}
    for group, states in there.counts.items():
        assert {swap.get(state, state): n for state, n in states.items()} == back.counts[group]


def test_what_cannot_be_compared_is_said(tmp_path: Path) -> None:
    (tmp_path / "x.docx").write_text("mine")
    with pytest.raises(InputError, match="name the folder of a store"):
        read(tmp_path / "x.docx")
    (tmp_path / "x.rdf").write_text('<!DOCTYPE x [<!ENTITY a "b">]><x/>')
    with pytest.raises(StoreError, match="DOCTYPE"):
        read(tmp_path / "x.rdf")


def test_command(command: Command, tmp_path: Path) -> None:
    one = store_of(tmp_path, "one", a=PRIZE)
    two = store_of(tmp_path, "two", a=NEWER)
    same = command("diff", one, one)
    assert "no difference" in same.stdout.decode()
    differs = command("diff", one, two, code=1).stdout.decode()
    assert "2020" in differs
    assert "2021" in differs
    record = json.loads(command("diff", one, two, "--json", code=1).stdout)
    assert record["articles"][0]["state"] == "replaced"
    assert command("diff", one, tmp_path / "none", code=3).stderr
