"""What fails its shapes waits beside the graph, with the reason, and comes back when something heals it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from conftest import OSLO, ROOT, an_article, some_facts, store_facts
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg import export, pipeline, query
from kg.admission import admit
from kg.errors import InputError
from kg.model import Article, AwardConferral, Entity, Fact, Hosting, Kind, Location
from kg.namespaces import Names
from kg.resolve import resolve
from kg.settle import quads_of, settle
from kg.store import Store
from kg.validate import Shapes, load_shapes, validate

SHAPES = load_shapes(())
NAMES = Names()
AWARD = cast("AwardConferral", some_facts()[0])
_, TENURE, FIGURE, HOSTING, PLACE = some_facts()
assert isinstance(HOSTING, Hosting)
ABROAD = replace(cast("Location", PLACE), place=Entity(kind=Kind.PLACE, name="Sweden"))
UPSIDE_DOWN = replace(HOSTING, end_date=datetime.date(2019, 5, 1))
ONE_COUNTRY = load_shapes([ROOT / "tests" / "one_country.ttl"])
BOTH = load_shapes([ROOT / "tests" / "one_country.ttl", ROOT / "tests" / "located.ttl"])
LOCATED = load_shapes([ROOT / "tests" / "located.ttl"])  # a house rule: recipients lie in a known place


def the_article(n: int) -> Article:
    return replace(an_article(source=f"{n}.txt"), sha256=f"{n:016x}{0:048x}")


def put(store: Store, n: int, facts: Iterable[Fact], shapes: Shapes = SHAPES) -> pipeline.Outcome:
    article = the_article(n)
    store.set_shapes(shapes.digest, shapes.triples)
    return store_facts(article, facts, store, shapes)


def held(store: Store) -> list[dict[str, str]]:
    return list(query.run(store, query.find("quarantine")).records())


def asserted(store: Store, kind: str) -> int:
    answer = query.run(store, f"SELECT ?f {{ ?f a kg:{kind} }}")
    return len(answer.rows)


def test_the_smallest_repair_is_told_and_heals() -> None:
    store = Store.in_memory()
    put(store, 1, [UPSIDE_DOWN, PLACE])
    (row,) = held(store)
    assert row["repair"] == "without startDate"  # the shape looks at the start; the end alone is told well
    assert asserted(store, "Hosting") == 0
    fact = row["fact"]
    number, came, _, unknown = pipeline.correct(f"without {fact} startDate", store)
    assert number == 1
    assert unknown == []
    assert len(came) == 1
    assert asserted(store, "Hosting") == 1
    assert [row["shape"] for row in held(store)] == ["corrected"]
    pipeline.correct("", store)  # the line is taken out: all is as before
    assert [row["repair"] for row in held(store)] == ["without startDate"]
    assert asserted(store, "Hosting") == 0


def test_a_fact_that_is_dropped_comes_back_when_the_line_goes() -> None:
    store = Store.in_memory()
    put(store, 1, [AWARD, PLACE])
    before = export.export(store, "nquads")
    fact = query.run(store, "SELECT ?f { ?f a kg:AwardConferral }").rows[0][0]
    pipeline.correct(f"drop {getattr(fact, 'value', '')}  # nobody won that", store)
    assert asserted(store, "AwardConferral") == 0
    pipeline.correct("# nothing", store)
    assert before == export.export(store, "nquads")


def test_a_later_article_heals_and_its_retraction_takes_that_back() -> None:
    store = Store.in_memory()
    assert len(put(store, 1, [AWARD], LOCATED).held) == 1
    alone = export.export(store, "nquads")
    outcome = put(store, 2, [PLACE], LOCATED)
    assert len(outcome.healed) == 1
    assert asserted(store, "AwardConferral") == 1
    assert held(store) == []
    assert pipeline.retract("2.txt", store)
    assert alone == export.export(store, "nquads")


def test_two_articles_that_break_a_shape_together_are_both_held_until_one_goes() -> None:
    store = Store.in_memory()
    put(store, 1, [PLACE], ONE_COUNTRY)
    alone = export.export(store, "nquads")
    outcome = put(store, 2, [ABROAD], ONE_COUNTRY)
    assert asserted(store, "Location") == 0
    assert len(outcome.unhealed) == 2
    assert {row["message"] for row in held(store)} == {"A city lies in one place."}
    assert validate(export.export(store, "ntriples"), ONE_COUNTRY).conforms
    pipeline.retract("2.txt", store)
    assert alone == export.export(store, "nquads")


def test_changed_shapes_judge_all_anew() -> None:
    store = Store.in_memory()
    put(store, 1, [AWARD])
    free = export.export(store, "nquads")
    store.set_shapes(LOCATED.digest, LOCATED.triples)
    assert settle(store)[1]
    assert asserted(store, "AwardConferral") == 0
    store.set_shapes(SHAPES.digest, SHAPES.triples)
    assert settle(store)[0]
    assert free == export.export(store, "nquads")


def test_what_is_pending_is_gone_on_with_after_an_interruption() -> None:
    store, killed = Store.in_memory(), Store.in_memory()
    for one in (store, killed):
        put(one, 1, [AWARD], LOCATED)
    put(store, 2, [PLACE], LOCATED)
    article = the_article(2)
    admitted = admit(article, resolve(article, [PLACE]), NAMES, LOCATED, extractor="test")
    killed.put(admitted.graph.graph, quads_of(article, admitted, killed, "test"), admitted.graph.article)
    assert killed.pending()  # killed here: the fact of the first article is not healed yet
    settle(killed)
    assert set(store.engine) == set(killed.engine)


POOL = [ABROAD, AWARD, TENURE, PLACE, UPSIDE_DOWN, replace(AWARD, recipient=replace(OSLO, name="OSLO"))]
TOLD = st.dictionaries(
    st.integers(0, 3), st.lists(st.sampled_from(range(len(POOL))), min_size=1, max_size=2), max_size=4
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(told=TOLD, gone=st.integers(0, 3), order=st.permutations(range(4)))
def test_what_is_asserted_does_not_depend_on_the_order(told: dict[int, list[int]], gone: int, order: list[int]) -> None:
    """Laws 2 to 4 with facts that wait for others."""
    one, other, without = (Store.in_memory() for _ in range(3))
    shuffled = [(n, told[n]) for n in order if n in told]
    for store, items in ((one, list(told.items())), (other, shuffled)):
        for n, facts in items:
            put(store, n, [POOL[at] for at in facts], BOTH)
    for n, facts in told.items():
        if n != gone:
            put(without, n, [POOL[at] for at in facts], BOTH)
    assert set(one.engine) == set(other.engine)
    pipeline.retract(f"{gone}.txt", one)
    assert export.export(without, "nquads") == export.export(one, "nquads")


@pytest.mark.parametrize(
    "line",
    ["same person:a", "split person:a person:b", "same person:a award:b", "drop nothing", "same thing:a thing:a"],
)
def test_a_line_that_cannot_be_read_is_named_and_changes_nothing(line: str) -> None:
    store = Store.in_memory()
    put(store, 1, [AWARD])
    before = set(store.engine)
    with pytest.raises(InputError, match="line 2"):
        pipeline.correct(f"# remarks\n{line}", store)
    assert before == set(store.engine)


def test_corrections_part_and_join_names() -> None:
    store = Store.in_memory()
    for n, name in enumerate(("Green Prize", "Green Prizes")):
        put(store, n, [replace(AWARD, award=replace(AWARD.award, name=name))])
    count = "SELECT DISTINCT ?a { ?f kg:award ?a }"
    assert len(query.run(store, count).rows) == 1
    pipeline.correct("different award:green-prize award:green-prizes", store)
    assert len(query.run(store, count).rows) == 2
    pipeline.correct("", store)
    assert len(query.run(store, count).rows) == 1


def test_lines_that_name_nothing_or_contradict_are_told() -> None:
    store = Store.in_memory()
    put(store, 1, [AWARD])
    *_, unknown = pipeline.correct("drop fact:0000000000\nwhole person:nobody", store)
    assert [name.rsplit("/", 1)[-1] for name in unknown] == ["0000000000", "nobody"]
    with pytest.raises(InputError, match="same and different"):
        pipeline.correct("same award:a award:b\ndifferent award:b award:a", store)


def test_a_shape_without_a_name_is_told_by_the_shape_it_stands_in(tmp_path: Path) -> None:
    text = (ROOT / "tests" / "located.ttl").read_text(encoding="utf-8")
    head, part = text.split("<https://example.org/Located-place> .", 1)
    inner = part.split("a sh:PropertyShape ;", 1)[1].rstrip().removesuffix(".")
    (tmp_path / "anonymous.ttl").write_text(f"{head}[ {inner} ] .", encoding="utf-8")
    store = Store.in_memory()
    put(store, 1, [AWARD], load_shapes([tmp_path / "anonymous.ttl"]))
    assert [row["shape"] for row in held(store)] == ["https://example.org/Located"]
