"""Parquet files, written by pyarrow: rows are read as JSON lines are, a row group at a time."""

from __future__ import annotations

import datetime
import io
import json
import random
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pytest
from conftest import Command
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet as pq
from test_read_compressed import measured

from kg.model import Article, Skipped
from kg.read import Raw, raws, read
from kg.read.parquet import MAX_PAGE
from kg.read.parquet_pages import page_sizes

GOOD = "The city of Zürich has opened a tram that runs to the zoo, and the mayor of it is glad to have one in the city."
PAGE = f"<html><head><title>Tram</title></head><body><p>{GOOD}</p></body></html>"


def parquet(columns: dict[str, object], **how: object) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out, **how)
    return out.getvalue()


def found_in(tmp_path: Path, data: bytes, name: str = "a.parquet") -> list[str]:
    """The sources of what was found, with the reason of what was skipped."""
    (tmp_path / name).write_bytes(data)
    found = (item if isinstance(item, Skipped) else item.source for item in raws([str(tmp_path / name)]))
    return [f"{item.source}: {item.reason}" if isinstance(item, Skipped) else item for item in found]


def told(names: list[str]) -> list[str]:
    return [name.rpartition("/")[2] for name in names]


def test_columns_are_what_the_keys_of_json_lines_are(tmp_path: Path) -> None:
    rows: list[dict[str, str | None]] = [
        {"url": "https://example.org/1", "title": "Tram", "text": GOOD, "published": "2021-03-03", "html": None},
        {"url": None, "title": "", "text": None, "published": None, "html": PAGE},
        {"url": "https://example.org/3", "title": "Bus", "text": GOOD, "published": "3 March 2021", "html": PAGE},
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    columns: dict[str, object] = {name: [row[name] for row in rows] for name in rows[0]}
    (tmp_path / "a.parquet").write_bytes(parquet({"length": [1, 2, 3], **columns, "tags": [["x"], [], None]}))
    lines = list(read([str(tmp_path / "a.jsonl")]))
    found = list(read([str(tmp_path / "a.parquet")]))
    assert len(found) == 3
    for line, row in zip(lines, found, strict=True):
        assert isinstance(line, Article)
        assert isinstance(row, Article)
        assert line.source.replace("jsonl", "parquet") == row.source
        assert (line.title, line.text, line.blocks, line.published, line.url) == (
            row.title,
            row.text,
            row.blocks,
            row.published,
            row.url,
        )


@pytest.mark.parametrize(
    "published",
    [
        pa.array([datetime.date(2021, 3, 3)]),
        pa.array([datetime.datetime(2021, 3, 3, 12, 30, tzinfo=datetime.UTC)]),
        pa.array([1_614_775_123_123_456_789], pa.timestamp("ns")),
        pa.array(["2021-03-03T12:30:00Z"]),
        pa.array(["2021-03-03"]).dictionary_encode(),
    ],
    ids=["date", "time", "nanoseconds", "text", "dictionary"],
)
def test_types_of_columns_do_not_matter(tmp_path: Path, published: object) -> None:
    columns = {"id": [7], "published": published, "text": pa.array([GOOD.encode()], pa.large_binary())}
    (tmp_path / "a.parquet").write_bytes(parquet(columns))
    (found,) = read([str(tmp_path / "a.parquet")])
    assert isinstance(found, Article)
    assert (found.source, found.published, "Zürich" in found.text) == ("7", datetime.date(2021, 3, 3), True)


def test_parquet_is_read_in_a_folder_beside_other_files(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(GOOD)
    (tmp_path / "b.parquet").write_bytes(parquet({"text": [GOOD, GOOD]}, compression="zstd"))
    (tmp_path / "c.html").write_text(PAGE)
    found = list(read([str(tmp_path)]))
    assert told([item.source for item in found]) == ["a.txt", "b.parquet#1", "b.parquet#2", "c.html"]
    assert all(isinstance(item, Article) for item in found)


def test_file_without_a_text_says_which_columns_it_has(tmp_path: Path) -> None:
    assert told(found_in(tmp_path, parquet({"url": ["x"], "body\n": ["y"]}))) == [
        "a.parquet: no column text or html; it has url, body\\n"
    ]
    many: dict[str, object] = {f"c{number}": [1] for number in range(1000)}
    assert len(found_in(tmp_path, parquet(many))[0]) < 300
    assert told(found_in(tmp_path, parquet({}))) == ["a.parquet: no column text or html; it has none"]


def test_row_that_cannot_be_used_costs_itself(tmp_path: Path) -> None:
    texts = pa.array([GOOD.encode(), b"\xff\xfe\xfd", b"x" * (17 << 20), None, GOOD.encode()]).view(pa.string())
    (tmp_path / "a.parquet").write_bytes(parquet({"text": texts}))
    found = [item.reason if isinstance(item, Skipped) else "read" for item in read([str(tmp_path / "a.parquet")])]
    assert found == ["read", "not UTF-8", "too large", "empty", "read"]


def test_same_rows_have_the_same_identity_whatever_else_the_file_holds(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(parquet({"id": ["1"], "text": [GOOD]}))
    (tmp_path / "b.parquet").write_bytes(parquet({"n": [3], "text": [GOOD], "id": ["1"]}, compression="zstd"))
    first, second = raws([str(tmp_path / "a.parquet"), str(tmp_path / "b.parquet")])
    assert isinstance(first, Raw)
    assert first == second


# -- damage -----------------------------------------------------------------------------------

ROWS = 40
GROUPS = parquet(
    {"id": [str(n) for n in range(ROWS)], "text": [f"{GOOD} {n}" for n in range(ROWS)]},
    row_group_size=10,
    write_page_checksum=True,
    compression="gzip",
)


def place_of(group: int) -> tuple[int, int]:
    """Where the texts of a row group stand in the file, and how many bytes they have."""
    column = pq.ParquetFile(io.BytesIO(GROUPS)).metadata.row_group(group).column(1)
    return column.dictionary_page_offset or column.data_page_offset, column.total_compressed_size


def test_damaged_row_group_costs_its_rows(tmp_path: Path) -> None:
    start, size = place_of(1)
    damaged = bytearray(GROUPS)
    damaged[start + size - 20] ^= 0xFF
    *found, last = told(found_in(tmp_path, bytes(damaged)))
    assert [str(n) for n in range(10)] == found[:10]
    assert "a.parquet#11: row group 2 damaged: " in found[10]
    assert [str(n) for n in range(20, ROWS)] == [*found[11:], last]


@pytest.mark.parametrize(
    "data",
    [GROUPS[:-500], GROUPS[:200], b"PAR1\x15" + b"x" * 100, b"PAR1 no", b"Oslo has 5 parks.", GROUPS[:-4] + b"PARE"],
)
def test_file_without_its_end_is_damaged(tmp_path: Path, data: bytes) -> None:
    (found,) = told(found_in(tmp_path, data))
    assert found.startswith("a.parquet: damaged: ")


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 3), st.integers(0, 10_000), st.integers(1, 255))
def test_damaged_byte_costs_at_most_its_row_group(
    tmp_path_factory: pytest.TempPathFactory, group: int, at: int, mask: int
) -> None:
    """Whatever byte of the texts of a row group is damaged, the rows of the others are read."""
    start, size = place_of(group)
    damaged = bytearray(GROUPS)
    damaged[start + at % size] ^= mask
    found = found_in(tmp_path_factory.getbasetemp(), bytes(damaged))
    others = [str(n) for n in range(ROWS) if n // 10 != group]
    assert others == [name for name in found if name in others]
    assert len(found) <= ROWS


# -- size -------------------------------------------------------------------------------------


@pytest.mark.parametrize("compression", ["none", "snappy", "gzip", "zstd", "brotli", "lz4"])
@pytest.mark.parametrize("version", ["1.0", "2.0"])
def test_sizes_of_pages_are_told_from_their_headers(compression: str, version: str) -> None:
    texts = [GOOD * random.Random(n).randrange(99) for n in range(2000)]
    file = io.BytesIO(
        parquet(
            {"text": texts},
            compression=compression,
            data_page_version=version,
            data_page_size=20_000,
            write_batch_size=10,
            use_dictionary=False,
        )
    )
    column = pq.ParquetFile(file).metadata.row_group(0).column(0)
    sizes = list(page_sizes(file, column.data_page_offset, column.total_compressed_size))
    assert len(sizes) > 5
    assert 0 <= column.total_uncompressed_size - sum(sizes) < 1000 * len(sizes)  # headers, with statistics


def test_page_that_swells_costs_its_row_group_and_no_memory(tmp_path: Path) -> None:
    how = {"compression": "zstd", "use_dictionary": False, "write_statistics": False}
    with pq.ParquetWriter(tmp_path / "a.parquet", pa.schema({"text": pa.string()}), **how) as writer:
        for text in (GOOD, "w" * (MAX_PAGE + 1), GOOD):
            writer.write_table(pa.table({"text": [text]}))
    said, python, process = measured(tmp_path / "a.parquet")
    assert said == "['read', 'row group 2 too large', 'read']"
    assert python < 20
    assert process < 200


def test_one_text_that_stands_for_many_rows_is_in_memory_once(tmp_path: Path) -> None:
    texts = pa.DictionaryArray.from_arrays(pa.array([0] * 40, pa.int32()), pa.array(["word " * (1 << 20)]))
    (tmp_path / "a.parquet").write_bytes(parquet({"text": texts}, compression="zstd"))
    said, python, process = measured(tmp_path / "a.parquet")
    assert said.count("read") == 40
    assert python < 100
    assert process < 250


def test_row_group_larger_than_memory_should_be_is_streamed(tmp_path: Path) -> None:
    noise = random.Random(1)
    texts = [f"{noise.randbytes(5_000).hex()} {GOOD}" for _ in range(200)] * 50
    with pq.ParquetWriter(tmp_path / "a.parquet", pa.schema({"text": pa.string()}), use_dictionary=False) as writer:
        writer.write_table(pa.table({"text": texts}), row_group_size=len(texts))
    began = time.perf_counter()
    said, python, process = measured(tmp_path / "a.parquet")
    assert said.count("read") == len(texts)
    assert python < 20
    assert process < 200  # of which an import of pyarrow has some 60
    assert time.perf_counter() - began < 30


# -- extra and command ------------------------------------------------------------------------


def test_missing_extra_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(parquet({"text": [GOOD]}))
    code = "import sys; sys.modules['pyarrow'] = None; from kg.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "build", str(tmp_path), "--store", str(tmp_path / "s")],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "a.parquet: Parquet needs pyarrow; pip install 'citykg[parquet]'" in done.stderr


def test_parquet_on_standard_input_is_refused() -> None:
    (found,) = read(["-"], stdin=io.BytesIO(GROUPS))
    assert found == Skipped(source="stdin", reason="not text: Parquet")


def test_build_of_a_parquet_file_gives_the_same_bytes_each_time(command: Command, tmp_path: Path) -> None:
    text = "OSLO, May 6, 2019 - Mayor Ann Lie of Oslo opened a line with 12 stations on Monday. The city is glad of it."
    (tmp_path / "a.parquet").write_bytes(parquet({"url": ["https://example.org/1"], "text": [text]}))
    exports = []
    for store in ("one", "two"):
        command("build", tmp_path / "a.parquet", "--store", tmp_path / store)
        exports.append(command("export", "--store", tmp_path / store, "-f", "nquads").stdout)
    assert b"Ann Lie" in exports[0]
    assert exports[0] == exports[1]
