"""The way of an article, stage by stage, into the store: the only module that joins the stages.

Input: paths, and a store open for writing. Output: one Outcome an input, in the order read; the
store holds the article when its outcome is given out. What breaks a shape is kept in quarantine.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import hashlib
import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, partial
from importlib import resources
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import pyoxigraph as ox

from kg import corrections, encoder, read
from kg.admission import Held
from kg.decode import text
from kg.errors import InputError, TaskError
from kg.mentions import annotate
from kg.model import Article, Document, Fact, Skipped
from kg.namespaces import XSD
from kg.partition import Reader, Reading, extractor, facts_of
from kg.pool import Pool, in_order
from kg.rdf import ID_LENGTH
from kg.settle import corrections_of, is_house, other_sources, quads_of, settle
from kg.store import BUILT_AT, SOURCE, Store
from kg.validate import Shapes

if TYPE_CHECKING:
    from kg.llm import LanguageModel

log = logging.getLogger(__name__)
AHEAD = 4  # inputs that are read, or wait to be stored, for each process
FLUSHED = 100  # articles after which the engine writes what it holds in memory, 0.8 MB an article, into tables
NOT_READING = frozenset(
    {"cli", "draw", "export", "remote", "scale", "web", "world"}
)  # parts of the program that no fact depends on
FEW = 8  # fewer inputs than that are read sooner than other processes start


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of one input. ``state``: built, replaced, unchanged, copy or skipped."""

    source: str
    state: str
    reason: str = ""  # skipped only
    note: str = ""  # what a model left out, or why it gave nothing
    facts: Counter[str] = field(default_factory=Counter)  # asserted, by class
    held: tuple[Held, ...] = ()
    healed: tuple[str, ...] = ()  # facts, of any article, that came out of quarantine because of this input
    unhealed: tuple[str, ...] = ()  # facts that went back there


def extract(article: Article, *, fast: bool = False) -> tuple[Fact, ...]:
    """The facts of an article, with their entities identified: the whole text side in one call."""
    with encoder.using(not fast):
        return facts_of(annotate(article))


def readings(
    inputs: Iterable[str], *, stdin: BinaryIO | None = None, fast: bool = False
) -> Iterator[Skipped | tuple[Document, tuple[Fact, ...]]]:
    """Each input as a document with its facts, without a store; a Skipped where there is no article."""
    for item in read.read(inputs, stdin=stdin):
        if isinstance(item, Skipped):
            yield item
            continue
        document = annotate(item)
        with encoder.using(not fast):
            facts = facts_of(document)
        yield document, facts


def build(
    inputs: Iterable[str],
    store: Store,
    *,
    shapes: Shapes,
    replace: bool = False,
    stdin: BinaryIO | None = None,
    model: LanguageModel | None = None,
    workers: int = 0,
    fast: bool = False,
) -> Iterator[Outcome]:
    """Read, extract, validate and store each input; one outcome an input, in the order read.

    An article whose bytes and reader are those of the last build is left as it is. A source that now
    holds another text is skipped, or with ``replace`` takes the place of the old one. A ``model`` reads
    beside the rules; an article that it did not answer for is read again by the next build. Where the store
    was built by other shapes, the facts of all its articles are judged anew first. With ``workers`` more than a few
    inputs are read in so many other processes, each within limits of time and memory; what is stored is the same.
    ``fast`` leaves the encoder out: half the time, and less is found.
    """
    store.set_shapes(shapes.digest, shapes.triples)
    healed, unhealed = settle(store)
    if healed or unhealed:
        yield Outcome(source="", state="rechecked", healed=healed, unhealed=unhealed)
    reader = Reader(names=store.names, shapes=shapes, corrections=corrections_of(store), model=model, fast=fast)
    found = read.raws(inputs, stdin=stdin)
    first = list(islice(found, FEW))
    workers = workers if len(first) == FEW else 0
    with _begin(reader, workers) as begin:

        def start(item: read.Raw | Skipped) -> Callable[[], Outcome]:
            if isinstance(item, Skipped):
                return partial(_skipped, item)
            if known := _known(item, store, fingerprint(model, fast=fast), replace=replace):
                return lambda: known
            return partial(_finish, item, begin(item), store, reader, replace=replace)

        for number, outcome in enumerate(in_order(chain(first, found), start, AHEAD * workers), 1):
            if number % FLUSHED == 0:
                store.flush()
            log.info("article state=%s source=%s reason=%s", outcome.state, outcome.source, outcome.reason)
            yield outcome


