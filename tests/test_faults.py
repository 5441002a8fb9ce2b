"""Breaking things for real: kill -9, a full disk, two writers, files that are cut or lost.

Nothing acknowledged is lost, nothing half-written is seen, kg doctor says what is wrong, and running the build
again ends in the graph of a build that nobody disturbed.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from conftest import ROOT, Command

from kg import doctor, export, pipeline, seal
from kg.derived import DEFAULT
from kg.rdf import EVIDENCE
from kg.store import SOURCE, Store
from kg.validate import load_shapes
from kg.verify import verify

SAMPLE = ROOT / "examples" / "articles"
SHAPES = load_shapes(())
FILES = [f"examples/articles/{path.name}" for path in sorted(SAMPLE.glob("*.txt"))]


@pytest.fixture(autouse=True)
def from_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return built(tmp_path_factory.mktemp("good") / "s")


def built(folder: Path, files: Sequence[str] = FILES) -> bytes:
    here = Path.cwd()
    os.chdir(ROOT)
    with Store.create(folder) as store:
        for _ in pipeline.build(files, store, shapes=SHAPES, replace=True):
            pass
        told = export.export(store, "nquads")
    os.chdir(here)
    return told


class Child:
    """A build in a process of its own, forked from this one so that it starts at once; it tells what is stored."""

    def __init__(self, folder: Path, files: Sequence[str] = FILES) -> None:
        self.told, end = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:  # the child: nothing of pytest may run here
            try:
                with Store.create(folder) as store:
                    for outcome in pipeline.build(files, store, shapes=SHAPES, replace=True):
                        os.write(end, f"{outcome.source}\n".encode())
                os._exit(0)
            finally:
                os._exit(1)
        os.close(end)

    def kill_after(self, seconds: float) -> tuple[set[str], bool]:
        """Kill it then; what it acknowledged, and whether it had ended before."""
        time.sleep(seconds)
        ended = os.waitpid(self.pid, os.WNOHANG)[0] != 0
        if not ended:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        with os.fdopen(self.told) as pipe:
            return set(pipe.read().splitlines()), ended


def is_whole(folder: Path, acknowledged: set[str]) -> None:
    """Each acknowledged article is there, and of each that is there all is."""
    with Store.open(folder) as store:
        articles = list(store.articles())
        held = {source for node in articles for source in store.values(node, SOURCE)}
        assert acknowledged <= held
        for node in articles:
            assert store.body(node)
        facts = {quad.subject for quad in store.engine.quads_for_pattern(None, EVIDENCE, None, DEFAULT)}
        named = {quad.subject for quad in store.engine.quads_for_pattern(None, EVIDENCE, None, None)}
        assert facts == named  # what an article says, queries see
        assert not scan_ailments(folder)


def scan_ailments(folder: Path) -> list[str]:
    return [one.what for one in doctor.scan(folder).ailments if one.severity is not doctor.Severity.NOTE]


def kill_many(kills: int, folder: Path, undisturbed: bytes) -> int:
    chance = random.Random(11)
    killed = stores = 0
    acknowledged: set[str] = set()
    while killed < kills:
        told, ended = Child(folder / str(stores)).kill_after(chance.uniform(0.02, 0.6))
        acknowledged |= told
        killed += not ended
        if (folder / str(stores) / "CURRENT").exists():
            is_whole(folder / str(stores), acknowledged)
        if ended or len(acknowledged) == len(FILES):
            assert built(folder / str(stores)) == undisturbed
            stores, acknowledged = stores + 1, set()
    assert built(folder / str(stores)) == undisturbed
    with Store.open(folder / str(stores)) as store:
        assert verify(store, SHAPES).problems == ()
    return stores


@pytest.mark.filterwarnings("ignore:This process.*is multi-threaded:DeprecationWarning")
def test_killed_at_random_moments(tmp_path: Path, undisturbed: bytes) -> None:
    kill_many(12, tmp_path, undisturbed)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:This process.*is multi-threaded:DeprecationWarning")
def test_killed_at_a_hundred_random_moments(tmp_path: Path, undisturbed: bytes) -> None:
    kill_many(120, tmp_path, undisturbed)


@pytest.mark.filterwarnings("ignore:This process.*is multi-threaded:DeprecationWarning")
def test_killed_while_articles_are_replaced(tmp_path: Path) -> None:
    files = [str(tmp_path / Path(name).name) for name in FILES[:6]]
    texts = [Path(name).read_text(encoding="utf-8") for name in FILES[:6]]
    chance = random.Random(5)
    for turn in range(10):
        for name, text in zip(files, texts, strict=True):
            Path(name).write_text(f"{text}\nThe editors have corrected this {turn} times.\n", encoding="utf-8")
        if turn == 0:
            built(tmp_path / "s", files)
            continue
        Child(tmp_path / "s", files).kill_after(chance.uniform(0.02, 0.3))
        with Store.open(tmp_path / "s") as store:  # each article in the old or the new text, none twice or not at all
            assert sorted(store.values(node, SOURCE).pop() for node in store.articles()) == sorted(files)
    assert built(tmp_path / "s", files) == built(tmp_path / "new", files)


# -- the disk ---------------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of eight megabytes."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(disk)]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a small disk can be mounted by root only")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_full_disk_says_so_and_the_build_goes_on_later(small_disk: Path, tmp_path: Path, undisturbed: bytes) -> None:
    command = [sys.executable, "-m", "kg", "build", *FILES, "--store", str(small_disk / "s")]
    ballast = small_disk / "ballast"
    with ballast.open("wb") as file:
        file.write(bytes(2_400_000))
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 3, done.stderr
    assert "disk is full" in done.stderr
    assert "Traceback" not in done.stderr
    told = {line.split()[1].rstrip(":") for line in done.stderr.splitlines() if line.startswith("built")}
    ballast.unlink()
    shutil.copytree(small_disk / "s", tmp_path / "s")
    is_whole(tmp_path / "s", told)
    assert built(tmp_path / "s") == undisturbed


def test_export_to_a_full_disk_leaves_the_old_file(small_disk: Path, sample_store: Path, command: Command) -> None:
    target = small_disk / "x.nt"
    target.write_text("the old one\n")
    (small_disk / "ballast").write_bytes(bytes(4_000_000))
    done = command("export", "--store", sample_store, "-o", target, code=None)
    assert done.code not in {0, None}
    assert target.read_text() == "the old one\n"
    assert sorted(path.name for path in small_disk.iterdir()) == ["ballast", "x.nt"]


# -- files ------------------------------------------------------------------------------------------

GUARDED = ("CURRENT", "MANIFEST-", ".log", ".sst")


def guarded(folder: Path) -> list[Path]:
    return [p for p in sorted(folder.iterdir()) if p.name.startswith(GUARDED[:2]) or p.suffix in GUARDED[2:]]


@pytest.mark.parametrize("how", ["cut", "lost", "flipped"])
def test_no_command_answers_from_a_damaged_store(
    how: str, command: Command, sample_store: Path, tmp_path: Path
) -> None:
    good = command("query", "awards", "--store", sample_store, "-f", "csv").stdout
    for at, name in enumerate(path.name for path in guarded(sample_store)):
        folder = tmp_path / str(at)
        shutil.copytree(sample_store, folder)
        victim = folder / name
        content = victim.read_bytes()
        if not content:
            continue
        if how == "lost":
            victim.unlink()
        else:
            middle = len(content) // 2
            flipped = content[:middle] + bytes([content[middle] ^ 0x10]) + content[middle + 1 :]
            victim.write_bytes(content[:middle] if how == "cut" else flipped)
        done = command("query", "awards", "--store", folder, "-f", "csv", code=None)
        if how != "flipped":
            assert done.code == 3, (name, done)
        assert done.code == 3 or done.stdout == good, name
        examined = command("doctor", "--store", folder, "--json", code=None)
        assert examined.code == 3, (name, examined.stdout)
        assert json.loads(examined.stdout)[0]["remedy"]


def test_rescue_saves_what_can_be_read(command: Command, sample_store: Path, tmp_path: Path) -> None:
    shutil.copytree(sample_store, tmp_path / "s")
    seal.lift(tmp_path / "s")
    done = command("doctor", "--store", tmp_path / "s", "--rescue", tmp_path / "new")
    assert "0 articles are lost" in done.stderr
    with Store.open(sample_store) as one, Store.open(tmp_path / "new") as other:
        assert export.export(one, "nquads") == export.export(other, "nquads")


@pytest.mark.parametrize(("make", "code"), [(None, 3), ("file", 3), ("folder", 3)])
def test_doctor_where_there_is_no_store(make: str | None, code: int, command: Command, tmp_path: Path) -> None:
    if make == "file":
        (tmp_path / "s").write_text("mine")
    elif make == "folder":
        (tmp_path / "s").mkdir()
    assert b"next:" in command("doctor", "--store", tmp_path / "s", code=code).stdout


def test_doctor_names_the_writer_and_a_stopped_build(command: Command, tmp_path: Path) -> None:
    child = Child(tmp_path / "s")
    for _ in range(200):
        if (tmp_path / "s" / "CURRENT").exists() and doctor.writer(tmp_path / "s"):
            break
        time.sleep(0.02)
    busy = command("doctor", "--store", tmp_path / "s", code=None)
    child.kill_after(0)
    assert b"being written by" in busy.stdout
    stopped = command("doctor", "--store", tmp_path / "s", code=None)
    assert b"run the same build again" in stopped.stdout


def test_sound_store(command: Command, sample_store: Path) -> None:
    assert b"sound" in command("doctor", "--store", sample_store).stdout


# -- the clock --------------------------------------------------------------------------------------


def test_clock_that_is_wrong_changes_nothing_in_the_graph(tmp_path: Path, sample_store: Path) -> None:
    fake = shutil.which("faketime")
    if fake is None:
        pytest.skip("faketime is not installed")
    command = [fake, "1999-12-31 23:59:59", sys.executable, "-m", "kg", "build", "examples/articles"]
    done = subprocess.run(
        [*command, "--store", str(tmp_path / "s")], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    with Store.open(sample_store) as one, Store.open(tmp_path / "s") as other:
        assert export.export(one, "nquads") == export.export(other, "nquads")
