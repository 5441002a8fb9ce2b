"""Bad input costs itself and nothing else: it is skipped with a reason, fast, and without an exception."""

from __future__ import annotations

import io
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Article, Skipped
from kg.read import MAX_HTML, MAX_LINES, article_of, read

GOOD = (
    "The city of Zürich has opened a tram that runs to the zoo, and the mayor of it says that he is glad to have one."
)


def reason(data: bytes, media_type: str | None = None) -> str:
    found = article_of("x", data, media_type=media_type)
    assert isinstance(found, Skipped), found
    return found.reason


def text_of(data: bytes, media_type: str | None = None) -> str:
    found = article_of("x", data, media_type=media_type)
    assert isinstance(found, Article), found
    return found.text


# -- bytes ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b" \n\t\r\n", "empty"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "not text: PDF"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "not text: JPEG"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not text: PNG"),
        (b"PK\x03\x04\x14\x00\x06\x00", "not text: zip"),
        (b"\x1f\x8b\x08\x00\x00", "not text: gzip"),
        (bytes(range(256)) * 20, "not text"),
        (b"\x00" * 5000, "empty"),
        (b"---- **** .... ---- ", "not text"),
        (b"<html><body><nav>Home</nav></body></html>", "no article text"),
        (b"<html></html>", "no article text"),
        (
            b"Die Stadt Bern hat eine neue Bahn, und sie ist die erste im Land, die ohne Fahrer auskommt.",
            "not English: de",
        ),
        ("Город открыл новую линию метро, и мэр доволен ею.".encode(), "not English: ru"),
        ("市は新しい路面電車を開業し、市長は喜んでいる。".encode(), "not English: ja"),
    ],
)
def test_what_is_no_english_article_is_skipped_with_its_reason(data: bytes, why: str) -> None:
    assert why == reason(data)


@pytest.mark.parametrize(
    "data",
    [
        GOOD.encode(),
        b"\xef\xbb\xbf" + GOOD.encode(),
        GOOD.encode("latin-1"),
        GOOD.encode("utf-16"),
        GOOD.encode("utf-16-le"),
        GOOD.encode("utf-16-be"),
        GOOD.encode("utf-32"),
        (GOOD * 20).encode("latin-1"),
        f'<html><head><meta charset="iso-8859-1"></head><body><p>{GOOD}</p></body></html>'.encode("latin-1"),
        f'<html><head><meta charset="utf-8"></head><body><p>{GOOD}</p></body></html>'.encode("cp1252"),
        f'<html><head><meta charset="nonsense-7"></head><body><p>{GOOD}</p></body></html>'.encode(),
        f"<?xml version='1.0' encoding='utf-8'?><html><body><p>{GOOD}</p></body></html>".encode(),
        GOOD.replace("ü", "u\u0308").encode(),
        GOOD.replace("Z", "Z\u200b").encode(),
    ],
)
def test_zurich_survives_any_encoding(data: bytes) -> None:
    assert "Zürich" in text_of(data)


def test_declared_encoding_of_a_response_is_believed() -> None:
    assert "Zürich" in text_of(GOOD.encode("cp437"), "text/plain; charset=cp437")
    assert "Zürich" in text_of(GOOD.encode(), "text/plain; charset=ascii")


def test_mixed_encoding_costs_the_odd_letters_only() -> None:
    mixed = (GOOD + " ").encode() * 20 + "Malmö".encode("latin-1")
    assert "Zürich" in text_of(mixed)


def test_control_and_invisible_characters_are_gone_and_blanks_are_plain() -> None:
    text = text_of(
        "The\x00 city\u00a0of \u202eBern\u202c\u2009has\u00ad \x07opened a tram\u2028and it is red.\r\n".encode()
    )
    assert " ".join(text.split()) == "The city of Bern has opened a tram and it is red."


def test_lone_surrogate_of_a_json_line_is_replaced() -> None:
    line = json.dumps({"id": "a\ud800", "text": GOOD + " \ud800"}).encode()
    (found,) = read_jsonl(line)
    assert isinstance(found, Article)
    assert (found.source + found.text).encode()


# -- size and depth ---------------------------------------------------------------------------


