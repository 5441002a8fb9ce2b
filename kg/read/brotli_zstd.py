"""Brotli and Zstandard, which need packages of their own: the extra ``compression``.

Input: the bytes of a document, or a stream. Output: the decompressed bytes, up to a limit, or as a stream.
"""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING, BinaryIO

import brotli

from kg.read.compressed import UnreadableError

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MAX_WINDOW = 27  # as a power of two: 128 MB of memory, what the zstd command allows; `--long=31` asks for 2 GB
_OPTIONS = {int(zstd.DecompressionParameter.window_log_max): MAX_WINDOW}


def unbrotli(data: bytes, limit: int) -> bytes:
    """What Brotli data holds; of more than ``limit`` bytes somewhat more than those. Raises UnreadableError."""
    decoder = brotli.Decompressor()
    try:
        found = decoder.process(data, output_buffer_limit=limit + 1)
    except brotli.error as error:
        raise UnreadableError("damaged: its br data is wrong") from error
    if not decoder.is_finished() and len(found) <= limit:
        raise UnreadableError("cut off")
    return bytes(found)


def unzstd(data: bytes, limit: int) -> bytes:
    """What Zstandard data holds; of more than ``limit`` bytes one more than those. Raises UnreadableError."""
    return io.BufferedReader(Unzstd(io.BytesIO(data))).read(limit + 1)


class Unzstd(io.RawIOBase):
    """All that is in a Zstandard file. Raises UnreadableError where it is damaged, and ends there."""

    def __init__(self, stream: BinaryIO) -> None:
        """``stream`` is read from where it stands, and not closed."""
        self._file: zstd.ZstdFile | None = zstd.ZstdFile(stream, options=_OPTIONS)

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """As much as is there at once, 0 at the end."""
        try:
            return self._file.readinto(buffer) if self._file else 0
        except (zstd.ZstdError, EOFError) as error:
            self._file = None
            raise UnreadableError("cut off" if isinstance(error, EOFError) else f"damaged: {error}") from error
