"""A query over a store, with the dataset that the request or the query itself names.

Input: an Oxigraph store and SPARQL text. Output: the engine's result. Several default graphs are merged as RDF
wants it, each triple once: the engine alone repeats a triple for each graph that holds it, so counts would be wrong.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyoxigraph as ox

from kg import sparql as syntax

Result = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


def ask(
    engine: ox.Store,
    sparql: str,
    *,
    prefixes: Mapping[str, str],
    base: str | None = None,
    default_graphs: Sequence[str] = (),
    named_graphs: Sequence[str] = (),
) -> Result:
    """The engine's result for a query; graphs that are given take the place of its FROM clauses.

    Without any, the query runs over the whole store, where the default graph is the merge of the article graphs.
    Raises QueryError, SyntaxError, OSError or RuntimeError.
    """
    syntax.check(sparql)
    asked = sparql + syntax.ROOM
    default, named = [ox.NamedNode(iri) for iri in default_graphs], [ox.NamedNode(iri) for iri in named_graphs]
    if not default and not named:
        clauses = syntax.from_clauses(sparql)
        if len(clauses.default) < 2:
            return engine.query(asked, prefixes=dict(prefixes), base_iri=base)
        default = _resolved(clauses.prologue, clauses.default, prefixes, base)
        named = _resolved(clauses.prologue, clauses.named, prefixes, base)
    if len(default) < 2:
        return engine.query(
            asked, prefixes=dict(prefixes), base_iri=base, default_graph=list(default), named_graphs=list(named)
        )
    merged = ox.Store()
    for graph in default:
        merged.bulk_extend(ox.Quad(*quad.triple) for quad in engine.quads_for_pattern(None, None, None, graph))
    for graph in named:
        merged.bulk_extend(engine.quads_for_pattern(None, None, None, graph))
    return merged.query(
        asked, prefixes=dict(prefixes), base_iri=base, default_graph=ox.DefaultGraph(), named_graphs=list(named)
    )


def _resolved(
    prologue: str, written: Sequence[str], prefixes: Mapping[str, str], base: str | None
) -> list[ox.NamedNode]:
    """The graphs that are written as IRIs or prefixed names under the declarations of a query."""
    if not written:
        return []
    terms = " ".join(f"({term} AS ?graph{number})" for number, term in enumerate(written))
    found = ox.Store().query(f"{prologue}\nSELECT {terms} {{}}", prefixes=dict(prefixes), base_iri=base)
    assert isinstance(found, ox.QuerySolutions)
    return [node for row in found for node in row if isinstance(node, ox.NamedNode)]
