"""Stage three: the graph as shards, and the facts as a table.

Input: a Graph. Output: shards below the folder of work, each sorted.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

import pyoxigraph as ox
from pyspark.sql import DataFrame
from pyspark.sql import functions as f

from kg.namespaces import Names
from kg.scale import identity, merge
from kg.scale.extract import Row, empty_store, lines
from kg.scale.job import Job
from kg.scale.settling import Graph
from kg.scale.shards import write_lines, write_table
from kg.scale.tables import by_key, made
from kg.store import SHAPES, SHAPES_DIGEST

CHANGED = "changed since it was built: another input of that name came first"


def write(job: Job, graph: Graph, read: DataFrame, states: DataFrame) -> None:
    """Write all shards, below the folder of work."""
    articles = graph.articles
    said = articles.select("article", "graph", "own").join(graph.renamed, "article", "left")
    stated = made(said, merge.statements, merge.STATEMENT).distinct()
    stated = job.tables.keep("statements", stated)
    naming = by_key(stated.where("name is not null").select("subject", "name"), "subject", job.partitions, "name")
    labels = job.tables.keep("labels", made(naming, partial(merge.labels, names=job.names), merge.LABELLED))
    decisions = made(graph.identified, partial(merge.identity_statements, names=job.names), merge.LABELLED)
    derived = labels.union(decisions)

    def shards(table: DataFrame, key: str, value: str) -> DataFrame:
        return by_key(
            table.select(f.expr(key).alias("key"), f.expr(value).alias("value")), "key", job.partitions, "value"
        )

    merged = stated.select("subject", "line").union(derived.select("subject", "line"))
    write_lines(shards(merged, "subject", "line"), "merged", job.output)
    quads = articles.select("article", f.concat_ws("\n", "graph", f.expr("nullif(held, '')")).alias("quad"))
    write_lines(shards(quads.union(derived.select("subject", "quad")), "article", "quad"), "quads", job.output)
    write_lines(shards(_own(job, graph), "key", "value"), "store", job.output)
    table = made(said, partial(merge.facts, names=job.names), merge.fact_schema())
    write_table(by_key(table, "article", job.partitions, "fact"), "facts", job.output)
    write_lines(shards(lost(read, states), "source", "to_json(struct(source, reason))"), "skipped", job.output)


def lost(read: DataFrame, states: DataFrame) -> DataFrame:
    """The inputs that were skipped, with the reasons."""
    changed = states.where("state = 'skipped'").select("source", f.lit(CHANGED))
    return read.where("reason is not null").select("source", "reason").union(changed)


def _own(job: Job, graph: Graph) -> DataFrame:
    """What a store holds besides the graph: texts, the ledger, and the index by which names are found."""
    index = made(graph.profiles, partial(_index, names=job.names), "key string, value string")
    store = empty_store(job.names)
    told = {
        ox.Quad(store.ledger, SHAPES, ox.Literal(job.shapes.triples.decode()), store.ledger),
        ox.Quad(store.ledger, SHAPES_DIGEST, ox.Literal(job.shapes.digest), store.ledger),
    }
    ledger = job.tables.rows([{"key": store.ledger.value, "value": lines(told)}], "key string, value string", 1)
    return graph.articles.select("article", "own").union(index).union(ledger).toDF("key", "value")


def _index(rows: Iterable[Row], names: Names) -> Iterable[Row]:
    return ({"key": row["thing"], "value": identity.index_lines(row, names)} for row in rows)
