"""From a WARC file (ISO 28500) to the pages that it holds.

Input: a binary stream, as it is or with gzip. Output: pages and skipped records, in order, one record in memory at a
time. What was fetched and is no page (requests, images, redirects, errors, what was fetched before) gives nothing; a
record that is damaged, cut off or too large costs itself and is named.
"""

from __future__ import annotations

import base64
import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import BinaryIO

from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser

from kg.model import Skipped
from kg.read.compressed import PIECE, Members, UnreadableError, expand
from kg.read.decode import clean
from kg.read.files import MAX_TEXT, printable

BEGINNING = b"WARC/"
MAX_HEAD = 1 << 16  # bytes of the headers of a record, and of a response
MAX_BLOCK = MAX_TEXT + (1 << 20)  # bytes that a record of a page says that it has; more than those of the page itself
PAGE_TYPES = frozenset({"", "text/html", "application/xhtml+xml", "text/plain"})  # "": not said, the bytes will tell
_VERSION = re.compile(rb"WARC/[01]\.\d{1,2}\r?\n")
_LONGEST_VERSION = 12  # bytes
_BLANK = re.compile(rb"\r?\n\r?\n")
_BY_HTTP = ("http:", "https:")
_ADDRESSES = (*_BY_HTTP, "ftp:", "ftps:", "file:")
_DIGESTS = frozenset({"md5", "sha1", "sha256", "sha512"})


@dataclass(frozen=True, kw_only=True)
class Capture:
    """A page as it was fetched."""

    url: str  # WARC-Target-URI
    body: bytes
    media_type: str


def captures(source: str, stream: io.BufferedReader) -> Iterator[Capture | Skipped]:
    """The pages of a WARC file that is not compressed, or of which ``stream`` gives the decompressed bytes.

    A skipped record is named ``file.warc#3``, the third record that was found. After a record with a wrong length
    reading goes on at the next one; a stream that cannot seek has lost what the wrong length covered.
    """
    yield from _captures(source, stream, count(1))


def captures_of_gzip(source: str, stream: BinaryIO) -> Iterator[Capture | Skipped]:
    """The pages of a WARC file with gzip, where each record is a member of its own, as it should be, or all are one."""
    members = Members(stream, begins=BEGINNING)
    opened: io.BufferedReader = io.BufferedReader(members, PIECE)
    numbers = count(1)
    more = True
    while more:
        try:
            more = members.advance()
            yield from _captures(source, opened, numbers)
        except UnreadableError as error:
            yield Skipped(source=f"{source}#{next(numbers)}", reason=str(error))


def _captures(source: str, stream: io.BufferedReader, numbers: Iterator[int]) -> Iterator[Capture | Skipped]:
    lost = False  # what stands here is no record, and was named
    line = b""
    while True:
        found: Capture | Skipped | None = None
        number = 0
        try:
            if not line:
                line, junk = _version(stream)
                if junk and not lost:
                    yield Skipped(source=f"{source}#{next(numbers)}", reason="damaged: no WARC record")
            if not line:
                return
            lost, number = True, next(numbers)
            headers, block, line = _record(stream)
            lost, found = False, _page(headers, block)
        except UnreadableError as error:
            line = b""
            found = Skipped(source=f"{source}#{number or next(numbers)}", reason=str(error))
        if found:
            yield found


def _version(stream: io.BufferedReader) -> tuple[bytes, bool]:
    """The next line that begins a record, b"" at the end, and whether something else than blanks stands before it."""
    junk = False
    while data := stream.peek():
        found = _VERSION.search(data)
        cut = found.start() if found else data.find(b"W", -_LONGEST_VERSION)
        before = stream.read(cut if cut >= 0 else len(data))
        junk = junk or bool(before.strip())
        if cut >= 0:
            line = stream.readline(2 * _LONGEST_VERSION)
            if _VERSION.search(line):
                return line, junk
            junk = True
    return b"", junk


def _record(stream: io.BufferedReader) -> tuple[StatusAndHeaders, bytes, bytes]:
    """Of the record whose first line was read: its headers, its block where that may be a page, and ``_line_after`` it.

    Of a block that is too large the beginning is given. Raises UnreadableError where the record does not end as it
    says; a stream that can seek stands behind the headers then.
    """
    headers = _headers(stream)
    said = headers.get_header("Content-Length", "")
    if not (said.isascii() and said.isdecimal() and len(said) < 16):
        raise UnreadableError("damaged: no length")
    length = int(said)
    size = (length if length <= MAX_BLOCK else MAX_HEAD) if _may_be_page(headers) else 0
    if not stream.seekable():
        block = stream.read(size)
        _pass(stream, length - len(block))
        return headers, block, _line_after(stream)
    start = stream.tell()
    try:
        if length:
            stream.seek(start + length - 1)
            _pass(stream, 1)
        line = _line_after(stream)
    except UnreadableError:
        stream.seek(start)
        raise
    after = stream.tell()
    stream.seek(start)
    block = stream.read(size)
    stream.seek(after)
    return headers, block, line


