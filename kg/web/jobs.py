"""What travels between the server and a query process, as lines of JSON.

Input: a Setting once, then Jobs, from the server. Output: a Reply to each, from the process.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TypeVar

from kg.web.negotiation import Form


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What a query process needs to know at its start."""

    folder: str  # of the snapshot
    prefixes: dict[str, str]
    things: str  # what the IRIs of the graph begin with
    memory: int  # bytes that a query may need


@dataclass(frozen=True, kw_only=True)
class Job:
    """A query, or a graph that is wanted as it is; the forms are those that the client takes for rows and triples."""

    sparql: str = ""
    graph: str | None = None  # instead of a query: the IRI of a graph, empty for the default graph
    base: str | None = None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    row_form: Form | None = None
    graph_form: Form | None = None
    seconds: float
    most_rows: int
    most_bytes: int


@dataclass(frozen=True, kw_only=True)
class Reply:
    """How a job ended: the answer stands in the file; where ``status`` is not 200 it is refused with a reason."""

    status: int = 200
    reason: str = ""
    form: Form | None = None
    rows: int = 0


Message = TypeVar("Message", Setting, Job, Reply)


def to_line(message: Setting | Job | Reply) -> bytes:
    """The message as one line of JSON."""
    return json.dumps(asdict(message)).encode() + b"\n"


def from_line(kind: type[Message], line: bytes) -> Message:
    """The message that a line of JSON holds."""
    fields = json.loads(line)
    for name in ("row_form", "graph_form", "form"):
        if fields.get(name):
            fields[name] = Form(**fields[name])
    return kind(**fields)
