"""How fast it is and how it grows, in one table: each stage beside what a user would run instead, in the same run.

    python benchmarks/table.py [--sizes 100,1000] [--words 400] [--rounds 3]

For each size, articles made by generate.py are built into a store on disk; CPU seconds. The exponent says how a stage
grows with the number of articles: 1 is linear. Peers read the articles, or the graph, of the first size, and that of 30
articles where they would take minutes (validate, query); the ratio is the median of the rounds. ``build`` and ``build
again`` are whole processes with their start, one worker.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import generate
import pyoxigraph as ox

from kg import export, pipeline, query, read
from kg.admission import admit
from kg.mentions import annotate, people
from kg.model import Article
from kg.namespaces import Names
from kg.partition import Reading, facts_of, version
from kg.store import Store
from kg.validate import load_shapes, validate

ROOT = Path(__file__).resolve().parents[1]
QUESTIONS = 10  # of ontology/questions, the first that ask the merged graph alone
FEW = 30  # articles of which the graph is validated by pyshacl, and asked by rdflib, too
FAST = "fast"
STAGES = {
    "read": "files to articles",
    "extract": "articles to facts",
    "  --fast": "the same without the encoder",
    "admit": "facts to a graph that is valid",
    "store": "the graph on disk, identity, merge",
    "build": "all of it, from files to a committed store",
    "build --fast": "the same without the encoder",
    "build again": "the same folder with 1% changed",
    "validate": "the whole graph by its shapes",
    "load": "N-Triples into a new store on disk",
    "export": "sorted Turtle",
    "query": f"{QUESTIONS} questions of ontology/questions",
}
PEERS = {
    "extract": "spaCy, full small pipeline",
    "  --fast": "spaCy, full small pipeline",
    "build": "spaCy, full small pipeline",
    "build --fast": "spaCy, full small pipeline",
    "validate": "pyshacl",
    "load": "rdflib, in memory",
    "export": "rdflib, in memory",
    "query": "rdflib, in memory",
}


def cpu(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def child(step: str, *args: str) -> dict[str, float]:
    """What a step told that ran in a process of its own, one thread."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, __file__, "--step", step, *args]
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return told


# -- steps, each in a process of its own -----------------------------------------------------------


def build(folder: str, store: str, how: str = "") -> dict[str, float]:
    """A build as the command does it; all that the process takes, from its start."""
    with Store.create(Path(store)) as target:
        for _ in pipeline.build([folder], target, shapes=load_shapes(), replace=True, fast=how == FAST):
            pass
    return {"seconds": time.process_time()}


def extract_fast(folder: str) -> dict[str, float]:
    """The facts of all articles, without the encoder."""
    articles = [item for item in read.read([folder]) if isinstance(item, Article)]
    pipeline.extract(articles[0], fast=True)
    return {"  --fast": cpu(lambda: [pipeline.extract(article, fast=True) for article in articles])}


def worker(folder: str) -> dict[str, float]:
    """What a process that reads articles does, and no more; all that counts is its memory."""
    from kg import preload  # noqa: PLC0415 - loads the models

    assert preload
    for item in read.read([folder]):
        assert isinstance(item, Article)
        facts_of(annotate(item))
    return {}


def stages(folder: str, store: str) -> dict[str, float]:
    """The stages of a build, article by article."""
    spent = dict.fromkeys(("read", "extract", "admit", "store"), 0.0)
    shapes, names = load_shapes(), Names()
    pipeline.extract(next(item for item in read.read([folder]) if isinstance(item, Article)))  # loads the model
    begun = time.process_time()
    with Store.create(Path(store)) as target:
        for number, item in enumerate(read.read([folder]), 1):
            assert isinstance(item, Article)
            times = [begun, time.process_time()]
            facts = facts_of(annotate(item))
            times.append(time.process_time())
            admitted = admit(item, facts, names, shapes, extractor="benchmark")
            times.append(time.process_time())
            pipeline.store_reading(Reading(article=item, admitted=admitted), target, shapes, built_by="benchmark")
            if number % pipeline.FLUSHED == 0:
                target.flush()
            begun = time.process_time()
            times.append(begun)
            for stage, start, end in zip(spent, times, times[1:], strict=False):
                spent[stage] += end - start
    return spent


