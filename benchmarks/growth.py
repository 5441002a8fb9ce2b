"""How a build grows: from files to a committed store, in one process, beside the full small spaCy pipeline.

For each size: articles made by generate.py, CPU time to build them, the peak of memory, CPU time to build the same
folder again with 1% of it changed, the time to write Turtle and to ask ten questions. Then the exponent of the growth.

    python benchmarks/growth.py [--sizes 300,1000,3000] [--words 400]
"""

from __future__ import annotations

import argparse
import json
import math
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import generate
import spacy

from kg import export, pipeline, query
from kg.mentions import people
from kg.partition import version
from kg.store import Store
from kg.validate import load_shapes

ROOT = Path(__file__).resolve().parents[1]
COLUMNS = ("articles", "build s", "articles/s", "words/s", "of spaCy", "peak MB", "1% changed", "Turtle s", "ask s")


def child(work: str, *args: str) -> dict[str, float]:
    """What a step told that ran in a process of its own."""
    command = [sys.executable, __file__, "--step", work, *args]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return told


def step(work: str, args: list[str]) -> None:
    started = time.process_time()
    {"build": build, "spacy": full_spacy, "turtle": turtle, "ask": ask}[work](*args)
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    peak = int(status["VmHWM"].split()[0]) / 1024
    print(json.dumps({"seconds": time.process_time() - started, "peak": peak}))


def build(folder: str, store: str) -> None:
    with Store.create(Path(store)) as target:
        for _ in pipeline.build([folder], target, shapes=load_shapes(), replace=True):
            pass


def full_spacy(folder: str) -> None:
    full = spacy.load(next(name for name in people.MODELS if version(name)))
    for path in sorted(Path(folder).rglob("*.txt"))[:300]:
        full(path.read_text(encoding="utf-8"))


def turtle(store: str, out: str) -> None:
    with Store.open(Path(store)) as source:
        export.write(Path(out), export.export(source, "turtle"))


def ask(store: str) -> None:
    with Store.open(Path(store)) as source:
        for path in sorted((ROOT / "ontology" / "questions").glob("*.rq"))[:10]:
            query.run(source, path.read_text(encoding="utf-8"))


def measure(size: int, words: int, folder: Path) -> tuple[float, ...]:
    news, store = str(folder / "news"), str(folder / "store")
    generate.write(Path(news), size, words=words)
    told = sum(len(path.read_text(encoding="utf-8").split()) for path in Path(news).rglob("*.txt"))
    built = child("build", news, store)
    peer = child("spacy", news)
    read = sum(len(p.read_text(encoding="utf-8").split()) for p in sorted(Path(news).rglob("*.txt"))[:300])
    for path in sorted(Path(news).rglob("*.txt"))[::100]:
        path.write_text(f"{path.read_text(encoding='utf-8')}\nThe editors corrected this page.\n", encoding="utf-8")
    again = child("build", news, store)
    written, asked = child("turtle", store, str(folder / "graph.ttl")), child("ask", store)
    rate = told / built["seconds"]
    return (
        size, built["seconds"], size / built["seconds"], rate, rate / (read / peer["seconds"]), built["peak"],
        again["seconds"] / built["seconds"], written["seconds"], asked["seconds"],
    )  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="300,1000,3000")
    parser.add_argument("--words", type=int, default=400)
    parser.add_argument("--step", help=argparse.SUPPRESS)
    parser.add_argument("rest", nargs="*", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.step:
        step(chosen.step, chosen.rest)
        return
    print("".join(f"{name:>12}" for name in COLUMNS))
    rows = []
    for size in map(int, chosen.sizes.split(",")):
        with tempfile.TemporaryDirectory() as folder:
            row = measure(size, chosen.words, Path(folder))
        rows.append(row)
        shown = (f"{row[0]:,}", f"{row[1]:.1f}", f"{row[2]:.1f}", f"{row[3]:,.0f}", f"x{row[4]:.2f}", f"{row[5]:.0f}")
        print(
            "".join(f"{cell:>12}" for cell in (*shown, f"{row[6]:.1%}", f"{row[7]:.1f}", f"{row[8]:.2f}")), flush=True
        )
    if len(rows) > 1:
        growth = math.log(rows[-1][1] / rows[0][1]) / math.log(rows[-1][0] / rows[0][0])
        print(f"a build grows with the number of articles to the power {growth:.2f}")


if __name__ == "__main__":
    main()
