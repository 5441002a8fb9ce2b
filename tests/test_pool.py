"""Processes that read articles: in order, within limits; what goes wrong costs one item."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT

from kg import export, pipeline
from kg.errors import TaskError
from kg.pool import Pool, in_order
from kg.read import raws
from kg.store import Store
from kg.validate import load_shapes


def work(item: str) -> str:
    match item:
        case "die":
            os.kill(os.getpid(), signal.SIGKILL)
        case "crash":
            os.abort()
        case "hang":
            time.sleep(60)
        case "eat":
            return str(len(bytearray(1 << 30)))
    return item.upper()


def test_what_goes_wrong_costs_one_item() -> None:
    told = []
    with Pool(work, 2, seconds=2, megabytes=200) as pool:
        for result in [pool.start(item) for item in ("a", "die", "b", "hang", "c", "eat", "d", "crash", "e")]:
            try:
                told.append(result())
            except TaskError as error:
                told.append(str(error))
    assert told == [
        "A",
        "the process that read it died (exit code -9)",
        "B",
        "it took more than 2 seconds",
        "C",
        "it needed more than 200 MB of memory",
        "D",
        "the process that read it died (exit code -6)",
        "E",
    ]


def test_a_fault_in_the_work_itself_is_told() -> None:
    with Pool(int, 1) as pool, pytest.raises(ValueError, match="invalid literal"):
        pool.start("x")()


def test_items_are_taken_a_few_ahead_of_the_results() -> None:
    begun: list[int] = []

    def items() -> Iterator[int]:
        for n in range(10):
            begun.append(n)
            yield n

    results = in_order(items(), lambda n: lambda: n * n, ahead=3)
    assert next(results) == 0
    assert begun == [0, 1, 2, 3]
    assert [*results] == [n * n for n in range(1, 10)]


@pytest.mark.parametrize("workers", [1, 3])
def test_the_graph_is_the_same_for_any_number_of_workers(
    workers: int, sample_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    folder = "examples/articles"
    with Store.create(tmp_path / "s") as store:
        told = list(pipeline.build([folder], store, shapes=load_shapes(()), workers=workers))
        assert [outcome.source for outcome in told] == [found.source for found in raws([folder])]
        mine = export.export(store, "nquads")
    with Store.open(sample_store) as store:
        assert export.export(store, "nquads") == mine


def processes_of(folder: Path) -> list[str]:
    """The command lines of processes that work in a folder."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if (entry / "cwd").resolve() == folder:
                    found.append((entry / "cmdline").read_text())
            except OSError:
                continue
    return found


@pytest.mark.parametrize(("number", "delay"), [(signal.SIGINT, 0.5), (signal.SIGINT, 4), (signal.SIGKILL, 3)])
def test_no_process_is_left_behind(number: int, delay: float, tmp_path: Path) -> None:
    sources = sorted((ROOT / "examples" / "articles").glob("*.txt"))
    (tmp_path / "news").mkdir()
    for n in range(80):
        text = sources[n % len(sources)].read_text(encoding="utf-8")
        (tmp_path / "news" / f"{n}.txt").write_text(f"{text}\nThis is copy number {n}.\n", encoding="utf-8")
    command = [sys.executable, "-m", "kg", "build", "news", "--store", "s", "--workers", "2"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    build = subprocess.Popen(command, cwd=tmp_path, env=env, stderr=subprocess.PIPE, start_new_session=True, text=True)
    until = time.monotonic() + 60
    while not (tmp_path / "s" / "CURRENT").exists() and time.monotonic() < until:
        time.sleep(0.1)
    time.sleep(delay)
    os.killpg(build.pid, number) if number == signal.SIGINT else build.kill()
    _, told = build.communicate(timeout=60)
    assert build.returncode == (130 if number == signal.SIGINT else -9), told
    if number == signal.SIGINT:
        assert "run the same command again" in told
        assert "Traceback" not in told
    until = time.monotonic() + 20
    while (left := processes_of(tmp_path)) and time.monotonic() < until:
        time.sleep(0.2)
    assert not left
    again = subprocess.run([*command, "--json"], cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert again.returncode == 0, again.stderr
    assert sum(json.loads(again.stdout)["articles"].values()) == 80
