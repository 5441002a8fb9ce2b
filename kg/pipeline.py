"""The way of an article, stage by stage, into the store: the only module that joins the stages.

Input: paths, and a store open for writing. Output: one Outcome an input, in the order read; the
store holds the article when its outcome is given out. What breaks a shape is kept in quarantine.
"""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import logging
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import metadata, resources
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import pyoxigraph as ox

from kg import corrections, read
from kg.admission import Held, admit
from kg.decode import text
from kg.errors import InputError
from kg.facts import read_facts
from kg.mentions import annotate, people
from kg.model import Article, Document, Fact, Skipped
from kg.namespaces import XSD
from kg.rdf import article_id
from kg.resolve import resolve, with_aliases
from kg.settle import corrections_of, is_house, other_sources, quads_of, settle
from kg.store import BUILT_AT, SOURCE, Store
from kg.validate import Shapes

if TYPE_CHECKING:
    from kg.llm import LanguageModel

log = logging.getLogger(__name__)


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


def extract(article: Article) -> tuple[Fact, ...]:
    """The facts of an article, with their entities identified: the whole text side in one call."""
    return _facts(annotate(article))


def _facts(document: Document, read_by_model: tuple[Fact, ...] = ()) -> tuple[Fact, ...]:
    return with_aliases(document, resolve(document.article, (*read_facts(document), *read_by_model)))


def _extract_with(model: LanguageModel | None, article: Article) -> tuple[tuple[Fact, ...], str, bool]:
    """The facts by rules and, where there is one, by a model; the model's note, and whether it answered."""
    document = annotate(article)
    if model is None:
        return _facts(document), "", False
    reading = model.read(document)
    return _facts(document, reading.facts), reading.note, reading.answered


def readings(
    inputs: Iterable[str], *, stdin: BinaryIO | None = None
) -> Iterator[Skipped | tuple[Document, tuple[Fact, ...]]]:
    """Each input as a document with its facts, without a store; a Skipped where there is no article."""
    for item in read.read(inputs, stdin=stdin):
        if isinstance(item, Skipped):
            yield item
            continue
        document = annotate(item)
        yield document, _facts(document)


def build(
    inputs: Iterable[str],
    store: Store,
    *,
    shapes: Shapes,
    replace: bool = False,
    stdin: BinaryIO | None = None,
    model: LanguageModel | None = None,
) -> Iterator[Outcome]:
    """Read, extract, validate and store each input; one outcome an input, in the order read.

    An article whose text and reader are those of the last build is left as it is. A source that now
    holds another text is skipped, or with ``replace`` takes the place of the old one. A ``model`` reads
    beside the rules; an article that it did not answer for is read again by the next build. Where the store
    was built by other shapes, the facts of all its articles are judged anew first.
    """
    store.set_shapes(shapes.digest, shapes.triples)
    healed, unhealed = settle(store)
    if healed or unhealed:
        yield Outcome(source="", state="rechecked", healed=healed, unhealed=unhealed)
    for item in read.read(inputs, stdin=stdin):
        outcome = (
            Outcome(source=item.source, state="skipped", reason=item.reason)
            if isinstance(item, Skipped)
            else (_build_article(item, store, shapes=shapes, replace=replace, model=model))
        )
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


def _build_article(
    article: Article, store: Store, *, shapes: Shapes, replace: bool, model: LanguageModel | None
) -> Outcome:
    node = ox.NamedNode(store.names.article(article_id(article)))
    earlier = store.article_of(article.source)
    if earlier is not None and earlier != node and not replace:
        reason = "changed since it was built: build with --replace to take the new text"
        return Outcome(source=article.source, state="skipped", reason=reason)
    sources = store.values(node, SOURCE)
    print_ = fingerprint(model)
    if article.source in sources and store.built_by(node) == print_:
        return Outcome(source=article.source, state="unchanged")
    try:
        facts, note, answered = _extract_with(model, article)
    except Exception as error:  # one article that trips a rule must not cost the others
        log.exception("extract failed source=%s", article.source)
        return Outcome(
            source=article.source, state="skipped", reason=f"a rule failed on it: {type(error).__name__}: {error}"
        )
    if model and not answered:
        print_ = fingerprint(None)
    replaced = earlier is not None and earlier != node
    instead_of = _only_from(article.source, earlier, store) if replaced and earlier else ()
    read_by = extractor(model if model and answered else None)
    built_at = datetime.datetime.now(datetime.UTC)  # the only clock that is read; it stands in the ledger alone
    outcome = store_facts(
        article,
        facts,
        store,
        shapes,
        extractor=read_by,
        built_by=print_,
        built_at=built_at,
        instead_of=instead_of,
    )
    state = "replaced" if replaced else "copy" if sources - {article.source} else "built"
    return dataclasses.replace(outcome, state=state, note=note)


def store_facts(
    article: Article,
    facts: Iterable[Fact],
    store: Store,
    shapes: Shapes,
    *,
    extractor: str,
    built_by: str,
    built_at: datetime.datetime | None = None,
    instead_of: Iterable[ox.Quad] = (),
) -> Outcome:
    """Admit the facts of an article and make them all that is stored of it; what that heals elsewhere comes with it.

    ``instead_of`` are the quads of an article that this one replaces: they go in the same transaction.
    """
    admitted = admit(article, facts, store.names, shapes, extractor=extractor, corrections=corrections_of(store))
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
    )


def extractor(model: LanguageModel | None = None) -> str:
    """Program and models that read the facts: part of the provenance of every article."""
    return f"{_program()}, and {model.rule}" if model else _program()


@cache
def _program() -> str:
    names = next((f"{name} {found}" for name in people.MODELS if (found := version(name))), "rules alone")
    return f"citykg {version('citykg') or 'unknown'}, people by {names}"


def version(package: str) -> str | None:
    """The version of an installed package; None where it is not installed."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


@cache
def _code_digest() -> str:
    """A digest of the program and its word lists: another program reads an article anew."""
    root = resources.files("kg")
    files = sorted(path for path in Path(str(root)).rglob("*") if path.suffix in {".py", ".tsv", ".txt"})
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:16]


def fingerprint(model: LanguageModel | None = None) -> str:
    """What the facts of an article depend on besides its text; kept in the ledger, never in the graph."""
    return f"{extractor(model)}; code {_code_digest()}"
