"""Time and requests of kg push, kg compare and kg pull: a made graph, to an Oxigraph server of its own.

The articles are those of benchmarks/retract.py, seeded. Pushed three times: all of it, nothing changed, one article
taken out. The server keeps its data in memory; ``--url`` takes another store, which must hold nothing under the base.

    python benchmarks/remote.py [--articles 500] [--store build/demo] [--url http://…]
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import httpx
from retract import article, fill

from kg import pipeline
from kg.remote.compare import compare
from kg.remote.pull import pull
from kg.remote.push import push
from kg.remote.settings import Remote, remote
from kg.store import Store


def timed(name: str, work: Callable[[], object]) -> None:
    begun = time.perf_counter()
    told = work()
    print(f"{name:34}{time.perf_counter() - begun:>8.2f} s   {told}")


def measure(store: Store, there: Remote) -> None:
    def pushed() -> str:
        done = push(store, there)
        sent = f"{len(done.sent):,} graphs, {done.triples:,} triples, {len(done.removed)} removed"
        return f"{sent}: {done.requests} requests"

    timed("push", pushed)
    timed("push again, nothing changed", pushed)
    timed("compare", lambda: f"{compare(store, there).same:,} the same")
    timed("compare --full", lambda: f"{compare(store, there, full=True).same:,} the same")
    timed("pull, without the shapes", lambda: f"{pull(there, store.names).triples:,} triples")
    if store.writable:
        pipeline.retract("news/0.txt", store)
        timed("push, one article retracted", pushed)


def answers(address: str) -> bool:
    try:
        return httpx.get(f"http://{address}", trust_env=False).is_success
    except httpx.TransportError:
        return False


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=500)
    parser.add_argument("--store", type=Path)
    parser.add_argument("--url")
    chosen = parser.parse_args()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = "{}:{}".format(*free.getsockname())
    program = shutil.which("oxigraph", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    server = None if chosen.url else subprocess.Popen([str(program), "serve", "--bind", address], stderr=-3)
    there = remote(chosen.url or f"http://{address}", os.environ)
    try:
        while server and not answers(address):
            time.sleep(0.05)
        with tempfile.TemporaryDirectory() as folder:
            if chosen.store:
                with Store.open(chosen.store) as store:
                    measure(store, there)
                return
            with Store.create(Path(folder) / "made") as store:
                chance = random.Random(7)  # noqa: S311 - a benchmark
                fill(store, [article(n, chance) for n in range(chosen.articles)])
                measure(store, there)
    finally:
        if server:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()