def _pass(stream: BinaryIO, length: int) -> None:
    """Read on by ``length`` bytes. Raises UnreadableError where the stream ends before."""
    while length and (piece := stream.read(min(length, PIECE))):
        length -= len(piece)
    if length:
        raise UnreadableError("cut off")


def _line_after(stream: io.BufferedReader) -> bytes:
    """The line after a block where it begins a record, else b"". Raises UnreadableError where the block goes on."""
    for _ in range(2):
        line = stream.readline(MAX_HEAD)
        if _VERSION.fullmatch(line):
            return line
        if line.strip():
            raise UnreadableError("damaged: its length is wrong")
    stream.peek()  # so that the checksum behind a gzip member is read before the record is given
    return b""


def _headers(stream: BinaryIO) -> StatusAndHeaders:
    lines = [b"WARC/1.0\r\n"]  # the parser wants a first line
    size = 0
    while (line := stream.readline(MAX_HEAD)).strip():
        lines.append(line)
        size += len(line)
        if size > MAX_HEAD:
            raise UnreadableError("damaged: its headers do not end")
    return _parsed(b"".join(lines))


def _parsed(head: bytes) -> StatusAndHeaders:
    return StatusAndHeadersParser([], verify=False).parse(io.BytesIO(head))


def _may_be_page(headers: StatusAndHeaders) -> bool:
    """False for records of what is no page; what tools say about their work is named ``urn:`` or ``metadata:``."""
    kind, url = _kind(headers), _url(headers).lower()
    if kind == "response":
        return url.startswith(_BY_HTTP)
    copied = kind in {"resource", "conversion"} and url.startswith(_ADDRESSES)
    return copied and _is_page_type(headers.get_header("Content-Type", ""))


def _page(headers: StatusAndHeaders, block: bytes) -> Capture | Skipped | None:
    """The page in the block of a record; None where it is none."""
    if not _may_be_page(headers) or not block:
        return None
    url, body, media_type, encoding = _url(headers), block, headers.get_header("Content-Type", ""), ""
    if _kind(headers) == "response":
        end = _BLANK.search(block, 0, MAX_HEAD)
        http = _parsed(block[: end.end() if end else MAX_HEAD])
        media_type = http.get_header("Content-Type", "")
        if http.get_statuscode() != "200" or not _is_page_type(media_type):
            return None
        body = block[end.end() :] if end else b""
        encoding = f"{http.get_header('Content-Encoding', '')},{http.get_header('Transfer-Encoding', '')}"
    reason = _unfit(headers, block)
    if not reason:
        try:
            body = expand(body, encoding, MAX_TEXT)
        except UnreadableError as error:
            reason = str(error)
    if reason or len(body) > MAX_TEXT:
        return Skipped(source=url, reason=reason or "too large")
    return Capture(url=url, body=body, media_type=media_type)


def _unfit(headers: StatusAndHeaders, block: bytes) -> str:
    """Why the record of a page cannot be used; "" where it can."""
    if len(block) < int(headers.get_header("Content-Length")):
        return "too large"
    if reason := headers.get_header("WARC-Truncated"):
        return f"cut off when it was fetched: {printable(clean(reason))}"
    if headers.get_header("WARC-Segment-Number"):
        return "split into several records"
    return "" if _is_intact(block, headers.get_header("WARC-Block-Digest", "")) else "damaged: its digest is another"


def _is_intact(block: bytes, digest: str) -> bool:
    """False where the digest of a block, in one of the spellings that are in use, is not the one that is said."""
    name, _, value = digest.partition(":")
    name = name.lower().replace("-", "")
    if name not in _DIGESTS:
        return True
    found = hashlib.new(name, block, usedforsecurity=False).digest()
    return value.lower() == found.hex() or value.rstrip("=") in {
        base64.b32encode(found).decode().rstrip("="),
        base64.b64encode(found).decode().rstrip("="),
    }


def _kind(headers: StatusAndHeaders) -> str:
    return str(headers.get_header("WARC-Type", "")).lower()


def _url(headers: StatusAndHeaders) -> str:
    """The address of a record, on one line; an older Wget put it in angle brackets."""
    return printable(clean(headers.get_header("WARC-Target-URI", ""))).strip("<> ")


def _is_page_type(media_type: str) -> bool:
    return re.split("[;,]", media_type.lower())[0].strip() in PAGE_TYPES
