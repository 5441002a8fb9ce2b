"""What a request may cost, and how a request that is refused says so.

Input: none. Output: the limits of a server, as one value, and RefusedError, which becomes an answer.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field

from kg.errors import KgError

MEGABYTE = 1 << 20


def _processors() -> int:
    return min(8, max(2, os.cpu_count() or 2))


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Seconds, megabytes and counts; none is ever passed silently: what is over one is refused with a reason."""

    seconds: float = 10.0  # a query may run
    quick_seconds: float = 1.0  # a query that runs longer gives its place to the next one, and processor time to all
    counting_seconds: float = 60.0  # counting the triples of a snapshot for the description, once
    memory: int = 1024  # megabytes a query may need
    rows: int = 100_000  # rows or triples of an answer
    answer: int = 64  # megabytes of an answer
    unsent: int = 2_048  # megabytes of answers that clients have not taken yet
    workers: int = field(default_factory=_processors)  # quick queries at a time, and as many long ones
    starting_seconds: float = 5.0  # a request waits for a query process, where those that ended are being replaced
    waiting: int = 128  # requests that wait for a place
    body: int = 1  # megabytes of a request's body
    head: int = 65_536  # bytes of a request's first line and headers
    request_seconds: float = 10.0  # a client may take to send the head, and again for the body
    stalled_seconds: float = 30.0  # a client may take for 64 KB of its answer
    connections: int = 20_000  # open at a time; never more than the system's limit on open files allows
    closing_seconds: float = 5.0  # running requests have when the server is told to stop


class RefusedError(KgError):
    """A request that is not carried out: the HTTP status and, as the message, why and what to do."""

    def __init__(self, status: int, message: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.headers = headers or {}
