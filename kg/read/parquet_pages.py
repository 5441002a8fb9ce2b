"""How large the pages of a Parquet column become, told before they are decompressed.

Input: a file that can seek, and where in it the column stands. Output: the sizes that the headers of its pages state,
which the decompressed pages must have. The headers are structs in Thrift's compact protocol.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import BinaryIO

USUAL_HEADER = 4096  # bytes
MAX_HEADER = 1 << 20  # bytes; it may hold the smallest and the largest value
MAX_DEPTH = 16  # structs in structs; there are three
_BOOLEANS, _BYTE, _INTEGERS, _DOUBLE, _BINARY, _LISTS, _STRUCT = {1, 2}, 3, {4, 5, 6}, 7, 8, {9, 10}, 12
_UNCOMPRESSED, _COMPRESSED = 2, 3  # fields of PageHeader in parquet.thrift


def page_sizes(stream: BinaryIO, start: int, size: int) -> Iterator[int]:
    """The decompressed size of each page in ``size`` bytes from ``start``. Raises ValueError for a damaged header."""
    end = start + size
    while start < end:
        fields, length = _header(stream, start)
        if min(fields.get(_UNCOMPRESSED, -1), fields.get(_COMPRESSED, -1)) < 0:
            raise ValueError("a page has no size")
        yield fields[_UNCOMPRESSED]
        start += length + fields[_COMPRESSED]


def _header(stream: BinaryIO, start: int) -> tuple[dict[int, int], int]:
    """The integers in the header of the page that begins at ``start``, by field, and the header's length."""
    for size in (USUAL_HEADER, MAX_HEADER):
        stream.seek(start)
        header = _Header(stream.read(size))
        with contextlib.suppress(IndexError):
            return header.struct(), header.at
    raise ValueError("the header of a page does not end")


class _Header:
    """Bytes that begin with a struct, and how many of them were read."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def struct(self, depth: int = 0) -> dict[int, int]:
        """The integers of a struct by field. Raises IndexError where the bytes end first, ValueError for no struct."""
        fields: dict[int, int] = {}
        name = 0
        while head := self._byte():
            name = name + (head >> 4) if head >> 4 else self._integer()
            value = self._value(head & 0x0F, depth)
            if value is not None:
                fields[name] = value
        return fields

    def _value(self, kind: int, depth: int) -> int | None:
        """The next value where it is an integer; all others are passed over."""
        if depth > MAX_DEPTH:
            raise ValueError("the header of a page is nested too deep")
        if kind in _INTEGERS:
            return self._integer()
        if kind == _STRUCT:
            self.struct(depth + 1)
        elif kind in _LISTS:
            head = self._byte()
            for _ in range(head >> 4 if head >> 4 < 15 else self._varint()):
                self._byte() if head & 0x0F in _BOOLEANS else self._value(head & 0x0F, depth + 1)
        elif kind in {_BYTE, _DOUBLE, _BINARY}:
            size = self._varint() if kind == _BINARY else 8 if kind == _DOUBLE else 1
            self.at += size
        elif kind not in _BOOLEANS:
            raise ValueError("the header of a page is damaged")
        return None

    def _byte(self) -> int:
        self.at += 1
        return self.data[self.at - 1]

    def _varint(self) -> int:
        value = shift = 0
        while (byte := self._byte()) & 0x80:
            value |= (byte & 0x7F) << shift
            shift += 7
            if shift > 63:
                raise ValueError("the header of a page is damaged")
        return value | byte << shift

    def _integer(self) -> int:
        value = self._varint()
        return value >> 1 ^ -(value & 1)  # zigzag
