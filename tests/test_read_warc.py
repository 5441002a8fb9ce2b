"""WARC files, written by warcio: pages are read as from a file of their own, and damage costs the record it is in."""

from __future__ import annotations

import gzip
import io
import zlib
from dataclasses import replace
from pathlib import Path

import brotli
import pytest
from backports import zstd
from conftest import ROOT, Command
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from kg.model import Article, Skipped
from kg.pipeline import extract
from kg.read import Raw, raws, read

GOOD = (
    "The city of Zürich has opened a tram that runs to the zoo, and the mayor of it says that he is glad to have one."
)
PAGE = f"<html><head><title>Tram</title></head><body><p>{GOOD}</p></body></html>"
HTML = "text/html; charset=utf-8"
URL = "https://example.org/"


def warc_record(
    url: str = URL,
    body: bytes = PAGE.encode(),
    *,
    kind: str = "response",
    http: tuple[tuple[str, str], ...] = (("Content-Type", HTML),),
    status: str = "200 OK",
    compressed: bool = True,
    **headers: str,
) -> bytes:
    """One record; ``headers`` are those of the record, with _ for -."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=compressed)
    record = writer.create_warc_record(
        url,
        kind,
        payload=io.BytesIO(body),
        length=len(body),
        http_headers=StatusAndHeaders(status, list(http), "HTTP/1.1")
        if kind in {"response", "request", "revisit"}
        else None,
        warc_headers_dict={"WARC-Date": "2024-05-06T07:08:09Z", "WARC-Record-ID": "<urn:uuid:1>"}
        | {name.replace("_", "-"): value for name, value in headers.items()},
        warc_content_type=headers.get("Content_Type", ""),
    )
    writer.write_record(record)
    return out.getvalue()


def found_in(tmp_path: Path, data: bytes, name: str = "news.warc.gz") -> list[Raw | Skipped]:
    (tmp_path / name).write_bytes(data)
    return list(raws([str(tmp_path / name)]))


def told(found: list[Raw | Skipped]) -> list[str]:
    """The addresses of pages, and #number or address with the reason of what was skipped."""
    return [
        f"{item.source.rpartition('/')[2]}: {item.reason}" if isinstance(item, Skipped) else item.source
        for item in found
    ]


def page(number: int, **how: object) -> bytes:
    return warc_record(f"{URL}{number}", PAGE.replace("zoo", f"zoo {number}").encode(), **how)  # type: ignore[arg-type]


# -- what is read -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["access-city-award.html", "marathons-in-figures.html"])
def test_article_and_its_facts_are_those_of_the_page_as_a_file(tmp_path: Path, name: str) -> None:
    path = ROOT / "examples" / "articles" / name
    (tmp_path / "a.warc.gz").write_bytes(warc_record(body=path.read_bytes()))
    alone, recorded = read([str(path), str(tmp_path / "a.warc.gz")])
    assert isinstance(alone, Article)
    assert isinstance(recorded, Article)
    assert alone.published
    assert replace(alone, source=URL, url=alone.url or URL) == recorded
    facts = extract(recorded)
    assert len(facts) > 5
    assert extract(alone) == facts


def test_only_pages_are_given(tmp_path: Path) -> None:
    records = [
        warc_record(kind="warcinfo", body=b"software: test\r\n", Content_Type="application/warc-fields"),
        warc_record(kind="request", body=b"", status="GET / HTTP/1.1", http=(("Host", "example.org"),)),
        warc_record(f"{URL}1"),
        warc_record(kind="metadata", body=b"outlink: x\r\n", Content_Type="application/warc-fields"),
        warc_record(kind="revisit", body=b""),
        warc_record(f"{URL}gone", status="404 Not Found"),
        warc_record(f"{URL}moved", body=b"", status="301 Moved", http=(("Location", URL),)),
        warc_record(f"{URL}logo", body=b"\x89PNG\r\n\x1a\n", http=(("Content-Type", "image/png"),)),
        warc_record(f"{URL}film", body=bytes(20 << 20), http=(("Content-Type", "video/mp4"),)),
        warc_record("dns:example.org", kind="resource", body=b"192.0.2.1", Content_Type="text/dns"),
        warc_record("urn:text:https://example.org/1", kind="resource", Content_Type="text/plain"),
        warc_record("metadata://gnu.org/software/wget/warc/wget.log", kind="resource", Content_Type="text/plain"),
        warc_record(f"{URL}2", kind="resource", Content_Type="text/html"),
        warc_record(f"{URL}3", kind="conversion", body=GOOD.encode(), Content_Type="text/plain"),
        warc_record(f"{URL}4", http=()),
        warc_record(f"{URL}5", http=(("content-type", "Application/XHTML+XML"),), status="200"),
    ]
    plain = [gzip.decompress(record) for record in records]
    expected = [f"{URL}{number}" for number in range(1, 6)]
    assert told(found_in(tmp_path, b"".join(records))) == expected
    assert told(found_in(tmp_path, b"".join(plain), "plain.warc")) == expected
    assert told(found_in(tmp_path, gzip.compress(b"".join(plain)), "one-member.warc.gz")) == expected
    assert told(found_in(tmp_path, zstd.compress(b"".join(plain)), "all.warc.zst")) == expected