def graph(store: str, out: str) -> dict[str, float]:
    """The graph as N-Triples, and its size."""
    with Store.open(Path(store)) as source:
        content = export.export(source, "ntriples")
    Path(out).write_bytes(content)
    return {"triples": content.count(b"\n")}


def use(store: str, ntriples: str) -> dict[str, float]:
    """What is done with a graph."""
    content = Path(ntriples).read_bytes()
    shapes = load_shapes()
    validate(b"", shapes)
    with Store.open(Path(store)) as source, tempfile.TemporaryDirectory() as new:
        return {
            "validate": cpu(lambda: validate(content, shapes)),
            "load": cpu(lambda: ox.Store(new).bulk_load(content, format=ox.RdfFormat.N_TRIPLES)),
            "export": cpu(lambda: export.export(source, "turtle")),
            "query": cpu(lambda: [query.run(source, sparql) for sparql in questions()]),
        }


def few(store: str, ntriples: str) -> dict[str, float]:
    """What peers take minutes for on a large graph, on a small one."""
    content, shapes = Path(ntriples).read_bytes(), load_shapes()
    validate(b"", shapes)
    with Store.open(Path(store)) as source:
        asked = cpu(lambda: [query.run(source, sparql) for sparql in questions()])
    return {"validate": cpu(lambda: validate(content, shapes)), "query": asked}


def few_by_peers(ntriples: str) -> dict[str, float]:
    """The same by pyshacl and rdflib, of graphs that are loaded already."""
    import pyshacl  # noqa: PLC0415 - a peer takes no memory where it is not measured
    import rdflib  # noqa: PLC0415

    data, shapes = rdflib.Graph().parse(ntriples, format="nt"), rdflib.Graph()
    shapes.parse(data=load_shapes().triples, format="nt")
    prefixes = Names().prefixes()
    return {
        "validate": cpu(lambda: pyshacl.validate(data, shacl_graph=shapes)),
        "query": cpu(lambda: [list(data.query(sparql, initNs=prefixes)) for sparql in questions()]),
    }


def by_rdflib(ntriples: str) -> dict[str, float]:
    """What is done with a graph, by rdflib."""
    import rdflib  # noqa: PLC0415

    loaded = rdflib.Graph()
    return {
        "load": cpu(lambda: loaded.parse(ntriples, format="nt")),
        "export": cpu(lambda: loaded.serialize(format="turtle")),
    }


def by_spacy(folder: str) -> dict[str, float]:
    """The articles read by the full small pipeline, once it is loaded."""
    import spacy  # noqa: PLC0415

    full = spacy.load(next(name for name in people.MODELS if version(name)))
    texts = [path.read_text(encoding="utf-8") for path in sorted(Path(folder).rglob("*.txt"))]
    full(texts[0])
    return {"extract": cpu(lambda: [full(text) for text in texts])}


STEPS: dict[str, Callable[..., dict[str, float]]] = {
    step.__name__: step
    for step in (build, extract_fast, worker, stages, graph, use, few, few_by_peers, by_rdflib, by_spacy)
}


def questions() -> list[str]:
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "ontology" / "questions").glob("*.rq"))]
    return [sparql for sparql in texts if "GRAPH" not in sparql][:QUESTIONS]


def run(step: str, args: list[str]) -> None:
    told = STEPS[step](*args)
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    print(json.dumps({**told, "peak": int(status["VmHWM"].split()[0]) / 1024}))


# -- the table -----------------------------------------------------------------------------------


def measure(size: int, words: int, folder: Path) -> dict[str, float]:
    """CPU seconds of each stage for so many articles; what was made stays in ``folder``."""
    news, store, triples = (str(folder / name) for name in ("news", "store", "graph.nt"))
    generate.write(Path(news), size, words=words)
    built = child("build", news, store)
    found = {"build": built["seconds"], "peak": built["peak"]}
    found["build --fast"] = child("build", news, str(folder / "fast"), FAST)["seconds"]
    found |= child("stages", news, str(folder / "by-stages")) | child("extract_fast", news)
    found["worker"] = child("worker", news)["peak"]
    found |= {"triples": child("graph", store, triples)["triples"]}
    found |= {name: seconds for name, seconds in child("use", store, triples).items() if name != "peak"}
    for path in sorted(Path(news).rglob("*.txt"))[::100]:
        path.write_text(f"{path.read_text(encoding='utf-8')}\nThe editors corrected this page.\n", encoding="utf-8")
    found["build again"] = child("build", news, store)["seconds"]
    return found


