"""How fast it reads, beside what a user would run instead, in one run: CPU time, medians, ratios.

    python benchmarks/speed.py            the articles of tests/evaluation and examples/articles
    python benchmarks/speed.py FOLDER     others; three interleaved rounds, one thread

Words per CPU second of each stage beside the full small spaCy pipeline; then the graph: serialising,
loading and asking, beside plain rdflib.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import rdflib
import spacy

from kg import export, pipeline, query
from kg.admission import admit
from kg.facts import read_facts
from kg.mentions import annotate, people
from kg.model import Article
from kg.partition import version
from kg.read import read
from kg.resolve import resolve
from kg.store import Store
from kg.validate import load_shapes

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 3
QUESTIONS = 10  # of ontology/questions, the first that ask the merged graph alone


def cpu(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def table(title: str, unit: str, times: dict[str, list[float]], amount: int, peer: str) -> None:
    print(f"\n{title}: {amount:,} {unit}, median of {ROUNDS} rounds, one thread")
    medians = {name: statistics.median(seconds) for name, seconds in times.items()}
    for name, seconds in medians.items():
        rate, ratio = amount / max(seconds, 1e-9), medians[peer] / max(seconds, 1e-9)
        print(f"  {name:44}{seconds * 1000:10.0f} ms CPU {rate:12,.0f} {unit}/s   x{ratio:.2f} of {peer}")


def rules_alone(articles: list[Article]) -> None:
    loaded, people.model = people.model, lambda: None  # type: ignore[assignment]  # as where no model is installed
    try:
        for article in articles:
            resolve(article, read_facts(annotate(article)))
    finally:
        people.model = loaded


def main() -> None:
    inputs = sys.argv[1:] or [str(ROOT / "tests" / "evaluation" / "articles"), str(ROOT / "examples" / "articles")]
    articles = [item for item in read(inputs) if isinstance(item, Article)]
    words = sum(len(article.text.split()) for article in articles)
    full = spacy.load(next(name for name in people.MODELS if version(name)))
    shapes = load_shapes()
    pipeline.extract(articles[0])
    reading: dict[str, list[float]] = {}
    stores: list[Store] = []

    def validated() -> None:
        store = Store.in_memory()
        for article in articles:
            graph = admit(article, pipeline.extract(article), store.names, shapes, extractor="benchmark").graph
            store.put(graph.graph, graph.quads, graph.article)
        stores[:] = [store]

    for _ in range(ROUNDS):
        for name, work in {
            "spaCy, full small pipeline": lambda: [full(article.text) for article in articles],
            "read (files to articles)": lambda: list(read(inputs)),
            "extract, rules alone": lambda: rules_alone(articles),
            "extract, with the person model": lambda: [pipeline.extract(article) for article in articles],
            "extract, validate, store in memory": validated,
        }.items():
            reading.setdefault(name, []).append(cpu(work))
    print(f"{len(articles)} articles")
    table("Reading", "words", reading, words, "spaCy, full small pipeline")

    (store,) = stores
    content = export.export(store, "ntriples")
    graph = rdflib.Graph().parse(data=content, format="nt")
    triples = len(graph)
    prefixes = store.names.prefixes()
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "ontology" / "questions").glob("*.rq"))]
    asked = [sparql for sparql in texts if "GRAPH" not in sparql][:QUESTIONS]
    work: dict[str, dict[str, Callable[[], object]]] = {
        "Load N-Triples": {
            "rdflib": lambda: rdflib.Graph().parse(data=content, format="nt"),
            "our store's engine": lambda: ox.Store().load(content, format=ox.RdfFormat.N_TRIPLES),
        },
        "Write Turtle": {
            "rdflib": lambda: graph.serialize(format="turtle"),
            "kg export, sorted": lambda: export.export(store, "turtle"),
        },
        f"Ask {len(asked)} questions of ontology/questions": {
            "rdflib": lambda: [list(graph.query(sparql, initNs=prefixes)) for sparql in asked],
            "kg query": lambda: [query.run(store, sparql) for sparql in asked],
        },
    }
    for title, peers in work.items():
        times: dict[str, list[float]] = {}
        for _ in range(ROUNDS):
            for name, run in peers.items():
                times.setdefault(name, []).append(cpu(run))
        table(title, "triples", times, triples, "rdflib")


if __name__ == "__main__":
    main()
