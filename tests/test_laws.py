"""The laws of the graph, each with a property test or a test that breaks things for real.

1 evidence or nothing; 2 nothing invalid is asserted; 3 same input, same bytes; 4 retraction equals
rebuild; 5 interrupted is resumable; 6 offline; 7 unknown stays unknown.
"""

from __future__ import annotations

import datetime
import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest
from conftest import ROOT, an_article, some_facts
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kg
from kg import export, pipeline
from kg.admission import admit
from kg.model import Article, AwardConferral, Hosting, Observation, Result, Skipped
from kg.read import article_of
from kg.resolve import resolve
from kg.store import Store
from kg.validate import load_shapes, validate

SAMPLE = ROOT / "examples" / "articles"
SHAPES = load_shapes(())
SENTENCES = [
    line for path in sorted(SAMPLE.glob("*.txt")) for line in path.read_text(encoding="utf-8").splitlines() if line
]


# -- 1 ------------------------------------------------------------------------------------------


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(st.sampled_from(SENTENCES), st.text(max_size=200)), min_size=1, max_size=6), st.randoms())
def test_every_fact_has_a_quote_in_the_text(lines: list[str], chance: random.Random) -> None:
    """Law 1: each fact has a span, and the text stands there; junk between news changes nothing of that."""
    text = "\n\n".join(chance.sample(lines, len(lines)))
    article = article_of("x.txt", text.encode("utf-8", "surrogatepass"))
    if isinstance(article, Skipped):
        return
    for fact in pipeline.extract(article):
        assert fact.evidence
        for span in fact.evidence:
            assert 0 <= span.start < span.end <= len(article.text)
            assert span.of(article.text).strip()


# -- 2 ------------------------------------------------------------------------------------------


@settings(max_examples=25, deadline=None)
@given(
    st.dates(datetime.date(2018, 1, 1), datetime.date(2020, 1, 1)),
    st.dates(datetime.date(2018, 1, 1), datetime.date(2020, 1, 1)),
    st.one_of(st.none(), st.integers(-2, 5)),
    st.sampled_from(Result),
    st.decimals(-10, 10, places=1),
    st.one_of(st.none(), st.decimals(-10, 10, places=1)),
)
def test_nothing_invalid_is_asserted(
    start: datetime.date, end: datetime.date, rank: int | None, result: Result, low: Decimal, high: Decimal | None
) -> None:
    """Law 2: whatever the rules give, what is stored passes the shapes, and what does not is held."""
    award, tenure, figure, hosting, place = some_facts()
    assert isinstance(award, AwardConferral)
    assert isinstance(hosting, Hosting)
    assert isinstance(figure, Observation)
    facts = (
        replace(award, rank=rank, result=result),
        tenure,
        replace(figure, value=low, value_max=high),
        replace(hosting, start_date=start, end_date=end),
        place,
    )
    article = an_article()
    store = Store.in_memory()
    admitted = admit(article, resolve(article, facts), store.names, SHAPES, extractor="test")
    graph, held = admitted.graph, admitted.held
    assert len(graph.facts) + len(held) == len(facts)
    store.put(graph.graph, graph.quads, graph.article)
    assert validate(export.export(store, "ntriples"), SHAPES).conforms
    if end < start:
        assert any(isinstance(one.fact, Hosting) for one in held)


# -- 3 ------------------------------------------------------------------------------------------


def built(inputs: list[str], folder: Path, name: str) -> bytes:
    with Store.create(folder / name) as store:
        for outcome in pipeline.build(inputs, store, shapes=SHAPES):
            assert outcome.state != "skipped", outcome
        return export.export(store, "nquads")


def test_order_of_articles_does_not_change_the_graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    files = [f"examples/articles/{path.name}" for path in sorted(SAMPLE.glob("*.txt"))]
    shuffled = random.Random(7).sample(files, len(files))
    assert built(files, tmp_path, "a") == built(shuffled, tmp_path, "b")


@pytest.mark.parametrize(
    "environment", [{"PYTHONHASHSEED": "1"}, {"PYTHONHASHSEED": "2", "LC_ALL": "C", "TZ": "Asia/Tokyo"}]
)
def test_hash_seed_locale_and_zone_do_not_change_the_bytes(
    environment: dict[str, str], tmp_path: Path, sample_store: Path
) -> None:
    run(["build", "examples/articles", "--store", str(tmp_path / "s")], environment)
    with kg.open(sample_store) as expected, kg.open(tmp_path / "s") as found:
        for name in export.FORMATS:
            assert expected.export(name) == found.export(name)


def run(
    args: list[str], environment: dict[str, str] | None = None, **options: object
) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "kg", *args],
        cwd=ROOT, env={**os.environ, **(environment or {})}, capture_output=True, text=True, check=False, **options,
    )  # type: ignore[call-overload]  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done  # type: ignore[no-any-return]


# -- 4 ------------------------------------------------------------------------------------------


def canonical(nquads: bytes) -> str:
    """The SHA-256 of the dataset in its canonical form (RDFC-1.0)."""
    dataset = ox.Dataset(ox.parse(nquads, format=ox.RdfFormat.N_QUADS))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return hashlib.sha256("\n".join(sorted(map(str, dataset))).encode()).hexdigest()


