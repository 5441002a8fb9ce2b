"""Stage one: each input is read, and which of several with one name or the same bytes counts is decided.

Input: files. Output: tables: a row an input, a row an article judged by itself, and what became of each input.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import partial

from pyspark.sql import DataFrame
from pyspark.sql import functions as f

from kg.model import Skipped
from kg.namespaces import Names
from kg.scale import extract
from kg.scale.extract import ARTICLE, RAW, READING, Extract, Row, with_sources
from kg.scale.inputs import FILE, Input, file_row, raws_of_contents, raws_of_files
from kg.scale.job import A_PART, Job
from kg.scale.tables import made

WAVE = 4 << 30  # bytes of files that are read before what was read is written down


def readings(job: Job, inputs: Sequence[Input | Skipped]) -> DataFrame:
    """A row for each input, by file and number; what cannot be read has a reason."""
    lost = [
        {"file": at, "number": 0, "source": one.source, "reason": one.reason}
        for at, one in enumerate(inputs)
        if isinstance(one, Skipped)
    ]
    found = job.tables.keep("readings-lost", job.tables.rows(lost, READING, 1))
    files = [(at, one) for at, one in enumerate(inputs) if isinstance(one, Input)]
    for number, wave in enumerate(_waves(files, job.partitions)):
        found = found.union(job.tables.keep(f"readings-{number}", _read(job, wave)))
    return found


def _waves(files: list[tuple[int, Input]], partitions: int) -> list[list[tuple[int, Input]]]:
    """The files in lots, each enough to keep all machines busy."""
    waves: list[list[tuple[int, Input]]] = []
    size = most = max(WAVE, partitions * A_PART)
    for at, file in files:
        if size >= most:
            waves.append([])
            size = 0
        waves[-1].append((at, file))
        size += file.size
    return waves


def _read(job: Job, files: list[tuple[int, Input]]) -> DataFrame:
    raws = _raws(job, files)
    if len(files) < 4 * job.partitions:  # else there is enough to do for each without moving what was read
        raws = raws.repartition(job.partitions, "file", "number")
    work = Extract(reader=job.reader, names=job.names, built_by=job.built_by)
    return made(raws, partial(extract.readings, extract=work, seconds=job.seconds, megabytes=job.megabytes), READING)


def _raws(job: Job, files: list[tuple[int, Input]]) -> DataFrame:
    local = [file_row(at, file) for at, file in files if not file.address]
    rows = job.tables.rows(local, FILE, min(len(local), 4 * job.partitions))
    raws = made(rows, raws_of_files, RAW)
    numbers = {file.address: at for at, file in files if file.address}
    if numbers:
        paths = [re.sub(r"([\\{}\[\]*?])", r"\\\1", path) for path in numbers]  # names, no patterns
        contents = job.spark.read.format("binaryFile").load(paths).select("path", "content")
        raws = raws.union(made(contents, partial(raws_of_contents, numbers=numbers), RAW))
    return raws


def chosen(job: Job, read: DataFrame) -> tuple[DataFrame, DataFrame]:
    """The articles, and what became of each input.

    As in a build one by one: of inputs with one name the first counts that is an article; of those with the same
    bytes the last, under all their names.
    """
    told = read.where("reason is null").select("source", "article", f.struct("file", "number").alias("at"))
    first = told.groupBy("source").agg(f.min("at").alias("first"))
    claimed = told.join(first.withColumnRenamed("source", "named"), f.expr("source = named")).drop("named")
    taken = claimed.where("at = first").select("source", "article", "at")
    articles = taken.groupBy("article").agg(
        f.max("at").alias("at"), f.min("at").alias("begun"), f.sort_array(f.collect_set("source")).alias("sources")
    )
    begun = articles.select(f.col("article").alias("one"), "begun")
    owned = taken.select(f.col("source").alias("named"), f.col("article").alias("owned"))
    states = (
        claimed.join(begun, f.expr("article = one"), "left").join(owned, f.expr("source = named"))
        .select("at", "source", f.expr(
            "case when article <> owned then 'skipped' when at <> first then 'unchanged' "
            "when at = begun then 'built' else 'copy' end"
        ).alias("state"))
    )  # fmt: skip
    states = job.tables.keep("states", states)
    at = articles.select(f.col("at.file").alias("of_file"), f.col("at.number").alias("of_number"), "sources")
    rows = read.join(at, f.expr("file = of_file and number = of_number")).drop("of_file", "of_number")
    return job.tables.keep("articles-0", made(rows, partial(_named, names=job.names), ARTICLE)), states


def _named(rows: Iterable[Row], names: Names) -> Iterable[Row]:
    columns = ("article", "graph", "held", "own", "things", "waits", "claims")
    for row in rows:
        named = with_sources(row, row["sources"], names)
        yield {name: named[name] for name in columns}
