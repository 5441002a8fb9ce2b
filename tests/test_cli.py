"""The command, run as a newcomer runs it: a process, its output, its exit code."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, Command

TEXT = "Oslo opens a tram\n\nOSLO, May 6, 2019 - Mayor Ann Lie of Oslo opened a line with 12 stations on Monday.\n"


@pytest.fixture
def kg(command: Command) -> Command:
    return command


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, command: Command) -> Path:
    folder = tmp_path_factory.mktemp("cli")
    (folder / "tram.txt").write_text(TEXT)
    command("build", folder / "tram.txt", "--store", folder / "s")
    return folder / "s"


def test_build_says_what_it_did_on_standard_error_only(kg: Command, tmp_path: Path) -> None:
    (tmp_path / "tram.txt").write_text(TEXT)
    (tmp_path / "empty.txt").write_text("")
    done = kg("build", tmp_path, "--store", tmp_path / "s")
    assert done.stdout == b""
    assert "1 built" in done.stderr
    assert "1 skipped" in done.stderr
    assert "empty" in done.stderr


def test_building_again_changes_nothing(kg: Command, tmp_path: Path) -> None:
    (tmp_path / "tram.txt").write_text(TEXT)
    kg("build", tmp_path / "tram.txt", "--store", tmp_path / "s")
    first = kg("export", "--store", tmp_path / "s", "--format", "nquads").stdout
    done = kg("build", tmp_path / "tram.txt", "--store", tmp_path / "s", "--json")
    assert json.loads(done.stdout)["articles"] == {"unchanged": 1}
    assert first == kg("export", "--store", tmp_path / "s", "--format", "nquads").stdout


def test_standard_input_is_read(kg: Command, tmp_path: Path) -> None:
    kg("build", "-", "--store", tmp_path / "s", stdin=TEXT.encode())
    assert b"Ann Lie" in kg("query", "roles", "--store", tmp_path / "s", "--format", "csv").stdout


def test_changed_text_needs_replace_and_then_leaves_nothing_of_the_old(kg: Command, tmp_path: Path) -> None:
    page, store = tmp_path / "tram.txt", tmp_path / "s"
    page.write_text(TEXT)
    kg("build", page, "--store", store)
    page.write_text(TEXT.replace("Ann Lie", "Eva Dahl"))
    assert "--replace" in kg("build", page, "--store", store, code=1).stderr
    kg("build", page, "--store", store, "--replace")
    kg("build", page, "--store", tmp_path / "fresh")
    after = kg("export", "--store", store, "-f", "nquads").stdout
    assert b"Eva Dahl" in after
    assert after == kg("export", "--store", tmp_path / "fresh", "-f", "nquads").stdout


def test_retract_takes_an_article_back(kg: Command, tmp_path: Path) -> None:
    (tmp_path / "tram.txt").write_text(TEXT)
    source = f"{tmp_path.as_posix()}/tram.txt"
    kg("build", source, "--store", tmp_path / "s")
    kg("retract", source, "--store", tmp_path / "s")
    assert kg("export", "--store", tmp_path / "s", "-f", "ntriples").stdout == b""
    assert "nothing was built from" in kg("retract", source, "--store", tmp_path / "s", code=1).stderr


def test_query_takes_name_text_file_and_standard_input(kg: Command, store: Path, tmp_path: Path) -> None:
    sparql = "SELECT ?n { ?c a kg:City ; rdfs:label ?n }"
    (tmp_path / "q.rq").write_text(sparql)
    by_text = kg("query", sparql, "--store", store, "-f", "csv").stdout
    assert by_text == b"n\nOslo\n"
    assert by_text == kg("query", tmp_path / "q.rq", "--store", store, "-f", "csv").stdout
    assert by_text == kg("query", "-", "--store", store, "-f", "csv", stdin=sparql.encode()).stdout
    assert b"Oslo" in kg("query", sparql, "--store", store).stdout


def test_construct_prints_turtle(kg: Command, store: Path) -> None:
    done = kg("query", "CONSTRUCT { ?c a kg:City } { ?c a kg:City }", "--store", store)
    assert b"a kg:City" in done.stdout


def test_validate_prints_and_exits_by_the_report(kg: Command, store: Path, tmp_path: Path) -> None:
    assert kg("validate", "--store", store).stdout.strip()
    json.loads(kg("validate", "--store", store, "-f", "json").stdout)
    bad = tmp_path / "bad.ttl"
    bad.write_text("@prefix kg: <https://w3id.org/citykg/ontology#> . <urn:x:f> a kg:Tenure ; kg:role 7 .")
    assert b"shapes#Tenure-status" in kg("validate", bad, "-f", "turtle", code=1).stdout
    assert kg("validate", bad, code=1).stdout.strip()


def test_explain_marks_the_quote(kg: Command, store: Path) -> None:
    done = kg("explain", "Oslo", "--store", store)
    assert "»" in done.stdout.decode()
    assert json.loads(kg("explain", "Oslo", "--store", store, "--json").stdout)


def test_info_counts(kg: Command, store: Path) -> None:
    assert json.loads(kg("info", "--store", store, "--json").stdout)["articles"] == 1
    assert b"tram.txt" in kg("info", "--store", store, "--sources").stdout


def test_extra_shapes_send_facts_to_quarantine(kg: Command, tmp_path: Path) -> None:
    shapes = tmp_path / "house.ttl"
    shapes.write_text("""
        @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix kg: <https://w3id.org/citykg/ontology#> .
        <urn:house:Tenure> a sh:NodeShape ; sh:targetClass kg:Tenure ; sh:property <urn:house:Tenure-role> .
        <urn:house:Tenure-role> sh:path kg:role ; sh:pattern "^chief" ; sh:message "Only chiefs here."@en .
    """)
    (tmp_path / "tram.txt").write_text(TEXT)
    done = kg("build", tmp_path / "tram.txt", "--store", tmp_path / "s", "--shapes", shapes)
    assert "Only chiefs here." in done.stderr
    listed = kg("quarantine", "--store", tmp_path / "s", "-f", "csv").stdout.decode()
    assert "urn:house:Tenure-role" in listed
    assert "Only chiefs here." in listed
    assert "Ann Lie" in listed
    assert kg("query", "roles", "--store", tmp_path / "s", "-f", "csv").stdout.count(b"\n") == 1
    assert kg("query", "ASK { ?f a kg:Tenure }", "--store", tmp_path / "s").stdout.strip() == b"no"


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (["query", "awards", "--store", "nowhere"], 3, "kg build INPUT"),
        (["query", "awrds", "--store", "nowhere"], 2, "did you mean awards"),
        (["export", "--format", "xls"], 2, "xls"),
        (["build", "gone.txt", "--store", "s"], None, "gone.txt"),
        (["validate", "gone.ttl"], 2, "gone.ttl"),
        (["frobnicate"], 2, "frobnicate"),
    ],
)
def test_wrong_use_says_what_to_do(kg: Command, args: list[str], code: int | None, says: str, tmp_path: Path) -> None:
    done = kg(*args, cwd=tmp_path, code=None)
    assert done.code == code if code is not None else done.code in {1, 2}
    assert says in done.stderr


def test_terminal_escapes_in_names_are_not_printed(kg: Command, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT.replace("Ann Lie", "Ann \x1b[2JLie \u202eevil"))
    kg("build", tmp_path / "a.txt", "--store", tmp_path / "s")
    for args in (["query", "roles"], ["explain", "Oslo"]):
        output = kg(*args, "--store", tmp_path / "s").stdout.decode()
        assert "\x1b" not in output
        assert "\u202e" not in output


def test_every_command_is_in_the_readme(kg: Command) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = kg("--help").stdout.decode()
    commands = re.findall(r"^\W*([a-z]+)\s{2,}[A-Z]", shown, re.MULTILINE)
    assert len(commands) >= 8
    for command in commands:
        assert f"kg {command}" in text
        assert kg(command, "--help").stdout


def test_exit_codes_are_in_help_and_readme(kg: Command) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "130" in kg("--help").stdout.decode()
    assert "130" in text


def test_module_runs_as_the_command_does() -> None:
    done = subprocess.run([sys.executable, "-m", "kg", "query", "--list"], capture_output=True, text=True, check=True)
    assert "awards" in done.stdout
    assert done.stderr == ""


def test_version_of_the_command_is_that_of_the_package(kg: Command) -> None:
    from importlib.metadata import version

    assert version("citykg") in kg("--version").stdout.decode()


# -- where results go -------------------------------------------------------------------------------


@pytest.mark.parametrize("command_line", [("export",), ("query", "awards"), ("draw", "Oslo")])
def test_a_folder_is_not_written_over(kg: Command, store: Path, tmp_path: Path, command_line: tuple[str, ...]) -> None:
    (tmp_path / "folder").mkdir()
    done = kg(*command_line, "--store", store, "-o", tmp_path / "folder", code=2)
    assert "it is a folder; name a file" in done.stderr
    assert [tmp_path / "folder"] == list(tmp_path.iterdir())


def test_a_place_that_takes_no_files_is_named(kg: Command, store: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for output in ("/proc/export.ttl", tmp_path / "file" / "export.ttl"):
        assert f"cannot write {output}: " in kg("export", "--store", store, "-o", output, code=2).stderr
    assert "cannot write" in kg("export", "--format", "csvw", "--store", store, "-o", "/proc/tables", code=2).stderr


def test_a_pipe_is_written_to_and_a_link_is_followed(kg: Command, store: Path, tmp_path: Path) -> None:
    """As with /dev/stdout: what is no plain file is not replaced by one."""
    pipe, link = tmp_path / "pipe", tmp_path / "link.ttl"
    os.mkfifo(pipe)
    link.symlink_to(tmp_path / "export.ttl")
    with subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE) as reader:
        kg("export", "--store", store, "-o", pipe)
        kg("export", "--store", store, "-o", link)
        assert reader.communicate()[0] == (tmp_path / "export.ttl").read_bytes()
    assert pipe.is_fifo()
    assert link.is_symlink()


@pytest.mark.parametrize(("output", "code"), [("-", 3), ("full", 2)])
def test_a_full_disk_is_no_fault_of_ours(store: Path, tmp_path: Path, output: str, code: int) -> None:
    (tmp_path / "full").symlink_to("/dev/full")
    arguments = [sys.executable, "-m", "kg", "export", "--store", str(store), "-o", output]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(arguments, stdout=full, stderr=subprocess.PIPE, text=True, check=False, cwd=tmp_path)
    assert (done.returncode, "No space left on device" in done.stderr) == (code, True)
    assert Path("/dev/full").is_char_device()


@pytest.mark.parametrize(
    ("command_line", "ending", "endings"),
    [
        (("export",), "csv", ".ttl .nt"),
        (("export",), "ttl.gz", ".ttl .nt"),
        (("query", "awards"), "xlsx", ".csv .tsv"),
        (("draw", "Oslo"), "jpg", ".svg .png"),
        (("link", "--against", "no.ttl"), "ttl", ".json .csv .trig"),
        (("check", "--against", "no.ttl"), "trig", ".json .csv .ttl"),
        (("pull", "http://127.0.0.1:1"), "ttl", ".nq .trig"),
    ],
)
def test_a_file_that_ends_in_what_is_not_written_is_refused(
    kg: Command, store: Path, tmp_path: Path, command_line: tuple[str, ...], ending: str, endings: str
) -> None:
    stored = () if command_line[0] == "pull" else ("--store", store)
    done = kg(*command_line, *stored, "-o", tmp_path / f"file.{ending}", code=2)
    assert "cannot tell from its ending" in done.stderr
    assert endings in done.stderr
    assert not list(tmp_path.iterdir())


def test_a_file_is_what_its_ending_says(kg: Command, store: Path, tmp_path: Path) -> None:
    kg("query", "roles", "--store", store, "-o", tmp_path / "roles.json")
    kg("draw", "Oslo", "--store", store, "-o", tmp_path / "oslo.PNG")
    kg("export", "--store", store, "-o", tmp_path / "sample.NT")
    assert json.loads((tmp_path / "roles.json").read_text())["results"]["bindings"]
    assert (tmp_path / "oslo.PNG").read_bytes().startswith(b"\x89PNG")
    assert (tmp_path / "sample.NT").read_bytes() == kg("export", "--store", store, "--format", "ntriples").stdout