def test_retraction_equals_rebuild(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    files = [f"examples/articles/{path.name}" for path in sorted(SAMPLE.glob("*.txt"))]
    built(files, tmp_path, "with")
    for n, gone in enumerate(files[::4]):
        without = built([file for file in files if file != gone], tmp_path, f"without-{n}")
        with Store.create(tmp_path / "with") as store:
            assert pipeline.retract(gone, store)
            assert canonical(without) == canonical(export.export(store, "nquads"))
            list(pipeline.build([gone], store, shapes=SHAPES))  # and back


def test_corrected_article_leaves_nothing_of_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    others = [f"examples/articles/{path.name}" for path in sorted(SAMPLE.glob("*.txt"))][:3]
    news = tmp_path / "news.txt"
    news.write_text("Mayor Ann Lie of Oslo said that the city won the World Harbour Award 2019.", encoding="utf-8")
    built([*others, str(news)], tmp_path, "s")
    news.write_text("Mayor Bo Ek of Oslo said that the city won the World Harbour Prize 2020.", encoding="utf-8")
    alone = built([*others, str(news)], tmp_path, "alone")
    with Store.create(tmp_path / "s") as store:
        told = list(pipeline.build([str(news)], store, shapes=SHAPES, replace=True))
        assert [outcome.state for outcome in told] == ["replaced"]
        assert canonical(alone) == canonical(export.export(store, "nquads"))


def test_copy_of_an_article_keeps_it_until_both_are_retracted(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt"):
        shutil.copy(min(SAMPLE.glob("*.txt")), tmp_path / name)
    one, two = f"{tmp_path.as_posix()}/a.txt", f"{tmp_path.as_posix()}/b.txt"
    assert built([one, two], tmp_path, "s") == built([two, one], tmp_path, "t")
    alone = built([two], tmp_path, "alone")
    with Store.create(tmp_path / "s") as store:
        pipeline.retract(one, store)
        assert alone == export.export(store, "nquads")
        pipeline.retract(two, store)
        assert not export.export(store, "nquads")
        assert not list(store.articles())


# -- 5 ------------------------------------------------------------------------------------------


def test_killed_build_resumes_to_the_same_graph(tmp_path: Path, sample_store: Path) -> None:
    command = [sys.executable, "-m", "kg", "build", "examples/articles", "--store", str(tmp_path / "s")]
    for lines in (1, 3, 5):  # kill it after so many articles were acknowledged
        process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)
        assert process.stderr
        told: list[str] = []
        for line in process.stderr:
            told += [line] if line.startswith("built") else []
            if len(told) == lines:
                break
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stderr.close()
        with kg.open(tmp_path / "s") as graph:
            held = {row["s"] for row in graph.query("SELECT ?s { ?a kg:source ?s }").records()}
            assert {line.split()[1].rstrip(":") for line in told} <= held  # acknowledged is kept
            assert validate(graph.export("ntriples"), SHAPES).conforms  # nothing half-written is seen
    run(["build", "examples/articles", "--store", str(tmp_path / "s")])
    with kg.open(sample_store) as expected, kg.open(tmp_path / "s") as found:
        assert expected.export("nquads") == found.export("nquads")


@pytest.mark.parametrize(("asked", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_interrupt_says_how_to_go_on(asked: signal.Signals, code: int, tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "kg", "build", "examples/articles", "--store", str(tmp_path / "s")],
        cwd=ROOT, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stderr
    process.stderr.readline()
    process.send_signal(asked)
    _, said = process.communicate(timeout=60)
    assert process.returncode == code
    assert "are kept: run the same command again to go on" in said


# -- 6 ------------------------------------------------------------------------------------------

NO_NETWORK = """
import socket, sys
def deny(event, args):
    connects = event in {"socket.connect", "socket.sendto"} and args[0].family != socket.AF_UNIX
    if connects or event == "socket.getaddrinfo":
        raise SystemExit(f"network: {event} {args}")
sys.addaudithook(deny)
"""


def test_a_build_opens_no_connection(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(NO_NETWORK)  # read by each process, those that only read articles too
    env = {**os.environ, "PYTHONPATH": str(tmp_path)}

    def run(*args: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, *args], cwd=ROOT, env=env, capture_output=True, text=True, check=False)

    denied = run("-c", "import socket; socket.create_connection(('127.0.0.1', 9), 1)")
    assert "network:" in denied.stderr
    done = run("-m", "kg", "build", "examples/articles", "--store", str(tmp_path / "s"), "--workers", "2")
    assert done.returncode == 0, done.stderr
    assert "network:" not in done.stderr


# -- 7 ------------------------------------------------------------------------------------------


def test_relative_time_without_a_date_stays_unknown() -> None:
    text = "Oslo won the World Harbour Award last year. On Tuesday the Harbour Congress opened in Bergen."
    article = article_of("x.txt", text.encode())
    assert isinstance(article, Article)
    assert article.published is None
    for fact in pipeline.extract(article):
        assert getattr(fact, "year", None) is None
        assert getattr(fact, "start_date", None) is None


def test_no_module_of_the_way_reads_a_clock() -> None:
    """Laws 3 and 7: what is not read cannot come into the graph."""
    waiting = {"remote", "retry_after.py", "web", "world"}  # they serve, or ask a server that may tell them to wait
    package = ROOT / "kg"
    for path in (path for path in package.rglob("*.py") if path.relative_to(package).parts[0] not in waiting):
        code = path.read_text(encoding="utf-8")
        for clock in (".today()", ".now(", "time.time(", "utcnow", "perf_counter"):
            read = code.count(clock)
            # the pipeline notes in the ledger when an article was built; no export has it
            assert read == (path.name == "pipeline.py" and clock == ".now("), f"{path.name} reads a clock: {clock}"
