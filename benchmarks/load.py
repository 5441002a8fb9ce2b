"""Ask a server for a while, with honest clients and hostile ones: no wrong answer, no crash, and how long it takes.

Input: a store that `kg build` has made. Output: for each question of the honest clients how often it was answered, and
p50 and p99 in milliseconds; exit code 1 where an answer was wrong or the server died.

    python benchmarks/load.py --store build/demo --clients 50 --hostile 3 --seconds 60
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import re
import statistics
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from kg import query
from kg.store import Store

HONEST = {
    "count": "SELECT (COUNT(*) AS ?n) { ?s a kg:City }",
    "winners": "SELECT ?c (COUNT(*) AS ?n) { ?f kg:recipient ?c . ?c a kg:City } GROUP BY ?c ORDER BY DESC(?n) ?c",
    "labels": "SELECT ?s ?l { ?s a kg:City ; rdfs:label ?l } ORDER BY ?l ?s LIMIT 50",
    "ask": 'ASK { ?s rdfs:label ?l FILTER(CONTAINS(?l, "Vienna")) }',
    "graphs": "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s a kg:City } }",
}
HOSTILE = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a != ?i) }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a",
    "SELECT * { FILTER(" + "!" * 60_000 + "true) }",
    "SELECT * { ?s " + "/".join(["kg:city"] * 5_000) + " ?o }",
    "SELECT * " + "{" * 3_000 + "}" * 3_000,
    "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
)
REFUSALS = {400, 403, 413, 503}


@dataclass(kw_only=True)
class Told:
    """What the clients met."""

    took: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in HONEST})
    refused: Counter[str] = field(default_factory=Counter)
    hostile: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def expected(store: Path) -> dict[str, object]:
    """The right answers, as `kg query` gives them."""
    with Store.open(store) as opened:
        return {name: answer(json.loads(query.to_json(query.run(opened, text)))) for name, text in HONEST.items()}


def answer(document: dict[str, object]) -> object:
    """What matters of an answer in JSON."""
    return document.get("boolean", document.get("results"))


class Client:
    """A connection that is kept open: less work than a library does, so the server is measured, not the client."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def post(self, sparql: str) -> tuple[int, bytes]:
        """Status and body of the answer to a query."""
        reader, writer = self._streams = self._streams or await asyncio.open_connection("127.0.0.1", self._port)
        body = sparql.encode()
        head = f"Host: 127.0.0.1\r\nContent-Type: application/sparql-query\r\nContent-Length: {len(body)}"
        writer.write(f"POST /sparql HTTP/1.1\r\n{head}\r\n\r\n".encode() + body)
        lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower().split("\r\n")
        length = next(int(line.partition(":")[2]) for line in lines if line.startswith("content-length:"))
        return int(lines[0].split()[1]), await reader.readexactly(length)


async def honest(port: int, end: float, right: dict[str, object], told: Told, seed: int) -> None:
    choose, client = random.Random(seed), Client(port)  # noqa: S311 - which question comes next is no secret
    while time.monotonic() < end:
        name = choose.choice(list(HONEST))
        began = time.perf_counter()
        status, body = await client.post(HONEST[name])
        took = (time.perf_counter() - began) * 1000
        if status == 200 and answer(json.loads(body)) == right[name]:
            told.took[name].append(took)
        elif status == 503 and b"busy" in body:
            told.refused[name] += 1
            await asyncio.sleep(1)
        else:
            told.wrong.append(f"{name}: {status} {body[:200].decode()}")


async def hostile(port: int, end: float, told: Told, seed: int) -> None:
    choose, client = random.Random(seed), Client(port)  # noqa: S311
    while time.monotonic() < end:
        status, _ = await client.post(choose.choice(HOSTILE))
        told.hostile[status] += 1
        if status not in REFUSALS:
            told.wrong.append(f"a hostile query was answered {status}")


async def load(port: int, store: Path, *, clients: int, enemies: int, seconds: float) -> Told:
    """What ``clients`` honest and ``enemies`` hostile clients meet in so many seconds."""
    told, right, end = Told(), expected(store), time.monotonic() + seconds
    ended = await asyncio.gather(
        *(honest(port, end, right, told, seed) for seed in range(clients)),
        *(hostile(port, end, told, seed) for seed in range(enemies)),
        return_exceptions=True,
    )
    told.wrong += [f"a client was cut off: {error!r}" for error in ended if error]
    return told


def report(told: Told) -> None:
    every = sorted(number for numbers in told.took.values() for number in numbers)
    for name, numbers in {**told.took, "all": every}.items():
        if len(numbers) > 1:
            cuts = statistics.quantiles(numbers, n=100)
            print(f"{name:8} {len(numbers):7,} answers   p50 {cuts[49]:7.1f} ms   p99 {cuts[98]:7.1f} ms")
    print(f"refused as busy {told.refused.total():,}, wrong {len(told.wrong)}")
    print(f"hostile queries by status {dict(sorted(told.hostile.items()))}")
    for line in told.wrong[:10]:
        print(f"  {line}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", type=Path, default=Path("build/demo"))
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--hostile", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=60)
    options = parser.parse_args()
    command = [sys.executable, "-m", "kg", "serve", "--store", str(options.store), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr
        ready = re.search(r"http://[^/]+:(\d+)/", server.stderr.readline())
        assert ready, "the server did not start"
        told = asyncio.run(
            load(
                int(ready[1]), options.store, clients=options.clients, enemies=options.hostile, seconds=options.seconds
            )
        )
        if server.poll() is not None:
            told.wrong.append(f"the server has ended with {server.returncode}")
        server.terminate()
    report(told)
    return 1 if told.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
