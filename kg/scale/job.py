"""What does not change from stage to stage of ``kg scale``.

Input: a session, a folder, the names, shapes and reader of a build. Output: a Job, which the stages take.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pyspark.sql import SparkSession

from kg.model import Skipped
from kg.namespaces import Names
from kg.partition import Reading
from kg.pool import MEGABYTES, SECONDS
from kg.read import Raw
from kg.scale.inputs import Input
from kg.scale.session import Folder
from kg.scale.shards import WORK
from kg.scale.tables import Tables
from kg.validate import Shapes

A_PART = 64 << 20  # bytes of input for each part, where nobody says how many there are to be


@dataclass(frozen=True, kw_only=True)
class Job:
    """One run: what is built, where, and in how many parts."""

    spark: SparkSession
    output: Folder
    names: Names
    shapes: Shapes
    reader: Callable[[Raw], Reading | Skipped]
    built_by: str
    partitions: int
    seconds: float = SECONDS
    megabytes: int = MEGABYTES

    @property
    def tables(self) -> Tables:
        """The tables that are written down while it runs."""
        return Tables(self.spark, Folder(self.spark, self.output / WORK))


def parts_for(inputs: Iterable[Input | Skipped], cores: int) -> int:
    """How many parts suit so many bytes and cores."""
    size = sum(one.size for one in inputs if isinstance(one, Input))
    return max(2 * cores, -(-size // A_PART))
