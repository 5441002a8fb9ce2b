"""Compressed files: read as what is inside, damage costs its member, and what swells is never held."""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import brotli
import pytest
from backports import zstd
from conftest import Command
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Article, Skipped
from kg.read import MAX_TEXT, read
from kg.read.compressed import Gunzip, UnreadableError

GOOD = (
    "The city of Zürich has opened a tram that runs to the zoo, and the mayor of it says that he is glad to have one."
)
PAGE = f"<html><head><title>Tram</title></head><body><p>{GOOD}</p></body></html>"
COMPRESS: dict[str, Callable[[bytes], bytes]] = {".gz": gzip.compress, ".zst": zstd.compress}


def lines(numbers: Iterable[int], filler: int = 0) -> bytes:
    made = ({"id": str(n), "text": f"{GOOD} It is line {n}.", "x": "y" * filler} for n in numbers)
    return b"".join(json.dumps(line).encode() + b"\n" for line in made)


def found_in(tmp_path: Path, data: bytes, name: str) -> list[str]:
    """The sources of the articles, and #number or name with the reason of what was skipped."""
    (tmp_path / name).write_bytes(data)
    return [told(item) for item in read([str(tmp_path / name)])]


def told(item: Article | Skipped) -> str:
    name = item.source.rpartition("/")[2]
    return f"{name}: {item.reason}" if isinstance(item, Skipped) else name


# -- what is read -----------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", COMPRESS)
def test_compressed_files_are_read_beside_others(tmp_path: Path, suffix: str) -> None:
    files = {
        "a.txt": GOOD.encode(),
        f"b.html{suffix}": COMPRESS[suffix](PAGE.encode()),
        f"c.JSONL{suffix}": COMPRESS[suffix](lines([1, 2])),
        f"d.tar{suffix}": COMPRESS[suffix](b"x"),
        f"e{suffix}": COMPRESS[suffix](GOOD.encode("utf-16")),
        f"f.txt{suffix}": COMPRESS[suffix](b""),
        f"g.html{suffix}": PAGE.encode(),
        f"h.txt{suffix}": COMPRESS[suffix](COMPRESS[suffix](GOOD.encode())),
        "i.html": COMPRESS[suffix](PAGE.encode()),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    kind = {".gz": "gzip", ".zst": "zstd"}[suffix]
    assert [told(item) for item in read([str(tmp_path)])] == [
        "a.txt",
        f"b.html{suffix}",
        "1",
        "2",
        f"d.tar{suffix}: not an article: .tar",
        f"e{suffix}",
        f"f.txt{suffix}: empty",
        f"g.html{suffix}",
        f"h.txt{suffix}: not text: {kind}",
        "i.html",
    ]


def test_article_is_that_of_the_file_unpacked(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "a.html.gz").write_bytes(gzip.compress(PAGE.encode()))
    plain, packed = read([str(tmp_path / "a.html"), str(tmp_path / "a.html.gz")])
    assert isinstance(plain, Article)
    assert isinstance(packed, Article)
    assert (plain.text, plain.blocks, plain.title, plain.sha256) == (
        packed.text,
        packed.blocks,
        packed.title,
        packed.sha256,
    )


@pytest.mark.parametrize("compress", [bytes, *COMPRESS.values()], ids=["plain", *COMPRESS])
def test_standard_input_may_be_compressed(compress: Callable[[bytes], bytes]) -> None:
    for data, expected in ((PAGE.encode(), ["stdin"]), (b"\xef\xbb\xbf " + lines([1, 2]), ["1", "2"]), (b"", None)):
        found = [told(item) for item in read(["-"], stdin=io.BytesIO(compress(data)))]
        assert (expected or ["stdin: empty"]) == found


def test_members_of_a_gzip_file_are_one_file(tmp_path: Path) -> None:
    data = lines(range(50))
    members = b"".join(gzip.compress(data[at : at + 700]) for at in range(0, len(data), 700))
    assert [str(number) for number in range(50)] == found_in(tmp_path, members + b"\0" * 512, "a.jsonl.gz")


@settings(max_examples=100, deadline=None)
@given(st.lists(st.binary(max_size=200_000), max_size=4), st.integers(1, 100_000))
def test_gzip_data_is_read_in_any_portion(parts: list[bytes], size: int) -> None:
    """What was put into the members comes out, in portions of any size."""
    stream = Gunzip(io.BytesIO(b"".join(map(gzip.compress, parts))))
    assert b"".join(parts) == b"".join(iter(lambda: stream.read(size) or b"", b""))


# -- damage -----------------------------------------------------------------------------------


def test_damaged_member_costs_its_lines(tmp_path: Path) -> None:
    members = [gzip.compress(lines(range(at, at + 3))) for at in (0, 3, 6)]
    damaged = bytearray(members[1])
    damaged[60:64] = b"\xff" * 4
    assert found_in(tmp_path, members[0] + bytes(damaged) + members[2], "a.jsonl.gz") == [
        *"012",
        "a.jsonl.gz#4: damaged: its gzip data is wrong",
        *"678",
    ]


@pytest.mark.parametrize("suffix", COMPRESS)
def test_file_cut_off_gives_the_lines_before_the_cut(tmp_path: Path, suffix: str) -> None:
    data = COMPRESS[suffix](lines(range(3000)))
    *before, last = found_in(tmp_path, data[: len(data) // 2], f"a.jsonl{suffix}")
    assert [str(number) for number in range(len(before))] == before
    assert before
    assert f"a.jsonl{suffix}#{len(before) + 1}: cut off" == last


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.html.gz", gzip.compress(PAGE.encode(), mtime=0)[:-3], "cut off"),
        ("a.html.gz", gzip.compress(PAGE.encode(), mtime=0)[:40] + b"\xff" * 40, "damaged: its gzip data is wrong"),
        ("a.html.gz", gzip.compress(PAGE.encode(), mtime=0) + b"junk", "damaged: no gzip data"),
        ("a.html.gz", b"\x00" + gzip.compress(PAGE.encode(), mtime=0)[1:], "damaged: no gzip data"),
        ("a.html.zst", zstd.compress(PAGE.encode())[:-3], "cut off"),
        ("a.html.zst", zstd.compress(PAGE.encode())[:9] + b"\x01" * 400, "damaged: "),
    ],
)
def test_damaged_file_of_one_article_is_skipped(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    (found,) = found_in(tmp_path, data, name)
    assert found.startswith(f"{name}: {reason}")


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300), st.binary(max_size=3000))
def test_random_bytes_after_the_first_two_raise_nothing_but_unreadable(content: bytes, junk: bytes) -> None:
    """However a gzip file goes on, reading ends, and gives what its undamaged members hold."""
    whole = gzip.compress(content)
    stream = Gunzip(io.BytesIO(whole + b"\x1f\x8b" + junk + whole))
    pieces = []
    for _ in range(len(junk) + 9):
        try:
            piece = stream.read(100)
        except UnreadableError:
            continue
        if not piece:
            break
        pieces.append(piece)
    else:
        pytest.fail("reading does not end")
    found = b"".join(pieces)
    assert found.startswith(content)
    assert found.endswith(content)