def test_extracted_texts_of_common_crawl_are_read_in_a_folder(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    record = warc_record(kind="conversion", body=GOOD.encode(), Content_Type="text/plain")
    (tmp_path / "in" / "CC-1.warc.wet.gz").write_bytes(record)
    (tmp_path / "in" / "CC-1.warc.wat.gz").write_bytes(record)
    (tmp_path / "in" / "a.txt").write_text(GOOD, encoding="utf-8")
    skipped, wet, text = sorted(read([str(tmp_path / "in")]), key=lambda item: isinstance(item, Article))
    assert Skipped(source=f"{tmp_path.as_posix()}/in/CC-1.warc.wat.gz", reason="not an article: .wat") == skipped
    assert isinstance(wet, Article)
    assert isinstance(text, Article)
    assert (wet.source, wet.url) == (URL, URL)
    assert wet.text == text.text


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (PAGE.encode("cp1250"), "text/html; charset=windows-1250"),
        (PAGE.replace("<head>", '<head><meta charset="cp437">').encode("cp437"), "text/html"),
        (PAGE.encode(), "text/html"),
        (GOOD.encode("utf-16"), "text/plain"),
    ],
)
def test_charset_is_that_of_the_header_or_the_page(tmp_path: Path, body: bytes, media_type: str) -> None:
    (tmp_path / "a.warc.gz").write_bytes(warc_record(body=body, http=(("Content-Type", media_type),)))
    (article,) = read([str(tmp_path / "a.warc.gz")])
    assert isinstance(article, Article)
    assert "Zürich" in article.text


def chunked(body: bytes) -> bytes:
    pieces = [body[at : at + 50] for at in range(0, len(body), 50)]
    return b"".join(b"%x;note=1\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\nTrailer: x\r\n\r\n"


def raw_deflate(body: bytes) -> bytes:
    deflate = zlib.compressobj(wbits=-15)
    return deflate.compress(body) + deflate.flush()


ENCODED = {
    "gzip": gzip.compress(PAGE.encode()),
    "x-gzip": gzip.compress(PAGE.encode()),
    "deflate": zlib.compress(PAGE.encode()),
    "Deflate": raw_deflate(PAGE.encode()),
    "br": brotli.compress(PAGE.encode()),
    "zstd": zstd.compress(PAGE.encode()),
    "gzip, br": brotli.compress(gzip.compress(PAGE.encode())),
    "identity": PAGE.encode(),
}


@pytest.mark.parametrize("encoding", ENCODED)
@pytest.mark.parametrize("framed", [False, True], ids=["whole", "chunked"])
def test_encodings_of_the_transfer_are_undone(tmp_path: Path, encoding: str, framed: bool) -> None:
    body = chunked(ENCODED[encoding]) if framed else ENCODED[encoding]
    http = [("Content-Type", HTML), ("Content-Encoding", encoding), ("Transfer-Encoding", "chunked")][: 2 + framed]
    (found,) = found_in(tmp_path, warc_record(body=body, http=tuple(http)))
    assert isinstance(found, Raw), found
    assert found.data == PAGE.encode()


@pytest.mark.parametrize("encoding", [*ENCODED, "aws-chunked", "none"])
def test_encoding_that_the_crawler_has_undone_does_no_harm(tmp_path: Path, encoding: str) -> None:
    http = (("Content-Type", HTML), ("Content-Encoding", encoding), ("Transfer-Encoding", "chunked"))
    (found,) = found_in(tmp_path, warc_record(http=http))
    assert isinstance(found, Raw), found
    assert found.data == PAGE.encode()


# -- what cannot be read ----------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ENCODED)
def test_encoded_page_that_is_cut_off_costs_itself(tmp_path: Path, encoding: str) -> None:
    body = chunked(ENCODED[encoding])[:-70]
    http = (("Content-Type", HTML), ("Content-Encoding", encoding), ("Transfer-Encoding", "chunked"))
    found = told(found_in(tmp_path, page(1) + warc_record(f"{URL}bad", body=body, http=http) + page(2)))
    assert found == [f"{URL}1", "bad: cut off, or damaged: its chunks end too soon", f"{URL}2"]


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (warc_record(f"{URL}bad", WARC_Truncated="length"), "cut off when it was fetched: length"),
        (warc_record(f"{URL}bad", WARC_Segment_Number="1"), "split into several records"),
        (warc_record(f"{URL}bad", bytes(20 << 20)), "too large"),
        (
            warc_record(f"{URL}bad", gzip.compress(bytes(20 << 20)), http=(("Content-Encoding", "gzip"),)),
            "too large",
        ),
        (
            warc_record(f"{URL}bad", gzip.compress(PAGE.encode())[:-9], http=(("Content-Encoding", "gzip"),)),
            "cut off",
        ),
        (
            warc_record(f"{URL}bad", brotli.compress(PAGE.encode())[:-9], http=(("Content-Encoding", "br"),)),
            "cut off",
        ),
        (
            warc_record(f"{URL}bad", zstd.compress(PAGE.encode())[:-9], http=(("Content-Encoding", "zstd"),)),
            "cut off",
        ),
    ],
)
def test_page_that_is_not_whole_is_named_by_its_address(tmp_path: Path, record: bytes, reason: str) -> None:
    assert told(found_in(tmp_path, page(1) + record + page(2))) == [f"{URL}1", f"bad: {reason}", f"{URL}2"]


