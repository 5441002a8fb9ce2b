"""What the tests share: the sample graph, built once, and small articles with facts."""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from faulty import Faulty, Oxigraph
from serving import Server

import kg
from kg import pipeline
from kg.model import (
    Article,
    AwardConferral,
    Block,
    BlockKind,
    Entity,
    Fact,
    Hosting,
    Kind,
    Location,
    Observation,
    Period,
    Precision,
    Span,
    Tenure,
)
from kg.partition import Reader, Reading
from kg.resolve import resolve
from kg.settle import corrections_of
from kg.store import Store
from kg.validate import Shapes, load_shapes

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
SENTENCE = (
    "Oslo won the Green Prize in 2019; mayor Ann Lie welcomed 1,200 guests to the Fjord Fair, "
    "3 to 5 May 2019, in Oslo, Norway."
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write tests/golden anew; read the diff")


def store_facts(
    article: Article, facts: Iterable[Fact], store: Store, shapes: Shapes, extractor: str = "test"
) -> pipeline.Outcome:
    """Store an article with facts that no rule has read."""
    reader = Reader(names=store.names, shapes=shapes, corrections=corrections_of(store))
    admitted = reader.admit(article, resolve(article, facts), extractor=extractor)
    return pipeline.store_reading(Reading(article=article, admitted=admitted), store, shapes, built_by="test")


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of examples/articles, built from the project's folder as `make demo` does."""
    path = tmp_path_factory.mktemp("sample") / "store"
    here = Path.cwd()
    os.chdir(ROOT)
    try:
        with Store.create(path) as store:
            outcomes = list(pipeline.build(["examples/articles"], store, shapes=load_shapes(())))
    finally:
        os.chdir(here)
    assert {outcome.state for outcome in outcomes} == {"built"}
    return path


@dataclass(frozen=True, kw_only=True)
class Done:
    """What a command left: exit code, standard output, standard error."""

    code: int
    stdout: bytes
    stderr: str


class Command:
    """Runs ``kg`` in processes of their own, forked from one that has done its imports (tests/zygote.py)."""

    def __init__(self, folder: Path) -> None:
        environment = {**os.environ, "NO_COLOR": "1", "TERM": "dumb"}
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, str(ROOT / "tests" / "zygote.py")],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment,
        )  # fmt: skip

    def __call__(self, *args: str | Path, stdin: bytes = b"", cwd: Path = ROOT, code: int | None = 0) -> Done:
        assert self.process.stdin
        assert self.process.stdout
        files = {name: self.folder / name for name in ("stdin", "stdout", "stderr")}
        for name, path in files.items():
            path.write_bytes(stdin if name == "stdin" else b"")
        job = {"args": [str(arg) for arg in args], "cwd": str(cwd), **{name: str(path) for name, path in files.items()}}
        self.process.stdin.write(json.dumps(job) + "\n")
        self.process.stdin.flush()
        found = int(self.process.stdout.readline())
        done = Done(code=found, stdout=files["stdout"].read_bytes(), stderr=files["stderr"].read_text(encoding="utf-8"))
        assert "Traceback" not in done.stderr
        assert code is None or code == found, (done.stdout, done.stderr)
        return done


@pytest.fixture(scope="session")
def command(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Command]:
    runner = Command(tmp_path_factory.mktemp("command"))
    yield runner
    assert runner.process.stdin
    assert runner.process.stdout
    runner.process.stdin.close()
    runner.process.wait()
    runner.process.stdout.close()


@pytest.fixture(scope="session")
def server(sample_store: Path) -> Iterator[Server]:
    """`kg serve` over the sample graph."""
    with Server(sample_store) as running:
        yield running


@pytest.fixture(scope="session")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Oxigraph]:
    """An Oxigraph server in a process of its own, for who asks `faulty.binary()` first."""
    with Oxigraph(tmp_path_factory.mktemp("oxigraph")) as running:
        yield running


@pytest.fixture(scope="session")
def faulty(oxigraph: Oxigraph) -> Iterator[Faulty]:
    """The same behind a server that fails as it is told."""
    with Faulty(oxigraph.port) as running:
        yield running


@pytest.fixture
def sample(sample_store: Path) -> Iterator[kg.KnowledgeGraph]:
    with kg.open(sample_store) as graph:
        yield graph


def an_article(text: str = SENTENCE, source: str = "a.txt", title: str = "") -> Article:
    data = text.encode("utf-8", "surrogatepass")
    return Article(
        source=source,
        title=title,
        text=text,
        published=datetime.date(2019, 5, 6),
        language="en",
        sha256=hashlib.sha256(data).hexdigest(),
        blocks=(Block(kind=BlockKind.PARAGRAPH, span=Span(start=0, end=len(text))),),
    )


def span(words: str, text: str = SENTENCE) -> Span:
    start = text.index(words)
    return Span(start=start, end=start + len(words))


OSLO = Entity(kind=Kind.CITY, name="Oslo", key="geonames:3143244")
FAIR = Entity(kind=Kind.EVENT, name="Fjord Fair")


def some_facts() -> tuple[Fact, ...]:
    """One fact of each of the five kinds, as the rules give them: not resolved yet."""
    return (
        AwardConferral(
            evidence=(span("Oslo won the Green Prize in 2019"),),
            rule="AWARD-07",
            recipient=OSLO,
            award=Entity(kind=Kind.AWARD, name="Green Prize"),
            year=2019,
        ),
        Tenure(
            evidence=(span("mayor Ann Lie"),),
            rule="PERSON-04",
            person=Entity(kind=Kind.PERSON, name="Ann Lie"),
            role="mayor",
            of=OSLO,
        ),
        Observation(
            evidence=(span("1,200 guests to the Fjord Fair"),),
            rule="METRIC-53",
            about=FAIR,
            metric=Entity(kind=Kind.METRIC, name="guests"),
            value=Decimal(1200),
            as_of=Period(start=datetime.date(2019, 5, 1), end=datetime.date(2019, 5, 31), precision=Precision.MONTH),
        ),
        Hosting(
            evidence=(span("the Fjord Fair, 3 to 5 May 2019, in Oslo"),),
            rule="EVENT-22",
            event=FAIR,
            city=(OSLO,),
            start_date=datetime.date(2019, 5, 3),
            end_date=datetime.date(2019, 5, 5),
        ),
        Location(
            evidence=(span("Oslo, Norway"),),
            rule="CITY-05",
            city=OSLO,
            place=Entity(kind=Kind.PLACE, name="Norway"),
        ),
    )
