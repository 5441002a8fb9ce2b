"""From compressed bytes to what is inside, piece by piece: what they swell to is never held.

Input: a binary stream, or the bytes of one document. Output: a stream of the decompressed bytes, or the document up to
a limit. What cannot be decompressed raises UnreadableError once; reading on goes on at the next member of a gzip file.
"""

from __future__ import annotations

import io
import re
import zlib
from typing import TYPE_CHECKING, BinaryIO, cast

from kg.errors import KgError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

PIECE = 1 << 16  # bytes that are read or decompressed at once
GZIP = b"\x1f\x8b"
ZSTD = b"\x28\xb5\x2f\xfd"
_WITH_GZIP = 31  # zlib's wbits for a gzip member with its checksum
_MEMBER = re.compile(rb"\x1f\x8b\x08[\x00-\x1f].{4}[\x00\x02\x04][\x00-\x0d\xff]", re.DOTALL)  # RFC 1952, 2.3
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r\n")  # RFC 9112, 7.1
_MEMBER_SIZE = 10  # bytes that the pattern takes
_LOOKED_INTO = 4096  # bytes of a member that are enough to see how its content begins


class UnreadableError(KgError):
    """Bytes of an archive that cannot be read; the message is the reason."""


class Members(io.RawIOBase):
    """The members of a gzip file (RFC 1952, 2.2), one after the other: the stream ends where a member ends.

    ``advance`` goes to the next member; after an UnreadableError to a later one whose content begins with ``begins``.
    """

    def __init__(self, stream: BinaryIO, *, begins: bytes = b"") -> None:
        """``stream`` is read from where it stands, and not closed."""
        self._stream = stream
        self._begins = begins
        self._waiting = b""  # compressed bytes that were read and not used yet
        self._inflate: zlib._Decompress | None = None  # of the member at hand
        self._fresh = False  # nothing of the member at hand was decompressed yet
        self._lost = False  # where the next member begins is not known

    def readable(self) -> bool:
        """True."""
        return True

    def advance(self) -> bool:
        """Begin the next member; False at the end of the file. Raises UnreadableError where other bytes stand there."""
        if self._lost:
            return self._search()
        while not self._waiting.lstrip(b"\0"):  # tapes and block devices pad with zeros
            self._waiting = self._stream.read(PIECE)
            if not self._waiting:
                return False
        self._waiting = self._waiting.lstrip(b"\0")
        if len(self._waiting) < len(GZIP):
            self._waiting += self._stream.read(PIECE)
        if not self._waiting.startswith(GZIP):
            self._lost = True
            raise UnreadableError("damaged: no gzip data")
        self._begin()
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """As much of the member at hand as is there at once, 0 at its end. Raises UnreadableError for damage."""
        view = memoryview(buffer).cast("B")
        while self._inflate:
            given = self._waiting or self._stream.read(PIECE)
            try:
                data = self._inflate.decompress(given, len(view))
            except zlib.error as error:
                self._lose(given[1:] if self._fresh else given)
                raise UnreadableError("damaged: its gzip data is wrong") from error
            self._fresh = False
            if self._inflate.eof:
                self._waiting, self._inflate = self._inflate.unused_data, None
            elif given or data:
                self._waiting = self._inflate.unconsumed_tail
            else:
                self._lose(b"")
                raise UnreadableError("cut off")
            if data:
                view[: len(data)] = data
                return len(data)
        return 0

    def _begin(self) -> None:
        self._inflate, self._fresh, self._lost = zlib.decompressobj(_WITH_GZIP), True, False

    def _lose(self, waiting: bytes) -> None:
        self._waiting, self._inflate, self._lost = waiting, None, True

    def _search(self) -> bool:
        """Begin the next member that can be found; False where there is none."""
        at = 0
        while True:
            found = _MEMBER.search(self._waiting, at)
            start = found.start() if found else max(at, len(self._waiting) - _MEMBER_SIZE + 1)
            if not found or len(self._waiting) - start < _LOOKED_INTO:
                more = self._stream.read(PIECE)
                if more:
                    self._waiting, at = self._waiting[start:] + more, 0
                    continue
                if not found:
                    return False
            if self._fits(self._waiting[start : start + _LOOKED_INTO]):
                self._waiting = self._waiting[start:]
                self._begin()
                return True
            at = start + 1

    def _fits(self, member: bytes) -> bool:
        """True where the content of a member begins as it should: gzip data may lie in a member as it is."""
        return not self._begins or beginning(member).startswith(self._begins)