def test_digest_of_a_record_is_checked(tmp_path: Path) -> None:
    records = [page(number, compressed=False) for number in (1, 2, 3)]
    records[1] = records[1].replace(b"zoo 2", b"zoo 7")
    expected = [f"{URL}1", "2: damaged: its digest is another", f"{URL}3"]
    assert told(found_in(tmp_path, b"".join(records), "a.warc")) == expected


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (b"Content-Length: ", b"Content-Length: 9", "cut off"),
        (b"Content-Length: 2", b"Content-Length: 1", "damaged: its length is wrong"),
        (b"Content-Length: ", b"Content-Lengths: ", "damaged: no length"),
        (b"WARC/1.", b"WORC/1.", "damaged: no WARC record"),
        (b"\r\n\r\n", b"\r\nX-Long: " + b"x" * 100_000 + b"\r\n\r\n", "damaged: its headers do not end"),
    ],
)
def test_wrong_length_or_header_costs_its_record(tmp_path: Path, old: bytes, new: bytes, reason: str) -> None:
    records = [page(number, compressed=False) for number in (1, 2, 3)]
    assert old in records[1]
    records[1] = records[1].replace(old, new, 1)
    expected = [f"{URL}1", f"a.warc#2: {reason}", f"{URL}3"]
    assert told(found_in(tmp_path, b"".join(records), "a.warc")) == expected
    members = [gzip.compress(record) for record in records]
    assert told(found_in(tmp_path, b"".join(members))) == [
        expected[0],
        f"news.{expected[1][2:].replace('#', '.gz#')}",
        expected[2],
    ]


def test_record_with_a_wrong_checksum_is_not_given(tmp_path: Path) -> None:
    damaged = bytearray(page(2))
    damaged[-8] ^= 1
    found = told(found_in(tmp_path, page(1) + bytes(damaged) + page(3)))
    assert found == [f"{URL}1", "news.warc.gz#2: damaged: its gzip data is wrong", f"{URL}3"]


@pytest.mark.parametrize("junk", [b"junk\n" * 99, b"\xff\x00\x1f\x8b\x08" * 999, b"\r\n", b"\0" * 5000])
def test_junk_between_records_costs_none(tmp_path: Path, junk: bytes) -> None:
    for compressed, name in ((False, "a.warc"), (True, "a.warc.gz")):
        data = page(1, compressed=compressed) + junk + page(2, compressed=compressed) + junk
        assert [url for url in told(found_in(tmp_path, data, name)) if url.startswith(URL)] == [f"{URL}1", f"{URL}2"]


