"""W3C manifests with HTTP requests (rdf-tests, SPARQL 1.1 protocol and graph store), read into values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

MANIFEST = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
HTTP = "http://www.w3.org/2011/http#"
CONTENT = "http://www.w3.org/2011/content#"
UPDATE_TEST = "http://www.w3.org/2009/sparql/tests/test-update#"
RDFS_LABEL = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """A request, and what is expected of the answer; ``statuses`` as in the manifest: ``StatusCode2xx``, ``OK``."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    statuses: frozenset[str]
    boolean: bool | None
    format: str | None
    content: str | None


@dataclass(frozen=True, kw_only=True)
class Case:
    """One entry of a manifest: its name, its exchanges in order, and the graphs that it wants loaded (IRI and file)."""

    name: str
    exchanges: tuple[Exchange, ...]
    graphs: tuple[tuple[str, Path], ...]


class _Manifest:
    def __init__(self, path: Path) -> None:
        self.store = ox.Store()
        self.store.load(path=str(path), format=ox.RdfFormat.TURTLE, base_iri=path.as_uri())

    def all(
        self, subject: ox.NamedNode | ox.BlankNode, predicate: str
    ) -> list[ox.NamedNode | ox.BlankNode | ox.Literal]:
        found = self.store.quads_for_pattern(subject, ox.NamedNode(predicate), None)
        return [quad.object for quad in found if not isinstance(quad.object, ox.Triple)]

    def node(self, subject: ox.NamedNode | ox.BlankNode, predicate: str) -> ox.NamedNode | ox.BlankNode | None:
        return next((one for one in self.all(subject, predicate) if not isinstance(one, ox.Literal)), None)

    def text(self, subject: ox.NamedNode | ox.BlankNode | None, predicate: str) -> str | None:
        found = self.all(subject, predicate) if subject else []
        return found[0].value if found else None

    def members(self, head: ox.NamedNode | ox.BlankNode | None) -> Iterator[ox.NamedNode | ox.BlankNode]:
        while head is not None and not head.value.endswith("#nil"):
            first = self.node(head, RDF + "first")
            assert first is not None
            yield first
            head = self.node(head, RDF + "rest")


def cases(path: Path) -> tuple[Case, ...]:
    """The entries of a manifest, in its order; none where the file is not there."""
    if not path.exists():
        return ()
    manifest = _Manifest(path)
    head = next(manifest.store.quads_for_pattern(None, ox.NamedNode(MANIFEST + "entries"), None)).object
    assert not isinstance(head, ox.Literal | ox.Triple)
    return tuple(_case(manifest, entry) for entry in manifest.members(head))


def _case(manifest: _Manifest, entry: ox.NamedNode | ox.BlankNode) -> Case:
    action = manifest.node(entry, MANIFEST + "action")
    assert action is not None
    requests = manifest.members(manifest.node(action, HTTP + "requests"))
    graphs = []
    for data in manifest.all(entry, UPDATE_TEST + "graphData"):
        assert isinstance(data, ox.BlankNode)
        file, label = manifest.text(data, UPDATE_TEST + "graph"), manifest.text(data, RDFS_LABEL.value)
        graphs.append((str(label), Path(str(file).removeprefix("file://"))))
    return Case(
        name=entry.value.rpartition("#")[2],
        exchanges=tuple(_exchange(manifest, request) for request in requests),
        graphs=tuple(graphs),
    )


def _exchange(manifest: _Manifest, request: ox.NamedNode | ox.BlankNode) -> Exchange:
    headers = {
        str(manifest.text(header, HTTP + "fieldName")): str(manifest.text(header, HTTP + "fieldValue"))
        for header in manifest.members(manifest.node(request, HTTP + "headers"))
    }
    body = manifest.node(request, HTTP + "body")
    encoding = manifest.text(body, CONTENT + "characterEncoding") or "utf-8"
    response = manifest.node(request, HTTP + "resp")
    assert response is not None
    boolean = manifest.text(response, MANIFEST + "expectedBoolean")
    return Exchange(
        method=str(manifest.text(request, HTTP + "methodName")),
        path=str(manifest.text(request, HTTP + "absolutePath")),
        headers=headers,
        body=(manifest.text(body, CONTENT + "chars") or "").encode(encoding),
        statuses=frozenset(one.value.rpartition("#")[2] for one in manifest.all(response, MANIFEST + "expectedStatus")),
        boolean=None if boolean is None else boolean == "true",
        format=manifest.text(response, MANIFEST + "expectedFormat"),
        content=manifest.text(manifest.node(response, HTTP + "body"), CONTENT + "chars"),
    )
