"""What is wrong with a store, and what to do about it: also where nothing else can open it.

Input: the folder of a store. Output: Ailments, the worst first. The store is opened and read through in a process of
its own, since the engine can take the process down with it on damaged files.
"""

from __future__ import annotations

import fcntl
import json
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

import pyoxigraph as ox

from kg import seal
from kg.decode import local, text
from kg.errors import KgError, StoreError
from kg.store import BODY, BUILT_BY, ENGINE_FILE, SOURCE, Store
from kg.verify import read_every_table

LEAST_FREE = 100_000_000  # bytes; a build of some thousand articles takes about as much
LEAST_FILES = 256  # open files; the engine keeps its tables open
PATIENCE = 3600  # seconds for reading a store through
REBUILD = "build the same articles into a new folder: kg build INPUT… --store NEW; or restore a copy"


class Severity(StrEnum):
    """How bad an ailment is."""

    DAMAGE = "damage"  # the store cannot be relied on
    WARNING = "warning"  # it can be read; something is to be done
    NOTE = "note"


@dataclass(frozen=True, kw_only=True)
class Ailment:
    """One thing that is wrong: what, how bad, what to do next."""

    severity: Severity
    what: str
    remedy: str


@dataclass(frozen=True, kw_only=True)
class Scan:
    """What reading a store through found."""

    articles: int
    quads: int
    ailments: tuple[Ailment, ...]


def examine(folder: Path) -> tuple[Ailment, ...]:
    """All that is wrong with the store in a folder; nothing where it is sound."""
    if blocked := _no_store(folder):
        return (blocked,)
    found = [*_surroundings(folder)]
    if holder := writer(folder):
        what = f"it is being written by {holder}, so it was not read through"
        return (*found, Ailment(severity=Severity.NOTE, what=what, remedy="wait until that build has ended"))
    cut = [
        Ailment(severity=Severity.DAMAGE, what=f"{what}: articles may be missing", remedy=REBUILD)
        for what in seal.broken(folder)
    ]
    if not cut and not seal.is_sealed(folder):
        what = "the last build was stopped before its end: what it acknowledged is kept"
        found.append(Ailment(severity=Severity.NOTE, what=what, remedy="run the same build again to go on"))
    found += cut or _read_through(folder)
    return tuple(sorted(found, key=lambda one: list(Severity).index(one.severity)))


def _no_store(folder: Path) -> Ailment | None:
    def damage(what: str, remedy: str) -> Ailment:
        return Ailment(severity=Severity.DAMAGE, what=what, remedy=remedy)

    if not folder.exists():
        return damage("there is no such folder", f"build it: kg build INPUT --store {folder}")
    if not folder.is_dir():
        return damage("it is a file, not a folder", "name the folder of a store")
    if not (folder / ENGINE_FILE).exists():
        if any(folder.glob("*.sst")) or seal.is_sealed(folder):
            return damage(f"its file {ENGINE_FILE} is lost, without which nothing can be read", REBUILD)
        return damage("the folder holds no store", f"build one in a new folder: kg build INPUT --store {folder}")
    return None


def _surroundings(folder: Path) -> Iterator[Ailment]:
    if not os.access(folder, os.W_OK):
        what = "the folder may not be written: it can be read, not built into"
        yield Ailment(severity=Severity.WARNING, what=what, remedy=f"chmod u+w {folder}, or build into another folder")
    free = shutil.disk_usage(folder).free
    if free < LEAST_FREE:
        what = f"only {free // 1_000_000:,} MB are free on its disk"
        yield Ailment(severity=Severity.WARNING, what=what, remedy="free space before the next build")
    files = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    if files < LEAST_FILES:
        what = f"only {files} files may be open at once"
        yield Ailment(severity=Severity.WARNING, what=what, remedy="raise the limit: ulimit -n 1024")


def writer(folder: Path) -> str:
    """Who holds the store for writing, as ``process 123``; empty where nobody does."""
    try:
        with (folder / "LOCK").open("rb+") as file:
            try:
                fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                inode = os.fstat(file.fileno()).st_ino
                return next((f"process {pid}" for pid in _holders(inode)), "another process")
    except OSError:
        pass
    return ""


