"""How retraction grows: stores of 1,000, 10,000 and 100,000 articles, one article taken out and put back.

The articles are made here, seeded: each names a few of many cities, people, awards and figures, as news does (few
names often, most seldom), so entities and labels are shared. The time is that of this process (CPU), the median of
many articles; the peer in the same run is a rebuild of the derived part from all articles, which is what a
store without incremental identity would have to do.

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

from kg import pipeline
from kg.model import Article, AwardConferral, Entity, Fact, Kind, Location, Observation, Span, Tenure
from kg.rdf import fact_graph, text_quad
from kg.resolve import resolve
from kg.store import BUILT_BY, Store
from kg.validate import load_shapes

SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe qi ro su ta ve wi xo zu bra cle dri fro glu".split()
FIRST = (
    "Ana Bo Carla Dmitri Elif Femi Goran Hana Ines Jonas Kofi Lena Marek Nadia Omar Petra Rosa Sven Tomas Uma".split()
)


def some_of(chance: random.Random, most: int) -> int:
    """A number below ``most``, small ones often: a Zipf-like choice."""
    return int(most ** chance.random()) - 1


def word(n: int) -> str:
    """A name of its own for each number."""
    made = ""
    while n or len(made) < 5:
        n, at = divmod(n, len(SYLLABLES))
        made += SYLLABLES[at]
    return made.capitalize()


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
        c = some_of(chance, 5000)
        city = Entity(kind=Kind.CITY, name=word(c), key=f"geonames:{c + 1}")
        holder = 3 * c + chance.randrange(3)
        person = f"{FIRST[holder % 20]} {word(7919 * holder)}"
        match chance.randrange(4):
            case 0:
                award = Entity(kind=Kind.AWARD, name=f"{word(31 * some_of(chance, 2000))} City Award")
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
                metric = Entity(kind=Kind.METRIC, name=f"{word(17 * some_of(chance, 800))} lines")
                value = Decimal(chance.randrange(10_000))
                facts.append(Observation(evidence=evidence, rule="B", about=city, metric=metric, value=value))
            case _:
                place = Entity(kind=Kind.PLACE, name=f"{word(c % 190)} Land")
                facts.append(Location(evidence=evidence, rule="B", city=city, place=place))
    return made, resolve(made, facts)


def put(store: Store, made: Article, facts: tuple[Fact, ...]) -> None:
    graph = fact_graph(made, facts, store.names, extractor="benchmark")
    built = ox.Quad(graph.article, BUILT_BY, ox.Literal("benchmark"), store.ledger)
    store.put(graph.graph, [*graph.quads, text_quad(made, store.names), built], graph.article)


def measure(size: int, seed: int, folder: Path) -> tuple[float, float, float]:
    """CPU milliseconds to put the last tenth, to retract one, and to put it back; each per article."""
    chance = random.Random(seed)  # noqa: S311 - a benchmark
    shapes = load_shapes(())
    puts, retracts, again = [], [], []
    with Store.create(folder / str(size)) as store:
        store.set_shapes(shapes.digest, shapes.triples)
        made = []
        for n in range(size):
            one = article(n, chance)
            start = time.process_time()
            put(store, *one)
            if n >= size - size // 10:
                puts.append(time.process_time() - start)
            if n % (size // 50) == 0:
                made.append(one)
        store.flush()
        for one in made:
            start = time.process_time()
            assert pipeline.retract(one[0].source, store)
            middle = time.process_time()
            put(store, *one)
            retracts.append(middle - start)
            again.append(time.process_time() - middle)
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
