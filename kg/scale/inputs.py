"""Which files are read, and what may be an article in them.

Input: names of files, folders and patterns on this machine, or addresses that Spark reads. Output: an Input a file,
in order; rows of what is in it. A file of this machine, or of a folder that all machines see, is streamed; one at an
address is handed over whole by Spark, so it must be smaller than 2 GB.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyspark.sql import SparkSession

from kg.errors import InputError
from kg.model import Skipped
from kg.read import raws_in, raws_of, require
from kg.read.files import Found, exists, find, printable, reason_of
from kg.scale.extract import Row, raw_row
from kg.scale.session import files_at, has_scheme

FILE = "file int, path binary, source string"
MAX_REMOTE = (1 << 31) - 1024  # bytes: what Spark puts into one value


@dataclass(frozen=True, kw_only=True)
class Input:
    """A file to read, and how it was when it was found."""

    found: Found
    size: int
    changed: int
    address: str = ""  # where Spark reads it; empty for a file of this machine


def find_all(names: Sequence[str], spark: SparkSession) -> Iterator[Input | Skipped]:
    """The files that names stand for, in order; see ``read.raws``. Raises InputError as it does."""
    require([name for name in names if not has_scheme(name)])
    for name in names:
        if name == "-":
            raise InputError("cannot read standard input on many machines; name a file, or use kg build")
        if has_scheme(name):
            for file in files_at(spark, name):
                found = Found(path=Path(file.path), source=printable(file.path))
                if file.size > MAX_REMOTE:
                    yield Skipped(source=found.source, reason=f"too large: {file.size:,} bytes; split it, or mount it")
                elif not file.size:  # Spark hands nothing over
                    yield Skipped(source=found.source, reason="empty")
                else:
                    yield Input(found=found, size=file.size, changed=file.changed, address=file.path)
        elif not exists(name) and next(find(name), None) is None:
            yield Skipped(source=printable(name), reason="does not exist")
        else:
            for local in find(name):
                if isinstance(local, Skipped):
                    yield local
                    continue
                try:
                    state = local.path.stat()
                except OSError as error:
                    yield Skipped(source=local.source, reason=reason_of(error))
                    continue
                yield Input(found=local, size=state.st_size, changed=state.st_mtime_ns)


def file_row(number: int, file: Input) -> Row:
    """A file of this machine as a row."""
    return {"file": number, "path": os.fsencode(file.found.path.absolute()), "source": file.found.source}


def raws_of_files(rows: Iterable[Row]) -> Iterator[Row]:
    """What may be an article in each file of this machine."""
    for row in rows:
        # absolute: a task has another working folder
        found = Found(path=Path(os.fsdecode(row["path"])), source=row["source"])
        yield from (raw_row(row["file"], number, one) for number, one in enumerate(raws_in(found)))


def raws_of_contents(rows: Iterable[Row], numbers: Mapping[str, int]) -> Iterator[Row]:
    """What may be an article in each file that Spark handed over; ``numbers`` are those of the files, by path."""
    for row in rows:
        found = Found(path=Path(row["path"]), source=printable(row["path"]))
        stream: io.BufferedReader = io.BufferedReader(io.BytesIO(row["content"]))
        yield from (raw_row(numbers[row["path"]], at, one) for at, one in enumerate(raws_of(found, stream)))
