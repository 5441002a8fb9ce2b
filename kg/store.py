"""The embedded store: Oxigraph on disk, one transaction an article, one named graph an article.

Input: the quads of an article, with its text and what was put in quarantine. Output: quads. What
is not news stands in graphs of its own: the stored texts, the quarantine, the ledger of what was built
with what, and what follows from all articles together (``derived``). The default graph is the merge of
the article graphs: one IRI a thing, each triple once, however many articles say it.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import pyoxigraph as ox

from kg import seal
from kg.decode import local, text
from kg.derived import DEFAULT, Derived, Graph, View
from kg.errors import StoreError
from kg.memory import give_back
from kg.namespaces import BASE, ONTOLOGY, SCHEMA, Names

SOURCE = ox.NamedNode(ONTOLOGY + "source")
BUILT_AT = ox.NamedNode(ONTOLOGY + "builtAt")
BUILT_BY = ox.NamedNode(ONTOLOGY + "builtBy")
BODY = ox.NamedNode(SCHEMA + "articleBody")
WAITS, HEALED, DISPUTED, REPAIRED, PENDING, SHAPES, SHAPES_DIGEST = (
    ox.NamedNode(ONTOLOGY + name)
    for name in ("waitsFor", "healed", "disputed", "repaired", "pending", "shapes", "shapesDigest")
)
OWN_GRAPHS = ("text", "derived", "quarantine", "ledger")
ENGINE_FILE = "CURRENT"  # every RocksDB folder has one
_BEGUN = re.compile(r"LOCK|LOG(?:\.old\.\d+)?|IDENTITY|MANIFEST-000001|\d+\.dbtmp")


class Store:
    """A knowledge graph on disk. Use it as a context manager; one process writes at a time."""

    def __init__(self, engine: ox.Store, names: Names, path: Path | None = None) -> None:
        self.engine = engine
        self.names = names
        self.path = path
        self.writable = False  # True for a folder that this process holds for writing
        self.text, self.derived, self.quarantine, self.ledger = (ox.NamedNode(names.graph(name)) for name in OWN_GRAPHS)
        self.derivation = Derived(engine, names)
        self.corrections = self.derivation.corrections

    @classmethod
    def create(cls, path: Path, base: str | None = None) -> Self:
        """The store in this folder, opened for writing; made where the folder is new or empty.

        ``base`` is the base IRI of a new store; a store that holds articles keeps its own. Raises
        StoreError where the folder holds something else, is locked, damaged or cannot be written, or
        where the store was built with another base.
        """
        if path.exists() and not path.is_dir():
            raise StoreError(f"cannot open the store {path}: it is a file; name a folder")
        if path.is_dir() and not (path / ENGINE_FILE).exists() and not all(map(_is_begun, path.iterdir())):
            raise StoreError(f"cannot open the store {path}: the folder holds other files; name a new folder")
        _check_seal(path)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            seal.lift(path)  # first: opening writes, and a process that is killed then leaves no damage
            engine = ox.Store(str(path))
            used = _base_of(engine)
        except (OSError, RuntimeError) as error:
            raise StoreError(f"cannot open the store {path}: {advice(error)}") from error
        if base and used and base != used:
            raise StoreError(f"cannot build with the base {base}: the store {path} was built with {used}; use another")
        store = cls(engine, Names(base=used or base or BASE), path)
        store.writable = True
        return store

    @classmethod
    def edit(cls, path: Path) -> Self:
        """The store in this folder, opened for writing. Raises StoreError as ``open`` and ``create`` do."""
        if not (path / ENGINE_FILE).exists():
            raise StoreError(f"cannot open the store {path}: there is none; build it: kg build INPUT --store {path}")
        return cls.create(path)

    @classmethod
    def open(cls, path: Path) -> Self:
        """The store in this folder, for reading. Raises StoreError where there is none, or a damaged one."""
        if not (path / ENGINE_FILE).exists():
            raise StoreError(f"cannot open the store {path}: there is none; build it: kg build INPUT --store {path}")
        _check_seal(path)
        try:
            engine = ox.Store.read_only(str(path))
            return cls(engine, cls.names_of(engine), path)
        except (OSError, RuntimeError) as error:
            raise StoreError(f"cannot open the store {path}: {advice(error)}") from error

    @staticmethod
    def names_of(engine: ox.Store) -> Names:
        """The names that a store was built with."""
        return Names(base=_base_of(engine) or BASE)

    @classmethod
    def in_memory(cls, names: Names | None = None) -> Self:
        """An empty store that is kept nowhere."""
        return cls(ox.Store(), names or Names())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the folder, so that another process can write; what was written is sealed."""
        del self.engine, self.derivation
        if self.writable and self.path:
            self.writable = False
            with contextlib.suppress(OSError):  # a full disk; without a seal the store is read as it is
                seal.write(self.path)

    def flush(self) -> None:
        """Bring all that was committed into the store's tables: the next opening is quick, and memory is given back."""
        self.engine.flush()
        give_back()

    # -- writing --------------------------------------------------------------------------------

    def put(
        self,
        graph: ox.NamedNode,
        quads: Iterable[ox.Quad],
        article: ox.NamedNode,
        *,
        pending: Iterable[ox.NamedNode] = (),
        instead_of: Iterable[ox.Quad] = (),
    ) -> bool:
        """Make ``quads`` all that is stored of an article, in one transaction; False where it was so already.

        ``graph`` is the article's graph; ``quads`` may stand in it, in the text graph, in quarantine and the ledger.
        ``pending`` are articles whose facts are to be admitted anew after that; ``instead_of`` are quads of another
        article, which this one replaces.
        """
        old = {*self.of_article(graph, article), *instead_of}
        new = {*quads}
        new |= set(self.derivation.claims(graph, new))
        waiting = self._pending(pending)
        return self._change(old - new - waiting, (new - old) | self._absent(waiting))

    def load(self, quads: Iterable[ox.Quad], other: Store) -> None:
        """Take articles out of another store, with its corrections and shapes; what follows is worked out anew."""
        kept = {*other.engine.quads_for_pattern(None, None, None, other.corrections)}
        kept.update(other.engine.quads_for_pattern(other.ledger, None, None, other.ledger))
        told = {*quads} | kept
        waiting = (q.subject for q in told if q.predicate == WAITS and isinstance(q.subject, ox.NamedNode))
        self._change(set(), self._absent(told | self._pending(waiting)))

    def of_article(self, graph: ox.NamedNode, article: ox.NamedNode) -> Iterator[ox.Quad]:
        """All quads stored for an article: its graph, its text, its quarantine and its line in the ledger."""
        yield from self.engine.quads_for_pattern(None, None, None, graph)
        yield from self.engine.quads_for_pattern(None, None, None, self.derivation.index_of(graph))
        yield from self.engine.quads_for_pattern(article, None, None, self.text)
        yield from self.engine.quads_for_pattern(article, None, None, self.ledger)
        for held in self.engine.quads_for_pattern(None, ox.NamedNode(ONTOLOGY + "heldFrom"), article, self.quarantine):
            yield from self.engine.quads_for_pattern(held.subject, None, None, self.quarantine)

    def correct(self, quads: Iterable[ox.Quad], pending: Iterable[ox.NamedNode] = ()) -> bool:
        """Make ``quads`` all the corrections there are, in one transaction; the articles are to be admitted anew."""
        old = set(self.engine.quads_for_pattern(None, None, None, self.corrections))
        return self._change(old - set(quads), set(quads) - old | self._absent(self._pending(pending)))

    def set_shapes(self, digest: str, triples: bytes) -> bool:
        """Keep the shapes that facts are admitted by; where they are others than before, all articles are pending."""
        told = {
            ox.Quad(self.ledger, SHAPES, ox.Literal(triples.decode()), self.ledger),
            ox.Quad(self.ledger, SHAPES_DIGEST, ox.Literal(digest), self.ledger),
        }
        old = set(self.engine.quads_for_pattern(self.ledger, None, None, self.ledger))
        waiting = self._pending(self.articles() if told - old else ())
        return self._change(old - told, told - old | self._absent(waiting))

    def _pending(self, articles: Iterable[ox.NamedNode]) -> set[ox.Quad]:
        return {ox.Quad(article, PENDING, ox.Literal("facts to be admitted anew"), self.ledger) for article in articles}

    def _absent(self, quads: Iterable[ox.Quad]) -> set[ox.Quad]:
        return {quad for quad in quads if quad not in self.engine}

    def _change(self, gone: set[ox.Quad], come: set[ox.Quad]) -> bool:
        if not gone and not come:
            return False
        changed = self.derivation.changes(gone, come)
        for quad in self._pending(self._waiting(changed)):
            changed.add(quad)
        self.derivation.forget(changed)
        self._write(changed)
        return True

    def _write(self, changed: View) -> None:
        try:
            if changed.gone:  # an update of two operations is one transaction; extend can only add
                deleted = f"DELETE DATA {{ {_data(changed.gone)} }}"
                self.engine.update(f"{deleted} ; INSERT DATA {{ {_data(changed.come)} }}" if changed.come else deleted)
            else:
                self.engine.extend(changed.come)
        except (OSError, RuntimeError) as error:
            raise StoreError(f"cannot write to the store {self.path}: {advice(error)}") from error

    def _waiting(self, changed: View) -> set[ox.NamedNode]:
        """The articles with facts that are held or were healed for what is said of an entity that changes."""
        names = {name for thing in changed.touched for name in self.derivation.members(changed, thing)}
        found = {quad.subject for name in names for quad in changed.quads(None, WAITS, name, self.ledger)}
        found |= {quad.subject for quad in changed.come if quad.predicate == WAITS}
        let_go = {quad.object for quad in changed.gone if quad.predicate == WAITS}
        found |= {quad.subject for name in let_go for quad in changed.quads(None, WAITS, name, self.ledger)}
        return {node for node in found if isinstance(node, ox.NamedNode)}

    # -- reading --------------------------------------------------------------------------------

    def graph_of(self, article: ox.NamedNode) -> ox.NamedNode:
        """The graph that holds what an article says."""
        return ox.NamedNode(self.names.graph(local(article)))

    def articles(self) -> Iterator[ox.NamedNode]:
        """The articles that are stored."""
        for quad in self.engine.quads_for_pattern(None, BUILT_BY, None, self.ledger):
            if isinstance(quad.subject, ox.NamedNode):
                yield quad.subject

    def pending(self) -> list[ox.NamedNode]:
        """The articles whose facts are to be admitted anew, because what they depend on has changed; sorted."""
        found = (quad.subject for quad in self.engine.quads_for_pattern(None, PENDING, None, self.ledger))
        return sorted((node for node in found if isinstance(node, ox.NamedNode)), key=str)

    def shapes(self) -> tuple[str, bytes] | None:
        """Digest and triples of the shapes that the facts were admitted by; None where nothing was built."""
        told = {
            quad.predicate: quad.object for quad in self.engine.quads_for_pattern(self.ledger, None, None, self.ledger)
        }
        return (text(told[SHAPES_DIGEST]), text(told[SHAPES]).encode()) if SHAPES in told else None

    def article_of(self, source: str) -> ox.NamedNode | None:
        """The article that was read from this path or URL; None where none was."""
        quad = next(self.engine.quads_for_pattern(None, SOURCE, ox.Literal(source), DEFAULT), None)
        return quad.subject if quad and isinstance(quad.subject, ox.NamedNode) else None

    def built_by(self, article: ox.NamedNode) -> str | None:
        """What built the stored facts of an article: the fingerprint of program and model."""
        quad = next(self.engine.quads_for_pattern(article, BUILT_BY, None, self.ledger), None)
        return text(quad.object) if quad else None

    def values(self, subject: ox.NamedNode, predicate: ox.NamedNode) -> set[str]:
        """The asserted values of a property of a node."""
        return {text(quad.object) for quad in self.engine.quads_for_pattern(subject, predicate, None, DEFAULT)}

    def body(self, article: ox.NamedNode) -> str:
        """The stored text of an article: what its spans refer to."""
        quad = next(self.engine.quads_for_pattern(article, BODY, None, self.text), None)
        if quad is None:
            raise StoreError(f"the store {self.path} holds no text of {article.value}; build the article again")
        return text(quad.object)

    def merged(self) -> Iterator[ox.Triple]:
        """All that is asserted, as one graph: each triple once."""
        return (quad.triple for quad in self.engine.quads_for_pattern(None, None, None, DEFAULT))

    def published(self) -> Iterator[ox.NamedNode]:
        """The graphs that dumps hold: those of articles, identity and labels; quarantine and corrections."""
        for graph in self.engine.named_graphs():
            empty = next(self.engine.quads_for_pattern(None, None, None, graph), None) is None
            if isinstance(graph, ox.NamedNode) and self._is_published(graph) and not empty:
                yield graph

    def graphs(self) -> Iterator[ox.Quad]:
        """All that is asserted, in the graphs of its articles, and the labels; and what is in quarantine."""
        return (quad for quad in self.engine if self._is_published(quad.graph_name))

    def _is_published(self, graph: Graph) -> bool:
        return self.derivation.asserted(graph) or graph in {self.quarantine, self.derivation.corrections}


