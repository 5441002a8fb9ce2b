"""kg scale: the graph of kg build, whatever happens to tasks, workers and machines on the way."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

from kg import pipeline
from kg.errors import InputError, StoreError, TaskError
from kg.model import Kind, Skipped
from kg.namespaces import Names
from kg.partition import Reader, Reading
from kg.read import Raw
from kg.scale.load import load
from kg.store import BUILT_AT, Store
from kg.validate import Shapes, load_shapes

pytest.importorskip("pyspark.sql")
if not (shutil.which("java") or "JAVA_HOME" in os.environ):
    pytest.skip("Spark needs Java", allow_module_level=True)

from pyarrow import parquet

from kg.scale.inputs import find_all
from kg.scale.job import Job
from kg.scale.run import run
from kg.scale.session import Folder, session
from kg.scale.shards import sums
from kg.scale.writing import CHANGED

pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::ResourceWarning")
NAMES, OWN = Names(), load_shapes(())
HOUSE = load_shapes([ROOT / "tests" / "one_country.ttl", ROOT / "tests" / "located.ttl"])
TEXTS = {
    "award": "Oslo won the World Harbour Award in 2019. The award is given by the World Harbour Council (WHC).",
    "awards": "The World Harbour Awards 2020 went to Bergen, mayor Ann Lie of Bergen said. The WHC has 40 members.",
    "place": "Oslo, Norway, has 700,000 inhabitants. Ann Lie, the mayor of Oslo since 2015, opened the Fjord Fair.",
    "other": "Bergen, Norway, has 280,000 inhabitants. The city hosted the Fjord Fair from 3 to 5 May 2019.",
    "third": "Ann Lie, mayor of Sydney, said that the Australian city will host the Fjord Fair in 2021.",
    "munich": "Munich, Bavaria, opened a library with 40,000 books.",
}
WAITING = "Lund won the World Harbour Award in 2017. Munich, Germany, opened a park with 300 trees."

QUICK = {"spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1", "spark.sql.codegen.wholeStage": "false"}


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    os.environ["PYTHONPATH"] = os.pathsep.join(
        filter(None, (str(ROOT), str(ROOT / "tests"), os.environ.get("PYTHONPATH")))
    )
    running = session("local[2, 4]", QUICK)  # a task may fail three times
    yield running
    running.stop()


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """A file of each sort; with the same bytes twice, one name with two texts, and what is no article."""
    folder = tmp_path_factory.mktemp("news")
    for name in ("award", "awards"):
        (folder / f"{name}.txt").write_text(TEXTS[name], encoding="utf-8")
    shutil.copy(folder / "award.txt", folder / "copy.txt")
    (folder / "waiting.txt").write_text(WAITING, encoding="utf-8")
    (folder / "empty.txt").write_text("", encoding="utf-8")
    lines = [
        {"url": "https://example.org/place", "text": TEXTS["place"], "published": "2019-05-06"},
        {"url": "https://example.org/place", "text": TEXTS["other"]},
        {"url": "https://example.org/third", "text": TEXTS["third"]},
        {"id": "munich", "text": TEXTS["munich"]},
    ]
    with gzip.open(folder / "lines.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write("\n".join([*map(json.dumps, lines), "no JSON"]))
    page = f"<html><head><title>Fair</title></head><body><p>{TEXTS['other']}</p></body></html>"
    answer = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}"
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/fair\r\nContent-Length: {len(answer)}"
    )
    (folder / "pages.warc").write_text(f"{head}\r\n\r\n{answer}\r\n\r\n", encoding="utf-8", newline="")
    return [str(folder)]


def scaled(spark: Any, inputs: list[str], output: Path, *, shapes: Shapes = OWN, **more: Any) -> dict[str, Any]:
    job = Job(
        spark=spark, output=Folder(spark, str(output)), names=NAMES, shapes=shapes,
        **{"reader": Reader(names=NAMES, shapes=shapes), "built_by": pipeline.fingerprint(), "partitions": 2, **more},
    )  # fmt: skip
    return run(job, list(find_all(inputs, spark)))[0]


def built(inputs: list[str], folder: Path, shapes: Shapes = OWN) -> tuple[set[str], dict[str, Any]]:
    with Store.create(folder) as store:
        summary = pipeline.summary(pipeline.build(inputs, store, shapes=shapes))
        return {str(quad) for quad in store.engine if quad.predicate != BUILT_AT}, summary


def told(manifest: dict[str, Any]) -> dict[str, Any]:
    """A manifest without the digests of Parquet files: Java writes the sets in their footers in any order."""
    shards = [
        {k: v for k, v in one.items() if k != "sha256" or one["path"][:5] != "facts"} for one in manifest["shards"]
    ]
    return {**manifest, "shards": shards}


def loaded(shards: Path, folder: Path) -> set[str]:
    load(shards, folder)
    with Store.open(folder) as store:
        return {str(quad) for quad in store.engine}


def skipped(shards: Path) -> set[tuple[str, str]]:
    lines = gzip.decompress(b"".join(path.read_bytes() for path in (shards / "skipped").iterdir())).splitlines()
    return {(row["source"], row["reason"]) for row in map(json.loads, lines)}


@pytest.fixture(scope="module")
def shards(spark: Any, news: list[str], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """The shards of the news, made by a run that nobody disturbed."""
    folder = tmp_path_factory.mktemp("shards") / "shards"
    return folder, scaled(spark, news, folder, shapes=HOUSE)


def test_the_store_is_that_of_a_build(shards: tuple[Path, dict[str, Any]], news: list[str], tmp_path: Path) -> None:
    folder, manifest = shards
    expected, summary = built(news, tmp_path / "built", HOUSE)
    assert expected == loaded(folder, tmp_path / "loaded")
    assert summary["articles"] == manifest["articles"]
    assert {*manifest["articles"]} == {"built", "copy", "skipped"}
    assert len({quad.split()[0] for quad in expected if quad.split()[1].endswith("#evidence>")}) == sum(
        manifest["facts"].values()
    )
    assert manifest["quarantine"] > 0
    assert any("/ontology#healed>" in quad for quad in expected)
    assert any("/ontology#disputed>" in quad for quad in expected)
    assert skipped(folder) == {
        (f"{news[0]}/empty.txt", "empty"),
        (f"{news[0]}/lines.jsonl.gz#5", "not JSON"),
        ("https://example.org/place", CHANGED),
    }


def test_the_facts_are_a_table(shards: tuple[Path, dict[str, Any]]) -> None:
    rows = parquet.read_table(shards[0] / "facts").to_pylist()
    assert len(rows) == sum(shards[1]["facts"].values())
    row = next(row for row in rows if row["class"] == "AwardConferral" and row["year"] == 2019)
    assert (row["recipient"], row["award"], row["result"]) == ("Oslo", "World Harbour Award", "winner")
    assert row["awardIri"] == NAMES.thing(Kind.AWARD, "world-harbour-awards")  # as the merged graph names it
    assert row["quote"].startswith("Oslo won the World Harbour Award")
    assert next(row["cityIri"] for row in rows if row["class"] == "Hosting" and row["cityIri"])[0].startswith(
        NAMES.base
    )


def test_shards_that_are_not_as_they_were_written_are_not_loaded(
    shards: tuple[Path, dict[str, Any]], tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(shards[0], copy)
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "x").touch()
    with pytest.raises(StoreError, match="is there already"):
        load(copy, tmp_path / "store")
    shard = next((copy / "quads").iterdir())
    shard.write_bytes(shard.read_bytes() + gzip.compress(b"<a:a> <a:b> <a:c> ."))
    with pytest.raises(InputError, match="not as it was written"):
        load(copy, tmp_path / "new")
    (copy / "_SUCCESS").unlink()
    with pytest.raises(InputError, match="no finished run"):
        load(copy, tmp_path / "new")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy", "store"]


def test_without_java_it_is_said_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(TaskError, match="install Java 17"):
        session("local[2]", {})


def test_a_folder_with_other_files_is_left_alone(spark: Any, news: list[str], tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(TaskError, match="holds other files"):
        scaled(spark, news, tmp_path)
    with pytest.raises(InputError, match="standard input"):
        list(find_all(["-"], spark))
    with pytest.raises(InputError, match="nothing is there"):
        list(find_all([f"file:{tmp_path}/none"], spark))
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


# -- what goes wrong on the way ---------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Disturbed(Reader):
    """Reads as any reader, but where a file is called ``award.txt`` something goes wrong, so many times."""

    folder: str
    times: int = 1_000_000

    def __call__(self, raw: Raw) -> Reading | Skipped:
        seen = len(list(Path(self.folder).iterdir()))
        if raw.source.endswith("award.txt") and seen < self.times:
            (Path(self.folder) / str(seen)).touch()
            self.disturb()
        return super().__call__(raw)

    def disturb(self) -> None:
        raise RuntimeError("the task fails")


class Dies(Disturbed):
    def disturb(self) -> None:
        os.kill(os.getpid(), signal.SIGKILL)


class Hangs(Disturbed):
    def disturb(self) -> None:
        time.sleep(1000)


class KillsItsWorker(Disturbed):
    """Kills the Python process that Spark has started for the task."""

    def disturb(self) -> None:
        os.kill(ancestors(os.getpid())[1], signal.SIGKILL)


class KillsItsExecutor(Disturbed):
    """Kills the Java process that the task is run by."""

    def disturb(self) -> None:
        java = next(one for one in ancestors(os.getpid()) if "java" in Path(f"/proc/{one}/comm").read_text())
        assert b"ExecutorBackend" in Path(f"/proc/{java}/cmdline").read_bytes()
        os.kill(java, signal.SIGKILL)


def ancestors(process: int) -> list[int]:
    """The processes that a process was started by, the last first."""
    found = []
    while process > 1:
        process = int(Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[1])
        found.append(process)
    return found


def disturbed(kind: type[Disturbed], folder: Path, **more: Any) -> Disturbed:
    folder.mkdir()
    return kind(names=NAMES, shapes=HOUSE, folder=str(folder), **more)


@pytest.mark.slow
@pytest.mark.parametrize("kind", [Disturbed, KillsItsWorker])
def test_a_task_that_fails_twice_leaves_the_same_shards(
    kind: type[Disturbed], spark: Any, news: list[str], shards: tuple[Path, dict[str, Any]], tmp_path: Path
) -> None:
    reader = disturbed(kind, tmp_path / "seen", times=2)
    assert told(shards[1]) == told(scaled(spark, news, tmp_path / "shards", shapes=HOUSE, reader=reader))
    assert len(list((tmp_path / "seen").iterdir())) == 2


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "reason"),
    [(Dies, "the process that read it died (exit code -9)"), (Hangs, "it took more than 4 seconds")],
)
def test_an_article_that_kills_or_hangs_its_process_costs_itself(
    kind: type[Disturbed], reason: str, spark: Any, news: list[str], tmp_path: Path
) -> None:
    reader = disturbed(kind, tmp_path / "seen")
    scaled(spark, news, tmp_path / "shards", shapes=HOUSE, reader=reader, seconds=4)
    assert (f"{news[0]}/award.txt", reason) in skipped(tmp_path / "shards")
    others = tmp_path / "others"
    shutil.copytree(news[0], others)
    (others / "award.txt").unlink()
    expected, _ = built([str(others)], tmp_path / "built", HOUSE)
    renamed = {quad.replace(str(others), news[0]) for quad in expected}
    assert renamed == loaded(tmp_path / "shards", tmp_path / "loaded")


CLUSTER = """
import json, sys
from pathlib import Path
from test_scale_spark import *
spark = session("local-cluster[2,1,1024]", QUICK)
reader = disturbed(KillsItsExecutor, Path(sys.argv[2]) / "seen", times=1)
manifest = scaled(spark, [sys.argv[1]], Path(sys.argv[2]) / "shards", shapes=HOUSE, reader=reader)
spark.stop()
"""


@pytest.mark.slow
def test_an_executor_that_is_killed_leaves_the_same_shards(
    news: list[str], shards: tuple[Path, dict[str, Any]], tmp_path: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CLUSTER, news[0], str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert len(list((tmp_path / "seen").iterdir())) == 1
    assert told(shards[1]) == told(json.loads((tmp_path / "shards" / "manifest.json").read_text()))


@pytest.mark.slow
def test_what_was_interrupted_is_gone_on_with(
    spark: Any, news: list[str], shards: tuple[Path, dict[str, Any]], tmp_path: Path
) -> None:
    """Killed when all was read, it does not read again: the second run has a reader that can read nothing."""
    shapes = [f"--shapes=tests/{name}.ttl" for name in ("one_country", "located")]
    command = ["scale", *news, "--output", f"{tmp_path}/shards", "--master=local[2]", "--partitions=2", *shapes]
    process = subprocess.Popen([sys.executable, "-m", "kg", *command], cwd=ROOT, start_new_session=True)
    while not (tmp_path / "shards" / "_work" / "states" / "_SUCCESS").exists():
        assert process.poll() is None
        time.sleep(0.1)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    with pytest.raises(InputError, match="no finished run"):
        load(tmp_path / "shards", tmp_path / "loaded")
    reader = disturbed(Dies, tmp_path / "seen")
    assert told(shards[1]) == told(scaled(spark, news, tmp_path / "shards", shapes=HOUSE, reader=reader))
    assert list((tmp_path / "seen").iterdir()) == []


# -- other inputs, other parts -------------------------------------------------------------------------


@pytest.mark.slow
def test_any_number_of_parts_and_any_order_give_the_same_graph(spark: Any, tmp_path: Path) -> None:
    files = sorted(str(path) for path in (ROOT / "examples" / "articles").iterdir())
    one = scaled(spark, files, tmp_path / "one", partitions=1)
    other = scaled(spark, files[::-1], tmp_path / "other", partitions=5)
    assert sums(one) == sums(other)
    assert (one["facts"], one["quarantine"]) == (other["facts"], other["quarantine"])
    assert built(files, tmp_path / "built")[0] == loaded(tmp_path / "other", tmp_path / "loaded")


@pytest.mark.slow
def test_files_that_spark_hands_over_are_read_alike(
    spark: Any, news: list[str], shards: tuple[Path, dict[str, Any]], tmp_path: Path
) -> None:
    found = scaled(spark, [f"file:{news[0]}"], tmp_path / "shards", shapes=HOUSE)
    assert {name: found[name] for name in ("articles", "facts", "quarantine")} == {
        name: shards[1][name] for name in ("articles", "facts", "quarantine")
    }
    assert sums(found)["merged"] != sums(shards[1])["merged"]  # an article's source is the address that it was read at