def summary(outcomes: Iterable[Outcome]) -> dict[str, object]:
    """What a build did, for programs: counts by state, facts by class, and each skipped input and held fact."""
    outcomes = list(outcomes)
    return {
        "articles": dict(sorted(Counter(outcome.state for outcome in outcomes).items())),
        "facts": dict(sorted(sum((outcome.facts for outcome in outcomes), Counter[str]()).items())),
        "notes": [{"source": o.source, "note": o.note} for o in outcomes if o.note],
        "skipped": [{"source": o.source, "reason": o.reason} for o in outcomes if o.state == "skipped"],
        "quarantine": [
            {"source": outcome.source, "fact": held.iri.value, "shape": finding.shape, "message": finding.message}
            for outcome in outcomes
            for held in outcome.held
            for finding in held.findings
        ],
    }


def retract(source: str, store: Store) -> bool:
    """Take back what was read from a path or URL; False where nothing was. A copy elsewhere keeps the article."""
    article = store.article_of(source)
    if article is None:
        return False
    gone = _only_from(source, article, store)
    graph = store.graph_of(article)
    store.put(graph, set(store.of_article(graph, article)) - gone, article)
    settle(store)
    return True


def _only_from(source: str, article: ox.NamedNode, store: Store) -> set[ox.Quad]:
    """What is stored of an article for one of its sources alone: all of it where there is no other."""
    told = set(store.of_article(store.graph_of(article), article))
    sources = {quad for quad in told if quad.predicate == SOURCE}
    own = {quad for quad in sources if text(quad.object) == source}
    return own if sources - own else told


def correct(lines: str, store: Store) -> tuple[int, tuple[str, ...], tuple[str, ...], list[str]]:
    """Make the lines of a corrections file all that is corrected.

    Their number, the facts that came and that went, and what the store has not of the things that they name.
    Raises InputError for a line that cannot be read, and for lines that contradict; nothing is changed then.
    """
    new = set(corrections.read(lines, store.names, store.corrections))
    if both := corrections.contradicting(new):
        raise InputError(f"cannot use the corrections: they say same and different of {both[0]}; take one line out")
    old = set(store.engine.quads_for_pattern(None, None, None, store.corrections))
    store.correct(new, corrections.articles_of(store, old ^ new))
    return len(new), *settle(store), corrections.unknown(store, new)


@contextlib.contextmanager
def _begin(reader: Reader, workers: int) -> Iterator[Callable[[read.Raw], Callable[[], Reading | Skipped]]]:
    """What begins to read an input: here and when asked for, or at once in another process, started when needed."""
    with contextlib.ExitStack() as stack:
        pool: list[Pool[read.Raw, Reading | Skipped]] = []

        def begin(raw: read.Raw) -> Callable[[], Reading | Skipped]:
            if not pool:
                pool.append(stack.enter_context(Pool(reader, workers, preload="kg.preload")))
            return pool[0].start(raw)

        yield begin if workers and reader.model is None else lambda raw: partial(reader, raw)


def _skipped(item: Skipped) -> Outcome:
    return Outcome(source=item.source, state="skipped", reason=item.reason)