def test_page_nested_a_hundred_thousand_deep_ends() -> None:
    deep = b"<html><body>" + b"<div>" * 100_000 + GOOD.encode() + b"</div>" * 100_000
    assert reason(deep) == "no article text"


def test_file_of_one_line_of_100_megabytes_is_refused_fast_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    code = (
        "import sys, tracemalloc; from kg.read import read; tracemalloc.start();"
        " print([item.reason for item in read(sys.argv[1:])]); print(tracemalloc.get_traced_memory()[1] // 1_000_000)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], check=True, capture_output=True, text=True, timeout=60
    )
    said, megabytes = done.stdout.split("\n")[:2]
    assert said == "['too large']"
    assert int(megabytes) < 50


@pytest.mark.parametrize(
    "data",
    [
        b"The city. " * 200_000,
        b"x\n" * (MAX_LINES + 1),
        b"<html><p>" + b"The city. " * (MAX_HTML // 10),
        b"<html>" + b"<p>a" * 40_000,
    ],
    ids=["a line", "lines", "HTML", "elements"],
)
def test_text_beyond_a_limit_is_too_large(data: bytes) -> None:
    assert reason(data) == "too large"


@pytest.mark.parametrize(
    "piece",
    [
        "Aa, ",
        "1. A ",
        "Nov. 18, 2020 ",
        "A.A.",
        "AND THE ",
        "a.b(",
        "Share Print ",
        "x",
        "By Ann ",
        "• a ",
        "(The ",
        "a{b:",
    ],
)
def test_long_line_of_junk_takes_seconds_at_most(piece: str) -> None:
    started = time.process_time()
    article_of("x", (piece * (400_000 // len(piece))).encode())
    assert time.process_time() - started < 30


# -- files ------------------------------------------------------------------------------------


def skipped(folder: Path) -> dict[str, str]:
    return {
        Path(item.source).relative_to(folder).as_posix(): item.reason
        for item in read([str(folder)])
        if isinstance(item, Skipped)
    }


def test_neighbours_of_bad_files_are_all_read(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text(GOOD, encoding="utf-8")
    folder = tmp_path / "in"
    (folder / "sub").mkdir(parents=True)
    for name in ("a.txt", "z.txt", "sub/m.txt"):
        (folder / name).write_text(GOOD, encoding="utf-8")
    (folder / "empty.txt").touch()
    (folder / "out.txt").symlink_to(outside)
    (folder / "up").symlink_to("..")
    (folder / "round").symlink_to("round")
    (folder / "sub" / "again").symlink_to(folder)
    (folder / "same.txt").symlink_to("a.txt")
    os.mkfifo(folder / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as plug:
        plug.bind(str(folder / "plug.txt"))
    assert skipped(folder) == {
        "empty.txt": "empty",
        "out.txt": "link out of the folder",
        "up": "link out of the folder",
        "round": "link that leads nowhere",
        "sub/again": "link within the folder",
        "same.txt": "link within the folder",
        "pipe.txt": "not a regular file",
        "plug.txt": "not a regular file",
    }
    assert sum(isinstance(item, Article) for item in read([str(folder)])) == 3


@pytest.mark.parametrize("name", ["/dev/zero", "/dev/null"])
def test_device_named_by_itself_is_not_read(name: str) -> None:
    assert [Skipped(source=name, reason="not a regular file")] == list(read([name]))


def test_pipe_named_by_itself_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert [item.reason for item in read([str(tmp_path / "pipe")]) if isinstance(item, Skipped)] == [
        "not a regular file"
    ]


def test_file_that_vanishes_while_the_folder_is_read_is_skipped(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text(GOOD, encoding="utf-8")
    found = read([str(tmp_path)])
    first = next(found)
    (tmp_path / "b.txt").unlink()
    (tmp_path / "c.txt").rename(tmp_path / "d.txt")
    assert isinstance(first, Article)
    assert [item.reason for item in found if isinstance(item, Skipped)] == ["vanished", "vanished"]


@pytest.fixture
def plain_user() -> Iterator[Path]:
    """A folder, and for the time of the test no more rights than any user has."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        root = os.geteuid() == 0
        (folder / "a.txt").write_text(GOOD, encoding="utf-8")
        (folder / "a.txt").chmod(0)
        (folder / "b.txt").write_text(GOOD, encoding="utf-8")
        (folder / "sub").mkdir(mode=0)
        if root:
            os.seteuid(65534)
        try:
            yield folder
        finally:
            if root:
                os.seteuid(0)
            (folder / "sub").chmod(0o700)


def test_unreadable_file_and_folder_are_skipped(plain_user: Path) -> None:
    assert skipped(plain_user) == {"a.txt": "unreadable", "sub": "unreadable"}


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b'say "tram" <b>.txt', 'say "tram" <b>.txt'),
        (b"two\nlines.txt", "two\\nlines.txt"),
        ("right\u202eleft.txt".encode(), "right\\u202eleft.txt"),
        (b"caf\xe9.txt", "caf\\xe9.txt"),
        ("Zürich 東京.txt".encode(), "Zürich 東京.txt"),
        (b"\x1b[2J.txt", "\\x1b[2J.txt"),
    ],
)
def test_any_file_name_is_one_line_of_valid_text(tmp_path: Path, name: bytes, shown: str) -> None:
    path = tmp_path / os.fsdecode(name)
    path.write_text(GOOD, encoding="utf-8")
    found = [*read([str(tmp_path)]), *read([str(path)])]
    assert [(shown, Article)] * 2 == [
        (item.source.removeprefix(f"{tmp_path.as_posix()}/"), type(item)) for item in found
    ]


@pytest.mark.parametrize("name", ["no\0such", "x" * 5000, "[", "no/such/*.txt", "~", "\ud800"])
def test_odd_name_that_stands_for_nothing_is_skipped_beside_others(name: str) -> None:
    found = list(read([name, "/dev/null"]))
    assert [item.reason for item in found if isinstance(item, Skipped)] == ["does not exist", "not a regular file"]


# -- JSON lines -------------------------------------------------------------------------------


def read_jsonl(data: bytes) -> list[Article | Skipped]:
    return list(read(["-"], stdin=io.BytesIO(data)))


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b'{"text": ', "not JSON"),
        (b"[1, 2]", "not a JSON object"),
        (b'"text"', "not a JSON object"),
        (b'{"id": 7}', "empty"),
        (b'{"text": 7, "html": null}', "empty"),
        (b'{"text": "' + b"\xff\xfe" + b'"}', "not UTF-8"),
        (b"[" * 200_000, "not JSON"),
        (b'{"n": ' + b"9" * 6000 + b"}", "not JSON"),
        (b'{"text": "' + b"a" * (9 << 20) + b'"}', "line too long"),
        (b'{"text": "<html></html>"}', "no article text"),
    ],
    ids=[
        "cut off",
        "list",
        "string",
        "no text",
        "wrong types",
        "not UTF-8",
        "deep",
        "huge number",
        "too long",
        "no words",
    ],
)
def test_bad_json_line_costs_that_line_only(line: bytes, why: str) -> None:
    good = json.dumps({"id": "good", "text": GOOD}).encode()
    before, bad, after = read_jsonl(b"\n".join([good, line, good]))
    assert isinstance(bad, Skipped)
    assert (why, "good", "good") == (bad.reason, before.source, after.source)


def test_strange_numbers_and_keys_of_json_do_no_harm() -> None:
    line = b'{"id": 12, "x": NaN, "y": 1e999, "id": 13, "text": "' + GOOD.encode() + b'", "published": "2024-13-45"}'
    (found,) = read_jsonl(line)
    assert isinstance(found, Article)
    assert (found.source, found.published) == ("13", None)


# -- laws -------------------------------------------------------------------------------------


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=3000))
def test_random_bytes_never_raise(data: bytes) -> None:
    """Law: any bytes are an article or are skipped with a short reason."""
    found = article_of("x", data)
    assert isinstance(found, Article) or 0 < len(found.reason) < 40


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400), st.sampled_from(["", "<html><body><p>", '{"text": "', "The city of "]))
def test_random_text_never_raises_and_leaves_only_valid_text(text: str, before: str) -> None:
    """Law: the text of an article encodes as UTF-8, in NFC, without control characters."""
    found = article_of(text, (before + text).encode("utf-8", "surrogatepass"))
    if isinstance(found, Article):
        assert found.text.encode()
        assert all(character.isprintable() or character in "\n\t" or ord(character) > 0xFF for character in found.text)
    assert found.source.isprintable()
