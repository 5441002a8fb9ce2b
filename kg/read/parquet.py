"""From a Parquet file to its records: columns are what the keys of JSON lines are.

Input: a file that can seek. Output: records and skipped rows, one row in memory at a time; a damaged row group costs
its rows from the damage on. Needs pyarrow: the extra ``parquet``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import BinaryIO

import pyarrow as pa
from pyarrow import parquet as pq

from kg.model import Skipped
from kg.read.compressed import PIECE
from kg.read.decode import decode
from kg.read.files import MAX_TEXT, printable
from kg.read.jsonl import KEYS, Record, record
from kg.read.parquet_pages import page_sizes

MAX_PAGE = 128 << 20  # bytes, decompressed, that are in memory at once; most writers make pages of 1 MB, some of 100
_LISTED = 20  # columns that a message lists


def rows(source: str, stream: BinaryIO) -> Iterator[Record | Skipped]:
    """The rows of ``stream`` as records, in order; one without ``url`` and ``id`` is named ``file.parquet#3``."""
    try:
        file = pq.ParquetFile(stream, buffer_size=PIECE, pre_buffer=False, page_checksum_verification=True)
    except (pa.ArrowException, OSError) as error:
        yield Skipped(source=source, reason=f"damaged: {_said(error)}")
        return
    names = file.schema_arrow.names
    if not {"text", "html"} & set(names):
        others = ", ".join(names[:_LISTED]) + (", …" if len(names) > _LISTED else "")
        yield Skipped(source=source, reason=f"no column text or html; it has {printable(others) or 'none'}")
        return
    wanted = [name for name in names if name in KEYS]
    first = 1
    for group in range(file.num_row_groups):
        yield from _group(source, stream, file, group, wanted, first)
        first += file.metadata.row_group(group).num_rows


def _group(
    source: str, stream: BinaryIO, file: pq.ParquetFile, group: int, wanted: list[str], first: int
) -> Iterator[Record | Skipped]:
    """The rows of a row group, the first of which has the number ``first``."""
    number = first
    try:
        if _largest_page(stream, file.metadata.row_group(group), wanted) > MAX_PAGE:
            yield Skipped(source=f"{source}#{number}", reason=f"row group {group + 1} too large")
            return
        for batch in file.iter_batches(1, row_groups=[group], columns=wanted, use_threads=False):
            yield _row(f"{source}#{number}", batch)
            number += 1
    except (pa.ArrowException, OSError, ValueError) as error:
        yield Skipped(source=f"{source}#{number}", reason=f"row group {group + 1} damaged: {_said(error)}")


def _largest_page(stream: BinaryIO, group: pq.RowGroupMetaData, wanted: list[str]) -> int:
    """The decompressed size of the largest page of the columns that are read."""
    columns = (group.column(at) for at in range(group.num_columns))
    return max(
        size
        for column in columns
        if column.path_in_schema.split(".")[0] in wanted
        for size in page_sizes(
            stream, column.dictionary_page_offset or column.data_page_offset, column.total_compressed_size
        )
    )


def _row(place: str, batch: pa.RecordBatch) -> Record | Skipped:
    try:
        values = {name: _value(column) for name, column in zip(batch.schema.names, batch.columns, strict=True)}
    except UnicodeDecodeError:
        return Skipped(source=place, reason="not UTF-8")
    line = json.dumps(values, ensure_ascii=False, sort_keys=True).encode()
    return Skipped(source=place, reason="too large") if len(line) > MAX_TEXT else record(place, line)


def _value(column: pa.Array) -> object:
    """The one value of a column; times as text, bytes as the text that they are."""
    if pa.types.is_temporal(column.type):
        column = column.cast(pa.string())
    value = column[0].as_py()
    return decode(value) if isinstance(value, bytes) else value if isinstance(value, str | int) else None


def _said(error: Exception) -> str:
    """The first line of a message of pyarrow, without its full stop."""
    return printable(str(error).split("\n")[0][:200]).rstrip(".")
