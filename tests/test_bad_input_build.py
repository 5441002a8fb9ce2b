"""Bad input through the whole build: each costs itself only, says why, and what is written stays valid."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from conftest import Command

GOOD = "Oslo opens a tram\n\nOSLO, May 6, 2019 - Mayor Ann Lie of Oslo opened a line with 12 stations on Monday.\n"
GERMAN = (
    "Die Stadt Köln hat am Montag eine neue Linie eröffnet. Sie ist zwölf Kilometer lang und hat neun Haltestellen. "
    "Der Bürgermeister sagte, dass sie jeden Tag von vielen Menschen genutzt werde und dass die Kosten stiegen. "
    "Im nächsten Jahr soll die Strecke bis zum Flughafen verlängert werden, und auch der Takt wird dann noch dichter."
)


def named(name: str) -> bytes:
    return GOOD.replace("Ann Lie", name).encode("utf-8", "surrogatepass")


BAD: dict[str, bytes] = {
    "empty.txt": b"",
    "blank.txt": b" \n\t \n",
    "picture.html": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40,
    "report.txt": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(range(256)) * 40,
    "noise.txt": bytes((i * 7919) % 251 for i in range(5000)),
    "german.txt": GERMAN.encode(),
    "deep.html": b"<html><body>" + b"<div>" * 100_000 + b"x" + b"</div>" * 100_000,
    "long.txt": b"word " * 20_000_000,  # one line of 100 MB
}
ODD: dict[str, bytes] = {  # read all the same
    "latin.txt": GOOD.replace("Ann Lie", "Åse Bø").encode("latin-1"),
    "utf16.txt": GOOD.encode("utf-16"),
    "nul.txt": named("Ann\x00 Lie"),
    "mixed.txt": GOOD.encode() + "Zürich und Genève".encode("cp1252"),
    "undated.txt": b"Mayor Ann Lie of Oslo opened a line with 12 stations.\n",
    "quotes.txt": named('Ann "Buster" O\'Lie'),
    "angle.txt": named("Ann <script>alert(1)</script> Lie"),
    "rtl.txt": named("Ann \u202eeiL\u202c Lie"),
    "turtle.txt": named('Ann " . <urn:evil> <urn:evil> <urn:evil> . Lie'),
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, command: Command) -> tuple[Path, dict[str, object]]:
    """A folder with everything bad, a good article before and one behind, and what building it said."""
    folder = tmp_path_factory.mktemp("bad")
    news = folder / "news"
    news.mkdir()
    for name, content in {"a-good.txt": GOOD.encode(), **BAD, **ODD, "z-copy.txt": GOOD.encode()}.items():
        (news / name).write_bytes(content)
    (news / "z-good.txt").write_text(GOOD.replace("Oslo", "Bergen").replace("OSLO", "BERGEN"))
    records = [
        json.dumps({"id": "one", "title": "A tram", "text": GOOD, "published": "2019-05-06"}),
        "this is not JSON",
        '{"id": "surrogate", "title": "A \\ud800 tram", "text": ' + json.dumps(GOOD.replace("12", "13")) + "}",
        json.dumps({"id": "nothing"}),
        '["a list"]',
        json.dumps({"id": "two", "title": "Another", "text": GOOD.replace("12", "14"), "published": "not a date"}),
        '{"id": "cut", "text": "Mayor',
    ]
    (news / "records.jsonl").write_text("\n".join(records), encoding="utf-8")
    (news / "way\nout.txt").write_text(GOOD.replace("12", "15"))
    (folder / "secret.txt").write_text(GOOD.replace("Ann Lie", "Eva Hidden"))
    (news / "link-out.txt").symlink_to(folder / "secret.txt")
    (news / "loop").symlink_to(news)
    (news / "gone.txt").symlink_to(news / "nowhere.txt")
    os.mkfifo(news / "pipe.txt")
    done = command("build", news, "--store", folder / "s", "--json", code=0)
    return folder / "s", json.loads(done.stdout)


def test_good_neighbours_are_built(built: tuple[Path, dict[str, object]], command: Command) -> None:
    sources = command("info", "--sources", "--store", built[0]).stdout.decode()
    for name in ("a-good.txt", "z-good.txt", "z-copy.txt", "one", "two", "surrogate", *ODD):
        assert name in sources


def test_each_bad_input_has_its_reason(built: tuple[Path, dict[str, object]]) -> None:
    skipped = built[1]["skipped"]
    assert isinstance(skipped, list)
    reasons = {entry["source"].rsplit("/", 1)[-1]: entry["reason"] for entry in skipped}
    for name in (*BAD, "link-out.txt", "loop", "gone.txt", "pipe.txt"):
        assert reasons[name], name
    assert "not English" in reasons["german.txt"]
    assert "too large" in reasons["long.txt"]
    assert any("JSON" in reason for reason in reasons.values())
    assert not set(ODD) & set(reasons)


def test_links_out_of_the_folder_are_not_followed(built: tuple[Path, dict[str, object]], command: Command) -> None:
    assert b"Eva Hidden" not in command("export", "--store", built[0], "-f", "ntriples").stdout


def test_same_article_under_two_names_is_one(built: tuple[Path, dict[str, object]], command: Command) -> None:
    sparql = 'SELECT ?a ?s { ?a kg:source ?s FILTER (CONTAINS(?s, "a-good") || CONTAINS(?s, "z-copy")) }'
    rows = command("query", sparql, "--store", built[0], "-f", "jsonl").stdout.decode().splitlines()
    assert len(rows) == 2
    assert len({json.loads(row)["a"] for row in rows}) == 1


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # rdflib's own JSON-LD parser
def test_what_is_written_is_valid_in_every_format(built: tuple[Path, dict[str, object]], command: Command) -> None:
    forms = {"turtle": "turtle", "ntriples": "nt", "rdfxml": "xml", "jsonld": "json-ld"}
    sizes = set()
    for form, name in forms.items():
        content = command("export", "--store", built[0], "-f", form).stdout
        graph = rdflib.Graph().parse(data=content, format=name)
        sizes.add(len(graph))
        assert rdflib.URIRef("urn:evil") not in graph.all_nodes()
    assert len(sizes) == 1
    quads = list(ox.parse(command("export", "--store", built[0], "-f", "nquads").stdout, format=ox.RdfFormat.N_QUADS))
    assert len(quads) > sizes.pop()


def test_the_graph_conforms(built: tuple[Path, dict[str, object]], command: Command) -> None:
    command("validate", "--store", built[0], code=0)


def test_names_keep_their_letters(built: tuple[Path, dict[str, object]], command: Command) -> None:
    assert "Åse Bø" in command("query", "roles", "--store", built[0], "-f", "csv").stdout.decode()


def test_a_name_that_stands_for_nothing_leaves_no_store(command: Command, tmp_path: Path) -> None:
    told = command("build", tmp_path / "missing.txt", "--store", tmp_path / "s", code=2)
    assert "no such file, folder or pattern" in told.stderr
    assert not (tmp_path / "s").exists()
