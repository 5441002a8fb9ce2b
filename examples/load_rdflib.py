"""The exported Turtle in rdflib: one question answered, as a table.

    python examples/load_rdflib.py exports/sample.ttl ontology/questions/cities-by-awards.rq

Input: a Turtle file and a SPARQL query. Output: the answer as CSV on standard output. `pip install rdflib` is enough.
"""

from __future__ import annotations

import sys
from pathlib import Path

from rdflib import Graph


def main() -> None:
    turtle, question = map(Path, sys.argv[1:]) if len(sys.argv) == 3 else sys.exit(__doc__)
    graph = Graph().parse(turtle, format="turtle")
    print(f"{len(graph):,} triples", file=sys.stderr)
    answer = graph.query(question.read_text(encoding="utf-8")).serialize(format="csv")
    sys.stdout.write((answer or b"").decode("utf-8").replace("\r\n", "\n"))


if __name__ == "__main__":
    main()
