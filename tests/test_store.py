"""The store: one transaction an article, labels kept up, retraction equals rebuild."""

from __future__ import annotations

import multiprocessing
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from conftest import OSLO, an_article, some_facts
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.derived import LABEL, best_name
from kg.errors import StoreError
from kg.model import Article, AwardConferral
from kg.rdf import article_id, fact_graph, text_quad
from kg.resolve import resolve
from kg.store import Store


def put(store: Store, article: Article, name: str = "Oslo") -> bool:
    fact = some_facts()[0]
    assert isinstance(fact, AwardConferral)
    fact = replace(fact, recipient=replace(OSLO, name=name))
    graph = fact_graph(article, resolve(article, [fact]), store.names, extractor="test")
    return store.put(graph.graph, [*graph.quads, text_quad(article, store.names)], graph.article)


def remove(store: Store, article: Article) -> bool:
    names, ident = store.names, article_id(article)
    return store.put(ox.NamedNode(names.graph(ident)), (), ox.NamedNode(names.article(ident)))


def label(store: Store) -> str | None:
    node = ox.NamedNode(store.names.entity(replace(OSLO, key="gn3143244")))
    labels = [
        str(getattr(q.object, "value", "")) for q in store.engine.quads_for_pattern(node, LABEL, None, store.derived)
    ]
    assert len(labels) <= 1
    return labels[0] if labels else None


def an_other(n: int) -> Article:
    article = an_article(source=f"{n}.txt")
    return replace(article, sha256=f"{n:016x}{0:048x}")


def test_putting_the_same_again_changes_nothing() -> None:
    store = Store.in_memory()
    assert put(store, an_article())
    assert not put(store, an_article())


def test_label_is_the_best_name_whatever_the_order() -> None:
    for names in (("OSLO", "Oslo"), ("Oslo", "OSLO")):
        store = Store.in_memory()
        for n, name in enumerate(names):
            put(store, an_other(n), name)
        assert label(store) == "Oslo"


def test_label_goes_with_the_last_article_that_uses_it() -> None:
    store = Store.in_memory()
    put(store, an_other(1), "OSLO")
    put(store, an_other(2), "Oslo")
    remove(store, an_other(2))
    assert label(store) == "OSLO"
    remove(store, an_other(1))
    assert label(store) is None
    assert not list(store.engine)


TOLD = st.lists(st.tuples(st.integers(0, 5), st.sampled_from(["Oslo", "OSLO", "oslo", "Óslo"])), max_size=8)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 5), st.sampled_from(["Oslo", "OSLO", "oslo", "Óslo"])), max_size=8),
    st.integers(0, 5),
)
def test_retraction_equals_rebuild(told: list[tuple[int, str]], gone: int) -> None:
    """Law: taking an article out leaves what a store without it would hold."""
    with_it, without = Store.in_memory(), Store.in_memory()
    for n, name in told:
        put(with_it, an_other(n), name)
        if n != gone:
            put(without, an_other(n), name)
    remove(with_it, an_other(gone))
    assert set(without.engine) == set(with_it.engine)


def test_best_name_prefers_cased_then_accents_then_short() -> None:
    assert best_name({"ZURICH", "Zurich", "Zürich"}) == "Zürich"
    assert best_name({"New York City", "New York"}) == "New York"


def test_folder_with_other_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("mine")
    with pytest.raises(StoreError, match="holds other files; name a new folder"):
        Store.create(tmp_path)
    assert (tmp_path / "thesis.docx").read_text() == "mine"


def test_file_in_place_of_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("")
    with pytest.raises(StoreError, match="it is a file"):
        Store.create(tmp_path / "x")


def test_missing_store_says_how_to_build_it(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="kg build INPUT --store"):
        Store.open(tmp_path / "none")


def _hold(path: str, ready: multiprocessing.synchronize.Event, done: multiprocessing.synchronize.Event) -> None:
    with Store.create(Path(path)):
        ready.set()
        done.wait(30)


def test_second_writer_is_told_to_wait(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    ready, done = context.Event(), context.Event()
    holder = context.Process(target=_hold, args=(str(tmp_path / "s"), ready, done))
    holder.start()
    assert ready.wait(30)
    try:
        with pytest.raises(StoreError, match="another process is writing"):
            Store.create(tmp_path / "s")
    finally:
        done.set()
        holder.join()


def test_what_was_put_is_there_after_reopening(tmp_path: Path) -> None:
    with Store.create(tmp_path / "s") as store:
        put(store, an_article())
        held = set(store.engine)
    with Store.open(tmp_path / "s") as again:
        assert held == set(again.engine)
        assert an_article().text == again.body(ox.NamedNode(again.names.article(article_id(an_article()))))


def test_store_keeps_the_base_it_was_built_with(tmp_path: Path) -> None:
    with Store.create(tmp_path / "s", "https://example.org/kg/") as store:
        put(store, an_article())
    with Store.open(tmp_path / "s") as again:
        assert again.names.base == "https://example.org/kg/"
    with pytest.raises(StoreError, match=r"was built with https://example\.org/kg/"):
        Store.create(tmp_path / "s", "https://example.net/")


@pytest.mark.parametrize("damage", ["flip", "manifest"])
def test_damaged_store_is_said_to_be_damaged(tmp_path: Path, damage: str) -> None:
    with Store.create(tmp_path / "s") as store:
        put(store, an_article())
        store.flush()
    for path in (tmp_path / "s").glob("*.sst" if damage == "flip" else "MANIFEST*"):
        if damage == "flip":
            path.write_bytes(bytes(byte ^ 0xFF for byte in path.read_bytes()))
        else:
            path.unlink()
    with pytest.raises(StoreError, match="it is damaged"):
        Store.open(tmp_path / "s")


def test_folder_whose_making_was_killed_is_made_anew(tmp_path: Path) -> None:
    for name in ("LOCK", "LOG", "IDENTITY", "MANIFEST-000001", "000001.dbtmp"):
        (tmp_path / name).write_bytes(b"")
    with Store.create(tmp_path) as store:
        put(store, an_article())
    with Store.open(tmp_path) as again:
        assert list(again.merged())


def test_folder_with_tables_and_no_list_of_them_is_not_made_anew(tmp_path: Path) -> None:
    with Store.create(tmp_path / "s") as store:
        put(store, an_article())
        store.flush()
    (tmp_path / "s" / "CURRENT").unlink()
    (tmp_path / "s" / "citykg.seal").unlink()
    before = sorted(path.name for path in (tmp_path / "s").iterdir())
    with pytest.raises(StoreError, match="holds other files"):
        Store.create(tmp_path / "s")
    assert before == sorted(path.name for path in (tmp_path / "s").iterdir())
