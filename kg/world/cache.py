"""Answers of an endpoint, kept on disk: what was asked once is not asked again.

Input: the endpoint, the query and the bytes of a whole answer. Output: those bytes, until they are too old. One file
a question, named by its digest; a file that was cut or spoilt counts as none.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from kg import export
from kg.namespaces import digest

A_DAY = 86_400  # seconds


@dataclass(frozen=True, kw_only=True)
class Cache:
    """A folder of answers; those older than ``days`` are asked for anew."""

    folder: Path
    days: float = 30.0

    def get(self, endpoint: str, query: str) -> bytes | None:
        """The answer that was kept; None where there is none, or an old one."""
        path = self._path(endpoint, query)
        try:
            if time.time() - path.stat().st_mtime > self.days * A_DAY:
                return None
            return path.read_bytes()
        except OSError:
            return None

    def put(self, endpoint: str, query: str, answer: bytes) -> None:
        """Keep a whole answer."""
        export.write(self._path(endpoint, query), answer)

    def _path(self, endpoint: str, query: str) -> Path:
        key = digest(f"{endpoint}\n{query}", 40)
        return self.folder / key[:2] / f"{key}.srj"