def _is_begun(file: Path) -> bool:
    """True for a file that the engine makes before it has a store; a build may have been killed just there."""
    return _BEGUN.fullmatch(file.name) is not None


def _check_seal(path: Path) -> None:
    """Raises StoreError where a file of a closed store is lost or cut: the engine itself would not notice."""
    wrong = seal.broken(path) if path.is_dir() else []
    if wrong:
        remedy = f"see what to do: kg doctor --store {path}"
        raise StoreError(f"cannot open the store {path}: it is damaged, {'; '.join(wrong[:3])}; {remedy}")


def _data(quads: Iterable[ox.Quad]) -> str:
    """The quads as the inside of a SPARQL ``INSERT DATA`` block."""
    return " ".join(
        f"{q.subject} {q.predicate} {q.object} ."
        if q.graph_name == DEFAULT
        else f"GRAPH {q.graph_name} {{ {q.subject} {q.predicate} {q.object} }}"
        for q in quads
    )


def _base_of(engine: ox.Store) -> str | None:
    """The base IRI that a store was built with: what stands before ``article/``; None where it is empty."""
    quad = next(engine.quads_for_pattern(None, SOURCE, None, DEFAULT), None)
    return text(quad.subject).rsplit("article/", 1)[0] if quad else None


def advice(error: Exception) -> str:
    """What an error of the engine means, and what to do next."""
    text = str(error)
    if "orruption" in text or "No such file" in text:
        return f"it is damaged; build it again into a new folder, or restore a copy ({text})"
    if "No space" in text:
        return f"the disk is full; free space, then run the same build again ({text})"
    if "lock" in text.casefold():
        return f"another process is writing to it; wait until that build has ended ({text})"
    return text