def _known(raw: read.Raw, store: Store, built_by: str, *, replace: bool) -> Outcome | None:
    """The outcome of an input that need not be read."""
    node = ox.NamedNode(store.names.article(raw.sha256[:ID_LENGTH]))
    earlier = store.article_of(raw.source)
    if earlier is not None and earlier != node and not replace:
        reason = "changed since it was built: build with --replace to take the new text"
        return Outcome(source=raw.source, state="skipped", reason=reason)
    if raw.source in store.values(node, SOURCE) and store.built_by(node) == built_by:
        return Outcome(source=raw.source, state="unchanged")
    return None


def _finish(
    raw: read.Raw,
    reading: Callable[[], Reading | Skipped],
    store: Store,
    reader: Reader,
    *,
    replace: bool,
) -> Outcome:
    """Store what was read; another input of this build may have been the same one."""
    try:
        found = reading()
    except TaskError as error:
        return Outcome(source=raw.source, state="skipped", reason=str(error))
    if isinstance(found, Skipped):
        return _skipped(found)
    if known := _known(raw, store, fingerprint(reader.model, fast=reader.fast), replace=replace):
        return known
    article = found.article
    node = found.admitted.graph.article
    earlier = store.article_of(article.source)
    sources = store.values(node, SOURCE)
    replaced = earlier is not None and earlier != node
    outcome = store_reading(
        found,
        store,
        reader.shapes,
        built_by=fingerprint(reader.model if found.by_model else None, fast=reader.fast),
        built_at=datetime.datetime.now(datetime.UTC),  # the only clock that is read; it stands in the ledger alone
        instead_of=_only_from(article.source, earlier, store) if replaced and earlier else (),
    )
    state = "replaced" if replaced else "copy" if sources - {article.source} else "built"
    return dataclasses.replace(outcome, state=state)


def store_reading(
    reading: Reading,
    store: Store,
    shapes: Shapes,
    *,
    built_by: str,
    built_at: datetime.datetime | None = None,
    instead_of: Iterable[ox.Quad] = (),
) -> Outcome:
    """Make a reading all that is stored of its article; what that heals elsewhere comes with it.

    ``instead_of`` are the quads of an article that this one replaces: they go in the same transaction.
    """
    article, admitted = reading.article, reading.admitted
    quads = quads_of(article, admitted, store, built_by) | other_sources(admitted.graph, store)
    if built_at:
        stamp = ox.Literal(built_at.isoformat(timespec="seconds"), datatype=ox.NamedNode(XSD + "dateTime"))
        quads.add(ox.Quad(admitted.graph.article, BUILT_AT, stamp, store.ledger))
    own = [admitted.graph.article] if is_house(shapes) else []
    store.put(admitted.graph.graph, quads, admitted.graph.article, pending=own, instead_of=instead_of)
    healed, unhealed = settle(store)
    mine = {held.iri.value for held in admitted.held}
    counts = Counter(type(fact).__name__ for _, fact in admitted.graph.facts)
    counts += Counter(type(held.fact).__name__ for held in admitted.held if held.iri.value in healed)
    return Outcome(
        source=article.source,
        state="built",
        facts=counts,
        held=tuple(held for held in admitted.held if held.iri.value not in healed),
        healed=tuple(iri for iri in healed if iri not in mine),
        unhealed=unhealed,
        note=reading.note,
    )


@cache
def _code_digest() -> str:
    """A digest of the program and its word lists: another program reads an article anew."""
    root = resources.files("kg")
    read_by = (path for path in Path(str(root)).rglob("*") if path.relative_to(str(root)).parts[0] not in NOT_READING)
    files = sorted(path for path in read_by if path.suffix in {".py", ".tsv", ".txt", ".npz", ".onnx"})
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:16]


def fingerprint(model: LanguageModel | None = None, *, fast: bool = False) -> str:
    """What the facts of an article depend on besides its text; kept in the ledger, never in the graph."""
    return f"{extractor(model, fast=fast)}; code {_code_digest()}"