def test_part_of_a_file_that_begins_in_the_middle_of_a_record_is_read_from_the_next_one_on(tmp_path: Path) -> None:
    first, damaged = page(1), told(found_in(tmp_path, page(1)[40:] + page(2)))
    assert damaged == ["news.warc.gz#1: damaged: no gzip data", f"{URL}2"]
    plain = gzip.decompress(first)[40:] + page(2, compressed=False)
    assert told(found_in(tmp_path, plain, "a.warc")) == ["a.warc#1: damaged: no WARC record", f"{URL}2"]


def test_gzip_data_inside_a_damaged_member_is_not_taken_for_a_record(tmp_path: Path) -> None:
    inner = gzip.compress(PAGE.encode())
    stored = zlib.compressobj(0, wbits=31)
    plain = gzip.decompress(warc_record(f"{URL}bad", inner, http=(("Content-Encoding", "gzip"),)))
    member = bytearray(stored.compress(plain) + stored.flush())
    assert inner in member
    member[10] |= 7  # the kind of the first block
    found = told(found_in(tmp_path, page(1) + bytes(member) + page(2)))
    assert found == [f"{URL}1", "news.warc.gz#2: damaged: its gzip data is wrong", f"{URL}2"]


PAGES = {compressed: [page(number, compressed=compressed) for number in (1, 2, 3)] for compressed in (False, True)}


@settings(max_examples=400, deadline=None)
@given(st.sampled_from([False, True]), st.integers(0, 2), st.integers(0, 10_000), st.integers(1, 255))
def test_damaged_byte_costs_at_most_its_record(
    tmp_path_factory: pytest.TempPathFactory,
    compressed: bool,
    which: int,
    at: int,
    mask: int,
) -> None:
    """Whatever byte of a record is damaged, the other records are read, and nothing else is."""
    records = list(PAGES[compressed])
    damaged = bytearray(records[which])
    damaged[at % len(damaged)] ^= mask
    records[which] = bytes(damaged)
    found = found_in(tmp_path_factory.getbasetemp(), b"".join(records), "a.warc.gz" if compressed else "a.warc")
    pages = [item for item in found if isinstance(item, Raw)]
    others = [item.source for item in pages if b"zoo %d" % (which + 1) not in item.data]
    assert others == [f"{URL}{number}" for number in (1, 2, 3) if number != which + 1]
    assert len(pages) <= 3


@settings(max_examples=200, deadline=None)
@given(st.sampled_from([False, True]), st.integers(1, 10_000))
def test_file_cut_off_anywhere_gives_the_records_before_the_cut(compressed: bool, cut: int) -> None:
    """A prefix of the file gives a prefix of its pages, and at most one skipped record."""
    whole = b"".join(PAGES[compressed])
    cut = 30 + cut % (len(whole) - 30)
    complete = sum(cut >= sum(map(len, PAGES[compressed][:number])) for number in (1, 2, 3))
    found = told(list(raws(["-"], stdin=io.BytesIO(whole[:cut]))))
    assert [f"{URL}{number}" for number in (1, 2, 3)][:complete] == found[:complete]
    assert len(found) <= complete + 1


# -- the command ------------------------------------------------------------------------------


def test_build_of_a_warc_file_gives_the_same_bytes_each_time(command: Command, tmp_path: Path) -> None:
    articles = sorted((ROOT / "examples" / "articles").glob("*.html"))
    path = tmp_path / "news.warc.gz"
    records = [warc_record(f"{URL}{article.stem}", article.read_bytes()) for article in articles]
    path.write_bytes(b"".join([*records, page(1)[:-20]]))
    done = command("build", path, "--store", tmp_path / "s")
    assert f"{len(articles)} built" in done.stderr
    assert "news.warc.gz#4: cut off" in done.stderr
    command("build", "-", "--store", tmp_path / "piped", stdin=path.read_bytes())
    export = command("export", "--store", tmp_path / "s", "-f", "nquads").stdout
    assert export == command("export", "--store", tmp_path / "piped", "-f", "nquads").stdout
    assert f"{URL}access-city-award".encode() in export
    assert b"Vienna" in command("query", "awards", "--store", tmp_path / "s", "-f", "csv").stdout
    again = command("build", path, "--store", tmp_path / "s", "--json").stdout
    assert b'"unchanged": 3' in again
    assert b'"source": "https://example.org/access-city-award"' in command("extract", path).stdout
    assert b"https://example.org/access-city-award" in command("coverage", path).stdout


def test_warc_file_without_a_page_holds_no_articles(command: Command, tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(warc_record(status="404 Not Found"))
    assert "no articles in" in command("build", tmp_path / "a.warc.gz", "--store", tmp_path / "s", code=1).stderr