def _holders(inode: int) -> Iterator[str]:
    try:
        lines = Path("/proc/locks").read_text(encoding="ascii").splitlines()
    except OSError:
        return
    for line in lines:
        fields = line.split()
        if len(fields) > 5 and fields[5].rsplit(":", 1)[-1] == str(inode):
            yield fields[4]


def _read_through(folder: Path) -> list[Ailment]:
    """What reading all of it finds; a crash or an endless read is damage too."""
    code = "import sys; from kg.doctor import scan_to_stdout; scan_to_stdout(sys.argv[1])"
    try:
        done = subprocess.run(  # noqa: S603 - ourselves
            [sys.executable, "-c", code, str(folder)], capture_output=True, text=True, check=False, timeout=PATIENCE
        )
    except subprocess.TimeoutExpired:
        return [Ailment(severity=Severity.DAMAGE, what=f"it was not read through in {PATIENCE} s", remedy=REBUILD)]
    if done.returncode != 0:
        what = f"reading it took the process down (exit code {done.returncode})"
        return [Ailment(severity=Severity.DAMAGE, what=what, remedy=REBUILD)]
    return [Ailment(severity=Severity(one.pop("severity")), **one) for one in json.loads(done.stdout)["ailments"]]


def scan_to_stdout(folder: str) -> None:
    """Read a store through and print what was found as JSON: what the process of its own runs."""
    sys.stdout.write(json.dumps(asdict(scan(Path(folder)))))


def scan(folder: Path) -> Scan:
    """Read a store through, in this process."""
    try:
        with Store.open(folder) as store:
            read_every_table(store.engine)
            ailments = tuple(_half_written(store))
            articles = sum(1 for _ in store.articles())
            return Scan(articles=articles, quads=len(store.engine), ailments=ailments)
    except (OSError, RuntimeError, StoreError) as error:
        what = " ".join(str(error).split())
        return Scan(articles=0, quads=0, ailments=(Ailment(severity=Severity.DAMAGE, what=what, remedy=REBUILD),))


def _half_written(store: Store) -> Iterator[Ailment]:
    """Articles that lack a part, and quads of no article: what one transaction an article should never leave."""
    articles = {node.value for node in store.articles()}
    for node in sorted(articles):
        has_text = next(store.engine.quads_for_pattern(ox.NamedNode(node), BODY, None, store.text), None)
        if has_text is None or not store.values(ox.NamedNode(node), SOURCE):
            what = f"{node} lacks its text or its graph"
            remedy = "build its source again; kg verify says more"
            yield Ailment(severity=Severity.WARNING, what=what, remedy=remedy)
    for graph in store.engine.named_graphs():
        is_article = store.derivation.asserted(graph) and graph not in store.derivation.graphs
        empty = next(store.engine.quads_for_pattern(None, None, None, graph), None) is None
        if is_article and not empty and store.names.article(local(graph)) not in articles:
            what = f"the graph {text(graph)} belongs to no article"
            yield Ailment(severity=Severity.WARNING, what=what, remedy=REBUILD)
    if waiting := store.pending():
        what = f"the facts of {len(waiting)} articles wait to be judged anew: a build was stopped"
        yield Ailment(severity=Severity.NOTE, what=what, remedy="run any build into it, or kg correct, to go on")


def rescue(folder: Path, new: Path) -> tuple[list[str], list[str]]:
    """Copy the articles that can still be read whole into a new store: their sources, and the graphs that are lost."""
    engine = ox.Store.read_only(str(folder))
    old = Store(engine, Store.names_of(engine), folder)
    saved: list[str] = []
    lost: list[str] = []
    with Store.create(new, old.names.base) as target:
        for node in _readable(old.articles()):
            graph = old.graph_of(node)
            try:
                quads = set(old.of_article(graph, node))
                whole = any(quad.predicate == BODY for quad in quads) and any(q.predicate == BUILT_BY for q in quads)
                if not whole:
                    raise StoreError(local(node))
                target.load(quads, old)
                saved += sorted(text(quad.object) for quad in quads if quad.predicate == SOURCE)
            except (OSError, RuntimeError, ValueError, KgError):
                lost.append(local(node))
    return saved, lost


def _readable(nodes: Iterable[ox.NamedNode]) -> Iterator[ox.NamedNode]:
    """What can be read of a sequence, up to where the engine finds it damaged."""
    try:
        yield from nodes
    except (OSError, RuntimeError):
        return
