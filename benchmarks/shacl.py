"""How fast a whole graph is validated: compiled shapes beside plain pyshacl, in one run, with the same report.

    python benchmarks/shacl.py [--triples 100000] [--faults 0.01] [--seed 7]

The graph is exports/sample.nt again and again, each time with IRIs, names, numbers and dates of its own, and with
faults planted in it. Seconds are those of this process (CPU). pyshacl gets graphs that are loaded already; the
compiled shapes start from bytes. Between them stands what CityKG did before: pyshacl with property shapes that are
aimed at the targets of their node shapes, and each query parsed once. At 100,000 triples pyshacl takes minutes.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pyshacl
from pyshacl.shapes_graph import ShapesGraph
from rdflib import RDF, SH, Graph
from rdflib.plugins.sparql import prepareQuery

from kg.namespaces import Names
from kg.shacl import Plan, Result
from kg.shacl.results import results
from kg.validate import load_shapes

SAMPLE = Path(__file__).resolve().parents[1] / "exports" / "sample.nt"
OWN = re.compile(rf"<({re.escape(Names().base)}(?:article|evidence|fact|id/[a-z-]+|identity)/[^>]*)>")
NAME = re.compile(r'(ontology#name> "|rdf-schema#label> ")([^"]*)"')
TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
USES = (SH.node, SH["not"], SH.qualifiedValueShape, RDF.first)


# -- the graph -----------------------------------------------------------------------------------


def triples(wanted: int, faults: float, chance: random.Random) -> Iterator[str]:
    """Lines of N-Triples: copies of the sample until there are enough."""
    lines = SAMPLE.read_text(encoding="utf-8").splitlines()
    count = copy = 0
    while count < wanted:
        for line in lines:
            own = OWN.sub(rf"<\1-{copy}>", line)
            varied = NAME.sub(rf'\1\2 {copy}"', own)
            for made in faulty(varied, chance) if chance.random() < faults else (varied,):
                yield made
                count += 1
        copy += 1


def faulty(line: str, chance: random.Random) -> Iterable[str]:
    """What stands in place of a triple: something that some shape does not allow, most of the time."""
    subject, predicate, value = line.removesuffix(" .").split(" ", 2)
    date = re.sub(r'"[0-9]{4}-', '"1899-', value)
    return chance.choice(
        [
            (),
            (line, f'{subject} {predicate} "another" .'),
            (f'{subject} {predicate} "" .',),
            (f"{subject} {predicate} <urn:x-unknown:{chance.randrange(10**6)}> .",),
            (f'{subject} {predicate} "{chance.randrange(-9, 0)}"^^<http://www.w3.org/2001/XMLSchema#integer> .',),
            (f"{subject} {predicate} {date} .",),
            (f'{subject} {predicate} "2020-02-30"^^<http://www.w3.org/2001/XMLSchema#date> .',),
        ]
    )


# -- the three ways ------------------------------------------------------------------------------


class OnceParsed(Graph):
    """A graph that parses each query once."""

    def query(self, query_object: Any, *args: Any, **kwargs: Any) -> Any:
        """The answer, of the query as it was parsed the first time."""
        return super().query(parsed(query_object), *args, **kwargs)


@lru_cache
def parsed(text: str) -> Any:
    return prepareQuery(text)


def aimed(shapes: Graph) -> Graph:
    """The shapes with each property shape aimed at the targets of its node shape."""
    used = {node for use in USES for node in shapes.objects(None, use)}
    for shape, part in list(shapes.subject_objects(SH.property)):
        targets = [(target, value) for target in TARGETS for value in shapes.objects(shape, target)]
        if targets and shape not in used:
            shapes.remove((shape, SH.property, part))
            for target, value in targets:
                shapes.add((part, target, value))
    return shapes


def reported(report: Any, shapes: Graph) -> Counter[Result]:
    """The results of pyshacl's report."""
    each = (("", node, list(report.triples((node, None, None)))) for node in report.subjects(SH.focusNode))
    return Counter(results(each, ShapesGraph(shapes)))


def measured(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.process_time()
    done = work()
    return time.process_time() - start, done


def row(name: str, seconds: float, peer: float, found: Counter[Result], reference: Counter[Result]) -> None:
    equal = found == reference, set(found) == set(reference)
    same = {(True, True): "the same report", (False, True): "the same but for repetitions"}.get(equal, "ANOTHER REPORT")
    print(f"  {name:34}{seconds:10.3f} s CPU   x{peer / seconds:8.1f}   {found.total():6,} results, {same}")


def whole_graph(data: bytes, shapes: bytes, size: int) -> None:
    """All three on the whole graph."""
    loading, graph = measured(lambda: Graph(bind_namespaces="none").parse(data=data, format="nt"))
    plain_shapes = Graph(bind_namespaces="none").parse(data=shapes, format="nt")
    print(f"\na graph of {size:,} triples; loading it into rdflib takes {loading:.2f} s more")
    plain, (_, report, _) = measured(lambda: pyshacl.validate(graph, shacl_graph=plain_shapes))
    reference = reported(report, plain_shapes)
    row("pyshacl", plain, plain, reference, reference)

    again = aimed(Graph(bind_namespaces="none").parse(data=shapes, format="nt"))
    before, (_, report, _) = measured(
        lambda: pyshacl.validate(OnceParsed().parse(data=data, format="nt"), shacl_graph=again)
    )
    row("pyshacl, aimed, with loading", before, plain, reported(report, plain_shapes), reference)

    plan = Plan(shapes)
    times, found = zip(*(measured(lambda: Counter(plan.results(data))) for _ in range(3)), strict=True)
    row("compiled, with loading, median", statistics.median(times), plain, found[0], reference)


def one_article(shapes: bytes) -> None:
    """The same on what is judged before an article enters the store: its graph."""
    of_article: dict[str, list[str]] = {}
    for quad in ox.parse(path=SAMPLE.with_suffix(".nq")):
        of_article.setdefault(str(quad.graph_name), []).append(f"{quad.triple} .")
    graphs = [
        "\n".join(lines).encode() + b"\n" for name, lines in of_article.items() if re.search(r"/[0-9a-f]{16}>$", name)
    ]
    size = statistics.median(len(graph.splitlines()) for graph in graphs)
    print(f"\none article, the median of {len(graphs)} articles of the sample ({size:.0f} triples)")
    plan, again = Plan(shapes), aimed(Graph(bind_namespaces="none").parse(data=shapes, format="nt"))

    ways: dict[str, Callable[[bytes], object]] = {
        "pyshacl, aimed": lambda graph: pyshacl.validate(
            OnceParsed().parse(data=graph, format="nt"), shacl_graph=again
        ),
        "compiled": lambda graph: list(plan.results(graph)),
    }
    for name, way in ways.items():
        seconds = statistics.median(measured(partial(way, graph))[0] for _ in range(3) for graph in graphs)
        print(f"  {name:34}{seconds * 1000:10.2f} ms CPU")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--triples", type=int, default=100_000)
    options.add_argument("--faults", type=float, default=0.01, help="of so many triples one is made faulty")
    options.add_argument("--seed", type=int, default=7)
    chosen = options.parse_args()
    lines = list(triples(chosen.triples, chosen.faults, random.Random(chosen.seed)))  # noqa: S311
    shapes = load_shapes().triples
    one_article(shapes)
    whole_graph("\n".join(lines).encode() + b"\n", shapes, len(lines))


if __name__ == "__main__":
    main()
