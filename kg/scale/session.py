"""A Spark session as ``kg scale`` needs it, and what Spark can do with a folder anywhere.

Input: the address of a cluster, and settings. Output: a SparkSession; a Folder on any file system that Spark knows.
"""

from __future__ import annotations

import os
import shutil
import sys
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyspark.errors import PySparkRuntimeError
from pyspark.sql import SparkSession

from kg.errors import InputError, TaskError

SETTINGS = {
    "spark.app.name": "kg scale",
    "spark.hadoop.fs.file.impl": "org.apache.hadoop.fs.RawLocalFileSystem",  # no .crc beside each file
    "spark.sql.autoBroadcastJoinThreshold": "-1",  # a broadcast goes through the driver
    "spark.sql.execution.arrow.maxRecordsPerBatch": "1000",
    "spark.sql.files.ignoreCorruptFiles": "false",
    "spark.sql.parquet.enableVectorizedReader": "false",  # it takes 4,096 rows at once, each of which may be an article
    "spark.sql.session.timeZone": "UTC",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
}
ON_THIS_MACHINE = {
    "spark.ui.enabled": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
}


def session(master: str, settings: Mapping[str, str]) -> SparkSession:
    """A session on a cluster, or in this process (``local[2]``). Raises TaskError where Java is missing or too old."""
    java = Path(os.environ["JAVA_HOME"], "bin", "java") if "JAVA_HOME" in os.environ else shutil.which("java")
    if not java or not Path(java).exists():
        raise TaskError("cannot start Spark: there is no Java; install Java 17 or later, or set JAVA_HOME to it")
    warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)  # none is used
    if master.startswith("local"):
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # Spark would take the first python3 of the path
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    known = SETTINGS | (ON_THIS_MACHINE if master.startswith("local") else {}) | dict(settings)
    builder = SparkSession.builder.master(master)
    for name, value in known.items():
        builder = builder.config(name, value)
    try:
        return builder.getOrCreate()
    except PySparkRuntimeError as error:
        said = str(error).strip().split("\n")[0]
        raise TaskError(f"cannot start Spark on {master}: {said}; it needs Java 17 or later: java -version") from error


@dataclass(frozen=True)
class File:
    """A file on a file system that Spark knows."""

    path: str
    size: int
    changed: int  # milliseconds since 1970


class Folder:
    """A folder on a file system that Spark knows; a name without a scheme is of this machine."""

    def __init__(self, spark: SparkSession, name: str) -> None:
        self.spark = spark
        self.uri = name if has_scheme(name) else f"file:{Path(name).absolute()}"
        self._jvm: Any = spark.sparkContext._jvm
        self._hadoop: Any = spark.sparkContext._jsc.hadoopConfiguration()
        self._files: Any = self._path("").getFileSystem(self._hadoop)

    def __truediv__(self, name: str) -> str:
        return f"{self.uri}/{name}"

    def _path(self, name: str) -> Any:
        return self._jvm.org.apache.hadoop.fs.Path(self / name if name else self.uri)

    def has(self, name: str = "") -> bool:
        """True where there is something of that name in it."""
        return bool(self._files.exists(self._path(name)))

    def names(self, name: str = "") -> list[str]:
        """The names in it, or in a folder of it, sorted."""
        found = self._files.listStatus(self._path(name)) if self.has(name) else ()
        return sorted(str(status.getPath().getName()) for status in found)

    def delete(self, name: str) -> None:
        """Take a file, or a folder with all that is in it, away."""
        self._files.delete(self._path(name), True)

    def move(self, old: str, new: str) -> None:
        """Give a file another name in it. Raises TaskError where that fails."""
        self._files.mkdirs(self._path(new).getParent())
        if not self._files.rename(self._path(old), self._path(new)):
            raise TaskError(f"cannot write {self / new}: the file system did not rename {self / old}; run it again")

    def read(self, name: str) -> str:
        """A small text file."""
        stream = self._files.open(self._path(name))
        try:
            return bytes(stream.readAllBytes()).decode()
        finally:
            stream.close()

    def write(self, name: str, content: str) -> None:
        """Put a small text into a file, whole or not at all."""
        stream = self._files.create(self._path(f"_{name}.new"), True)
        try:
            stream.write(content.encode())
        finally:
            stream.close()
        self._files.delete(self._path(name), False)
        self.move(f"_{name}.new", name)


def has_scheme(name: str) -> bool:
    """True for ``s3a://bucket/news`` and the like, which Spark reads; a plain name is a file of this machine."""
    scheme, colon, _ = name.partition(":/")
    return bool(colon) and scheme.isalnum()


def files_at(spark: SparkSession, uri: str) -> Iterator[File]:
    """The files of an address, a folder or a pattern: those of a folder first, then its folders, by name.

    Raises InputError where nothing is there.
    """
    jvm: Any = spark.sparkContext._jvm
    path = jvm.org.apache.hadoop.fs.Path(uri)
    try:
        system = path.getFileSystem(spark.sparkContext._jsc.hadoopConfiguration())
        found = system.globStatus(path)
    except Exception as error:  # py4j's, with what Java said
        said = str(getattr(error, "java_exception", error)).split("\n")[0]
        raise InputError(f"cannot read {uri}: {said}; check the address and the settings of Spark (--conf)") from error
    if not found:
        raise InputError(f"cannot read {uri}: nothing is there; check the address")
    waiting = sorted(found, key=_name, reverse=True)
    while waiting:
        status = waiting.pop()
        if status.isFile():
            yield File(str(status.getPath()), int(status.getLen()), int(status.getModificationTime()))
            continue
        inside = [one for one in system.listStatus(status.getPath()) if _name(one)[:1] not in {".", "_"}]
        inside.sort(key=lambda one: (one.isDirectory(), _name(one)), reverse=True)
        waiting.extend(inside)


def _name(status: Any) -> str:
    return str(status.getPath().getName())
