"""The exported Turtle in Oxigraph: one question answered, as a table.

    python examples/load_oxigraph.py exports/sample.ttl ontology/questions/cities-by-awards.rq

Input: a Turtle file and a SPARQL query. Output: the answer as CSV on standard output. `pip install pyoxigraph` is
enough; `ox.Store("folder")` instead of `ox.Store()` keeps the graph on disk.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pyoxigraph as ox


def main() -> None:
    turtle, question = map(Path, sys.argv[1:]) if len(sys.argv) == 3 else sys.exit(__doc__)
    store = ox.Store()
    store.bulk_load(path=str(turtle), format=ox.RdfFormat.TURTLE)
    print(f"{len(store):,} triples", file=sys.stderr)
    answer = store.query(question.read_text(encoding="utf-8"))
    sys.stdout.write(answer.serialize(format=ox.QueryResultsFormat.CSV).decode("utf-8").replace("\r\n", "\n"))


if __name__ == "__main__":
    main()
