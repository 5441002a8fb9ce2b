"""What hangs together in a graph of any size, by joins alone.

Input: a DataFrame of edges. Output: a DataFrame that gives each node that has an edge the least node that it hangs
together with. The large star and the small star in turn (Kiveris, Lattanzi, Mirrokni, Rastogi, Vassilvitskii:
Connected components in MapReduce and beyond, SoCC 2014): the number of rounds grows with the logarithm of the size.
"""

from __future__ import annotations

from collections.abc import Callable

from pyspark.sql import DataFrame
from pyspark.sql import functions as f

Keep = Callable[[str, DataFrame], DataFrame]  # writes a table down under a name, and reads it back


def components(edges: DataFrame, keep: Keep) -> DataFrame:
    """The ``component`` of each ``node`` in the edges ``one``, ``other``."""
    found = keep("stars-0", edges.select(f.greatest("one", "other").alias("node"), f.least("one", "other").alias("to")))
    mark, at = _mark(found), 0
    while True:
        at += 1
        found = keep(f"stars-{at}", _small_star(_large_star(found)))
        before, mark = mark, _mark(found)
        if mark == before:
            leaves = found.select("node", f.col("to").alias("component"))
            roots = found.select(f.col("to").alias("node"), f.col("to").alias("component"))
            return leaves.union(roots).distinct()


def _large_star(edges: DataFrame) -> DataFrame:
    """Each larger neighbour of a node points to the least of its neighbours and itself."""
    both = edges.union(edges.select(f.col("to").alias("node"), f.col("node").alias("to")))
    least = both.groupBy("node").agg(f.least(f.min("to"), f.first("node")).alias("least"))
    larger = both.where(f.col("to") > f.col("node")).join(least, "node")
    return larger.select(f.col("to").alias("node"), f.col("least").alias("to")).distinct()


def _small_star(edges: DataFrame) -> DataFrame:
    """Each smaller neighbour of a node, and the node itself, point to the least of them."""
    least = edges.groupBy("node").agg(f.min("to").alias("least"))
    smaller = edges.join(least, "node").select(f.col("to").alias("node"), f.col("least").alias("to"))
    return smaller.union(least.select("node", f.col("least").alias("to"))).where(f.col("node") > f.col("to")).distinct()


def _mark(edges: DataFrame) -> tuple[int, int]:
    """Two numbers that tell sets of edges apart: their number, and the sum of their hashes."""
    row = edges.agg(f.count("*"), f.sum(f.xxhash64("node", "to").cast("decimal(38,0)"))).collect()[0]
    return int(row[0]), int(row[1] or 0)
