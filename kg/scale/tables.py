"""Tables of rows that Spark moves: made by a function from rows to rows, written down as Parquet, sorted into shards.

Input: DataFrames and functions. Output: DataFrames. What is written down is there as a whole or not at all, and is not
made again by a run that goes on with an interrupted one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import cast

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.pandas.types import to_arrow_schema
from pyspark.sql.types import StructType

from kg.scale.extract import Row
from kg.scale.session import Folder

Work = Callable[[Iterator[Row]], Iterable[Row]]
DONE = "_SUCCESS"
_ROWS = 1000
_SIZE = 4 << 20  # characters and bytes in a batch, about


def made(table: DataFrame, work: Work, schema: str) -> DataFrame:
    """The rows that ``work`` makes of the rows of each part of a table."""
    arrow = to_arrow_schema(_kind(schema))
    return table.mapInArrow(partial(_batches, work, arrow), schema)


def _kind(schema: str) -> StructType:
    return cast("StructType", StructType.fromDDL(schema))


def by_key(table: DataFrame, key: str, partitions: int, *then: str) -> DataFrame:
    """A table in parts, each of them sorted; all rows with one key are in one part."""
    return table.repartition(partitions, key).sortWithinPartitions(key, *then)


class Tables:
    """Tables written down in a folder, by name."""

    def __init__(self, spark: SparkSession, folder: Folder) -> None:
        self.spark = spark
        self.folder = folder

    def keep(self, name: str, table: DataFrame) -> DataFrame:
        """A table, written down once: where it was, what is there is taken."""
        if not self.folder.has(f"{name}/{DONE}"):
            table.write.mode("overwrite").parquet(self.folder / name)
        return self.spark.read.schema(table.schema).parquet(self.folder / name)

    def rows(self, rows: Iterable[Row], schema: str, parts: int) -> DataFrame:
        """A small table of rows that this process has, in so many parts, in order."""
        kind = _kind(schema)
        told = [tuple(row.get(name) for name in kind.names) for row in rows]
        return self.spark.createDataFrame(self.spark.sparkContext.parallelize(told, max(1, parts)), kind)


def _batches(work: Work, schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    rows: list[Row] = []
    size = 0
    for row in work(row for batch in batches for row in batch.to_pylist()):
        rows.append(row)
        size += sum(len(value) for value in row.values() if isinstance(value, (str, bytes)))
        if len(rows) >= _ROWS or size >= _SIZE:
            yield pa.RecordBatch.from_pylist(rows, schema)
            rows, size = [], 0
    if rows:
        yield pa.RecordBatch.from_pylist(rows, schema)
