"""The decisions of a build, made part by part as many machines do: the same store comes out. No Spark is needed."""

from __future__ import annotations

import random
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import partial

import pyoxigraph as ox
from conftest import ROOT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_derived import FACTS, put, the_article

from kg.namespaces import Names
from kg.rdf import article_id
from kg.scale import identity, merge
from kg.scale.extract import Row, article_row, quads_in, with_sources
from kg.store import SOURCE, Store

NAMES = Names()
TOLD = st.dictionaries(
    st.integers(0, 5), st.lists(st.sampled_from(range(len(FACTS))), min_size=1, max_size=4), max_size=6
)


class Parts:
    """Rows dealt out to any number of parts, in any order: what Spark promises, and no more."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance

    def run(
        self, rows: Iterable[Row], key: str, work: Callable[[Iterator[Row]], Iterable[Row]], *then: str
    ) -> list[Row]:
        """What ``work`` makes of each part; all rows with one key are in one, sorted by it."""
        number = self.chance.randint(1, 4)
        parts: dict[int, list[Row]] = defaultdict(list)
        place: dict[str, int] = {}
        for row in rows:
            parts[place.setdefault(row[key], self.chance.randrange(number))].append(row)
        found = []
        for part in parts.values():
            self.chance.shuffle(part)
            part.sort(key=lambda row: [row[name] for name in (key, *then)])
            found += list(work(iter(part)))
        self.chance.shuffle(found)
        return found


def identified(articles: list[Row], parts: Parts) -> tuple[list[Row], list[Row]]:
    """The profiles and the decisions, by the joins of ``kg.scale.job`` in plain words."""
    claims = [{"article": row["article"], **claim} for row in articles for claim in row["claims"]]
    told = {(claim["thing"], one) for claim in claims for one in claim["told"]}
    profiles = parts.run(({"thing": t, "claim": c} for t, c in told), "thing", identity.profiles, "claim")
    by_name = {row["thing"]: row for row in profiles}
    pairs = [
        {"one": a, "told_one": by_name[a]["told"], "other": b, "told_other": by_name[b]["told"]}
        for a in by_name
        for b in by_name
        if a < b and set(by_name[a]["marks"]) & set(by_name[b]["meets"])
    ]
    component = {thing: thing for thing in by_name}
    for edge in parts.run(pairs, "one", identity.edges):
        one, other = component[edge["one"]], component[edge["other"]]
        component = {thing: min(one, other) if at in {one, other} else at for thing, at in component.items()}
    grouped = [{**row, "component": component[row["thing"]]} for row in profiles]
    decided = parts.run(grouped, "component", partial(identity.decisions, names=NAMES), "thing")
    somewhere = [
        {**row, **claim} for row in decided for claim in claims if row["limits"] and claim["thing"] == row["variant"]
    ]
    where = defaultdict(list)
    for row in parts.run(somewhere, "node", identity.limited):
        where[row["node"]].append(row["article"])
    return profiles, [{**row, "articles": sorted(where[row["node"]]) or None} for row in decided]


def renamed(articles: list[Row], decided: list[Row]) -> list[Row]:
    found = []
    for row in articles:
        holding = [d for d in decided if d["articles"] is None or row["article"] in d["articles"]]
        pairs = {d["variant"]: d for d in sorted(holding, key=lambda d: str(d["node"]), reverse=True)}
        renames = [{"variant": name, "entity": d["entity"]} for name, d in pairs.items() if name in row["things"]]
        found.append({**row, "renames": renames})
    return found


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TOLD, st.randoms(use_true_random=False))
def test_what_is_decided_part_by_part_is_what_the_store_decides(
    told: dict[int, list[int]], chance: random.Random
) -> None:
    """Components are closed: identity, index, labels and the merged graph are the same for any parts in any order."""
    store = Store.in_memory()
    articles = []
    for n, facts in told.items():
        put(store, n, [FACTS[at] for at in facts])
    for n in told:
        ident = article_id(the_article(n))
        graph, node = ox.NamedNode(NAMES.graph(ident)), ox.NamedNode(NAMES.article(ident))
        own = {quad for quad in store.of_article(graph, node) if not store.derivation.is_index(quad.graph_name)}
        articles.append(article_row(node, own, store))
    parts = Parts(chance)
    profiles, decided = identified(articles, parts)
    lines = set()
    for row in articles:
        lines |= {*row["graph"].split("\n"), *row["own"].split("\n")}
    for row in profiles:
        lines |= set(identity.index_lines(row, NAMES).split("\n"))
    stated = parts.run(renamed(articles, decided), "article", merge.statements)
    naming = [row for row in stated if row["name"] is not None]
    derived = parts.run(naming, "subject", partial(merge.labels, names=NAMES))
    derived += parts.run(decided, "node", partial(merge.identity_statements, names=NAMES))
    lines |= {row["line"] for row in (*stated, *derived)} | {row["quad"] for row in derived}
    assert {f"{quad} ." for quad in store.engine} == lines


def test_an_article_of_several_names_tells_them_all() -> None:
    store = Store.in_memory()
    put(store, 1, FACTS[:1])
    node = ox.NamedNode(NAMES.article(article_id(the_article(1))))
    row = article_row(node, set(store.of_article(store.graph_of(node), node)), store)
    found = with_sources(row, ["b.txt", "1.txt", "a.txt"], NAMES)
    sources = [quad.object for quad in quads_in(found["graph"]) if quad.predicate == SOURCE]
    assert sources == [ox.Literal(name) for name in ("1.txt", "a.txt", "b.txt")]
    assert found["graph"].split("\n") == sorted(found["graph"].split("\n"))


def test_the_shapes_that_a_store_keeps_are_the_same_in_every_process() -> None:
    code = (
        "import hashlib; from kg.validate import load_shapes; print(hashlib.sha256(load_shapes().triples).hexdigest())"
    )
    found = {
        subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    }
    assert len(found) == 1
