"""The pages of what is neither thing, article nor fact: decisions about names, graphs, units; and the licences.

Input: an IRI. Output: a page.
"""

from __future__ import annotations

import pyoxigraph as ox
from starlette.responses import RedirectResponse, Response

from kg.decode import text
from kg.derived import DEFAULT
from kg.web.pages.describing import exists
from kg.web.pages.site import Asked

_SHOWN = 200  # triples of a page


def page(asked: Asked, iri: str) -> Response:
    """What the graph says of an IRI, property by property, and which IRIs point to it."""
    node, engine, reader = ox.NamedNode(iri), asked.edition.store.engine, asked.reader
    own = sorted((quad.triple for quad in engine.quads_for_pattern(node, None, None, DEFAULT)), key=str)
    values = [
        (t.predicate.value, reader.label(t.object), t.object.value)
        if isinstance(t.object, ox.NamedNode)
        else (t.predicate.value, text(t.object), "")
        for t in own
    ]
    pointing = sorted({text(quad.subject) for quad in engine.quads_for_pattern(None, None, node, DEFAULT)})
    return asked.page(
        "resource.html", title=reader.label(node), iri=iri, values=values, pointing=pointing[:_SHOWN],
        left_out=max(0, len(pointing) - _SHOWN),
    )  # fmt: skip


def graph_page(asked: Asked, iri: str) -> Response:
    """What a graph holds; 303 to the article for the graph of one."""
    article = asked.names.article(iri.rsplit("/", 1)[-1])
    if exists(asked.edition.store, article):
        return RedirectResponse(asked.path(article), status_code=303)
    size = sum(1 for _ in asked.edition.store.engine.quads_for_pattern(None, None, None, ox.NamedNode(iri)))
    return asked.page("graph.html", title="A graph of the store", iri=iri, size=size)


def licence_page(asked: Asked) -> Response:
    """Who may do what with the graph, the ontology, the names of places and the program."""
    return asked.page("licence.html", title="Licences")
