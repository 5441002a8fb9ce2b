"""How retraction grows: stores of 1,000, 10,000 and 100,000 articles, one article taken out and put back.

The articles are made here, seeded: each names a few of many cities, people, awards and figures, as news does (few
names often, most seldom), so entities and labels are shared. The store is filled a thousand articles a transaction;
what is timed afterwards is one article a transaction, as a build does it: CPU time of this process, the median.

    python benchmarks/retract.py [--sizes 1000,10000] [--seed 7]
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
import math
import random
import statistics
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
from generate import some, surname

from kg import pipeline
from kg.model import Article, AwardConferral, Entity, Fact, Kind, Location, Observation, Span, Tenure
from kg.rdf import FactGraph, fact_graph, text_quad
from kg.resolve import resolve
from kg.store import BUILT_BY, Store
from kg.validate import load_shapes

FIRST = (
    "Ana Bo Carla Dmitri Elif Femi Goran Hana Ines Jonas Kofi Lena Marek Nadia Omar Petra Rosa Sven Tomas Uma".split()
)


def article(n: int, chance: random.Random) -> tuple[Article, tuple[Fact, ...]]:
    text = f"Article {n} about cities, awards, people and figures." + " More words." * 60
    digest = hashlib.sha256(f"{n}".encode()).hexdigest()
    published = datetime.date(2015, 1, 1) + datetime.timedelta(days=chance.randrange(3000))
    made = Article(
        source=f"news/{n}.txt",
        title=f"Article {n}",
        text=text,
        published=published,
        language="en",
        sha256=digest,
        blocks=(),
    )
    facts: list[Fact] = []
    for _ in range(12):
        at = chance.randrange(0, len(text) - 60)
        evidence = (Span(start=at, end=at + 40),)
        c = some(chance, 5000)
        city = Entity(kind=Kind.CITY, name=surname(c), key=f"geonames:{c + 1}")
        holder = 3 * c + chance.randrange(3)
        person = f"{FIRST[holder % 20]} {surname(7919 * holder)}"
        match chance.randrange(4):
            case 0:
                award = Entity(kind=Kind.AWARD, name=f"{surname(31 * some(chance, 2000))} City Award")
                facts.append(
                    AwardConferral(evidence=evidence, rule="B", recipient=city, award=award, year=published.year)
                )
            case 1:
                facts.append(
                    Tenure(
                        evidence=evidence, rule="B", person=Entity(kind=Kind.PERSON, name=person), role="mayor", of=city
                    )
                )
            case 2:
                metric = Entity(kind=Kind.METRIC, name=f"{surname(17 * some(chance, 800))} lines")
                value = Decimal(chance.randrange(10_000))
                facts.append(Observation(evidence=evidence, rule="B", about=city, metric=metric, value=value))
            case _:
                place = Entity(kind=Kind.PLACE, name=f"{surname(c % 190)} Land")
                facts.append(Location(evidence=evidence, rule="B", city=city, place=place))
    return made, resolve(made, facts)


TIMED = 100  # articles put one by one behind the others, and taken out and put back
CHUNK = 1000


def quads_of(store: Store, made: Article, facts: tuple[Fact, ...]) -> tuple[FactGraph, list[ox.Quad]]:
    graph = fact_graph(made, facts, store.names, extractor="benchmark")
    built = ox.Quad(graph.article, BUILT_BY, ox.Literal("benchmark"), store.ledger)
    return graph, [*graph.quads, text_quad(made, store.names), built]


def put(store: Store, made: Article, facts: tuple[Fact, ...]) -> None:
    graph, quads = quads_of(store, made, facts)
    store.put(graph.graph, quads, graph.article)


def fill(store: Store, articles: list[tuple[Article, tuple[Fact, ...]]]) -> None:
    told: set[ox.Quad] = set()
    for made, facts in articles:
        graph, quads = quads_of(store, made, facts)
        told.update(quads, store.derivation.claims(graph.graph, quads))
    store.load(told, Store.in_memory())


def measure(size: int, seed: int, folder: Path) -> tuple[float, float, float]:
    """CPU milliseconds to put the last articles, to retract one of them all, and to put it back; each a median."""
    chance = random.Random(seed)  # noqa: S311 - a benchmark
    shapes = load_shapes(())
    puts, retracts, again = [], [], []
    with Store.create(folder / str(size)) as store:
        store.set_shapes(shapes.digest, shapes.triples)
        chosen: list[tuple[Article, tuple[Fact, ...]]] = []
        for start in range(0, size - TIMED, CHUNK):
            chunk = [article(n, chance) for n in range(start, min(start + CHUNK, size - TIMED))]
            fill(store, chunk)
            chosen += chunk[:: max(1, len(chunk) * size // CHUNK // TIMED)]
            store.flush()  # as a build does
            print(f"\r{start + len(chunk):>10,} articles", end="", file=sys.stderr, flush=True)
        for n in range(size - TIMED, size):
            one = article(n, chance)
            begun = time.process_time()
            put(store, *one)
            puts.append(time.process_time() - begun)
        for one in chosen[:TIMED]:
            begun = time.process_time()
            assert pipeline.retract(one[0].source, store)
            middle = time.process_time()
            put(store, *one)
            retracts.append(middle - begun)
            again.append(time.process_time() - middle)
    print("\r", end="", file=sys.stderr)
    return tuple(1000 * statistics.median(times) for times in (puts, retracts, again))  # type: ignore[return-value]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="1000,10000")
    parser.add_argument("--seed", type=int, default=7)
    chosen = parser.parse_args()
    sizes = [int(size) for size in chosen.sizes.split(",")]
    print(f"{'articles':>10}{'put ms':>10}{'retract ms':>12}{'put back ms':>13}")
    found = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            found.append(measure(size, chosen.seed, Path(folder)))
            print(
                f"{size:>10,}" + "".join(f"{ms:>{width}.1f}" for ms, width in zip(found[-1], (10, 12, 13), strict=True))
            )
            sys.stdout.flush()
    if len(sizes) > 1:
        growth = math.log(found[-1][1] / found[0][1]) / math.log(sizes[-1] / sizes[0])
        print(f"retraction grows with the store's size to the power {growth:.2f}")


if __name__ == "__main__":
    main()
