"""The pages that lead to others: the start page, kinds, articles, search, conflicts, quarantine.

Input: the parameters of a request. Output: pages.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import pyoxigraph as ox
from starlette.responses import Response

from kg.comparison import Relation
from kg.conflicts import Disagreement, Told
from kg.decode import KINDS, Described, facts_in, text
from kg.model import Kind, Span
from kg.namespaces import ONTOLOGY, SHAPES, Names
from kg.resolve import entities
from kg.store import Store
from kg.web.pages import questions, worldmap
from kg.web.pages.articles import anchor
from kg.web.pages.catalogue import LONGEST_SEARCH, searchable
from kg.web.pages.edition import Edition
from kg.web.pages.sentences import Part, sentence
from kg.web.pages.site import Asked, BadRequestError, NotFoundError

STATEMENT = ox.NamedNode(ONTOLOGY + "statement")
PAGE = 100
CONFLICTS = 25  # a page
_FRONT = (Kind.CITY, Kind.AWARD, Kind.EVENT, Kind.PERSON, Kind.ORGANIZATION, Kind.METRIC)


@dataclass(frozen=True, kw_only=True)
class Side:
    """One of two facts that disagree, with its words and where they stand."""

    iri: str
    parts: tuple[Part, ...]
    quote: str
    article: str
    source: str
    published: str
    anchor: str


def start(asked: Asked) -> Response:
    """The start page."""
    catalogue = asked.edition.catalogue
    cities = catalogue.of_kind(Kind.CITY)
    return asked.page(
        "start.html",
        title="",
        catalogue=catalogue,
        facts=sum(catalogue.classes.values()),
        dots=worldmap.dots((city.iri, city.label, city.facts) for city in cities[:300]),
        graticule=worldmap.graticule(),
        map_size=(worldmap.WIDTH, worldmap.HEIGHT),
        most={kind: catalogue.of_kind(kind)[:7] for kind in _FRONT},
        recent=catalogue.articles[:8],
        questions=questions.examples(),
    )


def kind(asked: Asked) -> Response:
    """All things of a kind, those with most facts first, or by name."""
    chosen = KINDS.get(asked.request.path_params["kind"])
    if chosen is None:
        raise NotFoundError(f"there is no kind {asked.request.path_params['kind']!r}")
    things = asked.edition.catalogue.of_kind(chosen)
    by_name = asked.request.query_params.get("sort") == "name"
    if by_name:
        things = sorted(things, key=lambda thing: (searchable(thing.label), thing.iri))
    pages = max(1, -(-len(things) // PAGE))
    at = asked.number("page", least=1, most=pages, default=1)
    return asked.page(
        "kind.html", title="", kind=chosen, total=len(things), by_name=by_name, at=at, pages=pages,
        most=max((thing.facts for thing in things), default=1) or 1, things=things[(at - 1) * PAGE : at * PAGE],
    )  # fmt: skip


def articles(asked: Asked) -> Response:
    """All articles, the newest first."""
    found = asked.edition.catalogue.articles
    pages = max(1, -(-len(found) // PAGE))
    at = asked.number("page", least=1, most=pages, default=1)
    shown = found[(at - 1) * PAGE : at * PAGE]
    months = [(month, list(lines)) for month, lines in itertools.groupby(shown, key=lambda line: line.published[:7])]
    return asked.page("articles.html", title="Articles", months=months, total=len(found), at=at, pages=pages)


def search(asked: Asked) -> Response:
    """The things that a name means."""
    words = asked.request.query_params.get("q", "")[:LONGEST_SEARCH].strip()
    told = asked.request.query_params.get("kind", "")
    if told and told not in KINDS:
        raise BadRequestError(f"there is no kind {told!r}")
    hits = asked.edition.catalogue.search(words, kind=KINDS.get(told), limit=PAGE)
    lines = _titles(asked.edition, words) if words and not told else []
    return asked.page("search.html", title="Search", words=words, kind=told, hits=hits, lines=lines, limit=PAGE)


def _titles(edition: Edition, words: str, most: int = 10) -> list[object]:
    wanted = searchable(words).split()
    titles: dict[str, str] = edition.once(
        "titles", lambda: {line.iri: searchable(line.title) for line in edition.catalogue.articles}
    )
    found = (line for line in edition.catalogue.articles if wanted and all(w in titles[line.iri] for w in wanted))
    return list(itertools.islice(found, most))


def compare(edition: Edition) -> object:
    """Work out the disagreements, which takes long."""
    return edition.disagreements


def conflicts(asked: Asked) -> Response:
    """Where articles say different things about the same, with both quotes; of one sort, or about one thing."""
    relation, about = (asked.request.query_params.get(name, "") for name in ("relation", "about"))
    known = [one.value for one in Relation if one is not Relation.SAME]
    if relation and relation not in known:
        raise BadRequestError(f"there is no sort of disagreement {relation!r}; there are {', '.join(known)}")
    found = [one for one in asked.edition.disagreements if not about or _concerns(one, about, asked.names)]
    counts = {name: sum(1 for one in found if one.relation.value == name) for name in known}
    chosen = [
        one for one in found if (one.relation.value == relation if relation else one.relation is not Relation.COPY)
    ]
    pages = max(1, -(-len(chosen) // CONFLICTS))
    at = asked.number("page", least=1, most=pages, default=1)
    shown = [
        (one, _side(one.one, asked.names), _side(one.other, asked.names))
        for one in chosen[(at - 1) * CONFLICTS : at * CONFLICTS]
    ]
    thing = asked.edition.catalogue.things.get(asked.names.base + about)
    return asked.page(
        "conflicts.html", title="Where articles disagree", shown=shown, counts=counts, relation=relation, about=about,
        thing=thing, at=at, pages=pages, total=len(chosen),
    )  # fmt: skip


def _concerns(one: Disagreement, about: str, names: Names) -> bool:
    return any(
        names.entity(entity) == names.base + about
        for side in (one.one, one.other)
        for _, entity in entities(side.telling.fact)
    )


def _side(told: Told, names: Names) -> Side:
    fact, published = told.telling.fact, told.telling.published
    return Side(
        iri=told.iri,
        parts=sentence(fact, names),
        quote=" ".join(told.telling.quote.split()),
        article=told.telling.article,
        source=told.source,
        published=published.isoformat() if published else "",
        anchor=anchor(Span(start=fact.evidence[0].start, end=fact.evidence[0].end)),
    )


def nothing(asked: Asked) -> Response:
    """What is said of an address that nothing is at."""
    where = "the endpoint is at /sparql, graphs at /store, the description at /.well-known/void"
    raise NotFoundError(f"there is nothing at {asked.request.url.path[:200]}; {where}")


def quarantine(asked: Asked) -> Response:
    """The facts that were kept out of the graph, with the shapes that they break."""
    rows = sorted(asked.edition.held, key=lambda row: (row["source"], row["fact"]))
    held = [(fact, list(rows)) for fact, rows in itertools.groupby(rows, key=lambda row: row["fact"])]
    pages = max(1, -(-len(held) // PAGE))
    at = asked.number("page", least=1, most=pages, default=1)
    store = asked.edition.store
    shown = [(fact, rows, _held(store, fact)) for fact, rows in held[(at - 1) * PAGE : at * PAGE]]
    read_in = {rows[0]["source"]: getattr(store.article_of(rows[0]["source"]), "value", "") for _, rows, _ in shown}
    return asked.page(
        "quarantine.html", title="Quarantine", shown=shown, articles=read_in, total=len(held), at=at, pages=pages,
        shapes=SHAPES,
    )  # fmt: skip


def _held(store: Store, iri: str) -> tuple[Part, ...]:
    """What a fact in quarantine says, in words; its things are called as its article calls them."""
    node = ox.NamedNode(iri)
    for quad in store.engine.quads_for_pattern(node, STATEMENT, None, store.quarantine):
        told = Described(ox.parse(text(quad.object).encode(), format=ox.RdfFormat.N_TRIPLES))
        for fact, said in facts_in(told, store.names):
            if fact == node:
                return sentence(said, store.names)
    return ()