def ratios(folder: Path, rounds: int) -> dict[str, float]:
    """How many times as fast as its peer each stage is, both on what ``measure`` left in a folder."""
    news, store, triples = (str(folder / name) for name in ("news", "store", "graph.nt"))
    some, small, few_triples = folder / "few", folder / "few-store", str(folder / "few.nt")
    for path in sorted(Path(news).rglob("*.txt"))[:FEW]:
        some.mkdir(exist_ok=True)
        shutil.copy(path, some)
    child("build", str(some), str(small))
    child("graph", str(small), few_triples)
    found: dict[str, list[float]] = {}
    for number in range(rounds):
        spent, theirs = child("stages", news, str(folder / f"again-{number}")), child("by_spacy", news)
        whole = sum(spent[name] for name in ("read", "extract", "admit", "store"))
        fast = child("extract_fast", news)["  --fast"]
        ours = child("use", store, triples) | child("few", str(small), few_triples)
        ours |= {"extract": spent["extract"], "  --fast": fast}
        theirs |= child("by_rdflib", triples) | child("few_by_peers", few_triples)
        ours |= {"build": whole, "build --fast": whole - spent["extract"] + fast}
        theirs |= dict.fromkeys(("  --fast", "build", "build --fast"), theirs["extract"])
        for name in PEERS:
            found.setdefault(name, []).append(theirs[name] / ours[name])
    return {name: statistics.median(values) for name, values in found.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="100,1000")
    parser.add_argument("--words", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--step", choices=STEPS, help=argparse.SUPPRESS)
    parser.add_argument("rest", nargs="*", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.step:
        run(chosen.step, chosen.rest)
        return
    sizes = [int(size) for size in chosen.sizes.split(",")]
    found: list[dict[str, float]] = []
    beside: dict[str, float] = {}
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            found.append(measure(size, chosen.words, Path(folder)))
            beside = beside or ratios(Path(folder), chosen.rounds)
            print(f"{size:,} articles measured", file=sys.stderr)
    show(sizes, found, beside, chosen.words)


def show(sizes: list[int], found: list[dict[str, float]], beside: dict[str, float], words: int) -> None:
    heads = "".join(f"{size:>11,}" for size in sizes)
    print(f"CPU seconds for so many made articles of {words} words, one thread\n")
    print(f"{'stage':13}{'':44}{heads}{'exponent':>10}  times as fast as")
    for stage, meaning in STAGES.items():
        cells = "".join(f"{each[stage]:>11.2f}" for each in found)
        grows = f"{exponent(sizes, [each[stage] for each in found]):>10.2f}" if len(sizes) > 1 else f"{'':>10}"
        peer = f"{beside[stage]:>6.2f} {PEERS[stage]}" if stage in PEERS else ""
        print(f"{stage:13}{meaning:44}{cells}{grows}  {peer}")
    for name, values in {
        "articles built a CPU second": [f"{size / each['build']:.1f}" for size, each in zip(sizes, found, strict=True)],
        "  --fast": [f"{size / each['build --fast']:.1f}" for size, each in zip(sizes, found, strict=True)],
        "build again, of the first": [f"{each['build again'] / each['build']:.1%}" for each in found],
        "peak memory of a build, MB": [f"{each['peak']:.0f}" for each in found],
        "peak memory of a worker, MB": [f"{each['worker']:.0f}" for each in found],
        "triples": [f"{each['triples']:,.0f}" for each in found],
    }.items():
        print(f"{name:57}" + "".join(f"{value:>11}" for value in values))


def exponent(sizes: list[int], seconds: list[float]) -> float:
    """The slope of a line through the logarithms."""
    points = [(math.log(size), math.log(max(each, 1e-6))) for size, each in zip(sizes, seconds, strict=True)]
    return statistics.linear_regression(*zip(*points, strict=True)).slope


if __name__ == "__main__":
    main()
