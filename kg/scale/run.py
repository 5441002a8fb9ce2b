"""The stages of ``kg scale``, joined: the only module that knows their order.

Input: files, a reader, a folder. Output: shards in the folder, and the manifest. Each stage is written down before the
next begins, so what is lost with a machine is made again from there, and a run that was interrupted is gone on with.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from pyspark.sql import DataFrame
from pyspark.sql import functions as f

from kg.errors import TaskError
from kg.model import Skipped
from kg.scale.inputs import Input
from kg.scale.job import Job
from kg.scale.reading import chosen, readings
from kg.scale.settling import settled
from kg.scale.shards import MANIFEST, WORK, publish
from kg.scale.writing import lost, write

SHOWN = 20  # skipped inputs that are named; all stand in a shard


def run(job: Job, inputs: Sequence[Input | Skipped]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """Read all inputs, leave the shards of their graph; the manifest, and the first that were skipped, with reasons.

    Raises TaskError where the folder holds something else.
    """
    _begin(job, inputs)
    job.spark.conf.set("spark.sql.shuffle.partitions", job.partitions)
    read = readings(job, inputs)
    alone, states = chosen(job, read)
    graph = settled(job, alone)
    write(job, graph, read, states)
    skipped = lost(read, states).orderBy("source", "reason").limit(SHOWN).collect()
    told = _told(job, graph.articles, states, inputs)
    return publish(job.output, told), [(row["source"], row["reason"]) for row in skipped]


def _begin(job: Job, inputs: Sequence[Input | Skipped]) -> None:
    """Make ready the folder: what another run left there is gone on with where it had the same input."""
    holds = [name for name in job.output.names() if not name.startswith(".")]
    if holds and MANIFEST not in holds and WORK not in holds:
        raise TaskError(f"cannot write to {job.output.uri}: it holds other files; name a new folder")
    told = [job.names.base, job.built_by, job.shapes.digest, job.partitions, job.seconds, job.megabytes]
    files = [repr(one) for one in inputs]
    key = hashlib.sha256(json.dumps([*told, *files]).encode()).hexdigest()
    work = job.tables.folder
    if not work.has("key") or work.read("key") != key:
        job.output.delete(WORK)
        work.write("key", key)


def _told(job: Job, articles: DataFrame, states: DataFrame, inputs: Sequence[Input | Skipped]) -> dict[str, Any]:
    facts = job.spark.read.parquet(job.output / f"{WORK}/facts")
    skipped = job.spark.read.text(job.output / f"{WORK}/skipped")
    held = articles.select(f.explode(f.split("held", "\n")).alias("line")).where(f.col("line").contains("#HeldFact> "))
    counts = {
        row["state"]: row["count"] for row in states.where("state <> 'skipped'").groupBy("state").count().collect()
    }
    return {
        "base": job.names.base,
        "built_by": job.built_by,
        "shapes": job.shapes.digest,
        "files": len(inputs),
        "articles": {**counts, "skipped": skipped.count()},
        "facts": {row["class"]: row["count"] for row in facts.groupBy("class").count().collect()},
        "quarantine": held.count(),
    }
