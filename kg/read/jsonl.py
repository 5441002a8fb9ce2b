"""From a file of JSON lines to its records.

Input: a binary stream. Output: records and skipped lines, one line in memory at a time; a line that cannot be used, or
that stands in a damaged part of a compressed file, costs that line only.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import BinaryIO

from kg.model import Skipped
from kg.read.compressed import UnreadableError

MAX_LINE = 8 << 20  # bytes
KEYS = ("url", "id", "title", "text", "html", "published")  # what is read of a line


@dataclass(frozen=True, kw_only=True)
class Record:
    """One usable line: an article as text or HTML with what the line says about it."""

    source: str  # its "url" or "id", else file.jsonl#3
    content: str
    html: bool
    line: bytes
    title: str = ""
    published: str = ""
    url: str | None = None


def records(source: str, stream: BinaryIO) -> Iterator[Record | Skipped]:
    """The records of ``stream``, in order; blank lines count but give nothing."""
    for number in count(1):
        place = f"{source}#{number}"
        try:
            line = stream.readline(MAX_LINE + 1)
            if len(line) > MAX_LINE:
                while line and not line.endswith(b"\n"):
                    line = stream.readline(MAX_LINE)
                yield Skipped(source=place, reason="line too long")
            elif line.strip():
                yield record(place, line)
            elif not line:
                return
        except UnreadableError as error:
            yield Skipped(source=place, reason=str(error))


def record(place: str, line: bytes) -> Record | Skipped:
    """What a line of JSON says; ``place`` names it where it does not name itself."""
    try:
        value = json.loads(line.decode("utf-8-sig"), parse_constant=lambda name: name)
    except UnicodeDecodeError:
        return Skipped(source=place, reason="not UTF-8")
    except (ValueError, RecursionError):
        return Skipped(source=place, reason="not JSON")
    if not isinstance(value, Mapping):
        return Skipped(source=place, reason="not a JSON object")
    fields = {key: item for key, item in value.items() if isinstance(item, str)}
    number = value.get("id")
    if isinstance(number, int) and not isinstance(number, bool):
        fields["id"] = str(number)
    content = fields.get("text") or fields.get("html") or ""
    return Record(
        source=fields.get("url") or fields.get("id") or place,
        content=content,
        html=not fields.get("text") and bool(fields.get("html")),
        line=line,
        title=fields.get("title", ""),
        published=fields.get("published", ""),
        url=fields.get("url"),
    )