# -- bombs ------------------------------------------------------------------------------------

MEASURED = """
import sys, tracemalloc
from kg.read import raws
tracemalloc.start()
said = [getattr(item, "reason", "read") for item in raws(sys.argv[1:])]
print(said, tracemalloc.get_traced_memory()[1] // 1_000_000, sep="\\n")
with open("/proc/self/status") as lines:
    print(next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM")))
"""


def measured(path: Path) -> tuple[str, int, int]:
    """What is said of a file; megabytes that Python had at most; megabytes of the whole process."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, str(path)], check=True, capture_output=True, text=True, timeout=300
    )
    said, python, process = done.stdout.split("\n")[:3]
    return said, int(python), int(process)


def zeros(megabytes: int) -> Iterator[bytes]:
    return iter([bytes(1 << 20)] * megabytes)


def gzipped(parts: Iterable[bytes]) -> Iterator[bytes]:
    deflate = zlib.compressobj(1, wbits=31)
    for part in parts:
        yield deflate.compress(part)
    yield deflate.flush()


def record(url: str, length: int, *headers: str) -> bytes:
    http = "\r\n".join(["HTTP/1.1 200 OK", "Content-Type: text/html", *headers, "", ""])
    head = ["WARC/1.0", "WARC-Type: response", f"WARC-Target-URI: {url}", f"Content-Length: {len(http) + length}"]
    return "\r\n".join([*head, "", http]).encode()


def warc_with(megabytes: int) -> Iterator[bytes]:
    """A WARC file with a page of so many megabytes between two good ones."""
    good = gzip.compress(record("http://a/", len(PAGE.encode())) + PAGE.encode() + b"\r\n\r\n")
    yield good
    yield from gzipped([record("http://b/", megabytes << 20), *zeros(megabytes), b"\r\n\r\n"])
    yield good


def warc_of(encoding: str, body: bytes) -> bytes:
    return record("http://b/", len(body), f"Content-Encoding: {encoding}") + body + b"\r\n\r\n"


def jsonl_with(megabytes: int) -> Iterator[bytes]:
    return gzipped([lines([1]), b'{"text": "', *zeros(megabytes), b'"}\n', lines([2])])


MANY = 300  # megabytes
BOMBS: dict[str, tuple[Callable[[], Iterable[bytes]], str]] = {
    "page.html.gz": (lambda: gzipped(zeros(MANY)), "['too large']"),
    "page.html.zst": (lambda: [zstd.compress(bytes(MANY << 20))], "['too large']"),
    "lines.jsonl.gz": (lambda: jsonl_with(MANY), "['read', 'line too long', 'read']"),
    "member.warc.gz": (lambda: warc_with(MANY), "['read', 'too large', 'read']"),
    "gzip.warc": (lambda: [warc_of("gzip", b"".join(gzipped(zeros(MANY))))], "['too large']"),
    "deflate.warc": (lambda: [warc_of("deflate", zlib.compress(bytes(MANY << 20), 1))], "['too large']"),
    "br.warc": (lambda: [warc_of("br", brotli.compress(bytes(MANY << 20), quality=1))], "['too large']"),
    "zstd.warc": (lambda: [warc_of("zstd", zstd.compress(bytes(MANY << 20)))], "['too large']"),
    "headers.warc.gz": (
        lambda: gzipped([b"WARC/1.0\r\n", *[b"W:\r\n" * (1 << 18)] * MANY]),
        "['damaged: its headers do not end']",
    ),
    "blank.warc.gz": (lambda: gzipped([record("http://a/", 0), *[b"\n" * (1 << 20)] * MANY]), "['read']"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_bomb_costs_itself_and_little_memory(tmp_path: Path, name: str) -> None:
    parts, expected = BOMBS[name]
    with (tmp_path / name).open("wb") as file:
        file.writelines(parts())
    said, python, process = measured(tmp_path / name)
    assert expected == said
    assert python < 5 * MAX_TEXT >> 20
    assert process < MANY


@pytest.mark.slow
def test_bomb_of_ten_gigabytes_costs_no_more(tmp_path: Path) -> None:
    path = tmp_path / "member.warc.gz"
    with path.open("wb") as file:
        file.writelines(warc_with(10_240))
    said, python, process = measured(path)
    assert said == "['read', 'too large', 'read']"
    assert python < 5 * MAX_TEXT >> 20
    assert process < MANY


# -- extras and the command -------------------------------------------------------------------


def test_missing_extra_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.html.zst").write_bytes(zstd.compress(PAGE.encode()))
    (tmp_path / "b.warc").write_bytes(warc_of("br", brotli.compress(PAGE.encode())))
    code = "import sys; sys.modules['brotli'] = None; from kg.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "extract", str(tmp_path)], check=False, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert "a.html.zst: compressed as zstd; pip install 'citykg[compression]'" in done.stderr
    assert "http://b/: encoded as br; pip install 'citykg[compression]'" in done.stderr


def test_compressed_lines_are_built_as_the_plain_ones_are(command: Command, tmp_path: Path) -> None:
    text = "OSLO, May 6, 2019 - Mayor Ann Lie of Oslo opened a line with 12 stations on Monday. The city is glad of it."
    data = json.dumps({"url": "https://example.org/1", "text": text}).encode()
    (tmp_path / "plain.jsonl").write_bytes(data)
    (tmp_path / "packed.jsonl.gz").write_bytes(gzip.compress(data))
    exports = []
    for name in ("plain.jsonl", "packed.jsonl.gz"):
        command("build", tmp_path / name, "--store", tmp_path / f"{name}-store")
        exports.append(command("export", "--store", tmp_path / f"{name}-store", "-f", "nquads").stdout)
    assert b"Ann Lie" in exports[0]
    assert exports[0] == exports[1]
