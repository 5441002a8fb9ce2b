"""Shards: what ``kg scale`` leaves, with a list of them that is written last.

Input: tables, sorted. Output: files with names that only the input decides, and a manifest with the size and digest
of each, read back from where they were written.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from pyarrow import parquet
from pyspark.sql import DataFrame

from kg.scale.extract import Row
from kg.scale.session import Folder
from kg.scale.tables import DONE, made

MANIFEST = "manifest.json"
WORK = "_work"
KINDS = {"quads": ".nq.gz", "merged": ".nt.gz", "store": ".nq.gz", "facts": ".parquet", "skipped": ".jsonl.gz"}
DIGEST = "path string, bytes bigint, sha256 string, lines bigint, sum string"
_PART = re.compile(r"part-(\d+)")
_ALL = 1 << 256


def write_lines(table: DataFrame, kind: str, folder: Folder) -> None:
    """Write the column ``value`` of a table, each part of it into a file."""
    made_of = f"{WORK}/{kind}"
    if not folder.has(f"{made_of}/{DONE}"):
        table.select("value").write.mode("overwrite").option("compression", "gzip").text(folder / made_of)


def write_table(table: DataFrame, kind: str, folder: Folder) -> None:
    """Write a table, each part of it into a Parquet file."""
    made_of = f"{WORK}/{kind}"
    if not folder.has(f"{made_of}/{DONE}"):
        table.write.mode("overwrite").option("compression", "zstd").parquet(folder / made_of)


def publish(folder: Folder, told: dict[str, Any]) -> dict[str, Any]:
    """Put all shards where they belong, then the manifest, then the sign that all is there."""
    for name in (DONE, MANIFEST, *KINDS):
        folder.delete(name)
    for kind, suffix in KINDS.items():
        folder.delete(f"{WORK}/{kind}/{DONE}")  # first: a run that is interrupted here must write them again
        for name in folder.names(f"{WORK}/{kind}"):
            if found := _PART.match(name):
                folder.move(f"{WORK}/{kind}/{name}", f"{kind}/part-{found[1]}{suffix}")
    manifest = {**told, "shards": list(_digests(folder))}
    folder.write(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
    folder.write(DONE, "")
    folder.delete(WORK)
    return manifest


def _digests(folder: Folder) -> Iterator[Row]:
    for kind in KINDS:
        if not folder.names(kind):
            continue
        files = folder.spark.read.format("binaryFile").load(folder / kind).select("path", "content")
        for row in sorted(made(files, digests, DIGEST).collect()):
            yield {**row.asDict(), "path": f"{kind}/{row['path'].rsplit('/', 1)[1]}"}


def digests(rows: Iterable[Row]) -> Iterator[Row]:
    """Size, SHA-256 and number of lines or rows of each file; ``sum`` is of these, whatever their order."""
    for row in rows:
        content = row["content"]
        found = {"path": row["path"], "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        if row["path"].endswith(".gz"):
            with gzip.open(io.BytesIO(content)) as stream:
                number, total = sum_of(stream)
        else:
            number, total = sum_of(_rows(parquet.ParquetFile(io.BytesIO(content))))
        yield {**found, "lines": number, "sum": f"{total:064x}"}


def _rows(file: parquet.ParquetFile) -> Iterator[bytes]:
    for batch in file.iter_batches(1000):
        yield from (json.dumps(row, default=str, sort_keys=True).encode() for row in batch.to_pylist())


def sum_of(stream: Iterable[bytes]) -> tuple[int, int]:
    """The number of lines, and the sum of their SHA-256: the same for the same lines in any order and any shards."""
    number = total = 0
    for line in stream:
        number += 1
        total += int.from_bytes(hashlib.sha256(line).digest())
    return number, total % _ALL


def sums(manifest: dict[str, Any]) -> dict[str, str]:
    """The sum of the lines of each kind of shards: two runs over one input have the same, in any number of shards."""
    found: dict[str, int] = {}
    for shard in manifest["shards"]:
        kind = shard["path"].split("/")[0]
        found[kind] = (found.get(kind, 0) + int(shard["sum"], 16)) % _ALL
    return {kind: f"{total:064x}" for kind, total in found.items()}