class Gunzip(Members):
    """All that is in a gzip file, member after member. After an UnreadableError reading goes on where it can."""

    def readinto(self, buffer: WriteableBuffer) -> int:
        """As much as is there at once, 0 at the end of the file."""
        while True:
            size = super().readinto(buffer)
            if size or not self.advance():
                return size


def expand(data: bytes, encoding: str, limit: int) -> bytes:
    """A document without its content and transfer codings; of one longer than ``limit`` bytes the beginning, but more.

    ``encoding`` names them in the order applied, with commas. Many crawlers undo a coding and keep the header that
    names it: data that is not encoded is given back as it is.
    Raises UnreadableError where the data is damaged.

    >>> expand(zlib.compress(b"Oslo"), "deflate", 100)
    b'Oslo'
    """
    for name in reversed(encoding.lower().replace(" ", "").split(",")):
        if name in {"gzip", "x-gzip"} and data.startswith(GZIP):
            data = _inflated(data, _WITH_GZIP, limit)
        elif name == "chunked":
            data = _unchunked(data)
        elif name == "deflate" and not _is_text(data):
            headed = data[0] & 0x0F == zlib.DEFLATED and int.from_bytes(data[:2], "big") % 31 == 0  # RFC 1950, 2.2
            data = _inflated(data, zlib.MAX_WBITS if headed else -zlib.MAX_WBITS, limit)
        elif (name == "br" and not _is_text(data)) or (name == "zstd" and data.startswith(ZSTD)):
            data = _expanded(data, name, limit)
    return data


def _unchunked(data: bytes) -> bytes:
    pieces: list[bytes] = []
    at = 0
    while header := _CHUNK.match(data, at):
        start, at = header.end(), header.end() + int(header[1], 16)
        if at == start:
            return b"".join(pieces)
        if at < len(data) and not data.startswith(b"\r\n", at):
            break
        pieces.append(data[start:at])
        at += 2
    if pieces:
        raise UnreadableError("cut off, or damaged: its chunks end too soon")
    return data


def _inflated(data: bytes, wbits: int, limit: int) -> bytes:
    inflate = zlib.decompressobj(wbits)
    try:
        found = inflate.decompress(data, limit + 1)
    except zlib.error as error:
        raise UnreadableError("damaged: its compressed data is wrong") from error
    if not inflate.eof and len(found) <= limit:
        raise UnreadableError("cut off")
    return found


def _expanded(data: bytes, name: str, limit: int) -> bytes:
    try:
        from kg.read.brotli_zstd import unbrotli, unzstd  # noqa: PLC0415 - an extra
    except ImportError:
        raise UnreadableError(f"encoded as {name}; pip install 'citykg[compression]'") from None
    return (unbrotli if name == "br" else unzstd)(data, limit)


def _is_text(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def unpacked(stream: io.BufferedReader, head: bytes) -> io.BufferedReader:
    """The stream, decompressed where ``head``, its first bytes, says that it is gzip or Zstandard."""
    if head.startswith(ZSTD):
        try:
            from kg.read.brotli_zstd import Unzstd  # noqa: PLC0415 - an extra
        except ImportError:
            raise UnreadableError("compressed as zstd; pip install 'citykg[compression]'") from None
        return io.BufferedReader(Unzstd(stream), PIECE)
    return io.BufferedReader(Gunzip(stream), PIECE) if head.startswith(GZIP) else stream


def beginning(head: bytes) -> bytes:
    """The first bytes of what is inside, where that can be told from the first bytes of a file."""
    try:
        return unpacked(io.BufferedReader(io.BytesIO(head)), head).read(64)
    except UnreadableError:
        return b""


class Resumed(io.RawIOBase):
    """A stream of which the first bytes, ``head``, were read already."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        """``stream`` has a buffer, stands behind the head, and is not closed."""
        self._head = head
        self._stream = cast("io.BufferedIOBase", stream)

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """As much as is there at once, 0 at the end."""
        view = memoryview(buffer).cast("B")
        if not self._head:
            return self._stream.readinto1(view)
        size = min(len(view), len(self._head))
        view[:size], self._head = self._head[:size], self._head[size:]
        return size
